import Region
import Wording

/// Words for problems of rows and cells, and for what is worth knowing.
extension WorkspaceProblem.Kind {
    var rowWords: Words? {
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
        case .precedenceCircle(let projects):
            Self.words(
                (
                    "These projects wait for each other, so that none can start: \(projects.joined(separator: " → ")).",
                    "Эти проекты ждут друг друга, ни один не начать: \(projects.joined(separator: " → "))."
                ),
                ("an order without circles", "очерёдность без кругов"),
                (
                    "Take out one of the rows, or make it an alternative.",
                    "Уберите одну из строк или сделайте её одной из возможностей (alternative)."
                ))
        case .synergyWithItself:
            Self.words(
                (
                    "A project has no synergy with itself.",
                    "Синергии проекта с самим собой не бывает."
                ),
                ("two or three projects", "два или три разных проекта"),
                ("Name another project.", "Назовите другой проект."))
        case .requiredAndBanned:
            Self.words(
                (
                    "The project is both required and banned.",
                    "Проект и обязателен, и запрещён."
                ),
                ("must or ban", "must или ban"),
                ("Take out one of the rows.", "Уберите одну из строк."))
        case .yearRequired:
            Self.words(
                ("The year is not there.", "Нет года."),
                (
                    "the year of the money, or the first or last of the programme",
                    "год денег либо первый или последний год программы"
                ),
                ("Fill in the year.", "Впишите год."))
        case .nominalRate:
            Self.words(
                (
                    "A rate with inflation in it: money to come is reckoned at constant prices.",
                    "Ставка включает инфляцию, а будущие деньги считаются в постоянных ценах."
                ),
                ("a real rate", "реальная ставка"),
                (
                    "Give the real rate, (1 + nominal) / (1 + inflation) − 1, and empty `prices` or write `constant:YEAR`.",
                    "Укажите реальную ставку, (1 + номинальная) / (1 + инфляция) − 1, а в `prices` — `constant:ГОД` или ничего."
                ))
        case .sharesExceedWhole(let process, let component, let sum):
            Self.words(
                (
                    "More comes out of \(process) than goes in\(component.isEmpty ? "" : " of \(component)"): shares add up to \(Self.number(sum, .english)).",
                    "Из \(process) выходит больше, чем входит\(component.isEmpty ? "" : " (\(component))"): сумма долей \(Self.number(sum, .russian))."
                ),
                ("shares that add up to 1 at most", "сумма долей не больше 1"),
                (
                    "Lower a share, or take the row out that repeats another.",
                    "Уменьшите долю или уберите повторяющуюся строку."
                ))
        case .sharesNotWhole(let node, let variant, let component, let sum):
            Self.words(
                (
                    "Shares of what leaves \(node)\(Self.aside(variant, component)) add up to \(Self.number(sum, .english)).",
                    "Сумма долей на выходе из \(node)\(Self.aside(variant, component)) — \(Self.number(sum, .russian))."
                ),
                ("shares that add up to 1", "сумма долей 1"),
                (
                    "Add the row for the rest, such as a heap, or correct a share.",
                    "Добавьте строку для остатка, например отвал, или исправьте долю."
                ))
        case .closedLoop(let nodes, let variant):
            Self.words(
                (
                    "What enters \(nodes.joined(separator: ", "))\(Self.aside(variant, "")) never leaves: no product, heap or environment is reached.",
                    "Вошедшее в \(nodes.joined(separator: ", "))\(Self.aside(variant, "")) не выходит: ни продукта, ни отвала, ни окружающей среды."
                ),
                ("a way out of every loop", "выход из каждого круга"),
                (
                    "Add a row that leads out of the loop.",
                    "Добавьте строку, ведущую из круга."
                ))
        default: nil
        }
    }

    /// What a sum is of, where it is of part of a table.
    private static func aside(_ variant: String, _ component: String) -> String {
        let words = [variant, component].filter { !$0.isEmpty }
        return words.isEmpty ? "" : " (\(words.joined(separator: ", ")))"
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

    var cellWords: Words? {
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
        case .unreadableDistribution:
            Self.words(
                (
                    "The distribution can't be read, or there is none such.",
                    "Распределение не читается, или такого не бывает."
                ),
                (
                    "one of \(Self.distributions), with numbers apart by semicolons, ends in order and chances that sum to 1",
                    "одно из \(Self.distributions); числа — через точку с запятой, границы — по порядку, сумма вероятностей — 1"
                ),
                (
                    "Correct it, or leave the cell empty.",
                    "Исправьте или оставьте ячейку пустой."
                ))
        case .distributionWithoutRange:
            Self.words(
                (
                    "This says how likely what is between two ends, which the row does not give.",
                    "Это форма распределения между границами, а границ в строке нет."
                ),
                (
                    "both ends, and for pert and triangular the likeliest number",
                    "обе границы, а для pert и triangular — и вероятное значение"
                ),
                (
                    "Fill in the columns beside it, or write the numbers in the brackets: triangular(80; 100; 150).",
                    "Заполните соседние столбцы или напишите числа в скобках: triangular(80; 100; 150)."
                ))
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
        case .equalBounds:
            Self.words(
                (
                    "The condition would hold and not hold at the same value.",
                    "При одном и том же значении условие было бы и выполнено, и нет."
                ),
                ("another number than in none", "не то же число, что в столбце none"),
                ("Set the two apart.", "Задайте разные границы."))
        default: nil
        }
    }

    var noteWords: Words {
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
        case .flowsDiffer(let activity, let year, let isSold, let sum, let output, let others):
            Self.words(
                (
                    "The flow table of \(year) does not balance: \(activity) puts out "
                        + "\(Self.number(output, .english)) and \(isSold ? "sells" : "buys and adds") "
                        + "\(Self.number(sum, .english)), a difference of "
                        + "\(Self.number(sum - output, .english))\(others > 0 ? "; smaller ones in \(others) more" : "").",
                    "Таблица \(year) года не сходится: выпуск \(activity) "
                        + "\(Self.number(output, .russian)), \(isSold ? "продано" : "закуплено и добавлено") "
                        + "\(Self.number(sum, .russian)), расхождение "
                        + "\(Self.number(sum - output, .russian))\(others > 0 ? "; меньшие — ещё у \(others)" : "")."
                ), ("", ""),
                (
                    "Add the rows that are missing, or correct the output; what is sold counts as output.",
                    "Добавьте недостающие строки или исправьте выпуск; выпуском считается проданное."
                ))
        case .purchasesExceedOutput(
            let activity, let year, let purchases, let output, let others):
            Self.words(
                (
                    "In the flow table of \(year) \(activity) buys \(Self.number(purchases, .english)) of the "
                        + "country's industries and puts out \(Self.number(output, .english))\(others > 0 ? "; so do \(others) more" : "").",
                    "В таблице \(year) года \(activity) закупает у отраслей страны "
                        + "\(Self.number(purchases, .russian)) при выпуске \(Self.number(output, .russian))\(others > 0 ? "; таких ещё \(others)" : "")."
                ), ("", ""),
                (
                    "Correct the cells or the output; where more such industries feed each other, there are no multipliers.",
                    "Исправьте клетки или выпуск; если такие отрасли снабжают друг друга, мультипликаторов нет."
                ))
        case .stocksDrawnDown(let activity, let year, let value, let others):
            Self.words(
                (
                    "In the flow table of \(year) stocks of \(activity) change by "
                        + "\(Self.number(value, .english))\(others > 0 ? "; those of \(others) more fall likewise" : ""): "
                        + "part of what was sold was made in earlier years.",
                    "В таблице \(year) года запасы \(activity) изменились на "
                        + "\(Self.number(value, .russian))\(others > 0 ? "; убыли и запасы ещё \(others)" : ""): "
                        + "часть проданного произведена в прежние годы."
                ), ("", ""),
                (
                    "Leave it as it is for multipliers; footprints and shocks of stocks come out negative. Where they matter, take the amount off the use that it was sold to.",
                    "Для мультипликаторов оставьте так; следы и толчки по запасам выйдут отрицательными. Если они важны, вычтите величину из того вида спроса, куда она продана."
                ))
        case .noOutput(let activity, let year, let others):
            Self.words(
                (
                    "In the flow table of \(year) \(activity)\(others > 0 ? " and \(others) more put" : " puts") out nothing: left out of multipliers, what is bought of it comes from outside.",
                    "В таблице \(year) года выпуск \(activity)\(others > 0 ? " и ещё \(others)" : "") равен нулю: в мультипликаторах нет, закупаемое у неё приходит извне."
                ), ("", ""),
                (
                    "Fill in the output if there is one; else take its rows out.",
                    "Впишите выпуск, если он есть; иначе уберите строки."
                ))
        case .modesOverOne(let sum):
            Self.words(
                (
                    "The shares of technological modes 3 to 6 sum to more than one: \(Self.number(sum, .english)).",
                    "Доли укладов с 3-го по 6-й в сумме больше единицы: \(Self.number(sum, .russian))."
                ),
                (
                    "fractions that sum to one at most; what is left is of no mode",
                    "доли, в сумме не больше единицы; остаток вне укладов"
                ),
                ("Correct the shares of this row.", "Исправьте доли в этой строке."))
        case .notReciprocal(let first, let second, let other, let row):
            Self.words(
                (
                    "The comparison of \(first) with \(second) is no inverse of that of \(second) with \(first), \(Self.number(other, .english)) in row \(row): the answers of this expert are left out.",
                    "Сравнение \(first) и \(second) не обратно сравнению \(second) и \(first), \(Self.number(other, .russian)) в строке \(row): ответы этого эксперта не учитываются."
                ),
                (
                    "\(Self.number(1 / other, .english)), or only one of the two rows",
                    "\(Self.number(1 / other, .russian)) или только одна из двух строк"
                ),
                (
                    "Ask the expert which of the two is meant.",
                    "Спросите эксперта, какая из двух верна."
                ))
        case .longerThanProgramme(let years):
            Self.words(
                (
                    "The project is built for as long as the programme lasts, or longer (\(years) years): it cannot be chosen.",
                    "Проект строится не меньше, чем длится программа (лет — \(years)): выбран он быть не может."
                ), ("", ""),
                (
                    "Lengthen the programme, or shorten the building.",
                    "Продлите программу или сократите строительство."
                ))
        case .currentPrice(let year, let others):
            Self.words(
                (
                    "The price is a current one and `discount_rate` is real: it is taken as of \(year) for all years\(others > 0 ? "; \(others) more likewise" : "").",
                    "Цена текущая, а `discount_rate` — реальная: цена \(year) года принята для всех лет\(others > 0 ? "; таких ещё \(others)" : "")."
                ), ("", ""),
                (
                    "Write `constant:\(year)` if that is meant, or bring the price to the year of the other money.",
                    "Напишите `constant:\(year)`, если так и задумано, или приведите цену к году остальных денег."
                ))
        case .basisNotSaid:
            Self.words(
                (
                    "A grade does not say what it counts; it is taken for all that is there.",
                    "Не сказано, что считает содержание; принято всё содержание."
                ), ("", ""),
                (
                    "Write content, or recoverable where only what can be won is counted: recovery is not applied to it again.",
                    "Напишите content или recoverable, если учтено только извлекаемое: тогда извлечение повторно не применяется."
                ))
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
        case .coordinatesSwapped(let place, let kilometres):
            Self.words(
                (
                    "The point lies \(Self.number(kilometres, .english)) km from \(place), and near it "
                        + "with longitude and latitude exchanged.",
                    "Точка лежит в \(Self.number(kilometres, .russian)) км от \(place), а если поменять "
                        + "долготу и широту — рядом."
                ), ("", ""),
                ("Exchange lon and lat.", "Поменяйте местами lon и lat."))
        case .farFromPlace(let place, let kilometres):
            Self.words(
                (
                    "The point lies \(Self.number(kilometres, .english)) km from \(place), where the "
                        + "row says it is.",
                    "Точка лежит в \(Self.number(kilometres, .russian)) км от \(place), где она должна "
                        + "быть по строке."
                ), ("", ""),
                ("Correct the point or the place.", "Исправьте точку или место."))
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
