internal import Digest
internal import Foundation

/// A record of the programme's quality management, as a clause of ISO 9001:2015 asks for.
public struct QualityRecord: Hashable, Sendable {
    public let number: Int
    public let clause: QualityClause
    public let fields: [String: String]
    public let user: String
    /// UTC, `2026-11-30T16:21:43Z`.
    public let time: String
    /// Of the program that wrote it.
    public let version: String
    /// SHA-256 of the record before; empty for the first.
    public let previous: String
    /// SHA-256 of ``previous`` and the canonical form of the rest.
    public let hash: String

    init(
        number: Int, clause: QualityClause, fields: [String: String], user: String, time: String,
        version: String, previous: String
    ) {
        self.number = number
        self.clause = clause
        self.fields = fields
        self.user = user
        self.time = time
        self.version = version
        self.previous = previous
        hash = Self.hash(
            Self.body(number, clause.rawValue, fields, user, time, version), after: previous)
    }

    /// Keys in order, no spaces: the same record has the same bytes.
    static func body(
        _ number: Int, _ clause: String, _ fields: [String: String], _ user: String, _ time: String,
        _ version: String
    ) -> String {
        let pairs = fields.sorted { $0.key < $1.key }
            .map { "\(quoted($0.key)):\(quoted($0.value))" }.joined(separator: ",")
        return "\"clause\":\(quoted(clause)),\"fields\":{\(pairs)},\"number\":\(number),"
            + "\"time\":\(quoted(time)),\"user\":\(quoted(user)),\"version\":\(quoted(version))"
    }

    static func hash(_ body: String, after previous: String) -> String {
        SHA256.hexadecimal(of: (previous + body).utf8)
    }

