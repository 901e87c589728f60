import Foundation
import Region
import Testing
import Wording

@testable import Workspace

/// Extracts in the structure of the maps that offices publish.
@Suite("Importing places from GeoJSON")
struct PlaceImportTests {
    private static func file(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Published/\(name)").path(percentEncoded: false)
    }

    private static let maps = "regions.geojson"

    /// Imports a file into a workspace; what is not given is an empty one.
    private func imported<Result>(
        _ path: String, into fixture: Fixture? = nil, mapping: String? = nil,
        options: ImportOptions = ImportOptions(),
        _ body: (Workspace, ImportReport, [[String]]) throws -> Result
    ) throws -> Result {
        try withTemporaryFolder { folder in
            let inside = folder + "/workspace"
            if let fixture {
                try FileManager.default.createDirectory(
                    atPath: inside, withIntermediateDirectories: true)
                try fixture.write(to: inside)
            } else {
                _ = try Workspace.createEmpty(at: inside)
            }
            let workspace = try Workspace(opening: inside)
            var given: String?
            if let mapping {
                given = folder + "/mapping.yaml"
                try Data(mapping.utf8).write(to: URL(filePath: folder + "/mapping.yaml"))
            }
            let before = try FileManager.default.contentsOfDirectory(atPath: inside).sorted()
            let report = try workspace.importTable(
                file: path, format: .geo, mapping: given, options: options)
            if !report.isApplied {
                let after = try FileManager.default.contentsOfDirectory(atPath: inside).sorted()
                #expect(after == before)
            }
            return try body(workspace, report, try places(of: workspace))
        }
    }

    private func imported<Result>(
        text: String, into fixture: Fixture? = nil, mapping: String? = nil,
        options: ImportOptions = ImportOptions(),
        _ body: (Workspace, ImportReport, [[String]]) throws -> Result
    ) throws -> Result {
        try withTemporaryFolder { folder in
            let path = folder + "/map.geojson"
            try Data(text.utf8).write(to: URL(filePath: path))
            return try imported(
                path, into: fixture, mapping: mapping, options: options, body)
        }
    }

    /// Code, parent, names, level, longitude and latitude of each place.
    private func places(of workspace: Workspace) throws -> [[String]] {
        let text = try String(contentsOfFile: workspace.folder + "/places.csv", encoding: .utf8)
        let rows = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let wanted = ["code", "parent", "name_en", "name_ru", "level", "lon", "lat"]
        return rows.dropFirst().map { row in
            wanted.map { name in
                rows[0].firstIndex(of: name).map { $0 < row.count ? row[$0] : "" } ?? ""
            }
        }
    }

    private func expectSound(_ report: ImportReport) {
        for problem in report.report.problems { Issue.record("\(problem.text(in: .english))") }
        #expect(report.isApplied)
    }

    private func said(_ report: ImportReport) -> String {
        report.report.problems.map { $0.text(in: .english) }.joined(separator: "\n")
    }

