package import Numerics
package import Region

/// One year of the panel under the run's policy for hidden cells: every mass as a number, as a
/// range, or as the reason why it is neither.
///
/// Shares are taken of published totals; where none is published, of sums of what is known. A
/// hidden cell that a published total of its row, of its column or of the whole bounds is a range
/// from 0 to what the total leaves for it.
package struct YearFigures: Sendable {
    package typealias Reading = Result<Interval, Undefined>

    package let context: SpecialisationContext
    package let position: Int
    package let table: MassTable
    /// `X_r`, `X_i` and `X`.
    package let placeTotals: [Reading]
    package let activityTotals: [Reading]
    package let total: Reading
    private let uppers: [Int: Double]
    private let imputed: Set<Int>
    private let placeRemarks: [Remark]
    private let activityRemarks: [Remark]
    private let wholeRemark: Remark
    private let cellRemarks: [Int: Remark]

    /// What a figure has to say about itself.
    package struct Remark: Hashable, Sendable {
        package var marks: Marks = []
        package var quality = Quality.reported

        package mutating func join(_ other: Remark) {
            marks.formUnion(other.marks)
            quality = max(quality, other.quality)
        }
    }

    package init(_ context: SpecialisationContext, position: Int) {
        let policy = context.parameters.suppressed
        let panel = context.panel
        var table = panel.table(year: position)
        var imputed: Set<Int> = []
        if policy == .impute, table.states.contains(.suppressed) {
            (table, imputed) = table.imputed(publishedTotal: panel.publishedGrandTotals[position])
        }
        let uppers =
            policy == .bounds
            ? table.boundsOfHidden(
                publishedTotal: panel.publishedGrandTotals[position]) : [:]
        self.context = context
        self.position = position
        self.table = table
        self.uppers = uppers
        self.imputed = imputed

        let width = table.mass.columns
        let skips = policy == .exclude
        func sum(_ cells: [Int], _ total: Total, _ symbol: String) -> Reading {
            if let published = total.published { return .success(Interval(published)) }
            var high = CompensatedSum()
            high.add(total.known)
            for cell in cells where table.states[cell] == .suppressed && !skips {
                guard let upper = uppers[cell] else { return .failure(.suppressed(symbol)) }
                high.add(upper)
            }
            return .success(Interval(total.known, max(total.known, high.value)))
        }
        placeTotals = table.placeTotals.enumerated().map { place, total in
            sum((0..<width).map { place * width + $0 }, total, "X_r")
        }
        activityTotals = table.activityTotals.enumerated().map { activity, total in
            sum((0..<table.mass.rows).map { $0 * width + activity }, total, "X_i")
        }
        if let published = panel.publishedGrandTotals[position] {
            total = .success(Interval(published))
        } else {
            var ranges: [Interval] = []
            var failure: Undefined?
            for reading in placeTotals {
                switch reading {
                case .success(let range): ranges.append(range)
                case .failure: failure = .suppressed("X")
                }
            }
            total = failure.map { .failure($0) } ?? .success(ranges.sum())
        }

        // Marks and qualities go with sums, not with published totals.
        var cellRemarks: [Int: Remark] = [:]
        var places = Array(repeating: Remark(), count: table.mass.rows)
        var activities = Array(repeating: Remark(), count: width)
        for place in 0..<table.mass.rows {
            for activity in 0..<width {
                let cell = panel[place, activity, position]
                var remark = Remark(marks: cell.marks, quality: cell.quality)
                if imputed.contains(place * width + activity) {
                    remark.join(Remark(marks: .imputed, quality: .computed))
                }
                guard remark != Remark() else { continue }
                cellRemarks[place * width + activity] = remark
                if table.placeTotals[place].published == nil { places[place].join(remark) }
                if table.activityTotals[activity].published == nil {
                    activities[activity].join(remark)
                }
            }
        }
        self.cellRemarks = cellRemarks
        placeRemarks = places
        activityRemarks = activities
        var whole = Remark()
        if panel.publishedGrandTotals[position] == nil {
            for place in places { whole.join(place) }
        }
        wholeRemark = whole
    }

    package var panel: Panel { context.panel }
    package var parameters: SpecialisationParameters { context.parameters }
    package var year: Year { table.year }
    package var places: Range<Int> { 0..<table.mass.rows }
    package var activities: Range<Int> { 0..<table.mass.columns }

    /// `e`, as a number or a range.
    package func cell(_ place: Int, _ activity: Int) throws(Undefined) -> Interval {
        let index = place * table.mass.columns + activity
        switch table.states[index] {
        case .value, .zero: return Interval(table.mass.elements[index])
        case .missing: throw .missing("e")
        case .notApplicable: throw .notApplicable("e")
        case .suppressed:
            guard let upper = uppers[index] else { throw .suppressed("e") }
            return Interval(0, upper)
        }
    }

    /// `e` as a term of a sum or list: nil where it is left out, 0 where it cannot exist.
    package func term(_ place: Int, _ activity: Int) throws(Undefined) -> Interval? {
        switch table.states[place * table.mass.columns + activity] {
        case .missing: return nil
        case .notApplicable: return Interval(0)
        case .suppressed where parameters.suppressed == .exclude: return nil
        default: return try cell(place, activity)
        }
    }

    /// Whether the activity exists in the reference, or may exist there.
    package func exists(activity: Int) -> Bool {
        guard case .success(let total) = activityTotals[activity] else { return true }
        return total.high != 0
    }

    /// Whether hidden figures decide if the activity exists in the reference.
    func mayExist(activity: Int) -> Bool {
        switch activityTotals[activity] {
        case .success(let total): total.low == 0 && total.high > 0
        case .failure: true
        }
    }

    package func exists(place: Int) -> Bool {
        guard case .success(let total) = placeTotals[place] else { return true }
        return total.high != 0
    }

    // MARK: - What stands beside a figure

    func remark(_ place: Int, _ activity: Int) -> Remark {
        cellRemarks[place * table.mass.columns + activity] ?? Remark()
    }

    func remark(place: Int) -> Remark { placeRemarks[place] }
    func remark(activity: Int) -> Remark { activityRemarks[activity] }
    var remarkOfWhole: Remark { wholeRemark }

    /// The coverage of what a result is about, and whether it lacks cells that nothing published
    /// makes up for.
    func coverage(place: Int?, activity: Int?) -> (share: Double, isIncomplete: Bool) {
        var totals: [Total] = []
        if let place { totals.append(table.placeTotals[place]) }
        if let activity { totals.append(table.activityTotals[activity]) }
        if totals.isEmpty { totals = table.placeTotals }
        let isExcluding = parameters.suppressed == .exclude
        return (
            totals.map(\.coverage).min() ?? 1,
            totals.contains {
                $0.published == nil && ($0.hasMissing || ($0.hasSuppressed && isExcluding))
            }
        )
    }

    /// The sum over the places of the panel of a measure without activities.
    ///
    /// A place that has mass and no figure leaves the sum undefined: it would be too small.
    func sum(of series: PlaceSeries, symbol: String) throws(Undefined) -> Double {
        var sum = CompensatedSum()
        for place in places {
            let cell = series[panel.places[place].code, year]
            if cell.state.isKnown {
                guard cell.value.isFinite, cell.value >= 0 else {
                    throw .notAQuantity(symbol: symbol)
                }
                sum.add(cell.value)
            } else if exists(place: place) {
                throw cell.state.reason(symbol)
            }
        }
        return sum.value
    }
}

extension CellState {
    /// Why a figure of this state has no number.
    func reason(_ symbol: String) -> Undefined {
        switch self {
        case .suppressed: .suppressed(symbol)
        case .notApplicable: .notApplicable(symbol)
        case .missing, .value, .zero: .missing(symbol)
        }
    }
}

extension MassTable {
    /// The most that each hidden cell may be, for those that a published total bounds.
    fileprivate func boundsOfHidden(publishedTotal: Double?) -> [Int: Double] {
        var uppers: [Int: Double] = [:]
        for (index, state) in states.enumerated() where state == .suppressed {
            let (place, activity) = index.quotientAndRemainder(dividingBy: mass.columns)
            var rests: [Double] = []
            for total in [placeTotals[place], activityTotals[activity]] {
                if let published = total.published { rests.append(published - total.known) }
            }
            if let publishedTotal {
                rests.append(publishedTotal - placeTotals.map(\.known).compensatedSum())
            }
            // Rounded totals may leave a little less than nothing.
            if let least = rests.min(), least.isFinite { uppers[index] = max(0, least) }
        }
        return uppers
    }
}
