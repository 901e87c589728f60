internal import Numerics
internal import Region
internal import Wording

/// The common course of the methods that take a cell of the panel apart over a span of years:
/// gather the masses, call the method's own function, pass states, marks and quality on, add up
/// over the activities of a place, and explain any of it.
struct CellMethod: Sendable {
    let method: Method
    /// The masses the method's function looks at, beside the activity in the region.
    let needs: MassKinds
    /// Whether the results are linear in the start mass too, so that a hidden one gives a range.
    /// All methods here are monotone in the end mass.
    var isLinearInStart = false
    /// Codes of quadrants and cases: they do not add up and have no range.
    var codes: Set<String> = []
    /// Whether a place gets the sum over its activities.
    var hasSums = false
    /// Whether the method compares with the neighbours of the region.
    var needsNeighbours = false
    /// The outcomes of one cell, in the order of the method's components.
    let outcomes: @Sendable (Masses) throws(Undefined) -> [Outcome]
    /// The formula that applies to a cell: the component's own but for the method's edges.
    let formula: @Sendable (Method.Component, Masses) -> Expression

    /// The table over spans; one without rows and with a notice where what it needs is not there.
    func tables(over spans: [Span], in context: SpecialisationContext) throws -> [ResultTable] {
        try Task.checkCancellation()
        let frame = CellMethod.frame(of: method, over: spans, in: context)
        guard needsNeighbours else {
            return [frame.filled(with: try spans.flatMap { try rows(over: $0, in: context) })]
        }
        guard let weights = context.weights else {
            return [
                frame.filled(
                    with: [],
                    notice: .needsWeights)
            ]
        }
        return [
            frame.filled(
                with: try spans.flatMap { try rows(over: $0, in: context) },
                parameter: ResultTable.Parameter("weights", weights.rule))
        ]
    }

    /// A table without rows, with the settings and notices that methods of change share.
    static func frame(
        of method: Method, over spans: [Span], in context: SpecialisationContext
    ) -> ResultTable {
        var notices: [LocalizedText] = []
        if spans.isEmpty {
            notices.append(
                LocalizedText(
                    en: "Needs figures of at least two years.",
                    ru: "Нужны данные не менее чем за два года."))
        }
        if context.panel.measure.prices == .current {
            notices.append(
                LocalizedText(
                    en: "Prices of each year: growth includes the rise of prices.",
                    ru: "В ценах каждого года: рост включает рост цен."))
        }
        let parameters = context.parameters
        return ResultTable(
            method: method, measure: context.panel.measure,
            classification: context.panel.classification,
            parameters: [
                ResultTable.Parameter("reference", parameters.reference.rawValue),
                ResultTable.Parameter("suppressed", parameters.suppressed.rawValue),
            ], rows: [], notices: notices)
    }

    func rows(over span: Span, in context: SpecialisationContext) throws -> [ResultRow] {
        let inputs = SpanInputs(span, in: context)
        var rows: [ResultRow] = []
        for place in context.panel.places.indices {
            try Task.checkCancellation()
            var cells: [[Outcome]] = []
            for activity in context.panel.activities.indices {
                let cell = cellOutcomes(place: place, activity: activity, in: inputs)
                cells.append(cell)
                var remarks = inputs.remarks(place: place, activity: activity, needs: needs)
                if needsNeighbours, inputs.lacksNeighbours(place: place, activity: activity) {
                    remarks.marks.insert(.lowCoverage)
                }
                let coverage = inputs.coverage(place: place, activity: activity, needs: needs)
                for (component, outcome) in zip(method.components, cell) {
                    rows.append(
                        ResultRow(
                            key: key(component, place, activity, inputs), outcome: outcome,
                            coverage: coverage, quality: remarks.quality, marks: remarks.marks))
                }
            }
            if hasSums { rows += sumRows(place: place, cells: cells, in: inputs) }
        }
        return rows
    }

    private func key(
        _ component: Method.Component, _ place: Int, _ activity: Int?, _ inputs: SpanInputs
    ) -> ResultKey {
        ResultKey(
            place: inputs.panel.places[place].code,
            activity: activity.map { inputs.panel.activities[$0].code },
            year: inputs.end.table.year, from: inputs.start.table.year, component: component.id)
    }

