public import Wording

extension TabularProblem: Worded {
    /// The problem in words, in both languages. The words are in `ProblemsInEnglish.swift` and
    /// `ProblemsInRussian.swift`.
    public var message: Message {
        let english = inEnglish
        let russian = inRussian
        return Message(
            what: LocalizedText(en: english.what, ru: russian.what),
            place: LocalizedText(
                en: placeInEnglish(withValue: !english.namesValue),
                ru: placeInRussian(withValue: !russian.namesValue)),
            expected: LocalizedText(en: english.expected, ru: russian.expected),
            remedy: LocalizedText(en: english.remedy, ru: russian.remedy))
    }
}

/// A problem's sentences in one language, the place left out.
struct ProblemWords {
    var what: String
    var expected: String
    var remedy: String
    /// The first sentence quotes the value, so the place need not.
    var namesValue = false
}

extension TabularProblem.Place {
    /// A cell of a workbook as a spreadsheet names it: `E118`.
    var cellName: String? {
        guard sheet != nil, let row, let column else { return nil }
        return CellAddress(row: row, column: column).text
    }

    /// Whether row and line say different things, so that a person needs both.
    var lineDiffersFromRow: Bool { row != nil && line != nil && row != line }
}

/// Sizes for messages: `1 MiB`, `64 KiB`, `17 bytes`.
enum SizeWording {
    static func text(_ bytes: Int, in language: Language) -> String {
        let units: [(Int, String, String)] = [
            (1 << 30, "GiB", "ГиБ"), (1 << 20, "MiB", "МиБ"), (1 << 10, "KiB", "КиБ"),
        ]
        for (size, english, russian) in units where bytes >= size {
            let isWhole = bytes % size == 0
            let number = NumberWording.text(
                Double(bytes) / Double(size), decimals: isWhole ? 0 : 1, in: language)
            // A no-break space keeps the number with its unit.
            return number + "\u{A0}" + (language == .russian ? russian : english)
        }
        let number = NumberWording.text(Double(bytes), decimals: 0, in: language)
        if language == .english { return number + (bytes == 1 ? " byte" : " bytes") }
        return number + "\u{A0}" + RussianPlural.of(bytes, "байт", "байта", "байт")
    }
}

/// The form of a Russian noun after a number: 1 строка, 2 строки, 5 строк.
enum RussianPlural {
    static func of(_ count: Int, _ one: String, _ few: String, _ many: String) -> String {
        let (tens, units) = (count % 100, count % 10)
        if (11...14).contains(tens) { return many }
        if units == 1 { return one }
        return (2...4).contains(units) ? few : many
    }
}
