import Region
import Tabular

/// Takes the observations batch by batch, checks them and keeps them in columns.
struct ObservationReader {
    private(set) var store = ObservationStore()
    /// Rows looked at, sound or not.
    private(set) var rowsSeen = 0
    private let vocabulary: Vocabulary
    private let offers: [String: CodeList]
    private let unreadable: Set<String>
    private let file: String
    private let measureUnits: [Unit]
    /// What each row asks for, by measure.
    private let mayBeNegative: [Bool]
    private let hasFormula: [Bool]
    private let hasSources: Bool

    /// For each distinct text of a column its position, or a reason why it has none.
    private var placeMap: [Int32] = []
    private var activityMap: [Int32] = []
    private var measureMap: [Int32] = []
    private var statusMap: [Int32] = []
    private var qualityMap: [Int32] = []
    private var priceMap: [Int32] = []
    private var prices: [PriceBasis] = []
    private var sourceFaults: [WorkspaceProblem.Kind?] = []
    /// By measure, then unit: whether the two fit together; 0 not yet asked.
    private var fits: [[Int8]]
    private var measuresWithFormulaNamed: Set<Int> = []
    private var namedAbsentTables: Set<String> = []
    private var hasReserved = false

    private static let unknown: Int32 = -2
    /// The table that would tell can't be read.
    private static let unchecked: Int32 = -3

    init(
        vocabulary: Vocabulary, offers: [String: CodeList], unreadable: Set<String>, file: String
    ) {
        self.vocabulary = vocabulary
        self.offers = offers
        self.unreadable = unreadable
        self.file = file
        measureUnits = vocabulary.measures.map(\.measure.unit)
        mayBeNegative = vocabulary.measures.map { $0.measure.kind == .ratio }
        hasFormula = vocabulary.measures.map { $0.formulaText != nil }
        hasSources = offers["sources"] != nil
        fits = Array(repeating: [], count: vocabulary.measures.count)
    }

    /// Puts the rows taken in canonical order.
    mutating func finish() {
        store.sort(
            placeCount: vocabulary.places.count, activityCount: vocabulary.activities.count,
            measureCount: vocabulary.measures.count)
        store.prepareConversion(to: measureUnits)
    }

    mutating func take(
        _ batch: ColumnarTable, expectedRows: Int?, findings: inout Findings
    ) {
        if let expectedRows, !hasReserved {
            store.reserve(expectedRows)
            hasReserved = true
        }
        rowsSeen += batch.rowCount
        learnTexts(of: batch)
        let columns = BatchColumns(batch)
        for row in 0..<batch.rowCount { take(row, of: columns, &findings) }
    }

    // MARK: Texts

    private mutating func learnTexts(of batch: ColumnarTable) {
        extend(&placeMap, batch, "place", table: "places", vocabulary.placePositions)
        extend(&activityMap, batch, "activity", table: "activities", vocabulary.activityPositions)
        extend(&measureMap, batch, "measure", table: "measures", vocabulary.measurePositions)
        for text in batch.texts(of: "status").dropFirst(statusMap.count) {
            let position = ObservationStore.statusLetters.firstIndex { $0.rawValue == text }
            statusMap.append(position.map(Int32.init) ?? Self.unknown)
        }
        for text in batch.texts(of: "quality").dropFirst(qualityMap.count) {
            let position = ObservationStore.qualityWords.firstIndex { $0.rawValue == text }
            qualityMap.append(position.map(Int32.init) ?? Self.unknown)
        }
        for text in batch.texts(of: "prices").dropFirst(priceMap.count) {
            if let basis = PriceBasis(word: text) {
                priceMap.append(Int32(prices.count))
                prices.append(basis)
            } else {
                priceMap.append(Self.unknown)
            }
        }
        for text in batch.texts(of: "unit").dropFirst(store.unitTexts.count) {
            store.unitTexts.append(text)
            store.unitValues.append(Unit(text))
        }
        for text in batch.texts(of: "note").dropFirst(store.noteTexts.count) {
            store.noteTexts.append(text)
        }
        let canCheckSources = !unreadable.contains("sources")
        for text in batch.texts(of: "source").dropFirst(store.sourceTexts.count) {
            store.sourceTexts.append(text)
            let offered = offers["sources"]
            sourceFaults.append(
                canCheckSources ? offered.flatMap { TableCheck.unknownSource(text, $0) } : nil)
        }
    }

