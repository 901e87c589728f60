internal import Numerics
internal import Region
internal import Relatedness
internal import Specialisation
internal import Wording

/// Which industries make up clusters (METHODS 2.7). The object of a result is the cluster, called
/// by its largest industry.
struct DefinitionMethod: FindingMethod {
    typealias Context = ClusterContext

    let method = Method(
        id: "industry-clusters",
        name: LocalizedText(en: "Clusters of industries", ru: "Кластеры отраслей"), section: "2.7",
        components: [
            Method.Component(
                "cluster",
                name: LocalizedText(
                    en: "cluster, 1 the largest",
                    ru: "кластер, 1 — крупнейший"),
                formula: Expression("c")),
            Method.Component(
                "ownLink",
                name: LocalizedText(en: "link within", ru: "связь внутри"),
                formula: Expression("mean(S)")),
            Method.Component(
                "otherLink",
                name: LocalizedText(
                    en: "link to the nearest other", ru: "связь с ближайшим другим"),
                formula: Expression("mean(S)")),
            Method.Component(
                "validation",
                name: LocalizedText(en: "validation score", ru: "оценка состоятельности"),
                formula: Expression("mean(v)")),
            Method.Component(
                "stability",
                name: LocalizedText(
                    en: "agreement of the seeds", ru: "согласие повторов"),
                formula: Expression("a")),
        ],
        symbols: [
            Method.Symbol(
                "c",
                LocalizedText(
                    en:
                        "communities of linked industries, by the Leiden algorithm and the consensus of its seeds",
                    ru: "сообщества связанных отраслей: алгоритм Лейдена и консенсус повторов")),
            Method.Symbol(
                "S",
                LocalizedText(
                    en: "links to the industries of the cluster, standard deviations",
                    ru: "связи с отраслями кластера, стандартных отклонений")),
            Method.Symbol(
                "v",
                LocalizedText(
                    en: "shares of clusters and of industries with links within over those between",
                    ru: "доли кластеров и отраслей, где связи внутри сильнее внешних")),
            Method.Symbol(
                "a",
                LocalizedText(
                    en: "mean adjusted Rand index of the partitions, two by two",
                    ru: "средний скорректированный индекс Рэнда пар разбиений")),
        ],
        reading: LocalizedText(
            en:
                "Industries of one cluster stand in the same regions and trade with each other more than with the rest. An industry with a stronger link to another cluster than to its own is for an expert to look at: it is listed and not moved. A validation score of 1 means that every cluster and every industry is linked within more than to 95 % of the others; an agreement well under 1, that other seeds give other clusters. With few broad sections as industries clusters are rough.",
            ru:
                "Отрасли одного кластера стоят в одних регионах и торгуют между собой больше, чем с прочими. Отрасль, связанную с чужим кластером сильнее, чем со своим, должен посмотреть эксперт: она названа, но не перенесена. Оценка состоятельности 1 значит, что каждый кластер и каждая отрасль связаны внутри сильнее, чем с 95 % прочих; согласие заметно ниже 1 — что другие повторы дают другие кластеры. По немногим укрупнённым разделам кластеры получаются грубыми."
        ),
        literature: [
            "Delgado, Porter and Stern (2016), Defining clusters of related industries",
            "Traag, Waltman and Van Eck (2019), From Louvain to Leiden",
            "Lancichinetti and Fortunato (2012), Consensus clustering in complex networks",
        ],
        paperTag: "P-char")

    func findings(in context: ClusterContext) throws(CancellationError) -> Findings {
        let panel = context.specialisation.panel
        var findings = Findings(measure: panel.measure, classification: panel.classification)
        findings.parameters = [
            .init("nearest", "\(context.parameters.nearest)"),
            .init("seeds", "\(context.parameters.seeds)"),
            .init("seed", "\(context.parameters.seed)"),
        ]
        guard let found = try? context.foundClusters.get() else {
            findings.notices = [FoundClusters.lackingPanel]
            return findings
        }
        let best = found.definition.best
        findings.parameters.append(
            .init("resolution", Expression.plainNumber(best.resolution)))
        findings.notices = notices(found)
        for activity in found.industries { findings.list += list(activity, found) }
        let quality = Quality.computed
        if let shares = best.validation.shares {
            let names = [
                LocalizedText(
                    en: "clusters over the mean link to others",
                    ru: "кластеры выше средней внешней связи"),
                LocalizedText(
                    en: "clusters over 95 % of links to others",
                    ru: "кластеры выше 95 % внешних связей"),
                LocalizedText(
                    en: "industries over the mean link to others",
                    ru: "отрасли выше средней внешней связи"),
                LocalizedText(
                    en: "industries over 95 % of links to others",
                    ru: "отрасли выше 95 % внешних связей"),
            ]
            findings.list.append(
                Finding(
                    method, ResultKey(year: found.figures.year, component: "validation"),
                    bindings: [
                        Derivation.Binding(
                            "v", .list(shares), from: names.map { .note($0) })
                    ], quality: quality))
        }
        findings.list.append(
            Finding(
                method, ResultKey(year: found.figures.year, component: "stability"),
                bindings: [
                    Derivation.Binding(
                        "a", best.partition.stability,
                        from: .note(
                            LocalizedText(
                                en:
                                    "\(context.parameters.seeds) seeds at resolution \(Expression.plainNumber(best.resolution))",
                                ru:
                                    "повторов: \(context.parameters.seeds), разрешение \(Expression.plainNumber(best.resolution))"
                            )))
                ], quality: quality))
        return findings
    }

