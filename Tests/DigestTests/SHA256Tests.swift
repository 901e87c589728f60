import Digest
import Testing

@Suite("SHA-256")
struct SHA256Tests {
    /// Examples of FIPS 180-4 and the empty text.
    @Test(
        "the standard's examples",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func examples(_ text: String, _ digest: String) {
        #expect(SHA256.hexadecimal(of: text.utf8) == digest)
    }

    @Test("a million letters, in pieces of any length")
    func pieces() {
        let letters = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        let hash = SHA256()
        var start = 0
        for length in [0, 1, 63, 64, 65, 100_000] + [899_807] {
            hash.update(letters[start..<start + length])
            start += length
        }
        #expect(start == letters.count)
        #expect(
            hash.hexadecimal()
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("bytes that are not stored together give the same")
    func scattered() {
        let bytes = (0..<1_000).lazy.map { UInt8(truncatingIfNeeded: $0) }
        #expect(SHA256.digest(of: bytes) == SHA256.digest(of: Array(bytes)))
        #expect(SHA256.digest(of: bytes).count == 32)
    }
}
