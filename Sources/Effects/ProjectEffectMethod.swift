internal import InputOutput
internal import Numerics
public import Region
internal import Wording

/// The methods on effects (METHODS 7.1).
public enum EffectMethods {
    public static let all: [any IndexMethod<EffectContext>] = [
        ProjectEffectMethod(), ImpactPathMethod(),
    ]
}

/// What a project brings the region: by itself, through its suppliers, through wages (METHODS 7.1).
struct ProjectEffectMethod: FindingMethod {
    typealias Context = EffectContext

    let scope = MethodScope.regions

    let method = Method(
        id: "project-effects",
        name: LocalizedText(en: "Effects of projects", ru: "Эффекты проектов"),
        section: "7.1",
        components: [
            Method.Component(
                "building",
                name: LocalizedText(
                    en: "value added of building, once, millions",
                    ru: "добавленная стоимость строительства, один раз, млн"),
                formula: Expression("I * sum(s * t * m) * k")),
            Method.Component(
                "output",
                name: LocalizedText(
                    en: "sales, millions a year", ru: "продажи, млн в год"),
                formula: Expression("O * k")),
            Method.Component(
                "direct",
                name: LocalizedText(
                    en: "economic: value added of its own, millions a year",
                    ru: "экономический: своя добавленная стоимость, млн в год"),
                formula: Expression("O * v * k")),
            Method.Component(
                "indirect",
                name: LocalizedText(
                    en: "indirect: value added of suppliers, millions a year",
                    ru: "косвенный: добавленная стоимость поставщиков, млн в год"),
                formula: Expression("O * (m_j - v) * k")),
            Method.Component(
                "indirectLow",
                name: LocalizedText(
                    en: "the same, δ higher by 0.1", ru: "то же, δ больше на 0,1"),
                formula: Expression("O * (m_j - v) * k")),
            Method.Component(
                "indirectHigh",
                name: LocalizedText(
                    en: "the same, δ lower by 0.1", ru: "то же, δ меньше на 0,1"),
                formula: Expression("O * (m_j - v) * k")),
            Method.Component(
                "induced",
                name: LocalizedText(
                    en: "induced: through wages that are spent, millions a year",
                    ru: "вызванный: через траты работников, млн в год"),
                formula: Expression("O * (n_j - m_j) * k")),
            Method.Component(
                "wages",
                name: LocalizedText(
                    en: "social: wages, suppliers' included, millions a year",
                    ru: "социальный: оплата труда с поставщиками, млн в год"),
                formula: Expression("O * w_j * k")),
            Method.Component(
                "jobs",
                name: LocalizedText(
                    en: "social: jobs, as stated", ru: "социальный: рабочие места, по заявке"),
                formula: Expression("J")),
        ],
        symbols: [
            Method.Symbol("I", LocalizedText(en: "investment", ru: "инвестиции")),
            Method.Symbol(
                "s",
                LocalizedText(
                    en: "share of each industry's goods in investment of the country",
                    ru: "доля товаров каждой отрасли в инвестициях страны")),
            Method.Symbol(
                "t",
                LocalizedText(
                    en: "had in the region: min(1, LQ)", ru: "доступно в регионе: min(1, LQ)")),
            Method.Symbol(
                "m",
                LocalizedText(
                    en: "value added in the region a unit of final demand, type I",
                    ru: "добавленная стоимость в регионе на единицу спроса, тип I")),
            Method.Symbol(
                "O",
                LocalizedText(
                    en: "sales a year: stated, else investment by the ratio assumed",
                    ru: "продажи за год: заявленные или инвестиции по принятому отношению")),
            Method.Symbol(
                "v",
                LocalizedText(
                    en: "value added a unit of output of its industry",
                    ru: "добавленная стоимость на единицу выпуска отрасли")),
            Method.Symbol(
                "m_j", LocalizedText(en: "m of its industry", ru: "m её отрасли")),
            Method.Symbol(
                "n_j", LocalizedText(en: "the same, type II", ru: "то же, тип II")),
            Method.Symbol(
                "w_j",
                LocalizedText(
                    en: "wages a unit of final demand, type I",
                    ru: "оплата труда на единицу спроса, тип I")),
            Method.Symbol("J", LocalizedText(en: "jobs", ru: "рабочие места")),
            Method.Symbol(
                "k",
                LocalizedText(
                    en: "millions in the project's unit of money",
                    ru: "миллионов в денежной единице проекта")),
        ],
        reading: LocalizedText(
            en:
                "Direct, indirect and induced do not overlap and may be added; building happens once and must not be added to yearly numbers. All of it is gross: people and suppliers are taken as free, sales as found, nobody as crowded out. Where sales are not stated they follow from the investment by an assumed ratio, and the row says assumption. Emissions, waste and land are not among these numbers: the data has none by project.",
            ru:
                "Прямой, косвенный и вызванный эффекты не пересекаются, их можно складывать; строительство — один раз, к годовым числам его не прибавляют. Все эффекты валовые: люди и поставщики считаются свободными, сбыт — найденным, вытеснения нет. Где продажи не заявлены, они взяты по инвестициям через принятое отношение, строка помечена как предположение. Выбросов, отходов и земли здесь нет: по проектам таких данных нет."
        ),
        literature: ["Miller and Blair (2009), Input–output analysis, chapter 6"],
        paperTag: "P-mult")

