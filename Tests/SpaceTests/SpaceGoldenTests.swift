import Foundation
import Numerics
import Region
import Space
import Support
import Testing

/// The worked examples of METHODS 3.1, 3.2, 3.6, 3.8, 3.9.
@Suite("Worked examples (METHODS 3)")
struct SpaceGoldenTests {
    static let values: [Double] = [10, 8, 2, 1, 1]
    static let line = Neighbourhood(binary: [[1], [0, 2], [1, 3], [2, 4], [3]])
    private let golden: Golden

    init() throws { golden = try Golden(chapter: "c03") }

    private func expect(
        _ found: [Double?], _ key: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let wanted = try golden.list(key)
        #expect(found.count == wanted.count, sourceLocation: sourceLocation)
        for (a, b) in zip(found, wanted) {
            #expect(agrees(a ?? .nan, b), "\(key): \(found)", sourceLocation: sourceLocation)
        }
    }

    @Test("hot spots")
    func hotSpots() throws {
        let spots = try HotSpots(Self.values, Self.line)
        try expect(spots.scores.map(\.value), "Gi_star")
        try expect(spots.significance, "Gi_p_two")
    }

    @Test("Moran, local and global")
    func moran() throws {
        let weights = Self.line.rowStandardised
        try expect(LocalMoran(Self.values, weights).values, "local_moran")
        let global = try GlobalAutocorrelation(Self.values, weights)
        #expect(agrees(global.moran, try golden.number("global_moran")))
    }

    @Test("pseudo-significance comes to that of all arrangements")
    func permutation() throws {
        let exact = try golden.list("moran_exact_cond_p")
        let found = try LocalMoran.pseudoSignificance(
            Self.values, Self.line.rowStandardised, replicates: 99_999, seed: 7)
        for (cell, (a, b)) in zip(found, exact).enumerated() {
            #expect(abs((a ?? .nan) - b) < 0.01, "cell \(cell): \(String(describing: a)) \(b)")
        }
    }

    @Test("the mean of the local index over all arrangements")
    func conditionalMeans() throws {
        // The neighbours of a cell are drawn from the others: on average each is their mean.
        let z = Self.values.map { $0 - (Self.values.mean ?? 0) }
        let second = z.map { $0 * $0 }.compensatedSum() / 5
        let means = z.map { $0 / second * (-$0 / 4) }
        try expect(means, "moran_cond_mean")
        // The replicates come to it: as often above as below where the distribution is even.
        let local = try LocalMoran(Self.values, Self.line.rowStandardised)
        #expect(zip(local.values, means).allSatisfy { ($0 ?? 0) >= $1 })
    }

