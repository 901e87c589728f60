internal import Numerics
public import Region
internal import Wording

/// The methods of the room.
public enum ForesightMethods {
    /// Of one measure.
    public static let ofMeasure: [any IndexMethod<ForecastContext>] = [
        ForecastMethod(), BacktestMethod(),
    ]
    /// Of all measures of the region as a whole together.
    public static let ofMarkets: [any IndexMethod<MarketContext>] = [
        MarketScenarioMethod(), SaturationMethod(),
    ]
    public static let ofModes: [any IndexMethod<ModeContext>] = [
        ModeShareMethod(), ModeTransitionMethod(), ModeDiffusionMethod(),
        ModeGenerationMethod(),
    ]
}

extension ForecastModel {
    var words: LocalizedText {
        switch self {
        case .naive: LocalizedText(en: "naive (the last value)", ru: "наивный (последнее значение)")
        case .drift: LocalizedText(en: "mean change", ru: "средний прирост")
        case .smoothing:
            LocalizedText(en: "exponential smoothing", ru: "экспоненциальное сглаживание")
        case .holt: LocalizedText(en: "Holt's trend", ru: "тренд Хольта")
        case .damped: LocalizedText(en: "damped trend", ru: "затухающий тренд")
        case .theta: LocalizedText(en: "theta", ru: "тета-метод")
        case .mean:
            LocalizedText(en: "mean of three smoothings", ru: "среднее трёх сглаживаний")
        }
    }
}

/// What the coming years hold, by the model that earlier years speak for (METHODS 8.1).
struct ForecastMethod: FindingMethod {
    typealias Context = ForecastContext

    let scope = MethodScope.regions

    private static let ends = ["low80", "high80", "low95", "high95"]

    let method = Method(
        id: "forecast",
        name: LocalizedText(en: "Forecast", ru: "Прогноз"),
        section: "8.1",
        components: [
            Method.Component(
                "point", name: LocalizedText(en: "forecast", ru: "прогноз"),
                formula: Expression("y"), unit: .measure)
        ]
            + zip(
                ends,
                [
                    LocalizedText(en: "80 % from", ru: "80 %: от"),
                    LocalizedText(en: "80 % to", ru: "80 %: до"),
                    LocalizedText(en: "95 % from", ru: "95 %: от"),
                    LocalizedText(en: "95 % to", ru: "95 %: до"),
                ]
            ).map { Method.Component($0, name: $1, formula: Expression("p + e"), unit: .measure) },
        symbols: [
            Method.Symbol("y", LocalizedText(en: "the last value", ru: "последнее значение")),
            Method.Symbol(
                "l", LocalizedText(en: "the smoothed level", ru: "сглаженный уровень")),
            Method.Symbol("b", LocalizedText(en: "the change a year", ru: "изменение за год")),
            Method.Symbol("h", LocalizedText(en: "years ahead", ru: "лет вперёд")),
            Method.Symbol(
                "d",
                LocalizedText(
                    en: "φ + … + φ^h: what is left of a trend that wears off",
                    ru: "φ + … + φ^h: что остаётся от затухающего тренда")),
            Method.Symbol(
                "c",
                LocalizedText(
                    en: "the straight line in the last year",
                    ru: "значение прямой в последнем году")),
            Method.Symbol(
                "f", LocalizedText(en: "forecasts of the models", ru: "прогнозы моделей")),
            Method.Symbol("p", LocalizedText(en: "the forecast", ru: "прогноз")),
            Method.Symbol(
                "e", LocalizedText(en: "how far off it may be", ru: "насколько он может ошибаться")),
        ],
        reading: LocalizedText(
            en:
                "A model is used only where it would have beaten the last value in the past by more than chance; else the last value is the forecast. In eight of ten years, and in nineteen of twenty, what comes should lie within the bands; how often it did is in forecast-backtest. Bands know of past errors and of nothing else: no war, no new law.",
            ru:
                "Модель применяется, только если в прошлом она была бы точнее последнего значения не случайно; иначе прогноз — последнее значение. В восьми годах из десяти (в девятнадцати из двадцати) факт должен лежать в полосе; как часто так и было — в forecast-backtest. Полосы знают лишь прошлые ошибки: ни войн, ни новых законов в них нет."
        ),
        literature: [
            "Gardner and McKenzie (1985), Forecasting trends in time series",
            "Hyndman, Koehler, Snyder and Grose (2002), A state space framework for automatic forecasting",
            "Assimakopoulos and Nikolopoulos (2000), The theta model",
        ],
        paperTag: "P-fore")

