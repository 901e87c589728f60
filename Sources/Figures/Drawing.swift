/// A picture of a fixed width: what it is called, what it says, and its marks.
public struct Drawing: Sendable {
    public let width: Double
    public let height: Double
    /// A name for a reader who cannot see it.
    public let title: String
    public let summary: String
    let marks: [Node]

    public enum Style: Sendable {
        /// Inside a page: colours by class, ids with this prefix.
        case page(idPrefix: String)
        /// A file of its own: colours written out, with a background.
        case standalone(Palette.Theme)
    }

    /// The drawing as SVG text: the same bytes for the same drawing.
    public func svg(_ style: Style) -> String {
        let frame = "0 0 \(Node.number(width)) \(Node.number(height))"
        var text = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"\(frame)\""
        text += " width=\"\(Node.number(width))\" height=\"\(Node.number(height))\""
        switch style {
        case .page(let prefix):
            text += " role=\"group\" aria-labelledby=\"\(prefix)-t \(prefix)-d\">"
            text += "<title id=\"\(prefix)-t\">\(Node.escaped(title))</title>"
            text += "<desc id=\"\(prefix)-d\">\(Node.escaped(summary))</desc>"
        case .standalone(let theme):
            text += " font-family=\"\(Palette.fontFamily)\" font-size=\"13\">"
            text += "<title>\(Node.escaped(title))</title><desc>\(Node.escaped(summary))</desc>"
            let card = Palette.colour(.card, theme)
            text += "<rect width=\"100%\" height=\"100%\" fill=\"\(card)\"/>"
        }
        for mark in marks { mark.write(to: &text, style) }
        return text + "</svg>"
    }
}

/// An element of a drawing.
struct Node: Sendable {
    var name: String
    var attributes: [(String, String)]
    var fill: Paint?
    var stroke: Paint?
    var hasNoFill = false
    var classes: [String] = []
    /// What a reader is told of this mark; it makes the mark reachable by keyboard.
    var label: String?
    /// Facts for interaction: `data-…`.
    var data: [(String, String)] = []
    var children: [Node] = []
    var text: String?

    init(_ name: String, _ attributes: [(String, String)] = []) {
        self.name = name
        self.attributes = attributes
    }

    func write(to output: inout String, _ style: Drawing.Style) {
        output += "<" + name
        for (key, value) in attributes { output += " \(key)=\"\(Node.escaped(value))\"" }
        paint(&output, style)
        for (key, value) in data { output += " data-\(key)=\"\(Node.escaped(value))\"" }
        // Its name is the element `title`: browsers show it, and readers of a page say it.
        if label != nil { output += " data-mark=\"\" tabindex=\"-1\" role=\"img\"" }
        if children.isEmpty && text == nil && label == nil {
            output += "/>"
            return
        }
        output += ">"
        if let label { output += "<title>\(Node.escaped(label))</title>" }
        if let text { output += Node.escaped(text) }
        for child in children { child.write(to: &output, style) }
        output += "</\(name)>"
    }

    private func paint(_ output: inout String, _ style: Drawing.Style) {
        switch style {
        case .page:
            var names = classes
            if let fill { names.append("f-" + fill.name) }
            if let stroke { names.append("s-" + stroke.name) }
            if hasNoFill { names.append("nofill") }
            if !names.isEmpty { output += " class=\"\(names.joined(separator: " "))\"" }
        case .standalone(let theme):
            if let fill { output += " fill=\"\(Palette.colour(fill, theme))\"" }
            if let stroke { output += " stroke=\"\(Palette.colour(stroke, theme))\"" }
            if hasNoFill { output += " fill=\"none\"" }
            if classes.contains("strong") { output += " font-weight=\"700\"" }
            if classes.contains("slanted") { output += " font-style=\"italic\"" }
            if classes.contains("halo") {
                let card = Palette.colour(.card, theme)
                output += " paint-order=\"stroke\" stroke=\"\(card)\" stroke-width=\"3\""
                output += " stroke-linejoin=\"round\""
            }
        }
    }

    /// A coordinate to a tenth: the same on every machine, and small.
    static func number(_ value: Double) -> String {
        precondition(value.isFinite, "a mark has a place")
        let tenths = Int((value * 10).rounded())
        let (whole, rest) = (abs(tenths) / 10, abs(tenths) % 10)
        let sign = tenths < 0 ? "-" : ""
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            // No control character, and none that turns the reading direction, reaches a page.
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}",
                "\u{2066}"..."\u{2069}":
                result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension Node {
    static func line(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ stroke: Paint, width: Double = 1
    ) -> Node {
        var node = Node(
            "line",
            [
                ("x1", number(x1)), ("y1", number(y1)), ("x2", number(x2)), ("y2", number(y2)),
                ("stroke-width", number(width)),
            ])
        node.stroke = stroke
        return node
    }

    static func rect(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ fill: Paint
    ) -> Node {
        var node = Node(
            "rect",
            [
                ("x", number(x)), ("y", number(y)), ("width", number(max(0, width))),
                ("height", number(max(0, height))),
            ])
        node.fill = fill
        return node
    }

    static func circle(_ x: Double, _ y: Double, _ radius: Double, _ fill: Paint) -> Node {
        var node = Node("circle", [("cx", number(x)), ("cy", number(y)), ("r", number(radius))])
        node.fill = fill
        return node
    }

    static func path(_ points: [(x: Double, y: Double)], _ stroke: Paint, width: Double) -> Node {
        var node = Node(
            "path",
            [
                (
                    "d",
                    "M" + points.map { "\(number($0.x)) \(number($0.y))" }.joined(separator: "L")
                ),
                ("stroke-width", number(width)), ("stroke-linejoin", "round"),
            ])
        node.stroke = stroke
        node.hasNoFill = true
        return node
    }

    enum Anchor: String { case start, middle, end }

    static func text(
        _ text: String, _ x: Double, _ y: Double, _ fill: Paint = .ink, anchor: Anchor = .start,
        isStrong: Bool = false, isSlanted: Bool = false
    ) -> Node {
        var node = Node("text", [("x", number(x)), ("y", number(y))])
        if anchor != .start { node.attributes.append(("text-anchor", anchor.rawValue)) }
        node.fill = fill
        node.text = text
        if isStrong { node.classes.append("strong") }
        if isSlanted { node.classes.append("slanted") }
        return node
    }

    /// A text with its ground around it, to be read across lines and areas.
    var onGround: Node {
        var node = self
        node.classes.append("halo")
        return node
    }

    func named(_ label: String, _ data: [(String, String)] = []) -> Node {
        var node = self
        node.label = label
        node.data += data
        return node
    }
}
