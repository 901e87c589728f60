public import Wording

/// Whether something leaves its course (контрольная карта): errors of the forecast with their
/// moving average above, cumulative sums with their bound below, over the same years.
public struct ControlChart: Sendable {
    /// What is known of one year; what is missing leaves a gap.
    public struct Point: Sendable {
        public let year: Int
        /// The error in standard deviations.
        public let score: Double?
        /// The moving average, and how far from nothing chance may carry it.
        public let average: Double?
        public let limit: Double?
        /// Sums of errors upwards and downwards, both from 0 up.
        public let upper: Double?
        public let lower: Double?

        public init(
            year: Int, score: Double?, average: Double?, limit: Double?, upper: Double?,
            lower: Double?
        ) {
            self.year = year
            self.score = score
            self.average = average
            self.limit = limit
            self.upper = upper
            self.lower = lower
        }
    }

    /// A sum beyond its bound.
    public struct Alarm: Sendable {
        public let year: Int
        /// When the change began.
        public let since: Int
        public let isUpward: Bool

        public init(year: Int, since: Int, isUpward: Bool) {
            self.year = year
            self.since = min(since, year)
            self.isUpward = isUpward
        }
    }

    /// What the marks and axes mean.
    public struct Words: Sendable {
        public let score: String
        public let average: String
        public let limit: String
        public let upper: String
        public let lower: String
        public let bound: String
        public let alarm: String
        /// Before the year in which a change began.
        public let since: String
        public let scoreAxis: String
        public let sumAxis: String

        public init(
            score: String, average: String, limit: String, upper: String, lower: String,
            bound: String, alarm: String, since: String, scoreAxis: String, sumAxis: String
        ) {
            self.score = score
            self.average = average
            self.limit = limit
            self.upper = upper
            self.lower = lower
            self.bound = bound
            self.alarm = alarm
            self.since = since
            self.scoreAxis = scoreAxis
            self.sumAxis = sumAxis
        }
    }

    public let title: String
    public let summary: String
    public let points: [Point]
    public let alarms: [Alarm]
    /// What a sum may not exceed.
    public let bound: Double
    public let words: Words

    public init(
        title: String, summary: String, points: [Point], alarms: [Alarm], bound: Double,
        words: Words
    ) {
        self.title = title
        self.summary = summary
        self.points = points.sorted { $0.year < $1.year }
        self.alarms = alarms.sorted { $0.year < $1.year }
        self.bound = abs(bound)
        self.words = words
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let legend = key.drawn(width: width)
        guard let first = points.first?.year, let last = points.last?.year else {
            return Drawing(
                width: width, height: max(1, legend.height), title: title, summary: summary,
                marks: legend.nodes)
        }
        let isNarrow = width < 500
        let shown = alarms.filter { (first...last).contains($0.year) }
        func domain(_ values: [Double]) -> ClosedRange<Double> {
            Scale.roundDomain(values + values.map { -$0 }, including: [0])
        }
        let scores = Scale(
            kind: .linear,
            domain: domain(
                points.flatMap { [$0.score, $0.average, $0.limit] }
                    .compactMap { $0 }), from: 0, to: 0)
        let sums = Scale(
            kind: .linear,
            domain: domain(points.flatMap { [$0.upper, $0.lower] }.compactMap { $0 } + [bound]),
            from: 0, to: 0)
        let (scoreTicks, sumTicks) = (scores.ticks(4), sums.ticks(4))
        let left = max(
            Frame.room(for: scoreTicks, language), Frame.room(for: sumTicks, language))
        let height = isNarrow ? 120.0 : 140
        let top = legend.height + 26
        let upper = Frame(left: left, top: top, right: width - 12, bottom: top + height)
        // Brackets stand between the title and the sums they belong to, or under them.
        let over = shown.contains(where: \.isUpward) ? 30.0 : 0
        let under = shown.contains { !$0.isUpward } ? 30.0 : 0
        let start = upper.bottom + 36 + over
        let lower = Frame(left: left, top: start, right: width - 12, bottom: start + height)
        let years = Scale(
            kind: .linear, domain: Double(first)...Double(max(last, first + 1)),
            from: left + 8, to: width - 20)
        var nodes = legend.nodes
        for alarm in shown {
            let x = years.place(Double(alarm.year))
            nodes += [upper, lower].map {
                Node.line(x, $0.top, x, $0.bottom, .chosen, width: 1).dashed("2 3")
            }
        }
        nodes += errorPanel(upper, years, scores, scoreTicks, language)
        nodes += sumPanel(lower, years, sums, sumTicks, shown, language)
        nodes.append(upper.verticalTitle(words.scoreAxis, y: legend.height + 14))
        nodes.append(lower.verticalTitle(words.sumAxis, y: upper.bottom + 24))
        var foot = lower
        foot.bottom += under
        let ticks = points.map { Double($0.year) }
        nodes += foot.horizontalAxis(years, ticks: ticks, words: points.map { "\($0.year)" })
        return Drawing(
            width: width, height: foot.bottom + 30, title: title, summary: summary, marks: nodes)
    }

