private import Foundation

extension NumberWording {
    /// The digits of a positive number with a point behind the first, and its power of ten.
    static func scientific(_ number: Double, significant: Int) -> (digits: String, exponent: Int) {
        let text = String(format: "%.\(max(0, significant - 1))e", number)
        let parts = text.split(separator: "e")
        return (String(parts[0]), Int(parts[1]) ?? 0)
    }

    /// Digits with a point, without grouping. Correctly rounded by the C library from the exact
    /// binary value, whatever the locale.
    static func fixed(_ number: Double, decimals: Int) -> String {
        String(format: "%.\(decimals)f", number)
    }
}
