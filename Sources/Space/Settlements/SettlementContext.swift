internal import Numerics
public import Region
public import Wording

/// Settings of the methods on settlements.
public struct SpaceParameters: Hashable, Sendable {
    /// The power of distance in the potential.
    public var potentialExponent = 1.0
    /// How many times longer a road is than the great circle, where its length is not known.
    public var detour = 1.3
    /// Kilometres an hour, where minutes are not known.
    public var speed = 60.0
    /// People from which a settlement can be the core of an agglomeration.
    public var coreSize = 100_000.0
    /// Minutes from the core within which settlements belong to its agglomeration.
    public var agglomerationMinutes = 90.0
    /// Minutes within which a pole has the greatest potential.
    public var poleMinutes = 60.0
    /// The score from which a settlement is a pole.
    public var poleScore = 0.7
    /// Kilometres within which plants are one spot, and how many it takes.
    public var spotReach = 5.0
    public var spotPlants = 5
    /// People employed within reach that make a spot instead of plants; nil where plants count.
    public var spotPeople: Double?
    /// Minutes between settlements within which plants are one spot, instead of kilometres.
    public var spotMinutes: Double?
    /// Minutes within which people count as reached.
    public var accessMinutes = 60.0
    /// Minutes over which what is reached counts e times less.
    public var accessDecay = 60.0
    /// Of the employed of a settlement, how many at least go to the core of its agglomeration.
    public var commuterShare = 0.1
    /// Draws behind the bands of K-density.
    public var replicates = 1_000
    public var seed: UInt64 = 20_180_101

    public init() {}
}

/// What the methods on settlements look at.
public struct SettlementContext: Sendable {
    public var settlements: [Settlement]
    public var population: PlaceSeries?
    public var connections: [Connection]
    /// The region of the programme: agglomerations and poles are sought within it, while people
    /// beyond its border count for the potential.
    public var region: PlaceCode?
    /// Indicators of places that are not by activity, such as the density of roads.
    public var indicators: [Indicator]
    /// Places of any level, for flows between them.
    public var places: [Place]
    /// Gross regional product of places.
    public var product: PlaceSeries?
    /// Goods moved between places in one year.
    public var trade: [PlaceFlow]
    /// People who live in one place and work in another, or in the same, in one year.
    public var commuting: [PlaceFlow]
    /// Enterprises of the region that have coordinates, in the order of their codes.
    public var plants: [Plant]
    /// Which enterprises belong to motor industries; nil where that is not known.
    public var motor: MotorIndustries?
    public var parameters: SpaceParameters

    /// An enterprise on the map.
    public struct Plant: Hashable, Sendable {
        public let code: ObjectCode
        public let coordinates: Coordinates
        public let industry: ObjectCode?
        /// The settlement it stands in.
        public let place: PlaceCode?
        /// People employed; nil where that is not known.
        public let people: Double?

        public init(
            code: ObjectCode, coordinates: Coordinates, industry: ObjectCode?,
            place: PlaceCode? = nil, people: Double? = nil
        ) {
            self.code = code
            self.coordinates = coordinates
            self.industry = industry
            self.place = place
            self.people = people
        }
    }

    /// The industries that pull a region along, and the enterprises of its settlements.
    public struct MotorIndustries: Hashable, Sendable {
        public struct Firm: Hashable, Sendable {
            public let code: ObjectCode
            public let place: PlaceCode
            /// People employed, or revenue.
            public let size: Double
            public let isMotor: Bool

            public init(code: ObjectCode, place: PlaceCode, size: Double, isMotor: Bool) {
                self.code = code
                self.place = place
                self.size = size
                self.isMotor = isMotor
            }
        }

        /// Industries with a location quotient of 1, both linkages of 1, and growth above that of
        /// the country.
        public let names: [LocalizedText]
        public let firms: [Firm]
        /// The column of `establishments` that sizes are from, and its unit.
        public let column: String
        public let unit: Unit

        public init(names: [LocalizedText], firms: [Firm], column: String, unit: Unit) {
            self.names = names
            self.firms = firms
            self.column = column
            self.unit = unit
        }
    }

    /// A figure of the table `facts`.
    public struct Indicator: Hashable, Sendable {
        public let name: String
        public let place: PlaceCode
        public let year: Year
        public let value: Double
        public let quality: Quality

