import Engine
import Testing

@testable import SparkConnect

/// A table with every type that is written, with gaps and without.
let everyType = RecordBatch([
    RecordColumn("k", .whole([1, -2, .max]), isAbsent: [false, true, false]),
    RecordColumn("x", .number([0.1, -.infinity, .pi])),
    RecordColumn("place", .text(["Кемерово", "", "it's"]), isAbsent: [false, true, false]),
    RecordColumn("b", .truth([true, false, true]), isAbsent: [false, false, true]),
    RecordColumn("d", .day([18295, -1, 0])),
    RecordColumn("t", .moment([1_580_702_706_789_000, -1, 0])),
    RecordColumn("m", .decimal([-125, .max, 0], scale: 2)),
])

@Suite("Arrow's stream format")
struct ArrowTests {
    @Test("a table of every type comes back as it was")
    func roundTrip() throws {
        let bytes = ArrowWriter.stream(everyType)
        #expect(bytes.count % 8 == 0)
        #expect(try ArrowReader.batches(in: bytes[...]) == [everyType])
    }

    @Test("a table of no rows keeps its columns, also where no batch follows the schema")
    func noRows() throws {
        let empty = RecordBatch([RecordColumn("k", .whole([])), RecordColumn("t", .text([]))])
        let bytes = ArrowWriter.stream(empty)
        #expect(try ArrowReader.batches(in: bytes[...]) == [empty])
        let schema = bytes.prefix(8 + Int(try bytes[...].read(Int32.self, at: 4)))
        #expect(try ArrowReader.batches(in: schema) == [empty])
    }

    @Test("narrow numbers, large texts and other units of time are widened")
    func narrow() throws {
        #expect(try read(.int, [.int(8), .byte(1)], [255, 1]) == .whole([-1, 1]))
        #expect(try read(.int, [.int(8), .byte(0)], [255, 1]) == .whole([255, 1]))
        #expect(try read(.int, [.int(16), .byte(0)], [255, 255, 1, 0]) == .whole([65535, 1]))
        #expect(
            try read(.int, [.int(32), .byte(0)], [255, 255, 255, 255, 1, 0, 0, 0])
                == .whole([4_294_967_295, 1]))
        #expect(
            try read(.floatingPoint, [.short(1)], [0, 0, 0xC0, 0x3F, 0, 0, 0, 0])
                == .number([1.5, 0]))
        let two = [UInt8](repeating: 0xFF, count: 8) + [232, 3, 0, 0, 0, 0, 0, 0]
        #expect(try read(.timestamp, [.short(3)], two) == .moment([-1, 1]))
        #expect(try read(.timestamp, [.short(1)], two) == .moment([-1000, 1_000_000]))
        #expect(try read(.timestamp, [.short(0)], two) == .moment([-1_000_000, 1_000_000_000]))
    }

    @Test("a type that is not read is named with its column")
    func unsupported() {
        let cases: [(UInt8, [FlatSlot], String)] = [
            (1, [], "Null"), (12, [], "List"), (24, [], "Utf8View"), (99, [], "type 99"),
            (2, [.int(64), .byte(0)], "Int of this width or unit"),
            (8, [], "Date of this width or unit"),
            (7, [.int(38), .int(2), .int(256)], "Decimal of this width or unit"),
            (3, [.short(0)], "FloatingPoint of this width or unit"),
        ]
        for (kind, type, name) in cases {
            #expect(throws: Unreadable.unsupportedType(column: "c", type: name)) {
                try ArrowReader.batches(in: Self.stream(kind, type, [], rows: 0)[...])
            }
        }
    }

    @Test("dictionaries and compressed bodies are refused")
    func refused() {
        let dictionary = Self.stream(5, [], [], rows: 0, dictionary: .table([.long(1)]))
        #expect(throws: Unreadable.unsupportedType(column: "c", type: "dictionary of Utf8")) {
            try ArrowReader.batches(in: dictionary[...])
        }
        let compressed = Self.stream(
            2, [.int(8), .byte(1)], [1, 2], rows: 2, compression: .table([.byte(1)]))
        #expect(throws: Unreadable.malformed("compressed Arrow data")) {
            try ArrowReader.batches(in: compressed[...])
        }
    }

    @Test("a number of rows that the bytes can't hold is refused", arguments: [17, 1 << 40, .max])
    func tooManyRows(rows: Int) {
        for type in [(2, [.int(8), .byte(1)]), (6, []), (5, [])] as [(UInt8, [FlatSlot])] {
            let bytes = Self.stream(type.0, type.1, [1, 2], rows: Int64(rows))
            #expect(throws: Unreadable.self) { try ArrowReader.batches(in: bytes[...]) }
        }
    }

    @Test("a moment that microseconds can't say is refused")
    func outOfRange() {
        let bytes = Self.stream(10, [.short(0)], Array(repeating: 0x7F, count: 8), rows: 1)
        #expect(throws: Unreadable.malformed("a moment out of range")) {
            try ArrowReader.batches(in: bytes[...])
        }
    }

    private func read(
        _ kind: Arrow.Kind, _ type: [FlatSlot], _ values: [UInt8]
    ) throws -> RecordValues {
        let bytes = Self.stream(kind.rawValue, type, values, rows: 2)
        return try ArrowReader.batches(in: bytes[...])[0].columns[0].values
    }

    /// A stream of one column `c`, as another writer than ours may make it.
    private static func stream(
        _ kind: UInt8, _ type: [FlatSlot], _ values: [UInt8], rows: Int64,
        dictionary: FlatSlot = .absent, compression: FlatSlot = .absent
    ) -> [UInt8] {
        let field: [FlatSlot] = [.text("c"), .byte(1), .byte(kind), .table(type), dictionary]
        let places: [(Int64, Int64)] = [(0, 0), (0, Int64(values.count)), (0, 0)]
        return message(1, [.absent, .tables([field])], body: [])
            + message(
                3, [.long(rows), .pairs([(rows, Int64(0))]), .pairs(places), compression],
                body: values)
    }

    private static func message(_ kind: UInt8, _ header: [FlatSlot], body: [UInt8]) -> [UInt8] {
        let head = FlatWriter.buffer([
            .short(4), .byte(kind), .table(header), .long(Int64(body.count)),
        ])
        var bytes: [UInt8] = []
        bytes.append(littleEndian: UInt32.max)
        bytes.append(littleEndian: Int32(head.count))
        return bytes + head + body
    }
}
