public import Wording

/// How likely a value is to be under each number: the distribution of a net present value, running
/// up from 0 to 1.
public struct ChanceChart: Sendable {
    public struct Curve: Sendable {
        public let name: String
        public let paint: Paint
        /// Values with the share of draws that are under each, in ascending order.
        public let points: [(value: Double, share: Double)]

        public init(name: String, paint: Paint, points: [(value: Double, share: Double)]) {
            self.name = name
            self.paint = paint
            self.points = points.sorted { $0.share < $1.share }
        }
    }

    public let title: String
    public let summary: String
    public let horizontalAxis: String
    public let verticalAxis: String
    public let curves: [Curve]

    public init(
        title: String, summary: String, horizontalAxis: String, verticalAxis: String,
        curves: [Curve]
    ) {
        self.title = title
        self.summary = summary
        self.horizontalAxis = horizontalAxis
        self.verticalAxis = verticalAxis
        self.curves = curves
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let legend = Key(
            entries: curves.map { curve in
                ({ .line($0 - 6, $1, $0 + 7, $1, curve.paint, width: 2.6) }, curve.name)
            }
        ).drawn(width: width)
        let top = legend.height + 26
        let frame = Frame(
            left: 40, top: top, right: width - 14, bottom: top + (width < 500 ? 210 : 240))
        let vertical = Scale(kind: .linear, domain: 0...1, from: frame.bottom, to: frame.top)
        let horizontal = Scale(
            kind: .linear,
            domain: Scale.roundDomain(curves.flatMap { $0.points.map(\.value) }, including: [0]),
            from: frame.left, to: frame.right)
        var nodes = legend.nodes
        nodes += frame.horizontalGrid(vertical, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1], language)
        let marks = horizontal.ticks(width < 500 ? 4 : 6)
        nodes += frame.horizontalAxis(
            horizontal, ticks: marks, words: Scale.words(marks, language))
        // 0 parts what pays from what does not.
        let zero = horizontal.place(0)
        nodes.append(.line(zero, frame.top, zero, frame.bottom, .ink, width: 1.4))
        for curve in curves {
            nodes.append(
                Node.path(
                    curve.points.map { (horizontal.place($0.value), vertical.place($0.share)) },
                    curve.paint, width: 2.6
                ).named(curve.name))
        }
        nodes.append(frame.verticalTitle(verticalAxis, y: legend.height + 14))
        nodes.append(frame.horizontalTitle(horizontalAxis))
        return Drawing(
            width: width, height: frame.bottom + 46, title: title, summary: summary,
            marks: nodes)
    }
}
