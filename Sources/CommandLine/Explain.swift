import ArgumentParser
import Assessment
import Region
import Wording
import Workspace

/// `uklad explain WHAT`.
struct Explain: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "explain",
            abstract: say("Say where a number comes from.", "Объяснить, откуда число."),
            discussion: say(
                """
                Example: uklad explain location-quotient --activity B --year 2022
                Example: uklad explain project dairy
                """,
                """
                Пример: uklad explain location-quotient --activity B --year 2022
                Пример: uklad explain project dairy
                """))
    }

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Argument(help: ArgumentHelp(say("The method.", "Метод."), valueName: "what"))
    var what: String

    @Argument(
        help: ArgumentHelp(
            say("With project: its code.", "Для project: код проекта."), valueName: "code"))
    var code: String?

    @OptionGroup var selection: Selection
    @OptionGroup var common: CommonOptions

    @Option(help: ArgumentHelp(say("text or json.", "text или json.")))
    var format = Format.text

    @Option(help: ArgumentHelp(say("en or ru.", "en или ru.")))
    var lang = terminalLanguage

    @Flag(
        help: ArgumentHelp(say("Every row behind every total.", "Каждая строка за каждым итогом.")))
    var full = false

    func run() async throws {
        try await common.perform {
            if what == "project" {
                try await explainProject()
                return
            }
            let run = try common.run(selection.run)
            let (result, row) = try chosen(in: run)
            let explainer = try await interruptible { try Explainer(run) }
            guard let explanation = explainer.explain(result, row) else {
                throw Failure(Self.unexplained(result), code: 70)
            }
            switch format {
            case .text: common.terminal.print(explanation.text(in: lang, isFull: full))
            case .json: common.terminal.print(try explanation.json())
            }
        }
    }

    /// The one result meant: what is left open falls to the programme's region and the last year.
    private func chosen(in run: Run) throws -> (Manifest.Result, ResultRow) {
        let region = PlaceCode(rawValue: run.manifest.parameters["region"] ?? "")
        var candidates: [(Manifest.Result, ResultRow)] = []
        for result in try selection.results(of: what, in: run) {
            let rows = try run.table(result).rows.filter { selection.fits($0.key) }
            candidates += rows.map { (result, $0) }
        }
        if selection.place == nil {
            let own = candidates.filter { $0.1.key.place == region }
            if !own.isEmpty { candidates = own }
        }
        if selection.year == nil, let last = candidates.compactMap(\.1.key.year).max() {
            candidates = candidates.filter { $0.1.key.year == last }
        }
        if selection.from == nil, let first = candidates.compactMap(\.1.key.from).min() {
            candidates = candidates.filter { $0.1.key.from == first }
        }
        guard let first = candidates.first else {
            if let lacking = try selection.lacking(what, in: run) { throw lacking }
            throw Failure.usage(
                LocalizedText(en: "No result fits.", ru: "Такого результата нет."),
                expected: LocalizedText(
                    en: "place, activity and year of a result of this run.",
                    ru: "место, деятельность и год результата этого расчёта."),
                remedy: LocalizedText(
                    en: "\"uklad show \(what) --format csv\" lists all of them.",
                    ru: "«uklad show \(what) --format csv» покажет все."))
        }
        guard candidates.count == 1 else { throw ambiguity(candidates.map(\.1.key)) }
        return first
    }

    private func ambiguity(_ keys: [ResultKey]) -> Failure {
        let activities = unique(keys.compactMap(\.activity?.rawValue))
        let objects = unique(keys.compactMap(\.object?.rawValue))
        let components = unique(keys.map(\.component))
        let places = unique(keys.compactMap(\.place?.rawValue))
        let open: (option: String, values: [String]) =
            activities.count > 1
            ? ("--activity", activities)
            : objects.count > 1
                ? ("--object", objects)
                : components.count > 1
                    ? ("--component", components)
                    : places.count > 1 ? ("--place", places) : ("--measure, --classification", [])
        let values = open.values.prefix(40).joined(separator: ", ")
        return Failure.usage(
            LocalizedText(
                en: "\(keys.count) results fit.", ru: "Подходит результатов: \(keys.count)."),
            expected: LocalizedText(
                en: "one result; \(open.option) is open: \(values).",
                ru: "один результат; не задано \(open.option): \(values)."),
            remedy: LocalizedText(
                en: "Add \(open.option).", ru: "Добавьте \(open.option)."))
    }

    private static func unexplained(_ result: Manifest.Result) -> Message {
        Message(
            what: LocalizedText(
                en: "The method does not explain this result.",
                ru: "Метод не объясняет этого результата."),
            place: LocalizedText(en: result.file, ru: result.file),
            expected: LocalizedText(
                en: "an explanation of every result.", ru: "объяснение каждого результата."),
            remedy: LocalizedText(
                en: "This is a fault of the program: please report it with the command typed.",
                ru: "Это ошибка программы: сообщите о ней, приложив команду."))
    }

    private func unique(_ values: [String]) -> [String] { Array(Set(values)).sorted() }
}
