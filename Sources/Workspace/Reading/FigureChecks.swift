import Numerics
import Region

/// Checks of observations against each other: keys, totals, classifications, units that slipped.
struct FigureChecks {
    let store: ObservationStore
    let vocabulary: Vocabulary
    let file: String

    func check(_ findings: inout Findings) {
        checkKeys(&findings)
        let indexes = MeasureIndex.index(store, vocabulary)
        for (measure, index) in indexes.enumerated() {
            if let nested = index.nested {
                findings.add(
                    .nestedActivities(
                        measure: code(ofMeasure: measure),
                        parent: vocabulary.activities[nested.parent].code.rawValue,
                        child: vocabulary.activities[nested.child].code.rawValue),
                    at: .init(file: file))
            }
            checkParts(of: measure, index, &findings)
            if vocabulary.measures[measure].measure.kind != .ratio {
                checkPlaces(of: measure, index, &findings)
            }
            checkUnitSlips(of: measure, index, &findings)
        }
    }

    private func code(ofMeasure measure: Int) -> String {
        vocabulary.measures[measure].measure.code.rawValue
    }

    private func code(ofPlace place: Int32) -> String {
        vocabulary.places[Int(place)].code.rawValue
    }

    private func code(ofActivity activity: Int32) -> String? {
        activity < 0 ? nil : vocabulary.activities[Int(activity)].code.rawValue
    }

    private func place(_ row: Int, _ column: String?, _ value: String? = nil)
        -> WorkspaceProblem.Place
    {
        WorkspaceProblem.Place(
            table: "observations", file: file, row: Int(store.rows[row]), column: column,
            value: value)
    }

    // MARK: Keys

    private func checkKeys(_ findings: inout Findings) {
        var first = 0
        for row in 0..<store.count {
            let isSame =
                row > 0 && store.measures[row] == store.measures[first]
                && store.places[row] == store.places[first]
                && store.activities[row] == store.activities[first]
                && store.years[row] == store.years[first]
            guard isSame else {
                first = row
                continue
            }
            findings.add(
                .yearTwice(
                    place: code(ofPlace: store.places[row]),
                    activity: code(ofActivity: store.activities[row]),
                    year: Year(store.years[row]),
                    measure: code(ofMeasure: Int(store.measures[row])),
                    firstRow: Int(store.rows[first])),
                at: place(row, "year", String(store.years[row])))
        }
    }

    // MARK: Parts and totals

    /// What a place and year have: the published total and the sums by classification.
    fileprivate struct Tally {
        var totalRow: Int?
        /// By the classifications of the measure, in order.
        var parts: [Parts]
    }

    fileprivate struct Parts {
        var sum = CompensatedSum()
        var count = 0
        var resolution = 0.0
        var hasGap = false
        /// The first row; −1 where there is none.
        var firstRow = -1
    }

    /// Goes through a measure place by place, and hands out each year's tally.
    private func forEachTally(
        of index: MeasureIndex, _ classes: [ClassificationCode],
        _ body: (Int32, Year, Tally) -> Void
    ) {
        var classOf = [Int](repeating: -1, count: vocabulary.activities.count)
        for (position, name) in classes.enumerated() {
            for activity in index.activities[name] ?? [] { classOf[activity] = position }
        }
        let firstYear = index.years.first ?? 0
        let span = (index.years.last ?? 0) - firstYear + 1
        let blank = Tally(parts: Array(repeating: Parts(), count: classes.count))
        var row = index.range.lowerBound
        while row < index.range.upperBound {
            let place = store.places[row]
            var tallies = [Tally](repeating: blank, count: span)
            while row < index.range.upperBound && store.places[row] == place {
                let year = Int(store.years[row]) - firstYear
                let activity = Int(store.activities[row])
                if activity < 0 {
                    if store.state(row).isKnown { tallies[year].totalRow = row }
                } else if classOf[activity] >= 0 {
                    tallies[year].parts[classOf[activity]].add(row, store)
                }
                row += 1
            }
            for year in index.years { body(place, year, tallies[year - firstYear]) }
        }
    }

