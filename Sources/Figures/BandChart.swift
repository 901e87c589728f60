public import Wording

/// A curve and the band that chance alone would keep it in: K-density over distance.
public struct BandChart: Sendable {
    public let title: String
    public let summary: String
    public let horizontalAxis: String
    public let verticalAxis: String
    public let positions: [Double]
    public let observed: [Double]
    public let lower: [Double]
    public let upper: [Double]
    public let curveName: String
    public let bandName: String

    public init(
        title: String, summary: String, horizontalAxis: String, verticalAxis: String,
        positions: [Double], observed: [Double], lower: [Double], upper: [Double],
        curveName: String, bandName: String
    ) {
        precondition(
            observed.count == positions.count && lower.count == positions.count
                && upper.count == positions.count && !positions.isEmpty)
        self.title = title
        self.summary = summary
        self.horizontalAxis = horizontalAxis
        self.verticalAxis = verticalAxis
        self.positions = positions
        self.observed = observed
        self.lower = lower
        self.upper = upper
        self.curveName = curveName
        self.bandName = bandName
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let legend = Key(
            entries: [
                ({ .line($0 - 6, $1, $0 + 7, $1, .ink, width: 2.6) }, curveName),
                (
                    {
                        var swatch = Node.rect($0 - 6, $1 - 6, 13, 12, .sequence(1))
                        swatch.stroke = .secondInk
                        return swatch
                    }, bandName
                ),
            ]).drawn(width: width)
        var vertical = Scale(
            kind: .linear,
            domain: Scale.roundDomain(observed + lower + upper, including: [0]), from: 0, to: 0)
        let ticks = vertical.ticks(5)
        let top = legend.height + 26
        let frame = Frame(
            left: Frame.room(for: ticks, language), top: top, right: width - 12,
            bottom: top + (width < 500 ? 220 : 250))
        vertical = Scale(
            kind: .linear, domain: vertical.domain, from: frame.bottom, to: frame.top)
        let (first, last) = (positions.min() ?? 0, positions.max() ?? 1)
        let horizontal = Scale(
            kind: .linear, domain: first...max(last, first + 1e-9), from: frame.left,
            to: frame.right)
        let marks = horizontal.ticks(6)
        var nodes = legend.nodes
        var band = ""
        for (index, position) in positions.enumerated() {
            band +=
                (index == 0 ? "M" : "L")
                + "\(Node.number(horizontal.place(position))) \(Node.number(vertical.place(upper[index])))"
        }
        for (index, position) in positions.enumerated().reversed() {
            band +=
                "L\(Node.number(horizontal.place(position))) \(Node.number(vertical.place(lower[index])))"
        }
        var area = Node("path", [("d", band + "Z"), ("stroke-width", "0.8")])
        area.fill = .sequence(1)
        area.stroke = .secondInk
        nodes.append(area)
        nodes += frame.horizontalGrid(vertical, ticks: ticks, language, strong: 0)
        nodes += frame.horizontalAxis(
            horizontal, ticks: marks, words: Scale.words(marks, language))
        nodes.append(
            .path(
                zip(positions, observed).map { (horizontal.place($0), vertical.place($1)) }, .ink,
                width: 2.6
            ).named(curveName))
        nodes.append(frame.verticalTitle(verticalAxis, y: legend.height + 14))
        nodes.append(frame.horizontalTitle(horizontalAxis))
        return Drawing(
            width: width, height: frame.bottom + 46, title: title, summary: summary,
            marks: nodes)
    }
}
