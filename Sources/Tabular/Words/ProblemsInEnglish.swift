private import Wording

/// English words for ``TabularProblem``.
extension TabularProblem {
    func placeInEnglish(withValue: Bool) -> String {
        var parts = [place.file]
        if let sheet = place.sheet { parts.append("sheet \"\(sheet)\"") }
        if let cell = place.cellName {
            parts.append("cell \(cell)")
        } else if let row = place.row {
            let line = place.lineDiffersFromRow ? " (line \(place.line ?? row) of the file)" : ""
            parts.append("row \(row)" + line)
        } else if let line = place.line {
            parts.append("line \(line)")
        }
        // A workbook's cell has its column in its name already.
        let number = place.cellName == nil ? place.column.map { " \($0)" } : ""
        if let name = place.columnName {
            parts.append("column\(number ?? "") \"\(name)\"")
        } else if let number, !number.isEmpty {
            parts.append("column" + number)
        }
        if withValue, let value = place.value, !value.isEmpty { parts.append("\"\(value)\"") }
        return parts.joined(separator: ", ")
    }

    var inEnglish: ProblemWords {
        switch severity {
        case .fatal: fatalInEnglish
        case .heading: headingInEnglish
        case .row: rowInEnglish
        case .cell: cellInEnglish
        case .note: noteInEnglish
        }
    }

    private var fatalInEnglish: ProblemWords {
        switch kind {
        case .cannotRead(let reason):
            let words = reason.inEnglish
            return ProblemWords(
                what: "The file can't be read: \(words.cause).",
                expected: "a file this program may read", remedy: words.remedy)
        case .emptyFile:
            return ProblemWords(
                what: "The file is empty.", expected: "a heading and at least one row",
                remedy: "Export the table again, or remove the file.")
        case .unsupportedEncoding(let name):
            return ProblemWords(
                what: "The file's characters are coded as \(name), which is not read.",
                expected: "UTF-8, UTF-16 or Windows-1251",
                remedy: "Save the file as UTF-8 (in Excel: \"CSV UTF-8\").")
        case .contradictingMark(let found, let told):
            return ProblemWords(
                what: "The file starts with the mark of \(found.name), but was to be read as "
                    + "\(told.name).",
                expected: "a file in \(told.name)",
                remedy: "Give the encoding as \(found.name), or leave it out.")
        case .notDelimitedText(let form):
            return ProblemWords(
                what: form == .text || form == .unknown
                    ? "The file is not a text table."
                    : "The file is not a text table but \(form.inEnglish).",
                expected: "text with cells separated by commas, semicolons, tabs or bars",
                remedy: form.remedyInEnglish)
        case .rowTooLong(let limit):
            return ProblemWords(
                what: "A row is longer than \(SizeWording.text(limit, in: .english)); "
                    + "nothing after it was read.",
                expected: "a row of at most \(SizeWording.text(limit, in: .english))",
                remedy: "Check that the file has line ends and that each quotation mark is closed.")
        case .unclosedQuote:
            return ProblemWords(
                what: "A quotation mark is opened and never closed; nothing after it was read.",
                expected: "a closing quotation mark before the next separator or line end",
                remedy: "Close the quotation mark; write one inside a text twice (\"\").")
        default: return workbookInEnglish
        }
    }

