internal import Numerics
public import Region

/// How much of a cluster its largest firms are (доля крупнейших предприятий).
///
///     CR_k = Σ of the k largest z / Σ z
///
/// - Parameters:
///   - sizes: `z`, employment or sales of each firm, 0 or more, in one unit.
///   - largest: `k`, 1 or more; with fewer firms than that, 1.
/// - Returns: 0…1.
/// - Throws: `notAQuantity`, `insufficientData` without firms, `zeroReference` where all are 0,
///   `outOfRange`.
/// - Complexity: O(n log n).
/// - Source: Markusen (1996); METHODS 4.1.
public func concentrationRatio(
    ofSizes sizes: [Double], largest: Int = 1
) throws(Undefined) -> Double {
    let total = try total(ofSizes: sizes)
    guard largest > 0 else { throw .notAQuantity(symbol: "k") }
    let top = sizes.sorted(by: >).prefix(largest)
    return min(1, try Quantities.finite(Array(top).compensatedSum() / total))
}

/// The Herfindahl–Hirschman index of firm sizes (индекс Херфиндаля–Хиршмана).
///
///     HHI = Σ (z / Σ z)²
///
/// 1 for one firm, 1/n for n equal ones.
///
/// - Parameter sizes: as for ``concentrationRatio(ofSizes:largest:)``.
/// - Throws: as there.
/// - Complexity: O(n).
/// - Source: Herfindahl (1950); METHODS 4.1.
public func sizeConcentration(ofSizes sizes: [Double]) throws(Undefined) -> Double {
    let total = try total(ofSizes: sizes)
    return try Quantities.finite(
        sizes.map { ($0 / total) * ($0 / total) }.compensatedSum())
}

/// The share of a cluster's employment in firms under a number of employees (доля малых и
/// средних предприятий).
///
/// - Parameters:
///   - employees: persons employed by each firm.
///   - limit: firms with fewer count; 250 by the convention of the EU and OECD.
/// - Throws: as ``concentrationRatio(ofSizes:largest:)``.
/// - Complexity: O(n).
/// - Source: METHODS 4.1.
public func smallFirmShare(employees: [Double], under limit: Double = 250) throws(Undefined)
    -> Double
{
    let total = try total(ofSizes: employees)
    return try Quantities.finite(employees.filter { $0 < limit }.compensatedSum() / total)
}

private func total(ofSizes sizes: [Double]) throws(Undefined) -> Double {
    try Quantities.check("z", sizes)
    guard !sizes.isEmpty else { throw .insufficientData(have: 0, need: 1) }
    let total = sizes.compensatedSum()
    guard total > 0 else { throw .zeroReference }
    return try Quantities.finite(total)
}

/// Who deals with whom in a cluster: undirected ties without weights, each pair once.
public struct FirmNetwork: Hashable, Sendable {
    /// Firms, with and without ties.
    public let count: Int
    /// The tied pairs, the smaller position first, in order.
    public let ties: [Tie]

    public struct Tie: Hashable, Comparable, Sendable {
        public let first: Int
        public let second: Int

        public static func < (left: Tie, right: Tie) -> Bool {
            (left.first, left.second) < (right.first, right.second)
        }
    }

    /// Ties of a firm with itself are left out, and repeated ones are one.
    ///
    /// - Throws: `notAQuantity` for a position that is no firm.
    public init(count: Int, ties: [(Int, Int)]) throws(Undefined) {
        self.count = count
        var kept: Set<Tie> = []
        for (one, other) in ties {
            guard (0..<count).contains(one), (0..<count).contains(other) else {
                throw .notAQuantity(symbol: "L")
            }
            guard one != other else { continue }
            kept.insert(Tie(first: min(one, other), second: max(one, other)))
        }
        self.ties = kept.sorted()
    }

    /// Ties of each firm.
    public var degrees: [Int] {
        var degrees = Array(repeating: 0, count: count)
        for tie in ties {
            degrees[tie.first] += 1
            degrees[tie.second] += 1
        }
        return degrees
    }

    /// The share of possible ties that exist (плотность связей).
    ///
    ///     D = L / (n (n − 1) / 2)
    ///
    /// - Throws: `insufficientData` for fewer than two firms.
    /// - Source: METHODS 4.1.
    public var density: Double {
        get throws(Undefined) {
            guard count > 1 else { throw .insufficientData(have: count, need: 2) }
            return Double(ties.count) / (Double(count) * Double(count - 1) / 2)
        }
    }

    /// How much the ties run through one firm (степенная централизация Фримана).
    ///
    ///     C = Σ (d_max − d_i) / ((n − 1)(n − 2))
    ///
    /// 1 for a star, 0 where all firms have equally many ties, or none.
    ///
    /// - Throws: `insufficientData` for fewer than three firms.
    /// - Complexity: O(n + ties).
    /// - Source: Freeman (1979), Centrality in social networks; METHODS 4.1.
    public var centralisation: Double {
        get throws(Undefined) {
            guard count > 2 else { throw .insufficientData(have: count, need: 3) }
            let degrees = degrees
            let top = degrees.max() ?? 0
            let missing = degrees.reduce(0) { $0 + (top - $1) }
            return Double(missing) / (Double(count - 1) * Double(count - 2))
        }
    }
}

/// The share of members' purchases that comes through the largest one to three firms (доля
/// закупок через ядро кластера).
///
/// - Parameters:
///   - sizes: of each firm; the hubs are the largest.
///   - purchases: what each firm buys from each: (buyer, seller, value), in one unit.
///   - hubs: how many firms make the hub, 1…3.
/// - Returns: The share of purchases in which a hub buys or sells, 0…1.
/// - Throws: `notAQuantity`, `insufficientData` for no firm, `zeroReference` where nobody buys.
/// - Complexity: O(n log n + purchases).
/// - Source: Markusen (1996); METHODS 4.1.
public func hubTradeShare(
    sizes: [Double], purchases: [(buyer: Int, seller: Int, value: Double)], hubs: Int = 1
) throws(Undefined) -> Double {
    _ = try total(ofSizes: sizes)
    try Quantities.check("p", purchases.map(\.value))
    guard (1...3).contains(hubs) else { throw .notAQuantity(symbol: "k") }
    guard
        purchases.allSatisfy({
            sizes.indices.contains($0.buyer) && sizes.indices.contains($0.seller)
        })
    else { throw .notAQuantity(symbol: "p") }
    let largest = Set(
        sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }.prefix(hubs))
    let all = purchases.map(\.value).compensatedSum()
    guard all > 0 else { throw .zeroReference }
    let through = purchases.filter { largest.contains($0.buyer) || largest.contains($0.seller) }
    return try Quantities.finite(through.map(\.value).compensatedSum() / all)
}

/// The share of a whole that a part makes: of employment in firms owned from outside, of sales to
/// the one largest outside buyer, of state ownership and orders, of creative occupations, of
/// services to visitors.
///
/// - Throws: `notAQuantity` where one is no quantity or the part exceeds the whole,
///   `zeroReference` for an empty whole.
/// - Source: METHODS 4.1.
public func share(ofPart part: Double, inWhole whole: Double) throws(Undefined) -> Double {
    try Quantities.check("part", [part])
    try Quantities.check("whole", [whole])
    guard whole > 0 else { throw .zeroReference }
    guard part <= whole * (1 + 1e-12) else { throw .notAQuantity(symbol: "part") }
    return min(1, part / whole)
}
