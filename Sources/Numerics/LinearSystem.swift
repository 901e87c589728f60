internal import CLAPACK

/// A square system `A x = b` that is solved for many right-hand sides: the LU factors of A with
/// partial pivoting.
///
/// - Source: Golub and Van Loan (2013), Matrix computations; LAPACK `dgetrf`, `dgetrs`.
public struct LinearSystem: Hashable, Sendable {
    public let order: Int
    /// Of the transpose, since the factors are kept by columns and matrices by rows.
    private let factors: [Double]
    private let pivots: [Int32]
    private let threads: Threads

    public static func == (left: LinearSystem, right: LinearSystem) -> Bool {
        left.factors == right.factors && left.pivots == right.pivots
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(factors)
        hasher.combine(pivots)
    }

    /// - Parameter threads: For the factors and the inverse; the bits are the same either way.
    /// - Throws: ``NumericFailure/singular`` where the reciprocal condition number is under 1e-15;
    ///   ``NumericFailure/notFinite``.
    /// - Complexity: O(n³).
    public init(
        _ matrix: consuming Matrix, threads: Threads = .all
    ) throws(NumericFailure) {
        precondition(matrix.rows == matrix.columns, "the system is not square")
        guard matrix.elements.allSatisfy(\.isFinite) else { throw .notFinite }
        order = matrix.rows
        self.threads = threads
        guard order > 0 else {
            (factors, pivots) = ([], [])
            return
        }
        var norm = 0.0
        for row in 0..<order {
            norm = max(norm, matrix.row(row).reduce(0) { $0 + abs($1) })
        }
        // Taken out, so that it is factored where it lies.
        var elements: [Double] = []
        swap(&elements, &matrix.elements)
        guard
            let found = BlockedFactors(consume elements, order: order, threads: threads)
        else { throw .singular }
        var reciprocalCondition = 0.0
        let oneNorm = CChar(UInt8(ascii: "1"))
        let count = Int32(order)
        LAPACKE_dgecon(
            LAPACK_COL_MAJOR, oneNorm, count, found.elements, count, norm, &reciprocalCondition)
        guard reciprocalCondition > 1e-15 else { throw .singular }
        (factors, pivots) = (found.elements, found.pivots)
    }

    /// The solution for one right-hand side.
    ///
    /// - Parameter transposed: Whether of `Aᵀ x = b`.
    /// - Complexity: O(n²).
    public func solve(_ rightHandSide: [Double], transposed: Bool = false) -> [Double] {
        precondition(rightHandSide.count == order, "one right-hand side an equation")
        var solution = rightHandSide
        solve(&solution, columns: 1, transposed: transposed)
        return solution
    }

    /// The solutions for the columns of a matrix, `A X = B`.
    ///
    /// - Complexity: O(n² columns).
    public func solve(_ rightHandSides: Matrix) -> Matrix {
        precondition(rightHandSides.rows == order, "one right-hand side an equation")
        var byColumns = rightHandSides.transposed
        solve(&byColumns.elements, columns: rightHandSides.columns, transposed: false)
        return byColumns.transposed
    }

    private func solve(_ byColumns: inout [Double], columns: Int, transposed: Bool) {
        guard order > 0, columns > 0 else { return }
        let form = CChar(UInt8(ascii: transposed ? "N" : "T"))
        let count = Int32(order)
        LAPACKE_dgetrs(
            LAPACK_COL_MAJOR, form, count, Int32(columns), factors, count, pivots, &byColumns,
            count)
    }

    /// A⁻¹, for those who look at all of it.
    ///
    /// - Complexity: O(n³).
    public var inverse: Matrix {
        Matrix(
            rows: order, columns: order,
            elements: BlockedFactors(elements: factors, pivots: pivots, order: order)
                .inverse(threads: threads))
    }
}

extension Matrix {
    /// The matrix product.
    ///
    /// - Complexity: O(rows × columns × other's columns).
    public func multiplied(by other: Matrix) -> Matrix {
        precondition(columns == other.rows, "inner sizes agree")
        var product = Matrix(rows: rows, columns: other.columns)
        guard rows > 0, columns > 0, other.columns > 0, LinearAlgebraThreads.areOne else {
            return product
        }
        cblas_dgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(other.columns),
            Int32(columns), 1, elements, Int32(columns), other.elements, Int32(other.columns), 0,
            &product.elements, Int32(other.columns))
        return product
    }

    /// The product with a column.
    public func multiplied(by column: [Double]) -> [Double] {
        precondition(columns == column.count, "one number a column")
        return (0..<rows).map { row in
            zip(self.row(row), column).map { $0 * $1 }.compensatedSum()
        }
    }
}

