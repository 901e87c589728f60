internal import Numerics

/// How often neighbours drawn at random give as large a lag as the real ones: the cell keeps its
/// own value, as many others as it has neighbours are drawn without replacement.
///
/// Each cell has a stream of random numbers of its own, so that the number of threads changes
/// nothing. Few neighbours among many cells are drawn anew where one comes twice; many are taken
/// from the front of a shuffled list, whose swaps are undone afterwards.
///
/// - Complexity: O(B links), on both cores; memory for one list of cells a part.
/// - Source: Anselin (1995); METHODS 16.4.
struct ConditionalPermutation {
    let neighbourhood: Neighbourhood
    let replicates: Int
    let seed: UInt64
    let threads: Threads

    /// For each cell how many replicates have `sign Σ w x ≥ limit`; −1 for a cell without a
    /// neighbour.
    ///
    /// - Parameter limits: For each cell the direction and what counts as large.
    func counts(_ values: [Double], _ limits: [(sign: Double, limit: Double)]) -> [Int32] {
        let count = values.count
        let neighbourhood = neighbourhood
        let islands = Set(neighbourhood.islands)
        return filled(count) { found in
            nonisolated(unsafe) let found = found
            let parts = min(count, 256)
            values.withUnsafeBufferPointer { values in
                nonisolated(unsafe) let values = values
                Chunks.perform(parts, on: threads) { part in
                    var list = ShuffledList(count: count)
                    for cell in stride(from: part, to: count, by: parts) {
                        guard !islands.contains(cell) else {
                            found[cell] = -1
                            continue
                        }
                        let weights = neighbourhood.neighbours(of: cell).filter {
                            neighbourhood.neighbours[$0] != cell
                        }.map { neighbourhood.weights[$0] }
                        let (sign, limit) = limits[cell]
                        var random = RandomStream(seed: seed, stream: UInt64(cell))
                        let isSparse = weights.count <= 64 && weights.count * 8 < count
                        found[cell] =
                            isSparse
                            ? Self.sparse(
                                values, cell, weights, sign, limit, replicates, &random)
                            : list.count(
                                values, cell, weights, sign, limit, replicates, &random)
                    }
                }
            }
        }
    }

    /// Draws with rejection of what was drawn before.
    private static func sparse(
        _ values: UnsafeBufferPointer<Double>, _ cell: Int, _ weights: [Double], _ sign: Double,
        _ limit: Double, _ replicates: Int, _ random: inout RandomStream
    ) -> Int32 {
        let others = UInt64(values.count - 1)
        let links = weights.count
        let own = Int32(truncatingIfNeeded: cell)
        var larger: Int32 = 0
        // A product below this would favour some cells (Lemire 2019).
        let unfair = (0 &- UInt32(truncatingIfNeeded: others)) % UInt32(truncatingIfNeeded: others)
        var spare: UInt64 = 0
        var hasSpare = false
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: links) { drawn in
            weights.withUnsafeBufferPointer { weights in
                for _ in 0..<replicates {
                    var sum = 0.0
                    var position = 0
                    while position < links {
                        let word: UInt32
                        if hasSpare {
                            word = UInt32(truncatingIfNeeded: spare)
                            hasSpare = false
                        } else {
                            let both = random.next()
                            word = UInt32(truncatingIfNeeded: both)
                            spare = both >> 32
                            hasSpare = true
                        }
                        let product = UInt64(word) &* others
                        if UInt32(truncatingIfNeeded: product) < unfair { continue }
                        let index = Int32(truncatingIfNeeded: product >> 32)
                        let other = index >= own ? index &+ 1 : index
                        var isNew = true
                        for known in 0..<position where drawn[known] == other { isNew = false }
                        guard isNew else { continue }
                        drawn[position] = other
                        sum += weights[position] * values[Int(other)]
                        position &+= 1
                    }
                    if sign * sum >= limit { larger &+= 1 }
                }
            }
        }
        return larger
    }
}

/// All cells in an order that is shuffled from the front and put back.
private struct ShuffledList {
    private var cells: [Int32]
    private var swaps: [(Int, Int)] = []

    init(count: Int) { cells = (0..<Int32(count)).map { $0 } }

    mutating func count(
        _ values: UnsafeBufferPointer<Double>, _ cell: Int, _ weights: [Double], _ sign: Double,
        _ limit: Double, _ replicates: Int, _ random: inout RandomStream
    ) -> Int32 {
        let last = cells.count - 1
        var larger: Int32 = 0
        // The cell itself is not drawn: it stands last.
        cells.swapAt(cell, last)
        for _ in 0..<replicates {
            swaps.removeAll(keepingCapacity: true)
            var sum = 0.0
            for (position, weight) in weights.enumerated() {
                let drawn = position + random.index(below: last - position)
                cells.swapAt(position, drawn)
                swaps.append((position, drawn))
                sum += weight * values[Int(cells[position])]
            }
            if sign * sum >= limit { larger += 1 }
            for (first, second) in swaps.reversed() { cells.swapAt(first, second) }
        }
        cells.swapAt(cell, last)
        return larger
    }
}
