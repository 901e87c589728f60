private import Foundation
import Tabular

/// Places of a GeoJSON file: what each is called, and where it lies.
///
/// The whole file is in memory. Coordinates are degrees of WGS 84, longitude first, as RFC 7946 has
/// them.
///
/// - Source: RFC 7946, The GeoJSON Format; for `crs` the specification of 2008.
struct GeoJSONFile {
    enum Fault: Error, Hashable {
        case unreadable, notJSON
        case tooDeep(limit: Int)
        /// The type it has instead of a feature or a collection of them.
        case notFeatures(String)
        case otherReferenceSystem(String)
        case noGeometryOfItsType(String)
        case notAPosition
        case ringNotClosed
        case ringTooShort(Int)
        case notDegrees(Double)
        case outOfRange(Double, isLongitude: Bool)
    }

    /// A fault and where it is: `features[2].geometry.coordinates[0]`.
    struct Place: Error, Hashable {
        let fault: Fault
        let path: String
    }

    struct Position: Hashable {
        let (longitude, latitude): (Double, Double)
    }

    enum Shape: Hashable {
        case nowhere
        case point(Position)
        /// Each with its outer ring first, then its holes.
        case polygons([[[Position]]], isMultiple: Bool)
    }

    struct Feature {
        /// By name, as text.
        let properties: [String: String]
        let shape: Shape
    }

    private(set) var features: [Feature] = []
    /// Names of properties: those that more features have come first.
    private(set) var names: [String] = []
    /// What the file says must be said of whoever made it.
    private(set) var attribution: String?
    /// What is wrong, feature by feature.
    private(set) var faults: [Place] = []

    /// The deepest that coordinates of many polygons lie is ten; properties may hold a little more.
    private static let depth = 64

    init(path: String) throws(Fault) {
        guard let bytes = WorkspaceFolder.bytes(of: path, limit: 1 << 28) else {
            throw .unreadable
        }
        guard Self.depth(of: bytes) <= Self.depth else { throw .tooDeep(limit: Self.depth) }
        guard let root = try? JSONSerialization.jsonObject(with: Data(bytes)) else {
            throw .notJSON
        }
        guard let object = root as? [String: Any] else { throw .notFeatures("") }
        let type = object["type"] as? String ?? ""
        try Self.checkReferenceSystem(object["crs"])
        attribution = object["attribution"] as? String
        switch type {
        case "FeatureCollection":
            guard let list = object["features"] as? [Any] else { throw .notFeatures(type) }
            for (index, feature) in list.enumerated() { take(feature, "features[\(index)]") }
        case "Feature": take(object, "")
        default: throw .notFeatures(type)
        }
        var counts: [String: Int] = [:]
        for feature in features {
            for name in feature.properties.keys { counts[name, default: 0] += 1 }
        }
        // Where a place is its geometry says, not a property of the same name.
        let taken = [GeoJSONReader.longitude, GeoJSONReader.latitude]
        names = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
            .filter { !taken.contains($0.uppercased()) }
    }

