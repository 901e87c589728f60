import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Bytes of a file or of memory that can be read at any place.
struct PlainBytes {
    enum Origin {
        /// Open for as long as the reader that gave it.
        case descriptor(Int32)
        case bytes([UInt8])
    }

    let origin: Origin
    var start: Int
    let end: Int
}

/// Sizes of reading by many hands; tests make them small.
struct ParallelTuning {
    /// Hands at work.
    var hands: Int
    /// Bytes one hand takes at a time: what a hand works on should stay in its core's cache.
    var pieceBytes = 1 << 18
    /// Pieces read before they are handed out.
    var roundPieces = 128
    /// Shorter files are not worth the trouble.
    var leastBytes = 1 << 20

    static let standard = ParallelTuning(hands: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}

/// Reads the plain part of a file with several hands, one piece of whole lines each.
///
/// Plain are lines that end with LF, hold no quote, NUL or carriage return, are valid UTF-8,
/// have the right number of cells, and no cell with a problem. The first piece that is not all
/// plain ends this reading: the strict reader takes over at its start. So whatever is unusual is
/// read, judged and reported by the strict reader alone, and a file reads the same either way.
///
/// Texts get the numbers of their first appearance in the file: each hand numbers on its own,
/// and whoever finishes the next piece in the order of the file gives its new texts their
/// numbers. Nobody waits for another.
///
/// Memory is that of the batches of one round, and of a few pieces.
struct ParallelReading: ~Copyable {
    /// Where the strict reader must go on.
    var place: Int { merging.progress.withLock { $0.place } }
    /// Rows read so far.
    var rows: Int { merging.progress.withLock { $0.rows } }
    private(set) var isOver = false

    private let bytes: PlainBytes
    private let tuning: ParallelTuning
    private let layout: Layout
    private let hands: [Hand]
    private let merging: Merging

    /// What every hand must know of the table.
    struct Layout {
        let delimiter: UInt8
        let cellCount: Int
        let longestRow: Int
        let columns: [Column]
        /// For each declared column, which cell of a row it is; -1 where the file lacks it.
        let indices: [Int]
    }

    init(_ bytes: PlainBytes, layout: Layout, firstLine: Int, tuning: ParallelTuning) {
        self.bytes = bytes
        self.layout = layout
        self.tuning = tuning
        hands = (0..<tuning.hands).map { _ in Hand(layout) }
        merging = Merging(
            Progress(
                place: bytes.start, line: firstLine,
                numbers: hands.map { _ in layout.columns.map { _ in [] } }))
    }

    /// Reads one round of pieces.
    ///
    /// - Parameters:
    ///   - texts: The numbering of the whole file, one interner for each column.
    ///   - transform: What becomes of a batch, done by whoever has it at hand.
    /// - Returns: The batches transformed, in the order of the file.
    mutating func readRound<Transformed: Sendable>(
        into texts: (_ column: Int, UnsafeBufferPointer<UInt8>) -> Int32,
        snapshot: (_ column: Int) -> [String],
        transform: @Sendable (ColumnarTable) -> Transformed
    ) throws(CancellationError) -> [Transformed] {
        let start = place
        let count = min(
            tuning.roundPieces, (bytes.end - start + tuning.pieceBytes - 1) / tuning.pieceBytes)
        let batches = Slots<[Transformed]>(count: count)
        merging.startRound()
        withoutActuallyEscaping(texts) { texts in
            withoutActuallyEscaping(snapshot) { snapshot in
                // Only whoever holds the lock of the merging calls these.
                nonisolated(unsafe) let (texts, snapshot) = (texts, snapshot)
                perform { [bytes, tuning, layout, hands, merging] hand, isCancelled in
                    while !isCancelled(), let index = merging.nextPiece(below: count) {
                        let piece = merging.room(layout)
                        let from = start + index * tuning.pieceBytes
                        hands[hand].read(
                            piece, of: bytes, from: from,
                            to: min(bytes.end, from + tuning.pieceBytes), isFirst: index == 0,
                            layout)
                        piece.hand = hand
                        let mine = merging.finish(piece, at: index, texts, snapshot)
                        for (index, piece) in mine {
                            batches.put(piece.tables(layout).map(transform), at: index)
                        }
                        merging.giveBack(mine.map(\.piece))
                    }
                }
            }
        }
        if Task.isCancelled { throw CancellationError() }
        let place = place
        // No line ends in the whole round: leave so long a line to the strict reader.
        isOver = merging.isStopped || place == start || place >= bytes.end
        return batches.all().flatMap { $0 }
    }

