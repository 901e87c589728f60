internal import CCrypto

/// SHA-256 of bytes that come in pieces: what names files, rows, runs and records.
///
/// By OpenSSL's libcrypto, which uses the processor's own instructions for it.
///
/// - Source: FIPS 180-4.
public final class SHA256 {
    private let context: OpaquePointer

    public init() {
        // Fails only without memory, where nothing else would work either.
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
        else { preconditionFailure("libcrypto has no SHA-256") }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    public func update(_ bytes: UnsafeRawBufferPointer) {
        // The last use of the object may come before that of what it holds.
        withExtendedLifetime(self) {
            _ = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        }
    }

    public func update(_ bytes: some Sequence<UInt8>) {
        let isDone: Void? = bytes.withContiguousStorageIfAvailable {
            update(UnsafeRawBufferPointer($0))
        }
        if isDone == nil { Array(bytes).withUnsafeBytes { update($0) } }
    }

    public func update(_ text: String) { update(text.utf8) }

    /// The digest; nothing may be added after it.
    public func finish() -> [UInt8] {
        withExtendedLifetime(self) {
            [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
                EVP_DigestFinal_ex(context, digest.baseAddress, nil)
                count = 32
            }
        }
    }

    /// The digest in hexadecimal digits.
    public func hexadecimal() -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: finish().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self)
    }

    public static func digest(of bytes: some Sequence<UInt8>) -> [UInt8] {
        let hash = SHA256()
        hash.update(bytes)
        return hash.finish()
    }

    public static func hexadecimal(of bytes: some Sequence<UInt8>) -> String {
        let hash = SHA256()
        hash.update(bytes)
        return hash.hexadecimal()
    }
}
