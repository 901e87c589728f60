import Region
import Tabular

/// Takes a long table of observations of which every row is sound, column by column: each distinct
/// text is translated once, and no row becomes a list of texts.
///
/// It takes all of a file or nothing. Where a single cell is not as it should be it gives up, and
/// ``RecordTaker`` goes through the file and says what is wrong with each.
struct PlainTaker {
    private let mapping: ImportMapping
    private let schema: TableSchema
    private let plan: ImportPlan
    private let measures: [String: Measure]
    private var columns: [TextColumn]
    private let value: Int
    private let position: [String: Int]

    private(set) var rowsRead = 0
    private(set) var rowsSkipped = 0
    private(set) var missing = 0

    /// A column of the table that is filled from texts of the file.
    private struct TextColumn {
        let index: Int
        /// The heading of its cells; nil for a constant.
        let heading: String?
        var translator: CellTranslator
        /// The words of rows to leave out.
        let skipped: Set<String>
        /// By the file's code of a text: the cell it stands for.
        var cells: [TableDraft.Cell] = []
        /// By the file's code of a text: whether its rows are left out.
        var isSkipped: [Bool] = []
        /// What an empty cell stands for; nil where none may be empty.
        var empty: TableDraft.Cell?
        /// By the file's code of a text: the code that the draft has for it.
        var codes: [Int32] = []
        /// By the file's code of a text: whether a row that was taken has it.
        var isUsed: [Bool] = []

        func cell(_ code: Int32) -> TableDraft.Cell {
            code < 0 ? empty ?? .empty : cells[Int(code)]
        }
    }

    /// - Returns: nil where the mapping asks for more than a plain table.
    init?(
        mapping: ImportMapping, schema: TableSchema, plan: ImportPlan,
        measures: [String: Measure], names: [String: NameList]
    ) {
        let folded = plan.headings.map(Names.folded)
        guard schema.name == "observations", mapping.heading == 1...1, mapping.lastRow == nil,
            mapping.wide.isEmpty, mapping.filledDown.isEmpty, plan.only.isEmpty,
            plan.dimensions.isEmpty, Set(folded).count == folded.count,
            let value = schema.columns.firstIndex(where: { $0.name == "value" }),
            case .cell = plan.fillings[value]
        else { return nil }
        self.mapping = mapping
        self.schema = schema
        self.plan = plan
        self.measures = measures
        self.value = value
        position = Dictionary(
            uniqueKeysWithValues: schema.columns.enumerated().map { ($0.element.name, $0.offset) })
        columns = []
        for (index, column) in schema.columns.enumerated() where index != value {
            let heading: String? =
                if case .cell(let cell) = plan.fillings[index] { plan.headings[cell] } else { nil }
            columns.append(
                TextColumn(
                    index: index, heading: heading,
                    translator: RecordTaker.translator(
                        of: column, in: schema, mapping: mapping, names: names),
                    skipped: mapping.skipped[column.name] ?? []))
        }
        guard Set(mapping.skipped.keys).isSubset(of: position.keys) else { return nil }
    }

    /// Takes the file into a draft.
    ///
    /// - Returns: Whether all of it was taken; if not, the draft is of no use.
    mutating func take(
        _ source: TabularSource, format: CSVFormat, into draft: inout TableDraft
    ) throws(CancellationError) -> Bool {
        guard case .cell(let valueCell) = plan.fillings[value] else { return false }
        let valueHeading = plan.headings[valueCell]
        let headings = Set(columns.compactMap(\.heading))
        // One cell of the file may fill two columns of the table, but not the value's.
        guard !headings.contains(valueHeading) else { return false }
        var reader = ColumnarReader(
            source,
            columns: headings.sorted().map { .text($0, allowsEmpty: true) } + [
                .number(valueHeading, format: mapping.number, words: mapping.states)
            ], format: format)
        guard prepareConstants() else { return false }
        var isSound = true
        do {
            try reader.forEachBatch { batch in
                guard isSound else { throw GivingUp() }
                isSound = take(batch, valueHeading, &draft)
            }
        } catch is GivingUp {
            return false
        } catch {
            throw CancellationError()
        }
        // A doubtful encoding, and the like, is for the way by rows to tell.
        let isPlain = reader.report.notes.allSatisfy {
            if case .unusedColumns = $0.kind { true } else { false }
        }
        return isSound && reader.report.isClean && isPlain
    }

    private struct GivingUp: Error {}

    /// What constants, and cells that are empty, stand for.
    private mutating func prepareConstants() -> Bool {
        for index in columns.indices {
            let text =
                if case .constant(let constant) = plan.fillings[columns[index].index] {
                    constant
                } else { "" }
            // An empty cell of a column that has to be filled is met only if there is one.
            switch columns[index].translator.translate(text) {
            case .success(let cell): columns[index].empty = cell
            case .failure:
                guard columns[index].heading != nil else { return false }
                columns[index].empty = nil
            }
            if columns[index].skipped.contains(Names.folded(text)), columns[index].heading == nil {
                return false
            }
        }
        return true
    }

