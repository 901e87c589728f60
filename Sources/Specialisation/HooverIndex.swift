internal import Numerics
public import Region
internal import Wording

/// Hoover's coefficient of localisation of an industry (коэффициент Гувера).
///
///     Σ_r |y_ri − x_r| / 2,  y_ri = e / X_i,  x_r = X_r / X
///
/// 0 where the industry is spread as everything else is, towards 1 where it is all in places that
/// have nothing else.
///
/// - Parameters: the industry and all industries by region, in one order and one unit.
/// - Throws: `emptyIndustry`, `zeroReference`, `notAQuantity`; `insufficientData` for no region.
/// - Complexity: O(R).
/// - Source: Hoover (1936), The measurement of industrial localization; METHODS 1.8.
public func hooverIndex(
    industryByRegion: [Double], industry: Double, regions: [Double], total: Double
) throws(Undefined) -> Double {
    let location = try IndustryLocation(
        industryByRegion, industry: industry, regions: regions, total: total)
    return try Quantities.finite(
        zip(location.shares, location.base).map { abs($0 - $1) }.compensatedSum() / 2)
}

/// The locational Gini coefficient of an industry (локационный коэффициент Джини).
///
///     1 − Σ (Y_k + Y_{k−1}) x_k  over regions in ascending order of y/x
///
/// 0 where the industry is spread as everything else is, towards 1 where it is all in the smallest
/// place. Regions with equal quotients may stand in any order.
///
/// - Throws: as ``hooverIndex``.
/// - Complexity: O(R log R).
/// - Source: Krugman (1991), Geography and Trade; METHODS 1.8.
public func locationalGini(
    industryByRegion: [Double], industry: Double, regions: [Double], total: Double
) throws(Undefined) -> Double {
    let location = try IndustryLocation(
        industryByRegion, industry: industry, regions: regions, total: total)
    let order = location.shares.indices.sorted {
        location.shares[$0] * location.base[$1] < location.shares[$1] * location.base[$0]
    }
    var reached = CompensatedSum()
    var doubled = CompensatedSum()
    for region in order {
        let before = reached.value
        reached.add(location.shares[region])
        doubled.add((before + reached.value) * location.base[region])
    }
    // Where shares are not all known, their sums stand for the 1.
    return try Quantities.finite(
        reached.value * location.base.compensatedSum() - doubled.value)
}

/// The shares of regions in an industry and in everything: `y_ri` and `x_r`.
struct IndustryLocation {
    let shares: [Double]
    let base: [Double]

    init(
        _ industryByRegion: [Double], industry: Double, regions: [Double], total: Double
    ) throws(Undefined) {
        try Quantities.check("e", industryByRegion)
        try Quantities.check(["X_i": industry])
        try Quantities.check("X_r", regions)
        try Quantities.check(["X": total])
        try Quantities.checkLengths(industryByRegion.count, regions.count)
        guard industry > 0 else { throw .emptyIndustry }
        guard total > 0 else { throw .zeroReference }
        shares = industryByRegion.map { $0 / industry }
        base = regions.map { $0 / total }
    }
}

/// A method that compares where an industry is with where everything is: one number an activity.
protocol LocationMethod: YearMethod where Preparation == Void {
    func number(
        of industryByRegion: [Double], industry: Double, regions: [Double], total: Double
    ) throws(Undefined) -> Double
}

extension LocationMethod {
    var subjects: [Subject] { [.activity] }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ preparation: Void
    ) throws(Undefined) -> Inputs {
        try figures.locationInputs(activity: spot.activity)
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        try number(
            of: inputs.list("e"), industry: inputs["X_i"], regions: inputs.list("X_r"),
            total: inputs["X"])
    }
}

struct HooverIndex: LocationMethod {
    let method = Method(
        id: "hoover-index",
        name: LocalizedText(
            en: "Hoover coefficient of localisation", ru: "Коэффициент локализации Гувера"),
        section: "1.8",
        components: [
            Method.Component(
                name: LocalizedText(en: "Hoover coefficient", ru: "коэффициент Гувера"),
                formula: Expression("sum(abs(e / X_i - X_r / X)) / 2"))
        ],
        symbols: Letters.masses,
        reading: LocalizedText(
            en:
                "The share of the activity that would have to move for it to be spread as everything else is.",
            ru:
                "Доля отрасли, которую нужно переместить, чтобы она размещалась как хозяйство в целом."
        ),
        literature: ["Hoover (1936), The measurement of industrial localization"],
        paperTag: "P-char")

    func number(
        of industryByRegion: [Double], industry: Double, regions: [Double], total: Double
    ) throws(Undefined) -> Double {
        try hooverIndex(
            industryByRegion: industryByRegion, industry: industry, regions: regions, total: total)
    }
}

struct LocationalGini: LocationMethod {
    let method = Method(
        id: "locational-gini",
        name: LocalizedText(
            en: "Locational Gini coefficient", ru: "Локационный коэффициент Джини"),
        section: "1.8",
        components: [
            Method.Component(
                name: LocalizedText(en: "locational Gini", ru: "коэффициент Джини"),
                formula: Expression("gini(e / X_i; X_r / X)"))
        ],
        symbols: Letters.masses + [
            Method.Symbol(
                "gini",
                LocalizedText(
                    en:
                        "gini(y; x) = 1 − Σ(Y_k + Y_{k−1})·x_k over places in ascending order of y/x, Y the running sum of y",
                    ru:
                        "gini(y; x) = 1 − Σ(Y_k + Y_{k−1})·x_k по местам в порядке возрастания y/x, Y — накопленная сумма y"
                ))
        ],
        reading: LocalizedText(
            en:
                "0 where the activity is spread as everything else is; the nearer to 1, the more concentrated.",
            ru: "0 — отрасль размещена как хозяйство в целом; чем ближе к 1, тем концентрированнее."
        ),
        literature: ["Krugman (1991), Geography and Trade"],
        paperTag: "P-char")

    func number(
        of industryByRegion: [Double], industry: Double, regions: [Double], total: Double
    ) throws(Undefined) -> Double {
        try locationalGini(
            industryByRegion: industryByRegion, industry: industry, regions: regions, total: total)
    }
}
