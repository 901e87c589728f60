public import Wording

/// A process, a stream of waste or an end of the region's resource cycles.
public struct CycleNode: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case process
        /// Waste on its way: what becomes of it is the question.
        case waste
        case product
        /// Where waste stays.
        case heap
        /// Air, water, land.
        case environment
    }

    public let code: ObjectCode
    public let name: LocalizedText
    public let kind: Kind

    public init(code: ObjectCode, name: LocalizedText, kind: Kind) {
        self.code = code
        self.name = name
        self.kind = kind
    }
}

/// What goes from one node of the cycles to another, or enters from outside.
public struct CycleFlow: Hashable, Sendable {
    /// nil for what enters from outside.
    public let from: ObjectCode?
    public let to: ObjectCode
    /// Whether it holds once the technogenic and ecological clusters act; then all such rows of a
    /// node stand in for its others.
    public let isOfClusters: Bool
    /// The share of what enters `from` that goes to `to`.
    public let share: Double?
    /// What enters from outside, in tonnes a year.
    public let amount: Double?
    public let key: [String]
    public let quality: Quality

    public init(
        from: ObjectCode?, to: ObjectCode, isOfClusters: Bool, share: Double?, amount: Double?,
        key: [String], quality: Quality
    ) {
        self.from = from
        self.to = to
        self.isOfClusters = isOfClusters
        self.share = share
        self.amount = amount
        self.key = key
        self.quality = quality
    }
}
