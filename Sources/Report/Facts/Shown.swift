internal import Region
internal import Wording

/// A number as the report shows it, with where it comes from.
struct Shown {
    /// What the reader gets who asks for it.
    enum Source {
        case result(Found)
        case derived(Derived)
        case input(InputReference, value: Double, unit: Unit)
    }

    let source: Source
    let outcome: Outcome
    let unit: Unit
    var look: Look
    let marks: Marks
    let quality: Quality

    /// How many digits, in which unit.
    struct Look: Hashable {
        enum Digits: Hashable {
            case decimals(Int)
            case significant(Int)
        }

        var digits: Digits = .significant(3)
        /// Whether the unit stands behind the number; a table has it in its heading.
        var showsUnit = true
        /// A plus before positive numbers: changes.
        var showsSign = false
        /// The unit shown holds so many of the number's own: 1000 for `bn` where it is in `mln`.
        var scale = 1.0
        /// The unit shown, where it is not the number's own.
        var shownUnit: Unit?

        static let index = Look(digits: .decimals(2))
        static let share = Look(digits: .decimals(3))
        static let whole = Look(digits: .decimals(0))
        static let percent = Look(digits: .decimals(1))
        static let change = Look(digits: .decimals(2), showsSign: true)
    }

    init(_ found: Found, unit: Unit = .one, _ look: Look = .index) {
        source = .result(found)
        outcome = found.row.outcome
        self.unit = unit
        self.look = look
        marks = found.row.marks
        quality = found.row.quality
    }

    init(_ derived: Derived, _ look: Look = .index) {
        source = .derived(derived)
        outcome = derived.outcome
        unit = derived.unit
        self.look = look
        marks = derived.marks
        quality = derived.quality
    }

    init(
        input reference: InputReference, value: Double, unit: Unit, _ look: Look = Look(),
        marks: Marks = [], quality: Quality = .reported
    ) {
        source = .input(reference, value: value, unit: unit)
        outcome = .value(value)
        self.unit = unit
        self.look = look
        self.marks = marks
        self.quality = quality
    }

    var value: Double? { outcome.value }

    /// Whether the figure is a reading or an assumption, and has to be shown as one.
    var isEstimate: Bool {
        quality >= .estimate || !marks.isDisjoint(with: [.estimated, .imputed, .forecast])
    }

    func with(_ change: (inout Look) -> Void) -> Shown {
        var result = self
        change(&result.look)
        return result
    }

    /// The number without its unit, for a table whose heading has it.
    var bare: Shown { with { $0.showsUnit = false } }

    func text(in language: Language) -> String {
        switch outcome {
        case .value(let value): return worded(value, language)
        case .range(let low, let high):
            let unit = look.showsUnit ? suffix(language) : ""
            return number(low, language) + "–" + number(high, language) + unit
        case .undefined(let reason): return reason.text(in: language)
        }
    }

    private func worded(_ value: Double, _ language: Language) -> String {
        let text = number(value, language)
        guard look.showsUnit else { return text }
        let unit = look.shownUnit ?? self.unit
        // English puts the sign of a currency first: ₽34.6 bn.
        if language == .english, unit.symbol.hasSuffix("RUB"), !unit.symbol.contains("/") {
            let minus = text.hasPrefix("\u{2212}") || text.hasPrefix("+") ? 1 : 0
            let scale = UnitWords.text(unit, language).replacing("₽", with: "")
            return text.prefix(minus) + "₽" + text.dropFirst(minus)
                + (scale.isEmpty ? "" : "\u{A0}" + scale.filter { $0 != "\u{A0}" })
        }
        return text + suffix(language)
    }

    private func suffix(_ language: Language) -> String {
        UnitWords.suffix(look.shownUnit ?? unit, language)
    }

    private func number(_ value: Double, _ language: Language) -> String {
        let scaled = value / look.scale
        let text =
            switch look.digits {
            case .decimals(let count):
                NumberWording.text(scaled, decimals: count, in: language)
            case .significant(let count):
                NumberWording.text(scaled, significant: count, in: language)
            }
        return look.showsSign && value > 0 ? "+" + text : text
    }

    /// Millions as billions from a thousand on, and the like.
    static func scaled(_ look: Look, for value: Double, _ unit: Unit) -> Look {
        var look = look
        for (small, large, scale) in [("mln ", "bn ", 1e3), ("mln ", "trn ", 1e6)]
        where unit.symbol.hasPrefix(small) && abs(value) >= scale {
            look.scale = scale
            look.shownUnit = Unit(large + unit.symbol.dropFirst(small.count))
        }
        return look
    }
}

/// A number the report itself works out from results: a difference, a rank, a count.
///
/// It has a formula and inputs as a result has, so that it is explained in the same way; its
/// value is the formula's, so the two cannot disagree.
struct Derived {
    struct Input {
        let symbol: String
        let meaning: LocalizedText
        let value: Expression.Value
        let unit: Unit
        /// One a number; for a list one an element, or none where the elements have names alone.
        let sources: [Shown.Source]
        let labels: [LocalizedText]

        init(
            _ symbol: String, _ meaning: LocalizedText, _ value: Expression.Value,
            unit: Unit = .one, sources: [Shown.Source] = [], labels: [LocalizedText] = []
        ) {
            self.symbol = symbol
            self.meaning = meaning
            self.value = value
            self.unit = unit
            self.sources = sources
            self.labels = labels
        }

        /// A result as an input; nil where it has no number.
        init?(_ symbol: String, _ meaning: LocalizedText, _ number: Shown) {
            guard let value = number.value else { return nil }
            self.init(
                symbol, meaning, .number(value), unit: number.unit, sources: [number.source])
        }
    }

    /// Tells it from every other number of the report.
    let id: String
    let title: LocalizedText
    let formula: Expression
    let inputs: [Input]
    let unit: Unit
    let note: LocalizedText?
    let marks: Marks
    let quality: Quality

    init(
        _ id: String, _ title: LocalizedText, _ formula: StaticString, _ inputs: [Input],
        unit: Unit = .one, note: LocalizedText? = nil
    ) {
        self.id = id
        self.title = title
        self.formula = Expression(formula)
        self.inputs = inputs
        self.unit = unit
        self.note = note
        let found = inputs.flatMap(\.sources).compactMap { source in
            if case .result(let found) = source { found.row } else { nil }
        }
        marks = found.reduce(into: Marks()) { $0.formUnion($1.marks) }
        quality = found.map(\.quality).max() ?? .computed
    }

    var outcome: Outcome {
        var bindings: [String: Expression.Value] = [:]
        for input in inputs { bindings[input.symbol] = input.value }
        guard case .number(let number)? = try? formula.evaluate(bindings) else {
            return .undefined(.missing(formula.symbols.first { bindings[$0] == nil } ?? ""))
        }
        return .finite(number)
    }
}
