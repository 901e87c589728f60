import Numerics
import Region
import Space
import Support
import Testing

/// The fast ways against the plain ones, and what must not change with the number of threads.
@Suite("Kernels of space")
struct SpatialKernelTests {
    static func points(_ count: Int, seed: UInt64, clumped: Bool = false) -> [PlanePoint] {
        var random = RandomStream(seed: seed, stream: 11)
        return (0..<count).map { index in
            let centre = clumped ? Double(index % 4) * 20 : 0
            return PlanePoint(
                centre + random.unit() * (clumped ? 6 : 100), random.unit() * (clumped ? 6 : 100))
        }
    }

    @Test("nearest neighbours are those found by looking at all", arguments: [false, true])
    func nearest(_ clumped: Bool) throws {
        for seed in UInt64(0)..<6 {
            var points = Self.points(150, seed: seed, clumped: clumped)
            points += points.prefix(5)
            let found = try Neighbourhood(nearest: 4, of: points)
            for own in points.indices {
                let wanted = points.indices.filter { $0 != own }.sorted {
                    let (a, b) = (
                        points[own].distance(to: points[$0]), points[own].distance(to: points[$1])
                    )
                    return abs(a - b) > 1e-12 ? a < b : $0 < $1
                }.prefix(4)
                let near = found.neighbours(of: own).map { found.neighbours[$0] }
                #expect(Set(near) == Set(wanted), "seed \(seed) point \(own)")
            }
        }
        #expect(throws: Undefined.insufficientData(have: 4, need: 5)) {
            try Neighbourhood(nearest: 4, of: Self.points(4, seed: 1))
        }
        let oneSpot = try Neighbourhood(
            nearest: 2, of: Array(repeating: PlanePoint(1, 1), count: 5))
        #expect(oneSpot.neighbours(of: 4).map { oneSpot.neighbours[$0] } == [0, 1])
    }

    @Test("pseudo-significance is the same for one thread and for all, by either way of drawing")
    func permutation() throws {
        let points = Self.points(600, seed: 2)
        var random = RandomStream(seed: 5)
        let values = points.map { $0.x / 50 + random.unit() }
        for count in [6, 100] {
            let links = try Neighbourhood(nearest: count, of: points).rowStandardised
            let one = try LocalMoran.pseudoSignificance(
                values, links, replicates: 199, seed: 3, threads: .one)
            let all = try LocalMoran.pseudoSignificance(
                values, links, replicates: 199, seed: 3, threads: .all)
            #expect(one == all)
            let spots = try HotSpots.pseudoSignificance(
                values, links, replicates: 199, seed: 3, threads: .one)
            #expect(
                spots
                    == (try HotSpots.pseudoSignificance(
                        values, links, replicates: 199, seed: 3, threads: .all)))
            // Both compare the lag: the smaller tail is the same but for which cells are low.
            #expect(zip(one, spots).count { $0 == $1 } > 500)
        }
    }

    @Test("where there is no order one cell in ten is at or under 0.05, by the smaller tail")
    func level() throws {
        let points = Self.points(2_000, seed: 9)
        var random = RandomStream(seed: 6)
        let values = points.map { _ in random.unit() }
        let links = try Neighbourhood(nearest: 5, of: points).rowStandardised
        let found = try LocalMoran.pseudoSignificance(values, links, replicates: 499, seed: 1)
        let share = Double(found.count { ($0 ?? 1) <= 0.05 }) / 2_000
        #expect(share > 0.08 && share < 0.12, "\(share)")
    }

    @Test("with esda's n − 1 the index is (n − 1)/n of ours")
    func scaling() throws {
        let values: [Double] = [10, 8, 2, 1, 1]
        let line = Neighbourhood(binary: [[1], [0, 2], [1, 3], [2, 4], [3]]).rowStandardised
        let ours = try LocalMoran(values, line)
        let theirs = try LocalMoran(values, line, scaling: .sample)
        for (a, b) in zip(ours.values, theirs.values) {
            #expect(agrees((a ?? 0) * 4 / 5, b ?? 1))
        }
    }

    @Test("K-density of bins agrees with that of pairs within the stated error")
    func bins() throws {
        // 1,100 plants have more pairs than are kept one by one.
        let points = Self.points(1_100, seed: 4, clumped: true)
        var random = RandomStream(seed: 2)
        let weights = points.map { _ in 1 + (random.unit() * 9).rounded() }
        let found = try DistanceDensity(points, weights: weights)
        var sum = [Double](repeating: 0, count: 40)
        var total = 0.0
        var distances: [Double] = []
        for first in points.indices {
            for second in (first + 1)..<max(points.count, first + 1) {
                let distance = points[first].distance(to: points[second])
                distances.append(distance)
                let weight = weights[first] * weights[second]
                total += weight
                for step in sum.indices {
                    for image in [Double(step) * 2 - distance, Double(step) * 2 + distance] {
                        let z = image / found.bandwidth
                        if abs(z) < 12 { sum[step] += weight * gauss(z) }
                    }
                }
            }
        }
        let width = try DistanceDensity.silverman(distances)
        #expect(abs(found.bandwidth - width) < 0.001 * width)
        for step in sum.indices {
            let exact = sum[step] / (total * found.bandwidth)
            #expect(abs(found(Double(step) * 2) - exact) < 0.0002 * 0.4 / found.bandwidth)
        }
        let one = try DistanceDensity(points, weights: weights, threads: .one)
        #expect(one(3) == found(3) && one.bandwidth == found.bandwidth)
    }

    private func gauss(_ z: Double) -> Double {
        // The density by way of its integral's difference would be coarse: by the series of e.
        var (term, sum) = (1.0, 1.0)
        let x = -z * z / 2
        let halvings = 16
        let small = x / Double(1 << halvings)
        for index in 1..<8 {
            term *= small / Double(index)
            sum += term
        }
        var power = sum
        for _ in 0..<halvings { power *= power }
        return power / (2 * Double.pi).squareRoot()
    }

    @Test("K-density integrates to 1 over all distances")
    func integral() throws {
        for seed in UInt64(0)..<5 {
            let found = try DistanceDensity(Self.points(80, seed: seed))
            let step = found.bandwidth / 10
            let sum = (0..<Int(200 / step)).map { found((Double($0) + 0.5) * step) * step }
                .reduce(0, +)
            #expect(abs(sum - 1) < 1e-6, "\(sum)")
        }
    }

    @Test("M by the grid is M by looking at all, at every radius")
    func concentration() throws {
        for seed in UInt64(0)..<8 {
            var points = Self.points(220, seed: seed, clumped: seed.isMultiple(of: 2))
            points += points.prefix(4)
            var random = RandomStream(seed: seed, stream: 5)
            let weights = points.map { _ in (random.unit() * 9).rounded() }
            let kinds = points.map { _ in random.unit() < 0.3 }
            let radii = [0.5, 1, 2.5, 6, 15, 60]
            let found = try ConcentrationFunction.values(
                points, weights: weights, isOfKind: kinds, radii: radii)
            let (whole, ofKind) = (
                weights.reduce(0, +), zip(weights, kinds).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
            )
            for (radius, outcome) in zip(radii, found) {
                var (shares, expected) = (0.0, 0.0)
                for own in points.indices where kinds[own] {
                    var (kin, all) = (0.0, 0.0)
                    for other in points.indices
                    where other != own && points[own].distance(to: points[other]) <= radius {
                        all += weights[other]
                        if kinds[other] { kin += weights[other] }
                    }
                    guard all > 0 else { continue }
                    shares += kin / all
                    expected += (ofKind - weights[own]) / (whole - weights[own])
                }
                #expect(agrees(outcome.value ?? -1, expected > 0 ? shares / expected : -1))
                let single = try? ConcentrationFunction(
                    points, weights: weights, isOfKind: kinds, within: radius)
                #expect(agrees(single?.value ?? -1, outcome.value ?? -1))
            }
        }
    }

    @Test("density clusters are those found by looking at all", arguments: [3, 5, 12])
    func clusters(_ least: Int) throws {
        for seed in UInt64(0)..<12 {
            var points = Self.points(260, seed: seed, clumped: seed.isMultiple(of: 2))
            points += points.prefix(9)
            let reach = seed.isMultiple(of: 2) ? 0.7 : 5
            let found = try DensityClusters(points, reach: reach, least: Double(least))
            let near = points.map { own in
                points.indices.filter { own.distance(to: points[$0]) <= reach }
            }
            let cores = near.map { $0.count >= least }
            var labels = [Int?](repeating: nil, count: points.count)
            var next = 0
            for start in points.indices where cores[start] && labels[start] == nil {
                labels[start] = next
                var waiting = [start]
                while let point = waiting.popLast() {
                    for other in near[point] where cores[other] && labels[other] == nil {
                        labels[other] = next
                        waiting.append(other)
                    }
                }
                next += 1
            }
            for point in points.indices where !cores[point] {
                labels[point] = near[point].filter { cores[$0] }.min().flatMap { labels[$0] }
            }
            #expect(found.isCore == cores)
            #expect(found.labels == labels)
            #expect(found.count == next)
            #expect(
                found
                    == (try DensityClusters(
                        points, reach: reach, least: Double(least), threads: .one)))
        }
        #expect(try DensityClusters([], reach: 1, least: 2).count == 0)
        #expect(try DensityClusters([PlanePoint(0, 0)], reach: 1, least: 2).labels == [nil])
        #expect(throws: Undefined.notAQuantity(symbol: "d")) {
            try DensityClusters([PlanePoint(.nan, 0)], reach: 1, least: 2)
        }
    }
}

