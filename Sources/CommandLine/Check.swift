import ArgumentParser
import Wording
import Workspace

/// `uklad check`.
struct Check: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check",
            abstract: say(
                "Find every problem of a workspace.", "Найти все ошибки рабочей области."),
            discussion: say("Example: uklad check -C my-region", "Пример: uklad check -C my-region")
        )
    }

    @OptionGroup var common: CommonOptions

    @Option(
        help: ArgumentHelp(
            say("Show this many problems; 0 for all.", "Показать столько ошибок; 0 — все.")))
    var limit = 50

    func run() async throws {
        try await common.perform {
            let workspace = try common.workspace()
            let report = try await interruptible { try workspace.read() }.report
            common.tellNotes(of: report)
            guard report.isClean else { throw Failure(report, limit: limit) }
            common.terminal.print(
                say("No problems in \(workspace.folder).", "Ошибок нет: \(workspace.folder)."))
        }
    }
}

extension Failure {
    init(_ report: CheckReport, limit: Int) {
        let shown = limit > 0 ? Array(report.problems.prefix(limit)) : report.problems
        self.init(shown, total: report.total, code: 65)
    }
}

extension CommonOptions {
    /// What is worth knowing and no error.
    func tellNotes(of report: CheckReport) {
        for note in report.notes { terminal.note(note.text(in: terminalLanguage)) }
        for absence in report.absences { terminal.note(absence.said) }
    }
}
