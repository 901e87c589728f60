internal import Numerics
internal import Region

/// A mass at the start and at the end of a span of years.
public struct Change: Hashable, Sendable {
    public let start: Double
    public let end: Double

    public init(from start: Double, to end: Double) {
        self.start = start
        self.end = end
    }

    /// Throws where one of the two is no quantity: negative, NaN or infinite.
    func check(_ symbol: String) throws(Undefined) {
        guard start.isFinite, start >= 0 else { throw .notAQuantity(symbol: symbol + "0") }
        guard end.isFinite, end >= 0 else { throw .notAQuantity(symbol: symbol + "1") }
    }
}

/// Two years that a method compares, by their positions in the panel.
struct Span: Hashable, Sendable {
    let start: Int
    let end: Int
}

extension Panel {
    /// The first year against the last; none where there are fewer than two years.
    var wholeSpan: [Span] {
        years.count < 2 ? [] : [Span(start: 0, end: years.count - 1)]
    }

    /// Each year against the next.
    var consecutiveSpans: [Span] {
        years.indices.dropLast().map { Span(start: $0, end: $0 + 1) }
    }

    /// The whole span, then each year against the next where that is something else.
    var spans: [Span] {
        years.count < 3 ? wholeSpan : wholeSpan + consecutiveSpans
    }
}

extension Expression {
    /// The masses of the reference where it is the rest of the economy.
    static let restOfEconomy: [String: Expression] = [
        "X_i0": Expression("X_i0 - e_0"), "X_i1": Expression("X_i1 - e_1"),
        "X_0": Expression("X_0 - X_r0"), "X_1": Expression("X_1 - X_r1"),
    ]

    /// The formula as it reads under a reference.
    func reading(_ reference: Reference) -> Expression {
        reference == .all ? self : substituting(Expression.restOfEconomy)
    }
}

extension Outcome {
    /// Outcomes over the corners of a box of hidden inputs joined into one. It is right where the
    /// result is monotone in each hidden input, so that its extremes stand in corners.
    static func overCorners(_ corners: [Outcome]) -> Outcome {
        var low = Double.infinity
        var high = -Double.infinity
        for corner in corners {
            switch corner {
            case .value(let number):
                low = min(low, number)
                high = max(high, number)
            case .range(let from, let to):
                low = min(low, from)
                high = max(high, to)
            case .undefined: return corner
            }
        }
        guard low.isFinite, high.isFinite else { return .undefined(.outOfRange) }
        return low == high ? .finite(low) : .range(low: low, high: high)
    }
}

/// A running sum of outcomes: of the ends of ranges, and undefined as soon as a term is.
struct OutcomeSum {
    private(set) var terms: [Double] = []
    private(set) var highs: [Double] = []
    private var isRange = false
    private var reason: Undefined?

    mutating func add(_ outcome: Outcome) {
        switch outcome {
        case .value(let number):
            terms.append(number)
            highs.append(number)
        case .range(let low, let high):
            terms.append(low)
            highs.append(high)
            isRange = true
        case .undefined(let why): reason = reason ?? why
        }
    }

    var outcome: Outcome {
        if let reason { return .undefined(reason) }
        guard !terms.isEmpty else { return .undefined(.missing("e")) }
        let low = Outcome.finite(terms.compensatedSum())
        guard isRange else { return low }
        return .overCorners([low, .finite(highs.compensatedSum())])
    }
}
