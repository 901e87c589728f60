internal import Numerics
public import Region
private import Synchronization
internal import Wording

/// Settings of the methods on what comes next.
public struct ForesightParameters: Hashable, Sendable {
    /// Years that are forecast, and compared in the backtest.
    public var horizon = 5
    /// How unlikely a chance lead over the naive forecast has to be for a model to be used.
    public var level = 0.05
    /// Paths drawn for the bands of short series.
    public var paths = 1000
    public var seed: UInt64 = 20_180_101
    /// Years that modes are followed.
    public var modeYears = 15
    /// The share of the fifth and sixth modes together that is aimed at.
    public var modeTarget = 0.3

    public init() {}

    var bands: BandRule {
        var rule = BandRule()
        rule.paths = paths
        rule.seed = seed
        return rule
    }
}

/// Annual values of one measure that are forecast.
public struct ForecastContext: Sendable {
    public struct Entry: Sendable {
        public let place: PlaceCode
        public let activity: ActivityCode?
        public let series: AnnualSeries
        /// The lowest quality among the years.
        public let quality: Quality
        /// Where the value of a year stands.
        public let reference: @Sendable (Year) -> InputReference

        public init(
            place: PlaceCode, activity: ActivityCode? = nil, series: AnnualSeries,
            quality: Quality, reference: @escaping @Sendable (Year) -> InputReference
        ) {
            self.place = place
            self.activity = activity
            self.series = series
            self.quality = quality
            self.reference = reference
        }
    }

    public let measure: Measure
    public let classification: ClassificationCode
    public let entries: [Entry]
    public let parameters: ForesightParameters
    /// Kept by copies, so that the methods of a run forecast once.
    private let memory = Memory()

    private final class Memory: Sendable {
        let forecasts = Mutex<[Forecast]?>(nil)
    }

    public init(
        measure: Measure, classification: ClassificationCode = "", entries: [Entry],
        parameters: ForesightParameters = .init()
    ) {
        self.measure = measure
        self.classification = classification
        self.entries = entries
        self.parameters = parameters
    }

    /// The series that can be forecast, in the order of the entries.
    func forecasts() throws(CancellationError) -> [Forecast] {
        let found = memory.forecasts.withLock { known -> [Forecast]? in
            if let known { return known }
            var list: [Forecast] = []
            for entry in entries {
                if Task.isCancelled { return nil }
                if let forecast = Forecast(entry, parameters) { list.append(forecast) }
            }
            known = list
            return list
        }
        guard let found else { throw CancellationError() }
        return found
    }

    /// Years without which nothing is forecast: two give one change and no idea of its error.
    static let least = 3

    static let lacking = LocalizedText(
        en: "Needs figures of at least three years of the region (observations.csv).",
        ru: "Нужны данные региона хотя бы за три года (observations.csv).")
}

/// A series with the model it is forecast by.
struct Forecast: Sendable {
    let entry: ForecastContext.Entry
    let backtest: Backtest?
    let fit: FittedForecast
    /// By years ahead: at 80 and 95 %; nil where nothing is known of errors.
    let bands: [[ForecastBand]]?
    /// The year since which values leave what the model expects; nil without such a break.
    let since: Year?

    init?(_ entry: ForecastContext.Entry, _ parameters: ForesightParameters) {
        let values = entry.series.values
        guard entry.series.known >= ForecastContext.least else { return nil }
        self.entry = entry
        let stream = Self.stream(entry)
        // With under five years no model can be told from another.
        let isShort = entry.series.known < 5
        backtest =
            isShort
            ? nil
            : Backtest(
                entry.series, horizon: parameters.horizon, rule: parameters.bands,
                level: parameters.level, stream: stream)
        let model = isShort ? .drift : backtest?.choice ?? .naive
        guard let fit = FittedForecast(model, values) else { return nil }
        self.fit = fit
        bands = fit.bands(parameters.horizon, parameters.bands, stream: stream)
        since = Self.breakYear(fit, entry.series)
    }

    /// The random numbers of a series are its own, whatever else is in the workspace.
    private static func stream(_ entry: ForecastContext.Entry) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(entry.place.rawValue)/\(entry.activity?.rawValue ?? "")".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return hash
    }

    /// Where errors of the model add up to more than chance (METHODS 10.2): the last such year.
    ///
    /// Errors are centred, so that the growth of a series that is forecast by its last value is not
    /// taken for a break.
    private static func breakYear(_ fit: FittedForecast, _ series: AnnualSeries) -> Year? {
        guard let mean = fit.errors.mean, let spread = fit.errors.standardDeviation(.sample),
            spread > 0
        else { return nil }
        let known = series.values.indices.filter { !series.values[$0].isNaN }
        // The last value and the mean change have no error of the first year.
        let skipped = known.count - fit.errors.count
        let scores = fit.errors.map { ($0 - mean) / spread }
        return CumulativeSums(scores).alarms.last.map { series.first + known[$0.since + skipped] }
    }
}

/// What a project adds to the region, for the modes.
public struct ModeProgramme: Sendable {
    public struct Project: Sendable {
        public let code: ObjectCode
        public let activity: ActivityCode
        /// Value added of the project itself in a year at work, in the money of the region's.
        public let added: Double
        /// Years at work.
        public let years: ClosedRange<Year>
        public let key: ResultKey

        public init(
            code: ObjectCode, activity: ActivityCode, added: Double, years: ClosedRange<Year>,
            key: ResultKey
        ) {
            self.code = code
            self.activity = activity
            self.added = added
            self.years = years
            self.key = key
        }
    }

