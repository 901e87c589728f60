public import Wording

/// What is built and what works in each year (диаграмма Ганта).
public struct GanttChart: Sendable {
    public struct Row: Sendable {
        public let name: String
        /// The year it starts, the first year it works, the year after its last.
        public let start: Int
        public let work: Int
        public let end: Int
        /// The place of its group among ``GanttChart/groups``.
        public let group: Int
        /// What stands at the right: what it costs.
        public let note: String

        public init(name: String, start: Int, work: Int, end: Int, group: Int, note: String) {
            self.name = name
            self.start = start
            self.work = work
            self.end = end
            self.group = group
            self.note = note
        }
    }

    public let title: String
    public let summary: String
    public let years: ClosedRange<Int>
    public let groups: [String]
    /// What the two parts of a bar mean.
    public let building: String
    public let working: String
    /// The heading of the notes.
    public let noteTitle: String
    public let rows: [Row]

    public init(
        title: String, summary: String, years: ClosedRange<Int>, groups: [String],
        building: String, working: String, noteTitle: String, rows: [Row]
    ) {
        self.title = title
        self.summary = summary
        self.years = years
        self.groups = groups
        self.building = building
        self.working = working
        self.noteTitle = noteTitle
        self.rows = rows
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let isNarrow = width < 600
        let used = Set(rows.map(\.group)).filter(groups.indices.contains).sorted()
        let legend = Key(
            entries: [
                ({ x, y in Self.bar(x - 7, y - 6, 15, 12, .secondInk, isSolid: false) }, building),
                ({ x, y in Self.bar(x - 7, y - 6, 15, 12, .secondInk, isSolid: true) }, working),
            ]
                + used.map { group in
                    (
                        { x, y in
                            Self.bar(x - 7, y - 6, 15, 12, Self.paint(group), isSolid: true)
                        }, groups[group]
                    )
                }
        ).drawn(width: width)
        let names = rows.map { TextWidth.of($0.name) }.max() ?? 0
        // On a narrow page each name stands above its bar.
        let room = isNarrow ? 2 : min(names + 12, width * 0.4)
        let notes = min(
            max(rows.map { TextWidth.of($0.note) }.max() ?? 0, TextWidth.of(noteTitle)) + 10,
            width * 0.25)
        func note(_ text: String) -> String { TextWidth.cut(text, to: notes - 10) }
        let step = isNarrow ? 38.0 : 24.0
        let top = legend.height + 22
        let right = width - notes
        let count = Double(years.count)
        func place(_ year: Int) -> Double {
            let inside = Double(min(max(year, years.lowerBound), years.upperBound + 1))
            return room + (right - room) * (inside - Double(years.lowerBound)) / count
        }
        let bottom = top + Double(rows.count) * step
        var nodes = legend.nodes
        for year in years {
            let x = place(year)
            nodes.append(.line(x, top - 4, x, bottom, .grid))
        }
        nodes.append(.line(right, top - 4, right, bottom, .grid))
        nodes += yearWords(place, top - 8)
        nodes.append(.text(note(noteTitle), width, top - 8, .secondInk, anchor: .end))
        for (index, row) in rows.enumerated() {
            let y = top + Double(index) * step
            let middle = isNarrow ? y + 26 : y + step / 2
            if isNarrow {
                nodes.append(.text(TextWidth.cut(row.name, to: right), 2, y + 14))
            } else {
                nodes.append(
                    .text(
                        TextWidth.cut(row.name, to: room - 10), room - 8, middle + 4, anchor: .end)
                )
            }
            let paint = Self.paint(row.group)
            let words =
                "\(row.name): \(row.start), \(working) \(row.work)–\(min(row.end - 1, years.upperBound)), \(row.note)"
            let (start, work, end) = (place(row.start), place(row.work), place(row.end))
            if work > start {
                nodes.append(
                    Self.bar(start + 1, middle - 6, work - start - 1, 12, paint, isSolid: false))
            }
            nodes.append(
                Self.bar(work, middle - 6, max(1, end - work - 1), 12, paint, isSolid: true)
                    .named(words))
            nodes.append(.text(note(row.note), width, middle + 4, .secondInk, anchor: .end))
        }
        return Drawing(
            width: width, height: bottom + 8, title: title, summary: summary, marks: nodes)
    }

    private func yearWords(_ place: (Int) -> Double, _ y: Double) -> [Node] {
        var nodes: [Node] = []
        var free = Double.infinity
        for year in years.reversed() {
            let half = TextWidth.of("\(year)") / 2
            let middle = max(half, (place(year) + place(year + 1)) / 2)
            guard middle + half < free - 4 else { continue }
            free = middle - half
            nodes.append(.text("\(year)", middle, y, .secondInk, anchor: .middle))
        }
        return nodes
    }

    private static func paint(_ group: Int) -> Paint { .series(min(max(group, 0), 5)) }

    private static func bar(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ paint: Paint, isSolid: Bool
    ) -> Node {
        var node = Node.rect(x, y, width, height, isSolid ? paint : .card)
        node.stroke = paint
        return node
    }
}
