internal import Numerics
public import Region
internal import Wording

/// How unequal the incomes of regions are.
public struct IncomeDispersion: Hashable, Sendable {
    /// Standard deviation over mean, of all regions (divisor n).
    public var coefficientOfVariation: Double
    /// Standard deviation of logarithms (divisor n).
    public var logStandardDeviation: Double
}

/// The dispersion of regional income (разброс доходов регионов).
///
///     CV = sd(y) / mean(y),  s = sd(ln y)
///
/// Sigma convergence is a fall of either over the years. Regions count equally, whatever their
/// population.
///
/// - Parameter incomes: income per head, above 0; the unit cancels.
/// - Throws: ``Region/Undefined``: `insufficientData` for fewer than two regions, `notAQuantity`.
/// - Source: Barro and Sala-i-Martin (1992); paper tag P-dyn.
public func incomeDispersion(_ incomes: [Double]) throws(Undefined) -> IncomeDispersion {
    guard incomes.allSatisfy({ $0.isFinite && $0 > 0 }) else {
        throw .notAQuantity(symbol: "y")
    }
    guard incomes.count >= 2, let mean = incomes.mean,
        let deviation = incomes.standardDeviation(.population),
        let logDeviation = incomes.map({ Elementary.logarithm($0) }).standardDeviation(.population)
    else { throw .insufficientData(have: incomes.count, need: 2) }
    let variation = deviation / mean
    guard variation.isFinite else { throw .outOfRange }
    return IncomeDispersion(
        coefficientOfVariation: variation, logStandardDeviation: logDeviation)
}

/// The test of the variances of log income at two times.
public struct DispersionTest: Hashable, Sendable {
    /// `F`, the variance at the start over that at the end: above 1, differences shrank.
    public var ratio: Double
    public var degreesOfFreedom: Int
    /// Two-sided.
    public var pValue: Double
}

/// Whether the variance of log income changed (F-тест изменения разброса).
///
///     F = var(ln y_0) / var(ln y_1)
///
/// The test takes the two years as independent samples, which the same regions are not: it finds
/// too little rather than too much.
///
/// - Throws: ``Region/Undefined``: `insufficientData` for fewer than two regions, `constantInput`
///   where the incomes of a year are all equal, `notAQuantity`.
/// - Source: as in REAT (Wieland 2019); paper tag P-dyn.
public func dispersionTest(start: [Double], end: [Double]) throws(Undefined) -> DispersionTest {
    for incomes in [start, end] {
        guard incomes.allSatisfy({ $0.isFinite && $0 > 0 }) else {
            throw .notAQuantity(symbol: "y")
        }
    }
    guard start.count == end.count,
        let first = start.map({ Elementary.logarithm($0) }).standardDeviation(.sample),
        let last = end.map({ Elementary.logarithm($0) }).standardDeviation(.sample)
    else { throw .insufficientData(have: min(start.count, end.count), need: 2) }
    guard first > 0, last > 0 else { throw .constantInput }
    let ratio = (first * first) / (last * last)
    let degrees = start.count - 1
    guard ratio.isFinite, ratio > 0,
        let pValue = Distributions.fisherTwoSided(
            ratio, numeratorDegrees: Double(degrees), denominatorDegrees: Double(degrees))
    else { throw .outOfRange }
    return DispersionTest(ratio: ratio, degreesOfFreedom: degrees, pValue: pValue)
}

/// A straight line through the years.
public struct Trend: Hashable, Sendable {
    public var slopePerYear: Double
    public var standardError: Double
    public var degreesOfFreedom: Int

    /// The slope over its standard error; nil where the line is exact.
    public var t: Double? {
        let ratio = slopePerYear / standardError
        return ratio.isFinite ? ratio : nil
    }

    public var pValue: Double? {
        t.flatMap { Distributions.studentTwoSided($0, degreesOfFreedom: Double(degreesOfFreedom)) }
    }
}

/// The least-squares line of a yearly figure (линейный тренд).
///
/// - Throws: ``Region/Undefined``: `insufficientData` for fewer than three years,
///   `constantInput` where all years are the same, `notAQuantity`.
/// - Source: any textbook; yearly figures lean on each other, so the p-value is a rough guide.
public func linearTrend(years: [Double], values: [Double]) throws(Undefined) -> Trend {
    guard years.count == values.count, years.count >= 3 else {
        throw .insufficientData(have: min(years.count, values.count), need: 3)
    }
    guard years.allSatisfy(\.isFinite), values.allSatisfy(\.isFinite) else {
        throw .notAQuantity(symbol: "y")
    }
    let middle = years.mean ?? 0
    let level = values.mean ?? 0
    let x = years.map { $0 - middle }
    let y = values.map { $0 - level }
    let spread = x.map { $0 * $0 }.compensatedSum()
    guard spread > 0 else { throw .constantInput }
    let fit: LeastSquaresFit
    do {
        fit = try Matrix(rows: x.count, columns: 1, elements: x).leastSquares(y)
    } catch {
        throw .singular
    }
    let slope = fit.coefficients[0]
    let squares = zip(x, y).map { ($1 - slope * $0) * ($1 - slope * $0) }.compensatedSum()
    let degrees = years.count - 2
    let error = (squares / Double(degrees) / spread).squareRoot()
    guard slope.isFinite, error.isFinite else { throw .outOfRange }
    return Trend(slopePerYear: slope + 0, standardError: error, degreesOfFreedom: degrees)
}

