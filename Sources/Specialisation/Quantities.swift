internal import Numerics
internal import Region

/// The checks that the functions over plain numbers share.
enum Quantities {
    /// Throws for the first number that is negative, NaN or infinite.
    static func check(_ named: KeyValuePairs<String, Double>) throws(Undefined) {
        for (symbol, value) in named where !(value.isFinite && value >= 0) {
            throw .notAQuantity(symbol: symbol)
        }
    }

    static func check(_ symbol: String, _ list: [Double]) throws(Undefined) {
        guard list.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw .notAQuantity(symbol: symbol)
        }
    }

    /// Throws where two lists that go side by side differ in length, or have no element.
    static func checkLengths(_ count: Int, _ other: Int) throws(Undefined) {
        guard count == other, count > 0 else {
            throw .insufficientData(have: min(count, other), need: max(count, other, 1))
        }
    }

    /// The number where it is finite, with −0 as 0.
    static func finite(_ number: Double) throws(Undefined) -> Double {
        guard number.isFinite else { throw .outOfRange }
        return number == 0 ? 0 : number
    }

    /// A number that is 0 only where one of its factors is; a positive number too small for a
    /// double does not silently become 0.
    static func finite(_ number: Double, vanishesWith factor: Double) throws(Undefined) -> Double {
        guard number != 0 || factor == 0 else { throw .outOfRange }
        return try finite(number)
    }
}
