internal import Numerics
internal import Region
internal import Specialisation
internal import Wording

/// The sizes of firms by the measure that most of them have.
struct FirmSizes: Sendable {
    let firms: [Establishment]
    let values: [Double]
    let column: String
    let unit: Unit
    var isPeople: Bool { column == "headcount" }

    /// The three largest firms.
    var largest: Set<ObjectCode> {
        let order = values.indices.sorted { (values[$1], $0) < (values[$0], $1) }
        return Set(order.prefix(3).map { firms[$0].code })
    }

    init(_ firms: [Establishment]) {
        let staffed = firms.filter { $0.headcount != nil }
        let selling = firms.filter { $0.revenue != nil && $0.revenueUnit != nil }
        if staffed.count >= selling.count {
            self.firms = staffed
            values = staffed.map { $0.headcount ?? 0 }
            column = "headcount"
            unit = Unit("persons") ?? .one
        } else {
            let unit = selling[0].revenueUnit ?? .one
            let known = selling.compactMap { firm in
                firm.revenueUnit?.convert(firm.revenue ?? 0, to: unit).map { (firm, $0) }
            }
            self.firms = known.map(\.0)
            values = known.map(\.1)
            column = "revenue"
            self.unit = unit
        }
    }
}

/// A result of a component, with the share of the inputs that are known.
typealias MakeFinding = (String, [Derivation.Binding], Undefined?, Double) -> Finding

/// Who supplies whom by the ties of a cluster's firms, as far as ties have weights.
struct Supplies: Sendable {
    private struct Supply {
        let tie: Tie
        let weight: Double
        /// Whether one side is one of the largest firms of the cluster.
        let isOfHub: Bool
    }

    /// Supplies that the cluster's firms buy or sell.
    private let all: [Supply]
    /// Supplies that they sell.
    private let sales: [Supply]
    /// The greatest buyer outside the region; nil where all that they sell stays inside.
    private let outside: (buyer: ObjectCode, weight: Double)?

    init(
        _ cluster: RegionalClusters.Cluster, _ largest: Set<ObjectCode>, _ context: ClusterContext
    ) {
        let members = Set(cluster.firms.map(\.code))
        let inside = Set(context.establishments.map(\.code))
        let weighted = context.ties.filter {
            $0.kind == .supply && ($0.weight ?? 0) > 0
                && (members.contains($0.from) || members.contains($0.to))
        }
        all = weighted.map { tie in
            Supply(
                tie: tie, weight: tie.weight ?? 0,
                isOfHub: largest.contains(tie.from) || largest.contains(tie.to))
        }
        sales = all.filter { members.contains($0.tie.from) }
        var buyers: [ObjectCode: [Double]] = [:]
        for supply in sales where !inside.contains(supply.tie.to) {
            buyers[supply.tie.to, default: []].append(supply.weight)
        }
        outside = buyers.map { (buyer: $0.key, weight: $0.value.compensatedSum()) }.max {
            ($0.weight, $1.buyer) < ($1.weight, $0.buyer)
        }
    }

    var hubShare: Double? {
        let total = all.map(\.weight).compensatedSum()
        guard total > 0 else { return nil }
        return all.filter(\.isOfHub).map(\.weight).compensatedSum() / total
    }

    var oneBuyerShare: Double? {
        let total = sales.map(\.weight).compensatedSum()
        return total > 0 ? (outside?.weight ?? 0) / total : nil
    }

    func findings(_ finding: MakeFinding) -> [Finding] {
        func weights(_ supplies: [Supply]) -> Derivation.Binding {
            Derivation.Binding(
                "y", .list(supplies.map(\.weight)),
                from: supplies.map {
                    .entry(
                        table: "links",
                        key: [
                            $0.tie.from.rawValue, $0.tie.to.rawValue, $0.tie.kind.rawValue,
                            $0.tie.year.map { "\($0)" } ?? "",
                        ], column: "weight")
                })
        }
        let hub = Derivation.Binding(
            "h", .list(all.map { $0.isOfHub ? 1 : 0 }),
            from: all.map { _ in
                .note(LocalizedText(en: "the largest by size", ru: "крупнейшие по размеру"))
            })
        let buyer = outside?.buyer.rawValue ?? ""
        return [
            finding("hubTrade", [weights(all), hub], all.isEmpty ? .missing("y") : nil, 1),
            finding(
                "oneBuyer",
                [
                    Derivation.Binding(
                        "y_1", outside?.weight ?? 0,
                        from: .note(
                            outside == nil
                                ? LocalizedText(
                                    en: "no buyer outside", ru: "внешних покупателей нет")
                                : LocalizedText(en: buyer, ru: buyer))),
                    weights(sales),
                ], sales.isEmpty ? .missing("y") : nil, 1),
        ]
    }
}

