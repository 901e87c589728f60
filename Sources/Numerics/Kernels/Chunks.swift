private import Dispatch

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Musl)
    private import Musl
#endif

/// How many threads a kernel may use. Results are the same bits either way.
public enum Threads: Sendable {
    case one
    /// One for each core.
    case all
}

/// Fixed parts of a piece of work, done in any order by any number of threads.
///
/// The parts depend on the data alone, each writes results of its own, and sums over parts are
/// taken in their order: so the number of threads changes no bit of a result.
package enum Chunks {
    /// Enough for an even load, few enough to cost nothing.
    package static let count = 64

    package static func perform(_ count: Int, on threads: Threads, _ body: (Int) -> Void) {
        switch threads {
        case .one: for chunk in 0..<count { body(chunk) }
        case .all:
            withoutActuallyEscaping(body) { body in
                // Bodies write through pointers, each part to places of its own, and all have
                // returned before anybody reads.
                nonisolated(unsafe) let body = body
                DispatchQueue.concurrentPerform(iterations: count) { body($0) }
            }
        }
    }

    /// Cuts rows into consecutive parts of about as many cells each.
    ///
    /// - Parameter starts: Where each row's cells start, and the end.
    package static func cut(_ starts: [Int]) -> [Range<Int>] {
        let rows = starts.count - 1
        guard rows > 0, let first = starts.first, let last = starts.last else { return [] }
        let share = (last - first) / count + 1
        var parts: [Range<Int>] = []
        var begin = 0
        for row in 0..<rows where row + 1 == rows || starts[row + 1] - starts[begin] >= share {
            parts.append(begin..<(row + 1))
            begin = row + 1
        }
        return parts
    }
}

/// An array whose elements a body writes, each exactly once.
package func filled<Element: BitwiseCopyable>(
    _ count: Int, _ body: (UnsafeMutablePointer<Element>) -> Void
) -> [Element] {
    Array(unsafeUninitializedCapacity: count) { buffer, initializedCount in
        if let base = buffer.baseAddress, count > 0 {
            adviseHugePages(UnsafeMutableRawBufferPointer(buffer))
            body(base)
        }
        initializedCount = count
    }
}

/// Tells the system that a large piece of memory not yet touched will be used whole: it then
/// comes in pages of 2 MiB, and the first touch of each costs one interruption instead of 512.
package func adviseHugePages(_ memory: UnsafeMutableRawBufferPointer) {
    #if os(Linux)
        let page = 1 << 21
        guard let base = memory.baseAddress, memory.count >= 2 * page else { return }
        let skipped = (page - Int(bitPattern: base) % page) % page
        let length = (memory.count - skipped) / page * page
        // Advice: where it is not taken, all works as before.
        _ = madvise(base + skipped, length, 14)  // MADV_HUGEPAGE
    #endif
}
