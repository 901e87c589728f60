import Foundation
import Region
import Testing
import Wording

@testable import Workspace

/// Small extracts in the structure their offices publish; the figures are made up but for the form.
@Suite("Importing what offices publish for machines")
struct PublishedImportTests {
    private static func file(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Published/\(name)").path(percentEncoded: false)
    }

    /// Imports a file into an empty workspace.
    private func imported<Result>(
        _ name: String, _ format: ImportFormat, mapping: ((String) -> String)? = nil,
        _ body: (Workspace, ImportReport, [String: [[String]]]) throws -> Result
    ) throws -> Result {
        try withTemporaryFolder { folder in
            let workspace = try Workspace.createEmpty(at: folder + "/workspace")
            var path: String?
            if let mapping {
                let draft = try workspace.draftMapping(file: Self.file(name), format: format)
                path = folder + "/mapping.yaml"
                try Data(mapping(draft).utf8).write(to: URL(filePath: folder + "/mapping.yaml"))
            }
            let report = try workspace.importTable(
                file: Self.file(name), format: format, mapping: path)
            var tables: [String: [[String]]] = [:]
            for table in [
                "observations", "places", "activities", "measures", "classifications", "sources",
            ] {
                let text = try String(
                    contentsOfFile: "\(folder)/workspace/\(table).csv", encoding: .utf8)
                tables[table] = text.split(separator: "\n").dropFirst().map {
                    $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                }
            }
            return try body(workspace, report, tables)
        }
    }

    private func expectSound(_ report: ImportReport) {
        for problem in report.report.problems { Issue.record("\(problem.text(in: .english))") }
        #expect(report.isApplied)
    }

