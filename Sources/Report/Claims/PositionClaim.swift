internal import Region
internal import Wording

extension Claims {
    /// The region's total per head over that of all regions together.
    func relativeMass(_ span: Span, _ year: Year) -> Shown? {
        let panel = facts.panel(span)
        guard let population = material.population, let time = panel.position(of: year),
            let place = panel.position(of: facts.region)
        else { return nil }
        let table = facts.table(span, time)
        let own = population[facts.region, year]
        let all = panel.places.map { ($0, population[$0.code, year]) }
        guard own.state.isKnown, own.value > 0, all.allSatisfy(\.1.state.isKnown), table.total > 0
        else { return nil }
        let unit = panel.measure.unit
        let people = population.measure
        return Shown(
            Derived(
                "relative-mass|\(span.panel)|\(year)",
                LocalizedText(
                    en: "Total per head, all regions = 1 · \(year)",
                    ru: "Итог на душу, все регионы = 1 · \(year)"),
                "(X_r / N_r) / (X / sum(N))",
                [
                    .init(
                        "X_r", LocalizedText(en: "the region's total", ru: "итог региона"),
                        .number(table.placeTotals[place].value), unit: unit,
                        sources: [
                            .input(
                                .placeTotal(
                                    span.measure, span.classification, facts.region, year),
                                value: table.placeTotals[place].value, unit: unit)
                        ]),
                    .init(
                        "N_r", LocalizedText(en: "its population", ru: "его население"),
                        .number(own.value), unit: people.unit,
                        sources: [
                            .input(
                                .figure(people.code, facts.region, nil, year), value: own.value,
                                unit: people.unit)
                        ]),
                    .init(
                        "X", LocalizedText(en: "all regions", ru: "все регионы"),
                        .number(table.total), unit: unit,
                        sources: [
                            .input(
                                .grandTotal(span.measure, span.classification, year),
                                value: table.total, unit: unit)
                        ]),
                    .init(
                        "N", LocalizedText(en: "population by region", ru: "население регионов"),
                        .list(all.map(\.1.value)), unit: people.unit,
                        sources: all.map {
                            .input(
                                .figure(people.code, $0.0.code, nil, year), value: $0.1.value,
                                unit: people.unit)
                        }, labels: all.map(\.0.name)),
                ]), .index)
    }

    /// Where the region stands in income per head, and whether it comes nearer to the others.
    var position: Claim? {
        guard let span = facts.span, let now = relativeMass(span, span.last),
            let then = relativeMass(span, span.first), let end = now.value, let start = then.value
        else { return nil }
        let gapBefore = abs(start - 1)
        let gapAfter = abs(end - 1)
        let holds = span.first != span.last && abs(gapAfter - gapBefore) >= 0.02
        let isNearer = gapAfter < gapBefore
        let measure = material.name(span.measure, language)
        let heading =
            holds
            ? pick(
                "\(Words.opening(measure)) per head \(isNearer ? "came nearer to" : "moved away from") the average of all regions: \(then) in \(year: span.first), \(now) in \(year: span.last)",
                "\(Words.opening(measure)) на душу \(isNearer ? "ближе к средней" : "дальше от средней") по регионам: \(then) в \(year: span.first), \(now) в \(year: span.last)"
            )
            : pick(
                "\(Words.opening(measure)) per head: \(now) of the average of all regions in \(year: span.last)",
                "\(Words.opening(measure)) на душу: \(now) средней по регионам в \(year: span.last) году"
            )
        let level = end >= 1 ? text("above", "выше") : text("below", "ниже")
        return Claim(
            id: "position", holds: holds, heading: heading,
            sentence: pick(
                "\(Words.opening(measure)) per head is \(level) the average of all regions: \(now) of it in \(year: span.last), \(then) in \(year: span.first).",
                "\(Words.opening(measure)) на душу \(level) средней по регионам: \(now) от неё в \(year: span.last) году, \(then) в \(year: span.first)."
            ),
            test: text(
                "The distance from the average changed by two hundredths of it or more.",
                "Расстояние до средней изменилось на две сотых или больше."))
    }
}
