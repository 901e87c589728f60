internal import Numerics

/// The sum of terms in blocks of 128, the blocks' sums compensated.
///
/// Within a block the error is at most 127 roundings; the number of blocks adds none that shows.
@inline(__always)
func blockedSum(_ range: Range<Int>, _ term: (Int) -> Double) -> Double {
    if range.count <= 128 {
        var sum = 0.0
        for i in range { sum += term(i) }
        return sum
    }
    var total = CompensatedSum()
    var start = range.lowerBound
    while start < range.upperBound {
        let end = min(start &+ 128, range.upperBound)
        var sum = 0.0
        for i in start..<end { sum += term(i) }
        total.add(sum)
        start = end
    }
    return total.value
}
