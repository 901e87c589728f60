internal import Numerics
public import Region
internal import Wording

/// The methods on programmes (METHODS 7.3 to 7.6, 9.4).
public enum ProgrammeMethods {
    public static let all: [any IndexMethod<ProgrammeContext>] = [
        VariantMethod(), SynergyMethod(), PlanMethod(), ProgrammeEffectMethod(),
        ProgrammeUseMethod(),
        ReasonMethod(),
        TradeOffMethod(), WeightStabilityMethod(), OrderMethod(), RiskMethod(),
        ProgrammeDriverMethod(),
        AssumptionMethod(), RobustnessMethod(), BenefitShareMethod(),
    ]
}

/// Which projects start in which year (METHODS 7.3).
struct PlanMethod: FindingMethod {
    typealias Context = ProgrammeContext

    let scope = MethodScope.regions

    let method = Method(
        id: "programme-plan",
        name: LocalizedText(en: "The programme", ru: "Программа"),
        section: "7.3",
        components: [
            Method.Component(
                "start", name: LocalizedText(en: "starts in", ru: "начало"),
                formula: Expression("t")),
            Method.Component(
                "work", name: LocalizedText(en: "works from", ru: "работает с"),
                formula: Expression("t + b")),
            Method.Component(
                "until", name: LocalizedText(en: "works until", ru: "работает до"),
                formula: Expression("smaller(t + b + l - 1, h)")),
            Method.Component(
                "tier", name: LocalizedText(en: "tier", ru: "очередь"), formula: Expression("o")),
            Method.Component(
                "cost",
                name: LocalizedText(
                    en: "costs, present value", ru: "стоимость, приведённая"),
                formula: Expression("sum(c * r)")),
            Method.Component(
                "value",
                name: LocalizedText(
                    en: "brings by the weights, present value",
                    ru: "приносит по весам, приведённая величина"),
                formula: Expression("sum(e * n)")),
        ],
        symbols: [
            Method.Symbol(
                "t",
                LocalizedText(
                    en: "the year it starts in, in the best plan found",
                    ru: "год начала в лучшем найденном плане")),
            Method.Symbol(
                "b", LocalizedText(en: "years of building", ru: "лет строительства")),
            Method.Symbol("l", LocalizedText(en: "years of work", ru: "лет работы")),
            Method.Symbol(
                "h",
                LocalizedText(en: "last year of the programme", ru: "последний год программы")),
            Method.Symbol("o", LocalizedText(en: "its tier", ru: "его очередь")),
            Method.Symbol(
                "c",
                LocalizedText(en: "money by source and year", ru: "деньги по источникам и годам")),
            Method.Symbol(
                "r",
                LocalizedText(
                    en: "what money of the year is worth in the first year",
                    ru: "сколько деньги этого года стоят в первом")),
            Method.Symbol(
                "e", LocalizedText(en: "its effects a year", ru: "эффекты за год")),
            Method.Symbol(
                "n",
                LocalizedText(
                    en: "weight of the effect by the years at work, discounted",
                    ru: "вес эффекта, умноженный на дисконтированные годы работы")),
        ],
        reading: LocalizedText(
            en:
                "Of all plans that keep every rule this one has the most of the weighted effects, to within the gap that is given; of equal ones the cheapest, then the earliest. A project that is left out may be good: money, people or order had no room for it, or another variant of its object is in. Effects of projects that help or hinder each other are in programme-effects.",
            ru:
                "Из всех планов, соблюдающих правила, у этого наибольшая взвешенная сумма эффектов с точностью до указанного зазора; из равных — дешевле, затем раньше. Не вошедший проект может быть хорош: ему не хватило денег, людей, очереди, либо вошёл другой вариант его объекта. Эффекты взаимной помощи и помех — в programme-effects."
        ),
        literature: [
            "Pritsker, Watters and Wolfe (1969), Multiproject scheduling with limited resources",
            "Glover and Woolsey (1974), Converting the 0-1 polynomial programming problem",
        ],
        paperTag: "P-comb")