@Suite("Bands of K-density and M (METHODS 3.3, 3.4, 16.5)")
struct EnvelopeTests {
    private let sites = SpatialKernelTests.points(400, seed: 1)
    private let grid = (0...30).map { Double($0) }

    @Test("clumped plants are localised, plants at random are not, far apart ones are dispersed")
    func verdicts() throws {
        let clump = sites.indices.filter { sites[$0].x < 25 && sites[$0].y < 25 }
        let clumped = try Envelope(
            densityOf: clump, among: sites, at: grid, replicates: 199, seed: 1)
        #expect(clumped.verdict == .localised)
        #expect(clumped.localisation.contains { $0 > 0 })
        #expect(clumped.dispersion.allSatisfy { $0 == 0 })
        // Spread out over a lattice: no two near.
        var lattice: [Int] = []
        for index in sites.indices
        where lattice.allSatisfy({ sites[$0].distance(to: sites[index]) > 14 }) {
            lattice.append(index)
        }
        let dispersed = try Envelope(
            densityOf: lattice, among: sites, at: (0...12).map { Double($0) }, replicates: 199,
            seed: 1)
        #expect(dispersed.verdict == .dispersed)
        #expect(dispersed.dispersion.contains { $0 > 0 })
    }

    @Test("the global band is wider than the local one and holds 95 of 100 curves by chance")
    func level() throws {
        var localised = 0
        let trials = 200
        for trial in 0..<trials {
            var random = RandomStream(seed: UInt64(trial), stream: 77)
            var chosen: Set<Int> = []
            while chosen.count < 25 { chosen.insert(random.index(below: sites.count)) }
            let found = try Envelope(
                densityOf: chosen.sorted(), among: sites, at: grid, bandwidth: 4,
                replicates: 199, seed: UInt64(trial))
            for index in grid.indices {
                #expect(found.global.upper[index] >= found.local.upper[index])
                #expect(found.global.lower[index] <= found.local.lower[index])
            }
            if found.verdict == .localised { localised += 1 }
        }
        // 5 % expected; three standard deviations of 200 trials are 4.6 %.
        #expect(localised > 1 && localised < 21, "\(localised)")
    }

