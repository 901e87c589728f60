public import Numerics

/// How alike two activities are by the places that have them (технологическая близость).
///
/// With C_ij the number of places that have both, C_ii the ubiquity of i:
///
/// | kind | formula | source |
/// |---|---|---|
/// | cosine | C_ij / √(C_ii C_jj) | Salton |
/// | Jaccard | C_ij / (C_ii + C_jj − C_ij) | Jaccard (1912) |
/// | proximity | C_ij / max(C_ii, C_jj) | Hidalgo et al. (2007) |
/// | association | C_ij T / (s_i s_j), s_i = Σ_j≠i C_ij, T = Σ s_i | van Eck and Waltman (2009) |
/// | chance | C_ij over what random pairs give | Steijn (2021) |
///
/// The last two are 1 where activities meet as often as by chance.
public enum Similarity: String, CaseIterable, Sendable {
    case cosine, jaccard, proximity, association, chance
}

/// In how many places each two activities meet: C = MᵀM, the ubiquity on the diagonal.
///
/// - Returns: I × I, symmetric.
/// - Complexity: O(I² R / 64), on both cores.
/// - Source: METHODS 2.1.
public func cooccurrence(_ presence: Presence, threads: Threads = .all) -> Matrix {
    let count = presence.activities
    let elements: [Double] = filled(count * count) { elements in
        nonisolated(unsafe) let elements = elements
        // Row i has count − i pairs: rows from both ends make even parts.
        let half = (count + 1) / 2
        Chunks.perform(half, on: threads) { part in
            for row in Set([part, count - 1 - part]) {
                for column in row..<count {
                    let common = Double(presence.byActivity.common(row, column))
                    elements[row * count + column] = common
                    elements[column * count + row] = common
                }
            }
        }
    }
    return Matrix(rows: count, columns: count, elements: elements)
}

/// Relatedness of activities from the places they share; 0 on the diagonal and where a margin is
/// zero.
///
/// - Parameter common: ``cooccurrence(_:threads:)``.
/// - Returns: I × I, symmetric, no unit.
/// - Source: METHODS 2.1.
public func relatedness(_ common: Matrix, by similarity: Similarity) -> Matrix {
    let count = common.rows
    let own = (0..<count).map { common[$0, $0] }
    let margins = (0..<count).map { row in
        common.row(row).reduce(0, +) - own[row]
    }
    let total = margins.reduce(0, +)
    var result = Matrix(rows: count, columns: count)
    for i in 0..<count {
        for j in (i + 1)..<max(count, i + 1) where common[i, j] > 0 {
            let value = related(
                common[i, j], own: (own[i], own[j]), margins: (margins[i], margins[j]),
                total: total, similarity)
            result[i, j] = value
            result[j, i] = value
        }
    }
    return result
}

private func related(
    _ common: Double, own: (Double, Double), margins: (Double, Double), total: Double,
    _ similarity: Similarity
) -> Double {
    switch similarity {
    case .cosine: common / (own.0 * own.1).squareRoot()
    case .jaccard: common / (own.0 + own.1 - common)
    case .proximity: common / max(own.0, own.1)
    case .association: common * total / (margins.0 * margins.1)
    case .chance:
        // Half of T pairs; the second of a pair is drawn from what the first leaves.
        common
            / (0.5 * total
                * (margins.0 / total * margins.1 / (total - margins.0)
                    + margins.1 / total * margins.0 / (total - margins.1)))
    }
}
