public import Region

/// Values of one thing year after year; a year without a value stays a gap.
public struct AnnualSeries: Hashable, Sendable {
    public let first: Year
    /// One a year; NaN where nothing is known.
    public let values: [Double]

    /// - Parameter points: Years and values in any order; nil without any.
    public init?(_ points: [(year: Year, value: Double)]) {
        guard let first = points.map(\.year).min(), let last = points.map(\.year).max() else {
            return nil
        }
        self.first = first
        var values = [Double](repeating: .nan, count: last - first + 1)
        for point in points { values[point.year - first] = point.value }
        self.values = values
    }

    public init(first: Year, values: [Double]) {
        self.first = first
        self.values = values
    }

    public var last: Year { first + values.count - 1 }
    /// Years with a value.
    public var known: Int { values.count { !$0.isNaN } }
}
