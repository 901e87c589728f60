import Foundation
import Numerics
import Region
import Specialisation
import Support
import Testing
import Wording

/// What the members of the family have in common.
enum ShiftShareFamily {
    /// The components of each additive member that make up the change.
    static let additive: [(method: any IndexMethod<SpecialisationContext>, parts: [String])] = [
        (ShiftShare(), ["nationalGrowth", "industryMix", "regionalShift"]),
        (
            ShiftShareEstebanMarquillas(),
            ["nationalGrowth", "industryMix", "competitiveEffect", "allocationEffect"]
        ),
        (ShiftShareArcelus(), ShiftShareArcelus().method.components.map(\.id)),
        (DynamicShiftShare(), ["nationalGrowth", "industryMix", "regionalShift"]),
        (SpatialShiftShare(), ["nationalGrowth", "neighbourShift", "regionalShift"]),
    ]

    /// Each activity's change and the place's are the sums of their parts.
    static func expectIdentity(
        _ years: [[[Double]]], reference: Reference = .all, _ comment: String
    ) throws {
        var context = ChangeFixtures.context(
            years, weights: ChangeFixtures.equalWeights(years[0].count))
        context.parameters.reference = reference
        let last = 2010 + years.count - 1
        for (method, parts) in additive {
            let rows = try ChangeFixtures.results(of: method, in: context)
            for place in years[0].indices {
                var whole = 0.0
                var isWhole = true
                for activity in years[0][0].indices {
                    let change = years[years.count - 1][place][activity] - years[0][place][activity]
                    whole += change
                    let outcomes = try parts.map {
                        try #require(
                            rows[ChangeFixtures.key(place, activity, 2010, last, $0)]?.outcome)
                    }
                    let numbers = outcomes.compactMap(\.value)
                    guard numbers.count == parts.count else {
                        // Only the neighbours may lack the industry, or a rest be empty.
                        let isAllowed = outcomes.allSatisfy {
                            [.undefined(.zeroReference), .undefined(.emptyRegion)].contains($0)
                        }
                        #expect(isAllowed, "\(method.method.id) \(comment): \(outcomes)")
                        isWhole = false
                        continue
                    }
                    expectSum(numbers, change, "\(method.method.id) \(comment)")
                }
                guard isWhole else { continue }
                let sums = parts.compactMap {
                    rows[ChangeFixtures.key(place, nil, 2010, last, $0)]?.outcome.value
                }
                #expect(sums.count == parts.count, "\(method.method.id) \(comment)")
                expectSum(sums, whole, "\(method.method.id), place, \(comment)")
            }
        }
    }

    /// A few roundings of the largest term.
    private static func expectSum(_ parts: [Double], _ change: Double, _ comment: String) {
        let largest = parts.map(abs).max() ?? 0
        let error = abs(parts.compensatedSum() - change)
        #expect(error <= 64 * .ulpOfOne * max(largest, 20_000), "\(comment): off by \(error)")
    }
}

@Suite("Shift-share, classic (METHODS 1.10)")
struct ShiftShareTests {
    private let method = ShiftShare()

    @Test("matches the worked example of region A")
    func workedExample() throws {
        let golden = try Golden(chapter: "c01")
        let rows = try ChangeFixtures.results(
            of: method, in: ChangeFixtures.context(Array(ChangeFixtures.toyYears.prefix(2))))
        let keys = ["ss_NS": "nationalGrowth", "ss_IM": "industryMix", "ss_RS": "regionalShift"]
        for (name, component) in keys {
            for (activity, expected) in try golden.list(name).enumerated() {
                let value = rows[ChangeFixtures.key(0, activity, 2010, 2011, component)]?.outcome
                    .value
                #expect(agrees(try #require(value), expected))
            }
        }
        for (component, expected) in zip(
            ["nationalGrowth", "industryMix", "regionalShift"], try golden.list("ss_sum"))
        {
            let value = rows[ChangeFixtures.key(0, nil, 2010, 2011, component)]?.outcome.value
            #expect(agrees(try #require(value), expected))
        }
    }

