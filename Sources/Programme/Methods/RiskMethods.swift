internal import Numerics
internal import Optimisation
internal import Region
internal import Wording

/// Which plan to choose where effects may turn out otherwise, and what knowing would be worth
/// (METHODS 7.5).
struct RiskMethod: FindingMethod {
    typealias Context = ProgrammeContext

    let scope = MethodScope.regions

    let method = Method(
        id: "programme-risk",
        name: LocalizedText(en: "Plans under uncertainty", ru: "Планы в условиях неопределённости"),
        section: "7.5",
        components: [
            Method.Component(
                "mean", name: LocalizedText(en: "mean", ru: "в среднем"),
                formula: Expression("sum(p * z)")),
            Method.Component(
                "worst", name: LocalizedText(en: "worst case", ru: "худший случай"),
                formula: Expression("minimum(z)")),
            Method.Component(
                "worstMean",
                name: LocalizedText(
                    en: "mean of the worst cases (CVaR)", ru: "среднее худших случаев (CVaR)"),
                formula: Expression("z")),
            Method.Component(
                "regret",
                name: LocalizedText(
                    en: "largest regret", ru: "наибольшее сожаление"),
                formula: Expression("maximum(b - z)")),
            Method.Component(
                "projects", name: LocalizedText(en: "projects", ru: "проектов"),
                formula: Expression("k")),
            Method.Component(
                "start", name: LocalizedText(en: "starts in", ru: "начало"),
                formula: Expression("k")),
            Method.Component(
                "chosen",
                name: LocalizedText(
                    en: "share of cases whose best plan has it",
                    ru: "доля случаев, в лучшем плане которых он есть"),
                formula: Expression("k / n")),
            Method.Component(
                "best",
                name: LocalizedText(
                    en: "the best plan of this case", ru: "лучший план этого случая"),
                formula: Expression("z")),
            Method.Component(
                "outcome",
                name: LocalizedText(
                    en: "the programme in this case", ru: "программа в этом случае"),
                formula: Expression("z")),
            Method.Component(
                "perfectInformation",
                name: LocalizedText(
                    en: "worth of knowing beforehand (EVPI)",
                    ru: "ценность знания заранее (EVPI)"),
                formula: Expression("sum(p * b) - m")),
            Method.Component(
                "stochasticSolution",
                name: LocalizedText(
                    en: "worth of looking at all cases (VSS)",
                    ru: "ценность учёта всех случаев (VSS)"),
                formula: Expression("m - c")),
        ],
        symbols: [
            Method.Symbol("p", LocalizedText(en: "chance of a case", ru: "вероятность случая")),
            Method.Symbol(
                "z",
                LocalizedText(
                    en: "effects by weight in a case, reckoned from the starts of the plan",
                    ru: "эффекты по весам в случае, по годам начала плана")),
            Method.Symbol(
                "b",
                LocalizedText(
                    en: "the same of the best plan of that case",
                    ru: "то же у лучшего плана этого случая")),
            Method.Symbol(
                "m",
                LocalizedText(
                    en: "mean of the plan with the best mean",
                    ru: "среднее плана, лучшего в среднем")),
            Method.Symbol(
                "c", LocalizedText(en: "mean of the programme", ru: "среднее программы")),
            Method.Symbol("k", LocalizedText(en: "number", ru: "число")),
            Method.Symbol("n", LocalizedText(en: "cases", ru: "случаев")),
        ],
        reading: LocalizedText(
            en:
                "Every case draws all numbers that effects rest on from their ranges at once. `central` is the programme, chosen for the likeliest numbers; `mean` has the best mean, `cautious` gives up some of it for better bad cases, `least-regret` stays as near as it can to what would have been best in every case. A project that is in the best plan of nearly every case is safe to begin with; one that is in few stands or falls with numbers not yet known. Money, people and limits are as planned in all cases: for costs see price-of-robustness.",
            ru:
                "В каждом случае все числа, на которых стоят эффекты, разыграны из своих диапазонов сразу. `central` — программа, выбранная по наиболее вероятным числам; `mean` — лучшая в среднем; `cautious` уступает часть среднего ради плохих случаев; `least-regret` в каждом случае как можно ближе к тому, что оказалось бы лучшим. С проекта, входящего в лучший план почти всех случаев, можно смело начинать; судьба того, что входит в немногие, зависит от ещё не известных чисел. Деньги, люди и пределы во всех случаях — как в плане; о стоимости см. price-of-robustness."
        ),
        literature: [
            "Rockafellar and Uryasev (2000), Optimization of conditional value-at-risk",
            "Savage (1951), The theory of statistical decision",
            "Birge and Louveaux (2011), Introduction to stochastic programming",
        ],
        paperTag: "P-econ")

