import Tabular
import Wording

/// EXIOBASE 3 as it is published, a folder of tables separated by tabs: deliveries to industries
/// (`Z.txt`) and to final users (`Y.txt`), output (`x.txt`), and what industries pay besides
/// (`factor_inputs/F.txt`; in releases up to 3.8 among the rows of `satellite/F.txt`).
///
/// Columns are called by two rows, region and sector, rows by their first two cells; a third row may
/// repeat what the first two cells are. Nothing but the country's own is kept.
///
/// - Source: Stadler et al. (2018), EXIOBASE 3, Journal of Industrial Ecology 22; the releases at
///   Zenodo, 10.5281/zenodo.5589597.
struct ExiobaseFolder {
    private let folder: String
    /// The name of `Z.txt` itself.
    private let main: String

    /// - Parameter path: That of `Z.txt`.
    init(path: String) {
        let name = TabularSource.file(path: path).name
        main = name
        folder = String(path.dropLast(name.count))
    }

    /// The name of the folder, which has the year: `IOT_2020_ixi`.
    static func name(of path: String) -> String {
        let parts = path.split(separator: "/")
        return parts.count > 1 ? String(parts[parts.count - 2]) : ""
    }

    /// Words that final uses start with, and codes for them.
    private static let uses: [(name: String, code: String)] = [
        ("Final consumption expenditure by households", "HFCE"),
        ("Final consumption expenditure by non-profit", "NPISH"),
        ("Final consumption expenditure by government", "GGFC"),
        ("Gross fixed capital formation", "GFCF"), ("Changes in inventories", "INVNT"),
    ]
    private static let taxes = "Taxes less subsidies on products purchased"
    private static let added = [
        "Other net taxes on production", "Compensation of employees", "Operating surplus",
    ]

    static func code(ofUse name: String) -> String {
        uses.first { name.hasPrefix($0.name) }?.code ?? code(ofSector: name)
    }

    /// `Cultivation of paddy rice` as `cultivation-of-paddy-rice`.
    static func code(ofSector name: String) -> String {
        name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
            .joined(separator: "-")
    }

    // MARK: The heading

    /// The columns of a table, and how many cells before them name a row.
    private struct Columns {
        var regions: [String] = []
        var names: [String] = []
        var first = 0
    }

    private func reader(_ name: String) -> CSVReader {
        CSVReader(
            .file(path: folder + name), format: CSVFormat(delimiter: .tab, encoding: .guessed))
    }

    private static func columns(_ reader: inout CSVReader) throws(CancellationError) -> Columns? {
        guard try reader.advance(), reader.cellCount > 1, reader.text(at: 0) == "region" else {
            return nil
        }
        let regions = reader.texts()
        guard try reader.advance(), reader.cellCount == regions.count else { return nil }
        let names = reader.texts()
        guard let first = regions.indices.dropFirst().first(where: { !regions[$0].isEmpty }) else {
            return nil
        }
        return Columns(
            regions: Array(regions[first...]), names: Array(names[first...]), first: first)
    }

    func heading() throws(CancellationError) -> FlowHeading {
        var heading = FlowHeading()
        var reader = reader(main)
        if let columns = try Self.columns(&reader) {
            var seen: (Set<String>, Set<String>) = ([], [])
            for (region, sector) in zip(columns.regions, columns.names) {
                if seen.0.insert(region).inserted { heading.countries.append(region) }
                if seen.1.insert(sector).inserted {
                    let code = Self.code(ofSector: sector)
                    heading.industries.append(code)
                    heading.names[code] = sector
                }
            }
        }
        var final = self.reader("Y.txt")
        if let columns = try Self.columns(&final) {
            for name in columns.names {
                let code = Self.code(ofUse: name)
                if heading.names.updateValue(name, forKey: code) == nil {
                    heading.uses.append(code)
                }
            }
        }
        return heading
    }

    // MARK: The country's cells

