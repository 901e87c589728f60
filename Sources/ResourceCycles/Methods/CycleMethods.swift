internal import Numerics
public import Region
internal import Wording

/// The methods on the region's resource cycles (METHODS 6.1, 6.4, 6.5).
public enum CycleMethods {
    public static let all: [any IndexMethod<CycleContext>] = [
        CycleMethod(), CircularityMethod(), SubstanceMethod(), HeapMethod(), ReconciliationMethod(),
    ]
}

/// What flows where, with and without the technogenic and ecological clusters.
struct CycleMethod: FindingMethod {
    typealias Context = CycleContext

    let scope = MethodScope.regions

    let method = Method(
        id: "resource-cycles",
        name: LocalizedText(en: "Resource cycles", ru: "Ресурсные циклы"),
        section: "6.5",
        components: [
            Method.Component(
                "base",
                name: LocalizedText(en: "now, million t a year", ru: "сейчас, млн т в год"),
                formula: Expression("T * k / 1000000")),
            Method.Component(
                "clusters",
                name: LocalizedText(
                    en: "with technogenic and ecological clusters, million t a year",
                    ru: "с техногенным и экологическим кластерами, млн т в год"),
                formula: Expression("T * k / 1000000")),
            Method.Component(
                "difference",
                name: LocalizedText(
                    en: "difference, million t a year", ru: "разница, млн т в год"),
                formula: Expression("w - b")),
        ],
        symbols: [
            Method.Symbol(
                "T",
                LocalizedText(
                    en:
                        "what enters the node altogether, T = (I − K')⁻¹ input, tonnes a year; the amount itself for what comes from outside",
                    ru:
                        "всё, что входит в узел, T = (I − K')⁻¹ · вход, т в год; для поступающего извне — само количество"
                )),
            Method.Symbol(
                "k",
                LocalizedText(
                    en: "share of it that goes this way; 1 for what comes from outside",
                    ru: "доля, идущая этим путём; 1 для поступающего извне")),
            Method.Symbol("w", LocalizedText(en: "with the clusters", ru: "с кластерами")),
            Method.Symbol("b", LocalizedText(en: "now", ru: "сейчас")),
        ],
        reading: LocalizedText(
            en:
                "Mass is kept: what enters the region's cycles from outside ends as a product, in a heap or in the environment. The second column is what would flow once the clusters act as assumed; it is a calculation with the shares of the table and no forecast of what anybody would build.",
            ru:
                "Масса сохраняется: всё вошедшее извне кончается продуктом, отвалом или окружающей средой. Второй столбец — что потекло бы, если кластеры действуют как принято; это расчёт по долям таблицы, а не прогноз строек."
        ),
        literature: [
            "Komar (1975), Rational use of natural resources and resource cycles",
            "Brunner and Rechberger (2004), Practical handbook of material flow analysis",
        ],
        paperTag: "P-cycle")

    func findings(in context: CycleContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        guard let (base, clusters) = context.variants(&findings) else { return findings }
        var (first, second) = ([ObjectCode: Finding](), [ObjectCode: Finding]())
        var order: [ObjectCode] = []
        for (variant, component) in [(base, "base"), (clusters, "clusters")] {
            for flow in variant.flows {
                let object = Self.object(flow.entry)
                if !order.contains(object) { order.append(object) }
                let found = finding(flow, object, component, context)
                if component == "base" { first[object] = found } else { second[object] = found }
            }
        }
        for object in order {
            findings.list += [first[object], second[object]].compactMap(\.self)
            func number(_ symbol: String, _ found: Finding?, _ component: String)
                -> Derivation.Binding
            {
                Derivation.Binding(
                    symbol, found?.derivation.outcome.value ?? 0,
                    from: found == nil
                        ? .note(LocalizedText(en: "no such flow", ru: "такого потока нет"))
                        : .result(
                            method: method.id,
                            ResultKey(
                                place: context.region, object: object, component: component)))
            }
            findings.list.append(
                Finding(
                    method,
                    ResultKey(place: context.region, object: object, component: "difference"),
                    bindings: [
                        number("w", second[object], "clusters"),
                        number("b", first[object], "base"),
                    ],
                    quality: max(
                        first[object]?.quality ?? .computed, second[object]?.quality ?? .computed)))
        }
        return findings
    }

    /// The ends of a flow as an object: `power/ash`.
    static func object(_ flow: CycleFlow) -> ObjectCode {
        ObjectCode(rawValue: "\(flow.from?.rawValue ?? "outside")/\(flow.to.rawValue)")
    }

    private func finding(
        _ flow: CycleVariant.Flow, _ object: ObjectCode, _ component: String,
        _ context: CycleContext
    ) -> Finding {
        Finding(
            method, ResultKey(place: context.region, object: object, component: component),
            bindings: flow.bindings, quality: flow.entry.quality)
    }
}

