/// Places labels so that none lies on another or outside the frame.
///
/// Candidates around each mark are tried in order, the most important mark first; a label that
/// fits nowhere is left out: its text stays in the mark's name.
struct Labels {
    struct Box {
        let x: Double
        let y: Double
        let width: Double
        let height: Double

        func overlaps(_ other: Box) -> Bool {
            x < other.x + other.width && other.x < x + width && y < other.y + other.height
                && other.y < y + height
        }
    }

    struct Wish {
        let text: String
        /// The mark's middle and its reach.
        let x: Double
        let y: Double
        let radius: Double
        let importance: Double
        var isStrong = false
        var paint = Paint.ink
    }

    let frame: Box
    private var taken: [Box]

    init(frame: Box, avoiding taken: [Box] = []) {
        self.frame = frame
        self.taken = taken
    }

    mutating func avoid(_ box: Box) { taken.append(box) }

    /// The labels that found a place.
    mutating func place(_ wishes: [Wish]) -> [Node] {
        var nodes: [Node] = []
        let order = wishes.enumerated().sorted {
            ($0.element.importance, -Double($0.offset)) > (
                $1.element.importance, -Double($1.offset)
            )
        }
        for (_, wish) in order {
            guard let node = place(wish) else { continue }
            nodes.append(node)
        }
        return nodes
    }

    private mutating func place(_ wish: Wish) -> Node? {
        let width = TextWidth.of(wish.text, isStrong: wish.isStrong)
        let gap = wish.radius + 4
        let candidates: [(x: Double, y: Double, anchor: Node.Anchor)] = [
            (wish.x + gap, wish.y + 4, .start), (wish.x - gap, wish.y + 4, .end),
            (wish.x, wish.y - gap, .middle), (wish.x, wish.y + gap + 9, .middle),
            (wish.x + gap * 0.75, wish.y - gap * 0.75, .start),
            (wish.x + gap * 0.75, wish.y + gap * 0.75 + 8, .start),
            (wish.x - gap * 0.75, wish.y - gap * 0.75, .end),
            (wish.x - gap * 0.75, wish.y + gap * 0.75 + 8, .end),
        ]
        for candidate in candidates {
            let left =
                switch candidate.anchor {
                case .start: candidate.x
                case .middle: candidate.x - width / 2
                case .end: candidate.x - width
                }
            let box = Box(x: left - 1, y: candidate.y - 12, width: width + 2, height: 16)
            let isInside =
                box.x >= frame.x && box.y >= frame.y && box.x + box.width <= frame.x + frame.width
                && box.y + box.height <= frame.y + frame.height
            guard isInside, !taken.contains(where: { $0.overlaps(box) }) else { continue }
            taken.append(box)
            return .text(
                wish.text, candidate.x, candidate.y, wish.paint, anchor: candidate.anchor,
                isStrong: wish.isStrong
            ).onGround
        }
        return nil
    }
}