/// Who owns a cluster's firms, by their sizes, as far as both are known.
struct Owners: Sendable {
    private let firms: [(firm: Establishment, owner: Establishment.Ownership, size: Double)]
    private let coverage: Double
    private let column: String
    private let unit: Unit

    init(_ cluster: RegionalClusters.Cluster, _ sizes: FirmSizes) {
        var firms: [(firm: Establishment, owner: Establishment.Ownership, size: Double)] = []
        for (firm, size) in zip(sizes.firms, sizes.values) {
            if let owner = firm.ownership { firms.append((firm, owner, size)) }
        }
        self.firms = firms
        coverage = Double(firms.count) / Double(max(1, cluster.firms.count))
        column = sizes.column
        unit = sizes.unit
    }

    private var total: Double { firms.map(\.size).compensatedSum() }

    func share(_ owner: Establishment.Ownership) -> Double? {
        guard total > 0 else { return nil }
        return firms.filter { $0.owner == owner }.map(\.size).compensatedSum() / total
    }

    func findings(_ finding: MakeFinding) -> [Finding] {
        let sizes = Derivation.Binding(
            "z", .list(firms.map(\.size)), unit: unit,
            from: firms.map {
                .entry(table: "establishments", key: [$0.firm.code.rawValue], column: column)
            })
        func owned(_ component: String, _ owner: Establishment.Ownership) -> Finding {
            finding(
                component,
                [
                    sizes,
                    Derivation.Binding(
                        "o", .list(firms.map { $0.owner == owner ? 1 : 0 }),
                        from: firms.map {
                            .entry(
                                table: "establishments", key: [$0.firm.code.rawValue],
                                column: "ownership")
                        }),
                ],
                firms.isEmpty ? .missing("ownership") : total > 0 ? nil : .zeroReference, coverage)
        }
        return [owned("outsideOwners", .outside), owned("stateOwners", .state)]
    }
}

/// Traits that a cluster of any type may have.
struct Overlays: Sendable {
    /// What a trait is judged by, over that of the country; nil where it is not known.
    private let numbers: [ClusterOverlay: (value: Double, source: LocalizedText)]
    /// Firms with a trait; nil where no activity is marked with any.
    private let firmsOf: [ClusterOverlay: [Establishment]]?

    init(
        _ cluster: RegionalClusters.Cluster, _ sizes: FirmSizes, _ context: ClusterContext
    ) {
        var numbers: [ClusterOverlay: (value: Double, source: LocalizedText)] = [:]
        if let value = Self.research(cluster, context) {
            numbers[.innovative] = (
                value,
                LocalizedText(
                    en: "establishments.csv and research_intensity of facts.csv",
                    ru: "establishments.csv и research_intensity таблицы facts.csv")
            )
        }
        if let value = Self.creative(sizes, context) {
            numbers[.creative] = (
                value, LocalizedText(en: "occupations.csv", ru: "occupations.csv")
            )
        }
        if let value = Self.touristic(sizes, context) {
            numbers[.touristic] = (
                value,
                LocalizedText(
                    en: "traits of activities.csv", ru: "столбец traits таблицы activities.csv")
            )
        }
        self.numbers = numbers
        func marked(_ trait: ActivityTrait) -> [Establishment] {
            cluster.firms.filter { firm in
                firm.activity.map { context.traits[$0]?.contains(trait) ?? false } ?? false
            }
        }
        let isKnown = !context.traits.isEmpty && cluster.firms.contains { $0.activity != nil }
        firmsOf =
            isKnown
            ? [.technogenic: marked(.technogenic), .ecological: marked(.ecological)] : nil
    }

