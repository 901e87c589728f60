import Foundation
import Numerics
import Space
import Testing

@testable import Shards

/// The answer does not depend on how the work was cut, and what is not whole is refused.
@Suite("Shards")
struct ShardTests {
    private let folder = FileManager.default.temporaryDirectory
        .appending(path: "uklad-shards-\(UUID().uuidString)")

    private func sites(_ count: Int = 90) -> ShardSites {
        var random = RandomStream(seed: 3)
        return ShardSites(
            activities: (0..<count).map {
                $0 % 3 == 0 ? "A" : $0 % 3 == 1 ? "B" : "few \($0 / 20)"
            },
            points: (0..<count).map { index in
                // A stands together, B anywhere.
                let scale = index % 3 == 0 ? 2.0 : 30.0
                return PlanePoint(scale * random.unit(), scale * random.unit())
            },
            people: (0..<count).map { Double($0 % 7 + 1) })
    }

    private func collected(
        _ kernel: ShardPlan.Kernel, shards: Int, order: ([Int]) -> [Int] = { $0 }
    ) throws -> [(industry: ShardPlan.Industry, envelope: Envelope)] {
        let path = folder.appending(path: "\(kernel)-\(shards)-\(UUID().uuidString)").path
        let made = try ShardFolder.make(
            path, kernel, sites(), replicates: 60, shards: shards, seed: 7, reach: 20)
        for index in order(Array(0..<made.plan.shardCount)) {
            // Each from the folder alone, as another machine would.
            #expect(try ShardFolder.open(path).run(index) == .done)
        }
        return try ShardFolder.open(path).collect()
    }

    @Test(
        "any number of shards in any order gives the same answer",
        arguments: ShardPlan.Kernel.allCases)
    func invariance(_ kernel: ShardPlan.Kernel) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let whole = try collected(kernel, shards: 1)
        #expect(whole.map(\.industry.activity) == ["A", "B"])
        for shards in [2, 7, 40] {
            let parts = try collected(kernel, shards: shards) { $0.reversed() }
            for (one, other) in zip(whole, parts) {
                #expect(one.industry == other.industry)
                #expect(one.envelope.global == other.envelope.global)
                #expect(one.envelope.local == other.envelope.local)
                #expect(one.envelope.observed == other.envelope.observed)
            }
        }
        #expect(whole[0].envelope.verdict == .localised)
    }

    @Test("a plan is the envelope that is made at once")
    func sameAsEnvelope() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let sites = sites()
        let found = try collected(.density, shards: 5)[0]
        let positions = sites.activities.indices.filter { sites.activities[$0] == "A" }
        let plan = try ShardFolder.make(
            folder.appending(path: "again").path, .density, sites, replicates: 60, shards: 1,
            seed: 7, reach: 20
        ).plan
        let whole = try Envelope(
            densityOf: positions, among: sites.points, weights: positions.map { sites.people[$0] },
            at: plan.grid, replicates: 60, seed: plan.seed(of: "A"))
        #expect(found.envelope.global == whole.global)
        #expect(found.envelope.observed == whole.observed)
    }

    @Test("what is done is left alone; gaps, doubles, changed and foreign results are refused")
    func refusals() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "plan").path
        let made = try ShardFolder.make(
            path, .density, sites(), replicates: 20, shards: 4, seed: 7, reach: 20)
        #expect(throws: ShardFailure.planIsThere(path)) {
            try ShardFolder.make(
                path, .density, sites(), replicates: 20, shards: 4, seed: 7, reach: 20)
        }
        #expect(throws: ShardFailure.noSuchShard(99, of: 4)) { try made.run(99) }
        #expect(try made.run(0) == .done)
        #expect(try made.run(0) == .wasDone)
        #expect(throws: ShardFailure.missing([1, 2, 3], of: 4)) { try made.collect() }
        for index in 1...3 { _ = try made.run(index) }
        _ = try made.collect()

        let results = path + "/results/"
        let first = try #require(
            try FileManager.default.contentsOfDirectory(atPath: results).sorted().first)
        let bytes = try #require(FileManager.default.contents(atPath: results + first))
        let double = "0-00000000000000000000000000000000.csv"
        try bytes.write(to: URL(filePath: results + double))
        #expect(throws: ShardFailure.twice(0, [double, first])) { try made.collect() }
        try FileManager.default.removeItem(atPath: results + double)

        var changed = bytes
        changed[changed.count - 2] = changed[changed.count - 2] == 0x31 ? 0x32 : 0x31
        try changed.write(to: URL(filePath: results + first))
        #expect(throws: ShardFailure.changed(first)) { try made.collect() }

        // A result of another plan under a right hash.
        let otherPath = folder.appending(path: "other").path
        let other = try ShardFolder.make(
            otherPath, .density, sites(), replicates: 20, shards: 4, seed: 8, reach: 20)
        _ = try other.run(0)
        let foreign = try #require(
            try FileManager.default.contentsOfDirectory(atPath: otherPath + "/results").first)
        try FileManager.default.removeItem(atPath: results + first)
        try FileManager.default.copyItem(
            atPath: otherPath + "/results/" + foreign, toPath: results + foreign)
        #expect(throws: ShardFailure.otherPlan(foreign)) { try made.collect() }

        try "activity,x,y,people\nA,1,2,3\n".write(
            toFile: path + "/sites.csv", atomically: true, encoding: .utf8)
        #expect(throws: ShardFailure.otherSites(path)) { try ShardFolder.open(path) }
        #expect(throws: ShardFailure.noPlan("/nowhere")) { try ShardFolder.open("/nowhere") }
    }

    @Test("a table of plants with a hole in it is refused with its row")
    func badSites() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: "sites.csv").path
        try "activity,x,y\nA,1,2\nA,,2\n".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: ShardFailure.noPlace(row: 3)) { try ShardSites(reading: path) }
        try "activity,x,y,people\nA,1,2,-3\n".write(
            toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: ShardFailure.negative(row: 2, value: -3)) { try ShardSites(reading: path) }
        try "activity,x,y\nA,1,2\n".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try ShardSites(reading: path).people == [1])
        try "activity,x\nA,1\n".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: ShardFailure.self) { try ShardSites(reading: path) }
    }
}
