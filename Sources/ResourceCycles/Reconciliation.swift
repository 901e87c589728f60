internal import Numerics
public import Region

/// Measured figures brought together with what has to hold between them, each moved the less the
/// surer it is (согласование балансов).
///
///     min (m − x)' V⁻¹ (m − x)   subject to   Σ weight · Π variables = value
///
/// Balances are sums; a flow that is a share of another, or a grade times a mass, is a product, and
/// then the conditions are straightened out step by step (Gauss and Newton). Figures nobody measured
/// follow from the others where they can, and are named where they cannot.
///
/// - Source: Kuehn and Davidson (1961); Cencic and Rechberger (2008); Cencic (2016); METHODS 6.2 and
///   16.10.
public struct Reconciliation: Hashable, Sendable {
    /// A figure before it is reconciled.
    public enum Quantity: Hashable, Sendable {
        /// Known for sure.
        case constant(Double)
        case measured(Double, standardError: Double)
        /// Not measured; the guess is where the search starts, and matters with products alone.
        case unknown(guess: Double)
    }

    /// Σ weight · Π variables = value.
    public struct Condition: Hashable, Sendable {
        public struct Term: Hashable, Sendable {
            public let weight: Double
            public let variables: [Int]

            public init(_ weight: Double, _ variables: Int...) {
                self.weight = weight
                self.variables = variables
            }
        }

        public let terms: [Term]
        public let value: Double

        public init(_ terms: [Term], equals value: Double = 0) {
            self.terms = terms
            self.value = value
        }

        func residual(_ x: [Double]) -> Double {
            terms.map { term in
                term.variables.reduce(term.weight) { $0 * x[$1] }
            }.compensatedSum() - value
        }

        /// Adds the derivatives to a row.
        func addSlopes(_ x: [Double], to slopes: inout [Double]) {
            for term in terms {
                for (position, variable) in term.variables.enumerated() {
                    var slope = term.weight
                    for (other, factor) in term.variables.enumerated() where other != position {
                        slope *= x[factor]
                    }
                    slopes[variable] += slope
                }
            }
        }
    }

    /// One figure, reconciled.
    public struct Value: Hashable, Sendable {
        /// nil where nothing says what it is.
        public let value: Double?
        public let standardError: Double
        /// |m − x| over its own standard error; over 1.96 the measurement is suspect. nil where
        /// nothing checks it.
        public let deviation: Double?
        /// Whether it would have been negative and was held at 0.
        public let isBound: Bool

        public var isSuspect: Bool { (deviation ?? 0) > 1.96 }
    }

    public let values: [Value]
    /// r' (A V A')⁻¹ r, and the probability of so much or more where the errors are as stated.
    public let statistic: Double
    public let degreesOfFreedom: Int
    public let probability: Double
    /// The figure whose measurement would make most others known; nil where all are.
    public let measureNext: Int?
    /// How many it would make known, itself included.
    public let learned: Int
    public let iterations: Int

    /// - Throws: `notConverged`; `notAQuantity` of `m`; `singular` where the conditions contradict
    ///   constants.
    /// - Complexity: O(n³) a step.
    public init(
        _ quantities: [Quantity], conditions: [Condition], areNonnegative: Bool = true,
        limit: Int = 50
    ) throws(Undefined) {
        var held: Set<Int> = []
        var found = try Adjustment(quantities, conditions, held: held, limit: limit)
        // A flow that comes out negative is held at 0 and the rest fitted again; each round holds
        // at least one more.
        while areNonnegative {
            let scale = found.x.map(abs).max() ?? 0
            let negative = found.x.indices.filter {
                !held.contains($0) && found.isKnown[$0] && found.x[$0] < -1e-12 * scale
            }
            guard let worst = negative.min(by: { found.x[$0] < found.x[$1] }) else { break }
            held.insert(worst)
            found = try Adjustment(quantities, conditions, held: held, limit: limit)
        }
        values = quantities.indices.map { index in
            var deviation: Double?
            if case .measured(let measured, let error) = quantities[index],
                found.reductions[index] > 1e-12 * error * error
            {
                deviation = abs(measured - found.x[index]) / found.reductions[index].squareRoot()
            }
            return Value(
                value: found.isKnown[index] ? found.x[index] : nil,
                standardError: max(0, found.variances[index]).squareRoot(),
                deviation: deviation, isBound: held.contains(index))
        }
        statistic = found.statistic
        degreesOfFreedom = found.degreesOfFreedom
        probability =
            degreesOfFreedom == 0
            ? 1
            : Distributions.chiSquaredUpperTail(
                statistic, degreesOfFreedom: Double(degreesOfFreedom)) ?? 0
        (measureNext, learned) = found.hint
        iterations = found.iterations
    }
}

