public import Numerics

/// Communities of linked industries by the Leiden algorithm.
///
/// Nodes move to the neighbouring community that gains most; communities are refined from single
/// nodes, at random but more likely where the gain is larger; the refined ones become the nodes of
/// the next round. Every community is connected. The same seed gives the same partition.
///
/// - Source: Traag, Waltman and Van Eck (2019), From Louvain to Leiden; METHODS 16.3.
public struct LeidenPartition: Hashable, Sendable {
    /// The community of each node, from 0 in the order of their first nodes.
    public let community: [Int]
    public let quality: Double

    public var count: Int { (community.max() ?? -1) + 1 }

    /// - Complexity: near O(links) a round; rounds until nothing improves, at most 20.
    public init(_ graph: LinkGraph, _ quality: PartitionQuality, seed: UInt64) {
        var random = RandomStream(seed: seed, stream: 0x1e1d)
        var best = Array(0..<graph.count)
        var value = quality.value(graph, best)
        for _ in 0..<20 {
            let found = Self.pass(graph, quality, from: best, &random)
            let next = quality.value(graph, found)
            guard next > value + 1e-12 * max(1, abs(value)) else { break }
            (best, value) = (found, next)
        }
        community = numbered(best)
        self.quality = value
    }

    private static func pass(
        _ graph: LinkGraph, _ quality: PartitionQuality, from start: [Int],
        _ random: inout RandomStream
    ) -> [Int] {
        let price = quality.price(graph)
        var level = graph
        // The node of the present level that each node of the first has become.
        var place = Array(0..<graph.count)
        var community = start
        while true {
            let masses = quality.masses(level)
            moveNodes(level, masses, price, &community, &random)
            let refined = numbered(refine(level, masses, price, community, &random))
            let parts = (refined.max() ?? -1) + 1
            if parts == level.count || level.count <= 1 {
                // Nothing joins any more. What no link joins is taken apart.
                let connected = level.connectedParts(community)
                return place.map { connected[$0] }
            }
            var next = [Int](repeating: 0, count: parts)
            for node in 0..<level.count { next[refined[node]] = community[node] }
            level = level.aggregated(refined, count: parts)
            place = place.map { refined[$0] }
            community = numbered(next)
        }
    }

    /// Moves nodes one by one to where they gain most, until none gains.
    private static func moveNodes(
        _ graph: LinkGraph, _ masses: [Double], _ price: Double, _ community: inout [Int],
        _ random: inout RandomStream
    ) {
        let count = graph.count
        community = numbered(community)
        var sums = [Double](repeating: 0, count: count + 1)
        var members = [Int](repeating: 0, count: count + 1)
        for node in 0..<count {
            sums[community[node]] += masses[node]
            members[community[node]] += 1
        }
        var free = (0..<count).filter { members[$0] == 0 }
        var queue = shuffled(count, &random)
        var head = 0
        var isWaiting = [Bool](repeating: true, count: count)
        var links = [Double](repeating: 0, count: count + 1)
        var touched: [Int] = []
        while head < queue.count {
            let node = queue[head]
            head += 1
            isWaiting[node] = false
            let own = community[node]
            touched.removeAll(keepingCapacity: true)
            for index in graph.starts[node]..<graph.starts[node + 1] {
                let other = community[graph.others[index]]
                if links[other] == 0 { touched.append(other) }
                links[other] += graph.weights[index]
            }
            sums[own] -= masses[node]
            var best = own
            var gain = links[own] - price * masses[node] * sums[own]
            for other in touched.sorted() where other != own {
                let value = links[other] - price * masses[node] * sums[other]
                if value > gain + 1e-12 * max(1, abs(gain)) { (best, gain) = (other, value) }
            }
            // Alone, a node gains 0.
            if gain < -1e-12, members[own] > 1, let empty = free.popLast() { best = empty }
            for other in touched { links[other] = 0 }
            sums[best] += masses[node]
            guard best != own else { continue }
            members[own] -= 1
            if members[own] == 0 {
                free.append(own)
                sums[own] = 0
            }
            members[best] += 1
            community[node] = best
            for index in graph.starts[node]..<graph.starts[node + 1] {
                let other = graph.others[index]
                if !isWaiting[other] && community[other] != best {
                    isWaiting[other] = true
                    queue.append(other)
                }
            }
        }
    }

