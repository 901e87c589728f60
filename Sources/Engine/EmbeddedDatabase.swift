private import CDuckDB
private import Foundation
internal import NativeLibrary

/// The embedded analytical database (DuckDB), found at run time and closed with its owner.
///
/// It reads only files this program has written: its readers trust their input, so nothing that
/// comes from outside may reach them (RELIABILITY C2). The library locks its own connection, so
/// that tasks may share one; they wait for each other.
public struct EmbeddedDatabase: ~Copyable, @unchecked Sendable {
    private let functions: DatabaseFunctions
    private let database: DatabaseFunctions.Handle?
    private let connection: DatabaseFunctions.Handle?

    /// Opens a database in memory that keeps the order of rows and works on one thread.
    ///
    /// The library is looked for in `UKLAD_DUCKDB`, beside the program, in `../lib/uklad` of it
    /// and in `.deps/lib` of the folders above it, in that order.
    public static func open() throws(EngineError) -> EmbeddedDatabase {
        // One thread gives one order of rows; and no statement may change what is allowed.
        try open(settings: [
            "SET threads = 1", "SET preserve_insertion_order = true",
            "SET lock_configuration = true",
        ])
    }

    /// Opens a database in memory that makes files of many rows as fast as it can.
    public static func openForWriting() throws(EngineError) -> EmbeddedDatabase {
        try open(settings: ["SET lock_configuration = true"])
    }

