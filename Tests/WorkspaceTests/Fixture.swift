import Foundation
import Testing
import Wording

@testable import Workspace

/// A small sound workspace: a country, three regions, two classifications that meet in no year.
struct Fixture {
    /// Tables by name, as text.
    var tables: [String: String] = [
        "places": """
        code,parent,name_en,name_ru,level,lon,lat,in_panel
        RU,,Russia,Россия,country,,,0
        RU-KEM,RU,Kemerovo Oblast,Кемеровская область,region,86.1,55.3,1
        RU-OMS,RU,Omsk Oblast,Омская область,region,73.4,55.0,1
        RU-TOM,RU,Tomsk Oblast,Томская область,region,84.9,56.5,1
        """,
        "classifications": """
        code,name_en,name_ru
        okved2007,OKVED 2007,ОКВЭД 2007
        okved2,OKVED 2,ОКВЭД 2
        """,
        "activities": """
        code,classification,parent,name_en,name_ru
        okved2007:C,okved2007,,Mining (2007),Добыча (2007)
        okved2:B,okved2,,Mining,Добыча полезных ископаемых
        okved2:C,okved2,,Manufacturing,Обрабатывающие производства
        okved2:C24,okved2,okved2:C,Basic metals,Металлургия
        """,
        "measures": """
        code,name_en,name_ru,unit,prices,kind,formula
        share,Share,Доля,%,current,ratio,
        grp,Gross regional product,ВРП,mln RUB,current,flow,
        jobs,Jobs,Занятые,persons,,stock,
        population,Population,Население,persons,,stock,
        value_added,Value added,Добавленная стоимость,bn RUB,current,flow,share / 100 * grp
        """,
        "observations": """
        place,activity,year,measure,value,unit,status,quality,source,note
        RU-KEM,okved2:B,2016,share,30,%,,,s1,
        RU-KEM,okved2:C,2016,share,20,%,,,s1,
        RU-OMS,okved2:B,2016,share,0,%,,,s1,
        RU-OMS,okved2:C,2016,share,40,%,,,s1,
        RU-TOM,okved2:B,2016,share,25,%,E,estimate,s1,
        RU-TOM,okved2:C,2016,share,,%,Q,,s1,
        RU-KEM,okved2:B,2017,share,31,%,,,s1,
        RU-KEM,okved2007:C,2015,share,29,%,,,s1,
        RU-KEM,,2016,grp,1000000,mln RUB,,,s1,
        RU-KEM,,2017,grp,1100,bn RUB,P,,s1;s2,revised
        RU-OMS,,2016,grp,600000,mln RUB,,,s1,
        RU-TOM,,2016,grp,500000,mln RUB,,,s1,
        RU-KEM,,2015,grp,900000,mln RUB,,,s1,
        RU-KEM,,2016,population,2700000,persons,,,s1,
        RU-OMS,,2016,population,1970,thousand persons,,,s1,
        RU-TOM,,2016,population,,persons,,,s1,
        RU-KEM,okved2:B,2016,jobs,100,persons,,,s1,
        RU-KEM,okved2:C,2016,jobs,50,persons,,,s1,
        RU-KEM,,2016,jobs,150,persons,,,s1,
        RU-OMS,okved2:B,2016,jobs,,persons,M,,s1,
        RU-OMS,okved2:C,2016,jobs,70,persons,,,s1,
        RU,okved2:B,2016,jobs,100,persons,,,s2,
        RU,,2016,jobs,300,persons,,,s2,
        """,
        "sources": """
        key,title,publisher,year,url,licence
        s1,Regions of Russia,Rosstat,2023,,
        s2,National accounts,Rosstat,2023,,
        """,
    ]
    var settings = "region: RU-KEM\nlevel: region\n"
    /// Written instead of the description made from the tables.
    var package: String?

    mutating func replace(_ text: String, with other: String, in table: String) {
        precondition(tables[table]?.contains(text) == true, "\(table) has no \(text)")
        tables[table] = tables[table]?.replacingOccurrences(of: text, with: other)
    }

    mutating func append(_ rows: String, to table: String) {
        tables[table] = (tables[table] ?? "") + "\n" + rows
    }

    func packageText() -> String {
        let package = DataPackage(
            name: "fixture",
            resources: TableSchema.all.filter { tables[$0.name] != nil }.map {
                .init(name: $0.name, path: $0.fileName)
            })
        var columns: [String: [String]] = [:]
        for (name, text) in tables {
            columns[name] = text.prefix { $0 != "\n" }.split(separator: ",").map(String.init)
        }
        return package.text(columns: columns)
    }

    /// Writes the workspace into a folder of its own, which is removed afterwards.
    func withWorkspace<Result>(_ body: (Workspace) throws -> Result) throws -> Result {
        try withTemporaryFolder { folder in
            try write(to: folder)
            return try body(Workspace(opening: folder))
        }
    }

    func write(to folder: String) throws {
        for (name, text) in tables {
            try Data((text + "\n").utf8).write(to: URL(filePath: "\(folder)/\(name).csv"))
        }
        try Data(settings.utf8).write(to: URL(filePath: "\(folder)/uklad.yaml"))
        try Data((package ?? packageText()).utf8).write(
            to: URL(filePath: "\(folder)/datapackage.json"))
    }

    func read() throws -> Workspace.Reading { try withWorkspace { try $0.read() } }

    /// The figures of a workspace that has no problem.
    func data() throws -> RegionalData {
        let reading = try read()
        for problem in reading.report.problems {
            Issue.record("\(problem.text(in: .english))")
        }
        return try #require(reading.data)
    }
}

func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder =
        FileManager.default.temporaryDirectory.path(percentEncoded: false)
        + "/uklad-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
}

/// Compares a text with `Snapshots/NAME.txt`, whole; with UKLAD_WRITE_SNAPSHOTS=1 it writes it.
func expectSnapshot(
    _ text: String, named name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Snapshots/\(name).txt")
    if ProcessInfo.processInfo.environment["UKLAD_WRITE_SNAPSHOTS"] == "1" {
        try Data(text.utf8).write(to: file)
        return
    }
    let expected = try? String(contentsOf: file, encoding: .utf8)
    #expect(expected == text, "\(name)", sourceLocation: sourceLocation)
}

/// A report as both languages show it.
func bothLanguages(_ report: CheckReport) -> String {
    Language.allCases.map { language in
        let problems = report.problems.map { $0.text(in: language) }
        let notes = report.notes.map { "* " + $0.text(in: language) }
        return ["[\(language.rawValue)] total \(report.total)"] + problems + notes
    }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
}
