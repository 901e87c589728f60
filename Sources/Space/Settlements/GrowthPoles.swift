internal import Numerics
public import Region

/// Which settlements others grow around (полюса роста).
///
/// The score of a settlement is the mean of its percentile ranks by what is known of: potential,
/// growth of employment, share of motor industries, betweenness among the roads. A pole has the
/// greatest potential within reach and a score from a threshold.
///
/// - Source: Perroux (1955), Boudeville (1966); METHODS 3.7.
public struct GrowthPoles: Hashable, Sendable {
    /// The percentile ranks of each settlement, one a criterion; nil where there is no figure.
    public let ranks: [[Double?]]
    /// nil where no criterion has a figure.
    public let scores: [Double?]
    /// Whether nobody within reach has a greater potential.
    public let isLocalMaximum: [Bool]
    public let isPole: [Bool]

    /// - Parameters:
    ///   - criteria: One list a criterion, the potential first; nil for unknown figures.
    ///   - minutes: Between each two settlements.
    ///   - reach: Minutes within which a pole is the strongest.
    /// - Throws: `insufficientData` under two settlements; `notAQuantity`.
    public init(
        criteria: [[Double?]], minutes: [[Double]], reach: Double = 60, threshold: Double = 0.7
    ) throws(Undefined) {
        guard let potentials = criteria.first, potentials.count >= 2 else {
            throw .insufficientData(have: criteria.first?.count ?? 0, need: 2)
        }
        precondition(criteria.allSatisfy { $0.count == potentials.count })
        guard criteria.allSatisfy({ $0.allSatisfy { $0?.isFinite ?? true } }) else {
            throw .notAQuantity(symbol: "x")
        }
        let columns = criteria.map(percentileRanks)
        ranks = potentials.indices.map { row in columns.map { $0[row] } }
        scores = ranks.map { $0.compactMap(\.self).mean }
        isLocalMaximum = potentials.indices.map { own in
            guard let potential = potentials[own] else { return false }
            return !potentials.indices.contains { other in
                guard other != own, minutes[own][other] <= reach, let rival = potentials[other]
                else { return false }
                return rival > potential || (rival == potential && other < own)
            }
        }
        isPole = zip(scores, isLocalMaximum).map { ($0 ?? 0) >= threshold && $1 }
    }
}

/// The share of the others that are lower, those as high counting half; nil stays nil.
///
///     (|lower| + |equal others| / 2) / (n − 1)
///
/// Of one known value the rank is 1/2.
public func percentileRanks(_ values: [Double?]) -> [Double?] {
    let known = values.compactMap(\.self).sorted()
    return values.map { value in
        guard let value else { return nil }
        guard known.count > 1 else { return 0.5 }
        let lower = known.partitioningIndex { $0 >= value }
        let upTo = known.partitioningIndex { $0 > value }
        let equal = Double(upTo - lower - 1)
        return (Double(lower) + equal / 2) / Double(known.count - 1)
    }
}

/// The roads along which settlements draw each other most (оси развития).
///
/// Flows P_i P_j / t_ij², times under a minute counted as one, take the quickest roads; roads in the upper quartile of flow are kept, and
/// a connected chain of them that joins at least two poles is an axis.
///
/// - Source: Pottier (1963); METHODS 3.7.
public struct DevelopmentAxes: Hashable, Sendable {
    /// What flows over each road of the graph.
    public let flows: [Double]
    /// The flow from which a road is kept.
    public let threshold: Double
    /// The axis of each road, from 0 in the order of its first; nil for roads of none.
    public let axisOfEdge: [Int?]
    public var count: Int { (axisOfEdge.compactMap(\.self).max() ?? -1) + 1 }

    /// - Throws: `insufficientData` without a road; `notAQuantity`.
    public init(_ graph: RoadGraph, masses: [Double], isPole: [Bool]) throws(Undefined) {
        precondition(masses.count == graph.count && isPole.count == graph.count)
        guard masses.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw .notAQuantity(symbol: "P")
        }
        let flows = graph.loads { first, second, minutes in
            masses[first] * masses[second] / (max(minutes, 1) * max(minutes, 1))
        }
        guard let quartile = flows.quantile(0.75) else {
            throw .insufficientData(have: 0, need: 1)
        }
        self.flows = flows
        threshold = quartile
        let kept = graph.edges.indices.filter { flows[$0] >= quartile && flows[$0] > 0 }
        let chains = try RoadGraph(count: graph.count, edges: kept.map { graph.edges[$0] })
            .components()
        var poles: [Int: Int] = [:]
        for node in isPole.indices where isPole[node] { poles[chains[node], default: 0] += 1 }
        var axes: [Int: Int] = [:]
        var axisOfEdge = [Int?](repeating: nil, count: graph.edges.count)
        for edge in kept {
            let chain = chains[graph.edges[edge].first]
            guard (poles[chain] ?? 0) >= 2 else { continue }
            if axes[chain] == nil { axes[chain] = axes.count }
            axisOfEdge[edge] = axes[chain]
        }
        self.axisOfEdge = axisOfEdge
    }
}

/// Whether the country around a pole grows with it or at its cost (Myrdal's spread and backwash).
///
///     g_v = a + s G_p e^(−t / τ) + error
///
/// The slope s is positive where the pole spreads its growth and negative where it draws it away.
///
/// - Source: Myrdal (1957); METHODS 3.7.
public struct SpreadEffect: Hashable, Sendable {
    public let slope: Double
    public let intercept: Double
    /// Of a slope as far from 0, two-sided, by Student's t.
    public let significance: Double

    /// - Parameters:
    ///   - growth: Of each settlement of the hinterland.
    ///   - minutes: From each to its pole.
    ///   - poleGrowth: Of the pole of each.
    ///   - decay: τ, minutes.
    /// - Throws: `insufficientData` under four settlements; `constantInput` where what pulls does
    ///   not vary, or where the line leaves no error to test the slope by; `notAQuantity`.
    public init(
        growth: [Double], minutes: [Double], poleGrowth: [Double], decay: Double = 60
    ) throws(Undefined) {
        precondition(growth.count == minutes.count && growth.count == poleGrowth.count)
        guard growth.count >= 4 else {
            throw .insufficientData(have: growth.count, need: 4)
        }
        guard (growth + minutes + poleGrowth).allSatisfy(\.isFinite) else {
            throw .notAQuantity(symbol: "g")
        }
        let pull = zip(poleGrowth, minutes).map { $0 * Elementary.exponential(-$1 / decay) }
        guard let meanX = pull.mean, let meanY = growth.mean else { throw .constantInput }
        let sxx = pull.map { ($0 - meanX) * ($0 - meanX) }.compensatedSum()
        // What rounding leaves of equal causes is no spread.
        let largest = pull.map { abs($0) }.max() ?? 0
        guard sxx > 1e-24 * largest * largest * Double(pull.count) else { throw .constantInput }
        let sxy = zip(pull, growth).map { ($0 - meanX) * ($1 - meanY) }.compensatedSum()
        slope = sxy / sxx
        intercept = meanY - slope * meanX
        let (a, b) = (intercept, slope)
        let residual = zip(pull, growth).map { ($1 - a - b * $0) * ($1 - a - b * $0) }
            .compensatedSum()
        let freedom = Double(growth.count - 2)
        let error = (residual / freedom / sxx).squareRoot()
        guard error > 0 else { throw .constantInput }
        significance = Distributions.studentTwoSided(slope / error, degreesOfFreedom: freedom) ?? 1
    }
}
