/// Random numbers that a printed seed gives again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Texts full of what tables break on.
enum RandomText {
    static let pieces = [
        "a", "Кузбасс", "é", "\"", "\"\"", "'", ",", ";", "\t", "|", "\n", "\r\n", " ", "\u{A0}",
        "=",
        "+", "-", "@", "＝", "0", "1,5", "1.5", "№", "—", "x", "\u{FEFF}", "ё", "%",
    ]

    static func make(_ generator: inout SeededGenerator, from pieces: [String] = pieces) -> String {
        let count = Int.random(in: 0...6, using: &generator)
        return (0..<count).map { _ in pieces.randomElement(using: &generator)! }.joined()
    }
}
