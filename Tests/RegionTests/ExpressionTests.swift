import Region
import Testing

@Suite("Formulas as data")
struct ExpressionTests {
    @Test("the worked example: coal in region A is 8/3")
    func evaluates() throws {
        let formula = Expression("(e / X_r) / (X_i / X)")
        let value = try formula.evaluate([
            "e": .number(40), "X_r": .number(100), "X_i": .number(60), "X": .number(400),
        ])
        #expect(value == .number(0.4 / 0.15))
        #expect(formula.symbols == ["e", "X_r", "X_i", "X"])
    }

    @Test("lists go element by element, sums bring them back to a number")
    func lists() throws {
        let formula = Expression("sum(abs(s - x)) / 2")
        let value = try formula.evaluate([
            "s": .list([0.4, 0.2, 0.4]), "x": .list([0.15, 0.25, 0.6]),
        ])
        #expect(abs(value.elements[0] - 0.25) < 1e-15)
        #expect(throws: Expression.Failure.lengths(1, 2)) {
            try formula.evaluate(["s": .list([1]), "x": .list([1, 2])])
        }
        #expect(throws: Expression.Failure.unbound("s")) { try formula.evaluate([:]) }
    }

    @Test(
        "text is read back as the same formula",
        arguments: [
            "a - (b - c)", "a - b - c", "a / (b * c)", "-(a + b) * c", "a ^ (b ^ c)", "(a ^ b) ^ c",
            "ln(a) / sd(b)", "a * -b", "xlogy(s; s / x)", "1.5e-3 * a", "(-a) ^ 2",
        ])
    func roundTrip(_ text: String) throws {
        let formula = try Expression(parsing: text)
        let printed = formula.text()
            .replacing("Σ", with: "sum").replacing("√", with: "sqrt")
        #expect(try Expression(parsing: printed) == formula, "printed as \(printed)")
    }

    @Test("numbers take the place of symbols")
    func substitution() {
        let formula = Expression("(e / X_r) / (X_i / X)")
        let numbers = ["e": "40", "X_r": "100", "X_i": "60", "X": "400"]
        #expect(formula.text(symbol: { numbers[$0] ?? "?" }) == "40 / 100 / (60 / 400)")
    }

    @Test(
        "what is no formula is refused with its place",
        arguments: [("a +", 3), ("(a", 2), ("foo(a)", 0), ("a $ b", 2), ("ln(a, b)", 8), ("", 0)])
    func refusal(_ text: String, offset: Int) {
        let error = #expect(throws: Expression.SyntaxError.self) { try Expression(parsing: text) }
        #expect(error?.offset == offset)
    }

    @Test("a hostile depth is refused, not followed")
    func depth() {
        let error = #expect(throws: Expression.SyntaxError.self) {
            try Expression(parsing: String(repeating: "(", count: 100_000))
        }
        #expect(error?.reason == .tooDeep)
    }

    @Test("p-values are functions of formulas")
    func pValues() throws {
        func value(_ text: String) throws -> Double {
            guard case .number(let number) = try Expression(parsing: text).evaluate([:]) else {
                return .nan
            }
            return number
        }
        // Of χ² with two degrees of freedom the tail is e^(−x/2); of t with one, by the arctangent.
        #expect(abs(try value("chiSquaredUpper(3, 2)") - value("exp(-1.5)")) < 1e-15)
        #expect(abs(try value("studentTwoSided(-1, 1)") - 0.5) < 1e-15)
        #expect(abs(try value("fisherTwoSided(1, 7, 7)") - 1) < 1e-14)
        #expect(try value("chiSquaredUpper(3, -2)").isNaN)
    }
}
