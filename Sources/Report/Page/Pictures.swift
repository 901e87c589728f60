internal import Figures
internal import Region
internal import Wording

/// The figures of the report, each in a card: the finding, what it shows, the picture, where its
/// numbers stand, how they were computed, and the source.
///
/// Every picture is drawn twice, for a page and for a phone, since text must not shrink with it.
struct Pictures {
    let page: Page

    private var claims: Claims { page.claims }
    private var facts: Facts { page.facts }
    private var material: Material { page.material }
    private var language: Language { page.language }

    private func text(_ english: String, _ russian: String) -> String {
        page.text(english, russian)
    }

    /// Pairs of cards.
    func pair(_ cards: [HTML?]) -> [HTML] {
        let cards = cards.compactMap { $0 }
        return cards.isEmpty ? [] : [tag("div", [.style("pair")], cards)]
    }

    var now: [HTML] { pair([map, bubbles]) }

    var change: [HTML] { pair([structure, quotients, parts, marketability]) }

    var comparison: [HTML] {
        pair([ranks, convergence])
            + [page.tables.comparison(), page.tables.mobility()].compactMap {
                $0?.html(page.ledger)
            }
    }

    // MARK: The card

    struct Card {
        let id: String
        let heading: Sentence
        let what: String
        /// The method that its numbers come from, and the table where they stand.
        let method: String?
        let table: String?
        var years: [Year] = []
    }

    func card(_ card: Card, _ draw: (Double) -> Drawing) -> HTML {
        let headingID = card.id + "-h"
        var children: [HTML] = [
            tag("h3", [.id(headingID)], [page.ledger.html(card.heading)]),
            tag("p", "sub", .text(card.what)),
        ]
        if card.years.count > 1 { children.append(player(card.years)) }
        for (style, width) in [("wide-drawing", 628.0), ("narrow-drawing", 326.0)] {
            let prefix = "\(card.id)-\(style.prefix(1))"
            children.append(
                tag(
                    "div", [.style(style)],
                    [.trusted(draw(width).svg(.page(idPrefix: prefix)))]))
        }
        children.append(foot(card))
        return tag(
            "section", [.style("card figure"), .id(card.id), .labelled(by: headingID)], children)
    }

    private func player(_ years: [Year]) -> HTML {
        let list = years.map { "\($0)" }.joined(separator: ",")
        return tag(
            "div", [.style("years"), .data("data-years", list), .flag("hidden")],
            [
                tag(
                    "button",
                    [
                        .data("type", "button"), .data("data-play", ""),
                        .label(text("Play the years", "Показать по годам")),
                    ], ["▶"]),
                tag(
                    "input",
                    [
                        .data("type", "range"), .data("min", "0"),
                        .data("max", "\(years.count - 1)"), .data("step", "1"),
                        .data("value", "\(years.count - 1)"), .label(text("Year", "Год")),
                    ]), tag("output", "", .text("\(years[years.count - 1])")),
            ])
    }

    private func foot(_ card: Card) -> HTML {
        var links: [HTML] = []
        if let method = card.method, !facts.tables(of: method).isEmpty {
            let id = page.ledger.use(method: method)
            links.append(
                tag(
                    "a", [.anchor(id), .data("data-open", id)],
                    [.text(text("How computed", "Как посчитано"))]))
        }
        if let table = card.table {
            links.append(tag("a", [.anchor(table)], [.text(text("Numbers", "Числа"))]))
        }
        let sources = tag("a", [.anchor("sources")], [.text(text("Sources", "Источники"))])
        let formats = ["SVG", "PNG"] + (card.table == nil ? [] : ["CSV"])
        let buttons = formats.map { format in
            tag(
                "button",
                [
                    .data("type", "button"), .data("data-save", format.lowercased()),
                    .data("data-table", card.table ?? ""), .flag("hidden"),
                    .label(text("Save as \(format)", "Сохранить как \(format)")),
                ], [.text(format)])
        }
        return tag(
            "div", [.style("foot")],
            links + [sources, tag("span", [.style("save")], buttons)])
    }

