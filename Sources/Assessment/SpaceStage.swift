internal import Region
internal import Space
internal import Specialisation
internal import Wording
internal import Workspace

/// The stage "Space" (METHODS 3), as far as it looks at a panel of regions: where high and low
/// quotients stand together.
struct SpaceStage: Stage {
    let id = "space"
    let name = LocalizedText(en: "Space", ru: "Пространство")
    let tables = [
        "places", "activities", "classifications", "measures", "observations",
    ]
    let settings = [
        "region", "level", "measures.", "neighbours", "specialisation.reference",
        "specialisation.suppressed", "specialisation.seed", "specialisation.simulationReplicates",
    ]

    var methods: [Method] { Space.methods.map(\.method) }

    func steps(for data: RegionalData, _ parameters: RunParameters) -> [Step] {
        data.specialisationContexts(parameters).flatMap { context in
            Space.methods.map { method in
                Step(
                    method: method.method, measure: context.panel.measure.code,
                    classification: context.panel.classification,
                    compute: { try method.results(in: context) },
                    derive: method.explainer(in: context))
            }
        }
    }
}
