import Region
import Tabular
import Wording

/// Reads a whole workspace and finds every problem of it in one pass.
struct WorkspaceReader {
    let root: WorkspaceFolder
    private var findings = Findings()
    private var files: [String: TableFile] = [:]
    private var contents: [String: Contents] = [:]
    private var offers: [String: CodeList] = [:]
    private var unreadable: Set<String> = []
    private var settings = Settings()

    /// A table's file: its path as the package names it, and where it is.
    fileprivate struct TableFile {
        let relative: String
        let path: String
    }

    init(root: WorkspaceFolder) { self.root = root }

    mutating func read() throws(CancellationError) -> Workspace.Reading {
        findTables()
        readSettings()
        for (order, schema) in TableSchema.all.enumerated() where schema.name != "observations" {
            findings.order = order + 1
            try readSmall(schema)
        }
        checkSmallTables()
        var vocabulary = makeVocabulary()
        compileFormulas(&vocabulary)
        let store = try readObservations(vocabulary)
        findings.order = TableSchema.all.count + 1
        var data: RegionalData?
        if !unreadable.contains("places") {
            checkReference(vocabulary)
            checkRegionsWithFigures(store, vocabulary)
        }
        FigureChecks(store: store, vocabulary: vocabulary, file: file(of: "observations"))
            .check(&findings)
        SeriesChecks(contents: contents, vocabulary: vocabulary).check(&findings)
        ProgrammeChecks(contents: contents).check(&findings)
        if findings.isClean {
            let prints = fingerprints(store, vocabulary)
            data = RegionalData(
                storage: RegionalData.Storage(
                    vocabulary: vocabulary, store: store, settings: settings, contents: contents,
                    fingerprints: prints))
        }
        return Workspace.Reading(data: data, report: findings.report(absences: absences))
    }

    /// The tables that fit in memory, for an import: what it refers to.
    struct SmallTables {
        let contents: [String: Contents]
        let measures: [String: Measure]
        fileprivate let files: [String: TableFile]

        func path(of table: String) -> String? { files[table]?.path }
    }

    mutating func readSmallTables() throws(CancellationError) -> SmallTables {
        findTables()
        for schema in TableSchema.all where schema.name != "observations" {
            try readSmall(schema)
        }
        let vocabulary = makeVocabulary()
        return SmallTables(
            contents: contents,
            measures: Dictionary(
                vocabulary.measures.map { ($0.measure.code.rawValue, $0.measure) },
                uniquingKeysWith: { first, _ in first }),
            files: files)
    }

    private func file(of table: String) -> String { files[table]?.relative ?? table + ".csv" }

    // MARK: The package

    private mutating func findTables() {
        guard case .file(let path) = root.locate(DataPackage.fileName),
            let bytes = WorkspaceFolder.bytes(of: path)
        else {
            findings.add(
                .packageUnreadable(.noFile), at: .init(file: DataPackage.fileName))
            return
        }
        var problems: [WorkspaceProblem] = []
        let package: DataPackage
        do {
            package = try DataPackage(parsing: bytes, problems: &problems)
        } catch {
            findings.add(
                .packageUnreadable(error), at: .init(file: DataPackage.fileName))
            return
        }
        for problem in problems { findings.add(problem) }
        for resource in package.resources { find(resource) }
        for schema in TableSchema.all where files[schema.name] == nil {
            guard !unreadable.contains(schema.name),
                root.names(in: "").contains(schema.fileName)
            else { continue }
            find(DataPackage.Resource(name: schema.name, path: schema.fileName))
            findings.add(.notListed, at: .init(file: schema.fileName))
        }
    }

    private mutating func find(_ resource: DataPackage.Resource) {
        let place = WorkspaceProblem.Place(
            table: resource.name, file: DataPackage.fileName, value: resource.path)
        guard TableSchema.named(resource.name) != nil else {
            let suggestion = Suggestion.nearest(
                to: resource.name, in: TableSchema.all.map(\.name))
            findings.add(
                .unknownResource(suggestion: suggestion),
                at: .init(file: DataPackage.fileName, value: resource.name))
            return
        }
        guard files[resource.name] == nil else {
            findings.add(.duplicateResource, at: place)
            return
        }
        switch root.locate(resource.path) {
        case .file(let path):
            files[resource.name] = TableFile(relative: resource.path, path: path)
        case .missing:
            unreadable.insert(resource.name)
            findings.add(.fileMissing, at: place)
        case .outside:
            unreadable.insert(resource.name)
            findings.add(.leavesFolder, at: place)
        }
    }

