import Region
import Tabular

/// The codes a table offers, with names by which a mistaken code may be recognised.
struct CodeList: Sendable {
    private let codes: Set<String>
    /// Codes by name and by themselves in lower case.
    private let byName: [String: String]

    init(_ contents: Contents) {
        let key = contents.schema.key[0]
        codes = Set(contents.texts(key))
        var byName: [String: String] = [:]
        let names = ["name_en", "name_ru", "title"].filter { contents.schema.column($0) != nil }
        for row in contents.rows {
            guard let code = contents.text(row, key) else { continue }
            byName[code.lowercased(), default: code] = code
            for name in names {
                guard let text = contents.text(row, name) else { continue }
                byName[text.lowercased(), default: code] = code
            }
        }
        self.byName = byName
    }

    func contains(_ code: String) -> Bool { codes.contains(code) }

    /// The code that was perhaps meant: one of the same name, or one that looks alike.
    func suggestion(for code: String) -> String? {
        byName[code.lowercased()] ?? Suggestion.nearest(to: code, in: codes)
    }
}

/// What a person perhaps meant.
enum Suggestion {
    /// The word most like this one; the first in order among equals.
    static func nearest(to word: String, in words: some Collection<String>) -> String? {
        // Comparing with a whole register for every slip would take longer than it helps.
        guard words.count <= 20_000 else { return nil }
        let wanted = word.lowercased()
        return words.filter { Resemblance.areClose($0.lowercased(), wanted) }.min {
            (Resemblance.distance($0.lowercased(), wanted), $0)
                < (Resemblance.distance($1.lowercased(), wanted), $1)
        }
    }

    /// A readable unit for the common Russian and English ways of writing it.
    static func unit(likeThis text: String) -> String? {
        let known = [
            "млн руб.": "mln RUB", "млн руб": "mln RUB", "млн рублей": "mln RUB",
            "тыс. руб.": "thousand RUB", "тыс. рублей": "thousand RUB", "млрд руб.": "bn RUB",
            "млрд рублей": "bn RUB", "руб.": "RUB", "рублей": "RUB", "руб": "RUB",
            "чел.": "persons", "человек": "persons", "тыс. чел.": "thousand persons",
            "тыс. человек": "thousand persons", "т": "t", "тонн": "t", "тыс. т": "kt",
            "тыс. тонн": "kt", "млн т": "Mt", "млн тонн": "Mt", "процент": "%", "проценты": "%",
            "в процентах": "%", "percent": "%", "г/т": "g/t", "га": "ha", "км": "km",
            "кв. км": "km2", "км2": "km2", "шт.": "pieces", "штук": "pieces",
            "млн квт·ч": "GWh", "млн квт-ч": "GWh", "тыс. квт·ч": "MWh", "mln": "mln RUB",
            "people": "persons", "tonnes": "t", "tons": "t", "rubles": "RUB", "roubles": "RUB",
            "rub": "RUB", "million rub": "mln RUB", "mio rub": "mln RUB", "thousand t": "kt",
        ]
        return known[text.lowercased()]
    }
}
