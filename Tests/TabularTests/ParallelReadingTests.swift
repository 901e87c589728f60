import Foundation
import Testing

@testable import Tabular

@Suite("Reading with several hands")
struct ParallelReadingTests {
    private let columns: [Column] = [
        .text("place"), .text("activity", allowsEmpty: true), .integer("year"), .number("value"),
        .day("day", isRequired: false, allowsEmpty: true), .text("note", isRequired: false),
        .integer("rank", isRequired: false, allowsEmpty: true),
    ]

    private struct Outcome: Equatable {
        var report: ProblemReport
        var rowCount: Int
        var lines: [Int32]
        var codes: [[Int32]]
        var texts: [[String]]
        var integers: [[Int64]]
        /// As bits, since absent numbers are NaN.
        var numbers: [[UInt64]]
        var states: [[CellContent]]
        var days: [[Int32]]

        init(_ table: ColumnarTable, _ report: ProblemReport, _ columns: [Column]) {
            self.report = report
            rowCount = table.rowCount
            lines = table.lines
            let names = columns.map(\.name)
            codes = names.map(table.codes(of:))
            // Which texts of rows with problems are numbered besides depends on the batches.
            texts = zip(names, codes).map { name, codes in
                Array(table.texts(of: name).prefix(Int(codes.max() ?? -1) + 1))
            }
            integers = names.map(table.integers(of:))
            numbers = names.map { table.numbers(of: $0).map(\.bitPattern) }
            states = names.map(table.states(of:))
            days = names.map(table.days(of:))
        }
    }

    private func strict(_ source: TabularSource) throws -> Outcome {
        var reader = ColumnarReader(source, columns: columns)
        reader.tuning.leastBytes = .max
        let table = try reader.readAll()
        return Outcome(table, reader.report, columns)
    }

    private func shared(
        _ source: TabularSource, hands: Int, pieceBytes: Int, roundPieces: Int = 5
    ) throws -> Outcome {
        var reader = ColumnarReader(source, columns: columns)
        reader.tuning = ParallelTuning(
            hands: hands, pieceBytes: pieceBytes, roundPieces: roundPieces, leastBytes: 0)
        let table = try reader.readAll()
        return Outcome(table, reader.report, columns)
    }

