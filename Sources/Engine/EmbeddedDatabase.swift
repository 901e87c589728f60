private import Foundation
internal import NativeLibrary

/// The embedded analytical database (DuckDB), found at run time and closed with its owner.
///
/// It reads only files this program has written: its readers trust their input, so nothing that
/// comes from outside may reach them (RELIABILITY C2).
public struct EmbeddedDatabase: ~Copyable {
    private let functions: Functions
    private let database: OpaquePointer?
    private let connection: OpaquePointer?

    /// Opens a database in memory.
    ///
    /// The library is looked for in `UKLAD_DUCKDB`, beside the program, in `../lib/uklad` of it
    /// and in `.deps/lib` of the folders above it, in that order.
    public static func open() throws(EngineError) -> EmbeddedDatabase {
        let functions = try Functions.load(from: candidates())
        var database: OpaquePointer?
        var connection: OpaquePointer?
        guard functions.open(nil, &database) == 0, functions.connect(database, &connection) == 0
        else {
            functions.close(&database)
            throw .refused(StatementFault(statement: "open", detail: "no database in memory"))
        }
        let opened = EmbeddedDatabase(
            functions: functions, database: database, connection: connection)
        // One thread gives one order of rows; and no statement may change what is allowed.
        try opened.execute("SET threads = 1")
        try opened.execute("SET preserve_insertion_order = true")
        try opened.execute("SET lock_configuration = true")
        return opened
    }

    deinit {
        var connection = connection
        var database = database
        functions.disconnect(&connection)
        functions.close(&database)
    }

    /// The places where the library is looked for, in order.
    static func candidates(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        executable: String = CommandLine.arguments.first ?? ""
    ) -> [String] {
        FoundLibrary.candidates(
            for: "libduckdb.so", variable: "UKLAD_DUCKDB", environment: environment,
            executable: executable)
    }

    /// Runs a statement for its effect.
    public func execute(_ statement: String) throws(EngineError) {
        var result = QueryResult()
        let state = functions.query(connection, statement, &result)
        defer { functions.destroyResult(&result) }
        guard state == 0 else {
            let words = functions.resultError(&result).map { String(cString: $0) }
            throw .refused(
                StatementFault(statement: "statement", detail: words ?? "no reason given"))
        }
    }

    /// Writes a CSV file of ours as a Parquet file, column by column of the types given.
    ///
    /// - Parameters:
    ///   - csv: a file with a header line, comma-separated, empty fields for no value.
    ///   - columns: the names in the order of the file and their types.
    ///   - parquet: the file to make; the caller makes it appear under its final name.
    public func writeParquet(
        fromCSV csv: String, columns: [(name: String, type: ColumnType)], to parquet: String
    ) throws(EngineError) {
        let types = columns.map { "\(quoted($0.name)): \(quoted($0.type.rawValue))" }
        let reader =
            "read_csv(\(quoted(csv)), header = true, delim = ',', quote = '\"', "
            + "auto_detect = false, nullstr = '', columns = {\(types.joined(separator: ", "))})"
        try execute("COPY (SELECT * FROM \(reader)) TO \(quoted(parquet)) (FORMAT parquet)")
    }

    public enum ColumnType: String, Sendable {
        case text = "VARCHAR"
        case whole = "BIGINT"
        case number = "DOUBLE"
    }

    /// The one place where text enters a statement.
    private func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "''") + "'"
    }
}

/// `duckdb_result` of the C interface: six words that only the library looks into.
private struct QueryResult {
    var columnCount: UInt64 = 0
    var rowCount: UInt64 = 0
    var rowsChanged: UInt64 = 0
    var columns: UnsafeMutableRawPointer?
    var message: UnsafeMutablePointer<CChar>?
    var data: UnsafeMutableRawPointer?
}

/// The entry points used, resolved once.
private struct Functions {
    typealias Open =
        @convention(c) (
            UnsafePointer<CChar>?, UnsafeMutablePointer<OpaquePointer?>
        ) -> CInt
    typealias Connect =
        @convention(c) (
            OpaquePointer?, UnsafeMutablePointer<OpaquePointer?>
        ) -> CInt
    typealias Query =
        @convention(c) (
            OpaquePointer?, UnsafePointer<CChar>?, UnsafeMutableRawPointer
        ) -> CInt
    typealias ResultError = @convention(c) (UnsafeMutableRawPointer) -> UnsafePointer<CChar>?
    typealias DestroyResult = @convention(c) (UnsafeMutableRawPointer) -> Void
    typealias Release = @convention(c) (UnsafeMutablePointer<OpaquePointer?>) -> Void

    let open: Open
    let connect: Connect
    let query: Query
    let resultError: ResultError
    let destroyResult: DestroyResult
    let disconnect: Release
    let close: Release

    static func load(from paths: [String]) throws(EngineError) -> Functions {
        do throws(LibraryFailure) {
            let library = try FoundLibrary(at: paths)
            return Functions(
                open: try library.entry("duckdb_open"),
                connect: try library.entry("duckdb_connect"),
                query: try library.entry("duckdb_query"),
                resultError: try library.entry("duckdb_result_error"),
                destroyResult: try library.entry("duckdb_destroy_result"),
                disconnect: try library.entry("duckdb_disconnect"),
                close: try library.entry("duckdb_close"))
        } catch { throw EngineError(error) }
    }
}
