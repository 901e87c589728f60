import Foundation
import Tabular
import Testing
import Wording

@Suite("Reading a workbook")
struct WorkbookTests {
    /// Every row of a sheet as `number: text|text`.
    static func rows(_ workbook: Workbook, _ sheet: String) throws -> [String] {
        var reader = try workbook.reader(ofSheet: sheet)
        var rows: [String] = []
        while try reader.advance() {
            let texts = (0..<reader.cellCount).map { reader.text(at: $0) }
            rows.append("\(reader.row): " + texts.joined(separator: "|"))
        }
        #expect(reader.report.isClean, "\(reader.report.problems)")
        return rows
    }

    static func rows(of builder: WorkbookBuilder) throws -> [String] {
        let bytes = builder.archive().bytes()
        return try rows(Workbook(opening: .bytes(bytes, name: "made.xlsx")), "Data")
    }

    @Test("a workbook written by openpyxl")
    func openpyxl() throws {
        let path = Snapshot.corpus("xlsx/openpyxl.xlsx").path
        let workbook = try Workbook(opening: .file(path: path))
        // The chart sheet between has no cells.
        #expect(workbook.sheets.map(\.name) == ["Регионы", "Скрытый"])
        #expect(workbook.sheets.map(\.isHidden) == [false, true])
        var reader = try workbook.reader(ofSheet: "регионы")
        var rows: [String] = []
        var hidden: [Int] = []
        while try reader.advance() {
            if reader.isHidden { hidden.append(reader.row) }
            rows.append(
                "\(reader.row): "
                    + (0..<reader.cellCount).map { reader.text(at: $0) }
                    .joined(separator: "|"))
            if reader.row == 8 {
                #expect(reader.fault(at: 1) == .formulaWithoutValue)
                #expect(reader.number(at: 1) == .problem(.formulaWithoutValue))
                let place = reader.place(ofCell: 1, named: "value")
                let message = TabularProblem(.formulaWithoutValue, at: place).message
                #expect(message.place.english.contains("cell B8"))
            }
        }
        #expect(
            rows == [
                "1: place|value|share|day|note",
                "2: RU-KEM|1234.5|0.125|2021-12-31| с пробелом",
                "3: RU-ALT|0.3|1|2022-02-28T13:30:00|a\nb",
                "4: RU-NVS|…|#N/A|09:05:00|TRUE",
                "5: merged|merged|merged", "6: merged|merged|merged|7", "8: after a gap|",
            ])
        #expect(hidden == [3])
        #expect(reader.report.notes.map(\.kind) == [.blankRows(count: 1)])
        #expect(try Self.rows(workbook, "Скрытый") == ["2: |-1e-300"])
    }

    @Test("a workbook written by XlsxWriter, with days counted from 1904")
    func xlsxwriter() throws {
        let path = Snapshot.corpus("xlsx/xlsxwriter.xlsx").path
        let rows = try Self.rows(Workbook(opening: .file(path: path)), "Data")
        #expect(
            rows == [
                "1: place|year|value|date", "2: RU-KEM|2021|5|2021-12-31", "3: ||#DIV/0!",
                "4: ||10", "5: ||RU-KEM", "6: rich bold text|FALSE",
            ])
    }

    @Test("from memory as from the file")
    func memory() throws {
        let url = Snapshot.corpus("xlsx/openpyxl.xlsx")
        let bytes = try [UInt8](Data(contentsOf: url))
        let fromMemory = try Workbook(opening: .bytes(bytes, name: "a.xlsx"))
        #expect(
            try Self.rows(fromMemory, "Регионы")
                == Self.rows(Workbook(opening: .file(path: url.path)), "Регионы"))
    }

    @Test("each way of storing a cell")
    func storage() throws {
        let builder = WorkbookBuilder(
            rows: """
                <row r="2"><c r="B2" t="s"><v>0</v></c><c t="inlineStr"><is><r><t>in</t></r>\
                <r><t>line</t></r><rPh><t>no</t></rPh></is></c><c r="E2" t="str"><f>A1</f><v>a&amp;\
                &#1078;</v></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c t="d">\
                <v>2024-02-29</v></c></row><row><c s="1"><v>44561</v></c><c><v>1.50</v></c>\
                <c><v>1E3</v></c><c/><c t="str"><f>""</f><v></v></c></row>
                """)
        #expect(
            try Self.rows(of: builder) == [
                "2: |shared|inline||a&ж|TRUE|#REF!|2024-02-29", "3: 2021-12-31|1.5|1000",
            ])
    }

    @Test("characters XML can't write are read back")
    func escapes() throws {
        let builder = WorkbookBuilder(
            rows: "<row><c t=\"inlineStr\"><is><t>a_x000A_b_x005F_x0041_ _x12_</t></is></c></row>")
        #expect(try Self.rows(of: builder) == ["1: a\nb_x0041_ _x12_"])
    }

    @Test("each cell of a merged range has the content of its top left one")
    func merged() throws {
        let builder = WorkbookBuilder(
            rows: """
                <row r="1"><c r="B1" t="s"><v>0</v></c></row><row r="2"><c r="D2"><v>4</v></c></row>\
                <row r="3"><c r="A3"><v>1</v></c></row><row r="9"><c r="A9"/></row>
                """,
            after: "<mergeCells><mergeCell ref=\"B1:C2\"/><mergeCell ref=\"A9:B9\"/></mergeCells>")
        let workbook = try Workbook(
            opening: .bytes(builder.archive().bytes(), name: "a.xlsx"))
        #expect(
            try Self.rows(workbook, "Data") == ["1: |shared|shared", "2: |shared|shared|4", "3: 1"])
        var reader = try workbook.reader(ofSheet: "Data")
        _ = try reader.advance()
        #expect((0..<3).map { reader.cell(at: $0).isMerged } == [false, true, true])
    }

    @Test("a merged range far below in a large sheet is found")
    func mergedFarBelow() throws {
        let row = { (i: Int) in "<row r=\"\(i)\"><c r=\"A\(i)\"><v>\(i)</v></c></row>" }
        let builder = WorkbookBuilder(
            rows: (1...20_000).map(row).joined(),
            after: "<mergeCells><mergeCell ref=\"A20000:B20000\"/></mergeCells>")
        let rows = try Self.rows(of: builder)
        #expect(rows.count == 20_000)
        #expect(rows.last == "20000: 20000|20000")
    }

    @Test("a number cell needs no format, a text cell is read under the one given")
    func numbers() throws {
        let builder = WorkbookBuilder(
            rows: """
                <row><c><v>1.5</v></c><c t="inlineStr"><is><t>1 234,5</t></is></c>\
                <c t="inlineStr"><is><t>…</t></is></c><c t="e"><v>#N/A</v></c><c t="e"><v>#REF!</v>\
                </c><c s="1"><v>44561</v></c><c t="b"><v>1</v></c><c t="s"><v>7</v></c></row>
                """)
        let workbook = try Workbook(opening: .bytes(builder.archive().bytes(), name: "a.xlsx"))
        var reader = try workbook.reader(ofSheet: "Data")
        _ = try reader.advance()
        let readings = (0..<9).map { reader.number(at: $0, format: .russian, words: .standard) }
        #expect(
            readings == [
                .number(1.5), .number(1234.5), .missing, .missing, .problem(.spreadsheetError),
                .problem(.dateForNumber), .problem(.notANumber),
                .problem(.badCell(part: "xl/worksheets/sheet1.xml")), .missing,
            ])
    }

    /// An importer that knows nothing of where its records come from.
    private func texts(_ reader: inout some RecordReader & ~Copyable) throws -> [[String]] {
        var rows: [[String]] = []
        while try reader.advance() { rows.append(reader.texts()) }
        return rows
    }

    @Test("one importer reads the same table from CSV and from a workbook")
    func recordReader() throws {
        var delimited = CSVReader(.bytes(Array("place,value\nRU-KEM,1.5\n".utf8), name: "a.csv"))
        let builder = WorkbookBuilder(
            rows: """
                <row><c t="inlineStr"><is><t>place</t></is></c><c t="inlineStr"><is><t>value</t></is>\
                </c></row><row><c t="inlineStr"><is><t>RU-KEM</t></is></c><c><v>1.5</v></c></row>
                """)
        let workbook = try Workbook(opening: .bytes(builder.archive().bytes(), name: "a.xlsx"))
        var sheet = try workbook.reader(ofSheet: "Data")
        #expect(try texts(&delimited) == texts(&sheet))
    }

    @Test(
        "days of both calendars, and times",
        arguments: [
            (1.0, "1900-01-01"), (59, "1900-02-28"), (60, "1900-02-29"), (61, "1900-03-01"),
            (44_561, "2021-12-31"), (2_958_465, "9999-12-31"), (2_958_466, "2958466"), (-1, "-1"),
            (0, "0"),
        ])
    func days(serial: Double, text: String) throws {
        let value = NumberText.shortest(serial)
        let builder = WorkbookBuilder(rows: "<row><c s=\"1\"><v>\(value)</v></c></row>")
        #expect(try Self.rows(of: builder) == ["1: " + text])
    }

    @Test(
        "a format is a date's only if it shows one",
        arguments: [
            ("General", "0.5"), ("0.00E+00", "0.5"), ("#,##0 \"дней\"", "0.5"), ("[Red]0.0", "0.5"),
            ("[h]:mm", "0.5"), ("h:mm", "12:00:00"), ("0.0\\d", "0.5"),
            ("[$-419]hh:mm", "12:00:00"),
            ("mm:ss", "12:00:00"),
        ])
    func formats(code: String, text: String) throws {
        let escaped = code.replacing("\"", with: "&quot;")
        var builder = WorkbookBuilder(rows: "<row><c s=\"1\"><v>0.5</v></c></row>")
        builder["xl/styles.xml"] = builder["xl/styles.xml"]?.replacing("dd/mm/yyyy", with: escaped)
        #expect(try Self.rows(of: builder) == ["1: " + text])
    }

    @Test("names with a prefix, comments, CDATA and instructions are read as they should be")
    func xml() throws {
        var builder = WorkbookBuilder()
        builder["xl/worksheets/sheet1.xml"] = """
            <?xml version='1.0' encoding='utf-8' standalone="yes"?>\r\n<!-- a > b -->
            <x:worksheet xmlns:x="x"><?pi <row> ?><x:sheetData><x:row r = '1' ><x:c t='inlineStr'>\
            <x:is><x:t><![CDATA[<&]]>]&lt;&#x444;</x:t></x:is></x:c></x:row></x:sheetData>\
            </x:worksheet>\n
            """
        #expect(try Self.rows(of: builder) == ["1: <&]<ф"])
    }

    @Test("random tables are read back the same", arguments: 0..<40)
    func random(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        var rows = ""
        var expected: [String] = []
        for row in 1...Int.random(in: 1...60, using: &generator) {
            var cells: [String] = []
            rows += "<row r=\"\(row)\">"
            for column in 1...Int.random(in: 1...30, using: &generator) {
                let address = CellAddress(row: row, column: column).text
                if Bool.random(using: &generator) {
                    let value = Double(bitPattern: generator.next())
                    guard value.isFinite, value.isNormal else { continue }
                    while cells.count < column - 1 { cells.append("") }
                    cells.append(NumberText.shortest(value))
                    rows += "<c r=\"\(address)\"><v>\(value)</v></c>"
                } else {
                    let text = RandomText.make(&generator).filter { $0 != "_" && $0 != "\r\n" }
                    let escaped = text.unicodeScalars.map { "&#\($0.value);" }.joined()
                    while cells.count < column - 1 { cells.append("") }
                    cells.append(text)
                    rows += "<c r=\"\(address)\" t=\"inlineStr\"><is><t>\(escaped)</t></is></c>"
                }
            }
            rows += "</row>"
            while cells.last == "" { cells.removeLast() }
            if !cells.isEmpty { expected.append("\(row): " + cells.joined(separator: "|")) }
        }
        #expect(try Self.rows(of: WorkbookBuilder(rows: rows)) == expected, "seed \(seed)")
    }

    @Test("a sheet that isn't there is named with those that are")
    func noSuchSheet() throws {
        let path = Snapshot.corpus("xlsx/openpyxl.xlsx").path
        let workbook = try Workbook(opening: .file(path: path))
        let problem = #expect(throws: TabularProblem.self) {
            _ = try workbook.reader(ofSheet: "2020")
        }
        #expect(problem?.kind == .noSuchSheet(name: "2020", found: ["Регионы", "Скрытый"]))
    }

    @Test("reading stops when it is cancelled")
    func cancellation() async throws {
        let row = { (i: Int) in "<row r=\"\(i)\"><c r=\"A\(i)\"><v>\(i)</v></c></row>" }
        let bytes = WorkbookBuilder(rows: (1...100_000).map(row).joined()).archive().bytes()
        let task = Task {
            let workbook = try Workbook(opening: .bytes(bytes, name: "a.xlsx"))
            var reader = try workbook.reader(ofSheet: "Data")
            _ = try reader.advance()
            withUnsafeCurrentTask { $0?.cancel() }
            while try reader.advance() {}
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
