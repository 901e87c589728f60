internal import Numerics
internal import Region
internal import Relatedness
internal import Specialisation
internal import Wording

/// What type each cluster of a region is (METHODS 4.1).
struct TypeMethod: FindingMethod {
    typealias Context = ClusterContext

    private static let typeNames = [
        LocalizedText(en: "Marshallian", ru: "маршаллианский"),
        LocalizedText(en: "hub-and-spoke", ru: "радиальный"),
        LocalizedText(en: "satellite", ru: "спутниковый"),
        LocalizedText(en: "state-anchored", ru: "прикованный к государству"),
    ]
    private static let scoreNames = ["marshallian", "hubAndSpoke", "satellite", "stateAnchored"]
    private static let overlayNames: [ClusterOverlay: LocalizedText] = [
        .innovative: LocalizedText(en: "innovative", ru: "инновационный"),
        .creative: LocalizedText(en: "creative", ru: "творческий"),
        .touristic: LocalizedText(en: "touristic", ru: "туристический"),
        .technogenic: LocalizedText(en: "technogenic", ru: "техногенный"),
        .ecological: LocalizedText(en: "ecological", ru: "экологический"),
    ]

    let method = Method(
        id: "cluster-type", version: 2,
        name: LocalizedText(en: "Types of clusters", ru: "Типы кластеров"),
        section: "4.1",
        components: [
            Method.Component(
                "type",
                name: LocalizedText(
                    en: "type",
                    ru: "тип"
                ),
                formula: Expression("t")),
            Method.Component(
                "confidence", name: LocalizedText(en: "confidence", ru: "уверенность"),
                formula: Expression("(s_1 - s_2) / s_1 * v")),
            Method.Component(
                "sensitivity",
                name: LocalizedText(
                    en: "same type under ±20 %",
                    ru: "тот же тип при ±20 %"),
                formula: Expression("n / B")),
            Method.Component(
                "firms", name: LocalizedText(en: "firms", ru: "предприятий"),
                formula: Expression("count(z)")),
            Method.Component(
                "concentration",
                name: LocalizedText(
                    en: "largest firm", ru: "крупнейшее предприятие"),
                formula: Expression("maximum(z) / sum(z)")),
            Method.Component(
                "sizeConcentration",
                name: LocalizedText(
                    en: "HHI of sizes",
                    ru: "HHI размеров"),
                formula: Expression("sum((z / sum(z))^2)")),
            Method.Component(
                "smallFirms",
                name: LocalizedText(
                    en: "firms under 250 people",
                    ru: "предприятия до 250 человек"),
                formula: Expression("sum(z * (1 - atLeast(z, 250))) / sum(z)")),
            Method.Component(
                "linkDensity", name: LocalizedText(en: "density of ties", ru: "плотность связей"),
                formula: Expression("L / (N * (N - 1) / 2)")),
            Method.Component(
                "centralisation",
                name: LocalizedText(
                    en: "centralisation of ties", ru: "централизация связей"),
                formula: Expression("sum(maximum(d) - d) / ((N - 1) * (N - 2))")),
            Method.Component(
                "hubTrade",
                name: LocalizedText(
                    en: "supplies that run through the three largest",
                    ru: "поставки через три крупнейших"),
                formula: Expression("sum(y * h) / sum(y)")),
            Method.Component(
                "oneBuyer",
                name: LocalizedText(
                    en: "sales to the greatest buyer outside",
                    ru: "продажи крупнейшему внешнему покупателю"),
                formula: Expression("y_1 / sum(y)")),
            Method.Component(
                "outsideOwners",
                name: LocalizedText(en: "owned from outside", ru: "внешние собственники"),
                formula: Expression("sum(z * o) / sum(z)")),
            Method.Component(
                "stateOwners",
                name: LocalizedText(en: "owned by the state", ru: "государственная собственность"),
                formula: Expression("sum(z * o) / sum(z)")),
        ]
            + ClusterOverlay.allCases.map { overlay in
                let name = overlayNames[overlay] ?? LocalizedText(en: "", ru: "")
                return Method.Component(
                    "overlay.\(overlay.rawValue)",
                    name: LocalizedText(
                        en: "also \(name.english)", ru: "также \(name.russian)"),
                    formula: overlay == .technogenic || overlay == .ecological
                        ? Expression("atLeast(count(n_x), 1)")
                        : Expression("smaller(1, larger(0, (x - lo) / (hi - lo)))"))
            }
            + zip(scoreNames, typeNames).map { id, name in
                Method.Component(
                    "score.\(id)",
                    name: LocalizedText(
                        en: "score: \(name.english)", ru: "балл: \(name.russian)"),
                    formula: Expression("minimum(mu)"))
            },
        symbols: [
            Method.Symbol(
                "t", LocalizedText(en: "the type with the highest score", ru: "тип с высшим баллом")
            ),
            Method.Symbol("s_1", LocalizedText(en: "the highest score", ru: "высший балл")),
            Method.Symbol("s_2", LocalizedText(en: "the second", ru: "второй балл")),
            Method.Symbol(
                "v",
                LocalizedText(
                    en: "share of the rules' conditions that are known or decided",
                    ru: "доля известных или решённых условий правил")),
            Method.Symbol(
                "n", LocalizedText(en: "runs with the same type", ru: "расчётов с тем же типом")),
            Method.Symbol("B", LocalizedText(en: "runs", ru: "всего расчётов")),
            Method.Symbol(
                "z",
                LocalizedText(
                    en: "size of each firm: people employed, or revenue where that is not known",
                    ru: "размер предприятия: численность, а где неизвестна — выручка")),
            Method.Symbol("L", LocalizedText(en: "tied pairs", ru: "связанных пар")),
            Method.Symbol("N", LocalizedText(en: "firms", ru: "предприятий")),
            Method.Symbol(
                "d", LocalizedText(en: "ties of each firm", ru: "связи каждого предприятия")),
            Method.Symbol(
                "mu",
                LocalizedText(
                    en: "how far each known condition of the type holds",
                    ru: "насколько выполнено каждое известное условие типа")),
            Method.Symbol(
                "y",
                LocalizedText(
                    en:
                        "supplies by the weights of the table links; y_1 the greatest to one outside",
                    ru: "поставки по весам таблицы links; y_1 — крупнейшая вовне")),
            Method.Symbol(
                "h",
                LocalizedText(
                    en: "1 where one side is one of the three largest firms",
                    ru: "1, если одна из сторон — одно из трёх крупнейших")),
            Method.Symbol(
                "y_1",
                LocalizedText(
                    en: "supplies to the greatest buyer outside the region",
                    ru: "поставки крупнейшему покупателю вне региона")),
            Method.Symbol(
                "o",
                LocalizedText(
                    en: "1 where the firm is owned so", ru: "1 у предприятий такой собственности")),
            Method.Symbol(
                "n_x",
                LocalizedText(
                    en: "firms whose activity has the trait",
                    ru: "предприятий, чей вид деятельности имеет признак")),
            Method.Symbol(
                "x",
                LocalizedText(
                    en:
                        "research over sales, or share of creative occupations or of touristic activities, each over that of the country",
                    ru:
                        "исследования к продажам, доля творческих профессий или туристических отраслей — каждая к значению по стране"
                )),
            Method.Symbol(
                "lo",
                LocalizedText(en: "what counts as nothing", ru: "значение, равное нулю шкалы")),
            Method.Symbol(
                "hi",
                LocalizedText(en: "what counts as all", ru: "значение, равное единице шкалы")),
        ],
        reading: LocalizedText(
            en:
                "Types: 1 Marshallian, 2 hub-and-spoke, 3 satellite, 4 state-anchored, 0 none of them. The type is that with the highest score; a score is the weakest of its conditions. Under a confidence of 0.25 two types are too near to tell. Conditions without data are skipped and lower the confidence: with sizes alone, or with the largest enterprises alone, a type is a hint. A cluster of any type may also be innovative, creative, touristic, technogenic or ecological, from 0 to 1. The thresholds are defaults of ours unless the table thresholds has others; the sensitivity says how much hangs on them.",
            ru:
                "Типы: 1 маршаллианский, 2 радиальный, 3 спутниковый, 4 прикованный к государству, 0 ни один. Тип — с высшим баллом; балл — слабейшее из условий типа. При уверенности ниже 0,25 два типа неразличимы. Условия без данных пропущены и снижают уверенность: по одним размерам или по одним крупнейшим предприятиям тип — лишь намёк. Кластер любого типа может быть также инновационным, творческим, туристическим, техногенным или экологическим, от 0 до 1. Пороги приняты нами по умолчанию, если их нет в таблице thresholds; устойчивость показывает, сколько от них зависит."
        ),
        literature: [
            "Markusen (1996), Sticky places in slippery space",
            "Freeman (1979), Centrality in social networks",
        ],
        paperTag: "P-type")

