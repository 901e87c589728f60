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
        guard all > 0 else { throw .emptyRegion }
        return outside / all
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
        total = power(product, 1 / Double(known.count))
    }
}
