internal import Region
internal import Wording

/// The figures of the report, each in a card: the finding, what it shows, the picture, its source.
struct Pictures {
    let page: Page

    var now: [HTML] { [] }
    var change: [HTML] { [] }
    var comparison: [HTML] {
        page.tables.comparison().map { [$0.html(page.ledger)] } ?? []
    }
}
