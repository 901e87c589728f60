internal import Region
internal import Wording

/// A table of numbers as the page shows it.
struct NumberTable {
    enum Cell {
        case number(Shown)
        case text(String)
        case nothing
    }

    struct Row {
        let label: String
        let cells: [Cell]
        /// Whether it stands out: the region among its peers.
        var isChosen = false
        /// Whether it is too small for its numbers to be relied on.
        var isSmall = false
    }

    let id: String
    let caption: Sentence
    let note: String
    /// The heading of the first column, then those of the numbers.
    let columns: [String]
    let rows: [Row]

    var isEmpty: Bool {
        rows.isEmpty
            || rows.allSatisfy { row in
                row.cells.allSatisfy { if case .nothing = $0 { true } else { false } }
            }
    }

    func html(_ ledger: Ledger) -> HTML {
        let captionID = id + "-t"
        let head = tag(
            "tr", [],
            columns.map { tag("th", [.data("scope", "col")], [.text($0)]) })
        let body = rows.map { row -> HTML in
            let cells = row.cells.map { cell -> HTML in
                switch cell {
                case .number(let number): tag("td", [], [ledger.html(number.bare)])
                case .text(let text): tag("td", "words", .text(text))
                case .nothing: tag("td", "", "–")
                }
            }
            let style = [row.isChosen ? "chosen" : "", row.isSmall ? "small" : ""]
                .filter { !$0.isEmpty }.joined(separator: " ")
            return tag(
                "tr", style.isEmpty ? [] : [.style(style)],
                [tag("th", [.data("scope", "row")], [.text(row.label)])] + cells)
        }
        var children = [
            tag("h3", [.id(captionID)], [ledger.html(caption)]),
            tag(
                "div",
                [
                    .style("scroll"), .data("tabindex", "0"), .data("role", "region"),
                    .labelled(by: captionID),
                ],
                [
                    tag(
                        "table", [.style("data"), .labelled(by: captionID)],
                        [tag("thead", "", head), tag("tbody", [], body)])
                ]),
        ]
        if !note.isEmpty { children.append(tag("p", "note", .text(note))) }
        let width = columns.count > 5 ? "card table wide" : "card table"
        return tag("section", [.style(width), .id(id)], children)
    }
}

/// The tables of the report.
struct Tables {
    let claims: Claims
    var facts: Facts { claims.facts }
    var language: Language { claims.language }
    private var material: Material { facts.material }

    private func text(_ english: String, _ russian: String) -> String {
        claims.text(english, russian)
    }

    private var activityHeading: String { text("Activity", "Вид деятельности") }

    private func label(_ activity: ActivityCode) -> String {
        Words.short(activity) + "\u{A0}· " + material.name(activity, language)
    }

    private func isSmall(_ activity: ActivityCode, _ year: Year, _ span: Span) -> Bool {
        (facts.share(activity, year, span)?.value ?? 0) < Facts.leastShare
    }

    private var smallNote: String {
        text(
            "In italics: under one per cent of the region's total, where rounding of the source makes quotients uncertain.",
            "Курсивом: доля меньше одного процента, коэффициенты неточны из-за округления в источнике."
        )
    }

    // MARK: By activity

    /// Everything about each activity in the last year.
    func latest() -> NumberTable? {
        guard let span = facts.span else { return nil }
        let year = span.last
        var columns: [(heading: String, cell: (ActivityCode) -> Shown?)] = [
            (
                text("Share in the region, %", "Доля в регионе, %"),
                { self.facts.share($0, year, span) }
            ),
            (
                text("Share in all regions, %", "Доля по всем регионам, %"),
                { self.facts.referenceShare($0, year, span) }
            ),
        ]
        let annual: [(String, String)] = [
            (MethodName.locationQuotient, ""), (MethodName.perCapita, ""),
            (MethodName.specialisationIndex, ""), (MethodName.marketSpecialisation, ""),
        ]
        for (method, component) in annual where !facts.tables(of: method, span).isEmpty {
            columns.append(
                (
                    heading(method, component, span),
                    {
                        self.facts.find(
                            method, span, activity: $0, year: year, component: component
                        ).map {
                            method == MethodName.marketSpecialisation
                                ? Shown($0, .whole) : Shown($0)
                        }
                    }
                ))
        }
        let spanMethods: [(String, String)] = [(MethodName.dynamicQuotient, "change")]
        for (method, component) in spanMethods where !facts.tables(of: method, span).isEmpty {
            columns.append(
                (
                    heading(method, component, span) + ", " + span.period,
                    {
                        self.facts.find(
                            method, span, activity: $0, year: year, from: span.first,
                            component: component
                        ).map { Shown($0) }
                    }
                ))
        }
        let rows = facts.panel(span).activities.map { activity in
            NumberTable.Row(
                label: label(activity.code),
                cells: columns.map { column in
                    column.cell(activity.code).map { .number($0) } ?? .nothing
                }, isSmall: isSmall(activity.code, year, span))
        }
        return NumberTable(
            id: "t-latest",
            caption: claims.pick(
                "Activities of the region in \(year: year)",
                "Виды деятельности региона в \(year: year) году"),
            note: smallNote + marketNote(span), columns: [activityHeading] + columns.map(\.heading),
            rows: rows)
    }

