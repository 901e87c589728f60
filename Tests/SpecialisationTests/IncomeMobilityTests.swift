import Foundation
import Numerics
import Region
import Specialisation
import Support
import Testing
import Wording

/// Income of the 48 contiguous US states and giddy's results on it, `Tests/Golden/income_mobility`.
private struct StateIncome {
    struct Expected: Decodable {
        let bounds: [Double]
        let lagBounds: [Double]
        let transitions: [[Double]]
        let probabilities: [[Double]]
        let steadyState: [Double]
        let sojourn: [Double]
        let firstPassage: [[Double]]
        let spatialTransitions: [[[Double]]]
        let spatialProbabilities: [[[Double]]]
        let spatialSteadyStates: [[Double]]
        let chiSquared: Double
        let likelihoodRatio: Double
        let likelihoodRatioP: Double
        let degrees: Int
        let yearlyTransitions: [[Double]]
        let yearlySteadyState: [Double]
        let yearlySojourn: [Double]
    }

    let expected: Expected
    let context: SpecialisationContext

    init() throws {
        let folder = Golden.folder.appending(path: "income_mobility")
        expected = try JSONDecoder().decode(
            Expected.self, from: Data(contentsOf: folder.appending(path: "expected.json")))
        func rows(_ name: String) throws -> [[String]] {
            try String(contentsOf: folder.appending(path: name), encoding: .utf8)
                .split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        }
        let table = try rows("income.csv")
        let years = try table[0].dropFirst().map { try #require(Int($0)) }
        let states = table.dropFirst()
        let incomes = try years.indices.map { year in
            try states.map { try #require(Double($0[year + 1])) }
        }
        let positions = Dictionary(
            uniqueKeysWithValues: states.enumerated().map { ($0.element[0], $0.offset) })
        var weights = Matrix(rows: states.count, columns: states.count)
        for link in try rows("neighbours.csv").dropFirst() {
            weights[try #require(positions[link[0]]), try #require(positions[link[1]])] = 1
        }
        var context = IncomeFixtures.context(incomes, years: years, population: 1)
        context.weights = SpatialWeights(
            places: context.panel.places.map(\.code), weights: weights, rule: "queen")
        self.context = context
    }
}

@Suite("Mobility of regional income")
struct IncomeMobilityTests {
    private let method = IncomeMobility()

    @Test("agrees with giddy on the US states: limits, moves, steady state, sojourn, first passage")
    func oracle() throws {
        let states = try StateIncome()
        let rows = try ChangeFixtures.results(of: method, in: states.context)
        func value(_ component: String) throws -> Double {
            let key = ResultKey(year: 2009, from: 1929, component: component)
            return try #require(rows[key]?.outcome.value, "\(component)")
        }
        for (index, limit) in states.expected.bounds.enumerated() {
            #expect(agrees(try value("limit.\(index + 1)"), limit, within: 1e-12))
        }
        for from in 0..<5 {
            #expect(
                agrees(try value("steadyState.\(from + 1)"), states.expected.steadyState[from]))
            #expect(agrees(try value("sojourn.\(from + 1)"), states.expected.sojourn[from]))
            for to in 0..<5 {
                let pair = "\(from + 1).\(to + 1)"
                #expect(try value("transitions.\(pair)") == states.expected.transitions[from][to])
                #expect(
                    agrees(
                        try value("probability.\(pair)"), states.expected.probabilities[from][to]))
                #expect(
                    agrees(
                        try value("firstPassage.\(pair)"), states.expected.firstPassage[from][to]))
            }
        }
    }

    @Test("agrees with giddy's published chain of yearly quintiles")
    func published() throws {
        let expected = try StateIncome().expected
        let chain = try MarkovChain(counts: Matrix(expected.yearlyTransitions))
        let shares = try chain.steadyState()
        for state in 0..<5 {
            #expect(agrees(shares[state], expected.yearlySteadyState[state]))
            #expect(agrees(try chain.sojourn(in: state), expected.yearlySojourn[state]))
        }
        // As printed in giddy's documentation.
        #expect(agrees(shares[0], 0.20774716, within: 1e-8))
        #expect(agrees(shares[4], 0.20937187, within: 1e-8))
    }

