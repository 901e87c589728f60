/// A strict, streaming reader of delimited text (RFC 4180 with any delimiter and line end).
///
/// The reader stands on one record at a time; the cells of that record are looked at in place,
/// without a copy. Rows that are broken are reported in ``report`` and passed over, so one pass
/// finds every problem of the file.
///
///     var reader = CSVReader(.file(path: "observations.csv"))
///     while try reader.advance() {
///         let place = reader.text(at: 0)
///         let value = reader.number(at: 3)
///     }
///     guard reader.report.isClean else { … }
///
/// Rows without any character are passed over and counted in a note. A quote inside a cell that
/// is not quoted, text after a closing quote, a NUL byte and bytes that are no text are
/// problems. A quote that is never closed ends the reading, since nothing after it is certain.
///
/// Memory is one chunk plus the longest row, whatever the size of the file.
public struct CSVReader: ~Copyable {
    public let name: String
    public var report = ProblemReport()

    /// The delimiter in use: given, or found in the head of the file.
    public var delimiter: CSVFormat.Delimiter { foundDelimiter }
    /// The encoding in use.
    public var encoding: TextEncoding { feed.encoding }
    /// The record's number, the heading being 1, as a spreadsheet numbers its rows.
    public private(set) var row = 0
    /// ``row`` with the lines above the heading counted: what a spreadsheet shows.
    var shownRow: Int { row + skippedRows }
    /// The line of the file where the record starts.
    public private(set) var line = 0
    /// How many cells the record has.
    public private(set) var cellCount = 0
    /// Bytes of the file read so far, and in all where that is known.
    public var progress: (read: Int, total: Int?) {
        (feed.bytesRead, feed.totalBytes)
    }

    private let source: TabularSource
    private let format: CSVFormat
    private var foundDelimiter = CSVFormat.Delimiter.comma
    private var feed = TextFeed()
    private var isOpen = false
    private var isFinished = false

    /// Decoded text; the record stands from `recordStart` on.
    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var recordStart = 0
    private var cursor = 0
    private var end = 0
    /// Where in the decoded stream the buffer starts.
    private var bufferOrigin = 0
    /// Line that `cursor` stands on.
    private var currentLine = 1
    private var skippedRows = 0
    /// Rows up to this many bytes break no limit.
    private let shortRow: Int

    /// Cells of the record, as offsets from `recordStart`.
    private var cells: UnsafeMutablePointer<CellRange>
    private var cellCapacity = 64
    private var tooManyCells = false

    /// What each byte means to the scanner.
    private let classes: UnsafeMutablePointer<UInt8>

    private var blankRows = 0
    private var firstBlankLine = 0
    private var lineEnds: (lf: Bool, crlf: Bool, cr: Bool) = (false, false, false)
    private var mixedAtLine = 0

    private struct CellRange {
        var start: Int32
        var end: Int32
        var isQuoted: Bool
        var hasDoubledQuotes: Bool
    }

    private enum ByteClass {
        static let plain: UInt8 = 0
        static let delimiter: UInt8 = 1
        static let quote: UInt8 = 2
        static let lineFeed: UInt8 = 3
        static let carriageReturn: UInt8 = 4
        static let nul: UInt8 = 5
    }

    private enum Outcome {
        case record, blank, damaged, end
    }

    public init(_ source: TabularSource, format: CSVFormat = CSVFormat()) {
        self.source = source
        self.format = format
        name = source.name
        shortRow = min(format.limits.cellBytes, format.limits.rowBytes)
        capacity = TextFeed.chunk * 2
        buffer = .allocate(capacity: capacity)
        cells = .allocate(capacity: cellCapacity)
        classes = .allocate(capacity: 256)
        classes.initialize(repeating: ByteClass.plain, count: 256)
    }

    deinit {
        buffer.deallocate()
        cells.deallocate()
        classes.deallocate()
    }

    // MARK: Going through the file

    /// Goes to the next whole record.
    ///
    /// - Returns: `false` at the end of the file, or where reading had to stop: ``report`` tells.
    /// - Throws: `CancellationError` within one chunk of the task's cancellation.
    public mutating func advance() throws(CancellationError) -> Bool {
        if !isOpen { try open() }
        while !isFinished {
            switch try scanRecord() {
            case .record:
                row += 1
                return true
            case .damaged:
                row += 1
            case .blank:
                row += 1
                if blankRows == 0 { firstBlankLine = line }
                blankRows += 1
            case .end:
                finish()
            }
        }
        cellCount = 0
        return false
    }

