/// Probabilities corrected for how many were looked at: the share of false finds that declaring
/// all at or under a value would bring.
///
///     q_(k) = min over l ≥ k of p_(l) m / l
///
/// - Source: Benjamini and Hochberg (1995); METHODS 3.2, 10.2.
public func falseDiscoveryRates(_ probabilities: [Double]) -> [Double] {
    let count = probabilities.count
    let order = probabilities.indices.sorted { probabilities[$0] < probabilities[$1] }
    var rates = probabilities
    var least = 1.0
    for (rank, index) in order.enumerated().reversed() {
        least = min(least, probabilities[index] * Double(count) / Double(rank + 1))
        rates[index] = least
    }
    return rates
}

/// ``falseDiscoveryRates(_:)`` over what is known; the rest stays nil.
public func falseDiscoveryRates(_ probabilities: [Double?]) -> [Double?] {
    let known = probabilities.indices.filter { probabilities[$0] != nil }
    let found = falseDiscoveryRates(known.map { probabilities[$0] ?? 1 })
    var rates = [Double?](repeating: nil, count: probabilities.count)
    for (position, rate) in zip(known, found) { rates[position] = rate }
    return rates
}
