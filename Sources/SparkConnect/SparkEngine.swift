public import Engine
public import Foundation
private import Synchronization

/// A cluster that speaks Spark Connect: Apache Spark, or another server of its protocol.
///
/// One engine is one session of the server: what is registered or uploaded belongs to it and ends
/// with it. A server that has lost the session says so as ``EngineError/lost(address:detail:)``;
/// a new engine is then needed.
public final class SparkEngine: Engine {
    private let channel: Channel
    private let session = Session(id: UUID().uuidString.lowercased())
    private let state = Mutex(State())

    private struct State {
        /// The session as the server knows it; nil before its first word.
        var observed: String?
        var isClosed = false
    }

    /// How many bytes an upload may have; larger data belongs into Parquet where the cluster
    /// reads it.
    public static let uploadLimit = 32 << 20

    /// Nothing is sent yet.
    ///
    /// - Parameters:
    ///   - address: `spark://host:port`, or `sparks://host:port` for a server behind TLS.
    ///   - environment: `UKLAD_ENGINE_TOKEN` or a file that `UKLAD_ENGINE_TOKEN_FILE` names, and
    ///     `UKLAD_ENGINE_CA`, a file of certificates to believe instead of the system's.
    public init(
        _ address: String,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(EngineError) {
        let address = try SparkAddress(address)
        channel = Channel(
            address: address, credentials: try Credentials(environment, for: address))
    }

    deinit { close() }

    /// Ends the session. What was registered or uploaded is gone.
    public func close() {
        let wasOpen = state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed && state.observed != nil
        }
        if wasOpen { tidy(.releaseSession) }
    }

    /// The version is that of Spark, or of Spark as another server imitates it; empty where the
    /// server does not say, as Sail does not without a PySpark beside it.
    public func info() throws(EngineError) -> EngineInfo {
        var patience = Patience()
        let stop = Stop("version", after: nil)
        while true {
            do throws(CallFailure) {
                return EngineInfo(
                    name: "Spark Connect", version: try askVersion(stop), address: place)
            } catch {
                if error.mayPass, try patience.wait(stop) { continue }
                let reason = described(error, wasAnswered: false, name: "version")
                guard case .refused = reason else { throw reason }
                return EngineInfo(name: "Spark Connect", version: "", address: place)
            }
        }
    }

    public func register(_ dataset: Dataset, as name: String) throws(EngineError) {
        try DatasetName.check(name)
        if case .table(let table) = dataset { try DatasetName.checkTable(table) }
        let view = "CREATE OR REPLACE TEMPORARY VIEW \(name)"
        let statement =
            switch dataset {
            case .parquet(let path): "\(view) USING parquet OPTIONS (path \(Self.quoted(path)))"
            case .table(let table): "\(view) AS SELECT * FROM \(table)"
            }
        try execute(.sql(statement), Stop(name, after: nil), name: name)
    }

    public func upload(_ table: RecordBatch, as name: String) throws(EngineError) {
        try DatasetName.check(name)
        let size = ArrowWriter.size(of: table)
        guard size <= Self.uploadLimit else {
            throw .tooLarge(table: name, bytes: size, limit: Self.uploadLimit)
        }
        let plan = Plan.view(name: name, arrow: ArrowWriter.stream(table))
        try execute(plan, Stop(name, after: nil), name: name)
    }

    public func run(
        _ statement: Statement, progress: (@Sendable (EngineProgress) -> Void)?,
        each: (RecordBatch) throws(EngineError) -> Void
    ) throws(EngineError) {
        let stop = Stop(statement.name, after: statement.deadline)
        try execute(
            .sql(statement.text), stop, name: statement.name, progress: progress, each: each)
    }

    private var place: String { "\(channel.address)" }
}

// MARK: Running an operation

extension SparkEngine {
    /// Runs a plan to its end, or has the server stop it.
    private func execute(
        _ plan: Plan, _ stop: Stop, name: String,
        progress: (@Sendable (EngineProgress) -> Void)? = nil,
        each: (RecordBatch) throws(EngineError) -> Void = { _ in }
    ) throws(EngineError) {
        var operation = Operation(plan, progress: progress)
        do throws(EngineError) {
            try stop.check()
            try follow(&operation, stop, name: name, each: each)
        } catch {
            abandon(operation, after: error)
            throw error
        }
        tidy(.releaseExecute(operation: operation.id))
    }

    /// Asks for an operation's answer until all of it is here, taking it up where it broke.
    private func follow(
        _ operation: inout Operation, _ stop: Stop, name: String,
        each: (RecordBatch) throws(EngineError) -> Void
    ) throws(EngineError) {
        var patience = Patience()
        while !operation.isComplete {
            let before = operation.lastResponse
            var failure: CallFailure?
            do throws(CallFailure) { try ask(&operation, stop, each: each) } catch {
                if operation.beginsAnew(after: error) { continue }
                guard operation.outlives(error) else {
                    throw described(error, wasAnswered: operation.wasAnswered, name: name)
                }
                failure = error
            }
            // A server ends a long answer itself from time to time; that is no failure.
            if operation.lastResponse != before { patience = Patience() }
            let goesOn = operation.isComplete ? true : try patience.wait(stop)
            guard goesOn else {
                let failure = failure ?? .line(.cut("the answer ends again and again"))
                throw described(failure, wasAnswered: operation.wasAnswered, name: name)
            }
        }
    }