    /// Takes each community apart into single nodes and joins those that are well connected.
    private static func refine(
        _ graph: LinkGraph, _ masses: [Double], _ price: Double, _ community: [Int],
        _ random: inout RandomStream
    ) -> [Int] {
        let count = graph.count
        let scale = graph.total
        var refined = Array(0..<count)
        var whole = [Double](repeating: 0, count: (community.max() ?? -1) + 1)
        for node in 0..<count { whole[community[node]] += masses[node] }
        var sums = masses
        var isAlone = [Bool](repeating: true, count: count)
        // Links of each part to the rest of its community.
        var outward = [Double](repeating: 0, count: count)
        for node in 0..<count {
            for index in graph.starts[node]..<graph.starts[node + 1]
            where community[graph.others[index]] == community[node] {
                outward[node] += graph.weights[index]
            }
        }
        func isWellConnected(_ part: Int, _ community: Int) -> Bool {
            outward[part] >= price * sums[part] * (whole[community] - sums[part]) - 1e-12
        }
        var links = [Double](repeating: 0, count: count)
        var touched: [Int] = []
        for node in shuffled(count, &random) where isAlone[node] && refined[node] == node {
            guard isWellConnected(node, community[node]) else { continue }
            touched.removeAll(keepingCapacity: true)
            for index in graph.starts[node]..<graph.starts[node + 1] {
                let neighbour = graph.others[index]
                guard community[neighbour] == community[node] else { continue }
                let other = refined[neighbour]
                if links[other] == 0 { touched.append(other) }
                links[other] += graph.weights[index]
            }
            var candidates: [(part: Int, gain: Double)] = []
            for other in touched.sorted()
            where other != node && isWellConnected(other, community[node]) {
                let gain = links[other] - price * masses[node] * sums[other]
                if gain >= 0 { candidates.append((other, gain / scale)) }
            }
            if let chosen = draw(candidates, &random) {
                let joined = links[chosen]
                // What joined the two is no longer outward, from either side.
                outward[chosen] += outward[node] - 2 * joined
                sums[chosen] += masses[node]
                refined[node] = chosen
                isAlone[chosen] = false
                isAlone[node] = false
            }
            for other in touched { links[other] = 0 }
        }
        return refined
    }

    /// One of the candidates, likelier the larger its gain: e^(gain / 0.01).
    private static func draw(
        _ candidates: [(part: Int, gain: Double)], _ random: inout RandomStream
    ) -> Int? {
        guard let top = candidates.map(\.gain).max() else { return nil }
        let weights = candidates.map { Elementary.exponential(($0.gain - top) / 0.01) }
        var left = random.unit() * weights.reduce(0, +)
        for (candidate, weight) in zip(candidates, weights) {
            left -= weight
            if left < 0 { return candidate.part }
        }
        return candidates.last?.part
    }

    private static func shuffled(_ count: Int, _ random: inout RandomStream) -> [Int] {
        var order = Array(0..<count)
        for position in stride(from: count - 1, to: 0, by: -1) {
            order.swapAt(position, random.index(below: position + 1))
        }
        return order
    }
}

/// Communities numbered from 0 in the order of their first nodes.
func numbered(_ community: [Int]) -> [Int] {
    var names: [Int: Int] = [:]
    return community.map { own in
        if let name = names[own] { return name }
        names[own] = names.count
        return names.count - 1
    }
}

