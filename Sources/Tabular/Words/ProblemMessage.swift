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
            expected: LocalizedText(
                en: Self.sentence(english.expected), ru: Self.sentence(russian.expected)),
            remedy: LocalizedText(
                en: english.remedy + explanation(in: .english),
                ru: russian.remedy + explanation(in: .russian)))
    }
}

extension TabularProblem {
    private static func sentence(_ text: String) -> String { text.isEmpty ? "" : text + "." }

    /// What the escapes in the value quoted stand for.
    private func explanation(in language: Language) -> String {
        guard severity == .cell, let value = place.value else { return "" }
        let known: [(String, LocalizedText)] = [
            ("\\u{A0}", LocalizedText(en: "a no-break space", ru: "неразрывный пробел")),
            ("\\u{202F}", LocalizedText(en: "a narrow space", ru: "узкий пробел")),
            ("\\u{2009}", LocalizedText(en: "a thin space", ru: "тонкий пробел")),
            ("\\n", LocalizedText(en: "a line break", ru: "перевод строки")),
            ("\\t", LocalizedText(en: "a tab", ru: "табуляцию")),
            ("\\u{", LocalizedText(en: "an invisible character", ru: "невидимый знак")),
        ]
        guard let (escape, words) = known.first(where: { value.contains($0.0) }) else { return "" }
        let shown = escape == "\\u{" ? "\\u{…}" : escape
        return language == .russian
            ? " Запись \(shown) обозначает \(words.russian)."
            : " \(shown) stands for \(words.english)."
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
        // Sizes stand after "more than" and "at most", hence in the genitive.
        let isOne = bytes % 10 == 1 && bytes % 100 != 11
        return number + "\u{A0}" + (isOne ? "байта" : "байт")
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
