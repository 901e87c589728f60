internal import Numerics
internal import Region
internal import Wording

extension TechnologicalMode {
    var words: LocalizedText {
        self == .other
            ? LocalizedText(en: "no mode", ru: "вне укладов")
            : LocalizedText(en: "mode \(rawValue)", ru: "\(rawValue)-й уклад")
    }
}

extension ModeContext {
    func key(
        _ component: String, _ map: ModeMap, _ part: String? = nil, year: Year? = nil,
        from: Year? = nil
    ) -> ResultKey {
        ResultKey(
            place: region,
            object: ObjectCode(rawValue: part.map { "\(map.name)/\($0)" } ?? map.name),
            year: year, from: from, component: component)
    }

    /// Shares by year, as what is estimated from them sees them.
    struct Path {
        let accounts: [Account]

        /// Years by classification: between two of them shares jump for no reason of the economy.
        var groups: [[(year: Double, shares: ModeShares)]] {
            Dictionary(grouping: accounts) { $0.classification }.values
                .map { $0.map { (Double($0.year), $0.shares) } }
                .sorted { ($0.first?.0 ?? 0) < ($1.first?.0 ?? 0) }
        }

        /// Shares year after year within the latest classification; nil for a gap.
        var latest: [[Double]?] {
            guard let last = accounts.last else { return [] }
            let own = accounts.filter { $0.classification == last.classification }
            let first = own[0].year
            var path = [[Double]?](repeating: nil, count: last.year - first + 1)
            for account in own { path[account.year - first] = account.shares.values }
            return path
        }
    }
}

/// The economy by technological mode, year by year (METHODS 8.3).
struct ModeShareMethod: FindingMethod {
    typealias Context = ModeContext

    let scope = MethodScope.regions

    let method = Method(
        id: "mode-shares", version: 2,
        name: LocalizedText(en: "Technological modes", ru: "Технологические уклады"),
        section: "8.3",
        components: [
            Method.Component(
                "share", name: LocalizedText(en: "share", ru: "доля"),
                formula: Expression("sum(q * v) / sum(v)")),
            Method.Component(
                "published",
                name: LocalizedText(en: "share, as published", ru: "доля, опубликованная"),
                formula: Expression("s")),
        ],
        symbols: [
            Method.Symbol(
                "q",
                LocalizedText(
                    en: "part of each activity that belongs to the mode, by the map",
                    ru: "доля каждого вида деятельности, относящаяся к укладу, по карте")),
            Method.Symbol(
                "v",
                LocalizedText(
                    en: "value added of each activity",
                    ru: "добавленная стоимость видов деятельности")),
            Method.Symbol(
                "s",
                LocalizedText(
                    en: "what somebody says of a country or a region",
                    ru: "что говорят о стране или регионе")),
        ],
        reading: LocalizedText(
            en:
                "Shares of all value added that the region's figures know. No office publishes which activity is of which mode: a map says so, and each map has its own account; what holds under one alone is an artefact of it. `other` is what a map gives to no mode: older ones, and services. Published shares of countries are of industry or of output by a map that nobody shows: compare them with care.",
            ru:
                "Доли во всей известной добавленной стоимости региона. Ни одно ведомство не публикует, какой вид деятельности к какому укладу относится: это говорит карта, и у каждой карты свой счёт; что верно лишь по одной — следствие карты. `other` — что карта не относит ни к одному укладу: более старые уклады и услуги. Опубликованные доли стран — от промышленности или выпуска и по карте, которой никто не показал: сравнивайте осторожно."
        ),
        literature: [
            "Lvov and Glazyev (1986), Theoretical and applied aspects of managing technological progress",
            "Krasnov and Salikhov, clusters of mining regions",
        ],
        paperTag: "P-mode")

