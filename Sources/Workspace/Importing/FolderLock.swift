#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The right to change a workspace, held by one process at a time and given back at the end.
package struct FolderLock: ~Copyable {
    private let descriptor: Int32

    /// Waits a tenth of a second after each attempt; nil where somebody else keeps the lock.
    package init?(_ folder: String, attempts: Int = 50) {
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        for _ in 0..<attempts {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
            usleep(100_000)
        }
        close(descriptor)
        return nil
    }

    deinit { close(descriptor) }
}
