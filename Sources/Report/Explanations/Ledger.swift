internal import Assessment
internal import Region
internal import Wording

/// Keeps account of every number shown on the page, and writes the entry each one opens to.
///
/// An entry has the formula, the formula with numbers, and links to the figures behind it; a
/// figure that many numbers use is written once. Entries are written until none is asked for that
/// isn't there, so no link leads nowhere.
final class Ledger {
    private let facts: Facts
    private let language: Language
    private var material: Material { facts.material }

    private enum Entry {
        case result(Found)
        case derived(Derived)
        case figure(InputReference, value: Double, unit: Unit, label: LocalizedText?)
        case list(Derivation.Binding, labels: [LocalizedText], measure: Int?)
        case named(NamedList)
        case totals(panel: Int, activity: ActivityCode?)
        case series(MeasureCode)
    }

    /// A list whose elements have names but no figures of their own behind them.
    private struct NamedList {
        let title: LocalizedText
        let values: [Double]
        let labels: [LocalizedText]
        let links: [String?]
    }

    private var known: Set<String> = []
    private var queue: [(id: String, entry: Entry)] = []
    private var written: [(id: String, html: HTML)] = []
    private(set) var methods: [String] = []
    private var methodSet: Set<String> = []
    private(set) var sources: [SourceKey] = []
    private var sourceSet: Set<SourceKey> = []
    private var rowIndex: [Int: [ResultKey: Int]] = [:]
    /// How many numbers of the page lead to an entry.
    private(set) var count = 0

    init(_ facts: Facts, _ language: Language) {
        self.facts = facts
        self.language = language
    }

    // MARK: On the page

    /// The number as it stands on the page: a link to its entry.
    func html(_ number: Shown) -> HTML {
        let id = name(number.source)
        count += 1
        var children: [HTML] = [.text(number.text(in: language))]
        if number.isEstimate { children.append(estimateMark) }
        var style = "n"
        if number.value == nil, case .undefined = number.outcome { style = "n state" }
        return tag("a", [.style(style), .anchor(id), .data("data-explain", id)], children)
    }

    func html(_ sentence: Sentence) -> HTML {
        .group(
            sentence.parts.map { part in
                switch part {
                case .text(let text): .text(text)
                case .number(let number): html(number)
                }
            })
    }

    private var estimateMark: HTML {
        let word = language == .russian ? "оценка" : "estimate"
        return tag("abbr", [.style("mark"), .data("title", word)], ["≈"])
    }

    // MARK: Names

    /// The entry of a number, asked for once.
    func name(_ source: Shown.Source) -> String {
        switch source {
        case .result(let found):
            let id = EntryName.of(material.tables[found.table], found.key)
            return ask(id, .result(found))
        case .derived(let derived):
            return ask(EntryName.of(derived), .derived(derived))
        case .input(let reference, let value, let unit):
            return name(reference, value: value, unit: unit, label: nil, within: nil)
        }
    }

    private func ask(_ id: String, _ entry: Entry) -> String {
        if known.insert(id).inserted { queue.append((id, entry)) }
        return id
    }

    private func name(
        _ reference: InputReference, value: Double, unit: Unit, label: LocalizedText?,
        within table: Int?
    ) -> String {
        if case .result(let method, let key) = reference,
            let found = result(method, key, near: table)
        {
            return name(.result(found))
        }
        return ask(
            EntryName.of(reference), .figure(reference, value: value, unit: unit, label: label))
    }

    /// The result that a derivation took, in a table of the same measure and classification.
    private func result(_ method: String, _ key: ResultKey, near table: Int?) -> Found? {
        var candidates = facts.tables(of: method)
        if let table {
            let own = material.tables[table]
            candidates.sort { left, right in
                let isNear = { (position: Int) in
                    let other = self.material.tables[position]
                    return other.measure.code == own.measure.code
                        && other.classification == own.classification
                }
                return isNear(left) && !isNear(right)
            }
        }
        for candidate in candidates {
            if rowIndex[candidate] == nil {
                var index: [ResultKey: Int] = [:]
                for (position, row) in material.tables[candidate].rows.enumerated() {
                    index[row.key] = position
                }
                rowIndex[candidate] = index
            }
            if let row = rowIndex[candidate]?[key] {
                return Found(table: candidate, row: material.tables[candidate].rows[row])
            }
        }
        return nil
    }

