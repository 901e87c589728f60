public import Numerics
public import Region

/// A place on a plane, in kilometres or any other unit of length.
public struct PlanePoint: Hashable, Sendable {
    public let x: Double
    public let y: Double

    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }

    public func distance(to other: PlanePoint) -> Double {
        let (dx, dy) = (x - other.x, y - other.y)
        return (dx * dx + dy * dy).squareRoot()
    }

    static func check(_ points: [PlanePoint], _ weights: [Double]?) throws(Undefined) {
        guard points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else {
            throw .notAQuantity(symbol: "d")
        }
        guard let weights else { return }
        precondition(weights.count == points.count, "one weight a point")
        guard weights.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw .notAQuantity(symbol: "e")
        }
    }
}

/// How common each distance between two plants is (К-плотность).
///
///     K(d) = Σ_p<q e_p e_q (f((d − d_pq) / h) + f((d + d_pq) / h)) / (h Σ_p<q e_p e_q)
///
/// with f the normal density; the second term reflects at 0 what the first would put below it.
///
/// Up to half a million pairs stand one by one. More are gathered in 16,384 bins or more, none
/// wider than h/16, each with the sum of its weights at its mean distance; that changes K by at
/// most 0.0002 of its greatest possible value, 0.4/h. dbmss changes its bandwidth from 10,000
/// points on; this does not.
///
/// - Source: Duranton and Overman (2005); Silverman (1986); METHODS 3.3.
public struct DistanceDensity: Sendable {
    public let bandwidth: Double
    /// Ascending.
    private let distances: [Double]
    private let weights: [Double]
    private let total: Double
    private let isReflected: Bool

    /// The most pairs that are kept one by one.
    public static let mostExactPairs = 500_000

    /// - Parameters:
    ///   - weights: One a plant, such as its employment; nil for 1 each.
    ///   - bandwidth: nil for Silverman's rule on the distances.
    ///   - reflecting: Whether what falls below 0 is put back.
    /// - Throws: `insufficientData` under two plants; `constantInput` where the rule finds no
    ///   spread; `emptyIndustry` where no pair has a weight; `notAQuantity`.
    /// - Complexity: O(n²) time, on both cores; memory for the bins, whatever n.
    public init(
        _ points: [PlanePoint], weights: [Double]? = nil, bandwidth: Double? = nil,
        reflecting: Bool = true, threads: Threads = .all
    ) throws(Undefined) {
        guard points.count >= 2 else { throw .insufficientData(have: points.count, need: 2) }
        try PlanePoint.check(points, weights)
        precondition(bandwidth.map { $0 > 0 } ?? true, "a bandwidth is positive")
        let masses = weights ?? Array(repeating: 1, count: points.count)
        isReflected = reflecting
        if points.count * (points.count - 1) / 2 <= Self.mostExactPairs {
            var pairs: [(distance: Double, weight: Double)] = []
            pairs.reserveCapacity(points.count * (points.count - 1) / 2)
            for first in points.indices {
                for second in (first + 1)..<max(points.count, first + 1) {
                    pairs.append(
                        (points[first].distance(to: points[second]), masses[first] * masses[second])
                    )
                }
            }
            if let bandwidth {
                self.bandwidth = bandwidth
            } else {
                self.bandwidth = try Self.silverman(pairs.map(\.distance))
            }
            pairs.sort { $0.distance < $1.distance }
            distances = pairs.map(\.distance)
            self.weights = pairs.map(\.weight)
        } else {
            var bins = DistanceBins(points, masses, count: 16_384, threads)
            let width: Double
            if let bandwidth { width = bandwidth } else { width = try bins.silverman() }
            let wanted = bins.reach / width * 16
            if wanted > 16_384 {
                bins = DistanceBins(
                    points, masses, count: min(4_194_304, Int(wanted.rounded(.up))), threads)
            }
            self.bandwidth = width
            let filled = bins.weights.indices.filter { bins.weights[$0] > 0 }
            distances = filled.map { bins.moments[$0] / bins.weights[$0] }
            self.weights = filled.map { bins.weights[$0] }
        }
        total = self.weights.compensatedSum()
        guard total > 0 else { throw .emptyIndustry }
    }

    /// h = 0.9 min(sd, IQR / 1.34) m^(−1/5) of m distances.
    public static func silverman(_ distances: [Double]) throws(Undefined) -> Double {
        guard let deviation = distances.standardDeviation(.sample),
            let low = distances.quantile(0.25), let high = distances.quantile(0.75)
        else { throw .insufficientData(have: distances.count, need: 2) }
        return try silverman(
            deviation: deviation, low: low, high: high, count: Double(distances.count))
    }

    static func silverman(
        deviation: Double, low: Double, high: Double, count: Double
    ) throws(Undefined) -> Double {
        let spread = high > low ? min(deviation, (high - low) / 1.34) : deviation
        guard spread > 0 else { throw .constantInput }
        return 0.9 * spread * Elementary.power(count, -0.2)
    }

