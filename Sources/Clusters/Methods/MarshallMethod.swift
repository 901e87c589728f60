internal import Numerics
internal import Region
internal import Relatedness
internal import Specialisation
internal import Wording

/// Marshall's conditions for the clusters of a region, as far as figures go (METHODS 4.4).
struct MarshallMethod: FindingMethod {
    typealias Context = ClusterContext

    let method = Method(
        id: "marshall-conditions", version: 2,
        name: LocalizedText(en: "Marshall's conditions", ru: "Условия Маршалла"), section: "4.4",
        components: [
            Method.Component(
                "skilledLabour",
                name: LocalizedText(en: "skilled labour", ru: "квалифицированный труд"),
                formula: Expression("smaller(1, larger(0, (o - lo) / (hi - lo)))")),
            Method.Component(
                "keyOccupations",
                name: LocalizedText(
                    en: "location quotient of key occupations",
                    ru: "коэффициент локализации ключевых профессий"),
                formula: Expression("(sum(k) / K_r) / (sum(K) / K_c)")),
            Method.Component(
                "likeness",
                name: LocalizedText(
                    en: "likeness of occupations among its industries",
                    ru: "сходство профессий её отраслей"),
                formula: Expression("mean(c)")),
            Method.Component(
                "suppliers",
                name: LocalizedText(
                    en: "purchases at hand",
                    ru: "закупки рядом"),
                formula: Expression("sum(z * M) / sum(z)")),
            Method.Component(
                "purchasedInputs",
                name: LocalizedText(
                    en: "purchases over sales", ru: "закупки к продажам"),
                formula: Expression("sum(P) / sum(S)")),
            Method.Component(
                "stages",
                name: LocalizedText(
                    en: "spread over stages of the chain", ru: "разделение по стадиям цепочки"),
                formula: Expression("sum(g / sum(g) * ln(sum(g) / g)) / ln(count(g))")),
        ],
        symbols: [
            Method.Symbol(
                "o",
                LocalizedText(
                    en: "location quotient of the cluster's key occupations",
                    ru: "коэффициент локализации ключевых профессий кластера")),
            Method.Symbol(
                "lo", LocalizedText(en: "what counts as nothing", ru: "значение, равное нулю шкалы")
            ),
            Method.Symbol(
                "hi", LocalizedText(en: "what counts as all", ru: "значение, равное единице шкалы")),
            Method.Symbol(
                "k",
                LocalizedText(
                    en:
                        "people of the region in occupations that are more common in the cluster than elsewhere",
                    ru: "занятые региона по профессиям, более частым в кластере, чем в экономике")),
            Method.Symbol(
                "K",
                LocalizedText(
                    en: "the same in the whole economy", ru: "то же по всей экономике")),
            Method.Symbol(
                "K_r", LocalizedText(en: "people of the region in all", ru: "все занятые региона")),
            Method.Symbol(
                "K_c",
                LocalizedText(en: "people of the whole economy", ru: "все занятые экономики")),
            Method.Symbol(
                "c",
                LocalizedText(
                    en: "cosine of the occupation shares of each two of its industries",
                    ru: "косинус долей профессий каждых двух отраслей")),
            Method.Symbol(
                "g",
                LocalizedText(
                    en: "people employed in each stage of the chain of value",
                    ru: "занятые на каждой стадии цепочки стоимости")),
            Method.Symbol(
                "z",
                LocalizedText(
                    en: "what the cluster buys of each industry, in the reference economy",
                    ru: "закупки кластера у каждой отрасли, по эталонной экономике")),
            Method.Symbol(
                "M",
                LocalizedText(
                    en: "1 where the region's location quotient of the seller is 1 or more",
                    ru: "1, если коэффициент локализации продавца в регионе не меньше 1")),
            Method.Symbol(
                "P", LocalizedText(en: "purchases of each member", ru: "закупки каждой отрасли")),
            Method.Symbol(
                "S", LocalizedText(en: "sales of each member", ru: "продажи каждой отрасли")),
        ],
        reading: LocalizedText(
            en:
                "Three conditions without a total. Skilled labour: whether the region has more of the cluster's key occupations than the economy. Supporting industries: the share of purchases from industries in which the region is specialised. Specialisation of firms: how evenly people spread over the stages of the chain, and how much of its sales the cluster buys in. 1 is all of it. The flows are those of the whole economy: that the cluster could buy in the region does not say that it does.",
            ru:
                "Три условия без общего итога. Квалифицированный труд: больше ли в регионе ключевых профессий кластера, чем в экономике. Поддерживающие отрасли: доля закупок у отраслей специализации региона. Специализация предприятий: насколько ровно люди распределены по стадиям цепочки и какая доля продаж — закупки. 1 — в полной мере. Потоки взяты по стране: возможность купить в регионе не значит, что там покупают."
        ),
        literature: [
            "Marshall (1890), Principles of economics",
            "Ellison, Glaeser and Kerr (2010), What causes industry agglomeration?",
            "Holmes (1999), Localization of industry and vertical disintegration",
        ],
        paperTag: "P-marsh")

