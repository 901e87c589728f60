/// A strict, streaming reader of a sheet, row by row.
///
/// Rows without anything in them are passed over, hidden ones are not. Each cell of a merged
/// range has the content of its top left cell. Formulas are never computed: their saved results
/// are read, and one without is a problem where it is asked for.
public struct SheetReader: ~Copyable {
    public let name: String
    /// The sheet's name, for messages.
    public let sheet: String
    public var report = ProblemReport()
    /// The row's number on the sheet.
    public private(set) var row = 0
    /// Whether the author hid the row.
    public private(set) var isHidden = false
    public var cellCount: Int { cells.count }

    private let workbook: Workbook
    private let part: String
    private var scanner: XMLScanner
    private var cells: [SheetCell] = []
    private var merges: MergedRanges
    private var isInRows = false
    private var isFinished = false
    /// The row last delivered, for counting blank ones between.
    private var lastRow = 0
    /// The row last seen, blank or not: rows must ascend.
    private var lastSeen = 0
    private var cellsSeen = 0
    private var blankRows = 0
    private var firstBlankRow = 0

    init(_ workbook: Workbook, _ sheet: Workbook.Sheet) throws(PartFailure) {
        // Merged ranges stand after the rows they concern, hence a pass of their own.
        let merges = try MergedRanges(workbook.archive, part: sheet.part)
        let scanner = try workbook.archive.scanner(sheet.part)
        self.init(workbook, sheet, merges, scanner)
    }

    private init(
        _ workbook: Workbook, _ sheet: Workbook.Sheet, _ merges: MergedRanges,
        _ scanner: consuming XMLScanner
    ) {
        name = workbook.name
        self.sheet = Excerpt.of(sheet.name)
        self.workbook = workbook
        part = sheet.part
        self.merges = merges
        self.scanner = scanner
    }

    // MARK: Going through the sheet

    public mutating func advance() throws(CancellationError) -> Bool {
        guard !isFinished else { return false }
        do throws(PartFailure) {
            while try nextRow() {
                if cells.isEmpty { continue }
                noteBlanks()
                return true
            }
            finish()
        } catch {
            cells = []
            isFinished = true
            switch error {
            case .cancelled: throw CancellationError()
            case .problem(let kind): report.add(kind, at: .init(file: name, sheet: sheet))
            }
        }
        cells = []
        return false
    }

    private mutating func noteBlanks() {
        if lastRow > 0 && row > lastRow + 1 {
            if blankRows == 0 { firstBlankRow = lastRow + 1 }
            blankRows += row - lastRow - 1
        }
        lastRow = row
    }

    private mutating func finish() {
        isFinished = true
        guard blankRows > 0 else { return }
        let place = TabularProblem.Place(file: name, sheet: sheet, row: firstBlankRow)
        report.add(.blankRows(count: blankRows), at: place)
    }

    private var malformed: PartFailure { .problem(.malformedXML(part: Excerpt.of(part))) }

    /// Reads the next `<row>`.
    private mutating func nextRow() throws(PartFailure) -> Bool {
        while true {
            switch try scanner.next() {
            case .start where scanner.isNamed("sheetData") && scanner.depth == 2: isInRows = true
            case .end where isInRows && scanner.isNamed("sheetData"):
                // What follows the rows is not needed, but must be well-formed.
                isInRows = false
            case .start where isInRows && scanner.isNamed("row"):
                try readRow()
                return true
            case .start where isInRows: try scanner.skipElement()
            case .endOfDocument: return false
            default: break
            }
        }
    }

    private mutating func readRow() throws(PartFailure) {
        cells.removeAll(keepingCapacity: true)
        row = lastSeen + 1
        if let number = try scanner.attribute("r") {
            guard let number = Int(number), number > lastSeen, number <= CellAddress.lastRow else {
                throw malformed
            }
            row = number
        }
        guard row <= CellAddress.lastRow else { throw malformed }
        lastSeen = row
        let flag = scanner.withAttribute("hidden") { $0.elementsEqual("1".utf8) || $0.count == 4 }
        isHidden = flag ?? false
        let outside = scanner.depth - 1
        while scanner.depth > outside {
            switch try scanner.next() {
            case .start where scanner.isNamed("c"): try readCell()
            case .start: try scanner.skipElement()
            case .endOfDocument: throw malformed
            default: break
            }
        }
        cellsSeen += try merges.fill(&cells, row: row)
        while let last = cells.last, last.isEmpty { cells.removeLast() }
        try checkCount()
    }

    private func checkCount() throws(PartFailure) {
        let limit = workbook.archive.limits.cells
        guard cellsSeen <= limit else { throw .problem(.tooManyCells(limit: limit)) }
    }

    // MARK: One cell

