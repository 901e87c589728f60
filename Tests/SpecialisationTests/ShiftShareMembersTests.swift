import Numerics
import Region
import Specialisation
import Support
import Testing
import Wording

@Suite("Shift-share after Esteban-Marquillas (METHODS 1.10)")
struct ShiftShareEstebanMarquillasTests {
    @Test("matches the worked example of region A")
    func workedExample() throws {
        let golden = try Golden(chapter: "c01")
        let rows = try ChangeFixtures.results(
            of: ShiftShareEstebanMarquillas(),
            in: ChangeFixtures.context(Array(ChangeFixtures.toyYears.prefix(2))))
        let keys = [
            "em_homothetic": "homothetic", "em_competitive": "competitiveEffect",
            "em_allocation": "allocationEffect",
        ]
        for (name, component) in keys {
            for (activity, expected) in try golden.list(name).enumerated() {
                let value = rows[ChangeFixtures.key(0, activity, 2010, 2011, component)]?.outcome
                    .value
                #expect(agrees(try #require(value), expected))
            }
        }
        let cases = (0..<3).map {
            rows[ChangeFixtures.key(0, $0, 2010, 2011, "case")]?.outcome.value
        }
        #expect(cases == [1, 4, 3])
    }

    @Test(
        "agrees with REAT on the textbook table and on Freiburg",
        .enabled(if: Oracles.areThere, "needs UKLAD_ORACLES"))
    func oracle() throws {
        let oracle = try ShiftShareOracle()
        for (name, region) in [
            ("A_Esteban", oracle.textbook("A")), ("freiburg_Esteban", oracle.freiburg),
        ] {
            let parts = try region.industries.map {
                try shiftShareEstebanMarquillas(
                    industryInRegion: $0.own, region: region.region,
                    industryInReference: $0.reference, reference: region.whole)
            }
            let expected = try #require(oracle.expected[name])
            #expect(
                agrees(parts.map(\.competitiveEffect).reduce(0, +), expected["Regional share"]!))
            #expect(
                agrees(parts.map(\.allocationEffect).reduce(0, +), expected["Allocation effect"]!))
        }
    }

    @Test("names all four cases")
    func cases() throws {
        func name(_ own: Change) throws -> AllocationCase? {
            try shiftShareEstebanMarquillas(
                industryInRegion: own, region: Change(from: 50, to: 50),
                industryInReference: Change(from: 20, to: 20), reference: Change(from: 100, to: 100)
            ).allocationCase
        }
        #expect(try name(Change(from: 12, to: 13)) == .specialisedWithAdvantage)
        #expect(try name(Change(from: 12, to: 11)) == .specialisedWithoutAdvantage)
        #expect(try name(Change(from: 8, to: 9)) == .notSpecialisedWithAdvantage)
        #expect(try name(Change(from: 8, to: 7)) == .notSpecialisedWithoutAdvantage)
    }

    @Test("a new activity has no case, and its change is the competitive effect")
    func entry() throws {
        let parts = try shiftShareEstebanMarquillas(
            industryInRegion: Change(from: 0, to: 7), region: Change(from: 50, to: 60),
            industryInReference: Change(from: 20, to: 30), reference: Change(from: 100, to: 130))
        #expect(parts.competitiveEffect == 7 && parts.allocationEffect == 0)
        #expect(parts.allocationCase == nil && parts.homothetic == 10)
        let rows = try ChangeFixtures.results(
            of: ShiftShareEstebanMarquillas(),
            in: ChangeFixtures.context([[[0, 5], [3, 3]], [[2, 5], [0, 4]]]))
        #expect(
            rows[ChangeFixtures.key(0, 0, 2010, 2011, "case")]?.outcome == .undefined(.entry))
    }
}

