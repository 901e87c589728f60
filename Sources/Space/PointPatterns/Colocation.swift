public import Numerics
public import Region

/// How much the nearest of one kind are of another, against their share (коэффициент
/// совместного размещения).
///
///     CLQ_A→B = (N_A→B / N_A) / (N_B' / (N − 1))
///
/// with N_A→B the A whose nearest neighbour is a B, those with several nearest shared among them,
/// and N_B' without the plant itself where A is B. 1 is as by chance. Whom each point is nearest to
/// does not depend on kinds and is found once, for all pairs of kinds and all shuffles of them.
///
/// - Source: Leslie and Kronenfeld (2011), The colocation quotient.
public struct Colocation: Sendable {
    /// The nearest others of each point: one, or several as near.
    public let nearest: [[Int]]

    /// - Throws: `insufficientData` under two points; `notAQuantity`.
    /// - Complexity: O(n) for points that spread evenly, on both cores.
    public init(_ points: [PlanePoint], threads: Threads = .all) throws(Undefined) {
        try PlanePoint.check(points, nil)
        guard points.count >= 2 else { throw .insufficientData(have: points.count, need: 2) }
        let first = try Neighbourhood(nearest: 1, of: points, threads: threads)
        let distances = points.indices.map {
            points[$0].distance(to: points[first.neighbours[$0]])
        }
        // Cells of the usual distance, but not so small that a hermit looks through millions.
        let cell = max(distances.quantile(0.75) ?? 0, (distances.max() ?? 0) / 1_000)
        let grid = PointGrid(points, cell: cell > 0 ? cell : 1)
        nearest = points.indices.map { own in
            // As near but for rounding is as near.
            let limit = distances[own] * (1 + 1e-12)
            let reach = Int64((limit / grid.cell).rounded(.down)) + 1
            return grid.runs(around: points[own], reach: reach).flatMap { run in
                run.map { Int(grid.order[$0]) }.filter {
                    $0 != own && points[own].distance(to: points[$0]) <= limit
                }
            }.sorted()
        }
    }

    /// The quotient of two kinds.
    ///
    /// - Throws: `insufficientData` where there is no A or no B; `monopoly` where an A could be
    ///   nearest to no B but itself.
    public func quotient(from isA: [Bool], to isB: [Bool]) throws(Undefined) -> Double {
        precondition(nearest.count == isA.count && nearest.count == isB.count)
        let (a, b) = (isA.count { $0 }, isB.count { $0 })
        guard a > 0, b > 0 else { throw .insufficientData(have: min(a, b), need: 1) }
        var hits = CompensatedSum()
        var expected = CompensatedSum()
        for own in nearest.indices where isA[own] {
            hits.add(Double(nearest[own].count { isB[$0] }) / Double(nearest[own].count))
            expected.add(Double(b - (isB[own] ? 1 : 0)) / Double(nearest.count - 1))
        }
        guard expected.value > 0 else { throw .monopoly }
        return hits.value / expected.value
    }

    /// How often kinds dealt out at random make a quotient as far from 1 on the same side:
    /// `(b + 1) / (B + 1)`. Points keep their places.
    ///
    /// - Throws: as ``quotient(from:to:)``.
    /// - Complexity: O(B n), on both cores; the same for any number of threads.
    public func probability(
        from isA: [Bool], to isB: [Bool], replicates: Int = 999, seed: UInt64,
        threads: Threads = .all
    ) throws(Undefined) -> Double {
        let observed = try quotient(from: isA, to: isB)
        let count = nearest.count
        let asFar: [Int32] = filled(replicates) { found in
            nonisolated(unsafe) let found = found
            Chunks.perform(replicates, on: threads) { replicate in
                var random = RandomStream(seed: seed, stream: UInt64(replicate))
                var order = Array(0..<count)
                for position in stride(from: count - 1, to: 0, by: -1) {
                    order.swapAt(position, random.index(below: position + 1))
                }
                let drawn =
                    (try? quotient(from: order.map { isA[$0] }, to: order.map { isB[$0] })) ?? 1
                let tolerance = 1e-12 * max(1, observed)
                found[replicate] =
                    (observed >= 1 ? drawn >= observed - tolerance : drawn <= observed + tolerance)
                    ? 1 : 0
            }
        }
        return Double(asFar.reduce(0) { $0 + Int($1) } + 1) / Double(replicates + 1)
    }
}
