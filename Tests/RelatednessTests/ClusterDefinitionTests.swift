import Numerics
import Region
import Relatedness
import Support
import Testing

/// The worked examples of METHODS 2.7.
@Suite("Definition of clusters (METHODS 2.7)")
struct ClusterDefinitionTests {
    private let golden: Golden

    init() throws { golden = try Golden(chapter: "c02") }

    private func expect(
        _ found: Matrix, _ key: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let wanted = try golden.matrix(key)
        for (a, b) in zip(found.elements, wanted.elements) {
            #expect(agrees(a, b), "\(key)", sourceLocation: sourceLocation)
        }
    }

    /// 1–2 (1), 3–4 (1), 2–3 (0.2).
    static var four: Matrix {
        var links = Matrix(rows: 4, columns: 4)
        for (a, b, weight) in [(0, 1, 1.0), (2, 3, 1), (1, 2, 0.2)] {
            links[a, b] = weight
            links[b, a] = weight
        }
        return links
    }

    @Test("links by purchases and sales, by places, and both together")
    func links() throws {
        let trade = try IndustryLinks.inputOutput(
            flows: Matrix([[10, 30, 5], [20, 0, 0], [5, 10, 40]]), purchases: [100, 80, 90],
            sales: [120, 60, 100])
        try expect(trade, "IO_link")
        let places = try IndustryLinks.correlation(
            ofColumns: Matrix([[40, 20, 40], [10, 30, 60], [10, 50, 140], [30, 15, 70]]))
        try expect(places.links, "LC_corr")
        #expect(places.constant.isEmpty)
        let both = try IndustryLinks.combined([(trade, 1), (places.links, 1)])
        for (a, b) in zip([both[0, 1], both[0, 2], both[1, 2]], try golden.list("combined_std")) {
            #expect(agrees(a, b))
        }
    }

