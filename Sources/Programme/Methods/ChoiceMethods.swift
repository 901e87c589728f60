internal import Numerics
internal import Optimisation
internal import Region
internal import Wording

extension ProgrammeContext {
    /// A number that the solver gave, with what was asked.
    func answered(
        _ symbol: String, _ value: Double, _ english: String, _ russian: String
    ) -> Derivation.Binding {
        Derivation.Binding(
            symbol, value, from: .note(LocalizedText(en: english, ru: russian)))
    }
}

/// Why each project starts when it does (METHODS 7.6).
struct ReasonMethod: FindingMethod {
    typealias Context = ProgrammeContext

    let scope = MethodScope.regions

    private static func block(_ group: Breach.Group, _ when: String) -> String {
        "\(when).\(group.rawValue)"
    }

    let method = Method(
        id: "programme-reasons",
        name: LocalizedText(en: "Why then", ru: "Почему тогда"),
        section: "7.6",
        components: [
            Method.Component(
                "worth",
                name: LocalizedText(
                    en: "the programme loses without it", ru: "программа теряет без него"),
                formula: Expression("z - y")),
            Method.Component(
                "earlier",
                name: LocalizedText(en: "lost if a year earlier", ru: "потеря, если годом раньше"),
                formula: Expression("z - y")),
            Method.Component(
                "later",
                name: LocalizedText(en: "lost if a year later", ru: "потеря, если годом позже"),
                formula: Expression("z - y")),
        ]
            + ["earlier", "later"].flatMap { when in
                Breach.Group.allCases.map { group in
                    Method.Component(
                        block(group, when),
                        name: LocalizedText(
                            en:
                                "\(when == "earlier" ? "a year earlier" : "a year later") stopped by: \(group.words.english)",
                            ru:
                                "\(when == "earlier" ? "годом раньше" : "годом позже") мешает: \(group.words.russian)"
                        ),
                        formula: Expression("k"))
                }
            },
        symbols: [
            Method.Symbol(
                "z",
                LocalizedText(
                    en: "effects by weight of the programme", ru: "эффекты программы по весам")),
            Method.Symbol(
                "y",
                LocalizedText(
                    en: "the same of the best programme without it, or with it in the other year",
                    ru: "то же у лучшей программы без него или с ним в другом году")),
            Method.Symbol(
                "k",
                LocalizedText(
                    en: "1: with these rules alone set aside it could start then",
                    ru: "1: если отменить только эти правила, он мог бы начаться тогда")),
        ],
        reading: LocalizedText(
            en:
                "Each number is that of a programme solved anew. A loss of nothing means that the other year is as good. Where no programme has the project start a year earlier or later, what stops it is named: set aside alone, it would let the project start then.",
            ru:
                "Каждое число получено новым решением программы. Нулевая потеря — другой год не хуже. Если ни в одной программе проект не может начаться годом раньше или позже, названо, что мешает: без одного этого он мог бы."
        ),
        literature: [
            "Geoffrion and Nauss (1977), Parametric and postoptimality analysis in integer linear programming"
        ],
        paperTag: "P-seq")

    func findings(in context: ProgrammeContext) throws(CancellationError) -> Findings {
        var (findings, found) = try context.opening()
        guard let (model, answer, _) = found, let objective = answer.objective else {
            return findings
        }
        let asked = context.parameters.questions.compactMap { question -> ObjectCode? in
            if case .why(let code) = question { code } else { nil }
        }
        guard !asked.isEmpty else {
            _ = context.asks(.why("CODE"), &findings)
            return findings
        }
        do throws(ProgrammeFailure) {
            var search = try context.newSearch()
            for code in asked {
                guard let index = context.data.candidates.firstIndex(where: { $0.code == code })
                else { continue }
                guard
                    let reasons = try search.reasons(
                        for: index, in: answer, of: model, weights: context.weights)
                else { continue }
                if Task.isCancelled { throw .stopped }
                func lost(_ component: String, _ loss: Double, _ year: Int?) {
                    let asked = year.map { "\(context.data.years[$0])" }
                    findings.list.append(
                        Finding(
                            method, context.key(component, index),
                            bindings: [
                                Derivation.Binding(
                                    "z", objective,
                                    from: .result(
                                        method: "programme-effects", context.key("objective"))),
                                context.answered(
                                    "y", objective - loss,
                                    asked.map { "solved with its start in \($0)" }
                                        ?? "solved without it",
                                    asked.map { "решение с началом в \($0)" } ?? "решение без него"),
                            ], quality: .estimate))
                }
                if let worth = reasons.worth { lost("worth", max(0, worth), nil) }
                for (when, shift) in [("earlier", reasons.earlier), ("later", reasons.later)] {
                    guard let shift else { continue }
                    if let loss = shift.loss { lost(when, loss, shift.year) }
                    for group in shift.blockers {
                        findings.list.append(
                            Finding(
                                method, context.key(Self.block(group, when), index),
                                bindings: [
                                    context.answered(
                                        "k", 1,
                                        "solved with \(group.words.english) set aside",
                                        "решение без условия: \(group.words.russian)")
                                ], quality: .estimate))
                    }
                }
            }
        } catch {
            if Task.isCancelled { throw CancellationError() }
            findings.notices.append(error.words)
        }
        return findings
    }
}

