internal import Numerics
internal import Region
internal import Wording

/// How the region answers a push of spending: whether it comes to rest, and by waves or without
/// (METHODS 5.10).
struct StabilityMethod: FindingMethod {
    typealias Context = FlowContext

    let scope = MethodScope.regions

    let method = Method(
        id: "multiplier-accelerator",
        name: LocalizedText(en: "Multiplier–accelerator", ru: "Мультипликатор — акселератор"),
        section: "5.10",
        components: [
            Method.Component(
                "consumption",
                name: LocalizedText(
                    en: "c, spent of a unit of income", ru: "c, тратится с единицы дохода"),
                formula: Expression("w * s")),
            Method.Component(
                "consumptionLow",
                name: LocalizedText(en: "c, low end", ru: "c, нижняя граница"),
                formula: Expression("w * s")),
            Method.Component(
                "consumptionHigh",
                name: LocalizedText(en: "c, high end", ru: "c, верхняя граница"),
                formula: Expression("w * s")),
            Method.Component(
                "accelerator",
                name: LocalizedText(
                    en: "v, invested for a unit of growth of consumption",
                    ru: "v, инвестиции на единицу прироста потребления"),
                formula: Expression("v")),
            Method.Component(
                "acceleratorLow",
                name: LocalizedText(en: "v, low end", ru: "v, нижняя граница"),
                formula: Expression("v")),
            Method.Component(
                "acceleratorHigh",
                name: LocalizedText(en: "v, high end", ru: "v, верхняя граница"),
                formula: Expression("v")),
            Method.Component(
                "root",
                name: LocalizedText(
                    en: "what is left of a deviation after a year; under 1 it dies out",
                    ru: "доля отклонения, оставшаяся через год; меньше 1 — затухает"),
                formula: Expression(
                    "larger(sqrt(c * v), (c * (1 + v) + sqrt(larger(0, (c * (1 + v))^2 - 4 * c * v))) / 2)"
                )),
            Method.Component(
                "period",
                name: LocalizedText(
                    en: "years from crest to crest", ru: "лет от гребня до гребня"),
                formula: Expression("p")),
            Method.Component(
                "multiplier",
                name: LocalizedText(
                    en: "what a lasting unit of spending comes to",
                    ru: "к чему приходит постоянная единица трат"),
                formula: Expression("1 / (1 - c)")),
        ],
        symbols: [
            Method.Symbol(
                "w",
                LocalizedText(
                    en: "wages in value added, assumed",
                    ru: "оплата труда в добавленной стоимости, принята")),
            Method.Symbol(
                "s",
                LocalizedText(
                    en: "spent of a unit of wages, assumed",
                    ru: "тратится с единицы оплаты, принято")),
            Method.Symbol("v", LocalizedText(en: "the accelerator", ru: "акселератор")),
            Method.Symbol(
                "c", LocalizedText(en: "spent of a unit of income", ru: "тратится с единицы дохода")
            ),
            Method.Symbol(
                "p",
                LocalizedText(
                    en: "2 π over the angle of the roots of z² − c (1 + v) z + c v",
                    ru: "2 π на угол корней z² − c (1 + v) z + c v")),
            Method.Symbol(
                "x", LocalizedText(en: "income of the year before", ru: "доход прошлого года")),
            Method.Symbol(
                "y", LocalizedText(en: "consumption", ru: "потребление")),
            Method.Symbol(
                "d", LocalizedText(en: "growth of consumption", ru: "прирост потребления")),
            Method.Symbol("i", LocalizedText(en: "investment", ru: "инвестиции")),
            Method.Symbol(
                "e", LocalizedText(en: "standard error", ru: "стандартная ошибка")),
            Method.Symbol(
                "t",
                LocalizedText(
                    en: "quantile of Student's distribution, 0.975",
                    ru: "квантиль распределения Стьюдента, 0,975")),
        ],
        reading: LocalizedText(
            en:
                "Samuelson's model of the whole region: consumption follows income of the year before, investment follows the growth of consumption. c v under 1: a push dies out, over 1 it grows without bound; c under 4 v / (1 + v)²: in waves. Where the region has series of income, consumption and investment (settings measures.income, measures.consumption, measures.investment), c and v are fitted to them with 95 % intervals; else they are the assumed ones with their ranges, and the point says no more than these.",
            ru:
                "Модель Самуэльсона для региона в целом: потребление следует за доходом прошлого года, инвестиции — за приростом потребления. c v меньше 1 — толчок затухает, больше — растёт без границ; c меньше 4 v / (1 + v)² — волнами. Если есть ряды доходов, потребления и инвестиций (настройки measures.income, measures.consumption, measures.investment), c и v оценены по ним с интервалами 95 %; иначе взяты принятые с диапазонами, и точка говорит не больше, чем они."
        ),
        literature: [
            "Samuelson (1939), Interactions between the multiplier analysis and the principle of acceleration",
            "Hicks (1950), A contribution to the theory of the trade cycle",
        ],
        paperTag: "P-mult")

