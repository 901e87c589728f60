public import Region
public import Wording

extension RegionalData {
    /// The settlements, in the order of their codes.
    public var settlements: [Settlement] {
        let kinds = settlementKinds
        return places.indices.filter { places[$0].level == "settlement" }.map { position in
            let place = places[position]
            return Settlement(
                code: place.code, name: place.name, kind: kinds[place.code.rawValue],
                coordinates: place.coordinates,
                areaInSquareKilometres: place.areaInSquareKilometres,
                containers: vocabulary.ancestors(of: position).map { places[$0].code })
        }
    }

    private var settlementKinds: [String: Settlement.Kind] {
        guard let contents = storage.contents["places"], contents.has("settlement_kind") else {
            return [:]
        }
        var kinds: [String: Settlement.Kind] = [:]
        for row in contents.rows {
            guard let code = contents.text(row, "code") else { continue }
            kinds[code] = contents.text(row, "settlement_kind").flatMap(Settlement.Kind.init)
        }
        return kinds
    }

    /// Roads and services between places, in the order of their keys.
    public var connections: [Connection] {
        rows(of: "connections") { contents, row -> Connection? in
            guard let from = contents.text(row, "from"), let to = contents.text(row, "to") else {
                return nil
            }
            return Connection(
                from: PlaceCode(rawValue: from), to: PlaceCode(rawValue: to),
                mode: contents.choice(row, "mode"),
                kilometres: contents.figure(row, "km"),
                minutes: contents.figure(row, "minutes"),
                servicesPerDay: contents.figure(row, "services_per_day"),
                quality: contents.quality(row))
        }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }

    /// Who lives where and works where, in the latest year of the table.
    public var commuting: [PlaceFlow] { placeFlows("commuting", "from", "to") }

    /// Goods moved between places in the latest year of the table, of all products together where
    /// the table has that, else of all that it has.
    public var trade: [PlaceFlow] { placeFlows("trade", "origin", "destination") }

    /// Flows in the unit of the first, in the order of their ends.
    private func placeFlows(_ table: String, _ origin: String, _ destination: String) -> [PlaceFlow]
    {
        struct Row {
            let flow: PlaceFlow
            let isOfAll: Bool
        }
        guard let schema = storage.contents[table]?.schema else { return [] }
        let names = schema.columns.map(\.name)
        var unit: Unit?
        let all = rows(of: table) { contents, row -> Row? in
            guard let from = contents.text(row, origin), let to = contents.text(row, destination),
                let year = contents.year(row, "year"), let value = contents.figure(row, "value"),
                let own = contents.word(row, "unit").flatMap({ Unit($0) })
            else { return nil }
            if unit == nil { unit = own }
            guard let unit, let converted = own.convert(value, to: unit) else { return nil }
            return Row(
                flow: PlaceFlow(
                    from: PlaceCode(rawValue: from), to: PlaceCode(rawValue: to), year: year,
                    value: converted, unit: unit, quality: contents.quality(row)),
                isOfAll: !names.contains("product") || contents.word(row, "product") == nil)
        }
        guard let year = all.map(\.flow.year).max() else { return [] }
        let latest = all.filter { $0.flow.year == year }
        let totals = latest.filter(\.isOfAll)
        var sums: [[PlaceCode]: PlaceFlow] = [:]
        for row in totals.isEmpty ? latest : totals {
            let flow = row.flow
            let known = sums[[flow.from, flow.to]]
            sums[[flow.from, flow.to]] = PlaceFlow(
                from: flow.from, to: flow.to, year: year, value: flow.value + (known?.value ?? 0),
                unit: flow.unit, quality: max(flow.quality, known?.quality ?? .reported))
        }
        return sums.values.sorted { ($0.from, $0.to) < ($1.from, $1.to) }
    }

