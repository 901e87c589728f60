internal import Numerics
internal import Optimisation

/// A plan that no other beats in one effect without falling behind in another.
public struct EfficientPlan: Hashable, Sendable {
    public let plan: Plan
    public let effects: FourEffects
}

/// Plans between which only preferences decide (фронт Парето).
public struct TradeOffs: Hashable, Sendable {
    /// In falling order of the first effect that differs.
    public let plans: [EfficientPlan]
    /// The best of each effect by itself.
    public let ideal: FourEffects
    /// The worst of each effect among the efficient plans found.
    public let nadir: FourEffects
    /// Effects that are the same in all plans, and so do not decide.
    public let indifferent: [EffectKind]
    /// Whether every question of the grid was answered to the end.
    public let isComplete: Bool
    public let searches: Int

    /// Efficient ones of some plans; of equal effects the first.
    static func efficient(
        _ plans: [EfficientPlan], tolerance: Double = 1e-6
    ) -> [EfficientPlan] {
        var kept: [EfficientPlan] = []
        for plan in plans {
            func isNoWorse(_ one: EfficientPlan, _ other: EfficientPlan) -> Bool {
                zip(one.effects.values, other.effects.values).allSatisfy {
                    $0 >= $1 - tolerance * max(1, abs($1))
                }
            }
            if kept.contains(where: { isNoWorse($0, plan) }) { continue }
            kept.removeAll { isNoWorse(plan, $0) }
            kept.append(plan)
        }
        return kept.sorted { one, other in
            for (a, b) in zip(one.effects.values, other.effects.values) where a != b {
                return a > b
            }
            return false
        }
    }
}

extension ProgrammeSearch {
    /// The efficient plans on a grid over the effects (AUGMECON2).
    ///
    /// The first effect is made as large as it gets while the others reach at least the values of
    /// a grid point; how far they overshoot says which points need not be asked.
    ///
    /// - Parameters:
    ///   - steps: Points along each effect besides the first.
    ///   - kinds: The effects that count, the most important first.
    /// - Source: Mavrotas and Florios (2013); METHODS 7.4, 16.12.
    public mutating func tradeOffs(
        _ programme: ProgrammeModel, steps: Int, kinds: [EffectKind] = EffectKind.allCases
    ) throws(ProgrammeFailure) -> TradeOffs {
        precondition(steps > 0 && !kinds.isEmpty)
        var grid = try Grid(programme, kinds: kinds, &self)
        guard grid.isFeasible else {
            return grid.tradeOffs(
                [], kinds, isComplete: grid.isComplete, searches: grid.searches)
        }
        try grid.walk(steps, &self)
        return grid.tradeOffs(
            grid.found, kinds, isComplete: grid.isComplete, searches: grid.searches)
    }