    func findings(in context: ForecastContext) throws(CancellationError) -> Findings {
        var findings = Findings(measure: context.measure, classification: context.classification)
        findings.parameters = [
            .init("horizon", "\(context.parameters.horizon)"),
            .init("level", Expression.plainNumber(context.parameters.level)),
            .init("paths", "\(context.parameters.paths)"),
            .init("seed", "\(context.parameters.seed)"),
            .init("random", RandomStream.algorithmVersion),
        ]
        for forecast in try context.forecasts() {
            for ahead in 1...context.parameters.horizon { add(forecast, ahead, &findings) }
        }
        if findings.list.isEmpty { findings.notices = [ForecastContext.lacking] }
        return findings
    }

    private func add(_ forecast: Forecast, _ ahead: Int, _ findings: inout Findings) {
        let (entry, fit) = (forecast.entry, forecast.fit)
        func key(_ component: String) -> ResultKey {
            ResultKey(
                place: entry.place, activity: entry.activity, year: entry.series.last + ahead,
                component: component)
        }
        let quality = max(.estimate, entry.quality)
        let (formula, bindings) = Self.formula(forecast, ahead)
        findings.list.append(
            Finding(method, key("point"), formula: formula, bindings: bindings, quality: quality))
        guard let bands = forecast.bands?[ahead - 1] else { return }
        let numbers = [bands[0].low, bands[0].high, bands[1].low, bands[1].high]
        let point = fit.point(ahead)
        let note = LocalizedText(
            en: "errors of \(fit.errors.count) years, \(fit.model.words.english)",
            ru: "ошибки за лет: \(fit.errors.count), \(fit.model.words.russian)")
        for (component, number) in zip(Self.ends, numbers) where number.isFinite {
            findings.list.append(
                Finding(
                    method, key(component),
                    bindings: [
                        Derivation.Binding(
                            "p", point, from: .result(method: method.id, key("point"))),
                        Derivation.Binding("e", number - point, from: .note(note)),
                    ], quality: quality))
        }
    }

    private static func formula(
        _ forecast: Forecast, _ ahead: Int
    ) -> (Expression, [Derivation.Binding]) {
        let (entry, fit) = (forecast.entry, forecast.fit)
        let model = fit.model.words
        func note(_ english: String, _ russian: String) -> InputReference {
            .note(LocalizedText(en: english, ru: russian))
        }
        let named = note(model.english, model.russian)
        let last = Derivation.Binding(
            "y", entry.series.values.last ?? .nan, from: entry.reference(entry.series.last))
        let years = Derivation.Binding(
            "h", Double(ahead), from: note("years ahead", "лет вперёд"))
        switch fit.model {
        case .naive: return (Expression("y"), [last])
        case .drift:
            return (
                Expression("y + h * b"),
                [last, years, Derivation.Binding("b", fit.line?.slope ?? 0, from: named)]
            )
        case .smoothing:
            return (
                Expression("l"),
                [
                    Derivation.Binding(
                        "l", fit.smoothing?.level ?? .nan, from: smoothed(fit.smoothing, model))
                ]
            )
        case .holt, .damped:
            guard let smoothing = fit.smoothing else { return (Expression("y"), [last]) }
            return (
                Expression("l + b * d"),
                [
                    Derivation.Binding("l", smoothing.level, from: smoothed(smoothing, model)),
                    Derivation.Binding("b", smoothing.slope, from: smoothed(smoothing, model)),
                    Derivation.Binding(
                        "d", FittedForecast.reach(smoothing, ahead), from: named),
                ]
            )
        case .theta:
            return (
                Expression("(c + h * b) / 2 + l / 2"),
                [
                    Derivation.Binding("c", fit.line?.end ?? 0, from: named), years,
                    Derivation.Binding("b", fit.line?.slope ?? 0, from: named),
                    Derivation.Binding(
                        "l", fit.smoothing?.level ?? 0, from: smoothed(fit.smoothing, model)),
                ]
            )
        case .mean:
            return (
                Expression("mean(f)"),
                [
                    Derivation.Binding(
                        "f", .list(fit.parts.map { $0.point(ahead) }),
                        from: fit.parts.map {
                            note($0.model.words.english, $0.model.words.russian)
                        })
                ]
            )
        }
    }

