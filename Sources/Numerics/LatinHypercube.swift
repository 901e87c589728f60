/// Draws that cover every number's range evenly (латинский гиперкуб): of n draws one falls into
/// each n-th part of the range of each number.
///
/// - Source: McKay, Beckman and Conover (1979); METHODS 7.5, 8.4.
public struct LatinHypercube: Sendable {
    /// Draws by numbers, each strictly between 0 and 1.
    public let points: [[Double]]

    /// - Complexity: O(draws · numbers).
    public init(draws: Int, numbers: Int, seed: UInt64) {
        var points = [[Double]](repeating: [Double](repeating: 0, count: numbers), count: draws)
        for number in 0..<numbers {
            // A stream a number: one more of them leaves the draws of the others alone.
            var random = RandomStream(seed: seed, stream: UInt64(number))
            var places = Array(0..<draws)
            for last in stride(from: draws - 1, to: 0, by: -1) {
                places.swapAt(last, random.index(below: last + 1))
            }
            for (draw, place) in places.enumerated() {
                let within = min(max(random.unit(), 0x1p-53), 1 - 0x1p-53)
                points[draw][number] = (Double(place) + within) / Double(draws)
            }
        }
        self.points = points
    }
}