    private mutating func take(
        _ batch: ColumnarTable, _ valueHeading: String, _ draft: inout TableDraft
    ) -> Bool {
        let count = batch.rowCount
        let none = [Int32](repeating: -1, count: count)
        var given: [[Int32]] = []
        for index in columns.indices {
            guard let heading = columns[index].heading else {
                given.append(none)
                continue
            }
            guard translate(batch.texts(of: heading), of: index, &draft) else { return false }
            given.append(batch.codes(of: heading))
        }
        let numbers = batch.numbers(of: valueHeading)
        let states = batch.states(of: valueHeading)
        var rule = RowRule(schema, measures, mapping)
        var kept: [Int] = []
        kept.reserveCapacity(count)
        var told: [Told] = []
        told.reserveCapacity(count)
        let status = columns.firstIndex { schema.columns[$0.index].name == "status" }
        let statusCodes = status.map { given[$0] } ?? none
        let statuses = StatusTable(status.map { columns[$0] })
        let checked = ["measure", "unit", "prices"].map { name in
            columns.firstIndex { schema.columns[$0.index].name == name } ?? 0
        }
        let (measures, units, prices) = (given[checked[0]], given[checked[1]], given[checked[2]])
        let skipping = columns.indices.filter { !columns[$0].skipped.isEmpty }
        let filled = columns.indices.filter { columns[$0].empty == nil }
        rows: for row in 0..<count {
            for index in skipping where isSkipped(given[index][row], index) {
                rowsSkipped += 1
                continue rows
            }
            for index in filled where given[index][row] < 0 { return false }
            let hasNumber = states[row] == .number
            var word = Told.nothing
            if statuses.isEmpty(statusCodes[row]) {
                switch states[row] {
                case .number: break
                case .missing:
                    missing += 1
                    continue rows
                case .suppressed: word = .suppressed
                case .notApplicable: word = .cannotExist
                }
            } else if !statuses.allows(statusCodes[row], hasNumber: hasNumber) {
                return false
            }
            guard
                rule.allows(
                    hasNumber ? numbers[row] : nil, codes: (measures[row], units[row], prices[row]),
                    cells: { columns[checked[$0]].cell(given[checked[$0]][row]) })
            else { return false }
            kept.append(row)
            told.append(word)
        }
        rowsRead += count
        put(batch, given, numbers, states, kept, told, status, &draft)
        return true
    }

    private func isSkipped(_ code: Int32, _ index: Int) -> Bool {
        code < 0 ? columns[index].skipped.contains("") : columns[index].isSkipped[Int(code)]
    }

    /// What a cell without a number says of the status.
    private enum Told: UInt8 {
        case nothing, suppressed, cannotExist

        var cell: TableDraft.Cell {
            switch self {
            case .nothing: .empty
            case .suppressed: .text(ObservationStatus.suppressed.rawValue)
            case .cannotExist: .text(ObservationStatus.cannotExist.rawValue)
            }
        }
    }

    /// What each status that the file has goes with, looked up once.
    private struct StatusTable {
        private var empty: [Bool] = []
        private var withNumber: [Bool] = []
        private var without: [Bool] = []
        private var absent = (isEmpty: true, withNumber: true, without: true)

        init(_ column: TextColumn?) {
            guard let column else { return }
            for cell in column.cells {
                let entry = Self.entry(cell)
                empty.append(entry.isEmpty)
                withNumber.append(entry.withNumber)
                without.append(entry.without)
            }
            absent = Self.entry(column.empty ?? .empty)
        }

        private static func entry(
            _ cell: TableDraft.Cell
        ) -> (isEmpty: Bool, withNumber: Bool, without: Bool) {
            guard case .text(let letter) = cell else { return (true, true, true) }
            let status = ObservationStatus(rawValue: letter)
            return (
                false, status?.cellState(for: 1) != nil, status?.cellState(for: nil) != nil
            )
        }

        func isEmpty(_ code: Int32) -> Bool { code < 0 ? absent.isEmpty : empty[Int(code)] }

        func allows(_ code: Int32, hasNumber: Bool) -> Bool {
            guard code >= 0 else { return hasNumber ? absent.withNumber : absent.without }
            return hasNumber ? withNumber[Int(code)] : without[Int(code)]
        }
    }

