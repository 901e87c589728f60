public import Wording

/// What flows from where to where, as ribbons as wide as the flow.
///
/// Nodes stand in columns, each to the right of all that feeds it; flows that run back are drawn
/// back. Nodes within a column are ordered so that ribbons cross little.
public struct SankeyChart: Sendable {
    /// How a flow stands beside another variant of the same flows.
    public enum Change: Sendable { case same, more, less }

    public struct Flow: Sendable {
        public let from: Int
        public let to: Int
        public let value: Double
        public let change: Change

        public init(from: Int, to: Int, value: Double, change: Change = .same) {
            self.from = from
            self.to = to
            self.value = value
            self.change = change
        }
    }

    public let title: String
    public let summary: String
    public let nodes: [String]
    public let flows: [Flow]
    /// The unit, as it stands behind numbers.
    public let unit: String
    /// Names of same, more and less; nil where nothing is compared.
    public let changeNames: [String]?

    public init(
        title: String, summary: String, nodes: [String], flows: [Flow], unit: String,
        changeNames: [String]? = nil
    ) {
        precondition(
            flows.allSatisfy { nodes.indices.contains($0.from) && nodes.indices.contains($0.to) })
        self.title = title
        self.summary = summary
        self.nodes = nodes
        self.flows = flows.filter { $0.value > 0 && $0.from != $0.to }
        self.unit = unit
        self.changeNames = changeNames
    }

    private static let bar = 11.0
    /// Of two names one under the other.
    private static let line = 19.0

    public func drawing(width: Double, language: Language) -> Drawing {
        let layout = Layout(count: nodes.count, flows: flows)
        var marks: [Node] = []
        var top = 6.0
        if let changeNames {
            let paints: [Paint] = [.sequence(1), .action, .chosen]
            let key = Key(
                entries: changeNames.enumerated().map { index, name in
                    ({ x, y in .rect(x - 7, y - 6, 14, 12, paints[index]) }, name)
                }
            ).drawn(width: width)
            marks += key.nodes
            top = key.height + 10
        }
        let deepest = layout.columns.map(\.count).max() ?? 1
        let room = max(width < 500 ? 300.0 : 340, Double(deepest) * (Self.line + 12))
        let places = places(layout, top, room, width)
        marks += ribbons(layout, places, width, language)
        marks += bars(layout, places, width, language)
        let bottom = places.map { $0.y + max($0.height, Self.line) }.max() ?? top
        return Drawing(
            width: width, height: bottom + 8, title: title, summary: summary, marks: marks)
    }

    // MARK: Where nodes stand

    private struct Place {
        var x = 0.0
        var y = 0.0
        var height = 0.0
    }

    /// Columns of nodes, and how much passes each node.
    private struct Layout {
        let through: [Double]
        var columns: [[Int]]

        init(count: Int, flows: [Flow]) {
            var (arriving, leaving) = (
                [Double](repeating: 0, count: count), [Double](repeating: 0, count: count)
            )
            for flow in flows {
                arriving[flow.to] += flow.value
                leaving[flow.from] += flow.value
            }
            let passing = (0..<count).map { max(arriving[$0], leaving[$0]) }
            through = passing
            let used = (0..<count).filter { passing[$0] > 0 }
            let forward = Self.forward(count, flows)
            var column = [Int](repeating: 0, count: count)
            for _ in 0..<count {
                for flow in forward where column[flow.to] <= column[flow.from] {
                    column[flow.to] = column[flow.from] + 1
                }
            }
            let last = used.map { column[$0] }.max() ?? 0
            // Ends stand on the right, where the eye looks for them.
            for node in used where leaving[node] == 0 { column[node] = last }
            let found = column
            columns = (0...last).map { index in used.filter { found[$0] == index } }
            order(by: flows)
        }

        /// The flows without those that close a circle, by a walk from node to node.
        private static func forward(_ count: Int, _ flows: [Flow]) -> [Flow] {
            var state = [Int](repeating: 0, count: count)
            var kept: [Flow] = []
            func walk(_ node: Int) {
                state[node] = 1
                for flow in flows where flow.from == node {
                    if state[flow.to] == 1 { continue }
                    kept.append(flow)
                    if state[flow.to] == 0 { walk(flow.to) }
                }
                state[node] = 2
            }
            let fed = Set(flows.map(\.to))
            for node in 0..<count where !fed.contains(node) && state[node] == 0 { walk(node) }
            for node in 0..<count where state[node] == 0 { walk(node) }
            return kept
        }

        /// Each node goes near the middle of those it trades with, a few times over.
        private mutating func order(by flows: [Flow]) {
            var rank = [Double](repeating: 0, count: through.count)
            for list in columns {
                for (index, node) in list.enumerated() { rank[node] = Double(index) }
            }
            for _ in 0..<12 {
                for index in columns.indices {
                    var middle: [Int: Double] = [:]
                    for node in columns[index] {
                        var (sum, weight) = (0.0, 0.0)
                        for flow in flows where flow.from == node || flow.to == node {
                            let other = flow.from == node ? flow.to : flow.from
                            sum += rank[other] * flow.value
                            weight += flow.value
                        }
                        middle[node] = weight > 0 ? sum / weight : rank[node]
                    }
                    columns[index].sort {
                        (middle[$0] ?? 0, $0) < (middle[$1] ?? 0, $1)
                    }
                    for (place, node) in columns[index].enumerated() {
                        rank[node] = Double(place) - Double(columns[index].count) / 2
                    }
                }
            }
        }
    }

