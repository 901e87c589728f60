// The fields of Spark Connect's messages that we send or read, with the numbers its .proto files
// give them. An enumeration is called like the message, then `Field`; a case like the field.
// `Tests/Spark/field_numbers.py` compares this file with the descriptors that Spark ships.

enum UserContextField: Int {
    case userId = 1
}

enum PlanField: Int {
    case root = 1
    case command = 2
}

enum RelationField: Int {
    case sql = 10
    case localRelation = 11
}

enum SQLField: Int {
    case query = 1
}

enum LocalRelationField: Int {
    case data = 1
}

enum CommandField: Int {
    case createDataframeView = 3
}

enum CreateDataFrameViewCommandField: Int {
    case input = 1
    case name = 2
    case replace = 4
}

enum ExecutePlanRequestField: Int {
    case sessionId = 1
    case userContext = 2
    case plan = 3
    case clientType = 4
    case requestOptions = 5
    case operationId = 6
    case clientObservedServerSideSessionId = 8
}

enum RequestOptionField: Int {
    case reattachOptions = 1
}

enum ReattachOptionsField: Int {
    case reattachable = 1
}

enum ExecutePlanResponseField: Int {
    case arrowBatch = 2
    case responseId = 13
    case resultComplete = 14
    case serverSideSessionId = 15
    case executionProgress = 18
}

enum ArrowBatchField: Int {
    case rowCount = 1
    case data = 2
    case startOffset = 3
}

enum ExecutionProgressField: Int {
    case stages = 1
}

enum StageInfoField: Int {
    case numTasks = 2
    case numCompletedTasks = 3
}

enum ReattachExecuteRequestField: Int {
    case sessionId = 1
    case userContext = 2
    case operationId = 3
    case clientType = 4
    case lastResponseId = 5
    case clientObservedServerSideSessionId = 6
}

enum ReleaseExecuteRequestField: Int {
    case sessionId = 1
    case userContext = 2
    case operationId = 3
    case clientType = 4
    case releaseAll = 5
}

enum InterruptRequestField: Int {
    case sessionId = 1
    case userContext = 2
    case clientType = 3
    case interruptType = 4
    case operationId = 6
}

enum ReleaseSessionRequestField: Int {
    case sessionId = 1
    case userContext = 2
    case clientType = 3
}

enum AnalyzePlanRequestField: Int {
    case sessionId = 1
    case userContext = 2
    case clientType = 3
    case sparkVersion = 10
    case clientObservedServerSideSessionId = 17
}

enum AnalyzePlanResponseField: Int {
    case sparkVersion = 8
    case serverSideSessionId = 15
}

enum SparkVersionField: Int {
    case version = 1
}

/// What an interrupt stops: a value, not a field.
enum InterruptType: UInt64 {
    case operationID = 3
}

// `google.rpc`, in which a refusal comes.

enum StatusField: Int {
    case details = 3
}

enum AnyField: Int {
    case typeUrl = 1
    case value = 2
}

enum ErrorInfoField: Int {
    case reason = 1
    case metadata = 3
}

enum MetadataEntryField: Int {
    case key = 1
    case value = 2
}
