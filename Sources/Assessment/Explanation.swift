internal import Programme
public import Region
public import Wording
public import Workspace

/// Where one number of a run comes from: formula, formula with numbers, inputs down to the rows
/// of the workspace with their sources, literature, warnings.
///
/// The terminal, JSON and the report are three renderings of this one value.
public struct Explanation: Sendable {
    public let subject: Subject
    public let row: ResultRow
    public let derivation: Derivation
    public let inputs: [Input]
    /// The settings of the method.
    public let parameters: [ResultTable.Parameter]
    /// The sources of all inputs, each once, in order of appearance.
    public let sources: [Source]
    public let warnings: [LocalizedText]

    /// What the number is about, in words.
    public struct Subject: Hashable, Sendable {
        public let method: LocalizedText
        public let component: LocalizedText?
        public let measure: LocalizedText?
        public let place: LocalizedText?
        public let activity: LocalizedText?
        public let object: LocalizedText?
        /// `2022` or `2016–2022`.
        public let period: String?
        public let unit: Unit

        /// The parts in one line.
        public func line(in language: Language) -> String {
            let parts = [method, component, place, object, activity].compactMap { $0?[language] }
            return (parts + [period].compactMap { $0 }).joined(separator: " · ")
        }
    }

    /// A symbol of the formula and what it stood for.
    public struct Input: Hashable, Sendable {
        public let symbol: String
        public let meaning: LocalizedText?
        public let value: Expression.Value
        public let unit: Unit
        /// One for a number, one an element for a list; none where nothing is recorded.
        public let parts: [Part]
    }

    /// One number behind a symbol.
    public struct Part: Hashable, Sendable {
        public let label: LocalizedText
        /// nil where the references do not stand one for one behind the numbers.
        public let value: Double?
        public let origin: Origin?
    }
}

/// Explains the numbers of a run from the figures it was computed from.
public struct Explainer: Sendable {
    public let run: Run
    public let data: RegionalData
    private let steps: [String: Step]
    private let words: ReferenceWords
    private let searches: SearchFolder

    /// - Throws: ``RunFailure`` or `WorkspaceFailure` where the run's copy of its inputs can't be
    ///   read; `CancellationError`.
    public init(_ run: Run) throws {
        let reading = try run.inputs().read()
        guard let data = reading.data else {
            throw RunFailure(.damaged(file: run.folder + "/" + RunFolder.inputs))
        }
        try self.init(run, data: data)
    }

    /// - Parameter data: the run's own inputs, where somebody has read them already.
    public init(_ run: Run, data: RegionalData) throws {
        self.run = run
        self.data = data
        let parameters = try RunParameters(settings: run.manifest.parameters)
        var steps: [String: Step] = [:]
        for stage in Stages.all {
            for step in stage.steps(for: data, parameters) { steps[step.name] = step }
        }
        self.steps = steps
        words = ReferenceWords(data: data)
        let runs = run.folder.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        searches = SearchFolder(in: runs.joined(separator: "/"))
    }

    /// How a result came about; nil where the method has no such key.
    ///
    /// - Parameter tracing: Whether the origins of the inputs, and so their sources, are sought:
    ///   for totals of many cells that is most of the work. `RegionalData.origin(of:)` gives them
    ///   one by one. Without it, lists of more than two hundred numbers have no parts either.
    public func explain(
        _ result: Manifest.Result, _ row: ResultRow, tracing: Bool = true
    ) -> Explanation? {
        let name = [result.measure, result.classification, result.method].filter { !$0.isEmpty }
            .joined(separator: ".")
        guard let step = steps[name],
            let derivation = SearchMemory.$current.withValue(
                searches.memory, operation: { step.derive(row.key) })
        else { return nil }
        let measure = data.measures.first { $0.code == step.measure }
        let inputs = derivation.bindings.map { binding in
            input(binding, of: derivation.method, words, tracing)
        }
        return Explanation(
            subject: subject(derivation, measure, words), row: row, derivation: derivation,
            inputs: inputs,
            parameters: result.parameters.map { .init($0.name, $0.value) },
            sources: sources(of: inputs),
            warnings: derivation.notices + warnings(row))
    }

    private func subject(
        _ derivation: Derivation, _ measure: Measure?, _ words: ReferenceWords
    ) -> Explanation.Subject {
        let key = derivation.key
        let component = derivation.method.component(key.component)
        let unit = measure.flatMap { component?.unit.unit(for: $0) } ?? .one
        return Explanation.Subject(
            method: derivation.method.name,
            component: key.component.isEmpty ? nil : component?.name,
            measure: measure?.name,
            place: key.place.map(words.name), activity: key.activity.map(words.name),
            object: key.object.map(words.name),
            period: words.period(from: key.from, to: key.year), unit: unit)
    }

