import Region
import Tabular
import Wording

extension WorkspaceProblem: Worded {
    var message: Message {
        let words = kind.words
        return Message(
            what: words.what, place: place.text, expected: words.expected.closed,
            remedy: words.remedy)
    }
}

extension LocalizedText {
    /// The text with a full stop at its end, where it has none.
    var closed: LocalizedText {
        func closed(_ text: String) -> String {
            text.isEmpty || text.hasSuffix(".") ? text : text + "."
        }
        return LocalizedText(en: closed(english), ru: closed(russian))
    }
}

extension WorkspaceProblem.Place {
    /// `observations.csv, row 118, column "value", "12,5"`.
    var text: LocalizedText {
        var english = file.isEmpty ? [] : [file]
        var russian = english
        if let row {
            english.append("row \(row)")
            russian.append("строка \(row)")
        }
        if let column {
            english.append("column \"\(column)\"")
            russian.append("столбец «\(column)»")
        }
        if let value {
            let shown = Excerpt.of(value)
            english.append("\"\(shown)\"")
            russian.append("«\(shown)»")
        }
        return LocalizedText(
            en: english.joined(separator: ", "), ru: russian.joined(separator: ", "))
    }
}

extension WorkspaceProblem.Kind {
    typealias Words = (what: LocalizedText, expected: LocalizedText, remedy: LocalizedText)

    var words: Words {
        packageWords ?? settingsWords ?? figureWords ?? referenceWords ?? rowWords ?? cellWords
            ?? noteWords
    }

    static func words(
        _ what: (String, String), _ expected: (String, String), _ remedy: (String, String)
    ) -> Words {
        (
            LocalizedText(en: what.0, ru: what.1), LocalizedText(en: expected.0, ru: expected.1),
            LocalizedText(en: remedy.0, ru: remedy.1)
        )
    }

    private var packageWords: Words? {
        switch self {
        case .packageUnreadable(let reason):
            Self.words(
                (
                    "The description of the workspace can't be read: \(reason.text.english).",
                    "Описание рабочей папки не читается: \(reason.text.russian)."
                ),
                (
                    "a JSON object as Frictionless Data Package defines it",
                    "объект JSON по стандарту Frictionless Data Package"
                ),
                (
                    "Make a workspace with `uklad new DIR --empty` and copy your tables into it.",
                    "Создайте рабочую папку командой `uklad new DIR --empty` и скопируйте в неё таблицы."
                ))
        case .packageMember(let member, let expected):
            Self.words(
                (
                    "`\(member)` in datapackage.json is not what it has to be.",
                    "Поле `\(member)` в datapackage.json не такое, каким должно быть."
                ),
                ("\(expected)", "\(expected)"),
                ("Correct the field, or remove it.", "Исправьте поле или удалите его."))
        case .fileMissing:
            Self.words(
                (
                    "A table that datapackage.json lists is not there.",
                    "Таблицы, указанной в datapackage.json, нет."
                ),
                ("a file in the workspace's folder", "файл в рабочей папке"),
                (
                    "Put the file there, or remove the table from datapackage.json.",
                    "Положите файл или удалите таблицу из datapackage.json."
                ))
        case .leavesFolder:
            Self.words(
                (
                    "The path leads out of the workspace's folder.",
                    "Путь ведёт за пределы рабочей папки."
                ),
                ("a file inside the folder", "файл внутри папки"),
                (
                    "Copy the file itself into the workspace; links to other folders are not followed.",
                    "Скопируйте сам файл в рабочую папку: ссылки в другие папки не открываются."
                ))
        case .duplicateResource:
            Self.words(
                (
                    "A table is listed twice in datapackage.json.",
                    "Таблица указана в datapackage.json дважды."
                ),
                ("each table once", "каждая таблица один раз"),
                ("Remove one of the two.", "Удалите одну из записей."))
        default: nil
        }
    }