/// One fit, with some figures held at 0.
private struct Adjustment {
    var x: [Double]
    var isKnown: [Bool]
    var variances: [Double]
    /// V − Cov of the measured figures.
    var reductions: [Double]
    var statistic = 0.0
    var degreesOfFreedom = 0
    var hint: (Int?, Int) = (nil, 0)
    var iterations = 0

    init(
        _ quantities: [Reconciliation.Quantity], _ conditions: [Reconciliation.Condition],
        held: Set<Int>, limit: Int
    ) throws(Undefined) {
        let count = quantities.count
        var start = [Double](repeating: 0, count: count)
        var errors = [Double](repeating: 0, count: count)
        var (measured, unknown) = ([Int](), [Int]())
        for (index, quantity) in quantities.enumerated() {
            switch quantity {
            case .constant(let value): start[index] = value
            case .measured(let value, let error):
                (start[index], errors[index]) = (value, error)
                if error > 0 { measured.append(index) }
            case .unknown(let guess):
                start[index] = guess
                unknown.append(index)
            }
            guard start[index].isFinite, errors[index].isFinite, errors[index] >= 0 else {
                throw .notAQuantity(symbol: "m")
            }
        }
        var conditions = conditions
        for index in held.sorted() { conditions.append(.init([.init(1, index)])) }
        x = start
        isKnown = [Bool](repeating: true, count: count)
        variances = [Double](repeating: 0, count: count)
        reductions = variances
        guard !conditions.isEmpty else {
            for index in measured { variances[index] = errors[index] * errors[index] }
            for index in unknown { isKnown[index] = false }
            hint = (unknown.first, unknown.isEmpty ? 0 : 1)
            return
        }
        let scale = max(start.map(abs).max() ?? 0, 1e-300)
        var step: Step?
        for iteration in 1...limit {
            let next = try Step(
                at: x, start: start, errors: errors, measured: measured, unknown: unknown,
                conditions: conditions)
            let change = zip(next.x, x).map { abs($0 - $1) }.max() ?? 0
            x = next.x
            step = next
            iterations = iteration
            if change <= 1e-12 * scale { break }
            guard iteration < limit else {
                throw .notConverged(iterations: limit, residual: change)
            }
        }
        guard let step else { return }
        let left = conditions.map { abs($0.residual(x)) }.max() ?? 0
        let size = max(scale, conditions.map { abs($0.value) }.max() ?? 0)
        guard left <= 1e-7 * size else { throw .singular }
        try finish(step, errors: errors, measured: measured, unknown: unknown)
    }

    private mutating func finish(
        _ step: Step, errors: [Double], measured: [Int], unknown: [Int]
    ) throws(Undefined) {
        statistic = step.statistic
        degreesOfFreedom = step.rank
        for (position, index) in measured.enumerated() {
            variances[index] = step.covariance[position, position]
            reductions[index] = errors[index] * errors[index] - variances[index]
        }
        // Unknown figures that the conditions leave free: where the null space is not 0.
        let free = step.unknownSpace
        for (position, index) in unknown.enumerated() {
            let isFree = (0..<free.rows).contains { abs(free[$0, position]) > 1e-9 }
            isKnown[index] = !isFree
            if !isFree { variances[index] = step.unknownVariances[position] }
        }
        var best: (Int?, Int) = (nil, 0)
        for (position, index) in unknown.enumerated() where !isKnown[index] {
            let own = free.column(position)
            let learned = unknown.indices.count { other in
                !isKnown[unknown[other]] && Self.areParallel(own, free.column(other))
            }
            if learned > best.1 { best = (index, learned) }
        }
        hint = best
    }

