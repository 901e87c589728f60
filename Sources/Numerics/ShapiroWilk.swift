private import Foundation

/// The test of Shapiro and Wilk whether numbers come from a normal distribution.
public struct ShapiroWilk: Hashable, Sendable {
    /// `W`, near 1 for normal data.
    public let statistic: Double
    /// The probability of a `W` as small as this or smaller from normal data.
    public let probability: Double

    /// The weights of the ordered numbers, those of the lower half being the negatives of these in
    /// reverse order and of the middle one 0: W = (Σ a x)² / Σ (x − x̄)².
    public static func weights(count: Int) -> [Double]? {
        guard (3...5000).contains(count) else { return nil }
        let half = count / 2
        var upper = [Double](repeating: 0, count: half)
        if count == 3 {
            upper[0] = 0.5.squareRoot()
        } else {
            // Expected normal order statistics after Blom; the largest one or two weights come
            // from polynomials in 1/√n.
            let scores = (1...half).map { rank in
                -(Distributions.normalQuantile((Double(rank) - 0.375) / (Double(count) + 0.25)) ?? 0)
            }
            let squares = 2 * scores.map { $0 * $0 }.compensatedSum()
            let root = squares.squareRoot()
            let step = 1 / Double(count).squareRoot()
            let first =
                polynomial([0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056], step)
                + scores[0] / root
            upper[0] = first
            var given = 1
            var rest = squares - 2 * scores[0] * scores[0]
            var left = 1 - 2 * first * first
            if count > 5 {
                let second =
                    polynomial([0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633], step)
                    + scores[1] / root
                upper[1] = second
                given = 2
                rest -= 2 * scores[1] * scores[1]
                left -= 2 * second * second
            }
            let factor = (rest / left).squareRoot()
            for index in given..<max(given, half) { upper[index] = scores[index] / factor }
        }
        let middle: [Double] = count.isMultiple(of: 2) ? [] : [0]
        return upper.map { -$0 } + middle + upper.reversed()
    }

    /// The test of some numbers; nil for fewer than 3 or more than 5,000, for equal ones and for
    /// one that is not finite.
    ///
    /// - Complexity: O(n log n).
    /// - Source: Royston (1995), algorithm AS R94, without censoring.
    public init?(_ numbers: [Double]) {
        let sorted = numbers.sorted()
        guard let weights = ShapiroWilk.weights(count: sorted.count),
            sorted.allSatisfy(\.isFinite), let variance = sorted.variance(.population),
            sorted[0] < sorted[sorted.count - 1]
        else { return nil }
        let spread = variance * Double(sorted.count)
        let scale = zip(weights, sorted).map(*).compensatedSum()
        let found = min(1, scale * scale / spread)
        guard found.isFinite else { return nil }
        statistic = found
        probability = ShapiroWilk.probability(found, count: sorted.count)
    }

    private static func probability(_ statistic: Double, count: Int) -> Double {
        let size = Double(count)
        if count == 3 {
            let least = asin(0.75.squareRoot())
            return max(0, 6 / Double.pi * (asin(statistic.squareRoot()) - least))
        }
        guard statistic < 1 else { return 1 }
        var score = log(1 - statistic)
        let mean: Double
        let deviation: Double
        if count <= 11 {
            let bound = polynomial([-2.273, 0.459], size)
            guard score < bound else { return 1e-99 }
            score = -log(bound - score)
            mean = polynomial([0.544, -0.39978, 0.025054, -6.714e-4], size)
            deviation = exp(polynomial([1.3822, -0.77857, 0.062767, -0.0020322], size))
        } else {
            let logarithm = log(size)
            mean = polynomial([-1.5861, -0.31082, -0.083751, 0.0038915], logarithm)
            deviation = exp(polynomial([-0.4803, -0.082676, 0.0030302], logarithm))
        }
        return Distributions.normalCumulative(-(score - mean) / deviation) ?? 0
    }

    private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
        coefficients.reversed().reduce(0) { $0 * x + $1 }
    }
}
