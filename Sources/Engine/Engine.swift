/// A place where relational work on microdata is done: inside this program, or on a cluster.
///
/// A statement is written once and says the same on every engine (the rules are in
/// `Documentation/decisions/0022-engines.md`); only how data is reached differs, which
/// ``register(_:as:)`` hides. Calls block; one engine is used from one task at a time. A statement
/// stops, on the server too, when its task is cancelled or its deadline has passed.
public protocol Engine: Sendable {
    /// Who answers.
    func info() throws(EngineError) -> EngineInfo

    /// Makes data that lies with the engine readable under a name.
    func register(_ dataset: Dataset, as name: String) throws(EngineError)

    /// Makes a small table of ours readable under a name.
    func upload(_ table: RecordBatch, as name: String) throws(EngineError)

    /// Runs a statement and hands over its rows as they come.
    ///
    /// Nothing is handed over twice and nothing is left out: a broken stream is taken up where it
    /// broke, or the call fails.
    ///
    /// - Parameters:
    ///   - statement: what to run, with the name it is reported under.
    ///   - progress: told how far the engine is, where it says so.
    ///   - each: takes a batch; what it throws ends the statement.
    func run(
        _ statement: Statement, progress: (@Sendable (EngineProgress) -> Void)?,
        each: (RecordBatch) throws(EngineError) -> Void
    ) throws(EngineError)
}

extension Engine {
    /// All rows of a statement in one batch.
    public func rows(
        of statement: Statement, progress: (@Sendable (EngineProgress) -> Void)? = nil
    ) throws(EngineError) -> RecordBatch {
        var whole: RecordBatch?
        try run(statement, progress: progress) { (batch) throws(EngineError) in
            guard whole != nil else {
                whole = batch
                return
            }
            try whole?.append(batch)
        }
        return whole ?? RecordBatch()
    }
}

/// A statement and the name by which people know it.
public struct Statement: Sendable {
    /// In our own words, for messages: `location-quotient`.
    public let name: String
    public let text: String
    /// How long it may take.
    public let deadline: Duration?

    public init(_ name: String, _ text: String, deadline: Duration? = nil) {
        self.name = name
        self.text = text
        self.deadline = deadline
    }
}

/// Data that lies where the engine can reach it.
public enum Dataset: Hashable, Sendable {
    /// Parquet files: a path, or a pattern with `*`, as the engine sees it.
    case parquet(String)
    /// A table of the engine's catalogue.
    case table(String)
}

/// What an engine says of itself.
public struct EngineInfo: Hashable, Sendable {
    /// `DuckDB`, `Apache Spark`, ...
    public let name: String
    public let version: String
    /// Where it is, without any secret: `embedded` or `host:port`.
    public let address: String

    public init(name: String, version: String, address: String) {
        self.name = name
        self.version = version
        self.address = address
    }
}

/// How far a statement is.
public struct EngineProgress: Hashable, Sendable {
    public let done: Int
    public let total: Int

    public init(done: Int, total: Int) {
        self.done = done
        self.total = total
    }
}
