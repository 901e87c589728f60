internal import InputOutput
internal import Numerics
internal import Region
internal import Wording

/// What projects and shocks bring year by year: wages are spent a year later, and industries that
/// grow buy capital goods (METHODS 5.11, 7.1).
struct ImpactPathMethod: FindingMethod {
    typealias Context = EffectContext

    let scope = MethodScope.regions

    static let shock: ObjectCode = "shock"

    let method = Method(
        id: "impact-path",
        name: LocalizedText(en: "Impact over the years", ru: "Воздействие по годам"),
        section: "5.11",
        components: [
            Method.Component(
                "valueAdded",
                name: LocalizedText(
                    en:
                        "change of value added in the region, millions; of the region's, for a shock",
                    ru: "изменение добавленной стоимости региона, млн; для шока — доля"),
                formula: Expression("sum(v * x) / b")),
            Method.Component(
                "valueAddedLow",
                name: LocalizedText(
                    en: "low: with δ higher by 0.1 and the accelerator at its low end",
                    ru: "низ: δ больше на 0,1, акселератор — нижняя граница"),
                formula: Expression("sum(v * x) / b")),
            Method.Component(
                "valueAddedHigh",
                name: LocalizedText(
                    en: "high: with δ lower by 0.1 and the accelerator at its high end",
                    ru: "верх: δ меньше на 0,1, акселератор — верхняя граница"),
                formula: Expression("sum(v * x) / b")),
        ],
        symbols: [
            Method.Symbol(
                "v",
                LocalizedText(
                    en: "value added a unit of output",
                    ru: "добавленная стоимость на единицу выпуска")
            ),
            Method.Symbol(
                "x",
                LocalizedText(
                    en:
                        "change of each industry's output against no change: x_t = L [f_t + C x_{t−1} + K (x_{t−1} − x_{t−2})]",
                    ru:
                        "изменение выпуска каждой отрасли: x_t = L [f_t + C x_{t−1} + K (x_{t−1} − x_{t−2})]"
                )),
            Method.Symbol(
                "b",
                LocalizedText(
                    en: "1 for projects; the region's value added for a shock",
                    ru: "1 для проектов; добавленная стоимость региона для шока")),
        ],
        reading: LocalizedText(
            en:
                "Year 1 is the first of building, or of the shock. The first year has suppliers alone; later ones add what wages buy and what growing industries invest, which overshoots before it settles. A shock is a lasting change of one final use, the region's part in it being that of its output. Nobody adapts in this reckoning: no prices, no new markets.",
            ru:
                "Год 1 — первый год строительства или шока. В первом году действуют только поставщики, дальше добавляются траты работников и вложения растущих отраслей; сначала эффект выше, потом успокаивается. Шок — длительное изменение одного конечного спроса; доля региона в нём равна его доле в выпуске. Никто в этом расчёте не приспосабливается: нет ни цен, ни новых рынков."
        ),
        literature: [
            "Leontief (1953), Dynamic analysis",
            "Miller and Blair (2009), Input–output analysis, chapter 13",
        ],
        paperTag: "P-mult")

