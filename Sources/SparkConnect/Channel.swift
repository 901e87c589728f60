internal import Engine

/// Why a call did not end well.
enum CallFailure: Error {
    case line(LineFault)
    /// The server's own word.
    case status(GRPCStatus)
    /// What came is not what the protocol says.
    case unreadable(Unreadable)
    /// The caller ended the call: its reason.
    case ended(EngineError)

    /// Whether the same may go well a little later.
    var mayPass: Bool {
        switch self {
        case .line(.notConnected), .line(.cut): true
        case .status(let status): status.code == .unavailable
        case .line(.untrusted), .unreadable, .ended: false
        }
    }
}

/// gRPC to one server: a message is posted, messages come back, a status ends them.
struct Channel: Sendable {
    let address: SparkAddress
    let credentials: Credentials

    /// How long a message from the server may be.
    static let messageLimit = 1 << 30

    /// - Parameters:
    ///   - stop: says when to give the call up.
    ///   - each: takes a message, before the next is read.
    func call(
        _ method: String, _ message: [UInt8], stop: Stop,
        each: (ArraySlice<UInt8>) throws(CallFailure) -> Void
    ) throws(CallFailure) {
        let request = HTTP2Request(
            url: address.url(of: method), headers: headers, body: GRPCFrames.frame(message),
            authorities: credentials.authorities)
        let answer = HTTP2Answer(limit: Self.messageLimit)
        try request.perform(into: answer) { () throws(CallFailure) in
            do throws(EngineError) { try stop.check() } catch { throw .ended(error) }
        } receive: { () throws(CallFailure) in
            while let message = try Self.next(answer) { try each(message) }
        }
        try Self.check(answer)
    }

    private var headers: [String] {
        let token = credentials.token.map { ["authorization: Bearer \($0.text)"] } ?? []
        return ["content-type: application/grpc+proto", "te: trailers", "user-agent: uklad"]
            // Nothing between us is compressed, and libcurl is not to ask before it sends.
            + ["grpc-accept-encoding: identity", "expect:", "accept:"] + token
    }

    private static func next(
        _ answer: HTTP2Answer
    ) throws(CallFailure) -> ArraySlice<UInt8>? {
        do throws(Unreadable) { return try answer.frames.next() } catch {
            throw .unreadable(error)
        }
    }

    /// The end of an answer: its status, or what stands in its place.
    private static func check(_ answer: HTTP2Answer) throws(CallFailure) {
        if let status = GRPCStatus(trailers: answer.fields) {
            guard status.code == .ok else { throw .status(status) }
            guard !answer.frames.isAmidMessage else {
                throw .unreadable(.malformed("a message that ends too early"))
            }
            return
        }
        guard !answer.isGRPC else { throw .line(.cut("the answer ended without a status")) }
        throw substitute(answer)
    }

    /// What an answer that is none of gRPC's means: a proxy's word, mostly.
    private static func substitute(_ answer: HTTP2Answer) -> CallFailure {
        let status = answer.status ?? 0
        switch status {
        case 401, 403:
            return .status(.init(.unauthenticated, "HTTP \(status)"))
        case 429, 502, 503, 504:
            return .status(.init(.unavailable, "HTTP \(status)"))
        default:
            let type = answer.fields["content-type"] ?? "nothing"
            return .unreadable(.malformed("HTTP \(status) with \(type): no Spark Connect server"))
        }
    }
}

/// When to give a statement up.
struct Stop: Sendable {
    private let statement: String
    private let limit: Duration?
    private let end: ContinuousClock.Instant?
    private let heedsCancelling: Bool

    init(_ statement: String, after limit: Duration?, heedsCancelling: Bool = true) {
        self.statement = statement
        self.limit = limit
        end = limit.map { .now + $0 }
        self.heedsCancelling = heedsCancelling
    }

    /// For what is tidied up afterwards, whether or not the task is cancelled.
    static func tidying() -> Stop {
        Stop("tidying up", after: .seconds(2), heedsCancelling: false)
    }

    func check() throws(EngineError) {
        if heedsCancelling && Task.isCancelled { throw .cancelled }
        if let end, let limit, end <= .now {
            throw .deadlinePassed(statement: statement, seconds: limit / .seconds(1))
        }
    }
}
