public import Region
internal import Wording

/// The coefficient of specialisation of a region (коэффициент специализации региона).
///
///     S_r = Σ |s_ri − x_i| / 2,  s_ri = e / X_r,  x_i = X_i / X
///
/// 0 where the region mirrors the reference, towards 1 where it has only what others lack.
/// Where all shares are known it equals Σ max(0, s_ri − x_i).
///
/// - Parameters: industries of the region and of the reference in one order and one unit; the
///   totals may exceed the sums of the industries that are known.
/// - Throws: `emptyRegion`, `zeroReference`, `notAQuantity`; `insufficientData` for no industry.
/// - Complexity: O(I).
/// - Source: Isard (1960); METHODS 1.4b; paper tags P-spec, P-char.
public func specialisationCoefficient(
    industriesInRegion: [Double], region: Double, industriesInReference: [Double], reference: Double
) throws(Undefined) -> Double {
    let structure = try RegionStructure(
        industriesInRegion, region: region, reference: industriesInReference, total: reference)
    return try Quantities.finite(structure.sum { abs($0 - $1) } / 2)
}

struct SpecialisationCoefficient: StructureMethod {
    let method = Method(
        id: "specialisation-coefficient",
        name: LocalizedText(
            en: "Coefficient of specialisation", ru: "Коэффициент специализации региона"),
        section: "1.4",
        components: [
            Method.Component(
                name: LocalizedText(
                    en: "coefficient of specialisation", ru: "коэффициент специализации"),
                formula: Expression("sum(abs(e / X_r - X_i / X)) / 2"))
        ],
        symbols: Letters.masses,
        reading: LocalizedText(
            en: "0 mirrors the reference; the nearer to 1, the narrower the specialisation.",
            ru: "0 — структура как в базе сравнения; чем ближе к 1, тем уже специализация."),
        literature: ["Isard (1960), Methods of Regional Analysis"],
        paperTag: "P-spec")

    func number(
        of industries: [Double], region: Double, reference: [Double], total: Double
    ) throws(Undefined) -> Double {
        try specialisationCoefficient(
            industriesInRegion: industries, region: region, industriesInReference: reference,
            reference: total)
    }
}
