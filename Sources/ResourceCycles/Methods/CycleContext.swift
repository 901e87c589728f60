internal import Numerics
public import Region
internal import Wording

/// What the methods on resource cycles look at.
public struct CycleContext: Sendable {
    public var nodes: [CycleNode]
    public var flows: [CycleFlow]
    public var region: PlaceCode
    /// The deposits that heaps are.
    public var deposits: [WasteDeposit]
    /// Years that are looked ahead.
    public var years: Int

    public init(
        nodes: [CycleNode], flows: [CycleFlow], region: PlaceCode, deposits: [WasteDeposit] = [],
        years: Int = 15
    ) {
        self.nodes = nodes
        self.flows = flows
        self.region = region
        self.deposits = deposits
        self.years = years
    }

    /// The substances that go ways of their own, in the order of the table.
    var components: [String] {
        var seen: Set<String> = []
        return flows.compactMap(\.component).filter { seen.insert($0).inserted }
    }

    /// Both variants of the mass or of a substance; nil with the reason in the findings.
    func variants(
        of component: String? = nil, _ findings: inout Findings
    ) -> (base: CycleVariant, clusters: CycleVariant)? {
        guard !nodes.isEmpty, !flows.isEmpty else {
            findings.notices = [
                LocalizedText(
                    en:
                        "Needs the nodes of the region's resource cycles and what goes between them (cycle_nodes.csv, cycles.csv).",
                    ru:
                        "Нужны узлы ресурсных циклов региона и переходы между ними (cycle_nodes.csv, cycles.csv)."
                )
            ]
            return nil
        }
        var variants: [CycleVariant] = []
        for isOfClusters in [false, true] {
            do throws(FlowFailure) {
                variants.append(
                    try CycleVariant(self, component: component, isOfClusters: isOfClusters))
            } catch {
                findings.notices.append(notice(error, component, isOfClusters))
                return nil
            }
        }
        return (variants[0], variants[1])
    }

    private func notice(
        _ failure: FlowFailure, _ component: String?, _ isOfClusters: Bool
    ) -> LocalizedText {
        func name(_ process: Int) -> LocalizedText { nodes[process].name }
        let substance = component.map { " (\($0))" } ?? ""
        let (english, russian) =
            isOfClusters
            ? (substance + " (variant clusters)", substance + " (вариант clusters)")
            : (substance, substance)
        switch failure {
        case .coefficients(let process, let sum):
            let shown = Expression.plainNumber((sum * 1e9).rounded() / 1e9)
            return LocalizedText(
                en:
                    "Shares of what leaves \(name(process).english)\(english) add up to \(shown), not 1 (cycles.csv).",
                ru:
                    "Сумма долей на выходе из «\(name(process).russian)»\(russian) — \(shown), а не 1 (cycles.csv)."
            )
        case .notAQuantity(let process):
            return LocalizedText(
                en: "A figure of \(name(process).english)\(english) is no quantity (cycles.csv).",
                ru: "Значение у «\(name(process).russian)»\(russian) — не количество (cycles.csv).")
        case .closedLoop(let processes):
            let names = processes.map(name)
            return LocalizedText(
                en:
                    "What enters these never leaves them\(english): \(names.map(\.english).joined(separator: ", ")) (cycles.csv).",
                ru:
                    "Вошедшее в эти узлы никогда из них не выходит\(russian): \(names.map(\.russian).joined(separator: ", ")) (cycles.csv)."
            )
        }
    }
}

/// The cycles with or without the clusters that act on them.
struct CycleVariant: Sendable {
    /// One flow with its mass a year.
    struct Flow: Sendable {
        let entry: CycleFlow
        let mass: Double
        /// What enters the node it leaves.
        let throughput: Double

        /// T and k of the formula T · k: what enters the node, and the share that goes this way;
        /// of what comes from outside, the amount itself and 1.
        var bindings: [Derivation.Binding] {
            guard entry.from != nil else {
                return [
                    Derivation.Binding(
                        "T", mass, unit: .tonne,
                        from: .entry(table: "cycles", key: entry.key, column: "amount")),
                    Derivation.Binding(
                        "k", 1, from: .note(LocalizedText(en: "all of it", ru: "всё"))),
                ]
            }
            return [
                Derivation.Binding(
                    "T", throughput, unit: .tonne,
                    from: .note(
                        LocalizedText(en: "sum of all that enters", ru: "сумма всего входящего"))),
                Derivation.Binding(
                    "k", entry.share ?? 0,
                    from: .entry(table: "cycles", key: entry.key, column: "share")),
            ]
        }
    }

