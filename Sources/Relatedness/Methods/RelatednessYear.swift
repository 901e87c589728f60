internal import Numerics
internal import Region
internal import Specialisation
internal import Wording

/// The settings of the stage.
public struct RelatednessParameters: Hashable, Sendable {
    /// The location quotient from which an activity counts as present.
    public var threshold = 1.0
    /// How activities are compared.
    public var similarity: Similarity = .proximity
    /// Whether an activity counts among those that are related to it.
    public var selfInclusion = SelfInclusion.no
    var includesSelf: Bool { selfInclusion == .yes }

    public enum SelfInclusion: String, CaseIterable, Sendable { case no, yes }

    public init() {}
}

/// What all methods of the stage look at in one year: who has what, and how activities go together.
struct RelatednessYear: Sendable {
    let presence: Presence
    /// Cells whose quotient lies on both sides of the threshold, because figures are hidden.
    let undecided: Set<Spot>
    let core: Presence.Core
    let similarity: Matrix
    private let common: Matrix

    init(_ figures: YearFigures, _ parameters: RelatednessParameters) {
        var undecided: Set<Spot> = []
        let presence = Presence(places: figures.places.count, activities: figures.activities.count)
        { place, activity in
            switch figures.locationQuotient(place: place, activity: activity) {
            case .value(let quotient): return quotient >= parameters.threshold
            case .range(let low, let high):
                if low < parameters.threshold && high >= parameters.threshold {
                    undecided.insert(Spot(place: place, activity: activity))
                }
                return low >= parameters.threshold
            case .undefined: return false
            }
        }
        self.presence = presence
        self.undecided = undecided
        core = presence.core
        common = cooccurrence(presence)
        var similarity = relatedness(common, by: parameters.similarity)
        // What an activity has in common with itself, where it is to count.
        if parameters.includesSelf {
            for activity in 0..<similarity.rows where presence.ubiquity[activity] > 0 {
                similarity[activity, activity] = 1
            }
        }
        self.similarity = similarity
    }

    /// How the similarity of the activity in question to another came about, in words.
    func note(_ own: Int, _ other: Int, in figures: YearFigures) -> InputSource {
        let name = figures.panel.activities[other].name
        let (both, first, second) = (
            Int(common[own, other]), Int(common[own, own]), Int(common[other, other])
        )
        return .note(
            LocalizedText(
                en: "\(name.english): places with both \(both), with each \(first) and \(second)",
                ru: "\(name.russian): мест с обоими \(both), с каждым \(first) и \(second)"))
    }
}

/// Names of results that other methods of the stage take.
enum ResultNames {
    static let presence = "comparative-presence"
    static let density = "relatedness-density"
    static let complexity = "economic-complexity"
}

extension YearFigures {
    /// A result of another method of the stage in this year.
    func result(
        _ method: String, place: Int? = nil, activity: Int? = nil, component: String = ""
    ) -> InputSource {
        .reference(
            .result(
                method: method,
                ResultKey(
                    place: place.map { panel.places[$0].code },
                    activity: activity.map { panel.activities[$0].code }, year: year,
                    component: component)))
    }
}

/// The letters of the stage's formulas.
enum RelatednessLetters {
    static let presence = Method.Symbol(
        "M",
        LocalizedText(
            en: "1 where the place has an advantage in the activity",
            ru: "1, если место имеет преимущество в отрасли"))
    static let similarity = Method.Symbol(
        "phi", LocalizedText(en: "similarity of two activities", ru: "близость двух отраслей"))
    static let density = Method.Symbol(
        "omega", LocalizedText(en: "density around the activity", ru: "плотность вокруг отрасли"))
    static let complexity = Method.Symbol(
        "PCI", LocalizedText(en: "complexity of the activity", ru: "сложность отрасли"))
}
