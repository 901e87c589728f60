private import Foundation
import Tabular

/// What a table of many countries names, in its order.
struct FlowHeading {
    var countries: [String] = []
    var industries: [String] = []
    var uses: [String] = []
    /// What codes stand for, where the table has names instead.
    var names: [String: String] = [:]
}

/// What one country's industries and final users sell, buy and put out, taken from a table of many
/// countries: the cells of its own flow table.
struct FlowAccounts {
    /// Codes of the country's industries and of its final uses, as the file has them.
    let (industries, uses): ([String], [String])
    /// By the country's own seller, what each industry buys of it, then each final use.
    private var domestic: [[Sum]]
    /// The same of sellers abroad, all countries together, by industry.
    private var imports: [String: [Sum]] = [:]
    private var exports: [Sum]
    private var taxes: [Sum]
    private var added: [Sum]
    private(set) var output: [Sum]
    private let position: [String: Int]

    /// Many figures added up without losing the small ones.
    struct Sum {
        private(set) var count = 0
        private var sum = 0.0
        private var lost = 0.0

        mutating func add(_ value: Double) {
            count += 1
            let next = sum + value
            lost += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
            sum = next
        }

        mutating func add(_ other: Sum) {
            let figures = count + other.count
            add(other.sum)
            add(other.lost)
            count = figures
        }

        /// A lone figure as it stands; of a sum the digits that rounding leaves sound.
        var value: Double {
            let whole = sum + lost
            return count < 2 ? whole : Double(String(format: "%.12g", whole)) ?? whole
        }
    }

    init(industries: [String], uses: [String]) {
        (self.industries, self.uses) = (industries, uses)
        let columns = [Sum](repeating: Sum(), count: industries.count + uses.count)
        let rows = [Sum](repeating: Sum(), count: industries.count)
        domestic = Array(repeating: columns, count: industries.count)
        (exports, taxes, added, output) = (rows, rows, rows, rows)
        position = Dictionary(
            uniqueKeysWithValues: industries.enumerated().map { ($0.element, $0.offset) })
    }

    /// Which of its industries a code is.
    func industry(_ code: String) -> Int? { position[code] }

    /// - Parameter buyer: An industry, or behind them a final use.
    mutating func deliver(_ value: Double, from seller: Int, to buyer: Int) {
        domestic[seller][buyer].add(value)
    }

    mutating func bring(_ value: Double, from seller: String, to buyer: Int) {
        if imports[seller] == nil {
            imports[seller] = Array(repeating: Sum(), count: industries.count + uses.count)
        }
        imports[seller]?[buyer].add(value)
    }

    mutating func export(_ sum: Sum, from seller: Int) { exports[seller].add(sum) }
    mutating func tax(_ value: Double, of industry: Int) { taxes[industry].add(value) }
    mutating func add(_ value: Double, by industry: Int) { added[industry].add(value) }
    mutating func putOut(_ value: Double, by industry: Int) { output[industry].add(value) }

    // MARK: Records

    static let headings = ["FROM", "TO", "BLOCK", "VALUE", "QUALITY"]
    /// Codes of what is no industry.
    static let (exportsCode, addedCode, taxesCode, outputCode) = ("EXPORTS", "VA", "TLS", "OUT")

    struct Record {
        let (from, to, block): (String, String, String)
        let value: Double
        /// Whether the figure was added up here.
        let isSum: Bool
    }

    /// The cells, block by block.
    var records: [Record] {
        var records: [Record] = []
        func take(_ from: String, _ to: String, _ block: String, _ sum: Sum) {
            records.append(
                Record(from: from, to: to, block: block, value: sum.value, isSum: sum.count > 1))
        }
        let buyers = industries + uses
        for (seller, row) in zip(industries, domestic) {
            for (index, sum) in row.enumerated() {
                let block = index < industries.count ? "domestic" : "final_demand"
                take(seller, buyers[index], block, sum)
            }
        }
        for (seller, sum) in zip(industries, exports) {
            take(seller, Self.exportsCode, "final_demand", sum)
        }
        for (seller, row) in imports.sorted(by: { $0.key < $1.key }) {
            for (buyer, sum) in zip(buyers, row) { take(seller, buyer, "import", sum) }
        }
        for (from, block, sums) in [
            (Self.taxesCode, "value_added", taxes), (Self.addedCode, "value_added", added),
            (Self.outputCode, "output", output),
        ] where sums.contains(where: { $0.count > 0 }) {
            for (industry, sum) in zip(industries, sums) { take(from, industry, block, sum) }
        }
        return records
    }
}

/// The cells of a country's flow table as records of a file.
struct FlowReader: ~Copyable, RecordReader {
    let name: String
    var report: ProblemReport
    private(set) var row = 0
    private let records: [FlowAccounts.Record]
    private var cells: [String] = []

    init(_ accounts: FlowAccounts, name: String, report: ProblemReport) {
        self.name = name
        self.report = report
        records = accounts.records
    }

    var cellCount: Int { cells.count }

    func text(at index: Int) -> String { cells[index] }

    func number(at index: Int, format: NumberFormat, words: StateWords) -> CellReading {
        if row > 1, FlowAccounts.headings[index] == "VALUE" {
            let value = records[row - 2].value
            // A sum may be more than its parts can be.
            return value.isFinite ? .number(value) : .problem(.numberOutOfRange(.tooLarge))
        }
        return NumberCell.read(cells[index], format: format, words: words)
    }

    func fault(at index: Int) -> TabularProblem.Kind? { nil }

    /// A cell may be the sum of many: it is named by who sells and who buys.
    func place(ofCell index: Int?, named columnName: String?) -> TabularProblem.Place {
        guard row > 1 else { return TabularProblem.Place(file: name, row: row) }
        var place = TabularProblem.Place(file: name)
        place.columnName = columnName
        place.value = Excerpt.of(cells.prefix(3).joined(separator: ", "))
        return place
    }

    mutating func advance() throws(CancellationError) -> Bool {
        if row.isMultiple(of: 4096), Task.isCancelled { throw CancellationError() }
        guard row <= records.count else {
            cells = []
            return false
        }
        row += 1
        guard row > 1 else {
            cells = FlowAccounts.headings
            return true
        }
        let record = records[row - 2]
        cells = [
            record.from, record.to, record.block,
            record.value.isFinite ? NumberText.shortest(record.value) : "",
            record.isSum ? "derived" : "",
        ]
        return true
    }
}
