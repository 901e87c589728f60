internal import Numerics
public import Optimisation

/// Losses that may come, and how bad the bad ones are (условная стоимость под риском).
public enum TailRisk {
    /// The mean of the worst 1 − α of losses.
    ///
    ///     CVaR_α = min_η  η + Σ p max(L − η, 0) / (1 − α)
    ///
    /// - Source: Rockafellar and Uryasev (2000); METHODS 7.5.
    /// - Complexity: O(n log n).
    public static func expectedShortfall(
        _ losses: [Double], probabilities: [Double]? = nil, level: Double
    ) -> Double? {
        guard !losses.isEmpty, (0..<1).contains(level) else { return nil }
        let weights =
            probabilities ?? [Double](repeating: 1 / Double(losses.count), count: losses.count)
        precondition(weights.count == losses.count)
        let order = losses.indices.sorted { losses[$0] > losses[$1] }
        var left = 1 - level
        var sum = CompensatedSum()
        for index in order {
            let taken = min(left, weights[index])
            sum.add(taken * losses[index])
            left -= taken
            if left <= 0 { break }
        }
        return sum.value / (1 - level)
    }

    /// The least and the most loss that may be called the α-quantile: between them the objective of
    /// the shortfall is flat.
    public static func valueAtRisk(
        _ losses: [Double], level: Double
    ) -> ClosedRange<Double>? {
        guard !losses.isEmpty, level > 0, level < 1 else { return nil }
        let sorted = losses.sorted()
        let place = level * Double(sorted.count)
        let (low, high) = (Int((place - 1e-9).rounded(.up)) - 1, Int((place + 1e-9).rounded(.down)))
        return sorted[max(0, low)]...sorted[min(sorted.count - 1, max(low, high))]
    }
}

/// What each of some plans comes to in each of some states (таблица решений).
public struct DecisionTable: Hashable, Sendable {
    /// Plans by states.
    public let payoffs: [[Double]]

    public init(_ payoffs: [[Double]]) {
        precondition(Set(payoffs.map(\.count)).count <= 1)
        self.payoffs = payoffs
    }

    /// The worst of each plan (критерий Вальда).
    public var worst: [Double] { payoffs.map { $0.min() ?? 0 } }

    /// Part of the best and part of the worst (критерий Гурвица).
    public func hurwicz(optimism: Double) -> [Double] {
        payoffs.map { optimism * ($0.max() ?? 0) + (1 - optimism) * ($0.min() ?? 0) }
    }

    /// How much each plan may fall behind the best of its state (критерий Сэвиджа).
    public var largestRegrets: [Double] {
        guard let states = payoffs.first?.count else { return [] }
        let best = (0..<states).map { state in payoffs.map { $0[state] }.max() ?? 0 }
        return payoffs.map { row in zip(best, row).map { $0 - $1 }.max() ?? 0 }
    }

    /// What it is worth to know the state beforehand: the mean of the best of each state less the
    /// best of the means.
    public func perfectInformation(_ probabilities: [Double]) -> Double {
        guard let states = payoffs.first?.count else { return 0 }
        let known = (0..<states).map { state in
            probabilities[state] * (payoffs.map { $0[state] }.max() ?? 0)
        }.compensatedSum()
        let means = payoffs.map { row in
            zip(probabilities, row).map { $0 * $1 }.compensatedSum()
        }
        return known - (means.max() ?? 0)
    }
}

/// How the effects of projects may turn out.
public struct Scenario: Hashable, Sendable {
    public var name: String
    public var probability: Double
    /// What each effect of each candidate is multiplied by.
    public var factors: [FourEffects]

    public init(_ name: String, probability: Double, factors: [FourEffects]) {
        self.name = name
        self.probability = probability
        self.factors = factors
    }
}

/// A plan chosen with an eye on what may come.
public struct RobustAnswer: Hashable, Sendable {
    public let plan: Plan
    /// What it comes to in each scenario.
    public let outcomes: [Double]
    public let mean: Double
    /// Mean of the worst 1 − α of outcomes.
    public let worstMean: Double
    public let status: SolverAnswer.Status

    /// - Parameter level: The share of cases that are not among the worst.
    public init(
        _ plan: Plan, _ status: SolverAnswer.Status, _ outcomes: [Double],
        _ probabilities: [Double], _ level: Double
    ) {
        self.plan = plan
        self.status = status
        self.outcomes = outcomes
        mean = zip(probabilities, outcomes).map { $0 * $1 }.compensatedSum()
        let shortfall = TailRisk.expectedShortfall(
            outcomes.map { -$0 }, probabilities: probabilities, level: level)
        worstMean = -(shortfall ?? 0)
    }
}

extension ProgrammeData {
    /// The same with effects as they turn out in a scenario.
    public func turned(_ scenario: Scenario) -> ProgrammeData {
        precondition(scenario.factors.count == candidates.count)
        var copy = self
        for (index, factors) in scenario.factors.enumerated() {
            for kind in EffectKind.allCases where factors[kind] != 1 {
                let old = candidates[index].effects[kind.position]
                copy.candidates[index].effects[kind.position] = Profile(
                    old.values.map { $0 * factors[kind] }, lasting: old.lasting * factors[kind])
            }
        }
        return copy
    }

    /// What a plan comes to in each scenario, reckoned from the plan alone.
    public func outcomes(
        _ plan: Plan, _ weights: FourEffects, _ scenarios: [Scenario]
    ) -> [Double] {
        scenarios.map { turned($0).objective(of: plan, weights) }
    }
}

