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
    /// The OECD's Inter-Country Input-Output table.
    case icio
    /// EXIOBASE 3.
    case exiobase
    /// GeoJSON.
    case geo

    /// Where the file is made for machines: what its columns mean is known.
    var published: PublishedForm? {
        switch self {
        case .csv, .xlsx, .icio, .exiobase, .geo: nil
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
    /// Whether old rows of the same source give way, also where the file has them no more.
    public var renewsSource = false
    /// Of a table of many countries the one that is taken, the code that it has in the workspace,
    /// and the year of its figures.
    public var country: String?
    public var place: String?
    public var year: Int?

    public init(
        replace: Bool = false, dryRun: Bool = false, sheet: String? = nil,
        renewsSource: Bool = false, country: String? = nil, place: String? = nil, year: Int? = nil
    ) {
        self.replace = replace
        self.dryRun = dryRun
        self.sheet = sheet
        self.renewsSource = renewsSource
        self.country = country
        self.place = place
        self.year = year
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
    /// Old rows of the source that the file has no more.
    public var removed = 0
    /// Rows that the mapping leaves out.
    public var skipped = 0
    /// Values that the file says nothing about.
    public var missing = 0
    /// Codes that the workspace lacked and now has, by table.
    public var newCodes: [(table: String, count: Int)] = []
    /// The file of the workspace that has the outlines of places.
    public var outlines: String?
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
        try MappingDraft.text(file: file, format: format, options: options)
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
    /// The date of the file's release, where it says.
    private var vintage: String?
    /// The mapping's name, and the folder that files it names lie in.
    private var (mappingName, folderOfMapping) = ("", "")
    /// Outlines of places that the workspace lacks.
    private var outline: ImportFile?

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
        // What differs between a map and the table is settled by now.
        let replaces = options.replace || format == .geo
        let renewed = options.renewsSource ? source?.key : nil
        let merge = draft.merged(replace: replaces, renewing: renewed) { clash in
            if format == .geo { return }
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
        report.removed = merge.removed
        let others = try othersWithNewRows(tables, &report)
        guard findings.isClean, !options.dryRun else { return finished(report) }
        if merge.added + merge.replaced + merge.removed > 0 || outline != nil {
            try ImportWriter(workspace: workspace, tables: tables).write(
                others + [(draft, merge.order)],
                source: report.source == nil ? nil : source?.released(vintage),
                file: outline)
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
            switch format {
            case .icio:
                return parsed(
                    try FlowDraft(file: file, form: .icio, options: options).text, named: name)
            case .exiobase:
                return parsed(
                    try FlowDraft(file: file, form: .exiobase, options: options).text, named: name)
            case .geo:
                let places = try? GeoJSONFile(path: file)
                return parsed(GeoDraft(places, name: name).text, named: name)
            default: break
            }
            guard let form = format.published else { return ImportMapping() }
            return parsed(
                try PublishedDraft(file: file, format: format, form: form).text, named: name)
        }
        let name = TabularSource.file(path: path).name
        (mappingName, folderOfMapping) = (name, String(path.dropLast(name.count)))
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
        let mapping = ImportMapping(
            parsing: text, file: name, fillsRows: format == .geo, problems: &problems)
        for problem in problems {
            findings.add(problem.message, severity: .heading, row: problem.place.row)
        }
        guard problems.isEmpty else { return nil }
        return format == .icio || format == .exiobase ? mapping.following(options) : mapping
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

    // MARK: Another classification

    private mutating func correspondence(
        _ mapping: ImportMapping, _ tables: WorkspaceReader.SmallTables
    ) throws(CancellationError) -> Correspondence? {
        guard !mapping.correspondence.isEmpty else { return nil }
        var lists: [Correspondence.List] = []
        for given in mapping.correspondence {
            if given == "workspace" {
                lists.append(
                    Correspondence.list(tables.contents["correspondences"], to: mapping.target))
            } else if let list = mapping.target.flatMap({
                Correspondence.list(named: given, to: $0)
            }) {
                lists.append(list)
            } else if given.lowercased().hasSuffix(".csv") {
                let path = given.hasPrefix("/") ? given : folderOfMapping + given
                let (list, report, problems) = try Correspondence.list(
                    file: path, to: mapping.target)
                findings.add(contentsOf: report, of: given)
                for problem in problems { add(problem.kind, at: problem.place) }
                lists.append(list)
            } else {
                add(.noSuchCorrespondence(given), at: .init(file: mappingName))
            }
        }
        return Correspondence(lists)
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
        let print = Fingerprint.of(file: file)
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
            vintage = reader.lastUpdate.flatMap(Vintage.day)
        case .jsonStat:
            do {
                var reader = try JSONStatReader(file: file)
                labels = reader.labels
                vintage = reader.updated.flatMap(Vintage.day)
                try take(mapping, schema, tables, names, &reader, true, source, &draft, &report)
            } catch let fault as JSONStatReader.Fault {
                add(.notJSONStat(fault), at: .init(file: name))
            }
        case .geo: try takePlaces(mapping, schema, tables, names, source, &draft, &report)
        case .icio:
            vintage = FlowDraft.years(in: name).edition.map(String.init)
            let read = try ICIOFile(path: file, delimiter: mapping.delimiter)
                .accounts(of: mapping.country)
            try takeFlows(read, mapping, schema, tables, names, source, &draft, &report)
        case .exiobase:
            let read = try ExiobaseFolder(path: file).accounts(of: mapping.country)
            try takeFlows(read, mapping, schema, tables, names, source, &draft, &report)
        case .csv:
            var reader = CSVReader(.file(path: file), format: csvFormat(mapping))
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

    private func csvFormat(_ mapping: ImportMapping) -> CSVFormat {
        CSVFormat(
            delimiter: mapping.delimiter, encoding: mapping.encoding.map { .fixed($0) } ?? .guessed,
            removesFormulaGuard: true)
    }

    private mutating func takeFlows(
        _ read: (accounts: FlowAccounts?, report: ProblemReport, problems: [ImportProblem]),
        _ mapping: ImportMapping, _ schema: TableSchema, _ tables: WorkspaceReader.SmallTables,
        _ names: [String: NameList], _ source: ImportSource?, _ draft: inout TableDraft,
        _ report: inout ImportReport
    ) throws(CancellationError) {
        for problem in read.problems { add(problem.kind, at: problem.place) }
        guard let accounts = read.accounts else {
            findings.add(contentsOf: read.report, of: schema.name)
            return
        }
        var reader = FlowReader(accounts, name: name, report: read.report)
        try take(mapping, schema, tables, names, &reader, true, source, &draft, &report)
    }

    /// Places of a map: their rows, and their outlines as a file of their own.
    private mutating func takePlaces(
        _ mapping: ImportMapping, _ schema: TableSchema, _ tables: WorkspaceReader.SmallTables,
        _ names: [String: NameList], _ source: ImportSource?, _ draft: inout TableDraft,
        _ report: inout ImportReport
    ) throws(CancellationError) {
        let file: GeoJSONFile
        do throws(GeoJSONFile.Fault) {
            file = try GeoJSONFile(path: self.file)
        } catch {
            add(.notGeoJSON(error), at: .init(file: name))
            return
        }
        for fault in file.faults {
            add(.notGeoJSON(fault.fault), at: .init(file: "\(name), \(fault.path)"))
        }
        guard file.faults.isEmpty else { return }
        guard schema.name == "places" else {
            add(.mappingTable(schema.name, expected: "places"), at: .init(file: name))
            return
        }
        // Places of the file may lie in each other.
        var names = names
        var known = names["places"] ?? NameList()
        if let property = mapping.columns["code"] {
            let codes = Dictionary(
                (mapping.codes["code"] ?? [:]).map { (Names.folded($0.key), $0.value) },
                uniquingKeysWith: { first, _ in first })
            for (number, feature) in file.features.enumerated() where file.names.contains(property)
            {
                guard let text = feature.properties[property], !text.isEmpty else {
                    add(
                        .placeWithoutCode(property),
                        at: .init(file: "\(name), features[\(number)]"))
                    continue
                }
                known.add(codes[Names.folded(text)] ?? (mapping.prefixes["code"] ?? "") + text)
            }
        }
        guard findings.isClean else { return }
        names["places"] = known
        // What new places are is said once all are known.
        var plain = mapping
        plain.newRows = NewRows()
        var reader = GeoJSONReader(file, name: name)
        try take(
            plain, schema.allowingNo("level"), tables, names, &reader, true, source, &draft,
            &report)
        guard findings.isClean else { return }
        let taken = draft.existing..<draft.rows.count
        var completion = PlaceCompletion(file: name, replace: options.replace)
        completion.complete(&draft, rules: mapping.newRows)
        for problem in completion.problems { add(problem.kind, at: problem.place) }
        guard findings.isClean else { return }
        let outlines = taken.map { row in
            (
                code: draft.text("code", row) ?? "",
                shape: file.features[Int(draft.rows[row]) - 2].shape
            )
        }
        keepOutlines(outlines, attribution: file.attribution, &report)
    }

    private mutating func keepOutlines(
        _ outlines: [(code: String, shape: GeoJSONFile.Shape)], attribution: String?,
        _ report: inout ImportReport
    ) {
        let hasAny = outlines.contains { if case .polygons = $0.shape { true } else { false } }
        guard hasAny else { return }
        let stem = name.split(separator: ".").first.map(String.init) ?? "places"
        let safe = String(stem.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" })
        let text = Boundaries.text(outlines, name: safe, attribution: attribution)
        let outline = ImportFile(
            folder: Boundaries.folder, name: safe + ".geojson", bytes: Array(text.utf8))
        report.outlines = outline.relative
        if case .file(let path) = workspace.root.locate(outline.relative) {
            guard WorkspaceFolder.bytes(of: path, limit: 1 << 30) != outline.bytes else { return }
            guard options.replace else {
                add(.outlinesDiffer(outline.relative), at: .init(file: outline.relative))
                return
            }
        }
        self.outline = outline
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
        let correspondence = try correspondence(mapping, tables)
        guard findings.isClean else { return }
        if format == .csv, correspondence == nil,
            try takePlainly(mapping, schema, plan, tables, names, &draft, &report)
        {
            return
        }
        var taker = RecordTaker(
            mapping: mapping, schema: schema, plan: plan, file: name,
            measures: tables.measures, names: names, correspondence: correspondence)
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
        makeRows(taker.newCodes, mapping, names)
        report.rowsRead = taker.rowsRead
        report.skipped = taker.rowsSkipped
        report.missing = taker.missing
    }
}

extension Importer {
    /// Takes a file that is sound from end to end by columns.
    ///
    /// - Returns: Whether it was; if not, nothing is changed.
    private mutating func takePlainly(
        _ mapping: ImportMapping, _ schema: TableSchema, _ plan: ImportPlan,
        _ tables: WorkspaceReader.SmallTables, _ names: [String: NameList],
        _ draft: inout TableDraft, _ report: inout ImportReport
    ) throws(CancellationError) -> Bool {
        guard
            var taker = PlainTaker(
                mapping: mapping, schema: schema, plan: plan, measures: tables.measures,
                names: names)
        else { return false }
        var attempt = draft
        // With it a file is read by one core; the taker leaves guarded texts to the way by rows.
        var format = csvFormat(mapping)
        format.removesFormulaGuard = false
        guard try taker.take(.file(path: file), format: format, into: &attempt) else {
            return false
        }
        draft = attempt
        newRows = mapping.newRows
        makeRows(taker.newCodes, mapping, names)
        report.rowsRead = taker.rowsRead
        report.skipped = taker.rowsSkipped
        report.missing = taker.missing
        return true
    }

    /// Makes rows of the codes that the workspace lacks.
    private mutating func makeRows(
        _ codes: [String: Set<String>], _ mapping: ImportMapping, _ names: [String: NameList]
    ) {
        for (table, codes) in codes {
            for code in codes.sorted() { newRows.make(code, in: table, known: names) }
        }
        // A measure is in the unit of its figures where its row does not say otherwise.
        if let unit = mapping.constants["unit"] {
            newRows.fill("unit", unit, in: "measures")
        }
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

    /// With the date of the release, where nobody said another.
    func released(_ vintage: String?) -> ImportSource {
        guard let vintage, !isKnown, fields["vintage"] == nil else { return self }
        return ImportSource(
            key: key, fields: fields.merging(["vintage": vintage]) { old, _ in old },
            isKnown: false)
    }

    /// A key made of a file's name.
    static func key(from name: String) -> String {
        let stem = name.split(separator: ".").first.map(String.init) ?? name
        let kept = stem.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" }
        let key = String(kept).split(separator: "_").joined(separator: "_")
        return "import_" + (key.isEmpty ? "file" : key)
    }
}

/// The date of a release as offices write it.
enum Vintage {
    /// `2024-03-13T23:00:00Z` and `13/03/24 23:00:00` as `2024-03-13`; nil for other texts.
    static func day(_ text: String) -> String? {
        let date = text.prefix { $0 != "T" && !$0.isWhitespace }
        let parts = date.split { $0 == "-" || $0 == "/" }
        guard parts.count == 3, parts.allSatisfy({ $0.allSatisfy(\.isNumber) }) else { return nil }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == 3 else { return nil }
        let isISO = parts[0].count == 4
        let (day, month) = (isISO ? numbers[2] : numbers[0], numbers[1])
        let year = isISO ? numbers[0] : numbers[2] + (parts[2].count == 2 ? 2_000 : 0)
        return CalendarDay(year: year, month: month, day: day)?.text
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