    /// Employers and organisations, in the order of their codes.
    public var establishments: [Establishment] {
        rows(of: "establishments") { contents, row -> Establishment? in
            guard let code = contents.text(row, "code"), let place = contents.text(row, "place")
            else { return nil }
            let exact = contents.figure(row, "headcount")
            var middle: Double?
            if let low = contents.figure(row, "headcount_class_low"),
                let high = contents.figure(row, "headcount_class_high")
            {
                middle = (low + high) / 2
            }
            var coordinates: Coordinates?
            if let longitude = contents.figure(row, "lon"),
                let latitude = contents.figure(row, "lat")
            {
                coordinates = Coordinates(longitude: longitude, latitude: latitude)
            }
            return Establishment(
                code: ObjectCode(rawValue: code), name: contents.name(row, code: code),
                kind: contents.choice(row, "kind") ?? .enterprise,
                place: PlaceCode(rawValue: place),
                activity: contents.word(row, "activity").map { ActivityCode(rawValue: $0) },
                year: contents.year(row, "year"),
                headcount: exact ?? middle, isHeadcountGrouped: exact == nil && middle != nil,
                revenue: contents.figure(row, "revenue"),
                revenueUnit: contents.word(row, "revenue_unit").flatMap { Unit($0) },
                ownership: contents.choice(row, "ownership"),
                research: contents.figure(row, "research"),
                chainStage: contents.word(row, "chain_stage"), coordinates: coordinates,
                parent: contents.word(row, "parent").map { ObjectCode(rawValue: $0) },
                quality: contents.quality(row))
        }.sorted { $0.code < $1.code }
    }

    /// People by occupation and activity, in the latest year of the table.
    public var occupations: [OccupationCount] {
        let persons = Unit("persons") ?? .one
        let all = rows(of: "occupations") { contents, row -> OccupationCount? in
            guard let place = contents.text(row, "place"),
                let activity = contents.text(row, "activity"),
                let occupation = contents.text(row, "occupation"),
                let year = contents.year(row, "year"), let value = contents.figure(row, "value"),
                let people = contents.word(row, "unit").flatMap({ Unit($0) })?
                    .convert(value, to: persons)
            else { return nil }
            return OccupationCount(
                place: PlaceCode(rawValue: place), activity: ActivityCode(rawValue: activity),
                occupation: occupation,
                isCreative: contents.whole(row, "creative") == 1,
                year: year, people: people, quality: contents.quality(row))
        }
        let last = all.map(\.year).max()
        return all.filter { $0.year == last }.sorted {
            ($0.place, $0.activity, $0.occupation) < ($1.place, $1.activity, $1.occupation)
        }
    }

    /// What activities stand for, those below a marked one included. Empty where none is marked.
    public var activityTraits: [ActivityCode: Set<ActivityTrait>] {
        var own: [ActivityCode: Set<ActivityTrait>] = [:]
        guard let contents = storage.contents["activities"] else { return [:] }
        for row in contents.rows {
            guard let code = contents.text(row, "code"), let words = contents.word(row, "traits")
            else { continue }
            let traits = ActivityTrait.words(of: words).compactMap(ActivityTrait.init)
            own[ActivityCode(rawValue: code)] = Set(traits)
        }
        guard !own.isEmpty else { return [:] }
        let parents = Dictionary(
            activities.compactMap { activity in activity.parent.map { (activity.code, $0) } }
        ) { first, _ in first }
        var traits: [ActivityCode: Set<ActivityTrait>] = [:]
        for activity in activities {
            var current: ActivityCode? = activity.code
            var steps = 0
            while let code = current, steps < 20 {
                traits[activity.code, default: []].formUnion(own[code] ?? [])
                current = parents[code]
                steps += 1
            }
        }
        return traits
    }

    /// Bounds of the rules for clusters that the user has set, by their names.
    public var thresholds: [(name: String, none: Double, full: Double)] {
        rows(of: "thresholds") { contents, row in
            guard let name = contents.text(row, "name"), let none = contents.figure(row, "none"),
                let full = contents.figure(row, "full")
            else { return nil }
            return (name, none, full)
        }
    }

    /// Ties between establishments, in the order of their ends.
    public var ties: [Tie] {
        rows(of: "links") { contents, row -> Tie? in
            guard let from = contents.text(row, "from"), let to = contents.text(row, "to"),
                let kind: Tie.Kind = contents.choice(row, "kind")
            else { return nil }
            return Tie(
                from: ObjectCode(rawValue: from), to: ObjectCode(rawValue: to), kind: kind,
                weight: contents.figure(row, "weight"),
                year: contents.year(row, "year"))
        }.sorted {
            ($0.from, $0.to, $0.kind.rawValue, $0.year ?? 0)
                < ($1.from, $1.to, $1.kind.rawValue, $1.year ?? 0)
        }
    }

