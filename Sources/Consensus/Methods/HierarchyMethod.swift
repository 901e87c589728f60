internal import Numerics
public import Region
internal import Wording

/// The methods of the room.
public enum ConsensusMethods {
    public static let all: [any IndexMethod<ConsensusContext>] = [
        HierarchyMethod(), DelphiMethod(), ConcordanceMethod(), FactorMethod(), RegisterMethod(),
    ]
}

/// Weights from comparisons in pairs, and whether to look at one again (METHODS 9.1).
struct HierarchyMethod: FindingMethod {
    typealias Context = ConsensusContext

    let scope = MethodScope.regions

    let method = Method(
        id: "ahp",
        name: LocalizedText(en: "Weights from comparisons", ru: "Веса из попарных сравнений"),
        section: "9.1",
        components: [
            Method.Component(
                "weight", name: LocalizedText(en: "weight", ru: "вес"), formula: Expression("w")),
            Method.Component(
                "priorities",
                name: LocalizedText(
                    en: "mean of the experts' own weights", ru: "среднее весов экспертов"),
                formula: Expression("w")),
            Method.Component(
                "geometric",
                name: LocalizedText(en: "by geometric means", ru: "по средним геометрическим"),
                formula: Expression("w")),
            Method.Component(
                "ratio",
                name: LocalizedText(en: "consistency ratio", ru: "отношение согласованности"),
                formula: Expression("(λ - n) / (n - 1) / R")),
            Method.Component(
                "geometricIndex",
                name: LocalizedText(
                    en: "geometric consistency index", ru: "геометрический индекс согласованности"),
                formula: Expression("w")),
            Method.Component(
                "missing",
                name: LocalizedText(en: "comparisons missing", ru: "не хватает сравнений"),
                formula: Expression("k")),
            Method.Component(
                "stated",
                name: LocalizedText(en: "look again: stated", ru: "пересмотреть: указано"),
                formula: Expression("a")),
            Method.Component(
                "suggested",
                name: LocalizedText(
                    en: "what the rest would say", ru: "что следует из остальных"),
                formula: Expression("w_i / w_j")),
        ],
        symbols: [
            Method.Symbol("w", LocalizedText(en: "weight of the item", ru: "вес предмета")),
            Method.Symbol(
                "λ", LocalizedText(en: "principal eigenvalue", ru: "главное собственное число")),
            Method.Symbol("n", LocalizedText(en: "things compared", ru: "сравниваемых предметов")),
            Method.Symbol(
                "R",
                LocalizedText(
                    en: "mean index of random comparisons",
                    ru: "средний индекс случайных сравнений")),
            Method.Symbol("k", LocalizedText(en: "counted", ru: "подсчитано")),
            Method.Symbol("a", LocalizedText(en: "the judgement", ru: "оценка")),
            Method.Symbol(
                "w_i", LocalizedText(en: "weight of the first", ru: "вес первого")),
            Method.Symbol(
                "w_j", LocalizedText(en: "weight of the second", ru: "вес второго")),
        ],
        reading: LocalizedText(
            en:
                "How much each thing counts, as the group's comparisons say; all weights sum to one. A consistency ratio over 0.1 says that the comparisons contradict each other: the three that do most are listed with what all the others would say. Nobody is made to agree: look again, and keep what was meant.",
            ru:
                "Насколько важен каждый предмет по сравнениям группы; сумма весов — единица. Отношение согласованности больше 0,1 — сравнения противоречат друг другу: три главных противоречия названы вместе с тем, что следует из остальных. Соглашаться никто не обязан: пересмотрите и оставьте то, что имелось в виду."
        ),
        literature: [
            "Saaty (1977), A scaling method for priorities in hierarchical structures",
            "Harker (1987), Incomplete pairwise comparisons in the analytic hierarchy process",
            "Aczél and Saaty (1983), Procedures for synthesizing ratio judgements",
            "Aguarón and Moreno-Jiménez (2003), The geometric consistency index",
        ],
        paperTag: "P-prog")

