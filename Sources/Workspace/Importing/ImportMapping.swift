import Region
import Tabular
import Yams

/// How a table from outside becomes rows of a workspace's table: a mapping file.
///
///     table: observations
///     encoding: windows-1251
///     decimal: comma
///     heading: 3-4
///     columns:
///       place: Регион
///     wide: "{activity} / {year}"
///     constants: {measure: value_added, unit: mln RUB}
///     codes:
///       place: {Кузбасс: RU-KEM}
///     skip: {place: [Российская Федерация]}
///     states: rosstat
///     source: {key: rosstat_2023, title: Валовая добавленная стоимость}
///
/// Without a mapping a file has the column names of the table itself, the long format.
struct ImportMapping: Sendable {
    var table = "observations"
    var delimiter: CSVFormat.Delimiter?
    var encoding: TextEncoding?
    var number = NumberFormat.plain
    var sheet: String?
    /// Rows of the heading, as a spreadsheet numbers them.
    var heading = 1...1
    /// The last row read; nil to the end.
    var lastRow: Int?
    /// Which heading holds a column of the table.
    var columns: [String: String] = [:]
    /// Headings of value columns, with the places of what else they say.
    var wide: [HeadingPattern] = []
    /// What every row has.
    var constants: [String: String] = [:]
    /// Translations of texts, by column.
    var codes: [String: [String: String]] = [:]
    /// Rows to leave out, by column and text.
    var skipped: [String: Set<String>] = [:]
    /// What is put before codes of the file, by column: letters of two classifications are the same.
    var prefixes: [String: String] = [:]
    /// Rows to take, by heading: patterns of which a text has to fit one, `?` any character, `*`
    /// any text.
    var only: [String: [String]] = [:]
    /// Lists by which activities of the file answer to those of another classification, the first
    /// that knows an activity being the one that counts.
    var correspondence: [String] = []
    /// The classification that they answer to.
    var target: String?
    /// How codes that the workspace lacks become rows of its tables.
    var newRows = NewRows()
    /// Columns of which an empty cell means the one above.
    var filledDown: Set<String> = []
    var states = StateWords.standard
    /// What every value is multiplied by.
    var factor = 1.0
    var source: [String: String] = [:]
    /// Of a table of many countries the one that is taken.
    var country: String?
    /// Whether the columns were named by a mapping, or are those of the table itself.
    var isGiven = false

    init() {}

