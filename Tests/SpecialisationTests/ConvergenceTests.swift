import Foundation
import Numerics
import Region
import Specialisation
import Support
import Testing
import Wording

/// Income per head of the German counties, and REAT's results on it.
private struct CountyOracle: Decodable {
    struct Row: Decodable {
        let name: String
        let numbers: [String: Double?]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            let cells = try container.decode([String: Cell].self)
            name = cells["_row"]?.text ?? ""
            numbers = cells.mapValues(\.number)
        }
    }

    struct Cell: Decodable {
        let text: String?
        let number: Double?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            text = try? container.decode(String.self)
            number = try? container.decode(Double.self)
        }
    }

    struct Regression: Decodable {
        let estimates: [Row]
        let modelstat: [Row]
    }

    let beta: Regression
    let sigma: [Row]

    enum CodingKeys: String, CodingKey {
        case beta = "beta_ols_2010_2014"
        case sigma
    }

    static func load() throws -> (expected: CountyOracle, start: [Double], end: [Double]) {
        let folder = try #require(Oracles.folder).appending(path: "convergence")
        let expected = try JSONDecoder().decode(
            CountyOracle.self, from: Data(contentsOf: folder.appending(path: "expected.json")))
        let rows = try String(
            contentsOf: folder.appending(path: "german_counties_gdp_pc.csv"), encoding: .utf8
        )
        .split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        return (
            expected, try rows.map { try #require(Double($0[2])) },
            try rows.map { try #require(Double($0[3])) }
        )
    }

    func beta(_ row: String, _ column: String) throws -> Double {
        let found = try #require(
            (beta.estimates + beta.modelstat).first { $0.name == row }?.numbers[column])
        return try #require(found)
    }

    func sigma(_ row: String, _ column: String) throws -> Double {
        let found = try #require(sigma.first { $0.name == row }?.numbers[column])
        return try #require(found)
    }
}

/// Contexts with income per head.
enum IncomeFixtures {
    static func context(
        _ incomes: [[Double]], years: [Year]? = nil, population: Double = 1000,
        prices: PriceBasis = .current
    ) -> SpecialisationContext {
        let count = incomes[0].count
        let panel = ChangeFixtures.panel([incomes[0].map { [$0] }])
        let years = years ?? incomes.indices.map { 2010 + $0 }
        func series(_ code: MeasureCode, _ unit: Region.Unit, _ value: (Int, Int) -> Double)
            -> PlaceSeries
        {
            PlaceSeries(
                measure: Measure(
                    code: code, name: LocalizedText(en: "", ru: ""), unit: unit, prices: prices),
                cells: Dictionary(
                    uniqueKeysWithValues: (0..<count).map { place in
                        (
                            PlaceCode(rawValue: "R\(place)"),
                            Dictionary(
                                uniqueKeysWithValues: years.enumerated().map { position, year in
                                    (year, Cell(value: value(place, position), state: .value))
                                })
                        )
                    }))
        }
        var context = ChangeFixtures.context(panel)
        context.population = series("population", Region.Unit("persons")!) { _, _ in population }
        context.grossRegionalProduct = series("grp", Region.Unit("million RUB")!) { place, year in
            incomes[year][place] * population
        }
        return context
    }

    /// Incomes of some places over some years that wander.
    static func random(_ random: inout RandomStream, places: Int, years: Int) -> [[Double]] {
        var incomes = [(0..<places).map { _ in 10 * (0.5 + random.unit()) }]
        for _ in 1..<years {
            incomes.append(incomes[incomes.count - 1].map { $0 * (0.9 + 0.25 * random.unit()) })
        }
        return incomes
    }

    static func value(
        _ method: any IndexMethod<SpecialisationContext>, _ component: String,
        _ from: Year?, _ to: Year, in context: SpecialisationContext
    ) throws -> Outcome {
        let rows = try ChangeFixtures.results(of: method, in: context)
        return try #require(
            rows[ResultKey(year: to, from: from, component: component)]?.outcome, "\(component)")
    }
}

@Suite("Beta convergence")
struct BetaConvergenceTests {
    private let method = BetaConvergence()

