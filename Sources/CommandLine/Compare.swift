import ArgumentParser
import Assessment
import Region
import Wording
import Workspace

/// `uklad compare RUN RUN`.
struct Compare: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "compare",
            abstract: say(
                "Say what changed between two runs, and why.",
                "Сказать, что изменилось между расчётами и почему."),
            discussion: say(
                "Example: uklad compare 1a2b 3c4d --top 20",
                "Пример: uklad compare 1a2b 3c4d --top 20"))
    }

    @Argument(help: ArgumentHelp(say("The run before.", "Прежний расчёт."), valueName: "before"))
    var before: String

    @Argument(help: ArgumentHelp(say("The run after.", "Новый расчёт."), valueName: "after"))
    var after = "latest"

    @OptionGroup var common: CommonOptions

    @Option(
        help: ArgumentHelp(
            say("Show this many changes; 0 for all.", "Показать столько изменений; 0 — все.")))
    var top = 20

    @Option(
        help: ArgumentHelp(say("table, csv, json or markdown.", "table, csv, json или markdown.")))
    var format = OutputFormat.table

    @Option(help: ArgumentHelp(say("en or ru.", "en или ru.")))
    var lang = terminalLanguage

    func run() async throws {
        try await common.perform {
            let comparison = try Comparison(try common.run(before), try common.run(after))
            let explainers = try await explainers(comparison)
            let view = ComparisonView(comparison, language: lang, explainers: explainers)
            if format == .table || format == .markdown { common.terminal.print(view.summary()) }
            guard !comparison.changes.isEmpty else { return }
            common.terminal.print(
                try view.changes(top: top).text(format == .parquet ? .csv : format))
        }
    }

    private func explainers(
        _ comparison: Comparison
    ) async throws -> (before: Explainer, after: Explainer)? {
        guard !comparison.changes.isEmpty else { return nil }
        return try await interruptible {
            (try Explainer(comparison.before), try Explainer(comparison.after))
        }
    }
}

/// A comparison in words.
struct ComparisonView {
    let comparison: Comparison
    let language: Language
    let explainers: (before: Explainer, after: Explainer)?

    init(
        _ comparison: Comparison, language: Language,
        explainers: (before: Explainer, after: Explainer)?
    ) {
        self.comparison = comparison
        self.language = language
        self.explainers = explainers
    }

    func summary() -> String {
        let count = comparison.changes.count
        var lines = [
            LocalizedText(
                en:
                    "\(comparison.before.id) → \(comparison.after.id): \(count) results differ, \(comparison.unchanged) are equal.",
                ru:
                    "\(comparison.before.id) → \(comparison.after.id): различается результатов: \(count), совпадает: \(comparison.unchanged)."
            )[
                language]
        ]
        if comparison.onlyBefore + comparison.onlyAfter > 0 {
            lines.append(
                LocalizedText(
                    en:
                        "Only before: \(comparison.onlyBefore); only after: \(comparison.onlyAfter).",
                    ru:
                        "Только в прежнем: \(comparison.onlyBefore); только в новом: \(comparison.onlyAfter)."
                )[
                    language])
        }
        if comparison.causes.isEmpty {
            lines.append(
                LocalizedText(
                    en: "The two runs were made from the same figures, settings and methods.",
                    ru: "Оба расчёта сделаны из одних данных, настроек и методов.")[language])
        } else {
            lines.append(LocalizedText(en: "What differs:", ru: "Что различается:")[language])
        }
        for cause in comparison.causes { lines.append("  " + words(cause)) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func words(_ cause: Comparison.Cause) -> String {
        let text: LocalizedText
        switch cause {
        case .version(let before, let after):
            text = LocalizedText(
                en: "version of the program: \(before) → \(after)",
                ru: "версия программы: \(before) → \(after)")
        case .method(let id, let before, let after):
            let name = Stages.method(id)?.name
            text = LocalizedText(
                en: "method \"\(name?.english ?? id)\": version \(before) → \(after)",
                ru: "метод «\(name?.russian ?? id)»: версия \(before) → \(after)")
        case .setting(let key, let before, let after):
            text = LocalizedText(
                en: "setting \(key): \(before ?? "–") → \(after ?? "–")",
                ru: "настройка \(key): \(before ?? "–") → \(after ?? "–")")
        case .table(let file, let wasThere, let isThere):
            let how: LocalizedText =
                !wasThere
                ? LocalizedText(en: "added", ru: "добавлена")
                : isThere
                    ? LocalizedText(en: "changed", ru: "изменилась")
                    : LocalizedText(en: "removed", ru: "убрана")
            text = LocalizedText(
                en: "table \(file): \(how.english)", ru: "таблица \(file): \(how.russian)")
        }
        return text[language]
    }

    func changes(top: Int) -> Listing {
        let russian = language == .russian
        var listing = Listing(columns: [
            .init("method", russian ? "Метод" : "Method"),
            .init("place", russian ? "Место" : "Place"),
            .init("activity", russian ? "Деятельность" : "Activity"),
            .init("period", russian ? "Период" : "Period"),
            .init("before", russian ? "Было" : "Before", isNumeric: true),
            .init("after", russian ? "Стало" : "After", isNumeric: true),
            .init("why", russian ? "Почему" : "Why"),
        ])
        let shown = top > 0 ? Array(comparison.changes.prefix(top)) : comparison.changes
        for change in shown { listing.rows.append(cells(change)) }
        let rest = comparison.changes.count - shown.count
        if rest > 0 {
            listing.notes.append(
                russian
                    ? "… и ещё изменений: \(rest) (--top 0 покажет все)."
                    : "… and \(rest) more changes (--top 0 shows all).")
        }
        return listing
    }

    private func cells(_ change: Comparison.Change) -> [Listing.Cell] {
        let key = change.key
        let component = change.method.component(key.component)?.name[language]
        let name = [change.method.name[language], key.component.isEmpty ? nil : component]
            .compactMap { $0 }.joined(separator: ": ")
        let period =
            key.from.map { "\($0)–\(key.year.map { "\($0)" } ?? "")" } ?? key.year.map { "\($0)" }
            ?? ""
        return [
            .text(name), .text(key.place?.rawValue ?? ""),
            .text(key.activity?.rawValue ?? key.object?.rawValue ?? ""),
            .text(period), cell(change.before), cell(change.after), .text(why(change)),
        ]
    }

    private func cell(_ outcome: Outcome) -> Listing.Cell {
        let shown = NumberText.outcome(outcome, .one, in: language)
        return outcome.value.map { .number($0, shown: shown) } ?? .nothing(shown)
    }

    /// The symbols of the formula that changed: `e: 40 → 44`.
    private func why(_ change: Comparison.Change) -> String {
        guard let explainers else { return "" }
        return change.changedInputs(explainers.before, explainers.after).map { input in
            guard case .number(let old) = input.before, case .number(let new) = input.after else {
                return input.symbol
            }
            return
                "\(input.symbol): \(NumberText.exact(old, in: language)) → \(NumberText.exact(new, in: language))"
        }.joined(separator: "; ")
    }
}