    /// Reads a mapping file; every mistake goes to the problems.
    ///
    /// - Parameter fillsRows: Whether `new` may say what the rows of the table itself are.
    init(
        parsing text: String, file: String, fillsRows: Bool = false,
        problems: inout [ImportProblem]
    ) {
        isGiven = true
        var parser = MappingParser(file: file)
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            problems.append(
                ImportProblem(.mappingUnreadable(UnreadableReason(yaml: error)), file: file))
            return
        }
        guard case .mapping(let mapping)? = node else {
            problems.append(
                ImportProblem(.mappingUnreadable(.noPairs), file: file))
            return
        }
        for (key, value) in mapping { take(key.string ?? "?", value, &parser) }
        if let target, !correspondence.isEmpty { newRows.addTarget(target) }
        checkColumns(&parser, fillsRows)
        problems += parser.problems
    }

    static let keys = [
        "table", "delimiter", "encoding", "decimal", "grouping", "sheet", "heading", "last_row",
        "country", "columns", "wide", "constants", "codes", "prefix", "correspondence", "only",
        "skip", "fill_down",
        "new",
        "states",
        "multiply", "quality", "source",
    ]

    private mutating func take(_ key: String, _ value: Node, _ parser: inout MappingParser) {
        switch key {
        case "table":
            table =
                parser.word(key, value, among: TableSchema.all.map(\.name)) ?? table
        case "delimiter":
            let named: [String: CSVFormat.Delimiter] = [
                "comma": .comma, ",": .comma, "semicolon": .semicolon, ";": .semicolon,
                "tab": .tab, "\t": .tab, "pipe": .pipe, "|": .pipe,
            ]
            let words = ["comma", "semicolon", "tab", "pipe", ",", ";", "\t", "|"]
            delimiter = parser.word(key, value, among: words).flatMap { named[$0] }
        case "encoding":
            let words = TextEncoding.allCases.map(\.rawValue)
            encoding = parser.word(key, value, among: words).flatMap(TextEncoding.init)
        case "decimal":
            let words = ["point", "comma", ".", ","]
            if let word = parser.word(key, value, among: words) {
                number.decimalMark = word == "comma" || word == "," ? .comma : .point
            }
        case "grouping":
            let words = NumberFormat.Grouping.allCases.map(\.rawValue)
            if let word = parser.word(key, value, among: words) {
                number.grouping = NumberFormat.Grouping(rawValue: word) ?? .none
            }
        case "sheet": sheet = parser.text(key, value)
        case "heading": heading = parser.rows(key, value) ?? heading
        case "last_row": lastRow = parser.rows(key, value)?.upperBound
        case "country": country = parser.text(key, value)
        case "columns": columns = parser.texts(key, value)
        case "wide":
            for text in parser.list(key, value) {
                if let pattern = HeadingPattern(text) {
                    wide.append(pattern)
                } else {
                    parser.note(.mappingValue(key: key, value: text, expected: "\"{year}\""), value)
                }
            }
        case "constants": constants.merge(parser.texts(key, value)) { _, new in new }
        case "quality": constants["quality"] = parser.text(key, value)
        case "codes":
            for (column, inner) in parser.members(key, value) {
                codes[column] = parser.texts("\(key).\(column)", inner)
            }
        case "skip":
            for (column, inner) in parser.members(key, value) {
                skipped[column] = Set(parser.list("\(key).\(column)", inner).map(Names.folded))
            }
        case "correspondence": takeCorrespondence(value, &parser)
        case "prefix": prefixes = parser.texts(key, value)
        case "only":
            for (heading, inner) in parser.members(key, value) {
                only[heading] = parser.list("\(key).\(heading)", inner)
            }
        case "new": newRows = parser.newRows(key, value)
        case "fill_down": filledDown = Set(parser.list(key, value))
        case "states": takeStates(value, &parser)
        case "multiply":
            if let text = parser.text(key, value) {
                if let number = Double(text), number.isFinite, number != 0 {
                    factor = number
                } else {
                    parser.note(.mappingValue(key: key, value: text, expected: "1000"), value)
                }
            }
        case "source":
            if let key = value.scalar?.string {
                source = ["key": key]
            } else {
                source = parser.texts(key, value)
            }
        default:
            parser.note(
                .mappingKey(key, suggestion: Suggestion.nearest(to: key, in: Self.keys)), value)
        }
    }

    private mutating func takeCorrespondence(_ value: Node, _ parser: inout MappingParser) {
        let key = "correspondence"
        guard case .mapping = value else {
            correspondence = parser.list(key, value)
            return
        }
        for (name, inner) in parser.members(key, value) {
            switch name {
            case "table": correspondence = parser.list("\(key).table", inner)
            case "to": target = parser.text("\(key).to", inner)
            default:
                parser.note(
                    .mappingKey(
                        "\(key).\(name)",
                        suggestion: Suggestion.nearest(to: name, in: ["table", "to"])), inner)
            }
        }
    }

    private mutating func takeStates(_ value: Node, _ parser: inout MappingParser) {
        if value.scalar != nil {
            let named: [String: StateWords] = [
                "standard": .standard, "rosstat": .rosstat, "eurostat": .eurostat,
                "canada": .statisticsCanada,
            ]
            if let word = parser.word("states", value, among: named.keys.sorted()) {
                states = named[word] ?? .standard
            }
            return
        }
        var words: [String: StateWords.Meaning] = [:]
        for (word, meaning) in parser.texts("states", value) {
            if let known = StateWords.Meaning(rawValue: meaning) {
                words[word] = known
            } else {
                let known = StateWords.Meaning.allCases.map(\.rawValue).joined(separator: ", ")
                parser.note(
                    .mappingValue(key: "states.\(word)", value: meaning, expected: known), value)
            }
        }
        states = StateWords.standard.adding(words)
    }

    /// Of a table of many countries: what the command says goes before what the file says.
    func following(_ options: ImportOptions) -> ImportMapping {
        var mapping = self
        mapping.country = options.country ?? country
        if let place = options.place { mapping.constants["place"] = place }
        if let year = options.year { mapping.constants["year"] = String(year) }
        return mapping
    }

    /// Columns named anywhere in the mapping have to be columns of the table.
    private func checkColumns(_ parser: inout MappingParser, _ fillsRows: Bool) {
        guard let schema = TableSchema.named(table) else { return }
        let names = schema.columns.map(\.name)
        let used: [(String, [String])] = [
            ("columns", columns.keys.sorted()), ("constants", constants.keys.sorted()),
            ("codes", codes.keys.sorted()), ("prefix", prefixes.keys.sorted()),
            ("skip", skipped.keys.sorted()),
            ("fill_down", filledDown.sorted()), ("wide", wide.flatMap(\.names)),
        ]
        for (key, list) in used {
            for name in list where !names.contains(name) {
                parser.note(
                    .mappingColumn(
                        key: key, column: name, table: table,
                        suggestion: Suggestion.nearest(to: name, in: names)), nil)
            }
        }
        if newRows.tables.contains(table) && !fillsRows {
            parser.note(
                .mappingValue(
                    key: "new", value: table,
                    expected: NewRows.tables.filter { $0 != table }.joined(separator: ", ")), nil)
        }
        if !correspondence.isEmpty && table != "observations" {
            parser.note(
                .mappingValue(key: "table", value: table, expected: "observations"), nil)
        }
        for name in correspondence where Correspondence.known.contains(name) && target == nil {
            parser.note(
                .mappingValue(
                    key: "correspondence", value: name,
                    expected: "{table: \(name), to: okved2}"), nil)
        }
        let sourceKeys = [
            "key", "title", "publisher", "year", "vintage", "url", "licence", "note",
        ]
        for name in source.keys.sorted() where !sourceKeys.contains(name) {
            parser.note(
                .mappingKey(
                    "source.\(name)", suggestion: Suggestion.nearest(to: name, in: sourceKeys)),
                nil)
        }
    }
}

