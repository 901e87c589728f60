import Region
import Tabular

/// Goes through the records of a file and puts their rows into a draft of the table.
struct RecordTaker {
    let mapping: ImportMapping
    let schema: TableSchema
    let plan: ImportPlan
    let file: String
    /// Unit and kind of each measure, for tables that have measures.
    let measures: [String: Measure]

    private(set) var rowsRead = 0
    private(set) var rowsSkipped = 0
    /// Values that the file says nothing about.
    private(set) var missing = 0

    private var translators: [CellTranslator]
    /// Codes that tables of the workspace lack, by table.
    private(set) var newCodes: [String: Set<String>] = [:]
    private var above: [String: String] = [:]
    private var dimensionValues: [Int: Set<String>] = [:]
    private let position: [String: Int]
    private let valueIndex: Int?
    private let hasStates: Bool
    /// Where activities are those of another classification.
    private let correspondence: Correspondence?
    private var sums: CorrespondenceSums
    /// What was said of an activity or a measure once is not said again.
    private var named: Set<String> = []

    init(
        mapping: ImportMapping, schema: TableSchema, plan: ImportPlan, file: String,
        measures: [String: Measure], names: [String: NameList],
        correspondence: Correspondence? = nil
    ) {
        self.mapping = mapping
        self.schema = schema
        self.plan = plan
        self.file = file
        self.measures = measures
        translators = schema.columns.map {
            Self.translator(of: $0, in: schema, mapping: mapping, names: names)
        }
        position = Dictionary(
            uniqueKeysWithValues: schema.columns.enumerated().map { ($0.element.name, $0.offset) })
        self.correspondence = correspondence
        sums = CorrespondenceSums(schema: schema, position: position)
        valueIndex = position["value"]
        hasStates = schema.column("status")?.content == .status
    }

    static func translator(
        of column: TableSchema.Column, in schema: TableSchema, mapping: ImportMapping,
        names: [String: NameList]
    ) -> CellTranslator {
        let table: String? =
            switch column.content {
            case .reference(let table): table
            case .sources: "sources"
            // A flow is between industries, or is one of a final user.
            case .text where ["from", "to"].contains(column.name):
                schema.name == "input_output" ? "activities" : nil
            default: nil
            }
        return CellTranslator(
            column, codes: mapping.codes[column.name] ?? [:],
            prefix: mapping.prefixes[column.name] ?? "", number: mapping.number,
            names: table.flatMap { names[$0] }, newRows: mapping.newRows, table: table)
    }

    mutating func take<Reader: RecordReader & ~Copyable>(
        from reader: inout Reader, isRectangular: Bool, into draft: inout TableDraft,
        _ findings: inout Findings
    ) throws(CancellationError) {
        while try reader.advance() {
            if let last = mapping.lastRow, (reader.place(ofCell: nil, named: nil).row ?? 0) > last {
                break
            }
            let texts = reader.texts().map(Self.trimmed)
            if texts.allSatisfy(\.isEmpty) { continue }
            if isRectangular && texts.count != plan.headings.count {
                var place = reader.place(ofCell: nil, named: nil)
                place.value = Excerpt.of(texts.prefix(8).joined(separator: "; "))
                reader.report.add(
                    .raggedRow(found: texts.count, expected: plan.headings.count), at: place)
                continue
            }
            rowsRead += 1
            guard isWanted(texts) else {
                rowsSkipped += 1
                continue
            }
            note(texts)
            take(texts, from: &reader, into: &draft, &findings)
        }
        addUp(into: &draft, &findings)
    }