    // MARK: Panels

    private func errorPanel(
        _ frame: Frame, _ years: Scale, _ scale: Scale, _ ticks: [Double], _ language: Language
    ) -> [Node] {
        let vertical = Scale(
            kind: .linear, domain: scale.domain, from: frame.bottom, to: frame.top)
        func place(_ point: Point, _ value: Double) -> (x: Double, y: Double) {
            (years.place(Double(point.year)), vertical.place(value))
        }
        let edges = runs { point in point.limit.map { (point, abs($0)) } }
        var nodes: [Node] = []
        for run in edges where run.count > 1 {
            let corners =
                run.map { place($0.point, $0.value) }
                + run.reversed().map { place($0.point, -$0.value) }
            nodes.append(Node.closed(corners, .sequence(0)).named(words.limit))
        }
        nodes += frame.horizontalGrid(vertical, ticks: ticks, language, strong: 0)
        for run in edges where run.count > 1 {
            for sign in [1.0, -1] {
                nodes.append(
                    Node.path(run.map { place($0.point, sign * $0.value) }, .secondInk, width: 1.2)
                        .dashed("5 3"))
            }
        }
        for run in runs({ point in point.average.map { (point, $0) } }) where run.count > 1 {
            nodes.append(.path(run.map { place($0.point, $0.value) }, .action, width: 2.4))
        }
        for point in points {
            if let average = point.average {
                let (x, y) = place(point, average)
                let isOutside = point.limit.map { abs(average) > abs($0) } ?? false
                let mark =
                    isOutside ? Node.diamond(x, y, 4.5, .action) : .circle(x, y, 2, .action)
                nodes.append(mark.named(name(words.average, point, average, language)))
            }
            if let score = point.score {
                let (x, y) = place(point, score)
                nodes.append(
                    Node.circle(x, y, 3, .ink).named(name(words.score, point, score, language)))
            }
        }
        return nodes
    }

    private func sumPanel(
        _ frame: Frame, _ years: Scale, _ scale: Scale, _ ticks: [Double], _ alarms: [Alarm],
        _ language: Language
    ) -> [Node] {
        let vertical = Scale(
            kind: .linear, domain: scale.domain, from: frame.bottom, to: frame.top)
        var nodes = frame.horizontalGrid(vertical, ticks: ticks, language, strong: 0)
        for value in [bound, -bound] {
            let y = vertical.place(value)
            nodes.append(
                Node.line(frame.left, y, frame.right, y, .chosen, width: 1.6).dashed("7 4"))
        }
        let restarts = Set(alarms.map(\.year))
        for isUpward in [true, false] {
            let sign = isUpward ? 1.0 : -1
            func value(_ point: Point) -> Double? { isUpward ? point.upper : point.lower }
            let course = runs { point in value(point).map { (point, $0) } }
            for run in course {
                // After an alarm both sums begin anew.
                var line: [(x: Double, y: Double)] = []
                for (point, value) in run {
                    let x = years.place(Double(point.year))
                    line.append((x, vertical.place(sign * value)))
                    if restarts.contains(point.year) { line.append((x, vertical.place(0))) }
                }
                guard line.count > 1 else { continue }
                let path = Node.path(line, isUpward ? .series(0) : .series(1), width: 2.2)
                nodes.append(isUpward ? path : path.dashed("6 3"))
            }
            for point in points {
                guard let value = value(point) else { continue }
                let (x, y) = (years.place(Double(point.year)), vertical.place(sign * value))
                let words = name(isUpward ? words.upper : words.lower, point, value, language)
                let isAlarm = alarms.contains {
                    $0.year == point.year && $0.isUpward == isUpward
                }
                nodes.append(
                    isAlarm
                        ? Self.alarm(x, y, isUpward).named("\(words), \(self.words.alarm)")
                        : Node.circle(x, y, 2.4, isUpward ? .series(0) : .series(1)).named(words))
            }
        }
        for isUpward in [true, false] {
            nodes += brackets(alarms.filter { $0.isUpward == isUpward }, frame, years)
        }
        return nodes
    }

