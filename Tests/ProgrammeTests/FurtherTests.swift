import Numerics
import Optimisation
import Programme
import Region
import Support
import Testing
import Wording

@Suite("Variants, reasons and uncertainty of programmes (METHODS 7.2, 7.5, 7.6)")
struct FurtherTests {
    @Test("sixty combinations, each of those left out with its reason")
    func combining() throws {
        let golden = try Golden(chapter: "c07")
        func codes(_ letter: String, _ count: Int) -> [ObjectCode] {
            (1...count).map { ObjectCode(rawValue: "\(letter)\($0)") }
        }
        var all = Combination(
            objects: codes("o", 4), methods: codes("m", 3), products: codes("p", 5))
        #expect(Double(all.outcome.raw) == (try golden.number("combos")))
        #expect(all.outcome.variants.count == 60 && all.outcome.rejections.isEmpty)
        let wet = LocalizedText(en: "too wet", ru: "слишком влажно")
        all.objectMethod.entries[.init("o1", "m1")] = .init(isAllowed: false, reason: wet)
        all.methodProduct = .init(
            [.init("m2", "p1"): .init(isAllowed: true)], isAllowedUnlisted: false)
        for product in codes("p", 5) {
            for method in codes("m", 3) where method != "m2" {
                all.methodProduct.entries[.init(method, product)] = .init(isAllowed: true)
            }
        }
        all.available = ["o2": 5]
        all.smallest = ["m3": 10]
        let outcome = all.outcome
        // o1 m1: 5; m2 with p2 to p5: 16; o2 m3: 5.
        #expect(outcome.remaining == [55, 39, 39, 34])
        #expect(outcome.variants.count == 34)
        #expect(
            outcome.rejections.contains { $0.reason == wet && $0.filter == .objectMethod })
        #expect(outcome.rejections.count { $0.filter == .scale } == 5)
    }

    @Test("a variant that another beats is screened, but not one that a synergy could save")
    func screening() throws {
        var data = ProgrammeData(
            years: [1, 2],
            candidates: [(10.0, 5.0), (8, 5), (12, 9)].enumerated().map { index, pair in
                Candidate(
                    ObjectCode(rawValue: "\(index)"), group: "o",
                    effects: [Profile(lasting: pair.0)], funding: ["money": Profile([pair.1])])
            })
        #expect(data.dominated.map(\.candidate) == [1] && data.dominated.map(\.by) == [0])
        data.synergies = [Synergy([1, 2], FourEffects(economic: 1))]
        #expect(data.dominated.isEmpty)
        data.synergies = []
        // Of two alike the earlier stays.
        data.candidates[1] = data.candidates[0]
        data.candidates[1].code = "twin"
        #expect(data.dominated.map(\.candidate) == [1])
    }

    @Test("screening never costs anything")
    func screened() throws {
        for seed in UInt64(0)..<60 {
            let data = Enumeration.small(seed)
            let weights = FourEffects([1, 0.5, 0.5, 0.5])
            guard data.faults.isEmpty, let best = Enumeration(data).best(weights) else { continue }
            var fewer = data
            for (candidate, _) in data.dominated { fewer.candidates[candidate].isBanned = true }
            #expect(agrees(Enumeration(fewer).best(weights) ?? 0, best, within: 1e-9), "\(seed)")
        }
    }

    @Test("what a project is worth and what keeps it from starting earlier")
    func reasons() throws {
        let candidates = [5.0, 8].enumerated().map { index, yearly in
            Candidate(
                ObjectCode(rawValue: "\(index)"), effects: [Profile(lasting: yearly)],
                funding: ["money": Profile([6])])
        }
        var data = ProgrammeData(years: [1, 2, 3], candidates: candidates, rate: 1 / 0.9 - 1)
        data.budgets["money"] = .init([6, 6, 6])
        data.precedences = [Precedence(1, needs: [0], lag: 1)]
        let model = try ProgrammeModel(data)
        var search = try ProgrammeSearch()
        let weights = FourEffects(economic: 1)
        let answer = try search.best(model, weights: weights)
        let second = try #require(
            try search.reasons(for: 1, in: answer, of: model, weights: weights))
        // Without it the first alone has 13.55 of 27.23.
        #expect(agrees(try #require(second.worth), 27.23 - 13.55))
        let earlier = try #require(second.earlier)
        #expect(earlier.year == 0 && earlier.loss == nil && earlier.blockers.contains(.precedence))
        let later = try #require(second.later)
        // 8 · 0.81 in the third year instead of 8 · (0.9 + 0.81).
        #expect(agrees(try #require(later.loss), 8 * 0.9))
        let first = try #require(
            try search.reasons(for: 0, in: answer, of: model, weights: weights))
        #expect(first.earlier == nil)
        #expect(agrees(try #require(first.worth), 27.23))
    }

    @Test("keeping an order costs nothing or something, as trying every plan says")
    func order() throws {
        for seed in UInt64(0)..<40 {
            var data = Enumeration.small(seed)
            data.tierThresholds = [:]
            let weights = FourEffects(economic: 1, indirect: 0.5)
            guard data.faults.isEmpty, let free = Enumeration(data).best(weights) else { continue }
            var tiered = data
            tiered.tierThresholds = [1: 1, 2: 1]
            var search = try ProgrammeSearch()
            let found = try search.priceOfOrder(data, tiers: [1: 1, 2: 1], weights: weights)
            guard let ordered = Enumeration(tiered).best(weights) else {
                #expect(found == nil)
                continue
            }
            let price = try #require(found).price
            #expect(abs(price - (free - ordered)) < 1e-6 * max(1, abs(free)), "\(seed)")
            #expect(price > -1e-6)
        }
    }

    @Test("the handbook's tail, regrets and criteria")
    func criteria() throws {
        let golden = try Golden(chapter: "c07")
        let losses = [-5.0, -2, 1, 4, 10]
        #expect(
            agrees(
                try #require(TailRisk.expectedShortfall(losses, level: 0.6)),
                try golden.number("CVaR60")))
        let ends = try golden.list("VaR60_lower_upper")
        #expect(TailRisk.valueAtRisk(losses, level: 0.6) == ends[0]...ends[1])
        #expect(TailRisk.expectedShortfall(losses, level: 0) == 1.6)
        #expect(TailRisk.expectedShortfall([], level: 0.5) == nil)
        let table = DecisionTable([[10, 8, 2], [7, 7, 6], [9, 4, 5]])
        #expect(table.largestRegrets == (try golden.list("regret_max")))
        let both = try golden.matrix("maximin_hurwicz")
        #expect(table.worst == Array(both.row(0)))
        #expect(table.hurwicz(optimism: 0.5) == Array(both.row(1)))
        let third = [1.0 / 3, 1.0 / 3, 1.0 / 3]
        // The best of each state, 10, 8 and 6, against a mean of 20 / 3.
        #expect(agrees(table.perfectInformation(third), 8 - 20.0 / 3))
    }

    @Test("robust plans equal the best of all plans tried, for mean, tail and regret")
    func robust() throws {
        for seed in UInt64(0)..<40 {
            let data = Enumeration.small(seed)
            let all = Enumeration(data)
            guard let model = try? ProgrammeModel(data), !all.feasible.isEmpty,
                data.targets.values.allSatisfy({ $0.penalty == nil }), data.synergies.count < 5
            else { continue }
            var random = RandomStream(seed: seed, stream: 76)
            let scenarios = (0..<4).map { index in
                Scenario(
                    "\(index)", probability: 0.25,
                    factors: data.candidates.map { _ in
                        FourEffects((0..<4).map { _ in 0.3 + 1.4 * random.unit() })
                    })
            }
            let weights = FourEffects(economic: 1, indirect: 0.5)
            // Outcomes from the plans' yearly effects, synergies as they stand.
            func outcome(_ plan: Plan, _ scenario: Scenario) -> Double {
                var scaled = data
                for index in scaled.candidates.indices {
                    for kind in EffectKind.allCases {
                        let factor = scenario.factors[index][kind]
                        let old = scaled.candidates[index].effects[kind.position]
                        scaled.candidates[index].effects[kind.position] = Profile(
                            old.values.map { $0 * factor }, lasting: old.lasting * factor)
                    }
                }
                return scaled.objective(PlanEvaluation(plan, scaled), weights)
            }
            let table = all.feasible.map { entry in scenarios.map { outcome(entry.plan, $0) } }
            var search = try ProgrammeSearch()
            for (aversion, level) in [(0.0, 0.5), (0.5, 0.5), (1, 0.75)] {
                let found = try #require(
                    try search.robust(
                        model, weights: weights, scenarios: scenarios, aversion: aversion,
                        level: level))
                func value(_ row: [Double]) -> Double {
                    let tail = TailRisk.expectedShortfall(row.map { -$0 }, level: level) ?? 0
                    let mean = row.reduce(0, +) / 4
                    return (1 - aversion) * mean - aversion * tail
                }
                let best = table.map(value).max() ?? 0
                #expect(
                    abs(value(found.outcomes) - best) < 1e-6 * max(1, abs(best)), "\(seed)")
            }
            let regret = try #require(
                try search.leastRegret(
                    model, weights: weights, scenarios: scenarios,
                    best: scenarios.indices.map { place in
                        table.map { $0[place] }.max() ?? 0
                    }))
            let each = try #require(
                try search.bestOfEach(model, weights: weights, scenarios: scenarios))
            for (place, found) in each.enumerated() {
                let best = table.map { $0[place] }.max() ?? 0
                #expect(abs(found.objective - best) < 1e-6 * max(1, abs(best)))
            }
            let least = DecisionTable(table).largestRegrets.min() ?? 0
            #expect(abs(regret.regret - least) < 1e-5 * max(1, abs(least)), "\(seed)")
        }
    }
}

