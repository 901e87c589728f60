public import Numerics
public import Region

/// Groups of points of any density (плотностная кластеризация HDBSCAN).
///
/// The core distance of a point is that to its k-th nearest, itself included; two points are as
/// far as the larger of both core distances and their own. The tree of shortest links is cut from
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

    /// - Parameters:
    ///   - nearest: k.
    ///   - leastSize: Points that make a cluster; nil for k.
    ///   - allowsSingle: Whether all points may be one cluster.
    /// - Throws: `insufficientData` under k points; `notAQuantity`.
    /// - Complexity: O(n²) time, O(n) memory.
    public init(
        _ points: [PlanePoint], nearest: Int, leastSize: Int? = nil, allowsSingle: Bool = false,
        threads: Threads = .all
    ) throws(Undefined) {
        precondition(nearest >= 1 && (leastSize ?? 2) >= 2)
        try PlanePoint.check(points, nil)
        guard points.count >= max(2, nearest) else {
            throw .insufficientData(have: points.count, need: max(2, nearest))
        }
        let cores = Self.coreDistances(points, nearest, threads)
        coreDistances = cores
        let tree = LinkageTree(Self.shortestLinks(points, cores), count: points.count)
        let condensed = CondensedTree(tree, leastSize: leastSize ?? max(2, nearest))
        let chosen = condensed.chosen(allowsSingle: allowsSingle)
        var first: [Int: Int] = [:]
        var owner = [Int?](repeating: nil, count: points.count)
        for point in points.indices {
            owner[point] = condensed.owner(of: point, among: chosen)
            if let own = owner[point], first[own] == nil { first[own] = first.count }
        }
        labels = owner.map { $0.flatMap { first[$0] } }
        let order = first.sorted { $0.value < $1.value }.map(\.key)
        stabilities = order.map { condensed.stabilities[$0] }
        var longest: [Int: Double] = [:]
        for point in points.indices {
            if let own = owner[point] {
                longest[own] = max(longest[own] ?? 0, condensed.leaving[point])
            }
        }
        probabilities = points.indices.map { point in
            guard let own = owner[point], let most = longest[own], most > 0 else { return 0 }
            return min(1, condensed.leaving[point] / most)
        }
    }

    private static func coreDistances(
        _ points: [PlanePoint], _ nearest: Int, _ threads: Threads
    ) -> [Double] {
        filled(points.count) { found in
            nonisolated(unsafe) let found = found
            Chunks.perform(points.count, on: threads) { own in
                // The k smallest so far, the largest of them first out.
                var least: [Double] = []
                for other in points.indices {
                    let distance = points[own].distance(to: points[other])
                    if least.count < nearest {
                        least.insert(distance, at: least.partitioningIndex { $0 > distance })
                    } else if distance < least[nearest - 1] {
                        least.removeLast()
                        least.insert(distance, at: least.partitioningIndex { $0 > distance })
                    }
                }
                found[own] = least[nearest - 1]
            }
        }
    }

    fileprivate struct Link {
        let first: Int
        let second: Int
        let distance: Double
    }

    /// The links of a minimum spanning tree of mutual reachability, the shortest first; of equal
    /// ones that of the lower points (Prim's algorithm).
    private static func shortestLinks(_ points: [PlanePoint], _ cores: [Double]) -> [Link] {
        var links: [Link] = []
        var isIn = [Bool](repeating: false, count: points.count)
        var best = [Double](repeating: .infinity, count: points.count)
        var from = [Int](repeating: 0, count: points.count)
        var current = 0
        isIn[0] = true
        for _ in 1..<points.count {
            var next = -1
            for other in points.indices where !isIn[other] {
                let reach = max(
                    cores[current], cores[other], points[current].distance(to: points[other]))
                if reach < best[other] || (reach == best[other] && current < from[other]) {
                    best[other] = reach
                    from[other] = current
                }
                if next < 0 || best[other] < best[next] { next = other }
            }
            links.append(
                Link(
                    first: min(from[next], next), second: max(from[next], next),
                    distance: best[next]))
            isIn[next] = true
            current = next
        }
        return links.sorted {
            ($0.distance, $0.first, $0.second) < ($1.distance, $1.first, $1.second)
        }
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
