import ArgumentParser
import Assessment
import Foundation
import Monitoring
import Wording
import Workspace

/// `uklad track`: plan and fact with early alerts, and `record|verify|export`, the records of the
/// programme's quality management.
struct Track: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "track",
            abstract: say(
                "Say what leaves its plan, and keep records that nobody can change unseen.",
                "Показать, что отходит от плана; вести записи, которые нельзя незаметно изменить."),
            subcommands: [Status.self, Record.self, Verify.self, Export.self],
            defaultSubcommand: Status.self)
    }

    struct Status: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "status",
                abstract: say(
                    "Plan and fact, and early alerts, of the latest run.",
                    "План и факт, ранние сигналы последнего расчёта."),
                discussion: say(
                    "Example: uklad track --object jobs", "Пример: uklad track --object jobs"))
        }

        @Argument(
            parsing: .captureForPassthrough,
            help: ArgumentHelp(
                say("The options of show.", "Параметры show."), valueName: "options"))
        var options: [String] = []

        func run() async throws {
            try await Show.parse(["monitoring"] + options).run()
        }
    }

    struct Record: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "record",
                abstract: say("Add a record.", "Добавить запись."),
                discussion: say(
                    "Example: uklad track record 6.2 indicator=jobs base=0 target=500 date=2030",
                    "Пример: uklad track record 6.2 indicator=jobs base=0 target=500 date=2030"))
        }

        @Argument(
            help: ArgumentHelp(
                say("The clause of ISO 9001:2015: 6.2.", "Пункт ГОСТ Р ИСО 9001-2015: 6.2."),
                valueName: "clause"))
        var clause: String

        @Argument(
            help: ArgumentHelp(
                say("What it says: FIELD=VALUE.", "Содержание: ПОЛЕ=ЗНАЧЕНИЕ."),
                valueName: "fields"))
        var fields: [String] = []

        @Option(help: ArgumentHelp(say("Who records it.", "Кто вносит.")))
        var user = ProcessInfo.processInfo.environment["USER"] ?? ""

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.perform {
                guard let clause = QualityClause(rawValue: clause) else {
                    let known = QualityClause.allCases.map(\.rawValue).joined(separator: ", ")
                    throw Failure.usage(
                        LocalizedText(
                            en: "\"\(clause)\" is no clause that records are kept of.",
                            ru: "«\(clause)» — не пункт, по которому ведутся записи."),
                        expected: LocalizedText(en: "one of: \(known).", ru: "один из: \(known)."),
                        remedy: LocalizedText(
                            en: "Name one of them.", ru: "Назовите один из них."))
                }
                let pairs = try fields.map(Self.pair)
                let file = QualityFile(workspace: try common.workspace().folder)
                var values = Dictionary(pairs) { _, last in last }
                // What a review looks at is known already: only what is decided has to be said.
                if clause == .review, (values["inputs"] ?? "").isEmpty {
                    values["inputs"] = try ReviewInputs(
                        log: file.read().log, run: try? common.run("latest")
                    ).text()
                }
                do throws(QualityFile.Failure) {
                    let record = try file.append(
                        clause, values, user: user, version: Program.version, at: Date())
                    common.terminal.print("\(record.number) \(record.hash)")
                } catch { throw Failure(Self.message(error, file), code: Self.code(error)) }
                let lacking = clause.mandatory.filter { (values[$0] ?? "").isEmpty }
                if !lacking.isEmpty {
                    let list = lacking.joined(separator: ", ")
                    common.terminal.note(
                        say(
                            "Clause \(clause.rawValue) also wants: \(list).",
                            "По пункту \(clause.rawValue) нужны ещё: \(list)."))
                }
            }
        }

        private static func pair(_ text: String) throws -> (String, String) {
            guard let place = text.firstIndex(of: "="), place > text.startIndex else {
                throw Failure.usage(
                    LocalizedText(
                        en: "\"\(text)\" is no field with a value.",
                        ru: "«\(text)» — не поле со значением."),
                    expected: LocalizedText(
                        en: "FIELD=VALUE: target=500.", ru: "ПОЛЕ=ЗНАЧЕНИЕ: target=500."),
                    remedy: LocalizedText(
                        en: "Write the field, = and the value.",
                        ru: "Напишите поле, = и значение."))
            }
            return (String(text[..<place]), String(text[text.index(after: place)...]))
        }

        private static func code(_ failure: QualityFile.Failure) -> Int32 {
            switch failure {
            case .broken: 65
            case .busy: 69
            case .unwritable: 73
            }
        }

        private static func message(
            _ failure: QualityFile.Failure, _ file: QualityFile
        ) -> Message {
            switch failure {
            case .broken(let faults):
                Message(
                    what: LocalizedText(
                        en: "The log is damaged, and nothing was added: "
                            + (faults.first?.words.english ?? ""),
                        ru: "Журнал повреждён, ничего не добавлено: "
                            + (faults.first?.words.russian ?? "")),
                    place: LocalizedText(en: file.path, ru: file.path),
                    expected: LocalizedText(
                        en: "a whole chain of records.", ru: "целая цепочка записей."),
                    remedy: LocalizedText(
                        en: "\"uklad track verify\" names all of it; bring back a copy.",
                        ru: "«uklad track verify» назовёт всё; верните копию."))
            case .busy:
                Message(
                    what: LocalizedText(
                        en: "Somebody else is writing to the log.",
                        ru: "В журнал пишет кто-то другой."),
                    place: LocalizedText(en: file.path, ru: file.path),
                    expected: LocalizedText(en: "", ru: ""),
                    remedy: LocalizedText(en: "Try again.", ru: "Повторите."))
            case .unwritable(let path):
                Message(
                    what: LocalizedText(
                        en: "The log cannot be written.", ru: "Журнал не записать."),
                    place: LocalizedText(en: path, ru: path),
                    expected: LocalizedText(
                        en: "a folder that may be written.", ru: "папка, доступная для записи."),
                    remedy: LocalizedText(
                        en: "Check its permissions and the room left.",
                        ru: "Проверьте права и свободное место."))
            }
        }
    }

    struct Verify: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "verify",
                abstract: say(
                    "Say whether every record is as it was written.",
                    "Проверить, что все записи такие, какими внесены."),
                discussion: say(
                    "Example: uklad track verify -C kuzbass",
                    "Пример: uklad track verify -C kuzbass"))
        }

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.perform {
                let file = QualityFile(workspace: try common.workspace().folder)
                let (log, faults) = file.read()
                guard faults.isEmpty else {
                    throw Failure(
                        faults.map {
                            Message(
                                what: $0.words, place: LocalizedText(en: file.path, ru: file.path),
                                expected: LocalizedText(
                                    en: "a record as it was written.",
                                    ru: "запись, какой она внесена."),
                                remedy: LocalizedText(
                                    en: "Bring back a copy of quality/.",
                                    ru: "Верните копию папки quality/."))
                        }, total: faults.count, code: 65)
                }
                let count = log.records.count
                let share = log.completeness.map {
                    NumberWording.text($0 * 100, decimals: 0, in: terminalLanguage)
                }
                common.terminal.print(
                    say(
                        "Records: \(count), all as they were written.",
                        "Записей: \(count), все целы.")
                        + (share.map {
                            say(
                                " Mandatory fields filled in: \($0) %.",
                                " Обязательных полей заполнено: \($0) %.")
                        } ?? ""))
                if log.torn > 0 {
                    common.terminal.note(
                        say(
                            "A write was interrupted behind the last record; what it left is no record.",
                            "За последней записью — след прерванной записи; он не в счёт."))
                }
            }
        }
    }

    struct Export: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "export",
                abstract: say("List the records, by clause.", "Перечислить записи, по пунктам."),
                discussion: say(
                    "Example: uklad track export --clause 6.2 --format csv",
                    "Пример: uklad track export --clause 6.2 --format csv"))
        }

        @Option(help: ArgumentHelp(say("Only this clause.", "Только этот пункт.")))
        var clause: String?

        @Option(
            help: ArgumentHelp(
                say("table, csv, json or markdown.", "table, csv, json или markdown.")))
        var format = OutputFormat.table

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.perform {
                let file = QualityFile(workspace: try common.workspace().folder)
                let records = file.read().log.records
                    .filter { clause == nil || $0.clause.rawValue == clause }
                    .sorted { ($0.clause.rawValue, $0.number) < ($1.clause.rawValue, $1.number) }
                var names: [String] = []
                for record in records {
                    for name in record.clause.mandatory + record.fields.keys.sorted()
                    where !names.contains(name) { names.append(name) }
                }
                var listing = Listing(
                    columns: [
                        .init("clause", say("Clause", "Пункт")),
                        .init("number", say("No.", "№"), isNumeric: true),
                        .init("time", say("Time", "Время")), .init("user", say("By", "Кто")),
                    ] + names.map { .init($0, $0) } + [.init("hash", "SHA-256")])
                for record in records {
                    listing.rows.append(
                        [
                            .text(record.clause.rawValue), .whole(record.number),
                            .text(record.time), .text(record.user),
                        ]
                            + names.map { .text(record.fields[$0] ?? "") }
                            + [.text(String(record.hash.prefix(12)))])
                }
                common.terminal.print(try listing.text(format == .parquet ? .csv : format))
            }
        }
    }
}
