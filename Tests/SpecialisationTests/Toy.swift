import Numerics
import Region
import Relatedness
import Space
import Specialisation
import Support
import Testing
import Wording

/// The toy table of METHODS 1 and panels made for tests.
enum Toy {
    static let golden = Result { try Golden(chapter: "c01") }
    static let regions = ["A", "B", "C"]
    static let industries = ["coal", "metal", "services"]
    static let mass = [
        [[40.0, 20, 40], [10, 30, 60], [10, 50, 140]],
        [[44.0, 18, 58], [9, 33, 68], [7, 49, 154]],
    ]

    /// The toy of year 0 and year 1 as years 2000 and 2001.
    static func context() -> SpecialisationContext {
        context(mass)
    }

    /// A context over tables of known numbers, one a year, with population, gross product, plants,
    /// areas, coordinates and groups.
    static func context(_ tables: [[[Double]]]) -> SpecialisationContext {
        let rows = tables[0].count
        let columns = tables[0][0].count
        let elements = tables.flatMap { $0.flatMap { $0 } }
        let places = (0..<rows).map { place(rows == 3 ? regions[$0] : "r\($0)", $0) }
        let activities = (0..<columns).map { index in
            let name = columns == 3 ? industries[index] : "i\(index)"
            return Activity(
                code: ActivityCode(rawValue: name), classification: "toy",
                name: LocalizedText(en: name, ru: name), parent: index == 0 ? "raw" : "other")
        }
        let panel = Panel(
            measure: jobs, classification: "toy", places: places, activities: activities,
            years: tables.indices.map { 2000 + $0 }, values: elements,
            states: elements.map { $0 == 0 ? .zero : .value })
        var context = SpecialisationContext(panel: panel)
        context.population = series("population", persons, of: panel) {
            rows == 3 ? [60, 50, 90][$0] * 1000 : 1000 * Double($0 + 5)
        }
        context.grossRegionalProduct = series("grp", roubles, of: panel) {
            rows == 3 ? [120, 90, 290][$0] : 50 * Double($0 + 3)
        }
        context.plants = plants(panel)
        for place in places { context.groups[place.code] = place.code == "A" ? "one" : "two" }
        context.balances = balances(panel)
        context.weights = SpatialWeights(
            places: places.map(\.code), weights: chain(rows), rule: "next in the list")
        context.parameters.bootstrapReplicates = 199
        context.parameters.simulationReplicates = 99
        context.parameters.averagingYears = min(2, tables.count)
        return context
    }

    private static let persons = Unit("persons") ?? .one
    private static let roubles = Unit("million RUB") ?? .one
    static let jobs = Measure(
        code: "jobs", name: LocalizedText(en: "jobs", ru: "рабочие места"), unit: persons,
        kind: .stock)

    private static func place(_ name: String, _ index: Int) -> Place {
        Place(
            code: PlaceCode(rawValue: name), name: LocalizedText(en: name, ru: name),
            level: "region",
            coordinates: Coordinates(longitude: 80 + Double(index), latitude: 55),
            areaInSquareKilometres: 100 * Double(index + 1))
    }

    static func series(
        _ code: MeasureCode, _ unit: Unit, of panel: Panel, value: (Int) -> Double
    ) -> PlaceSeries {
        var cells: [PlaceCode: [Year: Cell]] = [:]
        for (index, place) in panel.places.enumerated() {
            for year in panel.years {
                cells[place.code, default: [:]][year] = Cell(value: value(index), state: .value)
            }
        }
        return PlaceSeries(
            measure: Measure(
                code: code, name: LocalizedText(en: code.rawValue, ru: code.rawValue), unit: unit),
            cells: cells)
    }

    /// Every cell as two plants, three quarters and a quarter; coal as METHODS 1.9 has it.
    private static func plants(_ panel: Panel) -> [Plant] {
        var plants: [Plant] = []
        for (year, number) in panel.years.enumerated() {
            for (place, region) in panel.places.enumerated() {
                for (activity, industry) in panel.activities.enumerated() {
                    let size = panel[place, activity, year].value
                    let parts = place == 0 || activity > 0 ? [0.75 * size, 0.25 * size] : [size]
                    for part in parts where part > 0 {
                        plants.append(
                            Plant(
                                place: region.code, activity: industry.code, year: number,
                                size: part))
                    }
                }
            }
        }
        return plants
    }

