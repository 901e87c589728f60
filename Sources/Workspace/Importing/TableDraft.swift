import Tabular

/// A table in the making: rows in columns, texts numbered, so that ten million rows stay within
/// memory.
struct TableDraft {
    enum Cell: Hashable {
        case empty
        case text(String)
        case integer(Int)
        case number(Double)
    }

    struct Column {
        let name: String
        let kind: Kind
        private(set) var codes: [Int32] = []
        private(set) var integers: [Int64] = []
        private(set) var numbers: [Double] = []
        private(set) var texts: [String] = []
        private var known: [String: Int32] = [:]
        private var last: Int32 = -1

        enum Kind { case text, integer, number }

        init(name: String, kind: Kind) {
            self.name = name
            self.kind = kind
        }

        mutating func append(_ cell: Cell) {
            switch (kind, cell) {
            case (.text, .text(let text)): codes.append(code(of: text))
            case (.text, .integer(let number)): codes.append(code(of: String(number)))
            case (.text, .number(let number)): codes.append(code(of: NumberText.shortest(number)))
            case (.text, .empty): codes.append(-1)
            case (.integer, .integer(let number)): integers.append(Int64(number))
            case (.integer, _): integers.append(.min)
            case (.number, .number(let number)): numbers.append(number)
            case (.number, .integer(let number)): numbers.append(Double(number))
            case (.number, _): numbers.append(.nan)
            }
        }

        private mutating func code(of text: String) -> Int32 {
            if last >= 0 && texts[Int(last)] == text { return last }
            if let code = known[text] {
                last = code
                return code
            }
            let code = Int32(texts.count)
            texts.append(text)
            known[text] = code
            last = code
            return code
        }

        func cell(_ row: Int) -> Cell {
            switch kind {
            case .text: codes[row] < 0 ? .empty : .text(texts[Int(codes[row])])
            case .integer: integers[row] == .min ? .empty : .integer(Int(integers[row]))
            case .number: numbers[row].isNaN ? .empty : .number(numbers[row])
            }
        }

        func hasAny(in rows: some Sequence<Int32>) -> Bool {
            rows.contains { cell(Int($0)) != .empty }
        }

        /// For each row its rank among the column's distinct cells, and how many ranks there are;
        /// empty cells come first.
        func ranks(count: Int) -> (ranks: [Int32], count: Int) {
            switch kind {
            case .text:
                let order = texts.indices.sorted {
                    texts[$0].utf8.lexicographicallyPrecedes(texts[$1].utf8)
                }
                var rank = [Int32](repeating: 0, count: texts.count)
                for (position, code) in order.enumerated() { rank[code] = Int32(position + 1) }
                return (codes.map { $0 < 0 ? 0 : rank[Int($0)] }, texts.count + 1)
            case .integer:
                let order = Set(integers).sorted()
                let rank = Dictionary(
                    uniqueKeysWithValues: order.enumerated().map { ($0.element, Int32($0.offset)) })
                return (integers.map { rank[$0] ?? 0 }, order.count)
            case .number:
                return ([Int32](repeating: 0, count: count), 1)
            }
        }
    }

    let schema: TableSchema
    private(set) var columns: [Column]
    /// The row each row had in its file.
    private(set) var rows: [Int32] = []
    /// Rows of the table as it was; those imported come after.
    private(set) var existing = 0
    /// The columns the table's file had, in its order.
    private(set) var fileColumns: [String] = []

    init(schema: TableSchema) {
        self.schema = schema
        columns = schema.columns.map { Column(name: $0.name, kind: $0.draftKind) }
    }

    /// Takes the rows of the table as it is.
    ///
    /// - Returns: `false` where its file has problems.
    mutating func take(file path: String) throws(CancellationError) -> Bool {
        var head = CSVReader(.file(path: path), format: CSVFormat(delimiter: .comma))
        guard try head.advance() else { return false }
        fileColumns = head.texts().map { $0.split(separator: " ").joined(separator: " ") }
        let extra = fileColumns.filter { schema.column($0) == nil }
        guard Set(fileColumns).count == fileColumns.count else { return false }
        columns += extra.map { Column(name: $0, kind: .text) }
        let declared =
            schema.readerColumns
            + extra.map { Tabular.Column.text($0, isRequired: false, allowsEmpty: true) }
        var reader = ColumnarReader(
            .file(path: path), columns: declared, format: CSVFormat(delimiter: .comma),
            allowsNoRows: true)
        do {
            try reader.forEachBatch { batch in take(batch) }
        } catch {
            throw CancellationError()
        }
        existing = rows.count
        return reader.report.isClean
    }

    private mutating func take(_ batch: ColumnarTable) {
        rows.append(contentsOf: batch.rows)
        for index in columns.indices {
            let name = columns[index].name
            switch columns[index].kind {
            case .text:
                let texts = batch.texts(of: name)
                for code in batch.codes(of: name) {
                    columns[index].append(code < 0 ? .empty : .text(texts[Int(code)]))
                }
            case .integer:
                for number in batch.integers(of: name) {
                    columns[index].append(
                        number == ColumnarTable.absentInteger ? .empty : .integer(Int(number)))
                }
            case .number:
                for number in batch.numbers(of: name) {
                    columns[index].append(number.isNaN ? .empty : .number(number))
                }
            }
        }
    }