    private var absences: [LocalizedText] {
        TableSchema.all.filter { files[$0.name] == nil && !unreadable.contains($0.name) }.map {
            LocalizedText(
                en: "There is no table \($0.name): \($0.without.english).",
                ru: "Нет таблицы \($0.name): \($0.without.russian).")
        }
    }

    private mutating func readSettings() {
        switch root.locate(Settings.fileName) {
        case .file(let path):
            guard let bytes = WorkspaceFolder.bytes(of: path, limit: 1 << 20),
                let text = String(validating: bytes, as: UTF8.self)
            else {
                findings.add(
                    .settingsUnreadable(.notUTF8), at: .init(file: Settings.fileName))
                return
            }
            settings = Settings(parsing: text, findings: &findings).ofRun
        case .missing: break
        case .outside:
            findings.add(.leavesFolder, at: .init(file: Settings.fileName))
        }
    }

    // MARK: Tables

    private mutating func readSmall(_ schema: TableSchema) throws(CancellationError) {
        guard let file = files[schema.name] else { return }
        var reader = ColumnarReader(
            .file(path: file.path), columns: schema.readerColumns,
            format: CSVFormat(delimiter: .comma), allowsNoRows: true)
        let table = try reader.readAll()
        let report = reader.report
        findings.add(contentsOf: report, of: schema.name)
        let isLost = report.problems.contains { $0.severity <= .heading }
        if isLost {
            unreadable.insert(schema.name)
        } else {
            contents[schema.name] = Contents(schema: schema, file: file.relative, table: table)
        }
    }

    private mutating func checkSmallTables() {
        offers = contents.mapValues { CodeList($0) }.filter { name, _ in
            TableSchema.named(name)?.key.count == 1
        }
        let check = TableCheck(offers: offers, unreadable: unreadable)
        for (order, schema) in TableSchema.all.enumerated() {
            guard let table = contents[schema.name] else { continue }
            findings.order = order + 1
            check.check(table, findings: &findings)
            checkBeyondSchema(table)
        }
    }

    /// What a table asks for that its schema can't say.
    private mutating func checkBeyondSchema(_ table: Contents) {
        switch table.schema.name {
        case "measures":
            for row in table.rows {
                guard let unit = table.text(row, "unit").flatMap({ Unit($0) }), unit.isMoney,
                    table.text(row, "prices") == nil
                else { continue }
                findings.add(
                    .pricesNotSaid,
                    at: table.place(row: row, column: "prices", value: table.text(row, "code")))
            }
        default: break
        }
    }

    // MARK: The vocabulary

