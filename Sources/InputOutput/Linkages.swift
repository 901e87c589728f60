internal import Numerics
public import Region

/// How much each industry pulls its suppliers along and pushes its customers (межотраслевые связи).
///
///     backward  U_j = n Σ_i l_ij / ΣΣ l,   forward  U_i = n Σ_j g_ij / ΣΣ g
///
/// 1 is the mean industry. Forward linkages are taken from Ghosh's inverse, as Beyers and Jones
/// have it; those of Rasmussen, from the rows of Leontief's, stand beside them.
///
/// - Source: Rasmussen (1956); Jones (1976); Dietzenbacher (1992); METHODS 5.3.
public struct Linkages: Hashable, Sendable {
    public let backward: [Double]
    public let forward: [Double]
    /// From the rows of the Leontief inverse.
    public let forwardOfLeontief: [Double]
    /// The coefficient of variation of each column of L: low where an industry pulls all alike.
    public let spread: [Double]
    /// The left Perron vector of A and the right one of B, of mean 1: linkages that count who is
    /// linked with whom.
    public let perronBackward: [Double]
    public let perronForward: [Double]
    /// The Perron root of A.
    public let perronRoot: Double

    /// Whether both linkages are above 1.
    public var isKey: [Bool] { zip(backward, forward).map { $0 > 1 && $1 > 1 } }

    /// Whether a Perron vector has zeros: some industries are not reached from others, and the
    /// vectors say nothing of them.
    public var isReducible: Bool {
        (perronBackward + perronForward).contains { $0 <= 1e-12 }
    }

    /// - Throws: `singular`.
    /// - Complexity: O(n³).
    public init(_ model: LeontiefModel) throws(Undefined) {
        let inverse = model.inverse
        let ghosh = try GhoshModel(model)
        let count = Double(model.count)
        func related(_ sums: [Double]) -> [Double] {
            let mean = sums.compensatedSum() / count
            return sums.map { $0 / mean }
        }
        backward = related(inverse.columnSums)
        forwardOfLeontief = related(inverse.rowSums)
        forward = related(ghosh.rowSums)
        spread = (0..<model.count).map { column in
            let values = inverse.column(column)
            guard let mean = values.mean, let deviation = values.standardDeviation(.population),
                mean > 0
            else { return 0 }
            return deviation / mean
        }
        do {
            let root = try PerronRoot(model.coefficients)
            perronRoot = root.value
            perronBackward = root.left
            perronForward = try PerronRoot(ghosh.coefficients).right
        } catch { throw .singular }
    }
}

/// What the economy loses where an industry closes (гипотетическое исключение отрасли).
///
/// - Source: Dietzenbacher and van der Linden (1997); METHODS 5.4.
public struct Extraction: Hashable, Sendable {
    /// Output lost where an industry neither buys, sells nor meets final demand any more.
    public let total: [Double]
    /// The part of it that the others lose.
    public let ofOthers: [Double]
    /// Output lost where it buys nothing of the others any more.
    public let backward: [Double]
    /// Output lost where it sells nothing to the others any more, primary inputs as they are.
    public let forward: [Double]

    /// One industry taken out changes the system by one row and column, and what is left of the
    /// inverse is known in closed form (Sherman and Morrison), so that nothing is solved anew:
    ///
    ///     others    x_j (Σ_i l_ij − l_jj) / l_jj
    ///     backward  x_j (Σ_i l_ij − 1) / l_jj
    ///     forward   x_j (Σ_i g_ji − 1) / g_jj
    ///
    /// - Throws: `singular`.
    /// - Complexity: O(n³), once for all industries.
    public init(_ model: LeontiefModel) throws(Undefined) {
        let inverse = model.inverse
        let pulls = inverse.columnSums
        let pushes = try GhoshModel(model).rowSums
        var (total, others) = ([Double](), [Double]())
        var (backward, forward) = ([Double](), [Double]())
        for (own, output) in model.output.enumerated() {
            // The diagonals of both inverses are the same.
            let share = output / inverse[own, own]
            others.append(share * (pulls[own] - inverse[own, own]))
            total.append(output + others[own])
            backward.append(share * (pulls[own] - 1))
            forward.append(share * (pushes[own] - 1))
        }
        (self.total, ofOthers) = (total, others)
        (self.backward, self.forward) = (backward, forward)
    }
}
