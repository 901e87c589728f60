import Foundation
import Testing
import Wording

@testable import Figures

/// Every kind of drawing, kept letter by letter in `Snapshots`, by language and width.
///
/// `UKLAD_WRITE_SNAPSHOTS=1` draws them anew; look at the pictures before committing them.
@Suite("Pictures kept as files")
struct GoldenPictureTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Snapshots")

    @Test("every drawing is the one kept", arguments: Examples.all)
    func golden(example: Examples.Example) throws {
        for language in Language.allCases {
            for width in Examples.widths {
                let drawing = example.draw(width, language)
                let svg = drawing.svg(.standalone(.light)) + "\n"
                let name = "\(example.name)-\(language.rawValue)-\(Int(width)).svg"
                let file = Self.folder.appending(path: name)
                if ProcessInfo.processInfo.environment["UKLAD_WRITE_SNAPSHOTS"] == "1" {
                    try Data(svg.utf8).write(to: file)
                }
                let kept = try String(contentsOf: file, encoding: .utf8)
                #expect(svg == kept, "\(name) differs")
            }
        }
    }

    @Test("no mark leaves a drawing and no text lies on another", arguments: Examples.all)
    func places(example: Examples.Example) {
        for language in Language.allCases {
            for width in Examples.widths + [1_000, 480, 280] {
                let drawing = example.draw(width, language)
                #expect(drawing.strays.isEmpty, "\(width): \(drawing.strays.prefix(3))")
                #expect(drawing.collisions.isEmpty, "\(width): \(drawing.collisions.prefix(3))")
            }
        }
    }

    @Test("a drawing in a page has names, ids of its own and no colour written out")
    func page() {
        for example in Examples.all {
            let svg = example.draw(628, .english).svg(.page(idPrefix: "fig-w"))
            #expect(svg.contains("aria-labelledby=\"fig-w-t fig-w-d\""))
            #expect(svg.contains("<title id=\"fig-w-t\">"))
            #expect(!svg.contains("#"), "\(example.name)")
            #expect(svg.contains("data-mark"))
        }
    }
}
