internal import Numerics
internal import Region
internal import Wording

/// Which industries' plants stand next to which (METHODS 3.4). The activity of a result is the
/// industry that is looked from, the object the one that is looked for.
struct ColocationMethod: FindingMethod {
    typealias Context = SettlementContext

    let scope = MethodScope.regions

    let method = Method(
        id: "plant-colocation",
        name: LocalizedText(
            en: "Co-location of industries", ru: "Совместное размещение отраслей"),
        section: "3.4",
        components: [
            Method.Component(
                name: LocalizedText(
                    en: "co-location quotient", ru: "коэффициент совместного размещения"),
                formula: Expression("(mean(s)) / (n / (N - 1))")),
            Method.Component(
                "probability",
                name: LocalizedText(
                    en: "share of arrangements as extreme", ru: "доля столь же крайних перестановок"
                ),
                formula: Expression("(b + 1) / (B + 1)")),
            Method.Component(
                "falseDiscoveryRate",
                name: LocalizedText(en: "false discovery rate", ru: "доля ложных находок"),
                formula: Expression("q")),
        ],
        symbols: [
            Method.Symbol(
                "s",
                LocalizedText(
                    en:
                        "for each plant of the first industry, the share of the second among its nearest",
                    ru: "для каждого предприятия первой отрасли — доля второй среди ближайших")),
            Method.Symbol(
                "n",
                LocalizedText(
                    en: "plants of the second industry, without the plant itself",
                    ru: "предприятий второй отрасли, без самого предприятия")),
            Method.Symbol("N", LocalizedText(en: "plants in all", ru: "всего предприятий")),
            Method.Symbol(
                "b",
                LocalizedText(
                    en: "arrangements of industries over plants with a quotient as far from 1",
                    ru: "перестановок отраслей по предприятиям со столь же далёким от 1 значением")),
            Method.Symbol("B", LocalizedText(en: "arrangements tried", ru: "сделано перестановок")),
            Method.Symbol(
                "q",
                LocalizedText(
                    en:
                        "share of false finds if all pairs at or under this probability were declared",
                    ru: "доля ложных находок, если объявить все пары с такой вероятностью и ниже")),
        ],
        reading: LocalizedText(
            en:
                "Above 1, plants of the first industry have one of the second next to them more often than its share of all plants would bring; under 1 less. It is not the same both ways: suppliers may gather around a mill that does not need them near. Only where the false discovery rate is under 0.05 is it more than the chance of many looks.",
            ru:
                "Больше 1 — рядом с предприятием первой отрасли стоит предприятие второй чаще, чем дала бы её доля; меньше 1 — реже. В две стороны значения разные: поставщики могут тянуться к заводу, которому близость не нужна. Лишь при доле ложных находок меньше 0,05 это больше, чем случайность многих проверок."
        ),
        literature: ["Leslie and Kronenfeld (2011), The colocation quotient"],
        paperTag: "P-char")

    private struct Pair {
        let from: ObjectCode
        let to: ObjectCode
        let isFrom: [Bool]
        let isTo: [Bool]
        let chance: Double
    }

    func findings(in context: SettlementContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        let parameters = context.parameters
        findings.parameters = [
            .init("replicates", "\(parameters.replicates)"), .init("seed", "\(parameters.seed)"),
        ]
        let plants = PlantMap(context.plants)
        let industries = plants.industries.filter { $0.value.count >= CurveMethod.leastPlants }
            .sorted { $0.key < $1.key }
        guard !industries.isEmpty, let colocation = try? Colocation(plants.points) else {
            findings.notices = [PlantMap.lackingIndustry]
            return findings
        }
        var pairs: [Pair] = []
        for (from, own) in industries {
            for (to, others) in industries {
                if Task.isCancelled { throw CancellationError() }
                let (members, wanted) = (Set(own), Set(others))
                let isFrom = plants.points.indices.map(members.contains)
                let isTo = plants.points.indices.map(wanted.contains)
                guard
                    let chance = try? colocation.probability(
                        from: isFrom, to: isTo, replicates: parameters.replicates,
                        seed: parameters.seed)
                else { continue }
                pairs.append(Pair(from: from, to: to, isFrom: isFrom, isTo: isTo, chance: chance))
            }
        }
        let rates = falseDiscoveryRates(pairs.map(\.chance))
        for (pair, rate) in zip(pairs, rates) {
            findings.list += list(pair, rate, plants, colocation, context)
        }
        return findings
    }

    private func list(
        _ pair: Pair, _ rate: Double, _ plants: PlantMap, _ colocation: Colocation,
        _ context: SettlementContext
    ) -> [Finding] {
        func key(_ component: String = "") -> ResultKey {
            ResultKey(
                place: context.region, activity: ActivityCode(rawValue: pair.from.rawValue),
                object: pair.to, component: component)
        }
        let own = plants.points.indices.filter { pair.isFrom[$0] }
        let shares = own.map { plant in
            Double(colocation.nearest[plant].count { pair.isTo[$0] })
                / Double(colocation.nearest[plant].count)
        }
        let others = Double(pair.isTo.count { $0 } - (pair.from == pair.to ? 1 : 0))
        let replicates = Double(context.parameters.replicates)
        return [
            Finding(
                method, key(),
                bindings: [
                    Derivation.Binding(
                        "s", .list(shares),
                        from: own.map {
                            .entry(
                                table: "establishments", key: [plants.codes[$0].rawValue],
                                column: "activity")
                        }),
                    Derivation.Binding(
                        "n", others,
                        from: .note(
                            LocalizedText(en: "establishments.csv", ru: "establishments.csv"))),
                    Derivation.Binding(
                        "N", Double(plants.points.count),
                        from: .note(
                            LocalizedText(en: "establishments.csv", ru: "establishments.csv"))),
                ]),
            Finding(
                method, key("probability"),
                bindings: [
                    Derivation.Binding(
                        "b", (pair.chance * (replicates + 1)).rounded() - 1,
                        from: .note(
                            LocalizedText(
                                en: "plants keep their places, industries are dealt out anew",
                                ru: "места предприятий прежние, отрасли розданы заново"))),
                    Derivation.Binding("B", replicates, from: .parameter("space.replicates")),
                ]),
            Finding(
                method, key("falseDiscoveryRate"),
                bindings: [
                    Derivation.Binding(
                        "q", rate,
                        from: .note(
                            LocalizedText(
                                en: "Benjamini and Hochberg over all pairs of industries",
                                ru: "Бенджамини–Хохберг по всем парам отраслей")))
                ]),
        ]
    }
}
