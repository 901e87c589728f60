public import Wording

/// Classes of values and their colours, as a map's legend says them.
public struct ValueClasses: Sendable {
    /// Borders in ascending order; n borders make n + 1 classes.
    public let borders: [Double]
    /// A border that means something, and what it means: 1, "as the country".
    public let marked: (border: Double, words: String)?
    public let title: String

    public init(title: String, borders: [Double], marked: (border: Double, words: String)? = nil) {
        self.title = title
        self.borders = Array(borders.prefix(4))
        self.marked = marked
    }

    func paint(_ value: Double) -> Paint {
        .sequence(borders.filter { value >= $0 }.count + (4 - borders.count))
    }

    /// The legend: classes from high to low, the marked border between two of them.
    func legend(
        x: Double, y: Double, width: Double, _ language: Language
    ) -> (nodes: [Node], height: Double) {
        let word = { (value: Double) in NumberWording.text(value, significant: 2, in: language) }
        var nodes: [Node] = [
            .text(TextWidth.cut(title, to: width), x, y + 12, .secondInk)
        ]
        for step in (0...borders.count).reversed() {
            let row = Double(borders.count - step)
            let top = y + 20 + row * 19
            var swatch = Node.rect(x, top, 22, 19, .sequence(step + (4 - borders.count)))
            swatch.stroke = .secondInk
            nodes.append(swatch)
            let text =
                step == borders.count
                ? "≥ " + word(borders[step - 1])
                : step == 0
                    ? "< " + word(borders[0]) : word(borders[step - 1]) + "–" + word(borders[step])
            nodes.append(.text(text, x + 29, top + 14))
            if let marked, step > 0, borders[step - 1] == marked.border {
                nodes.append(.line(x, top + 19, x + 84, top + 19, .ink, width: 1.8))
                let words = TextWidth.cut("← " + marked.words, to: width - 88)
                nodes.append(.text(words, x + 88, top + 23, .secondInk))
            }
        }
        return (nodes, 20 + Double(borders.count + 1) * 19 + 10)
    }
}

/// Places as circles: size by area, class by colour. For areas without borders at hand.
public struct SymbolMap: Sendable {
    public struct Symbol: Sendable {
        public let name: String
        public let longitude: Double
        public let latitude: Double
        public let size: Double
        /// nil where nothing is known.
        public let value: Double?
        public let isChosen: Bool

        public init(
            name: String, longitude: Double, latitude: Double, size: Double, value: Double?,
            isChosen: Bool = false
        ) {
            self.name = name
            self.longitude = longitude
            self.latitude = latitude
            self.size = size
            self.value = value
            self.isChosen = isChosen
        }
    }

    public let title: String
    public let summary: String
    public let classes: ValueClasses
    public let symbols: [Symbol]

    public init(title: String, summary: String, classes: ValueClasses, symbols: [Symbol]) {
        self.title = title
        self.summary = summary
        self.classes = classes
        self.symbols = symbols
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let legend = classes.legend(x: 0, y: 0, width: width, language)
        let map = MapFrame(
            points: symbols.map { ($0.longitude, $0.latitude) }, width: width, margin: 26)
        let largest = symbols.map(\.size).max() ?? 1
        let reach = width < 500 ? 13.0 : 24.0
        // The map moves up beside the legend as far as nothing of it comes under it.
        let high = symbols.map { map.place($0.longitude, $0.latitude) }
            .filter { $0.x < reach + 210 }.map(\.y).min()
        let top =
            width < 500
            ? legend.height : max(0, legend.height - max(0, (high ?? legend.height) - reach))
        var nodes = legend.nodes
        var wishes: [Labels.Wish] = []
        var circles: [Labels.Box] = []
        let order = symbols.sorted { ($0.isChosen ? 0 : $0.size) > ($1.isChosen ? 0 : $1.size) }
        for symbol in order {
            let place = map.place(symbol.longitude, symbol.latitude)
            let radius = max(
                2.5,
                reach * (max(0, symbol.size) / max(largest, .leastNormalMagnitude)).squareRoot())
            let words = symbol.value.map { NumberWording.text($0, significant: 3, in: language) }
            var circle = Node.circle(
                place.x, place.y + top, radius, symbol.value.map(classes.paint) ?? .card)
            circle.stroke = symbol.isChosen ? .chosen : .secondInk
            circle.attributes.append(("stroke-width", symbol.isChosen ? "3" : "0.8"))
            nodes.append(circle.named("\(symbol.name): \(words ?? "–")"))
            circles.append(
                .init(
                    x: place.x - radius, y: place.y + top - radius, width: 2 * radius,
                    height: 2 * radius))
            let isLabelled =
                symbol.isChosen
                || (width >= 500 && (symbol.value ?? 0) >= (classes.borders.last ?? .infinity))
            if isLabelled {
                wishes.append(
                    .init(
                        text: symbol.name, x: place.x, y: place.y + top, radius: radius,
                        importance: symbol.isChosen ? .infinity : symbol.size,
                        isStrong: symbol.isChosen, paint: symbol.isChosen ? .chosen : .ink))
            }
        }
        let height = map.height + top
        let room = Labels.Box(
            x: 0, y: legend.height, width: width, height: height - legend.height)
        var labels = Labels(frame: room, avoiding: circles)
        let placed = labels.place(wishes)
        // The one in question has its name, if need be across others.
        let chosen = wishes.filter { wish in
            wish.isStrong && !placed.contains { $0.text == wish.text }
        }
        var above = Labels(frame: room)
        nodes += chosen.isEmpty ? placed : above.place(chosen)
        return Drawing(width: width, height: height, title: title, summary: summary, marks: nodes)
    }
}

