/// A plan beside what came of it.
public struct PlanFact: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case green, amber, red
    }

    public let plan: Double
    public let fact: Double
    /// Whether more is better: of costs and emissions it is not.
    public let isMoreBetter: Bool

    public init(plan: Double, fact: Double, isMoreBetter: Bool = true) {
        self.plan = plan
        self.fact = fact
        self.isMoreBetter = isMoreBetter
    }

    public var difference: Double { fact - plan }

    /// (fact − plan) / |plan|; nil for a plan of nothing.
    public var deviation: Double? { plan == 0 ? nil : (fact - plan) / abs(plan) }

    /// Green to 5 %, amber to 10 %, red beyond, on the bad side alone; nil for a plan of nothing.
    public func status(amber: Double = 0.05, red: Double = 0.10) -> Status? {
        guard let deviation else { return nil }
        let behind = isMoreBetter ? -deviation : deviation
        // What rounding adds to a bound is none of it.
        let edge = 1e-12
        return behind <= amber + edge ? .green : behind <= red + edge ? .amber : .red
    }

    /// ΣF / ΣP; nil where nothing was planned.
    public static func attainment(_ years: [(plan: Double, fact: Double)]) -> Double? {
        let planned = years.reduce(0) { $0 + $1.plan }
        return planned == 0 ? nil : years.reduce(0) { $0 + $1.fact } / planned
    }

    /// How much of the way from a base to a target is done, up or down; nil where there is no way.
    public static func progress(of value: Double, from base: Double, to target: Double) -> Double? {
        target == base ? nil : (value - base) / (target - base)
    }
}

/// Money and work of a project by the earned-value method.
///
/// - Source: Fleming and Koppelman (2010), Earned value project management.
public struct EarnedValue: Hashable, Sendable {
    /// BAC: all that the project is to cost.
    public let budget: Double
    /// PV: what was to be done by now, at its planned cost.
    public let planned: Double
    /// EV: what is done, at its planned cost.
    public let earned: Double
    /// AC: what it has cost.
    public let actual: Double

    public init(budget: Double, planned: Double, earned: Double, actual: Double) {
        self.budget = budget
        self.planned = planned
        self.earned = earned
        self.actual = actual
    }

    public var scheduleVariance: Double { earned - planned }
    public var costVariance: Double { earned - actual }
    /// SPI; nil before anything was to be done.
    public var scheduleIndex: Double? { planned == 0 ? nil : earned / planned }
    /// CPI; nil before anything was spent.
    public var costIndex: Double? { actual == 0 ? nil : earned / actual }
    /// EAC = BAC / CPI; nil while nothing is earned.
    public var estimate: Double? { costIndex.flatMap { $0 == 0 ? nil : budget / $0 } }
}
