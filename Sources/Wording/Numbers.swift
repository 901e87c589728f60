/// Numbers as a reader of a language writes them: decimal comma and narrow no-break spaces in
/// Russian, point and commas in English, a true minus sign in both.
public enum NumberWording {
    /// The number with a fixed count of decimals, correctly rounded from its exact binary value;
    /// a true tie goes to the even digit.
    public static func text(_ number: Double, decimals: Int, in language: Language) -> String {
        precondition(number.isFinite, "no wording for a number without a value")
        let digits = fixed(Swift.abs(number), decimals: decimals)
        let isZero = digits.allSatisfy { $0 == "0" || $0 == "." }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        let whole = grouped(String(parts[0]), in: language)
        let mark = language == .russian ? "," : "."
        let text = parts.count > 1 ? whole + mark + parts[1] : whole
        return number < 0 && !isZero ? "\u{2212}" + text : text
    }

    /// The number to a count of significant digits, whole digits never rounded away; with a power
    /// of ten where it would be long: `1.20×10⁻²⁰`.
    public static func text(_ number: Double, significant: Int = 3, in language: Language) -> String
    {
        if isLong(number) { return powerText(number, significant: significant, in: language) }
        return text(number, decimals: decimals(for: number, significant: significant), in: language)
    }

    /// Whether a number has so many digits that it is written with a power of ten.
    public static func isLong(_ number: Double) -> Bool {
        number != 0 && !(1e-9..<1e15).contains(Swift.abs(number))
    }

    private static func powerText(
        _ number: Double, significant: Int, in language: Language
    ) -> String {
        let (digits, exponent) = scientific(Swift.abs(number), significant: significant)
        let mark = language == .russian ? "," : "."
        let superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹".map { String($0) }
        let power = String(Swift.abs(exponent)).compactMap(\.wholeNumberValue)
            .map { superscripts[$0] }.joined()
        let sign = number < 0 ? "\u{2212}" : ""
        return sign + digits.replacing(".", with: mark) + "×10" + (exponent < 0 ? "⁻" : "") + power
    }

    /// The decimals that show `significant` digits of a number.
    public static func decimals(for number: Double, significant: Int = 3) -> Int {
        guard number != 0, number.isFinite else { return 0 }
        var magnitude = 0
        var rest = Swift.abs(number)
        while rest >= 10 && magnitude < 400 {
            rest /= 10
            magnitude += 1
        }
        while rest < 1 && magnitude > -400 {
            rest *= 10
            magnitude -= 1
        }
        return Swift.max(0, Swift.min(12, significant - 1 - magnitude))
    }

    private static func grouped(_ digits: String, in language: Language) -> String {
        // Four digits are read at a glance and stay together.
        guard digits.count > 4 else { return digits }
        let mark = language == .russian ? "\u{202F}" : ","
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0 && (digits.count - index) % 3 == 0 { result += mark }
            result.append(digit)
        }
        return result
    }
}