    // MARK: Where the region stands

    private var map: HTML? {
        guard let span = facts.span, let claim = claims.strength,
            let main = claims.candidates(span, span.last).first
        else { return nil }
        let found = facts.all(
            MethodName.locationQuotient, span, activity: main.activity, year: span.last)
        let panel = facts.panel(span)
        guard let column = panel.position(of: main.activity),
            let time = panel.position(of: span.last)
        else { return nil }
        let symbols = found.compactMap { found -> SymbolMap.Symbol? in
            guard let code = found.key.place, let place = panel.position(of: code),
                let coordinates = material.places[code]?.coordinates
            else { return nil }
            return SymbolMap.Symbol(
                name: material.name(code, language), longitude: coordinates.longitude,
                latitude: coordinates.latitude, size: panel[place, column, time].value,
                value: found.value, isChosen: code == facts.region)
        }
        guard symbols.count > 2 else { return nil }
        let name = claims.name(main.activity)
        let what = text(
            "\(name), \(span.last): location quotient by colour, \(Words.inner(material.name(span.measure, language))) by area of the circle. A circle stands at the administrative centre.",
            "\(name), \(span.last): цвет – коэффициент локализации, площадь круга – \(Words.inner(material.name(span.measure, language))). Круг стоит в административном центре."
        )
        let chart = SymbolMap(
            title: claim.heading.plain(language), summary: what,
            classes: ValueClasses(
                title: text("Location quotient", "Коэффициент локализации"),
                borders: [0.5, 1, 2, 4], marked: (1, text("the average", "среднее"))),
            symbols: symbols)
        return card(
            Card(
                id: "fig-map", heading: claim.heading, what: what,
                method: MethodName.locationQuotient, table: "t-ranking")
        ) { chart.drawing(width: $0, language: language) }
    }

    private var bubbles: HTML? {
        guard let span = facts.span, span.years.count > 1 else { return nil }
        let candidates = claims.candidates(span, span.last)
        guard let main = candidates.first else { return nil }
        let years = Array(span.years.dropFirst())
        let bubbles = candidates.map { candidate in
            let moments = zip(span.years, years).compactMap {
                before, year -> BubbleChart.Moment? in
                guard
                    let level = facts.quotient(candidate.activity, year, span)?.value,
                    let growth = facts.find(
                        MethodName.dynamicQuotient, span, activity: candidate.activity, year: year,
                        from: before, component: "change")?.value,
                    let size = facts.share(candidate.activity, year, span)?.value
                else { return nil }
                return BubbleChart.Moment(year: year, level: level, growth: growth, size: size)
            }
            return BubbleChart.Bubble(
                name: claims.name(candidate.activity),
                paint: candidate.activity == main.activity ? .chosen : .series(2), frames: moments)
        }.filter { !$0.frames.isEmpty }
        guard !bubbles.isEmpty, let before = facts.quotient(main.activity, span.first, span),
            let end = main.quotient.value, let start = before.value
        else { return nil }
        let heading =
            end >= start
            ? claims.pick(
                "\(span.period): specialisation in \(claims.quoted(main.activity)) rose, location quotient from \(before) to \(main.quotient)",
                "\(span.period): специализация «\(claims.inner(main.activity))» усилилась, коэффициент локализации \(before) и \(main.quotient)"
            )
            : claims.pick(
                "\(span.period): specialisation in \(claims.quoted(main.activity)) fell, location quotient from \(before) to \(main.quotient)",
                "\(span.period): специализация «\(claims.inner(main.activity))» ослабла, коэффициент локализации \(before) и \(main.quotient)"
            )
        let what = text(
            "Activities with one per cent of the total or more: location quotient, its change on the year before (times), share in the region's total by area.",
            "Виды деятельности с долей от одного процента: коэффициент локализации, его изменение к прошлому году (раз), площадь – доля в итоге региона."
        )
        let chart = BubbleChart(
            title: heading.plain(language), summary: what,
            levelAxis: text("location quotient", "коэффициент локализации"),
            growthAxis: text(
                "change on the year before, times", "изменение к прошлому году, раз"),
            stillGrowth: 1, bubbles: bubbles,
            quadrants: [
                text("emerging", "зарождаются"), text("strong, growing", "сильные, растут"),
                text("weak", "слабые"), text("strong, fading", "сильные, слабеют"),
            ])
        return card(
            Card(
                id: "fig-bubbles", heading: heading, what: what,
                method: MethodName.dynamicQuotient, table: "t-yearly-change",
                years: Set(bubbles.flatMap(\.frames).map(\.year)).sorted())
        ) { chart.drawing(width: $0, language: language) }
    }

