internal import Foresight
internal import Monitoring
internal import Region
internal import Wording
internal import Workspace

/// The stage "Sustainable development" (METHODS 10.4): growth without a burden, real savings, three
/// pillars.
struct SustainabilityStage: Stage {
    let id = "sustainability"
    let name = LocalizedText(en: "Sustainable development", ru: "Устойчивое развитие")
    let tables = [
        "places", "indicators", "measures", "observations", "products", "production", "shipments",
        "facts",
    ]
    let settings = ["region", "level"]

    var methods: [Method] { SustainabilityMethods.all.map(\.method) }

    func steps(for data: RegionalData, _ parameters: RunParameters) -> [Step] {
        let indicators = data.sustained(parameters)
        let known = Set(indicators.map(\.code))
        let context = SustainabilityContext(
            indicators: indicators,
            withoutFigures: data.indicatorRows.map(\.code).filter { !known.contains($0) },
            region: parameters.region)
        return SustainabilityMethods.all.map { Step($0, in: context) }
    }
}

extension RegionalData {
    /// Indicators of the table `indicators` that have figures.
    fileprivate func sustained(_ parameters: RunParameters) -> [SustainabilityIndicator] {
        let rows = indicatorRows
        guard !rows.isEmpty else { return [] }
        let totals = Dictionary(
            totals(parameters).filter { !$0.points.isEmpty }.map { ($0.measure.code.rawValue, $0) }
        ) { first, _ in first }
        let kinds = Dictionary(measures.map { ($0.code.rawValue, $0) }) { first, _ in first }
        return rows.compactMap { row in
            guard let total = totals[row.code] else { return nil }
            var values = [
                parameters.region: Dictionary(
                    total.points.map {
                        ($0.year, SustainabilityIndicator.Value($0.value, $0.quality))
                    }
                ) { first, _ in first }
            ]
            // Of a measure other places have figures too.
            if let series = kinds[row.code].flatMap({ self.series($0.code) }) {
                for place in panelPlaces(level: parameters.level) {
                    for year in series.years(of: [place]) {
                        let cell = series[place, year]
                        guard cell.state.isKnown else { continue }
                        values[place, default: [:]][year] = .init(cell.value, cell.quality)
                    }
                }
            }
            return SustainabilityIndicator(
                code: row.code, pillar: row.pillar, role: row.role, worst: row.worst,
                best: row.best, weight: row.weight, unit: total.measure.unit,
                prices: kinds[row.code]?.prices ?? .none, values: values,
                reference: total.reference)
        }
    }
}
