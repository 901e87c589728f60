/// What a map says of an activity: which part of it belongs to which technological mode.
public struct ModeAssignment: Hashable, Sendable {
    /// The name of the map; empty for that of the table of activities.
    public let map: String
    public let activity: ActivityCode
    /// Of modes 3 to 6.
    public let shares: [Double]
    public let quality: Quality

    public init(map: String, activity: ActivityCode, shares: [Double], quality: Quality) {
        self.map = map
        self.activity = activity
        self.shares = shares
        self.quality = quality
    }
}