    func use(method id: String) -> String {
        if methodSet.insert(id).inserted { methods.append(id) }
        return EntryName.method(id)
    }

    func use(source key: SourceKey) -> String {
        if sourceSet.insert(key).inserted { sources.append(key) }
        return EntryName.source(key)
    }

    // MARK: Entries

    /// All entries asked for, and those they ask for in turn.
    func entries() -> [HTML] {
        var next = 0
        while next < queue.count {
            let (id, entry) = queue[next]
            next += 1
            written.append((id, html(id, entry)))
        }
        return written.map(\.html)
    }

    private func html(_ id: String, _ entry: Entry) -> HTML {
        switch entry {
        case .result(let found): resultEntry(id, found)
        case .derived(let derived): derivedEntry(id, derived)
        case .figure(let reference, let value, let unit, let label):
            figureEntry(id, reference, value, unit, label)
        case .list(let binding, let labels, let table): listEntry(id, binding, labels, table)
        case .named(let list): namedEntry(id, list)
        case .totals(let panel, let activity): totalsEntry(id, panel, activity)
        case .series(let measure): seriesEntry(id, measure)
        }
    }

    private func entry(_ id: String, _ title: String, _ children: [HTML]) -> HTML {
        tag(
            "article", [.id(id)],
            [tag("h3", "", .text(title))] + children)
    }

    // MARK: Results

    private func resultEntry(_ id: String, _ found: Found) -> HTML {
        let table = material.tables[found.table]
        let methodLink = tag(
            "a", [.anchor(use(method: table.method.id))], [.text(text("Method", "Метод"))])
        guard let explanation = material.explain(found.table, found.row) else {
            return entry(
                id, subject(table, found.key),
                [
                    tag(
                        "p", "",
                        .text(text("No explanation is recorded.", "Объяснение не записано.")))
                ]
            )
        }
        for source in explanation.sources { _ = use(source: source.key) }
        var children: [HTML] = []
        let derivation = explanation.derivation
        let values = bindings(derivation.bindings)
        let digits = FormulaText.digits(derivation.formula, values, found.row.outcome)
        children.append(
            formula(
                derivation.formula, values, found.row.outcome, explanation.subject.unit, digits))
        let inputs = zip(derivation.bindings, explanation.inputs).map { binding, input in
            self.input(binding, input, found.table, max(9, digits))
        }
        children.append(tag("dl", [], inputs))
        var remarks = [methodLink]
        if found.row.quality != .computed {
            remarks.append(.text(" · " + found.row.quality.name[language]))
        }
        if found.row.coverage != 1 {
            let covered = NumberWording.text(found.row.coverage * 100, decimals: 1, in: language)
            remarks.append(.text(text(" · coverage ", " · охват ") + covered + "\u{A0}%"))
        }
        children.append(tag("p", [.style("r")], remarks))
        for warning in explanation.warnings {
            children.append(tag("p", "w", .text(warning[language])))
        }
        return entry(id, subject(table, found.key), children)
    }

    private func subject(_ table: ResultTable, _ key: ResultKey) -> String {
        var parts = [table.method.name[language]]
        if !key.component.isEmpty {
            parts.append(table.method.component(key.component)?.name[language] ?? key.component)
        }
        // The report is about one region: only other places are named.
        if let place = key.place, place != material.region {
            parts.append(material.name(place, language))
        }
        if let object = key.object { parts.append(material.name(object, language)) }
        if let activity = key.activity { parts.append(material.name(activity, language)) }
        switch (key.from, key.year) {
        case (let from?, let to?): parts.append(Words.period(from, to))
        case (nil, let year?): parts.append("\(year)")
        default: break
        }
        return parts.joined(separator: " · ")
    }

    private func bindings(_ bindings: [Derivation.Binding]) -> [String: Expression.Value] {
        Dictionary(bindings.map { ($0.symbol, $0.value) }) { $1 }
    }

