/// How much of the variance of a result each independent input is behind.
///
/// S_i = (1/N) Σ f(B)(f(AB_i) − f(A)) / V is what an input is behind by itself,
/// S_Ti = (1/2N) Σ (f(A) − f(AB_i))² / V what it is behind with all it acts together with. AB_i is the
/// table A with the column of i from B; N (d + 2) evaluations. Inputs may be taken in groups, whose
/// columns then come from B together.
///
/// - Source: Sobol (1993); Saltelli et al. (2010), Variance based sensitivity analysis of model
///   output; Jansen (1999) for the total index.
public struct SensitivityIndices: Hashable, Sendable {
    public let first: [Double]
    public let total: [Double]
    /// 95 % by resampling the rows.
    public let firstIntervals: [Interval]
    public let totalIntervals: [Interval]
    public let mean: Double
    public let variance: Double
    public let evaluations: Int

    /// - Parameters:
    ///   - inputs: How many there are, each uniform in 0..<1. More than 32 are drawn by a Latin
    ///     hypercube, for want of directions of a Sobol sequence.
    ///   - groups: For each input the group it is in, from 0; nil for each by itself.
    ///   - rows: N; rounded up to a power of two.
    ///   - resamples: Behind the intervals.
    ///   - function: Of one point; asked from several threads.
    /// - Returns: nil where the result does not vary.
    public init?(
        inputs: Int, groups: [Int]? = nil, rows: Int, seed: UInt64, resamples: Int = 100,
        threads: Threads = .all,
        of function: @Sendable (UnsafeBufferPointer<Double>) -> Double
    ) {
        guard inputs > 0 else { return nil }
        precondition(groups.map { $0.count == inputs } ?? true, "a group for each input")
        let members =
            groups.map { groups in
                (0...(groups.max() ?? 0)).map { group in
                    (0..<inputs).filter { groups[$0] == group }
                }
            } ?? (0..<inputs).map { [$0] }
        var count = 2
        while count < rows { count *= 2 }
        let rows = count
        let points = Self.points(rows, 2 * inputs, seed: seed)
        // f(A), f(B), then f(AB_i), a line of each row.
        let width = members.count + 2
        let values: [Double] = filled(rows * width) { base in
            nonisolated(unsafe) let base = base
            let chunks = Chunks.count
            points.withUnsafeBufferPointer { points in
                nonisolated(unsafe) let points = points
                Chunks.perform(chunks, on: threads) { chunk in
                    withUnsafeTemporaryAllocation(of: Double.self, capacity: inputs) { mixed in
                        for row in (rows * chunk / chunks)..<(rows * (chunk + 1) / chunks) {
                            let a = UnsafeBufferPointer(
                                rebasing: points[(row * 2 * inputs)..<(row * 2 * inputs + inputs)])
                            let b = UnsafeBufferPointer(
                                rebasing: points[
                                    (row * 2 * inputs + inputs)..<((row + 1) * 2 * inputs)])
                            let line = base + row * width
                            line[0] = function(a)
                            line[1] = function(b)
                            for input in 0..<inputs { mixed[input] = a[input] }
                            for (group, own) in members.enumerated() {
                                for input in own { mixed[input] = b[input] }
                                line[2 + group] = function(UnsafeBufferPointer(mixed))
                                for input in own { mixed[input] = a[input] }
                            }
                        }
                    }
                }
            }
        }
        let own = (0..<rows).flatMap { [values[$0 * width], values[$0 * width + 1]] }
        guard let mean = own.mean, let variance = own.variance(.population),
            variance > 1e-24 * max(1e-300, mean * mean)
        else { return nil }
        self.mean = mean
        self.variance = variance
        evaluations = rows * width

        let sets = members.count
        func indices(_ chosen: (Int) -> Int) -> (first: [Double], total: [Double]) {
            var firsts = [Double](repeating: 0, count: sets)
            var totals = firsts
            var (sum, squares) = (0.0, 0.0)
            values.withUnsafeBufferPointer { values in
                for place in 0..<rows {
                    let line = chosen(place) * width
                    let (a, b) = (values[line] - mean, values[line + 1] - mean)
                    sum += a + b
                    squares += a * a + b * b
                    for set in 0..<sets {
                        let mixed = values[line + 2 + set] - mean
                        firsts[set] += b * (mixed - a)
                        totals[set] += (a - mixed) * (a - mixed)
                    }
                }
            }
            let both = Double(2 * rows)
            let spread = squares / both - (sum / both) * (sum / both)
            guard spread > 0 else { return (firsts, totals) }
            return (
                firsts.map { $0 / Double(rows) / spread },
                totals.map { $0 / Double(2 * rows) / spread }
            )
        }
        (first, total) = indices { $0 }
        let drawn: [Double] = filled(resamples * 2 * sets) { base in
            nonisolated(unsafe) let base = base
            withoutActuallyEscaping(indices) { indices in
                nonisolated(unsafe) let indices = indices
                Chunks.perform(resamples, on: threads) { resample in
                    var random = RandomStream(seed: seed, stream: 1 << 40 | UInt64(resample))
                    let found = indices { _ in random.index(below: rows) }
                    for set in 0..<sets {
                        base[resample * 2 * sets + set] = found.first[set]
                        base[resample * 2 * sets + sets + set] = found.total[set]
                    }
                }
            }
        }
        func interval(_ column: Int) -> Interval {
            let own = (0..<resamples).map { drawn[$0 * 2 * sets + column] }.sorted()
            return Interval(
                own.quantileOfSorted(0.025) ?? 0, own.quantileOfSorted(0.975) ?? 0)
        }
        firstIntervals = (0..<sets).map(interval)
        totalIntervals = (0..<sets).map { interval(sets + $0) }
    }

    private static func points(_ rows: Int, _ columns: Int, seed: UInt64) -> [Double] {
        guard columns <= SobolSequence.most else {
            return LatinHypercube(draws: rows, numbers: columns, seed: seed).points.flatMap { $0 }
        }
        var sequence = SobolSequence(dimensions: columns, seed: seed)
        return filled(rows * columns) { base in
            for row in 0..<rows {
                sequence.next(
                    into: UnsafeMutableBufferPointer(start: base + row * columns, count: columns))
            }
        }
    }
}
