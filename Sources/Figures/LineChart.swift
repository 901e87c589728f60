public import Wording

/// Values of several things over years, with gaps where a series breaks.
public struct LineChart: Sendable {
    public struct Point: Sendable {
        public let year: Int
        public let value: Double

        public init(year: Int, value: Double) {
            self.year = year
            self.value = value
        }
    }

    public struct Series: Sendable {
        public let name: String
        public let points: [Point]
        public let paint: Paint
        /// What this is about: a thicker line, its values named.
        public let isChosen: Bool

        public init(name: String, points: [Point], paint: Paint, isChosen: Bool = false) {
            self.name = name
            self.points = points.sorted { $0.year < $1.year }
            self.paint = paint
            self.isChosen = isChosen
        }
    }

    public let title: String
    public let summary: String
    public let axis: String
    public let series: [Series]
    /// A value that means something: 1 for a location quotient.
    public let reference: Double?
    /// The last years before the classification or the definition changes.
    public let breaks: [Int]
    /// What the break is, as it is written beside it.
    public let breakWords: String

    public init(
        title: String, summary: String, axis: String, series: [Series], reference: Double? = nil,
        breaks: [Int] = [], breakWords: String = ""
    ) {
        self.title = title
        self.summary = summary
        self.axis = axis
        self.series = series
        self.reference = reference
        self.breaks = breaks
        self.breakWords = breakWords
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let values = series.flatMap { $0.points.map(\.value) }
        let years = series.flatMap { $0.points.map(\.year) }
        let domain = Scale.roundDomain(values, including: reference.map { [$0, 0] } ?? [0])
        let isNarrow = width < 500
        let height = isNarrow ? 300.0 : 360.0
        let labelRoom =
            isNarrow
            ? 0
            : min(
                220, (series.map { TextWidth.of($0.name, isStrong: $0.isChosen) }.max() ?? 0) + 14)
        let legendHeight = isNarrow ? Double(series.count) * 18 + 8 : 0
        var vertical = Scale(kind: .linear, domain: domain, from: 0, to: 0)
        let ticks = vertical.ticks(5)
        let frame = Frame(
            left: Frame.room(for: ticks, language), top: 26 + legendHeight,
            right: width - labelRoom - 6, bottom: height + legendHeight - 28,
            roomAtRight: labelRoom + 6)
        vertical = Scale(kind: .linear, domain: domain, from: frame.bottom, to: frame.top)
        let first = years.min() ?? 0
        let last = max(years.max() ?? 1, first + 1)
        let horizontal = Scale(
            kind: .linear, domain: Double(first)...Double(last), from: frame.left + 6,
            to: frame.right - 6)
        var nodes = frame.horizontalGrid(vertical, ticks: ticks, language, strong: reference)
        let shownYears = Array(Set(years)).sorted().map(Double.init)
        nodes += frame.horizontalAxis(
            horizontal, ticks: shownYears, words: shownYears.map { "\(Int($0))" })
        nodes.append(frame.verticalTitle(axis))
        nodes += breakLines(frame, horizontal)
        for one in series { nodes += line(one, horizontal, vertical, language) }
        nodes += isNarrow ? legend(width) : endLabels(frame, vertical, labelRoom)
        return Drawing(
            width: width, height: height + legendHeight, title: title, summary: summary,
            marks: nodes)
    }

    private func breakLines(_ frame: Frame, _ horizontal: Scale) -> [Node] {
        let shown = breaks.filter { horizontal.domain.contains(Double($0) + 0.5) }
        return shown.flatMap { year -> [Node] in
            let x = horizontal.place(Double(year) + 0.5)
            var line = Node.line(x, frame.top, x, frame.bottom, .secondInk)
            line.attributes.append(("stroke-dasharray", "3 4"))
            let isRight = x > frame.left + frame.width / 2
            // Said once, where several stand.
            if year != shown.first { return [line] }
            let room = (isRight ? x - frame.left : frame.right - x) - 10
            return [
                line,
                .text(
                    TextWidth.cut(breakWords, to: room), isRight ? x - 5 : x + 5, frame.top + 10,
                    .secondInk,
                    anchor: isRight ? .end : .start, isSlanted: true),
            ]
        }
    }

    private func line(
        _ series: Series, _ horizontal: Scale, _ vertical: Scale, _ language: Language
    ) -> [Node] {
        var nodes: [Node] = []
        var run: [(x: Double, y: Double)] = []
        var previous: Int?
        func finish() {
            if run.count > 1 {
                nodes.append(.path(run, series.paint, width: series.isChosen ? 3 : 1.8))
            }
            run = []
        }
        for point in series.points {
            if let previous, breaks.contains(where: { previous <= $0 && $0 < point.year }) {
                finish()
            }
            run.append((horizontal.place(Double(point.year)), vertical.place(point.value)))
            previous = point.year
        }
        finish()
        for point in series.points {
            let words = NumberWording.text(point.value, significant: 3, in: language)
            nodes.append(
                Node.circle(
                    horizontal.place(Double(point.year)), vertical.place(point.value),
                    series.isChosen ? 4 : 2.8, series.paint
                ).named("\(series.name), \(point.year): \(words)"))
        }
        return nodes
    }

    private func endLabels(_ frame: Frame, _ vertical: Scale, _ room: Double) -> [Node] {
        // Pushed apart downwards, in the order of their ends.
        let ends = series.compactMap { one in
            one.points.last.map { (series: one, y: vertical.place($0.value)) }
        }.sorted { $0.y < $1.y }
        var next = -Double.infinity
        var places: [Double] = []
        for end in ends {
            let y = max(end.y, next)
            places.append(y)
            next = y + 16
        }
        // The last may have left the frame: move what is too low up again.
        var limit = frame.bottom
        for index in places.indices.reversed() {
            places[index] = min(places[index], limit)
            limit = places[index] - 16
        }
        return zip(ends, places).map { end, y in
            .text(
                TextWidth.cut(end.series.name, to: room - 10, isStrong: end.series.isChosen),
                frame.right + 6, y + 4, end.series.paint, isStrong: end.series.isChosen)
        }
    }

    private func legend(_ width: Double) -> [Node] {
        series.enumerated().flatMap { index, one -> [Node] in
            let y = 30 + Double(index) * 18
            return [
                .line(0, y - 4, 18, y - 4, one.paint, width: one.isChosen ? 3 : 2),
                .text(
                    TextWidth.cut(one.name, to: width - 26, isStrong: one.isChosen), 24, y,
                    isStrong: one.isChosen),
            ]
        }
    }
}
