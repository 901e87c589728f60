import ArgumentParser
import Engine
import Foundation
import Microdata
import Numerics
import Region
import Specialisation
import Wording
import Workspace

/// `uklad engine`: what is asked of microdata beside the stages.
struct EngineCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "engine",
            abstract: say(
                "Work on microdata of establishments, here or on Spark.",
                "Работа с микроданными предприятий: здесь или на Spark."),
            discussion: say(
                """
                uklad.yaml names the data under microdata; they stay where they are, sums come out.
                Example: uklad engine info --engine spark://host:15002
                Example: uklad engine show distances --activity A02 --year 2020 --within 50 -C my-region
                """,
                """
                Данные названы в uklad.yaml под microdata; они остаются на месте, выходят только суммы.
                Пример: uklad engine info --engine spark://узел:15002
                Пример: uklad engine show distances --activity A02 --year 2020 --within 50 -C my-region
                """),
            subcommands: [Info.self, Gather.self, Look.self])
    }

    struct Info: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "info", abstract: say("Who answers.", "Кто отвечает."),
                discussion: say(
                    "Example: uklad engine info", "Пример: uklad engine info"))
        }

        @OptionGroup var engine: EngineOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.perform {
                let info = try engine.engine(reading: []).info()
                common.terminal.print("\(info.name) \(info.version), \(info.address)")
            }
        }
    }

    struct Gather: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "gather",
                abstract: say(
                    "Take sums of the microdata into observations.",
                    "Внести суммы микроданных в observations."),
                discussion: say(
                    "Example: uklad engine gather -C my-region",
                    "Пример: uklad engine gather -C my-region"))
        }

        @OptionGroup var engine: EngineOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.perform { try await common.gather(engine) }
        }
    }

    /// What can be asked.
    enum Question: String, ExpressibleByArgument, CaseIterable {
        case panel, quotients, plants, colocation, distances, concentration
    }

    struct Look: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "show",
                abstract: say("Answer a question from microdata.", "Ответить по микроданным."),
                discussion: say(
                    """
                    panel          establishments and people by place, activity and year
                    quotients      location quotients of the people employed
                    plants         Herfindahl index of plant sizes, Ellison and Glaeser's concentration
                    colocation     in how many places two activities stand together (--year)
                    distances      pairs of plants by distance (--activity, --year, --within, --bins)
                    concentration  M of Marcon and Puech (--activity, --year, --within)
                    Example: uklad engine show quotients --year 2020 --format csv -C my-region
                    """,
                    """
                    panel          предприятия и занятые по местам, видам деятельности и годам
                    quotients      коэффициенты локализации по занятым
                    plants         индекс Херфиндаля размеров предприятий, концентрация Эллисона — Глейзера
                    colocation     в скольких местах два вида деятельности стоят рядом (--year)
                    distances      пары предприятий по расстоянию (--activity, --year, --within, --bins)
                    concentration  M Маркона — Пюэша (--activity, --year, --within)
                    Пример: uklad engine show quotients --year 2020 --format csv -C my-region
                    """))
        }

        @Argument(
            help: ArgumentHelp(
                Question.allCases.map(\.rawValue).joined(separator: ", ") + "."))
        var question: Question

        @Option(help: ArgumentHelp(say("The activity.", "Вид деятельности.")))
        var activity: String?

        @Option(help: ArgumentHelp(say("The year.", "Год.")))
        var year: Int?

        @Option(help: ArgumentHelp(say("Kilometres.", "Километры.")))
        var within = 50.0

        @Option(help: ArgumentHelp(say("Steps of distance.", "Шагов расстояния.")))
        var bins = 50

        @Option(
            help: ArgumentHelp(
                say("table, csv, json or markdown.", "table, csv, json или markdown.")))
        var format = OutputFormat.table

        @Option(
            name: .shortAndLong,
            help: ArgumentHelp(say("The file for parquet.", "Файл для parquet.")))
        var output: String?

        @OptionGroup var engine: EngineOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.perform {
                let listing: Listing = try await interruptible {
                    try self.listing(try self.common.microdata(self.engine))
                }
                if let output {
                    try format == .parquet
                        ? ParquetFile.write(listing, to: output)
                        : FileOutput.write(try listing.text(format), to: output)
                } else if format == .parquet {
                    throw Failure.usage(
                        LocalizedText(en: "Parquet is no text.", ru: "Parquet — не текст."),
                        expected: LocalizedText(en: "--output FILE.", ru: "--output ФАЙЛ."),
                        remedy: LocalizedText(en: "Name the file.", ru: "Укажите файл."))
                } else {
                    common.terminal.print(try listing.text(format))
                }
            }
        }

        private func needed<Value>(_ value: Value?, _ option: String) throws -> Value {
            guard let value else {
                throw Failure.usage(
                    LocalizedText(
                        en: "\"\(question.rawValue)\" needs \(option).",
                        ru: "Для «\(question.rawValue)» нужно \(option)."),
                    expected: LocalizedText(en: "\(option) VALUE.", ru: "\(option) ЗНАЧЕНИЕ."),
                    remedy: LocalizedText(en: "Give it.", ru: "Укажите его."))
            }
            return value
        }

        private func listing(_ microdata: Microdata) throws -> Listing {
            switch question {
            case .panel: return .panel(try sums(microdata))
            case .quotients: return .quotients(try sums(microdata))
            case .plants:
                return .plants(
                    try microdata.sizes().filter { year == nil || $0.year == year },
                    try sums(microdata))
            case .colocation:
                return .colocation(try microdata.colocation(year: try needed(year, "--year")))
            case .distances:
                try checkReach()
                return .distances(
                    try microdata.distances(
                        activity: try needed(activity, "--activity"),
                        year: try needed(year, "--year"), reach: within, bins: bins),
                    width: within / Double(bins))
            case .concentration:
                try checkReach()
                let code = try needed(activity, "--activity")
                let m = try microdata.concentration(
                    activity: code, year: try needed(year, "--year"), within: within)
                return .concentration(code, within, m)
            }
        }

        private func checkReach() throws {
            guard within > 0, within.isFinite, bins > 0, bins <= 1_000_000 else {
                throw Failure.usage(
                    LocalizedText(
                        en: "--within \(within) --bins \(bins) makes no distances.",
                        ru: "--within \(within) --bins \(bins) не задаёт расстояний."),
                    expected: LocalizedText(
                        en: "a distance over 0 and a whole number over 0.",
                        ru: "расстояние больше 0 и целое число больше 0."),
                    remedy: LocalizedText(en: "Correct them.", ru: "Исправьте их."))
            }
        }

        /// The sums, with those hidden that a gathering would hide.
        private func sums(_ microdata: Microdata) throws -> DisclosedCells {
            let settings = try common.microdataSettings()
            let cells = try microdata.panel().filter { year == nil || $0.year == year }
            let rule = Disclosure(least: settings.least, largest: settings.largest)
            var sums = DisclosedCells(cells: cells, hidden: rule.hidden(cells), rule: rule)
            sums.shownActivity = activity
            return sums
        }
    }
}

