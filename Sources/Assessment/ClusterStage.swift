internal import Clusters
internal import Region
internal import Relatedness
internal import Specialisation
internal import Wording
internal import Workspace

/// The stage "Clusters" (METHODS 2.7 and 4): which there are, of what type, how far along.
struct ClusterStage: Stage {
    let id = "clusters"
    let name = LocalizedText(en: "Clusters", ru: "Кластеры")
    let tables = [
        "places", "activities", "classifications", "correspondences", "measures", "observations",
        "establishments", "links", "clusters", "cluster_members", "input_output", "judgements",
        "occupations", "thresholds", "facts",
    ]
    let settings = [
        "region", "level", "measures.", "specialisation.reference", "specialisation.suppressed",
        "relatedness.threshold", "clusters.",
    ]

    var methods: [Method] {
        (ClusterMethods.ofPanels + ClusterMethods.ofRegions).map(\.method)
    }

    func steps(for data: RegionalData, _ parameters: RunParameters) -> [Step] {
        let contexts = data.clusterContexts(parameters)
        return contexts.flatMap { context in
            ClusterMethods.ofPanels.map { method in
                let panel = context.specialisation.panel
                return Step(
                    method: method.method, measure: panel.measure.code,
                    classification: panel.classification,
                    compute: { try method.results(in: context) },
                    derive: method.explainer(in: context))
            }
        }
            + (contexts.first.map { context in
                ClusterMethods.ofRegions.map { Step($0, in: context) }
            } ?? [])
    }
}

extension RegionalData {
    func clusterContexts(_ parameters: RunParameters) -> [ClusterContext] {
        let region = parameters.region
        let inside = Set(
            places.map(\.code).filter { isWithin(region, $0) })
        let establishments = establishments.filter { inside.contains($0.place) }
        let flows = flowTables.first
        let counts = panels.first { $0.measure == parameters.enterprisesMeasure }
        var clusters = parameters.clusters
        clusters.presence = parameters.relatedness.threshold
        for entry in thresholds {
            guard let name = ThresholdName(rawValue: entry.name),
                let bounds = Membership(none: entry.none, full: entry.full)
            else { continue }
            clusters.thresholds[name] = bounds
        }
        let above = ancestors(of: region)
        let people = occupations
        let whole = above.last { place in people.contains { $0.place == place } }
        let research = indicators.filter {
            $0.name == "research_intensity" && above.contains($0.place)
        }.max { $0.year < $1.year }
        let scores = judgements(survey: "diamond").map {
            ClusterContext.DiamondScore(
                expert: $0.expert, corner: $0.first, cluster: $0.second, score: $0.value)
        }
        return specialisationContexts(parameters).filter {
            $0.panel.measure.code != parameters.enterprisesMeasure
        }.map { context in
            ClusterContext(
                specialisation: context, region: region, flows: flows,
                panelActivity: panelActivities(of: context.panel),
                establishments: establishments, ties: ties, register: clusterRegister,
                enterprises: counts.flatMap { entry in
                    entry.classification == context.panel.classification
                        ? panel(entry.measure, entry.classification, level: parameters.level) : nil
                },
                diamondScores: scores,
                occupations: OccupationTables(people, region: region, whole: whole),
                traits: activityTraits, nationalResearch: research?.value, parameters: clusters
            ).remembering()
        }
    }

    /// The activity of a panel that each other activity answers to: the first above it that the
    /// panel has, or the one that the table of correspondences names, directly or by way of a
    /// third classification. Only counterparts that are comparable or wider are taken, so that
    /// nothing is counted twice.
    func panelActivities(of panel: Panel) -> [ActivityCode: ActivityCode] {
        let known = Set(panel.activities.map(\.code))
        let parents = activityParents
        var counterparts: [ActivityCode: [ActivityCode]] = [:]
        for entry in correspondences where entry.kind != "part" {
            counterparts[entry.from, default: []].append(entry.to)
        }
        func answer(_ code: ActivityCode, depth: Int) -> ActivityCode? {
            var current: ActivityCode? = code
            var steps = 0
            while let own = current, steps < 20 {
                if known.contains(own) { return own }
                current = parents[own]
                steps += 1
            }
            guard depth < 2 else { return nil }
            for next in counterparts[code] ?? [] {
                if let found = answer(next, depth: depth + 1) { return found }
            }
            return nil
        }
        var result: [ActivityCode: ActivityCode] = [:]
        for activity in activities where !known.contains(activity.code) {
            result[activity.code] = answer(activity.code, depth: 0)
        }
        return result
    }
}