    /// Reads the cells of a country.
    ///
    /// - Returns: nil for the accounts where something keeps them from being whole.
    func accounts(
        of country: String?
    ) throws(CancellationError) -> (FlowAccounts?, ProblemReport, [ImportProblem]) {
        var work = Work(country: country ?? "", folder: self)
        guard let country else {
            work.problems.append(
                ImportProblem(
                    .noCountryChosen(found: try heading().countries), file: main, row: 1))
            return (nil, work.report, work.problems)
        }
        let heading = try heading()
        guard heading.countries.contains(country) || heading.countries.isEmpty else {
            work.problems.append(
                ImportProblem(
                    .noSuchCountry(
                        country, found: heading.countries,
                        suggestion: Suggestion.nearest(to: country, in: heading.countries)),
                    file: main, row: 1))
            return (nil, work.report, work.problems)
        }
        work.accounts = FlowAccounts(industries: heading.industries, uses: heading.uses)
        try work.takeDeliveries(main, reader(main), Self.code(ofSector:), isFinal: false)
        try work.takeDeliveries("Y.txt", reader("Y.txt"), Self.code(ofUse:), isFinal: true)
        try work.takeOutput(reader("x.txt"))
        let inputs =
            WorkspaceFolder.size(of: folder + "factor_inputs/F.txt") == nil
            ? "satellite/F.txt" : "factor_inputs/F.txt"
        try work.takeInputs(inputs, reader(inputs))
        let isSound = work.report.isClean && work.problems.isEmpty
        if isSound { work.compare() }
        return (
            isSound && work.problems.isEmpty ? work.accounts : nil, work.report, work.problems
        )
    }

    /// The files, one after another.
    private struct Work {
        let country: String
        let folder: ExiobaseFolder
        var accounts = FlowAccounts(industries: [], uses: [])
        var report = ProblemReport()
        var problems: [ImportProblem] = []
        /// What each industry of the country sells in all, and the row that says so.
        private var sold: [Int: FlowAccounts.Sum] = [:]
        private var met: Set<String> = []

        init(country: String, folder: ExiobaseFolder) {
            self.country = country
            self.folder = folder
        }

        private mutating func add(
            _ kind: ImportProblem.Kind, _ file: String, row: Int? = nil, value: String? = nil
        ) {
            problems.append(ImportProblem(kind, file: file, row: row, value: value))
        }

        private mutating func open(
            _ name: String, _ reader: inout CSVReader
        ) throws(CancellationError) -> Columns? {
            guard let columns = try ExiobaseFolder.columns(&reader) else {
                if reader.report.isClean { add(.noFlowFile(name), name, row: 1) }
                return nil
            }
            return columns
        }

        private func number(at cell: Int, _ reader: inout CSVReader) -> Double? {
            let place = reader.place(ofCell: cell)
            switch reader.number(at: cell) {
            case .number(let value): return value
            case .missing: reader.report.add(.emptyCell, at: place)
            case .suppressed: reader.report.add(.stateNotAllowed(.suppressed), at: place)
            case .notApplicable: reader.report.add(.stateNotAllowed(.notApplicable), at: place)
            case .problem(let kind): reader.report.add(kind, at: place)
            }
            return nil
        }

        /// Whether a row has as many cells as the heading; the one that only names cells has none.
        private func isRow(_ reader: inout CSVReader, _ columns: Columns) -> Bool {
            let width = columns.first + columns.regions.count
            guard reader.cellCount == width else {
                reader.report.add(
                    .raggedRow(found: reader.cellCount, expected: width),
                    at: reader.place(ofCell: nil, named: nil))
                return false
            }
            return !["region", "stressor"].contains(reader.text(at: 0))
        }

        mutating func takeDeliveries(
            _ name: String, _ given: consuming CSVReader, _ code: (String) -> String, isFinal: Bool
        ) throws(CancellationError) {
            var reader = given
            defer { report.add(contentsOf: reader.report) }
            guard let columns = try open(name, &reader) else { return }
            guard columns.first == 2 else {
                add(.noFlowFile(name), name, row: 1)
                return
            }
            let order = isFinal ? accounts.uses : accounts.industries
            let places = Dictionary(
                uniqueKeysWithValues: order.enumerated().map {
                    ($0.element, $0.offset + (isFinal ? accounts.industries.count : 0))
                })
            let buyers: [Int?] = zip(columns.regions, columns.names).map { region, name in
                region == country ? places[code(name)] : nil
            }
            let own = buyers.indices.filter { buyers[$0] != nil }
            var rows: [String: Int] = [:]
            while try reader.advance() {
                guard isRow(&reader, columns) else { continue }
                let (region, sector) = (reader.text(at: 0), reader.text(at: 1))
                let row = reader.place().row ?? reader.row
                if let first = rows.updateValue(row, forKey: region + "\t" + sector) {
                    add(.repeatsRow(first), name, row: row)
                    continue
                }
                let industry = ExiobaseFolder.code(ofSector: sector)
                guard region == country else {
                    for index in own {
                        guard let buyer = buyers[index],
                            let value = number(at: index + 2, &reader)
                        else { continue }
                        accounts.bring(value, from: industry, to: buyer)
                    }
                    continue
                }
                guard let seller = accounts.industry(industry) else {
                    add(.flowPartMissing(sector, isRow: false), name, row: row)
                    continue
                }
                if !isFinal { met.insert(industry) }
                sell(&reader, seller, buyers)
            }
            for industry in accounts.industries where !isFinal && !met.contains(industry) {
                add(.flowPartMissing("\(country) \(industry)", isRow: true), name)
            }
        }

