/// Writes the wire format of protocol buffers.
///
/// Fields are named by the enumerations of `FieldNumbers.swift`. Empty texts are left out, as the
/// format does with default values.
struct WireWriter {
    private(set) var bytes: [UInt8] = []

    static func message(_ fill: (inout WireWriter) -> Void) -> [UInt8] {
        var writer = WireWriter()
        fill(&writer)
        return writer.bytes
    }

    mutating func whole(_ field: some RawRepresentable<Int>, _ value: UInt64) {
        key(field.rawValue, .varint)
        varint(value)
    }

    mutating func truth(_ field: some RawRepresentable<Int>, _ value: Bool) {
        whole(field, value ? 1 : 0)
    }

    mutating func text(_ field: some RawRepresentable<Int>, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        raw(field, Array(value.utf8))
    }

    mutating func raw(_ field: some RawRepresentable<Int>, _ value: [UInt8]) {
        key(field.rawValue, .bytes)
        varint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    mutating func message(
        _ field: some RawRepresentable<Int>, _ fill: (inout WireWriter) -> Void = { _ in }
    ) {
        raw(field, Self.message(fill))
    }

    private mutating func key(_ number: Int, _ kind: WireKind) {
        varint(UInt64(number) << 3 | UInt64(kind.rawValue))
    }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

private enum WireKind: UInt8 {
    case varint = 0
    case fixed64 = 1
    case bytes = 2
    case fixed32 = 5
}

/// A field of a message as it came.
struct WireField {
    enum Value {
        case varint(UInt64)
        case fixed64(UInt64)
        case fixed32(UInt32)
        case bytes(ArraySlice<UInt8>)
    }

    let number: Int
    let value: Value

    func raw() throws(Unreadable) -> ArraySlice<UInt8> {
        guard case .bytes(let bytes) = value else { throw wrongKind }
        return bytes
    }

    func text() throws(Unreadable) -> String { try raw().text() }

    func whole() throws(Unreadable) -> Int64 {
        guard case .varint(let bits) = value else { throw wrongKind }
        return Int64(bitPattern: bits)
    }

    private var wrongKind: Unreadable { .malformed("field \(number) is of another kind") }
}

/// Reads the wire format of protocol buffers, one field after another.
///
/// A message inside a message is read by a reader of its own, so that the depth is that of our
/// code and not of the input. Groups, which the protocol does not use, are refused.
struct WireReader {
    private let bytes: ArraySlice<UInt8>
    private var offset = 0

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    /// The next field, nil after the last.
    mutating func next() throws(Unreadable) -> WireField? {
        guard offset < bytes.count else { return nil }
        let key = try varint()
        let number = Int(key >> 3 & 0x1FFF_FFFF)
        guard key >> 32 == 0, number > 0 else { throw .malformed("field number \(key >> 3)") }
        guard let kind = WireKind(rawValue: UInt8(key & 7)) else {
            throw .malformed("field \(number) of wire type \(key & 7)")
        }
        return WireField(number: number, value: try value(kind))
    }

    private mutating func value(_ kind: WireKind) throws(Unreadable) -> WireField.Value {
        switch kind {
        case .varint: return .varint(try varint())
        case .fixed64:
            defer { offset += 8 }
            return .fixed64(try bytes.read(at: offset))
        case .fixed32:
            defer { offset += 4 }
            return .fixed32(try bytes.read(at: offset))
        case .bytes:
            guard let count = Int(exactly: try varint()) else { throw .malformed("a length") }
            let part = try bytes.part(at: offset, count: count)
            offset += count
            return .bytes(part)
        }
    }

    private mutating func varint() throws(Unreadable) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            let byte: UInt8 = try bytes.read(at: offset)
            offset += 1
            guard shift < 63 || byte <= 1 else { break }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw .malformed("a number of more than 64 bits")
    }
}
