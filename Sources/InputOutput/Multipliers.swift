public import Numerics
public import Region

/// What a unit of final demand for each industry brings (мультипликаторы).
///
/// Type I counts the industries that deliver to each other; type II closes the model for what
/// households earn and spend.
///
/// - Source: Miller and Blair (2009), chapter 6; METHODS 5.2.
public struct Multipliers: Hashable, Sendable {
    /// Output of all industries.
    public let output: [Double]
    /// Income of households.
    public let income: [Double]
    /// Jobs.
    public let jobs: [Double]

    /// Type I.
    ///
    /// - Parameters:
    ///   - income: w, wages a unit of output.
    ///   - jobs: n, people employed a unit of output.
    public init(_ model: LeontiefModel, income: [Double], jobs: [Double]) {
        output = model.multipliers(of: [Double](repeating: 1, count: model.count))
        self.income = model.multipliers(of: income)
        self.jobs = model.multipliers(of: jobs)
    }

    /// Type II: households are an industry that is paid wages and spends them.
    ///
    ///     Ā = [[A, h], [w', 0]]
    ///
    /// - Parameter spending: h, of each industry's goods a unit of income.
    /// - Throws: `notProductive` where households and industries use up more than they make;
    ///   `notAQuantity`.
    public init(
        _ model: LeontiefModel, income: [Double], jobs: [Double], spending: [Double]
    ) throws(Undefined) {
        let closed = try ClosedModel(
            model, columns: [spending], rows: [income], inner: Matrix(rows: 1, columns: 1))
        let count = model.count
        func sums(_ intensity: [Double]) -> [Double] {
            Array(closed.model.multipliers(of: intensity + [0]).prefix(count))
        }
        output = sums([Double](repeating: 1, count: count))
        self.jobs = sums(jobs)
        // What households get is the output of the row that was added.
        self.income = Array(
            closed.model.multipliers(
                of: [Double](repeating: 0, count: count) + [1]
            ).prefix(count))
    }
}

/// A model with accounts other than industries among what is determined: factors, households by
/// kind, enterprises, the state (матрица социальных счетов).
///
/// - Source: Pyatt and Round (1979); METHODS 5.2.
public struct ClosedModel: Sendable {
    /// The industries first, then the accounts.
    public let model: LeontiefModel

    /// - Parameters:
    ///   - columns: What each account spends on each industry, a unit of what it gets.
    ///   - rows: What each account gets of each industry, a unit of output.
    ///   - inner: What each account gets of each other: row of column.
    /// - Throws: `notProductive`; `notAQuantity`.
    public init(
        _ model: LeontiefModel, columns: [[Double]], rows: [[Double]], inner: Matrix
    ) throws(Undefined) {
        let (count, accounts) = (model.count, columns.count)
        precondition(
            rows.count == accounts && inner.rows == accounts && inner.columns == accounts
                && (columns + rows).allSatisfy { $0.count == count })
        var coefficients = Matrix(rows: count + accounts, columns: count + accounts)
        for row in 0..<count {
            for column in 0..<count { coefficients[row, column] = model.coefficients[row, column] }
            for account in 0..<accounts {
                coefficients[row, count + account] = columns[account][row]
                coefficients[count + account, row] = rows[account][row]
            }
        }
        for row in 0..<accounts {
            for column in 0..<accounts {
                coefficients[count + row, count + column] = inner[row, column]
            }
        }
        let earned = rows.map { row in zip(row, model.output).map { $0 * $1 }.compensatedSum() }
        self.model = try LeontiefModel(
            coefficients: coefficients, output: model.output + earned)
    }
}
