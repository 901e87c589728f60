internal import Numerics
internal import Region
internal import Wording

/// Which towns others grow around (METHODS 3.7).
struct PoleMethod: FindingMethod {
    typealias Context = SettlementContext

    let scope = MethodScope.regions

    let method = Method(
        id: "growth-poles", version: 2, name: LocalizedText(en: "Growth poles", ru: "Полюса роста"),
        section: "3.7",
        components: [
            Method.Component(
                "score", name: LocalizedText(en: "score", ru: "балл"),
                formula: Expression("mean(r)")),
            Method.Component(
                "strongest",
                name: LocalizedText(
                    en: "nobody within reach has a greater potential",
                    ru: "сильнейший по потенциалу в досягаемости"),
                formula: Expression("atLeast(V, V_max)")),
            Method.Component(
                "pole", name: LocalizedText(en: "growth pole", ru: "полюс роста"),
                formula: Expression("atLeast(s, s_min) * h")),
            Method.Component(
                "betweenness",
                name: LocalizedText(
                    en: "share of pairs of towns whose way leads through it",
                    ru: "доля пар городов, путь между которыми идёт через него"),
                formula: Expression("B")),
            Method.Component(
                "motorShare",
                name: LocalizedText(
                    en: "share of motor industries in its enterprises",
                    ru: "доля ведущих отраслей в его предприятиях"),
                formula: Expression("sum(z * M) / sum(z)")),
        ],
        symbols: [
            Method.Symbol(
                "r",
                LocalizedText(
                    en:
                        "percentile ranks by what is known: potential, growth, motor industries, betweenness",
                    ru:
                        "процентильные ранги по известному: потенциал, рост, ведущие отрасли, посредничество"
                )),
            Method.Symbol("V", LocalizedText(en: "its potential", ru: "его потенциал")),
            Method.Symbol(
                "V_max",
                LocalizedText(
                    en: "the greatest potential within reach, its own included",
                    ru: "наибольший потенциал в досягаемости, включая свой")),
            Method.Symbol("s", LocalizedText(en: "score", ru: "балл")),
            Method.Symbol("s_min", LocalizedText(en: "least score of a pole", ru: "порог балла")),
            Method.Symbol(
                "h", LocalizedText(en: "1 for the strongest within reach", ru: "1 у сильнейшего")),
            Method.Symbol(
                "B",
                LocalizedText(en: "betweenness among the roads", ru: "посредничество на дорогах")
            ),
            Method.Symbol(
                "z",
                LocalizedText(
                    en: "people employed at each of its enterprises, or their revenue",
                    ru: "численность каждого его предприятия или его выручка")),
            Method.Symbol(
                "M",
                LocalizedText(
                    en:
                        "1 in an industry with a location quotient and both linkages of 1 or more that grows faster than in the country",
                    ru:
                        "1 в отрасли с коэффициентом локализации и обеими связями не меньше 1, растущей быстрее, чем по стране"
                )),
        ],
        reading: LocalizedText(
            en:
                "1 marks a pole: the strongest town within reach, with a score from the threshold. The score takes what is known; a criterion without data is named and left out, so scores of runs with other data are not to be compared.",
            ru:
                "1 отмечает полюс: сильнейший город в досягаемости с баллом не ниже порога. Балл считается по известным признакам; признак без данных назван и не учтён, поэтому баллы расчётов с разными данными не сравнивают."
        ),
        literature: [
            "Perroux (1955), Note sur la notion de pôle de croissance",
            "Boudeville (1966), Problems of regional economic planning",
        ],
        paperTag: "P-aggl")

    func findings(in context: SettlementContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        let parameters = context.parameters
        findings.parameters = [
            .init("poleMinutes", Expression.plainNumber(parameters.poleMinutes)),
            .init("poleScore", Expression.plainNumber(parameters.poleScore)),
        ]
        guard let map = SettlementMap(context), let times = try? TravelTimes(map) else {
            findings.notices = [SettlementMap.lacking]
            return findings
        }
        let system = PoleSystem(times)
        findings.parameters += times.settings
        findings.notices = times.notices + system.notices
        guard let poles = system.poles else {
            findings.notices.append(SettlementMap.lacking)
            return findings
        }
        for (position, own) in system.towns.enumerated() {
            findings.list += list(position, own, system, poles)
        }
        return findings
    }

