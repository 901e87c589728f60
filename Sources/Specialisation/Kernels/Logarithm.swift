private import Foundation

// Foundation has a type of its own called Expression, so that a file with formulas cannot import
// it.

/// The natural logarithm.
func naturalLogarithm(_ x: Double) -> Double { log(x) }
