/// Points that fill a cube evenly: a Sobol sequence, scrambled where a seed is given.
///
/// Of 2^k points every cell of a grid of as many equal boxes holds one in each coordinate. The first
/// point (all zero without scrambling) is kept: leaving it out spoils the balance (Owen 2020). Up to
/// 2³² points.
///
/// - Source: Sobol (1967); directions of Joe and Kuo (2008); scrambling after Owen (1995) by hashing
///   each coordinate's digits (Burley 2020).
public struct SobolSequence: Sendable {
    /// As many coordinates as there are directions for.
    public static let most = SobolDirections.table.count

    public let dimensions: Int
    private let directions: [UInt32]
    private let seeds: [UInt32]?
    private var state: [UInt32]
    private var index: UInt32 = 0

    /// - Parameter seed: nil for the sequence as it is.
    public init(dimensions: Int, seed: UInt64? = nil) {
        precondition((1...Self.most).contains(dimensions), "from 1 to \(Self.most) dimensions")
        self.dimensions = dimensions
        directions = (0..<dimensions).flatMap(Self.directions)
        seeds = seed.map { seed in
            (0..<dimensions).map {
                var random = RandomStream(seed: seed, stream: UInt64($0))
                return UInt32(truncatingIfNeeded: random.next() >> 32)
            }
        }
        state = [UInt32](repeating: 0, count: dimensions)
    }

    /// The direction numbers of a coordinate, 32 of them.
    private static func directions(of dimension: Int) -> [UInt32] {
        guard dimension > 0 else { return (0..<32).map { 1 << (31 - $0) } }
        let (polynomial, numbers) = SobolDirections.table[dimension]
        let degree = numbers.count
        var values = [UInt32](repeating: 0, count: 32)
        for place in 0..<min(32, degree) { values[place] = numbers[place] << (31 - UInt32(place)) }
        for place in degree..<32 {
            var value = values[place - degree] ^ (values[place - degree] >> UInt32(degree))
            for term in 1..<max(1, degree) where polynomial >> UInt32(degree - term) & 1 == 1 {
                value ^= values[place - term]
            }
            values[place] = value
        }
        return values
    }

    /// Writes the next point.
    public mutating func next(into point: UnsafeMutableBufferPointer<Double>) {
        for dimension in 0..<dimensions {
            let digits =
                seeds.map { Self.scrambled(state[dimension], $0[dimension]) }
                ?? state[dimension]
            point[dimension] = Double(digits) * 0x1p-32
        }
        // From one number of the Gray code to the next a single digit changes.
        let place = Int((~index).trailingZeroBitCount)
        if place < 32 {
            for dimension in 0..<dimensions {
                state[dimension] ^= directions[dimension * 32 + place]
            }
        }
        index &+= 1
    }

    public mutating func next() -> [Double] {
        [Double](unsafeUninitializedCapacity: dimensions) { buffer, count in
            next(into: buffer)
            count = dimensions
        }
    }

    /// Each digit is turned over or not by a hash of the digits before it.
    private static func scrambled(_ digits: UInt32, _ seed: UInt32) -> UInt32 {
        var x = reversed(digits)
        x &+= seed
        x ^= x &* 0x6c50_b47c
        x ^= x &* 0xb82f_1e52
        x ^= x &* 0xc7af_e638
        x ^= x &* 0x8d22_f6e6
        return reversed(x)
    }

    private static func reversed(_ word: UInt32) -> UInt32 {
        var x = word
        x = (x >> 1) & 0x5555_5555 | (x & 0x5555_5555) << 1
        x = (x >> 2) & 0x3333_3333 | (x & 0x3333_3333) << 2
        x = (x >> 4) & 0x0f0f_0f0f | (x & 0x0f0f_0f0f) << 4
        return x.byteSwapped
    }
}
