public import Wording

/// Every problem of a workspace, worst first, and what is worth knowing.
public struct CheckReport: Sendable {
    /// The messages kept, worst first; `total` counts those left out too.
    public var problems: [Message] = []
    public var total = 0
    public var notes: [Message] = []
    /// Sentences on tables that are absent and what is switched off without them.
    public var absences: [LocalizedText] = []
    public var isClean: Bool { total == 0 }

    public init(
        problems: [Message] = [], total: Int = 0, notes: [Message] = [],
        absences: [LocalizedText] = []
    ) {
        self.problems = problems
        self.total = total
        self.notes = notes
        self.absences = absences
    }
}