    private func input(
        _ binding: Derivation.Binding, of method: Method, _ words: ReferenceWords,
        _ tracing: Bool
    ) -> Explanation.Input {
        let numbers = binding.value.elements
        let isMatched = binding.references.count == numbers.count
        let references = tracing || numbers.count <= 200 ? binding.references : []
        let parts = references.enumerated().map { position, reference in
            Explanation.Part(
                label: words.label(reference), value: isMatched ? numbers[position] : nil,
                origin: tracing ? data.origin(of: reference) : nil)
        }
        return Explanation.Input(
            symbol: binding.symbol,
            meaning: method.symbols.first { $0.name == binding.symbol }?.meaning,
            value: binding.value, unit: binding.unit, parts: parts)
    }

    private func sources(of inputs: [Explanation.Input]) -> [Source] {
        var keys: [SourceKey] = []
        for part in inputs.flatMap(\.parts) { part.origin?.collectSources(into: &keys) }
        return keys.compactMap { data.sources[$0] }
    }

    private func warnings(_ row: ResultRow) -> [LocalizedText] {
        Marks.named.filter { row.marks.contains($0.mark) }.map(\.text)
    }
}

extension Origin {
    func collectSources(into keys: inout [SourceKey]) {
        switch self {
        case .row(_, _, _, _, let sources, _):
            for key in sources where !keys.contains(key) { keys.append(key) }
        case .formula(_, let inputs):
            for input in inputs { input.origin.collectSources(into: &keys) }
        }
    }
}

/// Names for what a reference points at.
struct ReferenceWords {
    private let places: [PlaceCode: LocalizedText]
    private let activities: [ActivityCode: LocalizedText]
    private let measures: [MeasureCode: LocalizedText]
    private let objects: [ObjectCode: LocalizedText]

    init(data: RegionalData) {
        places = Dictionary(data.places.map { ($0.code, $0.name) }) { first, _ in first }
        activities = Dictionary(data.activities.map { ($0.code, $0.name) }) { first, _ in first }
        measures = Dictionary(data.measures.map { ($0.code, $0.name) }) { first, _ in first }
        objects = data.objectNames
    }

    func name(_ object: ObjectCode) -> LocalizedText {
        object.name(among: objects)
    }

    func name(_ place: PlaceCode) -> LocalizedText {
        places[place] ?? LocalizedText(en: place.rawValue, ru: place.rawValue)
    }

    func name(_ activity: ActivityCode) -> LocalizedText {
        activities[activity] ?? LocalizedText(en: activity.rawValue, ru: activity.rawValue)
    }

    func name(_ measure: MeasureCode) -> LocalizedText {
        measures[measure] ?? LocalizedText(en: measure.rawValue, ru: measure.rawValue)
    }

    func period(from: Year?, to: Year?) -> String? {
        switch (from, to) {
        case (let from?, let to?) where from != to: "\(from)–\(to)"
        case (_, let to?): "\(to)"
        case (let from?, nil): "\(from)"
        case (nil, nil): nil
        }
    }

    func label(_ reference: InputReference) -> LocalizedText {
        let allPlaces = LocalizedText(en: "all places", ru: "все места")
        let allActivities = LocalizedText(en: "all activities", ru: "все виды деятельности")
        switch reference {
        case .figure(let measure, let place, let activity, let year):
            return joined(
                [name(measure), place.map(name), activity.map(name), text("\(year)")])
        case .placeTotal(let measure, _, let place, let year):
            return joined([name(measure), name(place), allActivities, text("\(year)")])
        case .activityTotal(let measure, _, let activity, let year):
            return joined([name(measure), allPlaces, name(activity), text("\(year)")])
        case .grandTotal(let measure, _, let year):
            return joined([name(measure), allPlaces, allActivities, text("\(year)")])
        case .entry(let table, let key, let column):
            let names = key.map { name(ObjectCode(rawValue: $0)) }
            return joined([text(table)] + names + [text(column)])
        case .result(let method, let key):
            return joined([
                Stages.method(method)?.name ?? text(method), key.place.map(name),
                key.object.map(name), key.activity.map(name),
                period(from: key.from, to: key.year).map(text),
            ])
        case .parameter(let key):
            let meaning = Setting.all.first { $0.key == key }?.meaning
            return joined([LocalizedText(en: "setting", ru: "настройка"), meaning ?? text(key)])
        case .note(let words):
            return words
        }
    }

    private func text(_ text: String) -> LocalizedText { LocalizedText(en: text, ru: text) }

    private func joined(_ parts: [LocalizedText?]) -> LocalizedText {
        let known = parts.compactMap { $0 }
        return LocalizedText(
            en: known.map(\.english).joined(separator: " · "),
            ru: known.map { $0[.russian] }.joined(separator: " · "))
    }
}
