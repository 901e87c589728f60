internal import Numerics
internal import Region
internal import Specialisation
internal import Wording

/// Indices of economic complexity (METHODS 2.3).
struct ComplexityMethod: YearMethod {
    var parameters = RelatednessParameters()

    /// The indices of every part of the core that has three places or more.
    struct Prepared: Sendable {
        let year: RelatednessYear
        var places: [Int: (part: Int, position: Int)] = [:]
        var activities: [Int: (part: Int, position: Int)] = [:]
        var parts: [Result<EconomicComplexity, Undefined>] = []
    }

    let subjects: [Subject] = [.place, .activity, .activity, .whole, .whole]
    let method = Method(
        id: ResultNames.complexity,
        name: LocalizedText(en: "Economic complexity", ru: "Экономическая сложность"),
        section: "2.3",
        components: [
            Method.Component(
                name: LocalizedText(
                    en: "index of the place (ECI)", ru: "индекс места (ECI)"),
                formula: Expression("(mean(Q) - m) / lambda")),
            Method.Component(
                "activity",
                name: LocalizedText(
                    en: "index of the activity (PCI)", ru: "индекс отрасли (PCI)"),
                formula: Expression("(mean(E) - c) / s")),
            Method.Component(
                "placesMean",
                name: LocalizedText(
                    en: "mean index of the places that have the activity",
                    ru: "средний индекс мест, где есть отрасль"),
                formula: Expression("mean(E)")),
            Method.Component(
                "eigenvalue",
                name: LocalizedText(
                    en: "second eigenvalue", ru: "второе собственное значение"),
                formula: Expression("lambda")),
            Method.Component(
                "diversityCorrelation",
                name: LocalizedText(
                    en: "correlation with diversity, which fixes the sign",
                    ru: "корреляция с разнообразием, задающая знак"),
                formula: Expression("r")),
        ],
        symbols: [
            Method.Symbol(
                "Q",
                LocalizedText(
                    en: "mean index of the places, of each activity the place has",
                    ru: "средний индекс мест по каждой отрасли места")),
            Method.Symbol(
                "m",
                LocalizedText(
                    en: "mean of mean(Q) over the places", ru: "среднее mean(Q) по местам")),
            Method.Symbol(
                "lambda",
                LocalizedText(
                    en: "second eigenvalue of the places' table of common activities",
                    ru: "второе собственное значение таблицы общих отраслей мест")),
            Method.Symbol(
                "E",
                LocalizedText(
                    en: "indices of the places that have the activity",
                    ru: "индексы мест, где есть отрасль")),
            Method.Symbol(
                "c",
                LocalizedText(
                    en: "mean of mean(E) over the activities", ru: "среднее mean(E) по отраслям")),
            Method.Symbol(
                "s",
                LocalizedText(
                    en: "standard deviation of mean(E) over the activities",
                    ru: "стандартное отклонение mean(E) по отраслям")),
            Method.Symbol(
                "r",
                LocalizedText(
                    en: "correlation of index and diversity",
                    ru: "корреляция индекса и разнообразия")),
        ],
        reading: LocalizedText(
            en:
                "Standard deviations from the mean of the places: high where a place has activities that few have, which have much else. Comparable only within one year and one table. A place's index satisfies its own formula: it is a fixed point.",
            ru:
                "Стандартные отклонения от среднего по местам: высок там, где есть отрасли, которые есть у немногих, имеющих много другого. Сравним только внутри одного года и одной таблицы. Индекс удовлетворяет собственной формуле: это неподвижная точка."
        ),
        literature: [
            "Hidalgo and Hausmann (2009), The building blocks of economic complexity",
            "Mealy, Farmer and Teytelboym (2019), Interpreting economic complexity",
        ],
        paperTag: "P-mode")

