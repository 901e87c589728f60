/// What Arrow's stream format says, in the numbers of its schemas (`Message.fbs`, `Schema.fbs`).
enum Arrow {
    /// Stands before the length of a message's head.
    static let continuation: UInt32 = 0xFFFF_FFFF
    /// Version 5 of the metadata.
    static let version: Int16 = 4

    enum Header: UInt8 {
        case schema = 1
        case dictionary = 2
        case records = 3
    }

    enum Kind: UInt8 {
        case int = 2
        case floatingPoint = 3
        case utf8 = 5
        case bool = 6
        case decimal = 7
        case date = 8
        case timestamp = 10
        case largeUtf8 = 20
    }

    /// The names of all types, for messages; the index is the number.
    static let typeNames = [
        "none", "Null", "Int", "FloatingPoint", "Binary", "Utf8", "Bool", "Decimal", "Date",
        "Time", "Timestamp", "Interval", "List", "Struct", "Union", "FixedSizeBinary",
        "FixedSizeList", "Map", "Duration", "LargeBinary", "LargeUtf8", "LargeList",
        "RunEndEncoded", "BinaryView", "Utf8View", "ListView", "LargeListView",
    ]

    enum DateUnit {
        static let day: Int16 = 0
        static let millisecond: Int16 = 1
    }

    enum TimeUnit: Int16 {
        case second = 0
        case millisecond = 1
        case microsecond = 2
        case nanosecond = 3
    }

    enum Precision: Int16 {
        case half = 0
        case single = 1
        case double = 2
    }
}

/// A column's type, of those that are read.
enum ArrowType: Hashable {
    case int8, int16, int32, int64
    case uint8, uint16, uint32
    case float, double
    case text(isLarge: Bool)
    case truth
    case day
    case moment(Arrow.TimeUnit)
    case decimal(scale: Int)

    /// The type that a field of a schema has.
    init(_ field: FlatTable, column: String) throws(Unreadable) {
        let number: UInt8 = try field.whole(2, default: 0)
        let name =
            Arrow.typeNames.indices.contains(Int(number))
            ? Arrow.typeNames[Int(number)] : "type \(number)"
        guard try field.table(4) == nil else {
            throw .unsupportedType(column: column, type: "dictionary of \(name)")
        }
        guard let kind = Arrow.Kind(rawValue: number) else {
            throw .unsupportedType(column: column, type: name)
        }
        guard let type = try field.table(3) else { throw .malformed("a field without its type") }
        guard let known = try Self.known(kind, type) else {
            throw .unsupportedType(column: column, type: "\(name) of this width or unit")
        }
        self = known
    }

    private static func known(
        _ kind: Arrow.Kind, _ type: FlatTable
    ) throws(Unreadable) -> ArrowType? {
        switch kind {
        case .int:
            return int(
                bits: try type.whole(0, default: 0),
                isSigned: try type.whole(1, default: UInt8(0)) != 0)
        case .floatingPoint:
            switch Arrow.Precision(rawValue: try type.whole(0, default: 0)) {
            case .single: return .float
            case .double: return .double
            case .half, nil: return nil
            }
        case .utf8: return .text(isLarge: false)
        case .largeUtf8: return .text(isLarge: true)
        case .bool: return .truth
        case .date:
            let unit = try type.whole(0, default: Arrow.DateUnit.millisecond)
            return unit == Arrow.DateUnit.day ? .day : nil
        case .timestamp:
            return Arrow.TimeUnit(rawValue: try type.whole(0, default: 0)).map { .moment($0) }
        case .decimal:
            let scale = try type.whole(1, default: Int32(0))
            guard try type.whole(2, default: Int32(128)) == 128, (0...38).contains(scale) else {
                return nil
            }
            return .decimal(scale: Int(scale))
        }
    }

    private static func int(bits: Int32, isSigned: Bool) -> ArrowType? {
        switch (bits, isSigned) {
        case (8, true): .int8
        case (16, true): .int16
        case (32, true): .int32
        case (64, true): .int64
        case (8, false): .uint8
        case (16, false): .uint16
        case (32, false): .uint32
        default: nil
        }
    }
}