    /// Stops reading; ``advance()`` returns `false` from now on.
    public mutating func stop() { finish() }

    private mutating func finish() {
        guard !isFinished else { return }
        isFinished = true
        if feed.isGuess {
            report.add(.encodingGuessed(encoding), at: .init(file: name))
        }
        if mixedAtLine > 0 {
            report.add(.mixedLineEnds, at: .init(file: name, line: mixedAtLine))
        }
        if blankRows > 0 {
            let place = TabularProblem.Place(file: name, line: firstBlankLine)
            report.add(.blankRows(count: blankRows), at: place)
        }
    }

    private mutating func stop(_ kind: TabularProblem.Kind, line: Int? = nil, value: String? = nil)
    {
        report.add(kind, at: .init(file: name, line: line, value: value))
        finish()
    }

    private mutating func open() throws(CancellationError) {
        isOpen = true
        do throws(FileFailure) {
            let (head, problem) = try feed.open(source, format.encoding)
            if head.isEmpty { return stop(.emptyFile) }
            if let problem { return stop(problem) }
            let form = TabularProblem.FileForm.ofHead(head)
            if form != .text { return stop(.notDelimitedText(looksLike: form)) }
        } catch {
            return stop(.cannotRead(error.reason))
        }
        guard try refill() > 0 else {
            if !isFinished { stop(.emptyFile) }
            return
        }
        settleDelimiter()
        for (byte, kind) in [
            (foundDelimiter.rawValue, ByteClass.delimiter), (0x22, ByteClass.quote),
            (0x0A, ByteClass.lineFeed), (0x0D, ByteClass.carriageReturn), (0x00, ByteClass.nul),
        ] {
            classes[Int(byte)] = kind
        }
        try skipLines()
    }

    /// Takes the delimiter given, the one an Excel `sep=` line names, or the likeliest.
    private mutating func settleDelimiter() {
        let head = UnsafeBufferPointer(start: buffer, count: end)
        let hint = DelimiterDetection.separatorLine(head)
        if let hint {
            cursor = hint.length
            currentLine += 1
            skippedRows += 1
        }
        foundDelimiter =
            format.delimiter ?? hint?.delimiter
            ?? DelimiterDetection.likeliest(
                UnsafeBufferPointer(rebasing: head[cursor...]), skippingLines: format.skippedLines)
    }

    private mutating func skipLines() throws(CancellationError) {
        for _ in 0..<format.skippedLines {
            recordStart = cursor
            var p = cursor
            while true {
                if p == end {
                    recordStart = p
                    guard try refill(&p) else { break }
                }
                if buffer[p] == 0x0A || buffer[p] == 0x0D { break }
                p += 1
            }
            if p < end { try endLine(&p) }
            cursor = p
            row += 1
        }
    }

    // MARK: Many hands

    /// The bytes behind the current record, where several readers may share them out: UTF-8 as
    /// it stands in the file, lines ended by LF alone so far.
    func plainRest() -> PlainBytes? {
        guard isOpen, !isFinished, !format.removesFormulaGuard else { return nil }
        guard lineEnds == (lf: true, crlf: false, cr: false) else { return nil }
        return feed.place(ofDelivered: bufferOrigin + cursor)
    }

    /// Goes on from a place of the file where a record starts, after that many records of one
    /// line each which others have read.
    mutating func resume(at place: Int, afterRows rows: Int) {
        do throws(FileFailure) {
            try feed.restart(at: place)
        } catch {
            return stop(.cannotRead(error.reason))
        }
        bufferOrigin = feed.deliveredBytes
        (recordStart, cursor, end) = (0, 0, 0)
        row += rows
        currentLine += rows
    }

    var limits: CSVFormat.Limits { format.limits }

    /// Line of the file where the next record starts.
    var nextLine: Int { currentLine }

    // MARK: Cells of the record

    /// The bytes of a cell (UTF-8, quotes removed), valid inside `body` only.
    public func withCell<Result, Failure: Error>(
        at index: Int, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(index >= 0 && index < cellCount, "the record has no such cell")
        let bytes = bytes(at: index)
        let span = Span(_unsafeElements: bytes)
        return try body(span)
    }