    func findings(in context: ModeContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        for map in context.maps {
            for account in context.accounts(map) {
                for mode in TechnologicalMode.allCases {
                    findings.list.append(finding(mode, map, account, context))
                }
            }
        }
        if findings.list.isEmpty { findings.notices = [ModeContext.lacking] }
        for known in context.published {
            findings.list.append(
                Finding(
                    method,
                    ResultKey(
                        place: known.place, object: ObjectCode(rawValue: known.mode.code),
                        year: known.year, component: "published"),
                    bindings: [Derivation.Binding("s", known.share, from: known.reference)],
                    quality: known.quality))
        }
        return findings
    }

    private func finding(
        _ mode: TechnologicalMode, _ map: ModeMap, _ account: ModeContext.Account,
        _ context: ModeContext
    ) -> Finding {
        let measure = context.measure?.code ?? ""
        return Finding(
            method, context.key("share", map, mode.code, year: account.year),
            bindings: [
                Derivation.Binding(
                    "q", .list(account.weights.map { $0[mode] }),
                    from: account.sources.map { source in
                        source.map { context.reference(map, $0, mode) }
                            ?? .note(
                                LocalizedText(en: "not in the map", ru: "нет в карте"))
                    }),
                Derivation.Binding(
                    "v", .list(account.entries.map(\.value)),
                    unit: context.measure?.unit ?? .one,
                    from: account.entries.map {
                        .figure(measure, context.region, $0.activity, account.year)
                    }),
            ], quality: account.quality)
    }
}

/// How the structure by mode goes on, with and without the programme (METHODS 8.3).
struct ModeTransitionMethod: FindingMethod {
    typealias Context = ModeContext

    let scope = MethodScope.regions

    let method = Method(
        id: "mode-transition",
        name: LocalizedText(en: "Transition between modes", ru: "Смена укладов"),
        section: "8.3",
        components: [
            Method.Component(
                "rate",
                name: LocalizedText(
                    en: "growth a year against the rest",
                    ru: "рост за год относительно остального"),
                formula: Expression("r")),
            Method.Component(
                "share", name: LocalizedText(en: "share as it goes", ru: "доля по тренду"),
                formula: Expression("s * exp(r * t) / sum(z)")),
            Method.Component(
                "markov",
                name: LocalizedText(en: "share by moves", ru: "доля по переходам"),
                formula: Expression("s")),
            Method.Component(
                "programme",
                name: LocalizedText(en: "share with the programme", ru: "доля с программой"),
                formula: Expression("(s * V + sum(d)) / (V + D)")),
        ],
        symbols: [
            Method.Symbol(
                "s",
                LocalizedText(
                    en: "share in the last year, or as it goes",
                    ru: "доля в последнем году или по тренду")),
            Method.Symbol(
                "r",
                LocalizedText(
                    en: "growth of the mode against what has none, a year",
                    ru: "рост уклада относительно прочего, за год")),
            Method.Symbol("t", LocalizedText(en: "years since", ru: "прошло лет")),
            Method.Symbol(
                "z",
                LocalizedText(
                    en: "the same product for every mode",
                    ru: "то же произведение для каждого уклада")),
            Method.Symbol(
                "V",
                LocalizedText(
                    en: "value added of the region in the last year",
                    ru: "добавленная стоимость региона в последнем году")),
            Method.Symbol(
                "d",
                LocalizedText(
                    en: "what projects at work add to the mode",
                    ru: "что добавляют укладу работающие проекты")),
            Method.Symbol(
                "D",
                LocalizedText(
                    en: "what they add to all modes together", ru: "что они добавляют всего")),
        ],
        reading: LocalizedText(
            en:
                "`share`: as the last years went, by rates that are measured within each classification; `markov`: by moves from older to newer modes alone, estimated from the same shares. Where the two differ, the past does not say where this goes. `programme` adds what the chosen projects make in the years they work to a region that is otherwise as large as it was. A few years of rounded shares tell rates badly: read the direction, not the decimals.",
            ru:
                "`share` — если последние годы продолжатся (темпы измерены внутри каждой классификации); `markov` — если доли лишь переходят от старых укладов к новым, по тем же данным. Где они расходятся, прошлое не говорит, куда всё идёт. `programme` прибавляет то, что производят выбранные проекты в годы работы, к региону прежнего размера. Несколько лет округлённых долей плохо определяют темпы: смотрите на направление, а не на знаки после запятой."
        ),
        literature: [
            "Fisher and Pry (1971), A simple substitution model of technological change",
            "Lee, Judge and Zellner (1970), Estimating the parameters of the Markov probability model",
        ],
        paperTag: "P-mode")

