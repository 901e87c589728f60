private import Foundation

/// How wide a text is, in pixels: enough to place labels without a browser.
///
/// Measured in PT Sans, with a little room for the faces that stand in for it where a reader does
/// not have it.
enum TextWidth {
    static func of(_ text: String, size: Double = 13, isStrong: Bool = false) -> Double {
        let widths = isStrong ? bold : regular
        var sum = 0
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
            // An accent stands over its letter; "й" and "ё" are letters of their own.
            if scalar.properties.generalCategory == .nonspacingMark { continue }
            sum += widths[scalar] ?? (scalar == "\u{202F}" ? 180 : 700)
        }
        return Double(sum) / 1000 * size * roomForOtherFaces
    }

    private static let roomForOtherFaces = 1.05
    private static let regular = table(PTSansWidths.regular)
    private static let bold = table(PTSansWidths.bold)

    private static func table(
        _ groups: [(width: Int, signs: String)]
    ) -> [Unicode.Scalar: Int] {
        var widths: [Unicode.Scalar: Int] = [:]
        for (width, signs) in groups {
            for scalar in signs.unicodeScalars { widths[scalar] = width }
        }
        return widths
    }

    /// The text cut to a width, with an ellipsis where something is missing.
    static func cut(_ text: String, to width: Double, isStrong: Bool = false) -> String {
        if of(text, isStrong: isStrong) <= width { return text }
        var kept = text
        while !kept.isEmpty && of(kept + "…", isStrong: isStrong) > width { kept.removeLast() }
        while kept.last == " " || kept.last == "," { kept.removeLast() }
        return kept.isEmpty && of("…", isStrong: isStrong) > width ? "" : kept + "…"
    }

    /// The text in lines of at most a width, broken at spaces.
    static func lines(_ text: String, to width: Double, most: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ").map(String.init) {
            if let last = lines.last, of(last + " " + word) <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(word)
            }
        }
        if lines.count > most {
            let rest = lines[(most - 1)...].joined(separator: " ")
            lines = Array(lines[..<(most - 1)]) + [cut(rest, to: width)]
        }
        return lines.map { cut($0, to: width) }
    }
}
