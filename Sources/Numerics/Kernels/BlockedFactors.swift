internal import CLAPACK

/// LU factors with partial pivoting, by blocks, on as many threads as there are.
///
/// The library's own routine runs on one thread here, so that its results do not depend on how many
/// there are. The work is cut by columns instead: each block of columns is updated by itself with
/// the same operations in the same order whoever does it, so the bits are the same.
///
/// The matrix is kept by columns: what is factored is the transpose of a matrix kept by rows.
struct BlockedFactors {
    let order: Int
    /// L below the diagonal, U above, by columns.
    private(set) var elements: [Double]
    /// For each column the row that was exchanged with it, from 0.
    private(set) var pivots: [Int32]

    private static let width = 256

    /// - Returns: nil where a pivot is 0.
    /// - Complexity: O(n³).
    init?(_ elements: consuming [Double], order: Int, threads: Threads) {
        guard LinearAlgebraThreads.areOne else { return nil }
        self.order = order
        self.elements = elements
        pivots = [Int32](repeating: 0, count: order)
        var isRegular = true
        let order = order
        self.elements.withUnsafeMutableBufferPointer { all in
            pivots.withUnsafeMutableBufferPointer { pivots in
                guard let base = all.baseAddress, let exchanged = pivots.baseAddress else { return }
                nonisolated(unsafe) let matrix = base
                nonisolated(unsafe) let exchanges = exchanged
                for start in stride(from: 0, to: order, by: Self.width) {
                    let width = min(Self.width, order - start)
                    isRegular =
                        Self.factorPanel(matrix, order, start, width, exchanges) && isRegular
                    guard isRegular else { return }
                    Self.updateRest(matrix, order, start, width, exchanges, threads)
                }
            }
        }
        guard isRegular else { return nil }
    }

    init(elements: [Double], pivots: [Int32], order: Int) {
        self.elements = elements
        self.pivots = pivots
        self.order = order
    }

    /// Factors the columns of a block below its diagonal.
    private static func factorPanel(
        _ matrix: UnsafeMutablePointer<Double>, _ order: Int, _ start: Int, _ width: Int,
        _ pivots: UnsafeMutablePointer<Int32>
    ) -> Bool {
        let corner = matrix + start * order + start
        let result = LAPACKE_dgetrf(
            LAPACK_COL_MAJOR, Int32(order - start), Int32(width), corner, Int32(order),
            pivots + start)
        for column in start..<(start + width) { pivots[column] += Int32(start) }
        return result == 0
    }

    /// Exchanges rows in all other columns, and takes the block out of those to its right.
    private static func updateRest(
        _ matrix: UnsafeMutablePointer<Double>, _ order: Int, _ start: Int, _ width: Int,
        _ pivots: UnsafeMutablePointer<Int32>, _ threads: Threads
    ) {
        nonisolated(unsafe) let matrix = matrix
        nonisolated(unsafe) let pivots = pivots
        let end = start + width
        let blocks = (order + Self.width - 1) / Self.width
        Chunks.perform(blocks, on: threads) { block in
            let first = block * Self.width
            let count = min(Self.width, order - first)
            guard first != start, count > 0 else { return }
            let columns = matrix + first * order
            LAPACKE_dlaswp(
                LAPACK_COL_MAJOR, Int32(count), columns, Int32(order), Int32(start + 1),
                Int32(end), pivots, 1)
            guard first > start else { return }
            let corner = matrix + start * order + start
            cblas_dtrsm(
                CblasColMajor, CblasLeft, CblasLower, CblasNoTrans, CblasUnit, Int32(width),
                Int32(count), 1, corner, Int32(order), columns + start, Int32(order))
            guard end < order else { return }
            cblas_dgemm(
                CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(order - end), Int32(count),
                Int32(width), -1, corner + width, Int32(order), columns + start, Int32(order), 1,
                columns + end, Int32(order))
        }
    }

    /// The inverse of what was factored, by columns.
    ///
    /// - Complexity: O(n³); L is not passed through where the identity is still 0.
    func inverse(threads: Threads) -> [Double] {
        let order = order
        // Where each row of the permuted identity comes from.
        var rows = Array(0..<order)
        for column in 0..<order where Int(pivots[column]) - 1 != column {
            rows.swapAt(column, Int(pivots[column]) - 1)
        }
        let blocks = (order + Self.width - 1) / Self.width
        return elements.withUnsafeBufferPointer { factors in
            filled(order * order) { result in
                guard let base = factors.baseAddress else { return }
                nonisolated(unsafe) let factors = UnsafeMutablePointer(mutating: base)
                nonisolated(unsafe) let result = result
                Chunks.perform(blocks, on: threads) { block in
                    let first = block * Self.width
                    let count = min(Self.width, order - first)
                    guard count > 0 else { return }
                    // Columns of the identity go where the exchange of rows puts them.
                    var scratch = [Double](repeating: 0, count: order * count)
                    for column in 0..<count { scratch[column * order + first + column] = 1 }
                    cblas_dtrsm(
                        CblasColMajor, CblasLeft, CblasLower, CblasNoTrans, CblasUnit,
                        Int32(order - first), Int32(count), 1, factors + first * order + first,
                        Int32(order), &scratch[first], Int32(order))
                    cblas_dtrsm(
                        CblasColMajor, CblasLeft, CblasUpper, CblasNoTrans, CblasNonUnit,
                        Int32(order), Int32(count), 1, factors, Int32(order), &scratch,
                        Int32(order))
                    for column in 0..<count {
                        let target = result + rows[first + column] * order
                        scratch.withUnsafeBufferPointer { scratch in
                            guard let from = scratch.baseAddress else { return }
                            target.update(from: from + column * order, count: order)
                        }
                    }
                }
            }
        }
    }
}
