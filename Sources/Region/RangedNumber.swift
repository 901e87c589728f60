public import Numerics

/// A range with a likeliest number, any part of which may be unknown, and the distribution between,
/// where one is named.
public struct RangedNumber: Hashable, Sendable {
    public let low: Double?
    public let middle: Double?
    public let high: Double?
    /// How likely what is; nil: as ``distribution`` says.
    public let named: NamedDistribution?

    public init(
        low: Double?, middle: Double?, high: Double?, named: NamedDistribution? = nil
    ) {
        self.low = low
        self.middle = middle
        self.high = high
        self.named = named
    }

    /// A number that is sure.
    public init(_ value: Double) { self.init(low: nil, middle: value, high: nil) }

    public var isKnown: Bool { central != nil }

    /// The number to reckon with: the likeliest, else the middle of the range, else its one end,
    /// else the mean of the distribution.
    public var central: Double? {
        if let middle { return middle }
        if let low, let high { return (low + high) / 2 }
        return low ?? high ?? own?.mean
    }

    /// The one named; else PERT where all three are known, uniform where both ends are, else sure.
    public var distribution: Uncertain? {
        if let own { return own }
        switch (low, middle, high) {
        case (let low?, let middle?, let high?) where low <= middle && middle <= high && low < high:
            if case .shape(.triangular) = named {
                return .triangular(low: low, likeliest: middle, high: high)
            }
            if case .shape(.uniform) = named { return .uniform(low: low, high: high) }
            return .pert(low: low, likeliest: middle, high: high)
        case (let low?, nil, let high?) where low < high: return .uniform(low: low, high: high)
        default: return central.map { .certain($0) }
        }
    }

    /// The least and the most to reckon with: the ends stated, else those of the distribution; of
    /// one without ends what nine of ten cases are within.
    public var ends: ClosedRange<Double>? {
        if let low, let high { return low < high ? low...high : nil }
        guard let own, !own.isCertain else { return nil }
        return own.bounds ?? own.quantile(0.05)...own.quantile(0.95)
    }

    /// With all its numbers in another unit.
    public func scaled(by factor: Double) -> RangedNumber {
        RangedNumber(
            low: low.map { $0 * factor }, middle: middle.map { $0 * factor },
            high: high.map { $0 * factor }, named: named?.scaled(by: factor))
    }

    /// The distribution that is named with all its numbers.
    private var own: Uncertain? {
        if case .full(let distribution) = named { distribution } else { nil }
    }
}

/// How a cell of a table names the distribution of a number: `triangular`, over the ends and the
/// likeliest number beside it, or `lognormal(120; 0.3)`, with all it needs.
///
/// - Source: METHODS 8.4.
public enum NamedDistribution: Hashable, Sendable {
    /// Of what is between the ends.
    public enum Shape: String, CaseIterable, Sendable {
        case pert, triangular, uniform
    }

    case shape(Shape)
    case full(Uncertain)

    /// What a cell may say, for a message.
    public static let forms = [
        "pert", "triangular", "uniform", "pert(a; m; b)", "triangular(a; m; b)", "uniform(a; b)",
        "normal(mean; deviation)", "lognormal(mean; variation)",
        "brownian(start; growth; volatility; years)", "discrete(value: chance; …)",
        "empirical(value; value; …)",
    ]

    /// - Returns: nil where the text names no distribution, or one that cannot be: ends the wrong
    ///   way round, a negative deviation, chances that do not sum to 1.
    public init?(_ text: String) {
        let text = text.filter { !$0.isWhitespace }.lowercased()
        if let shape = Shape(rawValue: text) {
            self = .shape(shape)
            return
        }
        guard text.last == ")", let open = text.firstIndex(of: "(") else { return nil }
        let pieces = text[text.index(after: open)...].dropLast().split(
            separator: ";", omittingEmptySubsequences: false)
        guard
            let distribution = Self.distribution(
                String(text[..<open]), pieces.map { $0.split(separator: ":") }),
            distribution.isValid
        else { return nil }
        self = .full(distribution)
    }

    private static func distribution(_ name: String, _ pieces: [[Substring]]) -> Uncertain? {
        let numbers = pieces.map { $0.compactMap(number) }
        let width = name == "discrete" ? 2 : 1
        guard zip(pieces, numbers).allSatisfy({ $0.count == width && $1.count == width }) else {
            return nil
        }
        let values = numbers.map { $0[0] }
        switch (name, values.count) {
        case ("uniform", 2): return .uniform(low: values[0], high: values[1])
        case ("triangular", 3):
            return .triangular(low: values[0], likeliest: values[1], high: values[2])
        case ("pert", 3): return .pert(low: values[0], likeliest: values[1], high: values[2])
        case ("normal", 2): return .normal(mean: values[0], deviation: values[1])
        case ("lognormal", 2): return .lognormal(mean: values[0], variation: values[1])
        case ("brownian", 4):
            guard values[2] >= 0, values[3] >= 0 else { return nil }
            return .brownian(
                from: values[0], growth: values[1], volatility: values[2], years: values[3])
        case ("discrete", 1...): return .discrete(values: values, chances: numbers.map { $0[1] })
        case ("empirical", 1...): return .empirical(values)
        default: return nil
        }
    }

    /// With a point or a comma: pieces are told apart by semicolons.
    private static func number(_ text: Substring) -> Double? {
        Double(String(text.map { $0 == "," ? "." : $0 }))
    }

    func scaled(by factor: Double) -> NamedDistribution {
        switch self {
        case .shape: self
        case .full(let distribution): .full(distribution.scaled(by: factor))
        }
    }
}