    /// Puts the sums of another classification's figures into the draft.
    private mutating func addUp(into draft: inout TableDraft, _ findings: inout Findings) {
        guard let correspondence else { return }
        if let (whole, part, row) = sums.doubled(correspondence) {
            findings.add(
                ImportProblem(.countedTwice(whole, part: part), file: file, row: row).message,
                severity: .row, row: row)
        }
        let (rows, lost) = sums.rows(correspondence)
        missing += lost
        for (cells, row) in rows {
            if let valueIndex, case .number(let value) = cells[valueIndex], !value.isFinite {
                findings.add(
                    WorkspaceProblem(
                        .outOfRange(minimum: nil, maximum: Double.greatestFiniteMagnitude),
                        at: .init(file: file, row: row, column: "value")))
                continue
            }
            noteCodes(cells)
            draft.append(cells, row: row)
        }
    }

    /// Notes the codes of a row taken that tables of the workspace lack.
    private mutating func noteCodes(_ cells: [TableDraft.Cell]) {
        for (index, translator) in translators.enumerated() where !translator.newCodes.isEmpty {
            guard let table = translator.table,
                case .text(let code) = cells[index], translator.newCodes.contains(code)
            else { continue }
            newCodes[table, default: []].insert(code)
        }
    }

    /// Headings of dimensions of which rows taken have several values, with these.
    ///
    /// Figures by sex, or in two units, that are told apart by nothing in the table.
    var severalValues: [(heading: String, values: [String])] {
        plan.dimensions.compactMap { cell in
            let values = dimensionValues[cell] ?? []
            return values.count > 1 ? (plan.headings[cell], values.sorted()) : nil
        }
    }

    private func isWanted(_ texts: [String]) -> Bool {
        plan.only.allSatisfy { cell, patterns in
            // A row of a sheet ends with its last cell that is not empty.
            let text = cell < texts.count ? texts[cell] : ""
            return patterns.contains { Glob.fits(text, $0) }
        }
    }

    private mutating func note(_ texts: [String]) {
        for cell in plan.dimensions where dimensionValues[cell]?.contains(texts[cell]) != true {
            // A few are enough to say what there is.
            if dimensionValues[cell, default: []].count < 20 {
                dimensionValues[cell, default: []].insert(texts[cell])
            }
        }
    }

    static func trimmed(_ text: String) -> String {
        var view = Substring(text)
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }

    private mutating func take<Reader: RecordReader & ~Copyable>(
        _ texts: [String], from reader: inout Reader, into draft: inout TableDraft,
        _ findings: inout Findings
    ) {
        guard !plan.wide.isEmpty else {
            take(texts, wide: nil, from: &reader, into: &draft, &findings)
            return
        }
        for column in plan.wide {
            take(texts, wide: column, from: &reader, into: &draft, &findings)
        }
    }

    /// The text that stands for a column in a row, and the cell it is from.
    private mutating func text(
        _ index: Int, _ texts: [String], _ wide: ImportPlan.WideColumn?
    ) -> (text: String, cell: Int?) {
        let name = schema.columns[index].name
        switch plan.fillings[index] {
        case .nothing: return ("", nil)
        case .constant(let text): return (text, nil)
        case .heading: return (wide?.says[name] ?? "", wide?.index)
        case .cell(let cell):
            var text = cell < texts.count ? texts[cell] : ""
            if mapping.filledDown.contains(name) {
                if text.isEmpty { text = above[name] ?? "" } else { above[name] = text }
            }
            return (text, cell)
        }
    }

