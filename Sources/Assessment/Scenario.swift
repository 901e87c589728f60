public import Region

/// What a question "what if" changes of the tables.
public struct Scenario: Hashable, Sendable {
    public var budgets: [BudgetChange] = []
    /// Prices by product.
    public var prices: [NumberChange] = []
    public var must: [ObjectCode] = []
    public var ban: [ObjectCode] = []

    public init() {}

    /// A number given anew: `=+500`, `=-10%`, `=20`.
    public struct NumberChange: Hashable, Sendable, RawRepresentable {
        public let rawValue: String
        public let name: String
        private let number: Double
        private let rule: Rule

        private enum Rule { case to, by, byShare }

        public init?(rawValue: String) {
            let parts = rawValue.split(separator: "=", maxSplits: 1).map {
                $0.trimmingPrefix(while: \.isWhitespace)
            }
            guard parts.count == 2, !parts[0].isEmpty, let sign = parts[1].first else { return nil }
            var text = parts[1].replacing("−", with: "-")
            let isShare = text.hasSuffix("%")
            if isShare { text.removeLast() }
            guard let number = Double(text), number.isFinite else { return nil }
            self.rawValue = rawValue
            name = String(parts[0])
            let isChange = ["+", "-", "−"].contains(sign)
            if isShare && !isChange { return nil }
            self.number = isShare ? number / 100 : number
            rule = isShare ? .byShare : isChange ? .by : .to
        }

        public func applied(to old: Double) -> Double {
            switch rule {
            case .to: number
            case .by: old + number
            case .byShare: old * (1 + number)
            }
        }
    }

    /// Money of a source in a year given anew: `regional-2029=+500`.
    public struct BudgetChange: Hashable, Sendable, RawRepresentable {
        public let source: String
        public let year: Year
        private let change: NumberChange

        public var rawValue: String { change.rawValue }

        public init?(rawValue: String) {
            guard let change = NumberChange(rawValue: rawValue),
                let dash = change.name.lastIndex(of: "-"),
                let year = Year(change.name[change.name.index(after: dash)...])
            else { return nil }
            source = String(change.name[..<dash])
            self.year = year
            self.change = change
        }

        public func applied(to old: Double) -> Double { change.applied(to: old) }
    }
}

extension ProductPrice {
    /// The price of a scenario, with its range moved along.
    func changed(by change: Scenario.NumberChange) -> ProductPrice {
        guard let middle = price.central, middle != 0 else { return self }
        let factor = change.applied(to: middle) / middle
        return ProductPrice(
            product: product, year: year, price: price.scaled(by: factor), unit: unit,
            isCurrent: isCurrent, quality: quality)
    }
}
