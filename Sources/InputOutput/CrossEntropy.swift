internal import Numerics

/// The figures nearest to a first guess, in information, that satisfy any linear conditions
/// (метод перекрёстной энтропии).
///
///     min Σ z ln(z / z⁰) − z + z⁰ + Σ_c e_c² / (2 σ_c²),   C z + e = d
///     z = z⁰ exp(C'λ)
///
/// A condition with a standard error may be missed, the surer the less: so figures that contradict
/// each other can be brought together. With totals of rows and columns alone it is RAS.
///
/// - Source: Golan, Judge and Robinson (1994); Robinson, Cattaneo and El-Said (2001); Lenzen,
///   Gallego and Wood (2009); METHODS 5.8.
public struct CrossEntropy: Hashable, Sendable {
    /// Σ_k weight_k · z[cell_k] = value, up to the error.
    public struct Condition: Hashable, Sendable {
        public let cells: [Int]
        public let weights: [Double]
        public let value: Double
        /// 0 for a condition that has to hold.
        public let standardError: Double

        public init(
            cells: [Int], weights: [Double]? = nil, value: Double, standardError: Double = 0
        ) {
            let weights = weights ?? [Double](repeating: 1, count: cells.count)
            precondition(weights.count == cells.count)
            self.cells = cells
            self.weights = weights
            self.value = value
            self.standardError = standardError
        }
    }

    public let values: [Double]
    /// How far each condition is missed: d − C z.
    public let misses: [Double]
    public let iterations: Int

    /// - Parameter guess: z⁰, none negative; zeros stay zeros.
    /// - Throws: ``BalancingFailure``; the row of `notAQuantity` is the position in `guess`.
    /// - Complexity: O(m³ + cells · m) a step, m conditions; some 10 to 30 steps.
    public init(
        _ guess: [Double], conditions: [Condition], limit: Int = 200
    ) throws(BalancingFailure) {
        if let bad = guess.firstIndex(where: { !$0.isFinite || $0 < 0 }) {
            throw .notAQuantity(row: bad, column: 0)
        }
        for (index, condition) in conditions.enumerated() {
            precondition(condition.cells.allSatisfy(guess.indices.contains))
            guard condition.value.isFinite, condition.standardError.isFinite,
                condition.standardError >= 0, condition.weights.allSatisfy(\.isFinite)
            else { throw .totalIsNoQuantity(isRow: true, index: index) }
            if condition.standardError == 0 && condition.value != 0
                && condition.cells.allSatisfy({ guess[$0] == 0 })
            {
                throw .emptyRow(index)
            }
        }
        let scale = max(
            conditions.map { abs($0.value) }.max() ?? 0, guess.max() ?? 0, .leastNormalMagnitude)
        var dual = DualProblem(guess, conditions)
        for iteration in 1...max(1, limit) {
            // Far from the solution the curvature misleads; the step is halved until the dual
            // rises enough (Armijo).
            guard let step = dual.newtonStep() else { break }
            let slope = zip(step, dual.gradient).map { $0 * $1 }.compensatedSum()
            var length = 1.0
            var next = dual.moved(by: step, length)
            while !(next.objective >= dual.objective + 1e-4 * length * slope - 1e-15 * scale)
                && length > 1e-12
            {
                length /= 2
                next = dual.moved(by: step, length)
            }
            dual = next
            if (dual.gradient.map(abs).max() ?? 0) <= 1e-10 * scale {
                values = dual.values
                misses = dual.misses
                iterations = iteration
                return
            }
        }
        let distances = dual.gradient.map(abs)
        let worst = distances.indices.max { distances[$0] < distances[$1] } ?? 0
        throw .notConverged(
            iterations: limit, residual: distances.max() ?? 0, worst: worst)
    }
}

/// λ'd − Σ z⁰ exp(C'λ) − ½ Σ σ² λ², to be raised to its top.
private struct DualProblem {
    private let guess: [Double]
    private let conditions: [CrossEntropy.Condition]
    private let prices: [Double]
    let values: [Double]
    let objective: Double
    /// d − C z − σ² λ.
    let gradient: [Double]
    /// d − C z.
    let misses: [Double]

    init(
        _ guess: [Double], _ conditions: [CrossEntropy.Condition], prices: [Double]? = nil
    ) {
        let prices = prices ?? [Double](repeating: 0, count: conditions.count)
        var exponents = [Double](repeating: 0, count: guess.count)
        for (condition, price) in zip(conditions, prices) {
            for (cell, weight) in zip(condition.cells, condition.weights) {
                exponents[cell] += weight * price
            }
        }
        let values = zip(guess, exponents).map { $0 == 0 ? 0 : $0 * Elementary.exponential($1) }
        misses = conditions.map { condition in
            condition.value
                - zip(condition.cells, condition.weights).map { values[$0] * $1 }
                .compensatedSum()
        }
        let penalties = zip(conditions, prices).map {
            $0.standardError * $0.standardError * $1
        }
        gradient = zip(misses, penalties).map { $0 - $1 }
        objective =
            zip(conditions, prices).map { $0.value * $1 }.compensatedSum()
            - values.compensatedSum()
            - zip(penalties, prices).map { $0 * $1 / 2 }.compensatedSum()
        self.values = values
        (self.guess, self.conditions, self.prices) = (guess, conditions, prices)
    }

    /// The step to the top of the parabola that touches here.
    func newtonStep() -> [Double]? {
        let count = conditions.count
        var curvature = Matrix(rows: count, columns: count)
        var uses = [[(condition: Int, weight: Double)]](repeating: [], count: guess.count)
        for (index, condition) in conditions.enumerated() {
            curvature[index, index] += condition.standardError * condition.standardError
            for (cell, weight) in zip(condition.cells, condition.weights) {
                uses[cell].append((index, weight))
            }
        }
        for (cell, list) in uses.enumerated() where values[cell] > 0 {
            for one in list {
                for other in list {
                    curvature[one.condition, other.condition] +=
                        one.weight * other.weight * values[cell]
                }
            }
        }
        // Conditions that follow from others leave the curvature singular; a little more on its
        // diagonal picks one of the equal answers.
        let largest = (0..<count).map { curvature[$0, $0] }.max() ?? 0
        for index in 0..<count { curvature[index, index] += 1e-12 * largest + 1e-300 }
        return try? curvature.solve(gradient)
    }

    func moved(by step: [Double], _ length: Double) -> DualProblem {
        DualProblem(guess, conditions, prices: zip(prices, step).map { $0 + length * $1 })
    }
}