    // MARK: How it changed

    /// What is drawn over the years: an activity under one name in every classification that has
    /// the name.
    private struct Thread {
        let name: String
        /// The activity in each span that has it.
        let activities: [Int: ActivityCode]
    }

    /// The largest activities of every span, and the most over-represented of the last.
    private func threads(_ limit: Int) -> [Thread] {
        var names: [String] = []
        func add(_ activity: ActivityCode) {
            let name = claims.name(activity)
            if !names.contains(name), names.count < limit { names.append(name) }
        }
        for span in facts.spans.reversed() {
            let bySize = claims.candidates(span, span.last).sorted {
                ($0.share.value ?? 0) > ($1.share.value ?? 0)
            }
            for candidate in bySize.prefix(span == facts.span ? 4 : 2) { add(candidate.activity) }
        }
        return names.map { name in
            var activities: [Int: ActivityCode] = [:]
            for (position, span) in facts.spans.enumerated() {
                activities[position] =
                    facts.panel(span).activities.first { claims.name($0.code) == name }?.code
            }
            return Thread(name: name, activities: activities)
        }
    }

    /// The last years before the classification changes.
    private var breaks: [Year] { facts.spans.dropLast().map(\.last) }

    private var breakWords: String { text("new classification", "новая классификация") }

    private var structure: HTML? {
        let threads = threads(5)
        guard !threads.isEmpty, let claim = facts.spans.last.flatMap({ claims.change($0) }) else {
            return nil
        }
        var columns: [StructureChart.Column] = []
        for (position, span) in facts.spans.enumerated() {
            for year in span.years {
                let shares = threads.map { thread -> Double in
                    let share = thread.activities[position].flatMap {
                        facts.share($0, year, span)?.value
                    }
                    return (share ?? 0) / 100
                }
                let rest = max(0, 1 - shares.reduce(0, +))
                columns.append(StructureChart.Column(year: year, shares: shares + [rest]))
            }
        }
        let what = text(
            "Shares in the region's total, per cent. Activities have the name of their classification.",
            "Доли в итоге региона, проценты. Виды деятельности названы по своей классификации.")
        let chart = StructureChart(
            title: claim.heading.plain(language), summary: what,
            names: threads.map(\.name) + [text("others", "прочие")],
            paints: threads.indices.map { .series($0) } + [.series(5)], columns: columns,
            breaks: breaks, breakWords: breakWords)
        return card(
            Card(
                id: "fig-structure", heading: claim.heading, what: what, method: nil,
                table: facts.span.map { "t-share-\($0.classification)" })
        ) { chart.drawing(width: $0, language: language) }
    }

