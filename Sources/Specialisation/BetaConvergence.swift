internal import Numerics
public import Region
internal import Wording

/// A regression of growth on initial income.
public struct BetaConvergenceFit: Hashable, Sendable {
    /// `a`.
    public var intercept: Double
    /// `b`: under 0 poor regions grow faster.
    public var slope: Double
    public var standardError: Double
    /// Residual degrees of freedom.
    public var degreesOfFreedom: Int
    /// R²; of the variation within groups where there are groups. Nil where growth is constant.
    public var determination: Double?
    /// The years of the span.
    public var years: Double

    /// `b` over its standard error; nil where the fit is perfect.
    public var t: Double? {
        let ratio = slope / standardError
        return ratio.isFinite ? ratio : nil
    }

    /// The two-sided p-value of ``t``.
    public var pValue: Double? {
        t.flatMap { Distributions.studentTwoSided($0, degreesOfFreedom: Double(degreesOfFreedom)) }
    }

    /// λ a year: the share of the gap to its own steady state that a region closes in a year;
    /// nil where the slope is so steep that no speed belongs to it.
    public var speed: Double? {
        let remaining = 1 + slope * years
        guard remaining > 0 else { return nil }
        return -Elementary.logarithm(remaining) / years + 0
    }

    /// The years in which half of the gap closes; nil where it does not close.
    public var halfLife: Double? {
        guard let speed, speed > 0 else { return nil }
        let halfLife = Elementary.logarithm(2) / speed
        return halfLife.isFinite ? halfLife : nil
    }
}

/// Beta convergence of regional income (бета-конвергенция).
///
///     ln(y_1 / y_0) / T = a + b · ln(y_0),  λ = −ln(1 + b · T) / T,  half-life = ln 2 / λ
///
/// A slope under 0 says that poor regions grew faster; it does not say that the differences
/// shrank, which is sigma convergence. With groups, a constant of each group is taken out, and the
/// slope compares regions within their groups.
///
/// The regression runs on deviations from the means, so that its two columns are orthogonal.
///
/// - Parameters:
///   - start, end: income per head of the same regions at both times, above 0, one unit.
///   - years: `T`, above 0.
///   - groups: the group of each region; nil for none.
/// - Throws: ``Region/Undefined``: `insufficientData` with no degree of freedom left,
///   `constantInput` where all initial incomes (within groups) are equal, `notAQuantity`.
/// - Complexity: O(n) time and memory.
/// - Source: Barro and Sala-i-Martin (1992); paper tag P-dyn.
public func betaConvergence(
    start: [Double], end: [Double], years: Double, groups: [Int]? = nil
) throws(Undefined) -> BetaConvergenceFit {
    guard start.count == end.count else {
        throw .insufficientData(have: end.count, need: start.count)
    }
    guard groups.map({ $0.count == start.count }) ?? true else {
        throw .insufficientData(have: groups?.count ?? 0, need: start.count)
    }
    guard years.isFinite, years > 0 else { throw .notAQuantity(symbol: "T") }
    for (symbol, incomes) in [("y_0", start), ("y_1", end)] {
        guard incomes.allSatisfy({ $0.isFinite && $0 > 0 }) else {
            throw .notAQuantity(symbol: symbol)
        }
    }
    let labels = groups ?? start.map { _ in 0 }
    let constants = Set(labels).count
    let need = constants + 2
    guard start.count >= need else { throw .insufficientData(have: start.count, need: need) }
    let growth = zip(start, end).map { Elementary.logarithm($1 / $0) / years }
    guard growth.allSatisfy(\.isFinite) else { throw .outOfRange }
    let initial = start.map { Elementary.logarithm($0) }
    let meanInitial = groupMeans(of: initial, by: labels)
    let meanGrowth = groupMeans(of: growth, by: labels)
    let x = zip(initial, meanInitial).map(-)
    let y = zip(growth, meanGrowth).map(-)
    let spread = x.map { $0 * $0 }.compensatedSum()
    // What rounding leaves of deviations that are all 0.
    let noise = Double.ulpOfOne * (initial.map(abs).max() ?? 1)
    guard spread.squareRoot() > 4 * noise * Double(x.count).squareRoot() else {
        throw .constantInput
    }
    let fit: LeastSquaresFit
    do {
        fit = try Matrix(rows: x.count, columns: 1, elements: x).leastSquares(y)
    } catch {
        throw .singular
    }
    let slope = fit.coefficients[0]
    let residuals = zip(x, y).map { $1 - slope * $0 }
    let squares = residuals.map { $0 * $0 }.compensatedSum()
    let degrees = start.count - constants - 1
    let total = y.map { $0 * $0 }.compensatedSum()
    return BetaConvergenceFit(
        intercept: (growth.mean ?? 0) - slope * (initial.mean ?? 0),
        slope: slope, standardError: (squares / Double(degrees) / spread).squareRoot(),
        degreesOfFreedom: degrees, determination: total > 0 ? 1 - squares / total : nil,
        years: years)
}

