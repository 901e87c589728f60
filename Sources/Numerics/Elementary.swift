private import Foundation

/// Elementary functions, for files that cannot import Foundation: it has a type called Expression.
package enum Elementary {
    package static func exponential(_ x: Double) -> Double { exp(x) }
    package static func logarithm(_ x: Double) -> Double { log(x) }
    package static func binaryLogarithm(_ x: Double) -> Double { log2(x) }
    package static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
    package static func cosine(_ angle: Double) -> Double { cos(angle) }
    /// The density of the standard normal distribution.
    package static func normalDensity(_ x: Double) -> Double {
        exp(-0.5 * x * x) / (2 * Double.pi).squareRoot()
    }
    /// The angle, −π…π, of the point (x, y).
    package static func angle(_ y: Double, _ x: Double) -> Double { atan2(y, x) }
}
