internal import Engine
private import Foundation

/// Where a server is: `spark://host:port`, or `sparks://host:port` behind TLS.
struct SparkAddress: Hashable, Sendable, CustomStringConvertible {
    let host: String
    let port: Int
    let isSecure: Bool

    init(_ text: String) throws(EngineError) {
        let pattern = /(sparks?):\/\/([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})/
        guard let parts = text.wholeMatch(of: pattern)?.output, let port = Int(parts.3),
            (1...65535).contains(port)
        else { throw .badAddress(Self.withoutSecrets(text)) }
        isSecure = parts.1 == "sparks"
        host = String(parts.2)
        self.port = port
    }

    var description: String { "\(host):\(port)" }

    /// Whether the line ends on this machine, so that nobody else can listen.
    var isLoopback: Bool {
        host == "localhost" || host == "[::1]" || host.wholeMatch(of: /127(\.[0-9]{1,3}){3}/) != nil
    }

    func url(of method: String) -> String {
        "\(isSecure ? "https" : "http")://\(self)/spark.connect.SparkConnectService/\(method)"
    }

    /// What other tools allow in an address, a password or a token, is not repeated.
    private static func withoutSecrets(_ text: String) -> String {
        guard let start = text.firstIndex(where: { "@;?".contains($0) }) else { return text }
        guard text[start] == "@" else { return text[..<start] + "…" }
        return "…" + text[start...].prefix { !";?".contains($0) }
    }
}

/// What is shown to a server, and whom we believe: from the environment, never an argument.
struct Credentials: Sendable {
    /// In no description and no message.
    let token: Secret?
    /// A file of certificates to believe instead of the system's.
    let authorities: String?

    struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
        CustomReflectable
    {
        let text: String
        var description: String { "(secret)" }
        var debugDescription: String { description }
        var customMirror: Mirror { Mirror(self, children: []) }
    }

    /// `UKLAD_ENGINE_TOKEN`, or the first line of the file that `UKLAD_ENGINE_TOKEN_FILE` names;
    /// `UKLAD_ENGINE_CA`.
    init(_ environment: [String: String], for address: SparkAddress) throws(EngineError) {
        token = try Self.token(environment).map(Secret.init(text:))
        authorities = environment["UKLAD_ENGINE_CA"].flatMap { $0.isEmpty ? nil : $0 }
        guard token == nil || address.isSecure || address.isLoopback else {
            throw .tokenInTheOpen(address: "\(address)")
        }
        if let authorities, !FileManager.default.isReadableFile(atPath: authorities) {
            throw .badSetting(name: "UKLAD_ENGINE_CA", detail: authorities)
        }
    }

    private static func token(_ environment: [String: String]) throws(EngineError) -> String? {
        if let token = environment["UKLAD_ENGINE_TOKEN"], !token.isEmpty {
            return try checked(token, from: "UKLAD_ENGINE_TOKEN", detail: "")
        }
        guard let path = environment["UKLAD_ENGINE_TOKEN_FILE"], !path.isEmpty else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .badSetting(name: "UKLAD_ENGINE_TOKEN_FILE", detail: path)
        }
        let line = String(decoding: data, as: UTF8.self).prefix { !$0.isNewline }
        return try checked(String(line), from: "UKLAD_ENGINE_TOKEN_FILE", detail: path)
    }

    /// A token goes into a header line, where a line break would begin another.
    private static func checked(
        _ token: String, from name: String, detail: String
    ) throws(EngineError) -> String {
        let token = token.trimmingCharacters(in: .whitespaces)
        guard !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .badSetting(name: name, detail: detail)
        }
        return token
    }
}
