public import Region
internal import Wording

/// The cluster index of Litzenberger and Sternberg (кластерный индекс Литценбергера–Штернберга).
///
///     CI = ID · IS / PS
///     ID = (e / A_r) / (X_i / A),  IS = (e / N_r) / (X_i / N),  PS = (e / b) / (X_i / B)
///
/// Relative density times relative stock a head over relative size of plants: large where an
/// industry is dense, weighs on its region and consists of many plants. It is not standardised:
/// values of different numbers of regions are not comparable.
///
/// - Parameters: `e`, `X_i` employment; `A_r`, `A` areas; `N_r`, `N` population; `b`, `B` numbers
///   of plants of the industry in the region and in all regions.
/// - Throws: `emptyIndustry` where `X_i` is 0, `zeroReference` where an area, a population or a
///   number of plants is 0 that something is divided by, `notAQuantity`, `outOfRange`.
/// - Complexity: O(1).
/// - Source: Litzenberger and Sternberg (2006), Der Clusterindex.
public func clusterIndex(
    industryInRegion: Double, industryInReference: Double, area: Double, areaOfReference: Double,
    population: Double, populationOfReference: Double, plants: Double, plantsOfReference: Double
) throws(Undefined) -> Double {
    try Quantities.check([
        "e": industryInRegion, "X_i": industryInReference, "A_r": area, "A": areaOfReference,
        "N_r": population, "N": populationOfReference, "b": plants, "B": plantsOfReference,
    ])
    guard industryInReference > 0 else { throw .emptyIndustry }
    guard area > 0, areaOfReference > 0, population > 0, populationOfReference > 0 else {
        throw .zeroReference
    }
    if industryInRegion == 0 { return 0 }
    guard plants > 0, plantsOfReference > 0 else { throw .zeroReference }
    let share = industryInRegion / industryInReference
    let density = share / (area / areaOfReference)
    let stock = share / (population / populationOfReference)
    let size = share / (plants / plantsOfReference)
    return try Quantities.finite(density * stock / size, vanishesWith: industryInRegion)
}

struct ClusterIndex: YearMethod {
    let subjects: [Subject] = [.cell]

    let method = Method(
        id: "cluster-index",
        name: LocalizedText(
            en: "Cluster index of Litzenberger and Sternberg",
            ru: "Кластерный индекс Литценбергера–Штернберга"),
        section: "1.1",
        components: [
            Method.Component(
                name: LocalizedText(en: "cluster index", ru: "кластерный индекс"),
                // Relative size of plants takes one share away; what is left has e once, so that
                // the range over a hidden e is exact.
                formula: Expression("(e / X_i) * (b / B) / ((A_r / A) * (N_r / N))"))
        ],
        symbols: [Letters.e, Letters.activityTotal] + Letters.population + [
            Method.Symbol(
                "A_r", LocalizedText(en: "area of the place", ru: "площадь места")),
            Method.Symbol("A", LocalizedText(en: "area of all places", ru: "площадь всех мест")),
            Method.Symbol(
                "b",
                LocalizedText(
                    en: "plants of the activity in the place", ru: "предприятий отрасли в месте")),
            Method.Symbol(
                "B",
                LocalizedText(
                    en: "plants of the activity in all places",
                    ru: "предприятий отрасли во всех местах")),
        ],
        reading: LocalizedText(
            en:
                "Relative density × relative stock a head ÷ relative plant size. Large where the activity is dense, weighs on the place and consists of many plants; not comparable between different sets of places.",
            ru:
                "Относительная плотность × относительная насыщенность на душу ÷ относительный размер предприятия. Велик, где отрасль плотна, весома и состоит из многих предприятий; между разными наборами мест не сопоставим."
        ),
        literature: [
            "Litzenberger and Sternberg (2006), Der Clusterindex, Geographische Zeitschrift 94"
        ],
        paperTag: "P-char")

    func obstacle(in context: SpecialisationContext) -> LocalizedText? {
        if context.population == nil {
            return LocalizedText(
                en: "Needs the population of the places.", ru: "Нужна численность населения мест.")
        }
        if context.plants.isEmpty {
            return LocalizedText(
                en: "Needs the plants of the activities.", ru: "Нужны предприятия отраслей.")
        }
        if context.panel.places.contains(where: { $0.areaInSquareKilometres == nil }) {
            return LocalizedText(
                en: "Needs the areas of all places.", ru: "Нужны площади всех мест.")
        }
        return nil
    }

    func prepare(_ figures: YearFigures) -> PlantsOfYear { PlantsOfYear(figures) }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ plants: PlantsOfYear
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        guard let place = spot.place, let activity = spot.activity else { return inputs }
        try figures.addCell(spot, to: &inputs)
        try figures.addActivityTotal(activity, to: &inputs)
        try figures.addSeries(
            figures.context.population, place: place, symbols: ("N_r", "N"), to: &inputs)
        let areas = figures.panel.places.map { $0.areaInSquareKilometres ?? .nan }
        let area = LocalizedText(en: "areas of the places", ru: "площади мест")
        inputs.add("A_r", areas[place], from: .note(area), unit: Self.areaUnit)
        inputs.add("A", areas.reduce(0, +), from: .note(area), unit: Self.areaUnit)
        let counts = plants.counts[activity]
        guard counts.contains(where: { $0 > 0 }) else { throw .missing("B") }
        // A place where the industry works and no plant is listed has an incomplete register.
        if counts[place] == 0, inputs["e"] > 0 { throw .missing("b") }
        if counts[place] == 0, !inputs.arePoints { throw .suppressed("e") }
        let register = LocalizedText(en: "register of plants", ru: "реестр предприятий")
        inputs.add("b", Double(counts[place]), from: .note(register))
        inputs.add("B", Double(counts.reduce(0, +)), from: .note(register))
        return inputs
    }

    private static let areaUnit = Unit("km2") ?? .one

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        try clusterIndex(
            industryInRegion: inputs["e"], industryInReference: inputs["X_i"],
            area: inputs["A_r"], areaOfReference: inputs["A"], population: inputs["N_r"],
            populationOfReference: inputs["N"], plants: inputs["b"],
            plantsOfReference: inputs["B"])
    }
}

/// The plants of a year by activity: how many each place has, and how large each plant is.
struct PlantsOfYear: Sendable {
    /// By activity, then place.
    private(set) var counts: [[Int]]
    /// By activity, the plants with the position of their place.
    private(set) var plants: [[(place: Int, size: Double)]]
    /// By activity, whether a size is the middle of a class.
    private(set) var areGrouped: [Bool]

    init(_ figures: YearFigures) {
        let panel = figures.panel
        counts = panel.activities.map { _ in panel.places.map { _ in 0 } }
        plants = panel.activities.map { _ in [] }
        areGrouped = panel.activities.map { _ in false }
        let places = Dictionary(
            panel.places.enumerated().map { ($0.element.code, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        let activities = Dictionary(
            panel.activities.enumerated().map { ($0.element.code, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        for plant in figures.context.plants where plant.year == figures.year {
            guard let place = places[plant.place], let activity = activities[plant.activity] else {
                continue
            }
            counts[activity][place] += 1
            plants[activity].append((place, plant.size))
            areGrouped[activity] = areGrouped[activity] || plant.isGrouped
        }
    }
}
