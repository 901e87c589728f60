internal import Numerics

/// A table whose positive cells are multiplied by the factors of their row and column and whose
/// negative ones are divided by them.
struct SignedScaling {
    private let table: Matrix
    private(set) var rowFactors: [Double]
    private(set) var columnFactors: [Double]

    init(_ table: Matrix) {
        self.table = table
        rowFactors = [Double](repeating: 1, count: table.rows)
        columnFactors = [Double](repeating: 1, count: table.columns)
    }

    /// The first row or column whose total its cells cannot reach.
    func infeasible(_ totals: [Double], ofRows: Bool) -> Int? {
        let (positive, negative) = ofRows ? rowParts() : columnParts()
        return totals.indices.first { index in
            let (up, down) = (positive[index] > 0, negative[index] > 0)
            if up && down { return false }
            if up { return totals[index] < 0 }
            if down { return totals[index] > 0 }
            return totals[index] != 0
        }
    }

    mutating func scaleRows(to totals: [Double]) {
        let (positive, negative) = rowParts()
        for row in rowFactors.indices {
            rowFactors[row] = Self.factor(totals[row], positive[row], negative[row])
        }
    }

    mutating func scaleColumns(to totals: [Double]) {
        let (positive, negative) = columnParts()
        for column in columnFactors.indices {
            columnFactors[column] = Self.factor(totals[column], positive[column], negative[column])
        }
    }

    /// The factor t with `p t − n / t` the total.
    private static func factor(
        _ total: Double, _ positive: Double, _ negative: Double
    ) -> Double {
        switch (positive > 0, negative > 0) {
        case (false, false): return 1
        case (true, false): return total / positive
        // A row that has to sum to 0 with negative cells alone is emptied as far as numbers go.
        case (false, true): return total < 0 ? -negative / total : 0x1p500
        case (true, true):
            let root = (total * total + 4 * positive * negative).squareRoot()
            // The same number either way; this one does not cancel.
            return total >= 0
                ? (total + root) / (2 * positive) : 2 * negative / (root - total)
        }
    }

    /// Of each row: what its positive and its negative cells add with the columns' factors alone.
    private func rowParts() -> (positive: [Double], negative: [Double]) {
        var (positive, negative) = (rowFactors, rowFactors)
        let inverse = columnFactors.map { $0 == 0 ? 0 : 1 / $0 }
        let width = table.columns
        table.elements.withUnsafeBufferPointer { cells in
            for row in 0..<table.rows {
                var (up, down) = (0.0, 0.0)
                for column in 0..<width {
                    let cell = cells[row * width + column]
                    if cell > 0 {
                        up += cell * columnFactors[column]
                    } else {
                        down -= cell * inverse[column]
                    }
                }
                (positive[row], negative[row]) = (up, down)
            }
        }
        return (positive, negative)
    }

    private func columnParts() -> (positive: [Double], negative: [Double]) {
        var positive = [Double](repeating: 0, count: table.columns)
        var negative = positive
        let width = table.columns
        table.elements.withUnsafeBufferPointer { cells in
            for row in 0..<table.rows {
                let factor = rowFactors[row]
                let inverse = factor == 0 ? 0 : 1 / factor
                for column in 0..<width {
                    let cell = cells[row * width + column]
                    if cell > 0 {
                        positive[column] += cell * factor
                    } else {
                        negative[column] -= cell * inverse
                    }
                }
            }
        }
        return (positive, negative)
    }

    func columnSums() -> [Double] {
        let (positive, negative) = columnParts()
        return columnFactors.indices.map { column in
            let factor = columnFactors[column]
            return positive[column] * factor - (factor == 0 ? 0 : negative[column] / factor)
        }
    }

    var scaled: Matrix {
        var result = table
        for row in 0..<table.rows {
            for column in 0..<table.columns where table[row, column] != 0 {
                let factor = rowFactors[row] * columnFactors[column]
                if table[row, column] > 0 {
                    result[row, column] *= factor
                } else {
                    result[row, column] = factor == 0 ? 0 : table[row, column] / factor
                }
            }
        }
        return result
    }
}
