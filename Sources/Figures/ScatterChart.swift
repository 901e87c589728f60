public import Wording

/// Two values of many things, with the line fitted to them.
public struct ScatterChart: Sendable {
    public struct Point: Sendable {
        public let name: String
        public let x: Double
        public let y: Double
        public let isChosen: Bool

        public init(name: String, x: Double, y: Double, isChosen: Bool = false) {
            self.name = name
            self.x = x
            self.y = y
            self.isChosen = isChosen
        }
    }

    public let title: String
    public let summary: String
    public let horizontalAxis: String
    public let verticalAxis: String
    public let points: [Point]
    /// Intercept and slope of the line, where one was fitted.
    public let line: (intercept: Double, slope: Double)?
    /// Whether the points are steps along a curve, joined in their order and named.
    public let isCurve: Bool

    public init(
        title: String, summary: String, horizontalAxis: String, verticalAxis: String,
        points: [Point], line: (intercept: Double, slope: Double)? = nil,
        isCurve: Bool = false
    ) {
        self.title = title
        self.summary = summary
        self.horizontalAxis = horizontalAxis
        self.verticalAxis = verticalAxis
        self.points = points
        self.line = line
        self.isCurve = isCurve
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let height = width < 500 ? 330.0 : 380.0
        var vertical = Scale(
            kind: .linear, domain: Scale.roundDomain(points.map(\.y)), from: 0, to: 0)
        let ticks = vertical.ticks(5)
        let frame = Frame(
            left: Frame.room(for: ticks, language), top: 26, right: width - 10, bottom: height - 46)
        vertical = Scale(kind: .linear, domain: vertical.domain, from: frame.bottom, to: frame.top)
        let horizontal = Scale(
            kind: .linear, domain: Scale.roundDomain(points.map(\.x)), from: frame.left,
            to: frame.right)
        let across = horizontal.ticks(width < 500 ? 4 : 7)
        var nodes = frame.horizontalGrid(vertical, ticks: ticks, language, strong: 0)
        nodes += frame.horizontalAxis(
            horizontal, ticks: across, words: Scale.words(across, language))
        nodes.append(frame.verticalTitle(verticalAxis))
        nodes.append(frame.horizontalTitle(horizontalAxis))
        if let line { nodes += fitted(line, horizontal, vertical) }
        if isCurve {
            let path = points.map { (x: horizontal.place($0.x), y: vertical.place($0.y)) }
            nodes.append(.path(path, .series(2), width: 2))
            for (point, place) in zip(points, path) {
                let isRight = place.x > (frame.left + frame.right) / 2
                nodes.append(
                    Node.text(
                        point.name, place.x + (isRight ? -8 : 8), place.y - 8, .secondInk,
                        anchor: isRight ? .end : .start
                    ).onGround)
            }
        }
        for point in points.sorted(by: { !$0.isChosen && $1.isChosen }) {
            let x = NumberWording.text(point.x, significant: 3, in: language)
            let y = NumberWording.text(point.y, significant: 3, in: language)
            var dot = Node.circle(
                horizontal.place(point.x), vertical.place(point.y), point.isChosen ? 7 : 4.5,
                point.isChosen ? .chosen : .sequence(3))
            dot.attributes.append(("fill-opacity", point.isChosen ? "1" : "0.65"))
            nodes.append(dot.named("\(point.name): \(x); \(y)"))
        }
        var labels = Labels(
            frame: .init(x: frame.left, y: frame.top, width: frame.width, height: frame.height))
        nodes += labels.place(
            points.filter(\.isChosen).map {
                .init(
                    text: $0.name, x: horizontal.place($0.x), y: vertical.place($0.y), radius: 7,
                    importance: 1, isStrong: true, paint: .chosen)
            })
        return Drawing(width: width, height: height, title: title, summary: summary, marks: nodes)
    }

    /// The line between the edges of the frame.
    private func fitted(
        _ line: (intercept: Double, slope: Double), _ horizontal: Scale, _ vertical: Scale
    ) -> [Node] {
        var (from, to) = (horizontal.domain.lowerBound, horizontal.domain.upperBound)
        if line.slope != 0 {
            let ends = [vertical.domain.lowerBound, vertical.domain.upperBound]
                .map { ($0 - line.intercept) / line.slope }.sorted()
            (from, to) = (max(from, ends[0]), min(to, ends[1]))
        }
        guard from < to else { return [] }
        let y = { (x: Double) in line.intercept + line.slope * x }
        return [
            .line(
                horizontal.place(from), vertical.place(y(from)), horizontal.place(to),
                vertical.place(y(to)), .ink, width: 1.6)
        ]
    }
}
