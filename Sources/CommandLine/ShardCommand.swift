public import ArgumentParser
import Engine
import Foundation
import Microdata
public import Shards
import Space
import Wording

/// `uklad shard`: replicates of curves over distance, cut up for many machines.
struct ShardCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "shard",
            abstract: say(
                "Cut a long computation into shards for many machines.",
                "Разделить долгий расчёт на части для многих машин."),
            discussion: say(
                """
                The answer is the same for any number of shards, in any order, on any machines.
                Example: uklad shard plan work --sites sites.csv --kernel density --reach 50 --shards 64
                         seq 0 63 | xargs -P 8 -I{} uklad shard run work --index {}
                         uklad shard collect work --format csv
                """,
                """
                Ответ один и тот же при любом числе частей, в любом порядке, на любых машинах.
                Пример: uklad shard plan work --sites sites.csv --kernel density --reach 50 --shards 64
                        seq 0 63 | xargs -P 8 -I{} uklad shard run work --index {}
                        uklad shard collect work --format csv
                """),
            subcommands: [Plan.self, Perform.self, Collect.self])
    }

    struct Plan: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "plan", abstract: say("Make a plan.", "Составить план."),
                discussion: say(
                    """
                    density        K-density of Duranton and Overman against draws from all sites
                    concentration  M of Marcon and Puech against labels dealt out anew
                    The plants are a table of activity, x, y (kilometres) and people, or the microdata of the
                    workspace in one year.
                    Example: uklad shard plan work --year 2020 --kernel concentration --reach 20 -C my-region
                    """,
                    """
                    density        К-плотность Дюрантона — Овермана против выбора из всех мест
                    concentration  M Маркона — Пюэша против перемешанных отраслей
                    Предприятия — таблица activity, x, y (километры), people или микроданные рабочей области
                    за один год.
                    Пример: uklad shard plan work --year 2020 --kernel concentration --reach 20 -C my-region
                    """))
        }

        @Argument(help: ArgumentHelp(say("The folder to make.", "Папка плана.")))
        var folder: String

        @Option(help: ArgumentHelp(say("density or concentration.", "density или concentration.")))
        var kernel: ShardPlan.Kernel

        @Option(help: ArgumentHelp(say("A table of plants.", "Таблица предприятий.")))
        var sites: String?

        @Option(help: ArgumentHelp(say("The year of the microdata.", "Год микроданных.")))
        var year: Int?

        @Option(help: ArgumentHelp(say("The greatest distance, km.", "Наибольшее расстояние, км.")))
        var reach: Double

        @Option(help: ArgumentHelp(say("Curves by chance.", "Случайных кривых.")))
        var replicates = 1_000

        @Option(help: ArgumentHelp(say("About how many shards.", "Примерное число частей.")))
        var shards = 16

        @Option(help: ArgumentHelp(say("The seed.", "Зерно.")))
        var seed: UInt64 = 20_180_101

        @OptionGroup var engine: EngineOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.perform {
                guard reach > 0, reach.isFinite, (2...1_000_000).contains(replicates),
                    (1...1_000_000).contains(shards)
                else {
                    throw Failure.usage(
                        LocalizedText(
                            en:
                                "--reach \(reach) --replicates \(replicates) --shards \(shards) is no plan.",
                            ru:
                                "--reach \(reach) --replicates \(replicates) --shards \(shards) — не план."
                        ),
                        expected: LocalizedText(
                            en: "a distance over 0, 2 replicates or more, 1 shard or more.",
                            ru: "расстояние больше 0, не меньше 2 кривых и 1 части."),
                        remedy: LocalizedText(en: "Correct them.", ru: "Исправьте их."))
                }
                let path = URL(filePath: folder).standardizedFileURL.path
                let plan: ShardPlan = try await interruptible {
                    try ShardFolder.make(
                        path, self.kernel, try self.plants(), replicates: self.replicates,
                        shards: self.shards, seed: self.seed, reach: self.reach
                    ).plan
                }
                common.terminal.print("\(plan.shardCount)")
                common.terminal.note(
                    say(
                        "\(plan.industries.count) industries, \(plan.shardCount) shards of up to \(plan.block) replicates; \(plan.leftOut.count) industries left out.",
                        "Отраслей: \(plan.industries.count), частей: \(plan.shardCount), в каждой до \(plan.block) кривых; пропущено отраслей: \(plan.leftOut.count)."
                    ))
            }
        }

        private func plants() throws -> ShardSites {
            if let sites {
                return try ShardSites(reading: URL(filePath: sites).standardizedFileURL.path)
            }
            guard let year else {
                throw Failure.usage(
                    LocalizedText(
                        en: "A plan needs plants.", ru: "Плану нужны предприятия."),
                    expected: LocalizedText(
                        en: "--sites FILE, or --year YEAR of the microdata.",
                        ru: "--sites ФАЙЛ или --year ГОД микроданных."),
                    remedy: LocalizedText(en: "Give one of them.", ru: "Укажите одно из них."))
            }
            let sites = try common.microdata(engine).sites(year: year)
            return ShardSites(
                activities: sites.map(\.activity), points: sites.map { PlanePoint($0.x, $0.y) },
                people: sites.map(\.people))
        }
    }

    struct Perform: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "run", abstract: say("Do a shard.", "Выполнить часть."),
                discussion: say(
                    "A shard that is done is left alone.\nExample: uklad shard run work --index 7",
                    "Выполненная часть не трогается.\nПример: uklad shard run work --index 7"))
        }

        @Argument(help: ArgumentHelp(say("The folder of the plan.", "Папка плана.")))
        var folder: String

        @Option(
            help: ArgumentHelp(
                say("Which; all that are left without it.", "Какую; без этого — все оставшиеся.")))
        var index: Int?

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.perform {
                let path = URL(filePath: folder).standardizedFileURL.path
                let done: Int = try await interruptible {
                    let folder = try ShardFolder.open(path)
                    var done = 0
                    for index in try self.index.map({ [$0] }) ?? folder.missing()
                    where try folder.run(index) == .done { done += 1 }
                    return done
                }
                common.terminal.note(
                    done == 0
                        ? say("That was done.", "Это уже выполнено.")
                        : say("Shards done: \(done).", "Выполнено частей: \(done)."))
            }
        }
    }

    struct Collect: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "collect",
                abstract: say("Put the shards together.", "Собрать части."),
                discussion: say(
                    "Missing and doubtful shards are refused.\nExample: uklad shard collect work --format csv",
                    "Недостающие и сомнительные части не принимаются.\nПример: uklad shard collect work --format csv"
                ))
        }

        @Argument(help: ArgumentHelp(say("The folder of the plan.", "Папка плана.")))
        var folder: String

        @Option(
            help: ArgumentHelp(
                say("table, csv, json or markdown.", "table, csv, json или markdown.")))
        var format = OutputFormat.table

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.perform {
                guard format != .parquet else {
                    throw Failure.usage(
                        LocalizedText(en: "Parquet is no text.", ru: "Parquet — не текст."),
                        expected: LocalizedText(
                            en: "table, csv, json or markdown.",
                            ru: "table, csv, json или markdown."),
                        remedy: LocalizedText(en: "Choose one of these.", ru: "Выберите из них."))
                }
                let path = URL(filePath: folder).standardizedFileURL.path
                let folder = try ShardFolder.open(path)
                let text = try Listing.envelopes(try folder.collect()).text(format)
                common.terminal.print(text)
            }
        }
    }
}

