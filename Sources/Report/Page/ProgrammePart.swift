internal import Figures
internal import Region
internal import Wording

/// The programme: what starts when, what it uses, and how sure the choice is.
struct ProgrammePart {
    let page: Page

    private var facts: Facts { page.facts }
    private var claims: Claims { page.claims }
    private var material: Material { page.material }
    private var language: Language { page.language }
    private var pictures: Pictures { page.pictures }

    private func text(_ english: String, _ russian: String) -> String {
        page.text(english, russian)
    }

    var parts: [HTML] {
        [schedule].compactMap { $0 } + pictures.pair([use, money])
            + pictures.pair([assumptions, safety])
            + [front].compactMap { $0 }
            + [plans, sureness].compactMap { $0 }.filter { !$0.isEmpty }
            .map { $0.html(page.ledger) }
    }

    // MARK: Finding results

    private func rows(_ method: String) -> [Found] { page.rows(of: method) }

    private func byObject(_ found: [Found]) -> [ObjectCode: [String: Found]] {
        var cards: [ObjectCode: [String: Found]] = [:]
        for own in found {
            guard let object = own.key.object, own.key.year == nil else { continue }
            cards[object, default: [:]][own.key.component] = own
        }
        return cards
    }

    /// A number of a card. By itself, since the optimiser of Swift 6.3 ends with a failed check of
    /// its own where it takes the place of its calls.
    @inline(never)
    private func number(_ card: [String: Found], _ component: String) -> Double? {
        guard let found = card[component] else { return nil }
        return found.value
    }

    private func component(_ method: String, _ id: String) -> String {
        page.component(id, of: method)
    }

    // MARK: What starts when

    private var schedule: HTML? {
        let cards = byObject(rows(MethodName.programmePlan))
        let effects = rows(MethodName.programmeEffects)
        let years = effects.compactMap(\.key.year)
        guard let first = years.min(), let last = years.max(), !cards.isEmpty,
            let objective = effects.first(where: {
                $0.key.component == "objective" && $0.key.year == nil
            })
        else { return nil }
        var bars: [(tier: Int, row: GanttChart.Row)] = []
        for (code, card) in cards {
            guard let start = number(card, "start"), let work = number(card, "work") else {
                continue
            }
            let tier = min(5, max(1, Int(number(card, "tier") ?? 5)))
            let cost = number(card, "cost").map {
                NumberWording.text($0, significant: 3, in: language)
            }
            bars.append(
                (
                    tier,
                    GanttChart.Row(
                        name: material.name(code, language), start: Int(start), work: Int(work),
                        end: Int(number(card, "until") ?? Double(last)) + 1, group: tier - 1,
                        note: cost ?? "")
                ))
        }
        bars.sort { one, other in
            let (a, b) = (one.row, other.row)
            if a.start != b.start { return a.start < b.start }
            return one.tier != other.tier ? one.tier < other.tier : a.name < b.name
        }
        let count = bars.count
        let noun = Words.plural(count, "проект", "проекта", "проектов")
        let heading = claims.pick(
            "\("\(count)") projects from \(year: first) to \(year: last) bring \(Shown(objective, .whole)) by the weights of the programme",
            "\("\(count)") \(noun), \(year: first)–\(year: last): эффекты по весам программы — \(Shown(objective, .whole))"
        )
        let what = text(
            "Each project from its start; the number is its cost, millions at present value.",
            "Каждый проект с его начала; число — стоимость, млн, приведённая.")
        let chart = GanttChart(
            title: heading.plain(language), summary: what, years: first...last,
            groups: [
                text("technogenic, ecological", "техногенные, экологические"),
                text("processing", "переработка"), text("services", "услуги"),
                text("social infrastructure", "социальная инфраструктура"),
                text("no tier", "без очереди"),
            ], building: text("built", "строится"), working: text("works", "работает"),
            noteTitle: text("costs", "стоит"), rows: bars.map(\.row))
        return pictures.card(
            Pictures.Card(
                id: "fig-schedule", heading: heading, what: what,
                method: MethodName.programmePlan, table: nil)
        ) { chart.drawing(width: $0, language: language) }
    }

