internal import Figures
internal import Region
internal import Wording

/// What sales and projects set in motion, and what the region's heaps of waste are worth.
struct EffectPart {
    let page: Page

    private var facts: Facts { page.facts }
    private var claims: Claims { page.claims }
    private var material: Material { page.material }
    private var language: Language { page.language }
    private var pictures: Pictures { page.pictures }

    /// Industries in pictures and tables, the largest: each number carries its explanation with it,
    /// and those of all industries would make the page heavy.
    private static let shown = 14
    private static let shownProjects = 20

    /// Says that a table has only the largest projects.
    private func largest(of count: Int) -> String {
        guard count > Self.shownProjects else { return "" }
        return text(
            "The \(Self.shownProjects) largest of \(count) projects; all of them: uklad show impact. ",
            "\(Self.shownProjects) крупнейших проектов из \(count); все — uklad show impact. ")
    }

    private func text(_ english: String, _ russian: String) -> String {
        page.text(english, russian)
    }

    var parts: [HTML] {
        let tables = [industries, emissions, projects, effects, heaps, deposits].compactMap { $0 }
            .filter { !$0.isEmpty }
        return pictures.pair([linkages, multipliers]) + pictures.pair([stability, impact])
            + pictures.pair([cycleNow, cycleThen])
            + pictures.pair(tornadoes + [chances])
            + tables.map { $0.html(page.ledger) }
    }

    // MARK: Finding results

    private func rows(_ method: String) -> [Found] { page.rows(of: method) }

    private func component(_ method: String, _ id: String) -> String {
        page.component(id, of: method)
    }

    private func notices(_ method: String) -> String {
        let texts = facts.tables(of: method).first.map { material.tables[$0].notices } ?? []
        return texts.map { $0[language] + " " }.joined()
    }

    private func note(_ methods: String...) -> String {
        var text = ""
        for method in methods {
            text += (text.isEmpty ? "" : " ") + notices(method) + page.reading(of: method)
        }
        return text
    }

    /// The results of each thing by component.
    private struct Card {
        var found: [String: Found] = [:]

        func value(_ component: String) -> Double? { found[component]?.value }
    }

    private func cards(_ method: String) -> [ActivityCode: Card] {
        var cards: [ActivityCode: Card] = [:]
        for found in rows(method) {
            guard let activity = found.key.activity else { continue }
            cards[activity, default: Card()].found[found.key.component] = found
        }
        return cards
    }

    private func objectCards(_ method: String) -> [ObjectCode: Card] {
        var cards: [ObjectCode: Card] = [:]
        for found in rows(method) {
            guard let object = found.key.object else { continue }
            cards[object, default: Card()].found[found.key.component] = found
        }
        return cards
    }

    private func cell(_ found: Found?, _ look: Shown.Look) -> NumberTable.Cell {
        guard let found else { return .nothing }
        return .number(Shown(found, look))
    }

    /// Industries by their share in output, the largest first.
    private func bySize(_ cards: [ActivityCode: Card]) -> [ActivityCode] {
        cards.keys.sorted { one, other in
            let a = cards[one]?.value("share") ?? 0
            let b = cards[other]?.value("share") ?? 0
            return a != b ? a > b : one < other
        }
    }

    // MARK: Industries

