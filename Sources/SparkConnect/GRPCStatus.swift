internal import Engine
private import Foundation

/// How a call ended, as the server says in its trailers.
struct GRPCStatus: Hashable {
    enum Code: Int {
        case ok = 0
        case cancelled = 1
        case permissionDenied = 7
        case unimplemented = 12
        case unavailable = 14
        case unauthenticated = 16
    }

    let number: Int
    let message: String
    /// `INVALID_HANDLE.SESSION_CHANGED`, where the server names classes.
    let errorClass: String?
    let sqlState: String?

    var code: Code? { Code(rawValue: number) }

    /// Nil where the trailers have no status: the stream was cut.
    init?(trailers: [String: String]) {
        guard let number = trailers["grpc-status"].flatMap(Int.init) else { return nil }
        let text = trailers["grpc-message"].map(Self.percentDecoded) ?? ""
        let details = trailers["grpc-status-details-bin"].flatMap(Self.base64)
        // Details that can't be read only leave a message without its class.
        let metadata = details.flatMap { try? Self.metadata($0[...]) } ?? [:]
        self.number = number
        message = text
        errorClass = metadata["errorClass"] ?? Self.errorClass(in: text)
        sqlState = metadata["sqlState"] ?? text.firstMatch(of: Self.state).map { String($0.1) }
    }

    /// What the status says of a statement.
    func fault(in statement: String) -> StatementFault {
        let place = message.firstMatch(of: Self.place)
        return StatementFault(
            statement: statement, detail: firstLine, errorClass: errorClass, state: sqlState,
            line: place.flatMap { Int($0.1) }, position: place.flatMap { Int($0.2) })
    }

    /// The message without what only developers of the engine read.
    private var firstLine: String {
        let line = message.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return line.isEmpty ? "status \(number), without words" : String(line.prefix(1000))
    }

    private static var state: Regex<(Substring, Substring)> { /SQLSTATE: ([0-9A-Z]{5})/ }

    /// `line 1 pos 7` and `line 1, position 8`.
    private static var place: Regex<(Substring, Substring, Substring)> {
        /line ([0-9]{1,9}),? pos(?:ition)? ([0-9]{1,9})/
    }

    private static func errorClass(in text: String) -> String? {
        text.prefixMatch(of: /\[([A-Z0-9_.]+)\]/).map { String($0.1) }
    }

    /// The metadata of the `google.rpc.ErrorInfo` among the details.
    private static func metadata(
        _ status: ArraySlice<UInt8>
    ) throws(Unreadable) -> [String: String] {
        var metadata: [String: String] = [:]
        for detail in try parts(StatusField.details, of: status) {
            let type = try parts(AnyField.typeUrl, of: detail).last?.text() ?? ""
            guard type.hasSuffix("/google.rpc.ErrorInfo") else { continue }
            for info in try parts(AnyField.value, of: detail) {
                for entry in try parts(ErrorInfoField.metadata, of: info) {
                    let key = try parts(MetadataEntryField.key, of: entry).last?.text() ?? ""
                    metadata[key] = try parts(MetadataEntryField.value, of: entry).last?.text()
                }
            }
        }
        return metadata
    }

    private static func parts(
        _ wanted: some RawRepresentable<Int>, of message: ArraySlice<UInt8>
    ) throws(Unreadable) -> [ArraySlice<UInt8>] {
        var reader = WireReader(message)
        var parts: [ArraySlice<UInt8>] = []
        while let field = try reader.next() {
            if field.number == wanted.rawValue { parts.append(try field.raw()) }
        }
        return parts
    }

    /// gRPC leaves out the padding.
    private static func base64(_ text: String) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text + padding).map(Array.init)
    }

    private static func percentDecoded(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index] == UInt8(ascii: "%") ? escaped(bytes[(index + 1)...]) : nil
            decoded.append(byte ?? bytes[index])
            index += byte == nil ? 1 : 3
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    /// The byte that two hexadecimal digits say, nil where there are none.
    private static func escaped(_ bytes: ArraySlice<UInt8>) -> UInt8? {
        guard bytes.count >= 2 else { return nil }
        return UInt8(String(decoding: bytes.prefix(2), as: UTF8.self), radix: 16)
    }
}

extension GRPCStatus {
    /// What an answer that was not gRPC's amounts to.
    init(_ code: Code, _ message: String) {
        number = code.rawValue
        self.message = message
        errorClass = nil
        sqlState = nil
    }
}
