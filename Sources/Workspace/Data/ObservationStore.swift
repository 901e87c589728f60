import Region

/// All observations in columns, in the canonical order of measure, place, activity and year, so
/// that a measure is a slice and a figure is found by bisection.
///
/// Thirty-six bytes a row: ten million rows take 360 MB.
struct ObservationStore: Sendable {
    /// Positions in the tables of places, activities and measures; −1 for no activity.
    var places: [Int32] = []
    var activities: [Int32] = []
    var measures: [Int16] = []
    var years: [Int16] = []
    /// The value as the table has it; 0 where there is none.
    var values: [Double] = []
    var statuses: [UInt8] = []
    var qualities: [UInt8] = []
    /// Positions in ``units``.
    var units: [Int16] = []
    /// Positions in ``sourceTexts`` and ``noteTexts``; −1 for an empty cell.
    var sources: [Int32] = []
    var notes: [Int32] = []
    /// The row's number as a spreadsheet shows it.
    var rows: [Int32] = []

    var unitTexts: [String] = []
    var unitValues: [Unit?] = []
    var sourceTexts: [String] = []
    var noteTexts: [String] = []

    /// The rows of each measure.
    private(set) var ranges: [Range<Int>] = []
    /// By measure, then unit: what a value is multiplied by to be in the unit of its measure.
    private(set) var factors: [[Double]] = []

    var count: Int { values.count }

    static let statusLetters = ObservationStatus.allCases
    static let qualityWords = Quality.allCases

    func status(_ index: Int) -> ObservationStatus { Self.statusLetters[Int(statuses[index])] }
    func quality(_ index: Int) -> Quality { Self.qualityWords[Int(qualities[index])] }

    /// The state of a row: its status and value fit together, since reading checked them.
    func state(_ index: Int) -> CellState {
        switch status(index) {
        case .missing, .missingHoliday, .missingUncollected: .missing
        case .cannotExist: .notApplicable
        case .suppressed: .suppressed
        default: values[index] == 0 ? .zero : .value
        }
    }

    /// The value of a row in the unit of its measure.
    func converted(_ index: Int) -> Double {
        let factor = factors[Int(measures[index])][Int(units[index])]
        return factor == 1 ? values[index] : values[index] * factor
    }

    /// Prepares ``converted(_:)``; reading has seen to it that units fit their measures.
    mutating func prepareConversion(to measureUnits: [Unit]) {
        factors = measureUnits.map { unit in
            unitValues.map { own in
                guard let own, own.factor != unit.factor else { return 1 }
                return own.factor / unit.factor
            }
        }
    }

    /// The rows of a measure.
    func range(ofMeasure measure: Int) -> Range<Int> { ranges[measure] }

    /// The row of a figure; nil where the table has none.
    func find(measure: Int, place: Int, activity: Int, year: Int) -> Int? {
        let wanted = (Int32(place), Int32(activity), Int16(clamping: year))
        var (low, high) = (ranges[measure].lowerBound, ranges[measure].upperBound)
        while low < high {
            let middle = (low + high) / 2
            if (places[middle], activities[middle], years[middle]) < wanted {
                low = middle + 1
            } else {
                high = middle
            }
        }
        guard low < ranges[measure].upperBound,
            (places[low], activities[low], years[low]) == wanted
        else { return nil }
        return low
    }

    // MARK: Order

    /// Puts the rows in canonical order by one counting sort a column, the last key first.
    ///
    /// Rows of one key keep the order of the file.
    ///
    /// Positions follow the order of the codes, so the result does not depend on the order of
    /// rows in any table.
    mutating func sort(placeCount: Int, activityCount: Int, measureCount: Int) {
        if !isSorted {
            var order = (0..<Int32(count)).map { $0 }
            var spare = [Int32](repeating: 0, count: count)
            let firstYear = Int(years.min() ?? 0)
            let span = Int(years.max() ?? 0) - firstYear + 1
            countingSort(&order, &spare, keys: span) { Int(years[$0]) - firstYear }
            countingSort(&order, &spare, keys: activityCount + 1) { Int(activities[$0]) + 1 }
            countingSort(&order, &spare, keys: placeCount) { Int(places[$0]) }
            countingSort(&order, &spare, keys: measureCount) { Int(measures[$0]) }
            spare = []
            permute(&places, by: order)
            permute(&activities, by: order)
            permute(&measures, by: order)
            permute(&years, by: order)
            permute(&values, by: order)
            permute(&statuses, by: order)
            permute(&qualities, by: order)
            permute(&units, by: order)
            permute(&sources, by: order)
            permute(&notes, by: order)
            permute(&rows, by: order)
        }
        var starts = [Int](repeating: 0, count: measureCount + 1)
        for measure in measures { starts[Int(measure) + 1] += 1 }
        for index in 0..<measureCount { starts[index + 1] += starts[index] }
        ranges = (0..<measureCount).map { starts[$0]..<starts[$0 + 1] }
    }

    private var isSorted: Bool {
        guard count > 1 else { return true }
        for index in 1..<count {
            let before = (
                measures[index - 1], places[index - 1], activities[index - 1], years[index - 1]
            )
            let here = (measures[index], places[index], activities[index], years[index])
            if here < before { return false }
        }
        return true
    }

    private func countingSort(
        _ order: inout [Int32], _ spare: inout [Int32], keys: Int, key: (Int) -> Int
    ) {
        guard keys > 1 else { return }
        var starts = [Int32](repeating: 0, count: keys + 1)
        for index in 0..<count { starts[key(index) + 1] += 1 }
        for index in 0..<keys { starts[index + 1] += starts[index] }
        for row in order {
            let bucket = key(Int(row))
            spare[Int(starts[bucket])] = row
            starts[bucket] += 1
        }
        swap(&order, &spare)
    }

    private func permute<Element>(_ column: inout [Element], by order: [Int32]) {
        let old = column
        column = order.map { old[Int($0)] }
    }

    mutating func reserve(_ capacity: Int) {
        places.reserveCapacity(capacity)
        activities.reserveCapacity(capacity)
        measures.reserveCapacity(capacity)
        years.reserveCapacity(capacity)
        values.reserveCapacity(capacity)
        statuses.reserveCapacity(capacity)
        qualities.reserveCapacity(capacity)
        units.reserveCapacity(capacity)
        sources.reserveCapacity(capacity)
        notes.reserveCapacity(capacity)
        rows.reserveCapacity(capacity)
    }
}
