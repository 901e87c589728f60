public import Wording

/// Things that belong together as points and lines: related activities, with those that a region
/// has filled and those within its reach ringed.
///
/// The layout is a balance of springs along the lines and repulsion between points, from a circle
/// as its beginning: the same picture for the same data.
public struct NetworkChart: Sendable {
    public enum State: Sendable {
        case present, near, absent
    }

    public struct Point: Sendable {
        public let name: String
        public let size: Double
        public let state: State
        /// What is said of the point besides its name.
        public let words: String

        public init(name: String, size: Double, state: State, words: String) {
            self.name = name
            self.size = size
            self.state = state
            self.words = words
        }
    }

    public struct Link: Sendable {
        public let first: Int
        public let second: Int
        /// Above 0.
        public let weight: Double

        public init(_ first: Int, _ second: Int, weight: Double) {
            self.first = first
            self.second = second
            self.weight = weight
        }
    }

    public let title: String
    public let summary: String
    public let points: [Point]
    public let links: [Link]
    /// What filled, ringed and empty points are.
    public let stateNames: (present: String, near: String, absent: String)

    public init(
        title: String, summary: String, points: [Point], links: [Link],
        stateNames: (present: String, near: String, absent: String)
    ) {
        self.title = title
        self.summary = summary
        self.points = points
        self.links = links.filter {
            $0.first != $0.second && points.indices.contains($0.first)
                && points.indices.contains($0.second) && $0.weight > 0 && $0.weight.isFinite
        }
        self.stateNames = stateNames
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let isNarrow = width < 500
        let key = Key(
            entries: [
                (.present, stateNames.present), (.near, stateNames.near),
                (.absent, stateNames.absent),
            ].map { state, name in ({ self.circle($0, $1, 6, state) }, name) })
        let legend = key.drawn(width: width)
        let height = legend.height + (isNarrow ? 380 : 420)
        let margin = isNarrow ? 16.0 : 40.0
        let places = layout(
            left: margin, top: legend.height + 20, right: width - margin, bottom: height - 24)
        var nodes = legend.nodes
        let strongest = links.map(\.weight).max() ?? 1
        for link in links {
            let (a, b) = (places[link.first], places[link.second])
            nodes.append(
                .line(a.x, a.y, b.x, b.y, .grid, width: 0.8 + 2.4 * link.weight / strongest))
        }
        let largest = max(points.map(\.size).max() ?? 1, .leastNormalMagnitude)
        var wishes: [Labels.Wish] = []
        var circles: [Labels.Box] = []
        for (point, place) in zip(points, places) {
            let radius = 4 + (isNarrow ? 6 : 10) * (max(0, point.size) / largest).squareRoot()
            nodes.append(
                circle(place.x, place.y, radius, point.state).named(
                    [point.name, point.words].filter { !$0.isEmpty }.joined(separator: ": ")))
            circles.append(
                .init(
                    x: place.x - radius, y: place.y - radius, width: 2 * radius,
                    height: 2 * radius))
            let rank = point.state == .present ? 2.0 : point.state == .near ? 1 : 0
            wishes.append(
                .init(
                    text: TextWidth.cut(point.name, to: isNarrow ? 130 : 190), x: place.x,
                    y: place.y, radius: radius, importance: rank * 1e9 + point.size / largest,
                    isStrong: point.state == .present))
        }
        var labels = Labels(
            frame: .init(x: 0, y: legend.height, width: width, height: height - legend.height),
            avoiding: circles)
        nodes += labels.place(wishes).map(\.onGround)
        return Drawing(
            width: width, height: height, title: title, summary: summary, marks: nodes)
    }

    private func circle(_ x: Double, _ y: Double, _ radius: Double, _ state: State) -> Node {
        var node = Node.circle(x, y, radius, state == .present ? .sequence(4) : .card)
        node.stroke = state == .near ? .chosen : state == .present ? .ink : .secondInk
        node.attributes.append(("stroke-width", state == .near ? "2.6" : "1"))
        if state == .near { node.attributes.append(("stroke-dasharray", "4 2")) }
        return node
    }

    private func layout(
        left: Double, top: Double, right: Double, bottom: Double
    ) -> [(x: Double, y: Double)] {
        let count = points.count
        guard count > 1 else { return [((left + right) / 2, (top + bottom) / 2)] }
        var places = (0..<count).map { index in
            Angle.point(turn: Double(index) / Double(count))
        }
        let strongest = links.map(\.weight).max() ?? 1
        let ideal = 1.6 / Double(count).squareRoot()
        var heat = 0.2
        for _ in 0..<400 {
            var moves = [(x: Double, y: Double)](repeating: (0, 0), count: count)
            for first in 0..<count {
                for second in (first + 1)..<max(count, first + 1) {
                    let (dx, dy) = (
                        places[first].x - places[second].x, places[first].y - places[second].y
                    )
                    let square = max(dx * dx + dy * dy, 1e-6)
                    let push = ideal * ideal / square
                    moves[first].x += dx * push
                    moves[first].y += dy * push
                    moves[second].x -= dx * push
                    moves[second].y -= dy * push
                }
                // Parts that no line joins stay in sight.
                moves[first].x -= places[first].x * 0.5
                moves[first].y -= places[first].y * 0.5
            }
            for link in links {
                let (dx, dy) = (
                    places[link.first].x - places[link.second].x,
                    places[link.first].y - places[link.second].y
                )
                let distance = max((dx * dx + dy * dy).squareRoot(), 1e-3)
                let pull = distance / ideal * (0.3 + 0.7 * link.weight / strongest)
                moves[link.first].x -= dx * pull
                moves[link.first].y -= dy * pull
                moves[link.second].x += dx * pull
                moves[link.second].y += dy * pull
            }
            for index in 0..<count {
                let length = max(
                    (moves[index].x * moves[index].x + moves[index].y * moves[index].y)
                        .squareRoot(), 1e-9)
                let step = min(length, heat) / length
                places[index].x += moves[index].x * step
                places[index].y += moves[index].y * step
            }
            heat = max(0.002, heat * 0.985)
        }
        func fit(_ values: [Double], _ low: Double, _ high: Double) -> [Double] {
            guard let least = values.min(), let most = values.max(), most - least > 1e-9 else {
                return values.map { _ in (low + high) / 2 }
            }
            return values.map { low + ($0 - least) / (most - least) * (high - low) }
        }
        return zip(
            fit(places.map(\.x), left, right), fit(places.map(\.y), top, bottom)
        ).map { ($0, $1) }
    }
}

/// What marks mean, in a row that breaks where it has to.
struct Key {
    let entries: [(mark: (_ x: Double, _ y: Double) -> Node, words: String)]

    func drawn(width: Double) -> (nodes: [Node], height: Double) {
        var nodes: [Node] = []
        var (x, y) = (8.0, 12.0)
        for (mark, words) in entries where !words.isEmpty {
            let text = TextWidth.cut(words, to: width - 24)
            let room = 20 + TextWidth.of(text)
            if x > 8, x + room > width {
                x = 8
                y += 20
            }
            nodes.append(mark(x + 2, y))
            nodes.append(.text(text, x + 14, y + 4, .secondInk))
            x += room + 16
        }
        return (nodes, entries.isEmpty ? 0 : y + 16)
    }
}
