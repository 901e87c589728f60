public import Region
internal import Wording

/// The coefficient of per-capita production (коэффициент душевого производства).
///
///     K_d = (e / X_i) / (N_r / N)
///
/// At 1 and above, the region makes more of the industry's output a head than the country.
/// It equals the location quotient times the relative mass a head (``relativeMassPerHead``), so a
/// rich region is high in everything: read the two together.
///
/// - Parameters: `e` and `X_i` in one unit; `N_r` and `N`, persons in the middle of the year.
/// - Throws: `emptyIndustry` where `X_i` is 0, `zeroReference` where nobody lives in the region or
///   the country, `notAQuantity`, `outOfRange`.
/// - Complexity: O(1). Relative rounding error at most 3 · 2⁻⁵³ to first order.
/// - Source: Kistanov and Kopylov (2002); Granberg (2000); METHODS 1.2; paper tag P-spec.
public func perCapitaProductionCoefficient(
    industryInRegion: Double, industryInReference: Double, population: Double,
    populationOfReference: Double
) throws(Undefined) -> Double {
    try Quantities.check([
        "e": industryInRegion, "X_i": industryInReference, "N_r": population,
        "N": populationOfReference,
    ])
    guard industryInReference > 0 else { throw .emptyIndustry }
    guard population > 0, populationOfReference > 0 else { throw .zeroReference }
    return try Quantities.finite(
        (industryInRegion / industryInReference) / (population / populationOfReference),
        vanishesWith: industryInRegion)
}

/// The mass a head of a region against that of the country: the factor between the coefficients
/// of per-capita production and of localisation.
///
///     (X_r / X) / (N_r / N)
///
/// - Throws: `zeroReference` where `X`, `N_r` or `N` is 0, `notAQuantity`, `outOfRange`.
/// - Source: METHODS 1.2.
public func relativeMassPerHead(
    region: Double, reference: Double, population: Double, populationOfReference: Double
) throws(Undefined) -> Double {
    try Quantities.check([
        "X_r": region, "X": reference, "N_r": population, "N": populationOfReference,
    ])
    guard reference > 0, population > 0, populationOfReference > 0 else { throw .zeroReference }
    return try Quantities.finite(
        (region / reference) / (population / populationOfReference), vanishesWith: region)
}

struct PerCapitaProduction: YearMethod {
    let subjects: [Subject] = [.cell, .place]

    let method = Method(
        id: "per-capita-production",
        name: LocalizedText(
            en: "Coefficient of per-capita production", ru: "Коэффициент душевого производства"),
        section: "1.2",
        components: [
            Method.Component(
                name: LocalizedText(
                    en: "per-capita production", ru: "коэффициент душевого производства"),
                formula: Expression("(e / X_i) / (N_r / N)")),
            Method.Component(
                "massPerHead",
                name: LocalizedText(
                    en: "relative mass a head", ru: "относительная масса на душу населения"),
                formula: Expression("(X_r / X) / (N_r / N)")),
        ],
        symbols: Letters.masses + Letters.population,
        reading: LocalizedText(
            en:
                "At 1 and above, more a head than in the country. It is the location quotient times the relative mass a head, so that a rich place is high in everything.",
            ru:
                "От 1 и выше — на душу населения больше, чем в стране. Равен коэффициенту локализации, умноженному на относительную массу на душу: в богатом месте он высок по всем отраслям."
        ),
        literature: [
            "Kistanov and Kopylov (2002), Regional economy of Russia",
            "Granberg (2000), Foundations of regional economics",
        ],
        paperTag: "P-spec")

    func obstacle(in context: SpecialisationContext) -> LocalizedText? {
        context.population == nil
            ? LocalizedText(
                en: "Needs the population of the places.", ru: "Нужна численность населения мест.")
            : nil
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ preparation: Void
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        if component == 0 {
            try figures.addCell(spot, to: &inputs)
            try figures.addActivityTotal(spot.activity, to: &inputs)
        } else {
            try figures.addPlaceTotal(spot.place, to: &inputs)
            try figures.addTotal(to: &inputs)
        }
        try figures.addSeries(
            figures.context.population, place: spot.place, symbols: ("N_r", "N"), to: &inputs)
        return inputs
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        component == 0
            ? try perCapitaProductionCoefficient(
                industryInRegion: inputs["e"], industryInReference: inputs["X_i"],
                population: inputs["N_r"], populationOfReference: inputs["N"])
            : try relativeMassPerHead(
                region: inputs["X_r"], reference: inputs["X"], population: inputs["N_r"],
                populationOfReference: inputs["N"])
    }
}
