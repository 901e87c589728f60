internal import Effects
internal import Foresight
internal import Programme
public import Region
internal import Wording
public import Workspace

/// The stage "Foresight" (METHODS 8.1, 8.2): what comes next.
struct ForesightStage: Stage {
    let id = "foresight"
    let name = LocalizedText(en: "Foresight", ru: "Предвидение")
    let tables = [
        "places", "activities", "classifications", "measures", "observations", "products",
        "production", "shipments", "facts",
    ]
    let settings = [
        "region", "level", "foresight.horizon", "foresight.level", "foresight.paths",
        "foresight.seed",
    ]

    var methods: [Method] {
        ForesightMethods.ofMeasure.map(\.method) + ForesightMethods.ofMarkets.map(\.method)
    }

    func steps(for data: RegionalData, _ parameters: RunParameters) -> [Step] {
        let contexts = data.forecastContexts(parameters)
        // The same contexts, which forecast once for all methods.
        let markets = MarketContext(
            totals: contexts.filter { context in
                !context.entries.isEmpty && context.entries.allSatisfy { $0.activity == nil }
            }, parameters: parameters.foresight)
        return contexts.flatMap { context in
            ForesightMethods.ofMeasure.map { method in
                Step(
                    method: method.method, measure: context.measure.code,
                    classification: context.classification,
                    compute: { try method.results(in: context) },
                    derive: method.explainer(in: context))
            }
        } + ForesightMethods.ofMarkets.map { Step($0, in: markets) }
    }
}

/// The stage "Modes" (METHODS 8.3): where the economy moves between technological modes. By itself,
/// since the programme is part of what modes come to, and forecasts are none of its business.
struct ModeStage: Stage {
    let id = "modes"
    let name = LocalizedText(en: "Technological modes", ru: "Технологические уклады")
    let tables = ProgrammeStage().tables + ["mode_maps", "facts"]
    let settings =
        ProgrammeStage().settings + ["foresight.modeYears", "foresight.modeTarget"]

    var tools: [String] { ProgrammeStage().tools }

    var methods: [Method] { ForesightMethods.ofModes.map(\.method) }

    func steps(for data: RegionalData, _ parameters: RunParameters) -> [Step] {
        let context = data.modeContext(parameters)
        return ForesightMethods.ofModes.map { Step($0, in: context) }
    }
}

extension RegionalData {
    /// One for every measure of the region with at least one series to forecast, then for every
    /// product and indicator. Without any, an empty one that says what is lacking.
    func forecastContexts(_ parameters: RunParameters) -> [ForecastContext] {
        var contexts: [ForecastContext] = []
        for measure in measures {
            contexts += [total(measure, parameters)].compactMap { $0?.context(parameters) }
            contexts += ofActivities(measure, parameters)
        }
        contexts += (productTotals(parameters) + indicatorTotals(parameters)).compactMap {
            $0.context(parameters)
        }
        // Two histories of one name cannot be told apart in a run: the first counts.
        var seen: Set<String> = []
        contexts = contexts.filter {
            $0.entries.contains { $0.series.known > 2 }
                && seen.insert("\($0.measure.code.rawValue)/\($0.classification.rawValue)").inserted
        }
        guard contexts.isEmpty else { return contexts }
        return [
            ForecastContext(
                measure: Measure(code: "", name: LocalizedText(en: "", ru: ""), unit: .one),
                entries: [], parameters: parameters.foresight)
        ]
    }

    /// What is known of the region as a whole: measures, then products, then indicators.
    func totals(_ parameters: RunParameters) -> [TotalSeries] {
        measures.compactMap { total($0, parameters) } + productTotals(parameters)
            + indicatorTotals(parameters)
    }

    /// The known years of what is forecast, with their unit: of the region as a whole, or of an activity in it.
    public func knownYears(
        of code: MeasureCode, activity: ActivityCode?, region: PlaceCode, level: String
    ) -> (points: [(year: Year, value: Double)], unit: Unit?) {
        if let activity {
            let points: [(year: Year, value: Double)] = figures(of: code, in: region).flatMap {
                _, years in
                years.compactMap { year, cells in cells[activity].map { (year, $0.value) } }
            }
            return (
                points.sorted { $0.year < $1.year }, measures.first { $0.code == code }?.unit
            )
        }
        var parameters = RunParameters()
        (parameters.region, parameters.level) = (region, level)
        let total = totals(parameters).first { $0.measure.code == code }
        return (total?.points.map { ($0.year, $0.value) } ?? [], total?.measure.unit)
    }

