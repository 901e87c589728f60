internal import Numerics
internal import Region

/// The checks that the functions of the room share.
enum Quantities {
    /// Throws for the first number that is NaN, infinite or outside a range.
    static func check(
        _ symbol: String, _ numbers: [Double], in range: ClosedRange<Double> = 0...(.infinity)
    ) throws(Undefined) {
        guard numbers.allSatisfy({ $0.isFinite && range.contains($0) }) else {
            throw .notAQuantity(symbol: symbol)
        }
    }

    /// The number where it is finite, with −0 as 0.
    static func finite(_ number: Double) throws(Undefined) -> Double {
        guard number.isFinite else { throw .outOfRange }
        return number == 0 ? 0 : number
    }

    /// The slope of the least-squares line through equally spaced or any distinct times.
    ///
    /// - Throws: `insufficientData` for fewer than two points, `constantInput` for equal times.
    static func slope(_ values: [Double], at times: [Double]) throws(Undefined) -> Double {
        guard values.count == times.count, values.count > 1 else {
            throw .insufficientData(have: min(values.count, times.count), need: 2)
        }
        let count = Double(values.count)
        let middle = times.compensatedSum() / count
        let level = values.compensatedSum() / count
        let spread = times.map { ($0 - middle) * ($0 - middle) }.compensatedSum()
        guard spread > 0 else { throw .constantInput }
        let joint = zip(times, values).map { ($0 - middle) * ($1 - level) }.compensatedSum()
        return try finite(joint / spread)
    }
}
