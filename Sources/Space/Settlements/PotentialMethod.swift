internal import Numerics
internal import Region
internal import Wording

/// How many people a settlement has around it, the nearer the more (METHODS 3.6).
struct PotentialMethod: FindingMethod {
    typealias Context = SettlementContext

    let scope = MethodScope.regions

    let method = Method(
        id: "settlement-potential", version: 2,
        name: LocalizedText(en: "Population potential", ru: "Потенциал поля расселения"),
        section: "3.6",
        components: [
            Method.Component(
                name: LocalizedText(en: "potential", ru: "потенциал"),
                formula: Expression("sum(P / larger(d, d_min)^b)"),
                unit: .fixed(Unit("persons/km") ?? .one)),
            Method.Component(
                "own",
                name: LocalizedText(
                    en: "share of its own people", ru: "доля собственного населения"),
                formula: Expression("P_i / larger(d_i, d_min)^b / V")),
            Method.Component(
                "within",
                name: LocalizedText(
                    en: "people within reach", ru: "людей в досягаемости"),
                formula: Expression("sum(P * atLeast(t_max, t))"),
                unit: .fixed(Unit("persons") ?? .one)),
            Method.Component(
                "access",
                name: LocalizedText(
                    en: "access to people (Hansen)", ru: "доступность людей (Хансен)"),
                formula: Expression("sum(P * exp(-t / tau))"),
                unit: .fixed(Unit("persons") ?? .one)),
        ],
        symbols: [
            Method.Symbol(
                "P",
                LocalizedText(en: "people of each settlement", ru: "население каждого пункта")),
            Method.Symbol(
                "d",
                LocalizedText(
                    en: "great-circle distance to each, km; to itself (2/3)√(area/π)",
                    ru: "расстояние по дуге большого круга, км; до себя — (2/3)√(площадь/π)")),
            Method.Symbol(
                "d_min",
                LocalizedText(
                    en: "what stands for a distance of 0, km", ru: "замена нулевого расстояния, км")
            ),
            Method.Symbol(
                "b", LocalizedText(en: "power of distance", ru: "показатель степени расстояния")),
            Method.Symbol(
                "P_i", LocalizedText(en: "people of the settlement", ru: "население пункта")),
            Method.Symbol(
                "d_i",
                LocalizedText(en: "its distance to itself, km", ru: "расстояние до себя, км")),
            Method.Symbol("V", LocalizedText(en: "its potential", ru: "его потенциал")),
            Method.Symbol(
                "t", LocalizedText(en: "minutes to each settlement", ru: "минут до каждого пункта")),
            Method.Symbol(
                "t_max", LocalizedText(en: "minutes that are in reach", ru: "минут в досягаемости")
            ),
            Method.Symbol(
                "tau",
                LocalizedText(
                    en: "minutes over which people count e times less",
                    ru: "минут, за которые вес людей падает в e раз")),
        ],
        reading: LocalizedText(
            en:
                "The higher, the more people within reach: where a market, a school of many trades or a hospital pays. A large town has most of its potential from itself; compare the share of its own people. People of settlements that are not in the data are missing from it.",
            ru:
                "Чем выше, тем больше людей в досягаемости: где окупаются рынок, многопрофильное училище, больница. У большого города потенциал в основном свой; смотрите долю собственного населения. Жители пунктов, которых нет в данных, не учтены."
        ),
        literature: [
            "Stewart (1947), Empirical mathematical rules concerning the distribution and equilibrium of population",
            "Wilson (1971), A family of spatial interaction models",
            "Hansen (1959), How accessibility shapes land use",
        ],
        paperTag: "P-aggl")

    static let leastDistance = 0.5
    /// Where the area is not known: that of a town of ten thousand at the density of towns,
    /// 2,000 people a square kilometre, scaled by people.
    static let peoplePerSquareKilometre = 2_000.0

