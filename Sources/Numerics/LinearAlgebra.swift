internal import CLAPACK

/// The library's own threads, which are held to one: with more of them sums are taken in another
/// order, and results would depend on the machine's cores in their last bits (RELIABILITY A7).
enum LinearAlgebraThreads {
    static let areOne: Bool = {
        openblas_set_num_threads(1)
        return true
    }()
}

/// Why a numeric routine has no answer.
public enum NumericFailure: Error, Hashable, Sendable {
    /// The system has no unique solution to working precision.
    case singular
    /// The method stopped before it had converged.
    case notConverged(iterations: Int, residual: Double)
    /// There are fewer data than the method needs.
    case insufficientData(have: Int, need: Int)
    /// An input is NaN or infinite.
    case notFinite
}

/// A least-squares fit of `y` on the columns of a design matrix.
public struct LeastSquaresFit: Hashable, Sendable {
    /// The coefficients, one a column of the design.
    public let coefficients: [Double]
    /// Their standard errors.
    public let standardErrors: [Double]
    /// The sum of squared residuals.
    public let residualSumOfSquares: Double
    /// Observations less columns.
    public let degreesOfFreedom: Int

    public var residualStandardDeviation: Double {
        (residualSumOfSquares / Double(degreesOfFreedom)).squareRoot()
    }
}

extension Matrix {
    /// The solution of `A x = b` by LU factorisation with partial pivoting.
    ///
    /// - Throws: ``NumericFailure/singular`` where the reciprocal condition number is under 1e-15.
    public func solve(_ rightHandSide: [Double]) throws(NumericFailure) -> [Double] {
        precondition(rows == columns && rightHandSide.count == rows, "the system is not square")
        guard rightHandSide.allSatisfy(\.isFinite) else { throw .notFinite }
        return try LinearSystem(self).solve(rightHandSide)
    }

    /// Ordinary least squares of `response` on the columns of this matrix by Householder QR, then
    /// refined.
    ///
    /// QR and not the normal equations: these lose half of the digits (Longley 7.4 against 14
    /// certified digits). Where residuals are large QR by itself loses digits too, with the square
    /// of the condition number; refining coefficients and residuals together wins them back.
    ///
    /// - Throws: ``NumericFailure/insufficientData(have:need:)`` with no degree of freedom left,
    ///   ``NumericFailure/singular`` where columns depend on each other.
    /// - Source: Björck (1967), Iterative refinement of linear least squares solutions I.
    public func leastSquares(_ response: [Double]) throws(NumericFailure) -> LeastSquaresFit {
        precondition(response.count == rows, "one response a row")
        guard rows > columns else {
            throw .insufficientData(have: rows, need: columns + 1)
        }
        guard elements.allSatisfy(\.isFinite), response.allSatisfy(\.isFinite) else {
            throw .notFinite
        }
        let factors = HouseholderFactors(self)
        guard factors.areIndependent else { throw .singular }
        var coefficients = [Double](repeating: 0, count: columns)
        var residuals = [Double](repeating: 0, count: rows)
        // From nothing, the first step is that of plain QR; two more reach the last digits of
        // every set of NIST's that double precision can hold.
        for _ in 0..<3 {
            let gaps = (0..<rows).map { row in
                var gap = CompensatedSum()
                gap.add(response[row])
                gap.add(-residuals[row])
                for column in 0..<columns {
                    gap.add(-self[row, column], times: coefficients[column])
                }
                return gap.value
            }
            let slopes = (0..<columns).map { column in
                var slope = CompensatedSum()
                for row in 0..<rows { slope.add(-self[row, column], times: residuals[row]) }
                return slope.value
            }
            let step = factors.solve(gaps, slopes)
            for column in 0..<columns { coefficients[column] += step.coefficients[column] }
            for row in 0..<rows { residuals[row] += step.residuals[row] }
        }
        let squares = residuals.map { $0 * $0 }.compensatedSum()
        let degrees = rows - columns
        let variance = squares / Double(degrees)
        return LeastSquaresFit(
            coefficients: coefficients,
            standardErrors: factors.inverseDiagonal.map { (variance * $0).squareRoot() },
            residualSumOfSquares: squares, degreesOfFreedom: degrees)
    }
}

/// A = QR of a matrix with more rows than columns.
private struct HouseholderFactors {
    private let (rows, columns): (Int, Int)
    private var factors: [Double]
    private var reflectors: [Double]

    private static let left = CChar(UInt8(ascii: "L"))
    private static let upper = CChar(UInt8(ascii: "U"))
    private static let plain = CChar(UInt8(ascii: "N"))
    private static let transposed = CChar(UInt8(ascii: "T"))

    init(_ matrix: Matrix) {
        precondition(LinearAlgebraThreads.areOne)
        (rows, columns) = (matrix.rows, matrix.columns)
        factors = matrix.elements
        reflectors = [Double](repeating: 0, count: columns)
        LAPACKE_dgeqrf(
            LAPACK_ROW_MAJOR, Int32(rows), Int32(columns), &factors, Int32(columns), &reflectors)
    }

    /// What of each column those before it leave, against its own length: no unit plays a part.
    var areIndependent: Bool {
        (0..<columns).allSatisfy { place in
            let squares = (0...place).reduce(0) { sum, row in
                let element = factors[row * columns + place]
                return sum + element * element
            }
            return abs(factors[place * columns + place]) > 1e-14 * squares.squareRoot()
        }
    }

    /// The diagonal of (AᵀA)⁻¹ = R⁻¹R⁻ᵀ: sums of squares of the rows of R⁻¹.
    var inverseDiagonal: [Double] {
        let inverse = solveTriangle(Matrix.identity(columns).elements, columns, Self.plain)
        return (0..<columns).map { index in
            inverse[(index * columns)..<((index + 1) * columns)].map { $0 * $0 }.compensatedSum()
        }
    }

    /// r and x of r + A x = f, Aᵀ r = g.
    func solve(
        _ f: [Double], _ g: [Double]
    ) -> (residuals: [Double], coefficients: [Double]) {
        var rotated = rotate(f, Self.transposed)
        let head = solveTriangle(g, 1, Self.transposed)
        let coefficients = solveTriangle(
            zip(rotated, head).map { $0 - $1 }, 1, Self.plain)
        rotated.replaceSubrange(0..<columns, with: head)
        return (rotate(rotated, Self.plain), coefficients)
    }

    /// Q v, or Qᵀ v.
    private func rotate(_ vector: [Double], _ side: CChar) -> [Double] {
        var result = vector
        LAPACKE_dormqr(
            LAPACK_ROW_MAJOR, Self.left, side, Int32(rows), 1, Int32(columns), factors,
            Int32(columns), reflectors, &result, 1)
        return result
    }

    /// R⁻¹ of columns of numbers, or R⁻ᵀ.
    private func solveTriangle(_ numbers: [Double], _ count: Int, _ side: CChar) -> [Double] {
        var result = numbers
        LAPACKE_dtrtrs(
            LAPACK_ROW_MAJOR, Self.upper, side, Self.plain, Int32(columns), Int32(count), factors,
            Int32(columns), &result, Int32(count))
        return result
    }
}
