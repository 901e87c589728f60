#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The operating system refused something about a file.
public struct FileFailure: Error, Hashable, Sendable {
    public let operation: Operation
    public let path: String
    public let reason: Reason
    /// How many bytes the file would have had so far, where a write failed.
    public let bytesNeeded: Int?

    public init(
        _ operation: Operation, _ path: String, errno code: Int32, bytesNeeded: Int? = nil
    ) {
        self.operation = operation
        self.path = path
        self.reason = Reason(errno: code)
        self.bytesNeeded = bytesNeeded
    }

    init(_ operation: Operation, _ path: String, reason: Reason) {
        self.operation = operation
        self.path = path
        self.reason = reason
        bytesNeeded = nil
    }

    public enum Operation: String, Hashable, Sendable, CaseIterable {
        case open, read, create, write, sync, rename, close, list, remove
        /// Making the finished replacement of a file survive a power cut.
        case settle
    }

    /// The causes a person can do something about; the rest keep their number.
    public enum Reason: Hashable, Sendable {
        case notFound
        case notAllowed
        case isDirectory
        case notADirectory
        case diskFull
        case quotaExceeded
        case readOnly
        case tooLarge
        case tooManyOpenFiles
        case nameTooLong
        case device
        case other(Int32)

        init(errno code: Int32) {
            self =
                switch code {
                case ENOENT: .notFound
                case EACCES, EPERM: .notAllowed
                case EISDIR: .isDirectory
                case ENOTDIR: .notADirectory
                case ENOSPC: .diskFull
                case EDQUOT: .quotaExceeded
                case EROFS: .readOnly
                case EFBIG: .tooLarge
                case EMFILE, ENFILE: .tooManyOpenFiles
                case ENAMETOOLONG: .nameTooLong
                case EIO: .device
                default: .other(code)
                }
        }
    }

    /// The program's exit status for this failure: 73 where a file can't be created, 74 where
    /// reading or writing failed (sysexits).
    public var exitCode: Int32 {
        switch operation {
        case .create: reason == .diskFull || reason == .quotaExceeded ? 74 : 73
        default: 74
        }
    }
}
