internal import Region
internal import Wording

/// A sentence of the report with the test it has passed, or the plain description that stands in
/// its place where it has not (METHODS 16.16).
struct Claim {
    /// Its name in tests and on the page.
    let id: String
    /// Whether the test was passed.
    let holds: Bool
    /// The heading: the finding in one line.
    let heading: Sentence
    /// The finding with its numbers.
    let sentence: Sentence
    /// What was tested, in words.
    let test: String
}

/// The findings of a report, in one language.
struct Claims {
    let facts: Facts
    let language: Language

    var material: Material { facts.material }

    /// All findings that the results allow, in the order of the first page.
    var findings: [Claim] {
        var result: [Claim] = []
        if let claim = specialisation { result.append(claim) }
        if let claim = strength { result.append(claim) }
        result += facts.spans.compactMap { change($0) }
        if let claim = narrowness { result.append(claim) }
        if let claim = growth { result.append(claim) }
        if let claim = marketability { result.append(claim) }
        if let claim = position { result.append(claim) }
        if let claim = convergence { result.append(claim) }
        return result
    }

    func finding(_ id: String) -> Claim? { findings.first { $0.id == id } }

    // MARK: Words

    func text(_ english: String, _ russian: String) -> String {
        language == .russian ? russian : english
    }

    func pick(_ english: Sentence, _ russian: Sentence) -> Sentence {
        language == .russian ? russian : english
    }

    var regionName: String { material.name(facts.region, language) }

    func name(_ activity: ActivityCode) -> String { material.name(activity, language) }

    /// The activity's name inside a sentence.
    func inner(_ activity: ActivityCode) -> String { Words.inner(name(activity)) }

    /// The activity's name in a list, in quotes, since some names hold commas and semicolons.
    func quoted(_ activity: ActivityCode) -> String {
        text("“", "«") + inner(activity) + text("”", "»")
    }

    /// What the region is compared with: `чем по стране`.
    var reference: (than: String, average: String, whole: String) {
        let isCountry =
            material.level == "region"
            && material.places.values.contains { $0.level == "country" }
        if isCountry {
            return (
                text("in the country", "по стране"), text("national", "по стране"),
                text("the country as a whole", "страны в целом")
            )
        }
        return (
            text("in all regions compared", "по всем сравниваемым регионам"),
            text("common", "по всем сравниваемым регионам"),
            text("all regions compared together", "всех сравниваемых регионов в целом")
        )
    }
}
