internal import Numerics
internal import Region
internal import Relatedness
internal import Specialisation
internal import Wording

/// The firms of the clusters of a region: of those in its register, and of those that its
/// industries make up.
struct RegionalClusters: Sendable {
    struct Cluster: Sendable {
        let code: ObjectCode
        let name: LocalizedText
        let isRegistered: Bool
        /// Enterprises in the order of their codes.
        let firms: [Establishment]
        /// Years that each firm belongs for; empty for a cluster found by industries.
        let members: [ClusterEntry.Member]
        /// Positions of member industries in the panel; empty for a registered cluster.
        let industries: [Int]
    }

    let clusters: [Cluster]
    /// Registered clusters without participants.
    let withoutMembers: [ClusterEntry]

    init(_ context: ClusterContext, _ found: FoundClusters?) {
        let byCode = Dictionary(context.establishments.map { ($0.code, $0) }) { first, _ in first }
        var clusters: [Cluster] = []
        var withoutMembers: [ClusterEntry] = []
        for entry in context.register {
            let firms = entry.members.compactMap { byCode[$0.establishment] }
            guard !firms.isEmpty else {
                withoutMembers.append(entry)
                continue
            }
            clusters.append(
                Cluster(
                    code: entry.code, name: entry.name, isRegistered: true, firms: firms,
                    members: entry.members, industries: []))
        }
        if let found {
            let panel = found.panel
            let positions = Dictionary(
                uniqueKeysWithValues: panel.activities.enumerated().map {
                    ($0.element.code, $0.offset)
                })
            for cluster in found.clusters.indices {
                let members = Set(found.clusters[cluster])
                let firms = context.establishments.filter { firm in
                    guard firm.kind == .enterprise, let activity = firm.activity else {
                        return false
                    }
                    let own =
                        positions[activity]
                        ?? context.panelActivity[activity].flatMap { positions[$0] }
                    return own.map(members.contains) ?? false
                }
                clusters.append(
                    Cluster(
                        code: found.code(cluster),
                        name: panel.activities[found.clusters[cluster][0]].name,
                        isRegistered: false, firms: firms, members: [],
                        industries: found.clusters[cluster]))
            }
        }
        self.clusters = clusters
        self.withoutMembers = withoutMembers
    }

