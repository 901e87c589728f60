public import Engine

/// A dataset of establishments that lies with an engine, and what is asked of it.
///
/// Only sums leave the engine, but for ``sites(year:)``. The same numbers come from every engine:
/// sums are of whole numbers, and what is divided is divided here.
public struct Microdata: Sendable {
    public let engine: any Engine
    private let columns: MicrodataColumns
    /// What sums of people are cast to.
    private let sum: String
    private let progress: (@Sendable (EngineProgress) -> Void)?

    /// Registers the dataset and looks at the column of people.
    public init(
        _ engine: any Engine, dataset: Dataset, columns: MicrodataColumns = MicrodataColumns(),
        progress: (@Sendable (EngineProgress) -> Void)? = nil
    ) throws(EngineError) {
        self.engine = engine
        self.columns = columns
        self.progress = progress
        try engine.register(dataset, as: Self.view)
        try DatasetName.check(columns.people.lowercased())
        let look = try engine.rows(
            of: Statement(
                "columns", "SELECT \(columns.people) AS people FROM \(Self.view) LIMIT 1"))
        switch look["people"]?.values {
        case .whole?: sum = "BIGINT"
        default: sum = "DOUBLE"
        }
    }

    private static let view = "uklad_microdata"

    // MARK: Questions

    /// What each place, activity and year has.
    public func panel() throws(EngineError) -> [Cell] {
        let rows = try ask("panel", MicrodataStatements.panel(sum: sum))
        let places = try rows.texts("place")
        let activities = try rows.texts("activity")
        let years = try rows.wholes("year")
        let establishments = try rows.wholes("establishments")
        let counted = try rows.wholes("counted")
        let (people, smallest, largest) = (
            try rows.numbers("people"), try rows.numbers("smallest"), try rows.numbers("largest")
        )
        return (0..<rows.rowCount).map { row in
            Cell(
                place: places[row], activity: activities[row], year: years[row].map { Int($0) },
                establishments: Int(establishments[row] ?? 0), counted: Int(counted[row] ?? 0),
                people: people[row] ?? 0, smallest: smallest[row] ?? 0, largest: largest[row] ?? 0)
        }
    }

    /// The sizes of the plants of each activity and year.
    public func sizes() throws(EngineError) -> [PlantSizes] {
        let rows = try ask("sizes", MicrodataStatements.sizes(sum: sum))
        let activities = try rows.texts("activity")
        let years = try rows.wholes("year")
        let plants = try rows.wholes("plants")
        let (people, squares) = (try rows.numbers("people"), try rows.numbers("squares"))
        return (0..<rows.rowCount).compactMap { row in
            guard let activity = activities[row], let year = years[row] else { return nil }
            return PlantSizes(
                activity: activity, year: Int(year), plants: Int(plants[row] ?? 0),
                people: people[row] ?? 0, squares: squares[row] ?? 0)
        }
    }

    /// In how many places two activities stand together; an activity with itself: where it is.
    public func colocation(year: Int) throws(EngineError) -> [Together] {
        try choose(year: year)
        let rows = try ask("colocation", MicrodataStatements.colocation)
        let (one, other) = (try rows.texts("one"), try rows.texts("other"))
        let places = try rows.wholes("places")
        return (0..<rows.rowCount).map { row in
            Together(one: one[row] ?? "", other: other[row] ?? "", places: Int(places[row] ?? 0))
        }
    }

    /// How many pairs of an activity's plants stand how far from each other.
    ///
    /// - Parameters:
    ///   - reach: The greatest distance, kilometres.
    ///   - bins: In how many parts of equal width it is divided.
    public func distances(
        activity: String, year: Int, reach: Double, bins: Int
    ) throws(EngineError) -> [PairCount] {
        precondition(reach > 0 && bins > 0)
        try choose(activity: activity, year: year, reach: reach, bins: bins)
        let rows = try ask("distances", MicrodataStatements.distances, withPoints: true)
        let (bin, pairs) = (try rows.wholes("bin"), try rows.wholes("pairs"))
        let weights = try rows.wholes("weight")
        var counts = (0..<bins).map { PairCount(bin: $0, pairs: 0, weight: 0) }
        for row in 0..<rows.rowCount {
            // A distance just under the reach may round into the bin after the last.
            let place = min(bins - 1, Int(bin[row] ?? 0))
            counts[place].pairs += Int(pairs[row] ?? 0)
            counts[place].weight += Int(weights[row] ?? 0)
        }
        return counts
    }

    /// How much of its own activity a plant has around it, against what it would have by chance:
    /// M of Marcon and Puech at one distance.
    ///
    /// - Returns: M; nil where no plant has a neighbour.
    /// - Source: Marcon and Puech (2010); METHODS 3.4.
    public func concentration(
        activity: String, year: Int, within reach: Double
    ) throws(EngineError) -> Double? {
        try choose(activity: activity, year: year, reach: reach, bins: 1)
        let totals = try ask("people", MicrodataStatements.people, withPoints: true)
        guard let total = try totals.numbers("total").first ?? nil,
            let own = try totals.numbers("own").first ?? nil
        else { return nil }
        let rows = try ask("neighbours", MicrodataStatements.neighbours, withPoints: true)
        let (around, near) = (try rows.numbers("around"), try rows.numbers("own"))
        let people = try rows.numbers("people")
        var (shares, expected) = (0.0, 0.0)
        for row in 0..<rows.rowCount {
            guard let around = around[row], around > 0, let near = near[row],
                let weight = people[row]
            else { continue }
            shares += near / around
            expected += (own - weight) / (total - weight)
        }
        return expected > 0 ? shares / expected : nil
    }