/// Sums of microdata, and which of them may be shown.
struct DisclosedCells {
    let cells: [Microdata.Cell]
    /// Positions of cells whose people are hidden.
    let hidden: Set<Int>
    let rule: Disclosure
    /// The only activity to show; nil for all.
    var shownActivity: String?

    var shown: [Int] {
        cells.indices.filter { shownActivity == nil || cells[$0].activity == shownActivity }
    }
}

extension CommonOptions {
    /// Takes the sums of the microdata into the workspace, and says so.
    func gather(_ options: EngineOptions) async throws {
        let workspace = try workspace()
        let settings = try microdataSettings()
        let (report, hidden) = try await interruptible {
            let cells = try self.microdata(options).panel()
            let gathering = try Gathering(settings, cells)
            return (try gathering.importing(into: workspace), gathering.hidden.count)
        }
        guard report.report.isClean else { throw Failure(report.report, limit: 50) }
        terminal.note(
            say(
                "Sums of the microdata: \(report.added) figures added, \(report.replaced) replaced, \(report.removed) gone, \(report.unchanged) as before; people of \(hidden) cells hidden.",
                "Суммы микроданных: добавлено \(report.added), заменено \(report.replaced), исчезло \(report.removed), без изменений \(report.unchanged); скрыты занятые в ячейках: \(hidden)."
            ))
    }
}

extension Listing {
    private static func number(_ value: Double) -> Cell {
        .number(
            value, shown: NumberWording.text(value, significant: 4, in: terminalLanguage))
    }

    private static func kilometres(_ value: Double) -> Cell {
        let isWhole = value == value.rounded()
        return .number(
            value, shown: NumberWording.text(value, decimals: isWhole ? 0 : 2, in: terminalLanguage)
        )
    }

    private static func people(_ value: Double) -> Cell {
        .number(value, shown: NumberWording.text(value, decimals: 0, in: terminalLanguage))
    }

    private static var hidden: Cell { .nothing(say("hidden", "скрыто")) }

    static func panel(_ sums: DisclosedCells) -> Listing {
        var listing = Listing(columns: [
            Column("place", say("Place", "Место")),
            Column("activity", say("Activity", "Вид деятельности")),
            Column("year", say("Year", "Год"), isNumeric: true),
            Column("establishments", say("Establishments", "Предприятий"), isNumeric: true),
            Column("people", say("People", "Занятых"), isNumeric: true),
        ])
        for index in sums.shown {
            let cell = sums.cells[index]
            listing.rows.append([
                .text(cell.place ?? ""), .text(cell.activity ?? ""), year(cell.year),
                .whole(cell.establishments),
                sums.hidden.contains(index) ? hidden : people(cell.people),
            ])
        }
        return listing
    }

    private static func year(_ year: Int?) -> Cell {
        year.map { .whole($0) } ?? .nothing("–")
    }

