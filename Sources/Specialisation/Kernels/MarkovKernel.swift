internal import Numerics

/// Which states of a chain reach which in any number of steps, from the signs of its counts.
func reachability(_ counts: Matrix) -> [[Bool]] {
    let order = counts.rows
    var reaches = (0..<order).map { from in
        (0..<order).map { to in from == to || counts[from, to] > 0 }
    }
    for middle in 0..<order {
        for from in 0..<order where reaches[from][middle] {
            for to in 0..<order where reaches[middle][to] { reaches[from][to] = true }
        }
    }
    return reaches
}

/// The stationary distribution of an irreducible chain by the elimination of Grassmann, Taksar
/// and Heyman (1985). It subtracts nothing, so every probability keeps its relative accuracy.
///
/// - Parameter probabilities: rows that sum to 1; all states reach each other.
func stationaryDistribution(_ probabilities: Matrix) -> [Double] {
    let order = probabilities.rows
    var work = probabilities
    for last in stride(from: order - 1, to: 0, by: -1) {
        let leaving = (0..<last).map { work[last, $0] }.compensatedSum()
        for from in 0..<last {
            work[from, last] /= leaving
            for to in 0..<last { work[from, to] += work[from, last] * work[last, to] }
        }
    }
    var weights = [1.0]
    for state in 1..<max(1, order) {
        weights.append((0..<state).map { weights[$0] * work[$0, state] }.compensatedSum())
    }
    let total = weights.compensatedSum()
    return weights.map { $0 / total }
}
