import Numerics
import Region
import Specialisation
import Support
import Testing

@Suite("Specialisation of regions (METHODS 1.4, 1.8)")
struct StructureIndexTests {
    private let context = Toy.context()

    @Test("Krugman against all is twice the coefficient of specialisation")
    func krugmanIsTwice() throws {
        for place in 0..<3 {
            let krugman = try Toy.value("krugman-index", place, in: context)
            let isard = try Toy.value("specialisation-coefficient", place, in: context)
            #expect(agrees(krugman, 2 * isard, within: 1e-15))
        }
    }

    @Test("a region that mirrors the country: 0, 0, 1, 1, 0")
    func mirror() throws {
        let mirror = Toy.context([[[1, 2], [3, 6]]])
        for (id, expected) in [
            ("specialisation-coefficient", 0), ("krugman-index", 0), ("quotient-sum", 1),
            ("hachman-index", 1), ("theil-index", 0),
        ] as [(String, Double)] {
            #expect(abs(try Toy.value(id, 0, in: mirror) - expected) < 1e-15, "\(id)")
        }
    }

    @Test("nothing in common: Krugman is 2")
    func disjoint() throws {
        #expect(
            try krugmanIndex(
                industriesInRegion: [5, 0], region: 5, industriesInReference: [0, 7], reference: 7)
                == 2)
    }

    @Test("an industry that an outside reference lacks leaves what divides by it undefined")
    func outsideReference() {
        for index in [quotientSum, hachmanIndex, relativeTheilIndex] {
            #expect(throws: Undefined.zeroReference) {
                _ = try index([5, 1], 6, [0, 7], 7)
            }
        }
    }

    @Test("one industry alone: index 1, entropy 0, no normalised index")
    func oneIndustry() throws {
        let alone = Toy.context([[[5], [3]]])
        #expect(try Toy.value("herfindahl-index", 0, in: alone) == 1)
        #expect(try Toy.value("herfindahl-index", 0, component: "entropy", in: alone) == 0)
        let key = ResultKey(place: "r0", year: 2000, component: "normalised")
        #expect(
            try Toy.outcomes("herfindahl-index", in: alone)[key]
                == .undefined(.insufficientData(have: 1, need: 2)))
    }

    @Test("entropy of equal shares is ln I")
    func entropy() throws {
        let entropy = try structureEntropy(industries: [2, 2, 2, 2], region: 8)
        #expect(agrees(entropy, 1.3862943611198906, within: 1e-15))
    }

    @Test(
        "an empty region has a reason, not a number",
        arguments: [
            "specialisation-coefficient", "quotient-sum", "hachman-index", "krugman-index",
            "theil-index", "herfindahl-index",
        ])
    func emptyRegion(_ id: String) throws {
        let context = Toy.context([[[0, 0], [3, 6], [1, 1]], [[0, 0], [3, 6], [1, 1]]])
        let key = ResultKey(place: context.panel.places[0].code, year: 2000)
        #expect(try Toy.outcomes(id, in: context)[key] == .undefined(.emptyRegion))
    }

    @Test("overall Theil is the mean of the regions' weighted by mass, and the mutual information")
    func theil() throws {
        let regions = try (0..<3).map { try Toy.value("theil-index", $0, in: context) }
        let mean = zip(regions, [0.25, 0.25, 0.5]).map(*).reduce(0, +)
        let overall = try Toy.value("theil-index", component: "overall", in: context)
        #expect(agrees(overall, mean, within: 1e-14))
        for kind in ["Places", "Activities"] {
            let parts = try ["between", "within"].map {
                try Toy.value("theil-index", component: $0 + kind, in: context)
            }
            #expect(agrees(parts[0] + parts[1], overall, within: 1e-14), "\(kind)")
        }
    }

    @Test("without groups the decomposition says so")
    func noGroups() throws {
        var context = context
        context.groups = [:]
        let key = ResultKey(year: 2000, component: "betweenPlaces")
        #expect(try Toy.outcomes("theil-index", in: context)[key] == .undefined(.missing("g")))
    }

    @Test("the German states are REAT's", .enabled(if: Oracles.areThere))
    func oracle() throws {
        let context = try GermanStates.context()
        let table = context.panel.table(year: 0)
        let (states, industries) = (table.mass.rows, table.mass.columns)
        let structures = (0..<states).map { state in
            table.mass.row(state).map { $0 / table.placeTotals[state].value }
        }
        let expected = try OracleTable("lq_concentration/expected_region_specialisation.csv")
        #expect(expected.rows.count == 16)
        for row in expected.rows {
            let state = try #require(
                context.panel.position(of: PlaceCode(rawValue: row["region"] ?? "")))
            let number = { (heading: String) in Double(row[heading] ?? "") ?? .nan }
            let isard = try Toy.value(
                "specialisation-coefficient", state, in: context, year: 2015)
            #expect(agrees(isard, number("H.j")))
            // REAT's Krugman compares with the plain mean of the other states' structures.
            let mean = (0..<industries).map { industry in
                (0..<states).filter { $0 != state }.map { structures[$0][industry] }
                    .compensatedSum() / Double(states - 1)
            }
            let krugman = try krugmanIndex(
                industriesInRegion: structures[state], region: 1, industriesInReference: mean,
                reference: 1)
            #expect(agrees(krugman, number("K.j")))
            // REAT's Gini of a state is that of its quotients, each with the same weight.
            let quotients = try (0..<industries).map {
                try Toy.value("location-quotient", state, $0, in: context, year: 2015)
            }
            let gini = try locationalGini(
                industryByRegion: quotients, industry: quotients.compensatedSum(),
                regions: quotients.map { _ in 1 }, total: Double(industries))
            #expect(agrees(gini, number("G.j")))
        }
        #expect(agrees(try herfindahlIndex(industries: [20, 50, 20, 10], region: 100), 0.34))
        #expect(
            agrees(try normalisedHerfindahlIndex(industries: [20, 50, 20, 10], region: 100), 0.12))
        // REAT's Theil of incomes is the mean logarithmic deviation: ours with the sides changed.
        let theil = try relativeTheilIndex(
            industriesInRegion: [1, 1, 1, 1, 1], region: 5,
            industriesInReference: [10, 10, 10, 20, 50], reference: 100)
        #expect(agrees(theil, 0.232630161961136))
    }
}
