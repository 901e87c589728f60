internal import Numerics
public import Region
internal import Wording

/// The methods on sustainable development (METHODS 10.4).
public enum SustainabilityMethods {
    public static let all: [any IndexMethod<SustainabilityContext>] = [
        DecouplingMethod(), AdjustedSavingsMethod(), CompositeMethod(),
    ]
}

/// Whether output grows with or without what burdens nature.
struct DecouplingMethod: FindingMethod {
    typealias Context = SustainabilityContext

    let scope = MethodScope.regions

    let method = Method(
        id: "decoupling",
        name: LocalizedText(
            en: "Growth and the burden on nature", ru: "Рост и нагрузка на природу (декаплинг)"),
        section: "10.4",
        components: [
            Method.Component(
                "burden", name: LocalizedText(en: "change of the burden", ru: "изменение нагрузки"),
                formula: Expression("b / a - 1")),
            Method.Component(
                "growth", name: LocalizedText(en: "change of output", ru: "изменение выпуска"),
                formula: Expression("h / g - 1")),
            Method.Component(
                "elasticity", name: LocalizedText(en: "elasticity", ru: "эластичность"),
                formula: Expression("(b / a - 1) / (h / g - 1)")),
            Method.Component(
                "state", name: LocalizedText(en: "state, 1 to 8", ru: "состояние, 1–8"),
                formula: Expression("c")),
            Method.Component(
                "activity",
                name: LocalizedText(
                    en: "of the change by more output", ru: "в изменении — за счёт выпуска"),
                formula: Expression("l * ln(h / g)")),
            Method.Component(
                "intensity",
                name: LocalizedText(
                    en: "of the change by more burden a unit of it",
                    ru: "в изменении — за счёт нагрузки на единицу"),
                formula: Expression("b - a - x")),
        ],
        symbols: [
            Method.Symbol(
                "a", LocalizedText(en: "burden in the first year", ru: "нагрузка в первом году")),
            Method.Symbol(
                "b", LocalizedText(en: "burden in the last year", ru: "нагрузка в последнем году")),
            Method.Symbol(
                "g", LocalizedText(en: "output in the first year", ru: "выпуск в первом году")),
            Method.Symbol(
                "h", LocalizedText(en: "output in the last year", ru: "выпуск в последнем году")),
            Method.Symbol(
                "l",
                LocalizedText(
                    en: "logarithmic mean of both burdens, (b − a) / ln(b / a)",
                    ru: "логарифмическое среднее двух нагрузок, (b − a) / ln(b / a)")),
            Method.Symbol(
                "x", LocalizedText(en: "what is by more output", ru: "вклад выпуска")),
            Method.Symbol("c", LocalizedText(en: "by Tapio's borders", ru: "по границам Тапио")),
        ],
        reading: LocalizedText(
            en:
                "States of Tapio. Output grows: 1 strong decoupling (the burden falls), 2 weak decoupling (it grows by under 0.8 of the growth), 3 coupling (0.8 to 1.2), 4 negative decoupling (more). Output falls: 5 recessive decoupling (the burden falls by over 1.2 of it), 6 recessive coupling, 7 weak negative, 8 strong negative (the burden grows). Of two years alone chance and a change of method weigh as much as any policy. Output has to be in constant prices or in physical units.",
            ru:
                "Состояния по Тапио. Выпуск растёт: 1 — сильный декаплинг (нагрузка падает), 2 — слабый (растёт меньше чем на 0,8 роста), 3 — связанный рост (0,8–1,2), 4 — отрицательный декаплинг (больше). Выпуск падает: 5 — рецессионный декаплинг (нагрузка падает больше чем на 1,2 спада), 6 — рецессионная связь, 7 — слабый отрицательный, 8 — сильный отрицательный (нагрузка растёт). По двум годам случайность и смена методики весят не меньше политики. Выпуск — в постоянных ценах или в натуре."
        ),
        literature: [
            "Tapio (2005), Towards a theory of decoupling",
            "Ang (2004), Decomposition analysis for policymaking in energy",
            "Ang and Liu (2007), Handling zero values in the LMDI approach",
        ],
        paperTag: "P-sust")

