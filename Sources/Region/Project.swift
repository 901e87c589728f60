public import Wording

/// A candidate project of a programme.
public struct Project: Hashable, Sendable {
    public let code: ObjectCode
    public let name: LocalizedText
    public let place: PlaceCode?
    public let activity: ActivityCode?
    public let investment: Double?
    public let investmentUnit: Unit?
    public let jobs: Double?
    /// Sales a year at full load.
    public let output: Double?
    public let outputUnit: Unit?
    public let startYear: Year?
    public let endYear: Year?
    public let quality: Quality

    public init(
        code: ObjectCode, name: LocalizedText, place: PlaceCode? = nil,
        activity: ActivityCode? = nil, investment: Double? = nil, investmentUnit: Unit? = nil,
        jobs: Double? = nil, output: Double? = nil, outputUnit: Unit? = nil,
        startYear: Year? = nil, endYear: Year? = nil, quality: Quality = .reported
    ) {
        self.code = code
        self.name = name
        self.place = place
        self.activity = activity
        self.investment = investment
        self.investmentUnit = investmentUnit
        self.jobs = jobs
        self.output = output
        self.outputUnit = outputUnit
        self.startYear = startYear
        self.endYear = endYear
        self.quality = quality
    }
}
