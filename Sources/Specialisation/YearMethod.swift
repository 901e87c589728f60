package import Numerics
package import Region
private import Synchronization
package import Wording

/// What one component of a method is about.
package enum Subject: Sendable {
    /// An activity in a place.
    case cell
    case place
    case activity
    /// All places and activities together.
    case whole
}

/// The positions a result is about.
package struct Spot: Hashable, Sendable {
    package var place: Int?
    package var activity: Int?

    package init(place: Int? = nil, activity: Int? = nil) {
        self.place = place
        self.activity = activity
    }
}

/// Where an input comes from, by positions: references are made when somebody asks.
package enum InputSource: Sendable {
    case cell(Int, Int)
    /// The sum of some cells.
    case sum([Spot])
    case placeTotal(Int)
    case activityTotal(Int)
    case total
    case series(PlaceSeries, Int?)
    case reference(InputReference)

    package static func note(_ text: LocalizedText) -> InputSource { .reference(.note(text)) }
}

/// What the symbols of a formula stand for in one result: numbers, or ranges where cells are
/// hidden.
package struct Inputs: Sendable {
    package struct Entry: Sendable {
        package let symbol: String
        package let values: Expression.Ranges
        package let sources: [InputSource]
        package let unit: Unit
    }

    package private(set) var entries: [Entry] = []

    package init() {}

    /// Adds a number.
    package mutating func add(
        _ symbol: String, _ value: Interval, from source: InputSource, unit: Unit = .one
    ) {
        entries.append(
            Entry(symbol: symbol, values: .number(value), sources: [source], unit: unit))
    }

    package mutating func add(
        _ symbol: String, _ value: Double, from source: InputSource, unit: Unit = .one
    ) {
        add(symbol, Interval(value), from: source, unit: unit)
    }

    /// Adds a list.
    package mutating func add(
        _ symbol: String, _ values: [Interval], from sources: [InputSource], unit: Unit = .one
    ) {
        entries.append(Entry(symbol: symbol, values: .list(values), sources: sources, unit: unit))
    }

    package var arePoints: Bool { entries.allSatisfy { $0.values.elements.allSatisfy(\.isPoint) } }

    /// The number of a symbol, at its lower end.
    package subscript(_ symbol: String) -> Double { list(symbol).first ?? 0 }

    /// The inputs with the upper end of every range for its number.
    package var atUpperEnds: Inputs {
        var copy = self
        copy.entries = entries.map { entry in
            let values: Expression.Ranges =
                switch entry.values {
                case .number(let range): .number(Interval(range.high))
                case .list(let list): .list(list.map { Interval($0.high) })
                }
            return Entry(
                symbol: entry.symbol, values: values, sources: entry.sources, unit: entry.unit)
        }
        return copy
    }

    /// The numbers of a symbol, at their lower ends.
    package func list(_ symbol: String) -> [Double] {
        guard let entry = entries.first(where: { $0.symbol == symbol }) else {
            preconditionFailure("no input is called \(symbol)")
        }
        return entry.values.elements.map(\.low)
    }

    package func has(_ symbol: String) -> Bool { entries.contains { $0.symbol == symbol } }

    /// The ranges of a symbol's numbers.
    package func values(of symbol: String) -> [Interval] {
        entries.first { $0.symbol == symbol }?.values.elements ?? []
    }

    package var ranges: [String: Expression.Ranges] {
        Dictionary(entries.map { ($0.symbol, $0.values) }, uniquingKeysWith: { first, _ in first })
    }

    /// The first symbol that is a range.
    package var hiddenSymbol: String? {
        entries.first { !$0.values.elements.allSatisfy(\.isPoint) }?.symbol
    }
}