    @Test("by hand: two classes that swap")
    func byHand() throws {
        let chain = try MarkovChain(counts: Matrix([[9, 1], [3, 7]]))
        #expect(try chain.probability(from: 0, to: 1) == 0.1)
        let shares = try chain.steadyState()
        #expect(agrees(shares[0], 0.75, within: 1e-15) && agrees(shares[1], 0.25, within: 1e-15))
        #expect(agrees(try chain.sojourn(in: 0), 10, within: 1e-14))
        let steps = try chain.firstPassage()
        #expect(agrees(steps[0, 1], 10, within: 1e-13))
        #expect(agrees(steps[1, 0], 1 / 0.3, within: 1e-13))
        #expect(agrees(steps[0, 0], 1 / 0.75, within: 1e-13))
    }

    @Test("a steady state reproduces itself and returns take its inverse, on 200 random chains")
    func properties() throws {
        let seed: UInt64 = 113_020
        var random = RandomStream(seed: seed)
        for round in 0..<200 {
            let order = 1 + random.index(below: 7)
            let chain = try MarkovChain(
                counts: Matrix(
                    rows: order, columns: order,
                    elements: (0..<(order * order)).map { _ in Double(1 + random.index(below: 99)) }
                ))
            let shares = try chain.steadyState()
            let probabilities = try chain.probabilities()
            let steps = try chain.firstPassage()
            #expect(abs(shares.compensatedSum() - 1) < 1e-14)
            for state in 0..<order {
                let flow = zip(shares, probabilities.column(state)).map(*).compensatedSum()
                #expect(abs(flow / shares[state] - 1) < 1e-13, "seed \(seed), round \(round)")
                #expect(abs(steps[state, state] * shares[state] - 1) < 1e-11, "seed \(seed)")
            }
        }
    }

    @Test("a chain with two ends has no steady state, one with a way out of a class forgets it")
    func reducible() throws {
        let twoEnds = try MarkovChain(counts: Matrix([[1, 0, 0], [1, 1, 1], [0, 0, 1]]))
        #expect(throws: Undefined.singular) { try twoEnds.steadyState() }
        #expect(throws: Undefined.singular) { try twoEnds.firstPassage() }
        #expect(throws: Undefined.outOfRange) { try twoEnds.sojourn(in: 0) }
        let oneEnd = try MarkovChain(counts: Matrix([[1, 1, 0], [0, 1, 1], [0, 2, 1]]))
        let shares = try oneEnd.steadyState()
        #expect(shares[0] == 0)
        #expect(agrees(shares[1], 4.0 / 7, within: 1e-15))
    }

