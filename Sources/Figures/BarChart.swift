public import Wording

/// Values as horizontal bars, largest first or in the order given, with a line that means
/// something and a whisker where a value is uncertain.
public struct BarChart: Sendable {
    public struct Bar: Sendable {
        public let name: String
        public let value: Double
        public let range: ClosedRange<Double>?
        public let paint: Paint
        public let isChosen: Bool

        public init(
            name: String, value: Double, range: ClosedRange<Double>? = nil,
            paint: Paint = .series(0), isChosen: Bool = false
        ) {
            self.name = name
            self.value = value
            self.range = range
            self.paint = paint
            self.isChosen = isChosen
        }
    }

    public let title: String
    public let summary: String
    public let axis: String
    public let bars: [Bar]
    public let reference: Double?

    public init(
        title: String, summary: String, axis: String, bars: [Bar], reference: Double? = nil
    ) {
        self.title = title
        self.summary = summary
        self.axis = axis
        self.bars = bars
        self.reference = reference
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let isNarrow = width < 500
        let step = isNarrow ? 38.0 : 26.0
        let names = bars.map { TextWidth.of($0.name, isStrong: $0.isChosen) }.max() ?? 0
        let room = isNarrow ? 0 : min(names + 10, width * 0.42)
        let values =
            bars.map(\.value)
            + bars.flatMap { $0.range.map { [$0.lowerBound, $0.upperBound] } ?? [] }
        let domain = Scale.roundDomain(values, including: [0] + (reference.map { [$0] } ?? []))
        let words = bars.map { NumberWording.text($0.value, significant: 3, in: language) }
        let valueRoom = (words.map { TextWidth.of($0) }.max() ?? 0) + 10
        let frame = Frame(
            left: room, top: 8, right: width - valueRoom, bottom: 8 + Double(bars.count) * step)
        let scale = Scale(kind: .linear, domain: domain, from: frame.left + 2, to: frame.right)
        let ticks = scale.ticks(isNarrow ? 3 : 6)
        var nodes = frame.horizontalAxis(
            scale, ticks: ticks, words: Scale.words(ticks, language), hasLines: true)
        nodes.append(frame.horizontalTitle(axis))
        if let reference {
            let x = scale.place(reference)
            nodes.append(.line(x, frame.top - 4, x, frame.bottom + 2, .ink, width: 1.4))
        }
        for (index, bar) in bars.enumerated() {
            let y = frame.top + Double(index) * step
            nodes += self.bar(bar, words[index], y, scale, room, isNarrow)
        }
        return Drawing(
            width: width, height: frame.bottom + 46, title: title, summary: summary, marks: nodes)
    }

    private func bar(
        _ bar: Bar, _ words: String, _ y: Double, _ scale: Scale, _ room: Double, _ isNarrow: Bool
    ) -> [Node] {
        let zero = scale.place(max(0, scale.domain.lowerBound))
        let end = scale.place(bar.value)
        let paint: Paint = bar.isChosen ? .chosen : bar.paint
        let top = isNarrow ? y + 18 : y + 5
        var nodes: [Node] = [
            Node.rect(min(zero, end), top, abs(end - zero), 15, paint).named(
                "\(bar.name): \(words)")
        ]
        if let range = bar.range {
            let (low, high) = (scale.place(range.lowerBound), scale.place(range.upperBound))
            nodes.append(.line(low, top + 7.5, high, top + 7.5, .ink, width: 1.2))
            nodes.append(.line(low, top + 3, low, top + 12, .ink, width: 1.2))
            nodes.append(.line(high, top + 3, high, top + 12, .ink, width: 1.2))
        }
        let reach = max(end, zero, bar.range.map { scale.place($0.upperBound) } ?? 0)
        nodes.append(Node.text(words, reach + 5, top + 12, .secondInk).onGround)
        let name = TextWidth.cut(
            bar.name, to: isNarrow ? scale.to : room - 8, isStrong: bar.isChosen)
        nodes.append(
            isNarrow
                ? Node.text(name, 0, y + 13, isStrong: bar.isChosen).onGround
                : .text(name, room - 6, top + 12, anchor: .end, isStrong: bar.isChosen))
        return nodes
    }
}