/// Areas coloured by class, with places on top.
public struct RegionMap: Sendable {
    public struct Area: Sendable {
        public let name: String
        /// Closed lines of longitudes and latitudes, holes among them.
        public let rings: [[(longitude: Double, latitude: Double)]]
        public let value: Double?

        public init(
            name: String, rings: [[(longitude: Double, latitude: Double)]], value: Double?
        ) {
            self.name = name
            self.rings = rings
            self.value = value
        }
    }

    public struct Town: Sendable {
        public let name: String
        public let longitude: Double
        public let latitude: Double
        public let size: Double

        public init(name: String, longitude: Double, latitude: Double, size: Double) {
            self.name = name
            self.longitude = longitude
            self.latitude = latitude
            self.size = size
        }
    }

    public let title: String
    public let summary: String
    public let classes: ValueClasses?
    public let areas: [Area]
    public let towns: [Town]

    public init(
        title: String, summary: String, classes: ValueClasses?, areas: [Area], towns: [Town]
    ) {
        self.title = title
        self.summary = summary
        self.classes = classes
        self.areas = areas
        self.towns = towns
    }

    public func drawing(width: Double, language: Language) -> Drawing {
        let isNarrow = width < 500
        // A tall region beside its legend, under it where there is no room.
        let mapLeft = isNarrow || classes == nil ? 0 : min(190, width * 0.28)
        let legend =
            classes?.legend(x: 0, y: 0, width: isNarrow ? width : mapLeft - 8, language)
            ?? (nodes: [], height: 0)
        let mapWidth = min(width - mapLeft, 520)
        let top = isNarrow ? legend.height : 0
        let points =
            areas.flatMap { $0.rings.flatMap { $0 } } + towns.map { ($0.longitude, $0.latitude) }
        let map = MapFrame(points: points, width: mapWidth, margin: 14)
        var nodes = legend.nodes
        for area in areas { nodes += shape(area, map, mapLeft, top, language) }
        let largest = towns.map(\.size).max() ?? 1
        var wishes: [Labels.Wish] = []
        for town in towns {
            let place = map.place(town.longitude, town.latitude)
            let radius = max(
                2.5, 11 * (max(0, town.size) / max(largest, .leastNormalMagnitude)).squareRoot())
            var circle = Node.circle(place.x + mapLeft, place.y + top, radius, .card)
            circle.stroke = .ink
            circle.attributes.append(("stroke-width", "1.6"))
            let words = NumberWording.text(town.size, decimals: 0, in: language)
            nodes.append(circle.named("\(town.name): \(words)"))
            wishes.append(
                .init(
                    text: town.name, x: place.x + mapLeft, y: place.y + top, radius: radius,
                    importance: town.size, isStrong: true))
        }
        var labels = Labels(
            frame: .init(x: mapLeft, y: top, width: width - mapLeft, height: map.height))
        nodes += labels.place(wishes)
        return Drawing(
            width: width, height: max(map.height + top, legend.height), title: title,
            summary: summary, marks: nodes)
    }

    private func shape(
        _ area: Area, _ map: MapFrame, _ left: Double, _ top: Double, _ language: Language
    ) -> [Node] {
        var path = ""
        for ring in area.rings where ring.count > 2 {
            let points = ring.map { point -> String in
                let place = map.place(point.longitude, point.latitude)
                return "\(Node.number(place.x + left)) \(Node.number(place.y + top))"
            }
            path += "M" + points.joined(separator: "L") + "Z"
        }
        guard !path.isEmpty else { return [] }
        var node = Node("path", [("d", path), ("fill-rule", "evenodd"), ("stroke-width", "0.9")])
        node.fill = area.value.flatMap { value in classes?.paint(value) } ?? .sequence(0)
        node.stroke = .secondInk
        let words = area.value.map { NumberWording.text($0, significant: 3, in: language) }
        return [node.named("\(area.name): \(words ?? "–")")]
    }
}
