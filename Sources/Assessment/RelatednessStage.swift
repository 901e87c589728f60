internal import Region
internal import Relatedness
internal import Specialisation
internal import Wording
internal import Workspace

/// The stage "Relatedness" (METHODS 2): which activities belong together, and how near each place
/// is to what it lacks.
struct RelatednessStage: Stage {
    let id = "relatedness"
    let name = LocalizedText(en: "Relatedness", ru: "Связанность")
    let tables = [
        "places", "activities", "classifications", "measures", "observations",
    ]
    let settings = [
        "region", "level", "measures.", "specialisation.reference", "specialisation.suppressed",
        "relatedness.",
    ]

    var methods: [Method] { Relatedness.methods().map(\.method) }

    func steps(for data: RegionalData, _ parameters: RunParameters) -> [Step] {
        data.specialisationContexts(parameters).flatMap { context in
            Relatedness.methods(parameters.relatedness).map { method in
                Step(
                    method: method.method, measure: context.panel.measure.code,
                    classification: context.panel.classification,
                    compute: { try method.results(in: context) },
                    derive: method.explainer(in: context))
            }
        }
    }
}
