public import Wording

/// A code that names one thing of a kind, such as a place.
public protocol Code: RawRepresentable<String>, Hashable, Comparable, Sendable, Codable,
    ExpressibleByStringLiteral, CustomStringConvertible
{
    init(rawValue: String)
}

extension Code {
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    public var description: String { rawValue }
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The code of a place: `RU-KEM`.
public struct PlaceCode: Code {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The code of an activity, unique across classifications by its prefix: `okved2:B`.
public struct ActivityCode: Code {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The code of a classification of activities: `okved2`, `nace2`, `naics2022`.
public struct ClassificationCode: Code {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The code of a measure: `value_added`.
public struct MeasureCode: Code {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The code of what else a result is about: a cluster, an establishment, the second place of two.
public struct ObjectCode: Code {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Its name among known ones; parts joined by a slash, such as a cluster and its participant,
    /// are named one by one.
    public func name(among names: [ObjectCode: LocalizedText]) -> LocalizedText {
        if let name = names[self] { return name }
        let parts = rawValue.split(separator: "/").map { part in
            let code = ObjectCode(rawValue: String(part))
            return names[code] ?? LocalizedText(en: code.rawValue, ru: code.rawValue)
        }
        return LocalizedText(
            en: parts.map(\.english).joined(separator: " · "),
            ru: parts.map(\.russian).joined(separator: " · "))
    }
}

/// The key of a source of figures.
public struct SourceKey: Code {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A year of the calendar.
public typealias Year = Int

/// A point on the globe, degrees of WGS 84.
public struct Coordinates: Hashable, Sendable, Codable {
    public let longitude: Double
    public let latitude: Double

    public init(longitude: Double, latitude: Double) {
        self.longitude = longitude
        self.latitude = latitude
    }
}

/// A region, municipality or settlement.
public struct Place: Hashable, Sendable, Codable {
    public let code: PlaceCode
    public let name: LocalizedText
    /// `country`, `federal_district`, `region`, `municipality`, `settlement`.
    public let level: String
    public let parent: PlaceCode?
    public let coordinates: Coordinates?
    /// The area, square kilometres.
    public let areaInSquareKilometres: Double?

    public init(
        code: PlaceCode, name: LocalizedText, level: String, parent: PlaceCode? = nil,
        coordinates: Coordinates? = nil, areaInSquareKilometres: Double? = nil
    ) {
        self.code = code
        self.name = name
        self.level = level
        self.parent = parent
        self.coordinates = coordinates
        self.areaInSquareKilometres = areaInSquareKilometres
    }
}

/// An industry of a classification.
public struct Activity: Hashable, Sendable, Codable {
    public let code: ActivityCode
    public let classification: ClassificationCode
    public let name: LocalizedText
    public let parent: ActivityCode?

    public init(
        code: ActivityCode, classification: ClassificationCode, name: LocalizedText,
        parent: ActivityCode? = nil
    ) {
        self.code = code
        self.classification = classification
        self.name = name
        self.parent = parent
    }
}

/// Where figures come from.
public struct Source: Hashable, Sendable, Codable {
    public let key: SourceKey
    public let title: String
    public let publisher: String
    public let year: Year?
    public let address: String
    public let licence: String

    public init(
        key: SourceKey, title: String, publisher: String, year: Year?, address: String,
        licence: String
    ) {
        self.key = key
        self.title = title
        self.publisher = publisher
        self.year = year
        self.address = address
        self.licence = licence
    }
}
