internal import Numerics
public import Region

/// What a rise of spending comes to when income is spent again (мультипликатор Кейнса).
///
///     1 / (1 − c (1 − τ) + m)
///
/// - Source: METHODS 5.10.
public struct KeynesMultiplier: Hashable, Sendable {
    public let value: Double

    /// - Parameters:
    ///   - consumption: c, spent of a unit of income.
    ///   - tax: τ, of a unit of income.
    ///   - imports: m, bought outside of a unit of income.
    /// - Throws: `notAQuantity`; `singular` where all income, and more, is spent again.
    public init(consumption: Double, tax: Double = 0, imports: Double = 0) throws(Undefined) {
        for (symbol, number) in [("c", consumption), ("τ", tax), ("m", imports)]
        where !(number.isFinite && number >= 0) { throw .notAQuantity(symbol: symbol) }
        let kept = 1 - consumption * (1 - tax) + imports
        guard kept > 0 else { throw .singular }
        value = 1 / kept
    }
}

/// Income, consumption and investment that drive each other (мультипликатор — акселератор).
///
/// | form      | investment                 | income                                       |
/// |-----------|----------------------------|----------------------------------------------|
/// | Samuelson | I = v (C_t − C_{t−1}) + I₀ | Y_t = c (1 + v) Y_{t−1} − c v Y_{t−2} + A     |
/// | Hicks     | I = v (Y_{t−1} − Y_{t−2})  | Y_t = (c + v) Y_{t−1} − v Y_{t−2} + A         |
///
/// - Source: Samuelson (1939); Hicks (1950); METHODS 5.10.
public struct MultiplierAccelerator: Hashable, Sendable {
    public enum Form: String, Hashable, Sendable {
        case samuelson
        case hicks
    }

    /// How income moves after a push.
    public enum Regime: String, Hashable, Sendable, CaseIterable {
        /// Back without a swing.
        case damped
        /// Back in ever smaller waves.
        case dampedCycles
        /// Waves that neither grow nor shrink.
        case steadyCycles
        case explosiveCycles
        case explosive
        /// No income is spent again: nothing follows.
        case still
    }

    public let form: Form
    public let consumption: Double
    public let accelerator: Double
    /// The coefficients of Y_{t−1} and Y_{t−2}.
    private let first: Double
    private let second: Double

    /// - Parameters:
    ///   - consumption: c.
    ///   - accelerator: v.
    /// - Throws: `notAQuantity`.
    public init(
        consumption: Double, accelerator: Double, form: Form = .samuelson
    ) throws(Undefined) {
        guard consumption.isFinite && consumption >= 0 else { throw .notAQuantity(symbol: "c") }
        guard accelerator.isFinite && accelerator >= 0 else { throw .notAQuantity(symbol: "v") }
        self.form = form
        self.consumption = consumption
        self.accelerator = accelerator
        switch form {
        case .samuelson:
            first = consumption * (1 + accelerator)
            second = -consumption * accelerator
        case .hicks:
            first = consumption + accelerator
            second = -accelerator
        }
    }

    private var discriminant: Double { first * first + 4 * second }

    /// The sizes of the two roots of z² − first z − second, the larger first.
    public var moduli: [Double] {
        if discriminant < 0 {
            let size = (-second).squareRoot()
            return [size, size]
        }
        let root = discriminant.squareRoot()
        return [abs(first + root) / 2, abs(first - root) / 2].sorted(by: >)
    }

    /// Whether income comes to rest: c < 1, and c v < 1 (Samuelson) or v < 1 (Hicks).
    public var isStable: Bool { consumption < 1 && -second < 1 }

    public var regime: Regime {
        if first == 0 && second == 0 { return .still }
        if discriminant < 0 {
            // c v is what decides; it is compared as it stands.
            return -second < 1 ? .dampedCycles : (-second > 1 ? .explosiveCycles : .steadyCycles)
        }
        return isStable ? .damped : .explosive
    }

    /// Years from crest to crest; nil without waves.
    public var period: Double? {
        guard discriminant < 0 else { return nil }
        return 2 * .pi / Elementary.angle((-discriminant).squareRoot(), first)
    }

    /// A / (1 − c), where income comes to rest under a lasting push; nil where c ≥ 1.
    public func restingIncome(autonomous: Double) -> Double? {
        consumption < 1 ? autonomous / (1 - consumption) : nil
    }

    /// The bounds of income and investment.
    public struct Bounds: Hashable, Sendable {
        /// Income at full capacity.
        public let ceiling: Double
        /// The least induced investment: machines wear out no faster, −depreciation.
        public let floor: Double

        public init(ceiling: Double = .infinity, floor: Double = -.infinity) {
            self.ceiling = ceiling
            self.floor = floor
        }
    }

    /// Income year by year.
    ///
    /// - Parameters:
    ///   - autonomous: A_t of the years 1, 2, …
    ///   - start: Y₀.
    ///   - before: Y₋₁.
    /// - Returns: Y₀, Y₁, …
    /// - Complexity: O(years).
    public func path(
        autonomous: [Double], start: Double, before: Double = 0, within bounds: Bounds = Bounds()
    ) -> [Double] {
        var incomes = [start]
        var earlier = before
        for push in autonomous {
            let last = incomes[incomes.count - 1]
            let rise = last - earlier
            let investment =
                form == .samuelson ? accelerator * consumption * rise : accelerator * rise
            let income = consumption * last + max(bounds.floor, investment) + push
            incomes.append(min(bounds.ceiling, income))
            earlier = last
        }
        return incomes
    }
}

/// c and v of a region, from its own consumption, income and investment.
///
///     C_t = a + c Y_{t−1},   I_t = b + v (C_t − C_{t−1})
///
/// - Source: METHODS 5.10.
public struct MultiplierAcceleratorEstimate: Hashable, Sendable {
    public let consumption: Estimate
    public let accelerator: Estimate

    public struct Estimate: Hashable, Sendable {
        public let value: Double
        public let standardError: Double
        public let degreesOfFreedom: Int

        /// The range that holds the true value with this probability, by Student's t.
        public func interval(_ probability: Double) -> ClosedRange<Double> {
            let reach =
                (Distributions.studentQuantile(
                    (1 + probability) / 2, degreesOfFreedom: Double(degreesOfFreedom)) ?? 0)
                * standardError
            return (value - reach)...(value + reach)
        }
    }

    /// - Parameters: yearly series of equal length, at constant prices.
    /// - Throws: `insufficientData` under five years; `constantInput`; `notAQuantity`.
    public init(income: [Double], consumption: [Double], investment: [Double]) throws(Undefined) {
        precondition(income.count == consumption.count && income.count == investment.count)
        guard income.count >= 5 else { throw .insufficientData(have: income.count, need: 5) }
        guard (income + consumption + investment).allSatisfy(\.isFinite) else {
            throw .notAQuantity(symbol: "Y")
        }
        self.consumption = try Self.slope(
            of: Array(consumption.dropFirst()), on: Array(income.dropLast()))
        accelerator = try Self.slope(
            of: Array(investment.dropFirst()),
            on: zip(consumption.dropFirst(), consumption).map { $0 - $1 })
    }

    private static func slope(of y: [Double], on x: [Double]) throws(Undefined) -> Estimate {
        guard let low = x.min(), let high = x.max(), high > low else { throw .constantInput }
        do {
            let fit = try Matrix(x.map { [1, $0] }).leastSquares(y)
            return Estimate(
                value: fit.coefficients[1], standardError: fit.standardErrors[1],
                degreesOfFreedom: fit.degreesOfFreedom)
        } catch { throw .constantInput }
    }
}
