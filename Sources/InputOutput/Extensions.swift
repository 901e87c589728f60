public import Numerics
public import Region

/// What production uses and gives off besides money: emissions, waste by kind, water, land, people
/// (экологически расширенная модель).
///
///     m = q' L,   footprint of a final demand f:  q' L f
///
/// Footprints of all final demand add up to what production gives off.
///
/// - Source: Leontief (1970), Environmental repercussions and the economic structure; METHODS 5.9.
public struct EnvironmentalExtension: Hashable, Sendable {
    /// q, h × n: of each thing a unit of output.
    public let intensities: Matrix
    /// m, h × n: of each thing a unit of final demand.
    public let multipliers: Matrix

    /// - Parameter intensities: one row for each thing, in its unit by money; columns are the
    ///   model's industries.
    /// - Throws: `notAQuantity`.
    public init(_ model: LeontiefModel, intensities: Matrix) throws(Undefined) {
        precondition(intensities.columns == model.count)
        guard intensities.elements.allSatisfy(\.isFinite) else { throw .notAQuantity(symbol: "q") }
        self.intensities = intensities
        multipliers = Matrix(
            (0..<intensities.rows).map { model.multipliers(of: Array(intensities.row($0))) })
    }

    /// What a final demand gives rise to, wherever it is made.
    public func footprint(of finalDemand: [Double]) -> [Double] {
        multipliers.multiplied(by: finalDemand)
    }

    /// Of each industry's final demand by itself, h × n.
    public func footprints(of finalDemand: [Double]) -> Matrix {
        precondition(finalDemand.count == multipliers.columns)
        var result = multipliers
        for row in 0..<result.rows {
            for column in 0..<result.columns { result[row, column] *= finalDemand[column] }
        }
        return result
    }
}

extension LeontiefModel {
    /// Prices that cover what is bought and the value added, 1 in the year of the table
    /// (модель цен).
    ///
    ///     p = (I − A')⁻¹ v_c
    ///
    /// - Parameter primary: v_c, value added and imports a unit of output.
    public func prices(primary: [Double]) -> [Double] { multipliers(of: primary) }
}

/// Industries and the treatment of their waste in one model.
///
///     x₁ = A₁₁ x₁ + A₁₂ x₂ + f
///     w  = G₁ x₁ + G₂ x₂ + w_f
///     x₂ = S w
///
/// x₁ is output, x₂ what each treatment takes in, w waste by kind, and S says which treatment takes
/// which waste: its columns sum to 1, or to less where some is left untreated.
///
/// - Source: Nakamura and Kondo (2002), Input–output analysis of waste management; METHODS 5.9.
public struct WasteModel: Sendable {
    /// x₁ and x₂.
    public let output: [Double]
    public let treated: [Double]
    /// w, by kind.
    public let waste: [Double]
    /// Of it, that no treatment takes.
    public let untreated: [Double]

    /// The flows between industries, treatments and wastes.
    public struct Technology: Hashable, Sendable {
        /// A₁₁, n × n, and A₁₂, n × t: what industries and treatments buy of industries.
        public let industry: Matrix
        public let treatmentInputs: Matrix
        /// G₁, k × n, and G₂, k × t: waste of each kind a unit of activity; negative where waste
        /// is used.
        public let industryWaste: Matrix
        public let treatmentWaste: Matrix
        /// S, t × k.
        public let allocation: Matrix

        public init(
            industry: Matrix, treatmentInputs: Matrix, industryWaste: Matrix,
            treatmentWaste: Matrix, allocation: Matrix
        ) {
            let (count, treatments, kinds) = (
                industry.rows, treatmentInputs.columns, industryWaste.rows
            )
            precondition(
                industry.columns == count && treatmentInputs.rows == count
                    && industryWaste.columns == count && treatmentWaste.rows == kinds
                    && treatmentWaste.columns == treatments && allocation.rows == treatments
                    && allocation.columns == kinds)
            self.industry = industry
            self.treatmentInputs = treatmentInputs
            self.industryWaste = industryWaste
            self.treatmentWaste = treatmentWaste
            self.allocation = allocation
        }
    }