    private func list(
        _ position: Int, _ own: Int, _ system: PoleSystem, _ poles: GrowthPoles
    ) -> [Finding] {
        let map = system.times.map
        func key(_ component: String) -> ResultKey {
            ResultKey(place: map.settlements[own].code, year: map.year, component: component)
        }
        let known = poles.ranks[position].indices.filter { poles.ranks[position][$0] != nil }
        let quality = max(map.quality(map.settlements.indices), system.quality)
        let potential = InputReference.result(
            method: PotentialMethod().method.id,
            ResultKey(place: map.settlements[own].code, year: map.year))
        let rivals = system.towns.filter {
            $0 == own || system.times.minutes[own][$0] <= map.context.parameters.poleMinutes
        }
        let strongest = rivals.map { system.potentials[$0] }.max() ?? 0
        let isStrongest = poles.isLocalMaximum[position]
        let score = poles.scores[position]
        var list = [
            Finding(
                method, key("score"),
                bindings: [
                    Derivation.Binding(
                        "r", .list(known.map { poles.ranks[position][$0] ?? 0 }),
                        from: known.map { .note(PoleSystem.criteria[$0]) })
                ], undefined: score == nil ? .insufficientData(have: 0, need: 1) : nil,
                coverage: Double(known.count) / Double(PoleSystem.criteria.count),
                quality: quality),
            Finding(
                method, key("strongest"),
                bindings: [
                    Derivation.Binding("V", system.potentials[own], from: potential),
                    Derivation.Binding(
                        "V_max", isStrongest ? system.potentials[own] : strongest.nextUp,
                        from: .note(
                            LocalizedText(
                                en: "towns within reach: \(rivals.count)",
                                ru: "городов в досягаемости: \(rivals.count)"))),
                ], quality: quality),
            Finding(
                method, key("pole"),
                bindings: [
                    Derivation.Binding(
                        "s", score ?? 0, from: .result(method: method.id, key("score"))),
                    Derivation.Binding(
                        "s_min", map.context.parameters.poleScore,
                        from: .parameter("space.poleScore")),
                    Derivation.Binding(
                        "h", isStrongest ? 1 : 0,
                        from: .result(method: method.id, key("strongest"))),
                ], quality: quality),
        ]
        if let motor = map.context.motor, !motor.names.isEmpty {
            let firms = motor.firms.filter { $0.place == map.settlements[own].code }
            func binding(
                _ symbol: String, _ unit: Unit, _ column: String,
                _ value: (SettlementContext.MotorIndustries.Firm) -> Double
            ) -> Derivation.Binding {
                Derivation.Binding(
                    symbol, .list(firms.map(value)), unit: unit,
                    from: firms.map {
                        .entry(
                            table: "establishments", key: [$0.code.rawValue], column: column)
                    })
            }
            list.append(
                Finding(
                    method, key("motorShare"),
                    bindings: [
                        binding("z", motor.unit, motor.column) { $0.size },
                        binding("M", .one, "activity") { $0.isMotor ? 1 : 0 },
                    ],
                    undefined: system.motorShare(of: own) == nil ? .missing("z") : nil,
                    quality: .estimate))
        }
        if let betweenness = system.betweenness {
            list.append(
                Finding(
                    method, key("betweenness"),
                    bindings: [
                        Derivation.Binding(
                            "B", betweenness[own],
                            from: .note(
                                LocalizedText(
                                    en: "quickest ways over the roads of connections.csv",
                                    ru: "кратчайшие пути по дорогам connections.csv")))
                    ], quality: quality))
        }
        return list
    }
}

/// Poles and axes need the same figures.
struct PoleSystem: Sendable {
    static let criteria = [
        LocalizedText(en: "potential", ru: "потенциал"),
        LocalizedText(en: "growth of population", ru: "рост населения"),
        LocalizedText(en: "share of motor industries", ru: "доля ведущих отраслей"),
        LocalizedText(en: "betweenness among the roads", ru: "посредничество на дорогах"),
    ]

    let times: TravelTimes
    /// The settlements of the region.
    let towns: [Int]
    let potentials: [Double]
    /// nil where there are no roads.
    let betweenness: [Double]?
    let poles: GrowthPoles?
    let notices: [LocalizedText]