    /// Every efficient plan, one of each set of effects.
    ///
    /// After each plan one asks for one that none found so far is as good as in everything: it has
    /// to beat each of them in some effect. Only for few plans: every one found makes the next
    /// question larger.
    ///
    /// - Parameter limit: The most plans looked for; the front is not complete where there are more.
    /// - Source: Sylva and Crema (2004).
    public mutating func allTradeOffs(
        _ programme: ProgrammeModel, kinds: [EffectKind] = EffectKind.allCases, limit: Int = 200
    ) throws(ProgrammeFailure) -> TradeOffs {
        let grid = try Grid(programme, kinds: kinds, &self)
        guard grid.isFeasible else {
            return grid.tradeOffs(
                [], kinds, isComplete: grid.isComplete, searches: grid.searches)
        }
        var model = programme.model
        model.sense = .maximise
        model.costs = [Double](repeating: 0, count: model.variableCount)
        let coefficients = kinds.map { programme.coefficients(of: $0) }
        // What every effect can come to at least, so that a row may be switched off.
        var least: [Double] = []
        var searches = grid.searches
        for own in coefficients {
            var low = programme.model
            low.sense = .minimise
            low.costs = own
            least.append(try solve(low).objective ?? 0)
            searches += 1
        }
        for (kind, own) in zip(kinds, coefficients) {
            let range = max(grid.ideal[kind] - grid.lowest[kind], 1e-9)
            for (variable, value) in own.enumerated() { model.costs[variable] += value / range }
        }
        var found: [EfficientPlan] = []
        var isComplete = grid.isComplete
        while found.count < limit {
            let answer = try solve(model)
            searches += 1
            guard let values = answer.values else {
                isComplete = isComplete && answer.status == .infeasible
                break
            }
            let plan = programme.plan(values)
            let evaluation = PlanEvaluation(plan, programme.data)
            guard evaluation.breaches.isEmpty else {
                isComplete = false
                break
            }
            found.append(EfficientPlan(plan: plan, effects: evaluation.effects))
            var choices: [LinearModel.Term] = []
            for (index, kind) in kinds.enumerated() {
                let goal = evaluation.effects[kind]
                let step = 1e-5 * max(1, abs(goal), grid.ideal[kind] - grid.lowest[kind])
                guard grid.ideal[kind] > goal + step else { continue }
                // Z_m ≥ goal + step where chosen, and no more than it must come to otherwise.
                let choice = model.addChoice("beats")
                var terms = [LinearModel.Term(choice, -(goal + step - least[index]))]
                for (variable, value) in coefficients[index].enumerated() where value != 0 {
                    terms.append(.init(variable, value))
                }
                model.addRow(terms, from: least[index])
                choices.append(.init(choice, 1))
            }
            guard !choices.isEmpty else { break }
            model.addRow(choices, from: 1)
            if found.count == limit { isComplete = false }
        }
        return grid.tradeOffs(found, kinds, isComplete: isComplete, searches: searches)
    }

    /// The efficient plan nearest to the best of everything, by weight (расширенная норма Чебышёва).
    ///
    ///     min max_m w_m (Z*_m − Z_m) / (Z*_m − Z^nad_m) + ρ Σ (…)
    ///
    /// - Source: Steuer and Choo (1983); METHODS 7.4.
    public mutating func compromise(
        _ programme: ProgrammeModel, weights: FourEffects, ideal: FourEffects, nadir: FourEffects
    ) throws(ProgrammeFailure) -> EfficientPlan? {
        var model = programme.model
        model.sense = .minimise
        model.offset = 0
        model.costs = [Double](repeating: 0, count: model.variableCount)
        let largest = model.addVariable("largest", from: -.infinity, cost: 1)
        for kind in EffectKind.allCases {
            let range = ideal[kind] - nadir[kind]
            guard range > 1e-9 * max(1, abs(ideal[kind])), weights[kind] > 0 else { continue }
            let rate = weights[kind] / range
            var terms = [LinearModel.Term(largest, 1)]
            for (variable, value) in programme.coefficients(of: kind).enumerated() where value != 0
            {
                terms.append(.init(variable, rate * value))
                model.costs[variable] -= 1e-3 * rate * value
            }
            model.addRow(terms, named: "distance", from: rate * ideal[kind])
        }
        let found = try solve(model)
        guard let values = found.values else { return nil }
        let plan = programme.plan(values)
        let evaluation = PlanEvaluation(plan, programme.data)
        guard evaluation.breaches.isEmpty else { return nil }
        return EfficientPlan(plan: plan, effects: evaluation.effects)
    }
}

/// The walk over the grid.
private struct Grid {
    let programme: ProgrammeModel
    /// The effects that differ between plans, the first of them made as large as possible.
    var deciding: [EffectKind] = []
    var ideal = FourEffects()
    var lowest = FourEffects()
    var found: [EfficientPlan] = []
    var isComplete = true
    var isFeasible = true
    var searches = 0
    private let coefficients: [[Double]]