    /// The formula, and the formula with numbers.
    private func formula(
        _ formula: Expression, _ values: [String: Expression.Value], _ outcome: Outcome,
        _ unit: Unit, _ digits: Int
    ) -> HTML {
        let numbers = FormulaText.withNumbers(formula, values, digits, language)
        let result: String =
            switch outcome {
            case .value(let value):
                FormulaText.exact(value, digits, language) + UnitWords.suffix(unit, language)
            case .range(let low, let high):
                FormulaText.exact(low, digits, language) + "–"
                    + FormulaText.exact(high, digits, language) + UnitWords.suffix(unit, language)
            case .undefined(let reason): reason.text(in: language)
            }
        return tag(
            "p", [.style("f")],
            [
                tag(
                    "code", "", .text(formula.text(number: { FormulaText.constant($0, language) }))),
                .text(" = "), tag("code", "", .text(numbers)), .text(" = "),
                tag("output", "", .text(result)),
            ])
    }

    private func input(
        _ binding: Derivation.Binding, _ input: Explanation.Input, _ table: Int, _ digits: Int
    ) -> HTML {
        let meaning = input.meaning.map { $0[language] } ?? ""
        let shown: HTML
        switch binding.value {
        case .number(let number):
            var value = FormulaText.exact(number, digits, language)
            // A hidden figure may be anything up to its upper end.
            if case .number(let upper)? = binding.upper, upper != number {
                value += "–" + FormulaText.exact(upper, digits, language)
            }
            value += suffix(binding.unit)
            if binding.references.count == 1 {
                let reference = binding.references[0]
                if case .note(let words) = reference {
                    shown = .group([.text(value), .text(" · " + words[language])])
                } else {
                    let id = name(
                        reference, value: number, unit: binding.unit,
                        label: input.parts.first?.label, within: table)
                    shown = tag("a", [.anchor(id)], [.text(value)])
                }
            } else if binding.references.isEmpty {
                shown = .text(value)
            } else {
                shown = tag(
                    "a", [.anchor(list(binding, input, table))], [.text(value)])
            }
        case .list(let list):
            let word = text("numbers", Words.plural(list.count, "число", "числа", "чисел"))
            let count = "\(list.count)\u{A0}\(word)" + suffix(binding.unit)
            if let (measure, year) = seriesColumn(binding) {
                let id = ask(EntryName.list(["series", measure.rawValue]), .series(measure))
                shown = tag(
                    "a", [.anchor(id), .data("data-column", "\(year)")],
                    [.text(count + ", \(year)")])
            } else {
                shown = tag(
                    "a", [.anchor(self.list(binding, input, table))], [.text(count)])
            }
        }
        return .group([
            tag("dt", "", .text(binding.symbol)),
            tag("dd", [], [shown, .text(meaning.isEmpty ? "" : " " + meaning)]),
        ])
    }

    private func suffix(_ unit: Unit) -> String { UnitWords.suffix(unit, language) }

    /// The series and the year whose figures a list holds, one of every place that has one: then
    /// the list is a column of the series' table, which is written once for all years.
    private func seriesColumn(_ binding: Derivation.Binding) -> (MeasureCode, Year)? {
        guard binding.references.count > 24,
            case .figure(let measure, _, nil, let year)? = binding.references.first,
            let series = series(measure)
        else { return nil }
        let known = seriesPlaces.filter { series[$0, year].state.isKnown }
        let isColumn =
            binding.references == known.map { .figure(measure, $0, nil, year) }
            && binding.value.elements == known.map { series[$0, year].value }
        return isColumn ? (measure, year) : nil
    }

    private func series(_ measure: MeasureCode) -> PlaceSeries? {
        [material.product, material.population].compactMap { $0 }
            .first { $0.measure.code == measure }
    }

    /// The places that a series' table lists.
    private lazy var seriesPlaces: [PlaceCode] = Set(
        facts.spans.flatMap { facts.panel($0).places.map(\.code) }
    ).sorted()

    private func list(
        _ binding: Derivation.Binding, _ input: Explanation.Input, _ table: Int
    ) -> String {
        let id = EntryName.list(
            [binding.unit.symbol] + binding.references.map { EntryName.of($0) }
                + binding.value.elements.map { "\($0)" })
        return ask(id, .list(binding, labels: input.parts.map(\.label), measure: table))
    }

