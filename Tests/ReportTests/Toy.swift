import Numerics
import Region
import Wording

@testable import Assessment
@testable import Report

/// A report's material made by hand: three regions, four activities, two classifications of two
/// years each, and the results that the report's sentences rest on, worked out here in the
/// plainest way.
struct Toy {
    var region: PlaceCode = "A"
    var names: [String: String] = ["A": "Угольный край", "B": "Область Б", "C": "Область В"]
    var activityNames = [
        "Добыча угля", "Металлургия", "Услуги", "Прочее",
    ]
    /// Masses by year: region by activity.
    var masses: [Year: [[Double]]] = [
        2010: [[40, 20, 39.5, 0.5], [10, 30, 60, 0], [10, 50, 140, 0]],
        2011: [[41, 21, 40.5, 0.5], [10, 31, 62, 0], [10, 51, 146, 0]],
        2012: [[44, 18, 57.2, 0.8], [9, 33, 68, 0], [7, 49, 154, 0]],
        2013: [[80, 12, 50, 0.8], [9, 35, 70, 0], [6, 50, 166, 0]],
    ]
    var population: [Double] = [60, 50, 90]
    var marketability: [Year: Double] = [2010: 0.98, 2012: 0.95]
    var slope: (value: Double, probability: Double)? = (-0.02, 0.01)
    var quality: Quality = .computed
    var sourceTitle = "Таблицы"

    static let places: [PlaceCode] = ["A", "B", "C"]
    static let millions = Unit("mln RUB")!

    private var oldYears: [Year] { [2010, 2011] }
    private var newYears: [Year] { [2012, 2013] }

    var material: Material {
        let measure = Measure(
            code: "value_added",
            name: LocalizedText(en: "Gross value added", ru: "Валовая добавленная стоимость"),
            unit: Toy.millions, prices: .current)
        let places = Toy.places.map { code in
            let name = names[code.rawValue] ?? ""
            return Place(
                code: code, name: LocalizedText(en: name, ru: name), level: "region",
                parent: "D")
        }
        var panels: [Panel] = []
        for (classification, years) in [("old", oldYears), ("new", newYears)] {
            var panel = Panel(
                measure: measure, classification: ClassificationCode(rawValue: classification),
                places: places, activities: activities(classification), years: years)
            for (time, year) in years.enumerated() {
                for place in places.indices {
                    for activity in 0..<4 {
                        let value = masses[year]![place][activity]
                        panel[place, activity, time] = Cell(
                            value: value, state: value == 0 ? .zero : .value)
                    }
                }
            }
            panels.append(panel)
        }
        let tables: [ResultTable] = panels.flatMap { self.results(of: $0) } + convergence
        let everyone = panels[0].places
        let people = Measure(
            code: "population", name: LocalizedText(en: "Population", ru: "Население"),
            unit: Unit("persons")!, kind: .stock)
        let all = panels + (marketability.isEmpty ? [] : [coal(everyone)])
        var codes: [ActivityCode: Activity] = [:]
        for activity in all.flatMap(\.activities) { codes[activity.code] = activity }
        let measures = Set(all.map(\.measure)).union([people])
        return Material(
            title: LocalizedText(en: "Toy", ru: "Пример"), region: region, level: "region",
            places: Dictionary(uniqueKeysWithValues: everyone.map { ($0.code, $0) }),
            activities: codes,
            measures: Dictionary(uniqueKeysWithValues: measures.map { ($0.code, $0) }),
            formulas: ["value_added": "share / 100 * grp"],
            sources: [
                "s1": Source(
                    key: "s1", title: sourceTitle, publisher: "Росстат", year: 2020,
                    address: "https://example.org/t", licence: "")
            ],
            groups: ["A": "D", "B": "D", "C": "D"], panels: all,
            population: PlaceSeries(
                measure: people,
                cells: Dictionary(
                    uniqueKeysWithValues: zip(Toy.places, population).map { code, count in
                        (
                            code,
                            Dictionary(
                                uniqueKeysWithValues: (2010...2013).map {
                                    ($0, Cell(value: count, state: .value))
                                })
                        )
                    })),
            product: nil, tables: tables, runID: "0123456789ab", version: "0.1.0",
            parameters: [("level", "region"), ("region", region.rawValue)],
            inputs: [("observations.csv", String(repeating: "ab", count: 32))], warnings: [],
            explain: { explanation(of: tables[$0], $1, panels) }, origin: { origin(of: $0) })
    }

    private func activities(_ classification: String) -> [Activity] {
        zip(["coal", "metal", "services", "other"], activityNames).map { code, name in
            Activity(
                code: ActivityCode(rawValue: "\(classification):\(code)"),
                classification: ClassificationCode(rawValue: classification),
                name: LocalizedText(en: name, ru: name))
        }
    }

