import Assessment
import Region
import Wording
import Workspace

/// What comes next, as people read it.
struct ForecastWords {
    private let run: Run
    private let names: ReferenceNames
    let language: Language

    init(_ run: Run, _ language: Language) {
        self.run = run
        self.language = language
        names = ReferenceNames(run)
    }

    private var isRussian: Bool { language == .russian }

    private func number(_ value: Double?) -> Listing.Cell {
        guard let value else { return .nothing("—") }
        return .number(value, shown: NumberWording.text(value, significant: 4, in: language))
    }

    private func whole(_ value: Double?) -> Listing.Cell {
        value.map { .whole(Int($0)) } ?? .nothing("—")
    }

    private func percent(_ share: Double?) -> Listing.Cell {
        guard let share else { return .nothing("—") }
        return .number(share, shown: NumberWording.text(share * 100, decimals: 0, in: language))
    }

    /// A series: its forecasts and how they were tried.
    struct Series {
        let measure: Measure
        let place: PlaceCode?
        let activity: ActivityCode?
        let forecast: [ResultRow]
        let test: [ResultRow]

        func value(_ component: String, _ year: Year) -> Double? {
            forecast.first { $0.key.component == component && $0.key.year == year }?.outcome.value
        }

        func tried(_ component: String, _ model: ObjectCode? = nil) -> Double? {
            test.first { $0.key.component == component && $0.key.object == model }?.outcome.value
        }

        var years: [Year] { Set(forecast.compactMap(\.key.year)).sorted() }
        var used: ObjectCode? {
            test.first { $0.key.component == "used" && $0.outcome.value == 1 }?.key.object
        }
    }

    func series(
        _ forecasts: [Manifest.Result], _ tests: [Manifest.Result], _ fits: (ResultKey) -> Bool
    ) throws -> [Series] {
        var list: [Series] = []
        for result in forecasts {
            let table = try run.table(result)
            let test =
                try tests.first {
                    $0.measure == result.measure && $0.classification == result.classification
                }.map { try run.table($0).rows } ?? []
            var order: [ActivityCode?] = []
            for row in table.rows where !order.contains(row.key.activity) {
                order.append(row.key.activity)
            }
            for activity in order {
                let own = table.rows.filter { $0.key.activity == activity && fits($0.key) }
                guard let first = own.first else { continue }
                list.append(
                    Series(
                        measure: table.measure, place: first.key.place, activity: activity,
                        forecast: own, test: test.filter { $0.key.activity == activity }))
            }
        }
        return list
    }

    func title(_ series: Series, _ unit: Unit? = nil) -> String {
        let code = series.measure.code
        let what = names.name(ObjectCode(rawValue: code.rawValue), language)
        let activity = series.activity.map { ": " + names.name($0, language) } ?? ""
        let unit = UnitWording.text(
            (unit ?? (names.measure(code) ?? series.measure).unit).symbol, in: language)
        return what + activity + (unit.isEmpty || unit == "1" ? "" : ", \(unit)")
    }

    /// A line for each series, or one series in full where there is but one.
    func listings(
        _ forecasts: [Manifest.Result], _ tests: [Manifest.Result], _ fits: (ResultKey) -> Bool
    ) throws -> [Listing] {
        let found = try series(forecasts, tests, fits)
        if found.count == 1, let only = found.first {
            return [course(only)] + (only.tried("origins") == nil ? [] : [trial(only)])
        }
        guard !found.isEmpty else { return [] }
        // Of several measures those by activity are named alone: each is a list by itself.
        let measures = Set(found.map(\.measure.code))
        let wholes = found.filter { $0.activity == nil }
        guard measures.count > 1, !wholes.isEmpty, wholes.count < found.count else {
            return [summary(found)]
        }
        var listing = summary(wholes)
        let others = Dictionary(grouping: found.filter { $0.activity != nil }, by: \.measure.code)
            .sorted { $0.key < $1.key }.map { "\($0.key.rawValue) (\($0.value.count))" }
            .joined(separator: ", ")
        listing.notes.append(
            isRussian
                ? "По видам деятельности, --indicator КОД: \(others)."
                : "By activity, --indicator CODE: \(others).")
        return [listing]
    }

