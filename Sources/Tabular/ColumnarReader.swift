/// Reads the declared columns of a delimited file into arrays.
///
///     var reader = ColumnarReader(
///         .file(path: "observations.csv"),
///         columns: [
///             .text("place"), .text("activity"), .integer("year"), .text("measure"),
///             .number("value"), .text("unit"), .text("status", isRequired: false, allowsEmpty: true),
///             .text("source", isRequired: false, allowsEmpty: true),
///         ])
///     let table = try reader.readAll()
///     guard reader.report.isClean else { … }
///
/// For files larger than memory, ``forEachBatch(_:)`` hands out the same columns some ten
/// thousand rows at a time, with one numbering of texts throughout.
///
/// Columns are found by their headings, in any order; further columns are left alone and named
/// in a note. Blanks around a cell are removed. Every problem of the file is found in one pass.
///
/// The plain part of a long file is read by several cores; rows, numbering of texts and problems
/// are the same as if one had read it.
public struct ColumnarReader: ~Copyable {
    /// Rows handed out at a time, at most.
    public static let batchRows = 1 << 15

    private var reader: CSVReader
    private let declared: [Column]
    private let allowsNoRows: Bool
    private var slots: [Slot] = []
    private var expectedCells = 0
    private var headingLine = 1

    var tuning = ParallelTuning.standard
    private var parallel: ParallelReading?
    /// Batches read and not yet handed out, the next one last.
    private var ready: [ColumnarTable] = []

    /// - Parameter allowsNoRows: Whether a heading without rows is an empty table rather than a
    ///   problem.
    public init(
        _ source: TabularSource, columns: [Column], format: CSVFormat = CSVFormat(),
        allowsNoRows: Bool = false
    ) {
        reader = CSVReader(source, format: format)
        declared = columns
        self.allowsNoRows = allowsNoRows
    }

    /// Every problem found so far; complete once reading is over.
    public var report: ProblemReport { reader.report }
    public var delimiter: CSVFormat.Delimiter { reader.delimiter }
    public var encoding: TextEncoding { reader.encoding }

    /// The distinct texts of a column seen so far, in the order of their first appearance.
    public func texts(of name: String) -> [String] {
        slots.first { $0.column.name == name }?.knownTexts() ?? []
    }

    /// Bytes of the file read so far, and in all where that is known.
    public var progress: (read: Int, total: Int?) {
        let (read, total) = reader.progress
        return (max(read, placeOfParallelReading), total)
    }

    private var placeOfParallelReading: Int {
        switch parallel {
        case .some(let parallel): parallel.place
        case .none: 0
        }
    }

    /// Reads the whole file.
    ///
    /// - Returns: The rows without problems; look at ``report`` before using them.
    /// - Throws: `CancellationError` soon after the task is cancelled.
    public mutating func readAll() throws(CancellationError) -> ColumnarTable {
        var whole = ColumnarTable()
        guard try openHeading() else {
            whole.columns = emptyStores()
            return whole
        }
        whole.columns = emptyStores()
        while let batch = try nextBatch() {
            whole.append(batch)
            if parallel != nil && whole.rowCount > reservedRows { reserve(in: &whole) }
        }
        return whole
    }

    /// Reads the file batch by batch.
    ///
    /// - Parameter body: Called for each batch in the order of the file; what it throws ends the
    ///   reading and is rethrown.
    public mutating func forEachBatch(
        _ body: (ColumnarTable) throws -> Void
    ) throws {
        guard try openHeading() else { return }
        while let batch = try nextBatch() { try body(batch) }
    }

    /// Reads the file batch by batch and keeps what a function makes of each, for tables whose
    /// columns would not all fit.
    ///
    /// - Parameter transform: Called for each batch, several at the same time.
    /// - Returns: The results in the order of the file.
    public mutating func mapBatches<Transformed: Sendable>(
        _ transform: @Sendable (ColumnarTable) -> Transformed
    ) throws(CancellationError) -> [Transformed] {
        var results: [Transformed] = []
        guard try openHeading() else { return results }
        while var hands = parallel.take() {
            results += try readRound(&hands, transform)
            if !hands.isOver { parallel = .some(hands) }
        }
        while let batch = try nextBatch() { results.append(transform(batch)) }
        return results
    }

