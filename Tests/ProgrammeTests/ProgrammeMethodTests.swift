import Numerics
import Optimisation
import Programme
import Region
import Support
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
}
