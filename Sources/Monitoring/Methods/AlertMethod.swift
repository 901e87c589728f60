internal import Foresight
internal import Numerics
internal import Region
internal import Wording

/// Whether something leaves its course before it is seen by eye (METHODS 10.2).
struct AlertMethod: FindingMethod {
    typealias Context = MonitoringContext

    let scope = MethodScope.regions

    /// Years with a fact without which nothing can be standardised.
    private static let least = 5
    /// How long an indicator runs without any change before the sums give an alarm, on average, at
    /// k = 0.5 and h = 4 (METHODS 10.2).
    private static let yearsToFalseAlarm = 168.0

    let method = Method(
        id: "early-alerts", version: 2,
        name: LocalizedText(en: "Early alerts", ru: "Ранние сигналы"),
        section: "10.2",
        components: [
            Method.Component(
                "score", name: LocalizedText(en: "error of the forecast", ru: "ошибка прогноза"),
                formula: Expression("e / s")),
            Method.Component(
                "upper", name: LocalizedText(en: "sum upwards", ru: "сумма вверх"),
                formula: Expression("c")),
            Method.Component(
                "lower", name: LocalizedText(en: "sum downwards", ru: "сумма вниз"),
                formula: Expression("c")),
            Method.Component(
                "since",
                name: LocalizedText(en: "alarm: off course since", ru: "тревога: сходит с"),
                formula: Expression("c")),
            Method.Component(
                "average", name: LocalizedText(en: "moving average", ru: "скользящее среднее"),
                formula: Expression("c")),
            Method.Component(
                "limit", name: LocalizedText(en: "its limit", ru: "его предел"),
                formula: Expression("c")),
            Method.Component(
                "slope", name: LocalizedText(en: "trend a year", ru: "тренд за год"),
                formula: Expression("c")),
            Method.Component(
                "chance",
                name: LocalizedText(en: "chance of such a trend", ru: "шанс такого тренда"),
                formula: Expression("c")),
            Method.Component(
                "falseRate",
                name: LocalizedText(
                    en: "share of false ones among trends as clear",
                    ru: "доля ложных среди трендов не слабее этого"),
                formula: Expression("c")),
        ],
        symbols: [
            Method.Symbol(
                "e",
                LocalizedText(
                    en: "fact less the forecast from the year before",
                    ru: "факт минус прогноз годом раньше")),
            Method.Symbol(
                "s", LocalizedText(en: "standard deviation of these", ru: "стандартное отклонение")),
            Method.Symbol(
                "c",
                LocalizedText(
                    en: "of the errors, or of the facts for the trend",
                    ru: "по ошибкам, для тренда — по фактам")),
        ],
        reading: LocalizedText(
            en:
                "Facts are compared with what exponential smoothing of the years before expects. Sums of errors grow where facts stay on one side; over the limit there is an alarm, and `since` says when it began. Without any change such an alarm comes once in some 170 years of an indicator; of a hundred indicators one in two years is chance. The trend is the median slope of all pairs of years; of many indicators some have one by chance, and `falseRate` is the share of false ones among all trends as clear as this.",
            ru:
                "Факт сравнивается с тем, чего ждёт экспоненциальное сглаживание прежних лет. Суммы ошибок растут, если факты держатся одной стороны; выше предела — тревога, `since` — с какого года. Без всяких перемен такая тревога бывает раз в 170 лет показателя; из ста показателей раз в два года — случайность. Тренд — медианный наклон по всем парам лет; среди многих показателей у кого-то он есть случайно, и `falseRate` — доля ложных среди всех трендов не слабее этого."
        ),
        literature: [
            "Page (1954), Continuous inspection schemes",
            "Roberts (1959), Control chart tests based on geometric moving averages",
            "Mann (1945), Nonparametric tests against trend",
            "Sen (1968), Estimates of the regression coefficient based on Kendall's tau",
            "Benjamini and Hochberg (1995), Controlling the false discovery rate",
        ],
        paperTag: "P-track")