@Suite("Shift-share after Arcelus (METHODS 1.10)")
struct ShiftShareArcelusTests {
    @Test("matches the eight sums of the worked example")
    func workedExample() throws {
        let rows = try ChangeFixtures.results(
            of: ShiftShareArcelus(),
            in: ChangeFixtures.context(Array(ChangeFixtures.toyYears.prefix(2))))
        let expected = try Golden(chapter: "c01").list("arcelus_sums")
        #expect(expected.count == 8)
        for (component, number) in zip(ShiftShareArcelus().method.components, expected) {
            let value = rows[ChangeFixtures.key(0, nil, 2010, 2011, component.id)]?.outcome.value
            #expect(agrees(try #require(value), number), "\(component.id)")
        }
    }

    @Test("regional growth and regional industry mix add up to the classic regional shift")
    func againstClassic() throws {
        var random = RandomStream(seed: 110_010)
        for _ in 0..<200 {
            let changes = (0..<4).map { _ in
                Change(from: 1 + 1e3 * random.unit(), to: 1 + 1e3 * random.unit())
            }
            let parts = try shiftShareArcelus(
                industryInRegion: changes[0], region: changes[1], industryInReference: changes[2],
                reference: changes[3])
            let classic = try shiftShare(
                industryInRegion: changes[0], industryInReference: changes[2],
                reference: changes[3])
            let scale = parts.terms.map(abs).max()!
            let regional = parts.regionalGrowth.sum + parts.regionalIndustryMix.sum
            #expect(abs(regional - classic.regionalShift) <= 64 * .ulpOfOne * scale)
            #expect(abs(parts.industryMix.sum - classic.industryMix) <= 64 * .ulpOfOne * scale)
        }
    }

    @Test("a new activity stands in the homothetic regional industry mix")
    func entry() throws {
        let parts = try shiftShareArcelus(
            industryInRegion: Change(from: 0, to: 7), region: Change(from: 0, to: 60),
            industryInReference: Change(from: 20, to: 30), reference: Change(from: 100, to: 130))
        #expect(parts.terms == [0, 0, 0, 0, 0, 0, 7, 0])
        #expect(throws: Undefined.emptyRegion) {
            try shiftShareArcelus(
                industryInRegion: Change(from: 1, to: 7), region: Change(from: 0, to: 60),
                industryInReference: Change(from: 20, to: 30), reference: Change(from: 100, to: 130)
            )
        }
    }
}

@Suite("Shift-share after Gerfin (METHODS 1.10)")
struct ShiftShareGerfinTests {
    @Test(
        "agrees with REAT on the textbook table and on Freiburg",
        .enabled(if: Oracles.areThere, "needs UKLAD_ORACLES"))
    func oracle() throws {
        let oracle = try ShiftShareOracle()
        for (name, region) in [
            ("A_Gerfin", oracle.textbook("A")), ("freiburg_Gerfin", oracle.freiburg),
        ] {
            let factors = try shiftShareGerfin(
                industriesInRegion: region.industries.map(\.own),
                industriesInReference: region.industries.map(\.reference), reference: region.whole)
            let expected = try #require(oracle.expected[name])
            #expect(agrees(factors.industryMix, expected["Industrial mix"]!))
            #expect(agrees(factors.regionalShift, expected["Regional share"]!))
            #expect(agrees(factors.netShift, expected["Net total shift"]!))
        }
    }

    @Test("the net factor is the region's growth factor over the reference's, on 200 random tables")
    func net() throws {
        let seed: UInt64 = 110_020
        var random = RandomStream(seed: seed)
        for _ in 0..<200 {
            let years = ChangeFixtures.randomYears(&random, years: 2, zeros: false)
            let rows = try ChangeFixtures.results(
                of: ShiftShareGerfin(), in: ChangeFixtures.context(years))
            let totals = years.map { $0.map { $0.reduce(0, +) } }
            let whole = totals.map { $0.reduce(0, +) }
            for place in years[0].indices {
                let factor = (totals[1][place] / totals[0][place]) / (whole[1] / whole[0])
                let value = rows[ChangeFixtures.key(place, nil, 2010, 2011, "netShift")]?.outcome
                    .value
                #expect(agrees(try #require(value), factor, within: 1e-12), "seed \(seed)")
            }
        }
    }

