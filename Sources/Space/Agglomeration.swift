internal import Numerics
public import Region

/// How far an agglomeration has developed (коэффициент развитости агломерации).
public enum Agglomeration {
    /// The coefficient of development.
    ///
    ///     K = P (M m + N n)
    ///
    /// - Parameters:
    ///   - urbanPopulation: `P`, millions of people.
    ///   - cities: `M`, how many, and `m`, their share of P.
    ///   - townships: `N` and `n`: settlements of urban type.
    /// - Throws: `notAQuantity`; `outOfRange` where the shares exceed 1.
    /// - Source: Polyan (1982); Lappo, Polyan and Selivanova (2007); METHODS 3.8.
    public static func development(
        urbanPopulation: Double, cities: (count: Int, share: Double),
        townships: (count: Int, share: Double)
    ) throws(Undefined) -> Double {
        guard urbanPopulation.isFinite, urbanPopulation >= 0 else {
            throw .notAQuantity(symbol: "P")
        }
        guard cities.share >= 0, townships.share >= 0, cities.share + townships.share <= 1 + 1e-9
        else { throw .outOfRange }
        return urbanPopulation
            * (Double(cities.count) * cities.share + Double(townships.count) * townships.share)
    }

    /// The coefficient of agglomerativeness: how close urban places stand.
    ///
    ///     (urban places per 1,000 km²) / (mean shortest distance between them, km)
    ///
    /// - Source: METHODS 3.8.
    public static func agglomerativeness(
        urbanPlaces: Int, areaInThousandsOfSquareKilometres area: Double,
        meanDistanceInKilometres distance: Double
    ) throws(Undefined) -> Double {
        guard area > 0, distance > 0 else { throw .zeroReference }
        return Double(urbanPlaces) / area / distance
    }

    /// The index of agglomerativeness: the share of urban people who live outside the core.
    public static func outerShare(outside: Double, all: Double) throws(Undefined) -> Double {
        guard outside.isFinite, all.isFinite, outside >= 0 else { throw .notAQuantity(symbol: "P") }
        guard all > 0 else { throw .emptyRegion }
        return outside / all
    }
}

/// Which settlements make up an agglomeration around each core (делимитация агломераций).
///
/// A core is an urban settlement of at least a size, farther from greater cores than half the
/// reach: a city nearer than that is a satellite. Its area are all settlements within reach; where
/// it is known who works where, only those of which enough of the employed work in the core.
/// Settlements within reach of several cores belong to the one that gives them the greatest part
/// of their potential, and are listed as shared by each.
///
/// - Source: Lappo, Polyan and Selivanova (2007); METHODS 3.8.
public struct AgglomerationAreas: Hashable, Sendable {
    public struct Area: Hashable, Sendable {
        public let core: Int
        /// All within reach, the core among them, in the order of the settlements.
        public let reach: [Int]
        /// Those that belong to this core and no other, the core among them.
        public let members: [Int]
        /// Those within reach of another core too.
        public let shared: [Int]
    }

    /// The areas in the order of their cores' size, the greatest first.
    public let areas: [Area]