    /// How deep lists and objects lie in each other, whatever else the text is.
    private static func depth(of bytes: [UInt8]) -> Int {
        var (depth, deepest, isText, isEscaped) = (0, 0, false, false)
        for byte in bytes {
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == 0x5C {
                    isEscaped = true
                } else if byte == 0x22 {
                    isText = false
                }
                continue
            }
            switch byte {
            case 0x22: isText = true
            case 0x5B, 0x7B:
                depth += 1
                deepest = max(deepest, depth)
            case 0x5D, 0x7D: depth -= 1
            default: break
            }
        }
        return deepest
    }

    /// Files of before RFC 7946 may name the system; the one allowed goes by several names.
    private static func checkReferenceSystem(_ crs: Any?) throws(Fault) {
        guard let crs, !(crs is NSNull) else { return }
        let properties = (crs as? [String: Any])?["properties"] as? [String: Any]
        let name = properties?["name"] as? String ?? ""
        let folded = name.uppercased()
        guard folded.hasSuffix("CRS84") || folded.hasSuffix(":4326") else {
            throw .otherReferenceSystem(name)
        }
    }

    // MARK: Features

    private mutating func take(_ value: Any, _ path: String) {
        do throws(Place) {
            let prefix = path.isEmpty ? "" : path + "."
            guard let object = value as? [String: Any], object["type"] as? String == "Feature"
            else {
                let type = (value as? [String: Any])?["type"] as? String ?? ""
                throw Place(fault: .notFeatures(type), path: path)
            }
            var properties: [String: String] = [:]
            if let id = object["id"].flatMap(Self.text) { properties["id"] = id }
            for (name, value) in object["properties"] as? [String: Any] ?? [:] {
                if let text = Self.text(value) { properties[name] = text }
            }
            let shape = try Self.shape(object["geometry"], prefix + "geometry")
            features.append(Feature(properties: properties, shape: shape))
        } catch {
            faults.append(error)
        }
    }

    /// A lone value as text; nil for what holds others.
    private static func text(_ value: Any) -> String? {
        switch value {
        case let text as String: return text
        case let number as NSNumber:
            if String(cString: number.objCType) == "c" { return number.boolValue ? "1" : "0" }
            let value = number.doubleValue
            return value.isFinite ? NumberText.shortest(value) : nil
        case is NSNull: return ""
        default: return nil
        }
    }

    private static func shape(_ value: Any?, _ path: String) throws(Place) -> Shape {
        guard let value, !(value is NSNull) else { return .nowhere }
        let geometry = value as? [String: Any]
        let type = geometry?["type"] as? String ?? ""
        let inner = path + ".coordinates"
        let list = geometry?["coordinates"] as? [Any]
        switch type {
        case "Point": return .point(try position(geometry?["coordinates"], inner))
        case "Polygon":
            guard let list else { throw Place(fault: .notAPosition, path: inner) }
            return .polygons([try polygon(list, inner)], isMultiple: false)
        case "MultiPolygon":
            guard let list, !list.isEmpty else { throw Place(fault: .notAPosition, path: inner) }
            var polygons: [[[Position]]] = []
            for (index, part) in list.enumerated() {
                let place = "\(inner)[\(index)]"
                guard let rings = part as? [Any] else {
                    throw Place(fault: .notAPosition, path: place)
                }
                polygons.append(try polygon(rings, place))
            }
            return .polygons(polygons, isMultiple: true)
        default: throw Place(fault: .noGeometryOfItsType(type), path: path)
        }
    }

    private static func polygon(_ rings: [Any], _ path: String) throws(Place) -> [[Position]] {
        guard !rings.isEmpty else { throw Place(fault: .ringTooShort(0), path: path) }
        var polygon: [[Position]] = []
        for (index, ring) in rings.enumerated() {
            let place = "\(path)[\(index)]"
            guard let list = ring as? [Any] else { throw Place(fault: .notAPosition, path: place) }
            var positions: [Position] = []
            positions.reserveCapacity(list.count)
            for (number, value) in list.enumerated() {
                positions.append(try position(value, "\(place)[\(number)]"))
            }
            guard positions.count >= 4 else {
                throw Place(fault: .ringTooShort(positions.count), path: place)
            }
            guard positions.first == positions.last else {
                throw Place(fault: .ringNotClosed, path: place)
            }
            polygon.append(positions)
        }
        return polygon
    }

    private static func position(
        _ value: Any?, _ path: @autoclosure () -> String
    ) throws(Place) -> Position {
        guard let list = value as? [Any], list.count >= 2,
            let first = (list[0] as? NSNumber)?.doubleValue,
            let second = (list[1] as? NSNumber)?.doubleValue, first.isFinite, second.isFinite
        else { throw Place(fault: .notAPosition, path: path()) }
        // Metres of a projection are far beyond any slip in degrees.
        if let metres = [first, second].first(where: { abs($0) > 1_000 }) {
            throw Place(fault: .notDegrees(metres), path: path())
        }
        guard abs(first) <= 180 else {
            throw Place(fault: .outOfRange(first, isLongitude: true), path: path())
        }
        guard abs(second) <= 90 else {
            throw Place(fault: .outOfRange(second, isLongitude: false), path: path())
        }
        return Position(longitude: first, latitude: second)
    }
}

extension GeoJSONFile.Shape {
    /// The point itself; of areas the centroid of the largest, or a point within it where the
    /// centroid lies outside.
    var point: GeoJSONFile.Position? {
        switch self {
        case .nowhere: return nil
        case .point(let position): return position
        case .polygons(let polygons, _):
            guard
                let largest = polygons.max(by: {
                    abs(Self.area($0[0]).area) < abs(Self.area($1[0]).area)
                })
            else { return nil }
            return Self.point(within: largest)
        }
    }

    /// The signed area of a ring in square degrees, and its centroid; nil for a ring of no area.
    private static func area(
        _ ring: [GeoJSONFile.Position]
    ) -> (area: Double, centroid: GeoJSONFile.Position?) {
        // From the first corner, so that far from the origin no digits are lost.
        let origin = ring[0]
        var (area, x, y) = (0.0, 0.0, 0.0)
        for (left, right) in zip(ring, ring.dropFirst()) {
            let (x0, y0) = (left.longitude - origin.longitude, left.latitude - origin.latitude)
            let (x1, y1) = (right.longitude - origin.longitude, right.latitude - origin.latitude)
            let cross = x0 * y1 - x1 * y0
            area += cross / 2
            x += (x0 + x1) * cross
            y += (y0 + y1) * cross
        }
        guard area != 0 else { return (0, nil) }
        return (
            area,
            GeoJSONFile.Position(
                longitude: origin.longitude + x / (6 * area),
                latitude: origin.latitude + y / (6 * area))
        )
    }

