import Foundation
import Region
import Specialisation
import Support
import Testing
import Wording

/// The part of a method's page that the method writes itself.
struct MethodPage {
    let method: Method
    private let abbreviations: [ExampleSheet.Abbreviation]
    private let data: ([ResultKey]) -> String
    private let table: ResultTable
    /// One explanation for each kind of value.
    let examples: [Derivation]

    init(_ method: any IndexMethod<SpecialisationContext>) throws {
        let sheet = ExampleSheet(for: method.method.id)
        try self.init(
            method, in: sheet.context, year: sheet.year, abbreviations: sheet.abbreviations,
            data: sheet.text(for:))
    }

    init<Context>(
        _ method: any IndexMethod<Context>, in context: Context, year: Year? = nil,
        abbreviations: [ExampleSheet.Abbreviation] = [], data: @escaping ([ResultKey]) -> String
    ) throws {
        table = try #require(try method.results(in: context).first)
        // A method whose number of components depends on a setting describes itself in its table.
        self.method = table.method
        self.abbreviations = abbreviations
        self.data = data
        let keys = MethodPage.keys(of: table, year: year)
        examples = method.derivations(of: keys, in: context).compactMap(\.self)
    }

    /// For each kind of component the first result that is a number, and not 0 if there is one;
    /// for the first component also that of a place where there are results of cells.
    private static func keys(of table: ResultTable, year: Year?) -> [ResultKey] {
        func best(_ rows: [ResultRow]) -> ResultKey? {
            let known = rows.filter {
                $0.outcome.value != nil && (year == nil || $0.key.year == year)
            }
            // A rounding error of a 0 is no example of a number.
            return (known.first { abs($0.outcome.value ?? 0) > 1e-9 } ?? known.first)?.key
        }
        return Kind.all(of: table.method).enumerated().flatMap { index, kind -> [ResultKey] in
            let rows = table.rows.filter { kind.includes($0.key.component) }
            let isOfCells = rows.contains { $0.key.place != nil && $0.key.activity != nil }
            guard isOfCells else { return [best(rows)].compactMap(\.self) }
            let cells = best(rows.filter { $0.key.activity != nil })
            let sums = index == 0 ? best(rows.filter { $0.key.activity == nil }) : nil
            return [cells, sums].compactMap(\.self)
        }
    }

    var text: String {
        [
            facts, "## Formula", formulas, symbols, "## Worked example", data(keys),
            settings, examples.map(text(of:)).joined(separator: "\n\n"), "## How to read",
            method.reading[.english], "*По-русски.* " + method.reading[.russian], "## Literature",
            method.literature.map { "- \($0)" }.joined(separator: "\n"),
        ].joined(separator: "\n\n")
    }

    private var keys: [ResultKey] { examples.map(\.key) }

    private var facts: String {
        "По-русски: **\(method.name[.russian])**. In files and commands: `\(method.id)`, version "
            + "\(method.version)."
    }

    // MARK: - Formulas

    private var formulas: String {
        Kind.all(of: method).map { kind in
            let component = kind.first
            var line = "- **\(component.name[.english])** (\(component.name[.russian]))"
            if !component.id.isEmpty { line += ", `\(component.id)`" }
            if kind.isNumbered { line += " and the like" }
            line += ", \(subject(of: kind))"
            switch component.unit {
            case .measure: line += ", in the unit of the mass"
            case .fixed(let unit) where unit != .one: line += ", in \(unit.symbol)"
            case .fixed: break
            }
            return line + ":<br>`\(shortened(component.formula).text())`"
        }.joined(separator: "\n")
    }

    /// What a value is of, as the keys of the results have it.
    private func subject(of kind: Kind) -> String {
        let keys = table.rows.map(\.key).filter { kind.includes($0.component) }
        guard let key = keys.first else { return "where it applies" }
        if key.object != nil { return objectSubject(of: key) }
        let time = key.from == nil ? "each year" : "each span of years"
        let whole = keys.contains { $0.place != nil && $0.activity == nil } ? ", and its sum" : ""
        switch (key.place, key.activity) {
        case (nil, nil): return "all places together, \(time)"
        case (nil, _): return "each activity, \(time)"
        case (_, nil): return "each place, \(time)"
        default: return "each activity of each place\(whole), \(time)"
        }
    }

    private func objectSubject(of key: ResultKey) -> String {
        switch (key.place, key.activity) {
        case (nil, nil): "each object"
        case (nil, _): "each activity of each object"
        case (_, nil): "each place with each object"
        default: "each activity of each place and object"
        }
    }

