import Tabular
import Wording

/// The OECD's Inter-Country Input-Output table: a matrix of which the rows sell and the columns
/// buy, each called by its country and its industry or final use (`RUS_B05_06`, `RUS_HFCE`).
///
/// Below the industries stand taxes less subsidies (`TLS`), value added (`VA`) and output (`OUT`);
/// output is the last column too. Editions before 2023 have `TAXSUB` (one for each country),
/// `VALU`, `OUTPUT` and `TOTAL`. China and Mexico may be cut into parts (`CN1`, `MX1`), of which
/// final users are counted together.
///
/// The file is gone through once, row by row; of what is not the country's own nothing is kept.
///
/// - Source: OECD, Inter-Country Input-Output Tables, ReadMe of the editions 2018 to 2025.
struct ICIOFile {
    private let path: String
    private let delimiter: CSVFormat.Delimiter
    private var name: String { TabularSource.file(path: path).name }

    init(path: String, delimiter: CSVFormat.Delimiter? = nil) {
        self.path = path
        self.delimiter = delimiter ?? .comma
    }

    /// Codes of final uses, of the edition of 2018 too.
    static let uses: Set = [
        "HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR", "P33", "NPS", "INV", "DIRP", "NONRES",
    ]
    private static let outputs: Set = ["OUT", "OUTPUT", "TOTAL"]
    private static let added: Set = ["VA", "VALU"]
    private static let taxes: Set = ["TLS", "TAXSUB"]

    /// What a row or a column is of.
    private enum Label: Hashable {
        case country(String, code: String)
        case output, added, taxes

        init?(_ text: String) {
            if ICIOFile.outputs.contains(text) {
                self = .output
            } else if ICIOFile.added.contains(text) {
                self = .added
            } else if ICIOFile.taxes.contains(text) {
                self = .taxes
            } else {
                let parts = text.split(
                    separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, parts[0].count == 3, !parts[1].isEmpty else { return nil }
                let code = String(parts[1])
                self =
                    ICIOFile.taxes.contains(code) ? .taxes : .country(String(parts[0]), code: code)
            }
        }
    }

    private func reader() -> CSVReader {
        CSVReader(
            .file(path: path), format: CSVFormat(delimiter: delimiter, encoding: .guessed))
    }

    private static func trimmed(_ text: String) -> String {
        text.split { $0.isWhitespace }.joined(separator: " ")
    }

    // MARK: The heading

    func heading() throws(CancellationError) -> FlowHeading {
        var reader = reader()
        var heading = FlowHeading()
        guard try reader.advance() else { return heading }
        for index in 1..<max(1, reader.cellCount) {
            guard
                case .country(let country, let code)? = Label(Self.trimmed(reader.text(at: index)))
            else { continue }
            let whole = Self.whole(of: country)
            if !heading.countries.contains(whole) { heading.countries.append(whole) }
            if Self.uses.contains(code) {
                if !heading.uses.contains(code) { heading.uses.append(code) }
            } else if !heading.industries.contains(code) {
                heading.industries.append(code)
            }
        }
        return heading
    }

    /// The country that a part of one belongs to.
    private static func whole(of country: String) -> String {
        guard country.last?.isNumber == true else { return country }
        return ["CN": "CHN", "MX": "MEX"][country.prefix(2)] ?? country
    }

    // MARK: The country's cells

    private enum Column {
        /// An industry, or behind them a final use.
        case own(Int)
        case abroad, output
    }

    /// Reads the cells of a country.
    ///
    /// - Returns: nil for the accounts where something keeps them from being whole.
    func accounts(
        of country: String?
    ) throws(CancellationError) -> (FlowAccounts?, ProblemReport, [ImportProblem]) {
        var reader = reader()
        var problems: [ImportProblem] = []
        guard try reader.advance() else { return (nil, reader.report, []) }
        let texts = reader.texts().map(Self.trimmed)
        guard let country, let layout = columns(texts, of: country, &problems) else {
            if country == nil {
                problems.append(
                    ImportProblem(
                        .noCountryChosen(found: try heading().countries), file: name, row: 1))
            }
            return (nil, reader.report, problems)
        }
        var pass = Pass(layout: layout, country: country, texts: texts, file: name)
        while try reader.advance() {
            guard reader.cellCount == texts.count else {
                reader.report.add(
                    .raggedRow(found: reader.cellCount, expected: texts.count),
                    at: reader.place(ofCell: nil, named: nil))
                continue
            }
            pass.take(&reader, Self.trimmed(reader.text(at: 0)))
        }
        let isRead = reader.report.isClean
        if isRead { pass.close() }
        problems += pass.problems
        return (isRead && problems.isEmpty ? pass.accounts : nil, reader.report, problems)
    }

