public import Numerics

/// Few numbers behind many: components of a table of scores.
///
/// - Source: Horn (1965) for how many to keep; Kaiser (1958) for the rotation, Kaiser and Rice (1974)
///   for the measure of adequacy, Bartlett (1950) for the test.
public struct FactorAnalysis: Hashable, Sendable {
    public enum Fault: Error, Hashable, Sendable {
        case tooFewRows(have: Int, need: Int)
        case tooFewColumns
        /// Columns that are the same in every row.
        case constant([String])
    }

    public let names: [String]
    public let rows: Int
    public let correlations: Matrix
    /// In descending order; they sum to the number of columns.
    public let eigenvalues: [Double]
    /// What chance alone would give in nineteen of twenty tables of this size; empty where only
    /// correlations are known.
    public let chance: [Double]
    /// Components to keep by comparison with chance.
    public let kept: Int
    /// Components of eigenvalues over one.
    public let overOne: Int
    /// Columns by kept components, each component's largest loading positive.
    public let loadings: Matrix
    /// After varimax.
    public let rotated: Matrix
    /// The measure of sampling adequacy, over all and by column; nil where columns depend on each
    /// other.
    public let adequacy: Double?
    public let adequacyByColumn: [Double]?
    /// Columns that follow from others.
    public let collinear: [String]
    /// χ² that columns are not correlated at all, with its degrees of freedom and its chance.
    public let sphericity: (statistic: Double, degrees: Int, probability: Double?)?

    public static func == (left: Self, right: Self) -> Bool {
        left.correlations == right.correlations && left.rows == right.rows
            && left.kept == right.kept && left.rotated == right.rotated
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(correlations)
        hasher.combine(rows)
    }

    /// - Parameter table: Rows by columns, complete.
    public init(
        _ table: [[Double]], names: [String], simulations: Int = 1000, seed: UInt64 = 20_180_101
    ) throws(Fault) {
        guard names.count > 1 else { throw .tooFewColumns }
        guard table.count > 2 else { throw .tooFewRows(have: table.count, need: 3) }
        let columns = names.indices.map { column in table.map { $0[column] } }
        let constant = names.indices.filter { index in
            columns[index].allSatisfy { $0 == columns[index][0] }
        }
        guard constant.isEmpty else { throw .constant(constant.map { names[$0] }) }
        self.init(
            correlations: Self.correlations(columns), names: names, rows: table.count,
            chance: Self.chance(
                rows: table.count, columns: names.count, simulations: simulations, seed: seed))
    }

    /// From correlations alone.
    public init(correlations: Matrix, names: [String], rows: Int, chance: [Double] = []) {
        self.names = names
        self.rows = rows
        self.correlations = correlations
        let count = names.count
        let eigen = try? SymmetricEigen(largest: count, of: correlations)
        let values = eigen?.values ?? []
        eigenvalues = values
        self.chance = chance
        overOne = values.count { $0 > 1 }
        var kept = 0
        while kept < values.count, kept < chance.count, values[kept] > chance[kept] { kept += 1 }
        self.kept = chance.isEmpty ? max(1, values.count { $0 > 1 }) : kept
        var loadings = Matrix(rows: count, columns: self.kept)
        for factor in 0..<self.kept {
            let vector = eigen?.vectors[factor] ?? []
            for row in 0..<count {
                loadings[row, factor] = vector[row] * max(0, values[factor]).squareRoot()
            }
        }
        self.loadings = Self.signed(loadings)
        rotated = Self.signed(Self.varimax(self.loadings))
        // Columns that follow from others leave an eigenvalue of nothing, and take part in its
        // vector.
        let smallest = values.last ?? 0
        if smallest < 1e-10, let vector = eigen?.vectors.last {
            collinear = names.indices.filter { abs(vector[$0]) > 1e-6 }.map { names[$0] }
        } else {
            collinear = []
        }
        let inverse = collinear.isEmpty ? try? LinearSystem(correlations).inverse : nil
        if let inverse {
            var (all, own) = (0.0, 0.0)
            var byColumn: [Double] = []
            for i in 0..<count {
                var (squares, partials) = (0.0, 0.0)
                for j in 0..<count where j != i {
                    squares += correlations[i, j] * correlations[i, j]
                    let partial = inverse[i, j] / (inverse[i, i] * inverse[j, j]).squareRoot()
                    partials += partial * partial
                }
                all += squares
                own += partials
                byColumn.append(squares + partials > 0 ? squares / (squares + partials) : 0)
            }
            adequacy = all + own > 0 ? all / (all + own) : nil
            adequacyByColumn = byColumn
            let logarithm = values.reduce(0) { $0 + Elementary.logarithm($1) }
            let statistic =
                -(Double(rows - 1) - Double(2 * count + 5) / 6) * logarithm
            let degrees = count * (count - 1) / 2
            sphericity =
                rows > 1
                ? (
                    statistic, degrees,
                    Distributions.chiSquaredUpperTail(
                        max(0, statistic), degreesOfFreedom: Double(degrees))
                ) : nil
        } else {
            adequacy = nil
            adequacyByColumn = nil
            sphericity = nil
        }
    }

