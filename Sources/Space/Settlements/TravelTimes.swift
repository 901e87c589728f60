internal import Numerics
internal import Region
internal import Wording

/// How long it takes between settlements.
///
/// Minutes of a way are those of the quickest chain of roads where all of it has known minutes.
/// Otherwise they are assumed: the great circle, so many times longer as a road, at one speed, or
/// the chain of roads with such assumptions, whichever is quicker.
struct TravelTimes: Sendable {
    let map: SettlementMap
    /// The roads between settlements of the map, with minutes known or assumed.
    let graph: RoadGraph
    /// The connection behind each road of the graph.
    let connections: [Connection]
    /// Whether the minutes of each road are assumed.
    let isAssumedEdge: [Bool]
    let minutes: [[Double]]
    let isAssumed: [[Bool]]

    init(_ map: SettlementMap) throws(Undefined) {
        self.map = map
        let parameters = map.context.parameters
        let positions = Dictionary(
            uniqueKeysWithValues: map.settlements.enumerated().map { ($0.element.code, $0.offset) })
        let direct = { (from: Int, to: Int) in
            map.kilometres(from, to) * parameters.detour / parameters.speed * 60
        }
        var edges: [RoadGraph.Edge] = []
        var connections: [Connection] = []
        var isAssumedEdge: [Bool] = []
        for connection in map.context.connections {
            guard (connection.mode ?? .road) != .air, let from = positions[connection.from],
                let to = positions[connection.to], from != to
            else { continue }
            let time =
                connection.minutes
                ?? connection.kilometres.map { $0 / parameters.speed * 60 } ?? direct(from, to)
            edges.append(RoadGraph.Edge(from, to, minutes: time))
            connections.append(connection)
            isAssumedEdge.append(connection.minutes == nil)
        }
        let graph = try RoadGraph(count: map.settlements.count, edges: edges)
        var measured: [RoadGraph.Edge] = []
        for (index, edge) in edges.enumerated() where !isAssumedEdge[index] {
            measured.append(edge)
        }
        let known = try RoadGraph(count: map.settlements.count, edges: measured)
        var minutes: [[Double]] = []
        var isAssumed: [[Bool]] = []
        for from in map.settlements.indices {
            let (sure, any) = (known.paths(from: from).minutes, graph.paths(from: from).minutes)
            minutes.append(
                map.settlements.indices.map { to in
                    sure[to] ?? min(any[to] ?? .infinity, direct(from, to))
                })
            isAssumed.append(map.settlements.indices.map { sure[$0] == nil && $0 != from })
        }
        self.graph = graph
        self.connections = connections
        self.isAssumedEdge = isAssumedEdge
        self.minutes = minutes
        self.isAssumed = isAssumed
    }

    /// Where the minutes between two settlements are from, in words.
    func source(_ from: Int, _ to: Int) -> InputReference {
        let (a, b) = (map.settlements[from].name, map.settlements[to].name)
        return isAssumed[from][to]
            ? .note(
                LocalizedText(
                    en: "\(a.english) – \(b.english), assumed from the distance",
                    ru: "\(a.russian) – \(b.russian), принято по расстоянию"))
            : .note(
                LocalizedText(
                    en: "\(a.english) – \(b.english), by roads of connections.csv",
                    ru: "\(a.russian) – \(b.russian), по дорогам из connections.csv"))
    }

    var settings: [ResultTable.Parameter] {
        [
            .init("detour", Expression.plainNumber(map.context.parameters.detour)),
            .init("speed", Expression.plainNumber(map.context.parameters.speed)),
        ]
    }

    /// What the reader has to know where minutes are assumed.
    var notices: [LocalizedText] {
        guard isAssumed.contains(where: { $0.contains(true) }) else { return map.notices }
        return map.notices + [
            LocalizedText(
                en:
                    "Travel minutes are not known for all pairs of settlements (column minutes of connections.csv): they are assumed from great-circle distances, \(Expression.plainNumber(map.context.parameters.detour)) times longer by road, at \(Expression.plainNumber(map.context.parameters.speed)) km/h.",
                ru:
                    "Время в пути известно не для всех пар пунктов (столбец minutes таблицы connections.csv): оно принято по дуге большого круга, дорога длиннее в \(Expression.plainNumber(map.context.parameters.detour).replacing(".", with: ",")) раза, скорость \(Expression.plainNumber(map.context.parameters.speed).replacing(".", with: ",")) км/ч."
            )
        ]
    }
}
