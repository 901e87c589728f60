public import Numerics
public import Region

/// Groups of points of any density (плотностная кластеризация HDBSCAN).
///
/// The core distance of a point is that to its k-th nearest, itself included; where points have
/// weights, that within which they weigh k. Two points are as far as the larger of both core
/// distances and their own. The tree of shortest links is cut from
/// the longest on; of the groups that appear those are kept that hold together over the widest
/// range of densities.
///
///     stability = Σ_p (λ_p − λ_birth),   λ = 1 / distance
///
/// - Source: Campello, Moulavi and Sander (2013); METHODS 3.5, 16.6.
public struct HierarchicalDensityClusters: Hashable, Sendable {
    /// The cluster of each point, from 0 in the order of their first points; nil for noise.
    public let labels: [Int?]
    /// How long each point stays in its cluster, of the longest: 0 for noise.
    public let probabilities: [Double]
    public let coreDistances: [Double]
    /// The stability of each cluster.
    public let stabilities: [Double]

    public var count: Int { stabilities.count }

    /// The mutual reachability of two points that are so far apart.
    public func mutualReach(_ one: Int, _ other: Int, distance: Double) -> Double {
        max(coreDistances[one], coreDistances[other], distance)
    }

    /// - Parameters:
    ///   - weights: One a point, none negative; nil for 1 each.
    ///   - nearest: k.
    ///   - leastSize: Points that make a cluster; nil for k of points without weights.
    ///   - allowsSingle: Whether all points may be one cluster.
    /// - Throws: `insufficientData` under k points; `notAQuantity`.
    /// - Complexity: O(n²) time, O(n) memory; with weights O(n² log n).
    public init(
        _ points: [PlanePoint], weights: [Double]? = nil, nearest: Double, leastSize: Int? = nil,
        allowsSingle: Bool = false, threads: Threads = .all
    ) throws(Undefined) {
        try PlanePoint.check(points, weights)
        try self.init(
            count: points.count, weights: weights, nearest: nearest, leastSize: leastSize,
            allowsSingle: allowsSingle, threads: threads
        ) { points[$0].distance(to: points[$1]) }
    }

    /// The same for points that are apart by something else than a straight line, such as minutes.
    ///
    /// - Parameter distance: Between two points, finite and the same both ways.
    public init(
        count: Int, weights: [Double]? = nil, nearest: Double, leastSize: Int? = nil,
        allowsSingle: Bool = false, threads: Threads = .all,
        distance: @Sendable (Int, Int) -> Double
    ) throws(Undefined) {
        precondition(nearest > 0 && (leastSize ?? 2) >= 2)
        precondition(weights.map { $0.count == count } ?? true)
        let least = weights == nil ? max(2, Int(nearest.rounded(.up))) : 2
        let have = weights?.compensatedSum() ?? Double(count)
        guard count >= least, have >= nearest else {
            throw .insufficientData(have: count, need: least)
        }
        let cores = Self.coreDistances(count, weights, nearest, threads, distance)
        coreDistances = cores
        let tree = LinkageTree(Self.shortestLinks(cores, distance), count: count)
        let condensed = CondensedTree(tree, leastSize: leastSize ?? least)
        let chosen = condensed.chosen(allowsSingle: allowsSingle)
        var first: [Int: Int] = [:]
        var owner = [Int?](repeating: nil, count: count)
        for point in 0..<count {
            owner[point] = condensed.owner(of: point, among: chosen)
            if let own = owner[point], first[own] == nil { first[own] = first.count }
        }
        labels = owner.map { $0.flatMap { first[$0] } }
        let order = first.sorted { $0.value < $1.value }.map(\.key)
        stabilities = order.map { condensed.stabilities[$0] }
        var longest: [Int: Double] = [:]
        for point in 0..<count {
            if let own = owner[point] {
                longest[own] = max(longest[own] ?? 0, condensed.leaving[point])
            }
        }
        probabilities = (0..<count).map { point in
            guard let own = owner[point], let most = longest[own], most > 0 else { return 0 }
            return min(1, condensed.leaving[point] / most)
        }
    }

    private static func coreDistances(
        _ count: Int, _ weights: [Double]?, _ nearest: Double, _ threads: Threads,
        _ distance: @Sendable (Int, Int) -> Double
    ) -> [Double] {
        filled(count) { found in
            nonisolated(unsafe) let found = found
            Chunks.perform(count, on: threads) { own in
                if let weights {
                    found[own] = reach(of: own, weights, nearest, distance)
                    return
                }
                // The k smallest so far, the largest of them first out.
                let wanted = Int(nearest.rounded(.up))
                var least: [Double] = []
                for other in 0..<count {
                    let distance = other == own ? 0 : distance(own, other)
                    if least.count < wanted {
                        least.insert(distance, at: least.partitioningIndex { $0 > distance })
                    } else if distance < least[wanted - 1] {
                        least.removeLast()
                        least.insert(distance, at: least.partitioningIndex { $0 > distance })
                    }
                }
                found[own] = least[wanted - 1]
            }
        }
    }

    /// The distance within which points weigh so much.
    private static func reach(
        of own: Int, _ weights: [Double], _ wanted: Double,
        _ distance: (Int, Int) -> Double
    ) -> Double {
        let others = weights.indices.map { other in
            (distance: other == own ? 0 : distance(own, other), weight: weights[other])
        }.sorted { $0.distance < $1.distance }
        var within = CompensatedSum()
        for other in others {
            within.add(other.weight)
            if within.value >= wanted { return other.distance }
        }
        return others.last?.distance ?? 0
    }