/// Sigma convergence of gross regional product per head: the dispersion of each year, its trend,
/// and the first year against the last.
public struct SigmaConvergence: IndexMethod {
    public init() {}

    public var method: Method { SigmaConvergence.description }

    private static let yearly = ["coefficientOfVariation", "logStandardDeviation"]

    public func results(in context: SpecialisationContext) throws -> [ResultTable] {
        try Task.checkCancellation()
        guard let income = IncomePerHead(context), let span = income.span else {
            return [IncomePerHead.emptyTable(of: method, in: context)]
        }
        let run = Run(income: income, span: span)
        var rows: [ResultRow] = []
        for year in income.years {
            let remarks = income.remarks(of: run.places(in: [year]), in: [year])
            for component in SigmaConvergence.yearly {
                rows.append(
                    ResultRow(
                        key: ResultKey(year: year, component: component),
                        outcome: run.outcome(of: component, year: year),
                        coverage: remarks.coverage, quality: remarks.quality, marks: remarks.marks))
            }
        }
        let remarks = income.remarks(
            of: run.places(in: [span.first, span.last]), in: [span.first, span.last])
        for component in method.components.map(\.id)
        where !SigmaConvergence.yearly.contains(component) {
            rows.append(
                ResultRow(
                    key: ResultKey(year: span.last, from: span.first, component: component),
                    outcome: run.outcome(of: component), coverage: remarks.coverage,
                    quality: remarks.quality, marks: remarks.marks))
        }
        return [
            ResultTable(
                method: method, measure: income.product.measure,
                classification: context.panel.classification, rows: rows, notices: income.notices)
        ]
    }

    public func derivation(of key: ResultKey, in context: SpecialisationContext) -> Derivation? {
        derivations(of: [key], in: context)[0]
    }

    public func derivations(
        of keys: [ResultKey], in context: SpecialisationContext
    ) -> [Derivation?] {
        guard let income = IncomePerHead(context), let span = income.span else {
            return keys.map { _ in nil }
        }
        let run = Run(income: income, span: span)
        return keys.map { derivation(of: $0, from: run) }
    }

    private func derivation(of key: ResultKey, from run: Run) -> Derivation? {
        let income = run.income
        guard key.place == nil, key.activity == nil, let year = key.year,
            let component = method.component(key.component)
        else { return nil }
        if SigmaConvergence.yearly.contains(component.id) {
            guard key.from == nil, income.years.contains(year) else { return nil }
            return Derivation(
                method: method, key: key, formula: component.formula,
                bindings: income.bindings(
                    of: run.places(in: [year]), year: year, product: "G", population: "N"),
                outcome: run.outcome(of: component.id, year: year), notices: income.notices)
        }
        guard key.from == run.span.first, year == run.span.last else { return nil }
        return Derivation(
            method: method, key: key, formula: component.formula,
            bindings: run.bindings(for: component.formula, key: key),
            outcome: run.outcome(of: component.id), notices: income.notices)
    }

    private struct Run {
        let income: IncomePerHead
        let span: (first: Year, last: Year)

        func places(in years: [Year]) -> [Int] { (try? income.sample(in: years).places) ?? [] }

        func outcome(of component: String, year: Year) -> Outcome {
            Outcome { () throws(Undefined) in
                let dispersion = try incomeDispersion(try income.sample(in: [year]).incomes[0])
                return component == "logStandardDeviation"
                    ? dispersion.logStandardDeviation : dispersion.coefficientOfVariation
            }
        }

        /// The years whose dispersion is known, with it.
        var series: (years: [Year], values: [Double]) {
            let known = income.years.compactMap { year in
                outcome(of: "coefficientOfVariation", year: year).value.map { (year, $0) }
            }
            return (known.map(\.0), known.map(\.1))
        }

        private func trend() throws(Undefined) -> Trend {
            let series = series
            return try linearTrend(years: series.years.map { Double($0) }, values: series.values)
        }

        private func test() throws(Undefined) -> DispersionTest {
            let sample = try income.sample(in: [span.first, span.last])
            return try dispersionTest(start: sample.incomes[0], end: sample.incomes[1])
        }

        func outcome(of component: String) -> Outcome {
            Outcome { () throws(Undefined) in
                switch component {
                case "trend": return try trend().slopePerYear
                case "trendStandardError": return try trend().standardError
                case "trendT":
                    guard let t = try trend().t else { throw .constantInput }
                    return t
                case "trendPValue":
                    guard let p = try trend().pValue else { throw .constantInput }
                    return p
                case "varianceRatio": return try test().ratio
                default: return try test().pValue
                }
            }
        }

