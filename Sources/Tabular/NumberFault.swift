/// Why a text is not a number: the cold path, taken once per bad cell.
enum NumberFault {
    static func of(
        _ bytes: UnsafeBufferPointer<UInt8>, format: NumberFormat
    ) -> TabularProblem.Kind {
        guard bytes.count <= 200 else { return .notANumber }
        let text = String(decoding: bytes, as: UTF8.self)
        if text.first == "#" { return .spreadsheetError }
        if ["-", "–", "—", "−", "x", "X", "х", "Х", "*"].contains(text) {
            return .undeclaredMark
        }
        if isNotFinite(text) { return .notFinite }
        if looksLikeDate(text) { return .dateForNumber }

        let other: DecimalMark = format.decimalMark == .point ? .comma : .point
        let isDecimal = isNumber(bytes, NumberFormat(decimalMark: other, grouping: .none))
        let isGrouped = isNumber(
            bytes, NumberFormat(decimalMark: format.decimalMark, grouping: .otherMark))
        if isDecimal && isGrouped { return .ambiguousMark(expected: format.decimalMark) }
        let variants: [(NumberFormat, TabularProblem.Kind)] = [
            (
                NumberFormat(decimalMark: format.decimalMark, grouping: .spaces),
                .groupingNotDeclared
            ),
            (
                NumberFormat(decimalMark: other, grouping: .none),
                .wrongDecimalMark(expected: format.decimalMark)
            ),
            (
                NumberFormat(decimalMark: other, grouping: .spaces),
                .wrongDecimalMark(expected: format.decimalMark)
            ),
            (
                NumberFormat(decimalMark: format.decimalMark, grouping: .otherMark),
                .groupingNotDeclared
            ),
            (
                NumberFormat(decimalMark: other, grouping: .otherMark),
                .wrongDecimalMark(expected: format.decimalMark)
            ),
        ]
        for (variant, kind) in variants where isNumber(bytes, variant) { return kind }
        return hasTextAroundNumber(text) ? .textAroundNumber : .notANumber
    }

    private static func isNumber(
        _ bytes: UnsafeBufferPointer<UInt8>, _ format: NumberFormat
    ) -> Bool {
        if case .value = decimal(bytes, format: format) { return true }
        return false
    }

    private static func isNotFinite(_ text: String) -> Bool {
        let word = text.lowercased().drop { $0 == "-" || $0 == "+" || $0 == "−" }
        return ["nan", "inf", "infinity", "∞", "бесконечность"].contains(String(word))
    }

    private static let months = [
        "янв", "фев", "мар", "апр", "май", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// `01.05.2024`, `2024-05-01`, `май.05`, `5-May`: what a spreadsheet makes of `1.5`.
    private static func looksLikeDate(_ text: String) -> Bool {
        if text.contains(where: \.isWhitespace) { return false }
        let parts = text.lowercased().split(
            omittingEmptySubsequences: false, whereSeparator: { ".-/".contains($0) })
        let isNumeric = { (part: Substring) in
            !part.isEmpty && part.count <= 4 && part.allSatisfy { ("0"..."9").contains($0) }
        }
        if parts.count == 3 && parts.allSatisfy(isNumeric) {
            // 1.234.567 is grouping, not a date.
            return !parts.dropFirst().allSatisfy { $0.count == 3 }
        }
        guard parts.count == 2 || parts.count == 3 else { return false }
        let named = parts.filter { part in months.contains { part.hasPrefix($0) } }
        return named.count == 1
            && parts.allSatisfy { part in
                isNumeric(part) || months.contains { part.hasPrefix($0) }
            }
    }

    /// A digit at one end and something that is no part of a number elsewhere: `12 %`, `≈5`.
    private static func hasTextAroundNumber(_ text: String) -> Bool {
        let isDigit = { (character: Character?) in
            character.map { ("0"..."9").contains($0) } ?? false
        }
        let unsigned = text.drop { "-+−".contains($0) }
        guard isDigit(unsigned.first) || isDigit(text.last) else { return false }
        return text.contains { !isDigit($0) && !" .,-+−\u{A0}\u{202F}".contains($0) }
    }
}
