import Numerics
import Region
import Specialisation
import Support
import Testing
import Wording

@Suite("Portfolio of specialisation and growth")
struct GrowthPortfolioTests {
    private let method = GrowthPortfolio()

    @Test("places the toy's region A: coal specialised and growing, metal neither")
    func toy() throws {
        let rows = try ChangeFixtures.results(
            of: method, in: ChangeFixtures.context(Array(ChangeFixtures.toyYears.prefix(2))))
        func value(_ activity: Int, _ component: String) throws -> Double {
            try #require(
                rows[ChangeFixtures.key(0, activity, 2010, 2011, component)]?.outcome.value)
        }
        let quotients = try Golden(chapter: "c01").matrix("LQ_year1")
        for activity in 0..<3 {
            #expect(agrees(try value(activity, "locationQuotient"), quotients[0, activity]))
        }
        #expect(agrees(try value(0, "growth"), 0.1))
        #expect(agrees(try value(1, "growth"), -0.1))
        #expect(agrees(try value(2, "referenceGrowth"), 1.0 / 6))
        #expect(try value(2, "size") == 58)
        #expect(try (0..<3).map { try value($0, "quadrant") } == [1, 4, 3])
    }

    @Test("a new activity has a size and a quotient, but no growth and no quadrant")
    func entry() throws {
        let rows = try ChangeFixtures.results(
            of: method, in: ChangeFixtures.context([[[0, 5], [3, 3]], [[2, 5], [0, 4]]]))
        func outcome(_ place: Int, _ component: String) -> Outcome? {
            rows[ChangeFixtures.key(place, 0, 2010, 2011, component)]?.outcome
        }
        #expect(outcome(0, "growth") == .undefined(.entry))
        #expect(outcome(0, "quadrant") == .undefined(.entry))
        #expect(outcome(0, "size") == .value(2))
        #expect(outcome(1, "growth") == .value(-1))
        #expect(outcome(1, "locationQuotient") == .value(0))
        #expect(outcome(1, "quadrant") == .value(4))
    }

    @Test("an industry that is nowhere has reasons")
    func nowhere() throws {
        let none = Change(from: 0, to: 0)
        let position = try growthPortfolio(
            industryInRegion: none, region: Change(from: 1, to: 1), industryInReference: none,
            reference: Change(from: 1, to: 1))
        #expect(position.growth == .failure(.notApplicable("e")))
        #expect(position.referenceGrowth == .failure(.emptyIndustry))
        #expect(position.locationQuotient == .failure(.emptyIndustry))
        #expect(throws: Undefined.notAQuantity(symbol: "e_1")) {
            try growthPortfolio(
                industryInRegion: Change(from: 1, to: .nan), region: none,
                industryInReference: none, reference: none)
        }
    }

    @Test("the unit of the masses changes the size alone")
    func unit() throws {
        var random = RandomStream(seed: 112_001)
        for _ in 0..<200 {
            let years = ChangeFixtures.randomYears(&random)
            let scaled = years.map { $0.map { $0.map { $0 * 512 } } }
            let rows = try ChangeFixtures.results(of: method, in: ChangeFixtures.context(years))
            let others = try ChangeFixtures.results(of: method, in: ChangeFixtures.context(scaled))
            for (key, row) in rows {
                let expected =
                    key.component == "size"
                    ? row.outcome.value.map { .value($0 * 512) } : row.outcome
                #expect(others[key]?.outcome == expected)
            }
        }
    }

    @Test("never gives NaN, infinity or a negative zero")
    func hostile() throws {
        try ChangeFixtures.expectSoundOnHostileInput(method, seed: 112_002)
    }
}
