import Numerics
import Region
import ResourceCycles
import Support
import Testing
import Wording

@Suite("Resource cycles (METHODS 6.5)")
struct CycleTests {
    private static func table(_ id: String, _ context: CycleContext) throws -> ResultTable {
        let method = try #require(CycleMethods.all.first { $0.method.id == id })
        return try #require(try method.results(in: context).first)
    }

    private static func value(
        _ table: ResultTable, _ object: ObjectCode?, _ component: String
    ) throws -> Double {
        let row = try #require(
            table.rows.first { $0.key.object == object && $0.key.component == component })
        return try #require(row.outcome.value)
    }

    @Test("the handbook's loop, now and with more of the waste going back")
    func loop() throws {
        let golden = try Golden(chapter: "c06")
        let through = try golden.list("throughput")
        let table = try Self.table("resource-cycles", ToyCycles.context)
        #expect(agrees(try Self.value(table, "plant/slag", "base"), 0.3 * through[0]))
        #expect(agrees(try Self.value(table, "slag/dump", "base"), 0.6 * through[1]))
        // With 0.8 going back: T = 100 / (1 − 0.24).
        let more = 100 / (1 - 0.24)
        #expect(agrees(try Self.value(table, "plant/metal", "clusters"), 0.7 * more))
        #expect(
            agrees(
                try Self.value(table, "slag/dump", "difference"),
                0.2 * 0.3 * more - 0.6 * through[1]))
        for component in ["base", "clusters"] {
            let out =
                try Self.value(table, "plant/metal", component)
                + Self.value(table, "slag/dump", component)
            #expect(agrees(out, 100))
        }
        let use = try Self.table("circularity", ToyCycles.context)
        #expect(agrees(try Self.value(use, nil, "wasteUse"), 0.4))
        #expect(agrees(try Self.value(use, nil, "wasteUseClusters"), 0.8))
        #expect(agrees(try Self.value(use, nil, "heaps"), 0.6 * through[1]))
    }

    @Test("shares that do not add up, loops without a way out and lacking tables are named")
    func refused() throws {
        var context = ToyCycles.context
        context.flows.removeAll { $0.to == "dump" && $0.isOfClusters }
        let short = try Self.table("resource-cycles", context)
        #expect(short.rows.isEmpty)
        #expect(
            short.notices.contains { $0.english.contains("slag") && $0.english.contains("0.8") })
        context = ToyCycles.context
        context.flows = [
            CycleFlow(
                from: nil, to: "plant", isOfClusters: false, share: nil, amount: 1, key: [],
                quality: .reported),
            CycleFlow(
                from: "plant", to: "slag", isOfClusters: false, share: 1, amount: nil, key: [],
                quality: .reported),
            CycleFlow(
                from: "slag", to: "plant", isOfClusters: false, share: 1, amount: nil, key: [],
                quality: .reported),
        ]
        let closed = try Self.table("circularity", context)
        #expect(closed.notices.contains { $0.english.contains("never leaves") })
        context.nodes = []
        let nothing = try Self.table("resource-cycles", context)
        #expect(nothing.notices.contains { $0.english.contains("cycles.csv") })
    }

    @Test("no waste, no share used")
    func withoutWaste() throws {
        var context = ToyCycles.context
        context.nodes = context.nodes.map {
            CycleNode(code: $0.code, name: $0.name, kind: $0.kind == .waste ? .process : $0.kind)
        }
        let use = try Self.table("circularity", context)
        let row = try #require(use.rows.first { $0.key.component == "wasteUse" })
        #expect(row.outcome == .undefined(.zeroReference))
    }
}
