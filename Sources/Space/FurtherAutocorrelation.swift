public import Numerics
public import Region

/// Whether cells of one kind join more than by chance: counts of neighbours by kind.
///
///     BB = ½ Σ w_ij x_i x_j,   WW = ½ Σ w_ij (1 − x_i)(1 − x_j),   BW = ½ Σ w_ij (x_i − x_j)²
///
/// Means and variances are those over all ways to deal the kinds out (non-free sampling).
///
/// - Source: Cliff and Ord (1981), Spatial processes; pseudo-probabilities as METHODS 0.
public struct JoinCounts: Hashable, Sendable {
    public let both: Double
    public let neither: Double
    public let mixed: Double
    /// Of joins of the kind, and of joins with others, over all ways to deal it out.
    public let expectedBoth: Double
    public let varianceBoth: Double
    public let expectedMixed: Double
    public let varianceMixed: Double
    /// How often as many joins of the kind arise where it is dealt out at random:
    /// `(b + 1) / (B + 1)`.
    public let bothProbability: Double
    public let mixedProbability: Double

    /// - Parameter isOfKind: One a cell.
    /// - Throws: `constantInput` where all or none are of the kind; `noNeighbour`;
    ///   `insufficientData` under three cells.
    /// - Complexity: O(B links), on both cores.
    public init(
        _ isOfKind: [Bool], _ neighbourhood: Neighbourhood, replicates: Int = 999, seed: UInt64,
        threads: Threads = .all
    ) throws(Undefined) {
        precondition(isOfKind.count == neighbourhood.count)
        guard isOfKind.count >= 3 else {
            throw .insufficientData(have: isOfKind.count, need: 3)
        }
        guard isOfKind.contains(true), isOfKind.contains(false) else { throw .constantInput }
        guard neighbourhood.total > 0 else { throw .noNeighbour }
        func counts(_ kinds: [Bool]) -> (both: Double, mixed: Double, neither: Double) {
            var (both, mixed, neither) = (0.0, 0.0, 0.0)
            for cell in kinds.indices {
                for index in neighbourhood.neighbours(of: cell) {
                    let weight = neighbourhood.weights[index] / 2
                    switch (kinds[cell], kinds[neighbourhood.neighbours[index]]) {
                    case (true, true): both += weight
                    case (false, false): neither += weight
                    default: mixed += weight
                    }
                }
            }
            return (both, mixed, neither)
        }
        let observed = counts(isOfKind)
        let moments = JoinMoments(neighbourhood, ofKind: isOfKind.count { $0 })
        (expectedBoth, varianceBoth) = moments.both
        (expectedMixed, varianceMixed) = moments.mixed
        let simulated: [Double] = filled(2 * replicates) { found in
            nonisolated(unsafe) let found = found
            Chunks.perform(replicates, on: threads) { replicate in
                var random = RandomStream(seed: seed, stream: UInt64(replicate))
                var kinds = isOfKind
                for position in stride(from: kinds.count - 1, to: 0, by: -1) {
                    kinds.swapAt(position, random.index(below: position + 1))
                }
                let own = counts(kinds)
                found[2 * replicate] = own.both
                found[2 * replicate + 1] = own.mixed
            }
        }
        both = observed.both
        mixed = observed.mixed
        neither = observed.neither
        func share(_ offset: Int, _ value: Double) -> Double {
            let reached = (0..<replicates).count { simulated[2 * $0 + offset] >= value - 1e-9 }
            return Double(reached + 1) / Double(replicates + 1)
        }
        bothProbability = share(0, observed.both)
        mixedProbability = share(1, observed.mixed)
    }
}

/// Mean and variance of join counts when kinds are dealt out without replacement.
///
/// - Source: Cliff and Ord (1981), chapter 2.
private struct JoinMoments {
    let both: (mean: Double, variance: Double)
    let mixed: (mean: Double, variance: Double)

    init(_ neighbourhood: Neighbourhood, ofKind own: Int) {
        let sums = WeightSums(neighbourhood)
        let (n, a) = (Double(neighbourhood.count), Double(own))
        let b = n - a
        /// x (x − 1) … over as many factors.
        func falling(_ x: Double, _ factors: Int) -> Double {
            (0..<factors).reduce(1) { $0 * (x - Double($1)) }
        }
        /// How likely so many cells are all of a kind; of as many cells as there are not, never.
        func likelihood(_ ways: Double, _ cells: Int) -> Double {
            let all = falling(n, cells)
            return all > 0 ? ways / all : 0
        }
        let two = sums.second - 2 * sums.first
        let apart = sums.total * sums.total + sums.first - sums.second
        let meanBoth = sums.total / 2 * likelihood(falling(a, 2), 2)
        both = (
            meanBoth,
            max(
                0,
                (sums.first * likelihood(falling(a, 2), 2)
                    + two * likelihood(falling(a, 3), 3)
                    + apart * likelihood(falling(a, 4), 4)) / 4 - meanBoth * meanBoth)
        )
        let meanMixed = sums.total * likelihood(a * b, 2)
        mixed = (
            meanMixed,
            max(
                0,
                (2 * sums.first * likelihood(a * b, 2)
                    + two * likelihood(a * b * (a + b - 2), 3)
                    + 4 * apart * likelihood(falling(a, 2) * falling(b, 2), 4)) / 4
                    - meanMixed * meanMixed)
        )
    }
}