/// Plans between which only preferences decide (METHODS 7.4).
struct TradeOffMethod: FindingMethod {
    typealias Context = ProgrammeContext

    let scope = MethodScope.regions

    let method = Method(
        id: "pareto-front",
        name: LocalizedText(en: "Trade-offs between effects", ru: "Выбор между эффектами"),
        section: "7.4",
        components: [
            Method.Component(
                "economic", name: LocalizedText(en: "economic", ru: "экономический"),
                formula: Expression("z")),
            Method.Component(
                "social", name: LocalizedText(en: "social", ru: "социальный"),
                formula: Expression("z")),
            Method.Component(
                "ecological", name: LocalizedText(en: "ecological", ru: "экологический"),
                formula: Expression("z")),
            Method.Component(
                "indirect", name: LocalizedText(en: "indirect", ru: "косвенный"),
                formula: Expression("z")),
            Method.Component(
                "cost", name: LocalizedText(en: "cost", ru: "стоимость"),
                formula: Expression("z")),
            Method.Component(
                "projects", name: LocalizedText(en: "projects", ru: "проектов"),
                formula: Expression("z")),
            Method.Component(
                "start", name: LocalizedText(en: "starts in", ru: "начало"),
                formula: Expression("z")),
        ],
        symbols: [
            Method.Symbol(
                "z",
                LocalizedText(
                    en: "present value in the plan, reckoned from its starts",
                    ru: "приведённая величина по плану, по годам начала"))
        ],
        reading: LocalizedText(
            en:
                "No plan of the list is beaten by another in one effect without losing in a second: which is best is a matter of what counts. The plan `best-…` has the most of that effect, `compromise` is nearest to the best of all four at once, every effect counting the same. The list is that of a grid: between its points there may be more plans.",
            ru:
                "Ни один план списка не проигрывает другому сразу во всём: какой лучше, зависит от того, что важнее. План `best-…` — с наибольшим этим эффектом, `compromise` — ближайший ко всем четырём лучшим сразу при равной важности. Список получен по сетке: между её точками могут быть ещё планы."
        ),
        literature: [
            "Mavrotas and Florios (2013), An improved version of the augmented ε-constraint method (AUGMECON2)",
            "Steuer and Choo (1983), An interactive weighted Tchebycheff procedure",
        ],
        paperTag: "P-comb")

    func findings(in context: ProgrammeContext) throws(CancellationError) -> Findings {
        var (findings, found) = try context.opening()
        guard let (model, _, _) = found, context.asks(.front, &findings) else { return findings }
        do throws(ProgrammeFailure) {
            var search = try context.newSearch()
            let front = try search.tradeOffs(model, steps: context.parameters.front)
            let weights = FourEffects(
                EffectKind.allCases.map { front.indifferent.contains($0) ? 0 : 1 })
            let middle = try search.compromise(
                model, weights: weights, ideal: front.ideal, nadir: front.nadir)
            if Task.isCancelled { throw .stopped }
            for (index, plan) in front.plans.enumerated() {
                let number = index + 1
                add("plan-\(number < 10 ? "0" : "")\(number)", plan, context, &findings)
            }
            for kind in EffectKind.allCases where !front.indifferent.contains(kind) {
                if let best = front.plans.max(by: { $0.effects[kind] < $1.effects[kind] }) {
                    add("best-\(kind.rawValue)", best, context, &findings)
                }
            }
            if let middle { add("compromise", middle, context, &findings) }
            findings.parameters.append(.init("front", "\(context.parameters.front)"))
            findings.parameters.append(.init("searches", "\(front.searches)"))
            if !front.isComplete {
                findings.notices.append(
                    LocalizedText(
                        en:
                            "Some questions of the grid were cut short: plans may be lacking (programme.seconds, programme.csv).",
                        ru:
                            "Часть вопросов сетки прервана: планов может не хватать (programme.seconds, programme.csv)."
                    ))
            }
        } catch {
            if Task.isCancelled { throw CancellationError() }
            findings.notices.append(error.words)
        }
        return findings
    }