    private func marketNote(_ span: Span) -> String {
        if facts.tables(of: MethodName.marketSpecialisation, span).isEmpty { return "" }
        return " "
            + heading(MethodName.marketSpecialisation, "", span) + ": "
            + reading(MethodName.marketSpecialisation, span)
    }

    private func heading(_ method: String, _ component: String, _ span: Span) -> String {
        guard let table = facts.tables(of: method, span).first else { return method }
        let method = material.tables[table].method
        if !component.isEmpty, let part = method.component(component) {
            return Words.opening(part.name[language])
        }
        return Words.opening(method.name[language])
    }

    /// An index by activity and year, one table a span.
    func byYear(_ method: String, component: String = "") -> [NumberTable] {
        facts.spans.compactMap { span in
            let panel = facts.panel(span)
            let rows = panel.activities.map { activity in
                NumberTable.Row(
                    label: label(activity.code),
                    cells: panel.years.map { year in
                        facts.find(
                            method, span, activity: activity.code, year: year,
                            component: component
                        ).map { .number(Shown($0)) } ?? .nothing
                    }, isSmall: isSmall(activity.code, span.last, span))
            }
            let table = NumberTable(
                id: "t-\(method)-\(span.classification)",
                caption: Sentence([.text(heading(method, component, span) + ", " + span.period)]),
                note: reading(method, span),
                columns: [activityHeading] + panel.years.map { "\($0)" },
                rows: rows)
            return table.isEmpty ? nil : table
        }
    }

    /// The share of each activity by year.
    func shares() -> [NumberTable] {
        facts.spans.map { span in
            let panel = facts.panel(span)
            return NumberTable(
                id: "t-share-\(span.classification)",
                caption: claims.pick(
                    "Shares in the region's total, \(span.period), %",
                    "Доли в итоге региона, \(span.period), %"),
                note: "", columns: [activityHeading] + panel.years.map { "\($0)" },
                rows: panel.activities.map { activity in
                    NumberTable.Row(
                        label: label(activity.code),
                        cells: panel.years.map { year in
                            facts.share(activity.code, year, span).map { .number($0) } ?? .nothing
                        })
                })
        }
    }

    /// How the location quotient changed on the year before, for the last span.
    func yearlyChange() -> NumberTable? {
        guard let span = facts.span, span.years.count > 1 else { return nil }
        let steps = Array(zip(span.years, span.years.dropFirst()))
        let table = NumberTable(
            id: "t-yearly-change",
            caption: claims.pick(
                "Change of the location quotient on the year before, times",
                "Изменение коэффициента локализации к прошлому году, раз"),
            note: reading(MethodName.dynamicQuotient, span),
            columns: [activityHeading] + steps.map { "\($0.1)" },
            rows: facts.panel(span).activities.map { activity in
                NumberTable.Row(
                    label: label(activity.code),
                    cells: steps.map { before, year in
                        facts.find(
                            MethodName.dynamicQuotient, span, activity: activity.code, year: year,
                            from: before, component: "change"
                        ).map { .number(Shown($0)) } ?? .nothing
                    }, isSmall: isSmall(activity.code, span.last, span))
            })
        return table.isEmpty ? nil : table
    }

    private func reading(_ method: String, _ span: Span) -> String {
        facts.tables(of: method, span).first.map {
            material.tables[$0].method.reading[language]
        } ?? ""
    }

