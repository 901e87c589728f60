internal import Numerics
public import Region

/// The five stages of a cluster (этапы жизненного цикла).
///
/// - Source: Andersson et al. (2004), Sölvell (2009).
public enum LifeCycleStage: Int, CaseIterable, Sendable, Codable {
    /// Firms are there, ties are not (агломерация).
    case agglomeration = 1
    /// The first ties (возникающий).
    case emerging
    /// Growth, entries, institutions (развивающийся).
    case developing
    /// A critical mass, dense ties, ties outwards (зрелый).
    case mature
    /// Decline or another product mix (трансформация).
    case transformation
}

/// What is known of a cluster in one year. A number that is not known is nil.
public struct LifeCycleYear: Hashable, Sendable {
    public var year: Year
    /// `N`.
    public var participants: Double?
    /// `E`, employment or sales.
    public var mass: Double?
    public var entries: Double?
    public var exits: Double?
    /// HHI of the sizes of firms.
    public var sizeConcentration: Double?
    /// `D`.
    public var linkDensity: Double?
    /// `RV`, bits.
    public var relatedVariety: Double?
    /// `X`, share of ties that lead outside.
    public var externalLinks: Double?
    /// `K`, institutions for cooperation.
    public var institutions: Double?
    /// Shares of products; the Krugman distance of two years says how far the mix changed.
    public var productShares: [Double]?

    public init(year: Year, participants: Double? = nil, mass: Double? = nil) {
        self.year = year
        self.participants = participants
        self.mass = mass
    }
}

/// What the stage of a year is judged by, over the years up to it.
public struct LifeCycleFeatures: Hashable, Sendable {
    /// `n = N / critical mass`.
    public var level: Double?
    /// Slope of ln N a year, by least squares.
    public var slope: Double?
    /// Slope of Δ ln N a year: whether growth quickens.
    public var acceleration: Double?
    /// Compound growth of N a year.
    public var compoundGrowth: Double?
    /// E over the critical mass of participants' share: of the largest E in the series.
    public var relativeMass: Double?
    public var linkDensity: Double?
    /// Change a year, by least squares.
    public var linkDensityChange: Double?
    public var sizeConcentrationChange: Double?
    public var relatedVarietyChange: Double?
    public var externalLinks: Double?
    public var institutions: Double?
    public var institutionsChange: Double?
    /// (entries − exits) / N, over the window.
    public var netEntry: Double?
    /// Krugman distance of the product shares, first and last year of the window.
    public var mixChange: Double?

    public init() {}

