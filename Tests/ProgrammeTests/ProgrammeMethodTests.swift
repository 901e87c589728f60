import Numerics
import Optimisation
import Programme
import Region
import Support
import Synchronization
import Testing
import Wording

@Suite("The methods on programmes, as a run computes them (METHODS 7.3 to 7.6, 9.4)")
struct ProgrammeMethodTests {
    private static func findings(_ id: String) throws -> ResultTable {
        let method = try #require(ProgrammeMethods.all.first { $0.method.id == id })
        return try #require(try method.results(in: ToyProgramme.context).first)
    }

    private static func value(
        _ table: ResultTable, _ component: String, of object: String? = nil, year: Year? = nil
    ) -> Double? {
        table.rows.first {
            $0.key.component == component && $0.key.object?.rawValue == object
                && $0.key.year == year
        }?.outcome.value
    }

    private static let context = ToyProgramme.context
    private static let everything = Enumeration(context.data)

    /// The best of all plans that fit, tried one by one.
    private static func best(_ fits: (Plan) -> Bool = { _ in true }) -> Double? {
        everything.feasible.filter { fits($0.plan) }
            .map { context.data.objective($0.evaluation, context.weights) }.max()
    }

    private static func index(_ code: ObjectCode) -> Int {
        context.data.candidates.firstIndex { $0.code == code } ?? 0
    }

    @Test(
        "every number is its formula with its numbers",
        arguments: ProgrammeMethods.all.map(\.method.id))
    func explained(_ id: String) throws {
        let method = try #require(ProgrammeMethods.all.first { $0.method.id == id })
        let table = try Self.findings(id)
        #expect(!table.rows.isEmpty)
        let explain = method.explainer(in: ToyProgramme.context)
        for row in table.rows {
            let derivation = try #require(explain(row.key), "\(row.key)")
            let value = try #require(row.outcome.value)
            let recomputed = try #require(derivation.recomputed)
            #expect(agrees(recomputed, value, within: 1e-9), "\(row.key)")
        }
    }

