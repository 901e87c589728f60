public import Wording

/// Porter's diamond: four corners from 0 at the middle to 10.
public struct DiamondChart: Sendable {
    public struct Corner: Sendable {
        public let name: String
        /// 0 to 10; nil where there is no score.
        public let score: Double?

        public init(name: String, score: Double?) {
            self.name = name
            self.score = score
        }
    }

    public let title: String
    public let summary: String
    /// Rivalry at the top, demand at the right, related industries at the bottom, factors at the
    /// left, as Porter drew them.
    public let corners: [Corner]

    public init(title: String, summary: String, corners: [Corner]) {
        precondition(corners.count == 4)
        self.title = title
        self.summary = summary
        self.corners = corners
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let reach = min(150, width * 0.24)
        let (x, y) = (width / 2, reach + 44)
        let directions = [(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)]
        func ring(_ share: Double) -> [(x: Double, y: Double)] {
            let points = directions.map { (x + $0.0 * reach * share, y + $0.1 * reach * share) }
            return points + [points[0]]
        }
        var nodes: [Node] = [2.5, 5, 7.5, 10].map { Node.path(ring($0 / 10), .grid, width: 1) }
        for direction in directions {
            nodes.append(
                .line(x, y, x + direction.0 * reach, y + direction.1 * reach, .grid))
        }
        let scores = corners.map { max(0, min(10, $0.score ?? 0)) / 10 }
        let points = zip(directions, scores).map {
            (x: x + $0.0 * reach * $1, y: y + $0.1 * reach * $1)
        }
        if corners.allSatisfy({ $0.score != nil }) {
            let path =
                "M"
                + points.map { "\(Node.number($0.x)) \(Node.number($0.y))" }
                .joined(separator: "L") + "Z"
            var area = Node(
                "path", [("d", path), ("stroke-width", "2.2"), ("fill-opacity", "0.7")])
            area.fill = .sequence(2)
            area.stroke = .ink
            nodes.append(area)
        }
        let weakest = corners.compactMap(\.score).min()
        for (index, corner) in corners.enumerated() {
            let words =
                corner.score.map { NumberWording.text($0, significant: 2, in: language) } ?? "–"
            if let score = corner.score {
                var dot = Node.circle(
                    points[index].x, points[index].y, 5, score == weakest ? .chosen : .sequence(4))
                dot.stroke = .ink
                nodes.append(dot.named("\(corner.name): \(words)"))
            }
            let text = "\(corner.name): \(words)"
            switch index {
            case 0:
                nodes.append(
                    .text(
                        TextWidth.cut(text, to: width - 4), x, y - reach - 14, anchor: .middle))
            case 2:
                nodes.append(
                    .text(
                        TextWidth.cut(text, to: width - 4), x, y + reach + 24, anchor: .middle))
            default:
                // Beside the corner there is room for a few lines.
                let room = width / 2 - reach - 12
                let lines = TextWidth.lines(text, to: room, most: 4)
                for (line, part) in lines.enumerated() {
                    let top = y - Double(lines.count - 1) * 8 + Double(line) * 16 + 4
                    nodes.append(
                        .text(
                            TextWidth.cut(part, to: room),
                            index == 1 ? x + reach + 10 : x - reach - 10,
                            top, anchor: index == 1 ? .start : .end))
                }
            }
        }
        return Drawing(
            width: width, height: 2 * reach + 88, title: title, summary: summary, marks: nodes)
    }
}
