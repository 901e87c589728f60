/// A reproducible stream of random numbers: xoshiro256** seeded by SplitMix64.
///
/// Each replicate of a simulation takes a stream of its own, named by the run's seed and the
/// replicate's number, so that results do not depend on how replicates are spread over threads.
/// The generator is part of the results: changing it is a change of numbers and of
/// ``algorithmVersion``.
///
/// - Source: Blackman and Vigna (2021), xoshiro256** 1.0; Steele, Lea and Flood (2014), SplitMix64.
@frozen
public struct RandomStream: RandomNumberGenerator, Sendable {
    /// The version of the generator and of the sampling rules, recorded with every simulated result.
    public static let algorithmVersion = "xoshiro256ss-splitmix64/1"

    @usableFromInline
    var state: (UInt64, UInt64, UInt64, UInt64)

    /// The stream of a seed and of a number (the replicate's, the cell's).
    public init(seed: UInt64, stream: UInt64 = 0) {
        // The two words pass through SplitMix64 one after the other, so that neighbouring
        // streams of one seed start far apart.
        var seeder = SplitMix64(state: seed)
        var mixed = SplitMix64(state: seeder.next() ^ (stream &* 0x9E37_79B9_7F4A_7C15 &+ stream))
        state = (mixed.next(), mixed.next(), mixed.next(), mixed.next())
    }

    @inlinable
    public mutating func next() -> UInt64 {
        let result = rotated(state.1 &* 5, by: 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = rotated(state.3, by: 45)
        return result
    }

    /// A uniform number in 0..<1 with 53 random bits.
    @inlinable
    public mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A uniform whole number in 0..<bound, without bias (Lemire 2019).
    @inlinable
    public mutating func index(below bound: Int) -> Int {
        precondition(bound > 0, "nothing to choose from")
        let range = UInt64(bound)
        var product = next().multipliedFullWidth(by: range)
        if product.low < range {
            let threshold = (0 &- range) % range
            while product.low < threshold {
                product = next().multipliedFullWidth(by: range)
            }
        }
        return Int(product.high)
    }

    @inlinable
    func rotated(_ word: UInt64, by count: UInt64) -> UInt64 {
        (word << count) | (word >> (64 - count))
    }
}

private struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
