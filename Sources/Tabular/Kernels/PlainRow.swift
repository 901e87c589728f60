/// Steps of reading plain delimited text eight bytes at a time (SWAR).
enum PlainRow {
    static let ones: UInt64 = 0x0101_0101_0101_0101
    static let highs: UInt64 = 0x8080_8080_8080_8080

    /// A mark whose lowest set bit is in the lowest byte of `word` that is 0; 0 if none is.
    ///
    /// Bytes above the lowest zero may be marked wrongly, so only the lowest mark counts.
    @inline(__always)
    static func zeroMarks(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }

    @inline(__always)
    static func word(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
        UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
    }

    /// What a stretch of text holds.
    struct Census {
        /// A quote, a carriage return or a NUL.
        var hasSpecial = false
        var isASCII = true
    }

    static func census(_ bytes: UnsafeBufferPointer<UInt8>) -> Census {
        let raw = UnsafeRawBufferPointer(bytes)
        let (quotes, returns) = (ones &* 0x22, ones &* 0x0D)
        var special: UInt64 = 0
        var joined: UInt64 = 0
        var i = 0
        while i &+ 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: i, as: UInt64.self)
            joined |= word
            special |= zeroMarks(word ^ quotes) | zeroMarks(word ^ returns) | zeroMarks(word)
            i &+= 8
        }
        while i < raw.count {
            let byte = raw[i]
            joined |= UInt64(byte)
            if byte == 0x22 || byte == 0x0D || byte == 0 { special = 1 }
            i &+= 1
        }
        return Census(hasSpecial: special != 0, isASCII: joined & highs == 0)
    }

    /// The whole number written in the lowest `count` (1 to 8) bytes of a word, the first digit
    /// lowest; `nil` where anything but digits stands there.
    @inline(__always)
    static func digits(_ word: UInt64, count: Int) -> UInt64? {
        let shift = UInt64(truncatingIfNeeded: count &* 8)
        // Moved up behind leading zeros, so that the last digit is always the highest byte.
        let zeros = ((0x3030_3030_3030_3030 as UInt64) &>> (shift &- 8)) >> 8
        var value = ((word &<< (64 &- shift)) | zeros) ^ 0x3030_3030_3030_3030
        guard ((value &+ 0x7676_7676_7676_7676) | value) & highs == 0 else { return nil }
        value = value &* 10 &+ (value &>> 8)
        let low = (value & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
        let high = ((value &>> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
        return (low &+ high) &>> 32
    }
}
