import Digest
import Engine
import Foundation
import Microdata
import Tabular
import Wording
import Workspace

/// Sums of microdata on their way into the table of observations.
///
/// They come in as any file does, through a mapping, so that codes, units and hidden figures are
/// checked in the same way; rows of an earlier gathering give way.
struct Gathering {
    let settings: MicrodataSettings
    let cells: [Microdata.Cell]
    /// Positions of cells whose people are hidden.
    let hidden: Set<Int>

    static let source = "microdata"

    init(_ settings: MicrodataSettings, _ cells: [Microdata.Cell]) throws(Failure) {
        self.settings = settings
        self.cells = cells
        try Self.check(cells)
        hidden = Disclosure(least: settings.least, largest: settings.largest).hidden(cells)
    }

    /// Nothing is left out silently: rows without a key or with a negative number stop it.
    private static func check(_ cells: [Microdata.Cell]) throws(Failure) {
        let nameless = cells.filter { $0.place == nil || $0.activity == nil || $0.year == nil }
        let uncounted = cells.filter { $0.counted < $0.establishments }
        let negative = cells.filter { $0.smallest < 0 }
        let faults: [(list: [Microdata.Cell], en: String, ru: String)] = [
            (
                nameless, "without a place, an activity or a year",
                "без места, вида деятельности или года"
            ),
            (uncounted, "without people", "без числа занятых"),
            (negative, "with a negative number of people", "с отрицательным числом занятых"),
        ]
        let found = faults.filter { !$0.list.isEmpty }
        guard !found.isEmpty else {
            guard cells.isEmpty else { return }
            throw Failure(
                message("There are no establishments.", "Предприятий нет.", at: nil), code: 65)
        }
        let messages = found.map { fault in
            let count = fault.list.reduce(0) { $0 + $1.establishments }
            return message(
                "Establishments \(fault.en): in \(fault.list.count) cells of \(count) rows.",
                "Предприятия \(fault.ru): ячеек \(fault.list.count), строк в них \(count).",
                at: fault.list.first)
        }
        throw Failure(messages, total: messages.count, code: 65)
    }

    private static func message(
        _ english: String, _ russian: String, at cell: Microdata.Cell?
    ) -> Message {
        let place = cell.map { cell in
            [cell.place, cell.activity, cell.year.map { "\($0)" }].map { $0 ?? "–" }
                .joined(separator: " · ")
        }
        return Message(
            what: LocalizedText(en: english, ru: russian),
            place: LocalizedText(
                en: place.map { "for example " + $0 } ?? "microdata",
                ru: place.map { "например, " + $0 } ?? "microdata"),
            expected: LocalizedText(
                en: "a place, an activity, a year and 0 or more people in every row.",
                ru: "место, вид деятельности, год и неотрицательное число занятых в каждой строке."),
            remedy: LocalizedText(
                en:
                    "Correct the data, or make a view of them on the engine that leaves such rows out.",
                ru: "Исправьте данные или создайте на движке представление без таких строк."))
    }

    /// Writes the sums and a mapping for them into a folder, and imports them.
    func importing(into workspace: Workspace, dryRun: Bool = false) throws -> ImportReport {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "uklad-gather-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let bytes = try table()
        let file = folder.appending(path: "microdata.csv").path
        try AtomicFile.write(bytes, to: file)
        var mapping = settings.mapping
        if mapping == nil {
            let own = folder.appending(path: "microdata.yaml").path
            try AtomicFile.write(text(digest: SHA256.hexadecimal(of: bytes)), to: own)
            mapping = own
        }
        return try workspace.importTable(
            file: file, format: .csv, mapping: mapping,
            options: ImportOptions(dryRun: dryRun, renewsSource: true))
    }

    private func table() throws -> [UInt8] {
        var sink = ByteSink()
        var writer = CSVWriter(style: .workspace)
        try writer.row(
            ["place", "activity", "year", "measure", "value", "unit", "status"], to: &sink)
        for (index, cell) in cells.enumerated() {
            let isHidden = hidden.contains(index)
            try row(cell, "employment", isHidden ? nil : cell.people, "persons", &writer, &sink)
            try row(
                cell, settings.enterprises, Double(cell.establishments), "1", &writer, &sink)
        }
        return sink.takeBytes()
    }

    private func row(
        _ cell: Microdata.Cell, _ measure: String, _ value: Double?, _ unit: String,
        _ writer: inout CSVWriter, _ sink: inout ByteSink
    ) throws {
        try writer.text(cell.place ?? "", to: &sink)
        try writer.text(cell.activity ?? "", to: &sink)
        try writer.integer(cell.year ?? 0, to: &sink)
        try writer.text(measure, to: &sink)
        if let value { try writer.number(value, to: &sink) } else { try writer.empty(to: &sink) }
        try writer.text(unit, to: &sink)
        try writer.text(value == nil ? "Q" : "A", to: &sink)
        try writer.endRow(to: &sink)
    }

    /// The mapping that is followed where none is named.
    private func text(digest: String) -> String {
        """
        columns: {place: place, activity: activity, year: year, measure: measure, value: value, unit: unit, status: status}
        prefix: {activity: "\(settings.classification):"}
        new:
          places: {"*": {level: \(settings.level), in_panel: 1}}
          activities: {"*": {classification: \(settings.classification)}}
          classifications: {"*": {}}
          measures:
            employment: {name_en: People employed, name_ru: Занятые, unit: persons, kind: stock}
            \(settings.enterprises): {name_en: Enterprises, name_ru: Предприятия, unit: "1", kind: stock}
        quality: reported
        source:
          key: \(Self.source)
          title: Sums of the microdata by place, activity and year
          note: "SHA-256 of the sums \(digest)"
        """
    }
}