    func findings(in context: ProgrammeContext) throws(CancellationError) -> Findings {
        var (findings, found) = try context.opening()
        guard let (model, _, plan) = found, context.asks(.risk, &findings) else { return findings }
        guard let outlook = context.outlook else {
            findings.notices.append(Self.lacking)
            return findings
        }
        let own = context.parameters
        findings.parameters += [
            .init("scenarios", "\(own.scenarios)"), .init("seed", "\(own.seed)"),
            .init("aversion", Expression.plainNumber(own.aversion)),
            .init("level", Expression.plainNumber(own.level)),
            .init("random", RandomStream.algorithmVersion),
        ]
        do throws(ProgrammeFailure) {
            let scenarios = outlook.scenarios(own.scenarios, seed: own.seed)
            var search = try context.newSearch()
            guard
                let best = try search.bestOfEach(
                    model, weights: context.weights, scenarios: scenarios, start: plan)
            else { throw Task.isCancelled ? .stopped : .withoutPlan }
            if Task.isCancelled { throw .stopped }
            let goals = best.map(\.objective)
            let central = RobustAnswer(
                plan, .optimal, context.data.outcomes(plan, context.weights, scenarios),
                scenarios.map(\.probability), own.level)
            var plans = [("central", central)]
            for (name, aversion) in [("mean", 0), ("cautious", own.aversion)] {
                if let answer = try search.robust(
                    model, weights: context.weights, scenarios: scenarios, aversion: aversion,
                    level: own.level, start: plan)
                {
                    plans.append((name, answer))
                }
                if Task.isCancelled { throw .stopped }
            }
            if let answer = try search.leastRegret(
                model, weights: context.weights, scenarios: scenarios, best: goals,
                level: own.level, start: plans.last?.1.plan ?? plan)
            {
                plans.append(("least-regret", answer.answer))
            }
            if Task.isCancelled { throw .stopped }
            let report = Report(scenarios: scenarios, best: best, plans: plans)
            findings.list += report.findings(method, context)
            if plans.contains(where: { $0.1.status == .timeLimit }) {
                findings.notices.append(
                    LocalizedText(
                        en:
                            "Some of these plans may not be the best of their kind: the search was cut short (programme.seconds, programme.csv).",
                        ru:
                            "Некоторые из этих планов могут быть не лучшими: поиск прерван (programme.seconds, programme.csv)."
                    ))
            }
        } catch {
            if Task.isCancelled { throw CancellationError() }
            findings.notices.append(error.words)
        }
        return findings
    }

    static let lacking = LocalizedText(
        en:
            "Needs ranges of what effects rest on (output_low and output_high in projects.csv, low and high in assumptions.csv).",
        ru:
            "Нужны диапазоны чисел, на которых стоят эффекты (output_low и output_high в projects.csv, low и high в assumptions.csv)."
    )

    private struct Report {
        let scenarios: [Scenario]
        let best: [(plan: Plan, objective: Double)]
        let plans: [(String, RobustAnswer)]

        private static func name(_ scenario: Scenario) -> String { "case-\(scenario.name)" }

