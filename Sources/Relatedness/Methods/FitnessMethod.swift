internal import Numerics
internal import Region
internal import Specialisation
internal import Wording

/// Fitness of places and complexity of activities that do not vanish (METHODS 2.4).
struct FitnessMethod: YearMethod {
    var parameters = RelatednessParameters()

    struct Prepared: Sendable {
        let year: RelatednessYear
        let fitness: Result<Fitness, Undefined>
    }

    let subjects: [Subject] = [.place, .activity]
    let method = Method(
        id: "fitness",
        name: LocalizedText(en: "Fitness and complexity", ru: "Фитнес-сложность"),
        section: "2.4",
        components: [
            Method.Component(
                name: LocalizedText(en: "fitness of the place", ru: "фитнес места"),
                formula: Expression("0.01^2 + sum(Q)")),
            Method.Component(
                "activity",
                name: LocalizedText(
                    en: "complexity of the activity", ru: "сложность отрасли"),
                formula: Expression("1 / (1 + sum(1 / F))")),
        ],
        symbols: [
            Method.Symbol(
                "Q",
                LocalizedText(
                    en: "complexity of each activity the place has", ru: "сложность отраслей места")
            ),
            Method.Symbol(
                "F",
                LocalizedText(
                    en: "fitness of each place that has the activity",
                    ru: "фитнес мест, где есть отрасль")),
        ],
        reading: LocalizedText(
            en:
                "A place is fit when it has complex activities, and an activity is complex when no unfit place has it. Compare ranks within one year; sizes depend on the table.",
            ru:
                "Место сильно, если у него есть сложные отрасли; отрасль сложна, если её нет у слабых мест. Сравнивайте места по порядку внутри года: сами величины зависят от таблицы."
        ),
        literature: [
            "Tacchella, Cristelli, Caldarelli, Gabrielli and Pietronero (2012), A new metrics for countries' fitness",
            "Servedio, Buttà, Mazzilli, Tacchella and Pietronero (2018), A new and stable estimation method of country economic fitness",
        ],
        paperTag: "P-mode")

    func prepare(_ figures: YearFigures) -> Prepared {
        let year = RelatednessYear(figures, parameters)
        return Prepared(
            year: year,
            fitness: Result { () throws(Undefined) in try Fitness(nonVanishing: year.presence) })
    }

    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] {
        [.init("threshold", Expression.plainNumber(parameters.threshold))]
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ prepared: Prepared
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        let fitness = try prepared.fitness.get()
        let presence = prepared.year.presence
        if let place = spot.place {
            let own = presence.activities(of: place)
            guard !own.isEmpty else { throw .emptyRegion }
            inputs.add(
                "Q", own.map { Interval(fitness.activities[$0]) },
                from: own.map {
                    figures.result(method.id, activity: $0, component: "activity")
                })
        } else if let activity = spot.activity {
            let own = presence.places(of: activity)
            guard !own.isEmpty else { throw .emptyIndustry }
            inputs.add(
                "F", own.map { Interval(fitness.places[$0]) },
                from: own.map { figures.result(method.id, place: $0) })
        }
        return inputs
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        component == 0
            ? 1e-4 + inputs.list("Q").compensatedSum()
            : 1 / (1 + inputs.list("F").map { 1 / $0 }.compensatedSum())
    }
}