    /// The clusters of registers and programmes, in the order of their codes.
    public var clusterRegister: [ClusterEntry] {
        var members: [String: [ClusterEntry.Member]] = [:]
        if let contents = storage.contents["cluster_members"] {
            for row in contents.rows {
                guard let cluster = contents.text(row, "cluster"),
                    let establishment = contents.text(row, "establishment")
                else { continue }
                members[cluster, default: []].append(
                    ClusterEntry.Member(
                        establishment: ObjectCode(rawValue: establishment),
                        from: contents.year(row, "year_from"), to: contents.year(row, "year_to")))
            }
        }
        return rows(of: "clusters") { contents, row -> ClusterEntry? in
            guard let code = contents.text(row, "code") else { return nil }
            return ClusterEntry(
                code: ObjectCode(rawValue: code), name: contents.name(row, code: code),
                kind: contents.word(row, "kind"),
                yearCreated: contents.year(row, "year_created"),
                exists: contents.word(row, "status").map { $0 == "existing" },
                members: (members[code] ?? []).sorted {
                    $0.establishment < $1.establishment
                }, quality: contents.quality(row))
        }.sorted { $0.code < $1.code }
    }

    /// The latest flow table of each place that has one.
    ///
    /// Rows of other units than the first are left out: the check of the workspace names them.
    public var flowTables: [FlowTable] {
        guard let contents = storage.contents["input_output"] else { return [] }
        struct Key: Hashable {
            let place: String
            let year: Int
        }
        var rows: [Key: [Int]] = [:]
        for row in contents.rows {
            guard let year = contents.integer(row, "year") else { continue }
            rows[Key(place: contents.word(row, "place") ?? "", year: year), default: []].append(row)
        }
        let latest = Dictionary(grouping: rows.keys, by: \.place).compactMap { place, keys in
            keys.max { $0.year < $1.year }
        }
        return latest.sorted { $0.place < $1.place }.compactMap { key in
            flowTable(contents, rows[key] ?? [], place: key.place, year: key.year)
        }
    }

    private func flowTable(
        _ contents: Contents, _ rows: [Int], place: String, year: Int
    ) -> FlowTable? {
        var codes: Set<String> = []
        var unit: Unit?
        let isCell = { (row: Int) in
            let block = contents.word(row, "block") ?? "domestic"
            return block == "domestic"
        }
        for row in rows where isCell(row) {
            guard let from = contents.text(row, "from"), let to = contents.text(row, "to") else {
                continue
            }
            for code in [from, to]
            where vocabulary.position(of: ActivityCode(rawValue: code)) != nil {
                codes.insert(code)
            }
            if unit == nil { unit = contents.word(row, "unit").flatMap { Unit($0) } }
        }
        guard let unit, !codes.isEmpty else { return nil }
        let order = codes.sorted()
        let positions = Dictionary(uniqueKeysWithValues: zip(order, order.indices))
        var deliveries = Array(
            repeating: [Double](repeating: 0, count: order.count), count: order.count)
        let zeros = [Double](repeating: 0, count: order.count)
        var (output, purchases) = (zeros, zeros)
        var (domestic, imported) = ([String: [Double]](), [String: [Double]]())
        var (added, stated) = ([Double?](), [Double?]())
        added = Array(repeating: nil, count: order.count)
        stated = added
        var quality = Quality.reported
        for row in rows {
            guard let value = contents.figure(row, "value"),
                contents.word(row, "unit").flatMap({ Unit($0) }) == unit,
                let from = contents.text(row, "from"), let to = contents.text(row, "to")
            else { continue }
            quality = max(quality, contents.quality(row))
            let (seller, buyer) = (positions[from], positions[to])
            switch contents.word(row, "block") ?? "domestic" {
            case "domestic":
                if let seller, let buyer { deliveries[seller][buyer] += value }
                if let seller { output[seller] += value }
                if let buyer, seller != nil { purchases[buyer] += value }
            case "import":
                if let buyer { purchases[buyer] += value }
                if let seller, buyer == nil { imported[to, default: zeros][seller] += value }
            case "final_demand":
                if let seller {
                    output[seller] += value
                    domestic[to, default: zeros][seller] += value
                }
            case "value_added":
                if let buyer { added[buyer] = (added[buyer] ?? 0) + value }
            case "output":
                if let buyer { stated[buyer] = value }
            default: break
            }
        }
        let uses = Set(domestic.keys).union(imported.keys).sorted().map { code in
            FlowTable.FinalUse(
                code: code, domestic: domestic[code] ?? zeros, imported: imported[code] ?? zeros)
        }
        let (known, whole) = (added.compactMap(\.self), stated.compactMap(\.self))
        return FlowTable(
            place: PlaceCode(rawValue: place), year: year, unit: unit,
            activities: order.map { ActivityCode(rawValue: $0) }, deliveries: deliveries,
            output: output, purchases: purchases, finalUses: uses,
            valueAdded: known.count == order.count ? known : nil,
            statedOutput: whole.count == order.count ? whole : nil, quality: quality)
    }

