/// A closed interval of real numbers: every value that a hidden figure may have, and every value
/// that a result of it may have.
///
/// Arithmetic gives an interval that holds the result for every choice of the operands (Moore
/// 1966). It is exact where each operand stands once in a formula, else it may be too wide, never
/// too narrow but for the rounding of its ends.
public struct Interval: Hashable, Sendable {
    public let low: Double
    public let high: Double

    /// The interval between two numbers in either order; NaN makes both ends NaN.
    public init(_ one: Double, _ other: Double) {
        guard !one.isNaN, !other.isNaN else {
            (low, high) = (.nan, .nan)
            return
        }
        low = Swift.min(one, other)
        high = Swift.max(one, other)
    }

    public init(_ number: Double) {
        low = number
        high = number
    }

    public var isPoint: Bool { low == high }
    public var isFinite: Bool { low.isFinite && high.isFinite }

    public func contains(_ number: Double) -> Bool { low <= number && number <= high }

    /// The smallest interval that holds all of some numbers; NaN ends where one is NaN or none is
    /// given.
    public init(holding numbers: some Sequence<Double>) {
        var (low, high) = (Double.infinity, -Double.infinity)
        for number in numbers {
            guard !number.isNaN else {
                self.init(.nan)
                return
            }
            low = Swift.min(low, number)
            high = Swift.max(high, number)
        }
        self.init(low <= high ? low : .nan, low <= high ? high : .nan)
    }

    /// The image under a function that never falls, or never rises.
    public func mappedMonotonically(_ transform: (Double) -> Double) -> Interval {
        isPoint ? Interval(transform(low)) : Interval(transform(low), transform(high))
    }

    public static func + (left: Interval, right: Interval) -> Interval {
        Interval(left.low + right.low, left.high + right.high)
    }

    public static func - (left: Interval, right: Interval) -> Interval {
        Interval(left.low - right.high, left.high - right.low)
    }

    public static func * (left: Interval, right: Interval) -> Interval {
        Interval(holding: [
            left.low * right.low, left.low * right.high, left.high * right.low,
            left.high * right.high,
        ])
    }

    /// The quotient; without bounds, as NaN, where the divisor may be 0 or is not finite.
    public static func / (left: Interval, right: Interval) -> Interval {
        guard right.isFinite, !right.contains(0) else { return Interval(.nan) }
        return Interval(holding: [
            left.low / right.low, left.low / right.high, left.high / right.low,
            left.high / right.high,
        ])
    }

    public static prefix func - (operand: Interval) -> Interval {
        Interval(-operand.high, -operand.low)
    }

    public var absolute: Interval {
        if low >= 0 { return self }
        if high <= 0 { return -self }
        return Interval(0, Swift.max(-low, high))
    }

    /// The image under a function that falls up to a point and rises from there.
    public func mappedConvexly(lowestAt bottom: Double, _ transform: (Double) -> Double) -> Interval
    {
        var values = [transform(low), transform(high)]
        if contains(bottom) { values.append(transform(bottom)) }
        return Interval(holding: values)
    }
}

extension Sequence where Element == Interval {
    /// The compensated sum of the ends.
    public func sum() -> Interval {
        var (low, high) = (CompensatedSum(), CompensatedSum())
        for term in self {
            low.accumulate(term.low)
            high.accumulate(term.high)
        }
        return Interval(low.value, high.value)
    }
}