/// How much of the region's waste is used, and what the clusters change (METHODS 6.4).
struct CircularityMethod: FindingMethod {
    typealias Context = CycleContext

    let scope = MethodScope.regions

    private static let variants = [
        ("", LocalizedText(en: "now", ru: "сейчас")),
        ("Clusters", LocalizedText(en: "with the clusters", ru: "с кластерами")),
    ]

    let method = Method(
        id: "circularity",
        name: LocalizedText(en: "Use of waste", ru: "Использование отходов"),
        section: "6.4",
        components: variants.flatMap { suffix, words in
            [
                Method.Component(
                    "generated\(suffix)",
                    name: LocalizedText(
                        en: "waste, million t a year, \(words.english)",
                        ru: "отходы, млн т в год, \(words.russian)"),
                    formula: Expression("sum(g)")),
                Method.Component(
                    "used\(suffix)",
                    name: LocalizedText(
                        en: "of it used, million t a year, \(words.english)",
                        ru: "из них используется, млн т в год, \(words.russian)"),
                    formula: Expression("sum(u)")),
                Method.Component(
                    "wasteUse\(suffix)",
                    name: LocalizedText(
                        en: "share used, \(words.english)",
                        ru: "доля использования, \(words.russian)"),
                    formula: Expression("sum(u) / sum(g)")),
                Method.Component(
                    "heaps\(suffix)",
                    name: LocalizedText(
                        en: "added to heaps, million t a year, \(words.english)",
                        ru: "в отвалы, млн т в год, \(words.russian)"),
                    formula: Expression("sum(h)")),
            ]
        },
        symbols: [
            Method.Symbol(
                "g",
                LocalizedText(
                    en: "flows into nodes of kind waste from other kinds",
                    ru: "потоки в узлы вида waste из узлов другого вида")),
            Method.Symbol(
                "u",
                LocalizedText(
                    en: "flows from waste to products and processes",
                    ru: "потоки из отходов в продукты и процессы")),
            Method.Symbol(
                "h", LocalizedText(en: "flows into heaps", ru: "потоки в отвалы")),
        ],
        reading: LocalizedText(
            en:
                "The share used is of the waste that the table knows; waste left out of it, as overburden may be, would lower it. Used waste counts once, when it leaves the stream of waste; what its processing leaves over may still end in a heap.",
            ru:
                "Доля использования относится к отходам, которые есть в таблице; не вошедшие в неё, как, бывает, вскрыша, уменьшили бы долю. Использованное считается один раз, при выходе из потока отходов; остаток переработки ещё может попасть в отвал."
        ),
        literature: [
            "Eurostat, circular material use rate",
            "Ellen MacArthur Foundation (2015), Circularity indicators",
        ],
        paperTag: "P-cycle")

    func findings(in context: CycleContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        guard let (base, clusters) = context.variants(&findings) else { return findings }
        let kinds = Dictionary(context.nodes.map { ($0.code, $0.kind) }) { first, _ in first }
        for (variant, suffix) in [(base, ""), (clusters, "Clusters")] {
            let column = suffix.isEmpty ? "base" : "clusters"
            func list(_ symbol: String, _ isMeant: (CycleFlow) -> Bool) -> Derivation.Binding {
                let chosen = variant.flows.filter { isMeant($0.entry) }
                return Derivation.Binding(
                    symbol, .list(chosen.map { $0.mass / 1e6 }),
                    from: chosen.map { flow in
                        .result(
                            method: "resource-cycles",
                            ResultKey(
                                place: context.region, object: CycleMethod.object(flow.entry),
                                component: column))
                    })
            }
            func kind(_ code: ObjectCode?) -> CycleNode.Kind? { code.flatMap { kinds[$0] } }
            let generated = list("g") { kind($0.to) == .waste && kind($0.from) != .waste }
            let used = list("u") {
                kind($0.from) == .waste && (kind($0.to) == .product || kind($0.to) == .process)
            }
            let heaps = list("h") { kind($0.to) == .heap }
            let quality = variant.flows.map(\.entry.quality).max() ?? .computed
            let whole = generated.value.elements.compensatedSum()
            func finding(
                _ component: String, _ bindings: [Derivation.Binding], _ undefined: Undefined? = nil
            ) -> Finding {
                Finding(
                    method, ResultKey(place: context.region, component: component + suffix),
                    bindings: undefined == nil ? bindings : [], undefined: undefined,
                    quality: quality)
            }
            findings.list += [
                finding("generated", [generated]), finding("used", [used]),
                finding("wasteUse", [used, generated], whole > 0 ? nil : .zeroReference),
                finding("heaps", [heaps]),
            ]
        }
        return findings
    }
}
