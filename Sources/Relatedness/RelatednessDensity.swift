public import Numerics

/// How much of what is related to an activity a place already has (плотность связанности).
///
///     ω_rp = Σ_q≠p M_rq φ_qp / Σ_q≠p φ_qp
///
/// - Parameters:
///   - presence: M, R × I.
///   - similarity: φ, I × I.
///   - includingSelf: Whether q = p is in both sums, as in some programs; then φ_pp is taken as it
///     stands in `similarity`.
/// - Returns: R × I, 0...1; NaN in the columns of activities that nothing is related to, whose
///   density is undefined.
/// - Complexity: O(R Ī I) for Ī activities a place, on both cores.
/// - Source: Hidalgo et al. (2007); Boschma et al. (2015); METHODS 2.2.
public func relatednessDensity(
    _ presence: Presence, similarity: Matrix, includingSelf: Bool = false, threads: Threads = .all
) -> Matrix {
    let count = presence.activities
    precondition(similarity.rows == count && similarity.columns == count)
    var rows = similarity
    if !includingSelf { for i in 0..<count { rows[i, i] = 0 } }
    let sums = (0..<count).map { rows.row($0).compensatedSum() }
    let links = rows.elements
    let elements: [Double] = filled(presence.places * count) { elements in
        nonisolated(unsafe) let elements = elements
        links.withUnsafeBufferPointer { links in
            nonisolated(unsafe) let links = links
            Chunks.perform(presence.places, on: threads) { place in
                let own = elements + place * count
                own.update(repeating: 0, count: count)
                for activity in presence.byPlace.members(place) {
                    let row = activity * count
                    for other in 0..<count { own[other] += links[row + other] }
                }
                for other in 0..<count {
                    own[other] = sums[other] > 0 ? own[other] / sums[other] : .nan
                }
            }
        }
    }
    return Matrix(rows: presence.places, columns: count, elements: elements)
}
