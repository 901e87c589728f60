public import Numerics
internal import Region
private import Synchronization

/// What curves by chance alone look like, and whether the observed one is among them.
///
/// The local band holds 90 % of the curves at each distance: over many distances some of any
/// curve's points leave it. The global band is the local one of that level at which 95 % of the
/// curves stay below its upper border everywhere, and likewise above its lower border.
///
/// - Source: Duranton and Overman (2005); METHODS 3.3, 16.5.
public struct Envelope: Sendable {
    public struct Band: Hashable, Sendable {
        public let lower: [Double]
        public let upper: [Double]
    }

    public enum Verdict: String, Sendable {
        /// Above the global band somewhere.
        case localised
        /// Never above, and below the global band somewhere.
        case dispersed
        case asByChance
    }

    public let grid: [Double]
    public let observed: [Double]
    public let local: Band
    public let global: Band
    public let verdict: Verdict
    public let replicates: Int

    /// Γ(d) = max(K − upper, 0).
    public var localisation: [Double] {
        zip(observed, global.upper).map { max($0 - $1, 0) }
    }

    /// Ψ(d) = max(lower − K, 0), 0 everywhere where the curve is localised somewhere.
    public var dispersion: [Double] {
        zip(observed, global.lower).map { verdict == .localised ? 0 : max($1 - $0, 0) }
    }

    /// - Parameters:
    ///   - curves: One row a replicate, one column a distance; NaN where a replicate has no value.
    ///   - outside: The share of curves that may leave a band.
    public init(grid: [Double], observed: [Double], curves: Matrix, outside: Double = 0.05) {
        let columns = (0..<curves.columns).map { column in
            curves.column(column).filter(\.isFinite).sorted()
        }
        func border(_ share: (Int) -> Double) -> [Double] {
            columns.indices.map { sortedQuantile(columns[$0], share($0)) }
        }
        local = Band(lower: border { _ in outside }, upper: border { _ in 1 - outside })
        let count = Double(curves.rows)
        // The level at which each curve first leaves the band, over all distances.
        func levels(_ depth: (_ column: [Double], _ value: Double) -> Double) -> [Double] {
            (0..<curves.rows).map { row in
                columns.indices.map { column -> Double in
                    let value = curves[row, column]
                    return value.isFinite ? depth(columns[column], value) : 1
                }.min() ?? 1
            }.sorted()
        }
        let above = levels { column, value in
            let lower = column.partitioningIndex { $0 >= value }
            return Double(column.count - 1 - lower) / Double(max(1, column.count - 1))
        }
        let below = levels { column, value in
            let upTo = column.partitioningIndex { $0 > value }
            return Double(upTo - 1) / Double(max(1, column.count - 1))
        }
        // As many curves as the share allows may leave before this level.
        let allowed = min(curves.rows - 1, Int((outside * count).rounded(.down)))
        let (top, bottom) = (min(outside, above[allowed]), min(outside, below[allowed]))
        global = Band(lower: border { _ in bottom }, upper: border { _ in 1 - top })
        self.grid = grid
        self.observed = observed
        replicates = curves.rows
        if zip(observed, global.upper).contains(where: { $0 > $1 }) {
            verdict = .localised
        } else if zip(observed, global.lower).contains(where: { $0 < $1 }) {
            verdict = .dispersed
        } else {
            verdict = .asByChance
        }
    }
}

/// The quantile of sorted values, type 7.
private func sortedQuantile(_ sorted: [Double], _ share: Double) -> Double {
    guard let last = sorted.last else { return 0 }
    let place = share * Double(sorted.count - 1)
    let low = Int(place.rounded(.down))
    guard low + 1 < sorted.count else { return last }
    return sorted[low] + (place - Double(low)) * (sorted[low + 1] - sorted[low])
}

