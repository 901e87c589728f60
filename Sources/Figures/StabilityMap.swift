public import Wording

/// Where a region lies on the map of the multiplier–accelerator: how income moves after a push, by
/// what is spent of income and what is invested for growth.
public struct StabilityMap: Sendable {
    public struct Point: Sendable {
        public let name: String
        public let accelerator: Double
        public let consumption: Double
        /// What is not known for sure: the range of either.
        public let accelerators: ClosedRange<Double>
        public let consumptions: ClosedRange<Double>

        public init(
            name: String, accelerator: Double, consumption: Double,
            accelerators: ClosedRange<Double>, consumptions: ClosedRange<Double>
        ) {
            self.name = name
            self.accelerator = accelerator
            self.consumption = consumption
            self.accelerators = accelerators
            self.consumptions = consumptions
        }
    }

    public let title: String
    public let summary: String
    public let horizontalAxis: String
    public let verticalAxis: String
    public let point: Point
    /// Damped, waves that die out, waves that grow, growth without bound.
    public let regimes: [String]

    public init(
        title: String, summary: String, horizontalAxis: String, verticalAxis: String, point: Point,
        regimes: [String]
    ) {
        precondition(regimes.count == 4)
        self.title = title
        self.summary = summary
        self.horizontalAxis = horizontalAxis
        self.verticalAxis = verticalAxis
        self.point = point
        self.regimes = regimes
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let far = point.accelerators.upperBound
        let reach = far.isFinite ? max(3, (far * 1.15).rounded(.up)) : 3
        let swatches: [Paint] = [.sequence(0), .sequence(1), .sequence(2), .sequence(3)]
        let legend = Key(
            entries: zip(swatches, regimes).map { paint, name in
                (
                    { x, y in
                        var swatch = Node.rect(x - 6, y - 6, 13, 12, paint)
                        swatch.stroke = .secondInk
                        return swatch
                    }, name
                )
            }
        ).drawn(width: width)
        let top = legend.height + 26
        let frame = Frame(
            left: 40, top: top, right: width - 14, bottom: top + (width < 500 ? 230 : 270))
        let vertical = Scale(
            kind: .linear, domain: 0...1.2, from: frame.bottom, to: frame.top)
        let horizontal = Scale(
            kind: .linear, domain: 0...reach, from: frame.left, to: frame.right)
        var nodes = legend.nodes
        // From the whole to the parts: each area covers what lies under its border.
        nodes.append(.rect(frame.left, frame.top, frame.width, frame.height, swatches[3]))
        let steps = 120
        let places = (0...steps).map { reach * Double($0) / Double(steps) }
        func area(_ border: (Double) -> Double, _ paint: Paint) -> Node {
            let points = places.map { v in
                "\(Node.number(horizontal.place(v))) \(Node.number(vertical.place(min(1.2, border(v)))))"
            }
            var node = Node(
                "path",
                [
                    (
                        "d",
                        "M\(Node.number(frame.left)) \(Node.number(frame.bottom))L"
                            + points.joined(separator: "L")
                            + "L\(Node.number(frame.right)) \(Node.number(frame.bottom))Z"
                    )
                ])
            node.fill = paint
            return node
        }
        // Waves: c under 4 v / (1 + v)²; they die out where c v is under 1.
        let waves = { (v: Double) in 4 * v / ((1 + v) * (1 + v)) }
        let inverse = { (v: Double) in v > 0 ? 1 / v : 1.2 }
        nodes.append(area(waves, swatches[2]))
        nodes.append(area({ v in min(1, v < 1 ? 1 : min(waves(v), inverse(v))) }, swatches[0]))
        nodes.append(area({ v in min(waves(v), inverse(v)) }, swatches[1]))
        let ticks = [0, 0.2, 0.4, 0.6, 0.8, 1]
        nodes += zip(ticks, Scale.words(ticks, language)).map { tick, words in
            .text(words, frame.left - 6, vertical.place(tick) + 4, .secondInk, anchor: .end)
        }
        let marks = horizontal.ticks(6)
        nodes += frame.horizontalAxis(
            horizontal, ticks: marks, words: Scale.words(marks, language))
        nodes.append(
            .line(
                frame.left, vertical.place(1), frame.right, vertical.place(1), .secondInk, width: 1)
        )
        let (left, right) = (
            horizontal.place(point.accelerators.lowerBound),
            horizontal.place(point.accelerators.upperBound)
        )
        let (upper, lower) = (
            vertical.place(min(1.2, point.consumptions.upperBound)),
            vertical.place(max(0, point.consumptions.lowerBound))
        )
        var cloud = Node(
            "rect",
            [
                ("x", Node.number(left)), ("y", Node.number(upper)),
                ("width", Node.number(max(1, right - left))),
                ("height", Node.number(max(1, lower - upper))), ("stroke-dasharray", "4 3"),
                ("stroke-width", "1.6"),
            ])
        cloud.hasNoFill = true
        cloud.stroke = .chosen
        nodes.append(cloud)
        let (x, y) = (horizontal.place(point.accelerator), vertical.place(point.consumption))
        nodes.append(Node.circle(x, y, 6, .chosen).named(point.name))
        let (after, before) = (frame.right - x - 12, x - frame.left - 12)
        let isRight = after > TextWidth.of(point.name) || after >= before
        let name = TextWidth.cut(point.name, to: max(0, isRight ? after : before))
        nodes.append(
            Node.text(
                name, isRight ? x + 11 : x - 11, y + 4, .ink,
                anchor: isRight ? .start : .end, isStrong: true
            ).onGround)
        nodes.append(frame.verticalTitle(verticalAxis, y: legend.height + 14))
        nodes.append(frame.horizontalTitle(horizontalAxis))
        return Drawing(
            width: width, height: frame.bottom + 46, title: title, summary: summary,
            marks: nodes)
    }
}