    private mutating func readCell() throws(PartFailure) {
        let column = try placeOfCell()
        let style = scanner.withAttribute("s") { plainDecimal($0, mark: 0x2E) } ?? 0
        let type = scanner.withAttribute("t") { SheetCell.Storage($0) } ?? .number
        let (value, hasFormula, inline) = try readContents()
        cellsSeen += 1
        if cellsSeen & 0xFFF == 0 { try checkCount() }
        var cell = SheetCell()
        cell.hasFormula = hasFormula
        cell.content = content(type, value, inline, style: Int(style ?? 0), hasFormula)
        if cell.content == .empty && !hasFormula && !merges.mayStart(row: row, column: column) {
            return
        }
        while cells.count < column - 1 { cells.append(SheetCell()) }
        cells.append(cell)
    }

    /// The column of the cell that just started.
    private func placeOfCell() throws(PartFailure) -> Int {
        let next = cells.count + 1
        guard let address = scanner.withAttribute("r", CellAddress.read) else {
            guard next <= CellAddress.lastColumn else { throw malformed }
            return next
        }
        // Cells stand in order, in their own row, each once.
        guard let address, address.row == row, address.column >= next else { throw malformed }
        return address.column
    }

    private mutating func readContents() throws(PartFailure) -> (
        value: String?, hasFormula: Bool, inline: String?
    ) {
        var value: [UInt8]?
        var inline: [UInt8]?
        var hasFormula = false
        var isValue = false
        let outside = scanner.depth - 1
        while scanner.depth > outside {
            switch try scanner.next() {
            case .start where scanner.isNamed("v"):
                isValue = true
                value = value ?? []
            case .start where scanner.isNamed("is"):
                var text: [UInt8] = []
                try RichText.read(&scanner, into: &text)
                inline = text
            case .start where scanner.isNamed("f"):
                hasFormula = true
                try scanner.skipElement()
            case .start: try scanner.skipElement()
            case .end: isValue = false
            case .text: if isValue { value?.append(contentsOf: scanner.text) }
            case .endOfDocument: throw malformed
            }
        }
        return (
            value.map { String(decoding: $0, as: UTF8.self) }, hasFormula,
            inline.map { String(decoding: $0, as: UTF8.self) }
        )
    }

    private func content(
        _ type: SheetCell.Storage, _ value: String?, _ inline: String?, style: Int,
        _ hasFormula: Bool
    ) -> SheetCell.Content {
        let bad = SheetCell.Content.damaged
        switch type {
        case .inlineText: return SheetCell.Content(text: inline ?? value ?? "")
        case .formulaText:
            guard let value else { return hasFormula ? .formulaWithoutValue : .empty }
            var bytes = Array(value.utf8)
            RichText.unescape(&bytes, from: 0)
            return SheetCell.Content(text: String(decoding: bytes, as: UTF8.self))
        default: break
        }
        guard let value, !value.isEmpty else { return hasFormula ? .formulaWithoutValue : .empty }
        switch type {
        case .sharedText:
            guard let index = Int(value), let text = workbook.texts[index] else { return bad }
            return SheetCell.Content(text: text)
        case .boolean:
            guard value == "0" || value == "1" else { return bad }
            return .boolean(value == "1")
        case .error: return .error(value)
        case .day: return .date(value)
        default: return number(value, style: style) ?? bad
        }
    }

    private func number(_ text: String, style: Int) -> SheetCell.Content? {
        guard case .number(let value) = NumberCell.read(text, words: StateWords([:])) else {
            return nil
        }
        let displays = workbook.displays
        let display = displays.indices.contains(style) ? displays[style] : .number
        let date = SerialDate.text(value, as: display, startsIn1904: workbook.startsIn1904)
        return date.map { .date($0) } ?? .number(value)
    }
}

// MARK: Cells of the row

extension SheetReader: RecordReader {
    /// A cell of the row; an empty one past its last.
    public func cell(at index: Int) -> SheetCell {
        precondition(index >= 0, "cells are numbered from 0")
        return index < cells.count ? cells[index] : SheetCell()
    }

    public func text(at index: Int) -> String { cell(at: index).text }

    public func number(
        at index: Int, format: NumberFormat = .plain, words: StateWords = .standard
    ) -> CellReading {
        let cell = cell(at: index)
        switch cell.content {
        case .number(let value): return .number(value)
        case .date: return .problem(.dateForNumber)
        case .boolean: return .problem(.notANumber)
        case .damaged, .formulaWithoutValue: return .problem(fault(at: index) ?? .notANumber)
        case .empty, .text, .error:
            return NumberCell.read(cell.text, format: format, words: words)
        }
    }

    public func fault(at index: Int) -> TabularProblem.Kind? {
        switch cell(at: index).content {
        case .damaged: .badCell(part: Excerpt.of(part))
        case .formulaWithoutValue: .formulaWithoutValue
        default: nil
        }
    }

    public func place(
        ofCell index: Int? = nil, named columnName: String? = nil
    ) -> TabularProblem.Place {
        var place = TabularProblem.Place(file: name, sheet: sheet, row: row)
        if let index {
            place.column = index + 1
            place.columnName = columnName.map(Excerpt.of)
            let text = text(at: index)
            if !text.isEmpty { place.value = Excerpt.of(text) }
        }
        return place
    }
}