    init(_ times: TravelTimes) {
        self.times = times
        let map = times.map
        let towns = map.ofRegion
        let potentials = Potential(map).values(
            exponent: map.context.parameters.potentialExponent)
        betweenness = times.graph.edges.isEmpty ? nil : times.graph.betweenness()
        var notices: [LocalizedText] = []
        let growth = towns.map { Self.growth(of: $0, map) }
        if growth.allSatisfy({ $0 == nil }) {
            notices.append(
                LocalizedText(
                    en:
                        "Growth is left out of the score: it needs the population of settlements five years before \(map.year).",
                    ru:
                        "Рост в балл не вошёл: нужно население пунктов за пять лет до \(map.year) года."
                ))
        }
        if betweenness == nil {
            notices.append(
                LocalizedText(
                    en: "Betweenness is left out of the score: connections.csv has no roads.",
                    ru: "Посредничество в балл не вошло: в connections.csv нет дорог."))
        }
        notices.append(Self.motorNotice(map.context.motor))
        let motor = map.context.motor
        let through = betweenness
        poles = try? GrowthPoles(
            criteria: [
                towns.map { potentials[$0] }, growth,
                towns.map { Self.motorShare(of: $0, motor, map) },
                towns.map { town in through.map { $0[town] } },
            ],
            minutes: towns.map { from in towns.map { times.minutes[from][$0] } },
            reach: map.context.parameters.poleMinutes,
            threshold: map.context.parameters.poleScore)
        self.towns = towns
        self.potentials = potentials
        self.notices = notices
    }

    /// The share of motor industries in the enterprises of a settlement; nil where there are no
    /// enterprises or no such industries.
    func motorShare(of settlement: Int) -> Double? {
        Self.motorShare(of: settlement, times.map.context.motor, times.map)
    }

    private static func motorShare(
        of settlement: Int, _ motor: SettlementContext.MotorIndustries?, _ map: SettlementMap
    ) -> Double? {
        guard let motor, !motor.names.isEmpty else { return nil }
        let firms = motor.firms.filter { $0.place == map.settlements[settlement].code }
        let all = firms.map(\.size).compensatedSum()
        guard all > 0 else { return nil }
        return firms.filter(\.isMotor).map(\.size).compensatedSum() / all
    }

    private static func motorNotice(_ motor: SettlementContext.MotorIndustries?) -> LocalizedText {
        guard let motor else {
            return LocalizedText(
                en:
                    "The share of motor industries is left out of the score: it needs a flow table that answers to the panel (input_output.csv), earlier years, and enterprises with sizes (establishments.csv).",
                ru:
                    "Доля ведущих отраслей в балл не вошла: нужны таблица «затраты — выпуск» с соответствием классификации (input_output.csv), прошлые годы и предприятия с размерами (establishments.csv)."
            )
        }
        guard !motor.names.isEmpty else {
            return LocalizedText(
                en:
                    "The share of motor industries is left out of the score: no industry of the region has a location quotient and both linkages of one or more and grows faster than in the country.",
                ru:
                    "Доля ведущих отраслей в балл не вошла: ни у одной отрасли региона коэффициент локализации и обе связи не достигают единицы при росте быстрее, чем по стране."
            )
        }
        func names(_ language: Language) -> String {
            motor.names.map { $0[language] }.joined(separator: ", ")
        }
        return LocalizedText(
            en:
                "Motor industries: \(names(.english)). Their share is that among the enterprises in the data.",
            ru:
                "Ведущие отрасли: \(names(.russian)). Доля — среди предприятий, которые есть в данных."
        )
    }

    var quality: Quality {
        towns.contains { from in towns.contains { times.isAssumed[from][$0] } }
            ? .assumption : .computed
    }

    /// Population over that of five years before, less 1; nil where that is not known.
    static func growth(of settlement: Int, _ map: SettlementMap) -> Double? {
        guard let population = map.context.population else { return nil }
        let code = map.settlements[settlement].code
        let (now, before) = (population[code, map.year], population[code, map.year - 5])
        guard now.state.isKnown, before.state.isKnown, before.value > 0 else { return nil }
        return now.value / before.value - 1
    }
}

/// The roads along which towns draw each other most (METHODS 3.7). The place of a result is one
/// end of the road, the object the other.
struct AxisMethod: FindingMethod {
    typealias Context = SettlementContext

    let scope = MethodScope.regions

