internal import Numerics
public import Region

/// The types of cluster that exclude each other (типы кластеров).
///
/// - Source: Markusen (1996), Sticky places in slippery space.
public enum ClusterType: Int, CaseIterable, Sendable, Codable {
    /// Small firms of one industry that share resources (маршаллианский).
    case marshallian = 1
    /// One or a few large firms at the centre (радиальный).
    case hubAndSpoke
    /// Firms that supply an enterprise outside (спутниковый).
    case satellitePlatform
    /// Around a military base, a defence plant, a university, a technopark (прикованный к
    /// государству).
    case stateAnchored
}

/// Traits that a cluster of any type may have as well.
public enum ClusterOverlay: String, CaseIterable, Sendable, Codable {
    case innovative, creative, touristic, technogenic, ecological

    /// The bounds that it is judged by; nil for one that is there or is not.
    var threshold: ThresholdName? {
        switch self {
        case .innovative: .innovativeResearch
        case .creative: .creativeOccupations
        case .touristic: .touristicServices
        case .technogenic, .ecological: nil
        }
    }
}

/// What the type of a cluster is judged by. A number that is not known is nil.
public struct TypeIndicators: Hashable, Sendable {
    /// `CR1`, share of the largest firm.
    public var concentration: Double?
    /// Share of employment in firms of fewer than 250.
    public var smallFirmShare: Double?
    /// `D`, ties over possible ties.
    public var linkDensity: Double?
    /// `C`, Freeman's degree centralisation.
    public var centralisation: Double?
    /// Share of purchases that run through the hub.
    public var hubTradeShare: Double?
    /// Share of employment in firms owned from outside the region.
    public var externalOwnership: Double?
    /// Share of sales to one buyer outside.
    public var oneBuyerShare: Double?
    /// Share of the state in ownership and orders.
    public var publicShare: Double?
    /// Whether the anchor is a military base, a defence plant, a university or a technopark.
    public var hasStateAnchor = false
    /// Research over sales, relative to the country.
    public var researchIntensity: Double?
    /// Location quotient of creative occupations.
    public var creativeQuotient: Double?
    /// Location quotient of accommodation and recreation.
    public var touristicQuotient: Double?
    /// Whether activities of waste processing, of green technology are among the members'.
    public var processesWaste = false
    public var makesGreenTechnology = false

    public init() {}
}

/// Every bound of the rules of METHODS 4, by name. The bounds are defaults set by us; each says
/// whether it is one of these or was calibrated.
public enum ThresholdName: String, CaseIterable, Sendable, Codable {
    case marshallianConcentration, marshallianSmallFirms, marshallianLinks
    case hubConcentration, hubCentrality, hubExternalOwnership
    case satelliteExternalOwnership, satelliteOneBuyer, satelliteLinks
    case statePublicShare
    case innovativeResearch, creativeOccupations, touristicServices
    case lifeCycleLowLevel, lifeCycleFullLevel, lifeCycleLinks, lifeCycleGrowth
    case lifeCycleHighGrowth, lifeCycleStability, lifeCycleDecline, lifeCycleLinkGrowth
    case lifeCycleInstitutionGrowth, lifeCycleNetEntry, lifeCycleNetExit, lifeCycleSmallMass
    case lifeCycleExternalLinks, lifeCycleProductMix, lifeCycleVarietyChange
    case marshallOccupations, supplierQuotient

    /// The bounds as METHODS has them, written as "none, full". The bounds of the life cycle are
    /// ours: METHODS gives the conditions in words.
    public var standard: Membership {
        switch self {
        case .marshallianConcentration: Membership(0.5, 0.2)
        case .marshallianSmallFirms: Membership(0.3, 0.7)
        case .marshallianLinks: Membership(0.05, 0.25)
        case .hubConcentration: Membership(0.25, 0.5)
        case .hubCentrality: Membership(0.3, 0.7)
        case .hubExternalOwnership: Membership(0.8, 0.4)
        case .satelliteExternalOwnership: Membership(0.3, 0.7)
        case .satelliteOneBuyer: Membership(0.4, 0.8)
        case .satelliteLinks: Membership(0.4, 0.1)
        case .statePublicShare: Membership(0.2, 0.5)
        case .innovativeResearch: Membership(1, 3)
        case .creativeOccupations: Membership(1, 2)
        case .touristicServices: Membership(1, 2.5)
        case .lifeCycleLowLevel: Membership(0.8, 0.3)
        case .lifeCycleFullLevel: Membership(0.5, 1)
        case .lifeCycleLinks: Membership(0.05, 0.25)
        case .lifeCycleGrowth: Membership(0.005, 0.05)
        case .lifeCycleHighGrowth: Membership(0.04, 0.15)
        case .lifeCycleStability: Membership(0.1, 0.03)
        case .lifeCycleDecline: Membership(-0.005, -0.05)
        case .lifeCycleLinkGrowth: Membership(0.001, 0.02)
        case .lifeCycleInstitutionGrowth: Membership(0.01, 0.5)
        case .lifeCycleNetEntry: Membership(0.001, 0.05)
        case .lifeCycleNetExit: Membership(-0.001, -0.05)
        case .lifeCycleSmallMass: Membership(0.8, 0.4)
        case .lifeCycleExternalLinks: Membership(0.1, 0.4)
        case .lifeCycleProductMix: Membership(0.25, 0.35)
        case .lifeCycleVarietyChange: Membership(0.005, 0.05)
        case .marshallOccupations: Membership(1, 2)
        case .supplierQuotient: Membership(0.5, 1)
        }
    }
}

