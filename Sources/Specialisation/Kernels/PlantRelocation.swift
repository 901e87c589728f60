internal import Numerics

/// How often an industry, its plants thrown at random over regions, is at least as concentrated as
/// observed.
///
/// Each replicate puts every plant into a region with the probability of the region's share, from
/// a random stream of its own, and takes G = Σ (y_r − x_r)².
///
/// - Parameters:
///   - sizes: the plants' shares of the industry.
///   - shares: `x_r`, which sum to 1.
///   - observed: the G to be reached. A G that equals it up to rounding counts.
/// - Complexity: O(replicates · (plants · log R + R)), no allocation in the loop.
func relocationsAtLeast(
    _ observed: Double, sizes: [Double], shares: [Double], replicates: Int, seed: UInt64
) -> Int {
    var cumulated = shares
    var reached = 0.0
    for index in cumulated.indices {
        reached += shares[index]
        cumulated[index] = reached
    }
    let last = shares.lastIndex { $0 > 0 } ?? 0
    let bar = observed * (1 - 1e-12)
    var location = [Double](repeating: 0, count: shares.count)
    var hits = 0
    for replicate in 0..<replicates {
        var random = RandomStream(seed: seed, stream: UInt64(replicate))
        for index in location.indices { location[index] = 0 }
        for size in sizes {
            let target = random.unit() * reached
            var (low, high) = (0, last)
            while low < high {
                let middle = (low + high) / 2
                if cumulated[middle] > target { high = middle } else { low = middle + 1 }
            }
            location[low] += size
        }
        var concentration = 0.0
        for index in location.indices {
            let difference = location[index] - shares[index]
            concentration += difference * difference
        }
        if concentration >= bar { hits += 1 }
    }
    return hits
}

/// The seed of a simulation named by words: equal for equal words on every machine, whatever
/// stands beside them in the table.
func seed(_ seed: UInt64, for words: String...) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ seed
    for word in words {
        for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ 0xFF) &* 0x100_0000_01B3
    }
    return hash
}
