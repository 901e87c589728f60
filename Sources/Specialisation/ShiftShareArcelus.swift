public import Region
internal import Wording

/// The eight terms of a change, each a pair: at the homothetic mass `h`, and at what the industry
/// has above or below it, `e_0 − h`.
public struct ArcelusParts: Hashable, Sendable {
    public var nationalGrowth: Pair
    public var industryMix: Pair
    public var regionalGrowth: Pair
    public var regionalIndustryMix: Pair

    public struct Pair: Hashable, Sendable {
        public var homothetic: Double
        public var differential: Double

        public var sum: Double { homothetic + differential }
    }

    /// In the order of the handbook.
    public var terms: [Double] {
        [nationalGrowth, industryMix, regionalGrowth, regionalIndustryMix].flatMap {
            [$0.homothetic, $0.differential]
        }
    }

    public var sum: Double { terms.reduce(0, +) }
}

/// Shift-share in eight terms (метод структурных сдвигов Арселуса).
///
///     each of h and (e_0 − h) times  g,  g_i − g,  g_r − g,  (g_ri − g_i) − (g_r − g)
///
/// It tells the growth of the region as a whole from the growth of this industry in it. Where the
/// industry is new to the region or to the whole reference it has no rate: all of its change
/// stands in the homothetic regional industry mix, and the other terms are 0.
///
/// - Returns: Terms in the unit of `e`, whose sum is `e_1 − e_0` to rounding.
/// - Throws: ``Region/Undefined``: `zeroReference` where the reference is empty at the start.
/// - Source: Arcelus (1984); METHODS 1.10; paper tag P-spec.
public func shiftShareArcelus(
    industryInRegion: Change, region: Change, industryInReference: Change, reference: Change
) throws(Undefined) -> ArcelusParts {
    try industryInRegion.check("e_")
    try region.check("X_r")
    try industryInReference.check("X_i")
    try reference.check("X_")
    guard reference.start > 0 else { throw .zeroReference }
    let start = industryInRegion.start
    let none = ArcelusParts.Pair(homothetic: 0, differential: 0)
    guard start > 0, industryInReference.start > 0 else {
        return ArcelusParts(
            nationalGrowth: none, industryMix: none, regionalGrowth: none,
            regionalIndustryMix: .init(
                homothetic: industryInRegion.end - start, differential: 0))
    }
    guard region.start > 0 else { throw .emptyRegion }
    let homothetic = region.start * industryInReference.start / reference.start
    let growth = reference.end / reference.start
    let industryGrowth = industryInReference.end / industryInReference.start
    let regionGrowth = region.end / region.start
    let ownGrowth = industryInRegion.end / start
    let pairs = [
        growth - 1, industryGrowth - growth, regionGrowth - growth,
        (ownGrowth - industryGrowth) - (regionGrowth - growth),
    ].map {
        ArcelusParts.Pair(
            homothetic: homothetic * $0 + 0, differential: (start - homothetic) * $0 + 0)
    }
    guard pairs.allSatisfy({ $0.homothetic.isFinite && $0.differential.isFinite }) else {
        throw .outOfRange
    }
    return ArcelusParts(
        nationalGrowth: pairs[0], industryMix: pairs[1], regionalGrowth: pairs[2],
        regionalIndustryMix: pairs[3])
}

/// Shift-share after Arcelus over a panel, for the whole span.
public struct ShiftShareArcelus: IndexMethod {
    public init() {}

    public var method: Method { ShiftShareArcelus.description }

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
            method: method, needs: [.region, .industry, .whole], hasSums: true,
            outcomes: { masses throws(Undefined) in
                try shiftShareArcelus(
                    industryInRegion: masses.activity, region: masses.region,
                    industryInReference: masses.industry, reference: masses.whole
                ).terms.map { .finite($0) }
            },
            formula: { component, masses in
                masses.isEntry || masses.isNewIndustry
                    ? ShiftShare.newIndustry(component, carriedBy: "regionalIndustryMixHomothetic")
                    : component.formula
            })
    }

    private static let components: [Method.Component] = {
        let rates: [(id: String, name: LocalizedText, rate: Expression)] = [
            (
                "nationalGrowth", LocalizedText(en: "national growth", ru: "национальный рост"),
                Expression("X_1 / X_0 - 1")
            ),
            (
                "industryMix", LocalizedText(en: "industry mix", ru: "отраслевой сдвиг"),
                Expression("X_i1 / X_i0 - X_1 / X_0")
            ),
            (
                "regionalGrowth", LocalizedText(en: "regional growth", ru: "региональный рост"),
                Expression("X_r1 / X_r0 - X_1 / X_0")
            ),
            (
                "regionalIndustryMix",
                LocalizedText(en: "regional industry mix", ru: "регионально-отраслевой сдвиг"),
                Expression("(e_1 / e_0 - X_i1 / X_i0) - (X_r1 / X_r0 - X_1 / X_0)")
            ),
        ]
        let masses: [(id: String, name: LocalizedText, mass: Expression)] = [
            (
                "Homothetic", LocalizedText(en: "homothetic", ru: "гомотетичный"),
                Expression("X_r0 * X_i0 / X_0")
            ),
            (
                "Differential", LocalizedText(en: "differential", ru: "дифференциальный"),
                Expression("e_0 - X_r0 * X_i0 / X_0")
            ),
        ]
        return rates.flatMap { rate in
            masses.map { mass in
                Method.Component(
                    rate.id + mass.id,
                    name: LocalizedText(
                        en: "\(rate.name.english), \(mass.name.english)",
                        ru: "\(rate.name.russian), \(mass.name.russian)"),
                    formula: .binary(.multiply, mass.mass, rate.rate), unit: .measure)
            }
        }
    }()

    private static let description = Method(
        id: "shift-share-arcelus",
        name: LocalizedText(
            en: "Shift-share after Arcelus", ru: "Структурные сдвиги по Арселусу"),
        section: "1.10", components: components, symbols: Method.Symbol.masses,
        reading: LocalizedText(
            en: """
                Eight terms that add up to the change of the mass. Regional growth: the region as \
                a whole grew faster than all regions. Regional industry mix: this activity grew \
                faster than that and its own national rate explain. The differential terms are \
                what being more or less specialised adds.
                """,
            ru: """
                Восемь слагаемых, в сумме дающих изменение массы. Региональный рост: регион в \
                целом рос быстрее всех регионов. Регионально-отраслевой сдвиг: эта деятельность \
                росла быстрее, чем следует из роста региона и отрасли. Дифференциальные слагаемые \
                — вклад большей или меньшей специализации.
                """),
        literature: ["Arcelus (1984), An extension of shift-share analysis"],
        paperTag: "P-spec")
}
