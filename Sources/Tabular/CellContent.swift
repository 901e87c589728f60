/// What a cell of a table of numbers holds (METHODS section 0). A true zero is a number.
public enum CellContent: UInt8, CaseIterable, Sendable, Codable {
    /// A number, zero included.
    case number
    /// Not surveyed, not published, not known.
    case missing
    /// Known to the statistical office and hidden by it.
    case suppressed
    /// The question does not arise: the cell can't have a number.
    case notApplicable
}

/// A number cell, read.
public enum CellReading: Sendable, Hashable {
    case number(Double)
    case missing
    case suppressed
    case notApplicable
    /// Not readable under the format and the words declared.
    case problem(TabularProblem.Kind)
}

/// Which words and signs stand in a cell where a number doesn't, and what each means.
///
/// Offices differ: in Rosstat's tables a dash is a phenomenon that did not occur, and `х` a cell
/// that can't be filled; in Canada's, `x` is a suppressed figure and `...` one that can't
/// exist. A sign that means different things to different offices has no meaning in
/// ``standard``: a table that uses it must say which is meant, else the cell is a problem.
public struct StateWords: Sendable, Hashable {
    /// What a word stands for.
    public enum Meaning: String, CaseIterable, Sendable, Codable {
        case zero, missing, suppressed, notApplicable
    }

    private var meanings: [String: Meaning] = [:]
    /// The words with their bytes, for the reader's loop.
    private(set) var entries: [Entry] = []
    /// What an empty cell means; `nil` where a cell must not be empty.
    private(set) var ofEmptyCell: Meaning?

    struct Entry: Sendable, Hashable {
        let bytes: [UInt8]
        let meaning: Meaning
    }

    /// - Parameter meanings: Words, compared without regard to case and to blanks around them.
    ///   The empty word is the empty cell.
    public init(_ meanings: [String: Meaning]) {
        for (word, meaning) in meanings { set(word, to: meaning) }
    }

    public subscript(word: String) -> Meaning? {
        get { meanings[Self.canonical(word)] }
        set { set(word, to: newValue) }
    }

    /// The words and their meanings, in lower case.
    public var table: [String: Meaning] { meanings }

    private mutating func set(_ word: String, to meaning: Meaning?) {
        let canonical = Self.canonical(word)
        meanings[canonical] = meaning
        if canonical.isEmpty { ofEmptyCell = meaning }
        entries = meanings.sorted { $0.key < $1.key }.flatMap { word, meaning in
            Set([word, word.uppercased(), Self.capitalised(word)]).sorted().map {
                Entry(bytes: Array($0.utf8), meaning: meaning)
            }
        }
    }

    private static func canonical(_ word: String) -> String {
        let blanks: Set<Character> = [" ", "\t", "\u{A0}", "\u{202F}"]
        let trimmed = word.drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }
        return String(trimmed.reversed()).lowercased()
    }

    private static func capitalised(_ word: String) -> String {
        word.prefix(1).uppercased() + word.dropFirst()
    }

    /// Words on whose meaning offices agree. A dash, `x` and `s` are left out on purpose.
    public static let standard = StateWords([
        "": .missing, "…": .missing, "...": .missing, "..": .missing, ":": .missing,
        "н/д": .missing, "нд": .missing, "нет данных": .missing,
        "na": .missing, "n/a": .missing, "#n/a": .missing, "#н/д": .missing, "null": .missing,
        "c": .suppressed, "к": .suppressed, "(d)": .suppressed, "конф.": .suppressed,
    ])

    /// Rosstat's conventions: a dash is a phenomenon that did not occur, `х` can't be filled.
    public static let rosstat = standard.adding([
        "-": .zero, "–": .zero, "—": .zero, "−": .zero,
        "х": .notApplicable, "x": .notApplicable,
    ])

    /// Eurostat's conventions: `:` not available, `c` confidential, `z` not applicable.
    public static let eurostat = standard.adding([
        ": c": .suppressed, ":c": .suppressed, ": z": .notApplicable, ":z": .notApplicable,
        "z": .notApplicable,
    ])

    /// Statistics Canada's conventions: `x` suppressed, `...` not applicable.
    public static let statisticsCanada = standard.adding([
        "x": .suppressed, "...": .notApplicable, "…": .notApplicable,
    ])

    /// This table with further words, which win over its own.
    public func adding(_ words: [String: Meaning]) -> StateWords {
        StateWords(meanings.merging(words) { _, new in new })
    }

    /// What the bytes mean, blanks around them already removed.
    func meaning(of bytes: UnsafeBufferPointer<UInt8>) -> Meaning? {
        if bytes.isEmpty { return ofEmptyCell }
        for entry in entries where entry.bytes.count == bytes.count {
            if entry.bytes.elementsEqual(bytes) { return entry.meaning }
        }
        return nil
    }
}
