internal import Numerics
internal import Region

extension MassTable {
    /// The table with its hidden cells filled by iterative proportional fitting to the published
    /// totals of rows and columns, and the positions of the filled cells.
    ///
    /// Missing cells of a row or column with a published total take their part of what the known
    /// cells leave, but stay missing. A hidden cell without any published total stays hidden, and
    /// so do all where the totals contradict each other.
    func imputed(publishedTotal: Double?) -> (table: MassTable, filled: Set<Int>) {
        let unknown = states.indices.filter { index in
            guard states[index] == .suppressed || states[index] == .missing else { return false }
            let (place, activity) = index.quotientAndRemainder(dividingBy: mass.columns)
            return placeTotals[place].published != nil || activityTotals[activity].published != nil
        }
        let cells = unknown.map { index in
            let (row, column) = index.quotientAndRemainder(dividingBy: mass.columns)
            return ProportionalFitting.Cell(row: row, column: column)
        }
        guard
            let values = ProportionalFitting.fit(
                cells, rows: placeTotals.map(\.rest), columns: activityTotals.map(\.rest))
        else { return (self, []) }
        var filled: Set<Int> = []
        var newMass = mass
        var newStates = states
        for (index, value) in zip(unknown, values) where states[index] == .suppressed {
            newMass.elements[index] = value
            newStates[index] = value == 0 ? .zero : .value
            filled.insert(index)
        }
        let rowSums = newMass.rowSums
        let columnSums = newMass.columnSums
        func total(_ old: Total, _ known: Double, _ cells: [CellState]) -> Total {
            // Coverage speaks of surveyed cells alone, so a published total keeps its known sum.
            Total(
                known: old.published == nil ? known : old.known, published: old.published,
                hasSuppressed: cells.contains(.suppressed), hasMissing: old.hasMissing)
        }
        let width = mass.columns
        let newTable = MassTable(
            year: year, mass: newMass, states: newStates,
            placeTotals: placeTotals.indices.map { place in
                total(
                    placeTotals[place], rowSums[place],
                    Array(newStates[(place * width)..<((place + 1) * width)]))
            },
            activityTotals: activityTotals.indices.map { activity in
                total(
                    activityTotals[activity], columnSums[activity],
                    (0..<mass.rows).map { newStates[$0 * width + activity] })
            }, publishedTotal: publishedTotal)
        return (newTable, filled)
    }
}

extension Total {
    /// What the known cells leave of the published total; nil where none is published.
    fileprivate var rest: Double? { published.map { max(0, $0 - known) } }
}

/// Iterative proportional fitting of some cells of a table to totals of rows and columns
/// (METHODS 5.8).
///
/// The cells start from the product of their margins' rests, the least informative start, and are
/// scaled to rows and columns in turn until nothing changes.
///
/// - Source: Deming and Stephan (1940), On a least squares adjustment of a sampled frequency table
///   when the expected marginal totals are known.
enum ProportionalFitting {
    struct Cell: Hashable, Sendable {
        let row: Int
        let column: Int
    }

    static let tolerance = 1e-10
    static let mostSweeps = 10_000

    /// The values of the cells; nil where the totals cannot all be met.
    ///
    /// - Complexity: O(cells) a sweep.
    static func fit(_ cells: [Cell], rows: [Double?], columns: [Double?]) -> [Double]? {
        let known = (rows + columns).compactMap(\.self)
        guard known.allSatisfy({ $0.isFinite && $0 >= 0 }) else { return nil }
        let (rowOf, columnOf) = (cells.map(\.row), cells.map(\.column))
        var values = cells.map { (rows[$0.row] ?? 1) * (columns[$0.column] ?? 1) }
        let size = max(known.max() ?? 0, .leastNormalMagnitude)
        for _ in 0..<mostSweeps {
            let before = values
            scale(&values, rowOf, to: rows)
            scale(&values, columnOf, to: columns)
            // Against the largest total: a cell on its way to 0 never settles by itself.
            let change = zip(before, values).map { abs($0 - $1) }.max() ?? 0
            if change < tolerance * size { break }
        }
        // Columns were met last; what is left of the rows shows whether the totals agree.
        let sums = sums(values, rowOf, count: rows.count)
        for (row, target) in rows.enumerated() {
            guard let target, cells.contains(where: { $0.row == row }) else { continue }
            guard abs(sums[row] - target) <= 1e-6 * size else { return nil }
        }
        return values.allSatisfy(\.isFinite) ? values : nil
    }

    private static func scale(_ values: inout [Double], _ margin: [Int], to targets: [Double?]) {
        let sums = sums(values, margin, count: targets.count)
        for index in values.indices {
            guard let target = targets[margin[index]], sums[margin[index]] > 0 else { continue }
            values[index] *= target / sums[margin[index]]
        }
    }

    private static func sums(_ values: [Double], _ margin: [Int], count: Int) -> [Double] {
        var sums = Array(repeating: CompensatedSum(), count: count)
        for (value, line) in zip(values, margin) { sums[line].add(value) }
        return sums.map(\.value)
    }
}
