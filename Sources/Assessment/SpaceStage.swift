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
        "places", "activities", "classifications", "measures", "observations", "connections",
        "facts",
    ]
    let settings = [
        "region", "level", "measures.", "neighbours", "specialisation.reference",
        "specialisation.suppressed", "specialisation.seed", "specialisation.simulationReplicates",
        "space.",
    ]

    var methods: [Method] {
        Space.methods.map(\.method) + Space.settlementMethods.map(\.method)
    }

    func steps(for data: RegionalData, _ parameters: RunParameters) -> [Step] {
        let settlements = data.settlementContext(parameters)
        return data.specialisationContexts(parameters).flatMap { context in
            Space.methods.map { method in
                Step(
                    method: method.method, measure: context.panel.measure.code,
                    classification: context.panel.classification,
                    compute: { try method.results(in: context) },
                    derive: method.explainer(in: context))
            }
        } + Space.settlementMethods.map { Step($0, in: settlements) }
    }
}

extension Step {
    /// A method that is of no panel.
    init<Context: Sendable>(_ method: any IndexMethod<Context>, in context: Context) {
        self.init(
            method: method.method, measure: "", classification: "",
            compute: { try method.results(in: context) }, derive: method.explainer(in: context))
    }
}

extension RegionalData {
    func settlementContext(_ parameters: RunParameters) -> SettlementContext {
        SettlementContext(
            settlements: settlements, population: series(parameters.settlementMeasure),
            connections: connections, region: parameters.region,
            indicators: indicators.map {
                SettlementContext.Indicator(
                    name: $0.name, place: $0.place, year: $0.year, value: $0.value,
                    quality: $0.quality)
            }, parameters: parameters.space)
    }
}
