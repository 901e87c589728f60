public import Region
internal import Wording

/// The three parts of a change of an industry in a region.
public struct ShiftShareParts: Hashable, Sendable {
    /// NS: what growth at the rate of the whole reference would have brought.
    public var nationalGrowth: Double
    /// IM: what the industry's growing faster or slower everywhere adds.
    public var industryMix: Double
    /// RS: what the region itself adds.
    public var regionalShift: Double

    public init(nationalGrowth: Double, industryMix: Double, regionalShift: Double) {
        self.nationalGrowth = nationalGrowth
        self.industryMix = industryMix
        self.regionalShift = regionalShift
    }

    public var sum: Double { nationalGrowth + industryMix + regionalShift }
}

/// The classic shift-share of one industry in one region (метод структурных сдвигов).
///
///     NS = e_0 · g,  IM = e_0 · (g_i − g),  RS = e_0 · (g_ri − g_i)
///
/// A regional shift above 0 says that the industry did better here than the same industry
/// elsewhere; it does not say why.
///
/// RS is computed as `e_1 − e_0 · X_i1 / X_i0`, which is the same number and has a value where the
/// industry was absent from the region at the start: then all of its growth is regional. An
/// industry that is new to the whole reference is regional in the same way.
///
/// - Parameters: masses in one measure and unit, each 0 or more.
///   - industryInRegion: `e`.
///   - industryInReference: `X_i`.
///   - reference: `X`.
/// - Returns: Parts in the unit of `e`, whose sum is `e_1 − e_0` to within 8 · 2⁻⁵³ of the
///   largest term.
/// - Throws: ``Region/Undefined``: `zeroReference` where the reference is empty at the start.
/// - Complexity: O(1).
/// - Source: Dunn (1960); METHODS 1.10; paper tags P-spec, P-dyn.
public func shiftShare(
    industryInRegion: Change, industryInReference: Change, reference: Change
) throws(Undefined) -> ShiftShareParts {
    try industryInRegion.check("e_")
    try industryInReference.check("X_i")
    try reference.check("X_")
    guard reference.start > 0 else { throw .zeroReference }
    let start = industryInRegion.start
    guard industryInReference.start > 0 else {
        return try ShiftShareParts(
            nationalGrowth: 0, industryMix: 0, regionalShift: industryInRegion.end - start
        ).checked
    }
    let growth = reference.end / reference.start
    let industryGrowth = industryInReference.end / industryInReference.start
    return try ShiftShareParts(
        nationalGrowth: start * (growth - 1),
        industryMix: start * (industryGrowth - growth),
        regionalShift: industryInRegion.end - start * industryGrowth
    ).checked
}

extension ShiftShareParts {
    /// Itself where every part is a number.
    var checked: ShiftShareParts {
        get throws(Undefined) {
            guard nationalGrowth.isFinite, industryMix.isFinite, regionalShift.isFinite else {
                throw .outOfRange
            }
            // + 0 turns a negative zero into zero.
            return ShiftShareParts(
                nationalGrowth: nationalGrowth + 0, industryMix: industryMix + 0,
                regionalShift: regionalShift + 0)
        }
    }
}

/// Classic shift-share over a panel: cells and their sums a place, for the whole span and for each
/// pair of years.
public struct ShiftShare: IndexMethod {
    public init() {}

    public var method: Method { ShiftShare.description }

    public func results(in context: SpecialisationContext) throws -> [ResultTable] {
        try ShiftShare.cells.tables(over: context.panel.spans, in: context)
    }

    public func derivation(of key: ResultKey, in context: SpecialisationContext) -> Derivation? {
        derivations(of: [key], in: context)[0]
    }

    public func derivations(
        of keys: [ResultKey], in context: SpecialisationContext
    ) -> [Derivation?] {
        ShiftShare.cells.derivations(of: keys, over: context.panel.spans, in: context)
    }

    static let cells = CellMethod(
        method: description, needs: [.industry, .whole], isLinearInStart: true, hasSums: true,
        outcomes: { masses throws(Undefined) in
            let parts = try shiftShare(
                industryInRegion: masses.activity, industryInReference: masses.industry,
                reference: masses.whole)
            return [parts.nationalGrowth, parts.industryMix, parts.regionalShift].map {
                .finite($0)
            }
        },
        formula: { component, masses in
            masses.isNewIndustry
                ? newIndustry(component, carriedBy: "regionalShift") : component.formula
        })

    /// The formula where the industry is new to the whole reference: all of the change in one
    /// component, 0 in the others.
    static func newIndustry(_ component: Method.Component, carriedBy id: String) -> Expression {
        component.id == id ? Expression("e_1 - e_0") : Expression("0")
    }

    static let description = Method(
        id: "shift-share",
        name: LocalizedText(en: "Shift-share", ru: "Метод структурных сдвигов"),
        section: "1.10",
        components: [
            Method.Component(
                "nationalGrowth",
                name: LocalizedText(en: "national growth", ru: "национальный рост"),
                formula: Expression("e_0 * (X_1 / X_0 - 1)"), unit: .measure),
            Method.Component(
                "industryMix",
                name: LocalizedText(en: "industry mix", ru: "отраслевой сдвиг"),
                formula: Expression("e_0 * (X_i1 / X_i0 - X_1 / X_0)"), unit: .measure),
            Method.Component(
                "regionalShift",
                name: LocalizedText(en: "regional shift", ru: "региональный сдвиг"),
                formula: Expression("e_1 - e_0 * (X_i1 / X_i0)"), unit: .measure),
        ],
        symbols: Method.Symbol.masses,
        reading: LocalizedText(
            en: """
                The three parts add up to the change of the mass. The regional shift above 0: the \
                activity grew faster here than the same activity elsewhere. It does not say why. \
                An activity that is new to the region counts wholly as a regional shift.
                """,
            ru: """
                Три составляющие в сумме дают изменение массы. Региональный сдвиг больше 0: \
                деятельность росла здесь быстрее, чем она же в других местах. Почему — метод не \
                говорит. Новая для региона деятельность целиком относится к региональному сдвигу.
                """),
        literature: ["Dunn (1960), A statistical and analytical technique for regional analysis"],
        paperTag: "P-spec")
}

extension Masses {
    /// Whether the activity is new to the whole reference, so that it has no rate of growth.
    var isNewIndustry: Bool { industry.start == 0 }
    /// Whether the activity was absent from the region at the start.
    var isEntry: Bool { activity.start == 0 }
}