    func findings(in context: SustainabilityContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        findings.notices = context.lackingFigures
        let burdens = context.indicators(.burden)
        var outputs: [SustainabilityIndicator] = []
        for output in context.indicators(.output) {
            if output.prices == .none, output.unit.dimension.isMoney {
                findings.notices.append(
                    LocalizedText(
                        en:
                            "\(output.code) is money, and nothing says in whose prices: give it as a measure with prices (measures.csv).",
                        ru:
                            "\(output.code) — деньги, но не сказано, в каких ценах: задайте показателем с ценами (measures.csv)."
                    ))
            } else if output.prices == .current {
                findings.notices.append(
                    LocalizedText(
                        en:
                            "\(output.code) is in current prices: its growth is that of prices too and is not compared with any burden (indicators.csv).",
                        ru:
                            "\(output.code) — в текущих ценах: в его росте есть и рост цен, с нагрузкой он не сравнивается (indicators.csv)."
                    ))
            } else {
                outputs.append(output)
            }
        }
        for output in outputs {
            for burden in burdens { add(burden, output, context, &findings) }
        }
        if findings.list.isEmpty {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Needs an output and a burden with two years in common (roles `output` and `burden` of indicators.csv).",
                    ru:
                        "Нужны выпуск и нагрузка с двумя общими годами (роли `output` и `burden` в indicators.csv)."
                ))
        }
        return findings
    }

    private func add(
        _ burden: SustainabilityIndicator, _ output: SustainabilityIndicator,
        _ context: SustainabilityContext, _ findings: inout Findings
    ) {
        let known = Set(context.years(output))
        let years = context.years(burden).filter(known.contains)
        guard let first = years.first, let last = years.last, first < last else { return }
        var spans = zip(years, years.dropFirst()).map { ($0, $1) }
        if spans.count > 1 { spans.append((first, last)) }
        for (from, to) in spans {
            func value(_ indicator: SustainabilityIndicator, _ year: Year) -> Double {
                indicator.values[context.region]?[year]?.value ?? 0
            }
            let burdens = (from: value(burden, from), to: value(burden, to))
            let outputs = (from: value(output, from), to: value(output, to))
            let object = "\(burden.code)/\(output.code)"
            let quality = context.quality([burden, output], [from, to])
            func finding(_ component: String, _ bindings: [Derivation.Binding]) {
                findings.list.append(
                    Finding(
                        method, context.key(component, object, year: to, from: from),
                        bindings: bindings, quality: quality))
            }
            let (a, b) = (context.binding("a", burden, from), context.binding("b", burden, to))
            let (g, h) = (context.binding("g", output, from), context.binding("h", output, to))
            if let both = Decoupling(burden: burdens, output: outputs) {
                finding("burden", [a, b])
                finding("growth", [g, h])
                if let state = both.state,
                    let place = Decoupling.State.allCases.firstIndex(of: state)
                {
                    finding("elasticity", [a, b, g, h])
                    finding(
                        "state",
                        [
                            Derivation.Binding(
                                "c", Double(place + 1),
                                from: .note(
                                    LocalizedText(
                                        en: "by the elasticity and the signs of both changes",
                                        ru: "по эластичности и знакам обоих изменений")))
                        ])
                }
            }
            guard let parts = IndexDecomposition(burden: burdens, output: outputs) else { continue }
            let mean =
                burdens.from > 0 && burdens.to > 0
                ? IndexDecomposition.logarithmicMean(burdens.to, burdens.from) : 0
            finding(
                "activity",
                [
                    Derivation.Binding(
                        "l", mean, unit: burden.unit,
                        from: .note(
                            LocalizedText(en: "of both burdens", ru: "по двум нагрузкам"))), g, h,
                ])
            finding(
                "intensity",
                [
                    a, b,
                    Derivation.Binding(
                        "x", parts.activity, unit: burden.unit,
                        from: .result(
                            method: method.id,
                            context.key("activity", object, year: to, from: from))),
                ])
        }
    }
}

/// What the region really saves.
struct AdjustedSavingsMethod: FindingMethod {
    typealias Context = SustainabilityContext

    let scope = MethodScope.regions

