import Numerics
import Region
import Specialisation
import Support
import Wording

/// The small tables that the worked example of a page starts from, as data and as they are shown.
struct ExampleSheet {
    enum Part {
        case masses, population, product, areas, coordinates, groups, plants, balances, incomes
        case neighbours
    }

    let context: SpecialisationContext
    let parts: [Part]
    /// The year whose results are shown; nil for the first that has any.
    let year: Year?
    /// Letters of the page for parts that its formulas repeat.
    let abbreviations: [Abbreviation]

    struct Abbreviation {
        let letter: String
        let expression: Region.Expression
        let meaning: LocalizedText

        var symbol: Method.Symbol { Method.Symbol(letter, meaning) }
    }

    private init(
        _ context: SpecialisationContext, _ parts: [Part], year: Year? = nil,
        abbreviations: [Abbreviation] = []
    ) {
        self.context = context
        self.parts = parts
        self.year = year
        self.abbreviations = abbreviations
    }

    /// The toy table of the handbook, with what a method needs beside it.
    init(for id: String) {
        let toy = Toy.context()
        switch id {
        case "per-capita-production": self.init(toy, [.masses, .population])
        case "specialisation-index": self.init(toy, [.masses, .product])
        case "theil-index": self.init(toy, [.masses, .groups])
        case "regional-inequality": self.init(toy, [.product, .population])
        case "focal-location-quotient": self.init(toy, [.masses, .coordinates])
        case "regional-marketability": self.init(toy, [.balances])
        case "cluster-index": self.init(toy, [.masses, .population, .areas, .plants])
        case "standardised-location-quotient": self.init(ExampleSheet.eightPlaces, [.masses])
        case "ellison-glaeser": self.init(ExampleSheet.manyRelocations, [.masses, .plants])
        case "cluster-stars": self.init(toy, [.masses], year: 2001)
        case "market-specialisation": self.init(toy, [.masses, .population, .balances])
        case "shift-share-dynamic": self.init(ExampleSheet.threeYears, [.masses])
        case "shift-share-spatial":
            self.init(ExampleSheet.equalNeighbours, [.masses, .neighbours])
        case "sigma-convergence", "income-mobility": self.init(ExampleSheet.incomes, [.incomes])
        case "beta-convergence":
            self.init(
                ExampleSheet.incomes, [.incomes, .groups],
                abbreviations: ExampleSheet.growthOnIncome)
        case "entry-exit": self.init(ExampleSheet.comingAndGoing, [.masses])
        case "spatial-income-mobility": self.init(ExampleSheet.incomes, [.incomes, .neighbours])
        case "comparative-presence", "relatedness-density", "economic-complexity", "fitness",
            "opportunity", "variety":
            self.init(ExampleSheet.fourPlaces, [.masses])
        case "hot-spots", "spatial-autocorrelation", "local-moran", "join-counts", "rate-moran",
            "like-neighbours":
            self.init(ExampleSheet.fourPlaces, [.masses, .neighbours])
        case "bivariate-moran": self.init(ExampleSheet.fiveYearsApart, [.masses, .neighbours])
        default: self.init(toy, [.masses])
        }
    }

    // MARK: - Data

    private static var growthOnIncome: [Abbreviation] {
        [
            Abbreviation(
                letter: "y", expression: Expression("ln((G_1 / N_1) / (G_0 / N_0)) / T"),
                meaning: LocalizedText(
                    en: "growth a year, ln((G_1 / N_1) / (G_0 / N_0)) / T",
                    ru: "рост в год, ln((G_1 / N_1) / (G_0 / N_0)) / T")),
            Abbreviation(
                letter: "x", expression: Expression("ln(G_0 / N_0)"),
                meaning: LocalizedText(
                    en: "logarithm of initial income, ln(G_0 / N_0)",
                    ru: "логарифм начального дохода, ln(G_0 / N_0)")),
        ]
    }