        func findings(_ method: Method, _ context: ProgrammeContext) -> [Finding] {
            var list: [Finding] = []
            func finding(
                _ component: String, _ subject: String?, _ bindings: [Derivation.Binding]
            ) {
                list.append(
                    Finding(
                        method, context.key(component, of: subject), bindings: bindings,
                        quality: .assumption))
            }
            let goals = best.map(\.objective)
            let chances = Derivation.Binding(
                "p", .list(scenarios.map(\.probability)),
                from: scenarios.map {
                    .note(LocalizedText(en: "case \($0.name)", ru: "случай \($0.name)"))
                })
            func goal(_ scenario: Scenario) -> InputReference {
                .result(method: method.id, context.key("best", of: Self.name(scenario)))
            }
            for (index, scenario) in scenarios.enumerated() {
                finding(
                    "best", Self.name(scenario),
                    [context.answered("z", goals[index], "solved for it", "решение для него")])
                finding(
                    "outcome", Self.name(scenario),
                    [
                        context.answered(
                            "z", plans[0].1.outcomes[index], "of the programme", "по программе")
                    ])
            }
            for (name, answer) in plans {
                let outcomes = Derivation.Binding(
                    "z", .list(answer.outcomes),
                    from: scenarios.map { scenario in
                        name == "central"
                            ? .result(
                                method: method.id,
                                context.key("outcome", of: Self.name(scenario)))
                            : .note(
                                LocalizedText(
                                    en: "case \(scenario.name)", ru: "случай \(scenario.name)"))
                    })
                finding("mean", name, [chances, outcomes])
                finding("worst", name, [outcomes])
                finding(
                    "worstMean", name,
                    [
                        context.answered(
                            "z", answer.worstMean, "mean of the worst cases",
                            "среднее худших случаев")
                    ])
                finding(
                    "regret", name,
                    [
                        Derivation.Binding("b", .list(goals), from: scenarios.map(goal)), outcomes,
                    ])
                finding(
                    "projects", name,
                    [
                        context.answered(
                            "k", Double(answer.plan.starts.count { $0 != nil }), "of the plan",
                            "по плану")
                    ])
                for (index, start) in answer.plan.starts.enumerated() {
                    guard let start else { continue }
                    finding(
                        "start", "\(name)/\(context.data.candidates[index].code.rawValue)",
                        [
                            context.answered(
                                "k", Double(context.data.years[start]), "of the plan", "по плану")
                        ])
                }
            }
            for (index, candidate) in context.data.candidates.enumerated() {
                finding(
                    "chosen", candidate.code.rawValue,
                    [
                        context.answered(
                            "k", Double(best.count { $0.plan.starts[index] != nil }),
                            "best plans of cases", "лучшие планы случаев"),
                        context.answered("n", Double(best.count), "cases", "случаи"),
                    ])
            }
            func mean(_ name: String, _ symbol: String) -> Derivation.Binding? {
                plans.first { $0.0 == name }.map {
                    Derivation.Binding(
                        symbol, $0.1.mean,
                        from: .result(method: method.id, context.key("mean", of: name)))
                }
            }
            if let m = mean("mean", "m"), let c = mean("central", "c") {
                finding(
                    "perfectInformation", nil,
                    [
                        chances,
                        Derivation.Binding("b", .list(goals), from: scenarios.map(goal)), m,
                    ])
                finding("stochasticSolution", nil, [m, c])
            }
            return list
        }
    }
}

/// How the programme hangs on each assumption by itself (METHODS 7.5, 8.4).
struct AssumptionMethod: FindingMethod {
    typealias Context = ProgrammeContext

    let scope = MethodScope.regions

