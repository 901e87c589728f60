internal import Numerics
public import Region

/// A yearly number by the age of a project, 0 being the year it starts (профиль по годам).
public struct Profile: Hashable, Sendable {
    /// The first years.
    public var values: [Double]
    /// All later ones.
    public var lasting: Double

    public init(_ values: [Double] = [], lasting: Double = 0) {
        self.values = values
        self.lasting = lasting
    }

    public subscript(age: Int) -> Double {
        age < 0 ? 0 : age < values.count ? values[age] : lasting
    }

    public var isZero: Bool { lasting == 0 && values.allSatisfy { $0 == 0 } }
}

/// The four effects that projects are chosen by (METHODS 7.1).
public enum EffectKind: String, Hashable, Sendable, CaseIterable {
    case economic, social, ecological, indirect
}

/// A number for each of the four effects.
public struct FourEffects: Hashable, Sendable {
    public var values: [Double]

    public init(
        economic: Double = 0, social: Double = 0, ecological: Double = 0, indirect: Double = 0
    ) {
        values = [economic, social, ecological, indirect]
    }

    public init(_ values: [Double]) {
        precondition(values.count == EffectKind.allCases.count)
        self.values = values
    }

    public subscript(kind: EffectKind) -> Double {
        get { values[kind.position] }
        set { values[kind.position] = newValue }
    }

    /// Σ w_m Z_m.
    func weighted(by weights: FourEffects) -> Double {
        zip(weights.values, values).map { $0 * $1 }.compensatedSum()
    }
}

extension EffectKind {
    public var position: Int {
        switch self {
        case .economic: 0
        case .social: 1
        case .ecological: 2
        case .indirect: 3
        }
    }
}

/// A project, or a variant of one, that a programme may start (вариант проекта).
public struct Candidate: Hashable, Sendable {
    public var code: ObjectCode
    /// Variants of one object: at most one of a group is started.
    public var group: ObjectCode?
    /// Years from the start to work.
    public var buildYears: Int
    /// Years of work; nil to the end of the horizon.
    public var life: Int?
    /// By kind, a year.
    public var effects: [Profile]
    /// Money by source.
    public var funding: [String: Profile]
    public var labour: [String: Profile]
    /// Taken and given a year at full load, by resource.
    public var inputs: [String: Double]
    public var outputs: [String: Double]
    /// The least share of full load while at work: effects are those of a project that runs.
    public var minimumLoad: Double
    public var emissions: [String: Profile]
    /// What it adds to indicators with targets.
    public var indicators: [String: Profile]
    /// Tax to the region, part of which may be spent again.
    public var tax: Profile
    /// 1 technogenic and ecological, 2 processing, 3 services, 4 social infrastructure.
    public var tier: Int?
    public var isRequired: Bool
    public var isBanned: Bool
    /// The first and the last year it may start in.
    public var earliest: Year?
    public var latest: Year?

    public init(
        _ code: ObjectCode, group: ObjectCode? = nil, buildYears: Int = 0, life: Int? = nil,
        effects: [Profile] = [], funding: [String: Profile] = [:],
        labour: [String: Profile] = [:], inputs: [String: Double] = [:],
        outputs: [String: Double] = [:], minimumLoad: Double = 1,
        emissions: [String: Profile] = [:], indicators: [String: Profile] = [:],
        tax: Profile = Profile(), tier: Int? = nil, isRequired: Bool = false,
        isBanned: Bool = false, earliest: Year? = nil, latest: Year? = nil
    ) {
        self.code = code
        self.group = group
        self.buildYears = buildYears
        self.life = life
        let kinds = EffectKind.allCases.count
        self.effects =
            effects + [Profile](repeating: Profile(), count: max(0, kinds - effects.count))
        self.funding = funding
        self.labour = labour
        self.inputs = inputs
        self.outputs = outputs
        self.minimumLoad = minimumLoad
        self.emissions = emissions
        self.indicators = indicators
        self.tax = tax
        self.tier = tier
        self.isRequired = isRequired
        self.isBanned = isBanned
        self.earliest = earliest
        self.latest = latest
    }

    /// Whether it is at work at an age.
    public func works(atAge age: Int) -> Bool {
        age >= buildYears && (life.map { age < buildYears + $0 } ?? true)
    }
}

/// An extra effect of projects that work at the same time; negative where they hinder each other.
public struct Synergy: Hashable, Sendable {
    /// Two or three, by their place in the list.
    public var members: [Int]
    /// A year, by kind.
    public var effects: FourEffects

    public init(_ members: [Int], _ effects: FourEffects) {
        self.members = members
        self.effects = effects
    }
}

/// A project that waits for one of others.
public struct Precedence: Hashable, Sendable {
    public var after: Int
    /// Any of these is enough.
    public var before: [Int]
    /// Years from the start of the one to the start of the other.
    public var lag: Int

    public init(_ after: Int, needs before: [Int], lag: Int = 0) {
        self.after = after
        self.before = before
        self.lag = lag
    }
}
