import Foundation
import Glibc
import Synchronization

/// A Python program of `Tests/Spark` beside a test, ended with it.
///
/// `UKLAD_SPARK_PYTHON` names a Python that has grpcio.
final class Helper: Sendable {
    private let process: Process
    private let output: FileHandle
    /// What it listens on.
    let port: Int

    static let python = ProcessInfo.processInfo.environment["UKLAD_SPARK_PYTHON"]

    init(_ script: String, _ arguments: [String] = []) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Spark")
        let pipe = Pipe()
        process = Process()
        process.executableURL = URL(filePath: Self.python ?? "python3")
        process.arguments = [folder.appending(path: script).path] + arguments
        process.standardOutput = pipe
        try process.run()
        output = pipe.fileHandleForReading
        var line: [UInt8] = []
        while let byte = try output.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
            line.append(byte)
        }
        guard let port = Int(String(decoding: line, as: UTF8.self)) else { throw NoPort() }
        self.port = port
    }

    deinit { kill() }

    struct NoPort: Error {}

    var address: String { "spark://127.0.0.1:\(port)" }

    /// A polite signal would not do: a test may run where signals are blocked, and the program
    /// inherits that.
    private func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
    }

    /// Ends it; what it said since it told its port.
    func end() throws -> [String] {
        kill()
        process.waitUntilExit()
        let said = try output.readToEnd() ?? Data()
        return String(decoding: said, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

/// Runs blocking work on a thread of its own inside a task that may be cancelled.
func cancelled<Value: Sendable>(
    after delay: Duration, _ work: @escaping @Sendable () throws -> Value
) async -> (result: Result<Value, any Error>, after: Duration) {
    let task = Task.detached { Result { try work() } }
    try? await Task.sleep(for: delay)
    let start = ContinuousClock.now
    task.cancel()
    return (await task.value, start.duration(to: .now))
}
