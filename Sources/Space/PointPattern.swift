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
}

/// How common each distance between two plants is (К-плотность).
///
///     K(d) = Σ_p<q e_p e_q (f((d − d_pq) / h) + f((d + d_pq) / h)) / (h Σ_p<q e_p e_q)
///
/// with f the normal density; the second term reflects at 0 what the first would put below it.
///
/// - Source: Duranton and Overman (2005); Silverman (1986); METHODS 3.3.
public struct DistanceDensity: Sendable {
    public let bandwidth: Double
    private let distances: [Double]
    private let weights: [Double]
    private let total: Double
    private let isReflected: Bool

    /// - Parameters:
    ///   - weights: One a plant, such as its employment; nil for 1 each.
    ///   - bandwidth: nil for Silverman's rule on the distances.
    ///   - reflecting: Whether what falls below 0 is put back.
    /// - Throws: `insufficientData` under two plants; `constantInput` where the rule finds no
    ///   spread; `notAQuantity`.
    /// - Complexity: O(n²) memory and time, O(n²) a value of d.
    public init(
        _ points: [PlanePoint], weights: [Double]? = nil, bandwidth: Double? = nil,
        reflecting: Bool = true
    ) throws(Undefined) {
        guard points.count >= 2 else { throw .insufficientData(have: points.count, need: 2) }
        let masses = weights ?? Array(repeating: 1, count: points.count)
        precondition(masses.count == points.count, "one weight a plant")
        guard masses.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw .notAQuantity(symbol: "e")
        }
        guard points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else {
            throw .notAQuantity(symbol: "d")
        }
        var distances: [Double] = []
        var products: [Double] = []
        distances.reserveCapacity(points.count * (points.count - 1) / 2)
        products.reserveCapacity(distances.capacity)
        for first in points.indices {
            for second in (first + 1)..<max(points.count, first + 1) {
                distances.append(points[first].distance(to: points[second]))
                products.append(masses[first] * masses[second])
            }
        }
        total = products.compensatedSum()
        guard total > 0 else { throw .emptyIndustry }
        self.distances = distances
        self.weights = products
        self.isReflected = reflecting
        if let bandwidth {
            precondition(bandwidth > 0, "a bandwidth is positive")
            self.bandwidth = bandwidth
        } else {
            self.bandwidth = try Self.silverman(distances)
        }
    }

    /// h = 0.9 min(sd, IQR / 1.34) m^(−1/5) of m distances.
    public static func silverman(_ distances: [Double]) throws(Undefined) -> Double {
        guard let deviation = distances.standardDeviation(.sample),
            let low = distances.quantile(0.25), let high = distances.quantile(0.75)
        else { throw .insufficientData(have: distances.count, need: 2) }
        let spread = high > low ? min(deviation, (high - low) / 1.34) : deviation
        guard spread > 0 else { throw .constantInput }
        return 0.9 * spread * power(Double(distances.count), -0.2)
    }

    /// K(d), per unit of distance.
    public func callAsFunction(_ d: Double) -> Double {
        var sum = CompensatedSum()
        for (distance, weight) in zip(distances, weights) {
            var density = normalDensity((d - distance) / bandwidth)
            if isReflected { density += normalDensity((d + distance) / bandwidth) }
            sum.add(weight * density)
        }
        return sum.value / (bandwidth * total)
    }
}

/// Whether plants of a kind have more of their own around them than all plants have (функция M).
///
///     M(r) = mean over p of (Σ_q∈S w_q / Σ_q w_q within r)  ÷  mean over p of ((W_S − w_p) / (W − w_p))
///
/// over plants p of the kind S that have a neighbour within r. 1 is as by chance, 2 twice that.
///
/// - Source: Marcon and Puech (2010); METHODS 3.4.
public struct ConcentrationFunction: Sendable {
    /// The shares around each plant of the kind, and what chance would give; nil for plants without
    /// a neighbour.
    public let parts: [(around: Double, expected: Double)?]
    /// M(r).
    public let value: Double

