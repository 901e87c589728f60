internal import Numerics

/// What two projects would add to each other, as far as what is known of them says (оценка
/// синергетического эффекта).
///
///     σ = κ · min(V_a, V_b) · e^{−d/τ} · max(flow, input, trade)
///
/// Each sign of a tie lies between 0 and 1, and what is not known is no tie. The bound κ · min(V)
/// keeps an estimate from being worth more than a part of the smaller project.
///
/// - Source: Ansoff (1965); METHODS 7.7.
public struct SynergyEstimator: Hashable, Sendable {
    /// κ, the most that a tie may be worth, as a share of the smaller project.
    public var share = 0.2
    /// τ, the distance in kilometres at which a tie is worth 1/e.
    public var reach = 100.0

    public init() {}

    /// What is known of a pair.
    public struct Signs: Hashable, Sendable {
        /// Of what the one takes, the part that the other gives; the larger of the two ways.
        public var flow: Double
        /// How much of the same they take: what both take over what either takes.
        public var input: Double
        /// How much their industries buy of each other, against the closest tie of any two.
        public var trade: Double
        /// Kilometres between them; nil where a place is not known, which counts as none.
        public var distance: Double?

        public init(flow: Double, input: Double, trade: Double, distance: Double?) {
            self.flow = flow
            self.input = input
            self.trade = trade
            self.distance = distance
        }
    }

    /// e^{−d/τ}.
    public func closeness(_ signs: Signs) -> Double {
        signs.distance.map { Elementary.exponential(-$0 / reach) } ?? 1
    }

    /// σ, a year; nothing where the smaller project brings nothing by itself.
    public func estimate(_ signs: Signs, smaller value: Double) -> Double {
        share * max(0, value) * closeness(signs) * max(signs.flow, signs.input, signs.trade)
    }

    /// Of what one takes, the part that another gives: the largest over what it takes.
    public static func flow(from outputs: [String: Double], to inputs: [String: Double]) -> Double {
        inputs.map { name, taken in
            taken > 0 ? min(1, max(0, outputs[name] ?? 0) / taken) : 0
        }.max() ?? 0
    }

    /// What both take over what either takes, of each thing, the largest.
    public static func shared(_ one: [String: Double], _ other: [String: Double]) -> Double {
        one.map { name, taken in
            guard let also = other[name], taken > 0, also > 0 else { return 0 }
            return min(taken, also) / max(taken, also)
        }.max() ?? 0
    }
}