        public init(name: String, place: PlaceCode, year: Year, value: Double, quality: Quality) {
            self.name = name
            self.place = place
            self.year = year
            self.value = value
            self.quality = quality
        }
    }

    public init(
        settlements: [Settlement], population: PlaceSeries?, connections: [Connection] = [],
        region: PlaceCode? = nil, indicators: [Indicator] = [], places: [Place] = [],
        product: PlaceSeries? = nil, trade: [PlaceFlow] = [], commuting: [PlaceFlow] = [],
        plants: [Plant] = [], motor: MotorIndustries? = nil, parameters: SpaceParameters = .init()
    ) {
        self.settlements = settlements
        self.population = population
        self.connections = connections
        self.region = region
        self.indicators = indicators
        self.places = places
        self.product = product
        self.trade = trade
        self.commuting = commuting
        self.plants = plants
        self.motor = motor
        self.parameters = parameters
    }
}

/// The settlements that have coordinates and people in the year that most have figures of.
struct SettlementMap: Sendable {
    let context: SettlementContext
    let year: Year
    let settlements: [Settlement]
    let points: [Coordinates]
    /// People, in persons.
    let people: [Double]
    /// Settlements left out, because there are no coordinates or no people.
    let leftOut: [Settlement]
    private let cells: [Cell]

    /// nil where nothing can be placed: ``lacking`` says what there is not.
    init?(_ context: SettlementContext) {
        guard let population = context.population,
            let scale = Unit("persons").flatMap({ population.measure.unit.convert(1, to: $0) })
        else { return nil }
        var counts: [Year: Int] = [:]
        let codes = context.settlements.map(\.code)
        for year in population.years(of: codes) {
            counts[year] = codes.count { population[$0, year].state.isKnown }
        }
        guard let year = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key else {
            return nil
        }
        var settlements: [Settlement] = []
        var points: [Coordinates] = []
        var people: [Double] = []
        var cells: [Cell] = []
        var leftOut: [Settlement] = []
        for settlement in context.settlements {
            let cell = population[settlement.code, year]
            guard let point = settlement.coordinates, cell.state.isKnown else {
                leftOut.append(settlement)
                continue
            }
            settlements.append(settlement)
            points.append(point)
            people.append(cell.value * scale)
            cells.append(cell)
        }
        guard settlements.count >= 2 else { return nil }
        self.context = context
        self.year = year
        self.settlements = settlements
        self.points = points
        self.people = people
        self.leftOut = leftOut
        self.cells = cells
    }

    static let lacking = LocalizedText(
        en:
            "Needs at least two settlements with coordinates and population: rows of places.csv "
            + "with level settlement, lon and lat, and their population in observations.csv "
            + "(setting measures.settlements).",
        ru:
            "Нужны хотя бы два населённых пункта с координатами и населением: строки places.csv "
            + "с уровнем settlement, lon и lat и их население в observations.csv "
            + "(настройка measures.settlements).")

    var notices: [LocalizedText] {
        guard !leftOut.isEmpty else { return [] }
        let names = { (language: Language) in
            leftOut.map { $0.name[language] }.joined(separator: ", ")
        }
        return [
            LocalizedText(
                en: "Left out, without coordinates or population in \(year): \(names(.english)).",
                ru: "Не учтены (нет координат или населения за \(year) год): \(names(.russian)).")
        ]
    }

    /// Whether a settlement lies in the region of the programme; all do where there is none.
    func isInRegion(_ index: Int) -> Bool {
        guard let region = context.region else { return true }
        return settlements[index].containers.contains(region)
    }

    var ofRegion: [Int] { settlements.indices.filter(isInRegion) }

    /// The number of people as an input of a formula.
    func reference(_ index: Int) -> InputReference {
        .figure(
            context.population?.measure.code ?? "", settlements[index].code, nil, year)
    }

    func quality(_ indices: some Sequence<Int>) -> Quality {
        indices.map { cells[$0].quality }.max() ?? .reported
    }

    func marks(_ indices: some Sequence<Int>) -> Marks {
        indices.reduce(into: []) { $0.formUnion(cells[$1].marks) }
    }

    /// The great-circle distance, kilometres.
    func kilometres(_ from: Int, _ to: Int) -> Double {
        points[from].kilometres(to: points[to])
    }
}
