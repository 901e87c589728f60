internal import Wording

/// The axes of a chart: where marks may be, and what stands around them.
struct Frame {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double
    /// How far beyond the right end words may reach.
    var roomAtRight = 6.0

    var width: Double { right - left }
    var height: Double { bottom - top }

    /// Horizontal lines with their values at the left.
    func horizontalGrid(
        _ scale: Scale, ticks: [Double], _ language: Language, strong: Double? = nil
    ) -> [Node] {
        zip(ticks, Scale.words(ticks, language)).flatMap { tick, words -> [Node] in
            let y = scale.place(tick)
            let isStrong = tick == strong
            return [
                .line(left, y, right, y, isStrong ? .ink : .grid, width: isStrong ? 1.4 : 1),
                .text(words, left - 6, y + 4, .secondInk, anchor: .end),
            ]
        }
    }

    /// Values along the lower edge; of those that would touch the later one stays, since of years
    /// the last says most.
    func horizontalAxis(
        _ scale: Scale, ticks: [Double], words: [String], hasLines: Bool = false
    ) -> [Node] {
        var nodes: [Node] = []
        var free = Double.infinity
        for (tick, text) in zip(ticks, words).reversed() {
            let x = scale.place(tick)
            if hasLines { nodes.append(.line(x, top, x, bottom, .grid)) }
            let half = TextWidth.of(text) / 2
            // A word at the edge stays within the drawing.
            let middle = max(half, min(x, right + roomAtRight - half))
            guard middle + half < free - 6 else { continue }
            free = middle - half
            nodes.append(.text(text, middle, bottom + 18, .secondInk, anchor: .middle))
        }
        return nodes
    }

    /// The title of the vertical axis, above it, under a legend where there is one.
    func verticalTitle(_ text: String, y: Double = 12) -> Node {
        .text(TextWidth.cut("↑ " + text, to: right), 0, y, .secondInk)
    }

    /// The title of the horizontal axis, below it at the right.
    func horizontalTitle(_ text: String) -> Node {
        .text(TextWidth.cut(text + " →", to: right), right, bottom + 38, .secondInk, anchor: .end)
    }

    /// The room that values need at the left of an axis.
    static func room(for ticks: [Double], _ language: Language) -> Double {
        (Scale.words(ticks, language).map { TextWidth.of($0) }.max() ?? 0) + 10
    }
}