/// A heading as a pattern: `{year} г.`, `{activity} / {year}`; `*` stands for any text.
struct HeadingPattern: Hashable, Sendable {
    private enum Piece: Hashable {
        case literal(String)
        case column(String)
        case anything
    }

    private let pieces: [Piece]

    /// The columns the heading tells.
    var names: [String] {
        pieces.compactMap { if case .column(let name) = $0 { name } else { nil } }
    }

    /// nil where a bracket is not closed, or two placeholders touch of which neither is a year.
    init?(_ text: String) {
        var pieces: [Piece] = []
        var literal = ""
        func close() {
            if !literal.isEmpty { pieces.append(.literal(literal)) }
            literal = ""
        }
        var rest = Substring(text)
        while let character = rest.first {
            rest = rest.dropFirst()
            switch character {
            case "{":
                close()
                guard let end = rest.firstIndex(of: "}") else { return nil }
                pieces.append(.column(String(rest[..<end])))
                rest = rest[rest.index(after: end)...]
            case "*":
                close()
                pieces.append(.anything)
            default: literal.append(character)
            }
        }
        close()
        var wasOpen = false
        for piece in pieces {
            switch piece {
            case .literal, .column("year"):
                wasOpen = false
            case .column, .anything:
                if wasOpen { return nil }
                wasOpen = true
            }
        }
        guard !pieces.isEmpty else { return nil }
        self.pieces = pieces
    }

    /// What a heading says for each placeholder; nil where it does not fit.
    ///
    /// A year is four digits; another placeholder takes the shortest text that lets the rest fit
    /// from there on, without trying longer ones.
    func match(_ heading: String) -> [String: String]? {
        var found: [String: String] = [:]
        var rest = Substring(heading)
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .literal(let text):
                guard rest.hasPrefix(text) else { return nil }
                rest = rest.dropFirst(text.count)
            case .column("year"):
                let digits = rest.prefix(4)
                guard digits.count == 4, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
                    return nil
                }
                found["year"] = String(digits)
                rest = rest.dropFirst(4)
            case .column, .anything:
                let end: Substring.Index
                if index + 1 < pieces.count, case .literal(let next) = pieces[index + 1] {
                    guard let range = rest.firstRange(of: next) else { return nil }
                    end = range.lowerBound
                } else {
                    end = rest.endIndex
                }
                let text = String(rest[..<end])
                if case .column(let name) = piece {
                    guard !text.isEmpty else { return nil }
                    found[name] = text
                }
                rest = rest[end...]
            }
        }
        return rest.isEmpty ? found : nil
    }
}

/// Takes the values of a mapping file apart and notes what does not fit.
private struct MappingParser {
    let file: String
    var problems: [ImportProblem] = []

    mutating func note(_ kind: ImportProblem.Kind, _ node: Node?) {
        problems.append(ImportProblem(kind, file: file, row: node?.mark?.line))
    }

