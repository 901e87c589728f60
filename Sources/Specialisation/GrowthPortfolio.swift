public import Region
internal import Wording

/// Where an activity of a region stands in the portfolio of specialisation and growth.
public struct PortfolioPosition: Hashable, Sendable {
    /// x: the location quotient at the end.
    public var locationQuotient: Result<Double, Undefined>
    /// y: the growth of the activity in the region, a fraction.
    public var growth: Result<Double, Undefined>
    /// The growth of the activity in the reference, a fraction.
    public var referenceGrowth: Result<Double, Undefined>
    /// The size of the point: the mass at the end.
    public var size: Double

    /// The quadrant: x from 1, y from 0.
    public var quadrant: Result<SpecialisationQuadrant, Undefined> {
        locationQuotient.flatMap { quotient in
            growth.map { SpecialisationQuadrant(locationQuotient: quotient, change: 1 + $0) }
        }
    }
}

/// A point of the portfolio of specialisation and growth (портфель специализации и роста).
///
///     x = LQ_1,  y = e_1 / e_0 − 1,  size = e_1
///
/// To the right of 1 the region is specialised; above 0 the activity grows. What is specialised
/// and shrinks is where a region loses what it lives by.
///
/// - Returns: Each coordinate, or the reason why it has no value: growth has none where the
///   activity is new (`entry`).
/// - Throws: ``Region/Undefined``: `notAQuantity`.
/// - Source: after Henderson (1973), Wieland (2019); METHODS 1.12; paper tag P-spec.
public func growthPortfolio(
    industryInRegion: Change, region: Change, industryInReference: Change, reference: Change
) throws(Undefined) -> PortfolioPosition {
    try industryInRegion.check("e_")
    try region.check("X_r")
    try industryInReference.check("X_i")
    try reference.check("X_")
    func growth(_ change: Change, absent: Undefined) -> Result<Double, Undefined> {
        guard change.start > 0 else { return .failure(absent) }
        let rate = change.end / change.start - 1
        return rate.isFinite ? .success(rate + 0) : .failure(.outOfRange)
    }
    let quotient = Result { () throws(Undefined) in
        try locationQuotient(
            industryInRegion: industryInRegion.end, region: region.end,
            industryInReference: industryInReference.end, reference: reference.end)
    }
    let isNowhere = industryInRegion.start == 0 && industryInRegion.end == 0
    return PortfolioPosition(
        locationQuotient: quotient,
        growth: growth(industryInRegion, absent: isNowhere ? .notApplicable("e") : .entry),
        referenceGrowth: growth(industryInReference, absent: .emptyIndustry),
        size: industryInRegion.end + 0)
}

/// The portfolio of specialisation and growth over a panel, for the whole span.
public struct GrowthPortfolio: IndexMethod {
    public init() {}

    public var method: Method { GrowthPortfolio.description }

    public func results(in context: SpecialisationContext) throws -> [ResultTable] {
        try cells.tables(over: context.panel.wholeSpan, in: context)
    }

    public func derivation(of key: ResultKey, in context: SpecialisationContext) -> Derivation? {
        derivations(of: [key], in: context)[0]
    }

    public func derivations(
        of keys: [ResultKey], in context: SpecialisationContext
    ) -> [Derivation?] {
        cells.derivations(of: keys, over: context.panel.wholeSpan, in: context)
    }

    private var cells: CellMethod {
        CellMethod(
            method: method, needs: [.region, .industry, .whole], codes: ["quadrant"],
            outcomes: { masses throws(Undefined) in
                let position = try growthPortfolio(
                    industryInRegion: masses.activity, region: masses.region,
                    industryInReference: masses.industry, reference: masses.whole)
                return [
                    Outcome(position.locationQuotient), Outcome(position.growth),
                    Outcome(position.referenceGrowth), .finite(position.size),
                    Outcome(position.quadrant.map { Double($0.rawValue) }),
                ]
            },
            formula: { component, _ in component.formula })
    }

    private static let quotient = Expression("(e_1 / X_r1) / (X_i1 / X_1)")

    private static let description = Method(
        id: "growth-portfolio",
        name: LocalizedText(
            en: "Portfolio of specialisation and growth", ru: "Портфель специализации и роста"),
        section: "1.12",
        components: [
            Method.Component(
                "locationQuotient",
                name: LocalizedText(
                    en: "location quotient at the end", ru: "коэффициент локализации в конце"),
                formula: quotient),
            Method.Component(
                "growth", name: LocalizedText(en: "growth", ru: "рост"),
                formula: Expression("e_1 / e_0 - 1")),
            Method.Component(
                "referenceGrowth",
                name: LocalizedText(en: "growth in the reference", ru: "рост в базе сравнения"),
                formula: Expression("X_i1 / X_i0 - 1")),
            Method.Component(
                "size", name: LocalizedText(en: "mass at the end", ru: "масса в конце"),
                formula: Expression("e_1"), unit: .measure),
            Method.Component(
                "quadrant", name: LocalizedText(en: "quadrant", ru: "квадрант"),
                formula: Expression("4 - 2 * atLeast(LQ, 1) - atLeast(1 + (e_1 / e_0 - 1), 1)")
                    .substituting(["LQ": quotient])),
        ],
        symbols: Method.Symbol.masses,
        reading: LocalizedText(
            en: """
                Quadrants: 1 specialised and growing, 2 specialised and shrinking, 3 not \
                specialised but growing, 4 neither. Growth is of the mass itself, so in current \
                prices nearly everything grows; compare with the growth in the reference.
                """,
            ru: """
                Квадранты: 1 — специализация и рост, 2 — специализация и спад, 3 — рост без \
                специализации, 4 — ни того, ни другого. Рост взят по самой массе, поэтому в \
                текущих ценах растёт почти всё; сравнивайте с ростом в базе сравнения.
                """),
        literature: [
            "Henderson (1973), The growth share matrix",
            "Wieland (2019), REAT: A regional economic analysis toolbox for R",
        ],
        paperTag: "P-spec")
}

extension Outcome {
    init(_ result: Result<Double, Undefined>) {
        switch result {
        case .success(let number): self = .finite(number)
        case .failure(let reason): self = .undefined(reason)
        }
    }
}
