internal import Numerics

/// How far what counts may move before another plan is best (устойчивость плана к весам).
public struct WeightStability: Hashable, Sendable {
    /// Between which the weight of each effect may move while the others stay, by kind; no upper
    /// end where none was met.
    public let intervals: [Interval]
    /// The part of themselves by which all weights may move at once, each up or down; nil where no
    /// other plan was met up to ``limit``.
    public let radius: Double?
    public let searches: Int

    /// Weights are looked at up to this many times themselves.
    public static let limit = 10.0

    public struct Interval: Hashable, Sendable {
        public let kind: EffectKind
        public let lower: Double
        public let upper: Double?
    }
}

extension ProgrammeSearch {
    /// How far weights may move before a plan is no longer the best.
    ///
    /// What a plan comes to is linear in the weights, so the weights for which it is best are a
    /// convex set. Along a line one goes to its far end; where another plan is better there, back to
    /// where the two are equal, and asks again. Where none is better the plan is best all the way.
    /// For all weights at once it is enough to look at the corners of the box around them.
    ///
    /// - Source: METHODS 7.4; for the corners, convexity.
    /// - Complexity: for each line as many searches as better plans are met, and one.
    public mutating func weightStability(
        of plan: Plan, _ programme: ProgrammeModel, weights: FourEffects
    ) throws(ProgrammeFailure) -> WeightStability {
        var line = Line(plan, programme, weights)
        var intervals: [WeightStability.Interval] = []
        for kind in EffectKind.allCases where weights[kind] != 0 {
            var direction = FourEffects()
            direction[kind] = -weights[kind]
            let down = try line.reach(direction, upTo: 1, &self)
            direction[kind] = weights[kind]
            let most = WeightStability.limit - 1
            let up = try line.reach(direction, upTo: most, &self)
            intervals.append(
                .init(
                    kind: kind, lower: weights[kind] * (1 - (down ?? 1)),
                    upper: up.map { weights[kind] * (1 + $0) }))
        }
        let moved = EffectKind.allCases.filter { weights[$0] != 0 }
        var radius: Double?
        // All up and all down change nothing: they are left out.
        for corner in 1..<max(1, (1 << moved.count) - 1) {
            var direction = FourEffects()
            for (place, kind) in moved.enumerated() {
                direction[kind] = weights[kind] * (corner & (1 << place) == 0 ? -1 : 1)
            }
            if let reached = try line.reach(direction, upTo: radius ?? 1, &self) {
                radius = reached
            }
        }
        return WeightStability(intervals: intervals, radius: radius, searches: line.searches)
    }
}

/// Lines in the space of weights, from those that the plan is best for.
private struct Line {
    let programme: ProgrammeModel
    let weights: FourEffects
    let plan: Plan
    /// Effects of the plan, with penalties as a fifth that always counts 1.
    private let own: (effects: FourEffects, penalty: Double)
    /// Plans met on the way, which may be better elsewhere too.
    private var others: [(effects: FourEffects, penalty: Double)] = []
    var searches = 0

    init(_ plan: Plan, _ programme: ProgrammeModel, _ weights: FourEffects) {
        self.plan = plan
        self.programme = programme
        self.weights = weights
        own = Self.parts(plan, programme.data)
    }

    private static func parts(
        _ plan: Plan, _ data: ProgrammeData
    ) -> (effects: FourEffects, penalty: Double) {
        let evaluation = PlanEvaluation(plan, data)
        return (evaluation.effects, data.objective(evaluation, FourEffects()))
    }

    /// How far along a direction the plan stays the best.
    ///
    /// - Returns: nil where it stays so up to the end.
    mutating func reach(
        _ direction: FourEffects, upTo end: Double, _ search: inout ProgrammeSearch
    ) throws(ProgrammeFailure) -> Double? {
        var place = end
        for other in others {
            if let crossing = crossing(other, direction), crossing < place { place = crossing }
        }
        while true {
            let there = FourEffects(
                zip(weights.values, direction.values).map { $0 + place * $1 })
            searches += 1
            let answer = try search.best(
                programme, weights: there, start: plan, breaksTies: false)
            guard let found = answer.plan else { return place < end ? place : nil }
            let other = Self.parts(found, programme.data)
            // Equal to rounding, the plan is still as good as any.
            let value = own.effects.weighted(by: there) + own.penalty
            let best = other.effects.weighted(by: there) + other.penalty
            guard best > value + 1e-6 * max(1, abs(value)),
                let crossing = crossing(other, direction), crossing < place
            else { return place < end ? place : nil }
            others.append(other)
            place = max(0, crossing)
            if place == 0 { return 0 }
        }
    }

    /// Where another plan begins to be better; nil where it does not.
    private func crossing(
        _ other: (effects: FourEffects, penalty: Double), _ direction: FourEffects
    ) -> Double? {
        let difference = FourEffects(
            zip(own.effects.values, other.effects.values).map { $0 - $1 })
        let ahead = difference.weighted(by: weights) + own.penalty - other.penalty
        let slope = difference.weighted(by: direction)
        return slope < 0 ? max(0, ahead) / -slope : nil
    }
}
