extension Expression {
    /// Why a text is no formula.
    public struct SyntaxError: Error, Hashable, Sendable {
        public enum Reason: Hashable, Sendable {
            case unexpectedEnd
            case unexpected(Character)
            case unknownFunction(String)
            case arguments(of: String, need: Int, have: Int)
            case tooDeep
        }

        public let reason: Reason
        /// The place in the text, counted in characters from 0.
        public let offset: Int
    }

    /// The formula a text writes.
    public init(parsing text: String) throws(SyntaxError) {
        var parser = ExpressionParser(text: Array(text))
        self = try parser.parseWhole()
    }

    /// A formula written in the program; a text that is none is a programmer's mistake.
    public init(_ text: StaticString) {
        do {
            try self.init(parsing: text.description)
        } catch {
            preconditionFailure("not a formula: \(text): \(error)")
        }
    }

    /// The formula in plain text, with symbols written by a rule (their own name by default).
    ///
    /// Sums of lists read `Σ(...)`; products get a middle dot and minus signs are true minus signs.
    public func text(symbol: (String) -> String = { $0 }, number: (Double) -> String = plainNumber)
        -> String
    {
        rendered(precedence: 0, symbol: symbol, number: number)
    }

    /// A number as a formula's own constants are written.
    public static func plainNumber(_ number: Double) -> String {
        if let whole = Int(exactly: number), abs(whole) < 1_000_000 { return "\(whole)" }
        return "\(number)"
    }

    private func rendered(
        precedence: Int, symbol: (String) -> String, number: (Double) -> String
    ) -> String {
        switch self {
        case .number(let value):
            return number(value)
        case .symbol(let name):
            return symbol(name)
        case .negated(let inner):
            let text = "−" + inner.rendered(precedence: 3, symbol: symbol, number: number)
            return precedence > 1 ? "(\(text))" : text
        case .binary(let sign, let left, let right):
            let own = sign.precedence
            // The right side of − and / needs brackets at equal precedence, the left of ^ too.
            let isPower = sign == .power
            let leftText = left.rendered(
                precedence: isPower ? own + 1 : own, symbol: symbol, number: number)
            let rightText = right.rendered(
                precedence: isPower ? own : own + 1, symbol: symbol, number: number)
            let text = leftText + sign.printed + rightText
            return own < precedence ? "(\(text))" : text
        case .call(let function, let arguments):
            let inner = arguments.map { $0.rendered(precedence: 0, symbol: symbol, number: number) }
            if function == .abs { return "|\(inner[0])|" }
            return "\(function.printed)(\(inner.joined(separator: "; ")))"
        }
    }
}

extension Expression.Operator {
    fileprivate var printed: String {
        switch self {
        case .add: " + "
        case .subtract: " − "
        case .multiply: " · "
        case .divide: " / "
        case .power: "^"
        }
    }
}

extension Expression.Function {
    fileprivate var printed: String {
        switch self {
        case .sum: "Σ"
        case .sqrt: "√"
        case .larger, .maximum: "max"
        case .smaller, .minimum: "min"
        case .cumulated: "cum"
        case .previous: "prev"
        default: rawValue
        }
    }
}

/// A recursive-descent parser with bounded depth, so that a hostile formula cannot exhaust the stack.
private struct ExpressionParser {
    let text: [Character]
    var position = 0
    var depth = 0

    init(text: [Character]) { self.text = text }

    mutating func parseWhole() throws(Expression.SyntaxError) -> Expression {
        let result = try parseSum()
        skipSpaces()
        guard position == text.count else { throw failure(.unexpected(text[position])) }
        return result
    }

    private mutating func parseSum() throws(Expression.SyntaxError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth < 64 else { throw failure(.tooDeep) }
        var left = try parseProduct()
        while let sign = peek(in: "+-−") {
            position += 1
            left = .binary(sign == "+" ? .add : .subtract, left, try parseProduct())
        }
        return left
    }

    private mutating func parseProduct() throws(Expression.SyntaxError) -> Expression {
        var left = try parseSigned()
        while let sign = peek(in: "*·×/") {
            position += 1
            left = .binary(sign == "/" ? .divide : .multiply, left, try parseSigned())
        }
        return left
    }

    private mutating func parseSigned() throws(Expression.SyntaxError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth < 64 else { throw failure(.tooDeep) }
        if peek(in: "-−") != nil {
            position += 1
            return .negated(try parseSigned())
        }
        return try parsePower()
    }

    private mutating func parsePower() throws(Expression.SyntaxError) -> Expression {
        let base = try parseAtom()
        guard peek(in: "^") != nil else { return base }
        position += 1
        return .binary(.power, base, try parseSigned())
    }

    private mutating func parseAtom() throws(Expression.SyntaxError) -> Expression {
        skipSpaces()
        guard position < text.count else { throw failure(.unexpectedEnd) }
        let first = text[position]
        if first == "(" {
            position += 1
            let inner = try parseSum()
            try expect(")")
            return inner
        }
        if first.isASCII, first.isNumber { return try parseNumber() }
        if first.isLetter || first == "_" { return try parseName() }
        throw failure(.unexpected(first))
    }

    private mutating func parseNumber() throws(Expression.SyntaxError) -> Expression {
        let start = position
        while position < text.count, text[position].isASCII, isPartOfNumber(text[position]) {
            position += 1
        }
        guard let number = Double(String(text[start..<position])), number.isFinite else {
            position = start
            throw failure(.unexpected(text[start]))
        }
        return .number(number)
    }

    private func isPartOfNumber(_ character: Character) -> Bool {
        if character.isNumber || character == "." { return true }
        if character == "e" || character == "E" { return true }
        return character == "-" && (text[position - 1] == "e" || text[position - 1] == "E")
    }

    private mutating func parseName() throws(Expression.SyntaxError) -> Expression {
        let start = position
        while position < text.count,
            text[position].isLetter || text[position].isNumber || "_.'".contains(text[position])
        {
            position += 1
        }
        let name = String(text[start..<position])
        guard peek(in: "(") != nil else { return .symbol(name) }
        guard let function = Expression.Function(rawValue: name) else {
            position = start
            throw failure(.unknownFunction(name))
        }
        position += 1
        var arguments = [try parseSum()]
        while peek(in: ",;") != nil {
            position += 1
            arguments.append(try parseSum())
        }
        try expect(")")
        guard arguments.count == function.arity else {
            throw failure(
                .arguments(of: name, need: function.arity, have: arguments.count))
        }
        return .call(function, arguments)
    }

    private mutating func expect(_ character: Character) throws(Expression.SyntaxError) {
        skipSpaces()
        guard position < text.count else { throw failure(.unexpectedEnd) }
        guard text[position] == character else { throw failure(.unexpected(text[position])) }
        position += 1
    }

    private mutating func peek(in set: String) -> Character? {
        skipSpaces()
        guard position < text.count, set.contains(text[position]) else { return nil }
        return text[position]
    }

    private mutating func skipSpaces() {
        while position < text.count, text[position].isWhitespace { position += 1 }
    }

    private func failure(_ reason: Expression.SyntaxError.Reason) -> Expression.SyntaxError {
        Expression.SyntaxError(reason: reason, offset: position)
    }
}
