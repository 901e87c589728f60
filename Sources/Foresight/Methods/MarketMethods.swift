internal import Numerics
internal import Region
internal import Wording

/// How what is sold and made may go as a whole: a low, an expected and a high course (METHODS 8.1).
struct MarketScenarioMethod: FindingMethod {
    typealias Context = MarketContext

    let scope = MethodScope.regions

    let method = Method(
        id: "market-scenarios",
        name: LocalizedText(en: "Scenarios of markets", ru: "Сценарии рынков"),
        section: "8.1",
        components: [
            Method.Component(
                "low", name: LocalizedText(en: "low course", ru: "низкий путь"),
                formula: Expression("p - d")),
            Method.Component(
                "expected", name: LocalizedText(en: "expected", ru: "ожидаемый"),
                formula: Expression("p")),
            Method.Component(
                "high", name: LocalizedText(en: "high course", ru: "высокий путь"),
                formula: Expression("p + d")),
            Method.Component(
                "lowChange",
                name: LocalizedText(
                    en: "low course, against the last year", ru: "низкий путь, к последнему году"),
                formula: Expression("(p - d) / y - 1")),
            Method.Component(
                "highChange",
                name: LocalizedText(
                    en: "high course, against the last year",
                    ru: "высокий путь, к последнему году"),
                formula: Expression("(p + d) / y - 1")),
        ],
        symbols: [
            Method.Symbol("p", LocalizedText(en: "the forecast", ru: "прогноз")),
            Method.Symbol(
                "d",
                LocalizedText(
                    en: "how far the highest fifth of courses lies over it in this year",
                    ru: "насколько выше него в этом году проходит высшая пятая часть путей")),
            Method.Symbol(
                "y", LocalizedText(en: "the last known value", ru: "последнее известное значение")),
        ],
        reading: LocalizedText(
            en:
                "The low course is the mean of the fifth of all courses that stay lowest over the years ahead, the high one of the fifth that stays highest: each is a course that could be lived through, and stands for a fifth of what may come; it is not the end of a band, which no course follows for years. Whether low is bad is for the reader to say: of emissions it is not. Take the changes of a scenario to the programme with what-if (`--price coal=-20%`). They know of past errors of the forecast and of nothing else.",
            ru:
                "Низкий путь — среднее той пятой части всех путей, которая за годы впереди проходит ниже прочих, высокий — той, что выше: каждый — возможная траектория и представляет пятую часть того, что может быть; это не край полосы, по которому годами никто не идёт. Плохо ли, что низко, решает читатель: для выбросов — нет. Изменения сценария переносите в программу через what-if (`--price coal=-20%`). Они знают лишь прошлые ошибки прогноза."
        ),
        literature: [
            "Hyndman, Koehler, Ord and Snyder (2008), Forecasting with exponential smoothing"
        ],
        paperTag: "P-fore")

    func findings(in context: MarketContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        findings.parameters = [.init("horizon", "\(context.parameters.horizon)")]
        for total in context.totals {
            for forecast in try total.forecasts() { add(forecast, total, context, &findings) }
        }
        if findings.list.isEmpty { findings.notices = [ForecastContext.lacking] }
        return findings
    }

    private func add(
        _ forecast: Forecast, _ total: ForecastContext, _ context: MarketContext,
        _ findings: inout Findings
    ) {
        let entry = forecast.entry
        let years = context.parameters.horizon
        guard let course = MarketCourse(forecast.fit, years: years),
            let last = entry.series.values.last
        else { return }
        let quality = max(.estimate, entry.quality)
        let words = forecast.fit.model.words
        // What has never been under zero does not go there.
        let isAmount = entry.series.values.allSatisfy { $0.isNaN || $0 >= 0 }
        let low = isAmount ? Expression("larger(0, p - d)") : nil
        let lowChange = isAmount ? Expression("larger(0, p - d) / y - 1") : nil
        for ahead in 1...years {
            let year = entry.series.last + ahead
            func finding(
                _ component: String, _ formula: Expression?, _ bindings: [Derivation.Binding]
            ) {
                findings.list.append(
                    Finding(
                        method, context.key(component, total, entry.place, year: year),
                        formula: formula, bindings: bindings, quality: quality))
            }
            let point = Derivation.Binding(
                "p", forecast.fit.point(ahead), unit: total.measure.unit,
                from: .note(LocalizedText(en: words.english, ru: words.russian)))
            let spread = Derivation.Binding(
                "d", course.spread[ahead - 1], unit: total.measure.unit,
                from: .note(
                    LocalizedText(
                        en: "errors of \(forecast.fit.errors.count) years",
                        ru: "ошибки за лет: \(forecast.fit.errors.count)")))
            finding("low", low, [point, spread])
            finding("expected", nil, [point])
            finding("high", nil, [point, spread])
            guard last > 0 else { continue }
            let known = Derivation.Binding(
                "y", last, unit: total.measure.unit, from: entry.reference(entry.series.last))
            finding("lowChange", lowChange, [point, spread, known])
            finding("highChange", nil, [point, spread, known])
        }
    }
}

/// What grows to a bound, and how near it is (METHODS 8.3).
struct SaturationMethod: FindingMethod {
    typealias Context = MarketContext

    let scope = MethodScope.regions

    /// Years without which three numbers are no finding.
    private static let least = 7