    private var linkages: HTML? {
        let links = cards(MethodName.linkages)
        let sizes = cards(MethodName.keySectors)
        let order = bySize(sizes)
        guard order.count > 3, let largest = order.first,
            let own = links[largest]?.found["backward"], let year = own.key.year
        else { return nil }
        var bubbles: [BubbleChart.Bubble] = []
        for (index, code) in order.prefix(Self.shown).enumerated() {
            guard let card = links[code], let backward = card.value("backward"),
                let forward = card.value("forward"), let size = sizes[code]?.value("share")
            else { continue }
            let moment = BubbleChart.Moment(
                year: year, level: forward, growth: backward, size: size)
            bubbles.append(
                BubbleChart.Bubble(
                    name: material.name(code, language), paint: .series(index % 6),
                    frames: [moment]))
        }
        let name = claims.inner(largest)
        let heading: Sentence
        if (own.value ?? 0) >= 1 {
            heading = claims.pick(
                "The largest industry, \(name), pulls its suppliers along: \(Shown(own))",
                "Крупнейшая отрасль (\(name)) тянет поставщиков: \(Shown(own))")
        } else {
            heading = claims.pick(
                "The largest industry, \(name), pulls little of the region along: \(Shown(own))",
                "Крупнейшая отрасль (\(name)) мало тянет за собой регион: \(Shown(own))")
        }
        let what = text(
            "Linkages of the fourteen largest industries, \(year); 1 is the mean industry of the region, the area is the share in output.",
            "Связи четырнадцати крупнейших отраслей, \(year); 1 — средняя отрасль региона, площадь — доля в выпуске."
        )
        let chart = BubbleChart(
            title: heading.plain(language), summary: what,
            levelAxis: text("forward linkage", "прямые связи"),
            growthAxis: text("backward linkage", "обратные связи"), stillGrowth: 1,
            bubbles: bubbles,
            quadrants: [
                text("pull suppliers", "тянут поставщиков"), text("key", "ключевые"),
                text("weakly linked", "слабые связи"), text("carry buyers", "держат потребителей"),
            ])
        return pictures.card(
            Pictures.Card(
                id: "fig-linkages", heading: heading, what: what, method: MethodName.linkages,
                table: "t-industries")
        ) { chart.drawing(width: $0, language: language) }
    }

    private var multipliers: HTML? {
        let found = cards(MethodName.multipliers)
        let order = bySize(cards(MethodName.keySectors))
        guard order.count > 3, let largest = order.first,
            let own = found[largest]?.found["output"], let year = own.key.year
        else { return nil }
        var bars: [BarChart.Bar] = []
        var strongest: Found?
        for code in order.prefix(Self.shown) {
            guard let card = found[code], let output = card.found["output"],
                let value = output.value
            else { continue }
            let low = card.value("outputLow") ?? value
            let high = card.value("outputHigh") ?? value
            bars.append(
                BarChart.Bar(
                    name: material.name(code, language), value: value,
                    range: min(low, value)...max(high, value), isChosen: code == largest))
            if value > (strongest?.value ?? 0) { strongest = output }
        }
        bars.sort { $0.value > $1.value }
        guard let strongest, let code = strongest.key.activity else { return nil }
        let heading = claims.pick(
            "A rouble of demand brings \(Shown(strongest)) of output in \(claims.inner(code)), \(Shown(own)) in \(claims.inner(largest))",
            "Рубль спроса даёт \(Shown(strongest)) выпуска (\(claims.inner(code))) и \(Shown(own)) (\(claims.inner(largest)))"
        )
        let what = text(
            "Output in the region for a unit of final demand, type I, of the fourteen largest industries, \(year); whiskers: δ by 0.1 either way.",
            "Выпуск в регионе на единицу конечного спроса, тип I, четырнадцать крупнейших отраслей, \(year); усы — δ на 0,1 в обе стороны."
        )
        let chart = BarChart(
            title: heading.plain(language), summary: what,
            axis: text("output multiplier", "мультипликатор выпуска"), bars: bars, reference: 1)
        return pictures.card(
            Pictures.Card(
                id: "fig-multipliers", heading: heading, what: what,
                method: MethodName.multipliers, table: "t-industries")
        ) { chart.drawing(width: $0, language: language) }
    }

