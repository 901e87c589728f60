/// The sign between the whole and the fraction.
public enum DecimalMark: UInt8, CaseIterable, Sendable, Codable {
    case point = 0x2E
    case comma = 0x2C
}

/// How numbers are written in a table.
public struct NumberFormat: Sendable, Hashable {
    public var decimalMark: DecimalMark
    public var grouping: Grouping

    public init(decimalMark: DecimalMark = .point, grouping: Grouping = .none) {
        self.decimalMark = decimalMark
        self.grouping = grouping
    }

    /// What may stand between groups of three digits of the whole part.
    public enum Grouping: String, CaseIterable, Sendable, Codable {
        case none
        /// A space, no-break space, narrow no-break space or thin space.
        case spaces
        /// The mark that is not the decimal mark: `1,234.5` or `1.234,5`.
        case otherMark
    }

    /// `1234.5`, as machines write.
    public static let plain = NumberFormat()
    /// `1 234,5`, as Russian tables write.
    public static let russian = NumberFormat(decimalMark: .comma, grouping: .spaces)
    /// `1,234.5`, as American tables write.
    public static let american = NumberFormat(decimalMark: .point, grouping: .otherMark)
}

/// Reading one number cell.
public enum NumberCell {
    /// Reads a cell: a number in the format given, or a word for its absence.
    ///
    /// The number is the double nearest to the decimal text; minus zero is read as zero. Blanks
    /// around it are ignored. Minus is `-` or U+2212. Text that is a number only under another
    /// format is a problem, never a guess.
    ///
    /// - Complexity: O(length); about 20 ns for up to 15 digits.
    public static func read(
        _ bytes: Span<UInt8>, format: NumberFormat = .plain, words: StateWords = .standard
    ) -> CellReading {
        bytes.withUnsafeBufferPointer { read($0, format: format, words: words) }
    }

    /// Reads a cell given as text.
    public static func read(
        _ text: String, format: NumberFormat = .plain, words: StateWords = .standard
    ) -> CellReading {
        var text = text
        return text.withUTF8 { read($0, format: format, words: words) }
    }

    static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, format: NumberFormat, words: StateWords
    ) -> CellReading {
        if let value = plainDecimal(bytes, mark: format.decimalMark.rawValue) {
            return .number(value)
        }
        return readSlowly(trimmingBlanks(bytes), format: format, words: words)
    }

    @inline(never)
    private static func readSlowly(
        _ bytes: UnsafeBufferPointer<UInt8>, format: NumberFormat, words: StateWords
    ) -> CellReading {
        switch words.meaning(of: bytes) {
        case .zero: return .number(0)
        case .missing: return .missing
        case .suppressed: return .suppressed
        case .notApplicable: return .notApplicable
        case nil: break
        }
        if bytes.isEmpty { return .problem(.emptyCell) }
        switch decimal(bytes, format: format) {
        case .value(let value): return .number(value)
        case .outOfRange(let bound): return .problem(.numberOutOfRange(bound))
        case .badGrouping: return .problem(.badGrouping)
        case .notANumber: return .problem(NumberFault.of(bytes, format: format))
        }
    }
}
