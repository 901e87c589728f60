private import Glibc
import Tabular
import Wording

/// How codes that the workspace does not know become rows of its tables, and those that did.
struct NewRows: Sendable {
    /// Tables that may get rows, those that others refer to first.
    static let tables = ["classifications", "places", "activities", "measures"]

    private struct Rule: Sendable {
        let pattern: String
        /// By column; `{2}` stands for the first two characters of the code.
        let fields: [String: String]
    }

    private var rules: [String: [Rule]] = [:]
    /// By table and code.
    private var names: [String: [String: String]] = [:]
    /// By table and code, the columns of the row.
    private(set) var rows: [String: [String: [String: String]]] = [:]

    mutating func add(_ pattern: String, _ fields: [String: String], to table: String) {
        rules[table, default: []].append(Rule(pattern: pattern, fields: fields))
    }

    /// Says what activities of the classification are that others answer to, where a rule for all
    /// codes would take them for those of the file.
    mutating func addTarget(_ classification: String) {
        guard let given = rules["activities"],
            !given.contains(where: { $0.pattern.hasPrefix(classification + ":") }),
            given.contains(where: { Glob.fits(classification + ":A", $0.pattern) })
        else { return }
        let sections = "ABCDEFGHIJKLMNOPQRSTU".map { letter -> Rule in
            var fields = ["classification": classification]
            if let name = ISICDivisions.name(of: String(letter)) {
                fields["name_en"] = name.english
                fields["name_ru"] = name.russian
            }
            return Rule(pattern: "\(classification):\(letter)", fields: fields)
        }
        let rest = Rule(
            pattern: classification + ":*", fields: ["classification": classification])
        rules["activities"] = sections + [rest] + given
        add(classification, [:], to: "classifications")
    }

    /// Says what codes of a file are called, which stand in a table after a prefix.
    mutating func call(_ labels: [String: String], after prefix: String, in table: String) {
        for (code, label) in labels { names[table, default: [:]][prefix + code] = label }
    }

    /// Whether figures of a measure that may become a row can be negative: amounts can't.
    func mayBeNegative(_ measure: String) -> Bool? {
        fields(of: measure, in: "measures").map { $0["kind"] == "ratio" }
    }

    /// Tables that may get rows.
    var tables: [String] { Self.tables.filter { rules[$0] != nil } }

    /// Whether a code may become a row of a table, by the first pattern that it fits.
    func allows(_ code: String, in table: String) -> Bool { fields(of: code, in: table) != nil }

    private func fields(of code: String, in table: String) -> [String: String]? {
        rules[table]?.first { Glob.fits(code, $0.pattern) }?.fields
    }

    /// What the rules say of a code's row.
    func row(of code: String, in table: String) -> [String: String]? {
        fields(of: code, in: table)?.mapValues { Self.filled($0, code) }
    }

    /// Makes the row of a code, and of what it refers to where that is allowed too; what is neither
    /// known nor allowed is left empty.
    mutating func make(_ code: String, in table: String, known: [String: NameList]) {
        guard rows[table]?[code] == nil, known[table]?.codes.contains(code) != true,
            let schema = TableSchema.named(table), let given = fields(of: code, in: table)
        else { return }
        var row = given.mapValues { Self.filled($0, code) }
        row[schema.key[0]] = code
        for name in ["name_en", "name_ru"] where schema.column(name) != nil && row[name] == nil {
            row[name] = names[table]?[code] ?? code
        }
        rows[table, default: [:]][code] = row
        for (column, other) in schema.references {
            guard let target = row[column.name], !target.isEmpty else { continue }
            make(target, in: other, known: known)
            let isThere =
                known[other]?.codes.contains(target) == true || rows[other]?[target] != nil
            if !isThere { rows[table]?[code]?[column.name] = nil }
        }
    }

    /// Fills a column of the rows that leave it empty.
    mutating func fill(_ column: String, _ text: String, in table: String) {
        for code in rows[table, default: [:]].keys where rows[table]?[code]?[column] == nil {
            rows[table]?[code]?[column] = text
        }
    }

    private static func filled(_ template: String, _ code: String) -> String {
        guard let open = template.firstIndex(of: "{"), let close = template.firstIndex(of: "}"),
            open < close
        else { return template }
        guard let count = Int(template[template.index(after: open)..<close]), count >= 0 else {
            return ""
        }
        return String(
            template[..<open] + code.prefix(count) + template[template.index(after: close)...])
    }

    /// The table with its new rows.
    ///
    /// - Returns: nil where there are none.
    /// - Throws: Where the task is cancelled.
    func draft(
        of table: String, from path: String?
    ) throws(CancellationError) -> (draft: TableDraft, isSound: Bool)? {
        guard let own = rows[table], !own.isEmpty, let schema = TableSchema.named(table) else {
            return nil
        }
        var draft = TableDraft(schema: schema)
        var isSound = true
        if let path { isSound = try draft.take(file: path) }
        // Without this column every place is in the panel; with it, old rows would drop out.
        let isOpen = draft.existing > 0 && !draft.fileColumns.contains("in_panel")
        for (_, var row) in own.sorted(by: { $0.key < $1.key }) {
            if isOpen { row["in_panel"] = nil }
            draft.append(schema.columns.map { $0.draftCell(of: row[$0.name] ?? "") }, row: 0)
        }
        return (draft, isSound)
    }
}

/// Patterns of codes as of file names.
enum Glob {
    static func fits(_ text: String, _ pattern: String) -> Bool { fnmatch(pattern, text, 0) == 0 }
}
