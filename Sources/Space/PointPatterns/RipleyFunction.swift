public import Numerics
public import Region

/// Whether points cluster at a distance, in a rectangle (функции Рипли K и L).
///
///     K(r) = A / (n (n − 1)) Σ_p≠q 1(d_pq ≤ r) e_pq,   L(r) = √(K / π)
///
/// with e the translation correction A / ((W − |Δx|)(H − |Δy|)) for what the border hides. By
/// chance alone L(r) = r.
///
/// - Source: Ripley (1977); Ohser (1983) for the correction.
public struct RipleyFunction: Sendable {
    /// K at each radius.
    public let values: [Double]
    /// L at each radius.
    public var linear: [Double] { values.map { ($0 / Double.pi).squareRoot() } }

    /// - Parameters:
    ///   - window: Its lower left and upper right corner; nil for the box around the points.
    ///   - radii: Ascending, none over half the window's shorter side.
    /// - Throws: `insufficientData` under two points; `emptyRegion` for a window without area;
    ///   `outOfRange` for a point outside; `notAQuantity`.
    /// - Complexity: O(n × points within the largest radius), on both cores.
    public init(
        _ points: [PlanePoint], radii: [Double], window: (PlanePoint, PlanePoint)? = nil,
        threads: Threads = .all
    ) throws(Undefined) {
        precondition(!radii.isEmpty && radii == radii.sorted() && radii.allSatisfy { $0 >= 0 })
        guard points.count >= 2 else { throw .insufficientData(have: points.count, need: 2) }
        try PlanePoint.check(points, nil)
        let low = window?.0 ?? PlanePoint(points.map(\.x).min() ?? 0, points.map(\.y).min() ?? 0)
        let high = window?.1 ?? PlanePoint(points.map(\.x).max() ?? 0, points.map(\.y).max() ?? 0)
        let (width, height) = (high.x - low.x, high.y - low.y)
        guard width > 0, height > 0 else { throw .emptyRegion }
        guard
            points.allSatisfy({
                (low.x...high.x).contains($0.x) && (low.y...high.y).contains($0.y)
            })
        else { throw .outOfRange }
        let largest = radii[radii.count - 1]
        let grid = PointGrid(points, cell: largest > 0 ? largest / 2 : 1)
        let columns = radii.count
        let sums: [Double] = filled(points.count * columns) { found in
            nonisolated(unsafe) let found = found
            Chunks.perform(points.count, on: threads) { own in
                let row = found + own * columns
                row.update(repeating: 0, count: columns)
                for run in grid.runs(around: points[own], reach: 3) {
                    for position in run where grid.order[position] != Int32(own) {
                        let dx = abs(grid.xs[position] - points[own].x)
                        let dy = abs(grid.ys[position] - points[own].y)
                        let distance = (dx * dx + dy * dy).squareRoot()
                        guard distance <= largest, dx < width, dy < height else { continue }
                        let radius = radii.partitioningIndex { $0 >= distance }
                        row[radius] += width * height / ((width - dx) * (height - dy))
                    }
                }
            }
        }
        let n = Double(points.count)
        var total = 0.0
        var values: [Double] = []
        for radius in radii.indices {
            total += points.indices.map { sums[$0 * columns + radius] }.compensatedSum()
            values.append(width * height * total / (n * (n - 1)))
        }
        self.values = values
    }
}
