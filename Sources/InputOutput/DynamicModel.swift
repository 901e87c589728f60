public import Numerics
public import Region

/// Output of every industry year by year, when households spend last year's income and industries
/// that grow buy capital goods (динамическая модель межотраслевого баланса).
///
///     x_t = L [f_t + C x_{t−1} + K max(0, x_{t−1} − x_{t−2}) + δ̂ K x_{t−1}],   C = h w'
///
/// The last term replaces what has worn out, 0 unless lives are given. Leontief's own form, forward
/// in time, needs the inverse of K, which has none as a rule: few industries make capital goods.
///
/// - Source: Leontief (1953, 1970); Miller and Blair (2009), chapter 13; METHODS 5.11.
public struct DynamicModel: Sendable {
    private let model: LeontiefModel
    /// C, n × n.
    public let induced: Matrix
    /// K, n × n: capital goods of the row a unit of yearly output of the column.
    public let capital: Matrix
    private let replacement: [Double]

    /// - Parameters:
    ///   - spending: h, what households buy of each industry a unit of income.
    ///   - income: w, income a unit of output.
    ///   - capital: K.
    ///   - lives: Years that each industry's capital goods last; nil for goods that are not
    ///     replaced.
    /// - Throws: `notAQuantity`.
    public init(
        _ model: LeontiefModel, spending: [Double], income: [Double], capital: Matrix,
        lives: [Double]? = nil
    ) throws(Undefined) {
        let count = model.count
        precondition(
            spending.count == count && income.count == count && capital.rows == count
                && capital.columns == count && lives.map { $0.count == count } ?? true)
        guard capital.elements.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw .notAQuantity(symbol: "K")
        }
        guard (spending + income).allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw .notAQuantity(symbol: "h")
        }
        guard lives?.allSatisfy({ $0 > 0 }) ?? true else { throw .notAQuantity(symbol: "T") }
        var induced = Matrix(rows: count, columns: count)
        for row in 0..<count {
            for column in 0..<count { induced[row, column] = spending[row] * income[column] }
        }
        self.model = model
        self.induced = induced
        self.capital = capital
        replacement = lives?.map { 1 / $0 } ?? [Double](repeating: 0, count: count)
    }

    /// What last year's output makes industries and households buy this year, a unit: C + δ̂ K.
    private var carried: Matrix {
        var result = induced
        for row in 0..<result.rows {
            for column in 0..<result.columns {
                result[row, column] += replacement[row] * capital[row, column]
            }
        }
        return result
    }

    /// The spectral radius of the linear model, without `max`: under 1, output comes to rest.
    ///
    /// - Throws: `singular`.
    public var radius: Double {
        get throws(Undefined) {
            let count = model.count
            var sum = carried
            for index in sum.elements.indices { sum.elements[index] += capital.elements[index] }
            let (near, far) = (model.outputs(for: sum), model.outputs(for: capital))
            var companion = Matrix(rows: 2 * count, columns: 2 * count)
            for row in 0..<count {
                for column in 0..<count {
                    companion[row, column] = near[row, column]
                    companion[row, count + column] = -far[row, column]
                }
                companion[count + row, row] = 1
            }
            do { return try companion.spectralRadius } catch { throw .singular }
        }
    }

    /// x* = (I − A − C)⁻¹ f, where output comes to rest.
    ///
    /// - Throws: `notProductive` where households and industries use up all that is made.
    public func restingOutput(_ finalDemand: [Double]) throws(Undefined) -> [Double] {
        var whole = model.coefficients
        let carried = carried
        for index in whole.elements.indices { whole.elements[index] += carried.elements[index] }
        return try LeontiefModel(coefficients: whole, output: model.output)
            .output(for: finalDemand)
    }

    /// The rate at which all industries can grow together, 1 / λ_max(L K); nil without capital.
    ///
    /// - Throws: `singular`.
    public var balancedGrowth: Double? {
        get throws(Undefined) {
            do {
                let root = try PerronRoot(model.outputs(for: capital).map { max(0, $0) }).value
                return root > 0 ? 1 / root : nil
            } catch { throw .singular }
        }
    }

    /// What production cannot exceed.
    public struct Limits: Hashable, Sendable {
        /// The largest output of each industry.
        public let capacity: [Double]?
        /// People there are, and people a unit of output.
        public let labour: Labour?

        public struct Labour: Hashable, Sendable {
            public let people: Double
            public let intensity: [Double]

            public init(people: Double, intensity: [Double]) {
                self.people = people
                self.intensity = intensity
            }
        }

        public init(capacity: [Double]? = nil, labour: Labour? = nil) {
            self.capacity = capacity
            self.labour = labour
        }
    }

    /// Output of a year, and what had to be brought from outside because the limits were met.
    public struct Year: Hashable, Sendable {
        public let output: [Double]
        public let imported: [Double]
    }

    /// Output year by year.
    ///
    /// Where an industry's capacity is met, the rest of what is wanted of it is imported. Where
    /// people are short, all demand of the year is met in the region to the same share and the rest
    /// is imported.
    ///
    /// - Parameters:
    ///   - finalDemand: f_t of the years 1, 2, …
    ///   - start: x₀.
    ///   - before: x₋₁.
    ///   - isLinear: whether capital goods are sold off when output falls: without `max`.
    /// - Returns: The years 1, 2, …
    /// - Complexity: O(n²) a year without limits.
    public func path(
        _ finalDemand: [[Double]], start: [Double], before: [Double], isLinear: Bool = false,
        within limits: Limits = Limits()
    ) -> [Year] {
        var (last, earlier) = (start, before)
        let carried = carried
        return finalDemand.map { demand in
            let growth = zip(last, earlier).map { isLinear ? $0 - $1 : max(0, $0 - $1) }
            let (consumed, invested) = (
                carried.multiplied(by: last), capital.multiplied(by: growth)
            )
            let wanted = demand.indices.map { demand[$0] + consumed[$0] + invested[$0] }
            let year = output(for: wanted, within: limits)
            (earlier, last) = (last, year.output)
            return year
        }
    }

    private func output(for wanted: [Double], within limits: Limits) -> Year {
        let free = capped(wanted, limits.capacity)
        guard let labour = limits.labour else { return free }
        func people(_ year: Year) -> Double {
            zip(year.output, labour.intensity).map { $0 * $1 }.compensatedSum()
        }
        guard people(free) > labour.people else { return free }
        var (low, high) = (0.0, 1.0)
        while high - low > 1e-12 {
            let middle = (low + high) / 2
            if people(capped(wanted.map { $0 * middle }, limits.capacity)) > labour.people {
                high = middle
            } else {
                low = middle
            }
        }
        let met = capped(wanted.map { $0 * low }, limits.capacity)
        return Year(
            output: met.output,
            imported: zip(met.imported, wanted).map { $0 + $1 * (1 - low) })
    }

    /// The largest x ≤ capacity with x ≤ A x + wanted: reached from above, since purchases fall
    /// with output.
    private func capped(_ wanted: [Double], _ capacity: [Double]?) -> Year {
        var output = model.output(for: wanted)
        let none = [Double](repeating: 0, count: wanted.count)
        guard let capacity, zip(output, capacity).contains(where: { $0 > $1 }) else {
            return Year(output: output, imported: none)
        }
        let tolerance = 1e-13 * (output.map(abs).max() ?? 0)
        for _ in 0..<100_000 {
            let asked = model.coefficients.multiplied(by: output)
            let next = wanted.indices.map { min(capacity[$0], asked[$0] + wanted[$0]) }
            let change = zip(next, output).map { abs($0 - $1) }.max() ?? 0
            output = next
            if change <= tolerance { break }
        }
        let asked = model.coefficients.multiplied(by: output)
        return Year(
            output: output,
            imported: wanted.indices.map { max(0, asked[$0] + wanted[$0] - output[$0]) })
    }
}
