/// What ``decimal(_:format:)`` made of a text.
enum DecimalOutcome {
    case value(Double)
    case outOfRange(TabularProblem.Bound)
    case badGrouping
    case notANumber
}

/// Powers of ten that a double holds exactly.
private let exactPowers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]

/// Reads `[-]digits[mark digits]` of up to 15 digits; `nil` for anything else, however valid.
///
/// Both the digits (below 10¹⁵ < 2⁵³) and the power of ten (at most 10¹⁵) are exact in a double,
/// so the single division rounds once and the result is the nearest double (Clinger 1990).
@inline(__always)
func plainDecimal(_ bytes: UnsafeBufferPointer<UInt8>, mark: UInt8) -> Double? {
    let count = bytes.count
    guard count > 0, let base = bytes.baseAddress else { return nil }
    var i = 0
    let negative = base[0] == 0x2D
    if negative { i = 1 }
    // Fifteen digits, a mark and a sign.
    guard count <= 16 &+ i else { return nil }
    var mantissa: UInt64 = 0
    let wholeStart = i
    while i < count {
        let digit = base[i] &- 0x30
        if digit > 9 { break }
        mantissa = mantissa &* 10 &+ UInt64(digit)
        i &+= 1
    }
    guard i > wholeStart else { return nil }
    if i == count {
        guard count &- wholeStart <= 15 else { return nil }
        return negative && mantissa != 0 ? -Double(mantissa) : Double(mantissa)
    }
    guard base[i] == mark else { return nil }
    i &+= 1
    let fractionStart = i
    while i < count {
        let digit = base[i] &- 0x30
        if digit > 9 { return nil }
        mantissa = mantissa &* 10 &+ UInt64(digit)
        i &+= 1
    }
    let fraction = count &- fractionStart
    guard fraction > 0 else { return nil }
    let value = Double(mantissa) / exactPowers[fraction]
    return negative && mantissa != 0 ? -value : value
}

/// Reads a decimal number under any format, rounding to the nearest double.
///
/// Grammar: sign? whole (mark fraction)? (e sign? digits)?, where the whole part may be grouped
/// in threes if the format says so, `,5` and `5,` are refused, and nothing else is allowed.
func decimal(_ bytes: UnsafeBufferPointer<UInt8>, format: NumberFormat) -> DecimalOutcome {
    // Longer than any exactly written double (767 digits, sign, mark, exponent, groups).
    guard bytes.count <= 1_100 else { return .notANumber }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count + 1) { ascii in
        var scanner = DecimalScanner(bytes, format: format, into: ascii)
        guard scanner.scan() else { return .notANumber }
        guard scanner.groupsAreThrees else { return .badGrouping }
        let text = String(
            decoding: UnsafeBufferPointer(rebasing: ascii[..<scanner.written]), as: UTF8.self)
        // The standard library's conversion rounds correctly and knows no locale.
        guard let value = Double(text) else { return .notANumber }
        guard value.isFinite else { return .outOfRange(.tooLarge) }
        guard value != 0 || !scanner.hasNonzeroDigit else { return .outOfRange(.tooSmall) }
        return .value(value == 0 ? 0 : value)
    }
}

