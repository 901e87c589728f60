public import Numerics
public import Region

/// Whether plants of a kind have more of their own around them than all plants have (функция M).
///
///     M(r) = mean over p of (Σ_q∈S w_q / Σ_q w_q within r)  ÷  mean over p of ((W_S − w_p) / (W − w_p))
///
/// over plants p of the kind S that have a neighbour within r. 1 is as by chance, 2 twice that.
///
/// - Source: Marcon and Puech (2010); METHODS 3.4.
public struct ConcentrationFunction: Sendable {
    /// The shares around each plant of the kind, and what chance would give; nil for plants without
    /// a neighbour.
    public let parts: [(around: Double, expected: Double)?]
    /// M(r).
    public let value: Double

    /// - Parameters:
    ///   - isOfKind: Which plants are the centres.
    ///   - isNeighbour: Which are counted around them; nil for the same kind.
    /// - Throws: `insufficientData` under two plants of the kind; `noNeighbour` where none has a
    ///   neighbour within r; `monopoly` where the kind is all there is; `notAQuantity`.
    /// - Complexity: O(centres × plants within r), on both cores.
    public init(
        _ points: [PlanePoint], weights: [Double], isOfKind: [Bool], isNeighbour: [Bool]? = nil,
        within radius: Double, threads: Threads = .all
    ) throws(Undefined) {
        let sums = try NeighbourSums(
            points, weights: weights, isOfKind: isOfKind, isNeighbour: isNeighbour,
            radii: [radius], threads: threads)
        parts = sums.parts(radius: 0)
        value = try sums.value(radius: 0)
    }

    /// M at several radii, in one pass.
    ///
    /// - Parameter radii: Ascending.
    /// - Returns: One a radius: M, or why there is none.
    /// - Throws: as the initialiser, where no radius can be answered.
    public static func values(
        _ points: [PlanePoint], weights: [Double], isOfKind: [Bool], isNeighbour: [Bool]? = nil,
        radii: [Double], threads: Threads = .all
    ) throws(Undefined) -> [Outcome] {
        let sums = try NeighbourSums(
            points, weights: weights, isOfKind: isOfKind, isNeighbour: isNeighbour, radii: radii,
            threads: threads)
        return radii.indices.map { radius in
            Outcome { () throws(Undefined) in try sums.value(radius: radius) }
        }
    }
}

/// Weights of the kind and of all within each radius of each centre.
struct NeighbourSums: Sendable {
    let centres: [Int]
    let radii: [Double]
    /// At `centre * radii.count + radius`.
    let own: [Double]
    let all: [Double]
    private let expected: [Double]

    init(
        _ points: [PlanePoint], weights: [Double], isOfKind: [Bool], isNeighbour: [Bool]?,
        radii: [Double], threads: Threads
    ) throws(Undefined) {
        precondition(points.count == weights.count && points.count == isOfKind.count)
        precondition(!radii.isEmpty && radii == radii.sorted() && radii.allSatisfy { $0 >= 0 })
        do throws(Undefined) { try PlanePoint.check(points, weights) } catch {
            throw error == .notAQuantity(symbol: "e") ? .notAQuantity(symbol: "w") : error
        }
        let centres = points.indices.filter { isOfKind[$0] }
        guard centres.count >= 2 || isNeighbour != nil else {
            throw .insufficientData(have: centres.count, need: 2)
        }
        let counted = isNeighbour ?? isOfKind
        let whole = weights.compensatedSum()
        let ofKind = points.indices.filter { counted[$0] }.map { weights[$0] }.compensatedSum()
        self.centres = centres
        self.radii = radii
        (own, all) = Self.sums(points, weights, counted, around: centres, radii, threads)
        expected = centres.map { centre in
            let rest = whole - weights[centre]
            return rest > 0 ? (ofKind - (counted[centre] ? weights[centre] : 0)) / rest : 0
        }
    }

    /// The sums of weights of the counted and of all, cumulated over the radii.
    static func sums(
        _ points: [PlanePoint], _ weights: [Double], _ counted: [Bool], around centres: [Int],
        _ radii: [Double], _ threads: Threads
    ) -> (own: [Double], all: [Double]) {
        let width = radii.count
        let largest = radii[width - 1]
        let grid = PointGrid(points, cell: largest > 0 ? largest / 4 : 1)
        let limits = radii.map(squareLimit)
        let masses = grid.order.map { weights[Int($0)] }
        let kinds = grid.order.map { counted[Int($0)] ? weights[Int($0)] : 0 }
        let found: [Double] = filled(centres.count * width * 2) { found in
            nonisolated(unsafe) let found = found
            grid.xs.withUnsafeBufferPointer { xs in
                grid.ys.withUnsafeBufferPointer { ys in
                    masses.withUnsafeBufferPointer { masses in
                        kinds.withUnsafeBufferPointer { kinds in
                            limits.withUnsafeBufferPointer { limits in
                                nonisolated(unsafe) let (xs, ys, masses) = (xs, ys, masses)
                                nonisolated(unsafe) let (kinds, limits) = (kinds, limits)
                                Chunks.perform(min(256, centres.count), on: threads) { part in
                                    for position in stride(
                                        from: part, to: centres.count,
                                        by: min(256, centres.count))
                                    {
                                        let sums = found + position * width * 2
                                        sums.update(repeating: 0, count: width * 2)
                                        let centre = points[centres[position]]
                                        let last = limits[width - 1]
                                        for run in grid.runs(around: centre, reach: 5) {
                                            for other in run {
                                                let dx = xs[other] - centre.x
                                                let dy = ys[other] - centre.y
                                                let square = dx * dx + dy * dy
                                                guard square <= last else { continue }
                                                var (low, high) = (0, width - 1)
                                                while low < high {
                                                    let middle = (low &+ high) >> 1
                                                    if square <= limits[middle] {
                                                        high = middle
                                                    } else {
                                                        low = middle &+ 1
                                                    }
                                                }
                                                sums[2 &* low] += kinds[other]
                                                sums[2 &* low &+ 1] += masses[other]
                                            }
                                        }
                                        // The centre stands at distance 0 of itself.
                                        sums[0] -=
                                            counted[centres[position]]
                                            ? weights[centres[position]] : 0
                                        sums[1] -= weights[centres[position]]
                                        for radius in 1..<max(width, 1) {
                                            sums[2 * radius] += sums[2 * radius - 2]
                                            sums[2 * radius + 1] += sums[2 * radius - 1]
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        let cells = centres.count * width
        return (
            (0..<cells).map { max(0, found[2 * $0]) }, (0..<cells).map { max(0, found[2 * $0 + 1]) }
        )
    }

    /// The largest square whose root is at most a radius.
    private static func squareLimit(_ radius: Double) -> Double {
        var square = radius * radius
        while square.nextUp.squareRoot() <= radius { square = square.nextUp }
        while square.squareRoot() > radius { square = square.nextDown }
        return square
    }

    func parts(radius: Int) -> [(around: Double, expected: Double)?] {
        centres.indices.map { centre in
            let index = centre * radii.count + radius
            // What rounding leaves of a centre's own weight is no neighbour.
            guard all[index] > 1e-12 * (all[centre * radii.count + radii.count - 1] + 1) else {
                return nil
            }
            return (min(1, own[index] / all[index]), expected[centre])
        }
    }

    func value(radius: Int) throws(Undefined) -> Double {
        let known = parts(radius: radius).compactMap(\.self)
        guard !known.isEmpty else { throw .noNeighbour }
        let expected = known.map(\.expected).compensatedSum()
        guard expected > 0 else { throw .monopoly }
        return known.map(\.around).compensatedSum() / expected
    }
}
