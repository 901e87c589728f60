public import Numerics

/// Why flows cannot be worked out.
public enum FlowFailure: Error, Hashable, Sendable {
    /// What a process gives off is not what it takes in: its coefficients sum to this.
    case coefficients(process: Int, sum: Double)
    case notAQuantity(process: Int)
    /// What enters these processes never leaves them.
    case closedLoop(processes: [Int])
}

/// What flows through processes that pass on what they take in (анализ материальных потоков).
///
///     T = (I − K')⁻¹ · input,   flow_pq = T_p k_pq
///
/// K holds the transfer coefficients: the share of what process p takes in that goes to q. What
/// does not go to a process goes to an end: a product, a heap, the air.
///
/// - Source: Brunner and Rechberger (2004); METHODS 6.1.
public struct MaterialFlows: Hashable, Sendable {
    /// T, what each process takes in altogether.
    public let throughput: [Double]
    /// From the row's process to the column's.
    public let between: Matrix
    /// From the row's process to the column's end.
    public let ends: Matrix

    /// - Parameters:
    ///   - transfers: K, p × p.
    ///   - endings: To the ends, p × e; with K each row sums to 1.
    ///   - input: From outside to each process.
    /// - Throws: ``FlowFailure``.
    /// - Complexity: O(p³).
    public init(transfers: Matrix, endings: Matrix, input: [Double]) throws(FlowFailure) {
        let count = transfers.rows
        precondition(transfers.columns == count && endings.rows == count && input.count == count)
        for process in 0..<count {
            let row = Array(transfers.row(process)) + Array(endings.row(process))
            guard row.allSatisfy({ $0.isFinite && $0 >= 0 }), input[process].isFinite,
                input[process] >= 0
            else { throw .notAQuantity(process: process) }
            let sum = row.compensatedSum()
            guard abs(sum - 1) <= 1e-9 else { throw .coefficients(process: process, sum: sum) }
        }
        let caught = Self.caught(transfers, endings)
        guard caught.isEmpty else { throw .closedLoop(processes: caught) }
        var system = Matrix.identity(count)
        for row in 0..<count {
            for column in 0..<count { system[column, row] -= transfers[row, column] }
        }
        do {
            throughput = try system.solve(input)
        } catch { throw .closedLoop(processes: Array(0..<count)) }
        var (between, ends) = (transfers, endings)
        for process in 0..<count {
            for other in 0..<count { between[process, other] *= throughput[process] }
            for end in 0..<endings.columns { ends[process, end] *= throughput[process] }
        }
        (self.between, self.ends) = (between, ends)
    }

    /// Processes from which no way leads to an end.
    private static func caught(_ transfers: Matrix, _ endings: Matrix) -> [Int] {
        var leaves = (0..<transfers.rows).map { process in
            endings.row(process).contains { $0 > 0 }
        }
        var isChanging = true
        while isChanging {
            isChanging = false
            for process in leaves.indices where !leaves[process] {
                if leaves.indices.contains(where: { leaves[$0] && transfers[process, $0] > 0 }) {
                    leaves[process] = true
                    isChanging = true
                }
            }
        }
        return leaves.indices.filter { !leaves[$0] }
    }

    /// The flows of a substance that makes up a share of the mass of each flow.
    ///
    /// - Parameters: the grade of each flow between processes and to ends, a fraction.
    public func substance(between grades: Matrix, ends endGrades: Matrix) -> (Matrix, Matrix) {
        var (inner, outer) = (between, ends)
        for index in inner.elements.indices { inner.elements[index] *= grades.elements[index] }
        for index in outer.elements.indices { outer.elements[index] *= endGrades.elements[index] }
        return (inner, outer)
    }

    /// What enters each process less what leaves it; 0 but for rounding.
    public func imbalances(input: [Double]) -> [Double] {
        let (arriving, leaving, ending) = (between.columnSums, between.rowSums, ends.rowSums)
        return input.indices.map { input[$0] + arriving[$0] - leaving[$0] - ending[$0] }
    }
}

/// What lies somewhere over the years (запасы).
///
/// - Source: METHODS 6.1.
public enum Stocks {
    /// S_t = S_{t−1} + in − out.
    ///
    /// - Returns: S₀, S₁, …
    public static func balance(start: Double, inflow: [Double], outflow: [Double]) -> [Double] {
        precondition(inflow.count == outflow.count)
        var stock = start
        return [start]
            + zip(inflow, outflow).map {
                stock += $0 - $1
                return stock
            }
    }

    /// A stock that gives off a fixed share of itself, out = λ S, all the time:
    /// S(t) = in / λ + (S₀ − in / λ) e^(−λ t).
    public static func decaying(
        start: Double, inflow: Double, rate: Double, years: Double
    ) -> Double {
        guard rate != 0 else { return start + inflow * years }
        let resting = inflow / rate
        return resting + (start - resting) * Elementary.exponential(-rate * years)
    }
}