    /// A cell as text.
    public func text(at index: Int) -> String {
        precondition(index >= 0 && index < cellCount, "the record has no such cell")
        return String(decoding: bytes(at: index), as: UTF8.self)
    }

    /// A cell as a number or as a word for its absence.
    public func number(
        at index: Int, format: NumberFormat = .plain, words: StateWords = .standard
    ) -> CellReading {
        precondition(index >= 0 && index < cellCount, "the record has no such cell")
        return NumberCell.read(bytes(at: index), format: format, words: words)
    }

    /// All cells as text.
    public func texts() -> [String] { (0..<cellCount).map { text(at: $0) } }

    /// Where a cell of the current record stands, for a problem about it.
    public func place(ofCell index: Int? = nil, named columnName: String? = nil)
        -> TabularProblem.Place
    {
        var place = TabularProblem.Place(file: name, line: line, row: shownRow)
        if let index {
            place.column = index + 1
            place.columnName = columnName.map(Excerpt.of)
            if index >= 0 && index < cellCount { place.value = Excerpt.of(bytes(at: index)) }
        }
        return place
    }

    @inline(__always)
    func bytes(at index: Int) -> UnsafeBufferPointer<UInt8> {
        let cell = cells[index]
        return UnsafeBufferPointer(
            start: buffer + recordStart + Int(cell.start), count: Int(cell.end &- cell.start))
    }

    // MARK: The scanner

    /// Reads one record from `cursor` on.
    private mutating func scanRecord() throws(CancellationError) -> Outcome {
        recordStart = cursor
        cellCount = 0
        tooManyCells = false
        line = currentLine
        var damage: TabularProblem?
        var p = cursor
        while true {
            // At the start of a cell.
            if p == end {
                let hasMore = try refill(&p)
                if isFinished { return .damaged }
                if !hasMore {
                    cursor = p
                    if p == recordStart { return .end }
                    appendCell(from: p, to: p, quoted: false, doubled: false)
                    return close(damage)
                }
            }
            let isLast: Bool
            if buffer[p] == 0x22 {
                isLast = try scanQuotedCell(&p, &damage)
            } else {
                isLast = try scanPlainCell(&p, &damage)
            }
            if isFinished { return .damaged }
            if isLast {
                cursor = p
                return close(damage)
            }
        }
    }

    /// - Returns: Whether the record ends with this cell; `p` is past what ended it.
    @inline(__always)
    private mutating func scanPlainCell(
        _ p: inout Int, _ damage: inout TabularProblem?
    ) throws(CancellationError) -> Bool {
        let start = p - recordStart
        while true {
            let (bytes, limit, table) = (buffer, end, classes)
            var i = p
            while i < limit && table[Int(bytes[i])] == ByteClass.plain { i &+= 1 }
            p = i
            if p == limit {
                if try refill(&p) { continue }
                if isFinished { return true }
                appendCell(from: recordStart + start, to: p, quoted: false, doubled: false)
                return true
            }
            switch table[Int(bytes[p])] {
            case ByteClass.delimiter:
                appendCell(from: recordStart + start, to: p, quoted: false, doubled: false)
                p &+= 1
                return false
            case ByteClass.quote:
                note(.strayQuote, from: recordStart + start, to: endOfLine(from: p), &damage)
                p += 1
            case ByteClass.nul:
                note(.nulByte, from: recordStart + start, to: p + 1, &damage)
                p += 1
            default:
                appendCell(from: recordStart + start, to: p, quoted: false, doubled: false)
                try endLine(&p)
                return true
            }
        }
    }

