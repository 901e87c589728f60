#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writing a file all or nothing (RELIABILITY B1).
///
/// The bytes go to a temporary file in the same folder, which is synchronised to the disk and
/// then renamed over the target; last the folder is synchronised. A reader, a crash or a power
/// cut sees the old file or the new one, whole. A failure before the rename removes the
/// temporary; where the program was killed instead, ``sweepTemporaries(in:)`` does so at the
/// next start.
public enum AtomicFile {
    /// The end of every temporary file's name. Such a name also starts with a dot.
    public static let temporarySuffix = ".uklad-tmp"

    /// Writes a file through a buffer.
    ///
    /// A symbolic link at `path` is replaced, not followed. An existing file's permissions are
    /// kept.
    ///
    /// - Parameter body: Writes the contents. What it throws is rethrown and nothing is changed.
    /// - Throws: ``FileFailure``, or what `body` throws.
    public static func write<Result>(
        to path: String, _ body: (inout ByteSink) throws -> Result
    ) throws -> Result {
        let (folder, name) = split(path)
        var existing = stat()
        let exists = lstat(path, &existing) == 0
        // Found out now rather than once everything is written.
        if !exists && errno == ENAMETOOLONG { throw FileFailure(.create, path, errno: errno) }
        if exists && existing.st_mode & S_IFMT == S_IFDIR {
            throw FileFailure(.create, path, errno: EISDIR)
        }
        let temporary = try createTemporary(in: folder, for: name, standingFor: path)
        let temporaryPath = temporary.path
        var renamed = false
        defer { if !renamed { unlink(temporaryPath) } }

        // Found out now rather than once everything is written.
        if !exists && errno == ENAMETOOLONG { throw FileFailure(.create, path, errno: errno) }
        if exists && existing.st_mode & S_IFMT == S_IFREG {
            // Best effort: a file system without permissions is no reason to lose the data.
            _ = fchmod(temporary.number, existing.st_mode & 0o7777)
        }
        var sink = ByteSink(writingTo: temporary, standingFor: path)
        let result = try body(&sink)
        try sink.finish()
        guard rename(temporaryPath, path) == 0 else {
            throw FileFailure(.rename, path, errno: errno)
        }
        renamed = true
        do throws(FileFailure) {
            try synchroniseFolder(folder)
        } catch {
            // The new file stands where it should; only a power cut could still undo that.
            throw FileFailure(.settle, path, reason: error.reason)
        }
        return result
    }

    /// Writes these bytes as the whole of a file.
    public static func write(_ bytes: [UInt8], to path: String) throws(FileFailure) {
        do {
            try write(to: path) { sink in try sink.write(bytes) }
        } catch let failure as FileFailure {
            throw failure
        } catch {
            preconditionFailure("the sink throws nothing else: \(error)")
        }
    }

    /// Writes this text, in UTF-8, as the whole of a file.
    public static func write(_ text: String, to path: String) throws(FileFailure) {
        try write(Array(text.utf8), to: path)
    }

    /// Makes a finished rename or removal inside a folder survive a power cut.
    public static func synchroniseFolder(_ path: String) throws(FileFailure) {
        try FileDescriptor(directory: path).synchronise()
    }

    /// Removes temporary files that no living writer holds.
    ///
    /// - Returns: The names removed, sorted.
    @discardableResult
    public static func sweepTemporaries(in folder: String) throws(FileFailure) -> [String] {
        var swept: [String] = []
        for name in try names(in: folder) where isTemporary(name) {
            let path = folder + "/" + name
            var status = stat()
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            // A writer that has created the file but not yet locked it is alive and recent.
            let age = time(nil) - status.st_mtim.tv_sec
            if writerIsAlive(name) && age < 600 { continue }
            guard let descriptor = try? FileDescriptor(reading: path) else { continue }
            guard descriptor.lock() else { continue }
            if unlink(path) == 0 { swept.append(name) }
        }
        return swept.sorted()
    }

