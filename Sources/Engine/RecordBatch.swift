/// Rows as an engine hands them over: named columns of one length.
public struct RecordBatch: Hashable, Sendable {
    public private(set) var columns: [RecordColumn]
    public private(set) var rowCount: Int

    public init() {
        columns = []
        rowCount = 0
    }

    /// - Precondition: the columns are of one length.
    public init(_ columns: [RecordColumn]) {
        precondition(Set(columns.map(\.count)).count <= 1, "columns of one length")
        self.columns = columns
        rowCount = columns.first?.count ?? 0
    }

    /// The column of a name.
    public subscript(name: String) -> RecordColumn? {
        columns.first { $0.name == name }
    }

    /// Adds rows of the same columns.
    public mutating func append(_ other: RecordBatch) throws(EngineError) {
        guard columns.map(\.name) == other.columns.map(\.name) else {
            throw .malformed(address: "", detail: "batches of different columns")
        }
        for index in columns.indices { try columns[index].append(other.columns[index]) }
        rowCount += other.rowCount
    }
}

/// A column of a batch: values of one type, any of which may be absent.
public struct RecordColumn: Hashable, Sendable {
    public let name: String
    public private(set) var values: RecordValues
    /// Whether the value of a row is absent; nil where none is.
    public private(set) var isAbsent: [Bool]?

    /// - Precondition: `isAbsent`, where given, is as long as the values.
    public init(_ name: String, _ values: RecordValues, isAbsent: [Bool]? = nil) {
        precondition(isAbsent.map { $0.count == values.count } ?? true)
        self.name = name
        self.values = values
        self.isAbsent = isAbsent
    }

    public var count: Int { values.count }

    fileprivate mutating func append(_ other: RecordColumn) throws(EngineError) {
        if isAbsent != nil || other.isAbsent != nil {
            isAbsent =
                (isAbsent ?? Array(repeating: false, count: count))
                + (other.isAbsent ?? Array(repeating: false, count: other.count))
        }
        guard values.append(other.values) else {
            throw .malformed(address: "", detail: "batches of different types in \(name)")
        }
    }
}

/// The types that engines exchange. An absent value has any number in its place.
public enum RecordValues: Hashable, Sendable {
    case whole([Int64])
    case number([Double])
    case text([String])
    case truth([Bool])
    /// Days since 1 January 1970.
    case day([Int32])
    /// Microseconds since the start of 1970 in UTC.
    case moment([Int64])
    /// Whole units of 10⁻ˢᶜᵃˡᵉ.
    case decimal([Int128], scale: Int)

    public var count: Int {
        switch self {
        case .whole(let values): values.count
        case .number(let values): values.count
        case .text(let values): values.count
        case .truth(let values): values.count
        case .day(let values): values.count
        case .moment(let values): values.count
        case .decimal(let values, _): values.count
        }
    }

    /// False where the types differ.
    fileprivate mutating func append(_ other: RecordValues) -> Bool {
        switch (self, other) {
        case (.whole(let own), .whole(let more)): self = .whole(own + more)
        case (.number(let own), .number(let more)): self = .number(own + more)
        case (.text(let own), .text(let more)): self = .text(own + more)
        case (.truth(let own), .truth(let more)): self = .truth(own + more)
        case (.day(let own), .day(let more)): self = .day(own + more)
        case (.moment(let own), .moment(let more)): self = .moment(own + more)
        case (.decimal(let own, let scale), .decimal(let more, let other)) where scale == other:
            self = .decimal(own + more, scale: scale)
        default: return false
        }
        return true
    }
}