    func findings(in context: EffectContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        guard let model = context.model() else {
            findings.notices = [EffectContext.lacking]
            return findings
        }
        guard let accelerator = context.flows.assumptions[.accelerator] else {
            findings.notices = [
                LocalizedText(
                    en: "Needs accelerator (assumptions.csv).",
                    ru: "Нужен accelerator (assumptions.csv).")
            ]
            return findings
        }
        let economy = model.economy
        guard let main = Self.course("valueAdded", model, model.economy.model, accelerator.value)
        else {
            findings.notices = [EffectContext.lacking]
            return findings
        }
        findings.parameters = [
            .init(accelerator.name.rawValue, Expression.plainNumber(accelerator.value)),
            .init("radius", Expression.plainNumber((main.radius * 1e4).rounded() / 1e4)),
        ]
        if main.radius >= 1 {
            findings.notices.append(
                LocalizedText(
                    en:
                        "With this accelerator (assumptions.csv) output does not come to rest: the path grows without bound and is not to be read beyond its first years.",
                    ru:
                        "При таком accelerator (assumptions.csv) выпуск не успокаивается: путь растёт без границ, дальше первых лет его читать нельзя."
                ))
        }
        var courses = [main]
        if let band = model.band, let ends = accelerator.range.ends {
            let ends = [
                Self.course("valueAddedLow", model, band.low, ends.lowerBound),
                Self.course("valueAddedHigh", model, band.high, ends.upperBound),
            ].compactMap { $0 }
            if ends.allSatisfy({ $0.radius < 1 }) {
                courses += ends
            } else {
                findings.notices.append(
                    LocalizedText(
                        en:
                            "At the ends of their ranges δ and the accelerator give no path that comes to rest (assumptions.csv): there is no band.",
                        ru:
                            "На границах диапазонов δ и акселератора путь не успокаивается (assumptions.csv): полосы нет."
                    ))
            }
        }
        let none = [Double](repeating: 0, count: model.added.count)
        let notes = context.flows.notes(of: economy)
        func add(_ object: ObjectCode, _ place: PlaceCode?, _ demand: [[Double]], _ base: Double) {
            for course in courses {
                let path = course.model.path(demand, start: none, before: none, isLinear: true)
                for (index, year) in path.enumerated() {
                    findings.list.append(
                        Finding(
                            method,
                            ResultKey(
                                place: place, object: object, year: index + 1,
                                component: course.component),
                            bindings: [
                                Derivation.Binding("v", .list(model.added), from: notes),
                                Derivation.Binding("x", .list(year.output), from: notes),
                                Derivation.Binding(
                                    "b", base,
                                    from: .note(
                                        LocalizedText(
                                            en: "of the flow table", ru: "по таблице"))),
                            ], quality: .assumption))
                }
            }
        }
        for project in context.projects {
            let card = ProjectCard(project, model, context)
            guard let demand = card.demand(years: context.parameters.years) else { continue }
            add(project.code, project.place, demand, 1)
        }
        if let shock = context.parameters.shock {
            findings.parameters.append(.init("shock", shock.rawValue))
            if let demand = Self.demand(of: shock, model, context) {
                let base = zip(model.added, economy.model.output).map { $0 * $1 }
                    .compensatedSum()
                add(
                    Self.shock, context.flows.region,
                    [[Double]](repeating: demand, count: context.parameters.years), base)
            } else {
                findings.notices.append(
                    LocalizedText(
                        en:
                            "The shock is of no industry of the region with such a use (input_output.csv): \(shock.rawValue).",
                        ru:
                            "Шок не относится ни к одной отрасли региона с таким спросом (input_output.csv): \(shock.rawValue)."
                    ))
            }
        }
        return findings
    }

    /// One way the years may go.
    private struct Course {
        let component: String
        let model: DynamicModel
        let radius: Double
    }

    /// - Returns: nil where the economy with this δ has no dynamics.
    private static func course(
        _ component: String, _ effects: EffectModel, _ leontief: LeontiefModel,
        _ accelerator: Double
    ) -> Course? {
        let count = effects.added.count
        var capital = Matrix(rows: count, columns: count)
        for row in 0..<count {
            for column in 0..<count {
                capital[row, column] =
                    accelerator * effects.investmentShares[row] * effects.localShares[row]
            }
        }
        guard
            let model = try? DynamicModel(
                leontief, spending: effects.spending, income: effects.wages, capital: capital),
            let radius = try? model.radius
        else { return nil }
        return Course(component: component, model: model, radius: radius)
    }

    /// The change of final demand for the region's goods.
    private static func demand(
        of shock: DemandShock, _ model: EffectModel, _ context: EffectContext
    ) -> [Double]? {
        let economy = model.economy
        guard let use = economy.table.use(shock.use),
            let industry = industry(shock.industry, economy.table, context),
            let position = model.position(industry), use.domestic[industry] != 0
        else { return nil }
        var demand = [Double](repeating: 0, count: model.added.count)
        let share = economy.output[industry] / economy.table.output[industry]
        demand[position] = shock.change * use.domestic[industry] * share
        return demand
    }

    /// By its code, with or without the classification, or by words of its name in either language.
    private static func industry(
        _ text: String, _ table: FlowTable, _ context: EffectContext
    ) -> Int? {
        let wanted = text.lowercased()
        let codes = table.activities.map { $0.rawValue.lowercased() }
        if let exact = codes.firstIndex(where: { $0 == wanted || $0.hasSuffix(":" + wanted) }) {
            return exact
        }
        let fitting = table.activities.indices.filter { index in
            guard let name = context.flows.names[table.activities[index]] else { return false }
            return name.english.lowercased().contains(wanted)
                || name.russian.lowercased().contains(wanted)
        }
        return fitting.count == 1 ? fitting[0] : nil
    }
}
