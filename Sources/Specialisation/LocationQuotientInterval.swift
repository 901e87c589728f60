private import Foundation
internal import Numerics
public import Region
internal import Wording

/// The sampling variance of the logarithm of a location quotient of counts.
///
///     Var(ln LQ) = 1/a − 1/n − 1/m + (2 LQ − 1) / X
///
/// By the delta method under multinomial sampling. For a census it speaks of chance in what was
/// counted, not of errors of the count.
///
/// - Parameters: counts, not masses in another unit: `a` of the industry in the region, above 0;
///   `n` of the region, `m` of the industry, `X` of everything.
/// - Throws: `emptyRegion`, `emptyIndustry`, `zeroReference`, `notAQuantity`; `insufficientData`
///   where `a` is 0, `outOfRange`.
/// - Complexity: O(1).
/// - Source: METHODS 1.6.
public func locationQuotientVariance(
    industryInRegion: Double, region: Double, industryInReference: Double, reference: Double
) throws(Undefined) -> Double {
    let quotient = try locationQuotient(
        industryInRegion: industryInRegion, region: region,
        industryInReference: industryInReference, reference: reference)
    guard industryInRegion > 0 else { throw .insufficientData(have: 0, need: 1) }
    let variance =
        1 / industryInRegion - 1 / region - 1 / industryInReference + (2 * quotient - 1) / reference
    // The only industry of the only region leaves nothing to chance but rounding.
    return try Quantities.finite(max(0, variance))
}

/// The interval of 95 % of a location quotient of counts.
///
///     LQ · exp(±z √Var(ln LQ)),  z = 1.959964
///
/// - Throws: as ``locationQuotientVariance(industryInRegion:region:industryInReference:reference:)``.
/// - Source: METHODS 1.6.
public func locationQuotientInterval(
    industryInRegion: Double, region: Double, industryInReference: Double, reference: Double
) throws(Undefined) -> ClosedRange<Double> {
    let variance = try locationQuotientVariance(
        industryInRegion: industryInRegion, region: region,
        industryInReference: industryInReference, reference: reference)
    let quotient = try locationQuotient(
        industryInRegion: industryInRegion, region: region,
        industryInReference: industryInReference, reference: reference)
    let width = normalQuantile975 * variance.squareRoot()
    let low = try Quantities.finite(quotient * exp(-width))
    return low...(try Quantities.finite(quotient * exp(width)))
}

/// The upper bound of 95 % of the location quotient of an industry of which none was counted.
///
///     −ln 0.05 / E,  E = n m / X
///
/// The exact bound of a Poisson count of 0 that had E to expect.
///
/// - Throws: `emptyRegion`, `emptyIndustry`, `zeroReference`, `notAQuantity`, `outOfRange`.
/// - Source: METHODS 1.6.
public func locationQuotientUpperBoundForZero(
    region: Double, industryInReference: Double, reference: Double
) throws(Undefined) -> Double {
    try Quantities.check(["X_r": region, "X_i": industryInReference, "X": reference])
    guard region > 0 else { throw .emptyRegion }
    guard industryInReference > 0 else { throw .emptyIndustry }
    guard reference > 0 else { throw .zeroReference }
    return try Quantities.finite(-log(0.05) / (region / reference * industryInReference))
}

/// The 97.5 % quantile of the normal distribution.
private let normalQuantile975 = 1.959963984540054

struct LocationQuotientInterval: YearMethod {
    private enum Part: Int { case variance, low, high }

    let subjects: [Subject] = [.cell, .cell, .cell]

