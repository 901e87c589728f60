internal import Numerics
public import Region

/// Roads between settlements, each usable both ways, with the minutes they take.
///
/// - Source: Dijkstra (1959); METHODS 3.7.
public struct RoadGraph: Hashable, Sendable {
    public struct Edge: Hashable, Sendable {
        public let first: Int
        public let second: Int
        public let minutes: Double

        public init(_ first: Int, _ second: Int, minutes: Double) {
            self.first = first
            self.second = second
            self.minutes = minutes
        }

        func other(than node: Int) -> Int { first == node ? second : first }
    }

    /// How many settlements there are.
    public let count: Int
    public let edges: [Edge]
    private let edgesOf: [[Int]]

    /// - Throws: `notAQuantity` where a time is negative or not finite.
    public init(count: Int, edges: [Edge]) throws(Undefined) {
        guard edges.allSatisfy({ $0.minutes.isFinite && $0.minutes >= 0 }) else {
            throw .notAQuantity(symbol: "t")
        }
        var edgesOf = [[Int]](repeating: [], count: count)
        for (index, edge) in edges.enumerated() where edge.first != edge.second {
            precondition((0..<count).contains(edge.first) && (0..<count).contains(edge.second))
            edgesOf[edge.first].append(index)
            edgesOf[edge.second].append(index)
        }
        self.count = count
        self.edges = edges
        self.edgesOf = edgesOf
    }

    /// The quickest ways from one settlement to all.
    public struct Paths: Hashable, Sendable {
        /// nil where no road leads.
        public let minutes: [Double?]
        /// The road by which each is reached last; nil at the start and where no road leads.
        public let lastEdge: [Int?]
        /// The settlements in the order they are reached.
        let order: [Int]
    }

    /// Whether two ways take the same time. Sums of the same minutes in another order or unit
    /// differ by rounding, and which way a flow takes must not hang on that.
    private static func areAsQuick(_ one: Double, _ other: Double) -> Bool {
        abs(one - other) <= 1e-9 * max(one, other)
    }

    /// The quickest ways from a settlement; of two as quick, the one over the lower predecessor.
    ///
    /// - Complexity: O(E log V).
    public func paths(from start: Int) -> Paths {
        var minutes = [Double?](repeating: nil, count: count)
        var lastEdge = [Int?](repeating: nil, count: count)
        var isDone = [Bool](repeating: false, count: count)
        var order: [Int] = []
        var queue = Queue()
        minutes[start] = 0
        queue.insert(Queue.Entry(minutes: 0, node: start))
        while let (time, node) = queue.popFirst() {
            guard !isDone[node] else { continue }
            isDone[node] = true
            order.append(node)
            for index in edgesOf[node] {
                let other = edges[index].other(than: node)
                let arrival = time + edges[index].minutes
                guard !isDone[other] else { continue }
                let known = minutes[other]
                let predecessor = lastEdge[other].map { edges[$0].other(than: other) }
                let isTied = known.map { Self.areAsQuick(arrival, $0) } ?? false
                if isTied ? node < (predecessor ?? count) : arrival < (known ?? .infinity) {
                    lastEdge[other] = index
                }
                guard arrival < (known ?? .infinity) else { continue }
                minutes[other] = arrival
                queue.insert(Queue.Entry(minutes: arrival, node: other))
            }
        }
        return Paths(minutes: minutes, lastEdge: lastEdge, order: order)
    }

    /// What flows over each road when every pair's flow takes its quickest way.
    ///
    /// - Parameter flow: Between two settlements, by their positions and the minutes of the way;
    ///   asked for once a pair.
    /// - Complexity: O(V E log V).
    /// - Source: METHODS 3.7 (all-or-nothing assignment).
    public func loads(_ flow: (Int, Int, Double) -> Double) -> [Double] {
        var loads = [CompensatedSum](repeating: CompensatedSum(), count: edges.count)
        for start in 0..<count {
            let paths = paths(from: start)
            // What passes each settlement on its way outwards, gathered from the farthest inwards.
            var passing = [Double](repeating: 0, count: count)
            for node in paths.order.reversed() where node != start {
                if node > start, let minutes = paths.minutes[node] {
                    passing[node] += flow(start, node, minutes)
                }
                guard let edge = paths.lastEdge[node], passing[node] != 0 else { continue }
                loads[edge].add(passing[node])
                passing[edges[edge].other(than: node)] += passing[node]
            }
        }
        return loads.map(\.value)
    }

    /// The share of pairs of other settlements whose quickest ways lead through each.
    ///
    /// - Source: Freeman (1977), Brandes (2001).
    public func betweenness() -> [Double] {
        var sums = [CompensatedSum](repeating: CompensatedSum(), count: count)
        for start in 0..<count {
            let paths = paths(from: start)
            // Ways as quick share the pair among them.
            var ways = [Double](repeating: 0, count: count)
            var predecessors = [[Int]](repeating: [], count: count)
            ways[start] = 1
            for node in paths.order where node != start {
                guard let time = paths.minutes[node] else { continue }
                for index in edgesOf[node] {
                    let other = edges[index].other(than: node)
                    guard let before = paths.minutes[other], other != node,
                        Self.areAsQuick(before + edges[index].minutes, time),
                        ways[other] > 0
                    else { continue }
                    ways[node] += ways[other]
                    predecessors[node].append(other)
                }
            }
            var dependency = [Double](repeating: 0, count: count)
            for node in paths.order.reversed() where node != start {
                for before in predecessors[node] {
                    dependency[before] += ways[before] / ways[node] * (1 + dependency[node])
                }
                sums[node].add(dependency[node])
            }
        }
        let pairs = Double((count - 1) * (count - 2))
        return sums.map { pairs > 0 ? $0.value / pairs : 0 }
    }

    /// Settlements that any chain of roads joins, the components in the order of their first.
    public func components() -> [Int] {
        var component = [Int](repeating: -1, count: count)
        var next = 0
        for start in 0..<count where component[start] < 0 {
            component[start] = next
            var waiting = [start]
            while let node = waiting.popLast() {
                for index in edgesOf[node] {
                    let other = edges[index].other(than: node)
                    if component[other] < 0 {
                        component[other] = next
                        waiting.append(other)
                    }
                }
            }
            next += 1
        }
        return component
    }
}

/// A heap of settlements by the minutes to them, then by position.
private struct Queue {
    struct Entry {
        let minutes: Double
        let node: Int
    }

    private var entries: [Entry] = []

    private static func precedes(_ left: Entry, _ right: Entry) -> Bool {
        (left.minutes, left.node) < (right.minutes, right.node)
    }

    mutating func insert(_ entry: Entry) {
        entries.append(entry)
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard Self.precedes(entries[child], entries[parent]) else { break }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    mutating func popFirst() -> (Double, Int)? {
        guard let first = entries.first else { return nil }
        let last = entries.removeLast()
        if !entries.isEmpty {
            entries[0] = last
            var parent = 0
            while true {
                var least = parent
                for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
                    if Self.precedes(entries[child], entries[least]) { least = child }
                }
                guard least != parent else { break }
                entries.swapAt(parent, least)
                parent = least
            }
        }
        return (first.minutes, first.node)
    }
}
