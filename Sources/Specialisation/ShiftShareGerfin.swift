internal import Numerics
public import Region
internal import Wording

/// The growth of a region against the reference as factors.
public struct GerfinFactors: Hashable, Sendable {
    /// Above 1: the region has industries that grow fast everywhere.
    public var industryMix: Double
    /// Above 1: its industries grow faster than the same ones elsewhere.
    public var regionalShift: Double

    /// The region's growth factor over that of the reference.
    public var netShift: Double { industryMix * regionalShift }
}

/// Shift-share as factors instead of differences (метод структурных сдвигов Герфина).
///
///     mix = Σ e_0 · X_i1 / X_i0 / (Σ e_0 · X_1 / X_0),  shift = Σ e_1 / (Σ e_0 · X_i1 / X_i0)
///
/// 1 means no effect, unlike 0 of the classic split. Their product is the region's growth factor
/// over that of the reference. An industry that is new to the whole reference has no expected
/// mass and counts wholly as a regional shift.
///
/// - Parameters:
///   - industriesInRegion: `e`, one an industry.
///   - industriesInReference: `X_i` in the same order.
/// - Throws: ``Region/Undefined``: `emptyRegion` where the region is empty at the start,
///   `zeroReference` where the reference is empty at either time, `exit` where nothing of what
///   the region had is left in the reference.
/// - Source: Gerfin (1964); METHODS 1.10; paper tag P-spec.
public func shiftShareGerfin(
    industriesInRegion: [Change], industriesInReference: [Change], reference: Change
) throws(Undefined) -> GerfinFactors {
    guard industriesInRegion.count == industriesInReference.count else {
        throw .insufficientData(have: industriesInReference.count, need: industriesInRegion.count)
    }
    try reference.check("X_")
    guard reference.start > 0, reference.end > 0 else { throw .zeroReference }
    var expected = CompensatedSum()
    var start = CompensatedSum()
    var end = CompensatedSum()
    for (own, industry) in zip(industriesInRegion, industriesInReference) {
        try own.check("e_")
        try industry.check("X_i")
        end.add(own.end)
        start.add(own.start)
        if industry.start > 0 { expected.add(own.start * (industry.end / industry.start)) }
    }
    guard start.value > 0 else { throw .emptyRegion }
    guard expected.value > 0 else { throw .exit }
    let factors = GerfinFactors(
        industryMix: expected.value / (start.value * (reference.end / reference.start)),
        regionalShift: end.value / expected.value)
    guard factors.netShift.isFinite, factors.industryMix > 0 else { throw .outOfRange }
    return factors
}

/// Shift-share after Gerfin over a panel: three factors a place, for the whole span.
public struct ShiftShareGerfin: IndexMethod {
    public init() {}

    public var method: Method { ShiftShareGerfin.description }

    public func results(in context: SpecialisationContext) throws -> [ResultTable] {
        // The common course writes the notices and settings; the rows are of places.
        let panel = context.panel
        let frame = CellMethod.frame(of: method, over: panel.wholeSpan, in: context)
        var rows: [ResultRow] = []
        for span in panel.wholeSpan {
            let inputs = SpanInputs(span, in: context)
            for place in panel.places.indices {
                try Task.checkCancellation()
                let taken = inputs.summands(place: place)
                let remarks = inputs.remarks(
                    place: place, over: taken, needs: [.industry, .whole])
                for (component, outcome) in zip(
                    method.components, outcomes(place: place, in: inputs))
                {
                    let key = ResultKey(
                        place: panel.places[place].code, year: panel.years[span.end],
                        from: panel.years[span.start], component: component.id)
                    rows.append(
                        ResultRow(
                            key: key, outcome: outcome, coverage: remarks.coverage,
                            quality: remarks.quality, marks: remarks.marks))
                }
            }
        }
        return [frame.filled(with: rows)]
    }

    public func derivation(of key: ResultKey, in context: SpecialisationContext) -> Derivation? {
        derivations(of: [key], in: context)[0]
    }

    public func derivations(
        of keys: [ResultKey], in context: SpecialisationContext
    ) -> [Derivation?] {
        let finder = Finder(context.panel)
        guard let whole = context.panel.wholeSpan.first else { return keys.map { _ in nil } }
        let inputs = SpanInputs(whole, in: context)
        return keys.map { key in
            guard finder.span(of: key) == whole, key.activity == nil,
                let place = key.place.flatMap({ finder.places[$0] }),
                let index = method.components.firstIndex(where: { $0.id == key.component })
            else { return nil }
            return Derivation(
                method: method, key: key,
                formula: method.components[index].formula.reading(inputs.reference),
                bindings: bindings(place: place, in: inputs),
                outcome: outcomes(place: place, in: inputs)[index])
        }
    }

