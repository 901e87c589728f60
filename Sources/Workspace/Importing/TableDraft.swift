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
        /// Empty while all rows have one code: most columns of a long table do.
        private var codes: [Int32] = []
        private var single: (code: Int32, count: Int) = (-1, 0)
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
            case (.text, let cell): append(code: code(of: cell))
            case (.integer, .integer(let number)): integers.append(Int64(number))
            case (.integer, _): integers.append(.min)
            case (.number, .number(let number)): numbers.append(number)
            case (.number, .integer(let number)): numbers.append(Double(number))
            case (.number, _): numbers.append(.nan)
            }
        }

        mutating func append(code: Int32) {
            if codes.isEmpty {
                if single.count == 0 || single.code == code {
                    single = (code, single.count + 1)
                    return
                }
                codes = Array(repeating: single.code, count: single.count)
            }
            codes.append(code)
        }

        mutating func append(code: Int32, times: Int) {
            guard codes.isEmpty, single.count == 0 || single.code == code else {
                for _ in 0..<times { append(code: code) }
                return
            }
            single = (code, single.count + times)
        }

        mutating func append(codes more: [Int32]) {
            guard let first = more.first else { return }
            if codes.isEmpty, single.count == 0 || single.code == first,
                more.allSatisfy({ $0 == first })
            {
                single = (first, single.count + more.count)
                return
            }
            if codes.isEmpty { codes = Array(repeating: single.code, count: single.count) }
            codes += more
        }

        mutating func append(integers more: [Int64]) { integers += more }

        mutating func append(numbers more: [Double]) { numbers += more }

        /// The number of a cell's text; -1 for an empty one.
        mutating func code(of cell: Cell) -> Int32 {
            switch cell {
            case .text(let text): code(of: text)
            case .integer(let number): code(of: String(number))
            case .number(let number): code(of: NumberText.shortest(number))
            case .empty: -1
            }
        }

        func code(_ row: Int) -> Int32 { codes.isEmpty ? single.code : codes[row] }

        /// Puts a cell in the place of another.
        mutating func set(_ cell: Cell, _ row: Int) {
            switch kind {
            case .text:
                let code = code(of: cell)
                if codes.isEmpty { codes = Array(repeating: single.code, count: single.count) }
                codes[row] = code
            case .integer, .number:
                append(cell)
                if kind == .integer {
                    integers[row] = integers.removeLast()
                } else {
                    numbers[row] = numbers.removeLast()
                }
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
            case .text: code(row) < 0 ? .empty : .text(texts[Int(code(row))])
            case .integer: integers[row] == .min ? .empty : .integer(Int(integers[row]))
            case .number: numbers[row].isNaN ? .empty : .number(numbers[row])
            }
        }

        func hasAny(in rows: some Sequence<Int32>) -> Bool {
            switch kind {
            case .text: rows.contains { code(Int($0)) >= 0 }
            case .integer: rows.contains { integers[Int($0)] != .min }
            case .number: rows.contains { !numbers[Int($0)].isNaN }
            }
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
                let ranks = codes.map { $0 < 0 ? 0 : rank[Int($0)] }
                let only = single.code < 0 ? 0 : rank[Int(single.code)]
                return (
                    codes.isEmpty ? Array(repeating: only, count: count) : ranks, texts.count + 1
                )
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

    // MARK: Rows by columns

    func kind(of column: Int) -> Column.Kind { columns[column].kind }

    mutating func code(of cell: Cell, in column: Int) -> Int32 {
        columns[column].kind == .text ? columns[column].code(of: cell) : -1
    }

    mutating func append(codes: [Int32], to column: Int) { columns[column].append(codes: codes) }

    mutating func append(integers: [Int64], to column: Int) {
        columns[column].append(integers: integers)
    }

    mutating func append(numbers: [Double], to column: Int) {
        columns[column].append(numbers: numbers)
    }

    mutating func append(_ cell: Cell, times: Int, to column: Int) {
        guard columns[column].kind == .text else {
            for _ in 0..<times { columns[column].append(cell) }
            return
        }
        columns[column].append(code: columns[column].code(of: cell), times: times)
    }

    /// Ends rows of which every column of the schema has its cells.
    mutating func append(rows more: [Int32]) {
        // Columns of the file that the schema does not know have nothing for them.
        for index in schema.columns.count..<max(columns.count, schema.columns.count) {
            append(.empty, times: more.count, to: index)
        }
        rows += more
    }

    /// Puts a cell in the place of another.
    mutating func set(_ cell: Cell, _ column: String, _ row: Int) {
        guard let index = columns.firstIndex(where: { $0.name == column }) else { return }
        columns[index].set(cell, row)
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
        /// Old rows that are gone.
        var removed = 0
    }

    /// Puts old and new rows together in the order of their keys.
    ///
    /// A new row of an old row's key takes its place where that is wanted, and is passed over
    /// where it says the same; else it clashes.
    ///
    /// - Parameter renewed: The source of which every old row gives way to a new one or goes.
    func merged(replace: Bool, renewing renewed: String? = nil, clash: (Clash) -> Void) -> Merge {
        let (order, keys) = sorted()
        let sources = columns.first { $0.name == "source" }
        func isRenewed(_ row: Int32) -> Bool {
            guard let renewed, case .text(let key)? = sources?.cell(Int(row)) else { return false }
            return key == renewed
        }
        func hasSameKey(_ left: Int32, _ right: Int32) -> Bool {
            keys.allSatisfy { $0[Int(left)] == $0[Int(right)] }
        }
        var merge = Merge()
        merge.order.reserveCapacity(order.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count && hasSameKey(order[start], order[end]) { end += 1 }
            if end == start + 1, order[start] >= existing {
                merge.order.append(order[start])
                merge.added += 1
            } else {
                settle(order[start..<end], replace: replace, isRenewed, &merge, clash)
            }
            start = end
        }
        return merge
    }

    private func settle(
        _ group: ArraySlice<Int32>, replace: Bool, _ isRenewed: (Int32) -> Bool,
        _ merge: inout Merge, _ clash: (Clash) -> Void
    ) {
        let old = group.filter { $0 < existing }
        let new = group.filter { $0 >= existing }
        for row in new.dropFirst() {
            clash(.repeats(row: Int(rows[Int(row)]), first: Int(rows[Int(new[0])])))
        }
        guard let candidate = new.first else {
            let kept = old.filter { !isRenewed($0) }
            merge.order += kept
            merge.removed += old.count - kept.count
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
        } else if replace || isRenewed(known) {
            merge.order.append(candidate)
            merge.replaced += 1
        } else {
            clash(.exists(row: Int(rows[Int(candidate)]), old: Int(rows[Int(known)])))
        }
    }

    private var keyColumns: [Column] {
        schema.key.compactMap { name in columns.first { $0.name == name } }
    }

    /// The rows in the order of their keys, and the ranks of each column of the key.
    private func sorted() -> (order: [Int32], keys: [[Int32]]) {
        let keys = keyColumns.map { $0.ranks(count: rows.count) }
        var order = (0..<Int32(rows.count)).map { $0 }
        // Most files are in order already.
        guard !isSorted(keys.map(\.ranks)) else { return (order, keys.map(\.ranks)) }
        var spare = [Int32](repeating: 0, count: rows.count)
        for (ranks, count) in keys.reversed() {
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
        return (order, keys.map(\.ranks))
    }

    private func isSorted(_ keys: [[Int32]]) -> Bool {
        rows.indices.dropFirst().allSatisfy { row in
            for key in keys where key[row - 1] != key[row] { return key[row - 1] < key[row] }
            return true
        }
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
        let style = CSVWriter.Style.workspace
        let cells = written.map { WrittenColumn($0, style) }
        try AtomicFile.write(to: path) { sink in
            var writer = CSVWriter(style: style)
            try writer.row(names, to: &sink)
            for row in order {
                for column in cells { try column.write(Int(row), &writer, &sink) }
                try writer.endRow(to: &sink)
            }
        }
    }

    /// A column on its way to a file. An object, since a value with as many lists would be copied
    /// for each cell.
    private final class WrittenColumn {
        private let column: Column
        /// Each distinct text in the form of the file.
        private let texts: [[UInt8]]

        init(_ column: Column, _ style: CSVWriter.Style) {
            self.column = column
            texts = column.texts.map { CSVWriter.encoded($0, style) }
        }

        func write(_ row: Int, _ writer: inout CSVWriter, _ sink: inout ByteSink) throws {
            switch column.kind {
            case .text:
                let code = column.code(row)
                guard code >= 0 else { return try writer.empty(to: &sink) }
                try writer.encoded(texts[Int(code)], to: &sink)
            case .integer:
                let number = column.integers[row]
                guard number != .min else { return try writer.empty(to: &sink) }
                try writer.integer(number, to: &sink)
            case .number:
                let number = column.numbers[row]
                guard !number.isNaN else { return try writer.empty(to: &sink) }
                try writer.number(number, to: &sink)
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