/// A method that looks at one year of the panel at a time: it says which inputs a result has and
/// what a function over plain numbers makes of them, and gets its tables, the treatment of hidden
/// and missing cells and its explanations from here.
package protocol YearMethod: IndexMethod where Context == SpecialisationContext {
    /// What is worked out once a year and used by many results.
    associatedtype Preparation: Sendable = Void

    /// What each component is about, in the order of the method's components.
    var subjects: [Subject] { get }
    /// Whether the formulas compare with the reference economy that the run chooses.
    var usesReference: Bool { get }

    func prepare(_ figures: YearFigures) throws(CancellationError) -> Preparation
    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ preparation: Preparation
    ) throws(Undefined) -> Inputs
    /// The result of numbers, by the method's function.
    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    /// The formula that a result went by.
    func formula(_ component: Int, of inputs: Inputs?, in figures: YearFigures) -> Expression
    /// What a result has to say about itself by its inputs.
    func remark(
        of inputs: Inputs?, at spot: Spot, in figures: YearFigures, _ preparation: Preparation
    ) -> YearFigures.Remark
    /// Marks of the method's own.
    func marks(_ component: Int, at spot: Spot, of inputs: Inputs?, in figures: YearFigures)
        -> Marks

    /// Whether the method has results for the year.
    func covers(_ figures: YearFigures) -> Bool
    /// What is lacking for the method as a whole; nil where it can be applied.
    func obstacle(in context: SpecialisationContext) -> LocalizedText?
    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter]
    func notices(in context: SpecialisationContext) -> [LocalizedText]
    func measure(in context: SpecialisationContext) -> Measure
    /// The key of a result; a method over a span of years adds the first year.
    func key(_ component: Int, at spot: Spot, in figures: YearFigures) -> ResultKey
}

extension YearMethod where Preparation == Void {
    package func prepare(_ figures: YearFigures) {}
}

extension YearMethod {
    package var usesReference: Bool { false }

    package func formula(_ component: Int, of inputs: Inputs?, in figures: YearFigures)
        -> Expression
    {
        let written = method.components[component].formula
        guard usesReference, figures.parameters.reference == .rest else { return written }
        return written.substituting(Expression.massesOfRest)
    }

    package func marks(_ component: Int, at spot: Spot, of inputs: Inputs?, in figures: YearFigures)
        -> Marks
    { [] }

    package func remark(
        of inputs: Inputs?, at spot: Spot, in figures: YearFigures, _ preparation: Preparation
    ) -> YearFigures.Remark {
        figures.remark(of: inputs, at: spot)
    }