    /// Lets every hand work until it returns.
    private func perform(
        _ work: @Sendable (_ hand: Int, _ isCancelled: () -> Bool) -> Void
    ) {
        withUnsafeCurrentTask { task in
            // Whether a task is cancelled may be asked from any thread while the task lives,
            // and it lives until this returns.
            nonisolated(unsafe) let task = task
            DispatchQueue.concurrentPerform(iterations: hands.count) { hand in
                work(hand) { task?.isCancelled ?? false }
            }
        }
    }
}

/// How far the pieces of a file have been joined in its order.
private struct Progress: Sendable {
    /// Where in the file the next piece to join starts.
    var place: Int
    /// The line of the file that is.
    var line: Int
    var rows = 0
    /// The piece of the round that is next.
    var next = 0
    var isStopped = false
    /// Pieces read before their turn.
    var waiting: [Int: Piece] = [:]
    var free: [Piece] = []
    /// For each hand and column, the numbers in the file of the texts the hand has numbered.
    var numbers: [[[Int32]]]

    init(place: Int, line: Int, numbers: [[[Int32]]]) {
        self.place = place
        self.line = line
        self.numbers = numbers
    }
}

private final class Merging: Sendable {
    let progress: Mutex<Progress>
    private let taken = Atomic<Int>(0)

    init(_ progress: consuming Progress) { self.progress = Mutex(progress) }

    var isStopped: Bool { progress.withLock { $0.isStopped } }

    func startRound() {
        taken.store(0, ordering: .relaxed)
        progress.withLock { $0.next = 0 }
    }

    func nextPiece(below count: Int) -> Int? {
        let index = taken.add(1, ordering: .relaxed).oldValue
        return index < count ? index : nil
    }

    func room(_ layout: ParallelReading.Layout) -> Piece {
        progress.withLock { $0.free.popLast() } ?? Piece(columns: layout.columns.count)
    }

    func giveBack(_ pieces: [Piece]) {
        progress.withLock { $0.free.append(contentsOf: pieces) }
    }

    /// Joins the pieces whose turn it is, this one and those that have waited for it.
    ///
    /// - Returns: Those that have rows, with their places in the round.
    func finish(
        _ piece: Piece, at index: Int, _ texts: (Int, UnsafeBufferPointer<UInt8>) -> Int32,
        _ snapshot: (Int) -> [String]
    ) -> [(index: Int, piece: Piece)] {
        progress.withLock { progress in
            progress.waiting[index] = piece
            var joined: [(index: Int, piece: Piece)] = []
            while !progress.isStopped,
                let piece = progress.waiting.removeValue(forKey: progress.next)
            {
                guard piece.isPlain else {
                    progress.isStopped = true
                    // Nobody needs what follows.
                    taken.store(Int.max / 2, ordering: .relaxed)
                    break
                }
                piece.join(&progress.numbers[piece.hand], texts, snapshot)
                if piece.rows > 0 {
                    piece.firstLine = progress.line
                    progress.line += piece.rows
                    progress.rows += piece.rows
                    progress.place = piece.end
                    joined.append((progress.next, piece))
                } else {
                    progress.free.append(piece)
                }
                progress.next += 1
            }
            return joined
        }
    }
}

/// Places for results that several hands fill.
///
/// Unchecked: each place is written by one hand and read after all have returned.
private final class Slots<Element: Sendable>: @unchecked Sendable {
    private let elements: UnsafeMutablePointer<Element?>
    private let count: Int

    init(count: Int) {
        self.count = count
        elements = .allocate(capacity: max(1, count))
        elements.initialize(repeating: nil, count: count)
    }

    deinit {
        elements.deinitialize(count: count)
        elements.deallocate()
    }

    func put(_ element: Element, at index: Int) { elements[index] = element }

