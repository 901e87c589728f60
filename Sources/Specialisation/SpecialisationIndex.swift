public import Region
internal import Wording

/// The index of specialisation over gross regional product (индекс специализации).
///
///     K_c = (e / X_i) / (G_r / G)
///
/// Above 1, the region has more of the industry than of the gross product. It equals the location
/// quotient only where the mass is value added.
///
/// - Parameters: `e` and `X_i` in one unit; `G_r` and `G`, gross product in one unit.
/// - Throws: `emptyIndustry` where `X_i` is 0, `zeroReference` where a gross product is 0,
///   `notAQuantity`, `outOfRange`.
/// - Complexity: O(1). Relative rounding error at most 3 · 2⁻⁵³ to first order.
/// - Source: Granberg (2000); METHODS 1.4a; paper tag P-spec.
public func specialisationIndex(
    industryInRegion: Double, industryInReference: Double, grossProduct: Double,
    grossProductOfReference: Double
) throws(Undefined) -> Double {
    try Quantities.check([
        "e": industryInRegion, "X_i": industryInReference, "G_r": grossProduct,
        "G": grossProductOfReference,
    ])
    guard industryInReference > 0 else { throw .emptyIndustry }
    guard grossProduct > 0, grossProductOfReference > 0 else { throw .zeroReference }
    return try Quantities.finite(
        (industryInRegion / industryInReference) / (grossProduct / grossProductOfReference),
        vanishesWith: industryInRegion)
}

struct SpecialisationIndex: YearMethod {
    let subjects: [Subject] = [.cell]

    let method = Method(
        id: "specialisation-index",
        name: LocalizedText(
            en: "Specialisation index over gross regional product",
            ru: "Индекс специализации по ВРП"),
        section: "1.4",
        components: [
            Method.Component(
                name: LocalizedText(en: "specialisation index", ru: "индекс специализации"),
                formula: Expression("(e / X_i) / (G_r / G)"))
        ],
        symbols: [Letters.e, Letters.activityTotal] + Letters.product,
        reading: LocalizedText(
            en:
                "Above 1, the place has more of the activity than of the gross product. Equal to the location quotient only where the mass is value added.",
            ru:
                "Больше 1 — доля места в отрасли выше его доли в ВРП. Совпадает с коэффициентом локализации, только если масса — добавленная стоимость."
        ),
        literature: ["Granberg (2000), Foundations of regional economics"],
        paperTag: "P-spec")

    func obstacle(in context: SpecialisationContext) -> LocalizedText? {
        context.grossRegionalProduct == nil
            ? LocalizedText(
                en: "Needs the gross regional product of the places.",
                ru: "Нужен валовой региональный продукт мест.")
            : nil
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ preparation: Void
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        try figures.addCell(spot, to: &inputs)
        try figures.addActivityTotal(spot.activity, to: &inputs)
        try figures.addSeries(
            figures.context.grossRegionalProduct, place: spot.place, symbols: ("G_r", "G"),
            to: &inputs)
        return inputs
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        try specialisationIndex(
            industryInRegion: inputs["e"], industryInReference: inputs["X_i"],
            grossProduct: inputs["G_r"], grossProductOfReference: inputs["G"])
    }
}
