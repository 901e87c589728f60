internal import Numerics
public import Region

/// A heap of waste, a way to work it up, and what that brings (техногенное месторождение).
///
///     u    = Σ_k g_k ε_k p_k α_k
///     CF_t = t (u − cost + avoided) − tax − investment + land + residual
///
/// All money is in one unit at constant prices, all masses are tonnes, grades and shares are
/// fractions. Costs are not split between the metals: they come out of one process.
///
/// - Source: Salikhov and Novikov (2016); METHODS 6.3.
public struct Deposit: Hashable, Sendable {
    /// Something that is got out.
    public struct Component: Hashable, Sendable {
        public let code: String
        /// g, mass in the mass of waste.
        public var grade: Double
        /// ε, the share of it that is recovered; 1 where the grade counts what can be recovered.
        public var recovery: Double
        /// p, of a tonne of the component.
        public var price: Double
        /// α, the share of the price that a buyer pays.
        public var payability: Double

        public init(
            code: String, grade: Double, recovery: Double, price: Double, payability: Double = 1
        ) {
            self.code = code
            self.grade = grade
            self.recovery = recovery
            self.price = price
            self.payability = payability
        }

        /// What it brings a tonne of waste.
        public var unitValue: Double { grade * recovery * price * payability }
    }

    /// What the state takes.
    public struct TaxRegime: Hashable, Sendable {
        /// Of profit.
        public let profit: Double
        /// Of revenue, as a tax on extraction.
        public let royalty: Double
        /// Of the book value of what was invested.
        public let property: Double
        /// Years over which investment is written off, evenly.
        public let writeOff: Int
        /// How much of a year's profit losses of years before may set off.
        public let lossOffset: Double

        public init(
            profit: Double = 0, royalty: Double = 0, property: Double = 0, writeOff: Int = 10,
            lossOffset: Double = 0
        ) {
            self.profit = profit
            self.royalty = royalty
            self.property = property
            self.writeOff = writeOff
            self.lossOffset = lossOffset
        }

        public static let none = TaxRegime()
    }

    /// M, tonnes that lie there, and that are added a year.
    public var stock: Double
    public var inflow: Double
    public var components: [Component]
    /// Tonnes a year that can be worked up, and the share of it in the first years.
    public var capacity: Double
    public var rampUp: [Double]
    /// Cost and avoided payments a tonne of waste.
    public var cost: Double
    public var avoided: Double
    /// Investment now and in the years 1, 2, …
    public var investment: [Double]
    /// What the land and the plant are worth at the end.
    public var land: Double
    public var residual: Double
    public var taxes: TaxRegime
    /// A real rate, since money is at constant prices.
    public var rate: Double
    public var horizon: Int

    public init(
        stock: Double, inflow: Double = 0, components: [Component], capacity: Double,
        rampUp: [Double] = [], cost: Double, avoided: Double = 0, investment: [Double],
        land: Double = 0, residual: Double = 0, taxes: TaxRegime = .none, rate: Double,
        horizon: Int
    ) {
        self.stock = stock
        self.inflow = inflow
        self.components = components
        self.capacity = capacity
        self.rampUp = rampUp
        self.cost = cost
        self.avoided = avoided
        self.investment = investment
        self.land = land
        self.residual = residual
        self.taxes = taxes
        self.rate = rate
        self.horizon = horizon
    }

    /// u, what a tonne of waste brings.
    public var unitRevenue: Double { components.map(\.unitValue).compensatedSum() }

    /// How long the heap lasts: what lies there and comes, at full capacity; nil where it never
    /// ends.
    public var life: Double? {
        capacity > inflow ? stock / (capacity - inflow) : nil
    }
}

/// What a deposit is worth.
public struct DepositValuation: Hashable, Sendable {
    /// A year of work.
    public struct Year: Hashable, Sendable {
        /// Tonnes worked up, and left at its end.
        public let tonnes: Double
        public let left: Double
        public let revenue: Double
        public let cost: Double
        public let avoided: Double
        public let tax: Double
        public let investment: Double
        /// Land and plant at the end.
        public let released: Double

        /// What stays.
        public var flow: Double { revenue + avoided + released - cost - tax - investment }
    }

    public let deposit: Deposit
    /// The years 0, 1, …
    public let years: [Year]
    public var flow: CashFlow { CashFlow(years.map(\.flow)) }

    /// - Throws: `notAQuantity` with the symbol of what is none.
    /// - Complexity: O(horizon).
    public init(_ deposit: Deposit) throws(Undefined) {
        try Self.check(deposit)
        self.deposit = deposit
        let schedule = Schedule(deposit)
        years = schedule.years(deposit)
    }

    private static func check(_ deposit: Deposit) throws(Undefined) {
        let quantities: [(String, [Double])] = [
            ("M", [deposit.stock, deposit.inflow]), ("g", deposit.components.map(\.grade)),
            ("ε", deposit.components.map(\.recovery)), ("p", deposit.components.map(\.price)),
            ("α", deposit.components.map(\.payability)), ("t", [deposit.capacity] + deposit.rampUp),
            ("cost", [deposit.cost, deposit.avoided]), ("K", deposit.investment),
        ]
        for (symbol, numbers) in quantities
        where !numbers.allSatisfy({ $0.isFinite && $0 >= 0 }) {
            throw .notAQuantity(symbol: symbol)
        }
        let shares =
            deposit.components.flatMap { [$0.grade, $0.recovery, $0.payability] } + deposit.rampUp
        guard shares.allSatisfy({ $0 <= 1 }) else { throw .notAQuantity(symbol: "g, ε") }
        guard deposit.rate.isFinite, deposit.rate > -1 else { throw .notAQuantity(symbol: "r") }
        guard deposit.horizon > 0, deposit.investment.count <= deposit.horizon + 1 else {
            throw .insufficientData(have: deposit.horizon, need: deposit.investment.count)
        }
    }

