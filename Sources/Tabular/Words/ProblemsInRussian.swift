private import Wording

/// Russian words for ``TabularProblem``.
extension TabularProblem {
    func placeInRussian(withValue: Bool) -> String {
        var parts = [place.file]
        if let sheet = place.sheet { parts.append("лист «\(sheet)»") }
        if let cell = place.cellName {
            parts.append("ячейка \(cell)")
        } else if let row = place.row {
            let line = place.lineDiffersFromRow ? " (\(place.line ?? row)-я строка файла)" : ""
            parts.append("строка \(row)" + line)
        } else if let line = place.line {
            parts.append("строка \(line)")
        }
        let number = place.cellName == nil ? place.column.map { " \($0)" } : ""
        if let name = place.columnName {
            parts.append("столбец\(number ?? "") «\(name)»")
        } else if let number, !number.isEmpty {
            parts.append("столбец" + number)
        }
        if withValue, let value = place.value, !value.isEmpty { parts.append("«\(value)»") }
        return parts.joined(separator: ", ")
    }

    var inRussian: ProblemWords {
        switch severity {
        case .fatal: fatalInRussian
        case .heading: headingInRussian
        case .row: rowInRussian
        case .cell: cellInRussian
        case .note: noteInRussian
        }
    }

    private var fatalInRussian: ProblemWords {
        switch kind {
        case .cannotRead(let reason):
            let words = reason.inRussian
            return ProblemWords(
                what: "Файл не читается: \(words.cause).",
                expected: "файл, доступный программе для чтения", remedy: words.remedy)
        case .emptyFile:
            return ProblemWords(
                what: "Файл пуст.", expected: "заголовок и хотя бы одна строка",
                remedy: "Выгрузите таблицу заново или уберите файл.")
        case .unsupportedEncoding(let name):
            return ProblemWords(
                what: "Кодировка файла, \(name), не поддерживается.",
                expected: "UTF-8, UTF-16 или Windows-1251",
                remedy: "Сохраните файл в UTF-8 (в Excel: «CSV UTF-8»).")
        case .contradictingMark(let found, let told):
            return ProblemWords(
                what: "Файл начинается с метки кодировки \(found.name), а указана \(told.name).",
                expected: "файл в кодировке \(told.name)",
                remedy: "Укажите кодировку \(found.name) или не указывайте никакой.")
        case .notDelimitedText(let form):
            return ProblemWords(
                what: form == .text || form == .unknown
                    ? "Файл — не текстовая таблица."
                    : "Файл — не текстовая таблица, а \(form.inRussian).",
                expected:
                    "текст, ячейки которого разделены запятой, точкой с запятой, табуляцией или "
                    + "вертикальной чертой",
                remedy: form.remedyInRussian)
        case .rowTooLong(let limit):
            return ProblemWords(
                what: "Строка длиннее \(SizeWording.text(limit, in: .russian)); дальше файл не "
                    + "прочитан.",
                expected: "строка не длиннее \(SizeWording.text(limit, in: .russian))",
                remedy: "Проверьте, есть ли в файле переводы строк и закрыты ли все кавычки.")
        case .unclosedQuote:
            return ProblemWords(
                what: "Кавычка открыта и не закрыта; дальше файл не прочитан.",
                expected: "закрывающая кавычка перед разделителем или концом строки",
                remedy: "Закройте кавычку; кавычку внутри текста пишите дважды (\"\").")
        default: return workbookInRussian
        }
    }

