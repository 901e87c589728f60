public import Region

extension RegionalData {
    /// A measure by place, activity and year over the places of a level that make up the
    /// reference (`in_panel`), with published totals; measures with a formula are worked out
    /// cell by cell. nil where there are no figures.
    ///
    /// A published total of an activity, or of everything, is the figure of the place that
    /// contains the level's places. A measure with a formula has no published totals: what is
    /// worked out from rounded shares is less exact than the sum of its cells.
    public func panel(
        _ measure: MeasureCode, _ classification: ClassificationCode, level: String
    ) -> Panel? {
        guard let position = vocabulary.position(of: measure) else { return nil }
        return panel(position, classification, places: vocabulary.panelPlaces(level: level))
    }

    /// A measure without activities; nil where there are no figures.
    public func series(_ measure: MeasureCode) -> PlaceSeries? {
        guard let position = vocabulary.position(of: measure),
            classifications(of: position).isEmpty
        else { return nil }
        var cells: [PlaceCode: [Year: Cell]] = [:]
        let years = years(of: position, classification: nil)
        let isFormula = vocabulary.measures[position].formula != nil
        if isFormula {
            for place in places.indices {
                for year in years {
                    let cell = cell(measure: position, place: place, activity: -1, year: year)
                    guard let cell else { continue }
                    cells[places[place].code, default: [:]][year] = cell
                }
            }
        } else {
            for row in storage.indexes[position].range {
                let code = places[Int(store.places[row])].code
                cells[code, default: [:]][Year(store.years[row])] = cell(ofRow: row)
            }
        }
        guard !cells.isEmpty else { return nil }
        return PlaceSeries(measure: vocabulary.measures[position].measure, cells: cells)
    }

    /// The places of a level that make up the reference (`in_panel`), which do not overlap.
    public func panelPlaces(level: String) -> [PlaceCode] {
        vocabulary.panelPlaces(level: level).map { places[$0].code }
    }

    // MARK: Cells

    /// The cell of a row, in the unit of its measure.
    func cell(ofRow row: Int) -> Cell {
        let state = store.state(row)
        return Cell(
            value: state == .value ? store.converted(row) : 0, state: state,
            marks: store.status(row).marks, quality: store.quality(row))
    }

    /// The cell of a figure, worked out where the measure has a formula; nil where no row says
    /// anything.
    func cell(measure: Int, place: Int, activity: Int, year: Year, depth: Int = 0) -> Cell? {
        guard let formula = vocabulary.measures[measure].formula else {
            return store.find(measure: measure, place: place, activity: activity, year: year)
                .map(cell(ofRow:))
        }
        guard depth < 32 else { return nil }
        var bindings: [String: Region.Expression.Value] = [:]
        var inputs: [Cell] = []
        for input in formula.inputs {
            guard let position = vocabulary.measurePositions[input] else { return nil }
            let own = classifications(of: position).isEmpty ? -1 : activity
            guard
                let cell = cell(
                    measure: position, place: place, activity: own, year: year, depth: depth + 1)
            else { return nil }
            bindings[input] = .number(cell.value)
            inputs.append(cell)
        }
        guard case .number(let value)? = try? formula.expression.evaluate(bindings) else {
            return nil
        }
        return FormulaCell.cell(value: value, from: inputs)
    }

    /// The years in which a measure has figures; of a formula, those of all its inputs.
    func years(of measure: Int, classification: ClassificationCode?, depth: Int = 0) -> [Year] {
        guard let formula = vocabulary.measures[measure].formula else {
            return years(of: storage.indexes[measure], classification: classification)
        }
        guard depth < 32 else { return [] }
        var common: Set<Year>?
        for input in formula.inputs {
            guard let position = vocabulary.measurePositions[input] else { return [] }
            let isByActivity = !classifications(of: position).isEmpty
            let own = Set(
                years(
                    of: position, classification: isByActivity ? classification : nil,
                    depth: depth + 1))
            common = common?.intersection(own) ?? own
        }
        return (common ?? []).sorted()
    }

