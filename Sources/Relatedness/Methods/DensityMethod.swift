internal import Numerics
internal import Region
internal import Specialisation
internal import Wording

/// How near each place is to each activity (METHODS 2.2).
struct DensityMethod: YearMethod {
    var parameters = RelatednessParameters()

    let subjects: [Subject] = [.cell]
    let method = Method(
        id: ResultNames.density,
        name: LocalizedText(en: "Relatedness density", ru: "Плотность связанности"),
        section: "2.2",
        components: [
            Method.Component(
                name: LocalizedText(en: "relatedness density", ru: "плотность связанности"),
                formula: Expression("sum(M * phi) / sum(phi)"))
        ],
        symbols: [RelatednessLetters.presence, RelatednessLetters.similarity],
        reading: LocalizedText(
            en:
                "Near 1, the place has most of what goes together with the activity. Activities it lacks and is near to are candidates for entry; nearness is no proof that entry pays.",
            ru:
                "Около 1 — у места есть почти всё, что бывает вместе с этой отраслью. Отрасли, которых нет, но к которым место близко, — кандидаты на появление; близость не доказывает выгоды."
        ),
        literature: [
            "Hidalgo, Klinger, Barabási and Hausmann (2007), The product space conditions the development of nations",
            "Boschma, Balland and Kogler (2015), Relatedness and technological change in cities",
        ],
        paperTag: "P-char")

    func prepare(_ figures: YearFigures) -> RelatednessYear { RelatednessYear(figures, parameters) }

    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] {
        [
            .init("threshold", Expression.plainNumber(parameters.threshold)),
            .init("similarity", parameters.similarity.rawValue),
            .init("selfInclusion", parameters.selfInclusion.rawValue),
        ]
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ year: RelatednessYear
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        guard let place = spot.place, let activity = spot.activity else { return inputs }
        // Only what is related counts on either side of the fraction.
        let related = figures.activities.filter { year.similarity[activity, $0] > 0 }
        guard !related.isEmpty else {
            throw year.presence.ubiquity[activity] == 0 ? .emptyIndustry : .noNeighbour
        }
        inputs.add(
            "M", related.map { Interval(year.presence[place, $0] ? 1 : 0) },
            from: related.map {
                figures.result(ResultNames.presence, place: place, activity: $0)
            })
        inputs.add(
            "phi", related.map { Interval(year.similarity[activity, $0]) },
            from: related.map { year.note(activity, $0, in: figures) })
        return inputs
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        let similarities = inputs.list("phi")
        let own = zip(inputs.list("M"), similarities).map { $0 * $1 }.compensatedSum()
        return own / similarities.compensatedSum()
    }
}
