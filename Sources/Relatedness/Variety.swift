internal import Numerics
public import Region

/// Variety of a region within and between groups of activities (связанное и несвязанное
/// разнообразие), in bits.
///
///     UV = −Σ_g P_g log₂ P_g,   RV = Σ_g P_g (−Σ_i∈g p_i/P_g log₂ p_i/P_g),   UV + RV = total
///
/// Many branches of one trade learn from each other (related); many trades share a shock out
/// (unrelated).
///
/// - Source: Frenken, van Oort and Verburg (2007); METHODS 2.6.
public struct Variety: Hashable, Sendable {
    public let unrelated: Double
    public let related: Double
    public var total: Double { unrelated + related }

    /// - Parameters:
    ///   - masses: One an activity of the finer level, none negative.
    ///   - groups: The group of each.
    /// - Throws: `emptyRegion` where all masses are 0; `notAQuantity`.
    public init(masses: [Double], groups: [Int]) throws(Undefined) {
        precondition(masses.count == groups.count, "one group an activity")
        guard masses.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw .notAQuantity(symbol: "e")
        }
        let total = masses.compensatedSum()
        guard total > 0 else { throw .emptyRegion }
        var ofGroup: [Int: [Double]] = [:]
        for (mass, group) in zip(masses, groups) { ofGroup[group, default: []].append(mass) }
        var (between, within): ([Double], [Double]) = ([], [])
        for (_, members) in ofGroup.sorted(by: { $0.key < $1.key }) {
            let sum = members.compensatedSum()
            guard sum > 0 else { continue }
            between.append(Self.bits(sum / total))
            within.append(sum / total * members.map { Self.bits($0 / sum) }.compensatedSum())
        }
        unrelated = between.compensatedSum()
        related = within.compensatedSum()
    }

    /// −p log₂ p, 0 at 0.
    private static func bits(_ share: Double) -> Double {
        share > 0 ? -share * Elementary.binaryLogarithm(share) : 0
    }
}
