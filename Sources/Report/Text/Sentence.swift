internal import Wording

/// Text with numbers in it, each of which can be asked where it comes from.
///
/// Written as a string literal with interpolations; a number is put in as a ``Shown`` and keeps
/// its origin to the page.
struct Sentence: ExpressibleByStringInterpolation {
    enum Part {
        case text(String)
        case number(Shown)
    }

    private(set) var parts: [Part]

    init(stringLiteral value: String) { parts = [.text(value)] }

    init(stringInterpolation interpolation: StringInterpolation) {
        parts = interpolation.parts
    }

    init(_ parts: [Part]) { self.parts = parts }

    static var empty: Sentence { Sentence([]) }

    struct StringInterpolation: StringInterpolationProtocol {
        var parts: [Part] = []

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { parts.append(.text(literal)) }
        }

        mutating func appendInterpolation(_ text: String) { appendLiteral(text) }
        mutating func appendInterpolation(_ number: Shown) { parts.append(.number(number)) }
        mutating func appendInterpolation(_ sentence: Sentence) { parts += sentence.parts }
        /// A year, which is a name and no measured number.
        mutating func appendInterpolation(year: Int) { appendLiteral("\(year)") }
    }

    static func + (left: Sentence, right: Sentence) -> Sentence {
        Sentence(left.parts + right.parts)
    }

    /// The sentences with a text between each two.
    static func joined(_ sentences: [Sentence], by text: String) -> Sentence {
        var parts: [Part] = []
        for (index, sentence) in sentences.enumerated() {
            if index > 0 { parts.append(.text(text)) }
            parts += sentence.parts
        }
        return Sentence(parts)
    }

    /// `a, b and c`.
    static func list(_ sentences: [Sentence], _ language: Language) -> Sentence {
        guard sentences.count > 1, let last = sentences.last else {
            return sentences.first ?? empty
        }
        let joint = language == .russian ? " и " : " and "
        return joined(Array(sentences.dropLast()), by: ", ") + Sentence([.text(joint)]) + last
    }

    var numbers: [Shown] {
        parts.compactMap { if case .number(let number) = $0 { number } else { nil } }
    }

    var isEmpty: Bool { parts.isEmpty }

    /// The words alone, for attributes and tests.
    func plain(_ language: Language) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .number(let number): number.text(in: language)
            }
        }.joined()
    }
}