    // MARK: Numbers of the report's own

    private func derivedEntry(_ id: String, _ derived: Derived) -> HTML {
        let values = Dictionary(derived.inputs.map { ($0.symbol, $0.value) }) { $1 }
        let digits = FormulaText.digits(derived.formula, values, derived.outcome)
        var children = [formula(derived.formula, values, derived.outcome, derived.unit, digits)]
        children.append(
            tag("dl", [], derived.inputs.map { input($0, derived, max(9, digits)) }))
        if let note = derived.note { children.append(tag("p", "r", .text(note[language]))) }
        return entry(id, derived.title[language], children)
    }

    private func input(_ input: Derived.Input, _ derived: Derived, _ digits: Int) -> HTML {
        let shown: HTML
        switch input.value {
        case .number(let number):
            let value = FormulaText.exact(number, digits, language) + suffix(input.unit)
            if let source = input.sources.first {
                shown = tag("a", [.anchor(name(source))], [.text(value)])
            } else {
                shown = .text(value)
            }
        case .list(let list):
            let word = text("numbers", Words.plural(list.count, "число", "числа", "чисел"))
            let named = NamedList(
                title: input.meaning, values: list, labels: input.labels,
                links: list.indices.map { position in
                    // Each of a list's elements opens in turn, where a few do.
                    input.sources.count == list.count && list.count <= 40
                        ? name(input.sources[position]) : nil
                })
            let id = EntryName.list(
                [input.meaning.english] + list.map { "\($0)" } + input.labels.map(\.english))
            shown = tag(
                "a", [.anchor(ask(id, .named(named)))],
                [.text("\(list.count)\u{A0}\(word)" + suffix(input.unit))])
        }
        return .group([
            tag("dt", "", .text(input.symbol)),
            tag("dd", [], [shown, .text(" " + input.meaning[language])]),
        ])
    }

    private func namedEntry(_ id: String, _ list: NamedList) -> HTML {
        let items = list.values.indices.map { position in
            let value = FormulaText.exact(list.values[position], 9, language)
            let label = position < list.labels.count ? list.labels[position][language] : ""
            let shown: HTML =
                list.links[position].map { tag("a", [.anchor($0)], [.text(value)]) }
                ?? .text(value)
            return tag("li", [], [.text(label.isEmpty ? "" : label + " "), shown])
        }
        return entry(id, list.title[language], [tag("ol", [.style("l")], items)])
    }

    // MARK: Figures

    private func figureEntry(
        _ id: String, _ reference: InputReference, _ value: Double, _ unit: Unit,
        _ label: LocalizedText?
    ) -> HTML {
        var title = self.label(reference)
        if case .note = reference { title = label?[language] ?? title }
        let shown = FormulaText.exact(value, 9, language) + suffix(unit)
        var children = [tag("p", [.style("f")], [tag("output", "", .text(shown))])]
        if case .parameter(let key) = reference {
            let setting = material.parameters.first { $0.key == key }?.value ?? ""
            children.append(
                tag(
                    "p", [.style("o")],
                    [tag("a", [.anchor("run")], [.text("\(key) = \(setting)")])]))
        } else if let sum = parts(of: reference) {
            children.append(sum)
        } else if let origin = material.origin(reference) {
            children.append(self.origin(origin, depth: 0))
        }
        return entry(id, title, children)
    }

    /// What a total is the sum of, where it is no published figure.
    private func parts(of reference: InputReference) -> HTML? {
        switch reference {
        case .activityTotal(let measure, let classification, let activity, _):
            guard !isPublished(reference), let panel = panel(measure, classification) else {
                return nil
            }
            return tableLink(panel, activity)
        case .grandTotal(let measure, let classification, _):
            guard !isPublished(reference), let panel = panel(measure, classification) else {
                return nil
            }
            return tableLink(panel, nil)
        default: return nil
        }
    }

    private func isPublished(_ reference: InputReference) -> Bool {
        if case .row? = material.origin(reference) { true } else { false }
    }

