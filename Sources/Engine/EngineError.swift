internal import NativeLibrary

/// Why an engine gave no answer.
public enum EngineError: Error, Hashable, Sendable {
    /// The embedded engine's library is in none of the places looked at.
    case libraryNotFound(lookedAt: [String])
    /// A file was found and is not the library: the loader's own words.
    case notTheLibrary(path: String, detail: String)
    /// A name that can't stand in a statement: of a column, a table or a view.
    case badName(String)
    /// An address that is none: `spark://host:port` and `sparks://host:port` are.
    case badAddress(String)
    /// A setting of the environment that is of no use: its name and, for a file, the path.
    case badSetting(name: String, detail: String)
    /// A table that is too large to be sent: it belongs where the engine reads it.
    case tooLarge(table: String, bytes: Int, limit: Int)
    /// Nobody answers there.
    case unreachable(address: String, detail: String)
    /// The server was there and is gone, or its session is.
    case lost(address: String, detail: String)
    /// The server does not take our token, or wants one.
    case unauthenticated(address: String)
    /// A token would go over an open line to another machine.
    case tokenInTheOpen(address: String)
    /// The server's certificate is not what it should be.
    case untrusted(address: String, detail: String)
    /// The statement is wrong, or met data it can't take.
    case refused(StatementFault)
    /// It took longer than it may; the engine was told to stop.
    case deadlinePassed(statement: String, seconds: Double)
    /// The task was cancelled; the engine was told to stop.
    case cancelled
    /// The answer is not what the protocol says: what was found.
    case malformed(address: String, detail: String)
    /// A type of column that is not read: its name in the engine's words.
    case unsupportedType(column: String, type: String)

    init(_ failure: LibraryFailure) {
        switch failure {
        case .notFound(let paths): self = .libraryNotFound(lookedAt: paths)
        case .notTheLibrary(let path, let detail):
            self = .notTheLibrary(path: path, detail: detail)
        }
    }
}

/// What an engine says of a statement that it refuses.
public struct StatementFault: Hashable, Sendable {
    /// The statement's name.
    public let statement: String
    /// The engine's own first words, without a stack trace.
    public let detail: String
    /// `UNRESOLVED_COLUMN.WITH_SUGGESTION`, where the engine names classes.
    public let errorClass: String?
    /// The five characters of the SQL standard, where the engine gives them.
    public let state: String?
    public let line: Int?
    public let position: Int?

    public init(
        statement: String, detail: String, errorClass: String? = nil, state: String? = nil,
        line: Int? = nil, position: Int? = nil
    ) {
        self.statement = statement
        self.detail = detail
        self.errorClass = errorClass
        self.state = state
        self.line = line
        self.position = position
    }
}
