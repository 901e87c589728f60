internal import Numerics
internal import Region
internal import Specialisation
internal import Wording

/// Related and unrelated variety of places (METHODS 2.6).
struct VarietyMethod: YearMethod {
    let subjects: [Subject] = [.place, .place, .place]
    let method = Method(
        id: "variety",
        name: LocalizedText(
            en: "Related and unrelated variety", ru: "Связанное и несвязанное разнообразие"),
        section: "2.6",
        components: [
            Method.Component(
                "unrelated",
                name: LocalizedText(
                    en: "unrelated variety, bits", ru: "несвязанное разнообразие, бит"),
                formula: Expression("-sum(xlogy(P / X_r, P / X_r)) / ln(2)")),
            Method.Component(
                "related",
                name: LocalizedText(en: "related variety, bits", ru: "связанное разнообразие, бит"),
                formula: Expression("-sum(xlogy(e / X_r, e / P_g)) / ln(2)")),
            Method.Component(
                "total",
                name: LocalizedText(en: "variety in all, bits", ru: "всё разнообразие, бит"),
                formula: Expression("-sum(xlogy(e / X_r, e / X_r)) / ln(2)")),
        ],
        symbols: [
            Method.Symbol(
                "e",
                LocalizedText(
                    en: "mass of each activity in the place", ru: "масса каждой отрасли в месте")),
            Method.Symbol(
                "P",
                LocalizedText(
                    en: "mass of each group of activities", ru: "масса каждой группы отраслей")),
            Method.Symbol(
                "P_g",
                LocalizedText(
                    en: "mass of the group of each activity", ru: "масса группы каждой отрасли")),
            Method.Symbol(
                "X_r",
                LocalizedText(
                    en: "mass of all these activities", ru: "масса всех этих отраслей")),
        ],
        reading: LocalizedText(
            en:
                "In bits. Unrelated variety spreads a shock; related variety says how many branches of one trade can learn from each other. Both grow with the detail of the classification.",
            ru:
                "В битах. Несвязанное разнообразие распределяет удар; связанное показывает, сколько ветвей одного дела могут учиться друг у друга. Оба растут с подробностью классификации."
        ),
        literature: [
            "Frenken, van Oort and Verburg (2007), Related variety, unrelated variety and regional economic growth"
        ],
        paperTag: "P-life")

    func obstacle(in context: SpecialisationContext) -> LocalizedText? {
        context.panel.activities.contains { $0.parent != nil }
            ? nil
            : LocalizedText(
                en: "Needs activities in groups: column parent of activities.csv.",
                ru: "Нужны отрасли по группам: столбец parent таблицы activities.csv.")
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ preparation: Void
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        guard let place = spot.place else { return inputs }
        let unit = figures.panel.measure.unit
        var cells: [(activity: Int, mass: Double, group: String)] = []
        for activity in figures.activities {
            guard let range = try figures.term(place, activity) else { continue }
            guard range.isPoint else { throw .suppressed("e") }
            let own = figures.panel.activities[activity]
            cells.append((activity, range.low, (own.parent ?? own.code).rawValue))
        }
        let total = cells.map(\.mass).compensatedSum()
        guard total > 0 else { throw cells.isEmpty ? .missing("e") : .emptyRegion }
        let groups = Dictionary(grouping: cells, by: \.group).mapValues {
            $0.map(\.mass).compensatedSum()
        }
        if component == 0 {
            let ordered = groups.sorted { $0.key < $1.key }
            inputs.add(
                "P", ordered.map { Interval($0.value) },
                from: ordered.map { .note(LocalizedText(en: $0.key, ru: $0.key)) }, unit: unit)
        } else {
            inputs.add(
                "e", cells.map { Interval($0.mass) }, from: cells.map { .cell(place, $0.activity) },
                unit: unit)
        }
        if component == 1 {
            inputs.add(
                "P_g", cells.map { Interval(max(groups[$0.group] ?? 0, .leastNormalMagnitude)) },
                from: cells.map { .note(LocalizedText(en: $0.group, ru: $0.group)) }, unit: unit)
        }
        inputs.add(
            "X_r", total,
            from: .note(
                LocalizedText(
                    en: "sum of \(cells.count) known activities",
                    ru: "сумма известных отраслей (\(cells.count))")), unit: unit)
        return inputs
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        let whole = inputs["X_r"]
        switch component {
        case 0:
            return try Variety(
                masses: inputs.list("P"), groups: Array(inputs.list("P").indices)
            ).unrelated
        case 1:
            let terms = zip(inputs.list("e"), inputs.list("P_g")).map { mass, group in
                mass > 0 ? -mass / whole * Elementary.binaryLogarithm(mass / group) : 0
            }
            return terms.compensatedSum()
        default:
            return try Variety(
                masses: inputs.list("e"), groups: Array(inputs.list("e").indices)
            ).unrelated
        }
    }
}