    private func total(_ measure: Measure, _ parameters: RunParameters) -> TotalSeries? {
        guard let found = series(measure.code) else { return nil }
        let (code, region) = (measure.code, parameters.region)
        return TotalSeries(
            measure: measure, place: region,
            points: found.years(of: [region]).compactMap { year in
                let cell = found[region, year]
                return cell.state.isKnown ? (year, cell.value, cell.quality) : nil
            }, reference: { .figure(code, $0, nil, $1) })
    }

    private func ofActivities(
        _ measure: Measure, _ parameters: RunParameters
    ) -> [ForecastContext] {
        let region = parameters.region
        let code = measure.code
        return figures(of: code, in: region).map { classification, years in
            var cells: [ActivityCode: [(year: Year, cell: Cell)]] = [:]
            for (year, own) in years {
                for (activity, cell) in own { cells[activity, default: []].append((year, cell)) }
            }
            let entries = cells.sorted { $0.key < $1.key }.compactMap { activity, points in
                AnnualSeries(points.map { ($0.year, $0.cell.value) }).map { series in
                    ForecastContext.Entry(
                        place: region, activity: activity, series: series,
                        quality: points.map(\.cell.quality).max() ?? .reported,
                        reference: { .figure(code, region, activity, $0) })
                }
            }
            return ForecastContext(
                measure: measure, classification: classification, entries: entries,
                parameters: parameters.foresight)
        }
    }

    private func productTotals(_ parameters: RunParameters) -> [TotalSeries] {
        let region = parameters.region
        let own = balances(level: parameters.level).filter { $0.place == region }
        let names = productNames
        var list: [TotalSeries] = []
        for (product, balances) in Dictionary(grouping: own, by: \.product)
            .sorted(by: { $0.key < $1.key })
        {
            guard let unit = balances.first?.unit else { continue }
            let name = names[product] ?? LocalizedText(en: product, ru: product)
            let kinds: [(String, LocalizedText, KeyPath<ProductBalance, Cell>, InputTable)] = [
                (
                    "output", LocalizedText(en: "output", ru: "производство"), \.production,
                    InputTable(name: "production", destination: nil)
                ),
                (
                    "shipments", LocalizedText(en: "shipped out of the region", ru: "вывоз"),
                    \.shipments, InputTable(name: "shipments", destination: "out_of_region")
                ),
                (
                    "exports", LocalizedText(en: "exports", ru: "экспорт"), \.exports,
                    InputTable(name: "shipments", destination: "abroad")
                ),
            ]
            for (suffix, word, path, table) in kinds {
                list.append(
                    TotalSeries(
                        measure: Measure(
                            code: MeasureCode(rawValue: "\(product)-\(suffix)"),
                            name: LocalizedText(
                                en: "\(name.english): \(word.english)",
                                ru: "\(name.russian): \(word.russian)"), unit: unit),
                        place: region,
                        points: balances.filter { $0[keyPath: path].state.isKnown }.map {
                            ($0.year, $0[keyPath: path].value, $0[keyPath: path].quality)
                        }, reference: { table.reference($0, product, $1) }))
            }
        }
        return list
    }

    private func indicatorTotals(_ parameters: RunParameters) -> [TotalSeries] {
        histories(of: parameters.region).map { history in
            let name = history.indicator
            return TotalSeries(
                measure: Measure(
                    code: MeasureCode(rawValue: name), name: LocalizedText(en: name, ru: name),
                    unit: history.unit), place: history.place, points: history.points,
                reference: {
                    .entry(table: "facts", key: [name, $0.rawValue, "\($1)"], column: "value")
                })
        }
    }

    // MARK: Modes

    func modeContext(_ parameters: RunParameters) -> ModeContext {
        let code = parameters.modesMeasure
        let region = parameters.region
        let measure = measures.first { $0.code == code }
        let parents = activityParents
        var figures: [(classification: ClassificationCode, years: [Year: [ModeContext.Entry]])] = []
        for (classification, years) in self.figures(of: code, in: region) {
            figures.append(
                (
                    classification,
                    years.mapValues { cells in
                        // Of an activity and its parts only one may count.
                        let listed = Set(cells.keys)
                        return cells.filter { activity, _ in
                            !hasAncestor(of: activity, in: listed, parents)
                        }.sorted { $0.key < $1.key }.map {
                            ModeContext.Entry(
                                activity: $0.key, value: $0.value.value, quality: $0.value.quality)
                        }
                    }
                ))
        }
        figures.sort { ($0.years.keys.max() ?? 0) < ($1.years.keys.max() ?? 0) }
        var maps:
            [String: (shares: [ActivityCode: ModeShares], qualities: [ActivityCode: Quality])] = [:]
        for assignment in modeAssignments {
            let name = assignment.map.isEmpty ? "activities" : assignment.map
            maps[name, default: ([:], [:])].shares[assignment.activity] = ModeShares(
                assignment.shares + [max(0, 1 - assignment.shares.reduce(0, +))])
            maps[name]?.qualities[assignment.activity] = assignment.quality
        }
        let unit = measure?.unit ?? .one
        return ModeContext(
            region: region, measure: measure, figures: figures,
            maps: maps.sorted { $0.key < $1.key }.map {
                ModeMap($0.key, shares: $0.value.shares, qualities: $0.value.qualities)
            },
            reference: { map, activity, mode in
                guard mode != .other else {
                    return .note(LocalizedText(en: "what is left of one", ru: "остаток до единицы"))
                }
                let column = "mode_\(mode.rawValue)"
                return map.name == "activities"
                    ? .entry(table: "activities", key: [activity.rawValue], column: column)
                    : .entry(
                        table: "mode_maps", key: [map.name, activity.rawValue], column: column)
            }, parents: parents, published: publishedModes, waves: modeWaves,
            programme: { () throws(CancellationError) in
                try self.modeProgramme(parameters, unit)
            }, parameters: parameters.foresight)
    }

