public import Numerics

/// Rows of a long table of one measure, column by column.
public struct LongColumns: Sendable {
    /// Positions of places, from 0.
    public var places: [Int32]
    /// Positions of activities, from 0.
    public var activities: [Int32]
    /// 0…9999; small numbers, since there are as many as rows.
    public var years: [Int16]
    public var values: [Double]

    public init(places: [Int32], activities: [Int32], years: [Int16], values: [Double]) {
        precondition(places.count == activities.count && places.count == years.count)
        precondition(places.count == values.count)
        self.places = places
        self.activities = activities
        self.years = years
        self.values = values
    }
}

/// One measure over places × activities × years, of which only cells above zero are kept, with
/// all its marginal sums.
///
/// Kept twice: by year, place and activity (`cells`), and by year, activity and place
/// (`column…`). Every cell that is not there is a true zero; totals are the sums of the cells.
/// For tables with gaps, hidden cells or published totals of their own use `Panel`.
public struct SparsePanel: Sendable {
    public let placeCount: Int
    public let activityCount: Int
    /// Ascending.
    public let years: [Int]

    /// Where the cells of a place in a year start, at `year * placeCount + place`; and the end.
    public let rowStarts: [Int]
    /// The activity of each cell, ascending within a row.
    public let activities: [Int32]
    /// `e_ri` of each cell, above zero.
    public let values: [Double]

    /// Where the cells of an activity in a year start, at `year * activityCount + activity`.
    public let columnStarts: [Int]
    /// The place of each cell, ascending within a column.
    public let columnPlaces: [Int32]
    public let columnValues: [Double]

    /// `X_r`, at `year * placeCount + place`.
    public let placeTotals: [Double]
    /// `X_i`, at `year * activityCount + activity`.
    public let activityTotals: [Double]
    /// `X` of each year.
    public let totals: [Double]

    /// What keeps a long table from being a panel.
    public enum Fault: Error, Hashable, Sendable {
        /// Negative, not finite, or beyond 10^±100, where shares could no longer be told from 0.
        case notAQuantity(place: Int, activity: Int, year: Int)
        case duplicate(place: Int, activity: Int, year: Int)
        case noSuchPlace(Int)
        case noSuchActivity(Int)
        /// Outside 0…9999.
        case noSuchYear(Int)
    }

    /// - Parameters:
    ///   - parts: The rows, in any order; parts are read at the same time.
    ///   - placePositions: Where the columns number places in their own way, the position of each
    ///     of their numbers; `activityPositions` likewise. Rows that stand in the order of
    ///     positions are brought in order fastest.
    /// - Throws: ``Fault``, the first in the order of the rows, or the first duplicate in the
    ///   order of years, places and activities.
    /// - Complexity: O(cells + years × (places + activities)). About 45 bytes a cell.
    public init(
        _ parts: [LongColumns], placeCount: Int, activityCount: Int,
        placePositions: [Int32]? = nil, activityPositions: [Int32]? = nil, threads: Threads = .all
    ) throws(Fault) {
        let placePositions = placePositions ?? Array(0..<Int32(placeCount))
        let activityPositions = activityPositions ?? Array(0..<Int32(activityCount))
        precondition(placePositions.allSatisfy { (0..<Int32(placeCount)).contains($0) })
        precondition(activityPositions.allSatisfy { (0..<Int32(activityCount)).contains($0) })
        let sorter = SparsePanelSorter(
            parts: parts, placeCount: placeCount, activityCount: activityCount,
            placePositions: placePositions, activityPositions: activityPositions, threads: threads)
        let sorted = try sorter.sort()
        self.placeCount = placeCount
        self.activityCount = activityCount
        years = sorted.years
        rowStarts = sorted.rowStarts
        activities = sorted.activities
        values = sorted.values
        columnStarts = sorted.columnStarts
        columnPlaces = sorted.columnPlaces
        columnValues = sorted.columnValues
        placeTotals = Self.sums(sorted.values, sorted.rowStarts, threads)
        activityTotals = Self.sums(sorted.columnValues, sorted.columnStarts, threads)
        totals = years.indices.map { [placeTotals] year in
            blockedSum(year * placeCount..<(year + 1) * placeCount) { placeTotals[$0] }
        }
    }

    public func position(of year: Int) -> Int? { years.firstIndex(of: year) }

