internal import InputOutput
internal import Numerics
internal import Region
internal import Space
internal import Specialisation
internal import Workspace

extension RegionalData {
    /// The industries that pull the region along (METHODS 3.7): location quotient and both linkages
    /// of 1 or more, growth above that of the country; with the enterprises of the region.
    ///
    /// - Returns: nil where there is no flow table that answers to the panel, no earlier year, or no
    ///   enterprise with a size.
    func motorIndustries(_ parameters: RunParameters) -> SettlementContext.MotorIndustries? {
        guard let context = specialisationContexts(parameters).first, let flows = flowTables.first,
            let last = context.panel.years.indices.last, last > 0,
            let place = context.panel.places.firstIndex(where: { $0.code == parameters.region })
        else { return nil }
        let panel = context.panel
        let answers = panelActivities(of: panel)
        guard let linkages = PanelLinkages(flows, panel, answers) else { return nil }
        let first = panel.years.firstIndex { $0 >= panel.years[last] - 5 } ?? 0
        guard first < last else { return nil }
        let figures = YearFigures(context, position: last)
        let (before, after) = (panel.table(year: first), panel.table(year: last))
        let motor = panel.activities.indices.filter { activity in
            guard linkages.isKey(activity),
                let quotient = figures.locationQuotient(place: place, activity: activity).value,
                quotient >= 1
            else { return false }
            let cells = [panel[place, activity, first], panel[place, activity, last]]
            let totals = [before.activityTotals[activity], after.activityTotals[activity]]
            guard cells.allSatisfy(\.state.isKnown), cells[0].value > 0, totals[0].value > 0 else {
                return false
            }
            return cells[1].value / cells[0].value > totals[1].value / totals[0].value
        }
        let codes = Set(motor.map { panel.activities[$0].code })
        let own = establishments.filter {
            $0.kind == .enterprise
                && isWithin(parameters.region, $0.place)
        }
        let staffed = own.filter { $0.headcount != nil }
        let selling = own.filter { $0.revenue != nil && $0.revenueUnit != nil }
        let isPeople = staffed.count >= selling.count
        guard let unit = isPeople ? Unit("persons") : selling.first?.revenueUnit else { return nil }
        let firms = (isPeople ? staffed : selling).compactMap {
            firm -> SettlementContext.MotorIndustries.Firm? in
            let size =
                isPeople ? firm.headcount : firm.revenueUnit?.convert(firm.revenue ?? 0, to: unit)
            guard let size, let activity = firm.activity else { return nil }
            return .init(
                code: firm.code, place: firm.place, size: size,
                isMotor: codes.contains(answers[activity] ?? activity))
        }
        guard !firms.isEmpty else { return nil }
        return .init(
            names: motor.map { panel.activities[$0].name }, firms: firms,
            column: isPeople ? "headcount" : "revenue", unit: unit)
    }
}

/// The linkages of a panel's industries, from a flow table that is summed to them.
private struct PanelLinkages {
    private let linkages: Linkages
    /// The place of each activity of the panel among the industries of the linkages.
    private let positions: [Int: Int]

    /// nil where under three industries of the panel have flows, or the flows make no table.
    init?(_ flows: FlowTable, _ panel: Panel, _ answers: [ActivityCode: ActivityCode]) {
        let columns = Dictionary(
            uniqueKeysWithValues: panel.activities.enumerated().map { ($1.code, $0) })
        let targets = flows.activities.map { columns[$0] ?? answers[$0].flatMap { columns[$0] } }
        let present = Set(targets.compactMap(\.self)).sorted()
        guard present.count >= 3 else { return nil }
        let rows = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, $0) })
        var sums = Matrix(rows: present.count, columns: present.count)
        var output = [Double](repeating: 0, count: present.count)
        for (from, target) in targets.enumerated() {
            guard let row = target.flatMap({ rows[$0] }) else { continue }
            output[row] += max(0, flows.output[from])
            for (to, other) in targets.enumerated() {
                guard let column = other.flatMap({ rows[$0] }) else { continue }
                sums[row, column] += max(0, flows.deliveries[from][to])
            }
        }
        guard let model = try? LeontiefModel(flows: sums, output: output),
            let linkages = try? Linkages(model)
        else { return nil }
        self.linkages = linkages
        positions = Dictionary(
            uniqueKeysWithValues: model.industries.enumerated().map { (present[$1], $0) })
    }

    func isKey(_ activity: Int) -> Bool {
        guard let position = positions[activity] else { return false }
        return linkages.backward[position] >= 1 && linkages.forward[position] >= 1
    }
}