    /// Makes room for as many rows as the file has if it goes on like this.
    private mutating func reserve(in table: inout ColumnarTable) {
        guard let total = progress.total, progress.read > 0 else { return }
        let share = Double(total) / Double(progress.read)
        reservedRows = Int(Double(table.rowCount + ready.count * Self.batchRows) * share * 1.05)
        table.reserve(rows: reservedRows)
    }

    private var reservedRows = 0
    private var rowAheadOfLine: Int32 = 0

    // MARK: Many hands

    /// Shares out what is behind the heading, if it is long and plain enough.
    private mutating func startParallelReading() {
        let indices = slots.map(\.index)
        let present = indices.filter { $0 >= 0 }
        guard let bytes = reader.plainRest(), bytes.end - bytes.start >= tuning.leastBytes,
            Set(present).count == present.count
        else { return }
        let limits = reader.limits
        // Plain lines are one row each, so both numbers run on together.
        rowAheadOfLine = Int32(clamping: reader.shownRow + 1 - reader.nextLine)
        parallel = ParallelReading(
            bytes,
            layout: .init(
                delimiter: reader.delimiter.rawValue, cellCount: expectedCells,
                longestRow: min(limits.cellBytes, limits.rowBytes), columns: declared,
                indices: indices),
            firstLine: reader.nextLine, tuning: tuning)
    }

    /// The next batch that several hands have read; `nil` where the strict reader must go on.
    private mutating func nextParallelBatch() throws(CancellationError) -> ColumnarTable? {
        while ready.isEmpty, var hands = parallel.take() {
            ready = try readRound(&hands) { $0 }
            ready.reverse()
            if !hands.isOver { parallel = .some(hands) }
        }
        return ready.popLast()
    }

    /// Reads a round; where it was the last, the strict reader is put behind what was read.
    private mutating func readRound<Transformed: Sendable>(
        _ hands: inout ParallelReading, _ transform: @Sendable (ColumnarTable) -> Transformed
    ) throws(CancellationError) -> [Transformed] {
        let earlier = hands.rows
        let slots = slots
        let ahead = rowAheadOfLine
        let results = try hands.readRound { column, text in
            slots[column].interner.code(of: text)
        } snapshot: { column in
            slots[column].knownTexts()
        } transform: { batch in
            var batch = batch
            batch.rows = batch.lines.map { $0 &+ ahead }
            return transform(batch)
        }
        rowsSeen += hands.rows - earlier
        if hands.isOver { reader.resume(at: hands.place, afterRows: hands.rows) }
        return results
    }

    // MARK: The heading

    /// A declared column at work: where its cells are and where their contents go.
    private final class Slot {
        let column: Column
        /// The name in the file, for messages.
        let heading: String
        /// Which cell of a record; -1 where the file lacks the column.
        let index: Int
        let isText: Bool
        var interner = ByteInterner()
        var texts: [String] = []
        var codes: UnsafeMutablePointer<Int32>
        var integers: UnsafeMutablePointer<Int64>
        var numbers: UnsafeMutablePointer<Double>
        var states: UnsafeMutablePointer<CellContent>

        init(_ column: Column, heading: String, index: Int) {
            self.column = column
            self.heading = heading
            self.index = index
            isText = if case .text = column.content { true } else { false }
            codes = .allocate(capacity: ColumnarReader.batchRows)
            integers = .allocate(capacity: ColumnarReader.batchRows)
            numbers = .allocate(capacity: ColumnarReader.batchRows)
            states = .allocate(capacity: ColumnarReader.batchRows)
        }

        deinit {
            codes.deallocate()
            integers.deallocate()
            numbers.deallocate()
            states.deallocate()
        }

        /// Every text numbered so far.
        func knownTexts() -> [String] {
            while texts.count < interner.count { texts.append(interner.text(texts.count)) }
            return texts
        }

        /// For a column the file does not have.
        func fillAbsent(_ row: Int) {
            switch column.content {
            case .text: codes[row] = ColumnarTable.absent
            case .integer: integers[row] = ColumnarTable.absentInteger
            case .number:
                numbers[row] = .nan
                states[row] = .missing
            case .day: codes[row] = ColumnarTable.absentDay
            }
        }
    }