    private func notices(_ found: FoundClusters) -> [LocalizedText] {
        func names(_ texts: [LocalizedText], _ language: Language) -> String {
            texts.map { $0[language] }.joined(separator: ", ")
        }
        let panel = found.panel
        var notices = [
            LocalizedText(
                en:
                    "Links from: \(names(found.kinds, .english)). Not known: \(names(found.lacking, .english)).",
                ru:
                    "Связи: \(names(found.kinds, .russian)). Неизвестно: \(names(found.lacking, .russian))."
            )
        ]
        let marginal = found.definition.best.validation.marginal.map {
            panel.activities[found.industries[$0]].name
        }
        if !marginal.isEmpty {
            notices.append(
                LocalizedText(
                    en:
                        "Held more by another cluster, for an expert to look at: \(names(marginal, .english)).",
                    ru:
                        "Сильнее связаны с чужим кластером, решает эксперт: \(names(marginal, .russian))."
                ))
        }
        if let runnerUp = found.definition.runnerUp {
            let count = runnerUp.partition.count
            let score = { (language: Language) in
                NumberWording.text(runnerUp.score, significant: 3, in: language)
            }
            notices.append(
                LocalizedText(
                    en:
                        "The next best of the resolutions gives \(count) clusters with a validation score of \(score(.english)).",
                    ru:
                        "Следующее по качеству разрешение даёт кластеров: \(count), оценка состоятельности \(score(.russian))."
                ))
        }
        return notices
    }

    private func list(_ activity: Int, _ found: FoundClusters) -> [Finding] {
        guard let cluster = found.cluster(of: activity) else { return [] }
        let own = found.index(of: activity)
        let panel = found.panel
        func key(_ component: String) -> ResultKey {
            ResultKey(
                activity: panel.activities[activity].code, object: found.code(cluster),
                year: found.figures.year, component: component)
        }
        func binding(_ members: [Int]) -> Derivation.Binding {
            Derivation.Binding(
                "S", .list(members.map { found.links[own, found.index(of: $0)] }),
                from: members.map { .note(panel.activities[$0].name) })
        }
        var list = [
            Finding(
                method, key("cluster"),
                bindings: [
                    Derivation.Binding(
                        "c", Double(cluster + 1),
                        from: .note(
                            LocalizedText(
                                en: "cluster of \(found.clusters[cluster].count) industries",
                                ru: "отраслей в кластере: \(found.clusters[cluster].count)")))
                ])
        ]
        let others = found.clusters[cluster].filter { $0 != activity }
        list.append(
            Finding(
                method, key("ownLink"), bindings: [binding(others)],
                undefined: others.isEmpty ? .insufficientData(have: 1, need: 2) : nil))
        let rest = found.clusters.indices.filter { $0 != cluster }
        let links = rest.map { other in
            found.clusters[other].map { found.links[own, found.index(of: $0)] }.mean ?? 0
        }
        if let best = rest.indices.max(by: { (links[$0], -$0) < (links[$1], -$1) }) {
            list.append(
                Finding(
                    method, key("otherLink"), bindings: [binding(found.clusters[rest[best]])]))
        }
        return list
    }
}

/// Which of the clusters a region has, and which it could have (METHODS 2.7).
struct StrengthMethod: FindingMethod {
    typealias Context = ClusterContext

