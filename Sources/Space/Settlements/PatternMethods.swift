internal import Numerics
internal import Region
internal import Wording

/// Whether the plants of an industry stand nearer than all plants would (METHODS 3.3). The object
/// of a result is the industry.
struct DensityMethod: FindingMethod {
    typealias Context = SettlementContext

    let scope = MethodScope.regions
    /// Distances from 0 to the median of all plants.
    static let steps = 20
    /// Fewer plants than this make no curve.
    static let leastPlants = 10

    private static let kilometres = Unit("km") ?? .one

    let method = Method(
        id: "distance-density",
        name: LocalizedText(en: "K-density of plants", ru: "К-плотность предприятий"),
        section: "3.3",
        components: [
            Method.Component(
                "verdict",
                name: LocalizedText(
                    en: "1 localised, −1 dispersed, 0 as by chance",
                    ru: "1 — сосредоточены, −1 — рассеяны, 0 — случайно"),
                formula: Expression("v")),
            Method.Component(
                "reach",
                name: LocalizedText(en: "localised up to, km", ru: "сосредоточены до, км"),
                formula: Expression("maximum(d * m)"), unit: .fixed(kilometres)),
            Method.Component(
                "plants", name: LocalizedText(en: "plants", ru: "предприятий"),
                formula: Expression("n")),
            Method.Component(
                "bandwidth", name: LocalizedText(en: "bandwidth", ru: "ширина окна"),
                formula: Expression("h"), unit: .fixed(kilometres)),
        ]
            + (0...steps).flatMap { step in
                [
                    Method.Component(
                        "distance.\(step)",
                        name: LocalizedText(en: "distance", ru: "расстояние"),
                        formula: Expression("d_max * k / 20"), unit: .fixed(kilometres)),
                    Method.Component(
                        "density.\(step)", name: LocalizedText(en: "K-density", ru: "К-плотность"),
                        formula: Expression("K")),
                    Method.Component(
                        "lower.\(step)",
                        name: LocalizedText(
                            en: "lower border of the global band",
                            ru: "нижняя граница общей полосы"), formula: Expression("l")),
                    Method.Component(
                        "upper.\(step)",
                        name: LocalizedText(
                            en: "upper border of the global band",
                            ru: "верхняя граница общей полосы"), formula: Expression("u")),
                ]
            },
        symbols: [
            Method.Symbol(
                "v",
                LocalizedText(
                    en: "the curve against the global band", ru: "кривая относительно общей полосы")
            ),
            Method.Symbol(
                "m",
                LocalizedText(
                    en: "1 where the curve is above the band", ru: "1, где кривая выше полосы")),
            Method.Symbol(
                "n", LocalizedText(en: "plants with coordinates", ru: "предприятий с координатами")),
            Method.Symbol(
                "h",
                LocalizedText(
                    en:
                        "0.9 min(sd, IQR / 1.34) of the pair distances, over the fifth root of how many",
                    ru:
                        "0,9 min(ст. откл., межквартильный размах / 1,34) расстояний пар на корень пятой степени из их числа"
                )),
            Method.Symbol(
                "d_max",
                LocalizedText(
                    en: "median distance of all plants", ru: "медианное расстояние всех предприятий"
                )),
            Method.Symbol("k", LocalizedText(en: "step", ru: "шаг")),
            Method.Symbol("d", LocalizedText(en: "distances", ru: "расстояния")),
            Method.Symbol(
                "K",
                LocalizedText(
                    en:
                        "Σ f((d − d_pq) / h) / (h n (n − 1) / 2) over pairs of plants, reflected at 0",
                    ru:
                        "Σ f((d − d_pq) / h) / (h n (n − 1) / 2) по парам предприятий, с отражением в нуле"
                )),
            Method.Symbol("l", LocalizedText(en: "of curves by chance", ru: "по случайным кривым")),
            Method.Symbol("u", LocalizedText(en: "of curves by chance", ru: "по случайным кривым")),
        ],
        reading: LocalizedText(
            en:
                "Localised: pairs of the industry's plants are at some distance more common than 95 % of draws of as many plants from all sites would ever make them. The band holds over all distances at once. The plants in the data are taken for all there are.",
            ru:
                "Сосредоточены: пары предприятий отрасли на каком-то расстоянии встречаются чаще, чем в 95 % случайных выборок стольких же предприятий из всех площадок. Полоса верна сразу для всех расстояний. Предприятия в данных приняты за все имеющиеся."
        ),
        literature: [
            "Duranton and Overman (2005), Testing for localization using micro-geographic data"
        ],
        paperTag: "P-char")

