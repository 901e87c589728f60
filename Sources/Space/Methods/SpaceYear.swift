internal import Numerics
internal import Region
internal import Specialisation
internal import Wording

/// The location quotients of one year on the map: for each activity the places that have one, and
/// who is near whom among them.
struct SpaceYear: Sendable {
    struct Layer: Sendable {
        /// Positions in the panel.
        let places: [Int]
        let values: [Double]
        /// With equal weights, 1 each.
        let links: Neighbourhood
        /// Where each place of the panel stands in `places`.
        let order: [Int: Int]
    }

    let layers: [Result<Layer, Undefined>]

    init(_ figures: YearFigures) {
        let weights = figures.context.weights
        let rows = weights.map { weights in
            Dictionary(
                weights.places.enumerated().map { ($0.element, $0.offset) },
                uniquingKeysWith: { first, _ in first })
        }
        layers = figures.activities.map { activity in
            Result { () throws(Undefined) in
                guard let weights, let rows else { throw .missing("w") }
                guard figures.exists(activity: activity) else { throw .emptyIndustry }
                var places: [Int] = []
                var values: [Double] = []
                for place in figures.places {
                    guard
                        let value = figures.locationQuotient(place: place, activity: activity).value
                    else { continue }
                    places.append(place)
                    values.append(value)
                }
                let positions = places.map { rows[figures.panel.places[$0].code] }
                let lists = positions.map { own -> [(cell: Int, weight: Double)] in
                    guard let own else { return [] }
                    return positions.enumerated().compactMap { cell, other in
                        guard let other, other != own, weights.weights[own, other] > 0 else {
                            return nil
                        }
                        return (cell, 1)
                    }
                }
                return Layer(
                    places: places, values: values, links: Neighbourhood(lists),
                    order: Dictionary(
                        uniqueKeysWithValues: places.enumerated().map { ($0.element, $0.offset) }))
            }
        }
    }
}

extension SpaceYear.Layer {
    /// The quotients of some of the layer's places as an input.
    func add(
        _ symbol: String, _ cells: some Sequence<Int>, activity: Int, to inputs: inout Inputs,
        in figures: YearFigures
    ) {
        let cells = Array(cells)
        inputs.add(
            symbol, cells.map { Interval(values[$0]) },
            from: cells.map {
                figures.locationQuotientReference(place: places[$0], activity: activity)
            })
    }

    func neighbours(of cell: Int) -> [Int] {
        links.neighbours(of: cell).map { links.neighbours[$0] }
    }
}

enum SpaceLetters {
    static let all = Method.Symbol(
        "y",
        LocalizedText(
            en: "location quotients of all places", ru: "коэффициенты локализации всех мест"))
    static let own = Method.Symbol(
        "x_i",
        LocalizedText(en: "location quotient of the place", ru: "коэффициент локализации места"))
    static let near = Method.Symbol(
        "x",
        LocalizedText(
            en: "location quotients of its neighbours", ru: "коэффициенты локализации соседей"))
}

extension SpaceLetters {
    /// The local Moran index by its formula.
    static func localMoran(
        own: Double, near: [Double], all: [Double]
    ) throws(Undefined) -> Double {
        guard let mean = all.mean else { throw .constantInput }
        let second = all.map { ($0 - mean) * ($0 - mean) }.compensatedSum() / Double(all.count)
        guard second > 0 else { throw .constantInput }
        return (own - mean) / second * near.map { $0 - mean }.compensatedSum()
            / Double(near.count)
    }
}

extension YearMethod {
    /// How neighbours were chosen, for a table's settings.
    func neighbourRule(_ context: SpecialisationContext) -> [ResultTable.Parameter] {
        [.init("neighbours", context.weights?.rule ?? "none")]
    }

    func lackingNeighbours(_ context: SpecialisationContext) -> LocalizedText? {
        context.weights != nil
            ? nil
            : LocalizedText(
                en:
                    "Needs the coordinates of all places: columns latitude and longitude of places.csv.",
                ru: "Нужны координаты всех мест: столбцы latitude и longitude таблицы places.csv.")
    }
}
