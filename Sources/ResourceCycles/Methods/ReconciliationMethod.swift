internal import Numerics
internal import Region
internal import Wording

/// Measured flows made to agree with the balances of the nodes (METHODS 6.2).
struct ReconciliationMethod: FindingMethod {
    typealias Context = CycleContext

    let scope = MethodScope.regions

    let method = Method(
        id: "flow-reconciliation",
        name: LocalizedText(en: "Measured flows reconciled", ru: "Согласование измеренных потоков"),
        section: "6.2",
        components: [
            Method.Component(
                "measured",
                name: LocalizedText(en: "measured, million t a year", ru: "измерено, млн т в год"),
                formula: Expression("m / 1000000")),
            Method.Component(
                "reconciled",
                name: LocalizedText(
                    en: "reconciled, million t a year", ru: "согласовано, млн т в год"),
                formula: Expression("x / 1000000")),
            Method.Component(
                "error",
                name: LocalizedText(
                    en: "standard error after it, million t a year",
                    ru: "стандартная ошибка после согласования, млн т в год"),
                formula: Expression("s / 1000000")),
            Method.Component(
                "deviation",
                name: LocalizedText(
                    en: "how far it was moved, in standard errors; over 1.96 it is suspect",
                    ru: "сдвиг в стандартных ошибках; больше 1,96 — под сомнением"),
                formula: Expression("abs(m - x) / d")),
            Method.Component(
                "misfit",
                name: LocalizedText(en: "misfit of all", ru: "общее расхождение"),
                formula: Expression("j")),
            Method.Component(
                "probability",
                name: LocalizedText(
                    en: "probability of so much misfit by chance",
                    ru: "вероятность такого расхождения случайно"),
                formula: Expression("chiSquaredUpper(j, f)")),
        ],
        symbols: [
            Method.Symbol("m", LocalizedText(en: "measured, tonnes", ru: "измерено, т")),
            Method.Symbol(
                "x",
                LocalizedText(
                    en: "nearest to what was measured with every node in balance, tonnes",
                    ru: "ближайшее к измеренному при сходящихся балансах узлов, т")),
            Method.Symbol(
                "s", LocalizedText(en: "its standard error", ru: "его стандартная ошибка")),
            Method.Symbol(
                "d",
                LocalizedText(
                    en: "standard error of the difference", ru: "стандартная ошибка разности")),
            Method.Symbol(
                "j",
                LocalizedText(
                    en: "weighted squares of all differences",
                    ru: "взвешенные квадраты всех разностей")),
            Method.Symbol("f", LocalizedText(en: "degrees of freedom", ru: "степени свободы")),
        ],
        reading: LocalizedText(
            en:
                "Flows are moved the less the surer they are, until what enters each node leaves it. A flow that had to move by more than two standard errors is suspect: look at how it was measured. Flows that nobody measured follow from the others where they can. A small probability says that the errors stated are too small or that a flow is missing from the scheme.",
            ru:
                "Потоки сдвигаются тем меньше, чем они надёжнее, пока вход каждого узла не равен выходу. Поток, сдвинутый больше чем на две стандартные ошибки, под сомнением: проверьте, как он измерен. Неизмеренные потоки находятся по остальным, где это возможно. Малая вероятность — ошибки занижены или в схеме нет какого-то потока."
        ),
        literature: [
            "Kuehn and Davidson (1961), Computer control",
            "Cencic and Rechberger (2008), Material flow analysis with software STAN",
        ],
        paperTag: "P-cycle")