    private static func point(
        within polygon: [[GeoJSONFile.Position]]
    ) -> GeoJSONFile.Position {
        let outer = polygon[0]
        let centroid =
            area(outer).centroid
            ?? GeoJSONFile.Position(
                longitude: (outer[0].longitude + outer[1].longitude) / 2,
                latitude: (outer[0].latitude + outer[1].latitude) / 2)
        let crossings = polygon.flatMap { Self.crossings($0, at: centroid.latitude) }.sorted()
        let stretches = stride(from: 0, to: crossings.count - 1, by: 2).map {
            (from: crossings[$0], to: crossings[$0 + 1])
        }
        let isInside = stretches.contains {
            $0.from <= centroid.longitude && centroid.longitude <= $0.to
        }
        guard !isInside, let widest = stretches.max(by: { $0.to - $0.from < $1.to - $1.from })
        else { return centroid }
        return GeoJSONFile.Position(
            longitude: (widest.from + widest.to) / 2, latitude: centroid.latitude)
    }

    /// Where the edges of a ring cross a parallel.
    private static func crossings(
        _ ring: [GeoJSONFile.Position], at latitude: Double
    ) -> [Double] {
        zip(ring, ring.dropFirst()).compactMap { left, right in
            guard (left.latitude > latitude) != (right.latitude > latitude) else { return nil }
            let share = (latitude - left.latitude) / (right.latitude - left.latitude)
            return left.longitude + share * (right.longitude - left.longitude)
        }
    }
}

/// Places of a GeoJSON file as records: their properties, then the point that stands for each.
struct GeoJSONReader: ~Copyable, RecordReader {
    static let (longitude, latitude) = ("LON", "LAT")

    let name: String
    var report = ProblemReport()
    private(set) var row = 0
    private let features: [GeoJSONFile.Feature]
    private let headings: [String]
    private var cells: [String] = []

    init(_ file: GeoJSONFile, name: String) {
        self.name = name
        features = file.features
        headings = file.names + [Self.longitude, Self.latitude]
    }

    var cellCount: Int { cells.count }

    func text(at index: Int) -> String { cells[index] }

    func number(at index: Int, format: NumberFormat, words: StateWords) -> CellReading {
        NumberCell.read(cells[index], format: format, words: words)
    }

    func fault(at index: Int) -> TabularProblem.Kind? { nil }

    /// A feature is found by its number from 0, as paths in JSON count.
    func place(ofCell index: Int?, named columnName: String?) -> TabularProblem.Place {
        guard row > 1 else { return TabularProblem.Place(file: name, row: row) }
        var place = TabularProblem.Place(file: name)
        place.columnName = columnName
        place.value = "features[\(row - 2)]"
        return place
    }

    mutating func advance() throws(CancellationError) -> Bool {
        if row.isMultiple(of: 256), Task.isCancelled { throw CancellationError() }
        guard row <= features.count else {
            cells = []
            return false
        }
        row += 1
        guard row > 1 else {
            cells = headings
            return true
        }
        let feature = features[row - 2]
        let point = feature.shape.point
        // A millionth of a degree is a tenth of a metre.
        let texts = [point?.longitude, point?.latitude].map { degrees in
            degrees.map { NumberText.shortest(($0 * 1e6).rounded() / 1e6) } ?? ""
        }
        cells = headings.dropLast(2).map { feature.properties[$0] ?? "" } + texts
        return true
    }
}

/// The outlines of places as a file of the workspace's folder `boundaries`.
enum Boundaries {
    static let folder = "boundaries"

    /// - Parameter places: Each with its code in the workspace, in the order of the file.
    static func text(
        _ places: [(code: String, shape: GeoJSONFile.Shape)], name: String, attribution: String?
    ) -> String {
        var text = "{\"type\":\"FeatureCollection\",\"name\":\(quoted(name))"
        if let attribution { text += ",\"attribution\":\(quoted(attribution))" }
        text += ",\"features\":["
        var isFirst = true
        for (code, shape) in places {
            guard case .polygons(let polygons, let isMultiple) = shape else { continue }
            text += isFirst ? "\n" : ",\n"
            isFirst = false
            text += "{\"type\":\"Feature\",\"properties\":{\"code\":\(quoted(code))},\"geometry\":"
            let shapes = polygons.map(rings)
            text +=
                isMultiple
                ? "{\"type\":\"MultiPolygon\",\"coordinates\":[\(shapes.joined(separator: ","))]}"
                : "{\"type\":\"Polygon\",\"coordinates\":\(shapes[0])}"
            text += "}"
        }
        return text + "\n]}\n"
    }

    private static func rings(_ polygon: [[GeoJSONFile.Position]]) -> String {
        let rings = polygon.map { ring in
            let positions = ring.map {
                "[\(NumberText.shortest($0.longitude)),\(NumberText.shortest($0.latitude))]"
            }
            return "[\(positions.joined(separator: ","))]"
        }
        return "[\(rings.joined(separator: ","))]"
    }

    private static func quoted(_ text: String) -> String {
        let written = JSONValue.text(text).text
        return String(written.dropLast())
    }
}