    func all() -> [Element] { (0..<count).compactMap { elements[$0] } }
}

/// The rows of one piece, texts still numbered by the hand that read it.
///
/// Unchecked: one hand writes a piece, and others look at it after that hand has returned.
private final class Piece: @unchecked Sendable {
    var rows = 0
    /// Where in the file the piece ends: where a line starts.
    var end = 0
    var isPlain = false
    var hand = 0
    var firstLine = 0
    /// For each column, the texts its hand had not met before, one after another, and where
    /// each ends. Copies, since the hand goes on numbering.
    var newTexts: [(bytes: [UInt8], ends: [Int])]
    /// For each column, the numbers in the file of its hand's texts.
    private var numbers: [[Int32]]
    private var texts: [[String]]

    /// Room for the cells of every column.
    struct Cells {
        var codes: UnsafeMutablePointer<Int32>
        var integers: UnsafeMutablePointer<Int64>
        var numbers: UnsafeMutablePointer<Double>
        var states: UnsafeMutablePointer<CellContent>
    }

    private(set) var cells: [Cells] = []
    private var capacity = 0
    private let columns: Int

    init(columns: Int) {
        self.columns = columns
        newTexts = Array(repeating: ([], []), count: columns)
        numbers = Array(repeating: [], count: columns)
        texts = Array(repeating: [], count: columns)
    }

    deinit { release() }

    private func release() {
        for cell in cells {
            cell.codes.deallocate()
            cell.integers.deallocate()
            cell.numbers.deallocate()
            cell.states.deallocate()
        }
        cells = []
    }

    func reserve(_ rows: Int) {
        guard rows > capacity else { return }
        release()
        capacity = rows + rows / 8
        // Memory that is never touched costs nothing, so each column has room for every kind.
        cells = (0..<columns).map { _ in
            Cells(
                codes: .allocate(capacity: capacity), integers: .allocate(capacity: capacity),
                numbers: .allocate(capacity: capacity), states: .allocate(capacity: capacity))
        }
    }

    /// Gives the new texts numbers of the file.
    func join(
        _ known: inout [[Int32]], _ number: (Int, UnsafeBufferPointer<UInt8>) -> Int32,
        _ snapshot: (Int) -> [String]
    ) {
        for column in newTexts.indices {
            newTexts[column].bytes.withUnsafeBufferPointer { bytes in
                var start = 0
                for end in newTexts[column].ends {
                    let text = UnsafeBufferPointer(rebasing: bytes[start..<end])
                    known[column].append(number(column, text))
                    start = end
                }
            }
            numbers[column] = known[column]
            texts[column] = snapshot(column)
        }
    }

    /// The rows as tables of at most a batch each.
    func tables(_ layout: ParallelReading.Layout) -> [ColumnarTable] {
        let tables = stride(from: 0, to: rows, by: ColumnarReader.batchRows).map { start in
            table(start..<min(rows, start + ColumnarReader.batchRows), layout)
        }
        // Let go of them, so that the numbering can grow without a copy.
        for column in 0..<columns {
            numbers[column] = []
            texts[column] = []
        }
        return tables
    }

    private func table(
        _ range: Range<Int>, _ layout: ParallelReading.Layout
    ) -> ColumnarTable {
        var table = ColumnarTable()
        table.rowCount = range.count
        let first = firstLine + range.lowerBound
        table.lines = (first..<(first + range.count)).map(Int32.init(clamping:))
        table.columns.reserveCapacity(columns)
        for (column, declared) in layout.columns.enumerated() {
            var store = ColumnarTable.Store()
            store.isPresent = layout.indices[column] >= 0
            let cells = cells[column]
            switch declared.content {
            case .text:
                store.codes = translated(
                    cells.codes + range.lowerBound, range.count, numbers[column])
                store.texts = texts[column]
            case .integer: store.integers = copy(cells.integers, range)
            case .number:
                store.numbers = copy(cells.numbers, range)
                store.states = copy(cells.states, range)
            case .day: store.days = copy(cells.codes, range)
            }
            table.columns[declared.name] = store
        }
        return table
    }

    private func copy<Element>(
        _ cells: UnsafeMutablePointer<Element>, _ range: Range<Int>
    ) -> [Element] {
        Array(UnsafeBufferPointer(start: cells + range.lowerBound, count: range.count))
    }

    private func translated(
        _ codes: UnsafePointer<Int32>, _ count: Int, _ numbers: [Int32]
    ) -> [Int32] {
        Array(unsafeUninitializedCapacity: count) { buffer, filled in
            numbers.withUnsafeBufferPointer { numbers in
                for i in 0..<count {
                    let code = codes[i]
                    buffer[i] = code < 0 ? code : numbers[Int(code)]
                }
            }
            filled = count
        }
    }
}

/// One reader among several: its buffer of text and its numbering of texts.
///
/// Unchecked: each hand is used by one thread at a time.
private final class Hand: @unchecked Sendable {
    private let interners: UnsafeMutablePointer<ByteInterner>
    /// How many texts of each column have been handed over.
    private var handedOver: [Int]

