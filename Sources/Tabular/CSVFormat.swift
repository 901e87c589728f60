/// How a delimited file is written down: what separates cells, how characters are coded.
public struct CSVFormat: Sendable, Hashable {
    /// What separates two cells. `nil` asks the reader to find it in the head of the file.
    public var delimiter: Delimiter?
    /// How bytes become characters.
    public var encoding: EncodingChoice
    /// Lines above the heading that are no part of the table, such as a title.
    public var skippedLines: Int
    /// Undo the apostrophe that ``CSVWriter`` puts before text a spreadsheet would run.
    public var removesFormulaGuard: Bool
    /// Beyond these sizes a file is refused.
    public var limits: Limits

    public init(
        delimiter: Delimiter? = nil, encoding: EncodingChoice = .marked, skippedLines: Int = 0,
        removesFormulaGuard: Bool = false, limits: Limits = Limits()
    ) {
        self.delimiter = delimiter
        self.encoding = encoding
        self.skippedLines = skippedLines
        self.removesFormulaGuard = removesFormulaGuard
        self.limits = limits
    }

    public enum Delimiter: UInt8, CaseIterable, Sendable, Codable {
        case comma = 0x2C
        case semicolon = 0x3B
        case tab = 0x09
        case pipe = 0x7C
    }

    public enum EncodingChoice: Hashable, Sendable {
        /// As the byte order mark says; UTF-8 without one.
        case marked
        /// As ``marked``, but bytes that are not UTF-8 are read as Windows-1251, and a note
        /// says so: the guess may be wrong.
        case guessed
        /// This one; a byte order mark that contradicts it is a problem.
        case fixed(TextEncoding)
    }

    /// Sizes beyond which a file is refused rather than read.
    public struct Limits: Sendable, Hashable {
        /// Bytes (of UTF-8) in one cell.
        public var cellBytes: Int
        /// Bytes (of UTF-8) in one row.
        public var rowBytes: Int
        /// Cells in one row.
        public var columns: Int

        public init(cellBytes: Int = 1 << 20, rowBytes: Int = 16 << 20, columns: Int = 16_384) {
            self.cellBytes = cellBytes
            self.rowBytes = rowBytes
            self.columns = columns
        }
    }
}

/// A way of writing characters as bytes that the readers understand.
public enum TextEncoding: String, CaseIterable, Sendable, Codable {
    case utf8 = "utf-8"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case windows1251 = "windows-1251"

    /// The name a person knows the encoding by.
    public var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16LittleEndian: "UTF-16 LE"
        case .utf16BigEndian: "UTF-16 BE"
        case .windows1251: "Windows-1251"
        }
    }
}
