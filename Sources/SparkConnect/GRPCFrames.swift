/// The messages in the body of a gRPC answer: each with five bytes before it, whether it is
/// compressed and how long it is.
struct GRPCFrames {
    private var bytes: [UInt8] = []
    private var used = 0
    private let limit: Int

    /// - Parameter limit: how long a message may be.
    init(limit: Int) {
        self.limit = limit
    }

    static func frame(_ message: [UInt8]) -> [UInt8] {
        var frame: [UInt8] = [0]
        withUnsafeBytes(of: UInt32(message.count).bigEndian) { frame.append(contentsOf: $0) }
        return frame + message
    }

    /// Whether a part of a message waits for the rest of it.
    var isAmidMessage: Bool { used < bytes.count }

    mutating func append(_ more: UnsafeRawBufferPointer) {
        if used > 0 {
            bytes.removeSubrange(..<used)
            used = 0
        }
        bytes.append(contentsOf: more)
    }

    /// The next message, nil until all of it is here.
    mutating func next() throws(Unreadable) -> ArraySlice<UInt8>? {
        let rest = bytes[used...]
        guard rest.count >= 5 else { return nil }
        guard rest[used] == 0 else { throw .malformed("a compressed message") }
        let size = Int(UInt32(bigEndian: try rest.part(at: 1, count: 4).bits()))
        guard size <= limit else { throw .malformed("a message of \(size) bytes") }
        guard rest.count - 5 >= size else { return nil }
        used += 5 + size
        return try rest.part(at: 5, count: size)
    }
}

extension ArraySlice<UInt8> {
    fileprivate func bits() throws(Unreadable) -> UInt32 { UInt32(littleEndian: try read(at: 0)) }
}
