internal import Effects
internal import InputOutput
internal import Region
internal import Wording
internal import Workspace

/// The stage "Effects" (METHODS 7.1): what projects and shocks bring the region.
struct EffectStage: Stage {
    let id = "effects"
    let name = LocalizedText(en: "Effects", ru: "Эффекты")
    let tables = FlowStage().tables + ["projects", "project_flows", "prices"]
    let settings = FlowStage().settings + ["effects.", "scenario.price"]

    var methods: [Method] { EffectMethods.all.map(\.method) }

    func steps(for data: RegionalData, _ parameters: RunParameters) -> [Step] {
        let context = data.effectContext(parameters)
        return EffectMethods.all.map { Step($0, in: context) }
    }
}

extension RegionalData {
    func effectContext(_ parameters: RunParameters) -> EffectContext {
        let flows = flowContext(parameters)
        return EffectContext(
            flows: flows,
            projects: projects.filter { $0.place.map { isWithin(parameters.region, $0) } ?? true },
            projectFlows: projectFlows, industries: tableIndustries(of: flows),
            prices: prices(in: parameters.scenario),
            parameters: parameters.effects)
    }

    /// The industry of the flow table that each activity belongs to: itself, or what it or an
    /// activity above it answers to.
    private func tableIndustries(of flows: FlowContext) -> [ActivityCode: Int] {
        guard let table = flows.table else { return [:] }
        let positions = Dictionary(
            uniqueKeysWithValues: table.activities.enumerated().map { ($1, $0) })
        let parents = activityParents
        var answers: [ActivityCode: Int] = [:]
        for entry in correspondences where entry.kind != "part" {
            if let position = positions[entry.to] {
                answers[entry.from] = answers[entry.from] ?? position
            }
        }
        var result = positions
        for activity in activities {
            var code: ActivityCode? = activity.code
            var steps = 0
            while let current = code, result[activity.code] == nil, steps < 20 {
                result[activity.code] = positions[current] ?? answers[current]
                code = parents[current]
                steps += 1
            }
        }
        return result
    }
}
