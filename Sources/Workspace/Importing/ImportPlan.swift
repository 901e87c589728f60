import Tabular

/// Which cell of a record fills which column of the table, worked out from the heading.
struct ImportPlan {
    enum Filling: Hashable {
        /// A cell of the record.
        case cell(Int)
        /// The same text in every row.
        case constant(String)
        /// Told by the heading of the value's column.
        case heading
        case nothing
    }

    /// A value column of a wide table, with what its heading says.
    struct WideColumn: Hashable {
        let index: Int
        let says: [String: String]
    }

    /// By the columns of the schema.
    var fillings: [Filling]
    /// Empty for a long table.
    var wide: [WideColumn] = []
    /// The heading of each cell, its levels joined by ` / `.
    let headings: [String]
    /// Cells that have to fit one of some patterns for a row to be taken.
    private(set) var only: [(cell: Int, patterns: [String])] = []
    /// Cells of a published file that tell figures apart and fill no column of the table.
    var dimensions: [Int] = []

    /// - Parameter levels: The rows of the heading, each with a text for every cell.
    init(
        _ mapping: ImportMapping, _ schema: TableSchema, levels: [[String]], file: String,
        problems: inout [ImportProblem]
    ) {
        let headings = Self.joined(levels)
        self.headings = headings
        let place = { (name: String) in
            WorkspaceProblem.Place(
                file: file, row: mapping.heading.upperBound, value: name)
        }
        if !mapping.wide.isEmpty {
            let keys = Set(
                mapping.columns.values.compactMap { Self.find($0, in: headings, levels).first })
            for (index, heading) in headings.enumerated() where !keys.contains(index) {
                for pattern in mapping.wide {
                    guard let says = pattern.match(heading) else { continue }
                    wide.append(WideColumn(index: index, says: says))
                    break
                }
            }
            if wide.isEmpty {
                problems.append(
                    ImportProblem(
                        .nothingWide(pattern: 0), at: place(headings.joined(separator: ", "))))
            }
        }
        for (heading, patterns) in mapping.only.sorted(by: { $0.key < $1.key }) {
            let found = Self.find(heading, in: headings, levels)
            if found.count == 1 {
                only.append((found[0], patterns))
            } else {
                let shown = headings.filter { !$0.isEmpty }.map { Excerpt.of($0) }
                problems.append(
                    ImportProblem(
                        found.isEmpty
                            ? .noSuchHeading(
                                heading, found: shown,
                                suggestion: Suggestion.nearest(to: heading, in: shown))
                            : .ambiguousHeading(heading), at: place(heading)))
            }
        }
        let told = Set(mapping.wide.flatMap(\.names))
        fillings = []
        for column in schema.columns {
            if let constant = mapping.constants[column.name] {
                fillings.append(.constant(constant))
                continue
            }
            if told.contains(column.name) {
                fillings.append(.heading)
                continue
            }
            // Without a mapping the file has the table's own names.
            let wanted = mapping.columns[column.name] ?? (mapping.isGiven ? nil : column.name)
            let isValue = column.name == "value" && !mapping.wide.isEmpty
            guard let wanted, !isValue else {
                fillings.append(.nothing)
                if column.isRequired && !isValue {
                    problems.append(
                        ImportProblem(.columnNotGiven(column.name), at: place(column.name)))
                }
                continue
            }
            let found = Self.find(wanted, in: headings, levels)
            if found.count == 1 {
                fillings.append(.cell(found[0]))
                continue
            }
            fillings.append(.nothing)
            if found.count > 1 {
                problems.append(ImportProblem(.ambiguousHeading(wanted), at: place(wanted)))
            } else if mapping.isGiven || column.isRequired {
                let shown = headings.filter { !$0.isEmpty }.map { Excerpt.of($0) }
                problems.append(
                    ImportProblem(
                        .noSuchHeading(
                            wanted, found: shown,
                            suggestion: Suggestion.nearest(to: wanted, in: shown)),
                        at: place(wanted)))
            }
        }
    }

    /// The cells a name means: by number (`#3`), by the whole heading, or by its last level.
    private static func find(_ name: String, in headings: [String], _ levels: [[String]]) -> [Int] {
        if name.hasPrefix("#"), let number = Int(name.dropFirst()) {
            return headings.indices.contains(number - 1) ? [number - 1] : []
        }
        let folded = Names.folded(name)
        let whole = headings.indices.filter { Names.folded(headings[$0]) == folded }
        if !whole.isEmpty { return whole }
        for level in levels.reversed() {
            let found = level.indices.filter { Names.folded(level[$0]) == folded }
            if !found.isEmpty { return found }
        }
        return []
    }

    /// The heading of each cell. An empty cell of an upper level belongs to the text on its left,
    /// as a merged cell does; a text that repeats the level above is said once.
    private static func joined(_ levels: [[String]]) -> [String] {
        let width = levels.map(\.count).max() ?? 0
        var filled: [[String]] = []
        for (number, level) in levels.enumerated() {
            var row = level + Array(repeating: "", count: width - level.count)
            if number < levels.count - 1 {
                for index in row.indices.dropFirst() where row[index].isEmpty {
                    // A merged cell does not reach past the end of the one above it.
                    let endsAbove = filled.contains { $0[index] != $0[index - 1] }
                    if !endsAbove { row[index] = row[index - 1] }
                }
            }
            filled.append(row)
        }
        return (0..<width).map { index in
            var parts: [String] = []
            for row in filled where !row[index].isEmpty && row[index] != parts.last {
                parts.append(row[index])
            }
            return parts.joined(separator: " / ")
        }
    }
}
