internal import Numerics
internal import Region
internal import Wording

/// Where plants stand close enough to be one spot, at one density and at any (METHODS 3.5). The
/// object of a result is the establishment.
struct SpotMethod: FindingMethod {
    typealias Context = SettlementContext

    let scope = MethodScope.regions
    /// HDBSCAN looks at all pairs of plants: more than this take minutes.
    static let mostForAnyDensity = 20_000

    private static let minutes = Unit("min") ?? .one
    private static let persons = Unit("persons") ?? .one

    let method = Method(
        id: "plant-clusters", version: 2,
        name: LocalizedText(
            en: "Spots of plants (DBSCAN, HDBSCAN)", ru: "Скопления предприятий (DBSCAN, HDBSCAN)"),
        section: "3.5",
        components: [
            Method.Component(
                "spot",
                name: LocalizedText(
                    en: "number of its spot, 0 for none", ru: "номер скопления, 0 — вне скоплений"),
                formula: Expression("c")),
            Method.Component(
                "near",
                name: LocalizedText(
                    en: "plants within reach, itself included",
                    ru: "предприятий в радиусе, включая себя"),
                formula: Expression("count(d)")),
            Method.Component(
                "people",
                name: LocalizedText(
                    en: "people employed within reach", ru: "занятых в радиусе"),
                formula: Expression("sum(w)"), unit: .fixed(persons)),
            Method.Component(
                "dense",
                name: LocalizedText(
                    en: "number of its spot of any density, 0 for none",
                    ru: "номер скопления любой плотности, 0 — вне скоплений"),
                formula: Expression("c_h")),
            Method.Component(
                "hold",
                name: LocalizedText(
                    en: "how firmly it belongs there, 0 to 1",
                    ru: "насколько прочно принадлежит, от 0 до 1"),
                formula: Expression("lambda / lambda_max")),
        ],
        symbols: [
            Method.Symbol(
                "c",
                LocalizedText(
                    en:
                        "chains of plants that have enough others within reach, and their neighbours",
                    ru: "цепи предприятий, у которых в радиусе достаточно других, и их соседи")),
            Method.Symbol(
                "d",
                LocalizedText(
                    en: "distances to the plants within reach, km or minutes",
                    ru: "расстояния до предприятий в радиусе, км или минуты")),
            Method.Symbol(
                "w",
                LocalizedText(
                    en: "people employed at the plants within reach",
                    ru: "занятые на предприятиях в радиусе")),
            Method.Symbol(
                "c_h",
                LocalizedText(
                    en: "the group that holds together over the widest range of densities",
                    ru: "группа, которая держится при самом широком диапазоне плотностей")),
            Method.Symbol(
                "lambda",
                LocalizedText(
                    en: "density up to which the plant belongs to it, of the densest",
                    ru: "плотность, до которой предприятие в группе, в долях наибольшей")),
            Method.Symbol(
                "lambda_max",
                LocalizedText(
                    en: "the same for its firmest plant: 1", ru: "то же у самого прочного: 1")),
        ],
        reading: LocalizedText(
            en:
                "A spot is where every plant but those at its rim has enough others within reach. How many and how near are settings; other settings give other spots. Spots of any density need no reach: a valley of few plants and a dense town can both be one.",
            ru:
                "Скопление — где у каждого предприятия, кроме крайних, в радиусе достаточно других. Сколько и как близко — настройки; с другими настройками скопления будут другими. Скоплениям любой плотности радиус не нужен: ими могут быть и редкая долина, и плотный город."
        ),
        literature: [
            "Ester, Kriegel, Sander and Xu (1996), A density-based algorithm for discovering clusters",
            "Campello, Moulavi and Sander (2013), Density-based clustering based on hierarchical density estimates",
        ],
        paperTag: "P-aggl")