    @Test("an empty class has a reason, and so have counts that are none")
    func edges() throws {
        let empty = try MarkovChain(counts: Matrix([[1, 1], [0, 0]]))
        #expect(throws: Undefined.insufficientData(have: 0, need: 1)) {
            try empty.probability(from: 1, to: 0)
        }
        #expect(throws: Undefined.insufficientData(have: 0, need: 1)) { try empty.steadyState() }
        #expect(throws: Undefined.notAQuantity(symbol: "n")) {
            try MarkovChain(counts: Matrix([[1, -1], [0, 0]]))
        }
        #expect(throws: Undefined.insufficientData(have: 0, need: 1)) {
            try MarkovChain(counts: Matrix([]))
        }
        #expect(throws: Undefined.constantInput) {
            try quantileLimits(of: [1, 1, 1, 1, 2, 3], classes: 3)
        }
        #expect(throws: Undefined.insufficientData(have: 2, need: 3)) {
            try quantileLimits(of: [1, 2], classes: 3)
        }
        #expect(throws: Undefined.notAQuantity(symbol: "r")) {
            try quantileLimits(of: [1, .nan, 3], classes: 2)
        }
        #expect(try quantileLimits(of: [1, 2, 3, 4, 5], classes: 2) == [3])
    }

    @Test("a rise of prices or a change of unit that all share changes no class")
    func invariance() throws {
        var random = RandomStream(seed: 113_021)
        for _ in 0..<10 {
            let incomes = IncomeFixtures.random(&random, places: 12, years: 5)
            let inflated = incomes.enumerated().map { year, row in
                row.map { $0 * Double(1 << (year + 3)) }
            }
            let rows = try ChangeFixtures.results(of: method, in: IncomeFixtures.context(incomes))
            let others = try ChangeFixtures.results(
                of: method, in: IncomeFixtures.context(inflated))
            for (key, row) in rows {
                guard let value = row.outcome.value else {
                    #expect(others[key]?.outcome == row.outcome)
                    continue
                }
                #expect(agrees(try #require(others[key]?.outcome.value), value, within: 1e-12))
            }
        }
    }

    @Test("years that are two apart make steps of two years, and a gap breaks a step")
    func steps() throws {
        var random = RandomStream(seed: 113_022)
        let incomes = IncomeFixtures.random(&random, places: 10, years: 4)
        func moves(_ years: [Year]) throws -> Double {
            var context = IncomeFixtures.context(incomes, years: years)
            context.parameters.markovClasses = 2
            let rows = try method.results(in: context)[0].rows
            return rows.filter { $0.key.component.hasPrefix("transitions") }
                .compactMap(\.outcome.value).reduce(0, +)
        }
        #expect(try moves([2010, 2011, 2012, 2013]) == 30)
        #expect(try moves([2010, 2012, 2014, 2016]) == 30)
        #expect(try moves([2010, 2011, 2013, 2014]) == 20)
    }

    @Test("a hidden income leaves no classes, and equal incomes neither")
    func noClasses() throws {
        let context = IncomeFixtures.context([[1, 2, 3, 4, 5, 6], [1, 2, 3, 5, 6, 7]])
        var hidden = context
        hidden.grossRegionalProduct = context.grossRegionalProduct?.replacing(
            "R1", 2010, with: Cell(value: 0, state: .suppressed), places: 6, years: 2010...2011)
        #expect(
            try IncomeFixtures.value(method, "steadyState.1", 2010, 2011, in: hidden)
                == .undefined(.suppressed("G")))
        let equal = IncomeFixtures.context([[2, 2, 2, 2, 2, 2], [3, 3, 3, 3, 3, 3]])
        #expect(
            try IncomeFixtures.value(method, "limit.1", 2010, 2011, in: equal)
                == .undefined(.constantInput))
    }

    @Test("every number is explained")
    func explained() throws {
        var random = RandomStream(seed: 113_023)
        for _ in 0..<6 {
            let context = IncomeFixtures.context(
                IncomeFixtures.random(&random, places: 15, years: 6))
            #expect(try Explanations.faults(of: method, in: context) == [])
        }
    }

    @Test("never gives NaN, infinity or a negative zero")
    func hostile() throws {
        try ChangeFixtures.expectSoundOnHostileInput(method, seed: 113_024)
    }
}

@Suite("Mobility of regional income by the neighbours' income")
struct SpatialIncomeMobilityTests {
    private let method = SpatialIncomeMobility()