    public let projects: [Project]

    public init(projects: [Project]) { self.projects = projects }

    func working(in year: Year) -> [Project] { projects.filter { $0.years.contains(year) } }
}

/// What the methods on technological modes look at.
public struct ModeContext: Sendable {
    public struct Entry: Sendable {
        public let activity: ActivityCode
        public let value: Double
        public let quality: Quality

        public init(activity: ActivityCode, value: Double, quality: Quality) {
            self.activity = activity
            self.value = value
            self.quality = quality
        }
    }

    /// A share of a mode that somebody says.
    public struct Published: Sendable {
        public let place: PlaceCode
        public let mode: TechnologicalMode
        public let year: Year
        public let share: Double
        public let quality: Quality
        public let reference: InputReference

        public init(
            place: PlaceCode, mode: TechnologicalMode, year: Year, share: Double,
            quality: Quality, reference: InputReference
        ) {
            self.place = place
            self.mode = mode
            self.year = year
            self.share = share
            self.quality = quality
            self.reference = reference
        }
    }

    public var region: PlaceCode
    /// Value added, or what else stands for the size of an activity.
    public var measure: Measure?
    /// Figures by classification and year, the classification of the latest year last.
    public var figures: [(classification: ClassificationCode, years: [Year: [Entry]])]
    public var maps: [ModeMap]
    /// Where the shares of an activity stand in a map.
    public var reference: @Sendable (ModeMap, ActivityCode, TechnologicalMode) -> InputReference
    public var parents: [ActivityCode: ActivityCode]
    /// Shares that others say of countries and regions.
    public var published: [Published]
    /// The year that the wave of each mode begins.
    public var waves: [TechnologicalMode: Year]
    /// The programme that was chosen; nil where there is none.
    private let chosen: @Sendable () throws(CancellationError) -> ModeProgramme?
    private let memory = Memory()

    private final class Memory: Sendable {
        let programme = Mutex<ModeProgramme??>(nil)
    }

    public var parameters: ForesightParameters

    public init(
        region: PlaceCode, measure: Measure?,
        figures: [(classification: ClassificationCode, years: [Year: [Entry]])], maps: [ModeMap],
        reference: @escaping @Sendable (ModeMap, ActivityCode, TechnologicalMode) -> InputReference,
        parents: [ActivityCode: ActivityCode], published: [Published] = [],
        waves: [TechnologicalMode: Year] = [:],
        programme: @escaping @Sendable () throws(CancellationError) -> ModeProgramme? = { nil },
        parameters: ForesightParameters = .init()
    ) {
        self.region = region
        self.measure = measure
        self.figures = figures
        self.maps = maps
        self.reference = reference
        self.parents = parents
        self.published = published
        self.waves = waves
        chosen = programme
        self.parameters = parameters
    }

    /// What the chosen programme adds, asked for once.
    func programme() throws(CancellationError) -> ModeProgramme? {
        if let known = memory.programme.withLock({ $0 }) { return known }
        let found = try chosen()
        memory.programme.withLock { $0 = .some(found) }
        return found
    }

    static let lacking = LocalizedText(
        en:
            "Needs value added by activity (observations.csv) and what of it belongs to which technological mode (mode_maps.csv, or mode_3 to mode_6 of activities.csv).",
        ru:
            "Нужны добавленная стоимость по видам деятельности (observations.csv) и доли укладов (mode_maps.csv или mode_3 … mode_6 в activities.csv)."
    )

    /// Shares of modes in one year.
    struct Account {
        let classification: ClassificationCode
        let year: Year
        let entries: [Entry]
        /// The activity whose line of the map counts for each entry; nil where none does.
        let sources: [ActivityCode?]
        /// Of each entry.
        let weights: [ModeShares]
        let quality: Quality

        var total: Double { entries.reduce(0) { $0 + $1.value } }

        var shares: ModeShares {
            var sums = ModeShares.none
            for (entry, weight) in zip(entries, weights) {
                for mode in TechnologicalMode.allCases { sums[mode] += weight[mode] * entry.value }
            }
            return sums.normalised ?? .none
        }
    }

    func shares(of activity: ActivityCode, in map: ModeMap) -> (ActivityCode?, ModeShares) {
        guard let source = map.entry(for: activity, parents: parents),
            var own = map.shares[source]
        else { return (nil, ModeShares([0, 0, 0, 0, 1])) }
        own[.other] = max(0, 1 - TechnologicalMode.named.reduce(0) { $0 + own[$1] })
        return (source, own)
    }

    /// By year, in the order of the years; where two classifications have a year, the later counts.
    func accounts(_ map: ModeMap) -> [Account] {
        var result: [Year: Account] = [:]
        for (classification, years) in figures {
            for (year, entries) in years where entries.contains(where: { $0.value > 0 }) {
                let found = entries.map { shares(of: $0.activity, in: map) }
                // A map that says nothing of a classification is not about it.
                guard found.contains(where: { $0.0 != nil }) else { continue }
                result[year] = Account(
                    classification: classification, year: year, entries: entries,
                    sources: found.map(\.0), weights: found.map(\.1),
                    quality: zip(entries, found).map { entry, found in
                        max(entry.quality, found.0.flatMap { map.qualities[$0] } ?? .reported)
                    }.max() ?? .computed)
            }
        }
        return result.values.sorted { $0.year < $1.year }
    }
}
