public import Numerics
public import Region

/// Whether neighbouring cells are alike, over the whole map.
///
///     I = (n / S0) Σ_ij w_ij z_i z_j / Σ z²        (Moran)
///     C = ((n − 1) / 2 S0) Σ_ij w_ij (x_i − x_j)² / Σ z²        (Geary)
///
/// I is near −1/(n − 1) and C near 1 where the map has no order; alike neighbours make I larger and
/// C smaller.
///
/// - Source: Moran (1950); Geary (1954); Cliff and Ord (1981); METHODS 3.2.
public struct GlobalAutocorrelation: Hashable, Sendable {
    public let moran: Double
    /// −1/(n − 1).
    public let expectedMoran: Double
    /// Of I under randomisation: every arrangement of the values equally likely.
    public let moranVariance: Double
    public let geary: Double

    /// I in standard deviations from what it would be by chance.
    public var moranScore: Double { (moran - expectedMoran) / moranVariance.squareRoot() }

    /// - Throws: `insufficientData` under four cells; `constantInput`; `noNeighbour` where nobody
    ///   has one; `notAQuantity` where a value is not finite.
    /// - Complexity: O(links).
    public init(_ values: [Double], _ neighbourhood: Neighbourhood) throws(Undefined) {
        let n = Double(values.count)
        guard values.count >= 4 else { throw .insufficientData(have: values.count, need: 4) }
        let deviations = try deviations(values)
        let squares = deviations.map { $0 * $0 }.compensatedSum()
        let total = neighbourhood.total
        guard total > 0 else { throw .noNeighbour }
        var products = CompensatedSum()
        var differences = CompensatedSum()
        for cell in 0..<neighbourhood.count {
            for index in neighbourhood.neighbours(of: cell) {
                let (other, weight) = (
                    neighbourhood.neighbours[index], neighbourhood.weights[index]
                )
                products.add(weight * deviations[cell] * deviations[other])
                let difference = values[cell] - values[other]
                differences.add(weight * difference * difference)
            }
        }
        moran = n / total * products.value / squares
        geary = (n - 1) / (2 * total) * differences.value / squares
        expectedMoran = -1 / (n - 1)
        // Cliff and Ord (1981), equation 2.29.
        let sums = WeightSums(neighbourhood)
        let (s1, s2) = (sums.first, sums.second)
        let kurtosis =
            n * deviations.map { $0 * $0 * $0 * $0 }.compensatedSum() / (squares * squares)
        let first = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * total * total)
        let second = kurtosis * ((n * n - n) * s1 - 2 * n * s2 + 6 * total * total)
        moranVariance =
            (first - second) / ((n - 1) * (n - 2) * (n - 3) * total * total)
            - expectedMoran * expectedMoran
    }
}

/// Which cells are like or unlike their neighbours (локальный индекс Морана).
///
///     I_i = (z_i / m₂) Σ_j w_ij z_j,   m₂ = Σ z² / n
///
/// esda divides by n − 1 in m₂, so that its values are (n − 1)/n of these: ``Scaling/sample``.
///
/// - Source: Anselin (1995); METHODS 3.2.
public struct LocalMoran: Hashable, Sendable {
    public enum Quadrant: String, Sendable {
        case highHigh, lowLow, highLow, lowHigh
    }

    /// What the sum of squares in m₂ is divided by.
    public enum Scaling: Sendable {
        /// n, as Anselin has it.
        case population
        /// n − 1, as esda has it.
        case sample
    }

    /// I_i; nil for a cell without a neighbour.
    public let values: [Double?]
    /// Whether each cell and its neighbours are above or below the mean.
    public let quadrants: [Quadrant?]

    /// - Throws: `constantInput`; `insufficientData` under three cells; `notAQuantity`.
    public init(
        _ values: [Double], _ neighbourhood: Neighbourhood, scaling: Scaling = .population
    ) throws(Undefined) {
        guard values.count >= 3 else { throw .insufficientData(have: values.count, need: 3) }
        let deviations = try deviations(values)
        let divisor = Double(scaling == .population ? values.count : values.count - 1)
        let second = deviations.map { $0 * $0 }.compensatedSum() / divisor
        let islands = Set(neighbourhood.islands)
        var locals: [Double?] = []
        var quadrants: [Quadrant?] = []
        for cell in values.indices {
            guard !islands.contains(cell) else {
                locals.append(nil)
                quadrants.append(nil)
                continue
            }
            let lag = neighbourhood.lag(deviations, of: cell)
            locals.append(deviations[cell] / second * lag)
            let quadrant: Quadrant =
                switch (deviations[cell] >= 0, lag >= 0) {
                case (true, true): .highHigh
                case (false, false): .lowLow
                case (true, false): .highLow
                case (false, true): .lowHigh
                }
            quadrants.append(quadrant)
        }
        self.values = locals
        self.quadrants = quadrants
    }

    /// How often chance alone gives as extreme a value: the cell keeps its own, its neighbours'
    /// are drawn from all others without replacement.
    ///
    ///     p = (b + 1) / (B + 1),   b the smaller of how many I are at or above, and below
    ///
    /// Each cell has a stream of random numbers of its own, so the number of threads changes
    /// nothing.
    ///
    /// - Returns: nil for a cell without a neighbour.
    /// - Complexity: O(B links), on both cores.
    /// - Source: Anselin (1995); Davison and Hinkley (1997); METHODS 3.2, 16.4.
    public static func pseudoSignificance(
        _ values: [Double], _ neighbourhood: Neighbourhood, replicates: Int = 9_999, seed: UInt64,
        threads: Threads = .all
    ) throws(Undefined) -> [Double?] {
        let deviations = try deviations(values)
        let scale = deviations.map { abs($0) }.max() ?? 0
        // Counted in the direction of I: beside a low cell low neighbours make it large. Equal
        // sums in another order differ in the last bit.
        let limits = deviations.indices.map { cell -> (sign: Double, limit: Double) in
            let sign = deviations[cell] < 0 ? -1.0 : 1.0
            return (
                sign,
                sign * neighbourhood.lagOfOthers(deviations, of: cell) - 1e-12 * scale
            )
        }
        let counts = ConditionalPermutation(
            neighbourhood: neighbourhood, replicates: replicates, seed: seed, threads: threads
        ).counts(deviations, limits)
        return counts.map { pseudoProbability($0, replicates) }
    }
}

