import Region
import Specialisation
import Support
import Testing

/// The worked examples of METHODS 1.1–1.5 and 1.8, through whole tables.
@Suite("Worked examples (METHODS 1.1–1.5, 1.8)")
struct WorkedExampleTests {
    private let context = Toy.context()
    private let golden: Golden

    init() throws { golden = try Golden(chapter: "c01") }

    private var rest: SpecialisationContext {
        var context = context
        context.parameters.reference = .rest
        return context
    }

    @Test("location quotients of both years")
    func locationQuotients() throws {
        try Toy.expect("location-quotient", matches: golden.matrix("LQ"), in: context)
        try Toy.expect(
            "location-quotient", matches: golden.matrix("LQ_year1"), in: context, year: 2001)
    }

    @Test("per-capita production and its second factor")
    func perCapita() throws {
        try Toy.expect("per-capita-production", matches: golden.matrix("Kd"), in: context)
        try Toy.expect(
            "per-capita-production", component: "massPerHead",
            match: golden.list("identity_Kd_over_LQ"), in: context)
    }

    @Test("specialisation over gross product, coefficient, sum of quotients")
    func specialisation() throws {
        try Toy.expect("specialisation-index", matches: golden.matrix("Kspec_grp"), in: context)
        try Toy.expect("specialisation-coefficient", match: golden.list("Isard_spec"), in: context)
        try Toy.expect("quotient-sum", match: golden.list("chi_spec"), in: context)
        try Toy.expect(
            "hachman-index", match: golden.list("chi_spec").map { 1 / $0 }, in: context)
    }

    @Test("revealed comparative advantage, symmetric")
    func advantage() throws {
        try Toy.expect(
            "revealed-comparative-advantage", matches: golden.matrix("LQ"), in: context)
        try Toy.expect(
            "revealed-comparative-advantage", component: "symmetric",
            matches: golden.matrix("RSCA"), in: context)
    }

    @Test("Krugman against all and against the rest")
    func krugman() throws {
        try Toy.expect("krugman-index", match: golden.list("Krugman"), in: context)
        try Toy.expect("krugman-index", match: golden.list("Krugman_rest"), in: rest)
    }

    @Test("Hoover and Gini of industries")
    func localisation() throws {
        try Toy.expect(
            "hoover-index", ofActivities: true, match: golden.list("Hoover"), in: context)
        try Toy.expect(
            "locational-gini", ofActivities: true, match: golden.list("Gini"), in: context)
    }

    @Test("Theil of regions, overall, and between and within groups")
    func theil() throws {
        try Toy.expect("theil-index", match: golden.list("Theil_region"), in: context)
        let overall = try Toy.value("theil-index", component: "overall", in: context)
        #expect(agrees(overall, try golden.number("Theil_total")))
        let parts = try ["betweenPlaces", "withinPlaces"].map {
            try Toy.value("theil-index", component: $0, in: context)
        }
        let expected = try golden.list("Theil_between_within")
        #expect(agrees(parts[0], expected[0]))
        #expect(agrees(parts[1], expected[1]))
    }

    @Test("Herfindahl–Hirschman, plain and normalised")
    func herfindahl() throws {
        try Toy.expect("herfindahl-index", match: golden.list("HHI_region"), in: context)
        try Toy.expect(
            "herfindahl-index", component: "normalised", match: golden.list("HHI_norm"), in: context
        )
    }
}
