public import Wording

/// All values of an index on a line, the one in question marked, with its rank and the quartiles.
public struct RankStrip: Sendable {
    public struct Row: Sendable {
        public let name: String
        public let values: [(name: String, value: Double)]
        /// The position in `values` of the one in question.
        public let chosen: Int?

        public init(name: String, values: [(name: String, value: Double)], chosen: Int?) {
            self.name = name
            self.values = values
            self.chosen = chosen
        }
    }

    public let title: String
    public let summary: String
    public let rows: [Row]

    public init(title: String, summary: String, rows: [Row]) {
        self.title = title
        self.summary = summary
        self.rows = rows
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let step = 74.0
        var nodes: [Node] = []
        for (index, row) in rows.enumerated() {
            nodes += strip(row, top: Double(index) * step, width, language)
        }
        return Drawing(
            width: width, height: Double(rows.count) * step + 4, title: title, summary: summary,
            marks: nodes)
    }

    private func strip(
        _ row: Row, top: Double, _ width: Double, _ language: Language
    ) -> [Node] {
        let sorted = row.values.map(\.value).sorted()
        guard let low = sorted.first, let high = sorted.last else { return [] }
        let domain = low == high ? (low - 1)...(high + 1) : low...high
        let scale = Scale(kind: .linear, domain: domain, from: 8, to: width - 8)
        let middle = top + 42
        let rank = rank(of: row, among: sorted, language)
        let room = width - (rank.map { TextWidth.of($0.text, isStrong: true) + 16 } ?? 0)
        var nodes: [Node] = [
            .text(
                TextWidth.cut(row.name, to: room, isStrong: true), 0, top + 14, isStrong: true),
            .line(8, middle, width - 8, middle, .grid, width: 2),
        ]
        for share in [0.25, 0.5, 0.75] {
            let x = scale.place(quantile(sorted, share))
            nodes.append(
                .line(x, middle - 10, x, middle + 10, .secondInk, width: share == 0.5 ? 2 : 1))
        }
        for (index, entry) in row.values.enumerated() where index != row.chosen {
            let words = NumberWording.text(entry.value, significant: 3, in: language)
            var dot = Node.circle(scale.place(entry.value), middle, 4, .sequence(3))
            dot.attributes.append(("fill-opacity", "0.55"))
            nodes.append(dot.named("\(entry.name): \(words)"))
        }
        nodes.append(
            .text(NumberWording.text(low, significant: 3, in: language), 8, middle + 26, .secondInk)
        )
        nodes.append(
            .text(
                NumberWording.text(high, significant: 3, in: language), width - 8, middle + 26,
                .secondInk, anchor: .end))
        if let rank {
            nodes.append(
                Node.circle(scale.place(rank.entry.value), middle, 7, .chosen)
                    .named("\(rank.entry.name): \(rank.text)"))
            nodes.append(.text(rank.text, width, top + 14, .chosen, anchor: .end, isStrong: true))
        }
        return nodes
    }

    /// The one in question, with its value and place in words.
    private func rank(
        of row: Row, among sorted: [Double], _ language: Language
    ) -> (entry: (name: String, value: Double), text: String)? {
        guard let chosen = row.chosen, row.values.indices.contains(chosen) else { return nil }
        let entry = row.values[chosen]
        let rank = 1 + sorted.filter { $0 > entry.value }.count
        let words = NumberWording.text(entry.value, significant: 3, in: language)
        let place =
            language == .russian
            ? "место \(rank) из \(sorted.count)" : "rank \(rank) of \(sorted.count)"
        return (entry, "\(words) · \(place)")
    }

    private func quantile(_ sorted: [Double], _ share: Double) -> Double {
        let position = share * Double(sorted.count - 1)
        let below = Int(position)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
    }
}
