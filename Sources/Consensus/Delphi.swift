internal import Numerics

/// Estimates of experts in rounds: where they stand, and whether to ask once more.
///
/// - Source: Dalkey and Helmer (1963), An experimental application of the Delphi method; Wilcoxon
///   (1945) for stability between rounds.
public struct DelphiRound: Hashable, Sendable {
    public let round: Int
    public let estimates: [String: Double]
    public let median: Double
    public let lowerQuartile: Double
    public let upperQuartile: Double
    /// The median where an expert counts by competence.
    public let weightedMedian: Double

    /// - Parameter estimates: By expert; at least one.
    /// - Parameter competence: By expert; 1 where nothing is said.
    public init?(round: Int, _ estimates: [String: Double], competence: [String: Double] = [:]) {
        let sorted = estimates.values.sorted()
        guard let median = sorted.quantileOfSorted(0.5), let lower = sorted.quantileOfSorted(0.25),
            let upper = sorted.quantileOfSorted(0.75)
        else { return nil }
        self.round = round
        self.estimates = estimates
        self.median = median
        lowerQuartile = lower
        upperQuartile = upper
        let ranked = estimates.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        let weights = ranked.map { competence[$0.key] ?? 1 }
        let whole = weights.reduce(0, +)
        var (sum, found) = (0.0, median)
        for (index, entry) in ranked.enumerated() {
            sum += weights[index]
            if sum > whole / 2 {
                found = entry.value
                break
            }
            if sum == whole / 2, index + 1 < ranked.count {
                found = (entry.value + ranked[index + 1].value) / 2
                break
            }
        }
        weightedMedian = found
    }

    public var range: Double { upperQuartile - lowerQuartile }
    /// Over the median; nil where that is zero.
    public var relativeRange: Double? { median == 0 ? nil : range / abs(median) }

    /// Experts outside the quartiles, whose reasons are worth asking for.
    public var minority: [String] {
        estimates.filter { $0.value < lowerQuartile || $0.value > upperQuartile }.keys.sorted()
    }
}

/// The rounds of one question.
public struct Delphi: Hashable, Sendable {
    public let rounds: [DelphiRound]
    /// The largest range between quartiles that is agreement.
    public let threshold: Double
    /// The largest change of the median, as a share, that is stability.
    public let tolerance: Double

    public init?(
        _ rounds: [Int: [String: Double]], competence: [String: Double] = [:], threshold: Double,
        tolerance: Double = 0.1
    ) {
        self.rounds = rounds.sorted { $0.key < $1.key }.compactMap {
            DelphiRound(round: $0.key, $0.value, competence: competence)
        }
        guard !self.rounds.isEmpty else { return nil }
        self.threshold = threshold
        self.tolerance = tolerance
    }

    public var last: DelphiRound { rounds[rounds.count - 1] }

    /// Whether the last round agrees; one expert agrees with nobody.
    public var isAgreed: Bool { last.estimates.count > 1 && last.range <= threshold }

    /// The change of the median since the round before, as a share; nil for one round.
    public var change: Double? {
        guard rounds.count > 1 else { return nil }
        let before = rounds[rounds.count - 2].median
        if before == last.median { return 0 }
        return before == 0 ? nil : abs(last.median - before) / abs(before)
    }

    /// The chance of so large a move between the last two rounds if nobody had changed his mind, by
    /// the signed ranks of those who answered both; nil where nobody moved or one answered.
    public var movement: Double? {
        guard rounds.count > 1 else { return nil }
        let before = rounds[rounds.count - 2].estimates
        let moves = last.estimates.sorted { $0.key < $1.key }.compactMap { expert, value in
            before[expert].map { value - $0 }
        }.filter { $0 != 0 }
        return SignedRanks.probability(moves)
    }

    public enum Advice: String, Hashable, Sendable {
        /// They agree and stay where they are.
        case stop
        /// They stay where they are and do not agree: a further round changes nothing.
        case dissent
        case ask
    }

    public var advice: Advice {
        guard let change else { return .ask }
        guard change <= tolerance else { return .ask }
        return isAgreed ? .stop : .dissent
    }
}

/// Whether differences lie to both sides of zero alike.
///
/// - Source: Wilcoxon (1945), Individual comparisons by ranking methods.
enum SignedRanks {
    /// Two-sided; exact to 25 differences by counting, beyond by the normal distribution.
    static func probability(_ differences: [Double]) -> Double? {
        guard differences.count > 1 else { return nil }
        let ranks = Concordance.ranks(differences.map(abs))
        let positive = zip(differences, ranks).reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) }
        let whole = ranks.reduce(0, +)
        let smaller = min(positive, whole - positive)
        guard differences.count <= 25 else {
            let mean = whole / 2
            let variance = ranks.reduce(0) { $0 + $1 * $1 } / 4
            let z = (smaller - mean) / variance.squareRoot()
            return min(1, 2 * (Distributions.normalCumulative(z) ?? 0.5))
        }
        // Ranks of ties are halves: doubled they are whole. Ways to each sum.
        let steps = ranks.map { Int(($0 * 2).rounded()) }
        var ways = [Double](repeating: 0, count: steps.reduce(0, +) + 1)
        ways[0] = 1
        var reach = 0
        for step in steps {
            reach += step
            for sum in stride(from: reach, through: step, by: -1) { ways[sum] += ways[sum - step] }
        }
        let bound = Int((smaller * 2).rounded())
        let below = ways[...bound].reduce(0, +)
        return min(1, 2 * below / ways.reduce(0, +))
    }
}
