import Foundation
import Region
import Testing
import Wording

@testable import Workspace

@Suite("Importing tables from outside")
struct ImportTests {
    /// A workspace in a folder of its own, and a file to import beside it.
    private func withImport<Result>(
        into fixture: Fixture = Fixture(), file: Data, mapping: String? = nil,
        options: ImportOptions = ImportOptions(),
        _ body: (Workspace, ImportReport) throws -> Result
    ) throws -> Result {
        try withTemporaryFolder { folder in
            let inside = folder + "/workspace"
            try FileManager.default.createDirectory(
                atPath: inside, withIntermediateDirectories: true)
            try fixture.write(to: inside)
            try file.write(to: URL(filePath: folder + "/input.csv"))
            var path: String?
            if let mapping {
                path = folder + "/mapping.yaml"
                try Data(mapping.utf8).write(to: URL(filePath: folder + "/mapping.yaml"))
            }
            let before = try bytes(of: inside)
            let workspace = try Workspace(opening: inside)
            let report = try workspace.importTable(
                file: folder + "/input.csv", format: .csv, mapping: path, options: options)
            if !report.isApplied { #expect(try bytes(of: inside) == before) }
            let left = try FileManager.default.contentsOfDirectory(atPath: inside)
            #expect(left.allSatisfy { !$0.hasSuffix(".uklad-tmp") })
            return try body(workspace, report)
        }
    }

    private func withImport<Result>(
        _ text: String, into fixture: Fixture = Fixture(), mapping: String? = nil,
        options: ImportOptions = ImportOptions(),
        _ body: (Workspace, ImportReport) throws -> Result
    ) throws -> Result {
        try withImport(
            into: fixture, file: Data(text.utf8), mapping: mapping, options: options, body)
    }

    private func bytes(of folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            files[name] = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
        }
        return files
    }

    private func expectSound(_ report: ImportReport) {
        for problem in report.report.problems { Issue.record("\(problem.text(in: .english))") }
        #expect(report.isApplied)
    }

    private func windows1251(_ text: String) -> Data {
        Data(
            text.unicodeScalars.map { scalar in
                switch scalar.value {
                case 0..<0x80: UInt8(scalar.value)
                case 0x410...0x44F: UInt8(scalar.value - 0x410 + 0xC0)
                case 0xA0: 0xA0
                default: preconditionFailure("no such letter in the test: \(scalar)")
                }
            })
    }

    @Test("a long file with the table's own column names needs no mapping")
    func longWithoutMapping() throws {
        let text = """
            year,place,measure,value,unit
            2018,RU-KEM,grp,1200000,mln RUB
            2018,RU-OMS,grp,700000,mln RUB

            """
        try withImport(text) { workspace, report in
            expectSound(report)
            #expect(report.added == 2 && report.rowsRead == 2)
            #expect(report.source == "import_input")
            let data = try #require(try workspace.read().data)
            #expect(data.series("grp")?["RU-OMS", 2018].value == 700_000)
            // The original stays known.
            let source = try #require(data.sources["import_input"])
            #expect(source.title == "input.csv")
            guard
                case .row(_, _, _, _, let keys, _)? = data.origin(
                    of: .figure("grp", "RU-OMS", nil, 2018))
            else {
                Issue.record("the row has no origin")
                return
            }
            #expect(keys == ["import_input"])
        }
    }

    @Test("a wide file in Windows-1251 with semicolons, decimal commas and merged headings")
    func wide() throws {
        let text = """
            Валовая добавленная стоимость;;;;
            (в процентах);;;;
            Регион;Добыча полезных ископаемых;;Обрабатывающие производства;
            ;2018;2019;2018;2019
            Российская Федерация;11,5;12;14;14,1
            Кемеровская область;1\u{A0}035,5;...;20;к
            Омск;0;-;х;41,25

            """
        let mapping = """
            table: observations
            delimiter: semicolon
            encoding: windows-1251
            decimal: comma
            grouping: spaces
            heading: 3-4
            columns:
              place: Регион
            wide: "{activity} / {year}"
            constants: {measure: share, unit: "%"}
            codes:
              place: {Омск: RU-OMS}
            skip:
              place: [Российская Федерация]
            states: rosstat
            quality: derived
            source: {key: rosstat_gva, title: ВДС, publisher: Росстат, year: 2023}
            """
        try withImport(file: windows1251(text), mapping: mapping) { workspace, report in
            expectSound(report)
            #expect(report.skipped == 4 && report.missing == 1 && report.added == 7)
            let data = try #require(try workspace.read().data)
            let panel = try #require(data.panel("share", "okved2", level: "region"))
            func cell(_ place: PlaceCode, _ activity: ActivityCode, _ year: Year) throws -> Cell {
                let p = try #require(panel.position(of: place))
                let a = try #require(panel.position(of: activity))
                let y = try #require(panel.position(of: year))
                return panel[p, a, y]
            }
            #expect(try cell("RU-KEM", "okved2:B", 2018).value == 1_035.5)
            #expect(try cell("RU-KEM", "okved2:B", 2019).state == .missing)
            #expect(try cell("RU-KEM", "okved2:C", 2019).state == .suppressed)
            #expect(try cell("RU-OMS", "okved2:B", 2018).state == .zero)
            #expect(try cell("RU-OMS", "okved2:B", 2019).state == .zero)
            #expect(try cell("RU-OMS", "okved2:C", 2018).state == .notApplicable)
            #expect(try cell("RU-OMS", "okved2:C", 2019).value == 41.25)
            #expect(try cell("RU-OMS", "okved2:C", 2019).quality == .derived)
            #expect(data.sources["rosstat_gva"]?.publisher == "Росстат")
        }
    }