    private var workbookInEnglish: ProblemWords {
        let damaged = "Open the file in the spreadsheet program and save it anew as .xlsx."
        let hostile = "Don't open this file elsewhere either; ask for a new one from its source."
        switch kind {
        case .notAWorkbook(let form):
            return ProblemWords(
                what: form == .unknown
                    ? "The file is not an Excel workbook."
                    : "The file is not an .xlsx workbook but \(form.inEnglish).",
                expected: "an .xlsx workbook", remedy: form.workbookRemedyInEnglish)
        case .damagedArchive:
            return ProblemWords(
                what: "The workbook is damaged or cut short.", expected: "a whole .xlsx file",
                remedy: "Copy or download the file again. If that does not help: " + damaged)
        case .encryptedArchive:
            return ProblemWords(
                what: "The workbook is protected by a password.",
                expected: "a workbook without a password",
                remedy: "Open it in the spreadsheet program, remove the password and save it.")
        case .tooManyEntries(let limit):
            return ProblemWords(
                what: "The workbook holds too many parts.",
                expected: "at most \(Self.english(limit)) parts", remedy: hostile)
        case .inflatesTooMuch(let limit):
            return ProblemWords(
                what: "The workbook unpacks to more than \(SizeWording.text(limit, in: .english)).",
                expected: "at most \(SizeWording.text(limit, in: .english)) unpacked",
                remedy: "Export the sheet you need as CSV, or split the workbook.")
        case .inflatesTooFast(let ratio):
            return ProblemWords(
                what: "A part of the workbook unpacks to more than \(ratio) times its size, "
                    + "which is how archives made to do harm look.",
                expected: "at most \(ratio) : 1",
                remedy: "If you trust the file, export the sheet you need as CSV.")
        case .nestedArchive(let entry):
            return ProblemWords(
                what: "The workbook has another archive inside: \"\(entry)\".",
                expected: "a workbook without archives in it", remedy: hostile)
        case .unsafeEntryName(let entry):
            return ProblemWords(
                what: "A part of the workbook names a place outside it: \"\(entry)\".",
                expected: "part names without \"..\" and without a leading slash", remedy: hostile)
        case .overlappingEntries(let entry):
            return ProblemWords(
                what: "Two parts of the workbook share the same bytes: \"\(entry)\".",
                expected: "parts that stand one after another", remedy: hostile)
        case .duplicateEntry(let entry):
            return ProblemWords(
                what: "The workbook has two parts of one name: \"\(entry)\".",
                expected: "each part once", remedy: damaged)
        case .missingPart(let part):
            return ProblemWords(
                what: "The workbook lacks its part \"\(part)\".",
                expected: "a whole .xlsx workbook",
                remedy: damaged)
        case .documentType(let part):
            return ProblemWords(
                what: "\"\(part)\" in the workbook declares a document type, which no "
                    + "spreadsheet program writes.",
                expected: "XML without a DOCTYPE", remedy: hostile)
        case .partNotUTF8(let part):
            return ProblemWords(
                what: "\"\(part)\" in the workbook is not in UTF-8.", expected: "XML in UTF-8",
                remedy: damaged)
        case .malformedXML(let part):
            return ProblemWords(
                what: "\"\(part)\" in the workbook is not well-formed XML.",
                expected: "well-formed XML", remedy: damaged)
        case .xmlTooDeep(let part, let limit):
            return ProblemWords(
                what: "\"\(part)\" in the workbook is nested deeper than \(limit) levels.",
                expected: "at most \(limit) levels", remedy: hostile)
        case .noSuchSheet(let name, let found):
            return ProblemWords(
                what: "The workbook has no sheet \"\(name)\".",
                expected: "one of its sheets: " + Self.listInEnglish(found),
                remedy: "Correct the sheet's name, or choose another sheet.")
        case .tooManyCells(let limit):
            return ProblemWords(
                what: "The sheet has more than \(Self.english(limit)) cells.",
                expected: "at most \(Self.english(limit)) cells",
                remedy: "Export the sheet as CSV, or split it.")
        default: preconditionFailure("every fatal kind has words: \(kind.name)")
        }
    }

