import Numerics
import Region
import Specialisation
import Support
import Testing
import Wording

@Suite("Dynamic location quotient (METHODS 1.7)")
struct DynamicLocationQuotientTests {
    private let method = DynamicLocationQuotient()

    @Test("matches the worked example")
    func workedExample() throws {
        let golden = try Golden(chapter: "c01")
        let change = try golden.matrix("DLQ")
        let growthForm = try golden.matrix("DLQ_growth_form")
        let quotient = try golden.matrix("LQ_year1")
        let rows = try ChangeFixtures.results(
            of: method, in: ChangeFixtures.context(Array(ChangeFixtures.toyYears.prefix(2))))
        for place in 0..<3 {
            for activity in 0..<3 {
                func value(_ component: String) throws -> Double {
                    try #require(
                        rows[ChangeFixtures.key(place, activity, 2010, 2011, component)]?.outcome
                            .value)
                }
                #expect(agrees(try value("change"), change[place, activity]))
                #expect(agrees(try value("change"), growthForm[place, activity]))
                #expect(agrees(try value("locationQuotient"), quotient[place, activity]))
            }
        }
    }

    @Test("names the four quadrants of the worked example")
    func quadrants() throws {
        let rows = try ChangeFixtures.results(
            of: method, in: ChangeFixtures.context(Array(ChangeFixtures.toyYears.prefix(2))))
        func quadrant(_ place: Int, _ activity: Int) -> SpecialisationQuadrant? {
            rows[ChangeFixtures.key(place, activity, 2010, 2011, "quadrant")]?.outcome.value
                .flatMap { SpecialisationQuadrant(rawValue: Int($0)) }
        }
        #expect(quadrant(0, 0) == .strongGrowing)
        #expect(quadrant(2, 2) == .strongFading)
        #expect(quadrant(0, 2) == .emerging)
        #expect(quadrant(1, 0) == .weak)
    }

    @Test("with compound rates equals the quotient of location quotients, on 200 random tables")
    func quotientOfQuotients() throws {
        let seed: UInt64 = 17_001
        var random = RandomStream(seed: seed)
        for _ in 0..<200 {
            let years = 1 + random.index(below: 20)
            let starts = (0..<4).map { _ in 1 + 1e4 * random.unit() }
            let rates = (0..<4).map { _ in 0.4 * random.unit() - 0.2 }
            let changes = zip(starts, rates).map { start, rate in
                Change(from: start, to: (0..<years).reduce(start) { mass, _ in mass * (1 + rate) })
            }
            let change = try dynamicLocationQuotient(
                industryInRegion: changes[0], region: changes[1], industryInReference: changes[2],
                reference: changes[3])
            func quotient(_ part: KeyPath<Change, Double>) throws -> Double {
                try locationQuotient(
                    industryInRegion: changes[0][keyPath: part], region: changes[1][keyPath: part],
                    industryInReference: changes[2][keyPath: part],
                    reference: changes[3][keyPath: part])
            }
            let ratio = try quotient(\.end) / quotient(\.start)
            let growth = rates.map { rate in
                (0..<years).reduce(1.0) { mass, _ in mass * (1 + rate) }
            }
            // Seven and eleven roundings; compounding adds one a year.
            #expect(abs(change / ratio - 1) <= 16 * Double.ulpOfOne, "seed \(seed)")
            let compound = (growth[0] / growth[1]) / (growth[2] / growth[3])
            #expect(
                abs(change / compound - 1) <= Double(20 + 8 * years) * .ulpOfOne, "seed \(seed)")
        }
    }

    @Test("each edge has its reason")
    func edges() {
        func quotient(
            _ e: (Double, Double), _ r: (Double, Double), _ i: (Double, Double),
            _ x: (Double, Double)
        ) throws -> Double {
            try dynamicLocationQuotient(
                industryInRegion: Change(from: e.0, to: e.1), region: Change(from: r.0, to: r.1),
                industryInReference: Change(from: i.0, to: i.1),
                reference: Change(from: x.0, to: x.1))
        }
        #expect(throws: Undefined.entry) { try quotient((0, 1), (9, 9), (9, 9), (99, 99)) }
        #expect(throws: Undefined.exit) { try quotient((1, 0), (9, 9), (9, 9), (99, 99)) }
        #expect(throws: Undefined.notApplicable("e")) {
            try quotient((0, 0), (9, 9), (9, 9), (99, 99))
        }
        #expect(throws: Undefined.emptyRegion) { try quotient((0, 1), (0, 9), (9, 9), (99, 99)) }
        #expect(throws: Undefined.emptyRegion) { try quotient((1, 0), (9, 0), (9, 9), (99, 99)) }
        #expect(throws: Undefined.emptyIndustry) { try quotient((1, 1), (9, 9), (0, 9), (99, 99)) }
        #expect(throws: Undefined.zeroReference) { try quotient((1, 1), (9, 9), (9, 9), (99, 0)) }
        #expect(throws: Undefined.notAQuantity(symbol: "e_0")) {
            try quotient((-1, 1), (9, 9), (9, 9), (99, 99))
        }
        #expect(throws: Undefined.notAQuantity(symbol: "X_1")) {
            try quotient((1, 1), (9, 9), (9, 9), (99, .nan))
        }
        #expect(throws: Undefined.outOfRange) {
            try quotient((1e-300, 1e300), (9, 9), (9, 9), (99, 99))
        }
    }

    @Test("an entry is marked and has a reason in place of a number")
    func entryInPanel() throws {
        let rows = try ChangeFixtures.results(
            of: method, in: ChangeFixtures.context([[[0, 5], [3, 3]], [[2, 5], [0, 4]]]))
        let entry = try #require(rows[ChangeFixtures.key(0, 0, 2010, 2011, "change")])
        #expect(entry.outcome == .undefined(.entry))
        #expect(entry.marks.contains(.entry))
        let exit = try #require(rows[ChangeFixtures.key(1, 0, 2010, 2011, "change")])
        #expect(exit.outcome == .undefined(.exit))
        #expect(exit.marks.contains(.exit))
    }

    @Test("the four states of a cell lead to four answers")
    func states() throws {
        let answers: [(CellState, Undefined)] = [
            (.zero, .exit), (.missing, .missing("e_1")), (.suppressed, .suppressed("e_1")),
            (.notApplicable, .notApplicable("e_1")),
        ]
        for (state, reason) in answers {
            var panel = ChangeFixtures.panel(Array(ChangeFixtures.toyYears.prefix(2)))
            panel[0, 0, 1] = Cell(value: 0, state: state)
            let rows = try ChangeFixtures.results(of: method, in: ChangeFixtures.context(panel))
            #expect(
                rows[ChangeFixtures.key(0, 0, 2010, 2011, "change")]?.outcome == .undefined(reason))
        }
    }

    @Test("a hidden figure between published totals makes a range that holds every possible result")
    func hidden() throws {
        let seed: UInt64 = 17_002
        var random = RandomStream(seed: seed)
        for _ in 0..<200 {
            let years = ChangeFixtures.randomYears(&random, years: 2, zeros: false)
            var panel = ChangeFixtures.panel(years)
            for year in 0..<2 {
                for place in years[0].indices {
                    panel.publish(
                        total: years[year][place].reduce(0, +), place: place, year: year)
                }
                for activity in years[0][0].indices {
                    let total = years[year].map { $0[activity] }.reduce(0, +)
                    panel.publish(total: total, activity: activity, year: year)
                }
            }
            let truth = try ChangeFixtures.results(of: method, in: ChangeFixtures.context(panel))
            panel[0, 0, 1] = Cell(value: 0, state: .suppressed)
            for reference in Reference.allCases {
                var context = ChangeFixtures.context(panel)
                context.parameters.reference = reference
                let key = ChangeFixtures.key(0, 0, 2010, 2011, "change")
                let row = try ChangeFixtures.results(of: method, in: context)[key]
                guard reference == .all, let value = truth[key]?.outcome.value else { continue }
                guard case .range(let low, let high)? = row?.outcome else {
                    Issue.record("seed \(seed): no range but \(String(describing: row?.outcome))")
                    continue
                }
                #expect(low <= value && value <= high * (1 + 1e-12), "seed \(seed)")
            }
        }
    }

    @Test("the unit of the masses cancels, and relabelling regions permutes the results")
    func invariance() throws {
        let seed: UInt64 = 17_003
        var random = RandomStream(seed: seed)
        for _ in 0..<200 {
            let years = ChangeFixtures.randomYears(&random)
            let scale = 0.001 + 1000 * random.unit()
            let scaled = years.map { $0.map { $0.map { $0 * scale } } }
            let reversed = years.map { Array($0.reversed()) }
            let rows = try ChangeFixtures.results(of: method, in: ChangeFixtures.context(years))
            let others = try ChangeFixtures.results(of: method, in: ChangeFixtures.context(scaled))
            let mirrored = try ChangeFixtures.results(
                of: method, in: ChangeFixtures.context(reversed))
            for (key, row) in rows where key.component == "change" {
                let position = Int(key.place!.rawValue.dropFirst())!
                var mirror = key
                mirror.place = PlaceCode(rawValue: "R\(years[0].count - 1 - position)")
                switch row.outcome {
                case .value(let value):
                    let other = try #require(others[key]?.outcome.value, "seed \(seed)")
                    let swapped = try #require(mirrored[mirror]?.outcome.value, "seed \(seed)")
                    #expect(agrees(other, value, within: 1e-12), "seed \(seed)")
                    #expect(agrees(swapped, value, within: 1e-12), "seed \(seed)")
                default:
                    #expect(others[key]?.outcome == row.outcome, "seed \(seed)")
                    #expect(mirrored[mirror]?.outcome == row.outcome, "seed \(seed)")
                }
            }
        }
    }

    @Test("an industry that exists nowhere changes no other result")
    func emptyIndustry() throws {
        let years = ChangeFixtures.toyYears
        let widened = years.map { $0.map { $0 + [0] } }
        let rows = try ChangeFixtures.results(of: method, in: ChangeFixtures.context(years))
        let others = try ChangeFixtures.results(of: method, in: ChangeFixtures.context(widened))
        for (key, row) in rows { #expect(others[key]?.outcome == row.outcome) }
    }

    @Test("every cell is explained by a formula that gives it", arguments: Reference.allCases)
    func explained(reference: Reference) throws {
        var context = ChangeFixtures.context(ChangeFixtures.toyYears)
        context.parameters.reference = reference
        try ChangeFixtures.expectExplained(method, in: context)
        var random = RandomStream(seed: 17_004)
        for _ in 0..<20 {
            var context = ChangeFixtures.context(ChangeFixtures.randomYears(&random))
            context.parameters.reference = reference
            try ChangeFixtures.expectExplained(method, in: context)
        }
    }

    @Test("never gives NaN, infinity or a negative zero")
    func hostile() throws {
        try ChangeFixtures.expectSoundOnHostileInput(method, seed: 17_005)
    }

    @Test("a panel of one year gives a table that says what it needs")
    func oneYear() throws {
        let tables = try method.results(
            in: ChangeFixtures.context([ChangeFixtures.toyYears[0]]))
        #expect(tables.count == 1 && tables[0].rows.isEmpty)
        #expect(tables[0].notices.contains { $0.english.contains("two years") })
    }
}