    private var industries: NumberTable? {
        let sectors = cards(MethodName.keySectors)
        let found = cards(MethodName.multipliers)
        let order = bySize(sectors)
        guard let first = order.first, let year = sectors[first]?.found["share"]?.key.year else {
            return nil
        }
        let quadrants = [
            text("weakly linked", "слабые связи"), text("pulls suppliers", "тянет поставщиков"),
            text("carries buyers", "держит потребителей"), text("key", "ключевая"),
        ]
        var rows: [NumberTable.Row] = []
        for code in order.prefix(Self.shown) {
            let kind = Int(sectors[code]?.value("quadrant") ?? 1)
            rows.append(
                NumberTable.Row(
                    label: material.name(code, language),
                    cells: [
                        cell(sectors[code]?.found["share"], .share),
                        .text(quadrants[max(0, min(3, kind - 1))]),
                        cell(found[code]?.found["output"], .index),
                        cell(found[code]?.found["valueAdded"], .index),
                        cell(found[code]?.found["valueAddedInduced"], .index),
                        cell(sectors[code]?.found["others"], .share),
                    ], isChosen: kind == 4))
        }
        return NumberTable(
            id: "t-industries",
            caption: claims.pick(
                "The fourteen largest industries of the region by what they set in motion, \(year: year)",
                "Четырнадцать крупнейших отраслей региона по тому, что они приводят в движение, \(year: year)"
            ),
            note: note(MethodName.multipliers, MethodName.keySectors),
            columns: [
                text("Industry", "Отрасль"), component(MethodName.keySectors, "share"),
                text("Links", "Связи"),
                component(MethodName.multipliers, "output"),
                component(MethodName.multipliers, "valueAdded"),
                component(MethodName.multipliers, "valueAddedInduced"),
                component(MethodName.keySectors, "others"),
            ], rows: rows)
    }

    // MARK: Resource cycles

    private func found(_ method: String, _ component: String) -> Found? {
        rows(method).first { $0.key.component == component }
    }

    private var cycleNow: HTML? {
        guard let use = found(MethodName.circularity, "wasteUse"), use.value != nil else {
            return nil
        }
        let heading = claims.pick(
            "Of the waste \(Shown(use, .index)) is used now",
            "Сейчас используется \(Shown(use, .index)) отходов")
        return sankey("fig-cycles", heading, component: "base", comparesTo: nil)
    }

    private var cycleThen: HTML? {
        guard let use = found(MethodName.circularity, "wasteUseClusters"), use.value != nil,
            let heaps = found(MethodName.circularity, "heapsClusters")
        else { return nil }
        let heading = claims.pick(
            "With technogenic and ecological clusters \(Shown(use, .index)) of the waste is used, and \(Shown(heaps, .index)) million tonnes a year go to heaps",
            "С техногенным и экологическим кластерами используется \(Shown(use, .index)) отходов, в отвалы идёт \(Shown(heaps, .index)) млн т в год"
        )
        return sankey("fig-cycles-clusters", heading, component: "clusters", comparesTo: "base")
    }

    private func sankey(
        _ id: String, _ heading: Sentence, component: String, comparesTo other: String?
    ) -> HTML? {
        let cards = objectCards(MethodName.cycles)
        var names: [String] = []
        var positions: [String: Int] = [:]
        var flows: [SankeyChart.Flow] = []
        for object in cards.keys.sorted() {
            guard let value = cards[object]?.value(component), value > 0 else { continue }
            let ends = object.rawValue.split(separator: "/").map(String.init)
            guard ends.count == 2 else { continue }
            var places: [Int] = []
            for end in ends {
                if positions[end] == nil {
                    positions[end] = names.count
                    names.append(material.name(ObjectCode(rawValue: end), language))
                }
                places.append(positions[end] ?? 0)
            }
            var change = SankeyChart.Change.same
            if let other {
                let before = cards[object]?.value(other) ?? 0
                if value > before * 1.02 { change = .more }
                if value < before * 0.98 { change = .less }
            }
            flows.append(
                SankeyChart.Flow(from: places[0], to: places[1], value: value, change: change))
        }
        guard flows.count > 2 else { return nil }
        let what = text(
            "Mass that passes through the region's cycles, million tonnes a year; ribbons are as wide as the flow.",
            "Масса, проходящая через циклы региона, млн т в год; ширина ленты — поток.")
        let chart = SankeyChart(
            title: heading.plain(language), summary: what, nodes: names, flows: flows,
            unit: text("Mt", "млн т"),
            changeNames: other == nil
                ? nil
                : [
                    text("as now", "как сейчас"), text("more", "больше"), text("less", "меньше"),
                ])
        return pictures.card(
            Pictures.Card(
                id: id, heading: heading, what: what, method: MethodName.cycles, table: nil)
        ) { chart.drawing(width: $0, language: language) }
    }

    // MARK: Projects