    let method = Method(
        id: "programme-assumptions",
        name: LocalizedText(
            en: "What the programme rests on", ru: "На чём стоит программа"),
        section: "7.5",
        components: ["low", "high"].flatMap { end in
            let (english, russian) = end == "low" ? ("low", "низ") : ("high", "верх")
            return [
                Method.Component(
                    end,
                    name: LocalizedText(
                        en: "\(english): effects", ru: "\(russian): эффекты"),
                    formula: Expression("z")),
                Method.Component(
                    "\(end).behind",
                    name: LocalizedText(
                        en: "\(english): behind the best", ru: "\(russian): хуже лучшего на"),
                    formula: Expression("b - z")),
                Method.Component(
                    "\(end).changes",
                    name: LocalizedText(
                        en: "\(english): projects otherwise",
                        ru: "\(russian): проектов иначе"),
                    formula: Expression("k")),
            ]
        },
        symbols: [
            Method.Symbol(
                "z",
                LocalizedText(
                    en: "effects by weight of the programme with this number there",
                    ru: "эффекты программы по весам с этим числом")),
            Method.Symbol(
                "b",
                LocalizedText(
                    en: "the same of the best plan", ru: "то же у лучшего плана")),
            Method.Symbol("k", LocalizedText(en: "number", ru: "число")),
        ],
        reading: LocalizedText(
            en:
                "Each assumption is put to the low or the high end of its range while all others stay; projects are otherwise where the best plan there has them in, out or in another year. Where the programme falls behind the best plan by nothing, the choice does not hang on that number, however much the effects do: then there is no need to know it better before beginning. Ranges of single projects are in programme-risk.",
            ru:
                "Каждое предположение сдвинуто к нижнему или верхнему краю диапазона, остальные на месте; проекты иначе — в лучшем там плане они вошли, вышли или начинаются в другом году. Если программа не отстаёт от лучшего плана, выбор от этого числа не зависит, как бы ни менялись эффекты: знать его точнее до начала незачем. Диапазоны отдельных проектов — в programme-risk."
        ),
        literature: ["Saltelli et al. (2008), Global sensitivity analysis"],
        paperTag: "P-econ")

    func findings(in context: ProgrammeContext) throws(CancellationError) -> Findings {
        var (findings, found) = try context.opening()
        guard let (model, answer, plan) = found, let objective = answer.objective,
            context.asks(.robustness, &findings)
        else { return findings }
        do throws(ProgrammeFailure) {
            var search = try context.newSearch()
            var idle: [String] = []
            let central = context.outlook?.effects([:]) ?? []
            for (index, input) in (context.outlook?.inputs ?? []).enumerated()
            where input.isShared {
                guard let outlook = context.outlook, let ends = input.range.ends else { continue }
                var own = Findings()
                var isIdle = true
                for (end, value) in [("low", ends.lowerBound), ("high", ends.upperBound)] {
                    let scenario = outlook.alone(index, at: value, beside: central)
                    let data = context.data.turned(scenario)
                    guard
                        let best = try search.bestOfEach(
                            model, weights: context.weights, scenarios: [scenario], start: plan)?
                            .first
                    else { throw Task.isCancelled ? .stopped : .withoutPlan }
                    if Task.isCancelled { throw .stopped }
                    let there = add(input.code, end, data, best, plan, context, &own)
                    isIdle =
                        isIdle && abs(there - objective) < 1e-9 * max(1, abs(objective))
                        && best.objective - there < 1e-6 * max(1, abs(there))
                }
                if isIdle { idle.append(input.code) } else { findings.list += own.list }
            }
            if !idle.isEmpty {
                let list = idle.joined(separator: ", ")
                findings.notices.append(
                    LocalizedText(
                        en:
                            "Neither the programme nor the choice hangs on these (assumptions.csv, prices.csv): \(list).",
                        ru:
                            "Ни программа, ни выбор от них не зависят (assumptions.csv, prices.csv): \(list)."
                    ))
            }
            if let ends = context.rateRange?.ends {
                for (end, value) in [("low", ends.lowerBound), ("high", ends.upperBound)] {
                    var data = context.data
                    data.rate = value
                    let other: ProgrammeModel
                    do throws(ProgrammeFault) { other = try ProgrammeModel(data) } catch {
                        throw .data(error)
                    }
                    let answer = try search.best(
                        other, weights: context.weights, start: plan, breaksTies: false)
                    guard let best = answer.plan, let objective = answer.objective else {
                        throw Task.isCancelled ? .stopped : .withoutPlan
                    }
                    if Task.isCancelled { throw .stopped }
                    add("discount_rate", end, data, (best, objective), plan, context, &findings)
                }
            }
        } catch {
            if Task.isCancelled { throw CancellationError() }
            findings.notices.append(error.words)
        }
        if findings.list.isEmpty && findings.notices.isEmpty {
            findings.notices.append(
                LocalizedText(
                    en: "Needs assumptions or prices with ranges (assumptions.csv, prices.csv).",
                    ru:
                        "Нужны предположения или цены с диапазонами (assumptions.csv, prices.csv)."
                ))
        }
        return findings
    }

