import Foundation
import Numerics
import Tabular
import Testing
import Wording

@testable import Workspace

/// A sound long file is taken by columns, any other row by row: what comes of it is the same.
@Suite("Importing by columns and by rows")
struct PlainImportTests {
    private static let mapping = """
        decimal: comma
        columns: {place: Where, activity: What, year: When, value: How much, status: Flag}
        constants: {measure: jobs, unit: persons}
        codes: {place: {Capital: P1}}
        prefix: {activity: "x:"}
        skip: {place: [All]}
        multiply: 10
        states: {"..": missing, "c": suppressed, "n": notApplicable}
        new:
          places: {"P*": {level: region}}
          activities: {"x:*": {classification: x}}
          classifications: {"x": {}}
          measures: {"jobs": {unit: persons, kind: flow}}

        """

    private struct Outcome: Equatable {
        let numbers: [Int]
        let problems: [Message]
        let newCodes: [String]
        let table: String
        let places: String
    }

    private func outcome(_ file: String, _ mapping: String) throws -> Outcome {
        try withTemporaryFolder { folder in
            let workspace = try Workspace.createEmpty(at: folder + "/workspace")
            let path = folder + "/input.csv"
            try Data(file.utf8).write(to: URL(filePath: path))
            try Data(mapping.utf8).write(to: URL(filePath: folder + "/mapping.yaml"))
            let report = try workspace.importTable(
                file: path, format: .csv, mapping: folder + "/mapping.yaml")
            func text(_ table: String) throws -> String {
                try String(contentsOfFile: "\(folder)/workspace/\(table).csv", encoding: .utf8)
            }
            return Outcome(
                numbers: [
                    report.rowsRead, report.added, report.replaced, report.unchanged,
                    report.skipped, report.missing, report.isApplied ? 1 : 0,
                ],
                problems: report.report.problems,
                newCodes: report.newCodes.map { "\($0.table) \($0.count)" },
                table: try text("observations"), places: try text("places"))
        }
    }

    /// Rows of distinct keys, some without a figure, a few of them wrong where that is wanted.
    private func file(_ random: inout RandomStream, rows: Int, wrong: Bool) -> String {
        var text = "What;Where;When;How much;Flag;Further\n"
        for row in 0..<rows {
            let places = ["Capital", "P2", " P3 ", "All", "P10"]
            let place = places[random.index(below: 5)]
            let value =
                switch random.index(below: 8) {
                case 0: ".."
                case 1: "c"
                case 2: "n"
                case 3: "0"
                default: "\(random.index(below: 100_000)),\(random.index(below: 10))"
                }
            var status = ["", "", "", "A", "E"][random.index(below: 5)]
            if ["..", "c", "n"].contains(value) { status = "" }
            var cells = ["A\(row % 40)", place, "\(2_000 + row / 40)", value, status, "\"a;b\""]
            if wrong, random.index(below: 50) == 0 {
                let mistakes = [
                    (1, "Q9"), (2, "199"), (3, "many"), (3, "-4"), (4, "?"), (0, ""), (1, ""),
                ]
                let (cell, mistake) = mistakes[random.index(below: mistakes.count)]
                cells[cell] = mistake
            }
            text += cells.joined(separator: ";") + "\n"
        }
        return text
    }

    @Test("both ways give the same table, the same counts and the same problems")
    func agreement() throws {
        for seed in 1...30 as ClosedRange<UInt64> {
            var random = RandomStream(seed: seed)
            let file = file(&random, rows: 1 + random.index(below: 400), wrong: seed % 3 == 0)
            let byColumns = try outcome(file, Self.mapping)
            // A last row is something that only the way by rows knows.
            let byRows = try outcome(file, Self.mapping + "last_row: 1000000\n")
            #expect(byColumns == byRows, "seed \(seed)")
        }
    }

    @Test("a sound file is taken by columns, whatever its order; a doubtful one is not")
    func choice() throws {
        var problems: [ImportProblem] = []
        let mapping = ImportMapping(parsing: Self.mapping, file: "m", problems: &problems)
        let schema = try #require(TableSchema.named("observations"))
        let headings = ["What", "Where", "When", "How much", "Flag", "Further"]
        func taken(_ rows: String) throws -> Int? {
            let plan = ImportPlan(
                mapping, schema, levels: [headings], file: "f", problems: &problems)
            var taker = try #require(
                PlainTaker(mapping: mapping, schema: schema, plan: plan, measures: [:], names: [:]))
            var draft = TableDraft(schema: schema)
            let isTaken = try taker.take(
                .bytes(Array((headings.joined(separator: ";") + "\n" + rows).utf8), name: "f"),
                format: .init(), into: &draft)
            return isTaken ? draft.rows.count : nil
        }
        #expect(problems.isEmpty)
        #expect(try taken("B;P2;2001;4,5;;more\nA;P1;2000;3;E;more\n") == 2)
        #expect(try taken("B;P2;2001;4,5;;more\nA;P1;2000;-3;E;more\n") == nil)
        #expect(try taken("B;P2;2001;4,5;;more\nA;P1;2000;;E;more\n") == nil)
        #expect(try taken("B;P2;2001;4,5;;more\nA;;2000;3;E;more\n") == nil)
        #expect(try taken("B;'P2;2001;c;;more\n") == nil)
        #expect(try taken("B;P2;2001;c;;more\nA;All;2000;x;E;more\n") == nil)
        #expect(try taken("B;P2;2001;c;;more\nA;All;2000;7;E;more\n") == 1)
    }
}
