/// Writes delimited text (RFC 4180), the same bytes for the same cells, whatever the machine.
///
///     try AtomicFile.write(to: path) { sink in
///         var writer = CSVWriter(style: .workspace)
///         try writer.row(["place", "value"], to: &sink)
///         try writer.text("RU-KEM", to: &sink)
///         try writer.number(-12.5, to: &sink)
///         try writer.endRow(to: &sink)
///     }
public struct CSVWriter: Sendable {
    /// How the file is written down.
    public struct Style: Sendable, Hashable {
        public var delimiter: CSVFormat.Delimiter
        public var decimalMark: DecimalMark
        public var lineEnd: LineEnd
        public var hasByteOrderMark: Bool
        /// Put an apostrophe before text that a spreadsheet would run as a formula. Reading with
        /// ``CSVFormat/removesFormulaGuard`` gives the text back exactly.
        public var guardsFormulas: Bool

        public init(
            delimiter: CSVFormat.Delimiter = .comma, decimalMark: DecimalMark = .point,
            lineEnd: LineEnd = .lineFeed, hasByteOrderMark: Bool = false,
            guardsFormulas: Bool = false
        ) {
            self.delimiter = delimiter
            self.decimalMark = decimalMark
            self.lineEnd = lineEnd
            self.hasByteOrderMark = hasByteOrderMark
            self.guardsFormulas = guardsFormulas
        }

        public enum LineEnd: String, Sendable, CaseIterable {
            case lineFeed = "\n"
            case carriageReturnLineFeed = "\r\n"
        }

        /// For programs: comma, point, LF. Text is written as it is.
        public static let workspace = Style()
        /// For a spreadsheet: as ``workspace``, with text kept from being run.
        public static let spreadsheet = Style(
            lineEnd: .carriageReturnLineFeed, hasByteOrderMark: true, guardsFormulas: true)
        /// For a spreadsheet that speaks Russian: semicolon and decimal comma.
        public static let russianSpreadsheet = Style(
            delimiter: .semicolon, decimalMark: .comma, lineEnd: .carriageReturnLineFeed,
            hasByteOrderMark: true, guardsFormulas: true)
    }

    /// A number that has no text.
    public struct NotFinite: Error, Hashable, Sendable {
        public let row: Int
        public let column: Int
    }

    public let style: Style
    /// Rows and cells written, for messages.
    public private(set) var row = 1
    public private(set) var column = 1
    private var isFirstByte = true
    /// Whether the row so far is one empty cell, which must not look like a blank line.
    private var isLoneEmptyCell = false

    public init(style: Style = .workspace) {
        self.style = style
    }

    /// Writes a text cell.
    public mutating func text(_ text: String, to sink: inout ByteSink) throws(FileFailure) {
        let isFirst = row == 1 && column == 1
        try encoded(Self.encoded(text, style, isFirst: isFirst), to: &sink)
    }

    /// Writes a text cell that ``encoded(_:_:)`` has put into the form of the file.
    public mutating func encoded(_ cell: [UInt8], to sink: inout ByteSink) throws(FileFailure) {
        try startCell(&sink)
        isLoneEmptyCell = cell.isEmpty && column == 1
        try sink.write(cell)
        column += 1
    }

    /// A text as it stands in a file: in quotes where it has to be.
    ///
    /// - Parameter isFirst: Whether it is the first cell of the file.
    public static func encoded(_ text: String, _ style: Style, isFirst: Bool = false) -> [UInt8] {
        var text = text
        return text.withUTF8 { encode($0, style, isFirst) }
    }

    /// Writes a number cell: the shortest text that reads back as the same double.
    ///
    /// - Throws: ``NotFinite`` for a number without a value, so that none reaches a file.
    public mutating func number(_ value: Double, to sink: inout ByteSink) throws {
        guard value.isFinite else { throw NotFinite(row: row, column: column) }
        try startCell(&sink)
        isLoneEmptyCell = false
        try sink.write(NumberText.shortest(value, mark: style.decimalMark).utf8)
        column += 1
    }

    public mutating func integer(
        _ value: some BinaryInteger, to sink: inout ByteSink
    ) throws(FileFailure) {
        try startCell(&sink)
        isLoneEmptyCell = false
        try sink.write(String(value).utf8)
        column += 1
    }

    /// Writes a cell with nothing in it.
    public mutating func empty(to sink: inout ByteSink) throws(FileFailure) {
        try startCell(&sink)
        isLoneEmptyCell = column == 1
        column += 1
    }

    public mutating func endRow(to sink: inout ByteSink) throws(FileFailure) {
        if column == 1 { try startCell(&sink) }
        // An empty line is no row to any reader; an empty quoted cell is one.
        if column == 1 || (column == 2 && isLoneEmptyCell) { try sink.write("\"\"".utf8) }
        try sink.write(style.lineEnd.rawValue.utf8)
        row += 1
        column = 1
    }

    /// Writes a row of text cells.
    public mutating func row(_ cells: [String], to sink: inout ByteSink) throws(FileFailure) {
        for cell in cells { try text(cell, to: &sink) }
        try endRow(to: &sink)
    }

    private mutating func startCell(_ sink: inout ByteSink) throws(FileFailure) {
        if isFirstByte {
            isFirstByte = false
            if style.hasByteOrderMark { try sink.write([0xEF, 0xBB, 0xBF]) }
        }
        if column > 1 { try sink.write(byte: style.delimiter.rawValue) }
    }

    private static func encode(
        _ bytes: UnsafeBufferPointer<UInt8>, _ style: Style, _ isFirst: Bool
    ) -> [UInt8] {
        var cell: [UInt8] = []
        cell.reserveCapacity(bytes.count + 2)
        if style.guardsFormulas && FormulaGuard.isNeeded(bytes) { cell.append(FormulaGuard.mark) }
        guard needsQuotes(bytes, style, isFirst) else {
            cell.append(contentsOf: bytes)
            return cell
        }
        cell.insert(0x22, at: 0)
        for byte in bytes {
            if byte == 0x22 { cell.append(0x22) }
            cell.append(byte)
        }
        cell.append(0x22)
        return cell
    }

    private static func needsQuotes(
        _ bytes: UnsafeBufferPointer<UInt8>, _ style: Style, _ isFirst: Bool
    ) -> Bool {
        guard let first = bytes.first, let last = bytes.last else { return false }
        // Blanks at the ends are kept by quotes in the readers that trim.
        if first == 0x20 || last == 0x20 { return true }
        // At the start of the file a text must not pass for a byte order mark, for Excel's
        // separator line or for the mark of another form of file.
        if isFirst {
            let form = TabularProblem.FileForm.ofHead(Array(bytes.prefix(32)))
            if first == 0xEF || bytes.starts(with: "sep=".utf8) || form != .text { return true }
        }
        return bytes.contains {
            $0 == style.delimiter.rawValue || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D
        }
    }
}

/// Numbers as text for machines.
public enum NumberText {
    /// The shortest decimal text that reads back as the same double: `5`, `0.1`, `1e+300`.
    /// Minus zero is written as zero. The number must be finite.
    public static func shortest(_ value: Double, mark: DecimalMark = .point) -> String {
        precondition(value.isFinite, "a number without a value has no text")
        if value == 0 { return "0" }
        var text = value.description
        if text.hasSuffix(".0") { text.removeLast(2) }
        guard mark == .comma, let point = text.firstIndex(of: ".") else { return text }
        text.replaceSubrange(point...point, with: ",")
        return text
    }
}
