internal import Numerics
internal import Optimisation
internal import Region

/// Why a project starts when it does, each statement from a programme solved anew (METHODS 7.6).
public struct ProjectReasons: Hashable, Sendable {
    /// What the programme loses without the project; nil where there is no programme without it.
    public let worth: Double?
    /// A year earlier: what it would cost, or which groups of rules stand in the way.
    public let earlier: Shift?
    /// A year later.
    public let later: Shift?

    public struct Shift: Hashable, Sendable {
        /// The position of the year.
        public let year: Int
        /// What the objective loses; nil where no programme has the project start then.
        public let loss: Double?
        /// Groups of rules without which alone it could start then.
        public let blockers: [Breach.Group]
    }
}

extension ProgrammeSearch {
    /// What a project of a plan is worth, and what keeps it from starting earlier or later.
    ///
    /// - Complexity: three searches, and one for each group of rules where a year is closed.
    public mutating func reasons(
        for candidate: Int, in answer: ProgrammeAnswer, of programme: ProgrammeModel,
        weights: FourEffects
    ) throws(ProgrammeFailure) -> ProjectReasons? {
        guard let plan = answer.plan, let start = plan.starts[candidate],
            let objective = answer.objective
        else { return nil }
        var programme = programme
        programme.weigh(weights)
        var without = programme.model
        for variable in programme.starts[candidate].compactMap(\.self) {
            without.bound(variable, from: 0, to: 0)
        }
        let rest = try solve(without)
        return ProjectReasons(
            worth: rest.objective.map { objective - $0 },
            earlier: try shift(candidate, to: start - 1, programme, plan, objective),
            later: try shift(candidate, to: start + 1, programme, plan, objective))
    }

    private mutating func shift(
        _ candidate: Int, to year: Int, _ programme: ProgrammeModel, _ plan: Plan,
        _ objective: Double
    ) throws(ProgrammeFailure) -> ProjectReasons.Shift? {
        guard programme.data.years.indices.contains(year),
            let variable = programme.starts[candidate][year]
        else { return nil }
        var forced = programme.model
        forced.bound(variable, from: 1, to: 1)
        let answer = try solve(forced, programme.start(plan))
        if let other = answer.objective {
            return .init(year: year, loss: max(0, objective - other), blockers: [])
        }
        var blockers: [Breach.Group] = []
        for group in Breach.Group.allCases {
            var loosened = forced
            var isThere = false
            for (row, rule) in programme.rules.enumerated() where rule?.group == group {
                loosened.boundRow(row, from: -.infinity, to: .infinity)
                isThere = true
            }
            guard isThere else { continue }
            if try solve(loosened).values != nil { blockers.append(group) }
        }
        return .init(year: year, loss: nil, blockers: blockers)
    }

    /// What keeping an order costs: the best of the free order less the best with tiers.
    ///
    /// - Returns: nil where one of the two has no plan.
    public mutating func priceOfOrder(
        _ data: ProgrammeData, tiers: [Int: Int], weights: FourEffects
    ) throws(ProgrammeFailure) -> (price: Double, ordered: ProgrammeAnswer, free: ProgrammeAnswer)?
    {
        var (ordered, free) = (data, data)
        ordered.tierThresholds = tiers
        free.tierThresholds = [:]
        let models: [ProgrammeModel]
        do throws(ProgrammeFault) {
            models = [try ProgrammeModel(ordered), try ProgrammeModel(free)]
        } catch { throw .data(error) }
        let first = try best(models[0], weights: weights, breaksTies: false)
        let second = try best(models[1], weights: weights, breaksTies: false)
        guard let one = first.objective, let other = second.objective else { return nil }
        return (other - one, first, second)
    }
}