    /// The cells of a place in a year, as positions in ``activities`` and ``values``.
    public func cells(place: Int, year: Int) -> Range<Int> {
        let row = year * placeCount + place
        return rowStarts[row]..<rowStarts[row + 1]
    }

    private static func sums(_ values: [Double], _ starts: [Int], _ threads: Threads) -> [Double] {
        let parts = Chunks.cut(starts)
        return filled(starts.count - 1) { sums in
            values.withUnsafeBufferPointer { values in
                Chunks.perform(parts.count, on: threads) { part in
                    for row in parts[part] {
                        sums[row] = blockedSum(starts[row]..<starts[row + 1]) { values[$0] }
                    }
                }
            }
        }
    }
}

/// Brings rows into the two orders of ``SparsePanel`` by counting.
struct SparsePanelSorter {
    let parts: [LongColumns]
    let placeCount: Int
    let activityCount: Int
    let placePositions: [Int32]
    let activityPositions: [Int32]
    let threads: Threads

    struct Sorted {
        var years: [Int] = []
        var rowStarts: [Int] = []
        var activities: [Int32] = []
        var values: [Double] = []
        var columnStarts: [Int] = []
        var columnPlaces: [Int32] = []
        var columnValues: [Double] = []
    }

    private static let yearLimit = 10_000

    /// How many cells above zero a part has in each year it mentions.
    private struct YearCounts {
        var counts: [(year: Int, count: Int)] = []
        var fault: SparsePanel.Fault?
    }

    func sort() throws(SparsePanel.Fault) -> Sorted {
        let counts = countYears()
        if let fault = counts.lazy.compactMap(\.fault).first { throw fault }
        var sorted = Sorted()
        sorted.years = Set(counts.flatMap { $0.counts.map(\.year) }).sorted()

        // Where each part puts its cells of each year: by year, then in the order of the parts.
        var cursors = counts.map { _ in [Int](repeating: 0, count: sorted.years.count) }
        var yearStarts = [0]
        var total = 0
        for (y, year) in sorted.years.enumerated() {
            for (part, counts) in counts.enumerated() {
                cursors[part][y] = total
                total += counts.counts.first { $0.year == year }?.count ?? 0
            }
            yearStarts.append(total)
        }

        let places = UnsafeMutablePointer<Int32>.allocate(capacity: max(1, total))
        defer { places.deallocate() }
        var faults = [SparsePanel.Fault?](repeating: nil, count: sorted.years.count)
        let years = sorted.years
        sorted.activities = filled(total) { activities in
            sorted.values = filled(total) { values in
                spread(cursors, years, places, activities, values)
                sorted.columnPlaces = filled(total) { columnPlaces in
                    sorted.columnValues = filled(total) { columnValues in
                        sorted.rowStarts = filled(years.count * placeCount + 1) { rowStarts in
                            sorted.columnStarts = filled(years.count * activityCount + 1) {
                                columnStarts in
                                let cells = Cells(
                                    places: places, activities: activities, values: values,
                                    columnPlaces: columnPlaces, columnValues: columnValues)
                                rowStarts[years.count * placeCount] = total
                                columnStarts[years.count * activityCount] = total
                                faults = order(years, yearStarts, cells, rowStarts, columnStarts)
                            }
                        }
                    }
                }
            }
        }
        if let fault = faults.lazy.compactMap({ $0 }).first { throw fault }
        return sorted
    }

    // MARK: Years

