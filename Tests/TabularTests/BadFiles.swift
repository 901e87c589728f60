import Tabular

/// A small file with something wrong in it, as an analyst may well be sent one.
struct BadFile {
    let name: String
    let bytes: [UInt8]
    var format = CSVFormat()
    var columns = BadFiles.columns

    init(_ name: String, _ text: String) {
        self.name = name
        bytes = Array(text.utf8)
    }

    init(_ name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// The usual heading, then this row.
    init(_ name: String, row: String) {
        self.init(name, "place,year,value\n" + row + "\n")
    }

    /// The usual heading, then a row with this value.
    init(_ name: String, value: String) {
        self.init(name, row: "RU-KEM,2021," + value)
    }

    func read(as encoding: CSVFormat.EncodingChoice) -> BadFile {
        var file = self
        file.format.encoding = encoding
        return file
    }

    func delimited(by delimiter: CSVFormat.Delimiter) -> BadFile {
        var file = self
        file.format.delimiter = delimiter
        return file
    }

    func within(_ limits: CSVFormat.Limits) -> BadFile {
        var file = self
        file.format.limits = limits
        return file
    }

    func asking(_ columns: [Column]) -> BadFile {
        var file = self
        file.columns = columns
        return file
    }

    func report() throws -> ProblemReport {
        var reader = ColumnarReader(
            .bytes(bytes, name: name + ".csv"), columns: columns, format: format)
        _ = try reader.readAll()
        return reader.report
    }
}

/// The catalogue of RELIABILITY C3.
enum BadFiles {
    static let columns: [Column] = [
        .text("place"), .integer("year"), .number("value"),
    ]
    static let russian: [Column] = [
        .text("place"), .integer("year"), .number("value", format: .russian),
    ]
    static let dated: [Column] = [.text("place"), .day("day")]

    static let all = files + headings + rows + cells + notes

    private static let files: [BadFile] = [
        BadFile("empty", ""),
        BadFile("only-a-byte-order-mark", bytes: [0xEF, 0xBB, 0xBF]),
        BadFile("only-blank-lines", "\n\n\r\n"),
        BadFile("heading-alone", "place,year,value\n"),
        BadFile("utf-32", bytes: [0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0]),
        BadFile("mark-contradicts", bytes: [0xEF, 0xBB, 0xBF] + Array("place\n".utf8))
            .read(as: .fixed(.windows1251)),
        BadFile("pdf", "%PDF-1.7\n1 0 obj\n"),
        BadFile("zip", bytes: [0x50, 0x4B, 0x03, 0x04, 0x14, 0, 6, 0]),
        BadFile("old-workbook", bytes: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
        BadFile("gzip", bytes: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0]),
        BadFile("web-page", "<!DOCTYPE html>\n<html><body>503</body></html>\n"),
        BadFile("xml", "<?xml version=\"1.0\"?>\n<rows/>\n"),
        BadFile("parquet", "PAR1\u{15}\u{04}"),
        BadFile("quote-never-closed", row: "\"RU-KEM,2021,1\nRU-ALT,2021,2"),
        BadFile("quote-opened-at-the-end", "place,year,value\nRU-KEM,2021,1\nRU-ALT,2021,\""),
        BadFile("row-beyond-the-limit", row: String(repeating: "длинно ", count: 60_000))
            .within(CSVFormat.Limits(rowBytes: 512 << 10)),
    ]

    private static let headings: [BadFile] = [
        BadFile("column-missing", "place,year\nRU-KEM,2021\n"),
        BadFile("column-mistyped", "place,year,valeu\nRU-KEM,2021,1\n"),
        BadFile("two-columns-missing", "region,year,amount\nRU-KEM,2021,1\n"),
        BadFile("column-twice", "place,year,value,year\nRU-KEM,2021,1,2022\n"),
        BadFile("column-twice-but-for-case", "place,year,value,Value\nRU-KEM,2021,1,2\n"),
        BadFile("other-separator-told", "place;year;value\nRU-KEM;2021;1\n")
            .delimited(by: .comma),
        BadFile("no-names-in-heading", ",,\nRU-KEM,2021,1\n"),
        BadFile("title-above-the-heading", "ВРП по регионам\n\nplace,year,value\nRU-KEM,2021,1\n"),
        BadFile("no-heading-but-rows", "RU-KEM,2021,1\nRU-ALT,2021,2\n"),
    ]

    private static let rows: [BadFile] = [
        BadFile("cell-beyond-the-limit", row: String(repeating: "ы", count: 40) + ",2021,1")
            .within(CSVFormat.Limits(cellBytes: 64)),
        BadFile("thousands-of-columns", row: String(repeating: "1,", count: 5_000) + "1")
            .within(CSVFormat.Limits(columns: 4_000)),
        BadFile("cell-lacking", row: "RU-KEM,2021"),
        BadFile("cell-too-many", row: "RU-KEM,2021,1,2"),
        BadFile("decimal-comma-cuts-the-cell", row: "RU-KEM,2021,1,5"),
        BadFile("separator-at-each-end", "place,year,value\nRU-KEM,2021,1,\nRU-ALT,2021,2,\n"),
        BadFile("footnote-under-the-table", row: "RU-KEM,2021,1\nИсточник: Росстат"),
        BadFile("text-after-quote", row: "\"Кемеровская область\" — Кузбасс,2021,1"),
        BadFile("stray-quote", row: "ООО \"Разрез\",2021,1"),
        BadFile("inch-mark", row: "труба 5\",2021,1"),
        BadFile(
            "zero-byte",
            bytes: Array("place,year,value\nRU-".utf8) + [0] + Array("KEM,2021,1\n".utf8)),
        BadFile(
            "windows-1251-as-utf-8",
            bytes: Array("place,year,value\n".utf8) + [0xCA, 0xF3, 0xE7, 0xE1, 0xE0, 0xF1, 0xF1]
                + Array(",2021,1\n".utf8)),
        BadFile(
            "overlong-utf-8",
            bytes: Array("place,year,value\nRU".utf8) + [0xC0, 0xAF] + Array(",2021,1\n".utf8)),
        BadFile(
            "character-cut-at-the-end",
            bytes: Array("place,year,value\nRU-KEM,2021,1\nРеги".utf8.dropLast(1))),
        BadFile(
            "utf-16-cut-in-half", bytes: [0xFF, 0xFE] + utf16("place,year,value\na,1,1") + [0x31]),
        BadFile(
            "utf-16-lone-surrogate",
            bytes: [0xFF, 0xFE] + utf16("place,year,value\n") + [0x00, 0xD8] + utf16(",2021,1\n")),
        BadFile(
            "byte-windows-1251-lacks",
            bytes: Array("place,year,value\nRU".utf8) + [0x98] + Array(",2021,1\n".utf8)
        ).read(as: .fixed(.windows1251)),
    ]

