public import Region
internal import Wording

/// An indicator of sustainable development, year by year and place by place.
public struct SustainabilityIndicator: Sendable {
    public struct Value: Hashable, Sendable {
        public let value: Double
        public let quality: Quality

        public init(_ value: Double, _ quality: Quality = .reported) {
            self.value = value
            self.quality = quality
        }
    }

    public let code: String
    public let pillar: Pillar?
    public let role: IndicatorRole?
    /// Bounds that hold for every year and place, so that these compare; the worst may be the
    /// larger number.
    public let worst: Double?
    public let best: Double?
    public let weight: Double
    public let unit: Unit
    public let prices: PriceBasis
    public let values: [PlaceCode: [Year: Value]]
    public let reference: @Sendable (PlaceCode, Year) -> InputReference

    public init(
        code: String, pillar: Pillar? = nil, role: IndicatorRole? = nil, worst: Double? = nil,
        best: Double? = nil, weight: Double = 1, unit: Unit, prices: PriceBasis = .none,
        values: [PlaceCode: [Year: Value]],
        reference: @escaping @Sendable (PlaceCode, Year) -> InputReference
    ) {
        self.code = code
        self.pillar = pillar
        self.role = role
        self.worst = worst
        self.best = best
        self.weight = weight
        self.unit = unit
        self.prices = prices
        self.values = values
        self.reference = reference
    }
}

extension SustainabilityIndicator {
    /// What it says of a place in a year, between its bounds; nil where one of these is not known.
    func part(_ place: PlaceCode, _ year: Year) -> Composite.Indicator? {
        guard let value = values[place]?[year]?.value, let pillar, let worst, let best else {
            return nil
        }
        return Composite.Indicator(
            pillar: pillar.rawValue, value: value, worst: worst, best: best, weight: weight)
    }
}

extension IndicatorRole {
    /// The parts of adjusted net savings, in the order of its formula.
    static let savings: [IndicatorRole] = [
        .grossSaving, .consumptionOfCapital, .education, .depletion, .carbon, .particulates,
    ]
}

/// What the methods on sustainable development look at.
public struct SustainabilityContext: Sendable {
    public let indicators: [SustainabilityIndicator]
    /// Codes of the table `indicators` that no figures are known of.
    public let withoutFigures: [String]
    public let region: PlaceCode
    /// Draws behind the range of a rank.
    public let draws: Int
    public let seed: UInt64

    public init(
        indicators: [SustainabilityIndicator], withoutFigures: [String] = [],
        region: PlaceCode, draws: Int = 1_000, seed: UInt64 = 20_180_101
    ) {
        self.indicators = indicators
        self.withoutFigures = withoutFigures
        self.region = region
        self.draws = draws
        self.seed = seed
    }

    /// What has to be said of rows without figures.
    var lackingFigures: [LocalizedText] {
        guard !withoutFigures.isEmpty else { return [] }
        let list = withoutFigures.joined(separator: ", ")
        return [
            LocalizedText(
                en: "No figures of the region are known of: \(list) (indicators.csv, facts.csv).",
                ru: "Нет данных региона: \(list) (indicators.csv, facts.csv).")
        ]
    }

    func indicators(_ role: IndicatorRole) -> [SustainabilityIndicator] {
        indicators.filter { $0.role == role }
    }

    func years(_ indicator: SustainabilityIndicator) -> [Year] {
        indicator.values[region, default: [:]].keys.sorted()
    }

    func binding(
        _ symbol: String, _ indicator: SustainabilityIndicator, _ year: Year
    ) -> Derivation.Binding {
        Derivation.Binding(
            symbol, indicator.values[region]?[year]?.value ?? 0, unit: indicator.unit,
            from: indicator.reference(region, year))
    }

    func quality(_ indicators: [SustainabilityIndicator], _ years: [Year]) -> Quality {
        indicators.flatMap { indicator in
            years.compactMap { indicator.values[region]?[$0]?.quality }
        }.max() ?? .reported
    }

    func key(_ component: String, _ object: String?, year: Year, from: Year? = nil) -> ResultKey {
        ResultKey(
            place: region, object: object.map(ObjectCode.init(rawValue:)), year: year, from: from,
            component: component)
    }
}