    func findings(in context: SettlementContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        let parameters = context.parameters
        let system: SpotSystem
        do throws(SpotSystem.Lacking) { system = try SpotSystem(context) } catch {
            findings.notices = [error.text]
            return findings
        }
        findings.notices = system.notices
        findings.parameters = [
            parameters.spotMinutes.map { .init("spotMinutes", Expression.plainNumber($0)) }
                ?? .init("spotReach", Expression.plainNumber(parameters.spotReach)),
            parameters.spotPeople.map { .init("spotPeople", Expression.plainNumber($0)) }
                ?? .init("spotPlants", "\(parameters.spotPlants)"),
        ]
        if Task.isCancelled { throw CancellationError() }
        guard let spots = try? system.spots() else {
            findings.notices.append(system.lackingPlants)
            return findings
        }
        var dense: HierarchicalDensityClusters?
        if system.codes.count <= Self.mostForAnyDensity {
            dense = try? system.spotsOfAnyDensity()
        } else {
            findings.notices.append(
                LocalizedText(
                    en: "Spots of any density are left out: there are more plants than 20,000.",
                    ru: "Скопления любой плотности не искались: предприятий больше 20 000."))
        }
        for index in system.codes.indices {
            findings.list += list(index, system, spots, dense, context.region)
        }
        return findings
    }

    private func list(
        _ index: Int, _ system: SpotSystem, _ spots: DensityClusters,
        _ dense: HierarchicalDensityClusters?, _ region: PlaceCode?
    ) -> [Finding] {
        func key(_ component: String) -> ResultKey {
            ResultKey(place: region, object: system.codes[index], component: component)
        }
        let near = system.near(index)
        func entries(_ column: String) -> [InputReference] {
            near.map {
                .entry(
                    table: "establishments", key: [system.codes[$0].rawValue], column: column)
            }
        }
        var list = [
            Finding(
                method, key("spot"),
                bindings: [
                    Derivation.Binding(
                        "c", Double((spots.labels[index] ?? -1) + 1),
                        from: .note(
                            LocalizedText(
                                en: "spots: \(spots.count)", ru: "скоплений: \(spots.count)")))
                ], quality: system.quality),
            Finding(
                method, key("near"),
                bindings: [
                    Derivation.Binding(
                        "d", .list(near.map { system.distance(index, $0) }),
                        unit: system.isByMinutes ? Self.minutes : CurveMethod.kilometres,
                        from: entries(system.isByMinutes ? "place" : "lon"))
                ], quality: system.quality),
        ]
        if let people = system.people {
            list.append(
                Finding(
                    method, key("people"),
                    bindings: [
                        Derivation.Binding(
                            "w", .list(near.map { people[$0] }), unit: Self.persons,
                            from: entries("headcount"))
                    ], quality: system.quality))
        }
        guard let dense else { return list }
        list.append(
            Finding(
                method, key("dense"),
                bindings: [
                    Derivation.Binding(
                        "c_h", Double((dense.labels[index] ?? -1) + 1),
                        from: .note(
                            LocalizedText(
                                en: "spots of any density: \(dense.count)",
                                ru: "скоплений любой плотности: \(dense.count)")))
                ], quality: system.quality))
        list.append(
            Finding(
                method, key("hold"),
                bindings: [
                    Derivation.Binding(
                        "lambda", dense.probabilities[index],
                        from: .result(method: method.id, key("dense"))),
                    Derivation.Binding(
                        "lambda_max", 1, from: .result(method: method.id, key("dense"))),
                ], undefined: dense.labels[index] == nil ? .notApplicable("lambda") : nil,
                quality: system.quality))
        return list
    }
}

/// Plants with how far they are apart and what they weigh, as the settings have it.
private struct SpotSystem: Sendable {
    /// Why there are none.
    struct Lacking: Error {
        let text: LocalizedText
    }

    let codes: [ObjectCode]
    /// What plants weigh; nil where they are counted.
    let people: [Double]?
    let isByMinutes: Bool
    let notices: [LocalizedText]
    let quality: Quality
    private let reach: Double
    private let least: Double
    private let points: [PlanePoint]
    private let grid: PointGrid
    private let separation: @Sendable (Int, Int) -> Double

