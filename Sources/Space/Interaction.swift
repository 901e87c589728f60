internal import Numerics
public import Region

/// How strongly settlements draw people and goods (гравитационная модель, потенциал).
public enum Interaction {
    /// The distance of a place to itself: the mean distance of two points in a circle as large.
    ///
    ///     d_ii = (2/3) √(area / π)
    ///
    /// - Source: METHODS 3.6.
    public static func selfDistance(area: Double) -> Double {
        2.0 / 3 * (area / Double.pi).squareRoot()
    }

    /// The potential of each place.
    ///
    ///     V_i = Σ_j P_j d_ij^(−b)
    ///
    /// - Parameters:
    ///   - masses: `P`: people, or another mass.
    ///   - distances: d_ij, n × n, self distances on the diagonal.
    ///   - leastDistance: What stands for a distance of 0 between two places.
    /// - Returns: In units of the mass per unit of distance.
    /// - Throws: `notAQuantity`.
    /// - Source: Stewart (1947); METHODS 3.6.
    public static func potential(
        masses: [Double], distances: [[Double]], exponent: Double = 1, leastDistance: Double = 0.5
    ) throws(Undefined) -> [Double] {
        try check(masses, distances)
        return masses.indices.map { own in
            masses.indices.map { other in
                masses[other]
                    / Elementary.power(max(distances[own][other], leastDistance), exponent)
            }.compensatedSum()
        }
    }

    /// Flows between places by mass and distance; nothing from a place to itself.
    ///
    ///     T_ij = k P_i P_j d_ij^(−b)
    ///
    /// - Source: METHODS 3.6.
    public static func flows(
        masses: [Double], distances: [[Double]], exponent: Double = 2, factor: Double = 1,
        leastDistance: Double = 0.5
    ) throws(Undefined) -> [[Double]] {
        try check(masses, distances)
        return masses.indices.map { own in
            masses.indices.map { other in
                own == other
                    ? 0
                    : factor * masses[own] * masses[other]
                        / Elementary.power(max(distances[own][other], leastDistance), exponent)
            }
        }
    }

    /// How far from the first of two places its market reaches.
    ///
    ///     d / (1 + √(P_j / P_i))
    ///
    /// - Source: Reilly (1931), Converse (1949); METHODS 3.6.
    public static func breakPoint(
        distance: Double, first: Double, second: Double
    ) throws(Undefined) -> Double {
        guard first > 0, second > 0 else { throw .emptyRegion }
        return distance / (1 + (second / first).squareRoot())
    }

    /// What can be reached, the nearer the more.
    ///
    ///     Σ_j P_j e^(−t_ij / τ)
    ///
    /// - Source: Hansen (1959); METHODS 3.6.
    public static func access(
        masses: [Double], times: [[Double]], decay: Double
    ) throws(Undefined) -> [Double] {
        try check(masses, times)
        return masses.indices.map { own in
            masses.indices.map { masses[$0] * Elementary.exponential(-times[own][$0] / decay) }
                .compensatedSum()
        }
    }

    /// What can be reached within a time.
    ///
    ///     Σ_j P_j 1(t_ij ≤ t)
    ///
    /// - Source: METHODS 3.7.
    public static func reached(
        masses: [Double], times: [[Double]], within limit: Double
    ) throws(Undefined) -> [Double] {
        try check(masses, times)
        return masses.indices.map { own in
            masses.indices.filter { times[own][$0] <= limit }.map { masses[$0] }.compensatedSum()
        }
    }

    /// Flows with the origins' and destinations' sums given.
    ///
    ///     T_ij = A_i O_i B_j D_j f_ij,   A_i = 1 / Σ B_j D_j f_ij,   B_j = 1 / Σ A_i O_i f_ij
    ///
    /// - Parameter friction: f_ij, such as e^(−β c_ij).
    /// - Throws: `insufficientData` where the sums of origins and destinations differ by more than
    ///   a millionth; `notConverged` after 10,000 rounds.
    /// - Source: Wilson (1971); METHODS 3.6.
    public static func balancedFlows(
        origins: [Double], destinations: [Double], friction: [[Double]]
    ) throws(Undefined) -> [[Double]] {
        let (sent, received) = (origins.compensatedSum(), destinations.compensatedSum())
        guard abs(sent - received) <= 1e-6 * max(sent, received) else {
            throw .insufficientData(have: origins.count, need: destinations.count)
        }
        var a = [Double](repeating: 1, count: origins.count)
        var b = [Double](repeating: 1, count: destinations.count)
        for round in 1...10_000 {
            let nextA = origins.indices.map { i in
                1
                    / destinations.indices.map { b[$0] * destinations[$0] * friction[i][$0] }
                    .compensatedSum()
            }
            let nextB = destinations.indices.map { j in
                1
                    / origins.indices.map { nextA[$0] * origins[$0] * friction[$0][j] }
                    .compensatedSum()
            }
            let change = zip(nextA + nextB, a + b).map { abs($0 - $1) / abs($1) }.max() ?? 0
            (a, b) = (nextA, nextB)
            guard change.isFinite else { throw .outOfRange }
            if change < 1e-14 || (round > 1_000 && change < 1e-10) {
                return origins.indices.map { i in
                    destinations.indices.map { j in
                        a[i] * origins[i] * b[j] * destinations[j] * friction[i][j]
                    }
                }
            }
        }
        throw .notConverged(iterations: 10_000, residual: 1)
    }

    private static func check(_ masses: [Double], _ distances: [[Double]]) throws(Undefined) {
        guard masses.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw .notAQuantity(symbol: "P")
        }
        precondition(
            distances.count == masses.count && distances.allSatisfy { $0.count == masses.count })
        guard distances.allSatisfy({ $0.allSatisfy { $0 >= 0 } }) else {
            throw .notAQuantity(symbol: "d")
        }
    }
}