    private func add(
        _ name: String, _ efficient: EfficientPlan, _ context: ProgrammeContext,
        _ findings: inout Findings
    ) {
        let evaluation = PlanEvaluation(efficient.plan, context.data)
        func finding(_ component: String, _ value: Double, of part: String? = nil) {
            findings.list.append(
                Finding(
                    method,
                    context.key(component, of: part.map { "\(name)/\($0)" } ?? name),
                    bindings: [
                        context.answered(
                            "z", value, "the plan \(name), found by AUGMECON2",
                            "план \(name), найден методом AUGMECON2")
                    ], quality: .estimate))
        }
        for kind in EffectKind.allCases { finding(kind.rawValue, efficient.effects[kind]) }
        finding("cost", evaluation.cost)
        finding("projects", Double(efficient.plan.starts.count { $0 != nil }))
        for (index, start) in efficient.plan.starts.enumerated() {
            guard let start else { continue }
            finding(
                "start", Double(context.data.years[start]),
                of: context.data.candidates[index].code.rawValue)
        }
    }
}

/// What keeping the order of tiers costs or gains, and what choosing without a solver would come to
/// (METHODS 7.6).
struct OrderMethod: FindingMethod {
    typealias Context = ProgrammeContext

    let scope = MethodScope.regions

    let method = Method(
        id: "price-of-order",
        name: LocalizedText(en: "Price of the order", ru: "Цена очерёдности"),
        section: "7.6",
        components: [
            Method.Component(
                "objective",
                name: LocalizedText(en: "effects by weight", ru: "эффекты по весам"),
                formula: Expression("z")),
            Method.Component(
                "behind",
                name: LocalizedText(
                    en: "behind the free order", ru: "отставание от свободного порядка"),
                formula: Expression("f - z")),
            Method.Component(
                "projects", name: LocalizedText(en: "projects", ru: "проектов"),
                formula: Expression("z")),
            Method.Component(
                "broken",
                name: LocalizedText(
                    en: "targets and limits missed", ru: "не соблюдено целей и пределов"),
                formula: Expression("z")),
        ],
        symbols: [
            Method.Symbol(
                "z", LocalizedText(en: "of the plan", ru: "по плану")),
            Method.Symbol(
                "f",
                LocalizedText(
                    en: "effects by weight of the best plan in free order",
                    ru: "эффекты по весам лучшего плана в свободном порядке")),
        ],
        reading: LocalizedText(
            en:
                "`free`: the best plan in any order. `ordered`: the best where technogenic and ecological projects come first, then processing, services, social infrastructure. `greedy-ratio` and `greedy-order` are what a list sorted by effect for money gives, in any order and tier by tier. The order is dear where `ordered` is far behind; it costs nothing where the two are equal. It is a statement about these projects and numbers, not about regions in general.",
            ru:
                "`free` — лучший план в любом порядке. `ordered` — лучший, где сначала техногенные и экологические проекты, затем переработка, услуги, социальная инфраструктура. `greedy-ratio` и `greedy-order` — что даёт список по эффекту на рубль, в любом порядке и по очередям. Порядок дорог, если `ordered` далеко позади; он ничего не стоит, если они равны. Это вывод об этих проектах и числах, а не о регионах вообще."
        ),
        literature: [
            "Krasnov and Salikhov: clusters of mining regions, order of development"
        ],
        paperTag: "P-seq")

