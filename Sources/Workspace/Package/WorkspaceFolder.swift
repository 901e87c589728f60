import Tabular

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Paths within a workspace, and whether they stay there (RELIABILITY C7).
struct WorkspaceFolder: Sendable {
    /// The folder with every symbolic link resolved.
    let path: String

    enum Location: Hashable {
        case file(String)
        case missing
        case outside
    }

    /// nil where there is no such folder.
    init?(_ path: String) {
        guard let real = Self.realPath(path), Self.isFolder(real) else { return nil }
        self.path = real
    }

    /// Where a relative path leads, every link followed.
    func locate(_ relative: String) -> Location {
        let parts = relative.split(separator: "/", omittingEmptySubsequences: false)
        let isPlain =
            !relative.isEmpty && !relative.utf8.contains(0) && relative.utf8.count < 1_024
            && !parts.contains { $0.isEmpty || $0 == "." || $0 == ".." }
        guard isPlain else { return .outside }
        guard let real = Self.realPath(path + "/" + relative) else {
            // A dangling link is as good as a link outside: writing through it would leave.
            return Self.isLink(path + "/" + relative) ? .outside : .missing
        }
        let root = path == "/" ? path : path + "/"
        guard real.hasPrefix(root) else { return .outside }
        return .file(real)
    }

    /// The names in a folder of the workspace, sorted; none where there is no such folder.
    func names(in relative: String) -> [String] {
        let folder: String
        if relative.isEmpty {
            folder = path
        } else {
            guard case .file(let real) = locate(relative) else { return [] }
            folder = real
        }
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                let size = MemoryLayout.size(ofValue: pointer.pointee)
                return pointer.withMemoryRebound(to: CChar.self, capacity: size) {
                    String(cString: $0)
                }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    /// The bytes of a small file; nil where it can't be read or is larger than the limit.
    static func bytes(of path: String, limit: Int = 64 << 20) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= limit
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                read(descriptor, buffer.baseAddress! + filled, buffer.count - filled)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            filled += count
        }
        return Array(bytes.prefix(filled))
    }
}

extension WorkspaceFolder {
    /// Goes through a file by pieces of a megabyte.
    ///
    /// - Returns: Whether all of it was read.
    static func forEachPiece(
        of path: String, _ body: (UnsafeRawBufferPointer) -> Void
    ) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return false
        }
        return withUnsafeTemporaryAllocation(byteCount: 1 << 20, alignment: 16) { buffer in
            while true {
                let count = read(descriptor, buffer.baseAddress!, buffer.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return count == 0 }
                body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
        }
    }

    /// The size of a file in bytes; nil where it has none.
    static func size(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }
}
