internal import InputOutput
internal import Numerics
internal import Region
internal import Wording

/// The four effects of a project, one number each, with nothing in two of them (METHODS 7.1).
struct FourEffectMethod: FindingMethod {
    typealias Context = EffectContext

    let scope = MethodScope.regions

    let method = Method(
        id: "four-effects",
        name: LocalizedText(en: "The four effects", ru: "Четыре эффекта"),
        section: "7.1",
        components: [
            Method.Component(
                "economic",
                name: LocalizedText(
                    en: "economic: value added of its own, millions a year",
                    ru: "экономический: своя добавленная стоимость, млн в год"),
                formula: Expression("d")),
            Method.Component(
                "social",
                name: LocalizedText(
                    en: "social: jobs, suppliers' included",
                    ru: "социальный: рабочие места с поставщиками"),
                formula: Expression("j + s")),
            Method.Component(
                "ecological",
                name: LocalizedText(
                    en: "ecological: damage spared less damage done, millions a year",
                    ru: "экологический: предотвращённый ущерб за вычетом нанесённого, млн в год"),
                formula: Expression("(sum(w) * p - sum(x) * z + sum(h) * u) / 1000000")),
            Method.Component(
                "indirect",
                name: LocalizedText(
                    en: "indirect: value added of suppliers, millions a year",
                    ru: "косвенный: добавленная стоимость поставщиков, млн в год"),
                formula: Expression("i")),
        ],
        symbols: [
            Method.Symbol(
                "d", LocalizedText(en: "direct value added", ru: "прямая добавленная стоимость")),
            Method.Symbol(
                "j",
                LocalizedText(
                    en: "jobs of its own: stated, else reckoned",
                    ru: "свои рабочие места: заявленные или расчётные")),
            Method.Symbol("s", LocalizedText(en: "jobs at suppliers", ru: "места у поставщиков")),
            Method.Symbol(
                "w", LocalizedText(en: "waste used, tonnes", ru: "использовано отходов, т")),
            Method.Symbol(
                "p",
                LocalizedText(
                    en: "what a tonne that need not be stored spares",
                    ru: "сколько сберегает тонна, которую не надо хранить")),
            Method.Symbol(
                "x",
                LocalizedText(
                    en: "emissions, tonnes: as stated, else of its industry; minus where avoided",
                    ru: "выбросы, т: по заявке, иначе по отрасли; минус — предотвращённые")),
            Method.Symbol(
                "z",
                LocalizedText(en: "damage of a tonne emitted", ru: "ущерб от тонны выбросов")),
            Method.Symbol("h", LocalizedText(en: "land set free, ha", ru: "освобождено земли, га")),
            Method.Symbol("u", LocalizedText(en: "worth of a hectare", ru: "стоимость гектара")),
            Method.Symbol(
                "i",
                LocalizedText(en: "indirect value added", ru: "косвенная добавленная стоимость")),
        ],
        reading: LocalizedText(
            en:
                "Nothing is in two of the four: wages and tax lie in the economic effect, induced value added in none (it is an upper bound), payments spared count as ecological and not as economic. Where a deposit is also valued by its cash flow, payments spared are in that value: the two must not be added. The ecological effect puts tonnes into money at assumed rates, so that it can be weighed; the tonnes themselves are in project-effects.",
            ru:
                "Ничто не учтено дважды: оплата труда и налоги входят в экономический эффект, вызванная добавленная стоимость — ни в один (это верхняя граница), сбережённые платежи — экологический, а не экономический эффект. Если месторождение оценено и по денежному потоку, сбережённые платежи входят в ту оценку: складывать их нельзя. Экологический эффект переводит тонны в деньги по принятым ставкам, чтобы его можно было взвесить; сами тонны — в project-effects."
        ),
        literature: [
            "Miller and Blair (2009), Input–output analysis, chapter 6",
            "European Commission (2014), Guide to cost-benefit analysis of investment projects",
        ],
        paperTag: "P-econ")

    func findings(in context: EffectContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        guard let model = context.model() else {
            findings.notices = [EffectContext.lacking]
            return findings
        }
        guard !context.projects.isEmpty else {
            findings.notices = [EffectContext.withoutProjects]
            return findings
        }
        for project in context.projects {
            findings.list += ProjectCard(project, model, context).fourEffects(method)
        }
        for name in [Assumption.Name.avoidedPayment, .emissionDamage, .landValue] {
            guard let value = context.flows.assumptions[name]?.value else { continue }
            findings.parameters.append(.init(name.rawValue, Expression.plainNumber(value)))
        }
        if context.flows.assumptions[.emissionDamage] == nil {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Emissions have no price and count as nothing in the ecological effect: needs emission_damage (assumptions.csv).",
                    ru:
                        "У выбросов нет цены, в экологическом эффекте они нулевые: нужен emission_damage (assumptions.csv)."
                ))
        }
        return findings
    }
}

