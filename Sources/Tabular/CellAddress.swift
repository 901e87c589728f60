/// Where a cell stands on a sheet, as a spreadsheet names it: `B7`.
public struct CellAddress: Hashable, Sendable {
    /// Counted from 1.
    public let row: Int
    /// Counted from 1: `A` is 1.
    public let column: Int

    /// The most rows and columns a sheet can have.
    public static let lastRow = 1_048_576
    public static let lastColumn = 16_384

    public init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }

    /// Reads `B7` or `$B$7`; `nil` for anything else and for places no sheet has.
    public init?(_ text: String) {
        var text = text
        guard let address = text.withUTF8({ Self.read($0) }) else { return nil }
        self = address
    }

    /// `B7`.
    public var text: String { Self.letters(ofColumn: column) + String(row) }

    /// `A` to `Z`, then `AA`.
    public static func letters(ofColumn column: Int) -> String {
        var letters = ""
        var rest = column
        while rest > 0 {
            rest -= 1
            let letter = UnicodeScalar(UInt8(0x41 + rest % 26))
            letters = String(letter) + letters
            rest /= 26
        }
        return letters
    }

    static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> CellAddress? {
        var (i, row, column) = (0, 0, 0)
        if i < bytes.count && bytes[i] == 0x24 { i += 1 }
        while i < bytes.count, case let letter = bytes[i] & 0xDF, (0x41...0x5A).contains(letter) {
            column = column * 26 + Int(letter - 0x40)
            guard column <= lastColumn else { return nil }
            i += 1
        }
        if i < bytes.count && bytes[i] == 0x24 { i += 1 }
        let digits = i
        while i < bytes.count, case let digit = bytes[i] &- 0x30, digit <= 9 {
            row = row * 10 + Int(digit)
            guard row <= lastRow else { return nil }
            i += 1
        }
        guard column > 0, row > 0, i == bytes.count, bytes[digits] != 0x30 else { return nil }
        return CellAddress(row: row, column: column)
    }
}