    private var headingInEnglish: ProblemWords {
        switch kind {
        case .noHeading:
            return ProblemWords(
                what: "The file has no heading.",
                expected: "a first row with the names of the columns",
                remedy: "Add the row of column names.")
        case .noRows:
            return ProblemWords(
                what: "There is no row under the heading.", expected: "at least one row",
                remedy: "Export the table again, or remove the file.")
        case .missingColumn(let name, let found, let resembling):
            let found = found.filter { !$0.isEmpty }
            return ProblemWords(
                what: "The column \"\(name)\" is missing.",
                expected: found.isEmpty
                    ? "a heading with \"\(name)\""
                    : "\"\(name)\" among the columns found: " + Self.listInEnglish(found),
                remedy: resembling.map { "Rename \"\($0)\" to \"\(name)\", if that is meant." }
                    ?? "Add the column, or say in the mapping which column it is.")
        case .duplicateColumn(let first):
            return ProblemWords(
                what: "Two columns have the same name.",
                expected: "a name of its own for each column (column \(first) has this one)",
                remedy: "Rename or remove one of the two.", namesValue: true)
        case .noColumnFound(let wanted, let found):
            return ProblemWords(
                what: "None of the columns needed is in the heading.",
                expected: Self.listInEnglish(wanted) + "; found: " + Self.listInEnglish(found),
                remedy: "Check that the heading is the first line (lines above it can be skipped) "
                    + "and that the separator of cells is the right one.")
        default: preconditionFailure("every heading kind has words: \(kind.name)")
        }
    }

    private var rowInEnglish: ProblemWords {
        switch kind {
        case .cellTooLong(let limit):
            return ProblemWords(
                what: "A cell is longer than \(SizeWording.text(limit, in: .english)).",
                expected: "at most \(SizeWording.text(limit, in: .english)) in a cell",
                remedy: "Check that each quotation mark is closed, or shorten the text.")
        case .tooManyColumns(let limit):
            return ProblemWords(
                what: "The row has more than \(Self.english(limit)) cells.",
                expected: "at most \(Self.english(limit)) cells in a row",
                remedy: "Remove empty columns, or turn the table so that they are rows.")
        case .raggedRow(let found, let expected):
            let cells = found == 1 ? "1 cell" : "\(Self.english(found)) cells"
            return ProblemWords(
                what: "The row has \(cells), the heading \(Self.english(expected)).",
                expected: "as many cells as the heading has",
                remedy: found > expected
                    ? "Remove separators that are too many, or put a text or number that contains "
                        + "one in quotation marks."
                    : found == 1
                        ? "If this is a note and no row of the table, move it out of the file; "
                            + "else add the missing cells."
                        : "Add the missing cells; an empty cell still needs its separator.")
        case .textAfterQuote:
            return ProblemWords(
                what: "Text follows a closing quotation mark.",
                expected: "a separator or the end of the line after the quotation mark",
                remedy: "Write a quotation mark inside a text twice (\"\").")
        case .strayQuote:
            return ProblemWords(
                what: "A quotation mark stands inside a cell that does not start with one.",
                expected: "the whole cell in quotation marks, or none in it",
                remedy: "Put the cell in quotation marks and write the inner one twice (\"\").")
        case .nulByte:
            return ProblemWords(
                what: "The row has a zero byte in it.", expected: "text",
                remedy: "The file is damaged or is no text: export it again as CSV in UTF-8.")
        case .invalidText(let encoding):
            return ProblemWords(
                what: "The row has bytes that are not \(encoding.name) text.",
                expected: "text in \(encoding.name)",
                remedy: encoding == .utf8
                    ? "Save the file as UTF-8, or name its encoding (often Windows-1251)."
                    : "Name the encoding the file is really in, or save it as UTF-8.")
        default: preconditionFailure("every row kind has words: \(kind.name)")
        }
    }

