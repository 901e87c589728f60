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
