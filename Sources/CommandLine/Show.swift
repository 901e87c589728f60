import ArgumentParser
import Assessment
import Engine
import Foundation
import Programme
import Region
import Wording
import Workspace

/// `uklad show WHAT`.
struct Show: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show",
            abstract: say("Show results of a run.", "Показать результаты расчёта."),
            discussion: say(
                """
                WHAT is a method (location-quotient, shift-share, ...) or one of: impact, cycles,
                deposits, programme, variants, pareto, order, split, risk, robustness, forecast, modes,
                methods, runs, settings, measures, sources.
                Example: uklad show location-quotient --year 2022 --top 10
                Example: uklad show impact --shock "wiod35:c2 exports -10%"
                """,
                """
                ЧТО — метод (location-quotient, shift-share, ...) либо одно из: impact, cycles,
                deposits, programme, variants, pareto, order, split, risk, robustness, forecast, modes,
                methods, runs, settings, measures, sources.
                Пример: uklad show location-quotient --year 2022 --top 10
                Пример: uklad show impact --shock "wiod35:c2 exports -10%"
                """))
    }

    @Argument(help: ArgumentHelp(say("What to show.", "Что показать."), valueName: "what"))
    var what: String

    @OptionGroup var selection: Selection
    @OptionGroup var common: CommonOptions

    @Option(
        help: ArgumentHelp(
            say("table, csv, json, markdown or parquet.", "table, csv, json, markdown или parquet.")
        ))
    var format: OutputFormat?

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp(say("Write to this file.", "Записать в этот файл."), valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp(say("The largest only.", "Только наибольшие.")))
    var top: Int?

    @Option(help: ArgumentHelp(say("en or ru.", "en или ru.")))
    var lang = terminalLanguage

    @Option(
        help: ArgumentHelp(
            say(
                "With impact: only this project, by its code.",
                "Для impact: только этот проект, по коду.")))
    var project: String?

    @Option(
        help: ArgumentHelp(
            say(
                "With deposit-convergence: only this deposit, or deposit/process, by code.",
                "Для deposit-convergence: только этот отвал или отвал/технология, по коду.")))
    var deposit: String?

    @Option(
        help: ArgumentHelp(
            say(
                "With impact: a lasting change of demand, such as \"wiod35:c2 exports -10%\".",
                "Для impact: длительное изменение спроса, например «wiod35:c2 exports -10%».")))
    var shock: String?

    @Flag(
        help: ArgumentHelp(
            say(
                "All places, not the programme's region alone.",
                "Все места, а не только регион программы.")))
    var allPlaces = false

    func run() async throws {
        try await common.perform {
            switch what {
            case "methods": try emit(Listing.methods(lang))
            case "settings": try emit(Listing.settings(lang))
            case "runs":
                let store = RunStore(workspace: try common.workspace().folder)
                try emit(Listing.runs(store.entries(), lang))
            case "measures": try emit(Listing.measures(try await data(), lang))
            case "sources": try emit(Listing.sources(try await data(), lang))
            case "impact": try await showImpact()
            case "programme": try showProgramme()
            case "variants": try await showVariants()
            case "pareto": try await answer(.front)
            case "order": try await answer(.order)
            case "split": try await answer(.shares)
            case "risk": try await answer(.risk)
            case "robustness": try await answer(.robustness)
            case "forecast": try await showForecast()
            case "modes": try showModes()
            case "deposit-convergence": try showConvergence()
            default:
                if let group = Self.groups[what] {
                    // Each adds where there is data; without any the first says what is lacking.
                    let found = try group.flatMap { try listings(of: $0, isOptional: true) }
                    try emitForReader(found.isEmpty ? listings(of: group[0]) : found)
                } else {
                    try emitForReader(listings(of: what))
                }
            }
        }
    }

    func data() async throws -> RegionalData {
        let workspace = try common.workspace()
        let reading = try await interruptible { try workspace.read() }
        guard let data = reading.data else { throw Failure(reading.report, limit: 50) }
        return data
    }

    /// What a project or a shock brings. A shock is a setting: the run that answers it is recorded
    /// like any other, so that its numbers can be explained. It has all stages, taken over from the
    /// run before, since it is the latest now.
    private func showImpact() async throws {
        guard let shock else {
            try emitForReader(
                ["project-effects", "four-effects", "effect-ranges", "impact-path"].flatMap {
                    try listings(of: $0, about: project, isOptional: $0 == "effect-ranges")
                })
            return
        }
        let run = try await common.asking(["effects.shock": shock])
        for result in try selection.results(of: "impact-path", in: run) {
            let table = try run.table(result)
            guard !table.rows.contains(where: { $0.key.object == "shock" }) else { continue }
            throw Failure.usage(
                LocalizedText(
                    en: "The shock \"\(shock)\" has no effect to show.",
                    ru: "У шока «\(shock)» нет эффекта."),
                expected: table.notices.last ?? LocalizedText(en: "", ru: ""),
                remedy: LocalizedText(
                    en: "Name an industry of the flow table: uklad show industry-linkages.",
                    ru: "Назовите отрасль таблицы: uklad show industry-linkages."))
        }
        try emitForReader(listings(of: "impact-path", about: "shock", in: run))
    }

    /// Every series in a line, or one in full with how its forecast was tried.
    private func showForecast() async throws {
        let run = try common.run(selection.run)
        if let pictureFile {
            return try FileOutput.write(try await forecastPicture(run), to: pictureFile)
        }
        guard isForPeople else {
            try emitForReader(
                ["forecast", "forecast-backtest"].flatMap { try listings(of: $0, in: run) })
            return
        }
        let found = try ForecastWords(run, lang).listings(
            selection.results(of: "forecast", in: run),
            selection.results(of: "forecast-backtest", in: run), selection.fits)
        // Without a series the listings say why.
        try emit(found.isEmpty ? listings(of: "forecast", in: run) : found)
    }

    /// One series as a fan.
    private func forecastPicture(_ run: Run) async throws -> String {
        let words = ForecastWords(run, lang)
        let found = try words.series(
            selection.results(of: "forecast", in: run),
            selection.results(of: "forecast-backtest", in: run), selection.fits)
        guard found.count == 1, let only = found.first else {
            throw Failure.usage(
                LocalizedText(
                    en: "A picture shows one series; these options leave \(found.count).",
                    ru: "На рисунке один ряд; эти условия оставляют \(found.count)."),
                expected: LocalizedText(
                    en: "--indicator, and --activity where it is by activity.",
                    ru: "--indicator и --activity, если ряд по видам деятельности."),
                remedy: LocalizedText(
                    en: "Name the series: --indicator coal-exports.",
                    ru: "Назовите ряд: --indicator coal-exports."))
        }
        let known = try await data().knownYears(
            of: only.measure.code, activity: only.activity,
            region: PlaceCode(rawValue: run.manifest.parameters["region"] ?? ""),
            level: run.manifest.parameters["level"] ?? "region")
        return try words.picture(only, known.points, known.unit)
    }

    /// How the distribution of a deposit's value settles, as a table or as a picture.
    private func showConvergence() throws {
        let run = try common.run(selection.run)
        guard let picture = pictureFile else {
            return try emitForReader(listings(of: what, about: deposit, in: run))
        }
        let rows = try selection.results(of: what, in: run).flatMap { try run.table($0).rows }
            .filter { selection.fits($0.key) }
        try FileOutput.write(
            ConvergencePicture(run, lang).picture(rows) { isAbout(deposit, $0) }, to: picture)
    }

    /// Where a picture goes; nil where none is asked for.
    private var pictureFile: String? {
        output.flatMap { format == nil && $0.lowercased().hasSuffix(".svg") ? $0 : nil }
    }

    /// The structure by technological mode, as it was and as it goes on.
    private func showModes() throws {
        let run = try common.run(selection.run)
        let methods = ["mode-shares", "mode-transition", "mode-diffusion"]
        let rows = try methods.map { method in
            try selection.results(of: method, in: run).flatMap { try run.table($0).rows }
                .filter { selection.fits($0.key) }
        }
        guard isForPeople, !rows[0].isEmpty else {
            try emitForReader(
                methods.flatMap {
                    try listings(of: $0, in: run, isOptional: $0 != "mode-shares")
                })
            return
        }
        try emit(ForecastWords(run, lang).modes(rows[0], rows[1], rows[2]))
    }

    /// Several methods that answer one question together.
    private static let groups = [
        "deposits": [
            "deposit-value", "deposit-risk", "deposit-convergence", "break-even-grade",
            "deposit-tornado",
            "deposit-drivers", "deposit-option",
        ],
        "monitoring": ["plan-fact", "early-alerts", "earned-value", "replanning"],
        "development": ["sustainability", "decoupling", "adjusted-savings"],
        "agreement": ["delphi", "concordance"],
        "cycles": [
            "resource-cycles", "circularity", "cycle-substances", "heap-stocks",
            "flow-reconciliation",
        ],
    ]

    /// Whether a result is about a thing, or about a part of it; of nothing asked, every one is.
    private func isAbout(_ object: String?, _ key: ResultKey) -> Bool {
        guard let object else { return true }
        guard let code = key.object?.rawValue else { return false }
        return code == object || code.hasPrefix(object + "/")
    }

    func listings(
        of what: String, about object: String? = nil, in given: Run? = nil,
        isOptional: Bool = false
    ) throws -> [Listing] {
        let run = try given ?? common.run(selection.run)
        let region = run.manifest.parameters["region"] ?? ""
        var listings: [Listing] = []
        let names = ReferenceNames(run)
        for result in try selection.results(of: what, in: run) {
            let table = try run.table(result)
            var rows = table.rows.filter { selection.fits($0.key) }
            if let object { rows = rows.filter { isAbout(object, $0.key) } }
            if selection.place == nil && !allPlaces { rows = rows.ofRegion(region) }
            if rows.isEmpty { continue }
            let shown = isForPeople ? rows.byKindOfObject : [rows]
            for (position, rows) in shown.enumerated() {
                let view = ResultView(
                    table: table, rows: rows, names: names, language: lang, top: top)
                var listing = isForPeople ? view.compact() : view.long()
                if position < shown.count - 1 { listing.notes = [] }
                listings.append(listing)
            }
        }
        guard !listings.isEmpty else {
            if isOptional { return [] }
            if let lacking = try selection.lacking(what, in: run) { throw lacking }
            throw Failure.usage(
                LocalizedText(en: "No result fits.", ru: "Таких результатов нет."),
                expected: LocalizedText(
                    en: "a place, activity and year of this run.",
                    ru: "место, деятельность и год этого расчёта."),
                remedy: LocalizedText(
                    en: "Leave an option out to see more.", ru: "Уберите одно из условий."))
        }
        return listings
    }

    /// A person reads one table after the other, a program one table of all.
    func emitForReader(_ listings: [Listing]) throws {
        try emit(isForPeople ? listings : [Listing.joined(listings)])
    }

    /// A person reads a table; a program takes everything else.
    var isForPeople: Bool { format == nil || format == .table || format == .markdown }

    func emit(_ listing: Listing) throws { try emit([listing]) }

    func emit(_ listings: [Listing]) throws {
        if format == .parquet {
            guard let output else {
                throw Failure.usage(
                    LocalizedText(en: "Parquet needs a file.", ru: "Для Parquet нужен файл."),
                    expected: LocalizedText(en: "--output FILE.", ru: "--output ФАЙЛ."),
                    remedy: LocalizedText(en: "Add --output.", ru: "Добавьте --output."))
            }
            try ParquetFile.write(listings[0], to: output)
            return
        }
        let text = try listings.map { try $0.text(format ?? .table) }.joined(separator: "\n")
        if let output {
            try FileOutput.write(text, to: output)
        } else {
            common.terminal.print(text)
        }
    }
}

