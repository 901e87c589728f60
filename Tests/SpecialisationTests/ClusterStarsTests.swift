import Region
import Specialisation
import Support
import Testing

@Suite("Cluster stars (METHODS 1.12)")
struct ClusterStarsTests {
    private let id = "cluster-stars"

    @Test("coal of the worked example: A has size, specialisation and focus")
    func workedExample() throws {
        let context = Toy.context()
        let golden = try Golden(chapter: "c01")
        for place in 0..<3 {
            #expect(
                agrees(
                    try Toy.value(id, place, 0, component: "sizeShare", in: context),
                    try golden.list("stars_size_share_coal")[place]))
            #expect(
                agrees(
                    try Toy.value(id, place, 0, component: "focusShare", in: context),
                    try golden.list("stars_focus_coal")[place]))
            #expect(
                agrees(
                    try Toy.value(
                        id, place, 0, component: "growth", in: context, year: 2001, from: 2000),
                    try golden.list("stars_growth_coal")[place]))
        }
        for component in ["size", "specialisation", "focus"] {
            #expect(try Toy.value(id, 0, 0, component: component, in: context) == 1)
            #expect(try Toy.value(id, 1, 0, component: component, in: context) == 0)
        }
        #expect(try Toy.value(id, 0, 0, in: context) == 3)
        #expect(try Toy.value(id, 0, 0, in: context, year: 2001) == 4)
    }

    @Test("under ten regions only the first counts, and the row is marked")
    func fewRegions() throws {
        #expect(try starCutOff([5, 9, 1], topShare: 0.9) == 9)
        let row = try #require(
            try Toy.rows(id, in: Toy.context())[
                ResultKey(place: "A", activity: "coal", year: 2000, component: "size")])
        #expect(row.marks.contains(.fewRegions))
    }

    @Test("the top tenth of 30 regions are 3, ties at the cut are all in")
    func topShare() throws {
        let values = (1...30).map(Double.init)
        #expect(try starCutOff(values, topShare: 0.1) == 28)
        let tied = values.map { $0 == 27 ? 28 : $0 }
        let cut = try starCutOff(tied, topShare: 0.1)
        #expect(tied.filter { $0 >= cut }.count == 4)
    }

    @Test("where fewer regions have anything, those that have nothing get no star")
    func sparse() throws {
        let values = Array(repeating: 0.0, count: 38) + [2, 1]
        #expect(try starCutOff(values, topShare: 0.1) == 1)
        #expect(throws: Undefined.emptyIndustry) { try starCutOff([0, 0], topShare: 0.1) }
    }

    @Test("a mass under the minimum earns no star and is marked")
    func minimumMass() throws {
        var context = Toy.context()
        context.parameters.starMinimumMass = 41
        let rows = try Toy.rows(id, in: context)
        let key = ResultKey(place: "A", activity: "coal", year: 2000)
        #expect(rows[key]?.outcome == .value(0))
        #expect(rows[key]?.marks.contains(.belowMinimumMass) == true)
    }

    @Test("a new activity has no growth, and its other stars are counted")
    func entry() throws {
        let context = Toy.context([[[0, 5], [3, 6]], [[9, 5], [3, 6]]])
        let key = ResultKey(
            place: context.panel.places[0].code, activity: context.panel.activities[0].code,
            year: 2001, from: 2000, component: "growth")
        let outcomes = try Toy.outcomes(id, in: context)
        #expect(outcomes[key] == .undefined(.entry))
        #expect(try Toy.value(id, 0, 0, in: context, year: 2001) == 2)
    }
}
