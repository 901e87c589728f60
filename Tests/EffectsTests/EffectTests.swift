import Effects
import InputOutput
import Numerics
import Region
import Support
import Testing
import Wording

@Suite("Effects of projects and shocks (METHODS 7.1)")
struct EffectTests {
    private static func rows(
        _ id: String, _ context: EffectContext
    ) throws -> [ResultRow] {
        let method = try #require(EffectMethods.all.first { $0.method.id == id })
        return try #require(try method.results(in: context).first).rows
    }

    private static func value(
        _ rows: [ResultRow], _ object: ObjectCode, _ component: String, year: Int? = nil
    ) throws -> Double {
        let row = try #require(
            rows.first {
                $0.key.object == object && $0.key.component == component
                    && (year == nil || $0.key.year == year)
            })
        return try #require(row.outcome.value)
    }

    @Test("parts of the effect add up to the multipliers and scale with the project")
    func parts() throws {
        var context = ToyEffects.context
        let rows = try Self.rows("project-effects", context)
        let economy = try context.flows.economy()
        let shares = try #require(economy.valueAddedShares)
        let first = economy.model.multipliers(of: shares)
        let wages = try #require(economy.wages(context.flows))
        let spending = try #require(economy.householdSpending(context.flows))
        let closed = try ClosedModel(
            economy.model, columns: [spending], rows: [wages], inner: Matrix(rows: 1, columns: 1))
        let second = closed.model.multipliers(of: shares + [0])
        let direct = try Self.value(rows, "mill", "direct")
        let indirect = try Self.value(rows, "mill", "indirect")
        let induced = try Self.value(rows, "mill", "induced")
        #expect(agrees(direct, 100 * shares[1]))
        #expect(agrees(direct + indirect, 100 * first[1]))
        #expect(agrees(direct + indirect + induced, 100 * second[1]))
        #expect(try Self.value(rows, "mill", "indirectLow") < indirect)
        #expect(try Self.value(rows, "mill", "indirectHigh") > indirect)
        #expect(try Self.value(rows, "mill", "jobs") == 120)
        // Thousands instead of millions, twice the size.
        let old = context.projects[0]
        context.projects = [
            Project(
                code: "mill", name: old.name, place: "A", activity: "metal", investment: 400_000,
                investmentUnit: Unit("thousand RUB"), output: 200_000,
                outputUnit: Unit("thousand RUB"))
        ]
        let again = try Self.rows("project-effects", context)
        for component in ["building", "direct", "indirect", "induced", "wages"] {
            let (small, large) = (
                try Self.value(rows, "mill", component), try Self.value(again, "mill", component)
            )
            #expect(agrees(large, 2 * small))
        }
    }

    @Test("without sales the ratio stands in, and says that it is assumed")
    func assumed() throws {
        var context = ToyEffects.context
        let old = context.projects[0]
        context.projects = [
            Project(
                code: "mill", name: old.name, activity: "metal", investment: 200,
                investmentUnit: Unit("mln RUB"))
        ]
        let rows = try Self.rows("project-effects", context)
        #expect(try Self.value(rows, "mill", "output") == 100)
        #expect(
            rows.first { $0.key.component == "direct" }?.quality == .assumption)
        context.flows.assumptions[.outputToInvestment] = nil
        let bare = try Self.rows("project-effects", context)
        #expect(bare.map(\.key.component) == ["building", "emission", "waste", "land"])
    }

    @Test("the path comes to rest at the type II effect; a shock twice as large does twice as much")
    func path() throws {
        var context = ToyEffects.context
        context.parameters.years = 60
        let rows = try Self.rows("impact-path", context)
        let effects = try Self.rows("project-effects", context)
        let whole =
            try Self.value(effects, "mill", "direct") + Self.value(effects, "mill", "indirect")
            + Self.value(effects, "mill", "induced")
        #expect(
            agrees(
                try Self.value(rows, "mill", "valueAdded", year: 60), whole, within: 1e-6))
        let first = try Self.value(rows, "shock", "valueAdded", year: 1)
        #expect(first < 0)
        context.parameters.shock = DemandShock(rawValue: "уголь exports -20%")
        let double = try Self.rows("impact-path", context)
        #expect(agrees(try Self.value(double, "shock", "valueAdded", year: 1), 2 * first))
    }

    @Test("shocks are read, or refused")
    func shocks() {
        let read = DemandShock(rawValue: "wiod35:c2 exports −10%")
        #expect(read?.industry == "wiod35:c2" && read?.use == .exports)
        #expect(read.map { agrees($0.change, -0.1) } ?? false)
        #expect(
            DemandShock(rawValue: "добыча полезных investment +5%")?.industry == "добыча полезных")
        for bad in ["", "coal -10%", "coal exports 10", "coal cars -10%", "coal exports -101%"] {
            #expect(DemandShock(rawValue: bad) == nil, "\(bad)")
        }
    }

    @Test("a shock of no industry and data that is lacking are said")
    func lacking() throws {
        var context = ToyEffects.context
        context.parameters.shock = DemandShock(rawValue: "steel exports -10%")
        let method = try #require(EffectMethods.all.first { $0.method.id == "impact-path" })
        let table = try #require(try method.results(in: context).first)
        #expect(table.rows.allSatisfy { $0.key.object == "mill" })
        #expect(table.notices.contains { $0.english.contains("steel exports") })
        context.flows.assumptions = [:]
        for method in EffectMethods.all {
            let empty = try #require(try method.results(in: context).first)
            #expect(empty.rows.isEmpty)
            #expect(empty.notices.contains { $0.english.contains(".csv") })
        }
    }

    @Test("the four effects by hand; nothing is in two of them")
    func four() throws {
        let context = ToyEffects.context
        let rows = try Self.rows("four-effects", context)
        let economy = try context.flows.economy()
        let shares = try #require(economy.valueAddedShares)
        let first = economy.model.multipliers(of: shares)
        let economic = try Self.value(rows, "mill", "economic")
        let indirect = try Self.value(rows, "mill", "indirect")
        #expect(agrees(economic, 100 * shares[1]))
        #expect(agrees(economic + indirect, 100 * first[1]))
        // 120 stated; suppliers by wages, half of value added, over half a million a job.
        let suppliers: Double = 100 * (first[1] - shares[1])
        #expect(agrees(try Self.value(rows, "mill", "social"), 120 + suppliers))
        // 200 kt at 60, 300 t at 10,000, 2 ha at 50,000.
        let (slag, dust, land) = (200_000 * 60.0, 300 * 10_000.0, 2 * 50_000.0)
        let ecological = (slag - dust + land) / 1e6
        #expect(agrees(try Self.value(rows, "mill", "ecological"), ecological))
    }

    @Test("a project that states no emissions has those of its industry; no damage, no price")
    func industryEmissions() throws {
        var context = ToyEffects.context
        context.projectFlows = []
        let rows = try Self.rows("four-effects", context)
        // Metal gives off 2 kt a 11 million of value added, which is 0.55 of 100 million.
        let tonnes = 2_000.0 / 11 * 55
        #expect(
            agrees(try Self.value(rows, "mill", "ecological"), -tonnes * 10_000 / 1e6))
        let effects = try Self.rows("project-effects", context)
        #expect(agrees(try Self.value(effects, "mill/dust", "given"), tonnes / 1000))
        context.flows.assumptions[.emissionDamage] = nil
        let method = try #require(EffectMethods.all.first { $0.method.id == "four-effects" })
        let table = try #require(try method.results(in: context).first)
        #expect(table.notices.contains { $0.english.contains("emission_damage") })
        #expect(try Self.value(table.rows, "mill", "ecological") == 0)
    }

    @Test("jobs by figures of the industry take the place of pay")
    func jobsByFigures() throws {
        var context = ToyEffects.context
        let jobs = Measure(
            code: "jobs", name: LocalizedText(en: "jobs", ru: "места"),
            unit: Unit("persons") ?? .one, account: .employment)
        context.flows.accounts.append(
            ProductionAccount(
                measure: jobs, year: 2020, money: Unit("mln RUB") ?? .one, isOfRegion: true,
                groups: [
                    .init(
                        industries: [1], amounts: [22], amountSources: [.note(jobs.name)],
                        added: [11], addedSources: [.note(jobs.name)], quality: .reported)
                ]))
        context.projects = [
            Project(
                code: "mill", name: context.projects[0].name, place: "A", activity: "metal",
                output: 100, outputUnit: Unit("mln RUB"))
        ]
        let rows = try Self.rows("project-effects", context)
        // Two for a million of value added, 0.55 of output.
        #expect(agrees(try Self.value(rows, "mill", "jobsReckoned"), 110))
        let economy = try context.flows.economy()
        let rates = economy.model.multipliers(of: [0, 1.1, 0])
        #expect(agrees(try Self.value(rows, "mill", "jobsSuppliers"), 100 * (rates[1] - 1.1)))
    }

    @Test("ranges: certain inputs give the effect itself, one uncertain input its own quantiles")
    func ranges() throws {
        var context = ToyEffects.context
        // δ certain: the region's own table has none.
        for name in [Assumption.Name.wageShare, .meanPay, .regionalTaxShare] {
            let old = try #require(context.flows.assumptions[name])
            context.flows.assumptions[name] = Assumption(
                name: name, value: old.value, low: old.value, high: old.value, unit: old.unit)
        }
        context.flows.parameters.rule = .simple
        let sure = try Self.rows("effect-ranges", context)
        let effects = try Self.rows("project-effects", context)
        let added =
            try Self.value(effects, "mill", "direct") + Self.value(effects, "mill", "indirect")
        for share in ["P10", "P50", "P90"] {
            #expect(agrees(try Self.value(sure, "mill", "valueAdded" + share), added))
            #expect(agrees(try Self.value(sure, "mill", "tax" + share), 0.12 * added))
            #expect(
                agrees(
                    try Self.value(sure, "mill", "jobs" + share),
                    try Self.value(effects, "mill", "jobs")
                        + Self.value(effects, "mill", "jobsSuppliers")))
        }
        context.flows.assumptions[.regionalTaxShare] = Assumption(
            name: .regionalTaxShare, value: 0.12, low: 0.08, high: 0.18, unit: .one)
        context.parameters.draws = 100_000
        let open = try Self.rows("effect-ranges", context)
        let range = Uncertain.pert(low: 0.08, likeliest: 0.12, high: 0.18)
        for (name, share) in [("taxP10", 0.1), ("taxP50", 0.5), ("taxP90", 0.9)] {
            // 100,000 draws: a quantile is known to some thousandths.
            #expect(
                agrees(
                    try Self.value(open, "mill", name), range.quantile(share) * added,
                    within: 0.005))
        }
        #expect(try Self.rows("effect-ranges", context) == open)
    }

    /// The mill with goods in place of stated sales: 20 kt of iron at 40 (30 to 60) dollars a
    /// tonne, the dollar at 80 to 120 roubles.
    private static func priced() throws -> EffectContext {
        var context = ToyEffects.context
        context.flows.parameters.rule = .simple
        context.projects = [
            Project(
                code: "mill", name: context.projects[0].name, place: "A", activity: "metal",
                investment: 200, investmentUnit: Unit("mln RUB"), jobs: 120)
        ]
        context.projectFlows.append(
            ProjectFlow(
                project: "mill", kind: .output, code: "iron", age: nil,
                amount: RangedNumber(low: 10, middle: 20, high: 30),
                unit: try #require(Unit("kt")), quality: .reported))
        context.prices["iron"] = ProductPrice(
            product: "iron", year: 2020, price: RangedNumber(low: 30, middle: 40, high: 60),
            unit: try #require(Unit("USD/t")), quality: .reported)
        context.flows.assumptions[.exchangeRate] = Assumption(
            name: .exchangeRate, value: 100, low: 80, high: 120,
            unit: try #require(Unit("RUB/USD")))
        return context
    }

    @Test("sales of goods: the range of one factor alone gives its own quantiles")
    func rangesOfGoods() throws {
        var context = try Self.priced()
        context.parameters.draws = 100_000
        context.flows.assumptions[.exchangeRate] = Assumption(
            name: .exchangeRate, value: 100, unit: try #require(Unit("RUB/USD")))
        context.prices["iron"] = ProductPrice(
            product: "iron", year: 2020, price: RangedNumber(40),
            unit: try #require(Unit("USD/t")), quality: .reported)
        let effects = try Self.rows("project-effects", context)
        #expect(agrees(try Self.value(effects, "mill", "output"), 80))
        let added =
            try Self.value(effects, "mill", "direct") + Self.value(effects, "mill", "indirect")
        let amount = Uncertain.pert(low: 10, likeliest: 20, high: 30)
        let rows = try Self.rows("effect-ranges", context)
        for (name, share) in [("P10", 0.1), ("P50", 0.5), ("P90", 0.9)] {
            #expect(
                agrees(
                    try Self.value(rows, "mill", "valueAdded" + name),
                    amount.quantile(share) / 20 * added, within: 0.005))
        }
    }

    @Test("amount, price and rate of goods share the variance as the product of three numbers does")
    func driversOfGoods() throws {
        let context = try Self.priced()
        let rows = try Self.rows("effect-drivers", context)
        // Of independent factors: a share by itself is (σ / μ)² over the product of 1 + (σ / μ)²,
        // less one. PERT: σ² = (μ − a) (b − μ) / 7.
        func relative(_ low: Double, _ likeliest: Double, _ high: Double) -> Double {
            let mean = (low + 4 * likeliest + high) / 6
            return (mean - low) * (high - mean) / 7 / (mean * mean)
        }
        let parts = [
            ("amount:iron", relative(10, 20, 30)), ("price:iron", relative(30, 40, 60)),
            ("exchange_rate", relative(80, 100, 120)),
        ]
        let all = parts.reduce(1) { $0 * (1 + $1.1) } - 1
        for (code, part) in parts {
            let share = try Self.value(
                rows, ObjectCode(rawValue: "mill/valueAdded/\(code)"), "first")
            #expect(abs(share - part / all) < 0.03, "\(code)")
        }
        #expect(!rows.contains { $0.key.object == "mill/valueAdded/sales" })
        #expect(!rows.contains { $0.key.object == "mill/valueAdded/mean_pay" })
        #expect(rows.contains { $0.key.object == "mill/jobs/mean_pay" })
    }

    @Test("the band holds the path, and its ends are those of δ and the accelerator")
    func band() throws {
        var context = ToyEffects.context
        context.parameters.years = 60
        let rows = try Self.rows("impact-path", context)
        // In between the path may swing beyond one that has no accelerator.
        for year in [1, 60] {
            let middle = try Self.value(rows, "shock", "valueAdded", year: year)
            let low = try Self.value(rows, "shock", "valueAddedLow", year: year)
            // A loss is smaller where less is bought in the region.
            #expect(abs(low) < abs(middle))
        }
        let first = try Self.value(rows, "shock", "valueAddedHigh", year: 1)
        #expect(abs(first) > abs(try Self.value(rows, "shock", "valueAdded", year: 1)))
        var sure = context
        sure.flows.assumptions[.accelerator] = Assumption(
            name: .accelerator, value: 0.3, unit: .one)
        let plain = try Self.rows("impact-path", sure)
        #expect(plain.allSatisfy { $0.key.component == "valueAdded" })
    }
}
