public import Region
internal import Wording

/// The dynamic location quotient of one industry in one region (динамический коэффициент
/// локализации).
///
///     DLQ = [(1 + g_ri) / (1 + g_r)] / [(1 + g_i) / (1 + g)],  1 + g = mass at the end / at the start
///
/// Above 1, the region gains specialisation in the industry; it is the location quotient of the
/// end over that of the start. It does not say how large the industry is.
///
/// - Parameters: four masses in one measure and one unit, which cancel, each 0 or more.
///   - industryInRegion: `e`.
///   - region: `X_r`, all industries in the region.
///   - industryInReference: `X_i`, the industry in the reference economy.
///   - reference: `X`, all industries in the reference economy.
/// - Returns: A finite number above 0.
/// - Throws: ``Region/Undefined``: `entry` where the industry was absent from the region at the
///   start, `exit` where it is at the end, `notApplicable` where it is at both; else the first
///   mass that is 0 at either time.
/// - Complexity: O(1). Relative rounding error at most 7 · 2⁻⁵³ to first order.
/// - Source: METHODS 1.7; paper tag P-dyn.
public func dynamicLocationQuotient(
    industryInRegion: Change, region: Change, industryInReference: Change, reference: Change
) throws(Undefined) -> Double {
    try industryInRegion.check("e_")
    try region.check("X_r")
    try industryInReference.check("X_i")
    try reference.check("X_")
    guard region.start > 0, region.end > 0 else { throw .emptyRegion }
    switch (industryInRegion.start > 0, industryInRegion.end > 0) {
    case (false, true): throw .entry
    case (true, false): throw .exit
    case (false, false): throw .notApplicable("e")
    case (true, true): break
    }
    guard industryInReference.start > 0, industryInReference.end > 0 else { throw .emptyIndustry }
    guard reference.start > 0, reference.end > 0 else { throw .zeroReference }

    let growth = (industryInRegion.end / industryInRegion.start) / (region.end / region.start)
    let referenceGrowth =
        (industryInReference.end / industryInReference.start) / (reference.end / reference.start)
    let quotient = growth / referenceGrowth
    guard quotient.isFinite, quotient > 0 else { throw .outOfRange }
    return quotient
}

/// Where an industry of a region stands: by its location quotient at the end and by whether that
/// has risen. The number is the code in results.
public enum SpecialisationQuadrant: Int, CaseIterable, Sendable {
    /// LQ ≥ 1, DLQ ≥ 1.
    case strongGrowing = 1
    /// LQ ≥ 1, DLQ < 1.
    case strongFading
    /// LQ < 1, DLQ ≥ 1.
    case emerging
    /// LQ < 1, DLQ < 1.
    case weak

    public init(locationQuotient: Double, change: Double) {
        switch (locationQuotient >= 1, change >= 1) {
        case (true, true): self = .strongGrowing
        case (true, false): self = .strongFading
        case (false, true): self = .emerging
        case (false, false): self = .weak
        }
    }
}

/// The dynamic location quotient over a panel: for the whole span and for each pair of years.
public struct DynamicLocationQuotient: IndexMethod {
    public init() {}

    public var method: Method { DynamicLocationQuotient.description }

    public func results(in context: SpecialisationContext) throws -> [ResultTable] {
        try cells.tables(over: context.panel.spans, in: context)
    }

    public func derivation(of key: ResultKey, in context: SpecialisationContext) -> Derivation? {
        derivations(of: [key], in: context)[0]
    }

    public func derivations(
        of keys: [ResultKey], in context: SpecialisationContext
    ) -> [Derivation?] {
        cells.derivations(of: keys, over: context.panel.spans, in: context)
    }

    private var cells: CellMethod {
        CellMethod(
            method: method, needs: [.region, .industry, .whole], codes: ["quadrant"],
            outcomes: { masses throws(Undefined) in
                let change = try dynamicLocationQuotient(
                    industryInRegion: masses.activity, region: masses.region,
                    industryInReference: masses.industry, reference: masses.whole)
                let quotient = try locationQuotient(
                    industryInRegion: masses.activity.end, region: masses.region.end,
                    industryInReference: masses.industry.end, reference: masses.whole.end)
                let quadrant = SpecialisationQuadrant(locationQuotient: quotient, change: change)
                return [.finite(change), .finite(quotient), .finite(Double(quadrant.rawValue))]
            },
            formula: { component, _ in component.formula })
    }

    private static let change = Expression(
        "((e_1 / e_0) / (X_r1 / X_r0)) / ((X_i1 / X_i0) / (X_1 / X_0))")
    private static let quotient = Expression("(e_1 / X_r1) / (X_i1 / X_1)")

    private static let description = Method(
        id: "dynamic-location-quotient",
        name: LocalizedText(
            en: "Dynamic location quotient", ru: "Динамический коэффициент локализации"),
        section: "1.7",
        components: [
            Method.Component(
                "change", name: LocalizedText(en: "change of LQ", ru: "изменение КЛ"),
                formula: change),
            Method.Component(
                "locationQuotient",
                name: LocalizedText(
                    en: "location quotient at the end", ru: "коэффициент локализации в конце"),
                formula: quotient),
            Method.Component(
                "quadrant",
                name: LocalizedText(en: "quadrant", ru: "квадрант"),
                formula: Expression("4 - 2 * atLeast(LQ, 1) - atLeast(DLQ, 1)")
                    .substituting(["LQ": quotient, "DLQ": change])),
        ],
        symbols: Method.Symbol.masses,
        reading: LocalizedText(
            en: """
                Above 1, the region's specialisation in the activity has risen. Quadrants: \
                1 strong and growing (LQ and DLQ at least 1), 2 strong but fading, 3 emerging, \
                4 weak. A high value from a small base says little: look at the mass.
                """,
            ru: """
                Больше 1 — специализация региона на этом виде деятельности усилилась. Квадранты: \
                1 — сильная и растущая (КЛ и ДКЛ не меньше 1), 2 — сильная, но слабеющая, \
                3 — зарождающаяся, 4 — слабая. Высокое значение при малой базе говорит о \
                немногом: смотрите на массу.
                """),
        literature: ["Isard (1960), Methods of Regional Analysis", "O'Donoghue and Gleave (2004)"],
        paperTag: "P-dyn")
}

extension Method.Symbol {
    /// The masses of a cell at the start (0) and at the end (1) of a span.
    static let masses: [Method.Symbol] = [
        ("e_0", "the activity in the region at the start", "деятельность в регионе в начале"),
        ("e_1", "the activity in the region at the end", "деятельность в регионе в конце"),
        ("X_r0", "all activities in the region at the start", "все виды в регионе в начале"),
        ("X_r1", "all activities in the region at the end", "все виды в регионе в конце"),
        (
            "X_i0", "the activity in all regions at the start",
            "деятельность во всех регионах в начале"
        ),
        ("X_i1", "the activity in all regions at the end", "деятельность во всех регионах в конце"),
        ("X_0", "all activities in all regions at the start", "все виды во всех регионах в начале"),
        ("X_1", "all activities in all regions at the end", "все виды во всех регионах в конце"),
    ].map { Method.Symbol($0.0, LocalizedText(en: $0.1, ru: $0.2)) }
}