    private mutating func scanQuotedCell(
        _ p: inout Int, _ damage: inout TabularProblem?
    ) throws(CancellationError) -> Bool {
        let openedAtLine = currentLine
        p += 1
        let start = p - recordStart
        var doubled = false
        scan: while true {
            let (bytes, limit, table) = (buffer, end, classes)
            var i = p
            // Delimiters are plain text here.
            while i < limit && table[Int(bytes[i])] <= ByteClass.delimiter { i &+= 1 }
            p = i
            if p == limit {
                if try refill(&p) { continue }
                if isFinished { return true }
                let value = Excerpt.of(
                    UnsafeBufferPointer(
                        start: buffer + recordStart + start, count: p - recordStart - start))
                stop(.unclosedQuote, line: openedAtLine, value: value)
                return true
            }
            switch table[Int(bytes[p])] {
            case ByteClass.quote:
                p += 1
                if p == end { _ = try refill(&p) }
                if isFinished { return true }
                guard p < end, buffer[p] == 0x22 else { break scan }
                doubled = true
                p += 1
            case ByteClass.nul:
                note(.nulByte, from: recordStart + start, to: p + 1, &damage)
                p += 1
            case ByteClass.carriageReturn:
                p += 1
                if p == end { _ = try refill(&p) }
                if isFinished { return true }
                if p == end || buffer[p] != 0x0A { currentLine += 1 }
            default:
                currentLine += 1
                p += 1
            }
        }
        // Past the closing quote.
        let closing = p - 1 - recordStart
        appendCell(
            from: recordStart + start, to: recordStart + closing, quoted: true, doubled: doubled)
        if p == end { return true }
        switch classes[Int(buffer[p])] {
        case ByteClass.delimiter:
            p += 1
            return false
        case ByteClass.lineFeed, ByteClass.carriageReturn:
            try endLine(&p)
            return true
        default:
            cellCount -= 1
            note(.textAfterQuote, from: recordStart + start - 1, to: endOfLine(from: p), &damage)
            cellCount += 1
            // What follows on the line can't be cut into cells with any certainty.
            while true {
                if p == end {
                    guard try refill(&p) else { return true }
                }
                if buffer[p] == 0x0A || buffer[p] == 0x0D { break }
                p += 1
            }
            try endLine(&p)
            return true
        }
    }

    /// Goes past the line end at `p`: LF, CR LF or CR.
    @inline(__always)
    private mutating func endLine(_ p: inout Int) throws(CancellationError) {
        currentLine += 1
        if buffer[p] == 0x0A {
            p &+= 1
            if !lineEnds.lf { noteLineEnd(\.lf) }
            return
        }
        p &+= 1
        if p == end { _ = try refill(&p) }
        if p < end && buffer[p] == 0x0A {
            p &+= 1
            if !lineEnds.crlf { noteLineEnd(\.crlf) }
        } else if !lineEnds.cr {
            noteLineEnd(\.cr)
        }
    }

    private mutating func noteLineEnd(
        _ end: WritableKeyPath<(lf: Bool, crlf: Bool, cr: Bool), Bool>
    ) {
        lineEnds[keyPath: end] = true
        let kinds = [lineEnds.lf, lineEnds.crlf, lineEnds.cr].filter { $0 }
        if kinds.count == 2 && mixedAtLine == 0 { mixedAtLine = currentLine - 1 }
    }

    /// Where the line ends, as far as a message about it would quote.
    private func endOfLine(from p: Int) -> Int {
        var i = p
        while i < end && i < p + 200 && buffer[i] != 0x0A && buffer[i] != 0x0D { i += 1 }
        return i
    }

    /// Remembers the first damage of a record; one problem a row says enough.
    private func note(
        _ kind: TabularProblem.Kind, from start: Int, to end: Int,
        _ damage: inout TabularProblem?
    ) {
        guard damage == nil else { return }
        let value = Excerpt.of(
            UnsafeBufferPointer(start: buffer + start, count: max(0, end - start)))
        damage = TabularProblem(
            kind,
            at: .init(
                file: name, line: currentLine, row: row + skippedRows + 1, column: cellCount + 1,
                value: value))
    }

    @inline(__always)
    private mutating func appendCell(from start: Int, to end: Int, quoted: Bool, doubled: Bool) {
        if cellCount == cellCapacity {
            growCells()
            if cellCount == cellCapacity { return }
        }
        cells[cellCount] = CellRange(
            start: Int32(truncatingIfNeeded: start &- recordStart),
            end: Int32(truncatingIfNeeded: end &- recordStart),
            isQuoted: quoted, hasDoubledQuotes: doubled)
        cellCount &+= 1
    }

    private mutating func growCells() {
        if cellCapacity >= format.limits.columns {
            tooManyCells = true
            return
        }
        let larger = min(cellCapacity * 4, max(format.limits.columns, cellCapacity))
        let grown = UnsafeMutablePointer<CellRange>.allocate(capacity: larger)
        grown.update(from: cells, count: cellCount)
        cells.deallocate()
        cells = grown
        cellCapacity = larger
    }

