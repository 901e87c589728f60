public import Numerics
public import Region

/// How strongly industries are linked: by what they buy of each other, by standing in the same
/// places, by employing the same occupations.
///
/// - Source: Delgado, Porter and Stern (2016), Defining clusters of related industries;
///   METHODS 2.7.
public enum IndustryLinks {
    /// The strongest of four shares: what each buys of the other, and sells to it.
    ///
    ///     IO_ij = max(z_ij / P_j, z_ji / P_i, z_ij / S_i, z_ji / S_j)
    ///
    /// - Parameters:
    ///   - flows: z, n × n, sales of the row to the column.
    ///   - purchases: P, all that each buys.
    ///   - sales: S, all that each sells.
    /// - Returns: n × n, symmetric, 0 on the diagonal and where an industry neither buys nor sells.
    /// - Throws: `notAQuantity`.
    public static func inputOutput(
        flows: Matrix, purchases: [Double], sales: [Double]
    ) throws(Undefined) -> Matrix {
        let count = flows.rows
        precondition(
            flows.columns == count && purchases.count == count && sales.count == count)
        guard (flows.elements + purchases + sales).allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw .notAQuantity(symbol: "z")
        }
        func share(_ part: Double, _ whole: Double) -> Double { whole > 0 ? part / whole : 0 }
        var links = Matrix(rows: count, columns: count)
        for i in 0..<count {
            for j in 0..<count where i != j {
                links[i, j] = max(
                    share(flows[i, j], purchases[j]), share(flows[j, i], purchases[i]),
                    share(flows[i, j], sales[i]), share(flows[j, i], sales[j]))
            }
        }
        return links
    }

    /// Pearson's correlation of the columns, such as employment of industries over regions.
    ///
    /// - Returns: The correlations, 1 on the diagonal; 0 for columns that do not vary, which are
    ///   listed.
    /// - Throws: `insufficientData` under three rows; `notAQuantity`.
    /// - Complexity: O(n² rows).
    public static func correlation(
        ofColumns table: Matrix
    ) throws(Undefined) -> (links: Matrix, constant: [Int]) {
        guard table.rows >= 3 else { throw .insufficientData(have: table.rows, need: 3) }
        guard table.elements.allSatisfy(\.isFinite) else { throw .notAQuantity(symbol: "e") }
        var constant: [Int] = []
        let columns = (0..<table.columns).map { index -> [Double] in
            let column = table.column(index)
            let mean = column.mean ?? 0
            let deviations = column.map { $0 - mean }
            let length = deviations.map { $0 * $0 }.compensatedSum().squareRoot()
            let largest = column.map { abs($0) }.max() ?? 0
            guard length > 1e-12 * largest * Double(table.rows).squareRoot() else {
                constant.append(index)
                return Array(repeating: 0, count: table.rows)
            }
            return deviations.map { $0 / length }
        }
        var links = Matrix(rows: table.columns, columns: table.columns)
        for i in 0..<table.columns {
            links[i, i] = constant.contains(i) ? 0 : 1
            for j in (i + 1)..<max(table.columns, i + 1) {
                let product = zip(columns[i], columns[j]).map(*).compensatedSum()
                let value = max(-1, min(1, product))
                links[i, j] = value
                links[j, i] = value
            }
        }
        return (links, constant)
    }

    /// Several kinds of links as one: each kind standardised off the diagonal, then averaged.
    ///
    ///     S_ij = Σ w z_ij / Σ w
    ///
    /// - Parameter kinds: n × n each with its weight. A kind that is not known is left out by the
    ///   caller, who lists it; one in which no two pairs differ says nothing and is passed over.
    /// - Returns: n × n, symmetric, 0 on the diagonal; in standard deviations.
    /// - Throws: `insufficientData` under three industries; `constantInput` where no kind says
    ///   anything; `notAQuantity`.
    public static func combined(
        _ kinds: [(links: Matrix, weight: Double)]
    ) throws(Undefined) -> Matrix {
        guard let count = kinds.first?.links.rows, count >= 3 else {
            throw .insufficientData(have: kinds.first?.links.rows ?? 0, need: 3)
        }
        var sum = Matrix(rows: count, columns: count)
        var weights = 0.0
        for (links, weight) in kinds {
            precondition(links.rows == count && links.columns == count && weight >= 0)
            guard links.elements.allSatisfy(\.isFinite) else { throw .notAQuantity(symbol: "S") }
            var pairs: [Double] = []
            for i in 0..<count { for j in 0..<count where i != j { pairs.append(links[i, j]) } }
            guard let mean = pairs.mean, let spread = pairs.standardDeviation(.population),
                spread > 1e-12 * (pairs.map { abs($0) }.max() ?? 0)
            else { continue }
            weights += weight
            for i in 0..<count {
                for j in 0..<count where i != j {
                    sum[i, j] += weight * (links[i, j] - mean) / spread
                }
            }
        }
        guard weights > 0 else { throw .constantInput }
        return sum.map { $0 / weights }
    }
}
