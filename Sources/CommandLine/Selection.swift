import ArgumentParser
import Assessment
import Region
import Wording

/// Which results of a run are meant.
struct Selection: ParsableArguments {
    @Option(help: ArgumentHelp(say("The place's code.", "Код места.")))
    var place: String?

    @Option(
        help: ArgumentHelp(
            say(
                "The activity's code; its classification may be left out.",
                "Код деятельности; классификацию можно опустить.")))
    var activity: String?

    @Option(
        help: ArgumentHelp(
            say(
                "The cluster, establishment or second place, by its code.",
                "Кластер, организация или второе место: код.")))
    var object: String?

    @Option(
        help: ArgumentHelp(
            say("The year, or last year of a span.", "Год или последний год периода.")))
    var year: Int?

    @Option(help: ArgumentHelp(say("The first year of a span.", "Первый год периода.")))
    var from: Int?

    @Option(help: ArgumentHelp(say("The component of the method.", "Часть метода.")))
    var component: String?

    @Option(help: ArgumentHelp(say("The measure's code.", "Код показателя.")))
    var measure: String?

    @Option(
        help: ArgumentHelp(
            say(
                "With forecast: a measure, or a product's output, shipments or exports: coal-exports.",
                "Для forecast: показатель или производство, вывоз, экспорт продукта: coal-exports.")
        ))
    var indicator: String?

    @Option(help: ArgumentHelp(say("The classification's code.", "Код классификации.")))
    var classification: String?

    @Option(
        help: ArgumentHelp(
            say("The run: its name or the beginning of it.", "Расчёт: имя или его начало.")))
    var run = "latest"

    /// The tables of a method in a run that fit.
    func results(of method: String, in run: Run) throws -> [Manifest.Result] {
        let method = Self.aliases[method] ?? method
        var measure = measure
        if let indicator {
            // Codes are written with either dash.
            func plain(_ code: String) -> String { code.replacing("_", with: "-").lowercased() }
            measure =
                run.manifest.results.first { plain($0.measure) == plain(indicator) }?.measure
                ?? indicator
        }
        let fitting = run.manifest.results(
            method: method, measure: measure, classification: classification)
        if !fitting.isEmpty { return fitting }
        let known = Set(run.manifest.results.map(\.method)).sorted().joined(separator: ", ")
        throw Failure.usage(
            LocalizedText(
                en: "The run has no results of \"\(method)\" for this measure and classification.",
                ru: "В расчёте нет результатов «\(method)» для этого показателя и классификации."),
            expected: LocalizedText(en: "one of: \(known).", ru: "один из методов: \(known)."),
            remedy: LocalizedText(
                en: "\"uklad show methods\" says what each answers.",
                ru: "«uklad show methods» скажет, на что отвечает каждый."))
    }

    /// What a method whose tables are all empty lacks, by its own words; nil where it has results.
    func lacking(_ method: String, in run: Run) throws -> Failure? {
        let tables = try results(of: method, in: run).map { try run.table($0) }
        guard let first = tables.first, tables.allSatisfy(\.rows.isEmpty),
            let notice = tables.flatMap(\.notices).last
        else { return nil }
        let name = first.method.name
        return Failure(
            Message(
                what: LocalizedText(
                    en: "\(name.english) has no results in this run.",
                    ru: "\(name.russian): в этом расчёте результатов нет."),
                place: LocalizedText(en: "run \(run.id)", ru: "расчёт \(run.id)"),
                expected: notice,
                remedy: LocalizedText(
                    en: "Add the data to the workspace and run again.",
                    ru: "Добавьте данные в рабочую папку и повторите расчёт.")), code: 64)
    }

    /// Everyday names of methods.
    static let aliases = [
        "lq": "location-quotient", "specialisation": "location-quotient",
        "dlq": "dynamic-location-quotient",
    ]

    func fits(_ key: ResultKey) -> Bool {
        (place == nil || key.place == nil || key.place?.rawValue == place)
            && (activity == nil || fits(activity: key.activity))
            && (object == nil || fits(object: key.object))
            && (year == nil || key.year == year) && (from == nil || key.from == from)
            && (component == nil || key.component == component)
    }

    private func fits(object code: ObjectCode?) -> Bool {
        guard let object else { return true }
        guard let code = code?.rawValue else { return false }
        return code == object || code.hasSuffix(":" + object) || code.hasPrefix(object + "/")
    }

    /// `B` means `okved2:B`, in whatever classification the table has.
    private func fits(activity code: ActivityCode?) -> Bool {
        guard let activity else { return true }
        guard let code = code?.rawValue else { return false }
        return code == activity || code.hasSuffix(":" + activity)
    }
}