    /// Adds a row with a cell for each column of the schema.
    mutating func append(_ cells: [Cell], row: Int) {
        for index in columns.indices {
            columns[index].append(index < cells.count ? cells[index] : .empty)
        }
        rows.append(Int32(clamping: row))
    }

    // MARK: Merging

    enum Clash {
        case repeats(row: Int, first: Int)
        case exists(row: Int, old: Int)
    }

    struct Merge {
        /// The rows to write, in canonical order.
        var order: [Int32] = []
        var added = 0
        var replaced = 0
        var unchanged = 0
    }

    /// Puts old and new rows together in the order of their keys.
    ///
    /// A new row of an old row's key takes its place where that is wanted, and is passed over
    /// where it says the same; else it clashes.
    func merged(replace: Bool, clash: (Clash) -> Void) -> Merge {
        let order = sorted()
        var merge = Merge()
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count && hasSameKey(Int(order[start]), Int(order[end])) { end += 1 }
            settle(order[start..<end], replace: replace, &merge, clash)
            start = end
        }
        return merge
    }

    private func settle(
        _ group: ArraySlice<Int32>, replace: Bool, _ merge: inout Merge, _ clash: (Clash) -> Void
    ) {
        let old = group.filter { $0 < existing }
        let new = group.filter { $0 >= existing }
        for row in new.dropFirst() {
            clash(.repeats(row: Int(rows[Int(row)]), first: Int(rows[Int(new[0])])))
        }
        guard let candidate = new.first else {
            merge.order += old
            return
        }
        guard let known = old.first else {
            merge.order.append(candidate)
            merge.added += 1
            return
        }
        if saysTheSame(Int(known), Int(candidate)) {
            merge.order += old
            merge.unchanged += 1
        } else if replace {
            merge.order.append(candidate)
            merge.replaced += 1
        } else {
            clash(.exists(row: Int(rows[Int(candidate)]), old: Int(rows[Int(known)])))
        }
    }

    private var keyColumns: [Column] {
        schema.key.compactMap { name in columns.first { $0.name == name } }
    }

    private func sorted() -> [Int32] {
        var order = (0..<Int32(rows.count)).map { $0 }
        var spare = [Int32](repeating: 0, count: rows.count)
        for column in keyColumns.reversed() {
            let (ranks, count) = column.ranks(count: rows.count)
            var starts = [Int32](repeating: 0, count: count + 1)
            for rank in ranks { starts[Int(rank) + 1] += 1 }
            for index in 0..<count { starts[index + 1] += starts[index] }
            for row in order {
                let rank = Int(ranks[Int(row)])
                spare[Int(starts[rank])] = row
                starts[rank] += 1
            }
            swap(&order, &spare)
        }
        return order
    }

    private func hasSameKey(_ left: Int, _ right: Int) -> Bool {
        for name in schema.key {
            guard let column = columns.first(where: { $0.name == name }) else { continue }
            if column.cell(left) != column.cell(right) { return false }
        }
        return true
    }

    /// Whether two rows of one key agree in everything but where they are from.
    private func saysTheSame(_ left: Int, _ right: Int) -> Bool {
        columns.allSatisfy { column in
            column.name == "source" || column.name == "note" || schema.column(column.name) == nil
                || column.cell(left) == column.cell(right)
        }
    }

    // MARK: Writing

    /// The columns to write: those the file had, then those of the schema that now have cells, in
    /// the order of the schema. A new file has all columns that its table requires.
    func columnsToWrite(_ order: [Int32]) -> [String] {
        var names = fileColumns
        for column in schema.columns where !names.contains(column.name) {
            let isNeeded =
                column.isRequired
                || columns.first { $0.name == column.name }?.hasAny(in: order) ?? false
            if isNeeded { names.append(column.name) }
        }
        if fileColumns.isEmpty {
            let all = schema.columns.map(\.name)
            names.sort { (all.firstIndex(of: $0) ?? 0) < (all.firstIndex(of: $1) ?? 0) }
        }
        return names
    }

    func write(_ order: [Int32], columns names: [String], to path: String) throws {
        let written = names.compactMap { name in columns.first { $0.name == name } }
        try AtomicFile.write(to: path) { sink in
            var writer = CSVWriter(style: .workspace)
            try writer.row(names, to: &sink)
            for row in order {
                for column in written {
                    switch column.cell(Int(row)) {
                    case .empty: try writer.empty(to: &sink)
                    case .text(let text): try writer.text(text, to: &sink)
                    case .integer(let number): try writer.integer(number, to: &sink)
                    case .number(let number): try writer.number(number, to: &sink)
                    }
                }
                try writer.endRow(to: &sink)
            }
        }
    }
}

extension TableSchema.Column {
    /// A text of a mapping as a cell; what is no number where there should be one is empty.
    func draftCell(of text: String) -> TableDraft.Cell {
        guard !text.isEmpty else { return .empty }
        switch draftKind {
        case .text: return .text(text)
        case .integer: return Int(text).map { .integer($0) } ?? .empty
        case .number: return Double(text).map { .number($0) } ?? .empty
        }
    }

    var draftKind: TableDraft.Column.Kind {
        isInteger ? .integer : isNumber ? .number : .text
    }
}