    @Test(
        "agrees with REAT on 402 German counties",
        .enabled(if: Oracles.areThere, "needs UKLAD_ORACLES"))
    func oracle() throws {
        let (expected, start, end) = try CountyOracle.load()
        #expect(start.count == 402)
        let fit = try betaConvergence(start: start, end: end, years: 4)
        #expect(agrees(fit.intercept, try expected.beta("Alpha", "Estimate")))
        #expect(agrees(fit.slope, try expected.beta("Beta", "Estimate")))
        #expect(agrees(fit.standardError, try expected.beta("Beta", "Std. Error")))
        #expect(agrees(try #require(fit.t), try expected.beta("Beta", "t value")))
        #expect(agrees(try #require(fit.pValue), try expected.beta("Beta", "Pr (>|t|)")))
        #expect(agrees(try #require(fit.determination), try expected.beta("R-Squared", "Estimate")))
        // REAT takes the slope of yearly growth for that of the whole span, so that its speed is
        // about a quarter of ours over four years.
        let speedOfREAT = -log(1 + fit.slope) / 4
        #expect(agrees(speedOfREAT, try expected.beta("Lambda", "Estimate")))
        #expect(
            agrees(log(2) / speedOfREAT, try expected.beta("Halflife", "Estimate"), within: 1e-8))
        #expect(agrees(try #require(fit.speed), -log(1 + 4 * fit.slope) / 4, within: 1e-14))
    }

    @Test("finds the speed that incomes were made with")
    func knownSpeed() throws {
        // ln y moves a share 1 − e^(−λT) of the way to a common steady state.
        let (speed, years) = (0.03, 10.0)
        let start = [5.0, 8, 10, 14, 30]
        let end = start.map { exp(log(20) + (log($0) - log(20)) * exp(-speed * years)) }
        let fit = try betaConvergence(start: start, end: end, years: years)
        #expect(abs(try #require(fit.speed) - speed) < 1e-12)
        #expect(abs(try #require(fit.halfLife) - log(2) / speed) < 1e-9)
        #expect(try #require(fit.determination) > 1 - 1e-12)
    }

    @Test("within groups equals the regression with a dummy a group")
    func groups() throws {
        let seed: UInt64 = 113_001
        var random = RandomStream(seed: seed)
        for _ in 0..<50 {
            let incomes = IncomeFixtures.random(&random, places: 20, years: 2)
            let groups = (0..<20).map { $0 % 3 }
            let fit = try betaConvergence(
                start: incomes[0], end: incomes[1], years: 1, groups: groups)
            let design = Matrix(
                (0..<20).map { place in
                    [log(incomes[0][place])] + (0..<3).map { groups[place] == $0 ? 1 : 0 }
                })
            let dummies = try design.leastSquares(
                (0..<20).map { log(incomes[1][$0] / incomes[0][$0]) })
            #expect(agrees(fit.slope, dummies.coefficients[0], within: 1e-11), "seed \(seed)")
            #expect(agrees(fit.standardError, dummies.standardErrors[0], within: 1e-11))
            #expect(fit.degreesOfFreedom == dummies.degreesOfFreedom)
        }
    }

    @Test("the slope does not depend on the unit, nor on a rise of prices that all share")
    func invariance() throws {
        var random = RandomStream(seed: 113_002)
        for _ in 0..<200 {
            let incomes = IncomeFixtures.random(&random, places: 12, years: 2)
            let fit = try betaConvergence(start: incomes[0], end: incomes[1], years: 3)
            let other = try betaConvergence(
                start: incomes[0].map { $0 * 1000 }, end: incomes[1].map { $0 * 7000 }, years: 3)
            #expect(agrees(fit.slope, other.slope, within: 1e-12))
            #expect(agrees(fit.standardError, other.standardError, within: 1e-12))
        }
    }

    @Test("each edge has its reason")
    func edges() {
        #expect(throws: Undefined.insufficientData(have: 2, need: 3)) {
            try betaConvergence(start: [1, 2], end: [2, 3], years: 1)
        }
        #expect(throws: Undefined.insufficientData(have: 1, need: 2)) {
            try betaConvergence(start: [1, 2], end: [2], years: 1)
        }
        #expect(throws: Undefined.constantInput) {
            try betaConvergence(start: [3, 3, 3], end: [2, 3, 4], years: 1)
        }
        #expect(throws: Undefined.constantInput) {
            try betaConvergence(
                start: [3, 3, 5, 5], end: [2, 3, 4, 5], years: 1, groups: [0, 0, 1, 1])
        }
        #expect(throws: Undefined.notAQuantity(symbol: "y_1")) {
            try betaConvergence(start: [1, 2, 3], end: [2, 0, 4], years: 1)
        }
        #expect(throws: Undefined.notAQuantity(symbol: "T")) {
            try betaConvergence(start: [1, 2, 3], end: [2, 3, 4], years: 0)
        }
    }

    @Test("divergence has no half-life, and a slope under −1/T no speed")
    func divergence() throws {
        let diverging = try betaConvergence(start: [1, 2, 4], end: [1, 4, 17], years: 1)
        #expect(diverging.slope > 0)
        #expect(try #require(diverging.speed) < 0 && diverging.halfLife == nil)
        let overshooting = try betaConvergence(start: [1, 2, 4], end: [4, 2, 1.1], years: 1)
        #expect(overshooting.speed == nil && overshooting.halfLife == nil)
    }

    @Test("over a panel: a missing place is left out, a hidden one leaves no answer")
    func panel() throws {
        var random = RandomStream(seed: 113_003)
        let incomes = IncomeFixtures.random(&random, places: 8, years: 3)
        let context = IncomeFixtures.context(incomes)
        let slope = try IncomeFixtures.value(method, "slope", 2010, 2012, in: context)
        let fit = try betaConvergence(start: incomes[0], end: incomes[2], years: 2)
        #expect(agrees(try #require(slope.value), fit.slope, within: 1e-11))
        for (state, policy) in [
            (CellState.missing, SuppressedPolicy.bounds), (.suppressed, .bounds),
            (.suppressed, .exclude), (.notApplicable, .bounds),
        ] {
            var changed = context
            changed.parameters.suppressed = policy
            changed.grossRegionalProduct = context.grossRegionalProduct?.replacing(
                "R3", 2012, with: Cell(value: 0, state: state), places: 8, years: 2010...2012)
            let rows = try ChangeFixtures.results(of: method, in: changed)
            let row = try #require(rows[ResultKey(year: 2012, from: 2010, component: "slope")])
            if state == .suppressed, policy == .bounds {
                #expect(row.outcome == .undefined(.suppressed("G")))
            } else {
                #expect(row.outcome.value != nil)
                #expect(row.coverage == 7.0 / 8 && row.marks.contains(.lowCoverage))
                let count = rows[ResultKey(year: 2012, from: 2010, component: "places")]
                #expect(count?.outcome == .value(7))
            }
        }
    }

    @Test("current prices come with a notice, and missing series with another")
    func notices() throws {
        let context = IncomeFixtures.context([[1, 2, 4], [2, 3, 5]])
        #expect(
            try method.results(in: context)[0].notices.contains {
                $0.english.contains("prices of each year")
            })
        let empty = try method.results(in: ChangeFixtures.context(ChangeFixtures.toyYears))
        #expect(empty[0].rows.isEmpty && !empty[0].notices.isEmpty)
    }

    @Test("every number is explained, with groups and without")
    func explained() throws {
        var random = RandomStream(seed: 113_004)
        for round in 0..<20 {
            var context = IncomeFixtures.context(
                IncomeFixtures.random(&random, places: 4 + round, years: 3))
            if round % 2 == 0 {
                for place in context.panel.places.indices {
                    context.groups[context.panel.places[place].code] = place % 2 == 0 ? "a" : "b"
                }
            }
            #expect(try Explanations.faults(of: method, in: context) == [])
        }
    }

    @Test("never gives NaN, infinity or a negative zero")
    func hostile() throws {
        try ChangeFixtures.expectSoundOnHostileInput(method, seed: 113_005)
    }
}