@Suite("The balance of what is made, bought and taken (METHODS 7.3, constraint 9)")
struct BalanceTests {
    /// A works that takes 2 a year, from a stock of 1 and what may be bought at 3 a unit.
    private static func data(imports: [Double], demand: [Double]) -> ProgrammeData {
        var data = ProgrammeData(
            years: [2027, 2028, 2029],
            candidates: [
                Candidate("works", effects: [Profile(lasting: 10)], inputs: ["coke": 2])
            ])
        data.resources = [
            "coke": .init(stock: 1, imports: imports, importCost: 3, demand: demand)
        ]
        return data
    }

    private static func best(_ data: ProgrammeData) throws -> ProgrammeAnswer {
        var search = try ProgrammeSearch()
        return try search.best(ProgrammeModel(data), weights: FourEffects([1, 0, 0, 0]))
    }

    @Test(
        "a works starts as early as what may be bought allows, and pays for it",
        arguments: [
            // Of 6 needed 1 lies there; of 7 that is too little, and it starts a year later.
            ([2.0, 2, 1], [0.0, 0, 0], 0, 15.0), ([2, 2, 1], [0, 0, 1], 1, 8),
            // What others take may have to be bought without any works.
            ([0, 0, 2], [0, 0, 3], nil, -6),
        ] as [([Double], [Double], Int?, Double)])
    func bought(
        _ imports: [Double], _ demand: [Double], _ start: Int?, _ objective: Double
    ) throws {
        let data = Self.data(imports: imports, demand: demand)
        let answer = try Self.best(data)
        let plan = try #require(answer.plan)
        #expect(plan.starts == [start])
        #expect(agrees(try #require(answer.objective), objective, within: 1e-9))
        #expect(PlanEvaluation(plan, data).breaches.isEmpty)
        // Without what was bought the same starts break the balance.
        #expect(!PlanEvaluation(Plan(plan.starts), data).breaches.isEmpty)
    }