    /// - Returns: What the programme comes to there.
    @discardableResult
    private func add(
        _ code: String, _ end: String, _ data: ProgrammeData,
        _ best: (plan: Plan, objective: Double), _ plan: Plan, _ context: ProgrammeContext,
        _ findings: inout Findings
    ) -> Double {
        let value = data.objective(of: plan, context.weights)
        // A search ends within the gap: what is less than that behind is not behind.
        let goal = max(value, best.objective)
        let changes =
            goal - value < 1e-6 * max(1, abs(value))
            ? 0 : zip(plan.starts, best.plan.starts).count { $0 != $1 }
        func finding(_ component: String, _ bindings: [Derivation.Binding]) {
            findings.list.append(
                Finding(
                    method, context.key(component, of: code), bindings: bindings,
                    quality: .assumption))
        }
        finding(end, [context.answered("z", value, "of the programme", "по программе")])
        finding(
            "\(end).behind",
            [
                context.answered("b", goal, "solved anew", "новое решение"),
                Derivation.Binding(
                    "z", value, from: .result(method: method.id, context.key(end, of: code))),
            ])
        finding(
            "\(end).changes",
            [context.answered("k", Double(changes), "of the two plans", "по двум планам")])
        return value
    }
}

/// What it costs to hold money back for projects that turn out dearer (METHODS 7.5).
struct RobustnessMethod: FindingMethod {
    typealias Context = ProgrammeContext

    let scope = MethodScope.regions
    private static let steps = [0.0, 1, 2, 3, 5]
    private static let draws = 10_000

    let method = Method(
        id: "price-of-robustness",
        name: LocalizedText(en: "Price of robustness", ru: "Цена надёжности"),
        section: "7.5",
        components: [
            Method.Component(
                "objective", name: LocalizedText(en: "effects by weight", ru: "эффекты по весам"),
                formula: Expression("z")),
            Method.Component(
                "price",
                name: LocalizedText(
                    en: "lost by holding money back", ru: "потеря из-за запаса денег"),
                formula: Expression("f - z")),
            Method.Component(
                "chance",
                name: LocalizedText(
                    en: "chance that a budget is overdrawn",
                    ru: "вероятность превышения бюджета"),
                formula: Expression("k")),
            Method.Component(
                "projects", name: LocalizedText(en: "projects", ru: "проектов"),
                formula: Expression("k")),
        ],
        symbols: [
            Method.Symbol(
                "z",
                LocalizedText(en: "of the plan that is safe so far", ru: "плана с этим запасом")),
            Method.Symbol(
                "f", LocalizedText(en: "of the plan without a reserve", ru: "плана без запаса")),
            Method.Symbol("k", LocalizedText(en: "of the plan", ru: "по плану")),
        ],
        reading: LocalizedText(
            en:
                "The plan `reserve-2` keeps every budget in every year whichever two projects cost as much as their ranges allow at once; `reserve-all` however many do. The chance is how often some budget is overdrawn in some year where all costs are drawn from their ranges; without a reserve it is often near one, since a good plan spends all there is. Where the price rises faster than the chance falls, more reserve is not worth it.",
            ru:
                "План `reserve-2` выдерживает каждый бюджет в каждом году, какие бы два проекта ни подорожали до края своих диапазонов; `reserve-all` — сколько бы их ни подорожало. Вероятность — как часто в каком-либо году превышен какой-либо бюджет, если все стоимости разыграны из диапазонов; без запаса она часто близка к единице: хороший план тратит всё. Где цена растёт быстрее, чем падает вероятность, больший запас не окупается."
        ),
        literature: ["Bertsimas and Sim (2004), The price of robustness"],
        paperTag: "P-econ")