    init(
        _ programme: ProgrammeModel, kinds: [EffectKind], _ search: inout ProgrammeSearch
    ) throws(ProgrammeFailure) {
        self.programme = programme
        coefficients = EffectKind.allCases.map(programme.coefficients)
        // The payoff table: each effect first, then the others in their order.
        var rows: [FourEffects] = []
        for first in kinds {
            var model = programme.model
            var point: [Double]?
            for kind in [first] + kinds.filter({ $0 != first }) {
                model.sense = .maximise
                model.costs = coefficients[kind.position]
                let answer = try search.solve(model, point)
                searches += 1
                guard let values = answer.values, let best = answer.objective else {
                    isComplete = isComplete && answer.status == .infeasible
                    isFeasible = false
                    return
                }
                isComplete = isComplete && answer.status == .optimal
                point = values
                model.addRow(terms(kind), named: "kept", from: best - 1e-9 * max(1, abs(best)))
            }
            guard let point, let plan = keep(point) else { continue }
            rows.append(plan.effects)
        }
        for kind in EffectKind.allCases {
            ideal[kind] = rows.map { $0[kind] }.max() ?? 0
            lowest[kind] = rows.map { $0[kind] }.min() ?? 0
        }
        deciding = kinds.filter { ideal[$0] - lowest[$0] > 1e-9 * max(1, abs(ideal[$0])) }
    }

    /// The efficient ones of some plans beside the best of each effect; nothing without plans.
    func tradeOffs(
        _ found: [EfficientPlan], _ kinds: [EffectKind], isComplete: Bool, searches: Int
    ) -> TradeOffs {
        let plans = TradeOffs.efficient(found)
        guard isFeasible else {
            return TradeOffs(
                plans: [], ideal: FourEffects(), nadir: FourEffects(), indifferent: [],
                isComplete: isComplete, searches: searches)
        }
        var nadir = ideal
        for kind in EffectKind.allCases {
            nadir[kind] = plans.map { $0.effects[kind] }.min() ?? ideal[kind]
        }
        return TradeOffs(
            plans: plans, ideal: ideal, nadir: nadir,
            indifferent: kinds.filter { !deciding.contains($0) }, isComplete: isComplete,
            searches: searches)
    }

    private func terms(_ kind: EffectKind) -> [LinearModel.Term] {
        coefficients[kind.position].enumerated().compactMap {
            $1 == 0 ? nil : .init($0, $1)
        }
    }

    private mutating func keep(_ values: [Double]) -> EfficientPlan? {
        let plan = programme.plan(values)
        let evaluation = PlanEvaluation(plan, programme.data)
        guard evaluation.breaches.isEmpty else { return nil }
        let new = EfficientPlan(plan: plan, effects: evaluation.effects)
        found.append(new)
        return new
    }

    mutating func walk(
        _ steps: Int, _ search: inout ProgrammeSearch
    ) throws(ProgrammeFailure) {
        guard deciding.count > 1 else { return }
        let others = Array(deciding.dropFirst())
        let ranges = others.map { ideal[$0] - lowest[$0] }
        // max Z_1 + ε Σ 10^{−m} S_m / r_m with Z_m − S_m = e_m.
        var model = programme.model
        model.sense = .maximise
        model.costs = coefficients[deciding[0].position]
        let scale = 1e-4 * max(ideal[deciding[0]] - lowest[deciding[0]], 1e-9)
        var rows: [Int] = []
        var slacks: [Int] = []
        var weight = 1.0
        for (index, kind) in others.enumerated() {
            let slack = model.addVariable("slack", cost: scale * weight / ranges[index])
            rows.append(
                model.addRow(terms(kind) + [.init(slack, -1)], named: "at least", from: 0, to: 0))
            slacks.append(slack)
            weight /= 10
        }
        var place = [Int](repeating: 0, count: others.count)
        var isDone = false
        while !isDone {
            for (index, kind) in others.enumerated() {
                let level = lowest[kind] + ranges[index] * Double(place[index]) / Double(steps)
                model.boundRow(rows[index], from: level, to: level)
            }
            let answer = try search.solve(model)
            searches += 1
            var jump = 0
            if let values = answer.values {
                isComplete = isComplete && answer.status == .optimal
                _ = keep(Array(values.prefix(programme.model.variableCount)))
                // So many points along the innermost effect have the same answer.
                jump = Int(
                    (values[slacks[0]] / (ranges[0] / Double(steps)) + 1e-9).rounded(.down))
            } else {
                isComplete = isComplete && answer.status == .infeasible
                // No plan reaches this much of the innermost effect, nor more.
                jump = steps
            }
            place[0] += 1 + jump
            var index = 0
            while place[index] > steps {
                place[index] = 0
                index += 1
                if index == others.count {
                    isDone = true
                    break
                }
                place[index] += 1
            }
        }
    }
}
