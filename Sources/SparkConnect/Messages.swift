internal import Engine

/// Who asks, as every request says.
struct Session: Sendable {
    let id: String
    static let user = "uklad"
    static let client = "uklad"
}

/// What a server is asked to run.
enum Plan {
    case sql(String)
    /// Arrow's stream format, readable under a name from now on.
    case view(name: String, arrow: [UInt8])

    fileprivate func write(to plan: inout WireWriter) {
        switch self {
        case .sql(let text):
            plan.message(PlanField.root) { root in
                root.message(RelationField.sql) { $0.text(SQLField.query, text) }
            }
        case .view(let name, let arrow):
            plan.message(PlanField.command) { command in
                command.message(CommandField.createDataframeView) { view in
                    view.message(CreateDataFrameViewCommandField.input) { input in
                        input.message(RelationField.localRelation) {
                            $0.raw(LocalRelationField.data, arrow)
                        }
                    }
                    view.text(CreateDataFrameViewCommandField.name, name)
                    view.truth(CreateDataFrameViewCommandField.replace, true)
                }
            }
        }
    }
}

/// The requests, each with the name of its method.
enum Request {
    case execute(Plan, operation: String)
    case reattach(operation: String, after: String?)
    case releaseExecute(operation: String)
    case interrupt(operation: String)
    case releaseSession
    case version

    var method: String {
        switch self {
        case .execute: "ExecutePlan"
        case .reattach: "ReattachExecute"
        case .releaseExecute: "ReleaseExecute"
        case .interrupt: "Interrupt"
        case .releaseSession: "ReleaseSession"
        case .version: "AnalyzePlan"
        }
    }

    /// The message itself.
    ///
    /// - Parameter observed: the session as the server knows it. With it a server that has begun
    ///   a new one says so, instead of running the statement without our views.
    func message(of session: Session, observed: String?) -> [UInt8] {
        WireWriter.message { message in
            switch self {
            case .execute(let plan, let operation):
                typealias Field = ExecutePlanRequestField
                asker(session, Field.sessionId, Field.userContext, Field.clientType, &message)
                message.text(Field.clientObservedServerSideSessionId, observed)
                message.text(Field.operationId, operation)
                message.message(Field.plan) { plan.write(to: &$0) }
                message.message(Field.requestOptions) { option in
                    option.message(RequestOptionField.reattachOptions) {
                        $0.truth(ReattachOptionsField.reattachable, true)
                    }
                }
            case .reattach(let operation, let last):
                typealias Field = ReattachExecuteRequestField
                asker(session, Field.sessionId, Field.userContext, Field.clientType, &message)
                message.text(Field.clientObservedServerSideSessionId, observed)
                message.text(Field.operationId, operation)
                message.text(Field.lastResponseId, last)
            case .releaseExecute(let operation):
                typealias Field = ReleaseExecuteRequestField
                asker(session, Field.sessionId, Field.userContext, Field.clientType, &message)
                message.text(Field.operationId, operation)
                message.message(Field.releaseAll)
            case .interrupt(let operation):
                typealias Field = InterruptRequestField
                asker(session, Field.sessionId, Field.userContext, Field.clientType, &message)
                message.whole(Field.interruptType, InterruptType.operationID.rawValue)
                message.text(Field.operationId, operation)
            case .releaseSession:
                typealias Field = ReleaseSessionRequestField
                asker(session, Field.sessionId, Field.userContext, Field.clientType, &message)
            case .version:
                typealias Field = AnalyzePlanRequestField
                asker(session, Field.sessionId, Field.userContext, Field.clientType, &message)
                message.text(Field.clientObservedServerSideSessionId, observed)
                message.message(Field.sparkVersion)
            }
        }
    }

    private func asker<Field: RawRepresentable<Int>>(
        _ session: Session, _ id: Field, _ context: Field, _ client: Field,
        _ message: inout WireWriter
    ) {
        message.text(id, session.id)
        message.message(context) { $0.text(UserContextField.userId, Session.user) }
        message.text(client, Session.client)
    }
}

/// One message of an answer: a part of the result, or how far the statement is.
struct ExecuteResponse {
    var serverSession: String?
    var responseID: String?
    var arrow: ArrowPart?
    var progress: EngineProgress?
    var isComplete = false

    /// Rows, with how many they are and where in the result they belong.
    struct ArrowPart {
        var data: ArraySlice<UInt8> = []
        var rowCount = 0
        var start: Int?
    }

    init(_ bytes: ArraySlice<UInt8>) throws(Unreadable) {
        var reader = WireReader(bytes)
        while let field = try reader.next() {
            switch ExecutePlanResponseField(rawValue: field.number) {
            case .arrowBatch: arrow = try ArrowPart(try field.raw())
            case .responseId: responseID = try field.text()
            case .resultComplete: isComplete = true
            case .serverSideSessionId: serverSession = try field.text()
            case .executionProgress: progress = try Self.progress(try field.raw())
            case nil: break
            }
        }
    }

    private static func progress(_ bytes: ArraySlice<UInt8>) throws(Unreadable) -> EngineProgress {
        var done = 0
        var total = 0
        var reader = WireReader(bytes)
        while let field = try reader.next() {
            guard field.number == ExecutionProgressField.stages.rawValue else { continue }
            var stage = WireReader(try field.raw())
            while let field = try stage.next() {
                // Only shown, so a number out of all reason is wrapped and not an error.
                switch StageInfoField(rawValue: field.number) {
                case .numTasks: total &+= Int(try field.whole())
                case .numCompletedTasks: done &+= Int(try field.whole())
                case nil: break
                }
            }
        }
        return EngineProgress(done: done, total: total)
    }
}

extension ExecuteResponse.ArrowPart {
    fileprivate init(_ bytes: ArraySlice<UInt8>) throws(Unreadable) {
        var reader = WireReader(bytes)
        while let field = try reader.next() {
            switch ArrowBatchField(rawValue: field.number) {
            case .rowCount: rowCount = Int(try field.whole())
            case .data: data = try field.raw()
            case .startOffset: start = Int(try field.whole())
            case nil: break
            }
        }
    }
}

/// What the server says of itself.
struct VersionResponse {
    var version = ""
    var serverSession: String?

    init(_ bytes: ArraySlice<UInt8>) throws(Unreadable) {
        var reader = WireReader(bytes)
        while let field = try reader.next() {
            switch AnalyzePlanResponseField(rawValue: field.number) {
            case .sparkVersion: version = try Self.version(try field.raw())
            case .serverSideSessionId: serverSession = try field.text()
            case nil: break
            }
        }
    }

    private static func version(_ bytes: ArraySlice<UInt8>) throws(Unreadable) -> String {
        var reader = WireReader(bytes)
        var version = ""
        while let field = try reader.next() {
            guard field.number == SparkVersionField.version.rawValue else { continue }
            version = try field.text()
        }
        return version
    }
}