    private var projects: NumberTable? {
        let cards = objectCards(MethodName.projectEffects)
        var order: [ObjectCode] = []
        for (code, card) in cards where card.value("building") != nil || card.value("direct") != nil
        {
            order.append(code)
        }
        order.sort { one, other in
            let a = cards[one]?.value("direct") ?? 0
            let b = cards[other]?.value("direct") ?? 0
            return a != b ? a > b : one < other
        }
        guard !order.isEmpty else { return nil }
        let columns = ["building", "direct", "indirect", "induced", "tax", "jobs", "jobsReckoned"]
        var rows: [NumberTable.Row] = []
        for code in order.prefix(Self.shownProjects) {
            var cells: [NumberTable.Cell] = []
            for column in columns { cells.append(cell(cards[code]?.found[column], .whole)) }
            rows.append(NumberTable.Row(label: material.name(code, language), cells: cells))
        }
        return NumberTable(
            id: "t-projects",
            caption: claims.pick("Effects of projects", "Эффекты проектов"),
            note: largest(of: order.count) + note(MethodName.projectEffects),
            columns: [text("Project", "Проект")]
                + columns.map { component(MethodName.projectEffects, $0) }, rows: rows)
    }

    /// The four effects beside how sure they are.
    private var effects: NumberTable? {
        let cards = objectCards(MethodName.fourEffects)
        let ranges = objectCards(MethodName.effectRanges)
        guard !cards.isEmpty else { return nil }
        let order = cards.keys.sorted { one, other in
            let a = cards[one]?.value("economic") ?? 0
            let b = cards[other]?.value("economic") ?? 0
            return a != b ? a > b : one < other
        }
        let columns = ["economic", "social", "ecological", "indirect"]
        let others = ["valueAddedP10", "valueAddedP90"]
        var rows: [NumberTable.Row] = []
        for code in order.prefix(Self.shownProjects) {
            var cells: [NumberTable.Cell] = []
            for column in columns { cells.append(cell(cards[code]?.found[column], .whole)) }
            for column in others { cells.append(cell(ranges[code]?.found[column], .whole)) }
            rows.append(NumberTable.Row(label: material.name(code, language), cells: cells))
        }
        return NumberTable(
            id: "t-effects",
            caption: claims.pick(
                "The four effects of projects, and the range of value added",
                "Четыре эффекта проектов и диапазон добавленной стоимости"),
            note: largest(of: order.count) + note(MethodName.fourEffects, MethodName.effectRanges),
            columns: [text("Project", "Проект")]
                + columns.map { component(MethodName.fourEffects, $0) }
                + others.map { component(MethodName.effectRanges, $0) }, rows: rows)
    }

    /// The path of the project that brings most, with its band.
    private var impact: HTML? {
        var paths: [ObjectCode: [String: [Int: Found]]] = [:]
        for found in rows(MethodName.impactPath) {
            guard let object = found.key.object, let year = found.key.year else { continue }
            paths[object, default: [:]][found.key.component, default: [:]][year] = found
        }
        var best: (code: ObjectCode, end: Found)?
        for code in paths.keys.sorted() {
            guard let main = paths[code]?["valueAdded"], let last = main.keys.max(),
                let end = main[last], let value = end.value
            else { continue }
            if let known = best?.end.value, abs(known) >= abs(value) { continue }
            best = (code, end)
        }
        guard let best, let path = paths[best.code], let main = path["valueAdded"] else {
            return nil
        }
        var positions: [Double] = []
        var observed: [Double] = []
        var lower: [Double] = []
        var upper: [Double] = []
        for year in main.keys.sorted() {
            guard let value = main[year]?.value else { continue }
            let ends = [
                path["valueAddedLow"]?[year]?.value ?? value,
                path["valueAddedHigh"]?[year]?.value ?? value, value,
            ]
            positions.append(Double(year))
            observed.append(value)
            lower.append(ends.min() ?? value)
            upper.append(ends.max() ?? value)
        }
        guard positions.count > 2, let last = best.end.key.year else { return nil }
        let name = material.name(best.code, language)
        let heading = claims.pick(
            "\(name): \(Shown(best.end, .whole)) million of value added in the region in year \(year: last)",
            "\(name): \(Shown(best.end, .whole)) млн добавленной стоимости региона в год \(year: last)"
        )
        let what = text(
            "Change of value added in the region by year from the first of building; the band: δ by 0.1 either way and the accelerator at the ends of its range.",
            "Изменение добавленной стоимости региона по годам с начала строительства; полоса — δ на 0,1 в обе стороны и границы акселератора."
        )
        let chart = BandChart(
            title: heading.plain(language), summary: what,
            horizontalAxis: text("year", "год"),
            verticalAxis: text("value added, million a year", "добавленная стоимость, млн в год"),
            positions: positions, observed: observed, lower: lower, upper: upper,
            curveName: text("as reckoned", "расчёт"), bandName: text("range", "диапазон"))
        return pictures.card(
            Pictures.Card(
                id: "fig-impact", heading: heading, what: what, method: MethodName.impactPath,
                table: "t-effects")
        ) { chart.drawing(width: $0, language: language) }
    }

