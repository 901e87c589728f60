internal import Foundation
public import Region
internal import Tabular
public import Wording
public import Workspace

/// A finished run: a folder that never changes.
public struct Run: Sendable {
    public let folder: String
    public let manifest: Manifest
    /// When it was made, ISO 8601 in UTC.
    public let made: String

    public var id: String { manifest.id }

    /// Opens the run of a folder.
    ///
    /// - Throws: ``RunFailure`` where the manifest is absent or damaged.
    public init(opening folder: String) throws(RunFailure) {
        let path = folder + "/" + Manifest.fileName
        guard let data = FileManager.default.contents(atPath: path),
            let manifest = try? Manifest.decode(data)
        else {
            throw RunFailure(.damaged(file: path))
        }
        self.folder = folder
        self.manifest = manifest
        self.made = Times.read(in: folder)?.made ?? ""
    }

    /// A result table, read from its file.
    ///
    /// - Throws: ``RunFailure`` where the file is not as it was written.
    public func table(_ result: Manifest.Result) throws(RunFailure) -> ResultTable {
        let path = folder + "/" + result.file
        guard Fingerprint.ofFile(path) == result.sha256 else {
            throw RunFailure(.damaged(file: path))
        }
        guard let method = Stages.method(result.method) else {
            throw RunFailure(.unknownMethod(result.method, version: manifest.version))
        }
        guard let rows = ResultFile.read(path), rows.count == result.rows else {
            throw RunFailure(.damaged(file: path))
        }
        return ResultTable(
            method: method, measure: Measure.named(MeasureCode(rawValue: result.measure)),
            classification: ClassificationCode(rawValue: result.classification),
            parameters: result.parameters.map { .init($0.name, $0.value) }, rows: rows,
            notices: result.notices.map { LocalizedText(en: $0.en, ru: $0.ru) })
    }

    /// The workspace as it was when the run was made.
    public func inputs() throws(WorkspaceFailure) -> Workspace {
        try Workspace(opening: folder + "/" + RunFolder.inputs)
    }

    /// Every file whose bytes are no longer those written, by name.
    public func damagedFiles() -> [String] {
        manifest.results.filter { Fingerprint.ofFile(folder + "/" + $0.file) != $0.sha256 }
            .map(\.file)
    }
}

extension Measure {
    /// A measure known by its code alone, where only the results are at hand.
    static func named(_ code: MeasureCode) -> Measure {
        Measure(
            code: code, name: LocalizedText(en: code.rawValue, ru: code.rawValue), unit: .one)
    }
}

/// The names inside a run's folder.
enum RunFolder {
    static let inputs = "inputs"
    static let results = "results"
    static let package = "datapackage.json"
    static let times = "times.json"
}

/// When a run was made and how long it took; kept out of the manifest.
struct Times: Codable {
    var made: String
    var seconds: Double

    static func read(in folder: String) -> Times? {
        FileManager.default.contents(atPath: folder + "/" + RunFolder.times)
            .flatMap { try? JSONDecoder().decode(Times.self, from: $0) }
    }
}

/// Why a run can't be opened, made or used.
public struct RunFailure: Worded, Hashable, Sendable {
    enum Fact: Hashable, Sendable {
        case damaged(file: String)
        case noRuns(workspace: String)
        case noSuchRun(String, known: [String])
        case ambiguousRun(String, [String])
        case unknownMethod(String, version: String)
        case cannotWrite(FileFailure)
    }

    let fact: Fact

    init(_ fact: Fact) { self.fact = fact }

    /// 65 bad data, 64 a wrong name, 73 and 74 files (DESIGN section 5).
    public var exitCode: Int32 {
        switch fact {
        case .damaged, .unknownMethod: 65
        case .noRuns, .noSuchRun, .ambiguousRun: 64
        case .cannotWrite(let failure): failure.exitCode
        }
    }

    public var message: Message {
        switch fact {
        case .damaged(let file):
            Message(
                what: LocalizedText(
                    en: "A file of the run is damaged or missing.",
                    ru: "Файл расчёта повреждён или отсутствует."),
                place: LocalizedText(en: file, ru: file),
                expected: LocalizedText(
                    en: "the bytes the run wrote; a run never changes.",
                    ru: "байты, записанные расчётом: расчёт не меняется."),
                remedy: LocalizedText(
                    en:
                        "Delete the run's folder and type \"uklad run\" again: the same inputs give the same numbers.",
                    ru:
                        "Удалите папку расчёта и повторите «uklad run»: те же данные дадут те же числа."
                ))
        case .noRuns(let workspace):
            Message(
                what: LocalizedText(
                    en: "There is no run yet.", ru: "Расчётов ещё нет."),
                place: LocalizedText(en: workspace, ru: workspace),
                expected: LocalizedText(
                    en: "at least one finished run.", ru: "хотя бы один законченный расчёт."),
                remedy: LocalizedText(
                    en: "Type \"uklad run\" first.", ru: "Сначала выполните «uklad run»."))
        case .noSuchRun(let id, let known):
            Message(
                what: LocalizedText(
                    en: "There is no run \"\(id)\".", ru: "Расчёта «\(id)» нет."),
                place: LocalizedText(en: "runs/", ru: "runs/"),
                expected: LocalizedText(
                    en: "one of: \(known.joined(separator: ", ")), or \"latest\".",
                    ru: "один из: \(known.joined(separator: ", ")) или «latest»."),
                remedy: LocalizedText(
                    en: "\"uklad show runs\" lists them.", ru: "«uklad show runs» покажет список."))
        case .ambiguousRun(let id, let matches):
            Message(
                what: LocalizedText(
                    en: "\"\(id)\" begins the names of \(matches.count) runs.",
                    ru: "С «\(id)» начинаются имена нескольких расчётов: \(matches.count)."),
                place: LocalizedText(en: "runs/", ru: "runs/"),
                expected: LocalizedText(
                    en: "enough digits to tell: \(matches.joined(separator: ", ")).",
                    ru: "достаточно знаков, чтобы различить: \(matches.joined(separator: ", "))."),
                remedy: LocalizedText(en: "Type more of the name.", ru: "Наберите имя полнее."))
        case .unknownMethod(let method, let version):
            Message(
                what: LocalizedText(
                    en: "This program does not know the method \"\(method)\".",
                    ru: "Программа не знает метода «\(method)»."),
                place: LocalizedText(
                    en: "a run of version \(version)", ru: "расчёт версии \(version)"),
                expected: LocalizedText(
                    en: "a method of version \(Program.version).",
                    ru: "метод версии \(Program.version)."),
                remedy: LocalizedText(
                    en: "Open the run with the version that made it, or run again.",
                    ru: "Откройте расчёт той версией, которая его сделала, или пересчитайте."))
        case .cannotWrite(let failure):
            failure.message
        }
    }
}