    let method = Method(
        id: "adjusted-savings",
        name: LocalizedText(
            en: "Adjusted net savings", ru: "Скорректированные чистые накопления"),
        section: "10.4",
        components: [
            Method.Component(
                "savings",
                name: LocalizedText(
                    en: "adjusted net savings, share of output",
                    ru: "скорректированные накопления, доля выпуска"),
                formula: Expression("(sum(s) - sum(c) + sum(e) - sum(d) - sum(k) - sum(m)) / g")),
            Method.Component(
                "below",
                name: LocalizedText(
                    en: "years running under zero", ru: "лет подряд ниже нуля"),
                formula: Expression("n")),
        ],
        symbols: [
            Method.Symbol("s", LocalizedText(en: "gross saving", ru: "валовое сбережение")),
            Method.Symbol(
                "c",
                LocalizedText(
                    en: "consumption of fixed capital", ru: "потребление основного капитала")),
            Method.Symbol(
                "e", LocalizedText(en: "spending on education", ru: "расходы на образование")),
            Method.Symbol(
                "d",
                LocalizedText(
                    en: "depletion of energy, minerals, forests",
                    ru: "истощение энергоресурсов, минералов, леса")),
            Method.Symbol("k", LocalizedText(en: "damage by carbon", ru: "ущерб от углерода")),
            Method.Symbol(
                "m", LocalizedText(en: "damage by particulates", ru: "ущерб от твёрдых частиц")),
            Method.Symbol("g", LocalizedText(en: "output", ru: "выпуск")),
            Method.Symbol("n", LocalizedText(en: "years", ru: "лет")),
        ],
        reading: LocalizedText(
            en:
                "What is left after machines wear out and the ground is emptied, with learning counted as an investment. Three years running under zero are not sustainable even by the weak criterion, which lets machines stand in for nature. A year counts only where all six parts are known; a true zero is written as 0.",
            ru:
                "Что остаётся после износа машин и выработки недр, если обучение считать вложением. Три года подряд ниже нуля — неустойчиво даже по слабому критерию, по которому машины заменяют природу. Год считается, только если известны все шесть частей; настоящий ноль записывается как 0."
        ),
        literature: [
            "Pearce and Atkinson (1993), Capital theory and the measurement of sustainable development",
            "Hamilton (2000), Genuine saving as a sustainability indicator",
        ],
        paperTag: "P-sust")

    func findings(in context: SustainabilityContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        let parts = IndicatorRole.savings.map { context.indicators($0) }
        let lacking = zip(IndicatorRole.savings, parts).filter { $0.1.isEmpty }.map(\.0.rawValue)
        let known = parts.flatMap { $0 }
        // Savings are in prices of their years, and so has to be what they are a share of.
        let output = context.indicators(.output).filter { output in
            known.allSatisfy { $0.unit.convert(1, to: output.unit) != nil }
        }.max { $0.prices != .current && $1.prices == .current }
        guard lacking.isEmpty, let output else {
            let list = lacking.joined(separator: ", ")
            findings.notices = [
                LocalizedText(
                    en:
                        "Needs output and all six parts of savings in money of one unit (indicators.csv)\(list.isEmpty ? "" : "; lacking: \(list)").",
                    ru:
                        "Нужны выпуск и все шесть частей накоплений в деньгах одной единицы (indicators.csv)\(list.isEmpty ? "" : "; нет: \(list)")."
                )
            ]
            return findings
        }
        let years = context.years(output).filter { year in
            known.allSatisfy { $0.values[context.region]?[year] != nil }
                && output.values[context.region]?[year]?.value ?? 0 > 0
        }
        var running = 0
        var before: Year?
        for year in years {
            var bindings = zip(["s", "c", "e", "d", "k", "m"], parts).map { symbol, own in
                Derivation.Binding(
                    symbol,
                    .list(
                        own.map { part in
                            let value = part.values[context.region]?[year]?.value ?? 0
                            return part.unit.convert(value, to: output.unit) ?? value
                        }), unit: output.unit,
                    from: own.map { $0.reference(context.region, year) })
            }
            bindings.append(context.binding("g", output, year))
            let finding = Finding(
                method, context.key("savings", nil, year: year), bindings: bindings,
                quality: context.quality(known + [output], [year]))
            findings.list.append(finding)
            let isBelow = finding.derivation.outcome.value.map { $0 < 0 } ?? false
            running = isBelow ? (before == year - 1 ? running + 1 : 1) : 0
            before = year
            findings.list.append(
                Finding(
                    method, context.key("below", nil, year: year),
                    bindings: [
                        Derivation.Binding(
                            "n", Double(running),
                            from: .note(
                                LocalizedText(
                                    en: "by the signs of adjusted net savings",
                                    ru: "по знакам скорректированных накоплений")))
                    ], quality: context.quality(known + [output], [year])))
        }
        if years.isEmpty {
            findings.notices = [
                LocalizedText(
                    en: "No year has output and all six parts of savings (facts.csv).",
                    ru: "Нет года, в котором известны выпуск и все шесть частей (facts.csv).")
            ]
        }
        return findings
    }
}

