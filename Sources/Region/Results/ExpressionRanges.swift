public import Numerics

extension Expression {
    /// What a symbol may stand for where figures are hidden.
    public enum Ranges: Hashable, Sendable {
        case number(Interval)
        case list([Interval])

        public var elements: [Interval] {
            switch self {
            case .number(let number): [number]
            case .list(let list): list
            }
        }
    }

    /// A range that holds the formula's value for every choice of values from the symbols' ranges.
    ///
    /// It is exact where each symbol stands once; `xlogy(a; a / b)` counts as once. A part without
    /// bounds has NaN for its ends.
    public func evaluate(over bindings: [String: Ranges]) throws(Failure) -> Ranges {
        switch self {
        case .number(let number):
            return .number(Interval(number))
        case .symbol(let name):
            guard let value = bindings[name] else { throw .unbound(name) }
            return value
        case .negated(let inner):
            return try inner.evaluate(over: bindings).mapped { -$0 }
        case .binary(.power, let base, .number(let exponent)):
            return try base.evaluate(over: bindings).mapped { $0.raised(to: exponent) }
        case .binary(let sign, let left, let right):
            return try left.evaluate(over: bindings).joined(
                with: right.evaluate(over: bindings), by: sign.apply)
        case .call(.xlogy, let arguments):
            return try Expression.logarithmicProduct(arguments, over: bindings)
        case .call(let function, let arguments):
            var values: [Ranges] = []
            for argument in arguments { values.append(try argument.evaluate(over: bindings)) }
            return try function.apply(to: values)
        }
    }

    /// `x ln y`; `a ln(a / b)` and `a ln a`, in which a stands twice, are taken as one function.
    private static func logarithmicProduct(
        _ arguments: [Expression], over bindings: [String: Ranges]
    ) throws(Failure) -> Ranges {
        let first = try arguments[0].evaluate(over: bindings)
        if arguments[0] == arguments[1] {
            return first.mapped { Interval.relativeEntropy($0, Interval(1)) }
        }
        if case .binary(.divide, let numerator, let divisor) = arguments[1],
            numerator == arguments[0]
        {
            return try first.joined(
                with: divisor.evaluate(over: bindings), by: Interval.relativeEntropy)
        }
        return try first.joined(with: arguments[1].evaluate(over: bindings)) { factor, argument in
            if factor == Interval(0) { return Interval(0) }
            return factor * argument.mappedMonotonically(naturalLogarithm)
        }
    }

    /// The Gini coefficient of shares against base shares.
    ///
    /// Where the shares sum to 1, it is 1 − Σ(Y_k + Y_{k−1})·x_k over ascending y/x; else the
    /// product of the sums stands for the 1. Equal quotients may stand in any order: they lie on
    /// one straight line.
    static func gini(_ shares: [Double], against base: [Double]) -> Double {
        let order = shares.indices.sorted {
            shares[$0] * base[$1] < shares[$1] * base[$0]
        }
        var doubled = CompensatedSum()
        var reached = CompensatedSum()
        for index in order {
            let before = reached.value
            reached.add(shares[index])
            doubled.add((before + reached.value) * base[index])
        }
        return reached.value * base.compensatedSum() - doubled.value
    }
}

extension Expression.Operator {
    func apply(_ left: Interval, _ right: Interval) -> Interval {
        switch self {
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        case .divide: left / right
        case .power:
            left.low > 0
                ? Interval(holding: [
                    Expression.power(left.low, right.low), Expression.power(left.low, right.high),
                    Expression.power(left.high, right.low), Expression.power(left.high, right.high),
                ]) : Interval(.nan)
        }
    }
}

extension Interval {
    fileprivate var hasBounds: Bool { !low.isNaN && !high.isNaN }

    /// The image of two intervals under a function that never falls in either; without bounds
    /// where one of the two is.
    fileprivate func combined(
        with other: Interval, by combine: (Double, Double) -> Double
    ) -> Interval {
        guard hasBounds, other.hasBounds else { return Interval(.nan) }
        return Interval(combine(low, other.low), combine(high, other.high))
    }

    /// The power with a known exponent.
    fileprivate func raised(to exponent: Double) -> Interval {
        if isPoint { return Interval(Expression.power(low, exponent)) }
        if exponent == 2 { return absolute.mappedMonotonically { $0 * $0 } }
        guard low > 0 || (low == 0 && exponent > 0) else { return Interval(.nan) }
        return mappedMonotonically { Expression.power($0, exponent) }
    }

    /// `a ln(a / b)`, which falls in b, and in a falls up to a = b / e and rises from there.
    fileprivate static func relativeEntropy(_ value: Interval, _ base: Interval) -> Interval {
        if value == Interval(0) { return Interval(0) }
        func term(_ a: Double, _ b: Double) -> Double {
            a == 0 ? 0 : a * Expression.naturalLogarithm(a / b)
        }
        let least = value.mappedConvexly(lowestAt: base.high / Expression.exponential(1)) {
            term($0, base.high)
        }
        if base.isPoint { return least }
        return Interval(least.low, Swift.max(term(value.low, base.low), term(value.high, base.low)))
    }
}

