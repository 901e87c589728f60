import Region
import Testing
import Wording

@testable import Workspace

@Suite("Formulas of measures")
struct FormulaTests {
    private let measures: [String: Measure] = {
        var table: [String: Measure] = [:]
        for (code, unit, prices) in [
            ("grp", "mln RUB", PriceBasis.current), ("people", "thousand persons", .none),
            ("share", "%", .none), ("coal", "kt", .none), ("steel", "t", .none),
            ("old", "mln RUB", .constant(2016)), ("income", "RUB", .current),
        ] {
            table[code] = Measure(
                code: MeasureCode(rawValue: code), name: LocalizedText(en: code, ru: code),
                unit: Unit(unit)!, prices: prices)
        }
        return table
    }()

    private func value(
        _ text: String, in unit: String, prices: PriceBasis = .none,
        _ numbers: [String: Double]
    ) throws -> Double {
        let target = Measure(
            code: "result", name: LocalizedText(en: "", ru: ""), unit: Unit(unit)!, prices: prices)
        let compiler = FormulaCompiler(measure: { measures[$0] }, suggestion: { _ in nil })
        let formula = try compiler.compile(text, for: target)
        let bindings = numbers.mapValues { Region.Expression.Value.number($0) }
        guard case .number(let number) = try formula.expression.evaluate(bindings) else {
            throw CancellationError()
        }
        return number
    }

    @Test("a share enters as the number of its table")
    func share() throws {
        #expect(
            try value(
                "share / 100 * grp", in: "mln RUB", prices: .current, ["share": 35, "grp": 200])
                == 70)
    }

    @Test("the result is in the unit of its measure, whatever the units of the inputs")
    func conversion() throws {
        // 200 mln RUB over 4 thousand persons are 50,000 roubles a head.
        let numbers: [String: Double] = ["grp": 200, "people": 4]
        #expect(try value("grp / people", in: "RUB/person", prices: .current, numbers) == 50_000)
        #expect(
            try value("grp / people", in: "thousand RUB/person", prices: .current, numbers) == 50)
    }

    @Test("addition brings the second side to the unit of the first")
    func addition() throws {
        #expect(try value("coal + steel", in: "t", ["coal": 2, "steel": 500]) == 2_500)
        #expect(try value("steel - coal", in: "kt", ["coal": 2, "steel": 500]) == -1.5)
        #expect(try value("larger(coal; steel)", in: "t", ["coal": 2, "steel": 500]) == 2_000)
    }

    @Test("a quotient of like units is a plain number, scaled")
    func quotient() throws {
        #expect(try value("income / grp * 100", in: "%", ["income": 5e6, "grp": 10]) == 50)
        #expect(try abs(value("ln(income / grp)", in: "1", ["income": 1e7, "grp": 10])) < 1e-12)
    }

    @Test("what does not fit together is refused")
    func refused() {
        for text in [
            "grp + old", "grp + people", "grp * old", "grp ^ 2", "sqrt(grp)", "sum(grp)", "grp +",
            "nothing", "share + grp",
        ] {
            #expect(throws: FormulaCompiler.Failure.self, "\(text)") {
                try value(text, in: "mln RUB", prices: .current, [:])
            }
        }
        #expect(throws: FormulaCompiler.Failure.self) {
            try value("grp", in: "mln RUB", prices: .constant(2016), [:])
        }
    }
}
