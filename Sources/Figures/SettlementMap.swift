public import Wording

/// Towns with what joins them: agglomerations as hulls, roads and axes as lines, poles filled.
public struct SettlementMap: Sendable {
    public struct Town: Sendable {
        public let name: String
        public let longitude: Double
        public let latitude: Double
        public let people: Double
        public let isPole: Bool
        public let isCore: Bool

        public init(
            name: String, longitude: Double, latitude: Double, people: Double,
            isPole: Bool = false, isCore: Bool = false
        ) {
            self.name = name
            self.longitude = longitude
            self.latitude = latitude
            self.people = people
            self.isPole = isPole
            self.isCore = isCore
        }
    }

    public struct Area: Sendable {
        public let name: String
        /// Positions of its towns.
        public let towns: [Int]

        public init(name: String, towns: [Int]) {
            self.name = name
            self.towns = towns
        }
    }

    public struct Road: Sendable {
        public let first: Int
        public let second: Int
        public let flow: Double
        public let isAxis: Bool

        public init(_ first: Int, _ second: Int, flow: Double, isAxis: Bool) {
            self.first = first
            self.second = second
            self.flow = flow
            self.isAxis = isAxis
        }
    }

    public struct Words: Sendable {
        public let pole: String
        public let town: String
        public let area: String
        public let road: String
        public let axis: String

        public init(pole: String, town: String, area: String, road: String, axis: String) {
            self.pole = pole
            self.town = town
            self.area = area
            self.road = road
            self.axis = axis
        }
    }

    public let title: String
    public let summary: String
    public let towns: [Town]
    public let areas: [Area]
    public let roads: [Road]
    public let words: Words

    public init(
        title: String, summary: String, towns: [Town], areas: [Area], roads: [Road], words: Words
    ) {
        self.title = title
        self.summary = summary
        self.towns = towns
        self.areas = areas
        self.roads = roads
        self.words = words
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let isNarrow = width < 500
        let hasAxes = roads.contains(where: \.isAxis)
        let legend = Key(
            entries: [
                ({ self.circle($0, $1, 6, isPole: true) }, words.pole),
                ({ self.circle($0, $1, 5, isPole: false) }, words.town),
                (
                    {
                        self.hull([
                            ($0 - 6, $1 - 5), ($0 + 6, $1 - 5), ($0 + 6, $1 + 5), ($0 - 6, $1 + 5),
                        ])
                    },
                    areas.isEmpty ? "" : words.area
                ),
                (
                    { .line($0 - 6, $1, $0 + 7, $1, .secondInk, width: 1.6) },
                    roads.isEmpty ? "" : words.road
                ),
                ({ .line($0 - 6, $1, $0 + 7, $1, .chosen, width: 5) }, hasAxes ? words.axis : ""),
            ]).drawn(width: width)
        let map = MapFrame(
            points: towns.map { ($0.longitude, $0.latitude) }, width: min(width, 560),
            margin: isNarrow ? 34 : 48)
        let left = (width - min(width, 560)) / 2
        let places = towns.map { town -> (x: Double, y: Double) in
            let place = map.place(town.longitude, town.latitude)
            return (place.x + left, place.y + legend.height)
        }
        let height = map.height + legend.height
        var nodes = legend.nodes
        for area in areas {
            let corners = area.towns.filter(places.indices.contains).map { places[$0] }
            guard !corners.isEmpty else { continue }
            let ring = Outline.around(corners, by: isNarrow ? 14 : 20)
            nodes.append(hull(ring).named(area.name))
        }
        let strongest = roads.map(\.flow).max() ?? 1
        for road in roads
        where places.indices.contains(road.first) && places.indices.contains(road.second) {
            let (a, b) = (places[road.first], places[road.second])
            let share = max(0, road.flow) / max(strongest, .leastNormalMagnitude)
            let line = Node.line(
                a.x, a.y, b.x, b.y, road.isAxis ? .chosen : .secondInk,
                width: (road.isAxis ? 4 : 1) + 3 * share.squareRoot())
            nodes.append(line.named("\(towns[road.first].name) – \(towns[road.second].name)"))
        }
        let largest = max(towns.map(\.people).max() ?? 1, .leastNormalMagnitude)
        var wishes: [Labels.Wish] = []
        var circles: [Labels.Box] = []
        for (town, place) in zip(towns, places) {
            let radius = max(
                3, (isNarrow ? 10 : 14) * (max(0, town.people) / largest).squareRoot())
            let people = NumberWording.text(town.people, decimals: 0, in: language)
            nodes.append(
                circle(place.x, place.y, radius, isPole: town.isPole)
                    .named("\(town.name): \(people)"))
            circles.append(
                .init(
                    x: place.x - radius, y: place.y - radius, width: 2 * radius,
                    height: 2 * radius))
            wishes.append(
                .init(
                    text: town.name, x: place.x, y: place.y, radius: radius,
                    importance: town.people, isStrong: town.isPole || town.isCore))
        }
        var labels = Labels(
            frame: .init(x: 0, y: legend.height, width: width, height: map.height),
            avoiding: circles)
        nodes += labels.place(wishes).map(\.onGround)
        return Drawing(
            width: width, height: height, title: title, summary: summary, marks: nodes)
    }

    private func circle(_ x: Double, _ y: Double, _ radius: Double, isPole: Bool) -> Node {
        var node = Node.circle(x, y, radius, isPole ? .sequence(4) : .card)
        node.stroke = .ink
        node.attributes.append(("stroke-width", "1.4"))
        return node
    }

    private func hull(_ ring: [(x: Double, y: Double)]) -> Node {
        let path =
            "M"
            + ring.map { "\(Node.number($0.x)) \(Node.number($0.y))" }
            .joined(separator: "L") + "Z"
        var node = Node(
            "path",
            [
                ("d", path), ("stroke-width", "1.4"), ("stroke-dasharray", "5 3"),
                ("fill-opacity", "0.6"), ("stroke-linejoin", "round"),
            ])
        node.fill = .sequence(1)
        node.stroke = .action
        return node
    }
}

/// A closed line around points, at a distance from them.
enum Outline {
    static func around(
        _ points: [(x: Double, y: Double)], by distance: Double
    ) -> [(x: Double, y: Double)] {
        // The hull of a ring of points around each.
        let ring = points.flatMap { point in
            (0..<16).map { step -> (x: Double, y: Double) in
                let turn = Angle.point(turn: Double(step) / 16)
                return (point.x + turn.x * distance, point.y + turn.y * distance)
            }
        }
        let order = ring.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        func half(_ order: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
            var chain: [(x: Double, y: Double)] = []
            for point in order {
                while chain.count >= 2 {
                    let (a, b) = (chain[chain.count - 2], chain[chain.count - 1])
                    let turn = (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)
                    guard turn <= 1e-9 else { break }
                    chain.removeLast()
                }
                chain.append(point)
            }
            return Array(chain.dropLast())
        }
        return half(order) + half(order.reversed())
    }
}
