/// A running sum that carries its own rounding error (Neumaier's variant of Kahan summation).
///
/// The order of the terms does not change the result beyond the last digit or two, which is
/// what lets a run give the same bytes for shuffled input and for any number of threads.
///
/// - Complexity: O(1) a term. Absolute error at most `2u|Σx| + O(n u²)Σ|x|`, u = 2⁻⁵³.
/// - Source: Neumaier (1974); METHODS 0.
public struct CompensatedSum: Sendable {
    private var sum = 0.0
    private var correction = 0.0

    public init() {}

    /// Adds one term.
    @inlinable
    public mutating func add(_ term: Double) {
        accumulate(term)
    }

    /// Adds a product, with what rounding takes from it.
    ///
    /// - Source: Ogita, Rump and Oishi (2005).
    mutating func add(_ first: Double, times second: Double) {
        let product = first * second
        accumulate(product)
        accumulate((-product).addingProduct(first, second))
    }

    @usableFromInline
    mutating func accumulate(_ term: Double) {
        let next = sum + term
        if abs(sum) >= abs(term) {
            correction += (sum - next) + term
        } else {
            correction += (term - next) + sum
        }
        sum = next
    }

    /// The sum so far. Where it has overflowed, the plain sum, so that infinity stays visible
    /// instead of turning into NaN.
    public var value: Double {
        let total = sum + correction
        return total.isNaN && !sum.isNaN ? sum : total
    }
}

extension Sequence where Element == Double {
    /// The compensated sum of the elements; 0 for none.
    public func compensatedSum() -> Double {
        var sum = CompensatedSum()
        for term in self { sum.accumulate(term) }
        return sum.value
    }
}
