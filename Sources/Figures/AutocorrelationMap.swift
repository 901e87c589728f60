public import Wording

/// Where like places stand together: local autocorrelation by sign, shape and shade, so that it
/// reads without colours too.
public struct AutocorrelationMap: Sendable {
    public enum Kind: Int, CaseIterable, Sendable {
        case highHigh, lowLow, highLow, lowHigh, none
    }

    public struct Place: Sendable {
        public let name: String
        public let longitude: Double
        public let latitude: Double
        public let kind: Kind
        public let isChosen: Bool

        public init(
            name: String, longitude: Double, latitude: Double, kind: Kind, isChosen: Bool = false
        ) {
            self.name = name
            self.longitude = longitude
            self.latitude = latitude
            self.kind = kind
            self.isChosen = isChosen
        }
    }

    public let title: String
    public let summary: String
    public let places: [Place]
    /// What each kind is called, in the order of ``Kind``.
    public let names: [String]

    public init(title: String, summary: String, places: [Place], names: [String]) {
        precondition(names.count == Kind.allCases.count)
        self.title = title
        self.summary = summary
        self.places = places
        self.names = names
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let present = Set(places.map(\.kind))
        let legend = Key(
            entries: Kind.allCases.filter(present.contains).map { kind in
                ({ self.mark(kind, $0, $1, 5.5) }, names[kind.rawValue])
            }
        ).drawn(width: width)
        let map = MapFrame(
            points: places.map { ($0.longitude, $0.latitude) }, width: width, margin: 18)
        var nodes = legend.nodes
        var wishes: [Labels.Wish] = []
        // What is found stands above what is not, and the one in question above all.
        let order = places.sorted {
            ($0.isChosen ? 2 : $0.kind == .none ? 0 : 1)
                < ($1.isChosen ? 2 : $1.kind == .none ? 0 : 1)
        }
        var boxes: [Labels.Box] = []
        for place in order {
            let spot = map.place(place.longitude, place.latitude)
            let (x, y) = (spot.x, spot.y + legend.height)
            let radius = place.kind == .none ? 3.5 : width < 500 ? 6 : 8
            nodes.append(
                mark(place.kind, x, y, radius).named(
                    "\(place.name): \(names[place.kind.rawValue])"))
            if place.isChosen {
                var ring = Node.circle(x, y, radius + 4, .card)
                ring.hasNoFill = true
                ring.fill = nil
                ring.stroke = .chosen
                ring.attributes.append(("stroke-width", "2.4"))
                nodes.append(ring)
            }
            boxes.append(.init(x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius))
            if place.isChosen || (place.kind != .none && width >= 500) {
                wishes.append(
                    .init(
                        text: place.name, x: x, y: y, radius: radius + (place.isChosen ? 4 : 0),
                        importance: place.isChosen ? .infinity : 1, isStrong: place.isChosen,
                        paint: place.isChosen ? .chosen : .ink))
            }
        }
        var labels = Labels(
            frame: .init(x: 0, y: legend.height, width: width, height: map.height),
            avoiding: boxes)
        let placed = labels.place(wishes)
        // The one in question has its name, if need be across others.
        let left = wishes.filter { wish in
            wish.isStrong && !placed.contains { $0.text == wish.text }
        }
        var above = Labels(
            frame: .init(x: 0, y: legend.height, width: width, height: map.height))
        nodes += (left.isEmpty ? placed : above.place(left)).map(\.onGround)
        return Drawing(
            width: width, height: map.height + legend.height, title: title, summary: summary,
            marks: nodes)
    }

    private func mark(_ kind: Kind, _ x: Double, _ y: Double, _ radius: Double) -> Node {
        var node: Node
        switch kind {
        case .highHigh: node = .circle(x, y, radius, .sequence(4))
        case .lowLow: node = .circle(x, y, radius, .sequence(1))
        case .highLow: node = .diamond(x, y, radius, .sequence(4))
        case .lowHigh: node = .diamond(x, y, radius, .sequence(1))
        case .none: node = .circle(x, y, min(radius, 3.5), .card)
        }
        node.stroke = kind == .none ? .secondInk : .ink
        node.attributes.append(("stroke-width", kind == .none ? "0.8" : "1.2"))
        return node
    }
}
