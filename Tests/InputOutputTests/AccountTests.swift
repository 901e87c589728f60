import InputOutput
import Numerics
import Region
import Support
import Testing
import Wording

@Suite("Emissions and people behind demand, the multiplier–accelerator of a region")
struct AccountTests {
    private static let dust = Measure(
        code: "dust", name: LocalizedText(en: "dust", ru: "пыль"), unit: Unit("t") ?? .one,
        account: .emission)

    /// The handbook's table as the region's own.
    private static func context(
        _ accounts: [ProductionAccount], place: PlaceCode = "A"
    ) -> FlowContext {
        let activities: [ActivityCode] = ["one", "two"]
        let rows = InputOutputGoldenTests.flows
        let deliveries = (0..<2).map { Array(rows.row($0)) }
        let output = InputOutputGoldenTests.output
        let bought = (0..<2).map { column in deliveries[0][column] + deliveries[1][column] }
        let table = FlowTable(
            place: place, year: 2020, unit: Unit("mln RUB") ?? .one, activities: activities,
            deliveries: deliveries, output: output, purchases: bought,
            valueAdded: zip(output, bought).map { $0 - $1 })
        return FlowContext(
            table: table, region: "A",
            sizes: (0..<2).map { _ in
                .init(region: [1], country: [4], regionSources: [], countrySources: [])
            }, accounts: accounts)
    }

    private static func account(
        _ groups: [(industries: [Int], amount: Double, added: Double)], isOfRegion: Bool = true
    ) -> ProductionAccount {
        ProductionAccount(
            measure: dust, year: 2020, money: Unit("mln RUB") ?? .one, isOfRegion: isOfRegion,
            groups: groups.enumerated().map { index, group in
                let code = ActivityCode(rawValue: "g\(index)")
                return .init(
                    industries: group.industries, amounts: [group.amount],
                    amountSources: [.figure("dust", "A", code, 2020)], added: [group.added],
                    addedSources: [.figure("added", "A", code, 2020)], quality: .reported)
            })
    }

    private static func table(_ id: String, _ context: FlowContext) throws -> ResultTable {
        let method = try #require(FlowMethods.all.first { $0.method.id == id })
        return try #require(try method.results(in: context).first)
    }

    private static func values(_ table: ResultTable, _ component: String) -> [Double] {
        table.rows.filter { $0.key.component == component }.compactMap(\.outcome.value)
    }

    @Test("multipliers and footprints of the handbook; footprints add up to the whole")
    func handbook() throws {
        let golden = try Golden(chapter: "c05")
        // 2.5 and 0.4 a unit of output; value added is 650 and 1,400.
        let context = Self.context([
            Self.account([([0], 2500, 650), ([1], 800, 1400)])
        ])
        let table = try Self.table("environmental-extension", context)
        for (a, b) in zip(Self.values(table, "multiplier"), try golden.list("env_mult")) {
            #expect(agrees(a, b * 1000))
        }
        let footprints = Self.values(table, "footprint")
        for (a, b) in zip(footprints, try golden.list("env_footprint_f")) {
            #expect(agrees(a, b))
        }
        #expect(Self.values(table, "direct") == [2500, 800])
        #expect(agrees(footprints.reduce(0, +), 3300))
    }

    @Test("industries of one activity share its figure by value added; none is lost")
    func shared() throws {
        let context = Self.context([Self.account([([0, 1], 4100, 2050)])])
        let table = try Self.table("environmental-extension", context)
        let direct = Self.values(table, "direct")
        #expect(agrees(direct[0], 4100 * 650 / 2050) && agrees(direct[1], 4100 * 1400 / 2050))
        #expect(Self.values(table, "intensity") == [2000, 2000])
        #expect(agrees(Self.values(table, "footprint").reduce(0, +), 4100))
    }

    @Test("of the country's figures the region has its part; what has none is said")
    func country() throws {
        let context = Self.context(
            [Self.account([([0], 2500, 650)], isOfRegion: false)], place: "C")
        let table = try Self.table("environmental-extension", context)
        // A quarter of the country's industry.
        #expect(agrees(Self.values(table, "direct").reduce(0, +), 2500 / 4))
        #expect(agrees(Self.values(table, "footprint").reduce(0, +), 2500 / 4))
        #expect(table.notices.contains { $0.english.contains("count as nothing: two") })
        #expect(table.notices.contains { $0.english.contains("figures of the country") })
        let none = try Self.table("environmental-extension", Self.context([]))
        #expect(none.rows.isEmpty && none.notices.contains { $0.english.contains("measures.csv") })
    }

