internal import CSpecialFunctions

/// A number that is not known for sure, as a distribution (неопределённое число).
///
/// - Source: METHODS 8.4; Malcolm et al. (1959) for PERT.
public enum Uncertain: Hashable, Sendable {
    case certain(Double)
    case uniform(low: Double, high: Double)
    case triangular(low: Double, likeliest: Double, high: Double)
    /// Beta on [low, high] with α = 1 + 4 (m − a) / (b − a), β = 1 + 4 (b − m) / (b − a): its mean
    /// is (a + 4 m + b) / 6.
    case pert(low: Double, likeliest: Double, high: Double)
    case normal(mean: Double, deviation: Double)
    /// By the mean and the coefficient of variation of the number itself.
    case lognormal(mean: Double, variation: Double)
    /// Some values with their chances, which sum to 1.
    case discrete(values: [Double], chances: [Double])
    /// As often as it was seen: quantiles of the values (type 7).
    case empirical([Double])

    /// Where a price is after some years that moves by chance about a steady growth (geometric
    /// Brownian motion).
    ///
    /// - Parameters:
    ///   - growth: Of its mean, a year, continuous.
    ///   - volatility: Of the logarithm, a year.
    public static func brownian(
        from start: Double, growth: Double, volatility: Double, years: Double
    ) -> Uncertain {
        .lognormal(
            mean: start * Elementary.exponential(growth * years),
            variation: (Elementary.exponential(volatility * volatility * years) - 1).squareRoot())
    }

    /// Whether it is a distribution at all: ends in order, deviations not negative, all finite.
    public var isValid: Bool {
        switch self {
        case .certain(let value): value.isFinite
        case .uniform(let low, let high): low.isFinite && high.isFinite && low <= high
        case .triangular(let low, let middle, let high), .pert(let low, let middle, let high):
            low.isFinite && high.isFinite && low <= middle && middle <= high
        case .normal(let mean, let deviation):
            mean.isFinite && deviation.isFinite && deviation >= 0
        case .lognormal(let mean, let variation):
            mean.isFinite && mean > 0 && (variation * variation).isFinite && variation >= 0
        case .discrete(let values, let chances):
            !values.isEmpty && values.count == chances.count && values.allSatisfy(\.isFinite)
                && chances.allSatisfy { $0 >= 0 } && abs(chances.reduce(0, +) - 1) < 1e-9
        case .empirical(let values): !values.isEmpty && values.allSatisfy(\.isFinite)
        }
    }

    public var mean: Double {
        switch self {
        case .certain(let value): value
        case .uniform(let low, let high): (low + high) / 2
        case .triangular(let low, let middle, let high): (low + middle + high) / 3
        case .pert(let low, let middle, let high): (low + 4 * middle + high) / 6
        case .normal(let mean, _), .lognormal(let mean, _): mean
        case .discrete(let values, let chances):
            zip(values, chances).reduce(0) { $0 + $1.0 * $1.1 }
        case .empirical(let values): values.mean ?? 0
        }
    }

    /// The least and the most it can be; nil where it has no ends.
    public var bounds: ClosedRange<Double>? {
        switch self {
        case .certain(let value): return value...value
        case .uniform(let low, let high), .triangular(let low, _, let high),
            .pert(let low, _, let high):
            return low...high
        case .normal, .lognormal: return nil
        case .discrete(let values, let chances):
            let possible = zip(values, chances).filter { $0.1 > 0 }.map(\.0)
            return possible.min().flatMap { low in possible.max().map { low...$0 } }
        case .empirical(let values):
            return values.min().flatMap { low in values.max().map { low...$0 } }
        }
    }

    public var isCertain: Bool {
        switch self {
        case .certain: true
        case .uniform(let low, let high), .triangular(let low, _, let high),
            .pert(let low, _, let high):
            low == high
        case .normal(_, let deviation): deviation == 0
        case .lognormal(_, let variation): variation == 0
        case .discrete(let values, let chances):
            Set(zip(values, chances).filter { $0.1 > 0 }.map(\.0)).count < 2
        case .empirical(let values): values.min() == values.max()
        }
    }

    /// The number that a share `probability` of draws is under.
    ///
    /// - Complexity: O(1); PERT by Newton's steps on the incomplete beta function.
    public func quantile(_ probability: Double) -> Double {
        precondition(probability > 0 && probability < 1)
        switch self {
        case .certain(let value): return value
        case .uniform(let low, let high): return low + probability * (high - low)
        case .triangular(let low, let middle, let high):
            let width = high - low
            guard width > 0 else { return low }
            let left = (middle - low) / width
            return probability <= left
                ? low + (probability * width * (middle - low)).squareRoot()
                : high - ((1 - probability) * width * (high - middle)).squareRoot()
        case .pert(let low, let middle, let high):
            let width = high - low
            guard width > 0 else { return low }
            let left = (middle - low) / width
            return low + width * uklad_beta_quantile(1 + 4 * left, 1 + 4 * (1 - left), probability)
        case .normal(let mean, let deviation):
            return mean + deviation * uklad_normal_quantile(probability)
        case .lognormal(let mean, let variation):
            let variance = Elementary.logarithm(1 + variation * variation)
            return mean
                * Elementary.exponential(
                    variance.squareRoot() * uklad_normal_quantile(probability) - variance / 2)
        case .discrete(let values, let chances):
            let order = values.indices.sorted { values[$0] < values[$1] }
            var sum = 0.0
            for place in order {
                sum += chances[place]
                if probability <= sum { return values[place] }
            }
            return order.last.map { values[$0] } ?? 0
        case .empirical(let values): return values.quantile(probability) ?? 0
        }
    }