extension ShardPlan.Kernel: ExpressibleByArgument {}

extension Listing {
    /// A row for each industry and distance.
    static func envelopes(
        _ envelopes: [(industry: ShardPlan.Industry, envelope: Envelope)]
    ) -> Listing {
        var listing = Listing(columns: [
            Column("activity", say("Activity", "Вид деятельности")),
            Column("plants", say("Plants", "Предприятий"), isNumeric: true),
            Column("verdict", say("Verdict", "Вывод")),
            Column("km", say("Distance, km", "Расстояние, км"), isNumeric: true),
            Column("observed", say("Observed", "Наблюдение"), isNumeric: true),
            Column("local_lower", say("Local, lower", "Локально, от"), isNumeric: true),
            Column("local_upper", say("Local, upper", "Локально, до"), isNumeric: true),
            Column("global_lower", say("Global, lower", "Глобально, от"), isNumeric: true),
            Column("global_upper", say("Global, upper", "Глобально, до"), isNumeric: true),
        ])
        for (industry, envelope) in envelopes {
            let verdict =
                switch envelope.verdict {
                case .localised: say("localised", "сосредоточена")
                case .dispersed: say("dispersed", "рассредоточена")
                case .asByChance: say("as by chance", "как случайно")
                }
            for index in envelope.grid.indices {
                let numbers = [
                    envelope.grid[index], envelope.observed[index], envelope.local.lower[index],
                    envelope.local.upper[index], envelope.global.lower[index],
                    envelope.global.upper[index],
                ]
                listing.rows.append(
                    [.text(industry.activity), .whole(industry.plants), .text(verdict)]
                        + numbers.map {
                            .number(
                                $0,
                                shown: NumberWording.text($0, significant: 4, in: terminalLanguage))
                        })
            }
        }
        return listing
    }
}