    /// Checks the record found and removes what quoting added.
    @inline(__always)
    private mutating func close(_ damage: TabularProblem?) -> Outcome {
        if cellCount == 1 && cells[0].start == cells[0].end && !cells[0].isQuoted {
            if damage == nil { return .blank }
        }
        if let damage {
            report.add(damage)
            return .damaged
        }
        if tooManyCells || cellCount > format.limits.columns {
            report.add(
                .tooManyColumns(limit: format.limits.columns),
                at: .init(file: name, line: line, row: row + skippedRows + 1))
            return .damaged
        }
        if cursor &- recordStart > shortRow {
            // However the file was cut into chunks, the same rows are too long.
            if cursor - recordStart > format.limits.rowBytes {
                stop(.rowTooLong(limit: format.limits.rowBytes), line: line)
                return .damaged
            }
            if !cellsAreShort() { return .damaged }
        }
        if !feed.faults.isEmpty && hasFault() { return .damaged }
        var i = 0
        while i < cellCount {
            if cells[i].hasDoubledQuotes { halveQuotes(ofCell: i) }
            i &+= 1
        }
        if format.removesFormulaGuard { removeFormulaGuards() }
        return .record
    }

    private mutating func cellsAreShort() -> Bool {
        let limit = format.limits.cellBytes
        for i in 0..<cellCount where Int(cells[i].end) - Int(cells[i].start) > limit {
            var place = place(ofCell: i)
            place.row = row + skippedRows + 1
            report.add(.cellTooLong(limit: limit), at: place)
            return false
        }
        return true
    }

    /// Whether text of the record was not valid in its encoding; if so it is reported.
    private mutating func hasFault() -> Bool {
        let (first, last) = (bufferOrigin + recordStart, bufferOrigin + cursor)
        let passed = feed.faults.prefix { $0 < first }.count
        feed.faults.removeFirst(passed)
        let mine = feed.faults.prefix { $0 < last }
        guard let fault = mine.first else { return false }
        feed.faults.removeFirst(mine.count)
        let offset = fault - first
        let index = (0..<cellCount).first { offset <= Int(cells[$0].end) } ?? cellCount - 1
        var place = place(ofCell: index)
        place.row = row + skippedRows + 1
        report.add(.invalidText(encoding), at: place)
        return true
    }

    private mutating func halveQuotes(ofCell index: Int) {
        let start = recordStart + Int(cells[index].start)
        let stop = recordStart + Int(cells[index].end)
        var (from, to) = (start, start)
        while from < stop {
            buffer[to] = buffer[from]
            // Inside a quoted cell every quote is one of a pair.
            from += buffer[from] == 0x22 ? 2 : 1
            to += 1
        }
        cells[index].end = Int32(to - recordStart)
    }

    private mutating func removeFormulaGuards() {
        for i in 0..<cellCount where FormulaGuard.isGuarded(bytes(at: i)) {
            cells[i].start += 1
        }
    }

    // MARK: The buffer

    /// Reads more text behind the record, moving it to the front of the buffer.
    ///
    /// - Parameter p: A place in the buffer, kept pointing at the same byte.
    /// - Returns: Whether there is more text.
    private mutating func refill(_ p: inout Int) throws(CancellationError) -> Bool {
        if Task.isCancelled {
            isFinished = true
            throw CancellationError()
        }
        if isFinished { return false }
        if end - recordStart > format.limits.rowBytes {
            stop(.rowTooLong(limit: format.limits.rowBytes), line: line)
            return false
        }
        if recordStart > 0 {
            let shift = recordStart
            buffer.update(from: buffer + shift, count: end - shift)
            bufferOrigin += shift
            end -= shift
            p -= shift
            recordStart = 0
        }
        if capacity - end < TextFeed.chunk {
            // No more than a row of the limit and what comes after it.
            let larger = max(
                end + TextFeed.chunk, min(capacity * 2, format.limits.rowBytes + TextFeed.chunk * 2)
            )
            let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
            grown.update(from: buffer, count: end)
            buffer.deallocate()
            buffer = grown
            capacity = larger
        }
        let free = UnsafeMutableBufferPointer(start: buffer + end, count: capacity - end)
        do throws(FileFailure) {
            let count = try feed.read(into: free)
            end += count
            return count > 0
        } catch {
            stop(.cannotRead(error.reason))
            return false
        }
    }

    private mutating func refill() throws(CancellationError) -> Int {
        var p = 0
        return try refill(&p) ? end : 0
    }
}
