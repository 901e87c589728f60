internal import Engine

/// Reads Arrow's stream format: a schema, then batches of rows.
///
/// The bytes come from outside, so every length and offset is checked. Compressed bodies and
/// dictionaries, which we never ask for, are refused by name.
struct ArrowReader {
    private var rest: ArraySlice<UInt8>
    private var fields: [ArrowField]?

    private init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// All batches of a stream. A stream of a schema alone gives one batch without rows.
    static func batches(in bytes: ArraySlice<UInt8>) throws(Unreadable) -> [RecordBatch] {
        var reader = ArrowReader(bytes)
        var batches: [RecordBatch] = []
        while let message = try reader.nextMessage() {
            switch Arrow.Header(rawValue: try message.head.whole(1, default: 0)) {
            case .schema: try reader.take(schema: message.head)
            case .records: batches.append(try reader.batch(message))
            case .dictionary: throw .malformed("a dictionary, which nobody asked for")
            case nil: throw .malformed("an Arrow message of an unknown kind")
            }
        }
        guard let fields = reader.fields else { throw .malformed("Arrow data without a schema") }
        return batches.isEmpty ? [RecordBatch(fields.map(\.empty))] : batches
    }

    private struct Message {
        let head: FlatTable
        let body: ArraySlice<UInt8>
    }

    /// The next message, nil at the end.
    private mutating func nextMessage() throws(Unreadable) -> Message? {
        guard !rest.isEmpty else { return nil }
        guard try rest.read(UInt32.self, at: 0) == Arrow.continuation else {
            throw .malformed("an Arrow message without its mark")
        }
        let headSize = Int(try rest.read(Int32.self, at: 4))
        guard headSize != 0 else { return nil }
        let head = try FlatTable(rootOf: try rest.part(at: 8, count: headSize))
        guard let bodySize = Int(exactly: try head.whole(3, default: Int64(0))) else {
            throw .malformed("a length")
        }
        let body = try rest.part(at: 8 + headSize, count: bodySize)
        rest = rest[body.endIndex...]
        return Message(head: head, body: body)
    }

    private mutating func take(schema message: FlatTable) throws(Unreadable) {
        guard fields == nil, let schema = try message.table(2) else {
            throw .malformed("a second Arrow schema, or none")
        }
        guard try schema.whole(0, default: Int16(0)) == 0 else {
            throw .malformed("Arrow data in big-endian order")
        }
        var fields: [ArrowField] = []
        for field in try schema.tables(1) {
            let name = try field.text(0) ?? ""
            fields.append(ArrowField(name: name, type: try ArrowType(field, column: name)))
        }
        self.fields = fields
    }

    private func batch(_ message: Message) throws(Unreadable) -> RecordBatch {
        guard let fields else { throw .malformed("Arrow rows before their schema") }
        guard let records = try message.head.table(2) else {
            throw .malformed("an Arrow batch without its head")
        }
        guard try records.table(3) == nil else { throw .malformed("compressed Arrow data") }
        let nodes = try records.pairs(1)
        guard nodes.count == fields.count else {
            throw .malformed("\(nodes.count) columns where the schema has \(fields.count)")
        }
        // No type takes less than a bit a row, so no count can be larger than the bits there are.
        let rows = Int(try records.whole(0, default: Int64(0)))
        guard rows >= 0, fields.isEmpty || rows <= 8 * message.body.count else {
            throw .malformed("\(rows) rows in \(message.body.count) bytes")
        }
        var buffers = ArrowBuffers(body: message.body, places: try records.pairs(2))
        var columns: [RecordColumn] = []
        for (field, node) in zip(fields, nodes) {
            guard node.0 == rows else {
                throw .malformed("\(node.0) values in a batch of \(rows) rows")
            }
            columns.append(
                try field.column(rows: rows, mayBeAbsent: node.1 != 0, from: &buffers))
        }
        return RecordBatch(columns)
    }
}

/// The parts of a batch's body, in the order in which columns use them.
private struct ArrowBuffers {
    private let body: ArraySlice<UInt8>
    private let places: [(Int64, Int64)]
    private var used = 0

    init(body: ArraySlice<UInt8>, places: [(Int64, Int64)]) {
        self.body = body
        self.places = places
    }

    mutating func next() throws(Unreadable) -> ArraySlice<UInt8> {
        guard used < places.count else { throw .malformed("fewer Arrow buffers than columns need") }
        defer { used += 1 }
        let (offset, count) = places[used]
        return try body.part(at: Int(offset), count: Int(count))
    }

    /// A bit a row.
    mutating func nextBits(_ rows: Int) throws(Unreadable) -> [Bool] {
        let bytes = try next()
        guard bytes.count >= (rows + 7) / 8 else { throw .malformed("fewer bits than rows") }
        return bytes.withUnsafeBytes { raw in
            (0..<rows).map { raw[$0 >> 3] >> UInt8($0 & 7) & 1 == 1 }
        }
    }

