internal import InputOutput
internal import Region
internal import Specialisation
internal import Wording
internal import Workspace

/// The stage "Input–output" (METHODS 5): what an industry's sales set in motion in the region.
struct FlowStage: Stage {
    let id = "input-output"
    let name = LocalizedText(en: "Input–output", ru: "Межотраслевой баланс")
    let tables = [
        "places", "activities", "classifications", "correspondences", "measures", "observations",
        "input_output", "trade", "assumptions",
    ]
    let settings = ["region", "level", "measures.", "inputOutput."]

    var methods: [Method] { FlowMethods.all.map(\.method) }

    func steps(for data: RegionalData, _ parameters: RunParameters) -> [Step] {
        let context = data.flowContext(parameters)
        return FlowMethods.all.map { Step($0, in: context) }
    }
}

extension RegionalData {
    func flowContext(_ parameters: RunParameters) -> FlowContext {
        let tables = flowTables
        let table = tables.first { $0.place == parameters.region } ?? tables.first
        let names = Dictionary(activities.map { ($0.code, $0.name) }) { first, _ in first }
        guard let table else {
            return FlowContext(
                table: nil, region: parameters.region, names: names, assumptions: assumptions,
                parameters: parameters.inputOutput)
        }
        return FlowContext(
            table: table, region: parameters.region, sizes: sizes(of: table, parameters),
            names: names, inflow: inflow(of: table, parameters), assumptions: assumptions,
            parameters: parameters.inputOutput
        ).remembering()
    }

    /// How large the industries of a flow table are in the region and in all regions, by the panel
    /// of the table's year that most of them answer to.
    private func sizes(
        of table: FlowTable, _ parameters: RunParameters
    ) -> [FlowContext.Size?] {
        var best: [FlowContext.Size?] = []
        for context in specialisationContexts(parameters) {
            let panel = context.panel
            guard panel.measure.code != parameters.enterprisesMeasure,
                let year = panel.years.firstIndex(of: table.year),
                let place = panel.places.firstIndex(where: { $0.code == parameters.region })
            else { continue }
            let counterparts = counterparts(in: panel)
            let totals = panel.table(year: year).activityTotals
            let found = table.activities.map { activity -> FlowContext.Size? in
                let positions = (counterparts[activity] ?? []).compactMap(panel.position(of:))
                let known = positions.filter {
                    panel[place, $0, year].state.isKnown && totals[$0].value > 0
                }
                guard !known.isEmpty, known.count == positions.count else { return nil }
                return FlowContext.Size(
                    region: known.map { panel[place, $0, year].value },
                    country: known.map { totals[$0].value },
                    regionSources: known.map {
                        .figure(
                            panel.measure.code, parameters.region, panel.activities[$0].code,
                            table.year)
                    },
                    countrySources: known.map {
                        .activityTotal(
                            panel.measure.code, panel.classification, panel.activities[$0].code,
                            table.year)
                    })
            }
            if found.count(where: { $0 != nil }) > best.count(where: { $0 != nil }) { best = found }
        }
        return best
    }

    /// The activities of a panel that each other activity is made up of or part of.
    func counterparts(in panel: Panel) -> [ActivityCode: [ActivityCode]] {
        var result: [ActivityCode: [ActivityCode]] = [:]
        for entry in correspondences where entry.kind != "part" {
            guard panel.position(of: entry.to) != nil else { continue }
            result[entry.from, default: []].append(entry.to)
        }
        for (activity, answer) in panelActivities(of: panel) where result[activity] == nil {
            result[activity] = [answer]
        }
        for activity in panel.activities { result[activity.code] = [activity.code] }
        return result
    }

    /// Goods from other regions, beside the region's product in the same year.
    private func inflow(
        of table: FlowTable, _ parameters: RunParameters
    ) -> FlowContext.Inflow? {
        let traits = activityTraits
        let goods = Set(table.activities.filter { traits[$0]?.contains(.goods) ?? false })
        let arrivals = trade.filter {
            $0.to == parameters.region && $0.from != parameters.region && $0.from != "abroad"
        }
        guard !goods.isEmpty, let first = arrivals.first,
            let product = series(parameters.productMeasure)
        else { return nil }
        let cell = product[parameters.region, first.year]
        guard cell.state.isKnown, cell.value > 0 else { return nil }
        let values = arrivals.compactMap {
            first.unit.convert($0.value, to: product.measure.unit)
        }
        guard values.count == arrivals.count else { return nil }
        return FlowContext.Inflow(
            value: values.reduce(0, +), product: cell.value, year: first.year, goods: goods,
            source: .note(
                LocalizedText(
                    en: "trade.csv, \(first.year), \(arrivals.count) origins",
                    ru: "trade.csv, \(first.year), отправителей: \(arrivals.count)")),
            productSource: .figure(
                parameters.productMeasure, parameters.region, nil, first.year))
    }
}
