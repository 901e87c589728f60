public import Numerics
public import Region

/// Groups of points that stand close (плотностная кластеризация DBSCAN).
///
/// A point is a core where at least `least` points, itself among them, lie within `reach`. Cores
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

    /// - Throws: `notAQuantity` where a coordinate is not finite.
    /// - Complexity: O(n log n) and the pairs looked at in cells that are not full.
    public init(
        _ points: [PlanePoint], reach: Double, least: Int, threads: Threads = .all
    ) throws(Undefined) {
        precondition(reach > 0 && least > 0, "reach and least are positive")
        try PlanePoint.check(points, nil)
        guard !points.isEmpty else {
            (labels, isCore, count) = ([], [], 0)
            return
        }
        let grid = PointGrid(points, cell: reach / 2.0.squareRoot() * (1 - 1e-12))
        let cores = Self.cores(grid, reach, least, threads)
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

    /// Whether each point, in the grid's order, is a core.
    private static func cores(
        _ grid: PointGrid, _ reach: Double, _ least: Int, _ threads: Threads
    ) -> [Bool] {
        filled(grid.order.count) { cores in
            nonisolated(unsafe) let cores = cores
            let parts = min(256, grid.cellCount)
            Chunks.perform(parts, on: threads) { part in
                for cell in stride(from: part, to: grid.cellCount, by: parts) {
                    let own = grid.points(ofCell: cell)
                    if own.count >= least {
                        for point in own { cores[point] = true }
                        continue
                    }
                    let around = grid.cells(around: cell).map { grid.points(ofCell: $0) }
                    for point in own {
                        var near = 0
                        search: for run in around {
                            for other in run where grid.distance(other, point) <= reach {
                                near += 1
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
