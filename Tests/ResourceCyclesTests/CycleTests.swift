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

    @Test("zinc goes its own way and nothing of it is lost")
    func substance() throws {
        let table = try Self.table("cycle-substances", ToyCycles.context)
        // T of the plant: 1,000 + 0.9 · 0.4 T now, 1,000 + 0.9 · 0.8 T with the cluster.
        let (now, then) = (1_000 / (1 - 0.36), 1_000 / (1 - 0.72))
        #expect(agrees(try Self.value(table, "Zn/plant/slag", "base"), 0.9 * now))
        #expect(agrees(try Self.value(table, "Zn/plant/metal", "base"), 0.1 * now))
        #expect(agrees(try Self.value(table, "Zn/slag/dump", "base"), 0.6 * 0.9 * now))
        #expect(agrees(try Self.value(table, "Zn/slag/dump", "clusters"), 0.2 * 0.9 * then))
        for component in ["base", "clusters"] {
            let ends =
                try Self.value(table, "Zn/plant/metal", component)
                + Self.value(table, "Zn/slag/dump", component)
            #expect(agrees(ends, 1_000))
        }
    }

    @Test("what enters from outside may change with the clusters")
    func lessFromOutside() throws {
        var context = ToyCycles.context
        context.flows.append(
            CycleFlow(
                from: nil, to: "plant", isOfClusters: true, share: nil, amount: 76e6,
                key: ["", "plant", "clusters", ""], quality: .assumption))
        let table = try Self.table("resource-cycles", context)
        #expect(try Self.value(table, "outside/plant", "base") == 100)
        #expect(try Self.value(table, "outside/plant", "clusters") == 76)
        #expect(agrees(try Self.value(table, "plant/metal", "clusters"), 0.7 * 100))
    }

    @Test("the dump grows by what flows in; without a stock only the growth is shown")
    func heaps() throws {
        let golden = try Golden(chapter: "c06")
        let through = try golden.list("throughput")
        let inflow = 0.6 * through[1]
        let table = try Self.table("heap-stocks", ToyCycles.context)
        for year in 0...3 {
            let row = try #require(
                table.rows.first { $0.key.year == year && $0.key.component == "base" })
            #expect(agrees(try #require(row.outcome.value), 500 + Double(year) * inflow))
        }
        var context = ToyCycles.context
        context.deposits = []
        let bare = try Self.table("heap-stocks", context)
        #expect(bare.notices.contains { $0.english.contains("dump") })
        #expect(
            bare.rows.contains { $0.key.year == 1 && agrees($0.outcome.value ?? 0, inflow) })
    }

    @Test("measured flows are moved as the normal equations say; suspects and gaps are named")
    func reconciled() throws {
        let table = try Self.table("flow-reconciliation", ToyCycles.context)
        // One balance checks: input = metal + dump, 100 = 77 + 20 with variances 4, 9 and 1.
        let gap = 100.0 - 77 - 20
        let spread = 4.0 + 9 + 1
        #expect(
            agrees(
                try Self.value(table, "outside/plant", "reconciled"), 100 - 4 * gap / spread))
        #expect(
            agrees(try Self.value(table, "plant/metal", "reconciled"), 77 + 9 * gap / spread))
        #expect(agrees(try Self.value(table, "slag/dump", "reconciled"), 20 + gap / spread))
        #expect(agrees(try Self.value(table, nil, "misfit"), gap * gap / spread))
        let z = gap / spread.squareRoot()
        for flow in ["outside/plant", "plant/metal", "slag/dump"] {
            #expect(agrees(try Self.value(table, ObjectCode(rawValue: flow), "deviation"), z))
        }
        // What goes back into the plant no balance tells.
        #expect(table.notices.contains { $0.english.contains("nothing tells: 2") })
        var context = ToyCycles.context
        context.flows = context.flows.map { flow in
            guard flow.to == "metal", flow.component == nil else { return flow }
            return CycleFlow(
                from: flow.from, to: flow.to, isOfClusters: false, share: flow.share, amount: 60e6,
                error: 1e6, key: flow.key, quality: .reported)
        }
        let wrong = try Self.table("flow-reconciliation", context)
        #expect(wrong.notices.contains { $0.english.contains("Suspect") })
        context.flows = context.flows.map { flow in
            CycleFlow(
                from: flow.from, to: flow.to, isOfClusters: flow.isOfClusters,
                component: flow.component, share: flow.share, amount: nil, key: flow.key,
                quality: .reported)
        }
        let none = try Self.table("flow-reconciliation", context)
        #expect(none.rows.isEmpty && none.notices.contains { $0.english.contains("cycles.csv") })
    }
}
