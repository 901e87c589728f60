internal import Numerics
public import Region

/// How far a number belongs to a class such as "high": 0 up to one bound, 1 from the other, a
/// straight line between (функция принадлежности).
///
///     μ(x; a, c) = clamp((x − a) / (c − a))
///
/// With a above c the function falls: μ(x; c, a) = 1 − μ(x; a, c), which is "low".
///
/// - Source: Zadeh (1965), Fuzzy sets; METHODS 4.1.
public struct Membership: Hashable, Sendable, Codable {
    /// `a`: up to here (or from here, where it falls) nothing belongs.
    public let none: Double
    /// `c`: from here (or up to here, where it falls) everything belongs.
    public let full: Double

    /// - Returns: nil where a bound is no number or both are equal.
    public init?(none: Double, full: Double) {
        guard none.isFinite, full.isFinite, none != full else { return nil }
        self.none = none
        self.full = full
    }

    init(_ none: Double, _ full: Double) {
        precondition(none.isFinite && full.isFinite && none != full)
        self.none = none
        self.full = full
    }

    /// The same bounds read the other way: "low" for "high".
    public var reversed: Membership { Membership(full, none) }

    /// The membership of a number, 0…1.
    ///
    /// - Throws: `notAQuantity` for NaN or infinity.
    public func callAsFunction(_ number: Double) throws(Undefined) -> Double {
        guard number.isFinite else { throw .notAQuantity(symbol: "x") }
        return max(0, min(1, (number - none) / (full - none)))
    }

    /// Both bounds times factors; a step where they meet.
    func scaled(none first: Double, full second: Double) -> Membership {
        let (low, high) = (none * first, full * second)
        // Bounds that cross would turn "high" into "low": they meet instead.
        let isInOrder = none < full ? low < high : low > high
        if isInOrder { return Membership(low, high) }
        let middle = (low + high) / 2
        let width = max(abs(middle), 1) * 0x1p-40
        return none < full
            ? Membership(middle - width, middle + width)
            : Membership(middle + width, middle - width)
    }
}

/// One condition of a rule: what it looks at, and how far it holds.
public struct Condition<Indicator: Hashable & Sendable>: Hashable, Sendable {
    public let indicator: Indicator
    /// The indicator's number; nil where it is not known.
    public let number: Double?
    public let bounds: Membership
    /// How far the condition holds, 0…1; nil where the indicator is not known.
    public let membership: Double?

    /// - Throws: `notAQuantity` where the number is NaN or infinite.
    public init(
        _ indicator: Indicator, _ number: Double?, _ bounds: Membership
    ) throws(Undefined) {
        self.indicator = indicator
        self.number = number
        self.bounds = bounds
        guard let number else {
            membership = nil
            return
        }
        membership = try bounds(number)
    }
}

/// Conditions that all have to hold, and how far they do.
///
///     score = min μ;  shown beside it: (Π μ)^(1/m)
///
/// A condition whose indicator is not known is skipped. That loses coverage where it could still
/// change the score: a rule of which one known condition does not hold at all is out, whatever the
/// others would say.
public struct RuleScore: Hashable, Sendable {
    /// The smallest membership (Gödel); nil where nothing is known.
    public let score: Double?
    /// The geometric mean of the memberships, which lets strong conditions make up for weak ones.
    public let mean: Double?
    /// Conditions of the rule.
    public let count: Int
    /// Conditions that are not known and could change the score.
    public let undecided: Int

    /// - Parameter memberships: 0…1, nil where a condition is not known.
    /// - Throws: `notAQuantity` for a membership outside 0…1, `insufficientData` for none at all.
    public init(_ memberships: [Double?]) throws(Undefined) {
        let known = memberships.compactMap(\.self)
        try Quantities.check("μ", known, in: 0...1)
        guard !memberships.isEmpty else { throw .insufficientData(have: 0, need: 1) }
        count = memberships.count
        score = known.min()
        mean =
            known.isEmpty
            ? nil : Elementary.power(known.reduce(1, *), 1 / Double(known.count))
        undecided = score == 0 ? 0 : memberships.count - known.count
    }
}

/// How sure a choice among scored candidates is.
///
///     margin = (s₁ − s₂) / s₁;  entropy part = 1 − H(s / Σs) / ln m
///
/// Both are 0 where the best two are equal or all are, and 1 where only one has a score.
public struct ChoiceConfidence: Hashable, Sendable {
    /// The position of the largest score, of equal ones the first.
    public let best: Int
    /// The position of the second; nil for one candidate alone.
    public let second: Int?
    /// `(s₁ − s₂) / s₁`.
    public let margin: Double
    /// `1 − H / ln m`, H the entropy of the shares of the scores.
    public let evenness: Double
    /// The scores as shares.
    public let shares: [Double]

    /// - Parameter scores: 0 or more, one a candidate.
    /// - Throws: `notAQuantity`; `insufficientData` for no candidate; `constantInput` where all
    ///   scores are 0, so that nothing is chosen; `outOfRange`.
    /// - Source: METHODS 4.1, 4.2.
    public init(_ scores: [Double]) throws(Undefined) {
        try Quantities.check("s", scores)
        guard let top = scores.max(), let first = scores.firstIndex(of: top) else {
            throw .insufficientData(have: 0, need: 1)
        }
        guard top > 0 else { throw .constantInput }
        best = first
        second = scores.indices.filter { $0 != first }.max {
            (scores[$0], -$0) < (scores[$1], -$1)
        }
        margin = try Quantities.finite((top - (second.map { scores[$0] } ?? 0)) / top)
        let total = try Quantities.finite(scores.compensatedSum())
        shares = scores.map { $0 / total }
        guard scores.count > 1 else {
            evenness = 1
            return
        }
        let entropy = -shares.map { $0 > 0 ? $0 * Elementary.logarithm($0) : 0 }.compensatedSum()
        evenness = max(0, 1 - entropy / Elementary.logarithm(Double(scores.count)))
    }
}