    func findings(in context: ProgrammeContext) throws(CancellationError) -> Findings {
        var (findings, found) = try context.opening()
        guard let (_, answer, plan) = found else { return findings }
        let data = context.data
        for (index, start) in plan.starts.enumerated() {
            guard let start else { continue }
            let project = data.candidates[index]
            let chosen = InputReference.note(
                LocalizedText(
                    en:
                        "the best plan found, gap \(Expression.plainNumber(answer.relativeGap ?? 0))",
                    ru:
                        "лучший найденный план, зазор \(Expression.plainNumber(answer.relativeGap ?? 0))"
                ))
            let year = Derivation.Binding("t", Double(data.years[start]), from: chosen)
            findings.list.append(
                Finding(method, context.key("start", index), bindings: [year]))
            findings.list.append(
                Finding(
                    method, context.key("work", index),
                    bindings: [
                        year,
                        Derivation.Binding(
                            "b", Double(project.buildYears),
                            from: context.entry(index, "build_years")),
                    ]))
            findings.list.append(
                Finding(
                    method, context.key("cost", index), bindings: costs(index, start, context),
                    quality: .estimate))
            if let tier = project.tier {
                findings.list.append(
                    Finding(
                        method, context.key("tier", index),
                        bindings: [
                            Derivation.Binding(
                                "o", Double(tier), from: context.entry(index, "tier"))
                        ]))
            }
            let last = data.years.last ?? data.years[start]
            findings.list.append(
                Finding(
                    method, context.key("until", index),
                    bindings: [
                        year,
                        Derivation.Binding(
                            "b", Double(project.buildYears),
                            from: context.entry(index, "build_years")),
                        Derivation.Binding(
                            "l", Double(project.life ?? data.years.count),
                            from: project.life == nil
                                ? .note(
                                    LocalizedText(
                                        en: "to the end of the programme",
                                        ru: "до конца программы"))
                                : context.entry(index, "life_years")),
                        Derivation.Binding(
                            "h", Double(last),
                            from: .note(LocalizedText(en: "last year", ru: "последний год"))),
                    ]))
            let (effects, counts) = effects(index, start, context)
            findings.list.append(
                Finding(
                    method, context.key("value", index), bindings: [effects, counts],
                    quality: .estimate))
        }
        let left = plan.starts.indices.filter { plan.starts[$0] == nil }
            .map { data.candidates[$0].code.rawValue }
        if !left.isEmpty {
            let list = left.joined(separator: ", ")
            findings.notices.append(
                LocalizedText(
                    en: "Left out: \(list) (projects.csv).", ru: "Не вошли: \(list) (projects.csv)."
                ))
        }
        return findings
    }

    private func costs(
        _ index: Int, _ start: Int, _ context: ProgrammeContext
    ) -> [Derivation.Binding] {
        let data = context.data
        var (money, worth): ([Double], [Double]) = ([], [])
        var (sources, rates): ([InputReference], [InputReference]) = ([], [])
        for (source, _) in data.candidates[index].funding.sorted(by: { $0.key < $1.key }) {
            for year in start..<data.years.count {
                for piece in context.pieces(index, "budget/\(source)", age: year - start) {
                    money.append(piece.value)
                    sources.append(piece.reference)
                    worth.append(data.discount(year))
                    rates.append(context.discountNote(year))
                }
            }
        }
        return [
            Derivation.Binding("c", .list(money), unit: context.money, from: sources),
            Derivation.Binding("r", .list(worth), from: rates),
        ]
    }