    private static func smoothed(
        _ smoothing: ExponentialSmoothing?, _ model: LocalizedText
    ) -> InputReference {
        guard let smoothing else { return .note(model) }
        func number(_ value: Double) -> String {
            Expression.plainNumber((value * 1000).rounded() / 1000)
        }
        var parts = "α = \(number(smoothing.alpha))"
        if smoothing.trend != .none { parts += ", β* = \(number(smoothing.gain))" }
        if smoothing.trend == .damped { parts += ", φ = \(number(smoothing.damping))" }
        return .note(
            LocalizedText(en: "\(model.english), \(parts)", ru: "\(model.russian), \(parts)"))
    }
}

/// What forecasts from earlier years would have been worth (METHODS 8.2).
struct BacktestMethod: FindingMethod {
    typealias Context = ForecastContext

    let scope = MethodScope.regions

    let method = Method(
        id: "forecast-backtest",
        name: LocalizedText(en: "Forecasts tried on the past", ru: "Проверка прогнозов на прошлом"),
        section: "8.2",
        components: [
            Method.Component(
                "years", name: LocalizedText(en: "years known", ru: "лет с данными"),
                formula: Expression("k")),
            Method.Component(
                "break",
                name: LocalizedText(en: "leaves its course since", ru: "сходит с пути с"),
                formula: Expression("k")),
            Method.Component(
                "origins", name: LocalizedText(en: "origins", ru: "точек отсчёта"),
                formula: Expression("k")),
            Method.Component(
                "used", name: LocalizedText(en: "used", ru: "используется"),
                formula: Expression("k")),
            Method.Component(
                "error", name: LocalizedText(en: "mean error", ru: "средняя ошибка"),
                formula: Expression("a"), unit: .measure),
            Method.Component(
                "scaled",
                name: LocalizedText(
                    en: "over the mean yearly change", ru: "к среднему годовому изменению"),
                formula: Expression("a / c")),
            Method.Component(
                "chance",
                name: LocalizedText(
                    en: "chance lead over the last value", ru: "шанс случайного опережения"),
                formula: Expression("k")),
            Method.Component(
                "coverage80",
                name: LocalizedText(en: "within the 80 % band", ru: "в полосе 80 %"),
                formula: Expression("k / n")),
            Method.Component(
                "coverage95",
                name: LocalizedText(en: "within the 95 % band", ru: "в полосе 95 %"),
                formula: Expression("k / n")),
            Method.Component(
                "pinball10",
                name: LocalizedText(
                    en: "loss at the 10th percentile", ru: "потеря, 10-й процентиль"),
                formula: Expression("a"), unit: .measure),
            Method.Component(
                "pinball90",
                name: LocalizedText(
                    en: "loss at the 90th percentile", ru: "потеря, 90-й процентиль"),
                formula: Expression("a"), unit: .measure),
        ],
        symbols: [
            Method.Symbol(
                "k",
                LocalizedText(
                    en: "counted, or found by the test",
                    ru: "подсчитано или найдено тестом")),
            Method.Symbol("n", LocalizedText(en: "forecasts compared", ru: "сравнено прогнозов")),
            Method.Symbol(
                "a",
                LocalizedText(
                    en: "mean over all origins and years ahead",
                    ru: "среднее по всем точкам отсчёта и годам вперёд")),
            Method.Symbol(
                "c",
                LocalizedText(
                    en: "mean absolute change from year to year",
                    ru: "среднее абсолютное изменение за год")),
        ],
        reading: LocalizedText(
            en:
                "Each model forecasts from every earlier year what is known by now. Scaled error under that of `naive` says that it was nearer than the last value. `chance`: how often so large a lead would come about by chance (Diebold and Mariano, one year ahead); only under the level set is a model used. Bands that hold less than they say are too narrow: believe them less.",
            ru:
                "Каждая модель прогнозирует из каждого прошлого года то, что теперь известно. Ошибка меньше, чем у `naive`, — модель была ближе последнего значения. `chance` — как часто такое опережение бывает случайным (Диболд — Мариано, на год вперёд); модель применяется, только если шанс ниже заданного уровня. Если в полосу попадает меньше обещанного, она узка: верьте ей меньше."
        ),
        literature: [
            "Tashman (2000), Out-of-sample tests of forecasting accuracy",
            "Hyndman and Koehler (2006), Another look at measures of forecast accuracy",
            "Diebold and Mariano (1995), Comparing predictive accuracy",
            "Harvey, Leybourne and Newbold (1997), Testing the equality of prediction errors",
        ],
        paperTag: "P-fore")