    private static func areParallel(_ a: [Double], _ b: [Double]) -> Bool {
        let dot = zip(a, b).map { $0 * $1 }.compensatedSum()
        let (first, second) = (
            a.map { $0 * $0 }.compensatedSum(), b.map { $0 * $0 }.compensatedSum()
        )
        return dot * dot >= (1 - 1e-9) * first * second
    }
}

/// The linear problem at one point.
private struct Step {
    var x: [Double]
    let covariance: Matrix
    let unknownSpace: Matrix
    let unknownVariances: [Double]
    let statistic: Double
    let rank: Int

    init(
        at point: [Double], start: [Double], errors: [Double], measured: [Int], unknown: [Int],
        conditions: [Reconciliation.Condition]
    ) throws(Undefined) {
        let rows = conditions.count
        var slopes: [[Double]] = []
        // The straight lines that touch the conditions: A x = b.
        var goals: [Double] = []
        for condition in conditions {
            var row = [Double](repeating: 0, count: point.count)
            condition.addSlopes(point, to: &row)
            slopes.append(row)
            goals.append(
                zip(row, point).map { $0 * $1 }.compensatedSum() - condition.residual(point))
        }
        var fixed = goals
        let adjustable = Set(measured + unknown)
        for row in 0..<rows {
            fixed[row] -= point.indices.filter { !adjustable.contains($0) }
                .map { slopes[row][$0] * start[$0] }.compensatedSum()
        }
        func part(_ columns: [Int]) -> Matrix {
            var matrix = Matrix(rows: rows, columns: columns.count)
            for row in 0..<rows {
                for (position, column) in columns.enumerated() {
                    matrix[row, position] = slopes[row][column]
                }
            }
            return matrix
        }
        let (own, other) = (part(measured), part(unknown))
        do {
            let unknownParts = try SingularValues(other)
            // What the conditions say of measured figures alone.
            let projection = unknownParts.leftNull
            let reduced = projection.multiplied(by: own)
            let wanted = projection.multiplied(by: fixed)
            let figures = measured.map { start[$0] }
            let variances = measured.map { errors[$0] * errors[$0] }
            var weighted = reduced
            for row in 0..<reduced.rows {
                for column in measured.indices { weighted[row, column] *= variances[column] }
            }
            let normal = weighted.multiplied(by: reduced.transposed)
            let parts = try SingularValues(normal)
            let inverse = parts.pseudoInverse
            let misses = zip(reduced.multiplied(by: figures), wanted).map { $0 - $1 }
            let prices = inverse.multiplied(by: misses)
            let moves = weighted.transposed.multiplied(by: prices)
            let adjusted = zip(figures, moves).map { $0 - $1 }
            rank = parts.rank
            statistic = zip(misses, prices).map { $0 * $1 }.compensatedSum()
            var covariance = weighted.transposed.multiplied(by: inverse.multiplied(by: weighted))
                .map { -$0 }
            for index in measured.indices { covariance[index, index] += variances[index] }
            self.covariance = covariance

            let back = unknownParts.pseudoInverse
            let remaining = zip(fixed, own.multiplied(by: adjusted)).map { $0 - $1 }
            var solved = back.multiplied(by: remaining)
            // Where the conditions leave unknown figures free, they stay near where they were.
            let free = unknownParts.rightNull
            let before = unknown.map { point[$0] }
            let along = free.multiplied(by: zip(before, solved).map { $0 - $1 })
            for (row, length) in along.enumerated() {
                for column in unknown.indices { solved[column] += length * free[row, column] }
            }
            unknownSpace = free
            let carried = back.multiplied(by: own)
            let spread = carried.multiplied(by: covariance)
            unknownVariances = unknown.indices.map { row in
                zip(spread.row(row), carried.row(row)).map { $0 * $1 }.compensatedSum()
            }
            x = start
            for (position, index) in measured.enumerated() { x[index] = adjusted[position] }
            for (position, index) in unknown.enumerated() { x[index] = solved[position] }
        } catch { throw .singular }
    }
}
