public import Region
internal import Wording

/// Krugman's index of specialisation of a region (индекс Кругмана).
///
///     Σ |s_ri − x_i|
///
/// 0 where the region mirrors the reference, 2 where the two have no industry in common.
///
/// - Parameters: as for ``specialisationCoefficient``; the reference is all regions or the others.
/// - Throws: `emptyRegion`, `zeroReference`, `notAQuantity`.
/// - Complexity: O(I).
/// - Source: Krugman (1991), Geography and Trade; METHODS 1.8.
public func krugmanIndex(
    industriesInRegion: [Double], region: Double, industriesInReference: [Double], reference: Double
) throws(Undefined) -> Double {
    let structure = try RegionStructure(
        industriesInRegion, region: region, reference: industriesInReference, total: reference)
    return try Quantities.finite(structure.sum { abs($0 - $1) })
}

struct KrugmanIndex: StructureMethod {
    let method = Method(
        id: "krugman-index",
        name: LocalizedText(
            en: "Krugman index of specialisation", ru: "Индекс специализации Кругмана"),
        section: "1.8",
        components: [
            Method.Component(
                name: LocalizedText(en: "Krugman index", ru: "индекс Кругмана"),
                formula: Expression("sum(abs(e / X_r - X_i / X))"))
        ],
        symbols: Letters.masses,
        reading: LocalizedText(
            en: "0 mirrors the reference, 2 has no activity in common with it.",
            ru: "0 — структура как в базе сравнения, 2 — ни одной общей отрасли."),
        literature: ["Krugman (1991), Geography and Trade"],
        paperTag: "P-char")

    func number(
        of industries: [Double], region: Double, reference: [Double], total: Double
    ) throws(Undefined) -> Double {
        try krugmanIndex(
            industriesInRegion: industries, region: region, industriesInReference: reference,
            reference: total)
    }
}
