import Foundation
import Numerics
import Region
import Space
import Support
import Testing

/// What peers have beyond the handbook, against their output on a grid of six by five cells:
/// esda 2.9.0, statsmodels 0.15.0, scikit-learn 1.9.1, spopt 0.7.0.
@Suite("Further methods of space against peers")
struct FurtherSpaceTests {
    static let rook: Neighbourhood = {
        var lists = [[Int]](repeating: [], count: 30)
        for cell in 0..<30 {
            let (row, column) = (cell / 5, cell % 5)
            if column > 0 { lists[cell].append(cell - 1) }
            if column < 4 { lists[cell].append(cell + 1) }
            if row > 0 { lists[cell].append(cell - 5) }
            if row < 5 { lists[cell].append(cell + 5) }
        }
        return Neighbourhood(binary: lists)
    }()
    static let x = (0..<30).map { cell -> Double in mod(cell * 7, 11) + 0.3 * Double(cell / 5) }
    static let y = (0..<30).map { cell -> Double in mod(cell * 5, 13) + 0.5 * Double(cell % 5) }

    private static func mod(_ value: Int, _ modulus: Int) -> Double { Double(value % modulus) }

    @Test("join counts")
    func joins() throws {
        let kinds = (0..<30).map { cell -> Bool in
            Self.mod(cell * 7, 11) + 0.9 * Double(cell / 5) > 7
        }
        let found = try JoinCounts(kinds, Self.rook, replicates: 199, seed: 1)
        #expect([found.both, found.mixed, found.neither] == [11, 27, 11])
        let joins: Double = found.both + found.mixed + found.neither
        #expect(joins == Self.rook.total / 2)
        #expect(found.bothProbability > 0.05)
        let halves = (0..<30).map { $0 < 15 }
        let ordered = try JoinCounts(halves, Self.rook, replicates: 199, seed: 1)
        #expect(ordered.bothProbability == 0.005)
        #expect(throws: Undefined.constantInput) {
            try JoinCounts(Array(repeating: true, count: 30), Self.rook, seed: 1)
        }
        let again = try JoinCounts(kinds, Self.rook, replicates: 199, seed: 1, threads: .one)
        #expect(found == again)
    }

    @Test("bivariate Moran")
    func bivariate() throws {
        let found = try BivariateMoran(Self.x, around: Self.y, Self.rook, replicates: 99, seed: 1)
        #expect(agrees(found.global, -0.038443597652959724))
        // esda's local values have n − 1 for n, as its univariate ones have.
        for (own, theirs) in zip(
            found.local, [-0.9143252482153843, -0.15005756884823526, 0.09673605597405299])
        {
            let scaled: Double = (own ?? 0) * 29 / 30
            #expect(agrees(scaled, theirs))
        }
        #expect(throws: Undefined.constantInput) {
            try BivariateMoran(
                Self.x, around: Array(repeating: 1, count: 30), Self.rook, seed: 1)
        }
    }

    @Test("rates smoothed by population")
    func rates() throws {
        let people = (0..<30).map { cell -> Double in 1000 + 137 * Self.mod(cell * 3, 17) }
        let events = (0..<30).map { cell -> Double in 3 + Self.mod(cell * 7, 11) }
        let found = try EmpiricalBayesRates(events: events, population: people).scores
        for (own, theirs) in zip(
            found, [-0.325408562920877, 1.2496681005300545, -0.25005164215413445])
        { #expect(agrees(own, theirs)) }
        let moran = try GlobalAutocorrelation(found, Self.rook.rowStandardised)
        #expect(agrees(moran.moran, -0.06918048023654903))
        #expect(throws: Undefined.emptyRegion) {
            try EmpiricalBayesRates(events: [1, 2, 3], population: [1, 0, 2])
        }
        #expect(throws: Undefined.zeroReference) {
            try EmpiricalBayesRates(events: [0, 0, 0], population: [1, 1, 2])
        }
    }

    @Test("gravity by Poisson pseudo-maximum likelihood, with robust errors")
    func gravity() throws {
        let masses: [Double] = [500, 200, 100, 80, 300, 50]
        let places = zip([0.0, 3, 7, 1, 5, 9], [0.0, 4, 1, 6, 5, 3]).map { PlanePoint($0, $1) }
        let distances = places.map { own in places.map { own.distance(to: $0) } }
        let flows = (0..<6).map { from in
            (0..<6).map { to -> Double in
                guard from != to else { return 0 }
                let d = distances[from][to]
                let pull = masses[from] * masses[to] / (d * d) / 50
                // As Python rounds: halves to even.
                return pull.rounded(.toNearestOrEven) + Double((from * 3 + to * 5) % 7)
            }
        }
        let found = try GravityEstimate(
            flows: flows, origins: masses, destinations: masses, distances: distances)
        let wanted = [
            -3.009032044826852, 0.9082745561540875, 0.8981040653603491, -1.8281143621263094,
        ]
        let errors = [
            0.2660747285318397, 0.03271063149603491, 0.030661099877124277, 0.03924947946626126,
        ]
        for (own, theirs) in zip(found.coefficients, wanted) { #expect(agrees(own, theirs)) }
        for (own, theirs) in zip(found.standardErrors, errors) {
            // statsmodels' GLM divides by n where the sandwich here has n − k: 30 and 26.
            let converted: Double = own * (26.0 / 30).squareRoot()
            #expect(agrees(converted, theirs, within: 1e-7))
        }
        #expect(throws: Undefined.singular) {
            try GravityEstimate(
                flows: flows, origins: Array(repeating: 3, count: 6),
                destinations: Array(repeating: 2, count: 6), distances: distances)
        }
        // Flows that are the model give it back.
        let exact = (0..<6).map { from in
            (0..<6).map { to -> Double in
                guard from != to else { return 0 }
                let distance = distances[from][to]
                return masses[from] * masses[to] / (distance * distance)
            }
        }
        let model = try GravityEstimate(
            flows: exact, origins: masses, destinations: masses, distances: distances)
        let powers: [Double] = [0, 1, 1, -2]
        for (own, theirs) in zip(model.coefficients, powers) {
            let difference: Double = own - theirs
            #expect(difference.magnitude < 1e-8)
        }
        #expect(model.fit > 1 - 1e-9)
    }

    @Test("HDBSCAN of three clouds and strays")
    func hierarchical() throws {
        struct Cloud: Decodable {
            let points: [[Double]]
            let labels: [Int]
        }
        let file = Golden.folder.appending(path: "hdbscan.json")
        let cloud = try JSONDecoder().decode(Cloud.self, from: Data(contentsOf: file))
        let points = cloud.points.map { PlanePoint($0[0], $0[1]) }
        let found = try HierarchicalDensityClusters(points, nearest: 5, leastSize: 5)
        // Labels may be numbered in another order; who is with whom may not differ.
        var names: [Int: Int] = [:]
        for (own, theirs) in zip(found.labels, cloud.labels) {
            #expect((own == nil) == (theirs == -1))
            guard let own else { continue }
            if let known = names[own] { #expect(known == theirs) } else { names[own] = theirs }
        }
        #expect(found.count == 3)
        #expect(found.probabilities.allSatisfy { (0...1).contains($0) })
    }

    @Test("HDBSCAN of the handbook's points: core distances, reach, clusters")
    func handbook() throws {
        let points = [0.0, 1, 2, 10, 11, 12, 30].map { PlanePoint($0, 0) }
        let found = try HierarchicalDensityClusters(points, nearest: 3)
        let golden = try Golden(chapter: "c03")
        let cores = try golden.list("hdbscan_core_dist_incl_self_k3")
        #expect(found.coreDistances == cores)
        let reaches = try golden.list("hdbscan_mreach_0_1_and_2_10")
        #expect(
            [
                found.mutualReach(0, 1, distance: 1), found.mutualReach(2, 3, distance: 8),
            ] == reaches)
        #expect(found.labels == [0, 0, 0, 1, 1, 1, nil])
        #expect(throws: Undefined.insufficientData(have: 2, need: 3)) {
            try HierarchicalDensityClusters(Array(points.prefix(2)), nearest: 3)
        }
        // Points in one spot are a cluster, not a division by nothing.
        let spot = Array(repeating: PlanePoint(5, 5), count: 6) + points
        let dense = try HierarchicalDensityClusters(spot, nearest: 3)
        #expect(Set(dense.labels.prefix(6)).count == 1 && dense.labels[0] != nil)
        for stability in dense.stabilities { #expect(stability.isFinite) }
    }

    @Test("SKATER cuts the same tree to the same regions")
    func skater() throws {
        let found = try SpanningTreeRegions(
            zip(Self.x, Self.y).map { [$0, $1] }, Self.rook, regions: 4)
        #expect(found.count == 4)
        let one = try SpanningTreeRegions(
            zip(Self.x, Self.y).map { [$0, $1] }, Self.rook, regions: 1)
        #expect(one.withinSquares > found.withinSquares)
        expectConnected(found.regions)
        // Two plateaus are told apart whatever the noise within.
        let plateaus = (0..<30).map { cell -> [Double] in
            let level: Double = cell % 5 < 2 ? 0 : 10
            return [level + Double(cell % 3) / 10]
        }
        let two = try SpanningTreeRegions(plateaus, Self.rook, regions: 2)
        let sides = (0..<30).map { cell -> Int in cell % 5 < 2 ? 0 : 1 }
        #expect(two.regions == sides)
        // Islands are regions of their own.
        let apart = try SpanningTreeRegions(
            [[1.0], [2], [3]], Neighbourhood(binary: [[1], [0], []]), regions: 1)
        #expect(apart.regions == [0, 0, 1])
    }

    private func expectConnected(_ labels: [Int?]) {
        let regions = labels.map { $0 ?? -1 }
        for region in Set(regions) {
            let members = Set(regions.indices.filter { regions[$0] == region })
            guard let first = members.first else { continue }
            var seen: Set<Int> = [first]
            var waiting = [first]
            while let place = waiting.popLast() {
                for index in Self.rook.neighbours(of: place) {
                    let other = Self.rook.neighbours[index]
                    if members.contains(other), seen.insert(other).inserted {
                        waiting.append(other)
                    }
                }
            }
            #expect(seen == members)
        }
    }

    @Test("max-p makes as many regions as amounts allow, in one piece and large enough")
    func maxP() throws {
        let attributes = zip(Self.x, Self.y).map { [$0, $1] }
        let amounts = (0..<30).map { cell -> Double in 5 + Self.mod(cell * 7, 4) }
        let found = try MaxPRegions(
            attributes, amounts: amounts, threshold: 30, Self.rook, seed: 3)
        expectConnected(found.regions)
        for region in 0..<found.count {
            let amount = amounts.indices.filter { found.regions[$0] == region }
                .map { amounts[$0] }.reduce(0, +)
            #expect(amount >= 30)
        }
        // 195 in all: six at most; a heuristic comes near.
        #expect(found.count >= 5)
        let again = try MaxPRegions(
            attributes, amounts: amounts, threshold: 30, Self.rook, seed: 3)
        #expect(found == again)
        #expect(throws: (any Error).self) {
            try MaxPRegions(attributes, amounts: amounts, threshold: 1e6, Self.rook, seed: 3)
        }
    }

    @Test("K and L of random points follow the circle, of clumped ones exceed it")
    func ripley() throws {
        var random = RandomStream(seed: 12)
        let points = (0..<1_500).map { _ in PlanePoint(random.unit() * 100, random.unit() * 50) }
        let radii = [1.0, 2, 4, 8]
        let found = try RipleyFunction(
            points, radii: radii, window: (PlanePoint(0, 0), PlanePoint(100, 50)))
        for (radius, linear) in zip(radii, found.linear) {
            #expect(abs(linear - radius) < 0.08 * radius, "\(radius) \(linear)")
        }
        let clumped = points.prefix(300).map {
            PlanePoint(($0.x / 10).rounded() * 10 + $0.y / 50, ($0.y / 10).rounded() * 10)
        }.filter { $0.y <= 50 && $0.x <= 100 }
        let other = try RipleyFunction(
            clumped, radii: radii, window: (PlanePoint(0, 0), PlanePoint(101, 50)))
        #expect(other.linear[0] > 2)
        // By hand: two points 1 apart in a window of 10 by 10.
        let two = try RipleyFunction(
            [PlanePoint(4, 5), PlanePoint(5, 5)], radii: [0.5, 1],
            window: (PlanePoint(0, 0), PlanePoint(10, 10)))
        #expect(two.values[0] == 0)
        let corrected: Double = 100.0 / 90
        #expect(agrees(two.values[1], 100 * corrected))
        #expect(throws: Undefined.outOfRange) {
            try RipleyFunction(
                [PlanePoint(4, 5), PlanePoint(50, 5)], radii: [1],
                window: (PlanePoint(0, 0), PlanePoint(10, 10)))
        }
    }

    @Test("the co-location quotient by hand")
    func colocation() throws {
        // a b a b c along a line: each a has a b as nearest on one side or both.
        let points = [0.0, 1, 5, 6, 20].map { PlanePoint($0, 0) }
        let (isA, isB) = ([true, false, true, false, false], [false, true, false, true, false])
        let found = try Colocation(points)
        #expect(found.nearest == [[1], [0], [3], [2], [3]])
        #expect(agrees(try found.quotient(from: isA, to: isB), 1 / (2.0 / 4)))
        // Ties are shared: the middle one between an a and a b.
        let tied = try Colocation([0.0, 1, 2].map { PlanePoint($0, 0) })
        #expect(
            agrees(
                try tied.quotient(from: [false, true, false], to: [false, false, true]), 0.5 / 0.5))
        #expect(throws: Undefined.insufficientData(have: 0, need: 1)) {
            try found.quotient(from: isA, to: Array(repeating: false, count: 5))
        }
        #expect(throws: Undefined.monopoly) {
            let one = [true, false, false, false, false]
            return try found.quotient(from: one, to: one)
        }
        #expect(throws: Undefined.insufficientData(have: 1, need: 2)) {
            try Colocation([PlanePoint(0, 0)])
        }
    }

    @Test("the nearest of scattered and coincident points are those of all pairs tried out")
    func nearest() throws {
        for seed in UInt64(0)..<20 {
            var random = RandomStream(seed: seed)
            // On a coarse raster, so that there are ties and points in one spot; one hermit.
            var points = (0..<80).map { _ in
                PlanePoint(Double(random.index(below: 12)), Double(random.index(below: 9)))
            }
            points.append(PlanePoint(5_000, -300))
            let found = try Colocation(points)
            for own in points.indices {
                let others = points.indices.filter { $0 != own }
                let least = others.map { points[own].distance(to: points[$0]) }.min() ?? 0
                #expect(
                    found.nearest[own]
                        == others.filter { points[own].distance(to: points[$0]) == least })
            }
        }
    }

    @Test("kinds that seek each other are told from kinds dealt out at random")
    func colocationByChance() throws {
        var random = RandomStream(seed: 4)
        let pairs = (0..<60).flatMap { _ -> [PlanePoint] in
            let (x, y) = (random.unit() * 100, random.unit() * 100)
            return [PlanePoint(x, y), PlanePoint(x + 0.1, y)]
        }
        let isA = pairs.indices.map { $0 % 2 == 0 }
        let isB = isA.map { !$0 }
        let found = try Colocation(pairs)
        let sought = try found.probability(from: isA, to: isB, replicates: 199, seed: 1)
        #expect(sought == 1.0 / 200)
        #expect(
            sought
                == (try found.probability(
                    from: isA, to: isB, replicates: 199, seed: 1, threads: .one)))
        // Over many deals at random the probability is itself evenly spread.
        let chances = try (0..<60).map { seed -> Double in
            var random = RandomStream(seed: 100 + UInt64(seed))
            let dealt = pairs.indices.map { _ in random.unit() < 0.5 }
            return try found.probability(
                from: dealt, to: dealt.map { !$0 }, replicates: 99, seed: UInt64(seed))
        }
        #expect(chances.count { $0 <= 0.05 } <= 12)
        #expect(chances.count { $0 > 0.25 } >= 15)
    }

    @Test("mean and variance of join counts are those over all ways to deal kinds out")
    func joinMoments() throws {
        // Six cells, three of the kind, unequal links that are not all mutual.
        let lists: [[(cell: Int, weight: Double)]] = [
            [(1, 1), (2, 0.5)], [(0, 1), (3, 2)], [(0, 0.5)], [(1, 2), (4, 1)], [(5, 0.25)],
            [(4, 1), (0, 1)],
        ]
        let links = Neighbourhood(lists)
        var (both, mixed): ([Double], [Double]) = ([], [])
        for bits in 0..<64 where bits.nonzeroBitCount == 3 {
            let kinds = (0..<6).map { bits >> $0 & 1 == 1 }
            let found = try JoinCounts(kinds, links, replicates: 2, seed: 1)
            both.append(found.both)
            mixed.append(found.mixed)
        }
        let one = try JoinCounts(
            [true, true, true, false, false, false], links, replicates: 2, seed: 1)
        func variance(_ values: [Double], _ mean: Double) -> Double {
            values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count)
        }
        let (meanBoth, meanMixed) = (both.mean ?? 0, mixed.mean ?? 0)
        #expect(agrees(one.expectedBoth, meanBoth))
        #expect(agrees(one.expectedMixed, meanMixed))
        #expect(agrees(one.varianceBoth, variance(both, meanBoth)))
        #expect(agrees(one.varianceMixed, variance(mixed, meanMixed)))
    }

    @Test("density clusters by weights and by minutes are those of points")
    func otherDistances() throws {
        for seed in UInt64(0)..<20 {
            var random = RandomStream(seed: seed)
            let points = (0..<120).map { _ in PlanePoint(random.unit() * 10, random.unit() * 10) }
            let apart = { @Sendable (one: Int, other: Int) in
                points[one].distance(to: points[other])
            }
            let plain = try DensityClusters(points, reach: 0.8, least: 4)
            let ones = [Double](repeating: 1, count: 120)
            #expect(plain == (try DensityClusters(points, weights: ones, reach: 0.8, least: 4)))
            #expect(
                plain
                    == (try DensityClusters(weights: ones, reach: 0.8, least: 4, distance: apart)))
            let weights = points.map { _ in random.unit() * 3 }
            #expect(
                try DensityClusters(points, weights: weights, reach: 0.8, least: 6)
                    == DensityClusters(weights: weights, reach: 0.8, least: 6, distance: apart))
            let tree = try HierarchicalDensityClusters(points, nearest: 4)
            #expect(
                tree
                    == (try HierarchicalDensityClusters(
                        points, weights: ones, nearest: 4, leastSize: 4)))
            #expect(
                tree
                    == (try HierarchicalDensityClusters(
                        count: 120, nearest: 4, leastSize: 4, distance: apart)))
        }
        #expect(throws: Undefined.notAQuantity(symbol: "e")) {
            try DensityClusters([PlanePoint(0, 0)], weights: [-1], reach: 1, least: 1)
        }
    }

    @Test("an island without enough is left apart and the rest still divided")
    func island() throws {
        let links = Neighbourhood(binary: [[1], [0, 2], [1, 3], [2], []])
        let found = try MaxPRegions(
            [[1], [1], [5], [5], [9]], amounts: [2, 2, 2, 2, 1], threshold: 4, links, seed: 1)
        #expect(found.regions == [0, 0, 1, 1, nil])
        #expect(found.withinSquares == 0)
        #expect(throws: Undefined.insufficientData(have: 8, need: 100)) {
            try MaxPRegions(
                [[1], [1], [5], [5], [9]], amounts: [2, 2, 2, 2, 1], threshold: 100, links, seed: 1)
        }
    }

    @Test("cutting the tree step by step finds the cut that all cuts tried out find")
    func bestCut() throws {
        for seed in UInt64(0)..<30 {
            var random = RandomStream(seed: seed)
            // A line: its spanning tree is itself.
            let values = (0..<9).map { _ in [random.unit() * 10, random.unit()] }
            let line = Neighbourhood(
                binary: (0..<9).map { cell in [cell - 1, cell + 1].filter { (0..<9) ~= $0 } })
            func squares(_ part: ArraySlice<[Double]>) -> Double {
                (0..<2).map { column -> Double in
                    let own = part.map { $0[column] }
                    let mean = own.reduce(0, +) / Double(own.count)
                    return own.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
                }.reduce(0, +)
            }
            let best = (2...7).map { squares(values[..<$0]) + squares(values[$0...]) }.min() ?? 0
            let found = try SpanningTreeRegions(values, line, regions: 2, leastSize: 2)
            #expect(agrees(found.withinSquares, best))
            #expect(found.count == 2)
        }
    }
}
