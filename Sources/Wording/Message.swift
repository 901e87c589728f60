/// What a person is told when something is wrong, in the four parts of DESIGN section 6.
///
///     Output is negative: -12,4.
///       activity.csv, row 118, column "output"
///       Expected: 0 or more, in million roubles.
///       Correct the cell, or leave it empty with status "O" if the figure is not known.
///
/// Facts live in the error types of each room; each room turns its own facts into messages.
public struct Message: Hashable, Sendable, Codable {
    /// What happened, as a sentence.
    public let what: LocalizedText
    /// Where: table, file, row, column, value.
    public let place: LocalizedText
    /// What was expected, as a sentence without "Expected".
    public let expected: LocalizedText
    /// What to do, as a sentence.
    public let remedy: LocalizedText

    public init(
        what: LocalizedText, place: LocalizedText, expected: LocalizedText, remedy: LocalizedText
    ) {
        self.what = what
        self.place = place
        self.expected = expected
        self.remedy = remedy
    }

    /// The four parts, one a line; a part that is empty has none.
    public func text(in language: Language) -> String {
        let expectation = expected[language]
        let prefix = language == .russian ? "Ожидалось: " : "Expected: "
        let lines = [
            what[language], indented(place[language]),
            expectation.isEmpty ? "" : indented(prefix + expectation), indented(remedy[language]),
        ]
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func indented(_ text: String) -> String { text.isEmpty ? "" : "  " + text }
}

/// A failure that has words for a person. Every error that can reach the edge is one.
public protocol Worded: Error {
    var message: Message { get }
}