    private func makeVocabulary() -> Vocabulary {
        var vocabulary = Vocabulary()
        if let table = contents["places"] {
            let isMarked = table.has("in_panel")
            let rows = sortedRows(table, "code")
            vocabulary.places = rows.map { row in
                let lon = table.number(row, "lon")
                let lat = table.number(row, "lat")
                return Place(
                    code: PlaceCode(rawValue: table.text(row, "code") ?? ""),
                    name: table.name(row), level: table.text(row, "level") ?? "",
                    parent: table.text(row, "parent").map(PlaceCode.init(rawValue:)),
                    coordinates: lon.flatMap { lon in
                        lat.map { Coordinates(longitude: lon, latitude: $0) }
                    },
                    areaInSquareKilometres: table.number(row, "area_km2"))
            }
            vocabulary.isInPanel = rows.map { !isMarked || table.integer($0, "in_panel") == 1 }
        }
        if let table = contents["activities"] {
            vocabulary.activities = sortedRows(table, "code").map { row in
                Activity(
                    code: ActivityCode(rawValue: table.text(row, "code") ?? ""),
                    classification: ClassificationCode(
                        rawValue: table.text(row, "classification") ?? ""),
                    name: table.name(row),
                    parent: table.text(row, "parent").map(ActivityCode.init(rawValue:)))
            }
        }
        if let table = contents["measures"] {
            vocabulary.measures = sortedRows(table, "code").map { row in
                let unit = table.text(row, "unit").flatMap { Unit($0) }
                let prices = PriceBasis(word: table.text(row, "prices") ?? "") ?? .none
                let kind = table.text(row, "kind").flatMap(Measure.Kind.init) ?? .flow
                return Vocabulary.MeasureEntry(
                    measure: Measure(
                        code: MeasureCode(rawValue: table.text(row, "code") ?? ""),
                        name: table.name(row), unit: unit ?? .one, prices: prices, kind: kind,
                        account: table.has("account")
                            ? table.text(row, "account").flatMap(Measure.Account.init) : nil),
                    formulaText: table.text(row, "formula"), formula: nil,
                    row: table.number(ofRow: row), hasUnit: unit != nil)
            }
        }
        if let table = contents["sources"] {
            for row in table.rows {
                let key = SourceKey(rawValue: table.text(row, "key") ?? "")
                vocabulary.sources[key] = Source(
                    key: key, title: table.text(row, "title") ?? "",
                    publisher: table.text(row, "publisher") ?? "",
                    year: table.integer(row, "year"), address: table.text(row, "url") ?? "",
                    licence: table.text(row, "licence") ?? "")
            }
        }
        vocabulary.index()
        return vocabulary
    }

    /// The rows in the order of their codes, the first of each code only.
    private func sortedRows(_ table: Contents, _ key: String) -> [Int] {
        var seen: Set<String> = []
        let rows = table.rows.filter { seen.insert(table.text($0, key) ?? "").inserted }
        return rows.sorted { table.text($0, key) ?? "" < table.text($1, key) ?? "" }
    }

    private mutating func compileFormulas(_ vocabulary: inout Vocabulary) {
        findings.order = 1 + (TableSchema.all.firstIndex { $0.name == "measures" } ?? 0)
        let known = vocabulary
        let compiler = FormulaCompiler(
            measure: { code in known.measurePositions[code].map { known.measures[$0].measure } },
            suggestion: { Suggestion.nearest(to: $0, in: known.measurePositions.keys) })
        for index in vocabulary.measures.indices {
            let entry = vocabulary.measures[index]
            guard let text = entry.formulaText else { continue }
            let place = WorkspaceProblem.Place(
                table: "measures", file: file(of: "measures"), row: entry.row, column: "formula",
                value: text)
            do throws(FormulaCompiler.Failure) {
                vocabulary.measures[index].formula = try compiler.compile(
                    text, for: entry.measure)
            } catch {
                findings.add(.formula(error.fault), at: place)
            }
        }
        for index in vocabulary.measures.indices {
            guard let circle = circle(from: index, vocabulary) else { continue }
            let entry = vocabulary.measures[index]
            findings.add(
                .formula(.circular(circle)),
                at: WorkspaceProblem.Place(
                    table: "measures", file: file(of: "measures"), row: entry.row,
                    column: "formula", value: entry.formulaText))
        }
    }

    /// The way from a measure back to itself through formulas; nil where there is none.
    private func circle(from start: Int, _ vocabulary: Vocabulary) -> [String]? {
        var from: [Int: Int] = [:]
        var queue = [start]
        while !queue.isEmpty {
            let here = queue.removeFirst()
            for input in vocabulary.measures[here].formula?.inputs ?? [] {
                guard let next = vocabulary.measurePositions[input] else { continue }
                if next == start {
                    var path = [start]
                    var step = here
                    while step != start, let before = from[step] {
                        path.append(step)
                        step = before
                    }
                    path.append(start)
                    return path.reversed().map { vocabulary.measures[$0].measure.code.rawValue }
                }
                if from[next] == nil {
                    from[next] = here
                    queue.append(next)
                }
            }
        }
        return nil
    }

    // MARK: Observations

