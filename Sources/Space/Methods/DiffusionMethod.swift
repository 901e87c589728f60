internal import Numerics
internal import Region
internal import Specialisation
internal import Wording

/// Whether activities are strong now where the neighbours were strong before: the bivariate Moran
/// index over time (METHODS 3.2), in the last year against five years before, or against the first
/// year of a shorter panel.
struct DiffusionMethod: YearMethod {
    struct Layer: Sendable {
        let now: SpaceYear.Layer
        /// The quotients of the same places in the earlier year.
        let before: [Double]
        let earlier: YearFigures
        let moran: BivariateMoran
        let falseRates: [Double?]
    }

    static let span = 5

    let subjects: [Subject] = [.activity, .cell, .cell, .cell]
    let method = Method(
        id: "bivariate-moran",
        name: LocalizedText(
            en: "Strong where the neighbours were (bivariate Moran)",
            ru: "Сильные там, где были сильны соседи (двумерный индекс Морана)"),
        section: "3.2",
        components: [
            Method.Component(
                "global",
                name: LocalizedText(
                    en: "bivariate Moran's I", ru: "двумерный индекс Морана I"),
                formula: Expression("mean(I)")),
            Method.Component(
                name: LocalizedText(
                    en: "local bivariate Moran index", ru: "локальный двумерный индекс Морана"),
                formula: Expression(
                    "(x_i - mean(y)) / (sum((y - mean(y))^2) / count(y))^0.5 * mean((u - mean(z)) / (sum((z - mean(z))^2) / count(z))^0.5)"
                )),
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
                "I",
                LocalizedText(
                    en: "local indices, 0 for a place without neighbours",
                    ru: "локальные индексы; у места без соседей 0")),
            SpaceLetters.own, SpaceLetters.all,
            Method.Symbol(
                "u",
                LocalizedText(
                    en: "quotients of its neighbours in the earlier year",
                    ru: "коэффициенты соседей в более раннем году")),
            Method.Symbol(
                "z",
                LocalizedText(
                    en: "quotients of all places in the earlier year",
                    ru: "коэффициенты всех мест в более раннем году")),
            Method.Symbol(
                "b",
                LocalizedText(
                    en: "arrangements of the earlier values with an index as extreme",
                    ru: "перестановок прежних значений со столь же крайним индексом")),
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
                "Positive where a place is above the mean and its neighbours were so in the earlier year, or both are below. It goes with an activity that spreads to neighbours, but also with one that has long stood in the same country: compare the local Moran index of the first year. Only where the false discovery rate is under 0.05 is it more than the chance of many looks.",
            ru:
                "Положителен, если место выше среднего, а соседи были выше в более раннем году, или оба ниже. Так бывает, когда отрасль переходит к соседям, но и когда она давно стоит в тех же местах: сравните локальный индекс Морана первого года. Лишь при доле ложных находок меньше 0,05 это больше, чем случайность многих проверок."
        ),
        literature: [
            "Anselin, Syabri and Smirnov (2002), Visualizing multivariate spatial correlation with dynamically linked windows",
            "Lee (2001), Developing a bivariate spatial association measure",
        ],
        paperTag: "P-aggl")

    func obstacle(in context: SpecialisationContext) -> LocalizedText? {
        guard Self.earlier(context.panel) != nil else {
            return LocalizedText(
                en: "Needs figures of an earlier year.", ru: "Нужны данные за более ранний год.")
        }
        return lackingNeighbours(context)
    }
    func covers(_ figures: YearFigures) -> Bool {
        figures.isLast && Self.earlier(figures.panel) != nil
    }

    /// The position of the year that the last is compared with; nil for a panel of one year.
    private static func earlier(_ panel: Panel) -> Int? {
        guard let last = panel.years.last, panel.years.count > 1 else { return nil }
        return panel.years.firstIndex { $0 >= last - span }
    }
    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] {
        neighbourRule(context) + [
            .init("simulationReplicates", "\(context.parameters.simulationReplicates)"),
            .init("seed", "\(context.parameters.seed)"),
        ]
    }
    func key(_ component: Int, at spot: Spot, in figures: YearFigures) -> ResultKey {
        ResultKey(
            place: spot.place.map { figures.panel.places[$0].code },
            activity: spot.activity.map { figures.panel.activities[$0].code },
            year: figures.year, from: Self.earlier(figures.panel).map { figures.panel.years[$0] },
            component: method.components[component].id)
    }

    func prepare(_ figures: YearFigures) throws(CancellationError) -> [Result<Layer, Undefined>] {
        guard let position = Self.earlier(figures.panel) else { return [] }
        let earlier = YearFigures(figures.context, position: position)
        let year = SpaceYear(figures)
        var layers: [Result<Layer, Undefined>] = []
        for (activity, layer) in year.layers.enumerated() {
            if Task.isCancelled { throw CancellationError() }
            layers.append(
                Result { () throws(Undefined) in
                    try Self.layer(try layer.get(), activity, figures, earlier)
                })
        }
        return layers
    }

    private static func layer(
        _ layer: SpaceYear.Layer, _ activity: Int, _ figures: YearFigures, _ earlier: YearFigures
    ) throws(Undefined) -> Layer {
        guard earlier.exists(activity: activity) else { throw .emptyIndustry }
        var before: [Double] = []
        for place in layer.places {
            guard
                let value = earlier.locationQuotient(place: place, activity: activity).value
            else { throw .missing("z") }
            before.append(value)
        }
        let moran = try BivariateMoran(
            layer.values, around: before, layer.links,
            replicates: figures.parameters.simulationReplicates,
            seed: figures.parameters.seed &+ UInt64(activity) &* 0x9E37_79B9)
        return Layer(
            now: layer, before: before, earlier: earlier, moran: moran,
            falseRates: falseDiscoveryRates(moran.probabilities))
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures,
        _ layers: [Result<Layer, Undefined>]
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        guard let activity = spot.activity else { return inputs }
        let layer = try layers[activity].get()
        if component == 0 {
            inputs.add(
                "I", layer.moran.local.map { Interval($0 ?? 0) },
                from: layer.now.places.map {
                    .reference(
                        .result(
                            method: method.id,
                            key(1, at: Spot(place: $0, activity: activity), in: figures)))
                })
            return inputs
        }
        guard let place = spot.place, let cell = layer.now.order[place] else {
            throw .missing("LQ")
        }
        guard layer.moran.local[cell] != nil else { throw .noNeighbour }
        func addBefore(_ symbol: String, _ cells: [Int]) {
            inputs.add(
                symbol, cells.map { Interval(layer.before[$0]) },
                from: cells.map {
                    layer.earlier.locationQuotientReference(
                        place: layer.now.places[$0], activity: activity)
                })
        }
        switch component {
        case 1:
            inputs.add(
                "x_i", layer.now.values[cell],
                from: figures.locationQuotientReference(place: place, activity: activity))
            layer.now.add(
                "y", layer.now.values.indices, activity: activity, to: &inputs, in: figures)
            addBefore("u", layer.now.neighbours(of: cell))
            addBefore("z", Array(layer.before.indices))
        case 2:
            let replicates = Double(figures.parameters.simulationReplicates)
            let chance = layer.moran.probabilities[cell] ?? 1
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
                "q", layer.falseRates[cell] ?? 1,
                from: .note(
                    LocalizedText(
                        en: "Benjamini and Hochberg over \(layer.now.places.count) places",
                        ru: "Бенджамини–Хохберг по местам (\(layer.now.places.count))")))
        }
        return inputs
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        switch component {
        case 0:
            let locals = inputs.list("I")
            return locals.compensatedSum() / Double(locals.count)
        case 1:
            let (all, before) = (inputs.list("y"), inputs.list("z"))
            guard let mean = all.mean, let spread = all.standardDeviation(.population),
                let earlier = before.mean,
                let earlierSpread = before.standardDeviation(.population), spread > 0,
                earlierSpread > 0
            else { throw .constantInput }
            let near = inputs.list("u").map { ($0 - earlier) / earlierSpread }
            return (inputs["x_i"] - mean) / spread * near.compensatedSum() / Double(near.count)
        case 2: return (inputs["b"] + 1) / (inputs["B"] + 1)
        default: return inputs["q"]
        }
    }
}
