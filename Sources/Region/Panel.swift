public import Numerics

/// Where the number of a cell comes from.
public indirect enum Origin: Hashable, Sendable {
    /// A row of a table of the workspace.
    case row(
        table: String, row: Int, value: Double?, status: ObservationStatus, sources: [SourceKey],
        note: String)
    /// Arithmetic on other figures.
    case formula(Expression, inputs: [Input])

    public struct Input: Hashable, Sendable {
        /// The measure's code, as it stands in the formula.
        public let symbol: String
        public let value: Double
        public let unit: Unit
        public let origin: Origin

        public init(symbol: String, value: Double, unit: Unit, origin: Origin) {
            self.symbol = symbol
            self.value = value
            self.unit = unit
            self.origin = origin
        }
    }
}

/// One cell of a panel.
public struct Cell: Hashable, Sendable {
    /// The number; 0 unless ``state`` is known.
    public var value: Double
    public var state: CellState
    public var marks: Marks
    public var quality: Quality

    public init(
        value: Double, state: CellState, marks: Marks = [], quality: Quality = .reported
    ) {
        self.value = value
        self.state = state
        self.marks = marks
        self.quality = quality
    }

    public static let missing = Cell(value: 0, state: .missing)
}

/// One measure over places × activities × years, each cell with its state, and the totals that
/// the statistical office publishes.
///
/// Stored by year, then place, then activity, so that the table of one year is a slice.
public struct Panel: Sendable {
    public let measure: Measure
    public let classification: ClassificationCode
    /// The places, which do not overlap and together make up the reference economy.
    public let places: [Place]
    public let activities: [Activity]
    /// The years in ascending order, without gaps in the list but perhaps in the calendar.
    public let years: [Year]

    private var values: [Double]
    private var states: [CellState]
    /// Marks and qualities are rare: a cell that is not listed is plainly reported.
    private var remarks: [Int: (marks: Marks, quality: Quality)] = [:]

    /// Published totals, by position; a total that is not published has no entry.
    public private(set) var publishedPlaceTotals: [PlaceYear: Double] = [:]
    public private(set) var publishedActivityTotals: [ActivityYear: Double] = [:]
    public private(set) var publishedGrandTotals: [Int: Double] = [:]

    /// Positions of a place and a year.
    public struct PlaceYear: Hashable, Sendable {
        public let place: Int
        public let year: Int
        public init(place: Int, year: Int) {
            self.place = place
            self.year = year
        }
    }

    /// Positions of an activity and a year.
    public struct ActivityYear: Hashable, Sendable {
        public let activity: Int
        public let year: Int
        public init(activity: Int, year: Int) {
            self.activity = activity
            self.year = year
        }
    }

    /// A panel without any figure yet: every cell is missing.
    public init(
        measure: Measure, classification: ClassificationCode, places: [Place],
        activities: [Activity], years: [Year]
    ) {
        self.measure = measure
        self.classification = classification
        self.places = places
        self.activities = activities
        self.years = years
        let count = places.count * activities.count * years.count
        values = Array(repeating: 0, count: count)
        states = Array(repeating: .missing, count: count)
    }

    /// A panel over cells that are already in order: by year, then place, then activity.
    public init(
        measure: Measure, classification: ClassificationCode, places: [Place],
        activities: [Activity], years: [Year], values: [Double], states: [CellState]
    ) {
        precondition(values.count == places.count * activities.count * years.count)
        precondition(states.count == values.count)
        self.measure = measure
        self.classification = classification
        self.places = places
        self.activities = activities
        self.years = years
        self.values = values
        self.states = states
    }

    /// The cell at positions of place, activity and year.
    public subscript(place: Int, activity: Int, year: Int) -> Cell {
        get {
            let index = (year * places.count + place) * activities.count + activity
            let remark = remarks[index]
            return Cell(
                value: values[index], state: states[index], marks: remark?.marks ?? [],
                quality: remark?.quality ?? .reported)
        }
        set {
            let index = (year * places.count + place) * activities.count + activity
            values[index] = newValue.value
            states[index] = newValue.state
            let isPlain = newValue.marks.isEmpty && newValue.quality == .reported
            remarks[index] = isPlain ? nil : (newValue.marks, newValue.quality)
        }
    }

    public mutating func publish(total: Double, place: Int, year: Int) {
        publishedPlaceTotals[PlaceYear(place: place, year: year)] = total
    }

    public mutating func publish(total: Double, activity: Int, year: Int) {
        publishedActivityTotals[ActivityYear(activity: activity, year: year)] = total
    }

    public mutating func publish(grandTotal: Double, year: Int) {
        publishedGrandTotals[year] = grandTotal
    }

    public func position(of place: PlaceCode) -> Int? {
        places.firstIndex { $0.code == place }
    }

