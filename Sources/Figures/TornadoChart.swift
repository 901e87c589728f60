public import Wording

/// How far a value moves when one input at a time is low or high, the widest first.
public struct TornadoChart: Sendable {
    public struct Swing: Sendable {
        public let name: String
        /// The value where the input is low, and where it is high.
        public let atLow: Double
        public let atHigh: Double

        public init(name: String, atLow: Double, atHigh: Double) {
            self.name = name
            self.atLow = atLow
            self.atHigh = atHigh
        }
    }

    public let title: String
    public let summary: String
    public let axis: String
    /// The value where every input is as reckoned.
    public let base: Double
    public let swings: [Swing]
    /// What the two halves of a bar are: the input low, the input high.
    public let lowName: String
    public let highName: String

    public init(
        title: String, summary: String, axis: String, base: Double, swings: [Swing],
        lowName: String, highName: String
    ) {
        self.title = title
        self.summary = summary
        self.axis = axis
        self.base = base
        self.swings = swings
        self.lowName = lowName
        self.highName = highName
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let isNarrow = width < 500
        let step = isNarrow ? 38.0 : 26.0
        let names = swings.map { TextWidth.of($0.name) }.max() ?? 0
        let room = isNarrow ? 0 : min(names + 10, width * 0.42)
        let top = 36.0
        let frame = Frame(
            left: room + 4, top: top, right: width - 10,
            bottom: top + Double(swings.count) * step)
        let values = swings.flatMap { [$0.atLow, $0.atHigh] } + [base]
        // Zero decides whether it pays, so it is on the axis where it is near enough.
        let (low, high) = (values.min() ?? 0, values.max() ?? 1)
        let isZeroNear = low <= 0 && high >= 0 || min(abs(low), abs(high)) < high - low
        let domain = Scale.roundDomain(values, including: isZeroNear ? [0] : [])
        let scale = Scale(kind: .linear, domain: domain, from: frame.left + 2, to: frame.right)
        let ticks = scale.ticks(isNarrow ? 3 : 6)
        var nodes = frame.horizontalAxis(
            scale, ticks: ticks, words: Scale.words(ticks, language), hasLines: true)
        nodes.append(frame.horizontalTitle(axis))
        nodes += legend()
        if domain.contains(0) {
            let zero = scale.place(0)
            nodes.append(.line(zero, frame.top - 4, zero, frame.bottom + 2, .ink, width: 1.4))
        }
        for (index, swing) in swings.enumerated() {
            nodes += bar(swing, frame.top + Double(index) * step, scale, room, isNarrow, language)
        }
        let middle = scale.place(base)
        nodes.append(.line(middle, frame.top - 4, middle, frame.bottom + 2, .chosen, width: 1.6))
        return Drawing(
            width: width, height: frame.bottom + 46, title: title, summary: summary, marks: nodes)
    }

    private func legend() -> [Node] {
        let second = 26 + TextWidth.of(lowName) + 18
        return [
            .rect(0, 4, 18, 12, .series(2)), .text(lowName, 24, 15),
            .rect(second, 4, 18, 12, .series(0)), .text(highName, second + 24, 15),
        ]
    }

    private func bar(
        _ swing: Swing, _ y: Double, _ scale: Scale, _ room: Double, _ isNarrow: Bool,
        _ language: Language
    ) -> [Node] {
        let middle = scale.place(base)
        let top = isNarrow ? y + 18 : y + 5
        func half(_ value: Double, _ paint: Paint, _ word: String) -> Node {
            let end = scale.place(value)
            let text = NumberWording.text(value, significant: 3, in: language)
            return Node.rect(
                min(middle, end), top, max(0.5, abs(end - middle)), 15, paint
            ).named("\(swing.name), \(word): \(text)")
        }
        let name = TextWidth.cut(swing.name, to: isNarrow ? scale.to : room - 8)
        return [
            half(swing.atLow, .series(2), lowName), half(swing.atHigh, .series(0), highName),
            isNarrow
                ? Node.text(name, 0, y + 13).onGround
                : .text(name, room - 6, top + 12, anchor: .end),
        ]
    }
}