    fileprivate struct Link: Comparable {
        let first: Int
        let second: Int
        let distance: Double

        static func < (left: Link, right: Link) -> Bool {
            if left.distance != right.distance { return left.distance < right.distance }
            return (left.first, left.second) < (right.first, right.second)
        }
    }

    /// The links of the minimum spanning tree of mutual reachability, the shortest first (Prim's
    /// algorithm). Links as long are in the order of their lower, then their higher point, which
    /// leaves one tree only, wherever it is grown from.
    private static func shortestLinks(
        _ cores: [Double], _ distance: (Int, Int) -> Double
    ) -> [Link] {
        var links: [Link] = []
        var isIn = [Bool](repeating: false, count: cores.count)
        var best = [Link?](repeating: nil, count: cores.count)
        var current = 0
        isIn[0] = true
        for _ in 1..<cores.count {
            var next: (point: Int, link: Link)?
            for other in cores.indices where !isIn[other] {
                let offered = Link(
                    first: min(current, other), second: max(current, other),
                    distance: max(cores[current], cores[other], distance(current, other)))
                let link = best[other].map { offered < $0 ? offered : $0 } ?? offered
                best[other] = link
                if next.map({ link < $0.link }) ?? true { next = (other, link) }
            }
            guard let next else { break }
            links.append(next.link)
            isIn[next.point] = true
            current = next.point
        }
        return links.sorted()
    }
}

/// Points joined two by two, from the shortest link to the longest. Nodes from `count` on are
/// joins.
private struct LinkageTree {
    let count: Int
    private(set) var children: [(Int, Int)] = []
    private(set) var distances: [Double] = []
    private(set) var sizes: [Int]

    init(_ links: [HierarchicalDensityClusters.Link], count: Int) {
        self.count = count
        sizes = Array(repeating: 1, count: count)
        var parents = Array(0..<count)
        var node = Array(0..<count)
        func root(_ element: Int) -> Int {
            var root = element
            while parents[root] != root { root = parents[root] }
            return root
        }
        for link in links {
            let (a, b) = (root(link.first), root(link.second))
            let (one, other) = (node[a], node[b])
            children.append((one, other))
            distances.append(link.distance)
            sizes.append(sizes[one] + sizes[other])
            // The smaller hangs under the larger.
            let (low, high) = sizes[one] >= sizes[other] ? (a, b) : (b, a)
            parents[high] = low
            node[low] = count + children.count - 1
        }
    }

    /// All points below a node.
    func points(_ node: Int) -> [Int] {
        var waiting = [node]
        var found: [Int] = []
        while let next = waiting.popLast() {
            if next < count {
                found.append(next)
            } else {
                waiting.append(children[next - count].0)
                waiting.append(children[next - count].1)
            }
        }
        return found
    }
}

/// The tree of groups of at least a size: what splits into two such groups, and what only loses
/// points.
private struct CondensedTree {
    private var parents: [Int?] = [nil]
    private var births = [0.0]
    private(set) var stabilities = [0.0]
    /// The group that each point falls out of, and the λ at which it does.
    private var lastGroup: [Int]
    private(set) var leaving: [Double]

    init(_ tree: LinkageTree, leastSize: Int) {
        lastGroup = Array(repeating: 0, count: tree.count)
        leaving = Array(repeating: 0, count: tree.count)
        // Points in one spot are infinitely dense: as dense as the densest other, ten times over.
        let shortest = tree.distances.first { $0 > 0 } ?? 1
        var sizes = [tree.count]
        var waiting = [(node: tree.count + tree.distances.count - 1, group: 0)]
        while let (node, group) = waiting.popLast() {
            guard node >= tree.count else { continue }
            let distance = tree.distances[node - tree.count]
            let lambda = 1 / max(distance, shortest / 10)
            let (one, other) = tree.children[node - tree.count]
            let isLarge = [one, other].map { tree.sizes[$0] >= leastSize }
            if isLarge[0] && isLarge[1] {
                stabilities[group] += Double(tree.sizes[node]) * (lambda - births[group])
                for child in [one, other] {
                    parents.append(group)
                    births.append(lambda)
                    stabilities.append(0)
                    sizes.append(tree.sizes[child])
                    waiting.append((child, parents.count - 1))
                }
                continue
            }
            for (child, isGroup) in zip([one, other], isLarge) {
                if isGroup {
                    waiting.append((child, group))
                } else {
                    for point in tree.points(child) {
                        lastGroup[point] = group
                        leaving[point] = lambda
                        stabilities[group] += lambda - births[group]
                    }
                }
            }
        }
    }

    /// The groups kept: each that is at least as stable as all below it together.
    func chosen(allowsSingle: Bool) -> Set<Int> {
        var below = [Double](repeating: 0, count: parents.count)
        var isKept = [Bool](repeating: false, count: parents.count)
        // Children have higher numbers than their parents.
        for group in parents.indices.reversed() {
            let isRoot = group == 0
            isKept[group] = stabilities[group] >= below[group] && (!isRoot || allowsSingle)
            let best = isKept[group] ? stabilities[group] : below[group]
            if let parent = parents[group] { below[parent] += best }
        }
        var chosen: Set<Int> = []
        for group in parents.indices where isKept[group] {
            var above = parents[group]
            var isCovered = false
            while let next = above {
                if isKept[next] { isCovered = true }
                above = parents[next]
            }
            if !isCovered { chosen.insert(group) }
        }
        return chosen
    }

    /// The chosen group that a point belongs to; nil for noise.
    func owner(of point: Int, among chosen: Set<Int>) -> Int? {
        var group: Int? = lastGroup[point]
        while let own = group {
            if chosen.contains(own) { return own }
            group = parents[own]
        }
        return nil
    }
}
