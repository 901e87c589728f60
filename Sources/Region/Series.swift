public import Numerics

/// One measure by place and year, without activities: population, gross regional product.
public struct PlaceSeries: Sendable {
    public let measure: Measure
    private let cells: [PlaceCode: [Year: Cell]]

    public init(measure: Measure, cells: [PlaceCode: [Year: Cell]]) {
        self.measure = measure
        self.cells = cells
    }

    /// The cell of a place and a year; missing where nothing is known.
    public subscript(place: PlaceCode, year: Year) -> Cell {
        cells[place]?[year] ?? .missing
    }

    /// The years in which at least one of the places has a number.
    public func years(of places: some Sequence<PlaceCode>) -> [Year] {
        var years: Set<Year> = []
        for place in places {
            for (year, cell) in cells[place] ?? [:] where cell.state.isKnown { years.insert(year) }
        }
        return years.sorted()
    }
}

/// What became of a product made in a place in one year, all in one unit.
public struct ProductBalance: Hashable, Sendable {
    public let product: String
    public let place: PlaceCode
    public let year: Year
    public let unit: Unit
    /// `Q`.
    public let production: Cell
    /// `V`: deliveries to other regions and abroad together.
    public let shipments: Cell
    /// `V^exp`: deliveries abroad.
    public let exports: Cell
    /// What was brought in and taken out again.
    public let reexports: Cell
    /// Stocks at the end less stocks at the beginning.
    public let stockChange: Cell
    /// The activity that makes the product; nil where it is not known.
    public let activity: ActivityCode?

    public init(
        product: String, place: PlaceCode, year: Year, unit: Unit, production: Cell,
        shipments: Cell, exports: Cell = .missing, reexports: Cell = .missing,
        stockChange: Cell = .missing, activity: ActivityCode? = nil
    ) {
        self.product = product
        self.place = place
        self.year = year
        self.unit = unit
        self.production = production
        self.shipments = shipments
        self.exports = exports
        self.reexports = reexports
        self.stockChange = stockChange
        self.activity = activity
    }
}

/// The plants of one activity: size and place of each.
public struct Plant: Hashable, Sendable {
    public let place: PlaceCode
    public let activity: ActivityCode
    public let year: Year
    /// Employment or another mass, in the unit of the panel it is compared with.
    public let size: Double
    /// Whether the size is the mid-point of a class.
    public let isGrouped: Bool

    public init(
        place: PlaceCode, activity: ActivityCode, year: Year, size: Double, isGrouped: Bool = false
    ) {
        self.place = place
        self.activity = activity
        self.year = year
        self.size = size
        self.isGrouped = isGrouped
    }
}

/// How near places are to each other: `w_rs`, not negative, rows in the order of ``places``.
public struct SpatialWeights: Sendable {
    public let places: [PlaceCode]
    /// `w_rs` as given, not standardised; the diagonal may hold self weights.
    public let weights: Matrix
    /// How they were made, as printed with every result: `5 nearest, great circle`.
    public let rule: String

    public init(places: [PlaceCode], weights: Matrix, rule: String) {
        precondition(weights.rows == places.count && weights.columns == places.count)
        self.places = places
        self.weights = weights
        self.rule = rule
    }
}
