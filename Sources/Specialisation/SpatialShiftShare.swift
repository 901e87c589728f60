internal import Numerics
public import Region
internal import Wording

/// The parts of a change of an industry in a region when it is compared with its neighbours.
public struct SpatialShiftShareParts: Hashable, Sendable {
    public var nationalGrowth: Double
    /// What the industry's growth in the neighbourhood adds to national growth.
    public var neighbourShift: Double
    /// What the region itself adds.
    public var regionalShift: Double

    public var sum: Double { nationalGrowth + neighbourShift + regionalShift }
}

/// Spatial shift-share of one industry in one region (пространственный метод структурных сдвигов).
///
///     g^w = Σ w_s e_s1 / Σ w_s e_s0 − 1,  parts e_0 · g,  e_0 · (g^w − g),  e_0 · (g_ri − g^w)
///
/// A regional shift above 0 says that the industry did better than around the region.
///
/// - Parameters:
///   - neighbours: weights above 0 and masses of the neighbours, the region itself not among them.
/// - Returns: Parts in the unit of `e`, whose sum is `e_1 − e_0` to rounding.
/// - Throws: ``Region/Undefined``: `noNeighbour`; `zeroReference` where the reference is empty at
///   the start, or the neighbours lack an industry that the region has.
/// - Source: Nazara and Hewings (2004); METHODS 1.10; paper tag P-spec.
public func spatialShiftShare(
    industryInRegion: Change, neighbours: [(weight: Double, mass: Change)], reference: Change
) throws(Undefined) -> SpatialShiftShareParts {
    guard !neighbours.isEmpty else { throw .noNeighbour }
    for neighbour in neighbours {
        guard neighbour.weight.isFinite, neighbour.weight > 0 else {
            throw .notAQuantity(symbol: "w")
        }
        try neighbour.mass.check("s_")
    }
    return try spatialShiftShare(
        industryInRegion: industryInRegion,
        neighbourhood: Change(
            from: neighbours.map { $0.weight * $0.mass.start }.compensatedSum(),
            to: neighbours.map { $0.weight * $0.mass.end }.compensatedSum()),
        reference: reference)
}

/// The same with the weighted sums at hand.
func spatialShiftShare(
    industryInRegion: Change, neighbourhood: Change, reference: Change
) throws(Undefined) -> SpatialShiftShareParts {
    try industryInRegion.check("e_")
    try neighbourhood.check("s_")
    try reference.check("X_")
    guard reference.start > 0 else { throw .zeroReference }
    let start = industryInRegion.start
    guard start > 0 else {
        return SpatialShiftShareParts(
            nationalGrowth: 0, neighbourShift: 0, regionalShift: industryInRegion.end)
    }
    guard neighbourhood.start > 0 else { throw .zeroReference }
    let growth = reference.end / reference.start
    let neighbourGrowth = neighbourhood.end / neighbourhood.start
    let parts = SpatialShiftShareParts(
        nationalGrowth: start * (growth - 1) + 0,
        neighbourShift: start * (neighbourGrowth - growth) + 0,
        regionalShift: industryInRegion.end - start * neighbourGrowth + 0)
    guard parts.nationalGrowth.isFinite, parts.neighbourShift.isFinite,
        parts.regionalShift.isFinite
    else { throw .outOfRange }
    return parts
}

/// Spatial shift-share over a panel, for the whole span.
public struct SpatialShiftShare: IndexMethod {
    public init() {}

    public var method: Method { SpatialShiftShare.description }

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
            method: method, needs: [.whole], isLinearInStart: true, hasSums: true,
            needsNeighbours: true,
            outcomes: { masses throws(Undefined) in
                guard let neighbours = masses.neighbours else { throw .noNeighbour }
                let parts = try spatialShiftShare(
                    industryInRegion: masses.activity, neighbourhood: neighbours,
                    reference: masses.whole)
                return [parts.nationalGrowth, parts.neighbourShift, parts.regionalShift].map {
                    .finite($0)
                }
            },
            formula: { component, masses in
                masses.isEntry
                    ? ShiftShare.newIndustry(component, carriedBy: "regionalShift")
                    : component.formula
            })
    }

    private static let description = Method(
        id: "shift-share-spatial",
        name: LocalizedText(
            en: "Spatial shift-share", ru: "Пространственный метод структурных сдвигов"),
        section: "1.10",
        components: [
            ShiftShare.description.components[0],
            Method.Component(
                "neighbourShift",
                name: LocalizedText(en: "neighbours' shift", ru: "сдвиг соседей"),
                formula: Expression("e_0 * (sum(w * s_1) / sum(w * s_0) - X_1 / X_0)"),
                unit: .measure),
            Method.Component(
                "regionalShift",
                name: LocalizedText(
                    en: "regional shift against neighbours",
                    ru: "региональный сдвиг относительно соседей"),
                formula: Expression("e_1 - e_0 * (sum(w * s_1) / sum(w * s_0))"),
                unit: .measure),
        ],
        symbols: Method.Symbol.masses + [
            Method.Symbol("w", LocalizedText(en: "weights of the neighbours", ru: "веса соседей")),
            Method.Symbol(
                "s_0",
                LocalizedText(
                    en: "the activity in the neighbours at the start",
                    ru: "деятельность у соседей в начале")),
            Method.Symbol(
                "s_1",
                LocalizedText(
                    en: "the activity in the neighbours at the end",
                    ru: "деятельность у соседей в конце")),
        ],
        reading: LocalizedText(
            en: """
                The parts add up to the change of the mass. Neighbours' shift: the activity grew \
                faster around the region than everything everywhere. Regional shift: it grew \
                faster in the region than around it. The result depends on who counts as a \
                neighbour.
                """,
            ru: """
                Составляющие в сумме дают изменение массы. Сдвиг соседей: вокруг региона \
                деятельность росла быстрее, чем всё хозяйство. Региональный сдвиг: в регионе она \
                росла быстрее, чем вокруг. Результат зависит от того, кто считается соседом.
                """),
        literature: ["Nazara and Hewings (2004), Spatial structure and taxonomy of decomposition"],
        paperTag: "P-spec")
}