    func findings(in context: ProgrammeContext) throws(CancellationError) -> Findings {
        var (findings, found) = try context.opening()
        guard found != nil, context.asks(.order, &findings) else { return findings }
        guard !context.tiers.isEmpty else {
            findings.notices.append(
                LocalizedText(
                    en: "Needs the tiers of projects (column tier of projects.csv).",
                    ru: "Нужны очереди проектов (столбец tier в projects.csv)."))
            return findings
        }
        do throws(ProgrammeFailure) {
            var search = try context.newSearch()
            guard
                let order = try search.priceOfOrder(
                    context.data, tiers: context.tiers, weights: context.weights)
            else {
                findings.notices.append(
                    LocalizedText(
                        en: "In this order no plan keeps every rule (programme.csv).",
                        ru:
                            "При этом порядке ни один план не соблюдает всех правил (programme.csv)."
                    ))
                return findings
            }
            if Task.isCancelled { throw .stopped }
            let free = order.free.objective ?? 0
            var ordered = context.data
            ordered.tierThresholds = context.tiers
            var open = context.data
            open.tierThresholds = [:]
            let plans: [(String, Plan?, ProgrammeData)] = [
                ("free", order.free.plan, open), ("ordered", order.ordered.plan, ordered),
                (
                    "greedy-ratio",
                    open.greedyPlan(weights: context.weights, rule: .effectForMoney), open
                ),
                (
                    "greedy-order",
                    ordered.greedyPlan(
                        weights: context.weights, rule: .effectForMoney, byTier: true), ordered
                ),
            ]
            for (name, plan, data) in plans {
                guard let plan else { continue }
                let evaluation = PlanEvaluation(plan, data)
                let value = data.objective(evaluation, context.weights)
                func finding(_ component: String, _ bindings: [Derivation.Binding]) {
                    findings.list.append(
                        Finding(
                            method, context.key(component, of: name), bindings: bindings,
                            quality: .estimate))
                }
                let own = context.answered("z", value, "of the plan", "по плану")
                finding("objective", [own])
                finding(
                    "behind",
                    [
                        Derivation.Binding(
                            "f", free,
                            from: .result(
                                method: method.id, context.key("objective", of: "free"))), own,
                    ])
                finding(
                    "projects",
                    [
                        context.answered(
                            "z", Double(plan.starts.count { $0 != nil }), "of the plan", "по плану")
                    ])
                finding(
                    "broken",
                    [
                        context.answered(
                            "z",
                            Double(
                                evaluation.breaches.count {
                                    $0.group == .targets || $0.group == .limits
                                }),
                            "of the plan", "по плану")
                    ])
            }
        } catch {
            if Task.isCancelled { throw CancellationError() }
            findings.notices.append(error.words)
        }
        return findings
    }
}

/// How the benefit of the programme could be shared among those who carry out its projects, so that
/// each is better off inside than outside (METHODS 9.4).
struct BenefitShareMethod: FindingMethod {
    typealias Context = ProgrammeContext

    let scope = MethodScope.regions
    /// As many participants as can be asked about in all their combinations.
    private static let most = 6

