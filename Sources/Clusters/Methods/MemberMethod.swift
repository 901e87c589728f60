internal import Numerics
internal import Region
internal import Specialisation
internal import Wording

/// Who belongs to each cluster of a region, and where (METHODS 2.7, 4.1). The object of a result is
/// the cluster; that of a participant's the cluster and the establishment, joined by a slash.
struct MemberMethod: FindingMethod {
    typealias Context = ClusterContext

    let scope = MethodScope.regions

    let method = Method(
        id: "cluster-members",
        name: LocalizedText(en: "Participants and places", ru: "Участники и места"),
        section: "4.1",
        components: [
            Method.Component(
                "size", name: LocalizedText(en: "size", ru: "размер"), formula: Expression("z")),
            Method.Component(
                "share",
                name: LocalizedText(en: "share of the cluster", ru: "доля в кластере"),
                formula: Expression("z / sum(Z)")),
            Method.Component(
                "ties",
                name: LocalizedText(
                    en: "participants it is tied with", ru: "участников, с кем есть связь"),
                formula: Expression("count(t)")),
            Method.Component(
                "participants",
                name: LocalizedText(en: "participants there", ru: "участников в месте"),
                formula: Expression("count(f)")),
            Method.Component(
                "placeShare",
                name: LocalizedText(
                    en: "share of the cluster there", ru: "доля кластера в месте"),
                formula: Expression("sum(z) / sum(Z)")),
        ],
        symbols: [
            Method.Symbol(
                "z",
                LocalizedText(
                    en: "people employed, or revenue where that is what most say",
                    ru: "численность, а если чаще известна выручка — выручка")),
            Method.Symbol(
                "Z", LocalizedText(en: "sizes of all participants", ru: "размеры всех участников")),
            Method.Symbol(
                "t",
                LocalizedText(
                    en: "participants at the other end of a tie",
                    ru: "участники на другом конце связи"
                )),
            Method.Symbol("f", LocalizedText(en: "participants", ru: "участники")),
        ],
        reading: LocalizedText(
            en:
                "Participants of a cluster of the register are those of cluster_members.csv; of a cluster of industries, the enterprises of its industries. One place with nearly all of a cluster makes it that town's; participants without ties are in it on paper.",
            ru:
                "Участники кластера из реестра — из cluster_members.csv; кластера отраслей — предприятия этих отраслей. Если почти весь кластер в одном месте, это кластер города; участники без связей состоят в нём лишь на бумаге."
        ),
        literature: ["Delgado, Porter and Stern (2016), Defining clusters of related industries"],
        paperTag: "P-char")

    func findings(in context: ClusterContext) throws(CancellationError) -> Findings {
        let panel = context.specialisation.panel
        var findings = Findings(measure: panel.measure, classification: panel.classification)
        let regional = RegionalClusters(context, try? context.foundClusters.get())
        findings.notices = regional.notices()
        for cluster in regional.clusters where !cluster.firms.isEmpty {
            findings.list += participants(cluster, context) + places(cluster, context)
        }
        if findings.list.isEmpty {
            findings.notices.append(RegionalClusters.lackingFirms)
        }
        return findings
    }

    private func participants(
        _ cluster: RegionalClusters.Cluster, _ context: ClusterContext
    ) -> [Finding] {
        let sizes = FirmSizes(cluster.firms)
        let members = Dictionary(
            cluster.firms.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        var partners: [ObjectCode: Set<ObjectCode>] = [:]
        for tie in context.ties where members[tie.from] != nil && members[tie.to] != nil {
            guard tie.from != tie.to else { continue }
            partners[tie.from, default: []].insert(tie.to)
            partners[tie.to, default: []].insert(tie.from)
        }
        let all = Derivation.Binding(
            "Z", .list(sizes.values), unit: sizes.unit,
            from: sizes.firms.map {
                .entry(table: "establishments", key: [$0.code.rawValue], column: sizes.column)
            })
        let total = sizes.values.compensatedSum()
        let year = context.latestYearOfFirms
        return cluster.firms.flatMap { firm -> [Finding] in
            func finding(
                _ component: String, _ bindings: [Derivation.Binding], _ undefined: Undefined?
            ) -> Finding {
                Finding(
                    method,
                    ResultKey(
                        place: firm.place,
                        object: ObjectCode(
                            rawValue: "\(cluster.code.rawValue)/\(firm.code.rawValue)"),
                        year: year, component: component), bindings: bindings,
                    undefined: undefined, quality: firm.quality)
            }
            let position = sizes.firms.firstIndex { $0.code == firm.code }
            let size = position.map { sizes.values[$0] }
            let own = Derivation.Binding(
                "z", size ?? 0, unit: sizes.unit,
                from: .entry(
                    table: "establishments", key: [firm.code.rawValue], column: sizes.column))
            let tied = (partners[firm.code] ?? []).sorted()
            return [
                finding("size", [own], size == nil ? .missing("z") : nil),
                finding(
                    "share", [own, all],
                    size == nil ? .missing("z") : total > 0 ? nil : .zeroReference),
                finding(
                    "ties",
                    [
                        Derivation.Binding(
                            "t", .list(tied.map { _ in 1 }),
                            from: tied.compactMap { members[$0].map { .note($0.name) } })
                    ], context.ties.isEmpty ? .missing("links") : nil),
            ]
        }
    }

    private func places(
        _ cluster: RegionalClusters.Cluster, _ context: ClusterContext
    ) -> [Finding] {
        let sizes = FirmSizes(cluster.firms)
        let total = sizes.values.compensatedSum()
        let year = context.latestYearOfFirms
        func binding(_ symbol: String, _ firms: [Int]) -> Derivation.Binding {
            Derivation.Binding(
                symbol, .list(firms.map { sizes.values[$0] }), unit: sizes.unit,
                from: firms.map {
                    .entry(
                        table: "establishments", key: [sizes.firms[$0].code.rawValue],
                        column: sizes.column)
                })
        }
        return Dictionary(grouping: cluster.firms, by: \.place).sorted { $0.key < $1.key }.flatMap {
            place, firms -> [Finding] in
            let key = { (component: String) in
                ResultKey(place: place, object: cluster.code, year: year, component: component)
            }
            let own = sizes.firms.indices.filter { sizes.firms[$0].place == place }
            let quality = firms.map(\.quality).max() ?? .computed
            return [
                Finding(
                    method, key("participants"),
                    bindings: [
                        Derivation.Binding(
                            "f", .list(firms.map { _ in 1 }), from: firms.map { .note($0.name) })
                    ], quality: quality),
                Finding(
                    method, key("placeShare"),
                    bindings: [binding("z", own), binding("Z", Array(sizes.firms.indices))],
                    undefined: own.isEmpty ? .missing("z") : total > 0 ? nil : .zeroReference,
                    coverage: Double(own.count) / Double(firms.count), quality: quality),
            ]
        }
    }
}