extension PlaceSeries {
    /// The series with one cell replaced; a series does not list its cells, so the test does.
    func replacing(
        _ place: PlaceCode, _ year: Year, with cell: Cell, places: Int, years: ClosedRange<Year>
    ) -> PlaceSeries {
        var cells: [PlaceCode: [Year: Cell]] = [:]
        for position in 0..<places {
            let code = PlaceCode(rawValue: "R\(position)")
            for number in years { cells[code, default: [:]][number] = self[code, number] }
        }
        cells[place]?[year] = cell
        return PlaceSeries(measure: measure, cells: cells)
    }
}

@Suite("Sigma convergence")
struct SigmaConvergenceTests {
    private let method = SigmaConvergence()

    @Test(
        "agrees with REAT on 402 German counties",
        .enabled(if: Oracles.areThere, "needs UKLAD_ORACLES"))
    func oracle() throws {
        let (expected, start, end) = try CountyOracle.load()
        // REAT's coefficient is that of logarithms, which depends on the unit of income.
        let variations = try [start, end].map { incomes in
            try incomeDispersion(incomes).logStandardDeviation
                / #require(incomes.map { log($0) }.mean)
        }
        #expect(agrees(variations[0], try expected.sigma("CV 2010", "sigmaconv.Estimate")))
        #expect(agrees(variations[1], try expected.sigma("CV 2014", "sigmaconv.Estimate")))
        let test = try dispersionTest(start: start, end: end)
        #expect(agrees(test.ratio, try expected.sigma("Quotient", "sigmaconv.F.value")))
        #expect(agrees(test.pValue, try expected.sigma("Quotient", "sigmaconv.Pr...F.")))
        #expect(test.degreesOfFreedom == 401)
    }