    @Test("a sheet of a workbook with a title, merged headings, signs and a footnote")
    func workbook() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Files/regions.xlsx").path(percentEncoded: false)
        let mapping = """
            sheet: Таблица 1
            heading: 3-4
            last_row: 7
            columns: {place: Регион}
            wide: "{activity} / {year} г."
            constants: {measure: share, unit: "%"}
            codes: {place: {Омск: RU-OMS}}
            skip: {place: Российская Федерация}
            states: rosstat
            source: {key: yearbook, title: Регионы России, publisher: Росстат, year: 2023}
            """
        try Fixture().withWorkspace { workspace in
            let path = workspace.folder + "/m.yaml"
            try Data(mapping.utf8).write(to: URL(filePath: path))
            let report = try workspace.importTable(file: file, format: .xlsx, mapping: path)
            expectSound(report)
            #expect(report.added == 7 && report.missing == 1 && report.skipped == 4)
            let data = try #require(try workspace.read().data)
            let table = try String(
                contentsOfFile: workspace.folder + "/observations.csv", encoding: .utf8)
            let rows = table.split(separator: "\n").filter { $0.contains("yearbook") }
            #expect(
                rows == [
                    "RU-KEM,okved2:B,2018,share,35.5,%,,,yearbook,",
                    "RU-KEM,okved2:C,2018,share,20,%,,,yearbook,",
                    "RU-KEM,okved2:C,2019,share,,%,Q,,yearbook,",
                    "RU-OMS,okved2:B,2018,share,0,%,,,yearbook,",
                    "RU-OMS,okved2:B,2019,share,0,%,,,yearbook,",
                    "RU-OMS,okved2:C,2018,share,,%,M,,yearbook,",
                    "RU-OMS,okved2:C,2019,share,41.25,%,,,yearbook,",
                ])
            #expect(data.sources["yearbook"]?.year == 2023)
            // A footnote is a row of one cell, which fits no pattern of the fifth.
            let pattern = mapping.replacing("last_row: 7", with: "only: {\"#5\": [\"?*\"]}")
            try Data(pattern.utf8).write(to: URL(filePath: path))
            let again = try workspace.importTable(file: file, format: .xlsx, mapping: path)
            expectSound(again)
            #expect(again.unchanged == 7 && again.skipped == 5)
            // The sheet that is open first is no table: the draft and the problems say so.
            let wrong = try workspace.importTable(
                file: file, format: .xlsx, options: ImportOptions(sheet: "Таблица 2"))
            try expectSnapshot(bothLanguages(wrong.report), named: "import-no-such-sheet")
            let draft = try workspace.draftMapping(
                file: file, format: .xlsx, options: ImportOptions(sheet: "Таблица 1"))
            try expectSnapshot(draft, named: "mapping-draft-of-workbook")
        }
    }

    @Test("values are multiplied, words of units are understood, empty places are filled down")
    func scaled() throws {
        let text = """
            place\tyear\tamount\tunit
            RU-OMS\t2018\t4.35\tмлн руб.
            \t2019\t1.1\tтыс. руб.

            """
        let mapping = """
            columns: {place: place, year: year, value: amount, unit: unit}
            constants: {measure: grp}
            fill_down: place
            multiply: 100
            """
        try withImport(text, mapping: mapping) { workspace, report in
            expectSound(report)
            let table = try String(
                contentsOfFile: workspace.folder + "/observations.csv", encoding: .utf8)
            #expect(table.contains("\nRU-OMS,,2018,grp,435,mln RUB,"))
            #expect(table.contains("\nRU-OMS,,2019,grp,110,thousand RUB,"))
        }
    }

    @Test("rows are written in the order of their keys, and the check finds nothing")
    func canonicalOrder() throws {
        let text =
            "place,year,measure,value,unit\nRU-TOM,2014,grp,1,mln RUB\nRU-KEM,2014,grp,2,mln RUB\n"
        try withImport(text) { workspace, report in
            expectSound(report)
            let table = try String(
                contentsOfFile: workspace.folder + "/observations.csv", encoding: .utf8)
            let keys = table.split(separator: "\n").dropFirst().map { line in
                line.split(separator: ",", omittingEmptySubsequences: false).prefix(4)
                    .joined(separator: ",")
            }
            #expect(keys == keys.sorted())
            #expect(try workspace.read().report.isClean)
        }
    }

    @Test("importing the same file again changes nothing")
    func again() throws {
        let text = "place,year,measure,value,unit\nRU-TOM,2014,grp,1,mln RUB\n"
        try withImport(text) { workspace, report in
            expectSound(report)
            let before = try bytes(of: workspace.folder)
            let file = workspace.folder + "/../input.csv"
            let second = try workspace.importTable(file: file, format: .csv)
            #expect(second.unchanged == 1 && second.added == 0 && second.report.isClean)
            #expect(try bytes(of: workspace.folder) == before)
        }
    }

    @Test("another figure of the same key is a problem, or takes its place where that is wanted")
    func replacing() throws {
        let text = "place,year,measure,value,unit\nRU-OMS,2016,grp,1,mln RUB\n"
        try withImport(text) { _, report in
            try expectSnapshot(bothLanguages(report.report), named: "import-already-there")
        }
        try withImport(text, options: ImportOptions(replace: true)) { workspace, report in
            expectSound(report)
            #expect(report.replaced == 1)
            let data = try workspace.read().data
            #expect(data?.series("grp")?["RU-OMS", 2016].value == 1)
        }
    }

    @Test("a dry run says what would happen and changes nothing")
    func dryRun() throws {
        let text = "place,year,measure,value,unit\nRU-OMS,2014,grp,1,mln RUB\n"
        try withImport(text, options: ImportOptions(dryRun: true)) { _, report in
            #expect(report.added == 1 && !report.isApplied && report.report.isClean)
        }
    }

    @Test("a table that was not there is made and described")
    func newTable() throws {
        let text = "Код;Название;Единица\ncoal;Уголь;Mt\n"
        let mapping = """
            table: products
            columns: {code: Код, name_ru: Название, unit: Единица}
            """
        try withImport(text, mapping: mapping) { workspace, report in
            expectSound(report)
            #expect(report.table == "products" && report.added == 1)
            let table = try String(
                contentsOfFile: workspace.folder + "/products.csv", encoding: .utf8)
            #expect(table == "code,name_ru,unit,source\ncoal,Уголь,Mt,import_input\n")
            let reading = try workspace.read()
            #expect(reading.report.isClean && reading.report.notes.isEmpty)
        }
    }

    @Test("columns that the workspace does not know stay in the table")
    func foreignColumns() throws {
        var fixture = Fixture()
        fixture.tables["products"] = "code,name_en,colour\nore,Ore,red"
        let mapping = "table: products\ncolumns: {code: code, name_ru: name}\n"
        try withImport("code,name\ncoal,Уголь\n", into: fixture, mapping: mapping) {
            workspace, report in
            expectSound(report)
            let table = try String(
                contentsOfFile: workspace.folder + "/products.csv", encoding: .utf8)
            #expect(
                table == """
                    code,name_en,colour,name_ru,source
                    coal,,,Уголь,import_input
                    ore,Ore,red,,

                    """)
        }
    }

    @Test("every problem of a file is said at once, and nothing is changed")
    func problems() throws {
        let text = """
            place,activity,year,measure,value,unit,status,quality
            RU-KEN,okved2:B,2018,share,5,%,,
            RU-KEM,okved2:Б,2018,share,5,%,,
            Омская,okved2:B,18,share,5,%,,
            RU-OMS,okved2:B,1018,share,5,%,,
            RU-OMS,okved2:B,2018,share,"5,5",%,,
            RU-OMS,okved2:B,2018,grp,5,kt,,
            RU-OMS,okved2:B,2018,grp,5,попугаи,,
            RU-OMS,okved2:B,2018,grp,-5,mln RUB,,
            RU-OMS,okved2:B,2018,share,5,%,Q,
            RU-OMS,okved2:B,2018,share,,%,E,
            RU-OMS,okved2:B,2018,share,5,%,,guess
            RU-OMS,okved2:B,2018,share,5,%
            ,okved2:B,2018,share,5,%,,
            RU-OMS,okved2:C,2018,share,5,%,,
            RU-OMS,okved2:C,2018,share,6,%,,

            """
        try withImport(text) { _, report in
            try expectSnapshot(bothLanguages(report.report), named: "import-problems")
        }
    }

    @Test("a name that two places have is not guessed at")
    func ambiguousNames() throws {
        var fixture = Fixture()
        fixture.append("RU-OMS-1,RU-OMS,Omsk,Омская область,municipality,,,0", to: "places")
        let text = "place,year,measure,value,unit\nОмская область,2018,grp,1,mln RUB\n"
        try withImport(text, into: fixture) { _, report in
            try expectSnapshot(bothLanguages(report.report), named: "import-ambiguous-name")
        }
    }

    struct BadMapping: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        var testDescription: String { name }
    }

    @Test(
        "mistakes of a mapping are said with its line",
        arguments: [
            BadMapping(name: "unreadable", text: "columns: {place: 'x\n"),
            BadMapping(name: "list", text: "- a\n- b\n"),
            BadMapping(
                name: "words",
                text: """
                    tabel: observations
                    table: observation
                    delimiter: colon
                    encoding: koi8
                    decimal: semicolon
                    grouping: dots
                    heading: two
                    last_row: -3
                    multiply: zero
                    states: {"-": nothing}
                    columns: {plase: Регион, value: {a: b}}
                    constants: [a]
                    wide: "{place}{activity}"
                    source: {kee: a}

                    """),
            BadMapping(
                name: "headings",
                text: "columns: {place: Регин, year: a, value: b}\nconstants: {measure: grp}\n"),
            BadMapping(
                name: "wide-without-fit",
                text: """
                    columns: {place: Регион}
                    wide: "год {year}"
                    constants: {measure: grp, unit: mln RUB}

                    """),
            BadMapping(name: "heading-beyond-end", text: "heading: 9\ncolumns: {place: Регион}\n"),
            BadMapping(
                name: "constants-unknown",
                text: """
                    columns: {place: Регион, value: b}
                    constants: {year: 2018, measure: grpp, unit: mln}

                    """),
        ])
    func badMapping(_ mapping: BadMapping) throws {
        try withImport("Регион;a;b;a\nRU-KEM;2018;5;6\n", mapping: mapping.text) { _, report in
            #expect(!report.isApplied && report.report.total > 0)
            try expectSnapshot(bothLanguages(report.report), named: "mapping-\(mapping.name)")
        }
    }

    @Test("a mapping that is not there, a file that is not there, a file of another kind")
    func unreadable() throws {
        try Fixture().withWorkspace { workspace in
            let folder = workspace.folder
            try Data("%PDF-1.7".utf8).write(to: URL(filePath: folder + "/a.pdf"))
            try Data([0x50, 0x4B, 3, 4, 0, 0]).write(to: URL(filePath: folder + "/b.xlsx"))
            try Data("place,year\n".utf8).write(to: URL(filePath: folder + "/c.csv"))
            let before = try bytes(of: folder)
            let reports = [
                try workspace.importTable(file: folder + "/none.csv", format: .csv),
                try workspace.importTable(
                    file: folder + "/c.csv", format: .csv, mapping: folder + "/none.yaml"),
                try workspace.importTable(file: folder + "/a.pdf", format: .csv),
                try workspace.importTable(file: folder + "/b.xlsx", format: .xlsx),
                try workspace.importTable(file: folder + "/c.csv", format: .csv),
            ]
            let texts = reports.map { bothLanguages($0.report) }
            try expectSnapshot(texts.joined(separator: "\n"), named: "import-unreadable")
            #expect(try bytes(of: folder) == before)
        }
    }

    @Test("a table with problems of its own is not touched")
    func brokenTable() throws {
        var fixture = Fixture()
        fixture.append("RU-KEM,,2018", to: "observations")
        try withImport("place,year,measure,value,unit\nRU-OMS,2018,grp,1,mln RUB\n", into: fixture)
        {
            _, report in
            try expectSnapshot(bothLanguages(report.report), named: "import-broken-table")
        }
    }

    @Test("a table that is a link out of the workspace is not written")
    func linkedOutside() throws {
        try withTemporaryFolder { folder in
            let inside = folder + "/workspace"
            try FileManager.default.createDirectory(
                atPath: inside, withIntermediateDirectories: true)
            var fixture = Fixture()
            fixture.tables["products"] = nil
            try fixture.write(to: inside)
            let outside = folder + "/products.csv"
            try Data("mine".utf8).write(to: URL(filePath: outside))
            try FileManager.default.createSymbolicLink(
                atPath: inside + "/products.csv", withDestinationPath: outside)
            try Data("code,name_en\ncoal,Coal\n".utf8).write(to: URL(filePath: folder + "/in.csv"))
            let mapping = "table: products\ncolumns: {code: code, name_en: name_en}\n"
            try Data(mapping.utf8).write(to: URL(filePath: folder + "/m.yaml"))
            let workspace = try Workspace(opening: inside)
            let result = try? workspace.importTable(
                file: folder + "/in.csv", format: .csv, mapping: folder + "/m.yaml")
            #expect(result?.isApplied != true)
            #expect(try String(contentsOfFile: outside, encoding: .utf8) == "mine")
        }
    }

    @Test("a write that fails leaves every table as it was")
    func failedWrite() throws {
        try withTemporaryFolder { folder in
            try Fixture().write(to: folder)
            let input = folder + "-input.csv"
            try Data("place,year,measure,value,unit\nRU-OMS,2018,grp,1,mln RUB\n".utf8).write(
                to: URL(filePath: input))
            defer { try? FileManager.default.removeItem(atPath: input) }
            // A folder in the table's place can't be renamed over.
            try FileManager.default.removeItem(atPath: folder + "/observations.csv")
            try FileManager.default.createDirectory(
                atPath: folder + "/observations.csv", withIntermediateDirectories: true)
            let sources = try Data(contentsOf: URL(filePath: folder + "/sources.csv"))
            let workspace = try Workspace(opening: folder)
            let result = try? workspace.importTable(file: input, format: .csv)
            #expect(result?.isApplied != true)
            #expect(try Data(contentsOf: URL(filePath: folder + "/sources.csv")) == sources)
        }
    }

    @Test("a second program waits for the first, and is told")
    func locked() throws {
        try Fixture().withWorkspace { workspace in
            func isFree() -> Bool {
                if let lock = FolderLock(workspace.folder, attempts: 1) {
                    _ = consume lock
                    return true
                }
                return false
            }
            #expect(isFree())
            if let lock = FolderLock(workspace.folder, attempts: 1) {
                #expect(!isFree())
                _ = consume lock
            } else {
                Issue.record("the lock was not given")
            }
            #expect(isFree())
        }
    }

    @Test("a draft of a mapping names what the heading has")
    func draft() throws {
        try withTemporaryFolder { folder in
            try Fixture().write(to: folder)
            let file = folder + "/vvp.csv"
            try windows1251(
                """
                Валовой региональный продукт;;;
                Субъект;Код;2018 г.;2019 г.
                Омская область;52;700,5;1 720,1

                """
            ).write(to: URL(filePath: file))
            let workspace = try Workspace(opening: folder)
            let draft = try workspace.draftMapping(file: file, format: .csv)
            try expectSnapshot(draft, named: "mapping-draft")
            var problems: [ImportProblem] = []
            let mapping = ImportMapping(parsing: draft, file: "m.yaml", problems: &problems)
            #expect(problems.isEmpty)
            #expect(mapping.heading == 2...2 && mapping.columns["place"] == "Субъект")
            // Completed, it imports.
            let complete = draft.replacing("measure: \"\"", with: "measure: grp")
                .replacing("unit: \"\"", with: "unit: mln RUB")
            try Data(complete.utf8).write(to: URL(filePath: folder + "/m.yaml"))
            let report = try workspace.importTable(
                file: file, format: .csv, mapping: folder + "/m.yaml")
            expectSound(report)
            #expect(
                try workspace.read().data?.series("grp")?["RU-OMS", 2019].value == 1_720.1)
        }
    }

    @Test("headings as patterns")
    func patterns() throws {
        #expect(HeadingPattern("{year}")?.match("2018") == ["year": "2018"])
        #expect(HeadingPattern("{year}")?.match("2018 г.") == nil)
        #expect(HeadingPattern("{year} г.")?.match("2018 г.") == ["year": "2018"])
        #expect(HeadingPattern("{year}*")?.match("2018 (оценка)") == ["year": "2018"])
        #expect(
            HeadingPattern("{activity} / {year}")?.match("Добыча / 2018")
                == ["activity": "Добыча", "year": "2018"])
        #expect(HeadingPattern("*, {unit}")?.match("ВРП, mln RUB") == ["unit": "mln RUB"])
        #expect(HeadingPattern("{year}{unit}")?.match("2018%") == ["year": "2018", "unit": "%"])
        #expect(HeadingPattern("{place}{activity}") == nil)
        #expect(HeadingPattern("{year") == nil)
        #expect(HeadingPattern("") == nil)
    }
}