    private var workbookInRussian: ProblemWords {
        let damaged = "Откройте файл в табличном редакторе и сохраните заново как .xlsx."
        let hostile =
            "Не открывайте этот файл и в других программах; запросите новый у его источника."
        switch kind {
        case .notAWorkbook(let form):
            return ProblemWords(
                what: form == .unknown
                    ? "Файл — не книга Excel." : "Файл — не книга .xlsx, а \(form.inRussian).",
                expected: "книга .xlsx", remedy: form.workbookRemedyInRussian)
        case .damagedArchive:
            return ProblemWords(
                what: "Книга повреждена или обрезана.", expected: "целый файл .xlsx",
                remedy: "Скопируйте или скачайте файл ещё раз. Если не поможет: " + damaged)
        case .encryptedArchive:
            return ProblemWords(
                what: "Книга защищена паролем.", expected: "книга без пароля",
                remedy: "Откройте её в табличном редакторе, снимите пароль и сохраните.")
        case .tooManyEntries(let limit):
            return ProblemWords(
                what: "В книге слишком много частей.",
                expected: "не больше \(Self.russian(limit)) частей", remedy: hostile)
        case .inflatesTooMuch(let limit):
            return ProblemWords(
                what: "В распакованном виде книга больше \(SizeWording.text(limit, in: .russian)).",
                expected: "не больше \(SizeWording.text(limit, in: .russian)) после распаковки",
                remedy: "Выгрузите нужный лист в CSV или разделите книгу.")
        case .inflatesTooFast(let ratio):
            return ProblemWords(
                what: "При распаковке часть книги вырастает более чем в \(ratio) раз; так устроены "
                    + "вредоносные архивы.",
                expected: "не больше \(ratio) : 1",
                remedy: "Если вы доверяете файлу, выгрузите нужный лист в CSV.")
        case .nestedArchive(let entry):
            return ProblemWords(
                what: "Внутри книги лежит ещё один архив: «\(entry)».",
                expected: "книга без вложенных архивов", remedy: hostile)
        case .unsafeEntryName(let entry):
            return ProblemWords(
                what: "Имя части книги ведёт за её пределы: «\(entry)».",
                expected: "имена частей без «..» и без косой черты в начале", remedy: hostile)
        case .overlappingEntries(let entry):
            return ProblemWords(
                what: "Две части книги занимают одни и те же байты: «\(entry)».",
                expected: "части, идущие одна за другой", remedy: hostile)
        case .duplicateEntry(let entry):
            return ProblemWords(
                what: "В книге две части с одним именем: «\(entry)».",
                expected: "каждая часть один раз", remedy: damaged)
        case .missingPart(let part):
            return ProblemWords(
                what: "В книге нет части «\(part)».", expected: "полная книга .xlsx",
                remedy: damaged)
        case .documentType(let part):
            return ProblemWords(
                what: "Часть книги «\(part)» объявляет тип документа; табличные редакторы так "
                    + "не пишут.",
                expected: "XML без DOCTYPE", remedy: hostile)
        case .partNotUTF8(let part):
            return ProblemWords(
                what: "Часть книги «\(part)» не в кодировке UTF-8.", expected: "XML в UTF-8",
                remedy: damaged)
        case .malformedXML(let part):
            return ProblemWords(
                what: "Часть книги «\(part)» — неправильно составленный XML.",
                expected: "правильно составленный XML", remedy: damaged)
        case .xmlTooDeep(let part, let limit):
            return ProblemWords(
                what: "В части книги «\(part)» больше \(limit) уровней вложенности.",
                expected: "не больше \(limit) уровней", remedy: hostile)
        case .noSuchSheet(let name, let found):
            return ProblemWords(
                what: "В книге нет листа «\(name)».",
                expected: "один из её листов: " + Self.listInRussian(found),
                remedy: "Исправьте имя листа или выберите другой лист.")
        case .tooManyCells(let limit):
            return ProblemWords(
                what: "На листе больше \(Self.russian(limit)) ячеек.",
                expected: "не больше \(Self.russian(limit)) ячеек",
                remedy: "Выгрузите лист в CSV или разделите его.")
        default: preconditionFailure("every fatal kind has words: \(kind.name)")
        }
    }

    private var headingInRussian: ProblemWords {
        switch kind {
        case .noHeading:
            return ProblemWords(
                what: "В файле нет заголовка.", expected: "первая строка с названиями столбцов",
                remedy: "Добавьте строку с названиями столбцов.")
        case .noRows:
            return ProblemWords(
                what: "Под заголовком нет ни одной строки.", expected: "хотя бы одна строка",
                remedy: "Выгрузите таблицу заново или уберите файл.")
        case .missingColumn(let name, let found, let resembling):
            let found = found.filter { !$0.isEmpty }
            return ProblemWords(
                what: "Нет столбца «\(name)».",
                expected: found.isEmpty
                    ? "заголовок со столбцом «\(name)»"
                    : "«\(name)» среди найденных столбцов: " + Self.listInRussian(found),
                remedy: resembling.map {
                    "Переименуйте «\($0)» в «\(name)», если имеется в виду он."
                }
                    ?? "Добавьте столбец или укажите в описании импорта, какой это столбец.")
        case .duplicateColumn(let first):
            return ProblemWords(
                what: "Два столбца названы одинаково.",
                expected: "у каждого столбца своё название (такое же у столбца \(first))",
                remedy: "Переименуйте или удалите один из двух.", namesValue: true)
        case .noColumnFound(let wanted, let found):
            return ProblemWords(
                what: "В заголовке нет ни одного из нужных столбцов.",
                expected: Self.listInRussian(wanted) + "; найдено: " + Self.listInRussian(found),
                remedy: "Проверьте, первой ли строкой идёт заголовок (строки над ним можно "
                    + "пропустить) и верно ли указан разделитель ячеек.")
        default: preconditionFailure("every heading kind has words: \(kind.name)")
        }
    }

