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
    /// The deposit that a heap is.
    public let deposit: ObjectCode?

    public init(
        code: ObjectCode, name: LocalizedText, kind: Kind, deposit: ObjectCode? = nil
    ) {
        self.deposit = deposit
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
    /// A substance that goes its own way; nil for mass.
    public let component: String?
    /// What enters from outside, or what was measured of a flow inside, in tonnes a year.
    public let amount: Double?
    /// The standard error of what was measured.
    public let error: Double?
    public let key: [String]
    public let quality: Quality

    public init(
        from: ObjectCode?, to: ObjectCode, isOfClusters: Bool, component: String? = nil,
        share: Double?, amount: Double?, error: Double? = nil, key: [String], quality: Quality
    ) {
        self.component = component
        self.error = error
        self.from = from
        self.to = to
        self.isOfClusters = isOfClusters
        self.share = share
        self.amount = amount
        self.key = key
        self.quality = quality
    }
}