    private mutating func take<Reader: RecordReader & ~Copyable>(
        _ texts: [String], wide: ImportPlan.WideColumn?, from reader: inout Reader,
        into draft: inout TableDraft, _ findings: inout Findings
    ) {
        let given = schema.columns.indices.map { text($0, texts, wide) }
        for (name, words) in mapping.skipped {
            guard let index = position[name] else { continue }
            if words.contains(Names.folded(given[index].text)) {
                rowsSkipped += 1
                return
            }
        }
        var cells = [TableDraft.Cell](repeating: .empty, count: schema.columns.count)
        var isSound = true
        var state: CellContent = .number
        var parts: [(target: String, share: Double)]?
        for (index, column) in schema.columns.enumerated() {
            if let correspondence, column.name == "activity" {
                parts = targets(
                    of: given[index].text, index, given[index].cell, correspondence, reader,
                    &findings)
                isSound = parts != nil && isSound
                continue
            }
            if index == valueIndex || column.isNumber {
                let cell = wide != nil && index == valueIndex ? wide?.index : given[index].cell
                if cell == nil, case .constant(let text) = plan.fillings[index] {
                    isSound =
                        translate(text, index, nil, &cells, from: &reader, &findings) && isSound
                    continue
                }
                isSound =
                    takeNumber(
                        cell, index, texts, &cells, &state, from: &reader, &findings) && isSound
                continue
            }
            isSound =
                translate(
                    given[index].text, index, given[index].cell, &cells, from: &reader, &findings)
                && isSound
        }
        guard isSound else { return }
        let isThere = applyState(state, &cells)
        if let parts, !parts.isEmpty, let index = position["activity"] {
            guard !isThere || check(cells, wide, from: &reader, &findings) else { return }
            let source = translators[index].code(of: given[index].text)
            let row = reader.place(ofCell: nil, named: nil).row ?? reader.row
            for (target, share) in parts {
                cells[index] = .text(target)
                if let first = sums.row(of: source, cells) {
                    findings.add(
                        ImportProblem(.repeatsRow(first), file: file, row: row).message,
                        severity: .row, row: row)
                    return
                }
                guard mayAddUp(cells, share, row, &findings) else { return }
                sums.add(cells, of: source, share: share, isThere: isThere, row: row)
            }
            return
        }
        guard isThere else {
            missing += 1
            return
        }
        guard check(cells, wide, from: &reader, &findings) else { return }
        noteCodes(cells)
        draft.append(cells, row: reader.place(ofCell: nil, named: nil).row ?? reader.row)
    }

    /// What an activity's figure is divided among; empty for a total, nil where nothing is known.
    private mutating func targets<Reader: RecordReader & ~Copyable>(
        of text: String, _ index: Int, _ cell: Int?, _ correspondence: Correspondence,
        _ reader: borrowing Reader, _ findings: inout Findings
    ) -> [(target: String, share: Double)]? {
        let code = translators[index].code(of: text)
        guard !code.isEmpty else { return [] }
        let heading = cell.map { plan.headings[$0] } ?? schema.columns[index].name
        let place = self.place(of: cell, heading, text, reader)
        switch correspondence.targets(of: code) {
        case .failure(let fault):
            guard named.insert(code).inserted else { return nil }
            findings.add(
                ImportProblem(.correspondence(code, fault), at: place).message, severity: .row,
                row: place.row)
            return nil
        case .success(let targets):
            var parts: [(target: String, share: Double)] = []
            for target in targets {
                switch translators[index].resolve(target.code) {
                case .success(.text(let known)): parts.append((known, target.share))
                case .success: break
                case .failure(let failure):
                    guard case .workspace(let kind) = failure.failure else { return nil }
                    guard named.insert(target.code).inserted else { return nil }
                    var place = place
                    place.value = target.code
                    findings.add(WorkspaceProblem(kind, at: place))
                    return nil
                }
            }
            return parts
        }
    }

    /// Whether parts of the figure, or its sum with others, are figures: those of a ratio are not.
    private mutating func mayAddUp(
        _ cells: [TableDraft.Cell], _ share: Double, _ row: Int, _ findings: inout Findings
    ) -> Bool {
        guard let measure = text(of: "measure", cells), share != 1 || sums.isSum(cells) else {
            return true
        }
        let isRatio =
            measures[measure].map { $0.kind == .ratio }
            ?? (mapping.newRows.mayBeNegative(measure) == true)
        guard isRatio else { return true }
        if named.insert("measure " + measure).inserted {
            findings.add(
                ImportProblem(.ratioAddedUp(measure), file: file, row: row).message,
                severity: .row, row: row)
        }
        return false
    }