    /// The toy table with an activity that comes and one that goes.
    private static var comingAndGoing: SpecialisationContext {
        Toy.context([
            [[40, 20, 40], [0, 30, 60], [10, 50, 140]],
            [[44, 0, 58], [9, 33, 68], [7, 49, 154]],
        ])
    }

    private static var threeYears: SpecialisationContext {
        Toy.context(ChangeFixtures.toyYears)
    }

    private static var manyRelocations: SpecialisationContext {
        var context = Toy.context()
        context.parameters.simulationReplicates = 999
        return context
    }

    private static var equalNeighbours: SpecialisationContext {
        var context = Toy.context()
        context.weights = SpatialWeights(
            places: context.panel.places.map(\.code), weights: ChangeFixtures.equalWeights(3),
            rule: "every other place, equally")
        return context
    }

    /// Eight places are the fewest that have a cut-off.
    /// Four places whose advantages make one connected table.
    private static var fourPlaces: SpecialisationContext {
        Toy.context([[[40, 30, 20, 30], [20, 30, 2, 60], [30, 2, 3, 70], [2, 20, 5, 60]]])
    }

    private static var eightPlaces: SpecialisationContext {
        let coal = [40.0, 10, 10, 5, 8, 12, 20, 15]
        var context = Toy.context([coal.map { [$0, 100 - $0] }])
        context.parameters.bootstrapReplicates = 9_999
        return context
    }

    /// Six places in a row, three years, ten thousand people each.
    private static var incomes: SpecialisationContext {
        let products = [
            [40.0, 60, 80, 100, 140, 180], [50, 66, 96, 88, 150, 180], [60, 90, 84, 110, 140, 176],
        ]
        var context = Toy.context(products.map { $0.map { [$0, 1] } })
        let panel = context.panel
        func series(
            _ code: MeasureCode, _ unit: Region.Unit, _ value: (Int, Int) -> Double
        ) -> PlaceSeries {
            var cells: [PlaceCode: [Year: Cell]] = [:]
            for (place, own) in panel.places.enumerated() {
                for (position, year) in panel.years.enumerated() {
                    cells[own.code, default: [:]][year] = Cell(
                        value: value(position, place), state: .value)
                }
            }
            return PlaceSeries(
                measure: Measure(
                    code: code, name: LocalizedText(en: code.rawValue, ru: code.rawValue),
                    unit: unit), cells: cells)
        }
        context.grossRegionalProduct = series("grp", Region.Unit("million RUB") ?? .one) {
            products[$0][$1]
        }
        context.population = series("population", Region.Unit("thousand persons") ?? .one) { _, _ in
            10
        }
        for (index, place) in panel.places.enumerated() {
            context.groups[place.code] = index.isMultiple(of: 2) ? "one" : "two"
        }
        var weights = Matrix(rows: 6, columns: 6)
        for index in 1..<6 {
            weights[index - 1, index] = 1
            weights[index, index - 1] = 1
        }
        context.weights = SpatialWeights(
            places: panel.places.map(\.code), weights: weights, rule: "the places beside it")
        context.parameters.markovClasses = 2
        return context
    }

    /// Four places in which the first activity moves to the neighbours within five years.
    private static var fiveYearsApart: SpecialisationContext {
        Toy.context(
            (0...5).map { year in
                let moved = 4 * Double(year)
                return [
                    [60 - moved, 40 + moved], [30 + moved, 70 - moved], [10 + moved / 2, 90],
                    [20, 80],
                ]
            })
    }

    // MARK: - Tables

    /// The tables, with the years that the results look at.
    func text(for keys: [ResultKey]) -> String {
        let years = keys.flatMap { [$0.from, $0.year].compactMap(\.self) }
        let span = (years.min() ?? 2000)...(years.max() ?? 2000)
        return parts.map { text(of: $0, years: span) }.joined(separator: "\n\n")
    }

