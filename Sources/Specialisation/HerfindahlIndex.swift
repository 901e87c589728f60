private import Foundation
internal import Numerics
public import Region
internal import Wording

/// The Herfindahl–Hirschman index of a region's structure (индекс Херфиндаля–Хиршмана).
///
///     H = Σ s_ri²
///
/// 1 where the region has one industry alone, 1/I where all I are equal.
///
/// - Parameters:
///   - industries: `e`, the industries of the region in one unit.
///   - region: `X_r`.
/// - Throws: `emptyRegion`, `notAQuantity`; `insufficientData` for no industry.
/// - Complexity: O(I).
/// - Source: Herfindahl (1950), Concentration in the steel industry; METHODS 1.8.
public func herfindahlIndex(industries: [Double], region: Double) throws(Undefined) -> Double {
    let shares = try structure(industries, region: region)
    return try Quantities.finite(shares.map { $0 * $0 }.compensatedSum())
}

/// The Herfindahl–Hirschman index rescaled to 0…1 for the number of industries.
///
///     (H − 1/I) / (1 − 1/I)
///
/// - Parameter industries: all industries that exist in the reference, so that I is their number.
/// - Throws: as ``herfindahlIndex``; `insufficientData` where there is only one industry.
public func normalisedHerfindahlIndex(
    industries: [Double], region: Double
) throws(Undefined) -> Double {
    let index = try herfindahlIndex(industries: industries, region: region)
    guard industries.count > 1 else {
        throw .insufficientData(have: industries.count, need: 2)
    }
    let least = 1 / Double(industries.count)
    return try Quantities.finite((index - least) / (1 - least))
}

/// The entropy of a region's structure, nats (энтропия структуры).
///
///     −Σ s_ri ln s_ri
///
/// 0 where the region has one industry alone, ln I where all I are equal.
///
/// - Throws: as ``herfindahlIndex``.
/// - Source: Shannon (1948), A mathematical theory of communication; METHODS 1.8.
public func structureEntropy(industries: [Double], region: Double) throws(Undefined) -> Double {
    let shares = try structure(industries, region: region)
    return try Quantities.finite(-shares.map { $0 == 0 ? 0 : $0 * log($0) }.compensatedSum())
}

private func structure(_ industries: [Double], region: Double) throws(Undefined) -> [Double] {
    try Quantities.check("e", industries)
    try Quantities.check(["X_r": region])
    guard !industries.isEmpty else { throw .insufficientData(have: 0, need: 1) }
    guard region > 0 else { throw .emptyRegion }
    return industries.map { $0 / region }
}

struct HerfindahlIndex: YearMethod {
    let subjects: [Subject] = [.place, .place, .place]

    let method = Method(
        id: "herfindahl-index",
        name: LocalizedText(
            en: "Herfindahl–Hirschman index and entropy",
            ru: "Индекс Херфиндаля–Хиршмана и энтропия"),
        section: "1.8",
        components: [
            Method.Component(
                name: LocalizedText(
                    en: "Herfindahl–Hirschman index", ru: "индекс Херфиндаля–Хиршмана"),
                formula: Expression("sum((e / X_r)^2)")),
            Method.Component(
                "normalised",
                name: LocalizedText(en: "normalised index", ru: "нормированный индекс"),
                formula: Expression("(sum((e / X_r)^2) - 1 / count(e)) / (1 - 1 / count(e))")),
            Method.Component(
                "entropy", name: LocalizedText(en: "entropy, nats", ru: "энтропия, наты"),
                formula: Expression("-sum(xlogy(e / X_r; e / X_r))")),
        ],
        symbols: [Letters.e, Letters.placeTotal],
        reading: LocalizedText(
            en:
                "Index: 1 is one activity alone; normalised: 0 all equal, 1 one alone. Entropy: 0 one alone, ln I all I equal. None compares with a reference.",
            ru:
                "Индекс: 1 — единственная отрасль; нормированный: 0 — все равны, 1 — одна. Энтропия: 0 — одна отрасль, ln I — все I равны. С базой сравнения не сопоставляется."
        ),
        literature: [
            "Herfindahl (1950), Concentration in the steel industry",
            "Shannon (1948), A mathematical theory of communication",
        ],
        paperTag: "P-char")

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ preparation: Void
    ) throws(Undefined) -> Inputs {
        // The number of activities is not known while it is not known whether one exists.
        if component == 1, figures.activities.contains(where: figures.mayExist) {
            throw .suppressed("X_i")
        }
        return try figures.structureInputs(place: spot.place, withReference: false)
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        let (industries, region) = (inputs.list("e"), inputs["X_r"])
        return switch component {
        case 0: try herfindahlIndex(industries: industries, region: region)
        case 1: try normalisedHerfindahlIndex(industries: industries, region: region)
        default: try structureEntropy(industries: industries, region: region)
        }
    }
}
