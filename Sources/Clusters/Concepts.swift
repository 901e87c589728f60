internal import Numerics
public import Region

/// Porter's diamond (ромб Портера): how good the four corners of competitiveness are, 0 to 10.
///
///     geometric mean of x / 10;  area = (F + R)(D + S) / 4 of the full rhombus
///
/// Factors and related industries are opposite corners, demand and rivalry the others.
///
/// - Source: Porter (1990), The competitive advantage of nations; METHODS 4.3.
public struct Diamond: Hashable, Sendable {
    public enum Corner: String, CaseIterable, Sendable, Codable {
        case factors, demand, related, rivalry
    }

    /// 0…10, in the order of the corners; nil where there is no score.
    public let corners: [Double?]
    /// The geometric mean of the known corners, 0…1.
    public let geometricMean: Double
    public let mean: Double
    /// The share of the full rhombus; nil where a corner is missing.
    public let area: Double?
    /// The least corner: what to improve first; of equal ones the first.
    public let weakest: Corner

    public var missing: [Corner] {
        zip(Corner.allCases, corners).filter { $0.1 == nil }.map(\.0)
    }

    public var least: Double { (corners.compactMap(\.self).min() ?? 0) / 10 }

    /// - Throws: `notAQuantity` for a score outside 0…10; `insufficientData` without a score.
    public init(
        factors: Double?, demand: Double?, related: Double?, rivalry: Double?
    ) throws(Undefined) {
        corners = [factors, demand, related, rivalry]
        let known = corners.compactMap(\.self)
        try Quantities.check("x", known, in: 0...10)
        guard !known.isEmpty else { throw .insufficientData(have: 0, need: 1) }
        let shares = known.map { $0 / 10 }
        geometricMean = Elementary.power(shares.reduce(1, *), 1 / Double(known.count))
        mean = shares.compensatedSum() / Double(known.count)
        if let factors, let demand, let related, let rivalry {
            area = (factors / 10 + related / 10) * (demand / 10 + rivalry / 10) / 4
        } else {
            area = nil
        }
        var weakest = Corner.factors
        var least = Double.infinity
        for (corner, score) in zip(Corner.allCases, corners) {
            if let score, score < least { (weakest, least) = (corner, score) }
        }
        self.weakest = weakest
    }
}

/// Marshall's conditions, each 0 to 1 and without a total (условия Маршалла).
///
/// - Source: Marshall (1890); Ellison, Glaeser and Kerr (2010); METHODS 4.4.
public enum MarshallConditions {
    /// How alike the occupations of two industries are: the cosine of their shares.
    ///
    /// - Throws: `notAQuantity`; `zeroReference` where one has none.
    public static func occupationalSimilarity(
        _ one: [Double], _ other: [Double]
    ) throws(Undefined) -> Double {
        precondition(one.count == other.count, "one share an occupation")
        try Quantities.check("o", one + other)
        let product = zip(one, other).map(*).compensatedSum()
        let lengths =
            one.map { $0 * $0 }.compensatedSum() * other.map { $0 * $0 }.compensatedSum()
        guard lengths > 0 else { throw .zeroReference }
        return min(1, product / lengths.squareRoot())
    }

    /// How evenly employment spreads over the stages of the value chain: normalised entropy.
    ///
    /// - Throws: `notAQuantity`; `insufficientData` under two stages; `zeroReference`.
    public static func stageSpecialisation(_ employment: [Double]) throws(Undefined) -> Double {
        try Quantities.check("e", employment)
        guard employment.count > 1 else {
            throw .insufficientData(have: employment.count, need: 2)
        }
        let total = employment.compensatedSum()
        guard total > 0 else { throw .zeroReference }
        let entropy = -employment.map {
            $0 > 0 ? $0 / total * Elementary.logarithm($0 / total) : 0
        }.compensatedSum()
        return max(0, min(1, entropy / Elementary.logarithm(Double(employment.count))))
    }

    /// The share of sales that is bought in: how far firms live by their suppliers.
    ///
    /// - Throws: `notAQuantity`; `zeroReference` without sales.
    /// - Source: Holmes (1999), Localization of industry and vertical disintegration.
    public static func purchasedInputIntensity(
        purchases: Double, sales: Double
    ) throws(Undefined) -> Double {
        try Quantities.check("p", [purchases, sales])
        guard sales > 0 else { throw .zeroReference }
        return try Quantities.finite(purchases / sales)
    }
}

/// Whether an industry's place in the structure is inherited (зависимость от пути).
///
/// - Source: Bergman and Feser (1999); METHODS 4.5.
public enum PathDependence {
    /// Pearson's correlation of the shares of industries then and now: 1 nothing has moved.
    ///
    /// - Throws: `insufficientData` under three industries; `constantInput`; `notAQuantity`.
    public static func structuralInertia(
        then before: [Double], now: [Double]
    ) throws(Undefined) -> Double {
        precondition(before.count == now.count, "one share an industry")
        try Quantities.check("s", before + now)
        guard now.count >= 3 else { throw .insufficientData(have: now.count, need: 3) }
        let meanBefore = before.compensatedSum() / Double(before.count)
        let meanNow = now.compensatedSum() / Double(now.count)
        let joint = zip(before, now).map { ($0 - meanBefore) * ($1 - meanNow) }.compensatedSum()
        let spread =
            before.map { ($0 - meanBefore) * ($0 - meanBefore) }.compensatedSum()
            * now.map { ($0 - meanNow) * ($0 - meanNow) }.compensatedSum()
        guard spread > 0 else { throw .constantInput }
        return max(-1, min(1, joint / spread.squareRoot()))
    }

    /// Mean relatedness density of what entered less that of what did not, 0 where entry is blind.
    ///
    /// - Throws: `insufficientData` where nothing entered or nothing stayed away.
    public static func relatedEntry(
        entered: [Double], stayedAway: [Double]
    ) throws(Undefined) -> Double {
        try Quantities.check("ω", entered + stayedAway)
        guard let one = entered.mean, let other = stayedAway.mean else {
            throw .insufficientData(have: min(entered.count, stayedAway.count), need: 1)
        }
        return one - other
    }
}

/// Whether two industries stand in the same places more than all industry does (индекс совместной
/// агломерации).
///
///     γ_ij = Σ_r (s_ri − x_r)(s_rj − x_r) / (1 − Σ x_r²)
///
/// - Parameters:
///   - one, other: s, the shares of places in each industry.
///   - whole: x, their shares in all industry.
/// - Returns: 0 where one place is all there is.
/// - Source: Ellison, Glaeser and Kerr (2010), equation 2, for industries of many plants.
public func coagglomeration(_ one: [Double], _ other: [Double], whole: [Double]) -> Double {
    precondition(one.count == whole.count && other.count == whole.count, "one share a place")
    let spread = 1 - whole.map { $0 * $0 }.compensatedSum()
    guard spread > 0 else { return 0 }
    return whole.indices.map { (one[$0] - whole[$0]) * (other[$0] - whole[$0]) }.compensatedSum()
        / spread
}
