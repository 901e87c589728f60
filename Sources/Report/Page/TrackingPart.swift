internal import Figures
internal import Region
internal import Wording

/// Whether the programme goes as planned: plan and fact, and what leaves its course.
struct TrackingPart {
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
        let (planned, watched) = (indicators(MethodName.planFact), indicators(MethodName.alerts))
        let charts = charted(watched)
        return pictures.pair([lights(planned), deviations(planned)?.html(page.ledger)])
            + pictures.pair(charts.enumerated().map { control($0.element, $0.offset + 1) })
            + [alerts(watched)].compactMap { $0 }.map { $0.html(page.ledger) }
    }

    /// Colours that no other part needs.
    var style: String { page.rows(of: MethodName.planFact).isEmpty ? "" : Palette.lightsSheet }

    // MARK: Finding results

    private struct Indicator {
        let code: ObjectCode
        var years: [Year: [String: Found]] = [:]

        func last(_ component: String) -> (year: Year, found: Found)? {
            let known = years.filter { $0.value[component]?.value != nil }
            return known.keys.max().flatMap { year in
                known[year]?[component].map { (year, $0) }
            }
        }
    }

    /// In the order of the results.
    private func indicators(_ method: String) -> [Indicator] {
        var indicators: [Indicator] = []
        for found in page.rows(of: method) {
            guard let code = found.key.object, let year = found.key.year else { continue }
            let place = indicators.firstIndex { $0.code == code } ?? indicators.count
            if place == indicators.count { indicators.append(Indicator(code: code)) }
            indicators[place].years[year, default: [:]][found.key.component] = found
        }
        return indicators
    }

    private func name(_ indicator: Indicator) -> String { material.name(indicator.code, language) }

    private func label(_ indicator: Indicator) -> LocalizedText {
        LocalizedText(
            en: material.name(indicator.code, .english),
            ru: material.name(indicator.code, .russian))
    }

    private func quoted(_ indicator: Indicator) -> String {
        let name = Words.inner(name(indicator))
        return text("“\(name)”", "«\(name)»")
    }

    // MARK: Plan and fact

    private var statuses: [String] {
        [text("green", "зелёный"), text("amber", "жёлтый"), text("red", "красный")]
    }

    private func lights(_ indicators: [Indicator]) -> HTML? {
        guard let last = indicators.compactMap({ $0.last("status")?.year }).max(),
            let heading = standing(indicators, last)
        else { return nil }
        let what = text(
            "Indicators by year: how far the fact is from the plan, and the status of that. The colour knows the bad side: of an emission it is above the plan.",
            "Показатели по годам: отклонение факта от плана и его статус. Цвет учитывает худшую сторону: у выбросов это выше плана."
        )
        let chart = TrafficLights(
            title: heading.plain(language), summary: what,
            groups: groups(indicators), statuses: statuses,
            missing: text("no status", "статуса нет"))
        return pictures.card(
            Pictures.Card(
                id: "fig-plan-fact", heading: heading, what: what, method: MethodName.planFact,
                table: "t-plan-fact")
        ) { chart.drawing(width: $0, language: language) }
    }

    /// By pillar, those that belong to none last; without any pillar all together.
    private func groups(_ indicators: [Indicator]) -> [TrafficLights.Group] {
        let pillars: [Pillar?] = Pillar.allCases + [nil]
        let own = pillars.compactMap { pillar -> (pillar: Pillar?, rows: [TrafficLights.Row])? in
            let rows = indicators.filter { material.pillars[$0.code] == pillar }.map(row)
            return rows.isEmpty ? nil : (pillar, rows)
        }
        return own.map { pillar, rows in
            let name =
                pillar.map { material.name(ObjectCode(rawValue: $0.rawValue), language) }
                ?? (own.count > 1 ? text("of no pillar", "вне опор") : "")
            return TrafficLights.Group(name: name, rows: rows)
        }
    }

    private func row(_ indicator: Indicator) -> TrafficLights.Row {
        TrafficLights.Row(
            name: name(indicator),
            cells: indicator.years.map { year, card in
                TrafficLights.Cell(
                    year: year,
                    status: card["status"]?.value.flatMap {
                        TrafficLights.Status(rawValue: Int($0))
                    }, deviation: card["deviation"]?.value)
            })
    }

    /// How many indicators are behind in the last year, and which most.
    private func standing(_ indicators: [Indicator], _ year: Year) -> Sentence? {
        let known = indicators.filter { $0.years[year]?["status"]?.value != nil }
        guard !known.isEmpty else { return nil }
        func count(_ id: String, _ title: LocalizedText, _ own: [Indicator]) -> Shown {
            facts.count(
                "\(id)|\(year)", title,
                own.compactMap { indicator in
                    indicator.years[year]?["status"].map { (label(indicator), Shown($0, .whole)) }
                })
        }
        let all = count(
            "planned",
            LocalizedText(
                en: "Indicators with a status · \(year)", ru: "Показатели со статусом · \(year)"),
            known)
        for status in [2.0, 1] {
            let own = known.filter { $0.years[year]?["status"]?.value == status }
            func distance(_ indicator: Indicator) -> Double {
                abs(indicator.years[year]?["deviation"]?.value ?? 0)
            }
            guard let worst = own.max(by: { distance($0) < distance($1) }),
                let found = worst.years[year]?["deviation"]
            else { continue }
            let isRed = status == 2
            let behind = count(
                isRed ? "red" : "amber",
                LocalizedText(
                    en: "Indicators with the status \(isRed ? "red" : "amber") · \(year)",
                    ru: "Показатели со статусом «\(isRed ? "красный" : "жёлтый")» · \(year)"), own)
            let deviation = Shown(found, Self.signed)
            let verb = Words.plural(own.count, "is", "are")
            let nouns = Words.plural(known.count, "indicator", "indicators")
            let nounsRu = Words.plural(known.count, "показателя", "показателей", "показателей")
            let lead =
                isRed
                ? claims.pick(
                    "\(year: year): \(behind) of \(all) \(nouns) \(verb) red",
                    "\(year: year): красный статус у \(behind) из \(all) \(nounsRu)")
                : claims.pick(
                    "\(year: year): no indicator is red, \(behind) of \(all) \(verb) amber",
                    "\(year: year): красных нет, жёлтый статус у \(behind) из \(all) \(nounsRu)")
            return lead
                + claims.pick(
                    "; furthest behind is \(quoted(worst)), deviation \(deviation)",
                    "; сильнее всего отстаёт \(quoted(worst)), отклонение \(deviation)")
        }
        return claims.pick(
            "\(year: year): every indicator keeps to the plan, \(all) of them",
            "\(year: year): все показатели идут по плану, их \(all)")
    }

    /// A share with its sign, in which direction it lies.
    private static let signed = Shown.Look(digits: .decimals(3), showsSign: true)

    private func deviations(_ indicators: [Indicator]) -> NumberTable? {
        let columns: [(String, Shown.Look)] = [
            ("deviation", Self.signed), ("attainment", .share), ("progress", .share),
        ]
        let rows = indicators.compactMap { indicator -> NumberTable.Row? in
            guard let year = indicator.years.keys.max() else { return nil }
            let status = indicator.years[year]?["status"]?.value.map { statuses[min(2, Int($0))] }
            let cells = columns.map { column, look -> NumberTable.Cell in
                indicator.years[year]?[column].map { .number(Shown($0, look)) } ?? .nothing
            }
            return NumberTable.Row(
                label: "\(name(indicator)), \(year)",
                cells: cells + [status.map { .text($0) } ?? .nothing])
        }
        guard !rows.isEmpty else { return nil }
        return NumberTable(
            id: "t-plan-fact",
            caption: claims.pick(
                "Plan and fact in the last year of each indicator",
                "План и факт: последний год каждого показателя"),
            note: page.reading(of: MethodName.planFact),
            columns: [text("Indicator, year", "Показатель, год")]
                + columns.map { component($0.0, MethodName.planFact) }
                + [text("Status", "Статус")], rows: rows)
    }

    // MARK: Early alerts

    /// How many pictures of single indicators a reader takes in.
    private static let most = 8

    /// Those with an alarm, the latest first; without any, the one that is nearest to one.
    private func charted(_ indicators: [Indicator]) -> [Indicator] {
        func alarm(_ indicator: Indicator) -> Year { indicator.last("since")?.year ?? 0 }
        func largest(_ indicator: Indicator) -> Double {
            indicator.years.values.flatMap { [$0["upper"]?.value, $0["lower"]?.value] }
                .compactMap { $0 }.max() ?? 0
        }
        let ordered = indicators.sorted { one, other in
            if alarm(one) != alarm(other) { return alarm(one) > alarm(other) }
            let (a, b) = (largest(one), largest(other))
            return a != b ? a > b : one.code < other.code
        }
        let alarmed = ordered.filter { alarm($0) > 0 }
        return Array((alarmed.isEmpty ? ordered.prefix(1) : alarmed[...]).prefix(Self.most))
    }

    private var bound: Double? {
        facts.tables(of: MethodName.alerts).first.flatMap { table in
            material.tables[table].parameters.first { $0.name == "limit" }
                .flatMap { Double($0.value) }
        }
    }

    private func control(_ indicator: Indicator, _ number: Int) -> HTML? {
        guard let bound, let heading = course(indicator) else { return nil }
        let what = text(
            "Above: errors of the forecast made the year before, and their moving average, which chance keeps within its limits. Below: sums of errors to either side; beyond the bound \(NumberWording.text(bound, significant: 2, in: language)) there is an alarm.",
            "Вверху — ошибки прогноза, сделанного годом раньше, и их скользящее среднее: случайность держит его в пределах. Внизу — суммы ошибок в обе стороны; за границей \(NumberWording.text(bound, significant: 2, in: language)) — тревога."
        )
        let years = indicator.years.sorted { $0.key < $1.key }
        let points = years.compactMap { year, card -> ControlChart.Point? in
            guard card["score"] != nil else { return nil }
            func value(_ component: String) -> Double? { card[component]?.value }
            return ControlChart.Point(
                year: year, score: value("score"), average: value("average"),
                limit: value("limit"), upper: value("upper"), lower: value("lower"))
        }
        let alarms = years.compactMap { year, card -> ControlChart.Alarm? in
            guard let since = card["since"]?.value else { return nil }
            return ControlChart.Alarm(year: year, since: Int(since), isUpward: isUpward(card))
        }
        let chart = ControlChart(
            title: heading.plain(language), summary: what, points: points, alarms: alarms,
            bound: bound,
            words: ControlChart.Words(
                score: text("error of the forecast", "ошибка прогноза"),
                average: text("moving average", "скользящее среднее"),
                limit: text("its limits", "его пределы"),
                upper: text("sum upwards", "сумма вверх"),
                lower: text("sum downwards", "сумма вниз"), bound: text("bound", "граница"),
                alarm: text("alarm", "тревога"), since: text("since", "с"),
                scoreAxis: text("error, standard deviations", "ошибка, стандартных отклонений"),
                sumAxis: text(
                    "sum of errors, standard deviations",
                    "сумма ошибок, стандартных отклонений")))
        return pictures.card(
            Pictures.Card(
                id: "fig-alert-\(number)", heading: heading, what: what, method: MethodName.alerts,
                table: "t-alerts")
        ) { chart.drawing(width: $0, language: language) }
    }

    /// To which side an alarm went: that of the larger sum, since both do not leave together.
    private func isUpward(_ card: [String: Found]) -> Bool {
        (card["upper"]?.value ?? 0) >= (card["lower"]?.value ?? 0)
    }

    private func course(_ indicator: Indicator) -> Sentence? {
        let name = Words.opening(name(indicator))
        if let alarm = indicator.last("since"), let card = indicator.years[alarm.year] {
            let isUpward = isUpward(card)
            guard let sum = card[isUpward ? "upper" : "lower"] else { return nil }
            let since = Int(alarm.found.value ?? 0)
            return claims.pick(
                "\(name): \(isUpward ? "above" : "below") its forecast since \(year: since), the sum of errors reached \(Shown(sum)) in \(year: alarm.year)",
                "\(name): с \(year: since) года \(isUpward ? "выше" : "ниже") прогноза, сумма ошибок в \(year: alarm.year) году — \(Shown(sum))"
            )
        }
        guard let last = indicator.years.filter({ $0.value["upper"] != nil }).keys.max(),
            let card = indicator.years[last],
            let sum = card[isUpward(card) ? "upper" : "lower"]
        else { return nil }
        return claims.pick(
            "\(name): no alarm, the larger sum of errors is \(Shown(sum)) in \(year: last)",
            "\(name): тревоги нет, большая из сумм ошибок в \(year: last) году — \(Shown(sum))")
    }

    private func alerts(_ indicators: [Indicator]) -> NumberTable? {
        let columns: [(String, Shown.Look)] = [
            ("score", .index), ("average", .index), ("limit", .index), ("upper", .index),
            ("lower", .index), ("since", .whole), ("slope", Shown.Look()), ("chance", .share),
        ]
        let rows = indicators.compactMap { indicator -> NumberTable.Row? in
            guard let year = indicator.years.keys.max() else { return nil }
            return NumberTable.Row(
                label: "\(name(indicator)), \(year)",
                cells: columns.map { column, look in
                    // An alarm stays in mind after its year.
                    let found =
                        column == "since"
                        ? indicator.last(column)?.found : indicator.years[year]?[column]
                    return found.map { .number(Shown($0, look)) } ?? .nothing
                })
        }
        guard !rows.isEmpty else { return nil }
        return NumberTable(
            id: "t-alerts",
            caption: claims.pick(
                "Errors of the forecast, alarms and trends", "Ошибки прогноза, тревоги и тренды"),
            note: page.reading(of: MethodName.alerts),
            columns: [text("Indicator, year", "Показатель, год")]
                + columns.map { component($0.0, MethodName.alerts) }, rows: rows)
    }
}
