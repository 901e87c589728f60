import Region
import Specialisation
import Support
import Testing

@Suite("Location quotient (METHODS 1.1)")
struct LocationQuotientTests {
    @Test("matches the worked example: coal in region A is 8/3")
    func workedExample() throws {
        #expect(abs(try quotient(40, 100, 60, 400) / (8.0 / 3) - 1) <= 4 * Double.ulpOfOne)
    }

    @Test("an absent industry is 0, an empty denominator is undefined")
    func zeros() throws {
        #expect(try quotient(0, 100, 60, 400) == 0)
        #expect(throws: Undefined.emptyIndustry) { try quotient(0, 100, 0, 400) }
        #expect(throws: Undefined.emptyRegion) { try quotient(0, 0, 60, 400) }
        #expect(throws: Undefined.zeroReference) { try quotient(1, 1, 1, 0) }
    }

    @Test("never a vanished positive number")
    func neverSilent() {
        #expect(throws: Undefined.outOfRange) { try quotient(.leastNonzeroMagnitude, 1e10, 1, 1) }
        #expect(throws: Undefined.notAQuantity(symbol: "e")) { try quotient(.nan, 2, 3, 4) }
    }

    @Test("a region within the reference stays under its ceiling, which is printed")
    func ceiling() throws {
        let context = Toy.context()
        for place in 0..<3 {
            let ceiling = try Toy.value(
                "location-quotient", place, component: "ceiling", in: context)
            #expect(ceiling == [4, 4, 2][place])
            for activity in 0..<3 {
                #expect(try Toy.value("location-quotient", place, activity, in: context) <= ceiling)
            }
        }
    }

    @Test("against the rest of the country, coal in A is (40/100) / (20/300), without a ceiling")
    func rest() throws {
        var context = Toy.context()
        context.parameters.reference = .rest
        #expect(agrees(try Toy.value("location-quotient", 0, 0, in: context), 6))
        let ceiling = ResultKey(place: "A", year: 2000, component: "ceiling")
        #expect(
            try Toy.outcomes("location-quotient", in: context)[ceiling]
                == .undefined(.notApplicable("X")))
        let table = try #require(try Toy.method("location-quotient").results(in: context).first)
        #expect(table.parameters.contains(.init("reference", "rest")))
    }

    @Test("an industry that only the region has cannot be compared with the rest")
    func onlyHere() throws {
        var context = Toy.context([[[5, 1], [0, 4]]])
        context.parameters.reference = .rest
        let key = ResultKey(place: "r0", activity: "i0", year: 2000)
        #expect(
            try Toy.outcomes("location-quotient", in: context)[key] == .undefined(.emptyIndustry))
    }

    @Test("the 272 quotients of the German states are REAT's", .enabled(if: Oracles.areThere))
    func oracle() throws {
        let context = try GermanStates.context()
        let outcomes = try Toy.outcomes("location-quotient", in: context)
        let expected = try OracleTable("lq_concentration/expected_lq.csv")
        #expect(expected.rows.count == 272)
        for row in expected.rows {
            let key = ResultKey(
                place: PlaceCode(rawValue: row["j_region"] ?? ""),
                activity: ActivityCode(rawValue: row["i_industry"] ?? ""), year: 2015)
            let value = try #require(outcomes[key]?.value)
            #expect(agrees(value, Double(row["LQ"] ?? "") ?? .nan), "\(key)")
        }
        #expect(
            agrees(
                try quotient(1714, 79006, 879_213, 15_593_224), 0.384762342301328, within: 1e-12))
    }

    private func quotient(_ e: Double, _ r: Double, _ i: Double, _ all: Double) throws -> Double {
        try locationQuotient(
            industryInRegion: e, region: r, industryInReference: i, reference: all)
    }
}