extension Matrix {
    /// G, lower triangular, with `G Gᵀ` the matrix (Cholesky).
    ///
    /// - Throws: ``NumericFailure/singular`` where it is not symmetric and positive definite.
    /// - Complexity: O(n³).
    public var choleskyFactor: Matrix {
        get throws(NumericFailure) {
            precondition(rows == columns, "the matrix is not square")
            guard elements.allSatisfy(\.isFinite) else { throw .notFinite }
            for row in 0..<rows {
                for column in 0..<row
                where abs(self[row, column] - self[column, row]) > 1e-12 * abs(self[row, row]) {
                    throw .singular
                }
            }
            var factor = self
            let lower = CChar(UInt8(ascii: "L"))
            guard LinearAlgebraThreads.areOne,
                LAPACKE_dpotrf(
                    LAPACK_ROW_MAJOR, lower, Int32(rows), &factor.elements, Int32(rows)) == 0
            else { throw .singular }
            for row in 0..<rows {
                for column in (row + 1)..<max(row + 1, columns) { factor[row, column] = 0 }
            }
            return factor
        }
    }

    /// The largest size of an eigenvalue.
    ///
    /// - Throws: ``NumericFailure/notFinite``; ``NumericFailure/notConverged(iterations:residual:)``.
    /// - Complexity: O(n³).
    /// - Source: LAPACK `dgeev`.
    public var spectralRadius: Double {
        get throws(NumericFailure) {
            precondition(rows == columns, "the matrix is not square")
            guard elements.allSatisfy(\.isFinite) else { throw .notFinite }
            guard rows > 0 else { return 0 }
            let count = Int32(rows)
            var copy = elements
            var (real, imaginary) = (
                [Double](repeating: 0, count: rows), [Double](repeating: 0, count: rows)
            )
            let no = CChar(UInt8(ascii: "N"))
            guard LinearAlgebraThreads.areOne,
                LAPACKE_dgeev(
                    LAPACK_ROW_MAJOR, no, no, count, &copy, count, &real, &imaginary, nil, count,
                    nil, count) == 0
            else { throw .notConverged(iterations: 30 * rows, residual: 1) }
            return zip(real, imaginary).map { ($0 * $0 + $1 * $1).squareRoot() }.max() ?? 0
        }
    }
}

/// The eigenvalue of a square matrix without negative elements that no other exceeds in size, with
/// its vectors (Perron and Frobenius).
public struct PerronRoot: Hashable, Sendable {
    public let value: Double
    /// `A x = λ x`, without negative elements, of mean 1.
    public let right: [Double]
    /// `y A = λ y`, likewise.
    public let left: [Double]

    /// - Throws: ``NumericFailure/notFinite``; ``NumericFailure/notConverged(iterations:residual:)``.
    /// - Complexity: O(n³).
    /// - Source: LAPACK `dgeev`.
    public init(_ matrix: Matrix) throws(NumericFailure) {
        precondition(matrix.rows == matrix.columns && matrix.rows > 0, "the matrix is not square")
        guard matrix.elements.allSatisfy(\.isFinite) else { throw .notFinite }
        precondition(matrix.elements.allSatisfy { $0 >= 0 }, "no element is negative")
        let order = matrix.rows
        let count = Int32(order)
        var elements = matrix.elements
        var (real, imaginary) = (
            [Double](repeating: 0, count: order), [Double](repeating: 0, count: order)
        )
        var (left, right) = (elements, elements)
        let yes = CChar(UInt8(ascii: "V"))
        guard LinearAlgebraThreads.areOne,
            LAPACKE_dgeev(
                LAPACK_ROW_MAJOR, yes, yes, count, &elements, count, &real, &imaginary, &left,
                count, &right, count) == 0
        else { throw .notConverged(iterations: 30 * order, residual: 1) }
        // The root is real; others may be as large in size, none is larger.
        let chosen = real.indices.filter { abs(imaginary[$0]) <= 1e-12 * abs(real[$0]) }.max {
            (real[$0], $1) < (real[$1], $0)
        }
        guard let chosen else { throw .notConverged(iterations: 30 * order, residual: 1) }
        value = max(0, real[chosen])
        func vector(_ table: [Double]) -> [Double] {
            let column = (0..<order).map { table[$0 * order + chosen] }
            let sum = column.compensatedSum()
            let scale = sum == 0 ? 0 : Double(order) / sum
            return column.map { max(0, $0 * scale) }
        }
        self.right = vector(right)
        self.left = vector(left)
    }
}