extension ProgrammeSearch {
    /// What every variable adds to the weighted effects in a scenario, less penalties.
    private func coefficients(
        _ programme: ProgrammeModel, _ weights: FourEffects, _ scenario: Scenario
    ) -> [Double] {
        precondition(scenario.factors.count == programme.data.candidates.count)
        var weighed = programme
        weighed.weigh(FourEffects())
        // Penalties, which no scenario changes.
        var sums = weighed.model.costs
        for kind in EffectKind.allCases where weights[kind] != 0 {
            var factors = [Double](repeating: 1, count: sums.count)
            for (candidate, variables) in programme.starts.enumerated() {
                for variable in variables.compactMap(\.self) {
                    factors[variable] = scenario.factors[candidate][kind]
                }
            }
            for (index, value) in programme.coefficients(of: kind).enumerated() {
                sums[index] += weights[kind] * value * factors[index]
            }
        }
        return sums
    }

    /// The best plan of each scenario, as if one knew that it comes.
    ///
    /// - Returns: nil where a scenario has no plan.
    public mutating func bestOfEach(
        _ programme: ProgrammeModel, weights: FourEffects, scenarios: [Scenario],
        start: Plan? = nil
    ) throws(ProgrammeFailure) -> [(plan: Plan, objective: Double)]? {
        var model = programme.model
        model.sense = .maximise
        var found: [(plan: Plan, objective: Double)] = []
        for scenario in scenarios {
            model.costs = coefficients(programme, weights, scenario)
            let answer = try solve(model, start.map(programme.start))
            guard let values = answer.values else { return nil }
            let plan = programme.plan(values)
            let own = programme.data.turned(scenario)
            let evaluation = PlanEvaluation(plan, own)
            guard evaluation.breaches.isEmpty else { return nil }
            found.append((plan, own.objective(evaluation, weights)))
        }
        return found
    }

    /// The plan with the most of (1 − λ) mean − λ shortfall over scenarios.
    ///
    ///     max (1 − λ) E[Z] − λ CVaR_α(−Z)
    ///
    /// - Parameters:
    ///   - aversion: λ, 0 for the mean alone, 1 for the worst cases alone.
    ///   - level: α.
    /// - Source: Rockafellar and Uryasev (2000); METHODS 7.5.
    public mutating func robust(
        _ programme: ProgrammeModel, weights: FourEffects, scenarios: [Scenario],
        aversion: Double, level: Double, start: Plan? = nil
    ) throws(ProgrammeFailure) -> RobustAnswer? {
        precondition(!scenarios.isEmpty && (0...1).contains(aversion) && (0..<1).contains(level))
        let outcomes = scenarios.map { coefficients(programme, weights, $0) }
        var model = programme.model
        model.sense = .maximise
        model.costs = [Double](repeating: 0, count: model.variableCount)
        for (scenario, own) in zip(scenarios, outcomes) {
            for (index, value) in own.enumerated() {
                model.costs[index] += (1 - aversion) * scenario.probability * value
            }
        }
        if aversion > 0 {
            // η and what each scenario's loss exceeds it by.
            let threshold = model.addVariable("threshold", from: -.infinity, cost: -aversion)
            for (scenario, own) in zip(scenarios, outcomes) {
                let excess = model.addVariable(
                    "excess", cost: -aversion * scenario.probability / (1 - level))
                model.addRow(
                    [LinearModel.Term(excess, 1), .init(threshold, 1)] + Self.terms(own), from: 0)
            }
        }
        let answer = try solve(model, start.map(programme.start))
        guard let values = answer.values else { return nil }
        return self.answer(values, answer.status, programme, weights, scenarios, level)
    }

    /// The plan whose largest shortfall behind the best of each scenario is least.
    ///
    /// - Parameter best: What the best plan of each scenario comes to (``bestOfEach``).
    /// - Source: Savage (1951); METHODS 7.5.
    public mutating func leastRegret(
        _ programme: ProgrammeModel, weights: FourEffects, scenarios: [Scenario], best: [Double],
        level: Double = 0, start: Plan? = nil
    ) throws(ProgrammeFailure) -> (answer: RobustAnswer, regret: Double)? {
        precondition(best.count == scenarios.count)
        var model = programme.model
        model.sense = .minimise
        model.costs = [Double](repeating: 0, count: model.variableCount)
        let regret = model.addVariable("regret", cost: 1)
        for (scenario, goal) in zip(scenarios, best) {
            let own = coefficients(programme, weights, scenario)
            model.addRow([LinearModel.Term(regret, 1)] + Self.terms(own), from: goal)
        }
        let answer = try solve(model, start.map(programme.start))
        guard let values = answer.values,
            let found = self.answer(values, answer.status, programme, weights, scenarios, level)
        else { return nil }
        return (found, zip(best, found.outcomes).map { $0 - $1 }.max() ?? 0)
    }

    private static func terms(_ row: [Double]) -> [LinearModel.Term] {
        row.enumerated().compactMap { $1 == 0 ? nil : LinearModel.Term($0, $1) }
    }

    private func answer(
        _ values: [Double], _ status: SolverAnswer.Status, _ programme: ProgrammeModel,
        _ weights: FourEffects, _ scenarios: [Scenario], _ level: Double
    ) -> RobustAnswer? {
        let plan = programme.plan(values)
        guard PlanEvaluation(plan, programme.data).breaches.isEmpty else { return nil }
        return RobustAnswer(
            plan, status, programme.data.outcomes(plan, weights, scenarios),
            scenarios.map(\.probability), level)
    }
}
