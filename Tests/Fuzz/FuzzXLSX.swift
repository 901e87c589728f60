import Tabular

private let parts = [
    "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels", "_rels/.rels",
]

/// Bytes as a workbook, or, where the last is a digit from 1, as one part of a sound workbook:
/// checksums keep mutations of whole archives from reaching far.
func fuzz(_ bytes: [UInt8]) {
    var archive = bytes
    if let digit = bytes.last, (0x31..<0x37).contains(digit) {
        let part = parts[Int(digit - 0x31)]
        var builder = WorkbookBuilder()
        if part != parts[0] {
            builder[parts[0]] = """
                <worksheet><sheetData><row><c t="s"><v>0</v></c><c s="1"><v>44561</v></c><c s="2">\
                <v>0.5</v></c></row></sheetData></worksheet>
                """
        }
        builder[part] = nil
        var made = builder.archive()
        made.store(part, Array(bytes.dropLast()))
        archive = made.bytes()
    }
    let limits = WorkbookLimits(inflatedBytes: 16 << 20, sharedTextBytes: 4 << 20, cells: 100_000)
    var report = ProblemReport()
    do {
        let workbook = try Workbook(
            opening: .bytes(archive, name: "fuzz.xlsx"), limits: limits)
        for sheet in workbook.sheets.prefix(4) {
            var reader = try workbook.reader(of: sheet)
            var (lastRow, count) = (0, 0)
            while try reader.advance() {
                require(reader.row > lastRow, "rows ascend")
                require(reader.cellCount > 0, "a row delivered has a cell")
                lastRow = reader.row
                for index in 0..<reader.cellCount where count < 5_000 {
                    count += 1
                    let text = reader.text(at: index)
                    requireNumber(text)
                    if case .number(let value) = reader.cell(at: index).content {
                        require(value.isFinite, "a cell's number is finite")
                        require(
                            reader.number(at: index) == .number(value), "and is read as it is")
                    }
                    if let fault = reader.fault(at: index) {
                        report.add(fault, at: reader.place(ofCell: index))
                    }
                }
            }
            requireWords(reader.report)
        }
    } catch let problem as TabularProblem {
        report.add(problem)
    } catch {
        fatalError("was not cancelled: \(error)")
    }
    requireWords(report)
}
