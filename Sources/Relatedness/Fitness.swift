public import Region

/// Fitness of places and complexity of activities (фитнес-сложность).
public struct Fitness: Hashable, Sendable {
    /// Of places and of activities.
    public let places: [Double]
    public let activities: [Double]
    public let steps: Int

    /// The classic iteration: fit places make complex activities, and an activity is as complex as
    /// the least fit place that makes it lets it be.
    ///
    ///     F_r ← Σ_p M_rp Q_p,   Q_p ← 1 / Σ_r M_rp / F_r,   both over their means
    ///
    /// Values of some places go to 0: only ranks are stable.
    ///
    /// - Parameters:
    ///   - steps: How often; nil until the ranks have not moved for twenty steps.
    /// - Throws: `notConverged` after 10,000 steps.
    /// - Source: Tacchella et al. (2012); METHODS 2.4.
    public init(classic presence: Presence, steps: Int? = nil) throws(Undefined) {
        var places = [Double](repeating: 1, count: presence.places)
        var activities = [Double](repeating: 1, count: presence.activities)
        var ranks: [Int] = []
        var still = 0
        var done = 0
        while steps.map({ done < $0 }) ?? (still < 20) {
            guard done < 10_000 else { throw .notConverged(iterations: done, residual: 1) }
            let next = Self.placeSums(presence, activities)
            let burdens = Self.activitySums(presence, places.map { 1 / max($0, 1e-300) })
            activities = Self.overMean(burdens.map { $0 > 0 ? 1 / $0 : 0 })
            places = Self.overMean(next)
            done += 1
            let order = places.indices.sorted { (places[$1], $0) < (places[$0], $1) }
            still = order == ranks ? still + 1 : 0
            ranks = order
        }
        (self.places, self.activities, self.steps) = (places, activities, done)
    }

    /// The variant in which nothing vanishes.
    ///
    ///     F_r = δ² + Σ_p M_rp / P_p,   P_p = 1 + Σ_r M_rp / F_r,   complexity Q_p = 1 / P_p
    ///
    /// - Throws: `notConverged` after 10,000 steps.
    /// - Source: Servedio et al. (2018), A new and stable estimation method of country economic
    ///   fitness; METHODS 2.4.
    public init(nonVanishing presence: Presence, delta: Double = 0.01) throws(Undefined) {
        var places = [Double](repeating: 1, count: presence.places)
        var burdens = [Double](repeating: 1, count: presence.activities)
        for step in 1...10_000 {
            let next = Self.placeSums(presence, burdens.map { 1 / $0 }).map { delta * delta + $0 }
            let heavier = Self.activitySums(presence, next.map { 1 / $0 }).map { 1 + $0 }
            let change = zip(next + heavier, places + burdens).map { abs($0 - $1) / $0 }.max() ?? 0
            (places, burdens) = (next, heavier)
            if change < 1e-12 {
                (self.places, self.activities, self.steps) = (places, burdens.map { 1 / $0 }, step)
                return
            }
        }
        throw .notConverged(iterations: 10_000, residual: 1)
    }

    private static func placeSums(_ presence: Presence, _ values: [Double]) -> [Double] {
        (0..<presence.places).map { place in
            presence.activities(of: place).reduce(0) { $0 + values[$1] }
        }
    }

    private static func activitySums(_ presence: Presence, _ values: [Double]) -> [Double] {
        (0..<presence.activities).map { activity in
            presence.places(of: activity).reduce(0) { $0 + values[$1] }
        }
    }

    private static func overMean(_ values: [Double]) -> [Double] {
        let mean = values.reduce(0, +) / Double(max(1, values.count))
        return mean > 0 ? values.map { $0 / mean } : values
    }
}