    func findings(in context: FlowContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        let fitted = context.series.flatMap { series in
            try? MultiplierAcceleratorEstimate(
                income: series.income, consumption: series.consumption,
                investment: series.investment)
        }
        let point: (c: Double, v: Double)?
        if let series = context.series, let fitted {
            point = (fitted.consumption.value, fitted.accelerator.value)
            addFitted(fitted, series, context, &findings)
        } else {
            point = addAssumed(context, &findings)
            if let series = context.series {
                findings.notices.append(
                    LocalizedText(
                        en:
                            "Series of income, consumption and investment have \(series.years.count) years in common (observations.csv); 5 that differ are needed to fit c and v.",
                        ru:
                            "У рядов доходов, потребления и инвестиций \(series.years.count) общих лет (observations.csv); для оценки c и v нужно 5 различающихся."
                    ))
            }
        }
        guard let (c, v) = point else {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Needs income, consumption and investment over five years (observations.csv), or wage_share, consumption_share and accelerator (assumptions.csv).",
                    ru:
                        "Нужны доходы, потребление и инвестиции за пять лет (observations.csv) либо wage_share, consumption_share и accelerator (assumptions.csv)."
                ))
            return findings
        }
        guard let model = try? MultiplierAccelerator(consumption: c, accelerator: v) else {
            findings.notices.append(
                LocalizedText(
                    en:
                        "c or v comes out negative: the series do not follow this model (observations.csv).",
                    ru: "c или v отрицательны: ряды не следуют этой модели (observations.csv)."))
            return findings
        }
        let quality: Quality = fitted == nil ? .assumption : .estimate
        func own(_ symbol: String, _ value: Double, _ component: String) -> Derivation.Binding {
            Derivation.Binding(
                symbol, value,
                from: .result(method: method.id, key(component, context)))
        }
        let both = [own("c", c, "consumption"), own("v", v, "accelerator")]
        func add(_ component: String, _ bindings: [Derivation.Binding], _ lack: Undefined? = nil) {
            findings.list.append(
                Finding(
                    method, key(component, context), bindings: lack == nil ? bindings : [],
                    undefined: lack, quality: quality))
        }
        add("root", both)
        add(
            "period",
            [
                Derivation.Binding(
                    "p", model.period ?? 0,
                    from: .result(method: method.id, key("root", context)))
            ], model.period == nil ? .notApplicable("p") : nil)
        add("multiplier", [both[0]], c < 1 ? nil : .singular)
        return findings
    }

    private func key(_ component: String, _ context: FlowContext) -> ResultKey {
        ResultKey(place: context.region, component: component)
    }

    /// c and v as assumed, with their ranges.
    private func addAssumed(
        _ context: FlowContext, _ findings: inout Findings
    ) -> (c: Double, v: Double)? {
        guard let wage = context.assumptions[.wageShare],
            let share = context.assumptions[.consumptionShare],
            let accelerator = context.assumptions[.accelerator]
        else { return nil }
        func binding(
            _ symbol: String, _ assumption: Assumption, _ end: String
        ) -> Derivation.Binding? {
            let value =
                switch end {
                case "low": assumption.range.low
                case "high": assumption.range.high
                default: Optional(assumption.value)
                }
            return value.map {
                Derivation.Binding(
                    symbol, $0,
                    from: .entry(
                        table: "assumptions", key: [assumption.name.rawValue], column: end))
            }
        }
        for (suffix, end) in [("", "value"), ("Low", "low"), ("High", "high")] {
            if let w = binding("w", wage, end), let s = binding("s", share, end) {
                findings.list.append(
                    Finding(
                        method, key("consumption" + suffix, context), bindings: [w, s],
                        quality: .assumption))
            }
            if let v = binding("v", accelerator, end) {
                findings.list.append(
                    Finding(
                        method, key("accelerator" + suffix, context), bindings: [v],
                        quality: .assumption))
            }
        }
        return (wage.value * share.value, accelerator.value)
    }

    /// c and v fitted to the region's series.
    private func addFitted(
        _ fitted: MultiplierAcceleratorEstimate, _ series: FlowContext.IncomeSeries,
        _ context: FlowContext, _ findings: inout Findings
    ) {
        func list(_ symbol: String, _ values: [Double], _ measure: Int, from first: Int)
            -> Derivation.Binding
        {
            Derivation.Binding(
                symbol, .list(values),
                from: values.indices.map {
                    .figure(
                        series.measures[measure], context.region, nil, series.years[first + $0])
                })
        }
        let growth = zip(series.consumption.dropFirst(), series.consumption).map { $0 - $1 }
        for (name, estimate, formula, bindings) in [
            (
                "consumption", fitted.consumption,
                Expression("sum((x - mean(x)) * (y - mean(y))) / sum((x - mean(x))^2)"),
                [
                    list("x", Array(series.income.dropLast()), 0, from: 0),
                    list("y", Array(series.consumption.dropFirst()), 1, from: 1),
                ]
            ),
            (
                "accelerator", fitted.accelerator,
                Expression("sum((d - mean(d)) * (i - mean(i))) / sum((d - mean(d))^2)"),
                [
                    Derivation.Binding(
                        "d", .list(growth),
                        from: series.years.dropFirst().map {
                            .note(
                                LocalizedText(
                                    en: "growth of consumption in \($0)",
                                    ru: "прирост потребления в \($0)"))
                        }),
                    list("i", Array(series.investment.dropFirst()), 2, from: 1),
                ]
            ),
        ] {
            let own = key(name, context)
            findings.list.append(
                Finding(method, own, formula: formula, bindings: bindings, quality: .estimate))
            let interval = estimate.interval(0.95)
            let reach = (interval.upperBound - interval.lowerBound) / 2
            let error = Derivation.Binding(
                "e", estimate.standardError,
                from: .note(
                    LocalizedText(
                        en: "\(estimate.degreesOfFreedom) degrees of freedom",
                        ru: "степеней свободы: \(estimate.degreesOfFreedom)")))
            let quantile = Derivation.Binding(
                "t", estimate.standardError > 0 ? reach / estimate.standardError : 0,
                from: .note(LocalizedText(en: "two-sided 95 %", ru: "двусторонний, 95 %")))
            let symbol = name == "consumption" ? "c" : "v"
            let value = Derivation.Binding(
                symbol, estimate.value, from: .result(method: method.id, own))
            let ends: [(String, Expression)] =
                symbol == "c"
                ? [("Low", Expression("c - t * e")), ("High", Expression("c + t * e"))]
                : [("Low", Expression("v - t * e")), ("High", Expression("v + t * e"))]
            for (suffix, formula) in ends {
                findings.list.append(
                    Finding(
                        method, key(name + suffix, context), formula: formula,
                        bindings: [value, quantile, error], quality: .estimate))
            }
        }
    }
}