    private func panel(_ measure: MeasureCode, _ classification: ClassificationCode) -> Int? {
        material.panels.firstIndex {
            $0.measure.code == measure && $0.classification == classification
        }
    }

    private func tableLink(_ panel: Int, _ activity: ActivityCode?) -> HTML {
        let id = EntryName.list(["totals", "\(panel)", activity?.rawValue ?? ""])
        let places = material.panels[panel].places.count
        let words = text(
            "Sum over \(places) places: table by place and year",
            "Сумма по местам (\(places)): таблица по местам и годам")
        return tag(
            "p", [.style("o")],
            [
                tag(
                    "a", [.anchor(ask(id, .totals(panel: panel, activity: activity)))],
                    [.text(words)])
            ])
    }

    /// The place's name; none for the region itself.
    private func named(_ place: PlaceCode) -> String? {
        place == material.region ? nil : material.name(place, language)
    }

    private func label(_ reference: InputReference) -> String {
        let allPlaces = text("all places", "все места")
        let allActivities = text("all activities", "все виды деятельности")
        let parts: [String] =
            switch reference {
            case .figure(let measure, let place, let activity, let year):
                [
                    material.name(measure, language), place.flatMap { named($0) },
                    activity.map { material.name($0, language) }, "\(year)",
                ].compactMap { $0 }
            case .placeTotal(let measure, _, let place, let year):
                [
                    material.name(measure, language), named(place) ?? "", allActivities,
                    "\(year)",
                ]
            case .activityTotal(let measure, _, let activity, let year):
                [
                    material.name(measure, language), allPlaces,
                    material.name(activity, language), "\(year)",
                ]
            case .grandTotal(let measure, _, let year):
                [material.name(measure, language), allPlaces, allActivities, "\(year)"]
            case .result(let method, let key):
                [method, key.component, key.year.map(String.init) ?? ""]
            case .entry(let table, let key, let column):
                [table]
                    + key.map { material.name(ObjectCode(rawValue: $0), language) } + [column]
            case .parameter(let key): [key]
            case .note(let words): [words[language]]
            }
        return parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    /// Where a figure is from: its row, or the figures it was worked out from.
    private func origin(_ origin: Origin, depth: Int) -> HTML {
        switch origin {
        case .row(let table, let row, _, let status, let keys, let note):
            return tag("p", [.style("o")], rowText(table, row, status, keys, note))
        case .formula(let expression, let inputs):
            var children: [HTML] = [
                tag("p", [.style("o")], [tag("code", "", .text(expression.text()))])
            ]
            if inputs.count > 8 || depth > 2 {
                children.append(compact(inputs))
            } else {
                children.append(
                    tag(
                        "dl", [],
                        inputs.map { input in
                            .group([
                                tag("dt", "", .text(input.symbol)),
                                tag(
                                    "dd", [],
                                    [
                                        .text(
                                            FormulaText.exact(input.value, 9, language)
                                                + suffix(input.unit)),
                                        self.origin(input.origin, depth: depth + 1),
                                    ]),
                            ])
                        }))
            }
            return .group(children)
        }
    }

    private func rowText(
        _ table: String, _ row: Int, _ status: ObservationStatus, _ keys: [SourceKey],
        _ note: String
    ) -> [HTML] {
        let word = text("row", "строка")
        var parts: [HTML] = [
            .text("\(table).csv, \(word) \(row), "),
            status == .normal
                ? .text(status.rawValue)
                : tag(
                    "abbr", [.data("title", StatusWords.text(status)[language])],
                    [.text(status.rawValue)]),
        ]
        for key in keys {
            parts.append(.text(" · "))
            parts.append(tag("a", [.anchor(use(source: key))], [.text(key.rawValue)]))
        }
        if !note.isEmpty { parts.append(.text(" · " + note)) }
        return parts
    }

    /// Many figures in one paragraph: the values, then the sources of all of them.
    private func compact(_ inputs: [Origin.Input]) -> HTML {
        let values = inputs.map { FormulaText.exact($0.value, 7, language) }
            .joined(separator: "; ")
        var keys: [SourceKey] = []
        var statuses: Set<ObservationStatus> = []
        for input in inputs { collect(input.origin, &keys, &statuses) }
        return tag(
            "p", [.style("o")],
            [.text(values + suffix(inputs[0].unit))] + provenance(keys, statuses))
    }

    private func provenance(_ keys: [SourceKey], _ statuses: Set<ObservationStatus>) -> [HTML] {
        var parts: [HTML] = []
        if !statuses.isEmpty {
            let letters = statuses.map(\.rawValue).sorted().joined(separator: ", ")
            parts.append(.text(text(" · status ", " · статус ") + letters))
        }
        for key in keys {
            parts.append(.text(" · "))
            parts.append(tag("a", [.anchor(use(source: key))], [.text(key.rawValue)]))
        }
        return parts
    }

    private func collect(
        _ origin: Origin, _ keys: inout [SourceKey], _ statuses: inout Set<ObservationStatus>
    ) {
        switch origin {
        case .row(_, _, _, let status, let sources, _):
            statuses.insert(status)
            for key in sources where !keys.contains(key) { keys.append(key) }
        case .formula(_, let inputs):
            for input in inputs { collect(input.origin, &keys, &statuses) }
        }
    }

    // MARK: Lists and tables of figures

    private func listEntry(
        _ id: String, _ binding: Derivation.Binding, _ labels: [LocalizedText], _ table: Int?
    ) -> HTML {
        let values = binding.value.elements
        let isMatched = binding.references.count == values.count
        if isMatched, values.count > 200, let grid = ListNames.grid(binding.references) {
            let title = subjectOfAll(binding.references) ?? binding.symbol
            return entry(id, title + suffix(binding.unit), [self.grid(grid, values)])
        }
        let names = ListNames.short(binding.references) { self.label($0) }
            .map { names in names.map { self.shortName($0) } }
        var keys: [SourceKey] = []
        var statuses: Set<ObservationStatus> = []
        // Where a few figures stand behind a list each of them opens; a long one names its
        // sources at its end.
        let opens = binding.references.count <= 24
        let count = max(values.count, binding.references.count)
        let items = (0..<count).map { position -> HTML in
            var children: [HTML] = []
            if position < binding.references.count {
                let reference = binding.references[position]
                let label =
                    names?[position]
                    ?? (position < labels.count ? labels[position][language] : "")
                if !label.isEmpty { children.append(.text(label + " ")) }
                if isMatched, opens, isFigure(reference) {
                    let id = name(
                        reference, value: values[position], unit: binding.unit,
                        label: position < labels.count ? labels[position] : nil, within: table)
                    children.append(
                        tag(
                            "a", [.anchor(id)],
                            [.text(FormulaText.exact(values[position], 9, language))]))
                    return tag("li", [], children)
                }
                if let origin = material.origin(reference) {
                    collect(origin, &keys, &statuses)
                }
            }
            if position < values.count, isMatched || binding.references.isEmpty {
                children.append(.text(FormulaText.exact(values[position], 9, language)))
            }
            return tag("li", [], children)
        }
        var children = [tag("ol", [.style("l")], items)]
        if !isMatched, !binding.references.isEmpty, values.count > 1 {
            let all = values.map { FormulaText.exact($0, 9, language) }.joined(separator: "; ")
            children.append(tag("p", "o", .text(all)))
        }
        let sources = provenance(keys, statuses)
        if !sources.isEmpty { children.append(tag("p", [.style("o")], sources)) }
        return entry(id, binding.symbol + suffix(binding.unit), children)
    }

    private func grid(_ grid: ListNames.Grid, _ values: [Double]) -> HTML {
        let head = grid.years.map { tag("th", "", .text("\($0)")) }
        let rows = grid.places.indices.map { place -> HTML in
            let cells = grid.years.indices.map { year -> HTML in
                let position = grid.positions[place + grid.places.count * year]
                let value = position.map { FormulaText.exact(values[$0], 9, language) }
                return tag("td", "", .text(value ?? ""))
            }
            let name = material.name(grid.places[place], language)
            return tag("tr", [], [tag("th", "", .text(name))] + cells)
        }
        return tag(
            "table", [.data("data-read", "down")],
            [tag("tr", [], [tag("th", "", "")] + head)] + rows)
    }

    /// What a list of results of one method and component holds.
    private func subjectOfAll(_ references: [InputReference]) -> String? {
        guard case .result(let id, let key)? = references.first,
            let position = facts.tables(of: id).first
        else { return nil }
        let method = material.tables[position].method
        return [method.name[language], method.component(key.component)?.name[language] ?? ""]
            .filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private func isFigure(_ reference: InputReference) -> Bool {
        if case .note = reference { false } else { true }
    }

    private func shortName(_ name: ListNames.Name) -> String {
        switch name {
        case .place(let place): material.name(place, language)
        case .activity(let activity): Words.short(activity)
        case .year(let year): "\(year)"
        case .text(let text): text
        }
    }

    /// A whole table of figures by place and year, which many totals lead to.
    private func totalsEntry(_ id: String, _ position: Int, _ activity: ActivityCode?) -> HTML {
        let panel = material.panels[position]
        let column = activity.flatMap { panel.position(of: $0) }
        var title = material.name(panel.measure.code, language) + suffix(panel.measure.unit)
        title +=
            " · "
            + (activity.map { material.name($0, language) }
                ?? text("all activities", "все виды деятельности"))
        let head = tag(
            "tr", [],
            [tag("th", "", "")] + panel.years.map { tag("th", "", .text("\($0)")) })
        var marks: Marks = []
        let totals =
            column == nil ? panel.years.indices.map { panel.table(year: $0).placeTotals } : []
        let rows = panel.places.indices.map { place -> HTML in
            let cells = panel.years.indices.map { year -> HTML in
                guard let column else {
                    return tag(
                        "td", "", .text(FormulaText.exact(totals[year][place].value, 7, language)))
                }
                let cell = panel[place, column, year]
                marks.formUnion(cell.marks)
                let text = StatusWords.cell(cell, language) {
                    FormulaText.exact($0, 7, language)
                }
                return tag("td", "", .text(text))
            }
            return tag(
                "tr", [],
                [tag("th", "", .text(panel.places[place].name[language]))] + cells)
        }
        var keys: [SourceKey] = []
        var statuses: Set<ObservationStatus> = []
        for place in panel.places.indices {
            for year in [0, panel.years.count - 1] {
                let reference: InputReference =
                    activity.map {
                        .figure(
                            panel.measure.code, panel.places[place].code, $0, panel.years[year])
                    }
                    ?? .placeTotal(
                        panel.measure.code, panel.classification, panel.places[place].code,
                        panel.years[year])
                if let origin = material.origin(reference) { collect(origin, &keys, &statuses) }
            }
        }
        return entry(
            id, title,
            [
                tag("table", [], [head] + rows),
                tag("p", [.style("o")], provenance(keys, statuses)),
            ])
    }

    /// A whole series by place and year, which lists of many years lead to.
    private func seriesEntry(_ id: String, _ measure: MeasureCode) -> HTML {
        guard let series = series(measure) else { return .nothing }
        let places = seriesPlaces
        let years = series.years(of: places)
        let head = years.map { tag("th", "", .text("\($0)")) }
        var keys: [SourceKey] = []
        var statuses: Set<ObservationStatus> = []
        let rows = places.map { place -> HTML in
            let cells = years.map { year -> HTML in
                let cell = series[place, year]
                if let origin = material.origin(.figure(measure, place, nil, year)) {
                    collect(origin, &keys, &statuses)
                }
                let value = FormulaText.exact(cell.value, 9, language)
                return tag("td", "", .text(cell.state.isKnown ? value : ""))
            }
            return tag("tr", [], [tag("th", "", .text(material.name(place, language)))] + cells)
        }
        return entry(
            id, material.name(measure, language) + suffix(series.measure.unit),
            [
                tag(
                    "table", [.data("data-read", "down")],
                    [tag("tr", [], [tag("th", "", "")] + head)] + rows),
                tag("p", [.style("o")], provenance(keys, statuses)),
            ])
    }

    private func text(_ english: String, _ russian: String) -> String {
        language == .russian ? russian : english
    }
}
