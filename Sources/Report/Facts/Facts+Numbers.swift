internal import Region
internal import Wording

// Numbers that several sentences, pictures and tables share. Each has one name for one question,
// so that it has one entry however often it is shown.

extension Facts {
    /// The smallest share of the region's total, in per cent, at which a location quotient may
    /// carry a claim: the sources give shares to 0.1, a tenth of such a share.
    static let leastShare = 1.0

    /// The location quotient of the region.
    func quotient(_ activity: ActivityCode, _ year: Year, _ span: Span) -> Shown? {
        find(MethodName.locationQuotient, span, activity: activity, year: year)
            .map { Shown($0) }
    }

    /// The share of an activity in the region's total, per cent.
    func share(_ activity: ActivityCode, _ year: Year, _ span: Span) -> Shown? {
        share(activity, of: region, year, span)
    }

    func share(
        _ activity: ActivityCode, of place: PlaceCode, _ year: Year, _ span: Span
    ) -> Shown? {
        let panel = panel(span)
        guard let placePosition = panel.position(of: place),
            let column = panel.position(of: activity), let time = panel.position(of: year)
        else { return nil }
        let cell = panel[placePosition, column, time]
        let total = total(of: placePosition, time, span)
        guard cell.state.isKnown, total > 0 else { return nil }
        let derived = Derived(
            "share|\(span.panel)|\(place)|\(activity)|\(year)",
            LocalizedText(
                en: "Share in the region's total · \(name(activity, .english)) · \(year)",
                ru: "Доля в итоге региона · \(name(activity, .russian)) · \(year)"),
            "100 * e / X_r",
            [
                .init(
                    "e", LocalizedText(en: "the activity", ru: "вид деятельности"),
                    .number(cell.value), unit: panel.measure.unit,
                    sources: [
                        .input(
                            .figure(span.measure, place, activity, year), value: cell.value,
                            unit: panel.measure.unit)
                    ]),
                .init(
                    "X_r", LocalizedText(en: "the region's total", ru: "итог региона"),
                    .number(total), unit: panel.measure.unit,
                    sources: [
                        .input(
                            .placeTotal(span.measure, span.classification, place, year),
                            value: total, unit: panel.measure.unit)
                    ]),
            ], unit: .percent)
        return Shown(derived, .percent)
    }

    /// The share of an activity in the reference economy, per cent.
    func referenceShare(_ activity: ActivityCode, _ year: Year, _ span: Span) -> Shown? {
        let panel = panel(span)
        guard let column = panel.position(of: activity), let time = panel.position(of: year)
        else { return nil }
        let table = table(span, time)
        let mass = table.activityTotals[column].value
        guard table.total > 0 else { return nil }
        let derived = Derived(
            "reference-share|\(span.panel)|\(activity)|\(year)",
            LocalizedText(
                en: "Share in the reference economy · \(name(activity, .english)) · \(year)",
                ru: "Доля в экономике сравнения · \(name(activity, .russian)) · \(year)"),
            "100 * X_i / X",
            [
                .init(
                    "X_i", LocalizedText(en: "the activity, all regions", ru: "все регионы"),
                    .number(mass), unit: panel.measure.unit,
                    sources: [
                        .input(
                            .activityTotal(span.measure, span.classification, activity, year),
                            value: mass, unit: panel.measure.unit)
                    ]),
                .init(
                    "X", LocalizedText(en: "all activities and regions", ru: "всего"),
                    .number(table.total), unit: panel.measure.unit,
                    sources: [
                        .input(
                            .grandTotal(span.measure, span.classification, year),
                            value: table.total, unit: panel.measure.unit)
                    ]),
            ], unit: .percent)
        return Shown(derived, .percent)
    }

    /// The activity's code in its classification, as the label of an element of a list.
    private func code(_ activity: ActivityCode) -> LocalizedText {
        LocalizedText(en: Words.short(activity), ru: Words.short(activity))
    }

    private func total(of place: Int, _ time: Int, _ span: Span) -> Double {
        table(span, time).placeTotals[place].value
    }

    private func name(_ activity: ActivityCode, _ language: Language) -> String {
        material.name(activity, language)
    }

    // MARK: Comparisons

    /// The difference of two numbers of one kind, later less earlier.
    func change(
        _ id: String, _ title: LocalizedText, from earlier: Shown, to later: Shown,
        _ look: Shown.Look = .change, unit: Unit = .one
    ) -> Shown? {
        guard
            let start = Derived.Input(
                "a", LocalizedText(en: "earlier", ru: "было"), earlier),
            let end = Derived.Input("b", LocalizedText(en: "later", ru: "стало"), later)
        else { return nil }
        return Shown(Derived("change|\(id)", title, "b - a", [start, end], unit: unit), look)
    }

    /// The growth from one number to another, per cent.
    func growth(
        _ id: String, _ title: LocalizedText, from earlier: Shown, to later: Shown
    ) -> Shown? {
        guard let value = earlier.value, value > 0,
            let start = Derived.Input(
                "a", LocalizedText(en: "earlier", ru: "было"), earlier),
            let end = Derived.Input("b", LocalizedText(en: "later", ru: "стало"), later)
        else { return nil }
        return Shown(
            Derived("growth|\(id)", title, "100 * (b / a - 1)", [start, end], unit: .percent),
            Shown.Look(digits: .significant(3), showsSign: true))
    }

