import Numerics
import Region
import Specialisation
import Support
import Testing

@Suite("Focal location quotient (METHODS 1.11)")
struct FocalLocationQuotientTests {
    @Test("the worked example")
    func workedExample() throws {
        let expected = try Golden(chapter: "c01").matrix("focal_LQ")
        let weights = [[1, 0.5, 0.2], [0.5, 1, 0.5], [0.2, 0.5, 1]]
        for place in 0..<3 {
            for activity in 0..<3 {
                let value = try focalLocationQuotient(
                    weights: weights[place], industryByRegion: Toy.mass[0].map { $0[activity] },
                    regions: [100, 100, 200], industryInReference: [60, 100, 240][activity],
                    reference: 400)
                #expect(agrees(value, expected[place, activity]))
            }
        }
    }

    @Test("a narrow window is the plain quotient, a wide one tends to 1")
    func limits() throws {
        var context = Toy.context()
        context.parameters.focalBandwidthInKilometres = 0.05
        try Toy.expect(
            "focal-location-quotient", matches: Golden(chapter: "c01").matrix("LQ"), in: context)
        context.parameters.focalBandwidthInKilometres = 1e9
        #expect(abs(try Toy.value("focal-location-quotient", 0, 0, in: context) - 1) < 1e-5)
    }

    @Test("a quarter of the equator is a quarter of the circumference of the sphere")
    func distance() {
        let distance = Coordinates(longitude: 0, latitude: 0)
            .kilometres(to: Coordinates(longitude: 90, latitude: 0))
        #expect(agrees(distance, 6371.0088 * Double.pi / 2, within: 1e-14))
        let poles = Coordinates(longitude: 10, latitude: 90)
            .kilometres(to: Coordinates(longitude: -70, latitude: -90))
        #expect(agrees(poles, 6371.0088 * Double.pi, within: 1e-14))
    }

    @Test("no window, no result: the table says what it needs")
    func noWindow() throws {
        var context = Toy.context()
        context.parameters.focalBandwidthInKilometres = 0
        let table = try #require(
            try Toy.method("focal-location-quotient").results(in: context).first)
        #expect(table.rows.isEmpty)
        #expect(!table.notices.isEmpty)
    }
}
