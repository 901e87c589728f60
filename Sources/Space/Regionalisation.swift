internal import Numerics
public import Region

/// Neighbouring places gathered to regions that are alike within (SKATER).
///
/// The most alike neighbours are joined to a tree; cutting it where that lowers the sum of squares
/// within most, one cut at a time, gives the regions. Places that no border joins stay apart.
///
/// - Source: Assunção, Neves, Câmara and Freitas (2006), Efficient regionalization techniques.
public struct SpanningTreeRegions: Hashable, Sendable {
    /// The region of each place, from 0 in the order of their first places.
    public let regions: [Int]
    /// Σ of squared distances to the region's mean.
    public let withinSquares: Double
    /// Σ of squared distances to the mean of all.
    public let totalSquares: Double
    /// How many there are: more than asked for where borders leave more parts.
    public var count: Int { (regions.max() ?? -1) + 1 }

    /// - Parameters:
    ///   - attributes: One row a place, on comparable scales.
    ///   - regions: How many are wanted.
    ///   - leastSize: Places that a region has at least.
    /// - Throws: `insufficientData` under two places; `notAQuantity`.
    /// - Complexity: O(links log links + k n) for k regions.
    public init(
        _ attributes: [[Double]], _ neighbourhood: Neighbourhood, regions wanted: Int,
        leastSize: Int = 1
    ) throws(Undefined) {
        precondition(attributes.count == neighbourhood.count && wanted >= 1 && leastSize >= 1)
        guard attributes.count >= 2 else {
            throw .insufficientData(have: attributes.count, need: 2)
        }
        guard attributes.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
            throw .notAQuantity(symbol: "x")
        }
        precondition(attributes.allSatisfy { $0.count == attributes[0].count })
        var forest = SpanningForest(attributes, neighbourhood, leastSize: leastSize)
        while forest.branches.count < wanted, forest.cut() {}
        var labels = [Int](repeating: 0, count: attributes.count)
        let parts = forest.branches.map { $0.places.sorted() }.sorted { $0[0] < $1[0] }
        for (label, part) in parts.enumerated() { for place in part { labels[place] = label } }
        self.regions = labels
        withinSquares = parts.map { squares($0, attributes) }.compensatedSum()
        totalSquares = squares(Array(attributes.indices), attributes)
    }
}

/// Trees of the most alike neighbours, cut one link at a time.
private struct SpanningForest {
    /// A tree: its places from the root outwards, and the link whose cut lowers the sum of squares
    /// most, by its outer end.
    struct Branch {
        let places: [Int]
        let cut: (gain: Double, end: Int)?
    }

    private(set) var branches: [Branch] = []
    private let attributes: [[Double]]
    private let leastSize: Int
    private var lists: [[Int]]

    init(_ attributes: [[Double]], _ neighbourhood: Neighbourhood, leastSize: Int) {
        // Sums of squares are differences of large numbers unless the mean is taken off first.
        let mean = centre(Array(attributes.indices), attributes)
        self.attributes = attributes.map { zip($0, mean).map { $0 - $1 } }
        self.leastSize = leastSize
        lists = Self.tree(attributes, neighbourhood)
        var isSeen = [Bool](repeating: false, count: attributes.count)
        for start in attributes.indices where !isSeen[start] {
            let branch = branch(from: start)
            for place in branch.places { isSeen[place] = true }
            branches.append(branch)
        }
    }