    private func checkParts(
        of measure: Int, _ index: MeasureIndex, _ findings: inout Findings
    ) {
        let classes = index.activities.keys.sorted()
        let isRatio = vocabulary.measures[measure].measure.kind == .ratio
        guard classes.count > (isRatio ? 1 : 0) else { return }
        // An activity without a row is a gap like any other.
        let expected = classes.map { index.activities[$0]?.count ?? 0 }
        var problems: [WorkspaceProblem] = []
        forEachTally(of: index, classes) { place, year, tally in
            if let total = tally.totalRow, !isRatio {
                problems += compare(total, tally, expected, measure, place, year)
            }
            problems += mixed(tally, classes, measure, place, year)
        }
        for problem in problems { findings.add(problem) }
    }

    /// What a published total and its parts say about each other.
    ///
    /// Parts may exceed the total by rounding: half a unit of the last digit for each figure,
    /// where the last digit is the finest that any of the figures shows.
    private func compare(
        _ totalRow: Int, _ tally: Tally, _ expected: [Int], _ measure: Int, _ place: Int32,
        _ year: Year
    ) -> [WorkspaceProblem] {
        let total = store.converted(totalRow)
        var problems: [WorkspaceProblem] = []
        for (position, parts) in tally.parts.enumerated() where parts.firstRow >= 0 {
            let sum = parts.sum.value
            let tolerance = Self.tolerance(
                parts.count + 1, max(parts.resolution, Self.resolution(total)), sum)
            let facts = (code(ofPlace: place), code(ofMeasure: measure))
            if sum > total + tolerance {
                problems.append(
                    WorkspaceProblem(
                        .partsExceedTotal(
                            place: facts.0, year: year, measure: facts.1, parts: sum,
                            total: total, tolerance: tolerance),
                        at: self.place(totalRow, "value")))
            } else if sum < total - tolerance && !parts.hasGap && parts.count == expected[position]
            {
                problems.append(
                    WorkspaceProblem(
                        .partsDiffer(
                            place: facts.0, year: year, measure: facts.1, parts: sum, total: total),
                        at: self.place(totalRow, "value")))
            }
        }
        return problems
    }

    /// Half a unit of the last digit for each figure, and what the sum itself rounds.
    static func tolerance(_ count: Int, _ resolution: Double, _ sum: Double) -> Double {
        0.5 * resolution * Double(count) + abs(sum) * 1e-12
    }

    /// The size of the last decimal digit that a number shows, at most 1.
    static func resolution(_ value: Double) -> Double {
        var scale = 1.0
        for _ in 0..<9 {
            let scaled = value * scale
            if abs(scaled - scaled.rounded()) <= abs(scaled) * 1e-12 { return 1 / scale }
            scale *= 10
        }
        return 0
    }

    /// Two classifications in one place and year can be told from doubles only by a published
    /// total that each of them adds up to.
    private func mixed(
        _ tally: Tally, _ classes: [ClassificationCode], _ measure: Int, _ place: Int32,
        _ year: Year
    ) -> [WorkspaceProblem] {
        let found = tally.parts.indices.filter { tally.parts[$0].firstRow >= 0 }
        guard found.count > 1 else { return [] }
        if let totalRow = tally.totalRow,
            vocabulary.measures[measure].measure.kind != .ratio
        {
            let total = store.converted(totalRow)
            let isWhole = found.allSatisfy { position in
                let parts = tally.parts[position]
                let resolution = max(parts.resolution, Self.resolution(total))
                let sum = parts.sum.value
                return parts.hasGap
                    || abs(sum - total) <= Self.tolerance(parts.count + 1, resolution, sum)
            }
            if isWhole { return [] }
        }
        let second = tally.parts[found[1]].firstRow
        return [
            WorkspaceProblem(
                .classificationsMixed(
                    place: code(ofPlace: place), year: year, measure: code(ofMeasure: measure),
                    first: classes[found[0]].rawValue, second: classes[found[1]].rawValue),
                at: self.place(second, "activity", code(ofActivity: store.activities[second])))
        ]
    }

    // MARK: Places and the country

