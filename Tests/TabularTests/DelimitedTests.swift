import Foundation
import Tabular
import Testing

@Suite("Delimited files")
struct DelimitedTests {
    struct Refused: Error { let problems: [TabularProblem] }

    static func write(_ rows: [[String]], _ style: CSVWriter.Style) throws -> [UInt8] {
        var sink = ByteSink()
        var writer = CSVWriter(style: style)
        for row in rows { try writer.row(row, to: &sink) }
        return sink.takeBytes()
    }

    static func read(_ bytes: [UInt8], _ format: CSVFormat = CSVFormat()) throws -> [[String]] {
        var reader = CSVReader(.bytes(bytes, name: "t.csv"), format: format)
        var rows: [[String]] = []
        while try reader.advance() { rows.append(reader.texts()) }
        guard reader.report.isClean else { throw Refused(problems: reader.report.problems) }
        return rows
    }

    static let styles: [CSVWriter.Style] = CSVFormat.Delimiter.allCases.flatMap { delimiter in
        [
            CSVWriter.Style(delimiter: delimiter),
            CSVWriter.Style(
                delimiter: delimiter, lineEnd: .carriageReturnLineFeed, hasByteOrderMark: true,
                guardsFormulas: true),
        ]
    }

    private func table(_ generator: inout SeededGenerator, from pieces: [String]) -> [[String]] {
        let columns = Int.random(in: 1...8, using: &generator)
        return (0..<Int.random(in: 1...20, using: &generator)).map { _ in
            (0..<columns).map { _ in RandomText.make(&generator, from: pieces) }
        }
    }

    @Test("random tables in every style are read back the same", arguments: 0..<200)
    func roundTrip(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let rows = table(&generator, from: RandomText.pieces)
        for style in Self.styles {
            let format = CSVFormat(
                delimiter: style.delimiter, removesFormulaGuard: style.guardsFormulas)
            let bytes = try Self.write(rows, style)
            #expect(try Self.read(bytes, format) == rows, "seed \(seed), \(style)")
        }
    }

