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
        let found = try empiricalBayesRates(events: events, population: people)
        for (own, theirs) in zip(
            found, [-0.325408562920877, 1.2496681005300545, -0.25005164215413445])
        { #expect(agrees(own, theirs)) }
        let moran = try GlobalAutocorrelation(found, Self.rook.rowStandardised)
        #expect(agrees(moran.moran, -0.06918048023654903))
        #expect(throws: Undefined.emptyRegion) {
            try empiricalBayesRates(events: [1, 2, 3], population: [1, 0, 2])
        }
        #expect(throws: Undefined.zeroReference) {
            try empiricalBayesRates(events: [0, 0, 0], population: [1, 1, 2])
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

    private func expectConnected(_ regions: [Int]) {
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
            let amount = zip(found.regions, amounts).filter { $0.0 == region }.map(\.1)
                .reduce(0, +)
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
        #expect(agrees(try colocationQuotient(points, from: isA, to: isB), 1 / (2.0 / 4)))
        // Ties are shared: the middle one between an a and a b.
        let tied = [0.0, 1, 2].map { PlanePoint($0, 0) }
        #expect(
            agrees(
                try colocationQuotient(
                    tied, from: [false, true, false], to: [false, false, true]), 0.5 / 0.5))
        #expect(throws: Undefined.insufficientData(have: 0, need: 1)) {
            try colocationQuotient(points, from: isA, to: Array(repeating: false, count: 5))
        }
    }
}