    private func places(
        _ layout: Layout, _ top: Double, _ room: Double, _ width: Double
    ) -> [Place] {
        var places = [Place](repeating: Place(), count: nodes.count)
        let gap = 8.0
        // The scale at which the fullest column fits, names of thin nodes included.
        var scale = Double.infinity
        for list in layout.columns where !list.isEmpty {
            let whole = list.reduce(0) { $0 + layout.through[$1] }
            let free = room - Double(list.count) * (Self.line + gap)
            scale = min(scale, max(40, free) / max(whole, .leastNormalMagnitude))
        }
        let step =
            layout.columns.count > 1
            ? (width - Self.bar - endRoom(width)) / Double(layout.columns.count - 1) : 0
        for (index, list) in layout.columns.enumerated() {
            let used = list.reduce(0) {
                $0 + max(layout.through[$1] * scale, Self.line) + gap
            }
            var y = top + max(0, (room - used) / 2)
            for node in list {
                let height = max(1, layout.through[node] * scale)
                places[node] = Place(x: Double(index) * step, y: y, height: height)
                y += max(height, Self.line) + gap
            }
        }
        return places
    }

    /// Names of the last column stand to its right.
    private func endRoom(_ width: Double) -> Double { width < 500 ? 84 : 170 }

    // MARK: Drawing

    private func ribbons(
        _ layout: Layout, _ places: [Place], _ width: Double, _ language: Language
    ) -> [Node] {
        var (out, into) = (
            [Double](repeating: 0, count: nodes.count), [Double](repeating: 0, count: nodes.count)
        )
        let scale =
            nodes.indices.filter { layout.through[$0] > 0 }.map {
                places[$0].height / layout.through[$0]
            }.min() ?? 0
        let sorted = flows.sorted {
            (places[$0.from].y, places[$0.to].y) < (places[$1.from].y, places[$1.to].y)
        }
        return sorted.map { flow in
            let (from, to) = (places[flow.from], places[flow.to])
            let height = max(0.6, flow.value * scale)
            let (x0, x1) = (from.x + Self.bar, to.x)
            let (y0, y1) = (from.y + out[flow.from], to.y + into[flow.to])
            out[flow.from] += flow.value * scale
            into[flow.to] += flow.value * scale
            // A flow back swings out, so that it is seen to turn.
            let reach = x1 > x0 ? (x1 - x0) / 2 : min(46, x1, width - x0)
            var node = Node(
                "path",
                [
                    (
                        "d",
                        Self.ribbon(x0, y0, x1, y1, height: height, reach: reach)
                    )
                ])
            node.fill = paint(flow.change)
            let value = NumberWording.text(flow.value, significant: 3, in: language)
            return node.named("\(nodes[flow.from]) → \(nodes[flow.to]): \(value) \(unit)")
        }
    }

    private func paint(_ change: Change) -> Paint {
        switch change {
        case .same: .sequence(1)
        case .more: .action
        case .less: .chosen
        }
    }

    private static func ribbon(
        _ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double, height: Double, reach: Double
    ) -> String {
        func point(_ x: Double, _ y: Double) -> String { "\(Node.number(x)) \(Node.number(y))" }
        let upper =
            "M\(point(x0, y0))C\(point(x0 + reach, y0)) \(point(x1 - reach, y1)) \(point(x1, y1))"
        let lower =
            "L\(point(x1, y1 + height))C\(point(x1 - reach, y1 + height)) "
            + "\(point(x0 + reach, y0 + height)) \(point(x0, y0 + height))Z"
        return upper + lower
    }

    private func bars(
        _ layout: Layout, _ places: [Place], _ width: Double, _ language: Language
    ) -> [Node] {
        var marks: [Node] = []
        var taken: [Labels.Box] = []
        var wishes: [Labels.Wish] = []
        let last = layout.columns.count - 1
        let bottom = places.map { $0.y + max($0.height, Self.line) }.max() ?? 0
        for (index, list) in layout.columns.enumerated() {
            for node in list {
                let place = places[node]
                let value = NumberWording.text(layout.through[node], significant: 3, in: language)
                marks.append(
                    Node.rect(place.x, place.y, Self.bar, place.height, .ink).named(
                        "\(nodes[node]): \(value) \(unit)"))
                taken.append(
                    Labels.Box(x: place.x, y: place.y, width: Self.bar, height: place.height))
                guard index == last else {
                    wishes.append(
                        Labels.Wish(
                            text: nodes[node], x: place.x + Self.bar / 2,
                            // Over a tall bar there is more room than beside it.
                            y: place.height > 30 ? place.y + 4 : place.y + place.height / 2,
                            radius: Self.bar / 2 + 2,
                            importance: layout.through[node]))
                    continue
                }
                let start = place.x + Self.bar + 5
                let name = TextWidth.cut(nodes[node], to: width - start - 2)
                let y = place.y + min(place.height / 2, 8) + 5
                marks.append(Node.text(name, start, y).onGround)
                taken.append(
                    Labels.Box(x: start, y: y - 12, width: TextWidth.of(name), height: 16))
            }
        }
        // Names of the other columns go where they find room; what finds none is in the mark's name.
        var labels = Labels(
            frame: Labels.Box(x: 0, y: 0, width: width, height: bottom + 6), avoiding: taken)
        return marks + labels.place(wishes)
    }
}
