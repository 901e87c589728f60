import Foundation
import Region
import Testing
import Wording

@testable import Report

@Suite("The page of the report")
struct ReportPageTests {
    private func page(_ toy: Toy = Toy(), _ language: Language = .russian) -> String {
        Page(toy.material, language, others: [(.english, "report-en.html")]).html()
    }

    @Test("a small report is as it was", arguments: Language.allCases)
    func snapshot(language: Language) throws {
        try Snapshot.check(page(Toy(), language), "report-\(language.rawValue).html")
    }

    @Test("the same material gives the same bytes")
    func deterministic() {
        #expect(page() == page())
    }

    @Test("every number leads to an entry that is there, and every entry to its figures")
    func everyLinkLeadsSomewhere() throws {
        for language in Language.allCases {
            let page = page(Toy(), language)
            let ids = page.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
            #expect(Set(ids).count == ids.count, "an id stands twice")
            let targets = Set(page.matches(of: /href="#([^"]+)"/).map { String($0.1) })
            #expect(targets.subtracting(ids).isEmpty)
            let explained = page.matches(of: /data-explain="([^"]+)"/).map { String($0.1) }
            #expect(explained.count > 100)
            #expect(Set(explained).isSubset(of: ids))
        }
    }

    @Test("every numeric cell of a table opens to its explanation")
    func cells() {
        for language in Language.allCases {
            let page = page(Toy(), language)
            let tables = page.matches(
                of: /<table class="data"[^>]*>(.*?)<\/table>/.dotMatchesNewlines())
            #expect(tables.count >= 8)
            for table in tables {
                for cell in table.1.matches(of: /<td[^>]*>(.*?)(?=<td|<tr|<th|<\/tbody|$)/) {
                    let text = cell.1.replacing(/<[^>]+>/, with: "")
                    guard text.contains(where: \.isNumber) else { continue }
                    #expect(cell.1.contains("data-explain"), "\(text)")
                }
            }
        }
    }

    @Test("no number without a value reaches the page")
    func noPlaceholders() {
        var toy = Toy()
        // The other activity is gone everywhere, so that its quotient is undefined.
        for year in toy.masses.keys { for place in 0..<3 { toy.masses[year]![place][3] = 0 } }
        for language in Language.allCases {
            let words = page(toy, language).replacing(
                /<(style|script)[^>]*>.*?<\/(style|script)>/.dotMatchesNewlines(), with: ""
            )
            .replacing(/<[^>]+>/, with: " ")
            #expect(words.matches(of: /(?i)\b(nan|inf|infinity|nil|null|optional)\b/).isEmpty)
        }
        #expect(
            page(toy).contains("отрасли нет нигде"), "the reason stands in the place of the number")
    }

    @Test("hostile names stay text", arguments: HTMLTests.payloads)
    func hostileNames(payload: String) throws {
        var toy = Toy()
        toy.names["A"] = payload
        toy.activityNames[0] = payload
        toy.sourceTitle = payload
        let page = page(toy)
        let calm = self.page()
        let count = { (text: String, tag: String) in text.components(separatedBy: tag).count }
        for tag in ["<script", "<img", "<svg", "<style", "onerror=\"", "onload=\"", "</main>"] {
            #expect(count(page, tag) == count(calm, tag), "\(tag)")
        }
        for scalar in ["\u{202E}", "\u{2066}", "\u{0}", "\u{9B}"] {
            #expect(!page.contains(scalar))
        }
    }

    @Test("an address that is no web page is no link")
    func addresses() {
        let page = page()
        #expect(page.contains("<a href=\"https://example.org/t\" rel=\"noopener noreferrer\">"))
        let links = page.matches(of: /href="([^"]+)"/).map { String($0.1) }
        #expect(
            links.allSatisfy {
                $0.hasPrefix("#") || $0.hasPrefix("https://") || $0 == "report-en.html"
            })
    }

    @Test("the policy allows this page's style and script alone, by their hashes")
    func policy() throws {
        let page = page()
        let style = try #require(page.firstMatch(of: /<style>(.*?)<\/style>/.dotMatchesNewlines()))
            .1
        let script = try #require(
            page.firstMatch(of: /<script type="module">(.*?)<\/script>/.dotMatchesNewlines())
        ).1
        #expect(page.contains("style-src &#39;\(Assets.hash(String(style)))&#39;"))
        #expect(page.contains("script-src &#39;\(Assets.hash(String(script)))&#39;"))
        #expect(!page.contains(" style=\""), "a style attribute would need a wider policy")
        #expect(page.matches(of: /\son[a-z]+="/).isEmpty)
        #expect(page.matches(of: /(src|action)="/).isEmpty)
    }

    @Test("an estimate is marked wherever its number stands")
    func estimates() {
        var toy = Toy()
        toy.quality = .estimate
        let marked = page(toy).components(separatedBy: "<abbr class=\"mark\" title=\"оценка\">≈")
            .count
        #expect(marked > 50)
        #expect(!page().contains("title=\"оценка\""))
    }

    @Test("a workspace without figures by activity has a page that says so")
    func nothing() {
        let toy = Toy()
        let full = toy.material
        let empty = Material(
            title: full.title, region: full.region, level: full.level, places: full.places,
            activities: [:], measures: [:], formulas: [:], sources: [:], groups: [:], panels: [],
            population: nil, product: nil, tables: [], runID: full.runID, version: full.version,
            parameters: full.parameters, inputs: full.inputs, warnings: [],
            explain: { _, _ in nil }, origin: { _ in nil })
        let page = Page(empty, .russian).html()
        #expect(page.contains("<h1>Угольный край</h1>"))
        #expect(page.contains("Данных по видам деятельности нет"))
    }
}

/// Whole pages kept as files; rewritten where `UKLAD_WRITE_SNAPSHOTS` is 1.
enum Snapshot {
    static func check(
        _ text: String, _ name: String, location: SourceLocation = #_sourceLocation
    ) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Snapshots")
        let file = folder.appending(path: name)
        // The style sheet and the script have their own tests; here they would hide the page.
        let body = text.replacing(
            /<(style|script)[^>]*>.*?<\/(style|script)>/.dotMatchesNewlines(), with: ""
        )
        .replacing(/sha256-[A-Za-z0-9+\/=]+/, with: "sha256").replacing("><", with: ">\n<")
        if ProcessInfo.processInfo.environment["UKLAD_WRITE_SNAPSHOTS"] == "1" {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            try body.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        let (old, new) = (expected.split(separator: "\n"), body.split(separator: "\n"))
        let first = zip(old, new).first { $0 != $1 }
        #expect(
            old == new, "first difference: \(first.map { "\($0.0)\n\($0.1)" } ?? "length")",
            sourceLocation: location)
    }
}
