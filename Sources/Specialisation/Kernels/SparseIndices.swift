public import Numerics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Location quotients and indices of concentration of a whole ``SparsePanel`` (METHODS 1.1, 1.8),
/// the reference being all places together.
///
///     LQ = (e / X_r) / (X_i / X)
///     Krugman_r = Σ_i |s_ri − x_i| = 2 Σ_i max(0, s_ri − x_i)
///     HHI_r = Σ_i s_ri²
///     Theil_r = Σ_i s_ri ln(s_ri / x_i)
///     Hoover_i = ½ Σ_r |y_ri − x_r| = Σ_r max(0, y_ri − x_r)
///     Gini_i = 1 − Σ_k (Y_k + Y_k−1) x_k, places in the order of their quotient
///
/// The sums run over cells above zero alone: an empty cell adds nothing to the second form of
/// each, which equals the first because shares sum to 1.
///
/// - Complexity: O(cells + places + activities) a year, sorting for Gini included where
///   quotients are spread out; O(cells log cells) at worst. Relative error of sums at most some
///   130 · 2⁻⁵³.
/// - Source: as METHODS 1.1 and 1.8.
public struct SparseIndices: Sendable {
    /// `LQ` of each cell, as `SparsePanel.values`; the quotient of a cell that is not there is 0.
    public let locationQuotients: [Double]
    /// At `year * placeCount + place`; `nil` for a place with nothing at all in the year.
    public let krugman: [Double?]
    public let herfindahl: [Double?]
    public let theil: [Double?]
    /// At `year * activityCount + activity`; `nil` for an activity that is nowhere in the year.
    public let hoover: [Double?]
    public let gini: [Double?]

    public init(_ panel: SparsePanel, threads: Threads = .all) {
        let structure = Self.shares(panel.activityTotals, panel.totals, panel.activityCount)
        let sizes = Self.shares(panel.placeTotals, panel.totals, panel.placeCount)
        let rows = Chunks.cut(panel.rowStarts)
        var (krugman, herfindahl, theil): ([Double?], [Double?], [Double?]) = ([], [], [])
        let rowCount = panel.rowStarts.count - 1
        locationQuotients = filled(panel.values.count) { quotients in
            krugman = filled(rowCount) { krugman in
                herfindahl = filled(rowCount) { herfindahl in
                    theil = filled(rowCount) { theil in
                        let results = PlaceResults(
                            quotients: quotients, krugman: krugman, herfindahl: herfindahl,
                            theil: theil)
                        Chunks.perform(rows.count, on: threads) { part in
                            results.compute(rows[part], panel, structure)
                        }
                    }
                }
            }
        }
        (self.krugman, self.herfindahl, self.theil) = (krugman, herfindahl, theil)

        // Dividing by X_r once a place instead of once a cell costs the order of quotients nothing
        // but the last digit, and the area under the curve less.
        let inverses = panel.placeTotals.map { 1 / $0 }
        let columns = Chunks.cut(panel.columnStarts)
        let columnCount = panel.columnStarts.count - 1
        var gini: [Double?] = []
        hoover = filled(columnCount) { hoover in
            gini = filled(columnCount) { gini in
                let results = ActivityResults(hoover: hoover, gini: gini, inverses: inverses)
                Chunks.perform(columns.count, on: threads) { part in
                    results.compute(columns[part], panel, sizes)
                }
            }
        }
        self.gini = gini
    }

    /// `x_i` or `x_r` of every year.
    private static func shares(_ totals: [Double], _ all: [Double], _ count: Int) -> [Double] {
        // In a year without anything no share is looked at.
        totals.indices.map { totals[$0] / all[$0 / count] }
    }
}

/// What is computed place by place.
private struct PlaceResults {
    let quotients: UnsafeMutablePointer<Double>
    let krugman: UnsafeMutablePointer<Double?>
    let herfindahl: UnsafeMutablePointer<Double?>
    let theil: UnsafeMutablePointer<Double?>

    func compute(_ rows: Range<Int>, _ panel: SparsePanel, _ structure: [Double]) {
        panel.values.withUnsafeBufferPointer { values in
            panel.activities.withUnsafeBufferPointer { activities in
                structure.withUnsafeBufferPointer { structure in
                    for row in rows {
                        let base = row / panel.placeCount * panel.activityCount
                        compute(
                            row, panel.rowStarts[row]..<panel.rowStarts[row + 1],
                            total: panel.placeTotals[row], values, activities,
                            UnsafeBufferPointer(
                                rebasing: structure[base..<(base + panel.activityCount)]))
                    }
                }
            }
        }
    }

