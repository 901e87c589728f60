import Region
import Tabular
import Wording

/// The form of a file from outside.
public enum ImportFormat: String, CaseIterable, Sendable {
    case csv
    case xlsx
    /// Eurostat's TSV.
    case eurostat
    /// SDMX-CSV.
    case sdmx
    /// The Quarterly Census of Employment and Wages of the United States.
    case qcew
    /// JSON-stat 2.0.
    case jsonStat = "json-stat"

    /// Where the file is made for machines: what its columns mean is known.
    var published: PublishedForm? {
        switch self {
        case .csv, .xlsx: nil
        case .eurostat: .eurostat
        // The same dimensions, figures and flags in another notation.
        case .sdmx, .jsonStat: .sdmx
        case .qcew: .qcew
        }
    }
}

/// What a person may say about an import beside its mapping.
public struct ImportOptions: Sendable {
    /// Whether a row of a key that the table has takes the old row's place.
    public var replace = false
    /// Only say what would happen.
    public var dryRun = false
    /// The sheet of a workbook, where the mapping names none.
    public var sheet: String?

    public init(replace: Bool = false, dryRun: Bool = false, sheet: String? = nil) {
        self.replace = replace
        self.dryRun = dryRun
        self.sheet = sheet
    }
}

/// What an import did, or what keeps it from doing anything.
public struct ImportReport: Sendable {
    public var table: String
    /// Records of the file below its heading.
    public var rowsRead = 0
    public var added = 0
    public var replaced = 0
    /// Rows that the table has already.
    public var unchanged = 0
    /// Rows that the mapping leaves out.
    public var skipped = 0
    /// Values that the file says nothing about.
    public var missing = 0
    /// Codes that the workspace lacked and now has, by table.
    public var newCodes: [(table: String, count: Int)] = []
    /// The key under which `sources` has the file.
    public var source: String?
    /// Whether anything was written: never where there is a problem.
    public var isApplied = false
    public var report = CheckReport()
}

extension Workspace {
    /// Brings a file from outside into a table, all or nothing.
    ///
    /// - Parameters:
    ///   - file: The path of the file.
    ///   - mapping: The path of a mapping file; nil for a file that has the column names of
    ///     `observations`, or whose form says what its columns mean.
    /// - Returns: What was done. Where its report has problems, nothing was changed.
    /// - Throws: ``WorkspaceFailure`` where a file can't be written or the workspace is locked,
    ///   `CancellationError` soon after the task is cancelled.
    public func importTable(
        file: String, format: ImportFormat, mapping: String? = nil,
        options: ImportOptions = ImportOptions()
    ) throws -> ImportReport {
        guard let lock = FolderLock(folder) else { throw WorkspaceFailure.locked(folder) }
        var importer = Importer(workspace: self, file: file, format: format, options: options)
        let report = try importer.run(mapping: mapping)
        _ = consume lock
        return report
    }

    /// Drafts a mapping from a file's heading, for a person to complete.
    ///
    /// - Throws: ``WorkspaceFailure`` where the file can't be read.
    public func draftMapping(
        file: String, format: ImportFormat, options: ImportOptions = ImportOptions()
    ) throws -> String {
        try MappingDraft.text(file: file, format: format, sheet: options.sheet)
    }
}

/// One import at work.
struct Importer {
    let workspace: Workspace
    let file: String
    let format: ImportFormat
    let options: ImportOptions
    private var findings = Findings()
    private var newRows = NewRows()
    /// What codes of the file are called, by heading.
    private var labels: [String: [String: String]] = [:]

    init(workspace: Workspace, file: String, format: ImportFormat, options: ImportOptions) {
        self.workspace = workspace
        self.file = file
        self.format = format
        self.options = options
    }

    private var name: String { TabularSource.file(path: file).name }

