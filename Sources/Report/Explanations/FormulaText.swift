internal import Foundation
internal import Region
internal import Wording

// Foundation has a type of this name too.
typealias Expression = Region.Expression

/// Formulas with numbers put in, with as many digits as it takes to arrive at the result again.
enum FormulaText {
    /// The digits at which the shown formula, worked out from the shown numbers, gives the shown
    /// result to seven digits; more than that only where numbers nearly cancel.
    static func digits(
        _ formula: Expression, _ values: [String: Expression.Value], _ outcome: Outcome
    ) -> Int {
        guard case .value(let result) = outcome else { return 7 }
        for digits in [7, 10, 13] {
            let shown = values.mapValues { value -> Expression.Value in
                switch value {
                case .number(let number): .number(rounded(number, digits))
                case .list(let list): .list(list.map { rounded($0, digits) })
                }
            }
            guard case .number(let again)? = try? formula.evaluate(shown) else { return digits }
            if abs(again - result) <= 1e-5 * max(abs(result), 1e-9) { return digits }
        }
        return 17
    }

    static func withNumbers(
        _ formula: Expression, _ values: [String: Expression.Value], _ digits: Int,
        _ language: Language
    ) -> String {
        formula.text(
            symbol: { symbol in
                switch values[symbol] {
                case .number(let number)?:
                    number < 0
                        ? "(\(exact(number, digits, language)))" : exact(number, digits, language)
                case .list(let list)?: listed(list, digits, language)
                case nil: symbol
                }
            }, number: { constant($0, language) })
    }

    private static func listed(_ list: [Double], _ digits: Int, _ language: Language) -> String {
        let shown = list.prefix(3).map { exact($0, digits, language) }.joined(separator: "; ")
        return list.count > 3 ? "[\(shown); …\u{A0}\(list.count)]" : "[\(shown)]"
    }

    /// A number to a count of significant digits, without zeros at its end; whole digits stay.
    static func exact(_ number: Double, _ digits: Int, _ language: Language) -> String {
        guard number.isFinite else { return "–" }
        if number == number.rounded(), abs(number) < 1e15 {
            return NumberWording.text(number, decimals: 0, in: language)
        }
        let magnitude = Int(floor(log10(abs(number))))
        let decimals = max(0, min(20, digits - 1 - magnitude))
        let text = NumberWording.text(number, decimals: decimals, in: language)
        let mark: Character = language == .russian ? "," : "."
        guard text.contains(mark) else { return text }
        var view = Substring(text)
        while view.last == "0" { view = view.dropLast() }
        if view.last == mark { view = view.dropLast() }
        return String(view)
    }

    static func constant(_ number: Double, _ language: Language) -> String {
        let text = Expression.plainNumber(number)
        return language == .russian ? text.replacing(".", with: ",") : text
    }

    /// The number that the text to so many significant digits reads back as.
    static func rounded(_ number: Double, _ digits: Int) -> Double {
        guard number != 0, number.isFinite, number != number.rounded() else { return number }
        let magnitude = Int(floor(log10(abs(number))))
        let decimals = max(0, min(20, digits - 1 - magnitude))
        return Double(String(format: "%.\(decimals)f", number)) ?? number
    }
}
