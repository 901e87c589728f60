public import Foundation
public import Monitoring
private import Tabular
public import Wording
private import Workspace

/// The log of quality records of a workspace, `quality/records.jsonl`, with its seal beside it.
///
/// A record is added by writing the log anew under a lock and renaming it into place, so that a crash
/// leaves the log before or the log after. The seal says how many records there are.
public struct QualityFile: Sendable {
    public let folder: String

    public init(workspace: String) { folder = workspace + "/quality" }

    public var path: String { folder + "/records.jsonl" }
    private var sealPath: String { folder + "/seal" }

    public enum Failure: Error, Hashable, Sendable {
        /// The chain is broken: nothing may be added to it.
        case broken([QualityLog.Fault])
        case busy
        case unwritable(String)
    }

    /// The log with everything wrong about it; an empty one where there is none.
    public func read() -> (log: QualityLog, faults: [QualityLog.Fault]) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            // A seal without a log says that all of it is gone.
            let seal = try? String(contentsOfFile: sealPath, encoding: .utf8)
            return QualityLog.read("", seal: seal)
        }
        return QualityLog.read(text, seal: try? String(contentsOfFile: sealPath, encoding: .utf8))
    }

    /// Adds a record.
    public func append(
        _ clause: QualityClause, _ fields: [String: String], user: String, version: String,
        at time: Date
    ) throws(Failure) -> QualityRecord {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch { throw .unwritable(folder) }
        guard let lock = FolderLock(folder) else { throw .busy }
        var (log, faults) = read()
        guard faults.isEmpty else { throw .broken(faults) }
        let stamp = time.formatted(.iso8601)
        let record = log.append(clause, fields, user: user, time: stamp, version: version)
        do {
            try AtomicFile.write(log.records.map { $0.line + "\n" }.joined(), to: path)
            try AtomicFile.write(log.seal, to: sealPath)
        } catch { throw .unwritable(path) }
        // Held until here.
        _ = consume lock
        return record
    }
}

extension QualityLog.Fault {
    public var words: LocalizedText {
        switch self {
        case .unreadable(let line):
            LocalizedText(en: "Line \(line) is no record.", ru: "Строка \(line) — не запись.")
        case .edited(let line, let number):
            LocalizedText(
                en: "Line \(line): record \(number) was changed after it was written.",
                ru: "Строка \(line): запись \(number) изменена после внесения.")
        case .outOfOrder(let line, let number):
            LocalizedText(
                en:
                    "Line \(line): record \(number) does not follow the one before it; records were removed, doubled or moved.",
                ru:
                    "Строка \(line): запись \(number) не продолжает предыдущую; записи удалены, повторены или переставлены."
            )
        case .cutShort(let have, let sealed):
            LocalizedText(
                en: "There were \(sealed) records and there are \(have): the last ones are gone.",
                ru: "Записей было \(sealed), осталось \(have): последние удалены.")
        case .anotherSeal:
            LocalizedText(
                en: "The seal (quality/seal) is not of this log.",
                ru: "Печать (quality/seal) не от этого журнала.")
        }
    }
}