    @Test("gives the whole span and each pair of years")
    func spans() throws {
        let rows = try ChangeFixtures.results(
            of: method, in: ChangeFixtures.context(ChangeFixtures.toyYears))
        let golden = try Golden(chapter: "c01").list("static_ss_0_2")
        for (component, expected) in zip(
            ["nationalGrowth", "industryMix", "regionalShift"], golden)
        {
            let value = rows[ChangeFixtures.key(0, nil, 2010, 2012, component)]?.outcome.value
            #expect(agrees(try #require(value), expected))
        }
        #expect(rows[ChangeFixtures.key(0, 0, 2010, 2011, "industryMix")] != nil)
        #expect(rows[ChangeFixtures.key(0, 0, 2011, 2012, "industryMix")] != nil)
        #expect(rows.count == 3 * 3 * (3 + 1) * 3)
    }

    @Test(
        "agrees with REAT on the textbook table and on Freiburg",
        .enabled(if: Oracles.areThere, "needs UKLAD_ORACLES"))
    func oracle() throws {
        let oracle = try ShiftShareOracle()
        for (name, region) in [
            ("A_Dunn", oracle.textbook("A")), ("B_Dunn", oracle.textbook("B")),
            ("C_Dunn", oracle.textbook("C")), ("freiburg_Dunn", oracle.freiburg),
        ] {
            let parts = try region.industries.map {
                try shiftShare(
                    industryInRegion: $0.own, industryInReference: $0.reference,
                    reference: region.whole)
            }
            let expected = try #require(oracle.expected[name])
            #expect(agrees(parts.map(\.nationalGrowth).reduce(0, +), expected["National share"]!))
            #expect(agrees(parts.map(\.industryMix).reduce(0, +), expected["Industrial mix"]!))
            #expect(agrees(parts.map(\.regionalShift).reduce(0, +), expected["Regional share"]!))
            #expect(agrees(parts.map(\.sum).reduce(0, +), expected["Growth (t1-t)"]!))
        }
    }

    @Test("all members add up to the change, on 200 random tables", arguments: Reference.allCases)
    func identity(reference: Reference) throws {
        let seed: UInt64 = 110_001
        var random = RandomStream(seed: seed)
        for round in 0..<200 {
            try ShiftShareFamily.expectIdentity(
                ChangeFixtures.randomYears(&random), reference: reference,
                "seed \(seed), round \(round)")
        }
    }

    @Test("a new activity of the region is wholly a regional shift")
    func entry() throws {
        let parts = try shiftShare(
            industryInRegion: Change(from: 0, to: 7), industryInReference: Change(from: 50, to: 60),
            reference: Change(from: 100, to: 130))
        #expect(parts == ShiftShareParts(nationalGrowth: 0, industryMix: 0, regionalShift: 7))
        let rows = try ChangeFixtures.results(
            of: method, in: ChangeFixtures.context([[[0, 5], [3, 3]], [[2, 5], [0, 4]]]))
        let row = try #require(rows[ChangeFixtures.key(0, 0, 2010, 2011, "regionalShift")])
        #expect(row.outcome == .value(2) && row.marks.contains(.entry))
    }

    @Test("an industry that is new to the whole reference is wholly a regional shift")
    func newIndustry() throws {
        let parts = try shiftShare(
            industryInRegion: Change(from: 0, to: 7), industryInReference: Change(from: 0, to: 9),
            reference: Change(from: 100, to: 130))
        #expect(parts == ShiftShareParts(nationalGrowth: 0, industryMix: 0, regionalShift: 7))
        try ShiftShareFamily.expectIdentity(
            [[[0, 5], [0, 3]], [[2, 5], [1, 4]]], "new industry")
    }

