import Numerics
import Region
import Space
import Support
import Testing
import Wording

/// The worked examples of METHODS 3.7 and 3.8, and settlements as the methods of a run see them.
@Suite("Settlements, roads, poles and axes (METHODS 3.6–3.9)")
struct SettlementTests {
    /// Roads AB 30, BC 70, AC 120, CD 20 minutes; 500, 200, 100, 50 people.
    static let roads = Result { () throws(Undefined) in
        try RoadGraph(
            count: 4,
            edges: [
                .init(0, 1, minutes: 30), .init(1, 2, minutes: 70), .init(0, 2, minutes: 120),
                .init(2, 3, minutes: 20),
            ])
    }
    static let people: [Double] = [500, 200, 100, 50]

    @Test("the quickest way goes round")
    func way() throws {
        let paths = try Self.roads.get().paths(from: 0)
        #expect(paths.minutes == [0, 30, 100, 120])
        #expect(paths.lastEdge == [nil, 0, 1, 3])
        #expect(try Golden(chapter: "c03").number("sp_AC") == paths.minutes[2])
    }

    @Test("flows take the quickest ways")
    func flows() throws {
        let loads = try Self.roads.get().loads { first, second, minutes in
            Self.people[first] * Self.people[second] / (minutes * minutes)
        }
        let wanted = [117.84722222222223, 12.052311665406902, 0, 15.470679012345679]
        for (a, b) in zip(loads, wanted) { #expect(agrees(a, b)) }
    }

    @Test("no road, no way: the minutes are nil")
    func disconnected() throws {
        let graph = try RoadGraph(count: 3, edges: [.init(0, 1, minutes: 5)])
        #expect(graph.paths(from: 0).minutes == [0, 5, nil])
        #expect(graph.components() == [0, 0, 1])
        #expect(throws: Undefined.notAQuantity(symbol: "t")) {
            try RoadGraph(count: 2, edges: [.init(0, 1, minutes: .nan)])
        }
    }

    @Test("ways found by Dijkstra are those of all chains tried out, and betweenness counts them")
    func exhaustive() throws {
        for seed in UInt64(0)..<40 {
            var random = RandomStream(seed: seed)
            let count = 7
            var edges: [RoadGraph.Edge] = []
            for first in 0..<count {
                for second in (first + 1)..<count where random.unit() < 0.45 {
                    edges.append(.init(first, second, minutes: 1 + random.unit() * 50))
                }
            }
            let graph = try RoadGraph(count: count, edges: edges)
            var best = [[Double]](
                repeating: [Double](repeating: .infinity, count: count), count: count)
            for node in 0..<count { best[node][node] = 0 }
            for edge in edges {
                best[edge.first][edge.second] = min(best[edge.first][edge.second], edge.minutes)
                best[edge.second][edge.first] = best[edge.first][edge.second]
            }
            for middle in 0..<count {
                for from in 0..<count {
                    for to in 0..<count {
                        best[from][to] = min(best[from][to], best[from][middle] + best[middle][to])
                    }
                }
            }
            var through = [Double](repeating: 0, count: count)
            for from in 0..<count {
                let found = graph.paths(from: from)
                for to in 0..<count {
                    let wanted = best[from][to].isFinite ? best[from][to] : -1
                    #expect(agrees(found.minutes[to] ?? -1, wanted))
                    // Lengths are random: the quickest way is one.
                    guard to != from, var edge = found.lastEdge[to] else { continue }
                    var node = edges[edge].first == to ? edges[edge].second : edges[edge].first
                    while node != from {
                        through[node] += 1
                        guard let next = found.lastEdge[node] else { break }
                        edge = next
                        node = edges[edge].first == node ? edges[edge].second : edges[edge].first
                    }
                }
            }
            for (found, wanted) in zip(graph.betweenness(), through) {
                #expect(agrees(found, wanted / Double((count - 1) * (count - 2))))
            }
        }
    }

    @Test("ranks count the lower and half the equal")
    func ranks() {
        #expect(percentileRanks([10, nil, 30, 20]) == [0, nil, 1, 0.5])
        #expect(percentileRanks([5, 5, 5]) == [0.5, 0.5, 0.5])
        #expect(percentileRanks([nil, 4]) == [nil, 0.5])
    }

