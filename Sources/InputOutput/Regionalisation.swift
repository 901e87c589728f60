public import Numerics
public import Region

/// How the share of a region's purchases that is made in the region is read off its structure
/// (регионализация таблиц «затраты — выпуск»).
///
/// | rule                 | t_ij                                        |
/// |----------------------|---------------------------------------------|
/// | simple               | min(1, LQ_i)                                |
/// | cross-industry       | min(1, LQ_i / LQ_j), diagonal min(1, LQ_i)  |
/// | Flegg                | min(1, λ · cross-industry before its bound) |
/// | augmented Flegg      | Flegg · log₂(1 + LQ_j) where LQ_j > 1       |
///
/// with λ = [log₂(1 + X_r / X)]^δ.
///
/// - Source: Flegg and Webber (1997, 2000); METHODS 5.7.
public enum RegionalisationRule: Hashable, Sendable {
    case simple
    case crossIndustry
    case flegg(delta: Double)
    /// - Parameter isCapped: whether no share may exceed 1; a specialised industry may else buy
    ///   more in its region than the country's does.
    case augmentedFlegg(delta: Double, isCapped: Bool = false)

    /// The rule with another δ, where it has one.
    public func with(delta: Double) -> RegionalisationRule {
        switch self {
        case .simple, .crossIndustry: self
        case .flegg: .flegg(delta: delta)
        case .augmentedFlegg(_, let isCapped):
            .augmentedFlegg(delta: delta, isCapped: isCapped)
        }
    }

    public var delta: Double? {
        switch self {
        case .simple, .crossIndustry: nil
        case .flegg(let delta), .augmentedFlegg(let delta, _): delta
        }
    }
}

/// The size of a region's industries beside the country's.
public struct RegionalStructure: Hashable, Sendable {
    /// LQ_i; 0 where the region, or the country, has none of the industry.
    public let quotients: [Double]
    /// X_r / X.
    public let share: Double

    /// - Parameters:
    ///   - region: e_ri, in any unit, such as output, value added or people.
    ///   - country: X_i in the same unit, the region included.
    /// - Throws: `notAQuantity`; `emptyRegion`; `zeroReference`.
    public init(region: [Double], country: [Double]) throws(Undefined) {
        precondition(region.count == country.count)
        guard region.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw .notAQuantity(symbol: "e_ri")
        }
        guard country.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw .notAQuantity(symbol: "X_i")
        }
        let (own, all) = (region.compensatedSum(), country.compensatedSum())
        guard own > 0 else { throw .emptyRegion }
        guard all > 0 else { throw .zeroReference }
        share = own / all
        quotients = zip(region, country).map { $1 > 0 ? ($0 / own) / ($1 / all) : 0 }
    }

    /// λ = [log₂(1 + X_r / X)]^δ: the smaller the region, the less it makes of what it buys.
    public func sizeFactor(delta: Double) -> Double {
        Elementary.power(Elementary.binaryLogarithm(1 + share), delta)
    }

    /// t, the share of what the column buys of the row that is made in the region.
    public func shares(_ rule: RegionalisationRule) -> Matrix {
        let count = quotients.count
        let factor = rule.delta.map(sizeFactor) ?? 1
        var shares = Matrix(rows: count, columns: count)
        for row in 0..<count {
            for column in 0..<count {
                shares[row, column] = share(row, column, rule, factor)
            }
        }
        return shares
    }

    private func share(
        _ row: Int, _ column: Int, _ rule: RegionalisationRule, _ factor: Double
    ) -> Double {
        // A column without the industry buys nothing.
        guard quotients[column] > 0 else { return 0 }
        let simple = quotients[row]
        let crossed = row == column ? simple : simple / quotients[column]
        switch rule {
        case .simple: return min(1, simple)
        case .crossIndustry: return min(1, crossed)
        case .flegg: return min(1, crossed * factor)
        case .augmentedFlegg(_, let isCapped):
            let plain = min(1, crossed * factor)
            let raised =
                quotients[column] > 1
                ? plain * Elementary.binaryLogarithm(1 + quotients[column]) : plain
            return isCapped ? min(1, raised) : raised
        }
    }
}

/// A country's coefficients brought to a region.
public struct RegionalCoefficients: Hashable, Sendable {
    public let shares: Matrix
    /// r_ij = t_ij a_ij.
    public let coefficients: Matrix
    /// 1 − Σ_i t_ij a_ij / Σ_i a_ij: what each industry buys outside the region; 0 where it buys
    /// nothing.
    public let leakage: [Double]

    public init(national: Matrix, shares: Matrix) {
        precondition(national.rows == shares.rows && national.columns == shares.columns)
        var coefficients = national
        for index in coefficients.elements.indices {
            coefficients.elements[index] *= shares.elements[index]
        }
        self.shares = shares
        self.coefficients = coefficients
        leakage = zip(coefficients.columnSums, national.columnSums).map {
            $1 > 0 ? 1 - $0 / $1 : 0
        }
    }