    private func cellOutcomes(place: Int, activity: Int, in inputs: SpanInputs) -> [Outcome] {
        switch allInputs(place: place, activity: activity, in: inputs) {
        case .unknown(let reason):
            return method.components.map { _ in .undefined(reason) }
        case .known(let masses):
            return outcomesOrReason(masses)
        case .hidden(let corners, let isStartHidden, let symbol):
            if isStartHidden, !isLinearInStart || inputs.reference == .rest {
                return method.components.map { _ in .undefined(.suppressed(symbol)) }
            }
            let atCorners = corners.map(outcomesOrReason)
            return method.components.indices.map { index in
                codes.contains(method.components[index].id)
                    ? .undefined(.suppressed(symbol))
                    : .overCorners(atCorners.map { $0[index].atLimitOfExit })
            }
        }
    }

    private func allInputs(place: Int, activity: Int, in inputs: SpanInputs) -> CellInputs {
        let own = inputs.inputs(place: place, activity: activity, needs: needs)
        guard needsNeighbours else { return own }
        if case .unknown = own { return own }
        do throws(Undefined) {
            let neighbours = try inputs.neighbours(place: place, activity: activity).masses
            switch own {
            case .known(var masses):
                masses.neighbours = neighbours
                return .known(masses)
            case .hidden(let corners, let isStartHidden, let symbol):
                let completed = corners.map { corner in
                    var masses = corner
                    masses.neighbours = neighbours
                    return masses
                }
                return .hidden(corners: completed, isStartHidden: isStartHidden, symbol: symbol)
            case .unknown: return own
            }
        } catch {
            return .unknown(error)
        }
    }

    private func outcomesOrReason(_ masses: Masses) -> [Outcome] {
        do throws(Undefined) {
            return try outcomes(masses)
        } catch {
            return method.components.map { _ in .undefined(error) }
        }
    }

    // MARK: - Sums over the activities of a place

    private func sumRows(place: Int, cells: [[Outcome]], in inputs: SpanInputs) -> [ResultRow] {
        let taken = inputs.summands(place: place)
        let remarks = inputs.remarks(place: place, over: taken, needs: needs)
        return method.components.indices.compactMap { index in
            let component = method.components[index]
            guard !codes.contains(component.id) else { return nil }
            var sum = OutcomeSum()
            for activity in taken.activities { sum.add(cells[activity][index]) }
            return ResultRow(
                key: key(component, place, nil, inputs), outcome: sum.outcome,
                coverage: remarks.coverage, quality: remarks.quality, marks: remarks.marks)
        }
    }

    // MARK: - Explaining

    /// Explanations of results over some spans. The inputs of a span are read once for all keys.
    func derivations(
        of keys: [ResultKey], over spans: [Span], in context: SpecialisationContext
    ) -> [Derivation?] {
        guard !needsNeighbours || context.weights != nil else { return keys.map { _ in nil } }
        let finder = Finder(context.panel)
        var read: [Span: SpanInputs] = [:]
        return keys.map { key in
            guard let span = finder.span(of: key), spans.contains(span) else { return nil }
            let inputs = read[span] ?? SpanInputs(span, in: context)
            read[span] = inputs
            return derivation(of: key, from: inputs, finder: finder)
        }
    }

    private func derivation(
        of key: ResultKey, from inputs: SpanInputs, finder: Finder
    ) -> Derivation? {
        guard let index = method.components.firstIndex(where: { $0.id == key.component }),
            let place = key.place.flatMap({ finder.places[$0] })
        else { return nil }
        let component = method.components[index]
        guard let activityCode = key.activity else {
            guard hasSums, !codes.contains(component.id) else { return nil }
            return sumDerivation(of: key, index: index, place: place, in: inputs)
        }
        guard let activity = finder.activities[activityCode] else { return nil }
        let outcome = cellOutcomes(place: place, activity: activity, in: inputs)[index]
        var written = component.formula
        var taken: Masses?
        var notices: [LocalizedText] = []
        switch (allInputs(place: place, activity: activity, in: inputs), outcome) {
        case (.known(let masses), _): written = formula(component, masses)
        case (.hidden(let corners, _, _), .value):
            // Whatever the hidden figure is, the result is the same: shown at its upper end.
            taken = corners.last
            written = corners.last.map { formula(component, $0) } ?? written
            notices.append(
                LocalizedText(
                    en: "A figure is hidden; all that it may be give the same result.",
                    ru: "Показатель скрыт; при любом возможном значении результат тот же."))
        case (.hidden, .range):
            notices.append(
                LocalizedText(
                    en: "A figure is hidden; the range covers all that it may be.",
                    ru: "Показатель скрыт; диапазон охватывает все его возможные значения."))
        default: break
        }
        let expression = written.reading(inputs.reference)
        return Derivation(
            method: method, key: key, formula: expression,
            bindings: inputs.bindings(
                for: expression, place: place, activity: activity, taking: taken?.activity),
            outcome: outcome, notices: notices)
    }