    @Test("a pole is the strongest within reach and scores high; chains between poles are axes")
    func poles() throws {
        let minutes = [
            [0.0, 30, 100, 120], [30, 0, 70, 90], [100, 70, 0, 20], [120, 90, 20, 0],
        ]
        let poles = try GrowthPoles(
            criteria: [[90, 50, 40, 30], [0.1, nil, 0.3, 0]], minutes: minutes, threshold: 0.6)
        #expect(poles.isLocalMaximum == [true, false, true, false])
        #expect(poles.isPole == [true, false, true, false])
        let axes = try DevelopmentAxes(
            try Self.roads.get(), masses: Self.people, isPole: [true, true, false, false])
        #expect(axes.axisOfEdge == [0, nil, nil, nil])
        let alone = try DevelopmentAxes(
            try Self.roads.get(), masses: Self.people, isPole: [true, false, true, false])
        #expect(alone.count == 0)
    }

    @Test("spread has a positive slope and backwash a negative one")
    func spread() throws {
        let minutes: [Double] = [10, 30, 60, 90, 150]
        let pull = minutes.map { 0.1 * exp(-$0 / 60) }
        let noise = [0.001, -0.001, 0.0005, -0.0008, 0.0003]
        let spread = try SpreadEffect(
            growth: zip(pull, noise).map { 0.01 + 2 * $0 + $1 }, minutes: minutes,
            poleGrowth: Array(repeating: 0.1, count: 5))
        #expect(abs(spread.slope - 2) < 0.1 && spread.significance < 0.01)
        let backwash = try SpreadEffect(
            growth: zip(pull, noise).map { 0.05 - $0 + $1 }, minutes: minutes,
            poleGrowth: Array(repeating: 0.1, count: 5))
        #expect(backwash.slope < 0)
    }

    @Test("nothing that is no number comes through, and equal causes are constant")
    func hostile() throws {
        for bad in [Double.nan, .infinity, -5] {
            #expect(throws: Undefined.notAQuantity(symbol: "P")) {
                try DevelopmentAxes(
                    try Self.roads.get(), masses: [bad, 1, 1, 1],
                    isPole: [true, true, false, false])
            }
            #expect(throws: Undefined.notAQuantity(symbol: "P")) {
                try Agglomeration.outerShare(outside: bad, all: 3)
            }
        }
        for time in 1..<150 {
            #expect(throws: Undefined.constantInput) {
                try SpreadEffect(
                    growth: [0.1, 0.2, 0.3, 0.1, 0.5, 0.2],
                    minutes: Array(repeating: Double(time), count: 6),
                    poleGrowth: Array(repeating: 0.1, count: 6))
            }
        }
        #expect(throws: Undefined.notAQuantity(symbol: "g")) {
            try SpreadEffect(
                growth: [.nan, 0.2, 0.3, 0.1], minutes: [1, 2, 3, 4],
                poleGrowth: [0.1, 0.1, 0.1, 0.1])
        }
    }

    private func exp(_ value: Double) -> Double {
        (try? Interaction.access(masses: [1], times: [[-value]], decay: 1)[0]) ?? 0
    }

    @Test("towns within reach of two cores stand in both areas and belong to one")
    func shared() {
        // A 500 th – X – B 300 th; A has two satellites of its own, B two.
        let people: [Double] = [500, 300, 40, 30, 30, 30, 30].map { $0 * 1000 }
        var minutes = [[Double]](repeating: [Double](repeating: 200, count: 7), count: 7)
        func set(_ a: Int, _ b: Int, _ t: Double) {
            minutes[a][b] = t
            minutes[b][a] = t
        }
        for own in 0..<7 { minutes[own][own] = 0 }
        set(0, 1, 120)
        set(0, 2, 60)
        set(1, 2, 60)
        set(0, 3, 20)
        set(0, 4, 20)
        set(1, 5, 20)
        set(1, 6, 20)
        let found = AgglomerationAreas(
            people: people, isUrban: Array(repeating: true, count: 7), minutes: minutes)
        #expect(found.areas.map(\.core) == [0, 1])
        #expect(found.areas[0].reach == [0, 2, 3, 4])
        #expect(found.areas[1].reach == [1, 2, 5, 6])
        #expect(found.areas.map(\.shared) == [[2], [2]])
        #expect(found.areas[0].members == [0, 2, 3, 4])
        #expect(found.areas[1].members == [1, 5, 6])
    }
}

@Suite("Methods on settlements explain themselves")
struct SettlementMethodTests {
    static let identifiers = Space.settlementMethods.map(\.method.id)

