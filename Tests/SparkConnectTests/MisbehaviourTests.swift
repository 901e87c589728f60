import Engine
import Foundation
import Synchronization
import Testing

@testable import SparkConnect

@Suite(
    "A server that misbehaves", .enabled(if: Helper.python != nil, "UKLAD_SPARK_PYTHON is not set"),
    .serialized)
struct MisbehaviourTests {
    private let statement = Statement("numbers", "SELECT k FROM numbers")
    private static let all = Array(Int64(0)..<50)

    @Test("rows come whole and once, with how far the statement is")
    func well() throws {
        let server = try Helper("fake_server.py", ["well"])
        let engine = try SparkEngine(server.address, environment: [:])
        #expect(try engine.info().version == "0.0 (fake)")
        let seen = Mutex<[EngineProgress]>([])
        let rows = try engine.rows(of: statement) { progress in
            seen.withLock { $0.append(progress) }
        }
        #expect(rows == RecordBatch([RecordColumn("k", .whole(Self.all))]))
        #expect(seen.withLock { $0 } == (0..<5).map { EngineProgress(done: $0, total: 5) })
        engine.close()
        let calls = try server.end().compactMap { $0.split(separator: " ").first }
        #expect(calls == ["AnalyzePlan", "ExecutePlan", "ReleaseExecute", "ReleaseSession"])
    }

    @Test(
        "an answer that breaks off is taken up where it broke",
        arguments: ["break", "end-early", "unavailable-twice"])
    func takenUp(mode: String) throws {
        // The fake server knows of no operation that it has refused as unavailable.
        let server = try Helper("fake_server.py", [mode])
        let engine = try SparkEngine(server.address, environment: [:])
        #expect(try engine.rows(of: statement)["k"]?.values == .whole(Self.all))
    }

    @Test("what can't be taken up is lost, and what never begins is unreachable")
    func lost() throws {
        for (mode, detail) in [
            ("never-whole", "the answer ends again and again"),
            ("operation-gone", "INVALID_HANDLE.OPERATION_NOT_FOUND"),
            ("other-session", "the server has begun a new session"),
        ] {
            let (error, server) = try failure(mode)
            #expect(error == .lost(address: "127.0.0.1:\(server.port)", detail: detail))
        }
        let (error, server) = try failure("unavailable")
        #expect(error == .unreachable(address: "127.0.0.1:\(server.port)", detail: "starting"))
    }

