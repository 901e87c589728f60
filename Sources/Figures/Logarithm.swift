private import Foundation

enum Logarithm {
    static func of(_ value: Double) -> Double { log(value) }

    /// The largest power of ten that is not above a positive value.
    static func powerOfTen(below value: Double) -> Double {
        let exponent = Int(log10(value).rounded(.down))
        let power = pow(10, Double(exponent))
        return power > value ? power / 10 : power
    }
}
