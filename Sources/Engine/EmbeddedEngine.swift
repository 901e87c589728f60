public import Foundation

/// The embedded database as an engine for microdata that one machine holds.
///
/// It reads the files that were registered and no other: everything else outside is closed to it
/// before the first statement (RELIABILITY C2).
public final class EmbeddedEngine: Engine {
    private let database: EmbeddedDatabase

    /// - Parameters:
    ///   - datasets: What will be registered; nothing else can be read.
    ///   - memory: The most memory it takes before it writes to `scratch`, in mebibytes.
    ///   - threads: nil for all cores.
    ///   - scratch: A folder in which what memory does not hold goes to a folder of its own, since
    ///     the database may read all of that.
    public init(
        reading datasets: [Dataset], memory: Int = 8_192, threads: Int? = nil,
        scratch: String = FileManager.default.temporaryDirectory.path
    ) throws(EngineError) {
        let own = "\(scratch)/uklad-engine-\(UUID().uuidString)"
        var settings = [
            "SET memory_limit = '\(memory)MiB'",
            "SET temp_directory = \(EmbeddedDatabase.quoted(own))",
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            "SET preserve_insertion_order = false",
            "SET enable_progress_bar = true",
            "SET enable_progress_bar_print = false",
        ]
        if let threads { settings.append("SET threads = \(threads)") }
        let folders = datasets.compactMap { dataset in
            if case .parquet(let path) = dataset { Self.folder(of: path) } else { nil }
        }
        let allowed = folders.map { EmbeddedDatabase.quoted($0) }.joined(separator: ", ")
        if !allowed.isEmpty { settings.append("SET allowed_directories = [\(allowed)]") }
        settings += ["SET enable_external_access = false", "SET lock_configuration = true"]
        database = try EmbeddedDatabase.open(settings: settings)
    }

    /// The folder above the first pattern of a path.
    static func folder(of path: String) -> String {
        let plain = path.prefix { !"*?[".contains($0) }
        let end = plain.lastIndex(of: "/") ?? plain.startIndex
        return path.contains { "*?[".contains($0) }
            ? String(plain[..<end]) + "/"
            : URL(filePath: path).deletingLastPathComponent().path + "/"
    }

    public func info() throws(EngineError) -> EngineInfo {
        let rows = try rows(of: Statement("version", "SELECT version() AS version"))
        guard case .text(let versions)? = rows["version"]?.values, let version = versions.first
        else { throw .malformed(address: "embedded", detail: "no version") }
        return EngineInfo(name: "DuckDB", version: version, address: "embedded")
    }

    public func register(_ dataset: Dataset, as name: String) throws(EngineError) {
        try DatasetName.check(name)
        switch dataset {
        case .parquet(let path):
            try execute(
                Statement(
                    "register \(name)",
                    "CREATE OR REPLACE TEMPORARY VIEW \(name) AS "
                        + "SELECT * FROM read_parquet(\(EmbeddedDatabase.quoted(path)))"))
        case .table(let table):
            try DatasetName.checkTable(table)
            try execute(
                Statement(
                    "register \(name)",
                    "CREATE OR REPLACE TEMPORARY VIEW \(name) AS SELECT * FROM \(table)"))
        }
    }

    public func upload(_ table: RecordBatch, as name: String) throws(EngineError) {
        try DatasetName.check(name)
        var columns: [String] = []
        for column in table.columns {
            try DatasetName.check(column.name)
            columns.append("\(column.name) \(try column.values.databaseTypeName(column.name))")
        }
        try execute(
            Statement(
                "upload \(name)",
                "CREATE OR REPLACE TEMPORARY TABLE \(name) (\(columns.joined(separator: ", ")))"))
        try database.append(table, to: name)
    }

    public func run(
        _ statement: Statement, progress: (@Sendable (EngineProgress) -> Void)?,
        each: (RecordBatch) throws(EngineError) -> Void
    ) throws(EngineError) {
        try database.run(statement, progress: progress, each: each)
    }

    private func execute(_ statement: Statement) throws(EngineError) {
        try run(statement, progress: nil) { _ in }
    }
}

/// Names that go into statements as they are, on every engine.
public enum DatasetName {
    /// A name of lower-case letters, digits and `_`.
    public static func check(_ name: String) throws(EngineError) {
        let isPlain =
            !name.isEmpty && name.utf8.count <= 127 && name.first?.isNumber == false
            && name.utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || $0 == 95
            }
        guard isPlain else { throw .badName(name) }
    }

    /// Up to four names joined by points, as catalogues spell them.
    public static func checkTable(_ table: String) throws(EngineError) {
        let parts = table.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...4).contains(parts.count) else { throw .badName(table) }
        for part in parts {
            do { try check(part.lowercased()) } catch { throw .badName(table) }
        }
    }
}