    /// What a cell without a number says in the status, where the row says nothing itself.
    ///
    /// - Returns: Whether the row says anything: a figure that is not there is no row.
    private func applyState(_ state: CellContent, _ cells: inout [TableDraft.Cell]) -> Bool {
        guard hasStates, let status = position["status"], cells[status] == .empty else {
            return true
        }
        switch state {
        case .number: return true
        case .missing: return false
        case .suppressed: cells[status] = .text(ObservationStatus.suppressed.rawValue)
        case .notApplicable: cells[status] = .text(ObservationStatus.cannotExist.rawValue)
        }
        return true
    }

    private mutating func takeNumber<Reader: RecordReader & ~Copyable>(
        _ cell: Int?, _ index: Int, _ texts: [String], _ cells: inout [TableDraft.Cell],
        _ state: inout CellContent, from reader: inout Reader, _ findings: inout Findings
    ) -> Bool {
        let isValue = index == valueIndex
        guard let cell, cell < texts.count else {
            if isValue { state = .missing }
            return true
        }
        let heading = plan.headings.indices.contains(cell) ? plan.headings[cell] : ""
        if let fault = reader.fault(at: cell) {
            reader.report.add(fault, at: reader.place(ofCell: cell, named: heading))
            return false
        }
        switch reader.number(at: cell, format: mapping.number, words: mapping.states) {
        case .number(let value):
            cells[index] = .number(isValue ? Self.scaled(value, mapping) : value)
            return checkRange(value, index, cell, from: &reader, &findings)
        case .missing:
            if isValue { state = .missing }
            if schema.columns[index].isRequired {
                reader.report.add(.emptyCell, at: reader.place(ofCell: cell, named: heading))
                return false
            }
            return true
        case .suppressed, .notApplicable:
            let reading = reader.number(at: cell, format: mapping.number, words: mapping.states)
            let found: CellContent = reading == .suppressed ? .suppressed : .notApplicable
            if isValue && hasStates {
                state = found
                return true
            }
            reader.report.add(
                .stateNotAllowed(found), at: reader.place(ofCell: cell, named: heading))
            return false
        case .problem(let kind):
            reader.report.add(kind, at: reader.place(ofCell: cell, named: heading))
            return false
        }
    }

    /// A power of ten moves the decimal point of the text, so that 4.35 hundreds are 435.
    static func scaled(_ value: Double, _ mapping: ImportMapping) -> Double {
        if mapping.factor == 1 { return value }
        let shift = powersOfTen[mapping.factor]
        let text = NumberText.shortest(value)
        if let shift, !text.contains("e"), let exact = Double("\(text)e\(shift)") { return exact }
        return value * mapping.factor
    }

    private static let powersOfTen: [Double: Int] = Dictionary(
        uniqueKeysWithValues: (-9...12).compactMap { power in
            Double("1e\(power)").map { ($0, power) }
        })

    private func checkRange<Reader: RecordReader & ~Copyable>(
        _ value: Double, _ index: Int, _ cell: Int, from reader: inout Reader,
        _ findings: inout Findings
    ) -> Bool {
        guard case .number(let minimum, let maximum) = schema.columns[index].content,
            value < minimum ?? -.infinity || value > maximum ?? .infinity
        else { return true }
        add(.outOfRange(minimum: minimum, maximum: maximum), cell, from: &reader, &findings)
        return false
    }

    private mutating func translate<Reader: RecordReader & ~Copyable>(
        _ text: String, _ index: Int, _ cell: Int?, _ cells: inout [TableDraft.Cell],
        from reader: inout Reader, _ findings: inout Findings
    ) -> Bool {
        switch translators[index].translate(text) {
        case .success(let translated):
            cells[index] = translated
            return true
        case .failure(let failure):
            let heading =
                cell.flatMap { plan.headings.indices.contains($0) ? plan.headings[$0] : nil }
                ?? schema.columns[index].name
            switch failure.failure {
            case .tabular(let kind):
                var place = reader.place(ofCell: cell, named: heading)
                place.columnName = Excerpt.of(heading)
                reader.report.add(kind, at: place)
            case .workspace(let kind):
                let place = self.place(of: cell, heading, text, reader)
                findings.add(WorkspaceProblem(kind, at: place))
            case .ambiguous(let codes):
                let place = self.place(of: cell, heading, text, reader)
                findings.add(
                    ImportProblem(.ambiguousName(text, codes), at: place).message,
                    severity: .cell, row: place.row)
            }
            return false
        }
    }