    private var quotients: HTML? {
        let threads = threads(5)
        let series = threads.enumerated().compactMap { order, thread -> LineChart.Series? in
            var points: [LineChart.Point] = []
            for (position, span) in facts.spans.enumerated() {
                guard let activity = thread.activities[position] else { continue }
                for year in span.years {
                    guard let quotient = facts.quotient(activity, year, span)?.value else {
                        continue
                    }
                    points.append(LineChart.Point(year: year, value: quotient))
                }
            }
            guard points.count > 1 else { return nil }
            return LineChart.Series(
                name: thread.name, points: points, paint: .series(order), isChosen: order == 0)
        }
        guard !series.isEmpty else { return nil }
        let main = threads[0]
        let ends = facts.spans.enumerated().compactMap { position, span -> Sentence? in
            guard let activity = main.activities[position],
                let before = facts.quotient(activity, span.first, span), before.value != nil,
                let after = facts.quotient(activity, span.last, span), after.value != nil
            else { return nil }
            return claims.pick(
                "\(before) to \(after) in \(span.period)", "\(before) и \(after) (\(span.period))")
        }
        let heading =
            claims.pick("Location quotient of ", "Коэффициент локализации ")
            + Sentence([.text(text("“", "«") + Words.inner(main.name) + text("”: ", "»: "))])
            + .joined(ends, by: ", ")
        let what = text(
            "Location quotients of the largest activities; at one the share is that of all regions.",
            "Коэффициенты локализации крупнейших видов деятельности; единица – доля как по всем регионам."
        )
        let chart = LineChart(
            title: heading.plain(language), summary: what,
            axis: text("location quotient", "коэффициент локализации"), series: series,
            reference: 1, breaks: breaks, breakWords: breakWords)
        return card(
            Card(
                id: "fig-quotients", heading: heading, what: what,
                method: MethodName.locationQuotient,
                table: facts.span.map { "t-\(MethodName.locationQuotient)-\($0.classification)" })
        ) { chart.drawing(width: $0, language: language) }
    }

    private var parts: HTML? {
        guard let claim = claims.growth, let parts = claims.growthParts else { return nil }
        let span = parts.span
        let unit = facts.panel(span).measure.unit
        let look = Shown.scaled(Shown.Look(), for: 1e3, unit)
        let components = ["nationalGrowth", "industryMix", "regionalShift"]
        let rows = facts.panel(span).activities.compactMap { activity -> PartsChart.Row? in
            let values = components.compactMap { component in
                facts.find(
                    MethodName.shiftShare, span, activity: activity.code, year: span.last,
                    from: span.first, component: component)?.value
            }
            guard values.count == components.count else { return nil }
            return PartsChart.Row(
                name: claims.name(activity.code), parts: values.map { $0 / look.scale })
        }.sorted { abs($0.parts.reduce(0, +)) > abs($1.parts.reduce(0, +)) }
        guard !rows.isEmpty else { return nil }
        let what = text(
            "Change of \(Words.inner(material.name(span.measure, language))) by activity, \(span.period), current prices; the dot is the sum.",
            "Изменение показателя «\(Words.inner(material.name(span.measure, language)))» по видам деятельности, \(span.period), текущие цены; точка – сумма."
        )
        let chart = PartsChart(
            title: claim.heading.plain(language), summary: what,
            axis: UnitWords.text(look.shownUnit ?? unit, language),
            partNames: [
                text("national growth", "национальный рост"),
                text("industry mix", "отраслевой сдвиг"),
                text("regional shift", "региональный сдвиг"),
            ], paints: [.series(5), .series(2), .series(1)], rows: Array(rows.prefix(10)))
        return card(
            Card(
                id: "fig-parts", heading: claim.heading, what: what,
                method: MethodName.shiftShare, table: "t-shift-share-\(span.classification)")
        ) { chart.drawing(width: $0, language: language) }
    }

    private var marketability: HTML? {
        guard let claim = claims.marketability else { return nil }
        let published = claims.publishedMarketability
        let series = published.prefix(5).enumerated().compactMap {
            order, product -> LineChart.Series? in
            let points = product.years.compactMap { point -> LineChart.Point? in
                guard let value = point.value.value else { return nil }
                return LineChart.Point(year: point.year, value: value)
            }
            guard points.count > 1 else { return nil }
            return LineChart.Series(
                name: claims.name(product.activity), points: points, paint: .series(order),
                isChosen: order == 0)
        }
        guard !series.isEmpty else { return nil }
        let what = text(
            "Shipped to other regions and abroad over produced, as published.",
            "Отгружено в другие регионы и за рубеж к произведённому, опубликованные значения.")
        let chart = LineChart(
            title: claim.heading.plain(language), summary: what,
            axis: text("marketability", "товарность"), series: Array(series), reference: 1)
        return card(
            Card(
                id: "fig-marketability", heading: claim.heading, what: what,
                method: MethodName.marketability, table: "t-marketability")
        ) { chart.drawing(width: $0, language: language) }
    }

