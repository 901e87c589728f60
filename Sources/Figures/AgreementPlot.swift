public import Wording

/// How far experts agree (согласие экспертов): for each thing judged the median, the middle half
/// of the answers, and each expert's answer where it is known.
public struct AgreementPlot: Sendable {
    /// What one expert said.
    public struct Answer: Sendable {
        public let expert: String
        public let value: Double

        public init(expert: String, value: Double) {
            self.expert = expert
            self.value = value
        }
    }

    /// The answers of one round.
    public struct Round: Sendable {
        public let name: String
        public let median: Double
        public let quartiles: ClosedRange<Double>
        /// Empty where only the summary is known.
        public let answers: [Answer]

        public init(
            name: String, median: Double, quartiles: ClosedRange<Double>, answers: [Answer] = []
        ) {
            self.name = name
            self.median = median
            self.quartiles = quartiles
            self.answers = answers
        }
    }

    /// A thing judged.
    public struct Row: Sendable {
        public let name: String
        /// The last one says where the experts stand; earlier ones are drawn fainter above it.
        public let rounds: [Round]
        /// Whether consensus is reached; nil where nobody can say.
        public let isAgreed: Bool?

        public init(name: String, rounds: [Round], isAgreed: Bool?) {
            self.name = name
            self.rounds = rounds
            self.isAgreed = isAgreed
        }
    }

    /// What the marks mean.
    public struct Words: Sendable {
        public let median: String
        public let quartiles: String
        public let answer: String
        public let earlier: String
        public let agreed: String
        public let open: String

        public init(
            median: String, quartiles: String, answer: String, earlier: String, agreed: String,
            open: String
        ) {
            self.median = median
            self.quartiles = quartiles
            self.answer = answer
            self.earlier = earlier
            self.agreed = agreed
            self.open = open
        }
    }

    public let title: String
    public let summary: String
    public let axis: String
    public let rows: [Row]
    public let words: Words

    public init(title: String, summary: String, axis: String, rows: [Row], words: Words) {
        self.title = title
        self.summary = summary
        self.axis = axis
        self.rows = rows
        self.words = words
    }

    private static let dot = 3.2
    private static let lineHeight = 16.0

    public func drawing(width: Double, language: Language) -> Drawing {
        let legend = key.drawn(width: width)
        guard !rows.isEmpty else {
            return Drawing(
                width: width, height: max(1, legend.height), title: title, summary: summary,
                marks: legend.nodes)
        }
        let isNarrow = width < 500
        let names = rows.map { TextWidth.of($0.name) }.max() ?? 0
        // On a narrow page each name stands above its row.
        let room = isNarrow ? 0 : min(names + 12, width * 0.36)
        let medians = rows.map { row in
            row.rounds.last.map { NumberWording.text($0.median, significant: 3, in: language) }
        }
        let notes = (medians.compactMap { $0 }.map { TextWidth.of($0) }.max() ?? 0) + 32
        let values = rows.flatMap(\.rounds).flatMap { round in
            [round.median, round.quartiles.lowerBound, round.quartiles.upperBound]
                + round.answers.map(\.value)
        }
        let scale = Scale(
            kind: .linear, domain: Scale.roundDomain(values), from: room + 10,
            to: width - notes - 8)
        var marks: [Node] = []
        var y = legend.height + 6
        let top = y
        for (row, median) in zip(rows, medians) {
            let lines = TextWidth.lines(
                row.name, to: isNarrow ? width - 4 : room - 12, most: 2)
            if isNarrow {
                for (index, line) in lines.enumerated() {
                    marks.append(
                        .text(line, 2, y + 12 + Double(index) * Self.lineHeight).onGround)
                }
                y += Double(lines.count) * Self.lineHeight + 6
            }
            let bands = bands(row, scale, language)
            let height = max(
                bands.height, isNarrow ? 0 : Double(lines.count) * Self.lineHeight, 20)
            // Room above, so that names of several lines stand around the last round.
            let middle = y + height - max(10, isNarrow ? 0 : Double(lines.count) * 8)
            if !isNarrow {
                let first = middle + 4 - Double(lines.count - 1) * Self.lineHeight / 2
                for (index, line) in lines.enumerated() {
                    marks.append(
                        .text(
                            line, room - 6, first + Double(index) * Self.lineHeight, anchor: .end))
                }
            }
            marks.append(
                .line(scale.from - 8, middle, scale.to + 8, middle, .grid, width: 1))
            marks += bands.draw(middle)
            marks.append(.text(median ?? "–", width - 26, middle + 4, .secondInk, anchor: .end))
            if let isAgreed = row.isAgreed {
                marks.append(
                    Self.verdict(isAgreed, width - 10, middle).named(
                        "\(row.name): \(isAgreed ? words.agreed : words.open)"))
            }
            y += height + 16
        }
        let frame = Frame(
            left: scale.from, top: top, right: scale.to, bottom: y - 10, roomAtRight: notes)
        let ticks = scale.ticks(isNarrow ? 4 : 6)
        let grid = frame.horizontalAxis(
            scale, ticks: ticks, words: Scale.words(ticks, language), hasLines: true)
        return Drawing(
            width: width, height: frame.bottom + 46, title: title, summary: summary,
            marks: legend.nodes + grid + marks + [frame.horizontalTitle(axis)])
    }