extension Expression.Function {
    func apply(to values: [Expression.Ranges]) throws(Expression.Failure) -> Expression.Ranges {
        switch self {
        case .abs: return values[0].mapped { $0.absolute }
        case .ln: return values[0].mapped { $0.mappedMonotonically(Expression.naturalLogarithm) }
        case .log2: return values[0].mapped { $0.mappedMonotonically(Expression.binaryLogarithm) }
        case .exp: return values[0].mapped { $0.mappedMonotonically(Expression.exponential) }
        case .sqrt: return values[0].mapped { $0.mappedMonotonically { $0.squareRoot() } }
        case .larger:
            return try values[0].joined(with: values[1]) {
                $0.combined(with: $1, by: max)
            }
        case .smaller:
            return try values[0].joined(with: values[1]) {
                $0.combined(with: $1, by: min)
            }
        case .atLeast:
            return try values[0].joined(with: values[1]) {
                guard $0.hasBounds, $1.hasBounds else { return Interval(.nan) }
                return Interval($0.low >= $1.high ? 1 : 0, $0.high >= $1.low ? 1 : 0)
            }
        case .gini: return .number(try Expression.giniRange(values[0].elements, values[1].elements))
        case .sum: return .number(values[0].elements.sum())
        case .count: return .number(Interval(Double(values[0].elements.count)))
        case .mean:
            let list = values[0].elements
            guard !list.isEmpty else { throw .emptyList }
            return .number(list.sum() / Interval(Double(list.count)))
        case .minimum:
            return .number(try extreme(values[0].elements, by: Swift.min))
        case .maximum:
            return .number(try extreme(values[0].elements, by: Swift.max))
        case .previous: return .list([Interval(0)] + values[0].elements.dropLast())
        case .cumulated:
            var (low, high) = (CompensatedSum(), CompensatedSum())
            return .list(
                values[0].elements.map {
                    low.add($0.low)
                    high.add($0.high)
                    return Interval(low.value, high.value)
                })
        case .sd, .sdn, .xlogy, .studentTwoSided, .fisherTwoSided, .chiSquaredUpper:
            // Without a useful enclosure; exact only where everything is known.
            let known = values.map { $0.elements.allSatisfy(\.isPoint) }.allSatisfy(\.self)
            guard known else { return .number(Interval(.nan)) }
            return try apply(to: values.map(\.lows)).asRanges
        }
    }

    private func extreme(
        _ list: [Interval], by choose: (Double, Double) -> Double
    ) throws(Expression.Failure) -> Interval {
        guard var found = list.first else { throw .emptyList }
        for other in list.dropFirst() {
            found = found.combined(with: other, by: choose)
        }
        return found
    }
}

extension Expression {
    /// The Gini coefficient as half the sum of |y_r x_s − y_s x_r| over all pairs: there the order
    /// of the regions, which hidden figures may change, plays no part.
    static func giniRange(_ shares: [Interval], _ base: [Interval]) throws(Failure) -> Interval {
        guard shares.count == base.count else { throw .lengths(shares.count, base.count) }
        if shares.allSatisfy(\.isPoint), base.allSatisfy(\.isPoint) {
            return Interval(gini(shares.map(\.low), against: base.map(\.low)))
        }
        var low = CompensatedSum()
        var high = CompensatedSum()
        for first in shares.indices {
            for second in shares.indices.dropFirst(first + 1) {
                let pair = (shares[first] * base[second] - shares[second] * base[first]).absolute
                low.add(pair.low)
                high.add(pair.high)
            }
        }
        return Interval(low.value, high.value)
    }
}

extension Expression.Ranges {
    fileprivate var lows: Expression.Value {
        switch self {
        case .number(let number): .number(number.low)
        case .list(let list): .list(list.map(\.low))
        }
    }

    fileprivate func mapped(_ transform: (Interval) -> Interval) -> Expression.Ranges {
        switch self {
        case .number(let number): .number(transform(number))
        case .list(let list): .list(list.map(transform))
        }
    }

    fileprivate func joined(
        with other: Expression.Ranges, by combine: (Interval, Interval) -> Interval
    ) throws(Expression.Failure) -> Expression.Ranges {
        switch (self, other) {
        case (.number(let left), .number(let right)): return .number(combine(left, right))
        case (.number(let left), .list(let right)): return .list(right.map { combine(left, $0) })
        case (.list(let left), .number(let right)): return .list(left.map { combine($0, right) })
        case (.list(let left), .list(let right)):
            guard left.count == right.count else { throw .lengths(left.count, right.count) }
            return .list(zip(left, right).map(combine))
        }
    }
}

extension Expression.Value {
    fileprivate var asRanges: Expression.Ranges {
        switch self {
        case .number(let number): .number(Interval(number))
        case .list(let list): .list(list.map { Interval($0) })
        }
    }
}
