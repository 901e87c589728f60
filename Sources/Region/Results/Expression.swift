internal import Numerics

/// A formula as data: it is printed, printed with numbers in place of its symbols, and evaluated.
///
/// The same expression serves all three, so a formula that is shown is a formula that was
/// computed. Symbols stand for numbers or for lists of numbers; arithmetic goes element by
/// element, a number with a list as with a list of equal numbers.
///
/// Written as usual: `(e / X_r) / (X_i / X)`, `sum(abs(s - x)) / 2`.
public indirect enum Expression: Hashable, Sendable {
    case number(Double)
    case symbol(String)
    case negated(Expression)
    case binary(Operator, Expression, Expression)
    case call(Function, [Expression])

    public enum Operator: String, Hashable, Sendable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case power = "^"

        var precedence: Int {
            switch self {
            case .add, .subtract: 1
            case .multiply, .divide: 2
            case .power: 4
            }
        }
    }

    public enum Function: String, Hashable, Sendable, CaseIterable {
        // Element by element.
        case abs, ln, exp, sqrt, log2
        /// x·ln y with 0·ln 0 = 0.
        case xlogy
        /// The larger, the smaller of two, element by element.
        case larger, smaller
        /// 1 where the first is at least the second, else 0.
        case atLeast
        /// p-values: of |t| with degrees of freedom, of F with two degrees of freedom (twice the
        /// smaller tail), of χ² with degrees of freedom (upper tail).
        case studentTwoSided, fisherTwoSided, chiSquaredUpper
        // Lists to numbers.
        /// The Gini coefficient of shares y against shares x, 1 − Σ(Y_k + Y_{k−1})·x_k over
        /// elements in ascending order of y/x, Y the running sum of y.
        case gini
        case sum, mean, count, minimum, maximum
        /// Standard deviation with n − 1, with n.
        case sd, sdn
        // Lists to lists.
        /// Each element's predecessor; 0 before the first.
        case previous
        /// Running sum.
        case cumulated

        var arity: Int {
            switch self {
            case .larger, .smaller, .atLeast, .xlogy, .gini, .studentTwoSided, .chiSquaredUpper: 2
            case .fisherTwoSided: 3
            default: 1
            }
        }
    }

    /// What a symbol stands for.
    public enum Value: Hashable, Sendable {
        case number(Double)
        case list([Double])

        public var elements: [Double] {
            switch self {
            case .number(let number): [number]
            case .list(let list): list
            }
        }
    }

    /// Why an expression has no value.
    public enum Failure: Error, Hashable, Sendable {
        case unbound(String)
        /// Lists of different lengths meet.
        case lengths(Int, Int)
        case emptyList
    }

    /// The symbols in order of their first appearance.
    public var symbols: [String] {
        var seen: [String] = []
        collectSymbols(into: &seen)
        return seen
    }

    private func collectSymbols(into seen: inout [String]) {
        switch self {
        case .number: break
        case .symbol(let name): if !seen.contains(name) { seen.append(name) }
        case .negated(let inner): inner.collectSymbols(into: &seen)
        case .binary(_, let left, let right):
            left.collectSymbols(into: &seen)
            right.collectSymbols(into: &seen)
        case .call(_, let arguments):
            for argument in arguments { argument.collectSymbols(into: &seen) }
        }
    }

    /// The value with symbols bound.
    public func evaluate(_ bindings: [String: Value]) throws(Failure) -> Value {
        switch self {
        case .number(let number):
            return .number(number)
        case .symbol(let name):
            guard let value = bindings[name] else { throw .unbound(name) }
            return value
        case .negated(let inner):
            return try inner.evaluate(bindings).mapped { -$0 }
        case .binary(let sign, let left, let right):
            return try left.evaluate(bindings).joined(
                with: right.evaluate(bindings), by: sign.apply)
        case .call(let function, let arguments):
            var values: [Value] = []
            for argument in arguments { values.append(try argument.evaluate(bindings)) }
            return try function.apply(to: values)
        }
    }
}

extension Expression.Operator {
    func apply(_ left: Double, _ right: Double) -> Double {
        switch self {
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        case .divide: left / right
        case .power: Expression.power(left, right)
        }
    }
}

extension Expression.Function {
    func apply(to values: [Expression.Value]) throws(Expression.Failure) -> Expression.Value {
        switch self {
        case .abs: return values[0].mapped { Swift.abs($0) }
        case .ln: return values[0].mapped(Expression.naturalLogarithm)
        case .log2: return values[0].mapped(Expression.binaryLogarithm)
        case .exp: return values[0].mapped(Expression.exponential)
        case .sqrt: return values[0].mapped { $0.squareRoot() }
        case .xlogy:
            return try values[0].joined(with: values[1]) {
                $0 == 0 ? 0 : $0 * Expression.naturalLogarithm($1)
            }
        case .larger: return try values[0].joined(with: values[1]) { max($0, $1) }
        case .smaller: return try values[0].joined(with: values[1]) { min($0, $1) }
        case .atLeast: return try values[0].joined(with: values[1]) { $0 >= $1 ? 1 : 0 }
        case .gini:
            let (shares, base) = (values[0].elements, values[1].elements)
            guard shares.count == base.count else { throw .lengths(shares.count, base.count) }
            return .number(Expression.gini(shares, against: base))
        case .studentTwoSided:
            return try values[0].joined(with: values[1]) {
                Distributions.studentTwoSided($0, degreesOfFreedom: $1) ?? .nan
            }
        case .chiSquaredUpper:
            return try values[0].joined(with: values[1]) {
                Distributions.chiSquaredUpperTail($0, degreesOfFreedom: $1) ?? .nan
            }
        case .fisherTwoSided:
            guard case .number(let f) = values[0], case .number(let first) = values[1],
                case .number(let second) = values[2]
            else { throw .lengths(values[0].elements.count, 1) }
            return .number(
                Distributions.fisherTwoSided(
                    f, numeratorDegrees: first, denominatorDegrees: second) ?? .nan)
        case .sum: return .number(values[0].elements.compensatedSum())
        case .count: return .number(Double(values[0].elements.count))
        case .mean: return .number(try some(values[0].elements.mean))
        case .sd: return .number(try some(values[0].elements.standardDeviation(.sample)))
        case .sdn: return .number(try some(values[0].elements.standardDeviation(.population)))
        case .minimum: return .number(try some(values[0].elements.min()))
        case .maximum: return .number(try some(values[0].elements.max()))
        case .previous: return .list([0] + values[0].elements.dropLast())
        case .cumulated:
            var sum = CompensatedSum()
            return .list(
                values[0].elements.map {
                    sum.add($0)
                    return sum.value
                })
        }
    }

    private func some(_ value: Double?) throws(Expression.Failure) -> Double {
        guard let value else { throw .emptyList }
        return value
    }
}

extension Expression.Value {
    func mapped(_ transform: (Double) -> Double) -> Expression.Value {
        switch self {
        case .number(let number): .number(transform(number))
        case .list(let list): .list(list.map(transform))
        }
    }

    func joined(
        with other: Expression.Value, by combine: (Double, Double) -> Double
    ) throws(Expression.Failure) -> Expression.Value {
        switch (self, other) {
        case (.number(let left), .number(let right)):
            return .number(combine(left, right))
        case (.number(let left), .list(let right)):
            return .list(right.map { combine(left, $0) })
        case (.list(let left), .number(let right)):
            return .list(left.map { combine($0, right) })
        case (.list(let left), .list(let right)):
            guard left.count == right.count else { throw .lengths(left.count, right.count) }
            return .list(zip(left, right).map(combine))
        }
    }
}
