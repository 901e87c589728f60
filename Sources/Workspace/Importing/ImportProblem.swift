import Tabular
import Wording

/// Something that keeps a file from being imported, with words made from the facts.
struct ImportProblem: Hashable, Sendable {
    let kind: Kind
    let place: WorkspaceProblem.Place

    init(_ kind: Kind, file: String, row: Int? = nil, column: String? = nil, value: String? = nil) {
        self.kind = kind
        place = WorkspaceProblem.Place(file: file, row: row, column: column, value: value)
    }

    init(_ kind: Kind, at place: WorkspaceProblem.Place) {
        self.kind = kind
        self.place = place
    }

    enum Kind: Hashable, Sendable {
        // The mapping file.
        case mappingUnreadable(UnreadableReason)
        case mappingKey(String, suggestion: String?)
        case mappingValue(key: String, value: String, expected: String)
        case mappingColumn(key: String, column: String, table: String, suggestion: String?)
        case mappingTable(String, expected: String)
        // The heading.
        case noHeading(rows: ClosedRange<Int>)
        case noSuchHeading(String, found: [String], suggestion: String?)
        case ambiguousHeading(String)
        case nothingWide(pattern: Int)
        case columnNotGiven(String)
        /// Figures that differ in something the table has no column for.
        case severalValues(String, [String])
        case notJSONStat(JSONStatReader.Fault)
        // Other classifications.
        case noSuchCorrespondence(String)
        case correspondence(String, Correspondence.Fault)
        case shareOutOfRange
        case ratioAddedUp(String)
        case countedTwice(String, part: String)
        // Maps.
        case notGeoJSON(GeoJSONFile.Fault)
        case placeTwice(String, first: String)
        case placeWithoutCode(String)
        case placeWithoutLevel(String)
        case pointDiffers(String, given: [Double], there: [Double])
        case outlinesDiffer(String)
        // Flow tables of many countries.
        case noCountryChosen(found: [String])
        case noSuchCountry(String, found: [String], suggestion: String?)
        case noFlowLabel
        case noFlowFile(String)
        case flowPartMissing(String, isRow: Bool)
        case flowsDoNotAdd(String, isRow: Bool, sum: Double, output: Double)
        // The rows.
        case ambiguousName(String, [String])
        case repeatsRow(Int)
        case alreadyThere(row: Int)
        case existingTableBroken(String)
        case noRows
    }

    var message: Message {
        let words = words
        return Message(
            what: words.0, place: place.text, expected: words.1.closed, remedy: words.2)
    }

    static func said(
        _ what: (String, String), _ expected: (String, String), _ remedy: (String, String)
    ) -> (LocalizedText, LocalizedText, LocalizedText) {
        (
            LocalizedText(en: what.0, ru: what.1), LocalizedText(en: expected.0, ru: expected.1),
            LocalizedText(en: remedy.0, ru: remedy.1)
        )
    }

    private var words: (LocalizedText, LocalizedText, LocalizedText) {
        mappingWords ?? headingWords ?? flowWords ?? mapWords ?? correspondenceWords
            ?? rowWords
    }

