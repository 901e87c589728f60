internal import Numerics
internal import Region
internal import Wording

/// Where a substance goes, with and without the clusters (METHODS 6.1).
struct SubstanceMethod: FindingMethod {
    typealias Context = CycleContext

    let scope = MethodScope.regions

    let method = Method(
        id: "cycle-substances",
        name: LocalizedText(en: "Substances in the cycles", ru: "Вещества в циклах"),
        section: "6.1",
        components: [
            Method.Component(
                "base", name: LocalizedText(en: "now, tonnes a year", ru: "сейчас, т в год"),
                formula: Expression("T * k")),
            Method.Component(
                "clusters",
                name: LocalizedText(
                    en: "with technogenic and ecological clusters, tonnes a year",
                    ru: "с техногенным и экологическим кластерами, т в год"),
                formula: Expression("T * k")),
        ],
        symbols: [
            Method.Symbol(
                "T",
                LocalizedText(
                    en: "of the substance, what enters the node altogether, tonnes a year",
                    ru: "всё вещество, входящее в узел, т в год")),
            Method.Symbol(
                "k",
                LocalizedText(
                    en: "share of it that goes this way: its own, else that of the mass",
                    ru: "доля, идущая этим путём: своя, иначе доля массы")),
        ],
        reading: LocalizedText(
            en:
                "The same cycles as of mass, for one substance: it enters where the table says and goes its own way at nodes that have rows for it. What ends in a product is won, what ends in a heap waits, what ends in the air is lost.",
            ru:
                "Те же циклы, что и у массы, для одного вещества: входит, где сказано в таблице, и идёт своим путём в узлах, где есть его строки. Попавшее в продукт извлечено, в отвал — ждёт, в атмосферу — потеряно."
        ),
        literature: [
            "Brunner and Rechberger (2004), Practical handbook of material flow analysis"
        ],
        paperTag: "P-cycle")

    func findings(in context: CycleContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        let substances = context.components
        guard !substances.isEmpty else {
            findings.notices = [
                LocalizedText(
                    en: "Needs flows of a substance (cycles.csv, column component).",
                    ru: "Нужны потоки вещества (cycles.csv, столбец component).")
            ]
            return findings
        }
        for substance in substances {
            guard let (base, clusters) = context.variants(of: substance, &findings) else {
                continue
            }
            for (variant, component) in [(base, "base"), (clusters, "clusters")] {
                for flow in variant.flows where flow.mass > 0 {
                    findings.list.append(finding(flow, substance, component, context))
                }
            }
        }
        return findings
    }

    private func finding(
        _ flow: CycleVariant.Flow, _ substance: String, _ component: String,
        _ context: CycleContext
    ) -> Finding {
        let way = CycleMethod.object(flow.entry).rawValue
        return Finding(
            method,
            ResultKey(
                place: context.region, object: ObjectCode(rawValue: "\(substance)/\(way)"),
                component: component),
            bindings: flow.bindings, quality: flow.entry.quality)
    }
}

/// What lies in the heaps over the years (METHODS 6.1).
struct HeapMethod: FindingMethod {
    typealias Context = CycleContext

    let scope = MethodScope.regions

    let method = Method(
        id: "heap-stocks",
        name: LocalizedText(en: "Heaps over the years", ru: "Отвалы по годам"),
        section: "6.1",
        components: [
            Method.Component(
                "base", name: LocalizedText(en: "as now, million t", ru: "как сейчас, млн т"),
                formula: Expression("(S + n * h) / 1000000")),
            Method.Component(
                "clusters",
                name: LocalizedText(
                    en: "with technogenic and ecological clusters, million t",
                    ru: "с техногенным и экологическим кластерами, млн т"),
                formula: Expression("(S + n * h) / 1000000")),
        ],
        symbols: [
            Method.Symbol(
                "S",
                LocalizedText(
                    en:
                        "what lies there, tonnes; 0 where it is not known, and then only what is added",
                    ru: "что лежит сейчас, т; 0, если неизвестно, — тогда только прирост")),
            Method.Symbol("n", LocalizedText(en: "years from now", ru: "лет от начала")),
            Method.Symbol(
                "h",
                LocalizedText(
                    en: "what flows into the heap a year, tonnes", ru: "поступает в отвал за год, т"
                )),
        ],
        reading: LocalizedText(
            en:
                "S_t = S_{t−1} + in − out with the flows of resource-cycles in every year. Working up old heaps is not in it: that is deposit-value. A heap shrinks only where more is taken than comes.",
            ru:
                "S_t = S_{t−1} + приход − расход при потоках resource-cycles каждый год. Переработки старых отвалов здесь нет: она в deposit-value."
        ),
        literature: [
            "Brunner and Rechberger (2004), Practical handbook of material flow analysis"
        ],
        paperTag: "P-cycle")

    func findings(in context: CycleContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        guard let (base, clusters) = context.variants(&findings) else { return findings }
        let heaps = context.nodes.filter { $0.kind == .heap }
        let unknown = heaps.filter { stock(of: $0, context) == nil }
        if !unknown.isEmpty {
            findings.notices.append(
                LocalizedText(
                    en:
                        "What lies there is not known, only what is added: \(unknown.map(\.name.english).joined(separator: "; ")) (cycle_nodes.csv, deposits.csv).",
                    ru:
                        "Сколько лежит, неизвестно, показан только прирост: \(unknown.map(\.name.russian).joined(separator: "; ")) (cycle_nodes.csv, deposits.csv)."
                ))
        }
        for heap in heaps {
            let start = stock(of: heap, context)
            for (variant, component) in [(base, "base"), (clusters, "clusters")] {
                let inflow = variant.entering[heap.code] ?? 0
                let quality =
                    variant.flows.filter { $0.entry.to == heap.code }
                    .map(\.entry.quality).max() ?? .computed
                let path = Stocks.balance(
                    start: start?.tonnes ?? 0,
                    inflow: [Double](repeating: inflow, count: context.years),
                    outflow: [Double](repeating: 0, count: context.years))
                for year in path.indices {
                    findings.list.append(
                        Finding(
                            method,
                            ResultKey(
                                place: context.region, object: heap.code, year: year,
                                component: component),
                            bindings: [
                                Derivation.Binding(
                                    "S", start?.tonnes ?? 0, unit: .tonne,
                                    from: start?.source
                                        ?? .note(LocalizedText(en: "not known", ru: "неизвестно"))),
                                Derivation.Binding(
                                    "n", Double(year),
                                    from: .note(LocalizedText(en: "years", ru: "лет"))),
                                Derivation.Binding(
                                    "h", inflow, unit: .tonne,
                                    from: .note(
                                        LocalizedText(
                                            en: "sum of all that enters",
                                            ru: "сумма всего входящего"))),
                            ], quality: max(quality, start?.quality ?? .computed)))
                }
            }
        }
        return findings
    }

    private func stock(
        of heap: CycleNode, _ context: CycleContext
    ) -> (tonnes: Double, source: InputReference, quality: Quality)? {
        guard let deposit = context.deposits.first(where: { $0.code == heap.deposit }),
            let stock = deposit.stock
        else { return nil }
        return (
            stock,
            .entry(table: "deposits", key: [deposit.code.rawValue], column: "stock"),
            deposit.quality
        )
    }
}
