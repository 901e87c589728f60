@testable import Figures

/// Where the marks of a drawing are.
extension Node {
    struct Extent {
        let left: Double
        let top: Double
        let right: Double
        let bottom: Double

        func isWithin(_ width: Double, _ height: Double) -> Bool {
            left >= -0.6 && top >= -0.6 && right <= width + 0.6 && bottom <= height + 0.6
        }

        /// How far two lie upon each other, in the direction in which they do so least.
        func overlap(_ other: Extent) -> Double {
            min(
                min(right, other.right) - max(left, other.left),
                min(bottom, other.bottom) - max(top, other.top))
        }
    }

    private func number(_ name: String) -> Double {
        attributes.first { $0.0 == name }.flatMap { Double($0.1) } ?? 0
    }

    var extent: Extent? {
        switch name {
        case "circle":
            let (x, y, r) = (number("cx"), number("cy"), number("r"))
            return Extent(left: x - r, top: y - r, right: x + r, bottom: y + r)
        case "rect":
            let (x, y) = (number("x"), number("y"))
            return Extent(left: x, top: y, right: x + number("width"), bottom: y + number("height"))
        case "line":
            let (x, y) = ([number("x1"), number("x2")], [number("y1"), number("y2")])
            return Extent(
                left: min(x[0], x[1]), top: min(y[0], y[1]), right: max(x[0], x[1]),
                bottom: max(y[0], y[1]))
        case "path":
            let text = attributes.first { $0.0 == "d" }?.1 ?? ""
            let numbers = text.split { "MLZ ".contains($0) }.compactMap { Double($0) }
            let (x, y) = (
                numbers.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element),
                numbers.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
            )
            guard let left = x.min(), let right = x.max(), let top = y.min(), let bottom = y.max()
            else { return nil }
            return Extent(left: left, top: top, right: right, bottom: bottom)
        case "text":
            // Without the room for other faces: what PT Sans takes.
            let width =
                TextWidth.of(text ?? "", isStrong: classes.contains("strong")) / 1.05
            let anchor = attributes.first { $0.0 == "text-anchor" }?.1 ?? "start"
            let left = number("x") - (anchor == "end" ? width : anchor == "middle" ? width / 2 : 0)
            return Extent(
                left: left, top: number("y") - 9.5, right: left + width, bottom: number("y") + 2.5)
        default: return nil
        }
    }
}

extension Drawing {
    var texts: [Node] { marks.filter { $0.name == "text" && !($0.text ?? "").isEmpty } }

    /// Texts that lie on one another.
    var collisions: [String] {
        var found: [String] = []
        let texts = texts
        for (position, one) in texts.enumerated() {
            for other in texts[(position + 1)...] {
                guard let a = one.extent, let b = other.extent, a.overlap(b) > 0.5 else { continue }
                found.append("“\(one.text ?? "")” and “\(other.text ?? "")”")
            }
        }
        return found
    }

    /// Marks that leave the drawing.
    var strays: [String] {
        marks.compactMap { mark in
            guard let extent = mark.extent, !extent.isWithin(width, height) else { return nil }
            return "\(mark.name) \(mark.text ?? mark.label ?? "") \(extent)"
        }
    }
}
