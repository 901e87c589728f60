import Engine
import Foundation
import Testing

@testable import SparkConnect

private enum LiveServer {
    static let address = ProcessInfo.processInfo.environment["UKLAD_SPARK_SERVER"]
    /// Parquet is made with the embedded database.
    static let hasParquet = (try? EmbeddedDatabase.open()) != nil
}

/// What any server of Spark Connect must do for us, met at a live one.
///
/// `UKLAD_SPARK_SERVER` is its address, `spark://127.0.0.1:15002`; `Tests/Spark/servers.py` starts
/// one. Cutting the line also needs `UKLAD_SPARK_PYTHON`.
@Suite(
    "A live server", .enabled(if: LiveServer.address != nil, "UKLAD_SPARK_SERVER is not set"),
    .serialized)
struct LiveServerTests {
    /// Some minutes of work, in many small pieces.
    private static let long = "SELECT SUM(id % 7) AS s FROM range(300000000000)"

    private let engine: SparkEngine

    init() throws {
        engine = try SparkEngine(LiveServer.address ?? "")
    }

    @Test("says who it is")
    func info() throws {
        let info = try engine.info()
        #expect(info.name == "Spark Connect")
        #expect("spark://\(info.address)" == LiveServer.address)
    }

    @Test("every type comes back, with gaps and Cyrillic")
    func types() throws {
        let rows = try engine.rows(
            of: Statement(
                "types",
                """
                SELECT CAST(k AS TINYINT) AS i8, CAST(k AS SMALLINT) AS i16, CAST(k AS INT) AS i32,
                    CAST(k AS BIGINT) AS i64, CAST(k AS FLOAT) / 2 AS f, CAST(k AS DOUBLE) / 2 AS x,
                    CASE WHEN k IS NULL THEN NULL ELSE 'Кемерово' END AS t, k > 1 AS b,
                    CASE WHEN k = 1 THEN DATE '2020-02-03' END AS d,
                    CASE WHEN k = 1 THEN TIMESTAMP '2020-02-03 04:05:06.789012' END AS m,
                    CAST(k AS DECIMAL(20, 3)) AS e
                FROM VALUES (1), (2), (NULL) AS v(k) ORDER BY k NULLS LAST
                """))
        let gap = [false, false, true]
        let single = [false, true, true]
        #expect(rows["i8"] == RecordColumn("i8", .whole([1, 2, 0]), isAbsent: gap))
        #expect(rows["i16"] == RecordColumn("i16", .whole([1, 2, 0]), isAbsent: gap))
        #expect(rows["i32"] == RecordColumn("i32", .whole([1, 2, 0]), isAbsent: gap))
        #expect(rows["i64"] == RecordColumn("i64", .whole([1, 2, 0]), isAbsent: gap))
        #expect(rows["f"] == RecordColumn("f", .number([0.5, 1, 0]), isAbsent: gap))
        #expect(rows["x"] == RecordColumn("x", .number([0.5, 1, 0]), isAbsent: gap))
        #expect(rows["t"] == RecordColumn("t", .text(["Кемерово", "Кемерово", ""]), isAbsent: gap))
        #expect(rows["b"] == RecordColumn("b", .truth([false, true, false]), isAbsent: gap))
        #expect(rows["d"] == RecordColumn("d", .day([18295, 0, 0]), isAbsent: single))
        #expect(
            rows["m"]
                == RecordColumn("m", .moment([1_580_702_706_789_012, 0, 0]), isAbsent: single))
        #expect(
            rows["e"] == RecordColumn("e", .decimal([1000, 2000, 0], scale: 3), isAbsent: gap))
    }

    @Test("three million rows come whole and once")
    func manyRows() throws {
        #expect(try checksum(of: engine) == Checksum.ofThreeMillion)
    }

    @Test(
        "a line cut in mid-answer loses no row and doubles none",
        .enabled(if: Helper.python != nil))
    func cutLine() throws {
        let port = LiveServer.address?.split(separator: ":").last.map(String.init) ?? ""
        for bytes in [100_000, 5_000_000, 20_000_000] {
            let line = try Helper("line.py", [port, "--cut-after", "\(bytes)"])
            let engine = try SparkEngine(line.address)
            #expect(try checksum(of: engine) == Checksum.ofThreeMillion)
        }
    }

    @Test("an uploaded table of 100 000 rows comes back as it was")
    func upload() throws {
        let count = 100_000
        let numbers = (0..<count).map(Int64.init)
        let table = RecordBatch([
            RecordColumn("k", .whole(numbers)),
            RecordColumn("x", .number(numbers.map { Double($0) / 8 })),
            RecordColumn(
                "place", .text(numbers.map { $0 % 7 == 0 ? "" : "Кемерово \($0)" }),
                isAbsent: numbers.map { $0 % 7 == 0 }),
            RecordColumn("b", .truth(numbers.map { $0 % 3 == 0 })),
            RecordColumn("d", .day(numbers.map { Int32($0) })),
            RecordColumn("m", .moment(numbers.map { $0 * 1_000_001 })),
            RecordColumn("e", .decimal(numbers.map { Int128($0) }, scale: 2)),
        ])
        try engine.upload(table, as: "sent")
        try engine.upload(table, as: "sent")
        let back = try engine.rows(of: Statement("back", "SELECT * FROM sent ORDER BY k"))
        #expect(back == table)
    }

    @Test("an upload over the limit is refused before it is sent")
    func tooLarge() throws {
        let table = RecordBatch([RecordColumn("k", .whole(Array(repeating: 0, count: 5_000_000)))])
        #expect(
            throws: EngineError.tooLarge(
                table: "sent", bytes: 40_000_000, limit: SparkEngine.uploadLimit)
        ) { try engine.upload(table, as: "sent") }
    }

    @Test(
        "Parquet files are read, at a path with any character",
        .enabled(if: LiveServer.hasParquet))
    func parquet() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "it's a завод-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "part-1.parquet").path
        let quoted = file.replacing("'", with: "''")
        try EmbeddedDatabase.open().execute(
            "COPY (SELECT range AS id, 'Кемерово' AS place FROM range(1000)) TO '\(quoted)' "
                + "(FORMAT parquet)")
        for path in [file, folder.appending(path: "*.parquet").path] {
            try engine.register(.parquet(path), as: "plants")
            let rows = try engine.rows(
                of: Statement(
                    "sum",
                    "SELECT CAST(SUM(id) AS BIGINT) AS s, MIN(place) AS place FROM plants"))
            #expect(rows["s"]?.values == .whole([499_500]))
            #expect(rows["place"]?.values == .text(["Кемерово"]))
        }
        try engine.register(.table("plants"), as: "again")
        let rows = try engine.rows(of: Statement("n", "SELECT COUNT(*) AS n FROM again"))
        #expect(rows["n"]?.values == .whole([1000]))
    }

    @Test("a wrong statement is refused under our name for it, and the engine goes on")
    func wrong() throws {
        let error = #expect(throws: EngineError.self) {
            try engine.rows(of: Statement("lq", "SELECT nonsense\nFROM range(3)"))
        }
        guard case .refused(let fault) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(fault.statement == "lq")
        #expect(fault.detail.contains("nonsense"))
        #expect(!fault.detail.contains("\n") && !fault.detail.contains("at org.apache"))
        // Not every server names classes.
        if fault.errorClass != nil {
            #expect(fault.errorClass == "UNRESOLVED_COLUMN.WITH_SUGGESTION")
            #expect((fault.state, fault.line, fault.position) == ("42703", 1, 7))
        }
        let rows = try engine.rows(of: Statement("one", "SELECT 1 AS one"))
        #expect(rows["one"]?.values == .whole([1]))
    }

    @Test("a deadline stops the work on the server too")
    func deadline() throws {
        let start = ContinuousClock.now
        #expect(throws: EngineError.deadlinePassed(statement: "long", seconds: 2)) {
            try engine.rows(of: Statement("long", Self.long, deadline: .seconds(2)))
        }
        #expect(start.duration(to: .now) < .seconds(4))
        try expectIdle()
    }

    @Test("a cancelled task stops the work on the server too")
    func cancelling() async throws {
        let engine = engine
        let end = await cancelled(after: .seconds(2)) {
            try engine.rows(of: Statement("long", Self.long))
        }
        #expect(throws: EngineError.cancelled) { try end.result.get() }
        #expect(end.after < .seconds(2))
        try expectIdle()
    }

    /// A server whose cores are still busy would keep another session's statement waiting.
    private func expectIdle() throws {
        let other = try SparkEngine(LiveServer.address ?? "")
        let start = ContinuousClock.now
        _ = try other.rows(of: Statement("sum", "SELECT SUM(id) AS s FROM range(1000000)"))
        #expect(start.duration(to: .now) < .seconds(5))
    }

    private struct Checksum: Equatable {
        var rows = 0
        var sum: Int64 = 0
        var mixed: Int64 = 0

        static let ofThreeMillion = (Int64(0)..<3_000_000).reduce(into: Checksum()) { $0.add($1) }

        mutating func add(_ id: Int64) {
            rows += 1
            sum += id
            mixed ^= id &* 0x9E37_79B9
        }
    }

    private func checksum(of engine: SparkEngine) throws -> Checksum {
        var checksum = Checksum()
        let statement = Statement("many", "SELECT id, id * 2 AS twice FROM range(3000000)")
        try engine.run(statement, progress: nil) { (batch) throws(EngineError) in
            guard case .whole(let ids) = batch["id"]?.values,
                case .whole(let twice) = batch["twice"]?.values
            else { throw .badName("columns") }
            for (id, double) in zip(ids, twice) where double == 2 * id { checksum.add(id) }
        }
        return checksum
    }
}