    private var symbols: String {
        let functions = examples.map(\.formula) + method.components.map(\.formula)
        let used = MethodPage.functions.filter { function in
            functions.contains { $0.text().contains("\(function.name)(") }
        }
        let rows =
            (method.symbols + abbreviations.map(\.symbol)).map {
                "| `\($0.name)` | \($0.meaning[.english]) | \($0.meaning[.russian]) |"
            }
            + used.map { "| `\($0.form)` | \($0.meaning[.english]) | \($0.meaning[.russian]) |" }
        return (["| symbol | meaning | по-русски |", "|---|---|---|"] + rows)
            .joined(separator: "\n")
    }

    private static let functions: [(name: String, form: String, meaning: LocalizedText)] = [
        (
            "xlogy", "xlogy(x; y)",
            LocalizedText(en: "x · ln y, and 0 where x is 0", ru: "x · ln y; 0, если x равен 0")
        ),
        (
            "atLeast", "atLeast(x; y)",
            LocalizedText(en: "1 where x ≥ y, else 0", ru: "1, если x ≥ y, иначе 0")
        ),
        (
            "sd", "sd(x)",
            LocalizedText(
                en: "standard deviation, divisor n − 1",
                ru: "стандартное отклонение, делитель n − 1")
        ),
        (
            "sdn", "sdn(x)",
            LocalizedText(
                en: "standard deviation, divisor n", ru: "стандартное отклонение, делитель n")
        ),
        ("count", "count(x)", LocalizedText(en: "how many", ru: "сколько")),
        ("mean", "mean(x)", LocalizedText(en: "mean", ru: "среднее")),
        (
            "studentTwoSided", "studentTwoSided(t; df)",
            LocalizedText(
                en: "two-sided p-value of Student's t", ru: "двустороннее p-значение t Стьюдента")
        ),
        (
            "fisherTwoSided", "fisherTwoSided(F; df1; df2)",
            LocalizedText(
                en: "two-sided p-value of Fisher's F", ru: "двустороннее p-значение F Фишера")
        ),
        (
            "chiSquaredUpper", "chiSquaredUpper(x; df)",
            LocalizedText(en: "upper tail of χ²", ru: "верхний хвост χ²")
        ),
    ]

    // MARK: - Examples

    private var settings: String {
        let pairs = table.parameters.map { "`\($0.name) = \($0.value)`" }
        return pairs.isEmpty
            ? "No settings." : "Settings: " + pairs.joined(separator: ", ") + "."
    }

    private func text(of example: Derivation) -> String {
        let key = example.key
        let years = [key.from, key.year].compactMap { $0.map { "\($0)" } }
        let about = [
            key.place?.rawValue, key.activity?.rawValue, key.object?.rawValue,
            years.joined(separator: "–"),
        ]
        .compactMap(\.self).filter { !$0.isEmpty }
        let name = method.component(key.component)?.name[.english] ?? method.id
        let isSum = key.place != nil && key.activity == nil && isOfCells(key.component)
        let value = MethodPage.number(example.outcome.value ?? .nan)
        return """
            **\(name)\(isSum ? ", all activities" : "")**: \(about.joined(separator: ", "))

            ```
            \(shortened(example.formula).text())
            = \(withNumbers(example))
            = \(value)
            ```
            """
    }

    private func isOfCells(_ component: String) -> Bool {
        table.rows.contains { $0.key.component == component && $0.key.activity != nil }
    }

    /// The formula with the page's own letters for its longest parts.
    private func shortened(_ formula: Region.Expression) -> Region.Expression {
        abbreviations.reduce(formula) { $0.replacing($1.expression, with: $1.letter) }
    }

    /// The formula with numbers for symbols, short sums written out term by term.
    private func withNumbers(_ example: Derivation) -> String {
        var values = Dictionary(example.bindings.map { ($0.symbol, $0.value) }) { $1 }
        for abbreviation in abbreviations {
            values[abbreviation.letter] = try? abbreviation.expression.evaluate(values)
        }
        let formula = shortened(example.formula)
        func text(_ expression: Region.Expression) -> String {
            expression.text(
                symbol: { symbol in
                    let parts = symbol.split(separator: "#")
                    guard let value = values[String(parts[0])] else { return symbol }
                    if parts.count == 2, let index = Int(parts[1]) {
                        return MethodPage.inBrackets(value.elements[index])
                    }
                    switch value {
                    case .number(let number): return MethodPage.inBrackets(number)
                    case .list(let list):
                        return "[\(list.map(MethodPage.number).joined(separator: "; "))]"
                    }
                }, number: MethodPage.number)
        }
        let written = text(formula.writtenOut(values))
        return written.count <= 700 ? written : text(formula)
    }

