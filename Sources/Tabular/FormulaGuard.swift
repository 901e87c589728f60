/// The apostrophe that keeps a spreadsheet from running a text cell as a formula
/// (RELIABILITY C6).
///
/// A text is guarded if it starts with a character that starts a formula, or with apostrophes
/// and then such a character. So the guard can always be told from an apostrophe of the text's
/// own, and removing it gives back the text exactly.
enum FormulaGuard {
    static let mark: UInt8 = 0x27

    /// Whether the text must be written with an apostrophe before it.
    static func isNeeded(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var i = 0
        while i < bytes.count && bytes[i] == mark { i += 1 }
        return startsFormula(bytes, at: i)
    }

    /// Whether the text carries the apostrophe.
    static func isGuarded(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.first == mark else { return false }
        return isNeeded(bytes)
    }

    private static func startsFormula(_ bytes: UnsafeBufferPointer<UInt8>, at i: Int) -> Bool {
        guard i < bytes.count else { return false }
        switch bytes[i] {
        case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D, 0x0A:
            return true
        case 0xEF:
            // U+FF1D, U+FF0B, U+FF0D, U+FF20: full-width = + - @.
            guard i + 2 < bytes.count else { return false }
            let second = bytes[i + 1]
            let third = bytes[i + 2]
            return second == 0xBC
                && (third == 0x9D || third == 0x8B || third == 0x8D || third == 0xA0)
        default:
            return false
        }
    }
}
