private import Foundation

/// A JSON value that is written with its members in the order given, so that the same value gives
/// the same bytes.
indirect enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([Member])

    struct Member: Hashable, Sendable {
        let name: String
        let value: JSONValue

        init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// A value as Foundation reads it; members of objects are put in the order of their names,
    /// since theirs is lost.
    init(reading object: Any) {
        switch object {
        case let text as String: self = .text(text)
        case let number as NSNumber:
            self = Self.isBool(number) ? .bool(number.boolValue) : .number(number.doubleValue)
        case let list as [Any]: self = .list(list.map(JSONValue.init(reading:)))
        case let members as [String: Any]:
            self = .object(
                members.sorted { $0.key < $1.key }.map {
                    Member($0.key, JSONValue(reading: $0.value))
                })
        default: self = .null
        }
    }

    private static func isBool(_ number: NSNumber) -> Bool {
        String(cString: number.objCType) == "c"
    }

    /// The value as text with two blanks of indentation and a final line end.
    var text: String {
        var text = ""
        write(to: &text, indentation: "")
        return text + "\n"
    }

    private func write(to text: inout String, indentation: String) {
        let inner = indentation + "  "
        switch self {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .number(let number):
            if let whole = Int(exactly: number), abs(whole) < 1 << 53 {
                text += String(whole)
            } else {
                text += number.isFinite ? "\(number)" : "null"
            }
        case .text(let string): Self.quote(string, to: &text)
        case .list(let list) where list.isEmpty: text += "[]"
        case .list(let list):
            // Short lists of words read better on one line.
            let isShort = list.allSatisfy { if case .text = $0 { true } else { false } }
            text += isShort ? "[" : "[\n"
            for (index, element) in list.enumerated() {
                if !isShort { text += inner }
                element.write(to: &text, indentation: inner)
                let isLast = index == list.count - 1
                text += isLast ? "" : isShort ? ", " : ",\n"
            }
            text += isShort ? "]" : "\n\(indentation)]"
        case .object(let members) where members.isEmpty: text += "{}"
        case .object(let members):
            text += "{\n"
            for (index, member) in members.enumerated() {
                text += inner
                Self.quote(member.name, to: &text)
                text += ": "
                member.value.write(to: &text, indentation: inner)
                text += index == members.count - 1 ? "\n" : ",\n"
            }
            text += "\(indentation)}"
        }
    }

    private static func quote(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
