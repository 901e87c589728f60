public import ArgumentParser
import Foundation
import Wording
public import Workspace

/// `uklad import FORMAT FILE`.
struct Import: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "import",
            abstract: say(
                "Bring a table from outside into a workspace.", "Внести таблицу в рабочую область."),
            discussion: say(
                """
                All or nothing: with one problem in the file nothing is changed. Without a mapping the file
                has the column names of observations, or is one that an office publishes for machines:
                eurostat (TSV), sdmx (SDMX-CSV), json-stat, qcew (BLS); its places and industries are added too.
                Example: uklad import csv figures.csv --mapping figures.yaml -C my-region
                Example: uklad import eurostat estat_nama_10r_3empers.tsv -C my-region
                """,
                """
                Всё или ничего: при ошибке в файле ничего не меняется. Без описания соответствия файл имеет
                столбцы таблицы observations либо опубликован ведомством для машин: eurostat (TSV),
                sdmx (SDMX-CSV), json-stat, qcew (BLS); места и виды деятельности тогда добавляются тоже.
                Пример: uklad import csv figures.csv --mapping figures.yaml -C my-region
                Пример: uklad import eurostat estat_nama_10r_3empers.tsv -C my-region
                """))
    }

    @Argument(
        help: ArgumentHelp(
            say(
                "csv, xlsx, eurostat, sdmx, json-stat or qcew.",
                "csv, xlsx, eurostat, sdmx, json-stat или qcew.")))
    var format: ImportFormat

    @Argument(help: ArgumentHelp(say("The file.", "Файл.")))
    var file: String

    @Option(
        help: ArgumentHelp(
            say("The mapping, a YAML file.", "Описание соответствия, файл YAML."), valueName: "file"
        ))
    var mapping: String?

    @Option(help: ArgumentHelp(say("The sheet of a workbook.", "Лист книги.")))
    var sheet: String?

    @Flag(
        help: ArgumentHelp(
            say("Rows of keys that are there take their places.", "Заменять имеющиеся строки.")))
    var replace = false

    @Flag(
        help: ArgumentHelp(
            say("Say what would happen, change nothing.", "Только сказать, что будет.")))
    var dryRun = false

    @Flag(
        help: ArgumentHelp(
            say(
                "Print a mapping drafted from the file's heading.",
                "Вывести набросок соответствия по заголовку файла.")))
    var draftMapping = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.perform {
            let workspace = try common.workspace()
            let path = URL(filePath: file).standardizedFileURL.path
            let options = ImportOptions(replace: replace, dryRun: dryRun, sheet: sheet)
            if draftMapping {
                common.terminal.print(
                    try workspace.draftMapping(file: path, format: format, options: options))
                return
            }
            let mapping = mapping.map { URL(filePath: $0).standardizedFileURL.path }
            let report = try await interruptible { [format] in
                try workspace.importTable(
                    file: path, format: format, mapping: mapping, options: options)
            }
            for note in report.report.notes {
                common.terminal.note(note.text(in: terminalLanguage))
            }
            guard report.report.isClean else { throw Failure(report.report, limit: 50) }
            tell(report)
        }
    }

    private func tell(_ report: ImportReport) {
        let verb =
            report.isApplied
            ? say("Imported into", "Внесено в") : say("Would import into", "Было бы внесено в")
        common.terminal.print(
            say(
                "\(verb) \(report.table): \(report.added) added, \(report.replaced) replaced, \(report.unchanged) unchanged, \(report.skipped) left out.",
                "\(verb) \(report.table): добавлено \(report.added), заменено \(report.replaced), без изменений \(report.unchanged), пропущено \(report.skipped)."
            ))
        if !report.newCodes.isEmpty {
            let list = report.newCodes.map { "\($0.table) \($0.count)" }.joined(separator: ", ")
            common.terminal.print(say("New codes: \(list).", "Новые коды: \(list)."))
        }
    }
}

extension ImportFormat: ExpressibleByArgument {}