    func findings(in context: SettlementContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        findings.parameters = [
            .init("replicates", "\(context.parameters.replicates)"),
            .init("seed", "\(context.parameters.seed)"),
        ]
        let plants = PlantMap(context.plants)
        let industries = plants.industries.filter { $0.value.count >= Self.leastPlants }
        guard !industries.isEmpty else {
            findings.notices = [
                LocalizedText(
                    en:
                        "Needs at least ten enterprises of an industry with coordinates: columns lon and lat of establishments.csv.",
                    ru:
                        "Нужны не менее десяти предприятий отрасли с координатами: столбцы lon и lat таблицы establishments.csv."
                )
            ]
            return findings
        }
        for (industry, own) in industries.sorted(by: { $0.key < $1.key }) {
            if Task.isCancelled { throw CancellationError() }
            findings.list += list(industry, own, plants, context)
        }
        return findings
    }

    private func list(
        _ industry: ObjectCode, _ own: [Int], _ plants: PlantMap, _ context: SettlementContext
    ) -> [Finding] {
        func key(_ component: String) -> ResultKey {
            ResultKey(place: context.region, object: industry, component: component)
        }
        func note(_ english: String, _ russian: String) -> InputReference {
            .note(LocalizedText(en: english, ru: russian))
        }
        let count = Double(own.count)
        let names = note("establishments.csv: \(own.count)", "establishments.csv: \(own.count)")
        let plantsFinding = Finding(
            method, key("plants"), bindings: [Derivation.Binding("n", count, from: names)])
        let envelope: Envelope
        let bandwidth: Double
        do {
            let all = try DistanceDensity(plants.points)
            let density = try DistanceDensity(own.map { plants.points[$0] })
            bandwidth = density.bandwidth
            let reach = all.medianDistance
            envelope = try Envelope(
                densityOf: own, among: plants.points,
                at: (0...Self.steps).map { reach * Double($0) / Double(Self.steps) },
                replicates: context.parameters.replicates, seed: context.parameters.seed)
        } catch {
            let reason = error as? Undefined ?? .constantInput
            return [
                Finding(method, key("verdict"), bindings: [], undefined: reason), plantsFinding,
            ]
        }
        let draws = note(
            "\(envelope.replicates) draws of \(own.count) from \(plants.points.count) sites",
            "выборок по \(own.count) из \(plants.points.count) площадок: \(envelope.replicates)")
        let verdict: Double =
            switch envelope.verdict {
            case .localised: 1
            case .dispersed: -1
            case .asByChance: 0
            }
        let above = envelope.localisation.map { $0 > 0 ? 1.0 : 0 }
        var list = [
            Finding(
                method, key("verdict"), bindings: [Derivation.Binding("v", verdict, from: draws)]),
            Finding(
                method, key("reach"),
                bindings: [
                    Derivation.Binding(
                        "d", .list(envelope.grid), unit: Self.kilometres,
                        from: envelope.grid.indices.map {
                            .result(method: method.id, key("distance.\($0)"))
                        }),
                    Derivation.Binding(
                        "m", .list(above),
                        from: envelope.grid.indices.map {
                            .result(method: method.id, key("upper.\($0)"))
                        }),
                ], undefined: verdict == 1 ? nil : .notApplicable("m")),
            plantsFinding,
            Finding(
                method, key("bandwidth"),
                bindings: [
                    Derivation.Binding("h", bandwidth, unit: Self.kilometres, from: names)
                ]),
        ]
        for (step, distance) in envelope.grid.enumerated() {
            list += [
                Finding(
                    method, key("distance.\(step)"),
                    bindings: [
                        Derivation.Binding(
                            "d_max", envelope.grid.last ?? 0, unit: Self.kilometres,
                            from: note("all plants", "все предприятия")),
                        Derivation.Binding("k", Double(step), from: note("step", "шаг")),
                    ]),
                Finding(
                    method, key("density.\(step)"),
                    bindings: [
                        Derivation.Binding("K", envelope.observed[step], from: names)
                    ]),
                Finding(
                    method, key("lower.\(step)"),
                    bindings: [
                        Derivation.Binding("l", envelope.global.lower[step], from: draws)
                    ]),
                Finding(
                    method, key("upper.\(step)"),
                    bindings: [
                        Derivation.Binding("u", envelope.global.upper[step], from: draws)
                    ]),
            ]
            _ = distance
        }
        return list
    }
}