    /// - Parameters:
    ///   - finalDemand: f.
    ///   - finalWaste: w_f, what households leave.
    /// - Throws: `notAQuantity` of `S` where a waste is given out more than once over; `singular`;
    ///   `notProductive` where treatment makes more waste than it takes.
    public init(
        _ technology: Technology, finalDemand: [Double], finalWaste: [Double]
    ) throws(Undefined) {
        let (count, treatments) = (technology.industry.rows, technology.allocation.rows)
        precondition(
            finalDemand.count == count && finalWaste.count == technology.allocation.columns)
        guard technology.allocation.elements.allSatisfy({ $0.isFinite && $0 >= 0 }),
            technology.allocation.columnSums.allSatisfy({ $0 <= 1 + 1e-9 })
        else { throw .notAQuantity(symbol: "S") }
        let fromIndustry = technology.allocation.multiplied(by: technology.industryWaste)
        let fromTreatment = technology.allocation.multiplied(by: technology.treatmentWaste)
        var system = Matrix.identity(count + treatments)
        for row in 0..<count {
            for column in 0..<count { system[row, column] -= technology.industry[row, column] }
            for column in 0..<treatments {
                system[row, count + column] -= technology.treatmentInputs[row, column]
            }
        }
        for row in 0..<treatments {
            for column in 0..<count { system[count + row, column] -= fromIndustry[row, column] }
            for column in 0..<treatments {
                system[count + row, count + column] -= fromTreatment[row, column]
            }
        }
        let wanted = finalDemand + technology.allocation.multiplied(by: finalWaste)
        let found: [Double]
        do { found = try system.solve(wanted) } catch { throw .singular }
        let size = found.map(abs).max() ?? 0
        guard found.allSatisfy({ $0 >= -1e-9 * size }) else { throw .notProductive }
        output = found.prefix(count).map { max(0, $0) }
        treated = found.suffix(treatments).map { max(0, $0) }
        let made = technology.industryWaste.multiplied(by: output)
        let left = technology.treatmentWaste.multiplied(by: treated)
        waste = zip(zip(made, left), finalWaste).map { $0.0 + $0.1 + $1 }
        untreated = zip(waste, technology.allocation.columnSums).map { $0 * max(0, 1 - $1) }
    }
}

/// Who gives off what for whom, in a table of several regions: the footprints of regions
/// (межрегиональные следы).
///
///     E_sr = Σ_{i in s} q_i (L Y_r)_i
///
/// | account       | of region r                               |
/// |---------------|-------------------------------------------|
/// | territorial   | Σ_t E_rt, and what final demand gives off |
/// | consumption   | Σ_s E_sr, and what final demand gives off |
/// | imported      | Σ_{s≠r} E_sr                              |
/// | exported      | Σ_{t≠r} E_rt                              |
///
/// - Source: Peters (2008), From production-based to consumption-based emission inventories; names
///   after pymrio; METHODS 5.9.
public struct RegionalAccounts: Hashable, Sendable {
    /// E of one thing: region of origin × region of final demand.
    public let flows: Matrix
    /// What final demand itself gives off, as household stoves.
    public let direct: [Double]

    public var territorial: [Double] { zip(flows.rowSums, direct).map { $0 + $1 } }
    public var consumption: [Double] { zip(flows.columnSums, direct).map { $0 + $1 } }
    public var imported: [Double] {
        zip(flows.columnSums, direct.indices).map { $0 - flows[$1, $1] }
    }
    public var exported: [Double] {
        zip(flows.rowSums, direct.indices).map { $0 - flows[$1, $1] }
    }

    /// The accounts of many things at once.
    ///
    /// - Parameters:
    ///   - regions: The region of each industry, 0 ..< count.
    ///   - finalDemand: Y, n × regions.
    ///   - intensities: q, h × n.
    ///   - direct: h × regions.
    /// - Complexity: O(n² regions).
    public static func all(
        _ model: LeontiefModel, regions: [Int], finalDemand: Matrix, intensities: Matrix,
        direct: Matrix
    ) -> [RegionalAccounts] {
        let count = finalDemand.columns
        precondition(
            regions.count == model.count && finalDemand.rows == model.count
                && intensities.columns == model.count && direct.rows == intensities.rows
                && direct.columns == count && regions.allSatisfy { (0..<count).contains($0) })
        let outputs = model.outputs(for: finalDemand)
        return (0..<intensities.rows).map { thing in
            var flows = Matrix(rows: count, columns: count)
            for destination in 0..<count {
                var sums = [CompensatedSum](repeating: CompensatedSum(), count: count)
                for industry in regions.indices {
                    sums[regions[industry]].add(
                        intensities[thing, industry] * outputs[industry, destination])
                }
                for origin in 0..<count { flows[origin, destination] = sums[origin].value }
            }
            return RegionalAccounts(flows: flows, direct: Array(direct.row(thing)))
        }
    }
}
