public import Wording

/// The stage of each cluster year by year: a strip of numbered cells, the fuller the surer.
public struct StageStrip: Sendable {
    public struct Row: Sendable {
        public let name: String
        public let cells: [Cell]

        public init(name: String, cells: [Cell]) {
            self.name = name
            self.cells = cells
        }
    }

    public struct Cell: Sendable {
        public let year: Int
        /// 1 to 5.
        public let stage: Int
        /// 0 to 1.
        public let probability: Double

        public init(year: Int, stage: Int, probability: Double) {
            self.year = year
            self.stage = stage
            self.probability = probability
        }
    }

    public let title: String
    public let summary: String
    public let rows: [Row]
    /// Names of the five stages.
    public let stages: [String]

    public init(title: String, summary: String, rows: [Row], stages: [String]) {
        precondition(stages.count == 5)
        self.title = title
        self.summary = summary
        self.rows = rows
        self.stages = stages
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let legend = Key(
            entries: stages.enumerated().map { index, name in
                ({ x, y in self.swatch(index + 1, x - 7, y - 8, 15, 16) }, "\(index + 1) \(name)")
            }
        ).drawn(width: width)
        let years = rows.flatMap { $0.cells.map(\.year) }
        guard let first = years.min(), let last = years.max() else {
            return Drawing(
                width: width, height: legend.height, title: title, summary: summary,
                marks: legend.nodes)
        }
        let step = (width - 4) / Double(last - first + 1)
        var nodes = legend.nodes
        var y = legend.height + 6
        for row in rows {
            nodes.append(
                .text(
                    TextWidth.cut(row.name, to: width - 4, isStrong: true), 2, y + 12,
                    isStrong: true))
            y += 20
            for cell in row.cells {
                let x = 2 + Double(cell.year - first) * step
                let share = NumberWording.text(cell.probability * 100, decimals: 0, in: language)
                let height = 8 + 18 * max(0, min(1, cell.probability))
                nodes.append(
                    swatch(cell.stage, x, y + 26 - height, max(1, step - 2), height).named(
                        "\(row.name), \(cell.year): \(stages[max(0, min(4, cell.stage - 1))]), \(share) %"
                    ))
                if step > 14 {
                    nodes.append(
                        .text(
                            "\(cell.stage)", x + step / 2 - 1, y + 40, .secondInk, anchor: .middle))
                }
            }
            y += 50
        }
        var free = Double.infinity
        for year in (first...last).reversed() {
            let text = "\(year)"
            let half = TextWidth.of(text) / 2
            let middle = min(
                width - half, max(half, 2 + (Double(year - first) + 0.5) * step - 1))
            guard middle + half < free - 6 else { continue }
            free = middle - half
            nodes.append(.text(text, middle, y + 8, .secondInk, anchor: .middle))
        }
        return Drawing(
            width: width, height: y + 16, title: title, summary: summary, marks: nodes)
    }

    private func swatch(
        _ stage: Int, _ x: Double, _ y: Double, _ width: Double, _ height: Double
    ) -> Node {
        var node = Node.rect(x, y, width, height, .sequence(max(0, min(4, stage - 1))))
        node.stroke = .secondInk
        return node
    }
}
