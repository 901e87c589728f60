/// A column a reader of a table asks for.
public struct Column: Sendable, Hashable {
    /// What its cells hold.
    public enum Content: Sendable, Hashable {
        /// Text, numbered by first appearance: ``ColumnarTable/codes(of:)``.
        case text
        /// Whole numbers within ±2⁵³: ``ColumnarTable/integers(of:)``.
        case integer(NumberFormat)
        /// Numbers or words for their absence: ``ColumnarTable/numbers(of:)`` and
        /// ``ColumnarTable/states(of:)``.
        case number(NumberFormat, StateWords)
        /// Days, `2024-02-29` or `29.02.2024`: ``ColumnarTable/days(of:)``.
        case day
    }

    /// The heading, compared without regard to case and to blanks around it.
    public var name: String
    /// Other headings the column may have.
    public var aliases: [String]
    public var content: Content
    /// Whether the table must have the column.
    public var isRequired: Bool
    /// Whether a cell may be empty. A number's absence is decided by its words instead.
    public var allowsEmpty: Bool

    public init(
        _ name: String, aliases: [String] = [], content: Content, isRequired: Bool = true,
        allowsEmpty: Bool = false
    ) {
        self.name = name
        self.aliases = aliases
        self.content = content
        self.isRequired = isRequired
        self.allowsEmpty = allowsEmpty
    }

    public static func text(
        _ name: String, aliases: [String] = [], isRequired: Bool = true, allowsEmpty: Bool = false
    ) -> Column {
        Column(
            name, aliases: aliases, content: .text, isRequired: isRequired,
            allowsEmpty: allowsEmpty)
    }

    public static func integer(
        _ name: String, aliases: [String] = [], format: NumberFormat = .plain,
        isRequired: Bool = true, allowsEmpty: Bool = false
    ) -> Column {
        Column(
            name, aliases: aliases, content: .integer(format), isRequired: isRequired,
            allowsEmpty: allowsEmpty)
    }

    public static func number(
        _ name: String, aliases: [String] = [], format: NumberFormat = .plain,
        words: StateWords = .standard, isRequired: Bool = true
    ) -> Column {
        Column(
            name, aliases: aliases, content: .number(format, words), isRequired: isRequired,
            allowsEmpty: true)
    }

    public static func day(
        _ name: String, aliases: [String] = [], isRequired: Bool = true, allowsEmpty: Bool = false
    ) -> Column {
        Column(
            name, aliases: aliases, content: .day, isRequired: isRequired,
            allowsEmpty: allowsEmpty)
    }
}