    func findings(in context: ClusterContext) throws(CancellationError) -> Findings {
        let panel = context.specialisation.panel
        var findings = Findings(measure: panel.measure, classification: panel.classification)
        findings.parameters = [
            .init("thresholds", context.parameters.thresholds.origin.rawValue)
        ]
        guard let found = try? context.foundClusters.get(),
            let place = panel.places.firstIndex(where: { $0.code == context.region })
        else {
            findings.notices = [FoundClusters.lackingPanel]
            return findings
        }
        let trade = FlowsOfPanel(context)
        let labour = context.occupations
        let staged = context.establishments.contains { $0.chainStage != nil }
        findings.notices = notices(trade, labour, staged)
        guard trade != nil || labour != nil || staged else { return findings }
        let regional = RegionalClusters(context, found)
        for cluster in found.clusters.indices {
            let firms =
                regional.clusters.first {
                    !$0.isRegistered && $0.industries == found.clusters[cluster]
                }?.firms ?? []
            findings.list +=
                labourFindings(cluster, found, context)
                + tradeFindings(
                    cluster, place, found, trade, context) + [
                    stages(cluster, found, firms, context)
                ]
        }
        return findings
    }

    private func notices(
        _ trade: FlowsOfPanel?, _ labour: OccupationTables?, _ staged: Bool
    ) -> [LocalizedText] {
        var notices: [LocalizedText] = []
        if labour == nil {
            notices.append(
                LocalizedText(
                    en: "Needs occupations by industry for skilled labour: table occupations.csv.",
                    ru:
                        "Для квалифицированного труда нужны профессии по отраслям: таблица occupations.csv."
                ))
        }
        if let trade {
            notices.append(
                LocalizedText(
                    en: "Flows of \(trade.flows.place.rawValue), \(trade.flows.year).",
                    ru: "Потоки: \(trade.flows.place.rawValue), \(trade.flows.year) год."))
        } else {
            notices.append(
                LocalizedText(
                    en:
                        "Needs a flow table for suppliers: input_output.csv with a classification that answers to this one.",
                    ru:
                        "Для поставщиков нужна таблица «затраты — выпуск»: input_output.csv с соответствием этой классификации."
                ))
        }
        if !staged {
            notices.append(
                LocalizedText(
                    en:
                        "Needs stages of the chain of value for the specialisation of firms: column chain_stage of establishments.csv.",
                    ru:
                        "Для специализации предприятий нужны стадии цепочки стоимости: столбец chain_stage таблицы establishments.csv."
                ))
        }
        return notices
    }

    private func key(
        _ component: String, _ cluster: Int, _ found: FoundClusters, _ context: ClusterContext
    ) -> ResultKey {
        ResultKey(
            place: context.region, object: found.code(cluster), year: found.figures.year,
            component: component)
    }