    /// The features at the end of a window of years.
    ///
    /// - Parameters:
    ///   - window: In the order of the years; years without figures may be among them.
    ///   - criticalMass: Participants that make a critical mass.
    ///   - largestMass: The largest E of the whole series.
    /// - Throws: `notAQuantity` where a figure is negative or not finite; `insufficientData` where
    ///   fewer than three years have a number of participants.
    /// - Source: METHODS 4.2.
    public init(
        window: [LifeCycleYear], criticalMass: Double, largestMass: Double?
    ) throws(Undefined) {
        precondition(criticalMass > 0, "a critical mass is positive")
        for year in window {
            let numbers = [
                year.participants, year.mass, year.entries, year.exits, year.sizeConcentration,
                year.linkDensity, year.relatedVariety, year.externalLinks, year.institutions,
            ].compactMap(\.self)
            try Quantities.check("N", numbers + (year.productShares ?? []))
        }
        guard let last = window.last else { throw .insufficientData(have: 0, need: 3) }
        func line(_ values: (LifeCycleYear) -> Double?) throws(Undefined) -> Double? {
            let known = window.compactMap { year in values(year).map { (Double(year.year), $0) } }
            guard known.count >= 3 else { return nil }
            return try Quantities.slope(known.map(\.1), at: known.map(\.0))
        }
        let logarithms = window.compactMap { year -> (Double, Double)? in
            guard let count = year.participants, count > 0 else { return nil }
            return (Double(year.year), Elementary.logarithm(count))
        }
        guard logarithms.count >= 3 else {
            throw .insufficientData(have: logarithms.count, need: 3)
        }
        slope = try Quantities.slope(logarithms.map(\.1), at: logarithms.map(\.0))
        let steps = zip(logarithms, logarithms.dropFirst()).map { before, after in
            (after.0, (after.1 - before.1) / (after.0 - before.0))
        }
        if steps.count >= 2 {
            acceleration = try Quantities.slope(steps.map(\.1), at: steps.map(\.0))
        }
        if let first = logarithms.first, let end = logarithms.last, end.0 > first.0 {
            compoundGrowth = Elementary.exponential((end.1 - first.1) / (end.0 - first.0)) - 1
        }
        level = last.participants.map { $0 / criticalMass }
        if let largestMass, largestMass > 0 { relativeMass = last.mass.map { $0 / largestMass } }
        linkDensity = last.linkDensity
        linkDensityChange = try line(\.linkDensity)
        sizeConcentrationChange = try line(\.sizeConcentration)
        relatedVarietyChange = try line(\.relatedVariety)
        externalLinks = last.externalLinks
        institutions = last.institutions
        institutionsChange = try line(\.institutions)
        let flows = window.compactMap { year -> Double? in
            guard let entries = year.entries, let exits = year.exits, let n = year.participants,
                n > 0
            else { return nil }
            return (entries - exits) / n
        }
        netEntry = flows.mean
        if let first = window.first(where: { $0.productShares != nil })?.productShares,
            let end = last.productShares, first.count == end.count, window.count > 1
        {
            mixChange = zip(first, end).map { abs($0 - $1) }.compensatedSum()
        }
    }
}

/// How far each stage fits one year.
public struct StageScores: Hashable, Sendable {
    /// One a stage, the smallest membership of its conditions.
    public let rules: [RuleScore]
    /// The share of the conditions of all stages that are known or decided.
    public let coverage: Double
    /// Which way a transformation goes; nil where that is not known.
    public let branch: Branch?

    public enum Branch: String, Sendable, Codable {
        case renewal, decline
    }

    public var scores: [Double] { rules.map { $0.score ?? 0 } }

    /// - Throws: `notAQuantity`.
    /// - Source: METHODS 4.2.
    public init(
        _ features: LifeCycleFeatures, thresholds: ClusterThresholds = .init()
    ) throws(Undefined) {
        func fits(_ name: ThresholdName, _ number: Double?) throws(Undefined) -> Double? {
            guard let number else { return nil }
            return try thresholds[name](number)
        }
        func not(_ name: ThresholdName, _ number: Double?) throws(Undefined) -> Double? {
            guard let number else { return nil }
            return try thresholds[name].reversed(number)
        }
        let linksRise = try fits(.lifeCycleLinkGrowth, features.linkDensityChange)
        let noInstitution = features.institutions.map { $0 == 0 ? 1.0 : 0 }
        var rules = [
            try RuleScore([
                fits(.lifeCycleLowLevel, features.level),
                not(.lifeCycleLinks, features.linkDensity), noInstitution,
            ]),
            try RuleScore([
                fits(.lifeCycleGrowth, features.slope), linksRise,
                fits(.lifeCycleSmallMass, features.relativeMass),
            ]),
            try RuleScore([
                fits(.lifeCycleHighGrowth, features.slope),
                fits(.lifeCycleNetEntry, features.netEntry), linksRise,
                fits(.lifeCycleInstitutionGrowth, features.institutionsChange),
            ]),
            try RuleScore([
                fits(.lifeCycleFullLevel, features.level),
                fits(.lifeCycleStability, features.slope.map(abs)),
                fits(.lifeCycleLinks, features.linkDensity),
                fits(.lifeCycleExternalLinks, features.externalLinks),
            ]),
        ]
        // A transformation shows in any one of three ways.
        let mix = try fits(.lifeCycleProductMix, features.mixChange)
        let variety = try fits(
            .lifeCycleVarietyChange, features.relatedVarietyChange.map(abs))
        let ways = [
            try fits(.lifeCycleDecline, features.slope),
            try fits(.lifeCycleNetExit, features.netEntry),
            mix.flatMap { mix in variety.map { min(mix, $0) } },
        ].compactMap(\.self)
        rules.append(try RuleScore([ways.max()]))
        self.rules = rules
        let count = rules.reduce(0) { $0 + $1.count }
        coverage = Double(count - rules.reduce(0) { $0 + $1.undecided }) / Double(count)
        if let change = features.relatedVarietyChange, abs(change) > 1e-12 {
            branch = change > 0 ? .renewal : .decline
        } else if let slope = features.slope, slope < 0 {
            branch = .decline
        } else {
            branch = nil
        }
    }
}