    func findings(in context: ClusterContext) throws(CancellationError) -> Findings {
        let panel = context.specialisation.panel
        var findings = Findings(measure: panel.measure, classification: panel.classification)
        findings.parameters = [
            .init("thresholds", context.parameters.thresholds.origin.rawValue),
            .init("replicates", "\(context.parameters.replicates)"),
            .init("seed", "\(context.parameters.seed)"),
        ]
        let regional = RegionalClusters(context, try? context.foundClusters.get())
        findings.notices = regional.notices()
        if regional.clusters.allSatisfy(\.firms.isEmpty) {
            findings.notices.append(RegionalClusters.lackingFirms)
            return findings
        }
        for cluster in regional.clusters where !cluster.firms.isEmpty {
            findings.list += list(cluster, context)
        }
        return findings
    }

    private func list(_ cluster: RegionalClusters.Cluster, _ context: ClusterContext) -> [Finding] {
        let sizes = FirmSizes(cluster.firms)
        let positions = Dictionary(
            uniqueKeysWithValues: cluster.firms.enumerated().map { ($0.element.code, $0.offset) })
        let ties = context.ties.compactMap { tie -> (Int, Int)? in
            guard let from = positions[tie.from], let to = positions[tie.to] else { return nil }
            return (from, to)
        }
        let network =
            context.ties.isEmpty
            ? nil : try? FirmNetwork(count: cluster.firms.count, ties: ties)
        var indicators = TypeIndicators()
        indicators.concentration = try? concentrationRatio(ofSizes: sizes.values)
        if sizes.isPeople {
            indicators.smallFirmShare = try? Clusters.smallFirmShare(employees: sizes.values)
        }
        indicators.linkDensity = try? network?.density
        indicators.centralisation = try? network?.centralisation
        let supplies = Supplies(cluster, sizes.largest, context)
        let owners = Owners(cluster, sizes)
        let overlays = Overlays(cluster, sizes, context)
        indicators.hubTradeShare = supplies.hubShare
        indicators.oneBuyerShare = supplies.oneBuyerShare
        indicators.externalOwnership = owners.share(.outside)
        indicators.publicShare = owners.share(.state)
        let count = cluster.firms.count
        let thresholds = context.parameters.thresholds
        let found = Result { () throws(Undefined) in
            try TypeAssessment(indicators, firms: count, thresholds: thresholds)
        }
        let quality = cluster.firms.map(\.quality).max() ?? .computed
        let year = context.latestYearOfFirms
        func key(_ component: String) -> ResultKey {
            ResultKey(
                place: context.region, object: cluster.code, year: year, component: component)
        }
        func finding(
            _ component: String, _ bindings: [Derivation.Binding], _ undefined: Undefined? = nil,
            coverage: Double = 1
        ) -> Finding {
            Finding(
                method, key(component), bindings: bindings, undefined: undefined,
                coverage: coverage, quality: quality)
        }
        func note(_ english: String, _ russian: String) -> InputReference {
            .note(LocalizedText(en: english, ru: russian))
        }
        let z = Derivation.Binding(
            "z", .list(sizes.values), unit: sizes.unit,
            from: sizes.firms.map {
                .entry(table: "establishments", key: [$0.code.rawValue], column: sizes.column)
            })
        let sized: Undefined? =
            sizes.values.isEmpty
            ? .missing("z") : sizes.values.compensatedSum() > 0 ? nil : .zeroReference
        let known = Double(sizes.values.count) / Double(count)
        let all = Derivation.Binding(
            "z", .list(cluster.firms.map { _ in 1 }),
            from: cluster.firms.map { .note($0.name) })
        var list = [
            finding("firms", [all]),
            finding("concentration", [z], sized, coverage: known),
            finding("sizeConcentration", [z], sized, coverage: known),
            finding(
                "smallFirms", [z], sizes.isPeople ? sized : .missing("headcount"),
                coverage: sizes.isPeople ? known : 0),
        ]
        let firms = Derivation.Binding(
            "N", Double(count), from: .result(method: method.id, key("firms")))
        let degrees = network?.degrees ?? []
        list.append(
            finding(
                "linkDensity",
                [
                    Derivation.Binding(
                        "L", Double(network?.ties.count ?? 0),
                        from: note("pairs of the table links", "пары таблицы links")), firms,
                ],
                network == nil
                    ? .missing("links")
                    : count > 1 ? nil : .insufficientData(have: count, need: 2)))
        list.append(
            finding(
                "centralisation",
                [
                    Derivation.Binding(
                        "d", .list(degrees.map(Double.init)),
                        from: cluster.firms.prefix(degrees.count).map { .note($0.name) }), firms,
                ],
                network == nil
                    ? .missing("links")
                    : count > 2 ? nil : .insufficientData(have: count, need: 3)))
        list += supplies.findings(finding)
        list += owners.findings(finding)
        list += overlays.findings(thresholds, finding)
        switch found {
        case .failure(let reason):
            for component in ["type", "confidence", "sensitivity"] {
                list.append(finding(component, [], reason))
            }
        case .success(let assessment):
            list += assessed(assessment, indicators, count, context, finding, key)
        }
        return list
    }

