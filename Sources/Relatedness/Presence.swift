public import Numerics

/// Which activities are present in which places: the 0/1 table M of relatedness and complexity.
///
///     M_rp = 1 where the place has a comparative advantage in the activity
///
/// Kept as bits, by place and by activity, so that what two activities have in common is counted
/// sixty-four places at a time.
///
/// - Source: Hidalgo and Hausmann (2009); METHODS 2.0.
public struct Presence: Hashable, Sendable {
    public let places: Int
    public let activities: Int
    /// The bits of each place's activities, and of each activity's places.
    let byPlace: BitRows
    let byActivity: BitRows

    /// - Parameter isPresent: Asked once for every place and activity.
    public init(places: Int, activities: Int, _ isPresent: (_ place: Int, _ activity: Int) -> Bool)
    {
        self.places = places
        self.activities = activities
        var byPlace = BitRows(rows: places, columns: activities)
        var byActivity = BitRows(rows: activities, columns: places)
        for place in 0..<places {
            for activity in 0..<activities where isPresent(place, activity) {
                byPlace.set(place, activity)
                byActivity.set(activity, place)
            }
        }
        self.byPlace = byPlace
        self.byActivity = byActivity
    }

    init(byPlace: BitRows, byActivity: BitRows) {
        places = byPlace.rows
        activities = byActivity.rows
        self.byPlace = byPlace
        self.byActivity = byActivity
    }

    /// Presence where a location quotient reaches a threshold; an undefined quotient is none.
    public init(quotients: Matrix, threshold: Double = 1) {
        self.init(places: quotients.rows, activities: quotients.columns) { place, activity in
            quotients[place, activity] >= threshold
        }
    }

    public subscript(place: Int, activity: Int) -> Bool { byPlace[place, activity] }

    /// `k_r`: how many activities each place has (diversity).
    public var diversity: [Int] { (0..<places).map { byPlace.count($0) } }

    /// `u_p`: how many places have each activity (ubiquity).
    public var ubiquity: [Int] { (0..<activities).map { byActivity.count($0) } }

    /// The activities of a place, in ascending order.
    public func activities(of place: Int) -> [Int] { byPlace.members(place) }

    /// The places of an activity, in ascending order.
    public func places(of activity: Int) -> [Int] { byActivity.members(activity) }

    /// What is left when places without activities and activities without places are dropped until
    /// there is none, in parts that no activity connects.
    ///
    /// Indices of complexity of different parts cannot be compared.
    public struct Core: Hashable, Sendable {
        public struct Component: Hashable, Sendable {
            /// Positions in the table the core was made from.
            public let places: [Int]
            public let activities: [Int]
        }

        /// The largest first; of equal ones that with the first place.
        public let components: [Component]
        /// What was dropped.
        public let emptyPlaces: [Int]
        public let emptyActivities: [Int]
    }

    /// - Complexity: O(R I / 64) and the number of ones.
    public var core: Core {
        // Dropping an empty row empties no column, so once through is enough.
        let emptyPlaces = (0..<places).filter { byPlace.count($0) == 0 }
        let emptyActivities = (0..<activities).filter { byActivity.count($0) == 0 }
        var placeSeen = [Bool](repeating: false, count: places)
        var activitySeen = [Bool](repeating: false, count: activities)
        for place in emptyPlaces { placeSeen[place] = true }
        var components: [Core.Component] = []
        for start in 0..<places where !placeSeen[start] {
            var found: (places: [Int], activities: [Int]) = ([start], [])
            placeSeen[start] = true
            var next = 0
            while next < found.places.count {
                for activity in byPlace.members(found.places[next]) where !activitySeen[activity] {
                    activitySeen[activity] = true
                    found.activities.append(activity)
                    for place in byActivity.members(activity) where !placeSeen[place] {
                        placeSeen[place] = true
                        found.places.append(place)
                    }
                }
                next += 1
            }
            components.append(
                Core.Component(
                    places: found.places.sorted(), activities: found.activities.sorted()))
        }
        components.sort {
            ($1.places.count, $0.places.first ?? 0) < ($0.places.count, $1.places.first ?? 0)
        }
        return Core(
            components: components, emptyPlaces: emptyPlaces, emptyActivities: emptyActivities)
    }

    /// The part of the table with some places and activities, in the order given.
    public func restricted(to places: [Int], _ activities: [Int]) -> Presence {
        Presence(places: places.count, activities: activities.count) {
            self[places[$0], activities[$1]]
        }
    }
}
