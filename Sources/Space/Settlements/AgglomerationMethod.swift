internal import Numerics
internal import Region
internal import Wording

/// Which towns make up an agglomeration, and how far it has developed (METHODS 3.8).
///
/// The place of a result is the core; the object, where there is one, is a settlement in reach.
struct AgglomerationMethod: FindingMethod {
    typealias Context = SettlementContext

    let scope = MethodScope.regions

    private static let people = Unit("persons") ?? .one
    private static let minutes = Unit("min") ?? .one

    let method = Method(
        id: "agglomerations", version: 2,
        name: LocalizedText(en: "Agglomerations", ru: "Агломерации"),
        section: "3.8",
        components: [
            Method.Component(
                "development",
                name: LocalizedText(
                    en: "coefficient of development", ru: "коэффициент развитости"),
                formula: Expression("P * (M * m + N * n)")),
            Method.Component(
                "class",
                name: LocalizedText(
                    en: "class, 0 to 5", ru: "класс, от 0 до 5"),
                formula: Expression("sum(atLeast(K, c))")),
            Method.Component(
                "urbanPopulation",
                name: LocalizedText(en: "urban population", ru: "городское население"),
                formula: Expression("sum(p)"), unit: .fixed(people)),
            Method.Component(
                "cities", name: LocalizedText(en: "cities", ru: "городов"),
                formula: Expression("M")),
            Method.Component(
                "townships",
                name: LocalizedText(en: "urban-type townships", ru: "посёлков городского типа"),
                formula: Expression("N")),
            Method.Component(
                "outerShare",
                name: LocalizedText(
                    en: "index of agglomerativeness", ru: "индекс агломеративности"),
                formula: Expression("(P - P_0) / P")),
            Method.Component(
                "agglomerativeness",
                name: LocalizedText(
                    en: "coefficient of agglomerativeness", ru: "коэффициент агломеративности"),
                formula: Expression("(M + N) / (S / 1000) / mean(d)")),
            Method.Component(
                "minutes",
                name: LocalizedText(
                    en: "minutes from the core", ru: "минут от ядра"),
                formula: Expression("t"), unit: .fixed(minutes)),
            Method.Component(
                "commuters",
                name: LocalizedText(
                    en: "share of its employed who work in the core",
                    ru: "доля занятых, работающих в ядре"),
                formula: Expression("f / sum(F)")),
            Method.Component(
                "shared",
                name: LocalizedText(
                    en: "shared with another core", ru: "общий с другим ядром"),
                formula: Expression("z")),
        ],
        symbols: [
            Method.Symbol(
                "P",
                LocalizedText(
                    en: "urban people within reach of the core",
                    ru: "городское население в досягаемости ядра")),
            Method.Symbol(
                "p", LocalizedText(en: "people of each town", ru: "население каждого города")),
            Method.Symbol(
                "P_0", LocalizedText(en: "people of the core", ru: "население ядра")),
            Method.Symbol("M", LocalizedText(en: "cities", ru: "число городов")),
            Method.Symbol("m", LocalizedText(en: "their share of P", ru: "их доля в P")),
            Method.Symbol("N", LocalizedText(en: "townships", ru: "число посёлков")),
            Method.Symbol("n", LocalizedText(en: "their share of P", ru: "их доля в P")),
            Method.Symbol(
                "K",
                LocalizedText(en: "coefficient of development", ru: "коэффициент развитости")),
            Method.Symbol(
                "c",
                LocalizedText(
                    en: "lower borders of the classes, by default after Polyan and Lappo",
                    ru: "нижние границы классов, по умолчанию по Поляну и Лаппо")),
            Method.Symbol(
                "S",
                LocalizedText(
                    en: "area, km², of the convex hull of its towns",
                    ru: "площадь выпуклой оболочки городов, кв. км")),
            Method.Symbol(
                "d",
                LocalizedText(
                    en: "distance of each town to the nearest other, km",
                    ru: "расстояние каждого города до ближайшего соседа, км")),
            Method.Symbol(
                "t",
                LocalizedText(en: "minutes from the core", ru: "время от ядра, мин")),
            Method.Symbol(
                "f",
                LocalizedText(
                    en: "people who live in the settlement and work in the core",
                    ru: "живущие в пункте и работающие в ядре")),
            Method.Symbol(
                "F",
                LocalizedText(
                    en: "people who live in the settlement, by where they work",
                    ru: "живущие в пункте по месту работы")),
            Method.Symbol(
                "z",
                LocalizedText(
                    en: "1 where another core is within reach, else 0",
                    ru: "1, если в досягаемости и другое ядро, иначе 0")),
        ],
        reading: LocalizedText(
            en:
                "The index of agglomerativeness is the share of urban people outside the core. Coefficient of development: from 50 most developed (class 5), from 10 strongly, from 5 developed, from 2.5 weakly, from 1 least developed; under 1 not formed (class 0). The coefficient counts towns and people, not ties between them: the preconditions say whether an agglomeration works. A town within reach of two cores stands in both.",
            ru:
                "Индекс агломеративности — доля городских жителей вне ядра. Коэффициент развитости: от 50 — наиболее развитая (класс 5), от 10 — сильноразвитая, от 5 — развитая, от 2,5 — слаборазвитая, от 1 — наименее развитая; меньше 1 — не сложилась (класс 0). Коэффициент считает города и людей, а не связи между ними: работает ли агломерация, говорят предпосылки. Город в досягаемости двух ядер стоит в обеих агломерациях."
        ),
        literature: [
            "Polyan (1982), Methods of delimiting and analysing a supporting frame of settlement",
            "Lappo, Polyan and Selivanova (2007), Agglomerations of Russia in the 21st century",
        ],
        paperTag: "P-aggl")

