import Wording
import Yams

/// Why a file that describes something can't be read, as the end of a sentence.
enum UnreadableReason: Error, Hashable, Sendable {
    case noFile
    case notUTF8
    case notJSON
    case notAnObject
    case noResources
    case notYAML(line: Int?)
    case repeatedKeys([String])
    case noPairs

    var text: LocalizedText {
        switch self {
        case .noFile: LocalizedText(en: "there is no such file", ru: "такого файла нет")
        case .notUTF8: LocalizedText(en: "it is not UTF-8", ru: "это не UTF-8")
        case .notJSON: LocalizedText(en: "it is not JSON", ru: "это не JSON")
        case .notAnObject: LocalizedText(en: "it is not a JSON object", ru: "это не объект JSON")
        case .noResources:
            LocalizedText(en: "it has no list `resources`", ru: "в нём нет списка `resources`")
        case .notYAML(let line):
            LocalizedText(
                en: line.map { "line \($0) does not fit" } ?? "it is not YAML",
                ru: line.map { "не подходит строка \($0)" } ?? "это не YAML")
        case .repeatedKeys(let keys):
            LocalizedText(
                en: "it says twice: \(keys.joined(separator: ", "))",
                ru: "повторяется: \(keys.joined(separator: ", "))")
        case .noPairs:
            LocalizedText(en: "it has no lines `key: value`", ru: "нет строк `ключ: значение`")
        }
    }

    /// Why the reader of YAML gave up.
    init(yaml error: any Error) {
        switch error as? YamlError {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            self = .notYAML(line: mark.line)
        case .duplicatedKeysInMapping(let duplicates, _):
            self = .repeatedKeys(duplicates.map { "\($0)" }.sorted())
        default: self = .notYAML(line: nil)
        }
    }
}
