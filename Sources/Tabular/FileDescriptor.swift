#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An open file descriptor that closes itself.
///
/// Interrupted calls are repeated and short transfers continued, so that callers see whole
/// results or a failure with its cause.
struct FileDescriptor: ~Copyable {
    private(set) var number: Int32
    let path: String

    init(reading path: String) throws(FileFailure) {
        let descriptor = retrying { open(path, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw FileFailure(.open, path, errno: errno) }
        number = descriptor
        self.path = path
    }

    /// A file that did not exist before.
    init(creating path: String, mode: mode_t) throws(FileFailure) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = retrying { open(path, flags, mode) }
        guard descriptor >= 0 else { throw FileFailure(.create, path, errno: errno) }
        number = descriptor
        self.path = path
    }

    init(directory path: String) throws(FileFailure) {
        let descriptor = retrying { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw FileFailure(.open, path, errno: errno) }
        number = descriptor
        self.path = path
    }

    deinit { if number >= 0 { close(number) } }

    /// Closes now and reports what the system says: some file systems write late.
    mutating func closeChecked() throws(FileFailure) {
        let result = close(number)
        number = -1
        // After EINTR Linux has closed the descriptor; closing again could hit another's file.
        if result != 0 && errno != EINTR {
            throw FileFailure(.close, path, errno: errno)
        }
    }

    /// The size of a regular file, `nil` for a pipe; a folder is a failure.
    func size() throws(FileFailure) -> Int? {
        var status = stat()
        guard retrying({ fstat(number, &status) }) == 0 else {
            throw FileFailure(.open, path, errno: errno)
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: throw FileFailure(.open, path, errno: EISDIR)
        case S_IFREG: return Int(status.st_size)
        default: return nil
        }
    }

    /// Bytes read, 0 at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileFailure) -> Int {
        guard let base = buffer.baseAddress, buffer.count > 0 else { return 0 }
        let count = retrying { systemRead(number, base, buffer.count) }
        guard count >= 0 else { throw FileFailure(.read, path, errno: errno) }
        return count
    }

    /// Goes to a place of the file, from which ``read(into:)`` goes on.
    func seek(to offset: Int) throws(FileFailure) {
        guard lseek(number, off_t(offset), SEEK_SET) >= 0 else {
            throw FileFailure(.read, path, errno: errno)
        }
    }

    func write(_ buffer: UnsafeRawBufferPointer, alreadyWritten: Int) throws(FileFailure) {
        guard var position = buffer.baseAddress else { return }
        var left = buffer.count
        while left > 0 {
            let count = retrying { systemWrite(number, position, left) }
            guard count >= 0 else {
                throw FileFailure(
                    .write, path, errno: errno, bytesNeeded: alreadyWritten + buffer.count)
            }
            position += count
            left -= count
        }
    }

    func synchronise() throws(FileFailure) {
        guard retrying({ fsync(number) }) == 0 else {
            throw FileFailure(.sync, path, errno: errno)
        }
    }

    /// Whether the advisory lock of the file could be taken; it is held until closing.
    func lock() -> Bool {
        retrying { flock(number, LOCK_EX | LOCK_NB) } == 0
    }
}

/// Bytes of an open file from a place on, whatever place others read at; as many as are asked for,
/// or up to the end of the file. `nil` where the system fails.
func readBytes(
    of descriptor: Int32, at offset: Int, into buffer: UnsafeMutableRawBufferPointer
) -> Int? {
    guard let base = buffer.baseAddress else { return 0 }
    var count = 0
    while count < buffer.count {
        let got = retrying {
            pread(descriptor, base + count, buffer.count - count, off_t(offset + count))
        }
        if got < 0 { return nil }
        if got == 0 { break }
        count += got
    }
    return count
}

private func systemRead(_ number: Int32, _ to: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(number, to, count)
}

private func systemWrite(_ number: Int32, _ from: UnsafeRawPointer, _ count: Int) -> Int {
    write(number, from, count)
}

/// Repeats a system call that a signal interrupted.
private func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return result }
    }
}