    private func coal(_ places: [Place]) -> Panel {
        let measure = Measure(
            code: "regional_marketability",
            name: LocalizedText(en: "Marketability", ru: "Товарность"), unit: .one, kind: .ratio)
        let years = marketability.keys.sorted()
        var panel = Panel(
            measure: measure, classification: "product", places: places,
            activities: [
                Activity(
                    code: "product:coal", classification: "product",
                    name: LocalizedText(en: "Coal", ru: "Уголь"))
            ], years: years)
        for (time, year) in years.enumerated() {
            panel[0, 0, time] = Cell(value: marketability[year]!, state: .value)
        }
        return panel
    }

    // MARK: Results

    static func method(_ id: String, _ name: String, _ components: [(String, String)]) -> Method {
        Method(
            id: id, name: LocalizedText(en: name, ru: name), section: "1",
            components: components.map { component in
                Method.Component(
                    component.0, name: LocalizedText(en: component.0, ru: component.0),
                    formula: try! Region.Expression(parsing: component.1))
            },
            symbols: [.init("e", LocalizedText(en: "the mass", ru: "масса"))],
            reading: LocalizedText(en: "How to read it.", ru: "Как читать."),
            literature: ["Author (2000), Work"], paperTag: "P-spec")
    }

    static let quotient = method(
        MethodName.locationQuotient, "Коэффициент локализации", [("", "(e / X_r) / (X_i / X)")])
    static let perCapita = method(
        MethodName.perCapita, "Коэффициент душевого производства", [("", "(e / X_i) / (N_r / N)")])
    static let coefficient = method(
        MethodName.specialisationCoefficient, "Коэффициент специализации",
        [("", "sum(abs(s - x)) / 2")])
    static let concentration = method(
        MethodName.herfindahl, "Индекс Херфиндаля–Хиршмана", [("", "sum(s ^ 2)")])
    static let shift = method(
        MethodName.shiftShare, "Метод структурных сдвигов",
        [
            ("nationalGrowth", "e_0 * (X_1 / X_0 - 1)"),
            ("industryMix", "e_0 * (X_i1 / X_i0 - X_1 / X_0)"),
            ("regionalShift", "e_1 - e_0 * (X_i1 / X_i0)"),
        ])
    static let beta = method(
        MethodName.betaConvergence, "Бета-конвергенция",
        [("slope", "b"), ("pValue", "p"), ("speed", "v")])

    private func results(of panel: Panel) -> [ResultTable] {
        [Toy.quotient, Toy.perCapita, Toy.coefficient, Toy.concentration, Toy.shift].map { method in
            var rows: [ResultRow] = []
            for key in keys(of: method, panel) {
                let found = bindings(method, key, panel)
                let outcome: Outcome
                do {
                    let formula = Toy.formula(of: method, key)
                    let value = try formula.evaluate(
                        Dictionary(uniqueKeysWithValues: found.map { ($0.symbol, $0.value) }))
                    outcome =
                        value.elements[0].isFinite
                        ? .finite(value.elements[0]) : .undefined(.emptyIndustry)
                } catch {
                    outcome = .undefined(.missing("e"))
                }
                rows.append(ResultRow(key: key, outcome: outcome, quality: quality))
            }
            return ResultTable(
                method: method, measure: panel.measure, classification: panel.classification,
                rows: rows)
        }
    }

    private func keys(of method: Method, _ panel: Panel) -> [ResultKey] {
        panel.places.flatMap { place -> [ResultKey] in
            switch method.id {
            case MethodName.locationQuotient, MethodName.perCapita:
                panel.activities.flatMap { activity in
                    panel.years.map {
                        ResultKey(place: place.code, activity: activity.code, year: $0)
                    }
                }
            case MethodName.shiftShare:
                (panel.activities.map { Optional($0.code) } + [nil]).flatMap { activity in
                    method.components.map {
                        ResultKey(
                            place: place.code, activity: activity, year: panel.years[1],
                            from: panel.years[0], component: $0.id)
                    }
                }
            default: panel.years.map { ResultKey(place: place.code, year: $0) }
            }
        }
    }

