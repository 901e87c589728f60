internal import Numerics
internal import Region
internal import Wording

/// What is known of two candidates beside each other.
public struct CandidateTie: Sendable {
    public let first: Int
    public let second: Int
    public let signs: SynergyEstimator.Signs

    public init(first: Int, second: Int, signs: SynergyEstimator.Signs) {
        self.first = first
        self.second = second
        self.signs = signs
    }
}

extension ProgrammeData {
    /// What a candidate brings by weight in a year at full work, by itself.
    func standAlone(_ candidate: Int, _ weights: FourEffects) -> Double {
        // A profile gives what lasts beyond its first years, so that this is the first year at work.
        let project = candidates[candidate]
        return FourEffects(project.effects.map { $0[project.buildYears] }).weighted(by: weights)
    }
}

/// Which projects would help each other, and by how much (METHODS 7.7).
struct SynergyMethod: FindingMethod {
    typealias Context = ProgrammeContext

    let scope = MethodScope.regions

    let method = Method(
        id: "synergy-estimates",
        name: LocalizedText(en: "Synergies, estimated", ru: "Оценка синергий"),
        section: "7.7",
        components: [
            Method.Component(
                "flow",
                name: LocalizedText(
                    en: "takes what the other gives", ru: "берёт то, что даёт другой"),
                formula: Expression("s")),
            Method.Component(
                "input", name: LocalizedText(en: "take the same", ru: "берут одно и то же"),
                formula: Expression("s")),
            Method.Component(
                "trade",
                name: LocalizedText(
                    en: "their industries trade", ru: "торговля их отраслей"),
                formula: Expression("s")),
            Method.Component(
                "closeness", name: LocalizedText(en: "closeness", ru: "близость"),
                formula: Expression("exp(-d / t)")),
            Method.Component(
                "bound", name: LocalizedText(en: "at most, a year", ru: "не больше, в год"),
                formula: Expression("k * v")),
            Method.Component(
                "estimate", name: LocalizedText(en: "estimate, a year", ru: "оценка, в год"),
                formula: Expression("b * c * maximum(s)")),
            Method.Component(
                "stated",
                name: LocalizedText(
                    en: "stated in the table, a year", ru: "задано в таблице, в год"),
                formula: Expression("sum(w * g)")),
        ],
        symbols: [
            Method.Symbol(
                "s", LocalizedText(en: "signs of a tie, 0 to 1", ru: "признаки связи, 0–1")),
            Method.Symbol("d", LocalizedText(en: "distance, km", ru: "расстояние, км")),
            Method.Symbol(
                "t",
                LocalizedText(
                    en: "distance at which a tie is worth 1/e",
                    ru: "расстояние, где связь слабее в e раз")),
            Method.Symbol(
                "k",
                LocalizedText(
                    en: "the most a tie may be worth, as a share",
                    ru: "наибольшая цена связи, доля")),
            Method.Symbol(
                "v",
                LocalizedText(
                    en: "what the smaller project brings a year by weight, by itself",
                    ru: "сколько меньший проект даёт в год по весам сам по себе")),
            Method.Symbol("b", LocalizedText(en: "bound", ru: "граница")),
            Method.Symbol("c", LocalizedText(en: "closeness", ru: "близость")),
            Method.Symbol("w", LocalizedText(en: "weights", ru: "веса")),
            Method.Symbol("g", LocalizedText(en: "effects together", ru: "эффекты вместе")),
        ],
        reading: LocalizedText(
            en:
                "An estimate says which pairs to look at, not what they are worth: it is bounded by a part of the smaller project and rests on what flows between the two, what both take, and how much their industries buy of each other. What the table states is taken in its place. Pairs without any sign of a tie are left out. With programme.synergies=estimated the programme counts estimates where nothing is stated.",
            ru:
                "Оценка говорит, на какие пары смотреть, а не сколько они стоят: она не больше доли меньшего проекта и опирается на потоки между ними, на общие ресурсы и на торговлю их отраслей. Заданное в таблице берётся вместо неё. Пар без признаков связи в списке нет. При programme.synergies=estimated программа учитывает оценки там, где ничего не задано."
        ),
        literature: ["Ansoff (1965), Corporate strategy"],
        paperTag: "P-syn")

