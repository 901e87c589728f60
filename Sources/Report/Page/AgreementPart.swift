internal import Figures
internal import Region
internal import Wording

/// Whether experts agree: estimates in rounds, ranks, and weights from comparisons.
struct AgreementPart {
    let page: Page

    private var facts: Facts { page.facts }
    private var claims: Claims { page.claims }
    private var material: Material { page.material }
    private var language: Language { page.language }
    private var pictures: Pictures { page.pictures }

    private func text(_ english: String, _ russian: String) -> String {
        page.text(english, russian)
    }

    private func component(_ id: String, _ method: String) -> String {
        page.component(id, of: method)
    }

    var parts: [HTML] {
        let (surveys, compared) = (estimated, self.compared)
        let cards =
            surveys.enumerated().map { estimates($0.element, $0.offset + 1) }
            + compared.enumerated().map { weights($0.element, $0.offset + 1) }
        let tables =
            surveys.enumerated().map { answers($0.element, $0.offset + 1) } + [ranks]
            + compared.enumerated().flatMap { number, survey in
                [
                    items(survey, number + 1), consistency(survey, number + 1),
                    contradictions(survey, number + 1),
                ]
            }
        return pictures.pair(cards)
            + tables.compactMap { $0 }.filter { !$0.isEmpty }.map { $0.html(page.ledger) }
    }

    // MARK: Names

    private func quoted(_ name: String) -> String {
        text("“\(name)”", "«\(name)»")
    }

    private func name(_ code: String) -> String {
        material.name(ObjectCode(rawValue: code), language)
    }

    private func label(_ code: String) -> LocalizedText {
        let object = ObjectCode(rawValue: code)
        return LocalizedText(
            en: material.name(object, .english), ru: material.name(object, .russian))
    }

    /// A setting of a method, as its results name it.
    private func setting(_ id: String, _ method: String) -> String? {
        facts.tables(of: method).first.flatMap { table in
            material.tables[table].parameters.first { $0.name == id }?.value
        }
    }

    /// What a result is about: the survey and whatever of it. A survey has any name, with strokes
    /// in it too, so that the parts after it are taken from the end.
    private func path(_ found: Found, parts count: Int) -> (survey: String, rest: [String])? {
        let all = (found.key.object?.rawValue ?? "").split(
            separator: "/", omittingEmptySubsequences: false)
        guard all.count > count else { return nil }
        return (
            all.dropLast(count).joined(separator: "/"), all.suffix(count).map(String.init)
        )
    }

    private func round(_ part: String) -> Int? {
        part.hasPrefix("round-") ? Int(part.dropFirst(6)) : nil
    }

    // MARK: Estimates in rounds

    private struct Question {
        let code: String
        /// Of the last round or of all together.
        var whole: [String: Found] = [:]
        var rounds: [Int: [String: Found]] = [:]

        var last: [String: Found] { rounds.keys.max().flatMap { rounds[$0] } ?? [:] }
        var isAgreed: Bool? { whole["agreed"]?.value.map { $0 > 0 } }
    }

    private static let ofRound: Set = [
        "median", "lower", "upper", "weighted", "range", "experts",
    ]

    private typealias Survey = (name: String, questions: [Question])

    /// In the order of the results.
    private var estimated: [Survey] {
        var surveys: [Survey] = []
        for found in page.rows(of: MethodName.delphi) {
            let component = found.key.component
            let isOfRound = Self.ofRound.contains(component)
            guard let (name, rest) = path(found, parts: isOfRound ? 2 : 1) else { continue }
            let survey = surveys.firstIndex { $0.name == name } ?? surveys.count
            if survey == surveys.count { surveys.append((name, [])) }
            let known = surveys[survey].questions
            let question = known.firstIndex { $0.code == rest[0] } ?? known.count
            if question == known.count {
                surveys[survey].questions.append(Question(code: rest[0]))
            }
            if !isOfRound {
                surveys[survey].questions[question].whole[component] = found
            } else if let round = round(rest[1]) {
                surveys[survey].questions[question].rounds[round, default: [:]][component] = found
            }
        }
        return surveys
    }