    private struct Layout {
        var columns: [Column] = []
        var own: [(cell: Int, buyer: Int)] = []
        var output: Int?
        var industries: [String] = []
        var uses: [String] = []
    }

    private func columns(
        _ texts: [String], of country: String, _ problems: inout [ImportProblem]
    ) -> Layout? {
        var layout = Layout()
        var seen: Set<String> = []
        var countries: [String] = []
        var labels: [Label] = []
        for (index, text) in texts.enumerated().dropFirst() {
            guard let label = Label(text), label != .added, label != .taxes else {
                problems.append(
                    ImportProblem(
                        .noFlowLabel, file: name, row: 1,
                        column: CellAddress.letters(ofColumn: index + 1), value: text))
                continue
            }
            if !seen.insert(text).inserted {
                problems.append(
                    ImportProblem(.ambiguousHeading(text), file: name, row: 1, value: text))
            }
            labels.append(label)
            if label == .output { layout.output = index }
            guard case .country(let owner, let code) = label else { continue }
            let whole = Self.whole(of: owner)
            if !countries.contains(whole) { countries.append(whole) }
            guard whole == country else { continue }
            if Self.uses.contains(code) {
                if !layout.uses.contains(code) { layout.uses.append(code) }
            } else if !layout.industries.contains(code) {
                layout.industries.append(code)
            }
        }
        guard problems.isEmpty else { return nil }
        guard !layout.industries.isEmpty else {
            problems.append(
                ImportProblem(
                    .noSuchCountry(
                        country, found: countries,
                        suggestion: Suggestion.nearest(to: country, in: countries)),
                    file: name, row: 1))
            return nil
        }
        if layout.output == nil {
            problems.append(
                ImportProblem(.flowPartMissing("OUT", isRow: false), file: name, row: 1))
            return nil
        }
        for (index, label) in labels.enumerated() {
            guard case .country(let owner, let code) = label else {
                layout.columns.append(.output)
                continue
            }
            guard Self.whole(of: owner) == country else {
                layout.columns.append(.abroad)
                continue
            }
            let buyer =
                layout.industries.firstIndex(of: code)
                ?? layout.industries.count + (layout.uses.firstIndex(of: code) ?? 0)
            layout.columns.append(.own(buyer))
            layout.own.append((index + 1, buyer))
        }
        return layout
    }

    /// The rows, one after another.
    private struct Pass {
        let layout: Layout
        let country: String
        let texts: [String]
        let file: String
        var accounts: FlowAccounts
        var problems: [ImportProblem] = []
        private var rows: [String: Int] = [:]
        /// All that stands in the country's columns, and their output, by cell.
        private var (spent, stated): ([Int: FlowAccounts.Sum], [Int: Double]) = ([:], [:])
        private var met: Set<String> = []
        private var (hasAdded, hasOutput) = (false, false)

        init(layout: Layout, country: String, texts: [String], file: String) {
            self.layout = layout
            self.country = country
            self.texts = texts
            self.file = file
            accounts = FlowAccounts(industries: layout.industries, uses: layout.uses)
        }

        mutating func take(_ reader: inout CSVReader, _ text: String) {
            let row = reader.place().row ?? reader.row
            guard let label = Label(text) else {
                problems.append(
                    ImportProblem(.noFlowLabel, file: file, row: row, column: "A", value: text))
                return
            }
            if let first = rows.updateValue(row, forKey: text) {
                problems.append(ImportProblem(.repeatsRow(first), file: file, row: row))
                return
            }
            switch label {
            case .country(let owner, let code):
                if ICIOFile.whole(of: owner) == country {
                    sell(&reader, text, code)
                } else {
                    bring(&reader, code)
                }
            case .taxes:
                for (industry, value) in inputs(&reader) { accounts.tax(value, of: industry) }
            case .added:
                hasAdded = true
                for (industry, value) in inputs(&reader) { accounts.add(value, by: industry) }
            case .output:
                hasOutput = true
                for (cell, buyer) in layout.own where buyer < layout.industries.count {
                    guard let value = number(at: cell, &reader) else { continue }
                    stated[cell] = value
                    accounts.putOut(value, by: buyer)
                }
            }
        }

