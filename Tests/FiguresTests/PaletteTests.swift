import Foundation
import Testing

@testable import Figures

@Suite("Colours")
struct PaletteTests {
    private struct Colour {
        let red: Double
        let green: Double
        let blue: Double

        init(_ text: String) {
            let value = Int(text.dropFirst(), radix: 16) ?? 0
            func linear(_ byte: Int) -> Double {
                let part = Double(byte) / 255
                return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
            }
            (red, green, blue) = (
                linear(value >> 16), linear(value >> 8 & 255), linear(value & 255)
            )
        }

        init(red: Double, green: Double, blue: Double) {
            (self.red, self.green, self.blue) = (red, green, blue)
        }

        /// Relative luminance, WCAG 2.
        var luminance: Double { 0.2126 * red + 0.7152 * green + 0.0722 * blue }

        func contrast(_ other: Colour) -> Double {
            let (high, low) = (max(luminance, other.luminance), min(luminance, other.luminance))
            return (high + 0.05) / (low + 0.05)
        }

        /// What an eye without red or green receptors sees (Viénot, Brettel and Mollon 1999).
        func seen(withoutRed: Bool) -> Colour {
            let mixed =
                withoutRed
                ? 0.11238 * red + 0.88762 * green : 0.29275 * red + 0.70725 * green
            let rest =
                withoutRed
                ? 0.00401 * red - 0.00401 * green + blue
                : -0.02234 * red + 0.02234 * green + blue
            return Colour(red: mixed, green: mixed, blue: max(0, min(1, rest)))
        }

        /// Place in CIE L*a*b*.
        private var lab: (Double, Double, Double) {
            let x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
            let y = luminance
            let z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
            func f(_ t: Double) -> Double { t > 0.008856 ? cbrt(t) : 7.787 * t + 16.0 / 116 }
            return (116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z)))
        }

        func distance(_ other: Colour) -> Double {
            let (a, b) = (lab, other.lab)
            return sqrt(pow(a.0 - b.0, 2) + pow(a.1 - b.1, 2) + pow(a.2 - b.2, 2))
        }
    }

    private func colour(_ paint: Paint, _ theme: Palette.Theme) -> Colour {
        Colour(Palette.colour(paint, theme))
    }

    @Test("texts and marks stand out from their ground", arguments: Palette.Theme.allCases)
    func contrast(theme: Palette.Theme) {
        for ground in [Paint.paper, .card] {
            for text in [Paint.ink, .secondInk, .action, .chosen] {
                let ratio = colour(text, theme).contrast(colour(ground, theme))
                #expect(ratio >= 4.5, "\(text) on \(ground), \(theme): \(ratio)")
            }
        }
        for order in 0..<5 {
            let ratio = colour(.series(order), theme).contrast(colour(.card, theme))
            #expect(ratio >= 3, "series \(order), \(theme): \(ratio)")
        }
    }

    @Test(
        "any two series are told apart, also without red or green",
        arguments: Palette.Theme.allCases)
    func series(theme: Palette.Theme) {
        for first in 0..<6 {
            for second in (first + 1)..<6 {
                let (a, b) = (colour(.series(first), theme), colour(.series(second), theme))
                #expect(a.distance(b) >= 20, "\(first) and \(second), \(theme): \(a.distance(b))")
                for withoutRed in [true, false] {
                    let (c, d) = (a.seen(withoutRed: withoutRed), b.seen(withoutRed: withoutRed))
                    #expect(
                        c.distance(d) >= 8,
                        "\(first) and \(second), \(theme), without \(withoutRed ? "red" : "green"): \(c.distance(d))"
                    )
                }
            }
        }
    }

    @Test(
        "lights stand out from the card and from each other, also without red or green",
        arguments: Palette.Theme.allCases)
    func lights(theme: Palette.Theme) {
        let lights = (0..<3).map { colour(.status($0), theme) }
        for (first, one) in lights.enumerated() {
            let ratio = one.contrast(colour(.card, theme))
            #expect(ratio >= 2.9, "\(first), \(theme): \(ratio)")
            for (second, other) in lights.enumerated() where second > first {
                for withoutRed in [true, false] {
                    let (a, b) = (
                        one.seen(withoutRed: withoutRed), other.seen(withoutRed: withoutRed)
                    )
                    #expect(
                        a.distance(b) >= 15,
                        "\(first) and \(second), \(theme), without \(withoutRed ? "red" : "green"): \(a.distance(b))"
                    )
                }
            }
        }
    }

    @Test("the sheet of the lights has every light and nothing that the common one has")
    func lightsSheet() {
        for light in 0..<3 {
            #expect(Palette.lightsSheet.contains(".f-status\(light){fill:var(--status\(light))}"))
        }
        #expect(!Palette.styleSheet.contains("status"))
        #expect(!Palette.lightsSheet.contains("--ink"))
    }

    @Test("a sequence runs one way in lightness", arguments: Palette.Theme.allCases)
    func sequence(theme: Palette.Theme) {
        let steps = (0..<5).map { colour(.sequence($0), theme).luminance }
        #expect(steps == (theme == .light ? steps.sorted(by: >) : steps.sorted()))
        for (one, next) in zip(0..<4, 1..<5) {
            let distance = colour(.sequence(one), theme).distance(colour(.sequence(next), theme))
            #expect(distance >= 7.5, "\(one) and \(next), \(theme): \(distance)")
        }
    }
}
