// The room that shows a run to a person (DESIGN section 2).
//
// | question                                       | type                             |
// |------------------------------------------------|----------------------------------|
// | the page of a run                              | ``Report``                       |
// | which results, by method, place, activity      | `Facts`                          |
// | which sentences may be said                    | `Claims`, `Claim`                |
// | a number with where it comes from              | `Shown`, `Derived`               |
// | what a number opens to                         | `Ledger`                         |
// | markup that cannot be broken out of            | `HTML`                           |
//
// A sentence is made from a claim that is tested on the numbers; where the test fails a plain
// description stands in its place (METHODS 16.16). A number on the page is a `Shown`, which knows
// its origin: there is no other way to put one there.

public import Assessment
internal import Region
public import Wording

/// The report of a run: one HTML file that needs nothing else.
public enum Report {
    /// The page. The same run and language give the same bytes.
    ///
    /// - Parameters:
    ///   - others: The files of the same report in other languages, to link to.
    /// - Throws: `RunFailure` where a table of the run can't be read.
    public static func html(
        _ run: Run, _ explainer: Explainer, language: Language,
        others: [(language: Language, file: String)] = []
    ) throws(RunFailure) -> String {
        Page(try Material(run, explainer), language, others: others).html()
    }

    /// The name of a report's file: `report-1a2b3c4d5e6f-ru.html`.
    public static func fileName(_ run: Run, _ language: Language) -> String {
        "report-\(run.id)-\(language.rawValue).html"
    }
}
