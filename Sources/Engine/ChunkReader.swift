internal import CDuckDB

/// Reads the chunks of one result of the embedded database.
struct ChunkReader {
    private let functions: DatabaseFunctions
    private let columns: [Column]

    private struct Column {
        let name: String
        let type: CInt
        var scale = 0
        /// How a decimal number is stored.
        var storage: CInt = 0
    }

    init(_ functions: DatabaseFunctions, _ result: inout UkladQueryResult) {
        self.functions = functions
        var columns: [Column] = []
        for index in 0..<functions.columnCount(&result) {
            var column = Column(
                name: functions.columnName(&result, index).map { String(cString: $0) } ?? "",
                type: functions.columnType(&result, index))
            if column.type == DatabaseType.decimal.rawValue {
                var type = functions.columnLogicalType(&result, index)
                column.scale = Int(functions.decimalScale(type))
                column.storage = functions.decimalStorage(type)
                functions.destroyType(&type)
            }
            columns.append(column)
        }
        self.columns = columns
    }

    func batch(_ chunk: DatabaseFunctions.Handle?) throws(EngineError) -> RecordBatch {
        let count = Int(functions.chunkSize(chunk))
        var read: [RecordColumn] = []
        for (index, column) in columns.enumerated() {
            let vector = functions.vector(chunk, UInt64(index))
            guard let data = functions.data(vector) else {
                throw .malformed(address: "embedded", detail: "a column without data")
            }
            let marks = functions.validity(vector).map { bits in
                (0..<count).map { bits[$0 / 64] & (1 << ($0 % 64)) == 0 }
            }
            let isAbsent = marks.flatMap { $0.contains(true) ? $0 : nil }
            let values = try values(column, UnsafeRawPointer(data), count, isAbsent)
            read.append(RecordColumn(column.name, values, isAbsent: isAbsent))
        }
        return RecordBatch(read)
    }

    private func values(
        _ column: Column, _ data: UnsafeRawPointer, _ count: Int, _ isAbsent: [Bool]?
    ) throws(EngineError) -> RecordValues {
        func all<Stored>(_ type: Stored.Type) -> UnsafeBufferPointer<Stored> {
            UnsafeBufferPointer(start: data.assumingMemoryBound(to: type), count: count)
        }
        switch DatabaseType(rawValue: column.type) {
        case .truth: return .truth(all(UInt8.self).map { $0 != 0 })
        case .tiny: return .whole(all(Int8.self).map(Int64.init))
        case .small: return .whole(all(Int16.self).map(Int64.init))
        case .integer: return .whole(all(Int32.self).map(Int64.init))
        case .whole: return .whole(Array(all(Int64.self)))
        case .unsignedTiny: return .whole(all(UInt8.self).map(Int64.init))
        case .unsignedSmall: return .whole(all(UInt16.self).map(Int64.init))
        case .unsignedInteger: return .whole(all(UInt32.self).map(Int64.init))
        case .float: return .number(all(Float.self).map(Double.init))
        case .double: return .number(Array(all(Double.self)))
        case .text: return .text(texts(all(UkladShortText.self), isAbsent))
        case .day: return .day(Array(all(Int32.self)))
        case .moment, .momentWithZone: return .moment(Array(all(Int64.self)))
        case .momentSeconds: return .moment(all(Int64.self).map { $0 &* 1_000_000 })
        case .momentMilliseconds: return .moment(all(Int64.self).map { $0 &* 1_000 })
        case .momentNanoseconds: return .moment(all(Int64.self).map { $0 / 1_000 })
        case .huge: return .decimal(Array(all(Int128.self)), scale: 0)
        case .decimal:
            switch DatabaseType(rawValue: column.storage) {
            case .small: return .decimal(all(Int16.self).map { Int128($0) }, scale: column.scale)
            case .integer: return .decimal(all(Int32.self).map { Int128($0) }, scale: column.scale)
            case .whole: return .decimal(all(Int64.self).map { Int128($0) }, scale: column.scale)
            default: return .decimal(Array(all(Int128.self)), scale: column.scale)
            }
        case .unsignedWhole, nil:
            throw .unsupportedType(column: column.name, type: "DuckDB type \(column.type)")
        }
    }