    let method = Method(
        id: "development-axes", version: 2,
        name: LocalizedText(en: "Development axes", ru: "Оси развития"), section: "3.7",
        components: [
            Method.Component(
                "flow",
                name: LocalizedText(
                    en: "flow over the road, people² per minute²",
                    ru: "поток по дороге, чел.²/мин²"),
                formula: Expression("sum(T)")),
            Method.Component(
                "axis",
                name: LocalizedText(
                    en: "number of its axis, 0 for none", ru: "номер оси, 0 — вне осей"),
                formula: Expression("a")),
            Method.Component(
                "minutes", name: LocalizedText(en: "minutes", ru: "минуты"),
                formula: Expression("t"), unit: .fixed(Unit("min") ?? .one)),
            Method.Component(
                "axisPeople",
                name: LocalizedText(
                    en: "people within a quarter of an hour of the axis",
                    ru: "людей в четверти часа от оси"),
                formula: Expression("sum(P)"), unit: .fixed(Unit("persons") ?? .one)),
            Method.Component(
                "axisMinutes",
                name: LocalizedText(en: "minutes along the axis", ru: "минут вдоль оси"),
                formula: Expression("sum(t)"), unit: .fixed(Unit("min") ?? .one)),
            Method.Component(
                "axisPoles",
                name: LocalizedText(en: "poles on the axis", ru: "полюсов на оси"),
                formula: Expression("count(n)")),
        ],
        symbols: [
            Method.Symbol(
                "T",
                LocalizedText(
                    en: "flows P_i P_j / t_ij² of the pairs whose quickest way leads over the road",
                    ru: "потоки P_i P_j / t_ij² пар, чей кратчайший путь идёт по дороге")),
            Method.Symbol(
                "a",
                LocalizedText(
                    en: "chains of roads in the upper quartile of flow that join two poles or more",
                    ru: "цепи дорог из верхнего квартиля потока, соединяющие не меньше двух полюсов"
                )
            ),
            Method.Symbol(
                "t",
                LocalizedText(en: "minutes over the road", ru: "время по дороге, мин")),
            Method.Symbol(
                "P",
                LocalizedText(
                    en: "people of the settlements on the axis or within 15 minutes of one of them",
                    ru: "население пунктов на оси или в 15 минутах от одного из них")),
            Method.Symbol("n", LocalizedText(en: "poles that it joins", ru: "соединённые полюса")),
        ],
        reading: LocalizedText(
            en:
                "An axis is where poles are joined by the strongest flows: services and industry that need passing people and goods belong along it. Flows are those of a gravity model, not counted traffic.",
            ru:
                "Ось — там, где полюса соединены сильнейшими потоками: вдоль неё место услугам и производствам, которым нужны проезжающие люди и грузы. Потоки — по гравитационной модели, а не по учёту движения."
        ),
        literature: [
            "Pottier (1963), Axes de communication et développement économique",
            "Dijkstra (1959), A note on two problems in connexion with graphs",
        ],
        paperTag: "P-aggl")

    func findings(in context: SettlementContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        guard let map = SettlementMap(context), let times = try? TravelTimes(map) else {
            findings.notices = [SettlementMap.lacking]
            return findings
        }
        let system = PoleSystem(times)
        findings.parameters = times.settings
        findings.notices = times.notices
        guard !times.graph.edges.isEmpty, let poles = system.poles,
            let axes = try? DevelopmentAxes(
                times.graph, masses: map.people,
                isPole: map.settlements.indices.map { index in
                    system.towns.firstIndex(of: index).map { poles.isPole[$0] } ?? false
                })
        else {
            findings.notices.append(
                LocalizedText(
                    en: "Needs roads between settlements: table connections.csv.",
                    ru: "Нужны дороги между пунктами: таблица connections.csv."))
            return findings
        }
        let pairs = Pairs(times.graph, masses: map.people)
        for (index, edge) in times.graph.edges.enumerated() {
            let key = { (component: String) in
                ResultKey(
                    place: map.settlements[edge.first].code,
                    object: ObjectCode(rawValue: map.settlements[edge.second].code.rawValue),
                    year: map.year, component: component)
            }
            let quality = max(
                map.quality([edge.first, edge.second]),
                times.isAssumedEdge[index]
                    ? .assumption : times.connections[index].quality)
            let own = pairs.over[index]
            findings.list.append(
                Finding(
                    method, key("flow"),
                    bindings: [
                        Derivation.Binding(
                            "T", .list(own.map(\.flow)),
                            from: own.map { pair in
                                let (a, b) = (
                                    map.settlements[pair.first].name,
                                    map.settlements[pair.second].name
                                )
                                return .note(
                                    LocalizedText(
                                        en: "\(a.english) – \(b.english)",
                                        ru: "\(a.russian) – \(b.russian)"))
                            })
                    ], quality: quality))
            findings.list.append(
                Finding(
                    method, key("axis"),
                    bindings: [
                        Derivation.Binding(
                            "a", Double((axes.axisOfEdge[index] ?? -1) + 1),
                            from: .note(
                                LocalizedText(
                                    en:
                                        "kept from a flow of \(Expression.plainNumber(axes.threshold.rounded()))",
                                    ru:
                                        "берутся дороги с потоком от \(Expression.plainNumber(axes.threshold.rounded()))"
                                )))
                    ], quality: quality))
            let connection = times.connections[index]
            findings.list.append(
                Finding(
                    method, key("minutes"),
                    bindings: [
                        Derivation.Binding(
                            "t", edge.minutes, unit: Unit("min") ?? .one,
                            from: .entry(
                                table: "connections", key: connection.key,
                                column: connection.minutes != nil
                                    ? "minutes" : connection.kilometres != nil ? "km" : "mode"))
                    ], quality: quality))
        }
        for axis in 0..<axes.count {
            findings.list += attributes(of: axis, axes, system, poles)
        }
        findings.list.sort {
            ($0.derivation.key.place?.rawValue ?? "") < ($1.derivation.key.place?.rawValue ?? "")
        }
        return findings
    }

