/// A physical or economic dimension: powers of base dimensions.
///
/// Each currency is a base dimension of its own, since no fixed factor joins two of them.
public struct Dimension: Hashable, Sendable, Codable {
    /// Powers by base dimension (`mass`, `length`, `time`, `energy`, `persons`, `pieces`,
    /// `money:RUB`), none of them 0.
    public let powers: [String: Int]

    public init(_ powers: [String: Int]) {
        self.powers = powers.filter { $0.value != 0 }
    }

    public static let none = Dimension([:])

    public static func * (left: Dimension, right: Dimension) -> Dimension {
        Dimension(left.powers.merging(right.powers, uniquingKeysWith: +))
    }

    public static func / (left: Dimension, right: Dimension) -> Dimension {
        left * right.raised(to: -1)
    }

    public func raised(to power: Int) -> Dimension {
        Dimension(powers.mapValues { $0 * power })
    }

    public var isMoney: Bool { powers.keys.contains { $0.hasPrefix("money:") } }
}

/// A unit of measurement: a dimension, a factor to the base unit and the text it was written as.
///
/// Written as products and quotients of known symbols with an optional multiplier in front:
/// `mln RUB`, `RUB/t`, `kt/year`, `km2`, `g/t`, `%`, `1`.
public struct Unit: Hashable, Sendable, Codable {
    public let symbol: String
    public let dimension: Dimension
    /// Base units in one of this unit: 1e6 for `mln RUB`.
    public let factor: Double

    public init(symbol: String, dimension: Dimension, factor: Double) {
        self.symbol = symbol
        self.dimension = dimension
        self.factor = factor
    }

    /// The unit of shares, quotients and indices.
    public static let one = Unit(symbol: "1", dimension: .none, factor: 1)
    /// A tonne, of which every mass is a multiple.
    public static let tonne = Unit(symbol: "t", dimension: Dimension(["mass": 1]), factor: 1)
    public static let percent = Unit(symbol: "%", dimension: .none, factor: 0.01)

    /// Whether numbers of the two units may be added after conversion.
    public func isCommensurable(with other: Unit) -> Bool { dimension == other.dimension }

    /// The number in another unit of the same dimension; nil where the dimensions differ.
    public func convert(_ value: Double, to other: Unit) -> Double? {
        guard isCommensurable(with: other) else { return nil }
        return factor == other.factor ? value : value * (factor / other.factor)
    }

    public static func * (left: Unit, right: Unit) -> Unit {
        combined(left, right, symbol: "\(left.symbol)·\(right.symbol)", power: 1)
    }

    public static func / (left: Unit, right: Unit) -> Unit {
        let divisor = right.symbol.contains("·") ? "(\(right.symbol))" : right.symbol
        return combined(left, right, symbol: "\(left.symbol)/\(divisor)", power: -1)
    }

    private static func combined(_ left: Unit, _ right: Unit, symbol: String, power: Int) -> Unit {
        let factor = power > 0 ? left.factor * right.factor : left.factor / right.factor
        let dimension = left.dimension * right.dimension.raised(to: power)
        if dimension == .none && factor == 1 { return .one }
        if right == .one { return left }
        return Unit(symbol: symbol, dimension: dimension, factor: factor)
    }

    /// The unit that a text writes; nil where it has a symbol that is not known.
    public init?(_ text: String) {
        var rest = Substring(text.trimmingSpaces)
        var factor = 1.0
        for (word, multiplier) in Unit.multipliers where rest.hasPrefix(word + " ") {
            factor = multiplier
            rest = rest.dropFirst(word.count + 1)
            break
        }
        var dimension = Dimension.none
        var power = 1
        for (index, quotient) in rest.split(separator: "/", omittingEmptySubsequences: false)
            .enumerated()
        {
            power = index == 0 ? 1 : -1
            for name in quotient.split(whereSeparator: { "·*".contains($0) }) {
                guard let known = Unit.symbols[String(name).trimmingSpaces] else { return nil }
                dimension = dimension * known.dimension.raised(to: power)
                factor = power > 0 ? factor * known.factor : factor / known.factor
            }
            if quotient.isEmpty { return nil }
        }
        self.init(symbol: text.trimmingSpaces, dimension: dimension, factor: factor)
    }

    /// Words in front of a unit, longest first.
    private static let multipliers: [(String, Double)] = [
        ("thousand", 1e3), ("million", 1e6), ("billion", 1e9), ("trillion", 1e12),
        ("thsd", 1e3), ("mln", 1e6), ("bn", 1e9), ("trn", 1e12),
    ]

    private static let currencies = ["RUB", "USD", "EUR", "CNY", "KZT", "GBP", "PLN", "INR"]

    private static let symbols: [String: Unit] = {
        var table: [String: Unit] = [:]
        func add(_ symbol: String, _ powers: [String: Int], _ factor: Double) {
            table[symbol] = Unit(symbol: symbol, dimension: Dimension(powers), factor: factor)
        }
        add("1", [:], 1)
        add("%", [:], 0.01)
        add("‰", [:], 0.001)
        add("ppm", [:], 1e-6)
        for (symbol, factor) in [("mg", 1e-9), ("g", 1e-6), ("kg", 1e-3), ("t", 1)] {
            add(symbol, ["mass": 1], factor)
        }
        add("kt", ["mass": 1], 1e3)
        add("Mt", ["mass": 1], 1e6)
        add("m", ["length": 1], 1)
        add("km", ["length": 1], 1e3)
        add("m2", ["length": 2], 1)
        add("ha", ["length": 2], 1e4)
        add("km2", ["length": 2], 1e6)
        add("m3", ["length": 3], 1)
        for (symbol, factor) in [("min", 1.0 / 525_960), ("h", 1.0 / 8766), ("day", 1.0 / 365.25)] {
            add(symbol, ["time": 1], factor)
        }
        add("month", ["time": 1], 1.0 / 12)
        add("year", ["time": 1], 1)
        add("kWh", ["energy": 1], 1)
        add("MWh", ["energy": 1], 1e3)
        add("GWh", ["energy": 1], 1e6)
        add("TJ", ["energy": 1], 1e6 / 3.6)
        // Heat supply is published in gigacalories of 4.1868 GJ.
        add("Gcal", ["energy": 1], 1163)
        add("MW", ["energy": 1, "time": -1], 8_766_000)
        add("person", ["persons": 1], 1)
        add("persons", ["persons": 1], 1)
        add("jobs", ["persons": 1], 1)
        add("pieces", ["pieces": 1], 1)
        add("bit", ["information": 1], 1)
        for currency in currencies { add(currency, ["money:\(currency)": 1], 1) }
        return table
    }()
}

extension String {
    var trimmingSpaces: String {
        var view = Substring(self)
        while let first = view.first, first.isWhitespace { view = view.dropFirst() }
        while let last = view.last, last.isWhitespace { view = view.dropLast() }
        return String(view)
    }
}

/// The prices money figures are in. Figures of different bases are never added or divided.
public enum PriceBasis: Hashable, Sendable, Codable {
    /// Not a money figure, or a share.
    case none
    /// Prices of the year of each figure.
    case current
    /// Prices of one base year.
    case constant(Year)
}