    private func sumDerivation(
        of key: ResultKey, index: Int, place: Int, in inputs: SpanInputs
    ) -> Derivation {
        var sum = OutcomeSum()
        var references: [InputReference] = []
        for activity in inputs.summands(place: place).activities {
            sum.add(cellOutcomes(place: place, activity: activity, in: inputs)[index])
            var part = key
            part.activity = inputs.panel.activities[activity].code
            references.append(.result(method: method.id, part))
        }
        let isWhole = if case .undefined = sum.outcome { false } else { true }
        return Derivation(
            method: method, key: key, formula: Expression("sum(part)"),
            bindings: isWhole
                ? [
                    Derivation.Binding(
                        "part", .list(sum.terms), upTo: .list(sum.highs),
                        unit: inputs.panel.measure.unit, from: references)
                ] : [],
            outcome: sum.outcome,
            notices: [
                LocalizedText(
                    en: "part: the same component of each activity of the place",
                    ru: "part: та же составляющая каждого вида деятельности места")
            ])
    }
}

extension Outcome {
    /// At the lower end of a hidden end mass the activity is gone; the quotient tends to 0 there.
    fileprivate var atLimitOfExit: Outcome {
        self == .undefined(.exit) ? .value(0) : self
    }
}

/// Positions of codes and years of a panel, looked up once.
struct Finder: Sendable {
    let places: [PlaceCode: Int]
    let activities: [ActivityCode: Int]
    private let years: [Year: Int]

    init(_ panel: Panel) {
        places = Dictionary(
            panel.places.enumerated().map { ($0.element.code, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        activities = Dictionary(
            panel.activities.enumerated().map { ($0.element.code, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        years = Dictionary(
            panel.years.enumerated().map { ($0.element, $0.offset) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The span of a result's key; nil where the panel lacks one of its years.
    func span(of key: ResultKey) -> Span? {
        guard let start = key.from.flatMap({ years[$0] }), let end = key.year.flatMap({ years[$0] })
        else { return nil }
        return Span(start: start, end: end)
    }
}

extension ResultTable {
    /// The table with rows, and with one more setting or notice.
    func filled(
        with rows: [ResultRow], parameter: Parameter? = nil, notice: LocalizedText? = nil
    ) -> ResultTable {
        ResultTable(
            method: method, measure: measure, classification: classification,
            parameters: parameters + (parameter.map { [$0] } ?? []), rows: rows,
            notices: notices + (notice.map { [$0] } ?? []))
    }
}

extension SpanInputs {
    /// Which activities a place's sum takes: all that are known at both times. A hidden one makes
    /// the sum undefined or a range, a missing one is left out and lowers the coverage, one that
    /// cannot exist is no part of the region.
    func summands(place: Int) -> (activities: [Int], isIncomplete: Bool) {
        var activities: [Int] = []
        var isIncomplete = false
        for activity in panel.activities.indices {
            switch inputs(place: place, activity: activity, needs: []) {
            case .unknown(.notApplicable): continue
            case .unknown(.missing): isIncomplete = true
            case .unknown(.suppressed) where policy == .exclude: isIncomplete = true
            default: activities.append(activity)
            }
        }
        return (activities, isIncomplete)
    }

    /// Coverage, marks and quality of a result that rests on several activities of a place.
    func remarks(
        place: Int, over taken: (activities: [Int], isIncomplete: Bool), needs: MassKinds
    ) -> (coverage: Double, marks: Marks, quality: Quality) {
        var marks: Marks = []
        var quality = Quality.computed
        for activity in taken.activities {
            let remarks = remarks(place: place, activity: activity, needs: needs)
            marks.formUnion(remarks.marks)
            quality = max(quality, remarks.quality)
        }
        // An entry of one activity is not an entry of the region.
        marks.subtract([.entry, .exit])
        let coverage = [start, end].map { $0.table.placeTotals[place].coverage }.min() ?? 1
        if taken.isIncomplete || coverage < 0.9 { marks.insert(.lowCoverage) }
        return (coverage, marks, quality)
    }
}