    @Test("new places: codes, names, levels, a point within each area; outlines beside the tables")
    func fresh() throws {
        try imported(Self.file(Self.maps)) { workspace, report, places in
            expectSound(report)
            // The country is there for its regions, by the rule for codes of its form.
            #expect(report.added == 5)
            #expect(
                places == [
                    ["RU", "", "RU", "RU", "country", "", ""],
                    // A shape around a valley has its centroid outside: a point of it is taken.
                    [
                        "RU-AL", "RU", "Altai Republic", "Республика Алтай", "region", "84.5",
                        "50.1",
                    ],
                    // Of two polygons the larger counts, 4.5 by 3.5 degrees around its middle.
                    [
                        "RU-KEM", "RU", "Kemerovo Oblast - Kuzbass",
                        "Кемеровская область - Кузбасс", "region", "86.75", "54.75",
                    ],
                    [
                        "RU-NVS", "RU", "Novosibirsk Oblast", "Новосибирская область", "region", "",
                        "",
                    ],
                    ["RU-TOM", "RU", "Tomsk Oblast", "Томская область", "region", "84.9", "56.5"],
                ])
            #expect(report.outlines == "boundaries/regions.geojson")
            let written = try GeoJSONFile(path: workspace.folder + "/boundaries/regions.geojson")
            let source = try GeoJSONFile(path: Self.file(Self.maps))
            #expect(written.faults.isEmpty)
            #expect(
                written.features.map { $0.properties } == [["code": "RU-KEM"], ["code": "RU-AL"]])
            #expect(written.features.map(\.shape) == [0, 2].map { source.features[$0].shape })
            #expect(written.attribution == source.attribution)
            let sources = try String(
                contentsOfFile: workspace.folder + "/sources.csv", encoding: .utf8)
            #expect(sources.contains("import_regions") && sources.contains("SHA-256"))
        }
    }

    @Test("what the workspace has stays, what it lacks is filled in")
    func completed() throws {
        var fixture = Fixture()
        fixture.replace(
            "RU-TOM,RU,Tomsk Oblast,Томская область,region,84.9,56.5,1",
            with: "RU-TOM,RU,Tomsk,Томск,region,,,1", in: "places")
        fixture.replace("86.1,55.3", with: "86.75,54.75", in: "places")
        try imported(Self.file(Self.maps), into: fixture) { workspace, report, places in
            expectSound(report)
            #expect(report.added == 2 && report.replaced == 2 && report.unchanged == 0)
            let tomsk = places.first { $0[0] == "RU-TOM" }
            #expect(tomsk == ["RU-TOM", "RU", "Tomsk", "Томск", "region", "84.9", "56.5"])
            #expect(places.first { $0[0] == "RU-KEM" }?[2] == "Kemerovo Oblast")
            let reading = try workspace.read()
            #expect(reading.report.problems.isEmpty)
            let print = reading.data?.fingerprints["boundaries/regions.geojson"]
            #expect(print != nil)
            // A second time there is nothing to do.
            let again = try workspace.importTable(file: Self.file(Self.maps), format: .geo)
            expectSound(again)
            #expect(again.added == 0 && again.replaced == 0 && again.unchanged == 4)
        }
    }

    @Test("a point that differs is a problem, or gives way; without columns it stays")
    func otherPoint() throws {
        try imported(Self.file(Self.maps), into: Fixture()) { _, report, _ in
            #expect(!report.isApplied)
            try expectSnapshot(bothLanguages(report.report), named: "geo-point-differs")
        }
        try imported(
            Self.file(Self.maps), into: Fixture(), options: ImportOptions(replace: true)
        ) { _, report, places in
            expectSound(report)
            #expect(
                places.first { $0[0] == "RU-KEM" } == [
                    "RU-KEM", "RU", "Kemerovo Oblast", "Кемеровская область", "region", "86.75",
                    "54.75",
                ])
        }
        let mapping = """
            table: places
            columns: {code: iso, name_en: name_en, name_ru: name_ru}
            new: {places: {"*": {level: region, parent: RU}}}
            """
        try imported(Self.file(Self.maps), into: Fixture(), mapping: mapping) {
            workspace, report, places in
            expectSound(report)
            #expect(places.first { $0[0] == "RU-KEM" }?[5...] == ["86.1", "55.3"])
            #expect(places.first { $0[0] == "RU-NVS" }?[1] == "RU")
            #expect(report.outlines == "boundaries/regions.geojson")
            // Other outlines under the name of those that are there.
            let path = workspace.folder + "/boundaries/regions.geojson"
            try Data("{}".utf8).write(to: URL(filePath: path))
            let mine = workspace.folder + "/../mapping.yaml"
            let other = try workspace.importTable(
                file: Self.file(Self.maps), format: .geo, mapping: mine)
            #expect(!other.isApplied)
            try expectSnapshot(bothLanguages(other.report), named: "geo-outlines-differ")
            let replaced = try workspace.importTable(
                file: Self.file(Self.maps), format: .geo, mapping: mine,
                options: ImportOptions(replace: true))
            expectSound(replaced)
            #expect(try GeoJSONFile(path: path).features.count == 2)
        }
    }

    @Test("every fault of a file by its path, and nothing is changed")
    func broken() throws {
        try imported(Self.file("regions_broken.geojson")) { _, report, places in
            #expect(!report.isApplied && places.isEmpty)
            try expectSnapshot(bothLanguages(report.report), named: "geo-broken")
        }
    }

    @Test(
        "a file that is none of GeoJSON's says why",
        arguments: [
            ("{\"type\": ", "The file is not JSON"), ("[1]", "it has no `type`"),
            ("{\"type\":\"Topology\"}", "its `type` is \"Topology\""),
            ("{\"type\":\"FeatureCollection\"}", "its `type` is \"FeatureCollection\""),
            (
                "{\"type\":\"Point\",\"coordinates\":[86,55]}",
                "its `type` is \"Point\""
            ),
            (
                "{\"type\":\"FeatureCollection\",\"features\":[],\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::3857\"}}}",
                "another reference system: \"urn:ogc:def:crs:EPSG::3857\""
            ),
            (
                "{\"type\":\"FeatureCollection\",\"features\":[],\"crs\":{\"type\":\"link\"}}",
                "another reference system: \"\""
            ),
            (String(repeating: "[", count: 100_000), "more than 64 deep"),
            (
                "{\"type\":\"FeatureCollection\",\"features\":[]}",
                "Nothing says what stands in `code`"
            ),
            (
                "{\"type\":\"Feature\",\"properties\":{\"a\":1},\"geometry\":null}",
                "Nothing says what stands in `code`"
            ),
        ])
    func noGeoJSON(_ text: String, _ words: String) throws {
        try imported(text: text) { _, report, _ in
            #expect(!report.isApplied)
            #expect(said(report).contains(words), "\(said(report))")
        }
    }

    private func point(_ code: String, _ more: String = "") -> String {
        "{\"type\":\"Feature\",\"properties\":{\"code\":\(code)\(more)},\"geometry\":{\"type\":\"Point\",\"coordinates\":[86,55]}}"
    }

    private func collection(_ features: [String]) -> String {
        "{\"type\":\"FeatureCollection\",\"features\":[\(features.joined(separator: ","))]}"
    }

    @Test("a place lies where its geometry says, not where a property does")
    func ownProperties() throws {
        let text = collection([point("\"RU-KEM\"", ",\"lon\":1,\"Lat\":\"2\"")])
        try imported(text: text) { _, report, places in
            expectSound(report)
            #expect(places.last?[5...] == ["86", "55"])
        }
    }

    @Test("codes twice, no code, no level")
    func codes() throws {
        let text = collection([
            point("\"RU-KEM\""), point("\"RU-KEM\""), point("\"novokuznetsk\""),
        ])
        try imported(text: text) { _, report, _ in
            #expect(!report.isApplied)
            try expectSnapshot(bothLanguages(report.report), named: "geo-codes")
        }
        try imported(text: collection([point("\"RU-KEM\""), point("\"\"")])) { _, report, _ in
            #expect(!report.isApplied)
            try expectSnapshot(bothLanguages(report.report), named: "geo-no-code")
        }
    }

    @Test("places of one file may lie in each other; one that lies nowhere is named")
    func parents() throws {
        let mapping = """
            columns: {code: code, parent: in, lon: LON, lat: LAT}
            table: places
            prefix: {code: "RU-", parent: "RU-"}
            new: {places: {"*": {level: municipality}}}
            """
        let text = collection([
            point("\"b\"", ",\"in\":\"a\""), point("\"a\"", ",\"in\":null"),
        ])
        try imported(text: text, mapping: mapping) { _, report, places in
            expectSound(report)
            #expect(places.map { [$0[0], $0[1]] } == [["RU-a", ""], ["RU-b", "RU-a"]])
            #expect(report.outlines == nil)
        }
        let lost = collection([point("\"b\"", ",\"in\":\"c\""), point("\"a\"")])
        try imported(text: lost, mapping: mapping) { _, report, _ in
            #expect(!report.isApplied)
            try expectSnapshot(bothLanguages(report.report), named: "geo-lies-nowhere")
        }
    }

    @Test("the folder for outlines leads nowhere else")
    func linkedFolder() throws {
        try withTemporaryFolder { folder in
            let workspace = try Workspace.createEmpty(at: folder + "/workspace")
            try FileManager.default.createDirectory(
                atPath: folder + "/elsewhere", withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/workspace/boundaries",
                withDestinationPath: folder + "/elsewhere")
            #expect(throws: WorkspaceFailure.self) {
                try workspace.importTable(file: Self.file(Self.maps), format: .geo)
            }
            #expect(try places(of: workspace).isEmpty)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder + "/elsewhere")
            #expect(left.isEmpty)
        }
    }

    @Test("properties are guessed from what offices call them")
    func drafted() throws {
        try withTemporaryFolder { folder in
            let workspace = try Workspace.createEmpty(at: folder + "/workspace")
            try expectSnapshot(
                try workspace.draftMapping(file: Self.file(Self.maps), format: .geo),
                named: "geo-draft")
            func draft(_ properties: String) throws -> String {
                let text =
                    "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"id\":\"AT11\",\"properties\":{\(properties)},\"geometry\":null}]}"
                let path = folder + "/map.geojson"
                try Data(text.utf8).write(to: URL(filePath: path))
                return try workspace.draftMapping(file: path, format: .geo)
            }
            let nuts = try draft(
                #""NUTS_ID":"AT11","LEVL_CODE":2,"CNTR_CODE":"AT","NAME_LATN":"Burgenland","NUTS_NAME":"Burgenland""#
            )
            #expect(nuts.contains("code: \"NUTS_ID\"") && nuts.contains("name_en: \"NAME_LATN\""))
            #expect(nuts.contains("\"????\": {level: region, parent: \"{2}\", in_panel: 1}"))
            let bounds = try draft(
                #""shapeName":"Kemerovo","shapeISO":"RU-KEM","shapeID":"1B","shapeType":"ADM1""#)
            #expect(bounds.contains("code: \"shapeISO\"") && bounds.contains("\"shapeName\""))
            let street = try draft(#""name":"Кемерово","name:en":"Kemerovo""#)
            #expect(street.contains("name_ru: \"name\"") && street.contains("name_en: \"name:en\""))
            #expect(street.contains("code: \"id\""))
            #expect(try draft(#""name":"Graz""#).contains("name_en: \"name\""))
        }
    }

    @Test("a point of an area lies within it")
    func within() {
        func ring(_ corners: [(Double, Double)]) -> [GeoJSONFile.Position] {
            (corners + [corners[0]]).map { .init(longitude: $0.0, latitude: $0.1) }
        }
        let square = ring([(0, 0), (4, 0), (4, 4), (0, 4)])
        let hole = ring([(1, 1), (3.5, 1), (3.5, 3.5), (1, 3.5)])
        let plain = GeoJSONFile.Shape.polygons([[square]], isMultiple: false).point
        #expect(plain == .init(longitude: 2, latitude: 2))
        // Its middle is a hole: the widest stretch on that parallel is left of it.
        let holed = GeoJSONFile.Shape.polygons([[square, hole]], isMultiple: false).point
        #expect(holed == .init(longitude: 0.5, latitude: 2))
        let flat = GeoJSONFile.Shape.polygons(
            [[ring([(1, 1), (2, 2), (3, 3)])]], isMultiple: false
        ).point
        #expect(flat == .init(longitude: 1.5, latitude: 1.5))
    }
}