    private var use: HTML? {
        var subjects: [ObjectCode: [Year: [String: Found]]] = [:]
        for found in rows(MethodName.programmeUse) {
            guard let subject = found.key.object, let year = found.key.year else { continue }
            subjects[subject, default: [:]][year, default: [:]][found.key.component] = found
        }
        var rows: [UseChart.Row] = []
        var least: (name: String, found: Found, share: Double)?
        for subject in subjects.keys.sorted()
        where subject.rawValue.hasPrefix("budget/") || subject.rawValue.hasPrefix("labour/") {
            let name = material.name(subject, language)
            var list: [UseChart.Year] = []
            for (year, found) in (subjects[subject] ?? [:]).sorted(by: { $0.key < $1.key }) {
                guard let used = number(found, "used") else { continue }
                let there = number(found, "there")
                list.append(UseChart.Year(year: year, used: used, available: there))
                if let there, there > 0, let found = found["left"], let left = found.value,
                    left / there < least?.share ?? 2
                {
                    least = (name, found, left / there)
                }
            }
            rows.append(UseChart.Row(name: name, years: list))
        }
        guard let least, let year = least.found.key.year else { return nil }
        let heading = claims.pick(
            "\(Words.opening(least.name)): \(Shown(least.found, .whole)) is left in \(year: year), the least of all",
            "\(Words.opening(least.name)): в \(year: year) остаётся \(Shown(least.found, .whole)) — меньше всего"
        )
        let what = text(
            "Money in millions and people by year; each row has a scale of its own, its largest number stands at the right.",
            "Деньги, млн, и люди по годам; у каждой строки своя шкала, наибольшее число — справа.")
        let chart = UseChart(
            title: heading.plain(language), summary: what, used: text("used", "использовано"),
            available: text("there is", "имеется"), rows: rows)
        return pictures.card(
            Pictures.Card(
                id: "fig-use", heading: heading, what: what, method: MethodName.programmeUse,
                table: nil)
        ) { chart.drawing(width: $0, language: language) }
    }

    /// Who pays for what: sources that projects share.
    private var money: HTML? {
        let shares = rows(MethodName.programmeUse).filter {
            $0.key.component == "share" && ($0.value ?? 0) > 0
        }
        var names: [String] = []
        var places: [String: Int] = [:]
        func place(_ code: String) -> Int {
            if let known = places[code] { return known }
            places[code] = names.count
            names.append(material.name(ObjectCode(rawValue: code), language))
            return names.count - 1
        }
        var flows: [SankeyChart.Flow] = []
        var largest: Found?
        for found in shares {
            let parts = (found.key.object?.rawValue ?? "").split(separator: "/").map(String.init)
            guard parts.count == 3, let value = found.value else { continue }
            flows.append(
                SankeyChart.Flow(from: place(parts[1]), to: place(parts[2]), value: value))
            if value > largest?.value ?? 0 { largest = found }
        }
        guard flows.count > 2, let largest else { return nil }
        let ends = (largest.key.object?.rawValue ?? "").split(separator: "/").map(String.init)
        let (source, project) = (
            material.name(ObjectCode(rawValue: ends[1]), language),
            material.name(ObjectCode(rawValue: ends[2]), language)
        )
        let heading = claims.pick(
            "Most goes from \(source) to \(project): \(Shown(largest, .whole)) million",
            "Больше всего идёт сюда: \(source) → \(project), \(Shown(largest, .whole)) млн")
        let what = text(
            "Money of all years from each source to each project, not discounted.",
            "Деньги за все годы от источников к проектам, без дисконта.")
        let chart = SankeyChart(
            title: heading.plain(language), summary: what, nodes: names, flows: flows,
            unit: text("million", "млн"))
        return pictures.card(
            Pictures.Card(
                id: "fig-money", heading: heading, what: what, method: MethodName.programmeUse,
                table: nil)
        ) { chart.drawing(width: $0, language: language) }
    }