    private func effects(
        _ index: Int, _ start: Int, _ context: ProgrammeContext
    ) -> (Derivation.Binding, Derivation.Binding) {
        let data = context.data
        let project = data.candidates[index]
        let years = (start..<data.years.count).filter { project.works(atAge: $0 - start) }
        let discounted = years.map(data.discount).compensatedSum()
        let kinds = EffectKind.allCases
        let yearly = kinds.map { kind in
            years.first.map { project.effects[kind.position][$0 - start] } ?? 0
        }
        return (
            Derivation.Binding(
                "e", .list(yearly), from: kinds.map { context.reference(index, $0) }),
            Derivation.Binding(
                "n", .list(kinds.map { context.weights[$0] * discounted }),
                from: kinds.map { kind in
                    .note(
                        LocalizedText(
                            en:
                                "weight \(Expression.plainNumber(context.weights[kind])) by \(years.count) years at work, discounted",
                            ru:
                                "вес \(Expression.plainNumber(context.weights[kind])), лет работы — \(years.count), с дисконтом"
                        ))
                })
        )
    }
}

extension ProgrammeContext {
    func discountNote(_ year: Int) -> InputReference {
        .note(
            LocalizedText(
                en: "\(data.years[year]) at \(Expression.plainNumber(data.rate)) a year",
                ru: "\(data.years[year]) при ставке \(Expression.plainNumber(data.rate)) в год"))
    }
}

/// What the programme brings, year by year and in all (METHODS 7.3).
struct ProgrammeEffectMethod: FindingMethod {
    typealias Context = ProgrammeContext

    let scope = MethodScope.regions

    private static let names: [(EffectKind, LocalizedText)] = [
        (.economic, LocalizedText(en: "economic", ru: "экономический")),
        (.social, LocalizedText(en: "social", ru: "социальный")),
        (.ecological, LocalizedText(en: "ecological", ru: "экологический")),
        (.indirect, LocalizedText(en: "indirect", ru: "косвенный")),
    ]

    let method = Method(
        id: "programme-effects",
        name: LocalizedText(en: "Effects of the programme", ru: "Эффекты программы"),
        section: "7.3",
        components: names.map { kind, name in
            Method.Component(kind.rawValue, name: name, formula: Expression("sum(e) + sum(g)"))
        }
            + names.map { kind, name in
                Method.Component(
                    "\(kind.rawValue)Present",
                    name: LocalizedText(
                        en: "\(name.english), all years, present value",
                        ru: "\(name.russian), за все годы, приведённый"),
                    formula: Expression("sum(z * r)"))
            } + [
                Method.Component(
                    "objective",
                    name: LocalizedText(en: "effects by weight", ru: "эффекты по весам"),
                    formula: Expression("sum(w * p) - m")),
                Method.Component(
                    "bound",
                    name: LocalizedText(
                        en: "no plan comes to more", ru: "больше не даст ни один план"),
                    formula: Expression("u")),
                Method.Component(
                    "cost",
                    name: LocalizedText(en: "cost, present value", ru: "стоимость, приведённая"),
                    formula: Expression("sum(c)")),
            ],
        symbols: [
            Method.Symbol(
                "e",
                LocalizedText(en: "effects of projects at work", ru: "эффекты работающих проектов")),
            Method.Symbol(
                "g",
                LocalizedText(
                    en: "extra effects of projects together",
                    ru: "добавочные эффекты проектов вместе")),
            Method.Symbol("z", LocalizedText(en: "effect of a year", ru: "эффект года")),
            Method.Symbol(
                "r",
                LocalizedText(
                    en: "what a unit of the year is worth in the first year",
                    ru: "сколько единица этого года стоит в первом")),
            Method.Symbol("w", LocalizedText(en: "weights", ru: "веса")),
            Method.Symbol("p", LocalizedText(en: "effects of all years", ru: "эффекты всех лет")),
            Method.Symbol(
                "m",
                LocalizedText(
                    en: "penalties for targets missed", ru: "штрафы за недостигнутые цели")),
            Method.Symbol(
                "u", LocalizedText(en: "bound of the search", ru: "граница поиска")),
            Method.Symbol("c", LocalizedText(en: "cost of each project", ru: "стоимость проектов")),
        ],
        reading: LocalizedText(
            en:
                "Money in the programme's unit, the social effect in jobs; present values are those of the first year. The sum is what was made as large as possible: it says how plans rank, and only as much as the weights do. The bound says how far a better plan could still be.",
            ru:
                "Деньги — в единице программы, социальный эффект — рабочие места; приведённые величины — к первому году. Сумма — то, что делалось наибольшим: она упорядочивает планы и значит не больше, чем веса. Граница говорит, насколько лучше мог бы быть другой план."
        ),
        literature: [
            "Charnes and Cooper (1961), Management models and industrial applications of linear programming"
        ],
        paperTag: "P-econ")