    /// Weights of 1 between places that follow each other.
    private static func chain(_ count: Int) -> Matrix {
        var weights = Matrix(rows: count, columns: count)
        for place in 0..<max(0, count - 1) {
            weights[place, place + 1] = 1
            weights[place + 1, place] = 1
        }
        return weights
    }

    private static func balances(_ panel: Panel) -> [ProductBalance] {
        let tonnes = Unit("kt") ?? .one
        func cell(_ value: Double) -> Cell {
            Cell(value: value, state: value == 0 ? .zero : .value)
        }
        return panel.places.enumerated().flatMap { index, place in
            panel.years.map { year in
                ProductBalance(
                    product: "coal-product", place: place.code, year: year, unit: tonnes,
                    production: cell(200 + 10 * Double(index)), shipments: cell(186),
                    exports: cell(90), reexports: cell(3), stockChange: cell(-4),
                    activity: panel.activities.first?.code)
            }
        }
    }

    /// Random tables with zeros, an industry here and there that is nowhere, and at least two
    /// regions and industries with mass.
    static func randomTables(seed: UInt64, years: Int = 2) -> [[[Double]]] {
        var random = RandomStream(seed: seed, stream: 17)
        let rows = 2 + random.index(below: 9)
        let columns = 2 + random.index(below: 6)
        return (0..<years).map { _ in
            (0..<rows).map { row in
                (0..<columns).map { column in
                    if row == column % rows { return 1 + 50 * random.unit() }
                    return random.unit() < 0.25 ? 0 : (1000 * random.unit()).rounded() / 8
                }
            }
        }
    }

    /// The outcomes of a method on a context by key.
    static func outcomes(
        _ id: String, in context: SpecialisationContext
    ) throws -> [ResultKey: Outcome] {
        try rows(id, in: context).mapValues(\.outcome)
    }

    static func rows(
        _ id: String, in context: SpecialisationContext
    ) throws -> [ResultKey: ResultRow] {
        var found: [ResultKey: ResultRow] = [:]
        for table in try method(id).results(in: context) {
            for row in table.rows { found[row.key] = row }
        }
        return found
    }

    /// The methods on panels: those of this stage, and those built on it in the same way.
    static let methods = Specialisation.methods + Relatedness.methods() + Space.methods

    static func method(_ id: String) throws -> any IndexMethod<SpecialisationContext> {
        try #require(methods.first { $0.method.id == id })
    }

    /// The outcome of a cell, a place, an activity or the whole in the year 2000.
    static func value(
        _ id: String, _ place: Int? = nil, _ activity: Int? = nil, component: String = "",
        in context: SpecialisationContext, year: Int = 2000, from: Int? = nil
    ) throws -> Double {
        let key = ResultKey(
            place: place.map { context.panel.places[$0].code },
            activity: activity.map { context.panel.activities[$0].code }, year: year, from: from,
            component: component)
        let outcome = try #require(try outcomes(id, in: context)[key], "\(id) has no \(key)")
        return try #require(outcome.value, "\(id) \(key): \(outcome)")
    }

    /// Checks a method's cells against a golden matrix.
    static func expect(
        _ id: String, component: String = "", matches matrix: Matrix,
        in context: SpecialisationContext, year: Int = 2000,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for row in 0..<matrix.rows {
            for column in 0..<matrix.columns {
                let value = try value(
                    id, row, column, component: component, in: context, year: year)
                #expect(
                    agrees(value, matrix[row, column]), "\(row), \(column): \(value)",
                    sourceLocation: sourceLocation)
            }
        }
    }

    /// Checks a method's places (or activities) against a golden list.
    static func expect(
        _ id: String, component: String = "", ofActivities: Bool = false, match list: [Double],
        in context: SpecialisationContext, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for (index, expected) in list.enumerated() {
            let value = try value(
                id, ofActivities ? nil : index, ofActivities ? index : nil, component: component,
                in: context)
            #expect(
                agrees(value, expected), "\(index): \(value)", sourceLocation: sourceLocation)
        }
    }
}
