/// Rows of bits, each in whole words.
struct BitRows: Hashable, Sendable {
    let rows: Int
    let columns: Int
    let wordsPerRow: Int
    private(set) var words: [UInt64]

    init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        wordsPerRow = (columns + 63) / 64
        words = Array(repeating: 0, count: rows * wordsPerRow)
    }

    mutating func set(_ row: Int, _ column: Int) {
        words[row * wordsPerRow + column >> 6] |= 1 << UInt64(column & 63)
    }

    subscript(row: Int, column: Int) -> Bool {
        words[row * wordsPerRow + column >> 6] >> UInt64(column & 63) & 1 == 1
    }

    func count(_ row: Int) -> Int {
        var count = 0
        for word in words[(row * wordsPerRow)..<((row + 1) * wordsPerRow)] {
            count += word.nonzeroBitCount
        }
        return count
    }

    /// How many columns two rows have in common.
    func common(_ left: Int, _ right: Int) -> Int {
        words.withUnsafeBufferPointer { words in
            let (a, b) = (left * wordsPerRow, right * wordsPerRow)
            var count = 0
            for word in 0..<wordsPerRow {
                count &+= (words[a &+ word] & words[b &+ word]).nonzeroBitCount
            }
            return count
        }
    }

    /// The columns of a row, in ascending order.
    func members(_ row: Int) -> [Int] {
        var members: [Int] = []
        for position in 0..<wordsPerRow {
            var word = words[row * wordsPerRow + position]
            while word != 0 {
                members.append(position << 6 + word.trailingZeroBitCount)
                word &= word &- 1
            }
        }
        return members
    }
}