    func findings(in context: ModeContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        findings.parameters = [.init("years", "\(context.parameters.modeYears)")]
        let accounts = context.maps.map { ($0, context.accounts($0)) }
        guard accounts.contains(where: { !$0.1.isEmpty }) else {
            findings.notices = [ModeContext.lacking]
            return findings
        }
        let programme = try context.programme()
        if programme == nil {
            findings.notices.append(
                LocalizedText(
                    en: "There is no programme to add (programme.csv, projects.csv).",
                    ru: "Нет программы, которую можно прибавить (programme.csv, projects.csv)."))
        }
        for (map, accounts) in accounts {
            guard let last = accounts.last else { continue }
            let path = ModeContext.Path(accounts: accounts)
            guard let transition = ModeTransition(pooled: path.groups) else {
                findings.notices.append(
                    LocalizedText(
                        en:
                            "The map \(map.name): under three years, or everything has a mode, so that no rate is known (observations.csv).",
                        ru:
                            "Карта \(map.name): меньше трёх лет или всё отнесено к укладам, темп неизвестен (observations.csv)."
                    ))
                continue
            }
            add(transition, MarkovShares(path.latest), programme, map, last, context, &findings)
        }
        return findings
    }

    private func add(
        _ transition: ModeTransition, _ moves: MarkovShares?, _ programme: ModeProgramme?,
        _ map: ModeMap, _ last: ModeContext.Account, _ context: ModeContext,
        _ findings: inout Findings
    ) {
        func note(_ english: String, _ russian: String) -> InputReference {
            .note(LocalizedText(en: english, ru: russian))
        }
        let quality = max(.estimate, last.quality)
        func finding(
            _ component: String, _ mode: TechnologicalMode, _ year: Year?,
            _ bindings: [Derivation.Binding]
        ) {
            findings.list.append(
                Finding(
                    method, context.key(component, map, mode.code, year: year),
                    bindings: bindings, quality: quality))
        }
        let estimated = note("least squares over the years", "метод наименьших квадратов по годам")
        for mode in TechnologicalMode.named where transition.start[mode] > 0 {
            finding(
                "rate", mode, nil,
                [Derivation.Binding("r", transition.rates[mode], from: estimated)])
        }
        for ahead in 1...context.parameters.modeYears {
            let year = last.year + ahead
            let products = TechnologicalMode.allCases.map {
                transition.start[$0] * Elementary.exponential(transition.rates[$0] * Double(ahead))
            }
            let shares = transition.shares(Double(ahead))
            let moved = moves?.shares(transition.start.values, years: ahead)
            for (position, mode) in TechnologicalMode.allCases.enumerated() {
                finding(
                    "share", mode, year,
                    [
                        Derivation.Binding(
                            "s", transition.start[mode],
                            from: .result(
                                method: "mode-shares",
                                context.key("share", map, mode.code, year: last.year))),
                        Derivation.Binding("r", transition.rates[mode], from: estimated),
                        Derivation.Binding("t", Double(ahead), from: note("years", "лет")),
                        Derivation.Binding(
                            "z", .list(products),
                            from: TechnologicalMode.allCases.map {
                                note($0.words.english, $0.words.russian)
                            }),
                    ])
                if let moved {
                    finding(
                        "markov", mode, year,
                        [
                            Derivation.Binding(
                                "s", moved[position],
                                from: note("moves from year to year", "переходы из года в год"))
                        ])
                }
                if let programme {
                    add(
                        programme, shares[mode], mode, year, map, last, context, quality, &findings)
                }
            }
        }
    }