    init(_ context: SettlementContext) throws(Lacking) {
        let parameters = context.parameters
        var plants = context.plants
        var notices: [LocalizedText] = []
        var towns: [Int] = []
        var times: TravelTimes?
        if parameters.spotMinutes != nil {
            guard let map = SettlementMap(context), let known = try? TravelTimes(map) else {
                throw Lacking(text: SettlementMap.lacking)
            }
            let positions = Dictionary(
                uniqueKeysWithValues: map.settlements.enumerated().map {
                    ($0.element.code, $0.offset)
                })
            let all = plants.count
            plants = plants.filter { $0.place.flatMap { positions[$0] } != nil }
            towns = plants.map { $0.place.flatMap { positions[$0] } ?? 0 }
            if plants.count < all {
                notices.append(
                    LocalizedText(
                        en:
                            "Left out: \(all - plants.count) plants whose place is no settlement with coordinates and population.",
                        ru:
                            "Не учтены предприятия вне пунктов с координатами и населением: \(all - plants.count)."
                    ))
            }
            notices += known.notices
            times = known
        }
        let map = PlantMap(plants)
        if parameters.spotPeople != nil, map.people == nil {
            throw Lacking(
                text: LocalizedText(
                    en:
                        "Needs people employed at all enterprises with coordinates (column headcount of establishments.csv), as the setting space.spotPeople counts them.",
                    ru:
                        "Нужна численность всех предприятий с координатами (столбец headcount таблицы establishments.csv): её считает настройка space.spotPeople."
                ))
        }
        let points = map.points
        codes = map.codes
        people = parameters.spotPeople == nil ? nil : map.people
        isByMinutes = times != nil
        self.notices = notices
        quality =
            times.map { times in times.isAssumed.contains { $0.contains(true) } } == true
            ? .assumption : .computed
        reach = parameters.spotMinutes ?? parameters.spotReach
        least = parameters.spotPeople ?? Double(parameters.spotPlants)
        self.points = points
        grid = PointGrid(points, cell: parameters.spotReach)
        if let times {
            let (places, minutes) = (towns, times.minutes)
            separation = { minutes[places[$0]][places[$1]] }
        } else {
            separation = { points[$0].distance(to: points[$1]) }
        }
    }

    var lackingPlants: LocalizedText {
        LocalizedText(
            en:
                "Needs at least \(Expression.plainNumber(least)) \(people == nil ? "enterprises" : "people employed at enterprises") with coordinates: columns lon and lat of establishments.csv.",
            ru:
                "Нужны не менее \(Expression.plainNumber(least)) \(people == nil ? "предприятий" : "занятых на предприятиях") с координатами: столбцы lon и lat таблицы establishments.csv."
        )
    }

    func distance(_ one: Int, _ other: Int) -> Double { separation(one, other) }

    /// The plants within reach of one, itself included.
    func near(_ own: Int) -> [Int] {
        let candidates =
            isByMinutes
            ? Array(codes.indices)
            : grid.runs(around: points[own], reach: 1).flatMap { $0.map { Int(grid.order[$0]) } }
                .sorted()
        return candidates.filter { $0 == own || distance(own, $0) <= reach }
    }

    func spots() throws(Undefined) -> DensityClusters {
        let weights = people ?? codes.map { _ in 1 }
        guard weights.compensatedSum() >= least else {
            throw .insufficientData(have: codes.count, need: 1)
        }
        return isByMinutes
            ? try DensityClusters(
                weights: weights, reach: reach, least: least, distance: separation)
            : try DensityClusters(points, weights: people, reach: reach, least: least)
    }

    func spotsOfAnyDensity() throws(Undefined) -> HierarchicalDensityClusters {
        try HierarchicalDensityClusters(
            count: codes.count, weights: people, nearest: least, distance: separation)
    }
}
