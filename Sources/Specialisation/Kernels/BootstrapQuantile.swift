internal import Numerics

/// The mean over bootstrap samples of a quantile of type 7, and its standard error.
///
/// Each replicate draws as many numbers as there are, with replacement, from a random stream of
/// its own, so that the result does not depend on the order in which replicates are worked out.
/// Instead of sorting the drawn numbers it counts how often each was drawn and walks down from the
/// largest. One random word gives two draws, by multiplication of its 32-bit halves; the bias is
/// under n/2³².
///
/// - Parameter sorted: the numbers in ascending order, at least one.
/// - Complexity: O(n) a replicate, no allocation.
func bootstrapQuantile(
    ofSorted sorted: [Double], probability: Double, replicates: Int, seed: UInt64
) -> (mean: Double, standardError: Double) {
    let count = sorted.count
    let position = Double(count - 1) * probability
    let lowRank = Int(position.rounded(.down))
    let part = position - Double(lowRank)
    // How many draws stand at or above the two order statistics.
    let aboveLow = count - lowRank
    let aboveHigh = max(1, aboveLow - 1)
    var counts = [UInt32](repeating: 0, count: count)
    var sum = CompensatedSum()
    var squares = CompensatedSum()
    sorted.withUnsafeBufferPointer { numbers in
        counts.withUnsafeMutableBufferPointer { counts in
            for replicate in 0..<replicates {
                var random = RandomStream(seed: seed, stream: UInt64(replicate))
                counts.update(repeating: 0)
                var left = count
                while left > 0 {
                    let word = random.next()
                    counts[Int(((word >> 32) &* UInt64(count)) >> 32)] &+= 1
                    if left > 1 {
                        counts[Int(((word & 0xFFFF_FFFF) &* UInt64(count)) >> 32)] &+= 1
                    }
                    left -= 2
                }
                var seen = 0
                var index = count
                var high = 0.0
                var hasHigh = false
                while seen < aboveLow {
                    index -= 1
                    seen += Int(counts[index])
                    if !hasHigh, seen >= aboveHigh {
                        high = numbers[index]
                        hasHigh = true
                    }
                }
                let quantile = numbers[index] + part * (high - numbers[index])
                sum.add(quantile)
                squares.add(quantile * quantile)
            }
        }
    }
    let mean = sum.value / Double(replicates)
    let variance = max(0, squares.value / Double(replicates) - mean * mean)
    return (mean, (variance / Double(replicates)).squareRoot())
}
