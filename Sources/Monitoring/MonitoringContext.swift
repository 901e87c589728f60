public import Region
internal import Wording

/// Settings of the methods of monitoring.
public struct MonitoringParameters: Hashable, Sendable {
    /// From which share behind the plan an indicator is amber, and red.
    public var amber = 0.05
    public var red = 0.10
    /// k and h of cumulative sums.
    public var allowance = 0.5
    public var limit = 4.0

    public init() {}
}

/// Something planned and measured, year by year.
public struct MonitoredIndicator: Sendable {
    public let code: String
    /// Of a cost or an emission it is not.
    public let isMoreBetter: Bool
    /// The value before the programme.
    public let base: Double?
    public let unit: Unit
    public let plan: [Year: Double]
    public let facts: [Year: Double]
    public let quality: Quality
    public let factReference: @Sendable (Year) -> InputReference

    public init(
        code: String, isMoreBetter: Bool = true, base: Double? = nil, unit: Unit,
        plan: [Year: Double], facts: [Year: Double], quality: Quality = .reported,
        factReference: @escaping @Sendable (Year) -> InputReference
    ) {
        self.code = code
        self.isMoreBetter = isMoreBetter
        self.base = base
        self.unit = unit
        self.plan = plan
        self.facts = facts
        self.quality = quality
        self.factReference = factReference
    }

    /// Years with a plan and a fact.
    var common: [Year] { plan.keys.filter { facts[$0] != nil }.sorted() }
}

/// How far a project has come, by years.
public struct ProjectProgress: Hashable, Sendable {
    public struct State: Hashable, Sendable {
        public let year: Year
        /// Shares of the whole work that were to be done, and are, by the end of the year.
        public let planned: Double?
        public let done: Double?
        /// Money of this year, in the unit of the project's investment.
        public let spent: Double?
        public let quality: Quality

        public init(
            year: Year, planned: Double?, done: Double?, spent: Double?,
            quality: Quality = .reported
        ) {
            self.year = year
            self.planned = planned
            self.done = done
            self.spent = spent
            self.quality = quality
        }
    }

    public let project: String
    /// All that it is to cost; nil where it is not known.
    public let budget: Double?
    public let unit: Unit
    /// In the order of the years.
    public let years: [State]

    public init(project: String, budget: Double?, unit: Unit, years: [State]) {
        self.project = project
        self.budget = budget
        self.unit = unit
        self.years = years
    }
}

/// What the methods of monitoring look at.
public struct MonitoringContext: Sendable {
    public let indicators: [MonitoredIndicator]
    public let progress: [ProjectProgress]
    /// Which project waits for which, by codes; of those with one word one is enough.
    public let waits: [(before: String, after: String, alternative: String?)]
    public let region: PlaceCode
    public let parameters: MonitoringParameters

    public init(
        indicators: [MonitoredIndicator], progress: [ProjectProgress] = [],
        waits: [(before: String, after: String, alternative: String?)] = [], region: PlaceCode,
        parameters: MonitoringParameters = .init()
    ) {
        self.indicators = indicators
        self.progress = progress
        self.waits = waits
        self.region = region
        self.parameters = parameters
    }

    func key(
        _ component: String, _ indicator: MonitoredIndicator, year: Year? = nil, from: Year? = nil
    ) -> ResultKey {
        ResultKey(
            place: region, object: ObjectCode(rawValue: indicator.code), year: year, from: from,
            component: component)
    }

    func planReference(_ indicator: MonitoredIndicator, _ year: Year) -> InputReference {
        .entry(table: "plan", key: [indicator.code, "\(year)"], column: "value")
    }
}