    /// A number a row, each made into a value.
    mutating func next<Stored: BitwiseCopyable, Value>(
        _ rows: Int, _ value: (Stored) -> Value
    ) throws(Unreadable) -> [Value] {
        let bytes = try next()
        let size = MemoryLayout<Stored>.stride
        guard rows <= bytes.count / size else { throw .malformed("fewer values than rows") }
        return bytes.withUnsafeBytes { raw in
            (0..<rows).map { value(raw.loadUnaligned(fromByteOffset: $0 * size, as: Stored.self)) }
        }
    }

    /// A text a row: where each ends, then the bytes of all.
    mutating func nextTexts<Offset: FixedWidthInteger & BitwiseCopyable>(
        _ rows: Int, _ type: Offset.Type
    ) throws(Unreadable) -> [String] {
        // A column of no rows may come without its one offset.
        let ends = rows == 0 ? [] : try peekEnds(rows, type)
        used += 1
        let bytes = try next()
        var texts: [String] = []
        texts.reserveCapacity(rows)
        for (start, end) in zip(ends, ends.dropFirst()) {
            guard end >= start else { throw .malformed("a text that ends before its start") }
            texts.append(try bytes.part(at: start, count: end - start).text())
        }
        return texts
    }

    private func peekEnds<Offset: FixedWidthInteger & BitwiseCopyable>(
        _ rows: Int, _ type: Offset.Type
    ) throws(Unreadable) -> [Int] {
        var copy = self
        let ends = try copy.next(rows + 1) { (end: Offset) in Int(exactly: end) ?? -1 }
        guard ends.allSatisfy({ $0 >= 0 }) else { throw .malformed("a text before the first") }
        return ends
    }
}

/// A column of a schema.
private struct ArrowField {
    let name: String
    let type: ArrowType

    var empty: RecordColumn {
        switch type {
        case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32:
            RecordColumn(name, .whole([]))
        case .float, .double: RecordColumn(name, .number([]))
        case .text: RecordColumn(name, .text([]))
        case .truth: RecordColumn(name, .truth([]))
        case .day: RecordColumn(name, .day([]))
        case .moment: RecordColumn(name, .moment([]))
        case .decimal(let scale): RecordColumn(name, .decimal([], scale: scale))
        }
    }

    func column(
        rows: Int, mayBeAbsent: Bool, from buffers: inout ArrowBuffers
    ) throws(Unreadable) -> RecordColumn {
        var isAbsent: [Bool]?
        if mayBeAbsent {
            isAbsent = try buffers.nextBits(rows).map { !$0 }
        } else {
            _ = try buffers.next()
        }
        return RecordColumn(name, try values(rows, from: &buffers), isAbsent: isAbsent)
    }

    private func values(
        _ rows: Int, from buffers: inout ArrowBuffers
    ) throws(Unreadable) -> RecordValues {
        switch type {
        case .int8: return .whole(try buffers.next(rows) { (value: Int8) in Int64(value) })
        case .int16: return .whole(try buffers.next(rows) { (value: Int16) in Int64(value) })
        case .int32: return .whole(try buffers.next(rows) { (value: Int32) in Int64(value) })
        case .int64: return .whole(try buffers.next(rows) { (value: Int64) in value })
        case .uint8: return .whole(try buffers.next(rows) { (value: UInt8) in Int64(value) })
        case .uint16: return .whole(try buffers.next(rows) { (value: UInt16) in Int64(value) })
        case .uint32: return .whole(try buffers.next(rows) { (value: UInt32) in Int64(value) })
        case .float: return .number(try buffers.next(rows) { (value: Float) in Double(value) })
        case .double: return .number(try buffers.next(rows) { (value: Double) in value })
        case .text(isLarge: false): return .text(try buffers.nextTexts(rows, Int32.self))
        case .text(isLarge: true): return .text(try buffers.nextTexts(rows, Int64.self))
        case .truth: return .truth(try buffers.nextBits(rows))
        case .day: return .day(try buffers.next(rows) { (value: Int32) in value })
        case .moment(let unit): return .moment(try moments(rows, unit, from: &buffers))
        case .decimal(let scale):
            return .decimal(try buffers.next(rows) { (value: Int128) in value }, scale: scale)
        }
    }

    /// Microseconds. What is finer is cut towards the past.
    private func moments(
        _ rows: Int, _ unit: Arrow.TimeUnit, from buffers: inout ArrowBuffers
    ) throws(Unreadable) -> [Int64] {
        let factor: Int64
        switch unit {
        case .second: factor = 1_000_000
        case .millisecond: factor = 1000
        case .microsecond: factor = 1
        case .nanosecond:
            return try buffers.next(rows) { (value: Int64) in
                value / 1000 - (value % 1000 < 0 ? 1 : 0)
            }
        }
        var isOutOfRange = false
        let moments = try buffers.next(rows) { (value: Int64) in
            let (moment, overflows) = value.multipliedReportingOverflow(by: factor)
            isOutOfRange = isOutOfRange || overflows
            return moment
        }
        guard !isOutOfRange else { throw .malformed("a moment out of range") }
        return moments
    }
}