/// Whether one quantity at a place goes with another around it (двумерный индекс Морана).
///
///     I = Σ_i z_i Σ_j w_ij u_j / n,   z and u standardised with divisor n
///
/// - Source: Lee (2001); Anselin, Syabri and Smirnov (2002).
public struct BivariateMoran: Hashable, Sendable {
    /// Over the whole map.
    public let global: Double
    /// Of each cell; nil without a neighbour.
    public let local: [Double?]
    /// Conditional pseudo-probabilities: the cell keeps its z, its neighbours' u are drawn.
    public let probabilities: [Double?]

    /// - Parameter neighbourhood: Is row-standardised here.
    /// - Throws: `constantInput`; `insufficientData` under three cells; `notAQuantity`.
    public init(
        _ own: [Double], around others: [Double], _ neighbourhood: Neighbourhood,
        replicates: Int = 999, seed: UInt64, threads: Threads = .all
    ) throws(Undefined) {
        precondition(own.count == others.count && own.count == neighbourhood.count)
        guard own.count >= 3 else { throw .insufficientData(have: own.count, need: 3) }
        let z = try standardised(own)
        let u = try standardised(others)
        let links = neighbourhood.rowStandardised
        let islands = Set(links.islands)
        let lags = z.indices.map { links.lagOfOthers(u, of: $0) }
        local = z.indices.map { islands.contains($0) ? nil : z[$0] * lags[$0] }
        global = local.map { $0 ?? 0 }.compensatedSum() / Double(z.count)
        let limits = z.indices.map { cell -> (sign: Double, limit: Double) in
            let sign = z[cell] < 0 ? -1.0 : 1.0
            return (sign, sign * lags[cell] - 1e-12)
        }
        probabilities = ConditionalPermutation(
            neighbourhood: links, replicates: replicates, seed: seed, threads: threads
        ).counts(u, limits).map { larger in
            larger < 0
                ? nil
                : Double(min(Int(larger), replicates - Int(larger)) + 1) / Double(replicates + 1)
        }
    }
}

/// Rates of places of very different size on one scale: how far each is from the mean rate, in
/// the standard deviations that its population leaves it.
///
///     z_i = (p_i − b) / √v_i,   v_i = a + b / P_i,   b = ΣO / ΣP,
///     a = Σ P_i (p_i − b)² / ΣP − b n / ΣP
///
/// Where v_i would be negative it is b / P_i. The scores go into ``LocalMoran`` or
/// ``GlobalAutocorrelation`` as any other values.
///
/// - Source: Assunção and Reis (1999), A new proposal to adjust Moran's I for population density.
public struct EmpiricalBayesRates: Hashable, Sendable {
    /// b.
    public let mean: Double
    /// v_i.
    public let variances: [Double]
    /// z_i.
    public let scores: [Double]

    /// - Parameters:
    ///   - events: O; `population`: P, above 0.
    /// - Throws: `emptyRegion` where a population is 0; `zeroReference` without events;
    ///   `insufficientData` under three; `notAQuantity`.
    public init(events: [Double], population: [Double]) throws(Undefined) {
        precondition(events.count == population.count)
        guard events.count >= 3 else { throw .insufficientData(have: events.count, need: 3) }
        guard (events + population).allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw .notAQuantity(symbol: "O")
        }
        guard population.allSatisfy({ $0 > 0 }) else { throw .emptyRegion }
        let (all, people) = (events.compensatedSum(), population.compensatedSum())
        guard all > 0 else { throw .zeroReference }
        let mean = all / people
        let rates = zip(events, population).map { $0 / $1 }
        let spread =
            zip(rates, population).map { $1 * ($0 - mean) * ($0 - mean) }.compensatedSum()
            / people
        let between = spread - mean / (people / Double(events.count))
        let variances = population.map { people in
            let variance = between + mean / people
            return variance > 0 ? variance : mean / people
        }
        self.mean = mean
        self.variances = variances
        scores = zip(rates, variances).map { ($0 - mean) / $1.squareRoot() }
    }
}

private func standardised(_ values: [Double]) throws(Undefined) -> [Double] {
    guard values.allSatisfy(\.isFinite) else { throw .notAQuantity(symbol: "x") }
    guard let mean = values.mean, let spread = values.standardDeviation(.population),
        spread > 1e-12 * (values.map { abs($0) }.max() ?? 0)
    else { throw .constantInput }
    return values.map { ($0 - mean) / spread }
}
