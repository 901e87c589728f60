internal import Numerics

/// What is put first where a plan is made without a solver.
public enum GreedyRule: Hashable, Sendable {
    /// Most effect for the money.
    case effectForMoney
    /// Most effect.
    case effect
}

extension ProgrammeData {
    /// A plan made by adding one project after the other, the best first, each in the earliest year
    /// in which nothing is broken: what planners do with a list and a calculator.
    ///
    /// Targets are not looked at: whether they are reached is said by the evaluation.
    ///
    /// - Parameter byTier: Whether all of a tier come before any of the next.
    /// - Complexity: O(candidates² · years²).
    public func greedyPlan(
        weights: FourEffects, rule: GreedyRule, byTier: Bool = false
    ) -> Plan {
        let worth = candidates.map { candidate in
            EffectKind.allCases.map { kind in
                weights[kind]
                    * years.indices.map { discount($0) * candidate.effects[kind.position][$0] }
                    .compensatedSum()
            }.compensatedSum()
        }
        let cost = candidates.map { candidate in
            candidate.funding.values.map { profile in
                years.indices.map { discount($0) * profile[$0] }.compensatedSum()
            }.compensatedSum()
        }
        let score = candidates.indices.map { index in
            rule == .effect ? worth[index] : worth[index] / max(cost[index], 1e-9)
        }
        // What is required comes first, whatever it is worth.
        let order = candidates.indices.filter { worth[$0] > 0 || candidates[$0].isRequired }
            .sorted { one, other in
                let (a, b) = (candidates[one], candidates[other])
                if a.isRequired != b.isRequired { return a.isRequired }
                if byTier, a.tier != b.tier { return (a.tier ?? .max) < (b.tier ?? .max) }
                return score[one] != score[other] ? score[one] > score[other] : one < other
            }
        var plan = Plan([Int?](repeating: nil, count: candidates.count))
        // A project may wait for another that comes later in the order: so once more round.
        for _ in 0..<2 {
            for index in order where plan.starts[index] == nil {
                for year in startYears(of: index) {
                    plan.starts[index] = year
                    if PlanEvaluation(plan, self).breaches.allSatisfy({
                        $0.group == .targets || $0.group == .required
                    }) {
                        break
                    }
                    plan.starts[index] = nil
                }
            }
        }
        return plan
    }
}