    private func place<Reader: RecordReader & ~Copyable>(
        of cell: Int?, _ heading: String, _ text: String, _ reader: borrowing Reader
    ) -> WorkspaceProblem.Place {
        WorkspaceProblem.Place(
            table: nil, file: file, row: reader.place(ofCell: cell, named: nil).row,
            column: heading, value: text)
    }

    private func add<Reader: RecordReader & ~Copyable>(
        _ kind: WorkspaceProblem.Kind, _ cell: Int?, from reader: inout Reader,
        _ findings: inout Findings
    ) {
        let heading = cell.flatMap {
            plan.headings.indices.contains($0) ? plan.headings[$0] : nil
        }
        let text = cell.map { reader.text(at: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        findings.add(
            WorkspaceProblem(
                kind,
                at: .init(
                    file: file, row: reader.place(ofCell: cell, named: nil).row, column: heading,
                    value: text)))
    }

    // MARK: A row as a whole

    private mutating func check<Reader: RecordReader & ~Copyable>(
        _ cells: [TableDraft.Cell], _ wide: ImportPlan.WideColumn?, from reader: inout Reader,
        _ findings: inout Findings
    ) -> Bool {
        let cell: Int?
        if let wide {
            cell = wide.index
        } else if let valueIndex, case .cell(let index) = plan.fillings[valueIndex] {
            cell = index
        } else {
            cell = nil
        }
        var isSound = true
        if hasStates, let status = position["status"], case .text(let letter) = cells[status],
            let known = ObservationStatus(rawValue: letter), let valueIndex
        {
            var value: Double?
            if case .number(let number) = cells[valueIndex] { value = number }
            if known.cellState(for: value) == nil {
                isSound = false
                add(
                    value == nil
                        ? .noValueUnderStatus(status: letter)
                        : .valueWithoutStatus(status: letter), cell, from: &reader, &findings)
            }
        }
        guard schema.name == "observations", let code = text(of: "measure", cells) else {
            return isSound
        }
        if measures[code] == nil, mapping.newRows.mayBeNegative(code) == false, let valueIndex,
            case .number(let value) = cells[valueIndex], value < 0
        {
            add(.negativeMass, cell, from: &reader, &findings)
            return false
        }
        guard let measure = measures[code], let unit = text(of: "unit", cells)
        else { return isSound }
        if let fault = unitFault(unit, measure) {
            isSound = false
            add(fault, cell, from: &reader, &findings)
        }
        if let valueIndex, case .number(let value) = cells[valueIndex], value < 0,
            measure.kind != .ratio
        {
            isSound = false
            add(.negativeMass, cell, from: &reader, &findings)
        }
        if let word = text(of: "prices", cells), let prices = PriceBasis(word: word),
            prices != measure.prices
        {
            isSound = false
            add(
                .pricesMixed(measures: measure.prices.word, given: word), cell, from: &reader,
                &findings)
        }
        return isSound
    }

    private mutating func unitFault(_ text: String, _ measure: Measure) -> WorkspaceProblem.Kind? {
        guard let unit = Unit(text), !unit.isCommensurable(with: measure.unit) else { return nil }
        return .incommensurable(measureUnit: measure.unit.symbol)
    }

    private func text(of name: String, _ cells: [TableDraft.Cell]) -> String? {
        guard let index = position[name], case .text(let text) = cells[index] else { return nil }
        return text
    }
}