    @Test("footprints of random regions add up to what industries give off")
    func random() throws {
        for seed in UInt64(0)..<100 {
            var random = RandomStream(seed: seed, stream: 60)
            let (flows, output) = InputOutputPropertyTests.table(seed)
            let deliveries = (0..<flows.rows).map { Array(flows.row($0)) }
            let bought = flows.columnSums
            let table = FlowTable(
                place: "C", year: 2020, unit: .one,
                activities: output.indices.map { ActivityCode(rawValue: "i\($0)") },
                deliveries: deliveries, output: output, purchases: bought,
                valueAdded: zip(output, bought).map { $0 - $1 })
            let context = FlowContext(
                table: table, region: "A",
                sizes: output.indices.map { _ in
                    .init(
                        region: [random.unit()], country: [1 + random.unit()], regionSources: [],
                        countrySources: [])
                })
            let economy = try context.economy()
            let account = Self.account(
                output.indices.map { ([$0], 100 * random.unit(), 1 + random.unit()) })
            guard let own = RegionalAccount(account, economy) else { continue }
            #expect(
                agrees(
                    own.footprints.compensatedSum(), own.direct.compensatedSum(), within: 1e-9))
        }
    }

    @Test("c and v from assumptions, with the regime of the library")
    func assumed() throws {
        let table = try Self.table("multiplier-accelerator", ToyFlows.context)
        func value(_ component: String) throws -> Double? {
            try #require(table.rows.first { $0.key.component == component }).outcome.value
        }
        #expect(agrees(try value("consumption") ?? 0, 0.4))
        let model = try MultiplierAccelerator(consumption: 0.4, accelerator: 0.3)
        #expect(agrees(try value("root") ?? 0, model.moduli[0]))
        #expect(try value("period") == model.period)
        #expect(agrees(try value("multiplier") ?? 0, 1 / 0.6))
        #expect(table.rows.allSatisfy { $0.quality == .assumption })
        var bare = ToyFlows.context
        bare.assumptions = [:]
        let none = try Self.table("multiplier-accelerator", bare)
        #expect(none.rows.isEmpty && none.notices.contains { $0.english.contains(".csv") })
    }

    @Test("c and v of a simulated region are found again, formula and library alike")
    func fitted() throws {
        // C = 5 + 0.6 Y₋₁, I = 3 + 0.8 (C − C₋₁), Y wandering.
        var random = RandomStream(seed: 7, stream: 61)
        let income = (0..<12).map { 100 + 3 * Double($0) + 10 * random.unit() }
        let consumption = income.indices.map { $0 == 0 ? 60 : 5 + 0.6 * income[$0 - 1] }
        let investment = income.indices.map {
            $0 == 0 ? 3 : 3 + 0.8 * (consumption[$0] - consumption[$0 - 1])
        }
        var context = ToyFlows.context
        context.series = .init(
            years: Array(2010..<2022), measures: ["y", "c", "i"], income: income,
            consumption: consumption, investment: investment)
        let table = try Self.table("multiplier-accelerator", context)
        func value(_ component: String) throws -> Double {
            let row = try #require(table.rows.first { $0.key.component == component })
            return try #require(row.outcome.value)
        }
        #expect(agrees(try value("consumption"), 0.6, within: 1e-9))
        #expect(agrees(try value("accelerator"), 0.8, within: 1e-9))
        // Without noise the interval closes.
        #expect(try value("consumptionHigh") - value("consumptionLow") < 1e-9)
        // Noise opens it around the value.
        context.series = .init(
            years: Array(2010..<2022), measures: ["y", "c", "i"], income: income,
            consumption: consumption.map { $0 + random.unit() }, investment: investment)
        let noisy = try Self.table("multiplier-accelerator", context)
        func other(_ component: String) throws -> Double {
            let row = try #require(noisy.rows.first { $0.key.component == component })
            return try #require(row.outcome.value)
        }
        #expect(try other("consumptionLow") < other("consumption"))
        #expect(try other("consumptionHigh") > other("consumption"))
        #expect(noisy.rows.allSatisfy { $0.quality == .estimate })
    }
}
