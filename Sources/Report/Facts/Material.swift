internal import Assessment
internal import Region
internal import Wording

/// What a report is made from: the results of a run, the figures under them, and a way to ask any
/// result where it comes from.
struct Material {
    let title: LocalizedText
    let region: PlaceCode
    let level: String
    let places: [PlaceCode: Place]
    let activities: [ActivityCode: Activity]
    let measures: [MeasureCode: Measure]
    /// The formulas of measures that are worked out from others.
    let formulas: [MeasureCode: String]
    let sources: [SourceKey: Source]
    /// The federal district, or other parent, of each place compared.
    let groups: [PlaceCode: String]
    let panels: [Panel]
    let population: PlaceSeries?
    /// Gross regional product.
    let product: PlaceSeries?
    let tables: [ResultTable]
    let runID: String
    let version: String
    let parameters: [(key: String, value: String)]
    /// SHA-256 of each input table.
    let inputs: [(file: String, hash: String)]
    let warnings: [LocalizedText]
    /// How the result of a table and key came about.
    let explain: (_ table: Int, _ row: ResultRow) -> Explanation?
    /// Where a figure comes from.
    let origin: (InputReference) -> Origin?
    /// Names of clusters, establishments and second places.
    var objects: [ObjectCode: LocalizedText] = [:]
    /// Which pillar of development an indicator belongs to, where its table says.
    var pillars: [ObjectCode: Pillar] = [:]
    /// People of settlements, by the measure that the run names.
    var settlementPopulation: PlaceSeries?

    func settlementPeople(_ place: PlaceCode, _ year: Year) -> Double {
        settlementPopulation?[place, year].value ?? 0
    }

    /// The name of a place; a hyphen that stands for a dash becomes one.
    func name(_ place: PlaceCode, _ language: Language) -> String {
        (places[place]?.name[language] ?? place.rawValue).replacing(" - ", with: " – ")
    }

    func name(_ activity: ActivityCode, _ language: Language) -> String {
        activities[activity]?.name[language] ?? activity.rawValue
    }

    func name(_ object: ObjectCode, _ language: Language) -> String {
        object.name(among: objects)[language].replacing(" - ", with: " – ")
    }

    func name(_ measure: MeasureCode, _ language: Language) -> String {
        measures[measure]?.name[language] ?? measure.rawValue
    }
}

/// One classification's years of the measure the report is about.
struct Span: Hashable {
    let panel: Int
    let measure: MeasureCode
    let classification: ClassificationCode
    let years: [Year]

    var first: Year { years[0] }
    var last: Year { years[years.count - 1] }
    var period: String { Words.period(first, last) }
}

/// A result and where it stands.
struct Found {
    let table: Int
    let row: ResultRow

    /// Not inlined: the optimiser of Swift 6.3 ends with a failed check of its own where the number
    /// of a result that may be missing is read in place.
    var value: Double? { @inline(never) get { row.outcome.value } }
    var key: ResultKey { row.key }
}

/// The material with its results in order, so that a claim finds its facts.
struct Facts {
    let material: Material
    /// The spans of the main measure, in the order of their years.
    let spans: [Span]
    private let index: [Query: [Int: Found]]
    private let rows: [Place: [Found]]
    private let methodTables: [Scope: [Int]]
    private let yearTables: [Int: [MassTable]]

    private struct Scope: Hashable {
        let method: String
        let measure: MeasureCode
        let classification: ClassificationCode
    }

    private struct Query: Hashable {
        let method: String
        let key: ResultKey
    }

    private struct Place: Hashable {
        let table: Int
        let component: String
        let year: Year?
    }

