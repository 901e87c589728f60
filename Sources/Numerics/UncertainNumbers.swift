/// Numbers that are not known for sure, and how they move together: the one door through which
/// deposits, effects and programmes draw cases and ask what a result hangs on.
///
/// - Source: METHODS 8.4, 8.5.
public struct UncertainNumbers: Sendable {
    public private(set) var distributions: [Uncertain]
    /// Between the normal numbers behind the draws; nil where the numbers are independent.
    public let correlations: Matrix?
    /// The most that a wanted correlation had to be changed by, for all to be possible together.
    public let largestChange: Double
    private var source: CorrelatedDraws
    private var tables: [QuantileTable]

    /// Numbers that do not depend on each other.
    public init(_ distributions: [Uncertain]) {
        self.distributions = distributions
        correlations = nil
        largestChange = 0
        source = CorrelatedDraws(independent: distributions.count)
        tables = distributions.map { QuantileTable($0) }
    }

    /// - Parameter ranks: Wanted correlations of ranks (Spearman), n × n; where they contradict
    ///   each other the nearest that do not are taken.
    /// - Throws: Where those are not found.
    public init(_ distributions: [Uncertain], ranks: Matrix) throws(NumericFailure) {
        precondition(ranks.rows == distributions.count, "one row a number")
        self.distributions = distributions
        var wanted = ranks.map { CorrelatedDraws.normalCorrelation(ofRanks: $0) }
        for index in 0..<wanted.rows { wanted[index, index] = 1 }
        let nearest = try NearestCorrelation(wanted)
        correlations = nearest.matrix
        largestChange = nearest.largestChange
        source = try CorrelatedDraws(nearest.matrix)
        tables = distributions.map { QuantileTable($0) }
    }

    /// One draw of all numbers.
    public func draw(_ random: inout RandomStream) -> [Double] {
        zip(tables, source.draw(&random)).map { $0.value(atNormal: $1) }
    }

    /// Few draws that cover every range evenly: a Latin hypercube, its columns put in the order
    /// that gives their ranks the wanted correlations.
    ///
    /// - Source: McKay, Beckman and Conover (1979); Iman and Conover (1982).
    public func evenDraws(_ count: Int, seed: UInt64) throws(NumericFailure) -> [[Double]] {
        var cube = LatinHypercube(draws: count, numbers: distributions.count, seed: seed)
        if let correlations { cube = try cube.correlated(correlations, seed: seed) }
        return cube.points.map { point in zip(distributions, point).map { $0.quantile($1) } }
    }

    /// The same numbers with another distribution for one, which is as likely to move with others.
    public func replacing(_ index: Int, with distribution: Uncertain) -> UncertainNumbers {
        var copy = self
        copy.distributions[index] = distribution
        copy.tables[index] = QuantileTable(distribution)
        return copy
    }

    /// The same numbers and others, which depend neither on them nor on each other; the first draws
    /// of a stream stay as they were.
    public func appending(_ more: [Uncertain]) -> UncertainNumbers {
        precondition(correlations == nil, "of independent numbers")
        var copy = self
        copy.distributions += more
        copy.tables += more.map { QuantileTable($0) }
        copy.source = CorrelatedDraws(independent: copy.distributions.count)
        return copy
    }

    /// How the variance of a result is shared out.
    public enum Drivers: Hashable, Sendable {
        /// Of independent numbers, or groups of them.
        case indices(SensitivityIndices)
        /// Of numbers that move together.
        case effects(ShapleyEffects)
    }

    /// - Parameters:
    ///   - rows: Lines of the tables; each costs one evaluation a number, and one or two more.
    ///   - groups: For each number the group it is in, from 0; nil for each by itself. Only of
    ///     independent numbers.
    ///   - function: Of one draw; asked from several threads.
    /// - Returns: nil where the result does not vary, or where there are too many numbers.
    /// - Throws: `singular`, which ``init(_:ranks:)`` leaves no place for.
    public func drivers(
        rows: Int, seed: UInt64, groups: [Int]? = nil, threads: Threads = .all,
        of function: @Sendable (UnsafeBufferPointer<Double>) -> Double
    ) throws(NumericFailure) -> Drivers? {
        let (tables, count) = (tables, distributions.count)
        @Sendable func value(_ normal: (Int) -> Double) -> Double {
            withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { numbers in
                for index in 0..<count {
                    numbers[index] = tables[index].value(atNormal: normal(index))
                }
                return function(UnsafeBufferPointer(numbers))
            }
        }
        if let correlations {
            return try ShapleyEffects(
                correlations: correlations, rows: rows, seed: seed, threads: threads
            ) { normals in value { normals[$0] } }.map(Drivers.effects)
        }
        return SensitivityIndices(
            inputs: count, groups: groups, rows: rows, seed: seed, threads: threads
        ) { point in value { Uncertain.normal(at: point[$0]) } }.map(Drivers.indices)
    }
}
