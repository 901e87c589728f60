private import Foundation

// Foundation has a type of its own called Expression, so that files with formulas do not import it.

func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
func logarithm(_ value: Double) -> Double { log(value) }
func cosine(_ angle: Double) -> Double { cos(angle) }
func exponential(_ value: Double) -> Double { exp(value) }
func normalDensity(_ value: Double) -> Double {
    exp(-0.5 * value * value) / (2 * Double.pi).squareRoot()
}