    private func estimates(_ survey: Survey, _ number: Int) -> HTML? {
        let heading = self.heading(survey, number)
        guard let heading, survey.questions.contains(where: { !$0.rounds.isEmpty }) else {
            return nil
        }
        let range = setting("range", MethodName.delphi) ?? ""
        let isRepeated = survey.questions.contains { $0.rounds.count > 1 }
        let what =
            isRepeated
            ? text(
                "Median and middle half of the answers in the last round, fainter in the one before; agreement is a middle half of at most \(range).",
                "Медиана и средняя половина ответов последнего тура, бледнее — предыдущего; согласие — размах этой половины не больше \(range)."
            )
            : text(
                "Median and middle half of the answers; agreement is a middle half of at most \(range).",
                "Медиана и средняя половина ответов; согласие — размах этой половины не больше \(range)."
            )
        let rows = survey.questions.map { question in
            AgreementPlot.Row(
                name: name(question.code),
                // Stability compares the last two rounds, so that these are shown.
                rounds: question.rounds.sorted { $0.key < $1.key }.suffix(2).compactMap {
                    round($0.key, $0.value)
                }, isAgreed: question.isAgreed)
        }
        let chart = AgreementPlot(
            title: heading.plain(language), summary: what, axis: text("estimate", "оценка"),
            rows: rows,
            words: AgreementPlot.Words(
                median: text("median", "медиана"),
                quartiles: text("middle half of the answers", "средняя половина ответов"),
                answer: text("an expert", "эксперт"),
                earlier: text("round before", "предыдущий тур"),
                agreed: text("agreed", "согласие"), open: text("not agreed", "согласия нет")))
        return pictures.card(
            Pictures.Card(
                id: "fig-delphi-\(number)", heading: heading, what: what,
                method: MethodName.delphi, table: "t-delphi-\(number)")
        ) { chart.drawing(width: $0, language: language) }
    }

    private func round(_ number: Int, _ found: [String: Found]) -> AgreementPlot.Round? {
        guard let median = found["median"]?.value, let lower = found["lower"]?.value,
            let upper = found["upper"]?.value, lower <= upper
        else { return nil }
        return AgreementPlot.Round(
            name: text("round \(number)", "тур \(number)"), median: median,
            quartiles: lower...upper)
    }

    /// On how many questions they agree, and on which they are furthest apart.
    private func heading(_ survey: Survey, _ number: Int) -> Sentence? {
        let items = survey.questions.compactMap { question in
            question.whole["agreed"].map { (label(question.code), Shown($0, .whole)) }
        }
        guard !items.isEmpty else { return nil }
        let title = LocalizedText(
            en: "Questions · \(survey.name)", ru: "Вопросы · \(survey.name)")
        let all = facts.count("delphi|\(survey.name)", title, items)
        let agreed = Shown(
            Derived(
                "agreed|\(survey.name)",
                LocalizedText(
                    en: "Questions with agreement · \(survey.name)",
                    ru: "Вопросы с согласием · \(survey.name)"), "sum(x)",
                [
                    .init(
                        "x",
                        LocalizedText(en: "1 where agreed, else 0", ru: "1 — согласие, иначе 0"),
                        .list(items.map { $0.1.value ?? 0 }), sources: items.map(\.1.source),
                        labels: items.map(\.0))
                ]), .whole)
        let who = quoted(survey.name)
        let count = items.count
        if agreed.value == Double(count) {
            return claims.pick(
                "\(who): experts agree on every question, \(all) of them",
                "\(who): эксперты согласны по всем вопросам, их \(all)")
        }
        let questions = Words.plural(count, "question", "questions")
        let questionsRu = Words.plural(count, "вопроса", "вопросов", "вопросов")
        let start = claims.pick(
            "\(who): experts agree on \(agreed) of \(all) \(questions)",
            "\(who): согласие по \(agreed) из \(all) \(questionsRu)")
        guard let (widest, range) = furthest(survey) else { return start }
        let what = quoted(Words.inner(name(widest)))
        return start
            + claims.pick(
                ", furthest apart on \(what): the middle half spans \(Shown(range))",
                ", дальше всего мнения о \(what): межквартильный размах \(Shown(range))")
    }

