public import Wording

/// Several values of each of many things, an axis a value and a line a thing (параллельные
/// координаты). On a page a stretch of an axis can be chosen: lines outside it fade.
public struct ParallelChart: Sendable {
    public struct Line: Sendable {
        public let name: String
        /// In the order of the axes.
        public let values: [Double]
        public let isChosen: Bool

        public init(name: String, values: [Double], isChosen: Bool = false) {
            self.name = name
            self.values = values
            self.isChosen = isChosen
        }
    }

    public let title: String
    public let summary: String
    public let axes: [String]
    public let lines: [Line]

    public init(title: String, summary: String, axes: [String], lines: [Line]) {
        self.title = title
        self.summary = summary
        self.axes = axes
        self.lines = lines
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let (top, bottom) = (48.0, 320.0)
        let count = max(1, axes.count - 1)
        let side = min(28, width * 0.07)
        func across(_ axis: Int) -> Double {
            side + (width - 2 * side) * Double(axis) / Double(count)
        }
        let ranges = axes.indices.map { axis -> (low: Double, high: Double) in
            let values = lines.compactMap { axis < $0.values.count ? $0.values[axis] : nil }
            return (values.min() ?? 0, values.max() ?? 0)
        }
        /// 0 at the lower end of its axis, 1 at the upper; all alike lie in the middle.
        func share(_ value: Double, _ axis: Int) -> Double {
            let (low, high) = ranges[axis]
            return high > low ? (value - low) / (high - low) : 0.5
        }
        var nodes: [Node] = []
        for (axis, name) in axes.enumerated() {
            let x = across(axis)
            nodes.append(.line(x, top, x, bottom, .secondInk, width: 1.4))
            let anchor: Node.Anchor =
                axis == 0 ? .start : axis == axes.count - 1 ? .end : .middle
            let at = axis == 0 ? 0 : axis == axes.count - 1 ? width : x
            // Half the way to the next axis, and at the ends what is beyond the axis too.
            let half = (width - 2 * side) / Double(count) / 2
            let room =
                axes.count < 2 ? side : anchor == .middle ? 2 * half - 8 : side + half - 4
            nodes.append(.text(TextWidth.cut(name, to: room), at, 14, anchor: anchor))
            let (low, high) = ranges[axis]
            for (value, y) in [(high, top - 8), (low, bottom + 18)] {
                nodes.append(
                    .text(
                        TextWidth.cut(
                            NumberWording.text(value, significant: 3, in: language), to: room),
                        at, y, .secondInk, anchor: anchor))
            }
        }
        for line in lines.sorted(by: { !$0.isChosen && $1.isChosen }) {
            let places = zip(axes.indices, line.values).map { axis, value in
                (x: across(axis), y: bottom - (bottom - top) * share(value, axis))
            }
            guard places.count > 1 else { continue }
            let words = zip(axes, line.values).map {
                "\($0) \(NumberWording.text($1, significant: 3, in: language))"
            }.joined(separator: ", ")
            let shares = zip(axes.indices, line.values).map { axis, value in
                Node.number(100 * share(value, axis))
            }.joined(separator: " ")
            nodes.append(
                Node.path(
                    places, line.isChosen ? .chosen : .series(2), width: line.isChosen ? 3 : 1.8
                ).named("\(line.name): \(words)", [("shares", shares)]))
        }
        // Above the lines, so that the pointer finds the axis.
        for axis in axes.indices {
            var grip = Node.rect(across(axis) - 11, top - 4, 22, bottom - top + 8, .card)
            grip.classes.append("grip")
            grip.attributes.append(("fill-opacity", "0"))
            grip.data.append(("axis", "\(axis)"))
            nodes.append(grip)
        }
        return Drawing(
            width: width, height: bottom + 26, title: title, summary: summary, marks: nodes)
    }
}
