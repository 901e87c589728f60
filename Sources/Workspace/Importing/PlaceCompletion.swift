import Region
import Tabular

/// Brings places of a map together with those that the workspace has: what a place lacks is filled
/// in, what it has stays, and a point that differs is a problem or, where that is wanted, gives way.
struct PlaceCompletion {
    let file: String
    let replace: Bool
    private(set) var problems: [ImportProblem] = []

    init(file: String, replace: Bool) {
        self.file = file
        self.replace = replace
    }

    /// Columns in which what the file says may take the place of what is there.
    private static let point = ["lon", "lat"]

    /// - Parameters:
    ///   - draft: The workspace's places, and behind them those of the file.
    ///   - rules: What places that the workspace lacks are.
    mutating func complete(_ draft: inout TableDraft, rules: NewRows) {
        let (existing, all) = (draft.existing, draft.rows.count)
        var known: [String: Int] = [:]
        for row in 0..<existing {
            if let code = draft.text("code", row) { known[code] = row }
        }
        var first: [String: Int] = [:]
        for row in existing..<all {
            guard let code = draft.text("code", row) else { continue }
            if let earlier = first[code] {
                add(.placeTwice(code, first: Self.path(draft, earlier)), draft, row)
                continue
            }
            first[code] = row
            if let old = known[code] {
                keep(old, row, &draft, code)
            }
        }
        // Without this column every place is in the panel; with it, old rows would drop out.
        let isOpen = existing > 0 && !draft.fileColumns.contains("in_panel")
        var parents = rules
        var names = NameList()
        for code in known.keys { names.add(code) }
        for code in first.keys { names.add(code) }
        for (code, row) in first.sorted(by: { $0.value < $1.value }) where known[code] == nil {
            fill(&draft, row, code, rules, isOpen: isOpen)
            guard let parent = draft.text("parent", row), known[parent] == nil,
                first[parent] == nil
            else { continue }
            // What it is part of is made too, where that is allowed; else it is left out.
            parents.make(parent, in: "places", known: ["places": names])
            if parents.rows["places"]?[parent] == nil { draft.set(.empty, "parent", row) }
        }
        for (_, var fields) in (parents.rows["places"] ?? [:]).sorted(by: { $0.key < $1.key }) {
            if isOpen { fields["in_panel"] = nil }
            draft.append(
                draft.schema.columns.map { $0.draftCell(of: fields[$0.name] ?? "") }, row: 0)
        }
    }

    private static func path(_ draft: TableDraft, _ row: Int) -> String {
        "features[\(max(0, Int(draft.rows[row]) - 2))]"
    }

    private mutating func add(_ kind: ImportProblem.Kind, _ draft: TableDraft, _ row: Int) {
        problems.append(ImportProblem(kind, file: "\(file), \(Self.path(draft, row))"))
    }

    /// A place that is there already.
    private mutating func keep(_ old: Int, _ row: Int, _ draft: inout TableDraft, _ code: String) {
        let given = Self.point.map { draft.number($0, row) }
        let there = Self.point.map { draft.number($0, old) }
        let differs = zip(given, there).contains { given, there in
            guard let given, let there else { return false }
            // The digits that points are given with.
            return abs(given - there) > 5e-7
        }
        if differs && !replace {
            add(
                .pointDiffers(
                    code, given: given.compactMap(\.self), there: there.compactMap(\.self)),
                draft, row)
        }
        let keys = SourceKey.list(draft.text("source", old) ?? "").map(\.rawValue)
        let more = SourceKey.list(draft.text("source", row) ?? "").map(\.rawValue)
            .filter { !keys.contains($0) }
        for name in draft.columns.map(\.name) where draft.cell(name, old) != .empty {
            if Self.point.contains(name), differs { continue }
            draft.set(draft.cell(name, old), name, row)
        }
        if !more.isEmpty {
            draft.set(.text((keys + more).joined(separator: ";")), "source", row)
        }
    }

    /// A place that is new.
    private mutating func fill(
        _ draft: inout TableDraft, _ row: Int, _ code: String, _ rules: NewRows, isOpen: Bool
    ) {
        let fields = rules.row(of: code, in: "places") ?? [:]
        for column in draft.schema.columns where draft.cell(column.name, row) == .empty {
            draft.set(column.draftCell(of: fields[column.name] ?? ""), column.name, row)
        }
        if isOpen { draft.set(.empty, "in_panel", row) }
        if draft.text("name_en", row) == nil && draft.text("name_ru", row) == nil {
            for name in ["name_en", "name_ru"] { draft.set(.text(code), name, row) }
        }
        if draft.text("level", row) == nil { add(.placeWithoutLevel(code), draft, row) }
    }
}

extension TableDraft {
    func cell(_ column: String, _ row: Int) -> Cell {
        columns.first { $0.name == column }?.cell(row) ?? .empty
    }

    func text(_ column: String, _ row: Int) -> String? {
        if case .text(let text) = cell(column, row) { text } else { nil }
    }

    func number(_ column: String, _ row: Int) -> Double? {
        if case .number(let number) = cell(column, row) { number } else { nil }
    }
}