    /// The question on which they are furthest apart, with its range.
    private func furthest(_ survey: Survey) -> (code: String, range: Found)? {
        var widest: (code: String, range: Found)?
        var most = 0.0
        for question in survey.questions where question.isAgreed == false {
            guard let found = question.last["range"], let value = found.value, value > most
            else { continue }
            most = value
            widest = (question.code, found)
        }
        return widest
    }

    private func answers(_ survey: Survey, _ number: Int) -> NumberTable? {
        let columns: [(String, Shown.Look)] = [
            ("experts", .whole), ("median", .index), ("weighted", .index), ("lower", .index),
            ("upper", .index), ("range", .index), ("change", .share), ("outside", .whole),
        ]
        let rows = survey.questions.map { question in
            NumberTable.Row(
                label: name(question.code),
                cells: columns.map { column, look in
                    let found = question.last[column] ?? question.whole[column]
                    return found.map { .number(Shown($0, look)) } ?? .nothing
                } + [.text(verdict(question)), .text(advice(question))])
        }
        let survey = quoted(survey.name)
        return NumberTable(
            id: "t-delphi-\(number)",
            caption: claims.pick(
                "\(survey): answers of the last round", "\(survey): ответы последнего тура"),
            // Once is enough.
            note: number == 1 ? page.reading(of: MethodName.delphi) : "",
            columns: [text("Question", "Вопрос")]
                + columns.map { component($0.0, MethodName.delphi) }
                + [
                    component("agreed", MethodName.delphi),
                    text("What follows", "Что дальше"),
                ], rows: rows)
    }

    private func verdict(_ question: Question) -> String {
        question.isAgreed.map { $0 ? text("yes", "да") : text("no", "нет") } ?? "–"
    }

    /// What the two tests together say (METHODS 9.2).
    private func advice(_ question: Question) -> String {
        guard let stable = question.whole["stable"]?.value, stable > 0 else {
            return text("ask again", "ещё тур")
        }
        return question.isAgreed == true
            ? text("stop asking", "можно остановиться")
            : text("report both views", "обе позиции — в отчёт")
    }

    // MARK: Ranks

    /// How far experts rank alike, by survey and round.
    private var ranks: NumberTable? {
        var order: [(survey: String, round: Int)] = []
        var cards: [String: [String: Found]] = [:]
        for found in page.rows(of: MethodName.concordance) {
            guard let (survey, rest) = path(found, parts: 1), let round = round(rest[0]) else {
                continue
            }
            let key = "\(survey)/\(round)"
            if cards[key] == nil { order.append((survey, round)) }
            cards[key, default: [:]][found.key.component] = found
        }
        func card(_ place: (survey: String, round: Int)) -> [String: Found] {
            cards["\(place.survey)/\(place.round)"] ?? [:]
        }
        guard let last = order.last, let now = card(last)["w"], let value = now.value else {
            return nil
        }
        let first = order.first { $0.survey == last.survey } ?? last
        let survey = quoted(last.survey)
        var caption = claims.pick(
            "\(survey): experts rank alike by \(Shown(now)), where 1 is full agreement",
            "\(survey): согласованность рангов \(Shown(now)), полная — 1")
        if let before = card(first)["w"], let start = before.value, first.round != last.round {
            caption =
                value > start
                ? claims.pick(
                    "\(survey): ranks came together, Kendall's W from \(Shown(before)) to \(Shown(now))",
                    "\(survey): ранги сблизились, коэффициент конкордации \(Shown(before)) и \(Shown(now))"
                )
                : claims.pick(
                    "\(survey): ranks did not come together, Kendall's W from \(Shown(before)) to \(Shown(now))",
                    "\(survey): ранги не сблизились, коэффициент конкордации \(Shown(before)) и \(Shown(now))"
                )
        }
        let columns: [(String, Shown.Look)] = [
            ("w", .share), ("chi", .index), ("chance", .share), ("exact", .share),
        ]
        return NumberTable(
            id: "t-concordance", caption: caption,
            note: page.reading(of: MethodName.concordance),
            columns: [text("Survey", "Опрос")]
                + columns.map { component($0.0, MethodName.concordance) },
            rows: order.map { place in
                NumberTable.Row(
                    label: text(
                        "\(place.survey), round \(place.round)",
                        "\(place.survey), тур \(place.round)"),
                    cells: columns.map { column, look in
                        card(place)[column].map { .number(Shown($0, look)) } ?? .nothing
                    })
            })
    }