    private var settingsWords: Words? {
        switch self {
        case .settingsUnreadable(let reason):
            Self.words(
                (
                    "The settings can't be read: \(reason.text.english).",
                    "Настройки не читаются: \(reason.text.russian)."
                ),
                ("lines such as `region: RU-KEM`", "строки вида `region: RU-KEM`"),
                ("Correct the file.", "Исправьте файл."))
        case .unknownSetting(let suggestion):
            Self.words(
                ("There is no such setting.", "Такой настройки нет."),
                (
                    suggestion.map { "perhaps `\($0)`" } ?? "one of: \(Settings.list)",
                    suggestion.map { "возможно, `\($0)`" } ?? "одна из: \(Settings.list)"
                ),
                ("Correct the name, or remove the line.", "Исправьте имя или удалите строку."))
        case .settingNotText:
            Self.words(
                ("The setting has no single value.", "У настройки нет одного значения."),
                ("a word or a number", "слово или число"),
                ("Write one value after the colon.", "Напишите после двоеточия одно значение."))
        case .regionNotSet:
            Self.words(
                (
                    "The settings don't say which region the programme is about.",
                    "В настройках не сказано, о каком регионе программа."
                ),
                ("`region:` and a code of places.csv", "`region:` и код из places.csv"),
                (
                    "Write the line `region: CODE` in uklad.yaml.",
                    "Напишите в uklad.yaml строку `region: КОД`."
                ))
        case .unknownRegion(let suggestion):
            Self.words(
                ("places.csv has no such region.", "В places.csv нет такого региона."),
                Self.suggested(suggestion, "a code of places.csv", "код из places.csv"),
                (
                    "Correct the code in uklad.yaml, or add the place to places.csv.",
                    "Исправьте код в uklad.yaml или добавьте место в places.csv."
                ))
        case .levelHasNoPlaces(let found):
            Self.words(
                (
                    "No place of this level belongs to the reference economy.",
                    "Ни одно место этого уровня не входит в базу сравнения."
                ),
                (
                    "a level that has places with `in_panel` 1"
                        + (found.isEmpty ? "" : ": \(found.joined(separator: ", "))"),
                    "уровень, у которого есть места с `in_panel`, равным 1"
                        + (found.isEmpty ? "" : ": \(found.joined(separator: ", "))")
                ),
                (
                    "Correct `level` in uklad.yaml, or mark the places with `in_panel` 1.",
                    "Исправьте `level` в uklad.yaml или отметьте места значением `in_panel` 1."
                ))
        case .referenceWithoutRegion(let level, let regionLevel):
            Self.words(
                (
                    "The reference economy doesn't contain the region.",
                    "База сравнения не содержит региона."
                ),
                (
                    "the region among the places of level `\(level)` with `in_panel` 1; its level is `\(regionLevel)`",
                    "регион среди мест уровня `\(level)` с `in_panel`, равным 1; его уровень `\(regionLevel)`"
                ),
                (
                    "Set `in_panel` of the region to 1, or correct `level` in uklad.yaml.",
                    "Поставьте региону `in_panel` 1 или исправьте `level` в uklad.yaml."
                ))
        case .oneRegionOnly(let level):
            Self.words(
                (
                    "There is nothing to compare the region with.",
                    "Регион не с чем сравнивать."
                ),
                (
                    "at least two places of level `\(level)` with `in_panel` 1 and with figures",
                    "не меньше двух мест уровня `\(level)` с `in_panel`, равным 1, и с данными"
                ),
                (
                    "Add the other places of the level and their figures.",
                    "Добавьте остальные места этого уровня и их данные."
                ))
        default: nil
        }
    }

    private var figureWords: Words? {
        switch self {
        case .noObservations:
            Self.words(
                ("The workspace has no observations.", "В рабочей папке нет наблюдений."),
                (
                    "rows of place, activity, year, measure and value",
                    "строки с местом, видом деятельности, годом, показателем и значением"
                ),
                (
                    "Import a table: `uklad import csv FILE` or `uklad import xlsx FILE`.",
                    "Загрузите таблицу: `uklad import csv ФАЙЛ` или `uklad import xlsx ФАЙЛ`."
                ))
        case .pricesMixed(let measures, let given):
            Self.words(
                (
                    "Current and constant prices are mixed in one measure.",
                    "В одном показателе смешаны текущие и постоянные цены."
                ),
                (
                    "prices \(measures), as the measure says; here they are \(given)",
                    "цены \(measures), как у показателя; здесь — \(given)"
                ),
                (
                    "Give figures in other prices a measure of their own.",
                    "Заведите для данных в других ценах отдельный показатель."
                ))
        case .pricesNotSaid:
            Self.words(
                (
                    "A measure in money doesn't say in which prices.",
                    "У денежного показателя не указаны цены."
                ),
                ("`current` or `constant:2016`", "`current` или `constant:2016`"),
                ("Fill in the column `prices`.", "Заполните столбец `prices`."))
        case .formula(let fault):
            fault.words
        case .formulaHasFigures:
            Self.words(
                (
                    "A measure with a formula has figures of its own.",
                    "У показателя с формулой есть собственные данные."
                ),
                ("either a formula or figures", "либо формула, либо данные"),
                (
                    "Remove the formula, or give the figures another measure.",
                    "Уберите формулу или отнесите данные к другому показателю."
                ))
        case .tableAbsent(let table):
            Self.words(
                (
                    "The column holds codes of a table that the workspace lacks.",
                    "В столбце коды таблицы, которой в рабочей папке нет."
                ),
                ("the table \(table).csv", "таблица \(table).csv"),
                (
                    "Add \(table).csv and list it in datapackage.json.",
                    "Добавьте \(table).csv и укажите её в datapackage.json."
                ))
        default: nil
        }
    }