    /// Of all variance, what each kept component explains.
    public var explained: [Double] {
        eigenvalues.prefix(kept).map { $0 / Double(names.count) }
    }

    static func correlations(_ columns: [[Double]]) -> Matrix {
        let centred = columns.map { column -> [Double] in
            let mean = column.mean ?? 0
            let moved = column.map { $0 - mean }
            let size = moved.map { $0 * $0 }.compensatedSum().squareRoot()
            return moved.map { size > 0 ? $0 / size : 0 }
        }
        var matrix = Matrix.identity(columns.count)
        for i in columns.indices {
            for j in columns.indices where j > i {
                let product = zip(centred[i], centred[j]).map { $0 * $1 }.compensatedSum()
                matrix[i, j] = product
                matrix[j, i] = product
            }
        }
        return matrix
    }

    /// The 95th percentile of each eigenvalue over tables of independent normal numbers.
    static func chance(rows: Int, columns: Int, simulations: Int, seed: UInt64) -> [Double] {
        var found = [[Double]](repeating: [], count: columns)
        for simulation in 0..<simulations {
            var random = RandomStream(seed: seed, stream: 91 << 32 | UInt64(simulation))
            let table = (0..<columns).map { _ in
                (0..<rows).map { _ in
                    Distributions.normalQuantile(
                        min(max(random.unit(), 0x1p-54), 1 - 0x1p-53)) ?? 0
                }
            }
            let values =
                (try? SymmetricEigen(largest: columns, of: correlations(table)))?.values ?? []
            for (index, value) in values.enumerated() { found[index].append(value) }
        }
        return found.map { $0.quantile(0.95) ?? 0 }
    }

    /// Turns components so that each column loads high on few of them: the variance of squared
    /// loadings is the largest.
    ///
    /// - Parameter isNormalised: Whether each column counts alike (Kaiser's normalisation).
    public static func varimax(_ loadings: Matrix, isNormalised: Bool = true) -> Matrix {
        guard loadings.columns > 1 else { return loadings }
        var result = loadings
        let sizes = (0..<loadings.rows).map { row -> Double in
            isNormalised
                ? loadings.row(row).map { $0 * $0 }.reduce(0, +).squareRoot() : 1
        }
        for row in 0..<loadings.rows where sizes[row] > 0 {
            for column in 0..<loadings.columns { result[row, column] /= sizes[row] }
        }
        let count = Double(loadings.rows)
        for _ in 0..<1000 {
            var turned = 0.0
            for first in 0..<loadings.columns {
                for second in (first + 1)..<max(first + 1, loadings.columns) {
                    var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
                    for row in 0..<loadings.rows {
                        let (x, y) = (result[row, first], result[row, second])
                        let (u, v) = (x * x - y * y, 2 * x * y)
                        a += u
                        b += v
                        c += u * u - v * v
                        d += 2 * u * v
                    }
                    let angle =
                        Elementary.angle(d - 2 * a * b / count, c - (a * a - b * b) / count) / 4
                    guard abs(angle) > 1e-14 else { continue }
                    turned = max(turned, abs(angle))
                    let cosine = Elementary.cosine(angle)
                    let sine = Elementary.cosine(angle - .pi / 2)
                    for row in 0..<loadings.rows {
                        let (x, y) = (result[row, first], result[row, second])
                        result[row, first] = x * cosine + y * sine
                        result[row, second] = -x * sine + y * cosine
                    }
                }
            }
            if turned < 1e-12 { break }
        }
        for row in 0..<loadings.rows {
            for column in 0..<loadings.columns { result[row, column] *= sizes[row] }
        }
        return result
    }

    /// The variance of squared loadings that varimax makes large.
    public static func criterion(_ loadings: Matrix) -> Double {
        (0..<loadings.columns).reduce(0) { sum, column in
            let squares = loadings.column(column).map { $0 * $0 }
            return sum + (squares.variance(.population) ?? 0)
        }
    }

    private static func signed(_ loadings: Matrix) -> Matrix {
        var result = loadings
        for column in 0..<loadings.columns {
            let values = loadings.column(column)
            guard let largest = values.max(by: { abs($0) < abs($1) }), largest < 0 else { continue }
            for row in 0..<loadings.rows { result[row, column] = -result[row, column] }
        }
        return result
    }
}