    // MARK: How sure

    /// What a reserve costs beside how often a budget is overdrawn.
    private var safety: HTML? {
        let cards = byObject(rows(MethodName.robustness))
        let names = [
            "reserve-0", "reserve-1", "reserve-2", "reserve-3", "reserve-5", "reserve-all",
        ]
        var points: [ScatterChart.Point] = []
        var last: (chance: Found, price: Found)?
        for name in names {
            guard let card = cards[ObjectCode(rawValue: name)], let price = card["price"],
                let chance = card["chance"], let x = price.value, let y = chance.value
            else { continue }
            points.append(
                ScatterChart.Point(
                    name: material.name(ObjectCode(rawValue: name), language), x: x, y: y))
            last = (chance, price)
        }
        guard points.count > 1, let last else { return nil }
        let heading = claims.pick(
            "To be safe from any overrun costs \(Shown(last.price, .whole)) of the effects by weight",
            "Полная защита от удорожаний стоит \(Shown(last.price, .whole)) эффектов по весам")
        let what = text(
            "Each point a plan with a reserve: what it loses, and in which share of cases some budget is overdrawn.",
            "Каждая точка — план с запасом: сколько он теряет и в какой доле случаев превышен какой-либо бюджет."
        )
        let chart = ScatterChart(
            title: heading.plain(language), summary: what,
            horizontalAxis: component(MethodName.robustness, "price"),
            verticalAxis: component(MethodName.robustness, "chance"), points: points,
            isCurve: true)
        return pictures.card(
            Pictures.Card(
                id: "fig-safety", heading: heading, what: what, method: MethodName.robustness,
                table: nil)
        ) { chart.drawing(width: $0, language: language) }
    }

    /// How far the programme moves with each assumption.
    private var assumptions: HTML? {
        let cards = byObject(rows(MethodName.assumptions))
        let objective = rows(MethodName.programmeEffects).first {
            $0.key.component == "objective" && $0.key.year == nil
        }
        guard let objective, let base = objective.value, !cards.isEmpty else { return nil }
        var swings: [TornadoChart.Swing] = []
        var worst: (name: String, behind: Found)?
        for (code, card) in cards.sorted(by: { $0.key < $1.key }) {
            guard let low = number(card, "low"), let high = number(card, "high") else { continue }
            let name = material.name(code, language)
            if low != high {
                swings.append(TornadoChart.Swing(name: name, atLow: low, atHigh: high))
            }
            for end in ["low.behind", "high.behind"] {
                guard let behind = card[end], let value = behind.value else { continue }
                if value > worst?.behind.value ?? -1 { worst = (name, behind) }
            }
        }
        guard let worst, !swings.isEmpty else { return nil }
        let heading: Sentence
        if (worst.behind.value ?? 0) < 1e-6 * abs(base) {
            heading = claims.pick(
                "The choice of projects hangs on none of the assumptions by itself",
                "Ни одно предположение само по себе не меняет выбора проектов")
        } else {
            heading = claims.pick(
                "\(worst.name) matters most for the choice: the programme may fall \(Shown(worst.behind, .whole)) behind the best",
                "Для выбора важнее всего «\(Words.inner(worst.name))»: отставание от лучшего плана — до \(Shown(worst.behind, .whole))"
            )
        }
        let what = text(
            "Effects by weight of the programme with each assumption at either end of its range.",
            "Эффекты программы по весам, если предположение — на краю своего диапазона.")
        let chart = TornadoChart(
            title: heading.plain(language), summary: what,
            axis: text("effects by weight", "эффекты по весам"), base: base, swings: swings,
            lowName: text("assumption low", "нижний край"),
            highName: text("assumption high", "верхний край"))
        return pictures.card(
            Pictures.Card(
                id: "fig-assumptions", heading: heading, what: what,
                method: MethodName.assumptions, table: nil)
        ) { chart.drawing(width: $0, language: language) }
    }

