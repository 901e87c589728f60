internal import Engine

/// Which column of a dataset holds what. Names are as the engine sees them.
public struct MicrodataColumns: Hashable, Sendable {
    /// The number or code of an establishment.
    public var establishment = "establishment"
    public var place = "place"
    public var activity = "activity"
    public var year = "year"
    /// People employed.
    public var people = "people"
    /// Kilometres east and north on a plane: degrees make no distances.
    public var x = "x"
    public var y = "y"

    public init() {}

    /// The part of a statement that gives these columns the names that all statements use.
    ///
    /// Names go into the statement as they are: a quoted name is a text to Spark (decision 0022).
    func selection(of view: String, withPoints: Bool) throws(EngineError) -> String {
        var pairs = [
            (establishment, "establishment"), (place, "place"), (activity, "activity"),
            (year, "year"), (people, "people"),
        ]
        if withPoints { pairs += [(x, "x"), (y, "y")] }
        var columns: [String] = []
        for (name, role) in pairs {
            try DatasetName.check(name.lowercased())
            columns.append("\(name) AS \(role)")
        }
        return "SELECT \(columns.joined(separator: ", ")) FROM \(view)"
    }
}
