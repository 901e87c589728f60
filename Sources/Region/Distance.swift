private import Foundation

extension Coordinates {
    /// The great-circle distance on a sphere of 6,371.0088 km, by the haversine formula.
    ///
    /// - Source: METHODS 3.0.
    public func kilometres(to other: Coordinates) -> Double {
        let radians = Double.pi / 180
        let dLatitude = (other.latitude - latitude) * radians
        let dLongitude = (other.longitude - longitude) * radians
        let a =
            pow(sin(dLatitude / 2), 2)
            + cos(latitude * radians) * cos(other.latitude * radians) * pow(sin(dLongitude / 2), 2)
        return 2 * Coordinates.earthRadius * asin(min(1, a.squareRoot()))
    }

    /// The mean radius of WGS 84, kilometres.
    public static let earthRadius = 6371.0088
}