    let method = Method(
        id: "location-quotient-interval",
        name: LocalizedText(
            en: "Sampling interval of the location quotient",
            ru: "Доверительный интервал коэффициента локализации"),
        section: "1.6",
        components: [
            Method.Component(
                "variance",
                name: LocalizedText(
                    en: "variance of the logarithm", ru: "дисперсия логарифма"),
                formula: Expression(
                    "1 / e - 1 / X_r - 1 / X_i + (2 * (e / X_r) / (X_i / X) - 1) / X")),
            Method.Component(
                "low", name: LocalizedText(en: "lower end, 95 %", ru: "нижняя граница, 95 %"),
                formula: Expression("(e / X_r) / (X_i / X) * exp(-1.959963984540054 * sqrt(v))")),
            Method.Component(
                "high", name: LocalizedText(en: "upper end, 95 %", ru: "верхняя граница, 95 %"),
                formula: Expression("(e / X_r) / (X_i / X) * exp(1.959963984540054 * sqrt(v))")),
        ],
        symbols: Letters.masses + [
            Method.Symbol(
                "v",
                LocalizedText(
                    en: "variance of the logarithm", ru: "дисперсия логарифма"))
        ],
        reading: LocalizedText(
            en:
                "The interval in which a quotient of counts would lie by chance alone. For a full count it speaks of chance in what was counted, not of errors. Where none was counted, the upper end is the exact Poisson bound.",
            ru:
                "Интервал, в котором коэффициент, рассчитанный по счётным данным, может лежать в силу одной случайности. При сплошном учёте говорит о случайности самого явления, а не об ошибках. Если не учтено ни одной единицы, верхняя граница — точная пуассоновская."
        ),
        literature: [
            "Moineddin, Beyene and Boyle (2003), On the location quotient confidence interval"
        ],
        paperTag: "P-char")

    func obstacle(in context: SpecialisationContext) -> LocalizedText? {
        context.panel.measure.isCount
            ? nil
            : LocalizedText(
                en: "Applies to counts of persons or pieces only.",
                ru: "Применяется только к числу людей или единиц.")
    }

    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] {
        [ResultTable.Parameter("reference", Reference.all.rawValue)]
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ preparation: Void
    ) throws(Undefined) -> Inputs {
        let masses = try figures.cellInputs(spot)
        // The interval of a range would need both; the range itself says how little is known.
        guard masses.arePoints else { throw .suppressed(masses.hiddenSymbol ?? "e") }
        let factor = figures.panel.measure.unit.factor
        var inputs = Inputs()
        for entry in masses.entries {
            inputs.add(
                entry.symbol, masses[entry.symbol] * factor, from: entry.sources[0],
                unit: figures.panel.measure.unit.single)
        }
        guard component != Part.variance.rawValue, inputs["e"] > 0 else { return inputs }
        inputs.add(
            "v",
            try locationQuotientVariance(
                industryInRegion: inputs["e"], region: inputs["X_r"],
                industryInReference: inputs["X_i"], reference: inputs["X"]),
            from: .reference(
                .result(
                    method: method.id, key(Part.variance.rawValue, at: spot, in: figures))))
        return inputs
    }

    func formula(_ component: Int, of inputs: Inputs?, in figures: YearFigures) -> Region.Expression
    {
        guard let inputs, inputs["e"] == 0 else { return method.components[component].formula }
        switch Part(rawValue: component) {
        case .low: return Expression("0 * e")
        case .high: return Expression("-ln(0.05) / (X_r / X * X_i)")
        default: return method.components[component].formula
        }
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        let (e, region, industry, all) = (inputs["e"], inputs["X_r"], inputs["X_i"], inputs["X"])
        switch (Part(rawValue: component), e == 0) {
        case (.low, true):
            _ = try locationQuotient(
                industryInRegion: e, region: region, industryInReference: industry, reference: all)
            return 0
        case (.high, true):
            return try locationQuotientUpperBoundForZero(
                region: region, industryInReference: industry, reference: all)
        case (.low, false):
            return try locationQuotientInterval(
                industryInRegion: e, region: region, industryInReference: industry, reference: all
            ).lowerBound
        case (.high, false):
            return try locationQuotientInterval(
                industryInRegion: e, region: region, industryInReference: industry, reference: all
            ).upperBound
        default:
            return try locationQuotientVariance(
                industryInRegion: e, region: region, industryInReference: industry, reference: all)
        }
    }
}

extension Measure {
    /// Whether the figures count things, each of which could be elsewhere.
    fileprivate var isCount: Bool {
        kind != .ratio
            && (unit.isCommensurable(with: .persons) || unit.isCommensurable(with: .pieces))
    }
}

extension Region.Unit {
    fileprivate static let persons = Unit("persons") ?? .one
    fileprivate static let pieces = Unit("pieces") ?? .one

    /// One person or piece, where this is thousands of them.
    fileprivate var single: Region.Unit {
        isCommensurable(with: .persons) ? .persons : .pieces
    }
}
