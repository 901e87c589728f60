/// A piece of a page. Text and attribute values are escaped on the way out, so a page cannot be
/// made that isn't: the only door for markup is ``trusted(_:)``, for pictures that `Figures` drew.
enum HTML {
    case text(String)
    case element(StaticString, [Attribute], [HTML])
    case group([HTML])
    /// Markup of our own making.
    case trusted(String)

    static let nothing = HTML.group([])

    /// An attribute; one with an empty value is written without it.
    struct Attribute {
        let name: StaticString
        let value: String

        static func id(_ value: String) -> Attribute { Attribute(name: "id", value: value) }
        static func style(_ value: String) -> Attribute { Attribute(name: "class", value: value) }
        static func lang(_ value: String) -> Attribute { Attribute(name: "lang", value: value) }
        static func label(_ value: String) -> Attribute {
            Attribute(name: "aria-label", value: value)
        }
        static func labelled(by value: String) -> Attribute {
            Attribute(name: "aria-labelledby", value: value)
        }
        /// A link within the page.
        static func anchor(_ id: String) -> Attribute { Attribute(name: "href", value: "#" + id) }
        static func data(_ name: StaticString, _ value: String) -> Attribute {
            Attribute(name: name, value: value)
        }
        static func flag(_ name: StaticString) -> Attribute { Attribute(name: name, value: "") }
    }

    /// The page as text.
    var written: String {
        var out: [UInt8] = []
        out.reserveCapacity(1 << 16)
        write(to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    func write(to out: inout [UInt8]) {
        switch self {
        case .text(let text):
            Escape.write(text, to: &out)
        case .trusted(let markup):
            out.append(contentsOf: markup.utf8)
        case .group(let children):
            for child in children { child.write(to: &out) }
        case .element(let name, let attributes, let children):
            out.append(UInt8(ascii: "<"))
            Self.append(name, to: &out)
            for attribute in attributes {
                out.append(UInt8(ascii: " "))
                Self.append(attribute.name, to: &out)
                if attribute.value.isEmpty { continue }
                out.append(contentsOf: "=\"".utf8)
                Escape.write(attribute.value, to: &out)
                out.append(UInt8(ascii: "\""))
            }
            out.append(UInt8(ascii: ">"))
            if Self.isVoid(name) { return }
            for child in children { child.write(to: &out) }
            if Self.endsItself(name) { return }
            out.append(contentsOf: "</".utf8)
            Self.append(name, to: &out)
            out.append(UInt8(ascii: ">"))
        }
    }

    private static func append(_ name: StaticString, to out: inout [UInt8]) {
        name.withUTF8Buffer { out.append(contentsOf: $0) }
    }

    private static func isVoid(_ name: StaticString) -> Bool {
        ["meta", "br", "input", "link", "hr"].contains(name.description)
    }

    /// Cells and rows, whose end the next one implies: thousands of them stand in a report.
    private static func endsItself(_ name: StaticString) -> Bool {
        ["td", "th", "tr", "dd", "dt", "li"].contains(name.description)
    }
}

/// Characters that would mean something to a browser, or turn the line around, made harmless.
enum Escape {
    static func write(_ text: String, to out: inout [UInt8]) {
        var text = text
        let isPlain = text.withUTF8 { bytes in
            bytes.allSatisfy { byte in
                byte < 0x80 && byte >= 0x20 && byte != 0x26 && byte != 0x3C && byte != 0x3E
                    && byte != 0x22 && byte != 0x27 && byte != 0x7F
            }
        }
        if isPlain {
            out.append(contentsOf: text.utf8)
            return
        }
        for scalar in text.unicodeScalars { write(scalar, to: &out) }
    }

    private static func write(_ scalar: Unicode.Scalar, to out: inout [UInt8]) {
        switch scalar {
        case "&": out.append(contentsOf: "&amp;".utf8)
        case "<": out.append(contentsOf: "&lt;".utf8)
        case ">": out.append(contentsOf: "&gt;".utf8)
        case "\"": out.append(contentsOf: "&quot;".utf8)
        case "'": out.append(contentsOf: "&#39;".utf8)
        case "\n", "\t": out.append(UInt8(ascii: " "))
        default:
            if isHostile(scalar) {
                out.append(contentsOf: "\u{FFFD}".utf8)
            } else {
                out.append(contentsOf: UTF8.encode(scalar)!)
            }
        }
    }

    /// Control characters and those that change the direction of the text after them.
    private static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true
        case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}

/// An element with a class.
func tag(_ name: StaticString, _ style: String = "", _ children: HTML...) -> HTML {
    .element(name, style.isEmpty ? [] : [.style(style)], children)
}

/// An element with attributes.
func tag(_ name: StaticString, _ attributes: [HTML.Attribute], _ children: [HTML] = []) -> HTML {
    .element(name, attributes, children)
}

extension HTML: ExpressibleByStringLiteral {
    init(stringLiteral value: String) { self = .text(value) }
}