    private func extend(
        _ map: inout [Int32], _ batch: ColumnarTable, _ column: String, table: String,
        _ positions: [String: Int]
    ) {
        let isUnreadable = unreadable.contains(table)
        for text in batch.texts(of: column).dropFirst(map.count) {
            map.append(
                positions[text].map { Int32($0) } ?? (isUnreadable ? Self.unchecked : Self.unknown))
        }
    }

    // MARK: Rows

    private struct BatchColumns {
        let place, activity, measure, unit, status, quality, source, note, prices: [Int32]
        let years: [Int64]
        let values: [Double]
        let rows: [Int32]
        let texts: (String) -> [String]

        init(_ batch: ColumnarTable) {
            place = batch.codes(of: "place")
            activity = batch.codes(of: "activity")
            measure = batch.codes(of: "measure")
            unit = batch.codes(of: "unit")
            status = batch.codes(of: "status")
            quality = batch.codes(of: "quality")
            source = batch.codes(of: "source")
            note = batch.codes(of: "note")
            prices = batch.codes(of: "prices")
            years = batch.integers(of: "year")
            values = batch.numbers(of: "value")
            rows = batch.rows
            texts = { batch.texts(of: $0) }
        }
    }

    private mutating func take(
        _ row: Int, of columns: BatchColumns, _ findings: inout Findings
    ) {
        let place = placeMap[Int(columns.place[row])]
        let measure = measureMap[Int(columns.measure[row])]
        let activityCode = columns.activity[row]
        let activity = activityCode < 0 ? -1 : activityMap[Int(activityCode)]
        let year = columns.years[row]
        let value = columns.values[row]
        let statusCode = columns.status[row]
        let status =
            statusCode < 0
            ? (value.isNaN ? Self.missingStatus : Self.normalStatus) : statusMap[Int(statusCode)]
        let qualityCode = columns.quality[row]
        let quality = qualityCode < 0 ? 0 : qualityMap[Int(qualityCode)]
        let sourceCode = columns.source[row]

        var isSound = place >= 0 && measure >= 0 && activity >= -1 && status >= 0 && quality >= 0
        isSound = isSound && TableSchema.years.contains(Int(year))
        isSound = isSound && columns.prices[row] < 0
        isSound = isSound && (sourceCode < 0 || sourceFaults[Int(sourceCode)] == nil)
        if isSound {
            let letter = ObservationStore.statusLetters[Int(status)]
            isSound = letter.cellState(for: value.isNaN ? nil : value) != nil
            isSound = isSound && fit(measure: Int(measure), unit: Int(columns.unit[row])) == 1
            isSound = isSound && (!(value < 0) || mayBeNegative[Int(measure)])
            isSound = isSound && !hasFormula[Int(measure)]
            isSound = isSound && (sourceCode < 0 || hasSources)
        }
        guard isSound || explain(row, of: columns, status: status, quality: quality, &findings)
        else { return }

        store.places.append(place)
        store.activities.append(activity)
        store.measures.append(Int16(truncatingIfNeeded: measure))
        store.years.append(Int16(truncatingIfNeeded: year))
        store.values.append(value.isNaN ? 0 : value)
        store.statuses.append(UInt8(truncatingIfNeeded: status))
        store.qualities.append(UInt8(truncatingIfNeeded: quality))
        store.units.append(Int16(truncatingIfNeeded: columns.unit[row]))
        store.sources.append(sourceCode)
        store.notes.append(columns.note[row])
        store.rows.append(columns.rows[row])
    }

    private static let normalStatus = Int32(
        ObservationStore.statusLetters.firstIndex(of: .normal) ?? 0)
    private static let missingStatus = Int32(
        ObservationStore.statusLetters.firstIndex(of: .missing) ?? 0)

    /// 1 where the unit converts to the measure's, 2 where it does not, 3 where it can't be read.
    private mutating func fit(measure: Int, unit: Int) -> Int8 {
        while fits[measure].count <= unit { fits[measure].append(0) }
        if fits[measure][unit] == 0 {
            if let read = store.unitValues[unit] {
                let isFit =
                    !vocabulary.measures[measure].hasUnit
                    || read.isCommensurable(with: measureUnits[measure])
                fits[measure][unit] = isFit ? 1 : 2
            } else {
                fits[measure][unit] = 3
            }
        }
        return fits[measure][unit]
    }