    mutating func run(mapping path: String?) throws -> ImportReport {
        var report = ImportReport(table: "observations")
        guard let mapping = try loadMapping(path) else { return finished(report) }
        report.table = mapping.table
        guard let schema = TableSchema.named(mapping.table) else { return finished(report) }
        var base = WorkspaceReader(root: workspace.root)
        let tables = try base.readSmallTables()
        let names = namesFor(schema, tables)
        let source = sourceRow(mapping, tables)
        report.source = source?.key

        var draft = TableDraft(schema: schema)
        if let path = tables.path(of: schema.name), try !draft.take(file: path) {
            add(.existingTableBroken(schema.name), at: .init(file: schema.fileName))
            return finished(report)
        }
        try take(mapping, schema, tables, names, source, &draft, &report)
        if findings.isClean && draft.rows.count == draft.existing {
            add(.noRows, at: .init(file: name))
        }
        let merge = draft.merged(replace: options.replace) { clash in
            switch clash {
            case .repeats(let row, let first):
                add(.repeatsRow(first), at: .init(file: name, row: row))
            case .exists(let row, let old):
                add(.alreadyThere(row: old), at: .init(file: name, row: row))
            }
        }
        report.added = merge.added
        report.replaced = merge.replaced
        report.unchanged = merge.unchanged
        let others = try othersWithNewRows(tables, &report)
        guard findings.isClean, !options.dryRun else { return finished(report) }
        if merge.added + merge.replaced > 0 {
            try ImportWriter(workspace: workspace, tables: tables).write(
                others + [(draft, merge.order)], source: report.source == nil ? nil : source)
        }
        report.isApplied = true
        return finished(report)
    }

    private func finished(_ report: ImportReport) -> ImportReport {
        var report = report
        report.report = findings.report(absences: [])
        return report
    }

    private mutating func add(_ kind: ImportProblem.Kind, at place: WorkspaceProblem.Place) {
        findings.add(
            ImportProblem(kind, at: place).message, severity: .row, row: place.row)
    }

    // MARK: The mapping

    private mutating func loadMapping(
        _ path: String?
    ) throws(CancellationError) -> ImportMapping? {
        guard let path else {
            guard let form = format.published else { return ImportMapping() }
            return parsed(
                try PublishedDraft(file: file, format: format, form: form).text, named: name)
        }
        let name = TabularSource.file(path: path).name
        guard let bytes = WorkspaceFolder.bytes(of: path, limit: 16 << 20) else {
            findings.add(
                ImportProblem(.mappingUnreadable(.noFile), file: name).message,
                severity: .file, row: nil)
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            findings.add(
                ImportProblem(.mappingUnreadable(.notUTF8), file: name).message,
                severity: .file, row: nil)
            return nil
        }
        return parsed(text, named: name)
    }

    private mutating func parsed(_ text: String, named name: String) -> ImportMapping? {
        var problems: [ImportProblem] = []
        let mapping = ImportMapping(parsing: text, file: name, problems: &problems)
        for problem in problems {
            findings.add(problem.message, severity: .heading, row: problem.place.row)
        }
        return problems.isEmpty ? mapping : nil
    }

    /// Tables that others refer to, with the rows that this import adds.
    private mutating func othersWithNewRows(
        _ tables: WorkspaceReader.SmallTables, _ report: inout ImportReport
    ) throws(CancellationError) -> [(draft: TableDraft, order: [Int32])] {
        var drafts: [(draft: TableDraft, order: [Int32])] = []
        for table in NewRows.tables {
            guard let made = try newRows.draft(of: table, from: tables.path(of: table)) else {
                continue
            }
            guard made.isSound else {
                add(.existingTableBroken(table), at: .init(file: table + ".csv"))
                continue
            }
            let merge = made.draft.merged(replace: false) { _ in }
            report.newCodes.append((table, merge.added))
            drafts.append((made.draft, merge.order))
        }
        return drafts
    }

    private func namesFor(
        _ schema: TableSchema, _ tables: WorkspaceReader.SmallTables
    ) -> [String: NameList] {
        var names: [String: NameList] = [:]
        for table in Set(schema.references.map(\.table) + ["sources"] + NewRows.tables) {
            names[table] = tables.contents[table].map { NameList($0) }
        }
        return names
    }