    /// The place in the order of all regions, the largest first, and how many there are.
    func rank(_ own: Found, among all: [Found]) -> (rank: Shown, count: Shown)? {
        guard let value = own.value else { return nil }
        let known = all.filter { $0.value != nil }
        guard known.count > 1 else { return nil }
        let table = material.tables[own.table]
        let id =
            "\(table.measure.code)|\(table.classification)|\(table.method.id)|\(own.key.component)"
            + "|\(own.key.activity?.rawValue ?? "")|\(own.key.object?.rawValue ?? "")|\(own.key.from ?? 0)|\(own.key.year ?? 0)"
        let what = table.method.name
        let label = { (found: Found) -> LocalizedText in
            let place = found.key.place ?? ""
            return LocalizedText(
                en: self.material.name(place, .english), ru: self.material.name(place, .russian))
        }
        // Equal shares of different totals differ in the last bit, which must not part two ranks.
        let rounded = { (value: Double) in FormulaText.rounded(value, 9) }
        let values = Derived.Input(
            "x", LocalizedText(en: "values by region", ru: "значения по регионам"),
            .list(known.map { rounded($0.value ?? 0) }), sources: known.map { .result($0) },
            labels: known.map(label))
        let rank = Derived(
            "rank|\(own.key.place?.rawValue ?? "")|" + id,
            LocalizedText(en: "Rank · \(what.english)", ru: "Место · \(what[.russian])"),
            "1 + count(x) - sum(atLeast(a, x))",
            [
                .init(
                    "a", LocalizedText(en: "value of the region", ru: "значение региона"),
                    .number(rounded(value)), sources: [.result(own)]), values,
            ],
            note: LocalizedText(
                en:
                    "One more than there are regions with a larger value; values are compared to nine digits.",
                ru:
                    "На единицу больше числа регионов с большим значением; значения сравниваются до девяти знаков."
            ))
        let count = Derived(
            "count|" + id,
            LocalizedText(
                en: "Regions with a value · \(what.english)",
                ru: "Регионов со значением · \(what[.russian])"),
            "count(x)", [values])
        return (Shown(rank, .whole), Shown(count, .whole))
    }

    /// How many there are of something, with their names.
    func count(_ id: String, _ title: LocalizedText, _ items: [(LocalizedText, Shown)]) -> Shown {
        let derived = Derived(
            "count|" + id, title, "count(x)",
            [
                .init(
                    "x", title, .list(items.map { $0.1.value ?? 0 }),
                    sources: items.map(\.1.source), labels: items.map(\.0))
            ])
        return Shown(derived, .whole)
    }

    /// How much of the region's total changed hands between activities over a span, per cent: half
    /// the sum of the absolute changes of shares.
    func structuralChange(_ span: Span, from first: Year, to last: Year) -> Shown? {
        let panel = panel(span)
        guard let place = panel.position(of: region), let start = panel.position(of: first),
            let end = panel.position(of: last), start != end
        else { return nil }
        let unit = panel.measure.unit
        // An activity without a figure at one end is left out, if hardly anything is.
        let known = panel.activities.indices.filter {
            panel[place, $0, start].state.isKnown && panel[place, $0, end].state.isKnown
        }
        for time in [start, end] {
            let sum = known.map { panel[place, $0, time].value }.reduce(0, +)
            guard sum >= 0.995 * total(of: place, time, span) else { return nil }
        }
        let list = { (time: Int, year: Year) -> (Derived.Input, Derived.Input) in
            let values = known.map { panel[place, $0, time].value }
            let total = self.total(of: place, time, span)
            let suffix = year == first ? "0" : "1"
            let activities = Derived.Input(
                "e\(suffix)",
                LocalizedText(en: "activities, \(year)", ru: "виды деятельности, \(year)"),
                .list(values), unit: unit,
                sources: known.map { position in
                    .input(
                        .figure(span.measure, self.region, panel.activities[position].code, year),
                        value: values[position], unit: unit)
                }, labels: known.map { code(panel.activities[$0].code) })
            let whole = Derived.Input(
                "X\(suffix)", LocalizedText(en: "their total, \(year)", ru: "их итог, \(year)"),
                .number(total), unit: unit,
                sources: [
                    .input(
                        .placeTotal(span.measure, span.classification, self.region, year),
                        value: total, unit: unit)
                ])
            return (activities, whole)
        }
        let (e0, x0) = list(start, first)
        let (e1, x1) = list(end, last)
        return Shown(
            Derived(
                "structural-change|\(span.panel)|\(first)|\(last)",
                LocalizedText(
                    en: "Structural change · \(Words.period(first, last))",
                    ru: "Структурный сдвиг · \(Words.period(first, last))"),
                "50 * sum(abs(e1 / X1 - e0 / X0))", [e0, x0, e1, x1], unit: .percent,
                note: LocalizedText(
                    en:
                        "The part of the total that would have to move to other activities to get from one structure to the other.",
                    ru:
                        "Часть итога, которая должна перейти к другим видам деятельности, чтобы из одной структуры получилась другая."
                )), .percent)
    }
}
