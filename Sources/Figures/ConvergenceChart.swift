public import Wording

/// How numbers settle as draws are added: lines in bands that narrow.
public struct ConvergenceChart: Sendable {
    /// What so many first draws say.
    public struct Step: Sendable {
        public let draws: Int
        public let value: Double
        public let band: ClosedRange<Double>

        public init(draws: Int, value: Double, band: ClosedRange<Double>) {
            self.draws = draws
            self.value = value
            self.band = band
        }
    }

    public struct Course: Sendable {
        public let name: String
        public let paint: Paint
        public let steps: [Step]

        public init(name: String, paint: Paint, steps: [Step]) {
            self.name = name
            self.paint = paint
            self.steps = steps.sorted { $0.draws < $1.draws }
        }
    }

    public let title: String
    public let summary: String
    public let horizontalAxis: String
    public let verticalAxis: String
    public let courses: [Course]

    public init(
        title: String, summary: String, horizontalAxis: String, verticalAxis: String,
        courses: [Course]
    ) {
        precondition(
            courses.allSatisfy { $0.steps.allSatisfy { $0.draws > 0 } }, "of some draws each")
        self.title = title
        self.summary = summary
        self.horizontalAxis = horizontalAxis
        self.verticalAxis = verticalAxis
        self.courses = courses
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let legend = Key(
            entries: courses.map { course in
                ({ .line($0 - 6, $1, $0 + 7, $1, course.paint, width: 2.6) }, course.name)
            }
        ).drawn(width: width)
        let steps = courses.flatMap(\.steps)
        let values = steps.flatMap { [$0.value, $0.band.lowerBound, $0.band.upperBound] }
        var vertical = Scale(
            kind: .linear, domain: Scale.roundDomain(values), from: 0, to: 0)
        let ticks = vertical.ticks(5)
        let top = legend.height + 26
        let frame = Frame(
            left: Frame.room(for: ticks, language), top: top, right: width - 14,
            bottom: top + (width < 500 ? 210 : 240))
        vertical = Scale(
            kind: .linear, domain: vertical.domain, from: frame.bottom, to: frame.top)
        let counts = steps.map(\.draws)
        let (least, most) = (counts.min() ?? 1, counts.max() ?? 1)
        // Chance shrinks with the root of the draws, so that equal factors stand equally far apart.
        let horizontal = Scale(
            kind: .logarithmic, domain: Double(least)...Double(max(most, least + 1)),
            from: frame.left + 4, to: frame.right - 4)
        func place(_ draws: Int, _ value: Double) -> (x: Double, y: Double) {
            (horizontal.place(Double(draws)), vertical.place(value))
        }
        var nodes = legend.nodes + frame.horizontalGrid(vertical, ticks: ticks, language)
        let marks = Array(Set(counts)).sorted().map(Double.init)
        nodes += frame.horizontalAxis(
            horizontal, ticks: marks, words: Scale.words(marks, language))
        for course in courses {
            for step in course.steps {
                let (x, low) = place(step.draws, step.band.lowerBound)
                let high = place(step.draws, step.band.upperBound).y
                nodes.append(.line(x, low, x, high, course.paint, width: 1.4))
                for end in [low, high] {
                    nodes.append(.line(x - 4, end, x + 4, end, course.paint, width: 1.4))
                }
            }
            if course.steps.count > 1 {
                nodes.append(
                    Node.path(
                        course.steps.map { place($0.draws, $0.value) }, course.paint, width: 2.4
                    ).named(course.name))
            }
            for step in course.steps {
                let (x, y) = place(step.draws, step.value)
                let words = [step.value, step.band.lowerBound, step.band.upperBound].map {
                    NumberWording.text($0, significant: 3, in: language)
                }
                nodes.append(
                    Node.circle(x, y, 3.4, course.paint).named(
                        "\(course.name), \(step.draws): \(words[0]) (\(words[1]) … \(words[2]))"))
            }
        }
        nodes.append(frame.verticalTitle(verticalAxis, y: legend.height + 14))
        nodes.append(frame.horizontalTitle(horizontalAxis))
        return Drawing(
            width: width, height: frame.bottom + 48, title: title, summary: summary, marks: nodes)
    }
}