    private func compute(
        _ row: Int, _ cells: Range<Int>, total: Double, _ values: UnsafeBufferPointer<Double>,
        _ activities: UnsafeBufferPointer<Int32>, _ structure: UnsafeBufferPointer<Double>
    ) {
        guard total > 0 else {
            krugman[row] = .none
            herfindahl[row] = .none
            theil[row] = .none
            return
        }
        // Four sums side by side, in blocks as ``blockedSum`` makes them.
        var above = BlockTotal()
        var squares = BlockTotal()
        var information = BlockTotal()
        var start = cells.lowerBound
        while start < cells.upperBound {
            let end = min(start &+ 128, cells.upperBound)
            var (a, b, c) = (0.0, 0.0, 0.0)
            for k in start..<end {
                let share = values[k] / total
                let reference = structure[Int(activities[k])]
                let quotient = share / reference
                quotients[k] = quotient
                a += max(0, share - reference)
                b += share * share
                c += share * log(quotient)
            }
            above.add(a)
            squares.add(b)
            information.add(c)
            start = end
        }
        krugman[row] = 2 * above.value
        herfindahl[row] = squares.value
        // Not below zero but for rounding, where the place mirrors the reference.
        theil[row] = max(0, information.value)
    }
}

/// What is computed activity by activity.
private struct ActivityResults {
    let hoover: UnsafeMutablePointer<Double?>
    let gini: UnsafeMutablePointer<Double?>
    /// `1 / X_r`, as `SparsePanel.placeTotals`.
    let inverses: [Double]

    func compute(_ columns: Range<Int>, _ panel: SparsePanel, _ sizes: [Double]) {
        let starts = panel.columnStarts
        let longest = columns.map { starts[$0 + 1] - starts[$0] }.max() ?? 0
        let order = QuotientOrder(capacity: longest)
        panel.columnValues.withUnsafeBufferPointer { values in
            panel.columnPlaces.withUnsafeBufferPointer { places in
                for column in columns {
                    let first = column / panel.activityCount * panel.placeCount
                    let range = first..<(first + panel.placeCount)
                    inverses.withUnsafeBufferPointer { inverses in
                        sizes.withUnsafeBufferPointer { sizes in
                            compute(
                                column, starts[column]..<starts[column + 1],
                                total: panel.activityTotals[column], values, places,
                                UnsafeBufferPointer(rebasing: inverses[range]),
                                UnsafeBufferPointer(rebasing: sizes[range]), order)
                        }
                    }
                }
            }
        }
    }

    private func compute(
        _ column: Int, _ cells: Range<Int>, total: Double, _ values: UnsafeBufferPointer<Double>,
        _ places: UnsafeBufferPointer<Int32>, _ inverses: UnsafeBufferPointer<Double>,
        _ sizes: UnsafeBufferPointer<Double>, _ order: borrowing QuotientOrder
    ) {
        guard total > 0 else {
            hoover[column] = .none
            gini[column] = .none
            return
        }
        hoover[column] = blockedSum(cells) { k in
            max(0, values[k] / total - sizes[Int(places[k])])
        }
        // X_i / X is the same for all, so the share s orders places as the quotient does.
        order.sort(cells.count) { k in
            let cell = cells.lowerBound &+ k
            return values[cell] * inverses[Int(places[cell])]
        }
        // Places without the activity come first; they lift no Y and so add nothing.
        var reached = BlockTotal()
        var area = BlockTotal()
        var start = 0
        while start < cells.count {
            let end = min(start &+ 128, cells.count)
            var within = 0.0
            var strip = 0.0
            let before = reached.value
            for k in start..<end {
                let cell = cells.lowerBound &+ order.position(k)
                let location = values[cell] / total
                strip += (2 * (before + within) + location) * sizes[Int(places[cell])]
                within += location
            }
            reached.add(within)
            area.add(strip)
            start = end
        }
        // Not below zero but for rounding, where the activity is spread as everything is.
        gini[column] = max(0, 1 - area.value)
    }
}