    /// Location quotients of people employed, place by place, worked out from the sums.
    static func quotients(_ sums: DisclosedCells) -> Listing {
        var listing = Listing(columns: [
            Column("place", say("Place", "Место")),
            Column("activity", say("Activity", "Вид деятельности")),
            Column("year", say("Year", "Год"), isNumeric: true),
            Column("people", say("People", "Занятых"), isNumeric: true),
            Column(
                "location_quotient", say("Location quotient", "Коэффициент локализации"),
                isNumeric: true),
        ])
        let years = Dictionary(grouping: sums.cells.indices) { sums.cells[$0].year }
        let shown = Set(sums.shown)
        for (_, positions) in years.sorted(by: { ($0.key ?? 0) < ($1.key ?? 0) }) {
            let ofYear = positions.map { sums.cells[$0] }
            let places = totals(ofYear) { $0.place ?? "" }
            let activities = totals(ofYear) { $0.activity ?? "" }
            let total = ofYear.map(\.people).compensatedSum()
            for index in positions where shown.contains(index) {
                let cell = sums.cells[index]
                let quotient = try? locationQuotient(
                    industryInRegion: cell.people, region: places[cell.place ?? ""] ?? 0,
                    industryInReference: activities[cell.activity ?? ""] ?? 0, reference: total)
                let isHidden = sums.hidden.contains(index)
                listing.rows.append([
                    .text(cell.place ?? ""), .text(cell.activity ?? ""), year(cell.year),
                    isHidden ? hidden : people(cell.people),
                    isHidden ? hidden : quotient.map { number($0) } ?? .nothing("–"),
                ])
            }
        }
        return listing
    }

    private static func totals(
        _ cells: [Microdata.Cell], by key: (Microdata.Cell) -> String
    ) -> [String: Double] {
        Dictionary(grouping: cells, by: key).mapValues { $0.map(\.people).compensatedSum() }
    }

    /// Concentration of activities beyond that of few large plants.
    static func plants(_ sizes: [Microdata.PlantSizes], _ sums: DisclosedCells) -> Listing {
        var listing = Listing(columns: [
            Column("activity", say("Activity", "Вид деятельности")),
            Column("year", say("Year", "Год"), isNumeric: true),
            Column("plants", say("Plants", "Предприятий"), isNumeric: true),
            Column("people", say("People", "Занятых"), isNumeric: true),
            Column(
                "plant_herfindahl",
                say("Herfindahl index of plants", "Индекс Херфиндаля предприятий"),
                isNumeric: true),
            Column(
                "ellison_glaeser", say("Ellison–Glaeser index", "Индекс Эллисона — Глейзера"),
                isNumeric: true),
        ])
        let byYear = Dictionary(grouping: sums.cells) { $0.year ?? 0 }
        let ofPlaces = byYear.mapValues { totals($0) { $0.place ?? "" } }
        for size in sizes where sums.shownActivity == nil || size.activity == sums.shownActivity {
            let places = (ofPlaces[size.year] ?? [:]).sorted { $0.key < $1.key }
            let own = totals((byYear[size.year] ?? []).filter { $0.activity == size.activity }) {
                $0.place ?? ""
            }
            let concentration = size.herfindahl.flatMap { index in
                try? PlantConcentration(
                    industryByRegion: places.map { own[$0.key] ?? 0 }, regions: places.map(\.value),
                    total: places.map(\.value).compensatedSum(), plantHerfindahl: index)
            }
            // H says how large a plant is where there are few.
            let isHidden = size.plants < sums.rule.least
            listing.rows.append([
                .text(size.activity), .whole(size.year), .whole(size.plants),
                isHidden ? hidden : people(size.people),
                isHidden ? hidden : size.herfindahl.map { number($0) } ?? .nothing("–"),
                isHidden
                    ? hidden : concentration.map { number($0.ellisonGlaeser) } ?? .nothing("–"),
            ])
        }
        return listing
    }

    static func colocation(_ list: [Microdata.Together]) -> Listing {
        var listing = Listing(columns: [
            Column("one", say("One activity", "Один вид деятельности")),
            Column("other", say("The other", "Другой")),
            Column("places", say("Places with both", "Мест, где есть оба"), isNumeric: true),
        ])
        listing.rows = list.map { [.text($0.one), .text($0.other), .whole($0.places)] }
        return listing
    }

    static func distances(_ counts: [Microdata.PairCount], width: Double) -> Listing {
        var listing = Listing(columns: [
            Column("from_km", say("From, km", "От, км"), isNumeric: true),
            Column("to_km", say("To, km", "До, км"), isNumeric: true),
            Column("pairs", say("Pairs", "Пар"), isNumeric: true),
            Column("weight", say("Product of people", "Произведение занятых"), isNumeric: true),
        ])
        listing.rows = counts.map { count in
            [
                kilometres(Double(count.bin) * width), kilometres(Double(count.bin + 1) * width),
                .whole(count.pairs), .whole(count.weight),
            ]
        }
        return listing
    }

    static func concentration(_ activity: String, _ reach: Double, _ m: Double?) -> Listing {
        var listing = Listing(columns: [
            Column("activity", say("Activity", "Вид деятельности")),
            Column("within_km", say("Within, km", "В пределах, км"), isNumeric: true),
            Column("m", "M", isNumeric: true),
        ])
        listing.rows = [
            [.text(activity), kilometres(reach), m.map { number($0) } ?? .nothing("–")]
        ]
        return listing
    }
}
