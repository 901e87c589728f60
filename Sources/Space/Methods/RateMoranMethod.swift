internal import Numerics
internal import Region
internal import Specialisation
internal import Wording

/// Where shares of employment gather once it is allowed for that small places have shares that
/// jump (METHODS 3.2), in the last year.
struct RateMoranMethod: YearMethod {
    struct Layer: Sendable {
        let map: SpaceYear.Layer
        let masses: [Double]
        let totals: [Double]
        let rates: EmpiricalBayesRates
        let moran: LocalMoran
        let chances: [Double?]
        let falseRates: [Double?]
    }

    let subjects: [Subject] = [.cell, .cell, .cell, .cell]
    let method = Method(
        id: "rate-moran",
        name: LocalizedText(
            en: "Local Moran index of smoothed rates",
            ru: "Локальный индекс Морана сглаженных долей"),
        section: "3.2",
        components: [
            Method.Component(
                "rate",
                name: LocalizedText(
                    en: "share of the activity, standard deviations from the mean",
                    ru: "доля отрасли, стандартных отклонений от средней"),
                formula: Expression("(e_i / E_i - beta) / v^0.5")),
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
                name: LocalizedText(en: "false discovery rate", ru: "доля ложных находок"),
                formula: Expression("q")),
        ],
        symbols: [
            Method.Symbol(
                "e_i", LocalizedText(en: "people in the activity", ru: "занятые в отрасли")),
            Method.Symbol("E_i", LocalizedText(en: "people in all", ru: "всего занятых")),
            Method.Symbol(
                "beta",
                LocalizedText(en: "the share over all places", ru: "доля по всем местам")),
            Method.Symbol(
                "v",
                LocalizedText(
                    en: "variance between places plus beta / E_i for the chance of small numbers",
                    ru: "дисперсия между местами плюс beta / E_i за случайность малых чисел")),
            Method.Symbol(
                "x_i", LocalizedText(en: "rate of the place", ru: "показатель места")),
            Method.Symbol(
                "x", LocalizedText(en: "rates of its neighbours", ru: "показатели соседей")),
            Method.Symbol(
                "y", LocalizedText(en: "rates of all places", ru: "показатели всех мест")),
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
                "As the local Moran index, for places of very different size: a share in a place of few people may be high by chance alone and counts less. Only for figures in people. Only where the false discovery rate is under 0.05 is it more than the chance of many looks.",
            ru:
                "Как локальный индекс Морана, но для мест очень разной величины: доля в малолюдном месте может быть высокой случайно и весит меньше. Только для показателей в людях. Лишь при доле ложных находок меньше 0,05 это больше, чем случайность многих проверок."
        ),
        literature: [
            "Assunção and Reis (1999), A new proposal to adjust Moran's I for population density",
            "Anselin (1995), Local indicators of spatial association",
        ],
        paperTag: "P-aggl")

    func obstacle(in context: SpecialisationContext) -> LocalizedText? {
        guard context.panel.measure.unit.convert(1, to: Unit("persons") ?? .one) != nil else {
            return LocalizedText(
                en: "Needs figures in people: shares of money have no chance of small numbers.",
                ru: "Нужны показатели в людях: у долей денег нет случайности малых чисел.")
        }
        return lackingNeighbours(context)
    }
    func covers(_ figures: YearFigures) -> Bool { figures.isLast }
    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] {
        neighbourRule(context) + [
            .init("simulationReplicates", "\(context.parameters.simulationReplicates)"),
            .init("seed", "\(context.parameters.seed)"),
        ]
    }

    func prepare(_ figures: YearFigures) throws(CancellationError) -> [Result<Layer, Undefined>] {
        let year = SpaceYear(figures)
        let scale = figures.panel.measure.unit.convert(1, to: Unit("persons") ?? .one) ?? 1
        var layers: [Result<Layer, Undefined>] = []
        for (activity, map) in year.layers.enumerated() {
            if Task.isCancelled { throw CancellationError() }
            layers.append(
                Result { () throws(Undefined) in
                    try Self.layer(try map.get(), activity, figures, scale)
                })
        }
        return layers
    }

    private static func layer(
        _ map: SpaceYear.Layer, _ activity: Int, _ figures: YearFigures, _ scale: Double
    ) throws(Undefined) -> Layer {
        var masses: [Double] = []
        var totals: [Double] = []
        for place in map.places {
            masses.append(try figures.cell(place, activity).low * scale)
            totals.append(try figures.placeTotals[place].get().low * scale)
        }
        let rates = try EmpiricalBayesRates(events: masses, population: totals)
        let links = map.links.rowStandardised
        let seed = figures.parameters.seed &+ UInt64(activity) &* 0x9E37_79B9
        let chances = try LocalMoran.pseudoSignificance(
            rates.scores, links, replicates: figures.parameters.simulationReplicates, seed: seed)
        return Layer(
            map: map, masses: masses, totals: totals, rates: rates,
            moran: try LocalMoran(rates.scores, links), chances: chances,
            falseRates: falseDiscoveryRates(chances))
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures,
        _ layers: [Result<Layer, Undefined>]
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        guard let place = spot.place, let activity = spot.activity else { return inputs }
        let layer = try layers[activity].get()
        guard let cell = layer.map.order[place] else { throw .missing("e") }
        func reference(_ cell: Int) -> InputSource {
            .reference(
                .result(
                    method: method.id,
                    key(
                        0, at: Spot(place: layer.map.places[cell], activity: activity), in: figures
                    )))
        }
        func addRates(_ symbol: String, _ cells: [Int]) {
            inputs.add(
                symbol, cells.map { Interval(layer.rates.scores[$0]) },
                from: cells.map(reference))
        }
        switch component {
        case 0:
            inputs.add(
                "e_i", layer.masses[cell], from: .cell(place, activity),
                unit: Unit("persons") ?? .one)
            inputs.add(
                "E_i", layer.totals[cell], from: .placeTotal(place), unit: Unit("persons") ?? .one)
            inputs.add(
                "beta", layer.rates.mean,
                from: .note(LocalizedText(en: "over all places", ru: "по всем местам")))
            inputs.add(
                "v", layer.rates.variances[cell],
                from: .note(LocalizedText(en: "Assunção and Reis", ru: "Асунсан и Рейс")))
        case 1:
            guard layer.moran.values[cell] != nil else { throw .noNeighbour }
            inputs.add("x_i", layer.rates.scores[cell], from: reference(cell))
            addRates("x", layer.map.neighbours(of: cell))
            addRates("y", Array(layer.rates.scores.indices))
        case 2:
            guard let chance = layer.chances[cell] else { throw .noNeighbour }
            let replicates = Double(figures.parameters.simulationReplicates)
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
            guard let rate = layer.falseRates[cell] else { throw .noNeighbour }
            inputs.add(
                "q", rate,
                from: .note(
                    LocalizedText(
                        en: "Benjamini and Hochberg over \(layer.map.places.count) places",
                        ru: "Бенджамини–Хохберг по местам (\(layer.map.places.count))")))
        }
        return inputs
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        switch component {
        case 0:
            return (inputs["e_i"] / inputs["E_i"] - inputs["beta"]) / inputs["v"].squareRoot()
        case 1:
            return try SpaceLetters.localMoran(
                own: inputs["x_i"], near: inputs.list("x"), all: inputs.list("y"))
        case 2: return (inputs["b"] + 1) / (inputs["B"] + 1)
        default: return inputs["q"]
        }
    }
}
