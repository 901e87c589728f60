public import Region
internal import Wording

/// The parts of the regional shift when it is freed of what the region is specialised in.
public struct EstebanMarquillasParts: Hashable, Sendable {
    /// NS and IM as in the classic split; its regional shift is split further.
    public var classic: ShiftShareParts
    /// h: the mass the industry would have, had the region the structure of the reference.
    public var homothetic: Double
    /// What the region's advantage would bring at the homothetic mass.
    public var competitiveEffect: Double
    /// What being specialised where the advantage is adds.
    public var allocationEffect: Double
    /// Nil where the industry is new, so that it has no rate of growth.
    public var allocationCase: AllocationCase?

    public var sum: Double {
        classic.nationalGrowth + classic.industryMix + competitiveEffect + allocationEffect
    }
}

/// The four cases of Esteban-Marquillas: whether the region is specialised in the industry
/// (e ≥ h) and whether the industry grows at least as fast there as in the reference.
public enum AllocationCase: Int, CaseIterable, Sendable {
    case specialisedWithAdvantage = 1
    case specialisedWithoutAdvantage
    case notSpecialisedWithAdvantage
    case notSpecialisedWithoutAdvantage
}

/// Shift-share with a homothetic structure (метод структурных сдвигов Эстебана-Маркильяса).
///
///     h = X_r0 · X_i0 / X_0,  competitive = h · (g_ri − g_i),  allocation = (e_0 − h) · (g_ri − g_i)
///
/// A positive allocation effect says that the region is specialised in what it is good at, or
/// keeps out of what it is not.
///
/// Where the industry is new to the region or to the whole reference it has no rate: all of its
/// change is then the competitive effect, and there is no case.
///
/// - Returns: Parts in the unit of `e`, whose sum is `e_1 − e_0` to rounding.
/// - Throws: ``Region/Undefined``: `zeroReference` where the reference is empty at the start.
/// - Source: Esteban-Marquillas (1972); METHODS 1.10; paper tag P-spec.
public func shiftShareEstebanMarquillas(
    industryInRegion: Change, region: Change, industryInReference: Change, reference: Change
) throws(Undefined) -> EstebanMarquillasParts {
    try region.check("X_r")
    let classic = try shiftShare(
        industryInRegion: industryInRegion, industryInReference: industryInReference,
        reference: reference)
    let homothetic = region.start * industryInReference.start / reference.start
    guard homothetic.isFinite else { throw .outOfRange }
    guard industryInRegion.start > 0, industryInReference.start > 0 else {
        return EstebanMarquillasParts(
            classic: classic, homothetic: homothetic, competitiveEffect: classic.regionalShift,
            allocationEffect: 0, allocationCase: nil)
    }
    let advantage =
        industryInRegion.end / industryInRegion.start
        - industryInReference.end / industryInReference.start
    let surplus = industryInRegion.start - homothetic
    let competitive = homothetic * advantage
    let allocation = surplus * advantage
    guard competitive.isFinite, allocation.isFinite else { throw .outOfRange }
    let code = 4 - (surplus >= 0 ? 2 : 0) - (advantage >= 0 ? 1 : 0)
    return EstebanMarquillasParts(
        classic: classic, homothetic: homothetic, competitiveEffect: competitive + 0,
        allocationEffect: allocation + 0, allocationCase: AllocationCase(rawValue: code))
}

/// Shift-share after Esteban-Marquillas over a panel, for the whole span.
public struct ShiftShareEstebanMarquillas: IndexMethod {
    public init() {}

    public var method: Method { ShiftShareEstebanMarquillas.description }

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
            method: method, needs: [.region, .industry, .whole], codes: ["case"], hasSums: true,
            outcomes: { masses throws(Undefined) in
                let parts = try shiftShareEstebanMarquillas(
                    industryInRegion: masses.activity, region: masses.region,
                    industryInReference: masses.industry, reference: masses.whole)
                let numbers = [
                    parts.classic.nationalGrowth, parts.classic.industryMix, parts.homothetic,
                    parts.competitiveEffect, parts.allocationEffect,
                ]
                let code: Outcome =
                    parts.allocationCase.map { .value(Double($0.rawValue)) } ?? .undefined(.entry)
                return numbers.map { .finite($0) } + [code]
            },
            formula: { component, masses in
                guard masses.isEntry || masses.isNewIndustry else { return component.formula }
                if component.id == "homothetic" { return component.formula }
                return ShiftShare.newIndustry(component, carriedBy: "competitiveEffect")
            })
    }

    private static let homothetic = Expression("X_r0 * X_i0 / X_0")
    private static let advantage = Expression("e_1 / e_0 - X_i1 / X_i0")

    private static let description = Method(
        id: "shift-share-esteban-marquillas",
        name: LocalizedText(
            en: "Shift-share after Esteban-Marquillas",
            ru: "Структурные сдвиги по Эстебану-Маркильясу"),
        section: "1.10",
        components: ShiftShare.description.components.dropLast() + [
            Method.Component(
                "homothetic",
                name: LocalizedText(en: "homothetic mass", ru: "гомотетичная масса"),
                formula: homothetic, unit: .measure),
            Method.Component(
                "competitiveEffect",
                name: LocalizedText(en: "competitive effect", ru: "эффект конкурентоспособности"),
                formula: Expression("h * d").substituting(["h": homothetic, "d": advantage]),
                unit: .measure),
            Method.Component(
                "allocationEffect",
                name: LocalizedText(en: "allocation effect", ru: "эффект размещения"),
                formula: Expression("(e_0 - h) * d").substituting(["h": homothetic, "d": advantage]
                ),
                unit: .measure),
            Method.Component(
                "case", name: LocalizedText(en: "case", ru: "случай"),
                formula: Expression("4 - 2 * atLeast(e_0 - h, 0) - atLeast(d, 0)")
                    .substituting(["h": homothetic, "d": advantage])),
        ],
        symbols: Method.Symbol.masses,
        reading: LocalizedText(
            en: """
                Competitive and allocation effect add up to the regional shift. Cases: \
                1 specialised with an advantage, 2 specialised without, 3 not specialised but with \
                an advantage, 4 neither. Only case 1 says that the region builds on its strength.
                """,
            ru: """
                Эффекты конкурентоспособности и размещения в сумме дают региональный сдвиг. \
                Случаи: 1 — специализация с преимуществом, 2 — специализация без преимущества, \
                3 — преимущество без специализации, 4 — ни того, ни другого. Только случай 1 \
                говорит, что регион опирается на свою силу.
                """),
        literature: ["Esteban-Marquillas (1972), A reinterpretation of shift-share analysis"],
        paperTag: "P-spec")
}
