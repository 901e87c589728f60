internal import Numerics
public import Region

/// A technological mode (уклад): 3 to 6, or what belongs to none of them.
public enum TechnologicalMode: Int, Hashable, Sendable, CaseIterable, Comparable {
    case third = 3
    case fourth, fifth, sixth
    /// What an activity's map leaves out: older modes, services of none.
    case other

    public static let named: [TechnologicalMode] = [.third, .fourth, .fifth, .sixth]

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// In codes of results: `mode-5`, `other`.
    public var code: String { self == .other ? "other" : "mode-\(rawValue)" }
}

/// A number for each mode.
public struct ModeShares: Hashable, Sendable {
    /// In the order of ``TechnologicalMode/allCases``.
    public var values: [Double]

    public init(_ values: [Double]) {
        precondition(values.count == TechnologicalMode.allCases.count, "one number a mode")
        self.values = values
    }

    public static let none = ModeShares([0, 0, 0, 0, 0])

    public subscript(mode: TechnologicalMode) -> Double {
        get { values[mode.rawValue - 3] }
        set { values[mode.rawValue - 3] = newValue }
    }

    public var sum: Double { values.reduce(0, +) }

    /// Of a whole of one; nil of nothing.
    public var normalised: ModeShares? {
        let whole = sum
        guard whole > 0 else { return nil }
        return ModeShares(values.map { $0 / whole })
    }
}

/// Which part of an activity's value added belongs to which mode.
public struct ModeMap: Hashable, Sendable {
    public let name: String
    /// Shares of modes 3 to 6; what is left of one is other.
    public let shares: [ActivityCode: ModeShares]
    public let qualities: [ActivityCode: Quality]

    public init(
        _ name: String, shares: [ActivityCode: ModeShares],
        qualities: [ActivityCode: Quality] = [:]
    ) {
        self.name = name
        self.shares = shares
        self.qualities = qualities
    }

    /// The activity whose entry counts: its own, or the nearest above it.
    public func entry(
        for activity: ActivityCode, parents: [ActivityCode: ActivityCode]
    ) -> ActivityCode? {
        var code: ActivityCode? = activity
        var steps = 0
        while let current = code, steps < 20 {
            if shares[current] != nil { return current }
            code = parents[current]
            steps += 1
        }
        return nil
    }
}

/// A logistic substitution of the old by the new: ln(f / (1 − f)) = k (t − t₀).
///
/// - Source: Fisher and Pry (1971), A simple substitution model of technological change.
public struct FisherPry: Hashable, Sendable {
    /// k, a year.
    public let rate: Double
    /// t₀, when half is new.
    public let middle: Double

    public init(rate: Double, middle: Double) {
        self.rate = rate
        self.middle = middle
    }

    /// By least squares on logits with weights f (1 − f), those of a share's variance.
    ///
    /// Shares of nothing and of all are moved in by half an observation.
    /// - Returns: nil where the shares do not tell a rate: under two years, or no change.
    public init?(_ points: [(year: Double, share: Double)]) {
        guard points.count > 1 else { return nil }
        let edge = 1 / (2 * Double(points.count))
        let moved = points.map { point -> (x: Double, y: Double, weight: Double) in
            let share = min(max(point.share, edge), 1 - edge)
            let kept = point.share <= 0 || point.share >= 1 ? share : point.share
            return (
                point.year, Elementary.logarithm(kept / (1 - kept)), kept * (1 - kept)
            )
        }
        let whole = moved.reduce(0) { $0 + $1.weight }
        let x = moved.reduce(0) { $0 + $1.weight * $1.x } / whole
        let y = moved.reduce(0) { $0 + $1.weight * $1.y } / whole
        let squares = moved.reduce(0) { $0 + $1.weight * ($1.x - x) * ($1.x - x) }
        let products = moved.reduce(0) { $0 + $1.weight * ($1.x - x) * ($1.y - y) }
        guard squares > 0 else { return nil }
        rate = products / squares
        guard rate != 0 else { return nil }
        middle = x - y / rate
    }

    public func share(_ year: Double) -> Double {
        1 / (1 + Elementary.exponential(-rate * (year - middle)))
    }

    /// Years from a tenth to nine tenths: ln 81 / k.
    public var takeover: Double { Elementary.logarithm(81) / rate }

    /// When a share is reached; nil where it lies behind and the new is on its way out.
    public func year(of share: Double) -> Double? {
        guard share > 0, share < 1 else { return nil }
        return middle + Elementary.logarithm(share / (1 - share)) / rate
    }
}

/// Several modes at once: s_m(t) is proportional to s_m(0) e^{r_m t}, so that shares sum to one.
public struct ModeTransition: Hashable, Sendable {
    public let start: ModeShares
    /// r_m, a year, against that of other.
    public let rates: ModeShares

    public init(start: ModeShares, rates: ModeShares) {
        self.start = start
        self.rates = rates
    }

    /// Rates by least squares on ln(s_m / s_other); the path begins in the last year.
    ///
    /// A mode that is absent in any year keeps no rate: it stays what it is.
    /// - Returns: nil with under three years, or where everything has a mode.
    public init?(_ points: [(year: Double, shares: ModeShares)]) { self.init(pooled: [points]) }

    /// The same over several groups of years, such as those of two classifications: what lies
    /// between groups says nothing of a rate.
    ///
    /// - Parameter groups: In the order of their years; groups of one year only give the start.
    public init?(pooled groups: [[(year: Double, shares: ModeShares)]]) {
        let last = groups.joined().max { $0.year < $1.year }
        let told = groups.filter { $0.count > 1 }
        let count = told.reduce(0) { $0 + $1.count }
        guard count > 2, let start = last?.shares.normalised,
            told.joined().allSatisfy({ $0.shares[.other] > 0 })
        else { return nil }
        var rates = ModeShares.none
        for mode in TechnologicalMode.named
        where told.joined().allSatisfy({ $0.shares[mode] > 0 }) {
            var (squares, products) = (0.0, 0.0)
            for group in told {
                let middle = group.reduce(0) { $0 + $1.year } / Double(group.count)
                for point in group {
                    let logit = Elementary.logarithm(point.shares[mode] / point.shares[.other])
                    squares += (point.year - middle) * (point.year - middle)
                    products += (point.year - middle) * logit
                }
            }
            rates[mode] = squares > 0 ? products / squares : 0
        }
        self.start = start
        self.rates = rates
    }

    /// Shares so many years after the start.
    public func shares(_ years: Double) -> ModeShares {
        ModeShares(
            zip(start.values, rates.values).map { $0 * Elementary.exponential($1 * years) }
        ).normalised ?? start
    }

    /// What more than its own rate the modes together need to have a share in so many years.
    ///
    /// All of the modes named grow by the same amount more; nil where no rate does it.
    public func requiredRate(
        for modes: [TechnologicalMode], share: Double, in years: Double
    ) -> Double? {
        guard years > 0, share > 0, share < 1 else { return nil }
        let grown = shares(years)
        let own = modes.reduce(0) { $0 + grown[$1] }
        guard own > 0, own < 1 else { return nil }
        return Elementary.logarithm(share / (1 - share) * (1 - own) / own) / years
    }

    /// The first whole year after the start in which the modes have a share, within a century.
    public func yearsUntil(_ modes: [TechnologicalMode], have share: Double) -> Int? {
        (0...100).first { years in
            let found = shares(Double(years))
            return modes.reduce(0) { $0 + found[$1] } >= share
        }
    }
}