    @Test("random tables in every encoding are read back the same", arguments: 0..<200)
    func encodings(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let pieces = RandomText.pieces.filter { !["＝", "\u{FEFF}"].contains($0) } + ["🏭", "漢"]
        let rows = table(&generator, from: pieces)
        let text = String(
            decoding: try Self.write(rows, .init(delimiter: .semicolon)), as: UTF8.self)
        let little = BadFiles.utf16(text)
        let big = stride(from: 0, to: little.count, by: 2).flatMap { [little[$0 + 1], little[$0]] }
        let named = { (encoding: TextEncoding) in
            CSVFormat(delimiter: .semicolon, encoding: .fixed(encoding))
        }
        let marked = CSVFormat(delimiter: .semicolon)
        #expect(try Self.read([0xFF, 0xFE] + little, marked) == rows, "seed \(seed)")
        #expect(try Self.read([0xFE, 0xFF] + big, marked) == rows, "seed \(seed)")
        #expect(try Self.read(little, named(.utf16LittleEndian)) == rows, "seed \(seed)")
        #expect(try Self.read(big, named(.utf16BigEndian)) == rows, "seed \(seed)")
        #expect(try Self.read([0xEF, 0xBB, 0xBF] + Array(text.utf8), marked) == rows)

        let cyrillic = rows.map { row in
            row.map { cell in String(cell.filter { $0 != "é" && $0 != "🏭" && $0 != "漢" }) }
        }
        let written = try Self.write(cyrillic, .init(delimiter: .semicolon))
        let single = try #require(
            String(decoding: written, as: UTF8.self).data(using: .windowsCP1251))
        #expect(try Self.read([UInt8](single), named(.windows1251)) == cyrillic, "seed \(seed)")
    }

    @Test("how a file is cut into chunks changes nothing", arguments: [1, 2, 3, 5, 7, 100])
    func chunks(shift: Int) throws {
        // Cells of every length around the chunk's end, with what could be cut there.
        let pieces = ["\"a\"\"b\"", "я", "\r\n\"c\n\"", "🏭", ",", "\"\"\"\""]
        var text = String(repeating: "x", count: (1 << 18) - 64 - shift)
        for i in 0..<200 { text += "," + pieces[i % pieces.count].replacing(",", with: "\",\"") }
        let alone = try Self.read(Array(text.utf8))
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.utf8).write(to: file)
        var reader = CSVReader(.file(path: file.path))
        var rows: [[String]] = []
        while try reader.advance() { rows.append(reader.texts()) }
        #expect(rows == alone)
        #expect(rows.joined().contains("a\"b") && rows.joined().contains("🏭"))
    }

    @Test("numbers written in either style are read back bit by bit", arguments: 0..<50)
    func numbers(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let values = (0..<100).map { _ -> Double in
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: Double(Int.random(in: -1_000_000...1_000_000, using: &generator)) / 100
            case 1: Double(Int.random(in: -9...9, using: &generator))
            case 2: Double.random(in: -1...1, using: &generator)
            default:
                Double(bitPattern: generator.next()).isFinite
                    ? Double(bitPattern: generator.next()) : 0.1
            }
        }.filter { $0.isFinite }
        for mark in DecimalMark.allCases {
            let style = CSVWriter.Style(delimiter: .semicolon, decimalMark: mark)
            var sink = ByteSink()
            var writer = CSVWriter(style: style)
            try writer.row(["value"], to: &sink)
            for value in values {
                try writer.number(value, to: &sink)
                try writer.endRow(to: &sink)
            }
            var reader = ColumnarReader(
                .bytes(sink.takeBytes(), name: "n.csv"),
                columns: [.number("value", format: .init(decimalMark: mark))],
                format: CSVFormat(delimiter: .semicolon))
            let table = try reader.readAll()
            #expect(reader.report.isClean)
            #expect(table.numbers(of: "value") == values, "seed \(seed)")
        }
    }

    @Test(
        "no number without a value is ever written",
        arguments: [
            Double.nan, .infinity, -.infinity, .signalingNaN,
        ])
    func notFinite(value: Double) {
        var sink = ByteSink()
        var writer = CSVWriter()
        #expect(throws: CSVWriter.NotFinite.self) {
            try writer.number(value, to: &sink)
        }
    }

    @Test("minus zero is written and read as zero")
    func minusZero() throws {
        #expect(NumberText.shortest(-0.0) == "0")
        for text in ["-0", "-0.0", "−0", "-0e5"] {
            guard case .number(let value) = NumberCell.read(text) else {
                Issue.record("\(text) is a number")
                continue
            }
            #expect(value == 0 && value.sign == .plus)
        }
    }

    @Test(
        "a first cell that looks like another form of file stays a cell",
        arguments: [
            "<html>", "<!doctype html>", "<?xml", "%PDF-1", "PAR1", "PK\u{3}\u{4}", "sep=;",
            "\u{FEFF}a",
        ])
    func firstCell(text: String) throws {
        for style in Self.styles {
            let rows = [[text, "b"], ["1", "2"]]
            let format = CSVFormat(
                delimiter: style.delimiter, removesFormulaGuard: style.guardsFormulas)
            #expect(try Self.read(try Self.write(rows, style), format) == rows)
        }
    }

    // MARK: What spreadsheets run (RELIABILITY C6)

    static let formulaStarts = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]

    @Test("a thousand formulas are guarded, and read back exactly", arguments: 0..<10)
    func formulas(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let bodies = [
            "1+1", "HYPERLINK(\"http://x\",\"y\")", "cmd|' /C calc'!A0", "SUM(A1:A9)", "",
            "IMPORTXML(\"http://x\",\"//a\")", "'", "\"", "2,5;3", "=", "DDE(\"a\";\"b\")",
        ]
        var payloads: [String] = []
        for _ in 0..<100 {
            let apostrophes = String(
                repeating: "'", count: Int.random(in: 0...3, using: &generator))
            payloads.append(
                (Bool.random(using: &generator) ? apostrophes : "")
                    + Self.formulaStarts.randomElement(using: &generator)!
                    + bodies.randomElement(using: &generator)!
                    + RandomText.make(&generator))
        }
        let rows = payloads.map { [$0, "x"] }
        for style in [CSVWriter.Style.spreadsheet, .russianSpreadsheet] {
            let bytes = try Self.write(rows, style)
            // As a spreadsheet reads it, that is without removing guards, no cell can run.
            let shown = try Self.read(bytes, CSVFormat(delimiter: style.delimiter))
            for row in shown {
                #expect(!Self.formulaStarts.contains { row[0].hasPrefix($0) }, "\(row[0])")
                #expect(row[0].hasPrefix("'"))
            }
            let format = CSVFormat(delimiter: style.delimiter, removesFormulaGuard: true)
            #expect(try Self.read(bytes, format) == rows, "seed \(seed)")
        }
    }

    @Test("negative numbers stay numbers, and harmless texts stay as they are")
    func harmless() throws {
        var sink = ByteSink()
        var writer = CSVWriter(style: .spreadsheet)
        try writer.number(-12.5, to: &sink)
        try writer.text("'quoted'", to: &sink)
        try writer.text("a=b", to: &sink)
        try writer.integer(-3, to: &sink)
        try writer.endRow(to: &sink)
        let text = String(decoding: sink.takeBytes().dropFirst(3), as: UTF8.self)
        #expect(text == "-12.5,'quoted',a=b,-3\r\n")
    }

    // MARK: Limits

    private func kinds(_ bytes: [UInt8], _ limits: CSVFormat.Limits) throws -> [TabularProblem.Kind]
    {
        var reader = CSVReader(
            .bytes(bytes, name: "t.csv"), format: CSVFormat(delimiter: .comma, limits: limits))
        while try reader.advance() {}
        return reader.report.problems.map(\.kind)
    }

    @Test("a cell of just the limit is read, one byte more is not")
    func cellLimit() throws {
        let limits = CSVFormat.Limits(cellBytes: 10)
        for quoted in [false, true] {
            let cell = { (n: Int) in
                let text = String(repeating: "a", count: n)
                return Array(((quoted ? "\"\(text)\"" : text) + ",b\n").utf8)
            }
            #expect(try kinds(cell(10), limits) == [])
            #expect(try kinds(cell(11), limits) == [.cellTooLong(limit: 10)])
        }
    }

    @Test("a row of just the limit of cells is read, one more is not")
    func columnLimit() throws {
        for limit in [3, 64, 100, 300] {
            let row = { (n: Int) in
                Array(String(repeating: "a,", count: n - 1).utf8) + [0x61, 0x0A]
            }
            let limits = CSVFormat.Limits(columns: limit)
            #expect(try kinds(row(limit), limits) == [], "\(limit)")
            #expect(
                try kinds(row(limit + 1), limits) == [.tooManyColumns(limit: limit)], "\(limit)")
        }
    }

    @Test("a row beyond the limit ends the reading, however the file is cut")
    func rowLimit() throws {
        let limits = CSVFormat.Limits(cellBytes: 1_000, rowBytes: 100)
        let row = { (n: Int) in Array(String(repeating: "a", count: n).utf8) + [0x0A] }
        #expect(try kinds(row(99), limits) == [])
        #expect(try kinds(row(200), limits) == [.rowTooLong(limit: 100)])
    }

    @Test("a line of a hundred megabytes is refused without being held")
    func hugeLine() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("a,b\n".utf8).write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        // Beyond its end a file is zero bytes; the reader must stop long before.
        try handle.truncate(atOffset: 100_000_000)
        try handle.close()
        var reader = CSVReader(.file(path: file.path))
        while try reader.advance() {}
        #expect(reader.report.problems.map(\.kind) == [.rowTooLong(limit: 16 << 20)])
        #expect(reader.progress.read < 20_000_000)
        #expect(reader.progress.total == 100_000_000)
    }

    @Test("a report of a million problems keeps a thousand and counts the rest")
    func manyProblems() throws {
        let bytes = Array("value\n".utf8) + Array(String(repeating: "x1\n", count: 20_000).utf8)
        var reader = ColumnarReader(.bytes(bytes, name: "t.csv"), columns: [.number("value")])
        _ = try reader.readAll()
        #expect(reader.report.count == 20_000)
        #expect(reader.report.problems.count == ProblemReport.kept)
    }

    @Test("reading stops when it is cancelled")
    func cancellation() async throws {
        let bytes = Array(String(repeating: "1,2,3\n", count: 500_000).utf8)
        let task = Task {
            var reader = CSVReader(.bytes(bytes, name: "t.csv"))
            _ = try reader.advance()
            withUnsafeCurrentTask { $0?.cancel() }
            var rows = 1
            while try reader.advance() { rows += 1 }
            return rows
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    // MARK: Reading as a person would

    @Test(
        "the delimiter is found",
        arguments: [
            ("a;b;c\n1,5;2;3\n", CSVFormat.Delimiter.semicolon), ("a\tb\n1,2\t3\n", .tab),
            ("a|b\n1|2\n", .pipe), ("a,b\n1,2\n", .comma), ("sep=|\na|b\n", .pipe),
            ("\"a;b\",c\n\"1;2\",3\n", .comma), ("a\n1\n", .comma),
        ])
    func delimiter(text: String, expected: CSVFormat.Delimiter) throws {
        var reader = CSVReader(.bytes(Array(text.utf8), name: "t.csv"))
        _ = try reader.advance()
        #expect(reader.delimiter == expected)
    }

    @Test("columns are found under their other names, in any order, whatever the case")
    func aliases() throws {
        let text = " Год ;Регион\n2021;RU-KEM\n"
        var reader = ColumnarReader(
            .bytes(Array(text.utf8), name: "t.csv"),
            columns: [.text("place", aliases: ["регион"]), .integer("year", aliases: ["год"])])
        let table = try reader.readAll()
        #expect(reader.report.isClean)
        #expect(table.integers(of: "year") == [2021])
        #expect(table.texts(of: "place") == ["RU-KEM"])
    }

    @Test("a cell says a number, nothing, hidden or impossible, as its office writes")
    func states() {
        let cases: [(String, StateWords, CellReading)] = [
            ("", .standard, .missing), ("#N/A", .standard, .missing), ("к", .standard, .suppressed),
            ("-", .standard, .problem(.undeclaredMark)), ("-", .rosstat, .number(0)),
            ("х", .rosstat, .notApplicable), (":", .eurostat, .missing),
            ("x", .statisticsCanada, .suppressed), ("...", .statisticsCanada, .notApplicable),
            ("0", .rosstat, .number(0)), ("−1", .standard, .number(-1)),
            (" Н/Д ", .standard, .missing), ("", StateWords([:]), .problem(.emptyCell)),
        ]
        for (text, words, expected) in cases {
            #expect(NumberCell.read(text, words: words) == expected, "\(text)")
        }
    }

    @Test("a batch at a time or all at once: the same table")
    func batches() throws {
        var text = "place,value\n"
        for i in 0..<70_000 { text += "R\(i % 97),\(i).5\n" }
        let source = TabularSource.bytes(Array(text.utf8), name: "t.csv")
        let columns = [Column.text("place"), .number("value")]
        var whole = ColumnarReader(source, columns: columns)
        let table = try whole.readAll()
        var batched = ColumnarReader(source, columns: columns)
        var places: [String] = []
        var values: [Double] = []
        try batched.forEachBatch { batch in
            #expect(batch.rowCount <= ColumnarReader.batchRows)
            let texts = batch.texts(of: "place")
            places += batch.codes(of: "place").map { texts[Int($0)] }
            values += batch.numbers(of: "value")
        }
        let texts = table.texts(of: "place")
        #expect(places == table.codes(of: "place").map { texts[Int($0)] })
        #expect(values == table.numbers(of: "value"))
        #expect(values.count == 70_000)
    }

    @Test(
        "a name mistyped by a letter or two resembles the right one",
        arguments: [
            ("valeu", true), ("vlue", true), ("values", true), ("vaule", true), ("amount", false),
        ])
    func resemblance(name: String, isClose: Bool) throws {
        let text = "place,\(name)\nRU-KEM,1\n"
        var reader = ColumnarReader(
            .bytes(Array(text.utf8), name: "t.csv"), columns: [.text("place"), .number("value")])
        _ = try reader.readAll()
        guard case .missingColumn(_, _, let resembling)? = reader.report.problems.first?.kind else {
            Issue.record("the column is missing")
            return
        }
        #expect(resembling == (isClose ? name : nil))
    }
}