    let method = Method(
        id: "region-clusters",
        name: LocalizedText(en: "Clusters of regions", ru: "Кластеры регионов"), section: "2.7",
        components: [
            Method.Component(
                "state",
                name: LocalizedText(
                    en: "state",
                    ru: "состояние"),
                formula: Expression(
                    "2 * atLeast(Q, 1) * atLeast(n, n_min) + (1 - atLeast(Q, 1) * atLeast(n, n_min)) * atLeast(W, W_med)"
                )),
            Method.Component(
                "quotient",
                name: LocalizedText(
                    en: "location quotient", ru: "коэффициент локализации"),
                formula: Expression("(sum(e) / X_r) / (sum(E) / X)")),
            Method.Component(
                "share",
                name: LocalizedText(en: "share of the region", ru: "доля в регионе"),
                formula: Expression("sum(e) / X_r")),
            Method.Component(
                "specialised",
                name: LocalizedText(
                    en: "specialised industries",
                    ru: "отраслей специализации"),
                formula: Expression("sum(atLeast(q, 1))")),
            Method.Component(
                "density",
                name: LocalizedText(
                    en: "nearness of what it lacks",
                    ru: "близость недостающего"),
                formula: Expression("mean(w)")),
        ],
        symbols: [
            Method.Symbol(
                "e",
                LocalizedText(
                    en: "masses of the member industries in the region",
                    ru: "показатели отраслей кластера в регионе")),
            Method.Symbol("X_r", LocalizedText(en: "all of the region", ru: "итог региона")),
            Method.Symbol(
                "E",
                LocalizedText(en: "their masses in all regions", ru: "их итоги по всем регионам")
            ),
            Method.Symbol("X", LocalizedText(en: "all of all regions", ru: "общий итог")),
            Method.Symbol(
                "q",
                LocalizedText(
                    en: "location quotients of the members", ru: "коэффициенты локализации отраслей"
                )),
            Method.Symbol(
                "w",
                LocalizedText(
                    en: "densities of the members that the region lacks",
                    ru: "плотности недостающих отраслей")),
            Method.Symbol(
                "Q", LocalizedText(en: "the cluster's quotient", ru: "коэффициент кластера")),
            Method.Symbol(
                "n", LocalizedText(en: "specialised members", ru: "число отраслей специализации")),
            Method.Symbol(
                "n_min",
                LocalizedText(
                    en: "how many it takes: 2, or 1 in a cluster of one",
                    ru: "сколько нужно: 2, в кластере из одной отрасли 1")),
            Method.Symbol(
                "W",
                LocalizedText(
                    en: "density of what it lacks; 1 where it lacks nothing",
                    ru: "плотность недостающего; 1, если есть всё")),
            Method.Symbol(
                "W_med",
                LocalizedText(
                    en: "its median over the regions that lack something",
                    ru: "её медиана по регионам, где чего-то нет")),
        ],
        reading: LocalizedText(
            en:
                "State 2: the region has the cluster, 1: it could have it, 0: neither. A cluster exists where the region has more of it than the country and at least two of its industries in strength. It is potential where it does not exist, and what it lacks is nearer to what the region has than in the middle region. The rule is ours; its parts stand beside it.",
            ru:
                "Состояние 2 — кластер есть, 1 — возможен, 0 — ни то ни другое. Кластер есть, если в регионе его больше, чем в среднем по стране, и сильны хотя бы две его отрасли. Он возможен, если его нет, но недостающее ближе к имеющемуся, чем у медианного региона. Правило принято нами; его части стоят рядом."
        ),
        literature: [
            "Delgado, Porter and Stern (2016), Defining clusters of related industries",
            "Hidalgo et al. (2007), The product space conditions the development of nations",
        ],
        paperTag: "P-char")

    func findings(in context: ClusterContext) throws(CancellationError) -> Findings {
        let panel = context.specialisation.panel
        var findings = Findings(measure: panel.measure, classification: panel.classification)
        guard let found = try? context.foundClusters.get() else {
            findings.notices = [FoundClusters.lackingPanel]
            return findings
        }
        let figures = found.figures
        let quotients = Quotients(figures)
        let presence = Presence(places: figures.places.count, activities: figures.activities.count)
        {
            (quotients.values[$0][$1] ?? 0) >= context.parameters.presence
        }
        let density = relatednessDensity(
            presence, similarity: relatedness(cooccurrence(presence), by: .proximity))
        let total = try? figures.total.get()
        for cluster in found.clusters.indices {
            let members = found.clusters[cluster]
            let lacks = figures.places.map { place in
                members.filter { !presence[place, $0] && density[place, $0].isFinite }
            }
            let needs = figures.places.map { place in
                lacks[place].map { density[place, $0] }.mean ?? 1
            }
            // Regions that lack nothing are no measure of how near others are to what they lack.
            let median =
                figures.places.filter { !lacks[$0].isEmpty }.map { needs[$0] }
                .quantile(0.5) ?? 1
            for place in figures.places {
                findings.list += list(
                    place, cluster, found, quotients, density, total: total?.low,
                    lacks: lacks[place], need: needs[place], median: median)
            }
        }
        findings.list.sort { $0.derivation.key.place ?? "" < $1.derivation.key.place ?? "" }
        return findings
    }

    /// The location quotients of a year that are numbers.
    private struct Quotients {
        let values: [[Double?]]

