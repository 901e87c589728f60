internal import Numerics
public import Optimisation

/// What a search for a programme came to.
public struct ProgrammeAnswer: Hashable, Sendable {
    public let status: SolverAnswer.Status
    /// The best plan found; nil where there is none.
    public let plan: Plan?
    public let evaluation: PlanEvaluation?
    /// The weighted effects of the plan less penalties, reckoned from the plan itself.
    public let objective: Double?
    /// No plan comes to more.
    public let bound: Double?
    public let seconds: Double
    public let nodes: Int

    /// (bound − objective) / |objective|; nil without a plan.
    public var relativeGap: Double? {
        guard let objective, let bound else { return nil }
        let gap = max(0, bound - objective) / max(abs(objective), 1e-9)
        // What is left of rounding is none.
        return gap < 1e-12 ? 0 : gap
    }
}

/// Why there is no answer at all.
public enum ProgrammeFailure: Error, Hashable, Sendable {
    case data(ProgrammeFault)
    case solver(SolverError)
    /// Somebody asked for the search to stop.
    case stopped
    /// No plan was found, though there may be one.
    case withoutPlan
}

extension ProgrammeData {
    /// The weighted effects of a plan less penalties for targets missed.
    public func objective(_ evaluation: PlanEvaluation, _ weights: FourEffects) -> Double {
        var sum = CompensatedSum()
        for kind in EffectKind.allCases { sum.add(weights[kind] * evaluation.effects[kind]) }
        for (name, short) in evaluation.shortfalls {
            guard let penalty = targets[name]?.penalty else { continue }
            for (year, amount) in short.enumerated() { sum.add(-discount(year) * penalty * amount) }
        }
        return sum.value
    }

    /// The same of a plan that is not evaluated yet.
    public func objective(of plan: Plan, _ weights: FourEffects) -> Double {
        objective(PlanEvaluation(plan, self), weights)
    }
}

/// Looks for the best programme.
public struct ProgrammeSearch: ~Copyable {
    private var solver: Solver
    public var options: SolverOptions
    /// Told of the search from time to time.
    public var progress: ((SolverProgress) -> Void)?
    public var isCancelled: () -> Bool = { Task.isCancelled }

    public init(_ options: SolverOptions = SolverOptions()) throws(ProgrammeFailure) {
        self.options = options
        do throws(SolverError) { solver = try Solver.open() } catch { throw .solver(error) }
    }

    /// The plan with the most of the weighted effects; of equal ones the cheapest, then the one
    /// that starts earliest.
    ///
    /// - Parameter start: A plan to begin from, such as the one before a change.
    public mutating func best(
        _ programme: ProgrammeModel, weights: FourEffects, start: Plan? = nil,
        breaksTies: Bool = true
    ) throws(ProgrammeFailure) -> ProgrammeAnswer {
        var programme = programme
        programme.weigh(weights)
        let first = try solve(programme.model, start.map(programme.start))
        guard first.status == .optimal, breaksTies, let values = first.values,
            let objective = first.objective
        else { return answer(first, programme, weights) }

        // Of all plans as good: the cheapest, then the earliest. Both objectives are small beside
        // what may be lost of the first.
        var second = programme.model
        let kept = zip(programme.model.costs.indices, programme.model.costs)
            .map { LinearModel.Term($0, $1) }
        let slack = 1e-9 * max(1, abs(objective))
        second.addRow(kept, named: "kept", from: objective - slack)
        second.sense = .minimise
        let costs = programme.costs
        let scale = max(1e-9, costs.map(abs).max() ?? 1)
        let count = Double(programme.data.years.count * programme.data.candidates.count + 1)
        second.costs = costs.map { $0 / scale }
        for (index, years) in programme.starts.enumerated() {
            for (year, variable) in years.enumerated() {
                guard let variable else { continue }
                let early = 1e-4 * Double(year) / count
                let order = 1e-8 * Double(index) / count
                second.costs[variable] += early + order
            }
        }
        let settled = try solve(second, values)
        // The second search only settles ties; where it is cut short the first answer stands.
        guard settled.status == .optimal, settled.values != nil else {
            return answer(first, programme, weights)
        }
        return answer(first, programme, weights, settled: settled)
    }

    /// Solves a model of the programme's variables.
    mutating func solve(
        _ model: LinearModel, _ start: [Double]? = nil
    ) throws(ProgrammeFailure) -> SolverAnswer {
        let memory = SearchMemory.current
        let question: [UInt8]? = memory == nil ? nil : question(model, start)
        if let question, let known = memory?.recall(question), isSound(known, for: model) {
            return known
        }
        do throws(SolverError) {
            let answer = try solver.solve(
                model, options, start: start, progress: progress, isCancelled: isCancelled)
            if let question { memory?.keep(question, answer) }
            return answer
        } catch { throw .solver(error) }
    }

    /// What an answer depends on.
    private func question(_ model: LinearModel, _ start: [Double]?) -> [UInt8] {
        var bytes = Array("HiGHS \(solver.version)\n".utf8)
        bytes += options.content + model.content
        if let start { start.withUnsafeBytes { bytes += $0 } }
        return bytes
    }

    /// Whether a kept answer keeps the rules: a file may have been changed.
    private func isSound(_ answer: SolverAnswer, for model: LinearModel) -> Bool {
        guard let values = answer.values else { return true }
        return model.violation(of: values) <= Solver.tolerance
    }

    /// The answer as our own arithmetic has it: a plan that breaks a rule is none.
    ///
    /// - Parameter settled: A second search among plans as good as the first found.
    private func answer(
        _ found: SolverAnswer, _ programme: ProgrammeModel, _ weights: FourEffects,
        settled: SolverAnswer? = nil
    ) -> ProgrammeAnswer {
        let plan = (settled ?? found).values.map(programme.plan)
        let evaluation = plan.map { PlanEvaluation($0, programme.data) }
        let isSound = evaluation?.breaches.isEmpty ?? false
        return ProgrammeAnswer(
            status: plan != nil && !isSound ? .failed : found.status,
            plan: isSound ? plan : nil, evaluation: isSound ? evaluation : nil,
            objective: isSound
                ? evaluation.map { programme.data.objective($0, weights) } : nil,
            bound: found.bound, seconds: found.seconds + (settled?.seconds ?? 0),
            nodes: found.nodes + (settled?.nodes ?? 0))
    }
}