    let method = Method(
        id: "benefit-shares",
        name: LocalizedText(en: "Sharing the benefit", ru: "Распределение выгоды"),
        section: "9.4",
        components: [
            Method.Component(
                "alone",
                name: LocalizedText(en: "alone it would have", ru: "в одиночку получил бы"),
                formula: Expression("v")),
            Method.Component(
                "shapley", name: LocalizedText(en: "Shapley value", ru: "вектор Шепли"),
                formula: Expression("sum(p * m)")),
            Method.Component(
                "nucleolus", name: LocalizedText(en: "nucleolus", ru: "n-ядро"),
                formula: Expression("v")),
            Method.Component(
                "gain",
                name: LocalizedText(
                    en: "better off inside by (Shapley)", ru: "выигрыш от участия (Шепли)"),
                formula: Expression("s - v")),
            Method.Component(
                "together",
                name: LocalizedText(en: "these together would have", ru: "вместе получили бы"),
                formula: Expression("v")),
            Method.Component(
                "subsidy",
                name: LocalizedText(
                    en: "the least subsidy that keeps all inside",
                    ru: "наименьшая доплата, удерживающая всех"),
                formula: Expression("v")),
            Method.Component(
                "blocking",
                name: LocalizedText(
                    en: "groups better off outside (Shapley)",
                    ru: "групп, которым лучше вне программы (Шепли)"),
                formula: Expression("v")),
            Method.Component(
                "superadditive",
                name: LocalizedText(
                    en: "1: no two groups lose by coming together",
                    ru: "1: никакие две группы не теряют от объединения"),
                formula: Expression("v")),
            Method.Component(
                "projects",
                name: LocalizedText(en: "projects in the programme", ru: "проектов в программе"),
                formula: Expression("n")),
            Method.Component(
                "invests",
                name: LocalizedText(
                    en: "their cost, present value", ru: "их стоимость, приведённая"),
                formula: Expression("sum(c)")),
            Method.Component(
                "brings",
                name: LocalizedText(
                    en: "they bring by weight, present value",
                    ru: "они дают по весам, приведённая величина"),
                formula: Expression("sum(c)")),
        ],
        symbols: [
            Method.Symbol("n", LocalizedText(en: "number", ru: "число")),
            Method.Symbol(
                "c", LocalizedText(en: "of each project", ru: "по проектам")),
            Method.Symbol(
                "v",
                LocalizedText(
                    en: "effects by weight of the best programme of these participants' projects",
                    ru: "эффекты по весам лучшей программы из проектов этих участников")),
            Method.Symbol(
                "p",
                LocalizedText(
                    en: "chance that these came before, in orders of coming",
                    ru: "доля порядков, в которых эти пришли раньше")),
            Method.Symbol(
                "m",
                LocalizedText(en: "what it adds to them", ru: "сколько он к ним добавляет")),
            Method.Symbol("s", LocalizedText(en: "Shapley value", ru: "вектор Шепли")),
        ],
        reading: LocalizedText(
            en:
                "Each group of participants is asked what programme it could carry out with its own projects and those of nobody, with all the money and the same rules. The Shapley value is what a participant adds on average, whoever came before; it is less than what the participant would have alone where all of them want the same money, and more where they need each other. Groups that would be better off by themselves could leave: the subsidy is the least that keeps everyone.",
            ru:
                "Для каждой группы участников найдена программа, которую она осуществила бы из своих и ничьих проектов при всех деньгах и тех же правилах. Вектор Шепли — сколько участник добавляет в среднем, кто бы ни пришёл раньше; он меньше того, что участник имел бы в одиночку, если всем нужны одни деньги, и больше, если они нужны друг другу. Группы, которым лучше самим, могли бы уйти: доплата — наименьшее, что удержит всех."
        ),
        literature: [
            "Shapley (1953), A value for n-person games",
            "Schmeidler (1969), The nucleolus of a characteristic function game",
            "Bachrach et al. (2009), The cost of stability in coalitional games",
        ],
        paperTag: "P-motiv")

