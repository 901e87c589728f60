import ArgumentParser
import Assessment
import Foundation
import Report
import Wording
import Workspace

/// `uklad report`.
struct MakeReport: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "report",
            abstract: say("Write a report of a run.", "Написать отчёт по расчёту."),
            discussion: say(
                """
                The report is one file that opens in a browser without a network.
                Example: uklad report --format html --lang ru,en
                """,
                """
                Отчёт — один файл, который открывается в браузере без сети.
                Пример: uklad report --format html --lang ru,en
                """))
    }

    @Option(
        help: ArgumentHelp(
            say("Formats, separated by commas: html.", "Форматы через запятую: html.")))
    var format = "html"

    @Option(
        help: ArgumentHelp(
            say("Languages, separated by commas: en, ru.", "Языки через запятую: en, ru.")))
    var lang = terminalLanguage.rawValue

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp(
            say("The run: its name or the beginning of it.", "Расчёт: имя или его начало."),
            valueName: "run"))
    var runName = "latest"

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp(
            say(
                "Write to this file; with several languages each gets its own (NAME-ru.html).",
                "Записать в этот файл; при нескольких языках у каждого свой (ИМЯ-ru.html)."),
            valueName: "file"))
    var output: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.perform {
            try checkFormats()
            let languages = try chosenLanguages()
            let workspace = try common.workspace()
            let run = try common.run(runName)
            let explainer = try await interruptible { try Explainer(run) }
            let files = languages.map { path(of: run, $0, in: workspace, among: languages) }
            let others = zip(languages, files).map { (language: $0, file: name(of: $1)) }
            let pages = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for (position, language) in languages.enumerated() {
                    group.addTask {
                        (
                            position,
                            try Report.html(run, explainer, language: language, others: others)
                        )
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            for (position, file) in files.enumerated() {
                try prepareFolder(of: file)
                try FileOutput.write(pages[position] ?? "", to: file)
                common.terminal.print(file)
            }
        }
    }

    private func checkFormats() throws {
        for format in parts(format) where format != "html" {
            throw Failure.usage(
                LocalizedText(
                    en: "There is no report in the format \"\(format)\".",
                    ru: "Отчёта в формате «\(format)» нет."),
                expected: LocalizedText(en: "html.", ru: "html."),
                remedy: LocalizedText(
                    en:
                        "Write --format html; a browser prints the page as PDF (\"chromium --headless --print-to-pdf FILE\").",
                    ru:
                        "Укажите --format html; PDF из страницы печатает браузер («chromium --headless --print-to-pdf ФАЙЛ»)."
                ))
        }
    }

    private func chosenLanguages() throws -> [Language] {
        var result: [Language] = []
        for code in parts(lang) {
            guard let language = Language(rawValue: code) else {
                let known = Language.allCases.map(\.rawValue).joined(separator: ", ")
                throw Failure.usage(
                    LocalizedText(
                        en: "There is no report in the language \"\(code)\".",
                        ru: "Отчёта на языке «\(code)» нет."),
                    expected: LocalizedText(en: "one of: \(known).", ru: "один из: \(known)."),
                    remedy: LocalizedText(
                        en: "Correct --lang, for example --lang ru,en.",
                        ru: "Исправьте --lang, например --lang ru,en."))
            }
            if !result.contains(language) { result.append(language) }
        }
        return result.isEmpty ? [terminalLanguage] : result
    }

    private func parts(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }

    private func path(
        of run: Run, _ language: Language, in workspace: Workspace, among languages: [Language]
    ) -> String {
        guard let output else {
            return workspace.folder + "/reports/" + Report.fileName(run, language)
        }
        let path = URL(filePath: output).standardizedFileURL
        guard languages.count > 1 else { return path.path }
        let ending = path.pathExtension.isEmpty ? "html" : path.pathExtension
        return path.deletingPathExtension().path + "-\(language.rawValue).\(ending)"
    }

    private func name(of path: String) -> String { URL(filePath: path).lastPathComponent }

    private func prepareFolder(of file: String) throws {
        let folder = URL(filePath: file).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw Failure(
                Message(
                    what: LocalizedText(
                        en: "The folder of the report can't be made.",
                        ru: "Папку отчёта создать нельзя."),
                    place: LocalizedText(en: folder, ru: folder),
                    expected: LocalizedText(
                        en: "a folder that may be written to.",
                        ru: "папка, в которую можно писать."),
                    remedy: LocalizedText(
                        en: "Choose another place with --output FILE.",
                        ru: "Выберите другое место: --output ФАЙЛ.")), code: 73)
        }
    }
}