    init(_ material: Material) {
        self.material = material
        spans = Self.spans(of: material)
        var yearTables: [Int: [MassTable]] = [:]
        for span in spans {
            let panel = material.panels[span.panel]
            yearTables[span.panel] = panel.years.indices.map { panel.table(year: $0) }
        }
        self.yearTables = yearTables
        var index: [Query: [Int: Found]] = [:]
        var rows: [Place: [Found]] = [:]
        var scopes: [Scope: [Int]] = [:]
        for (position, table) in material.tables.enumerated() {
            let scope = Scope(
                method: table.method.id, measure: table.measure.code,
                classification: table.classification)
            scopes[scope, default: []].append(position)
            for row in table.rows {
                let found = Found(table: position, row: row)
                if row.key.place == nil || row.key.place == material.region {
                    index[Query(method: table.method.id, key: row.key), default: [:]][position] =
                        found
                }
                let place = Place(
                    table: position, component: row.key.component, year: row.key.year)
                rows[place, default: []].append(found)
            }
        }
        self.index = index
        self.rows = rows
        methodTables = scopes
    }

    /// The measure that most can be said about: the one with the most cells, money before others.
    private static func spans(of material: Material) -> [Span] {
        var byMeasure: [MeasureCode: [Int]] = [:]
        for (position, panel) in material.panels.enumerated()
        where panel.measure.kind != .ratio && panel.position(of: material.region) != nil {
            byMeasure[panel.measure.code, default: []].append(position)
        }
        let main = byMeasure.max { left, right in
            let size = { (panels: [Int]) in
                panels.map { material.panels[$0] }.map {
                    $0.places.count * $0.activities.count * $0.years.count
                }.reduce(0, +)
            }
            return (size(left.value), right.key.rawValue) < (size(right.value), left.key.rawValue)
        }
        guard let main else { return [] }
        return main.value.map { position in
            let panel = material.panels[position]
            return Span(
                panel: position, measure: panel.measure.code, classification: panel.classification,
                years: panel.years)
        }.filter { !$0.years.isEmpty }.sorted { ($0.first, $0.last) < ($1.first, $1.last) }
    }

    var region: PlaceCode { material.region }
    var span: Span? { spans.last }

    func panel(_ span: Span) -> Panel { material.panels[span.panel] }

    /// One year of a span's panel with its totals, by the position of the year.
    func table(_ span: Span, _ time: Int) -> MassTable { yearTables[span.panel]![time] }

    /// A result of the region (or of no place) within a span's panel.
    func find(
        _ method: String, _ span: Span, activity: ActivityCode? = nil, year: Year? = nil,
        from: Year? = nil, component: String = "", ofPlace: Bool = true
    ) -> Found? {
        let key = ResultKey(
            place: ofPlace ? region : nil, activity: activity, year: year, from: from,
            component: component)
        let tables =
            methodTables[
                Scope(
                    method: method, measure: span.measure, classification: span.classification)]
            ?? []
        let candidates = index[Query(method: method, key: key)] ?? [:]
        for table in tables { if let found = candidates[table] { return found } }
        return nil
    }

    /// A result of the region (or of no place) of a method on regions as wholes.
    func find(regions method: String, _ key: ResultKey) -> Found? {
        let candidates = index[Query(method: method, key: key)] ?? [:]
        return candidates.keys.min().flatMap { candidates[$0] }
    }

    /// The results of all places, of one component and year, in the table's order.
    func all(
        _ method: String, _ span: Span, activity: ActivityCode? = nil, year: Year?,
        from: Year? = nil, component: String = ""
    ) -> [Found] {
        let scope = Scope(
            method: method, measure: span.measure, classification: span.classification)
        return (methodTables[scope] ?? []).flatMap { table in
            (rows[Place(table: table, component: component, year: year)] ?? []).filter {
                $0.key.activity == activity && $0.key.from == from
            }
        }
    }

    /// Every result of a method on regions as wholes.
    func all(regions method: String) -> [Found] {
        tables(of: method).flatMap { table in
            material.tables[table].rows.map { Found(table: table, row: $0) }
        }
    }

    /// The tables of a method, whatever the panel.
    func tables(of method: String) -> [Int] {
        material.tables.indices.filter { material.tables[$0].method.id == method }
    }

    func tables(of method: String, _ span: Span) -> [Int] {
        methodTables[
            Scope(method: method, measure: span.measure, classification: span.classification)]
            ?? []
    }
}