    /// What the region buys outside for its production: m = Σ_j x_j Σ_i (1 − t_ij) a_ij.
    public func imports(national: Matrix, output: [Double]) -> Double {
        zip(zip(national.columnSums, coefficients.columnSums), output).map { sums, output in
            output * (sums.0 - sums.1)
        }.compensatedSum()
    }
}

/// δ of Flegg's rule at which the region's purchases outside are those that are known
/// (METHODS 16.8).
public struct DeltaCalibration: Hashable, Sendable {
    public enum Finding: String, Hashable, Sendable {
        case found
        /// Even at δ = 0 more is bought outside than is known.
        case importsTooMuch
        /// Even at δ = 1 less is bought outside than is known.
        case importsTooLittle
    }

    public let delta: Double
    public let finding: Finding
    /// What is bought outside at that δ.
    public let imports: Double

    /// - Parameters:
    ///   - rule: Flegg's, plain or augmented; its own δ is not looked at.
    ///   - output: x of the region, in the money of `knownImports`.
    /// - Throws: `notAQuantity`.
    /// - Complexity: O(20 n²).
    public init(
        national: Matrix, structure: RegionalStructure, output: [Double],
        rule: RegionalisationRule, knownImports: Double
    ) throws(Undefined) {
        guard knownImports.isFinite && knownImports >= 0 else {
            throw .notAQuantity(symbol: "m")
        }
        func imports(_ delta: Double) -> Double {
            RegionalCoefficients(
                national: national, shares: structure.shares(rule.with(delta: delta))
            ).imports(national: national, output: output)
        }
        var (low, high) = (0.0, 1.0)
        if imports(low) > knownImports {
            (delta, finding, self.imports) = (low, .importsTooMuch, imports(low))
        } else if imports(high) < knownImports {
            (delta, finding, self.imports) = (high, .importsTooLittle, imports(high))
        } else {
            while high - low > 1e-6 {
                let middle = (low + high) / 2
                if imports(middle) < knownImports { low = middle } else { high = middle }
            }
            let found = (low + high) / 2
            (delta, finding, self.imports) = (found, .found, imports(found))
        }
    }
}

/// Trade of a region that sells and buys the same goods at once (CHARM).
///
///     h_i = (E_i + M_i − |E_i − M_i|) / (X_i + D_i)           in the country
///     v_i = h_i (x_i + d_i),   b_i = x_i − d_i
///     e_i = (v_i + |b_i| + b_i) / 2,   m_i = (v_i + |b_i| − b_i) / 2    in the region
///
/// D and d are all domestic demand, intermediate and final. The rules above let a region buy
/// outside only what it is short of; goods under one name differ, though.
///
/// - Source: Kronenberg (2009), Construction of regional input–output tables; METHODS 5.7.
public struct CrossHauling: Hashable, Sendable {
    /// h, 0…1: how much goods under one name differ.
    public let heterogeneity: [Double]
    public let exports: [Double]
    public let imports: [Double]
    /// 1 − m_i / d_i: the share of demand that is met in the region; 1 without demand.
    public let shares: [Double]

    /// A table's figures by industry, in money.
    public struct Totals: Hashable, Sendable {
        public let output: [Double]
        public let demand: [Double]

        public init(output: [Double], demand: [Double]) {
            precondition(output.count == demand.count)
            self.output = output
            self.demand = demand
        }
    }

    /// - Throws: `notAQuantity`.
    public init(
        country: Totals, exports: [Double], imports: [Double], region: Totals
    ) throws(Undefined) {
        let all = [
            country.output, country.demand, exports, imports, region.output, region.demand,
        ]
        precondition(all.allSatisfy { $0.count == exports.count })
        guard all.allSatisfy({ $0.allSatisfy { $0.isFinite && $0 >= 0 } }) else {
            throw .notAQuantity(symbol: "x")
        }
        heterogeneity = exports.indices.map { industry in
            let whole = country.output[industry] + country.demand[industry]
            let (sold, bought) = (exports[industry], imports[industry])
            return whole > 0 ? (sold + bought - abs(sold - bought)) / whole : 0
        }
        var (sold, bought, met) = ([Double](), [Double](), [Double]())
        for industry in exports.indices {
            let (output, demand) = (region.output[industry], region.demand[industry])
            let balance = output - demand
            // No more can be hauled both ways than is made and wanted.
            let hauled = min(
                heterogeneity[industry] * (output + demand), 2 * min(output, demand))
            sold.append((hauled + abs(balance) + balance) / 2)
            bought.append((hauled + abs(balance) - balance) / 2)
            met.append(demand > 0 ? 1 - bought[industry] / demand : 1)
        }
        (self.exports, self.imports, shares) = (sold, bought, met)
    }
}
