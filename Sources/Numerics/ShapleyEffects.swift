/// How the variance of a result is shared out among inputs that move together.
///
/// Indices of Sobol hold for independent inputs. Here each input gets its mean contribution to the
/// variance that is left where some inputs are known, over all orders in which they become known:
///
///     c(J) = E[Var(Y | the inputs outside J)],  φ_i = mean over orders of c(J ∪ i) − c(J)
///
/// Shares sum to 1 and are not negative but for what chance does to estimates. Inputs are normal numbers with given correlations behind
/// any distributions (Gaussian copula): the rest of them, some being known, are drawn by the
/// factor of the correlations in the order in which they become known.
///
/// - Source: Owen (2014), Sobol' indices and Shapley value; Song, Nelson and Staum (2016), Shapley
///   effects for global sensitivity analysis.
public struct ShapleyEffects: Hashable, Sendable {
    /// φ_i as shares of the variance.
    public let shares: [Double]
    /// 95 % by resampling the rows.
    public let intervals: [Interval]
    public let mean: Double
    public let variance: Double
    public let evaluations: Int

    /// Orders that are looked at, half of them the others turned round.
    private static let orders = 256

    /// - Parameters:
    ///   - correlations: Between the normal numbers, positive definite.
    ///   - rows: Pairs of draws for every place in an order; rounded up to a power of two.
    ///   - function: Of the normal numbers; asked from several threads.
    /// - Returns: nil where the result does not vary, or where there are too many inputs.
    /// - Throws: `singular` where the correlations contradict each other.
    public init?(
        correlations: Matrix, rows: Int, seed: UInt64, resamples: Int = 100,
        threads: Threads = .all, of function: @Sendable (UnsafeBufferPointer<Double>) -> Double
    ) throws(NumericFailure) {
        let inputs = correlations.rows
        guard inputs > 0, 2 * inputs <= SobolSequence.most else { return nil }
        var count = Self.orders
        while count < rows { count *= 2 }
        let rows = count
        let orders = Self.randomOrders(inputs, seed: seed)
        var factors: [Matrix] = []
        for order in orders {
            factors.append(
                try Matrix(order.map { row in order.map { correlations[row, $0] } })
                    .choleskyFactor)
        }
        let points = Self.normals(rows, 2 * inputs, seed: seed)
        // What each row says of each input, then its first value.
        let width = inputs + 1
        let values: [Double] = filled(rows * width) { base in
            nonisolated(unsafe) let base = base
            let chunks = Chunks.count
            Chunks.perform(chunks, on: threads) { chunk in
                var (one, other) = (
                    [Double](repeating: 0, count: inputs), [Double](repeating: 0, count: inputs)
                )
                for row in (rows * chunk / chunks)..<(rows * (chunk + 1) / chunks) {
                    // Blocks of rows and not every 256th: those fill the cube evenly.
                    let number = row / (rows / Self.orders)
                    let (order, factor) = (orders[number], factors[number])
                    let start = row * 2 * inputs
                    Self.apply(factor, order, points, start, start, known: inputs, &one)
                    let first = one.withUnsafeBufferPointer(function)
                    let line = base + row * width
                    line[inputs] = first
                    // From nothing left to know to nothing known.
                    var before = 0.0
                    for known in stride(from: inputs - 1, through: 0, by: -1) {
                        Self.apply(
                            factor, order, points, start, start + inputs, known: known, &other)
                        let miss = first - other.withUnsafeBufferPointer(function)
                        let left = miss * miss / 2
                        line[order[known]] = left - before
                        before = left
                    }
                }
            }
        }
        let firsts = (0..<rows).map { values[$0 * width + inputs] }
        guard let mean = firsts.mean, let spread = firsts.variance(.population),
            spread > 1e-24 * max(1e-300, mean * mean)
        else { return nil }
        func shares(_ chosen: (Int) -> Int) -> [Double] {
            var sums = [Double](repeating: 0, count: inputs)
            for place in 0..<rows {
                let line = chosen(place) * width
                for input in 0..<inputs { sums[input] += values[line + input] }
            }
            let whole = sums.reduce(0, +)
            return whole > 0 ? sums.map { $0 / whole } : sums
        }
        self.mean = mean
        variance = spread
        evaluations = rows * (inputs + 1)
        self.shares = shares { $0 }
        var drawn: [[Double]] = []
        for resample in 0..<resamples {
            var random = RandomStream(seed: seed, stream: 1 << 41 | UInt64(resample))
            drawn.append(shares { _ in random.index(below: rows) })
        }
        intervals = (0..<inputs).map { input in
            let own = drawn.map { $0[input] }.sorted()
            return Interval(own.quantileOfSorted(0.025) ?? 0, own.quantileOfSorted(0.975) ?? 0)
        }
    }

    private static func randomOrders(_ inputs: Int, seed: UInt64) -> [[Int]] {
        var random = RandomStream(seed: seed, stream: 1 << 42)
        return (0..<(orders / 2)).flatMap { _ in
            var order = Array(0..<inputs)
            for last in stride(from: inputs - 1, to: 0, by: -1) {
                order.swapAt(last, random.index(below: last + 1))
            }
            return [order, order.reversed()]
        }
    }

    private static func normals(_ rows: Int, _ columns: Int, seed: UInt64) -> [Double] {
        var sequence = SobolSequence(dimensions: columns, seed: seed)
        return filled(rows * columns) { base in
            for row in 0..<rows {
                let line = UnsafeMutableBufferPointer(start: base + row * columns, count: columns)
                sequence.next(into: line)
                for place in line.indices { line[place] = Uncertain.normal(at: line[place]) }
            }
        }
    }

    /// The inputs where the first `known` of the order come from one point, the rest from another.
    private static func apply(
        _ factor: Matrix, _ order: [Int], _ points: [Double], _ one: Int, _ other: Int, known: Int,
        _ result: inout [Double]
    ) {
        for place in order.indices {
            var sum = 0.0
            for column in 0...place {
                sum += factor[place, column] * points[(column < known ? one : other) + column]
            }
            result[order[place]] = sum
        }
    }
}
