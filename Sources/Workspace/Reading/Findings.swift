import Tabular
import Wording

/// All problems of a workspace, found in one pass: the first of each kind are kept whole, the
/// rest are counted.
struct Findings: Sendable {
    /// How many problems, and how many notes of one kind, are kept whole.
    static let kept = 1_000
    static let keptNotesOfAKind = 20

    private struct Entry {
        let severity: Int
        let order: Int
        let row: Int
        let message: Message
    }

    private var entries: [[Entry]] = WorkspaceProblem.Severity.allCases.map { _ in [] }
    private var counts = WorkspaceProblem.Severity.allCases.map { _ in 0 }
    private var noteCounts: [String: (count: Int, order: Int)] = [:]
    /// Where in the order of tables the problems now found stand.
    var order = 0
    /// Tables of which a row was lost: what is said about their neighbours may follow from it.
    private(set) var damagedTables: Set<String> = []

    var isClean: Bool { counts.dropLast().allSatisfy { $0 == 0 } }

    mutating func add(_ problem: WorkspaceProblem) {
        if problem.severity == .note {
            let name = problem.kind.name
            noteCounts[name, default: (0, order)].count += 1
            guard noteCounts[name]!.count <= Self.keptNotesOfAKind else { return }
        } else if let table = problem.place.table {
            damagedTables.insert(table)
        }
        add(problem.message, severity: problem.severity, row: problem.place.row)
    }

    mutating func add(_ kind: WorkspaceProblem.Kind, at place: WorkspaceProblem.Place) {
        add(WorkspaceProblem(kind, at: place))
    }

    mutating func add(contentsOf report: ProblemReport, of table: String) {
        for problem in report.problems {
            add(
                problem.message, severity: .of(problem.severity),
                row: problem.place.row)
        }
        // Those the reader counted without keeping them.
        counts[WorkspaceProblem.Severity.cell.rawValue] += report.count - report.problems.count
        if !report.isClean { damagedTables.insert(table) }
        for note in report.notes {
            add(note.message, severity: .note, row: note.place.row)
        }
    }

    mutating func add(_ message: Message, severity: WorkspaceProblem.Severity, row: Int?) {
        let rank = severity.rawValue
        counts[rank] += 1
        guard entries[rank].count < Self.kept else { return }
        entries[rank].append(
            Entry(severity: rank, order: order, row: row ?? 0, message: message))
    }

    /// Everything found, worst first, then by table and row.
    func report(absences: [LocalizedText]) -> CheckReport {
        let sorted = entries.map { list in
            list.enumerated().sorted {
                ($0.element.order, $0.element.row, $0.offset)
                    < ($1.element.order, $1.element.row, $1.offset)
            }.map(\.element.message)
        }
        var notes = sorted.last ?? []
        for (_, tally) in noteCounts.sorted(by: { $0.key < $1.key })
        where tally.count > Self.keptNotesOfAKind {
            let rest = tally.count - Self.keptNotesOfAKind
            notes.append(
                WorkspaceProblem(.furtherNotes(count: rest), at: .init(file: "")).message)
        }
        return CheckReport(
            problems: Array(sorted.dropLast().joined().prefix(Self.kept)),
            total: counts.dropLast().reduce(0, +), notes: notes, absences: absences)
    }
}

extension WorkspaceProblem.Severity {
    static func of(_ severity: TabularProblem.Severity) -> Self {
        switch severity {
        case .fatal: .file
        case .heading: .heading
        case .row: .row
        case .cell: .cell
        case .note: .note
        }
    }
}