        private func number(at cell: Int, _ reader: inout CSVReader) -> Double? {
            switch reader.number(at: cell) {
            case .number(let value): return value
            case .missing:
                reader.report.add(.emptyCell, at: reader.place(ofCell: cell, named: texts[cell]))
            case .suppressed:
                reader.report.add(
                    .stateNotAllowed(.suppressed),
                    at: reader.place(ofCell: cell, named: texts[cell]))
            case .notApplicable:
                reader.report.add(
                    .stateNotAllowed(.notApplicable),
                    at: reader.place(ofCell: cell, named: texts[cell]))
            case .problem(let kind):
                reader.report.add(kind, at: reader.place(ofCell: cell, named: texts[cell]))
            }
            return nil
        }

        /// What the country's industries pay besides what they buy.
        private mutating func inputs(_ reader: inout CSVReader) -> [(Int, Double)] {
            layout.own.compactMap { cell, buyer in
                // What final users pay in taxes is no part of an industry's output.
                guard buyer < layout.industries.count, let value = number(at: cell, &reader)
                else { return nil }
                spent[cell, default: .init()].add(value)
                return (buyer, value)
            }
        }

        private mutating func bring(_ reader: inout CSVReader, _ code: String) {
            for (cell, buyer) in layout.own {
                guard let value = number(at: cell, &reader) else { continue }
                spent[cell, default: .init()].add(value)
                accounts.bring(value, from: code, to: buyer)
            }
        }

        private mutating func sell(_ reader: inout CSVReader, _ text: String, _ code: String) {
            guard let seller = accounts.industry(code) else {
                problems.append(
                    ImportProblem(
                        .flowPartMissing(text, isRow: false), file: file, row: rows[text],
                        value: text))
                return
            }
            met.insert(code)
            var (sold, abroad) = (FlowAccounts.Sum(), FlowAccounts.Sum())
            var output: Double?
            var isWhole = true
            for (index, column) in layout.columns.enumerated() {
                guard let value = number(at: index + 1, &reader) else {
                    isWhole = false
                    continue
                }
                switch column {
                case .own(let buyer):
                    spent[index + 1, default: .init()].add(value)
                    accounts.deliver(value, from: seller, to: buyer)
                    sold.add(value)
                case .abroad:
                    abroad.add(value)
                    sold.add(value)
                case .output: output = value
                }
            }
            accounts.export(abroad, from: seller)
            guard isWhole, let output else { return }
            compare(sold, with: output, text, isRow: true)
        }

        /// Figures are printed with two decimals or more, so that the sum of n of them is off by
        /// less than 0.01 √n; and the table itself is balanced to a ten-thousandth.
        private mutating func compare(
            _ sum: FlowAccounts.Sum, with output: Double, _ label: String, isRow: Bool
        ) {
            let allowed = 0.01 * Double(sum.count).squareRoot() + abs(output) * 1e-4
            guard abs(sum.value - output) > allowed else { return }
            problems.append(
                ImportProblem(
                    .flowsDoNotAdd(label, isRow: isRow, sum: sum.value, output: output),
                    file: file, row: isRow ? rows[label] : nil, column: isRow ? nil : label,
                    value: NumberText.shortest(output)))
        }

        mutating func close() {
            for code in layout.industries where !met.contains(code) {
                problems.append(
                    ImportProblem(.flowPartMissing("\(country)_\(code)", isRow: true), file: file))
            }
            for (isThere, name) in [(hasAdded, "VA"), (hasOutput, "OUT")] where !isThere {
                problems.append(ImportProblem(.flowPartMissing(name, isRow: true), file: file))
            }
            guard hasAdded, hasOutput else { return }
            for (cell, output) in stated.sorted(by: { $0.key < $1.key }) {
                compare(spent[cell] ?? .init(), with: output, texts[cell], isRow: false)
            }
        }
    }
}