    private static func inBrackets(_ value: Double) -> String {
        value < 0 ? "(\(number(value)))" : number(value)
    }

    /// Seven significant digits; whole numbers whole.
    static func number(_ value: Double) -> String {
        let size = abs(value)
        let text =
            size == size.rounded() && size < 1e15
            ? "\(Int(size))" : String(format: "%.7g", size)
        return value < 0 ? "−\(text)" : text
    }

    /// Components that differ only by the numbers of classes, as `probability.1.2` and
    /// `probability.2.1` do, count as one.
    struct Kind {
        let id: String
        let first: Method.Component

        static func all(of method: Method) -> [Kind] {
            var kinds: [Kind] = []
            for component in method.components {
                let id = pattern(component.id)
                guard !kinds.contains(where: { $0.id == id }) else { continue }
                kinds.append(Kind(id: id, first: component))
            }
            return kinds
        }

        var isNumbered: Bool { id != first.id }

        func includes(_ component: String) -> Bool { Kind.pattern(component) == id }

        private static func pattern(_ id: String) -> String {
            id.split(separator: ".", omittingEmptySubsequences: false).map {
                Int($0) == nil ? String($0) : "#"
            }.joined(separator: ".")
        }
    }
}

extension Region.Expression {
    /// Sums of lists of up to nine elements as sums of terms, where element 2 of `e` is named
    /// `e#2`; what a term takes from the whole list, its mean or its sum, is a number there.
    func writtenOut(_ values: [String: Value]) -> Region.Expression {
        switch self {
        case .number, .symbol: self
        case .negated(let inner): .negated(inner.writtenOut(values))
        case .binary(let sign, let left, let right):
            .binary(sign, left.writtenOut(values), right.writtenOut(values))
        case .call(.sum, let arguments): arguments[0].terms(values) ?? self
        case .call(let function, let arguments):
            function.isOfLists
                ? self : .call(function, arguments.map { $0.writtenOut(values) })
        }
    }

    private func terms(_ values: [String: Value]) -> Region.Expression? {
        let lists = freeSymbols.compactMap { name -> Int? in
            if case .list(let list)? = values[name] { list.count } else { nil }
        }
        guard let count = lists.max(), (1...9).contains(count) else { return nil }
        let terms = (0..<count).map { element($0, of: values) }
        return terms.dropFirst().reduce(terms[0]) { .binary(.add, $0, $1) }
    }

    private func element(_ index: Int, of values: [String: Value]) -> Region.Expression {
        switch self {
        case .number: return self
        case .symbol(let name):
            if case .list? = values[name] { return .symbol("\(name)#\(index)") }
            return self
        case .negated(let inner): return .negated(inner.element(index, of: values))
        case .binary(let sign, let left, let right):
            return .binary(
                sign, left.element(index, of: values), right.element(index, of: values))
        case .call(let function, let arguments):
            guard function.isOfLists else {
                return .call(function, arguments.map { $0.element(index, of: values) })
            }
            if case .number(let number)? = try? evaluate(values) { return .number(number) }
            return self
        }
    }

    /// The formula with a letter for a part of it, wherever that stands.
    func replacing(_ part: Region.Expression, with letter: String) -> Region.Expression {
        if self == part { return .symbol(letter) }
        switch self {
        case .number, .symbol: return self
        case .negated(let inner): return .negated(inner.replacing(part, with: letter))
        case .binary(let sign, let left, let right):
            return .binary(
                sign, left.replacing(part, with: letter), right.replacing(part, with: letter))
        case .call(let function, let arguments):
            return .call(function, arguments.map { $0.replacing(part, with: letter) })
        }
    }

    /// The symbols that are not inside a function of whole lists.
    private var freeSymbols: [String] {
        switch self {
        case .number: []
        case .symbol(let name): [name]
        case .negated(let inner): inner.freeSymbols
        case .binary(_, let left, let right): left.freeSymbols + right.freeSymbols
        case .call(let function, let arguments):
            function.isOfLists ? [] : arguments.flatMap(\.freeSymbols)
        }
    }
}

extension Region.Expression.Function {
    fileprivate var isOfLists: Bool {
        switch self {
        case .gini, .sum, .mean, .count, .minimum, .maximum, .sd, .sdn, .previous, .cumulated: true
        default: false
        }
    }
}
