import Numerics
import Region
import ResourceCycles
import Support
import Testing
import Wording

@Suite("Cash flows (METHODS 6.3)")
struct CashFlowTests {
    private let golden: Golden

    init() throws { golden = try Golden(chapter: "c06") }

    @Test("value, rates and payback of the handbook's flows")
    func example() throws {
        let flow = CashFlow(try golden.list("flows"))
        #expect(agrees(flow.netPresentValue(rate: 0.1), try golden.number("NPV10")))
        #expect(flow.internalRates.count == 1)
        #expect(agrees(flow.internalRates[0], try golden.number("IRR")))
        #expect(
            agrees(
                try #require(flow.modifiedInternalRate(finance: 0.1, reinvestment: 0.1)),
                try golden.number("MIRR")))
        #expect(
            agrees(try #require(flow.profitability(rate: 0.1)), try golden.number("PI")))
        #expect(agrees(try #require(flow.payback()), try golden.number("payback")))
        #expect(
            agrees(
                try #require(flow.payback(rate: 0.1)), try golden.number("disc_payback")))
        #expect(agrees(CashFlow.annuity(years: 5, rate: 0.1), try golden.number("annuity5_10")))
        let twice = CashFlow([-1000, 2500, -1540])
        #expect(twice.signChanges == 2)
        for (a, b) in zip(twice.internalRates, try golden.list("multi_irr_roots")) {
            #expect(agrees(a, b))
        }
    }

    @Test("the present value at each internal rate is 0; no rate is missed")
    func rates() throws {
        for seed in UInt64(0)..<300 {
            var random = RandomStream(seed: seed, stream: 63)
            // A polynomial in the discount factor with known roots.
            let roots = (0..<(1 + random.index(below: 3))).map { _ in 0.5 + 0.45 * random.unit() }
            var amounts = [1.0]
            for root in roots {
                var next = [Double](repeating: 0, count: amounts.count + 1)
                for (power, amount) in amounts.enumerated() {
                    next[power] -= amount * root
                    next[power + 1] += amount
                }
                amounts = next
            }
            let flow = CashFlow(amounts.map { $0 * 1000 })
            let wanted = roots.map { 1 / $0 - 1 }.sorted()
            let near = zip(wanted, wanted.dropFirst()).contains { abs($0 - $1) < 1e-3 }
            if near { continue }
            #expect(flow.internalRates.count == wanted.count)
            for (a, b) in zip(flow.internalRates, wanted) { #expect(abs(a - b) < 1e-6) }
            for rate in flow.internalRates {
                #expect(abs(flow.netPresentValue(rate: rate)) < 1e-7)
            }
            #expect(flow.internalRates.count <= flow.signChanges)
        }
    }

    /// What numpy-financial 1.0.0 gives for npv, irr and mirr (reinvested at 9 %). Of two internal
    /// rates, as in the fourth row, it gives one.
    @Test(
        "numpy-financial",
        arguments: [
            (
                [-40000, 5000, 8000, 12000, 30000], 0.08, 3065.2226681795255, 0.10582259840890185,
                0.10232145840642981
            ),
            (
                [-100, 39, 59, 55, 20], 0.1, 39.19745918994602, 0.28094842115996066,
                0.19002983285819108
            ),
            (
                [-100, 0, 0, 74], 0.05, -36.076017708670776, -0.0954958303489728,
                -0.09549583034897247
            ),
            (
                [-100, 100, 0, -7], 0.12, -15.696747448979599, -0.08329966618493256,
                0.0421064434330638
            ),
            (
                [-250.5, -80, 120, 140, 155.25, 170, 90], 0.11, 128.46179805330496,
                0.22217161325229573, 0.1659580367924789
            ),
        ] as [([Double], Double, Double, Double, Double)])
    func peer(_ amounts: [Double], _ rate: Double, _ npv: Double, _ irr: Double, _ mirr: Double)
        throws
    {
        let flow = CashFlow(amounts)
        #expect(agrees(flow.netPresentValue(rate: rate), npv))
        #expect(flow.internalRates.contains { abs($0 - irr) < 1e-9 })
        let found = try #require(flow.modifiedInternalRate(finance: rate, reinvestment: 0.09))
        #expect(agrees(found, mirr))
    }

    @Test("flows that never change sign have no rate and, where they only cost, no payback")
    func edges() {
        #expect(CashFlow([-1, -2]).internalRates.isEmpty)
        #expect(CashFlow([-1, -2]).payback() == nil)
        #expect(CashFlow([1, 2]).payback() == 0)
        #expect(CashFlow([]).internalRates.isEmpty)
        #expect(CashFlow([0, -10, 11]).internalRates.allSatisfy { agrees($0, 0.1) })
        #expect(CashFlow([5, 5]).modifiedInternalRate(finance: 0.1, reinvestment: 0.1) == nil)
        #expect(CashFlow([-5]).profitability(rate: 0.1) == 0)
        // Paid back, and then paid again.
        #expect(CashFlow([-10, 12, -5, 4]).payback().map { $0 > 2 } ?? false)
        let middle = CashFlow([-10, 11]).netPresentValue(rate: 0.21, isMidYear: true)
        #expect(agrees(middle, 0))
    }
}

@Suite("Deposits of waste (METHODS 6.3)")
struct DepositTests {
    private let golden: Golden

    init() throws { golden = try Golden(chapter: "c06") }

    /// The handbook's ash, in million dollars and million tonnes.
    private static let ash = Deposit(
        stock: 100,
        components: [
            .init(code: "Ga", grade: 50e-6, recovery: 0.4, price: 250_000),
            .init(code: "Sc", grade: 20e-6, recovery: 0.3, price: 900_000),
            .init(code: "Al2O3", grade: 0.25, recovery: 0.6, price: 300),
        ], capacity: 0.5, cost: 40, avoided: 5, investment: [25], land: 3, rate: 0.1, horizon: 5)

    @Test("unit values, flows, worth and break-even grades")
    func example() throws {
        let worth = try DepositValuation(Self.ash)
        for (component, wanted) in zip(Self.ash.components, try golden.list("unit_revenue")) {
            #expect(agrees(component.unitValue, wanted))
        }
        let revenue = try golden.list("rev_cf")
        #expect(agrees(worth.years[1].revenue, revenue[0]))
        #expect(agrees(worth.years[1].flow, revenue[1]))
        for (a, b) in zip(worth.flow.amounts, try golden.list("flows")) { #expect(agrees(a, b)) }
        #expect(agrees(worth.netPresentValue, try golden.number("NPV10")))
        #expect(
            agrees(
                try #require(worth.breakEvenRevenue),
                try golden.number("breakeven_unit_revenue"), within: 1e-8))
        guard case .grade(let alumina) = worth.breakEvenGrade(of: 2) else {
            Issue.record("alumina has a break-even grade")
            return
        }
        #expect(agrees(alumina, try golden.number("breakeven_Al2O3_grade"), within: 1e-8))
        // The formula gives a negative grade of gallium: it pays without it.
        #expect(try golden.number("breakeven_Ga_gpt") < 0)
        #expect(worth.breakEvenGrade(of: 0) == .paysWithout)
    }

    @Test("the paper's hundred tonnes of a metal from three million tonnes of ash")
    func paper() throws {
        let ash = Deposit(
            stock: 100e6,
            components: [.init(code: "metal", grade: 100 / 3e6, recovery: 1, price: 0)],
            capacity: 3e6, cost: 0, investment: [], rate: 0.1, horizon: 50)
        let wanted = try golden.list("paper_ash")
        #expect(agrees(ash.components[0].grade * 1e6, wanted[0]))
        #expect(agrees(try #require(ash.life), 100.0 / 3))
        let worth = try DepositValuation(ash)
        #expect(worth.years[33].tonnes == 3e6)
        #expect(agrees(worth.years[34].tonnes, 1e6))
        #expect(worth.years[35].tonnes == 0)
        #expect(worth.breakEvenGrade(of: 0) == .paysWithout)
    }

    @Test("taxes: profit after writing off, losses set off, property and royalty")
    func taxes() throws {
        var taxed = Self.ash
        taxed.taxes = .init(profit: 0.2, writeOff: 5)
        let plain = try DepositValuation(taxed)
        // (27.7 + 2.5 − 20 − 5) · 0.2
        #expect(agrees(plain.years[1].tax, 1.04))
        taxed.taxes = .init(profit: 0.2, royalty: 0.05, property: 0.02, writeOff: 5)
        let more = try DepositValuation(taxed)
        let (royalty, property) = (0.05 * 27.7, 0.02 * 25 * 0.9)
        #expect(
            agrees(
                more.years[1].tax, royalty + property + 0.2 * (10.2 - 5 - royalty - property)))
        var slow = Self.ash
        slow.rampUp = [0.1]
        slow.taxes = .init(profit: 0.2, writeOff: 5)
        let lost = try DepositValuation(slow)
        #expect(lost.years[1].tax == 0)
        slow.taxes = .init(profit: 0.2, writeOff: 5, lossOffset: 1)
        let offset = try DepositValuation(slow)
        #expect(offset.years[2].tax < lost.years[2].tax)
        #expect(agrees(lost.years[2].tax - offset.years[2].tax, 0.2 * (5 - 1.02)))
    }

    @Test("break-even grades give a present value of 0, on random deposits")
    func breakEven() throws {
        for seed in UInt64(0)..<100 {
            var random = RandomStream(seed: seed, stream: 64)
            let deposit = Deposit(
                stock: 1e7 * random.unit() + 1e6, inflow: 1e5 * random.unit(),
                components: (0..<3).map {
                    .init(
                        code: "\($0)", grade: 0.01 * random.unit(), recovery: 0.9 * random.unit(),
                        price: 20_000 * random.unit())
                }, capacity: 5e5, rampUp: [0.5], cost: 40 * random.unit(), avoided: 5,
                investment: [1e7 * random.unit(), 1e7 * random.unit()], land: 1e5,
                taxes: .init(profit: 0.2, royalty: 0.03, property: 0.022, writeOff: 8), rate: 0.1,
                horizon: 15)
            let worth = try DepositValuation(deposit)
            for component in 0..<3 {
                var changed = deposit
                switch worth.breakEvenGrade(of: component) {
                case .grade(let grade):
                    changed.components[component].grade = grade
                    #expect(abs(try DepositValuation(changed).netPresentValue) < 1)
                case .paysWithout:
                    changed.components[component].grade = 0
                    #expect(try DepositValuation(changed).netPresentValue >= -1)
                case .never:
                    changed.components[component].grade = 1
                    #expect(try DepositValuation(changed).netPresentValue < 0)
                }
            }
            // Tonnes worked up and left are what was there and came.
            let mined = worth.years.map(\.tonnes).compensatedSum()
            let came = deposit.inflow * 15 + deposit.stock
            #expect(agrees((mined + worth.years[15].left) / came, 1))
        }
    }

    @Test("what is no quantity is named")
    func refused() {
        var deposit = Self.ash
        deposit.components[0].recovery = 1.2
        #expect(throws: Undefined.notAQuantity(symbol: "g, ε")) { try DepositValuation(deposit) }
        deposit = Self.ash
        deposit.stock = -1
        #expect(throws: Undefined.notAQuantity(symbol: "M")) { try DepositValuation(deposit) }
        deposit = Self.ash
        deposit.rate = -1
        #expect(throws: Undefined.notAQuantity(symbol: "r")) { try DepositValuation(deposit) }
        deposit = Self.ash
        deposit.investment = [Double](repeating: 1, count: 9)
        #expect(throws: Undefined.insufficientData(have: 5, need: 9)) {
            try DepositValuation(deposit)
        }
    }

