internal import Numerics

/// How far those who rank the same things agree: W, from 0 to 1.
///
/// W = 12 S / (m² (n³ − n) − m Σ T), T = Σ (t³ − t) over ties of a ranking.
///
/// - Source: Kendall and Babington Smith (1939), The problem of m rankings.
public struct Concordance: Hashable, Sendable {
    public let value: Double
    /// χ² = m (n − 1) W.
    public let statistic: Double
    /// The chance of as much agreement if all ranked at random, by χ².
    public let probability: Double?
    /// The same counted over all ways to rank, or drawn from them; nil for many things.
    public let exact: Double?
    /// Whether ``exact`` counts all ways.
    public let isComplete: Bool
    public let judges: Int
    public let things: Int

    /// - Parameter scores: Of each judge, a score for each thing; ranks are made of them, ties sharing
    ///   their mean.
    /// - Returns: nil for one judge, one thing, or where everybody ties everything.
    public init?(_ scores: [[Double]], seed: UInt64 = 20_180_101, draws: Int = 99_999) {
        guard scores.count > 1, let things = scores.first?.count, things > 1,
            scores.allSatisfy({ $0.count == things })
        else { return nil }
        let ranks = scores.map(Self.ranks)
        let (m, n) = (Double(scores.count), Double(things))
        let ties = ranks.reduce(0) { $0 + Self.ties($1) }
        let whole = m * m * (n * n * n - n) - m * ties
        guard whole > 0 else { return nil }
        let observed = Self.spread(ranks)
        value = 12 * observed / whole
        statistic = m * (n - 1) * value
        probability = Distributions.chiSquaredUpperTail(statistic, degreesOfFreedom: n - 1)
        judges = scores.count
        self.things = things
        guard things <= 7 else {
            exact = nil
            isComplete = false
            return
        }
        // With the first ranking held, the others run through all their orders.
        var ways = 1.0
        for _ in 1..<scores.count {
            for number in 2...things { ways *= Double(number) }
        }
        if ways <= 400_000 {
            exact = Self.counted(ranks, observed)
            isComplete = true
        } else {
            exact = Self.drawn(ranks, observed, seed, draws)
            isComplete = false
        }
    }

    /// Ranks from the lowest score, ties sharing their mean rank.
    static func ranks(_ scores: [Double]) -> [Double] {
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        var ranks = [Double](repeating: 0, count: scores.count)
        var start = 0
        while start < order.count {
            var end = start
            while end + 1 < order.count, scores[order[end + 1]] == scores[order[start]] { end += 1 }
            for place in start...end { ranks[order[place]] = Double(start + end) / 2 + 1 }
            start = end + 1
        }
        return ranks
    }

    private static func ties(_ ranks: [Double]) -> Double {
        Dictionary(grouping: ranks) { $0 }.values.reduce(0) { sum, tied in
            let count = Double(tied.count)
            return sum + count * count * count - count
        }
    }

    /// S: squared deviations of the sums of ranks.
    private static func spread(_ ranks: [[Double]]) -> Double {
        let count = ranks[0].count
        let mean = Double(ranks.count) * Double(count + 1) / 2
        return (0..<count).reduce(0) { sum, thing in
            let deviation = ranks.reduce(0) { $0 + $1[thing] } - mean
            return sum + deviation * deviation
        }
    }

    private static func counted(_ ranks: [[Double]], _ observed: Double) -> Double {
        // Sums of ranks reached so far, with the ways to reach them: rankings that come to the same
        // sums go on together.
        var reached: [[Double]: Double] = [ranks[0]: 1]
        let orders = permutations(ranks[0].count)
        for ranking in ranks.dropFirst() {
            var next: [[Double]: Double] = [:]
            for (sums, ways) in reached {
                for order in orders {
                    // The order of things does not matter for S.
                    let sum = sums.indices.map { sums[$0] + ranking[order[$0]] }.sorted()
                    next[sum, default: 0] += ways
                }
            }
            reached = next
        }
        let count = Double(ranks.count)
        let mean = count * Double(ranks[0].count + 1) / 2
        var (above, all) = (0.0, 0.0)
        for (sums, ways) in reached {
            let spread = sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            all += ways
            if spread >= observed - 1e-9 { above += ways }
        }
        return above / all
    }

    private static func permutations(_ count: Int) -> [[Int]] {
        guard count > 1 else { return [[0]] }
        return permutations(count - 1).flatMap { shorter in
            (0...shorter.count).map { place in
                var longer = shorter
                longer.insert(count - 1, at: place)
                return longer
            }
        }
    }

    private static func drawn(
        _ ranks: [[Double]], _ observed: Double, _ seed: UInt64, _ draws: Int
    ) -> Double {
        var random = RandomStream(seed: seed, stream: 90)
        var above = 1
        var mixed = ranks
        for _ in 0..<draws {
            for judge in mixed.indices {
                for place in stride(from: mixed[judge].count - 1, to: 0, by: -1) {
                    mixed[judge].swapAt(place, random.index(below: place + 1))
                }
            }
            if spread(mixed) >= observed - 1e-9 { above += 1 }
        }
        return Double(above) / Double(draws + 1)
    }
}
