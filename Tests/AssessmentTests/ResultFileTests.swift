import Foundation
import Region
import Testing

@testable import Assessment

@Suite("Result files")
struct ResultFileTests {
    static let rows = [
        ResultRow(
            key: ResultKey(place: "RU-KEM", activity: "okved2:B", year: 2022),
            outcome: .value(2.875_123_456_789), quality: .derived, marks: [.lowCoverage, .entry]),
        ResultRow(
            key: ResultKey(
                place: "=1+1", activity: "a,\"b\"", year: 2022, from: 2016, component: "x"),
            outcome: .range(low: 0, high: 1.5), coverage: 0.875, quality: .estimate),
        ResultRow(key: ResultKey(), outcome: .undefined(.insufficientData(have: 3, need: 8))),
        ResultRow(
            key: ResultKey(place: "RU-ALT"), outcome: .undefined(.missing("N_r")), coverage: 0),
    ]

    @Test("what is written is read again, states and marks included")
    func roundTrip() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/table.csv"
        try Data(try ResultFile.bytes(of: Self.rows)).write(to: URL(filePath: path))
        #expect(ResultFile.read(path) == Self.rows)
    }

    @Test("a damaged file is no table")
    func damaged() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/table.csv"
        let text = String(decoding: try ResultFile.bytes(of: Self.rows), as: UTF8.self)
        for (old, new) in [
            ("derived", "excellent"), ("missing(N_r)", "tired(N_r)"), ("2.875", "2,875"),
            ("entry", "entrance"), ("place,", "planet,"),
        ] {
            try text.replacing(old, with: new).write(
                toFile: path, atomically: true, encoding: .utf8)
            #expect(ResultFile.read(path) == nil, "\(old) → \(new)")
        }
        #expect(ResultFile.read(folder.path + "/absent.csv") == nil)
    }

    @Test("no number without a value reaches a file")
    func neverNaN() {
        let row = ResultRow(key: ResultKey(), outcome: .value(.nan))
        #expect(throws: (any Error).self) { try ResultFile.bytes(of: [row]) }
    }
}

/// A folder that goes away with its owner.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "uklad-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
