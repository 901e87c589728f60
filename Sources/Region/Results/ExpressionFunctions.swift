private import Foundation

extension Expression {
    static func naturalLogarithm(_ x: Double) -> Double { log(x) }
    static func binaryLogarithm(_ x: Double) -> Double { Foundation.log2(x) }
    static func exponential(_ x: Double) -> Double { Foundation.exp(x) }
    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