    // MARK: Comparison

    private var ranks: HTML? {
        guard let span = facts.span, let claim = claims.narrowness else { return nil }
        var rows: [RankStrip.Row] = []
        func add(_ name: String, _ found: [Found]) {
            let values = found.compactMap { found -> (code: PlaceCode, value: Double)? in
                guard let code = found.key.place, let value = found.value else { return nil }
                return (code, value)
            }
            guard values.count > 2 else { return }
            rows.append(
                RankStrip.Row(
                    name: name,
                    values: values.map { (material.name($0.code, language), $0.value) },
                    chosen: values.firstIndex { $0.code == facts.region }))
        }
        if let main = claims.candidates(span, span.last).first {
            add(
                text("Location quotient: ", "Коэффициент локализации: ")
                    + claims.inner(main.activity),
                facts.all(
                    MethodName.locationQuotient, span, activity: main.activity, year: span.last))
        }
        let indices = [
            (
                MethodName.specialisationCoefficient,
                text("Specialisation coefficient", "Коэффициент специализации")
            ), (MethodName.krugman, text("Krugman index", "Индекс Кругмана")),
            (
                MethodName.herfindahl,
                text("Herfindahl–Hirschman index", "Индекс Херфиндаля–Хиршмана")
            ),
        ]
        for (method, name) in indices { add(name, facts.all(method, span, year: span.last)) }
        guard !rows.isEmpty else { return nil }
        let what = text(
            "All regions, \(span.last); the region is marked.",
            "Все регионы, \(span.last) год; отмечен регион отчёта.")
        let chart = RankStrip(title: claim.heading.plain(language), summary: what, rows: rows)
        return card(
            Card(
                id: "fig-ranks", heading: claim.heading, what: what,
                method: MethodName.specialisationCoefficient, table: "t-peers")
        ) { chart.drawing(width: $0, language: language) }
    }

    private var convergence: HTML? {
        guard let claim = claims.convergence, let result = claims.convergenceResult,
            let slope = result.slope.value, let intercept = result.intercept?.value,
            let product = material.product, let population = material.population
        else { return nil }
        let years = Double(result.to - result.from)
        let places = facts.spans.first.map { facts.panel($0).places } ?? []
        let points = places.compactMap { place -> ScatterChart.Point? in
            let cells = [result.from, result.to].map {
                (product[place.code, $0], population[place.code, $0])
            }
            guard cells.allSatisfy({ $0.0.value > 0 && $0.1.value > 0 }) else { return nil }
            let levels = cells.map { $0.0.value / $0.1.value }
            return ScatterChart.Point(
                name: material.name(place.code, language), x: Logarithm.natural(levels[0]),
                y: 100 * Logarithm.natural(levels[1] / levels[0]) / years,
                isChosen: place.code == facts.region)
        }
        guard points.count > 2 else { return nil }
        let what = text(
            "Regions: gross regional product per head in \(result.from), natural logarithm, and its growth to \(result.to); the fitted line.",
            "Регионы: валовой региональный продукт на душу в \(result.from) году, натуральный логарифм, и его рост до \(result.to) года; подобранная прямая."
        )
        let chart = ScatterChart(
            title: claim.heading.plain(language), summary: what,
            horizontalAxis: text(
                "logarithm of product per head", "логарифм продукта на душу"),
            verticalAxis: text("growth, % a year", "рост, % в год"), points: points,
            line: (100 * intercept, 100 * slope))
        return card(
            Card(
                id: "fig-convergence", heading: claim.heading, what: what,
                method: MethodName.betaConvergence, table: nil)
        ) { chart.drawing(width: $0, language: language) }
    }
}
