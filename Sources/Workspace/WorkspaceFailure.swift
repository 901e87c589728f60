import Tabular
public import Wording

/// Why a workspace can't be opened, made or written.
public struct WorkspaceFailure: Worded, Hashable, Sendable {
    public let message: Message
    /// 65 bad data, 73 can't create, 74 input or output (DESIGN section 5).
    public let exitCode: Int32

    static func noFolder(_ path: String) -> WorkspaceFailure {
        WorkspaceFailure(
            message: Message(
                what: LocalizedText(en: "There is no such folder.", ru: "Такой папки нет."),
                place: LocalizedText(en: path, ru: path),
                expected: LocalizedText(
                    en: "the folder of a workspace.", ru: "рабочая папка."),
                remedy: LocalizedText(
                    en: "Make one with `uklad new DIR --empty`, or correct the path.",
                    ru: "Создайте её командой `uklad new DIR --empty` или исправьте путь.")),
            exitCode: 65)
    }

    static func noPackage(_ path: String) -> WorkspaceFailure {
        WorkspaceFailure(
            message: Message(
                what: LocalizedText(
                    en: "The folder is no workspace: it has no datapackage.json that can be read.",
                    ru: "Это не рабочая папка: в ней нет читаемого datapackage.json."),
                place: LocalizedText(en: path, ru: path),
                expected: LocalizedText(
                    en: "a folder made by `uklad new`.",
                    ru: "папка, созданная командой `uklad new`."),
                remedy: LocalizedText(
                    en: "Go to the workspace's folder, name it with -C DIR, or make one with "
                        + "`uklad new DIR`.",
                    ru: "Перейдите в рабочую папку, укажите её через -C DIR или создайте командой "
                        + "`uklad new DIR`.")),
            exitCode: 65)
    }
}
