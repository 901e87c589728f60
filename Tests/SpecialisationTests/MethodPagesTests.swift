import Foundation
import Region
import Specialisation
import Support
import Testing
import Wording

/// `Documentation/methods`: one page a method. What stands between the marks is written by the
/// methods themselves, so a page cannot say something else than the program does.
///
/// `UKLAD_WRITE_SNAPSHOTS=1` writes the marked parts anew; read the difference before committing.
@Suite("Pages of the methods")
struct MethodPagesTests {
    static let identifiers = Toy.methods.map(\.method.id) + OtherPages.methods.map(\.id)

    private static func page(of id: String) throws -> MethodPage {
        if let page = try OtherPages.page(of: id) { return page }
        return try MethodPage(try Toy.method(id))
    }

    @Test("the page of each method says what the method says", arguments: identifiers)
    func page(_ id: String) throws {
        let page = try DocumentationPage("\(id).md")
        let computed = try Self.page(of: id)
        try page.expectComputedPart(computed.text)
        #expect(page.title == computed.method.name[.english])
        #expect(!page.question.isEmpty, "no question stands below the title")
        for heading in ["## Pitfalls and edge cases", "## Verified against"] {
            #expect(page.section(heading).count > 80, "\(id): nothing is said under \(heading)")
        }
    }

    @Test("the list leads to every page, and every page is of a method")
    func list() throws {
        let rows = try (Toy.methods.map(\.method) + OtherPages.methods).map { method in
            let (id, name) = (method.id, method.name)
            let question = try DocumentationPage("\(id).md").question
            return "| \(question) | [\(name[.english])](\(id).md) | \(name[.russian]) | `\(id)` |"
        }
        let heading = [
            "| question | method | по-русски | name in files and commands |",
            "|---|---|---|---|",
        ]
        try DocumentationPage("README.md").expectComputedPart(
            (heading + rows).joined(separator: "\n"))
        let pages = try FileManager.default.contentsOfDirectory(
            atPath: DocumentationPage.folder.path(percentEncoded: false))
        #expect(Set(pages) == Set(Self.identifiers.map { "\($0).md" } + ["README.md"]))
    }

    @Test("every formula with its numbers gives the number below it", arguments: identifiers)
    func examples(_ id: String) throws {
        let examples = try Self.page(of: id).examples
        #expect(!examples.isEmpty)
        for example in examples {
            let value = try #require(example.outcome.value)
            let recomputed = try #require(example.recomputed, "\(example.key)")
            #expect(agrees(recomputed, value, within: 1e-12), "\(example.key)")
        }
    }
}

/// A page as a file: a title, a question, a computed part between marks, and what a person wrote.
struct DocumentationPage {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Documentation/methods")
    private static let opening = "<!-- computed -->"
    private static let closing = "<!-- /computed -->"

    let file: URL
    let text: String

    init(_ name: String) throws {
        file = DocumentationPage.folder.appending(path: name)
        let isThere = FileManager.default.fileExists(atPath: file.path(percentEncoded: false))
        try #require(isThere, "there is no page Documentation/methods/\(name)")
        text = try String(contentsOf: file, encoding: .utf8)
    }

    private var paragraphs: [String] { text.components(separatedBy: "\n\n") }

    var title: String { String((paragraphs.first ?? "").trimmingPrefix("# ")) }

    /// The paragraph below the title, on one line.
    var question: String {
        guard paragraphs.count > 1, !paragraphs[1].hasPrefix("<!--") else { return "" }
        return paragraphs[1].replacingOccurrences(of: "\n", with: " ")
    }

    /// What stands below a heading, up to the next one.
    func section(_ heading: String) -> String {
        guard let start = text.range(of: "\n\(heading)\n") else { return "" }
        let rest = text[start.upperBound...]
        return String(rest[..<(rest.range(of: "\n## ")?.lowerBound ?? rest.endIndex)])
    }

    func expectComputedPart(
        _ part: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let name = file.lastPathComponent
        let start = try #require(
            text.range(of: DocumentationPage.opening),
            "\(name) has no \(DocumentationPage.opening)",
            sourceLocation: sourceLocation)
        let end = try #require(
            text.range(of: DocumentationPage.closing),
            "\(name) has no \(DocumentationPage.closing)",
            sourceLocation: sourceLocation)
        let kept = text[start.upperBound..<end.lowerBound]
        guard kept != "\n\(part)\n" else { return }
        if ProcessInfo.processInfo.environment["UKLAD_WRITE_SNAPSHOTS"] == "1" {
            let whole = text.replacingCharacters(
                in: start.upperBound..<end.lowerBound, with: "\n\(part)\n")
            try Data(whole.utf8).write(to: file)
            return
        }
        let pairs = zip(kept.split(separator: "\n"), part.split(separator: "\n"))
        let (old, new) = pairs.first { $0 != $1 } ?? ("(length)", "(length)")
        Issue.record(
            "\(name) is out of date; first line now: \(new) — kept: \(old)",
            sourceLocation: sourceLocation)
    }
}