    @Test("threads change no bit, a stop throws, every replicate is reported")
    func threads() throws {
        let plants = Array(0..<40)
        let one = try Envelope(
            densityOf: plants, among: sites, at: grid, replicates: 60, seed: 9, threads: .one)
        let all = try Envelope(
            densityOf: plants, among: sites, at: grid, replicates: 60, seed: 9, threads: .all)
        #expect(one.global == all.global && one.local == all.local)
        #expect(throws: CancellationError.self) {
            try Envelope(
                densityOf: plants, among: sites, at: grid, replicates: 60, seed: 9,
                progress: { $0 < 10 })
        }
    }

    @Test("M of one clump leaves the band of random labels, M of random labels stays")
    func labels() throws {
        let weights = sites.indices.map { Double(1 + $0 % 5) }
        let radii: [Double] = [3, 6, 12, 25]
        let clump = sites.map { $0.x < 25 && $0.y < 25 }
        let found = try Envelope(
            concentrationOf: clump, among: sites, weights: weights, at: radii, replicates: 199,
            seed: 4)
        #expect(found.verdict == .localised)
        // Around 1, as chance has it.
        for (low, high) in zip(found.local.lower, found.local.upper) {
            #expect(low < 1.2 && high > 0.8 && low < high)
        }
        var random = RandomStream(seed: 3)
        let blind = sites.map { _ in random.unit() < 0.15 }
        let other = try Envelope(
            concentrationOf: blind, among: sites, weights: weights, at: radii, replicates: 199,
            seed: 4)
        #expect(other.verdict == .asByChance)
    }
}
