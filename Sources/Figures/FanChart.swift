public import Wording

/// What was, then what is expected, in bands that grow: a fan.
public struct FanChart: Sendable {
    public struct Point: Sendable {
        public let year: Int
        public let value: Double

        public init(year: Int, value: Double) {
            self.year = year
            self.value = value
        }
    }

    /// Expected of one year.
    public struct Ahead: Sendable {
        public let year: Int
        public let value: Double
        /// From the narrow band to the wide one.
        public let bands: [ClosedRange<Double>]

        public init(year: Int, value: Double, bands: [ClosedRange<Double>]) {
            self.year = year
            self.value = value
            self.bands = bands
        }
    }

    public let title: String
    public let summary: String
    public let axis: String
    public let known: [Point]
    public let ahead: [Ahead]
    public let knownName: String
    public let aheadName: String
    /// Of the bands, the narrow one first.
    public let bandNames: [String]

    public init(
        title: String, summary: String, axis: String, known: [Point], ahead: [Ahead],
        knownName: String, aheadName: String, bandNames: [String]
    ) {
        precondition(!known.isEmpty && !ahead.isEmpty, "a fan opens from something known")
        precondition(ahead.allSatisfy { $0.bands.count == bandNames.count }, "a name for each band")
        self.title = title
        self.summary = summary
        self.axis = axis
        self.known = known.sorted { $0.year < $1.year }
        self.ahead = ahead.sorted { $0.year < $1.year }
        self.knownName = knownName
        self.aheadName = aheadName
        self.bandNames = bandNames
    }

    private static func paint(_ band: Int) -> Paint { .sequence(band == 0 ? 2 : 1) }

    public func drawing(width: Double, language: Language) -> Drawing {
        let legend = key.drawn(width: width)
        let values =
            known.map(\.value)
            + ahead.flatMap { [$0.value] + $0.bands.flatMap { [$0.lowerBound, $0.upperBound] } }
        var vertical = Scale(kind: .linear, domain: Scale.roundDomain(values), from: 0, to: 0)
        let ticks = vertical.ticks(5)
        let top = legend.height + 26
        let frame = Frame(
            left: Frame.room(for: ticks, language), top: top, right: width - 12,
            bottom: top + (width < 500 ? 220 : 250))
        vertical = Scale(
            kind: .linear, domain: vertical.domain, from: frame.bottom, to: frame.top)
        let horizontal = Scale(
            kind: .linear,
            domain: Double(
                known[0].year)...Double(max(known[0].year + 1, ahead[ahead.count - 1].year)),
            from: frame.left + 6, to: frame.right - 6)
        func place(_ year: Int, _ value: Double) -> (x: Double, y: Double) {
            (horizontal.place(Double(year)), vertical.place(value))
        }
        var nodes = legend.nodes
        let last = known[known.count - 1]
        for band in bandNames.indices.reversed() {
            nodes.append(wedge(band, last, place))
        }
        nodes += frame.horizontalGrid(vertical, ticks: ticks, language)
        let years = Array(Set(known.map(\.year) + ahead.map(\.year))).sorted().map(Double.init)
        nodes += frame.horizontalAxis(
            horizontal, ticks: years, words: years.map { "\(Int($0))" })
        nodes += history(place, language)
        var course = Node.path(
            [place(last.year, last.value)] + ahead.map { place($0.year, $0.value) }, .action,
            width: 2.4)
        course.attributes.append(("stroke-dasharray", "6 4"))
        nodes.append(course.named(aheadName))
        for point in ahead {
            let words = NumberWording.text(point.value, significant: 3, in: language)
            let (x, y) = place(point.year, point.value)
            nodes.append(
                Node.circle(x, y, 3.4, .action).named("\(aheadName), \(point.year): \(words)"))
        }
        nodes.append(frame.verticalTitle(axis, y: legend.height + 14))
        return Drawing(
            width: width, height: frame.bottom + 30, title: title, summary: summary, marks: nodes)
    }

    private var key: Key {
        Key(
            entries: [
                ({ .line($0 - 6, $1, $0 + 7, $1, .ink, width: 2.6) }, knownName),
                ({ .line($0 - 6, $1, $0 + 7, $1, .action, width: 2.6) }, aheadName),
            ]
                + bandNames.enumerated().map { index, name in
                    ({ .rect($0 - 6, $1 - 6, 13, 12, Self.paint(index)) }, name)
                })
    }

    /// A band opens from the last known value.
    private func wedge(
        _ band: Int, _ last: Point, _ place: (Int, Double) -> (x: Double, y: Double)
    ) -> Node {
        let upper = ahead.map { place($0.year, $0.bands[band].upperBound) }
        let lower = ahead.map { place($0.year, $0.bands[band].lowerBound) }.reversed()
        let corners = [place(last.year, last.value)] + upper + lower
        let path = corners.enumerated().map { index, corner in
            (index == 0 ? "M" : "L") + "\(Node.number(corner.x)) \(Node.number(corner.y))"
        }.joined()
        var area = Node("path", [("d", path + "Z")])
        area.fill = Self.paint(band)
        return area.named(bandNames[band])
    }

    private func history(
        _ place: (Int, Double) -> (x: Double, y: Double), _ language: Language
    ) -> [Node] {
        var nodes: [Node] = []
        var run: [(x: Double, y: Double)] = []
        for (index, point) in known.enumerated() {
            // A missing year is a gap and not a straight line.
            if index > 0, point.year - known[index - 1].year > 1 {
                if run.count > 1 { nodes.append(.path(run, .ink, width: 2.6)) }
                run = []
            }
            run.append(place(point.year, point.value))
        }
        if run.count > 1 { nodes.append(.path(run, .ink, width: 2.6)) }
        for point in known {
            let (x, y) = place(point.year, point.value)
            let words = NumberWording.text(point.value, significant: 3, in: language)
            nodes.append(
                Node.circle(x, y, 2.6, .ink).named("\(knownName), \(point.year): \(words)"))
        }
        return nodes
    }
}