extension Envelope {
    /// K-density of some plants against as many drawn from all sites without replacement.
    ///
    /// The curves by chance have the bandwidth of the observed one; weights, where there are any,
    /// go to the drawn sites in the order they are drawn. Distances of the replicates are gathered
    /// in bins of h/20, which changes them by at most 0.0002 of their greatest possible value.
    ///
    /// - Parameters:
    ///   - plants: Positions of the industry's plants in `sites`.
    ///   - weights: One a plant; nil for 1 each.
    ///   - grid: The distances, ascending.
    ///   - progress: Called after each replicate with how many are done; false stops.
    /// - Throws: `Undefined` as ``DistanceDensity``; `CancellationError`.
    /// - Complexity: O(B n²), on both cores; the same numbers for any number of threads.
    public init(
        densityOf plants: [Int], among sites: [PlanePoint], weights: [Double]? = nil,
        at grid: [Double], bandwidth: Double? = nil, replicates: Int = 1_000, seed: UInt64,
        threads: Threads = .all, progress: (@Sendable (Int) -> Bool)? = nil
    ) throws {
        let density = try DistanceDensity(
            plants.map { sites[$0] }, weights: weights, bandwidth: bandwidth, threads: threads)
        try PlanePoint.check(sites, nil)
        let curves = try Self.densityCurves(
            weights: weights ?? Array(repeating: 1, count: plants.count), among: sites, at: grid,
            bandwidth: density.bandwidth, replicates: 0..<replicates, seed: seed,
            threads: threads, progress: progress)
        self.init(grid: grid, observed: grid.map { density($0) }, curves: curves)
    }

    /// Some of the curves by chance of the K-density, for an envelope that is made in parts.
    ///
    /// - Parameters:
    ///   - weights: One a plant of the industry.
    ///   - replicates: Which; a replicate is the same whatever others are asked for with it.
    public static func densityCurves(
        weights: [Double], among sites: [PlanePoint], at grid: [Double], bandwidth: Double,
        replicates: Range<Int>, seed: UInt64, threads: Threads = .all,
        progress: (@Sendable (Int) -> Bool)? = nil
    ) throws -> Matrix {
        let kernel = DensityReplicates(
            sites: sites, weights: weights, grid: grid, bandwidth: bandwidth)
        return try simulated(replicates, columns: grid.count, threads, progress) { index, row in
            var random = RandomStream(seed: seed, stream: UInt64(index))
            kernel.curve(&random, into: row)
        }
    }

    /// Some of the curves by chance of M, for an envelope that is made in parts.
    ///
    /// - Parameters:
    ///   - count: The plants of the industry.
    ///   - replicates: Which; a replicate is the same whatever others are asked for with it.
    public static func concentrationCurves(
        of count: Int, among points: [PlanePoint], weights: [Double], at radii: [Double],
        replicates: Range<Int>, seed: UInt64, threads: Threads = .all,
        progress: (@Sendable (Int) -> Bool)? = nil
    ) throws -> Matrix {
        let labels = LabelReplicates(points, weights, count: count, radii: radii, threads)
        return try simulated(replicates, columns: radii.count, threads, progress) { index, row in
            var random = RandomStream(seed: seed, stream: UInt64(index))
            labels.curve(&random, into: row)
        }
    }

    /// M against random labels: the same places and weights, the kind dealt out anew.
    ///
    /// - Parameters:
    ///   - radii: Ascending.
    /// - Throws: `Undefined` as ``ConcentrationFunction``, where a radius has no M;
    ///   `CancellationError`.
    /// - Complexity: O(n × plants within the largest radius) once, then O(B n_S²).
    public init(
        concentrationOf isOfKind: [Bool], among points: [PlanePoint], weights: [Double],
        at radii: [Double], replicates: Int = 1_000, seed: UInt64, threads: Threads = .all,
        progress: (@Sendable (Int) -> Bool)? = nil
    ) throws {
        let observed = try ConcentrationFunction.values(
            points, weights: weights, isOfKind: isOfKind, radii: radii, threads: threads)
        for outcome in observed {
            if case .undefined(let reason) = outcome { throw reason }
        }
        let curves = try Self.concentrationCurves(
            of: isOfKind.count { $0 }, among: points, weights: weights, at: radii,
            replicates: 0..<replicates, seed: seed, threads: threads, progress: progress)
        self.init(grid: radii, observed: observed.map { $0.value ?? 0 }, curves: curves)
    }
}