    /// Says what is wrong with a row.
    ///
    /// - Returns: Whether the row can be used after all.
    @inline(never)
    private mutating func explain(
        _ row: Int, of columns: BatchColumns, status: Int32, quality: Int32,
        _ findings: inout Findings
    ) -> Bool {
        var isUsable = true
        func place(_ column: String, _ value: String?) -> WorkspaceProblem.Place {
            WorkspaceProblem.Place(
                table: "observations", file: file, row: Int(columns.rows[row]), column: column,
                value: value)
        }
        func text(_ column: String, _ code: Int32) -> String {
            code < 0 ? "" : columns.texts(column)[Int(code)]
        }
        for (column, code, map, table) in [
            ("place", columns.place[row], placeMap, "places"),
            ("activity", columns.activity[row], activityMap, "activities"),
            ("measure", columns.measure[row], measureMap, "measures"),
        ] where code >= 0 && map[Int(code)] < 0 {
            isUsable = false
            guard map[Int(code)] == Self.unknown else { continue }
            guard let offered = offers[table] else {
                if namedAbsentTables.insert(table).inserted {
                    findings.add(
                        .tableAbsent(table),
                        at: .init(table: "observations", file: file, column: column))
                }
                continue
            }
            let value = text(column, code)
            findings.add(
                .unknownCode(table: table, suggestion: offered.suggestion(for: value)),
                at: place(column, value))
        }
        let year = Int(columns.years[row])
        if !TableSchema.years.contains(year) {
            isUsable = false
            findings.add(.yearOutOfRange, at: place("year", String(year)))
        }
        let value = columns.values[row]
        let shown = value.isNaN ? nil : NumberText.shortest(value)
        if status < 0 {
            isUsable = false
            findings.add(.unknownStatus, at: place("status", text("status", columns.status[row])))
        } else {
            let letter = ObservationStore.statusLetters[Int(status)]
            if letter.cellState(for: value.isNaN ? nil : value) == nil {
                isUsable = false
                findings.add(
                    value.isNaN
                        ? .noValueUnderStatus(status: letter.rawValue)
                        : .valueWithoutStatus(status: letter.rawValue), at: place("value", shown))
            }
        }
        if quality < 0 {
            isUsable = false
            let words = Quality.allCases.map(\.rawValue)
            let word = text("quality", columns.quality[row])
            findings.add(
                .unknownWord(words, suggestion: Suggestion.nearest(to: word, in: words)),
                at: place("quality", word))
        }
        let source = columns.source[row]
        if source >= 0 {
            if let fault = sourceFaults[Int(source)] {
                isUsable = false
                findings.add(fault, at: place("source", text("source", source)))
            } else if offers["sources"] == nil, !unreadable.contains("sources") {
                isUsable = false
                if namedAbsentTables.insert("sources").inserted {
                    findings.add(
                        .tableAbsent("sources"),
                        at: .init(table: "observations", file: file, column: "source"))
                }
            }
        }
        let measure = measureMap[Int(columns.measure[row])]
        let unit = columns.unit[row]
        guard measure >= 0 else {
            if store.unitValues[Int(unit)] == nil {
                findings.add(unreadable(unit), at: place("unit", store.unitTexts[Int(unit)]))
            }
            return false
        }
        let entry = vocabulary.measures[Int(measure)]
        switch fit(measure: Int(measure), unit: Int(unit)) {
        case 1: break
        case 2:
            isUsable = false
            findings.add(
                .incommensurable(measureUnit: entry.measure.unit.symbol),
                at: place("unit", store.unitTexts[Int(unit)]))
        default:
            isUsable = false
            findings.add(unreadable(unit), at: place("unit", store.unitTexts[Int(unit)]))
        }
        if entry.measure.kind != .ratio && value < 0 {
            isUsable = false
            findings.add(.negativeMass, at: place("value", shown))
        }
        if entry.formulaText != nil {
            isUsable = false
            if measuresWithFormulaNamed.insert(Int(measure)).inserted {
                findings.add(
                    .formulaHasFigures, at: place("measure", entry.measure.code.rawValue))
            }
        }
        let priceCode = columns.prices[row]
        if priceCode >= 0 {
            let word = text("prices", priceCode)
            if priceMap[Int(priceCode)] < 0 {
                isUsable = false
                findings.add(
                    .unknownWord(["current", "constant:2016"], suggestion: nil),
                    at: place("prices", word))
            } else if prices[Int(priceMap[Int(priceCode)])] != entry.measure.prices {
                isUsable = false
                findings.add(
                    .pricesMixed(measures: entry.measure.prices.word, given: word),
                    at: place("prices", word))
            }
        }
        return isUsable
    }

    private func unreadable(_ unit: Int32) -> WorkspaceProblem.Kind {
        .unreadableUnit(suggestion: Suggestion.unit(likeThis: store.unitTexts[Int(unit)]))
    }
}
