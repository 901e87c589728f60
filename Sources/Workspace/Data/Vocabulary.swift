import Region
import Wording

/// Places, activities, measures and sources in the order of their codes, with their positions.
struct Vocabulary: Sendable {
    var places: [Place] = []
    /// Whether each place belongs to the reference economy of its level.
    var isInPanel: [Bool] = []
    var activities: [Activity] = []
    var measures: [MeasureEntry] = []
    var sources: [SourceKey: Source] = [:]

    private(set) var placePositions: [String: Int] = [:]
    private(set) var activityPositions: [String: Int] = [:]
    private(set) var measurePositions: [String: Int] = [:]

    /// A measure with what only the workspace needs to know of it.
    struct MeasureEntry: Sendable {
        let measure: Measure
        /// The formula's text; nil for a measure with figures of its own.
        let formulaText: String?
        var formula: FormulaMeasure?
        /// The row of measures.csv.
        let row: Int
        /// Whether its unit could be read; a problem has been reported where not.
        let hasUnit: Bool
    }

    mutating func index() {
        placePositions = positions(of: places.map(\.code.rawValue))
        activityPositions = positions(of: activities.map(\.code.rawValue))
        measurePositions = positions(of: measures.map(\.measure.code.rawValue))
    }

    private func positions(of codes: [String]) -> [String: Int] {
        Dictionary(zip(codes, codes.indices), uniquingKeysWith: { first, _ in first })
    }

    func position(of place: PlaceCode) -> Int? { placePositions[place.rawValue] }
    func position(of activity: ActivityCode) -> Int? { activityPositions[activity.rawValue] }
    func position(of measure: MeasureCode) -> Int? { measurePositions[measure.rawValue] }

    /// The places of a level that make up the reference economy.
    func panelPlaces(level: String) -> [Int] {
        places.indices.filter { isInPanel[$0] && places[$0].level == level }
    }

    /// The nearest place that contains all of these: the country, for its regions.
    func whole(of parts: [Int]) -> Int? {
        var common: [Int]?
        for part in parts {
            let line = ancestors(of: part)
            if let known = common {
                common = known.filter(line.contains)
            } else {
                common = line
            }
        }
        return common?.first
    }

    /// The places above a place, the nearest first; a circle of parents is cut.
    func ancestors(of place: Int) -> [Int] {
        var line: [Int] = []
        var next = places[place].parent.flatMap(position)
        while let here = next, !line.contains(here), here != place {
            line.append(here)
            next = places[here].parent.flatMap(position)
        }
        return line
    }

    /// The parent of each activity; −1 at the top.
    var activityParents: [Int] {
        activities.map { $0.parent.flatMap(position) ?? -1 }
    }
}

extension PriceBasis {
    /// The basis a table's word names; nil where it is no such word.
    init?(word: String) {
        switch word {
        case "": self = .none
        case "current": self = .current
        default:
            let parts = word.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0] == "constant", parts[1].count == 4,
                let year = Int(parts[1]), TableSchema.years.contains(year)
            else { return nil }
            self = .constant(year)
        }
    }

    var word: String {
        switch self {
        case .none: "none"
        case .current: "current"
        case .constant(let year): "constant:\(year)"
        }
    }
}

extension Unit {
    var isMoney: Bool { dimension.powers.keys.contains { $0.hasPrefix("money:") } }
}