    /// The parts of growth by activity.
    func shiftShare() -> [NumberTable] {
        facts.spans.compactMap { span in
            guard let position = facts.tables(of: MethodName.shiftShare, span).first else {
                return nil
            }
            let method = material.tables[position].method
            let unit = facts.panel(span).measure.unit
            let scaled = Shown.scaled(Shown.Look(), for: 1e3, unit)
            var look = Shown.Look(digits: .decimals(1), showsSign: true)
            (look.scale, look.shownUnit) = (scaled.scale, scaled.shownUnit)
            let row = { (activity: ActivityCode?) -> [NumberTable.Cell] in
                method.components.map { component in
                    self.facts.find(
                        MethodName.shiftShare, span, activity: activity, year: span.last,
                        from: span.first, component: component.id
                    ).map { .number(Shown($0, unit: unit, look)) } ?? .nothing
                }
            }
            var rows = facts.panel(span).activities.map {
                NumberTable.Row(label: label($0.code), cells: row($0.code))
            }
            rows.append(
                NumberTable.Row(
                    label: text("All activities", "Все виды деятельности"), cells: row(nil),
                    isChosen: true))
            let shown = UnitWords.text(look.shownUnit ?? unit, language)
            let table = NumberTable(
                id: "t-shift-share-\(span.classification)",
                caption: Sentence([
                    .text(method.name[language] + ", \(span.period), " + shown)
                ]),
                note: method.reading[language],
                columns: [activityHeading]
                    + method.components.map { Words.opening($0.name[language]) },
                rows: rows.filter { row in
                    row.cells.contains { if case .number = $0 { true } else { false } }
                })
            return table.isEmpty ? nil : table
        }
    }

    // MARK: The region as a whole

    /// Every index that has one value for the region and year, by year.
    func regional() -> [NumberTable] {
        facts.spans.compactMap { span in
            let panel = facts.panel(span)
            var rows: [NumberTable.Row] = []
            for position in material.tables.indices {
                let table = material.tables[position]
                // Each number of complexity opens to those of all regions: the last year is enough,
                // and stands in a table of its own.
                guard table.measure.code == span.measure,
                    table.classification == span.classification,
                    !MethodName.ofRelatedness.contains(table.method.id)
                else { continue }
                for component in table.method.components {
                    let found = panel.years.map { year in
                        facts.find(
                            table.method.id, span, year: year, component: component.id)
                    }
                    guard found.contains(where: { $0?.value != nil }) else { continue }
                    var label = table.method.name[language]
                    if !component.id.isEmpty { label += ": " + component.name[language] }
                    rows.append(
                        NumberTable.Row(
                            label: label,
                            cells: found.map { found in
                                found.map {
                                    .number(
                                        Shown(
                                            $0, unit: component.unit.unit(for: panel.measure),
                                            Shown.Look(digits: .significant(3))))
                                } ?? .nothing
                            }))
                }
            }
            let table = NumberTable(
                id: "t-regional-\(span.classification)",
                caption: claims.pick(
                    "Indices of the region as a whole, \(span.period)",
                    "Показатели региона в целом, \(span.period)"),
                note: "", columns: [text("Index", "Показатель")] + panel.years.map { "\($0)" },
                rows: rows)
            return table.isEmpty ? nil : table
        }
    }

    // MARK: Peers

    /// The regions shown beside ours: those of its federal district, then those with the strongest
    /// main specialisation.
    func peers(_ span: Span, main: ActivityCode) -> [PlaceCode] {
        let own = material.groups[facts.region]
        let panel = facts.panel(span)
        let district = panel.places.map(\.code).filter {
            $0 != facts.region && own != nil && material.groups[$0] == own
        }
        let strongest = facts.all(
            MethodName.locationQuotient, span, activity: main, year: span.last
        ).filter { $0.value != nil }.sorted { ($0.value ?? 0) > ($1.value ?? 0) }
            .compactMap(\.key.place).filter { $0 != facts.region && !district.contains($0) }
        return [facts.region] + district + strongest.prefix(6)
    }