/// `(b + 1) / (B + 1)`, b the smaller of the two tails; nil for a cell without a neighbour.
private func pseudoProbability(_ larger: Int32, _ replicates: Int) -> Double? {
    guard larger >= 0 else { return nil }
    return Double(min(Int(larger), replicates - Int(larger)) + 1) / Double(replicates + 1)
}

extension Neighbourhood {
    /// Σ_j≠i w_ij x_j.
    func lagOfOthers(_ values: [Double], of cell: Int) -> Double {
        var sum = 0.0
        for index in neighbours(of: cell) where neighbours[index] != cell {
            sum += weights[index] * values[neighbours[index]]
        }
        return sum
    }
}

/// Where high or low values gather (горячие точки): Getis and Ord's G*, in standard deviations.
///
///     G_i* = (Σ_j w_ij x_j − x̄ Σ_j w_ij) / (S √((n Σ_j w_ij² − (Σ_j w_ij)²) / (n − 1)))
///
/// - Source: Getis and Ord (1992); Ord and Getis (1995); METHODS 3.1.
public struct HotSpots: Hashable, Sendable {
    /// One a cell: the score, or why there is none.
    public let scores: [Outcome]
    /// Two-sided, by the normal distribution; nil where there is no score.
    public let significance: [Double?]

    /// - Parameters:
    ///   - star: Whether a cell is a neighbour of its own (G*) or is left out of the mean and the
    ///     spread of its own statistic (G).
    /// - Throws: `constantInput`; `insufficientData` under three cells; `notAQuantity`.
    public init(
        _ values: [Double], _ neighbourhood: Neighbourhood, star: Bool = true
    ) throws(Undefined) {
        guard values.count >= 3 else { throw .insufficientData(have: values.count, need: 3) }
        _ = try deviations(values)
        let links = star ? neighbourhood.withSelf : neighbourhood
        let islands = Set(neighbourhood.islands)
        let count = Double(values.count)
        let sum = values.compensatedSum()
        let squares = values.map { $0 * $0 }.compensatedSum()
        scores = values.indices.map { cell in
            guard !islands.contains(cell) else { return .undefined(.noNeighbour) }
            return Outcome { () throws(Undefined) in
                let n = star ? count : count - 1
                let mean = (star ? sum : sum - values[cell]) / n
                let square = (star ? squares : squares - values[cell] * values[cell]) / n
                let weights = links.neighbours(of: cell).filter {
                    star || links.neighbours[$0] != cell
                }
                let own = weights.map { links.weights[$0] }
                let total = own.compensatedSum()
                let lag = weights.map { links.weights[$0] * values[links.neighbours[$0]] }
                    .compensatedSum()
                let spread = max(0, square - mean * mean)
                let shape = (n * own.map { $0 * $0 }.compensatedSum() - total * total) / (n - 1)
                guard spread > 0, shape > 1e-12 else { throw .constantInput }
                return (lag - mean * total) / (spread * shape).squareRoot()
            }
        }
        significance = scores.map { score in
            score.value.flatMap { Distributions.normalCumulative(-abs($0)) }.map { 2 * $0 }
        }
    }

    /// How often chance alone gives as extreme a G*: the cell keeps its own value, its neighbours'
    /// are drawn from all others without replacement. The mean and the spread of G* do not change
    /// by that, so it is the sum over the neighbours that is compared.
    ///
    ///     p = (b + 1) / (B + 1),   b the smaller of how many sums are at or above, and below
    ///
    /// - Returns: nil for a cell without a neighbour.
    /// - Throws: `constantInput`; `notAQuantity`.
    /// - Complexity: O(B links), on both cores.
    /// - Source: Ord and Getis (1995); METHODS 3.1, 16.4.
    public static func pseudoSignificance(
        _ values: [Double], _ neighbourhood: Neighbourhood, replicates: Int = 9_999, seed: UInt64,
        threads: Threads = .all
    ) throws(Undefined) -> [Double?] {
        _ = try deviations(values)
        let scale = values.map { abs($0) }.max() ?? 0
        let limits = values.indices.map { cell -> (sign: Double, limit: Double) in
            (1, neighbourhood.lagOfOthers(values, of: cell) - 1e-12 * scale)
        }
        return ConditionalPermutation(
            neighbourhood: neighbourhood, replicates: replicates, seed: seed, threads: threads
        ).counts(values, limits).map { pseudoProbability($0, replicates) }
    }
}

/// Deviations from the mean.
private func deviations(_ values: [Double]) throws(Undefined) -> [Double] {
    guard values.allSatisfy(\.isFinite) else { throw .notAQuantity(symbol: "x") }
    let mean = values.mean ?? 0
    let deviations = values.map { $0 - mean }
    let largest = values.map { abs($0) }.max() ?? 0
    guard deviations.contains(where: { abs($0) > 1e-12 * largest }) else { throw .constantInput }
    return deviations
}