    /// What lies along an axis. The place of the results is its first pole, the object its last.
    private func attributes(
        of axis: Int, _ axes: DevelopmentAxes, _ system: PoleSystem, _ poles: GrowthPoles
    ) -> [Finding] {
        let times = system.times
        let map = times.map
        let edges = times.graph.edges.indices.filter { axes.axisOfEdge[$0] == axis }
        let towns = Set(
            edges.flatMap { [times.graph.edges[$0].first, times.graph.edges[$0].second] })
        let joined = system.towns.indices.filter {
            poles.isPole[$0] && towns.contains(system.towns[$0])
        }.map { system.towns[$0] }
        guard let first = joined.first, let last = joined.last else { return [] }
        let near = map.settlements.indices.filter { settlement in
            towns.contains { $0 == settlement || times.minutes[$0][settlement] <= 15 }
        }
        let isAssumed = edges.contains { times.isAssumedEdge[$0] }
        let quality = max(map.quality(near), isAssumed ? .assumption : .computed)
        func finding(_ component: String, _ binding: Derivation.Binding) -> Finding {
            Finding(
                method,
                ResultKey(
                    place: map.settlements[first].code,
                    object: ObjectCode(rawValue: map.settlements[last].code.rawValue),
                    year: map.year, component: component), bindings: [binding], quality: quality)
        }
        func name(_ settlement: Int) -> InputReference { .note(map.settlements[settlement].name) }
        return [
            finding(
                "axisPeople",
                Derivation.Binding(
                    "P", .list(near.map { map.people[$0] }), unit: Unit("persons") ?? .one,
                    from: near.map(map.reference))),
            finding(
                "axisMinutes",
                Derivation.Binding(
                    "t", .list(edges.map { times.graph.edges[$0].minutes }),
                    unit: Unit("min") ?? .one,
                    from: edges.map { edge in
                        let road = times.graph.edges[edge]
                        return times.source(road.first, road.second)
                    })),
            finding(
                "axisPoles",
                Derivation.Binding(
                    "n", .list(joined.map { _ in 1 }), from: joined.map(name))),
        ]
    }

    /// The pairs of settlements whose quickest way leads over each road.
    private struct Pairs {
        struct Pair {
            let first: Int
            let second: Int
            let flow: Double
        }

        private(set) var over: [[Pair]]

        init(_ graph: RoadGraph, masses: [Double]) {
            over = Array(repeating: [], count: graph.edges.count)
            for start in 0..<graph.count {
                let paths = graph.paths(from: start)
                for end in (start + 1)..<max(graph.count, start + 1) {
                    guard let minutes = paths.minutes[end] else { continue }
                    let time = max(minutes, 1)
                    let pair = Pair(
                        first: start, second: end,
                        flow: masses[start] * masses[end] / (time * time))
                    var node = end
                    while let edge = paths.lastEdge[node] {
                        over[edge].append(pair)
                        node = graph.edges[edge].other(than: node)
                    }
                }
            }
        }
    }
}