    private var mappingWords: (LocalizedText, LocalizedText, LocalizedText)? {
        switch kind {
        case .mappingUnreadable(let reason):
            Self.said(
                (
                    "The mapping can't be read: \(reason.text.english).",
                    "Описание импорта не читается: \(reason.text.russian)."
                ),
                ("lines such as `table: observations`", "строки вида `table: observations`"),
                (
                    "Correct the file, or draft one with `uklad import csv FILE --draft-mapping`.",
                    "Исправьте файл или создайте заготовку: "
                        + "`uklad import csv ФАЙЛ --draft-mapping`."
                ))
        case .mappingKey(let key, let suggestion):
            Self.said(
                ("A mapping has no `\(key)`.", "В описании импорта нет `\(key)`."),
                (
                    suggestion.map { "perhaps `\($0)`" }
                        ?? "one of: \(ImportMapping.keys.joined(separator: ", "))",
                    suggestion.map { "возможно, `\($0)`" }
                        ?? "одно из: \(ImportMapping.keys.joined(separator: ", "))"
                ),
                ("Correct the name, or remove the line.", "Исправьте имя или удалите строку."))
        case .mappingValue(let key, let value, let expected):
            Self.said(
                (
                    "`\(key)` of the mapping can't be \"\(Excerpt.of(value))\".",
                    "`\(key)` в описании импорта не может быть «\(Excerpt.of(value))»."
                ),
                (expected, expected),
                ("Correct the value.", "Исправьте значение."))
        case .mappingColumn(let key, let column, let table, let suggestion):
            Self.said(
                (
                    "`\(key)` of the mapping speaks of a column `\(Excerpt.of(column))` that "
                        + "\(table) lacks.",
                    "`\(key)` в описании импорта называет столбец `\(Excerpt.of(column))`, "
                        + "которого в \(table) нет."
                ),
                (
                    suggestion.map { "perhaps `\($0)`" } ?? "a column of \(table)",
                    suggestion.map { "возможно, `\($0)`" } ?? "столбец таблицы \(table)"
                ),
                ("Correct the name.", "Исправьте имя."))
        case .mappingTable(let table, let expected):
            Self.said(
                (
                    "The mapping fills \(table), which this format has nothing for.",
                    "Описание импорта заполняет \(table), а в этом формате таких данных нет."
                ),
                ("`table: \(expected)`", "`table: \(expected)`"),
                ("Correct `table` of the mapping.", "Исправьте `table` в описании импорта."))
        default: nil
        }
    }

    private var headingWords: (LocalizedText, LocalizedText, LocalizedText)? {
        switch kind {
        case .noHeading(let rows):
            Self.said(
                (
                    "The file ends before its heading, rows \(rows.lowerBound) to \(rows.upperBound).",
                    "Файл кончается раньше заголовка — строк \(rows.lowerBound)–\(rows.upperBound)."
                ),
                ("a heading there", "заголовок в этих строках"),
                ("Correct `heading` of the mapping.", "Исправьте `heading` в описании импорта."))
        case .noSuchHeading(let name, let found, let suggestion):
            Self.said(
                (
                    "The heading has no \"\(Excerpt.of(name))\".",
                    "В заголовке нет «\(Excerpt.of(name))»."
                ),
                (
                    suggestion.map { "perhaps \"\($0)\"" }
                        ?? "one of: \(found.prefix(20).joined(separator: ", "))",
                    suggestion.map { "возможно, «\($0)»" }
                        ?? "одно из: \(found.prefix(20).joined(separator: ", "))"
                ),
                (
                    "Correct `columns` or `heading` of the mapping.",
                    "Исправьте `columns` или `heading` в описании импорта."
                ))
        case .ambiguousHeading(let name):
            Self.said(
                (
                    "The heading has \"\(Excerpt.of(name))\" more than once.",
                    "В заголовке «\(Excerpt.of(name))» встречается не один раз."
                ),
                ("one column", "один столбец"),
                (
                    "Name the column by its number: `#3`, or by all levels of its heading.",
                    "Укажите столбец номером: `#3` — или всеми уровнями заголовка."
                ))
        case .nothingWide:
            Self.said(
                ("No heading fits `wide`.", "Ни один заголовок не подходит под `wide`."),
                ("headings such as 2015, 2016", "заголовки вида 2015, 2016"),
                ("Correct `wide` of the mapping.", "Исправьте `wide` в описании импорта."))
        case .notJSONStat(let fault):
            Self.said(
                (
                    "The file is no dataset of JSON-stat: \(fault.words.english).",
                    "Файл — не набор данных JSON-stat: \(fault.words.russian)."
                ),
                (
                    "one dataset of JSON-stat 2.0 with id, size, dimension and value",
                    "один набор данных JSON-stat 2.0 с id, size, dimension и value"
                ),
                (
                    "Fetch the file anew, or take the office's CSV or SDMX-CSV.",
                    "Получите файл заново или возьмите CSV либо SDMX-CSV ведомства."
                ))
        case .severalValues(let heading, let values):
            Self.said(
                (
                    "Figures differ in `\(Excerpt.of(heading))`, which the table has no column for.",
                    "Значения различаются по `\(Excerpt.of(heading))`, такого столбца в таблице нет."
                ),
                (
                    "one of: \(values.map { Excerpt.of($0) }.joined(separator: ", "))",
                    "одно из: \(values.map { Excerpt.of($0) }.joined(separator: ", "))"
                ),
                (
                    "Choose under `only` of the mapping: `only: {\(Excerpt.of(heading)): [\(values[0])]}`; `--draft-mapping` prints one.",
                    "Выберите в `only` описания импорта: `only: {\(Excerpt.of(heading)): [\(values[0])]}`; заготовку выводит `--draft-mapping`."
                ))
        case .columnNotGiven(let column):
            Self.said(
                (
                    "Nothing says what stands in `\(column)`.",
                    "Не сказано, что стоит в столбце `\(column)`."
                ),
                (
                    "a column of the file, or a constant of the mapping",
                    "столбец файла или постоянное значение в описании импорта"
                ),
                (
                    "Add `\(column)` to `columns` or `constants` of the mapping.",
                    "Добавьте `\(column)` в `columns` или `constants` описания импорта."
                ))
        default: nil
        }
    }

