import Assessment
import Engine
import Foundation
import Region
import Tabular
import Wording
import Workspace

/// Rows and columns ready to be printed in any format.
struct Listing {
    enum Cell {
        case text(String)
        case number(Double, shown: String)
        case whole(Int)
        /// No number; the text says why.
        case nothing(String)

        var shown: String {
            switch self {
            case .text(let text), .nothing(let text): text
            case .number(_, let shown): shown
            case .whole(let whole): "\(whole)"
            }
        }
    }

    struct Column {
        /// The name in files.
        let name: String
        /// The heading for a person.
        let title: String
        let isNumeric: Bool

        init(_ name: String, _ title: String, isNumeric: Bool = false) {
            self.name = name
            self.title = title
            self.isNumeric = isNumeric
        }
    }

    var title: String?
    var columns: [Column]
    var rows: [[Cell]] = []
    /// What has to be known, below the table.
    var notes: [String] = []

    func text(_ format: OutputFormat) throws -> String {
        switch format {
        case .table:
            var text = title.map { $0 + "\n\n" } ?? ""
            text += table.terminal(width: TextTable.terminalWidth)
            for note in notes { text += "\n" + note + "\n" }
            return text
        case .markdown:
            var text = title.map { "### \($0)\n\n" } ?? ""
            text += table.markdown
            for note in notes { text += "\n" + note + "\n" }
            return text
        case .csv:
            return String(decoding: try csv(), as: UTF8.self)
        case .json:
            return try json()
        case .parquet:
            preconditionFailure("Parquet is no text")
        }
    }

    private var table: TextTable {
        var table = TextTable(headings: columns.map(\.title))
        table.rows = rows.map { $0.map(\.shown) }
        table.numeric = Set(columns.indices.filter { columns[$0].isNumeric })
        return table
    }

    func csv(guardsFormulas: Bool = true) throws -> [UInt8] {
        var sink = ByteSink()
        var writer = CSVWriter(style: CSVWriter.Style(guardsFormulas: guardsFormulas))
        try writer.row(columns.map(\.name), to: &sink)
        for row in rows {
            for cell in row {
                switch cell {
                case .text(let text): try writer.text(text, to: &sink)
                case .number(let number, _): try writer.number(number, to: &sink)
                case .whole(let whole): try writer.integer(whole, to: &sink)
                case .nothing: try writer.empty(to: &sink)
                }
            }
            try writer.endRow(to: &sink)
        }
        return sink.takeBytes()
    }

    private func json() throws -> String {
        let objects = rows.map { row -> [String: JSONCell] in
            var object: [String: JSONCell] = [:]
            for (column, cell) in zip(columns, row) { object[column.name] = JSONCell(cell) }
            return object
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(objects), as: UTF8.self) + "\n"
    }

    private enum JSONCell: Encodable {
        case text(String)
        case number(Double)
        case whole(Int)
        case nothing

        init(_ cell: Cell) {
            switch cell {
            case .text(let text): self = .text(text)
            case .number(let number, _): self = .number(number)
            case .whole(let whole): self = .whole(whole)
            case .nothing: self = .nothing
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            case .whole(let whole): try container.encode(whole)
            case .nothing: try container.encodeNil()
            }
        }
    }

    /// Listings of the same columns as one.
    static func joined(_ listings: [Listing]) -> Listing {
        var whole = listings[0]
        for next in listings.dropFirst() { whole.rows += next.rows }
        return whole
    }
}

extension Listing {
    static func methods(_ language: Language) -> Listing {
        var listing = Listing(columns: [
            Column("method", language == .russian ? "Метод" : "Method"),
            Column("name", language == .russian ? "Название" : "Name"),
            Column("reading", language == .russian ? "Смысл" : "Reading"),
        ])
        for method in Stages.all.flatMap(\.methods) {
            listing.rows.append([
                .text(method.id), .text(method.name[language]), .text(method.reading[language]),
            ])
        }
        return listing
    }

    static func settings(_ language: Language) -> Listing {
        var listing = Listing(columns: [
            Column("key", language == .russian ? "Ключ" : "Key"),
            Column("default", language == .russian ? "По умолчанию" : "Default"),
            Column("values", language == .russian ? "Значения" : "Values"),
            Column("meaning", language == .russian ? "Что это" : "Meaning"),
        ])
        let defaults = RunParameters()
        for setting in Setting.all {
            listing.rows.append([
                .text(setting.key), .text(setting.text(defaults)),
                .text(setting.expectation[language]), .text(setting.meaning[language]),
            ])
        }
        return listing
    }

    static func runs(_ entries: [RunStore.Entry], _ language: Language) -> Listing {
        var listing = Listing(columns: [
            Column("run", language == .russian ? "Расчёт" : "Run"),
            Column("made", language == .russian ? "Когда (UTC)" : "Made (UTC)"),
            Column("seconds", language == .russian ? "Секунд" : "Seconds", isNumeric: true),
            Column("region", language == .russian ? "Регион" : "Region"),
            Column("version", language == .russian ? "Версия" : "Version"),
        ])
        for entry in entries {
            let seconds = NumberWording.text(entry.seconds, decimals: 2, in: language)
            listing.rows.append([
                .text(entry.id), .text(String(entry.made.prefix(19))),
                .number(entry.seconds, shown: seconds), .text(entry.region),
                .text(entry.version),
            ])
        }
        return listing
    }

    static func measures(_ data: RegionalData, _ language: Language) -> Listing {
        var listing = Listing(columns: [
            Column("measure", language == .russian ? "Показатель" : "Measure"),
            Column("name", language == .russian ? "Название" : "Name"),
            Column("unit", language == .russian ? "Единица" : "Unit"),
        ])
        for measure in data.measures {
            listing.rows.append([
                .text(measure.code.rawValue), .text(measure.name[language]),
                .text(measure.unit.symbol),
            ])
        }
        return listing
    }

    static func sources(_ data: RegionalData, _ language: Language) -> Listing {
        var listing = Listing(columns: [
            Column("key", language == .russian ? "Ключ" : "Key"),
            Column("source", language == .russian ? "Источник" : "Source"),
            Column("licence", language == .russian ? "Лицензия" : "Licence"),
        ])
        for source in data.sources.values.sorted(by: { $0.key < $1.key }) {
            listing.rows.append([
                .text(source.key.rawValue), .text(source.citation), .text(source.licence),
            ])
        }
        return listing
    }
}

/// Files that a command writes.
enum FileOutput {
    static func write(_ text: String, to path: String) throws {
        let full = URL(filePath: path).standardizedFileURL.path
        try AtomicFile.write(text, to: full)
    }
}

/// A listing as a Parquet file, through the embedded database.
enum ParquetFile {
    static func write(_ listing: Listing, to path: String) throws {
        let full = URL(filePath: path).standardizedFileURL.path
        let csv = full + ".csv" + AtomicFile.temporarySuffix
        let made = full + AtomicFile.temporarySuffix
        defer {
            unlink(csv)
            unlink(made)
        }
        try AtomicFile.write(try listing.csv(guardsFormulas: false), to: csv)
        do {
            let database = try EmbeddedDatabase.open()
            try database.writeParquet(
                fromCSV: csv,
                columns: listing.columns.map { ($0.name, $0.isNumeric ? .number : .text) },
                to: made)
        } catch {
            throw Failure(error.message, code: error.writingStatus)
        }
        guard rename(made, full) == 0 else {
            throw FileFailure(.rename, full, errno: errno)
        }
    }
}