    private mutating func readObservations(
        _ vocabulary: Vocabulary
    ) throws(CancellationError) -> ObservationStore {
        findings.order = 1 + (TableSchema.all.firstIndex { $0.name == "observations" } ?? 0)
        var observations = ObservationReader(
            vocabulary: vocabulary, offers: offers, unreadable: unreadable,
            file: file(of: "observations"))
        if let file = files["observations"], let schema = TableSchema.named("observations") {
            var reader = ColumnarReader(
                .file(path: file.path), columns: schema.readerColumns,
                format: CSVFormat(delimiter: .comma), allowsNoRows: true)
            // Reserving too much costs addresses, not memory: pages never written don't count.
            let expected = WorkspaceFolder.size(of: file.path).map { $0 / 48 + 1_024 }
            do {
                try reader.forEachBatch { batch in
                    observations.take(batch, expectedRows: expected, findings: &findings)
                }
            } catch {
                throw CancellationError()
            }
            let report = reader.report
            findings.add(contentsOf: report, of: "observations")
            if report.problems.contains(where: { $0.severity <= .heading }) {
                unreadable.insert("observations")
            }
        }
        observations.finish()
        if observations.rowsSeen == 0 && !unreadable.contains("observations")
            && !findings.damagedTables.contains("observations")
        {
            findings.add(
                .noObservations,
                at: .init(table: "observations", file: file(of: "observations")))
        }
        return observations.store
    }

    // MARK: The reference economy

    private mutating func checkReference(_ vocabulary: Vocabulary) {
        let place = { (column: String, value: String?) in
            WorkspaceProblem.Place(file: Settings.fileName, column: column, value: value)
        }
        if let table = contents["places"], !table.has("in_panel") {
            findings.add(.everyPlaceInPanel, at: .init(file: file(of: "places")))
        }
        let level = settings.level
        let members = vocabulary.panelPlaces(level: level)
        if members.isEmpty {
            let levels = vocabulary.places.indices.filter { vocabulary.isInPanel[$0] }.map {
                vocabulary.places[$0].level
            }
            if !vocabulary.places.isEmpty {
                findings.add(
                    .levelHasNoPlaces(found: Set(levels).sorted()), at: place("level", level))
            }
        }
        guard let region = settings.region else {
            if settings.saysNothingOf("region") {
                findings.add(.regionNotSet, at: place("region", nil))
            }
            return
        }
        guard let position = vocabulary.placePositions[region] else {
            findings.add(
                .unknownRegion(suggestion: offers["places"]?.suggestion(for: region)),
                at: place("region", region))
            return
        }
        if !members.isEmpty && !members.contains(position) {
            findings.add(
                .referenceWithoutRegion(
                    level: level, regionLevel: vocabulary.places[position].level),
                at: place("region", region))
        }
    }

    private mutating func checkRegionsWithFigures(
        _ store: ObservationStore, _ vocabulary: Vocabulary
    ) {
        let members = Set(vocabulary.panelPlaces(level: settings.level))
        guard !members.isEmpty, store.count > 0 else { return }
        var found: Set<Int32> = []
        for place in store.places where !found.contains(place) {
            if members.contains(Int(place)) { found.insert(place) }
        }
        if found.count < 2 {
            findings.add(
                .oneRegionOnly(level: settings.level),
                at: .init(table: "observations", file: file(of: "observations")))
        }
    }

    // MARK: Fingerprints

    private func fingerprints(
        _ store: ObservationStore, _ vocabulary: Vocabulary
    ) -> [String: String] {
        var prints: [String: String] = [Settings.fileName: Fingerprint.of(settings)]
        for (name, table) in contents { prints[file(of: name)] = Fingerprint.of(table) }
        if let file = files["observations"] {
            prints[file.relative] = Fingerprint.of(store, vocabulary)
        }
        for name in root.names(in: "boundaries") where name.hasSuffix(".geojson") {
            let relative = "boundaries/" + name
            if case .file(let path) = root.locate(relative),
                let bytes = WorkspaceFolder.bytes(of: path, limit: 1 << 30)
            {
                prints[relative] = Fingerprint.of(bytes)
            }
        }
        return prints
    }
}

extension Contents {
    func name(_ row: Int) -> LocalizedText {
        LocalizedText(en: text(row, "name_en") ?? "", ru: text(row, "name_ru") ?? "")
    }
}
