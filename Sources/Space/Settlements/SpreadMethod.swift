internal import Numerics
internal import Region
internal import Wording

/// Whether the country around the poles grows with them or at their cost (METHODS 3.7).
struct SpreadMethod: FindingMethod {
    typealias Context = SettlementContext

    let scope = MethodScope.regions

    let method = Method(
        id: "spread-backwash",
        name: LocalizedText(
            en: "Do the poles spread growth?", ru: "Распространяют ли полюса рост?"),
        section: "3.7",
        components: [
            Method.Component(
                "slope",
                name: LocalizedText(
                    en: "pull of the poles' growth, + spread, − backwash",
                    ru: "действие роста полюсов: + распространение, − откачка"),
                formula: Expression(
                    "sum((x - mean(x)) * (g - mean(g))) / sum((x - mean(x))^2)")),
            Method.Component(
                "probability",
                name: LocalizedText(en: "probability by chance", ru: "вероятность случайного"),
                formula: Expression("p")),
            Method.Component(
                "settlements",
                name: LocalizedText(en: "settlements around poles", ru: "пунктов вокруг полюсов"),
                formula: Expression("count(g)")),
        ],
        symbols: [
            Method.Symbol(
                "g",
                LocalizedText(
                    en: "growth of population of each settlement over five years",
                    ru: "рост населения каждого пункта за пять лет")),
            Method.Symbol(
                "x",
                LocalizedText(
                    en:
                        "growth of its nearest pole, e times less for every so many minutes to it",
                    ru: "рост ближайшего полюса, ослабленный в e раз на каждые столько-то минут")),
            Method.Symbol(
                "p",
                LocalizedText(
                    en: "of a slope as far from 0, two-sided, by Student's t",
                    ru: "наклона столь же далёкого от 0, двусторонняя, по Стьюденту")),
        ],
        reading: LocalizedText(
            en:
                "Positive: settlements near growing poles grow more than those far away, growth spreads. Negative: they lose people to the poles. With a probability over 0.05, or few settlements, it says nothing.",
            ru:
                "Положительно: пункты рядом с растущими полюсами растут сильнее дальних, рост распространяется. Отрицательно: полюса забирают людей. При вероятности больше 0,05 или малом числе пунктов вывода нет."
        ),
        literature: ["Myrdal (1957), Economic theory and under-developed regions"],
        paperTag: "P-aggl")

    func findings(in context: SettlementContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        findings.parameters = [
            .init("accessDecay", Expression.plainNumber(context.parameters.accessDecay))
        ]
        guard let map = SettlementMap(context), let times = try? TravelTimes(map) else {
            findings.notices = [SettlementMap.lacking]
            return findings
        }
        let system = PoleSystem(times)
        findings.parameters += times.settings
        findings.notices = times.notices
        let growth = map.settlements.indices.map { PoleSystem.growth(of: $0, map) }
        let poles = system.towns.indices.filter { system.poles?.isPole[$0] ?? false }
            .map { system.towns[$0] }.filter { growth[$0] != nil }
        let around = system.towns.filter { growth[$0] != nil && !poles.contains($0) }
        guard !poles.isEmpty, !around.isEmpty else {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Needs growth poles, and the population of settlements now and five years before (observations.csv).",
                    ru:
                        "Нужны полюса роста и население пунктов сейчас и за пять лет до того (observations.csv)."
                ))
            return findings
        }
        let nearest = around.map { own in
            poles.min { (times.minutes[own][$0], $0) < (times.minutes[own][$1], $1) } ?? own
        }
        let decay = context.parameters.accessDecay
        let pull = zip(around, nearest).map { own, pole in
            (growth[pole] ?? 0) * Elementary.exponential(-times.minutes[own][pole] / decay)
        }
        let found = Result { () throws(Undefined) in
            try SpreadEffect(
                growth: around.map { growth[$0] ?? 0 },
                minutes: zip(around, nearest).map { times.minutes[$0][$1] },
                poleGrowth: nearest.map { growth[$0] ?? 0 }, decay: decay)
        }
        var reason: Undefined?
        if case .failure(let failure) = found { reason = failure }
        func key(_ component: String) -> ResultKey {
            ResultKey(place: context.region, year: map.year, component: component)
        }
        let quality = max(
            map.quality(around),
            zip(around, nearest).contains { times.isAssumed[$0][$1] } ? .assumption : .computed)
        let own = Derivation.Binding(
            "g", .list(around.map { growth[$0] ?? 0 }), from: around.map(map.reference))
        findings.list = [
            Finding(
                method, key("slope"),
                bindings: [
                    own,
                    Derivation.Binding(
                        "x", .list(pull), from: zip(around, nearest).map { times.source($0, $1) }),
                ], undefined: reason, quality: quality),
            Finding(
                method, key("probability"),
                bindings: reason == nil
                    ? [
                        Derivation.Binding(
                            "p", (try? found.get())?.significance ?? 1,
                            from: .result(method: method.id, key("slope")))
                    ] : [], undefined: reason, quality: quality),
            Finding(method, key("settlements"), bindings: [own], quality: quality),
        ]
        return findings
    }
}
