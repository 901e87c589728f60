internal import Region
internal import Wording

/// A coefficient of marketability as a source gives it.
struct PublishedMarketability {
    let activity: ActivityCode
    let years: [(year: Year, value: Shown)]
}

extension Claims {
    /// The published coefficients of the region, by product.
    var publishedMarketability: [PublishedMarketability] {
        material.panels.flatMap { panel -> [PublishedMarketability] in
            guard panel.measure.code == "regional_marketability",
                let place = panel.position(of: facts.region)
            else { return [] }
            return panel.activities.indices.compactMap { column in
                let years = panel.years.indices.compactMap { time -> (year: Year, value: Shown)? in
                    let cell = panel[place, column, time]
                    guard cell.state.isKnown else { return nil }
                    let activity = panel.activities[column].code
                    return (
                        panel.years[time],
                        Shown(
                            input: .figure(
                                panel.measure.code, facts.region, activity, panel.years[time]),
                            value: cell.value, unit: panel.measure.unit, .index,
                            marks: cell.marks, quality: cell.quality)
                    )
                }
                guard !years.isEmpty else { return nil }
                return PublishedMarketability(
                    activity: panel.activities[column].code, years: years)
            }
        }
    }

    /// How much of a product leaves the region.
    var marketability: Claim? {
        guard let published = publishedMarketability.first, let last = published.years.last else {
            return nil
        }
        let holds = (last.value.value ?? 0) > 0.5
        let product = Words.opening(name(published.activity))
        let values = published.years.compactMap { $0.value.value }
        let isSteady = (values.max() ?? 0) - (values.min() ?? 0) <= 0.05 && values.count > 1
        let earlier = Sentence.joined(
            published.years.dropLast().map { point in
                pick(
                    "\(point.value) in \(year: point.year)", "\(point.value) в \(year: point.year)")
            }, by: ", ")
        var sentence = pick(
            "\(product): \(last.value) of the output left the region in \(year: last.year)",
            "\(product): за пределы региона вывезено \(last.value) произведённого в \(year: last.year) году"
        )
        if !earlier.isEmpty {
            sentence = sentence + pick(" (\(earlier))", " (\(earlier))")
        }
        if isSteady {
            sentence =
                sentence + pick("; the coefficient changed little", "; коэффициент изменился мало")
        }
        sentence =
            sentence
            + pick(
                ". \"Left\" means shipped to other regions and abroad together; the coefficients are those a source gives.",
                ". «Вывезено» — отгружено в другие регионы и за рубеж вместе; коэффициенты взяты из источника."
            )
        return Claim(
            id: "marketability", holds: holds,
            heading: holds
                ? pick(
                    "\(product): most of the output leaves the region, \(last.value) in \(year: last.year)",
                    "\(product): большая часть произведённого уходит из региона, \(last.value) в \(year: last.year) году"
                )
                : pick(
                    "\(product): marketability \(last.value) in \(year: last.year)",
                    "\(product): товарность \(last.value) в \(year: last.year) году"),
            sentence: sentence,
            test: text(
                "More than a half of the output leaves the region; \"little\" is a range of at most five hundredths.",
                "Из региона уходит больше половины произведённого; «мало» — размах не больше пяти сотых."
            ))
    }
}