    func findings(in context: SettlementContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        findings.parameters = [
            .init("exponent", Expression.plainNumber(context.parameters.potentialExponent)),
            .init("accessMinutes", Expression.plainNumber(context.parameters.accessMinutes)),
            .init("accessDecay", Expression.plainNumber(context.parameters.accessDecay)),
        ]
        guard let map = SettlementMap(context), let times = try? TravelTimes(map) else {
            findings.notices = [SettlementMap.lacking]
            return findings
        }
        let potentials = Potential(map)
        let unknownAreas = map.settlements.contains { $0.areaInSquareKilometres == nil }
        findings.parameters += times.settings
        findings.notices = times.notices
        if unknownAreas {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Areas that are not known are taken from the people, 2,000 to the square kilometre.",
                    ru: "Неизвестные площади приняты по населению: 2000 человек на кв. км."))
        }
        let exponent = Derivation.Binding(
            "b", context.parameters.potentialExponent,
            from: .parameter("space.potentialExponent"))
        let least = Derivation.Binding(
            "d_min", Self.leastDistance, unit: Unit("km") ?? .one,
            from: .note(LocalizedText(en: "a fixed half kilometre", ru: "полкилометра")))
        for own in map.ofRegion {
            let key = ResultKey(place: map.settlements[own].code, year: map.year)
            let all = map.settlements.indices
            let quality = max(
                map.quality(all), potentials.isAssumed[own] ? .assumption : .computed)
            let potential = Finding(
                method, key,
                bindings: [
                    Derivation.Binding(
                        "P", .list(map.people), unit: Unit("persons") ?? .one,
                        from: all.map(map.reference)),
                    Derivation.Binding(
                        "d", .list(potentials.distances(from: own)), unit: Unit("km") ?? .one,
                        from: all.map { potentials.distanceSource(own, $0) }),
                    least, exponent,
                ], quality: quality, marks: map.marks(all))
            findings.list.append(potential)
            var ownKey = key
            ownKey.component = "own"
            findings.list.append(
                Finding(
                    method, ownKey,
                    bindings: [
                        Derivation.Binding(
                            "P_i", map.people[own], unit: Unit("persons") ?? .one,
                            from: map.reference(own)),
                        Derivation.Binding(
                            "d_i", potentials.selfDistances[own], unit: Unit("km") ?? .one,
                            from: potentials.distanceSource(own, own)),
                        least, exponent,
                        Derivation.Binding(
                            "V", potential.derivation.outcome.value ?? 0,
                            unit: Unit("persons/km") ?? .one,
                            from: .result(method: method.id, key)),
                    ],
                    undefined: potential.derivation.outcome.value == 0 ? .emptyRegion : nil,
                    quality: quality, marks: map.marks(all)))
            findings.list += access(own, times)
        }
        return findings
    }

    /// People by how long it takes to them.
    private func access(_ own: Int, _ times: TravelTimes) -> [Finding] {
        let map = times.map
        let all = map.settlements.indices
        let minutes = Unit("min") ?? .one
        let bindings = [
            Derivation.Binding(
                "P", .list(map.people), unit: Unit("persons") ?? .one,
                from: all.map(map.reference)),
            Derivation.Binding(
                "t", .list(times.minutes[own]), unit: minutes,
                from: all.map { times.source(own, $0) }),
        ]
        let quality = max(
            map.quality(all), times.isAssumed[own].contains(true) ? .assumption : .computed)
        func finding(_ component: String, _ limit: Derivation.Binding) -> Finding {
            Finding(
                method,
                ResultKey(
                    place: map.settlements[own].code, year: map.year, component: component),
                bindings: bindings + [limit], quality: quality, marks: map.marks(all))
        }
        let parameters = map.context.parameters
        return [
            finding(
                "within",
                Derivation.Binding(
                    "t_max", parameters.accessMinutes, unit: minutes,
                    from: .parameter("space.accessMinutes"))),
            finding(
                "access",
                Derivation.Binding(
                    "tau", parameters.accessDecay, unit: minutes,
                    from: .parameter("space.accessDecay"))),
        ]
    }
}

/// Distances for the potential of settlements.
struct Potential: Sendable {
    let map: SettlementMap
    let selfDistances: [Double]
    /// Whether the area behind a settlement's distance to itself is assumed.
    let isAssumed: [Bool]

    init(_ map: SettlementMap) {
        self.map = map
        selfDistances = zip(map.settlements, map.people).map { settlement, people in
            Interaction.selfDistance(
                area: settlement.areaInSquareKilometres
                    ?? people / PotentialMethod.peoplePerSquareKilometre)
        }
        isAssumed = map.settlements.map { $0.areaInSquareKilometres == nil }
    }

    func distances(from own: Int) -> [Double] {
        map.settlements.indices.map {
            $0 == own ? selfDistances[own] : map.kilometres(own, $0)
        }
    }

    func distanceSource(_ from: Int, _ to: Int) -> InputReference {
        let name = map.settlements[to].name
        if from == to {
            return .note(
                LocalizedText(
                    en: "\(name.english): distance to itself", ru: "\(name.russian): до себя"))
        }
        return .note(
            LocalizedText(
                en: "\(name.english): great circle", ru: "\(name.russian): по дуге большого круга"))
    }

    /// The potential of each settlement.
    func values(exponent: Double) -> [Double] {
        map.settlements.indices.map { own in
            zip(map.people, distances(from: own)).map {
                $0 / Elementary.power(max($1, PotentialMethod.leastDistance), exponent)
            }.compensatedSum()
        }
    }
}