/// Indicators put together, without letting one pillar pay for another.
struct CompositeMethod: FindingMethod {
    typealias Context = SustainabilityContext

    let scope = MethodScope.regions

    /// Places without which a rank says nothing.
    private static let fewest = 3

    let method = Method(
        id: "sustainability",
        name: LocalizedText(
            en: "Three pillars of development", ru: "Три опоры развития"),
        section: "10.4",
        components: [
            Method.Component(
                "score", name: LocalizedText(en: "indicator, 0 to 1", ru: "показатель, 0–1"),
                formula: Expression("larger(0, smaller(1, (x - w) / (b - w)))")),
            Method.Component(
                "pillar", name: LocalizedText(en: "pillar, 0 to 1", ru: "опора, 0–1"),
                formula: Expression("exp(sum(v * ln(s)) / sum(v))")),
            Method.Component(
                "composite", name: LocalizedText(en: "all pillars, 0 to 1", ru: "все опоры, 0–1"),
                formula: Expression("exp(mean(ln(s)))")),
            Method.Component(
                "change",
                name: LocalizedText(en: "change of the pillar", ru: "изменение опоры"),
                formula: Expression("s - p")),
            Method.Component(
                "balance",
                name: LocalizedText(
                    en: "change of the pillar that did worst", ru: "изменение худшей опоры"),
                formula: Expression("minimum(d)")),
            Method.Component(
                "rank", name: LocalizedText(en: "rank among places", ru: "место среди регионов"),
                formula: Expression("k")),
            Method.Component(
                "rankFrom",
                name: LocalizedText(en: "rank at best", ru: "место, в лучшем случае"),
                formula: Expression("k")),
            Method.Component(
                "rankTo", name: LocalizedText(en: "rank at worst", ru: "место, в худшем случае"),
                formula: Expression("k")),
        ],
        symbols: [
            Method.Symbol("x", LocalizedText(en: "the indicator", ru: "показатель")),
            Method.Symbol("w", LocalizedText(en: "its worst bound", ru: "худшая граница")),
            Method.Symbol("b", LocalizedText(en: "its best bound", ru: "лучшая граница")),
            Method.Symbol("s", LocalizedText(en: "scores", ru: "баллы")),
            Method.Symbol("v", LocalizedText(en: "weights", ru: "веса")),
            Method.Symbol(
                "p",
                LocalizedText(
                    en: "the pillar in the year before that is known",
                    ru: "опора в предыдущем известном году")),
            Method.Symbol("d", LocalizedText(en: "changes of pillars", ru: "изменения опор")),
            Method.Symbol("k", LocalizedText(en: "place in the order", ru: "место по порядку")),
        ],
        reading: LocalizedText(
            en:
                "Each indicator goes from its worst to its best bound (indicators.csv), the same for all years; means are geometric, so that nothing in one place is not made up for in another. Where `balance` is under zero some pillar pays for the others, however much these grow. The range of ranks holds nine tenths of the cases with other weights and the arithmetic instead of the geometric mean: where it is wide, the rank is a matter of taste.",
            ru:
                "Каждый показатель идёт от худшей границы к лучшей (indicators.csv), одинаковых для всех лет; средние геометрические, поэтому ничто не возмещается другим. Если `balance` ниже нуля, какая-то опора платит за остальные, сколько бы те ни росли. В диапазон мест попадает девять десятых случаев с другими весами и средним арифметическим вместо геометрического: если он широк, место — дело вкуса."
        ),
        literature: [
            "OECD and JRC (2008), Handbook on constructing composite indicators"
        ],
        paperTag: "P-sust")

