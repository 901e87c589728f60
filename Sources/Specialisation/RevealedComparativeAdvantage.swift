public import Region
internal import Wording

/// The symmetric revealed comparative advantage (симметричный индекс выявленных сравнительных
/// преимуществ).
///
///     RSCA = (RCA − 1) / (RCA + 1)
///
/// −1 where the industry is absent, 0 as in the reference, towards 1 where it stands out.
///
/// - Parameter advantage: `RCA`, the location quotient (of exports, where it is trade), 0 or more.
/// - Throws: `notAQuantity`.
/// - Complexity: O(1).
/// - Source: Laursen (2015); METHODS 1.5.
public func symmetricComparativeAdvantage(_ advantage: Double) throws(Undefined) -> Double {
    try Quantities.check(["RCA": advantage])
    return try Quantities.finite((advantage - 1) / (advantage + 1))
}

/// The normalised revealed comparative advantage, which adds up to 0 over regions and industries.
///
///     NRCA = e / X − X_r X_i / X²
///
/// - Parameters: as for ``locationQuotient(industryInRegion:region:industryInReference:reference:)``.
/// - Throws: `zeroReference` where `X` is 0, `notAQuantity`, `outOfRange`.
/// - Complexity: O(1). Absolute rounding error at most 4 · 2⁻⁵³.
/// - Source: Yu, Cai and Leung (2009); METHODS 1.5.
public func normalisedComparativeAdvantage(
    industryInRegion: Double, region: Double, industryInReference: Double, reference: Double
) throws(Undefined) -> Double {
    try Quantities.check([
        "e": industryInRegion, "X_r": region, "X_i": industryInReference, "X": reference,
    ])
    guard reference > 0 else { throw .zeroReference }
    return try Quantities.finite(
        industryInRegion / reference - (region / reference) * (industryInReference / reference))
}

/// The additive comparative advantage of Hoen and Oosterhaven (аддитивный индекс сравнительных
/// преимуществ).
///
///     s_ri − x_i = e / X_r − X_i / X
///
/// Above 0, the industry has a larger share in the region than in the reference. It adds up to 0
/// over the industries of a region.
///
/// - Throws: `emptyRegion`, `zeroReference`, `notAQuantity`, `outOfRange`.
/// - Complexity: O(1).
/// - Source: Hoen and Oosterhaven (2006), On the measurement of comparative advantage.
public func additiveComparativeAdvantage(
    industryInRegion: Double, region: Double, industryInReference: Double, reference: Double
) throws(Undefined) -> Double {
    try Quantities.check([
        "e": industryInRegion, "X_r": region, "X_i": industryInReference, "X": reference,
    ])
    guard region > 0 else { throw .emptyRegion }
    guard reference > 0 else { throw .zeroReference }
    return try Quantities.finite(industryInRegion / region - industryInReference / reference)
}

struct RevealedComparativeAdvantage: YearMethod {
    let subjects: [Subject] = [.cell, .cell, .cell, .cell]

    let method = Method(
        id: "revealed-comparative-advantage",
        name: LocalizedText(
            en: "Revealed comparative advantage", ru: "Выявленные сравнительные преимущества"),
        section: "1.5",
        components: [
            Method.Component(
                name: LocalizedText(
                    en: "revealed comparative advantage", ru: "выявленное преимущество"),
                formula: Expression("(e / X_r) / (X_i / X)")),
            Method.Component(
                "symmetric",
                name: LocalizedText(
                    en: "symmetric advantage", ru: "симметричное преимущество"),
                formula: Expression("1 - 2 / ((e / X_r) / (X_i / X) + 1)")),
            Method.Component(
                "normalised",
                name: LocalizedText(
                    en: "normalised advantage", ru: "нормированное преимущество"),
                formula: Expression("e / X - X_r / X * X_i / X")),
            Method.Component(
                "additive",
                name: LocalizedText(en: "additive advantage", ru: "аддитивное преимущество"),
                formula: Expression("e / X_r - X_i / X")),
        ],
        symbols: Letters.masses,
        reading: LocalizedText(
            en:
                "The location quotient; on exports it is Balassa's index. Symmetric: −1 absent, 0 as the reference, towards 1 outstanding. Normalised and additive: above 0 more than the reference; they add up to 0.",
            ru:
                "Коэффициент локализации; по экспорту — индекс Балассы. Симметричный: −1 отрасли нет, 0 как в базе сравнения, к 1 — выделяется. Нормированный и аддитивный: больше 0 — больше, чем в базе; в сумме дают 0."
        ),
        literature: [
            "Balassa (1965), Trade liberalisation and revealed comparative advantage",
            "Laursen (2015), Revealed comparative advantage and the alternatives",
            "Yu, Cai and Leung (2009), The normalized revealed comparative advantage index",
            "Hoen and Oosterhaven (2006), On the measurement of comparative advantage",
        ],
        paperTag: "P-spec")

    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] {
        [ResultTable.Parameter("reference", Reference.all.rawValue)]
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ preparation: Void
    ) throws(Undefined) -> Inputs {
        try figures.cellInputs(spot)
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        let (e, region, industry, all) = (inputs["e"], inputs["X_r"], inputs["X_i"], inputs["X"])
        switch component {
        case 2:
            return try normalisedComparativeAdvantage(
                industryInRegion: e, region: region, industryInReference: industry, reference: all)
        case 3:
            return try additiveComparativeAdvantage(
                industryInRegion: e, region: region, industryInReference: industry, reference: all)
        default:
            let quotient = try locationQuotient(
                industryInRegion: e, region: region, industryInReference: industry, reference: all)
            return component == 0 ? quotient : try symmetricComparativeAdvantage(quotient)
        }
    }
}