/// How far two partitions agree beyond chance: 1 the same, 0 as by chance.
///
/// - Source: Hubert and Arabie (1985); METHODS 2.7.
public func adjustedRandIndex(_ one: [Int], _ other: [Int]) -> Double {
    precondition(one.count == other.count)
    func pairs(_ count: Int) -> Double { Double(count) * Double(count - 1) / 2 }
    struct Both: Hashable {
        let one: Int
        let other: Int
    }
    var (a, b, both): ([Int: Int], [Int: Int], [Both: Int]) = ([:], [:], [:])
    for (first, second) in zip(one, other) {
        a[first, default: 0] += 1
        b[second, default: 0] += 1
        both[Both(one: first, other: second), default: 0] += 1
    }
    let together = both.values.map(pairs).reduce(0, +)
    let inOne = a.values.map(pairs).reduce(0, +)
    let inOther = b.values.map(pairs).reduce(0, +)
    let all = pairs(one.count)
    guard all > 0 else { return 1 }
    let expected = inOne * inOther / all
    let most = (inOne + inOther) / 2
    return most == expected ? 1 : (together - expected) / (most - expected)
}

/// The partition that many seeds agree on.
public struct ConsensusPartition: Hashable, Sendable {
    public let community: [Int]
    /// The mean adjusted Rand index of the first round's partitions, two by two.
    public let stability: Double
    /// The share of the first round's partitions in which each two nodes are together.
    public let agreement: Matrix
    public let rounds: Int

    public var count: Int { (community.max() ?? -1) + 1 }

    /// Partitions of many seeds are joined: nodes that are together in at least half of them are
    /// linked by that share, and the graph of these links is taken apart again, until all seeds
    /// agree or 20 rounds have passed.
    ///
    /// - Source: Lancichinetti and Fortunato (2012), Consensus clustering; METHODS 2.7, 16.3.
    public init(
        _ graph: LinkGraph, _ quality: PartitionQuality, seeds: Int = 50, seed: UInt64,
        threads: Threads = .all
    ) {
        precondition(seeds > 0)
        var current = graph
        var objective = quality
        var first: [[Int]] = []
        var agreement = Matrix(rows: graph.count, columns: graph.count)
        var rounds = 0
        while true {
            let (level, goal) = (current, objective)
            let partitions = Self.partitions(
                level, goal, seeds: seeds, seed: seed &+ UInt64(rounds) &* 7919, threads)
            let shares = Self.shares(partitions, count: graph.count)
            if rounds == 0 {
                first = partitions
                agreement = shares
            }
            rounds += 1
            let agree = partitions.allSatisfy { $0 == partitions[0] }
            if agree || rounds == 20 {
                community = partitions[0]
                break
            }
            current = LinkGraph(shares.map { $0 >= 0.5 ? $0 : 0 })
            objective = .modularity(resolution: 1)
        }
        self.agreement = agreement
        self.rounds = rounds
        var sum = CompensatedSum()
        var pairs = 0
        for one in first.indices {
            for other in (one + 1)..<max(first.count, one + 1) {
                sum.add(adjustedRandIndex(first[one], first[other]))
                pairs += 1
            }
        }
        stability = pairs > 0 ? sum.value / Double(pairs) : 1
    }

    private static func partitions(
        _ graph: LinkGraph, _ quality: PartitionQuality, seeds: Int, seed: UInt64,
        _ threads: Threads
    ) -> [[Int]] {
        let flat: [Int] = filled(seeds * graph.count) { found in
            nonisolated(unsafe) let found = found
            Chunks.perform(seeds, on: threads) { index in
                let own = LeidenPartition(
                    graph, quality, seed: seed &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15)
                for node in 0..<graph.count {
                    found[index * graph.count + node] = own.community[node]
                }
            }
        }
        return (0..<seeds).map { Array(flat[($0 * graph.count)..<(($0 + 1) * graph.count)]) }
    }

    private static func shares(_ partitions: [[Int]], count: Int) -> Matrix {
        var shares = Matrix(rows: count, columns: count)
        for partition in partitions {
            var members: [Int: [Int]] = [:]
            for node in 0..<count { members[partition[node], default: []].append(node) }
            for list in members.values {
                for one in list { for other in list where other != one { shares[one, other] += 1 } }
            }
        }
        return shares.map { $0 / Double(partitions.count) }
    }
}
