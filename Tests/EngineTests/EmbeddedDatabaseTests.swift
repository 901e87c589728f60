import Foundation
import Testing

@testable import Engine

@Suite("The embedded database")
struct EmbeddedDatabaseTests {
    private static let isThere =
        EmbeddedDatabase.candidates().contains { FileManager.default.isReadableFile(atPath: $0) }

    private let folder = FileManager.default.temporaryDirectory
        .appending(path: "uklad-engine-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    @Test("a CSV file of ours comes back from Parquet as it was", .enabled(if: isThere))
    func roundTrip() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let csv = folder.appending(path: "it's.csv")
        let text = "place,year,value\n\"Кемерово, область\",2022,2.875\nB,2021,\n"
        try text.write(to: csv, atomically: true, encoding: .utf8)
        let parquet = folder.appending(path: "out.parquet")
        let again = folder.appending(path: "again.csv")
        let database = try EmbeddedDatabase.open()
        try database.writeParquet(
            fromCSV: csv.path,
            columns: [("place", .text), ("year", .whole), ("value", .number)], to: parquet.path)
        try database.execute(
            "COPY (SELECT * FROM read_parquet('\(parquet.path)')) TO '\(again.path)' (HEADER)")
        #expect(try String(contentsOf: again, encoding: .utf8) == text)
    }

    @Test("a refused statement comes back with the engine's reason", .enabled(if: isThere))
    func refusal() throws {
        let database = try EmbeddedDatabase.open()
        #expect(throws: EngineError.self) { try database.execute("SELECT nonsense") }
        #expect(throws: EngineError.self) { try database.execute("SET threads = 2") }
    }

    @Test("a library that is not there, or is none, is named")
    func absence() throws {
        let named = EmbeddedDatabase.candidates(environment: ["UKLAD_DUCKDB": "/nowhere.so"])
        #expect(named == ["/nowhere.so"])
        #expect(EmbeddedDatabase.candidates(environment: [:]).count > 2)
    }
}
