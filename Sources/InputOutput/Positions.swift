public import Numerics
public import Region

/// How far an industry stands from the last buyer and from the first seller
/// (положение в цепочке создания стоимости).
///
///     upstreamness     u = G 1
///     downstreamness   d = 1' L
///
/// 1 is next to final demand, or to primary inputs; each step through another industry adds.
///
/// - Source: Antràs, Chor, Fally and Hillberry (2012).
public struct ChainPositions: Hashable, Sendable {
    public let upstreamness: [Double]
    public let downstreamness: [Double]

    /// - Throws: `singular`.
    public init(_ model: LeontiefModel) throws(Undefined) {
        upstreamness = try GhoshModel(model).rowSums
        downstreamness = model.multipliers(of: [Double](repeating: 1, count: model.count))
    }
}

/// How much a change of one coefficient changes the whole inverse (поле влияния).
///
///     F(i, j) = L_·i L_j·
///
/// - Source: Sonis and Hewings (1992).
public enum FieldOfInfluence {
    /// F of the coefficient a_ij.
    public static func field(_ inverse: Matrix, row: Int, column: Int) -> Matrix {
        var field = Matrix(rows: inverse.rows, columns: inverse.columns)
        for i in 0..<inverse.rows {
            for j in 0..<inverse.columns {
                field[i, j] = inverse[i, row] * inverse[column, j]
            }
        }
        return field
    }

    /// Σ F(i, j) of every coefficient: the largest are those worth knowing best.
    public static func sums(_ inverse: Matrix) -> Matrix {
        let (columns, rows) = (inverse.columnSums, inverse.rowSums)
        var sums = Matrix(rows: inverse.rows, columns: inverse.columns)
        for i in 0..<inverse.rows {
            for j in 0..<inverse.columns { sums[i, j] = columns[i] * rows[j] }
        }
        return sums
    }
}
