import Region
import Tabular
import Wording

extension WorkspaceProblem: Worded {
    var message: Message {
        let words = kind.words
        return Message(
            what: words.what, place: place.text, expected: words.expected, remedy: words.remedy)
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

    private static func words(
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

    private var rowWords: Words? {
        switch self {
        case .classificationsMixed(let place, let year, let measure, let first, let second):
            Self.words(
                (
                    "Activities of two classifications are mixed: \(first) and \(second) "
                        + "(\(measure), \(place), \(year)).",
                    "Смешаны виды деятельности двух классификаций: \(first) и \(second) "
                        + "(\(measure), \(place), \(year))."
                ),
                (
                    "figures of one classification, or of both in full with a published total",
                    "данные одной классификации или обеих полностью с опубликованным итогом"
                ),
                (
                    "Give the second classification a measure of its own, or recode its rows.",
                    "Заведите для второй классификации отдельный показатель или перекодируйте строки."
                ))
        case .partsExceedTotal(
            let place, let year, let measure, let parts, let total, let tolerance):
            exceeding("\(measure), \(place), \(year)", parts, total, tolerance)
        case .placesExceedTotal(
            let activity, let year, let measure, let parts, let total, let tolerance):
            exceeding(
                [measure, activity, String(year)].compactMap { $0 }.joined(separator: ", "), parts,
                total, tolerance)
        case .gradesExceedWhole(let deposit, let sum):
            Self.words(
                (
                    "Grades in \(deposit) add up to more than the whole: \(Self.number(sum, .english)).",
                    "Сумма содержаний в \(deposit) больше целого: \(Self.number(sum, .russian))."
                ),
                ("grades that add up to 1 at most", "сумма содержаний не больше 1"),
                (
                    "Check the units: g/t, % and fractions differ by large factors.",
                    "Проверьте единицы: г/т, % и доли различаются во много раз."
                ))
        default: nil
        }
    }

    private func exceeding(
        _ series: String, _ parts: Double, _ total: Double, _ tolerance: Double
    ) -> Words {
        Self.words(
            (
                "The published total is less than the sum of its parts "
                    + "(\(series)): \(Self.number(total, .english)) against "
                    + "\(Self.number(parts, .english)).",
                "Опубликованный итог меньше суммы частей "
                    + "(\(series)): \(Self.number(total, .russian)) против "
                    + "\(Self.number(parts, .russian))."
            ),
            (
                "a total of at least the parts, less rounding "
                    + "(\(Self.number(tolerance, .english)) at most)",
                "итог не меньше частей с точностью до округления "
                    + "(не больше \(Self.number(tolerance, .russian)))"
            ),
            (
                "Correct the total or the part, or remove the total if it counts something else.",
                "Исправьте итог или часть либо удалите итог, если он считает другое."
            ))
    }

    private var cellWords: Words? {
        switch self {
        case .valueWithoutStatus(let status):
            Self.words(
                (
                    "A value stands under status \(status), which says there is none.",
                    "Значение стоит при статусе \(status), который означает, что его нет."
                ),
                ("an empty value, or another status", "пустое значение или другой статус"),
                (
                    "Remove the value, or correct the status.",
                    "Удалите значение или исправьте статус."
                ))
        case .noValueUnderStatus(let status):
            Self.words(
                (
                    "No value stands under status \(status), which says there is one.",
                    "Значения нет при статусе \(status), который означает, что оно есть."
                ),
                (
                    "a value; or status O missing, Q hidden by the office, M can't exist",
                    "значение; или статус O — нет данных, Q — скрыто статистикой, M — не может быть"
                ),
                (
                    "Fill in the value, or correct the status.",
                    "Впишите значение или исправьте статус."
                ))
        case .unknownWord(let words, let suggestion):
            Self.words(
                ("The column has no such word.", "Такого слова в столбце быть не может."),
                Self.suggested(
                    suggestion, "one of: \(Self.list(words))", "одно из: \(Self.list(words))"),
                ("Correct the word.", "Исправьте слово."))
        case .unknownStatus:
            Self.words(
                ("This is no status.", "Это не статус."),
                (
                    "one letter of SDMX CL_OBS_STATUS: \(Self.statuses)",
                    "буква SDMX CL_OBS_STATUS: \(Self.statuses)"
                ),
                (
                    "Correct the letter, or leave the cell empty.",
                    "Исправьте букву или оставьте пустой."
                ))
        case .unreadableUnit(let suggestion):
            Self.words(
                ("The unit can't be read.", "Единица измерения не читается."),
                Self.suggested(
                    suggestion, "a unit such as mln RUB, kt, persons, %, g/t, RUB/t or 1",
                    "единица вида mln RUB, kt, persons, %, g/t, RUB/t или 1"),
                ("Correct the unit.", "Исправьте единицу."))
        case .incommensurable(let unit):
            Self.words(
                (
                    "The unit measures something else than it should.",
                    "Единица измеряет не то, что должна."
                ),
                ("a unit that converts to \(unit)", "единица, переводимая в \(unit)"),
                (
                    "Correct the unit, or give the figures another measure.",
                    "Исправьте единицу или отнесите данные к другому показателю."
                ))
        case .yearOutOfRange:
            Self.words(
                ("This is no year of a figure.", "Это не год данных."),
                ("a year from 1500 to 2200", "год от 1500 до 2200"),
                ("Correct the year.", "Исправьте год."))
        case .outOfRange(let minimum, let maximum):
            Self.words(
                ("The number is out of range.", "Число вне допустимых границ."),
                (
                    Self.range(minimum, maximum, .english), Self.range(minimum, maximum, .russian)
                ),
                ("Correct the number.", "Исправьте число."))
        case .negativeMass:
            Self.words(
                (
                    "A flow or a stock is negative.",
                    "Объём за год или на дату отрицателен."
                ),
                ("0 or more", "0 или больше"),
                (
                    "Correct the figure; if it can be negative, make the measure's kind `ratio`.",
                    "Исправьте значение; если оно может быть отрицательным, задайте показателю вид `ratio`."
                ))
        case .valueRequired:
            Self.words(
                ("The number is not there.", "Числа нет."),
                ("a number", "число"), ("Fill in the cell.", "Заполните ячейку."))
        case .rangeUpsideDown(let low, let high):
            Self.words(
                (
                    "The range is upside down: \(Self.number(low, .english)) to \(Self.number(high, .english)).",
                    "Границы переставлены: от \(Self.number(low, .russian)) до \(Self.number(high, .russian))."
                ),
                ("the lower end first", "сначала нижняя граница"),
                ("Exchange the two, or correct them.", "Поменяйте их местами или исправьте."))
        case .half(let other):
            Self.words(
                (
                    "One of two numbers that belong together is not there.",
                    "Нет одного из двух чисел, которые имеют смысл вместе."
                ),
                ("a number in \(other) too", "число и в столбце \(other)"),
                ("Fill in both, or leave both empty.", "Заполните оба или оставьте оба пустыми."))
        default: nil
        }
    }

    private var noteWords: Words {
        switch self {
        case .unknownResource(let suggestion):
            Self.words(
                (
                    "The workspace has no table of this name; it was not read.",
                    "В рабочей папке нет таблицы с таким именем; она не прочитана."
                ),
                suggestion.map { ("perhaps `\($0)`", "возможно, `\($0)`") } ?? ("", ""),
                (
                    "Correct the name if the table is meant to be read.",
                    "Исправьте имя, если таблицу нужно читать."
                ))
        case .notListed:
            Self.words(
                (
                    "The table is in the folder but not in datapackage.json; it was read.",
                    "Таблица есть в папке, но не указана в datapackage.json; она прочитана."
                ), ("", ""),
                (
                    "List it in datapackage.json, so that other programs find it.",
                    "Укажите её в datapackage.json, чтобы её находили другие программы."
                ))
        case .partsDiffer(let place, let year, let measure, let parts, let total):
            differing("\(measure), \(place), \(year)", parts, total)
        case .placesDiffer(let activity, let year, let measure, let parts, let total):
            differing(
                [measure, activity, String(year)].compactMap { $0 }.joined(separator: ", "), parts,
                total)
        case .nestedActivities(let measure, let parent, let child):
            Self.words(
                (
                    "\(measure) has figures of \(parent) and of its part \(child); "
                        + "tables are made of \(parent), so that nothing counts twice.",
                    "В \(measure) есть данные \(parent) и его части \(child); "
                        + "таблицы строятся по \(parent), чтобы ничего не считалось дважды."
                ), ("", ""),
                (
                    "Give the finer figures a classification of their own to analyse them.",
                    "Чтобы анализировать дробные данные, отнесите их к отдельной классификации."
                ))
        case .unitSlip(let measure, let factor, let neighbour):
            Self.words(
                (
                    "The figure is about \(Self.number(factor, .english)) times that of "
                        + "\(neighbour) (\(measure)): perhaps a slip of units.",
                    "Значение отличается от \(neighbour) года примерно в "
                        + "\(Self.number(factor, .russian)) раз (\(measure)): возможно, перепутаны единицы."
                ), ("", ""),
                (
                    "Check the unit: t and kt, mln and bn, g/t and fractions.",
                    "Проверьте единицу: т и тыс. т, млн и млрд, г/т и доли."
                ))
        case .everyPlaceInPanel:
            Self.words(
                (
                    "places.csv has no column in_panel, so all places of a level make up the reference.",
                    "В places.csv нет столбца in_panel, поэтому база сравнения — все места уровня."
                ), ("", ""),
                (
                    "Add the column if places of one level overlap.",
                    "Добавьте столбец, если места одного уровня пересекаются."
                ))
        case .furtherNotes(let count):
            Self.words(
                ("And \(count) more of the kind.", "И ещё \(count) таких же."), ("", ""), ("", ""))
        default:
            preconditionFailure("no words for \(self)")
        }
    }

    private func differing(_ series: String, _ parts: Double, _ total: Double) -> Words {
        Self.words(
            (
                "The published total and the sum of its parts differ (\(series)): "
                    + "\(Self.number(total, .english)) and \(Self.number(parts, .english)).",
                "Опубликованный итог и сумма частей расходятся (\(series)): "
                    + "\(Self.number(total, .russian)) и \(Self.number(parts, .russian))."
            ), ("", ""),
            (
                "Nothing has to be done if parts are not known; shares are taken of the total.",
                "Если части известны не все, делать ничего не нужно: доли берутся от итога."
            ))
    }

    // MARK: Pieces

    private static func suggested(
        _ suggestion: String?, _ english: String, _ russian: String
    ) -> (String, String) {
        guard let suggestion else { return (english, russian) }
        return (
            "\(english); perhaps `\(Excerpt.of(suggestion))`",
            "\(russian); возможно, `\(Excerpt.of(suggestion))`"
        )
    }

    private static func list(_ words: [String]) -> String { words.joined(separator: ", ") }

    private static func series(_ place: String, _ activity: String?, _ measure: String) -> String {
        [measure, place, activity].compactMap { $0 }.joined(separator: ", ")
    }

    private static let statuses = ObservationStatus.allCases.map(\.rawValue).joined(separator: ", ")

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

    private static func range(_ minimum: Double?, _ maximum: Double?, _ language: Language)
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

extension WorkspaceProblem.FormulaFault {
    var words: WorkspaceProblem.Kind.Words {
        let (english, russian) = sentences
        return (
            LocalizedText(
                en: "The formula is wrong: \(english).", ru: "Ошибка в формуле: \(russian)."),
            LocalizedText(
                en: "arithmetic on codes of measures, such as `share / 100 * grp`",
                ru: "арифметика над кодами показателей, например `share / 100 * grp`"),
            LocalizedText(
                en: "Correct the formula, or the units and prices of its measures.",
                ru: "Исправьте формулу либо единицы и цены её показателей.")
        )
    }

    private var sentences: (String, String) {
        switch self {
        case .syntax(let offset):
            (
                "it can't be read from character \(offset + 1) on",
                "не читается с \(offset + 1)-го знака"
            )
        case .unknownMeasure(let name, let suggestion):
            (
                "measures.csv has no \(name)" + (suggestion.map { "; perhaps \($0)" } ?? ""),
                "в measures.csv нет \(name)" + (suggestion.map { "; возможно, \($0)" } ?? "")
            )
        case .circular(let path):
            (
                "it depends on itself: \(path.joined(separator: " → "))",
                "она зависит от самой себя: \(path.joined(separator: " → "))"
            )
        case .dimensions(let left, let right):
            (
                "\(left) and \(right) can't be added or compared",
                "\(left) и \(right) нельзя складывать или сравнивать"
            )
        case .notCommensurable(let result, let declared):
            (
                "it gives \(result), which does not convert to the measure's \(declared)",
                "она даёт \(result), что не переводится в единицу показателя \(declared)"
            )
        case .prices(let left, let right):
            (
                "current and constant prices are mixed: \(left) and \(right)",
                "смешаны текущие и постоянные цены: \(left) и \(right)"
            )
        case .resultPrices(let result, let declared):
            (
                "it gives prices \(result), and the measure says \(declared)",
                "она даёт цены «\(result)», а у показателя указано «\(declared)»"
            )
        case .notPlain(let unit):
            (
                "a function needs a plain number, not \(unit)",
                "функции нужно отвлечённое число, а не \(unit)"
            )
        case .listFunction(let name):
            (
                "\(name) takes a list, and a measure has none",
                "\(name) берёт список, а его здесь нет"
            )
        }
    }
}