/// Checks the grammar and copies the number in plain ASCII form.
private struct DecimalScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    let mark: UInt8
    let grouping: NumberFormat.Grouping
    let ascii: UnsafeMutableBufferPointer<UInt8>
    var written = 0
    var position = 0
    var hasNonzeroDigit = false
    var groupsAreThrees = true

    init(
        _ bytes: UnsafeBufferPointer<UInt8>, format: NumberFormat,
        into ascii: UnsafeMutableBufferPointer<UInt8>
    ) {
        self.bytes = bytes
        mark = format.decimalMark.rawValue
        grouping = format.grouping
        self.ascii = ascii
    }

    mutating func scan() -> Bool {
        skipSign()
        guard scanWhole() else { return false }
        if position < bytes.count && bytes[position] == mark {
            position += 1
            put(0x2E)
            guard scanDigits() > 0 else { return false }
        }
        if position < bytes.count && bytes[position] | 0x20 == 0x65 {
            position += 1
            put(0x65)
            skipSign()
            guard scanDigits(significant: false) > 0 else { return false }
        }
        return position == bytes.count
    }

    private mutating func put(_ byte: UInt8) {
        ascii[written] = byte
        written += 1
    }

    private mutating func skipSign() {
        guard position < bytes.count else { return }
        if bytes[position] == 0x2D {
            put(0x2D)
            position += 1
        } else if bytes[position] == 0x2B {
            position += 1
        } else if minusSignLength(at: position) > 0 {
            put(0x2D)
            position += 3
        }
    }

    private mutating func scanDigits(significant: Bool = true) -> Int {
        let start = position
        while position < bytes.count, bytes[position] &- 0x30 <= 9 {
            if significant && bytes[position] != 0x30 { hasNonzeroDigit = true }
            put(bytes[position])
            position += 1
        }
        return position - start
    }

    private mutating func scanWhole() -> Bool {
        let first = scanDigits()
        guard first > 0 else { return false }
        while true {
            let length = separatorLength(at: position)
            if length == 0 { return true }
            position += length
            let digits = scanDigits()
            guard digits > 0 else { return false }
            if first > 3 || digits != 3 { groupsAreThrees = false }
        }
    }

    private func separatorLength(at i: Int) -> Int {
        guard i < bytes.count else { return 0 }
        switch grouping {
        case .none: return 0
        case .otherMark:
            let other: UInt8 = mark == 0x2C ? 0x2E : 0x2C
            return bytes[i] == other ? 1 : 0
        case .spaces: return spaceLength(bytes, at: i)
        }
    }

    private func minusSignLength(at i: Int) -> Int {
        i + 2 < bytes.count && bytes[i] == 0xE2 && bytes[i + 1] == 0x88 && bytes[i + 2] == 0x92
            ? 3 : 0
    }
}

/// The length in bytes of the space character at `i`: space, no-break space (U+00A0), narrow
/// no-break space (U+202F), thin space (U+2009); 0 for anything else.
func spaceLength(_ bytes: UnsafeBufferPointer<UInt8>, at i: Int) -> Int {
    switch bytes[i] {
    case 0x20: return 1
    case 0xC2: return i + 1 < bytes.count && bytes[i + 1] == 0xA0 ? 2 : 0
    case 0xE2:
        guard i + 2 < bytes.count, bytes[i + 1] == 0x80 else { return 0 }
        return bytes[i + 2] == 0xAF || bytes[i + 2] == 0x89 ? 3 : 0
    default: return 0
    }
}

/// The text without spaces, no-break spaces and tabs at its ends.
@inline(__always)
func trimmingBlanks(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard let first = bytes.first, let last = bytes.last else { return bytes }
    // Every byte of a blank is below 0x21 or above 0x7F.
    let mayTrim = first < 0x21 || first > 0x7F || last < 0x21 || last > 0x7F
    return mayTrim ? trimmingBlanksSlowly(bytes) : bytes
}

private func trimmingBlanksSlowly(
    _ bytes: UnsafeBufferPointer<UInt8>
) -> UnsafeBufferPointer<UInt8> {
    var start = 0
    var end = bytes.count
    while start < end {
        let length = bytes[start] == 0x09 ? 1 : spaceLength(bytes, at: start)
        if length == 0 { break }
        start += length
    }
    while end > start {
        if bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 {
            end -= 1
        } else if end - 2 >= start && spaceLength(bytes, at: end - 2) == 2 {
            end -= 2
        } else if end - 3 >= start && spaceLength(bytes, at: end - 3) == 3 {
            end -= 3
        } else {
            break
        }
    }
    return UnsafeBufferPointer(rebasing: bytes[start..<end])
}
