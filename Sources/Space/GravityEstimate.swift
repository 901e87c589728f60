internal import Numerics
public import Region

/// What draws flows between places, estimated from the flows (гравитационная модель).
///
///     T_ij = exp(β₀ + α ln P_i + β ln P_j + γ ln d_ij) × error
///
/// by Poisson pseudo-maximum likelihood: zeros stay in, and the spread of the error may depend on
/// the size of the flow. Standard errors are robust to that (sandwich, divisor n − k).
///
/// - Source: Santos Silva and Tenreyro (2006), The log of gravity; METHODS 3.6.
public struct GravityEstimate: Hashable, Sendable {
    /// Intercept, power of the origin's mass, of the destination's, of distance.
    public let coefficients: [Double]
    public let standardErrors: [Double]
    /// Of the flow and of what the model says, squared correlation.
    public let fit: Double
    public let iterations: Int

    /// - Parameters:
    ///   - flows: T, n × n; the diagonal is left out.
    ///   - origins, destinations: P, above 0.
    ///   - distances: Above 0 off the diagonal.
    /// - Throws: `insufficientData` for fewer flows than five; `zeroReference` where all are 0;
    ///   `singular` where masses or distances do not vary; `notConverged` after 100 steps;
    ///   `notAQuantity`.
    /// - Complexity: O(n² steps).
    public init(
        flows: [[Double]], origins: [Double], destinations: [Double], distances: [[Double]]
    ) throws(Undefined) {
        let count = flows.count
        precondition(
            origins.count == count && destinations.count == count && distances.count == count
                && flows.allSatisfy { $0.count == count }
                && distances.allSatisfy { $0.count == count })
        var rows: [[Double]] = []
        var observed: [Double] = []
        for from in 0..<count {
            for to in 0..<count where from != to {
                let (flow, distance) = (flows[from][to], distances[from][to])
                guard flow.isFinite, flow >= 0, distance.isFinite, distance > 0,
                    origins[from] > 0, destinations[to] > 0, origins[from].isFinite,
                    destinations[to].isFinite
                else { throw .notAQuantity(symbol: "T") }
                rows.append([
                    1, Elementary.logarithm(origins[from]), Elementary.logarithm(destinations[to]),
                    Elementary.logarithm(distance),
                ])
                observed.append(flow)
            }
        }
        guard rows.count >= 5 else { throw .insufficientData(have: rows.count, need: 5) }
        let mean = observed.compensatedSum() / Double(observed.count)
        guard mean > 0 else { throw .zeroReference }
        var beta = [Elementary.logarithm(mean), 0, 0, 0]
        var iterations = 0
        var change = Double.infinity
        while change > 1e-12 {
            guard iterations < 100 else {
                throw .notConverged(iterations: iterations, residual: change)
            }
            iterations += 1
            let fitted = Self.fitted(rows, beta)
            guard fitted.allSatisfy({ $0.isFinite && $0 > 0 }) else { throw .outOfRange }
            // A Newton step: (Xᵀ M X) δ = Xᵀ (T − μ).
            let information = Self.cross(rows, fitted)
            let score = (0..<4).map { column in
                rows.indices.map { rows[$0][column] * (observed[$0] - fitted[$0]) }
                    .compensatedSum()
            }
            let step = try solved(information, score)
            beta = zip(beta, step).map(+)
            change = zip(step, beta).map { abs($0) / max(1, abs($1)) }.max() ?? 0
        }
        let fitted = Self.fitted(rows, beta)
        let information = Self.cross(rows, fitted)
        let squares = zip(observed, fitted).map { ($0 - $1) * ($0 - $1) }
        let middle = Self.cross(rows, squares)
        var inverse: [[Double]] = []
        for column in 0..<4 {
            inverse.append(
                try solved(information, (0..<4).map { $0 == column ? 1 : 0 }))
        }
        let correction = Double(rows.count) / Double(rows.count - 4)
        standardErrors = (0..<4).map { index in
            var sum = CompensatedSum()
            for i in 0..<4 {
                for j in 0..<4 { sum.add(inverse[index][i] * middle[i][j] * inverse[index][j]) }
            }
            return max(0, sum.value * correction).squareRoot()
        }
        coefficients = beta
        self.iterations = iterations
        fit = Self.squaredCorrelation(observed, fitted)
    }

    private static func fitted(_ rows: [[Double]], _ beta: [Double]) -> [Double] {
        rows.map { row in Elementary.exponential(zip(row, beta).map(*).compensatedSum()) }
    }

    /// Xᵀ diag(w) X.
    private static func cross(_ rows: [[Double]], _ weights: [Double]) -> [[Double]] {
        (0..<4).map { i in
            (0..<4).map { j in
                rows.indices.map { rows[$0][i] * rows[$0][j] * weights[$0] }.compensatedSum()
            }
        }
    }

    private static func squaredCorrelation(_ one: [Double], _ other: [Double]) -> Double {
        guard let a = one.mean, let b = other.mean else { return 0 }
        let joint = zip(one, other).map { ($0 - a) * ($1 - b) }.compensatedSum()
        let spread =
            one.map { ($0 - a) * ($0 - a) }.compensatedSum()
            * other.map { ($0 - b) * ($0 - b) }.compensatedSum()
        return spread > 0 ? joint * joint / spread : 0
    }
}

private func solved(_ matrix: [[Double]], _ right: [Double]) throws(Undefined) -> [Double] {
    do throws(NumericFailure) {
        return try Matrix(matrix).solve(right)
    } catch {
        throw .singular
    }
}