    @Test("draws: same for any number of threads, centred where the inputs are")
    func draws() throws {
        let inputs: [DepositRisk.Uncertainty] = [
            .init(.grade(2), .lognormal(mean: 0.25, variation: 0.2)),
            .init(.price(2), .pert(low: 200, likeliest: 300, high: 400)),
            .init(.investment, .triangular(low: 0.9, likeliest: 1, high: 1.4)),
        ]
        let risk = try DepositRisk(Self.ash, inputs)
        let one = risk.draws(4000, seed: 7, threads: .one)
        #expect(risk.draws(4000, seed: 7, threads: .all) == one)
        #expect(risk.draws(4000, seed: 8) != one)
        // The worth is linear in each input, so that the mean is that of the means.
        var middle = Self.ash
        middle.investment = [25 * 1.1]
        let mean = try #require(one.mean)
        let spread = try #require(one.standardDeviation(.sample))
        let wanted = try DepositValuation(middle).netPresentValue
        #expect(abs(mean - wanted) < 4 * spread / 4000.0.squareRoot())
        // Grade and price that rise together make the worth less sure.
        let ranks = Matrix([[1, 0.8, 0], [0.8, 1, 0], [0, 0, 1]])
        let correlated = try DepositRisk(Self.ash, inputs, ranks: ranks)
        let together = correlated.draws(4000, seed: 7)
        #expect(try #require(together.standardDeviation(.sample)) > spread)
        #expect(correlated.largestChange == 0)
        // What contradicts itself is mended as little as can be.
        let impossible = try DepositRisk(
            Self.ash, inputs, ranks: Matrix([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]))
        #expect(impossible.largestChange > 0.1)
        guard case .indices(let indices)? = risk.drivers(rows: 4096, seed: 7),
            case .effects(let effects)? = correlated.drivers(rows: 4096, seed: 7)
        else {
            Issue.record("nothing drives the value")
            return
        }
        // Nearly a sum of the inputs: what each is behind by itself is nearly all.
        #expect(abs(indices.first.reduce(0, +) - 1) < 0.05)
        #expect(zip(indices.first, indices.total).allSatisfy { $0 < $1 + 0.03 })
        #expect(abs(effects.shares.reduce(0, +) - 1) < 1e-12)
        // Grade and price share what they do together more evenly than they do alone.
        #expect(
            abs(effects.shares[0] - effects.shares[1]) < abs(indices.first[0] - indices.first[1]))
        let swings = risk.tornado()
        #expect(swings.map(\.width) == swings.map(\.width).sorted(by: >))
        #expect(swings.count == 3)
    }

    @Test("an option to wait is worth no less than investing now, and what Black and Scholes say")
    func option() throws {
        // Without what is lost by waiting, an American call is a European one.
        let found = try OptionToWait(
            project: 100, investment: 100, volatility: 0.2, riskFree: 0.05, years: 1, steps: 2000)
        #expect(abs(found.value - 10.450584) < 2e-3)
        #expect(found.isWaitingBetter)
        let leaking = try OptionToWait(
            project: 200, investment: 100, volatility: 0.2, riskFree: 0.02, yield: 0.2, years: 3)
        #expect(agrees(leaking.value, 100))
        #expect(!leaking.isWaitingBetter)
        #expect(throws: Undefined.notAQuantity(symbol: "σ, T")) {
            try OptionToWait(
                project: 1, investment: 1, volatility: 0, riskFree: 0, years: 1)
        }
    }
}

