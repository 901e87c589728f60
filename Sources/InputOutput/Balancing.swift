public import Numerics

/// Why a table cannot be brought to its totals.
public enum BalancingFailure: Error, Hashable, Sendable {
    /// A figure is NaN, infinite, or negative where it must not be.
    case notAQuantity(row: Int, column: Int)
    case totalIsNoQuantity(isRow: Bool, index: Int)
    /// All cells of a row or column are 0, or of the wrong sign, and its total is not.
    case emptyRow(Int)
    case emptyColumn(Int)
    /// The worst row, column or constraint is this far from its total.
    case notConverged(iterations: Int, residual: Double, worst: Int)
}

/// A table brought to known row and column totals.
public struct BalancedTable: Hashable, Sendable {
    public let table: Matrix
    /// The multipliers of rows and columns.
    public let rowFactors: [Double]
    public let columnFactors: [Double]
    /// What the column totals were multiplied by to agree with the rows; 1 where they did.
    public let columnScale: Double
    public let iterations: Int
    /// The largest distance from a total.
    public let residual: Double
}

/// RAS: the table nearest to an old one, in information, that has new totals (метод RAS).
///
/// Rows and columns are scaled in turn. Zeros stay zeros, and nothing negative may stand in it:
/// ``GeneralisedRAS`` takes that.
///
/// - Source: Stone (1961); Bacharach (1970); METHODS 5.8.
public enum RAS {
    /// - Parameters:
    ///   - rowTotals: u.
    ///   - columnTotals: v, scaled to the sum of u where it differs.
    /// - Throws: ``BalancingFailure``.
    /// - Complexity: O(n m) an iteration.
    public static func balance(
        _ table: Matrix, rowTotals: [Double], columnTotals: [Double], limit: Int = 10_000
    ) throws(BalancingFailure) -> BalancedTable {
        if let bad = table.elements.firstIndex(where: { !$0.isFinite || $0 < 0 }) {
            throw .notAQuantity(row: bad / table.columns, column: bad % table.columns)
        }
        for (isRow, totals) in [(true, rowTotals), (false, columnTotals)] {
            if let bad = totals.firstIndex(where: { !$0.isFinite || $0 < 0 }) {
                throw .totalIsNoQuantity(isRow: isRow, index: bad)
            }
        }
        return try GeneralisedRAS.balance(
            table, rowTotals: rowTotals, columnTotals: columnTotals, limit: limit)
    }
}

/// GRAS: RAS for tables with negative cells, such as subsidies and changes in stocks.
///
///     Z = P − N,   Z' = r̂ P ŝ − r̂⁻¹ N ŝ⁻¹
///     s_j = [v_j + √(v_j² + 4 p_j n_j)] / (2 p_j),   p = r'P,   n = (1/r)'N
///
/// - Source: Junius and Oosterhaven (2003); Lenzen, Wood and Gallego (2007); Temurshoev, Miller and
///   Bouwmeester (2013); METHODS 5.8 and 16.9.
public enum GeneralisedRAS {
    /// - Parameters:
    ///   - rowTotals: u, of any sign.
    ///   - columnTotals: v, scaled to the sum of u where it differs.
    ///   - limit: Sweeps over rows and columns at most.
    /// - Throws: ``BalancingFailure``.
    /// - Complexity: O(n m) an iteration.
    public static func balance(
        _ table: Matrix, rowTotals: [Double], columnTotals: [Double], limit: Int = 10_000
    ) throws(BalancingFailure) -> BalancedTable {
        precondition(rowTotals.count == table.rows && columnTotals.count == table.columns)
        if let bad = table.elements.firstIndex(where: { !$0.isFinite }) {
            throw .notAQuantity(row: bad / table.columns, column: bad % table.columns)
        }
        for (isRow, totals) in [(true, rowTotals), (false, columnTotals)] {
            if let bad = totals.firstIndex(where: { !$0.isFinite }) {
                throw .totalIsNoQuantity(isRow: isRow, index: bad)
            }
        }
        let (wantedSum, foundSum) = (rowTotals.compensatedSum(), columnTotals.compensatedSum())
        let magnitude = (rowTotals + columnTotals).map(abs).max() ?? 0
        let scale =
            abs(wantedSum - foundSum) <= 1e-12 * magnitude || foundSum == 0
            ? 1 : wantedSum / foundSum
        let columnTotals = columnTotals.map { $0 * scale }
        let tolerance = 1e-9 * max(magnitude, .leastNormalMagnitude)

        var sweep = SignedScaling(table)
        if let bad = sweep.infeasible(rowTotals, ofRows: true) { throw .emptyRow(bad) }
        if let bad = sweep.infeasible(columnTotals, ofRows: false) { throw .emptyColumn(bad) }
        var residual = Double.infinity
        for iteration in 1...max(1, limit) {
            sweep.scaleColumns(to: columnTotals)
            sweep.scaleRows(to: rowTotals)
            // Rows hold exactly now; columns show how far there is to go.
            let distances = zip(sweep.columnSums(), columnTotals).map { abs($0 - $1) }
            residual = distances.max() ?? 0
            if residual <= tolerance {
                return BalancedTable(
                    table: sweep.scaled, rowFactors: sweep.rowFactors,
                    columnFactors: sweep.columnFactors, columnScale: scale, iterations: iteration,
                    residual: residual)
            }
        }
        let distances = zip(sweep.columnSums(), columnTotals).map { abs($0 - $1) }
        let worst = distances.indices.max { distances[$0] < distances[$1] } ?? 0
        throw .notConverged(iterations: limit, residual: residual, worst: worst)
    }
}