    let method = Method(
        id: "saturation",
        name: LocalizedText(en: "Growth to a bound", ru: "Рост до насыщения"),
        section: "8.3",
        components: [
            Method.Component(
                "bound", name: LocalizedText(en: "bound", ru: "предел"), formula: Expression("K")),
            Method.Component(
                "boundLow",
                name: LocalizedText(en: "bound, at least", ru: "предел, не меньше"),
                formula: Expression("K")),
            Method.Component(
                "boundHigh",
                name: LocalizedText(en: "bound, at most", ru: "предел, не больше"),
                formula: Expression("K")),
            Method.Component(
                "reached",
                name: LocalizedText(en: "of it reached", ru: "из него достигнуто"),
                formula: Expression("1 / (1 + a * exp(-(b * t)))")),
            Method.Component(
                "rate", name: LocalizedText(en: "rate a year", ru: "темп за год"),
                formula: Expression("b")),
            Method.Component(
                "turn",
                name: LocalizedText(en: "half of it in the year", ru: "половина — в году"),
                formula: Expression("f + ln(a) / b")),
        ],
        symbols: [
            Method.Symbol("K", LocalizedText(en: "the bound that fits", ru: "подходящий предел")),
            Method.Symbol(
                "a", LocalizedText(en: "what is lacking at first", ru: "недостающее в начале")),
            Method.Symbol("b", LocalizedText(en: "rate", ru: "темп")),
            Method.Symbol(
                "t", LocalizedText(en: "years since the first", ru: "лет от первого года")),
            Method.Symbol("f", LocalizedText(en: "the first year", ru: "первый год")),
        ],
        reading: LocalizedText(
            en:
                "Only series that an S fits better than a straight line (by AICc) are here. Before the turn many bounds fit alike: then none is given, and the notice says of what. A bound is of the conditions of these years: a new use or a new market moves it.",
            ru:
                "Здесь только ряды, к которым S-кривая подходит лучше прямой (по AICc). До перегиба подходят многие пределы: тогда он не приводится, а ряды названы в примечании. Предел относится к условиям этих лет: новое применение или рынок его сдвигает."
        ),
        literature: [
            "Verhulst (1838), Notice sur la loi que la population suit dans son accroissement",
            "Meyer, Yung and Ausubel (1999), A primer on logistic growth and substitution",
        ],
        paperTag: "P-fore")

    func findings(in context: MarketContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        for total in context.totals {
            for entry in total.entries {
                if Task.isCancelled { throw CancellationError() }
                add(entry, total, context, &findings)
            }
        }
        if findings.list.isEmpty {
            findings.notices += [
                LocalizedText(
                    en:
                        "No series of \(Self.least) years or more grows to a bound more clearly than along a straight line (observations.csv, facts.csv).",
                    ru:
                        "Ни один ряд из \(Self.least) лет и больше не растёт к пределу яснее, чем по прямой (observations.csv, facts.csv)."
                )
            ]
        }
        return findings
    }

    private func add(
        _ entry: ForecastContext.Entry, _ total: ForecastContext, _ context: MarketContext,
        _ findings: inout Findings
    ) {
        let first = entry.series.first
        let points = entry.series.values.enumerated().filter { !$0.element.isNaN }.map {
            (year: Double($0.offset), value: $0.element)
        }
        guard points.count >= Self.least, points.allSatisfy({ $0.value > 0 }),
            let last = points.last, let curve = LogisticCurve(fitting: points),
            let line = try? Matrix(points.map { [1, $0.year] }).leastSquares(points.map(\.value)),
            line.coefficients[1] > 0
        else { return }
        let miss = points.reduce(0) {
            let miss = $1.value - curve.value($1.year)
            return $0 + miss * miss
        }
        // Numbers fitted and the variance: K, a, b, σ² beside two and σ².
        guard
            Self.criterion(miss, points.count, 4)
                < Self.criterion(line.residualSumOfSquares, points.count, 3)
        else { return }
        let quality = max(.estimate, entry.quality)
        let note = InputReference.note(
            LocalizedText(
                en: "fitted to \(points.count) years", ru: "по годам: \(points.count)"))
        func finding(_ component: String, _ bindings: [(String, Double)]) {
            findings.list.append(
                Finding(
                    method,
                    context.key(component, total, entry.place, year: entry.series.last),
                    bindings: bindings.map { Derivation.Binding($0.0, $0.1, from: note) },
                    quality: quality))
        }
        guard let range = curve.boundRange else {
            findings.notices.append(
                LocalizedText(
                    en:
                        "\(total.measure.name.english) bends like an S, but its years do not say where that ends (\(first)–\(entry.series.last)): no bound is given.",
                    ru:
                        "\(total.measure.name.russian): ряд изогнут, как S-кривая, но его годы (\(first)–\(entry.series.last)) не говорят, где рост кончится; предел не приводится."
                ))
            return
        }
        finding("bound", [("K", curve.bound)])
        finding("boundLow", [("K", range.lowerBound)])
        finding("boundHigh", [("K", range.upperBound)])
        finding("reached", [("a", curve.a), ("b", curve.rate), ("t", last.year)])
        finding("rate", [("b", curve.rate)])
        finding("turn", [("f", Double(first)), ("a", curve.a), ("b", curve.rate)])
    }

    /// AICc of least squares; infinite with too few points.
    private static func criterion(_ squares: Double, _ points: Int, _ chosen: Int) -> Double {
        let (n, k) = (Double(points), Double(chosen))
        guard points > chosen + 1, squares > 0 else { return squares > 0 ? .infinity : -.infinity }
        return n * Elementary.logarithm(squares / n) + 2 * k + 2 * k * (k + 1) / (n - k - 1)
    }
}