    func findings(in context: SustainabilityContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        findings.parameters = [
            .init("draws", "\(context.draws)"), .init("seed", "\(context.seed)"),
            .init("random", RandomStream.algorithmVersion),
        ]
        let counted = context.indicators.filter {
            guard $0.pillar != nil, let worst = $0.worst, let best = $0.best else { return false }
            return worst != best && $0.weight > 0
        }
        findings.notices = context.lackingFigures
        let unbounded = context.indicators.filter { indicator in
            indicator.pillar != nil && !counted.contains { $0.code == indicator.code }
        }
        if !unbounded.isEmpty {
            let list = unbounded.map(\.code).joined(separator: ", ")
            findings.notices.append(
                LocalizedText(
                    en:
                        "Left out, without two different bounds or with a weight of 0 (indicators.csv): \(list).",
                    ru:
                        "Не учтены — нет двух разных границ или вес 0 (indicators.csv): \(list)."))
        }
        guard !counted.isEmpty else {
            findings.notices += [
                LocalizedText(
                    en:
                        "Needs indicators with a pillar and bounds (pillar, worst and best of indicators.csv).",
                    ru:
                        "Нужны показатели с опорой и границами (pillar, worst и best в indicators.csv)."
                )
            ]
            return findings
        }
        // Only years with every indicator compare with each other.
        let years = counted.map { Set(context.years($0)) }
            .reduce(Set(context.years(counted[0]))) { $0.intersection($1) }.sorted()
        for (index, year) in years.enumerated() {
            add(year, before: index > 0 ? years[index - 1] : nil, counted, context, &findings)
        }
        if years.isEmpty {
            let list = counted.map { indicator in
                let own = context.years(indicator)
                guard let first = own.first, let last = own.last else {
                    return "\(indicator.code): –"
                }
                return "\(indicator.code): \(first == last ? "\(first)" : "\(first)–\(last)")"
            }.joined(separator: ", ")
            findings.notices.append(
                LocalizedText(
                    en: "No year has every indicator (indicators.csv): \(list).",
                    ru: "Нет года со всеми показателями (indicators.csv): \(list)."))
        }
        rank(counted, context, &findings)
        return findings
    }

    private func composite(
        _ indicators: [SustainabilityIndicator], _ place: PlaceCode, _ year: Year
    ) -> Composite? {
        let parts = indicators.compactMap { $0.part(place, year) }
        return parts.count == indicators.count ? Composite(parts) : nil
    }

    private func add(
        _ year: Year, before: Year?, _ indicators: [SustainabilityIndicator],
        _ context: SustainabilityContext, _ findings: inout Findings
    ) {
        guard let own = composite(indicators, context.region, year) else { return }
        let previous = before.flatMap { composite(indicators, context.region, $0) }
        let quality = context.quality(indicators, [year])
        func finding(
            _ component: String, _ object: String?, from: Year? = nil,
            _ bindings: [Derivation.Binding]
        ) {
            findings.list.append(
                Finding(
                    method, context.key(component, object, year: year, from: from),
                    bindings: bindings, quality: quality))
        }
        func result(
            _ component: String, _ object: String?, _ year: Year, from: Year? = nil
        ) -> InputReference {
            .result(method: method.id, context.key(component, object, year: year, from: from))
        }
        var scores: [Pillar: [(indicator: SustainabilityIndicator, score: Double)]] = [:]
        for indicator in indicators {
            guard let pillar = indicator.pillar, let worst = indicator.worst,
                let best = indicator.best,
                let score = indicator.part(context.region, year)?.scaled
            else { continue }
            scores[pillar, default: []].append((indicator, score))
            func bound(_ symbol: String, _ value: Double, _ column: String) -> Derivation.Binding {
                Derivation.Binding(
                    symbol, value, unit: indicator.unit,
                    from: .entry(table: "indicators", key: [indicator.code], column: column))
            }
            finding(
                "score", indicator.code,
                [
                    context.binding("x", indicator, year), bound("w", worst, "worst"),
                    bound("b", best, "best"),
                ])
        }
        let pillars = Pillar.allCases.filter { scores[$0] != nil }
        for pillar in pillars {
            let members = scores[pillar] ?? []
            finding(
                "pillar", pillar.rawValue,
                [
                    Derivation.Binding(
                        "s", .list(members.map(\.score)),
                        from: members.map { result("score", $0.indicator.code, year) }),
                    Derivation.Binding(
                        "v", .list(members.map(\.indicator.weight)),
                        from: members.map {
                            .entry(
                                table: "indicators", key: [$0.indicator.code], column: "weight")
                        }),
                ])
        }
        finding(
            "composite", nil,
            [
                Derivation.Binding(
                    "s", .list(pillars.map { own.pillars[$0.rawValue] ?? 0 }),
                    from: pillars.map { result("pillar", $0.rawValue, year) })
            ])
        guard let previous, let before else { return }
        var changes: [Double] = []
        for pillar in pillars {
            let (now, then) = (
                own.pillars[pillar.rawValue] ?? 0, previous.pillars[pillar.rawValue] ?? 0
            )
            changes.append(now - then)
            finding(
                "change", pillar.rawValue, from: before,
                [
                    Derivation.Binding("s", now, from: result("pillar", pillar.rawValue, year)),
                    Derivation.Binding("p", then, from: result("pillar", pillar.rawValue, before)),
                ])
        }
        // Without one of the three nothing can be said of a balance.
        guard pillars.count == Pillar.allCases.count else { return }
        finding(
            "balance", nil, from: before,
            [
                Derivation.Binding(
                    "d", .list(changes),
                    from: pillars.map { result("change", $0.rawValue, year, from: before) })
            ])
    }

