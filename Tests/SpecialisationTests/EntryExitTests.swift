import Numerics
import Region
import Specialisation
import Support
import Testing
import Wording

@Suite("Entry and exit of activities")
struct EntryExitTests {
    private let method = EntryExit()

    @Test("by hand: what appears, disappears, becomes and ceases to be a specialisation")
    func byHand() throws {
        // Place 0 gains activity 0, loses activity 1; activity 2 turns from weak to strong.
        let years: [[[Double]]] = [
            [[0, 10, 10, 80], [10, 10, 80, 0]], [[5, 0, 60, 35], [15, 20, 20, 45]],
        ]
        let rows = try ChangeFixtures.results(of: method, in: ChangeFixtures.context(years))
        func event(_ place: Int, _ activity: Int?, _ component: String) -> Double? {
            rows[ChangeFixtures.key(place, activity, 2010, 2011, component)]?.outcome.value
        }
        #expect(event(0, 0, "massEntry") == 1 && event(0, 0, "advantageEntry") == 0)
        #expect(event(0, 1, "massExit") == 1 && event(0, 1, "advantageExit") == 1)
        #expect(event(0, 2, "advantageEntry") == 1 && event(0, 2, "massEntry") == 0)
        #expect(event(1, 3, "massEntry") == 1 && event(1, 3, "advantageEntry") == 1)
        #expect(event(0, 3, "advantageExit") == 1)
        #expect(event(0, nil, "massEntry") == 1)
        #expect(event(0, nil, "massExit") == 1)
        #expect(event(0, nil, "advantageExit") == 2)
        // Activities 0 and 1; a quotient of exactly 1 is an advantage.
        #expect(event(1, nil, "advantageKept") == 2)
    }

    @Test("places add up: what has entered less what has left is the change of their number")
    func balance() throws {
        let seed: UInt64 = 107_001
        var random = RandomStream(seed: seed)
        for _ in 0..<200 {
            let years = ChangeFixtures.randomYears(&random)
            let rows = try ChangeFixtures.results(of: method, in: ChangeFixtures.context(years))
            let last = years.count - 1
            for place in years[0].indices {
                func events(_ component: String) throws -> Double {
                    try #require(
                        rows[ChangeFixtures.key(place, nil, 2010, 2010 + last, component)]?.outcome
                            .value, "seed \(seed)")
                }
                let before = years[0][place].count { $0 > 0 }
                let after = years[last][place].count { $0 > 0 }
                #expect(try events("massEntry") - events("massExit") == Double(after - before))
                func advantages(_ year: Int) -> Double {
                    let table = years[year]
                    let total = table.flatMap { $0 }.reduce(0, +)
                    return Double(
                        table[place].indices.count { activity in
                            let mass = table[place][activity]
                            let industry = table.map { $0[activity] }.reduce(0, +)
                            let region = table[place].reduce(0, +)
                            return mass > 0 && (mass / region) / (industry / total) >= 1
                        })
                }
                #expect(try events("advantageKept") + events("advantageEntry") == advantages(last))
                #expect(try events("advantageKept") + events("advantageExit") == advantages(0))
            }
        }
    }

    @Test("an activity that the region alone has is an advantage over the rest")
    func alone() throws {
        let events = try entryExit(
            industryInRegion: Change(from: 0, to: 4), region: Change(from: 5, to: 9),
            industryInReference: Change(from: 0, to: 0), reference: Change(from: 9, to: 9))
        #expect(events.advantageEntry && events.massEntry)
        #expect(throws: Undefined.emptyRegion) {
            try entryExit(
                industryInRegion: Change(from: 0, to: 4), region: Change(from: 5, to: 0),
                industryInReference: Change(from: 1, to: 1), reference: Change(from: 9, to: 9))
        }
    }

    @Test("a hidden figure makes a range of events, unless all it may be give the same")
    func hidden() throws {
        var panel = ChangeFixtures.panel(Array(ChangeFixtures.toyYears.prefix(2)))
        for year in 0..<2 {
            for activity in 0..<3 {
                let total = (0..<3).map { panel[$0, activity, year].value }.reduce(0, +)
                panel.publish(total: total, activity: activity, year: year)
            }
            for place in 0..<3 {
                let total = (0..<3).map { panel[place, $0, year].value }.reduce(0, +)
                panel.publish(total: total, place: place, year: year)
            }
        }
        panel[0, 0, 1] = Cell(value: 0, state: .suppressed)
        let context = ChangeFixtures.context(panel)
        let rows = try ChangeFixtures.results(of: method, in: context)
        let exit = ChangeFixtures.key(0, 0, 2010, 2011, "massExit")
        let entry = ChangeFixtures.key(0, 0, 2010, 2011, "massEntry")
        #expect(rows[exit]?.outcome == .range(low: 0, high: 1))
        #expect(rows[entry]?.outcome == .value(0))
        #expect(method.derivation(of: entry, in: context)?.recomputed == 0)
    }

    @Test("never gives NaN, infinity or a negative zero")
    func hostile() throws {
        try ChangeFixtures.expectSoundOnHostileInput(method, seed: 107_002)
    }
}
