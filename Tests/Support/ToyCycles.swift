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
            clusters: Bool = false
        ) -> CycleFlow {
            CycleFlow(
                from: from, to: to, isOfClusters: clusters, share: share, amount: amount,
                key: [from?.rawValue ?? "", to.rawValue, clusters ? "clusters" : ""],
                quality: .reported)
        }
        return CycleContext(
            nodes: [
                node("plant", "завод", .process), node("slag", "шлак", .waste),
                node("metal", "металл", .product), node("dump", "отвал", .heap),
            ],
            flows: [
                flow(nil, "plant", nil, amount: 100e6), flow("plant", "metal", 0.7),
                flow("plant", "slag", 0.3), flow("slag", "plant", 0.4),
                flow("slag", "dump", 0.6), flow("slag", "plant", 0.8, clusters: true),
                flow("slag", "dump", 0.2, clusters: true),
            ], region: "A")
    }

    public static let text = """
        A plant takes in 100 million tonnes a year from outside and makes 0.7 of all it takes in into metal, the
        rest into slag. Of the slag 0.4 goes back to the plant and 0.6 to a dump; with the technogenic cluster
        0.8 goes back.
        """
}
