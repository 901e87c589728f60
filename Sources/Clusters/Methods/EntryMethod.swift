internal import Numerics
internal import Region
internal import Relatedness
internal import Specialisation
internal import Wording

/// Whether density foretells what places take up: a test out of the sample (METHODS 2.2).
struct EntryMethod: FindingMethod {
    typealias Context = ClusterContext

    let method = Method(
        id: "entry-prediction",
        name: LocalizedText(
            en: "Does nearness foretell entry?", ru: "Предсказывает ли близость появление?"),
        section: "2.2",
        components: [
            Method.Component(
                "area", name: LocalizedText(en: "area under the curve", ru: "площадь под кривой"),
                formula: Expression("U / (m * n)")),
            Method.Component(
                "entries", name: LocalizedText(en: "entries", ru: "появлений"),
                formula: Expression("m")),
            Method.Component(
                "nonEntries", name: LocalizedText(en: "non-entries", ru: "не появилось"),
                formula: Expression("n")),
            Method.Component(
                "probability",
                name: LocalizedText(en: "probability by chance", ru: "вероятность случайного"),
                formula: Expression("p")),
        ],
        symbols: [
            Method.Symbol(
                "U",
                LocalizedText(
                    en:
                        "pairs of an entry and a non-entry in which the entry had the higher density; ties count half",
                    ru:
                        "пары из появившейся и не появившейся отрасли, где у первой плотность была выше; равные — за половину"
                )),
            Method.Symbol(
                "m",
                LocalizedText(
                    en: "absent activities that became present",
                    ru: "отсутствовавшие, которые появились")
            ),
            Method.Symbol(
                "n",
                LocalizedText(
                    en: "absent ones that stayed away", ru: "отсутствовавшие, которых нет и теперь")
            ),
            Method.Symbol(
                "p",
                LocalizedText(
                    en: "of an area as far from one half, by Mann and Whitney's test with ties",
                    ru:
                        "площади столь же далёкой от половины, по критерию Манна — Уитни с поправкой на связки"
                )),
        ],
        reading: LocalizedText(
            en:
                "The chance that an activity which a place took up had been nearer to it than one that it did not: 0.5 nearness foretells nothing, 1 all of it. Densities are those of the first year, so nothing is used that was not known then. Under about 0.6 the list of what is near is no forecast.",
            ru:
                "Вероятность того, что появившаяся отрасль была к месту ближе, чем не появившаяся: 0,5 — близость ничего не предсказывает, 1 — всё. Плотности взяты на первый год, так что используется лишь известное тогда. При значении ниже примерно 0,6 список близкого — не прогноз."
        ),
        literature: [
            "Hidalgo et al. (2007), The product space conditions the development of nations",
            "Boschma et al. (2015), Relatedness and technological change in cities",
            "Hanley and McNeil (1982), The meaning and use of the area under a ROC curve",
        ],
        paperTag: "P-char")

    func findings(in context: ClusterContext) throws(CancellationError) -> Findings {
        let panel = context.specialisation.panel
        var findings = Findings(measure: panel.measure, classification: panel.classification)
        guard let first = panel.years.indices.first, let last = panel.years.indices.last,
            first < last
        else {
            findings.notices = [
                LocalizedText(
                    en: "Needs two years of the same classification.",
                    ru: "Нужны два года в одной классификации.")
            ]
            return findings
        }
        func presence(_ time: Int) -> Presence {
            let figures = YearFigures(context.specialisation, position: time)
            return Presence(places: figures.places.count, activities: figures.activities.count) {
                (figures.locationQuotient(place: $0, activity: $1).value ?? 0)
                    >= context.parameters.presence
            }
        }
        let (before, after) = (presence(first), presence(last))
        let density = relatednessDensity(
            before, similarity: relatedness(cooccurrence(before), by: .proximity))
        func key(_ component: String) -> ResultKey {
            ResultKey(year: panel.years[last], from: panel.years[first], component: component)
        }
        let found = Result { () throws(Undefined) in
            try EntryPrediction(density: density, before: before, after: after)
        }
        switch found {
        case .failure(let reason):
            findings.list = [
                Finding(method, key("area"), bindings: [], undefined: reason)
            ]
        case .success(let found):
            let (m, n) = (Double(found.entries), Double(found.nonEntries))
            let years = InputReference.note(
                LocalizedText(
                    en:
                        "\(panel.places.count) places, \(panel.years[first]) and \(panel.years[last])",
                    ru: "мест: \(panel.places.count), \(panel.years[first]) и \(panel.years[last])")
            )
            findings.list = [
                Finding(
                    method, key("area"),
                    bindings: [
                        Derivation.Binding("U", found.area * m * n, from: years),
                        Derivation.Binding(
                            "m", m, from: .result(method: method.id, key("entries"))),
                        Derivation.Binding(
                            "n", n, from: .result(method: method.id, key("nonEntries"))),
                    ]),
                Finding(
                    method, key("entries"), bindings: [Derivation.Binding("m", m, from: years)]),
                Finding(
                    method, key("nonEntries"), bindings: [Derivation.Binding("n", n, from: years)]),
                Finding(
                    method, key("probability"),
                    bindings: [Derivation.Binding("p", found.significance, from: years)]),
            ]
        }
        return findings
    }
}