/// A cell of a sheet.
public struct SheetCell: Hashable, Sendable {
    public internal(set) var content = Content.empty
    /// Part of a merged range; the content is that of the range's top left cell.
    public internal(set) var isMerged = false
    /// Computed by the spreadsheet program; the content is the result it saved.
    public internal(set) var hasFormula = false

    public enum Content: Hashable, Sendable {
        case empty
        case text(String)
        case number(Double)
        case boolean(Bool)
        /// `2024-02-29`, `2024-02-29T13:30:00` or `13:30:00`: a number shown as a date.
        case date(String)
        /// The name of a formula's error, such as `#N/A`.
        case error(String)
        case formulaWithoutValue
        case damaged

        init(text: String) { self = text.isEmpty ? .empty : .text(text) }
    }

    var isEmpty: Bool { content == .empty }

    /// The content as text, numbers as the shortest decimal text that reads back the same.
    public var text: String {
        switch content {
        case .empty, .formulaWithoutValue, .damaged: ""
        case .text(let text), .date(let text), .error(let text): text
        case .number(let value): NumberText.shortest(value)
        case .boolean(let value): value ? "TRUE" : "FALSE"
        }
    }

    /// How a cell's value is stored (attribute `t`).
    enum Storage {
        case number, sharedText, inlineText, formulaText, boolean, error, day

        init(_ bytes: UnsafeBufferPointer<UInt8>) {
            self =
                switch String(decoding: bytes, as: UTF8.self) {
                case "s": .sharedText
                case "inlineStr": .inlineText
                case "str": .formulaText
                case "b": .boolean
                case "e": .error
                case "d": .day
                default: .number
                }
        }
    }
}

/// The merged ranges of a sheet, given to its rows from top to bottom.
struct MergedRanges {
    private struct Extent {
        let first: CellAddress
        let last: CellAddress
        var content: SheetCell?
    }

    /// By first row, the lowest last.
    private var waiting: [Extent] = []
    private var active: [Extent] = []
    private let part: String
    private var starts: Set<CellAddress> = []

    init(_ archive: Archive, part: String) throws(PartFailure) {
        self.part = part
        guard try Self.mentionsRanges(archive, part) else { return }
        var scanner = try archive.scanner(part)
        while true {
            switch try scanner.next() {
            case .start where scanner.isNamed("mergeCell"):
                let text = try scanner.attribute("ref") ?? ""
                let ends = text.split(separator: ":").map { CellAddress(String($0)) }
                guard ends.count == 2, let first = ends[0], let last = ends[1],
                    first.row <= last.row, first.column <= last.column,
                    waiting.count < WorkbookLimits.mergedRanges
                else { throw malformed }
                waiting.append(Extent(first: first, last: last))
                starts.insert(first)
            case .endOfDocument:
                waiting.sort {
                    ($0.first.row, $0.first.column) > ($1.first.row, $1.first.column)
                }
                return
            default: break
            }
        }
    }

    private var malformed: PartFailure { .problem(.malformedXML(part: Excerpt.of(part))) }

    /// Whether the words stand in the part at all: most sheets have no merged cells, and
    /// searching is cheaper than parsing.
    private static func mentionsRanges(_ archive: Archive, _ part: String) throws(PartFailure)
        -> Bool
    {
        let wanted = Array("mergeCell".utf8)
        var stream = try archive.part(part)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        var kept = 0
        while true {
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer[kept...])
            let count = try stream.read(into: room)
            if count == 0 { return false }
            let filled = kept + count
            var i = 0
            while i + wanted.count <= filled {
                if buffer[i] == wanted[0] && buffer[(i + 1)...].starts(with: wanted[1...]) {
                    return true
                }
                i &+= 1
            }
            // The words may be cut by the end of what was read.
            kept = min(filled, wanted.count - 1)
            for k in 0..<kept { buffer[k] = buffer[filled - kept + k] }
        }
    }

    /// Whether a range starts here, so that even an empty cell matters.
    func mayStart(row: Int, column: Int) -> Bool {
        !starts.isEmpty && starts.contains(CellAddress(row: row, column: column))
    }

    /// Gives the cells of a row what they share.
    ///
    /// - Returns: How many cells were filled.
    mutating func fill(_ cells: inout [SheetCell], row: Int) throws(PartFailure) -> Int {
        if waiting.isEmpty && active.isEmpty { return 0 }
        active.removeAll { $0.last.row < row }
        while let next = waiting.last, next.first.row <= row {
            waiting.removeLast()
            // A range whose first row has no cells has nothing to give.
            if next.first.row == row { active.append(next) }
        }
        // Ranges don't overlap, so no row meets more of them than it has columns.
        guard active.count <= CellAddress.lastColumn else { throw malformed }
        var filled = 0
        for i in active.indices {
            let extent = active[i]
            let (first, last) = (extent.first.column - 1, extent.last.column - 1)
            if extent.first.row == row {
                active[i].content = first < cells.count ? cells[first] : SheetCell()
            }
            guard var content = active[i].content, !content.isEmpty else { continue }
            content.isMerged = true
            while cells.count <= last { cells.append(SheetCell()) }
            for column in first...last { cells[column] = content }
            filled += last - first + 1
        }
        return filled
    }
}
