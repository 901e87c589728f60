/// The first byte that is not part of valid UTF-8, and how much was found valid.
struct UTF8Check {
    /// Bytes from the start that are whole, valid characters.
    var validated: Int
    /// Whether the byte at ``validated`` is wrong, as against merely the start of a character
    /// whose rest is still to come.
    var isInvalid: Bool
}

/// Checks bytes as UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF).
///
/// ASCII is passed eight bytes at a time.
func checkUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> UTF8Check {
    guard let base = bytes.baseAddress else { return UTF8Check(validated: 0, isInvalid: false) }
    let count = bytes.count
    var i = 0
    while i < count {
        i = skipASCII(base, from: i, to: count)
        if i == count { break }
        let lead = base[i]
        let length: Int
        var low: UInt8 = 0x80
        var high: UInt8 = 0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, low) = (3, 0xA0)
        case 0xED: (length, high) = (3, 0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, low) = (4, 0x90)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, high) = (4, 0x8F)
        default: return UTF8Check(validated: i, isInvalid: true)
        }
        var k = 1
        while k < length {
            if i + k == count { return UTF8Check(validated: i, isInvalid: false) }
            let byte = base[i + k]
            if byte < low || byte > high { return UTF8Check(validated: i, isInvalid: true) }
            (low, high) = (0x80, 0xBF)
            k += 1
        }
        i += length
    }
    return UTF8Check(validated: count, isInvalid: false)
}

/// The index of the first byte from `start` on that is not ASCII, or `end`.
@inline(__always)
func skipASCII(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var i = start
    let raw = UnsafeRawPointer(base)
    while i &+ 8 <= end {
        let word = raw.loadUnaligned(fromByteOffset: i, as: UInt64.self)
        if word & 0x8080_8080_8080_8080 != 0 { break }
        i &+= 8
    }
    while i < end && base[i] < 0x80 { i &+= 1 }
    return i
}