    /// Shares of modes that somebody says of a country or a region: `technological_mode_5_share` of
    /// `facts`.
    private var publishedModes: [ModeContext.Published] {
        places.flatMap { place in
            histories(of: place.code).flatMap { history -> [ModeContext.Published] in
                guard let mode = Self.mode(in: history.indicator, "share") else { return [] }
                return history.points.compactMap { point in
                    history.unit.convert(point.value, to: .one).map { share in
                        ModeContext.Published(
                            place: place.code, mode: mode, year: point.year, share: share,
                            quality: point.quality,
                            reference: .entry(
                                table: "facts",
                                key: [history.indicator, place.code.rawValue, "\(point.year)"],
                                column: "value"))
                    }
                }
            }
        }
    }

    /// The years that the waves of modes begin: `technological_mode_5_wave_start` of `facts`.
    private var modeWaves: [TechnologicalMode: Year] {
        Dictionary(
            worldFacts.compactMap { row in
                Self.mode(in: row.name, "wave_start").map { ($0, row.year) }
            }
        ) { first, _ in first }
    }

    private static func mode(in name: String, _ what: String) -> TechnologicalMode? {
        TechnologicalMode.named.first { name == "technological_mode_\($0.rawValue)_\(what)" }
    }

    private func hasAncestor(
        of activity: ActivityCode, in listed: Set<ActivityCode>,
        _ parents: [ActivityCode: ActivityCode]
    ) -> Bool {
        var code = parents[activity]
        var steps = 0
        while let current = code, steps < 20 {
            if listed.contains(current) { return true }
            code = parents[current]
            steps += 1
        }
        return false
    }

    /// What the projects of the chosen programme make themselves while they work.
    private func modeProgramme(
        _ parameters: RunParameters, _ unit: Unit
    ) throws(CancellationError) -> ModeProgramme? {
        let context = programmeContext(parameters)
        guard let plan = try context.chosen() else { return nil }
        let added = effectContext(parameters).directValueAdded()
        let projects = Dictionary(projects.map { ($0.code, $0) }) { first, _ in first }
        var list: [ModeProgramme.Project] = []
        for (code, years) in plan.sorted(by: { $0.key < $1.key }) {
            guard let project = projects[code], let activity = project.activity,
                let own = added[code], let value = own.unit.convert(own.value, to: unit)
            else { continue }
            list.append(
                ModeProgramme.Project(
                    code: code, activity: activity, added: value, years: years,
                    key: ResultKey(
                        place: project.place, object: code, component: "direct")))
        }
        return ModeProgramme(projects: list)
    }
}

/// Something of a place as a whole, year by year.
struct TotalSeries {
    let measure: Measure
    let place: PlaceCode
    /// What is known, in the order of the years.
    let points: [(year: Year, value: Double, quality: Quality)]
    let reference: @Sendable (PlaceCode, Year) -> InputReference

    /// nil without figures.
    func context(_ parameters: RunParameters) -> ForecastContext? {
        guard let series = AnnualSeries(points.map { ($0.year, $0.value) }) else { return nil }
        let (reference, place) = (reference, place)
        return ForecastContext(
            measure: measure,
            entries: [
                ForecastContext.Entry(
                    place: place, series: series,
                    quality: points.map(\.quality).max() ?? .reported,
                    reference: { reference(place, $0) })
            ], parameters: parameters.foresight)
    }
}

/// Where the figures of a product stand.
private struct InputTable: Sendable {
    let name: String
    let destination: String?

    func reference(_ place: PlaceCode, _ product: String, _ year: Year) -> InputReference {
        .entry(
            table: name,
            key: [place.rawValue, product, "\(year)"] + (destination.map { [$0] } ?? []),
            column: "value")
    }
}
