public import Wording

/// What is measured: its unit, its prices and whether it adds up.
public struct Measure: Hashable, Sendable {
    public enum Kind: String, Sendable, Codable {
        /// Amount over a year; adds up over activities and places.
        case flow
        /// Amount at a date; adds up over activities and places.
        case stock
        /// A quotient; does not add up.
        case ratio
    }

    /// What of production a measure counts, so that it can be followed through the flow table.
    public enum Account: String, Hashable, Sendable, CaseIterable {
        case employment, tax, emission, waste, water, land, energy
    }

    public let code: MeasureCode
    public let name: LocalizedText
    public let unit: Unit
    public let prices: PriceBasis
    public let kind: Kind
    public let account: Account?

    public init(
        code: MeasureCode, name: LocalizedText, unit: Unit, prices: PriceBasis = .none,
        kind: Kind = .flow, account: Account? = nil
    ) {
        self.account = account
        self.code = code
        self.name = name
        self.unit = unit
        self.prices = prices
        self.kind = kind
    }
}

extension Measure {
    /// Whether its distribution over activities says what a place is specialised in. Emissions and
    /// waste do not; they are followed through the flow table.
    public var isOfSpecialisation: Bool { account == nil || account == .employment }
}

/// A number with its unit and prices; arithmetic on it refuses what does not fit together.
public struct Quantity: Hashable, Sendable {
    public let value: Double
    public let unit: Unit
    public let prices: PriceBasis

    public init(_ value: Double, _ unit: Unit, prices: PriceBasis = .none) {
        self.value = value
        self.unit = unit
        self.prices = prices
    }

    public func adding(_ other: Quantity) throws(UnitMismatch) -> Quantity {
        guard let converted = other.unit.convert(other.value, to: unit) else {
            throw .dimensions(unit, other.unit)
        }
        return Quantity(value + converted, unit, prices: try prices.joined(with: other.prices))
    }

    public func subtracting(_ other: Quantity) throws(UnitMismatch) -> Quantity {
        try adding(Quantity(-other.value, other.unit, prices: other.prices))
    }

    public func multiplied(by other: Quantity) throws(UnitMismatch) -> Quantity {
        Quantity(
            value * other.value, unit * other.unit, prices: try prices.combined(with: other.prices))
    }

    /// The quotient. Prices cancel where money is divided by money of the same basis.
    public func divided(by other: Quantity) throws(UnitMismatch) -> Quantity {
        let basis = try prices.combined(with: other.prices)
        let quotient = unit / other.unit
        return Quantity(
            value / other.value, quotient, prices: quotient.dimension.isMoney ? basis : .none)
    }
}

/// Two quantities that do not fit together.
public enum UnitMismatch: Error, Hashable, Sendable {
    case dimensions(Unit, Unit)
    case prices(PriceBasis, PriceBasis)
}

extension PriceBasis {
    /// The basis of a sum: both sides have to be the same.
    func joined(with other: PriceBasis) throws(UnitMismatch) -> PriceBasis {
        guard self == other else { throw .prices(self, other) }
        return self
    }

    /// The basis of a product or quotient: a side without prices takes the other's.
    func combined(with other: PriceBasis) throws(UnitMismatch) -> PriceBasis {
        switch (self, other) {
        case (.none, _): return other
        case (_, .none): return self
        default: return try joined(with: other)
        }
    }
}