    // MARK: The source

    /// The row of `sources` that tells where the file is from.
    private func sourceRow(
        _ mapping: ImportMapping, _ tables: WorkspaceReader.SmallTables
    ) -> ImportSource? {
        if let key = mapping.source["key"], mapping.source.count == 1,
            let known = tables.contents["sources"],
            known.rows.contains(where: { known.text($0, "key") == key })
        {
            return ImportSource(key: key, fields: [:], isKnown: true)
        }
        // A mapping with a column of sources says where each row is from.
        let hasOwn = mapping.columns["source"] != nil || mapping.constants["source"] != nil
        if mapping.source.isEmpty && hasOwn { return nil }
        var fields = mapping.source
        let print = WorkspaceFolder.bytes(of: file, limit: 1 << 30).map(Fingerprint.of)
        let key = fields["key"] ?? ImportSource.key(from: name)
        fields["key"] = key
        fields["title"] = fields["title"] ?? name
        if fields["note"] == nil {
            fields["note"] = "file \(name)" + (print.map { ", SHA-256 \($0)" } ?? "")
        }
        return ImportSource(key: key, fields: fields, isKnown: false)
    }

    // MARK: The records

    private mutating func take(
        _ mapping: ImportMapping, _ schema: TableSchema, _ tables: WorkspaceReader.SmallTables,
        _ names: [String: NameList], _ source: ImportSource?, _ draft: inout TableDraft,
        _ report: inout ImportReport
    ) throws {
        var names = names
        if let source {
            var known = names["sources"] ?? NameList()
            known.add(source.key)
            names["sources"] = known
        }
        switch format {
        case .eurostat, .sdmx, .qcew:
            guard let form = format.published else { return }
            var reader = PublishedReader(.file(path: file), form: form)
            try take(mapping, schema, tables, names, &reader, true, source, &draft, &report)
        case .jsonStat:
            do {
                var reader = try JSONStatReader(file: file)
                labels = reader.labels
                try take(mapping, schema, tables, names, &reader, true, source, &draft, &report)
            } catch let fault as JSONStatReader.Fault {
                add(.notJSONStat(fault), at: .init(file: name))
            }
        case .csv:
            let choice: CSVFormat.EncodingChoice = mapping.encoding.map { .fixed($0) } ?? .guessed
            var reader = CSVReader(
                .file(path: file),
                format: CSVFormat(
                    delimiter: mapping.delimiter, encoding: choice, removesFormulaGuard: true))
            try take(mapping, schema, tables, names, &reader, true, source, &draft, &report)
        case .xlsx:
            do {
                let workbook = try Workbook(opening: .file(path: file))
                var reader = try sheet(of: workbook, mapping)
                try take(mapping, schema, tables, names, &reader, false, source, &draft, &report)
            } catch let problem as TabularProblem {
                findings.add(problem.message, severity: .file, row: nil)
            }
        }
    }

    private func sheet(of workbook: Workbook, _ mapping: ImportMapping) throws -> SheetReader {
        if let wanted = options.sheet ?? mapping.sheet {
            return try workbook.reader(ofSheet: wanted)
        }
        guard let first = workbook.sheets.first(where: { !$0.isHidden }) ?? workbook.sheets.first
        else { return try workbook.reader(ofSheet: "") }
        return try workbook.reader(of: first)
    }