    /// K(d), per unit of distance.
    ///
    /// - Complexity: that of the pairs or bins within ten bandwidths of d.
    public func callAsFunction(_ d: Double) -> Double {
        // Ten standard deviations off a normal density is 10⁻²² of its top.
        let reach = 10 * bandwidth
        let start = distances.partitioningIndex { $0 >= d - reach }
        let end = distances.partitioningIndex { $0 > d + reach }
        var sum = CompensatedSum()
        for index in start..<end {
            sum.add(weights[index] * Elementary.normalDensity((d - distances[index]) / bandwidth))
        }
        if isReflected, d < reach {
            for index in 0..<distances.partitioningIndex(where: { $0 > reach - d }) {
                sum.add(
                    weights[index] * Elementary.normalDensity((d + distances[index]) / bandwidth))
            }
        }
        return sum.value / (bandwidth * total)
    }

    /// The distance that half of all pairs, by weight, are nearer than.
    public var medianDistance: Double {
        var sum = 0.0
        for (distance, weight) in zip(distances, weights) {
            sum += weight
            if sum >= total / 2 { return distance }
        }
        return distances.last ?? 0
    }
}

/// Pair distances gathered in bins of equal width from 0 to the farthest two could be.
struct DistanceBins {
    /// How far the bins reach.
    let reach: Double
    private(set) var counts: [Double]
    private(set) var weights: [Double]
    /// Σ weight × distance, for the mean distance of each bin.
    private(set) var moments: [Double]
    private let deviation: Double
    private let pairs: Double

    /// - Complexity: O(n²); each of 16 parts has bins of its own, added in order, so that the
    ///   number of threads changes no bit.
    init(_ points: [PlanePoint], _ masses: [Double], count bins: Int, _ threads: Threads) {
        let (xs, ys) = (points.map(\.x), points.map(\.y))
        let width = (xs.max() ?? 0) - (xs.min() ?? 0)
        let height = (ys.max() ?? 0) - (ys.min() ?? 0)
        let reach = max((width * width + height * height).squareRoot(), .leastNormalMagnitude)
        self.reach = reach
        let scale = Double(bins) / reach
        let parts = 16
        // Three numbers a bin side by side, so that a pair touches one line of the cache.
        let found: [Double] = filled(parts * (bins * 3 + 2)) { found in
            nonisolated(unsafe) let found = found
            xs.withUnsafeBufferPointer { xs in
                ys.withUnsafeBufferPointer { ys in
                    masses.withUnsafeBufferPointer { masses in
                        nonisolated(unsafe) let (xs, ys, masses) = (xs, ys, masses)
                        Chunks.perform(parts, on: threads) { part in
                            let own = found + part * (bins * 3 + 2)
                            own.update(repeating: 0, count: bins * 3 + 2)
                            var (sum, squares) = (0.0, 0.0)
                            // Rows far apart, so that each part has long rows and short ones.
                            for first in stride(from: part, to: xs.count, by: parts) {
                                let (x, y, mass) = (xs[first], ys[first], masses[first])
                                for second in (first + 1)..<max(xs.count, first + 1) {
                                    let (dx, dy) = (xs[second] - x, ys[second] - y)
                                    let distance = (dx * dx + dy * dy).squareRoot()
                                    let bin = min(bins &- 1, Int(distance * scale)) &* 3
                                    let weight = mass * masses[second]
                                    own[bin] += 1
                                    own[bin &+ 1] += weight
                                    own[bin &+ 2] += weight * distance
                                    sum += distance
                                    squares += distance * distance
                                }
                            }
                            own[bins * 3] = sum
                            own[bins * 3 + 1] = squares
                        }
                    }
                }
            }
        }
        var (counts, weights, moments) = (
            [Double](repeating: 0, count: bins), [Double](repeating: 0, count: bins),
            [Double](repeating: 0, count: bins)
        )
        var (sum, squares) = (0.0, 0.0)
        for part in 0..<parts {
            let own = part * (bins * 3 + 2)
            for bin in 0..<bins {
                counts[bin] += found[own + bin * 3]
                weights[bin] += found[own + bin * 3 + 1]
                moments[bin] += found[own + bin * 3 + 2]
            }
            sum += found[own + bins * 3]
            squares += found[own + bins * 3 + 1]
        }
        self.counts = counts
        self.weights = weights
        self.moments = moments
        pairs = Double(points.count) * Double(points.count - 1) / 2
        deviation = max(0, (squares - sum * sum / pairs) / (pairs - 1)).squareRoot()
    }

    /// The distance under which a share of pairs is, to within a bin.
    private func quantile(_ share: Double) -> Double {
        let wanted = share * (pairs - 1)
        var before = 0.0
        for bin in counts.indices {
            if counts[bin] > 0, before + counts[bin] > wanted {
                let within = (wanted - before + 0.5) / counts[bin]
                return (Double(bin) + min(1, within)) * reach / Double(counts.count)
            }
            before += counts[bin]
        }
        return reach
    }

    func silverman() throws(Undefined) -> Double {
        try DistanceDensity.silverman(
            deviation: deviation, low: quantile(0.25), high: quantile(0.75), count: pairs)
    }
}