/// The most likely stages of all years together: a stage follows from the one before.
///
///     log-domain Viterbi over emissions (scores as shares) and transitions; ties go to the
///     earlier stage. Forward and backward give the probability of each stage in each year.
///
/// - Source: Rabiner (1989); METHODS 4.2, 16.7.
public struct StagePath: Hashable, Sendable {
    /// The stage of each year.
    public let path: [LifeCycleStage]
    /// ln of the path's probability.
    public let logProbability: Double
    /// The probability of each stage in each year, given all years.
    public let posterior: [[Double]]

    /// From a stage (row) to the next year's (column): stay, one on, one back; from 5 also to new
    /// clusters out of old. Our default; METHODS gives what is allowed, not how likely.
    public static let defaultTransitions: [[Double]] = [
        [0.75, 0.25, 0, 0, 0],
        [0.05, 0.75, 0.2, 0, 0],
        [0, 0.05, 0.75, 0.2, 0],
        [0, 0, 0.05, 0.75, 0.2],
        [0.25 / 3, 0.25 / 3, 0, 0.25 / 3, 0.75],
    ]

    /// - Parameter emissions: One row a year of five shares; nil for a year without figures, which
    ///   is taken as saying nothing.
    /// - Throws: `insufficientData` without a year; `notAQuantity`; `constantInput` where no path
    ///   is possible.
    public init(
        emissions: [[Double]?], transitions: [[Double]] = defaultTransitions
    ) throws(Undefined) {
        let stages = LifeCycleStage.allCases.count
        guard !emissions.isEmpty else { throw .insufficientData(have: 0, need: 1) }
        let rows = emissions.map { $0 ?? Array(repeating: 1 / Double(stages), count: stages) }
        precondition(
            rows.allSatisfy { $0.count == stages } && transitions.count == stages
                && transitions.allSatisfy { $0.count == stages })
        for row in rows + transitions { try Quantities.check("p", row, in: 0...1) }
        func ln(_ value: Double) -> Double { value > 0 ? Elementary.logarithm(value) : -.infinity }

        var best = rows[0].map { ln($0) + ln(1 / Double(stages)) }
        var from: [[Int]] = []
        for row in rows.dropFirst() {
            var next: [Double] = []
            var origin: [Int] = []
            for stage in 0..<stages {
                var top = 0
                for before in 1..<stages
                where best[before] + ln(transitions[before][stage])
                    > best[top] + ln(transitions[top][stage])
                { top = before }
                origin.append(top)
                next.append(best[top] + ln(transitions[top][stage]) + ln(row[stage]))
            }
            best = next
            from.append(origin)
        }
        var stage = 0
        for candidate in 1..<stages where best[candidate] > best[stage] { stage = candidate }
        guard best[stage] > -.infinity else { throw .constantInput }
        logProbability = best[stage]
        var reversed = [stage]
        for origin in from.reversed() {
            stage = origin[stage]
            reversed.append(stage)
        }
        path = reversed.reversed().compactMap { LifeCycleStage(rawValue: $0 + 1) }
        posterior = Self.posterior(rows, transitions)
    }