        init(_ figures: YearFigures) {
            values = figures.places.map { place in
                figures.activities.map {
                    figures.locationQuotient(place: place, activity: $0).value
                }
            }
        }
    }

    private func list(
        _ place: Int, _ cluster: Int, _ found: FoundClusters, _ quotients: Quotients,
        _ density: Matrix, total: Double?, lacks: [Int], need: Double, median: Double
    ) -> [Finding] {
        let (panel, figures) = (found.panel, found.figures)
        let members = found.clusters[cluster]
        let (measure, unit, year) = (panel.measure.code, panel.measure.unit, figures.year)
        let code = panel.places[place].code
        func key(_ component: String) -> ResultKey {
            ResultKey(
                place: code, object: found.code(cluster), year: year, component: component)
        }
        func result(_ method: String, _ activity: Int) -> InputReference {
            .result(
                method: method,
                ResultKey(place: code, activity: panel.activities[activity].code, year: year))
        }
        // Ranges of hidden figures are no numbers: such a cluster has no quotient.
        let masses = members.map {
            (try? figures.cell(place, $0)).flatMap { $0.isPoint ? $0.low : nil }
        }
        let placeTotal = (try? figures.placeTotals[place].get()).flatMap {
            $0.isPoint ? $0.low : nil
        }
        let totals = members.map { activity in
            (try? figures.activityTotals[activity].get()).flatMap { $0.isPoint ? $0.low : nil }
        }
        let known = masses.compactMap(\.self)
        var fault: Undefined?
        if known.count < members.count || totals.contains(where: { $0 == nil }) {
            fault = .missing("e")
        } else if placeTotal == nil {
            fault = .missing("X_r")
        } else if placeTotal == 0 {
            fault = .emptyRegion
        } else if (total ?? 0) == 0 || totals.compactMap(\.self).compensatedSum() == 0 {
            fault = .zeroReference
        }
        let e = Derivation.Binding(
            "e", .list(masses.map { $0 ?? 0 }), unit: unit,
            from: members.map { .figure(measure, code, panel.activities[$0].code, year) })
        let whole = Derivation.Binding(
            "X_r", placeTotal ?? 0, unit: unit,
            from: .placeTotal(measure, panel.classification, code, year))
        let quality = members.map { panel[place, $0, figures.position].quality }.max() ?? .computed
        let marks = members.reduce(into: Marks()) {
            $0.formUnion(panel[place, $1, figures.position].marks)
        }
        let coverage = Double(known.count) / Double(members.count)
        func finding(
            _ component: String, _ bindings: [Derivation.Binding], _ undefined: Undefined?
        ) -> Finding {
            Finding(
                method, key(component), bindings: bindings, undefined: undefined,
                coverage: coverage, quality: quality, marks: marks)
        }
        let quotient = finding(
            "quotient",
            [
                e, whole,
                Derivation.Binding(
                    "E", .list(totals.map { $0 ?? 0 }), unit: unit,
                    from: members.map {
                        .activityTotal(
                            measure, panel.classification, panel.activities[$0].code, year)
                    }),
                Derivation.Binding(
                    "X", total ?? 0, unit: unit,
                    from: .grandTotal(measure, panel.classification, year)),
            ], fault)
        let q = members.map { quotients.values[place][$0] }
        let specialised = finding(
            "specialised",
            [
                Derivation.Binding(
                    "q", .list(q.map { $0 ?? 0 }),
                    from: members.map { result("location-quotient", $0) })
            ], nil)
        let gaps = finding(
            "density",
            [
                Derivation.Binding(
                    "w", .list(lacks.map { density[place, $0] }),
                    from: lacks.map { result("relatedness-density", $0) })
            ], lacks.isEmpty ? .notApplicable("w") : nil)
        let state = finding(
            "state",
            [
                Derivation.Binding(
                    "Q", quotient.derivation.outcome.value ?? 0,
                    from: .result(method: method.id, key("quotient"))),
                Derivation.Binding(
                    "n", specialised.derivation.outcome.value ?? 0,
                    from: .result(method: method.id, key("specialised"))),
                Derivation.Binding(
                    "n_min", Double(min(2, members.count)),
                    from: .note(
                        LocalizedText(
                            en: "industries in the cluster: \(members.count)",
                            ru: "отраслей в кластере: \(members.count)"))),
                Derivation.Binding(
                    "W", need, from: .result(method: method.id, key("density"))),
                Derivation.Binding(
                    "W_med", median,
                    from: .note(
                        LocalizedText(
                            en: "regions: \(figures.places.count)",
                            ru: "регионов: \(figures.places.count)"))),
            ], fault)
        return [state, quotient, finding("share", [e, whole], fault), specialised, gaps]
    }
}
