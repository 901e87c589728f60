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

    /// Ordinary least squares of `response` on the columns of this matrix by Householder QR.
    ///
    /// QR and not the normal equations: these lose half of the digits (Longley 7.4 against 10.9
    /// certified digits).
    ///
    /// - Throws: ``NumericFailure/insufficientData(have:need:)`` with no degree of freedom left,
    ///   ``NumericFailure/singular`` where columns depend on each other.
    public func leastSquares(_ response: [Double]) throws(NumericFailure) -> LeastSquaresFit {
        precondition(response.count == rows, "one response a row")
        guard rows > columns else {
            throw .insufficientData(have: rows, need: columns + 1)
        }
        guard elements.allSatisfy(\.isFinite), response.allSatisfy(\.isFinite) else {
            throw .notFinite
        }
        let (height, width) = (Int32(rows), Int32(columns))
        var factors = elements
        var reflectors = [Double](repeating: 0, count: columns)
        var rotated = response
        let transpose = CChar(UInt8(ascii: "T"))
        let left = CChar(UInt8(ascii: "L"))
        let upper = CChar(UInt8(ascii: "U"))
        let plain = CChar(UInt8(ascii: "N"))
        precondition(LinearAlgebraThreads.areOne)
        LAPACKE_dgeqrf(LAPACK_ROW_MAJOR, height, width, &factors, width, &reflectors)
        // What of each column those before it leave, against its own length: no unit plays a part.
        let isIndependent = (0..<columns).allSatisfy { place in
            let squares = (0...place).reduce(0) { sum, row in
                let element = factors[row * columns + place]
                return sum + element * element
            }
            return abs(factors[place * columns + place]) > 1e-14 * squares.squareRoot()
        }
        guard isIndependent else { throw .singular }
        LAPACKE_dormqr(
            LAPACK_ROW_MAJOR, left, transpose, height, 1, width, factors, width, reflectors,
            &rotated, 1)
        LAPACKE_dtrtrs(
            LAPACK_ROW_MAJOR, upper, plain, plain, width, 1, factors, width, &rotated, 1)
        let coefficients = Array(rotated[0..<columns])

        var residuals = CompensatedSum()
        for row in 0..<rows {
            var fitted = CompensatedSum()
            for column in 0..<columns { fitted.add(self[row, column] * coefficients[column]) }
            let residual = response[row] - fitted.value
            residuals.add(residual * residual)
        }
        // (X'X)⁻¹ = R⁻¹R⁻ᵀ: row sums of squares of R⁻¹ are its diagonal.
        var inverse = Matrix.identity(columns).elements
        LAPACKE_dtrtrs(
            LAPACK_ROW_MAJOR, upper, plain, plain, width, width, factors, width, &inverse, width)
        let degrees = rows - columns
        let variance = residuals.value / Double(degrees)
        let errors = (0..<columns).map { index -> Double in
            let row = inverse[(index * columns)..<((index + 1) * columns)]
            return (variance * row.map { $0 * $0 }.compensatedSum()).squareRoot()
        }
        return LeastSquaresFit(
            coefficients: coefficients, standardErrors: errors,
            residualSumOfSquares: residuals.value, degreesOfFreedom: degrees)
    }
}