    private let columns: [Column]
    private var text: UnsafeMutablePointer<UInt8>
    private var capacity = 0
    private let actions: UnsafeMutablePointer<Action>
    private let cellCount: Int

    /// Room behind the text, so that a word can be loaded at its last byte.
    private static let margin = 16

    /// What becomes of a cell of a row.
    private struct Action {
        enum Kind: UInt8 { case none, text, integer, number, day }

        var kind = Kind.none
        var mark: UInt8 = 0
        var allowsEmpty = false
        var column = 0
        var cells: Piece.Cells?
    }

    init(_ layout: ParallelReading.Layout) {
        columns = layout.columns
        cellCount = layout.cellCount
        handedOver = Array(repeating: 0, count: columns.count)
        interners = .allocate(capacity: columns.count)
        for column in columns.indices { (interners + column).initialize(to: ByteInterner()) }
        text = .allocate(capacity: Self.margin)
        actions = .allocate(capacity: layout.cellCount)
        actions.initialize(repeating: Action(), count: layout.cellCount)
        for (column, declared) in columns.enumerated() where layout.indices[column] >= 0 {
            var action = Action()
            action.column = column
            action.allowsEmpty = declared.allowsEmpty
            switch declared.content {
            case .text: action.kind = .text
            case .integer(let format):
                action.kind = .integer
                action.mark = format.decimalMark.rawValue
            case .number(let format, _):
                action.kind = .number
                action.mark = format.decimalMark.rawValue
            case .day: action.kind = .day
            }
            actions[layout.indices[column]] = action
        }
    }

    deinit {
        interners.deinitialize(count: columns.count)
        interners.deallocate()
        actions.deinitialize(count: cellCount)
        actions.deallocate()
        text.deallocate()
    }

    // MARK: Cutting

    /// Reads the lines that start in a range of the file.
    func read(
        _ piece: Piece, of bytes: PlainBytes, from start: Int, to end: Int, isFirst: Bool,
        _ layout: ParallelReading.Layout
    ) {
        piece.isPlain = false
        piece.rows = 0
        piece.end = end
        // One byte back: a line starts at `start` if the byte before ends one.
        let origin = isFirst ? start : start - 1
        guard var count = load(bytes, from: origin, to: end, at: 0) else { return }
        guard count == end - origin else { return }
        var first = 0
        if !isFirst {
            guard let lineEnd = lineFeed(from: 0, to: count) else {
                // Within a line that an earlier piece has begun.
                piece.isPlain = true
                handOverTexts(to: piece)
                return
            }
            first = lineEnd + 1
        }
        // The last line may end behind the range.
        var last = count
        if text[count - 1] != 0x0A {
            var searched = count
            var found: Int?
            while found == nil && origin + count < bytes.end {
                if count - searched > layout.longestRow { return }
                let upTo = min(
                    bytes.end, origin + count + (count == end - origin ? 4_096 : 1 << 16))
                guard let more = load(bytes, from: origin + count, to: upTo, at: count) else {
                    return
                }
                guard more == upTo - origin - count else { return }
                searched = count
                count += more
                found = lineFeed(from: searched, to: count)
            }
            if let found {
                last = found + 1
            } else {
                // The last line of the file has no end: the strict reader takes it.
                last = first
                var p = count
                while p > first {
                    if text[p - 1] == 0x0A {
                        last = p
                        break
                    }
                    p -= 1
                }
            }
        }
        // A line that starts behind the range is the next piece's.
        if first >= end - origin { last = first }
        piece.end = origin + last
        piece.isPlain = parse(from: first, to: last, into: piece, layout)
        handOverTexts(to: piece)
    }

    private func handOverTexts(to piece: Piece) {
        for column in columns.indices {
            piece.newTexts[column] = ([], [])
            for code in handedOver[column]..<interners[column].count {
                interners[column].withText(code) { piece.newTexts[column].bytes += $0 }
                piece.newTexts[column].ends.append(piece.newTexts[column].bytes.count)
            }
            handedOver[column] = interners[column].count
        }
    }