    mutating func text(_ key: String, _ node: Node) -> String? {
        guard let scalar = node.scalar else {
            note(.mappingValue(key: key, value: "", expected: "…"), node)
            return nil
        }
        return scalar.string
    }

    mutating func word(_ key: String, _ node: Node, among words: [String]) -> String? {
        guard let text = text(key, node) else { return nil }
        if words.contains(text) { return text }
        let lowered = text.lowercased()
        if words.contains(lowered) { return lowered }
        note(
            .mappingValue(
                key: key, value: text,
                expected: words.filter { $0.count > 1 }.joined(separator: ", ")), node)
        return nil
    }

    /// `3` or `3-4`.
    mutating func rows(_ key: String, _ node: Node) -> ClosedRange<Int>? {
        guard let text = text(key, node) else { return nil }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        if ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil, first >= 1,
            last >= first, last - first < 10
        {
            return first...last
        }
        note(.mappingValue(key: key, value: text, expected: "3, 3-4"), node)
        return nil
    }

    mutating func members(_ key: String, _ node: Node) -> [(String, Node)] {
        guard case .mapping(let mapping) = node else {
            note(.mappingValue(key: key, value: node.scalar?.string ?? "", expected: "a: b"), node)
            return []
        }
        return mapping.map { ($0.key.string ?? "?", $0.value) }
    }

    mutating func texts(_ key: String, _ node: Node) -> [String: String] {
        var texts: [String: String] = [:]
        for (name, value) in members(key, node) {
            if let text = text("\(key).\(name)", value) { texts[name] = text }
        }
        return texts
    }

    /// `places: {"??": {level: country}}`: by table, by pattern of codes, the columns of the row.
    mutating func newRows(_ key: String, _ node: Node) -> NewRows {
        var rules = NewRows()
        let tables = NewRows.tables
        for (table, inner) in members(key, node) {
            guard tables.contains(table), let schema = TableSchema.named(table) else {
                note(
                    .mappingValue(
                        key: key, value: table, expected: tables.joined(separator: ", ")), inner)
                continue
            }
            for (pattern, row) in members("\(key).\(table)", inner) {
                let fields = texts("\(key).\(table).\(pattern)", row)
                for name in fields.keys.sorted() where schema.column(name) == nil {
                    note(
                        .mappingColumn(
                            key: "\(key).\(table)", column: name, table: table,
                            suggestion: Suggestion.nearest(
                                to: name, in: schema.columns.map(\.name))), row)
                }
                for column in schema.columns {
                    guard let fault = fault(of: fields[column.name], column, schema) else {
                        continue
                    }
                    note(
                        .mappingValue(
                            key: "\(key).\(table).\(pattern).\(column.name)",
                            value: fields[column.name] ?? "", expected: fault), row)
                }
                rules.add(pattern, fields, to: table)
            }
        }
        return rules
    }

    /// What a column of a new row should hold; nil where it does. A code and names come from the
    /// file, the unit of a measure from its figures.
    private func fault(
        of text: String?, _ column: TableSchema.Column, _ schema: TableSchema
    ) -> String? {
        guard let text, !text.isEmpty else {
            let isGiven =
                column.name == schema.key[0] || column.name.hasPrefix("name_")
                || column.content == .unit
            return column.isRequired && !isGiven ? column.name : nil
        }
        switch column.content {
        case .choice(let words): return words.contains(text) ? nil : words.joined(separator: ", ")
        case .unit: return Unit(text) == nil ? "mln RUB" : nil
        case .prices: return PriceBasis(word: text) == nil ? "current, constant:2016" : nil
        case .number, .integer, .year, .flag:
            return column.draftCell(of: text) == .empty ? "1" : nil
        default: return nil
        }
    }

    mutating func list(_ key: String, _ node: Node) -> [String] {
        if let scalar = node.scalar { return [scalar.string] }
        guard case .sequence(let sequence) = node else {
            note(.mappingValue(key: key, value: "", expected: "[a, b]"), node)
            return []
        }
        return sequence.compactMap { $0.scalar?.string }
    }
}

/// Names compared as people write them: without regard to case, to blanks and to the dots of ё.
enum Names {
    static func folded(_ name: String) -> String {
        name.lowercased().replacing("ё", with: "е")
            .split { $0.isWhitespace }.joined(separator: " ")
    }
}
