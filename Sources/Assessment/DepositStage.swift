internal import Region
internal import ResourceCycles
internal import Wording
internal import Workspace

/// The stage "Resource cycles" (METHODS 6): what becomes of the region's waste, and what its heaps
/// are worth.
struct DepositStage: Stage {
    let id = "resource-cycles"
    let name = LocalizedText(en: "Resource cycles", ru: "Ресурсные циклы")
    let tables = [
        "places", "deposits", "assays", "processes", "transfers", "products", "prices",
        "assumptions", "correlations", "cycle_nodes", "cycles",
    ]
    let settings = ["region", "level", "deposits.", "cycles.", "scenario.price"]

    var methods: [Method] {
        CycleMethods.all.map(\.method) + DepositMethods.all.map(\.method)
    }

    func steps(for data: RegionalData, _ parameters: RunParameters) -> [Step] {
        let cycles = CycleContext(
            nodes: data.cycleNodes, flows: data.cycleFlows, region: parameters.region,
            deposits: data.deposits, years: parameters.cycleYears)
        let deposits = data.depositContext(parameters)
        return CycleMethods.all.map { Step($0, in: cycles) }
            + DepositMethods.all.map { Step($0, in: deposits) }
    }
}

extension RegionalData {
    /// The latest price of each product, as the tables say or the scenario.
    func prices(in scenario: Scenario) -> [String: ProductPrice] {
        var prices = prices
        for change in scenario.prices {
            prices[change.name] = prices[change.name]?.changed(by: change)
        }
        return prices
    }

    /// The heaps of the region.
    func depositContext(_ parameters: RunParameters) -> DepositContext {
        let region = parameters.region
        return DepositContext(
            deposits: deposits.filter { $0.place.map { isWithin(region, $0) } ?? true },
            assays: assays, processes: wasteProcesses, prices: prices(in: parameters.scenario),
            assumptions: assumptions,
            region: region, correlations: correlations, parameters: parameters.deposits
        ).remembering()
    }
}
