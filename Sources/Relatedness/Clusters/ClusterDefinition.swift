public import Numerics
public import Region

/// Whether clusters hold together more than they hang on others.
///
/// WCR is the mean link within a cluster (or of an industry to the others of its own), BCR to
/// another cluster.
///
/// - Source: Delgado, Porter and Stern (2016); METHODS 2.7.
public struct ClusterValidation: Hashable, Sendable {
    /// The mean link within each cluster; nil for a single industry.
    public let within: [Double?]
    /// The mean link of each cluster to each other; 0 on the diagonal.
    public let between: Matrix
    /// The mean link of each industry to the others of its cluster; nil for a single industry.
    public let ownLink: [Double?]
    /// The other cluster each industry is linked to most, and how; nil where there is no other.
    public let bestOther: [(cluster: Int, link: Double)?]
    /// Shares of clusters, and of industries, with WCR over the mean and over the 95th percentile
    /// of BCR; nil where no cluster has two industries.
    public let shares: [Double]?

    /// The mean of the four shares.
    public var score: Double? { shares?.mean }

    /// Industries that another cluster holds more than their own: for an expert to look at.
    public var marginal: [Int] {
        ownLink.indices.filter { industry in
            guard let own = ownLink[industry], let other = bestOther[industry] else {
                return false
            }
            return own < other.link
        }
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.within == right.within && left.between == right.between
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(within) }

    /// - Parameters:
    ///   - links: n × n, symmetric.
    ///   - community: The cluster of each industry, from 0 without gaps.
    public init(_ links: Matrix, _ community: [Int]) {
        precondition(links.rows == community.count && links.columns == community.count)
        let count = (community.max() ?? -1) + 1
        var members = [[Int]](repeating: [], count: count)
        for (industry, cluster) in community.enumerated() { members[cluster].append(industry) }
        func mean(_ industry: Int, _ others: [Int]) -> Double? {
            let links = others.filter { $0 != industry }.map { links[industry, $0] }
            return links.mean
        }
        let toCluster = community.indices.map { industry in
            members.map { mean(industry, $0) }
        }
        let own = community.indices.map { toCluster[$0][community[$0]] }
        ownLink = own
        bestOther = community.indices.map { industry in
            var best: (Int, Double)?
            for cluster in 0..<count where cluster != community[industry] {
                guard let link = toCluster[industry][cluster] else { continue }
                if best.map({ link > $0.1 }) ?? true { best = (cluster, link) }
            }
            return best
        }
        let within = members.map { list in list.compactMap { own[$0] }.mean }
        self.within = within
        var between = Matrix(rows: count, columns: count)
        for one in 0..<count {
            for other in 0..<count where other != one {
                between[one, other] = members[one].compactMap { toCluster[$0][other] }.mean ?? 0
            }
        }
        self.between = between

        func share(_ cases: [(Double, [Double])], _ limit: ([Double]) -> Double?) -> Double? {
            let decided = cases.filter { !$0.1.isEmpty }
            guard !decided.isEmpty else { return nil }
            let good = decided.count { own, others in own > (limit(others) ?? .infinity) }
            return Double(good) / Double(decided.count)
        }
        let clusters = (0..<count).compactMap { cluster -> (Double, [Double])? in
            guard let own = within[cluster] else { return nil }
            return (own, (0..<count).filter { $0 != cluster }.map { between[cluster, $0] })
        }
        let industries = community.indices.compactMap { industry -> (Double, [Double])? in
            guard let own = own[industry] else { return nil }
            return (
                own,
                (0..<count).filter { $0 != community[industry] }.compactMap {
                    toCluster[industry][$0]
                }
            )
        }
        let found = [
            share(clusters) { $0.mean }, share(clusters) { $0.quantile(0.95) },
            share(industries) { $0.mean }, share(industries) { $0.quantile(0.95) },
        ].compactMap(\.self)
        shares = found.count == 4 ? found : nil
    }
}

/// Clusters of industries from their links: communities over a grid of resolutions, the best kept
/// by validation, the runner-up named, and what an expert should look at listed.
///
/// One cluster of nearly everything holds together perfectly and says nothing: partitions whose
/// largest cluster has more than half of the industries are kept only where there is no other.
///
/// - Source: Delgado, Porter and Stern (2016); METHODS 2.7.
public struct ClusterDefinition: Sendable {
    public struct Candidate: Sendable {
        public let resolution: Double
        public let partition: ConsensusPartition
        public let validation: ClusterValidation
        /// The validation score; 0 where it has none.
        public var score: Double { validation.score ?? 0 }

        /// Whether one cluster has more than half of the industries.
        var isLopsided: Bool {
            let sizes = Dictionary(grouping: partition.community, by: \.self).values.map(\.count)
            return 2 * (sizes.max() ?? 0) > partition.community.count
        }
    }

    /// An industry that an expert put elsewhere.
    public struct Move: Hashable, Sendable {
        public let industry: Int
        public let from: Int
        public let to: Int
    }

    public let best: Candidate
    /// The next best with another partition; nil where all resolutions give the same.
    public let runnerUp: Candidate?
    /// The cluster of each industry after the expert's moves.
    public let community: [Int]
    /// The moves, as asked for; none is made that is not listed.
    public let moves: [Move]

    /// - Parameters:
    ///   - links: n × n, symmetric; what is not above 0 joins nothing.
    ///   - nearest: Strongest links of each industry that are kept.
    ///   - resolutions: γ of modularity, tried in turn.
    ///   - moves: Industries, and an industry whose cluster each is moved to.
    /// - Throws: `insufficientData` under three industries; `constantInput` where no link is above 0.
    public init(
        _ links: Matrix, nearest: Int? = 10,
        resolutions: [Double] = [0.5, 0.75, 1, 1.25, 1.5, 2, 3],
        seeds: Int = 50, seed: UInt64, moves: [(industry: Int, joins: Int)] = [],
        threads: Threads = .all
    ) throws(Undefined) {
        guard links.rows >= 3 else { throw .insufficientData(have: links.rows, need: 3) }
        let graph = LinkGraph(links, nearest: nearest)
        guard graph.total > 0 else { throw .constantInput }
        precondition(!resolutions.isEmpty)
        let candidates = resolutions.map { resolution in
            let partition = ConsensusPartition(
                graph, .modularity(resolution: resolution), seeds: seeds, seed: seed,
                threads: threads)
            return Candidate(
                resolution: resolution, partition: partition,
                validation: ClusterValidation(links, partition.community))
        }
        // Of equal scores the more stable, then the coarser.
        let order = candidates.indices.sorted { one, other in
            let (a, b) = (candidates[one], candidates[other])
            if a.isLopsided != b.isLopsided { return b.isLopsided }
            if a.score != b.score { return a.score > b.score }
            if a.partition.stability != b.partition.stability {
                return a.partition.stability > b.partition.stability
            }
            return a.resolution < b.resolution
        }
        best = candidates[order[0]]
        let chosen = candidates[order[0]].partition.community
        runnerUp = order.dropFirst().map { candidates[$0] }.first {
            $0.partition.community != chosen
        }
        var community = chosen
        var made: [Move] = []
        for (industry, joins) in moves {
            precondition(community.indices.contains(industry) && community.indices.contains(joins))
            guard community[industry] != community[joins] else { continue }
            made.append(
                Move(industry: industry, from: community[industry], to: community[joins]))
            community[industry] = community[joins]
        }
        self.community = made.isEmpty ? chosen : numbered(community)
        self.moves = made
    }
}