    func findings(in context: ProgrammeContext) throws(CancellationError) -> Findings {
        var (findings, found) = try context.opening()
        guard let (_, answer, plan) = found, let evaluation = answer.evaluation else {
            return findings
        }
        let data = context.data
        for kind in EffectKind.allCases {
            var years: [Double] = []
            for year in data.years.indices {
                let bindings = terms(kind, year, plan, context)
                findings.list.append(
                    Finding(
                        method, context.key(kind.rawValue, year: data.years[year]),
                        bindings: bindings, quality: .estimate))
                years.append(evaluation.yearly[kind.position][year])
            }
            findings.list.append(
                Finding(
                    method, context.key("\(kind.rawValue)Present"),
                    bindings: [
                        Derivation.Binding(
                            "z", .list(years),
                            from: data.years.map {
                                .result(
                                    method: method.id, context.key(kind.rawValue, year: $0))
                            }),
                        Derivation.Binding(
                            "r", .list(data.years.indices.map(data.discount)),
                            from: data.years.indices.map(context.discountNote)),
                    ], quality: .estimate))
        }
        let objective = answer.objective ?? 0
        let sum = evaluation.effects.weighted(by: context.weights)
        findings.list.append(
            Finding(
                method, context.key("objective"),
                bindings: [
                    Derivation.Binding(
                        "w", .list(EffectKind.allCases.map { context.weights[$0] }),
                        from: EffectKind.allCases.map(context.weightReference)),
                    Derivation.Binding(
                        "p", .list(EffectKind.allCases.map { evaluation.effects[$0] }),
                        from: EffectKind.allCases.map {
                            .result(method: method.id, context.key("\($0.rawValue)Present"))
                        }),
                    Derivation.Binding(
                        "m", sum - objective,
                        from: .note(
                            LocalizedText(
                                en: "targets missed, see programme-use",
                                ru: "недостигнутые цели, см. programme-use"))),
                ], quality: .estimate))
        if let bound = answer.bound {
            findings.list.append(
                Finding(
                    method, context.key("bound"),
                    bindings: [
                        Derivation.Binding(
                            "u", max(bound, objective),
                            from: .note(
                                LocalizedText(en: "of the solver HiGHS", ru: "решателя HiGHS")))
                    ], quality: .estimate))
        }
        let chosen = plan.starts.indices.filter { plan.starts[$0] != nil }
        let costs = chosen.map { index in
            let start = plan.starts[index] ?? 0
            return data.candidates[index].funding.values.map { profile in
                (start..<data.years.count).map { data.discount($0) * profile[$0 - start] }
                    .compensatedSum()
            }.compensatedSum()
        }
        findings.list.append(
            Finding(
                method, context.key("cost"),
                bindings: [
                    Derivation.Binding(
                        "c", .list(costs), unit: context.money,
                        from: chosen.map {
                            .result(method: "programme-plan", context.key("cost", $0))
                        })
                ], quality: .estimate))
        return findings
    }

