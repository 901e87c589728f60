public import Region
internal import Wording

/// What happened to an activity of a region between two years.
public struct EntryExitEvents: Hashable, Sendable {
    /// The activity was absent and is there.
    public var massEntry: Bool
    /// The activity was there and is absent.
    public var massExit: Bool
    /// The region gained a revealed comparative advantage in it.
    public var advantageEntry: Bool
    /// The region lost its revealed comparative advantage in it.
    public var advantageExit: Bool
    /// The region had an advantage in it and has.
    public var advantageKept: Bool
}

/// Entry and exit of one activity of one region (появление и исчезновение деятельности).
///
///     advantage: LQ ≥ 1;  entry: not at the start, but at the end;  exit: the reverse
///
/// An activity that is absent has no advantage; one that exists in the region alone has one over
/// the rest of the economy.
///
/// - Throws: ``Region/Undefined``: `notAQuantity`; `emptyRegion` and `zeroReference` where an
///   activity with a mass has nothing to be compared with; `outOfRange`.
/// - Source: Neffke, Henning and Boschma (2011); METHODS 1.7; paper tag P-dyn.
public func entryExit(
    industryInRegion: Change, region: Change, industryInReference: Change, reference: Change
) throws(Undefined) -> EntryExitEvents {
    try industryInRegion.check("e_")
    try region.check("X_r")
    try industryInReference.check("X_i")
    try reference.check("X_")
    func hasAdvantage(_ time: KeyPath<Change, Double>) throws(Undefined) -> Bool {
        let mass = industryInRegion[keyPath: time]
        guard mass > 0 else { return false }
        if industryInReference[keyPath: time] == 0 { return true }
        return try locationQuotient(
            industryInRegion: mass, region: region[keyPath: time],
            industryInReference: industryInReference[keyPath: time],
            reference: reference[keyPath: time]) >= 1
    }
    let had = try hasAdvantage(\.start)
    let has = try hasAdvantage(\.end)
    return EntryExitEvents(
        massEntry: industryInRegion.start == 0 && industryInRegion.end > 0,
        massExit: industryInRegion.start > 0 && industryInRegion.end == 0,
        advantageEntry: has && !had, advantageExit: had && !has, advantageKept: had && has)
}

/// Entry and exit over a panel: 1 or 0 for each activity, and their number for each place.
public struct EntryExit: IndexMethod {
    public init() {}

    public var method: Method { EntryExit.description }

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
            // An event sets in, or ends, as a mass grows: it is monotone in both masses.
            method: method, needs: [.region, .industry, .whole], isLinearInStart: true,
            hasSums: true,
            outcomes: { masses throws(Undefined) in
                let events = try entryExit(
                    industryInRegion: masses.activity, region: masses.region,
                    industryInReference: masses.industry, reference: masses.whole)
                return [
                    events.massEntry, events.massExit, events.advantageEntry,
                    events.advantageExit, events.advantageKept,
                ].map { .value($0 ? 1 : 0) }
            },
            formula: { component, masses in
                component.formula.substituting([
                    "had": advantage(masses, \.start, "0"), "has": advantage(masses, \.end, "1"),
                    "was": Expression.number(masses.activity.start > 0 ? 1 : 0),
                    "is": Expression.number(masses.activity.end > 0 ? 1 : 0),
                ])
            })
    }

    private func advantage(
        _ masses: Masses, _ time: KeyPath<Change, Double>, _ suffix: String
    ) -> Expression {
        if masses.activity[keyPath: time] == 0 { return .number(0) }
        if masses.industry[keyPath: time] == 0 { return .number(1) }
        return Expression("atLeast((e / X_r) / (X_i / X), 1)").substituting(
            Dictionary(
                uniqueKeysWithValues: [("e", "e_"), ("X_r", "X_r"), ("X_i", "X_i"), ("X", "X_")]
                    .map { ($0.0, .symbol($0.1 + suffix)) }))
    }

    private static let description = Method(
        id: "entry-exit",
        name: LocalizedText(
            en: "Entry and exit of activities", ru: "Появление и исчезновение деятельности"),
        section: "1.7",
        components: [
            Method.Component(
                "massEntry",
                name: LocalizedText(en: "new activities", ru: "появившиеся виды деятельности"),
                formula: Expression("is * (1 - was)")),
            Method.Component(
                "massExit",
                name: LocalizedText(en: "activities lost", ru: "исчезнувшие виды деятельности"),
                formula: Expression("was * (1 - is)")),
            Method.Component(
                "advantageEntry",
                name: LocalizedText(en: "specialisations gained", ru: "новые специализации"),
                formula: Expression("has * (1 - had)")),
            Method.Component(
                "advantageExit",
                name: LocalizedText(en: "specialisations lost", ru: "утраченные специализации"),
                formula: Expression("had * (1 - has)")),
            Method.Component(
                "advantageKept",
                name: LocalizedText(en: "specialisations kept", ru: "сохранённые специализации"),
                formula: Expression("had * has")),
        ],
        symbols: [
            ("was", "1 where there is a mass at the start", "1, если масса есть в начале"),
            ("is", "1 where there is a mass at the end", "1, если масса есть в конце"),
            ("had", "1 where LQ is at least 1 at the start", "1, если КЛ не меньше 1 в начале"),
            ("has", "1 where LQ is at least 1 at the end", "1, если КЛ не меньше 1 в конце"),
        ].map { Method.Symbol($0.0, LocalizedText(en: $0.1, ru: $0.2)) } + Method.Symbol.masses,
        reading: LocalizedText(
            en: """
                For an activity 1 says that the event took place; for a place the numbers of such \
                activities stand. A small activity may cross the line by chance: look at the mass.
                """,
            ru: """
                Для вида деятельности 1 — событие произошло; для места стоит число таких видов. \
                Малый вид деятельности может пересечь границу случайно: смотрите на массу.
                """),
        literature: ["Neffke, Henning and Boschma (2011), How do regions diversify over time?"],
        paperTag: "P-dyn")
}
