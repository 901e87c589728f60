/// A text in both languages of the product.
public struct LocalizedText: Hashable, Sendable, Codable {
    public let english: String
    public let russian: String

    public init(en english: String, ru russian: String) {
        self.english = english
        self.russian = russian
    }

    /// The text in a language; in the other one where this language's is empty.
    public subscript(language: Language) -> String {
        let (wanted, other) = language == .russian ? (russian, english) : (english, russian)
        return wanted.isEmpty ? other : wanted
    }
}
