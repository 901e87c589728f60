internal import Numerics
internal import Region
internal import Specialisation
internal import Wording

/// Whether neighbouring places are alike in an activity, over the whole map (METHODS 3.2).
struct AutocorrelationMethod: YearMethod {
    struct Prepared: Sendable {
        let year: SpaceYear
        let found: [Result<GlobalAutocorrelation, Undefined>]
    }

    let subjects: [Subject] = [.activity, .activity, .activity]
    let method = Method(
        id: "spatial-autocorrelation",
        name: LocalizedText(
            en: "Spatial autocorrelation (Moran, Geary)",
            ru: "Пространственная автокорреляция (Моран, Гири)"),
        section: "3.2",
        components: [
            Method.Component(
                "moran", name: LocalizedText(en: "Moran's I", ru: "индекс Морана I"),
                formula: Expression(
                    "count(y) / sum(w) * sum(w * (a - mean(y)) * (b - mean(y))) / sum((y - mean(y))^2)"
                )),
            Method.Component(
                "moranScore",
                name: LocalizedText(
                    en: "Moran's I, standard deviations from chance",
                    ru: "индекс Морана, стандартных отклонений от случайного"),
                formula: Expression("(I + 1 / (n - 1)) / v^0.5")),
            Method.Component(
                "geary", name: LocalizedText(en: "Geary's C", ru: "коэффициент Гири C"),
                formula: Expression(
                    "(count(y) - 1) / (2 * sum(w)) * sum(w * (a - b)^2) / sum((y - mean(y))^2)")),
        ],
        symbols: [
            SpaceLetters.all,
            Method.Symbol(
                "a",
                LocalizedText(
                    en: "quotient of the one end of each link", ru: "коэффициент одного конца связи"
                )),
            Method.Symbol(
                "b",
                LocalizedText(
                    en: "quotient of the other end", ru: "коэффициент другого конца связи")),
            Method.Symbol(
                "w",
                LocalizedText(
                    en: "weight of the link: one over the number of neighbours",
                    ru: "вес связи: единица, делённая на число соседей")),
            Method.Symbol("I", LocalizedText(en: "Moran's I", ru: "индекс Морана")),
            Method.Symbol("n", LocalizedText(en: "places", ru: "мест")),
            Method.Symbol(
                "v",
                LocalizedText(
                    en: "variance of I when values are arranged by chance",
                    ru: "дисперсия I при случайной расстановке значений")),
        ],
        reading: LocalizedText(
            en:
                "Moran's I near 0 and Geary's C near 1: no order on the map. A score over 2: neighbours are alike more than chance brings; under −2: less.",
            ru:
                "Индекс Морана около 0 и Гири около 1 — порядка на карте нет. Больше 2 стандартных отклонений — соседи похожи сильнее случайного, меньше −2 — слабее."
        ),
        literature: [
            "Moran (1950), Notes on continuous stochastic phenomena",
            "Geary (1954), The contiguity ratio and statistical mapping",
            "Cliff and Ord (1981), Spatial processes",
        ],
        paperTag: "P-aggl")

    func obstacle(in context: SpecialisationContext) -> LocalizedText? {
        lackingNeighbours(context)
    }
    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] {
        neighbourRule(context)
    }

    func prepare(_ figures: YearFigures) -> Prepared {
        let year = SpaceYear(figures)
        return Prepared(
            year: year,
            found: year.layers.map { layer in
                Result { () throws(Undefined) in
                    let layer = try layer.get()
                    return try GlobalAutocorrelation(layer.values, layer.links.rowStandardised)
                }
            })
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ prepared: Prepared
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        guard let activity = spot.activity else { return inputs }
        let layer = try prepared.year.layers[activity].get()
        let found = try prepared.found[activity].get()
        if component == 1 {
            inputs.add(
                "I", found.moran,
                from: .reference(.result(method: method.id, key(0, at: spot, in: figures))))
            inputs.add(
                "n", Double(layer.places.count),
                from: .note(
                    LocalizedText(en: "places with a quotient", ru: "мест с коэффициентом")))
            inputs.add(
                "v", found.moranVariance,
                from: .note(
                    LocalizedText(
                        en: "under randomisation, Cliff and Ord 2.29",
                        ru: "при рандомизации, Клифф и Орд 2.29")))
            return inputs
        }
        let ends = layer.places.indices.flatMap { cell in
            layer.neighbours(of: cell).map { (cell, $0) }
        }
        layer.add("y", layer.values.indices, activity: activity, to: &inputs, in: figures)
        layer.add("a", ends.map(\.0), activity: activity, to: &inputs, in: figures)
        layer.add("b", ends.map(\.1), activity: activity, to: &inputs, in: figures)
        let weight = ends.map { 1 / Double(layer.neighbours(of: $0.0).count) }
        inputs.add(
            "w", weight.map { Interval($0) },
            from: ends.map { ends in
                .note(
                    LocalizedText(
                        en: name(layer, ends, .english, figures),
                        ru: name(layer, ends, .russian, figures)))
            })
        return inputs
    }

    private func name(
        _ layer: SpaceYear.Layer, _ ends: (Int, Int), _ language: Language, _ figures: YearFigures
    ) -> String {
        [ends.0, ends.1].map { figures.panel.places[layer.places[$0]].name[language] }
            .joined(separator: " – ")
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        if component == 1 {
            return (inputs["I"] + 1 / (inputs["n"] - 1)) / inputs["v"].squareRoot()
        }
        let all = inputs.list("y")
        guard let mean = all.mean else { throw .constantInput }
        let squares = all.map { ($0 - mean) * ($0 - mean) }.compensatedSum()
        guard squares > 0 else { throw .constantInput }
        let (first, second, weights) = (inputs.list("a"), inputs.list("b"), inputs.list("w"))
        let total = weights.compensatedSum()
        let n = Double(all.count)
        if component == 0 {
            let products = weights.indices.map {
                weights[$0] * (first[$0] - mean) * (second[$0] - mean)
            }
            return n / total * products.compensatedSum() / squares
        }
        let differences = weights.indices.map {
            weights[$0] * (first[$0] - second[$0]) * (first[$0] - second[$0])
        }
        return (n - 1) / (2 * total) * differences.compensatedSum() / squares
    }
}
