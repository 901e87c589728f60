import Tabular
import Wording

/// What must hold for any bytes at all. A broken property ends the program, which the fuzzer
/// reports with the input that broke it.
func require(_ condition: Bool, _ sentence: @autoclosure () -> String) {
    guard !condition else { return }
    fatalError("does not hold: " + sentence())
}

/// Every problem can be said in both languages, in whole lines.
func requireWords(_ report: ProblemReport) {
    for problem in report.problems.prefix(20) + report.notes.prefix(20) {
        for language in Language.allCases {
            let text = problem.message.text(in: language)
            require(text.split(separator: "\n").count >= 2, "a message has its parts: \(text)")
            let isClean = text.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" }
            require(isClean, "a message has no control characters: \(text)")
        }
    }
}

/// A number cell is a finite number that reads back the same, or has a reason.
func requireNumber(_ text: String) {
    for format in [NumberFormat.plain, .russian, .american] {
        for words in [StateWords.standard, .rosstat] {
            guard case .number(let value) = NumberCell.read(text, format: format, words: words)
            else { continue }
            require(value.isFinite, "\(text) is finite")
            require(value != 0 || value.sign == .plus, "\(text) is no minus zero")
            let written = NumberText.shortest(value, mark: format.decimalMark)
            require(
                NumberCell.read(written, format: format) == .number(value),
                "\(written) reads back the same")
        }
    }
}

func rows(_ source: TabularSource, _ format: CSVFormat) -> (rows: [[String]], ProblemReport) {
    var reader = CSVReader(source, format: format)
    var rows: [[String]] = []
    while (try? reader.advance()) ?? false { rows.append(reader.texts()) }
    return (rows, reader.report)
}

/// Rows written in a style are read back the same.
func requireRoundTrip(_ rows: [[String]], _ style: CSVWriter.Style) {
    guard !rows.isEmpty else { return }
    var sink = ByteSink()
    var writer = CSVWriter(style: style)
    for row in rows { try! writer.row(row, to: &sink) }
    let format = CSVFormat(
        delimiter: style.delimiter, removesFormulaGuard: style.guardsFormulas,
        limits: .init(cellBytes: 1 << 24, rowBytes: 1 << 26, columns: 1 << 17))
    let (read, report) = Fuzz.rows(.bytes(sink.takeBytes(), name: "written.csv"), format)
    require(report.isClean, "what was written has no problem: \(report.problems)")
    require(read == rows, "what was written reads back the same")
}

/// The reader of columns sees what the reader of records does.
func requireAgreement(
    _ source: TabularSource, _ format: CSVFormat, _ rows: [[String]], _ report: ProblemReport
) {
    guard let heading = rows.first else { return }
    let names = heading.map(trimmed)
    let keys = names.map { $0.lowercased() }
    guard !names.contains(""), Set(keys).count == names.count, names.count <= 64 else { return }
    let columns = names.map { Column.text($0, allowsEmpty: true) }
    var reader = ColumnarReader(source, columns: columns, format: format, allowsNoRows: true)
    guard let table = try? reader.readAll() else { fatalError("was not cancelled") }
    let whole = rows.dropFirst().filter { $0.count == heading.count }
    require(table.rowCount == whole.count, "as many rows: \(table.rowCount), \(whole.count)")
    for (index, name) in names.enumerated() {
        let (codes, texts) = (table.codes(of: name), table.texts(of: name))
        for (code, row) in zip(codes, whole) {
            let text = code == ColumnarTable.absent ? "" : texts[Int(code)]
            require(text == trimmed(row[index]), "the same cell: \(text), \(row[index])")
        }
    }
    let ragged = rows.count - 1 - whole.count
    require(reader.report.count == report.count + ragged, "the same problems")
}

/// Without the blanks that columns are read without.
func trimmed(_ text: String) -> String {
    let blanks: Set<Unicode.Scalar> = [" ", "\t", "\u{A0}", "\u{202F}", "\u{2009}"]
    var scalars = Array(text.unicodeScalars)
    while let last = scalars.last, blanks.contains(last) { scalars.removeLast() }
    scalars.removeFirst(scalars.prefix { blanks.contains($0) }.count)
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    return String(result)
}