    /// - Parameters:
    ///   - minutes: Between each two settlements.
    ///   - leastCore: People from which a settlement can be a core.
    ///   - leastSatellites: How many urban satellites make an agglomeration.
    ///   - commuters: The share of each settlement's employed who work in each other, nil where it
    ///     is not known; such settlements are judged by minutes alone.
    ///   - leastShare: The share of the employed from which a settlement belongs to a core.
    public init(
        people: [Double], isUrban: [Bool], minutes: [[Double]], leastCore: Double = 100_000,
        within limit: Double = 90, leastSatellites: Int = 2, commuters: [[Double?]]? = nil,
        leastShare: Double = 0.1
    ) {
        precondition(people.count == isUrban.count && people.count == minutes.count)
        precondition(commuters.map { $0.count == people.count } ?? true)
        func belongs(_ settlement: Int, to core: Int) -> Bool {
            guard minutes[core][settlement] <= limit else { return false }
            guard let share = commuters?[settlement][core] else { return true }
            return share >= leastShare
        }
        let candidates = people.indices.filter { people[$0] >= leastCore && isUrban[$0] }
            .sorted { (people[$0], -$0) > (people[$1], -$1) }
        func within(_ core: Int) -> [Int] {
            people.indices.filter { $0 == core || belongs($0, to: core) }
        }
        // A city within half the reach of a greater core is a satellite, not a second core.
        var cores: [Int] = []
        for candidate in candidates
        where !cores.contains(where: { minutes[$0][candidate] <= limit / 2 }) {
            let satellites = within(candidate).count { $0 != candidate && isUrban[$0] }
            if satellites >= leastSatellites { cores.append(candidate) }
        }
        var owner = [Int?](repeating: nil, count: people.count)
        for settlement in people.indices {
            if cores.contains(settlement) {
                owner[settlement] = settlement
                continue
            }
            owner[settlement] = cores.filter { belongs(settlement, to: $0) }.max {
                left, right in
                // The greater part of its potential: people over minutes.
                let (a, b) = (
                    people[left] / max(minutes[left][settlement], 1),
                    people[right] / max(minutes[right][settlement], 1)
                )
                return (a, -left) < (b, -right)
            }
        }
        areas = cores.map { core in
            let reach = within(core)
            return Area(
                core: core, reach: reach, members: reach.filter { owner[$0] == core },
                shared: reach.filter { settlement in
                    settlement != core
                        && cores.contains { $0 != core && belongs(settlement, to: $0) }
                })
        }
    }
}

/// How ready a territory is for an agglomeration: six preconditions on one scale, and what holds
/// it back (предпосылки образования агломераций).
///
///     s = clamp((x − lo) / (hi − lo)),   total = geometric mean,   bottleneck = least
///
/// A precondition without a figure is left out and lowers the coverage; it is never taken for 0.
///
/// - Source: METHODS 3.9; Shabashev et al. (2017).
public struct Preconditions: Hashable, Sendable {
    /// One of the six: its name in files, and the values that count as nothing and as all.
    public struct Scale: Hashable, Sendable {
        public let id: String
        public let low: Double
        public let high: Double

        public init(_ id: String, from low: Double, to high: Double) {
            precondition(low < high, "a scale runs upwards")
            self.id = id
            self.low = low
            self.high = high
        }

        /// The defaults of METHODS 3.9.
        public static let all = [
            Scale("roadDensity", from: 50, to: 400),
            Scale("regularTransport", from: 0.2, to: 1),
            Scale("interaction", from: 0.02, to: 0.2),
            Scale("productionLinks", from: 0.1, to: 0.6),
            Scale("infrastructureAlongRoads", from: 0.2, to: 1),
            Scale("freeLand", from: 0.05, to: 0.5),
        ]
    }

    /// nil where there is no figure.
    public let scores: [Double?]
    public let total: Double
    /// The position of the least score.
    public let bottleneck: Int
    /// The share of preconditions that have a figure.
    public let coverage: Double

    public var least: Double { scores[bottleneck] ?? 0 }

    /// - Throws: `insufficientData` where none has a figure; `notAQuantity`.
    public init(_ values: [Double?], scales: [Scale] = Scale.all) throws(Undefined) {
        precondition(values.count == scales.count, "one value a precondition")
        guard values.allSatisfy({ $0?.isFinite ?? true }) else { throw .notAQuantity(symbol: "x") }
        let scores = zip(values, scales).map { value, scale in
            value.map { min(1, max(0, ($0 - scale.low) / (scale.high - scale.low))) }
        }
        let known = scores.indices.filter { scores[$0] != nil }
        guard let least = known.min(by: { (scores[$0] ?? 0) < (scores[$1] ?? 0) }) else {
            throw .insufficientData(have: 0, need: 1)
        }
        self.scores = scores
        bottleneck = least
        coverage = Double(known.count) / Double(scores.count)
        let product = known.reduce(1.0) { $0 * (scores[$1] ?? 0) }
        total = Elementary.power(product, 1 / Double(known.count))
    }
}
