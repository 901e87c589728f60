internal import Numerics
internal import Region
internal import Specialisation
internal import Wording

/// Which activities each place has an advantage in, and how many (METHODS 2.0).
struct ComparativePresence: YearMethod {
    var parameters = RelatednessParameters()

    let subjects: [Subject] = [.cell, .place, .activity]
    let method = Method(
        id: ResultNames.presence,
        name: LocalizedText(en: "Comparative presence", ru: "Наличие преимущества"),
        section: "2.0",
        components: [
            Method.Component(
                name: LocalizedText(
                    en: "has an advantage: 1 yes, 0 no", ru: "есть преимущество: 1 — да, 0 — нет"),
                formula: Expression("atLeast(LQ; threshold)")),
            Method.Component(
                "diversity",
                name: LocalizedText(
                    en: "diversity: activities with an advantage",
                    ru: "разнообразие: отраслей с преимуществом"),
                formula: Expression("sum(M)")),
            Method.Component(
                "ubiquity",
                name: LocalizedText(
                    en: "ubiquity: places with an advantage",
                    ru: "распространённость: мест с преимуществом"),
                formula: Expression("sum(M)")),
        ],
        symbols: [
            Method.Symbol(
                "LQ", LocalizedText(en: "location quotient", ru: "коэффициент локализации")),
            Method.Symbol(
                "threshold",
                LocalizedText(
                    en: "quotient from which an activity counts as present",
                    ru: "коэффициент, с которого отрасль считается представленной")),
            RelatednessLetters.presence,
        ],
        reading: LocalizedText(
            en:
                "A yes or no throws away how strong the advantage is; it is the ground of all that follows. A quotient that hidden figures leave on both sides of the threshold counts as no.",
            ru:
                "«Да» или «нет» отбрасывает силу преимущества; на этом стоит всё дальнейшее. Коэффициент, который из-за скрытых данных может быть по обе стороны порога, считается как «нет»."
        ),
        literature: ["Hidalgo and Hausmann (2009), The building blocks of economic complexity"],
        paperTag: "P-char")

    func prepare(_ figures: YearFigures) -> RelatednessYear { RelatednessYear(figures, parameters) }

    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] {
        [.init("threshold", Expression.plainNumber(parameters.threshold))]
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ year: RelatednessYear
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        switch (component, spot.place, spot.activity) {
        case (0, let place?, let activity?):
            let source = figures.locationQuotientReference(place: place, activity: activity)
            switch figures.locationQuotient(place: place, activity: activity) {
            case .value(let quotient): inputs.add("LQ", quotient, from: source)
            // Undecided counts as no, which the lower end says.
            case .range(let low, _): inputs.add("LQ", low, from: source)
            case .undefined(let reason): throw reason
            }
            inputs.add(
                "threshold", parameters.threshold,
                from: .reference(.parameter("relatedness.threshold")))
        case (1, let place?, nil):
            inputs.add(
                "M", figures.activities.map { Interval(year.presence[place, $0] ? 1 : 0) },
                from: figures.activities.map {
                    figures.result(ResultNames.presence, place: place, activity: $0)
                })
        case (2, nil, let activity?):
            inputs.add(
                "M", figures.places.map { Interval(year.presence[$0, activity] ? 1 : 0) },
                from: figures.places.map {
                    figures.result(ResultNames.presence, place: $0, activity: activity)
                })
        default: break
        }
        return inputs
    }

    func marks(
        _ component: Int, at spot: Spot, of inputs: Inputs?, in figures: YearFigures
    ) -> Marks { [] }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        component == 0
            ? inputs["LQ"] >= inputs["threshold"] ? 1 : 0 : inputs.list("M").reduce(0, +)
    }
}