    func findings(in context: ForecastContext) throws(CancellationError) -> Findings {
        var findings = Findings(measure: context.measure, classification: context.classification)
        findings.parameters = [
            .init("horizon", "\(context.parameters.horizon)"),
            .init("level", Expression.plainNumber(context.parameters.level)),
        ]
        for forecast in try context.forecasts() { add(forecast, &findings) }
        if findings.list.isEmpty { findings.notices = [ForecastContext.lacking] }
        return findings
    }

    private func add(_ forecast: Forecast, _ findings: inout Findings) {
        let entry = forecast.entry
        let own = LocalizedText(en: "from the past years", ru: "по прошлым годам")
        func finding(
            _ component: String, _ bindings: [(String, Double)], of model: ForecastModel? = nil,
            undefined: Undefined? = nil
        ) {
            findings.list.append(
                Finding(
                    method,
                    ResultKey(
                        place: entry.place, activity: entry.activity,
                        object: model.map { ObjectCode(rawValue: $0.rawValue) },
                        year: entry.series.last, from: entry.series.first, component: component),
                    bindings: bindings.map {
                        Derivation.Binding($0.0, $0.1, from: .note(own))
                    }, undefined: undefined, quality: entry.quality))
        }
        finding("years", [("k", Double(entry.series.known))])
        if let since = forecast.since { finding("break", [("k", Double(since))]) }
        guard let test = forecast.backtest else {
            finding("used", [("k", 1)], of: forecast.fit.model)
            return
        }
        finding("origins", [("k", Double(test.origins))])
        let scale = Backtest.scale(entry.series.values)
        for score in test.scores {
            let isUsed = score.model == forecast.fit.model
            finding("used", [("k", isUsed ? 1 : 0)], of: score.model)
            finding("error", [("a", score.meanError)], of: score.model)
            if let scale {
                finding("scaled", [("a", score.meanError), ("c", scale)], of: score.model)
            } else {
                finding("scaled", [], of: score.model, undefined: .constantInput)
            }
            if let chance = score.chance { finding("chance", [("k", chance)], of: score.model) }
            guard score.model == test.choice, !test.coverage.isEmpty else { continue }
            let count = Double(test.banded)
            for (component, share) in zip(["coverage80", "coverage95"], test.coverage) {
                finding(
                    component, [("k", (share * count).rounded()), ("n", count)], of: score.model)
            }
            finding("pinball10", [("a", test.pinball[0])], of: score.model)
            finding("pinball90", [("a", test.pinball[2])], of: score.model)
        }
    }
}
