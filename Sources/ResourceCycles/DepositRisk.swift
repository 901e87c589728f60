public import Numerics
public import Region

/// How sure the value of a deposit is (оценка риска).
///
/// - Source: METHODS 6.3, 8.4, 8.5.
public struct DepositRisk: Sendable {
    /// Something of a deposit that is not known for sure.
    public enum Input: Hashable, Sendable {
        case grade(Int)
        case recovery(Int)
        case price(Int)
        case cost
        case avoided
        /// All investment, as a share of what is planned.
        case investment
    }

    public struct Uncertainty: Hashable, Sendable {
        public let input: Input
        public let distribution: Uncertain

        public init(_ input: Input, _ distribution: Uncertain) {
            self.input = input
            self.distribution = distribution
        }
    }

    private let deposit: Deposit
    private let schedule: Schedule
    private let uncertainties: [Uncertainty]
    private let numbers: UncertainNumbers

    /// The most that a correlation had to be changed by, for all to be possible together.
    public var largestChange: Double { numbers.largestChange }

    /// - Parameter ranks: Correlations of ranks between the inputs, in their order; nil where they
    ///   do not depend on each other.
    /// - Throws: `notAQuantity` with the symbol of what is none; `singular` where no correlations
    ///   near those wanted are possible.
    public init(
        _ deposit: Deposit, _ uncertainties: [Uncertainty], ranks: Matrix? = nil
    ) throws(Undefined) {
        _ = try DepositValuation(deposit)
        guard uncertainties.allSatisfy(\.distribution.isValid) else {
            throw .notAQuantity(symbol: "range")
        }
        self.deposit = deposit
        self.schedule = Schedule(deposit)
        self.uncertainties = uncertainties
        let distributions = uncertainties.map(\.distribution)
        if let ranks {
            guard let numbers = try? UncertainNumbers(distributions, ranks: ranks) else {
                throw .singular
            }
            self.numbers = numbers
        } else {
            numbers = UncertainNumbers(distributions)
        }
    }

    /// Present values of many draws, in the order they are drawn in.
    ///
    /// Each draw has a stream of random numbers of its own, so that the numbers do not depend on
    /// how many threads there are.
    ///
    /// - Complexity: O(draws (inputs² + horizon)).
    public func draws(_ count: Int, seed: UInt64, threads: Threads = .all) -> [Double] {
        var values = [Double](repeating: 0, count: count)
        let parts = Chunks.count
        values.withUnsafeMutableBufferPointer { values in
            nonisolated(unsafe) let values = values
            Chunks.perform(parts, on: threads) { part in
                var own = deposit
                for draw in (part * count / parts)..<((part + 1) * count / parts) {
                    var random = RandomStream(seed: seed, stream: UInt64(draw))
                    for (uncertainty, value) in zip(uncertainties, numbers.draw(&random)) {
                        set(uncertainty.input, value, &own)
                    }
                    values[draw] = schedule.netPresentValue(own)
                }
            }
        }
        return values
    }

    /// Which inputs the variance of the present value comes from.
    ///
    /// - Returns: nil where the value does not vary, or with more than 32 correlated inputs.
    public func drivers(
        rows: Int, seed: UInt64, threads: Threads = .all
    ) -> UncertainNumbers.Drivers? {
        let found = try? numbers.drivers(rows: rows, seed: seed, threads: threads) { values in
            var own = deposit
            for (uncertainty, value) in zip(uncertainties, values) {
                set(uncertainty.input, value, &own)
            }
            return schedule.netPresentValue(own)
        }
        return found ?? nil
    }

    /// What the present value comes to when one input alone is low or high, the widest first
    /// (диаграмма «торнадо»).
    public func tornado(low: Double = 0.1, high: Double = 0.9) -> [Swing] {
        uncertainties.map { uncertainty in
            var own = deposit
            set(uncertainty.input, uncertainty.distribution.quantile(low), &own)
            let first = schedule.netPresentValue(own)
            set(uncertainty.input, uncertainty.distribution.quantile(high), &own)
            return Swing(
                input: uncertainty.input, atLow: first, atHigh: schedule.netPresentValue(own))
        }.enumerated().sorted {
            ($1.element.width, $0.offset) < ($0.element.width, $1.offset)
        }.map(\.element)
    }

    public struct Swing: Hashable, Sendable {
        public let input: Input
        public let atLow: Double
        public let atHigh: Double

        public var width: Double { abs(atHigh - atLow) }
    }

    /// A drawn number put in its place, within what is possible.
    private func set(_ input: Input, _ value: Double, _ deposit: inout Deposit) {
        switch input {
        case .grade(let index): deposit.components[index].grade = min(1, max(0, value))
        case .recovery(let index): deposit.components[index].recovery = min(1, max(0, value))
        case .price(let index): deposit.components[index].price = max(0, value)
        case .cost: deposit.cost = max(0, value)
        case .avoided: deposit.avoided = max(0, value)
        case .investment:
            for year in deposit.investment.indices {
                deposit.investment[year] = max(0, value) * self.deposit.investment[year]
            }
        }
    }
}

/// What it is worth to be able to wait with an investment (реальный опцион).
///
/// A tree of values that go up or down, an American call: each year one may invest or wait on.
///
/// - Source: Cox, Ross and Rubinstein (1979); Dixit and Pindyck (1994); METHODS 6.3.
public struct OptionToWait: Hashable, Sendable {
    /// With the option.
    public let value: Double
    /// Invest now or never.
    public let now: Double

    /// Whether waiting is worth more than investing now.
    public var isWaitingBetter: Bool { value > max(0, now) * (1 + 1e-12) }

    /// - Parameters:
    ///   - project: The present value of what the project brings.
    ///   - investment: What it costs.
    ///   - volatility: Of the value, a year.
    ///   - riskFree: The rate without risk, a year.
    ///   - yield: What is lost by waiting, of the value, a year.
    ///   - years: How long one may wait.
    ///   - steps: Of the tree.
    /// - Throws: `notAQuantity`.
    /// - Complexity: O(steps²).
    public init(
        project: Double, investment: Double, volatility: Double, riskFree: Double,
        yield: Double = 0, years: Double, steps: Int = 500
    ) throws(Undefined) {
        let numbers = [project, investment, volatility, years]
        guard numbers.allSatisfy({ $0.isFinite && $0 >= 0 }), volatility > 0, years > 0,
            riskFree.isFinite, yield.isFinite, steps > 0
        else { throw .notAQuantity(symbol: "σ, T") }
        now = project - investment
        let step = years / Double(steps)
        let up = Elementary.exponential(volatility * step.squareRoot())
        let probability =
            (Elementary.exponential((riskFree - yield) * step) - 1 / up) / (up - 1 / up)
        // Too few steps for this drift would make a chance over 1.
        guard (0...1).contains(probability) else {
            throw .insufficientData(have: steps, need: steps + 1)
        }
        let discount = Elementary.exponential(-riskFree * step)
        var values = (0...steps).map { ups in
            max(
                0,
                project * Elementary.power(up, Double(2 * ups - steps)) - investment)
        }
        for left in stride(from: steps - 1, through: 0, by: -1) {
            for ups in 0...left {
                let waiting =
                    discount * (probability * values[ups + 1] + (1 - probability) * values[ups])
                let investing =
                    project * Elementary.power(up, Double(2 * ups - left)) - investment
                values[ups] = max(waiting, investing)
            }
        }
        value = values[0]
    }
}