    func notices() -> [LocalizedText] {
        guard !withoutMembers.isEmpty else { return [] }
        let names = { (language: Language) in
            withoutMembers.map { $0.name[language] }.joined(separator: ", ")
        }
        return [
            LocalizedText(
                en:
                    "Clusters of the register without participants (table cluster_members): \(names(.english)).",
                ru:
                    "Кластеры реестра без списка участников (таблица cluster_members): \(names(.russian))."
            )
        ]
    }
}

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

    let method = Method(
        id: "cluster-type", name: LocalizedText(en: "Types of clusters", ru: "Типы кластеров"),
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
        ]
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
        ],
        reading: LocalizedText(
            en:
                "Types: 1 Marshallian, 2 hub-and-spoke, 3 satellite, 4 state-anchored, 0 none of them. The type is that with the highest score; a score is the weakest of its conditions. Under a confidence of 0.25 two types are too near to tell. Conditions without data are skipped and lower the confidence: with sizes alone, or with the largest enterprises alone, a type is a hint. The thresholds are defaults of ours; the sensitivity says how much hangs on them.",
            ru:
                "Типы: 1 маршаллианский, 2 радиальный, 3 спутниковый, 4 прикованный к государству, 0 ни один. Тип — с высшим баллом; балл — слабейшее из условий типа. При уверенности ниже 0,25 два типа неразличимы. Условия без данных пропущены и снижают уверенность: по одним размерам или по одним крупнейшим предприятиям тип — лишь намёк. Пороги приняты нами по умолчанию; устойчивость показывает, сколько от них зависит."
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
            .init("thresholds", "default"), .init("replicates", "\(context.parameters.replicates)"),
            .init("seed", "\(context.parameters.seed)"),
        ]
        let regional = RegionalClusters(context, try? FoundClusters(context))
        findings.notices = regional.notices()
        if regional.clusters.allSatisfy(\.firms.isEmpty) {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Needs enterprises: table establishments.csv with activities, or cluster_members.csv.",
                    ru:
                        "Нужны предприятия: таблица establishments.csv с видами деятельности или cluster_members.csv."
                ))
            return findings
        }
        for cluster in regional.clusters where !cluster.firms.isEmpty {
            findings.list += list(cluster, context)
        }
        return findings
    }

    /// The sizes of firms by the measure that most of them have.
    private struct Sizes {
        let firms: [Establishment]
        let values: [Double]
        let column: String
        let unit: Unit
        var isPeople: Bool { column == "headcount" }

        init(_ firms: [Establishment]) {
            let staffed = firms.filter { $0.headcount != nil }
            let selling = firms.filter { $0.revenue != nil && $0.revenueUnit != nil }
            if staffed.count >= selling.count {
                self.firms = staffed
                values = staffed.map { $0.headcount ?? 0 }
                column = "headcount"
                unit = Unit("persons") ?? .one
            } else {
                let unit = selling[0].revenueUnit ?? .one
                let known = selling.compactMap { firm in
                    firm.revenueUnit?.convert(firm.revenue ?? 0, to: unit).map { (firm, $0) }
                }
                self.firms = known.map(\.0)
                values = known.map(\.1)
                column = "revenue"
                self.unit = unit
            }
        }
    }

    private func list(_ cluster: RegionalClusters.Cluster, _ context: ClusterContext) -> [Finding] {
        let sizes = Sizes(cluster.firms)
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
        let count = cluster.firms.count
        let found = Result { () throws(Undefined) in try TypeAssessment(indicators, firms: count) }
        let quality = cluster.firms.map(\.quality).max() ?? .computed
        // One year for all clusters of the region, so that they stand side by side.
        let year = context.establishments.compactMap(\.year).max()
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
            indicators, firms: count, replicates: context.parameters.replicates,
            seed: context.parameters.seed)
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
                                return note(
                                    "\(condition.indicator.rawValue), default \(bounds)",
                                    "\(condition.indicator.rawValue), по умолчанию \(bounds)")
                            })
                    ], rule.score == nil ? .missing("x") : nil,
                    Double(conditions.count) / Double(rule.count)))
        }
        return list
    }
}

/// How far along each cluster of a region is, year by year (METHODS 4.2).
struct StageMethod: FindingMethod {
    typealias Context = ClusterContext

    let method = Method(
        id: "cluster-stage",
        name: LocalizedText(en: "Life cycle of clusters", ru: "Жизненный цикл кластеров"),
        section: "4.2",
        components: [
            Method.Component(
                "stage",
                name: LocalizedText(
                    en: "stage",
                    ru: "этап"),
                formula: Expression("k")),
            Method.Component(
                "probability",
                name: LocalizedText(
                    en: "probability",
                    ru: "вероятность"),
                formula: Expression("p")),
            Method.Component(
                "margin",
                name: LocalizedText(
                    en: "lead of the year alone",
                    ru: "отрыв этапа года"),
                formula: Expression("(maximum(s) - s_2) / maximum(s)")),
            Method.Component(
                "participants", name: LocalizedText(en: "participants", ru: "участников"),
                formula: Expression("N")),
            Method.Component(
                "growth",
                name: LocalizedText(
                    en: "growth a year",
                    ru: "рост в год"),
                formula: Expression("g")),
        ],
        symbols: [
            Method.Symbol(
                "k",
                LocalizedText(
                    en: "the stage on the most likely path of all years",
                    ru: "этап на вероятнейшем пути всех лет")),
            Method.Symbol(
                "p", LocalizedText(en: "posterior probability", ru: "апостериорная вероятность")),
            Method.Symbol(
                "s", LocalizedText(en: "scores of the five stages", ru: "баллы пяти этапов")),
            Method.Symbol("s_2", LocalizedText(en: "the second score", ru: "второй балл")),
            Method.Symbol("N", LocalizedText(en: "participants", ru: "участников")),
            Method.Symbol(
                "g",
                LocalizedText(
                    en: "slope of ln N by least squares", ru: "наклон ln N по наименьшим квадратам")
            ),
        ],
        reading: LocalizedText(
            en:
                "Stages: 1 agglomeration, 2 emerging, 3 developing, 4 mature, 5 transformation. A stage follows from the one before: the path is steadier than the years one by one. A probability near that of chance (0.2) means that the year is open. Ties, institutions, entries and the product mix sharpen it where they are known.",
            ru:
                "Этапы: 1 агломерация, 2 возникающий, 3 развивающийся, 4 зрелый, 5 трансформация. Этап вытекает из предыдущего: путь устойчивее, чем годы по отдельности. Вероятность, близкая к случайной (0,2), значит, что год не определён. Связи, институты, приход и уход участников и состав продукции уточняют этап, если известны."
        ),
        literature: [
            "Andersson et al. (2004), The cluster policies whitebook",
            "Sölvell (2009), Clusters: balancing evolutionary and constructive forces",
            "Menzel and Fornahl (2010), Cluster life cycles",
            "Rabiner (1989), A tutorial on hidden Markov models",
        ],
        paperTag: "P-life")

