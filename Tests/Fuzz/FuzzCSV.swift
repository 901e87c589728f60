import Tabular

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

    var reader = ColumnarReader(
        source,
        columns: [
            .text("place"), .integer("year"), .number("value", words: .rosstat),
            .day("day", isRequired: false, allowsEmpty: true),
        ], format: format)
    guard let table = try? reader.readAll() else { fatalError("was not cancelled") }
    requireWords(reader.report)
    for (value, state) in zip(table.numbers(of: "value"), table.states(of: "value")) {
        require(value.isFinite == (state == .number), "a number where it says so")
    }
}
