/// Where the bytes of a table come from.
public enum TabularSource: Sendable {
    /// A file, read in chunks: memory does not grow with its size.
    case file(path: String)
    /// Bytes already in memory, such as an upload, under the name the reader knows them by.
    case bytes([UInt8], name: String)

    /// The name shown in messages: the last component of a path.
    public var name: String {
        switch self {
        case .file(let path):
            let parts = path.split(separator: "/", omittingEmptySubsequences: true)
            return parts.last.map(String.init) ?? path
        case .bytes(_, let name):
            return name
        }
    }
}
