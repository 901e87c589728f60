public import Wording

/// Where clusters sit: a small map for each, its places filled by their share of the cluster over
/// the towns of the region.
public struct ClusterMap: Sendable {
    public struct Place: Sendable {
        public let name: String
        public let longitude: Double
        public let latitude: Double

        public init(name: String, longitude: Double, latitude: Double) {
            self.name = name
            self.longitude = longitude
            self.latitude = latitude
        }
    }

    public struct Panel: Sendable {
        public let name: String
        /// Of each place, 0 to 1; nil where the cluster has participants of unknown size, 0 where
        /// it has none.
        public let shares: [Double?]

        public init(name: String, shares: [Double?]) {
            self.name = name
            self.shares = shares
        }
    }

    public let title: String
    public let summary: String
    public let places: [Place]
    public let panels: [Panel]
    /// What the marks mean: a place with a share, one of unknown size, one without participants.
    public let words: (share: String, unknown: String, none: String)

    public init(
        title: String, summary: String, places: [Place], panels: [Panel],
        words: (share: String, unknown: String, none: String)
    ) {
        precondition(panels.allSatisfy { $0.shares.count == places.count }, "one share a place")
        self.title = title
        self.summary = summary
        self.places = places
        self.panels = panels
        self.words = words
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let hasUnknown = panels.contains { $0.shares.contains { $0 == nil } }
        let legend = Key(
            entries: [
                ({ self.circle($0, $1, 6, .sequence(4)) }, words.share),
                ({ self.circle($0, $1, 4, .card) }, hasUnknown ? words.unknown : ""),
                ({ self.dot($0, $1) }, words.none),
            ]).drawn(width: width)
        let columns = width < 500 ? 1 : min(2, max(1, panels.count))
        let gap = 16.0
        let cell = (width - gap * Double(columns - 1)) / Double(columns)
        let map = MapFrame(
            points: places.map { ($0.longitude, $0.latitude) }, width: min(cell, 420), margin: 40)
        let heading = 22.0
        let row = heading + map.height + gap
        var nodes = legend.nodes
        for (index, panel) in panels.enumerated() {
            let left =
                Double(index % columns) * (cell + gap) + (cell - min(cell, 420)) / 2
            let top = legend.height + Double(index / columns) * row
            nodes.append(
                .text(
                    TextWidth.cut(panel.name, to: min(cell, 420), isStrong: true), left, top + 14,
                    .ink,
                    isStrong: true))
            nodes += marks(
                panel, map, (x: left, y: top + heading),
                frame: .init(
                    x: left - (cell - min(cell, 420)) / 2, y: top + heading, width: cell,
                    height: map.height), language)
        }
        let rows = (panels.count + columns - 1) / columns
        return Drawing(
            width: width, height: legend.height + Double(rows) * row, title: title,
            summary: summary, marks: nodes)
    }

    private func marks(
        _ panel: Panel, _ map: MapFrame, _ corner: (x: Double, y: Double), frame: Labels.Box,
        _ language: Language
    ) -> [Node] {
        var nodes: [Node] = []
        var wishes: [Labels.Wish] = []
        var circles: [Labels.Box] = []
        let largest = max(panel.shares.compactMap(\.self).max() ?? 1, 1e-9)
        let points = places.map { place -> (x: Double, y: Double) in
            let point = map.place(place.longitude, place.latitude)
            return (point.x + corner.x, point.y + corner.y)
        }
        // Dots lie under circles.
        for (index, point) in points.enumerated() where panel.shares[index] == 0 {
            nodes.append(dot(point.x, point.y).named(places[index].name))
        }
        for (index, share) in panel.shares.enumerated() where share != 0 {
            let (place, x, y) = (places[index], points[index].x, points[index].y)
            let radius = share.map { max(4, 16 * (max(0, $0) / largest).squareRoot()) } ?? 4
            let words =
                share.map {
                    "\(place.name), \(NumberWording.text($0 * 100, decimals: 0, in: language))\u{A0}%"
                } ?? place.name
            nodes.append(
                circle(x, y, radius, share == nil ? .card : .sequence(4)).named(words))
            circles.append(
                .init(x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius))
            wishes.append(
                .init(text: words, x: x, y: y, radius: radius, importance: share ?? 0))
        }
        var labels = Labels(frame: frame, avoiding: circles)
        nodes += labels.place(wishes).map(\.onGround)
        return nodes
    }

    private func circle(_ x: Double, _ y: Double, _ radius: Double, _ fill: Paint) -> Node {
        var node = Node.circle(x, y, radius, fill)
        node.stroke = .ink
        node.attributes.append(("stroke-width", "1.4"))
        return node
    }

    private func dot(_ x: Double, _ y: Double) -> Node { .circle(x, y, 2, .secondInk) }
}