    /// Effects of a year, project by project and synergy by synergy.
    private func terms(
        _ kind: EffectKind, _ year: Int, _ plan: Plan, _ context: ProgrammeContext
    ) -> [Derivation.Binding] {
        let data = context.data
        var (values, references): ([Double], [InputReference]) = ([], [])
        func works(_ index: Int) -> Bool {
            guard let start = plan.starts[index], start <= year else { return false }
            return data.candidates[index].works(atAge: year - start)
        }
        for (index, start) in plan.starts.enumerated() {
            guard let start, start <= year else { continue }
            let value = data.candidates[index].effects[kind.position][year - start]
            if value == 0 { continue }
            values.append(value)
            references.append(context.reference(index, kind))
        }
        var (extra, origins): ([Double], [InputReference]) = ([], [])
        for synergy in data.synergies
        where synergy.effects[kind] != 0 && synergy.members.allSatisfy(works) {
            let names = synergy.members.map { data.candidates[$0].code.rawValue }
                .joined(separator: " + ")
            extra.append(synergy.effects[kind])
            origins.append(
                context.frames["synergy/\(names)/\(kind.rawValue)"]
                    ?? .note(LocalizedText(en: names, ru: names)))
        }
        return [
            Derivation.Binding("e", .list(values), from: references),
            Derivation.Binding("g", .list(extra), from: origins),
        ]
    }
}

/// What the programme uses of what there is (METHODS 7.3, constraints 3 to 8).
struct ProgrammeUseMethod: FindingMethod {
    typealias Context = ProgrammeContext

    let scope = MethodScope.regions

    let method = Method(
        id: "programme-use",
        name: LocalizedText(
            en: "What the programme uses of what there is", ru: "Что программа берёт из имеющегося"),
        section: "7.3",
        components: [
            Method.Component(
                "used", name: LocalizedText(en: "used", ru: "использовано"),
                formula: Expression("b + sum(u)")),
            Method.Component(
                "there", name: LocalizedText(en: "there is", ru: "имеется"),
                formula: Expression("a + c + x")),
            Method.Component(
                "left", name: LocalizedText(en: "left", ru: "остаток"),
                formula: Expression("h - s")),
            Method.Component(
                "lies",
                name: LocalizedText(
                    en: "lies there at the end of the year", ru: "лежит на конец года"),
                formula: Expression("l + i + v - d - sum(u)")),
            Method.Component(
                "bought",
                name: LocalizedText(
                    en: "bought outside the region", ru: "куплено вне региона"),
                formula: Expression("v")),
            Method.Component(
                "share",
                name: LocalizedText(
                    en: "taken by a project, all years", ru: "взято проектом за все годы"),
                formula: Expression("sum(u)")),
        ],
        symbols: [
            Method.Symbol(
                "b", LocalizedText(en: "without the programme", ru: "без программы")),
            Method.Symbol(
                "u", LocalizedText(en: "of each project", ru: "по проектам")),
            Method.Symbol("a", LocalizedText(en: "given for the year", ru: "выделено на год")),
            Method.Symbol(
                "c", LocalizedText(en: "kept from the year before", ru: "перешло с прошлого года")),
            Method.Symbol(
                "x",
                LocalizedText(
                    en: "tax that may be spent again", ru: "налоги, возвращаемые в программу")),
            Method.Symbol(
                "l",
                LocalizedText(
                    en: "lay there at the end of the year before",
                    ru: "лежало на конец прошлого года")),
            Method.Symbol("i", LocalizedText(en: "comes in a year", ru: "поступает за год")),
            Method.Symbol(
                "v", LocalizedText(en: "bought outside the region", ru: "куплено вне региона")),
            Method.Symbol("d", LocalizedText(en: "taken by others", ru: "берут другие")),
            Method.Symbol("h", LocalizedText(en: "there is", ru: "имеется")),
            Method.Symbol("s", LocalizedText(en: "used", ru: "использовано")),
        ],
        reading: LocalizedText(
            en:
                "For money and people what is left could still be used; for limits it is the room under the limit. Of a resource there is what lies there at the end of the year, and what was bought outside the region. Of a target, `used` is what is reached, `there` what is wanted; less than nothing left means that more than the target is reached.",
            ru:
                "Остаток денег и людей ещё можно использовать; у пределов это запас до предела. Для ресурса показано, сколько его лежит на конец года и сколько куплено вне региона. Для цели «использовано» — достигнутое, «имеется» — желаемое; отрицательный остаток — цель превышена."
        ),
        literature: [
            "Charnes and Cooper (1961), Management models and industrial applications of linear programming"
        ],
        paperTag: "P-prog")

