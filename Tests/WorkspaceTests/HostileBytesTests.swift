import Foundation
import Numerics
import Region
import Testing

@testable import Workspace

@Suite("Hostile bytes (RELIABILITY C1)")
struct HostileBytesTests {
    /// More at night: `UKLAD_HOSTILE_ROUNDS=100000`.
    private static let rounds =
        ProcessInfo.processInfo.environment["UKLAD_HOSTILE_ROUNDS"].flatMap { Int($0) } ?? 100

    private static let junk: [[UInt8]] = [
        [], [0], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF], Array("\"".utf8), Array(",,,,".utf8),
        Array("\n\n\n".utf8), Array("\r".utf8), Array("=cmd|' /C calc'!A0".utf8),
        Array("99999999999999999999".utf8), Array("-9223372036854775808".utf8),
        Array("1e308".utf8), Array("nan".utf8), Array("∞".utf8), Array("\u{202E}".utf8),
        Array(repeating: 0x28, count: 300), Array("{\"a\":".utf8), Array("&a [*a, *a]".utf8),
        Array(";;;".utf8), Array("okved2:B".utf8), Array("constant:99999".utf8),
    ]

    private func damaged(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let at = Int.random(in: 0...bytes.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0:
                bytes.insert(contentsOf: Self.junk.randomElement(using: &generator) ?? [], at: at)
            case 1: bytes.removeSubrange(at..<min(bytes.count, at + 7))
            case 2 where at < bytes.count: bytes[at] = .random(in: 0...255, using: &generator)
            case 3: bytes.removeSubrange(at...)
            default:
                // A piece of the file once more, elsewhere.
                let piece = bytes[at..<min(bytes.count, at + 40)]
                bytes.insert(
                    contentsOf: piece, at: Int.random(in: 0...bytes.count, using: &generator))
            }
        }
        return bytes
    }

    @Test("damage to any file of a workspace ends in figures or in problems, never in a trap")
    func damage() throws {
        var generator = SeededGenerator(seed: 42)
        var fixture = Fixture()
        fixture.tables["products"] = "code,name_en,name_ru,unit\ncoal,Coal,Уголь,Mt"
        fixture.tables["production"] = "place,product,year,value,unit\nRU-KEM,coal,2016,227,Mt"
        fixture.tables["shipments"] =
            "place,product,year,destination,value,unit\nRU-KEM,coal,2016,abroad,100,Mt"
        fixture.tables["assays"] = "deposit,component,grade,unit\nash,gold,3,g/t"
        fixture.tables["deposits"] = "code,name_en\nash,Ash"
        fixture.tables["establishments"] =
            "code,place,activity,year,headcount\na,RU-KEM,okved2:B,2016,900"
        try withTemporaryFolder { folder in
            try fixture.write(to: folder)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            for _ in 0..<Self.rounds {
                let name = try #require(names.randomElement(using: &generator))
                let file = URL(filePath: "\(folder)/\(name)")
                let sound = try Data(contentsOf: file)
                try Data(damaged(Array(sound), &generator)).write(to: file)
                try exercise(folder)
                try sound.write(to: file)
            }
        }
    }

    /// Everything a program does with a workspace.
    private func exercise(_ folder: String) throws {
        guard let workspace = try? Workspace(opening: folder),
            let reading = try? workspace.read()
        else { return }
        #expect((reading.data == nil) == (reading.report.total > 0))
        guard let data = reading.data else { return }
        for (measure, classification) in data.panels {
            for level in ["region", "country"] {
                guard let panel = data.panel(measure, classification, level: level) else {
                    continue
                }
                for year in panel.years.indices {
                    let isFinite = panel.mass(year: year).elements.allSatisfy { $0.isFinite }
                    #expect(isFinite)
                }
            }
            for place in data.places.prefix(3) {
                _ = data.origin(of: .placeTotal(measure, classification, place.code, 2016))
            }
            _ = data.origin(of: .grandTotal(measure, classification, 2016))
        }
        for measure in data.measures {
            _ = data.series(measure.code)
            _ = data.plants(measure: measure.code)
        }
        _ = data.balances(level: "region")
    }

    @Test("damage to a file or its mapping ends in an import or in problems, never in a trap")
    func damagedImports() throws {
        var generator = SeededGenerator(seed: 43)
        let file = Array(
            """
            Таблица;;;
            Регион;Добыча полезных ископаемых;;Единица
            ;2018;2019;
            Кемеровская область;1 035,5;...;%

            """.utf8)
        let mapping = Array(
            """
            delimiter: semicolon
            decimal: comma
            grouping: spaces
            heading: 2-3
            columns: {place: Регион, unit: Единица}
            wide: "{activity} / {year}"
            constants: {measure: share}
            codes: {place: {Кузбасс: RU-KEM}}
            states: {"-": zero}
            multiply: 10

            """.utf8)
        try withTemporaryFolder { folder in
            try Fixture().write(to: folder)
            let workspace = try Workspace(opening: folder)
            let paths = (file: folder + "/in.csv", mapping: folder + "/m.yaml")
            for round in 0..<Self.rounds {
                let isFile = round % 2 == 0
                try Data(isFile ? damaged(file, &generator) : file).write(
                    to: URL(filePath: paths.file))
                try Data(isFile ? mapping : damaged(mapping, &generator)).write(
                    to: URL(filePath: paths.mapping))
                let report = try workspace.importTable(
                    file: paths.file, format: .csv, mapping: paths.mapping,
                    options: ImportOptions(dryRun: true))
                #expect(!report.isApplied)
                _ = try? workspace.draftMapping(file: paths.file, format: .csv)
            }
        }
    }

    private static func published(_ name: String) throws -> [UInt8] {
        Array(
            try Data(
                contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
                    .appending(path: "Published/\(name)")))
    }

    @Test(
        "damage to a map or a table of many countries ends likewise",
        arguments: [
            (ImportFormat.geo, "regions.geojson", "map.geojson"),
            (.icio, "2018_SML.csv", "2018_SML.csv"),
            (.exiobase, "IOT_2020_ixi/Z.txt", "Z.txt"), (.exiobase, "IOT_2020_ixi/Y.txt", "Y.txt"),
            (.exiobase, "IOT_2020_ixi/x.txt", "x.txt"),
            (.exiobase, "IOT_2020_ixi/satellite/F.txt", "satellite/F.txt"),
        ])
    func damagedTables(_ format: ImportFormat, _ original: String, _ name: String) throws {
        var generator = SeededGenerator(seed: 44)
        let sound = try Self.published(original)
        try withTemporaryFolder { folder in
            let inside = folder + "/workspace"
            try FileManager.default.createDirectory(
                atPath: inside, withIntermediateDirectories: true)
            try FileManager.default.createDirectory(
                atPath: folder + "/satellite", withIntermediateDirectories: true)
            try Fixture().write(to: inside)
            if format == .exiobase {
                for file in ["Z.txt", "Y.txt", "x.txt", "satellite/F.txt"] {
                    try Data(Self.published("IOT_2020_ixi/" + file)).write(
                        to: URL(filePath: "\(folder)/\(file)"))
                }
            }
            let workspace = try Workspace(opening: inside)
            let options = ImportOptions(
                replace: true, country: format == .icio ? "RUS" : "RU", place: "RU", year: 2018)
            let main = folder + "/" + (format == .exiobase ? "Z.txt" : name)
            for _ in 0..<max(20, Self.rounds / 4) {
                try Data(damaged(sound, &generator)).write(
                    to: URL(filePath: "\(folder)/\(name)"))
                let report = try workspace.importTable(
                    file: main, format: format, options: options)
                #expect(report.isApplied == (report.report.total == 0))
                _ = try? workspace.draftMapping(file: main, format: format, options: options)
            }
        }
    }
}
