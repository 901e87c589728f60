import Region
import Specialisation
import Support
import Testing

@Suite("Regional marketability (METHODS 1.3)")
struct RegionalMarketabilityTests {
    private func balance(
        _ place: PlaceCode = "A", production: Cell, shipments: Cell, exports: Cell = .missing,
        reexports: Cell = .missing, stockChange: Cell = .missing
    ) -> ProductBalance {
        ProductBalance(
            product: "coal", place: place, year: 2018, unit: .one, production: production,
            shipments: shipments, exports: exports, reexports: reexports,
            stockChange: stockChange)
    }

    private func cell(_ value: Double) -> Cell {
        Cell(value: value, state: value == 0 ? .zero : .value)
    }
    private let hidden = Cell(value: 0, state: .suppressed)

    private func row(
        _ component: String = "", of balances: [ProductBalance],
        policy: SuppressedPolicy = .bounds
    ) throws -> ResultRow {
        var context = Toy.context()
        context.balances = balances
        context.parameters.suppressed = policy
        let key = ResultKey(place: "A", activity: "coal", year: 2018, component: component)
        return try #require(try Toy.rows("regional-marketability", in: context)[key])
    }

    @Test("the paper's coal: 186 of 200 leave, 0.93")
    func paper() throws {
        let expected = try Golden(chapter: "c01").number("Kmt")
        #expect(try regionalMarketability(shipments: 186, production: 200) == expected)
        #expect(
            try row(of: [balance(production: cell(200), shipments: cell(186))]).outcome
                == .value(0.93))
    }

    @Test("the four variants")
    func variants() throws {
        let balances = [
            balance(
                production: cell(200), shipments: cell(150), exports: cell(90), reexports: cell(30),
                stockChange: cell(-50)),
            balance("B", production: cell(100), shipments: cell(30)),
        ]
        #expect(try row("abroad", of: balances).outcome == .value(0.45))
        #expect(try row("netOfReexport", of: balances).outcome == .value(0.6))
        #expect(try row("stockCorrected", of: balances).outcome == .value(0.6))
        #expect(agrees(try #require(row("relative", of: balances).outcome.value), 0.75 / 0.6))
    }

    @Test("nothing produced: transit where something is shipped, else no reference")
    func nothingProduced() throws {
        #expect(
            try row(of: [balance(production: cell(0), shipments: cell(5))]).outcome
                == .undefined(.transit))
        #expect(
            try row(of: [balance(production: cell(0), shipments: cell(0))]).outcome
                == .undefined(.zeroReference))
    }

    @Test("more shipped than produced keeps its value and is marked")
    func exceeds() throws {
        let found = try row(of: [balance(production: cell(10), shipments: cell(12))])
        #expect(found.outcome == .value(1.2))
        #expect(found.marks.contains(.exceedsProduction))
    }

    @Test("hidden shipments lie between exports and production; excluded they have no number")
    func hiddenShipments() throws {
        let balances = [balance(production: cell(10), shipments: hidden, exports: cell(4))]
        #expect(try row(of: balances).outcome == .range(low: 0.4, high: 1))
        #expect(
            try row(of: balances, policy: .exclude).outcome == .undefined(.suppressed("V")))
        #expect(
            try row("netOfReexport", of: balances).outcome == .undefined(.missing("V_re")))
    }

    @Test("each state of each input has its own reason")
    func states() throws {
        let missing = Cell.missing
        let none = Cell(value: 0, state: .notApplicable)
        #expect(
            try row(of: [balance(production: missing, shipments: cell(1))]).outcome
                == .undefined(.missing("Q")))
        #expect(
            try row(of: [balance(production: hidden, shipments: cell(1))]).outcome
                == .undefined(.suppressed("Q")))
        #expect(
            try row(of: [balance(production: cell(3), shipments: none)]).outcome
                == .undefined(.notApplicable("V")))
        #expect(
            try row("relative", of: [balance(production: cell(3), shipments: cell(1))]).outcome
                == .undefined(.insufficientData(have: 1, need: 2)))
    }
}
