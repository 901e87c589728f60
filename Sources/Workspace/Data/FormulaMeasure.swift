import Region

/// The formula of a measure, made ready: units joined and the result in the measure's unit.
struct FormulaMeasure: Hashable, Sendable {
    /// The formula over codes of measures, with the factors that units of different size need.
    let expression: Region.Expression
    /// Codes of the measures it takes, in the order of their appearance.
    let inputs: [String]
}

/// Checks formulas of measures and makes them ready.
///
/// Symbols stand for numbers in the unit of their measure. Dimensionless measures enter as the
/// numbers that stand in their tables: 35.2 for 35.2 %, so that `share / 100 * grp` says what
/// it seems to say.
struct FormulaCompiler {
    typealias Fault = WorkspaceProblem.FormulaFault

    let measure: (String) -> Measure?
    let suggestion: (String) -> String?

    struct Failure: Error { let fault: Fault }

    /// A formula with the dimension, the size of the unit and the prices of its value.
    private struct Typed {
        var expression: Region.Expression
        var unit: Unit
        var prices: PriceBasis
    }

    func compile(_ text: String, for target: Measure) throws(Failure) -> FormulaMeasure {
        let parsed: Region.Expression
        do {
            parsed = try Region.Expression(parsing: text)
        } catch {
            throw Failure(fault: .syntax(offset: error.offset))
        }
        let typed = try check(parsed)
        guard typed.unit.isCommensurable(with: target.unit) else {
            throw Failure(
                fault: .notCommensurable(
                    result: typed.unit.symbol, declared: target.unit.symbol))
        }
        guard typed.prices == target.prices else {
            throw Failure(
                fault: .resultPrices(typed.prices.word, declared: target.prices.word))
        }
        // A dimensionless result is the number the formula gives, in the unit declared.
        let factor =
            target.unit.dimension == .none
            ? typed.unit.factor : typed.unit.factor / target.unit.factor
        return FormulaMeasure(
            expression: scaled(typed.expression, by: factor), inputs: parsed.symbols)
    }

    private func scaled(_ expression: Region.Expression, by factor: Double) -> Region.Expression {
        if factor == 1 { return expression }
        // Dividing by a whole number is exact where multiplying by its inverse is not.
        let inverse = 1 / factor
        if factor < 1, inverse == inverse.rounded() {
            return .binary(.divide, expression, .number(inverse))
        }
        return .binary(.multiply, expression, .number(factor))
    }

    private func check(_ expression: Region.Expression) throws(Failure) -> Typed {
        switch expression {
        case .number:
            return Typed(expression: expression, unit: .one, prices: .none)
        case .symbol(let name):
            guard let measure = measure(name) else {
                throw Failure(fault: .unknownMeasure(name, suggestion: suggestion(name)))
            }
            let isPlain = measure.unit.dimension == .none
            return Typed(
                expression: expression, unit: isPlain ? .one : measure.unit,
                prices: measure.prices)
        case .negated(let inner):
            var typed = try check(inner)
            typed.expression = .negated(typed.expression)
            return typed
        case .binary(let sign, let left, let right):
            return try check(sign, check(left), check(right))
        case .call(let function, let arguments):
            return try check(function, arguments)
        }
    }

    private func check(
        _ sign: Region.Expression.Operator, _ left: Typed, _ right: Typed
    ) throws(Failure) -> Typed {
        switch sign {
        case .add, .subtract:
            let (a, b) = try alike(left, right)
            return Typed(
                expression: .binary(sign, a.expression, b.expression), unit: a.unit,
                prices: a.prices)
        case .multiply:
            return Typed(
                expression: .binary(sign, left.expression, right.expression),
                unit: left.unit * right.unit, prices: try combined(left, right))
        case .divide:
            let unit = left.unit / right.unit
            let prices = try combined(left, right)
            return Typed(
                expression: .binary(sign, left.expression, right.expression), unit: unit,
                prices: unit.isMoney ? prices : .none)
        case .power:
            return Typed(
                expression: .binary(sign, try plain(left), try plain(right)), unit: .one,
                prices: .none)
        }
    }

    private func check(
        _ function: Region.Expression.Function, _ arguments: [Region.Expression]
    ) throws(Failure) -> Typed {
        var typed: [Typed] = []
        for argument in arguments { typed.append(try check(argument)) }
        switch function {
        case .abs:
            typed[0].expression = .call(function, [typed[0].expression])
            return typed[0]
        case .larger, .smaller:
            let (a, b) = try alike(typed[0], typed[1])
            return Typed(
                expression: .call(function, [a.expression, b.expression]), unit: a.unit,
                prices: a.prices)
        case .atLeast:
            let (a, b) = try alike(typed[0], typed[1])
            return Typed(
                expression: .call(function, [a.expression, b.expression]), unit: .one,
                prices: .none)
        case .ln, .exp, .sqrt, .log2, .xlogy, .studentTwoSided, .fisherTwoSided, .chiSquaredUpper:
            var plainArguments: [Region.Expression] = []
            for argument in typed { plainArguments.append(try plain(argument)) }
            return Typed(
                expression: .call(function, plainArguments), unit: .one, prices: .none)
        case .sum, .mean, .count, .minimum, .maximum, .sd, .sdn, .previous, .cumulated, .gini:
            throw Failure(fault: .listFunction(function.rawValue))
        }
    }

    private func plain(_ typed: Typed) throws(Failure) -> Region.Expression {
        guard typed.unit.dimension == .none else {
            throw Failure(fault: .notPlain(typed.unit.symbol))
        }
        return scaled(typed.expression, by: typed.unit.factor)
    }

    /// Two sides that are added or compared, the second in the unit of the first.
    private func alike(_ left: Typed, _ right: Typed) throws(Failure) -> (Typed, Typed) {
        guard left.unit.isCommensurable(with: right.unit) else {
            throw Failure(fault: .dimensions(left.unit.symbol, right.unit.symbol))
        }
        guard left.prices == right.prices else {
            throw Failure(fault: .prices(left.prices.word, right.prices.word))
        }
        var right = right
        right.expression = scaled(right.expression, by: right.unit.factor / left.unit.factor)
        return (left, right)
    }

    private func combined(_ left: Typed, _ right: Typed) throws(Failure) -> PriceBasis {
        if left.prices == .none { return right.prices }
        if right.prices == .none { return left.prices }
        guard left.prices == right.prices else {
            throw Failure(fault: .prices(left.prices.word, right.prices.word))
        }
        return left.prices
    }
}
