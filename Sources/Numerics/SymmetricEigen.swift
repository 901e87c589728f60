internal import CLAPACK

/// The largest eigenvalues of a symmetric matrix with their vectors.
public struct SymmetricEigen: Hashable, Sendable {
    /// In descending order.
    public let values: [Double]
    /// Unit vectors, one a value. The sign is that which makes the largest element positive.
    public let vectors: [[Double]]

    /// The `count` largest eigenvalues of a symmetric matrix, by LAPACK's relatively robust
    /// representations.
    ///
    /// - Parameter matrix: Only its upper triangle is read.
    /// - Throws: `notFinite`; `notConverged` where LAPACK gives up.
    /// - Complexity: O(n³).
    public init(largest count: Int, of matrix: Matrix) throws(NumericFailure) {
        precondition(matrix.rows == matrix.columns, "the matrix is not square")
        precondition(count >= 0 && count <= matrix.rows, "there are not so many eigenvalues")
        guard matrix.elements.allSatisfy(\.isFinite) else { throw .notFinite }
        let order = matrix.rows
        guard count > 0 else {
            (values, vectors) = ([], [])
            return
        }
        var elements = matrix.elements
        var found: Int32 = 0
        var values = [Double](repeating: 0, count: order)
        var vectors = [Double](repeating: 0, count: order * count)
        var support = [Int32](repeating: 0, count: 2 * count)
        precondition(LinearAlgebraThreads.areOne)
        let status = LAPACKE_dsyevr(
            LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "I")),
            CChar(UInt8(ascii: "U")), Int32(order), &elements, Int32(order), 0, 0,
            Int32(order - count + 1), Int32(order), 0, &found, &values, &vectors, Int32(count),
            &support)
        guard status == 0, Int(found) == count else {
            throw .notConverged(iterations: Int(status), residual: .infinity)
        }
        self.values = values[..<count].reversed()
        self.vectors = (0..<count).reversed().map { column in
            Self.signed((0..<order).map { vectors[$0 * count + column] })
        }
    }

    /// The `count` largest eigenvalues of a symmetric operator that is only known by what it does
    /// to a vector, by Lanczos' method with full reorthogonalisation.
    ///
    /// - Parameters:
    ///   - order: The length of a vector.
    ///   - tolerance: The residual, relative to the largest eigenvalue, at which it stops.
    ///   - apply: Writes the product of the operator and its first argument into its second.
    /// - Throws: `notConverged` after `order` steps.
    /// - Complexity: m products and O(m² n) for m steps, some tens in practice.
    /// - Source: Lanczos (1950); Parlett (1998), The Symmetric Eigenvalue Problem, chapter 13.
    public init(
        largest count: Int, order: Int, tolerance: Double = 1e-13,
        _ apply: (_ vector: [Double], _ product: inout [Double]) -> Void
    ) throws(NumericFailure) {
        precondition(count > 0 && count <= order, "there are not so many eigenvalues")
        var basis: [[Double]] = []
        var diagonal: [Double] = []
        var subdiagonal: [Double] = []
        // A fixed start: the answer may not depend on chance.
        var random = RandomStream(seed: 0x1A2C_2055, stream: UInt64(order))
        var vector = (0..<order).map { _ in random.unit() - 0.5 }
        Self.normalise(&vector)
        var product = [Double](repeating: 0, count: order)
        var residual = Double.infinity
        while basis.count < order {
            basis.append(vector)
            apply(vector, &product)
            guard product.allSatisfy(\.isFinite) else { throw .notFinite }
            diagonal.append(Self.dot(vector, product))
            // Twice is enough (Kahan and Parlett).
            for _ in 0..<2 {
                for known in basis { Self.subtract(Self.dot(known, product), known, &product) }
            }
            let length = Self.dot(product, product).squareRoot()
            let isDone = length < 1e-14 * max(1, abs(diagonal[0])) || basis.count == order
            if basis.count >= count && (isDone || basis.count.isMultiple(of: 5)) {
                let small = try Self.tridiagonal(diagonal, subdiagonal)
                let scale = max(abs(small.values[0]), .leastNormalMagnitude)
                residual =
                    small.vectors.prefix(count).map { abs($0[$0.count - 1]) * length / scale }
                    .max() ?? 0
                if isDone || residual < tolerance {
                    values = Array(small.values.prefix(count))
                    vectors = small.vectors.prefix(count).map { weights in
                        var sum = [Double](repeating: 0, count: order)
                        for (weight, known) in zip(weights, basis) {
                            Self.subtract(-weight, known, &sum)
                        }
                        Self.normalise(&sum)
                        return Self.signed(sum)
                    }
                    return
                }
            }
            // An invariant space is exhausted: another direction, at a right angle to it.
            if length < 1e-14 * max(1, abs(diagonal[0])) {
                vector = (0..<order).map { _ in random.unit() - 0.5 }
                for _ in 0..<2 {
                    for known in basis { Self.subtract(Self.dot(known, vector), known, &vector) }
                }
                Self.normalise(&vector)
                subdiagonal.append(0)
            } else {
                vector = product.map { $0 / length }
                subdiagonal.append(length)
            }
        }
        throw .notConverged(iterations: basis.count, residual: residual)
    }

    private static func tridiagonal(
        _ diagonal: [Double], _ subdiagonal: [Double]
    ) throws(NumericFailure) -> SymmetricEigen {
        var matrix = Matrix(rows: diagonal.count, columns: diagonal.count)
        for index in diagonal.indices {
            matrix[index, index] = diagonal[index]
            guard index + 1 < diagonal.count else { continue }
            matrix[index, index + 1] = subdiagonal[index]
            matrix[index + 1, index] = subdiagonal[index]
        }
        return try SymmetricEigen(largest: diagonal.count, of: matrix)
    }

    private static func dot(_ left: [Double], _ right: [Double]) -> Double {
        var sum = 0.0
        for index in left.indices { sum += left[index] * right[index] }
        return sum
    }

    private static func subtract(_ factor: Double, _ vector: [Double], _ from: inout [Double]) {
        for index in vector.indices { from[index] -= factor * vector[index] }
    }

    private static func normalise(_ vector: inout [Double]) {
        let length = dot(vector, vector).squareRoot()
        guard length > 0 else { return }
        for index in vector.indices { vector[index] /= length }
    }

    private static func signed(_ vector: [Double]) -> [Double] {
        let largest = vector.max { abs($0) < abs($1) } ?? 0
        return largest < 0 ? vector.map { -$0 } : vector
    }
}
