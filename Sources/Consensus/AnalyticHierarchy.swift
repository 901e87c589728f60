public import Numerics

/// Comparisons of things in pairs: how many times more the first counts than the second.
public struct PairwiseJudgements: Hashable, Sendable {
    public enum Fault: Error, Hashable, Sendable {
        /// Judged both ways, and the one is not the inverse of the other.
        case notReciprocal(first: String, second: String, forward: Double, backward: Double)
        /// A ratio that is not over zero.
        case notARatio(first: String, second: String, value: Double)
        case withItself(String)
        /// Nothing compares these with the rest.
        case unconnected([String])
        case tooFew
    }

    public let items: [String]
    /// a_ij, by positions; nil where nobody compared the two.
    public let ratios: [[Double?]]

    /// - Parameter pairs: In any order, each pair once or both ways.
    /// - Throws: the first ``Fault``.
    public init(
        items: [String], pairs: [(first: String, second: String, value: Double)]
    ) throws(Fault) {
        var ratios = [[Double?]](
            repeating: [Double?](repeating: nil, count: items.count), count: items.count)
        let places = Dictionary(items.enumerated().map { ($1, $0) }) { first, _ in first }
        for pair in pairs {
            guard let i = places[pair.first], let j = places[pair.second] else { continue }
            guard i != j else { throw .withItself(pair.first) }
            guard pair.value > 0, pair.value.isFinite else {
                throw .notARatio(first: pair.first, second: pair.second, value: pair.value)
            }
            // Inverses are written with few digits: 0.33 for a third.
            if let known = ratios[i][j], abs(pair.value / known - 1) > 0.05 {
                throw .notReciprocal(
                    first: pair.second, second: pair.first, forward: 1 / known,
                    backward: pair.value)
            }
            if ratios[i][j] == nil {
                ratios[i][j] = pair.value
                ratios[j][i] = 1 / pair.value
            }
        }
        for index in items.indices { ratios[index][index] = 1 }
        self.items = items
        self.ratios = ratios
        try checkConnected()
    }

    init(items: [String], ratios: [[Double?]]) throws(Fault) {
        self.items = items
        self.ratios = ratios
        try checkConnected()
    }

    private func checkConnected() throws(Fault) {
        guard items.count > 1 else { throw .tooFew }
        var reached: Set = [0]
        var open = [0]
        while let next = open.popLast() {
            for other in items.indices where ratios[next][other] != nil {
                if reached.insert(other).inserted { open.append(other) }
            }
        }
        guard reached.count == items.count else {
            throw .unconnected(items.indices.filter { !reached.contains($0) }.map { items[$0] })
        }
    }

    /// Pairs that were compared.
    public var known: Int {
        items.indices.reduce(0) { sum, i in
            sum + items.indices.count { $0 > i && ratios[i][$0] != nil }
        }
    }
    public var missing: Int { items.count * (items.count - 1) / 2 - known }
}

/// Weights from comparisons in pairs, and whether the comparisons agree with each other.
///
/// - Source: Saaty (1977), A scaling method for priorities in hierarchical structures; Harker (1987)
///   for comparisons that are missing; Crawford and Williams (1985) and Aguarón and Moreno-Jiménez
///   (2003) for geometric means and their index.
public struct Priorities: Hashable, Sendable {
    public let items: [String]
    /// The principal eigenvector, of sum 1.
    public let weights: [Double]
    /// Least squares of logarithms: with all comparisons the geometric means of the rows.
    public let geometric: [Double]
    /// λ.
    public let root: Double
    /// CI = (λ − n) / (n − 1).
    public let index: Double
    /// CR = CI / RI; 0 for two items.
    public let ratio: Double
    /// GCI; nil where there is no comparison to spare.
    public let geometricIndex: Double?

    public init(_ judgements: PairwiseJudgements) throws(NumericFailure) {
        let count = judgements.items.count
        var matrix = Matrix(rows: count, columns: count)
        for i in 0..<count {
            var missing = 0.0
            for j in 0..<count where j != i {
                if let ratio = judgements.ratios[i][j] {
                    matrix[i, j] = ratio
                } else {
                    missing += 1
                }
            }
            matrix[i, i] = 1 + missing
        }
        let perron = try PerronRoot(matrix)
        items = judgements.items
        weights = perron.right.map { $0 / Double(count) }
        root = perron.value
        index = count > 1 ? max(0, (perron.value - Double(count)) / Double(count - 1)) : 0
        ratio = count > 2 ? index / Self.randomIndex(count) : 0
        geometric = try Self.geometric(judgements)
        var squares = 0.0
        for i in 0..<count {
            for j in (i + 1)..<max(i + 1, count) {
                guard let ratio = judgements.ratios[i][j] else { continue }
                let error = Elementary.logarithm(ratio * geometric[j] / geometric[i])
                squares += error * error
            }
        }
        let spare = judgements.known - (count - 1)
        geometricIndex = spare > 0 ? squares / Double(spare) : nil
    }