    /// Lower borders of the classes. Secondary texts differ, and the originals were not seen.
    static let borders: [Double] = [1, 2.5, 5, 10, 50]

    func findings(in context: SettlementContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        let parameters = context.parameters
        findings.parameters = [
            .init("coreSize", Expression.plainNumber(parameters.coreSize)),
            .init("minutes", Expression.plainNumber(parameters.agglomerationMinutes)),
        ]
        guard let map = SettlementMap(context), let times = try? TravelTimes(map) else {
            findings.notices = [SettlementMap.lacking]
            return findings
        }
        findings.parameters += times.settings
        findings.notices = times.notices
        let own = map.ofRegion
        let unknownKinds = own.filter { map.settlements[$0].kind == nil }
        if !unknownKinds.isEmpty {
            findings.notices.append(
                LocalizedText(
                    en:
                        "\(unknownKinds.count) settlements have no settlement_kind in places.csv and are not counted as urban.",
                    ru:
                        "У \(unknownKinds.count) пунктов в places.csv нет settlement_kind; городскими они не считаются."
                ))
        }
        let commuting = Commuting(context.commuting)
        if commuting.isEmpty {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Who works where is not known (table commuting.csv): settlements are counted by minutes alone.",
                    ru:
                        "Кто где работает, неизвестно (таблица commuting.csv): пункты отнесены только по времени в пути."
                ))
        } else {
            findings.parameters.append(
                .init("commuterShare", Expression.plainNumber(parameters.commuterShare)))
        }
        let areas = AgglomerationAreas(
            people: own.map { map.people[$0] },
            isUrban: own.map { [.city, .township].contains(map.settlements[$0].kind) },
            minutes: own.map { from in own.map { times.minutes[from][$0] } },
            leastCore: parameters.coreSize, within: parameters.agglomerationMinutes,
            commuters: commuting.isEmpty
                ? nil
                : own.map { from in
                    own.map {
                        commuting.share(
                            from: map.settlements[from].code, to: map.settlements[$0].code)
                    }
                }, leastShare: parameters.commuterShare)
        if areas.areas.isEmpty {
            findings.notices.append(
                LocalizedText(
                    en:
                        "No city of \(Int(parameters.coreSize)) people has two urban satellites within \(Int(parameters.agglomerationMinutes)) minutes.",
                    ru:
                        "Нет города с населением от \(Int(parameters.coreSize)) человек и двумя городскими спутниками в пределах \(Int(parameters.agglomerationMinutes)) минут."
                ))
        }
        for area in areas.areas {
            findings.list += self.findings(area, own, times, commuting)
        }
        return findings
    }

    private func findings(
        _ area: AgglomerationAreas.Area, _ own: [Int], _ times: TravelTimes,
        _ commuting: Commuting
    ) -> [Finding] {
        let map = times.map
        let core = own[area.core]
        let urban = area.reach.map { own[$0] }.filter {
            [.city, .township].contains(map.settlements[$0].kind)
        }
        let isCity = { (index: Int) in map.settlements[index].kind == .city }
        let total = urban.map { map.people[$0] }.compensatedSum()
        let inCities = urban.filter(isCity).map { map.people[$0] }.compensatedSum()
        let cities = Double(urban.count(where: isCity))
        let townships = Double(urban.count) - cities
        let quality = max(
            map.quality(urban),
            urban.contains { times.isAssumed[core][$0] } ? .assumption : .computed)
        let marks = map.marks(urban)
        let place = map.settlements[core].code
        func key(_ component: String, _ object: Int? = nil) -> ResultKey {
            ResultKey(
                place: place,
                object: object.map { ObjectCode(rawValue: map.settlements[$0].code.rawValue) },
                year: map.year, component: component)
        }
        func result(_ component: String) -> InputReference {
            .result(method: method.id, key(component))
        }
        func note(_ english: String, _ russian: String) -> InputReference {
            .note(LocalizedText(en: english, ru: russian))
        }
        let people = Derivation.Binding(
            "P", total, unit: Self.people, from: result("urbanPopulation"))
        let millions = Derivation.Binding(
            "P", total / 1e6, unit: Unit("million persons") ?? .one, from: result("urbanPopulation")
        )
        let counts = [
            Derivation.Binding("M", cities, from: result("cities")),
            Derivation.Binding("N", townships, from: result("townships")),
        ]
        func finding(
            _ component: String, _ bindings: [Derivation.Binding], undefined: Undefined? = nil
        ) -> Finding {
            Finding(
                method, key(component), bindings: bindings, undefined: undefined, quality: quality,
                marks: marks)
        }
        let development = finding(
            "development",
            [millions] + counts + [
                Derivation.Binding(
                    "m", total > 0 ? inCities / total : 0,
                    from: note("share of people in cities", "доля жителей городов")),
                Derivation.Binding(
                    "n", total > 0 ? (total - inCities) / total : 0,
                    from: note("share of people in townships", "доля жителей посёлков")),
            ], undefined: total > 0 ? nil : .emptyRegion)
        var list = [
            development,
            finding(
                "class",
                [
                    Derivation.Binding(
                        "K", development.derivation.outcome.value ?? 0,
                        from: result("development")),
                    Derivation.Binding(
                        "c", .list(Self.borders),
                        from: Self.borders.map {
                            note(
                                "border of a class: \(Expression.plainNumber($0))",
                                "граница класса: \(Expression.plainNumber($0))")
                        }),
                ]),
            finding(
                "urbanPopulation",
                [
                    Derivation.Binding(
                        "p", .list(urban.map { map.people[$0] }), unit: Self.people,
                        from: urban.map(map.reference))
                ]),
            finding("cities", [counted(counts[0], urban.filter(isCity), map)]),
            finding("townships", [counted(counts[1], urban.filter { !isCity($0) }, map)]),
            finding(
                "outerShare",
                [
                    people,
                    Derivation.Binding(
                        "P_0", map.people[core], unit: Self.people, from: map.reference(core)),
                ], undefined: total > 0 ? nil : .emptyRegion),
        ]
        let hull = ConvexHull(urban.map { map.points[$0] })
        let nearest = urban.map { one in
            urban.filter { $0 != one }.map { map.kilometres(one, $0) }.min() ?? 0
        }
        list.append(
            finding(
                "agglomerativeness",
                counts + [
                    Derivation.Binding(
                        "S", hull.areaInSquareKilometres, unit: Unit("km2") ?? .one,
                        from: note("convex hull of the towns", "выпуклая оболочка городов")),
                    Derivation.Binding(
                        "d", .list(nearest), unit: Unit("km") ?? .one,
                        from: urban.map { .note(map.settlements[$0].name) }),
                ],
                undefined: hull.areaInSquareKilometres > 0 && (nearest.mean ?? 0) > 0
                    ? nil : .zeroReference))
        let shared = Set(area.shared.map { own[$0] })
        for member in area.reach.map({ own[$0] }) where member != core {
            list.append(
                Finding(
                    method, key("minutes", member),
                    bindings: [
                        Derivation.Binding(
                            "t", times.minutes[core][member], unit: Self.minutes,
                            from: times.source(core, member))
                    ], quality: times.isAssumed[core][member] ? .assumption : .computed))
            let home = map.settlements[member].code
            if commuting.share(from: home, to: place) != nil {
                list.append(commuters(key("commuters", member), home, place, commuting))
            }
            list.append(
                Finding(
                    method, key("shared", member),
                    bindings: [
                        Derivation.Binding(
                            "z", shared.contains(member) ? 1 : 0,
                            from: note(
                                "minutes to the other cores", "время до других ядер"))
                    ], quality: times.isAssumed[core][member] ? .assumption : .computed))
        }
        return list
    }

    private func commuters(
        _ key: ResultKey, _ home: PlaceCode, _ core: PlaceCode, _ commuting: Commuting
    ) -> Finding {
        let flows = commuting.flows(from: home)
        func entry(_ to: PlaceCode) -> InputReference {
            .entry(
                table: "commuting", key: [home.rawValue, to.rawValue, "\(flows[0].year)"],
                column: "value")
        }
        let there = flows.first { $0.to == core }
        return Finding(
            method, key,
            bindings: [
                Derivation.Binding(
                    "f", there?.value ?? 0, unit: flows[0].unit,
                    from: there == nil
                        ? .note(
                            LocalizedText(
                                en: "no row of commuting.csv: nobody",
                                ru: "строки commuting.csv нет: никто")) : entry(core)),
                Derivation.Binding(
                    "F", .list(flows.map(\.value)), unit: flows[0].unit,
                    from: flows.map { entry($0.to) }),
            ], quality: flows.map(\.quality).max() ?? .computed)
    }

    private func counted(
        _ binding: Derivation.Binding, _ towns: [Int], _ map: SettlementMap
    ) -> Derivation.Binding {
        let names = { (language: Language) in
            towns.map { map.settlements[$0].name[language] }.joined(separator: ", ")
        }
        return Derivation.Binding(
            binding.symbol, binding.value,
            from: [.note(LocalizedText(en: names(.english), ru: names(.russian)))])
    }
}