    private func load(
        _ bytes: PlainBytes, from start: Int, to end: Int, at offset: Int
    ) -> Int? {
        let needed = offset + end - start + Self.margin
        if needed > capacity {
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: needed + needed / 4)
            larger.update(from: text, count: offset)
            text.deallocate()
            text = larger
            capacity = needed + needed / 4
        }
        let room = UnsafeMutableRawBufferPointer(start: text + offset, count: end - start)
        switch bytes.origin {
        case .descriptor(let number): return readBytes(of: number, at: start, into: room)
        case .bytes(let all):
            all.withUnsafeBytes { room.copyMemory(from: .init(rebasing: $0[start..<end])) }
            return end - start
        }
    }

    private func lineFeed(from start: Int, to end: Int) -> Int? {
        guard start < end, let found = memchr(text + start, 0x0A, end - start) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(text)
    }

    // MARK: Cells

    /// Reads whole lines.
    ///
    /// - Returns: Whether all of them are plain.
    private func parse(
        from start: Int, to end: Int, into piece: Piece, _ layout: ParallelReading.Layout
    ) -> Bool {
        let stretch = UnsafeBufferPointer(start: text + start, count: end - start)
        if stretch.isEmpty { return true }
        let census = PlainRow.census(stretch)
        if census.hasSpecial { return false }
        if !census.isASCII && checkUTF8(stretch).validated < stretch.count { return false }
        // The number of rows is known from their ends alone; room for as many as can be.
        piece.reserve(stretch.count / cellCount + 1)
        for index in 0..<cellCount where actions[index].kind != .none {
            actions[index].cells = piece.cells[actions[index].column]
        }
        guard
            let rows = parseRows(
                text + start, to: text + end, delimiter: layout.delimiter,
                longestRow: layout.longestRow)
        else { return false }
        for (column, index) in layout.indices.enumerated() where index < 0 {
            fillAbsent(columns[column], piece.cells[column], rows: rows)
        }
        piece.rows = rows
        return true
    }

    private func fillAbsent(_ column: Column, _ cells: Piece.Cells, rows: Int) {
        switch column.content {
        case .text: cells.codes.update(repeating: ColumnarTable.absent, count: rows)
        case .integer: cells.integers.update(repeating: ColumnarTable.absentInteger, count: rows)
        case .number:
            cells.numbers.update(repeating: .nan, count: rows)
            cells.states.update(repeating: .missing, count: rows)
        case .day: cells.codes.update(repeating: ColumnarTable.absentDay, count: rows)
        }
    }

    /// - Returns: How many rows there are, `nil` where one is not plain.
    private func parseRows(
        _ start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>, delimiter: UInt8,
        longestRow: Int
    ) -> Int? {
        let delimiters = PlainRow.ones &* UInt64(delimiter)
        let lineFeeds = PlainRow.ones &* 0x0A
        let (actions, interners, lastCell) = (actions, interners, cellCount &- 1)
        var p = start
        var row = 0
        while p < end {
            let rowStart = p
            var index = 0
            while true {
                let word = PlainRow.word(p)
                var marks =
                    PlainRow.zeroMarks(word ^ delimiters) | PlainRow.zeroMarks(word ^ lineFeeds)
                var q = p
                while marks == 0 {
                    q += 8
                    let next = PlainRow.word(q)
                    marks =
                        PlainRow.zeroMarks(next ^ delimiters)
                        | PlainRow.zeroMarks(next ^ lineFeeds)
                }
                q += marks.trailingZeroBitCount &>> 3
                // A row with too few or too many cells.
                if (q.pointee == 0x0A) != (index == lastCell) { return nil }
                let count = q - p
                let action = actions + index
                if action.pointee.kind != .none {
                    let isRead = readCell(
                        UnsafeBufferPointer(start: p, count: count), word, action, interners,
                        row: row)
                    if !isRead { return nil }
                }
                p = q + 1
                if index == lastCell { break }
                index &+= 1
            }
            let length = p - rowStart
            // An empty row counts as blank.
            if length > longestRow || length == 1 { return nil }
            row &+= 1
        }
        return row
    }

