/// Text from a file made fit for a message.
///
/// Control characters, invisible and direction-changing characters and unpaired bytes are
/// written as escapes, so that a value can neither break the line it is quoted in nor hide in
/// it; past 40 characters the rest is cut.
package enum Excerpt {
    static let longest = 40

    static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        // No character takes more than four bytes, apart from combining sequences, which are
        // cut as well: what stands past the cut is never decoded.
        let head = bytes.prefix(longest * 4 + 4)
        let text = String(decoding: head, as: UTF8.self)
        return of(text, isCut: head.count < bytes.count)
    }

    package static func of(_ text: String) -> String { of(text, isCut: false) }

    /// A path keeps its whole length: cut, it would not lead anywhere.
    static func ofPath(_ path: String) -> String {
        path.unicodeScalars.map(escaped).joined()
    }

    private static func of(_ text: String, isCut: Bool) -> String {
        var result = ""
        var length = 0
        for scalar in text.unicodeScalars {
            let piece = escaped(scalar)
            length += piece.count
            if length > longest { return result + "…" }
            result += piece
        }
        return isCut ? result + "…" : result
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        case "\u{FFFD}": return "\u{FFFD}"
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
            .unassigned:
            return "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        case .spaceSeparator where scalar != " ":
            // A no-break space inside a number is what the message is often about: show it.
            return "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        default:
            return String(scalar)
        }
    }
}