    private var cellInEnglish: ProblemWords {
        let value = place.value.map { "\"\($0)\"" } ?? "The cell"
        let correct = "Correct the cell"
        switch kind {
        case .emptyCell:
            return ProblemWords(
                what: "The cell is empty.", expected: "a value",
                remedy: "Fill the cell.", namesValue: true)
        case .stateNotAllowed(let content):
            return ProblemWords(
                what: "\(value) says the number is \(content.inEnglish); this column must "
                    + "have a number in each row.",
                expected: "a whole number", remedy: "\(correct), or remove the row.",
                namesValue: true)
        case .notANumber:
            return ProblemWords(
                what: "\(value) is not a number.",
                expected: "a number, or nothing if it is not known",
                remedy: "Write the number in digits, with a digit before and after the decimal "
                    + "mark and a minus if it is negative.",
                namesValue: true)
        case .textAroundNumber:
            return ProblemWords(
                what: "\(value) has more than a number in it.",
                expected: "the number alone: unit, footnote and remark have columns of their own",
                remedy: "Leave only the number in the cell.", namesValue: true)
        case .wrongDecimalMark(let mark):
            let (told, other) = mark == .point ? ("point", "comma") : ("comma", "point")
            return ProblemWords(
                what: "\(value) is written with a decimal \(other); this table uses a decimal "
                    + "\(told).",
                expected: mark == .point ? "a number such as 1234.5" : "a number such as 1234,5",
                remedy: "\(correct), or declare a decimal \(other) for the column.",
                namesValue: true)
        case .groupingNotDeclared:
            return ProblemWords(
                what: "\(value) has separators between its thousands.",
                expected: "digits without anything between them",
                remedy: "Remove the separators, or declare the grouping of digits for the column.",
                namesValue: true)
        case .badGrouping:
            return ProblemWords(
                what: "The digits of \(value) are not grouped in threes.",
                expected: "groups of three digits, as in 1 234 567",
                remedy: "\(correct): it may be two numbers, or lack a digit.", namesValue: true)
        case .ambiguousMark(let mark):
            let (marks, words) = mark == .point ? ("comma", "point") : ("point", "comma")
            return ProblemWords(
                what: "\(value) can be read in two ways: the \(marks) may be a decimal one or "
                    + "stand between thousands.",
                expected: "a decimal \(words) and no other mark",
                remedy: "\(correct), or declare the decimal mark and the grouping for the column.",
                namesValue: true)
        case .numberOutOfRange(let bound):
            switch bound {
            case .tooLarge:
                return ProblemWords(
                    what: "\(value) is too large to be computed with.",
                    expected: "a number below 1e308 in size",
                    remedy: "\(correct), or use a larger unit.", namesValue: true)
            case .tooSmall:
                return ProblemWords(
                    what: "\(value) is too close to zero to be computed with.",
                    expected: "zero, or a number above 1e-308 in size",
                    remedy: "\(correct), or write 0.", namesValue: true)
            case .tooLargeWhole:
                return ProblemWords(
                    what: "\(value) is too large for a whole number.",
                    expected: "a whole number up to 9,007,199,254,740,992 in size",
                    remedy: "\(correct).", namesValue: true)
            }
        case .notWhole:
            return ProblemWords(
                what: "\(value) is not a whole number.", expected: "a whole number",
                remedy: "\(correct).", namesValue: true)
        case .notFinite:
            return ProblemWords(
                what: "\(value) is what a program writes for a number it could not compute.",
                expected: "a number, or nothing if it is not known",
                remedy: "Leave the cell empty, or repair the calculation it comes from.",
                namesValue: true)
        case .spreadsheetError:
            return ProblemWords(
                what: "\(value) is the error of a spreadsheet formula.",
                expected: "a number, or nothing if it is not known",
                remedy: "Repair the formula in the spreadsheet and export again.",
                namesValue: true)
        case .dateForNumber:
            return ProblemWords(
                what: "\(value) looks like a date; a spreadsheet may have made one of a number.",
                expected: "a number",
                remedy: "Set the column's format to number in the spreadsheet, type the number "
                    + "again and export.",
                namesValue: true)
        case .undeclaredMark:
            return ProblemWords(
                what: "\(value) means different things to different offices: zero, not known, "
                    + "hidden or impossible.",
                expected: "a number, or a mark whose meaning is declared",
                remedy: "Look up the mark in the source's notes and declare its meaning for this "
                    + "table, or write the number.",
                namesValue: true)
        case .notADate:
            return ProblemWords(
                what: "\(value) is not a date.",
                expected: "a date as 2024-02-29 or 29.02.2024", remedy: "\(correct).",
                namesValue: true)
        case .noSuchDate:
            return ProblemWords(
                what: "The calendar has no day \(value).",
                expected: "a day that exists", remedy: "\(correct).", namesValue: true)
        case .badCell(let part):
            return ProblemWords(
                what: "The cell's contents are damaged in the workbook (\"\(part)\").",
                expected: "a number or a text",
                remedy: "Open the file in the spreadsheet program and save it anew as .xlsx.")
        case .formulaWithoutValue:
            return ProblemWords(
                what: "The cell has a formula whose result is not saved in the file.",
                expected: "a formula with its result",
                remedy: "Open the workbook in the spreadsheet program, so that it computes, and "
                    + "save it.")
        default: preconditionFailure("every cell kind has words: \(kind.name)")
        }
    }

