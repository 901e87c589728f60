internal import Figures
internal import Region
internal import Wording

/// Where the clusters of the region sit.
struct ClusterPlaces {
    /// One cluster's part in one place.
    struct Part {
        let cluster: ObjectCode
        let place: PlaceCode
        var participants: Found?
        var share: Found?
    }

    /// Clusters with participants, in the order they are asked for, at most so many.
    static let most = 4

    let page: Page
    let clusters: [ObjectCode]
    /// In the order of the clusters, the largest share first.
    let parts: [Part]

    private var material: Material { page.material }
    private var language: Language { page.language }

    /// - Parameters:
    ///   - rows: Of the method on participants.
    ///   - order: Clusters, the most telling first.
    init(page: Page, rows: [Found], order: [ObjectCode]) {
        self.page = page
        var parts: [Part] = []
        for found in rows {
            guard let cluster = found.key.object, let place = found.key.place,
                !cluster.rawValue.contains("/")
            else { continue }
            var position = parts.firstIndex { $0.cluster == cluster && $0.place == place }
            if position == nil {
                parts.append(Part(cluster: cluster, place: place))
                position = parts.count - 1
            }
            guard let position else { continue }
            if found.key.component == "participants" { parts[position].participants = found }
            if found.key.component == "placeShare" { parts[position].share = found }
        }
        var clusters: [ObjectCode] = []
        for cluster in order where clusters.count < Self.most {
            var participants = 0.0
            for part in parts where part.cluster == cluster {
                participants += part.participants?.value ?? 0
            }
            // One participant is no pattern.
            if participants >= 2 { clusters.append(cluster) }
        }
        var shown: [Part] = []
        for cluster in clusters {
            shown += parts.filter { $0.cluster == cluster }.sorted {
                ($0.share?.value ?? -1, $1.place) > ($1.share?.value ?? -1, $0.place)
            }
        }
        self.clusters = clusters
        self.parts = shown
    }

    private func text(_ english: String, _ russian: String) -> String {
        page.text(english, russian)
    }

    /// - Parameter towns: Places to draw whether they have participants or not.
    func card(towns: [PlaceCode]) -> HTML? {
        guard let first = parts.first(where: { $0.place != page.facts.region }) else { return nil }
        var places = towns
        for part in parts where !places.contains(part.place) { places.append(part.place) }
        // The middle of the region is no place to draw a participant at.
        places = places.filter {
            material.places[$0]?.coordinates != nil && $0 != page.facts.region
        }
        guard places.count > 2 else { return nil }
        let chart = ClusterMap(
            title: heading(first).plain(language), summary: what,
            places: places.map { code in
                let point = material.places[code]?.coordinates
                return ClusterMap.Place(
                    name: material.name(code, language), longitude: point?.longitude ?? 0,
                    latitude: point?.latitude ?? 0)
            },
            panels: clusters.map { panel($0, places) },
            words: (
                share: text("share of the cluster there", "доля кластера в месте"),
                unknown: text("participants of unknown size", "участники неизвестного размера"),
                none: text("town without participants", "город без участников")
            ))
        return page.pictures.card(
            Pictures.Card(
                id: "fig-cluster-places", heading: heading(first), what: what,
                method: MethodName.clusterMembers, table: "t-cluster-places")
        ) { chart.drawing(width: $0, language: language) }
    }

    private var what: String {
        text(
            "Participants of each cluster by place, by people employed or revenue. Only those in the data: often the largest.",
            "Участники каждого кластера по местам, по численности или выручке. Только те, что есть в данных: часто крупнейшие."
        )
    }

    private func panel(_ cluster: ObjectCode, _ places: [PlaceCode]) -> ClusterMap.Panel {
        var shares: [Double?] = []
        for place in places {
            let part = parts.first { $0.cluster == cluster && $0.place == place }
            shares.append(part == nil ? 0 : part?.share?.value)
        }
        return ClusterMap.Panel(name: material.name(cluster, language), shares: shares)
    }

    private func heading(_ first: Part) -> Sentence {
        let cluster = material.name(first.cluster, language)
        let place = material.name(first.place, language)
        guard let share = first.share, share.value != nil else {
            return page.claims.pick(
                "Where the clusters' participants are", "Где находятся участники кластеров")
        }
        return page.claims.pick(
            "\(cluster): the largest part known is in \(place), \(Shown(share, .share)) of the cluster",
            "\(cluster): крупнейшее место — \(place), доля кластера \(Shown(share, .share))")
    }

    var table: NumberTable? {
        guard !parts.isEmpty else { return nil }
        var rows: [NumberTable.Row] = []
        for part in parts {
            var cells: [NumberTable.Cell] = []
            if let participants = part.participants {
                cells.append(.number(Shown(participants, .whole)))
            } else {
                cells.append(.nothing)
            }
            if let share = part.share {
                cells.append(.number(Shown(share, .share)))
            } else {
                cells.append(.nothing)
            }
            rows.append(
                NumberTable.Row(
                    label:
                        "\(material.name(part.cluster, language)) · \(material.name(part.place, language))",
                    cells: cells))
        }
        return NumberTable(
            id: "t-cluster-places",
            caption: page.claims.pick(
                "Participants of clusters by place", "Участники кластеров по местам"),
            note: page.reading(of: MethodName.clusterMembers),
            columns: [
                text("Cluster and place", "Кластер и место"),
                text("Participants", "Участников"),
                text("Share of the cluster", "Доля кластера"),
            ], rows: rows)
    }
}
