internal import Numerics
internal import Optimisation

/// What would have to give so that there is a programme at all (отчёт о несовместности).
public struct Relaxation: Hashable, Sendable {
    /// One rule loosened by so much, in its own unit.
    public struct Change: Hashable, Sendable {
        public let group: Breach.Group
        public let subject: String
        /// The position of the year; nil for rules of no year.
        public let year: Int?
        public let amount: Double
    }

    /// The groups that were allowed to give.
    public let groups: [Breach.Group]
    public let changes: [Change]
    /// Sum of the changes, each against the size of its rule.
    public let burden: Double
}

/// Why a programme cannot be kept, and the cheapest ways out.
public struct InfeasibilityReport: Hashable, Sendable {
    /// Rules that contradict each other and none of which can be left out; empty where the search
    /// for them was cut short.
    public let conflict: [Relaxation.Change]
    /// The least that has to give when every group may.
    public let least: Relaxation?
    /// At most three ways that loosen one group alone, the cheapest first.
    public let ways: [Relaxation]
}

extension ProgrammeSearch {
    /// Groups that the user may loosen.
    public static let soft: [Breach.Group] = [
        .budget, .labour, .limits, .targets, .resources, .required, .coFunding, .starts,
        .precedence, .tiers,
    ]

    /// Which rules stand in the way of a programme, in the user's own groups (METHODS 16.11).
    ///
    /// - Complexity: a search for each group, one for all, and one for each rule that gives.
    public mutating func infeasibility(
        of programme: ProgrammeModel
    ) throws(ProgrammeFailure) -> InfeasibilityReport {
        let least = try relaxation(of: programme, groups: Self.soft)
        var ways: [Relaxation] = []
        for group in Self.soft where programme.rules.contains(where: { $0?.group == group }) {
            if let way = try relaxation(of: programme, groups: [group]) { ways.append(way) }
        }
        ways.sort { ($0.burden, $0.groups[0].rawValue) < ($1.burden, $1.groups[0].rawValue) }
        return InfeasibilityReport(
            conflict: try conflict(of: programme), least: least, ways: Array(ways.prefix(3)))
    }

    /// The least that rules of some groups have to give; nil where that is not enough.
    public mutating func relaxation(
        of programme: ProgrammeModel, groups: [Breach.Group]
    ) throws(ProgrammeFailure) -> Relaxation? {
        var model = LinearModel(.minimise)
        let old = programme.model
        for index in 0..<old.variableCount {
            model.addVariable(
                old.names[index], from: old.lower[index], to: old.upper[index],
                isWhole: old.isWhole[index])
        }
        var slacks: [(variable: Int, rule: ProgrammeModel.Rule, size: Double)] = []
        for row in 0..<old.rowCount {
            var terms = old.terms(ofRow: row)
            if let rule = programme.rules[row], groups.contains(rule.group) {
                // Against the size of the rule, so that roubles and people can be compared.
                let (from, to) = (old.rowLower[row], old.rowUpper[row])
                let stated = abs(rule.isUpper && to.isFinite ? to : from.isFinite ? from : 0)
                let typical = terms.map { abs($0.weight) }.max() ?? 1
                let size = max(stated, typical, 1e-9)
                let slack = model.addVariable("slack", cost: 1 / size)
                // An equality gives downwards: what is required may stay out.
                terms.append(.init(slack, from.isFinite ? 1 : -1))
                slacks.append((slack, rule, size))
            }
            model.addRow(
                terms, named: old.rowNames[row], from: old.rowLower[row], to: old.rowUpper[row])
        }
        guard !slacks.isEmpty else { return nil }
        let found = try solve(model)
        guard let values = found.values else { return nil }
        let changes = slacks.compactMap { slack -> Relaxation.Change? in
            let amount = values[slack.variable]
            guard amount > 1e-7 * slack.size else { return nil }
            return .init(
                group: slack.rule.group, subject: slack.rule.subject, year: slack.rule.year,
                amount: amount)
        }
        return Relaxation(
            groups: groups, changes: changes,
            burden: slacks.map { values[$0.variable] / $0.size }.compensatedSum())
    }

    /// Rules none of which can be left out without the contradiction going away: what is not
    /// needed for it is taken out one after the other (deletion filter).
    private mutating func conflict(
        of programme: ProgrammeModel
    ) throws(ProgrammeFailure) -> [Relaxation.Change] {
        var programme = programme
        programme.weigh(FourEffects())
        let rows = programme.rules.indices.filter { programme.rules[$0] != nil }
        // By group, subject and year; whole groups first, since most are not part of it.
        func isFeasible() throws(ProgrammeFailure) -> Bool? {
            let found = try solve(programme.model)
            switch found.status {
            case .infeasible: return false
            case .optimal: return true
            default: return found.values == nil ? nil : true
            }
        }
        guard try isFeasible() == false else { return [] }
        var candidates = rows
        for group in Breach.Group.allCases {
            let own = rows.filter { programme.rules[$0]?.group == group }
            guard !own.isEmpty else { continue }
            let saved = own.map { (programme.model.rowLower[$0], programme.model.rowUpper[$0]) }
            for row in own { programme.model.boundRow(row, from: -.infinity, to: .infinity) }
            if try isFeasible() == false {
                candidates.removeAll { own.contains($0) }
            } else {
                for (row, ends) in zip(own, saved) {
                    programme.model.boundRow(row, from: ends.0, to: ends.1)
                }
            }
        }
        var kept: [Relaxation.Change] = []
        for row in candidates {
            let ends = (programme.model.rowLower[row], programme.model.rowUpper[row])
            programme.model.boundRow(row, from: -.infinity, to: .infinity)
            guard try isFeasible() != false else { continue }
            programme.model.boundRow(row, from: ends.0, to: ends.1)
            if let rule = programme.rules[row] {
                kept.append(
                    .init(
                        group: rule.group, subject: rule.subject, year: rule.year, amount: 0))
            }
        }
        return kept
    }
}