    @Test("modularity and constant Potts")
    func quality() throws {
        let graph = LinkGraph(Self.four)
        let modularity = PartitionQuality.modularity(resolution: 1)
        #expect(agrees(modularity.value(graph, [0, 0, 1, 1]), try golden.number("modularity_2")))
        #expect(
            agrees(modularity.value(graph, [0, 0, 0, 0]), try golden.number("modularity_1")))
        #expect(agrees(modularity.value(graph, [0, 1, 2, 3]), try golden.number("modularity_4")))
        let potts = PartitionQuality.constantPotts(resolution: 0.3)
        let wanted = try golden.list("CPM_0.3")
        #expect(agrees(potts.value(graph, [0, 0, 1, 1]), wanted[0]))
        #expect(agrees(potts.value(graph, [0, 0, 0, 0]), wanted[1]))
    }

    @Test("links within and between, agreement of two partitions")
    func validation() throws {
        let found = ClusterValidation(Self.four, [0, 0, 1, 1])
        let wanted = try golden.list("WCR_BCR")
        #expect(agrees(found.within[0] ?? 0, wanted[0]))
        #expect(agrees(found.between[0, 1], wanted[1]))
        #expect(found.score == 1)
        #expect(found.marginal.isEmpty)
        #expect(
            agrees(
                adjustedRandIndex([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 1, 1]),
                try golden.number("ARI")))
        #expect(adjustedRandIndex([0, 0, 1, 1], [1, 1, 0, 0]) == 1)
    }

    @Test("two pairs are found, by any seed")
    func pairs() {
        for seed in UInt64(0)..<20 {
            let found = LeidenPartition(
                LinkGraph(Self.four), .modularity(resolution: 1), seed: seed)
            #expect(found.community == [0, 0, 1, 1])
        }
    }

    @Test("planted communities are found, connected, and the same for one thread and for all")
    func planted() throws {
        for seed in UInt64(0)..<12 {
            var random = RandomStream(seed: seed)
            let (groups, size) = (4, 10)
            let count = groups * size
            var links = Matrix(rows: count, columns: count)
            for a in 0..<count {
                for b in (a + 1)..<count {
                    let isSame = a / size == b / size
                    guard random.unit() < (isSame ? 0.7 : 0.03) else { continue }
                    let weight = 0.5 + random.unit()
                    links[a, b] = weight
                    links[b, a] = weight
                }
            }
            let graph = LinkGraph(links)
            let truth = (0..<count).map { $0 / size }
            let found = ConsensusPartition(
                graph, .modularity(resolution: 1), seeds: 10, seed: seed, threads: .one)
            #expect(adjustedRandIndex(found.community, truth) > 0.9, "seed \(seed)")
            #expect(found.stability > 0.8)
            let again = ConsensusPartition(
                graph, .modularity(resolution: 1), seeds: 10, seed: seed, threads: .all)
            #expect(found == again)
        }
    }

    @Test("every community of a random graph is connected, and no single move improves it")
    func optimality() {
        for seed in UInt64(0)..<60 {
            var random = RandomStream(seed: seed, stream: 3)
            let count = 24
            var links = Matrix(rows: count, columns: count)
            for a in 0..<count {
                for b in (a + 1)..<count where random.unit() < 0.15 {
                    links[a, b] = random.unit()
                    links[b, a] = links[a, b]
                }
            }
            let graph = LinkGraph(links)
            for quality in [
                PartitionQuality.modularity(resolution: 1), .constantPotts(resolution: 0.1),
            ] {
                let found = LeidenPartition(graph, quality, seed: seed)
                #expect(agrees(found.quality, quality.value(graph, found.community)))
                // Connected: everybody is reached from the first member within the community.
                for community in 0..<found.count {
                    let members = (0..<count).filter { found.community[$0] == community }
                    var reached: Set<Int> = [members[0]]
                    var waiting = [members[0]]
                    while let node = waiting.popLast() {
                        for other in members
                        where links[node, other] > 0 && reached.insert(other).inserted {
                            waiting.append(other)
                        }
                    }
                    #expect(reached.count == members.count)
                }
                for node in 0..<count {
                    for target in 0...found.count {
                        var moved = found.community
                        moved[node] = target
                        #expect(quality.value(graph, moved) <= found.quality + 1e-9)
                    }
                }
            }
        }
    }

    /// leidenalg 0.12.0 on igraph 1.0.0, the best of fifty seeds: modularity, modularity with a
    /// resolution of 2, and constant Potts with 0.6 (there counted from both ends: 1022).
    @Test("partitions are as good as those of leidenalg")
    func peer() {
        var links = Matrix(rows: 60, columns: 60)
        for a in 0..<60 {
            for b in (a + 1)..<60 {
                let isSame = a / 12 == b / 12 && (a * 5 + b * 3) % 4 != 0
                guard isSame || (7 * a + 11 * b) % 29 == 0 else { continue }
                links[a, b] = Double(1 + (a * b) % 5)
                links[b, a] = links[a, b]
            }
        }
        let graph = LinkGraph(links)
        #expect(graph.total == 832)
        for (quality, best) in [
            (PartitionQuality.modularity(resolution: 1), 0.6513180704511834),
            (.modularity(resolution: 2), 0.4504726793639054),
            (.constantPotts(resolution: 0.6), 511),
        ] {
            let found = (0..<10).map { LeidenPartition(graph, quality, seed: $0).quality }.max()
            #expect((found ?? 0) >= best - 1e-12)
            #expect(agrees(found ?? 0, best))
        }
    }

    @Test("moves of an expert are listed, and only those are made")
    func moves() throws {
        let plain = try ClusterDefinition(Self.four, nearest: nil, seed: 1)
        #expect(plain.community == [0, 0, 1, 1])
        #expect(plain.moves.isEmpty)
        let moved = try ClusterDefinition(
            Self.four, nearest: nil, seed: 1, moves: [(industry: 1, joins: 2)])
        #expect(moved.community == [0, 1, 1, 1])
        #expect(moved.moves.map { [$0.industry, $0.from, $0.to] } == [[1, 0, 1]])
        #expect(moved.best.partition.community == plain.best.partition.community)
    }

    @Test("constant columns are listed, hopeless inputs are refused")
    func edges() throws {
        let table = Matrix([[5, 1, 2], [5, 2, 1], [5, 3, 7]])
        let found = try IndustryLinks.correlation(ofColumns: table)
        #expect(found.constant == [0])
        #expect(found.links[0, 1] == 0)
        #expect(throws: Undefined.insufficientData(have: 2, need: 3)) {
            try IndustryLinks.correlation(ofColumns: Matrix([[1, 2], [3, 4]]))
        }
        #expect(throws: Undefined.constantInput) {
            try ClusterDefinition(Matrix(rows: 4, columns: 4), seed: 1)
        }
        #expect(throws: Undefined.constantInput) {
            try IndustryLinks.combined([(Matrix(rows: 3, columns: 3), 1)])
        }
        #expect(throws: Undefined.notAQuantity(symbol: "z")) {
            try IndustryLinks.inputOutput(
                flows: Matrix([[0, .nan], [0, 0]]), purchases: [1, 1], sales: [1, 1])
        }
    }

    @Test("a pair with more in common than chance is significant, with margins kept")
    func significance() throws {
        // Two blocks of activities, each in its own places.
        let presence = Presence(places: 20, activities: 8) { place, activity in
            (place < 10) == (activity < 4) || (place + 3 * activity) % 11 == 0
        }
        let found = try PairSignificance(presence, replicates: 300, seed: 3, threads: .one)
        #expect(found.probabilities[0, 1] < 0.02)
        #expect(found.probabilities[0, 5] > 0.5)
        let again = try PairSignificance(presence, replicates: 300, seed: 3, threads: .all)
        #expect(found.probabilities == again.probabilities)
        let similarity = relatedness(cooccurrence(presence), by: .proximity)
        let kept = found.kept(similarity)
        #expect(kept[0, 1] == similarity[0, 1] && kept[0, 5] == 0)
    }

    @Test("density that foretells entries has an area near 1, a blind one near one half")
    func entry() throws {
        let before = Presence(places: 30, activities: 20) { ($0 + $1) % 7 == 0 }
        var density = Matrix(rows: 30, columns: 20)
        var random = RandomStream(seed: 8)
        for index in density.elements.indices { density.elements[index] = random.unit() }
        let told = Presence(places: 30, activities: 20) {
            before[$0, $1] || density[$0, $1] > 0.8
        }
        let good = try EntryPrediction(density: density, before: before, after: told)
        #expect(good.area == 1)
        #expect(good.significance < 1e-10)
        let blind = Presence(places: 30, activities: 20) {
            before[$0, $1] || ($0 * 7 + $1 * 13) % 5 == 0
        }
        let poor = try EntryPrediction(density: density, before: before, after: blind)
        #expect(abs(poor.area - 0.5) < 0.1)
        #expect(throws: Undefined.insufficientData(have: 0, need: 1)) {
            try EntryPrediction(density: density, before: before, after: before)
        }
        #expect(throws: Undefined.constantInput) {
            try EntryPrediction(
                density: Matrix(rows: 30, columns: 20, repeating: 1), before: before, after: told)
        }
    }
}