    private var stability: HTML? {
        guard let c = found(MethodName.stability, "consumption"), let spent = c.value,
            let v = found(MethodName.stability, "accelerator"), let invested = v.value,
            let root = found(MethodName.stability, "root"), let left = root.value
        else { return nil }
        func range(_ component: String, _ middle: Double) -> ClosedRange<Double> {
            let low = found(MethodName.stability, component + "Low")?.value ?? middle
            let high = found(MethodName.stability, component + "High")?.value ?? middle
            return min(low, middle)...max(high, middle)
        }
        let heading: Sentence
        if left < 1 {
            heading = claims.pick(
                "A push of spending dies out: after a year \(Shown(root, .index)) of a deviation is left",
                "Толчок расходов затухает: через год остаётся \(Shown(root, .index)) отклонения")
        } else {
            heading = claims.pick(
                "With these c and v a push of spending does not die out: \(Shown(root, .index)) of a deviation after a year",
                "При таких c и v толчок расходов не затухает: через год \(Shown(root, .index)) отклонения"
            )
        }
        let what = text(
            "Samuelson's map: v, what is invested for a unit of growth of consumption, and c, what is spent of a unit of income; the dashed box is what is not known for sure.",
            "Карта Самуэльсона: v — инвестиции на единицу прироста потребления, c — траты с единицы дохода; штриховая рамка — неопределённость."
        )
        let place = material.places[material.region]?.name[language] ?? ""
        let point = StabilityMap.Point(
            name: place, accelerator: invested, consumption: spent,
            accelerators: range("accelerator", invested),
            consumptions: range("consumption", spent))
        let chart = StabilityMap(
            title: heading.plain(language), summary: what,
            horizontalAxis: text("v, accelerator", "v, акселератор"),
            verticalAxis: text("c, spent of income", "c, доля трат"), point: point,
            regimes: [
                text("comes to rest", "успокаивается"),
                text("waves that die out", "волны затухают"),
                text("waves that grow", "волны растут"),
                text("without bound", "растёт без границ"),
            ])
        return pictures.card(
            Pictures.Card(
                id: "fig-stability", heading: heading, what: what, method: MethodName.stability,
                table: nil)
        ) { chart.drawing(width: $0, language: language) }
    }

    /// Where emissions come about and for whose demand, the industries with the largest footprints.
    private var emissions: NumberTable? {
        let all = rows(MethodName.extensions)
        guard let first = all.first?.key, let object = first.object, let year = first.year else {
            return nil
        }
        var cards: [ActivityCode: Card] = [:]
        for found in all where found.key.object == object {
            guard let activity = found.key.activity else { continue }
            cards[activity, default: Card()].found[found.key.component] = found
        }
        let order = cards.keys.sorted { one, other in
            let a = cards[one]?.value("footprint") ?? 0
            let b = cards[other]?.value("footprint") ?? 0
            return a != b ? a > b : one < other
        }
        let measure = material.measures[MeasureCode(rawValue: object.rawValue)]
        let name = measure?.name[language] ?? object.rawValue
        let unit = measure?.unit.symbol ?? ""
        var rows: [NumberTable.Row] = []
        for code in order.prefix(10) {
            rows.append(
                NumberTable.Row(
                    label: material.name(code, language),
                    cells: [
                        cell(cards[code]?.found["direct"], .whole),
                        cell(cards[code]?.found["footprint"], .whole),
                        cell(cards[code]?.found["multiplier"], .index),
                    ]))
        }
        return NumberTable(
            id: "t-emissions",
            caption: claims.pick(
                "\(name), \(unit), \(year: year): where they come about and for whose demand",
                "\(name), \(unit), \(year: year): где возникают и ради чьего спроса"),
            note: note(MethodName.extensions),
            columns: [text("Industry", "Отрасль")]
                + ["direct", "footprint", "multiplier"].map {
                    component(MethodName.extensions, $0)
                }, rows: rows)
    }