extension ProjectCard {
    /// Those of the four that are known.
    func fourEffects(_ method: Method) -> [Finding] {
        var list: [Finding] = []
        func finding(_ component: String, _ bindings: [Derivation.Binding], _ quality: Quality) {
            list.append(
                Finding(method, key(component), bindings: bindings, quality: quality))
        }
        let sold = output.flatMap { _ in sales }
        if let sold, let position {
            let own = sold * model.added[position] * scale
            let all = sold * model.addedMultipliers[position] * scale
            finding(
                "economic", [Derivation.Binding("d", own, from: self.own("direct"))], salesQuality)
            finding(
                "indirect", [Derivation.Binding("i", all - own, from: self.own("indirect"))],
                salesQuality)
        }
        if let social { finding("social", social.bindings, social.quality) }
        let ecological = ecologicalBindings
        if ecological.isKnown {
            finding("ecological", ecological.bindings, ecological.quality)
        }
        return list
    }

    private var social: (bindings: [Derivation.Binding], quality: Quality)? {
        var (own, suppliers) = (project.jobs, 0.0)
        var quality = project.quality
        var source = self.own("jobs")
        if let jobs, let sales, let position {
            if own == nil {
                own = sales * jobs.own[position] * scale
                source = self.own("jobsReckoned")
                quality = .assumption
            }
            suppliers = sales * (jobs.multipliers[position] - jobs.own[position]) * scale
            quality = max(quality, jobs.account == nil ? .assumption : .estimate)
        }
        guard let own else { return nil }
        return (
            [
                Derivation.Binding("j", own, from: source),
                Derivation.Binding(
                    "s", suppliers,
                    from: suppliers == 0
                        ? .note(LocalizedText(en: "not known", ru: "неизвестно"))
                        : self.own("jobsSuppliers")),
            ], quality
        )
    }

    private var ecologicalBindings:
        (bindings: [Derivation.Binding], isKnown: Bool, quality: Quality)
    {
        var quality = project.quality
        func price(_ name: Assumption.Name, _ symbol: String, per unit: Unit) -> Derivation.Binding
        {
            let found = context.flows.assumptions[name].flatMap { assumption in
                assumption.unit.convert(assumption.value, to: rouble / unit)
            }
            if found != nil { quality = .assumption }
            return Derivation.Binding(
                symbol, found ?? 0, unit: found == nil ? .one : rouble / unit,
                from: found == nil
                    ? .note(LocalizedText(en: "no price", ru: "нет цены")) : entry(name))
        }
        func stated(
            _ kind: ProjectFlow.Kind, _ component: String, _ unit: Unit, times factor: Double
        )
            -> (values: [Double], sources: [InputReference])
        {
            let found = flows(kind, in: unit)
            for (flow, _) in found { quality = max(quality, flow.quality) }
            return (
                found.map { $0.amount * factor },
                found.map { own(component, of: $0.flow.code) }
            )
        }
        let kilotonne = Unit("kt") ?? .one
        let waste = stated(.waste, "waste", kilotonne, times: 1000)
        var emissions = stated(.emission, "emission", kilotonne, times: 1000)
        let land = stated(.land, "land", Unit("ha") ?? .one, times: 1)
        if emissions.values.isEmpty, let sales, let position {
            for found in model.accounts where found.account.measure.account == .emission {
                guard found.account.money.isCommensurable(with: money),
                    let tonnes = found.account.measure.unit.convert(
                        sales * found.perOutput[position] * scale, to: .tonne)
                else { continue }
                emissions.values.append(tonnes)
                emissions.sources.append(
                    own("given", of: found.account.measure.code.rawValue))
                quality = .assumption
            }
        }
        let bindings = [
            Derivation.Binding("w", .list(waste.values), unit: .tonne, from: waste.sources),
            price(.avoidedPayment, "p", per: .tonne),
            Derivation.Binding("x", .list(emissions.values), unit: .tonne, from: emissions.sources),
            price(.emissionDamage, "z", per: .tonne),
            Derivation.Binding(
                "h", .list(land.values), unit: Unit("ha") ?? .one, from: land.sources),
            price(.landValue, "u", per: Unit("ha") ?? .one),
        ]
        let isKnown = !(waste.values.isEmpty && emissions.values.isEmpty && land.values.isEmpty)
        return (bindings, isKnown, quality)
    }

    /// One of the project's currency.
    private var rouble: Unit {
        Unit(symbol: money.symbol, dimension: money.dimension, factor: 1)
    }
}