    /// What the workspace assumes, by name.
    public var assumptions: [Assumption.Name: Assumption] {
        let list = rows(of: "assumptions") { contents, row -> Assumption? in
            let range = contents.range(row, "value")
            guard let name: Assumption.Name = contents.choice(row, "name"),
                let value = range.central,
                let unit = contents.word(row, "unit").flatMap({ Unit($0) })
            else { return nil }
            return Assumption(
                name: name, value: value, low: range.low, high: range.high, named: range.named,
                unit: unit)
        }
        return Dictionary(list.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Names of whatever a result may be about besides places and activities: clusters,
    /// establishments, second places, and clusters called by their leading activity.
    public var objectNames: [ObjectCode: LocalizedText] {
        var names: [ObjectCode: LocalizedText] = [:]
        for activity in activities {
            names[ObjectCode(rawValue: activity.code.rawValue)] = activity.name
        }
        for place in places { names[ObjectCode(rawValue: place.code.rawValue)] = place.name }
        for establishment in establishments { names[establishment.code] = establishment.name }
        for cluster in clusterRegister { names[cluster.code] = cluster.name }
        for table in [
            "deposits", "processes", "projects", "objects", "methods", "project_products",
            "cycle_nodes", "factors",
        ] {
            for (code, name) in self.names(in: table) { names[ObjectCode(rawValue: code)] = name }
        }
        for measure in measures {
            names[ObjectCode(rawValue: measure.code.rawValue)] = measure.name
        }
        for (product, name) in productNames {
            for (suffix, english, russian) in [
                ("output", "output", "производство"), ("shipments", "shipped out", "вывоз"),
                ("exports", "exports", "экспорт"),
            ] {
                names[ObjectCode(rawValue: "\(product)-\(suffix)")] = LocalizedText(
                    en: "\(name.english): \(english)", ru: "\(name.russian): \(russian)")
            }
        }
        names.merge(inputNames) { known, _ in known }
        // The names of sources of money and the like: a code may stand on many rows.
        let frames = rows(of: "programme") { contents, row -> (String, LocalizedText)? in
            guard contents.word(row, "name_en") ?? contents.word(row, "name_ru") != nil else {
                return nil
            }
            return contents.text(row, "code").map { ($0, contents.name(row, code: $0)) }
        }
        for (code, name) in frames {
            names[ObjectCode(rawValue: code)] = names[ObjectCode(rawValue: code)] ?? name
        }
        let maps = rows(of: "mode_maps") { contents, row -> (String, LocalizedText)? in
            guard contents.word(row, "name_en") ?? contents.word(row, "name_ru") != nil else {
                return nil
            }
            return contents.text(row, "map").map { ($0, contents.name(row, code: $0)) }
        }
        for (code, name) in maps { names[ObjectCode(rawValue: code)] = name }
        for (code, name) in self.names(in: "indicators") {
            names[ObjectCode(rawValue: code)] = names[ObjectCode(rawValue: code)] ?? name
        }
        names[.trade] = LocalizedText(en: "trade between places", ru: "торговля между местами")
        names[.commuting] = LocalizedText(en: "ways to work", ru: "поездки на работу")
        return names
    }

    /// Names of products by code.
    public var productNames: [String: LocalizedText] {
        Dictionary(names(in: "products")) { first, _ in first }
    }

    /// Names of what the value of a deposit hangs on.
    private var inputNames: [ObjectCode: LocalizedText] {
        var names: [ObjectCode: LocalizedText] = [
            "shock": LocalizedText(en: "the shock", ru: "шок"),
            "outside": LocalizedText(en: "from outside", ru: "извне"),
            "cost": LocalizedText(en: "cost of working up", ru: "затраты переработки"),
            "investment": LocalizedText(en: "investment", ru: "инвестиции"),
            "avoided": LocalizedText(en: "payments spared", ru: "сбережённые платежи"),
            "budget": LocalizedText(en: "money", ru: "деньги"),
            "labour": LocalizedText(en: "people", ru: "люди"),
            "limit": LocalizedText(en: "limit", ru: "предел"),
            "target": LocalizedText(en: "target", ru: "цель"),
            "free": LocalizedText(en: "any order, best choice", ru: "любой порядок, лучший выбор"),
            "ordered": LocalizedText(
                en: "tier by tier, best choice", ru: "по очередям, лучший выбор"),
            "greedy-ratio": LocalizedText(
                en: "any order, by effect for money", ru: "любой порядок, по эффекту на рубль"),
            "greedy-order": LocalizedText(
                en: "tier by tier, by effect for money", ru: "по очередям, по эффекту на рубль"),
            "compromise": LocalizedText(en: "compromise", ru: "компромисс"),
            "central": LocalizedText(en: "the programme", ru: "программа"),
            "mean": LocalizedText(en: "best on average", ru: "лучший в среднем"),
            "cautious": LocalizedText(en: "cautious", ru: "осторожный"),
            "least-regret": LocalizedText(en: "least regret", ru: "наименьшее сожаление"),
            "reserve-0": LocalizedText(en: "no reserve", ru: "без запаса"),
            "reserve-1": LocalizedText(en: "for one overrun", ru: "на одно удорожание"),
            "reserve-2": LocalizedText(en: "for two overruns", ru: "на два удорожания"),
            "reserve-3": LocalizedText(en: "for three overruns", ru: "на три удорожания"),
            "reserve-5": LocalizedText(en: "for five overruns", ru: "на пять удорожаний"),
            "reserve-all": LocalizedText(en: "for any overruns", ru: "на любые удорожания"),
            "effect-economic": LocalizedText(en: "economic effect", ru: "экономический эффект"),
            "effect-social": LocalizedText(en: "social effect", ru: "социальный эффект"),
            "effect-ecological": LocalizedText(en: "ecological effect", ru: "экологический эффект"),
            "effect-indirect": LocalizedText(en: "indirect effect", ru: "косвенный эффект"),
            "discount_rate": LocalizedText(en: "discount rate", ru: "ставка дисконта"),
            "output_to_investment": LocalizedText(
                en: "sales for investment", ru: "продажи на рубль инвестиций"),
            "exchange_rate": LocalizedText(en: "exchange rate", ru: "курс валюты"),
            "wage_share": LocalizedText(en: "wage share", ru: "доля оплаты труда"),
            "mean_pay": LocalizedText(en: "what a job costs", ru: "стоимость рабочего места"),
            "regional_tax_share": LocalizedText(
                en: "tax share of the region", ru: "доля налогов региона"),
            "avoided_payment": LocalizedText(
                en: "payment spared a tonne of waste", ru: "сбережённый платёж за тонну отходов"),
            "emission_damage": LocalizedText(
                en: "damage of a tonne emitted", ru: "ущерб от тонны выбросов"),
            "land_value": LocalizedText(en: "value of land", ru: "стоимость земли"),
            "best-economic": LocalizedText(en: "most economic", ru: "наибольший экономический"),
            "best-social": LocalizedText(en: "most social", ru: "наибольший социальный"),
            "best-ecological": LocalizedText(
                en: "most ecological", ru: "наибольший экологический"),
            "best-indirect": LocalizedText(en: "most indirect", ru: "наибольший косвенный"),
            "naive": LocalizedText(en: "the last value", ru: "последнее значение"),
            "drift": LocalizedText(en: "mean change", ru: "средний прирост"),
            "smoothing": LocalizedText(
                en: "exponential smoothing", ru: "экспоненциальное сглаживание"),
            "holt": LocalizedText(en: "Holt's trend", ru: "тренд Хольта"),
            "damped": LocalizedText(en: "damped trend", ru: "затухающий тренд"),
            "theta": LocalizedText(en: "theta", ru: "тета-метод"),
            "combination": LocalizedText(
                en: "mean of three smoothings", ru: "среднее трёх сглаживаний"),
            "activities": LocalizedText(en: "map of activities.csv", ru: "карта из activities.csv"),
            "mode-3": LocalizedText(en: "mode 3", ru: "3-й уклад"),
            "mode-4": LocalizedText(en: "mode 4", ru: "4-й уклад"),
            "mode-5": LocalizedText(en: "mode 5", ru: "5-й уклад"),
            "mode-6": LocalizedText(en: "mode 6", ru: "6-й уклад"),
            "other": LocalizedText(en: "no mode", ru: "вне укладов"),
            "expert": LocalizedText(en: "expert", ru: "эксперт"),
            "kind-political": LocalizedText(en: "political factors", ru: "политические факторы"),
            "kind-economic": LocalizedText(en: "economic factors", ru: "экономические факторы"),
            "kind-social": LocalizedText(en: "social factors", ru: "социальные факторы"),
            "kind-technological": LocalizedText(
                en: "technological factors", ru: "технологические факторы"),
            "kind-legal": LocalizedText(en: "legal factors", ru: "правовые факторы"),
            "kind-environmental": LocalizedText(
                en: "environmental factors", ru: "экологические факторы"),
            "kind-natural": LocalizedText(
                en: "natural and geographic factors", ru: "природно-географические факторы"),
            "valueAdded": LocalizedText(en: "value added", ru: "добавленная стоимость"),
            "jobs": LocalizedText(en: "jobs", ru: "рабочие места"),
            "tax": LocalizedText(en: "taxes", ru: "налоги"),
            "sales": LocalizedText(en: "sales", ru: "продажи"),
            "delta": LocalizedText(
                en: "δ: what is had in the region", ru: "δ: что берётся в регионе"),
            "own-numbers": LocalizedText(
                en: "the projects' own numbers", ru: "собственные числа проектов"),
            "economic": LocalizedText(en: "economic pillar", ru: "экономическая опора"),
            "social": LocalizedText(en: "social pillar", ru: "социальная опора"),
            "ecological": LocalizedText(en: "ecological pillar", ru: "экологическая опора"),
            "opportunities": LocalizedText(en: "opportunities", ru: "возможности"),
            "threats": LocalizedText(en: "threats", ru: "угрозы"),
            "balance": LocalizedText(en: "opportunities less threats", ru: "возможности и угрозы"),
        ]
        let products = productNames
        for product in prices.keys {
            let name = products[product] ?? LocalizedText(en: product, ru: product)
            names[ObjectCode(rawValue: "price:\(product)")] = LocalizedText(
                en: "price: \(name.english)", ru: "цена: \(name.russian)")
            names[ObjectCode(rawValue: "amount:\(product)")] = LocalizedText(
                en: "amount: \(name.english)", ru: "объём: \(name.russian)")
        }
        for component in Set(assays.map(\.component)) {
            for (word, name) in [
                ("grade", LocalizedText(en: "grade", ru: "содержание")),
                ("recovery", LocalizedText(en: "recovery", ru: "извлечение")),
                ("price", LocalizedText(en: "price", ru: "цена")),
            ] {
                names[ObjectCode(rawValue: "\(word)-\(component)")] = LocalizedText(
                    en: "\(name.english): \(component)", ru: "\(name.russian): \(component)")
            }
        }
        return names
    }

    private func names(in table: String) -> [(String, LocalizedText)] {
        rows(of: table) { contents, row in
            contents.text(row, "code").map { ($0, contents.name(row, code: $0)) }
        }
    }

    /// Figures of places that are not by activity, from the table `facts`.
    public var indicators:
        [(name: String, place: PlaceCode, year: Year, value: Double, quality: Quality)]
    {
        rows(of: "facts") { contents, row in
            guard let name = contents.text(row, "indicator"),
                let place = contents.word(row, "place"), let year = contents.year(row, "year"),
                let value = contents.figure(row, "value")
            else { return nil }
            return (name, PlaceCode(rawValue: place), year, value, contents.quality(row))
        }
    }

    /// Facts of no place: of the world.
    public var worldFacts: [(name: String, year: Year)] {
        rows(of: "facts") { contents, row in
            guard let name = contents.text(row, "indicator"), contents.word(row, "place") == nil,
                let year = contents.year(row, "year")
            else { return nil }
            return (name, year)
        }
    }

    /// Which activity answers to which of another classification.
    public var correspondences: [(from: ActivityCode, to: ActivityCode, kind: String)] {
        rows(of: "correspondences") { contents, row in
            guard let from = contents.text(row, "from"), let to = contents.text(row, "to") else {
                return nil
            }
            return (
                ActivityCode(rawValue: from), ActivityCode(rawValue: to),
                contents.word(row, "kind") ?? ""
            )
        }
    }

    /// The last round of a survey of experts.
    public func judgements(
        survey: String
    ) -> [(expert: String, first: String, second: String, value: Double)] {
        let all = rows(of: "judgements") {
            contents, row -> (
                expert: String, first: String, second: String, value: Double, round: Int
            )? in
            guard contents.text(row, "survey") == survey,
                let expert = contents.text(row, "expert"),
                let first = contents.text(row, "first"), let value = contents.figure(row, "value")
            else { return nil }
            return (
                expert, first, contents.word(row, "second") ?? "", value,
                contents.year(row, "round") ?? 1
            )
        }
        let last = all.map(\.round).max() ?? 1
        return all.filter { $0.round == last }.map { ($0.expert, $0.first, $0.second, $0.value) }
    }

    /// The places above a place, the nearest first.
    public func ancestors(of place: PlaceCode) -> [PlaceCode] {
        vocabulary.position(of: place).map { vocabulary.ancestors(of: $0).map { places[$0].code } }
            ?? []
    }

    /// Whether a place is another or lies in it.
    public func isWithin(_ whole: PlaceCode, _ place: PlaceCode) -> Bool {
        place == whole || ancestors(of: place).contains(whole)
    }

    /// The activity above each that has one.
    public var activityParents: [ActivityCode: ActivityCode] {
        Dictionary(
            activities.compactMap { activity in activity.parent.map { (activity.code, $0) } }
        ) { first, _ in first }
    }

    func rows<Value>(
        of table: String, _ make: (Contents, Int) -> Value?
    ) -> [Value] {
        guard let contents = storage.contents[table] else { return [] }
        return contents.rows.compactMap { make(contents, $0) }
    }

    /// The cell of a table other than `observations`, by the values of its key.
    func entry(_ table: String, _ key: [String], _ column: String) -> Origin? {
        guard let contents = storage.contents[table] else { return nil }
        let columns = contents.schema.key
        let row = contents.rows.first { row in
            zip(columns, key).allSatisfy { column, value in
                let isThere = contents.has(column)
                guard let own = contents.schema.columns.first(where: { $0.name == column }), isThere
                else { return value.isEmpty }
                return (contents.shown(row, own) ?? "") == value
            }
        }
        guard let row else { return nil }
        let isNumber = contents.schema.columns.first { $0.name == column }?.isNumber ?? false
        // Not every table says of its rows how they stand.
        func word(_ name: String) -> String? {
            contents.schema.columns.contains { $0.name == name } ? contents.word(row, name) : nil
        }
        return .row(
            table: table, row: contents.number(ofRow: row),
            value: isNumber ? contents.figure(row, column) : nil,
            status: word("status").flatMap(ObservationStatus.init) ?? .normal,
            sources: word("source").map { SourceKey.list($0) } ?? [], note: word("note") ?? "")
    }
}

extension Contents {
    /// The text of a column that the table may lack.
    func word(_ row: Int, _ column: String) -> String? {
        has(column) ? text(row, column) : nil
    }

    /// The number of a column that the table may lack.
    func figure(_ row: Int, _ column: String) -> Double? {
        has(column) ? number(row, column) : nil
    }

    /// The whole number of a column that the table may lack.
    func whole(_ row: Int, _ column: String) -> Int? {
        has(column) ? integer(row, column) : nil
    }

    func year(_ row: Int, _ column: String) -> Year? { whole(row, column) }

    func choice<Value: RawRepresentable<String>>(
        _ row: Int, _ column: String
    ) -> Value? {
        word(row, column).flatMap { Value(rawValue: $0) }
    }

    func quality(_ row: Int) -> Quality {
        choice(row, "quality") ?? .reported
    }

    func name(_ row: Int, code: String) -> LocalizedText {
        let (english, russian) = (word(row, "name_en"), word(row, "name_ru"))
        return LocalizedText(
            en: english ?? russian ?? code, ru: russian ?? english ?? code)
    }
}
