import Region
import Specialisation
import Support
import Testing

@Suite("Ellison–Glaeser and Maurel–Sédillot (METHODS 1.9)")
struct EllisonGlaeserTests {
    private let context = Toy.context()

    @Test("coal of the worked example")
    func workedExample() throws {
        let golden = try Golden(chapter: "c01")
        let expected = try golden.list("EG_H_G")
        #expect(agrees(try value("plantHerfindahl"), expected[0]))
        #expect(agrees(try value("rawConcentration"), expected[1]))
        #expect(agrees(try value(""), try golden.number("EG_gamma")))
        #expect(agrees(try value("maurelSedillot"), try golden.number("MS_gamma")))
    }

    private func value(_ component: String) throws -> Double {
        try Toy.value("ellison-glaeser", nil, 0, component: component, in: context)
    }

    @Test("one plant and one region are undefined, no plant is missing")
    func edges() throws {
        #expect(throws: Undefined.monopoly) {
            try PlantConcentration(
                industryByRegion: [5, 0], regions: [10, 10], total: 20, plants: [5])
        }
        #expect(throws: Undefined.monopoly) {
            try PlantConcentration(industryByRegion: [5], regions: [10], total: 10, plants: [3, 2])
        }
        var context = context
        context.plants.removeAll { $0.activity == "coal" }
        let key = ResultKey(activity: "coal", year: 2000)
        #expect(try Toy.outcomes("ellison-glaeser", in: context)[key] == .undefined(.missing("z")))
    }

    @Test("sizes from classes are marked approximate, a register with gaps as low coverage")
    func marks() throws {
        var context = context
        context.plants = context.plants.map {
            Plant(
                place: $0.place, activity: $0.activity, year: $0.year, size: $0.size,
                isGrouped: true)
        }
        context.plants.removeFirst()
        let row = try #require(
            try Toy.rows("ellison-glaeser", in: context)[ResultKey(activity: "coal", year: 2000)])
        #expect(row.marks.contains(.approximate))
        #expect(row.marks.contains(.lowCoverage))
    }

    @Test("plants thrown where everything is are as concentrated as observed about half the time")
    func probability() throws {
        // Ten equal plants all in a tenth of the economy: no relocation reaches that.
        let crowded = try relocationProbability(
            industryByRegion: [10, 0], regions: [10, 90],
            plants: Array(repeating: 1, count: 10), replicates: 999, seed: 1)
        #expect(crowded.probability == 0.001)
        // Spread exactly as the economy is: every relocation is at least as concentrated.
        let spread = try relocationProbability(
            industryByRegion: [5, 5], regions: [50, 50],
            plants: Array(repeating: 1, count: 10), replicates: 999, seed: 1)
        #expect(spread.probability == 1)
    }

    @Test("the simulated probability is that of the binomial law")
    func binomial() throws {
        // Two equal regions, four equal plants, G = 2 (k/4 − 1/2)²; 3 against 1 or more extreme
        // has probability 10/16.
        let found = try relocationProbability(
            industryByRegion: [3, 1], regions: [50, 50], plants: [1, 1, 1, 1], replicates: 9_999,
            seed: 5)
        let error = (0.625 * 0.375 / 9_999).squareRoot()
        #expect(abs(found.probability - 0.625) < 4 * error)
    }

    @Test("the textbook's plants are REAT's", .enabled(if: Oracles.areThere))
    func oracle() throws {
        let regions = ["Wien": 500_000.0, "Linz": 400_000, "Graz": 100_000]
        let names = regions.keys.sorted()
        let rows = try OracleTable("ellison_glaeser/textbook_10_plants.csv").rows
        let found = try concentration(
            rows.map { ($0["region"] ?? "", Double($0["employment"] ?? "") ?? .nan) }, names,
            names.compactMap { regions[$0] })
        #expect(abs(found.ellisonGlaeser - 0.05990628411653892) < 1e-12)

        // Industries of the 42 firms by the formula of 1997 with the regions' own totals; REAT
        // takes other totals there and is no measure.
        let firms = try OracleTable("ellison_glaeser/textbook_firms_42.csv").rows
        let expected = [
            "Clothing trade": (0.09981050000000004, 0.1312435, 0.0543817727959413),
            "Forestry": (0.07347833227040818, 0.0924055325255102, 0.042963558487932985),
            "Textiles dyeing": (0.1472384891071005, 0.1455998263703417, 0.1377600290936411),
            "Textiles trade": (0.07526279375376324, 0.12208059192454587, 0.014249059248263593),
        ]
        for (industry, numbers) in expected {
            let own = firms.filter { $0["industry"] == industry }.map {
                ($0["region"] ?? "", Double($0["emp_firm"] ?? "") ?? .nan)
            }
            let found = try concentration(own, ["1", "2", "3"], [360_000, 108_000, 132_000])
            #expect(agrees(found.rawConcentration, numbers.0, within: 1e-12))
            #expect(agrees(found.plantHerfindahl, numbers.1, within: 1e-12))
            #expect(agrees(found.ellisonGlaeser, numbers.2, within: 1e-12))
        }
    }

    private func concentration(
        _ plants: [(region: String, size: Double)], _ names: [String], _ totals: [Double]
    ) throws -> PlantConcentration {
        try PlantConcentration(
            industryByRegion: names.map { name in
                plants.filter { $0.region == name }.map(\.size).reduce(0, +)
            }, regions: totals, total: totals.reduce(0, +), plants: plants.map(\.size))
    }
}
