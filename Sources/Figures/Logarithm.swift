private import Foundation

enum Logarithm {
    static func of(_ value: Double) -> Double { log(value) }

    /// The exponents of the powers of ten from below one positive value to another.
    static func decades(_ low: Double, _ high: Double) -> ClosedRange<Int> {
        Int(
            log10(low).rounded(.down))...max(
                Int(log10(low).rounded(.down)), Int(log10(high).rounded(.up)))
    }

    static func power(of exponent: Int) -> Double { pow(10, Double(exponent)) }

    /// The largest power of ten that is not above a positive value.
    static func powerOfTen(below value: Double) -> Double {
        let exponent = Int(log10(value).rounded(.down))
        let power = pow(10, Double(exponent))
        return power > value ? power / 10 : power
    }
}