    private func summary(_ list: [Series]) -> Listing {
        var listing = Listing(columns: [
            .init("series", isRussian ? "Ряд" : "Series"),
            .init("years", isRussian ? "лет" : "years", isNumeric: true),
            .init("year", isRussian ? "год" : "year", isNumeric: true),
            .init("point", isRussian ? "прогноз" : "forecast", isNumeric: true),
            .init("low80", isRussian ? "80 %: от" : "80 % from", isNumeric: true),
            .init("high80", isRussian ? "до" : "to", isNumeric: true),
            .init("model", isRussian ? "модель" : "model"),
            .init("scaled", isRussian ? "ошибка" : "error", isNumeric: true),
        ])
        listing.title = isRussian ? "Что дальше" : "What comes next"
        for series in list {
            guard let last = series.years.last else { continue }
            listing.rows.append([
                .text(title(series)), whole(series.tried("years")), .whole(last),
                number(series.value("point", last)), number(series.value("low80", last)),
                number(series.value("high80", last)),
                .text(series.used.map { names.name($0, language) } ?? "—"),
                number(series.tried("scaled", series.used)),
            ])
        }
        listing.notes = [
            isRussian
                ? "Ошибка — на прошлых годах, в средних годовых изменениях ряда. Один ряд целиком: --indicator КОД, --activity КОД."
                : "The error is that on past years, in mean yearly changes of the series. One series in full: --indicator CODE, --activity CODE."
        ]
        return listing
    }

    private func course(_ series: Series) -> Listing {
        var listing = Listing(
            columns: [.init("year", isRussian ? "Год" : "Year", isNumeric: true)]
                + [
                    ("point", isRussian ? "прогноз" : "forecast"),
                    ("low80", isRussian ? "80 %: от" : "80 % from"),
                    ("high80", isRussian ? "до" : "to"),
                    ("low95", isRussian ? "95 %: от" : "95 % from"),
                    ("high95", isRussian ? "до" : "to"),
                ].map { .init($0.0, $0.1, isNumeric: true) })
        listing.title = title(series)
        for year in series.years {
            listing.rows.append(
                [.whole(year)]
                    + ["point", "low80", "high80", "low95", "high95"].map {
                        number(series.value($0, year))
                    })
        }
        if series.tried("origins") == nil {
            listing.notes.append(
                isRussian
                    ? "Меньше пяти лет: проверить прогноз на прошлом нельзя, взят средний прирост."
                    : "Under five years: no forecast can be tried on the past; the mean change is taken."
            )
        }
        if let since = series.tried("break") {
            listing.notes.append(
                isRussian
                    ? "С \(Int(since)) года ряд сходит со своего пути: прогноз по прошлому ненадёжен."
                    : "Since \(Int(since)) the series has left its course: a forecast from the past is not to be relied on."
            )
        }
        return listing
    }

    private func trial(_ series: Series) -> Listing {
        var listing = Listing(columns: [
            .init("model", isRussian ? "Модель" : "Model"),
            .init("error", isRussian ? "средняя ошибка" : "mean error", isNumeric: true),
            .init("scaled", isRussian ? "к изменению" : "over change", isNumeric: true),
            .init("chance", isRussian ? "шанс, %" : "chance, %", isNumeric: true),
            .init("coverage80", isRussian ? "в 80 %" : "in 80 %", isNumeric: true),
            .init("coverage95", isRussian ? "в 95 %" : "in 95 %", isNumeric: true),
        ])
        listing.title =
            isRussian ? "Как это сработало бы раньше" : "How this would have worked before"
        var models: [ObjectCode] = []
        for row in series.test {
            if let model = row.key.object, !models.contains(model) { models.append(model) }
        }
        for model in models {
            let mark = model == series.used ? " ←" : ""
            listing.rows.append([
                .text(names.name(model, language) + mark), number(series.tried("error", model)),
                number(series.tried("scaled", model)), percent(series.tried("chance", model)),
                percent(series.tried("coverage80", model)),
                percent(series.tried("coverage95", model)),
            ])
        }
        if let origins = series.tried("origins") {
            listing.notes = [
                isRussian
                    ? "Точек отсчёта в прошлом: \(Int(origins)). Модель заменяет последнее значение, только если её опережение не случайно (шанс меньше foresight.level)."
                    : "Origins in the past: \(Int(origins)). A model replaces the last value only where its lead is no chance (under foresight.level)."
            ]
        }
        return listing
    }

    // MARK: Modes

    /// Shares by year as known and as they go on, one table a map, then when the new modes come.
    func modes(
        _ shares: [ResultRow], _ transition: [ResultRow], _ diffusion: [ResultRow]
    ) -> [Listing] {
        var maps: [String] = []
        for row in shares where row.key.component == "share" {
            guard let map = row.key.object?.rawValue.split(separator: "/").first.map(String.init),
                !maps.contains(map)
            else { continue }
            maps.append(map)
        }
        let published = published(shares.filter { $0.key.component == "published" })
        return maps.flatMap { map -> [Listing] in
            [structure(map, shares, transition), coming(map, diffusion)]
        } + (published.map { [$0] } ?? [])
    }

