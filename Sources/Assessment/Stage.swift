public import Region
internal import Specialisation
public import Wording
public import Workspace

/// A stage of the method as the pipeline sees it.
///
/// A stage turns the figures of a workspace into steps; each step gives result tables and
/// explains any cell of them. That is all a new stage owes: running, recording, reusing, showing,
/// explaining and comparing are done here once for all.
public protocol Stage: Sendable {
    var id: String { get }
    var name: LocalizedText { get }
    /// The tables of the workspace that the stage reads: it is computed again when one changes.
    var tables: [String] { get }
    /// The settings that its numbers depend on, by the beginning of their keys.
    var settings: [String] { get }
    /// Programs found at run time that its numbers come from, with their versions.
    var tools: [String] { get }
    /// The steps for these figures, in the order they are listed.
    func steps(for data: RegionalData, _ parameters: RunParameters) -> [Step]
    /// The methods that may stand in its tables.
    var methods: [Method] { get }
}

extension Stage {
    public var tools: [String] { [] }
}

/// One method on one set of figures.
public struct Step: Sendable {
    public let method: Method
    public let measure: MeasureCode
    public let classification: ClassificationCode
    let compute: @Sendable () throws -> [ResultTable]
    let derive: @Sendable (ResultKey) -> Derivation?

    /// The name of its results: `value_added.okved2.location-quotient`.
    public var name: String {
        [measure.rawValue, classification.rawValue, method.id].filter { !$0.isEmpty }
            .joined(separator: ".")
    }
}

/// The stages there are.
public enum Stages {
    public static let all: [any Stage] = [
        SpecialisationStage(), RelatednessStage(), SpaceStage(), ClusterStage(), FlowStage(),
        DepositStage(), EffectStage(), ConsensusStage(),
        ProgrammeStage(), ModeStage(), ForesightStage(), MonitoringStage(),
        SustainabilityStage(),
    ]

    public static func method(_ id: String) -> Method? { methods[id] }

    private static let methods = Dictionary(
        uniqueKeysWithValues: all.flatMap(\.methods).map { ($0.id, $0) })
}

/// The stage "Specialisation" (METHODS 1).
struct SpecialisationStage: Stage {
    let id = "specialisation"
    let name = LocalizedText(en: "Specialisation", ru: "Специализация")
    let tables = [
        "places", "activities", "classifications", "measures", "observations", "products",
        "production", "shipments", "establishments",
    ]
    let settings = ["region", "level", "measures.", "neighbours", "specialisation."]

    var methods: [Method] { Specialisation.methods.map(\.method) }

    func steps(for data: RegionalData, _ parameters: RunParameters) -> [Step] {
        let contexts = data.specialisationContexts(parameters)
        var steps: [Step] = []
        for (position, context) in contexts.enumerated() {
            for method in Specialisation.methods {
                // Methods on regions as wholes give the same answer whatever the activities.
                if method.scope == .regions && position > 0 { continue }
                steps.append(step(method, context))
            }
        }
        return steps
    }

    private func step(
        _ method: any IndexMethod<SpecialisationContext>, _ context: SpecialisationContext
    ) -> Step {
        let isOfRegions = method.scope == .regions
        return Step(
            method: method.method,
            measure: isOfRegions ? "" : context.panel.measure.code,
            classification: isOfRegions ? "" : context.panel.classification,
            compute: { try method.results(in: context) },
            derive: method.explainer(in: context))
    }
}

extension RegionalData {
    /// What the methods of specialisation look at, one for every measure by activity.
    func specialisationContexts(_ parameters: RunParameters) -> [SpecialisationContext] {
        let population = series(parameters.populationMeasure)
        let product = series(parameters.productMeasure)
        let balances = balances(level: parameters.level)
        let groups = groups(level: parameters.level)
        let ancestors = activityParents
        return panels.compactMap { entry in
            guard
                let panel = panel(entry.measure, entry.classification, level: parameters.level),
                panel.measure.kind != .ratio, panel.measure.isOfSpecialisation
            else { return nil }
            return SpecialisationContext(
                panel: panel, population: population, grossRegionalProduct: product,
                balances: balances.map { $0.moved(to: panel, within: ancestors) },
                plants: plants(measure: entry.measure),
                weights: SpatialWeights(nearest: parameters.neighbours, of: panel.places),
                groups: groups, parameters: parameters.specialisation)
        }
    }
}

extension ProductBalance {
    /// The balance under the activity of a panel that its own activity is part of: coal mining is
    /// a part of mining where the panel has no finer activity.
    fileprivate func moved(
        to panel: Panel, within ancestors: [ActivityCode: ActivityCode]
    ) -> ProductBalance {
        var code = activity
        var steps = 0
        while let current = code, panel.position(of: current) == nil, steps < 20 {
            code = ancestors[current]
            steps += 1
        }
        guard code != activity, let code else { return self }
        return ProductBalance(
            product: product, place: place, year: year, unit: unit, production: production,
            shipments: shipments, exports: exports, reexports: reexports,
            stockChange: stockChange, activity: code)
    }
}