    static func isTemporary(_ name: String) -> Bool {
        name.hasPrefix(".") && name.hasSuffix(temporarySuffix)
    }

    private static func writerIsAlive(_ name: String) -> Bool {
        let parts = name.dropLast(temporarySuffix.count).split(separator: ".")
        guard parts.count >= 2, let process = Int32(parts[parts.count - 2]) else { return false }
        return kill(process, 0) == 0 || errno == EPERM
    }

    private static func names(in folder: String) throws(FileFailure) -> [String] {
        guard let stream = opendir(folder) else {
            throw FileFailure(.list, folder, errno: errno)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw FileFailure(.list, folder, errno: errno) }
                return names
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                let size = MemoryLayout.size(ofValue: pointer.pointee)
                return pointer.withMemoryRebound(to: UInt8.self, capacity: size) {
                    String(cString: $0)
                }
            }
            names.append(name)
        }
    }

    private static func createTemporary(
        in folder: String, for name: String, standingFor path: String
    ) throws(FileFailure) -> FileDescriptor {
        var generator = SystemRandomNumberGenerator()
        // The kept part of the name helps a person who finds the file; names have a limit.
        let kept = String(decoding: Array(name.utf8.prefix(64)), as: UTF8.self)
        for _ in 0..<100 {
            let token = String(UInt64.random(in: 0 ... .max, using: &generator), radix: 36)
            let temporary = "\(folder)/.\(kept).\(getpid()).\(token)\(temporarySuffix)"
            do throws(FileFailure) {
                let descriptor = try FileDescriptor(creating: temporary, mode: 0o666)
                _ = descriptor.lock()
                return descriptor
            } catch {
                if error.reason == .other(EEXIST) { continue }
                // The person asked for `path`, not for the temporary.
                throw error.about(path)
            }
        }
        throw FileFailure(.create, path, errno: EEXIST)
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let name = String(path[path.index(after: slash)...])
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        return (folder, name)
    }
}

extension FileFailure {
    func about(_ path: String) -> FileFailure {
        FileFailure(copying: self, path: path)
    }

    private init(copying other: FileFailure, path: String) {
        operation = other.operation
        self.path = path
        reason = other.reason
        bytesNeeded = other.bytesNeeded
    }
}

/// A buffer in front of a file being written, or of memory.
public struct ByteSink: ~Copyable {
    private var buffer: [UInt8] = []
    private var file: FileDescriptor?
    private let shownPath: String
    private let limit: Int
    /// Bytes accepted so far.
    public private(set) var count = 0

    init(writingTo file: consuming FileDescriptor, standingFor path: String) {
        self.file = consume file
        shownPath = path
        limit = 1 << 18
        buffer.reserveCapacity(limit + (1 << 12))
    }

    /// A sink that keeps everything in memory, for ``takeBytes()``.
    public init() {
        file = nil
        shownPath = ""
        limit = .max
    }

    public mutating func write(_ bytes: some Collection<UInt8>) throws(FileFailure) {
        buffer.append(contentsOf: bytes)
        count += bytes.count
        if buffer.count >= limit { try flush() }
    }

    public mutating func write(_ text: String) throws(FileFailure) {
        try write(text.utf8)
    }

    public mutating func write(byte: UInt8) throws(FileFailure) {
        buffer.append(byte)
        count += 1
        if buffer.count >= limit { try flush() }
    }

    /// What was written to a sink in memory.
    public consuming func takeBytes() -> [UInt8] { buffer }

    private mutating func flush() throws(FileFailure) {
        guard file != nil else { return }
        do throws(FileFailure) {
            let before = count - buffer.count
            try buffer.span.bytes.withUnsafeBytes { bytes throws(FileFailure) in
                try file!.write(bytes, alreadyWritten: before)
            }
        } catch {
            throw error.about(shownPath)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    fileprivate mutating func finish() throws(FileFailure) {
        try flush()
        guard file != nil else { return }
        do throws(FileFailure) {
            try file!.synchronise()
            try file!.closeChecked()
        } catch {
            throw error.about(shownPath)
        }
    }
}