@Suite("Numbers that are not sure (METHODS 8.4)")
struct UncertainTests {
    @Test("quantiles and means of the handbook")
    func quantiles() throws {
        let golden = try Golden(chapter: "c08")
        let triangle = Uncertain.triangular(low: 2, likeliest: 4, high: 10)
        #expect(agrees(triangle.quantile(0.5), 5.101020514433644, within: 1e-9))
        #expect(agrees(Uncertain.pert(low: 2, likeliest: 4, high: 10).mean, 14.0 / 3))
        _ = golden
        #expect(agrees(CorrelatedDraws.normalCorrelation(ofRanks: 0.6), 0.618034, within: 1e-6))
        let lognormal = Uncertain.lognormal(mean: 50, variation: 0.4)
        var random = RandomStream(seed: 3, stream: 0)
        let draws = (0..<200_000).map { _ in lognormal.quantile(max(1e-16, random.unit())) }
        #expect(abs((draws.mean ?? 0) - 50) < 0.2)
        #expect(abs((draws.standardDeviation(.sample) ?? 0) / 50 - 0.4) < 0.01)
    }

    @Test("PERT draws have its mean and stay within its ends")
    func pert() throws {
        let pert = Uncertain.pert(low: 0.3, likeliest: 0.5, high: 0.6)
        let quantiles = (1..<2000).map { pert.quantile(Double($0) / 2000) }
        #expect(quantiles == quantiles.sorted())
        #expect(quantiles.allSatisfy { (0.3...0.6).contains($0) })
        #expect(abs((quantiles.mean ?? 0) - pert.mean) < 1e-3)
        #expect(Uncertain.pert(low: 1, likeliest: 1, high: 1).quantile(0.3) == 1)
        for distribution in [
            pert, .pert(low: 0, likeliest: 0, high: 1), .pert(low: -5, likeliest: 90, high: 100),
            .lognormal(mean: 2, variation: 0.5), .triangular(low: 1, likeliest: 2, high: 4),
        ] {
            let table = QuantileTable(distribution)
            let width = distribution.quantile(0.999999) - distribution.quantile(0.000001)
            for step in -1200...1200 {
                let z = Double(step) / 200 + 0.0013
                let (a, b) = (table.value(atNormal: z), distribution.value(atNormal: z))
                #expect(abs(a - b) <= 1e-8 * width, "\(distribution) at \(z): \(a) \(b)")
            }
        }
        #expect(!Uncertain.pert(low: 1, likeliest: 3, high: 2).isValid)
        #expect(agrees(Uncertain.normal(mean: 1, deviation: 2).value(atNormal: 1), 3))
    }