    func findings(in context: EffectContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        guard !context.projects.isEmpty else {
            findings.notices = [
                LocalizedText(
                    en: "Needs candidate projects (projects.csv).",
                    ru: "Нужны проекты-кандидаты (projects.csv).")
            ]
            return findings
        }
        guard let model = context.model() else {
            findings.notices = [EffectContext.lacking]
            return findings
        }
        if let ratio = context.flows.assumptions[.outputToInvestment] {
            findings.parameters = [
                .init(ratio.name.rawValue, Expression.plainNumber(ratio.value))
            ]
        }
        var (apart, incomplete) = ([LocalizedText](), [LocalizedText]())
        for project in context.projects {
            let card = ProjectCard(project, model, context)
            if card.investment == nil && card.sales == nil { incomplete.append(project.name) }
            if card.position == nil { apart.append(project.name) }
            findings.list += card.findings(method)
        }
        Self.note(
            incomplete, "without an investment or sales", "без инвестиций и продаж", &findings)
        Self.note(
            apart,
            "of no activity that answers to an industry of the flow table, so that sales set nothing in motion",
            "вид деятельности не отвечает ни одной отрасли таблицы, продажи ничего не вызывают",
            &findings)
        return findings
    }

    private static func note(
        _ names: [LocalizedText], _ english: String, _ russian: String, _ findings: inout Findings
    ) {
        guard !names.isEmpty else { return }
        let (first, second) = (
            names.map(\.english).joined(separator: "; "),
            names.map(\.russian).joined(separator: "; ")
        )
        findings.notices.append(
            LocalizedText(
                en: "Projects \(english) (projects.csv): \(first).",
                ru: "Проекты \(russian) (projects.csv): \(second)."))
    }
}

/// A project beside the region's economy.
struct ProjectCard {
    let project: Project
    let model: EffectModel
    private let context: EffectContext
    /// In the unit of the investment.
    let investment: Double?
    let sales: Double?
    private let isAssumed: Bool
    /// The place of its industry among those of the region.
    let position: Int?
    private let money: Unit

    init(_ project: Project, _ model: EffectModel, _ context: EffectContext) {
        self.project = project
        self.model = model
        self.context = context
        let money = project.investmentUnit ?? project.outputUnit ?? .one
        self.money = money
        investment = project.investmentUnit == nil ? nil : project.investment
        position = project.activity.flatMap { context.industries[$0] }.flatMap(model.position)
        if let output = project.output, let unit = project.outputUnit,
            let converted = unit.convert(output, to: money)
        {
            (sales, isAssumed) = (converted, false)
        } else if let investment, position != nil,
            let ratio = context.flows.assumptions[.outputToInvestment]
        {
            (sales, isAssumed) = (investment * ratio.value, true)
        } else {
            (sales, isAssumed) = (nil, false)
        }
    }

    private func key(_ component: String) -> ResultKey {
        ResultKey(place: project.place, object: project.code, component: component)
    }

