public import Numerics
public import Region

/// Points in square cells, in flat lists in the order of the cells.
///
/// Only cells with points are kept, so that memory grows with the points whatever the area. Cells
/// of one row stand together: the neighbourhood of a cell is three runs of points.
struct PointGrid: Sendable {
    let cell: Double
    /// The points in the order of their cells: positions in the original list, and coordinates.
    let order: [Int32]
    let xs: [Double]
    let ys: [Double]
    /// The cells with points, ascending by row and column.
    private let keys: [Key]
    private let starts: [Int32]
    private let origin: PlanePoint

    private struct Key: Comparable {
        let row: Int64
        let column: Int64
        static func < (left: Key, right: Key) -> Bool {
            left.row != right.row ? left.row < right.row : left.column < right.column
        }
    }

    init(_ points: [PlanePoint], cell: Double) {
        precondition(cell > 0 && points.count < Int(Int32.max))
        self.cell = cell
        let origin = PlanePoint(points.map(\.x).min() ?? 0, points.map(\.y).min() ?? 0)
        self.origin = origin
        let place = points.map { Self.key($0, origin, cell) }
        let order = (0..<Int32(points.count)).sorted {
            let (a, b) = (place[Int($0)], place[Int($1)])
            return a == b ? $0 < $1 : a < b
        }
        var keys: [Key] = []
        var starts: [Int32] = []
        for (position, index) in order.enumerated() {
            let key = place[Int(index)]
            if keys.last != key {
                keys.append(key)
                starts.append(Int32(position))
            }
        }
        starts.append(Int32(order.count))
        self.keys = keys
        self.starts = starts
        self.order = order
        xs = order.map { points[Int($0)].x }
        ys = order.map { points[Int($0)].y }
    }

    private static func key(_ point: PlanePoint, _ origin: PlanePoint, _ cell: Double) -> Key {
        // Beyond 10¹⁵ cells from the corner a double has no places after the point left anyway.
        let limit = 1e15
        return Key(
            row: Int64(min(limit, ((point.y - origin.y) / cell).rounded(.down))),
            column: Int64(min(limit, ((point.x - origin.x) / cell).rounded(.down))))
    }

    var cellCount: Int { keys.count }

    /// The points of a cell, as positions in ``order``.
    func points(ofCell index: Int) -> Range<Int> { Int(starts[index])..<Int(starts[index + 1]) }

    /// The runs of points in the cells around a cell, `reach` cells to each side.
    func runs(aroundCell index: Int, reach: Int64 = 1) -> [Range<Int>] {
        runs(around: keys[index], reach)
    }

    /// The runs of points in the cells around a place.
    func runs(around point: PlanePoint, reach: Int64) -> [Range<Int>] {
        runs(around: Self.key(point, origin, cell), reach)
    }

    /// The cells with points within two rows and columns, the cell itself among them.
    func cells(around index: Int) -> [Int] {
        let middle = keys[index]
        var cells: [Int] = []
        for row in -2...2 as ClosedRange<Int64> {
            let low = keys.partitioningIndex {
                $0 >= Key(row: middle.row + row, column: middle.column - 2)
            }
            let high = keys.partitioningIndex {
                $0 > Key(row: middle.row + row, column: middle.column + 2)
            }
            cells += low..<high
        }
        return cells
    }

    /// Between two points, by their positions in ``order``.
    func distance(_ one: Int, _ other: Int) -> Double {
        let (dx, dy) = (xs[one] - xs[other], ys[one] - ys[other])
        return (dx * dx + dy * dy).squareRoot()
    }

    private func runs(around middle: Key, _ reach: Int64) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for row in (middle.row - reach)...(middle.row + reach) {
            let low = keys.partitioningIndex {
                $0 >= Key(row: row, column: middle.column - reach)
            }
            let high = keys.partitioningIndex {
                $0 > Key(row: row, column: middle.column + reach)
            }
            if low < high { runs.append(Int(starts[low])..<Int(starts[high])) }
        }
        return runs
    }
}

extension Neighbourhood {
    /// The nearest others of each point, weight 1 each; ties go to the lower position.
    ///
    /// - Throws: `notAQuantity` where a coordinate is not finite; `insufficientData` where there
    ///   are not so many others.
    /// - Complexity: O(n k) for points that spread evenly, on both cores.
    public init(
        nearest count: Int, of points: [PlanePoint], threads: Threads = .all
    ) throws(Undefined) {
        precondition(count > 0)
        guard points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else {
            throw .notAQuantity(symbol: "d")
        }
        guard points.count > count else {
            throw .insufficientData(have: points.count, need: count + 1)
        }
        let width = (points.map(\.x).max() ?? 0) - (points.map(\.x).min() ?? 0)
        let height = (points.map(\.y).max() ?? 0) - (points.map(\.y).min() ?? 0)
        let extent = max(width, height)
        // Some two neighbourhoods a cell; in one spot any cell will do.
        let area = max(width, extent * 1e-6) * max(height, extent * 1e-6)
        let cell = (area * 2 * Double(count) / Double(points.count)).squareRoot()
        let grid = PointGrid(points, cell: cell > 0 ? cell : 1)
        let found: [Int32] = filled(points.count * count) { found in
            nonisolated(unsafe) let found = found
            Chunks.perform(min(256, points.count), on: threads) { part in
                var candidates: [(distance: Double, index: Int32)] = []
                for own in stride(from: part, to: points.count, by: min(256, points.count)) {
                    var reach: Int64 = 1
                    while true {
                        candidates.removeAll(keepingCapacity: true)
                        for run in grid.runs(around: points[own], reach: reach) {
                            for position in run where grid.order[position] != Int32(own) {
                                let dx = grid.xs[position] - points[own].x
                                let dy = grid.ys[position] - points[own].y
                                candidates.append((dx * dx + dy * dy, grid.order[position]))
                            }
                        }
                        // All nearer than the border of what was looked at are among them.
                        let sure = Double(reach) * grid.cell
                        let isEnough =
                            candidates.count { $0.distance <= sure * sure } >= count
                        if isEnough || candidates.count == points.count - 1 { break }
                        reach *= 2
                    }
                    candidates.sort {
                        $0.distance != $1.distance
                            ? $0.distance < $1.distance : $0.index < $1.index
                    }
                    for position in 0..<count {
                        found[own * count + position] = candidates[position].index
                    }
                }
            }
        }
        self.init(
            binary: points.indices.map { own in
                (0..<count).map { Int(found[own * count + $0]) }
            })
    }
}