    /// The first condition: hands with the skills of the trade.
    private func labourFindings(
        _ cluster: Int, _ found: FoundClusters, _ context: ClusterContext
    ) -> [Finding] {
        let names = ["skilledLabour", "keyOccupations", "likeness"]
        func missing(_ reason: Undefined) -> [Finding] {
            names.map {
                Finding(
                    method, key($0, cluster, found, context), bindings: [], undefined: reason,
                    coverage: 0)
            }
        }
        guard let tables = context.occupations,
            let whole = tables.people(in: nil, of: tables.whole)
        else { return missing(.missing("occupations")) }
        let codes = found.clusters[cluster].map {
            context.activities(answeringTo: found.panel.activities[$0].code)
        }
        guard
            let own = tables.people(
                in: codes.reduce(into: []) { $0.formUnion($1) }, of: tables.whole)
        else { return missing(.missing("occupations")) }
        let (ownTotal, wholeTotal) = (own.compensatedSum(), whole.compensatedSum())
        let keys = own.indices.filter { own[$0] / ownTotal > whole[$0] / wholeTotal }
        let region = tables.people(in: nil, of: tables.region)
        let persons = Unit("persons") ?? .one
        func occupation(_ index: Int) -> InputReference {
            let name = tables.occupations[index]
            return .note(LocalizedText(en: name, ru: name))
        }
        let table = InputReference.note(
            LocalizedText(
                en: "occupations.csv, \(tables.year)", ru: "occupations.csv, \(tables.year)"))
        let quotient = Finding(
            method, key("keyOccupations", cluster, found, context),
            bindings: [
                Derivation.Binding(
                    "k", .list(keys.map { region?[$0] ?? 0 }), unit: persons,
                    from: keys.map(occupation)),
                Derivation.Binding(
                    "K_r", region?.compensatedSum() ?? 0, unit: persons, from: table),
                Derivation.Binding(
                    "K", .list(keys.map { whole[$0] }), unit: persons, from: keys.map(occupation)),
                Derivation.Binding("K_c", wholeTotal, unit: persons, from: table),
            ], undefined: region == nil ? .missing("k") : keys.isEmpty ? .constantInput : nil,
            quality: tables.quality)
        let bounds = context.parameters.thresholds[.marshallOccupations]
        let isOurs = context.parameters.thresholds.origin(of: .marshallOccupations) == .default
        let origin = InputReference.note(
            LocalizedText(
                en: isOurs ? "default" : "calibrated", ru: isOurs ? "по умолчанию" : "задано"))
        let value = quotient.derivation.outcome
        var reason: Undefined?
        if case .undefined(let undefined) = value { reason = undefined }
        var cosines: [(value: Double, name: LocalizedText)] = []
        for (first, one) in codes.enumerated() {
            for (second, other) in codes.enumerated() where first < second {
                guard let a = tables.people(in: one, of: tables.whole),
                    let b = tables.people(in: other, of: tables.whole),
                    let likeness = try? MarshallConditions.occupationalSimilarity(a, b)
                else { continue }
                let (x, y) = (
                    found.panel.activities[found.clusters[cluster][first]].name,
                    found.panel.activities[found.clusters[cluster][second]].name
                )
                cosines.append(
                    (
                        likeness,
                        LocalizedText(
                            en: "\(x.english) – \(y.english)", ru: "\(x.russian) – \(y.russian)")
                    ))
            }
        }
        return [
            Finding(
                method, key("skilledLabour", cluster, found, context),
                bindings: [
                    Derivation.Binding(
                        "o", value.value ?? 0,
                        from: .result(
                            method: method.id, key("keyOccupations", cluster, found, context))),
                    Derivation.Binding("lo", bounds.none, from: origin),
                    Derivation.Binding("hi", bounds.full, from: origin),
                ], undefined: reason, quality: tables.quality),
            quotient,
            Finding(
                method, key("likeness", cluster, found, context),
                bindings: [
                    Derivation.Binding(
                        "c", .list(cosines.map(\.value)), from: cosines.map { .note($0.name) })
                ], undefined: cosines.isEmpty ? .insufficientData(have: 1, need: 2) : nil,
                quality: tables.quality),
        ]
    }

