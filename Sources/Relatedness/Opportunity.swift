public import Numerics

/// What a place could come to do: the complexity of what it lacks, by how near that is
/// (перспективность и выигрыш возможностей).
///
///     COI_r = Σ_p ω_rp (1 − M_rp) PCI_p
///     OG_rp = Σ_q≠p (φ_pq / Σ_k φ_kq) (1 − M_rq) PCI_q − ω_rp PCI_p
///
/// The gain of an activity is the outlook with it less the outlook without; it is 0 for what the
/// place has.
///
/// - Source: Hausmann et al. (2014), The Atlas of Economic Complexity; METHODS 2.5.
public struct Opportunity: Hashable, Sendable {
    /// COI, one a place.
    public let outlook: [Double]
    /// OG, R × I.
    public let gain: Matrix

    /// - Parameters:
    ///   - presence: M, R × I.
    ///   - similarity: φ, I × I, 0 on the diagonal.
    ///   - density: ω, R × I; NaN where it is undefined, which counts for nothing.
    ///   - complexity: PCI, one an activity.
    /// - Complexity: O(R I²).
    public init(_ presence: Presence, similarity: Matrix, density: Matrix, complexity: [Double]) {
        let count = presence.activities
        precondition(density.rows == presence.places && density.columns == count)
        precondition(similarity.rows == count && complexity.count == count)
        let sums = (0..<count).map { similarity.column($0).compensatedSum() }
        var outlook: [Double] = []
        var gain = Matrix(rows: presence.places, columns: count)
        for place in 0..<presence.places {
            let missing = (0..<count).filter { !presence[place, $0] && sums[$0] > 0 }
            outlook.append(missing.map { density[place, $0] * complexity[$0] }.compensatedSum())
            for added in 0..<count where !presence[place, added] {
                let opened = missing.filter { $0 != added }.map {
                    similarity[added, $0] / sums[$0] * complexity[$0]
                }.compensatedSum()
                let own = sums[added] > 0 ? density[place, added] * complexity[added] : 0
                gain[place, added] = opened - own
            }
        }
        self.outlook = outlook
        self.gain = gain
    }
}