    /// Cuts where it lowers the sum of squares most, of equal cuts the earlier; false where no
    /// tree can be cut.
    mutating func cut() -> Bool {
        var best: (gain: Double, branch: Int, end: Int)?
        for (index, branch) in branches.enumerated() {
            guard let cut = branch.cut, best.map({ cut.gain > $0.gain }) ?? true else { continue }
            best = (cut.gain, index, cut.end)
        }
        guard let best else { return false }
        let places = branches[best.branch].places
        let root = places[0]
        // The link is that to the end's only neighbour that comes before it.
        let order = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1, $0) })
        let own = order[best.end] ?? 0
        guard let parent = lists[best.end].first(where: { (order[$0] ?? own) < own }) else {
            return false
        }
        lists[best.end].removeAll { $0 == parent }
        lists[parent].removeAll { $0 == best.end }
        branches[best.branch] = branch(from: root)
        branches.append(branch(from: best.end))
        return true
    }

    private func branch(from root: Int) -> Branch {
        var places = [root]
        var parents = [-1]
        var next = 0
        while next < places.count {
            let parent = parents[next] < 0 ? -1 : places[parents[next]]
            for other in lists[places[next]] where other != parent {
                places.append(other)
                parents.append(next)
            }
            next += 1
        }
        // Sums over what hangs below each place, from the leaves inwards.
        let width = attributes[root].count
        var sizes = [Int](repeating: 1, count: places.count)
        var sums = places.map { attributes[$0] }
        for position in places.indices.reversed().dropLast() {
            sizes[parents[position]] += sizes[position]
            for column in 0..<width { sums[parents[position]][column] += sums[position][column] }
        }
        // What a cut gains is the part of the squares that lies between its two sides.
        func between(_ sum: [Double], _ size: Int) -> Double {
            sum.map { $0 * $0 }.compensatedSum() / Double(size)
        }
        var best: (gain: Double, end: Int)?
        for position in places.indices.dropFirst() {
            let rest = places.count - sizes[position]
            guard sizes[position] >= leastSize, rest >= leastSize else { continue }
            let others = zip(sums[0], sums[position]).map { $0 - $1 }
            let gain =
                between(sums[position], sizes[position]) + between(others, rest)
                - between(sums[0], places.count)
            if best.map({ gain > $0.gain }) ?? true { best = (gain, places[position]) }
        }
        return Branch(places: places, cut: best)
    }

    /// Who is linked with whom in a minimum spanning forest by the distance of attributes.
    private static func tree(
        _ attributes: [[Double]], _ neighbourhood: Neighbourhood
    ) -> [[Int]] {
        var links: [(distance: Double, first: Int, second: Int)] = []
        for (place, others) in neighbourhood.mutualLists.enumerated() {
            for other in others where place < other {
                links.append((square(attributes[place], attributes[other]), place, other))
            }
        }
        links.sort { ($0.distance, $0.first, $0.second) < ($1.distance, $1.first, $1.second) }
        var parents = Array(attributes.indices)
        func root(_ node: Int) -> Int {
            var node = node
            while parents[node] != node {
                parents[node] = parents[parents[node]]
                node = parents[node]
            }
            return node
        }
        var lists = [[Int]](repeating: [], count: attributes.count)
        for link in links {
            let (a, b) = (root(link.first), root(link.second))
            guard a != b else { continue }
            parents[max(a, b)] = min(a, b)
            lists[link.first].append(link.second)
            lists[link.second].append(link.first)
        }
        return lists
    }
}

/// As many regions of neighbouring places as can be, each with at least so much of something
/// (max-p), and among such partitions one that is alike within.
///
/// Regions grow from seeded starts by the most alike neighbour until they have enough; what is
/// left joins the nearest. Of several starts the best is improved by moving places at borders
/// while that lowers the sum of squares and leaves every region in one piece and large enough.
/// Islands, and groups of them, that have not enough together belong to no region.
///
/// - Source: Duque, Anselin and Rey (2012), The max-p-regions problem.
public struct MaxPRegions: Hashable, Sendable {
    /// The region of each place, from 0 in the order of their first places; nil where the places
    /// that borders join it with have not enough.
    public let regions: [Int?]
    /// Σ of squared distances to the region's mean, over places that have a region.
    public let withinSquares: Double
    public var count: Int { (regions.compactMap(\.self).max() ?? -1) + 1 }

    /// - Parameters:
    ///   - amounts: What each place has of what a region must have.
    ///   - threshold: How much a region must have.
    ///   - neighbourhood: Places are neighbours where either is one of the other.
    ///   - starts: Random beginnings.
    /// - Throws: `insufficientData` where no places that borders join have enough, with what they
    ///   have at most; `notAQuantity`.
    /// - Complexity: O(starts × n²).
    public init(
        _ attributes: [[Double]], amounts: [Double], threshold: Double,
        _ neighbourhood: Neighbourhood, starts: Int = 50, seed: UInt64
    ) throws(Undefined) {
        precondition(
            attributes.count == neighbourhood.count && amounts.count == attributes.count
                && starts > 0)
        guard attributes.allSatisfy({ $0.allSatisfy(\.isFinite) }), threshold.isFinite,
            amounts.allSatisfy({ $0.isFinite && $0 >= 0 })
        else { throw .notAQuantity(symbol: "x") }
        let neighbours = neighbourhood.mutualLists
        let parts = Self.parts(neighbours)
        let sums = parts.map { $0.map { amounts[$0] }.compensatedSum() }
        let places = zip(parts, sums).filter { $1 >= threshold }.flatMap(\.0).sorted()
        guard !places.isEmpty else {
            throw .insufficientData(
                have: Int(clamping: sums.max() ?? 0), need: Int(clamping: threshold.rounded(.up)))
        }
        var best: (regions: [Int?], count: Int, squares: Double)?
        for start in 0..<starts {
            var random = RandomStream(seed: seed, stream: UInt64(start))
            let found = Self.grown(places, attributes, amounts, threshold, neighbours, &random)
            let count = (found.compactMap(\.self).max() ?? -1) + 1
            let within = total(found, attributes)
            let isBetter =
                best.map { count > $0.count || (count == $0.count && within < $0.squares) } ?? true
            if isBetter { best = (found, count, within) }
        }
        var chosen = best?.regions ?? []
        Self.improve(&chosen, attributes, amounts, threshold, neighbours)
        var names: [Int: Int] = [:]
        regions = chosen.map { own in
            guard let own else { return nil }
            if let name = names[own] { return name }
            names[own] = names.count
            return names.count - 1
        }
        withinSquares = total(chosen, attributes)
    }

