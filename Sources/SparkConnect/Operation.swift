internal import Engine
private import Foundation

/// A statement on its way: what it is called and how much of its answer is here.
struct Operation {
    let id = UUID().uuidString.lowercased()
    let plan: Plan
    let progress: (@Sendable (EngineProgress) -> Void)?
    private(set) var lastResponse: String?
    private(set) var isComplete = false
    private var rows = 0
    /// Whether the server has the operation, or may have it.
    var isKnown = false

    init(_ plan: Plan, progress: (@Sendable (EngineProgress) -> Void)?) {
        self.plan = plan
        self.progress = progress
    }

    var wasAnswered: Bool { lastResponse != nil }

    /// What to ask for next.
    var request: Request {
        isKnown
            ? .reattach(operation: id, after: lastResponse) : .execute(plan, operation: id)
    }

    /// Rows, if they follow upon those that are here.
    func batches(of part: ExecuteResponse.ArrowPart) throws(Unreadable) -> [RecordBatch] {
        if let start = part.start, start != rows {
            throw .malformed("rows from \(start) where those from \(rows) were to come")
        }
        let batches = try ArrowReader.batches(in: part.data)
        let count = batches.reduce(0) { $0 + $1.rowCount }
        guard count == part.rowCount else {
            throw .malformed("\(count) rows where \(part.rowCount) were announced")
        }
        return batches
    }

    mutating func take(_ response: ExecuteResponse) {
        if let id = response.responseID { lastResponse = id }
        rows += response.arrow?.rowCount ?? 0
        isComplete = isComplete || response.isComplete
    }

    /// Whether it can be taken up after a failure; remembers what the server knows of it then.
    mutating func outlives(_ failure: CallFailure) -> Bool {
        // What never arrived is not known, unless the server has spoken of it before.
        if case .line(.notConnected) = failure { isKnown = wasAnswered }
        return failure.mayPass
    }

    /// Whether a refusal only says that the first request never arrived: it is sent again then.
    mutating func beginsAnew(after failure: CallFailure) -> Bool {
        guard case .status(let status) = failure, case .reattach = request, !wasAnswered,
            status.errorClass == "INVALID_HANDLE.OPERATION_NOT_FOUND"
        else { return false }
        isKnown = false
        return true
    }
}

/// How often something is tried again, and after which pauses. All tries together fail within
/// five seconds where nobody listens.
struct Patience {
    private static let pauses: [Duration] = [.milliseconds(200), .milliseconds(800)]
    private let start = ContinuousClock.now
    private var tries = 0

    /// Waits before the next try; false where there is none.
    mutating func wait(_ stop: Stop) throws(EngineError) -> Bool {
        // Who needs long to refuse would exhaust our time with the second try.
        guard tries < Self.pauses.count, start.duration(to: .now) < .seconds(3) else {
            return false
        }
        let end = ContinuousClock.now + Self.pauses[tries]
        tries += 1
        while ContinuousClock.now < end {
            try stop.check()
            Thread.sleep(forTimeInterval: 0.02)
        }
        return true
    }
}
