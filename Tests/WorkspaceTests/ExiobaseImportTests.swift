import Foundation
import Region
import Testing
import Wording

@testable import Workspace

/// A small folder in the structure of EXIOBASE 3; the figures are made up and balance.
@Suite("Importing EXIOBASE")
struct ExiobaseImportTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Published/IOT_2020_ixi").path(percentEncoded: false)

    /// Cells of a table by the texts of their row and column, read by plain means.
    private static func matrix(_ name: String, _ leading: Int) throws -> [[String]: Double] {
        let rows = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            .split(separator: "\n").map {
                $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            }
        var cells: [[String]: Double] = [:]
        for row in rows.dropFirst(3) {
            for index in leading..<row.count {
                cells[Array(row[..<leading]) + [rows[0][index], rows[1][index]]] = Double(
                    row[index])
            }
        }
        return cells
    }

    /// Imports a copy of the folder, changed or not.
    private func imported<Result>(
        options: ImportOptions = ImportOptions(country: "RU"),
        change: (String) throws -> Void = { _ in },
        _ body: (Workspace, ImportReport, String) throws -> Result
    ) throws -> Result {
        try withTemporaryFolder { folder in
            let copy = folder + "/IOT_2020_ixi"
            try FileManager.default.copyItem(atPath: Self.folder, toPath: copy)
            try change(copy)
            var fixture = Fixture()
            fixture.append("RU-X,RU,X,X,region,,,0", to: "places")
            try FileManager.default.createDirectory(
                atPath: folder + "/workspace", withIntermediateDirectories: true)
            try fixture.write(to: folder + "/workspace")
            let workspace = try Workspace(opening: folder + "/workspace")
            let report = try workspace.importTable(
                file: copy + "/Z.txt", format: .exiobase, options: options)
            return try body(workspace, report, copy)
        }
    }

    private static let sectors = [
        "Cultivation of paddy rice": "cultivation-of-paddy-rice",
        "Mining of coal and lignite; extraction of peat (10)":
            "mining-of-coal-and-lignite-extraction-of-peat-10",
        "Manufacture of coke oven products": "manufacture-of-coke-oven-products",
    ]

    @Test("one country's table: deliveries, exports, imports, value added, output; it balances")
    func country() throws {
        let deliveries = try Self.matrix("Z.txt", 2)
        let final = try Self.matrix("Y.txt", 2)
        let inputs = try Self.matrix("satellite/F.txt", 1)
        try imported { workspace, report, copy in
            for problem in report.report.problems {
                Issue.record("\(problem.text(in: .english))")
            }
            // 3 × 3 domestic and imported, 3 × 7 final uses twice, exports, three rows below.
            #expect(report.isApplied && report.added == 9 + 9 + 21 + 21 + 3 + 9)
            let reading = try workspace.read()
            for note in reading.report.problems + reading.report.notes {
                let text = note.text(in: .english)
                #expect(!text.contains("input_output") || text.contains("stocks of"), "\(text)")
            }
            let table = try #require(reading.data?.flowTables.first)
            #expect(table.year == 2020 && table.place == "RU" && table.unit.symbol == "mln EUR")
            for (name, code) in Self.sectors {
                let position = table.activities.firstIndex(
                    of: ActivityCode(rawValue: "exiobase3:" + code))
                let index = try #require(position)
                let exports = (deliveries.merging(final) { $1 }).filter {
                    $0.key[0] == "RU" && $0.key[1] == name && $0.key[2] != "RU"
                }.values.reduce(0, +)
                #expect(
                    abs((table.use(.exports)?.domestic[index] ?? .nan) - exports) < 1e-9)
                let households = final[
                    ["RU", name, "RU", "Final consumption expenditure by households"]]
                #expect(table.use(.households)?.domestic[index] == households)
                let abroad = final.filter {
                    $0.key[0] != "RU" && $0.key[1] == name && $0.key[2] == "RU"
                        && $0.key[3] == "Gross fixed capital formation"
                }.values.reduce(0, +)
                #expect(
                    abs((table.use(.investment)?.imported[index] ?? .nan) - abroad) < 1e-9)
                let paid = inputs.filter {
                    $0.key[1] == "RU" && $0.key[2] == name && !$0.key[0].hasPrefix("Employment")
                }.values.reduce(0, +)
                let added = try #require(table.valueAdded?[index])
                #expect(abs(added - paid) < 1e-9)
                #expect(abs(table.purchases[index] + added - table.output[index]) < 1e-6)
            }
            let sources = try String(
                contentsOfFile: workspace.folder + "/sources.csv", encoding: .utf8)
            #expect(sources.contains("import_exiobase3_ru_2020") && sources.contains("SHA-256"))
            let activities = try String(
                contentsOfFile: workspace.folder + "/activities.csv", encoding: .utf8)
            #expect(activities.contains("Mining of coal and lignite; extraction of peat (10)"))
            try expectSnapshot(
                try workspace.draftMapping(
                    file: copy + "/Z.txt", format: .exiobase,
                    options: ImportOptions(country: "RU")), named: "exiobase-draft")
        }
    }

    @Test("value added in the folder of releases from 3.9 on")
    func newer() throws {
        let moved: (String) throws -> Void = {
            try FileManager.default.moveItem(
                atPath: $0 + "/satellite", toPath: $0 + "/factor_inputs")
        }
        try imported(change: moved) { _, report, _ in
            #expect(report.isApplied && report.added == 72)
        }
    }

    @Test("what keeps the folder from being taken, whole")
    func refused() throws {
        func edit(_ folder: String, _ name: String, _ change: (String) -> String) throws {
            let url = URL(filePath: folder + "/" + name)
            let text = try String(contentsOf: url, encoding: .utf8)
            try Data(change(text).utf8).write(to: url)
        }
        let broken: (String) throws -> Void = { folder in
            try FileManager.default.removeItem(atPath: folder + "/x.txt")
            try edit(folder, "Y.txt") { $0.replacing("category\t", with: "") }
            try edit(folder, "satellite/F.txt") {
                $0.replacing("Compensation of", with: "Employment of")
                    .replacing("Other net taxes", with: "Other net subsidies")
                    .replacing("Operating surplus", with: "Surplus")
            }
            try edit(folder, "Z.txt") { text in
                var lines = text.split(separator: "\n").map(String.init)
                lines[3] += "\t1"
                lines[6] = lines[6].replacing("\t", with: "\tx", maxReplacements: 2)
                    .replacing("xCultivation", with: "Cultivation")
                lines.append(lines[4])
                return lines.filter { !$0.hasPrefix("RU\tManufacture") }
                    .joined(separator: "\n") + "\n"
            }
        }
        try imported(change: broken) { _, report, _ in
            #expect(!report.isApplied)
            try expectSnapshot(bothLanguages(report.report), named: "exiobase-broken")
        }
        let unbalanced: (String) throws -> Void = { folder in
            try edit(folder, "x.txt") {
                $0.replacing(
                    "RU\tManufacture of coke oven products\t",
                    with: "RU\tManufacture of coke oven products\t1")
            }
        }
        try imported(change: unbalanced) { _, report, _ in
            try expectSnapshot(bothLanguages(report.report), named: "exiobase-unbalanced")
        }
        for (country, words) in [("RUS", "perhaps RU"), (nil, "one of: AT, RU, WA")] {
            try imported(options: ImportOptions(country: country)) { _, report, _ in
                let said = report.report.problems.map { $0.text(in: .english) }.joined()
                #expect(!report.isApplied && said.contains(words), "\(said)")
            }
        }
    }
}