    // MARK: One row

    /// The rounds of a row from the last upwards; drawn from the middle of the last one's bar.
    private func bands(
        _ row: Row, _ scale: Scale, _ language: Language
    ) -> (height: Double, draw: (Double) -> [Node]) {
        var places: [(round: Round, isLast: Bool, offset: Double, levels: [Int], pitch: Double)] =
            []
        // What is above the middle of the last bar so far.
        var above = 0.0
        for (index, round) in row.rounds.enumerated().reversed() {
            let isLast = index == row.rounds.count - 1
            let levels = Self.levels(round.answers.map { scale.place($0.value) })
            let count = (levels.max() ?? -1) + 1
            // Many who say the same stand closer, so that no row takes the page.
            let pitch = min(2 * Self.dot + 0.6, 40 / Double(max(1, count)))
            let offset = isLast ? 0 : above + 7
            places.append((round, isLast, offset, levels, pitch))
            above = offset + 9 + (count == 0 ? 0 : Double(count - 1) * pitch + 2 * Self.dot + 1)
        }
        return (
            above + 10,
            { middle in
                places.reversed().flatMap { place in
                    self.band(
                        row, place.round, isLast: place.isLast, middle - place.offset,
                        place.levels, place.pitch, scale, language)
                }
            }
        )
    }

    private func band(
        _ row: Row, _ round: Round, isLast: Bool, _ middle: Double, _ levels: [Int],
        _ pitch: Double, _ scale: Scale, _ language: Language
    ) -> [Node] {
        func number(_ value: Double) -> String {
            NumberWording.text(value, significant: 3, in: language)
        }
        let (left, right) = (
            scale.place(round.quartiles.lowerBound), scale.place(round.quartiles.upperBound)
        )
        let head = [row.name, round.name].filter { !$0.isEmpty }.joined(separator: ", ")
        let (low, high) = (number(round.quartiles.lowerBound), number(round.quartiles.upperBound))
        let bar = Self.bar(left, middle, max(2, right - left), isLast).named(
            "\(head): \(words.median) \(number(round.median)), \(words.quartiles) \(low)–\(high)")
        var nodes = [bar, Self.median(scale.place(round.median), middle, isLast)]
        for (answer, level) in zip(round.answers, levels) {
            let y = middle - 9 - Self.dot - Double(level) * pitch
            nodes.append(
                Self.answer(scale.place(answer.value), y, isLast).named(
                    "\(answer.expert), \(head): \(number(answer.value))"))
        }
        return nodes
    }

    /// How high each mark stands, so that marks of one height do not touch.
    private static func levels(_ places: [Double]) -> [Int] {
        var levels = places.map { _ in 0 }
        var ends: [Double] = []
        for index in places.indices.sorted(by: { (places[$0], $0) < (places[$1], $1) }) {
            let start = places[index] - dot
            let level = ends.firstIndex { $0 <= start } ?? ends.count
            if level == ends.count { ends.append(0) }
            ends[level] = places[index] + dot + 0.6
            levels[index] = level
        }
        return levels
    }

    // MARK: Marks

    private static func bar(
        _ x: Double, _ middle: Double, _ width: Double, _ isLast: Bool
    ) -> Node {
        let half = isLast ? 5.0 : 3.0
        return Node.rect(x, middle - half, width, 2 * half, .sequence(isLast ? 2 : 1))
    }

    private static func median(_ x: Double, _ middle: Double, _ isLast: Bool) -> Node {
        let reach = isLast ? 8.0 : 5.0
        return .line(
            x, middle - reach, x, middle + reach, isLast ? .ink : .secondInk,
            width: isLast ? 3 : 1.6)
    }

    private static func answer(_ x: Double, _ y: Double, _ isLast: Bool) -> Node {
        isLast
            ? .circle(x, y, dot, .action)
            : Node.circle(x, y, dot - 0.6, .card).outlined(.secondInk, width: 1)
    }

    /// Full and round where consensus is reached, an empty diamond where it is not.
    private static func verdict(_ isAgreed: Bool, _ x: Double, _ y: Double) -> Node {
        isAgreed
            ? .circle(x, y, 6, .series(2))
            : Node.diamond(x, y, 6, .card).outlined(.chosen, width: 2)
    }

    private var key: Key {
        let rounds = rows.flatMap(\.rounds)
        var entries: [(mark: (_ x: Double, _ y: Double) -> Node, words: String)] = [
            ({ Self.median($0, $1, true) }, words.median),
            ({ Self.bar($0 - 7, $1, 15, true) }, words.quartiles),
        ]
        if rounds.contains(where: { !$0.answers.isEmpty }) {
            entries.append(({ Self.answer($0, $1, true) }, words.answer))
        }
        if rows.contains(where: { $0.rounds.count > 1 }) {
            entries.append(({ Self.bar($0 - 7, $1, 15, false) }, words.earlier))
        }
        if rows.contains(where: { $0.isAgreed == true }) {
            entries.append(({ Self.verdict(true, $0, $1) }, words.agreed))
        }
        if rows.contains(where: { $0.isAgreed == false }) {
            entries.append(({ Self.verdict(false, $0, $1) }, words.open))
        }
        return Key(entries: entries)
    }
}