/// What a result is about besides its place.
private struct Thing: Hashable {
    let activity: ActivityCode?
    let object: ObjectCode?

    init(_ key: ResultKey) { (activity, object) = (key.activity, key.object) }
}

extension ObjectCode {
    fileprivate var parts: [Substring] { rawValue.split(separator: "/") }
}

extension [ResultRow] {
    /// The rows of the region where it has all that other places have: a panel of regions is about
    /// one of them, a list of towns or participants about all.
    fileprivate func ofRegion(_ region: String) -> [ResultRow] {
        let own = filter { $0.key.place?.rawValue == region }
        let things = Set(own.map { Thing($0.key) })
        let isPanel = allSatisfy { $0.key.place == nil || things.contains(Thing($0.key)) }
        return !own.isEmpty && isPanel ? own : self
    }

    /// Results of a place, of its pairs with objects, and of parts of objects are three tables to a
    /// person.
    fileprivate var byKindOfObject: [[ResultRow]] {
        [
            filter { $0.key.object == nil },
            filter { $0.key.object.map { !$0.rawValue.contains("/") } ?? false },
            filter { $0.key.object?.parts.count == 2 },
        ].filter { !$0.isEmpty } + partsOfParts
    }

    /// The parts of each two-part object, such as a heap worked up in one way, are a table by
    /// themselves.
    private var partsOfParts: [[ResultRow]] {
        let deep = filter { ($0.key.object?.parts.count ?? 0) > 2 }
        func groups(_ length: Int) -> [String: [ResultRow]] {
            Dictionary(grouping: deep) { row in
                row.key.object?.parts.prefix(length).joined(separator: "/") ?? ""
            }
        }
        // Where next to every object has a beginning of its own, the first part says what they
        // have in common: a substance on its ways.
        let fine = groups(2)
        let objects = Set(deep.map(\.key.object)).count
        return (fine.count * 3 > objects ? groups(1) : fine).sorted { $0.key < $1.key }
            .map(\.value)
    }
}