    /// The mean index of random comparisons of so many items.
    ///
    /// Saaty's table to 15 items; beyond, the line of Alonso and Lamata (2006).
    public static func randomIndex(_ count: Int) -> Double {
        let table = [
            0, 0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
        ]
        if count < table.count { return table[count] }
        return (1.7699 * Double(count) - 4.3513) / Double(count - 1)
    }

    private static func geometric(
        _ judgements: PairwiseJudgements
    ) throws(NumericFailure) -> [Double] {
        let count = judgements.items.count
        // The Laplacian of the comparisons, made regular by setting the sum of logarithms to zero.
        var laplacian = Matrix(rows: count, columns: count, repeating: 1)
        var sums = [Double](repeating: 0, count: count)
        for i in 0..<count {
            for j in 0..<count where j != i {
                guard let ratio = judgements.ratios[i][j] else { continue }
                laplacian[i, i] += 1
                laplacian[i, j] -= 1
                sums[i] += Elementary.logarithm(ratio)
            }
        }
        let logarithms = try laplacian.solve(sums)
        let values = logarithms.map(Elementary.exponential)
        let whole = values.reduce(0, +)
        return values.map { $0 / whole }
    }

    /// A comparison that does not go with two others.
    public struct Contradiction: Hashable, Sendable {
        /// i, j, k: a_ij a_jk should be a_ik.
        public let items: [String]
        /// |ln(a_ij a_jk / a_ik)|.
        public let size: Double
        /// Which of the three to look at again, what it says and what it would say to agree.
        public let first: String
        public let second: String
        public let stated: Double
        public let suggested: Double
    }

    /// The triples that contradict each other most, the worst first.
    public func contradictions(
        in judgements: PairwiseJudgements, most: Int = 3
    ) -> [Contradiction] {
        let count = items.count
        var found: [Contradiction] = []
        for i in 0..<count {
            for j in (i + 1)..<max(i + 1, count) {
                for k in (j + 1)..<max(j + 1, count) {
                    guard let ij = judgements.ratios[i][j], let jk = judgements.ratios[j][k],
                        let ik = judgements.ratios[i][k]
                    else { continue }
                    let size = abs(Elementary.logarithm(ij * jk / ik))
                    guard size > 1e-9 else { continue }
                    let sides = [(i, j, ij), (j, k, jk), (i, k, ik)]
                    // The one farthest from what all comparisons together say; of equally far ones,
                    // which three things alone always are, the first, whatever the last bits say.
                    let distances = sides.map {
                        abs(Elementary.logarithm($0.2 * weights[$0.1] / weights[$0.0]))
                    }
                    let farthest = distances.max() ?? 0
                    guard let side = distances.firstIndex(where: { $0 >= farthest * (1 - 1e-9) })
                    else { continue }
                    let worst = sides[side]
                    found.append(
                        Contradiction(
                            items: [items[i], items[j], items[k]], size: size,
                            first: items[worst.0], second: items[worst.1], stated: worst.2,
                            suggested: weights[worst.0] / weights[worst.1]))
                }
            }
        }
        return Array(
            found.sorted {
                $0.size != $1.size
                    ? $0.size > $1.size : $0.items.lexicographicallyPrecedes($1.items)
            }
            .prefix(most))
    }
}

extension PairwiseJudgements {
    /// What a group says: the weighted geometric mean of its comparisons.
    ///
    /// A pair that only some have compared is theirs.
    /// - Source: Aczél and Saaty (1983), Procedures for synthesizing ratio judgements.
    public static func group(
        _ members: [(judgements: PairwiseJudgements, competence: Double)]
    ) throws(Fault) -> PairwiseJudgements {
        guard let items = members.first?.judgements.items else { throw .tooFew }
        var ratios = [[Double?]](
            repeating: [Double?](repeating: nil, count: items.count), count: items.count)
        for i in items.indices {
            ratios[i][i] = 1
            for j in items.indices where j != i {
                var (sum, whole) = (0.0, 0.0)
                for member in members {
                    guard let ratio = member.judgements.ratios[i][j] else { continue }
                    sum += member.competence * Elementary.logarithm(ratio)
                    whole += member.competence
                }
                if whole > 0 { ratios[i][j] = Elementary.exponential(sum / whole) }
            }
        }
        return try PairwiseJudgements(items: items, ratios: ratios)
    }
}

extension Priorities {
    /// What a group says: the weighted geometric mean of its members' weights, of sum 1.
    public static func group(_ members: [(weights: [Double], competence: Double)]) -> [Double] {
        guard let count = members.first?.weights.count else { return [] }
        let whole = members.reduce(0) { $0 + $1.competence }
        let means = (0..<count).map { item in
            Elementary.exponential(
                members.reduce(0) {
                    $0 + $1.competence * Elementary.logarithm($1.weights[item]) / whole
                })
        }
        let sum = means.reduce(0, +)
        return means.map { $0 / sum }
    }
}
