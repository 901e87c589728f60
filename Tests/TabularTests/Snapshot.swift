import Foundation
import Testing

/// Whole texts kept in `Tests/Golden`, compared letter by letter.
///
/// `UKLAD_WRITE_SNAPSHOTS=1` writes them anew; read the difference before committing it.
enum Snapshot {
    static let tests = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
    static let isWriting = ProcessInfo.processInfo.environment["UKLAD_WRITE_SNAPSHOTS"] == "1"

    static func expect(
        _ text: String, toBe name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = tests.appending(path: "Golden/messages").appending(path: name)
        if isWriting { try Data(text.utf8).write(to: file) }
        let kept = try String(contentsOf: file, encoding: .utf8)
        guard text != kept else { return }
        let pairs = zip(text.split(separator: "\n"), kept.split(separator: "\n"))
        let (new, old) = pairs.first { $0 != $1 } ?? ("(length)", "(length)")
        Issue.record(
            "\(name) differs; first line now: \(new) — kept: \(old)",
            sourceLocation: sourceLocation)
    }

    /// A file of the corpus that the readers are fuzzed from.
    static func corpus(_ name: String) -> URL {
        tests.appending(path: "Fuzz/corpus").appending(path: name)
    }
}
