public import Numerics

/// How what is of one mode becomes of another from year to year, from shares alone: x' = x P.
///
/// P has rows that sum to one and no entry under zero; moves back are not allowed unless asked for.
/// Estimated by least squares over the years (a quadratic programme).
///
/// - Source: Lee, Judge and Zellner (1970), Estimating the parameters of the Markov probability
///   model from aggregate time series data.
public struct MarkovShares: Hashable, Sendable {
    /// P.
    public let moves: Matrix
    /// The mean squared error of a share one year ahead; nil where P was given.
    public let error: Double?

    public init(_ moves: Matrix) {
        precondition(moves.rows == moves.columns, "as many states before as after")
        self.moves = moves
        error = nil
    }

    /// - Parameters:
    ///   - path: Shares year after year; nil where a year is missing.
    ///   - allowed: Which states may become which.
    /// - Returns: nil where no two years follow each other.
    public init?(_ path: [[Double]?], allowed: (Int, Int) -> Bool = { $0 <= $1 }) {
        let steps = zip(path, path.dropFirst()).compactMap { before, after in
            before.flatMap { before in after.map { (before, $0) } }
        }
        guard let order = steps.first?.0.count else { return nil }
        // The quadratic form of each column of P is the same: Σ_t x xᵀ.
        var form = Matrix(rows: order, columns: order)
        var goals = Matrix(rows: order, columns: order)
        for (before, after) in steps {
            for row in 0..<order {
                for column in 0..<order {
                    form[row, column] += before[row] * before[column]
                    goals[row, column] += before[row] * after[column]
                }
            }
        }
        let supports = (0..<order).map { row in (0..<order).filter { allowed(row, $0) } }
        guard supports.allSatisfy({ !$0.isEmpty }) else { return nil }
        let size = form.rowSums.max() ?? 0
        guard size > 0 else { return nil }
        // Accelerated projected gradients; the largest row sum bounds the curvature.
        var now = Matrix(rows: order, columns: order)
        for (row, support) in supports.enumerated() {
            // Where nothing tells, everything stays what it is.
            now[row, support.contains(row) ? row : support[0]] = 1
        }
        var (ahead, momentum) = (now, 1.0)
        for _ in 0..<200_000 {
            var next = now
            for row in 0..<order {
                let point = supports[row].map { column -> Double in
                    var slope = -goals[row, column]
                    for other in 0..<order { slope += form[row, other] * ahead[other, column] }
                    return ahead[row, column] - slope / size
                }
                for (column, value) in zip(supports[row], Self.onSimplex(point)) {
                    next[row, column] = value
                }
            }
            let change = zip(next.elements, now.elements).map { abs($0 - $1) }.max() ?? 0
            // A step against the way just taken ends the run-up.
            let turn = zip(zip(ahead.elements, next.elements), now.elements)
                .reduce(0.0) { $0 + ($1.0.0 - $1.0.1) * ($1.0.1 - $1.1) }
            let following = turn > 0 ? 1.0 : (1 + (1 + 4 * momentum * momentum).squareRoot()) / 2
            let push = turn > 0 ? 0 : (momentum - 1) / following
            for index in next.elements.indices {
                ahead.elements[index] =
                    next.elements[index] + push * (next.elements[index] - now.elements[index])
            }
            (now, momentum) = (next, following)
            if change < 1e-14 { break }
        }
        moves = now
        var misses = 0.0
        for (before, after) in steps {
            for column in 0..<order {
                var found = 0.0
                for row in 0..<order { found += before[row] * now[row, column] }
                misses += (after[column] - found) * (after[column] - found)
            }
        }
        error = misses / Double(steps.count * order)
    }

    /// Shares so many years later.
    public func shares(_ start: [Double], years: Int) -> [Double] {
        var shares = start
        for _ in 0..<max(0, years) {
            shares = (0..<moves.columns).map { column in
                (0..<moves.rows).reduce(0) { $0 + shares[$1] * moves[$1, column] }
            }
        }
        return shares
    }

    /// The nearest point whose numbers are not negative and sum to one.
    ///
    /// - Source: Held, Wolfe and Crowder (1974).
    static func onSimplex(_ point: [Double]) -> [Double] {
        var (sum, shift) = (0.0, 0.0)
        for (index, value) in point.sorted(by: >).enumerated() {
            sum += value
            let candidate = (sum - 1) / Double(index + 1)
            if value > candidate { shift = candidate }
        }
        return point.map { max(0, $0 - shift) }
    }
}
