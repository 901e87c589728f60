import Region
public import ResourceCycles
import Wording

/// The loop of METHODS 6.1, and the same when more of the waste goes back.
public enum ToyCycles {
    public static var context: CycleContext {
        func node(_ code: String, _ russian: String, _ kind: CycleNode.Kind) -> CycleNode {
            CycleNode(
                code: ObjectCode(rawValue: code), name: LocalizedText(en: code, ru: russian),
                kind: kind)
        }
        func flow(
            _ from: ObjectCode?, _ to: ObjectCode, _ share: Double?, amount: Double? = nil,
            error: Double? = nil, clusters: Bool = false, of component: String? = nil
        ) -> CycleFlow {
            CycleFlow(
                from: from, to: to, isOfClusters: clusters, component: component, share: share,
                amount: amount, error: error,
                key: [
                    from?.rawValue ?? "", to.rawValue, clusters ? "clusters" : "", component ?? "",
                ],
                quality: .reported)
        }
        return CycleContext(
            nodes: [
                node("plant", "завод", .process), node("slag", "шлак", .waste),
                node("metal", "металл", .product),
                CycleNode(
                    code: "dump", name: LocalizedText(en: "dump", ru: "отвал"), kind: .heap,
                    deposit: "old-dump"),
            ],
            flows: [
                flow(nil, "plant", nil, amount: 100e6, error: 2e6),
                flow("plant", "metal", 0.7, amount: 77e6, error: 3e6),
                flow("plant", "slag", 0.3), flow("slag", "plant", 0.4),
                flow("slag", "dump", 0.6, amount: 20e6, error: 1e6),
                flow("slag", "plant", 0.8, clusters: true),
                flow("slag", "dump", 0.2, clusters: true),
                flow(nil, "plant", nil, amount: 1_000, of: "Zn"),
                flow("plant", "metal", 0.1, of: "Zn"), flow("plant", "slag", 0.9, of: "Zn"),
            ], region: "A",
            deposits: [
                WasteDeposit(
                    code: "old-dump", place: "A", kind: "metallurgical", stock: 500e6, inflow: nil,
                    areaInHectares: nil, year: 2020, quality: .reported)
            ], years: 3)
    }

    public static let text = """
        A plant takes in 100 million tonnes a year from outside and makes 0.7 of all it takes in into metal, the
        rest into slag. Of the slag 0.4 goes back to the plant and 0.6 to a dump; with the technogenic cluster
        0.8 goes back. What enters was weighed (100 million tonnes, give or take 2), so were the metal (77, 3)
        and what went to the dump (20, 1), where 500 million lie. With the input come 1,000 tonnes of zinc,
        of which the plant passes 0.9 on with the slag.
        """
}
