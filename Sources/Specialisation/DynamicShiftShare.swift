internal import Numerics
public import Region
internal import Wording

/// Shift-share year by year, added up (динамический метод структурных сдвигов).
///
///     NS = Σ_t NS_t,  IM = Σ_t IM_t,  RS = Σ_t RS_t
///
/// The split of the whole span at once weighs growth by the first year's structure; this one lets
/// the structure change with the years, which matters where growth was uneven.
///
/// - Parameters: masses of the same years in order, in one measure and unit.
/// - Returns: Parts in the unit of `e`, whose sum is the change from the first to the last year.
/// - Throws: ``Region/Undefined``: `insufficientData` for fewer than two years or series of
///   different lengths; `zeroReference` where the reference is empty in a year before the last.
/// - Source: Barff and Knight (1988); METHODS 1.10; paper tag P-spec.
public func dynamicShiftShare(
    industryInRegion: [Double], industryInReference: [Double], reference: [Double]
) throws(Undefined) -> ShiftShareParts {
    let years = min(industryInRegion.count, industryInReference.count, reference.count)
    guard years >= 2, industryInRegion.count == years, industryInReference.count == years,
        reference.count == years
    else { throw .insufficientData(have: years, need: max(2, industryInRegion.count)) }
    var yearly: [ShiftShareParts] = []
    for year in 1..<years {
        func change(_ series: [Double]) -> Change {
            Change(from: series[year - 1], to: series[year])
        }
        yearly.append(
            try shiftShare(
                industryInRegion: change(industryInRegion),
                industryInReference: change(industryInReference), reference: change(reference)))
    }
    return try ShiftShareParts(
        nationalGrowth: yearly.map(\.nationalGrowth).compensatedSum(),
        industryMix: yearly.map(\.industryMix).compensatedSum(),
        regionalShift: yearly.map(\.regionalShift).compensatedSum()
    ).checked
}

/// Dynamic shift-share over a panel: the yearly results of ``ShiftShare`` added up over the years.
public struct DynamicShiftShare: IndexMethod {
    public init() {}

    public var method: Method { DynamicShiftShare.description }

    public func results(in context: SpecialisationContext) throws -> [ResultTable] {
        let panel = context.panel
        let frame = CellMethod.frame(of: method, over: panel.wholeSpan, in: context)
        guard let whole = panel.wholeSpan.first else { return [frame] }
        // The yearly tables list the same keys in the same order.
        let yearly = try panel.consecutiveSpans.map {
            try ShiftShare.cells.rows(over: $0, in: context)
        }
        let rows = yearly[0].indices.map { index in
            let parts = yearly.map { $0[index] }
            var key = parts[0].key
            key.from = panel.years[whole.start]
            key.year = panel.years[whole.end]
            return ResultRow(
                key: key, outcome: sum(of: parts.map(\.outcome)).outcome,
                coverage: parts.map(\.coverage).min() ?? 1,
                quality: parts.map(\.quality).max() ?? .computed,
                marks: parts.reduce(into: []) { $0.formUnion($1.marks) })
        }
        return [frame.filled(with: rows)]
    }

    public func derivation(of key: ResultKey, in context: SpecialisationContext) -> Derivation? {
        derivations(of: [key], in: context)[0]
    }

    public func derivations(
        of keys: [ResultKey], in context: SpecialisationContext
    ) -> [Derivation?] {
        let panel = context.panel
        let finder = Finder(panel)
        let spans = panel.consecutiveSpans
        let isWanted = keys.map { key in
            finder.span(of: key).map { panel.wholeSpan == [$0] } ?? false
        }
        // The explanations of each year's parts, keys in the given order.
        let parts = spans.map { span in
            keys.map { key in
                var part = key
                part.from = panel.years[span.start]
                part.year = panel.years[span.end]
                return part
            }
        }
        let yearly = parts.map {
            ShiftShare.cells.derivations(of: $0, over: spans, in: context)
        }
        return keys.indices.map { index in
            let terms = yearly.compactMap { $0[index] }
            guard isWanted[index], terms.count == spans.count else { return nil }
            return derivation(of: keys[index], parts: parts.map { $0[index] }, terms, panel)
        }
    }

    private func derivation(
        of key: ResultKey, parts: [ResultKey], _ terms: [Derivation], _ panel: Panel
    ) -> Derivation? {
        guard let component = method.component(key.component) else { return nil }
        let sum = sum(of: terms.map(\.outcome))
        let isUndefined = if case .undefined = sum.outcome { true } else { false }
        return Derivation(
            method: method, key: key, formula: component.formula,
            bindings: isUndefined
                ? []
                : component.formula.symbols.map {
                    Derivation.Binding(
                        $0, .list(sum.terms), upTo: .list(sum.highs), unit: panel.measure.unit,
                        from: parts.map { .result(method: ShiftShare.description.id, $0) })
                },
            outcome: sum.outcome)
    }

    private func sum(of outcomes: [Outcome]) -> OutcomeSum {
        var sum = OutcomeSum()
        for outcome in outcomes { sum.add(outcome) }
        return sum
    }

    private static let description = Method(
        id: "shift-share-dynamic",
        name: LocalizedText(
            en: "Dynamic shift-share", ru: "Динамический метод структурных сдвигов"),
        section: "1.10",
        components: zip(ShiftShare.description.components, ["NS", "IM", "RS"]).map {
            Method.Component(
                $0.id, name: $0.name, formula: .call(.sum, [.symbol($1)]), unit: .measure)
        },
        symbols: [
            Method.Symbol(
                "NS",
                LocalizedText(en: "national growth of each year", ru: "национальный рост по годам")),
            Method.Symbol(
                "IM",
                LocalizedText(en: "industry mix of each year", ru: "отраслевой сдвиг по годам")),
            Method.Symbol(
                "RS",
                LocalizedText(en: "regional shift of each year", ru: "региональный сдвиг по годам")),
        ],
        reading: LocalizedText(
            en: """
                Reads as the classic split and adds up to the same change. A difference from the \
                classic one says that growth was uneven over the years or that the structure moved.
                """,
            ru: """
                Читается как классическое разложение и даёт в сумме то же изменение. Отличие от \
                классического говорит о неравномерном росте по годам или о смене структуры.
                """),
        literature: ["Barff and Knight (1988), Dynamic shift-share analysis"],
        paperTag: "P-dyn")
}