    /// Up to twelve bytes stand in the entry itself, longer texts elsewhere; the entry of an absent
    /// text may hold anything.
    private func texts(
        _ entries: UnsafeBufferPointer<UkladShortText>, _ isAbsent: [Bool]?
    ) -> [String] {
        guard let start = UnsafeRawPointer(entries.baseAddress) else { return [] }
        return entries.indices.map { index in
            if isAbsent?[index] == true { return "" }
            let length = Int(entries[index].length)
            if length <= 12 {
                let bytes = start + index * MemoryLayout<UkladShortText>.stride + 4
                return String(
                    decoding: UnsafeRawBufferPointer(start: bytes, count: length), as: UTF8.self)
            }
            return String(
                decoding: UnsafeRawBufferPointer(start: entries[index].pointer, count: length),
                as: UTF8.self)
        }
    }
}

/// Puts rows of a batch into chunks that the embedded database takes.
struct ChunkWriter: ~Copyable {
    /// The database's own size of a chunk.
    static let mostRows = 2_048

    private let functions: DatabaseFunctions
    private let batch: RecordBatch
    private var chunk: DatabaseFunctions.Handle?

    init(_ functions: DatabaseFunctions, _ batch: RecordBatch) throws(EngineError) {
        var types: [DatabaseFunctions.Handle?] = []
        defer { for var type in types { functions.destroyType(&type) } }
        for column in batch.columns {
            types.append(functions.makeType(try column.values.databaseType(column.name).rawValue))
        }
        self.functions = functions
        self.batch = batch
        chunk = functions.makeChunk(&types, UInt64(types.count))
    }

    deinit {
        var chunk = chunk
        functions.destroyChunk(&chunk)
    }

    /// The chunk with these rows; the next call uses it again.
    func chunk(of rows: Range<Int>) -> DatabaseFunctions.Handle? {
        functions.resetChunk(chunk)
        for (index, column) in batch.columns.enumerated() {
            let vector = functions.vector(chunk, UInt64(index))
            guard let data = functions.data(vector) else { continue }
            write(column.values, rows, data, vector)
            guard let isAbsent = column.isAbsent, isAbsent[rows].contains(true) else { continue }
            functions.makeValidityWritable(vector)
            guard let bits = functions.validity(vector) else { continue }
            for (position, row) in rows.enumerated() where isAbsent[row] {
                bits[position / 64] &= ~(1 << (position % 64))
            }
        }
        functions.setChunkSize(chunk, UInt64(rows.count))
        return chunk
    }

    private func write(
        _ values: RecordValues, _ rows: Range<Int>, _ data: UnsafeMutableRawPointer,
        _ vector: DatabaseFunctions.Handle?
    ) {
        func copy<Stored>(_ stored: [Stored]) {
            stored.withUnsafeBufferPointer { stored in
                guard let base = stored.baseAddress else { return }
                data.copyMemory(
                    from: base + rows.lowerBound,
                    byteCount: rows.count * MemoryLayout<Stored>.stride)
            }
        }
        switch values {
        case .whole(let values), .moment(let values): copy(values)
        case .number(let values): copy(values)
        case .day(let values): copy(values)
        case .truth(let values):
            let bytes = data.assumingMemoryBound(to: UInt8.self)
            for (position, row) in rows.enumerated() { bytes[position] = values[row] ? 1 : 0 }
        case .decimal: break
        case .text(let values):
            for (position, row) in rows.enumerated() {
                var text = values[row]
                text.withUTF8 { bytes in
                    bytes.withMemoryRebound(to: CChar.self) {
                        functions.assignText(
                            vector, UInt64(position), $0.baseAddress, UInt64($0.count))
                    }
                }
            }
        }
    }
}

extension RecordValues {
    /// The type of the database that holds these.
    func databaseType(_ column: String) throws(EngineError) -> DatabaseType {
        switch self {
        case .whole: .whole
        case .number: .double
        case .text: .text
        case .truth: .truth
        case .day: .day
        case .moment: .moment
        case .decimal: throw .unsupportedType(column: column, type: "decimal")
        }
    }

    /// How a statement names that type.
    func databaseTypeName(_ column: String) throws(EngineError) -> String {
        switch try databaseType(column) {
        case .whole: "BIGINT"
        case .double: "DOUBLE"
        case .truth: "BOOLEAN"
        case .day: "DATE"
        case .moment: "TIMESTAMP"
        default: "VARCHAR"
        }
    }
}