    func comparison() -> NumberTable? {
        guard let span = facts.span, let main = claims.candidates(span, span.last).first else {
            return nil
        }
        let year = span.last
        let name = material.name(main.activity, language)
        let columns:
            [(heading: String, method: String, activity: ActivityCode?, look: Shown.Look)] =
                [
                    (
                        text("Location quotient: ", "Коэффициент локализации: ")
                            + Words.inner(name),
                        MethodName.locationQuotient, main.activity, .index
                    ),
                    (
                        heading(MethodName.specialisationCoefficient, "", span),
                        MethodName.specialisationCoefficient, nil, .share
                    ),
                    (
                        heading(MethodName.herfindahl, "", span), MethodName.herfindahl, nil, .share
                    ),
                    (heading(MethodName.krugman, "", span), MethodName.krugman, nil, .share),
                ].filter { !facts.tables(of: $0.method, span).isEmpty }
        guard !columns.isEmpty else { return nil }
        let found = columns.map { column -> [PlaceCode: Found] in
            let all = facts.all(column.method, span, activity: column.activity, year: year)
            return Dictionary(
                all.compactMap { found in found.key.place.map { ($0, found) } }
            ) { first, _ in first }
        }
        let rows = peers(span, main: main.activity).map { place in
            let share = facts.share(main.activity, of: place, year, span)
            return NumberTable.Row(
                label: material.name(place, language),
                cells: [share.map { .number($0) } ?? .nothing]
                    + columns.indices.map { column in
                        found[column][place].map { .number(Shown($0, columns[column].look)) }
                            ?? .nothing
                    }, isChosen: place == facts.region)
        }
        let district = material.groups[facts.region].map {
            material.name(PlaceCode(rawValue: $0), language)
        }
        return NumberTable(
            id: "t-peers",
            caption: claims.pick(
                "The region and its peers in \(year: year)",
                "Регион и регионы сравнения в \(year: year) году"),
            note: text(
                "Peers: the other regions of the same district\(district.map { " (\($0))" } ?? ""), then those where the main activity is strongest.",
                "Регионы сравнения: того же округа\(district.map { " (\($0))" } ?? ""), затем те, где главный вид деятельности представлен сильнее всего."
            ),
            columns: [
                text("Region", "Регион"), text("Its share, %", "Его доля, %"),
            ] + columns.map(\.heading), rows: rows)
    }

    /// How regions move between classes of income per head, and where that would lead.
    func mobility() -> NumberTable? {
        guard let position = facts.tables(of: MethodName.incomeMobility).first else { return nil }
        let table = material.tables[position]
        let cells = Dictionary(
            table.rows.filter { $0.key.place == nil }.map { ($0.key.component, $0) }
        ) { first, _ in first }
        let classes = (1...9).prefix { cells["probability.\($0).\($0)"] != nil }
        guard classes.count > 1 else { return nil }
        let number = { (component: String, look: Shown.Look) -> NumberTable.Cell in
            cells[component].map { .number(Shown(Found(table: position, row: $0), look)) }
                ?? .nothing
        }
        let own = table.rows.filter {
            $0.key.place == facts.region && $0.key.component == "class"
        }.max { ($0.key.year ?? 0) < ($1.key.year ?? 0) }?.outcome.value
        let rows = classes.map { from in
            NumberTable.Row(
                label: text("class \(from)", "класс \(from)"),
                cells: classes.map { number("probability.\(from).\($0)", .share) }
                    + [
                        number("steadyState.\(from)", .share),
                        number("sojourn.\(from)", Shown.Look(digits: .significant(3))),
                    ], isChosen: own == Double(from))
        }
        let years = table.rows.compactMap(\.key.year)
        let period = Words.period(years.min() ?? 0, years.max() ?? 0)
        return NumberTable(
            id: "t-mobility",
            caption: Sentence([.text(table.method.name[language] + ", " + period)]),
            note: text(
                "Rows: the class of one year; columns: the probability of each class in the next. The region's class is marked. ",
                "Строки — класс в одном году, столбцы — вероятность класса в следующем. Отмечен класс региона. "
            ) + table.method.reading[language],
            columns: [text("Class", "Класс")]
                + classes.map { text("to class \($0)", "в класс \($0)") }
                + [
                    text("Share in the steady state", "Доля в стационарном состоянии"),
                    text("Years spent in the class", "Лет в классе"),
                ], rows: rows)
    }

    /// What the region lacks, the nearest first, with what each would open.
    func near() -> NumberTable? {
        guard let span = facts.span else { return nil }
        let year = span.last
        let find = { (method: String, activity: ActivityCode, component: String, own: Bool) in
            self.facts.find(
                method, span, activity: activity, year: year, component: component, ofPlace: own)
        }
        let lacked = facts.panel(span).activities.map(\.code).compactMap {
            activity -> (ActivityCode, Found)? in
            guard find(MethodName.presence, activity, "", true)?.value == 0,
                let density = find(MethodName.density, activity, "", true), density.value != nil
            else { return nil }
            return (activity, density)
        }.sorted { ($1.1.value ?? 0, $0.0) < ($0.1.value ?? 0, $1.0) }
        guard !lacked.isEmpty else { return nil }
        let cell = { (found: Found?, look: Shown.Look) -> NumberTable.Cell in
            found.map { .number(Shown($0, look)) } ?? .nothing
        }
        return NumberTable(
            id: "t-near",
            caption: claims.pick(
                "What the region has no advantage in, the nearest first, \(year: year)",
                "В чём у региона нет преимущества, сначала самое близкое, \(year: year)"),
            note: reading(MethodName.density, span) + " " + reading(MethodName.opportunity, span),
            columns: [
                activityHeading, heading(MethodName.density, "", span),
                heading(MethodName.complexity, "activity", span),
                heading(MethodName.opportunity, "gain", span),
            ],
            rows: lacked.map { activity, density in
                NumberTable.Row(
                    label: label(activity),
                    cells: [
                        cell(density, .share),
                        cell(find(MethodName.complexity, activity, "activity", false), .index),
                        cell(find(MethodName.opportunity, activity, "gain", true), .index),
                    ], isSmall: isSmall(activity, year, span))
            })
    }

