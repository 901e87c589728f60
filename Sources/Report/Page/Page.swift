internal import Region
internal import Wording

/// The whole page of a report, in the order of UI section 8: claim, four key numbers, where the
/// region stands, how that changed, comparison, tables, quality, methods, sources.
struct Page {
    let facts: Facts
    let claims: Claims
    let tables: Tables
    let ledger: Ledger
    let language: Language
    /// The files of the same report in other languages.
    let others: [(language: Language, file: String)]

    init(
        _ material: Material, _ language: Language,
        others: [(language: Language, file: String)] = []
    ) {
        facts = Facts(material)
        self.language = language
        claims = Claims(facts: facts, language: language)
        tables = Tables(claims: claims)
        ledger = Ledger(facts, language)
        self.others = others
    }

    var material: Material { facts.material }

    /// All results of a method.
    func rows(of method: String) -> [Found] {
        var found: [Found] = []
        for table in facts.tables(of: method) {
            for row in material.tables[table].rows { found.append(Found(table: table, row: row)) }
        }
        return found
    }

    /// The name of a component of a method, as a heading.
    func component(_ id: String, of method: String) -> String {
        let table = facts.tables(of: method).first.map { material.tables[$0] }
        return Words.opening(table?.method.component(id)?.name[language] ?? id)
    }

    /// How the results of a method are to be read; nothing where the run has none.
    func reading(of method: String) -> String {
        facts.tables(of: method).first.map { material.tables[$0].method.reading[language] } ?? ""
    }

    func text(_ english: String, _ russian: String) -> String {
        claims.text(english, russian)
    }

