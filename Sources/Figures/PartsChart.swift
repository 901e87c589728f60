public import Wording

/// Changes taken apart: for each thing, parts above and below zero, and a dot for their sum.
public struct PartsChart: Sendable {
    public struct Row: Sendable {
        public let name: String
        /// In the order of the chart's part names.
        public let parts: [Double]

        public init(name: String, parts: [Double]) {
            self.name = name
            self.parts = parts
        }

        var sum: Double { parts.reduce(0, +) }
    }

    public let title: String
    public let summary: String
    public let axis: String
    public let partNames: [String]
    public let paints: [Paint]
    public let rows: [Row]

    public init(
        title: String, summary: String, axis: String, partNames: [String], paints: [Paint],
        rows: [Row]
    ) {
        self.title = title
        self.summary = summary
        self.axis = axis
        self.partNames = partNames
        self.paints = paints
        self.rows = rows
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let isNarrow = width < 500
        let step = isNarrow ? 38.0 : 26.0
        let names = rows.map { TextWidth.of($0.name) }.max() ?? 0
        let room = isNarrow ? 0 : min(names + 10, width * 0.36)
        let ends = rows.flatMap { row in
            [row.parts.filter { $0 > 0 }.reduce(0, +), row.parts.filter { $0 < 0 }.reduce(0, +)]
        }
        let legend = legendNodes(width)
        let frame = Frame(
            left: room, top: legend.height + 8, right: width - 8,
            bottom: legend.height + 8 + Double(rows.count) * step)
        let scale = Scale(
            kind: .linear, domain: Scale.roundDomain(ends, including: [0]), from: frame.left + 4,
            to: frame.right)
        let ticks = scale.ticks(isNarrow ? 3 : 6)
        var nodes = legend.nodes
        nodes += frame.horizontalAxis(
            scale, ticks: ticks, words: Scale.words(ticks, language), hasLines: true)
        nodes.append(frame.horizontalTitle(axis))
        let zero = scale.place(0)
        nodes.append(.line(zero, frame.top - 4, zero, frame.bottom + 2, .ink, width: 1.4))
        for (index, row) in rows.enumerated() {
            let y = frame.top + Double(index) * step
            nodes += marks(row, y, scale, room, isNarrow, language)
        }
        return Drawing(
            width: width, height: frame.bottom + 46, title: title, summary: summary, marks: nodes)
    }

    private func legendNodes(_ width: Double) -> (nodes: [Node], height: Double) {
        var nodes: [Node] = []
        var x = 0.0
        var y = 14.0
        for (name, paint) in zip(partNames, paints) {
            let name = TextWidth.cut(name, to: width - 19)
            let needed = 20 + TextWidth.of(name) + 18
            if x > 0 && x + needed > width {
                x = 0
                y += 20
            }
            nodes.append(.rect(x, y - 11, 13, 13, paint))
            nodes.append(.text(name, x + 19, y))
            x += needed
        }
        return (nodes, y + 6)
    }

    private func marks(
        _ row: Row, _ y: Double, _ scale: Scale, _ room: Double, _ isNarrow: Bool,
        _ language: Language
    ) -> [Node] {
        let top = isNarrow ? y + 18 : y + 5
        var nodes: [Node] = []
        var (above, below) = (0.0, 0.0)
        for (index, part) in row.parts.enumerated() where part != 0 {
            let start = part > 0 ? above : below
            let (from, to) = (scale.place(start), scale.place(start + part))
            if part > 0 { above += part } else { below += part }
            let words = NumberWording.text(part, significant: 3, in: language)
            nodes.append(
                Node.rect(min(from, to), top, abs(to - from), 15, paints[index])
                    .named("\(row.name), \(partNames[index]): \(words)"))
        }
        let sum = NumberWording.text(row.sum, significant: 3, in: language)
        var dot = Node.circle(scale.place(row.sum), top + 7.5, 4.5, .card)
        dot.stroke = .ink
        dot.attributes.append(("stroke-width", "2"))
        nodes.append(dot.named("\(row.name), Σ: \(sum)"))
        nodes.append(
            isNarrow
                ? Node.text(TextWidth.cut(row.name, to: scale.to), 0, y + 13).onGround
                : .text(TextWidth.cut(row.name, to: room - 8), room - 6, top + 12, anchor: .end))
        return nodes
    }
}