    func findings(in context: ProgrammeContext) throws(CancellationError) -> Findings {
        var (findings, found) = try context.opening()
        guard found != nil, context.asks(.robustness, &findings) else { return findings }
        let costs = context.costRanges
        guard !costs.isEmpty else {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Needs ranges of what projects cost (low and high of kind funding in project_flows.csv).",
                    ru:
                        "Нужны диапазоны стоимости проектов (low и high у вида funding в project_flows.csv)."
                ))
            return findings
        }
        findings.parameters += [
            .init("draws", "\(Self.draws)"), .init("seed", "\(context.parameters.seed)"),
            .init("random", RandomStream.algorithmVersion),
        ]
        let overruns = costs.overruns(context.data)
        do throws(ProgrammeFailure) {
            var search = try context.newSearch()
            var before: Double?
            for step in Self.steps + [Double(context.data.candidates.count)] {
                let isAll = step > Self.steps.last ?? 0
                let name = "reserve-\(isAll ? "all" : "\(Int(step))")"
                var data = context.data
                data.reserve = .init(projects: step, overruns: overruns)
                let model: ProgrammeModel
                do throws(ProgrammeFault) { model = try ProgrammeModel(data) } catch {
                    throw .data(error)
                }
                let answer = try search.best(model, weights: context.weights, breaksTies: false)
                if Task.isCancelled { throw .stopped }
                guard let plan = answer.plan, let objective = answer.objective else {
                    findings.notices.append(
                        LocalizedText(
                            en: "With \(name) no plan keeps every rule (programme.csv).",
                            ru: "При \(name) ни один план не соблюдает всех правил (programme.csv)."
                        ))
                    break
                }
                before = before ?? objective
                let chance = costs.chanceOfOverdraft(
                    plan, data, draws: Self.draws, seed: context.parameters.seed)
                func finding(_ component: String, _ bindings: [Derivation.Binding]) {
                    findings.list.append(
                        Finding(
                            method, context.key(component, of: name), bindings: bindings,
                            quality: .assumption))
                }
                let own = context.answered("z", objective, "of the plan", "по плану")
                finding("objective", [own])
                finding(
                    "price",
                    [
                        Derivation.Binding(
                            "f", before ?? objective,
                            from: .result(
                                method: method.id, context.key("objective", of: "reserve-0"))),
                        own,
                    ])
                finding("chance", [context.answered("k", chance, "drawn", "розыгрыш")])
                finding(
                    "projects",
                    [
                        context.answered(
                            "k", Double(plan.starts.count { $0 != nil }), "of the plan", "по плану")
                    ])
            }
        } catch {
            if Task.isCancelled { throw CancellationError() }
            findings.notices.append(error.words)
        }
        return findings
    }
}

extension ProgrammeContext {
    /// The funding of candidates with its ranges.
    var costRanges: CostRanges {
        CostRanges(
            pieces: data.candidates.indices.map { index in
                guard flows.indices.contains(index) else { return [] }
                return flows[index].sorted { $0.key < $1.key }.flatMap { subject, own in
                    subject.hasPrefix("budget/")
                        ? own.map {
                            CostRanges.Piece(
                                source: String(subject.dropFirst("budget/".count)), age: $0.age,
                                planned: $0.value, range: $0.range)
                        } : []
                }
            })
    }
}