        func bindings(for formula: Expression, key: ResultKey) -> [Derivation.Binding] {
            let sampled = places(in: [span.first, span.last])
            let lists =
                income.bindings(of: sampled, year: span.first, product: "G_0", population: "N_0")
                + income.bindings(of: sampled, year: span.last, product: "G_1", population: "N_1")
            let series = series
            let parts = [
                "b": "trend", "se": "trendStandardError", "t": "trendT", "F": "varianceRatio",
            ]
            return formula.symbols.compactMap { symbol in
                if let list = lists.first(where: { $0.symbol == symbol }) { return list }
                switch symbol {
                case "year":
                    return Derivation.Binding(
                        symbol, .list(series.years.map { Double($0) }),
                        from: series.years.map {
                            .note(LocalizedText(en: "year \($0)", ru: "год \($0)"))
                        })
                case "CV":
                    return Derivation.Binding(
                        symbol, .list(series.values),
                        from: series.years.map {
                            .result(
                                method: "sigma-convergence",
                                ResultKey(year: $0, component: "coefficientOfVariation"))
                        })
                default:
                    guard let component = parts[symbol],
                        let value = outcome(of: component).value
                    else { return nil }
                    var part = key
                    part.component = component
                    return Derivation.Binding(
                        symbol, value, from: .result(method: "sigma-convergence", part))
                }
            }
        }
    }

    private static let letters: [Method.Symbol] = [
        ("year", "years", "годы"),
        ("CV", "coefficient of variation of each year", "коэффициент вариации каждого года"),
        ("b", "trend", "тренд"),
        ("se", "standard error of the trend", "стандартная ошибка тренда"),
        ("t", "trend over its standard error", "тренд к его стандартной ошибке"),
        ("F", "ratio of variances", "отношение дисперсий"),
    ].map { Method.Symbol($0.0, LocalizedText(en: $0.1, ru: $0.2)) }

    private static let description = Method(
        id: "sigma-convergence",
        name: LocalizedText(en: "Sigma convergence", ru: "Сигма-конвергенция"),
        section: "1.13",
        components: [
            Method.Component(
                "coefficientOfVariation",
                name: LocalizedText(en: "coefficient of variation", ru: "коэффициент вариации"),
                formula: Expression("sdn(G / N) / mean(G / N)")),
            Method.Component(
                "logStandardDeviation",
                name: LocalizedText(
                    en: "standard deviation of logarithms",
                    ru: "стандартное отклонение логарифмов"),
                formula: Expression("sdn(ln(G / N))")),
            Method.Component(
                "trend",
                name: LocalizedText(
                    en: "trend of the coefficient of variation, a year",
                    ru: "тренд коэффициента вариации, в год"),
                formula: Expression(
                    """
                    sum((year - mean(year)) * (CV - mean(CV))) / sum((year - mean(year))^2)
                    """)),
            Method.Component(
                "trendStandardError",
                name: LocalizedText(
                    en: "standard error of the trend", ru: "стандартная ошибка тренда"),
                formula: Expression(
                    """
                    sqrt(sum(((CV - mean(CV)) - b * (year - mean(year)))^2) / (count(year) - 2) \
                    / sum((year - mean(year))^2))
                    """)),
            Method.Component(
                "trendT", name: LocalizedText(en: "t of the trend", ru: "t-статистика тренда"),
                formula: Expression("b / se")),
            Method.Component(
                "trendPValue",
                name: LocalizedText(en: "p-value of the trend", ru: "p-значение тренда"),
                formula: Expression("studentTwoSided(t, count(year) - 2)")),
            Method.Component(
                "varianceRatio",
                name: LocalizedText(
                    en: "variance of logarithms, first over last year",
                    ru: "дисперсия логарифмов, первый год к последнему"),
                formula: Expression("sd(ln(G_0 / N_0))^2 / sd(ln(G_1 / N_1))^2")),
            Method.Component(
                "varianceRatioPValue",
                name: LocalizedText(en: "p-value of the ratio", ru: "p-значение отношения"),
                formula: Expression("fisherTwoSided(F, count(G_0) - 1, count(G_0) - 1)")),
        ],
        symbols: Method.Symbol.incomes + [
            Method.Symbol("G", LocalizedText(en: "gross regional product", ru: "ВРП")),
            Method.Symbol("N", LocalizedText(en: "population", ru: "население")),
        ] + letters,
        reading: LocalizedText(
            en: """
                A fall over the years: incomes of regions draw together. A variance ratio above 1 \
                says the same of the first against the last year. Regions count equally; the tests \
                take years as independent, which they are not, so they are a rough guide.
                """,
            ru: """
                Снижение по годам: доходы регионов сближаются. Отношение дисперсий больше 1 говорит \
                то же о первом и последнем годе. Регионы учитываются поровну; проверки считают годы \
                независимыми, чего нет, поэтому они лишь ориентир.
                """),
        literature: ["Barro and Sala-i-Martin (1992), Convergence"],
        paperTag: "P-dyn")
}
