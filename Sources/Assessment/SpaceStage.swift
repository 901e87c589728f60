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
        "commuting", "trade", "facts", "establishments", "input_output", "correspondences",
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
            }, places: places, product: series(parameters.productMeasure), trade: trade,
            commuting: commuting, plants: plants(in: parameters.region),
            motor: motorIndustries(parameters),
            parameters: parameters.space)
    }

    /// The enterprises of a region with coordinates, each under the highest activity above its own.
    private func plants(in region: PlaceCode) -> [SettlementContext.Plant] {
        let parents = activityParents
        func top(_ code: ActivityCode) -> ActivityCode {
            var code = code
            var steps = 0
            while let parent = parents[code], steps < 20 {
                code = parent
                steps += 1
            }
            return code
        }
        return establishments.compactMap { establishment in
            guard establishment.kind == .enterprise, let coordinates = establishment.coordinates,
                isWithin(region, establishment.place)
            else { return nil }
            return SettlementContext.Plant(
                code: establishment.code, coordinates: coordinates,
                industry: establishment.activity.map { ObjectCode(rawValue: top($0).rawValue) },
                place: establishment.place, people: establishment.headcount)
        }
    }
}
