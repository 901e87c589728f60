private import Foundation

/// An equal-area conic projection (Albers) fitted to what it has to show.
struct Projection: Sendable {
    private let centre: Double
    private let n: Double
    private let c: Double
    private let rho0: Double

    /// - Parameters: the extent in degrees; longitudes may run past 180 where the area does.
    init(west: Double, east: Double, south: Double, north: Double) {
        let radians = Double.pi / 180
        centre = (west + east) / 2
        let span = north - south
        let first = (south + span / 6) * radians
        let second = (north - span / 6) * radians
        let sum = sin(first) + sin(second)
        n = abs(sum) < 1e-9 ? 1e-9 : sum / 2
        c = cos(first) * cos(first) + 2 * n * sin(first)
        let middle = (south + north) / 2 * radians
        rho0 = (max(0, c - 2 * n * sin(middle))).squareRoot() / n
    }

    /// East and north of the middle, in radians of the globe.
    func place(_ longitude: Double, _ latitude: Double) -> (x: Double, y: Double) {
        let radians = Double.pi / 180
        let rho = (max(0, c - 2 * n * sin(latitude * radians))).squareRoot() / n
        let theta = n * (longitude - centre) * radians
        return (rho * sin(theta), rho0 - rho * cos(theta))
    }
}

/// A projection and the frame it fills.
struct MapFrame: Sendable {
    private let projection: Projection
    private let scale: Double
    private let offset: (x: Double, y: Double)
    let height: Double

    /// The longitude that the map begins with, behind the widest empty stretch of the globe: so a
    /// country that crosses the date line is in one piece.
    private let start: Double

    private static func start(_ longitudes: [Double]) -> Double {
        let sorted = longitudes.sorted()
        guard let first = sorted.first, let last = sorted.last else { return -180 }
        var (start, widest) = (first, first + 360 - last)
        for (west, east) in zip(sorted, sorted.dropFirst()) where east - west > widest {
            (start, widest) = (east, east - west)
        }
        return start
    }

    private static func unfolded(_ longitude: Double, from start: Double) -> Double {
        longitude < start ? longitude + 360 : longitude
    }

    init(points: [(longitude: Double, latitude: Double)], width: Double, margin: Double) {
        let start = Self.start(points.map(\.longitude))
        self.start = start
        let longitudes = points.map { Self.unfolded($0.longitude, from: start) }
        let latitudes = points.map(\.latitude)
        let projection = Projection(
            west: longitudes.min() ?? 0, east: longitudes.max() ?? 1,
            south: latitudes.min() ?? 0, north: latitudes.max() ?? 1)
        self.projection = projection
        let places = zip(longitudes, latitudes).map { projection.place($0, $1) }
        let (west, east) = (places.map(\.x).min() ?? 0, places.map(\.x).max() ?? 1)
        let (south, north) = (places.map(\.y).min() ?? 0, places.map(\.y).max() ?? 1)
        let extent = max(east - west, 1e-9)
        // A tall and thin area may not become a page of its own.
        scale = min((width - 2 * margin) / extent, 1.4 * width / max(north - south, 1e-9))
        let middle = (width - extent * scale) / 2
        offset = (middle - west * scale, margin + north * scale)
        height = (north - south) * scale + 2 * margin
    }

    func place(_ longitude: Double, _ latitude: Double) -> (x: Double, y: Double) {
        let point = projection.place(Self.unfolded(longitude, from: start), latitude)
        return (offset.x + point.x * scale, offset.y - point.y * scale)
    }
}