    private var heaps: NumberTable? {
        var cards: [ObjectCode: Card] = [:]
        let all = rows(MethodName.heaps)
        guard let last = all.compactMap(\.key.year).max() else { return nil }
        for found in all where found.key.year == last || found.key.year == 0 {
            guard let object = found.key.object else { continue }
            let suffix = found.key.year == 0 ? "Start" : ""
            cards[object, default: Card()].found[found.key.component + suffix] = found
        }
        var rows: [NumberTable.Row] = []
        for code in cards.keys.sorted() {
            rows.append(
                NumberTable.Row(
                    label: material.name(code, language),
                    cells: [
                        cell(cards[code]?.found["baseStart"], .whole),
                        cell(cards[code]?.found["base"], .whole),
                        cell(cards[code]?.found["clusters"], .whole),
                    ]))
        }
        return NumberTable(
            id: "t-heaps",
            caption: claims.pick(
                "What lies in the heaps, million t, now and in \(year: last) years",
                "Что лежит в отвалах, млн т, сейчас и через \(year: last) лет"),
            note: note(MethodName.heaps),
            columns: [
                text("Heap", "Отвал"), text("Now", "Сейчас"),
                component(MethodName.heaps, "base"), component(MethodName.heaps, "clusters"),
            ], rows: rows)
    }

    // MARK: Deposits

    /// How likely each way to work up a heap is to pay.
    private var chances: HTML? {
        let risks = objectCards(MethodName.depositRisk)
        let shares = [5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95]
        var curves: [ChanceChart.Curve] = []
        var likeliest: (name: String, found: Found, value: Double)?
        for (index, code) in risks.keys.sorted().enumerated() {
            guard let card = risks[code] else { continue }
            let process = code.rawValue.split(separator: "/").last.map(String.init) ?? ""
            let name = material.name(ObjectCode(rawValue: process), language)
            var points: [(value: Double, share: Double)] = []
            for share in shares {
                let id = share < 10 ? "p0\(share)" : "p\(share)"
                guard let value = card.value(id) else { continue }
                points.append((value, Double(share) / 100))
            }
            guard points.count > 2, let chance = card.found["chance"], let value = chance.value
            else { continue }
            curves.append(ChanceChart.Curve(name: name, paint: .series(index), points: points))
            if value > (likeliest?.value ?? -1) { likeliest = (name, chance, value) }
        }
        guard let likeliest, !curves.isEmpty else { return nil }
        let heading = claims.pick(
            "Likeliest to pay: \(likeliest.name), with probability \(Shown(likeliest.found, .index))",
            "Вероятнее всех окупится: \(likeliest.name), вероятность \(Shown(likeliest.found, .index))"
        )
        let what = text(
            "Share of draws in which the net present value is under the number below; what lies right of 0 pays.",
            "Доля случаев, в которых ЧДД меньше числа внизу; правее 0 — окупается.")
        let chart = ChanceChart(
            title: heading.plain(language), summary: what,
            horizontalAxis: text("net present value, million", "ЧДД, млн"),
            verticalAxis: text("share of draws under it", "доля случаев ниже"), curves: curves)
        return pictures.card(
            Pictures.Card(
                id: "fig-chances", heading: heading, what: what, method: MethodName.depositRisk,
                table: "t-deposits")
        ) { chart.drawing(width: $0, language: language) }
    }