    /// From the year in which each change began to that of its alarm.
    private func brackets(_ alarms: [Alarm], _ frame: Frame, _ years: Scale) -> [Node] {
        var nodes: [Node] = []
        var free = Double.infinity
        for alarm in alarms.reversed() {
            let first = Double(points[0].year)
            let from = years.place(max(first, Double(alarm.since))) - 4
            let to = years.place(Double(alarm.year)) + 4
            let y = alarm.isUpward ? frame.top - 8 : frame.bottom + 8
            let foot = alarm.isUpward ? y + 5 : y - 5
            nodes.append(
                .path([(from, foot), (from, y), (to, y), (to, foot)], .chosen, width: 1.6))
            let text = TextWidth.cut("\(words.since) \(alarm.since)", to: frame.right - frame.left)
            let half = TextWidth.of(text, isStrong: true) / 2
            let middle = max(frame.left + half, min((from + to) / 2, frame.right - half))
            // Of two that would touch the later stays.
            guard middle + half < free - 6 else { continue }
            free = middle - half
            nodes.append(
                .text(
                    text, middle, alarm.isUpward ? y - 5 : y + 14, .chosen, anchor: .middle,
                    isStrong: true))
        }
        return nodes
    }

    // MARK: Parts

    /// What is known, parted where a year is missing.
    private func runs(
        _ known: (Point) -> (point: Point, value: Double)?
    ) -> [[(point: Point, value: Double)]] {
        var runs: [[(point: Point, value: Double)]] = []
        for point in points {
            guard let next = known(point) else { continue }
            if let last = runs.last?.last, point.year - last.point.year == 1 {
                runs[runs.count - 1].append(next)
            } else {
                runs.append([next])
            }
        }
        return runs
    }

    private func name(
        _ what: String, _ point: Point, _ value: Double, _ language: Language
    ) -> String {
        "\(what), \(point.year): \(NumberWording.text(value, decimals: 2, in: language))"
    }

    private static func alarm(_ x: Double, _ y: Double, _ isUpward: Bool) -> Node {
        .triangle(x, y, 5.5, .chosen, pointsDown: !isUpward)
    }

    private var key: Key {
        var entries: [(mark: (_ x: Double, _ y: Double) -> Node, words: String)] = [
            ({ .circle($0, $1, 3, .ink) }, words.score),
            ({ .line($0 - 7, $1, $0 + 8, $1, .action, width: 2.4) }, words.average),
            (
                { Node.rect($0 - 7, $1 - 5, 15, 10, .sequence(0)).outlined(.secondInk) },
                words.limit
            ),
            ({ .line($0 - 7, $1, $0 + 8, $1, .series(0), width: 2.2) }, words.upper),
            (
                { Node.line($0 - 7, $1, $0 + 8, $1, .series(1), width: 2.2).dashed("6 3") },
                words.lower
            ),
            (
                { Node.line($0 - 8, $1, $0 + 9, $1, .chosen, width: 1.6).dashed("7 4") },
                words.bound
            ),
        ]
        if let alarm = alarms.first {
            entries.append(({ Self.alarm($0, $1, alarm.isUpward) }, words.alarm))
        }
        return Key(entries: entries)
    }
}