    @Test("the plan is the best of all that keep the rules")
    func plan() throws {
        let effects = try Self.findings("programme-effects")
        let objective = try #require(Self.value(effects, "objective"))
        #expect(agrees(objective, try #require(Self.best()), within: 1e-9))
        let plan = try Self.findings("programme-plan")
        let starts = Self.context.data.candidates.map { candidate in
            Self.value(plan, "start", of: candidate.code.rawValue)
                .map { Int($0) - Self.context.data.years[0] }
        }
        let evaluation = PlanEvaluation(Plan(starts), Self.context.data)
        #expect(evaluation.breaches.isEmpty)
        #expect(
            agrees(
                objective, Self.context.data.objective(evaluation, Self.context.weights),
                within: 1e-9))
        for kind in EffectKind.allCases {
            let present = try #require(Self.value(effects, "\(kind.rawValue)Present"))
            #expect(agrees(present, evaluation.effects[kind], within: 1e-9))
        }
        let cost = try #require(Self.value(effects, "cost"))
        #expect(agrees(cost, evaluation.cost, within: 1e-9))
        let use = try Self.findings("programme-use")
        for (source, spent) in evaluation.spending {
            for (position, year) in Self.context.data.years.enumerated() {
                let used = try #require(
                    Self.value(use, "used", of: "budget/\(source)", year: year))
                let left = try #require(
                    Self.value(use, "left", of: "budget/\(source)", year: year))
                #expect(agrees(used, spent[position], within: 1e-9))
                #expect(
                    agrees(left, try #require(evaluation.remaining[source])[position], within: 1e-9)
                )
            }
        }
    }

    @Test(
        "what a project is worth, and what another year costs, by trying every plan",
        arguments: ["alloys", "hotel"] as [ObjectCode])
    func reasons(_ code: ObjectCode) throws {
        let reasons = try Self.findings("programme-reasons")
        let all = try #require(Self.best())
        let index = Self.index(code)
        let plan = try Self.findings("programme-plan")
        guard let start = Self.value(plan, "start", of: code.rawValue) else {
            #expect(!reasons.rows.contains { $0.key.object == code })
            return
        }
        let worth = try #require(Self.value(reasons, "worth", of: code.rawValue))
        let without = try #require(Self.best { $0.starts[index] == nil })
        #expect(agrees(worth, all - without, within: 1e-6))
        for (component, year) in [("earlier", Int(start) - 1), ("later", Int(start) + 1)] {
            let position = year - Self.context.data.years[0]
            let other = Self.best { $0.starts[index] == position }
            let loss = Self.value(reasons, component, of: code.rawValue)
            #expect((loss == nil) == (other == nil), "\(component)")
            if let loss, let other { #expect(agrees(loss, all - other, within: 1e-6)) }
        }
    }

    @Test("no plan of the front is beaten, and the best of each effect is the best there is")
    func front() throws {
        let front = try Self.findings("pareto-front")
        let plans = Set(
            front.rows.compactMap(\.key.object?.rawValue).filter {
                $0.hasPrefix("plan-") && !$0.contains("/")
            })
        let points = plans.sorted().map { plan in
            EffectKind.allCases.map { Self.value(front, $0.rawValue, of: plan) ?? .nan }
        }
        #expect(points.count > 1)
        for (one, point) in points.enumerated() {
            for (other, rival) in points.enumerated() where one != other {
                #expect(!zip(rival, point).allSatisfy { $0 >= $1 }, "\(rival) beats \(point)")
            }
        }
        for kind in [EffectKind.economic, .social, .ecological] {
            let best = Self.everything.feasible.map { $0.evaluation.effects[kind] }.max()
            let found = try #require(Self.value(front, kind.rawValue, of: "best-\(kind.rawValue)"))
            #expect(agrees(found, try #require(best), within: 1e-9))
        }
    }

    @Test("the order costs what the best ordered plan is behind, and no list is ahead")
    func order() throws {
        let order = try Self.findings("price-of-order")
        var data = Self.context.data
        data.tierThresholds = Self.context.tiers
        let ordered = Enumeration(data).feasible
            .map { data.objective($0.evaluation, Self.context.weights) }.max()
        let found = try #require(Self.value(order, "objective", of: "ordered"))
        #expect(agrees(found, try #require(ordered), within: 1e-9))
        let free = try #require(Self.value(order, "objective", of: "free"))
        #expect(agrees(free, try #require(Self.best()), within: 1e-9))
        for name in ["ordered", "greedy-ratio", "greedy-order"]
        where Self.value(order, "broken", of: name) == 0 {
            #expect(try #require(Self.value(order, "behind", of: name)) > -1e-9)
        }
    }

    @Test("groups have the best of their own projects, and shares add up to the whole")
    func shares() throws {
        let table = try Self.findings("benefit-shares")
        let players = ["metal", "power", "town"]
        var data = Self.context.data
        data.targets = [:]
        let all = Enumeration(data)
        func alone(_ group: [String]) -> Double {
            let out = data.candidates.indices.filter { index in
                Self.context.participants[index].map { !group.contains($0) } ?? false
            }
            let values = all.feasible.filter { found in
                out.allSatisfy { found.plan.starts[$0] == nil }
            }.map { data.objective($0.evaluation, Self.context.weights) }
            return max(0, values.max() ?? 0)
        }
        for group in [["metal"], ["town"], ["metal", "power"], ["power", "town"], players] {
            let found = try #require(
                Self.value(table, "together", of: group.joined(separator: "+")))
            #expect(agrees(found, alone(group), within: 1e-9), "\(group)")
        }
        let shapley = try players.map { try #require(Self.value(table, "shapley", of: $0)) }
        #expect(agrees(shapley.compensatedSum(), alone(players), within: 1e-9))
        // The average over the six orders of coming.
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
        for (index, player) in players.enumerated() {
            let added = orders.map { order in
                let before = order.prefix { $0 != index }.map { players[$0] }.sorted()
                return alone((before + [player]).sorted()) - alone(before)
            }
            #expect(agrees(shapley[index], added.compensatedSum() / 6, within: 1e-9))
        }
    }

    @Test("where no plan keeps the rules, they are named with ways out")
    func impossible() throws {
        var context = ToyProgramme.context
        context.data.targets["jobs"]?.least[2] = 1000
        let method = try #require(ProgrammeMethods.all.first { $0.method.id == "programme-plan" })
        let table = try #require(try method.results(in: context).first)
        #expect(table.rows.isEmpty)
        let words = table.notices.map(\.english).joined(separator: "\n")
        #expect(words.contains("No plan keeps every rule"))
        #expect(words.contains("targets jobs 2029"))
        #expect(words.contains("Way out 1"))
    }

    // MARK: Uncertainty

    private static let scenarios =
        context.outlook?.scenarios(
            context.parameters.scenarios, seed: context.parameters.seed) ?? []

    /// What every plan that keeps the rules comes to in every case.
    private static let table = everything.feasible.map { entry in
        context.data.outcomes(entry.plan, context.weights, scenarios)
    }

    @Test("what the worth of the programme hangs on: shares within their bounds")
    func drivers() throws {
        let drivers = try Self.findings("programme-drivers")
        let codes = Set(drivers.rows.compactMap(\.key.object))
        #expect(!codes.isEmpty)
        var whole = 0.0
        for code in codes {
            let own = code.rawValue
            let first = try #require(Self.value(drivers, "first", of: own))
            let total = try #require(Self.value(drivers, "total", of: own))
            let high = try #require(Self.value(drivers, "totalHigh", of: own))
            #expect(total >= 0 && high >= total - 1e-9)
            // By itself no more than with others, as far as so few draws can tell.
            #expect(first < total + 0.1)
            whole += first
        }
        #expect((0.7...1.2).contains(whole))
    }

    @Test("plans under uncertainty are the best of all plans tried one by one")
    func risk() throws {
        let risk = try Self.findings("programme-risk")
        let count = Self.scenarios.count
        #expect(count == 8)
        let goals = (0..<count).map { place in Self.table.map { $0[place] }.max() ?? 0 }
        for (place, goal) in goals.enumerated() {
            let found = try #require(Self.value(risk, "best", of: "case-\(place + 1)"))
            #expect(agrees(found, goal, within: 1e-8))
        }
        let means = Self.table.map { $0.reduce(0, +) / Double(count) }
        let mean = try #require(Self.value(risk, "mean", of: "mean"))
        #expect(agrees(mean, means.max() ?? 0, within: 1e-8))
        let regrets = Self.table.map { row in zip(goals, row).map { $0 - $1 }.max() ?? 0 }
        let regret = try #require(Self.value(risk, "regret", of: "least-regret"))
        #expect(abs(regret - (regrets.min() ?? 0)) < 1e-6)
        let (aversion, level) = (Self.context.parameters.aversion, Self.context.parameters.level)
        let cautious = Self.table.map { row in
            let tail = TailRisk.expectedShortfall(row.map { -$0 }, level: level) ?? 0
            return (1 - aversion) * row.reduce(0, +) / Double(count) - aversion * tail
        }
        let found = try #require(Self.value(risk, "mean", of: "cautious"))
        let worst = try #require(Self.value(risk, "worstMean", of: "cautious"))
        #expect(
            abs((1 - aversion) * found + aversion * worst - (cautious.max() ?? 0)) < 1e-6)
        let central = try #require(Self.value(risk, "mean", of: "central"))
        let information = try #require(Self.value(risk, "perfectInformation"))
        let solution = try #require(Self.value(risk, "stochasticSolution"))
        #expect(agrees(information, goals.reduce(0, +) / Double(count) - mean, within: 1e-8))
        #expect(abs(solution - (mean - central)) < 1e-9)
        // Knowing is worth no less than nothing, nor is looking.
        #expect(information >= -1e-9 && solution >= -1e-9)
        let hotel = try #require(Self.value(risk, "chosen", of: "hotel"))
        #expect((0...1).contains(hotel))
    }

    @Test("each assumption at its ends, beside the best of all plans there")
    func assumptions() throws {
        let found = try Self.findings("programme-assumptions")
        let plan = try #require(
            Self.everything.feasible.max {
                Self.context.data.objective($0.evaluation, Self.context.weights)
                    < Self.context.data.objective($1.evaluation, Self.context.weights)
            })
        for (end, rate) in [("low", 0.05), ("high", 0.3)] {
            var data = Self.context.data
            data.rate = rate
            let value = data.objective(PlanEvaluation(plan.plan, data), Self.context.weights)
            let best = Self.everything.feasible.map {
                data.objective(PlanEvaluation($0.plan, data), Self.context.weights)
            }.max()
            let own = try #require(Self.value(found, end, of: "discount_rate"))
            let behind = try #require(Self.value(found, "\(end).behind", of: "discount_rate"))
            #expect(agrees(own, value, within: 1e-8))
            #expect(abs(behind - ((best ?? 0) - value)) < 1e-6)
        }
        #expect(Self.value(found, "low", of: "price:alloys") != nil)
        // What moves one project alone is no assumption of all.
        #expect(Self.value(found, "low", of: "guests") == nil)
    }

    @Test("a plan with a reserve holds whichever projects cost more, and is the best that does")
    func reserve() throws {
        let found = try Self.findings("price-of-robustness")
        let overruns = Self.context.data.candidates.map { candidate in
            candidate.funding.mapValues { Profile([$0[0] * 0.25]) }
        }
        for (name, projects) in [("reserve-0", 0.0), ("reserve-1", 1), ("reserve-2", 2)] {
            var data = Self.context.data
            data.reserve = .init(projects: projects, overruns: overruns)
            let best = Enumeration(data).feasible.map {
                data.objective($0.evaluation, Self.context.weights)
            }.max()
            let value = Self.value(found, "objective", of: name)
            #expect(value.map { agrees($0, best ?? 0, within: 1e-8) } ?? (best == nil), "\(name)")
        }
        let chances = ["reserve-0", "reserve-1", "reserve-all"].compactMap {
            Self.value(found, "chance", of: $0)
        }
        #expect(chances.allSatisfy { (0...1).contains($0) })
    }

    @Test("a reserve for two is that of the two largest, and of half a third")
    func needed() {
        let overruns = [3.0, 0, 7, 5, -1]
        for (projects, sum) in [(0.0, 0.0), (1, 7), (2, 12), (2.5, 13.5), (9, 15)] {
            let reserve = ProgrammeData.Reserve(projects: projects, overruns: [])
            #expect(reserve.needed(overruns) == sum)
        }
    }

    @Test("the chance of an overdraft is that of the range")
    func overdraft() {
        var data = ProgrammeData(
            years: [2027, 2028],
            candidates: [Candidate("a", funding: ["region": Profile([5])])])
        data.budgets = ["region": .init([5.5, 0], carriesOver: false)]
        let piece = CostRanges.Piece(
            source: "region", age: 0, planned: 5,
            range: RangedNumber(low: 4, middle: nil, high: 6))
        let costs = CostRanges(pieces: [[piece]])
        let plan = Plan([0])
        let chance = costs.chanceOfOverdraft(plan, data, draws: 20_000, seed: 1)
        // A quarter of the range is above the budget; four standard errors.
        #expect(abs(chance - 0.25) < 4 * (0.25 * 0.75 / 20_000).squareRoot())
        #expect(costs.overruns(data) == [["region": Profile([1, 0])]])
    }

    @Test("weights may move as far as no other of all plans is better")
    func stability() throws {
        let found = try Self.findings("weight-stability")
        let data = Self.context.data
        let weights = Self.context.weights
        let plans = Self.everything.feasible
        let best = try #require(
            plans.max {
                data.objective($0.evaluation, weights) < data.objective($1.evaluation, weights)
            })
        func isBest(_ other: FourEffects) -> Bool {
            let own = data.objective(best.evaluation, other)
            return plans.allSatisfy {
                data.objective($0.evaluation, other) <= own + 1e-7 * max(1, abs(own))
            }
        }
        for kind in EffectKind.allCases {
            let lower = try #require(Self.value(found, "lower", of: "effect-\(kind.rawValue)"))
            var inside = weights
            inside[kind] = lower + 1e-6
            #expect(isBest(inside), "\(kind)")
            if lower > 1e-3 {
                inside[kind] = lower - 1e-3
                #expect(!isBest(inside), "\(kind)")
            }
            guard let upper = Self.value(found, "upper", of: "effect-\(kind.rawValue)") else {
                continue
            }
            inside[kind] = upper - 1e-6
            #expect(isBest(inside), "\(kind)")
            inside[kind] = upper + 1e-3
            #expect(!isBest(inside), "\(kind)")
        }
        let radius = try #require(Self.value(found, "radius"))
        func corners(_ size: Double) -> [FourEffects] {
            (0..<16).map { corner in
                FourEffects(
                    weights.values.enumerated().map {
                        $1 * (corner & (1 << $0) == 0 ? 1 - size : 1 + size)
                    })
            }
        }
        #expect(corners(radius - 1e-6).allSatisfy(isBest))
        #expect(!corners(radius + 1e-3).allSatisfy(isBest))
    }

    // MARK: Synergies

    @Test("an estimate is bounded by the smaller project, fades with distance, and gives way")
    func synergies() throws {
        let found = try Self.findings("synergy-estimates")
        // 0.2 of leaching's 9 + 0.1 · 40 + 2 = 15, at e^(−1/2), by 0.8.
        let estimate = try #require(Self.value(found, "estimate", of: "leaching/alloys"))
        #expect(agrees(estimate, 0.2 * 15 * 0.606530659712633 * 0.8, within: 1e-12))
        #expect(Self.value(found, "stated", of: "sorting/alloys") == 3)
        #expect(Self.value(found, "stated", of: "leaching/alloys") == nil)
        // Nothing is known of these two.
        #expect(Self.value(found, "estimate", of: "sorting/hotel") == nil)
        let used = Self.context.estimatedSynergies
        #expect(used.map(\.members) == [[1, 2]])
        #expect(agrees(used[0].effects[.economic], estimate, within: 1e-12))
        let estimator = SynergyEstimator()
        let signs = SynergyEstimator.Signs(flow: 1, input: 1, trade: 1, distance: 0)
        #expect(estimator.estimate(signs, smaller: 10) == 2)
        #expect(estimator.estimate(signs, smaller: -10) == 0)
        #expect(SynergyEstimator.flow(from: ["ash": 5], to: ["ash": 2, "heat": 1]) == 1)
        #expect(SynergyEstimator.shared(["ash": 4], ["ash": 1, "heat": 1]) == 0.25)
    }

    @Test("a participant's card is that of its projects in the programme")
    func cards() throws {
        let shares = try Self.findings("benefit-shares")
        let plan = try Self.findings("programme-plan")
        for (index, candidate) in Self.context.data.candidates.enumerated() {
            guard let cost = Self.value(plan, "cost", of: candidate.code.rawValue),
                Self.context.participants.count(where: { $0 == Self.context.participants[index] })
                    == 1, let player = Self.context.participants[index]
            else { continue }
            let invests = try #require(Self.value(shares, "invests", of: player))
            let brings = try #require(Self.value(shares, "brings", of: player))
            #expect(agrees(invests, cost, within: 1e-9))
            #expect(
                agrees(
                    brings, try #require(Self.value(plan, "value", of: candidate.code.rawValue)),
                    within: 1e-9))
        }
        #expect([0, 1].contains(Self.value(shares, "superadditive")))
    }

    // MARK: Combining

    @Test("variants that hold, and each of the others with its reason")
    func variants() throws {
        let found = try Self.findings("variants")
        #expect(Self.value(found, "raw") == 8)
        #expect(Self.value(found, "after.objectMethod") == 6)
        #expect(Self.value(found, "after.methodProduct") == 3)
        #expect(Self.value(found, "after.scale") == 2)
        #expect(Self.value(found, "projects", of: "heap/leach/metals") == 1)
        #expect(Self.value(found, "rejected.scale", of: "pond/leach/metals") == 1)
        #expect(Self.value(found, "rejected.objectMethod", of: "pond/sort/filler") == 1)
    }

    // MARK: Interruption

    @Test("a search that is stopped leaves the best plan it had found")
    func stopped() async throws {
        let data = ProgrammeGenerator(projects: 60, years: 15, synergies: 60, seed: 1).make()
        let context = ProgrammeContext(
            data: data, weights: FourEffects([1, 0.2, 0.5, 0.7]), region: "A", money: .one)
        let kept = Mutex<ProgrammeAnswer?>(nil)
        let running = Mutex<Task<Void, any Error>?>(nil)
        let watch = SearchWatch(
            progress: { progress in
                if progress.objective != nil { running.withLock { $0 }?.cancel() }
            }, stopped: { answer, _ in kept.withLock { $0 = answer } })
        let task = Task.detached {
            try SearchWatch.$current.withValue(watch) {
                _ = try ProgrammeMethods.all.first { $0.method.id == "programme-plan" }?
                    .results(in: context)
            }
        }
        running.withLock { $0 = task }
        await #expect(throws: CancellationError.self) { try await task.value }
        let answer = try #require(kept.withLock { $0 })
        let plan = try #require(answer.plan)
        #expect(PlanEvaluation(plan, data).breaches.isEmpty)
        #expect((answer.objective ?? 0) > 0)
    }
}