    func findings(in context: MonitoringContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        findings.parameters = [
            .init("allowance", Expression.plainNumber(context.parameters.allowance)),
            .init("limit", Expression.plainNumber(context.parameters.limit)),
        ]
        var trends: [Finding] = []
        var watched = 0
        for indicator in context.indicators where indicator.facts.count >= Self.least {
            if Task.isCancelled { throw CancellationError() }
            guard let found = add(indicator, context, &findings) else { continue }
            watched += indicator.facts.count
            if let found { trends.append(found) }
        }
        let rates = falseDiscoveryRates(trends.map { $0.derivation.outcome.value ?? 1 })
        for (trend, rate) in zip(trends, rates) {
            var key = trend.derivation.key
            key.component = "falseRate"
            findings.list.append(
                Finding(
                    method, key,
                    bindings: [
                        Derivation.Binding(
                            "c", rate,
                            from: .note(
                                LocalizedText(
                                    en: "of \(trends.count) trends",
                                    ru: "по трендам: \(trends.count)")))
                    ], quality: trend.quality))
        }
        let alarms = findings.list.count { $0.derivation.key.component == "since" }
        let expected = Double(watched) / Self.yearsToFalseAlarm
        if alarms > 0 {
            let chance = (expected * 10).rounded() / 10
            findings.notices.append(
                LocalizedText(
                    en:
                        "Alarms: \(alarms). By chance alone \(Expression.plainNumber(chance)) would come over these \(watched) years of indicators (facts.csv), at the bounds that are set by default.",
                    ru:
                        "Тревог: \(alarms). Только по случайности за эти \(watched) лет показателей (facts.csv) при границах по умолчанию пришло бы \(Expression.plainNumber(chance).replacing(".", with: ","))."
                ))
        }
        if findings.list.isEmpty {
            findings.notices = [
                LocalizedText(
                    en: "Needs an indicator with facts of five years that differ (facts.csv).",
                    ru: "Нужен показатель с фактом за пять лет, не одинаковым (facts.csv).")
            ]
        }
        return findings
    }

    /// - Returns: The finding on the chance of a trend, if there is one; nil where the facts do not
    ///   differ.
    private func add(
        _ indicator: MonitoredIndicator, _ context: MonitoringContext,
        _ findings: inout Findings
    ) -> Finding?? {
        let facts = indicator.facts.sorted { $0.key < $1.key }
        guard let series = AnnualSeries(facts.map { ($0.key, $0.value) }),
            let fit = FittedForecast(.smoothing, series.values),
            let spread = fit.errors.standardDeviation(.sample), spread > 0
        else { return nil }
        let years = facts.map(\.key)
        let note = InputReference.note(
            LocalizedText(
                en: "facts.csv, exponential smoothing",
                ru: "facts.csv, экспоненциальное сглаживание"))
        func finding(
            _ component: String, _ year: Year, _ bindings: [(String, Double)], from: Year? = nil
        ) {
            findings.list.append(
                Finding(
                    method, context.key(component, indicator, year: year, from: from),
                    bindings: bindings.map { Derivation.Binding($0.0, $0.1, from: note) },
                    quality: max(.estimate, indicator.quality)))
        }
        let scores = fit.errors.map { $0 / spread }
        let sums = CumulativeSums(
            scores, allowance: context.parameters.allowance, limit: context.parameters.limit)
        let average = MovingAverage(scores)
        for (index, year) in years.enumerated() {
            finding("score", year, [("e", fit.errors[index]), ("s", spread)])
            finding("upper", year, [("c", sums.upper[index])])
            finding("lower", year, [("c", sums.lower[index])])
            finding("average", year, [("c", average.values[index])])
            finding("limit", year, [("c", average.limits[index])])
        }
        for alarm in sums.alarms {
            finding("since", years[alarm.position], [("c", Double(years[alarm.since]))])
        }
        guard let trend = MonotoneTrend(facts.map { (Double($0.key), $0.value) }) else {
            return .some(nil)
        }
        let (first, last) = (years[0], years[years.count - 1])
        finding("slope", last, [("c", trend.slope)], from: first)
        guard let chance = trend.probability else { return .some(nil) }
        finding("chance", last, [("c", chance)], from: first)
        return .some(findings.list.last)
    }
}