    @Test("drawing neighbours orders G* and the local index alike")
    func sameOrder() throws {
        var random = RandomStream(seed: 3)
        let points = (0..<60).map { _ in PlanePoint(random.unit(), random.unit()) }
        let values = points.map { $0.x + random.unit() }
        let links = try Neighbourhood(nearest: 5, of: points)
        #expect(
            try HotSpots.pseudoSignificance(values, links, replicates: 499, seed: 9)
                == LocalMoran.pseudoSignificance(values, links, replicates: 499, seed: 9))
    }

    @Test("people within an hour, and access")
    func access() throws {
        let roads = try RoadGraph(
            count: 4,
            edges: [
                .init(0, 1, minutes: 30), .init(1, 2, minutes: 70), .init(0, 2, minutes: 120),
                .init(2, 3, minutes: 20),
            ])
        let times = (0..<4).map { roads.paths(from: $0).minutes.map { $0 ?? .infinity } }
        let people: [Double] = [500, 200, 100, 50]
        let (within, access) = (
            try Interaction.reached(masses: people, times: times, within: 60),
            try Interaction.access(masses: people, times: times, decay: 60)
        )
        let loads = roads.loads { people[$0] * people[$1] / ($2 * $2) }
        for (index, town) in ["A", "B", "C", "D"].enumerated() {
            #expect(agrees(within[index], try golden.number("access_60", town)))
            #expect(agrees(access[index], try golden.number("hansen_b1_60", town)))
        }
        for (edge, name) in [(0, "AB"), (1, "BC"), (3, "CD")] {
            #expect(agrees(loads[edge], try golden.number("axis_flow", name)))
        }
    }

    @Test("false discoveries")
    func falseDiscoveries() throws {
        try expect(falseDiscoveryRates([0.001, 0.02, 0.03, 0.04, 0.5]), "BH_q")
    }

    @Test("potential, flows, break point")
    func interaction() throws {
        let masses: [Double] = [500, 200, 100]
        let areas: [Double] = [300, 100, 50]
        let own = areas.map { Interaction.selfDistance(area: $0) }
        try expect(own, "self_dist")
        let at: [Double] = [0, 30, 100]
        let distances = at.indices.map { i in
            at.indices.map { $0 == i ? own[i] : abs(at[i] - at[$0]) }
        }
        try expect(
            Interaction.potential(masses: masses, distances: distances, exponent: 1), "potential_b1"
        )
        let flows = try Interaction.flows(masses: masses, distances: distances)
        let wanted = try golden.matrix("gravity_b2")
        for (a, b) in zip(flows.flatMap { $0 }, wanted.elements) { #expect(agrees(a, b)) }
        #expect(
            agrees(
                try Interaction.breakPoint(distance: 30, first: 500, second: 200),
                try golden.number("reilly_break_1_2")))
    }

    @Test("flows with both sums given")
    func balanced() throws {
        let friction = [[1.0, 2], [2, 1]].map { $0.map { Foundation.exp(-0.5 * $0) } }
        let flows = try Interaction.balancedFlows(
            origins: [100, 60], destinations: [90, 70], friction: friction)
        let wanted = try golden.matrix("doubly_constrained")
        for (a, b) in zip(flows.flatMap { $0 }, wanted.elements) {
            #expect(agrees(a, b, within: 1e-9))
        }
    }

    @Test("agglomerations and their preconditions")
    func agglomerations() throws {
        #expect(
            agrees(
                try Agglomeration.development(
                    urbanPopulation: 1.2, cities: (4, 0.9), townships: (6, 0.1)),
                try golden.number("Krazv")))
        #expect(
            agrees(
                try Agglomeration.agglomerativeness(
                    urbanPlaces: 10, areaInThousandsOfSquareKilometres: 8,
                    meanDistanceInKilometres: 20), try golden.number("K_agglomerativeness")))
        #expect(
            agrees(
                try Agglomeration.outerShare(outside: 450, all: 1_200),
                try golden.number("I_agglomerativeness")))
        let preconditions = try Preconditions([280, 0.72, 0.11, 0.35, 0.6, 0.3])
        try expect(preconditions.scores, "precond_scores")
        #expect(agrees(preconditions.total, try golden.number("precond_geo")))
        #expect(agrees(preconditions.least, try golden.number("precond_min")))
        let partly = try Preconditions([280, nil, 0.11, nil, nil, 0.3])
        #expect(partly.coverage == 0.5 && partly.total > 0 && partly.bottleneck == 2)
        #expect(throws: Undefined.insufficientData(have: 0, need: 1)) {
            try Preconditions([nil, nil, nil, nil, nil, nil])
        }
    }

    // MARK: Edges and properties

    @Test("islands, constants and too few cells have reasons")
    func edges() throws {
        let withIsland = Neighbourhood(binary: [[1], [0], []])
        #expect(withIsland.islands == [2])
        #expect(try LocalMoran([1, 2, 3], withIsland).values[2] == nil)
        #expect(try HotSpots([1, 2, 3], withIsland).scores[2] == .undefined(.noNeighbour))
        #expect(throws: Undefined.constantInput) { try LocalMoran([2, 2, 2], withIsland) }
        #expect(throws: Undefined.constantInput) { try HotSpots([2, 2, 2], withIsland) }
        #expect(throws: Undefined.notAQuantity(symbol: "x")) {
            try LocalMoran([1, .nan, 3], withIsland)
        }
        #expect(throws: Undefined.noNeighbour) {
            try GlobalAutocorrelation([1, 2, 3, 4], Neighbourhood(binary: [[], [], [], []]))
        }
        // Every cell a neighbour of every cell: nothing to tell apart.
        let all = Neighbourhood(binary: (0..<4).map { own in (0..<4).filter { $0 != own } })
        #expect(try HotSpots([1, 2, 3, 4], all).scores[0] == .undefined(.constantInput))
    }

    @Test("a linear change of the values changes no index, and threads change no bit")
    func invariance() throws {
        for seed in UInt64(0)..<200 {
            var random = RandomStream(seed: seed, stream: 8)
            let points = (0..<25).map { _ in (x: random.unit(), y: random.unit()) }
            let values = points.map { $0.x + 0.3 * random.unit() }
            let changed = values.map { 3 + 2.5 * $0 }
            let weights = Neighbourhood(within: 0.35, of: points).rowStandardised
            guard let global = try? GlobalAutocorrelation(values, weights) else { continue }
            let other = try GlobalAutocorrelation(changed, weights)
            #expect(agrees(global.moran, other.moran) && agrees(global.geary, other.geary))
            #expect(agrees(global.moranVariance, other.moranVariance))
            let (one, two) = (try HotSpots(values, weights), try HotSpots(changed, weights))
            for (a, b) in zip(one.scores, two.scores) {
                #expect(agrees(a.value ?? 0, b.value ?? 0, within: 1e-8))
            }
            if seed < 10 {
                let runs = try [Threads.one, .all].map {
                    try LocalMoran.pseudoSignificance(
                        values, weights, replicates: 99, seed: seed, threads: $0)
                }
                #expect(runs[0] == runs[1])
            }
        }
    }
}