    /// Translates the texts of a column that were not met before.
    private mutating func translate(
        _ texts: [String], of index: Int, _ draft: inout TableDraft
    ) -> Bool {
        guard columns[index].cells.count < texts.count else { return true }
        for text in texts[columns[index].cells.count...] {
            let text = RecordTaker.trimmed(text)
            // Perhaps a text that is kept from being run as a formula.
            guard !text.hasPrefix("'") else { return false }
            let isSkipped = columns[index].skipped.contains(Names.folded(text))
            columns[index].isSkipped.append(isSkipped)
            // What is left out need not be known.
            guard !isSkipped else {
                columns[index].cells.append(.empty)
                columns[index].codes.append(-1)
                columns[index].isUsed.append(false)
                continue
            }
            guard case .success(let cell) = columns[index].translator.translate(text) else {
                return false
            }
            columns[index].cells.append(cell)
            columns[index].codes.append(draft.code(of: cell, in: columns[index].index))
            columns[index].isUsed.append(false)
        }
        return true
    }

    /// Codes of rows taken that tables of the workspace lack, by table.
    var newCodes: [String: Set<String>] {
        var found: [String: Set<String>] = [:]
        for column in columns where !column.translator.newCodes.isEmpty {
            guard case .reference(let table) = column.translator.column.content else { continue }
            let met =
                column.heading == nil
                ? [column.empty]
                : column.cells.indices.map { column.isUsed[$0] ? column.cells[$0] : nil }
            for case .text(let code)? in met where column.translator.newCodes.contains(code) {
                found[table, default: []].insert(code)
            }
        }
        return found
    }

    private mutating func put(
        _ batch: ColumnarTable, _ given: [[Int32]], _ numbers: [Double], _ states: [CellContent],
        _ kept: [Int], _ told: [Told], _ status: Int?, _ draft: inout TableDraft
    ) {
        for index in columns.indices {
            let target = columns[index].index
            if columns[index].heading == nil, index != status {
                draft.append(columns[index].empty ?? .empty, times: kept.count, to: target)
                continue
            }
            let codes = given[index]
            for row in kept where codes[row] >= 0 {
                columns[index].isUsed[Int(codes[row])] = true
            }
            if draft.kind(of: target) == .text {
                let empty = draft.code(of: columns[index].empty ?? .empty, in: target)
                let known = columns[index].codes
                var taken = kept.map { codes[$0] < 0 ? empty : known[Int(codes[$0])] }
                if index == status {
                    for (position, word) in told.enumerated() where word != .nothing {
                        taken[position] = draft.code(of: word.cell, in: target)
                    }
                }
                draft.append(codes: taken, to: target)
            } else {
                let known = columns[index].cells.map(Self.whole)
                let empty = Self.whole(columns[index].empty ?? .empty)
                draft.append(
                    integers: kept.map { codes[$0] < 0 ? empty : known[Int(codes[$0])] },
                    to: target)
            }
        }
        draft.append(
            numbers: kept.map { row in
                states[row] == .number ? RecordTaker.scaled(numbers[row], mapping) : .nan
            }, to: value)
        draft.append(rows: kept.map { batch.rows[$0] })
    }

    /// The year of a cell.
    private static func whole(_ cell: TableDraft.Cell) -> Int64 {
        if case .integer(let number) = cell { Int64(number) } else { .min }
    }
}

/// What figures of a measure, a unit and prices may be, looked up once for each three of them.
private struct RowRule {
    private let schema: TableSchema
    private let measures: [String: Measure]
    private let mapping: ImportMapping
    private var known: [Key: Allowance] = [:]
    private var last: (key: Key, allowance: Allowance)?

    private struct Key: Hashable {
        let measure: Int32
        let unit: Int32
        let prices: Int32
    }

    private enum Allowance { case none, notNegative, any }

    init(_ schema: TableSchema, _ measures: [String: Measure], _ mapping: ImportMapping) {
        self.schema = schema
        self.measures = measures
        self.mapping = mapping
    }

    mutating func allows(
        _ number: Double?, codes: (Int32, Int32, Int32), cells: (Int) -> TableDraft.Cell
    ) -> Bool {
        let key = Key(measure: codes.0, unit: codes.1, prices: codes.2)
        let allowance: Allowance
        if let last, last.key == key {
            allowance = last.allowance
        } else if let found = known[key] {
            allowance = found
        } else {
            allowance = self.allowance(cells(0), cells(1), cells(2))
            known[key] = allowance
        }
        last = (key, allowance)
        switch allowance {
        case .none: return false
        case .any: return true
        case .notNegative: return number.map { $0 >= 0 } ?? true
        }
    }

    private func allowance(
        _ measure: TableDraft.Cell, _ unit: TableDraft.Cell, _ prices: TableDraft.Cell
    ) -> Allowance {
        guard case .text(let code) = measure else { return .any }
        guard let measure = measures[code] else {
            return mapping.newRows.mayBeNegative(code) == false ? .notNegative : .any
        }
        guard case .text(let symbol) = unit else { return .any }
        if let unit = Unit(symbol), !unit.isCommensurable(with: measure.unit) { return .none }
        if case .text(let word) = prices, let basis = PriceBasis(word: word),
            basis != measure.prices
        {
            return .none
        }
        return measure.kind == .ratio ? .any : .notNegative
    }
}