    @Test("a file with any trouble reads the same with many hands as with one")
    func anyFile() throws {
        let seed = UInt64.random(in: 1 ... .max)
        var random = Generator(state: seed)
        for round in 0..<300 {
            let bytes = file(&random)
            let source = TabularSource.bytes(bytes, name: "file.csv")
            let expected = try strict(source)
            let hands = Int.random(in: 1...3, using: &random)
            let pieceBytes = Int.random(in: 8...400, using: &random)
            let found = try shared(source, hands: hands, pieceBytes: pieceBytes)
            #expect(
                found == expected,
                "seed \(seed), round \(round), pieces of \(pieceBytes): \(String(decoding: bytes.prefix(2_000), as: UTF8.self))"
            )
            if found != expected { return }
        }
    }

    @Test("a plain file is read to its end by many hands, from a file and from memory")
    func plainFile() throws {
        var text = "place,activity,year,value,note\n"
        for row in 0..<5_000 {
            text += "R\(row % 70),activity number \(row % 13),\(2000 + row % 20),"
            text += row % 9 == 0 ? "..,уголь\n" : "\(row).\(row % 100),уголь\n"
        }
        let bytes = Array(text.utf8)
        let expected = try strict(.bytes(bytes, name: "plain.csv"))
        #expect(expected.rowCount == 5_000)

        let path = FileManager.default.temporaryDirectory
            .appending(path: "plain-\(UUID().uuidString).csv").path
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        var reader = ColumnarReader(.file(path: path), columns: columns)
        reader.tuning = ParallelTuning(hands: 2, pieceBytes: 1_000, leastBytes: 0)
        var rows = 0
        var batches = 0
        try reader.forEachBatch {
            rows += $0.rowCount
            batches += 1
        }
        #expect(rows == 5_000)
        // The strict reader alone would have handed out a single batch.
        #expect(batches > 100)
        #expect(reader.progress.read == bytes.count)

        // A quote in the last row leaves that to the strict reader.
        let odd = bytes + Array("\"R 1\",a,2000,1,\"b\"\n".utf8)
        var mapping = ColumnarReader(.bytes(odd, name: "odd.csv"), columns: columns)
        mapping.tuning = reader.tuning
        let parts = try mapping.mapBatches { $0.lines }
        #expect(parts.flatMap { $0 } == Array(2...5_002))
        #expect(mapping.report.isClean)
        #expect(mapping.texts(of: "place") == expected.texts[0] + ["R 1"])
        #expect(try shared(.bytes(bytes, name: "plain.csv"), hands: 2, pieceBytes: 999) == expected)
    }

    @Test("texts are numbered by first appearance whatever the number of hands")
    func numbering() throws {
        var random = Generator(state: 7)
        let text =
            "place,activity,year,value\n"
            + (0..<3_000).map { _ in
                "P\(Int.random(in: 0..<400, using: &random)),a,2000,1\n"
            }.joined()
        let source = TabularSource.bytes(Array(text.utf8), name: "texts.csv")
        let one = try shared(source, hands: 1, pieceBytes: 512)
        for hands in 2...4 {
            #expect(try shared(source, hands: hands, pieceBytes: 128) == one)
        }
        var seen: Set<Int32> = []
        for code in one.codes[0] where !seen.contains(code) {
            #expect(code == Int32(seen.count))
            seen.insert(code)
        }
    }

    @Test("a batch is never longer than promised, however short its rows")
    func batchSize() throws {
        let text = "a\n" + String(repeating: "1\n", count: 150_000)
        var reader = ColumnarReader(
            .bytes(Array(text.utf8), name: "a.csv"), columns: [.integer("a")])
        reader.tuning = ParallelTuning(hands: 2, leastBytes: 0)
        var rows = 0
        try reader.forEachBatch { batch in
            #expect(batch.rowCount <= ColumnarReader.batchRows)
            rows += batch.rowCount
        }
        #expect(rows == 150_000)
    }

    @Test("a row with a problem leaves no text behind, by one hand or several", arguments: [1, 2])
    func refusedRow(hands: Int) throws {
        let text = "place;value\nRU-000;1\nRU-001;2\nRU-002;3\nRU-004;x1\nRU-005;4\nRU-004;5\n"
        var reader = ColumnarReader(
            .bytes(Array(text.utf8), name: "a.csv"), columns: [.text("place"), .number("value")])
        reader.tuning = ParallelTuning(hands: hands, pieceBytes: 16, roundPieces: 2, leastBytes: 1)
        let table = try reader.readAll()
        #expect(table.texts(of: "place") == ["RU-000", "RU-001", "RU-002", "RU-005", "RU-004"])
        #expect(table.codes(of: "place") == [0, 1, 2, 3, 4])
    }

    @Test("reading stops within 200 ms of the task's cancellation")
    func cancellation() async throws {
        let row = "R0001,activity,2001,12.5\n"
        let text = "place,activity,year,value\n" + String(repeating: row, count: 2_000_000)
        let bytes = Array(text.utf8)
        let columns = columns
        let task = Task { () -> ContinuousClock.Instant? in
            var reader = ColumnarReader(.bytes(bytes, name: "long.csv"), columns: columns)
            // What is tested is built without optimisation and some twenty times slower.
            reader.tuning.pieceBytes = 1 << 14
            do {
                // Nobody can be late: the first batch is held until the task is cancelled.
                try reader.forEachBatch { _ in while !Task.isCancelled { sched_yield() } }
                return nil
            } catch is CancellationError {
                return .now
            }
        }
        try await Task.sleep(for: .milliseconds(5))
        let cancelled = ContinuousClock.now
        task.cancel()
        let stopped = try #require(try await task.value)
        #expect(cancelled.duration(to: stopped) < .milliseconds(200))
    }

    // MARK: Files

    /// A table of up to some hundred rows, most of them plain, some with any kind of trouble.
    private func file(_ random: inout Generator) -> [UInt8] {
        let trouble = Int.random(in: 0...3, using: &random) == 0 ? 0 : 40
        let lineEnd = Int.random(in: 0...12, using: &random) == 0 ? "\r\n" : "\n"
        let headings = [
            "place,activity,year,value", "value,year,place,activity,more",
            "place,activity,year,value,day,rank", "place;activity;year;value;note",
        ].randomElement(using: &random)!
        let names = headings.split(whereSeparator: { ",;".contains($0) }).map(String.init)
        let delimiter = headings.contains(";") ? ";" : ","
        var bytes: [UInt8] = Int.random(in: 0...9, using: &random) == 0 ? [0xEF, 0xBB, 0xBF] : []
        bytes += Array((headings + lineEnd).utf8)
        for _ in 0..<Int.random(in: 0...150, using: &random) {
            let isTroubled = trouble > 0 && Int.random(in: 0..<trouble, using: &random) == 0
            let row = names.map { cell($0, &random) }.joined(separator: delimiter)
            bytes += isTroubled ? troubled(row, delimiter, &random) : Array(row.utf8)
            bytes += Array(lineEnd.utf8)
        }
        if Int.random(in: 0...3, using: &random) == 0 { bytes.removeLast() }
        return bytes
    }

    private func cell(_ name: String, _ random: inout Generator) -> String {
        let number = Int.random(in: 0..<30, using: &random)
        switch name {
        case "place": return "R\(number)"
        case "activity":
            return ["", " a ", "добыча угля", "abcdefgh", "abcdefghi", "a\u{A0}", "x\(number)"]
                .randomElement(using: &random)!
        case "year":
            return ["2001", " 2002", "1999", "2010", "2001.0"].randomElement(using: &random)!
        case "value":
            return ["1", "12345678", "123456789", "1.5", "-3.25", "", "..", "c", "1e3", " 7 ", "0"]
                .randomElement(using: &random)!
        case "day": return ["", "2024-02-29", "29.02.2024"].randomElement(using: &random)!
        case "rank": return ["", "5", "-5", "007", "12345678901"].randomElement(using: &random)!
        default: return "n\(number)"
        }
    }

    private func troubled(
        _ row: String, _ delimiter: String, _ random: inout Generator
    ) -> [UInt8] {
        let bytes = Array(row.utf8)
        let middle = bytes.count / 2
        switch Int.random(in: 0..<13, using: &random) {
        case 0: return []
        case 1: return bytes + Array((delimiter + "extra").utf8)
        case 2: return Array(bytes[..<middle])
        case 3: return Array(bytes[..<middle]) + [0x22] + Array(bytes[middle...])
        case 4: return [0x22] + Array("a\nb".utf8) + [0x22] + bytes
        case 5: return Array(bytes[..<middle]) + [0x00] + Array(bytes[middle...])
        case 6: return Array(bytes[..<middle]) + [0xFF] + Array(bytes[middle...])
        case 7: return bytes + [0x0D]
        case 8: return Array(bytes[..<middle]) + [0x0D] + Array(bytes[middle...])
        case 9: return Array(row.replacing("2", with: "20 01").utf8)
        case 10: return Array(row.replacing("1", with: "1x").utf8)
        case 11: return [0x22] + Array("a \u{22}\u{22} b".utf8) + [0x22] + bytes
        default: return Array(bytes.map { $0 == 0x30 ? 0xD0 : $0 })
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014).
private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