    /// Every region by the location quotient of the main activity.
    func ranking() -> NumberTable? {
        guard let span = facts.span, let main = claims.candidates(span, span.last).first else {
            return nil
        }
        let all = facts.all(
            MethodName.locationQuotient, span, activity: main.activity, year: span.last
        ).filter { $0.value != nil }.sorted {
            ($0.value ?? 0, $1.key.place ?? "") > ($1.value ?? 0, $0.key.place ?? "")
        }
        guard all.count > 1 else { return nil }
        let rows = all.compactMap { found -> NumberTable.Row? in
            guard let place = found.key.place, let rank = facts.rank(found, among: all) else {
                return nil
            }
            return NumberTable.Row(
                label: material.name(place, language),
                cells: [.number(Shown(found)), .number(rank.rank)],
                isChosen: place == facts.region)
        }
        return NumberTable(
            id: "t-ranking",
            caption: claims.pick(
                "\(Words.opening(claims.name(main.activity))): all regions in \(year: span.last)",
                "\(Words.opening(claims.name(main.activity))): все регионы в \(year: span.last) году"
            ),
            note: "",
            columns: [
                text("Region", "Регион"), text("Location quotient", "Коэффициент локализации"),
                text("Rank", "Место"),
            ], rows: rows)
    }

    /// The published coefficients of marketability, and those worked out from production and
    /// shipments.
    func marketability() -> [NumberTable] {
        var tables: [NumberTable] = []
        let published = claims.publishedMarketability
        let years = Set(published.flatMap { $0.years.map(\.year) }).sorted()
        if !published.isEmpty {
            tables.append(
                NumberTable(
                    id: "t-marketability",
                    caption: claims.pick(
                        "Marketability as published", "Товарность, опубликованные значения"),
                    note: text(
                        "Taken out of the region (to other regions and abroad) over produced.",
                        "Вывезено из региона (в другие регионы и за рубеж) к произведённому."),
                    columns: [text("Product", "Продукт")] + years.map { "\($0)" },
                    rows: published.map { product in
                        NumberTable.Row(
                            label: material.name(product.activity, language),
                            cells: years.map { year in
                                product.years.first { $0.year == year }
                                    .map { .number($0.value) } ?? .nothing
                            })
                    }))
        }
        for position in facts.tables(of: MethodName.marketability) {
            let table = material.tables[position]
            let rows = table.rows.filter { $0.key.place == facts.region }
            let years = Set(rows.compactMap(\.key.year)).sorted()
            let kinds = unique(
                rows.map { Kind(activity: $0.key.activity, component: $0.key.component) })
            let lines = kinds.compactMap { kind -> NumberTable.Row? in
                let own = rows.filter {
                    $0.key.activity == kind.activity && $0.key.component == kind.component
                }
                guard own.contains(where: { $0.outcome.value != nil || isRange($0.outcome) }) else {
                    return nil
                }
                let product = kind.activity.map { material.name($0, language) } ?? ""
                let part = table.method.component(kind.component)?.name[language] ?? ""
                return NumberTable.Row(
                    label: [product, part].filter { !$0.isEmpty }.joined(separator: ": "),
                    cells: years.map { year in
                        own.first { $0.key.year == year }.map {
                            .number(Shown(Found(table: position, row: $0)))
                        } ?? .nothing
                    })
            }
            if lines.isEmpty { continue }
            tables.append(
                NumberTable(
                    id: "t-marketability-\(position)",
                    caption: Sentence([.text(table.method.name[language])]),
                    note: table.method.reading[language],
                    columns: [text("Product", "Продукт")] + years.map { "\($0)" }, rows: lines))
        }
        return tables
    }

    private struct Kind: Hashable {
        let activity: ActivityCode?
        let component: String
    }

    private func isRange(_ outcome: Outcome) -> Bool {
        if case .range = outcome { true } else { false }
    }

    private func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return values.filter { seen.insert($0).inserted }
    }
}
