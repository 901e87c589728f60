/// Units of measurement as a reader of a language writes them: `mln RUB` is `млн руб.`.
public enum UnitWording {
    /// The words for a unit's symbol; a part that has none stays as it is.
    public static func text(_ symbol: String, in language: Language) -> String {
        if symbol == "1" { return "" }
        guard language == .russian else { return symbol }
        var text = ""
        var word = ""
        func finish() {
            text += russian[word] ?? word
            word = ""
        }
        for character in symbol {
            if " /·*()".contains(character) {
                finish()
                text.append(character)
            } else {
                word.append(character)
            }
        }
        finish()
        return text
    }

    /// A number's text and its unit, which no line break parts.
    public static func joined(_ number: String, _ symbol: String, in language: Language) -> String {
        let unit = text(symbol, in: language)
        return unit.isEmpty ? number : number + "\u{A0}" + unit.replacing(" ", with: "\u{A0}")
    }

    private static let russian: [String: String] = [
        "thousand": "тыс.", "thsd": "тыс.", "million": "млн", "mln": "млн", "billion": "млрд",
        "bn": "млрд", "trillion": "трлн", "trn": "трлн", "RUB": "руб.", "USD": "долл.",
        "EUR": "евро", "CNY": "юаней", "KZT": "тенге", "person": "чел.", "persons": "чел.",
        "jobs": "мест", "pieces": "шт.", "mg": "мг", "g": "г", "kg": "кг", "t": "т", "kt": "тыс. т",
        "Mt": "млн т", "m": "м", "km": "км", "m2": "м²", "ha": "га", "km2": "км²", "m3": "м³",
        "min": "мин", "h": "ч", "day": "сут", "month": "мес.", "year": "год", "kWh": "кВт·ч",
        "MWh": "МВт·ч", "GWh": "ГВт·ч", "TJ": "ТДж", "MW": "МВт", "Gcal": "Гкал", "bit": "бит",
    ]
}
