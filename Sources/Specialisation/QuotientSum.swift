public import Region
internal import Wording

/// The sum of location quotients weighted by the region's own shares (суммарный индекс
/// специализации).
///
///     Q_r = Σ s_ri · LQ_ri = Σ s_ri² / x_i
///
/// 1 where the region mirrors the reference; it exceeds 1 by the χ² distance of the structures.
///
/// - Parameters: as for ``specialisationCoefficient``. Industries that the reference lacks are
///   skipped where the region lacks them too.
/// - Throws: `emptyRegion`, `zeroReference` also where the region has an industry that the
///   reference lacks, `notAQuantity`, `outOfRange`.
/// - Complexity: O(I).
/// - Source: METHODS 1.4c; paper tags P-spec, P-char.
public func quotientSum(
    industriesInRegion: [Double], region: Double, industriesInReference: [Double], reference: Double
) throws(Undefined) -> Double {
    let structure = try RegionStructure(
        industriesInRegion, region: region, reference: industriesInReference, total: reference)
    try structure.checkReference()
    return try Quantities.finite(structure.sum { $0 == 0 ? 0 : $0 * ($0 / $1) })
}

/// Hachman's index: how far the structure of a region is like that of the reference (индекс
/// Хачмана).
///
///     1 / Σ s_ri · LQ_ri
///
/// 1 mirrors the reference, towards 0 is specialised.
///
/// - Throws: as ``quotientSum``; `zeroReference` where no industry of the region is known.
/// - Source: Hachman (1995), in Moore (2001), Evaluating Utah's economic diversity; METHODS 1.4c.
public func hachmanIndex(
    industriesInRegion: [Double], region: Double, industriesInReference: [Double], reference: Double
) throws(Undefined) -> Double {
    let sum = try quotientSum(
        industriesInRegion: industriesInRegion, region: region,
        industriesInReference: industriesInReference, reference: reference)
    guard sum > 0 else { throw .zeroReference }
    return try Quantities.finite(1 / sum)
}

struct QuotientSum: StructureMethod {
    let method = Method(
        id: "quotient-sum",
        name: LocalizedText(
            en: "Weighted sum of location quotients", ru: "Суммарный индекс специализации"),
        section: "1.4",
        components: [
            Method.Component(
                name: LocalizedText(
                    en: "weighted sum of location quotients",
                    ru: "суммарный индекс специализации"),
                formula: Expression("sum((e / X_r)^2 / (X_i / X))"))
        ],
        symbols: Letters.masses,
        reading: LocalizedText(
            en:
                "1 mirrors the reference; the excess over 1 is the χ² distance of the two structures.",
            ru:
                "1 — структура как в базе сравнения; превышение над 1 — расстояние χ² между структурами."
        ),
        literature: ["Isard (1960), Methods of Regional Analysis"],
        paperTag: "P-spec")

    func number(
        of industries: [Double], region: Double, reference: [Double], total: Double
    ) throws(Undefined) -> Double {
        try quotientSum(
            industriesInRegion: industries, region: region, industriesInReference: reference,
            reference: total)
    }
}

struct HachmanIndex: StructureMethod {
    let method = Method(
        id: "hachman-index",
        name: LocalizedText(en: "Hachman index", ru: "Индекс Хачмана"),
        section: "1.4",
        components: [
            Method.Component(
                name: LocalizedText(en: "Hachman index", ru: "индекс Хачмана"),
                formula: Expression("1 / sum((e / X_r)^2 / (X_i / X))"))
        ],
        symbols: Letters.masses,
        reading: LocalizedText(
            en: "1 mirrors the reference, the nearer to 0, the more specialised is the place.",
            ru: "1 — структура как в базе сравнения; чем ближе к 0, тем сильнее специализация."),
        literature: [
            "Hachman (1995), cited after Moore (2001), Evaluating Utah's economic diversity"
        ],
        paperTag: "P-char")

    func number(
        of industries: [Double], region: Double, reference: [Double], total: Double
    ) throws(Undefined) -> Double {
        try hachmanIndex(
            industriesInRegion: industries, region: region, industriesInReference: reference,
            reference: total)
    }
}
