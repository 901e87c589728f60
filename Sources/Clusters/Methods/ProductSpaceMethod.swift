internal import Numerics
internal import Region
internal import Relatedness
internal import Specialisation
internal import Wording

/// Which activities stand in the same places: the lines of the product space (METHODS 2.1).
///
/// Kept are the links of a maximal spanning tree, which joins everything that anything joins, and
/// the three strongest of each activity.
struct ProductSpaceMethod: FindingMethod {
    typealias Context = ClusterContext

    let method = Method(
        id: "product-space", name: LocalizedText(en: "Product space", ru: "Пространство отраслей"),
        section: "2.1",
        components: [
            Method.Component(
                "proximity", name: LocalizedText(en: "proximity", ru: "близость"),
                formula: Expression("C / larger(u_i, u_j)")),
            Method.Component(
                "probability",
                name: LocalizedText(en: "probability by chance", ru: "вероятность случайного"),
                formula: Expression("(b + 1) / (B + 1)")),
        ],
        symbols: [
            Method.Symbol(
                "C", LocalizedText(en: "places that have both", ru: "мест, где есть обе")),
            Method.Symbol(
                "u_i", LocalizedText(en: "places that have the first", ru: "мест, где есть первая")),
            Method.Symbol(
                "u_j", LocalizedText(en: "places that have the second", ru: "мест, где есть вторая")
            ),
            Method.Symbol(
                "b",
                LocalizedText(
                    en: "random tables in which the two meet at least as often",
                    ru: "случайных таблиц, где они встречаются не реже")),
            Method.Symbol("B", LocalizedText(en: "random tables", ru: "случайных таблиц")),
        ],
        reading: LocalizedText(
            en:
                "How probable it is that a place with one of two activities has the other. The random tables keep how many activities each place has and how many places each activity: a probability under 0.05 says that the two meet more often than that alone would bring. Of all pairs only the strongest are listed.",
            ru:
                "Насколько вероятно, что место с одной из двух отраслей имеет и другую. В случайных таблицах у каждого места столько же отраслей, а у отрасли — мест; вероятность ниже 0,05 говорит, что эти две встречаются чаще, чем дало бы одно это. Из всех пар названы сильнейшие."
        ),
        literature: [
            "Hidalgo et al. (2007), The product space conditions the development of nations",
            "Strona et al. (2014), A fast and unbiased procedure to randomize ecological binary matrices",
        ],
        paperTag: "P-comb")

    func findings(in context: ClusterContext) throws(CancellationError) -> Findings {
        let panel = context.specialisation.panel
        var findings = Findings(measure: panel.measure, classification: panel.classification)
        let replicates = context.specialisation.parameters.simulationReplicates
        findings.parameters = [
            .init("simulationReplicates", "\(replicates)"),
            .init("seed", "\(context.specialisation.parameters.seed)"),
        ]
        guard let last = panel.years.indices.last else {
            findings.notices = [FoundClusters.lackingPanel]
            return findings
        }
        let figures = YearFigures(context.specialisation, position: last)
        let presence = Presence(places: figures.places.count, activities: figures.activities.count)
        {
            (figures.locationQuotient(place: $0, activity: $1).value ?? 0)
                >= context.parameters.presence
        }
        let common = cooccurrence(presence)
        let similarity = relatedness(common, by: .proximity)
        let kept = Self.strongest(similarity)
        guard !kept.isEmpty,
            let chance = try? PairSignificance(
                presence, replicates: replicates, seed: context.specialisation.parameters.seed)
        else {
            findings.notices = [FoundClusters.lackingPanel]
            return findings
        }
        let threshold = Expression.plainNumber(context.parameters.presence)
        for (first, second) in kept {
            func key(_ component: String) -> ResultKey {
                ResultKey(
                    activity: panel.activities[first].code,
                    object: ObjectCode(rawValue: panel.activities[second].code.rawValue),
                    year: figures.year, component: component)
            }
            func count(_ symbol: String, _ one: Int, _ other: Int) -> Derivation.Binding {
                Derivation.Binding(
                    symbol, common[one, other],
                    from: .note(
                        LocalizedText(
                            en: "places with a location quotient from \(threshold)",
                            ru: "мест с коэффициентом локализации от \(threshold)")))
            }
            findings.list.append(
                Finding(
                    method, key("proximity"),
                    bindings: [
                        count("C", first, second), count("u_i", first, first),
                        count("u_j", second, second),
                    ]))
            let probability = chance.probabilities[first, second]
            findings.list.append(
                Finding(
                    method, key("probability"),
                    bindings: [
                        Derivation.Binding(
                            "b", (probability * Double(replicates + 1)).rounded() - 1,
                            from: .note(
                                LocalizedText(
                                    en: "tables shuffled by trades between places",
                                    ru: "таблицы, перемешанные обменами между местами"))),
                        Derivation.Binding(
                            "B", Double(replicates),
                            from: .parameter("specialisation.simulationReplicates")),
                    ]))
        }
        return findings
    }

    /// The pairs kept, in order.
    private static func strongest(_ similarity: Matrix) -> [(Int, Int)] {
        let count = similarity.rows
        var kept: Set<[Int]> = []
        for own in 0..<count {
            let order = (0..<count).filter { $0 != own && similarity[own, $0] > 0 }.sorted {
                (similarity[own, $1], $0) < (similarity[own, $0], $1)
            }
            for other in order.prefix(3) { kept.insert([min(own, other), max(own, other)]) }
        }
        // Kruskal's algorithm on the strongest first.
        var pairs: [(Int, Int)] = []
        for first in 0..<count {
            for second in (first + 1)..<max(count, first + 1) where similarity[first, second] > 0 {
                pairs.append((first, second))
            }
        }
        pairs.sort {
            let (a, b) = (similarity[$0.0, $0.1], similarity[$1.0, $1.1])
            return a != b ? a > b : ($0.0, $0.1) < ($1.0, $1.1)
        }
        var parents = Array(0..<count)
        func root(_ node: Int) -> Int {
            var node = node
            while parents[node] != node { node = parents[node] }
            return node
        }
        for (first, second) in pairs {
            let (a, b) = (root(first), root(second))
            guard a != b else { continue }
            parents[max(a, b)] = min(a, b)
            kept.insert([first, second])
        }
        return kept.map { ($0[0], $0[1]) }.sorted { $0 < $1 }
    }
}