    private mutating func take<Reader: RecordReader & ~Copyable>(
        _ mapping: ImportMapping, _ schema: TableSchema, _ tables: WorkspaceReader.SmallTables,
        _ names: [String: NameList], _ reader: inout Reader, _ isRectangular: Bool,
        _ source: ImportSource?, _ draft: inout TableDraft, _ report: inout ImportReport
    ) throws(CancellationError) {
        defer { findings.add(contentsOf: reader.report, of: schema.name) }
        guard let levels = try HeadingReader.levels(of: mapping.heading, from: &reader) else {
            if reader.report.isClean {
                add(.noHeading(rows: mapping.heading), at: .init(file: name))
            }
            return
        }
        var problems: [ImportProblem] = []
        var plan = ImportPlan(
            mapping, schema, levels: levels, file: name, problems: &problems)
        // The key of the file stands in every row that has none of its own.
        report.source = nil
        let column = schema.columns.firstIndex { $0.content == .sources }
        if let source, let column, plan.fillings[column] == .nothing {
            plan.fillings[column] = .constant(source.key)
            report.source = source.key
        }
        for problem in problems {
            findings.add(problem.message, severity: .heading, row: problem.place.row)
        }
        guard problems.isEmpty else { return }
        if let form = format.published {
            plan.dimensions = PublishedDraft.dimensions(form, plan.headings, plan.fillings)
        }
        var taker = RecordTaker(
            mapping: mapping, schema: schema, plan: plan, file: name,
            measures: tables.measures, names: names)
        try taker.take(from: &reader, isRectangular: isRectangular, into: &draft, &findings)
        for (heading, values) in taker.severalValues {
            add(
                .severalValues(heading, values),
                at: .init(file: name, row: mapping.heading.upperBound, column: heading))
        }
        newRows = mapping.newRows
        for (column, filling) in zip(schema.columns, plan.fillings) {
            guard case .reference(let table) = column.content, case .cell(let cell) = filling,
                let labels = labels[plan.headings[cell]]
            else { continue }
            newRows.call(labels, after: mapping.prefixes[column.name] ?? "", in: table)
        }
        for (table, codes) in taker.newCodes {
            for code in codes.sorted() { newRows.make(code, in: table, known: names) }
        }
        // A measure is in the unit of its figures where its row does not say otherwise.
        if let unit = mapping.constants["unit"] {
            newRows.fill("unit", unit, in: "measures")
        }
        report.rowsRead = taker.rowsRead
        report.skipped = taker.rowsSkipped
        report.missing = taker.missing
    }
}

/// The heading of a file, which may have lines of text above it.
enum HeadingReader {
    /// The rows of the heading as texts; nil where the file ends before. The reader then stands
    /// on the heading's last row.
    static func levels<Reader: RecordReader & ~Copyable>(
        of rows: ClosedRange<Int>, from reader: inout Reader
    ) throws(CancellationError) -> [[String]]? {
        var levels: [[String]] = []
        while try reader.advance() {
            let row = reader.place(ofCell: nil, named: nil).row ?? reader.row
            if row < rows.lowerBound { continue }
            guard row <= rows.upperBound else { return nil }
            levels.append(
                reader.texts().map { $0.split { $0.isWhitespace }.joined(separator: " ") })
            if row == rows.upperBound { return levels }
        }
        return nil
    }
}

/// A file that was imported, as a row of `sources`.
struct ImportSource {
    let key: String
    let fields: [String: String]
    /// Whether `sources` has it already.
    let isKnown: Bool

    /// A key made of a file's name.
    static func key(from name: String) -> String {
        let stem = name.split(separator: ".").first.map(String.init) ?? name
        let kept = stem.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" }
        let key = String(kept).split(separator: "_").joined(separator: "_")
        return "import_" + (key.isEmpty ? "file" : key)
    }
}

extension WorkspaceFailure {
    static func locked(_ folder: String) -> WorkspaceFailure {
        WorkspaceFailure(
            message: Message(
                what: LocalizedText(
                    en: "Another program is changing the workspace.",
                    ru: "Рабочую папку сейчас изменяет другая программа."),
                place: LocalizedText(en: folder, ru: folder),
                expected: LocalizedText(
                    en: "a workspace that nobody else is writing to.",
                    ru: "папка, в которую никто другой не пишет."),
                remedy: LocalizedText(
                    en: "Wait until it has finished, and try again.",
                    ru: "Дождитесь её завершения и повторите.")),
            exitCode: 74)
    }
}