    private func years(of index: MeasureIndex, classification: ClassificationCode?) -> [Year] {
        guard let classification, let activities = index.activities[classification] else {
            return index.years
        }
        var isWanted = [Bool](repeating: false, count: vocabulary.activities.count)
        for activity in activities { isWanted[activity] = true }
        let first = TableSchema.years.lowerBound
        var hasYear = [Bool](repeating: false, count: TableSchema.years.count)
        for row in index.range where store.activities[row] >= 0 {
            if isWanted[Int(store.activities[row])] {
                hasYear[Int(store.years[row]) - first] = true
            }
        }
        return index.years.filter { hasYear[$0 - first] }
    }

    /// The activities that a measure's tables in a classification are made of.
    func activities(of measure: Int, _ classification: ClassificationCode, depth: Int = 0) -> [Int]
    {
        guard let formula = vocabulary.measures[measure].formula else {
            return storage.indexes[measure].activities[classification] ?? []
        }
        guard depth < 32 else { return [] }
        var common: Set<Int>?
        for input in formula.inputs {
            guard let position = vocabulary.measurePositions[input],
                !classifications(of: position).isEmpty
            else { continue }
            let own = Set(activities(of: position, classification, depth: depth + 1))
            common = common?.intersection(own) ?? own
        }
        return (common ?? []).sorted()
    }

    // MARK: Panels

    private func panel(
        _ measure: Int, _ classification: ClassificationCode, places: [Int]
    ) -> Panel? {
        let activities = activities(of: measure, classification)
        let years = years(of: measure, classification: classification)
        guard !places.isEmpty, !activities.isEmpty, !years.isEmpty else { return nil }
        let frame = PanelFrame(places: places, activities: activities, years: years)
        let grid = grid(measure, frame, depth: 0)
        guard grid.hasFigures else { return nil }
        var panel = Panel(
            measure: vocabulary.measures[measure].measure, classification: classification,
            places: places.map { self.places[$0] },
            activities: activities.map { self.activities[$0] }, years: years,
            values: grid.values, states: grid.states)
        for (index, remark) in grid.remarks {
            let position = frame.position(index)
            var cell = panel[position.place, position.activity, position.year]
            cell.marks = remark.marks
            cell.quality = remark.quality
            panel[position.place, position.activity, position.year] = cell
        }
        publishTotals(of: measure, frame, in: &panel)
        return panel
    }

    /// The figures of a measure over a frame.
    func grid(_ measure: Int, _ frame: PanelFrame, depth: Int) -> PanelGrid {
        guard let formula = vocabulary.measures[measure].formula else {
            return storedGrid(measure, frame)
        }
        var result = PanelGrid(count: frame.count)
        guard depth < 32 else { return result }
        var inputs: [PanelGrid] = []
        var bindings: [String: Region.Expression.Value] = [:]
        for input in formula.inputs {
            guard let position = vocabulary.measurePositions[input] else { return result }
            let grid = grid(position, frame, depth: depth + 1)
            bindings[input] = .list(grid.values)
            inputs.append(grid)
        }
        guard let value = try? formula.expression.evaluate(bindings) else { return result }
        let elements = value.elements
        guard elements.count == frame.count else { return result }
        for index in 0..<frame.count {
            let cells = inputs.map { $0.cell(index) }
            result.set(index, FormulaCell.cell(value: elements[index], from: cells))
        }
        return result
    }

    private func storedGrid(_ measure: Int, _ frame: PanelFrame) -> PanelGrid {
        var grid = PanelGrid(count: frame.count)
        let index = storage.indexes[measure]
        let repeats = !index.hasActivities
        let placeOf = Lookup(frame.places, count: vocabulary.places.count)
        let activityOf = Lookup(frame.activities, count: vocabulary.activities.count)
        let yearOf = Lookup(
            frame.years.map { $0 - TableSchema.years.lowerBound }, count: TableSchema.years.count)
        for row in index.range {
            let place = placeOf[Int(store.places[row])]
            let year = yearOf[Int(store.years[row]) - TableSchema.years.lowerBound]
            guard place >= 0, year >= 0 else { continue }
            let activity = store.activities[row]
            if repeats {
                // A measure without activities is the same for all of them.
                let cell = cell(ofRow: row)
                for position in frame.activities.indices {
                    grid.set(frame.index(place, position, year), cell)
                }
            } else if activity >= 0, activityOf[Int(activity)] >= 0 {
                grid.set(frame.index(place, activityOf[Int(activity)], year), cell(ofRow: row))
            }
        }
        return grid
    }