/// Goods in use that wear out (динамическая модель запасов).
///
/// - Source: Pauliuk and Heeren (2020), ODYM; METHODS 6.1.
public struct GoodsInUse: Hashable, Sendable {
    /// How long a good lasts, in years.
    public enum Lifetime: Hashable, Sendable {
        case fixed(Double)
        case normal(mean: Double, deviation: Double)
        case weibull(shape: Double, scale: Double)

        /// The share that is still in use at an age.
        func survival(_ age: Double) -> Double {
            switch self {
            case .fixed(let life): age < life ? 1 : 0
            case .normal(let mean, let deviation):
                1 - (Distributions.normalCumulative((age - mean) / deviation) ?? 1)
            case .weibull(let shape, let scale):
                age <= 0 ? 1 : Elementary.exponential(-Elementary.power(age / scale, shape))
            }
        }
    }

    /// At which age goods of a year are counted.
    public enum Ageing: Hashable, Sendable {
        /// At whole years, from 0: all goods of a year arrive at its end.
        case wholeYears
        /// In the mean over the year in which they arrive, so that some wear out in it.
        case withinTheYear
    }

    public let stock: [Double]
    public let outflow: [Double]

    /// What inflows come to.
    ///
    /// - Complexity: O(years²).
    public init(inflow: [Double], lifetime: Lifetime, ageing: Ageing = .wholeYears) {
        let shares = Self.shares(inflow.count, lifetime, ageing)
        stock = inflow.indices.map { year in
            (0...year).map { inflow[$0] * shares[year - $0] }.compensatedSum()
        }
        outflow = Self.outflow(stock, inflow)
    }

    /// What has to flow in for a stock to be there, and what flows out of it.
    ///
    /// - Returns: inflow and outflow.
    /// - Complexity: O(years²).
    public static func inflow(
        for stock: [Double], lifetime: Lifetime, ageing: Ageing = .wholeYears
    ) -> (inflow: [Double], outflow: [Double])? {
        let shares = shares(stock.count, lifetime, ageing)
        guard shares.first.map({ $0 > 0 }) ?? false else { return nil }
        var inflow: [Double] = []
        for year in stock.indices {
            let left = inflow.indices.map { inflow[$0] * shares[year - $0] }.compensatedSum()
            inflow.append((stock[year] - left) / shares[0])
        }
        return (inflow, outflow(stock, inflow))
    }

    private static func shares(_ years: Int, _ lifetime: Lifetime, _ ageing: Ageing) -> [Double] {
        (0..<years).map { year in
            let age = Double(year)
            switch ageing {
            case .wholeYears: return lifetime.survival(age)
            case .withinTheYear:
                // Gauss and Legendre's rule with six points, as exact as the curve is smooth.
                return zip(nodes, weights).map { node, weight in
                    weight / 2 * lifetime.survival(age + (1 + node) / 2)
                }.compensatedSum()
            }
        }
    }

    private static let nodes = [
        -0.932469514203152, -0.661209386466265, -0.238619186083197, 0.238619186083197,
        0.661209386466265, 0.932469514203152,
    ]
    private static let weights = [
        0.171324492379170, 0.360761573048139, 0.467913934572691, 0.467913934572691,
        0.360761573048139, 0.171324492379170,
    ]

    private static func outflow(_ stock: [Double], _ inflow: [Double]) -> [Double] {
        stock.indices.map { year in
            inflow[year] - (stock[year] - (year > 0 ? stock[year - 1] : 0))
        }
    }
}

/// How much of what is used is used again (уровень использования отходов).
///
/// - Source: Ellen MacArthur Foundation (2015); Eurostat, circular material use rate; METHODS 6.4.
public enum Circularity {
    /// Secondary materials in all materials used; nil where nothing is used.
    public static func materialUse(secondary: Double, domesticConsumption: Double) -> Double? {
        quotient(secondary, domesticConsumption + secondary)
    }

    /// Used waste in all that is generated; nil where none is.
    public static func wasteUse(used: Double, generated: Double) -> Double? {
        quotient(used, generated)
    }

    /// Recycled in all that comes to the end of its life; nil where nothing does.
    public static func endOfLifeRecycling(recycled: Double, collectedAndLost: Double) -> Double? {
        quotient(recycled, collectedAndLost)
    }

    /// The material circularity indicator, 1 − LFI · 0.9 / X with LFI = (V + W) / (2 M).
    ///
    /// - Parameters:
    ///   - virgin: V, and `waste` W that can't be recovered.
    ///   - mass: M of the product.
    ///   - utility: X, how long and how hard it is used beside the mean product.
    /// - Returns: nil without mass or use; 0 where the formula falls under it.
    public static func materialCircularity(
        virgin: Double, waste: Double, mass: Double, utility: Double = 1
    ) -> Double? {
        guard mass > 0, utility > 0 else { return nil }
        return max(0, 1 - (virgin + waste) / (2 * mass) * 0.9 / utility)
    }

    private static func quotient(_ part: Double, _ whole: Double) -> Double? {
        whole > 0 ? part / whole : nil
    }
}