    private func add(
        _ programme: ModeProgramme, _ share: Double, _ mode: TechnologicalMode, _ year: Year,
        _ map: ModeMap, _ last: ModeContext.Account, _ context: ModeContext, _ quality: Quality,
        _ findings: inout Findings
    ) {
        let working = programme.working(in: year)
        let parts = working.map { context.shares(of: $0.activity, in: map).1[mode] * $0.added }
        findings.list.append(
            Finding(
                method, context.key("programme", map, mode.code, year: year),
                bindings: [
                    Derivation.Binding(
                        "s", share,
                        from: .result(
                            method: method.id,
                            context.key("share", map, mode.code, year: year))),
                    Derivation.Binding(
                        "V", last.total, unit: context.measure?.unit ?? .one,
                        from: .placeTotal(
                            context.measure?.code ?? "", last.classification, context.region,
                            last.year)),
                    Derivation.Binding(
                        "d", .list(parts), unit: context.measure?.unit ?? .one,
                        from: working.map { .result(method: "project-effects", $0.key) }),
                    Derivation.Binding(
                        "D", working.reduce(0) { $0 + $1.added },
                        unit: context.measure?.unit ?? .one,
                        from: .note(
                            LocalizedText(
                                en: "projects at work: \(working.count)",
                                ru: "работает проектов: \(working.count)"))),
                ], quality: max(quality, .assumption)))
    }
}

/// When the new modes take over, and how fast they would have to for an aim (METHODS 8.3).
struct ModeDiffusionMethod: FindingMethod {
    typealias Context = ModeContext

    let scope = MethodScope.regions

    /// The modes that a region is to move to.
    private static let modern: [TechnologicalMode] = [.fifth, .sixth]

    let method = Method(
        id: "mode-diffusion",
        name: LocalizedText(
            en: "When the new modes take over", ru: "Когда придут новые уклады"),
        section: "8.3",
        components: [
            Method.Component(
                "now", name: LocalizedText(en: "modes 5 and 6 now", ru: "5-й и 6-й уклады сейчас"),
                formula: Expression("s")),
            Method.Component(
                "rate", name: LocalizedText(en: "rate of substitution", ru: "темп замещения"),
                formula: Expression("k")),
            Method.Component(
                "half", name: LocalizedText(en: "half in the year", ru: "половина — в году"),
                formula: Expression("x")),
            Method.Component(
                "takeover",
                name: LocalizedText(
                    en: "years from a tenth to nine tenths", ru: "лет от 10 до 90 %"),
                formula: Expression("ln(81) / k")),
            Method.Component(
                "target",
                name: LocalizedText(en: "the aim is reached in", ru: "цель достигается в"),
                formula: Expression("x")),
            Method.Component(
                "required",
                name: LocalizedText(
                    en: "growth that is lacking for the aim", ru: "недостающий рост для цели"),
                formula: Expression("ln(g / (1 - g) * (1 - s) / s) / t")),
            Method.Component(
                "programme",
                name: LocalizedText(
                    en: "with the programme, reached in", ru: "с программой достигается в"),
                formula: Expression("x")),
        ],
        symbols: [
            Method.Symbol(
                "s", LocalizedText(en: "share of modes 5 and 6", ru: "доля 5-го и 6-го укладов")),
            Method.Symbol(
                "k",
                LocalizedText(
                    en: "rate of Fisher and Pry, a year", ru: "темп Фишера — Прая, за год")),
            Method.Symbol("x", LocalizedText(en: "the year", ru: "год")),
            Method.Symbol("g", LocalizedText(en: "the share aimed at", ru: "целевая доля")),
            Method.Symbol("t", LocalizedText(en: "years looked ahead", ru: "лет вперёд")),
        ],
        reading: LocalizedText(
            en:
                "Fisher and Pry: the new takes over from the old along an S. A rate under zero says that the region moves away from the new modes. `required` is how much faster than now modes 5 and 6 would have to grow, all years up to the last one looked at, for the aim (foresight.modeTarget).",
            ru:
                "Фишер и Прай: новое вытесняет старое по S-кривой. Отрицательный темп — регион отдаляется от новых укладов. `required` — насколько быстрее, чем сейчас, должны расти 5-й и 6-й уклады все годы до последнего рассматриваемого, чтобы достичь цели (foresight.modeTarget)."
        ),
        literature: [
            "Fisher and Pry (1971), A simple substitution model of technological change"
        ],
        paperTag: "P-mode")

