internal import Numerics
internal import Region
internal import Wording

/// Plants with coordinates, on a plane that touches the globe in their middle; off by some
/// 0.1 % within 500 km of it.
struct PlantMap: Sendable {
    let codes: [ObjectCode]
    let points: [PlanePoint]
    /// People employed at each; nil where that is not known of all.
    let people: [Double]?
    /// The plants of each industry.
    let industries: [ObjectCode: [Int]]

    /// The lower left and upper right corner of the box around all plants.
    var window: (PlanePoint, PlanePoint) {
        (
            PlanePoint(points.map(\.x).min() ?? 0, points.map(\.y).min() ?? 0),
            PlanePoint(points.map(\.x).max() ?? 0, points.map(\.y).max() ?? 0)
        )
    }

    static let lackingIndustry = LocalizedText(
        en:
            "Needs at least ten enterprises of an industry with coordinates: columns lon and lat of establishments.csv.",
        ru:
            "Нужны не менее десяти предприятий отрасли с координатами: столбцы lon и lat таблицы establishments.csv."
    )

    init(_ plants: [SettlementContext.Plant]) {
        let latitude = plants.map(\.coordinates.latitude).mean ?? 0
        let kilometresPerDegree = Coordinates.earthRadius * Double.pi / 180
        let shrink = Elementary.cosine(latitude * Double.pi / 180)
        codes = plants.map(\.code)
        points = plants.map {
            PlanePoint(
                $0.coordinates.longitude * kilometresPerDegree * shrink,
                $0.coordinates.latitude * kilometresPerDegree)
        }
        let staffed = plants.compactMap(\.people)
        people = staffed.count == plants.count && staffed.contains { $0 > 0 } ? staffed : nil
        industries = Dictionary(
            grouping: plants.indices.filter { plants[$0].industry != nil },
            by: { plants[$0].industry ?? "" })
    }
}