    func findings(in context: ProgrammeContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        findings.notices = context.notices
        guard context.data.candidates.count > 1 else { return findings }
        let estimator = context.parameters.estimator
        findings.parameters = [
            .init("share", Expression.plainNumber(estimator.share)),
            .init("reach", Expression.plainNumber(estimator.reach)),
        ]
        let stated = context.statedSynergies
        var overruled: [String] = []
        for tie in context.ties {
            let pair = "\(name(tie.first, context))/\(name(tie.second, context))"
            let signs = [tie.signs.flow, tie.signs.input, tie.signs.trade]
            let known = stated[[tie.first, tie.second].sorted()]
            guard signs.contains(where: { $0 > 0 }) || known != nil else { continue }
            func finding(_ component: String, _ bindings: [Derivation.Binding]) {
                findings.list.append(
                    Finding(
                        method, context.key(component, of: pair), bindings: bindings,
                        quality: .assumption))
            }
            func own(_ component: String) -> InputReference {
                .result(method: method.id, context.key(component, of: pair))
            }
            for (component, value) in zip(["flow", "input", "trade"], signs) {
                finding(
                    component,
                    [
                        context.answered(
                            "s", value,
                            component == "trade"
                                ? "coefficients of the flow table" : "project_flows.csv",
                            component == "trade" ? "коэффициенты таблицы" : "project_flows.csv")
                    ])
            }
            finding(
                "closeness",
                [
                    context.answered(
                        "d", tie.signs.distance ?? 0,
                        tie.signs.distance == nil ? "a place is not known" : "great circle",
                        tie.signs.distance == nil ? "место неизвестно" : "по дуге большого круга"),
                    context.answered("t", estimator.reach, "setting", "настройка"),
                ])
            let value = max(
                0,
                min(
                    context.data.standAlone(tie.first, context.weights),
                    context.data.standAlone(tie.second, context.weights)))
            finding(
                "bound",
                [
                    context.answered("k", estimator.share, "setting", "настройка"),
                    context.answered(
                        "v", value, "four effects by weight", "четыре эффекта по весам"),
                ])
            finding(
                "estimate",
                [
                    Derivation.Binding("b", estimator.share * value, from: own("bound")),
                    Derivation.Binding(
                        "c", estimator.closeness(tie.signs), from: own("closeness")),
                    Derivation.Binding(
                        "s", .list(signs), from: ["flow", "input", "trade"].map(own)),
                ])
            if let known {
                overruled.append(pair)
                finding(
                    "stated",
                    [
                        Derivation.Binding(
                            "w", .list(EffectKind.allCases.map { context.weights[$0] }),
                            from: EffectKind.allCases.map(context.weightReference)),
                        Derivation.Binding(
                            "g", .list(known.values),
                            from: EffectKind.allCases.map { _ in
                                .note(LocalizedText(en: "synergies.csv", ru: "synergies.csv"))
                            }),
                    ])
            }
        }
        if !overruled.isEmpty {
            let list = overruled.joined(separator: ", ")
            findings.notices.append(
                LocalizedText(
                    en:
                        "Stated in the table, which goes before the estimate (synergies.csv): \(list).",
                    ru: "Задано в таблице, что важнее оценки (synergies.csv): \(list)."))
        }
        if findings.list.isEmpty {
            findings.notices.append(
                LocalizedText(
                    en: "No two candidates have a sign of a tie (project_flows.csv).",
                    ru: "Ни у каких двух кандидатов нет признаков связи (project_flows.csv)."))
        }
        return findings
    }

    private func name(_ candidate: Int, _ context: ProgrammeContext) -> String {
        context.data.candidates[candidate].code.rawValue
    }
}

extension ProgrammeContext {
    /// Effects that the table states of pairs.
    var statedSynergies: [[Int]: FourEffects] {
        var stated: [[Int]: FourEffects] = [:]
        for synergy in tableSynergies where synergy.members.count == 2 {
            stated[synergy.members.sorted()] = synergy.effects
        }
        return stated
    }

    /// Estimates of pairs of which nothing is stated, in the economic effect, so that they count what
    /// they are worth by weight.
    public var estimatedSynergies: [Synergy] {
        guard weights[.economic] > 0 else { return [] }
        let stated = statedSynergies
        return ties.compactMap { tie in
            let pair = [tie.first, tie.second].sorted()
            // Variants of one object never work together.
            let groups = pair.map { data.candidates[$0].group }
            guard stated[pair] == nil, groups[0] == nil || groups[0] != groups[1] else {
                return nil
            }
            let value = min(
                data.standAlone(tie.first, weights), data.standAlone(tie.second, weights))
            let estimate = parameters.estimator.estimate(tie.signs, smaller: value)
            guard estimate > 0 else { return nil }
            return Synergy(pair, FourEffects(economic: estimate / weights[.economic]))
        }
    }
}