    private static let cells: [BadFile] = [
        BadFile("place-empty", row: ",2021,1"),
        BadFile("year-empty", row: "RU-KEM,,1"),
        BadFile("year-hidden", row: "RU-KEM,c,1"),
        BadFile("year-not-known", row: "RU-KEM,…,1"),
        BadFile("year-with-a-letter", row: "RU-KEM,2021 г.,1"),
        BadFile("year-not-whole", row: "RU-KEM,2021.5,1"),
        BadFile("year-beyond-doubles", row: "RU-KEM,90071992547409930,1"),
        BadFile("word-for-number", value: "много"),
        BadFile("percent-sign", value: "12 %"),
        BadFile("about", value: "≈5"),
        BadFile("footnote-mark", value: "12.4¹"),
        BadFile("currency", value: "€5"),
        BadFile("negative-in-brackets", value: "(5)"),
        BadFile("decimal-comma", value: "\"1,5\""),
        BadFile("decimal-comma-and-spaces", value: "\"1 234,5\""),
        BadFile("decimal-point-in-russian-table", value: "1.5").asking(russian),
        BadFile("space-between-thousands", value: "1 234"),
        BadFile("no-break-space-between-thousands", value: "1\u{A0}234"),
        BadFile("narrow-space-between-thousands", value: "1\u{202F}234"),
        BadFile("apostrophe-between-thousands", value: "1'234"),
        BadFile("commas-between-thousands", value: "\"1,234,567.5\""),
        BadFile("comma-of-two-meanings", value: "\"1,234\""),
        BadFile("groups-not-of-three", value: "1 23 456").asking(russian),
        BadFile("two-numbers", value: "2020 2021").asking(russian),
        BadFile("hyphen", value: "-"),
        BadFile("dash", value: "—"),
        BadFile("minus-alone", value: "\u{2212}"),
        BadFile("latin-x", value: "x"),
        BadFile("cyrillic-x", value: "х"),
        BadFile("asterisk", value: "*"),
        BadFile("plus-alone", value: "+"),
        BadFile("too-large", value: "1e999"),
        BadFile("too-small", value: "1e-999"),
        BadFile("not-a-number", value: "NaN"),
        BadFile("infinity", value: "-inf"),
        BadFile("infinity-sign", value: "∞"),
        BadFile("division-by-zero", value: "#DIV/0!"),
        BadFile("lost-reference", value: "#ССЫЛКА!"),
        BadFile("date-for-number", value: "01.05.2024"),
        BadFile("month-for-number", value: "май.05"),
        BadFile("english-month-for-number", value: "5-May"),
        BadFile("two-points", value: "1.5.2"),
        BadFile("point-first", value: ".5"),
        BadFile("point-last", value: "5."),
        BadFile("full-width-digits", value: "１２"),
        BadFile("arabic-digits", value: "١٢"),
        BadFile("hexadecimal", value: "0x1F"),
        BadFile("zero-width-space", value: "1\u{200B}2"),
        BadFile("right-to-left-mark", value: "\u{202E}12"),
        BadFile("line-break-in-number", value: "\"1\n2\""),
        BadFile("day-that-is-not", "place,day\nRU-KEM,31.02.2024\n").asking(dated),
        BadFile("day-american", "place,day\nRU-KEM,02/28/2024\n").asking(dated),
        BadFile("day-in-words", "place,day\nRU-KEM,28 февраля 2024\n").asking(dated),
        BadFile("day-empty", "place,day\nRU-KEM,\n").asking(dated),
    ]

    private static let notes: [BadFile] = [
        BadFile("line-ends-mixed", "place,year,value\r\nRU-KEM,2021,1\nRU-ALT,2021,2\r\n"),
        BadFile("blank-rows", "place,year,value\n\nRU-KEM,2021,1\n\n\nRU-ALT,2021,2\n"),
        BadFile("columns-to-spare", "place,year,value,okato,comment\nRU-KEM,2021,1,32,\n"),
        BadFile(
            "windows-1251-guessed",
            bytes: Array("place,year,value\n".utf8) + [0xCA, 0xF3, 0xE7, 0xE1, 0xE0, 0xF1, 0xF1]
                + Array(",2021,1\n".utf8)
        ).read(as: .guessed),
        BadFile(
            "everything-at-once",
            """
            place,year,value,comment
            RU-KEM,2021,"1,5",
            ,2021,2,
            RU-ALT,20x1,#REF!,

            RU-NVS,2021,3
            "RU-TOM"?,2021,4,
            RU-OMS,2021,"several
            lines",
            RU-KYA,2021,—,

            """),
    ]

    static func utf16(_ text: String) -> [UInt8] {
        text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }
}