/// The bounds in force, each with where it is from.
public struct ClusterThresholds: Hashable, Sendable, Codable {
    /// Where a bound is from.
    public enum Origin: String, Sendable, Codable {
        /// Set by us.
        case `default`
        /// Set by the user.
        case calibrated
    }

    private var changed: [ThresholdName: Membership] = [:]

    public init() {}

    public subscript(name: ThresholdName) -> Membership {
        get { changed[name] ?? name.standard }
        set { changed[name] = newValue == name.standard ? nil : newValue }
    }

    public func origin(of name: ThresholdName) -> Origin {
        changed[name] == nil ? .default : .calibrated
    }

    /// `calibrated` where at least one bound is.
    public var origin: Origin { changed.isEmpty ? .default : .calibrated }
}

/// The type of one cluster, with how sure that is.
///
///     score of a type = min of its conditions;  confidence = (s₁ − s₂) / s₁ · coverage
///
/// Coverage is the share of the conditions of all types that are known, or could not change the
/// score of their type any more.
public struct TypeAssessment: Hashable, Sendable {
    /// What a condition of a type looks at.
    public typealias TypeCondition = Condition<ThresholdName>

    /// The conditions of each type, in the order of ``ClusterType/allCases``.
    public let conditions: [[TypeCondition]]
    public let rules: [RuleScore]
    public let verdict: Verdict
    /// `(s₁ − s₂) / s₁`; 0 where no type has a score.
    public let margin: Double
    /// 0…1.
    public let coverage: Double
    /// Margin times coverage.
    public var confidence: Double { margin * coverage }

    public enum Verdict: Hashable, Sendable {
        case type(ClusterType)
        /// Too near to each other to tell; the stronger first.
        case mixed(ClusterType, ClusterType)
        /// No type's conditions hold at all.
        case unclassified

        /// The leading type; nil for an unclassified cluster.
        public var leading: ClusterType? {
            switch self {
            case .type(let type), .mixed(let type, _): type
            case .unclassified: nil
            }
        }
    }

    /// The types whose score is known, by score.
    public func score(of type: ClusterType) -> RuleScore { rules[type.rawValue - 1] }

    /// The type of a cluster.
    ///
    /// - Parameters:
    ///   - firms: `n`, members of the cluster; fewer than 4 have no type.
    ///   - mixedBelow: the confidence under which two types are named instead of one.
    /// - Throws: `insufficientData` for fewer than 4 firms or where no indicator is known,
    ///   `notAQuantity`.
    /// - Complexity: O(1).
    /// - Source: Markusen (1996); Freeman (1979); METHODS 4.1.
    public init(
        _ indicators: TypeIndicators, firms: Int, thresholds: ClusterThresholds = .init(),
        mixedBelow: Double = 0.25
    ) throws(Undefined) {
        guard firms >= 4 else { throw .insufficientData(have: firms, need: 4) }
        try self.init(indicators, mixedBelow: mixedBelow) { thresholds[$0] }
    }