    enum Knowledge: CaseIterable {
        case all, noMinutes, people, minutes

        var context: SettlementContext {
            var context = Valley.wide
            switch self {
            case .all: break
            case .noMinutes:
                context.connections = Valley.context(minutes: false).connections
                context.commuting = context.commuting.filter { $0.from != $0.to }
            case .people: context.parameters.spotPeople = 200
            case .minutes: context.parameters.spotMinutes = 20
            }
            return context
        }
    }

    @Test(
        "every result comes out of its formula again", arguments: identifiers, Knowledge.allCases)
    func explained(_ id: String, with knowledge: Knowledge) throws {
        let method = try #require(Space.settlementMethods.first { $0.method.id == id })
        let context = knowledge.context
        let faults = try Explanations.faults(of: method, in: context)
        #expect(faults.isEmpty, "\(faults.prefix(5).joined(separator: "\n"))")
        #expect(try method.results(in: context).first?.rows.isEmpty == false)
    }

    private func outcomes(
        _ id: String, in context: SettlementContext = Valley.wide
    ) throws -> [ResultKey: Outcome] {
        let method = try #require(Space.settlementMethods.first { $0.method.id == id })
        let rows = try #require(try method.results(in: context).first).rows
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.key, $0.outcome) })
    }

    @Test("the mills clump by every measure, and stand next to each other")
    func mills() throws {
        for id in ["distance-density", "plant-concentration", "plant-spacing"] {
            let found = try outcomes(id)
            let verdict = found[
                ResultKey(place: "R", object: "mills", component: "verdict")]
            #expect(verdict == .finite(1), "\(id)")
        }
        let pairs = try outcomes("plant-colocation")
        let own = try #require(
            pairs[ResultKey(place: "R", activity: "mills", object: "mills", component: "")]?.value)
        // All nearest neighbours of mills are mills: 1 over 11 others of 41.
        #expect(agrees(own, 41.0 / 11))
        let apart = pairs[
            ResultKey(place: "R", activity: "mills", object: "workshops", component: "")]
        #expect(apart == .finite(0))
    }

    @Test("spots by people and by minutes")
    func spots() throws {
        let people = try outcomes("plant-clusters", in: Knowledge.people.context)
        let one = ResultKey(place: "R", object: "m0", component: "people")
        #expect((people[one]?.value ?? 0) > 200)
        let minutes = try outcomes("plant-clusters", in: Knowledge.minutes.context)
        // Twelve mills are all of town A, and nobody else is within twenty minutes of it.
        #expect(minutes[ResultKey(place: "R", object: "m0", component: "near")] == .finite(12))
        #expect(minutes[ResultKey(place: "R", object: "m0", component: "spot")] == .finite(1))
        var unstaffed = Valley.context()
        unstaffed.parameters.spotPeople = 100
        #expect(try outcomes("plant-clusters", in: unstaffed).isEmpty)
    }

    @Test("what lies along an axis")
    func axis() throws {
        // With two million people in D the way over E carries most.
        var context = Valley.wide
        context.parameters.poleScore = 0.3
        let known = try #require(context.population)
        let cells = Dictionary(
            uniqueKeysWithValues: context.settlements.map { town in
                (
                    town.code,
                    [
                        2020: town.code == "D"
                            ? Cell(value: 2_000, state: .value) : known[town.code, 2020]
                    ]
                )
            })
        context.population = PlaceSeries(measure: known.measure, cells: cells)
        let method = try #require(
            Space.settlementMethods.first { $0.method.id == "development-axes" })
        let faults = try Explanations.faults(of: method, in: context)
        #expect(faults.isEmpty, "\(faults.prefix(5).joined(separator: "\n"))")
        let found = try outcomes("development-axes", in: context)
        let poles = try outcomes("growth-poles", in: context).filter {
            $0.key.component == "pole" && $0.value == .finite(1)
        }
        #expect(poles.count >= 2)
        let axes = found.filter { $0.key.component.hasPrefix("axis") && $0.key.component != "axis" }
        #expect(!axes.isEmpty)
        let key = { ResultKey(place: "A", object: "D", year: 2020, component: $0) }
        #expect(axes[key("axisMinutes")] == .finite(150))
        #expect(axes[key("axisPoles")] == .finite(2))
        // A, E and D lie on it; nobody else is within a quarter of an hour.
        #expect(axes[key("axisPeople")] == .finite(2_520_000))
    }

    @Test("who commutes decides who belongs")
    func belongs() throws {
        let found = try outcomes("agglomerations")
        func share(_ town: ObjectCode, _ core: PlaceCode) -> Double? {
            found[
                ResultKey(place: core, object: town, year: 2020, component: "commuters")]?.value
        }
        #expect(agrees(share("B", "A") ?? 0, 4_500.0 / 18_500))
        #expect(agrees(share("F", "A") ?? 0, 0.4))
        // C sends under a fifth: near as it is, without it there is no second satellite.
        var strict = Valley.wide
        strict.parameters.commuterShare = 0.2
        #expect(try outcomes("agglomerations", in: strict).isEmpty)
    }

    @Test("without data a method has no rows and says what it needs", arguments: identifiers)
    func nothing(_ id: String) throws {
        let method = try #require(Space.settlementMethods.first { $0.method.id == id })
        let table = try #require(
            try method.results(in: SettlementContext(settlements: [], population: nil)).first)
        #expect(table.rows.isEmpty)
        #expect(table.notices.contains { $0.english.hasPrefix("Needs") })
    }

    @Test("assumed minutes make the result an assumption, and known ones do not")
    func assumed() throws {
        func qualities(_ minutes: Bool) throws -> Set<Quality> {
            let method = try #require(
                Space.settlementMethods.first { $0.method.id == "agglomerations" })
            let table = try #require(try method.results(in: Valley.context(minutes: minutes)).first)
            return Set(table.rows.map(\.quality))
        }
        #expect(try qualities(true) == [.computed])
        #expect(try qualities(false) == [.assumption])
    }

    @Test("a missing precondition is named, the rest make the total")
    func preconditions() throws {
        let method = try #require(
            Space.settlementMethods.first { $0.method.id == "agglomeration-preconditions" })
        let rows = try #require(try method.results(in: Valley.context()).first).rows
        let by = Dictionary(uniqueKeysWithValues: rows.map { ($0.key.component, $0) })
        #expect(by["productionLinks"]?.outcome == .undefined(.missing("local_purchases_share")))
        #expect(by["total"]?.coverage == 0.5)
        let scores = [0.6571428571428571, 0.5, 0.5555555555555556]
        let wanted = try #require(
            try? Preconditions([280, nil, 0.11, nil, nil, 0.3]).total)
        #expect(agrees(by["total"]?.outcome.value ?? 0, wanted))
        #expect(agrees(by["bottleneck"]?.outcome.value ?? 0, scores.min() ?? 1))
    }

    @Test("a way as quick is the same way in hours and in minutes")
    func ties() throws {
        // 0.1 + 0.2 and 0.3 differ in the last bit: both ways are as quick.
        let roads: [(Int, Int, Double)] = [
            (0, 1, 0.1), (1, 3, 0.2), (0, 2, 0.3), (2, 3, 0), (3, 4, 1),
        ]
        for unit in [1.0, 60, 1 / 60.0, 1e6] {
            let graph = try RoadGraph(
                count: 5, edges: roads.map { .init($0, $1, minutes: $2 * unit) })
            #expect(graph.paths(from: 0).lastEdge == [nil, 0, 2, 1, 4], "\(unit)")
        }
    }

    @Test("a settlement whose people do not work in the core is not of it")
    func commuters() {
        let minutes = [[0.0, 30, 40, 50], [30, 0, 60, 60], [40, 60, 0, 60], [50, 60, 60, 0]]
        let people: [Double] = [500_000, 40_000, 30_000, 20_000]
        let isUrban = [true, true, true, true]
        let plain = AgglomerationAreas(people: people, isUrban: isUrban, minutes: minutes)
        #expect(plain.areas.map(\.members) == [[0, 1, 2, 3]])
        let shares: [[Double?]] = [
            [0.9, 0.1, 0, 0], [0.25, 0.7, 0, 0], [0.02, 0, 0.9, 0], [nil, nil, nil, nil],
        ]
        let known = AgglomerationAreas(
            people: people, isUrban: isUrban, minutes: minutes, commuters: shares)
        // The third is near but works at home; of the fourth it is not known.
        #expect(known.areas.map(\.members) == [[0, 1, 3]])
        let strict = AgglomerationAreas(
            people: people, isUrban: isUrban, minutes: minutes, commuters: shares, leastShare: 0.3)
        #expect(strict.areas.isEmpty)
    }
}