    /// Compares the figures of the place that contains all others of a level with their sum.
    private func checkPlaces(
        of measure: Int, _ index: MeasureIndex, _ findings: inout Findings
    ) {
        for level in Set(vocabulary.places.map(\.level)).sorted() {
            let members = vocabulary.panelPlaces(level: level)
            guard members.count > 1, let whole = vocabulary.whole(of: members) else { continue }
            checkPlaces(of: measure, index, members, whole, &findings)
        }
    }

    private struct Key: Hashable {
        let activity: Int32
        let year: Int16
    }

    private func checkPlaces(
        of measure: Int, _ index: MeasureIndex, _ members: [Int], _ whole: Int,
        _ findings: inout Findings
    ) {
        var isMember = [Bool](repeating: false, count: vocabulary.places.count)
        for member in members { isMember[member] = true }
        var totals: [Key: Int] = [:]
        for row in index.range where Int(store.places[row]) == whole && store.state(row).isKnown {
            totals[Key(activity: store.activities[row], year: store.years[row])] = row
        }
        guard !totals.isEmpty else { return }
        var parts: [Key: Parts] = [:]
        for row in index.range where isMember[Int(store.places[row])] {
            let key = Key(activity: store.activities[row], year: store.years[row])
            guard totals[key] != nil else { continue }
            parts[key, default: Parts()].add(row, store)
        }
        for (key, part) in parts.sorted(by: {
            ($0.key.activity, $0.key.year) < ($1.key.activity, $1.key.year)
        }) {
            guard let totalRow = totals[key] else { continue }
            let total = store.converted(totalRow)
            let sum = part.sum.value
            let tolerance = max(
                Self.tolerance(
                    part.count + 1, max(part.resolution, Self.resolution(total)), sum),
                abs(total) * Self.placeTolerance)
            let facts = (code(ofActivity: key.activity), Year(key.year), code(ofMeasure: measure))
            if sum > total + tolerance {
                findings.add(
                    .placesExceedTotal(
                        activity: facts.0, year: facts.1, measure: facts.2, parts: sum,
                        total: total, tolerance: tolerance), at: place(totalRow, "value"))
            } else if sum < total - tolerance && part.count == members.count && !part.hasGap {
                findings.add(
                    .placesDiffer(
                        activity: facts.0, year: facts.1, measure: facts.2, parts: sum,
                        total: total), at: place(totalRow, "value"))
            }
        }
    }

    /// Offices revise countries and regions at different times: half a per cent is no error.
    static let placeTolerance = 0.005

    // MARK: Slips of units

    private func checkUnitSlips(
        of measure: Int, _ index: MeasureIndex, _ findings: inout Findings
    ) {
        var row = index.range.lowerBound
        while row < index.range.upperBound {
            let start = row
            while row < index.range.upperBound, store.places[row] == store.places[start],
                store.activities[row] == store.activities[start]
            { row += 1 }
            guard mayHaveSlipped(start..<row) else { continue }
            let known = (start..<row).filter { store.state($0) == .value }
            let slips = UnitSlip.find(
                in: known.map { (Year(store.years[$0]), store.converted($0)) })
            for slip in slips {
                findings.add(
                    .unitSlip(
                        measure: code(ofMeasure: measure), factor: slip.factor,
                        neighbour: slip.neighbour), at: place(known[slip.index], "value"))
            }
        }
    }

    /// A quick look that spares most series the careful one.
    private func mayHaveSlipped(_ rows: Range<Int>) -> Bool {
        var (smallest, largest) = (Double.infinity, 0.0)
        for row in rows where store.values[row] != 0 {
            let value = abs(store.converted(row))
            smallest = min(smallest, value)
            largest = max(largest, value)
        }
        return largest >= smallest * UnitSlip.leastJump
    }
}

extension FigureChecks.Parts {
    fileprivate mutating func add(_ row: Int, _ store: ObservationStore) {
        if firstRow < 0 { firstRow = row }
        guard store.state(row).isKnown else {
            hasGap = true
            return
        }
        let value = store.converted(row)
        sum.add(value)
        count += 1
        resolution = max(resolution, FigureChecks.resolution(value))
    }
}
