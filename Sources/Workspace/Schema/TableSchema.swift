public import Wording

/// One table of the workspace: its columns, its key, and what is off without it.
///
/// ``all`` is the one source of truth: the reader, `datapackage.json`, the importers and
/// `Documentation/workspace.md` are made from it.
public struct TableSchema: Hashable, Sendable {
    /// The name of the table; its file is `name.csv`.
    public let name: String
    /// What one row is.
    public let meaning: LocalizedText
    /// What is switched off without the table, as the end of a sentence: "there is no map".
    public let without: LocalizedText
    public let columns: [Column]
    /// The columns that together name a row; a table without has none.
    public let key: [String]
    /// Its numbers that are known as ranges.
    let ranges: [RangeColumns]

    public var fileName: String { name + ".csv" }

    public func column(_ name: String) -> Column? { columns.first { $0.name == name } }

    /// The same table with a column that may be left empty.
    func allowingNo(_ name: String) -> TableSchema {
        TableSchema(
            name: self.name, meaning: meaning, without: without,
            columns: columns.map { column in
                guard column.name == name else { return column }
                return Column(
                    name: name, content: column.content, isRequired: false,
                    meaning: column.meaning)
            }, key: key, ranges: ranges)
    }

    /// The columns that hold codes of other tables (or of this one).
    public var references: [(column: Column, table: String)] {
        columns.compactMap { column in
            if case .reference(let table) = column.content { (column, table) } else { nil }
        }
    }

    /// The schema of a table.
    public static func named(_ name: String) -> TableSchema? { byName[name] }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// One column.
    public struct Column: Hashable, Sendable {
        public let name: String
        public let content: Content
        public let isRequired: Bool
        public let meaning: LocalizedText

        /// What the cells hold.
        public enum Content: Hashable, Sendable {
            case text
            /// A code that this table gives.
            case code
            /// A code of another table, or of this one.
            case reference(to: String)
            /// Keys of `sources`, joined by semicolons.
            case sources
            /// A year of the calendar, 1500 to 2200.
            case year
            case integer
            /// A number; not negative where the minimum is 0.
            case number(minimum: Double? = nil, maximum: Double? = nil)
            /// A unit that `Region.Unit` reads.
            case unit
            /// A distribution that `Region.NamedDistribution` reads, or empty.
            case distribution
            /// `current`, `constant:2016`, or empty.
            case prices
            /// A formula over codes of measures.
            case formula
            /// A letter of the SDMX code list CL_OBS_STATUS.
            case status
            /// A word of `Region.Quality`.
            case quality
            /// One of these words.
            case choice([String])
            /// 1 or 0.
            case flag
        }

        var isNumber: Bool { if case .number = content { true } else { false } }

        /// Whether cells are whole numbers.
        var isInteger: Bool {
            switch content {
            case .year, .integer, .flag: true
            default: false
            }
        }
    }

    /// The years a figure may have.
    public static let years = 1500...2200
}

/// The columns that a number known as a range stands in: of `grade` they are `grade_low`, `grade`,
/// `grade_high` and `grade_distribution`, of `value` `low`, `value`, `high` and `distribution`.
struct RangeColumns: Hashable, Sendable {
    let (low, middle, high, distribution): (String, String, String, String)

    init(of column: String) {
        let prefix = column == "value" ? "" : column + "_"
        (low, middle, high) = (prefix + "low", column, prefix + "high")
        distribution = prefix + "distribution"
    }
}

/// The prices column's words.
enum PriceWords {
    static let pattern = "^(current|constant:(1[5-9]|2[01])[0-9]{2}|constant:2200)$"
}
