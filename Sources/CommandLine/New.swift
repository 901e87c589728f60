import ArgumentParser
import Foundation
import Wording
import Workspace

/// `uklad new DIR --sample kuzbass | --empty`.
struct New: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "new",
            abstract: say("Make a workspace.", "Создать рабочую область."),
            discussion: say(
                "Example: uklad new my-region --sample kuzbass",
                "Пример: uklad new my-region --sample kuzbass"))
    }

    @Argument(
        help: ArgumentHelp(say("The folder to make.", "Создаваемая папка."), valueName: "dir"))
    var folder: String

    @Option(help: ArgumentHelp(say("Start from this sample.", "Начать с этого примера.")))
    var sample: String?

    @Flag(help: ArgumentHelp(say("Start with empty tables.", "Начать с пустых таблиц.")))
    var empty = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.perform {
            let path = URL(filePath: folder).standardizedFileURL.path
            switch (sample, empty) {
            case (let name?, false):
                let source = try Samples.folder(of: name)
                _ = try Workspace.copySample(from: source, to: path)
            case (nil, true):
                _ = try Workspace.createEmpty(at: path)
            default:
                throw Failure.usage(
                    LocalizedText(
                        en: "The new workspace needs a beginning.",
                        ru: "Новой рабочей области нужно начало."),
                    expected: LocalizedText(
                        en: "either --sample NAME or --empty.",
                        ru: "либо --sample ИМЯ, либо --empty."),
                    remedy: LocalizedText(
                        en: "Samples: \(Samples.names.joined(separator: ", ")).",
                        ru: "Примеры: \(Samples.names.joined(separator: ", "))."))
            }
            common.terminal.note(
                say(
                    "Made \(folder). Next: uklad run -C \(folder)",
                    "Создано: \(folder). Далее: uklad run -C \(folder)"))
        }
    }
}

/// The samples that come with the program.
enum Samples {
    static var names: [String] {
        guard let root else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return names.filter {
            FileManager.default.fileExists(atPath: "\(root)/\($0)/datapackage.json")
        }.sorted()
    }

    static func folder(of name: String) throws(Failure) -> String {
        guard let root, names.contains(name) else {
            let known = names.joined(separator: ", ")
            throw Failure.usage(
                LocalizedText(en: "There is no sample \"\(name)\".", ru: "Примера «\(name)» нет."),
                expected: LocalizedText(
                    en: known.isEmpty
                        ? "an installed sample; none was found." : "one of: \(known).",
                    ru: known.isEmpty
                        ? "установленный пример; ни одного не найдено." : "один из: \(known)."),
                remedy: LocalizedText(
                    en: "Choose one of these, or set UKLAD_SAMPLES to the folder of samples.",
                    ru: "Выберите из них или задайте в UKLAD_SAMPLES папку примеров."))
        }
        return root + "/" + name
    }

    /// `UKLAD_SAMPLES`, `share/uklad/samples` of the prefix, or `Samples` above the program.
    private static let root: String? = {
        let manager = FileManager.default
        if let named = ProcessInfo.processInfo.environment["UKLAD_SAMPLES"], !named.isEmpty {
            return named
        }
        let program = try? manager.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        var folder = URL(filePath: program ?? CommandLine.arguments[0]).deletingLastPathComponent()
        let installed = folder.appending(path: "../../share/uklad/samples").standardizedFileURL.path
        if manager.fileExists(atPath: installed) { return installed }
        for _ in 0..<6 {
            folder.deleteLastPathComponent()
            let samples = folder.appending(path: "Samples").path
            if manager.fileExists(atPath: samples + "/kuzbass") { return samples }
        }
        return nil
    }()
}
