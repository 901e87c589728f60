import Foundation
import Region
import Testing
import Wording

@testable import Assessment

@Suite("The runs of a workspace")
struct RunStoreTests {
    /// A run on disk with one table of location quotients.
    @discardableResult
    static func makeRun(
        _ id: String, value: Double = 2, in store: RunStore, parameters: [String: String] = [:],
        made: String = "2026-01-01T00:00:00Z"
    ) throws -> Run {
        let making = try store.beginMaking()
        let file = "results/m.c.location-quotient.csv"
        let row = ResultRow(
            key: ResultKey(place: "A", activity: "c:1", year: 2020), outcome: .value(value))
        let bytes = try ResultFile.bytes(of: [row])
        try Folders.create(making + "/results")
        try Data(bytes).write(to: URL(filePath: making + "/" + file))
        let result = Manifest.Result(
            stage: "specialisation", method: "location-quotient", methodVersion: 1, measure: "m",
            classification: "c", file: file, rows: 1, sha256: Fingerprint.of(bytes), key: "k",
            parameters: [], notices: [])
        let manifest = Manifest(
            id: id, version: Program.version, title: .init(en: "t", ru: "т"),
            parameters: parameters, inputs: ["observations.csv": "\(value)"], results: [result],
            warnings: [])
        try Data(try manifest.encoded()).write(to: URL(filePath: making + "/manifest.json"))
        let times = try CanonicalJSON.bytes(of: Times(made: made, seconds: 1))
        try Data(times).write(to: URL(filePath: making + "/times.json"))
        return try Run(opening: try store.finishMaking(making, as: id))
    }

    @Test("a run is found by its name, by the beginning of it, and as the latest")
    func open() throws {
        let folder = try TemporaryFolder()
        let store = RunStore(workspace: folder.path)
        try Self.makeRun("aaaa00000000", in: store, made: "2026-01-01T00:00:00Z")
        try Self.makeRun("aabb00000000", in: store, made: "2026-01-02T00:00:00Z")
        #expect(try store.open("aaaa").id == "aaaa00000000")
        #expect(try store.open().id == "aabb00000000")
        #expect(throws: RunFailure(.ambiguousRun("aa", ["aaaa00000000", "aabb00000000"]))) {
            try store.open("aa")
        }
        #expect(throws: RunFailure(.noSuchRun("ff", known: ["aaaa00000000", "aabb00000000"]))) {
            try store.open("ff")
        }
    }

    @Test("the run asked for last is the latest")
    func lastUsed() throws {
        let folder = try TemporaryFolder()
        let store = RunStore(workspace: folder.path)
        let first = try Self.makeRun("aaaa00000000", in: store, made: "2026-01-01T00:00:00Z")
        try Self.makeRun("bbbb00000000", in: store, made: "2026-01-02T00:00:00Z")
        #expect(store.entries().map(\.id) == ["bbbb00000000", "aaaa00000000"])
        store.noteUse(of: first, seconds: 1)
        #expect(store.entries().map(\.id) == ["aaaa00000000", "bbbb00000000"])
    }

    @Test("a folder without a whole manifest is no run")
    func halfRun() throws {
        let folder = try TemporaryFolder()
        let store = RunStore(workspace: folder.path)
        try Self.makeRun("aaaa00000000", in: store)
        try Folders.create(store.folder + "/bbbb00000000")
        try "{".write(
            toFile: store.folder + "/bbbb00000000/manifest.json", atomically: true, encoding: .utf8)
        #expect(store.entries().map(\.id) == ["aaaa00000000"])
    }

    @Test("what a dead program was making is swept, a living one's is not")
    func sweep() throws {
        let folder = try TemporaryFolder()
        let store = RunStore(workspace: folder.path)
        let own = try store.beginMaking()
        // No process has the highest number the kernel allows plus one.
        let dead = store.folder + "/.making-4194305-1"
        try Folders.create(dead)
        _ = try store.beginMaking()
        #expect(FileManager.default.fileExists(atPath: own))
        #expect(!FileManager.default.fileExists(atPath: dead))
    }

    @Test("the second of two programs that make the same run takes the first one's")
    func race() throws {
        let folder = try TemporaryFolder()
        let store = RunStore(workspace: folder.path)
        let first = try Self.makeRun("aaaa00000000", value: 2, in: store)
        let second = try Self.makeRun("aaaa00000000", value: 2, in: store)
        #expect(first.folder == second.folder)
        #expect(store.entries().count == 1)
    }

    @Test("a changed byte is found")
    func damage() throws {
        let folder = try TemporaryFolder()
        let store = RunStore(workspace: folder.path)
        let run = try Self.makeRun("aaaa00000000", in: store)
        let path = run.folder + "/" + run.manifest.results[0].file
        var data = try #require(FileManager.default.contents(atPath: path))
        data[data.count / 2] ^= 1
        try data.write(to: URL(filePath: path))
        #expect(run.damagedFiles() == [run.manifest.results[0].file])
        #expect(throws: RunFailure(.damaged(file: path))) {
            try run.table(run.manifest.results[0])
        }
    }

    @Test("every failure has words in both languages")
    func words() {
        let facts: [RunFailure.Fact] = [
            .damaged(file: "f"), .noRuns(workspace: "w"), .noSuchRun("a", known: ["b"]),
            .ambiguousRun("a", ["ab", "ac"]), .unknownMethod("m", version: "9"),
        ]
        for fact in facts {
            for language in Language.allCases {
                let lines = RunFailure(fact).message.text(in: language).split(separator: "\n")
                #expect(lines.count == 4, "\(fact)")
            }
        }
    }
}

@Suite("Two runs compared")
struct ComparisonTests {
    @Test("causes and changes are named, the largest change first")
    func changes() throws {
        let folder = try TemporaryFolder()
        let store = RunStore(workspace: folder.path)
        let before = try RunStoreTests.makeRun(
            "aaaa00000000", value: 2, in: store, parameters: ["neighbours": "5"])
        let after = try RunStoreTests.makeRun(
            "bbbb00000000", value: 3, in: store, parameters: ["neighbours": "6"])
        let comparison = try Comparison(before, after)
        #expect(
            comparison.causes == [
                .setting("neighbours", before: "5", after: "6"),
                .table("observations.csv", wasThere: true, isThere: true),
            ])
        #expect(comparison.changes.map(\.after) == [.value(3)])
        #expect(abs(comparison.changes[0].size - 1.0 / 3) < 1e-15)
        #expect(comparison.unchanged == 0)
    }

    @Test("a run compared with itself has nothing to say")
    func same() throws {
        let folder = try TemporaryFolder()
        let store = RunStore(workspace: folder.path)
        let run = try RunStoreTests.makeRun("aaaa00000000", in: store)
        let comparison = try Comparison(run, run)
        #expect(comparison.causes.isEmpty && comparison.changes.isEmpty)
        #expect(comparison.unchanged == 1)
    }
}