    /// Research over sales of the firms that say both, over that of the country.
    private static func research(
        _ cluster: RegionalClusters.Cluster, _ context: ClusterContext
    ) -> Double? {
        guard let national = context.nationalResearch, national > 0 else { return nil }
        let firms = cluster.firms.filter { $0.research != nil && ($0.revenue ?? 0) > 0 }
        let units = Set(firms.map(\.revenueUnit))
        guard units.count == 1 else { return nil }
        return firms.map { $0.research ?? 0 }.compensatedSum()
            / firms.map { $0.revenue ?? 0 }.compensatedSum() / national
    }

    /// The share of creative occupations in the activities of the firms, by their sizes, over the
    /// share in the whole economy.
    private static func creative(_ sizes: FirmSizes, _ context: ClusterContext) -> Double? {
        guard let tables = context.occupations, tables.isCreative.contains(true),
            let all = tables.people(in: nil, of: tables.whole)
        else { return nil }
        func share(_ people: [Double]) -> Double {
            people.indices.filter { tables.isCreative[$0] }.map { people[$0] }.compensatedSum()
                / people.compensatedSum()
        }
        var weighted: [Double] = []
        var known: [Double] = []
        for (firm, size) in zip(sizes.firms, sizes.values) {
            guard let activity = firm.activity else { continue }
            let answering = context.panelActivity[activity] ?? activity
            let codes = context.activities(answeringTo: answering)
            guard
                let people = tables.people(in: codes, of: tables.region)
                    ?? tables.people(in: codes, of: tables.whole)
            else { continue }
            weighted.append(size * share(people))
            known.append(size)
        }
        let (total, national) = (known.compensatedSum(), share(all))
        return total > 0 && national > 0 ? weighted.compensatedSum() / total / national : nil
    }

    /// The share of touristic activities in the cluster's firms, by their sizes, over their share
    /// in the panel's last year.
    private static func touristic(_ sizes: FirmSizes, _ context: ClusterContext) -> Double? {
        let panel = context.specialisation.panel
        guard !context.traits.isEmpty, let last = panel.years.indices.last else { return nil }
        let table = panel.table(year: last)
        func isTouristic(_ code: ActivityCode) -> Bool {
            context.traits[code]?.contains(.touristic) ?? false
        }
        let national =
            panel.activities.indices.filter { isTouristic(panel.activities[$0].code) }
            .map { table.activityTotals[$0].value }.compensatedSum()
        let known = zip(sizes.firms, sizes.values).filter { $0.0.activity != nil }
        let total = known.map(\.1).compensatedSum()
        guard national > 0, table.total > 0, total > 0 else { return nil }
        let own = known.filter { $0.0.activity.map(isTouristic) ?? false }.map(\.1)
            .compensatedSum()
        return own / total / (national / table.total)
    }

    func findings(_ thresholds: ClusterThresholds, _ finding: MakeFinding) -> [Finding] {
        ClusterOverlay.allCases.map { overlay in
            let component = "overlay.\(overlay.rawValue)"
            guard let name = overlay.threshold else {
                let firms = firmsOf?[overlay] ?? []
                return finding(
                    component,
                    [
                        Derivation.Binding(
                            "n_x", .list(firms.map { _ in 1 }),
                            from: firms.map { .note($0.name) })
                    ], firmsOf == nil ? .missing("traits") : nil, firmsOf == nil ? 0 : 1)
            }
            guard let number = numbers[overlay] else {
                return finding(component, [], .missing("x"), 0)
            }
            let bounds = thresholds[name]
            let isOurs = thresholds.origin(of: name) == .default
            let origin = InputReference.note(
                LocalizedText(
                    en: isOurs ? "default" : "calibrated", ru: isOurs ? "по умолчанию" : "задано"))
            return finding(
                component,
                [
                    Derivation.Binding("x", number.value, from: .note(number.source)),
                    Derivation.Binding("lo", bounds.none, from: origin),
                    Derivation.Binding("hi", bounds.full, from: origin),
                ], nil, 1)
        }
    }
}
