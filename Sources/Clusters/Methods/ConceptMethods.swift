internal import Numerics
internal import Region
internal import Relatedness
internal import Specialisation
internal import Wording

/// Marshall's conditions for the clusters of a region, as far as figures go (METHODS 4.4).
struct MarshallMethod: FindingMethod {
    typealias Context = ClusterContext

    let method = Method(
        id: "marshall-conditions",
        name: LocalizedText(en: "Marshall's conditions", ru: "Условия Маршалла"), section: "4.4",
        components: [
            Method.Component(
                "skilledLabour",
                name: LocalizedText(en: "skilled labour", ru: "квалифицированный труд"),
                formula: Expression("o")),
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
        ],
        symbols: [
            Method.Symbol(
                "o",
                LocalizedText(
                    en: "location quotient of the cluster's key occupations",
                    ru: "коэффициент локализации ключевых профессий кластера")),
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
                "Three bars without a total: hands with the trade's skills; the share of purchases from industries in which the region is specialised; how much of its sales the cluster buys in. 1 is all of it. The flows are those of the whole economy: that the cluster could buy in the region does not say that it does.",
            ru:
                "Три показателя без общего итога: люди с нужной профессией; доля закупок у отраслей специализации региона; закупки кластера к его продажам. 1 — в полной мере. Потоки взяты по стране: возможность купить в регионе не значит, что там покупают."
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
        guard let found = try? context.foundClusters.get(), let flows = context.flows,
            let place = panel.places.firstIndex(where: { $0.code == context.region })
        else {
            findings.notices = [
                LocalizedText(
                    en:
                        "Needs a flow table (input_output.csv) with a classification that answers to this one.",
                    ru:
                        "Нужна таблица «затраты — выпуск» (input_output.csv) с соответствием этой классификации."
                )
            ]
            return findings
        }
        findings.notices = [
            LocalizedText(
                en:
                    "Skilled labour needs occupations by industry, which no table of the workspace has.",
                ru:
                    "Для квалифицированного труда нужны профессии по отраслям: такой таблицы в рабочей папке нет."
            ),
            LocalizedText(
                en: "Flows of \(flows.place.rawValue), \(flows.year).",
                ru: "Потоки: \(flows.place.rawValue), \(flows.year) год."),
        ]
        let positions = Dictionary(
            uniqueKeysWithValues: panel.activities.enumerated().map { ($0.element.code, $0.offset) }
        )
        let targets = flows.activities.map { code in
            positions[code] ?? context.panelActivity[code].flatMap { positions[$0] }
        }
        guard targets.contains(where: { $0 != nil }) else {
            findings.notices.insert(
                LocalizedText(
                    en:
                        "Needs correspondences of the flow table's industries to this classification.",
                    ru: "Нужно соответствие отраслей таблицы потоков этой классификации."), at: 0)
            return findings
        }
        for cluster in found.clusters.indices {
            findings.list += list(cluster, place, found, flows, targets, context)
        }
        return findings
    }

    private func list(
        _ cluster: Int, _ place: Int, _ found: FoundClusters, _ flows: FlowTable,
        _ targets: [Int?], _ context: ClusterContext
    ) -> [Finding] {
        let (panel, figures) = (found.panel, found.figures)
        let members = Set(found.clusters[cluster])
        func key(_ component: String) -> ResultKey {
            ResultKey(
                place: context.region, object: found.code(cluster), year: figures.year,
                component: component)
        }
        var bought = [Double](repeating: 0, count: panel.activities.count)
        var purchases: [(Double, InputReference)] = []
        var sales: [(Double, InputReference)] = []
        for (to, target) in targets.enumerated() {
            guard let target, members.contains(target) else { continue }
            let code = flows.activities[to].rawValue
            let note = InputReference.note(LocalizedText(en: code, ru: code))
            purchases.append((flows.purchases[to], note))
            sales.append((flows.output[to], note))
            for (from, seller) in targets.enumerated() {
                if let seller { bought[seller] += max(0, flows.deliveries[from][to]) }
            }
        }
        let sellers = bought.indices.filter { bought[$0] > 0 }
        let unit = flows.unit
        let none: Undefined? = purchases.isEmpty ? .missing("z") : nil
        let quotients = sellers.map {
            figures.locationQuotient(place: place, activity: $0).value ?? 0
        }
        return [
            Finding(
                method, key("skilledLabour"), bindings: [],
                undefined: .missing("occupations"), coverage: 0),
            Finding(
                method, key("suppliers"),
                bindings: [
                    Derivation.Binding(
                        "z", .list(sellers.map { bought[$0] }), unit: unit,
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
                method, key("purchasedInputs"),
                bindings: [
                    Derivation.Binding(
                        "P", .list(purchases.map(\.0)), unit: unit, from: purchases.map(\.1)),
                    Derivation.Binding(
                        "S", .list(sales.map(\.0)), unit: unit, from: sales.map(\.1)),
                ],
                undefined: none
                    ?? (sales.map(\.0).compensatedSum() > 0 ? nil : .zeroReference)),
        ]
    }
}

/// What Bergman and Feser look at in a region, as a register (METHODS 4.5).
struct ConceptMethod: FindingMethod {
    typealias Context = ClusterContext

    let method = Method(
        id: "bergman-feser",
        name: LocalizedText(
            en: "Concepts of Bergman and Feser", ru: "Концепции Бергмана — Фезера"),
        section: "4.5",
        components: [
            Method.Component(
                "milieu",
                name: LocalizedText(
                    en: "science per 100 thousand people",
                    ru: "наука на 100 тысяч жителей"),
                formula: Expression("100000 * count(n) / N")),
            Method.Component(
                "rivalry",
                name: LocalizedText(
                    en: "rivalry of enterprises",
                    ru: "соперничество предприятий"),
                formula: Expression("1 - sum((z / sum(z))^2)")),
            Method.Component(
                "inertia",
                name: LocalizedText(
                    en: "inherited structure",
                    ru: "унаследованность структуры"),
                formula: Expression(
                    "mean((a - mean(a)) * (b - mean(b))) / (sdn(a) * sdn(b))")),
            Method.Component(
                "relatedEntry",
                name: LocalizedText(
                    en: "related entry",
                    ru: "связанность новых отраслей"),
                formula: Expression("mean(u) - mean(v)")),
            Method.Component(
                "externalEffects",
                name: LocalizedText(en: "external effects", ru: "внешние эффекты"),
                formula: Expression("x")),
        ],
        symbols: [
            Method.Symbol(
                "n", LocalizedText(en: "science organisations", ru: "научные организации")),
            Method.Symbol("N", LocalizedText(en: "people of the region", ru: "население региона")),
            Method.Symbol(
                "z", LocalizedText(en: "size of each enterprise", ru: "размер каждого предприятия")),
            Method.Symbol(
                "a",
                LocalizedText(
                    en: "shares of activities in the first year", ru: "доли отраслей в первый год")),
            Method.Symbol(
                "b", LocalizedText(en: "shares in the last year", ru: "доли в последний год")),
            Method.Symbol(
                "u",
                LocalizedText(
                    en: "first density of the activities that became present",
                    ru: "начальная плотность появившихся отраслей")),
            Method.Symbol(
                "v",
                LocalizedText(
                    en: "first density of those that stayed away",
                    ru: "начальная плотность не появившихся")),
            Method.Symbol(
                "x",
                LocalizedText(
                    en: "Ellison–Glaeser's γ or M(r) of the region's industries",
                    ru: "γ Эллисона — Глейзера или M(r) отраслей региона")),
        ],
        reading: LocalizedText(
            en:
                "A register, not a score: science organisations of the workspace; rivalry is 1 − HHI of the sizes of enterprises; the inherited structure is the correlation of the shares of activities in the first and the last year; related entry is the first density of what became present less that of what stayed away. Near 1 the structure is inherited. A positive related entry: what comes is near to what was there.",
            ru:
                "Это реестр, а не балл: научные организации рабочей папки; соперничество — 1 − HHI размеров предприятий; унаследованность — корреляция долей отраслей в первый и последний год; связанность новых — начальная плотность появившихся отраслей минус не появившихся. Корреляция около 1 — структура унаследована. Положительная разность плотностей — появляется близкое к имевшемуся."
        ),
        literature: [
            "Bergman and Feser (1999), Industrial and regional clusters: concepts and comparative applications"
        ],
        paperTag: "P-bf")

    func findings(in context: ClusterContext) throws(CancellationError) -> Findings {
        let panel = context.specialisation.panel
        var findings = Findings(measure: panel.measure, classification: panel.classification)
        guard let place = panel.places.firstIndex(where: { $0.code == context.region }),
            let last = panel.years.last
        else {
            findings.notices = [FoundClusters.lackingPanel]
            return findings
        }
        func key(_ component: String) -> ResultKey {
            ResultKey(place: context.region, year: last, component: component)
        }
        let science = context.establishments.filter { $0.kind == .science }
        let population = context.specialisation.population?[context.region, last] ?? .missing
        let scale =
            context.specialisation.population.flatMap { series in
                Unit("persons").flatMap { series.measure.unit.convert(1, to: $0) }
            } ?? 1
        let people = population.value * scale
        findings.list.append(
            Finding(
                method, key("milieu"),
                bindings: [
                    Derivation.Binding(
                        "n", .list(science.map { _ in 1 }),
                        from: science.map {
                            .entry(table: "establishments", key: [$0.code.rawValue], column: "kind")
                        }),
                    Derivation.Binding(
                        "N", people, unit: Unit("persons") ?? .one,
                        from: .figure(
                            context.specialisation.population?.measure.code ?? "", context.region,
                            nil,
                            last)),
                ],
                undefined: science.isEmpty
                    ? .missing("n") : population.state.isKnown && people > 0 ? nil : .missing("N"),
                quality: max(population.quality, science.map(\.quality).max() ?? .computed)))
        let firms = context.establishments.filter { $0.kind == .enterprise }
        let staffed = firms.compactMap { firm in firm.headcount.map { (firm, $0) } }
        let selling = firms.compactMap { firm in firm.revenue.map { (firm, $0) } }
        let isPeople = staffed.count >= selling.count
        let sized = isPeople ? staffed : selling
        findings.list.append(
            Finding(
                method, key("rivalry"),
                bindings: [
                    Derivation.Binding(
                        "z", .list(sized.map(\.1)),
                        unit: isPeople
                            ? Unit("persons") ?? .one : sized.first?.0.revenueUnit ?? .one,
                        from: sized.map {
                            .entry(
                                table: "establishments", key: [$0.0.code.rawValue],
                                column: isPeople ? "headcount" : "revenue")
                        })
                ],
                undefined: sized.isEmpty
                    ? .missing("z")
                    : sized.map(\.1).compensatedSum() > 0 ? nil : .zeroReference,
                coverage: firms.isEmpty ? 0 : Double(sized.count) / Double(firms.count),
                quality: sized.map(\.0.quality).max() ?? .computed))
        findings.list.append(inertia(place, panel, key("inertia"), context))
        findings.list.append(entry(place, panel, key("relatedEntry"), context))
        findings.list.append(
            Finding(
                method, key("externalEffects"), bindings: [],
                undefined: .missing("establishments"), coverage: 0))
        findings.notices = [
            LocalizedText(
                en:
                    "External effects need all establishments of an industry with sizes or coordinates.",
                ru:
                    "Для внешних эффектов нужны все предприятия отрасли с размерами или координатами."
            )
        ]
        return findings
    }

    private func inertia(
        _ place: Int, _ panel: Panel, _ key: ResultKey, _ context: ClusterContext
    ) -> Finding {
        guard let first = panel.years.indices.first, let last = panel.years.indices.last else {
            return Finding(
                method, key, bindings: [], undefined: .insufficientData(have: 0, need: 2))
        }
        let activities = panel.activities.indices.filter {
            panel[place, $0, first].state.isKnown && panel[place, $0, last].state.isKnown
        }
        func shares(_ time: Int) -> [Double] {
            let values = activities.map { panel[place, $0, time].value }
            let total = values.compensatedSum()
            return total > 0 ? values.map { $0 / total } : values
        }
        func binding(_ symbol: String, _ time: Int) -> Derivation.Binding {
            Derivation.Binding(
                symbol, .list(shares(time)),
                from: activities.map {
                    .figure(
                        panel.measure.code, context.region, panel.activities[$0].code,
                        panel.years[time])
                })
        }
        var fault: Undefined?
        do throws(Undefined) {
            guard first < last else { throw .insufficientData(have: 1, need: 2) }
            _ = try PathDependence.structuralInertia(then: shares(first), now: shares(last))
        } catch {
            fault = error
        }
        let quality =
            activities.map {
                max(panel[place, $0, first].quality, panel[place, $0, last].quality)
            }.max() ?? .computed
        return Finding(
            method, key, bindings: [binding("a", first), binding("b", last)], undefined: fault,
            quality: quality)
    }

    private func entry(
        _ place: Int, _ panel: Panel, _ key: ResultKey, _ context: ClusterContext
    ) -> Finding {
        guard let first = panel.years.indices.first, let last = panel.years.indices.last,
            first < last
        else {
            return Finding(
                method, key, bindings: [], undefined: .insufficientData(have: 1, need: 2))
        }
        func presence(_ time: Int) -> Presence {
            let figures = YearFigures(context.specialisation, position: time)
            return Presence(places: figures.places.count, activities: figures.activities.count) {
                (figures.locationQuotient(place: $0, activity: $1).value ?? 0)
                    >= context.parameters.presence
            }
        }
        let (before, after) = (presence(first), presence(last))
        let density = relatednessDensity(
            before, similarity: relatedness(cooccurrence(before), by: .proximity))
        let absent = panel.activities.indices.filter {
            !before[place, $0] && density[place, $0].isFinite
        }
        func binding(_ symbol: String, _ list: [Int]) -> Derivation.Binding {
            Derivation.Binding(
                symbol, .list(list.map { density[place, $0] }),
                from: list.map {
                    .result(
                        method: "relatedness-density",
                        ResultKey(
                            place: context.region, activity: panel.activities[$0].code,
                            year: panel.years[first]))
                })
        }
        let entered = absent.filter { after[place, $0] }
        let stayed = absent.filter { !after[place, $0] }
        return Finding(
            method, key, bindings: [binding("u", entered), binding("v", stayed)],
            undefined: entered.isEmpty || stayed.isEmpty
                ? .insufficientData(have: min(entered.count, stayed.count), need: 1) : nil)
    }
}

/// Porter's diamond from the scores of experts (METHODS 4.3): survey `diamond` of the table
/// `judgements`, first the corner, second the cluster or nothing for the region.
struct DiamondMethod: FindingMethod {
    typealias Context = ClusterContext

    private static let names: [(Diamond.Corner, LocalizedText)] = [
        (.factors, LocalizedText(en: "factor conditions", ru: "факторные условия")),
        (.demand, LocalizedText(en: "demand", ru: "спрос")),
        (
            .related,
            LocalizedText(
                en: "related and supporting industries", ru: "родственные и поддерживающие отрасли")
        ),
        (.rivalry, LocalizedText(en: "strategy and rivalry", ru: "стратегия и соперничество")),
    ]

    let scope = MethodScope.regions

    let method = Method(
        id: "diamond", name: LocalizedText(en: "Porter's diamond", ru: "Ромб Портера"),
        section: "4.3",
        components: names.map { corner, name in
            Method.Component(corner.rawValue, name: name, formula: Expression("mean(x)"))
        } + [
            Method.Component(
                "geometric",
                name: LocalizedText(en: "geometric mean", ru: "среднее геометрическое"),
                formula: Expression("exp(mean(ln(c / 10)))")),
            Method.Component(
                "area",
                name: LocalizedText(
                    en: "area, of the full rhombus", ru: "площадь, доля полного ромба"),
                formula: Expression("(F / 10 + R / 10) * (D / 10 + S / 10) / 4")),
            Method.Component(
                "least", name: LocalizedText(en: "the weakest corner", ru: "слабейший угол"),
                formula: Expression("minimum(c)")),
        ],
        symbols: [
            Method.Symbol(
                "x",
                LocalizedText(
                    en: "scores of the experts, 0 to 10", ru: "оценки экспертов, от 0 до 10")),
            Method.Symbol(
                "c", LocalizedText(en: "the corners that have a score", ru: "углы с оценкой")),
            Method.Symbol("F", LocalizedText(en: "factor conditions", ru: "факторные условия")),
            Method.Symbol("R", LocalizedText(en: "related industries", ru: "родственные отрасли")),
            Method.Symbol("D", LocalizedText(en: "demand", ru: "спрос")),
            Method.Symbol(
                "S", LocalizedText(en: "strategy and rivalry", ru: "стратегия и соперничество")),
        ],
        reading: LocalizedText(
            en:
                "The weakest corner is where to begin. The area punishes a lopsided diamond: without a score of one corner there is none. The scores are opinions; the report on agreement says how far the experts are one.",
            ru:
                "Начинать со слабейшего угла. Площадь наказывает за перекос; без оценки одного угла её нет. Оценки — мнения; насколько эксперты едины, скажет отчёт о согласованности."
        ),
        literature: ["Porter (1990), The competitive advantage of nations"], paperTag: "P-diam")

    func findings(in context: ClusterContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        let corners = Set(Diamond.Corner.allCases.map(\.rawValue))
        let scores = context.diamondScores.filter {
            corners.contains($0.corner) && (0...10).contains($0.score)
        }
        let left = context.diamondScores.count - scores.count
        if left > 0 {
            findings.notices.append(
                LocalizedText(
                    en:
                        "\(left) scores are not of a corner (\(corners.sorted().joined(separator: ", "))) or not within 0 to 10.",
                    ru:
                        "Оценок не по углам (\(corners.sorted().joined(separator: ", "))) или вне 0–10: \(left)."
                ))
        }
        if scores.isEmpty {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Needs scores of experts: survey diamond of judgements.csv, first the corner (factors, demand, related, rivalry), second the cluster, value from zero to ten.",
                    ru:
                        "Нужны оценки экспертов: опрос diamond в judgements.csv, first — угол (factors, demand, related, rivalry), second — кластер, value от нуля до десяти."
                ))
        }
        for cluster in Set(scores.map(\.cluster)).sorted() {
            findings.list += list(cluster, scores.filter { $0.cluster == cluster }, context)
        }
        return findings
    }

    private func list(
        _ cluster: String, _ scores: [ClusterContext.DiamondScore], _ context: ClusterContext
    ) -> [Finding] {
        func key(_ component: String) -> ResultKey {
            ResultKey(
                place: context.region,
                object: cluster.isEmpty ? nil : ObjectCode(rawValue: cluster), component: component)
        }
        var list: [Finding] = []
        var corners: [(Diamond.Corner, Double)] = []
        for (corner, _) in Self.names {
            let own = scores.filter { $0.corner == corner.rawValue }
            let finding = Finding(
                method, key(corner.rawValue),
                bindings: [
                    Derivation.Binding(
                        "x", .list(own.map(\.score)),
                        from: own.map { .note(LocalizedText(en: $0.expert, ru: $0.expert)) })
                ], undefined: own.isEmpty ? .missing(corner.rawValue) : nil,
                coverage: own.isEmpty ? 0 : 1, quality: .estimate)
            if let value = finding.derivation.outcome.value { corners.append((corner, value)) }
            list.append(finding)
        }
        guard !corners.isEmpty else { return list }
        let coverage = Double(corners.count) / 4
        let c = Derivation.Binding(
            "c", .list(corners.map(\.1)),
            from: corners.map { .result(method: method.id, key($0.0.rawValue)) })
        let isZero = corners.contains { $0.1 == 0 }
        list.append(
            Finding(
                method, key("geometric"), formula: isZero ? Expression("minimum(c)") : nil,
                bindings: [c], coverage: coverage, quality: .estimate))
        func binding(_ symbol: String, _ corner: Diamond.Corner) -> Derivation.Binding? {
            corners.first { $0.0 == corner }.map {
                Derivation.Binding(
                    symbol, $0.1, from: .result(method: method.id, key(corner.rawValue)))
            }
        }
        let four = [
            binding("F", .factors), binding("R", .related), binding("D", .demand),
            binding("S", .rivalry),
        ].compactMap(\.self)
        let lacks = Diamond.Corner.allCases.first { corner in
            !corners.contains { $0.0 == corner }
        }
        list.append(
            Finding(
                method, key("area"), bindings: four,
                undefined: lacks.map { .missing($0.rawValue) }, coverage: coverage,
                quality: .estimate))
        list.append(
            Finding(
                method, key("least"), bindings: [c], coverage: coverage, quality: .estimate))
        return list
    }
}
