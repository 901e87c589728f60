/// Whether two short names could be the same word mistyped.
package enum Resemblance {
    /// At most one letter in four differs, is missing or is too many.
    package static func areClose(_ left: String, _ right: String) -> Bool {
        let (a, b) = (Array(left), Array(right))
        guard a.count <= 64, b.count <= 64, !a.isEmpty, !b.isEmpty else { return false }
        let allowed = max(1, max(a.count, b.count) / 4)
        guard abs(a.count - b.count) <= allowed else { return false }
        return distance(a, b) <= allowed
    }

    /// Levenshtein distance: letters to change, add or leave out.
    package static func distance(_ left: String, _ right: String) -> Int {
        let (a, b) = (Array(left), Array(right))
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        return distance(a, b)
    }

    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var row = Array(0...b.count)
        for i in 1...a.count {
            var diagonal = row[0]
            row[0] = i
            for j in 1...b.count {
                let substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)
                diagonal = row[j]
                row[j] = min(substituted, row[j] + 1, row[j - 1] + 1)
            }
        }
        return row[b.count]
    }
}