/// Where plants stand close enough to be one spot (METHODS 3.5). The object of a result is the
/// establishment.
struct SpotMethod: FindingMethod {
    typealias Context = SettlementContext

    let scope = MethodScope.regions

    let method = Method(
        id: "plant-clusters",
        name: LocalizedText(en: "Spots of plants (DBSCAN)", ru: "Скопления предприятий (DBSCAN)"),
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
                    en: "distances to the plants within reach, km",
                    ru: "расстояния до предприятий в радиусе, км")),
        ],
        reading: LocalizedText(
            en:
                "A spot is where every plant but those at its rim has enough others within reach. How many and how near are settings; other settings give other spots.",
            ru:
                "Скопление — где у каждого предприятия, кроме крайних, в радиусе достаточно других. Сколько и как близко — настройки; с другими настройками скопления будут другими."
        ),
        literature: [
            "Ester, Kriegel, Sander and Xu (1996), A density-based algorithm for discovering clusters"
        ],
        paperTag: "P-aggl")

    func findings(in context: SettlementContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        let parameters = context.parameters
        findings.parameters = [
            .init("spotReach", Expression.plainNumber(parameters.spotReach)),
            .init("spotPlants", "\(parameters.spotPlants)"),
        ]
        let plants = PlantMap(context.plants)
        guard plants.points.count >= parameters.spotPlants,
            let found = try? DensityClusters(
                plants.points, reach: parameters.spotReach, least: parameters.spotPlants)
        else {
            findings.notices = [
                LocalizedText(
                    en:
                        "Needs at least \(parameters.spotPlants) enterprises with coordinates: columns lon and lat of establishments.csv.",
                    ru:
                        "Нужны не менее \(parameters.spotPlants) предприятий с координатами: столбцы lon и lat таблицы establishments.csv."
                )
            ]
            return findings
        }
        for index in plants.points.indices {
            func key(_ component: String) -> ResultKey {
                ResultKey(
                    place: context.region, object: plants.codes[index], component: component)
            }
            let near = plants.points.indices.filter {
                plants.points[index].distance(to: plants.points[$0]) <= parameters.spotReach
            }
            findings.list += [
                Finding(
                    method, key("spot"),
                    bindings: [
                        Derivation.Binding(
                            "c", Double((found.labels[index] ?? -1) + 1),
                            from: .note(
                                LocalizedText(
                                    en: "spots: \(found.count)", ru: "скоплений: \(found.count)")))
                    ]),
                Finding(
                    method, key("near"),
                    bindings: [
                        Derivation.Binding(
                            "d",
                            .list(
                                near.map { plants.points[index].distance(to: plants.points[$0]) }),
                            unit: Unit("km") ?? .one,
                            from: near.map {
                                .entry(
                                    table: "establishments", key: [plants.codes[$0].rawValue],
                                    column: "lon")
                            })
                    ]),
            ]
        }
        return findings
    }
}

/// Plants with coordinates, on a plane that touches the globe in their middle; off by some
/// 0.1 % within 500 km of it.
struct PlantMap: Sendable {
    let codes: [ObjectCode]
    let points: [PlanePoint]
    /// The plants of each industry.
    let industries: [ObjectCode: [Int]]

    init(_ plants: [SettlementContext.Plant]) {
        let latitude = plants.map(\.coordinates.latitude).mean ?? 0
        let kilometresPerDegree = Coordinates.earthRadius * Double.pi / 180
        let shrink = cosine(latitude * Double.pi / 180)
        codes = plants.map(\.code)
        points = plants.map {
            PlanePoint(
                $0.coordinates.longitude * kilometresPerDegree * shrink,
                $0.coordinates.latitude * kilometresPerDegree)
        }
        industries = Dictionary(
            grouping: plants.indices.filter { plants[$0].industry != nil },
            by: { plants[$0].industry ?? "" })
    }
}
