/// Sums of what is over and under a target, each beginning anew where nothing is left of it.
///
/// C⁺ = max(0, C⁺ + z − k), C⁻ = max(0, C⁻ − z − k); an alarm where one of them exceeds h, after which
/// both begin anew. With k = 0.5 and h = 4 a shift of one standard deviation is found after some eight
/// values, and an alarm without cause comes once in about 168.
///
/// - Source: Page (1954), Continuous inspection schemes.
public struct CumulativeSums: Hashable, Sendable {
    public struct Alarm: Hashable, Sendable {
        /// The position of the value that gave it.
        public let position: Int
        /// The position of the first value since the sum was last zero: when the change began.
        public let since: Int
        public let isUpward: Bool
    }

    /// C⁺ and C⁻ after each value; a missing one changes nothing.
    public let upper: [Double]
    public let lower: [Double]
    public let alarms: [Alarm]

    /// - Parameter scores: Standardised values; NaN where one is missing.
    public init(_ scores: [Double], allowance: Double = 0.5, limit: Double = 4) {
        var (high, low) = (0.0, 0.0)
        var (highSince, lowSince) = (0, 0)
        var (upper, lower): ([Double], [Double]) = ([], [])
        var alarms: [Alarm] = []
        for (position, score) in scores.enumerated() {
            if !score.isNaN {
                if high == 0 { highSince = position }
                if low == 0 { lowSince = position }
                high = max(0, high + score - allowance)
                low = max(0, low - score - allowance)
            }
            upper.append(high)
            lower.append(low)
            guard !score.isNaN else { continue }
            if high > limit {
                alarms.append(Alarm(position: position, since: highSince, isUpward: true))
            } else if low > limit {
                alarms.append(Alarm(position: position, since: lowSince, isUpward: false))
            }
            if max(high, low) > limit { (high, low) = (0, 0) }
        }
        self.upper = upper
        self.lower = lower
        self.alarms = alarms
    }
}
