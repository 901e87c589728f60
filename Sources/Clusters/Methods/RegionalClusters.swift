internal import Region
internal import Wording

/// The firms of the clusters of a region: of those in its register, and of those that its
/// industries make up.
struct RegionalClusters: Sendable {
    struct Cluster: Sendable {
        let code: ObjectCode
        let name: LocalizedText
        let isRegistered: Bool
        /// Enterprises in the order of their codes.
        let firms: [Establishment]
        /// Years that each firm belongs for; empty for a cluster found by industries.
        let members: [ClusterEntry.Member]
        /// Positions of member industries in the panel; empty for a registered cluster.
        let industries: [Int]
    }

    let clusters: [Cluster]
    /// Registered clusters without participants.
    let withoutMembers: [ClusterEntry]

    init(_ context: ClusterContext, _ found: FoundClusters?) {
        let byCode = Dictionary(context.establishments.map { ($0.code, $0) }) { first, _ in first }
        var clusters: [Cluster] = []
        var withoutMembers: [ClusterEntry] = []
        for entry in context.register {
            let firms = entry.members.compactMap { byCode[$0.establishment] }
            guard !firms.isEmpty else {
                withoutMembers.append(entry)
                continue
            }
            clusters.append(
                Cluster(
                    code: entry.code, name: entry.name, isRegistered: true, firms: firms,
                    members: entry.members, industries: []))
        }
        if let found {
            let panel = found.panel
            let positions = Dictionary(
                uniqueKeysWithValues: panel.activities.enumerated().map {
                    ($0.element.code, $0.offset)
                })
            for cluster in found.clusters.indices {
                let members = Set(found.clusters[cluster])
                let firms = context.establishments.filter { firm in
                    guard firm.kind == .enterprise, let activity = firm.activity else {
                        return false
                    }
                    let own =
                        positions[activity]
                        ?? context.panelActivity[activity].flatMap { positions[$0] }
                    return own.map(members.contains) ?? false
                }
                clusters.append(
                    Cluster(
                        code: found.code(cluster),
                        name: panel.activities[found.clusters[cluster][0]].name,
                        isRegistered: false, firms: firms, members: [],
                        industries: found.clusters[cluster]))
            }
        }
        self.clusters = clusters
        self.withoutMembers = withoutMembers
    }

    static let lackingFirms = LocalizedText(
        en:
            "Needs enterprises: table establishments.csv with activities, or cluster_members.csv.",
        ru:
            "Нужны предприятия: таблица establishments.csv с видами деятельности или cluster_members.csv."
    )

    func notices() -> [LocalizedText] {
        guard !withoutMembers.isEmpty else { return [] }
        let names = { (language: Language) in
            withoutMembers.map { $0.name[language] }.joined(separator: ", ")
        }
        return [
            LocalizedText(
                en:
                    "Clusters of the register without participants (table cluster_members): \(names(.english)).",
                ru:
                    "Кластеры реестра без списка участников (таблица cluster_members): \(names(.russian))."
            )
        ]
    }
}

extension ClusterContext {
    /// One year for all that is said of firms, so that clusters stand side by side.
    var latestYearOfFirms: Year? { establishments.compactMap(\.year).max() }
}