    let flows: [Flow]
    /// What enters each node altogether.
    let entering: [ObjectCode: Double]

    /// - Parameter component: A substance; nil for mass.
    /// - Throws: ``FlowFailure`` with positions in the context's nodes.
    init(
        _ context: CycleContext, component: String? = nil, isOfClusters: Bool
    ) throws(FlowFailure) {
        let positions = Dictionary(
            context.nodes.enumerated().map { ($1.code, $0) }
        ) { first, _ in first }
        let own = Self.flows(context, component, isOfClusters).filter { flow in
            positions[flow.to] != nil && flow.from.map { positions[$0] != nil } ?? true
        }
        // Nodes that pass nothing on are ends.
        let leaving = Set(own.compactMap(\.from))
        let processes = context.nodes.indices.filter { leaving.contains(context.nodes[$0].code) }
        let ends = context.nodes.indices.filter { !leaving.contains(context.nodes[$0].code) }
        let rows = Dictionary(uniqueKeysWithValues: processes.enumerated().map { ($1, $0) })
        let columns = Dictionary(uniqueKeysWithValues: ends.enumerated().map { ($1, $0) })
        var transfers = Matrix(rows: processes.count, columns: processes.count)
        var endings = Matrix(rows: processes.count, columns: ends.count)
        var input = [Double](repeating: 0, count: processes.count)
        var atOnce = [Double](repeating: 0, count: ends.count)
        for flow in own {
            guard let to = positions[flow.to] else { continue }
            if let from = flow.from.flatMap({ positions[$0] }) {
                guard let row = rows[from] else { continue }
                if let column = rows[to] { transfers[row, column] += flow.share ?? 0 }
                if let column = columns[to] { endings[row, column] += flow.share ?? 0 }
            } else {
                if let row = rows[to] { input[row] += flow.amount ?? 0 }
                if let column = columns[to] { atOnce[column] += flow.amount ?? 0 }
            }
        }
        let found: MaterialFlows
        do throws(FlowFailure) {
            found = try MaterialFlows(transfers: transfers, endings: endings, input: input)
        } catch {
            switch error {
            case .coefficients(let process, let sum):
                throw .coefficients(process: processes[process], sum: sum)
            case .notAQuantity(let process): throw .notAQuantity(process: processes[process])
            case .closedLoop(let list): throw .closedLoop(processes: list.map { processes[$0] })
            }
        }
        var entering: [ObjectCode: Double] = [:]
        for (row, process) in processes.enumerated() {
            entering[context.nodes[process].code] = found.throughput[row]
        }
        let ending = found.ends.columnSums
        for (column, end) in ends.enumerated() {
            entering[context.nodes[end].code] = ending[column] + atOnce[column]
        }
        self.entering = entering
        flows = own.map { flow in
            guard let from = flow.from else {
                return Flow(entry: flow, mass: flow.amount ?? 0, throughput: 0)
            }
            let throughput = entering[from] ?? 0
            return Flow(
                entry: flow, mass: throughput * (flow.share ?? 0), throughput: throughput)
        }
    }

    /// The rows that say what leaves each node: with the clusters theirs stand in for its others,
    /// and those of a substance for those of mass.
    private static func flows(
        _ context: CycleContext, _ component: String?, _ isOfClusters: Bool
    ) -> [CycleFlow] {
        var rows: [ObjectCode: [CycleFlow]] = [:]
        var order: [ObjectCode] = []
        for layer in component == nil ? [nil] : [nil, component] {
            for clusters in isOfClusters ? [false, true] : [false] {
                let new = context.flows.filter {
                    $0.component == layer && $0.isOfClusters == clusters && $0.from != nil
                }
                for (from, list) in Dictionary(grouping: new, by: { $0.from ?? "" }) {
                    // A node that the clusters change in mass alone passes the substance on so.
                    let changesMass =
                        layer != nil && isOfClusters && !clusters
                        && (rows[from]?.contains(where: \.isOfClusters) ?? false)
                    if !changesMass { rows[from] = list }
                }
                for flow in new {
                    if let from = flow.from, !order.contains(from) { order.append(from) }
                }
            }
        }
        // What enters a node from outside may change too: less coal where waste is burnt instead.
        let outside = context.flows.filter { $0.component == component && $0.from == nil }
        let changed = Set(isOfClusters ? outside.filter(\.isOfClusters).map(\.to) : [])
        return outside.filter { $0.isOfClusters == changed.contains($0.to) }
            + order.flatMap { rows[$0] ?? [] }
    }
}
