import Foundation
import Tabular
import Testing
import Wording

@Suite("What is wrong with a table, in words")
struct ProblemWordsTests {
    @Test("each of the bad files is explained, in both languages")
    func catalogue() throws {
        #expect(BadFiles.all.count >= 60)
        #expect(Set(BadFiles.all.map(\.name)).count == BadFiles.all.count)
        for language in Language.allCases {
            var text = ""
            for file in BadFiles.all {
                let report = try file.report()
                #expect(!(report.problems + report.notes).isEmpty, "\(file.name) has no problem")
                let messages = (report.problems + report.notes).map {
                    $0.message.text(in: language)
                }
                text += "== \(file.name) ==\n" + messages.joined(separator: "\n") + "\n\n"
            }
            try Snapshot.expect(text, toBe: "tabular.\(language.rawValue).txt")
        }
    }

    @Test("the bad files are what fuzzing starts from")
    func corpus() throws {
        for file in BadFiles.all where file.bytes.count < 10_000 {
            let kept = Snapshot.corpus("csv/\(file.name)")
            if Snapshot.isWriting { try Data(file.bytes).write(to: kept) }
            #expect(try Data(contentsOf: kept) == Data(file.bytes), "\(file.name)")
        }
    }

    @Test("all problems of a file are found in one pass, gravest first")
    func onePass() throws {
        let file = try #require(BadFiles.all.first { $0.name == "everything-at-once" })
        let report = try file.report()
        #expect(report.count == 8)
        #expect(report.problems.map(\.severity) == report.problems.map(\.severity).sorted())
        #expect(report.problems.allSatisfy { $0.place.line != nil })
        #expect(report.tally["undeclaredMark"] == 1)
    }