    func findings(in context: ClusterContext) throws(CancellationError) -> Findings {
        let panel = context.specialisation.panel
        var findings = Findings(measure: panel.measure, classification: panel.classification)
        findings.parameters = [
            .init("criticalMass", Expression.plainNumber(context.parameters.criticalMass)),
            .init("thresholds", "default"),
        ]
        let found = try? FoundClusters(context)
        let regional = RegionalClusters(context, found)
        findings.notices = regional.notices()
        for cluster in regional.clusters {
            let series = series(of: cluster, context)
            guard !series.isEmpty else { continue }
            do throws(Undefined) {
                let cycle = try LifeCycle(series, criticalMass: context.parameters.criticalMass)
                findings.list += list(cycle, series, cluster, context)
            } catch {
                findings.notices.append(
                    LocalizedText(
                        en: "\(cluster.name.english): \(error.text(in: .english)).",
                        ru: "\(cluster.name.russian): \(error.text(in: .russian))."))
            }
        }
        if findings.list.isEmpty {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Needs five years of participants: cluster_members.csv with years, or the number of enterprises by activity (setting measures.enterprises).",
                    ru:
                        "Нужны пять лет участников: cluster_members.csv с годами или число предприятий по видам деятельности (настройка measures.enterprises)."
                ))
        }
        return findings
    }

    private func series(
        of cluster: RegionalClusters.Cluster, _ context: ClusterContext
    ) -> [LifeCycleYear] {
        cluster.isRegistered
            ? registered(cluster, context) : counted(cluster, context)
    }

    /// Participants by the years they belong for, with the ties among them.
    private func registered(
        _ cluster: RegionalClusters.Cluster, _ context: ClusterContext
    ) -> [LifeCycleYear] {
        let years = cluster.members.flatMap { [$0.from, $0.to].compactMap(\.self) }
        guard let first = years.min(), let last = years.max() else { return [] }
        let codes = Set(cluster.members.map(\.establishment))
        let ties = context.ties.filter { codes.contains($0.from) && codes.contains($0.to) }
        return (first...last).map { year in
            let present = cluster.members.filter { $0.belongs(in: year) }
            var own = LifeCycleYear(year: year, participants: Double(present.count))
            own.entries = Double(present.count { $0.from == year })
            own.exits = Double(cluster.members.count { $0.to == year - 1 })
            let dated = ties.filter { $0.year != nil }
            if !dated.isEmpty, present.count > 1 {
                let positions = Dictionary(
                    uniqueKeysWithValues: present.enumerated().map {
                        ($0.element.establishment, $0.offset)
                    })
                let pairs = dated.filter { ($0.year ?? .max) <= year }.compactMap {
                    tie -> (Int, Int)? in
                    guard let from = positions[tie.from], let to = positions[tie.to] else {
                        return nil
                    }
                    return (from, to)
                }
                own.linkDensity = try? FirmNetwork(count: present.count, ties: pairs).density
            }
            return own
        }
    }

    /// Enterprises of the member industries, with their mass in the panel.
    private func counted(
        _ cluster: RegionalClusters.Cluster, _ context: ClusterContext
    ) -> [LifeCycleYear] {
        guard let counts = context.enterprises else { return [] }
        let panel = context.specialisation.panel
        guard let place = counts.places.firstIndex(where: { $0.code == context.region }) else {
            return []
        }
        let codes = Set(cluster.industries.map { panel.activities[$0].code })
        let columns = counts.activities.indices.filter {
            codes.contains(counts.activities[$0].code)
        }
        let own = panel.places.firstIndex { $0.code == context.region }
        return counts.years.enumerated().compactMap { position, year in
            let cells = columns.map { counts[place, $0, position] }
            guard !cells.isEmpty, cells.allSatisfy(\.state.isKnown) else { return nil }
            var result = LifeCycleYear(
                year: year, participants: cells.map(\.value).compensatedSum())
            if let own, let time = panel.position(of: year) {
                let masses = cluster.industries.map { panel[own, $0, time] }
                if masses.allSatisfy(\.state.isKnown) {
                    let total = masses.map(\.value).compensatedSum()
                    result.mass = total
                    if total > 0 { result.productShares = masses.map { $0.value / total } }
                }
            }
            return result
        }
    }

    private func list(
        _ cycle: LifeCycle, _ series: [LifeCycleYear], _ cluster: RegionalClusters.Cluster,
        _ context: ClusterContext
    ) -> [Finding] {
        let counts = Dictionary(series.map { ($0.year, $0.participants) }) { $1 }
        return cycle.years.flatMap { year -> [Finding] in
            func key(_ component: String) -> ResultKey {
                ResultKey(
                    place: context.region, object: cluster.code, year: year.year,
                    component: component)
            }
            func note(_ english: String, _ russian: String) -> InputReference {
                .note(LocalizedText(en: english, ru: russian))
            }
            let coverage = year.scores?.coverage ?? 0
            let path = note(
                "most likely path of \(cycle.years.count) years",
                "вероятнейший путь за лет: \(cycle.years.count)")
            let scores = year.scores?.scores ?? []
            let second = scores.sorted(by: >).dropFirst().first ?? 0
            let open: Undefined? =
                (scores.max() ?? 0) > 0 ? nil : .insufficientData(have: 0, need: 1)
            let names = LifeCycleStage.allCases.map {
                note("stage \($0.rawValue)", "этап \($0.rawValue)")
            }
            var list = [
                Finding(
                    method, key("stage"),
                    bindings: [Derivation.Binding("k", Double(year.stage.rawValue), from: path)],
                    coverage: coverage),
                Finding(
                    method, key("probability"),
                    bindings: [
                        Derivation.Binding(
                            "p", year.posterior[year.stage.rawValue - 1],
                            from: note(
                                "forward and backward over all years",
                                "вперёд и назад по всем годам"))
                    ], coverage: coverage),
                Finding(
                    method, key("margin"),
                    bindings: [
                        Derivation.Binding(
                            "s", .list(scores), from: Array(names.prefix(scores.count))),
                        Derivation.Binding(
                            "s_2", second, from: note("second of the scores", "второй из баллов")),
                    ], undefined: open, coverage: coverage),
            ]
            let count = counts[year.year] ?? nil
            list.append(
                Finding(
                    method, key("participants"),
                    bindings: [
                        Derivation.Binding(
                            "N", count ?? 0,
                            from: note(
                                cluster.isRegistered ? "cluster_members.csv" : "observations.csv",
                                cluster.isRegistered ? "cluster_members.csv" : "observations.csv"))
                    ], undefined: count == nil ? .missing("N") : nil))
            list.append(
                Finding(
                    method, key("growth"),
                    bindings: [
                        Derivation.Binding(
                            "g", year.features?.slope ?? 0,
                            from: note("five years to this one", "пять лет до этого года"))
                    ],
                    undefined: year.features?.slope == nil
                        ? .insufficientData(have: 0, need: 3) : nil))
            return list
        }
    }
}