    private var noteInEnglish: ProblemWords {
        switch kind {
        case .encodingGuessed(let encoding):
            return ProblemWords(
                what: "The file is not UTF-8 and was read as \(encoding.name).",
                expected: "",
                remedy: "Look whether names read right; if not, name the encoding.")
        case .mixedLineEnds:
            return ProblemWords(
                what: "The file has line ends of different kinds.", expected: "",
                remedy: "Nothing need be done; the file may have been joined from two.")
        case .blankRows(let count):
            let rows =
                count == 1 ? "1 blank row was" : "\(Self.english(count)) blank rows were"
            return ProblemWords(
                what: rows + (count == 1 ? " passed over." : " passed over (the first is named)."),
                expected: "",
                remedy: "Nothing need be done if the blank rows are meant.")
        case .unusedColumns(let names):
            return ProblemWords(
                what: names.count == 1
                    ? "A column is not used: " + Self.listInEnglish(names) + "."
                    : "Columns are not used: " + Self.listInEnglish(names) + ".",
                expected: "", remedy: "Nothing need be done, unless one was meant to be read.")
        default: preconditionFailure("every note has words: \(kind.name)")
        }
    }

    /// At most ten names, the rest counted.
    static func listInEnglish(_ names: [String]) -> String {
        let shown = names.prefix(10).map { "\"\($0)\"" }.joined(separator: ", ")
        let rest = names.count - 10
        return rest > 0 ? shown + " and \(english(rest)) more" : shown
    }

    private static func english(_ number: Int) -> String {
        NumberWording.text(Double(number), decimals: 0, in: .english)
    }
}

extension CellContent {
    fileprivate var inEnglish: String {
        switch self {
        case .number: "given"
        case .missing: "missing"
        case .suppressed: "suppressed"
        case .notApplicable: "not applicable"
        }
    }
}

extension TabularProblem.FileForm {
    fileprivate var inEnglish: String {
        switch self {
        case .unknown: "something else"
        case .text: "plain text"
        case .html: "a web page"
        case .xml: "an XML document"
        case .pdf: "a PDF document"
        case .zip: "a ZIP archive or a workbook"
        case .workbook: "an .xlsx workbook"
        case .oldWorkbook: "an old Excel workbook (.xls) or one with a password"
        case .binaryWorkbook: "a binary Excel workbook (.xlsb)"
        case .openDocument: "an OpenDocument file"
        case .gzip: "a gzip archive"
        case .parquet: "a Parquet file"
        }
    }

    fileprivate var remedyInEnglish: String {
        switch self {
        case .zip, .workbook: "If it is an .xlsx workbook, import it as one; else unpack it first."
        case .gzip: "Unpack the file first."
        case .pdf: "Ask the source for the table as CSV or XLSX; a PDF is not read."
        case .html, .xml:
            "The download may have given a page instead of the table: download it again."
        case .parquet: "Import the file as Parquet."
        default: "Open the file in a spreadsheet program and save it as CSV in UTF-8."
        }
    }

    fileprivate var workbookRemedyInEnglish: String {
        switch self {
        case .text: "Import the file as CSV."
        case .html:
            "The download may have given a page instead of the workbook: download it again."
        case .pdf: "Ask the source for the table as CSV or XLSX; a PDF is not read."
        case .gzip: "Unpack the file first."
        case .oldWorkbook:
            "Open it in a spreadsheet program, remove a password if it has one, and save it "
                + "as .xlsx."
        default: "Open the file in a spreadsheet program and save it as .xlsx."
        }
    }
}
