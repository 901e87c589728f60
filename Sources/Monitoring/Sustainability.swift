internal import Numerics

/// Whether an economy grows with or without what burdens nature.
///
/// ε = %ΔE / %ΔG.
///
/// - Source: Tapio (2005), Towards a theory of decoupling, with its eight states.
public struct Decoupling: Hashable, Sendable {
    public enum State: String, Hashable, Sendable, CaseIterable {
        case strongDecoupling, weakDecoupling, expansiveCoupling, expansiveNegative
        case recessiveDecoupling, recessiveCoupling, weakNegative, strongNegative
    }

    /// Shares of the first value.
    public let burden: Double
    public let growth: Double

    /// - Returns: nil where one of the first values is not over zero.
    public init?(burden: (from: Double, to: Double), output: (from: Double, to: Double)) {
        guard burden.from > 0, output.from > 0 else { return nil }
        self.burden = burden.to / burden.from - 1
        growth = output.to / output.from - 1
    }

    /// ε; nil without growth or decline.
    public var elasticity: Double? { growth == 0 ? nil : burden / growth }

    public var state: State? {
        guard let elasticity else { return nil }
        if growth > 0 {
            if burden < 0 { return .strongDecoupling }
            return elasticity < 0.8
                ? .weakDecoupling : elasticity <= 1.2 ? .expansiveCoupling : .expansiveNegative
        }
        if burden > 0 { return .strongNegative }
        return elasticity < 0.8
            ? .weakNegative : elasticity <= 1.2 ? .recessiveCoupling : .recessiveDecoupling
    }
}

/// What of a change of a burden is more output, and what is more burden a unit of it.
///
/// ΔE_activity = L(E₁, E₀) ln(G₁ / G₀), ΔE_intensity = L ln(i₁ / i₀), L(a, b) = (a − b) / ln(a / b); the
/// two sum to the change.
///
/// - Source: Ang (2004); Ang and Liu (2007) for zeros.
public struct IndexDecomposition: Hashable, Sendable {
    public let activity: Double
    public let intensity: Double

    /// - Returns: nil for a negative burden or an output that is not over zero.
    public init?(burden: (from: Double, to: Double), output: (from: Double, to: Double)) {
        guard burden.from >= 0, burden.to >= 0, output.from > 0, output.to > 0 else { return nil }
        // In the limit a burden that comes from nothing, or ends, is all intensity.
        guard burden.from > 0, burden.to > 0 else {
            activity = 0
            intensity = burden.to - burden.from
            return
        }
        let weight = Self.logarithmicMean(burden.to, burden.from)
        activity = weight * Elementary.logarithm(output.to / output.from)
        intensity =
            weight
            * Elementary.logarithm((burden.to / output.to) / (burden.from / output.from))
    }

    /// L(a, b), a where both are equal.
    static func logarithmicMean(_ a: Double, _ b: Double) -> Double {
        a == b ? a : (a - b) / Elementary.logarithm(a / b)
    }
}

/// What an economy really saves, as shares of its product.
///
/// - Source: Pearce and Atkinson (1993); Hamilton (2000).
public struct AdjustedSavings: Hashable, Sendable {
    public var grossSaving: Double
    public var consumptionOfCapital: Double
    public var education: Double
    /// Energy, minerals, forest.
    public var depletion: Double
    public var carbon: Double
    public var particulates: Double

    public init(
        grossSaving: Double, consumptionOfCapital: Double, education: Double, depletion: Double,
        carbon: Double, particulates: Double
    ) {
        self.grossSaving = grossSaving
        self.consumptionOfCapital = consumptionOfCapital
        self.education = education
        self.depletion = depletion
        self.carbon = carbon
        self.particulates = particulates
    }

    public var value: Double {
        grossSaving - consumptionOfCapital + education - depletion - carbon - particulates
    }

    /// The rent of what is taken out of the ground: (price − cost − return on capital) × amount.
    public static func rent(
        price: Double, cost: Double, returnOnCapital: Double, amount: Double
    ) -> Double {
        (price - cost - returnOnCapital) * amount
    }

    /// Under zero three years running is not sustainable even by the weak criterion.
    public static func isUnsustainable(_ years: [Double]) -> Bool {
        years.count > 2
            && (2..<years.count).contains { end in years[(end - 2)...end].allSatisfy { $0 < 0 } }
    }
}

/// Indicators put together: each between fixed bounds, geometric means within pillars and of them.
///
/// - Source: OECD and JRC (2008), Handbook on constructing composite indicators.
public struct Composite: Hashable, Sendable {
    public struct Indicator: Hashable, Sendable {
        public let pillar: String
        public let value: Double
        /// The bounds hold for every year, so that years compare; the worse may be the larger.
        public let worst: Double
        public let best: Double
        public let weight: Double

        public init(pillar: String, value: Double, worst: Double, best: Double, weight: Double = 1)
        {
            self.pillar = pillar
            self.value = value
            self.worst = worst
            self.best = best
            self.weight = weight
        }

        /// From 0 to 1; nil where the bounds are one.
        public var scaled: Double? {
            worst == best ? nil : min(1, max(0, (value - worst) / (best - worst)))
        }
    }

    public let pillars: [String: Double]
    public let value: Double

    /// - Returns: nil without indicators, or where the bounds of one are the same.
    public init?(_ indicators: [Indicator]) {
        guard !indicators.isEmpty, indicators.allSatisfy({ $0.scaled != nil && $0.weight >= 0 })
        else { return nil }
        pillars = Dictionary(grouping: indicators, by: \.pillar).mapValues { own in
            Self.mean(own.map { ($0.scaled ?? 0, $0.weight) })
        }
        value = Self.mean(pillars.sorted { $0.key < $1.key }.map { ($0.value, 1) })
    }

    /// The weighted geometric mean: nothing in one place is not made up for in another.
    static func mean(_ values: [(value: Double, weight: Double)]) -> Double {
        let whole = values.reduce(0) { $0 + $1.weight }
        guard whole > 0, values.allSatisfy({ $0.value > 0 || $0.weight == 0 }) else { return 0 }
        return Elementary.exponential(
            values.reduce(0) {
                $0 + ($1.weight == 0 ? 0 : $1.weight * Elementary.logarithm($1.value)) / whole
            })
    }
}
