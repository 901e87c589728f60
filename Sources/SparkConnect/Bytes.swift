/// Why bytes could not be read.
enum Unreadable: Error, Hashable {
    /// They are not what the format says: what was found.
    case malformed(String)
    /// A column of a type that is not read.
    case unsupportedType(column: String, type: String)
}

/// Bytes that came from outside: every look at them is checked and may fail, never trap.
///
/// Offsets count from the first byte of the slice.
extension ArraySlice<UInt8> {
    /// A number in little-endian order.
    func read<Value: FixedWidthInteger & BitwiseCopyable>(
        _ type: Value.Type = Value.self, at offset: Int
    ) throws(Unreadable) -> Value {
        let size = MemoryLayout<Value>.size
        guard offset >= 0, offset <= count - size else {
            throw .malformed("\(size) bytes wanted at \(offset) of \(count)")
        }
        return withUnsafeBytes {
            Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: type))
        }
    }

    /// A part of the bytes, not copied.
    func part(at offset: Int, count length: Int) throws(Unreadable) -> ArraySlice<UInt8> {
        guard offset >= 0, length >= 0, offset <= count, length <= count - offset else {
            throw .malformed("\(length) bytes wanted at \(offset) of \(count)")
        }
        return self[startIndex + offset..<startIndex + offset + length]
    }

    func text() throws(Unreadable) -> String {
        guard let text = String(validating: self, as: UTF8.self) else {
            throw .malformed("text that is not UTF-8")
        }
        return text
    }
}

extension [UInt8] {
    mutating func append<Value: FixedWidthInteger>(littleEndian value: Value) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    /// Zeros up to the next multiple of a number.
    mutating func pad(to multiple: Int) {
        append(contentsOf: repeatElement(0, count: (multiple - count % multiple) % multiple))
    }
}
