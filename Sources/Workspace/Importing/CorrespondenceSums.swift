import Region
import Tabular

/// Figures of one classification added up to those of another.
///
/// A sum of several, one of which is hidden, is hidden; one of which is not there, is not there. A
/// figure that can't exist adds nothing. The status is the gravest, the quality the worst of the
/// parts and at least `derived`; a part of a figure by its share is an estimate.
struct CorrespondenceSums {
    private struct Group {
        var cells: [TableDraft.Cell]
        let row: Int
        /// The file's row of each source.
        var rows: [String: Int] = [:]
        var sum = FlowAccounts.Sum()
        var status = ""
        var quality = Quality.reported
        var sources: [String] = []
        var notes: [String] = []
        var isMissing = false
        var isHidden = false
        /// Whether it has parts of figures.
        var isShared = false
        /// Whether all of it can't exist.
        var isImpossible = true
    }

    private var groups: [[TableDraft.Cell]: Int] = [:]
    private var list: [Group] = []
    private let keys: [Int]
    private let position: [String: Int]

    /// - Parameter position: Of each column of the table among its cells.
    init(schema: TableSchema, position: [String: Int]) {
        self.position = position
        keys = (schema.key + ["unit", "prices"]).compactMap { position[$0] }
    }

    /// The gravest first; what a number without a letter is, is as good as A.
    private static let gravity = ["B", "D", "U", "N", "G", "V", "F", "E", "I", "P", "A", ""]

    private static func graver(_ left: String, _ right: String) -> String {
        let places = [left, right].map { gravity.firstIndex(of: $0) ?? gravity.count }
        return places[0] <= places[1] ? left : right
    }

    private func text(_ name: String, _ cells: [TableDraft.Cell]) -> String {
        if let index = position[name], case .text(let text) = cells[index] { text } else { "" }
    }

    /// - Parameters:
    ///   - cells: The row, with the target's code for its activity.
    ///   - source: The code that it has in the file.
    ///   - isThere: Whether the file has a figure or says why there is none.
    mutating func add(
        _ cells: [TableDraft.Cell], of source: String, share: Double, isThere: Bool, row: Int
    ) {
        let key = keys.map { cells[$0] }
        let index: Int
        if let known = groups[key] {
            index = known
        } else {
            index = list.count
            groups[key] = index
            list.append(Group(cells: cells, row: row))
        }
        list[index].sources.append(source)
        list[index].rows[source] = row
        let note = text("note", cells)
        if !note.isEmpty, !list[index].notes.contains(note) { list[index].notes.append(note) }
        var value: Double?
        if let place = position["value"], case .number(let number) = cells[place] {
            value = number
        }
        let status = ObservationStatus(rawValue: text("status", cells))
        guard let value else {
            switch status {
            case .suppressed where isThere:
                list[index].isHidden = true
                list[index].isImpossible = false
            case .cannotExist where isThere: break
            default:
                list[index].isMissing = true
                list[index].isImpossible = false
            }
            return
        }
        list[index].isImpossible = false
        list[index].sum.add(value * share)
        list[index].status = Self.graver(
            list[index].sum.count == 1 ? text("status", cells) : list[index].status,
            text("status", cells))
        let quality = Quality(rawValue: text("quality", cells)) ?? .reported
        list[index].quality = max(list[index].quality, quality)
        if share != 1 {
            list[index].isShared = true
            list[index].status = Self.graver(
                list[index].status, ObservationStatus.estimated.rawValue)
        }
    }

    private func group(of cells: [TableDraft.Cell]) -> Group? {
        groups[keys.map { cells[$0] }].map { list[$0] }
    }

    /// Whether something else of the target is there already: a ratio is not added to it.
    func isSum(_ cells: [TableDraft.Cell]) -> Bool { group(of: cells) != nil }

    /// The row that has the same source already.
    func row(of source: String, _ cells: [TableDraft.Cell]) -> Int? {
        group(of: cells)?.rows[source]
    }

    /// Activities of which one row has both a whole and its part, with a row of the file.
    func doubled(
        _ correspondence: Correspondence
    ) -> (whole: String, part: String, row: Int)? {
        for group in list {
            if let found = correspondence.doubled(in: group.sources) {
                return (found.whole, found.part, group.row)
            }
        }
        return nil
    }

    /// The rows, in the order in which they were met; how many there are not.
    func rows(
        _ correspondence: Correspondence
    ) -> (rows: [(cells: [TableDraft.Cell], row: Int)], missing: Int) {
        var rows: [(cells: [TableDraft.Cell], row: Int)] = []
        var missing = 0
        var lacking: [String: [[String]: [String]]] = [:]
        for group in list {
            guard !group.isMissing else {
                missing += 1
                continue
            }
            var cells = group.cells
            func set(_ name: String, _ cell: TableDraft.Cell) {
                if let index = position[name] { cells[index] = cell }
            }
            let target = text("activity", cells)
            let known = lacking[target, default: [:]][group.sources]
            let without =
                known ?? correspondence.lacking(of: target, besides: group.sources)
            lacking[target]?[group.sources] = without
            let isSum = group.sources.count > 1
            if group.isHidden || group.isImpossible {
                let status: ObservationStatus = group.isHidden ? .suppressed : .cannotExist
                set("value", .empty)
                set("status", .text(status.rawValue))
            } else {
                set("value", .number(group.sum.value))
                set("status", group.status.isEmpty ? .empty : .text(group.status))
                let quality = max(
                    group.quality,
                    group.isShared ? .estimate : isSum || !without.isEmpty ? .derived : .reported)
                set("quality", quality == .reported ? .empty : .text(quality.rawValue))
            }
            var notes = group.notes
            if isSum || group.isShared {
                let own = group.isShared ? "part of " : "sum of "
                notes.append(own + group.sources.joined(separator: ", "))
            }
            if !without.isEmpty { notes.append("without " + without.joined(separator: ", ")) }
            if notes != group.notes {
                set("note", .text(notes.joined(separator: "; ")))
            }
            rows.append((cells, group.row))
        }
        return (rows, missing)
    }
}
