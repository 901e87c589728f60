private import Foundation
internal import Numerics
public import Region
internal import Wording

/// The focal location quotient (фокальный коэффициент локализации): the location quotient of a
/// region together with its surroundings, which a border drawn through a cluster cannot hide.
///
///     (Σ_s w_s e_s / Σ_s w_s X_s) / (X_i / X)
///
/// Not to be confused with Flegg's quotient, which is called FLQ as well.
///
/// - Parameters:
///   - weights: `w_s`, the nearness of each region, the region itself among them; 0 or more.
///   - industryByRegion: `e_s`.
///   - regions: `X_s`.
///   - industryInReference: `X_i`.
///   - reference: `X`.
/// - Throws: `emptyRegion` where there is nothing near, `emptyIndustry`, `zeroReference`,
///   `notAQuantity`, `outOfRange`.
/// - Complexity: O(R).
/// - Source: Cromley and Hanink (2012), Focal location quotients; METHODS 1.11.
public func focalLocationQuotient(
    weights: [Double], industryByRegion: [Double], regions: [Double], industryInReference: Double,
    reference: Double
) throws(Undefined) -> Double {
    try Quantities.check("w", weights)
    try Quantities.check("e", industryByRegion)
    try Quantities.check("X_s", regions)
    try Quantities.checkLengths(weights.count, industryByRegion.count)
    try Quantities.checkLengths(weights.count, regions.count)
    let near = zip(weights, industryByRegion).map(*).compensatedSum()
    let all = zip(weights, regions).map(*).compensatedSum()
    guard near.isFinite, all.isFinite else { throw .outOfRange }
    return try locationQuotient(
        industryInRegion: near, region: all, industryInReference: industryInReference,
        reference: reference)
}

struct FocalLocationQuotient: YearMethod {
    let subjects: [Subject] = [.cell]

    let method = Method(
        id: "focal-location-quotient",
        name: LocalizedText(
            en: "Focal location quotient", ru: "Фокальный коэффициент локализации"),
        section: "1.11",
        components: [
            Method.Component(
                name: LocalizedText(
                    en: "focal location quotient", ru: "фокальный коэффициент локализации"),
                formula: Expression("(sum(w * e) / sum(w * X_s)) / (X_i / X)"))
        ],
        symbols: [
            Method.Symbol(
                "w",
                LocalizedText(
                    en: "nearness of each place, exp(−distance / bandwidth), itself 1",
                    ru: "близость каждого места, exp(−расстояние / ширина окна), само место — 1")),
            Method.Symbol(
                "e",
                LocalizedText(
                    en: "mass of the activity in each place", ru: "масса отрасли в каждом месте")),
            Method.Symbol(
                "X_s",
                LocalizedText(
                    en: "mass of all activities in each place",
                    ru: "масса всех отраслей в каждом месте")),
            Letters.activityTotal, Letters.total,
        ],
        reading: LocalizedText(
            en:
                "The location quotient of the place with its surroundings: above 1, the activity is over-represented around here. A border through a cluster does not hide it.",
            ru:
                "Коэффициент локализации места вместе с окрестностью: больше 1 — отрасль вокруг представлена сильнее. Граница, проходящая через кластер, его не скрывает."
        ),
        literature: ["Cromley and Hanink (2012), Focal location quotients"],
        paperTag: "P-aggl")

    func obstacle(in context: SpecialisationContext) -> LocalizedText? {
        let bandwidth = context.parameters.focalBandwidthInKilometres
        guard bandwidth.isFinite, bandwidth > 0 else {
            return LocalizedText(
                en: "Needs a bandwidth above 0.", ru: "Нужна ширина окна больше 0.")
        }
        return context.panel.places.contains { $0.coordinates != nil }
            ? nil
            : LocalizedText(
                en: "Needs the coordinates of the places.", ru: "Нужны координаты мест.")
    }

    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] {
        [
            ResultTable.Parameter("reference", Reference.all.rawValue),
            ResultTable.Parameter(
                "focalBandwidthInKilometres", "\(context.parameters.focalBandwidthInKilometres)"),
        ]
    }

    /// The nearness of all places to each, empty for a place without coordinates.
    func prepare(_ figures: YearFigures) -> [[Double]] {
        let bandwidth = figures.parameters.focalBandwidthInKilometres
        let coordinates = figures.panel.places.map(\.coordinates)
        return coordinates.map { one in
            guard let one else { return [] }
            return coordinates.map { other in
                guard let other else { return 0 }
                return exp(-one.kilometres(to: other) / bandwidth)
            }
        }
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ nearness: [[Double]]
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        guard let place = spot.place, let activity = spot.activity else { return inputs }
        _ = try figures.cell(place, activity)
        guard !nearness[place].isEmpty else { throw .missing("w") }
        var weights: [Interval] = []
        var cells: [Interval] = []
        var totals: [Interval] = []
        var taken: [Int] = []
        for other in figures.places where nearness[place][other] > 0 {
            guard let cell = try figures.term(other, activity) else { continue }
            weights.append(Interval(nearness[place][other]))
            cells.append(cell)
            totals.append(try figures.placeTotals[other].get())
            taken.append(other)
        }
        let unit = figures.panel.measure.unit
        let distance = LocalizedText(en: "great-circle distance", ru: "расстояние по дуге")
        inputs.add("w", weights, from: taken.map { _ in .note(distance) })
        inputs.add("e", cells, from: taken.map { .cell($0, activity) }, unit: unit)
        inputs.add("X_s", totals, from: taken.map { .placeTotal($0) }, unit: unit)
        try figures.addActivityTotal(activity, to: &inputs)
        try figures.addTotal(to: &inputs)
        return inputs
    }

    func remark(
        of inputs: Inputs?, at spot: Spot, in figures: YearFigures, _ nearness: [[Double]]
    ) -> YearFigures.Remark {
        var remark = figures.remark(of: inputs, at: spot)
        if let inputs, let place = spot.place {
            let near = nearness[place].filter { $0 > 0 }.count
            if inputs.list("w").count < near { remark.marks.insert(.lowCoverage) }
        }
        return remark
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        try focalLocationQuotient(
            weights: inputs.list("w"), industryByRegion: inputs.list("e"),
            regions: inputs.list("X_s"), industryInReference: inputs["X_i"],
            reference: inputs["X"])
    }
}
