public import Wording

/// Where a programme is beside its plan (светофор): a light for each indicator and year, by shape
/// as well as by colour.
public struct TrafficLights: Sendable {
    public enum Status: Int, CaseIterable, Sendable { case green, amber, red }

    /// One indicator in one year.
    public struct Cell: Sendable {
        public let year: Int
        /// nil where nothing can be said.
        public let status: Status?
        /// From the plan, as a share of it.
        public let deviation: Double?

        public init(year: Int, status: Status?, deviation: Double?) {
            self.year = year
            self.status = status
            self.deviation = deviation
        }
    }

    /// An indicator.
    public struct Row: Sendable {
        public let name: String
        public let cells: [Cell]

        public init(name: String, cells: [Cell]) {
            self.name = name
            self.cells = cells
        }
    }

    /// Indicators of one pillar; without a name it has no heading.
    public struct Group: Sendable {
        public let name: String
        public let rows: [Row]

        public init(name: String, rows: [Row]) {
            self.name = name
            self.rows = rows
        }
    }

    public let title: String
    public let summary: String
    public let groups: [Group]
    /// What green, amber and red mean.
    public let statuses: [String]
    /// What a dash means.
    public let missing: String

    public init(
        title: String, summary: String, groups: [Group], statuses: [String], missing: String
    ) {
        precondition(statuses.count == Status.allCases.count, "a name for each light")
        self.title = title
        self.summary = summary
        self.groups = groups
        self.statuses = statuses
        self.missing = missing
    }

    private static let lineHeight = 16.0

    public func drawing(width: Double, language: Language) -> Drawing {
        let rows = groups.flatMap(\.rows)
        let years = Set(rows.flatMap(\.cells).map(\.year)).sorted()
        let legend = key(years).drawn(width: width)
        guard !rows.isEmpty else {
            return Drawing(
                width: width, height: max(1, legend.height), title: title, summary: summary,
                marks: legend.nodes)
        }
        let isNarrow = width < 500
        let names = rows.map { TextWidth.of($0.name) }.max() ?? 0
        // On a narrow page each name stands above its lights.
        let room = isNarrow ? 0 : min(names + 14, width * 0.4)
        let step = (width - room) / Double(max(1, years.count))
        let columns = Scale(
            kind: .linear, domain: 0...Double(max(1, years.count - 1)), from: room + step / 2,
            to: years.count < 2 ? room + step / 2 : width - step / 2)
        let texts = rows.flatMap(\.cells).compactMap { $0.deviation.map { percent($0, language) } }
        let widest = texts.map { TextWidth.of($0) }.max() ?? 0
        let radius = max(1, min(6.5, step / 2 - 1.5))
        let grid = Grid(
            years: years, columns: columns, radius: radius,
            textRoom: step > widest + 2 * radius + 14 ? widest : nil)
        var nodes = legend.nodes
        var y = legend.height + 22
        nodes += Frame(left: room, top: y, right: width, bottom: y - 24, roomAtRight: 0)
            .horizontalAxis(
                columns, ticks: years.indices.map(Double.init), words: years.map { "\($0)" })
        for group in groups where !group.rows.isEmpty {
            if !group.name.isEmpty {
                nodes.append(
                    .text(
                        TextWidth.cut(group.name, to: width - 4, isStrong: true), 2, y + 18,
                        isStrong: true))
                y += 24
            }
            for row in group.rows {
                nodes.append(.line(0, y, width, y, .grid))
                let lines = TextWidth.lines(row.name, to: isNarrow ? width - 4 : room - 14, most: 2)
                let text = Double(lines.count) * Self.lineHeight
                for (index, line) in lines.enumerated() {
                    nodes.append(.text(line, 2, y + 16 + Double(index) * Self.lineHeight))
                }
                let height = isNarrow ? text + 28 : max(24, text + 8)
                let middle = isNarrow ? y + text + 15 : y + height / 2
                nodes += lights(row, middle, grid, language)
                y += height
            }
        }
        nodes.append(.line(0, y, width, y, .grid))
        return Drawing(
            width: width, height: y + 4, title: title, summary: summary, marks: nodes)
    }

    private struct Grid {
        let years: [Int]
        let columns: Scale
        let radius: Double
        /// What deviations need beside their lights; nil where they do not fit.
        let textRoom: Double?
    }

    private func lights(
        _ row: Row, _ middle: Double, _ grid: Grid, _ language: Language
    ) -> [Node] {
        let cells = Dictionary(row.cells.map { ($0.year, $0) }) { first, _ in first }
        return grid.years.enumerated().flatMap { index, year -> [Node] in
            let centre = grid.columns.place(Double(index))
            let cell = cells[year]
            guard let status = cell?.status else {
                let reach = min(4, grid.radius)
                return [
                    Node.line(
                        centre - reach, middle, centre + reach, middle, .secondInk, width: 1.6
                    ).named("\(row.name), \(year): \(missing)")
                ]
            }
            let words = cell?.deviation.map { percent($0, language) }
            let x = grid.textRoom.map { centre - $0 / 2 - 3 } ?? centre
            let name = ["\(row.name), \(year): \(statuses[status.rawValue])", words]
            var nodes = [
                Self.light(status, x, middle, grid.radius).named(
                    name.compactMap { $0 }.joined(separator: ", "))
            ]
            if let words, let room = grid.textRoom {
                nodes.append(
                    .text(words, x + grid.radius + 4 + room, middle + 4, anchor: .end))
            }
            return nodes
        }
    }

    /// A change in per cent with its sign; a decimal only where there is little before it.
    private func percent(_ share: Double, _ language: Language) -> String {
        let value = share * 100
        let words =
            NumberWording.isLong(value)
            ? NumberWording.text(value, significant: 2, in: language)
            : NumberWording.text(value, decimals: abs(value) < 9.95 ? 1 : 0, in: language)
        return (value > 0 ? "+" : "") + words + "\u{A0}%"
    }

    private static func light(
        _ status: Status, _ x: Double, _ y: Double, _ radius: Double
    ) -> Node {
        let paint = Paint.status(status.rawValue)
        return switch status {
        case .green: .circle(x, y, radius, paint)
        case .amber: .triangle(x, y, radius * 0.95, paint)
        case .red: .rect(x - radius * 0.95, y - radius * 0.95, radius * 1.9, radius * 1.9, paint)
        }
    }

    private func key(_ years: [Int]) -> Key {
        var entries = Status.allCases.map { status in
            (
                mark: { (x: Double, y: Double) in Self.light(status, x, y, 6.5) },
                words: statuses[status.rawValue]
            )
        }
        let isComplete = groups.flatMap(\.rows).allSatisfy { row in
            Set(row.cells.filter { $0.status != nil }.map(\.year)).count == years.count
        }
        if !isComplete {
            entries.append(
                (
                    mark: { .line($0 - 4, $1, $0 + 4, $1, .secondInk, width: 1.6) },
                    words: missing
                ))
        }
        return Key(entries: entries)
    }
}
