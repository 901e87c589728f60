internal import Region
internal import Wording

extension Page {
    /// What the figures are worth: coverage by year, states of cells, estimates, rounding.
    var quality: [HTML] {
        var children: [HTML] = []
        for span in facts.spans { children.append(coverage(span)) }
        var remarks: [HTML] = []
        if let remark = derivation { remarks.append(remark) }
        for absence in material.warnings {
            remarks.append(tag("li", "", .text(absence[language])))
        }
        for notice in tableNotices { remarks.append(tag("li", "", .text(notice))) }
        if !remarks.isEmpty {
            children.append(
                tag(
                    "section", [.style("card prose"), .labelled(by: "remarks-h")],
                    [
                        tag(
                            "h3", [.id("remarks-h")],
                            [.text(text("What to know", "Что нужно знать"))]),
                        tag("ul", [], remarks),
                    ]))
        }
        children.append(legend)
        return children
    }

    /// How the main measure is worked out, where no source gives it.
    private var derivation: HTML? {
        guard let span = facts.span, let formula = material.formulas[span.measure] else {
            return nil
        }
        let name = material.name(span.measure, language)
        return tag(
            "li", [],
            [
                .text(
                    text(
                        "\(name) is not published by activity; it is derived: ",
                        "Показатель «\(Words.inner(name))» по видам деятельности не публикуется, он выведен: "
                    )), tag("code", "", .text(formula)), .text("."),
            ])
    }

    /// The notices of all result tables, each once.
    private var tableNotices: [String] {
        var seen: Set<String> = []
        return material.tables.flatMap(\.notices).map { $0[language] }
            .filter { seen.insert($0).inserted }
    }

    /// How many cells of a span's figures are in which state.
    private func coverage(_ span: Span) -> HTML {
        let panel = facts.panel(span)
        let id = "coverage-\(span.classification)"
        let heads = [
            text("Year", "Год"), text("Cells", "Ячеек"), text("known", "известно"),
            text("zero", "ноль"), text("no data", "нет данных"),
            text("confidential", "конфиденциально"), text("not applicable", "неприменимо"),
            text("estimated", "оценка"),
        ]
        let rows = panel.years.indices.map { time -> HTML in
            let states = Array(panel.states(year: time))
            let width = panel.activities.count
            var byActivity = CellState.allCases.map { state in
                (
                    StatusWords.text(state),
                    panel.activities.indices.map { activity in
                        panel.places.indices.filter { states[$0 * width + activity] == state }.count
                    }
                )
            }
            byActivity.append(
                (
                    LocalizedText(en: "estimated", ru: "оценка"),
                    panel.activities.indices.map { activity in
                        panel.places.indices.filter { panel[$0, activity, time].isEstimate }.count
                    }
                ))
            let numbers = byActivity.map { state, counts in
                count(state, counts, panel, span, panel.years[time])
            }
            return tag(
                "tr", [],
                [
                    tag("th", [.data("scope", "row")], [.text("\(panel.years[time])")]),
                    tag("td", [], [ledger.html(size(panel, span))]),
                ] + numbers.map { tag("td", [], [ledger.html($0)]) })
        }
        let title =
            material.name(span.measure, language) + ", " + span.period + ": "
            + text(
                "\(panel.places.count) regions, \(panel.activities.count) activities",
                "\(panel.places.count) \(Words.plural(panel.places.count, "регион", "региона", "регионов")), \(panel.activities.count) \(Words.plural(panel.activities.count, "вид", "вида", "видов")) деятельности"
            )
        return tag(
            "section", [.style("card table"), .id(id)],
            [
                tag("h3", [.id(id + "-t")], [.text(title)]),
                tag(
                    "div",
                    [
                        .style("scroll"), .data("tabindex", "0"), .data("role", "region"),
                        .labelled(by: id + "-t"),
                    ],
                    [
                        tag(
                            "table", [.style("data"), .labelled(by: id + "-t")],
                            [
                                tag(
                                    "thead", [],
                                    [
                                        tag(
                                            "tr", [],
                                            heads.map {
                                                tag("th", [.data("scope", "col")], [.text($0)])
                                            })
                                    ]), tag("tbody", [], rows),
                            ])
                    ]),
                tag(
                    "p", "note",
                    .text(
                        text(
                            "Counts of the cells read, by state. A gap is never taken for zero.",
                            "Число прочитанных ячеек по состояниям. Пропуск никогда не считается нулём."
                        ))),
            ])
    }

    private func size(_ panel: Panel, _ span: Span) -> Shown {
        let input = { (symbol: String, en: String, ru: String, count: Int) in
            Derived.Input(symbol, LocalizedText(en: en, ru: ru), .number(Double(count)))
        }
        return Shown(
            Derived(
                "cells|\(span.panel)",
                LocalizedText(en: "Cells of a year", ru: "Ячеек за год"), "R * I",
                [
                    input("R", "regions", "регионов", panel.places.count),
                    input("I", "activities", "видов деятельности", panel.activities.count),
                ]), .whole)
    }

    private func count(
        _ state: LocalizedText, _ counts: [Int], _ panel: Panel, _ span: Span, _ year: Year
    ) -> Shown {
        Shown(
            Derived(
                "cells|\(span.panel)|\(year)|\(state.english)",
                LocalizedText(
                    en: "Cells, \(state.english) · \(year)",
                    ru: "Ячейки, \(state[.russian]) · \(year)"),
                "sum(n)",
                [
                    .init(
                        "n",
                        LocalizedText(en: "cells by activity", ru: "ячеек по видам деятельности"),
                        .list(counts.map(Double.init)),
                        labels: panel.activities.map {
                            LocalizedText(en: Words.short($0.code), ru: Words.short($0.code))
                        })
                ]), .whole)
    }

    private var legend: HTML {
        let qualities = Quality.allCases.map { quality in
            tag(
                "li", [],
                [
                    tag("strong", "", .text(quality.name[language])),
                    .text(" – " + QualityWords.meaning(quality)[language]),
                ])
        }
        return tag(
            "section", [.style("card prose"), .labelled(by: "legend-h")],
            [
                tag("h3", [.id("legend-h")], [.text(text("Kinds of figures", "Виды данных"))]),
                tag("ul", [], qualities),
                tag(
                    "p", [],
                    [
                        tag("abbr", [.style("mark")], ["≈"]),
                        .text(
                            text(
                                " marks a number that rests on an estimate, an assumption or a filled gap.",
                                " – число опирается на оценку, допущение или досчитанное значение."
                            )),
                    ]),
            ])
    }
}

enum QualityWords {
    static func meaning(_ quality: Quality) -> LocalizedText {
        switch quality {
        case .reported:
            LocalizedText(en: "the named source gives the figure", ru: "число приводит источник")
        case .derived:
            LocalizedText(
                en: "arithmetic on reported figures", ru: "арифметика над опубликованными числами")
        case .computed:
            LocalizedText(en: "worked out by a method", ru: "посчитано методом")
        case .estimate:
            LocalizedText(
                en: "a reading or assignment, not a measured figure",
                ru: "прочтение или отнесение, а не измерение")
        case .assumption:
            LocalizedText(
                en: "assumed, with a reason and a range", ru: "принято, с обоснованием и интервалом"
            )
        }
    }
}
