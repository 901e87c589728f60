public import Numerics
public import Region

/// Whether activities meet more often than places and activities of the same size would at random.
///
/// The table of presences is shuffled by trades: two places exchange what one has and the other
/// has not, so that every diversity and every ubiquity stays. Each replicate is a chain of its own
/// from the observed table, five trades a place long: chains of their own can be spread over
/// threads, and five trades a place are past the length at which Strona et al. find the table mixed.
///
///     p = (b + 1) / (B + 1),   b replicates that meet at least as often
///
/// - Source: Strona et al. (2014), A fast and unbiased procedure to randomize ecological binary
///   matrices (curveball); METHODS 2.1.
public struct PairSignificance: Sendable {
    /// p of each pair, I × I; 1 on the diagonal.
    public let probabilities: Matrix

    /// - Throws: `insufficientData` under two places or activities.
    /// - Complexity: O(B (R k + I² R / 64)).
    public init(
        _ presence: Presence, replicates: Int = 1_000, seed: UInt64, threads: Threads = .all
    ) throws(Undefined) {
        guard presence.places >= 2, presence.activities >= 2 else {
            throw .insufficientData(have: min(presence.places, presence.activities), need: 2)
        }
        let count = presence.activities
        let observed = cooccurrence(presence, threads: threads)
        let lists = (0..<presence.places).map { presence.activities(of: $0) }
        // A chunk counts its own replicates; whole numbers add up in any order.
        let chunks = min(replicates, 16)
        let counts: [Int] = filled(chunks * count * count) { counts in
            nonisolated(unsafe) let counts = counts
            Chunks.perform(chunks, on: threads) { chunk in
                let own = chunk * count * count
                for index in 0..<(count * count) { counts[own + index] = 0 }
                for replicate in stride(from: chunk, to: replicates, by: chunks) {
                    var random = RandomStream(seed: seed, stream: UInt64(replicate))
                    let shuffled = Self.traded(lists, activities: count, &random)
                    let met = cooccurrence(shuffled, threads: .one)
                    for index in 0..<(count * count)
                    where met.elements[index] >= observed.elements[index] {
                        counts[own + index] += 1
                    }
                }
            }
        }
        var probabilities = Matrix(rows: count, columns: count, repeating: 1)
        for one in 0..<count {
            for other in 0..<count where other != one {
                let reached = (0..<chunks).map {
                    counts[$0 * count * count + one * count + other]
                }.reduce(0, +)
                probabilities[one, other] = Double(reached + 1) / Double(replicates + 1)
            }
        }
        self.probabilities = probabilities
    }

    /// The table after five trades a place.
    static func traded(
        _ lists: [[Int]], activities: Int, _ random: inout RandomStream
    ) -> Presence {
        var lists = lists
        for _ in 0..<(5 * lists.count) {
            let one = random.index(below: lists.count)
            var other = random.index(below: lists.count - 1)
            if other >= one { other += 1 }
            let (first, second) = (lists[one], lists[other])
            let both = Set(first).intersection(second)
            var free = first.filter { !both.contains($0) } + second.filter { !both.contains($0) }
            let share = first.count - both.count
            guard share > 0, share < free.count else { continue }
            for position in 0..<share {
                free.swapAt(position, position + random.index(below: free.count - position))
            }
            let common = first.filter { both.contains($0) }
            lists[one] = common + free[..<share]
            lists[other] = common + free[share...]
        }
        let sets = lists.map(Set.init)
        return Presence(places: lists.count, activities: activities) { sets[$0].contains($1) }
    }

    /// Similarities with those of pairs that chance explains set to 0.
    public func kept(_ similarity: Matrix, below level: Double = 0.05) -> Matrix {
        var result = similarity
        for index in result.elements.indices where probabilities.elements[index] >= level {
            result.elements[index] = 0
        }
        return result
    }
}

/// Whether density foretells what a place takes up: a test out of the sample.
///
/// Of the activities a place lacked at first, did those it took up have a higher density then?
/// The area under the ROC curve is the chance that an entry had a higher density than a
/// non-entry, ties counting half: 0.5 says density foretells nothing, 1 that it foretells all.
///
/// - Source: Hidalgo et al. (2007), Boschma et al. (2015); Hanley and McNeil (1982).
public struct EntryPrediction: Hashable, Sendable {
    /// 0…1.
    public let area: Double
    public let entries: Int
    public let nonEntries: Int
    /// Of an area as far from 0.5, two-sided, by the normal approximation of Mann and Whitney with
    /// ties.
    public let significance: Double

    /// - Parameters:
    ///   - density: R × I, at the first time.
    ///   - before, after: Presence at the two times.
    /// - Throws: `insufficientData` without an entry or without a non-entry; `constantInput` where
    ///   all densities are equal; `notAQuantity`.
    public init(density: Matrix, before: Presence, after: Presence) throws(Undefined) {
        precondition(
            density.rows == before.places && density.columns == before.activities
                && after.places == before.places && after.activities == before.activities)
        var cases: [(density: Double, entered: Bool)] = []
        for place in 0..<before.places {
            for activity in 0..<before.activities where !before[place, activity] {
                let own = density[place, activity]
                guard own.isFinite else { continue }
                cases.append((own, after[place, activity]))
            }
        }
        let entered = cases.count(where: \.entered)
        let stayed = cases.count - entered
        guard entered > 0, stayed > 0 else {
            throw .insufficientData(have: min(entered, stayed), need: 1)
        }
        cases.sort { $0.density < $1.density }
        var ranks = CompensatedSum()
        var ties = 0.0
        var start = 0
        while start < cases.count {
            var end = start
            while end < cases.count, cases[end].density == cases[start].density { end += 1 }
            let rank = Double(start + end + 1) / 2
            let tied = Double(end - start)
            ties += tied * tied * tied - tied
            for index in start..<end where cases[index].entered { ranks.add(rank) }
            start = end
        }
        let (m, n) = (Double(entered), Double(stayed))
        let u = ranks.value - m * (m + 1) / 2
        let all = m + n
        let variance = m * n / 12 * (all + 1 - ties / (all * (all - 1)))
        guard variance > 0 else { throw .constantInput }
        area = u / (m * n)
        entries = entered
        nonEntries = stayed
        let distance = abs(u - m * n / 2) / variance.squareRoot()
        significance = min(1, 2 * (Distributions.normalCumulative(-distance) ?? 0.5))
    }
}