    public func position(of activity: ActivityCode) -> Int? {
        activities.firstIndex { $0.code == activity }
    }

    public func position(of year: Year) -> Int? {
        years.firstIndex(of: year)
    }

    /// The values of a year, places × activities, row-major; 0 where the state is not known.
    public func mass(year: Int) -> Matrix {
        let size = places.count * activities.count
        return Matrix(
            rows: places.count, columns: activities.count,
            elements: Array(values[(year * size)..<((year + 1) * size)]))
    }

    /// The states of a year in the order of ``mass(year:)``.
    public func states(year: Int) -> ArraySlice<CellState> {
        let size = places.count * activities.count
        return states[(year * size)..<((year + 1) * size)]
    }

    /// The marks of a year's cells joined, and the weakest of their qualities.
    public func remarks(place: Int, year: Int) -> (marks: Marks, quality: Quality) {
        guard !remarks.isEmpty else { return ([], .reported) }
        var result: (marks: Marks, quality: Quality) = ([], .reported)
        let start = (year * places.count + place) * activities.count
        for index in start..<(start + activities.count) {
            guard let remark = remarks[index] else { continue }
            result.marks.formUnion(remark.marks)
            result.quality = max(result.quality, remark.quality)
        }
        return result
    }

    /// One year of the panel with its totals.
    public func table(year: Int) -> MassTable {
        let mass = mass(year: year)
        let states = Array(states(year: year))
        let placeTotals = places.indices.map { place in
            let range = (place * activities.count)..<((place + 1) * activities.count)
            return Total(
                known: mass.row(place).compensatedSum(),
                published: publishedPlaceTotals[PlaceYear(place: place, year: year)],
                hasSuppressed: states[range].contains(.suppressed),
                hasMissing: states[range].contains(.missing))
        }
        let columns = mass.columnSums
        let activityTotals = activities.indices.map { activity in
            var hasSuppressed = false
            var hasMissing = false
            for place in places.indices {
                let state = states[place * activities.count + activity]
                hasSuppressed = hasSuppressed || state == .suppressed
                hasMissing = hasMissing || state == .missing
            }
            return Total(
                known: columns[activity],
                published: publishedActivityTotals[ActivityYear(activity: activity, year: year)],
                hasSuppressed: hasSuppressed, hasMissing: hasMissing)
        }
        return MassTable(
            year: years[year], mass: mass, states: states, placeTotals: placeTotals,
            activityTotals: activityTotals, publishedTotal: publishedGrandTotals[year])
    }
}

/// A marginal total: what is known of it and what is published.
public struct Total: Hashable, Sendable {
    /// The sum of the known cells.
    public let known: Double
    /// The figure the statistical office gives.
    public let published: Double?
    public let hasSuppressed: Bool
    public let hasMissing: Bool

    public init(
        known: Double, published: Double? = nil, hasSuppressed: Bool = false,
        hasMissing: Bool = false
    ) {
        self.known = known
        self.published = published
        self.hasSuppressed = hasSuppressed
        self.hasMissing = hasMissing
    }

    /// The total that shares are taken of: the published one, or the sum where none is published.
    public var value: Double { published ?? known }

    /// Known sum over published total; 1 where none is published.
    public var coverage: Double {
        guard let published, published > 0 else { return 1 }
        return known / published
    }
}

/// One year of a measure: `e` (places × activities) with its totals `X_r`, `X_i` and `X`.
public struct MassTable: Sendable {
    public let year: Year
    /// `e_ri`, 0 where the state is not known.
    public let mass: Matrix
    /// The states in the order of ``mass``.
    public let states: [CellState]
    /// `X_r`.
    public let placeTotals: [Total]
    /// `X_i`.
    public let activityTotals: [Total]
    /// `X`: the published grand total, or the sum of the places' totals.
    public let total: Double

    public init(
        year: Year, mass: Matrix, states: [CellState], placeTotals: [Total],
        activityTotals: [Total], publishedTotal: Double? = nil
    ) {
        self.year = year
        self.mass = mass
        self.states = states
        self.placeTotals = placeTotals
        self.activityTotals = activityTotals
        self.total = publishedTotal ?? placeTotals.map(\.value).compensatedSum()
    }

    /// A table of which every cell is known and no total is published.
    public init(year: Year = 0, _ mass: Matrix) {
        self.init(
            year: year, mass: mass,
            states: mass.elements.map { $0 == 0 ? .zero : .value },
            placeTotals: mass.rowSums.map { Total(known: $0) },
            activityTotals: mass.columnSums.map { Total(known: $0) })
    }

    public func state(place: Int, activity: Int) -> CellState {
        states[place * mass.columns + activity]
    }
}
