private import Foundation
import Tabular
import Wording

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Making a folder all or nothing: it is filled under a temporary name and then renamed.
enum FolderWriting {
    /// Makes a folder and fills it.
    ///
    /// - Parameters:
    ///   - path: Where it shall be; an empty folder may be there already.
    ///   - fill: Writes its files, given the path of the temporary folder.
    static func create(
        _ path: String, fill: (String) throws -> Void
    ) throws(WorkspaceFailure) {
        let target = absolute(path)
        let parent = (target as NSString).deletingLastPathComponent
        let name = (target as NSString).lastPathComponent
        if WorkspaceFolder.exists(target) {
            guard WorkspaceFolder.isFolder(target), isEmpty(target) else {
                throw .alreadyThere(path)
            }
        }
        let temporary = "\(parent)/.\(name).\(getpid()).uklad-new"
        var isDone = false
        defer { if !isDone { try? FileManager.default.removeItem(atPath: temporary) } }
        do {
            try FileManager.default.createDirectory(
                atPath: temporary, withIntermediateDirectories: true)
        } catch {
            throw .cannotCreate(path)
        }
        do {
            try fill(temporary)
            try AtomicFile.synchroniseFolder(temporary)
        } catch let failure as FileFailure {
            throw WorkspaceFailure(message: failure.message, exitCode: failure.exitCode)
        } catch let failure as WorkspaceFailure {
            throw failure
        } catch {
            throw .cannotCreate(path)
        }
        guard rename(temporary, target) == 0 else { throw .cannotCreate(path) }
        isDone = true
        do throws(FileFailure) {
            try AtomicFile.synchroniseFolder(parent)
        } catch {
            throw WorkspaceFailure(message: error.message, exitCode: error.exitCode)
        }
    }

    /// The files of a folder, with their paths in it, sorted. Links, hidden files and `runs` stay
    /// out.
    static func files(of folder: String) -> [String] {
        guard
            let list = FileManager.default.enumerator(
                at: URL(filePath: folder),
                includingPropertiesForKeys: [.isRegularFileKey, .isSymbolicLinkKey],
                options: [.skipsHiddenFiles])
        else { return [] }
        let root = URL(filePath: folder).standardizedFileURL.path(percentEncoded: false)
        var files: [String] = []
        for case let url as URL in list {
            let values = try? url.resourceValues(forKeys: [.isRegularFileKey, .isSymbolicLinkKey])
            guard values?.isRegularFile == true, values?.isSymbolicLink != true else { continue }
            let path = url.standardizedFileURL.path(percentEncoded: false)
            var relative = String(path.dropFirst(root.count))
            while relative.hasPrefix("/") { relative.removeFirst() }
            if !relative.hasPrefix("runs/") { files.append(relative) }
        }
        return files.sorted()
    }

    static func copy(_ file: String, from source: String, to target: String) throws {
        let folder = ("\(target)/\(file)" as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let data = try Data(contentsOf: URL(filePath: "\(source)/\(file)"))
        try AtomicFile.write(Array(data), to: "\(target)/\(file)")
    }

    static func absolute(_ path: String) -> String {
        let absolute = URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
        return absolute.count > 1 && absolute.hasSuffix("/")
            ? String(absolute.dropLast()) : absolute
    }

    private static func isEmpty(_ folder: String) -> Bool {
        (try? FileManager.default.contentsOfDirectory(atPath: folder))?.isEmpty ?? false
    }
}

extension WorkspaceFailure {
    static func alreadyThere(_ path: String) -> WorkspaceFailure {
        WorkspaceFailure(
            message: Message(
                what: LocalizedText(
                    en: "Something is there already.", ru: "Здесь уже что-то есть."),
                place: LocalizedText(en: path, ru: path),
                expected: LocalizedText(
                    en: "a new or empty folder.", ru: "новая или пустая папка."),
                remedy: LocalizedText(
                    en: "Choose another name, or move away what is there.",
                    ru: "Выберите другое имя или уберите то, что здесь лежит.")),
            exitCode: 73)
    }

    static func cannotCreate(_ path: String) -> WorkspaceFailure {
        WorkspaceFailure(
            message: Message(
                what: LocalizedText(
                    en: "The folder can't be made.", ru: "Папку не удалось создать."),
                place: LocalizedText(en: path, ru: path),
                expected: LocalizedText(
                    en: "a place this program may write to, with room.",
                    ru: "место, доступное программе для записи."),
                remedy: LocalizedText(
                    en: "Check the permissions and the room on the disk, or choose another place.",
                    ru: "Проверьте права доступа и место на диске или выберите другое место.")),
            exitCode: 73)
    }
}