    /// - Parameter word: The first eight bytes from the cell's start on.
    /// - Returns: Whether the cell has no problem.
    @inline(__always)
    private func readCell(
        _ cell: UnsafeBufferPointer<UInt8>, _ word: UInt64, _ action: UnsafeMutablePointer<Action>,
        _ interners: UnsafeMutablePointer<ByteInterner>, row: Int
    ) -> Bool {
        let cells = action.pointee.cells.unsafelyUnwrapped
        switch action.pointee.kind {
        case .text:
            let interner = interners + action.pointee.column
            let count = cell.count
            if count &- 1 < 8 {
                if count > 0 {
                    let mine = word & (UInt64.max &>> UInt64(64 &- count &* 8))
                    let (head, tail) = (UInt8(truncatingIfNeeded: mine), cell[count &- 1])
                    // No blank starts or ends with these.
                    if head &- 0x21 < 0x5F && tail &- 0x21 < 0x5F {
                        cells.codes[row] = interner.pointee.code(ofWord: mine, cell)
                        return true
                    }
                }
            }
            return readText(cell, action, interner, row: row)
        case .integer:
            if cell.count &- 1 < 8, cell.count > 0,
                let value = PlainRow.digits(word, count: cell.count)
            {
                cells.integers[row] = Int64(truncatingIfNeeded: value)
                return true
            }
            return readInteger(cell, action, row: row)
        case .number:
            if cell.count &- 1 < 8, cell.count > 0,
                let value = PlainRow.digits(word, count: cell.count)
            {
                cells.numbers[row] = Double(value)
                cells.states[row] = .number
                return true
            }
            if let value = plainDecimal(cell, mark: action.pointee.mark) {
                cells.numbers[row] = value
                cells.states[row] = .number
                return true
            }
            return readNumber(cell, action, row: row)
        case .day: return readDay(trimmingBlanks(cell), action, row: row)
        case .none: return true
        }
    }

    @inline(__always)
    private func readText(
        _ cell: UnsafeBufferPointer<UInt8>, _ action: UnsafeMutablePointer<Action>,
        _ interner: UnsafeMutablePointer<ByteInterner>, row: Int
    ) -> Bool {
        let text = trimmingBlanks(cell)
        let codes = action.pointee.cells.unsafelyUnwrapped.codes
        if text.isEmpty {
            codes[row] = ColumnarTable.absent
            return action.pointee.allowsEmpty
        }
        codes[row] = interner.pointee.code(of: text)
        return true
    }

    @inline(never)
    private func readInteger(
        _ cell: UnsafeBufferPointer<UInt8>, _ action: UnsafeMutablePointer<Action>, row: Int
    ) -> Bool {
        guard case .integer(let format) = columns[action.pointee.column].content else {
            return false
        }
        let integers = action.pointee.cells.unsafelyUnwrapped.integers
        switch NumberCell.read(cell, format: format, words: .standard) {
        case .number(let value):
            guard value == value.rounded(.towardZero), abs(value) <= 0x1p53 else { return false }
            integers[row] = Int64(value)
            return true
        case .missing:
            integers[row] = ColumnarTable.absentInteger
            return action.pointee.allowsEmpty
        case .suppressed, .notApplicable, .problem: return false
        }
    }

    @inline(never)
    private func readNumber(
        _ cell: UnsafeBufferPointer<UInt8>, _ action: UnsafeMutablePointer<Action>, row: Int
    ) -> Bool {
        guard case .number(let format, let words) = columns[action.pointee.column].content else {
            return false
        }
        let cells = action.pointee.cells.unsafelyUnwrapped
        cells.numbers[row] = .nan
        switch NumberCell.read(cell, format: format, words: words) {
        case .number(let value):
            cells.numbers[row] = value
            cells.states[row] = .number
        case .missing: cells.states[row] = .missing
        case .suppressed: cells.states[row] = .suppressed
        case .notApplicable: cells.states[row] = .notApplicable
        case .problem: return false
        }
        return true
    }

    @inline(never)
    private func readDay(
        _ cell: UnsafeBufferPointer<UInt8>, _ action: UnsafeMutablePointer<Action>, row: Int
    ) -> Bool {
        let codes = action.pointee.cells.unsafelyUnwrapped.codes
        if cell.isEmpty {
            codes[row] = ColumnarTable.absentDay
            return action.pointee.allowsEmpty
        }
        guard case .day(let day) = CalendarDay.read(cell) else { return false }
        codes[row] = Int32(day.daysSince1970)
        return true
    }
}
