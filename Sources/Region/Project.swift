public import Wording

/// Something that a project takes or gives besides its sales.
public struct ProjectFlow: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case funding, labour, input, output, emission, waste, land, service, indicator
    }

    public let project: ObjectCode
    public let kind: Kind
    /// Of what: a source of funds, a kind of labour, a product, a measure.
    public let code: String
    /// The year of the project's age, 1 the first of building; nil for every year at work.
    public let age: Int?
    public let amount: RangedNumber
    public let unit: Unit
    public let quality: Quality

    public init(
        project: ObjectCode, kind: Kind, code: String, age: Int?, amount: RangedNumber, unit: Unit,
        quality: Quality
    ) {
        self.project = project
        self.kind = kind
        self.code = code
        self.age = age
        self.amount = amount
        self.unit = unit
        self.quality = quality
    }

    /// The values of the key in its table.
    public var key: [String] {
        [project.rawValue, kind.rawValue, code, age.map { "\($0)" } ?? ""]
    }
}

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