    private mutating func openHeading() throws(CancellationError) -> Bool {
        guard try reader.advance() else {
            if reader.report.isClean { reader.report.add(.noHeading, at: .init(file: reader.name)) }
            return false
        }
        let headings = reader.texts().map(Self.tidy)
        expectedCells = headings.count
        var isSound = noteDuplicates(headings)
        var used: Set<Int> = []
        guard noteStranger(headings) else {
            reader.stop()
            return false
        }
        for column in declared {
            let names = ([column.name] + column.aliases).map { Self.tidy($0).lowercased() }
            let index = headings.firstIndex { names.contains($0.lowercased()) }
            if let index { used.insert(index) }
            if index == nil && column.isRequired {
                noteMissing(column, among: headings)
                isSound = false
            }
            slots.append(
                Slot(column, heading: index.map { headings[$0] } ?? column.name, index: index ?? -1)
            )
        }
        let unused = headings.indices.filter { !used.contains($0) }
        headingLine = reader.line
        if isSound && !unused.isEmpty {
            reader.report.add(
                .unusedColumns(unused.map { Excerpt.of(headings[$0]) }),
                at: .init(file: reader.name, line: reader.line))
        }
        if isSound { startParallelReading() } else { reader.stop() }
        return isSound
    }

    /// Says once that this is no heading of the table, rather than once for each column.
    ///
    /// - Returns: Whether at least one of the columns asked for is there.
    private mutating func noteStranger(_ headings: [String]) -> Bool {
        let present = Set(headings.map { $0.lowercased() })
        let isFamiliar = declared.contains { column in
            ([column.name] + column.aliases).contains {
                present.contains(Self.tidy($0).lowercased())
            }
        }
        let wanted = declared.filter(\.isRequired).map(\.name)
        if isFamiliar || wanted.count < 2 { return true }
        reader.report.add(
            .noColumnFound(wanted: wanted, found: headings.prefix(20).map(Excerpt.of)),
            at: .init(file: reader.name, line: reader.line))
        return false
    }

    private static func tidy(_ heading: String) -> String {
        var heading = heading
        return heading.withUTF8 { String(decoding: trimmingBlanks($0), as: UTF8.self) }
    }

    private mutating func noteDuplicates(_ headings: [String]) -> Bool {
        var first: [String: Int] = [:]
        var isSound = true
        for (index, heading) in headings.enumerated() where !heading.isEmpty {
            let key = heading.lowercased()
            if let earlier = first[key] {
                let place = reader.place(ofCell: index, named: heading)
                reader.report.add(.duplicateColumn(firstAt: earlier + 1), at: place)
                isSound = false
            } else {
                first[key] = index
            }
        }
        return isSound
    }

    private mutating func noteMissing(_ column: Column, among headings: [String]) {
        let shown = headings.prefix(20).map(Excerpt.of)
        let resembling = headings.first {
            Resemblance.areClose($0.lowercased(), column.name.lowercased())
        }
        reader.report.add(
            .missingColumn(
                name: column.name, found: shown, resembling: resembling.map(Excerpt.of)),
            at: .init(file: reader.name, line: reader.line))
    }

    // MARK: Rows

    private func emptyStores() -> [String: ColumnarTable.Store] {
        var stores: [String: ColumnarTable.Store] = [:]
        for column in declared { stores[column.name] = ColumnarTable.Store() }
        // A heading without rows still says which columns there are.
        for slot in slots { stores[slot.column.name]?.isPresent = slot.index >= 0 }
        return stores
    }

    private var rowsSeen: Int = 0
    private var lines: [Int32] = []
    private var spreadsheetRows: [Int32] = []

