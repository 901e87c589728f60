import Testing
import Wording

@Suite("Numbers in words of a language")
struct NumberWordingTests {
    @Test(
        "Russian has a decimal comma and narrow spaces, English a point and commas",
        arguments: [
            (0, 0, "0", "0"), (-0.0, 2, "0.00", "0,00"), (-0.001, 2, "0.00", "0,00"),
            (1234, 0, "1234", "1234"), (12345, 0, "12,345", "12\u{202F}345"),
            (-1_234_567.891, 2, "\u{2212}1,234,567.89", "\u{2212}1\u{202F}234\u{202F}567,89"),
            (999.96, 1, "1000.0", "1000,0"), (9999.96, 1, "10,000.0", "10\u{202F}000,0"),
            (2.5, 0, "2", "2"), (3.5, 0, "4", "4"), (0.125, 2, "0.12", "0,12"),
        ] as [(Double, Int, String, String)])
    func decimals(number: Double, decimals: Int, english: String, russian: String) {
        #expect(NumberWording.text(number, decimals: decimals, in: .english) == english)
        #expect(NumberWording.text(number, decimals: decimals, in: .russian) == russian)
    }

    @Test(
        "significant digits never round whole digits away",
        arguments: [
            (2.886594, "2.89"), (0.000123456, "0.000123"), (123.456, "123"), (98_765, "98,765"),
            (1.204e-20, "1.20×10⁻²⁰"), (-2.5e17, "\u{2212}2.50×10¹⁷"), (0, "0"),
            (-41.8, "\u{2212}41.8"),
        ] as [(Double, String)])
    func significant(number: Double, english: String) {
        #expect(NumberWording.text(number, significant: 3, in: .english) == english)
    }

    @Test("what is written is read back to half of the last digit")
    func roundTrip() throws {
        var state: UInt64 = 42
        for _ in 0..<2_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let mantissa = Double(Int64(bitPattern: state)) / 9.3e18
            let number = mantissa * [1e-4, 1, 1e3, 1e9][Int(state >> 62)]
            for decimals in [0, 1, 4] {
                for language in Language.allCases {
                    let text = NumberWording.text(number, decimals: decimals, in: language)
                    let plain = text.replacing("\u{202F}", with: "")
                        .replacing("\u{2212}", with: "-")
                    let point =
                        language == .russian
                        ? plain.replacing(",", with: ".") : plain.replacing(",", with: "")
                    let back = try #require(Double(point))
                    let half = 0.5 * [1, 0.1, 0.01, 0.001, 0.0001][decimals]
                    #expect(abs(back - number) <= half * 1.000_001, "\(number) \(text)")
                }
            }
        }
    }
}

@Suite("Units in words of a language")
struct UnitWordingTests {
    @Test(
        "each part of a unit has its word",
        arguments: [
            ("1", "", ""), ("mln RUB", "mln RUB", "млн руб."), ("RUB/t", "RUB/t", "руб./т"),
            ("thousand persons", "thousand persons", "тыс. чел."),
            ("furlong/t", "furlong/t", "furlong/т"),
        ] as [(String, String, String)])
    func words(symbol: String, english: String, russian: String) {
        #expect(UnitWording.text(symbol, in: .english) == english)
        #expect(UnitWording.text(symbol, in: .russian) == russian)
    }

    @Test("no line break parts a number and its unit")
    func joined() {
        #expect(
            UnitWording.joined("46,9", "bn RUB", in: .russian) == "46,9\u{A0}млрд\u{A0}руб.")
        #expect(UnitWording.joined("2.89", "1", in: .english) == "2.89")
    }
}