    @Test("an empty reference and what is no quantity have their reasons")
    func edges() {
        let fine = Change(from: 1, to: 1)
        #expect(throws: Undefined.zeroReference) {
            try shiftShare(
                industryInRegion: fine, industryInReference: fine, reference: Change(from: 0, to: 1)
            )
        }
        #expect(throws: Undefined.notAQuantity(symbol: "X_i1")) {
            try shiftShare(
                industryInRegion: fine, industryInReference: Change(from: 1, to: -1),
                reference: fine)
        }
        #expect(throws: Undefined.outOfRange) {
            try shiftShare(
                industryInRegion: Change(from: 1e300, to: 1),
                industryInReference: Change(from: 1, to: 1e300), reference: fine)
        }
    }

    @Test("a hidden figure gives ranges that hold every admissible result")
    func hidden() throws {
        let seed: UInt64 = 110_002
        var random = RandomStream(seed: seed)
        for round in 0..<200 {
            let years = ChangeFixtures.randomYears(&random, years: 2)
            var panel = ChangeFixtures.panel(years)
            for year in 0..<2 {
                for place in years[0].indices {
                    panel.publish(total: years[year][place].reduce(0, +), place: place, year: year)
                }
                for activity in years[0][0].indices {
                    let total = years[year].map { $0[activity] }.reduce(0, +)
                    panel.publish(total: total, activity: activity, year: year)
                }
            }
            var hidden = panel
            hidden[0, 0, random.index(below: 2)] = Cell(value: 0, state: .suppressed)
            for (member, _) in ShiftShareFamily.additive {
                for reference in Reference.allCases {
                    var truthful = ChangeFixtures.context(
                        panel, weights: ChangeFixtures.equalWeights(years[0].count))
                    truthful.parameters.reference = reference
                    var veiled = truthful
                    veiled.panel = hidden
                    let truth = try ChangeFixtures.results(of: member, in: truthful)
                    for (key, row) in try ChangeFixtures.results(of: member, in: veiled) {
                        guard let value = truth[key]?.outcome.value else { continue }
                        let slack = 1e-9 * max(1, abs(value))
                        let comment = "seed \(seed), round \(round), \(member.method.id), \(key)"
                        switch row.outcome {
                        case .value(let number): #expect(abs(number - value) <= slack, "\(comment)")
                        case .range(let low, let high):
                            #expect(low - slack <= value && value <= high + slack, "\(comment)")
                        case .undefined(let reason):
                            #expect(
                                reason == .suppressed("e_0") || reason == .suppressed("e_1")
                                    || reason == .suppressed("s_0") || reason == .suppressed("s_1"),
                                "\(comment): \(reason)")
                        }
                    }
                }
            }
        }
    }

    @Test("missing cells lower the coverage of a place's sum and are named in their own")
    func missing() throws {
        var panel = ChangeFixtures.panel(Array(ChangeFixtures.toyYears.prefix(2)))
        panel[0, 1, 1] = .missing
        let rows = try ChangeFixtures.results(of: method, in: ChangeFixtures.context(panel))
        #expect(
            rows[ChangeFixtures.key(0, 1, 2010, 2011, "industryMix")]?.outcome
                == .undefined(.missing("e_1")))
        let sum = try #require(rows[ChangeFixtures.key(0, nil, 2010, 2011, "regionalShift")])
        #expect(sum.outcome.value != nil && sum.marks.contains(.lowCoverage))
    }

    @Test("marks and the weakest quality of the inputs pass on")
    func marks() throws {
        var panel = ChangeFixtures.panel(Array(ChangeFixtures.toyYears.prefix(2)))
        panel[0, 1, 0] = Cell(value: 20, state: .value, marks: .provisional, quality: .assumption)
        let rows = try ChangeFixtures.results(of: method, in: ChangeFixtures.context(panel))
        let cell = try #require(rows[ChangeFixtures.key(0, 1, 2010, 2011, "industryMix")])
        #expect(cell.marks.contains(.provisional) && cell.quality == .assumption)
        let sum = try #require(rows[ChangeFixtures.key(0, nil, 2010, 2011, "industryMix")])
        #expect(sum.marks.contains(.provisional) && sum.quality == .assumption)
    }

    @Test("the parts scale with the unit of the masses")
    func unit() throws {
        var random = RandomStream(seed: 110_003)
        for _ in 0..<200 {
            let years = ChangeFixtures.randomYears(&random)
            let scaled = years.map { $0.map { $0.map { $0 * 1024 } } }
            for (member, parts) in ShiftShareFamily.additive {
                let weights = ChangeFixtures.equalWeights(years[0].count)
                let rows = try ChangeFixtures.results(
                    of: member, in: ChangeFixtures.context(years, weights: weights))
                let others = try ChangeFixtures.results(
                    of: member, in: ChangeFixtures.context(scaled, weights: weights))
                for (key, row) in rows where parts.contains(key.component) {
                    // A power of two scales without rounding.
                    #expect(others[key]?.outcome.value == row.outcome.value.map { $0 * 1024 })
                }
            }
        }
    }

    @Test("every cell of every member is explained", arguments: Reference.allCases)
    func explained(reference: Reference) throws {
        var random = RandomStream(seed: 110_004)
        let members = ShiftShareFamily.additive.map(\.method) + [ShiftShareGerfin()]
        for round in 0..<12 {
            let years = round == 0 ? ChangeFixtures.toyYears : ChangeFixtures.randomYears(&random)
            var context = ChangeFixtures.context(
                years, weights: ChangeFixtures.equalWeights(years[0].count))
            context.parameters.reference = reference
            for member in members { try ChangeFixtures.expectExplained(member, in: context) }
        }
    }

    @Test("no member gives NaN, infinity or a negative zero")
    func hostile() throws {
        for (member, _) in ShiftShareFamily.additive {
            try ChangeFixtures.expectSoundOnHostileInput(member, seed: 110_005)
        }
        try ChangeFixtures.expectSoundOnHostileInput(ShiftShareGerfin(), seed: 110_005)
    }

    @Test("figures in prices of each year come with a warning")
    func currentPrices() throws {
        let money = Measure(
            code: "value_added", name: .init(en: "", ru: ""), unit: Unit("mln RUB")!,
            prices: .current)
        let tables = try method.results(
            in: ChangeFixtures.context(
                ChangeFixtures.panel(ChangeFixtures.toyYears, measure: money)))
        #expect(tables[0].notices.contains { $0.english.contains("rise of prices") })
    }
}