    private var rowInRussian: ProblemWords {
        switch kind {
        case .cellTooLong(let limit):
            return ProblemWords(
                what: "Ячейка длиннее \(SizeWording.text(limit, in: .russian)).",
                expected: "не больше \(SizeWording.text(limit, in: .russian)) в ячейке",
                remedy: "Проверьте, закрыты ли все кавычки, или сократите текст.")
        case .tooManyColumns(let limit):
            return ProblemWords(
                what: "В строке больше \(Self.russian(limit)) ячеек.",
                expected: "не больше \(Self.russian(limit)) ячеек в строке",
                remedy: "Уберите пустые столбцы или поверните таблицу, чтобы они стали строками.")
        case .raggedRow(let found, let expected):
            let cells = RussianPlural.of(found, "ячейка", "ячейки", "ячеек")
            return ProblemWords(
                what: "В строке \(Self.russian(found)) \(cells), а в заголовке "
                    + "\(Self.russian(expected)).",
                expected: "столько же ячеек, сколько в заголовке",
                remedy: found > expected
                    ? "Уберите лишние разделители или возьмите в кавычки текст или число, внутри "
                        + "которого стоит разделитель."
                    : found == 1
                        ? "Если это примечание, а не строка таблицы, уберите его из файла; иначе "
                            + "добавьте недостающие ячейки."
                        : "Добавьте недостающие ячейки; разделитель нужен и пустой ячейке.")
        case .textAfterQuote:
            return ProblemWords(
                what: "После закрывающей кавычки идёт текст.",
                expected: "после кавычки разделитель или конец строки",
                remedy: "Кавычку внутри текста пишите дважды (\"\").")
        case .strayQuote:
            return ProblemWords(
                what: "Кавычка стоит внутри ячейки, которая не начинается с кавычки.",
                expected: "вся ячейка в кавычках или без них",
                remedy: "Возьмите ячейку в кавычки, а внутреннюю кавычку напишите дважды (\"\").")
        case .nulByte:
            return ProblemWords(
                what: "В строке есть нулевой байт.", expected: "текст",
                remedy: "Файл повреждён или это не текст: выгрузите его заново в CSV (UTF-8).")
        case .invalidText(let encoding):
            return ProblemWords(
                what: "В строке есть байты, которые не читаются в кодировке \(encoding.name).",
                expected: "текст в кодировке \(encoding.name)",
                remedy: encoding == .utf8
                    ? "Сохраните файл в UTF-8 или укажите его кодировку (часто Windows-1251)."
                    : "Укажите настоящую кодировку файла или сохраните его в UTF-8.")
        default: preconditionFailure("every row kind has words: \(kind.name)")
        }
    }

