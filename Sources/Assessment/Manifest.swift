internal import Foundation

/// What a run was made from and what it holds: `manifest.json`.
///
/// It names nothing that does not change the numbers (no time, no machine, no person), so that
/// the same question gives the same bytes. When and how long is in `times.json` and the catalogue.
public struct Manifest: Codable, Hashable, Sendable {
    public static let fileName = "manifest.json"

    /// The run's name: the first 12 digits of the hash of everything below that decides numbers.
    public let id: String
    /// The version of the program.
    public let version: String
    public let title: LocalizedTitle
    /// Every setting by key.
    public let parameters: [String: String]
    /// SHA-256 of every input table, rows in canonical order, by file name.
    public let inputs: [String: String]
    public let results: [Result]
    /// Sentences that the reader has to know, in both languages.
    public let warnings: [LocalizedTitle]

    /// A text in both languages as it stands in JSON.
    public struct LocalizedTitle: Codable, Hashable, Sendable {
        public let en: String
        public let ru: String
    }

    /// One result table.
    public struct Result: Codable, Hashable, Sendable {
        public let stage: String
        public let method: String
        public let methodVersion: Int
        public let measure: String
        public let classification: String
        /// The file within the run.
        public let file: String
        public let rows: Int
        /// SHA-256 of the file's bytes.
        public let sha256: String
        /// What the table was computed from: equal keys have equal bytes.
        public let key: String
        public let parameters: [Parameter]
        public let notices: [LocalizedTitle]

        public struct Parameter: Codable, Hashable, Sendable {
            public let name: String
            public let value: String
        }
    }

    /// The table of a method on a measure; any measure or classification where none is given.
    public func results(
        method: String, measure: String? = nil, classification: String? = nil
    ) -> [Result] {
        results.filter {
            $0.method == method && (measure == nil || $0.measure == measure)
                && (classification == nil || $0.classification == classification)
        }
    }

    func encoded() throws -> [UInt8] { try CanonicalJSON.bytes(of: self) }

    static func decode(_ data: Data) throws -> Manifest {
        try JSONDecoder().decode(Manifest.self, from: data)
    }
}

/// JSON with sorted keys, so that equal values have equal bytes.
enum CanonicalJSON {
    static func bytes(of value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value)) + [0x0A]
    }
}
