public import Numerics
public import Region

/// What each industry buys of each for a unit of its output, and what output a final demand takes
/// (межотраслевой баланс).
///
///     A = Z x̂⁻¹,   x = A x + f,   L = (I − A)⁻¹
///
/// Industries without output have no coefficients: they are dropped and listed. The system is
/// solved; the Leontief inverse is made only for those who look at all of it.
///
/// - Source: Leontief (1936); Miller and Blair (2009), Input–output analysis; METHODS 5.1.
public struct LeontiefModel: Sendable {
    /// Positions, in the table, of the industries that have output.
    public let industries: [Int]
    /// Those that have none.
    public let dropped: [Int]
    /// A, of the industries kept.
    public let coefficients: Matrix
    /// x of the industries kept.
    public let output: [Double]
    private let system: LinearSystem

    /// - Parameters:
    ///   - flows: Z, sales of the row to the column, n × n, in one unit of money.
    ///   - output: x, all sales of each.
    /// - Throws: `notAQuantity` for a negative or infinite figure; `insufficientData` without an
    ///   industry with output; `notProductive` where the industries use up more than they make.
    /// - Complexity: O(n³).
    public init(flows: Matrix, output: [Double]) throws(Undefined) {
        precondition(flows.rows == flows.columns && flows.rows == output.count)
        guard flows.elements.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw .notAQuantity(symbol: "Z")
        }
        guard output.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw .notAQuantity(symbol: "x")
        }
        let kept = output.indices.filter { output[$0] > 0 }
        guard !kept.isEmpty else { throw .insufficientData(have: 0, need: 1) }
        var coefficients = Matrix(rows: kept.count, columns: kept.count)
        for (row, from) in kept.enumerated() {
            for (column, to) in kept.enumerated() {
                coefficients[row, column] = flows[from, to] / output[to]
            }
        }
        try self.init(
            coefficients, output: kept.map { output[$0] }, industries: kept,
            dropped: output.indices.filter { output[$0] == 0 })
    }

    /// A model of coefficients that are known already.
    ///
    /// - Throws: as ``init(flows:output:)``.
    public init(coefficients: Matrix, output: [Double]) throws(Undefined) {
        precondition(
            coefficients.rows == coefficients.columns && coefficients.rows == output.count)
        guard coefficients.elements.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw .notAQuantity(symbol: "A")
        }
        try self.init(
            coefficients, output: output, industries: Array(output.indices), dropped: [])
    }

    private init(
        _ coefficients: Matrix, output: [Double], industries: [Int], dropped: [Int]
    ) throws(Undefined) {
        guard !industries.isEmpty else { throw .insufficientData(have: 0, need: 1) }
        // Hawkins and Simon: every final demand can be met only where the spectral radius is under
        // 1. It is where no industry buys for more than it makes; only else is it looked at.
        if coefficients.columnSums.contains(where: { $0 >= 1 }) {
            guard let root = try? PerronRoot(coefficients), root.value < 1 else {
                throw .notProductive
            }
        }
        do {
            system = try LinearSystem(Self.identityLess(coefficients))
        } catch { throw .singular }
        self.coefficients = coefficients
        self.output = output
        self.industries = industries
        self.dropped = dropped
    }

    static func identityLess(_ matrix: Matrix) -> Matrix {
        var result = matrix.map { -$0 }
        for index in 0..<matrix.rows { result[index, index] += 1 }
        return result
    }

    public var count: Int { industries.count }

    /// The spectral radius of A, under 1: how far each round of purchases carries on the last.
    ///
    /// - Throws: `singular`.
    /// - Complexity: O(n³).
    public var spectralRadius: Double {
        get throws(Undefined) {
            do { return try PerronRoot(coefficients).value } catch { throw .singular }
        }
    }

    /// The output that a final demand takes, directly and indirectly.
    public func output(for finalDemand: [Double]) -> [Double] { system.solve(finalDemand) }

    /// The output of each of several final demands, one a column.
    ///
    /// - Complexity: O(n² columns).
    public func outputs(for finalDemands: Matrix) -> Matrix { system.solve(finalDemands) }

    /// w'L: what a unit of each final demand brings of something that output needs w of.
    ///
    /// - Parameter intensity: w, a unit of output: wages, jobs, emissions.
    /// - Complexity: O(n²).
    public func multipliers(of intensity: [Double]) -> [Double] {
        system.solve(intensity, transposed: true)
    }

    /// L.
    public var inverse: Matrix { system.inverse }

    /// f of the table: what is left of output for final demand.
    public var finalDemand: [Double] {
        zip(output, coefficients.multiplied(by: output)).map { $0 - $1 }
    }
}

/// Where what each industry makes goes, and what its primary inputs allow (модель Гоша).
///
///     B = x̂⁻¹ Z,   x' = x' B + v',   G = (I − B)⁻¹
///
/// - Source: Ghosh (1958); METHODS 5.1.
public struct GhoshModel: Sendable {
    /// B, of the industries kept.
    public let coefficients: Matrix
    private let system: LinearSystem

    /// The same industries as a Leontief model of the same table.
    ///
    /// - Throws: `singular`.
    public init(_ model: LeontiefModel) throws(Undefined) {
        let x = model.output
        var coefficients = model.coefficients
        for row in x.indices {
            for column in x.indices { coefficients[row, column] *= x[column] / x[row] }
        }
        self.coefficients = coefficients
        do {
            system = try LinearSystem(LeontiefModel.identityLess(coefficients))
        } catch { throw .singular }
    }

    /// The output that primary inputs allow: x' = v'G.
    public func output(for primaryInputs: [Double]) -> [Double] {
        system.solve(primaryInputs, transposed: true)
    }

    /// G.
    public var inverse: Matrix { system.inverse }

    /// G 1: what a unit of each industry's primary inputs allows all others to make.
    public var rowSums: [Double] {
        system.solve([Double](repeating: 1, count: coefficients.rows))
    }
}
