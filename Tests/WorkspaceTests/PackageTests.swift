import Foundation
import Testing
import Wording

@testable import Workspace

@Suite("A workspace as a data package")
struct PackageTests {
    private func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    private func failure<Value>(
        _ body: () throws(WorkspaceFailure) -> Value
    ) -> WorkspaceFailure? {
        do throws(WorkspaceFailure) {
            _ = try body()
            return nil
        } catch {
            return error
        }
    }

    private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(filePath: path)) }

    @Test("a new workspace has every table with its heading, settings and a description")
    func empty() throws {
        try withTemporaryFolder { folder in
            let workspace = try Workspace.createEmpty(at: folder + "/New region")
            let expected = TableSchema.all.map(\.fileName) + ["datapackage.json", "uklad.yaml"]
            #expect(try names(in: workspace.folder) == expected.sorted())
            let heading = try String(
                contentsOfFile: workspace.folder + "/observations.csv", encoding: .utf8)
            #expect(
                heading
                    == "place,activity,year,measure,value,unit,status,quality,source,note,prices\n")
            let report = try workspace.read().report
            // What is left is for the person: the region and the figures.
            try expectSnapshot(bothLanguages(report), named: "package-empty")
            #expect(report.absences.isEmpty)
        }
    }

    @Test("the same tables give the same bytes")
    func deterministic() throws {
        try withTemporaryFolder { folder in
            let first = try Workspace.createEmpty(at: folder + "/a")
            let text = try String(
                contentsOfFile: first.folder + "/datapackage.json", encoding: .utf8)
            try FileManager.default.removeItem(atPath: first.folder)
            let second = try Workspace.createEmpty(at: folder + "/a")
            #expect(
                try String(contentsOfFile: second.folder + "/datapackage.json", encoding: .utf8)
                    == text)
        }
    }

    @Test("settings of a new workspace are the defaults, each explained in both languages")
    func settings() throws {
        var findings = Findings()
        let plain = Settings(parsing: Settings.template, findings: &findings)
        #expect(findings.isClean)
        #expect(plain.values == ["level": "region", "neighbours": "5"])
        // With the comment signs taken away, the file is the whole set of settings.
        let open = Settings.template.split(separator: "\n").filter { line in
            line.wholeMatch(of: /#? *[A-Za-z]+:.*/) != nil
        }.map { $0.hasPrefix("#") ? String($0.dropFirst(2)) : String($0) }
        let all = Settings(parsing: open.joined(separator: "\n"), findings: &findings)
        #expect(findings.isClean)
        let withDefault = Settings.known.filter { !$0.example.isEmpty }
        #expect(
            all.values
                == Dictionary(uniqueKeysWithValues: withDefault.map { ($0.name, $0.example) }))
    }

    @Test("nothing is written over")
    func refusesToOverwrite() throws {
        try withTemporaryFolder { folder in
            try Data("mine".utf8).write(to: URL(filePath: folder + "/mine.txt"))
            do throws(WorkspaceFailure) {
                _ = try Workspace.createEmpty(at: folder)
                Issue.record("the folder was taken")
            } catch {
                #expect(error.exitCode == 73)
                #expect(error.message.what.english == "Something is there already.")
            }
            #expect(try names(in: folder) == ["mine.txt"])
        }
    }

    @Test("a folder that can't be made is refused, and leaves nothing")
    func cannotCreate() throws {
        try withTemporaryFolder { folder in
            try Data().write(to: URL(filePath: folder + "/file"))
            #expect(throws: WorkspaceFailure.self) {
                try Workspace.createEmpty(at: folder + "/file/below")
            }
            #expect(try names(in: folder) == ["file"])
        }
    }

    @Test("a sample is copied without its runs, links and hidden files")
    func copySample() throws {
        try withTemporaryFolder { folder in
            let sample = folder + "/sample"
            for part in ["", "/runs/1", "/boundaries"] {
                try FileManager.default.createDirectory(
                    atPath: sample + part, withIntermediateDirectories: true)
            }
            try Fixture().write(to: sample)
            try Data("{}".utf8).write(to: URL(filePath: sample + "/runs/1/manifest.json"))
            try Data("{}".utf8).write(to: URL(filePath: sample + "/boundaries/a.geojson"))
            try Data("x".utf8).write(to: URL(filePath: sample + "/.hidden"))
            try FileManager.default.createSymbolicLink(
                atPath: sample + "/link.csv", withDestinationPath: "/etc/passwd")
            let copy = try Workspace.copySample(from: sample, to: folder + "/copy")
            var expected = Fixture().tables.keys.map { $0 + ".csv" }
            expected += ["boundaries", "datapackage.json", "uklad.yaml"]
            #expect(try names(in: copy.folder) == expected.sorted())
            for name in expected where name != "boundaries" {
                #expect(try bytes("\(copy.folder)/\(name)") == bytes("\(sample)/\(name)"))
            }
            #expect(
                try copy.read().data?.fingerprints.keys.contains("boundaries/a.geojson") == true)
        }
    }

    @Test("a folder that is no workspace is told apart from one with a broken description")
    func opening() throws {
        var texts: [String] = []
        func note(_ folder: String) {
            do throws(WorkspaceFailure) {
                _ = try Workspace(opening: folder)
                Issue.record("it opened")
            } catch {
                let shown = Language.allCases.map { error.message.text(in: $0) }
                texts.append((["exit \(error.exitCode)"] + shown).joined(separator: "\n"))
            }
        }
        note("/nowhere/at/all")
        try withTemporaryFolder { folder in
            for text in ["{", "[]", "{}", "{\"resources\": 1}"] {
                try Data(text.utf8).write(to: URL(filePath: folder + "/datapackage.json"))
                note(folder)
            }
            try FileManager.default.removeItem(atPath: folder + "/datapackage.json")
            #expect(
                WorkspaceFailure.noPackage(folder).message.what.english
                    == failure { () throws(WorkspaceFailure) in try Workspace(opening: folder) }?
                    .message.what.english)
        }
        try expectSnapshot(texts.joined(separator: "\n\n") + "\n", named: "package-opening")
    }

    @Test("the description keeps what others wrote into it, and tables it does not know")
    func foreignMembers() throws {
        let text = """
            {"name": "mine", "licenses": [{"name": "CC-BY-4.0"}], "resources": [
              {"name": "places", "path": "places.csv"},
              {"name": "photos", "path": "photos.csv", "bytes": 12, "ok": true}]}
            """
        var problems: [WorkspaceProblem] = []
        let package = try DataPackage(parsing: Array(text.utf8), problems: &problems)
        #expect(problems.isEmpty)
        let written = package.text(columns: ["places": ["code", "level"]])
        #expect(written.contains("\"CC-BY-4.0\""))
        #expect(written.contains("\"bytes\": 12") && written.contains("\"ok\": true"))
        let again = try DataPackage(parsing: Array(written.utf8), problems: &problems)
        #expect(again.text(columns: ["places": ["code", "level"]]) == written)
    }

    @Test("the page on tables is up to date")
    func documentation() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Documentation/workspace.md")
        if ProcessInfo.processInfo.environment["UKLAD_WRITE_SNAPSHOTS"] == "1" {
            try Data(TableSchema.documentation.utf8).write(to: page)
        }
        #expect(try String(contentsOf: page, encoding: .utf8) == TableSchema.documentation)
    }

    @Test("schemas fit together: keys are columns, references lead to tables with one key")
    func schemas() {
        for schema in TableSchema.all {
            let names = schema.columns.map(\.name)
            #expect(Set(names).count == names.count, "\(schema.name)")
            #expect(!schema.key.isEmpty && schema.key.allSatisfy(names.contains), "\(schema.name)")
            for reference in schema.references {
                let target = TableSchema.named(reference.table)
                #expect(target?.key.count == 1, "\(schema.name).\(reference.column.name)")
            }
            for column in schema.columns {
                #expect(!column.meaning.english.isEmpty && !column.meaning.russian.isEmpty)
            }
        }
    }

    // MARK: Paths

    @Test("no path leads out of the folder")
    func paths() throws {
        try withTemporaryFolder { folder in
            let root = try #require(WorkspaceFolder(folder))
            let outside = folder + "-outside"
            try Data("secret".utf8).write(to: URL(filePath: outside))
            defer { try? FileManager.default.removeItem(atPath: outside) }
            for (name, target) in [
                ("absolute", outside),
                ("relative", "../" + (outside as NSString).lastPathComponent),
                ("dangling", "/nowhere/else"), ("etc", "/etc"),
            ] {
                try FileManager.default.createSymbolicLink(
                    atPath: "\(folder)/\(name)", withDestinationPath: target)
            }
            try Data("x".utf8).write(to: URL(filePath: folder + "/inside.csv"))
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/alias.csv", withDestinationPath: "inside.csv")
            let refused = [
                "absolute", "relative", "dangling", "etc/passwd", "../x", "a/../../x",
                "/etc/passwd",
                "", ".", "./inside.csv", "a//b", "inside.csv\0",
                String(repeating: "a", count: 5_000),
                "..", "a/..",
            ]
            for path in refused { #expect(root.locate(path) == .outside, "\(path)") }
            #expect(root.locate("inside.csv") == .file(root.path + "/inside.csv"))
            #expect(root.locate("alias.csv") == .file(root.path + "/inside.csv"))
            #expect(root.locate("none.csv") == .missing)
            // A folder whose name only begins alike is outside.
            #expect(root.locate("..%2fx") == .missing)
        }
    }

    @Test("a table that is a link out of the workspace is not read")
    func linkedTable() throws {
        try withTemporaryFolder { folder in
            let inside = folder + "/workspace"
            try FileManager.default.createDirectory(
                atPath: inside, withIntermediateDirectories: true)
            try Fixture().write(to: inside)
            try FileManager.default.moveItem(
                atPath: inside + "/sources.csv", toPath: folder + "/sources.csv")
            try FileManager.default.createSymbolicLink(
                atPath: inside + "/sources.csv", withDestinationPath: "../sources.csv")
            let reading = try Workspace(opening: inside).read()
            #expect(reading.data == nil)
            try expectSnapshot(bothLanguages(reading.report), named: "package-linked-table")
        }
    }
}
