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
                A table of flows between countries (icio, exiobase) gives the flow table of one of them;
                a map (geo, GeoJSON) gives places their points and outlines.
                Example: uklad import csv figures.csv --mapping figures.yaml -C my-region
                Example: uklad import eurostat estat_nama_10r_3empers.tsv -C my-region
                Example: uklad import icio 2018_SML.csv --country RUS --place RU -C my-region
                """,
                """
                Всё или ничего: при ошибке в файле ничего не меняется. Без описания соответствия файл имеет
                столбцы таблицы observations либо опубликован ведомством для машин: eurostat (TSV),
                sdmx (SDMX-CSV), json-stat, qcew (BLS); места и виды деятельности тогда добавляются тоже.
                Из таблицы потоков между странами (icio, exiobase) берётся таблица «затраты — выпуск» одной из них,
                из карты (geo, GeoJSON) — точки и границы мест.
                Пример: uklad import csv figures.csv --mapping figures.yaml -C my-region
                Пример: uklad import eurostat estat_nama_10r_3empers.tsv -C my-region
                Пример: uklad import icio 2018_SML.csv --country RUS --place RU -C my-region
                """))
    }

    @Argument(
        help: ArgumentHelp(
            say(
                "csv, xlsx, eurostat, sdmx, json-stat, qcew, icio, exiobase or geo.",
                "csv, xlsx, eurostat, sdmx, json-stat, qcew, icio, exiobase или geo.")))
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

    @Option(
        help: ArgumentHelp(
            say(
                "Of a table of many countries the one to take.",
                "Какую страну взять из таблицы многих стран."), valueName: "code"))
    var country: String?

    @Option(
        help: ArgumentHelp(
            say("The country's code in the workspace.", "Код этой страны в рабочей области."),
            valueName: "code"))
    var place: String?

    @Option(
        help: ArgumentHelp(
            say(
                "The year of the figures, where the file's name has none.",
                "Год данных, если его нет в имени файла.")))
    var year: Int?

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
            let options = ImportOptions(
                replace: replace, dryRun: dryRun, sheet: sheet, country: country, place: place,
                year: year)
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
        if let outlines = report.outlines {
            common.terminal.print(say("Outlines: \(outlines).", "Границы: \(outlines)."))
        }
        if !report.newCodes.isEmpty {
            let list = report.newCodes.map { "\($0.table) \($0.count)" }.joined(separator: ", ")
            common.terminal.print(say("New codes: \(list).", "Новые коды: \(list)."))
        }
    }
}

extension ImportFormat: ExpressibleByArgument {}
