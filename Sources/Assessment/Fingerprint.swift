private import Digest
private import Foundation

/// SHA-256 in hexadecimal.
enum Fingerprint {
    static func of(_ bytes: some Sequence<UInt8>) -> String {
        SHA256.hexadecimal(of: bytes)
    }

    /// Of parts, each with its length, so that no two lists of parts collide.
    static func of(parts: [String]) -> String {
        let hash = SHA256()
        for part in parts {
            hash.update("\(part.utf8.count):\(part)")
        }
        return hash.hexadecimal()
    }

    /// Of a file, read in pieces; nil where it can't be read.
    static func ofFile(_ path: String) -> String? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        let hash = SHA256()
        do {
            // At the end of the file there is either no piece or an empty one.
            while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
                hash.update(piece)
            }
        } catch {
            return nil
        }
        return hash.hexadecimal()
    }
}
