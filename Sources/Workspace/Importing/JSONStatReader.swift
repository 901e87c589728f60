private import Foundation
import Tabular

/// A dataset of JSON-stat 2.0, read as one record for each figure: its coordinates, then the value,
/// its status and its flags, under the headings of ``PublishedReader``.
///
/// The whole file is in memory: its figures stand in one list, in the order of the dimensions.
///
/// - Source: JSON-stat 2.0, https://json-stat.org/full/.
struct JSONStatReader: ~Copyable, RecordReader {
    enum Fault: Error, Hashable {
        case unreadable, notJSON, notADataset
        /// The figures are more, or fewer, than the dimensions make.
        case count(found: Int, expected: Int)
        /// A dimension without categories, or with others than its size says.
        case dimension(String)
    }

    let name: String
    var report = ProblemReport()
    private(set) var row = 0
    /// Headings of the dimensions that are places, and time.
    let (geography, time): (String?, String?)
    /// When the figures were last changed, as the file writes it.
    let updated: String?
    /// By heading and code.
    let labels: [String: [String: String]]

    private let headings: [String]
    /// By dimension, in order.
    private let categories: [[String]]
    private let values: [Int: Double]
    private let flags: [Int: String]
    private let count: Int
    private var cells: [String] = []
    private var state: CellReading?
    private var value: Double?

    init(file path: String) throws(Fault) {
        name = TabularSource.file(path: path).name
        guard let bytes = WorkspaceFolder.bytes(of: path, limit: 1 << 30) else {
            throw .unreadable
        }
        let data = Data(bytes)
        guard let dataset = try? JSONDecoder().decode(Dataset.self, from: data) else {
            let isJSON = (try? JSONSerialization.jsonObject(with: data)) != nil
            throw isJSON ? .notADataset : .notJSON
        }
        guard dataset.id.count == dataset.size.count, dataset.size.allSatisfy({ $0 >= 0 }) else {
            throw .notADataset
        }
        var categories: [[String]] = []
        var labels: [String: [String: String]] = [:]
        for (id, size) in zip(dataset.id, dataset.size) {
            guard let dimension = dataset.dimension[id]?.category,
                let codes = dimension.codes, codes.count == size
            else { throw .dimension(id) }
            categories.append(codes)
            labels[id] = dimension.label ?? [:]
        }
        // Sizes that no list has would overflow their product.
        var count = 1
        for size in dataset.size {
            let (product, isTooMuch) = count.multipliedReportingOverflow(by: size)
            guard !isTooMuch, product < 1 << 31 else { throw .notADataset }
            count = product
        }
        if let found = dataset.value.count, found != count {
            throw .count(found: found, expected: count)
        }
        if let outside = dataset.value.numbers.keys.first(where: { $0 < 0 || $0 >= count }) {
            throw .count(found: outside + 1, expected: count)
        }
        self.count = count
        self.categories = categories
        self.labels = labels
        values = dataset.value.numbers
        flags = dataset.status?.texts(count) ?? [:]
        headings = dataset.id
        updated = dataset.updated
        geography = dataset.role?["geo"]?.first
        time = dataset.role?["time"]?.first
    }

    var cellCount: Int { cells.count }

    func text(at index: Int) -> String { cells[index] }

    func number(at index: Int, format: NumberFormat, words: StateWords) -> CellReading {
        guard index == headings.count else {
            return NumberCell.read(cells[index], format: format, words: words)
        }
        return state ?? value.map { .number($0) } ?? .missing
    }

    func fault(at index: Int) -> TabularProblem.Kind? { nil }

    /// There are no rows: a figure is told by its coordinates.
    func place(ofCell index: Int?, named columnName: String?) -> TabularProblem.Place {
        guard row > 1 else { return TabularProblem.Place(file: name, row: row) }
        var place = TabularProblem.Place(file: name)
        place.columnName = columnName
        place.value = Excerpt.of(
            zip(headings, cells).map { "\($0) \($1)" }.joined(separator: ", "))
        return place
    }

    mutating func advance() throws(CancellationError) -> Bool {
        if row.isMultiple(of: 4096), Task.isCancelled { throw CancellationError() }
        guard row <= count else {
            cells = []
            return false
        }
        row += 1
        guard row > 1 else {
            cells =
                headings + [
                    PublishedReader.valueHeading, PublishedReader.statusHeading,
                    PublishedReader.flagsHeading,
                ]
            return true
        }
        let position = row - 2
        var rest = position
        var codes = [String](repeating: "", count: headings.count)
        // The last dimension runs fastest.
        for dimension in headings.indices.reversed() {
            codes[dimension] = categories[dimension][rest % categories[dimension].count]
            rest /= categories[dimension].count
        }
        let own = PublishedFlags(flags[position] ?? "")
        value = values[position]
        state = value == nil ? own.state : nil
        cells =
            codes + [
                value.map { NumberText.shortest($0) } ?? "", value == nil ? "" : own.status,
                own.text,
            ]
        return true
    }
}

/// The members of a dataset that figures need.
private struct Dataset: Decodable {
    let id: [String]
    let size: [Int]
    let role: [String: [String]]?
    let updated: String?
    let dimension: [String: Dimension]
    let value: Figures
    let status: Statuses?

    struct Dimension: Decodable {
        let category: Category
    }

    struct Category: Decodable {
        let index: Index?
        let label: [String: String]?

        /// Codes in order; a lone category may go without an index.
        var codes: [String]? {
            switch index {
            case .list(let codes): codes
            case .places(let places):
                places.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
            case nil: label.flatMap { $0.count == 1 ? Array($0.keys) : nil }
            }
        }
    }

    enum Index: Decodable {
        case list([String])
        case places([String: Int])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let codes = try? container.decode([String].self) {
                self = .list(codes)
            } else {
                self = .places(try container.decode([String: Int].self))
            }
        }
    }

    /// All figures in order, or those that there are by their place.
    struct Figures: Decodable {
        var numbers: [Int: Double] = [:]
        /// Of a list.
        var count: Int?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let list = try? container.decode([Double?].self) {
                count = list.count
                for (place, number) in list.enumerated() {
                    if let number { numbers[place] = number }
                }
            } else {
                for (place, number) in try container.decode([String: Double?].self) {
                    guard let place = Int(place) else {
                        throw DecodingError.dataCorruptedError(
                            in: container, debugDescription: "a place is a whole number")
                    }
                    if let number { numbers[place] = number }
                }
            }
        }
    }

    /// One for all, a list, or those that there are by their place.
    enum Statuses: Decodable {
        case all(String)
        case list([String?])
        case places([String: String?])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .all(text)
            } else if let list = try? container.decode([String?].self) {
                self = .list(list)
            } else {
                self = .places(try container.decode([String: String?].self))
            }
        }

        func texts(_ count: Int) -> [Int: String] {
            switch self {
            case .all(let text):
                Dictionary(uniqueKeysWithValues: (0..<count).map { ($0, text) })
            case .list(let list):
                Dictionary(
                    uniqueKeysWithValues: list.enumerated().compactMap { place, text in
                        text.map { (place, $0) }
                    })
            case .places(let places):
                Dictionary(
                    places.compactMap { place, text in
                        Int(place).flatMap { number in text.map { (number, $0) } }
                    }, uniquingKeysWith: { first, _ in first })
            }
        }
    }
}