    @Test("edges have their reasons, and a new industry counts as regional")
    func edges() throws {
        func factors(_ own: [Change], _ all: [Change], _ whole: Change) throws -> GerfinFactors {
            try shiftShareGerfin(
                industriesInRegion: own, industriesInReference: all, reference: whole)
        }
        let flat = Change(from: 10, to: 10)
        #expect(throws: Undefined.emptyRegion) {
            try factors([Change(from: 0, to: 1)], [flat], flat)
        }
        #expect(throws: Undefined.zeroReference) {
            try factors([flat], [flat], Change(from: 0, to: 1))
        }
        #expect(throws: Undefined.exit) { try factors([flat], [Change(from: 10, to: 0)], flat) }
        #expect(throws: Undefined.insufficientData(have: 0, need: 1)) {
            try factors([flat], [], flat)
        }
        let grown = try factors(
            [flat, Change(from: 0, to: 5)], [flat, Change(from: 0, to: 5)], Change(from: 20, to: 25)
        )
        #expect(grown.regionalShift == 1.5)
    }
}

@Suite("Dynamic shift-share (METHODS 1.10)")
struct DynamicShiftShareTests {
    @Test("matches the worked example over three years")
    func workedExample() throws {
        let rows = try ChangeFixtures.results(
            of: DynamicShiftShare(), in: ChangeFixtures.context(ChangeFixtures.toyYears))
        let expected = try Golden(chapter: "c01").list("dynamic_ss")
        for (component, number) in zip(
            ["nationalGrowth", "industryMix", "regionalShift"], expected)
        {
            let value = rows[ChangeFixtures.key(0, nil, 2010, 2012, component)]?.outcome.value
            #expect(agrees(try #require(value), number))
        }
    }

    @Test("the plain function and the panel agree")
    func plain() throws {
        let years = ChangeFixtures.toyYears
        let rows = try ChangeFixtures.results(
            of: DynamicShiftShare(), in: ChangeFixtures.context(years))
        let parts = try dynamicShiftShare(
            industryInRegion: years.map { $0[0][0] },
            industryInReference: years.map { $0.map { $0[0] }.reduce(0, +) },
            reference: years.map { $0.flatMap { $0 }.reduce(0, +) })
        let value = rows[ChangeFixtures.key(0, 0, 2010, 2012, "regionalShift")]?.outcome.value
        #expect(value == parts.regionalShift)
    }

    @Test("over two years it is the classic split, and one year is too few")
    func short() throws {
        let parts = try dynamicShiftShare(
            industryInRegion: [40, 44], industryInReference: [60, 60], reference: [400, 440])
        let classic = try shiftShare(
            industryInRegion: Change(from: 40, to: 44),
            industryInReference: Change(from: 60, to: 60), reference: Change(from: 400, to: 440))
        #expect(parts == classic)
        #expect(throws: Undefined.insufficientData(have: 1, need: 2)) {
            try dynamicShiftShare(
                industryInRegion: [40], industryInReference: [60], reference: [400])
        }
    }

    @Test("a gap in the middle is named")
    func gap() throws {
        var panel = ChangeFixtures.panel(ChangeFixtures.toyYears)
        panel[0, 0, 1] = .missing
        let rows = try ChangeFixtures.results(
            of: DynamicShiftShare(), in: ChangeFixtures.context(panel))
        #expect(
            rows[ChangeFixtures.key(0, 0, 2010, 2012, "industryMix")]?.outcome
                == .undefined(.missing("e_1")))
    }
}

@Suite("Spatial shift-share (METHODS 1.10)")
struct SpatialShiftShareTests {
    private let method = SpatialShiftShare()

    @Test("matches the worked example, and ignores self weights")
    func workedExample() throws {
        let rows = try ChangeFixtures.results(
            of: method,
            in: ChangeFixtures.context(
                Array(ChangeFixtures.toyYears.prefix(2)), weights: ChangeFixtures.equalWeights(3)))
        let golden = try Golden(chapter: "c01")
        for (component, number) in zip(
            ["nationalGrowth", "neighbourShift", "regionalShift"], try golden.list("spatial_terms"))
        {
            let value = rows[ChangeFixtures.key(0, nil, 2010, 2011, component)]?.outcome.value
            #expect(agrees(try #require(value), number))
        }
        let rates = try golden.list("spatial_gw_A")
        for (activity, rate) in rates.enumerated() {
            let shift = rows[ChangeFixtures.key(0, activity, 2010, 2011, "neighbourShift")]?.outcome
                .value
            let start = ChangeFixtures.toyYears[0][0][activity]
            #expect(agrees(try #require(shift), start * (rate - 0.1)))
        }
    }