    public var netPresentValue: Double { flow.netPresentValue(rate: deposit.rate) }

    /// How little of a component would do.
    public enum BreakEven: Hashable, Sendable {
        case grade(Double)
        /// It pays without this component: 0.
        case paysWithout
        /// Not even waste that is all component would pay.
        case never
    }

    /// The grade at which the present value is 0, all else equal (бортовое содержание).
    ///
    /// Without taxes it is
    /// `g* = [(PV of investment − PV of the end) / PV of tonnes + cost − avoided − Σ others] / (ε p α)`.
    public func breakEvenGrade(of component: Int) -> BreakEven {
        let schedule = Schedule(deposit)
        var changed = deposit
        func value(_ grade: Double) -> Double {
            changed.components[component].grade = grade
            return schedule.netPresentValue(changed)
        }
        if value(0) >= 0 { return .paysWithout }
        if value(1) < 0 { return .never }
        var (low, high) = (0.0, 1.0)
        while high - low > 1e-15 * high {
            let middle = (low + high) / 2
            if middle == low || middle == high { break }
            if value(middle) < 0 { low = middle } else { high = middle }
        }
        return .grade((low + high) / 2)
    }

    /// What a tonne of waste has to bring for the present value to be 0; nil where nothing is
    /// worked up.
    public var breakEvenRevenue: Double? {
        let schedule = Schedule(deposit)
        var changed = deposit
        changed.components = [.init(code: "", grade: 1, recovery: 1, price: 0)]
        func value(_ revenue: Double) -> Double {
            changed.components[0].price = revenue
            return schedule.netPresentValue(changed)
        }
        guard schedule.tonnes.contains(where: { $0 > 0 }) else { return nil }
        var (low, high) = (0.0, max(1, deposit.cost))
        if value(0) >= 0 { return 0 }
        while value(high) < 0 && high < 1e18 { high *= 2 }
        while high - low > 1e-15 * high {
            let middle = (low + high) / 2
            if middle == low || middle == high { break }
            if value(middle) < 0 { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}

/// What does not depend on grades and prices: tonnes and discount factors.
struct Schedule: Sendable {
    let tonnes: [Double]
    private let left: [Double]
    private let factors: [Double]

    init(_ deposit: Deposit) {
        var (tonnes, left) = ([0.0], [deposit.stock])
        for year in 1...max(1, deposit.horizon) {
            let ramp = year <= deposit.rampUp.count ? deposit.rampUp[year - 1] : 1
            let there = left[year - 1] + deposit.inflow
            tonnes.append(min(deposit.capacity * ramp, there))
            left.append(there - tonnes[year])
        }
        self.tonnes = tonnes
        self.left = left
        factors = tonnes.indices.map { Elementary.power(1 + deposit.rate, -Double($0)) }
    }

    func years(_ deposit: Deposit) -> [DepositValuation.Year] {
        var years: [DepositValuation.Year] = []
        years.reserveCapacity(tonnes.count)
        forEachYear(deposit) { year, revenue, tax, investment, released in
            years.append(
                DepositValuation.Year(
                    tonnes: tonnes[year], left: left[year], revenue: revenue,
                    cost: tonnes[year] * deposit.cost, avoided: tonnes[year] * deposit.avoided,
                    tax: tax, investment: investment, released: released))
        }
        return years
    }

    /// The same number as of ``years(_:)``, without making them.
    func netPresentValue(_ deposit: Deposit) -> Double {
        var sum = 0.0
        forEachYear(deposit) { year, revenue, tax, investment, released in
            let flow =
                revenue + tonnes[year] * (deposit.avoided - deposit.cost) + released - tax
                - investment
            sum += flow * factors[year]
        }
        return sum
    }

    @inline(__always)
    private func forEachYear(
        _ deposit: Deposit, _ body: (Int, Double, Double, Double, Double) -> Void
    ) {
        var unit = 0.0
        for component in deposit.components { unit += component.unitValue }
        let taxes = deposit.taxes
        let invested = deposit.investment
        var losses = 0.0
        for year in tonnes.indices {
            let revenue = tonnes[year] * unit
            let spent = year < invested.count ? invested[year] : 0
            // What was invested in a year is written off over the next ones.
            var (writtenOff, book) = (0.0, 0.0)
            if taxes.profit > 0 || taxes.property > 0 {
                for earlier in 0..<min(year, invested.count) {
                    let age = year - earlier
                    if age <= taxes.writeOff {
                        writtenOff += invested[earlier] / Double(taxes.writeOff)
                        let share = 1 - (Double(age) - 0.5) / Double(taxes.writeOff)
                        book += invested[earlier] * share
                    }
                }
            }
            let royalty = taxes.royalty * revenue
            let property = taxes.property * book
            var profit =
                revenue + tonnes[year] * (deposit.avoided - deposit.cost) - royalty - property
                - writtenOff
            if profit < 0 {
                losses -= profit
                profit = 0
            } else {
                let offset = min(losses, taxes.lossOffset * profit)
                losses -= offset
                profit -= offset
            }
            let released = year == tonnes.count - 1 ? deposit.land + deposit.residual : 0
            body(year, revenue, royalty + property + taxes.profit * profit, spent, released)
        }
    }
}