    private func outcomes(place: Int, in inputs: SpanInputs) -> [Outcome] {
        do throws(Undefined) {
            let masses = try masses(place: place, in: inputs).map(\.masses)
            guard let first = masses.first else { throw .missing("e") }
            let factors = try shiftShareGerfin(
                industriesInRegion: masses.map(\.activity),
                industriesInReference: masses.map(\.industry), reference: first.whole)
            return [factors.industryMix, factors.regionalShift, factors.netShift].map {
                .finite($0)
            }
        } catch {
            return method.components.map { _ in .undefined(error) }
        }
    }

    private func masses(
        place: Int, in inputs: SpanInputs
    ) throws(Undefined) -> [(activity: Int, masses: Masses)] {
        var result: [(activity: Int, masses: Masses)] = []
        for activity in inputs.summands(place: place).activities {
            switch inputs.inputs(place: place, activity: activity, needs: [.industry, .whole]) {
            case .known(let masses): result.append((activity, masses))
            // The sums of products with hidden figures are not followed; the answer is that the
            // figure is hidden.
            case .hidden(_, _, let symbol): throw .suppressed(symbol)
            case .unknown(let reason): throw reason
            }
        }
        return result
    }

    /// Lists over the activities that the reference had at the start, and the sums of all.
    private func bindings(place: Int, in inputs: SpanInputs) -> [Derivation.Binding] {
        guard let all = try? masses(place: place, in: inputs) else { return [] }
        let old = all.filter { !$0.masses.isNewIndustry }.map(\.activity)
        let every = all.map(\.activity)
        let unit = inputs.panel.measure.unit
        func list(_ symbol: String, as name: String, over activities: [Int])
            -> Derivation.Binding
        {
            let single = activities.compactMap {
                inputs.bindings(for: .symbol(symbol), place: place, activity: $0).first
            }
            return Derivation.Binding(
                name, .list(single.flatMap { $0.value.elements }), unit: unit,
                from: single.flatMap(\.references))
        }
        let totals = ["X_0", "X_1", "X_r0", "X_r1"].flatMap {
            inputs.bindings(for: .symbol($0), place: place, activity: 0)
        }
        return [
            list("e_0", as: "e_0", over: old), list("e_1", as: "e_1", over: old),
            list("X_i0", as: "X_i0", over: old), list("X_i1", as: "X_i1", over: old),
            list("e_0", as: "a_0", over: every), list("e_1", as: "a_1", over: every),
        ] + totals
    }

    private static let description = Method(
        id: "shift-share-gerfin",
        name: LocalizedText(en: "Shift-share after Gerfin", ru: "Структурные сдвиги по Герфину"),
        section: "1.10",
        components: [
            Method.Component(
                "industryMix", name: LocalizedText(en: "industry mix", ru: "отраслевой фактор"),
                formula: Expression("sum(e_0 * (X_i1 / X_i0)) / (sum(a_0) * (X_1 / X_0))")),
            Method.Component(
                "regionalShift",
                name: LocalizedText(en: "regional factor", ru: "региональный фактор"),
                formula: Expression("sum(a_1) / sum(e_0 * (X_i1 / X_i0))")),
            Method.Component(
                "netShift", name: LocalizedText(en: "net factor", ru: "общий фактор"),
                formula: Expression(
                    """
                    sum(e_0 * (X_i1 / X_i0)) / (sum(a_0) * (X_1 / X_0)) \
                    * (sum(a_1) / sum(e_0 * (X_i1 / X_i0)))
                    """)),
        ],
        symbols: Method.Symbol.masses + [
            Method.Symbol(
                "a_0",
                LocalizedText(
                    en: "each activity of the region at the start",
                    ru: "каждая деятельность региона в начале")),
            Method.Symbol(
                "a_1",
                LocalizedText(
                    en: "each activity of the region at the end",
                    ru: "каждая деятельность региона в конце")),
        ],
        reading: LocalizedText(
            en: """
                Factors: 1 is no effect. Industry mix above 1: the region has activities that grow \
                fast everywhere. Regional factor above 1: they grow faster here than elsewhere. \
                The net factor is their product.
                """,
            ru: """
                Множители: 1 — влияния нет. Отраслевой фактор больше 1: у региона виды \
                деятельности, которые быстро растут везде. Региональный больше 1: здесь они растут \
                быстрее, чем в других местах. Общий фактор — их произведение.
                """),
        literature: ["Gerfin (1964), Gesamtwirtschaftliches Wachstum und regionale Entwicklung"],
        paperTag: "P-spec")
}