    private var cellInRussian: ProblemWords {
        let value = place.value.map { "«\($0)»" } ?? "Ячейка"
        let correct = "Исправьте ячейку"
        switch kind {
        case .emptyCell:
            return ProblemWords(
                what: "Ячейка пуста.", expected: "значение", remedy: "Заполните ячейку.",
                namesValue: true)
        case .stateNotAllowed(let content):
            return ProblemWords(
                what: "\(value): \(content.inRussian), а в этом столбце число нужно в каждой "
                    + "строке.",
                expected: "целое число", remedy: "\(correct) или удалите строку.", namesValue: true)
        case .notANumber:
            return ProblemWords(
                what: "\(value) — не число.",
                expected: "число; если оно неизвестно, пустая ячейка",
                remedy: "Запишите число цифрами: до и после десятичного знака по цифре, перед "
                    + "отрицательным минус.",
                namesValue: true)
        case .textAroundNumber:
            return ProblemWords(
                what: "\(value): в ячейке не только число.",
                expected: "одно число: единица, сноска и примечание стоят в своих столбцах",
                remedy: "Оставьте в ячейке только число.", namesValue: true)
        case .wrongDecimalMark(let mark):
            let isPoint = mark == .point
            return ProblemWords(
                what: isPoint
                    ? "\(value): дробная часть отделена запятой, а в этой таблице — точкой."
                    : "\(value): дробная часть отделена точкой, а в этой таблице — запятой.",
                expected: isPoint ? "число вида 1234.5" : "число вида 1234,5",
                remedy: "\(correct) или укажите для столбца десятичную "
                    + (isPoint ? "запятую." : "точку."),
                namesValue: true)
        case .groupingNotDeclared:
            return ProblemWords(
                what: "\(value): между разрядами стоят разделители.",
                expected: "цифры без разделителей между разрядами",
                remedy: "Уберите разделители или укажите для столбца, чем разделены разряды.",
                namesValue: true)
        case .badGrouping:
            return ProblemWords(
                what: "\(value): цифры сгруппированы не по три.",
                expected: "группы по три цифры, как в 1 234 567",
                remedy: "\(correct): возможно, здесь два числа или пропущена цифра.",
                namesValue: true)
        case .ambiguousMark(let mark):
            let isPoint = mark == .point
            return ProblemWords(
                what: "\(value) можно прочесть двояко: "
                    + (isPoint ? "запятая" : "точка")
                    + " отделяет или дробную часть, или тысячи.",
                expected: isPoint
                    ? "десятичная точка и никаких других знаков"
                    : "десятичная запятая и никаких других знаков",
                remedy: "\(correct) или укажите для столбца десятичный знак и разделитель "
                    + "разрядов.",
                namesValue: true)
        case .numberOutOfRange(let bound):
            switch bound {
            case .tooLarge:
                return ProblemWords(
                    what: "\(value): число слишком велико для расчётов.",
                    expected: "число меньше 1e308 по величине",
                    remedy: "\(correct) или возьмите более крупную единицу.", namesValue: true)
            case .tooSmall:
                return ProblemWords(
                    what: "\(value): число слишком близко к нулю для расчётов.",
                    expected: "нуль или число больше 1e-308 по величине",
                    remedy: "\(correct) или впишите 0.", namesValue: true)
            case .tooLargeWhole:
                return ProblemWords(
                    what: "\(value): слишком большое целое число.",
                    expected: "целое число не больше 9 007 199 254 740 992 по величине",
                    remedy: "\(correct).", namesValue: true)
            }
        case .notWhole:
            return ProblemWords(
                what: "\(value) — не целое число.", expected: "целое число",
                remedy: "\(correct).", namesValue: true)
        case .notFinite:
            return ProblemWords(
                what: "\(value): так программы записывают число, которое не смогли вычислить.",
                expected: "число; если оно неизвестно, пустая ячейка",
                remedy: "Оставьте ячейку пустой или исправьте расчёт, из которого она взята.",
                namesValue: true)
        case .spreadsheetError:
            return ProblemWords(
                what: "\(value) — ошибка формулы в электронной таблице.",
                expected: "число; если оно неизвестно, пустая ячейка",
                remedy: "Исправьте формулу в электронной таблице и выгрузите её заново.",
                namesValue: true)
        case .dateForNumber:
            return ProblemWords(
                what: "\(value) похоже на дату; возможно, её сделал из числа табличный редактор.",
                expected: "число",
                remedy: "Задайте столбцу в табличном редакторе числовой формат, введите число "
                    + "снова и выгрузите таблицу.",
                namesValue: true)
        case .undeclaredMark:
            return ProblemWords(
                what: "\(value) в разных источниках значит разное: ноль, нет данных, скрыто или "
                    + "не бывает.",
                expected: "число или знак, смысл которого указан",
                remedy: "Найдите знак в пояснениях источника и укажите его смысл для этой таблицы "
                    + "или впишите число.",
                namesValue: true)
        case .notADate:
            return ProblemWords(
                what: "\(value) — не дата.", expected: "дата вида 2024-02-29 или 29.02.2024",
                remedy: "\(correct).", namesValue: true)
        case .noSuchDate:
            return ProblemWords(
                what: "Дня \(value) нет в календаре.", expected: "существующий день",
                remedy: "\(correct).", namesValue: true)
        case .badCell(let part):
            return ProblemWords(
                what: "Содержимое ячейки в книге повреждено («\(part)»).",
                expected: "число или текст",
                remedy: "Откройте файл в табличном редакторе и сохраните заново как .xlsx.")
        case .formulaWithoutValue:
            return ProblemWords(
                what: "В ячейке формула, а её результат в файле не сохранён.",
                expected: "формула с результатом",
                remedy: "Откройте книгу в табличном редакторе, чтобы он её пересчитал, и "
                    + "сохраните.")
        default: preconditionFailure("every cell kind has words: \(kind.name)")
        }
    }