    /// What somebody says of countries and regions; nil without anything.
    private func published(_ rows: [ResultRow]) -> Listing? {
        guard !rows.isEmpty else { return nil }
        let modes = ["mode-3", "mode-4", "mode-5", "mode-6"]
        var listing = Listing(
            columns: [
                .init("place", isRussian ? "Место" : "Place"),
                .init("year", isRussian ? "Год" : "Year", isNumeric: true),
            ]
                + modes.map {
                    .init(
                        $0, names.name(ObjectCode(rawValue: $0), language) + ", %", isNumeric: true)
                })
        listing.title =
            isRussian ? "Доли укладов, опубликованные другими" : "Shares of modes, as published"
        for place in Set(rows.compactMap(\.key.place)).sorted() {
            let own = rows.filter { $0.key.place == place }
            for year in Set(own.compactMap(\.key.year)).sorted() {
                listing.rows.append(
                    [.text(names.name(place, language)), .whole(year)]
                        + modes.map { mode in
                            let share = own.first {
                                $0.key.year == year && $0.key.object?.rawValue == mode
                            }?.outcome.value
                            guard let share else { return .nothing("—") }
                            return .number(
                                share,
                                shown: NumberWording.text(
                                    share * 100, decimals: 1, in: language))
                        })
            }
        }
        return listing
    }

    private func structure(
        _ map: String, _ shares: [ResultRow], _ transition: [ResultRow]
    ) -> Listing {
        let modes = ["mode-3", "mode-4", "mode-5", "mode-6", "other"]
        let title = names.name(ObjectCode(rawValue: map), language)
        var listing = Listing(
            columns: [.init("year", isRussian ? "Год" : "Year", isNumeric: true)]
                + modes.map {
                    .init(
                        $0, names.name(ObjectCode(rawValue: $0), language) + ", %", isNumeric: true)
                }
                + [
                    .init(
                        "programme",
                        isRussian ? "5-й и 6-й с программой, %" : "5 and 6 with the programme, %",
                        isNumeric: true)
                ])
        listing.title =
            isRussian ? "Уклады: карта «\(title)»" : "Technological modes, map \"\(title)\""
        func share(_ rows: [ResultRow], _ component: String, _ mode: String, _ year: Year)
            -> Double?
        {
            rows.first {
                $0.key.component == component && $0.key.year == year
                    && $0.key.object?.rawValue == "\(map)/\(mode)"
            }?.outcome.value
        }
        func cell(_ value: Double?) -> Listing.Cell {
            guard let value else { return .nothing("—") }
            return .number(value, shown: NumberWording.text(value * 100, decimals: 1, in: language))
        }
        let known = Set(
            shares.filter { $0.key.component == "share" }.compactMap(\.key.year)
        ).sorted()
        let coming = Set(transition.compactMap(\.key.year)).sorted()
        for year in known {
            listing.rows.append(
                [.whole(year)] + modes.map { cell(share(shares, "share", $0, year)) }
                    + [.nothing("")])
        }
        for year in coming {
            let with = ["mode-5", "mode-6"].compactMap { share(transition, "programme", $0, year) }
            listing.rows.append(
                [.whole(year)] + modes.map { cell(share(transition, "share", $0, year)) }
                    + [cell(with.count == 2 ? with[0] + with[1] : nil)])
        }
        if let first = coming.first {
            listing.notes = [
                isRussian
                    ? "С \(first) года — продолжение прошлых темпов."
                    : "From \(first) on, rates of the past go on."
            ]
        }
        return listing
    }

    private func coming(_ map: String, _ rows: [ResultRow]) -> Listing {
        let own = rows.filter { $0.key.object?.rawValue == map }
        var listing = Listing(columns: [
            .init("what", isRussian ? "Пятый и шестой уклады" : "Modes 5 and 6"),
            .init("value", isRussian ? "значение" : "value", isNumeric: true),
        ])
        let method = Stages.method("mode-diffusion")
        for row in own {
            guard let component = method?.component(row.key.component),
                let value = row.outcome.value
            else { continue }
            let isYear = ["half", "target", "programme"].contains(component.id)
            listing.rows.append([
                .text(component.name[language]),
                isYear ? .whole(Int(value.rounded(.up))) : number(value),
            ])
        }
        return listing
    }
}