    private func multiplier(_ position: Int, _ component: String) -> InputReference {
        let economy = model.economy
        return .result(
            method: "io-multipliers",
            ResultKey(
                place: context.flows.region,
                activity: economy.table.activities[economy.industries[position]],
                year: economy.table.year, component: component))
    }

    func findings(_ method: Method) -> [Finding] {
        var list: [Finding] = []
        let scale = Derivation.Binding(
            "k", money.factor / 1e6,
            from: .note(LocalizedText(en: money.symbol, ru: money.symbol)))
        let industries = model.economy.industries.indices
        let quality = max(project.quality, .estimate)
        if let investment {
            let notes = context.flows.notes(of: model.economy)
            list.append(
                Finding(
                    method, key("building"),
                    bindings: [
                        Derivation.Binding(
                            "I", investment, unit: money, from: entry("investment")),
                        Derivation.Binding("s", .list(model.investmentShares), from: notes),
                        Derivation.Binding("t", .list(model.localShares), from: notes),
                        Derivation.Binding(
                            "m", .list(model.addedMultipliers),
                            from: industries.map { multiplier($0, "valueAdded") }),
                        scale,
                    ], quality: quality))
        }
        if let sales, let position {
            let grade = isAssumed ? Quality.assumption : quality
            let output = Derivation.Binding(
                "O", sales, unit: money,
                from: isAssumed
                    ? .entry(
                        table: "assumptions",
                        key: [Assumption.Name.outputToInvestment.rawValue], column: "value")
                    : entry("output"))
            func finding(
                _ component: String, _ more: [Derivation.Binding], _ quality: Quality? = nil
            ) {
                list.append(
                    Finding(
                        method, key(component), bindings: [output] + more + [scale],
                        quality: quality ?? grade))
            }
            let own = Derivation.Binding(
                "v", model.added[position],
                from: .note(LocalizedText(en: "of the flow table", ru: "по таблице")))
            func m(_ values: [Double], _ component: String) -> Derivation.Binding {
                Derivation.Binding("m_j", values[position], from: multiplier(position, component))
            }
            let first = m(model.addedMultipliers, "valueAdded")
            finding("output", [])
            finding("direct", [own])
            finding("indirect", [first, own])
            if let band = model.band {
                for (component, values, english, russian) in [
                    ("indirectLow", band.low, "δ higher by 0.1", "δ больше на 0,1"),
                    ("indirectHigh", band.high, "δ lower by 0.1", "δ меньше на 0,1"),
                ] {
                    let other = Derivation.Binding(
                        "m_j", values[position],
                        from: .note(LocalizedText(en: english, ru: russian)))
                    finding(component, [other, own])
                }
            }
            finding(
                "induced",
                [
                    Derivation.Binding(
                        "n_j", model.inducedMultipliers[position],
                        from: multiplier(position, "valueAddedInduced")), first,
                ], .assumption)
            finding(
                "wages",
                [
                    Derivation.Binding(
                        "w_j", model.wageMultipliers[position],
                        from: multiplier(position, "income"))
                ], .assumption)
        }
        if let jobs = project.jobs {
            list.append(
                Finding(
                    method, key("jobs"),
                    bindings: [Derivation.Binding("J", jobs, from: entry("jobs"))],
                    quality: project.quality))
        }
        return list
    }

    private func entry(_ column: String) -> InputReference {
        .entry(table: "projects", key: [project.code.rawValue], column: column)
    }

    /// Final demand that the project brings to each industry of the region, year by year, in
    /// millions.
    func demand(years: Int) -> [[Double]]? {
        guard investment != nil || (sales != nil && position != nil) else { return nil }
        let scale = money.factor / 1e6
        let building = max(
            1, project.startYear.flatMap { start in project.endYear.map { $0 - start + 1 } } ?? 2)
        return (1...max(1, years)).map { year in
            var demand = [Double](repeating: 0, count: model.added.count)
            if year <= building {
                for industry in demand.indices {
                    demand[industry] =
                        (investment ?? 0) * scale * model.investmentShares[industry]
                        * model.localShares[industry] / Double(building)
                }
            } else if let sales, let position {
                demand[position] = sales * scale
            }
            return demand
        }
    }
}