extension Envelope {
    /// L of some points against as many strewn evenly over the window.
    ///
    /// - Parameters:
    ///   - radii: Ascending.
    ///   - window: Its lower left and upper right corner.
    /// - Throws: `Undefined` as ``RipleyFunction``; `CancellationError`.
    /// - Complexity: O(B n × points within the largest radius), on both cores.
    public init(
        linearFunctionOf points: [PlanePoint], in window: (PlanePoint, PlanePoint),
        at radii: [Double], replicates: Int = 1_000, seed: UInt64, threads: Threads = .all,
        progress: (@Sendable (Int) -> Bool)? = nil
    ) throws {
        let observed = try RipleyFunction(points, radii: radii, window: window, threads: threads)
        let (low, high) = window
        let curves = try simulated(0..<replicates, columns: radii.count, threads, progress) {
            index, row in
            var random = RandomStream(seed: seed, stream: UInt64(index))
            let strewn = points.indices.map { _ in
                PlanePoint(
                    low.x + random.unit() * (high.x - low.x),
                    low.y + random.unit() * (high.y - low.y))
            }
            let curve = try? RipleyFunction(strewn, radii: radii, window: window, threads: .one)
            for column in radii.indices { row[column] = curve?.linear[column] ?? .nan }
        }
        self.init(grid: radii, observed: observed.linear, curves: curves)
    }
}

/// Replicates one by one on all cores, each into a row of its own.
private func simulated(
    _ replicates: Range<Int>, columns: Int, _ threads: Threads,
    _ progress: (@Sendable (Int) -> Bool)?,
    _ curve: (Int, UnsafeMutablePointer<Double>) -> Void
) throws -> Matrix {
    precondition(!replicates.isEmpty)
    let state = Mutex((done: 0, isStopped: false))
    let elements: [Double] = filled(replicates.count * columns) { elements in
        nonisolated(unsafe) let elements = elements
        Chunks.perform(replicates.count, on: threads) { position in
            let row = elements + position * columns
            if state.withLock({ $0.isStopped }) || Task.isCancelled {
                row.update(repeating: 0, count: columns)
                state.withLock { $0.isStopped = true }
                return
            }
            curve(replicates.lowerBound + position, row)
            guard let progress else { return }
            let done = state.withLock { state in
                state.done += 1
                return state.done
            }
            if !progress(done) { state.withLock { $0.isStopped = true } }
        }
    }
    if state.withLock({ $0.isStopped }) { throw CancellationError() }
    return Matrix(rows: replicates.count, columns: columns, elements: elements)
}

/// K-densities of sites drawn at random.
private struct DensityReplicates: Sendable {
    private let sites: [PlanePoint]
    private let weights: [Double]
    private let columns: Int
    private let scale: Double
    private let bins: Int
    /// What a unit of weight in a bin adds to K at each distance, at `distance * bins + bin`.
    private let shape: [Double]
    private let total: Double

    init(sites: [PlanePoint], weights: [Double], grid: [Double], bandwidth: Double) {
        self.sites = sites
        self.weights = weights
        columns = grid.count
        let width = bandwidth / 20
        scale = 1 / width
        let reach = (grid.max() ?? 0) + 7 * bandwidth
        let bins = Int((reach / width).rounded(.up)) + 1
        self.bins = bins
        let sum = weights.compensatedSum()
        let squares = weights.map { $0 * $0 }.compensatedSum()
        let total = (sum * sum - squares) / 2
        self.total = total
        shape = grid.flatMap { d in
            (0..<bins).map { bin in
                let distance = (Double(bin) + 0.5) * width
                return
                    (Elementary.normalDensity((d - distance) / bandwidth)
                    + Elementary.normalDensity((d + distance) / bandwidth)) / (bandwidth * total)
            }
        }
    }

