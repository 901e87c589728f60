public import Numerics

/// Industries and the links between them, each link with a weight above 0 and known from both ends.
public struct LinkGraph: Hashable, Sendable {
    /// Where each node's links start, and the end.
    let starts: [Int]
    let others: [Int]
    let weights: [Double]
    /// Weight of each node with itself, counted once.
    let selfWeights: [Double]
    /// How many nodes of the graph this one was made from each stands for.
    let sizes: [Double]

    public var count: Int { starts.count - 1 }
    /// `m`: the sum of the weights of all links.
    public var total: Double {
        weights.compensatedSum() / 2 + selfWeights.compensatedSum()
    }
    /// `k`: the sum of the weights at each node.
    var strengths: [Double] {
        (0..<count).map { node in
            weights[starts[node]..<starts[node + 1]].compensatedSum() + 2 * selfWeights[node]
        }
    }

    /// - Parameters:
    ///   - similarity: n × n, symmetric; what is not above 0 is no link.
    ///   - nearest: How many strongest links of each node are kept, those of either end; nil for
    ///     all. Ties go to the lower node.
    public init(_ similarity: Matrix, nearest: Int? = nil) {
        let count = similarity.rows
        precondition(similarity.columns == count)
        var keeps = [[Bool]](repeating: [], count: nearest == nil ? 0 : count)
        if let nearest {
            for node in 0..<count {
                var kept = [Bool](repeating: false, count: count)
                let order = (0..<count).filter { $0 != node && similarity[node, $0] > 0 }.sorted {
                    (similarity[node, $1], $0) < (similarity[node, $0], $1)
                }
                for other in order.prefix(nearest) { kept[other] = true }
                keeps[node] = kept
            }
        }
        var lists: [[(Int, Double)]] = []
        for node in 0..<count {
            lists.append(
                (0..<count).compactMap { other in
                    guard other != node, similarity[node, other] > 0 else { return nil }
                    guard nearest == nil || keeps[node][other] || keeps[other][node] else {
                        return nil
                    }
                    return (other, similarity[node, other])
                })
        }
        self.init(
            lists: lists, selfWeights: Array(repeating: 0, count: count),
            sizes: Array(repeating: 1, count: count))
    }

    init(lists: [[(Int, Double)]], selfWeights: [Double], sizes: [Double]) {
        var starts = [0]
        var others: [Int] = []
        var weights: [Double] = []
        for list in lists {
            for (other, weight) in list {
                others.append(other)
                weights.append(weight)
            }
            starts.append(others.count)
        }
        self.starts = starts
        self.others = others
        self.weights = weights
        self.selfWeights = selfWeights
        self.sizes = sizes
    }

    /// The graph whose nodes are the communities of this one.
    func aggregated(_ community: [Int], count communities: Int) -> LinkGraph {
        var own = [Double](repeating: 0, count: communities)
        var sizes = own
        var sums = [[Int: Double]](repeating: [:], count: communities)
        for node in 0..<count {
            let from = community[node]
            sizes[from] += self.sizes[node]
            own[from] += selfWeights[node]
            for index in starts[node]..<starts[node + 1] {
                let to = community[others[index]]
                if to == from {
                    // Met from both ends.
                    own[from] += weights[index] / 2
                } else {
                    sums[from][to, default: 0] += weights[index]
                }
            }
        }
        let lists = sums.map { sums in
            sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
        return LinkGraph(lists: lists, selfWeights: own, sizes: sizes)
    }

    /// Nodes of one community that links within it join, as parts.
    func connectedParts(_ community: [Int]) -> [Int] {
        var part = [Int](repeating: -1, count: count)
        var next = 0
        for start in 0..<count where part[start] < 0 {
            part[start] = next
            var waiting = [start]
            while let node = waiting.popLast() {
                for index in starts[node]..<starts[node + 1] {
                    let other = others[index]
                    if part[other] < 0 && community[other] == community[node] {
                        part[other] = next
                        waiting.append(other)
                    }
                }
            }
            next += 1
        }
        return part
    }
}

/// What a partition is good by.
public enum PartitionQuality: Hashable, Sendable {
    /// Links within communities over those of a random graph of the same strengths.
    ///
    ///     Q = (1 / 2m) Σ_ij (A_ij − γ k_i k_j / 2m) δ
    case modularity(resolution: Double)
    /// Links within communities over a fixed density (constant Potts model).
    ///
    ///     Q = Σ_pairs (A_ij − γ) δ
    case constantPotts(resolution: Double)

    /// The quality of a partition.
    ///
    /// - Parameter community: Of each node.
    /// - Source: Newman and Girvan (2004), Reichardt and Bornholdt (2006); Traag, Van Dooren and
    ///   Nesterov (2011); METHODS 2.7.
    public func value(_ graph: LinkGraph, _ community: [Int]) -> Double {
        precondition(community.count == graph.count)
        var within = CompensatedSum()
        for node in 0..<graph.count {
            within.add(graph.selfWeights[node])
            for index in graph.starts[node]..<graph.starts[node + 1]
            where community[graph.others[index]] == community[node] {
                within.add(graph.weights[index] / 2)
            }
        }
        let masses = masses(graph)
        var sums: [Int: Double] = [:]
        for node in 0..<graph.count { sums[community[node], default: 0] += masses[node] }
        let squares = sums.keys.sorted().map { (sums[$0] ?? 0) * (sums[$0] ?? 0) }.compensatedSum()
        switch self {
        case .modularity(let resolution):
            let m = graph.total
            guard m > 0 else { return 0 }
            return within.value / m - resolution * squares / (4 * m * m)
        case .constantPotts(let resolution):
            // Pairs of different nodes: a node is no pair with itself.
            let own = graph.sizes.map { $0 }.compensatedSum()
            return within.value - resolution * (squares - own) / 2
        }
    }

    /// What of a node counts against joining others: its strength, or its size.
    func masses(_ graph: LinkGraph) -> [Double] {
        switch self {
        case .modularity: graph.strengths
        case .constantPotts: graph.sizes
        }
    }

    /// What a product of masses costs, in weight of links.
    func price(_ graph: LinkGraph) -> Double {
        switch self {
        case .modularity(let resolution):
            graph.total > 0 ? resolution / (2 * graph.total) : 0
        case .constantPotts(let resolution): resolution
        }
    }
}