/// The files of the oracle folder `shiftshare`.
struct ShiftShareOracle {
    struct Region {
        let industries: [(own: Change, reference: Change)]
        let whole: Change
        var region: Change {
            Change(
                from: industries.map(\.own.start).reduce(0, +),
                to: industries.map(\.own.end).reduce(0, +))
        }
    }

    let expected: [String: [String: Double]]
    private let textbookRows: [[String]]
    private let freiburgRows: [[String]]

    init() throws {
        let folder = try #require(Oracles.folder).appending(path: "shiftshare")
        expected = try JSONDecoder().decode(
            [String: [String: Double]].self,
            from: Data(contentsOf: folder.appending(path: "expected.json")))
        func rows(_ file: String) throws -> [[String]] {
            try String(contentsOf: folder.appending(path: file), encoding: .utf8)
                .split(separator: "\n").dropFirst()
                .map { line in
                    // The name is quoted and may hold commas; the numbers follow the last quote.
                    let numbers = line.split(separator: "\"").last ?? ""
                    return (line.first == "\"" ? "name" + numbers : String(line))
                        .split(separator: ",").map(String.init)
                }
        }
        textbookRows = try rows("textbook_4x3.csv")
        freiburgRows = try rows("freiburg_germany_2008_2014.csv")
    }

    func textbook(_ name: String) -> Region {
        let column = ["A": 1, "B": 3, "C": 5][name]!
        return region(textbookRows, column, 7)
    }

    var freiburg: Region { region(freiburgRows, 1, 3) }

    private func region(_ rows: [[String]], _ own: Int, _ reference: Int) -> Region {
        let industries = rows.map { row in
            (
                own: Change(from: Double(row[own])!, to: Double(row[own + 1])!),
                reference: Change(from: Double(row[reference])!, to: Double(row[reference + 1])!)
            )
        }
        return Region(
            industries: industries,
            whole: Change(
                from: industries.map(\.reference.start).reduce(0, +),
                to: industries.map(\.reference.end).reduce(0, +)))
    }
}
