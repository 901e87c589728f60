/// Finding out what separates the cells of a file from its head.
enum DelimiterDetection {
    /// Excel's own first line, `sep=;`.
    static func separatorLine(
        _ head: UnsafeBufferPointer<UInt8>
    ) -> (delimiter: CSVFormat.Delimiter, length: Int)? {
        guard head.count >= 6, head.prefix(4).elementsEqual(Array("sep=".utf8)),
            let delimiter = CSVFormat.Delimiter(rawValue: head[4])
        else { return nil }
        if head[5] == 0x0A { return (delimiter, 6) }
        guard head[5] == 0x0D else { return nil }
        return (delimiter, head.count > 6 && head[6] == 0x0A ? 7 : 6)
    }

    /// The delimiter that cuts the first rows into the same number of cells most consistently.
    ///
    /// Ties go to the rarer character: a comma also stands inside numbers and sentences.
    static func likeliest(
        _ head: UnsafeBufferPointer<UInt8>, skippingLines skipped: Int
    ) -> CSVFormat.Delimiter {
        var best = (delimiter: CSVFormat.Delimiter.comma, agreeing: 0.0, count: 0)
        for delimiter in [CSVFormat.Delimiter.tab, .semicolon, .pipe, .comma] {
            let counts = counts(of: delimiter.rawValue, in: head).dropFirst(skipped)
            guard let expected = counts.first, expected > 0 else { continue }
            let agreeing = counts.filter { $0 == expected }.count
            let share = Double(agreeing) / Double(counts.count)
            if (share, expected) > (best.agreeing, best.count) {
                best = (delimiter, share, expected)
            }
        }
        return best.delimiter
    }

    /// How often the delimiter stands outside quotes in each of the first rows with any text.
    private static func counts(
        of delimiter: UInt8, in head: UnsafeBufferPointer<UInt8>
    ) -> [Int] {
        var counts: [Int] = []
        var (count, length) = (0, 0)
        var isQuoted = false
        for byte in head.prefix(1 << 16) {
            if byte == 0x22 { isQuoted.toggle() }
            let isLineEnd = !isQuoted && (byte == 0x0A || byte == 0x0D)
            if !isLineEnd {
                length += 1
                if byte == delimiter && !isQuoted { count += 1 }
                continue
            }
            if length > 0 { counts.append(count) }
            (count, length) = (0, 0)
            if counts.count == 50 { return counts }
        }
        // A row cut off by the end of the head is worth counting only if there is no other.
        if length > 0 && (counts.isEmpty || head.count < 1 << 16) { counts.append(count) }
        return counts
    }
}

extension TabularProblem.FileForm {
    /// What the first bytes of a file say it is.
    static func ofHead(_ head: [UInt8]) -> Self {
        let marks: [(String, Self)] = [
            ("%PDF-", .pdf), ("PAR1", .parquet), ("<?xml", .xml), ("<!DOCTYPE html", .html),
            ("<html", .html),
        ]
        if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return .zip }
        if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return .oldWorkbook }
        if head.starts(with: [0x1F, 0x8B]) { return .gzip }
        for (mark, form) in marks {
            let start = head.prefix(mark.utf8.count).map { $0 | 0x20 }
            if start == mark.utf8.map({ $0 | 0x20 }) { return form }
        }
        return .text
    }
}