    func curve(_ random: inout RandomStream, into row: UnsafeMutablePointer<Double>) {
        let drawn = drawDistinct(weights.count, below: sites.count, &random)
        var histogram = [Double](repeating: 0, count: bins)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * drawn.count) { places in
            for (position, site) in drawn.enumerated() {
                places[2 * position] = sites[site].x
                places[2 * position + 1] = sites[site].y
            }
            histogram.withUnsafeMutableBufferPointer { histogram in
                weights.withUnsafeBufferPointer { weights in
                    for first in 0..<drawn.count {
                        let (x, y) = (places[2 &* first], places[2 &* first &+ 1])
                        let weight = weights[first]
                        for second in (first &+ 1)..<max(drawn.count, first &+ 1) {
                            let dx = places[2 &* second] - x
                            let dy = places[2 &* second &+ 1] - y
                            let bin = (dx * dx + dy * dy).squareRoot() * scale
                            if bin < Double(bins) {
                                histogram[Int(bin)] += weight * weights[second]
                            }
                        }
                    }
                }
            }
        }
        for column in 0..<columns {
            var sum = 0.0
            for bin in 0..<bins { sum += shape[column * bins + bin] * histogram[bin] }
            row[column] = sum
        }
    }
}

/// M of labels dealt out at random. What all plants weigh around each does not depend on labels
/// and is worked out once.
private struct LabelReplicates: Sendable {
    private let points: [PlanePoint]
    private let weights: [Double]
    private let count: Int
    private let radii: [Double]
    private let around: [Double]
    private let whole: Double

    init(
        _ points: [PlanePoint], _ weights: [Double], count: Int, radii: [Double],
        _ threads: Threads
    ) {
        self.points = points
        self.weights = weights
        self.count = count
        self.radii = radii
        around =
            NeighbourSums.sums(
                points, weights, Array(repeating: false, count: points.count),
                around: Array(points.indices), radii, threads
            ).all
        whole = weights.compensatedSum()
    }

    func curve(_ random: inout RandomStream, into row: UnsafeMutablePointer<Double>) {
        let drawn = drawDistinct(count, below: points.count, &random)
        let width = radii.count
        var own = [Double](repeating: 0, count: drawn.count * width)
        let largest = radii[width - 1]
        for first in 0..<drawn.count {
            for second in (first + 1)..<max(drawn.count, first + 1) {
                let distance = points[drawn[first]].distance(to: points[drawn[second]])
                guard distance <= largest else { continue }
                let radius = radii.partitioningIndex { $0 >= distance }
                own[first * width + radius] += weights[drawn[second]]
                own[second * width + radius] += weights[drawn[first]]
            }
        }
        let ofKind = drawn.map { weights[$0] }.compensatedSum()
        for radius in 0..<width {
            var (shares, expected) = (0.0, 0.0)
            for (position, point) in drawn.enumerated() {
                if radius > 0 {
                    own[position * width + radius] += own[position * width + radius - 1]
                }
                let all = around[point * width + radius]
                guard all > 1e-12 * (around[point * width + width - 1] + 1) else { continue }
                shares += own[position * width + radius] / all
                expected += (ofKind - weights[point]) / (whole - weights[point])
            }
            row[radius] = expected > 0 ? shares / expected : .nan
        }
    }
}

/// So many different positions, in the order they are drawn (Floyd's algorithm, shuffled).
private func drawDistinct(
    _ count: Int, below bound: Int, _ random: inout RandomStream
) -> [Int] {
    precondition(count <= bound)
    var taken: Set<Int> = []
    taken.reserveCapacity(count)
    var drawn: [Int] = []
    drawn.reserveCapacity(count)
    for last in (bound - count)..<bound {
        let candidate = random.index(below: last + 1)
        let chosen = taken.insert(candidate).inserted ? candidate : last
        if chosen == last { taken.insert(last) }
        drawn.append(chosen)
    }
    for position in stride(from: drawn.count - 1, to: 0, by: -1) {
        drawn.swapAt(position, random.index(below: position + 1))
    }
    return drawn
}