    private func ask(
        _ operation: inout Operation, _ stop: Stop,
        each: (RecordBatch) throws(EngineError) -> Void
    ) throws(CallFailure) {
        let request = operation.request
        let observed = state.withLock(\.observed)
        // An answer in any form means that the request has arrived; a fault leaves it open.
        operation.isKnown = true
        let message = request.message(of: session, observed: observed)
        try channel.call(request.method, message, stop: stop) { bytes throws(CallFailure) in
            do throws(EngineError) {
                try take(bytes, &operation, each: each)
            } catch { throw .ended(error) }
        }
    }

    private func askVersion(_ stop: Stop) throws(CallFailure) -> String {
        let message = Request.version.message(of: session, observed: state.withLock(\.observed))
        var version = ""
        try channel.call(Request.version.method, message, stop: stop) { bytes throws(CallFailure) in
            let response: VersionResponse
            do throws(Unreadable) { response = try VersionResponse(bytes) } catch {
                throw .unreadable(error)
            }
            do throws(EngineError) { try observe(response.serverSession) } catch {
                throw .ended(error)
            }
            version = response.version
        }
        return version
    }

    private func take(
        _ bytes: ArraySlice<UInt8>, _ operation: inout Operation,
        each: (RecordBatch) throws(EngineError) -> Void
    ) throws(EngineError) {
        let response: ExecuteResponse
        var batches: [RecordBatch] = []
        do throws(Unreadable) {
            response = try ExecuteResponse(bytes)
            if let part = response.arrow { batches = try operation.batches(of: part) }
        } catch { throw described(error) }
        try observe(response.serverSession)
        if let progress = response.progress { operation.progress?(progress) }
        for batch in batches { try each(batch) }
        operation.take(response)
    }

    /// A session that is another than before has none of our views: nothing of it is used.
    private func observe(_ serverSession: String?) throws(EngineError) {
        guard let serverSession, !serverSession.isEmpty else { return }
        let observed = state.withLock { state in
            if state.observed == nil { state.observed = serverSession }
            return state.observed
        }
        guard observed == serverSession else { throw lost("the server has begun a new session") }
    }

    /// Has the server stop an operation, where it may still be at it, and forget it.
    private func abandon(_ operation: Operation, after error: EngineError) {
        guard operation.isKnown else { return }
        switch error {
        case .unreachable, .untrusted, .unauthenticated, .lost:
            // Nobody there who would listen.
            return
        case .refused:
            tidy(.releaseExecute(operation: operation.id))
        default:
            guard tidy(.interrupt(operation: operation.id)) else { return }
            tidy(.releaseExecute(operation: operation.id))
        }
    }

    /// Tells the server that something is no longer needed; false where it does not answer. It
    /// forgets by itself in time, so this does no harm.
    @discardableResult
    private func tidy(_ request: Request) -> Bool {
        let message = request.message(of: session, observed: state.withLock(\.observed))
        do throws(CallFailure) {
            try channel.call(request.method, message, stop: .tidying()) { _ in }
        } catch {
            // Even a refusal is an answer.
            guard case .status = error else { return false }
        }
        return true
    }
}

// MARK: Failures, in the words of `EngineError`

extension SparkEngine {
    private func lost(_ detail: String) -> EngineError { .lost(address: place, detail: detail) }

    private func gone(_ detail: String, wasAnswered: Bool) -> EngineError {
        wasAnswered || state.withLock(\.observed) != nil
            ? lost(detail) : .unreachable(address: place, detail: detail)
    }

    private func described(
        _ failure: CallFailure, wasAnswered: Bool, name: String
    ) -> EngineError {
        switch failure {
        case .ended(let reason): reason
        case .unreadable(let reason): described(reason)
        case .line(.untrusted(let detail)): .untrusted(address: place, detail: detail)
        case .line(.notConnected(let detail)), .line(.cut(let detail)):
            gone(detail, wasAnswered: wasAnswered)
        case .status(let status): described(status, wasAnswered: wasAnswered, name: name)
        }
    }

    private func described(
        _ status: GRPCStatus, wasAnswered: Bool, name: String
    ) -> EngineError {
        if let errorClass = status.errorClass, errorClass.hasPrefix("INVALID_HANDLE.") {
            return lost(errorClass)
        }
        switch status.code {
        case .unauthenticated, .permissionDenied: return .unauthenticated(address: place)
        case .unavailable: return gone(status.message, wasAnswered: wasAnswered)
        case .unimplemented:
            return .malformed(address: place, detail: "the server knows no such call")
        case .ok, .cancelled, nil: return .refused(status.fault(in: name))
        }
    }

    private func described(_ reason: Unreadable) -> EngineError {
        switch reason {
        case .malformed(let detail): .malformed(address: place, detail: detail)
        case .unsupportedType(let column, let type): .unsupportedType(column: column, type: type)
        }
    }
}

// MARK: Names and paths in statements

extension SparkEngine {
    /// Names are not quoted, as engines disagree on the marks: they must need none.
    /// Text as a literal of Spark's SQL, where a backslash takes the next character as it is.
    static func quoted(_ text: String) -> String {
        "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
}
