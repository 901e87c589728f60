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
    /// in which nothing is broken: what planners do with a list and a calculator. Where a limit is
    /// broken from the start, what lowers it is added before the rest.
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
        var over = limitsOver(plan)
        // Where a limit is broken before anything is done, what lowers it comes first.
        for index in order where over > 0 {
            for year in startYears(of: index) {
                var other = plan
                other.starts[index] = year
                let left = limitsOver(other)
                guard left < over, keepsRules(other, over: left) else { continue }
                (plan, over) = (other, left)
                break
            }
        }
        // A project may wait for another that comes later in the order: so once more round.
        for _ in 0..<2 {
            for index in order where plan.starts[index] == nil {
                for year in startYears(of: index) {
                    var other = plan
                    other.starts[index] = year
                    guard keepsRules(other, over: over) else { continue }
                    plan = other
                    break
                }
            }
        }
        return plan
    }

    /// By how much limits are broken, in all years together, each against its size.
    private func limitsOver(_ plan: Plan) -> Double {
        PlanEvaluation(plan, self).breaches.filter { $0.group == .limits }.map { breach in
            let most = breach.year.flatMap { limits[breach.subject]?.most[$0] } ?? 1
            return breach.amount / max(1, abs(most))
        }.compensatedSum()
    }

    /// Whether nothing is broken but targets, and limits no more than they were.
    private func keepsRules(_ plan: Plan, over: Double) -> Bool {
        PlanEvaluation(plan, self).breaches.allSatisfy {
            [.targets, .required, .limits].contains($0.group)
        } && limitsOver(plan) <= over
    }
}
