/// Shapes that tell marks apart where their colour is not seen.
extension Node {
    /// A closed line through some corners, filled.
    static func closed(_ corners: [(x: Double, y: Double)], _ fill: Paint) -> Node {
        let places = corners.map { "\(number($0.x)) \(number($0.y))" }
        var node = Node("path", [("d", "M" + places.joined(separator: "L") + "Z")])
        node.fill = fill
        return node
    }

    /// A square on its corner, as large to the eye as a circle of the radius.
    static func diamond(_ x: Double, _ y: Double, _ radius: Double, _ fill: Paint) -> Node {
        let reach = radius * 1.15
        return closed([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], fill)
    }

    /// A triangle that points up, or down.
    static func triangle(
        _ x: Double, _ y: Double, _ radius: Double, _ fill: Paint, pointsDown: Bool = false
    ) -> Node {
        let (tip, foot) = pointsDown ? (radius, -radius) : (-radius, radius)
        let reach = radius * 1.15
        return closed([(x, y + tip), (x + reach, y + foot), (x - reach, y + foot)], fill)
    }

    func dashed(_ pattern: String) -> Node {
        var node = self
        node.attributes.append(("stroke-dasharray", pattern))
        return node
    }

    func outlined(_ stroke: Paint, width: Double = 1) -> Node {
        var node = self
        node.stroke = stroke
        node.attributes.append(("stroke-width", Node.number(width)))
        return node
    }
}
