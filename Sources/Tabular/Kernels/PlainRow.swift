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

    /// What a stretch of text holds that plain text does not, and how many lines it has.
    struct Census {
        var lines = 0
        /// A quote, a carriage return or a NUL.
        var hasSpecial = false
        var isASCII = true
    }

    static func census(_ bytes: UnsafeBufferPointer<UInt8>) -> Census {
        var result = Census()
        guard let base = bytes.baseAddress else { return result }
        var special: UInt8 = 0
        var joined: UInt8 = 0
        var start = 0
        while start < bytes.count {
            // In blocks whose count fits a byte, the loop works on whole vectors.
            let end = min(start &+ 255, bytes.count)
            var lines: UInt8 = 0
            var i = start
            while i < end {
                let byte = base[i]
                joined |= byte
                lines &+= byte == 0x0A ? 1 : 0
                special |= byte == 0x22 ? 1 : 0
                special |= byte == 0x0D ? 1 : 0
                special |= byte == 0x00 ? 1 : 0
                i &+= 1
            }
            result.lines &+= Int(lines)
            start = end
        }
        result.hasSpecial = special != 0
        result.isASCII = joined < 0x80
        return result
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