    @Test("correlated draws are as correlated as wanted")
    func correlated() throws {
        let golden = try Matrix([[1, 0.6], [0.6, 1]]).choleskyFactor
        #expect(agrees(golden[1, 0], 0.6) && agrees(golden[1, 1], 0.8))
        let source = try CorrelatedDraws(Matrix([[1, 0.6], [0.6, 1]]))
        var products = [Double]()
        for draw in 0..<50_000 {
            var random = RandomStream(seed: 5, stream: UInt64(draw))
            let pair = source.draw(&random)
            products.append(pair[0] * pair[1])
        }
        #expect(abs((products.mean ?? 0) - 0.6) < 0.02)
        #expect(throws: NumericFailure.singular) {
            try CorrelatedDraws(Matrix([[1, 0.5], [0.4, 1]]))
        }
    }

    private static func table(_ id: String, _ context: DepositContext) throws -> ResultTable {
        let method = try #require(DepositMethods.all.first { $0.method.id == id })
        return try #require(try method.results(in: context).first)
    }

    private static func value(_ table: ResultTable, _ component: String) throws -> Double {
        let row = try #require(table.rows.first { $0.key.component == component })
        return try #require(row.outcome.value)
    }

    @Test("prices that move together widen the distribution; contradictions are said")
    func together() throws {
        var context = ToyDeposits.context
        context.correlations = []
        let apart = try Self.table("deposit-risk", context)
        context.correlations = [
            ("price-Ga", "price-Sc", 0.95), ("price-Ga", "price-Al2O3", 0.95),
            ("price-Sc", "price-Al2O3", 0.95),
        ]
        let joint = try Self.table("deposit-risk", context)
        func width(_ table: ResultTable) throws -> Double {
            try Self.value(table, "p95") - Self.value(table, "p05")
        }
        #expect(try width(joint) > 1.02 * width(apart))
        context.correlations = [
            ("price-Ga", "price-Sc", 0.95), ("price-Ga", "price-Al2O3", 0.95),
            ("price-Sc", "price-Al2O3", -0.95),
        ]
        let torn = try Self.table("deposit-risk", context)
        // The nearest that do not are taken, and by how much they differ is said.
        #expect(
            torn.notices.contains {
                $0.english.contains("correlations.csv") && $0.english.contains("differs by 0.")
            })
        #expect(try width(torn) != width(apart))
        #expect(try width(torn) < width(joint))
        // Inputs that move together have Shapley effects in place of indices.
        let shared = try Self.table("deposit-drivers", context).rows.filter {
            $0.key.component == "shared"
        }
        #expect(!shared.isEmpty)
        for (_, own) in Dictionary(
            grouping: shared,
            by: { $0.key.object?.rawValue.split(separator: "/").prefix(2).joined(separator: "/") })
        {
            let whole = own.reduce(0) { $0 + ($1.outcome.value ?? 0) }
            #expect(abs(whole - 1) < 1e-9)
        }
        // Names that no input has are left alone.
        context.correlations = [("price-Zz", "price-Ga", 0.5)]
        #expect(try width(Self.table("deposit-risk", context)) == width(apart))
    }

    @Test("the first draws settle on what all of them say, in intervals that narrow")
    func settling() throws {
        let context = ToyDeposits.context
        let whole = try Self.table("deposit-risk", context)
        let rows = try Self.table("deposit-convergence", context).rows
        let counts = Set(
            rows.compactMap {
                $0.key.object?.rawValue.split(separator: "/").last.flatMap { Int($0) }
            }
        ).sorted()
        #expect(counts.first == 100 && counts.last == context.parameters.draws)
        func value(_ component: String, _ count: Int) throws -> Double {
            let row = try #require(
                rows.first {
                    $0.key.component == component
                        && $0.key.object?.rawValue.hasSuffix("/\(count)") == true
                })
            return try #require(row.outcome.value)
        }
        for quantile in ["p10", "p50", "p90"] {
            let all = try #require(counts.last)
            #expect(try value(quantile, all) == Self.value(whole, quantile))
            let width = try value(quantile + "High", all) - value(quantile + "Low", all)
            #expect(agrees(width, 2 * (try Self.value(whole, quantile + "Unsure"))))
            let first = try value(quantile + "High", 100) - value(quantile + "Low", 100)
            // The root of the factor between them, give or take chance.
            let factor = (Double(all) / 100).squareRoot()
            #expect((factor / 2...factor * 2).contains(first / width))
        }
    }

    @Test("the right to wait is that of the library, and nothing where data is lacking")
    func waiting() throws {
        let context = ToyDeposits.context
        let table = try Self.table("deposit-option", context)
        let now = try Self.value(table, "now")
        // The handbook's value of building now.
        #expect(agrees(now, 15.528789, within: 1e-6))
        let option = try OptionToWait(
            project: 15.528789 + 25, investment: 25, volatility: 0.3, riskFree: 0.04, yield: 0.04,
            years: 5)
        #expect(agrees(try Self.value(table, "wait"), option.value, within: 1e-6))
        #expect(agrees(try Self.value(table, "worth"), option.value - 15.528789, within: 1e-6))
        var bare = context
        bare.assumptions[.waitYears] = nil
        let none = try Self.table("deposit-option", bare)
        #expect(none.rows.isEmpty && none.notices.contains { $0.english.contains("wait_years") })
    }
}