    func findings(in context: ProgrammeContext) throws(CancellationError) -> Findings {
        var (findings, found) = try context.opening()
        guard let (_, answer, plan) = found, let evaluation = answer.evaluation else {
            return findings
        }
        let data = context.data
        for (source, spent) in evaluation.spending.sorted(by: { $0.key < $1.key }) {
            let left = evaluation.remaining[source] ?? []
            let budget = data.budgets[source]
            addShares("budget/\(source)", plan, context, &findings)
            add("budget/\(source)", spent, plan, context, &findings) { year in
                let given = budget?.amounts[year] ?? 0
                let kept =
                    year > 0 && (budget?.carriesOver ?? false)
                    ? left[year - 1] * (1 + (budget?.interest ?? 0)) : 0
                let again = left[year] + spent[year] - given - kept
                return (given, kept, abs(again) < 1e-9 * max(1, given) ? 0 : again)
            }
        }
        for (kind, used) in evaluation.labour.sorted(by: { $0.key < $1.key }) {
            guard let there = data.labour[kind] else { continue }
            add("labour/\(kind)", used, plan, context, &findings) {
                there[$0].isFinite ? (there[$0], 0, 0) : nil
            }
        }
        for (name, amounts) in evaluation.emissions.sorted(by: { $0.key < $1.key }) {
            guard let limit = data.limits[name] else { continue }
            add("limit/\(name)", amounts, base: limit.base, plan, context, &findings) {
                limit.most[$0].isFinite ? (limit.most[$0], 0, 0) : nil
            }
        }
        for (name, reached) in evaluation.indicators.sorted(by: { $0.key < $1.key }) {
            guard let target = data.targets[name] else { continue }
            add("target/\(name)", reached, base: target.base, plan, context, &findings) { year in
                target.least[year].isFinite ? (target.least[year], 0, 0) : nil
            }
        }
        addStocks(plan, evaluation, context, &findings)
        return findings
    }

    /// What lies of each resource, year by year (METHODS 7.3, constraints 5 and 9).
    private func addStocks(
        _ plan: Plan, _ evaluation: PlanEvaluation, _ context: ProgrammeContext,
        _ findings: inout Findings
    ) {
        let data = context.data
        for (name, resource) in data.resources.sorted(by: { $0.key < $1.key }) {
            guard let stocks = evaluation.stocks[name] else { continue }
            let subject = "resource/\(name)"
            func frame(_ kind: String, _ year: Year) -> InputReference {
                context.frames["\(kind)/\(subject)/\(year)"]
                    ?? .note(LocalizedText(en: "nothing given", ru: "ничего не задано"))
            }
            for (year, calendar) in data.years.enumerated() {
                var (values, references): ([Double], [InputReference]) = ([], [])
                for (index, start) in plan.starts.enumerated() {
                    guard let start, data.candidates[index].works(atAge: year - start) else {
                        continue
                    }
                    let load = plan.loads[index]?[year] ?? 1
                    for piece in context.pieces(index, subject, age: year - start) {
                        values.append(load * piece.value)
                        references.append(piece.reference)
                    }
                }
                let bought = Derivation.Binding(
                    "v", plan.imports(name, year),
                    from: .note(
                        LocalizedText(en: "in the plan found", ru: "в найденном плане")))
                if resource.imports(year) > 0 {
                    findings.list.append(
                        Finding(
                            method, context.key("bought", year: calendar, of: subject),
                            bindings: [bought], quality: .estimate))
                }
                findings.list.append(
                    Finding(
                        method, context.key("lies", year: calendar, of: subject),
                        bindings: [
                            Derivation.Binding(
                                "l", year == 0 ? resource.stock : stocks[year - 1],
                                from: year == 0
                                    ? frame("stock", calendar)
                                    : .result(
                                        method: method.id,
                                        context.key("lies", year: calendar - 1, of: subject))),
                            Derivation.Binding(
                                "i", resource.inflow, from: frame("inflow", calendar)),
                            bought,
                            Derivation.Binding(
                                "d", resource.demand(year), from: frame("demand", calendar)),
                            Derivation.Binding("u", .list(values), from: references),
                        ], quality: .estimate))
            }
        }
    }

