internal import Numerics
internal import Region
internal import Specialisation
internal import Wording

/// Which places are like their neighbours, and which stand out from them (METHODS 3.2).
struct LocalMoranMethod: YearMethod {
    struct Prepared: Sendable {
        let year: SpaceYear
        let moran: [Result<LocalMoran, Undefined>]
        let chances: [[Double?]]
        /// False discovery rates over the places of each activity.
        let rates: [[Double?]]
    }

    let subjects: [Subject] = [.cell, .cell, .cell]
    let method = Method(
        id: "local-moran", version: 2,
        name: LocalizedText(en: "Local Moran index", ru: "Локальный индекс Морана"),
        section: "3.2",
        components: [
            Method.Component(
                name: LocalizedText(en: "local Moran index", ru: "локальный индекс Морана"),
                formula: Expression(
                    "(x_i - mean(y)) / (sum((y - mean(y))^2) / count(y)) * mean(x - mean(y))")),
            Method.Component(
                "probability",
                name: LocalizedText(
                    en: "share of arrangements as extreme", ru: "доля столь же крайних перестановок"
                ),
                formula: Expression("(b + 1) / (B + 1)")),
            Method.Component(
                "falseDiscoveryRate",
                name: LocalizedText(
                    en: "false discovery rate", ru: "доля ложных находок"),
                formula: Expression("q")),
        ],
        symbols: [
            SpaceLetters.own, SpaceLetters.near, SpaceLetters.all,
            Method.Symbol(
                "b",
                LocalizedText(
                    en: "arrangements of the other values with an index as extreme",
                    ru: "перестановок остальных значений со столь же крайним индексом")),
            Method.Symbol(
                "B", LocalizedText(en: "arrangements tried", ru: "сделано перестановок")),
            Method.Symbol(
                "q",
                LocalizedText(
                    en:
                        "share of false finds if all places at or under this probability were declared",
                    ru: "доля ложных находок, если объявить все места с такой вероятностью и ниже")),
        ],
        reading: LocalizedText(
            en:
                "Positive where a place and its neighbours are both above or both below the mean; negative where the place stands out. Only where the false discovery rate is under 0.05 is it more than the chance of many looks.",
            ru:
                "Положителен, если место и соседи вместе выше или вместе ниже среднего; отрицателен, если место выделяется. Лишь при доле ложных находок меньше 0,05 это больше, чем случайность многих проверок."
        ),
        literature: [
            "Anselin (1995), Local indicators of spatial association",
            "Benjamini and Hochberg (1995), Controlling the false discovery rate",
            "Caldas de Castro and Singer (2006), Controlling the false discovery rate for local statistics",
        ],
        paperTag: "P-aggl")

    func obstacle(in context: SpecialisationContext) -> LocalizedText? {
        lackingNeighbours(context)
    }
    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] {
        neighbourRule(context) + [
            .init("simulationReplicates", "\(context.parameters.simulationReplicates)"),
            .init("seed", "\(context.parameters.seed)"),
        ]
    }

    func prepare(_ figures: YearFigures) throws(CancellationError) -> Prepared {
        let year = SpaceYear(figures)
        let parameters = figures.parameters
        var moran: [Result<LocalMoran, Undefined>] = []
        var chances: [[Double?]] = []
        for (activity, layer) in year.layers.enumerated() {
            if Task.isCancelled { throw CancellationError() }
            do throws(Undefined) {
                let layer = try layer.get()
                let links = layer.links.rowStandardised
                moran.append(.success(try LocalMoran(layer.values, links)))
                // A stream of its own for every activity and year.
                let seed =
                    parameters.seed &+ UInt64(activity) &* 0x9E37_79B9
                    &+ UInt64(max(0, figures.year)) &* 0x85EB_CA6B
                chances.append(
                    try LocalMoran.pseudoSignificance(
                        layer.values, links, replicates: parameters.simulationReplicates, seed: seed
                    ))
            } catch {
                moran.append(.failure(error))
                chances.append([])
            }
        }
        return Prepared(
            year: year, moran: moran, chances: chances,
            rates: chances.map { falseDiscoveryRates($0) })
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ prepared: Prepared
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        guard let place = spot.place, let activity = spot.activity else { return inputs }
        let layer = try prepared.year.layers[activity].get()
        let moran = try prepared.moran[activity].get()
        guard let cell = layer.order[place] else { throw .missing("LQ") }
        guard moran.values[cell] != nil else { throw .noNeighbour }
        switch component {
        case 0:
            inputs.add(
                "x_i", layer.values[cell],
                from: figures.locationQuotientReference(place: place, activity: activity))
            layer.add(
                "x", layer.neighbours(of: cell), activity: activity, to: &inputs, in: figures)
            layer.add("y", layer.values.indices, activity: activity, to: &inputs, in: figures)
        case 1:
            let replicates = Double(figures.parameters.simulationReplicates)
            let chance = prepared.chances[activity][cell] ?? 1
            inputs.add(
                "b", (chance * (replicates + 1)).rounded() - 1,
                from: .note(
                    LocalizedText(
                        en: "the place keeps its value, its neighbours' are drawn from the others",
                        ru: "у места значение своё, соседям вытянуты значения остальных")))
            inputs.add(
                "B", replicates,
                from: .reference(.parameter("specialisation.simulationReplicates")))
        default:
            inputs.add(
                "q", prepared.rates[activity][cell] ?? 1,
                from: .note(
                    LocalizedText(
                        en: "Benjamini and Hochberg over \(layer.places.count) places",
                        ru: "Бенджамини–Хохберг по местам (\(layer.places.count))")))
        }
        return inputs
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        switch component {
        case 0:
            return try SpaceLetters.localMoran(
                own: inputs["x_i"], near: inputs.list("x"), all: inputs.list("y"))
        case 1: return (inputs["b"] + 1) / (inputs["B"] + 1)
        default: return inputs["q"]
        }
    }
}
