import Numerics

/// A total of blocks: the first is taken as it is, so that short rows cost nothing.
struct BlockTotal {
    private var sum = CompensatedSum()
    private var first = 0.0
    private var count = 0

    @inline(__always)
    mutating func add(_ block: Double) {
        if count == 0 {
            first = block
        } else {
            if count == 1 { sum.add(first) }
            sum.add(block)
        }
        count &+= 1
    }

    var value: Double { count < 2 ? first : sum.value }
}

/// Sorts positions by positive numbers in linear time where these are spread out.
///
/// Positive doubles are ordered as their bit patterns are, and the patterns grow about as the
/// logarithm. So equal widths of the pattern are buckets that quotients, whose logarithms are
/// roughly normal, fill evenly; what little disorder is left in a bucket is put right by
/// insertion. A crowded bucket is sorted by comparison.
struct QuotientOrder: ~Copyable {
    private struct Entry {
        var key: UInt64
        var position: Int32
    }

    private let entries: UnsafeMutableBufferPointer<Entry>
    private let unsorted: UnsafeMutableBufferPointer<Entry>
    private let starts: UnsafeMutableBufferPointer<Int32>

    /// As many buckets as entries or up to twice as many.
    private static func bucketCount(_ count: Int) -> Int {
        1 << (Int.bitWidth - (max(1, count) - 1).leadingZeroBitCount)
    }

    private static let crowd = 24

    init(capacity: Int) {
        entries = .allocate(capacity: max(1, capacity))
        unsorted = .allocate(capacity: max(1, capacity))
        starts = .allocate(capacity: Self.bucketCount(capacity) + 1)
    }

    deinit {
        entries.deallocate()
        unsorted.deallocate()
        starts.deallocate()
    }

    /// The position that is `rank`-th in the order.
    @inline(__always)
    func position(_ rank: Int) -> Int { Int(entries[rank].position) }

    /// Sorts positions 0 ..< count, equal ones in their own order.
    @inline(__always)
    func sort(_ count: Int, _ number: (Int) -> Double) {
        guard count > 0 else { return }
        var (least, greatest) = (UInt64.max, UInt64.min)
        for k in 0..<count {
            let key = number(k).bitPattern
            least = min(least, key)
            greatest = max(greatest, key)
            unsorted[k] = Entry(key: key, position: Int32(truncatingIfNeeded: k))
        }
        distribute(count, least: least, greatest: greatest)
    }

    private func distribute(_ count: Int, least: UInt64, greatest: UInt64) {
        let buckets = Self.bucketCount(count)
        let width = UInt64.bitWidth - (greatest - least).leadingZeroBitCount
        let shift = UInt64(max(0, width - buckets.trailingZeroBitCount))
        for bucket in 0...buckets { starts[bucket] = 0 }
        for k in 0..<count {
            let bucket = Int(truncatingIfNeeded: (unsorted[k].key &- least) &>> shift)
            starts[bucket] &+= 1
        }
        var next: Int32 = 0
        var fullest: Int32 = 0
        for bucket in 0..<buckets {
            let mine = starts[bucket]
            starts[bucket] = next
            next &+= mine
            fullest = max(fullest, mine)
        }
        for k in 0..<count {
            let entry = unsorted[k]
            let bucket = Int(truncatingIfNeeded: (entry.key &- least) &>> shift)
            let to = starts[bucket]
            starts[bucket] = to &+ 1
            entries[Int(to)] = entry
        }
        // Now `starts` holds where each bucket ends.
        if Int(fullest) > Self.crowd { sortCrowds(buckets) }
        insert(count)
    }

    private func sortCrowds(_ buckets: Int) {
        var start = 0
        for bucket in 0..<buckets {
            let end = Int(starts[bucket])
            if end - start > Self.crowd {
                var crowd = UnsafeMutableBufferPointer(rebasing: entries[start..<end])
                crowd.sort { ($0.key, $0.position) < ($1.key, $1.position) }
            }
            start = end
        }
    }

    private func insert(_ count: Int) {
        guard let base = entries.baseAddress else { return }
        var k = 1
        while k < count {
            let entry = base[k]
            var to = k
            while to > 0 && base[to &- 1].key > entry.key {
                base[to] = base[to &- 1]
                to &-= 1
            }
            base[to] = entry
            k &+= 1
        }
    }
}
