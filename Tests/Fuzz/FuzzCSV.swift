@testable import Tabular

/// Bytes as a delimited file. The last byte also chooses how it is read.
func fuzz(_ bytes: [UInt8]) {
    let choice = bytes.last ?? 0
    let encodings: [CSVFormat.EncodingChoice] = [
        .marked, .guessed, .fixed(.windows1251), .fixed(.utf16LittleEndian),
        .fixed(.utf16BigEndian),
        .fixed(.utf8), .marked, .marked,
    ]
    let delimiters: [CSVFormat.Delimiter?] = [nil, .comma, .semicolon, .tab]
    let format = CSVFormat(
        delimiter: delimiters[Int(choice >> 4 & 3)], encoding: encodings[Int(choice & 7)],
        skippedLines: choice >> 6 == 3 ? 2 : 0, removesFormulaGuard: choice >> 6 == 2,
        limits: choice & 8 == 0 ? .init() : .init(cellBytes: 20, rowBytes: 100, columns: 7))
    let source = TabularSource.bytes(bytes, name: "fuzz.csv")
    let (rows, report) = Fuzz.rows(source, format)
    requireWords(report)
    for row in rows.prefix(200) {
        for cell in row.prefix(50) { requireNumber(cell) }
    }
    requireRoundTrip(rows, .workspace)
    requireRoundTrip(rows, .spreadsheet)
    requireRoundTrip(rows, .russianSpreadsheet)
    requireAgreement(source, format, rows, report)

    let columns: [Column] = [
        .text("place"), .integer("year"), .number("value", words: .rosstat),
        .day("day", isRequired: false, allowsEmpty: true),
    ]
    var reader = ColumnarReader(source, columns: columns, format: format)
    guard let table = try? reader.readAll() else { fatalError("was not cancelled") }
    requireWords(reader.report)
    requireSameByManyHands(source, format, columns, table, reader.report, choice)
    for (value, state) in zip(table.numbers(of: "value"), table.states(of: "value")) {
        require(value.isFinite == (state == .number), "a number where it says so")
    }
}

/// Many hands read what one does: the same table, the same problems.
private func requireSameByManyHands(
    _ source: TabularSource, _ format: CSVFormat, _ columns: [Column], _ table: ColumnarTable,
    _ report: ProblemReport, _ choice: UInt8
) {
    var reader = ColumnarReader(source, columns: columns, format: format)
    reader.tuning = ParallelTuning(
        hands: 2, pieceBytes: 16 + Int(choice & 63), roundPieces: 3, leastBytes: 1)
    guard let other = try? reader.readAll() else { fatalError("was not cancelled") }
    require(reader.report == report, "the same report by many hands")
    require(other.rowCount == table.rowCount, "as many rows by many hands")
    require(other.lines == table.lines && other.rows == table.rows, "the same lines")
    require(other.integers(of: "year") == table.integers(of: "year"), "the same years")
    require(other.days(of: "day") == table.days(of: "day"), "the same days")
    require(other.states(of: "value") == table.states(of: "value"), "the same states")
    let same = zip(other.numbers(of: "value"), table.numbers(of: "value")).allSatisfy {
        $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN)
    }
    require(same, "the same numbers")
    require(other.codes(of: "place") == table.codes(of: "place"), "the same codes of texts")
    require(other.texts(of: "place") == table.texts(of: "place"), "the same texts")
}