    /// The second condition, and how much is bought in.
    private func tradeFindings(
        _ cluster: Int, _ place: Int, _ found: FoundClusters, _ trade: FlowsOfPanel?,
        _ context: ClusterContext
    ) -> [Finding] {
        let (panel, figures) = (found.panel, found.figures)
        guard let trade else {
            return ["suppliers", "purchasedInputs"].map {
                Finding(
                    method, key($0, cluster, found, context), bindings: [],
                    undefined: .missing("z"), coverage: 0)
            }
        }
        let flows = trade.flows
        let members = Set(found.clusters[cluster])
        var bought = [Double](repeating: 0, count: panel.activities.count)
        var purchases: [(Double, InputReference)] = []
        var sales: [(Double, InputReference)] = []
        for (to, target) in trade.targets.enumerated() {
            guard let target, members.contains(target) else { continue }
            let code = flows.activities[to].rawValue
            let note = InputReference.note(LocalizedText(en: code, ru: code))
            purchases.append((flows.purchases[to], note))
            sales.append((flows.output[to], note))
            for (from, seller) in trade.targets.enumerated() {
                if let seller { bought[seller] += max(0, flows.deliveries[from][to]) }
            }
        }
        let sellers = bought.indices.filter { bought[$0] > 0 }
        let none: Undefined? = purchases.isEmpty ? .missing("z") : nil
        let quotients = sellers.map {
            figures.locationQuotient(place: place, activity: $0).value ?? 0
        }
        return [
            Finding(
                method, key("suppliers", cluster, found, context),
                bindings: [
                    Derivation.Binding(
                        "z", .list(sellers.map { bought[$0] }), unit: flows.unit,
                        from: sellers.map { .note(panel.activities[$0].name) }),
                    Derivation.Binding(
                        "M", .list(quotients.map { $0 >= context.parameters.presence ? 1 : 0 }),
                        from: sellers.map {
                            .result(
                                method: "location-quotient",
                                ResultKey(
                                    place: context.region, activity: panel.activities[$0].code,
                                    year: figures.year))
                        }),
                ],
                undefined: none ?? (sellers.isEmpty ? .zeroReference : nil)),
            Finding(
                method, key("purchasedInputs", cluster, found, context),
                bindings: [
                    Derivation.Binding(
                        "P", .list(purchases.map(\.0)), unit: flows.unit, from: purchases.map(\.1)),
                    Derivation.Binding(
                        "S", .list(sales.map(\.0)), unit: flows.unit, from: sales.map(\.1)),
                ],
                undefined: none
                    ?? (sales.map(\.0).compensatedSum() > 0 ? nil : .zeroReference)),
        ]
    }

    /// The third condition: firms that do one stage each.
    private func stages(
        _ cluster: Int, _ found: FoundClusters, _ firms: [Establishment], _ context: ClusterContext
    ) -> Finding {
        let known = firms.filter { $0.chainStage != nil && ($0.headcount ?? 0) > 0 }
        let people = Dictionary(grouping: known, by: { $0.chainStage ?? "" })
            .mapValues { $0.map { $0.headcount ?? 0 }.compensatedSum() }
            .sorted { $0.key < $1.key }
        return Finding(
            method, key("stages", cluster, found, context),
            bindings: [
                Derivation.Binding(
                    "g", .list(people.map(\.value)), unit: Unit("persons") ?? .one,
                    from: people.map { .note(LocalizedText(en: $0.key, ru: $0.key)) })
            ],
            undefined: known.isEmpty
                ? .missing("chain_stage")
                : people.count > 1 ? nil : .insufficientData(have: people.count, need: 2),
            coverage: firms.isEmpty ? 0 : Double(known.count) / Double(firms.count))
    }
}

/// The flow table with the panel's activity that each of its industries answers to.
private struct FlowsOfPanel {
    let flows: FlowTable
    let targets: [Int?]

    /// nil where there is no table, or none of its industries answers to one of the panel.
    init?(_ context: ClusterContext) {
        guard let flows = context.flows else { return nil }
        let positions = Dictionary(
            uniqueKeysWithValues: context.specialisation.panel.activities.enumerated().map {
                ($0.element.code, $0.offset)
            })
        targets = flows.activities.map { code in
            positions[code] ?? context.panelActivity[code].flatMap { positions[$0] }
        }
        guard targets.contains(where: { $0 != nil }) else { return nil }
        self.flows = flows
    }
}
