internal import Numerics
internal import Region
internal import Wording

/// How many people a settlement has around it, the nearer the more (METHODS 3.6).
struct PotentialMethod: FindingMethod {
    typealias Context = SettlementContext

    let scope = MethodScope.regions

    let method = Method(
        id: "settlement-potential",
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
        ],
        paperTag: "P-aggl")

    static let leastDistance = 0.5
    /// Where the area is not known: that of a town of ten thousand at the density of towns,
    /// 2,000 people a square kilometre, scaled by people.
    static let peoplePerSquareKilometre = 2_000.0

    func findings(in context: SettlementContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        findings.parameters = [
            .init("exponent", Expression.plainNumber(context.parameters.potentialExponent))
        ]
        guard let map = SettlementMap(context) else {
            findings.notices = [SettlementMap.lacking]
            return findings
        }
        let potentials = Potential(map)
        let unknownAreas = map.settlements.contains { $0.areaInSquareKilometres == nil }
        findings.notices = map.notices
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
        }
        return findings
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
                $0 / power(max($1, PotentialMethod.leastDistance), exponent)
            }.compensatedSum()
        }
    }
}