    private func publishTotals(of measure: Int, _ frame: PanelFrame, in panel: inout Panel) {
        guard vocabulary.measures[measure].formula == nil else { return }
        func total(_ place: Int, _ activity: Int, _ year: Int) -> Double? {
            let row = store.find(
                measure: measure, place: place, activity: activity, year: frame.years[year])
            guard let row, store.state(row).isKnown else { return nil }
            return store.converted(row)
        }
        for year in frame.years.indices {
            for (position, place) in frame.places.enumerated() {
                if let total = total(place, -1, year) {
                    panel.publish(total: total, place: position, year: year)
                }
            }
            guard let whole = vocabulary.whole(of: frame.places) else { continue }
            if let total = total(whole, -1, year) { panel.publish(grandTotal: total, year: year) }
            for (position, activity) in frame.activities.enumerated() {
                if let total = total(whole, activity, year) {
                    panel.publish(total: total, activity: position, year: year)
                }
            }
        }
    }
}

/// The sides of a panel as positions in the vocabulary.
struct PanelFrame {
    let places: [Int]
    let activities: [Int]
    let years: [Year]

    var count: Int { places.count * activities.count * years.count }

    func index(_ place: Int, _ activity: Int, _ year: Int) -> Int {
        (year * places.count + place) * activities.count + activity
    }

    func position(_ index: Int) -> (place: Int, activity: Int, year: Int) {
        let row = index / activities.count
        return (row % places.count, index % activities.count, row / places.count)
    }
}

/// Figures over a frame, by year, then place, then activity.
struct PanelGrid {
    private(set) var values: [Double]
    private(set) var states: [Region.CellState]
    private(set) var remarks: [Int: (marks: Marks, quality: Quality)] = [:]
    private(set) var hasFigures = false

    init(count: Int) {
        values = Array(repeating: 0, count: count)
        states = Array(repeating: .missing, count: count)
    }

    mutating func set(_ index: Int, _ cell: Cell) {
        values[index] = cell.value
        states[index] = cell.state
        if cell.state != .missing { hasFigures = true }
        if !cell.marks.isEmpty || cell.quality != .reported {
            remarks[index] = (cell.marks, cell.quality)
        }
    }

    func cell(_ index: Int) -> Cell {
        let remark = remarks[index]
        return Cell(
            value: values[index], state: states[index], marks: remark?.marks ?? [],
            quality: remark?.quality ?? .reported)
    }
}

/// From a position in a vocabulary to the position in a frame; −1 outside of it.
private struct Lookup {
    private var table: [Int32]

    init(_ members: [Int], count: Int) {
        table = Array(repeating: -1, count: count)
        for (position, member) in members.enumerated() { table[member] = Int32(position) }
    }

    subscript(_ member: Int) -> Int { Int(table[member]) }
}

/// A cell that a formula gives.
enum FormulaCell {
    /// The state passes on: suppressed before missing before what can't exist. The quality is the
    /// weakest of the inputs, but derived at best; the marks are joined.
    static func cell(value: Double, from inputs: [Cell]) -> Cell {
        var marks: Marks = []
        var quality = Quality.derived
        for input in inputs {
            marks.formUnion(input.marks)
            quality = max(quality, input.quality)
        }
        for state in [Region.CellState.suppressed, .missing, .notApplicable]
        where inputs.contains(where: { $0.state == state }) {
            // Nothing was worked out, so there is nothing to mark.
            return Cell(value: 0, state: state)
        }
        guard value.isFinite else { return .missing }
        return Cell(
            value: value == 0 ? 0 : value, state: value == 0 ? .zero : .value, marks: marks,
            quality: quality)
    }
}