/// Who works where. A settlement's employed are known where the table says how many work at home.
struct Commuting: Sendable {
    private let byHome: [PlaceCode: [PlaceFlow]]

    init(_ flows: [PlaceFlow]) {
        byHome = Dictionary(grouping: flows, by: \.from)
    }

    var isEmpty: Bool { byHome.isEmpty }

    /// Everybody who lives in a place, by where they work.
    func flows(from home: PlaceCode) -> [PlaceFlow] { byHome[home] ?? [] }

    /// The share of the employed of a place who work in another; a pair without a row is nobody.
    func share(from home: PlaceCode, to work: PlaceCode) -> Double? {
        let flows = flows(from: home)
        let all = flows.map(\.value).compensatedSum()
        guard flows.contains(where: { $0.to == home }), all > 0 else { return nil }
        return (flows.first { $0.to == work }?.value ?? 0) / all
    }
}

/// The smallest convex figure around points of the globe, on a plane that touches it in their
/// middle.
struct ConvexHull: Sendable {
    /// The corners in the order of the border.
    let corners: [Coordinates]
    let areaInSquareKilometres: Double

    init(_ points: [Coordinates]) {
        guard let latitude = points.map(\.latitude).mean else {
            corners = []
            areaInSquareKilometres = 0
            return
        }
        let kilometresPerDegree = Coordinates.earthRadius * Double.pi / 180
        let shrink = Elementary.cosine(latitude * Double.pi / 180)
        let flat = points.map {
            PlanePoint(
                $0.longitude * kilometresPerDegree * shrink, $0.latitude * kilometresPerDegree)
        }
        let order = points.indices.sorted { (flat[$0].x, flat[$0].y) < (flat[$1].x, flat[$1].y) }
        func turn(_ o: Int, _ a: Int, _ b: Int) -> Double {
            (flat[a].x - flat[o].x) * (flat[b].y - flat[o].y)
                - (flat[a].y - flat[o].y) * (flat[b].x - flat[o].x)
        }
        // Andrew's monotone chain.
        func half(_ order: [Int]) -> [Int] {
            var chain: [Int] = []
            for point in order {
                while chain.count >= 2,
                    turn(chain[chain.count - 2], chain[chain.count - 1], point) <= 0
                { chain.removeLast() }
                chain.append(point)
            }
            return Array(chain.dropLast())
        }
        let border = order.count < 2 ? order : half(order) + half(order.reversed())
        corners = border.map { points[$0] }
        var doubled = 0.0
        for (position, corner) in border.enumerated() {
            let next = border[(position + 1) % border.count]
            doubled += flat[corner].x * flat[next].y - flat[next].x * flat[corner].y
        }
        areaInSquareKilometres = abs(doubled) / 2
    }
}