        private mutating func sell(_ reader: inout CSVReader, _ seller: Int, _ buyers: [Int?]) {
            var abroad = FlowAccounts.Sum()
            for (index, buyer) in buyers.enumerated() {
                guard let value = number(at: index + 2, &reader) else { continue }
                sold[seller, default: .init()].add(value)
                if let buyer {
                    accounts.deliver(value, from: seller, to: buyer)
                } else {
                    abroad.add(value)
                }
            }
            accounts.export(abroad, from: seller)
        }

        mutating func takeOutput(_ given: consuming CSVReader) throws(CancellationError) {
            var reader = given
            defer { report.add(contentsOf: reader.report) }
            guard try reader.advance(), reader.cellCount == 3, reader.text(at: 0) == "region" else {
                if reader.report.isClean { add(.noFlowFile("x.txt"), "x.txt", row: 1) }
                return
            }
            while try reader.advance() {
                guard reader.cellCount == 3 else {
                    reader.report.add(
                        .raggedRow(found: reader.cellCount, expected: 3),
                        at: reader.place(ofCell: nil, named: nil))
                    continue
                }
                guard reader.text(at: 0) == country,
                    let industry = accounts.industry(
                        ExiobaseFolder.code(ofSector: reader.text(at: 1))),
                    let value = number(at: 2, &reader)
                else { continue }
                accounts.putOut(value, by: industry)
            }
        }

        mutating func takeInputs(
            _ name: String, _ given: consuming CSVReader
        ) throws(CancellationError) {
            var reader = given
            defer { report.add(contentsOf: reader.report) }
            guard let columns = try open(name, &reader) else { return }
            let own = columns.regions.indices.compactMap { index -> (cell: Int, industry: Int)? in
                guard columns.regions[index] == country else { return nil }
                return accounts.industry(ExiobaseFolder.code(ofSector: columns.names[index])).map {
                    (index + columns.first, $0)
                }
            }
            var (hasTaxes, hasAdded) = (false, false)
            while try reader.advance() {
                let text = reader.text(at: 0)
                let isTax = text.hasPrefix(ExiobaseFolder.taxes)
                guard isTax || ExiobaseFolder.added.contains(where: text.hasPrefix) else {
                    continue
                }
                guard isRow(&reader, columns) else { continue }
                for (cell, industry) in own {
                    guard let value = number(at: cell, &reader) else { continue }
                    if isTax {
                        accounts.tax(value, of: industry)
                    } else {
                        accounts.add(value, by: industry)
                    }
                }
                if isTax { hasTaxes = true } else { hasAdded = true }
            }
            if !hasTaxes { add(.flowPartMissing(ExiobaseFolder.taxes, isRow: true), name) }
            if !hasAdded { add(.flowPartMissing(ExiobaseFolder.added[1], isRow: true), name) }
        }

        /// What an industry sells is what it puts out. Figures have more digits than matter, and
        /// the tables are made from each other: a millionth is rounding.
        mutating func compare() {
            for (index, industry) in accounts.industries.enumerated() {
                guard accounts.output[index].count > 0 else {
                    add(.flowPartMissing("\(country) \(industry)", isRow: true), "x.txt")
                    continue
                }
                let output = accounts.output[index].value
                let sum = sold[index]?.value ?? 0
                guard abs(sum - output) > 1e-6 * max(abs(output), 1) else { continue }
                add(
                    .flowsDoNotAdd(
                        "\(country) \(industry)", isRow: true, sum: sum, output: output),
                    folder.main, value: NumberText.shortest(output))
            }
        }
    }
}