/// Crime in 49 districts of Columbus against spdep 1.2-7, and the six points of esda's tests.
@Suite("Columbus and six points against spdep and esda", .enabled(if: Oracles.areThere))
struct SpaceOracleTests {
    private func rows(_ file: String) throws -> [[String]] {
        let folder = try #require(Oracles.folder)
        return try String(
            contentsOf: folder.appending(path: "lisa_columbus/\(file)"), encoding: .utf8
        ).split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",").map { $0.trimmingCharacters(in: ["\""]) }
        }
    }

    @Test("Moran, Geary, local Moran and G* of Columbus")
    func columbus() throws {
        let crime = try rows("columbus.csv").dropFirst().map { try #require(Double($0[4])) }
        var lists = [[Int]](repeating: [], count: crime.count)
        for row in try rows("neighbours.csv").dropFirst() {
            let (from, to) = (try #require(Int(row[0])), try #require(Int(row[1])))
            lists[from - 1].append(to - 1)
        }
        let binary = Neighbourhood(binary: lists)
        #expect(binary.neighbours.count == 230)
        let weights = binary.rowStandardised
        let global = try GlobalAutocorrelation(crime, weights)
        #expect(agrees(global.moran, 0.485770913661773))
        #expect(agrees(global.moranVariance, 0.00899112132177907))
        #expect(agrees(global.moranScore, 5.34271363940803, within: 1e-8))
        #expect(agrees(global.geary, 0.547803377167251))
        let local = try LocalMoran(crime, weights)
        let spots = try HotSpots(crime, binary)
        let plain = try HotSpots(crime, binary, star: false)
        for (cell, row) in try rows("expected_local.csv").dropFirst().enumerated() {
            #expect(agrees(local.values[cell] ?? .nan, try #require(Double(row[1]))))
            #expect(
                agrees(
                    spots.scores[cell].value ?? .nan, try #require(Double(row[6])), within: 1e-7))
            #expect(
                agrees(
                    plain.scores[cell].value ?? .nan, try #require(Double(row[7])), within: 1e-7))
        }
    }

    @Test("G and G* of six points")
    func sixPoints() throws {
        let points = [(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)].map {
            (x: Double($0.0), y: Double($0.1))
        }
        let values = [2.0, 3.0, 3.2, 5.0, 8.0, 7.0]
        let near = Neighbourhood(within: 15, of: points)
        let wanted = [
            -1.0136728985502572, -0.0436158942016933, 1.3155870289605438, -0.3141267582045626,
            1.153739858106773, 1.7783394086210973,
        ]
        for (score, z) in zip(try HotSpots(values, near, star: false).scores, wanted) {
            #expect(agrees(score.value ?? .nan, z))
        }
        let star = [
            -1.3972762620115442, -0.2891776156271273, 0.6506496351610379, -0.2891776156271273,
            1.2345208835198738, 2.024243309389896,
        ]
        for (score, z) in zip(try HotSpots(values, near).scores, star) {
            #expect(agrees(score.value ?? .nan, z))
        }
    }
}