    func findings(in context: ModeContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        let target = context.parameters.modeTarget
        let years = context.parameters.modeYears
        findings.parameters = [
            .init("target", Expression.plainNumber(target)), .init("years", "\(years)"),
        ]
        let accounts = context.maps.map { ($0, context.accounts($0)) }
        guard accounts.contains(where: { !$0.1.isEmpty }) else {
            findings.notices = [ModeContext.lacking]
            return findings
        }
        let programme = try context.programme()
        for (map, accounts) in accounts {
            guard let last = accounts.last else { continue }
            add(accounts, last, programme, map, context, &findings)
        }
        return findings
    }

    private func add(
        _ accounts: [ModeContext.Account], _ last: ModeContext.Account,
        _ programme: ModeProgramme?, _ map: ModeMap, _ context: ModeContext,
        _ findings: inout Findings
    ) {
        let target = context.parameters.modeTarget
        let years = context.parameters.modeYears
        let quality = max(.estimate, last.quality)
        func note(_ english: String, _ russian: String) -> InputReference {
            .note(LocalizedText(en: english, ru: russian))
        }
        func finding(_ component: String, _ bindings: [Derivation.Binding]) {
            findings.list.append(
                Finding(
                    method, context.key(component, map, year: last.year), bindings: bindings,
                    quality: quality))
        }
        func modern(_ shares: ModeShares) -> Double { Self.modern.reduce(0) { $0 + shares[$1] } }
        let now = modern(last.shares)
        finding(
            "now",
            [Derivation.Binding("s", now, from: note("mode-shares", "mode-shares"))])
        let fitted = note("fitted to the years known", "по известным годам")
        let own = accounts.filter { $0.classification == last.classification }
        if let curve = FisherPry(own.map { (Double($0.year), modern($0.shares)) }) {
            let rate = Derivation.Binding("k", curve.rate, from: fitted)
            finding("rate", [rate])
            // A rate so slow says no more than that nothing moves.
            if curve.rate > 0, curve.middle < Double(last.year + 100) {
                finding("half", [Derivation.Binding("x", curve.middle, from: fitted)])
                finding("takeover", [rate])
            }
        }
        let path = ModeContext.Path(accounts: accounts)
        guard let transition = ModeTransition(pooled: path.groups) else { return }
        if let ahead = transition.yearsUntil(Self.modern, have: target) {
            finding(
                "target", [Derivation.Binding("x", Double(last.year + ahead), from: fitted)])
        }
        let grown = modern(transition.shares(Double(years)))
        if grown < target,
            transition.requiredRate(for: Self.modern, share: target, in: Double(years)) != nil
        {
            finding(
                "required",
                [
                    Derivation.Binding("g", target, from: .parameter("foresight.modeTarget")),
                    Derivation.Binding(
                        "s", grown,
                        from: note("as it goes, in the last year", "по тренду, в последнем году")),
                    Derivation.Binding("t", Double(years), from: .parameter("foresight.modeYears")),
                ])
        }
        guard let programme else { return }
        let total = last.total
        let reached = (1...100).first { ahead in
            let working = programme.working(in: last.year + ahead)
            let more = working.reduce(0) { $0 + $1.added }
            let modes = working.reduce(0.0) { sum, project in
                sum + modern(context.shares(of: project.activity, in: map).1) * project.added
            }
            let share = modern(transition.shares(Double(ahead)))
            return (share * total + modes) / (total + more) >= target
        }
        if let reached {
            finding(
                "programme",
                [Derivation.Binding("x", Double(last.year + reached), from: fitted)])
        }
    }
}