    private var noteInRussian: ProblemWords {
        switch kind {
        case .encodingGuessed(let encoding):
            return ProblemWords(
                what: "Файл не в UTF-8 и прочитан как \(encoding.name).", expected: "",
                remedy: "Посмотрите, верно ли читаются названия; если нет, укажите кодировку.")
        case .mixedLineEnds:
            return ProblemWords(
                what: "В файле разные переводы строк.", expected: "",
                remedy: "Делать ничего не требуется; возможно, файл склеен из двух.")
        case .blankRows(let count):
            return ProblemWords(
                what: "Пропущено пустых строк: \(Self.russian(count))"
                    + (count > 1 ? " (указана первая)." : "."),
                expected: "", remedy: "Если они оставлены намеренно, делать ничего не требуется.")
        case .unusedColumns(let names):
            return ProblemWords(
                what: names.count == 1
                    ? "Не используется столбец: " + Self.listInRussian(names) + "."
                    : "Не используются столбцы: " + Self.listInRussian(names) + ".",
                expected: "",
                remedy: names.count == 1
                    ? "Если он не нужен, делать ничего не требуется."
                    : "Если ни один из них не нужен, делать ничего не требуется.")
        default: preconditionFailure("every note has words: \(kind.name)")
        }
    }

    /// At most ten names, the rest counted.
    static func listInRussian(_ names: [String]) -> String {
        let shown = names.prefix(10).map { "«\($0)»" }.joined(separator: ", ")
        let rest = names.count - 10
        return rest > 0 ? shown + " и ещё \(russian(rest))" : shown
    }

    private static func russian(_ number: Int) -> String {
        NumberWording.text(Double(number), decimals: 0, in: .russian)
    }
}

extension CellContent {
    fileprivate var inRussian: String {
        switch self {
        case .number: "число есть"
        case .missing: "число неизвестно"
        case .suppressed: "число скрыто"
        case .notApplicable: "числа быть не может"
        }
    }
}

extension TabularProblem.FileForm {
    fileprivate var inRussian: String {
        switch self {
        case .unknown: "что-то другое"
        case .text: "простой текст"
        case .html: "веб-страница"
        case .xml: "документ XML"
        case .pdf: "документ PDF"
        case .zip: "архив ZIP или книга"
        case .workbook: "книга .xlsx"
        case .oldWorkbook: "старая книга Excel (.xls) или книга с паролем"
        case .binaryWorkbook: "двоичная книга Excel (.xlsb)"
        case .openDocument: "файл OpenDocument"
        case .gzip: "архив gzip"
        case .parquet: "файл Parquet"
        }
    }

    fileprivate var remedyInRussian: String {
        switch self {
        case .zip, .workbook:
            "Если это книга .xlsx, импортируйте её как книгу; иначе сначала распакуйте."
        case .gzip: "Сначала распакуйте файл."
        case .pdf: "Запросите у источника таблицу в CSV или XLSX; PDF не читается."
        case .html, .xml: "Возможно, вместо таблицы скачалась страница: скачайте файл ещё раз."
        case .parquet: "Импортируйте файл как Parquet."
        default: "Откройте файл в табличном редакторе и сохраните как CSV в UTF-8."
        }
    }

    fileprivate var workbookRemedyInRussian: String {
        switch self {
        case .text: "Импортируйте файл как CSV."
        case .html: "Возможно, вместо книги скачалась страница: скачайте файл ещё раз."
        case .pdf: "Запросите у источника таблицу в CSV или XLSX; PDF не читается."
        case .gzip: "Сначала распакуйте файл."
        case .oldWorkbook:
            "Откройте её в табличном редакторе, снимите пароль, если он есть, и сохраните как "
                + ".xlsx."
        default: "Откройте файл в табличном редакторе и сохраните как .xlsx."
        }
    }
}