/// The mean of each element's group.
func groupMeans(of values: [Double], by labels: [Int]) -> [Double] {
    var sums: [Int: (sum: CompensatedSum, count: Double)] = [:]
    for (value, label) in zip(values, labels) {
        var entry = sums[label] ?? (CompensatedSum(), 0)
        entry.sum.add(value)
        entry.count += 1
        sums[label] = entry
    }
    return labels.map { label in
        guard let entry = sums[label] else { return 0 }
        return entry.sum.value / entry.count
    }
}

/// Beta convergence of gross regional product per head, absolute and within groups of regions.
public struct BetaConvergence: IndexMethod {
    public init() {}

    public var method: Method { BetaConvergence.description }

    public func results(in context: SpecialisationContext) throws -> [ResultTable] {
        try Task.checkCancellation()
        guard let income = IncomePerHead(context), let span = income.span else {
            return [IncomePerHead.emptyTable(of: method, in: context)]
        }
        let run = Run(income: income, span: span, groups: context.groups)
        let remarks = income.remarks(of: run.sampled, in: [span.first, span.last])
        let rows = method.components.map { component in
            ResultRow(
                key: ResultKey(year: span.last, from: span.first, component: component.id),
                outcome: run.outcome(of: component.id), coverage: remarks.coverage,
                quality: remarks.quality, marks: remarks.marks)
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
        let run = Run(income: income, span: span, groups: context.groups)
        return keys.map { key in
            guard key.place == nil, key.activity == nil, key.year == span.last,
                key.from == span.first, let component = method.component(key.component)
            else { return nil }
            return Derivation(
                method: method, key: key, formula: component.formula,
                bindings: run.bindings(for: component.formula, key: key),
                outcome: run.outcome(of: component.id), notices: income.notices)
        }
    }

    /// The two regressions on one sample.
    private struct Run {
        let income: IncomePerHead
        let span: (first: Year, last: Year)
        let groups: [PlaceCode: String]
        let sampled: [Int]
        let plain: Result<BetaConvergenceFit, Undefined>
        let grouped: Result<BetaConvergenceFit, Undefined>
        let sample: IncomePerHead.Sample

        init(
            income: IncomePerHead, span: (first: Year, last: Year), groups: [PlaceCode: String]
        ) {
            self.income = income
            self.span = span
            self.groups = groups
            do throws(Undefined) {
                let sample = try income.sample(in: [span.first, span.last])
                let years = Double(span.last - span.first)
                let labels = Run.labels(of: sample.places, income, groups)
                self.sample = sample
                sampled = sample.places
                plain = Result { () throws(Undefined) in
                    try betaConvergence(
                        start: sample.incomes[0], end: sample.incomes[1], years: years)
                }
                grouped = Result { () throws(Undefined) in
                    guard let labels else { throw .missing("group") }
                    return try betaConvergence(
                        start: sample.incomes[0], end: sample.incomes[1], years: years,
                        groups: labels)
                }
            } catch {
                sample = IncomePerHead.Sample(places: [], incomes: [[], []])
                sampled = []
                plain = .failure(error)
                grouped = .failure(error)
            }
        }

        /// Numbers of groups in order of first appearance; nil where a place has none, or all have
        /// the same.
        private static func labels(
            of places: [Int], _ income: IncomePerHead, _ groups: [PlaceCode: String]
        ) -> [Int]? {
            var numbers: [String: Int] = [:]
            var labels: [Int] = []
            for place in places {
                guard let name = groups[income.places[place].code] else { return nil }
                let number = numbers[name] ?? numbers.count
                numbers[name] = number
                labels.append(number)
            }
            return numbers.count > 1 ? labels : nil
        }

        private func number(
            _ fit: Result<BetaConvergenceFit, Undefined>, absent: Undefined = .constantInput,
            _ part: (BetaConvergenceFit) -> Double?
        ) -> Outcome {
            switch fit {
            case .failure(let reason): .undefined(reason)
            case .success(let fit): part(fit).map { .finite($0) } ?? .undefined(absent)
            }
        }

        func outcome(of component: String) -> Outcome {
            switch component {
            case "slope": number(plain) { $0.slope }
            case "intercept": number(plain) { $0.intercept }
            case "standardError": number(plain) { $0.standardError }
            case "t": number(plain) { $0.t }
            case "pValue": number(plain) { $0.pValue }
            case "determination": number(plain) { $0.determination }
            case "speed": number(plain, absent: .outOfRange) { $0.speed }
            case "halfLife": number(plain, absent: .notApplicable("λ")) { $0.halfLife }
            case "places": number(plain) { _ in Double(sampled.count) }
            case "slopeWithinGroups": number(grouped) { $0.slope }
            case "standardErrorWithinGroups": number(grouped) { $0.standardError }
            case "tWithinGroups": number(grouped) { $0.t }
            case "pValueWithinGroups": number(grouped) { $0.pValue }
            case "determinationWithinGroups": number(grouped) { $0.determination }
            default: .undefined(.missing(component))
            }
        }

        func bindings(for formula: Expression, key: ResultKey) -> [Derivation.Binding] {
            let lists =
                income.bindings(of: sampled, year: span.first, product: "G_0", population: "N_0")
                + income.bindings(of: sampled, year: span.last, product: "G_1", population: "N_1")
            return formula.symbols.compactMap { symbol in
                lists.first { $0.symbol == symbol } ?? single(symbol, key: key)
            }
        }

        private func single(_ symbol: String, key: ResultKey) -> Derivation.Binding? {
            let parts = [
                "a": "intercept", "b": "slope", "se": "standardError", "t": "t",
                "lambda": "speed", "b_w": "slopeWithinGroups",
                "se_w": "standardErrorWithinGroups", "t_w": "tWithinGroups",
            ]
            if let component = parts[symbol] {
                guard let value = outcome(of: component).value else { return nil }
                var part = key
                part.component = component
                return Derivation.Binding(
                    symbol, value, from: .result(method: "beta-convergence", part))
            }
            switch symbol {
            case "T":
                return Derivation.Binding(
                    "T", Double(span.last - span.first),
                    from: .note(LocalizedText(en: "years of the span", ru: "лет в периоде")))
            case "k":
                let labels = Run.labels(of: sampled, income, groups) ?? []
                return Derivation.Binding(
                    "k", Double(Set(labels).count),
                    from: .note(LocalizedText(en: "number of groups", ru: "число групп")))
            case "mx", "my":
                guard let labels = Run.labels(of: sampled, income, groups) else { return nil }
                let years = Double(span.last - span.first)
                let values =
                    symbol == "mx"
                    ? sample.incomes[0].map { Elementary.logarithm($0) }
                    : zip(sample.incomes[0], sample.incomes[1]).map {
                        Elementary.logarithm($1 / $0) / years
                    }
                let note = InputReference.note(
                    LocalizedText(en: "mean of the place's group", ru: "среднее по группе места"))
                return Derivation.Binding(
                    symbol, .list(groupMeans(of: values, by: labels)),
                    from: sampled.map { _ in note })
            default: return nil
            }
        }
    }

    private static let x = Expression("ln(G_0 / N_0)")
    private static let y = Expression("ln((G_1 / N_1) / (G_0 / N_0)) / T")

    /// A formula in x and y.
    private static func formula(_ text: StaticString) -> Expression {
        Expression(text).substituting(["x": x, "y": y])
    }

    private static let letters: [Method.Symbol] = [
        (
            "mx", "mean of ln of initial income over the place's group",
            "среднее по группе места от ln начального дохода"
        ),
        ("my", "mean growth over the place's group", "средний рост по группе места"),
        ("k", "number of groups", "число групп"),
        ("a", "intercept", "свободный член"),
        ("b", "slope", "наклон"),
        ("se", "standard error of the slope", "стандартная ошибка наклона"),
        ("t", "slope over its standard error", "наклон к его стандартной ошибке"),
        ("lambda", "speed of convergence", "скорость сближения"),
        ("b_w", "slope within groups", "наклон внутри групп"),
        ("se_w", "standard error within groups", "стандартная ошибка внутри групп"),
        ("t_w", "t within groups", "t-статистика внутри групп"),
    ].map { Method.Symbol($0.0, LocalizedText(en: $0.1, ru: $0.2)) }

    private static let description = Method(
        id: "beta-convergence",
        name: LocalizedText(en: "Beta convergence", ru: "Бета-конвергенция"),
        section: "1.13",
        components: [
            Method.Component(
                "slope", name: LocalizedText(en: "slope b", ru: "наклон b"),
                formula: formula("sum((x - mean(x)) * (y - mean(y))) / sum((x - mean(x))^2)")),
            Method.Component(
                "intercept", name: LocalizedText(en: "intercept a", ru: "свободный член a"),
                formula: formula("mean(y) - b * mean(x)")),
            Method.Component(
                "standardError",
                name: LocalizedText(en: "standard error of b", ru: "стандартная ошибка b"),
                formula: formula(
                    """
                    sqrt(sum(((y - mean(y)) - b * (x - mean(x)))^2) / (count(x) - 2) \
                    / sum((x - mean(x))^2))
                    """)),
            Method.Component(
                "t", name: LocalizedText(en: "t of b", ru: "t-статистика b"),
                formula: Expression("b / se")),
            Method.Component(
                "pValue", name: LocalizedText(en: "p-value of b", ru: "p-значение b"),
                formula: formula("studentTwoSided(t, count(x) - 2)")),
            Method.Component(
                "determination", name: LocalizedText(en: "R²", ru: "R²"),
                formula: formula(
                    """
                    1 - sum(((y - mean(y)) - b * (x - mean(x)))^2) / sum((y - mean(y))^2)
                    """)),
            Method.Component(
                "speed",
                name: LocalizedText(en: "speed λ, a year", ru: "скорость λ, в год"),
                formula: Expression("-ln(1 + b * T) / T")),
            Method.Component(
                "halfLife",
                name: LocalizedText(en: "half-life", ru: "период полусближения"),
                formula: Expression("ln(2) / lambda"),
                unit: .fixed(Unit("year") ?? .one)),
            Method.Component(
                "places", name: LocalizedText(en: "regions", ru: "число регионов"),
                formula: Expression("count(G_0)")),
            Method.Component(
                "slopeWithinGroups",
                name: LocalizedText(en: "slope within groups", ru: "наклон внутри групп"),
                formula: formula("sum((x - mx) * (y - my)) / sum((x - mx)^2)")),
            Method.Component(
                "standardErrorWithinGroups",
                name: LocalizedText(
                    en: "standard error within groups", ru: "стандартная ошибка внутри групп"),
                formula: formula(
                    """
                    sqrt(sum(((y - my) - b_w * (x - mx))^2) / (count(x) - k - 1) \
                    / sum((x - mx)^2))
                    """)),
            Method.Component(
                "tWithinGroups",
                name: LocalizedText(en: "t within groups", ru: "t-статистика внутри групп"),
                formula: Expression("b_w / se_w")),
            Method.Component(
                "pValueWithinGroups",
                name: LocalizedText(en: "p-value within groups", ru: "p-значение внутри групп"),
                formula: formula("studentTwoSided(t_w, count(x) - k - 1)")),
            Method.Component(
                "determinationWithinGroups",
                name: LocalizedText(en: "R² within groups", ru: "R² внутри групп"),
                formula: formula("1 - sum(((y - my) - b_w * (x - mx))^2) / sum((y - my)^2)")),
        ],
        symbols: Method.Symbol.incomes + [
            Method.Symbol("T", LocalizedText(en: "years of the span", ru: "лет в периоде"))
        ] + letters,
        reading: LocalizedText(
            en: """
                A slope under 0 with a p-value under 0.05: poor regions grew faster. The speed is \
                the share of the gap that closes in a year, the half-life the years until half of \
                it is closed. It does not say that differences shrank: see sigma convergence.
                """,
            ru: """
                Наклон меньше 0 при p-значении меньше 0,05: бедные регионы росли быстрее. Скорость \
                — доля разрыва, закрываемая за год; период полусближения — годы до закрытия его \
                половины. Уменьшились ли различия, метод не говорит: см. сигма-конвергенцию.
                """),
        literature: ["Barro and Sala-i-Martin (1992), Convergence"],
        paperTag: "P-dyn")
}

extension Method.Symbol {
    /// The lists that income per head is made of.
    static let incomes: [Method.Symbol] = [
        ("G_0", "gross regional product at the start", "ВРП в начале"),
        ("G_1", "gross regional product at the end", "ВРП в конце"),
        ("N_0", "population at the start", "население в начале"),
        ("N_1", "population at the end", "население в конце"),
    ].map { Method.Symbol($0.0, LocalizedText(en: $0.1, ru: $0.2)) }
}