    /// The plants of a year, one by one: for work that no statement can do.
    public func sites(year: Int) throws(EngineError) -> [Site] {
        try choose(year: year)
        let rows = try ask("sites", MicrodataStatements.sites, withPoints: true)
        let (ids, activities) = (try rows.wholes("establishment"), try rows.texts("activity"))
        let (xs, ys) = (try rows.numbers("x"), try rows.numbers("y"))
        let people = try rows.numbers("people")
        return (0..<rows.rowCount).map { row in
            Site(
                establishment: Int(ids[row] ?? 0), activity: activities[row] ?? "",
                x: xs[row] ?? 0, y: ys[row] ?? 0, people: people[row] ?? 0)
        }
    }

    // MARK: How it is asked

    private func ask(
        _ name: String, _ body: String, withPoints: Bool = false
    ) throws(EngineError) -> RecordBatch {
        let est = try columns.selection(of: Self.view, withPoints: withPoints)
        // A statement that begins with tables of its own goes on after ours.
        let text =
            body.hasPrefix("WITH ")
            ? "WITH est AS (\(est)), " + body.dropFirst(5) : "WITH est AS (\(est))\n" + body
        return try engine.rows(of: Statement(name, text), progress: progress)
    }

    /// Puts what a statement is about into the small table that it reads.
    private func choose(
        activity: String = "", year: Int, reach: Double = 1, bins: Int = 1
    ) throws(EngineError) {
        try engine.upload(
            RecordBatch([
                RecordColumn("activity", .text([activity])),
                RecordColumn("year", .whole([Int64(year)])),
                RecordColumn("reach", .number([reach])),
                RecordColumn("width", .number([reach / Double(bins)])),
            ]), as: "wanted")
    }
}

extension Microdata {
    /// What a place, an activity and a year have. A key that the data leave empty is nil.
    public struct Cell: Hashable, Sendable {
        public let place: String?
        public let activity: String?
        public let year: Int?
        public let establishments: Int
        /// Establishments with people given.
        public let counted: Int
        public let people: Double
        public let smallest: Double
        public let largest: Double
    }

    /// The sizes of an activity's plants.
    public struct PlantSizes: Hashable, Sendable {
        public let activity: String
        public let year: Int
        public let plants: Int
        public let people: Double
        /// Σ z² of the people in each.
        public let squares: Double

        /// H = Σ (z / Σ z)², the Herfindahl index of plant sizes; nil where nobody works.
        public var herfindahl: Double? { people > 0 ? squares / (people * people) : nil }
    }

    /// Two activities and the places that have both.
    public struct Together: Hashable, Sendable {
        public let one: String
        public let other: String
        public let places: Int
    }

    /// Pairs of plants in one bin of distance.
    public struct PairCount: Hashable, Sendable {
        public let bin: Int
        public fileprivate(set) var pairs: Int
        /// Σ e_p e_q of the pairs' people.
        public fileprivate(set) var weight: Int
    }

    /// A plant on the plane.
    public struct Site: Hashable, Sendable {
        public let establishment: Int
        public let activity: String
        public let x: Double
        public let y: Double
        public let people: Double
    }
}

extension RecordBatch {
    fileprivate func column(_ name: String) throws(EngineError) -> RecordColumn {
        // A statement without rows may come back without columns.
        if rowCount == 0 { return RecordColumn(name, .whole([])) }
        guard let column = self[name] else {
            throw .malformed(address: "", detail: "no column \(name)")
        }
        return column
    }

    fileprivate func texts(_ name: String) throws(EngineError) -> [String?] {
        let column = try column(name)
        switch column.values {
        case .text(let values): return column.optional(values)
        // Codes of places and activities may be kept as numbers.
        case .whole(let values): return column.optional(values.map { String($0) })
        default: throw .unsupportedType(column: name, type: "not a text")
        }
    }

    fileprivate func wholes(_ name: String) throws(EngineError) -> [Int64?] {
        let column = try column(name)
        switch column.values {
        case .whole(let values): return column.optional(values)
        case .decimal(let values, 0):
            return column.optional(values.map { Int64(clamping: $0) })
        case .number(let values):
            // Years of a table with holes are often kept as numbers with a point.
            let isAbsent = column.isAbsent
            let wholes = values.indices.map { row in
                isAbsent?[row] == true ? 0 : Int64(exactly: values[row])
            }
            guard !wholes.contains(nil) else { fallthrough }
            return column.optional(wholes.map { $0 ?? 0 })
        default: throw .unsupportedType(column: name, type: "not a whole number")
        }
    }

    fileprivate func numbers(_ name: String) throws(EngineError) -> [Double?] {
        let column = try column(name)
        switch column.values {
        case .whole(let values): return column.optional(values.map { Double($0) })
        case .number(let values): return column.optional(values)
        case .decimal(let values, let scale):
            var unit = 1.0
            for _ in 0..<scale { unit *= 10 }
            return column.optional(values.map { Double($0) / unit })
        default: throw .unsupportedType(column: name, type: "not a number")
        }
    }
}

extension RecordColumn {
    fileprivate func optional<Value>(_ values: [Value]) -> [Value?] {
        guard let isAbsent else { return values }
        return zip(values, isAbsent).map { $1 ? nil : $0 }
    }
}
