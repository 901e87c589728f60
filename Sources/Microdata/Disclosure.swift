/// Which sums may not leave the house, so that nobody's own figure can be read out of them.
///
/// A cell is hidden where it has too few establishments or one of them has too large a share. Where
/// a row or a column of a year then has one hidden cell, its sum less the others would give it away:
/// the smallest shown cell beside it is hidden too, until no row or column has one alone. That keeps
/// single cells from being worked out; it does not bound how well they can be guessed.
///
/// - Source: Hundepool et al. (2012), Statistical Disclosure Control, chapter 4.
public struct Disclosure: Hashable, Sendable {
    /// Fewer establishments are hidden; 1 hides none.
    public let least: Int
    /// A larger share of one establishment is hidden; 1 hides none.
    public let largest: Double

    public init(least: Int, largest: Double) {
        self.least = least
        self.largest = largest
    }

    /// The positions of cells whose people are hidden.
    ///
    /// - Complexity: O(cells × hidden cells of a year) at worst.
    public func hidden(_ cells: [Microdata.Cell]) -> Set<Int> {
        var hidden: Set<Int> = []
        let years = Dictionary(grouping: cells.indices) { cells[$0].year }
        for (_, positions) in years {
            var own = Set(positions.filter { isAlone(cells[$0]) })
            guard !own.isEmpty else { continue }
            let rows = Dictionary(grouping: positions) { cells[$0].place }
            let columns = Dictionary(grouping: positions) { cells[$0].activity }
            let lines = (Array(rows.values) + Array(columns.values)).sorted { $0[0] < $1[0] }
            var isSettled = false
            while !isSettled {
                isSettled = true
                for line in lines where line.count(where: own.contains) == 1 {
                    let shown = line.filter { !own.contains($0) }
                    guard
                        let next = shown.min(by: {
                            (cells[$0].people, $0) < (cells[$1].people, $1)
                        })
                    else { continue }
                    own.insert(next)
                    isSettled = false
                }
            }
            hidden.formUnion(own)
        }
        return hidden
    }

    /// Whether a cell by itself says too much.
    func isAlone(_ cell: Microdata.Cell) -> Bool {
        if cell.establishments < least { return true }
        return largest < 1 && cell.people > 0 && cell.largest > largest * cell.people
    }
}
