internal import Assessment
internal import Region
internal import Wording
internal import Workspace

extension Material {
    /// The material of a run, from its files and its own copy of the inputs.
    init(_ run: Run, _ explainer: Explainer) throws(RunFailure) {
        let data = explainer.data
        let parameters = run.manifest.parameters
        let level = parameters["level"] ?? "region"
        let measures = Dictionary(data.measures.map { ($0.code, $0) }) { first, _ in first }
        var tables: [ResultTable] = []
        let used = run.manifest.results.filter {
            MethodName.used.contains($0.method)
                && ($0.rows > 0 || !MethodName.occasional.contains($0.method))
        }
        for result in used {
            let table = try run.table(result)
            // A run names its measures; their units stand in its inputs.
            let measure = measures[table.measure.code] ?? table.measure
            tables.append(
                ResultTable(
                    method: table.method, measure: measure,
                    classification: table.classification, parameters: table.parameters,
                    rows: table.rows, notices: table.notices))
        }
        self.init(
            title: LocalizedText(en: run.manifest.title.en, ru: run.manifest.title.ru),
            region: PlaceCode(rawValue: parameters["region"] ?? ""),
            level: level,
            places: Dictionary(data.places.map { ($0.code, $0) }) { first, _ in first },
            activities: Dictionary(data.activities.map { ($0.code, $0) }) { first, _ in first },
            measures: measures,
            formulas: Dictionary(
                uniqueKeysWithValues: measures.keys.compactMap { code in
                    data.formula(of: code).map { (code, $0) }
                }), sources: data.sources, groups: data.groups(level: level),
            panels: data.panels.compactMap {
                data.panel($0.measure, $0.classification, level: level)
            },
            population: data.series(
                MeasureCode(rawValue: parameters["measures.population"] ?? "population")),
            product: data.series(MeasureCode(rawValue: parameters["measures.grp"] ?? "grp")),
            tables: tables, runID: run.id, version: run.manifest.version,
            parameters: parameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
            inputs: run.manifest.inputs.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
            warnings: run.manifest.warnings.map { LocalizedText(en: $0.en, ru: $0.ru) },
            explain: { explainer.explain(used[$0], $1, tracing: false) },
            origin: { data.origin(of: $0) }, objects: data.objectNames,
            pillars: Dictionary(
                data.indicatorRows.compactMap { row in
                    row.pillar.map { (ObjectCode(rawValue: row.code), $0) }
                }, uniquingKeysWith: { first, _ in first }),
            settlementPopulation: data.series(
                MeasureCode(rawValue: parameters["measures.settlements"] ?? "population")))
    }
}