    package func covers(_ figures: YearFigures) -> Bool { true }
    package func obstacle(in context: SpecialisationContext) -> LocalizedText? { nil }
    package func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] { [] }
    package func notices(in context: SpecialisationContext) -> [LocalizedText] { [] }
    package func measure(in context: SpecialisationContext) -> Measure { context.panel.measure }

    package func key(_ component: Int, at spot: Spot, in figures: YearFigures) -> ResultKey {
        ResultKey(
            place: spot.place.map { figures.panel.places[$0].code },
            activity: spot.activity.map { figures.panel.activities[$0].code },
            year: figures.year, component: method.components[component].id)
    }

    package func results(in context: SpecialisationContext) throws -> [ResultTable] {
        var rows: [ResultRow] = []
        let obstacle = obstacle(in: context)
        if obstacle == nil {
            for position in context.panel.years.indices {
                try Task.checkCancellation()
                let figures = YearFigures(context, position: position)
                if covers(figures) { rows += try self.rows(in: figures) }
            }
        }
        var settings = settings(in: context)
        if usesReference {
            settings.insert(
                ResultTable.Parameter("reference", context.parameters.reference.rawValue), at: 0)
        }
        settings.append(
            ResultTable.Parameter("suppressed", context.parameters.suppressed.rawValue))
        return [
            ResultTable(
                method: method, measure: measure(in: context),
                classification: context.panel.classification, parameters: settings, rows: rows,
                notices: notices(in: context) + (obstacle.map { [$0] } ?? []))
        ]
    }

    private func rows(in figures: YearFigures) throws -> [ResultRow] {
        let preparation = try prepare(figures)
        let components = subjects.indices
        var rows: [ResultRow] = []
        func append(_ subject: Subject, _ spot: Spot) {
            for component in components where subjects[component] == subject {
                rows.append(row(component, at: spot, in: figures, preparation))
            }
        }
        for place in figures.places {
            try Task.checkCancellation()
            if subjects.contains(.cell) {
                for activity in figures.activities {
                    append(.cell, Spot(place: place, activity: activity))
                }
            }
            append(.place, Spot(place: place))
        }
        if subjects.contains(.activity) {
            for activity in figures.activities {
                try Task.checkCancellation()
                append(.activity, Spot(activity: activity))
            }
        }
        append(.whole, Spot())
        return rows
    }

    private func row(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ preparation: Preparation
    ) -> ResultRow {
        let (found, outcome) = outcome(component, at: spot, in: figures, preparation)
        var remark = remark(of: found, at: spot, in: figures, preparation)
        let coverage = figures.coverage(place: spot.place, activity: spot.activity)
        if coverage.share < 0.9 || coverage.isIncomplete { remark.marks.insert(.lowCoverage) }
        remark.marks.formUnion(marks(component, at: spot, of: found, in: figures))
        return ResultRow(
            key: key(component, at: spot, in: figures), outcome: outcome, coverage: coverage.share,
            quality: max(.computed, remark.quality), marks: remark.marks)
    }

    package func outcome(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ preparation: Preparation
    ) -> (Inputs?, Outcome) {
        let found: Inputs
        do throws(Undefined) {
            found = try inputs(component, at: spot, in: figures, preparation)
        } catch {
            return (nil, .undefined(error))
        }
        if found.arePoints {
            return (
                found,
                Outcome { () throws(Undefined) in
                    try number(component, from: found, in: figures)
                }
            )
        }
        return (found, range(component, of: found, in: figures))
    }

    /// The range of a formula over hidden inputs.
    private func range(_ component: Int, of inputs: Inputs, in figures: YearFigures) -> Outcome {
        let formula = formula(component, of: inputs, in: figures)
        if case .number(let range)? = try? formula.evaluate(over: inputs.ranges), range.isFinite {
            return range.isPoint
                ? .finite(range.low)
                : .range(
                    low: range.low == 0 ? 0 : range.low, high: range.high == 0 ? 0 : range.high)
        }
        // Without bounds: by a fault at both ends, or because of the hidden figure.
        let reasons = [inputs, inputs.atUpperEnds].map { ends -> Undefined? in
            do throws(Undefined) {
                _ = try number(component, from: ends, in: figures)
                return nil
            } catch {
                return error
            }
        }
        if let reason = reasons[0], reason == reasons[1], reason != .outOfRange {
            return .undefined(reason)
        }
        return .undefined(.suppressed(inputs.hiddenSymbol ?? "e"))
    }

    package func derivation(of key: ResultKey, in context: SpecialisationContext) -> Derivation? {
        derivations(of: [key], in: context)[0]
    }

    package func derivations(
        of keys: [ResultKey], in context: SpecialisationContext
    ) -> [Derivation?] {
        keys.map(explainer(in: context))
    }

    package func explainer(
        in context: SpecialisationContext
    ) -> @Sendable (ResultKey) -> Derivation? {
        guard obstacle(in: context) == nil else { return { _ in nil } }
        let prepared = PreparedYears<Preparation>()
        let places = context.panel.placePositions
        let activities = context.panel.activityPositions
        return { key in
            guard let year = key.year, let position = context.panel.position(of: year),
                let component = method.components.firstIndex(where: { $0.id == key.component })
            else { return nil }
            let spot = Spot(
                place: key.place.flatMap { places[$0] },
                activity: key.activity.flatMap { activities[$0] })
            let isKnown =
                (key.place == nil) == (spot.place == nil)
                && (key.activity == nil) == (spot.activity == nil)
            guard isKnown, subjects[component].fits(spot) else { return nil }
            let own = prepared.of(year) {
                let figures = YearFigures(context, position: position)
                return (try? prepare(figures)).map { (figures, $0) }
            }
            guard let (figures, preparation) = own,
                covers(figures), self.key(component, at: spot, in: figures) == key
            else { return nil }
            let (found, outcome) = outcome(component, at: spot, in: figures, preparation)
            return Derivation(
                method: method, key: key, formula: formula(component, of: found, in: figures),
                bindings: found.map { figures.bindings($0) } ?? [], outcome: outcome,
                notices: notices(in: context))
        }
    }
}

/// Years with what a method prepares for them, each worked out when it is first asked for.
private final class PreparedYears<Preparation: Sendable>: Sendable {
    private let years = Mutex<[Year: (YearFigures, Preparation)]>([:])

    func of(
        _ year: Year, _ make: () -> (YearFigures, Preparation)?
    ) -> (YearFigures, Preparation)? {
        if let known = years.withLock({ $0[year] }) { return known }
        // Outside the lock: two who ask at once both work, and get the same.
        guard let made = make() else { return nil }
        years.withLock { $0[year] = made }
        return made
    }
}

