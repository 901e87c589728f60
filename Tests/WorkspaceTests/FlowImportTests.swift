import Foundation
import Region
import Testing
import Wording

@testable import Workspace

/// A small table in the structure of the OECD's: three countries, one of them in two parts, three
/// industries; the figures are made up and balance.
@Suite("Importing flow tables of many countries")
struct FlowImportTests {
    private static func file(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Published/\(name)").path(percentEncoded: false)
    }

    /// A matrix read by plain means: cells by row and column.
    private static func matrix(_ name: String) throws -> [String: [String: Double]] {
        let lines = try String(contentsOfFile: file(name), encoding: .utf8).split(separator: "\n")
        let rows = lines.map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        var matrix: [String: [String: Double]] = [:]
        for row in rows.dropFirst() {
            for (column, text) in zip(rows[0], row).dropFirst() {
                matrix[row[0], default: [:]][column] = Double(text)
            }
        }
        return matrix
    }

    private func imported<Result>(
        _ path: String, options: ImportOptions, mapping: ((String) -> String)? = nil,
        _ body: (Workspace, ImportReport, [String: [[String]]]) throws -> Result
    ) throws -> Result {
        try withTemporaryFolder { folder in
            let workspace = try Workspace.createEmpty(at: folder + "/workspace")
            var given: String?
            if let mapping {
                let draft = try workspace.draftMapping(file: path, format: .icio, options: options)
                given = folder + "/mapping.yaml"
                try Data(mapping(draft).utf8).write(to: URL(filePath: folder + "/mapping.yaml"))
            }
            let report = try workspace.importTable(
                file: path, format: .icio, mapping: given, options: options)
            var tables: [String: [[String]]] = [:]
            for table in ["input_output", "places", "activities", "classifications", "sources"] {
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

    private struct Cell: Hashable {
        let (from, to, block): (String, String, String)
    }

    private func cells(_ rows: [[String]]) -> [Cell: (value: Double, quality: String)] {
        Dictionary(
            uniqueKeysWithValues: rows.map {
                (Cell(from: $0[0], to: $0[1], block: $0[4]), (Double($0[5]) ?? .nan, $0[9]))
            })
    }

    private static let industries = ["A01_02", "B05_06", "C10T12"]
    private static let uses = [
        ("HFCE", "household_consumption"), ("NPISH", "npish_consumption"),
        ("GGFC", "government_consumption"), ("GFCF", "gross_fixed_capital_formation"),
        ("INVNT", "inventory_change"), ("DPABR", "purchases_abroad"),
    ]

    /// Every cell against a sum made from the matrix by other means.
    private func expectCells(
        _ found: [Cell: (value: Double, quality: String)], of country: String, parts: [String],
        _ matrix: [String: [String: Double]]
    ) {
        let own = parts + [country]
        func sum(_ rows: [String], _ columns: [String]) -> Double {
            rows.reduce(0) { sum, row in
                columns.reduce(sum) { $0 + (matrix[row]?[$1] ?? 0) }
            }
        }
        let labels = matrix.keys.filter { $0.contains("_") }
        let columns = (matrix["TLS"] ?? [:]).keys.filter { $0.contains("_") }
        func isOwn(_ label: String) -> Bool { own.contains { label.hasPrefix($0 + "_") } }
        func close(_ cell: Cell, _ expected: Double) {
            // Three decimals in the file; sums lose nothing of them.
            #expect(abs((found[cell]?.value ?? .nan) - expected) < 1e-9, "\(cell)")
        }
        for seller in Self.industries {
            let rows = own.map { $0 + "_" + seller }
            let abroad = labels.filter { $0.hasSuffix("_" + seller) && !isOwn($0) }
            for buyer in Self.industries {
                let to = own.map { $0 + "_" + buyer }
                close(
                    Cell(from: "icio:" + seller, to: "icio:" + buyer, block: "domestic"),
                    sum(rows, to))
                close(
                    Cell(from: "icio:" + seller, to: "icio:" + buyer, block: "import"),
                    sum(abroad, to))
            }
            for (use, name) in Self.uses {
                let to = own.map { $0 + "_" + use }
                let final = "icio_final:" + name
                close(
                    Cell(from: "icio:" + seller, to: final, block: "final_demand"), sum(rows, to))
                close(Cell(from: "icio:" + seller, to: final, block: "import"), sum(abroad, to))
            }
            close(
                Cell(from: "icio:" + seller, to: "icio_final:exports", block: "final_demand"),
                sum(rows, columns.filter { !isOwn($0) }))
            for (row, name, block) in [
                ("VA", "value_added", "value_added"),
                ("TLS", "net_taxes_on_products", "value_added"),
                ("OUT", "gross_output", "output"),
            ] {
                close(
                    Cell(from: "icio_final:" + name, to: "icio:" + seller, block: block),
                    sum([row], own.map { $0 + "_" + seller }))
            }
        }
        let all = 3 * 3 * 2 + 3 * Self.uses.count * 2 + 3 + 9
        #expect(found.count == all)
    }

    @Test("a country's own cells, its exports and imports, value added, taxes and output")
    func icio() throws {
        let path = Self.file("2018_SML.csv")
        try imported(path, options: ImportOptions(country: "RUS", place: "RU")) {
            workspace, report, tables in
            expectSound(report)
            #expect(report.table == "input_output")
            let rows = tables["input_output"] ?? []
            expectCells(
                cells(rows), of: "RUS", parts: [], try Self.matrix("2018_SML.csv"))
            #expect(rows.allSatisfy { $0[2] == "2018" && $0[3] == "RU" && $0[6] == "mln USD" })
            // A sum of many cells is worked out, a lone cell is the office's.
            let found = cells(rows)
            #expect(
                found[Cell(from: "icio:B05_06", to: "icio:C10T12", block: "domestic")]?.quality
                    == "")
            #expect(
                found[Cell(from: "icio:B05_06", to: "icio:C10T12", block: "import")]?.quality
                    == "derived")
            #expect(tables["places"]?.map { [$0[0], $0[4]] } == [["RU", "country"]])
            #expect(tables["classifications"]?.map { $0[0] } == ["icio", "icio_final"])
            let coal = tables["activities"]?.first { $0[0] == "icio:B05_06" }
            #expect(coal?[3] == "Mining of energy products")
            let source = try #require(tables["sources"]?.first)
            #expect(source[0] == "import_icio_rus_2018" && source.last?.contains("SHA-256") == true)
        }
    }

    @Test("the table that is read back is the one that was imported, and balances")
    func readBack() throws {
        var fixture = Fixture()
        fixture.append("RU-X,RU,X,X,region,,,0", to: "places")
        try fixture.withWorkspace { workspace in
            let report = try workspace.importTable(
                file: Self.file("2018_SML.csv"), format: .icio,
                options: ImportOptions(country: "RUS", place: "RU"))
            expectSound(report)
            let reading = try workspace.read()
            for problem in reading.report.problems + reading.report.notes {
                let text = problem.text(in: .english)
                // The stocks of the file fall indeed.
                #expect(!text.contains("input_output") || text.contains("stocks of"), "\(text)")
            }
            let table = try #require(reading.data?.flowTables.first)
            #expect(table.place == "RU" && table.year == 2018)
            #expect(table.activities == ["icio:A01_02", "icio:B05_06", "icio:C10T12"])
            let matrix = try Self.matrix("2018_SML.csv")
            for (index, industry) in Self.industries.enumerated() {
                let output = try #require(matrix["OUT"]?["RUS_" + industry])
                #expect(abs(table.output[index] - output) < 1e-9)
                let added = try #require(table.valueAdded?[index])
                #expect(abs(table.purchases[index] + added - output) < 1e-9)
            }
            #expect(table.use(.exports) != nil && table.use(.households) != nil)
        }
    }

    @Test("a country in parts is one country")
    func parts() throws {
        let path = Self.file("2018_SML.csv")
        try imported(path, options: ImportOptions(country: "CHN")) { _, report, tables in
            expectSound(report)
            expectCells(
                cells(tables["input_output"] ?? []), of: "CHN", parts: ["CN1", "CN2"],
                try Self.matrix("2018_SML.csv"))
        }
    }

    @Test("an edition before 2023: other names of the sums, taxes by country")
    func olderEdition() throws {
        let text = try String(contentsOfFile: Self.file("2018_SML.csv"), encoding: .utf8)
        let lines = text.split(separator: "\n").map(String.init)
        var older = lines.map { line in
            line.replacingOccurrences(of: "VA,", with: "VALU,")
                .replacingOccurrences(of: "OUT,", with: "OUTPUT,")
                .replacingOccurrences(of: "V1,", with: ",")
                .replacingOccurrences(of: "_DPABR", with: "_P33")
        }
        older[0] = older[0].replacingOccurrences(of: ",OUT", with: ",TOTAL")
        let taxes = try #require(older.firstIndex { $0.hasPrefix("TLS,") })
        let none = older[taxes].split(separator: ",").dropFirst().map { _ in "0" }
        let tail = older[taxes].dropFirst("TLS,".count)
        older[taxes] = "AUS_TAXSUB," + tail
        older.insert("RUS_TAXSUB," + none.joined(separator: ","), at: taxes)
        try withTemporaryFolder { folder in
            let path = folder + "/ICIO2021_2018.csv"
            try Data((older.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
            try imported(path, options: ImportOptions(country: "RUS")) { _, report, tables in
                expectSound(report)
                expectCells(
                    cells(tables["input_output"] ?? []), of: "RUS", parts: [],
                    try Self.matrix("2018_SML.csv"))
                // The edition is in the file's name.
                #expect(tables["sources"]?.first?[4] == "2021")
                #expect(tables["input_output"]?.first?[2] == "2018")
            }
        }
    }

    @Test("the mapping printed is the one that is followed; the command goes before it")
    func drafted() throws {
        let path = Self.file("2018_SML.csv")
        let options = ImportOptions(country: "RUS", place: "RU", year: 2017)
        let same: (String) -> String = { $0 }
        try imported(path, options: options, mapping: same) { workspace, report, tables in
            expectSound(report)
            #expect(tables["input_output"]?.allSatisfy { $0[2] == "2017" } == true)
            try expectSnapshot(
                try workspace.draftMapping(file: path, format: .icio, options: options),
                named: "icio-draft")
        }
    }

    @Test(
        "what keeps a table from being taken, whole",
        arguments: [
            ("icio_broken.csv", "RUS", "icio-broken"),
            ("icio_unbalanced.csv", "RUS", "icio-unbalanced"),
            ("2018_SML.csv", "RUZ", "icio-no-such-country"),
            ("2018_SML.csv", "", "icio-no-country"),
            ("estat_nama_10r_3empers.tsv", "RUS", "icio-other-file"),
        ])
    func refused(_ name: String, _ country: String, _ snapshot: String) throws {
        let options = ImportOptions(
            country: country.isEmpty ? nil : country, place: "RU", year: 2018)
        try imported(Self.file(name), options: options) { _, report, tables in
            #expect(!report.isApplied)
            #expect(tables["input_output"] == [] && tables["places"] == [])
            try expectSnapshot(bothLanguages(report.report), named: snapshot)
        }
    }

    @Test("rows and columns that are not there, or there twice")
    func incomplete() throws {
        let text = try String(contentsOfFile: Self.file("2018_SML.csv"), encoding: .utf8)
        let lines = text.split(separator: "\n").map(String.init)
        try withTemporaryFolder { folder in
            func said(_ lines: [String]) throws -> String {
                let path = folder + "/2018_SML.csv"
                try Data((lines.joined(separator: "\n") + "\n").utf8)
                    .write(to: URL(filePath: path))
                return try imported(path, options: ImportOptions(country: "RUS")) { _, report, _ in
                    #expect(!report.isApplied)
                    return report.report.problems.map { $0.text(in: .english) }.joined()
                }
            }
            var vast = lines
            for row in [1, 2] {
                var cells = vast[row].split(separator: ",").map(String.init)
                let column = lines[0].split(separator: ",").firstIndex(of: "RUS_HFCE")
                cells[try #require(column)] = "1.7e308"
                vast[row] = cells.joined(separator: ",")
            }
            // In the country's column of final use no sum stands against output.
            vast[2] = vast[2].replacingOccurrences(of: "AUS_B05_06", with: "BEL_A01_02")
            #expect(try said(vast).contains("2018_SML.csv"))
            let without = try said(lines.filter { !$0.hasPrefix("RUS_C10T12") })
            #expect(without.contains("The table has no row RUS_C10T12"))
            #expect(try said(lines.filter { !$0.hasPrefix("OUT") }).contains("no row OUT"))
            #expect(try said(lines.filter { !$0.hasPrefix("VA") }).contains("no row VA"))
            let twice = lines + [lines[1]]
            let repeated = try said(twice)
            #expect(repeated.contains("The row repeats row 2"), "\(repeated)")
            var short = lines
            short[3] += ",1"
            #expect(try said(short).contains("The row has 36 cells, the heading 35"))
            var total = lines
            total[0] = total[0].replacingOccurrences(of: ",OUT", with: ",RUS_X")
            #expect(try said(total).contains("no column OUT"))
        }
    }

    @Test("years of figures and of editions in names of files")
    func years() {
        for (name, year, edition) in [
            ("2018_SML.csv", 2018, nil), ("ICIO2018_2010.CSV", 2010, 2018),
            ("ICIO2023_2018.csv", 2018, 2023), ("table.csv", nil, nil), ("icio2021.csv", nil, 2021),
            ("12345.csv", nil, nil),
        ] as [(String, Int?, Int?)] {
            let found = FlowDraft.years(in: name)
            #expect(found.year == year && found.edition == edition, "\(name)")
        }
    }
}