    func html() -> String {
        let main = self.main
        // The entries come last: only now is it known which are asked for.
        let how = explanations
        let methods = self.methods
        let sources = self.sources
        let style = Assets.style + TrackingPart(page: self).style
        let script = Assets.script
        let years = facts.spans.first.map { Words.period($0.first, facts.span?.last ?? $0.last) }
        let title = [claims.regionName, years ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
        let policy =
            "default-src 'none'; style-src '\(Assets.hash(style))'; "
            + "script-src '\(Assets.hash(script))'; img-src data: blob:; base-uri 'none'; "
            + "form-action 'none'"
        let head = tag(
            "head", [],
            [
                tag("meta", [.data("charset", "utf-8")]),
                tag(
                    "meta",
                    [
                        .data("http-equiv", "Content-Security-Policy"), .data("content", policy),
                    ]),
                tag(
                    "meta",
                    [
                        .data("name", "viewport"),
                        .data("content", "width=device-width, initial-scale=1"),
                    ]),
                tag("meta", [.data("name", "generator"), .data("content", "uklad")]),
                tag("title", "", .text(title + " · " + text("Uklad", "Уклад"))),
                tag("style", [], [.trusted(style)]),
            ])
        let body = tag(
            "body", [],
            [
                tag(
                    "a", [.style("skip"), .anchor("main")],
                    [.text(text("To the report", "К содержанию"))]),
                header(title),
                tag("main", [.id("main")], [main, methods, sources, how]),
                footer, panel,
                tag("script", [.data("type", "module")], [.trusted(script)]),
            ])
        return "<!doctype html>\n"
            + tag("html", [.lang(language.rawValue)], [head, body]).written + "\n"
    }

    // MARK: Frame

    private func header(_ title: String) -> HTML {
        var tools: [HTML] = others.filter { $0.language != language }.map { other in
            tag(
                "a", [.data("href", other.file), .lang(other.language.rawValue)],
                [.text(other.language == .russian ? "Русский" : "English")])
        }
        tools.append(
            tag(
                "button",
                [
                    .data("type", "button"), .data("data-theme-switch", ""),
                    .data("data-dark", text("Dark", "Тёмная")),
                    .data("data-light", text("Light", "Светлая")), .flag("hidden"),
                ], [.text(text("Dark", "Тёмная"))]))
        return tag(
            "header", [.style("top")],
            [
                tag(
                    "p", [.style("brand")],
                    [.trusted(Assets.mark), tag("strong", "", .text(text("Uklad", "Уклад")))]),
                tag("p", "project", .text(title)), tag("div", [.style("tools")], tools),
            ])
    }

    private var footer: HTML {
        tag(
            "footer", [],
            [
                .text(
                    text("Uklad ", "Уклад ") + material.version + " · " + text("run ", "расчёт ")
                        + material.runID + " · "
                        + text("every number can be checked", "каждое число можно проверить"))
            ])
    }

    /// Where the script opens the entry of a number; without script it stays closed.
    private var panel: HTML {
        tag(
            "dialog", [.style("pop"), .label(text("How computed", "Как посчитано"))],
            [
                tag(
                    "div", [.style("bar")],
                    [
                        tag(
                            "button", [.data("type", "button"), .data("data-back", "")],
                            [.text(text("Back", "Назад"))]),
                        tag(
                            "button", [.data("type", "button"), .data("data-close", "")],
                            [.text(text("Close", "Закрыть"))]),
                    ]),
                tag("div", [.style("body"), .data("tabindex", "-1")], []),
            ])
    }

    private func section(_ id: String, _ heading: String, _ children: [HTML]) -> HTML {
        if children.isEmpty { return .nothing }
        return tag(
            "section", [.id(id), .labelled(by: id + "-h")],
            [tag("h2", [.id(id + "-h")], [.text(heading)])] + children)
    }

    // MARK: Parts

    private var main: HTML {
        .group([
            opening,
            section("now", text("Where the region stands", "Где регион сейчас"), pictures.now),
            section("change", text("How it changed", "Как менялось"), pictures.change),
            section("peers", text("Comparison", "Сравнение"), pictures.comparison),
            section(
                "near", text("What is near", "Что рядом"),
                tables.near().map { [$0.html(ledger)] } ?? []),
            section(
                "clusters", text("Clusters and space", "Кластеры и пространство"),
                ClusterPart(page: self).parts),
            section(
                "effects", text("What projects set in motion", "Что приводят в движение проекты"),
                EffectPart(page: self).parts),
            section(
                "programme", text("What to start when", "Что и когда начинать"),
                ProgrammePart(page: self).parts),
            section(
                "foresight", text("What comes next", "Что дальше"),
                ForesightPart(page: self).parts),
            section(
                "agreement", text("Where experts agree", "В чём согласны эксперты"),
                AgreementPart(page: self).parts),
            section(
                "tracking", text("Plan and fact", "План и факт"),
                TrackingPart(page: self).parts),
            section("tables", text("Tables", "Таблицы"), allTables),
            section("quality", text("Data quality", "Качество данных"), quality),
        ])
    }

    var pictures: Pictures { Pictures(page: self) }

    /// The first page: the finding, what it rests on, four numbers, the findings one by one.
    private var opening: HTML {
        let findings = claims.findings
        let heading =
            findings.first?.heading
            ?? claims.pick("\(claims.regionName)", "\(claims.regionName)")
        let span = facts.span
        let years = facts.spans.first.map { Words.period($0.first, span?.last ?? $0.last) } ?? ""
        let measure = span.map { Words.inner(material.name($0.measure, language)) } ?? ""
        let lead = [
            measure.isEmpty ? "" : text("Measured by ", "Измерено показателем: ") + measure, years,
            text("run ", "расчёт ") + material.runID,
        ].filter { !$0.isEmpty }.joined(separator: " · ")
        let items = findings.map { claim in
            tag(
                "li", [.id("f-" + claim.id), .data("data-claim", claim.holds ? "true" : "plain")],
                [ledger.html(claim.sentence)])
        }
        var children: [HTML] = [
            tag("h1", [], [ledger.html(heading)]), tag("p", "lead", .text(lead)),
        ]
        let keys = keyNumbers
        if !keys.isEmpty { children.append(tag("ul", [.style("keys")], keys)) }
        var columns: [HTML] = []
        if !items.isEmpty {
            columns.append(
                tag(
                    "section", [.style("findings"), .labelled(by: "findings-h")],
                    [
                        tag(
                            "h2", [.id("findings-h")],
                            [.text(text("What the numbers say", "Что говорят числа"))]),
                        tag("ul", [], items),
                    ]))
        }
        let limits = claims.limits
        if !limits.isEmpty {
            columns.append(
                tag(
                    "section", [.style("limits"), .labelled(by: "limits-h")],
                    [
                        tag(
                            "h2", [.id("limits-h")],
                            [.text(text("What they cannot say", "Чего они не говорят"))]),
                        tag("ul", [], limits.map { tag("li", [], [ledger.html($0)]) }),
                    ]))
        }
        children.append(tag("div", [.style("said")], columns))
        return tag("div", [.style("opening")], children)
    }

    private var keyNumbers: [HTML] {
        var keys: [(label: String, number: Shown, below: Sentence)] = []
        if let span = facts.span {
            if let main = claims.candidates(span, span.last).first {
                let first = facts.quotient(main.activity, span.first, span)
                keys.append(
                    (
                        text("Location quotient: ", "Коэффициент локализации: ")
                            + claims.inner(main.activity), main.quotient,
                        first.map { first in
                            claims.pick(
                                "\(first) in \(year: span.first)",
                                "\(first) в \(year: span.first) году")
                        } ?? .empty
                    ))
                keys.append(
                    (
                        text("Share in the region: ", "Доля в экономике региона: ")
                            + claims.inner(main.activity), main.share,
                        facts.share(main.activity, span.first, span).map { share in
                            claims.pick(
                                "\(share) in \(year: span.first)",
                                "\(share) в \(year: span.first) году")
                        } ?? .empty
                    ))
            }
            if let own = facts.find(
                MethodName.specialisationCoefficient, span, year: span.last), own.value != nil,
                let rank = facts.rank(
                    own,
                    among: facts.all(
                        MethodName.specialisationCoefficient, span, year: span.last))
            {
                keys.append(
                    (
                        text("Specialisation coefficient", "Коэффициент специализации"),
                        Shown(own, .share),
                        claims.pick(
                            "rank \(rank.rank) of \(rank.count) by difference from the common structure",
                            "\(rank.rank)-е место из \(rank.count) по отличию от общей структуры")
                    ))
            }
        }
        if let product = claims.publishedMarketability.first, let last = product.years.last {
            let name = Words.inner(claims.name(product.activity))
            let first = product.years.first
            keys.append(
                (
                    text("Marketability: ", "Товарность: ") + name, last.value,
                    claims.pick(
                        "left the region in \(year: last.year)",
                        "вывезено из региона в \(year: last.year) году")
                        + (first.map { first in
                            first.year == last.year
                                ? .empty
                                : claims.pick(
                                    ", \(first.value) in \(year: first.year)",
                                    ", \(first.value) в \(year: first.year)")
                        } ?? .empty)
                ))
        } else if let span = facts.span, let mass = claims.relativeMass(span, span.last) {
            keys.append(
                (
                    text(
                        "Total per head against all regions", "Итог на душу к средней по регионам"),
                    mass,
                    claims.pick("in \(year: span.last)", "в \(year: span.last) году")
                ))
        }
        return keys.prefix(4).map { key in
            let id = ledger.name(key.number.source)
            return tag(
                "li", [],
                [
                    tag("p", "label", .text(key.label)),
                    tag("p", [.style("value")], [ledger.html(key.number)]),
                    tag("p", [.style("below")], [ledger.html(key.below)]),
                    tag(
                        "p", [.style("ask")],
                        [
                            tag(
                                "a", [.anchor(id), .data("data-open", id)],
                                [.text(text("How computed", "Как посчитано"))])
                        ]),
                ])
        }
    }

    private var allTables: [HTML] {
        var all: [NumberTable] = []
        if let table = tables.latest() { all.append(table) }
        all += tables.shares()
        all += tables.byYear(MethodName.locationQuotient)
        if let table = tables.yearlyChange() { all.append(table) }
        all += tables.byYear(MethodName.perCapita)
        all += tables.regional()
        all += tables.shiftShare()
        all += tables.marketability()
        if let table = tables.ranking() { all.append(table) }
        return [tag("div", [.style("tables")], all.map { $0.html(ledger) })]
    }

    private var explanations: HTML {
        let entries = ledger.entries()
        return tag(
            "section", [.style("how"), .id("how"), .labelled(by: "how-h")],
            [
                tag("h2", [.id("how-h")], [.text(text("How computed", "Как посчитано"))]),
                tag(
                    "p", "",
                    .text(
                        text(
                            "Choose any number of the report: its formula, the formula with numbers and the figures behind it open here.",
                            "Выберите любое число отчёта: здесь откроются его формула, формула с числами и исходные данные."
                        ))),
            ] + entries)
    }
}