    @Test("a region without neighbours is undefined, and so is one that the weights do not know")
    func noNeighbour() throws {
        var weights = ChangeFixtures.equalWeights(3)
        weights[0, 1] = 0
        weights[0, 2] = 0
        var context = ChangeFixtures.context(
            Array(ChangeFixtures.toyYears.prefix(2)), weights: weights)
        let key = ChangeFixtures.key(0, 0, 2010, 2011, "regionalShift")
        #expect(
            try ChangeFixtures.results(of: method, in: context)[key]?.outcome
                == .undefined(.noNeighbour))
        context.weights = SpatialWeights(
            places: ["R1", "R2"], weights: ChangeFixtures.equalWeights(2), rule: "two")
        #expect(
            try ChangeFixtures.results(of: method, in: context)[key]?.outcome
                == .undefined(.noNeighbour))
        #expect(throws: Undefined.noNeighbour) {
            try spatialShiftShare(
                industryInRegion: Change(from: 1, to: 1), neighbours: [],
                reference: Change(from: 1, to: 1))
        }
    }

    @Test(
        "neighbours without the industry leave the shift undefined, unless the region lacks it too")
    func emptyNeighbours() throws {
        let empty = [(weight: 1.0, mass: Change(from: 0, to: 3))]
        let whole = Change(from: 10, to: 12)
        #expect(throws: Undefined.zeroReference) {
            try spatialShiftShare(
                industryInRegion: Change(from: 1, to: 1), neighbours: empty, reference: whole)
        }
        let entry = try spatialShiftShare(
            industryInRegion: Change(from: 0, to: 4), neighbours: empty, reference: whole)
        #expect(entry.regionalShift == 4 && entry.sum == 4)
        #expect(throws: Undefined.zeroReference) {
            try spatialShiftShare(
                industryInRegion: Change(from: 1, to: 4),
                neighbours: [(weight: 1, mass: Change(from: 1, to: 3))],
                reference: Change(from: 0, to: 1))
        }
        #expect(throws: Undefined.notAQuantity(symbol: "w")) {
            try spatialShiftShare(
                industryInRegion: Change(from: 1, to: 4),
                neighbours: [(weight: .nan, mass: Change(from: 1, to: 3))], reference: whole)
        }
    }

    @Test("without weights the table says what it needs")
    func noWeights() throws {
        let tables = try method.results(in: ChangeFixtures.context(ChangeFixtures.toyYears))
        #expect(tables[0].rows.isEmpty)
        #expect(tables[0].notices.contains { $0.english.contains("weights") })
    }

    @Test("a missing neighbour is left out and marked, a hidden one leaves it undefined")
    func neighbourStates() throws {
        let key = ChangeFixtures.key(0, 0, 2010, 2011, "regionalShift")
        for state in [CellState.missing, .suppressed] {
            var panel = ChangeFixtures.panel(Array(ChangeFixtures.toyYears.prefix(2)))
            panel[1, 0, 0] = Cell(value: 0, state: state)
            panel.publish(grandTotal: 400, year: 0)
            let row = try ChangeFixtures.results(
                of: method,
                in: ChangeFixtures.context(panel, weights: ChangeFixtures.equalWeights(3)))[key]
            if state == .missing {
                // Only C is left: coal falls from 10 to 7 there.
                #expect(agrees(try #require(row?.outcome.value), 44 - 40 * 0.7, within: 1e-12))
                #expect(try #require(row).marks.contains(.lowCoverage))
            } else {
                #expect(row?.outcome == .undefined(.suppressed("s_0")))
            }
        }
    }
}