    @Test("every kind of problem has four parts in both languages, and no word of the program")
    func everyKind() {
        for kind in EveryKind.list {
            let place = TabularProblem.Place(
                file: "a.csv", row: 3, column: 2, columnName: "value", value: "1,5")
            let problem = TabularProblem(kind, at: place)
            for language in Language.allCases {
                let message = problem.message
                #expect(!message.what[language].isEmpty, "\(kind.name)")
                #expect(message.place[language].hasPrefix("a.csv"), "\(kind.name)")
                #expect(!message.remedy[language].isEmpty, "\(kind.name)")
                if problem.severity != .note { #expect(!message.expected[language].isEmpty) }
                let text = message.text(in: language)
                #expect(!text.contains(kind.name), "\(text)")
                #expect(!text.contains("nil") && !text.contains("Optional"), "\(text)")
            }
            // A part forgotten in one language would show the other's.
            #expect(problem.message.what.russian.contains { ("а"..."я").contains($0) })
            #expect(!problem.message.what.english.contains { ("а"..."я").contains($0) })
        }
    }

    @Test("words for workbooks, whole, in both languages")
    func workbookWords() throws {
        for language in Language.allCases {
            let place = TabularProblem.Place(
                file: "регионы.xlsx", sheet: "2021", row: 7, column: 5, columnName: "value")
            let text = EveryKind.ofWorkbooks.map { kind in
                let isOfCell = kind.severity == .cell
                let problem = TabularProblem(
                    kind, at: isOfCell ? place : .init(file: "регионы.xlsx"))
                return "== \(kind.name) ==\n" + problem.message.text(in: language) + "\n"
            }
            try Snapshot.expect(
                text.joined(separator: "\n"), toBe: "workbook.\(language.rawValue).txt")
        }
    }

    @Test("words for what the system refuses, whole, in both languages")
    func fileWords() throws {
        for language in Language.allCases {
            let text = EveryKind.ofFileReasons.map { reason in
                let problem = TabularProblem(.cannotRead(reason), at: .init(file: "a.csv"))
                return problem.message.text(in: language) + "\n"
            }
            try Snapshot.expect(
                text.joined(separator: "\n"), toBe: "files.\(language.rawValue).txt")
        }
    }

    @Test("a hostile file name or value can't break the line it is quoted in")
    func hostileValues() throws {
        var file = BadFile("x", value: "\"1\n\u{202E}2\u{0007}\"")
        file.columns = BadFiles.columns
        let text = try #require(try file.report().problems.first).message.text(in: .english)
        #expect(text.split(separator: "\n").count == 4)
        #expect(!text.unicodeScalars.contains("\u{202E}"))
        #expect(!text.unicodeScalars.contains("\u{0007}"))
    }

    @Test(
        "Russian counts agree with their nouns",
        arguments: [
            (1, "1 ячейка"), (2, "2 ячейки"), (5, "5 ячеек"), (11, "11 ячеек"), (21, "21 ячейка"),
            (112, "112 ячеек"), (104, "104 ячейки"),
        ])
    func plurals(count: Int, words: String) {
        let problem = TabularProblem(
            .raggedRow(found: count, expected: 3), at: .init(file: "a.csv", row: 2))
        #expect(problem.message.what.russian.contains(words + ","))
    }
}

/// One of each kind, so that none stays without words.
enum EveryKind {
    static let list: [TabularProblem.Kind] =
        [
            .cannotRead(.notFound), .emptyFile, .unsupportedEncoding(name: "UTF-32"),
            .contradictingMark(found: .utf8, told: .windows1251),
            .notDelimitedText(looksLike: .pdf), .rowTooLong(limit: 16 << 20), .unclosedQuote,
            .noHeading, .noRows, .missingColumn(name: "v", found: ["a"], resembling: nil),
            .duplicateColumn(firstAt: 1), .noColumnFound(wanted: ["a", "b"], found: ["c"]),
            .cellTooLong(limit: 1 << 20),
            .tooManyColumns(limit: 16_384), .raggedRow(found: 2, expected: 3), .textAfterQuote,
            .strayQuote, .nulByte, .invalidText(.utf8), .emptyCell, .stateNotAllowed(.suppressed),
            .notANumber, .textAroundNumber, .wrongDecimalMark(expected: .point),
            .groupingNotDeclared, .badGrouping, .ambiguousMark(expected: .comma), .notWhole,
            .notFinite,
            .spreadsheetError, .dateForNumber, .undeclaredMark, .notADate, .noSuchDate,
            .encodingGuessed(.windows1251), .mixedLineEnds, .blankRows(count: 3),
            .unusedColumns(["a"]),
        ] + ofWorkbooks
        + TabularProblem.FileForm.allCases.map { .notDelimitedText(looksLike: $0) }
        + TabularProblem.Bound.allCases.map { .numberOutOfRange($0) }
        + CellContent.allCases.map { .stateNotAllowed($0) }

    static let ofWorkbooks: [TabularProblem.Kind] =
        TabularProblem.FileForm.allCases.map { .notAWorkbook(looksLike: $0) } + [
            .damagedArchive, .encryptedArchive, .tooManyEntries(limit: 10_000),
            .inflatesTooMuch(limit: 1 << 30), .inflatesTooFast(ratio: 100),
            .nestedArchive(entry: "a.zip"), .unsafeEntryName(entry: "../a"),
            .overlappingEntries(entry: "a"), .duplicateEntry(entry: "a"),
            .missingPart(part: "xl/workbook.xml"), .documentType(part: "xl/workbook.xml"),
            .partNotUTF8(part: "xl/workbook.xml"), .malformedXML(part: "xl/workbook.xml"),
            .xmlTooDeep(part: "xl/workbook.xml", limit: 100),
            .noSuchSheet(name: "2020", found: ["2021", "2022"]),
            .tooManyCells(limit: 50_000_000), .badCell(part: "xl/worksheets/sheet1.xml"),
            .formulaWithoutValue,
        ]

    static let ofFileReasons: [FileFailure.Reason] = [
        .notFound, .notAllowed, .isDirectory, .notADirectory, .diskFull, .quotaExceeded, .readOnly,
        .tooLarge, .tooManyOpenFiles, .nameTooLong, .device, .other(71),
    ]
}
