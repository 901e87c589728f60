/// Whether two short names could be the same word mistyped.
package enum Resemblance {
    /// At most one letter in four differs, is missing, is too many or has changed places.
    package static func areClose(_ left: String, _ right: String) -> Bool {
        let (a, b) = (Array(left), Array(right))
        guard a.count <= 64, b.count <= 64, !a.isEmpty, !b.isEmpty else { return false }
        let allowed = max(1, max(a.count, b.count) / 4)
        guard abs(a.count - b.count) <= allowed else { return false }
        return distance(a, b) <= allowed
    }

    /// Letters to change, add, leave out, or exchange with their neighbours.
    package static func distance(_ left: String, _ right: String) -> Int {
        let (a, b) = (Array(left), Array(right))
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        return distance(a, b)
    }

    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var before = [Int](repeating: 0, count: b.count + 1)
        var above = Array(0...b.count)
        for i in 1...a.count {
            var row = [i] + [Int](repeating: 0, count: b.count)
            for j in 1...b.count {
                let substituted = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                row[j] = min(substituted, above[j] + 1, row[j - 1] + 1)
                let isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]
                if isSwap { row[j] = min(row[j], before[j - 2] + 1) }
            }
            (before, above) = (above, row)
        }
        return above[b.count]
    }
}