extension Panel {
    fileprivate var placePositions: [PlaceCode: Int] {
        Dictionary(
            places.enumerated().map { ($0.element.code, $0.offset) },
            uniquingKeysWith: { first, _ in first })
    }

    fileprivate var activityPositions: [ActivityCode: Int] {
        Dictionary(
            activities.enumerated().map { ($0.element.code, $0.offset) },
            uniquingKeysWith: { first, _ in first })
    }
}

extension Subject {
    fileprivate func fits(_ spot: Spot) -> Bool {
        switch self {
        case .cell: spot.place != nil && spot.activity != nil
        case .place: spot.place != nil && spot.activity == nil
        case .activity: spot.place == nil && spot.activity != nil
        case .whole: spot.place == nil && spot.activity == nil
        }
    }
}

extension Expression {
    /// The formula with symbols replaced by formulas.
    func substituting(_ replacements: [String: Expression]) -> Expression {
        switch self {
        case .number: self
        case .symbol(let name): replacements[name] ?? self
        case .negated(let inner): .negated(inner.substituting(replacements))
        case .binary(let sign, let left, let right):
            .binary(sign, left.substituting(replacements), right.substituting(replacements))
        case .call(let function, let arguments):
            .call(function, arguments.map { $0.substituting(replacements) })
        }
    }

    /// The masses of the reference where it is the rest of the economy.
    fileprivate static let massesOfRest: [String: Expression] = [
        "X_i": Expression("X_i - e"), "X": Expression("X - X_r"),
    ]
}

extension YearFigures {
    /// What the inputs of a result have to say, or the cell alone where it has none.
    func remark(of inputs: Inputs?, at spot: Spot) -> Remark {
        var result = Remark()
        guard let inputs else {
            if let place = spot.place, let activity = spot.activity {
                result = remark(place, activity)
            }
            return result
        }
        for entry in inputs.entries {
            for source in entry.sources { result.join(remark(of: source)) }
        }
        return result
    }

    private func remark(of source: InputSource) -> Remark {
        switch source {
        case .cell(let place, let activity): remark(place, activity)
        case .sum(let spots):
            spots.reduce(into: Remark()) { joined, spot in
                if let place = spot.place, let activity = spot.activity {
                    joined.join(remark(place, activity))
                }
            }
        case .placeTotal(let place): remark(place: place)
        case .activityTotal(let activity): remark(activity: activity)
        case .total: remarkOfWhole
        case .series(let series, let place):
            (place.map { [$0] } ?? Array(places)).reduce(into: Remark()) { joined, place in
                let cell = series[panel.places[place].code, year]
                joined.join(Remark(marks: cell.marks, quality: cell.quality))
            }
        case .reference: Remark()
        }
    }

    func bindings(_ inputs: Inputs) -> [Derivation.Binding] {
        inputs.entries.map { entry in
            let references = entry.sources.map(reference)
            let isKnown = entry.values.elements.allSatisfy(\.isPoint)
            func value(_ end: (Interval) -> Double) -> Expression.Value {
                switch entry.values {
                case .number(let number): .number(end(number))
                case .list(let list): .list(list.map(end))
                }
            }
            return Derivation.Binding(
                entry.symbol, value(\.low), upTo: isKnown ? nil : value(\.high), unit: entry.unit,
                from: references)
        }
    }

    private func reference(_ source: InputSource) -> InputReference {
        let measure = panel.measure.code
        let classification = panel.classification
        switch source {
        case .cell(let place, let activity):
            return .figure(
                measure, panel.places[place].code, panel.activities[activity].code, year)
        case .sum(let spots):
            if spots.count == 1, let place = spots[0].place, let activity = spots[0].activity {
                return reference(.cell(place, activity))
            }
            return .note(
                LocalizedText(
                    en: "sum of \(spots.count) figures", ru: "сумма показателей: \(spots.count)"))
        case .placeTotal(let place):
            return .placeTotal(measure, classification, panel.places[place].code, year)
        case .activityTotal(let activity):
            return .activityTotal(measure, classification, panel.activities[activity].code, year)
        case .total: return .grandTotal(measure, classification, year)
        case .series(let series, let place):
            return .figure(series.measure.code, place.map { panel.places[$0].code }, nil, year)
        case .reference(let reference): return reference
        }
    }
}
