internal import Numerics
public import Region
internal import Wording

/// The methods of the room.
public enum MonitoringMethods {
    public static let all: [any IndexMethod<MonitoringContext>] = [
        PlanFactMethod(), AlertMethod(), EarnedValueMethod(), ReplanningMethod(),
    ]
}

/// What was planned beside what came (METHODS 10.1).
struct PlanFactMethod: FindingMethod {
    typealias Context = MonitoringContext

    let scope = MethodScope.regions

    let method = Method(
        id: "plan-fact",
        name: LocalizedText(en: "Plan and fact", ru: "План и факт"),
        section: "10.1",
        components: [
            Method.Component(
                "deviation", name: LocalizedText(en: "deviation", ru: "отклонение"),
                formula: Expression("(f - p) / abs(p)")),
            Method.Component(
                "difference", name: LocalizedText(en: "difference", ru: "разность"),
                formula: Expression("f - p")),
            Method.Component(
                "status",
                name: LocalizedText(
                    en: "status: 0 green, 1 amber, 2 red",
                    ru: "статус: 0 зелёный, 1 жёлтый, 2 красный"),
                formula: Expression("atLeast(d, a) + atLeast(d, r)")),
            Method.Component(
                "attainment", name: LocalizedText(en: "attained so far", ru: "выполнено с начала"),
                formula: Expression("sum(f) / sum(p)")),
            Method.Component(
                "progress",
                name: LocalizedText(en: "of the way to the target", ru: "пройдено пути к цели"),
                formula: Expression("(f - b) / (g - b)")),
        ],
        symbols: [
            Method.Symbol("f", LocalizedText(en: "fact", ru: "факт")),
            Method.Symbol("p", LocalizedText(en: "plan", ru: "план")),
            Method.Symbol(
                "d",
                LocalizedText(
                    en: "how far on the bad side of the plan, as a share",
                    ru: "отставание от плана в худшую сторону, доля")),
            Method.Symbol("a", LocalizedText(en: "bound of amber", ru: "граница жёлтого")),
            Method.Symbol("r", LocalizedText(en: "bound of red", ru: "граница красного")),
            Method.Symbol("b", LocalizedText(en: "before the programme", ru: "до программы")),
            Method.Symbol(
                "g", LocalizedText(en: "the plan of the last year", ru: "план последнего года")),
        ],
        reading: LocalizedText(
            en:
                "Green to five per cent on the bad side of the plan, amber to ten, red beyond: of a cost or an emission more is the bad side. A year without a plan, or with a plan of nothing, has no status. What is red calls for a cause and an action: uklad track record 10.2.",
            ru:
                "Зелёный — до пяти процентов в худшую сторону от плана, жёлтый — до десяти, дальше красный; у затрат и выбросов худшая сторона — больше. У года без плана или с нулевым планом статуса нет. Красный статус требует причины и действия: uklad track record 10.2."
        ),
        literature: [
            "Fleming and Koppelman (2010), Earned value project management"
        ],
        paperTag: "P-iso")

    func findings(in context: MonitoringContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        findings.parameters = [
            .init("amber", Expression.plainNumber(context.parameters.amber)),
            .init("red", Expression.plainNumber(context.parameters.red)),
        ]
        let planned = context.indicators.filter { !$0.plan.isEmpty }
        for indicator in planned { add(indicator, context, &findings) }
        if planned.isEmpty {
            findings.notices = [
                LocalizedText(
                    en:
                        "Needs planned values of indicators (plan.csv) and what came of them (facts.csv).",
                    ru: "Нужны плановые значения (plan.csv) и факт (facts.csv).")
            ]
        }
        return findings
    }

    private func add(
        _ indicator: MonitoredIndicator, _ context: MonitoringContext,
        _ findings: inout Findings
    ) {
        func fact(_ year: Year) -> Derivation.Binding {
            Derivation.Binding(
                "f", indicator.facts[year] ?? 0, unit: indicator.unit,
                from: indicator.factReference(year))
        }
        func plan(_ year: Year, as symbol: String = "p") -> Derivation.Binding {
            Derivation.Binding(
                symbol, indicator.plan[year] ?? 0, unit: indicator.unit,
                from: context.planReference(indicator, year))
        }
        func finding(_ component: String, _ year: Year, _ bindings: [Derivation.Binding]) {
            findings.list.append(
                Finding(
                    method, context.key(component, indicator, year: year), bindings: bindings,
                    quality: indicator.quality))
        }
        let years = indicator.common
        for year in years {
            let both = PlanFact(
                plan: indicator.plan[year] ?? 0, fact: indicator.facts[year] ?? 0,
                isMoreBetter: indicator.isMoreBetter)
            finding("difference", year, [fact(year), plan(year)])
            guard let deviation = both.deviation,
                let status = both.status(
                    amber: context.parameters.amber, red: context.parameters.red)
            else { continue }
            finding("deviation", year, [fact(year), plan(year)])
            let behind = indicator.isMoreBetter ? -deviation : deviation
            func bound(_ symbol: String, _ value: Double, isPassed: Bool) -> Derivation.Binding {
                // At a bound itself the better colour holds.
                Derivation.Binding(
                    symbol, isPassed ? min(value, behind) : max(value, behind.nextUp),
                    from: .parameter("monitoring.\(symbol == "a" ? "amber" : "red")"))
            }
            finding(
                "status", year,
                [
                    Derivation.Binding(
                        "d", behind,
                        from: .result(
                            method: method.id,
                            context.key("deviation", indicator, year: year))),
                    bound("a", context.parameters.amber, isPassed: status != .green),
                    bound("r", context.parameters.red, isPassed: status == .red),
                ])
        }
        let unplanned = indicator.facts.keys.filter { indicator.plan[$0] == nil }.sorted()
        if !unplanned.isEmpty, let first = indicator.plan.keys.min(),
            unplanned.contains(where: { $0 >= first })
        {
            let list = unplanned.filter { $0 >= first }.map { "\($0)" }.joined(separator: ", ")
            findings.notices.append(
                LocalizedText(
                    en: "\(indicator.code): facts without a plan (plan.csv): \(list).",
                    ru: "\(indicator.code): факт без плана (plan.csv): \(list)."))
        }
        guard let last = years.last else {
            findings.notices.append(
                LocalizedText(
                    en:
                        "\(indicator.code): no year has both a plan and a fact (plan.csv, facts.csv).",
                    ru: "\(indicator.code): нет года и с планом, и с фактом (plan.csv, facts.csv).")
            )
            return
        }
        if years.reduce(0, { $0 + (indicator.plan[$1] ?? 0) }) != 0 {
            finding(
                "attainment", last,
                [
                    Derivation.Binding(
                        "f", .list(years.map { indicator.facts[$0] ?? 0 }), unit: indicator.unit,
                        from: years.map(indicator.factReference)),
                    Derivation.Binding(
                        "p", .list(years.map { indicator.plan[$0] ?? 0 }), unit: indicator.unit,
                        from: years.map { context.planReference(indicator, $0) }),
                ])
        }
        if let base = indicator.base, let end = indicator.plan.keys.max(),
            indicator.plan[end] != base
        {
            finding(
                "progress", last,
                [
                    fact(last),
                    Derivation.Binding(
                        "b", base, unit: indicator.unit,
                        from: .entry(
                            table: "plan", key: [indicator.code, "\(end)"], column: "base")),
                    plan(end, as: "g"),
                ])
        }
    }
}
