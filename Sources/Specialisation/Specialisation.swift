// The stage "Specialisation": what a region is good at, how that changes, and how concentrated
// an economy is (METHODS 1).
//
// Every method stands in a file of its own: a function over plain numbers that a reader can check
// by hand, and an ``IndexMethod`` that applies it to a whole panel and explains any cell of the
// result. ``Specialisation.methods`` is the list of them.

public import Region

/// The reference economy that a region is compared with.
public enum Reference: String, CaseIterable, Sendable, Codable {
    /// All regions together, the region itself among them.
    case all
    /// The other regions.
    case rest
}

/// What becomes of cells that the statistical office hides (METHODS 0).
public enum SuppressedPolicy: String, CaseIterable, Sendable, Codable {
    /// Left out of sums.
    case exclude
    /// Every admissible value is allowed for: the result is a range.
    case bounds
    /// Filled by iterative proportional fitting to the published totals, and marked.
    case impute
}

/// The settings of the stage.
public struct SpecialisationParameters: Hashable, Sendable, Codable {
    public var reference: Reference = .all
    public var suppressed: SuppressedPolicy = .bounds
    /// The seed of every simulated result.
    public var seed: UInt64 = 20_180_101
    /// Replicates of the bootstrap of the standardised location quotient.
    public var bootstrapReplicates = 9_999
    /// Replicates of simulated significance tests.
    public var simulationReplicates = 999
    /// The location quotient from which a cluster earns its star for specialisation.
    public var starLocationQuotient = 2.0
    /// The share of regions, from the top, that earn a star for size, focus and growth.
    public var starTopShare = 0.1
    /// The mass from which an activity may earn stars, in the unit of the panel; nil for none.
    public var starMinimumMass: Double?
    /// The bandwidth of the focal location quotient, kilometres.
    public var focalBandwidthInKilometres = 500.0
    /// The aversion to inequality of Atkinson's index.
    public var atkinsonAversion = 0.5
    /// The years of the window of the averaged location quotient.
    public var averagingYears = 3
    /// The number of income classes of the Markov chains.
    public var markovClasses = 5

    public init() {}
}

/// Everything the methods of the stage may look at.
public struct SpecialisationContext: Sendable {
    public var panel: Panel
    public var population: PlaceSeries?
    public var grossRegionalProduct: PlaceSeries?
    public var balances: [ProductBalance]
    public var plants: [Plant]
    public var weights: SpatialWeights?
    /// Groups of regions for decompositions: the federal district of each.
    public var groups: [PlaceCode: String]
    public var parameters: SpecialisationParameters

    public init(
        panel: Panel, population: PlaceSeries? = nil, grossRegionalProduct: PlaceSeries? = nil,
        balances: [ProductBalance] = [], plants: [Plant] = [], weights: SpatialWeights? = nil,
        groups: [PlaceCode: String] = [:], parameters: SpecialisationParameters = .init()
    ) {
        self.panel = panel
        self.population = population
        self.grossRegionalProduct = grossRegionalProduct
        self.balances = balances
        self.plants = plants
        self.weights = weights
        self.groups = groups
        self.parameters = parameters
    }
}

/// The methods of the stage.
public enum Specialisation {
    /// Every method, in the order of the handbook.
    public static let methods: [any IndexMethod<SpecialisationContext>] = [
        LocationQuotient(),
        PerCapitaProduction(),
        SpecialisationIndex(),
        SpecialisationCoefficient(),
        QuotientSum(),
        HachmanIndex(),
        RevealedComparativeAdvantage(),
        KrugmanIndex(),
        HooverIndex(),
        LocationalGini(),
        TheilIndex(),
        HerfindahlIndex(),
        RegionalInequality(),
        FocalLocationQuotient(),
        RegionalMarketability(),
        AveragedLocationQuotient(),
        ClusterIndex(),
        StandardisedLocationQuotient(),
        LocationQuotientInterval(),
        EllisonGlaeser(),
        ClusterStars(),
        MarketSpecialisation(),
        DynamicLocationQuotient(),
        EntryExit(),
        ShiftShare(),
        ShiftShareGerfin(),
        ShiftShareEstebanMarquillas(),
        ShiftShareArcelus(),
        DynamicShiftShare(),
        SpatialShiftShare(),
        GrowthPortfolio(),
        SigmaConvergence(),
        BetaConvergence(),
        IncomeMobility(),
        SpatialIncomeMobility(),
    ]
}
