internal import Figures
internal import Region
internal import Wording

/// Clusters and space: which clusters the region has and could have, what is near what, where like
/// regions stand together, and how its towns hang together.
struct ClusterPart {
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
        let places = ClusterPlaces(
            page: page, rows: rows(MethodName.clusterMembers), order: own.map(\.code))
        let tables = [clusters, places.table, agglomerations, poles].compactMap { $0 }
            .filter { !$0.isEmpty }
        let content =
            pictures.pair([productSpace, autocorrelation])
            + pictures.pair([places.card(towns: towns), settlements])
            + pictures.pair([density, stages])
            + pictures.pair([diamond, lacking]) + tables.map { $0.html(page.ledger) }
        return content
    }

    // MARK: Finding results

    /// The rows of a method in the tables of the last span's panel, or of no panel.
    private func rows(_ method: String) -> [Found] {
        let own = facts.span.map { facts.tables(of: method, $0) } ?? []
        let tables = own.isEmpty ? facts.tables(of: method) : own
        return tables.flatMap { table in
            material.tables[table].rows.map { Found(table: table, row: $0) }
        }
    }

    private static func byComponent(_ found: [Found]) -> [String: Found] {
        var result: [String: Found] = [:]
        for one in found { result[one.key.component] = one }
        return result
    }

    private func name(_ object: ObjectCode) -> String { material.name(object, language) }

    private func cell(_ found: Found?, _ look: Shown.Look) -> NumberTable.Cell {
        guard let found else { return .nothing }
        return .number(Shown(found, look))
    }

    /// Nothing where there is no number.
    private func known(_ found: Found?) -> NumberTable.Cell {
        guard let found, found.value != nil else { return .nothing }
        return .number(Shown(found, .index))
    }

    private func component(_ method: String, _ id: String) -> String {
        page.component(id, of: method)
    }

    private func reading(_ method: String) -> String { page.reading(of: method) }

    // MARK: Clusters of the region

    private struct Own {
        let code: ObjectCode
        let members: [ActivityCode]
        let found: [String: Found]
        var state: Double { found["state"]?.value ?? 0 }
    }

    private var own: [Own] {
        let members = Dictionary(
            grouping: rows(MethodName.industryClusters).filter { $0.key.component == "cluster" },
            by: { $0.key.object ?? "" })
        let strengths = Dictionary(
            grouping: rows(MethodName.regionClusters).filter { $0.key.place == facts.region },
            by: { $0.key.object ?? "" })
        return strengths.map { code, found in
            Own(
                code: code, members: (members[code] ?? []).compactMap(\.key.activity),
                found: Self.byComponent(found))
        }.sorted {
            let (a, b) = ($0.found["quotient"]?.value ?? 0, $1.found["quotient"]?.value ?? 0)
            return $0.state != $1.state ? $0.state > $1.state : a != b ? a > b : $0.code < $1.code
        }
    }

    private var clusters: NumberTable? {
        let own = own
        guard !own.isEmpty, let year = own.first?.found["state"]?.key.year else { return nil }
        let states = [
            text("neither", "нет"), text("potential", "возможен"), text("existing", "есть"),
        ]
        var types: [ObjectCode: Found] = [:]
        for found in rows(MethodName.clusterType) where found.key.component == "type" {
            if let code = found.key.object { types[code] = found }
        }
        let typeNames = [
            text("none", "ни один"), text("Marshallian", "маршаллианский"),
            text("hub-and-spoke", "радиальный"), text("satellite", "спутниковый"),
            text("state-anchored", "прикованный к государству"),
        ]
        var confidence: [ObjectCode: Found] = [:]
        for found in rows(MethodName.clusterType) where found.key.component == "confidence" {
            if let code = found.key.object { confidence[code] = found }
        }
        return NumberTable(
            id: "t-clusters",
            caption: claims.pick(
                "Clusters of the region, \(year: year)", "Кластеры региона, \(year: year)"),
            note: reading(MethodName.regionClusters) + " " + reading(MethodName.clusterType),
            columns: [
                text("Cluster", "Кластер"), text("State", "Состояние"),
                component(MethodName.regionClusters, "quotient"),
                component(MethodName.regionClusters, "share"),
                component(MethodName.regionClusters, "specialised"),
                component(MethodName.regionClusters, "density"),
                component(MethodName.clusterType, "type"),
                component(MethodName.clusterType, "confidence"),
            ],
            rows: own.map { cluster in
                let members = cluster.members.map { material.name($0, language) }
                    .joined(separator: "; ")
                let type = typeWords(
                    types[cluster.code], confidence[cluster.code], typeNames)
                return NumberTable.Row(
                    label: members.isEmpty ? name(cluster.code) : members,
                    cells: [
                        .text(states[max(0, min(2, Int(cluster.state)))]),
                        cell(cluster.found["quotient"], .index),
                        cell(cluster.found["share"], .share),
                        cell(cluster.found["specialised"], .whole),
                        cell(cluster.found["density"], .share),
                        type.isEmpty ? .nothing : .text(type),
                        known(confidence[cluster.code]),
                    ])
            })
    }

    private func typeWords(_ type: Found?, _ confidence: Found?, _ names: [String]) -> String {
        guard let type, let value = type.value else { return "" }
        let name = names[max(0, min(names.count - 1, Int(value)))]
        var sure = 0.0
        if let confidence, let value = confidence.value { sure = value }
        return sure >= 0.25 || value == 0
            ? name : text("mixed, nearest \(name)", "смешанный, ближе \(name)")
    }

    // MARK: What is near what

    private var productSpace: HTML? {
        guard let span = facts.span else { return nil }
        let year = span.last
        let links = rows(MethodName.productSpace).filter {
            $0.key.component == "proximity" && $0.key.year == year && $0.value != nil
        }
        let panel = facts.panel(span)
        guard links.count > 2, let place = panel.position(of: facts.region),
            let time = panel.position(of: year)
        else { return nil }
        let network = Network(links)
        let states = network.codes.map { nearness(of: $0, span) }
        let nearest = Self.nearest(network.codes, states)
        let points = network.codes.indices.map { index -> NetworkChart.Point in
            let code = network.codes[index]
            let column = panel.position(of: code)
            return NetworkChart.Point(
                name: Words.short(code) + "\u{A0}· " + material.name(code, language),
                size: column.map { panel[place, $0, time].value } ?? 0,
                state: states[index].isPresent
                    ? .present : nearest.contains(index) ? .near : .absent,
                words: densityWords(states[index].density?.value))
        }
        guard let near = nearest.first, let found = states[near].density else { return nil }
        let activity = network.codes[near]
        let heading = claims.pick(
            "Nearest to what the region has: \(claims.inner(activity)), density \(Shown(found, .share))",
            "Ближе всего к имеющемуся: \(claims.inner(activity)), плотность \(Shown(found, .share))"
        )
        let what = text(
            "Activities that stand in the same regions are joined, the nearer the thicker; the area is the activity's size here. Ringed: the three that the region lacks and that are nearest to what it has, \(year).",
            "Соединены отрасли, стоящие в одних регионах; толще — ближе. Площадь — размер отрасли здесь. Пунктиром обведены три недостающие, самые близкие к имеющемуся, \(year)."
        )
        let chart = NetworkChart(
            title: heading.plain(language), summary: what, points: points, links: network.lines,
            stateNames: (
                text("advantage", "есть преимущество"), text("near", "рядом"),
                text("no advantage", "нет преимущества")
            ))
        return pictures.card(
            Pictures.Card(
                id: "fig-space", heading: heading, what: what, method: MethodName.productSpace,
                table: "t-near")
        ) { chart.drawing(width: $0, language: language) }
    }

    /// Activities and the links between them, by position.
    private struct Network {
        private(set) var codes: [ActivityCode] = []
        private(set) var lines: [NetworkChart.Link] = []
        private var positions: [ActivityCode: Int] = [:]

        init(_ links: [Found]) {
            for link in links {
                guard let first = link.key.activity, let second = link.key.object,
                    let value = link.value
                else { continue }
                let from = position(first)
                let to = position(ActivityCode(rawValue: second.rawValue))
                lines.append(NetworkChart.Link(from, to, weight: value))
            }
        }

        private mutating func position(_ code: ActivityCode) -> Int {
            if let known = positions[code] { return known }
            let next = codes.count
            positions[code] = next
            codes.append(code)
            return next
        }
    }

    private struct Nearness {
        let isPresent: Bool
        let density: Found?
    }

    private func nearness(of code: ActivityCode, _ span: Span) -> Nearness {
        let presence = facts.find(MethodName.presence, span, activity: code, year: span.last)
        let density = facts.find(MethodName.density, span, activity: code, year: span.last)
        return Nearness(isPresent: presence?.value == 1, density: density)
    }

    /// The three that are lacked and nearest, the nearest first.
    private static func nearest(_ codes: [ActivityCode], _ states: [Nearness]) -> [Int] {
        var lacked: [Int] = []
        for index in codes.indices {
            if !states[index].isPresent, states[index].density?.value != nil {
                lacked.append(index)
            }
        }
        lacked.sort { one, other in
            let a = states[one].density?.value ?? 0
            let b = states[other].density?.value ?? 0
            return a != b ? a > b : codes[one] < codes[other]
        }
        return Array(lacked.prefix(3))
    }

    private func densityWords(_ value: Double?) -> String {
        guard let value else { return "" }
        return text("density ", "плотность ")
            + NumberWording.text(value, significant: 2, in: language)
    }

    // MARK: Where like regions stand together

    private var autocorrelation: HTML? {
        guard let span = facts.span, let main = claims.candidates(span, span.last).first else {
            return nil
        }
        let (activity, year) = (main.activity, span.last)
        let values = facts.all(MethodName.localMoran, span, activity: activity, year: year)
            .filter { $0.value != nil }
        var rates: [PlaceCode: Double] = [:]
        for found in facts.all(
            MethodName.localMoran, span, activity: activity, year: year,
            component: "falseDiscoveryRate")
        {
            if let place = found.key.place, let rate = found.value { rates[place] = rate }
        }
        var quotients: [PlaceCode: Double] = [:]
        for found in facts.all(MethodName.locationQuotient, span, activity: activity, year: year) {
            if let place = found.key.place, let value = found.value { quotients[place] = value }
        }
        guard values.count > 5, !quotients.isEmpty else { return nil }
        let mean = quotients.values.sorted().reduce(0, +) / Double(quotients.count)
        var found: [PlaceCode: AutocorrelationMap.Kind] = [:]
        var places: [AutocorrelationMap.Place] = []
        for value in values {
            guard let code = value.key.place, let index = value.value,
                let coordinates = material.places[code]?.coordinates
            else { continue }
            let isSure = (rates[code] ?? 1) < 0.05
            let kind = Self.kind(
                isSure: isSure, isAlike: index >= 0, isHigh: (quotients[code] ?? 0) >= mean)
            found[code] = kind
            places.append(
                AutocorrelationMap.Place(
                    name: material.name(code, language), longitude: coordinates.longitude,
                    latitude: coordinates.latitude, kind: kind, isChosen: code == facts.region))
        }
        guard places.count > 5,
            let own = facts.find(MethodName.localMoran, span, activity: activity, year: year)
        else { return nil }
        let name = claims.inner(activity)
        let heading = moranHeading(
            Words.opening(name), Shown(own), isAnySure: found.values.contains { $0 != .none },
            isOwnSure: found[facts.region] != AutocorrelationMap.Kind.none)
        let what = text(
            "Location quotients of \(name), \(year), against those of the nearest regions: a mark stands out where the false discovery rate is under 0.05. Neighbours are the nearest administrative centres.",
            "Коэффициенты локализации (\(name), \(year)) относительно ближайших регионов: знак выделен, где доля ложных находок ниже 0,05. Соседи — ближайшие административные центры."
        )
        let chart = AutocorrelationMap(
            title: heading.plain(language), summary: what, places: places,
            names: [
                text("high among high", "высокий среди высоких"),
                text("low among low", "низкий среди низких"),
                text("high among low", "высокий среди низких"),
                text("low among high", "низкий среди высоких"),
                text("as by chance", "в пределах случайного"),
            ])
        return pictures.card(
            Pictures.Card(
                id: "fig-moran", heading: heading, what: what, method: MethodName.localMoran,
                table: "t-ranking")
        ) { chart.drawing(width: $0, language: language) }
    }

    private static func kind(
        isSure: Bool, isAlike: Bool, isHigh: Bool
    ) -> AutocorrelationMap.Kind {
        if !isSure { return .none }
        if isAlike { return isHigh ? .highHigh : .lowLow }
        return isHigh ? .highLow : .lowHigh
    }

    private func moranHeading(
        _ name: String, _ index: Shown, isAnySure: Bool, isOwnSure: Bool
    ) -> Sentence {
        if !isAnySure {
            return claims.pick(
                "\(name): no region stands out together with its neighbours beyond chance; local Moran here \(index)",
                "\(name): ни один регион не выделяется вместе с соседями сверх случайного; локальный индекс Морана здесь \(index)"
            )
        }
        if !isOwnSure {
            return claims.pick(
                "\(name) gathers elsewhere: the region and its neighbours do not stand out, local Moran \(index)",
                "\(name): регион вместе с соседями не выделяется, локальный индекс Морана \(index)")
        }
        return claims.pick(
            "\(name): the region stands out together with its neighbours, local Moran \(index)",
            "\(name): регион выделяется вместе с соседями, локальный индекс Морана \(index)")
    }

    // MARK: Towns

    private var potentials: [Found] {
        rows(MethodName.potential).filter { $0.key.component == "" }
    }

    /// Towns of the region that can be drawn.
    private var towns: [PlaceCode] {
        potentials.compactMap(\.key.place).filter { material.places[$0]?.coordinates != nil }
    }

    private var settlements: HTML? {
        let towns = towns
        guard towns.count > 2 else { return nil }
        var positions: [PlaceCode: Int] = [:]
        for (position, town) in towns.enumerated() { positions[town] = position }
        let poles = Set(
            rows(MethodName.poles).filter { $0.key.component == "pole" && $0.value == 1 }
                .compactMap(\.key.place))
        let members = rows(MethodName.agglomerations).filter { $0.key.component == "minutes" }
        let cores = developments.compactMap(\.key.place)
        var people: [PlaceCode: Double] = [:]
        for found in potentials {
            guard let place = found.key.place, let year = found.key.year else { continue }
            people[place] = material.settlementPeople(place, year)
        }
        let areas = cores.map { core in
            SettlementMap.Area(
                name: material.name(core, language),
                towns: ([core]
                    + members.filter { $0.key.place == core }.compactMap { found in
                        found.key.object.map { PlaceCode(rawValue: $0.rawValue) }
                    }).compactMap { positions[$0] })
        }
        let flows = rows(MethodName.axes).filter { $0.key.component == "flow" }
        var axes: [String: Double] = [:]
        for found in rows(MethodName.axes) where found.key.component == "axis" {
            axes["\(found.key.place ?? "")|\(found.key.object ?? "")"] = found.value ?? 0
        }
        let roads = flows.compactMap { flow -> SettlementMap.Road? in
            guard let from = flow.key.place, let to = flow.key.object, let first = positions[from],
                let second = positions[PlaceCode(rawValue: to.rawValue)]
            else { return nil }
            return SettlementMap.Road(
                first, second, flow: flow.value ?? 0, isAxis: (axes["\(from)|\(to)"] ?? 0) > 0)
        }
        let heading: Sentence
        if let first = developments.first, let core = first.key.place {
            heading = claims.pick(
                "The most developed agglomeration is that of \(material.name(core, language)), coefficient \(Shown(first))",
                "Самая развитая агломерация — \(material.name(core, language)), коэффициент развитости \(Shown(first))"
            )
        } else {
            heading = claims.pick("Towns of the region", "Города региона")
        }
        let what = text(
            "Towns by people, agglomerations as their outline, roads by the flow of a gravity model. Filled: growth poles.",
            "Города по численности населения, агломерации — контуром, дороги — по потоку гравитационной модели. Залиты полюса роста."
        )
        let chart = SettlementMap(
            title: heading.plain(language), summary: what,
            towns: towns.map { code in
                let place = material.places[code]?.coordinates
                return SettlementMap.Town(
                    name: material.name(code, language), longitude: place?.longitude ?? 0,
                    latitude: place?.latitude ?? 0, people: people[code] ?? 0,
                    isPole: poles.contains(code), isCore: cores.contains(code))
            }, areas: areas, roads: roads,
            words: .init(
                pole: text("growth pole", "полюс роста"), town: text("town", "город"),
                area: text("agglomeration", "агломерация"), road: text("road", "дорога"),
                axis: text("development axis", "ось развития")))
        return pictures.card(
            Pictures.Card(
                id: "fig-towns", heading: heading, what: what, method: MethodName.agglomerations,
                table: developments.isEmpty ? nil : "t-agglomerations")
        ) { chart.drawing(width: $0, language: language) }
    }

    /// The coefficients of development, the greatest first.
    private var developments: [Found] {
        rows(MethodName.agglomerations).filter {
            $0.key.component == "development" && $0.value != nil
        }.sorted { ($0.value ?? 0) > ($1.value ?? 0) }
    }

    private var agglomerations: NumberTable? {
        let found = rows(MethodName.agglomerations)
        let cores = developments
        guard let year = cores.first?.key.year else { return nil }
        let columns = [
            "development", "class", "urbanPopulation", "cities", "outerShare", "agglomerativeness",
        ]
        let looks: [Shown.Look] = [.index, .whole, .whole, .whole, .share, .share]
        return NumberTable(
            id: "t-agglomerations",
            caption: claims.pick("Agglomerations, \(year: year)", "Агломерации, \(year: year)"),
            note: notices(MethodName.agglomerations) + reading(MethodName.agglomerations),
            columns: [text("Core", "Ядро")]
                + columns.map { component(MethodName.agglomerations, $0) },
            rows: cores.map { core in
                NumberTable.Row(
                    label: core.key.place.map { material.name($0, language) } ?? "",
                    cells: zip(columns, looks).map { id, look in
                        cell(
                            found.first {
                                $0.key.place == core.key.place && $0.key.component == id
                                    && $0.key.object == nil
                            }, look)
                    })
            })
    }

    private var poles: NumberTable? {
        let found = rows(MethodName.poles)
        let scores = found.filter { $0.key.component == "score" && $0.value != nil }
            .sorted { ($0.value ?? 0, $1.key.place ?? "") > ($1.value ?? 0, $0.key.place ?? "") }
        let potentials = rows(MethodName.potential)
        guard let year = scores.first?.key.year else { return nil }
        return NumberTable(
            id: "t-poles",
            caption: claims.pick("Growth poles, \(year: year)", "Полюса роста, \(year: year)"),
            note: notices(MethodName.poles) + reading(MethodName.poles),
            columns: [
                text("Town", "Город"), component(MethodName.poles, "score"),
                component(MethodName.poles, "pole"), component(MethodName.potential, ""),
                component(MethodName.potential, "own"),
            ],
            rows: scores.map { score in
                let place = score.key.place
                let pole = found.first { $0.key.place == place && $0.key.component == "pole" }
                return NumberTable.Row(
                    label: place.map { material.name($0, language) } ?? "",
                    cells: [
                        cell(score, .index), cell(pole, .whole),
                        cell(
                            potentials.first { $0.key.place == place && $0.key.component == "" },
                            .whole),
                        cell(
                            potentials.first { $0.key.place == place && $0.key.component == "own" },
                            .share),
                    ], isChosen: pole?.value == 1)
            })
    }

    private func notices(_ method: String) -> String {
        let texts = facts.tables(of: method).first.map { material.tables[$0].notices } ?? []
        return texts.map { $0[language] + " " }.joined()
    }

    // MARK: Plants

    private var density: HTML? {
        let found = rows(MethodName.distanceDensity)
        let plants = found.filter { $0.key.component == "plants" }
        guard let most = Self.mostTelling(plants, among: found), let industry = most.key.object
        else { return nil }
        let own = Self.byComponent(found.filter { $0.key.object == industry })
        var curve = Curve()
        for step in 0...20 { curve.append(step, from: own) }
        guard curve.positions.count > 2, let value = own["verdict"]?.value else { return nil }
        let heading = densityHeading(Words.opening(name(industry)), Shown(most, .whole), value)
        let what = text(
            "How common each distance between two plants of the industry is, and the band that 95 % of random draws from all sites never leave.",
            "Насколько часто встречается каждое расстояние между предприятиями отрасли, и полоса, которую 95 % случайных выборок из всех площадок не покидают."
        )
        let chart = BandChart(
            title: heading.plain(language), summary: what,
            horizontalAxis: text("distance, km", "расстояние, км"),
            verticalAxis: text("K-density", "К-плотность"), positions: curve.positions,
            observed: curve.observed, lower: curve.lower, upper: curve.upper,
            curveName: text("observed", "наблюдается"),
            bandName: text("95 % of random draws", "95 % случайных выборок"))
        return pictures.card(
            Pictures.Card(
                id: "fig-density", heading: heading, what: what,
                method: MethodName.distanceDensity, table: nil)
        ) { chart.drawing(width: $0, language: language) }
    }

    /// The industry to show: one that stands off from chance, localised before dispersed; of
    /// several that with most plants.
    private static func mostTelling(_ plants: [Found], among found: [Found]) -> Found? {
        var best: (rank: Double, count: Double, plants: Found)?
        for one in plants {
            let verdict = found.first {
                $0.key.object == one.key.object && $0.key.component == "verdict"
            }
            guard let verdict, let value = verdict.value, let count = one.value else { continue }
            let rank: Double = value > 0 ? 2 : value < 0 ? 1 : 0
            let isBetter: Bool
            if let best {
                isBetter = rank > best.rank || (rank == best.rank && count > best.count)
            } else {
                isBetter = true
            }
            if isBetter { best = (rank, count, one) }
        }
        return best?.plants
    }

    private struct Curve {
        var positions: [Double] = []
        var observed: [Double] = []
        var lower: [Double] = []
        var upper: [Double] = []

        mutating func append(_ step: Int, from own: [String: Found]) {
            guard let d = own["distance.\(step)"]?.value, let k = own["density.\(step)"]?.value,
                let low = own["lower.\(step)"]?.value, let high = own["upper.\(step)"]?.value
            else { return }
            positions.append(d)
            observed.append(k)
            lower.append(low)
            upper.append(high)
        }
    }

    private func densityHeading(_ name: String, _ count: Shown, _ verdict: Double) -> Sentence {
        if verdict > 0 {
            return claims.pick(
                "\(name): the \(count) plants stand nearer than chance would put them",
                "\(name): предприятия (\(count)) стоят теснее случайного")
        }
        if verdict < 0 {
            return claims.pick(
                "\(name): the \(count) plants keep farther apart than chance would put them",
                "\(name): предприятия (\(count)) рассеяны сильнее случайного")
        }
        return claims.pick(
            "\(name): the \(count) plants stand as chance would put them",
            "\(name): размещение предприятий (\(count)) не отличается от случайного")
    }

    // MARK: Stages and the diamond

    private var stages: HTML? {
        let found = rows(MethodName.clusterStage)
        let byCluster = Dictionary(grouping: found, by: { $0.key.object ?? "" })
        var strips: [StageStrip.Row] = []
        var last: Found?
        for code in byCluster.keys.sorted() {
            let own = byCluster[code] ?? []
            var chances: [Year: Double] = [:]
            for found in own where found.key.component == "probability" {
                if let year = found.key.year { chances[year] = found.value ?? 0 }
            }
            var cells: [StageStrip.Cell] = []
            for found in own where found.key.component == "stage" {
                guard let year = found.key.year, let stage = found.value else { continue }
                cells.append(
                    StageStrip.Cell(
                        year: year, stage: Int(stage), probability: chances[year] ?? 0))
                if (last?.key.year ?? .min) < year { last = found }
            }
            if !cells.isEmpty { strips.append(StageStrip.Row(name: name(code), cells: cells)) }
        }
        guard let last, let code = last.key.object, let year = last.key.year, !strips.isEmpty else {
            return nil
        }
        let names = [
            text("agglomeration", "агломерация"), text("emerging", "возникающий"),
            text("developing", "развивающийся"), text("mature", "зрелый"),
            text("transformation", "трансформация"),
        ]
        let heading = claims.pick(
            "\(name(code)): stage \(Shown(last, .whole)) of 5 in \(year: year)",
            "\(name(code)): этап \(Shown(last, .whole)) из 5, \(year: year)")
        let what = text(
            "The most likely stage of each cluster by year; the higher the cell, the surer.",
            "Вероятнейший этап каждого кластера по годам; чем выше ячейка, тем увереннее.")
        let chart = StageStrip(
            title: heading.plain(language), summary: what, rows: strips, stages: names)
        return pictures.card(
            Pictures.Card(
                id: "fig-stages", heading: heading, what: what, method: MethodName.clusterStage,
                table: nil)
        ) { chart.drawing(width: $0, language: language) }
    }

    private var diamond: HTML? {
        let found = rows(MethodName.diamond)
        guard let least = found.first(where: { $0.key.component == "least" && $0.value != nil })
        else { return nil }
        let own = Self.byComponent(found.filter { $0.key.object == least.key.object })
        let ids = ["rivalry", "demand", "related", "factors"]
        let corners = ids.map {
            DiamondChart.Corner(
                name: component(MethodName.diamond, $0), score: own[$0]?.value)
        }
        let subject = least.key.object.map(name) ?? claims.regionName
        let weakest = ids.filter { own[$0]?.value == least.value }.map {
            Words.inner(component(MethodName.diamond, $0))
        }.joined(separator: ", ")
        let heading = claims.pick(
            "\(subject): the weakest corner is \(weakest), \(Shown(least))",
            "\(subject): слабейший угол — \(weakest), \(Shown(least))")
        let what = text(
            "Scores of experts, 0 at the middle to 10 at the corner.",
            "Оценки экспертов: 0 в центре, 10 в углу.")
        let chart = DiamondChart(title: heading.plain(language), summary: what, corners: corners)
        return pictures.card(
            Pictures.Card(
                id: "fig-diamond", heading: heading, what: what, method: MethodName.diamond,
                table: nil)
        ) { chart.drawing(width: $0, language: language) }
    }

    // MARK: What cannot be said

    /// What the methods of this part lack, by their own words.
    private var lacking: HTML? {
        let items = MethodName.ofClusters.compactMap { method -> HTML? in
            let tables = facts.tables(of: method).map { material.tables[$0] }
            guard let first = tables.first, tables.allSatisfy(\.rows.isEmpty),
                let notice = tables.flatMap(\.notices).last
            else { return nil }
            return tag(
                "li", [],
                [
                    tag("strong", "", .text(first.method.name[language])),
                    .text(". " + notice[language]),
                ])
        }
        guard !items.isEmpty else { return nil }
        return tag(
            "section", [.style("limits card"), .labelled(by: "lacking-h")],
            [
                tag(
                    "h3", [.id("lacking-h")],
                    [.text(text("What is missing for the rest", "Чего не хватает для остального"))]),
                tag("ul", [], items),
            ])
    }
}