    private func bindings(
        _ method: Method, _ key: ResultKey, _ panel: Panel
    ) -> [Derivation.Binding] {
        let place = panel.position(of: key.place!)!
        let measure = panel.measure.code
        let classification = panel.classification
        func total(_ year: Year) -> Double { masses[year]![place].reduce(0, +) }
        func sum(_ activity: Int, _ year: Year) -> Double {
            masses[year]!.map { $0[activity] }.reduce(0, +)
        }
        func all(_ year: Year) -> Double { masses[year]!.flatMap { $0 }.reduce(0, +) }
        let unit = Toy.millions
        if method.id == MethodName.shiftShare {
            let (start, end) = (key.from!, key.year!)
            guard let code = key.activity, let activity = panel.position(of: code) else {
                return sums(place, key, panel)
            }
            return [
                .init(
                    "e_0", masses[start]![place][activity], unit: unit,
                    from: .figure(measure, key.place, code, start)),
                .init(
                    "e_1", masses[end]![place][activity], unit: unit,
                    from: .figure(measure, key.place, code, end)),
                .init(
                    "X_i0", sum(activity, start), unit: unit,
                    from: .activityTotal(measure, classification, code, start)),
                .init(
                    "X_i1", sum(activity, end), unit: unit,
                    from: .activityTotal(measure, classification, code, end)),
                .init(
                    "X_0", all(start), unit: unit,
                    from: .grandTotal(measure, classification, start)),
                .init(
                    "X_1", all(end), unit: unit, from: .grandTotal(measure, classification, end)),
            ]
        }
        let year = key.year!
        guard let code = key.activity, let activity = panel.position(of: code) else {
            let shares = masses[year]![place].map { $0 / total(year) }
            let common = panel.activities.indices.map { sum($0, year) / all(year) }
            let references = panel.activities.map {
                InputReference.figure(measure, key.place, $0.code, year)
            }
            return [
                .init("s", .list(shares), from: references),
                .init(
                    "x", .list(common),
                    from: panel.activities.map {
                        .activityTotal(measure, classification, $0.code, year)
                    }),
            ]
        }
        return [
            .init(
                "e", masses[year]![place][activity], unit: unit,
                from: .figure(measure, key.place, code, year)),
            .init(
                "X_r", total(year), unit: unit,
                from: .placeTotal(measure, classification, key.place!, year)),
            .init(
                "X_i", sum(activity, year), unit: unit,
                from: .activityTotal(measure, classification, code, year)),
            .init("X", all(year), unit: unit, from: .grandTotal(measure, classification, year)),
            .init(
                "N_r", population[place], from: .figure("population", key.place, nil, year)),
            .init("N", population.reduce(0, +), from: .figure("population", nil, nil, year)),
        ]
    }

    /// The region as a whole: the sum of its activities.
    private static func formula(of method: Method, _ key: ResultKey) -> Region.Expression {
        let formula = method.component(key.component)!.formula
        let isSum = method.id == MethodName.shiftShare && key.activity == nil
        return isSum ? .call(.sum, [formula]) : formula
    }

    private func sums(_ place: Int, _ key: ResultKey, _ panel: Panel) -> [Derivation.Binding] {
        let known = panel.activities.indices.filter { activity in
            masses[key.from!]!.map { $0[activity] }.reduce(0, +) > 0
        }
        func list(_ symbol: String, _ value: (Int) -> Double) -> Derivation.Binding {
            .init(symbol, .list(known.map(value)), unit: Toy.millions)
        }
        let (start, end) = (masses[key.from!]!, masses[key.year!]!)
        let total = { (table: [[Double]]) in table.flatMap { $0 }.reduce(0, +) }
        return [
            list("e_0") { start[place][$0] }, list("e_1") { end[place][$0] },
            list("X_i0") { activity in start.map { $0[activity] }.reduce(0, +) },
            list("X_i1") { activity in end.map { $0[activity] }.reduce(0, +) },
            .init("X_0", .number(total(start)), unit: Toy.millions),
            .init("X_1", .number(total(end)), unit: Toy.millions),
        ]
    }

    private var convergence: [ResultTable] {
        guard let slope else { return [] }
        let rows = [("slope", slope.value), ("pValue", slope.probability), ("speed", 0.02)].map {
            ResultRow(
                key: ResultKey(year: 2013, from: 2010, component: $0.0), outcome: .value($0.1))
        }
        return [
            ResultTable(
                method: Toy.beta, measure: Measure.named(""), classification: "", rows: rows)
        ]
    }

    private func explanation(
        of table: ResultTable, _ row: ResultRow, _ panels: [Panel]
    ) -> Explanation? {
        let panel = panels.first { $0.classification == table.classification }
        var bindings: [Derivation.Binding] = []
        if let panel {
            bindings = self.bindings(table.method, row.key, panel)
        } else {
            let symbol = table.method.component(row.key.component)!.formula.symbols[0]
            bindings = [.init(symbol, .number(row.outcome.value!))]
        }
        let formula = Toy.formula(of: table.method, row.key)
        let derivation = Derivation(
            method: table.method, key: row.key, formula: formula,
            bindings: bindings.filter { formula.symbols.contains($0.symbol) },
            outcome: row.outcome)
        return Explanation(
            subject: .init(
                method: table.method.name, component: nil, measure: nil, place: nil,
                activity: nil, object: nil, period: nil, unit: .one), row: row,
            derivation: derivation,
            inputs: derivation.bindings.map { binding in
                .init(
                    symbol: binding.symbol, meaning: nil, value: binding.value, unit: binding.unit,
                    parts: [])
            }, parameters: [], sources: [], warnings: [])
    }

    private func origin(of reference: InputReference) -> Origin? {
        switch reference {
        case .figure(let measure, _, _, let year):
            .row(
                table: "observations", row: year, value: nil, status: .normal, sources: ["s1"],
                note: measure == "population" ? "среднегодовая" : "")
        default: nil
        }
    }
}