    @Test("what others take and nobody can bring is named")
    func lacking() throws {
        let data = Self.data(imports: [1, 0, 0], demand: [0, 0, 3])
        let answer = try Self.best(data)
        #expect(answer.status == .infeasible)
        var search = try ProgrammeSearch()
        let report = try search.infeasibility(of: try ProgrammeModel(data))
        #expect(report.conflict.contains { $0.group == .resources && $0.subject == "coke" })
    }

    @Test("more than may be bought is a breach")
    func tooMuch() {
        let data = Self.data(imports: [1, 0, 0], demand: [])
        let plan = Plan([nil], imports: ["coke": [2, 0, 0]])
        #expect(PlanEvaluation(plan, data).breaches.map(\.group) == [.resources])
    }
}

@Suite("Plans without a solver")
struct GreedyTests {
    @Test("a greedy plan keeps the rules and is never better than the best")
    func greedy() throws {
        var behind = 0
        for seed in UInt64(0)..<80 {
            let data = Enumeration.small(seed)
            let weights = FourEffects([1, 0.5, 0.5, 0.5])
            guard data.faults.isEmpty, data.targets.isEmpty,
                !data.candidates.contains(where: \.isRequired),
                let best = Enumeration(data).best(weights)
            else { continue }
            for rule in [GreedyRule.effect, .effectForMoney] {
                let plan = data.greedyPlan(weights: weights, rule: rule)
                let evaluation = PlanEvaluation(plan, data)
                #expect(evaluation.breaches.isEmpty, "\(seed)")
                let own = data.objective(evaluation, weights)
                #expect(own <= best + 1e-6 * max(1, abs(best)), "\(seed)")
                if own < best - 1e-6 { behind += 1 }
            }
        }
        // Otherwise nobody would need a solver.
        #expect(behind > 5, "\(behind)")
    }

    @Test("tiers come one after the other where asked")
    func tiers() {
        func project(_ code: String, _ effect: Double, tier: Int) -> Candidate {
            Candidate(
                .init(rawValue: code), effects: [Profile(lasting: effect)],
                funding: ["money": Profile([5])], tier: tier)
        }
        var data = ProgrammeData(
            years: [1, 2], candidates: [project("late", 9, tier: 2), project("early", 1, tier: 1)])
        data.budgets["money"] = .init([5, 5])
        let weights = FourEffects(economic: 1)
        #expect(data.greedyPlan(weights: weights, rule: .effect).starts == [0, 1])
        #expect(data.greedyPlan(weights: weights, rule: .effect, byTier: true).starts == [1, 0])
    }
}
