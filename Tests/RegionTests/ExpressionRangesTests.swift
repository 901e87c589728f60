import Numerics
import Region
import Testing

@Suite("Formulas over ranges")
struct ExpressionRangesTests {
    @Test(
        "the range holds the value of every choice",
        arguments: [
            "(e / X) / (y / X)", "sum(abs(s - t)) / 2", "sum(s^2)", "-sum(xlogy(s; s))",
            "sum(xlogy(s; s / t))", "1 - 2 / (e / y + 1)", "gini(s; t)", "mean(s) - e * y",
            "larger(e; y) - smaller(e; y) + atLeast(e; y)", "exp(ln(y)) + sqrt(e) + log2(y)",
            "maximum(s) - minimum(s)", "sum(cumulated(s) * previous(t))", "y^3 - y^-0.5", "e^y",
        ])
    func enclosure(_ text: String) throws {
        let formula = try Expression(parsing: text)
        for seed in UInt64(0)..<200 {
            var random = RandomStream(seed: seed)
            var ranges: [String: Expression.Ranges] = [
                "X": .number(Interval(random.unit() + 0.1))
            ]
            for name in ["e", "y"] { ranges[name] = .number(interval(&random)) }
            for name in ["s", "t"] {
                ranges[name] = .list((0..<4).map { _ in interval(&random) })
            }
            guard case .number(let range) = try formula.evaluate(over: ranges) else {
                Issue.record("a number was expected")
                return
            }
            for _ in 0..<50 {
                let choice = ranges.mapValues { $0.drawn(&random) }
                let value = try formula.evaluate(choice).elements[0]
                let slack = 1e-13 * max(1, abs(value))
                #expect(
                    range.low - slack <= value && value <= range.high + slack,
                    "seed \(seed): \(value) outside \(range)")
            }
        }
    }

    private func interval(_ random: inout RandomStream) -> Interval {
        let low = random.unit() + 0.01
        return random.unit() < 0.4 ? Interval(low) : Interval(low, low + random.unit())
    }

    @Test("a formula with each symbol once is exact")
    func exactness() throws {
        let formula = Expression("(e / X_r) / (X_i / X)")
        let range = try formula.evaluate(over: [
            "e": .number(Interval(0, 40)), "X_r": .number(Interval(100)),
            "X_i": .number(Interval(60)), "X": .number(Interval(400)),
        ])
        #expect(range == .number(Interval(0, 0.4 / 0.15)))
    }

    @Test("the Gini of a sorted list, by hand")
    func gini() throws {
        // Quotients 0, 1, 2: the Lorenz curve passes (0.3, 0), (0.7, 0.4) and (1, 1).
        let value = try Expression("gini(y; x)").evaluate([
            "y": .list([0.6, 0.0, 0.4]), "x": .list([0.3, 0.3, 0.4]),
        ]).elements[0]
        #expect(abs(value - (1 - (0.4 * 0.4 + 1.4 * 0.3))) < 1e-15)
    }

    @Test("a ln(a/b) has its lowest point at a = b/e")
    func relativeEntropy() throws {
        let formula = Expression("xlogy(a; a / b)")
        let range = try formula.evaluate(over: [
            "a": .number(Interval(0, 1)), "b": .number(Interval(0.5)),
        ]).elements[0]
        #expect(abs(range.low + 0.5 / 2.718281828459045) < 1e-15)
        #expect(abs(range.high - 0.6931471805599453) < 1e-15)
    }

    @Test("a divisor that may be 0 leaves no bounds")
    func withoutBounds() throws {
        let formula = Expression("1 / a")
        let range = try formula.evaluate(over: ["a": .number(Interval(0, 1))]).elements[0]
        #expect(!range.isFinite)
        for text in ["atLeast(1 / a; 2)", "larger(1 / a; 2)", "smaller(2; 1 / a)", "abs(1 / a)"] {
            let formula = try Expression(parsing: text)
            let range = try formula.evaluate(over: ["a": .number(Interval(0, 1))]).elements[0]
            #expect(!range.isFinite, "\(text)")
        }
        #expect(throws: Expression.Failure.unbound("a")) { try formula.evaluate(over: [:]) }
        #expect(throws: Expression.Failure.lengths(1, 2)) {
            try Expression("gini(a; b)").evaluate(over: [
                "a": .list([Interval(1)]), "b": .list([Interval(1), Interval(2)]),
            ])
        }
    }
}

extension Expression.Ranges {
    fileprivate func drawn(_ random: inout RandomStream) -> Expression.Value {
        switch self {
        case .number(let range): .number(range.low + (range.high - range.low) * random.unit())
        case .list(let list):
            .list(list.map { $0.low + ($0.high - $0.low) * random.unit() })
        }
    }
}
