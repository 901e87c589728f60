public import Numerics
public import Region

/// Groups of points that stand close (плотностная кластеризация DBSCAN).
///
/// A point is a core where at least `least` points, itself among them, lie within `reach`; where
/// points have weights, such as people employed, those within reach weigh at least so much. Cores
/// within reach of each other are one cluster; other points within reach of a core belong to the
/// cluster of the first such core in the order of the points, and the rest to none.
///
/// Cells of a grid are so small that all points of one are within reach of each other: a cell with
/// enough points is all cores, and two cells join at the first pair found.
///
/// - Source: Ester, Kriegel, Sander and Xu (1996); Gunawan (2013); METHODS 3.5.
public struct DensityClusters: Hashable, Sendable {
    /// The cluster of each point, from 0 in the order of their first cores; nil for noise.
    public let labels: [Int?]
    public let isCore: [Bool]
    public let count: Int

    /// - Parameter weights: One a point, none negative; nil for 1 each.
    /// - Throws: `notAQuantity` where a coordinate or a weight is none.
    /// - Complexity: O(n log n) and the pairs looked at in cells that are not full.
    public init(
        _ points: [PlanePoint], weights: [Double]? = nil, reach: Double, least: Double,
        threads: Threads = .all
    ) throws(Undefined) {
        precondition(reach > 0 && least > 0, "reach and least are positive")
        precondition(weights.map { $0.count == points.count } ?? true)
        try PlanePoint.check(points, weights)
        guard !points.isEmpty else {
            (labels, isCore, count) = ([], [], 0)
            return
        }
        let grid = PointGrid(points, cell: reach / 2.0.squareRoot() * (1 - 1e-12))
        let masses = weights.map { weights in grid.order.map { weights[Int($0)] } }
        let cores = Self.cores(grid, masses, reach, least, threads)
        var sets = DisjointSets(count: grid.cellCount)
        for cell in 0..<grid.cellCount {
            let own = grid.points(ofCell: cell).filter { cores[$0] }
            guard !own.isEmpty else { continue }
            for other in grid.cells(around: cell) where other < cell {
                guard sets.find(cell) != sets.find(other) else { continue }
                let theirs = grid.points(ofCell: other)
                let joins = own.contains { point in
                    theirs.contains { cores[$0] && grid.distance($0, point) <= reach }
                }
                if joins { sets.join(cell, other) }
            }
        }
        // Clusters are numbered by their first core in the order of the points.
        var cellOf = [Int32](repeating: 0, count: points.count)
        var isCore = [Bool](repeating: false, count: points.count)
        var positionOf = [Int32](repeating: 0, count: points.count)
        for cell in 0..<grid.cellCount {
            for position in grid.points(ofCell: cell) {
                let point = Int(grid.order[position])
                cellOf[point] = Int32(cell)
                positionOf[point] = Int32(position)
                isCore[point] = cores[position]
            }
        }
        var names: [Int: Int] = [:]
        var labels = [Int?](repeating: nil, count: points.count)
        for point in points.indices where isCore[point] {
            let set = sets.find(Int(cellOf[point]))
            if names[set] == nil { names[set] = names.count }
            labels[point] = names[set]
        }
        for point in points.indices where !isCore[point] {
            var first = Int32.max
            for cell in grid.cells(around: Int(cellOf[point])) {
                for other in grid.points(ofCell: cell)
                where cores[other] && grid.order[other] < first
                    && grid.distance(other, Int(positionOf[point])) <= reach
                {
                    first = grid.order[other]
                }
            }
            if first < Int32.max { labels[point] = labels[Int(first)] }
        }
        self.labels = labels
        self.isCore = isCore
        count = names.count
    }

    /// The same for points that are apart by something else than a straight line, such as minutes.
    ///
    /// - Parameter distance: Between two points, the same both ways; infinite where no way leads.
    /// - Complexity: O(n²).
    public init(
        weights: [Double], reach: Double, least: Double, distance: (Int, Int) -> Double
    ) throws(Undefined) {
        precondition(reach > 0 && least > 0, "reach and least are positive")
        guard weights.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw .notAQuantity(symbol: "e")
        }
        let near = weights.indices.map { own in
            weights.indices.filter { $0 == own || distance(own, $0) <= reach }
        }
        let isCore = near.map { $0.map { weights[$0] }.compensatedSum() >= least }
        var labels = [Int?](repeating: nil, count: weights.count)
        var count = 0
        for start in weights.indices where isCore[start] && labels[start] == nil {
            labels[start] = count
            var waiting = [start]
            while let point = waiting.popLast() {
                for other in near[point] where isCore[other] && labels[other] == nil {
                    labels[other] = count
                    waiting.append(other)
                }
            }
            count += 1
        }
        for point in weights.indices where !isCore[point] {
            labels[point] = near[point].first { isCore[$0] }.flatMap { labels[$0] }
        }
        self.labels = labels
        self.isCore = isCore
        self.count = count
    }

    /// Whether each point, in the grid's order, is a core.
    private static func cores(
        _ grid: PointGrid, _ masses: [Double]?, _ reach: Double, _ least: Double,
        _ threads: Threads
    ) -> [Bool] {
        filled(grid.order.count) { cores in
            nonisolated(unsafe) let cores = cores
            let parts = min(256, grid.cellCount)
            Chunks.perform(parts, on: threads) { part in
                for cell in stride(from: part, to: grid.cellCount, by: parts) {
                    let own = grid.points(ofCell: cell)
                    let within = masses.map { $0[own].compensatedSum() } ?? Double(own.count)
                    if within >= least {
                        for point in own { cores[point] = true }
                        continue
                    }
                    let around = grid.cells(around: cell).map { grid.points(ofCell: $0) }
                    for point in own {
                        var near = 0.0
                        search: for run in around {
                            for other in run where grid.distance(other, point) <= reach {
                                near += masses?[other] ?? 1
                                if near >= least { break search }
                            }
                        }
                        cores[point] = near >= least
                    }
                }
            }
        }
    }
}

/// Sets that join, by their roots.
private struct DisjointSets {
    private var parents: [Int32]

    init(count: Int) { parents = (0..<Int32(count)).map { $0 } }

    mutating func find(_ element: Int) -> Int {
        var root = element
        while Int(parents[root]) != root { root = Int(parents[root]) }
        var current = element
        while Int(parents[current]) != root {
            let next = Int(parents[current])
            parents[current] = Int32(root)
            current = next
        }
        return root
    }

    /// The lower root stays.
    mutating func join(_ one: Int, _ other: Int) {
        let (a, b) = (find(one), find(other))
        if a < b { parents[b] = Int32(a) } else { parents[a] = Int32(b) }
    }
}
