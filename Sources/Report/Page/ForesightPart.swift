internal import Figures
internal import Region
internal import Wording

/// What comes next: forecasts, and the structure by technological mode.
struct ForesightPart {
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
        pictures.pair([fan(material.product), fan(material.population)])
            + pictures.pair(modes)
    }

    /// A measure of the region with what is expected of it.
    private func fan(_ series: PlaceSeries?) -> HTML? {
        guard let series else { return nil }
        let measure = series.measure
        let own = page.rows(of: MethodName.forecast).filter {
            material.tables[$0.table].measure.code == measure.code && $0.key.activity == nil
        }
        var found: [Year: [String: Found]] = [:]
        for one in own {
            guard let year = one.key.year else { continue }
            found[year, default: [:]][one.key.component] = one
        }
        let known = series.years(of: [material.region]).map {
            FanChart.Point(year: $0, value: series[material.region, $0].value)
        }
        var ahead: [FanChart.Ahead] = []
        for (year, parts) in found.sorted(by: { $0.key < $1.key }) {
            func value(_ component: String) -> Double? { parts[component].flatMap(\.value) }
            guard let point = value("point"), let low = value("low80"),
                let high = value("high80"), let least = value("low95"),
                let most = value("high95"), low <= high, least <= most
            else { continue }
            ahead.append(
                FanChart.Ahead(year: year, value: point, bands: [low...high, least...most]))
        }
        guard !known.isEmpty, let last = ahead.last, let end = found[last.year],
            let low = end["low80"], let high = end["high80"]
        else { return nil }
        let name = Words.opening(material.name(measure.code, language))
        let heading = claims.pick(
            "\(name): \(Shown(low, .whole)) to \(Shown(high, .whole)) in \(year: last.year), in eight cases of ten",
            "\(name): в \(year: last.year) году от \(Shown(low, .whole)) до \(Shown(high, .whole)) в восьми случаях из десяти"
        )
        let what = text(
            "Known years, then the forecast. The bands know of past errors and of nothing else.",
            "Известные годы и прогноз. Полосы знают лишь прошлые ошибки.")
        let chart = FanChart(
            title: heading.plain(language), summary: what,
            axis: UnitWording.text(measure.unit.symbol, in: language), known: known, ahead: ahead,
            knownName: text("known", "известно"), aheadName: text("forecast", "прогноз"),
            bandNames: [text("80 %", "80 %"), text("95 %", "95 %")])
        return pictures.card(
            Pictures.Card(
                id: "fig-forecast-\(measure.code.rawValue)", heading: heading, what: what,
                method: MethodName.forecast, table: nil)
        ) { chart.drawing(width: $0, language: language) }
    }

    // MARK: Modes

    private static let ids = ["mode-3", "mode-4", "mode-5", "mode-6", "other"]

    /// One picture a map.
    private var modes: [HTML?] {
        let shares = page.rows(of: MethodName.modeShares)
        var maps: [String] = []
        for found in shares {
            guard let code = found.key.object?.rawValue,
                let map = code.split(separator: "/").first.map(String.init), !maps.contains(map)
            else { continue }
            maps.append(map)
        }
        return maps.map { structure($0, shares) }
    }

    private func structure(_ map: String, _ shares: [Found]) -> HTML? {
        func byYear(_ rows: [Found], _ component: String) -> [Year: [String: Found]] {
            var result: [Year: [String: Found]] = [:]
            for found in rows where found.key.component == component {
                guard let year = found.key.year, let code = found.key.object?.rawValue,
                    code.hasPrefix(map + "/")
                else { continue }
                result[year, default: [:]][String(code.dropFirst(map.count + 1))] = found
            }
            return result
        }
        let known = byYear(shares, "share")
        let coming = byYear(page.rows(of: MethodName.modeTransition), "share")
        let with = byYear(page.rows(of: MethodName.modeTransition), "programme")
        guard let last = known.keys.max(), let now = known[last]?["mode-3"],
            let new = known[last]?["mode-5"]
        else { return nil }
        let name = material.name(ObjectCode(rawValue: map), language)
        let heading = claims.pick(
            "\(name): mode 3 has \(Shown(now, .share)) of value added in \(year: last), mode 5 \(Shown(new, .share))",
            "\(Words.opening(name)): на 3-й уклад в \(year: last) году приходится \(Shown(now, .share)) добавленной стоимости, на 5-й — \(Shown(new, .share))"
        )
        let what = text(
            "Shares of technological modes in value added; behind the gap the past goes on\(with.isEmpty ? "" : ", with the programme").",
            "Доли технологических укладов в добавленной стоимости; за разрывом — продолжение прошлого\(with.isEmpty ? "" : " с программой")."
        )
        let columns =
            known.map { ($0.key, $0.value) }
            + coming.keys.map { ($0, with[$0] ?? coming[$0] ?? [:]) }
        let chart = StructureChart(
            title: heading.plain(language), summary: what,
            names: Self.ids.map { material.name(ObjectCode(rawValue: $0), language) },
            paints: [.mode(3), .mode(4), .mode(5), .mode(6), .mode(0)],
            columns: columns.map { year, parts in
                StructureChart.Column(
                    year: year, shares: Self.ids.map { parts[$0].flatMap(\.value) ?? 0 })
            }, breaks: [last], breakWords: text("as it goes", "если так пойдёт"))
        return pictures.card(
            Pictures.Card(
                id: "fig-modes-\(map)", heading: heading, what: what,
                method: MethodName.modeShares, table: nil)
        ) { chart.drawing(width: $0, language: language) }
    }
}
