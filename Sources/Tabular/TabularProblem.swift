/// Something wrong with, or worth knowing about, a table from outside: the facts alone.
///
/// Words are made from the facts by ``message``, so that a program can act on the
/// ``kind`` while a person reads the sentence.
public struct TabularProblem: Error, Hashable, Sendable {
    public let kind: Kind
    public let place: Place

    public init(_ kind: Kind, at place: Place) {
        self.kind = kind
        self.place = place
    }

    /// Where the problem stands. Lines, rows and columns count from 1.
    public struct Place: Hashable, Sendable {
        public var file: String
        public var sheet: String?
        /// Line of the text file, as an editor numbers it.
        public var line: Int?
        /// Row of the table, as a spreadsheet numbers it: differs from the line where a quoted
        /// cell holds line breaks.
        public var row: Int?
        public var column: Int?
        public var columnName: String?
        /// The offending value, made safe to print.
        public var value: String?

        public init(
            file: String, sheet: String? = nil, line: Int? = nil, row: Int? = nil,
            column: Int? = nil, columnName: String? = nil, value: String? = nil
        ) {
            self.file = file
            self.sheet = sheet
            self.line = line
            self.row = row
            self.column = column
            self.columnName = columnName
            self.value = value
        }
    }

    /// How much a problem takes with it. The report lists the gravest first.
    public enum Severity: Int, Comparable, CaseIterable, Sendable {
        /// Nothing was read past this point.
        case fatal
        /// The heading does not fit: whole columns are lost.
        case heading
        /// A row does not fit.
        case row
        /// One cell does not fit.
        case cell
        /// Nothing is wrong; the reader made a choice a person should know of.
        case note

        public static func < (left: Severity, right: Severity) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    /// What happened, with the facts needed to say so.
    public enum Kind: Hashable, Sendable {
        // The file as a whole.
        case cannotRead(FileFailure.Reason)
        case emptyFile
        case unsupportedEncoding(name: String)
        case contradictingMark(found: TextEncoding, told: TextEncoding)
        case notDelimitedText(looksLike: FileForm)
        case rowTooLong(limit: Int)
        case unclosedQuote

        // The heading.
        case noHeading
        case noRows
        case missingColumn(name: String, found: [String], resembling: String?)
        case duplicateColumn(firstAt: Int)
        case noColumnFound(wanted: [String], found: [String])

        // A row.
        case cellTooLong(limit: Int)
        case tooManyColumns(limit: Int)
        case raggedRow(found: Int, expected: Int)
        case textAfterQuote
        case strayQuote
        case nulByte
        case invalidText(TextEncoding)

        // A cell.
        case emptyCell
        case stateNotAllowed(CellContent)
        case notANumber
        case textAroundNumber
        case wrongDecimalMark(expected: DecimalMark)
        case groupingNotDeclared
        case badGrouping
        /// More than one decimal mark could be meant: `1,234`.
        case ambiguousMark(expected: DecimalMark)
        case numberOutOfRange(Bound)
        case notWhole
        case notFinite
        case spreadsheetError
        case dateForNumber
        case undeclaredMark
        case notADate
        case noSuchDate

        // Worth knowing.
        case encodingGuessed(TextEncoding)
        case mixedLineEnds
        case blankRows(count: Int)
        case unusedColumns([String])

        // Workbooks.
        case notAWorkbook(looksLike: FileForm)
        case damagedArchive
        case encryptedArchive
        case tooManyEntries(limit: Int)
        case inflatesTooMuch(limit: Int)
        case inflatesTooFast(ratio: Int)
        case nestedArchive(entry: String)
        case unsafeEntryName(entry: String)
        case overlappingEntries(entry: String)
        case duplicateEntry(entry: String)
        case missingPart(part: String)
        case documentType(part: String)
        case partNotUTF8(part: String)
        case malformedXML(part: String)
        case xmlTooDeep(part: String, limit: Int)
        case noSuchSheet(name: String, found: [String])
        case tooManyCells(limit: Int)
        case badCell(part: String)
        case formulaWithoutValue
    }

    /// Which end of the numbers that can be computed with.
    public enum Bound: String, Hashable, Sendable, CaseIterable {
        case tooLarge, tooSmall
        /// Whole numbers past 2⁵³ can't be told from their neighbours.
        case tooLargeWhole
    }

    /// A form of file that is not the one expected, told from its first bytes.
    public enum FileForm: String, Hashable, Sendable, CaseIterable {
        case unknown, text, html, xml, pdf, zip, workbook, oldWorkbook, binaryWorkbook
        case openDocument, gzip, parquet
    }

    public var severity: Severity { kind.severity }
}

extension TabularProblem.Kind {
    public var severity: TabularProblem.Severity {
        switch self {
        case .cannotRead, .emptyFile, .unsupportedEncoding, .contradictingMark,
            .notDelimitedText, .rowTooLong, .unclosedQuote,
            .notAWorkbook, .damagedArchive, .encryptedArchive, .tooManyEntries,
            .inflatesTooMuch, .inflatesTooFast, .nestedArchive, .unsafeEntryName,
            .overlappingEntries, .duplicateEntry, .missingPart, .documentType, .partNotUTF8,
            .malformedXML, .xmlTooDeep, .noSuchSheet, .tooManyCells:
            .fatal
        case .noHeading, .noRows, .missingColumn, .duplicateColumn, .noColumnFound:
            .heading
        case .cellTooLong, .tooManyColumns, .raggedRow, .textAfterQuote, .strayQuote, .nulByte,
            .invalidText:
            .row
        case .emptyCell, .stateNotAllowed, .notANumber, .textAroundNumber, .wrongDecimalMark,
            .groupingNotDeclared, .badGrouping, .ambiguousMark, .numberOutOfRange, .notWhole,
            .notFinite,
            .spreadsheetError, .dateForNumber, .undeclaredMark, .notADate, .noSuchDate, .badCell,
            .formulaWithoutValue:
            .cell
        case .encodingGuessed, .mixedLineEnds, .blankRows, .unusedColumns:
            .note
        }
    }

    /// The name of the kind without its facts, for counting and for machines.
    public var name: String {
        let text = String(describing: self)
        return String(text.prefix { $0 != "(" })
    }
}