    /// What each project takes of something in all years together, not discounted.
    private func addShares(
        _ subject: String, _ plan: Plan, _ context: ProgrammeContext, _ findings: inout Findings
    ) {
        let count = context.data.years.count
        for (index, start) in plan.starts.enumerated() {
            guard let start else { continue }
            let pieces = (start..<count).flatMap { context.pieces(index, subject, age: $0 - start) }
            guard !pieces.isEmpty else { continue }
            findings.list.append(
                Finding(
                    method,
                    context.key(
                        "share", of: "\(subject)/\(context.data.candidates[index].code.rawValue)"),
                    bindings: [
                        Derivation.Binding(
                            "u", .list(pieces.map(\.value)), unit: context.money,
                            from: pieces.map(\.reference))
                    ], quality: .estimate))
        }
    }

    /// - Parameter there: Given, kept and returned in a year; nil where a year has no bound.
    private func add(
        _ subject: String, _ used: [Double], base: Double = 0, _ plan: Plan,
        _ context: ProgrammeContext, _ findings: inout Findings,
        _ there: (Int) -> (Double, Double, Double)?
    ) {
        let data = context.data
        for year in data.years.indices {
            guard let (given, kept, again) = there(year) else { continue }
            let calendar = data.years[year]
            var (values, references): ([Double], [InputReference]) = ([], [])
            for (index, start) in plan.starts.enumerated() {
                guard let start, start <= year else { continue }
                for piece in context.pieces(index, subject, age: year - start) {
                    values.append(piece.value)
                    references.append(piece.reference)
                }
            }
            func finding(_ component: String, _ bindings: [Derivation.Binding]) {
                findings.list.append(
                    Finding(
                        method, context.key(component, year: calendar, of: subject),
                        bindings: bindings, quality: .estimate))
            }
            let frame =
                context.frames["\(subject)/\(calendar)"]
                ?? .note(LocalizedText(en: "nothing given", ru: "ничего не выделено"))
            finding(
                "used",
                [
                    Derivation.Binding(
                        "b", base,
                        from: context.frames["base/\(subject)"]
                            ?? .note(LocalizedText(en: "nothing", ru: "ничего"))),
                    Derivation.Binding("u", .list(values), from: references),
                ])
            finding(
                "there",
                [
                    Derivation.Binding("a", given, from: frame),
                    Derivation.Binding(
                        "c", kept,
                        from: kept == 0
                            ? .note(LocalizedText(en: "nothing", ru: "ничего"))
                            : .result(
                                method: method.id,
                                context.key("left", year: calendar - 1, of: subject))),
                    Derivation.Binding(
                        "x", again,
                        from: .note(
                            LocalizedText(
                                en: "share of the tax of the year before",
                                ru: "доля налогов прошлого года"))),
                ])
            finding(
                "left",
                [
                    Derivation.Binding(
                        "h", given + kept + again,
                        from: .result(
                            method: method.id, context.key("there", year: calendar, of: subject))),
                    Derivation.Binding(
                        "s", used[year],
                        from: .result(
                            method: method.id, context.key("used", year: calendar, of: subject))),
                ])
        }
    }
}