    func findings(in context: ConsensusContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        findings.parameters = [
            .init("inconsistency", Expression.plainNumber(context.parameters.inconsistency))
        ]
        let surveys = context.surveys.filter(\.isPairwise)
        for survey in surveys {
            if Task.isCancelled { throw CancellationError() }
            add(survey, context, &findings)
        }
        if surveys.isEmpty {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Needs comparisons in pairs: judgements with a second thing (judgements.csv).",
                    ru: "Нужны попарные сравнения: оценки со вторым предметом (judgements.csv)."))
        }
        return findings
    }

    private func add(_ survey: Survey, _ context: ConsensusContext, _ findings: inout Findings) {
        let group = GroupJudgements(survey, context.competence)
        findings.notices += group.faults.map { $0.fault.words(of: $0.expert, in: survey.name) }
        guard let together = group.together, let found = try? Priorities(together) else { return }
        let own = group.members.compactMap { member in
            (try? Priorities(member.judgements)).map { (member, $0) }
        }
        let apart = Priorities.group(own.map { ($0.1.weights, $0.0.competence) })
        let experts = LocalizedText(
            en: "comparisons of \(group.members.count) experts",
            ru: "сравнения экспертов: \(group.members.count)")
        for (index, item) in found.items.enumerated() {
            func finding(_ component: String, _ value: Double) {
                findings.list.append(
                    Finding(
                        method, context.key(component, [survey.name, survey.code(of: item)]),
                        bindings: [Derivation.Binding("w", value, from: .note(experts))],
                        quality: .estimate))
            }
            finding("weight", found.weights[index])
            finding("priorities", apart[index])
            finding("geometric", found.geometric[index])
        }
        add(found, together, [survey.name], context, &findings)
        if group.members.count > 1 {
            for (member, own) in own {
                add(
                    own, member.judgements, [survey.name, "expert", member.expert], context,
                    &findings)
            }
        }
    }

    /// How far comparisons agree, and those that do not.
    private func add(
        _ found: Priorities, _ judgements: PairwiseJudgements, _ parts: [String],
        _ context: ConsensusContext, _ findings: inout Findings
    ) {
        func note(_ english: String, _ russian: String) -> InputReference {
            .note(LocalizedText(en: english, ru: russian))
        }
        func finding(_ component: String, _ parts: [String], _ bindings: [Derivation.Binding]) {
            findings.list.append(
                Finding(
                    method, context.key(component, parts), bindings: bindings, quality: .estimate))
        }
        let count = found.items.count
        if count > 2 {
            finding(
                "ratio", parts,
                [
                    Derivation.Binding(
                        "λ", max(found.root, Double(count)),
                        from: note("of the comparisons", "по сравнениям")),
                    Derivation.Binding("n", Double(count), from: note("items", "предметов")),
                    Derivation.Binding(
                        "R", Priorities.randomIndex(count), from: note("Saaty", "Саати")),
                ])
        }
        if let index = found.geometricIndex {
            finding(
                "geometricIndex", parts,
                [Derivation.Binding("w", index, from: note("of the comparisons", "по сравнениям"))])
        }
        finding(
            "missing", parts,
            [
                Derivation.Binding(
                    "k", Double(judgements.missing), from: note("pairs", "пар"))
            ])
        guard found.ratio > context.parameters.inconsistency else { return }
        var seen: Set<String> = []
        for contradiction in found.contradictions(in: judgements) {
            let pair = "\(contradiction.first)-\(contradiction.second)"
            // Two triples may point at one comparison.
            guard seen.insert(pair).inserted else { continue }
            finding(
                "stated", parts + [pair],
                [
                    Derivation.Binding(
                        "a", contradiction.stated,
                        from: note(
                            contradiction.items.joined(separator: ", "),
                            contradiction.items.joined(separator: ", ")))
                ])
            func weight(_ item: String) -> Double {
                found.items.firstIndex(of: item).map { found.weights[$0] } ?? 0
            }
            finding(
                "suggested", parts + [pair],
                [
                    Derivation.Binding(
                        "w_i", weight(contradiction.first),
                        from: note(contradiction.first, contradiction.first)),
                    Derivation.Binding(
                        "w_j", weight(contradiction.second),
                        from: note(contradiction.second, contradiction.second)),
                ])
        }
    }
}
