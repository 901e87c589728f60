internal import Foundation
private import Glibc
internal import Tabular

/// Folders and links, with failures that have words.
enum Folders {
    /// Makes a folder and those above it; one that is there is fine.
    static func create(_ path: String) throws(FileFailure) {
        guard mkdir(path, 0o777) != 0 else { return }
        let code = errno
        switch code {
        case EEXIST:
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                throw failure(.create, path, ENOTDIR)
            }
        case ENOENT:
            let parent = (path as NSString).deletingLastPathComponent
            guard !parent.isEmpty, parent != path else { throw failure(.create, path, code) }
            try create(parent)
            guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
                throw failure(.create, path, errno)
            }
        default:
            throw failure(.create, path, code)
        }
    }

    /// Copies a file all or nothing.
    static func copy(_ source: String, to target: String) throws(FileFailure) {
        guard let file = FileHandle(forReadingAtPath: source) else {
            throw failure(.open, source, errno)
        }
        defer { try? file.close() }
        do {
            try AtomicFile.write(to: target) { sink in
                while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
                    try sink.write(piece)
                }
            }
        } catch let known as FileFailure {
            throw known
        } catch {
            throw failure(.read, source, EIO)
        }
    }

    /// A second name for a file; a copy where the file system has no links.
    static func link(_ source: String, _ target: String) throws(FileFailure) {
        if Glibc.link(source, target) == 0 { return }
        try copy(source, to: target)
    }

    static func failure(
        _ operation: FileFailure.Operation, _ path: String, _ code: Int32
    ) -> FileFailure {
        FileFailure(operation, path, errno: code)
    }
}
