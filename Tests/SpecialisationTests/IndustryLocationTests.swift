import Numerics
import Region
import Specialisation
import Support
import Testing

@Suite("Localisation of industries (METHODS 1.8)")
struct IndustryLocationTests {
    @Test("ties in the order of the Gini change nothing")
    func ties() throws {
        let one = try locationalGini(
            industryByRegion: [2, 4, 6, 8], industry: 20, regions: [1, 2, 3, 14], total: 20)
        let other = try locationalGini(
            industryByRegion: [6, 8, 2, 4], industry: 20, regions: [3, 14, 1, 2], total: 20)
        #expect(agrees(one, other, within: 1e-15))
        // The tied regions together are one region of 12 over 6.
        let joined = try locationalGini(
            industryByRegion: [12, 8], industry: 20, regions: [6, 14], total: 20)
        #expect(agrees(one, joined, within: 1e-15))
    }

    @Test("an industry spread as everything else is 0 on both")
    func spread() throws {
        let same = [1.0, 5, 2]
        #expect(
            abs(try hooverIndex(industryByRegion: same, industry: 8, regions: same, total: 8))
                < 1e-15)
        #expect(
            abs(try locationalGini(industryByRegion: same, industry: 8, regions: same, total: 8))
                < 1e-15)
    }

    @Test("an industry that is nowhere has a reason")
    func nowhere() throws {
        let context = Toy.context([[[0, 3], [0, 6]], [[0, 3], [0, 6]]])
        for id in ["hoover-index", "locational-gini"] {
            let key = ResultKey(activity: "i0", year: 2000)
            #expect(try Toy.outcomes(id, in: context)[key] == .undefined(.emptyIndustry))
        }
    }

    @Test("an empty region changes neither")
    func emptyRegion() throws {
        let with = Toy.context([[[4, 3], [0, 0], [1, 6], [2, 2]]])
        let without = Toy.context([[[4, 3], [1, 6], [2, 2]]])
        for id in ["hoover-index", "locational-gini"] {
            let one = try Toy.value(id, nil, 0, in: with)
            let key = ResultKey(activity: without.panel.activities[0].code, year: 2000)
            let other = try #require(try Toy.outcomes(id, in: without)[key]?.value)
            #expect(agrees(one, other, within: 1e-15))
        }
    }

    @Test("industries of the German states are REAT's", .enabled(if: Oracles.areThere))
    func oracle() throws {
        let context = try GermanStates.context()
        let expected = try OracleTable("lq_concentration/expected_industry_concentration.csv")
        #expect(expected.rows.count == 17)
        for row in expected.rows {
            let industry = try #require(
                context.panel.position(of: ActivityCode(rawValue: row["industry"] ?? "")))
            let hoover = try Toy.value("hoover-index", nil, industry, in: context, year: 2015)
            #expect(agrees(hoover, Double(row["H.i"] ?? "") ?? .nan))
            let quotients = try context.panel.places.indices.map {
                try Toy.value("location-quotient", $0, industry, in: context, year: 2015)
            }
            let gini = try locationalGini(
                industryByRegion: quotients, industry: quotients.compensatedSum(),
                regions: quotients.map { _ in 1 }, total: Double(quotients.count))
            #expect(agrees(gini, Double(row["G.i"] ?? "") ?? .nan))
        }
    }
}