    /// The same number in a unit that is so much smaller.
    public func scaled(by factor: Double) -> Uncertain {
        switch self {
        case .certain(let value): .certain(value * factor)
        case .uniform(let low, let high): .uniform(low: low * factor, high: high * factor)
        case .triangular(let low, let middle, let high):
            .triangular(low: low * factor, likeliest: middle * factor, high: high * factor)
        case .pert(let low, let middle, let high):
            .pert(low: low * factor, likeliest: middle * factor, high: high * factor)
        case .normal(let mean, let deviation):
            .normal(mean: mean * factor, deviation: deviation * factor)
        case .lognormal(let mean, let variation):
            .lognormal(mean: mean * factor, variation: variation)
        case .discrete(let values, let chances):
            .discrete(values: values.map { $0 * factor }, chances: chances)
        case .empirical(let values): .empirical(values.map { $0 * factor })
        }
    }

    /// The standard normal number that a share of draws is under, the ends of 0...1 a hair inside.
    static func normal(at share: Double) -> Double {
        uklad_normal_quantile(min(1 - 0x1p-53, max(0x1p-54, share)))
    }

    /// ``quantile(_:)`` of the share that a standard normal number is over: how correlated draws
    /// are made (Gaussian copula).
    public func value(atNormal z: Double) -> Double {
        switch self {
        case .certain(let value): return value
        case .normal(let mean, let deviation): return mean + deviation * z
        case .lognormal(let mean, let variation):
            let variance = Elementary.logarithm(1 + variation * variation)
            return mean * Elementary.exponential(variance.squareRoot() * z - variance / 2)
        default:
            let tiny = 0x1p-53
            return quantile(min(1 - tiny, max(tiny, uklad_normal_cdf(z))))
        }
    }
}

/// Quantiles of a distribution, ready for many draws.
///
/// Those of PERT take microseconds each; here they are worked out once at the nodes of a grid and
/// joined by cubics of Hermite, within 1e-8 of the width of the range.
public struct QuantileTable: Sendable {
    private let distribution: Uncertain
    private let nodes: [Double]
    private static let (low, step, count) = (-8.0, 1.0 / 128, 2049)

    public init(_ distribution: Uncertain) {
        self.distribution = distribution
        if case .pert = distribution, !distribution.isCertain {
            nodes = (0..<Self.count).map {
                distribution.value(atNormal: Self.low + Double($0) * Self.step)
            }
        } else {
            nodes = []
        }
    }

    /// ``Uncertain/value(atNormal:)``.
    public func value(atNormal z: Double) -> Double {
        guard !nodes.isEmpty else { return distribution.value(atNormal: z) }
        let place = min(max(0, (z - Self.low) / Self.step), Double(Self.count - 1))
        let left = min(Int(place), Self.count - 2)
        let t = place - Double(left)
        let (a, b) = (nodes[left], nodes[left + 1])
        let before = left > 0 ? nodes[left - 1] : 2 * a - b
        let after = left + 2 < Self.count ? nodes[left + 2] : 2 * b - a
        let (first, last) = ((b - before) / 2, (after - a) / 2)
        let square = t * t
        let cube = square * t
        return (2 * cube - 3 * square + 1) * a + (cube - 2 * square + t) * first
            + (3 * square - 2 * cube) * b + (cube - square) * last
    }
}

/// Draws of numbers that go together.
///
/// - Source: METHODS 8.4.
public struct CorrelatedDraws: Sendable {
    private let factor: Matrix

    /// - Parameter correlations: Between the normal numbers behind the draws, n × n.
    /// - Throws: ``NumericFailure/singular`` where they contradict each other.
    public init(_ correlations: Matrix) throws(NumericFailure) {
        factor = try correlations.choleskyFactor
    }

    /// Numbers that do not depend on each other.
    public init(independent count: Int) { factor = .identity(count) }

    /// Correlations that would be needed in the normal numbers for those of ranks (Spearman) to be
    /// as wanted: 2 sin(π ρ / 6).
    public static func normalCorrelation(ofRanks correlation: Double) -> Double {
        2 * Elementary.cosine(.pi / 2 - .pi * correlation / 6)
    }

    /// One draw of the normal numbers, with this correlation.
    public func draw(_ random: inout RandomStream) -> [Double] {
        let count = factor.rows
        let plain = (0..<count).map { _ in
            Uncertain.normal(at: random.unit())
        }
        return (0..<count).map { row in
            var sum = 0.0
            for column in 0...row { sum += factor[row, column] * plain[column] }
            return sum
        }
    }
}
