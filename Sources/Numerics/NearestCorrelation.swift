/// Correlations that are possible together and as near as can be to those that were wanted
/// (ближайшая корреляционная матрица).
///
/// Projections on the matrices without negative eigenvalues and on those with a diagonal of ones
/// take turns, with Dykstra's correction, which makes the limit the nearest in the sum of squares.
///
/// - Source: Higham (2002), Computing the nearest correlation matrix; METHODS 8.4.
public struct NearestCorrelation: Hashable, Sendable {
    /// What an eigenvalue may be least: draws need a factor of the matrix.
    static let floor = 1e-8

    public let matrix: Matrix
    /// The most that one correlation had to be changed by; 0 where nothing had to be.
    public let largestChange: Double

    /// - Parameter wanted: Symmetric with a diagonal of ones.
    /// - Throws: `notFinite`; `notConverged` after 10,000 turns.
    /// - Complexity: O(n³) a turn.
    public init(_ wanted: Matrix) throws(NumericFailure) {
        let order = wanted.rows
        guard order > 1, try Self.least(wanted) < Self.floor else {
            matrix = wanted
            largestChange = 0
            return
        }
        var (now, correction) = (wanted, Matrix(rows: order, columns: order))
        var distance = Double.infinity
        var turns = 0
        while distance > 1e-10 {
            guard turns < 10_000 else {
                throw .notConverged(iterations: turns, residual: distance)
            }
            turns += 1
            var shifted = now
            for place in shifted.elements.indices {
                shifted.elements[place] -= correction.elements[place]
            }
            let raised = try Self.withoutNegative(shifted)
            var next = raised
            for place in raised.elements.indices {
                correction.elements[place] = raised.elements[place] - shifted.elements[place]
            }
            for index in 0..<order { next[index, index] = 1 }
            distance = zip(next.elements, now.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
            now = next
        }
        // The limit has an eigenvalue of nothing: a little of the identity lifts it over the floor.
        let lack = max(0, Self.floor - (try Self.least(now)))
        let share = min(1, 2 * lack)
        for row in 0..<order {
            for column in 0..<order where row != column { now[row, column] *= 1 - share }
        }
        matrix = now
        largestChange = zip(now.elements, wanted.elements).reduce(0) {
            max($0, abs($1.0 - $1.1))
        }
    }

    private static func least(_ matrix: Matrix) throws(NumericFailure) -> Double {
        try SymmetricEigen(largest: matrix.rows, of: matrix).values.last ?? 1
    }

    private static func withoutNegative(_ matrix: Matrix) throws(NumericFailure) -> Matrix {
        let order = matrix.rows
        let eigen = try SymmetricEigen(largest: order, of: matrix)
        var result = Matrix(rows: order, columns: order)
        for (value, vector) in zip(eigen.values, eigen.vectors) where value > 0 {
            for row in 0..<order {
                for column in 0..<order {
                    result[row, column] += value * vector[row] * vector[column]
                }
            }
        }
        return result
    }
}
