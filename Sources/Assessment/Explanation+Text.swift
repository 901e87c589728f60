public import Region
public import Wording

extension Explanation {
    /// The explanation for a terminal.
    ///
    /// - Parameter isFull: Whether every element of a list and every row behind a total is shown;
    ///   else the first few and their count.
    public func text(in language: Language, isFull: Bool = false) -> String {
        var lines = [subject.line(in: language)]
        if let measure = subject.measure { lines.append(measure[language]) }
        lines += ["", "  " + NumberText.outcome(row.outcome, subject.unit, in: language), ""]
        lines += formulaLines(language)
        lines += [""] + [Words.symbols[language]]
        for input in inputs { lines += self.lines(of: input, language, isFull: isFull) }
        if !parameters.isEmpty {
            let settings = parameters.map { "\($0.name) = \($0.value)" }.joined(separator: "; ")
            lines += ["", field(Words.settings, settings, language)]
        }
        lines += ["", field(Words.reading, derivation.method.reading[language], language)]
        lines.append(
            field(
                Words.quality,
                row.quality.name[language] + "; " + Words.coverage[language] + " "
                    + NumberWording.text(row.coverage * 100, significant: 3, in: language)
                    + "\u{A0}%", language))
        for warning in warnings { lines.append(field(Words.warning, warning[language], language)) }
        for work in derivation.method.literature {
            lines.append(field(Words.literature, work, language))
        }
        for source in sources { lines.append(field(Words.source, source.citation, language)) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The formula with numbers in place of its symbols.
    public func formulaWithNumbers(in language: Language) -> String {
        let values = Dictionary(derivation.bindings.map { ($0.symbol, $0.value) }) { $1 }
        return derivation.formula.text(
            symbol: { symbol in
                guard let value = values[symbol] else { return symbol }
                return NumberText.value(value, in: language)
            },
            number: { NumberText.exact($0, in: language) })
    }

    private func formulaLines(_ language: Language) -> [String] {
        [
            field(Words.formula, derivation.formula.text(), language),
            field(Words.numbers, formulaWithNumbers(in: language), language),
        ]
    }

    private func field(_ name: LocalizedText, _ text: String, _ language: Language) -> String {
        "  " + name[language].padded(to: Words.width(language)) + "  " + text
    }

    private func lines(of input: Input, _ language: Language, isFull: Bool) -> [String] {
        var head = "  \(input.symbol.padded(to: 6)) = "
        head += NumberText.value(input.value, in: language)
        head = UnitWording.joined(head, input.unit.symbol, in: language)
        if let meaning = input.meaning { head += "  " + meaning[language] }
        var lines = [head]
        let shown = isFull ? input.parts.count : min(input.parts.count, 5)
        let isList = input.parts.count > 1
        for part in input.parts.prefix(shown) {
            var line = "           " + part.label[language]
            if isList, let value = part.value {
                line += ": " + NumberText.exact(value, in: language)
            }
            lines.append(line)
            if let origin = part.origin {
                lines += origin.lines(language, indent: 13, isFull: isFull)
            }
        }
        if shown < input.parts.count { lines.append(more(input.parts.count - shown, 11, language)) }
        return lines
    }

    fileprivate enum Words {
        static let formula = LocalizedText(en: "Formula", ru: "Формула")
        static let numbers = LocalizedText(en: "Numbers", ru: "В числах")
        static let symbols = LocalizedText(en: "where", ru: "где")
        static let settings = LocalizedText(en: "Settings", ru: "Настройки")
        static let reading = LocalizedText(en: "Reading", ru: "Смысл")
        static let quality = LocalizedText(en: "Quality", ru: "Качество")
        static let coverage = LocalizedText(en: "coverage", ru: "охват")
        static let warning = LocalizedText(en: "Note", ru: "Замечание")
        static let literature = LocalizedText(en: "Literature", ru: "Литература")
        static let source = LocalizedText(en: "Source", ru: "Источник")

        static func width(_ language: Language) -> Int { 10 }
    }
}

private func more(_ count: Int, _ indent: Int, _ language: Language) -> String {
    let text = LocalizedText(
        en: "… and \(count) more (--full shows all)", ru: "… и ещё \(count) (--full покажет все)")
    return String(repeating: " ", count: indent) + text[language]
}

extension Origin {
    /// The origin, one figure a line, the figures behind it indented below it.
    func lines(
        _ language: Language, indent: Int, isFull: Bool, depth: Int = 0
    ) -> [String] {
        let space = String(repeating: " ", count: indent)
        switch self {
        case .row(let table, let row, _, let status, let sources, let note):
            var line = space + rowText(table, row, status, language)
            if !sources.isEmpty {
                line += " · " + sources.map(\.rawValue).joined(separator: ", ")
            }
            if !note.isEmpty { line += " · " + note }
            return [line]
        case .formula(let expression, let inputs):
            // A total of totals would fill screens: below the first sum its parts are counted.
            if !isFull, depth > 0, inputs.count > 3 {
                let count = LocalizedText(
                    en: "\(inputs.count) figures", ru: "слагаемых: \(inputs.count)")
                return ["\(space)= \(expression.text()), \(count[language])"]
            }
            var lines = [space + "= " + expression.text()]
            let shown = isFull || inputs.count <= 3 ? inputs.count : 2
            for input in inputs.prefix(shown) {
                var line = "\(space)  \(input.symbol) = "
                line += UnitWording.joined(
                    NumberText.exact(input.value, in: language), input.unit.symbol, in: language)
                lines.append(line)
                lines += input.origin.lines(
                    language, indent: indent + 4, isFull: isFull, depth: depth + 1)
            }
            if shown < inputs.count {
                lines.append(more(inputs.count - shown, indent + 2, language))
            }
            return lines
        }
    }

    private func rowText(
        _ table: String, _ row: Int, _ status: ObservationStatus, _ language: Language
    ) -> String {
        let word = LocalizedText(en: "row", ru: "строка")
        return "\(table).csv, \(word[language]) \(row), \(status.rawValue)"
    }
}

extension Source {
    /// `Rosstat (2024). Gross regional product 1998–2022. https://…`
    public var citation: String {
        var text = publisher
        if let year { text += text.isEmpty ? "\(year)" : " (\(year))" }
        if !text.isEmpty { text += ". " }
        text += title
        if !address.isEmpty { text += ". " + address }
        return text
    }
}

/// Numbers in explanations: enough digits that the reader can redo the sum.
public enum NumberText {
    /// Seven significant digits; whole numbers whole.
    public static func exact(_ number: Double, in language: Language) -> String {
        guard number.isFinite else { return "–" }
        if number == number.rounded(), abs(number) < 1e15 {
            return NumberWording.text(number, decimals: 0, in: language)
        }
        let decimals = NumberWording.decimals(for: number, significant: 7)
        return trimmed(NumberWording.text(number, decimals: decimals, in: language), language)
    }

    static func value(_ value: Expression.Value, in language: Language) -> String {
        switch value {
        case .number(let number):
            return number < 0 ? "(\(exact(number, in: language)))" : exact(number, in: language)
        case .list(let list):
            let shown = list.prefix(3).map { exact($0, in: language) }.joined(separator: "; ")
            return list.count > 3 ? "[\(shown); … \(list.count)]" : "[\(shown)]"
        }
    }

    public static func outcome(_ outcome: Outcome, _ unit: Unit, in language: Language) -> String {
        switch outcome {
        case .value(let number):
            return UnitWording.joined(exact(number, in: language), unit.symbol, in: language)
        case .range(let low, let high):
            let range = exact(low, in: language) + "–" + exact(high, in: language)
            return UnitWording.joined(range, unit.symbol, in: language)
        case .undefined(let reason): return reason.text(in: language)
        }
    }

    private static func trimmed(_ text: String, _ language: Language) -> String {
        let mark: Character = language == .russian ? "," : "."
        guard text.contains(mark) else { return text }
        var view = Substring(text)
        while view.last == "0" { view = view.dropLast() }
        if view.last == mark { view = view.dropLast() }
        return String(view)
    }
}

extension String {
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