    // MARK: Weights from comparisons

    private struct Comparisons {
        let survey: String
        /// Weights by item, the heaviest first.
        var items: [(code: String, card: [String: Found])] = []
        /// How far comparisons agree: of the group, whose name is empty, and of each expert.
        var groups: [(expert: String, card: [String: Found])] = []
        var doubts: [(expert: String, pair: String, card: [String: Found])] = []
    }

    private static let ofItem: Set = ["weight", "priorities", "geometric"]
    private static let ofPair: Set = ["stated", "suggested"]

    private var compared: [Comparisons] {
        var surveys: [Comparisons] = []
        for found in page.rows(of: MethodName.hierarchy) {
            let component = found.key.component
            let isOfPart = Self.ofItem.contains(component) || Self.ofPair.contains(component)
            guard let (path, rest) = path(found, parts: isOfPart ? 1 : 0) else { continue }
            let (survey, expert) = Self.ofItem.contains(component) ? (path, "") : apart(path)
            let place = surveys.firstIndex { $0.survey == survey } ?? surveys.count
            if place == surveys.count { surveys.append(Comparisons(survey: survey)) }
            add(found, rest.first, expert, to: &surveys[place])
        }
        for place in surveys.indices {
            surveys[place].items.sort {
                ($0.card["weight"]?.value ?? 0) > ($1.card["weight"]?.value ?? 0)
            }
        }
        return surveys.filter { !$0.items.isEmpty }
    }

    /// A survey and the one of its experts a result is of, empty for all of them together.
    private func apart(_ path: String) -> (survey: String, expert: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 2, parts[parts.count - 2] == "expert" else { return (path, "") }
        return (parts.dropLast(2).joined(separator: "/"), String(parts[parts.count - 1]))
    }

    private func add(
        _ found: Found, _ part: String?, _ expert: String, to survey: inout Comparisons
    ) {
        let component = found.key.component
        if Self.ofItem.contains(component), let item = part {
            let place = survey.items.firstIndex { $0.code == item } ?? survey.items.count
            if place == survey.items.count { survey.items.append((item, [:])) }
            survey.items[place].card[component] = found
        } else if Self.ofPair.contains(component), let pair = part {
            let place =
                survey.doubts.firstIndex { $0.expert == expert && $0.pair == pair }
                ?? survey.doubts.count
            if place == survey.doubts.count { survey.doubts.append((expert, pair, [:])) }
            survey.doubts[place].card[component] = found
        } else {
            let place =
                survey.groups.firstIndex { $0.expert == expert } ?? survey.groups.count
            if place == survey.groups.count { survey.groups.append((expert, [:])) }
            survey.groups[place].card[component] = found
        }
    }

