internal import CLAPACK

/// The singular value decomposition of any matrix, A = U Σ V'.
///
/// - Source: Golub and Van Loan (2013); LAPACK `dgesdd`.
public struct SingularValues: Hashable, Sendable {
    /// In descending order.
    public let values: [Double]
    /// U, rows × rows, and V', columns × columns.
    public let left: Matrix
    public let right: Matrix

    /// - Throws: ``NumericFailure/notFinite``; ``NumericFailure/notConverged(iterations:residual:)``.
    /// - Complexity: O(rows columns²).
    public init(_ matrix: Matrix) throws(NumericFailure) {
        guard matrix.elements.allSatisfy(\.isFinite) else { throw .notFinite }
        let (rows, columns) = (matrix.rows, matrix.columns)
        guard rows > 0, columns > 0 else {
            (values, left, right) = ([], .identity(rows), .identity(columns))
            return
        }
        var elements = matrix.elements
        var values = [Double](repeating: 0, count: min(rows, columns))
        var left = Matrix(rows: rows, columns: rows)
        var right = Matrix(rows: columns, columns: columns)
        let all = CChar(UInt8(ascii: "A"))
        guard LinearAlgebraThreads.areOne,
            LAPACKE_dgesdd(
                LAPACK_ROW_MAJOR, all, Int32(rows), Int32(columns), &elements, Int32(columns),
                &values, &left.elements, Int32(rows), &right.elements, Int32(columns)) == 0
        else { throw .notConverged(iterations: 30, residual: 1) }
        (self.values, self.left, self.right) = (values, left, right)
    }

    /// How many singular values are above what rounding leaves.
    public var rank: Int {
        let size = Double(max(left.rows, right.rows))
        let least = (values.first ?? 0) * size * 0x1p-50
        return values.prefix { $0 > least }.count
    }

    /// Rows that span what A never reaches: y with y A = 0.
    public var leftNull: Matrix {
        let rank = rank
        var rows = Matrix(rows: left.rows - rank, columns: left.rows)
        for row in 0..<rows.rows {
            for column in 0..<rows.columns { rows[row, column] = left[column, rank + row] }
        }
        return rows
    }

    /// Rows that span what A makes nothing of: x with A x = 0.
    public var rightNull: Matrix {
        let rank = rank
        return Matrix(
            rows: right.rows - rank, columns: right.rows,
            elements: Array(right.elements.dropFirst(rank * right.rows)))
    }

    /// A⁺ (Moore and Penrose), columns × rows.
    public var pseudoInverse: Matrix {
        var scaled = Matrix(rows: right.rows, columns: left.rows)
        for index in 0..<rank {
            for column in 0..<left.rows {
                scaled[index, column] = left[column, index] / values[index]
            }
        }
        return right.transposed.multiplied(by: scaled)
    }
}