    /// Places that borders join.
    private static func parts(_ neighbours: [[Int]]) -> [[Int]] {
        var isSeen = [Bool](repeating: false, count: neighbours.count)
        return neighbours.indices.compactMap { start in
            guard !isSeen[start] else { return nil }
            isSeen[start] = true
            var part = [start]
            var next = 0
            while next < part.count {
                for other in neighbours[part[next]] where !isSeen[other] {
                    isSeen[other] = true
                    part.append(other)
                }
                next += 1
            }
            return part
        }
    }

    /// Regions of the places, grown one after another. Every part of the places has enough for a
    /// region, so that what is left over has one to join.
    private static func grown(
        _ places: [Int], _ attributes: [[Double]], _ amounts: [Double], _ threshold: Double,
        _ neighbours: [[Int]], _ random: inout RandomStream
    ) -> [Int?] {
        var region = [Int?](repeating: nil, count: attributes.count)
        var order = places
        for position in stride(from: order.count - 1, to: 0, by: -1) {
            order.swapAt(position, random.index(below: position + 1))
        }
        var next = 0
        for start in order where region[start] == nil {
            var members = [start]
            var amount = amounts[start]
            region[start] = next
            while amount < threshold {
                let border = Set(members.flatMap { neighbours[$0] }).filter { region[$0] == nil }
                let mean = centre(members, attributes)
                guard
                    let nearest = border.min(by: {
                        let (a, b) = (
                            square(attributes[$0], mean), square(attributes[$1], mean)
                        )
                        return a != b ? a < b : $0 < $1
                    })
                else { break }
                members.append(nearest)
                region[nearest] = next
                amount += amounts[nearest]
            }
            if amount >= threshold {
                next += 1
            } else {
                for member in members { region[member] = nil }
            }
        }
        // What is left joins a neighbouring region, the nearest first.
        while true {
            var best: (distance: Double, place: Int, region: Int)?
            for place in places where region[place] == nil {
                for other in neighbours[place] {
                    guard let own = region[other] else { continue }
                    let mean = centre(
                        attributes.indices.filter { region[$0] == own }, attributes)
                    let distance = square(attributes[place], mean)
                    if best.map({ distance < $0.distance }) ?? true {
                        best = (distance, place, own)
                    }
                }
            }
            guard let join = best else { break }
            region[join.place] = join.region
        }
        return region
    }

    private static func improve(
        _ regions: inout [Int?], _ attributes: [[Double]], _ amounts: [Double],
        _ threshold: Double, _ neighbours: [[Int]]
    ) {
        var hasMoved = true
        var rounds = 0
        while hasMoved && rounds < 100 {
            hasMoved = false
            rounds += 1
            for place in attributes.indices {
                guard let own = regions[place] else { continue }
                let rest = attributes.indices.filter { regions[$0] == own && $0 != place }
                guard !rest.isEmpty, rest.map({ amounts[$0] }).compensatedSum() >= threshold,
                    isConnected(rest, neighbours)
                else { continue }
                let before = squares(rest + [place], attributes) - squares(rest, attributes)
                for target in Set(neighbours[place].compactMap { regions[$0] }).sorted()
                where target != own {
                    let theirs = attributes.indices.filter { regions[$0] == target }
                    let after = squares(theirs + [place], attributes) - squares(theirs, attributes)
                    if after < before - 1e-12 * max(1, before) {
                        regions[place] = target
                        hasMoved = true
                        break
                    }
                }
            }
        }
    }

    private static func isConnected(_ places: [Int], _ neighbours: [[Int]]) -> Bool {
        let members = Set(places)
        guard let first = places.first else { return true }
        var seen: Set<Int> = [first]
        var waiting = [first]
        while let place = waiting.popLast() {
            for other in neighbours[place] where members.contains(other) {
                if seen.insert(other).inserted { waiting.append(other) }
            }
        }
        return seen.count == members.count
    }
}

extension Int {
    fileprivate init(clamping value: Double) {
        self = Int(Swift.min(Swift.max(value, -1e15), 1e15))
    }
}

private func centre(_ places: [Int], _ attributes: [[Double]]) -> [Double] {
    guard let first = places.first else { return [] }
    return attributes[first].indices.map { column in
        places.map { attributes[$0][column] }.compensatedSum() / Double(places.count)
    }
}

private func square(_ one: [Double], _ other: [Double]) -> Double {
    zip(one, other).map { ($0 - $1) * ($0 - $1) }.compensatedSum()
}

private func squares(_ places: [Int], _ attributes: [[Double]]) -> Double {
    let mean = centre(places, attributes)
    return places.map { square(attributes[$0], mean) }.compensatedSum()
}

private func total(_ regions: [Int?], _ attributes: [[Double]]) -> Double {
    Dictionary(grouping: regions.indices.filter { regions[$0] != nil }, by: { regions[$0] }).values
        .map { squares($0, attributes) }.sorted().compensatedSum()
}