    func findings(in context: ProgrammeContext) throws(CancellationError) -> Findings {
        var (findings, found) = try context.opening()
        guard let (_, _, plan) = found, context.asks(.shares, &findings) else { return findings }
        let players = Set(context.participants.compactMap(\.self)).sorted()
        guard (2...Self.most).contains(players.count) else {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Needs two to \(Self.most) participants (column participant of projects.csv); there are \(players.count).",
                    ru:
                        "Нужно от двух до \(Self.most) участников (столбец participant в projects.csv), есть \(players.count)."
                ))
            return findings
        }
        do throws(ProgrammeFailure) {
            let game = try game(players, context)
            if Task.isCancelled { throw .stopped }
            let settled = try settled(game)
            add(game, players, settled.nucleolus, settled.subsidy, context, &findings)
            addCards(players, plan, context, &findings)
        } catch {
            if Task.isCancelled { throw CancellationError() }
            findings.notices.append(error.words)
        }
        return findings
    }

    private func settled(
        _ game: CooperativeGame
    ) throws(ProgrammeFailure) -> (nucleolus: [Double]?, subsidy: Double?) {
        do throws(SolverError) {
            var core = try CoreSolver()
            return (try core.nucleolus(game), try core.subsidy(game))
        } catch { throw .solver(error) }
    }

    /// What each group could do alone; a group without a plan has nothing.
    private func game(
        _ players: [String], _ context: ProgrammeContext
    ) throws(ProgrammeFailure) -> CooperativeGame {
        var search = try context.newSearch()
        var values = [0.0]
        for coalition in 1..<(1 << players.count) {
            var data = context.data
            // A group alone is not held to what was promised with all of them.
            data.targets = data.targets.filter { $0.value.penalty != nil }
            for index in data.candidates.indices {
                data.candidates[index].isRequired = false
                guard let who = context.participants[index],
                    let player = players.firstIndex(of: who)
                else { continue }
                if coalition & (1 << player) == 0 { data.candidates[index].isBanned = true }
            }
            let model: ProgrammeModel
            do throws(ProgrammeFault) { model = try ProgrammeModel(data) } catch {
                throw .data(error)
            }
            let answer = try search.best(model, weights: context.weights, breaksTies: false)
            values.append(max(0, answer.objective ?? 0))
        }
        return CooperativeGame(players: players.count, values: values)
    }

    /// What each participant puts in and what its projects bring.
    private func addCards(
        _ players: [String], _ plan: Plan, _ context: ProgrammeContext, _ findings: inout Findings
    ) {
        for player in players {
            let own = plan.starts.indices.filter {
                plan.starts[$0] != nil && context.participants[$0] == player
            }
            func finding(_ component: String, _ binding: Derivation.Binding) {
                findings.list.append(
                    Finding(
                        method, context.key(component, of: player), bindings: [binding],
                        quality: .estimate))
            }
            finding(
                "projects", context.answered("n", Double(own.count), "of the plan", "по плану"))
            let evaluations = own.map { index in
                var alone = Plan([Int?](repeating: nil, count: plan.starts.count))
                alone.starts[index] = plan.starts[index]
                return PlanEvaluation(alone, context.data)
            }
            for (component, source, values) in [
                ("invests", "cost", evaluations.map(\.cost)),
                ("brings", "value", evaluations.map { $0.effects.weighted(by: context.weights) }),
            ] {
                finding(
                    component,
                    Derivation.Binding(
                        "c", .list(values),
                        from: own.map {
                            .result(method: "programme-plan", context.key(source, $0))
                        }))
            }
        }
    }

    private func add(
        _ game: CooperativeGame, _ players: [String], _ nucleolus: [Double]?, _ subsidy: Double?,
        _ context: ProgrammeContext, _ findings: inout Findings
    ) {
        func name(_ coalition: Int) -> String {
            players.indices.filter { coalition & (1 << $0) != 0 }.map { players[$0] }
                .joined(separator: "+")
        }
        func finding(_ component: String, _ subject: String?, _ bindings: [Derivation.Binding]) {
            findings.list.append(
                Finding(
                    method, context.key(component, of: subject), bindings: bindings,
                    quality: .estimate))
        }
        func solved(_ value: Double) -> Derivation.Binding {
            context.answered(
                "v", value, "solved with their projects alone", "решение из их проектов")
        }
        func together(_ coalition: Int) -> InputReference {
            coalition == 0
                ? .note(LocalizedText(en: "nobody", ru: "никто"))
                : .result(method: method.id, context.key("together", of: name(coalition)))
        }
        for coalition in 1..<game.values.count {
            finding("together", name(coalition), [solved(game.values[coalition])])
        }
        let shapley = game.shapley
        for (index, player) in players.enumerated() {
            finding("alone", player, [solved(game.values[1 << index])])
            var (chances, added): ([Double], [Double]) = ([], [])
            var references: [InputReference] = []
            for coalition in game.values.indices where coalition & (1 << index) == 0 {
                let before = coalition.nonzeroBitCount
                // |S|! (n − |S| − 1)! / n!
                var chance = 1 / Double(players.count)
                for step in 0..<before {
                    chance *= Double(before - step) / Double(players.count - 1 - step)
                }
                chances.append(chance)
                added.append(game.values[coalition | (1 << index)] - game.values[coalition])
                references.append(together(coalition | (1 << index)))
            }
            finding(
                "shapley", player,
                [
                    Derivation.Binding(
                        "p", .list(chances),
                        from: chances.map { _ in
                            .note(LocalizedText(en: "orders of coming", ru: "порядки прихода"))
                        }), Derivation.Binding("m", .list(added), from: references),
                ])
            finding(
                "gain", player,
                [
                    Derivation.Binding(
                        "s", shapley[index],
                        from: .result(method: method.id, context.key("shapley", of: player))),
                    Derivation.Binding(
                        "v", game.values[1 << index],
                        from: .result(method: method.id, context.key("alone", of: player))),
                ])
            if let nucleolus {
                finding(
                    "nucleolus", player,
                    [context.answered("v", nucleolus[index], "nucleolus", "n-ядро")])
            }
        }
        if let subsidy {
            finding(
                "subsidy", nil,
                [context.answered("v", subsidy, "linear programme", "линейная программа")])
        }
        finding(
            "superadditive", nil,
            [
                context.answered(
                    "v", game.isSuperadditive ? 1 : 0, "of all groups", "из всех групп")
            ])
        finding(
            "blocking", nil,
            [
                context.answered(
                    "v",
                    Double(game.blocking(shapley, tolerance: 1e-6 * max(1, game.whole)).count),
                    "of all groups", "из всех групп")
            ])
    }
}
