internal import Numerics

/// Whether a short series rises or falls, without asking how it is distributed.
///
/// - Source: Mann (1945), Kendall (1975) for the test; Theil (1950), Sen (1968) for the slope.
public struct MonotoneTrend: Hashable, Sendable {
    /// S: pairs that rise less pairs that fall.
    public let score: Double
    /// z with the correction for continuity and ties; nil where all values are equal.
    public let statistic: Double?
    /// The chance of as much if there were no trend, two-sided.
    public let probability: Double?
    /// The median slope of all pairs, a year.
    public let slope: Double

    /// - Parameter points: Years and values; missing years left out.
    /// - Returns: nil with under three.
    public init?(_ points: [(year: Double, value: Double)]) {
        guard points.count > 2 else { return nil }
        var score = 0.0
        var slopes: [Double] = []
        for (index, one) in points.enumerated() {
            for other in points[(index + 1)...] {
                score += other.value > one.value ? 1 : other.value < one.value ? -1 : 0
                if other.year != one.year {
                    slopes.append((other.value - one.value) / (other.year - one.year))
                }
            }
        }
        guard let slope = slopes.median else { return nil }
        self.score = score
        self.slope = slope
        let count = Double(points.count)
        let ties = Dictionary(grouping: points, by: \.value).values.reduce(0.0) { sum, tied in
            let size = Double(tied.count)
            return sum + size * (size - 1) * (2 * size + 5)
        }
        let variance = (count * (count - 1) * (2 * count + 5) - ties) / 18
        guard variance > 0 else {
            (statistic, probability) = (nil, nil)
            return
        }
        let z =
            score == 0 ? 0 : (score - (score > 0 ? 1 : -1)) / variance.squareRoot()
        statistic = z
        probability = Distributions.normalCumulative(-abs(z)).map { min(1, 2 * $0) }
    }
}
