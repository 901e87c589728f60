internal import Engine

/// Writes a table in Arrow's stream format: its schema, one batch, the end.
enum ArrowWriter {
    /// The bytes of a table's values, near enough for a limit.
    static func size(of table: RecordBatch) -> Int {
        table.columns.reduce(0) { sum, column in
            switch column.values {
            case .whole, .number, .moment: sum + 8 * column.count
            case .truth: sum + column.count / 8
            case .day: sum + 4 * column.count
            case .decimal: sum + 16 * column.count
            case .text(let texts): sum + texts.reduce(4 * texts.count) { $0 + $1.utf8.count }
            }
        }
    }

    static func stream(_ table: RecordBatch) -> [UInt8] {
        var body = ArrowBody()
        for column in table.columns { body.add(column) }
        let schema: [FlatSlot] = [.absent, .tables(table.columns.map(field))]
        let records: [FlatSlot] = [
            .long(Int64(table.rowCount)), .pairs(body.nodes), .pairs(body.places),
        ]
        return message(.schema, schema, body: [])
            + message(.records, records, body: body.bytes)
            + message(head: [], body: [])
    }

    private static func message(
        _ kind: Arrow.Header, _ header: [FlatSlot], body: [UInt8]
    ) -> [UInt8] {
        let head = FlatWriter.buffer([
            .short(Arrow.version), .byte(kind.rawValue), .table(header), .long(Int64(body.count)),
        ])
        return message(head: head, body: body)
    }

    private static func message(head: [UInt8], body: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(littleEndian: Arrow.continuation)
        bytes.append(littleEndian: Int32(head.count))
        return bytes + head + body
    }

    private static func field(_ column: RecordColumn) -> [FlatSlot] {
        let (kind, type) = type(column.values)
        let mayBeAbsent = FlatSlot.byte(1)
        return [
            .text(column.name), mayBeAbsent, .byte(kind.rawValue), .table(type), .absent,
            .tables([]),
        ]
    }

    private static func type(_ values: RecordValues) -> (Arrow.Kind, [FlatSlot]) {
        switch values {
        case .whole: (.int, [.int(64), .byte(1)])
        case .number: (.floatingPoint, [.short(Arrow.Precision.double.rawValue)])
        case .text: (.utf8, [])
        case .truth: (.bool, [])
        case .day: (.date, [.short(Arrow.DateUnit.day)])
        case .moment: (.timestamp, [.short(Arrow.TimeUnit.microsecond.rawValue), .text("UTC")])
        case .decimal(_, let scale): (.decimal, [.int(38), .int(Int32(scale))])
        }
    }
}

/// The values of a batch, with where each part of them lies.
private struct ArrowBody {
    private(set) var bytes: [UInt8] = []
    private(set) var nodes: [(Int64, Int64)] = []
    private(set) var places: [(Int64, Int64)] = []

    mutating func add(_ column: RecordColumn) {
        let absent = column.isAbsent?.count { $0 } ?? 0
        nodes.append((Int64(column.count), Int64(absent)))
        add(absent == 0 ? [] : Self.bits((column.isAbsent ?? []).map { !$0 }))
        switch column.values {
        case .whole(let values), .moment(let values): add(Self.raw(values))
        case .number(let values): add(Self.raw(values))
        case .day(let values): add(Self.raw(values))
        case .decimal(let values, _): add(Self.raw(values))
        case .truth(let values): add(Self.bits(values))
        case .text(let values):
            var ends: [Int32] = [0]
            var all: [UInt8] = []
            for value in values {
                all.append(contentsOf: value.utf8)
                // An upload is far below 2 GiB (`SparkEngine.uploadLimit`).
                ends.append(Int32(all.count))
            }
            add(Self.raw(ends))
            add(all)
        }
    }

    private mutating func add(_ part: [UInt8]) {
        places.append((Int64(bytes.count), Int64(part.count)))
        bytes.append(contentsOf: part)
        bytes.pad(to: 8)
    }

    private static func raw<Value: BitwiseCopyable>(_ values: [Value]) -> [UInt8] {
        values.withUnsafeBytes { Array($0) }
    }

    private static func bits(_ values: [Bool]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (values.count + 7) / 8)
        for (row, value) in values.enumerated() where value { bytes[row >> 3] |= 1 << (row & 7) }
        return bytes
    }
}
