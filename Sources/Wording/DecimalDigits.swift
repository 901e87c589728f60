private import Foundation

extension NumberWording {
    /// Digits with a point, without grouping. Correctly rounded by the C library from the exact
    /// binary value, whatever the locale.
    static func fixed(_ number: Double, decimals: Int) -> String {
        String(format: "%.\(decimals)f", number)
    }
}
