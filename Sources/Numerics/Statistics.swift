/// Which divisor a variance takes.
public enum VarianceKind: Sendable {
    /// n − 1: the data are a sample.
    case sample
    /// n: the data are all there is.
    case population
}

extension Collection where Element == Double {
    /// The arithmetic mean; nil for no element.
    public var mean: Double? {
        isEmpty ? nil : compensatedSum() / Double(count)
    }

    /// The variance by the corrected two-pass rule; nil where the divisor would be 0.
    ///
    /// - Source: Chan, Golub and LeVeque (1983), equation 1.7.
    public func variance(_ kind: VarianceKind) -> Double? {
        let divisor = kind == .sample ? count - 1 : count
        guard divisor > 0, let mean else { return nil }
        var squares = CompensatedSum()
        var remainder = CompensatedSum()
        for element in self {
            let deviation = element - mean
            squares.add(deviation * deviation)
            remainder.add(deviation)
        }
        let correction = remainder.value * remainder.value / Double(count)
        return Swift.max(0, (squares.value - correction) / Double(divisor))
    }

    /// The standard deviation; nil where the divisor of the variance would be 0.
    public func standardDeviation(_ kind: VarianceKind) -> Double? {
        variance(kind)?.squareRoot()
    }

    /// The quantile of type 7 (linear interpolation between order statistics); nil for no element.
    ///
    /// - Source: Hyndman and Fan (1996), definition 7.
    public func quantile(_ probability: Double) -> Double? {
        sorted().quantileOfSorted(probability)
    }

    /// The middle of the sorted elements; nil for none.
    public var median: Double? { quantile(0.5) }
}

extension RandomAccessCollection where Element == Double, Index == Int {
    /// The quantile of type 7 of elements that are already in ascending order.
    public func quantileOfSorted(_ probability: Double) -> Double? {
        precondition((0...1).contains(probability), "a probability is in 0...1")
        guard !isEmpty else { return nil }
        let position = probability * Double(count - 1)
        let below = Int(position.rounded(.down))
        let fraction = position - Double(below)
        let low = self[startIndex + below]
        guard fraction > 0 else { return low }
        let high = self[startIndex + below + 1]
        return low + fraction * (high - low)
    }

    /// Between which numbers a quantile of the whole lies with a chance of 95 %, by order
    /// statistics: how many of so many draws fall under it is binomial, here near enough normal.
    ///
    /// - Source: Davison and Hinkley (1997); METHODS 8.4.
    public func quantileIntervalOfSorted(_ probability: Double) -> Interval? {
        let width =
            1.96
            * (probability * (1 - probability) / Double(Swift.max(1, count)))
            .squareRoot()
        guard let low = quantileOfSorted(Swift.max(0, probability - width)),
            let high = quantileOfSorted(Swift.min(1, probability + width))
        else { return nil }
        return Interval(low, high)
    }
}
