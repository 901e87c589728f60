internal import Wording

/// The axes of a chart: where marks may be, and what stands around them.
struct Frame {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

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

    /// Values along the lower edge; those that would touch are left out.
    func horizontalAxis(
        _ scale: Scale, ticks: [Double], words: [String], hasLines: Bool = false
    ) -> [Node] {
        var nodes: [Node] = []
        var taken = -Double.infinity
        for (tick, text) in zip(ticks, words) {
            let x = scale.place(tick)
            if hasLines { nodes.append(.line(x, top, x, bottom, .grid)) }
            let half = TextWidth.of(text) / 2
            guard x - half > taken + 6 else { continue }
            taken = x + half
            nodes.append(.text(text, x, bottom + 18, .secondInk, anchor: .middle))
        }
        return nodes
    }

    /// The title of the vertical axis, above it.
    func verticalTitle(_ text: String) -> Node {
        .text(TextWidth.cut("↑ " + text, to: right), 0, 12, .secondInk)
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
