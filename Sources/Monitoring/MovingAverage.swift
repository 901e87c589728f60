/// A mean in which each value counts less the older it is, between limits that chance keeps it in.
///
/// z_t = λ x_t + (1 − λ) z_{t−1}, limits ± L √(λ / (2 − λ) (1 − (1 − λ)^{2t})).
///
/// - Source: Roberts (1959), Control chart tests based on geometric moving averages.
public struct MovingAverage: Hashable, Sendable {
    /// After each value; a missing one changes nothing.
    public let values: [Double]
    public let limits: [Double]

    /// - Parameter scores: Standardised values; NaN where one is missing.
    public init(_ scores: [Double], weight: Double = 0.2, width: Double = 3) {
        var (values, limits): ([Double], [Double]) = ([], [])
        var (mean, left) = (0.0, 1.0)
        for score in scores {
            if !score.isNaN {
                mean = weight * score + (1 - weight) * mean
                left *= (1 - weight) * (1 - weight)
            }
            values.append(mean)
            limits.append(width * (weight / (2 - weight) * (1 - left)).squareRoot())
        }
        self.values = values
        self.limits = limits
    }

    /// Positions outside the limits.
    public var alarms: [Int] { values.indices.filter { abs(values[$0]) > limits[$0] } }
}