    func findings(in context: CycleContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        let flows = context.flows.filter { !$0.isOfClusters && $0.component == nil }
        guard flows.contains(where: { ($0.error ?? 0) > 0 && $0.amount != nil }) else {
            findings.notices = [
                LocalizedText(
                    en:
                        "Needs measured flows with a standard error (cycles.csv, columns amount and error).",
                    ru:
                        "Нужны измеренные потоки со стандартной ошибкой (cycles.csv, столбцы amount и error)."
                )
            ]
            return findings
        }
        let quantities = flows.map { flow -> Reconciliation.Quantity in
            switch (flow.amount, flow.error) {
            case (let amount?, let error?) where error > 0: .measured(amount, standardError: error)
            case (let amount?, _): .constant(amount)
            default: .unknown(guess: 0)
            }
        }
        // What passes through a node leaves it; ends keep what they get.
        let leaving = Set(flows.compactMap(\.from))
        let conditions = context.nodes.filter { leaving.contains($0.code) }.map { node in
            Reconciliation.Condition(
                flows.indices.compactMap { index in
                    let flow = flows[index]
                    if flow.to == node.code { return .init(1, index) }
                    return flow.from == node.code ? .init(-1, index) : nil
                })
        }
        let found: Reconciliation
        do throws(Undefined) {
            found = try Reconciliation(quantities, conditions: conditions)
        } catch {
            findings.notices = [
                LocalizedText(
                    en:
                        "Flows that are stated without an error contradict each other (cycles.csv): \(error.text(in: .english)).",
                    ru:
                        "Потоки без ошибки противоречат друг другу (cycles.csv): \(error.text(in: .russian))."
                )
            ]
            return findings
        }
        let quality = flows.filter { $0.amount != nil }.map(\.quality).max() ?? .computed
        for (index, flow) in flows.enumerated() {
            findings.list += self.findings(
                flow, found.values[index], context, max(quality, .estimate))
        }
        let misfit = Derivation.Binding(
            "j", found.statistic,
            from: .note(LocalizedText(en: "of all flows", ru: "по всем потокам")))
        func whole(_ component: String, _ bindings: [Derivation.Binding]) -> Finding {
            Finding(
                method, ResultKey(place: context.region, component: component), bindings: bindings,
                undefined: found.degreesOfFreedom == 0 ? .notApplicable("j") : nil, quality: quality
            )
        }
        findings.list += [
            whole("misfit", [misfit]),
            whole(
                "probability",
                [
                    misfit,
                    Derivation.Binding(
                        "f", Double(found.degreesOfFreedom),
                        from: .note(
                            LocalizedText(en: "balances that check", ru: "проверяющих балансов"))),
                ]),
        ]
        note(found, flows, context, &findings)
        return findings
    }

    private func findings(
        _ flow: CycleFlow, _ value: Reconciliation.Value, _ context: CycleContext,
        _ quality: Quality
    ) -> [Finding] {
        func key(_ component: String) -> ResultKey {
            ResultKey(
                place: context.region, object: CycleMethod.object(flow), component: component)
        }
        func entry(_ column: String) -> InputReference {
            .entry(table: "cycles", key: flow.key, column: column)
        }
        let balances = InputReference.note(
            LocalizedText(en: "by the balances of the nodes", ru: "по балансам узлов"))
        var list: [Finding] = []
        let measured = flow.amount.map {
            Derivation.Binding("m", $0, unit: .tonne, from: entry("amount"))
        }
        if let measured {
            list.append(
                Finding(method, key("measured"), bindings: [measured], quality: flow.quality))
        }
        let reconciled = value.value.map {
            Derivation.Binding("x", $0, unit: .tonne, from: balances)
        }
        list.append(
            Finding(
                method, key("reconciled"), bindings: reconciled.map { [$0] } ?? [],
                undefined: reconciled == nil ? .missing("x") : nil, quality: quality))
        if reconciled != nil {
            list.append(
                Finding(
                    method, key("error"),
                    bindings: [
                        Derivation.Binding("s", value.standardError, unit: .tonne, from: balances)
                    ], quality: quality))
        }
        if let measured, let reconciled, let deviation = value.deviation, let amount = flow.amount,
            let moved = value.value, deviation > 0
        {
            list.append(
                Finding(
                    method, key("deviation"),
                    bindings: [
                        measured, reconciled,
                        Derivation.Binding(
                            "d", abs(amount - moved) / deviation, unit: .tonne, from: balances),
                    ], quality: quality))
        }
        return list
    }

    private func note(
        _ found: Reconciliation, _ flows: [CycleFlow], _ context: CycleContext,
        _ findings: inout Findings
    ) {
        let names = Dictionary(context.nodes.map { ($0.code, $0.name) }) { first, _ in first }
        func name(_ index: Int) -> LocalizedText {
            let flow = flows[index]
            let outside = LocalizedText(en: "outside", ru: "извне")
            let from = flow.from.flatMap { names[$0] } ?? outside
            let to = names[flow.to] ?? outside
            return LocalizedText(
                en: "\(from.english) → \(to.english)", ru: "\(from.russian) → \(to.russian)")
        }
        let suspects = flows.indices.filter { found.values[$0].isSuspect }.map(name)
        if !suspects.isEmpty {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Suspect measurements: \(suspects.map(\.english).joined(separator: "; ")) (cycles.csv).",
                    ru:
                        "Измерения под сомнением: \(suspects.map(\.russian).joined(separator: "; ")) (cycles.csv)."
                ))
        }
        let unknown = flows.indices.count { found.values[$0].value == nil }
        if let next = found.measureNext, unknown > 0 {
            let way = name(next)
            findings.notices.append(
                LocalizedText(
                    en:
                        "Flows that nothing tells: \(unknown). Measure \(way.english) next: that tells \(found.learned) of them (cycles.csv).",
                    ru:
                        "Потоков, о которых ничего не известно: \(unknown). Следующим измерьте \(way.russian): это даст \(found.learned) из них (cycles.csv)."
                ))
        }
    }
}