/// How far the weights may move before another plan is the best (METHODS 7.4).
struct WeightStabilityMethod: FindingMethod {
    typealias Context = ProgrammeContext

    let scope = MethodScope.regions

    let method = Method(
        id: "weight-stability",
        name: LocalizedText(
            en: "How far weights may move", ru: "Насколько могут сдвинуться веса"),
        section: "7.4",
        components: [
            Method.Component(
                "weight", name: LocalizedText(en: "weight", ru: "вес"), formula: Expression("w")),
            Method.Component(
                "lower",
                name: LocalizedText(
                    en: "the programme is best from", ru: "программа лучшая от"),
                formula: Expression("v")),
            Method.Component(
                "upper", name: LocalizedText(en: "up to", ru: "до"), formula: Expression("v")),
            Method.Component(
                "radius",
                name: LocalizedText(
                    en: "all weights may move at once by this part of themselves",
                    ru: "все веса сразу могут сдвинуться на эту долю"),
                formula: Expression("v")),
        ],
        symbols: [
            Method.Symbol("w", LocalizedText(en: "weight", ru: "вес")),
            Method.Symbol(
                "v",
                LocalizedText(
                    en: "where another plan becomes as good, by programmes solved anew",
                    ru: "где другой план становится не хуже, по новым решениям программы")),
        ],
        reading: LocalizedText(
            en:
                "Between the two ends the programme stays the best while the other weights are what they are. The radius is for all of them at once, each up or down by no more than that part of itself: experts who differ by less need not agree. An end that is absent was not met up to ten times the weight.",
            ru:
                "Между краями программа остаётся лучшей, пока остальные веса на месте. Радиус — для всех сразу, каждый вверх или вниз не больше чем на эту долю: эксперты, расходящиеся меньше, могут не спорить. Если края нет, до десятикратного веса он не встретился."
        ),
        literature: [
            "Sotskov, Leontev and Gordeev (1995), Some concepts of stability analysis in combinatorial optimization"
        ],
        paperTag: "P-econ")

    func findings(in context: ProgrammeContext) throws(CancellationError) -> Findings {
        var (findings, found) = try context.opening()
        guard let (model, answer, plan) = found, context.asks(.robustness, &findings) else {
            return findings
        }
        // Within the gap of the search another plan may be better already.
        guard answer.status == .optimal else {
            findings.notices.append(
                LocalizedText(
                    en:
                        "The programme is not proven to be the best, so there is no telling how far weights may move (programme.seconds, programme.csv).",
                    ru:
                        "Не доказано, что программа лучшая, и сказать, насколько могут сдвинуться веса, нельзя (programme.seconds, programme.csv)."
                ))
            return findings
        }
        do throws(ProgrammeFailure) {
            var search = try context.newSearch()
            let stability = try search.weightStability(
                of: plan, model, weights: context.weights)
            if Task.isCancelled { throw .stopped }
            func finding(
                _ component: String, _ subject: String?, _ binding: Derivation.Binding
            ) {
                findings.list.append(
                    Finding(
                        method, context.key(component, of: subject), bindings: [binding],
                        quality: .estimate))
            }
            func met(_ value: Double) -> Derivation.Binding {
                context.answered("v", value, "solved anew", "новое решение")
            }
            for interval in stability.intervals {
                let kind = interval.kind
                let subject = "effect-\(kind.rawValue)"
                finding(
                    "weight", subject,
                    Derivation.Binding(
                        "w", context.weights[kind],
                        from: context.weightReference(kind)))
                finding("lower", subject, met(interval.lower))
                if let upper = interval.upper { finding("upper", subject, met(upper)) }
            }
            if let radius = stability.radius { finding("radius", nil, met(radius)) }
            findings.parameters.append(.init("searches", "\(stability.searches)"))
        } catch {
            if Task.isCancelled { throw CancellationError() }
            findings.notices.append(error.words)
        }
        return findings
    }
}