    @Test("agrees with giddy on the US states: chains by neighbours and the test of homogeneity")
    func oracle() throws {
        let states = try StateIncome()
        let expected = states.expected
        let rows = try ChangeFixtures.results(of: method, in: states.context)
        func outcome(_ component: String) throws -> Outcome {
            try #require(
                rows[ResultKey(year: 2009, from: 1929, component: component)]?.outcome,
                "\(component)")
        }
        func value(_ component: String) throws -> Double {
            try #require(try outcome(component).value, "\(component)")
        }
        for (index, limit) in expected.lagBounds.enumerated() {
            #expect(agrees(try value("limit.\(index + 1)"), limit, within: 1e-12))
        }
        for chain in 0..<5 {
            for from in 0..<5 {
                #expect(
                    agrees(
                        try value("steadyState.\(chain + 1).\(from + 1)"),
                        expected.spatialSteadyStates[chain][from]))
                for to in 0..<5 {
                    let name = "\(chain + 1).\(from + 1).\(to + 1)"
                    #expect(
                        try value("transitions.\(name)")
                            == expected.spatialTransitions[chain][from][to])
                    #expect(
                        agrees(
                            try value("probability.\(name)"),
                            expected.spatialProbabilities[chain][from][to]))
                }
            }
        }
        #expect(agrees(try value("chiSquared"), expected.chiSquared))
        #expect(agrees(try value("likelihoodRatio"), expected.likelihoodRatio))
        #expect(try value("degreesOfFreedom") == Double(expected.degrees))
        // giddy's 1 − cdf has no digits left for χ² and four for the likelihood ratio.
        let p = try value("chiSquaredPValue")
        #expect(p > 0 && p < 1e-15)
        #expect(abs(try value("likelihoodRatioPValue") / expected.likelihoodRatioP - 1) < 1e-3)
    }

    @Test("by hand: two chains over two classes make the 2 × 2 test twice")
    func byHand() throws {
        let test = try homogeneityTest([Matrix([[8, 2], [5, 5]]), Matrix([[4, 6], [5, 5]])])
        // First class: 12 of 20 stay; the chains stay 8 and 4 of 10: χ² = 4 · 4 / 6 · … = 10/3.
        #expect(agrees(test.chiSquared, 10.0 / 3, within: 1e-14))
        #expect(test.degreesOfFreedom == 2)
        let expected =
            2 * (8 * log(8.0 / 6) + 2 * log(2.0 / 4) + 4 * log(4.0 / 6) + 6 * log(6.0 / 4))
        #expect(agrees(test.likelihoodRatio, expected, within: 1e-14))
        #expect(agrees(try #require(test.chiSquaredPValue), exp(-5.0 / 3), within: 1e-14))
    }

    @Test("equal chains do not differ, whatever their size")
    func equalChains() throws {
        let test = try homogeneityTest([
            Matrix([[8, 2], [5, 5]]), Matrix([[16, 4], [10, 10]]),
        ])
        #expect(test.chiSquared < 1e-14 && test.likelihoodRatio < 1e-14)
        #expect(try #require(test.chiSquaredPValue) > 1 - 1e-12)
    }

    @Test("a class that nobody left costs no degree of freedom, and too few have a reason")
    func edges() throws {
        let test = try homogeneityTest([Matrix([[8, 2], [0, 0]]), Matrix([[4, 6], [5, 5]])])
        #expect(test.degreesOfFreedom == 1)
        #expect(throws: Undefined.insufficientData(have: 1, need: 2)) {
            try homogeneityTest([Matrix([[1, 2], [3, 4]])])
        }
        #expect(throws: Undefined.insufficientData(have: 0, need: 1)) {
            try homogeneityTest([Matrix([[1, 0], [0, 4]]), Matrix([[1, 0], [0, 4]])])
        }
        #expect(throws: Undefined.notAQuantity(symbol: "n")) {
            try homogeneityTest([Matrix([[1, .nan], [0, 4]]), Matrix([[1, 0], [0, 4]])])
        }
    }

    @Test("a place without neighbours is undefined and takes no part")
    func noNeighbour() throws {
        var random = RandomStream(seed: 113_030)
        var context = IncomeFixtures.context(
            IncomeFixtures.random(&random, places: 8, years: 4))
        context.parameters.markovClasses = 2
        var weights = ChangeFixtures.equalWeights(8)
        for other in 0..<8 { weights[0, other] = 0 }
        context.weights = SpatialWeights(
            places: context.panel.places.map(\.code), weights: weights, rule: "all")
        let rows = try ChangeFixtures.results(of: method, in: context)
        #expect(
            rows[ResultKey(place: "R0", year: 2010, component: "neighbourClass")]?.outcome
                == .undefined(.noNeighbour))
        let moves = rows.filter { $0.key.component.hasPrefix("transitions") }
            .compactMap(\.value.outcome.value).reduce(0, +)
        #expect(moves == 7 * 3)
    }

    @Test("without weights the table says what it needs")
    func noWeights() throws {
        let tables = try method.results(
            in: IncomeFixtures.context([[1, 2, 3], [2, 3, 4]]))
        #expect(tables[0].rows.isEmpty && !tables[0].notices.isEmpty)
    }

    @Test("every number is explained")
    func explained() throws {
        var random = RandomStream(seed: 113_031)
        for _ in 0..<3 {
            var context = IncomeFixtures.context(
                IncomeFixtures.random(&random, places: 12, years: 5))
            context.weights = SpatialWeights(
                places: context.panel.places.map(\.code),
                weights: Matrix(
                    rows: 12, columns: 12,
                    elements: (0..<144).map { _ in Double(random.index(below: 3)) / 2 }),
                rule: "random")
            #expect(try Explanations.faults(of: method, in: context) == [])
        }
    }

    @Test("never gives NaN, infinity or a negative zero")
    func hostile() throws {
        try ChangeFixtures.expectSoundOnHostileInput(method, seed: 113_032)
    }
}
