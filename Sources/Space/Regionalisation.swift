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
    /// How many there are: more than asked for where borders leave more parts.
    public var count: Int { (regions.max() ?? -1) + 1 }

    /// - Parameters:
    ///   - attributes: One row a place, on comparable scales.
    ///   - regions: How many are wanted.
    ///   - leastSize: Places that a region has at least.
    /// - Throws: `insufficientData` under two places; `notAQuantity`.
    /// - Complexity: O(links log links + k n²) for k regions.
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
        var edges = Self.tree(attributes, neighbourhood)
        var parts = Self.parts(edges, count: attributes.count)
        while parts.count < wanted {
            var best: (gain: Double, edge: Int)?
            for part in parts {
                let whole = squares(part, attributes)
                let members = Set(part)
                let inside = edges.indices.filter { members.contains(edges[$0].0) }
                for edge in inside {
                    let side = Self.side(of: edge, edges, members)
                    guard side.count >= leastSize, part.count - side.count >= leastSize else {
                        continue
                    }
                    let rest = part.filter { !side.contains($0) }
                    let gain =
                        whole - squares(side.sorted(), attributes) - squares(rest, attributes)
                    if best.map({ gain > $0.gain }) ?? true { best = (gain, edge) }
                }
            }
            guard let cut = best else { break }
            edges.remove(at: cut.edge)
            parts = Self.parts(edges, count: attributes.count)
        }
        var labels = [Int](repeating: 0, count: attributes.count)
        for (label, part) in parts.enumerated() { for place in part { labels[place] = label } }
        self.regions = labels
        withinSquares = parts.map { squares($0, attributes) }.compensatedSum()
    }

    /// The links of a minimum spanning forest by the distance of attributes.
    private static func tree(
        _ attributes: [[Double]], _ neighbourhood: Neighbourhood
    ) -> [(Int, Int)] {
        var links: [(distance: Double, first: Int, second: Int)] = []
        for place in attributes.indices {
            for index in neighbourhood.neighbours(of: place) {
                let other = neighbourhood.neighbours[index]
                guard other != place, neighbourhood.weights[index] > 0 else { continue }
                let square = zip(attributes[place], attributes[other]).map {
                    ($0 - $1) * ($0 - $1)
                }.compensatedSum()
                links.append((square, min(place, other), max(place, other)))
            }
        }
        links.sort { ($0.distance, $0.first, $0.second) < ($1.distance, $1.first, $1.second) }
        var parents = Array(attributes.indices)
        func root(_ node: Int) -> Int {
            var node = node
            while parents[node] != node { node = parents[node] }
            return node
        }
        var kept: [(Int, Int)] = []
        for link in links {
            let (a, b) = (root(link.first), root(link.second))
            guard a != b else { continue }
            parents[max(a, b)] = min(a, b)
            kept.append((link.first, link.second))
        }
        return kept
    }

    private static func parts(_ edges: [(Int, Int)], count: Int) -> [[Int]] {
        var lists = [[Int]](repeating: [], count: count)
        for (a, b) in edges {
            lists[a].append(b)
            lists[b].append(a)
        }
        var seen = [Bool](repeating: false, count: count)
        var parts: [[Int]] = []
        for start in 0..<count where !seen[start] {
            var part: [Int] = []
            var waiting = [start]
            seen[start] = true
            while let place = waiting.popLast() {
                part.append(place)
                for other in lists[place] where !seen[other] {
                    seen[other] = true
                    waiting.append(other)
                }
            }
            parts.append(part.sorted())
        }
        return parts
    }

    /// The places on the first end's side of an edge.
    private static func side(
        of edge: Int, _ edges: [(Int, Int)], _ members: Set<Int>
    ) -> Set<Int> {
        var side: Set<Int> = [edges[edge].0]
        var waiting = [edges[edge].0]
        while let place = waiting.popLast() {
            for (index, (a, b)) in edges.enumerated() where index != edge {
                let other = a == place ? b : b == place ? a : nil
                if let other, members.contains(other), side.insert(other).inserted {
                    waiting.append(other)
                }
            }
        }
        return side
    }
}