    init(
        _ indicators: TypeIndicators, mixedBelow: Double, bounds: (ThresholdName) -> Membership
    ) throws(Undefined) {
        var conditions: [[TypeCondition]] = []
        for type in ClusterType.allCases {
            conditions.append(
                try Self.conditions(of: type).map { name throws(Undefined) in
                    try TypeCondition(name, indicators[name], bounds(name))
                })
        }
        self.conditions = conditions
        var rules: [RuleScore] = []
        for list in conditions { rules.append(try RuleScore(list.map(\.membership))) }
        self.rules = rules
        let all = rules.reduce(0) { $0 + $1.count }
        let undecided = rules.reduce(0) { $0 + $1.undecided }
        coverage = Double(all - undecided) / Double(all)
        let known = ClusterType.allCases.filter { rules[$0.rawValue - 1].score != nil }
        guard !known.isEmpty else { throw .insufficientData(have: 0, need: 1) }
        let scores = known.map { rules[$0.rawValue - 1].score ?? 0 }
        guard scores.contains(where: { $0 > 0 }) else {
            verdict = .unclassified
            margin = 0
            return
        }
        let choice = try ChoiceConfidence(scores)
        // A margin over nobody is none where the others are merely not known.
        margin = choice.second == nil ? 0 : choice.margin
        let first = known[choice.best]
        if margin * coverage < mixedBelow, let second = choice.second, scores[second] > 0 {
            verdict = .mixed(first, known[second])
        } else {
            verdict = .type(first)
        }
    }

    /// The conditions of a type by the names of their bounds.
    public static func conditions(of type: ClusterType) -> [ThresholdName] {
        switch type {
        case .marshallian: [.marshallianConcentration, .marshallianSmallFirms, .marshallianLinks]
        case .hubAndSpoke: [.hubConcentration, .hubCentrality, .hubExternalOwnership]
        case .satellitePlatform:
            [.satelliteExternalOwnership, .satelliteOneBuyer, .satelliteLinks]
        case .stateAnchored: [.statePublicShare]
        }
    }
}

extension TypeIndicators {
    /// The number that a condition looks at; nil where it is not known.
    public subscript(condition: ThresholdName) -> Double? {
        switch condition {
        case .marshallianConcentration, .hubConcentration: concentration
        case .marshallianSmallFirms: smallFirmShare
        case .marshallianLinks, .satelliteLinks: linkDensity
        // One of the two is enough; both have the same bounds.
        case .hubCentrality: [centralisation, hubTradeShare].compactMap(\.self).max()
        case .hubExternalOwnership, .satelliteExternalOwnership: externalOwnership
        case .satelliteOneBuyer: oneBuyerShare
        case .statePublicShare: hasStateAnchor ? 1 : publicShare
        case .innovativeResearch: researchIntensity
        case .creativeOccupations: creativeQuotient
        case .touristicServices: touristicQuotient
        default: nil
        }
    }

    /// How far a trait is there, 0…1, whatever the type; nil where it is not known.
    ///
    /// - Throws: `notAQuantity`.
    public func overlay(
        _ overlay: ClusterOverlay, thresholds: ClusterThresholds = .init()
    ) throws(Undefined) -> Double? {
        guard let name = overlay.threshold else {
            return (overlay == .technogenic ? processesWaste : makesGreenTechnology) ? 1 : 0
        }
        return try Condition(name, self[name], thresholds[name]).membership
    }
}

/// How far the type hangs on the bounds: they are all moved at random and the type found again.
///
/// Every bound is multiplied by a factor of its own, uniform over 1 ± spread. A replicate draws
/// from a sub-stream of its own.
///
/// - Parameters:
///   - spread: 0.2 for ±20 %; 0…1.
///   - replicates: 1 or more.
/// - Returns: The share of replicates with the same leading type, 0…1.
/// - Throws: as ``TypeAssessment``; `notAQuantity` for a spread outside 0…1.
/// - Complexity: O(replicates).
/// - Source: METHODS 4.1.
public func typeSensitivity(
    _ indicators: TypeIndicators, firms: Int, thresholds: ClusterThresholds = .init(),
    spread: Double = 0.2, replicates: Int = 999, seed: UInt64
) throws(Undefined) -> (same: Int, share: Double) {
    let plain = try TypeAssessment(indicators, firms: firms, thresholds: thresholds)
    try Quantities.check("spread", [spread], in: 0...1)
    guard replicates > 0 else { throw .insufficientData(have: replicates, need: 1) }
    var same = 0
    for replicate in 0..<replicates {
        var random = RandomStream(seed: seed, stream: UInt64(replicate))
        var moved: [ThresholdName: Membership] = [:]
        for name in ThresholdName.allCases {
            let first = 1 + spread * (2 * random.unit() - 1)
            let second = 1 + spread * (2 * random.unit() - 1)
            moved[name] = thresholds[name].scaled(none: first, full: second)
        }
        let found = try TypeAssessment(indicators, mixedBelow: 0) { moved[$0] ?? thresholds[$0] }
        if found.verdict.leading == plain.verdict.leading { same += 1 }
    }
    return (same, Double(same) / Double(replicates))
}
