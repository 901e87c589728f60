import Testing

@testable import Report

@Suite("Markup of the report")
struct HTMLTests {
    /// Names that an attacker would give a place, an activity or a source.
    static let payloads = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
        "</style><script>alert(1)</script>", "<!--", "]]>", "&lt;script&gt;", "javascript:alert(1)",
        "\u{202E}gnp.exe", "a\u{2066}b\u{2069}c", "\u{0}\u{1}\u{7F}\u{9B}", "\u{FEFF}x", "=1+1",
        "<svg/onload=alert(1)>", "{{7*7}}", "`${alert(1)}`",
    ]

    @Test("no payload leaves its text or its attribute", arguments: payloads)
    func escapes(payload: String) {
        let html = tag("p", [.label(payload)], [.text(payload)]).written
        let inner = html.dropFirst("<p aria-label=\"".count).dropLast("</p>".count)
        #expect(html.hasPrefix("<p aria-label=\""))
        #expect(inner.filter { $0 == "<" }.isEmpty)
        #expect(inner.filter { $0 == ">" }.count == 1, "only the end of the opening tag")
        #expect(inner.filter { $0 == "\"" }.count == 1, "only the end of the attribute")
        #expect(!inner.contains("'"))
    }

    @Test("characters that turn the line around or control the terminal are shown as unknown")
    func hostileCharacters() {
        for scalar in [
            "\u{202A}", "\u{202E}", "\u{2066}", "\u{2069}", "\u{200F}", "\u{0}", "\u{9B}",
        ] {
            #expect(HTML.text("a\(scalar)b").written == "a\u{FFFD}b")
        }
    }

    @Test("Russian letters, narrow spaces and minus signs pass unchanged")
    func harmless() {
        let text = "Кемеровская область – Кузбасс: −12\u{202F}345,6\u{A0}млн\u{A0}₽ «да» 鄂"
        #expect(HTML.text(text).written == text)
    }

    @Test("an attribute without a value is written without one, a void element without an end")
    func shapes() {
        #expect(tag("meta", [.data("charset", "utf-8")]).written == "<meta charset=\"utf-8\">")
        #expect(tag("button", [.flag("hidden")], ["x"]).written == "<button hidden>x</button>")
        #expect(
            tag("tr", [], [tag("td", "", "1"), tag("td", "", "2")]).written == "<tr><td>1<td>2")
    }
}