    private mutating func nextBatch() throws(CancellationError) -> ColumnarTable? {
        if let batch = try nextParallelBatch() { return batch }
        lines.removeAll(keepingCapacity: true)
        spreadsheetRows.removeAll(keepingCapacity: true)
        var row = 0
        while row < Self.batchRows {
            guard try reader.advance() else { break }
            rowsSeen += 1
            if reader.cellCount != expectedCells {
                noteRagged()
                continue
            }
            var isSound = true
            for slot in slots where !read(slot, into: row) { isSound = false }
            guard isSound else { continue }
            // Only now, so that a row with a problem leaves no text behind.
            for slot in slots where slot.isText { number(slot, into: row) }
            lines.append(Int32(clamping: reader.line))
            spreadsheetRows.append(Int32(clamping: reader.shownRow))
            row += 1
        }
        if row == 0 {
            if rowsSeen == 0 && reader.report.isClean && !allowsNoRows {
                reader.report.add(.noRows, at: .init(file: reader.name, line: headingLine))
            }
            return nil
        }
        return batch(rows: row)
    }

    private mutating func noteRagged() {
        var place = reader.place()
        place.value = Excerpt.of(reader.texts().prefix(8).joined(separator: delimiterText))
        reader.report.add(
            .raggedRow(found: reader.cellCount, expected: expectedCells), at: place)
    }

    private var delimiterText: String {
        String(UnicodeScalar(reader.delimiter.rawValue))
    }

    private func batch(rows: Int) -> ColumnarTable {
        var batch = ColumnarTable()
        batch.rowCount = rows
        batch.lines = lines
        batch.rows = spreadsheetRows
        for slot in slots {
            var store = ColumnarTable.Store()
            store.isPresent = slot.index >= 0
            switch slot.column.content {
            case .text:
                store.codes = Array(UnsafeBufferPointer(start: slot.codes, count: rows))
                store.texts = slot.knownTexts()
            case .integer:
                store.integers = Array(UnsafeBufferPointer(start: slot.integers, count: rows))
            case .number:
                store.numbers = Array(UnsafeBufferPointer(start: slot.numbers, count: rows))
                store.states = Array(UnsafeBufferPointer(start: slot.states, count: rows))
            case .day:
                store.days = Array(UnsafeBufferPointer(start: slot.codes, count: rows))
            }
            batch.columns[slot.column.name] = store
        }
        return batch
    }

    /// Reads one cell of the current record.
    ///
    /// - Returns: `false` where it has a problem, which is then in the report.
    @inline(__always)
    private mutating func read(_ slot: Slot, into row: Int) -> Bool {
        guard slot.index >= 0 else {
            slot.fillAbsent(row)
            return true
        }
        let bytes = reader.bytes(at: slot.index)
        switch slot.column.content {
        case .text:
            let text = trimmingBlanks(bytes)
            if text.isEmpty {
                slot.codes[row] = ColumnarTable.absent
                return slot.column.allowsEmpty || note(.emptyCell, slot)
            }
            // A place for its number.
            slot.codes[row] = 0
            return true
        case .integer(let format):
            return readInteger(bytes, format, slot, into: row)
        case .number(let format, let words):
            return readNumber(bytes, format, words, slot, into: row)
        case .day:
            return readDay(trimmingBlanks(bytes), slot, into: row)
        }
    }

    /// Numbers the text of a cell that has one.
    @inline(__always)
    private func number(_ slot: Slot, into row: Int) {
        guard slot.index >= 0, slot.codes[row] != ColumnarTable.absent else { return }
        slot.codes[row] = slot.interner.code(of: trimmingBlanks(reader.bytes(at: slot.index)))
    }

    @inline(__always)
    private mutating func readNumber(
        _ bytes: UnsafeBufferPointer<UInt8>, _ format: NumberFormat, _ words: StateWords,
        _ slot: Slot, into row: Int
    ) -> Bool {
        if let value = plainDecimal(bytes, mark: format.decimalMark.rawValue) {
            slot.numbers[row] = value
            slot.states[row] = .number
            return true
        }
        return readUncommonNumber(bytes, format, words, slot, into: row)
    }

    @inline(never)
    private mutating func readUncommonNumber(
        _ bytes: UnsafeBufferPointer<UInt8>, _ format: NumberFormat, _ words: StateWords,
        _ slot: Slot, into row: Int
    ) -> Bool {
        slot.numbers[row] = .nan
        switch NumberCell.read(bytes, format: format, words: words) {
        case .number(let value):
            slot.numbers[row] = value
            slot.states[row] = .number
        case .missing: slot.states[row] = .missing
        case .suppressed: slot.states[row] = .suppressed
        case .notApplicable: slot.states[row] = .notApplicable
        case .problem(let kind): return note(kind, slot)
        }
        return true
    }

