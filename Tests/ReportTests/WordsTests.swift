import Region
import Testing
import Wording

@testable import Report

@Suite("Words of the report")
struct WordsTests {
    @Test(
        "Russian nouns take the form of their number",
        arguments: [
            (0, "регионов"), (1, "регион"), (2, "региона"), (4, "региона"), (5, "регионов"),
            (11, "регионов"), (12, "регионов"), (14, "регионов"), (21, "регион"), (22, "региона"),
            (82, "региона"), (100, "регионов"), (101, "регион"), (111, "регионов"),
            (1_012, "регионов"), (1_021, "регион"),
        ])
    func plural(count: Int, form: String) {
        #expect(Words.plural(count, "регион", "региона", "регионов") == form)
    }

    @Test("a name inside a sentence begins small, an abbreviation does not")
    func inner() {
        #expect(Words.inner("Добыча полезных ископаемых") == "добыча полезных ископаемых")
        #expect(Words.inner("IT services") == "IT services")
        #expect(Words.inner("ИТ-услуги") == "ИТ-услуги")
        #expect(Words.inner("") == "")
        #expect(Words.opening("coal") == "Coal")
    }

    @Test("units are written in the reader's language, with a space that does not break")
    func units() throws {
        let roubles = try #require(Unit("mln RUB"))
        #expect(UnitWords.text(roubles, .russian) == "млн\u{A0}₽")
        #expect(UnitWords.suffix(.percent, .russian) == "\u{A0}%")
        #expect(UnitWords.suffix(.one, .english) == "")
        let perHead = try #require(Unit("RUB/person"))
        #expect(UnitWords.text(perHead, .russian) == "₽/чел.")
        let grade = try #require(Unit("g/t"))
        #expect(UnitWords.text(grade, .russian) == "г/т")
    }

    @Test("money over a thousand millions is shown in billions")
    func scaledMoney() throws {
        let unit = try #require(Unit("mln RUB"))
        let reference = InputReference.grandTotal("value_added", "okved2", 2022)
        let look = Shown.scaled(
            Shown.Look(digits: .significant(3), showsSign: true), for: 1_345_678, unit)
        let shown = Shown(input: reference, value: 1_345_678, unit: unit, look)
        #expect(shown.text(in: .russian) == "+1,35\u{A0}трлн\u{A0}₽")
        #expect(shown.text(in: .english) == "+₽1.35\u{A0}trillion")
        let small = Shown(
            input: reference, value: -12.34, unit: unit, Shown.Look(digits: .significant(3)))
        #expect(small.text(in: .russian) == "\u{2212}12,3\u{A0}млн\u{A0}₽")
        #expect(small.text(in: .english) == "\u{2212}₽12.3\u{A0}million")
    }

    @Test("a list has commas and a last \"and\"")
    func lists() {
        let names: [Sentence] = ["a", "b", "c"]
        #expect(Sentence.list(names, .russian).plain(.russian) == "a, b и c")
        #expect(Sentence.list(names, .english).plain(.english) == "a, b and c")
        #expect(Sentence.list(["a"], .english).plain(.english) == "a")
    }
}

@Suite("Formulas with numbers")
struct FormulaTextTests {
    @Test("the digits shown are enough to arrive at the result")
    func digits() throws {
        let plain = Region.Expression("a / b")
        #expect(
            FormulaText.digits(plain, ["a": .number(1), "b": .number(3)], .value(1.0 / 3)) == 7)
        // The difference of two numbers that agree in eight digits needs more of them.
        let difference = Region.Expression("a - b")
        let (left, right) = (1.234_567_891_234, 1.234_567_880_001)
        let digits = FormulaText.digits(
            difference, ["a": .number(left), "b": .number(right)], .value(left - right))
        #expect(digits >= 13)
        let text = FormulaText.withNumbers(
            difference, ["a": .number(left), "b": .number(right)], digits, .english)
        let shown = text.split(separator: " − ").compactMap { Double($0) }
        try #require(shown.count == 2)
        #expect(abs((shown[0] - shown[1]) / (left - right) - 1) < 1e-3)
    }

    @Test("numbers are written as the language writes them, without zeros at the end")
    func exact() {
        #expect(FormulaText.exact(0.5, 7, .russian) == "0,5")
        #expect(FormulaText.exact(1_234_567.25, 9, .english) == "1,234,567.25")
        #expect(FormulaText.exact(12_345, 7, .russian) == "12\u{202F}345")
        #expect(FormulaText.exact(-0.000_123_456_789, 4, .english) == "\u{2212}0.0001235")
        #expect(FormulaText.exact(.nan, 7, .english) == "–")
    }

    @Test("a negative number in a formula stands in brackets, a long list is cut")
    func substitution() {
        let formula = Region.Expression("a - sum(x)")
        let text = FormulaText.withNumbers(
            formula, ["a": .number(-2), "x": .list([1, 2, 3, 4])], 7, .english)
        #expect(text == "(−2) − Σ([1; 2; 3; …\u{A0}4])")
    }
}
