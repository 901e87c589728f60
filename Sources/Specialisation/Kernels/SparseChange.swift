public import Numerics
public import Region

/// Dynamic location quotients and classic shift-share of every cell between two years of a
/// ``SparsePanel`` (METHODS 1.7, 1.10).
///
///     DLQ = LQ_T / LQ_0
///     national growth NS = e g,  industry mix IM = e (g_i − g),  regional shift RS = Δe − e g_i
///
/// The parts add up to Δe. A cell that entered (e = 0 at the start) has no rates: its whole Δe is
/// its regional shift, and its dynamic quotient is undefined, as that of a cell that left.
///
/// - Complexity: O(cells of the two years + places).
/// - Source: Dunn (1960); METHODS 1.7 and 1.10.
public struct SparseChange: Sendable {
    public enum Kind: UInt8, Sendable, BitwiseCopyable {
        /// Above zero in both years.
        case stays
        /// Zero in the first year.
        case entry
        /// Zero in the last year.
        case exit
    }

    /// Where the cells of each place start, and the end. Cells are those above zero in either
    /// year.
    public let rowStarts: [Int]
    /// The activity of each cell, ascending within a place.
    public let activities: [Int32]
    public let kinds: [Kind]
    /// 0 where ``kinds`` says that it is undefined.
    public let dynamicQuotients: [Double]
    public let nationalGrowth: [Double]
    public let industryMix: [Double]
    public let regionalShift: [Double]

    /// - Parameters:
    ///   - first: The position of the first year in the panel; `last` that of the last.
    ///   - indices: Those of the panel.
    /// - Throws: `zeroReference` where the first year has nothing at all.
    public init(
        of panel: SparsePanel, _ indices: SparseIndices, from first: Int, to last: Int,
        threads: Threads = .all
    ) throws(Undefined) {
        guard panel.totals[first] > 0 else { throw .zeroReference }
        let activityCount = panel.activityCount
        let growth = panel.totals[last] / panel.totals[first] - 1
        // g_i; where X_i0 is 0 every cell is an entry, whose e is 0.
        let rates = (0..<activityCount).map { activity in
            let before = panel.activityTotals[first * activityCount + activity]
            let after = panel.activityTotals[last * activityCount + activity]
            return before > 0 ? after / before - 1 : 0
        }
        let rows = Self.rowStarts(panel, first, last, threads)
        let parts = Chunks.cut(rows)
        let count = rows[panel.placeCount]
        var (activities, kinds): ([Int32], [Kind]) = ([], [])
        var (national, mix, shift): ([Double], [Double], [Double]) = ([], [], [])
        dynamicQuotients = filled(count) { dynamic in
            activities = filled(count) { activities in
                kinds = filled(count) { kinds in
                    national = filled(count) { national in
                        mix = filled(count) { mix in
                            shift = filled(count) { shift in
                                let cells = ChangeCells(
                                    activities: activities, kinds: kinds, dynamic: dynamic,
                                    national: national, mix: mix, shift: shift)
                                Chunks.perform(parts.count, on: threads) { part in
                                    cells.compute(
                                        parts[part], rows, panel, indices.locationQuotients,
                                        first, last, growth, rates)
                                }
                            }
                        }
                    }
                }
            }
        }
        rowStarts = rows
        self.activities = activities
        self.kinds = kinds
        nationalGrowth = national
        industryMix = mix
        regionalShift = shift
    }

    /// Counts the cells of each place that are above zero in either year.
    private static func rowStarts(
        _ panel: SparsePanel, _ first: Int, _ last: Int, _ threads: Threads
    ) -> [Int] {
        let places = panel.placeCount
        let chunks = min(Chunks.count, places)
        var starts: [Int] = filled(places + 1) { counts in
            counts[places] = 0
            panel.activities.withUnsafeBufferPointer { activities in
                Chunks.perform(chunks, on: threads) { chunk in
                    for place in places * chunk / chunks..<places * (chunk + 1) / chunks {
                        var count = 0
                        merge(
                            panel.cells(place: place, year: first),
                            panel.cells(place: place, year: last), activities
                        ) { _, _ in count &+= 1 }
                        counts[place] = count
                    }
                }
            }
        }
        var next = 0
        for place in starts.indices {
            let mine = starts[place]
            starts[place] = next
            next += mine
        }
        return starts
    }

    /// Goes through two rows at once by ascending activity; −1 stands for a cell that is not
    /// there.
    @inline(__always)
    static func merge(
        _ before: Range<Int>, _ after: Range<Int>, _ activities: UnsafeBufferPointer<Int32>,
        _ body: (_ before: Int, _ after: Int) -> Void
    ) {
        var (a, b) = (before.lowerBound, after.lowerBound)
        while a < before.upperBound && b < after.upperBound {
            let (left, right) = (activities[a], activities[b])
            body(left <= right ? a : -1, right <= left ? b : -1)
            a &+= left <= right ? 1 : 0
            b &+= right <= left ? 1 : 0
        }
        while a < before.upperBound {
            body(a, -1)
            a &+= 1
        }
        while b < after.upperBound {
            body(-1, b)
            b &+= 1
        }
    }
}

private struct ChangeCells {
    let activities: UnsafeMutablePointer<Int32>
    let kinds: UnsafeMutablePointer<SparseChange.Kind>
    let dynamic: UnsafeMutablePointer<Double>
    let national: UnsafeMutablePointer<Double>
    let mix: UnsafeMutablePointer<Double>
    let shift: UnsafeMutablePointer<Double>

    func compute(
        _ places: Range<Int>, _ rows: [Int], _ panel: SparsePanel, _ quotients: [Double],
        _ first: Int, _ last: Int, _ growth: Double, _ rates: [Double]
    ) {
        panel.activities.withUnsafeBufferPointer { from in
            panel.values.withUnsafeBufferPointer { values in
                quotients.withUnsafeBufferPointer { quotients in
                    rates.withUnsafeBufferPointer { rates in
                        for place in places {
                            var k = rows[place]
                            SparseChange.merge(
                                panel.cells(place: place, year: first),
                                panel.cells(place: place, year: last), from
                            ) { a, b in
                                let activity = from[a < 0 ? b : a]
                                let rate = rates[Int(activity)]
                                let before = a < 0 ? 0 : values[a]
                                let after = b < 0 ? 0 : values[b]
                                activities[k] = activity
                                kinds[k] = a < 0 ? .entry : b < 0 ? .exit : .stays
                                dynamic[k] = a < 0 || b < 0 ? 0 : quotients[b] / quotients[a]
                                national[k] = before * growth
                                mix[k] = before * (rate - growth)
                                shift[k] = after - before - before * rate
                                k &+= 1
                            }
                        }
                    }
                }
            }
        }
    }
}