    /// Opens a database in memory, with statements to run first.
    static func open(settings: [String]) throws(EngineError) -> EmbeddedDatabase {
        let functions = try DatabaseFunctions.load(from: candidates())
        var database: DatabaseFunctions.Handle?
        var connection: DatabaseFunctions.Handle?
        guard functions.open(nil, &database) == 0, functions.connect(database, &connection) == 0
        else {
            functions.close(&database)
            throw .refused(StatementFault(statement: "open", detail: "no database in memory"))
        }
        let opened = EmbeddedDatabase(
            functions: functions, database: database, connection: connection)
        for setting in settings { try opened.execute(setting) }
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
        var result = UkladQueryResult()
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

    /// Writes rows as a Parquet file.
    ///
    /// - Parameters:
    ///   - batches: Called for one batch after the other, until it has none.
    ///   - parquet: The file to make; the caller makes it appear under its final name.
    public func writeParquet(
        to parquet: String, _ batches: () throws(EngineError) -> RecordBatch?
    ) throws(EngineError) {
        var isMade = false
        while let batch = try batches() {
            if !isMade {
                let columns = try batch.columns.map { (column) throws(EngineError) in
                    try DatasetName.check(column.name)
                    return "\(column.name) \(try column.values.databaseTypeName(column.name))"
                }
                try execute("CREATE OR REPLACE TABLE made (\(columns.joined(separator: ", ")))")
                isMade = true
            }
            try append(batch, to: "made")
        }
        guard isMade else { return }
        try execute("COPY made TO \(quoted(parquet)) (FORMAT parquet, COMPRESSION zstd)")
        try execute("DROP TABLE made")
    }

    public enum ColumnType: String, Sendable {
        case text = "VARCHAR"
        case whole = "BIGINT"
        case number = "DOUBLE"
    }

    /// Runs a query bit by bit and hands over its rows as they come.
    ///
    /// Between two bits it looks whether the task is cancelled or the deadline has passed, so that
    /// both stop the work itself.
    func run(
        _ statement: Statement, progress: (@Sendable (EngineProgress) -> Void)?,
        each: (RecordBatch) throws(EngineError) -> Void
    ) throws(EngineError) {
        var prepared: DatabaseFunctions.Handle?
        defer { functions.destroyPrepared(&prepared) }
        guard functions.prepare(connection, statement.text, &prepared) == 0 else {
            throw refusal(statement, functions.prepareError(prepared))
        }
        var pending: DatabaseFunctions.Handle?
        defer { functions.destroyPending(&pending) }
        guard functions.pending(prepared, &pending) == 0 else {
            throw refusal(statement, functions.pendingError(pending))
        }
        try work(on: pending, statement, progress)
        var result = UkladQueryResult()
        defer { functions.destroyResult(&result) }
        guard functions.executePending(pending, &result) == 0 else {
            throw refusal(statement, functions.resultError(&result))
        }
        let reader = ChunkReader(functions, &result)
        while true {
            var chunk = functions.fetchChunk(result)
            guard chunk != nil else { return }
            defer { functions.destroyChunk(&chunk) }
            try each(try reader.batch(chunk))
            if Task.isCancelled { throw .cancelled }
        }
    }

    private func work(
        on pending: DatabaseFunctions.Handle?, _ statement: Statement,
        _ progress: (@Sendable (EngineProgress) -> Void)?
    ) throws(EngineError) {
        let clock = ContinuousClock()
        let start = clock.now
        var told = start
        while true {
            switch functions.executeTask(pending) {
            case 0: return
            case 2: throw refusal(statement, functions.pendingError(pending))
            // Nothing to do here while other threads work.
            case 3: usleep(500)
            default: break
            }
            if Task.isCancelled {
                functions.interrupt(connection)
                throw .cancelled
            }
            let now = clock.now
            if let deadline = statement.deadline, now - start > deadline {
                functions.interrupt(connection)
                throw .deadlinePassed(
                    statement: statement.name, seconds: deadline / .seconds(1))
            }
            if let progress, let functions = connection.map({ self.functions.progress($0) }),
                now - told > .milliseconds(250), functions.percentage >= 0
            {
                told = now
                progress(EngineProgress(done: Int(functions.percentage), total: 100))
            }
        }
    }

    /// Adds rows to a table that is there.
    func append(_ batch: RecordBatch, to table: String) throws(EngineError) {
        var appender: DatabaseFunctions.Handle?
        defer { _ = functions.destroyAppender(&appender) }
        let statement = Statement("upload \(table)", table)
        guard functions.makeAppender(connection, nil, table, &appender) == 0 else {
            throw refusal(statement, functions.appenderError(appender))
        }
        let writer = try ChunkWriter(functions, batch)
        for start in stride(from: 0, to: batch.rowCount, by: ChunkWriter.mostRows) {
            let chunk = writer.chunk(
                of: start..<min(batch.rowCount, start + ChunkWriter.mostRows))
            guard functions.append(appender, chunk) == 0 else {
                throw refusal(statement, functions.appenderError(appender))
            }
        }
    }

    private func refusal(
        _ statement: Statement, _ words: UnsafePointer<CChar>?
    ) -> EngineError {
        .refused(
            StatementFault(databaseWords: words.map { String(cString: $0) } ?? "", of: statement))
    }

    /// The one place where text enters a statement.
    static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "''") + "'"
    }

    private func quoted(_ text: String) -> String { Self.quoted(text) }
}

extension StatementFault {
    /// Reads what the database says: `Parser Error: syntax error at or near "x"`, and under it the
    /// line with the place.
    init(databaseWords words: String, of statement: Statement) {
        let lines = words.split(separator: "\n", omittingEmptySubsequences: false)
        let first = lines.first.map(String.init) ?? ""
        let parts = first.split(separator: ":", maxSplits: 1)
        let named = parts.first.map(String.init) ?? ""
        var line: Int?
        var position: Int?
        for (index, text) in lines.enumerated() where text.hasPrefix("LINE ") {
            let head = text.prefix { $0 != ":" }
            line = Int(head.dropFirst(5))
            if index + 1 < lines.count, let mark = lines[index + 1].firstIndex(of: "^") {
                let offset = lines[index + 1].distance(from: lines[index + 1].startIndex, to: mark)
                position = max(1, offset - head.count - 1)
            }
        }
        self.init(
            statement: statement.name, detail: first.isEmpty ? "no reason given" : first,
            errorClass: named.hasSuffix(" Error") ? named : nil, line: line, position: position)
    }
}