    private func assessed(
        _ assessment: TypeAssessment, _ indicators: TypeIndicators, _ count: Int,
        _ context: ClusterContext,
        _ finding: (String, [Derivation.Binding], Undefined?, Double) -> Finding,
        _ key: (String) -> ResultKey
    ) -> [Finding] {
        var list: [Finding] = []
        let scores = assessment.rules.map { $0.score ?? 0 }
        let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
        func note(_ english: String, _ russian: String) -> InputReference {
            .note(LocalizedText(en: english, ru: russian))
        }
        let verdict: LocalizedText
        switch assessment.verdict {
        case .type(let type): verdict = Self.typeNames[type.rawValue - 1]
        case .mixed(let first, let second):
            let (a, b) = (Self.typeNames[first.rawValue - 1], Self.typeNames[second.rawValue - 1])
            verdict = LocalizedText(
                en: "mixed: \(a.english) / \(b.english)",
                ru: "смешанный: \(a.russian) / \(b.russian)")
        case .unclassified:
            verdict = LocalizedText(
                en: "no type's conditions hold", ru: "условия ни одного типа не выполнены")
        }
        list.append(
            finding(
                "type",
                [
                    Derivation.Binding(
                        "t", Double(assessment.verdict.leading?.rawValue ?? 0), from: .note(verdict)
                    )
                ], nil, assessment.coverage))
        let hasScore = scores[order[0]] > 0
        let standsAlone = hasScore && assessment.margin == 0 && scores[order[1]] < scores[order[0]]
        list.append(
            finding(
                "confidence",
                [
                    Derivation.Binding(
                        "s_1", scores[order[0]],
                        from: .result(
                            method: method.id, key("score.\(Self.scoreNames[order[0]])"))),
                    Derivation.Binding(
                        "s_2", standsAlone ? scores[order[0]] : scores[order[1]],
                        from: standsAlone
                            ? note(
                                "no other type is known: no margin",
                                "другие типы неизвестны: отрыва нет")
                            : .result(
                                method: method.id, key("score.\(Self.scoreNames[order[1]])"))),
                    Derivation.Binding(
                        "v", assessment.coverage,
                        from: note("conditions of all types", "условия всех типов")),
                ], hasScore ? nil : .constantInput, assessment.coverage))
        if let sensitivity = try? typeSensitivity(
            indicators, firms: count, thresholds: context.parameters.thresholds,
            replicates: context.parameters.replicates, seed: context.parameters.seed)
        {
            list.append(
                finding(
                    "sensitivity",
                    [
                        Derivation.Binding(
                            "n", Double(sensitivity.same),
                            from: note("thresholds drawn from ±20 %", "пороги в пределах ±20 %")),
                        Derivation.Binding(
                            "B", Double(context.parameters.replicates),
                            from: .parameter("clusters.replicates")),
                    ], nil, assessment.coverage))
        }
        for (index, rule) in assessment.rules.enumerated() {
            let conditions = assessment.conditions[index].filter { $0.membership != nil }
            list.append(
                finding(
                    "score.\(Self.scoreNames[index])",
                    [
                        Derivation.Binding(
                            "mu", .list(conditions.map { $0.membership ?? 0 }),
                            from: conditions.map { condition in
                                let bounds =
                                    "\(Expression.plainNumber(condition.bounds.none))…\(Expression.plainNumber(condition.bounds.full))"
                                let isOurs =
                                    context.parameters.thresholds.origin(of: condition.indicator)
                                    == .default
                                return note(
                                    "\(condition.indicator.rawValue), \(isOurs ? "default" : "calibrated") \(bounds)",
                                    "\(condition.indicator.rawValue), \(isOurs ? "по умолчанию" : "задано") \(bounds)"
                                )
                            })
                    ], rule.score == nil ? .missing("x") : nil,
                    Double(conditions.count) / Double(rule.count)))
        }
        return list
    }
}
