import Wording

extension TableSchema {
    /// The tables of a workspace as a Markdown page, `Documentation/workspace.md`.
    public static var documentation: String {
        var lines = [
            "# The tables of a workspace", "",
            "<!-- Written from TableSchema.all; a test compares. -->", "",
            "A workspace is a folder that is a Frictionless Data Package: UTF-8 tables with commas,",
            "decimal points and LF line ends, described in `datapackage.json`. Tables may be absent;",
            "what is then off is said below. Columns marked * are required, further columns are left",
            "alone. An empty number is missing unless `status` says otherwise; a true zero is 0.",
            "",
            "Рабочая папка — это Frictionless Data Package: таблицы UTF-8 с запятой-разделителем,",
            "десятичной точкой и концом строки LF, описанные в `datapackage.json`. Таблиц может не",
            "быть; ниже сказано, что без них не работает. Столбцы со * обязательны, лишние столбцы не",
            "читаются. Пустое число — нет данных, если `status` не говорит иного; настоящий ноль — 0.",
            "",
        ]
        for schema in all { lines += schema.documentationLines }
        return lines.joined(separator: "\n")
    }

    private var documentationLines: [String] {
        var lines = [
            "## \(name)", "",
            "One row is \(meaning.english). Without the table \(without.english).", "",
            "Строка: \(meaning.russian). Без таблицы \(without.russian).", "",
            "Key / ключ: " + key.map { "`\($0)`" }.joined(separator: ", "), "",
            "| column | type | meaning | значение |", "|---|---|---|---|",
        ]
        for column in columns {
            lines.append(
                "| `\(column.name)`\(column.isRequired ? "\\*" : "") | \(column.typeText) | "
                    + "\(column.meaning.english) | \(column.meaning.russian) |")
        }
        return lines + [""]
    }
}

extension TableSchema.Column {
    /// The kind of cells in words, for the documentation.
    fileprivate var typeText: String {
        switch content {
        case .text: "text"
        case .code: "code"
        case .reference(let table): "code of `\(table)`"
        case .sources: "keys of `sources`"
        case .year: "year"
        case .integer: "whole number"
        case .number(let minimum?, let maximum?): "number \(plain(minimum)) to \(plain(maximum))"
        case .number(let minimum?, nil): "number, \(plain(minimum)) or more"
        case .number(nil, let maximum?): "number, \(plain(maximum)) or less"
        case .number(nil, nil): "number"
        case .unit: "unit"
        case .distribution: "distribution"
        case .prices: "`current`, `constant:YYYY`"
        case .formula: "formula"
        case .status: "letter"
        case .quality: "word"
        case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .flag: "1 or 0"
        }
    }

    private func plain(_ number: Double) -> String { String(Int(number)) }
}