    private func text(of part: Part, years: ClosedRange<Year>) -> String {
        switch part {
        case .masses:
            context.panel.years.filter(years.contains).map(masses).joined(separator: "\n\n")
        case .population:
            byPlace("people") { number(context.population?[$0.code, 2000].value) }
        case .product:
            byPlace("gross regional product, million RUB") {
                number(context.grossRegionalProduct?[$0.code, 2000].value)
            }
        case .areas: byPlace("area, km²") { number($0.areaInSquareKilometres) }
        case .coordinates:
            byPlace("longitude, latitude") {
                number($0.coordinates?.longitude) + "°, " + number($0.coordinates?.latitude) + "°"
            }
        case .groups: groups
        case .plants: plants
        case .balances: balances
        case .incomes: incomes
        case .neighbours: neighbours
        }
    }

    private func masses(_ year: Year) -> String {
        let panel = context.panel
        let position = panel.position(of: year) ?? 0
        let table = panel.table(year: position)
        func row(_ name: String, _ cells: [Double], _ sum: Double) -> [String] {
            [name] + cells.map { number($0) } + [number(sum)]
        }
        let rows = panel.places.indices.map { place in
            row(
                panel.places[place].code.rawValue,
                panel.activities.indices.map { panel[place, $0, position].value },
                table.placeTotals[place].value)
        }
        return grid(
            ["\(panel.measure.name[.english]), \(year)"] + panel.activities.map(\.code.rawValue) + [
                "all"
            ],
            rows + [row("all", table.activityTotals.map(\.value), table.total)])
    }

    private var groups: String {
        let names = context.panel.places.map { place in
            "\(place.code) in \(context.groups[place.code] ?? "none")"
        }
        guard parts.contains(.masses) else {
            return "Groups of places: \(names.joined(separator: ", "))."
        }
        let activities = context.panel.activities.map { activity in
            "\(activity.code) in \(activity.parent?.rawValue ?? "none")"
        }
        return "Groups of places: \(names.joined(separator: ", ")). "
            + "Groups of activities: \(activities.joined(separator: ", "))."
    }

    private var plants: String {
        let sizes = context.panel.places.map { place in
            let own = context.plants.filter {
                $0.place == place.code && $0.activity == "coal" && $0.year == 2000
            }
            return "\(place.code): \(own.map { number($0.size) }.joined(separator: " and "))"
        }
        return "Jobs of each plant of coal, 2000: \(sizes.joined(separator: "; "))."
    }

    private var balances: String {
        let rows = context.balances.filter { $0.year == 2000 }.map { balance in
            [
                balance.place.rawValue, number(balance.production.value),
                number(balance.shipments.value), number(balance.exports.value),
                number(balance.reexports.value), number(balance.stockChange.value),
            ]
        }
        return grid(
            [
                "coal product, 2000, kt", "production", "shipped out", "of which abroad",
                "re-exported", "change of stocks",
            ], rows)
    }

    private var incomes: String {
        let years = context.panel.years
        let rows = context.panel.places.map { place in
            [place.code.rawValue]
                + years.map { number(context.grossRegionalProduct?[place.code, $0].value) }
        }
        return grid(["gross regional product, million RUB"] + years.map { "\($0)" }, rows)
            + "\n\nEvery place has 10 thousand people in every year."
    }

    private var neighbours: String {
        "Neighbours: \(context.weights?.rule ?? "none")."
    }

    private func byPlace(_ heading: String, _ value: (Place) -> String) -> String {
        let places = context.panel.places
        return grid([heading] + places.map(\.code.rawValue), [[""] + places.map(value)])
    }

    private func grid(_ heading: [String], _ rows: [[String]]) -> String {
        let rule = heading.indices.map { $0 == 0 ? "---" : "---:" }
        let lines: [[String]] = [heading, rule] + rows
        return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }

    private func number(_ value: Double?) -> String {
        value.map(MethodPage.number) ?? ""
    }
}
