/// How wide a text is in PT Sans, in pixels: enough to place labels without a browser.
enum TextWidth {
    /// The width at a size; bold is a twelfth wider.
    static func of(_ text: String, size: Double = 13, isStrong: Bool = false) -> Double {
        var units = 0.0
        for character in text { units += advance(character) }
        return units * size * (isStrong ? 1.08 : 1)
    }

    /// The text cut to a width, with an ellipsis where something is missing.
    static func cut(_ text: String, to width: Double, isStrong: Bool = false) -> String {
        if of(text, isStrong: isStrong) <= width { return text }
        var kept = text
        while !kept.isEmpty && of(kept + "…", isStrong: isStrong) > width { kept.removeLast() }
        while kept.last == " " || kept.last == "," { kept.removeLast() }
        return kept + "…"
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

    private static func advance(_ character: Character) -> Double {
        if "iljtfrI.,:;'|!()[] \u{A0}".contains(character) { return 0.3 }
        if "\u{202F}".contains(character) { return 0.18 }
        if "mwMWшщжюмфыШЩЖЮМФЫ%—@".contains(character) { return 0.82 }
        if character.isNumber || "−–+=<>".contains(character) { return 0.55 }
        if character.isUppercase { return 0.65 }
        return 0.53
    }
}