    @Test("Eurostat: figures, flags, hidden ones; unions of countries and other levels stay out")
    func eurostat() throws {
        try imported("estat_nama_10r_3empers.tsv", .eurostat) { _, report, tables in
            expectSound(report)
            // Of 44 cells of countries and regions five are not there. EA20 is as long as a region.
            #expect(report.added == 39 && report.missing == 5 && report.skipped == 12)
            let rows = tables["observations"] ?? []
            func row(_ place: String, _ activity: String, _ year: String) throws -> [String] {
                try #require(rows.first { Array($0.prefix(3)) == [place, activity, year] })
            }
            #expect(try row("AT11", "nace_r2:A", "2019")[4...6] == ["9.2", "thousand persons", ""])
            #expect(try row("AT11", "nace_r2:A", "2020")[6] == "B")
            // Of two flags the graver one is the status, and both stand in the note.
            let both = try row("AT11", "nace_r2:A", "2021")
            #expect(both[6] == "B" && both[9] == "bp")
            #expect(try row("AT11", "nace_r2:A", "2022")[4...6] == ["", "thousand persons", "Q"])
            #expect(try row("AT12", "nace_r2:C", "2022")[6] == "U")
            #expect(try row("AT", "", "2022")[4] == "4600.5")
            #expect(Set(rows.map { $0[0] }) == ["AT", "AT11", "AT12", "ES11"])
            #expect(
                tables["places"]?.map { Array($0.prefix(5)) }
                    == [
                        ["AT", "", "AT", "AT", "country"],
                        ["AT11", "AT", "AT11", "AT11", "region"],
                        ["AT12", "AT", "AT12", "AT12", "region"],
                        // The country has no figures, and is there for its region.
                        ["ES", "", "ES", "ES", "country"],
                        ["ES11", "ES", "ES11", "ES11", "region"],
                    ])
            #expect(tables["activities"]?.map { $0[0] } == ["nace_r2:A", "nace_r2:C"])
            #expect(tables["classifications"]?.map { $0[0] } == ["nace_r2"])
            #expect(tables["measures"]?.map { $0[3] } == ["thousand persons"])
            #expect(
                report.newCodes.map { "\($0.table) \($0.count)" }
                    == ["classifications 1", "places 5", "activities 2", "measures 1"])
        }
    }

    @Test("the mapping printed is the one that is followed, and can be edited")
    func drafted() throws {
        let file = "estat_nama_10r_3empers.tsv"
        let same: (String) -> String = { $0 }
        try imported(file, .eurostat, mapping: same) { _, report, _ in
            expectSound(report)
            #expect(report.added == 39)
        }
        let one: (String) -> String = {
            $0.replacing(#"["[!E]?", "E[ELS]", "[!E]???", "E[ELS]??"]"#, with: "[AT11]")
        }
        try imported(file, .eurostat, mapping: one) { _, report, tables in
            expectSound(report)
            #expect(Set((tables["observations"] ?? []).map { $0[0] }) == ["AT11"])
            // What it is part of is made too, where the mapping allows it.
            #expect(tables["places"]?.map { Array($0[...1]) } == [["AT", ""], ["AT11", "AT"]])
        }
        let alone: (String) -> String = { one($0).replacing(#""[!E]?":"#, with: #""X?":"#) }
        try imported(file, .eurostat, mapping: alone) { _, report, tables in
            expectSound(report)
            #expect(tables["places"]?.map { Array($0[...1]) } == [["AT11", ""]])
        }
    }

    @Test("SDMX-CSV: one row a figure, hidden by its confidentiality")
    func sdmx() throws {
        try imported("nama_10r_3gva.csv", .sdmx) { _, report, tables in
            expectSound(report)
            let rows = tables["observations"] ?? []
            #expect(
                rows.map { Array($0[..<4]) + [$0[6]] + [$0[4]] } == [
                    ["AT11", "nace_r2:C", "2020", "nama_10r_3gva", "B", "1500.5"],
                    ["AT11", "nace_r2:C", "2021", "nama_10r_3gva", "Q", ""],
                    ["AT12", "", "2021", "nama_10r_3gva", "P", "7900"],
                    ["AT12", "nace_r2:C", "2020", "nama_10r_3gva", "", "7800"],
                ])
            #expect(
                tables["measures"]?.map { Array($0[3...5]) } == [["mln EUR", "current", "flow"]])
        }
    }

    @Test("JSON-stat: figures by their place, names from labels")
    func jsonStat() throws {
        try imported("employment.json", .jsonStat) { _, report, tables in
            expectSound(report)
            // Of twelve figures one is not there and one is hidden.
            #expect(report.added == 11 && report.missing == 1)
            let rows = tables["observations"] ?? []
            func row(_ place: String, _ activity: String, _ year: String) throws -> [String] {
                try #require(rows.first { Array($0.prefix(3)) == [place, activity, year] })
            }
            #expect(try row("AT", "", "2020")[4...6] == ["4450.1", "thousand persons", "B"])
            #expect(try row("AT11", "", "2020")[9] == "bp")
            let hidden = try row("AT11", "nace_r2:C", "2021")
            #expect(hidden[4...6] == ["", "thousand persons", "Q"])
            #expect(try row("AT12", "nace_r2:C", "2020")[6] == "E")
            #expect(
                tables["places"]?.map { $0[2] } == ["Austria", "Burgenland", "Niederösterreich"])
            #expect(tables["activities"]?.map { $0[3] } == ["Manufacturing"])
        }
    }

    @Test(
        "JSON-stat: what is none says why",
        arguments: [
            ("{", "it is not JSON"), ("{\"class\": \"dataset\"}", "members that a dataset has"),
            (
                #"{"id":["geo"],"size":[2],"dimension":{"geo":{"category":{"index":["AT"]}}},"value":[1,2]}"#,
                "categories of the dimension geo"
            ),
            (
                #"{"id":["geo"],"size":[2],"dimension":{"geo":{"category":{"index":["AT","BE"]}}},"value":[1]}"#,
                "it has 1 figures, its dimensions make 2"
            ),
            (
                #"{"id":["geo"],"size":[1],"dimension":{"geo":{"category":{"index":["AT"]}}},"value":{"7":1}}"#,
                "it has 8 figures, its dimensions make 1"
            ),
            (
                #"{"id":["a","b"],"size":[4294967296,4294967296],"dimension":{},"value":[]}"#,
                "categories of the dimension a"
            ),
        ])
    func brokenJSON(_ text: String, _ words: String) throws {
        try withTemporaryFolder { folder in
            let workspace = try Workspace.createEmpty(at: folder + "/workspace")
            try Data(text.utf8).write(to: URL(filePath: folder + "/file.json"))
            let report = try workspace.importTable(file: folder + "/file.json", format: .jsonStat)
            #expect(!report.isApplied)
            let said = report.report.problems.map { $0.text(in: .english) }.joined()
            #expect(said.contains(words), "\(said)")
        }
    }

    @Test(
        "the date of the release is kept where the file has it",
        arguments: [
            ("nama_10r_3gva.csv", ImportFormat.sdmx, "2024-02-20"),
            ("employment.json", .jsonStat, "2024-03-13"),
            ("estat_nama_10r_3empers.tsv", .eurostat, ""),
        ])
    func vintage(_ file: String, _ format: ImportFormat, _ day: String) throws {
        try imported(file, format) { _, report, tables in
            expectSound(report)
            #expect(tables["sources"]?.first?[4] == day)
        }
        // What the mapping says goes before it.
        let other: (String) -> String = {
            $0.replacing("source:\n", with: "source:\n  vintage: 2024-01\n")
        }
        try imported(file, format, mapping: other) { _, report, tables in
            expectSound(report)
            #expect(tables["sources"]?.first?[4] == "2024-01")
        }
    }

    @Test("dates as offices write them")
    func days() {
        for (text, day) in [
            ("20/02/24 23:00:00", "2024-02-20"), ("2024-03-13T23:00:00Z", "2024-03-13"),
            ("2024-02-30", nil), ("31/13/24", nil), ("yesterday", nil), ("", nil),
            ("99999999999999999999-01-01", nil),
        ] as [(String, String?)] {
            #expect(Vintage.day(text) == day, "\(text)")
        }
    }

    @Test("QCEW: a hidden figure is not the 0 that stands in its cell")
    func qcew() throws {
        try imported("2022.annual.singlefile.csv", .qcew) { _, report, tables in
            expectSound(report)
            #expect(report.added == 6 && report.skipped == 3)
            let rows = tables["observations"] ?? []
            let hidden = try #require(rows.first { $0[0] == "54005" && $0[1] == "naics:21" })
            #expect(hidden[4] == "" && hidden[6] == "Q" && hidden[9] == "N lq_N")
            #expect(rows.first { $0[0] == "54000" && $0[1] == "" }?[4] == "540000")
            #expect(
                tables["places"]?.map { [$0[0], $0[1], $0[4]] } == [
                    ["54000", "US000", "region"], ["54005", "54000", "municipality"],
                    ["US000", "", "country"],
                ])
        }
    }

    @Test("QCEW: another column of the same file; establishments are counted where pay is hidden")
    func establishments() throws {
        let establishments: (String) -> String = {
            $0.replacing("annual_avg_emplvl  #", with: "annual_avg_estabs  #")
                .replacing("unit: persons", with: "unit: \"1\"")
        }
        try imported("2022.annual.singlefile.csv", .qcew, mapping: establishments) {
            _, report, tables in
            expectSound(report)
            let rows = tables["observations"] ?? []
            #expect(rows.first { $0[0] == "54005" && $0[1] == "naics:21" }?[4] == "17")
        }
    }

    @Test("a broken file: every fault by its place, and nothing is changed")
    func broken() throws {
        try imported("estat_broken.tsv", .eurostat) { _, report, tables in
            #expect(!report.isApplied)
            #expect(tables["observations"] == [] && tables["places"] == [])
            let text = report.report.problems.map { $0.text(in: .english) }
                .joined(separator: "\n")
            for wanted in [
                "row 2", "row 3", "row 4", "\"5x.1 \"", "row 5", "\"q\"", "row 8", "\"92,3 \"",
                "Figures differ in `wstatus`", "one of: EMP, SAL",
            ] {
                #expect(text.contains(wanted), "\(wanted) in \(text)")
            }
        }
    }

    @Test("a range goes only where every place that has it has all its sections")
    func sectionsByPlace() {
        let codes = ["A", "B-E", "B", "C", "D", "E"]
        #expect(Sections.counted(twiceAmong: codes, by: [Set(codes)]) == ["B-E"])
        #expect(
            Sections.counted(twiceAmong: codes, by: [Set(codes), ["A", "B-E"]])
                == ["B", "C", "D", "E"])
    }

    @Test("places that are in the panel for want of a column stay in it")
    func panel() throws {
        try Fixture().withWorkspace { workspace in
            let path = workspace.folder + "/places.csv"
            let before = try String(contentsOfFile: path, encoding: .utf8)
            let lines = before.split(separator: "\n").map { line in
                line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
            let column = try #require(lines[0].firstIndex(of: "in_panel"))
            let without = lines.map { cells in
                cells.enumerated().filter { $0.offset != column }.map(\.element)
                    .joined(separator: ",")
            }
            try Data((without.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
            let report = try workspace.importTable(
                file: Self.file("estat_nama_10r_3empers.tsv"), format: .eurostat)
            expectSound(report)
            let after = try String(contentsOfFile: path, encoding: .utf8)
            #expect(!after.contains("in_panel") && after.contains("AT11,AT,"))
        }
    }

    @Test("an amount that is not known yet can't be negative; rows that could not be are named")
    func unsound() throws {
        let negative: (String) -> String = { $0 + "multiply: -1\n" }
        try imported("estat_nama_10r_3empers.tsv", .eurostat, mapping: negative) { _, report, _ in
            #expect(!report.isApplied)
            #expect(report.report.problems.contains { $0.text(in: .english).contains("negative") })
        }
        for (old, new, words) in [
            ("kind: stock", "kind: stocks", "\"stocks\""),
            ("{level: country, in_panel: 0}", "{in_panel: 0}", "places.[!E]?.level"),
            ("in_panel: 0", "in_panel: no", "\"no\""),
            ("table: observations", "table: places", "\"places\""),
        ] {
            let wrong: (String) -> String = { $0.replacing(old, with: new) }
            try imported("estat_nama_10r_3empers.tsv", .eurostat, mapping: wrong) {
                _, report, tables in
                #expect(!report.isApplied && tables["places"] == [])
                let text = report.report.problems.map { $0.text(in: .english) }.joined()
                #expect(text.contains(words), "\(words) in \(text)")
            }
        }
        // Less than nothing of a code is none of it.
        let less: (String) -> String = { $0.replacing("{2}", with: "{-1}") }
        try imported("estat_nama_10r_3empers.tsv", .eurostat, mapping: less) { _, report, tables in
            expectSound(report)
            #expect(tables["places"]?.allSatisfy { $0[1] == "" } == true)
        }
    }

    @Test("a broken file of SDMX-CSV: what is wrong, and where")
    func brokenSDMX() throws {
        try imported("gva_broken.csv", .sdmx) { _, report, tables in
            #expect(!report.isApplied && tables["observations"] == [])
            let text = report.report.problems.map { $0.text(in: .english) }
                .joined(separator: "\n")
            for wanted in [
                "The row has 9 cells, the heading 10", "\"2021-Q1\"", "\"about 7900\"",
            ] {
                #expect(text.contains(wanted), "\(wanted) in \(text)")
            }
        }
    }

    @Test(
        "parts of others are left out, so that nothing is counted twice",
        arguments: [
            // Every section of the range is there: the range goes.
            (["TOTAL", "A", "B", "C", "D", "E", "B-E", "F"], ["B-E"]),
            // One is not: the sections within it go.
            (["TOTAL", "A", "B-E", "C", "F", "G-J", "G-I", "J"], ["C", "G-I", "J"]),
            (["A", "C", "C10-C12", "C13", "M_N", "M"], ["C10-C12", "C13", "M"]),
            (["C10-C12", "C13"], []),
            (["10", "11-13"], []),
        ])
    func sections(_ codes: [String], _ doubled: [String]) {
        #expect(Sections.counted(twiceAmong: codes, by: [Set(codes)]) == doubled)
    }
}
