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

    private init(points: [[Double]]) { self.points = points }

    /// The same numbers, each column in the order of ranks of normal scores that have the wanted
    /// correlations exactly, so that each part of each range still holds one draw.
    ///
    /// - Parameter correlations: Between the columns, positive definite.
    /// - Throws: `singular` where they contradict each other, or with no more draws than numbers.
    /// - Source: Iman and Conover (1982), A distribution-free approach to inducing rank correlation
    ///   among input variables.
    public func correlated(_ correlations: Matrix, seed: UInt64) throws(NumericFailure)
        -> LatinHypercube
    {
        let (draws, numbers) = (points.count, correlations.rows)
        guard draws > numbers else { throw .singular }
        let scores = (1...draws).map { Uncertain.normal(at: Double($0) / Double(draws + 1)) }
        let columns = (0..<numbers).map { number in
            var random = RandomStream(seed: seed, stream: 1 << 32 | UInt64(number))
            var own = scores
            for last in stride(from: draws - 1, to: 0, by: -1) {
                own.swapAt(last, random.index(below: last + 1))
            }
            return own
        }
        let square = scores.reduce(0) { $0 + $1 * $1 }
        // What the shuffled scores have of correlation by chance is taken out first.
        let chance = try Matrix(
            columns.map { one in
                columns.map { other in zip(one, other).reduce(0) { $0 + $1.0 * $1.1 } / square }
            }
        ).choleskyFactor
        let wanted = try correlations.choleskyFactor
        var sorted: [[Double]] = (0..<numbers).map { number in
            points.map { $0[number] }.sorted()
        }
        var targets = [[Double]](
            repeating: [Double](repeating: 0, count: draws), count: numbers)
        for draw in 0..<draws {
            var plain = [Double](repeating: 0, count: numbers)
            for row in 0..<numbers {
                var rest = columns[row][draw]
                for column in 0..<row { rest -= chance[row, column] * plain[column] }
                plain[row] = rest / chance[row, row]
            }
            for row in 0..<numbers {
                targets[row][draw] = (0...row).reduce(0) { $0 + wanted[row, $1] * plain[$1] }
            }
        }
        for number in 0..<numbers {
            let order = (0..<draws).sorted {
                (targets[number][$0], $0) < (targets[number][$1], $1)
            }
            var own = sorted[number]
            for (rank, draw) in order.enumerated() { own[draw] = sorted[number][rank] }
            sorted[number] = own
        }
        return LatinHypercube(
            points: (0..<draws).map { draw in sorted.map { $0[draw] } })
    }
}