    private var rowWords: (LocalizedText, LocalizedText, LocalizedText) {
        switch kind {
        case .ambiguousName(let name, let codes):
            Self.said(
                (
                    "More than one code has the name \"\(Excerpt.of(name))\".",
                    "Название «\(Excerpt.of(name))» есть у нескольких кодов."
                ),
                (
                    "one of: \(codes.prefix(5).joined(separator: ", "))",
                    "один из: \(codes.prefix(5).joined(separator: ", "))"
                ),
                (
                    "Say which under `codes` of the mapping.",
                    "Укажите, какой, в `codes` описания импорта."
                ))
        case .repeatsRow(let row):
            Self.said(
                ("The row repeats row \(row).", "Строка повторяет строку \(row)."),
                ("each key once", "каждый ключ один раз"),
                ("Remove one of the two.", "Удалите одну из двух."))
        case .alreadyThere(let row):
            Self.said(
                (
                    "The workspace has another row of the same key: row \(row) of the table.",
                    "В рабочей папке уже есть другая строка с тем же ключом: строка \(row) таблицы."
                ),
                ("new rows", "новые строки"),
                (
                    "Import with --replace to put the new figures in place of the old ones.",
                    "Загрузите с --replace, чтобы заменить прежние значения новыми."
                ))
        case .existingTableBroken(let table):
            Self.said(
                (
                    "\(table).csv has problems of its own, so nothing is added to it.",
                    "В \(table).csv есть свои ошибки, поэтому в неё ничего не добавлено."
                ),
                ("a table without problems", "таблица без ошибок"),
                (
                    "Run `uklad check` and correct the table.",
                    "Выполните `uklad check` и исправьте таблицу."
                ))
        case .noRows:
            Self.said(
                ("The file has no row to import.", "В файле нет строк для загрузки."),
                ("rows below the heading", "строки под заголовком"),
                (
                    "Check `heading`, `last_row` and `skip` of the mapping.",
                    "Проверьте `heading`, `last_row` и `skip` в описании импорта."
                ))
        default: preconditionFailure("no words for \(kind)")
        }
    }
}

extension JSONStatReader.Fault {
    var words: LocalizedText {
        switch self {
        case .unreadable: LocalizedText(en: "it can't be read", ru: "его не прочесть")
        case .notJSON: LocalizedText(en: "it is not JSON", ru: "это не JSON")
        case .notADataset:
            LocalizedText(
                en: "members that a dataset has are not there, or are not what they should be",
                ru: "обязательных частей нет, или они не те")
        case .count(let found, let expected):
            LocalizedText(
                en: "it has \(found) figures, its dimensions make \(expected)",
                ru: "значений \(found), а измерения дают \(expected)")
        case .dimension(let name):
            LocalizedText(
                en: "categories of the dimension \(Excerpt.of(name)) are not as many as its size",
                ru: "категорий измерения \(Excerpt.of(name)) не столько, сколько в size")
        }
    }
}