    private static func posterior(_ rows: [[Double]], _ transitions: [[Double]]) -> [[Double]] {
        let stages = transitions.count
        func normalised(_ values: [Double]) -> [Double] {
            let sum = values.compensatedSum()
            return sum > 0 ? values.map { $0 / sum } : values
        }
        var forward = [normalised(rows[0])]
        for row in rows.dropFirst() {
            let before = forward[forward.count - 1]
            forward.append(
                normalised(
                    (0..<stages).map { stage in
                        row[stage]
                            * (0..<stages).map { before[$0] * transitions[$0][stage] }
                            .compensatedSum()
                    }))
        }
        var backward = [[Double](repeating: 1, count: stages)]
        for row in rows.dropFirst().reversed() {
            let after = backward[backward.count - 1]
            backward.append(
                normalised(
                    (0..<stages).map { stage in
                        (0..<stages).map { transitions[stage][$0] * row[$0] * after[$0] }
                            .compensatedSum()
                    }))
        }
        return zip(forward, backward.reversed()).map { normalised(zip($0, $1).map(*)) }
    }
}

/// The life cycle of one cluster: stages of all years, with how sure they are.
public struct LifeCycle: Hashable, Sendable {
    public struct Year: Hashable, Sendable {
        public let year: Region.Year
        public let stage: LifeCycleStage
        /// nil for a year with too little before it.
        public let features: LifeCycleFeatures?
        public let scores: StageScores?
        /// `(s₁ − s₂) / s₁` and `1 − entropy / ln 5` of the year's own scores.
        public let confidence: ChoiceConfidence?
        /// Of each stage, given all years.
        public let posterior: [Double]
    }

    public let years: [Year]
    public let logProbability: Double

    /// - Parameters:
    ///   - series: Years in order; gaps between them are filled with years that say nothing.
    ///   - criticalMass: Participants that make a critical mass; 30 is our default.
    ///   - window: Years that the features of one year look back over.
    /// - Throws: `insufficientData` under five years with participants; `notAQuantity`.
    /// - Source: METHODS 4.2.
    public init(
        _ series: [LifeCycleYear], criticalMass: Double = 30, window: Int = 5,
        thresholds: ClusterThresholds = .init(),
        transitions: [[Double]] = StagePath.defaultTransitions
    ) throws(Undefined) {
        let known = series.count { $0.participants != nil }
        guard known >= 5, let first = series.map(\.year).min(),
            let last = series.map(\.year).max()
        else { throw .insufficientData(have: known, need: 5) }
        let byYear = Dictionary(series.map { ($0.year, $0) }) { $1 }
        let all = (first...last).map { byYear[$0] ?? LifeCycleYear(year: $0) }
        let largest = all.compactMap(\.mass).max()
        var features: [LifeCycleFeatures?] = []
        var scores: [StageScores?] = []
        for position in all.indices {
            let part = all[max(0, position - window + 1)...position]
            var own: LifeCycleFeatures?
            if all[position].participants != nil {
                do throws(Undefined) {
                    own = try LifeCycleFeatures(
                        window: Array(part), criticalMass: criticalMass, largestMass: largest)
                } catch {
                    if case .insufficientData = error { own = nil } else { throw error }
                }
            }
            features.append(own)
            if let own {
                scores.append(try StageScores(own, thresholds: thresholds))
            } else {
                scores.append(nil)
            }
        }
        var confidence: [ChoiceConfidence?] = []
        for score in scores {
            confidence.append(score.flatMap { try? ChoiceConfidence($0.scores) })
        }
        let path = try StagePath(
            emissions: confidence.map { $0?.shares }, transitions: transitions)
        logProbability = path.logProbability
        years = all.indices.map {
            Year(
                year: all[$0].year, stage: path.path[$0], features: features[$0],
                scores: scores[$0], confidence: confidence[$0], posterior: path.posterior[$0])
        }
    }
}