    @Test(
        "bytes that are not the protocol's are named, and the server is told to stop",
        arguments: ["malformed-message", "malformed-arrow", "short-batch", "twice-the-same-rows"])
    func malformed(mode: String) throws {
        let (error, server) = try failure(mode)
        guard case .malformed("127.0.0.1:\(server.port)", let detail) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!detail.isEmpty)
        #expect(try server.end().contains { $0.hasPrefix("Interrupt ") })
    }

    @Test("a token that is not taken is said, without the token")
    func unauthenticated() throws {
        let (error, server) = try failure("unauthenticated")
        #expect(error == .unauthenticated(address: "127.0.0.1:\(server.port)"))
        #expect(!String(reflecting: error).contains("geheim"))
    }

    @Test("batches are handed over as they come, and what their taker throws ends the statement")
    func slow() throws {
        let server = try Helper("fake_server.py", ["slow"])
        let engine = try SparkEngine(server.address, environment: [:])
        var moments: [ContinuousClock.Instant] = []
        try engine.run(statement, progress: nil) { _ in moments.append(.now) }
        #expect(moments.count == 5)
        let pauses = zip(moments, moments.dropFirst()).map { $0.duration(to: $1) }
        #expect(pauses.allSatisfy { $0 > .seconds(0.1) })
        #expect(throws: EngineError.badName("enough")) {
            try engine.run(statement, progress: nil) { (_) throws(EngineError) in
                throw .badName("enough")
            }
        }
        #expect(try server.end().contains { $0.hasPrefix("Interrupt ") })
    }

    @Test("a deadline ends a silent statement here and there")
    func deadline() throws {
        let server = try Helper("fake_server.py", ["silent"])
        let engine = try SparkEngine(server.address, environment: [:])
        let start = ContinuousClock.now
        #expect(throws: EngineError.deadlinePassed(statement: "numbers", seconds: 0.5)) {
            try engine.rows(of: Statement("numbers", "SELECT 1", deadline: .milliseconds(500)))
        }
        #expect(start.duration(to: .now) < .seconds(2))
        #expect(try isInterrupted(server))
    }

    @Test("a cancelled task ends a silent statement here and there, within a fifth of a second")
    func cancelling() async throws {
        let server = try Helper("fake_server.py", ["silent"])
        let engine = try SparkEngine(server.address, environment: [:])
        let end = await cancelled(after: .milliseconds(500)) { [statement] in
            try engine.rows(of: statement)
        }
        #expect(throws: EngineError.cancelled) { try end.result.get() }
        #expect(end.after < .milliseconds(500))
        #expect(try isInterrupted(server))
    }

    @Test("a server that ends in mid-answer is lost within ten seconds")
    func killed() async throws {
        let server = try Helper("fake_server.py", ["silent"])
        let engine = try SparkEngine(server.address, environment: [:])
        let statement = statement
        let running = Task.detached { Result { try engine.rows(of: statement) } }
        try await Task.sleep(for: .milliseconds(500))
        let start = ContinuousClock.now
        _ = try server.end()
        let result = await running.value
        #expect(start.duration(to: .now) < .seconds(10))
        let error = #expect(throws: EngineError.self) { try result.get() }
        guard case .lost = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("TLS: the right authority is believed, another one or another host is not")
    func certificates() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let right = try Certificate(in: folder, "right")
        let other = try Certificate(in: folder, "other")
        let options = ["well", "--certificate", right.chain, "--key", right.key]
        let server = try Helper("fake_server.py", options)
        func rows(_ host: String, _ authority: String?) throws -> RecordBatch {
            var environment = ["UKLAD_ENGINE_TOKEN": "geheim"]
            environment["UKLAD_ENGINE_CA"] = authority
            let engine = try SparkEngine(
                "sparks://\(host):\(server.port)", environment: environment)
            return try engine.rows(of: statement)
        }
        #expect(try rows("localhost", right.authority)["k"]?.values == .whole(Self.all))
        for (host, authority) in [
            ("localhost", other.authority), ("localhost", nil), ("127.0.0.1", right.authority),
        ] {
            let error = #expect(throws: EngineError.self) { try rows(host, authority) }
            guard case .untrusted("\(host):\(server.port)", _) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }

    private func failure(_ mode: String) throws -> (EngineError?, Helper) {
        let server = try Helper("fake_server.py", [mode])
        let engine = try SparkEngine(
            server.address, environment: ["UKLAD_ENGINE_TOKEN": "geheim"])
        let start = ContinuousClock.now
        let error = #expect(throws: EngineError.self) { try engine.rows(of: statement) }
        #expect(start.duration(to: .now) < .seconds(5))
        return (error, server)
    }

    /// Whether the server was told to stop the very operation that it was asked for.
    private func isInterrupted(_ server: Helper) throws -> Bool {
        try server.end().contains { $0.wholeMatch(of: /Interrupt [0-9a-f-]{36}/) != nil }
    }
}

/// A certificate for `localhost` alone, with an authority of its own.
private struct Certificate {
    let authority: String
    let chain: String
    let key: String

    init(in folder: URL, _ name: String) throws {
        func path(_ suffix: String) -> String { folder.appending(path: name + suffix).path }
        authority = path("-ca.pem")
        chain = path(".pem")
        key = path(".key")
        try openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=\(name)",
            "-keyout", path("-ca.key"), "-out", authority)
        try openssl(
            "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", key,
            "-out", path(".csr"))
        let names = path(".names")
        try "subjectAltName=DNS:localhost".write(toFile: names, atomically: true, encoding: .utf8)
        try openssl(
            "x509", "-req", "-in", path(".csr"), "-days", "2", "-CA", authority, "-CAkey",
            path("-ca.key"), "-CAcreateserial", "-extfile", names, "-out", chain)
    }

    private func openssl(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