    /// Where the region stands among the places that have every indicator in its latest such year.
    private func rank(
        _ indicators: [SustainabilityIndicator], _ context: SustainabilityContext,
        _ findings: inout Findings
    ) {
        func places(_ year: Year) -> [PlaceCode] {
            indicators.map { indicator in
                Set(indicator.values.filter { $0.value[year] != nil }.keys)
            }.reduce(Set(indicators[0].values.keys)) { $0.intersection($1) }.sorted()
        }
        let years = context.years(indicators[0]).reversed()
        guard
            let year = years.first(where: {
                let places = places($0)
                return places.count >= Self.fewest && places.contains(context.region)
            })
        else { return }
        let all = places(year)
        let scores = all.map { place in
            indicators.map { $0.part(place, year)?.scaled ?? 0 }
        }
        let groups = Pillar.allCases.map { pillar in
            indicators.indices.filter { indicators[$0].pillar == pillar }
        }.filter { !$0.isEmpty }
        func rank(_ weights: [Double], _ pillarWeights: [Double], isGeometric: Bool) -> Int {
            func mean(_ values: [(value: Double, weight: Double)]) -> Double {
                guard !isGeometric else { return Composite.mean(values) }
                let whole = values.reduce(0) { $0 + $1.weight }
                return whole > 0
                    ? values.reduce(0) { $0 + $1.value * $1.weight } / whole : 0
            }
            let totals = scores.map { own in
                mean(
                    zip(groups, pillarWeights).map { members, weight in
                        (mean(members.map { (own[$0], weights[$0]) }), weight)
                    })
            }
            let mine = all.firstIndex(of: context.region).map { totals[$0] } ?? 0
            return 1 + totals.count { $0 > mine }
        }
        let plain = [Double](repeating: 1, count: groups.count)
        let ranks = (0..<context.draws).map { draw in
            var random = RandomStream(seed: context.seed, stream: UInt64(draw))
            // Exponential numbers over their sum fill the simplex of weights evenly.
            func drawn(_ count: Int) -> [Double] {
                (0..<count).map { _ in -Elementary.logarithm(max(0x1p-53, random.unit())) }
            }
            return Double(
                rank(
                    drawn(indicators.count), drawn(groups.count),
                    isGeometric: random.unit() < 0.5))
        }.sorted()
        let quality = max(.estimate, context.quality(indicators, [year]))
        func finding(_ component: String, _ value: Double) {
            findings.list.append(
                Finding(
                    method, context.key(component, nil, year: year),
                    bindings: [
                        Derivation.Binding(
                            "k", value,
                            from: .note(
                                LocalizedText(
                                    en: "of \(all.count) places with every indicator",
                                    ru: "из \(all.count) регионов со всеми показателями")))
                    ], quality: quality))
        }
        finding(
            "rank", Double(rank(indicators.map(\.weight), plain, isGeometric: true)))
        // Ranks are whole: the ends are those that were drawn.
        finding("rankFrom", ranks[Int(0.05 * Double(ranks.count - 1))])
        finding("rankTo", ranks[Int((0.95 * Double(ranks.count - 1)).rounded(.up))])
    }
}
