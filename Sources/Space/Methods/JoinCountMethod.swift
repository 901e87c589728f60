internal import Numerics
internal import Region
internal import Specialisation
internal import Wording

/// Whether places that are specialised in an activity neighbour each other more than by chance
/// (METHODS 3.2), in the last year.
struct JoinCountMethod: YearMethod {
    struct Prepared: Sendable {
        let year: SpaceYear
        let found: [Result<JoinCounts, Undefined>]
    }

    let subjects = [Subject](repeating: .activity, count: 5)
    let method = Method(
        id: "join-counts",
        name: LocalizedText(
            en: "Do specialised places neighbour each other?",
            ru: "Соседствуют ли специализированные места?"),
        section: "3.2",
        components: [
            Method.Component(
                "both",
                name: LocalizedText(
                    en: "joins of two specialised places",
                    ru: "соседств двух специализированных мест"),
                formula: Expression("sum(w * a * b) / 2")),
            Method.Component(
                "score",
                name: LocalizedText(
                    en: "the same, standard deviations from chance",
                    ru: "то же, стандартных отклонений от случайного"),
                formula: Expression("(J - m) / v^0.5")),
            Method.Component(
                "probability",
                name: LocalizedText(
                    en: "share of arrangements with as many",
                    ru: "доля перестановок с не меньшим числом"),
                formula: Expression("(g + 1) / (B + 1)")),
            Method.Component(
                "mixed",
                name: LocalizedText(
                    en: "joins of a specialised place and one that is not",
                    ru: "соседств специализированного места с прочим"),
                formula: Expression("sum(w * (a - b)^2) / 2")),
            Method.Component(
                "mixedProbability",
                name: LocalizedText(
                    en: "share of arrangements with as many of these",
                    ru: "доля перестановок с не меньшим числом таких"),
                formula: Expression("(g + 1) / (B + 1)")),
        ],
        symbols: [
            Method.Symbol(
                "a",
                LocalizedText(
                    en: "1 where the one end of a link has a quotient of 1 or more, else 0",
                    ru: "1, если коэффициент одного конца связи не меньше 1, иначе 0")),
            Method.Symbol(
                "b", LocalizedText(en: "the same of the other end", ru: "то же у другого конца")),
            Method.Symbol("w", LocalizedText(en: "weight of the link: 1", ru: "вес связи: 1")),
            Method.Symbol(
                "J",
                LocalizedText(
                    en: "joins of two specialised places",
                    ru: "соседства двух специализированных мест")),
            Method.Symbol(
                "m",
                LocalizedText(
                    en: "their mean over all arrangements", ru: "их среднее по всем перестановкам")),
            Method.Symbol(
                "v",
                LocalizedText(
                    en: "their variance over all arrangements",
                    ru: "их дисперсия по всем перестановкам")),
            Method.Symbol(
                "g",
                LocalizedText(
                    en: "arrangements drawn that have as many",
                    ru: "вытянутых перестановок с не меньшим числом")),
            Method.Symbol(
                "B", LocalizedText(en: "arrangements drawn", ru: "вытянуто перестановок")),
        ],
        reading: LocalizedText(
            en:
                "A score over 2 and a small probability: places specialised in the activity stand side by side, and what one has its neighbours have. A small probability of mixed joins: they avoid each other. Unlike Moran's I only who is specialised counts, not by how much, so that one very high quotient cannot decide.",
            ru:
                "Отклонение больше 2 и малая вероятность: места, специализированные на отрасли, стоят рядом. Малая вероятность смешанных соседств: они избегают друг друга. В отличие от индекса Морана важно лишь, кто специализирован, а не насколько: один очень высокий коэффициент ничего не решает."
        ),
        literature: ["Cliff and Ord (1981), Spatial processes"],
        paperTag: "P-aggl")

    func obstacle(in context: SpecialisationContext) -> LocalizedText? {
        lackingNeighbours(context)
    }
    func covers(_ figures: YearFigures) -> Bool { figures.isLast }
    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] {
        neighbourRule(context) + [
            .init("simulationReplicates", "\(context.parameters.simulationReplicates)"),
            .init("seed", "\(context.parameters.seed)"),
        ]
    }

    func prepare(_ figures: YearFigures) throws(CancellationError) -> Prepared {
        let year = SpaceYear(figures)
        var found: [Result<JoinCounts, Undefined>] = []
        for layer in year.layers {
            if Task.isCancelled { throw CancellationError() }
            found.append(
                Result { () throws(Undefined) in
                    let layer = try layer.get()
                    return try JoinCounts(
                        layer.values.map { $0 >= 1 }, layer.links,
                        replicates: figures.parameters.simulationReplicates,
                        seed: figures.parameters.seed)
                })
        }
        return Prepared(year: year, found: found)
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ prepared: Prepared
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        guard let activity = spot.activity else { return inputs }
        let layer = try prepared.year.layers[activity].get()
        let found = try prepared.found[activity].get()
        switch component {
        case 1:
            guard found.varianceBoth > 0 else { throw .constantInput }
            inputs.add(
                "J", found.both,
                from: .reference(.result(method: method.id, key(0, at: spot, in: figures))))
            let rule = InputSource.note(
                LocalizedText(
                    en: "over all ways to deal out the specialised places (Cliff and Ord)",
                    ru: "по всем способам раздать специализированные места (Клифф и Орд)"))
            inputs.add("m", found.expectedBoth, from: rule)
            inputs.add("v", found.varianceBoth, from: rule)
        case 2, 4:
            let replicates = Double(figures.parameters.simulationReplicates)
            let chance = component == 2 ? found.bothProbability : found.mixedProbability
            inputs.add(
                "g", (chance * (replicates + 1)).rounded() - 1,
                from: .note(
                    LocalizedText(
                        en: "specialised places dealt out at random",
                        ru: "специализированные места розданы случайно")))
            inputs.add(
                "B", replicates,
                from: .reference(.parameter("specialisation.simulationReplicates")))
        default:
            let ends = layer.places.indices.flatMap { cell in
                layer.neighbours(of: cell).map { (cell, $0) }
            }
            func add(_ symbol: String, _ cells: [Int]) {
                inputs.add(
                    symbol, cells.map { Interval(layer.values[$0] >= 1 ? 1 : 0) },
                    from: cells.map {
                        figures.locationQuotientReference(
                            place: layer.places[$0], activity: activity)
                    })
            }
            add("a", ends.map(\.0))
            add("b", ends.map(\.1))
            inputs.add(
                "w", ends.map { _ in Interval(1) },
                from: ends.map { _ in
                    .note(LocalizedText(en: "nearest neighbours", ru: "ближайшие соседи"))
                })
        }
        return inputs
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        switch component {
        case 1: return (inputs["J"] - inputs["m"]) / inputs["v"].squareRoot()
        case 2, 4: return (inputs["g"] + 1) / (inputs["B"] + 1)
        default:
            let (a, b, w) = (inputs.list("a"), inputs.list("b"), inputs.list("w"))
            let joins = w.indices.map {
                component == 0 ? w[$0] * a[$0] * b[$0] : w[$0] * (a[$0] - b[$0]) * (a[$0] - b[$0])
            }
            return joins.compensatedSum() / 2
        }
    }
}

extension YearFigures {
    /// Whether it is the last year of the panel.
    var isLast: Bool { position == panel.years.indices.last }
}
