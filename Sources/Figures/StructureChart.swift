public import Wording

/// How a whole is divided, a column of 100 % a year, with a gap where the division changes.
public struct StructureChart: Sendable {
    public struct Column: Sendable {
        public let year: Int
        /// Shares 0...1 in the order of the names; what is missing to 1 is drawn as a gap.
        public let shares: [Double]

        public init(year: Int, shares: [Double]) {
            self.year = year
            self.shares = shares
        }
    }

    public let title: String
    public let summary: String
    public let names: [String]
    public let paints: [Paint]
    public let columns: [Column]
    public let breaks: [Int]
    public let breakWords: String

    public init(
        title: String, summary: String, names: [String], paints: [Paint], columns: [Column],
        breaks: [Int] = [], breakWords: String = ""
    ) {
        self.title = title
        self.summary = summary
        self.names = names
        self.paints = paints
        self.columns = columns.sorted { $0.year < $1.year }
        self.breaks = breaks
        self.breakWords = breakWords
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let isNarrow = width < 500
        let legendHeight = isNarrow ? Double(names.count) * 18 + 10 : 0
        let labelRoom = isNarrow ? 0 : min(230, (names.map { TextWidth.of($0) }.max() ?? 0) + 28)
        let frame = Frame(
            left: 44, top: 22 + legendHeight, right: width - labelRoom - 6,
            bottom: 330 + legendHeight)
        let vertical = Scale(kind: .linear, domain: 0...100, from: frame.bottom, to: frame.top)
        var nodes = frame.horizontalGrid(vertical, ticks: [0, 25, 50, 75, 100], language)
        nodes.append(.text("%", 0, 12 + legendHeight, .secondInk))
        let gaps = Double(breaks.count) * 0.7
        let slot = frame.width / max(1, Double(columns.count) + gaps)
        var x = frame.left
        var middles: [Double] = []
        for (index, column) in columns.enumerated() {
            if index > 0,
                breaks.contains(where: { columns[index - 1].year <= $0 && $0 < column.year })
            {
                x += slot * 0.7
            }
            nodes += bars(column, x + slot * 0.09, slot * 0.82, vertical, language)
            middles.append(x + slot / 2)
            x += slot
        }
        // The last year is always named, and of the others as many as have room.
        var free = Double.infinity
        for (column, middle) in zip(columns, middles).reversed() where middle + 16 < free - 4 {
            nodes.append(
                .text("\(column.year)", middle, frame.bottom + 18, .secondInk, anchor: .middle))
            free = middle - 16
        }
        if !breaks.isEmpty {
            nodes.append(
                .text(
                    TextWidth.cut(breakWords, to: width - frame.left), frame.left,
                    frame.bottom + 38, .secondInk,
                    isSlanted: true))
        }
        nodes += legend(frame, width, isNarrow)
        return Drawing(
            width: width, height: frame.bottom + (breaks.isEmpty ? 28 : 46), title: title,
            summary: summary, marks: nodes)
    }

    private func bars(
        _ column: Column, _ x: Double, _ width: Double, _ vertical: Scale, _ language: Language
    ) -> [Node] {
        var below = 0.0
        return zip(column.shares.indices, column.shares).compactMap { index, share in
            guard share > 0 else { return nil }
            let (low, high) = (vertical.place(below * 100), vertical.place((below + share) * 100))
            below += share
            let words = NumberWording.text(share * 100, significant: 3, in: language)
            var bar = Node.rect(x, high, width, low - high, paints[index])
            bar.stroke = .card
            return bar.named("\(names[index]), \(column.year): \(words)\u{A0}%")
        }
    }

    private func legend(_ frame: Frame, _ width: Double, _ isNarrow: Bool) -> [Node] {
        names.indices.reversed().enumerated().flatMap { position, index -> [Node] in
            let x = isNarrow ? 0 : frame.right + 12
            let y = isNarrow ? 14 + Double(position) * 18 : frame.top + 12 + Double(position) * 20
            return [
                .rect(x, y - 11, 13, 13, paints[index]),
                .text(TextWidth.cut(names[index], to: width - x - 22), x + 19, y),
            ]
        }
    }
}
