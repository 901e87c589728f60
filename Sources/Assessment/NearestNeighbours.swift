private import Foundation
internal import Numerics
internal import Region

extension SpatialWeights {
    /// The nearest places by great circle, weight 1 each; nil where a place has no coordinates.
    ///
    /// Ties go to the lower code, so that the weights do not depend on the order of the places.
    init?(nearest count: Int, of places: [Place]) {
        let points = places.compactMap(\.coordinates)
        guard points.count == places.count, places.count > count else { return nil }
        var weights = Matrix(rows: places.count, columns: places.count)
        for row in places.indices {
            let nearest = places.indices.filter { $0 != row }
                .map { (distance: points[row].kilometres(to: points[$0]), index: $0) }
                .sorted {
                    ($0.distance, places[$0.index].code) < ($1.distance, places[$1.index].code)
                }
                .prefix(count)
            for neighbour in nearest { weights[row, neighbour.index] = 1 }
        }
        self.init(
            places: places.map(\.code), weights: weights,
            rule: "\(count) nearest, great circle")
    }
}

extension Coordinates {
    /// The great-circle distance on a sphere of 6,371.0088 km, by the haversine formula.
    func kilometres(to other: Coordinates) -> Double {
        let radians = Double.pi / 180
        let dLatitude = (other.latitude - latitude) * radians
        let dLongitude = (other.longitude - longitude) * radians
        let a =
            pow(sin(dLatitude / 2), 2)
            + cos(latitude * radians) * cos(other.latitude * radians) * pow(sin(dLongitude / 2), 2)
        return 2 * 6371.0088 * asin(min(1, a.squareRoot()))
    }
}