    /// Plans between which only preferences decide.
    private var front: HTML? {
        let found = rows(MethodName.front)
        let cards = byObject(found)
        let ids = ["economic", "social", "ecological", "indirect"]
        let codes = cards.keys.filter {
            $0.rawValue.hasPrefix("plan-") && !$0.rawValue.contains("/")
        }.sorted()
        guard codes.count > 1,
            let best = codes.compactMap({ cards[$0]?["economic"] }).max(by: {
                ($0.value ?? 0) < ($1.value ?? 0)
            })
        else { return nil }
        let middle = cards["compromise"].map { card in ids.map { number(card, $0) } }
        var lines: [ParallelChart.Line] = []
        for code in codes {
            let values = ids.map { number(cards[code] ?? [:], $0) }
            guard values.allSatisfy({ $0 != nil }) else { continue }
            let isMiddle = values == middle
            lines.append(
                ParallelChart.Line(
                    name: isMiddle
                        ? text("compromise", "компромисс") : material.name(code, language),
                    values: values.compactMap { $0 }, isChosen: isMiddle))
        }
        let count = "\(lines.count)"
        let noun = Words.plural(lines.count, "план", "плана", "планов")
        let heading = claims.pick(
            "Between \(count) plans only preferences decide; the most economic effect is \(Shown(best, .whole))",
            "\(count) \(noun), между которыми решают лишь предпочтения; наибольший экономический эффект — \(Shown(best, .whole))"
        )
        let what = text(
            "Each line is a plan that none beats in everything; present values. Draw along an axis to keep the plans of that stretch, click it to set all free.",
            "Каждая линия — план, который никакой другой не превосходит во всём; приведённые величины. Проведите вдоль оси, чтобы оставить планы этого отрезка; щелчок по оси возвращает все."
        )
        let chart = ParallelChart(
            title: heading.plain(language), summary: what,
            axes: ids.map { component(MethodName.front, $0) }, lines: lines)
        return pictures.card(
            Pictures.Card(
                id: "fig-front", heading: heading, what: what, method: MethodName.front, table: nil)
        ) { chart.drawing(width: $0, language: language) }
    }

    private func table(
        _ id: String, _ caption: Sentence, _ first: String, _ method: String,
        _ codes: [ObjectCode], _ columns: [(String, Shown.Look)]
    ) -> NumberTable? {
        let cards = byObject(rows(method))
        var rows: [NumberTable.Row] = []
        for code in codes where cards[code] != nil {
            rows.append(
                NumberTable.Row(
                    label: material.name(code, language),
                    cells: columns.map { column, look in
                        cards[code]?[column].map { .number(Shown($0, look)) } ?? .nothing
                    }))
        }
        guard !rows.isEmpty else { return nil }
        return NumberTable(
            id: id, caption: caption, note: page.reading(of: method),
            columns: [first] + columns.map { component(method, $0.0) }, rows: rows)
    }

    private var plans: NumberTable? {
        table(
            "t-plans", claims.pick("Plans under uncertainty", "Планы в условиях неопределённости"),
            text("Plan", "План"), MethodName.risk,
            ["central", "mean", "cautious", "least-regret"],
            [
                ("mean", .whole), ("worst", .whole), ("worstMean", .whole), ("regret", .whole),
                ("projects", .whole),
            ])
    }

    private var sureness: NumberTable? {
        let chosen = rows(MethodName.risk).filter { $0.key.component == "chosen" }
        let codes = chosen.sorted { one, other in
            let (a, b) = (one.value ?? 0, other.value ?? 0)
            return a != b ? a > b : (one.key.object ?? "") < (other.key.object ?? "")
        }.compactMap(\.key.object)
        return table(
            "t-sureness",
            claims.pick(
                "How sure the choice of each project is", "Насколько надёжен выбор проекта"),
            text("Project", "Проект"), MethodName.risk, codes, [("chosen", .share)])
    }
}
