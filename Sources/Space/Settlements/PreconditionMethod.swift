internal import Numerics
internal import Region
internal import Wording

/// How ready a territory is for an agglomeration (METHODS 3.9). The place of a result is the core
/// of the agglomeration, or the region where its figures are of the whole region.
struct PreconditionMethod: FindingMethod {
    typealias Context = SettlementContext

    let scope = MethodScope.regions

    /// The six in the paper's words: the id of the component, the indicator of `facts`, the name.
    private static let six: [(scale: Preconditions.Scale, indicator: String, name: LocalizedText)] =
        zip(
            Preconditions.Scale.all,
            [
                (
                    "paved_road_density",
                    LocalizedText(en: "road network", ru: "развитая дорожная сеть")
                ),
                (
                    "regular_transport_share",
                    LocalizedText(
                        en: "regular transport between settlements",
                        ru: "регулярное сообщение между пунктами")
                ),
                (
                    "commuting_share",
                    LocalizedText(en: "intense interaction", ru: "интенсивное взаимодействие")
                ),
                (
                    "local_purchases_share",
                    LocalizedText(
                        en: "settled production links", ru: "сложившиеся производственные связи")
                ),
                (
                    "serviced_road_share",
                    LocalizedText(
                        en: "infrastructure along main roads",
                        ru: "инфраструктура вдоль магистралей")
                ),
                (
                    "free_land_ratio",
                    LocalizedText(
                        en: "free land around the cities", ru: "свободные земли вокруг городов")
                ),
            ]
        ).map { ($0, $1.0, $1.1) }

    let method = Method(
        id: "agglomeration-preconditions",
        name: LocalizedText(
            en: "Preconditions of an agglomeration", ru: "Предпосылки образования агломерации"),
        section: "3.9",
        components: six.map { entry in
            Method.Component(
                entry.scale.id, name: entry.name,
                formula: Expression("smaller(1, larger(0, (x - lo) / (hi - lo)))"))
        } + [
            Method.Component(
                "total", name: LocalizedText(en: "all that are known", ru: "все известные вместе"),
                formula: Expression("exp(mean(ln(s)))")),
            Method.Component(
                "bottleneck",
                name: LocalizedText(en: "the least of them", ru: "наименьшая из них"),
                formula: Expression("minimum(s)")),
        ],
        symbols: [
            Method.Symbol("x", LocalizedText(en: "the indicator", ru: "показатель")),
            Method.Symbol(
                "lo", LocalizedText(en: "what counts as nothing", ru: "значение, равное нулю шкалы")
            ),
            Method.Symbol(
                "hi", LocalizedText(en: "what counts as all", ru: "значение, равное единице шкалы")),
            Method.Symbol("s", LocalizedText(en: "scores that are known", ru: "известные баллы")),
        ],
        reading: LocalizedText(
            en:
                "0 nothing, 1 all of it. The least of the six holds the others back and is where to begin. A precondition without a figure is left out, not taken for 0, and lowers the coverage. The ends of the scales are defaults of ours.",
            ru:
                "0 — нет, 1 — в полной мере. Наименьшая из шести сдерживает остальные: начинать с неё. Предпосылка без данных не учитывается, а не принимается за ноль, и снижает охват. Границы шкал приняты нами по умолчанию."
        ),
        literature: [
            "Shabashev et al. (2017), Conditions for forming agglomerations in the Kemerovo region"
        ],
        paperTag: "P-aggl")

    func findings(in context: SettlementContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        findings.parameters = Self.six.map {
            .init(
                $0.scale.id,
                "\(Expression.plainNumber($0.scale.low))…\(Expression.plainNumber($0.scale.high)) (default)"
            )
        }
        let wanted = Set(Self.six.map(\.indicator))
        let known = context.indicators.filter { wanted.contains($0.name) }
        let places = Set(known.map(\.place)).sorted()
        let names = Self.six.map(\.indicator).joined(separator: ", ")
        if places.isEmpty {
            findings.notices = [
                LocalizedText(
                    en: "Needs rows of facts.csv with these indicators: \(names).",
                    ru: "Нужны строки facts.csv с показателями: \(names).")
            ]
        }
        for place in places { findings.list += list(place, known.filter { $0.place == place }) }
        return findings
    }

    private func list(_ place: PlaceCode, _ own: [SettlementContext.Indicator]) -> [Finding] {
        guard let year = own.map(\.year).max() else { return [] }
        let latest = Self.six.map { entry in
            own.filter { $0.name == entry.indicator }.max { $0.year < $1.year }
        }
        func key(_ component: String) -> ResultKey {
            ResultKey(place: place, year: year, component: component)
        }
        var list: [Finding] = []
        var scores: [(value: Double, id: String)] = []
        for (entry, figure) in zip(Self.six, latest) {
            guard let figure else {
                list.append(
                    Finding(
                        method, key(entry.scale.id), bindings: [],
                        undefined: .missing(entry.indicator), coverage: 0))
                continue
            }
            let finding = Finding(
                method, key(entry.scale.id),
                bindings: [
                    Derivation.Binding(
                        "x", figure.value,
                        from: .entry(
                            table: "facts",
                            key: [figure.name, figure.place.rawValue, "\(figure.year)"],
                            column: "value")),
                    Derivation.Binding(
                        "lo", entry.scale.low,
                        from: .note(LocalizedText(en: "default", ru: "по умолчанию"))),
                    Derivation.Binding(
                        "hi", entry.scale.high,
                        from: .note(LocalizedText(en: "default", ru: "по умолчанию"))),
                ], quality: figure.quality)
            if let value = finding.derivation.outcome.value {
                scores.append((value, entry.scale.id))
            }
            list.append(finding)
        }
        let quality = latest.compactMap { $0?.quality }.max() ?? .computed
        let binding = Derivation.Binding(
            "s", .list(scores.map(\.value)),
            from: scores.map { .result(method: method.id, key($0.id)) })
        let coverage = Double(scores.count) / Double(Self.six.count)
        // The geometric mean is 0 where one score is; its formula has logarithms.
        let isZero = scores.contains { $0.value == 0 }
        list.append(
            Finding(
                method, key("total"), formula: isZero ? Expression("minimum(s)") : nil,
                bindings: [binding], coverage: coverage, quality: quality))
        list.append(
            Finding(
                method, key("bottleneck"), bindings: [binding], coverage: coverage,
                quality: quality))
        return list
    }
}