    private func weights(_ survey: Comparisons, _ number: Int) -> HTML? {
        guard let first = survey.items.first, let weight = first.card["weight"],
            weight.value != nil
        else { return nil }
        let (who, what) = (quoted(survey.survey), quoted(Words.inner(name(first.code))))
        var heading = claims.pick(
            "\(who): \(what) counts most, \(Shown(weight, .share))",
            "\(who): важнее всего \(what), вес \(Shown(weight, .share))")
        if let found = survey.groups.first(where: { $0.expert.isEmpty })?.card["ratio"],
            let ratio = found.value,
            let bound = setting("inconsistency", MethodName.hierarchy).flatMap({ Double($0) })
        {
            heading =
                heading
                + (ratio <= bound
                    ? claims.pick(
                        "; the comparisons are consistent, ratio \(Shown(found, .share))",
                        "; сравнения согласованы, отношение \(Shown(found, .share))")
                    : claims.pick(
                        "; the comparisons contradict each other, ratio \(Shown(found, .share))",
                        "; сравнения противоречат друг другу, отношение \(Shown(found, .share))"))
        }
        let summary = text(
            "Weights from comparisons in pairs of all experts together; they sum to one.",
            "Веса из попарных сравнений всех экспертов вместе; сумма — единица.")
        let chart = BarChart(
            title: heading.plain(language), summary: summary, axis: text("weight", "вес"),
            bars: survey.items.enumerated().compactMap { index, item in
                item.card["weight"]?.value.map {
                    BarChart.Bar(name: name(item.code), value: $0, isChosen: index == 0)
                }
            })
        return pictures.card(
            Pictures.Card(
                id: "fig-ahp-\(number)", heading: heading, what: summary,
                method: MethodName.hierarchy, table: "t-ahp-\(number)")
        ) { chart.drawing(width: $0, language: language) }
    }

    private func table(
        _ id: String, _ caption: Sentence, _ first: String, note: String = "",
        _ rows: [(label: String, card: [String: Found])], _ columns: [(String, Shown.Look)]
    ) -> NumberTable {
        NumberTable(
            id: id, caption: caption, note: note,
            columns: [first] + columns.map { component($0.0, MethodName.hierarchy) },
            rows: rows.map { label, card in
                NumberTable.Row(
                    label: label,
                    cells: columns.map { column, look in
                        card[column].map { .number(Shown($0, look)) } ?? .nothing
                    })
            })
    }

    private func items(_ survey: Comparisons, _ number: Int) -> NumberTable? {
        let who = quoted(survey.survey)
        return table(
            "t-ahp-\(number)", claims.pick("\(who): weights", "\(who): веса"),
            text("Item", "Предмет"),
            note: number == 1 ? page.reading(of: MethodName.hierarchy) : "",
            survey.items.map { (name($0.code), $0.card) },
            [("weight", .share), ("priorities", .share), ("geometric", .share)])
    }

    private func consistency(_ survey: Comparisons, _ number: Int) -> NumberTable? {
        let who = quoted(survey.survey)
        return table(
            "t-consistency-\(number)",
            claims.pick(
                "\(who): how far the comparisons agree with each other",
                "\(who): насколько сравнения согласуются между собой"),
            text("Whose", "Чьи"), survey.groups.map { (person($0.expert), $0.card) },
            [("ratio", .share), ("geometricIndex", .share), ("missing", .whole)])
    }

    /// The comparisons that contradict the others most.
    private func contradictions(_ survey: Comparisons, _ number: Int) -> NumberTable? {
        guard !survey.doubts.isEmpty else { return nil }
        let who = quoted(survey.survey)
        return table(
            "t-contradictions-\(number)",
            claims.pick(
                "\(who): comparisons to look at again", "\(who): какие сравнения пересмотреть"),
            text("Whose, which", "Чьё, какое"),
            survey.doubts.map { doubt in
                (person(doubt.expert) + ", " + pair(doubt.pair, survey), doubt.card)
            }, [("stated", .index), ("suggested", .index)])
    }

    private func person(_ expert: String) -> String {
        expert.isEmpty
            ? text("all experts together", "все эксперты вместе")
            : text("expert \(expert)", "эксперт \(expert)")
    }

    /// The names of the two things of a comparison. A code may hold hyphens itself, so that the one
    /// that parts two known codes is looked for.
    private func pair(_ code: String, _ survey: Comparisons) -> String {
        func known(_ part: Substring) -> String? {
            survey.items.first { $0.code == part || $0.code == "effect-" + part }?.code
        }
        for place in code.indices where code[place] == "-" {
            if let first = known(code[..<place]),
                let second = known(code[code.index(after: place)...])
            {
                return name(first) + " : " + name(second)
            }
        }
        return code
    }
}
