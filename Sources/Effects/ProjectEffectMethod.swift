internal import InputOutput
internal import Numerics
public import Region
internal import Wording

/// The methods on effects (METHODS 7.1).
public enum EffectMethods {
    public static let all: [any IndexMethod<EffectContext>] = [
        ProjectEffectMethod(), FourEffectMethod(), EffectRangeMethod(), EffectDriverMethod(),
        ImpactPathMethod(),
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
                "present",
                name: LocalizedText(
                    en: "economic: present value of its own value added, millions",
                    ru: "экономический: приведённая своя добавленная стоимость, млн"),
                formula: Expression("O * v * k * sum((1 + r)^(0 - n))")),
            Method.Component(
                "tax",
                name: LocalizedText(
                    en: "economic: tax to the region, suppliers' included, millions a year",
                    ru: "экономический: налоги региону с поставщиками, млн в год"),
                formula: Expression("O * g_j * k")),
            Method.Component(
                "jobs",
                name: LocalizedText(
                    en: "social: jobs of its own, as stated",
                    ru: "социальный: свои рабочие места, по заявке"),
                formula: Expression("J")),
            Method.Component(
                "jobsReckoned",
                name: LocalizedText(
                    en: "social: jobs of its own, where none are stated",
                    ru: "социальный: свои рабочие места, если не заявлены"),
                formula: Expression("O * e * k / 1000")),
            Method.Component(
                "jobsSuppliers",
                name: LocalizedText(
                    en: "social: jobs at suppliers", ru: "социальный: места у поставщиков"),
                formula: Expression("O * (e_j - e) * k / 1000")),
            Method.Component(
                "given",
                name: LocalizedText(
                    en:
                        "ecological: emissions and the like of its industry, in the measure's unit a year",
                    ru: "экологический: выбросы и прочее по отрасли, в единицах показателя за год"),
                formula: Expression("O * q * k / 1000")),
            Method.Component(
                "givenSuppliers",
                name: LocalizedText(
                    en: "ecological: the same of suppliers, in the measure's unit a year",
                    ru: "экологический: то же у поставщиков, в единицах показателя за год"),
                formula: Expression("O * (q_j - q) * k / 1000")),
            Method.Component(
                "emission",
                name: LocalizedText(
                    en: "ecological: emissions as stated, thousand t a year; minus: avoided",
                    ru: "экологический: выбросы по заявке, тыс. т в год; минус — предотвращённые"),
                formula: Expression("F")),
            Method.Component(
                "waste",
                name: LocalizedText(
                    en: "ecological: waste used, thousand t a year",
                    ru: "экологический: использовано отходов, тыс. т в год"),
                formula: Expression("F")),
            Method.Component(
                "land",
                name: LocalizedText(
                    en: "ecological: land set free, hectares a year",
                    ru: "экологический: освобождено земли, га в год"),
                formula: Expression("F")),
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
                "r", LocalizedText(en: "real rate of discount", ru: "реальная ставка дисконта")),
            Method.Symbol(
                "n",
                LocalizedText(
                    en: "years at work, from the first of building",
                    ru: "годы работы, считая от первого года строительства")),
            Method.Symbol(
                "g_j",
                LocalizedText(
                    en: "tax to the region a unit of final demand, type I",
                    ru: "налоги региону на единицу спроса, тип I")),
            Method.Symbol(
                "e",
                LocalizedText(
                    en:
                        "jobs of its industry for a billion of output: by figures, else wages over what a job costs",
                    ru:
                        "рабочих мест отрасли на миллиард выпуска: по данным, иначе оплата труда на стоимость места"
                )),
            Method.Symbol(
                "e_j",
                LocalizedText(
                    en: "jobs for a billion of final demand, type I",
                    ru: "рабочих мест на миллиард спроса, тип I")),
            Method.Symbol(
                "q",
                LocalizedText(
                    en: "of a billion of output of its industry",
                    ru: "на миллиард выпуска её отрасли")),
            Method.Symbol(
                "q_j",
                LocalizedText(
                    en: "of a billion of final demand, type I", ru: "на миллиард спроса, тип I")),
            Method.Symbol(
                "F",
                LocalizedText(
                    en: "stated for a year at full work", ru: "заявлено на год полной работы")),
            Method.Symbol(
                "k",
                LocalizedText(
                    en: "millions in the project's unit of money",
                    ru: "миллионов в денежной единице проекта")),
        ],
        reading: LocalizedText(
            en:
                "Direct, indirect and induced do not overlap and may be added; building happens once and must not be added to yearly numbers. Wages and tax are parts of value added and must not be added to it; jobs are the same wages in people. All of it is gross: people and suppliers are taken as free, sales as found, nobody as crowded out. Where sales are not stated they follow from the investment by an assumed ratio, and the row says assumption. Emissions by industry are those of a mean plant of it today, on money of the year of the figures; a project that states its own is to be judged by these.",
            ru:
                "Прямой, косвенный и вызванный эффекты не пересекаются, их можно складывать; строительство — один раз, к годовым числам его не прибавляют. Оплата труда и налоги — части добавленной стоимости, прибавлять их к ней нельзя; рабочие места — та же оплата, но в людях. Все эффекты валовые: люди и поставщики считаются свободными, сбыт — найденным, вытеснения нет. Где продажи не заявлены, они взяты по инвестициям через принятое отношение, строка помечена как предположение. Выбросы по отрасли — у среднего нынешнего предприятия, на деньги года данных; если проект заявил свои, судить надо по ним."
        ),
        literature: ["Miller and Blair (2009), Input–output analysis, chapter 6"],
        paperTag: "P-mult")

    func findings(in context: EffectContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        guard !context.projects.isEmpty else {
            findings.notices = [EffectContext.withoutProjects]
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
            findings.list += card.effects(method)
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

extension ProjectCard {
    /// Everything that is known of the project.
    func effects(_ method: Method) -> [Finding] {
        var list = building(method)
        if let output { list += ofSales(output, method) }
        if let jobs = project.jobs {
            list.append(
                Finding(
                    method, key("jobs"),
                    bindings: [Derivation.Binding("J", jobs, from: entry("jobs"))],
                    quality: project.quality))
        }
        for (kind, component, unit) in [
            (ProjectFlow.Kind.emission, "emission", "kt"), (.waste, "waste", "kt"),
            (.land, "land", "ha"),
        ] {
            for (flow, amount) in flows(kind, in: Unit(unit) ?? .one) {
                list.append(
                    Finding(
                        method, key(component, of: flow.code),
                        bindings: [
                            Derivation.Binding(
                                "F", amount, unit: Unit(unit) ?? .one,
                                from: .entry(
                                    table: "project_flows", key: flow.key, column: "value"))
                        ], quality: max(project.quality, flow.quality)))
            }
        }
        return list
    }

    private func building(_ method: Method) -> [Finding] {
        guard let investment else { return [] }
        let notes = context.flows.notes(of: model.economy)
        return [
            Finding(
                method, key("building"),
                bindings: [
                    Derivation.Binding("I", investment, unit: money, from: entry("investment")),
                    Derivation.Binding("s", .list(model.investmentShares), from: notes),
                    Derivation.Binding("t", .list(model.localShares), from: notes),
                    Derivation.Binding(
                        "m", .list(model.addedMultipliers),
                        from: model.economy.industries.indices.map { multiplier($0, "valueAdded") }),
                    scaleBinding,
                ], quality: max(project.quality, .estimate))
        ]
    }

    private func ofSales(_ output: Derivation.Binding, _ method: Method) -> [Finding] {
        guard let position else { return [] }
        var list: [Finding] = []
        func finding(
            _ component: String, of part: String? = nil, _ more: [Derivation.Binding],
            _ quality: Quality? = nil
        ) {
            list.append(
                Finding(
                    method, key(component, of: part),
                    bindings: [output] + more + [scaleBinding],
                    quality: max(salesQuality, quality ?? .computed)))
        }
        func ofTable(_ symbol: String, _ values: [Double]) -> Derivation.Binding {
            Derivation.Binding(
                symbol, values[position],
                from: .note(LocalizedText(en: "of the flow table", ru: "по таблице")))
        }
        func bound(
            _ symbol: String, _ values: [Double], _ reference: InputReference
        ) -> Derivation.Binding {
            Derivation.Binding(symbol, values[position], from: reference)
        }
        let own = ofTable("v", model.added)
        let first = bound("m_j", model.addedMultipliers, multiplier(position, "valueAdded"))
        finding("output", [])
        finding("direct", [own])
        finding("indirect", [first, own])
        if let band = model.band {
            for (component, other, english, russian) in [
                ("indirectLow", band.low, "δ higher by 0.1", "δ больше на 0,1"),
                ("indirectHigh", band.high, "δ lower by 0.1", "δ меньше на 0,1"),
            ] {
                finding(
                    component,
                    [
                        bound(
                            "m_j", other.multipliers(of: model.added),
                            .note(LocalizedText(en: english, ru: russian))), own,
                    ])
            }
        }
        finding(
            "induced",
            [
                bound(
                    "n_j", model.inducedMultipliers, multiplier(position, "valueAddedInduced")),
                first,
            ], .assumption)
        finding(
            "wages", [bound("w_j", model.wageMultipliers, multiplier(position, "income"))],
            .assumption)
        if let present { finding("present", [own] + present, .assumption) }
        if let taxes {
            let source =
                taxes.account == nil
                ? entry(.regionalTaxShare)
                : .note(LocalizedText(en: "by figures of industries", ru: "по данным отраслей"))
            finding(
                "tax", [bound("g_j", taxes.multipliers, source)],
                taxes.account == nil ? .assumption : .estimate)
        }
        if let jobs {
            // Figures count heads in the measure's unit, so that theirs is put into people here.
            let byFigures = InputReference.note(
                LocalizedText(en: "by figures of its industry", ru: "по данным её отрасли"))
            let source = jobs.account == nil ? entry(.meanPay) : byFigures
            let quality: Quality = jobs.account == nil ? .assumption : .estimate
            let rate = bound("e", jobs.own.map { $0 * 1000 }, source)
            if project.jobs == nil { finding("jobsReckoned", [rate], quality) }
            finding(
                "jobsSuppliers",
                [bound("e_j", jobs.multipliers.map { $0 * 1000 }, source), rate], quality)
        }
        for found in model.accounts {
            let measure = found.account.measure
            guard measure.account != .employment, measure.account != .tax,
                found.account.money.isCommensurable(with: money)
            else { continue }
            let rate = bound(
                "q", found.perOutput.map { $0 * 1000 },
                .note(
                    LocalizedText(
                        en: "intensity by value added of output",
                        ru: "на добавленную стоимость и её долю в выпуске")))
            let all = bound(
                "q_j", found.multipliers.map { $0 * 1000 },
                account(found, position, "multiplier"))
            let quality = found.account.groups.map(\.quality).max() ?? .estimate
            finding("given", of: measure.code.rawValue, [rate], quality)
            finding("givenSuppliers", of: measure.code.rawValue, [all, rate], quality)
        }
        return list
    }

    /// The rate, and the years at work.
    private var present: [Derivation.Binding]? {
        guard let rate = context.flows.assumptions[.discountRate],
            let horizon = context.flows.assumptions[.horizonYears], horizon.value >= 1
        else { return nil }
        let years = (1...Int(horizon.value)).map { $0 + buildYears }
        return [
            Derivation.Binding("r", rate.value, from: entry(.discountRate)),
            Derivation.Binding(
                "n", .list(years.map(Double.init)),
                from: years.map { .note(LocalizedText(en: "year \($0)", ru: "год \($0)")) }),
        ]
    }
}
