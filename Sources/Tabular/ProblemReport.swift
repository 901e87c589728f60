/// All problems of one file, found in one pass.
///
/// The report keeps the first ``kept`` of each severity and counts the rest, so a file with a
/// million bad cells costs no more memory than one with a thousand.
public struct ProblemReport: Sendable, Hashable {
    /// How many problems of each severity are kept whole.
    public static let kept = 1_000

    private var bySeverity: [[TabularProblem]]
    private var counts: [Int]
    private var countsByKind: [String: Int] = [:]

    public init() {
        bySeverity = TabularProblem.Severity.allCases.map { _ in [] }
        counts = TabularProblem.Severity.allCases.map { _ in 0 }
    }

    /// Nothing is wrong; there may be notes.
    public var isClean: Bool { count == 0 }

    /// How many problems there are, kept or not. Notes do not count.
    public var count: Int {
        counts.reduce(0, +) - counts[TabularProblem.Severity.note.rawValue]
    }

    /// The problems kept, gravest first, then in the order of the file.
    public var problems: [TabularProblem] {
        TabularProblem.Severity.allCases.filter { $0 != .note }.flatMap {
            bySeverity[$0.rawValue]
        }
    }

    /// What the reader chose on its own and a person should know.
    public var notes: [TabularProblem] { bySeverity[TabularProblem.Severity.note.rawValue] }

    /// How often each kind of problem occurred, by ``TabularProblem/Kind/name``.
    public var tally: [String: Int] { countsByKind }

    public mutating func add(_ problem: TabularProblem) {
        let rank = problem.severity.rawValue
        counts[rank] += 1
        if problem.severity != .note { countsByKind[problem.kind.name, default: 0] += 1 }
        if bySeverity[rank].count < Self.kept { bySeverity[rank].append(problem) }
    }

    public mutating func add(_ kind: TabularProblem.Kind, at place: TabularProblem.Place) {
        add(TabularProblem(kind, at: place))
    }

    public mutating func add(contentsOf other: ProblemReport) {
        for rank in counts.indices {
            counts[rank] += other.counts[rank]
            let room = Self.kept - bySeverity[rank].count
            bySeverity[rank].append(contentsOf: other.bySeverity[rank].prefix(max(0, room)))
        }
        countsByKind.merge(other.countsByKind, uniquingKeysWith: +)
    }
}
