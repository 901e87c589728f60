internal import Numerics
internal import Region
internal import Relatedness
internal import Specialisation
internal import Wording

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
            .init("thresholds", context.parameters.thresholds.origin.rawValue),
        ]
        let found = try? context.foundClusters.get()
        let regional = RegionalClusters(context, found)
        findings.notices = regional.notices()
        for cluster in regional.clusters {
            let series = series(of: cluster, context)
            guard !series.isEmpty else { continue }
            do throws(Undefined) {
                let cycle = try LifeCycle(
                    series, criticalMass: context.parameters.criticalMass,
                    thresholds: context.parameters.thresholds)
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
