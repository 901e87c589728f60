public import Wording

/// Level, growth and size of several things at once, year by year.
///
/// The last year is drawn; the places of every year stand in `data-frames`, so that a script can
/// play the years.
public struct BubbleChart: Sendable {
    public struct Bubble: Sendable {
        public let name: String
        public let paint: Paint
        public let frames: [Moment]

        public init(name: String, paint: Paint, frames: [Moment]) {
            self.name = name
            self.paint = paint
            self.frames = frames.sorted { $0.year < $1.year }
        }
    }

    public struct Moment: Sendable {
        public let year: Int
        public let level: Double
        public let growth: Double
        public let size: Double

        public init(year: Int, level: Double, growth: Double, size: Double) {
            self.year = year
            self.level = level
            self.growth = growth
            self.size = size
        }
    }

    public let title: String
    public let summary: String
    /// Drawn on a logarithmic axis, 1 being the middle.
    public let levelAxis: String
    public let growthAxis: String
    /// The growth that parts rising from falling: 0, or 1 for a quotient.
    public let stillGrowth: Double
    public let bubbles: [Bubble]
    /// Upper left, upper right, lower left, lower right.
    public let quadrants: [String]

    public init(
        title: String, summary: String, levelAxis: String, growthAxis: String,
        stillGrowth: Double = 0, bubbles: [Bubble], quadrants: [String]
    ) {
        self.title = title
        self.summary = summary
        self.levelAxis = levelAxis
        self.growthAxis = growthAxis
        self.stillGrowth = stillGrowth
        self.bubbles = bubbles
        self.quadrants = quadrants
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let moments = bubbles.flatMap(\.frames).filter { $0.level > 0 }
        let height = width < 500 ? 380.0 : 430.0
        var vertical = Scale(
            kind: .linear,
            domain: Scale.roundDomain(moments.map(\.growth), including: [stillGrowth]), from: 0,
            to: 0)
        let ticks = vertical.ticks(6)
        let frame = Frame(
            left: Frame.room(for: ticks, language), top: 26, right: width - 8, bottom: height - 46)
        // Room for a bubble at the edge.
        vertical = Scale(
            kind: .linear, domain: vertical.domain, from: frame.bottom - 8, to: frame.top + 8)
        let lowest = min(0.5, (moments.map(\.level).min() ?? 0.5) * 0.85)
        let highest = max(2, (moments.map(\.level).max() ?? 2) * 1.25)
        let horizontal = Scale(
            kind: .logarithmic, domain: lowest...highest, from: frame.left + 8,
            to: frame.right - 22)
        var nodes = frame.horizontalGrid(vertical, ticks: ticks, language, strong: stillGrowth)
        let levels = horizontal.ticks(8)
        nodes += frame.horizontalAxis(
            horizontal, ticks: levels,
            words: levels.map { NumberWording.text($0, significant: 1, in: language) })
        let one = horizontal.place(1)
        nodes.append(.line(one, frame.top, one, frame.bottom, .ink, width: 1.4))
        nodes.append(frame.verticalTitle(growthAxis))
        nodes.append(frame.horizontalTitle(levelAxis))
        nodes += corners(frame)
        nodes += marks(frame, horizontal, vertical, language)
        return Drawing(width: width, height: height, title: title, summary: summary, marks: nodes)
    }

    private func corners(_ frame: Frame) -> [Node] {
        guard quadrants.count == 4 else { return [] }
        let inset = 6.0
        let quadrants = quadrants.map { TextWidth.cut($0, to: frame.width / 2 - 2 * inset) }
        return [
            .text(quadrants[0], frame.left + inset, frame.top + 14, .secondInk, isSlanted: true),
            .text(
                quadrants[1], frame.right - inset, frame.top + 14, .secondInk, anchor: .end,
                isSlanted: true),
            .text(quadrants[2], frame.left + inset, frame.bottom - 8, .secondInk, isSlanted: true),
            .text(
                quadrants[3], frame.right - inset, frame.bottom - 8, .secondInk, anchor: .end,
                isSlanted: true),
        ]
    }

    private func marks(
        _ frame: Frame, _ horizontal: Scale, _ vertical: Scale, _ language: Language
    ) -> [Node] {
        let largest = bubbles.flatMap(\.frames).map(\.size).max() ?? 1
        let reach = frame.width < 420 ? 20.0 : 28.0
        func radius(_ size: Double) -> Double {
            max(3, reach * (max(0, size) / max(largest, .leastNormalMagnitude)).squareRoot())
        }
        var nodes: [Node] = []
        var labels = Labels(
            frame: .init(x: frame.left, y: frame.top, width: frame.width, height: frame.height))
        for quadrant in corners(frame) {
            let text = quadrant.text ?? ""
            let isRight = quadrant.attributes.contains { $0.0 == "text-anchor" }
            let width = TextWidth.of(text)
            let isTop = quadrant.attributes[1].1 == Node.number(frame.top + 14)
            labels.avoid(
                .init(
                    x: isRight ? frame.right - width - 6 : frame.left + 6,
                    y: isTop ? frame.top : frame.bottom - 20, width: width, height: 18))
        }
        var wishes: [Labels.Wish] = []
        let drawn = bubbles.filter { $0.frames.last.map { $0.level > 0 } ?? false }
            .sorted { ($0.frames.last?.size ?? 0) > ($1.frames.last?.size ?? 0) }
        for bubble in drawn {
            guard let last = bubble.frames.last else { continue }
            let (x, y, r) = (
                horizontal.place(last.level), vertical.place(last.growth), radius(last.size)
            )
            let frames = bubble.frames.filter { $0.level > 0 }.map { moment in
                [
                    "\(moment.year)", Node.number(horizontal.place(moment.level)),
                    Node.number(vertical.place(moment.growth)), Node.number(radius(moment.size)),
                ].joined(separator: ",")
            }.joined(separator: ";")
            var circle = Node.circle(x, y, r, bubble.paint)
            circle.stroke = .card
            circle.attributes.append(("fill-opacity", "0.85"))
            let level = NumberWording.text(last.level, significant: 3, in: language)
            let growth = NumberWording.text(last.growth, significant: 3, in: language)
            nodes.append(
                circle.named(
                    "\(bubble.name), \(last.year): \(level); \(growth)", [("frames", frames)]))
            labels.avoid(.init(x: x - r * 0.7, y: y - r * 0.7, width: r * 1.4, height: r * 1.4))
            wishes.append(
                .init(
                    text: TextWidth.cut(bubble.name, to: 190), x: x, y: y, radius: r,
                    importance: last.size))
        }
        return nodes + labels.place(wishes)
    }
}
