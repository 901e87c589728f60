internal import Numerics
internal import Region
internal import Wording

/// Money and work of projects beside what was planned (METHODS 10.1).
struct EarnedValueMethod: FindingMethod {
    typealias Context = MonitoringContext

    let scope = MethodScope.regions

    let method = Method(
        id: "earned-value",
        name: LocalizedText(en: "Earned value of projects", ru: "Освоенный объём проектов"),
        section: "10.1",
        components: [
            Method.Component(
                "planned", name: LocalizedText(en: "planned by now", ru: "плановый объём"),
                formula: Expression("B * p")),
            Method.Component(
                "earned", name: LocalizedText(en: "earned", ru: "освоенный объём"),
                formula: Expression("B * e")),
            Method.Component(
                "actual", name: LocalizedText(en: "spent", ru: "фактические затраты"),
                formula: Expression("sum(a)")),
            Method.Component(
                "scheduleVariance",
                name: LocalizedText(en: "ahead of the plan", ru: "отклонение по срокам"),
                formula: Expression("E - P")),
            Method.Component(
                "costVariance",
                name: LocalizedText(en: "below planned cost", ru: "отклонение по затратам"),
                formula: Expression("E - A")),
            Method.Component(
                "scheduleIndex",
                name: LocalizedText(en: "work done for work planned", ru: "индекс сроков"),
                formula: Expression("E / P")),
            Method.Component(
                "costIndex",
                name: LocalizedText(en: "work done for money spent", ru: "индекс затрат"),
                formula: Expression("E / A")),
            Method.Component(
                "estimate",
                name: LocalizedText(
                    en: "forecast of the whole cost", ru: "прогноз полной стоимости"),
                formula: Expression("B / i")),
        ],
        symbols: [
            Method.Symbol(
                "B", LocalizedText(en: "investment of the project", ru: "инвестиции проекта")),
            Method.Symbol(
                "p",
                LocalizedText(
                    en: "share of the work planned by the end of the year",
                    ru: "доля работ по плану к концу года")),
            Method.Symbol(
                "e",
                LocalizedText(
                    en: "share of the work done by then", ru: "доля выполненных работ")),
            Method.Symbol("a", LocalizedText(en: "spent in each year", ru: "затраты по годам")),
            Method.Symbol("P", LocalizedText(en: "planned by now", ru: "плановый объём")),
            Method.Symbol("E", LocalizedText(en: "earned", ru: "освоенный объём")),
            Method.Symbol("A", LocalizedText(en: "spent", ru: "фактические затраты")),
            Method.Symbol(
                "i", LocalizedText(en: "work done for money spent", ru: "индекс затрат")),
        ],
        reading: LocalizedText(
            en:
                "Work is counted at its planned cost. An index under 1 is behind: of the schedule, or of the cost. The forecast of the whole cost supposes that the rest goes as what is done so far; there is none before anything is done. Investment is that of projects.csv, in its prices, and so should be what is spent.",
            ru:
                "Работы считаются по плановой стоимости. Индекс ниже 1 — отставание: по срокам или по затратам. Прогноз полной стоимости предполагает, что остальное пойдёт как уже сделанное; пока ничего не сделано, его нет. Инвестиции взяты из projects.csv в их ценах; в тех же ценах должны быть и затраты."
        ),
        literature: ["Fleming and Koppelman (2010), Earned value project management"],
        paperTag: "P-iso")

    func findings(in context: MonitoringContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        for project in context.progress { add(project, context, &findings) }
        if context.progress.isEmpty {
            findings.notices = [
                LocalizedText(
                    en:
                        "Needs work planned, work done and money spent by project and year (progress.csv), and the investment of the project (projects.csv).",
                    ru:
                        "Нужны плановые и выполненные работы и затраты по проектам и годам (progress.csv) и инвестиции проекта (projects.csv)."
                )
            ]
        }
        return findings
    }

    private func add(
        _ project: ProjectProgress, _ context: MonitoringContext, _ findings: inout Findings
    ) {
        guard let cost = project.budget else {
            findings.notices.append(
                LocalizedText(
                    en:
                        "\(project.project): its investment is not known (projects.csv), so that work has no planned cost.",
                    ru:
                        "\(project.project): инвестиции неизвестны (projects.csv), у работ нет плановой стоимости."
                ))
            return
        }
        let budget = Derivation.Binding(
            "B", cost, unit: project.unit,
            from: .entry(table: "projects", key: [project.project], column: "investment"))
        var spent: [(year: Year, value: Double)] = []
        for state in project.years {
            let key = { (component: String) in
                ResultKey(
                    place: context.region, object: ObjectCode(rawValue: project.project),
                    year: state.year, component: component)
            }
            func cell(_ column: String) -> InputReference {
                .entry(table: "progress", key: [project.project, "\(state.year)"], column: column)
            }
            func finding(_ component: String, _ bindings: [Derivation.Binding]) {
                findings.list.append(
                    Finding(method, key(component), bindings: bindings, quality: state.quality))
            }
            func result(_ symbol: String, _ value: Double, _ component: String)
                -> Derivation.Binding
            {
                Derivation.Binding(
                    symbol, value, unit: project.unit,
                    from: .result(method: method.id, key(component)))
            }
            if let value = state.spent { spent.append((state.year, value)) }
            if let planned = state.planned {
                finding(
                    "planned", [budget, Derivation.Binding("p", planned, from: cell("planned"))])
            }
            if let done = state.done {
                finding("earned", [budget, Derivation.Binding("e", done, from: cell("done"))])
            }
            // A year whose money is not known, or that has no row, hides what follows from the sum.
            let first = project.years.first?.year ?? state.year
            let isWhole = spent.map(\.year) == Array(first...state.year)
            if isWhole {
                finding(
                    "actual",
                    [
                        Derivation.Binding(
                            "a", .list(spent.map(\.value)), unit: project.unit,
                            from: spent.map {
                                .entry(
                                    table: "progress", key: [project.project, "\($0.year)"],
                                    column: "spent")
                            })
                    ])
            }
            guard let planned = state.planned, let done = state.done else { continue }
            let value = EarnedValue(
                budget: cost, planned: planned * cost,
                earned: done * cost, actual: spent.reduce(0) { $0 + $1.value })
            let (p, e, a) = (
                result("P", value.planned, "planned"), result("E", value.earned, "earned"),
                result("A", value.actual, "actual")
            )
            finding("scheduleVariance", [e, p])
            if value.scheduleIndex != nil { finding("scheduleIndex", [e, p]) }
            guard isWhole else { continue }
            finding("costVariance", [e, a])
            guard let index = value.costIndex else { continue }
            finding("costIndex", [e, a])
            if value.estimate != nil {
                finding(
                    "estimate",
                    [
                        budget,
                        Derivation.Binding(
                            "i", index, from: .result(method: method.id, key("costIndex"))),
                    ])
            }
        }
    }
}
