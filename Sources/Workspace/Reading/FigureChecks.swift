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
            if vocabulary.measures[measure].measure.kind != .ratio {
                checkParts(of: measure, index, &findings)
                checkPlaces(of: measure, index, &findings)
            } else {
                checkClassifications(of: measure, index, &findings)
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

    private func converted(_ row: Int) -> Double {
        let unit = vocabulary.measures[Int(store.measures[row])].measure.unit
        let own = store.unitValues[Int(store.units[row])] ?? unit
        return own.convert(store.values[row], to: unit) ?? store.values[row]
    }

    /// What a place and year have: the published total and the sums by classification.
    fileprivate struct Tally {
        var totalRow: Int?
        var byClassification: [ClassificationCode: Parts] = [:]
    }

    fileprivate struct Parts {
        var sum = CompensatedSum()
        var count = 0
        var resolution = 0.0
        var hasGap = false
        var firstRow = 0
    }

    /// Goes through a measure place by place, and hands out each year's tally.
    private func forEachTally(
        of index: MeasureIndex, _ body: (Int32, Year, Tally) -> Void
    ) {
        var isTop = [Bool](repeating: false, count: vocabulary.activities.count)
        for activities in index.activities.values {
            for activity in activities { isTop[activity] = true }
        }
        var row = index.range.lowerBound
        while row < index.range.upperBound {
            let place = store.places[row]
            var tallies: [Year: Tally] = [:]
            while row < index.range.upperBound && store.places[row] == place {
                let year = Year(store.years[row])
                let activity = store.activities[row]
                if activity < 0 {
                    if store.state(row).isKnown { tallies[year, default: Tally()].totalRow = row }
                } else if isTop[Int(activity)] {
                    let classification = vocabulary.activities[Int(activity)].classification
                    tallies[year, default: Tally()]
                        .byClassification[classification, default: Parts(firstRow: row)]
                        .add(row, store, converted(row))
                }
                row += 1
            }
            for year in tallies.keys.sorted() {
                if let tally = tallies[year] { body(place, year, tally) }
            }
        }
    }

    private func checkParts(
        of measure: Int, _ index: MeasureIndex, _ findings: inout Findings
    ) {
        guard index.hasActivities else { return }
        // An activity without a row is a gap like any other.
        let expected = index.activities.mapValues(\.count)
        var problems: [WorkspaceProblem] = []
        forEachTally(of: index) { place, year, tally in
            if let total = tally.totalRow {
                problems += compare(total, tally, expected, measure, place, year)
            }
            problems += mixed(tally, measure, place, year)
        }
        for problem in problems { findings.add(problem) }
    }

    /// What a published total and its parts say about each other.
    ///
    /// Parts may exceed the total by rounding: half a unit of the last digit for each figure,
    /// where the last digit is the finest that any of the figures shows.
    private func compare(
        _ totalRow: Int, _ tally: Tally, _ expected: [ClassificationCode: Int], _ measure: Int,
        _ place: Int32, _ year: Year
    ) -> [WorkspaceProblem] {
        let total = converted(totalRow)
        var problems: [WorkspaceProblem] = []
        for (name, parts) in tally.byClassification.sorted(by: { $0.key < $1.key }) {
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
            } else if sum < total - tolerance && !parts.hasGap && parts.count == expected[name] {
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

    private func checkClassifications(
        of measure: Int, _ index: MeasureIndex, _ findings: inout Findings
    ) {
        guard index.activities.count > 1 else { return }
        var problems: [WorkspaceProblem] = []
        forEachTally(of: index) { place, year, tally in
            problems += mixed(tally, measure, place, year)
        }
        for problem in problems { findings.add(problem) }
    }

    /// Two classifications in one place and year can be told from doubles only by a published
    /// total that each of them adds up to.
    private func mixed(
        _ tally: Tally, _ measure: Int, _ place: Int32, _ year: Year
    ) -> [WorkspaceProblem] {
        let found = tally.byClassification.sorted { $0.key < $1.key }
        guard found.count > 1 else { return [] }
        if let totalRow = tally.totalRow,
            vocabulary.measures[measure].measure.kind != .ratio
        {
            let total = converted(totalRow)
            let isWhole = found.allSatisfy { _, parts in
                let resolution = max(parts.resolution, Self.resolution(total))
                let sum = parts.sum.value
                return parts.hasGap
                    || abs(sum - total) <= Self.tolerance(parts.count + 1, resolution, sum)
            }
            if isWhole { return [] }
        }
        let second = found[1].value.firstRow
        return [
            WorkspaceProblem(
                .classificationsMixed(
                    place: code(ofPlace: place), year: year, measure: code(ofMeasure: measure),
                    first: found[0].key.rawValue, second: found[1].key.rawValue),
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
            parts[key, default: Parts(firstRow: row)].add(row, store, converted(row))
        }
        for (key, part) in parts.sorted(by: {
            ($0.key.activity, $0.key.year) < ($1.key.activity, $1.key.year)
        }) {
            guard let totalRow = totals[key] else { continue }
            let total = converted(totalRow)
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
            let known = (start..<row).filter { store.state($0) == .value }
            let slips = UnitSlip.find(
                in: known.map { (Year(store.years[$0]), converted($0)) })
            for slip in slips {
                findings.add(
                    .unitSlip(
                        measure: code(ofMeasure: measure), factor: slip.factor,
                        neighbour: slip.neighbour), at: place(known[slip.index], "value"))
            }
        }
    }
}

extension FigureChecks.Parts {
    fileprivate mutating func add(_ row: Int, _ store: ObservationStore, _ value: Double) {
        guard store.state(row).isKnown else {
            hasGap = true
            return
        }
        sum.add(value)
        count += 1
        resolution = max(resolution, FigureChecks.resolution(value))
    }
}
