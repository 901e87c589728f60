import ArgumentParser
import Engine
import Foundation
import Microdata
import SparkConnect
import Wording
import Workspace

/// Which engine works on microdata.
struct EngineOptions: ParsableArguments {
    @Option(
        name: .customLong("engine"),
        help: ArgumentHelp(
            say(
                "embedded, spark://host:port or, with TLS, sparks://host:port; UKLAD_ENGINE does the same.",
                "embedded, spark://узел:порт или, с TLS, sparks://узел:порт; то же делает UKLAD_ENGINE."
            ),
            valueName: "address"))
    var address: String?

    @Option(
        help: ArgumentHelp(
            say(
                "MiB of memory for the embedded engine.",
                "Памяти для встроенного движка, МиБ.")))
    var memory = 8_192

    /// The address given, or that of the environment.
    var chosen: String? {
        if let address { return address }
        let named = ProcessInfo.processInfo.environment["UKLAD_ENGINE"]
        return named?.isEmpty == false ? named : nil
    }

    func engine(reading datasets: [Dataset]) throws -> any Engine {
        switch chosen ?? "embedded" {
        case "embedded":
            guard memory >= 64 else {
                throw Failure.usage(
                    LocalizedText(
                        en: "--memory \(memory) is too little.", ru: "--memory \(memory) — мало."),
                    expected: LocalizedText(en: "64 or more.", ru: "не меньше 64."),
                    remedy: LocalizedText(en: "Give it more.", ru: "Дайте больше."))
            }
            return try EmbeddedEngine(reading: datasets, memory: memory)
        case let other: return try SparkEngine(other)
        }
    }
}

extension MicrodataSettings {
    var dataset: Dataset {
        switch location {
        case .path(let path): .parquet(path)
        case .table(let table): .table(table)
        }
    }

    var columnNames: MicrodataColumns {
        var names = MicrodataColumns()
        names.establishment = columns["establishment"] ?? names.establishment
        names.place = columns["place"] ?? names.place
        names.activity = columns["activity"] ?? names.activity
        names.year = columns["year"] ?? names.year
        names.people = columns["people"] ?? names.people
        names.x = columns["x"] ?? names.x
        names.y = columns["y"] ?? names.y
        return names
    }
}

extension CommonOptions {
    /// The settings of microdata, which a command can't do without.
    func microdataSettings() throws -> MicrodataSettings {
        guard let settings = try workspace().microdata() else {
            throw Failure(
                Message(
                    what: LocalizedText(
                        en: "The workspace names no microdata.",
                        ru: "В рабочей области не названы микроданные."),
                    place: LocalizedText(en: "uklad.yaml", ru: "uklad.yaml"),
                    expected: LocalizedText(
                        en: "microdata.path or microdata.table.",
                        ru: "microdata.path или microdata.table."),
                    remedy: LocalizedText(
                        en:
                            "Say where the establishments are; Documentation/microdata.md has an example.",
                        ru: "Укажите, где лежат предприятия; пример — в Documentation/microdata.md."
                    )),
                code: 65)
        }
        return settings
    }

    /// The microdata of the workspace on an engine.
    func microdata(_ options: EngineOptions) throws -> Microdata {
        let settings = try microdataSettings()
        let engine = try options.engine(reading: [settings.dataset])
        let bar = terminal.progressBar()
        return try Microdata(
            engine, dataset: settings.dataset, columns: settings.columnNames,
            progress: { bar.show($0) })
    }
}
