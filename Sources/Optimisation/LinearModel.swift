internal import Numerics

/// A linear programme, some of whose variables may have to be whole (линейная программа).
///
///     optimise  cost · x + offset   subject to   rowLower ≤ A x ≤ rowUpper,  lower ≤ x ≤ upper
public struct LinearModel: Hashable, Sendable {
    public enum Sense: Hashable, Sendable {
        case minimise
        case maximise
    }

    public struct Term: Hashable, Sendable {
        public let variable: Int
        public let weight: Double

        public init(_ variable: Int, _ weight: Double) {
            self.variable = variable
            self.weight = weight
        }
    }

    public var sense: Sense
    public var offset = 0.0
    public internal(set) var lower: [Double] = []
    public internal(set) var upper: [Double] = []
    public var costs: [Double] = []
    public private(set) var isWhole: [Bool] = []
    public private(set) var names: [String] = []

    public private(set) var rowLower: [Double] = []
    public private(set) var rowUpper: [Double] = []
    public private(set) var rowNames: [String] = []
    /// Row by row: where each begins, which variables it has and with what weights.
    public private(set) var starts: [Int] = [0]
    public private(set) var variables: [Int] = []
    public private(set) var weights: [Double] = []

    public init(_ sense: Sense) { self.sense = sense }

    public var variableCount: Int { lower.count }
    public var rowCount: Int { rowLower.count }

    /// - Returns: The variable's number.
    @discardableResult
    public mutating func addVariable(
        _ name: String = "", from lower: Double = 0, to upper: Double = .infinity,
        cost: Double = 0, isWhole: Bool = false
    ) -> Int {
        self.lower.append(lower)
        self.upper.append(upper)
        costs.append(cost)
        self.isWhole.append(isWhole)
        names.append(name)
        return self.lower.count - 1
    }

    /// A variable that is 0 or 1.
    @discardableResult
    public mutating func addChoice(_ name: String = "", cost: Double = 0) -> Int {
        addVariable(name, from: 0, to: 1, cost: cost, isWhole: true)
    }

    /// Adds `from ≤ Σ weight · variable ≤ to`; a variable named twice counts with the sum.
    ///
    /// - Returns: The row's number.
    @discardableResult
    public mutating func addRow(
        _ terms: [Term], named name: String = "", from: Double = -.infinity,
        to: Double = .infinity
    ) -> Int {
        var sums: [Int: Double] = [:]
        var order: [Int] = []
        for term in terms where term.weight != 0 {
            precondition((0..<variableCount).contains(term.variable))
            if sums[term.variable] == nil { order.append(term.variable) }
            sums[term.variable, default: 0] += term.weight
        }
        for variable in order where sums[variable] != 0 {
            variables.append(variable)
            weights.append(sums[variable] ?? 0)
        }
        starts.append(variables.count)
        rowLower.append(from)
        rowUpper.append(to)
        rowNames.append(name)
        return rowLower.count - 1
    }

    /// Holds a variable between other bounds.
    public mutating func bound(_ variable: Int, from lower: Double, to upper: Double) {
        self.lower[variable] = lower
        self.upper[variable] = upper
    }

    public mutating func boundRow(_ row: Int, from lower: Double, to upper: Double) {
        rowLower[row] = lower
        rowUpper[row] = upper
    }

    public func terms(ofRow row: Int) -> [Term] {
        (starts[row]..<starts[row + 1]).map { Term(variables[$0], weights[$0]) }
    }

    /// cost · x + offset.
    public func objective(of values: [Double]) -> Double {
        zip(costs, values).map { $0 * $1 }.compensatedSum() + offset
    }

    public func activity(ofRow row: Int, _ values: [Double]) -> Double {
        (starts[row]..<starts[row + 1]).map { weights[$0] * values[variables[$0]] }
            .compensatedSum()
    }

    /// How far values are from keeping every row, bound and wholeness; 0 where they keep all.
    ///
    /// A row's miss counts against the size of its numbers where these are over 1.
    public func violation(of values: [Double]) -> Double {
        guard values.count == variableCount, values.allSatisfy(\.isFinite) else { return .infinity }
        var worst = 0.0
        for (index, value) in values.enumerated() {
            worst = max(worst, lower[index] - value, value - upper[index])
            if isWhole[index] { worst = max(worst, abs(value - value.rounded())) }
        }
        for row in 0..<rowCount {
            let sum = activity(ofRow: row, values)
            let size =
                (starts[row]..<starts[row + 1]).map {
                    abs(weights[$0] * values[variables[$0]])
                }.max() ?? 0
            worst = max(worst, max(rowLower[row] - sum, sum - rowUpper[row]) / max(1, size))
        }
        return worst
    }
}
