import ArgumentParser
import Wording

/// `uklad consensus ahp|delphi|factors|outside`: results of the stage Agreement, with the options of
/// `uklad show`.
struct ConsensusCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "consensus",
            abstract: say(
                "Say what experts agree on, and which judgement to look at again.",
                "Показать, в чём эксперты согласны и какую оценку пересмотреть."),
            discussion: say(
                """
                Judgements stand in judgements.csv of the workspace: expert, survey, first, second
                (for comparisons), value, round. uklad run comes first. The options of show apply.
                Example: uklad consensus ahp --survey weights
                Example: uklad consensus delphi --format csv
                """,
                """
                Оценки — в judgements.csv рабочей папки: expert, survey, first, second (для
                сравнений), value, round. Сначала — uklad run. Параметры — как у show.
                Пример: uklad consensus ahp --survey weights
                Пример: uklad consensus delphi --format csv
                """))
    }

    enum Question: String, ExpressibleByArgument, CaseIterable {
        case ahp, delphi, factors, outside

        /// What `uklad show` calls it.
        var shown: String {
            switch self {
            case .ahp: "ahp"
            case .delphi: "agreement"
            case .factors: "factor-analysis"
            case .outside: "external-factors"
            }
        }
    }

    @Argument(
        help: ArgumentHelp(
            say(
                "ahp, delphi, factors, or outside for the register of outside factors.",
                "ahp, delphi, factors или outside — реестр внешних факторов."),
            valueName: "what"))
    var question: Question

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp(
            say("--survey NAME, and the options of show.", "--survey ИМЯ и параметры show."),
            valueName: "options"))
    var options: [String] = []

    func run() async throws {
        let options = options.map { $0 == "--survey" ? "--object" : $0 }
        try await Show.parse([question.shown] + options).run()
    }
}
