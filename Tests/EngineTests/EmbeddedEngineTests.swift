import Foundation
import Testing

@testable import Engine

private let isThere = EmbeddedDatabase.candidates().contains {
    FileManager.default.isReadableFile(atPath: $0)
}

/// The embedded engine answers as the interface promises; the same promises are asked of a server
/// in `Tests/Spark`.
@Suite("The embedded engine", .enabled(if: isThere))
struct EmbeddedEngineTests {
    @Test("a table that is uploaded comes back cell by cell")
    func upload() throws {
        let count = 5_000
        let table = RecordBatch([
            RecordColumn("id", .whole((0..<count).map { Int64($0) * 4_000_000_007 })),
            RecordColumn(
                "size", .number((0..<count).map { Double($0) / 7 }),
                isAbsent: (0..<count).map { $0 % 3 == 1 }),
            RecordColumn(
                "name", .text((0..<count).map { $0 % 2 == 0 ? "Кемерово, улица \($0)" : "ё\($0)" }),
                isAbsent: (0..<count).map { $0 % 5 == 0 }),
            RecordColumn("is_large", .truth((0..<count).map { $0 % 7 == 0 })),
            RecordColumn("since", .day((0..<Int32(count)).map { $0 - 2_000 })),
        ])
        let engine = try EmbeddedEngine(reading: [])
        try engine.upload(table, as: "t")
        let back = try engine.rows(of: Statement("all", "SELECT * FROM t ORDER BY id"))
        #expect(back.rowCount == count)
        for (own, other) in zip(table.columns, back.columns) {
            #expect(own.name == other.name)
            #expect(own.isAbsent == other.isAbsent)
            let isAbsent = own.isAbsent ?? Array(repeating: false, count: count)
            let kept = isAbsent.indices.filter { !isAbsent[$0] }
            switch (own.values, other.values) {
            case (.whole(let a), .whole(let b)): #expect(kept.allSatisfy { a[$0] == b[$0] })
            case (.number(let a), .number(let b)): #expect(kept.allSatisfy { a[$0] == b[$0] })
            case (.text(let a), .text(let b)): #expect(kept.allSatisfy { a[$0] == b[$0] })
            case (.truth(let a), .truth(let b)): #expect(a == b)
            case (.day(let a), .day(let b)): #expect(a == b)
            default: Issue.record("another type for \(own.name)")
            }
        }
    }

    @Test("decimal numbers, moments and sums of whole numbers keep their digits")
    func types() throws {
        let engine = try EmbeddedEngine(reading: [])
        let row = try engine.rows(
            of: Statement(
                "types",
                """
                SELECT CAST('12.34' AS DECIMAL(4, 2)) AS a, CAST('-1.5' AS DECIMAL(38, 3)) AS b,
                    SUM(CAST(9000000000000000000 AS BIGINT)) AS c,
                    CAST('1970-01-02 00:00:01.5' AS TIMESTAMP) AS d, CAST(NULL AS INTEGER) AS e
                FROM range(3) AS r(i)
                """))
        #expect(row["a"]?.values == .decimal([1_234], scale: 2))
        #expect(row["b"]?.values == .decimal([-1_500], scale: 3))
        #expect(row["c"]?.values == .decimal([27_000_000_000_000_000_000], scale: 0))
        #expect(row["d"]?.values == .moment([86_401_500_000]))
        #expect(row["e"]?.isAbsent == [true])
    }

    @Test("a wrong statement is named with its place; a stop and a deadline end the work")
    func failures() async throws {
        let engine = try EmbeddedEngine(reading: [])
        let wrong = Result { () throws(EngineError) in
            try engine.rows(of: Statement("quotients", "SELECT 1,\n  nonsense FROM range(3)"))
        }
        guard case .failure(.refused(let fault)) = wrong else {
            Issue.record("a wrong statement ran")
            return
        }
        #expect(fault.statement == "quotients")
        #expect(fault.errorClass == "Binder Error")
        #expect(fault.line == 2)
        #expect(fault.position == 3)
        #expect(!fault.detail.contains("\n"))
        let endless =
            "SELECT COUNT(*) AS n FROM range(100000000) a, range(1000000) b WHERE a.range + b.range = 7"
        #expect(throws: EngineError.deadlinePassed(statement: "long", seconds: 0.2)) {
            try engine.rows(of: Statement("long", endless, deadline: .milliseconds(200)))
        }
        let task = Task {
            Result { () throws(EngineError) in try engine.rows(of: Statement("long", endless)) }
        }
        try await Task.sleep(for: .milliseconds(200))
        task.cancel()
        #expect(await task.value == .failure(.cancelled))
        // It still answers.
        let one = try engine.rows(of: Statement("one", "SELECT 1 AS n"))
        #expect(one.rowCount == 1)
    }

    @Test("names in statements need no quotes")
    func names() throws {
        try DatasetName.check("plants_2020")
        try DatasetName.checkTable("main.stat.Plants")
        for name in ["", "Plants", "1a", "a b", "a;", "завод", "a.b", "a\n"] {
            #expect(throws: EngineError.badName(name)) { try DatasetName.check(name) }
        }
        for name in ["", "a..b", "a.b.c.d.e", "a b", "a;b", "`a`", "a-b"] {
            #expect(throws: EngineError.badName(name)) { try DatasetName.checkTable(name) }
        }
    }

    @Test("only what was registered can be read, and no name breaks out")
    func closed() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "uklad-closed-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "open"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let secret = folder.appending(path: "secret.csv")
        try "a\n1\n".write(to: secret, atomically: true, encoding: .utf8)
        let database = try EmbeddedDatabase.open()
        let path = folder.appending(path: "open/it's 1.parquet").path
        try database.execute(
            "COPY (SELECT 7 AS n) TO \(EmbeddedDatabase.quoted(path)) (FORMAT parquet)")
        let dataset = Dataset.parquet(folder.path + "/open/*.parquet")
        let engine = try EmbeddedEngine(reading: [dataset])
        try engine.register(dataset, as: "est")
        #expect(
            try engine.rows(of: Statement("n", "SELECT n FROM est"))["n"]?.values == .whole([7]))
        #expect(throws: EngineError.self) {
            try engine.rows(of: Statement("x", "SELECT * FROM read_csv('\(secret.path)')"))
        }
        #expect(throws: EngineError.badName("est; DROP TABLE t")) {
            try engine.register(dataset, as: "est; DROP TABLE t")
        }
        #expect(throws: EngineError.badName("a.b.c.d.e")) {
            try engine.register(.table("a.b.c.d.e"), as: "est")
        }
        #expect(EmbeddedEngine.folder(of: "/data/y=*/a.parquet") == "/data/")
        #expect(EmbeddedEngine.folder(of: "/data/est/a.parquet") == "/data/est/")
    }
}