    private var referenceWords: Words? {
        switch self {
        case .unknownCode(let table, let suggestion):
            Self.words(
                ("\(table).csv has no such code.", "В \(table).csv нет такого кода."),
                Self.suggested(suggestion, "a code of \(table).csv", "код из \(table).csv"),
                (
                    "Correct the code, or add a row to \(table).csv.",
                    "Исправьте код или добавьте строку в \(table).csv."
                ))
        case .parentCycle:
            Self.words(
                (
                    "The row is its own parent, directly or through others.",
                    "Строка входит сама в себя, прямо или через другие."
                ),
                ("parents that lead upwards", "родители, ведущие вверх"),
                ("Correct the column `parent`.", "Исправьте столбец `parent`."))
        case .duplicateKey(let columns, let first):
            Self.words(
                (
                    "The row repeats the key of row \(first).",
                    "Строка повторяет ключ строки \(first)."
                ),
                (
                    "each \(Self.list(columns)) once",
                    "каждое сочетание (\(Self.list(columns))) один раз"
                ),
                ("Remove one of the two rows.", "Удалите одну из двух строк."))
        case .yearTwice(let place, let activity, let year, let measure, let first):
            Self.words(
                (
                    "The year \(year) stands twice: row \(first) has it too "
                        + "(\(Self.series(place, activity, measure))).",
                    "Год \(year) указан дважды: он есть и в строке \(first) "
                        + "(\(Self.series(place, activity, measure)))."
                ),
                (
                    "one figure for a place, an activity, a year and a measure",
                    "одно значение на место, вид деятельности, год и показатель"
                ),
                ("Remove one of the two rows.", "Удалите одну из двух строк."))
        default: nil
        }
    }

    // MARK: Pieces

    static func suggested(
        _ suggestion: String?, _ english: String, _ russian: String
    ) -> (String, String) {
        guard let suggestion else { return (english, russian) }
        return (
            "\(english); perhaps `\(Excerpt.of(suggestion))`",
            "\(russian); возможно, `\(Excerpt.of(suggestion))`"
        )
    }

    static func list(_ words: [String]) -> String { words.joined(separator: ", ") }

    static func series(_ place: String, _ activity: String?, _ measure: String) -> String {
        [measure, place, activity].compactMap { $0 }.joined(separator: ", ")
    }

    static let distributions = NamedDistribution.forms.joined(separator: ", ")

    static let statuses = ObservationStatus.allCases.map(\.rawValue).joined(separator: ", ")

    /// Six significant digits at most, without zeros at the end.
    static func number(_ number: Double, _ language: Language) -> String {
        var decimals = NumberWording.decimals(for: number, significant: 6)
        let shown = NumberWording.text(number, decimals: decimals, in: .english)
        for digit in shown.reversed() where decimals > 0 {
            guard digit == "0" else { break }
            decimals -= 1
        }
        return NumberWording.text(number, decimals: decimals, in: language)
    }

    static func range(_ minimum: Double?, _ maximum: Double?, _ language: Language)
        -> String
    {
        switch (minimum, maximum, language) {
        case (let low?, let high?, .english):
            "\(number(low, language)) to \(number(high, language))"
        case (let low?, let high?, .russian):
            "от \(number(low, language)) до \(number(high, language))"
        case (let low?, nil, .english): "\(number(low, language)) or more"
        case (let low?, nil, .russian): "\(number(low, language)) или больше"
        case (nil, let high?, .english): "\(number(high, language)) or less"
        case (nil, let high?, .russian): "\(number(high, language)) или меньше"
        case (nil, nil, .english): "a number"
        case (nil, nil, .russian): "число"
        }
    }
}
