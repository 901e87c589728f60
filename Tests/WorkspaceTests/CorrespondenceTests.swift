import Foundation
import Region
import Testing
import Wording

@testable import Workspace

@Suite("Importing figures of one classification as those of another")
struct CorrespondenceTests {
    private static func file(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Published/\(name)").path(percentEncoded: false)
    }

    /// Imports a long file into the small workspace, with files beside the mapping.
    private func imported<Result>(
        _ text: String, mapping: String, beside files: [String: String] = [:],
        into fixture: Fixture = Fixture(),
        _ body: (ImportReport, [String: [String]]) throws -> Result
    ) throws -> Result {
        try withTemporaryFolder { folder in
            let inside = folder + "/workspace"
            try FileManager.default.createDirectory(
                atPath: inside, withIntermediateDirectories: true)
            try fixture.write(to: inside)
            for (name, text) in files.merging(
                ["input.csv": text, "mapping.yaml": mapping], uniquingKeysWith: { $1 })
            {
                try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
            }
            let before = try Data(contentsOf: URL(filePath: inside + "/observations.csv"))
            let report = try Workspace(opening: inside).importTable(
                file: folder + "/input.csv", format: .csv, mapping: folder + "/mapping.yaml")
            let after = try Data(contentsOf: URL(filePath: inside + "/observations.csv"))
            #expect(report.isApplied || before == after)
            // Value, status, quality and note of what is new, by place, activity and year.
            var rows: [String: [String]] = [:]
            for line in String(decoding: after, as: UTF8.self).split(separator: "\n") {
                let cells = line.split(separator: ",", omittingEmptySubsequences: false)
                    .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "\"")) }
                guard cells[2] == "2020" else { continue }
                rows["\(cells[0]) \(cells[1])"] = [
                    cells[4], cells[6], cells[7], cells[9...].joined(separator: ","),
                ]
            }
            return try body(report, rows)
        }
    }

    private func expectSound(_ report: ImportReport) {
        for problem in report.report.problems { Issue.record("\(problem.text(in: .english))") }
        #expect(report.isApplied)
    }

    private func mapping(_ correspondence: String, measure: String = "jobs") -> String {
        """
        columns: {place: place, activity: code, year: year, value: value, status: status, note: note}
        constants: {measure: \(measure), unit: \(measure == "share" ? "\"%\"" : "persons")}
        prefix: {activity: "naics:"}
        correspondence: \(correspondence)
        new: {activities: {"okved2:*": {classification: okved2}}}

        """
    }

    private let heading = "place,code,year,value,status,note\n"

    @Test("sections of three classifications are the same letters")
    func sections() throws {
        let text = heading + "RU-KEM,B,2020,12.5,P,new\nRU-KEM,,2020,90,,\nRU-KEM,Q,2020,,Q,\n"
        try imported(text, mapping: mapping("{table: sections, to: okved2}")) { report, rows in
            expectSound(report)
            #expect(rows["RU-KEM okved2:B"] == ["12.5", "P", "", "new"])
            // A total needs no correspondent.
            #expect(rows["RU-KEM "]?[0] == "90")
            #expect(rows["RU-KEM okved2:Q"] == ["", "Q", "", ""])
            #expect(report.newCodes.map { "\($0.table) \($0.count)" } == ["activities 1"])
        }
    }

    @Test("figures of several activities are added up; states, status and quality of the worst")
    func sums() throws {
        let text =
            heading + """
                RU-KEM,42,2020,0.1,,
                RU-KEM,44-45,2020,0.2,E,rough
                RU-KEM,8111,2020,0.3,P,
                RU-OMS,42,2020,10,,
                RU-OMS,44-45,2020,,Q,
                RU-OMS,8111,2020,1,,
                RU-TOM,42,2020,10,,
                RU-TOM,44-45,2020,,,
                RU-TOM,8111,2020,,Q,
                RU-TOM,2211,2020,7,B,
                RU-TOM,2212,2020,,M,
                RU-OMS,2211,2020,,M,
                RU-OMS,2212,2020,,M,
                RU-KEM,42,2021,1,,

                """
        try imported(text, mapping: mapping("{table: naics2022, to: okved2}")) { report, rows in
            expectSound(report)
            // 0.1 + 0.2 + 0.3 is not 0.6 for a computer that adds one after the other.
            #expect(
                rows["RU-KEM okved2:G"] == [
                    "0.6", "E", "derived", "rough; sum of naics:42, naics:44-45, naics:8111",
                ])
            #expect(rows["RU-OMS okved2:G"]?[...1] == ["", "Q"])
            // One is hidden and one not there at all: neither is the sum.
            #expect(rows["RU-TOM okved2:G"] == nil && report.missing == 1)
            #expect(
                rows["RU-TOM okved2:D"] == [
                    "7", "B", "derived", "sum of naics:2211, naics:2212",
                ])
            #expect(rows["RU-OMS okved2:D"]?[...1] == ["", "M"])
            #expect(report.added == 5)
        }
    }

    @Test("what a section has besides is said")
    func without() throws {
        let text = heading + "RU-KEM,31-33,2020,5,,\nRU-KEM,5415,2020,6,,\nRU-KEM,23,2020,7,,\n"
        try imported(text, mapping: mapping("{table: naics2022, to: okved2}")) { report, rows in
            expectSound(report)
            #expect(rows["RU-KEM okved2:C"] == ["5", "", "derived", "without 8112, 8113"])
            #expect(
                rows["RU-KEM okved2:J"]?[3] == "without 512, 513, 516, 517, 518, 51929")
            #expect(rows["RU-KEM okved2:F"] == ["7", "", "", ""])
        }
    }

    @Test("an activity that splits is divided by shares, which makes estimates")
    func shares() throws {
        let text = heading + "RU-KEM,22,2020,10,,\nRU-OMS,22,2020,10,B,\nRU-KEM,42,2020,3,,\n"
        let shares = "from,to,share\nnaics:22,okved2:D,0.75\nnaics:22,okved2:E,0.25\n"
        try imported(
            text, mapping: mapping("{table: [shares.csv, naics2022], to: okved2}"),
            beside: ["shares.csv": shares]
        ) { report, rows in
            expectSound(report)
            #expect(rows["RU-KEM okved2:D"]?[...2] == ["7.5", "E", "estimate"])
            #expect(rows["RU-KEM okved2:E"]?[...2] == ["2.5", "E", "estimate"])
            // Its parts by finer codes are not lacking where it is there as a whole.
            #expect(rows["RU-KEM okved2:D"]?[3] == "part of naics:22")
            #expect(rows["RU-KEM okved2:E"]?[3] == "part of naics:22; without 562")
            // A break in the series is graver than an estimate.
            #expect(rows["RU-OMS okved2:D"]?[1] == "B")
            #expect(rows["RU-KEM okved2:G"]?[3] == "without 44-45, 8111")
        }
    }

    @Test("the workspace's own table, of which one classification is wanted")
    func workspace() throws {
        var fixture = Fixture()
        fixture.tables["correspondences"] = """
            from,to,kind,share
            okved2007:C,okved2:B,comparable,
            okved2007:C,isic4:B,comparable,
            """
        fixture.append("isic4,ISIC,МСОК", to: "classifications")
        fixture.append("isic4:B,isic4,,Mining,Добыча", to: "activities")
        let text = heading + "RU-KEM,C,2020,5,,\n"
        let own = mapping("{table: workspace, to: okved2}")
            .replacing("naics:", with: "okved2007:")
        try imported(text, mapping: own, into: fixture) { report, rows in
            expectSound(report)
            #expect(rows["RU-KEM okved2:B"] == ["5", "", "", ""])
            #expect(rows.count == 1)
        }
    }

    @Test("what keeps figures from being brought together, whole")
    func refused() throws {
        let text =
            heading + """
                RU-KEM,54,2020,10,,
                RU-OMS,54,2020,10,,
                RU-KEM,8112,2020,10,,
                RU-KEM,99,2020,10,,
                RU-KEM,23,2020,about 5,,

                """
        let naics = mapping("{table: naics2022, to: okved2}")
        try imported(text, mapping: naics) { report, _ in
            #expect(!report.isApplied)
            try expectSnapshot(bothLanguages(report.report), named: "correspondence-refused")
        }
        let shares =
            "from,to,share\nnaics:54,okved2:M,0.5\nnaics:54,okved2:J,0.4\nnaics:53,okved2:L,2\nnaics:52,,1\nnaics:51,okved2:J,half\n"
        try imported(
            heading + "RU-KEM,54,2020,10,,\n", mapping: mapping("[shares.csv]"),
            beside: ["shares.csv": shares]
        ) { report, _ in
            #expect(!report.isApplied)
            try expectSnapshot(bothLanguages(report.report), named: "correspondence-shares")
        }
    }

    @Test("ratios are not added up, wholes not with their parts; targets have to be known")
    func unsound() throws {
        func said(_ text: String, _ mapping: String, _ files: [String: String] = [:]) throws
            -> String
        {
            try imported(heading + text, mapping: mapping, beside: files) { report, _ in
                #expect(!report.isApplied)
                return report.report.problems.map { $0.text(in: .english) }.joined(separator: "\n")
            }
        }
        let naics = "{table: naics2022, to: okved2}"
        let ratio = try said(
            "RU-KEM,42,2020,10,,\nRU-KEM,44-45,2020,10,,\n", mapping(naics, measure: "share"))
        #expect(ratio.contains("share is a ratio"))
        let shares = "from,to,share\nnaics:22,okved2:D,0.75\nnaics:22,okved2:E,0.25\n"
        let twice = try said(
            "RU-KEM,22,2020,10,,\nRU-KEM,2211,2020,5,,\n",
            mapping("{table: [shares.csv, naics2022], to: okved2}"), ["shares.csv": shares])
        #expect(twice.contains("Figures of naics:22 and of its part naics:2211"), "\(twice)")
        let again = try said("RU-KEM,42,2020,1,,\nRU-KEM,42,2020,1,,\n", mapping(naics))
        #expect(again.contains("The row repeats row 2"), "\(again)")
        let vast = try said("RU-KEM,42,2020,1e308,,\nRU-KEM,44-45,2020,1e308,,\n", mapping(naics))
        #expect(vast.contains("input.csv, row 2"), "\(vast)")
        let unknown = try said("RU-KEM,42,2020,10,,\n", mapping("{table: naics2022, to: nace}"))
        #expect(unknown.contains("\"nace:G\""), "\(unknown)")
        #expect(try said("RU-KEM,42,2020,10,,\n", mapping("naics")).contains("\"naics\""))
        #expect(try said("RU-KEM,42,2020,1,,\n", mapping("naics2022")).contains("to: okved2"))
        #expect(try said("RU-KEM,42,2020,1,,\n", mapping("lost.csv")).contains("lost.csv"))
        let other = mapping(naics) + "table: places\n"
        #expect(try said("RU-KEM,42,2020,1,,\n", other).contains("observations"))
        #expect(
            try said("RU-KEM,42,2020,1,,\n", mapping("{tables: naics2022, to: okved2}"))
                .contains("perhaps `table`"))
    }

    @Test("no activity of the list of NAICS is part of another, and each section is one of ISIC's")
    func list() {
        let codes = NAICS.sections.flatMap(\.codes)
        #expect(Set(codes).count == codes.count)
        for code in codes {
            for other in codes where other != code { #expect(!other.hasPrefix(code)) }
        }
        let finer = NAICS.split.flatMap(\.finer)
        #expect(Set(finer).isSubset(of: codes))
        #expect(Set(NAICS.split.map(\.code)).isDisjoint(with: codes))
        // Every sector is there, as a whole or in parts.
        for sector in [
            "11", "21", "22", "23", "31-33", "42", "44-45", "48-49", "51", "52", "53", "54", "55",
            "56", "61", "62", "71", "72", "81", "92",
        ] {
            #expect(codes.contains(sector) || NAICS.split.contains { $0.code == sector })
        }
        #expect(Set(NAICS.sections.map(\.section)) == Set("ABCDEFGHIJKLMNOPQRST".map(String.init)))
    }

    @Test("QCEW's sectors as sections")
    func qcew() throws {
        try withTemporaryFolder { folder in
            let workspace = try Workspace.createEmpty(at: folder + "/workspace")
            let file = Self.file("2022.annual.singlefile.csv")
            let draft = try workspace.draftMapping(file: file, format: .qcew)
            // The draft's rules are for its own classification, and do not speak of the other.
            let mapping = draft + "correspondence: {table: naics2022, to: isic4}\n"
            try Data(mapping.utf8).write(to: URL(filePath: folder + "/mapping.yaml"))
            let report = try workspace.importTable(
                file: file, format: .qcew, mapping: folder + "/mapping.yaml")
            expectSound(report)
            let text = try String(
                contentsOfFile: workspace.folder + "/observations.csv", encoding: .utf8)
            #expect(text.contains("54005,isic4:B,2022,qcew_employment,,persons,Q"))
            let activities = try String(
                contentsOfFile: workspace.folder + "/activities.csv", encoding: .utf8)
            #expect(
                activities.contains(
                    "isic4:B,isic4,,Mining and quarrying,Добыча полезных ископаемых"))
            #expect(!activities.contains("naics"))
            let classifications = try String(
                contentsOfFile: workspace.folder + "/classifications.csv", encoding: .utf8)
            #expect(classifications.contains("isic4,isic4,isic4"))
        }
    }
}
