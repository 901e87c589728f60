public import Wording

/// How much of what there is, is used year by year: a column a year in a row for each thing, and a
/// line for what there is.
public struct UseChart: Sendable {
    public struct Row: Sendable {
        public let name: String
        public let years: [Year]

        public init(name: String, years: [Year]) {
            self.name = name
            self.years = years
        }
    }

    public struct Year: Sendable {
        public let year: Int
        public let used: Double
        /// What there is; nil where nothing bounds it.
        public let available: Double?

        public init(year: Int, used: Double, available: Double?) {
            self.year = year
            self.used = used
            self.available = available
        }
    }

    public let title: String
    public let summary: String
    /// What columns and lines mean.
    public let used: String
    public let available: String
    public let rows: [Row]

    public init(title: String, summary: String, used: String, available: String, rows: [Row]) {
        self.title = title
        self.summary = summary
        self.used = used
        self.available = available
        self.rows = rows
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let legend = Key(
            entries: [
                ({ x, y in .rect(x - 7, y - 6, 15, 12, .series(2)) }, used),
                ({ x, y in .line(x - 8, y, x + 9, y, .ink, width: 2) }, available),
            ]
        ).drawn(width: width)
        var nodes = legend.nodes
        var y = legend.height + 4
        let height = 62.0
        for row in rows {
            let most =
                row.years.map { max($0.used, $0.available ?? 0) }.max().map { max($0, 1e-9) } ?? 1
            let largest = NumberWording.text(most, significant: 3, in: language)
            nodes.append(
                .text(
                    TextWidth.cut(row.name, to: width - TextWidth.of(largest) - 20), 2, y + 12,
                    isStrong: true))
            nodes.append(.text(largest, width - 2, y + 12, .secondInk, anchor: .end))
            let base = y + 20 + height
            let step = (width - 4) / Double(max(1, row.years.count))
            for (index, year) in row.years.enumerated() {
                let x = 2 + Double(index) * step
                let top = height * max(0, year.used) / most
                let usedWords = NumberWording.text(year.used, significant: 3, in: language)
                var words = "\(row.name), \(year.year): \(used) \(usedWords)"
                if let there = year.available {
                    words +=
                        ", \(available) \(NumberWording.text(there, significant: 3, in: language))"
                }
                nodes.append(
                    .rect(x + step * 0.1, base - top, step * 0.8, max(0.5, top), .series(2))
                        .named(words))
                if let there = year.available {
                    let level = base - height * max(0, there) / most
                    nodes.append(.line(x, level, x + step, level, .ink, width: 2))
                }
            }
            nodes.append(.line(2, base, width - 2, base, .grid))
            y = base + 10
        }
        nodes += yearWords(width, y + 8)
        return Drawing(
            width: width, height: y + 16, title: title, summary: summary, marks: nodes)
    }

    private func yearWords(_ width: Double, _ y: Double) -> [Node] {
        guard let years = rows.first?.years, !years.isEmpty else { return [] }
        let step = (width - 4) / Double(years.count)
        var nodes: [Node] = []
        var free = Double.infinity
        for (index, year) in years.enumerated().reversed() {
            let half = TextWidth.of("\(year.year)") / 2
            let middle = min(width - half, max(half, 2 + (Double(index) + 0.5) * step))
            guard middle + half < free - 6 else { continue }
            free = middle - half
            nodes.append(.text("\(year.year)", middle, y, .secondInk, anchor: .middle))
        }
        return nodes
    }
}