    private func countYears() -> [YearCounts] {
        let chunks = min(Chunks.count, parts.count)
        let all = UnsafeMutablePointer<YearCounts>.allocate(capacity: max(1, parts.count))
        all.initialize(repeating: YearCounts(), count: parts.count)
        defer {
            all.deinitialize(count: parts.count)
            all.deallocate()
        }
        Chunks.perform(chunks, on: threads) { chunk in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: Self.yearLimit) { counts in
                counts.initialize(repeating: -1)
                for part in parts.count * chunk / chunks..<parts.count * (chunk + 1) / chunks {
                    all[part] = countYears(parts[part], counts)
                }
            }
        }
        return Array(UnsafeBufferPointer(start: all, count: parts.count))
    }

    /// - Parameter counts: −1 for every year; left so.
    private func countYears(
        _ part: LongColumns, _ counts: UnsafeMutableBufferPointer<Int>
    ) -> YearCounts {
        var result = YearCounts()
        var (least, greatest) = (Self.yearLimit, -1)
        let placeLimit = UInt32(placePositions.count)
        let activityLimit = UInt32(activityPositions.count)
        let (places, activities) = (part.places.span, part.activities.span)
        let (years, values) = (part.years.span, part.values.span)
        for i in places.indices {
            let (value, year) = (values[i], years[i])
            let isSound =
                UInt32(bitPattern: places[i]) < placeLimit
                && UInt32(bitPattern: activities[i]) < activityLimit
                && UInt16(bitPattern: year) < UInt16(Self.yearLimit)
                && (value == 0 || (value >= 1e-100 && value <= 1e100))
            guard isSound else {
                result.fault = fault(Int(places[i]), Int(activities[i]), Int(year))
                break
            }
            let y = Int(year)
            if counts[y] < 0 {
                counts[y] = 0
                least = min(least, y)
                greatest = max(greatest, y)
            }
            counts[y] &+= value > 0 ? 1 : 0
        }
        guard least <= greatest else { return result }
        for year in least...greatest where counts[year] >= 0 {
            result.counts.append((year, counts[year]))
            counts[year] = -1
        }
        return result
    }

    private func fault(_ place: Int, _ activity: Int, _ year: Int) -> SparsePanel.Fault {
        guard placePositions.indices.contains(place) else { return .noSuchPlace(place) }
        guard activityPositions.indices.contains(activity) else {
            return .noSuchActivity(activity)
        }
        guard (0..<Self.yearLimit).contains(year) else { return .noSuchYear(year) }
        return .notAQuantity(
            place: Int(placePositions[place]), activity: Int(activityPositions[activity]),
            year: year)
    }

    /// Brings cells of the same year together, in the order of the rows.
    private func spread(
        _ cursors: [[Int]], _ years: [Int], _ places: UnsafeMutablePointer<Int32>,
        _ activities: UnsafeMutablePointer<Int32>, _ values: UnsafeMutablePointer<Double>
    ) {
        let chunks = min(Chunks.count, parts.count)
        Chunks.perform(chunks, on: threads) { chunk in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: Self.yearLimit) { cursor in
                for part in parts.count * chunk / chunks..<parts.count * (chunk + 1) / chunks {
                    for (y, year) in years.enumerated() { cursor[year] = cursors[part][y] }
                    spread(parts[part], cursor, places, activities, values)
                }
            }
        }
    }

    /// - Parameter cursor: Where the next cell of each year goes.
    private func spread(
        _ part: LongColumns, _ cursor: UnsafeMutableBufferPointer<Int>,
        _ places: UnsafeMutablePointer<Int32>, _ activities: UnsafeMutablePointer<Int32>,
        _ values: UnsafeMutablePointer<Double>
    ) {
        let (numbers, years, cells) = (part.places.span, part.years.span, part.values.span)
        let activityNumbers = part.activities.span
        let (placePositions, activityPositions) = (placePositions.span, activityPositions.span)
        for i in cells.indices where cells[i] > 0 {
            let year = Int(truncatingIfNeeded: years[i])
            let k = cursor[year]
            cursor[year] = k &+ 1
            places[k] = placePositions[Int(numbers[i])]
            activities[k] = activityPositions[Int(activityNumbers[i])]
            values[k] = cells[i]
        }
    }

    // MARK: Rows and columns of a year

    private struct Cells {
        let places: UnsafeMutablePointer<Int32>
        let activities: UnsafeMutablePointer<Int32>
        let values: UnsafeMutablePointer<Double>
        let columnPlaces: UnsafeMutablePointer<Int32>
        let columnValues: UnsafeMutablePointer<Double>
    }

    private func order(
        _ years: [Int], _ yearStarts: [Int], _ cells: Cells,
        _ rowStarts: UnsafeMutablePointer<Int>, _ columnStarts: UnsafeMutablePointer<Int>
    ) -> [SparsePanel.Fault?] {
        filledAny(years.count, initial: nil) { faults in
            Chunks.perform(years.count, on: threads) { y in
                let range = yearStarts[y]..<yearStarts[y + 1]
                let duplicate = orderYear(
                    range, cells, rowStarts + y * placeCount, columnStarts + y * activityCount)
                faults[y] = duplicate.map {
                    .duplicate(place: $0.place, activity: $0.activity, year: years[y])
                }
            }
        }
    }

    private func filledAny<Element>(
        _ count: Int, initial: Element, _ body: (UnsafeMutablePointer<Element>) -> Void
    ) -> [Element] {
        Array(unsafeUninitializedCapacity: count) { buffer, initializedCount in
            buffer.initialize(repeating: initial)
            initializedCount = count
            if let base = buffer.baseAddress { body(base) }
        }
    }

    /// - Returns: The first cell that is there twice.
    private func orderYear(
        _ range: Range<Int>, _ cells: Cells, _ rowStarts: UnsafeMutablePointer<Int>,
        _ columnStarts: UnsafeMutablePointer<Int>
    ) -> (place: Int, activity: Int)? {
        let (places, activities, values) = (cells.places, cells.activities, cells.values)
        rowStarts.initialize(repeating: 0, count: placeCount)
        columnStarts.initialize(repeating: 0, count: activityCount)
        var isAscending = true
        var previous: UInt64 = 0
        for k in range {
            let key =
                UInt64(UInt32(bitPattern: places[k])) << 32
                | UInt64(UInt32(bitPattern: activities[k]))
            isAscending = isAscending && (key > previous || k == range.lowerBound)
            previous = key
            rowStarts[Int(places[k])] &+= 1
            columnStarts[Int(activities[k])] &+= 1
        }
        Self.makeStarts(rowStarts, placeCount, from: range.lowerBound)
        Self.makeStarts(columnStarts, activityCount, from: range.lowerBound)

        if !isAscending {
            // By activity first, then by place: the second pass keeps the order of the first.
            Self.scatter(
                range, by: activities, starts: columnStarts, count: activityCount, other: places,
                values, to: cells.columnPlaces, cells.columnValues)
            Self.scatterBack(
                columnStarts, activityCount, end: range.upperBound, rowStarts, placeCount,
                cells.columnPlaces, cells.columnValues, places: places, activities, values)
            for k in range.dropFirst()
            where places[k] == places[k - 1] && activities[k] == activities[k - 1] {
                return (Int(places[k]), Int(activities[k]))
            }
        }
        Self.scatter(
            range, by: activities, starts: columnStarts, count: activityCount, other: places,
            values, to: cells.columnPlaces, cells.columnValues)
        return nil
    }

    /// Turns counts into where each part starts.
    private static func makeStarts(_ counts: UnsafeMutablePointer<Int>, _ count: Int, from: Int) {
        var next = from
        for k in 0..<count {
            let mine = counts[k]
            counts[k] = next
            next += mine
        }
    }

    /// Puts cells in the order of a key, keeping the order of those with the same key.
    private static func scatter(
        _ range: Range<Int>, by keys: UnsafePointer<Int32>, starts: UnsafePointer<Int>, count: Int,
        other: UnsafePointer<Int32>, _ values: UnsafePointer<Double>,
        to others: UnsafeMutablePointer<Int32>, _ toValues: UnsafeMutablePointer<Double>
    ) {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: count) { cursor in
            for k in 0..<count { cursor[k] = starts[k] }
            for k in range {
                let key = Int(keys[k])
                let to = cursor[key]
                cursor[key] = to &+ 1
                others[to] = other[k]
                toValues[to] = values[k]
            }
        }
    }

    /// Puts cells that stand by activity in the order of places, activities ascending in each.
    private static func scatterBack(
        _ columnStarts: UnsafePointer<Int>, _ activityCount: Int, end: Int,
        _ rowStarts: UnsafePointer<Int>, _ placeCount: Int, _ columnPlaces: UnsafePointer<Int32>,
        _ columnValues: UnsafePointer<Double>, places: UnsafeMutablePointer<Int32>,
        _ activities: UnsafeMutablePointer<Int32>, _ values: UnsafeMutablePointer<Double>
    ) {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: placeCount) { cursor in
            for k in 0..<placeCount { cursor[k] = rowStarts[k] }
            for activity in 0..<activityCount {
                let stop = activity + 1 < activityCount ? columnStarts[activity + 1] : end
                for k in columnStarts[activity]..<stop {
                    let place = Int(columnPlaces[k])
                    let to = cursor[place]
                    cursor[place] = to &+ 1
                    places[to] = Int32(truncatingIfNeeded: place)
                    activities[to] = Int32(truncatingIfNeeded: activity)
                    values[to] = columnValues[k]
                }
            }
        }
    }
}
