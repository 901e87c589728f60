internal import Numerics
internal import Region
internal import Specialisation
internal import Wording

/// Where places with high or low quotients stand together (METHODS 3.1).
struct HotSpotMethod: YearMethod {
    struct Prepared: Sendable {
        let year: SpaceYear
        let spots: [Result<HotSpots, Undefined>]
    }

    let subjects: [Subject] = [.cell, .cell]
    let usesReference = false

    let method = Method(
        id: "hot-spots",
        name: LocalizedText(en: "Hot spots (Getis–Ord G*)", ru: "Горячие точки (G* Гетиса–Орда)"),
        section: "3.1",
        components: [
            Method.Component(
                name: LocalizedText(
                    en: "G*, standard deviations", ru: "G*, стандартных отклонений"),
                formula: Expression(
                    "(sum(x) - mean(y) * count(x)) / (sdn(y) * ((count(y) * count(x) - count(x)^2) / (count(y) - 1))^0.5)"
                )),
            Method.Component(
                "significance",
                name: LocalizedText(en: "probability by chance", ru: "вероятность случайного"),
                formula: Expression("p")),
        ],
        symbols: [
            Method.Symbol(
                "x",
                LocalizedText(
                    en: "location quotients of the place and its neighbours",
                    ru: "коэффициенты локализации места и его соседей")),
            SpaceLetters.all,
            Method.Symbol(
                "p",
                LocalizedText(
                    en: "of a G* as far from 0, by the normal distribution, two-sided",
                    ru: "такого же удаления G* от 0 по нормальному распределению, двусторонняя")),
        ],
        reading: LocalizedText(
            en:
                "Above 2, the place and its neighbours together have more of the activity than chance would bring; under −2, less. Among many places some exceed 2 by chance: compare the probabilities with how many are looked at. Neighbours are the nearest places by great circle, not those with a common border.",
            ru:
                "Больше 2 — у места вместе с соседями отрасли больше, чем дал бы случай; меньше −2 — меньше. Среди многих мест часть превысит 2 случайно: сравнивайте вероятности с числом проверок. Соседи — ближайшие места по дуге большого круга, а не по общей границе."
        ),
        literature: [
            "Getis and Ord (1992), The analysis of spatial association by use of distance statistics",
            "Ord and Getis (1995), Local spatial autocorrelation statistics",
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
            spots: year.layers.map { layer in
                Result { () throws(Undefined) in
                    let layer = try layer.get()
                    return try HotSpots(layer.values, layer.links)
                }
            })
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ prepared: Prepared
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        guard let place = spot.place, let activity = spot.activity else { return inputs }
        let layer = try prepared.year.layers[activity].get()
        let spots = try prepared.spots[activity].get()
        guard let cell = layer.order[place] else { throw .missing("LQ") }
        if case .undefined(let reason) = spots.scores[cell] { throw reason }
        if component == 1 {
            inputs.add(
                "p", spots.significance[cell] ?? 1,
                from: .reference(
                    .result(method: method.id, key(0, at: spot, in: figures))))
            return inputs
        }
        layer.add(
            "x", [cell] + layer.neighbours(of: cell), activity: activity, to: &inputs, in: figures)
        layer.add("y", layer.values.indices, activity: activity, to: &inputs, in: figures)
        return inputs
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        if component == 1 { return inputs["p"] }
        let (near, all) = (inputs.list("x"), inputs.list("y"))
        let (n, k) = (Double(all.count), Double(near.count))
        guard let mean = all.mean, let spread = all.standardDeviation(.population), spread > 0
        else { throw .constantInput }
        return (near.compensatedSum() - mean * k)
            / (spread * ((n * k - k * k) / (n - 1)).squareRoot())
    }
}