    /// What the value of each deposit hangs on, one picture a deposit and process.
    private var tornadoes: [HTML?] {
        let values = objectCards(MethodName.depositValue)
        let swings = objectCards(MethodName.depositTornado)
        let risks = objectCards(MethodName.depositRisk)
        var cards: [HTML?] = []
        for code in values.keys.sorted() {
            guard let base = values[code]?.found["netPresentValue"], let value = base.value else {
                continue
            }
            var bars: [TornadoChart.Swing] = []
            for (object, card) in swings where object.rawValue.hasPrefix(code.rawValue + "/") {
                guard let low = card.value("atLow"), let high = card.value("atHigh") else {
                    continue
                }
                let input = ObjectCode(
                    rawValue: String(object.rawValue.dropFirst(code.rawValue.count + 1)))
                bars.append(
                    TornadoChart.Swing(
                        name: material.name(input, language), atLow: low, atHigh: high))
            }
            bars.sort { one, other in
                let a = abs(one.atHigh - one.atLow)
                let b = abs(other.atHigh - other.atLow)
                return a != b ? a > b : one.name < other.name
            }
            guard bars.count > 1 else { continue }
            cards.append(
                tornado(code, base, value, Array(bars.prefix(9)), risks[code]?.found["chance"]))
        }
        return cards
    }

    private func tornado(
        _ code: ObjectCode, _ base: Found, _ value: Double, _ bars: [TornadoChart.Swing],
        _ chance: Found?
    ) -> HTML {
        let parts = code.rawValue.split(separator: "/")
        let process = ObjectCode(rawValue: String(parts.last ?? ""))
        let name = material.name(process, language)
        var heading = claims.pick(
            "\(name): net present value \(Shown(base, .whole)) million",
            "\(name): ЧДД \(Shown(base, .whole)) млн")
        if let chance {
            heading = claims.pick(
                "\(name): net present value \(Shown(base, .whole)) million, pays with probability \(Shown(chance, .index))",
                "\(name): ЧДД \(Shown(base, .whole)) млн, вероятность окупаемости \(Shown(chance, .index))"
            )
        }
        let what = text(
            "What the value hangs on most: each input at its tenth and ninetieth percentile, all others as reckoned. Nearly all inputs are assumptions.",
            "От чего зависит стоимость: каждая величина — на 10-м и 90-м процентиле, остальные расчётные. Почти все величины приняты."
        )
        let chart = TornadoChart(
            title: heading.plain(language), summary: what,
            axis: text("net present value, million", "ЧДД, млн"), base: value, swings: bars,
            lowName: text("input low", "величина низкая"),
            highName: text("input high", "величина высокая"))
        return pictures.card(
            Pictures.Card(
                id: "fig-tornado-" + String(parts.last ?? ""), heading: heading, what: what,
                method: MethodName.depositTornado, table: "t-deposits")
        ) { chart.drawing(width: $0, language: language) }
    }

    private var deposits: NumberTable? {
        let values = objectCards(MethodName.depositValue)
        let risks = objectCards(MethodName.depositRisk)
        guard !values.isEmpty else { return nil }
        let columns = ["unitRevenue", "netPresentValue", "internalRate", "discountedPayback"]
        let looks: [Shown.Look] = [.whole, .whole, .share, .percent]
        let others = ["p10", "p50", "p90"]
        var rows: [NumberTable.Row] = []
        for code in values.keys.sorted() {
            var cells: [NumberTable.Cell] = []
            for index in columns.indices {
                cells.append(cell(values[code]?.found[columns[index]], looks[index]))
            }
            for column in others { cells.append(cell(risks[code]?.found[column], .whole)) }
            cells.append(cell(risks[code]?.found["chance"], .index))
            rows.append(NumberTable.Row(label: material.name(code, language), cells: cells))
        }
        return NumberTable(
            id: "t-deposits",
            caption: claims.pick(
                "What heaps of waste are worth", "Сколько стоят отвалы"),
            note: note(MethodName.depositValue, MethodName.depositRisk),
            columns: [text("Deposit and process", "Месторождение и технология")]
                + columns.map { component(MethodName.depositValue, $0) }
                + others.map { component(MethodName.depositRisk, $0) }
                + [component(MethodName.depositRisk, "chance")], rows: rows)
    }
}
