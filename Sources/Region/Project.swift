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
    /// Sales a year at full load, and what they may come to.
    public var output: Double?
    public let outputRange: RangedNumber
    public let outputUnit: Unit?
    public let startYear: Year?
    public let endYear: Year?
    /// What it develops: at most one of the variants of an object is carried out.
    public let object: ObjectCode?
    /// How it does so, and what it makes.
    public let method: ObjectCode?
    public let product: ObjectCode?
    /// Years from the start of building to work, and years of work.
    public let buildYears: Int?
    public let lifeYears: Int?
    /// 1 technogenic and ecological, 2 processing, 3 services, 4 social infrastructure.
    public let tier: Int?
    /// The first and the last year that it may start in.
    public let earliest: Year?
    public let latest: Year?
    /// Who carries it out.
    public let participant: String?
    public let quality: Quality

    public init(
        code: ObjectCode, name: LocalizedText, place: PlaceCode? = nil,
        activity: ActivityCode? = nil, investment: Double? = nil, investmentUnit: Unit? = nil,
        jobs: Double? = nil, output: Double? = nil, outputRange: RangedNumber? = nil,
        outputUnit: Unit? = nil, startYear: Year? = nil, endYear: Year? = nil,
        object: ObjectCode? = nil,
        method: ObjectCode? = nil, product: ObjectCode? = nil, buildYears: Int? = nil,
        lifeYears: Int? = nil, tier: Int? = nil, earliest: Year? = nil,
        latest: Year? = nil, participant: String? = nil, quality: Quality = .reported
    ) {
        self.code = code
        self.name = name
        self.place = place
        self.activity = activity
        self.investment = investment
        self.investmentUnit = investmentUnit
        self.jobs = jobs
        self.output = output
        self.outputRange =
            outputRange ?? RangedNumber(low: nil, middle: output, high: nil)
        self.outputUnit = outputUnit
        self.startYear = startYear
        self.endYear = endYear
        self.object = object
        self.method = method
        self.product = product
        self.buildYears = buildYears
        self.lifeYears = lifeYears
        self.tier = tier
        self.earliest = earliest
        self.latest = latest
        self.participant = participant
        self.quality = quality
    }
}

/// A project that waits for another.
public struct ProjectPrecedence: Hashable, Sendable {
    public let before: ObjectCode
    public let after: ObjectCode
    /// Years from the start of the one to the start of the other.
    public let lag: Int
    /// Rows of a project with the same word are alternatives: one of them is enough.
    public let alternative: String?
    public let quality: Quality

    public init(
        before: ObjectCode, after: ObjectCode, lag: Int = 0, alternative: String? = nil,
        quality: Quality = .reported
    ) {
        self.before = before
        self.after = after
        self.lag = lag
        self.alternative = alternative
        self.quality = quality
    }
}

/// An extra effect of projects that work at the same time.
public struct ProjectSynergy: Hashable, Sendable {
    public let members: [ObjectCode]
    /// `economic`, `social`, `ecological` or `indirect`.
    public let effect: String
    public let value: Double
    public let unit: Unit
    /// The values of the key in its table.
    public let key: [String]
    public let quality: Quality

    public init(
        members: [ObjectCode], effect: String, value: Double, unit: Unit, key: [String],
        quality: Quality = .reported
    ) {
        self.members = members
        self.effect = effect
        self.value = value
        self.unit = unit
        self.key = key
        self.quality = quality
    }
}

/// A row of what a programme has to keep.
public struct ProgrammeFrame: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The first and the last year: codes `first` and `last`.
        case horizon
        /// Money of a source in a year.
        case budget
        /// Money of a source that is left may be spent later; the value is the yearly interest.
        case carryOver = "carry_over"
        /// At least so much of a source for a unit of another: code `own/other`.
        case coFunding = "co_funding"
        /// The share of tax that may be spent from a source in the year after.
        case reinvestment
        /// People of a kind of labour that there are.
        case labour
        /// What lies of a resource at the start, comes each year, and can lie there at most.
        case stock, inflow, capacity
        /// What may be bought of a resource outside the region a year, what a unit of it costs, and
        /// what others take of it.
        case imports = "import"
        case importCost = "import_cost"
        case demand
        /// The most of something given off; and what is given off without the programme.
        case limit, base
        /// The least of an indicator, and what a unit short of it costs, where it may be missed.
        case target, penalty
        /// The least of places of a service for each thousand people.
        case norm
        /// The most projects that may start in a year.
        case starts
        /// Projects of a tier that have to be at work before one of the next starts.
        case tier
        /// What a unit of an effect counts in the choice.
        case weight
        case must, ban
    }

    public let kind: Kind
    public let code: String
    public let year: Year?
    public let value: Double?
    public let unit: Unit?
    public let quality: Quality

    public init(
        kind: Kind, code: String, year: Year? = nil, value: Double? = nil, unit: Unit? = nil,
        quality: Quality = .reported
    ) {
        self.kind = kind
        self.code = code
        self.year = year
        self.value = value
        self.unit = unit
        self.quality = quality
    }

    /// The values of the key in its table.
    public var key: [String] { [kind.rawValue, code, year.map { "\($0)" } ?? ""] }
}

/// Something that variants of projects are combined of: an object, a method or a product.
public struct Combinable: Hashable, Sendable {
    public let code: ObjectCode
    public let name: LocalizedText
    /// How much there is of an object, or the least that a method can work with.
    public let amount: Double?
    public let unit: Unit?

    public init(code: ObjectCode, name: LocalizedText, amount: Double? = nil, unit: Unit? = nil) {
        self.code = code
        self.name = name
        self.amount = amount
        self.unit = unit
    }
}

/// Whether two things that variants are combined of go together.
public struct ProjectCompatibility: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case objectMethod = "object-method"
        case methodProduct = "method-product"
        case objectProduct = "object-product"
    }

    public let kind: Kind
    public let first: ObjectCode
    public let second: ObjectCode
    public let isAllowed: Bool
    /// Why not.
    public let reason: LocalizedText?
    public let quality: Quality

    public init(
        kind: Kind, first: ObjectCode, second: ObjectCode, isAllowed: Bool,
        reason: LocalizedText? = nil, quality: Quality = .reported
    ) {
        self.kind = kind
        self.first = first
        self.second = second
        self.isAllowed = isAllowed
        self.reason = reason
        self.quality = quality
    }

    /// The values of the key in its table.
    public var key: [String] { [kind.rawValue, first.rawValue, second.rawValue] }
}
