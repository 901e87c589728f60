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
            accounts: accounts(of: table, parameters), series: incomeSeries(parameters),
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

    /// What production takes or gives off besides money, by industry of a flow table: as the region's
    /// figures say, else the country's.
    private func accounts(
        of table: FlowTable, _ parameters: RunParameters
    ) -> [ProductionAccount] {
        let country = whole(level: parameters.level) ?? table.place
        return accountMeasures.compactMap { measure in
            for place in [parameters.region, country] {
                for figures in latestFigures(of: measure.code, in: place) {
                    let account = account(
                        measure, figures.year, figures.cells, figures.classification, place, table,
                        isOfRegion: place == parameters.region)
                    if let account { return account }
                }
            }
            return nil
        }
    }

    private func account(
        _ measure: Measure, _ year: Year, _ cells: [ActivityCode: Cell],
        _ classification: ClassificationCode, _ place: PlaceCode, _ table: FlowTable,
        isOfRegion: Bool
    ) -> ProductionAccount? {
        // Value added of the same activities, as the panels have it or, for the table's own, the
        // table.
        let candidates = panels.filter { $0.classification == classification }.compactMap { entry in
            measures.first { $0.code == entry.measure }
        }.filter { $0.unit.dimension.isMoney && $0.kind == .flow && $0.account == nil }
        func added(_ activity: ActivityCode) -> (Double, InputReference, Unit)? {
            for candidate in candidates {
                if let cell = figure(candidate.code, place, activity, year) {
                    return (
                        cell.value * candidate.unit.factor / 1e6,
                        .figure(candidate.code, place, activity, year), candidate.unit
                    )
                }
            }
            if place == table.place, let values = table.valueAdded,
                let position = table.activities.firstIndex(of: activity)
            {
                return (
                    values[position] * table.unit.factor / 1e6,
                    .note(LocalizedText(en: "of the flow table", ru: "по таблице")), table.unit
                )
            }
            return nil
        }
        var known: [ActivityCode: (Double, InputReference, Unit)] = [:]
        for activity in cells.keys { known[activity] = added(activity) }
        let usable = Set(known.keys)
        guard let money = known.sorted(by: { $0.key < $1.key }).first?.value.2, !usable.isEmpty
        else {
            return nil
        }
        // Industries that answer to common activities are one group.
        var groups: [(industries: [Int], activities: Set<ActivityCode>)] = []
        let ways = ActivityWays(self)
        for (position, industry) in table.activities.enumerated() {
            var own = Set(ways.answers(of: industry, in: classification, among: usable))
            guard !own.isEmpty else { continue }
            var members = [position]
            for group in groups where !group.activities.isDisjoint(with: own) {
                own.formUnion(group.activities)
                members += group.industries
            }
            groups.removeAll { !$0.activities.isDisjoint(with: own) }
            groups.append((members.sorted(), own))
        }
        guard !groups.isEmpty else { return nil }
        let assigned = groups.reduce(into: Set<ActivityCode>()) { $0.formUnion($1.activities) }
        return ProductionAccount(
            measure: measure, year: year, money: money, isOfRegion: isOfRegion,
            groups: groups.map { group in
                let order = group.activities.sorted()
                return .init(
                    industries: group.industries, amounts: order.map { cells[$0]?.value ?? 0 },
                    amountSources: order.map { .figure(measure.code, place, $0, year) },
                    added: order.map { known[$0]?.0 ?? 0 },
                    addedSources: order.compactMap { known[$0]?.1 },
                    quality: order.compactMap { cells[$0]?.quality }.max() ?? .reported)
            },
            unassigned: cells.keys.filter { !assigned.contains($0) }.sorted())
    }

    /// Income, consumption and investment of the region over the years they have in common.
    private func incomeSeries(_ parameters: RunParameters) -> FlowContext.IncomeSeries? {
        let codes = [
            parameters.incomeMeasure, parameters.consumptionMeasure, parameters.investmentMeasure,
        ]
        let found = codes.compactMap { series($0) }
        guard found.count == codes.count else { return nil }
        let years = found[0].years(of: [parameters.region]).filter { year in
            found.allSatisfy { $0[parameters.region, year].state.isKnown }
        }
        // A gap would make a change of two years look like one of one.
        guard let first = years.first, let last = years.last, last - first + 1 == years.count else {
            return nil
        }
        let unit = found[0].measure.unit
        let values = found.map { series in
            years.compactMap {
                series.measure.unit.convert(series[parameters.region, $0].value, to: unit)
            }
        }
        guard values.allSatisfy({ $0.count == years.count }) else { return nil }
        return FlowContext.IncomeSeries(
            years: years, measures: codes, income: values[0], consumption: values[1],
            investment: values[2])
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

/// How activities of one classification answer to those of others.
private struct ActivityWays {
    private let activities: [ActivityCode: Activity]
    private var ways: [ActivityCode: [ActivityCode]] = [:]

    init(_ data: RegionalData) {
        activities = Dictionary(data.activities.map { ($0.code, $0) }) { first, _ in first }
        for entry in data.correspondences where entry.kind != "part" {
            ways[entry.from, default: []].append(entry.to)
        }
    }

    /// The activities of a classification that an industry is made up of or part of, by way of
    /// other classifications where need be; none unless all of them are usable.
    func answers(
        of industry: ActivityCode, in classification: ClassificationCode,
        among usable: Set<ActivityCode>
    ) -> [ActivityCode] {
        var reached = [industry]
        var seen = Set(reached)
        for _ in 0..<6 where !reached.isEmpty {
            let there = reached.filter { activities[$0]?.classification == classification }
            if there.contains(where: usable.contains) {
                return there.allSatisfy(usable.contains) ? there : []
            }
            reached = reached.flatMap { code in
                (ways[code] ?? []) + [activities[code]?.parent].compactMap { $0 }
            }.filter { seen.insert($0).inserted }
        }
        return []
    }
}