    @Test("by hand: incomes 1 and 3 vary by a half")
    func byHand() throws {
        let dispersion = try incomeDispersion([1, 3])
        #expect(dispersion.coefficientOfVariation == 0.5)
        #expect(abs(dispersion.logStandardDeviation - log(3) / 2) < 1e-15)
    }

    @Test("the trend is the line through the years")
    func trend() throws {
        let trend = try linearTrend(years: [2010, 2011, 2012, 2013], values: [4, 3, 3, 2])
        // By hand: slope −0.6, residuals 0.1, −0.3, 0.3, −0.1, so s² = 0.1 and se = √(0.1 / 5).
        #expect(abs(trend.slopePerYear + 0.6) < 1e-15)
        #expect(abs(trend.standardError - (0.02).squareRoot()) < 1e-15)
        #expect(trend.degreesOfFreedom == 2)
        #expect(throws: Undefined.insufficientData(have: 2, need: 3)) {
            try linearTrend(years: [1, 2], values: [1, 2])
        }
        #expect(throws: Undefined.constantInput) {
            try linearTrend(years: [1, 1, 1], values: [1, 2, 3])
        }
    }

    @Test("incomes that draw together have a falling trend and a ratio above 1")
    func drawingTogether() throws {
        let start = [5.0, 8, 10, 14, 30]
        let years = (0..<6).map { year in start.map { 12 * pow($0 / 12, pow(0.8, Double(year))) } }
        let context = IncomeFixtures.context(years)
        let slope = try IncomeFixtures.value(method, "trend", 2010, 2015, in: context)
        #expect(try #require(slope.value) < 0)
        let ratio = try IncomeFixtures.value(method, "varianceRatio", 2010, 2015, in: context)
        #expect(agrees(try #require(ratio.value), pow(0.8, -10), within: 1e-12))
    }

    @Test("does not depend on the unit, and edges have reasons")
    func invariance() throws {
        var random = RandomStream(seed: 113_010)
        for _ in 0..<200 {
            let incomes = IncomeFixtures.random(&random, places: 9, years: 1)[0]
            let one = try incomeDispersion(incomes)
            let other = try incomeDispersion(incomes.map { $0 * 1000 })
            #expect(
                agrees(one.coefficientOfVariation, other.coefficientOfVariation, within: 1e-12))
            #expect(agrees(one.logStandardDeviation, other.logStandardDeviation, within: 1e-12))
        }
        #expect(throws: Undefined.insufficientData(have: 1, need: 2)) { try incomeDispersion([1]) }
        #expect(throws: Undefined.notAQuantity(symbol: "y")) { try incomeDispersion([1, 0]) }
        #expect(throws: Undefined.constantInput) {
            try dispersionTest(start: [1, 1], end: [1, 2])
        }
        #expect(throws: Undefined.insufficientData(have: 1, need: 2)) {
            try dispersionTest(start: [1], end: [1])
        }
    }

    @Test("every number is explained")
    func explained() throws {
        var random = RandomStream(seed: 113_011)
        for round in 0..<20 {
            let context = IncomeFixtures.context(
                IncomeFixtures.random(&random, places: 2 + round, years: 2 + round % 5))
            #expect(try Explanations.faults(of: method, in: context) == [])
        }
    }

    @Test("never gives NaN, infinity or a negative zero")
    func hostile() throws {
        try ChangeFixtures.expectSoundOnHostileInput(method, seed: 113_012)
    }
}