    @inline(__always)
    private mutating func readInteger(
        _ bytes: UnsafeBufferPointer<UInt8>, _ format: NumberFormat, _ slot: Slot, into row: Int
    ) -> Bool {
        if let value = plainDecimal(bytes, mark: format.decimalMark.rawValue),
            value == value.rounded(.towardZero)
        {
            slot.integers[row] = Int64(value)
            return true
        }
        return readUncommonInteger(bytes, format, slot, into: row)
    }

    @inline(never)
    private mutating func readUncommonInteger(
        _ bytes: UnsafeBufferPointer<UInt8>, _ format: NumberFormat, _ slot: Slot, into row: Int
    ) -> Bool {
        slot.integers[row] = ColumnarTable.absentInteger
        switch NumberCell.read(bytes, format: format, words: .standard) {
        case .number(let value):
            guard value == value.rounded(.towardZero) else { return note(.notWhole, slot) }
            // Beyond 2⁵³ neighbouring whole numbers can't be told apart in a double.
            guard abs(value) <= 0x1p53 else { return note(.numberOutOfRange(.tooLargeWhole), slot) }
            slot.integers[row] = Int64(value)
            return true
        case .missing:
            if slot.column.allowsEmpty { return true }
            return note(
                trimmingBlanks(bytes).isEmpty ? .emptyCell : .stateNotAllowed(.missing), slot)
        case .suppressed: return note(.stateNotAllowed(.suppressed), slot)
        case .notApplicable: return note(.stateNotAllowed(.notApplicable), slot)
        case .problem(let kind): return note(kind, slot)
        }
    }

    @inline(never)
    private mutating func readDay(
        _ bytes: UnsafeBufferPointer<UInt8>, _ slot: Slot, into row: Int
    ) -> Bool {
        if bytes.isEmpty {
            slot.codes[row] = ColumnarTable.absentDay
            return slot.column.allowsEmpty || note(.emptyCell, slot)
        }
        switch CalendarDay.read(bytes) {
        case .day(let day):
            slot.codes[row] = Int32(day.daysSince1970)
            return true
        case .noSuchDay: return note(.noSuchDate, slot)
        case .notADate: return note(.notADate, slot)
        }
    }

    @inline(never)
    private mutating func note(_ kind: TabularProblem.Kind, _ slot: Slot) -> Bool {
        let place = reader.place(ofCell: slot.index, named: slot.heading)
        reader.report.add(kind, at: place)
        return false
    }
}

extension ColumnarTable {
    mutating func reserve(rows: Int) {
        lines.reserveCapacity(rows)
        self.rows.reserveCapacity(rows)
        for (name, store) in columns {
            // Only the kinds in use have anything yet.
            if !store.codes.isEmpty { columns[name]?.codes.reserveCapacity(rows) }
            if !store.integers.isEmpty { columns[name]?.integers.reserveCapacity(rows) }
            if !store.numbers.isEmpty { columns[name]?.numbers.reserveCapacity(rows) }
            if !store.states.isEmpty { columns[name]?.states.reserveCapacity(rows) }
            if !store.days.isEmpty { columns[name]?.days.reserveCapacity(rows) }
        }
    }

    mutating func append(_ batch: ColumnarTable) {
        rowCount += batch.rowCount
        lines.append(contentsOf: batch.lines)
        rows.append(contentsOf: batch.rows)
        for (name, part) in batch.columns {
            columns[name, default: Store()].append(part)
        }
    }
}

extension ColumnarTable.Store {
    mutating func append(_ part: Self) {
        isPresent = part.isPresent
        codes.append(contentsOf: part.codes)
        integers.append(contentsOf: part.integers)
        numbers.append(contentsOf: part.numbers)
        states.append(contentsOf: part.states)
        days.append(contentsOf: part.days)
        texts = part.texts
    }
}