    /// The line of the log.
    public var line: String {
        "{\(Self.body(number, clause.rawValue, fields, user, time, version)),"
            + "\"previous\":\(Self.quoted(previous)),\"hash\":\(Self.quoted(hash))}"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

/// The clauses that records belong to, with what a record has to say.
///
/// - Source: ISO 9001:2015; GOST R ISO 9001-2015.
public enum QualityClause: String, Hashable, Sendable, CaseIterable {
    case context = "4.1"
    case parties = "4.2"
    case processes = "4.4"
    case leadership = "5.2"
    case roles = "5.3"
    case risks = "6.1"
    case objectives = "6.2"
    case changes = "6.3"
    case resources = "7.1.5"
    case competence = "7.2"
    case documents = "7.5"
    case suppliers = "8.4"
    case measurement = "9.1"
    case audit = "9.2"
    case review = "9.3"
    case correction = "10.2"
    case improvement = "10.3"

    public var mandatory: [String] {
        switch self {
        case .context: ["factor", "review"]
        case .parties: ["party", "need", "review"]
        case .processes: ["process", "input", "output", "owner", "indicator"]
        case .leadership: ["version", "approver", "date"]
        case .roles: ["role", "responsible"]
        case .risks: ["cause", "likelihood", "impact", "response", "residual"]
        case .objectives:
            ["indicator", "base", "target", "date", "resource", "responsible", "evaluation"]
        case .changes: ["reason", "consequence", "approval"]
        case .resources: ["source", "vintage", "hash", "owner"]
        case .competence: ["person", "competence", "evidence"]
        case .documents: ["document", "version", "owner", "retention"]
        case .suppliers: ["supplier", "criteria", "score", "reevaluation"]
        case .measurement: ["what", "method", "when", "value", "analysed_by"]
        case .audit: ["criteria", "scope", "auditor", "result"]
        case .review: ["inputs", "decisions"]
        case .correction: ["fact", "cause", "action", "due", "effectiveness"]
        case .improvement: ["initiative", "effect"]
        }
    }
}

/// Records chained by their hashes, appended and never changed.
public struct QualityLog: Hashable, Sendable {
    public enum Fault: Hashable, Sendable {
        /// The line is no record.
        case unreadable(line: Int)
        /// What the record says is not what was hashed.
        case edited(line: Int, number: Int)
        /// The record does not follow the one before: something between was removed, or lines
        /// changed places.
        case outOfOrder(line: Int, number: Int)
        /// Records at the end are gone: the seal knows more.
        case cutShort(have: Int, sealed: Int)
        /// The seal is of another log.
        case anotherSeal
    }

    public private(set) var records: [QualityRecord]
    /// Bytes after the last whole line: a write that was interrupted. They are no record.
    public let torn: Int

    public init() { (records, torn) = ([], 0) }

    /// What a file holds, with everything wrong about it.
    ///
    /// - Parameter seal: What ``seal`` was when the last record was written; nil where it is not
    ///   known.
    public static func read(
        _ text: String, seal: String? = nil
    ) -> (log: QualityLog, faults: [Fault]) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // A whole log ends with the end of a line.
        let tail = lines.removeLast()
        var faults: [Fault] = []
        var records: [QualityRecord] = []
        var (previous, number) = ("", 0)
        for (index, line) in lines.enumerated() {
            guard let found = record(String(line)) else {
                faults.append(.unreadable(line: index + 1))
                continue
            }
            let (record, stated) = found
            if record.hash != stated {
                faults.append(.edited(line: index + 1, number: record.number))
            }
            if record.previous != previous || record.number != number + 1 {
                faults.append(.outOfOrder(line: index + 1, number: record.number))
            }
            (previous, number) = (stated, record.number)
            records.append(record)
        }
        let log = QualityLog(records: records, torn: tail.utf8.count)
        if let seal {
            let parts = seal.split(separator: " ").map(String.init)
            if parts.count == 2, let count = Int(parts[0]) {
                if count > records.count {
                    faults.append(.cutShort(have: records.count, sealed: count))
                } else if count > 0, records.count >= count, records[count - 1].hash != parts[1] {
                    faults.append(.anotherSeal)
                }
            } else {
                faults.append(.anotherSeal)
            }
        }
        return (log, faults)
    }

    private init(records: [QualityRecord], torn: Int) {
        self.records = records
        self.torn = torn
    }

    /// How many there are and the last one's hash: kept apart from the log it shows that records at
    /// the end are gone.
    public var seal: String { "\(records.count) \(records.last?.hash ?? "")" }

    /// Appends a record and returns it; its line goes to the end of the file.
    public mutating func append(
        _ clause: QualityClause, _ fields: [String: String], user: String, time: String,
        version: String
    ) -> QualityRecord {
        let record = QualityRecord(
            number: (records.last?.number ?? 0) + 1, clause: clause, fields: fields, user: user,
            time: time, version: version, previous: records.last?.hash ?? "")
        records.append(record)
        return record
    }

    /// Of the mandatory fields of all records, how many say something; nil without records. It is no
    /// certificate.
    public var completeness: Double? {
        let wanted = records.reduce(0) { $0 + $1.clause.mandatory.count }
        guard wanted > 0 else { return nil }
        let filled = records.reduce(0) { sum, record in
            sum + record.clause.mandatory.count { !(record.fields[$0] ?? "").isEmpty }
        }
        return Double(filled) / Double(wanted)
    }

    private struct Stored: Decodable {
        let clause: String
        let fields: [String: String]
        let number: Int
        let time: String
        let user: String
        let version: String
        let previous: String
        let hash: String
    }

    private static func record(_ line: String) -> (QualityRecord, stated: String)? {
        guard let stored = try? JSONDecoder().decode(Stored.self, from: Data(line.utf8)),
            let clause = QualityClause(rawValue: stored.clause)
        else { return nil }
        let record = QualityRecord(
            number: stored.number, clause: clause, fields: stored.fields, user: stored.user,
            time: stored.time, version: stored.version, previous: stored.previous)
        return (record, stored.hash)
    }
}