    func prepare(_ figures: YearFigures) -> Prepared {
        var prepared = Prepared(year: RelatednessYear(figures, parameters))
        let incomes = figures.places.map { place -> Double? in
            let code = figures.panel.places[place].code
            guard let product = figures.context.grossRegionalProduct?[code, figures.year],
                let people = figures.context.population?[code, figures.year],
                product.state.isKnown, people.state.isKnown, people.value > 0
            else { return nil }
            return product.value / people.value
        }
        for (part, component) in prepared.year.core.components.enumerated() {
            for (position, place) in component.places.enumerated() {
                prepared.places[place] = (part, position)
            }
            for (position, activity) in component.activities.enumerated() {
                prepared.activities[activity] = (part, position)
            }
            let own = component.places.compactMap { incomes[$0] }
            let presence = prepared.year.presence.restricted(
                to: component.places, component.activities)
            prepared.parts.append(
                Result { () throws(Undefined) in
                    try EconomicComplexity(
                        presence, income: own.count == component.places.count ? own : nil)
                })
        }
        return prepared
    }

    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] {
        [.init("threshold", Expression.plainNumber(parameters.threshold))]
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ prepared: Prepared
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        let id = ResultNames.complexity
        switch component {
        case 0:
            guard let place = spot.place, let (part, position) = prepared.places[place] else {
                throw .emptyRegion
            }
            let complexity = try prepared.parts[part].get()
            let table = prepared.year.core.components[part]
            let presence = prepared.year.presence
            let means = table.places.map { place -> Double in
                let own = table.activities.indices.filter { presence[place, table.activities[$0]] }
                return own.map { complexity.meanOfPlaces[$0] }.compensatedSum() / Double(own.count)
            }
            let own = table.activities.indices.filter {
                presence[table.places[position], table.activities[$0]]
            }
            inputs.add(
                "Q", own.map { Interval(complexity.meanOfPlaces[$0]) },
                from: own.map {
                    figures.result(id, activity: table.activities[$0], component: "placesMean")
                })
            inputs.add(
                "m", means.mean ?? 0,
                from: .note(
                    LocalizedText(
                        en: "over \(means.count) places", ru: "по местам (\(means.count))")))
            addEigenvalue(complexity, part, to: &inputs, in: figures)
        case 1, 2:
            guard let activity = spot.activity, let (part, _) = prepared.activities[activity]
            else { throw .emptyIndustry }
            let complexity = try prepared.parts[part].get()
            let table = prepared.year.core.components[part]
            let own = table.places.indices.filter {
                prepared.year.presence[table.places[$0], activity]
            }
            inputs.add(
                "E", own.map { Interval(complexity.places[$0]) },
                from: own.map { figures.result(id, place: table.places[$0]) })
            guard component == 1 else { break }
            let note = InputSource.note(
                LocalizedText(
                    en: "over \(table.activities.count) activities",
                    ru: "по отраслям (\(table.activities.count))"))
            inputs.add("c", complexity.meanOfPlaces.mean ?? 0, from: note)
            inputs.add(
                "s", complexity.meanOfPlaces.standardDeviation(.population) ?? 1, from: note)
        default:
            guard let first = prepared.parts.first else { throw .emptyRegion }
            let complexity = try first.get()
            if component == 3 {
                addEigenvalue(complexity, 0, to: &inputs, in: figures)
            } else {
                inputs.add(
                    "r", complexity.correlationWithDiversity,
                    from: .note(
                        LocalizedText(
                            en: "over \(complexity.places.count) places",
                            ru: "по местам (\(complexity.places.count))")))
            }
        }
        return inputs
    }

    private func addEigenvalue(
        _ complexity: EconomicComplexity, _ part: Int, to inputs: inout Inputs,
        in figures: YearFigures
    ) {
        func words(_ language: Language) -> String {
            complexity.eigenvalues.map { NumberWording.text($0, significant: 7, in: language) }
                .joined(separator: "; ")
        }
        inputs.add(
            "lambda", complexity.eigenvalues[1],
            from: .note(
                LocalizedText(
                    en: "largest eigenvalues, part \(part + 1): \(words(.english))",
                    ru: "наибольшие собственные значения, часть \(part + 1): \(words(.russian))")))
    }

    func notices(in context: SpecialisationContext) -> [LocalizedText] {
        [
            LocalizedText(
                en:
                    "Where no activity connects two groups of places, each group has indices of its own that cannot be compared with the other's; the eigenvalue is that of the largest.",
                ru:
                    "Если группы мест не связаны ни одной отраслью, индексы у каждой свои и между собой не сравнимы; собственное значение — у наибольшей."
            )
        ]
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        switch component {
        case 0: ((inputs.list("Q").mean ?? 0) - inputs["m"]) / inputs["lambda"]
        case 1: ((inputs.list("E").mean ?? 0) - inputs["c"]) / inputs["s"]
        case 2: inputs.list("E").mean ?? 0
        case 3: inputs["lambda"]
        default: inputs["r"]
        }
    }
}
