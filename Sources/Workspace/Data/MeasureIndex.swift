import Region

/// What figures a measure has: its years, its classifications, the activities tables are made of.
struct MeasureIndex: Sendable {
    /// Rows of the store.
    let range: Range<Int>
    /// The years with a row, ascending.
    let years: [Year]
    /// The activities that tables are made of, by classification: those with a row and without
    /// an ancestor that has one, so that nothing counts twice.
    let activities: [ClassificationCode: [Int]]
    /// A part that has a row though its whole has one too, with that whole.
    let nested: (parent: Int, child: Int)?

    var hasActivities: Bool { !activities.isEmpty }

    static func index(_ store: ObservationStore, _ vocabulary: Vocabulary) -> [MeasureIndex] {
        let parents = vocabulary.activityParents
        return vocabulary.measures.indices.map { measure in
            MeasureIndex(store, range: store.range(ofMeasure: measure), vocabulary, parents)
        }
    }

    private init(
        _ store: ObservationStore, range: Range<Int>, _ vocabulary: Vocabulary, _ parents: [Int]
    ) {
        self.range = range
        var hasYear = [Bool](repeating: false, count: TableSchema.years.count)
        var hasActivity = [Bool](repeating: false, count: vocabulary.activities.count)
        let firstYear = TableSchema.years.lowerBound
        for row in range {
            hasYear[Int(store.years[row]) - firstYear] = true
            if store.activities[row] >= 0 { hasActivity[Int(store.activities[row])] = true }
        }
        years = hasYear.indices.filter { hasYear[$0] }.map { $0 + firstYear }
        var found: [ClassificationCode: [Int]] = [:]
        var nested: (Int, Int)?
        for activity in hasActivity.indices where hasActivity[activity] {
            if let whole = Self.ancestor(of: activity, in: hasActivity, parents) {
                if nested == nil { nested = (whole, activity) }
                continue
            }
            found[vocabulary.activities[activity].classification, default: []].append(activity)
        }
        activities = found
        self.nested = nested
    }

    private static func ancestor(of activity: Int, in set: [Bool], _ parents: [Int]) -> Int? {
        var here = parents[activity]
        var steps = 0
        while here >= 0 && steps < 64 {
            if set[here] { return here }
            here = parents[here]
            steps += 1
        }
        return nil
    }
}
