internal import Region
internal import Wording

/// Word forms that the sentences of the report need.
enum Words {
    /// The Russian noun form that goes with a whole number: 1 регион, 2 региона, 5 регионов.
    static func plural(_ count: Int, _ one: String, _ few: String, _ many: String) -> String {
        let last = count % 10
        let lastTwo = count % 100
        if (11...14).contains(lastTwo) { return many }
        switch last {
        case 1: return one
        case 2...4: return few
        default: return many
        }
    }

    static func plural(_ count: Int, _ one: String, _ many: String) -> String {
        count == 1 ? one : many
    }

    /// A name in the middle of a sentence: `добыча полезных ископаемых`. Abbreviations stay.
    static func inner(_ name: String) -> String {
        guard let first = name.first, first.isUppercase else { return name }
        let rest = name.dropFirst()
        if let second = rest.first, second.isUppercase || second.isNumber { return name }
        return first.lowercased() + rest
    }

    /// A name at the beginning of a sentence.
    static func opening(_ name: String) -> String {
        guard let first = name.first else { return name }
        return first.uppercased() + name.dropFirst()
    }

    /// `2016–2022`.
    static func period(_ from: Year, _ to: Year) -> String {
        from == to ? "\(from)" : "\(from)–\(to)"
    }

    /// The code without its classification: `B` of `okved2:B`.
    static func short(_ code: ActivityCode) -> String {
        code.rawValue.split(separator: ":").last.map(String.init) ?? code.rawValue
    }
}

/// Units as a reader of a language writes them.
enum UnitWords {
    private static let russian: [(String, String)] = [
        ("thousand", "тыс."), ("thsd", "тыс."), ("million", "млн"), ("mln", "млн"),
        ("billion", "млрд"), ("bn", "млрд"), ("trillion", "трлн"), ("trn", "трлн"),
        ("RUB", "₽"), ("USD", "долл."), ("EUR", "евро"), ("Mt", "млн т"), ("kt", "тыс. т"),
        ("kg", "кг"), ("mg", "мг"), ("g", "г"), ("t", "т"), ("km2", "км²"), ("km", "км"),
        ("m2", "м²"), ("m3", "м³"), ("ha", "га"), ("m", "м"), ("persons", "чел."),
        ("person", "чел."), ("jobs", "мест"), ("year", "год"), ("month", "мес."), ("day", "сут."),
        ("kWh", "кВт·ч"), ("MWh", "МВт·ч"), ("GWh", "ГВт·ч"), ("TJ", "ТДж"), ("MW", "МВт"),
        ("pieces", "шт."), ("bit", "бит"),
    ]
    private static let english: [(String, String)] = [
        ("thousand", "thousand"), ("thsd", "thousand"), ("mln", "million"), ("bn", "billion"),
        ("trn", "trillion"), ("RUB", "₽"), ("km2", "km²"), ("m2", "m²"), ("m3", "m³"),
        ("persons", "people"), ("person", "people"),
    ]

    /// The unit in words; empty for a plain number.
    static func text(_ unit: Unit, _ language: Language) -> String {
        if unit.symbol == "1" || unit.symbol.isEmpty { return "" }
        let table = Dictionary(
            uniqueKeysWithValues: language == .russian ? russian : english)
        var result = ""
        var word = ""
        func flush() {
            result += table[word] ?? word
            word = ""
        }
        for character in unit.symbol {
            if " /·*()".contains(character) {
                flush()
                result += character == " " ? "\u{A0}" : String(character)
            } else {
                word.append(character)
            }
        }
        flush()
        return result
    }

    /// The number's unit with the space before it.
    static func suffix(_ unit: Unit, _ language: Language) -> String {
        let text = text(unit, language)
        return text.isEmpty ? "" : "\u{A0}" + text
    }
}