    /// - Parameters:
    ///   - isOfKind: Which plants are the centres.
    ///   - isNeighbour: Which are counted around them; nil for the same kind.
    /// - Throws: `insufficientData` under two plants of the kind; `noNeighbour` where none has a
    ///   neighbour within r; `monopoly` where the kind is all there is.
    /// - Complexity: O(n²), on both cores.
    public init(
        _ points: [PlanePoint], weights: [Double], isOfKind: [Bool], isNeighbour: [Bool]? = nil,
        within radius: Double, threads: Threads = .all
    ) throws(Undefined) {
        precondition(points.count == weights.count && points.count == isOfKind.count)
        guard weights.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw .notAQuantity(symbol: "w")
        }
        let centres = points.indices.filter { isOfKind[$0] }
        guard centres.count >= 2 || isNeighbour != nil else {
            throw .insufficientData(have: centres.count, need: 2)
        }
        let counted = isNeighbour ?? isOfKind
        let whole = weights.compensatedSum()
        let ofKind = points.indices.filter { counted[$0] }.map { weights[$0] }.compensatedSum()
        let found: [(Double, Double)] = filled(centres.count) { found in
            nonisolated(unsafe) let found = found
            Chunks.perform(centres.count, on: threads) { position in
                let centre = centres[position]
                var (own, all) = (0.0, 0.0)
                for other in points.indices where other != centre {
                    guard points[centre].distance(to: points[other]) <= radius else { continue }
                    all += weights[other]
                    if counted[other] { own += weights[other] }
                }
                found[position] = (own, all)
            }
        }
        parts = zip(centres, found).map { centre, sums in
            guard sums.1 > 0 else { return nil }
            let taken = counted[centre] ? weights[centre] : 0
            return (sums.0 / sums.1, (ofKind - taken) / (whole - weights[centre]))
        }
        let known = parts.compactMap(\.self)
        guard !known.isEmpty else { throw .noNeighbour }
        let expected = known.map(\.expected).compensatedSum()
        guard expected > 0 else { throw .monopoly }
        value = known.map(\.around).compensatedSum() / expected
    }
}

/// Groups of points that stand close (плотностная кластеризация DBSCAN).
///
/// A point is a core where at least `least` points, itself among them, lie within `reach`. Cores
/// within reach of each other are one cluster; other points within reach of a core belong to the
/// cluster of the first such core in the order of the points, and the rest to none.
///
/// - Source: Ester, Kriegel, Sander and Xu (1996); METHODS 3.5.
public struct DensityClusters: Hashable, Sendable {
    /// The cluster of each point, from 0 in the order of their first cores; nil for noise.
    public let labels: [Int?]
    public let isCore: [Bool]
    public var count: Int { (labels.compactMap(\.self).max() ?? -1) + 1 }

    /// - Throws: `notAQuantity` where a coordinate is not finite.
    /// - Complexity: O(n) cells of a grid and the pairs within reach.
    public init(_ points: [PlanePoint], reach: Double, least: Int) throws(Undefined) {
        precondition(reach > 0 && least > 0, "reach and least are positive")
        guard points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else {
            throw .notAQuantity(symbol: "d")
        }
        let grid = PointGrid(points, cell: reach)
        let cores = points.indices.map { grid.neighbours(of: $0, within: reach).count >= least }
        var labels = [Int?](repeating: nil, count: points.count)
        var next = 0
        for start in points.indices where cores[start] && labels[start] == nil {
            labels[start] = next
            var queue = [start]
            while let point = queue.popLast() {
                for other in grid.neighbours(of: point, within: reach)
                where cores[other] && labels[other] == nil {
                    labels[other] = next
                    queue.append(other)
                }
            }
            next += 1
        }
        for point in points.indices where !cores[point] {
            let core = grid.neighbours(of: point, within: reach).filter { cores[$0] }.min()
            labels[point] = core.flatMap { labels[$0] }
        }
        self.labels = labels
        isCore = cores
    }
}

/// Points in square cells as wide as the reach that is asked for.
private struct PointGrid {
    private let points: [PlanePoint]
    private let cell: Double
    private var cells: [Key: [Int]] = [:]

    private struct Key: Hashable {
        let column: Int
        let row: Int
    }

    init(_ points: [PlanePoint], cell: Double) {
        self.points = points
        self.cell = cell
        for (index, point) in points.enumerated() { cells[key(point), default: []].append(index) }
    }

    private func key(_ point: PlanePoint) -> Key {
        // Beyond 10¹⁵ cells from the middle a double has no places after the point left anyway.
        let limit = 1e15
        return Key(
            column: Int(max(-limit, min(limit, (point.x / cell).rounded(.down)))),
            row: Int(max(-limit, min(limit, (point.y / cell).rounded(.down)))))
    }

    /// The points within a reach of at most a cell, the point itself among them.
    func neighbours(of index: Int, within reach: Double) -> [Int] {
        let middle = key(points[index])
        var found: [Int] = []
        for column in (middle.column - 1)...(middle.column + 1) {
            for row in (middle.row - 1)...(middle.row + 1) {
                for other in cells[Key(column: column, row: row)] ?? []
                where points[index].distance(to: points[other]) <= reach {
                    found.append(other)
                }
            }
        }
        return found
    }
}