/// As many regions of neighbouring places as can be, each with at least so much of something
/// (max-p), and among such partitions one that is alike within.
///
/// Regions grow from seeded starts by the most alike neighbour until they have enough; what is
/// left joins the nearest. Of several starts the best is improved by moving places at borders
/// while that lowers the sum of squares and leaves every region in one piece and large enough.
///
/// - Source: Duque, Anselin and Rey (2012), The max-p-regions problem.
public struct MaxPRegions: Hashable, Sendable {
    public let regions: [Int]
    public let withinSquares: Double
    public var count: Int { (regions.max() ?? -1) + 1 }

    /// - Parameters:
    ///   - amounts: What each place has of what a region must have.
    ///   - threshold: How much a region must have.
    ///   - starts: Random beginnings.
    /// - Throws: `insufficientData` where a part that borders join has not enough in all;
    ///   `notAQuantity`.
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
        guard amounts.compensatedSum() >= threshold, !amounts.isEmpty else {
            throw .insufficientData(have: 0, need: 1)
        }
        let neighbours = attributes.indices.map { place in
            neighbourhood.neighbours(of: place).map { neighbourhood.neighbours[$0] }.filter {
                $0 != place
            }
        }
        var best: (regions: [Int], count: Int, squares: Double)?
        for start in 0..<starts {
            var random = RandomStream(seed: seed, stream: UInt64(start))
            guard
                let found = Self.grown(attributes, amounts, threshold, neighbours, &random)
            else { continue }
            let count = (found.max() ?? -1) + 1
            let within = total(found, attributes)
            let isBetter =
                best.map { count > $0.count || (count == $0.count && within < $0.squares) } ?? true
            if isBetter { best = (found, count, within) }
        }
        guard var chosen = best?.regions else { throw .insufficientData(have: 0, need: 1) }
        Self.improve(&chosen, attributes, amounts, threshold, neighbours)
        var names: [Int: Int] = [:]
        regions = chosen.map { own in
            if let name = names[own] { return name }
            names[own] = names.count
            return names.count - 1
        }
        withinSquares = total(chosen, attributes)
    }

    /// Regions grown one after another; nil where something is left that cannot be joined.
    private static func grown(
        _ attributes: [[Double]], _ amounts: [Double], _ threshold: Double, _ neighbours: [[Int]],
        _ random: inout RandomStream
    ) -> [Int]? {
        var region = [Int?](repeating: nil, count: attributes.count)
        var order = Array(attributes.indices)
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
        guard next > 0 else { return nil }
        // What is left joins a neighbouring region, the nearest first.
        while true {
            var best: (distance: Double, place: Int, region: Int)?
            for place in attributes.indices where region[place] == nil {
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
        let found = region.compactMap { $0 }
        return found.count == region.count ? found : nil
    }

    private static func improve(
        _ regions: inout [Int], _ attributes: [[Double]], _ amounts: [Double],
        _ threshold: Double, _ neighbours: [[Int]]
    ) {
        var hasMoved = true
        var rounds = 0
        while hasMoved && rounds < 100 {
            hasMoved = false
            rounds += 1
            for place in attributes.indices {
                let own = regions[place]
                let rest = attributes.indices.filter { regions[$0] == own && $0 != place }
                guard !rest.isEmpty, rest.map({ amounts[$0] }).compensatedSum() >= threshold,
                    isConnected(rest, neighbours)
                else { continue }
                let before = squares(rest + [place], attributes) - squares(rest, attributes)
                for target in Set(neighbours[place].map { regions[$0] }).sorted()
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

private func total(_ regions: [Int], _ attributes: [[Double]]) -> Double {
    Dictionary(grouping: regions.indices, by: { regions[$0] }).values.map {
        squares($0, attributes)
    }.sorted().compensatedSum()
}
