import Region
import Tabular

/// The checks of a small table that its schema alone asks for.
///
/// Texts are judged once each, however many rows hold them.
struct TableCheck {
    /// What the other tables offer: the codes of each that was read.
    let offers: [String: CodeList]
    /// Tables that could not be read: nothing is said about references to them.
    let unreadable: Set<String>

    func check(_ contents: Contents, findings: inout Findings) {
        for column in contents.schema.columns where contents.has(column.name) {
            check(column, of: contents, &findings)
        }
        checkKey(of: contents, &findings)
        checkStatus(of: contents, &findings)
        for (low, high) in contents.schema.ranges.map({ ($0.low, $0.high) }) + [
            ("headcount_class_low", "headcount_class_high"), ("start_year", "end_year"),
        ] {
            checkOrder(low, high, of: contents, &findings)
        }
        checkBoth("lon", "lat", of: contents, &findings)
    }

    // MARK: Columns

    private func check(
        _ column: TableSchema.Column, of contents: Contents, _ findings: inout Findings
    ) {
        switch column.content {
        case .text, .code, .formula:
            break
        case .reference(let table):
            checkReference(to: table, column, contents, &findings)
        case .sources:
            checkSources(column, contents, &findings)
        case .choice(let words):
            judge(column, contents, &findings) { word in
                words.contains(word)
                    ? nil : .unknownWord(words, suggestion: Suggestion.nearest(to: word, in: words))
            }
        case .quality:
            let words = Quality.allCases.map(\.rawValue)
            judge(column, contents, &findings) { word in
                words.contains(word)
                    ? nil : .unknownWord(words, suggestion: Suggestion.nearest(to: word, in: words))
            }
        case .status:
            // Where a status says how far a project has come it is declared as plain text.
            judge(column, contents, &findings) { word in
                ObservationStatus(rawValue: word) == nil ? .unknownStatus : nil
            }
        case .unit:
            judge(column, contents, &findings) { text in
                Unit(text) == nil
                    ? .unreadableUnit(suggestion: Suggestion.unit(likeThis: text)) : nil
            }
        case .distribution:
            let range = contents.schema.ranges.first { $0.distribution == column.name }
            let number = range.flatMap { contents.schema.column($0.middle) }
            judge(column, contents, &findings) { text in
                guard let named = NamedDistribution(text) else { return .unreadableDistribution }
                guard case .number(let minimum, let maximum) = number?.content,
                    let ends = RangedNumber(low: nil, middle: nil, high: nil, named: named).ends,
                    ends.lowerBound < minimum ?? -.infinity
                        || ends.upperBound > maximum ?? .infinity
                else { return nil }
                return .outOfRange(minimum: minimum, maximum: maximum)
            }
        case .prices:
            judge(column, contents, &findings) { word in
                PriceBasis(word: word) == nil
                    ? .unknownWord(["current", "constant:2016"], suggestion: nil) : nil
            }
        case .year:
            judgeIntegers(column, contents, &findings) { year in
                TableSchema.years.contains(year) ? nil : .yearOutOfRange
            }
        case .flag:
            judgeIntegers(column, contents, &findings) { flag in
                flag == 0 || flag == 1 ? nil : .outOfRange(minimum: 0, maximum: 1)
            }
        case .integer:
            break
        case .number(let minimum, let maximum):
            checkNumbers(minimum, maximum, column, contents, &findings)
        }
    }

    /// Judges each distinct text of a column, and reports the rows of those that fail.
    private func judge(
        _ column: TableSchema.Column, _ contents: Contents, _ findings: inout Findings,
        _ verdict: (String) -> WorkspaceProblem.Kind?
    ) {
        let verdicts = contents.texts(column.name).map(verdict)
        guard verdicts.contains(where: { $0 != nil }) else { return }
        let codes = contents.codes(column.name)
        for row in contents.rows where codes[row] >= 0 {
            guard let kind = verdicts[Int(codes[row])] else { continue }
            findings.add(
                kind,
                at: contents.place(
                    row: row, column: column.name, value: contents.text(row, column.name)))
        }
    }

    private func judgeIntegers(
        _ column: TableSchema.Column, _ contents: Contents, _ findings: inout Findings,
        _ verdict: (Int) -> WorkspaceProblem.Kind?
    ) {
        for row in contents.rows {
            guard let integer = contents.integer(row, column.name), let kind = verdict(integer)
            else { continue }
            findings.add(
                kind, at: contents.place(row: row, column: column.name, value: String(integer)))
        }
    }

    private func checkNumbers(
        _ minimum: Double?, _ maximum: Double?, _ column: TableSchema.Column,
        _ contents: Contents, _ findings: inout Findings
    ) {
        let numbers = contents.numbers(column.name)
        for row in contents.rows {
            let number = numbers[row]
            let kind: WorkspaceProblem.Kind
            if number.isNaN {
                guard column.isRequired else { continue }
                kind = .valueRequired
            } else if number < minimum ?? -.infinity || number > maximum ?? .infinity {
                kind = .outOfRange(minimum: minimum, maximum: maximum)
            } else {
                continue
            }
            findings.add(
                kind,
                at: contents.place(
                    row: row, column: column.name, value: contents.shown(row, column)))
        }
    }

    private func checkReference(
        to table: String, _ column: TableSchema.Column, _ contents: Contents,
        _ findings: inout Findings
    ) {
        guard !contents.texts(column.name).isEmpty, !unreadable.contains(table) else { return }
        guard let offered = offers[table] else {
            findings.add(
                .tableAbsent(table),
                at: .init(table: contents.schema.name, file: contents.file, column: column.name))
            return
        }
        judge(column, contents, &findings) { code in
            offered.contains(code)
                ? nil : .unknownCode(table: table, suggestion: offered.suggestion(for: code))
        }
        if column.name == "parent" && table == contents.schema.name {
            checkParents(contents, &findings)
        }
    }

    private func checkSources(
        _ column: TableSchema.Column, _ contents: Contents, _ findings: inout Findings
    ) {
        guard !contents.texts(column.name).isEmpty, !unreadable.contains("sources") else { return }
        guard let offered = offers["sources"] else {
            findings.add(
                .tableAbsent("sources"),
                at: .init(table: contents.schema.name, file: contents.file, column: column.name))
            return
        }
        judge(column, contents, &findings) { Self.unknownSource($0, offered) }
    }

    static func unknownSource(_ text: String, _ offered: CodeList) -> WorkspaceProblem.Kind? {
        for key in SourceKey.list(text) where !offered.contains(key.rawValue) {
            return .unknownCode(
                table: "sources", suggestion: offered.suggestion(for: key.rawValue))
        }
        return nil
    }

    // MARK: Rows

    private func checkParents(_ contents: Contents, _ findings: inout Findings) {
        let key = contents.schema.key[0]
        var parents: [String: String] = [:]
        for row in contents.rows {
            guard let code = contents.text(row, key), let parent = contents.text(row, "parent")
            else { continue }
            parents[code] = parent
        }
        // Codes known to lead to the top.
        var sound: Set<String> = []
        for row in contents.rows {
            guard let start = contents.text(row, key) else { continue }
            var path: [String] = []
            var onPath: Set<String> = []
            var code = start
            while let parent = parents[code], !sound.contains(code) {
                if !onPath.insert(code).inserted { break }
                path.append(code)
                code = parent
            }
            if onPath.contains(code) && !sound.contains(code) {
                // Only rows within the circle are named, not those that hang from it.
                if code == start || path.drop(while: { $0 != code }).contains(start) {
                    findings.add(
                        .parentCycle,
                        at: contents.place(
                            row: row, column: "parent", value: contents.text(row, "parent")))
                }
            } else {
                sound.formUnion(path)
            }
        }
    }

    private func checkKey(of contents: Contents, _ findings: inout Findings) {
        let schema = contents.schema
        let columns = schema.key.compactMap { schema.column($0) }.filter { contents.has($0.name) }
        guard !columns.isEmpty, columns.count <= 8 else { return }
        let cells = columns.map { column -> [Int32] in
            column.isInteger
                ? contents.integers(column.name).map { Int32(clamping: $0) }
                : contents.codes(column.name)
        }
        var first: [SIMD8<Int32>: Int] = [:]
        first.reserveCapacity(contents.count)
        for row in contents.rows {
            var key = SIMD8<Int32>(repeating: 0)
            for (index, column) in cells.enumerated() { key[index] = column[row] }
            guard let earlier = first.updateValue(row, forKey: key) else { continue }
            first[key] = earlier
            let value = columns.compactMap { contents.shown(row, $0) }.joined(separator: ", ")
            if schema.name == "measures",
                let prices = differing("prices", earlier, row, contents)
            {
                findings.add(
                    .pricesMixed(measures: prices.0, given: prices.1),
                    at: contents.place(
                        row: row, column: "prices", value: contents.text(row, "prices")))
                continue
            }
            findings.add(
                .duplicateKey(
                    columns: columns.map(\.name), firstRow: contents.number(ofRow: earlier)),
                at: contents.place(
                    row: row, column: columns.map(\.name).joined(separator: ", "), value: value))
        }
    }

    private func differing(
        _ column: String, _ first: Int, _ second: Int, _ contents: Contents
    ) -> (String, String)? {
        let texts = [first, second].map { contents.text($0, column) ?? "none" }
        return texts[0] == texts[1] ? nil : (texts[0], texts[1])
    }

    private func checkStatus(of contents: Contents, _ findings: inout Findings) {
        guard contents.schema.column("status")?.content == .status,
            contents.schema.column("value") != nil, contents.has("status")
        else { return }
        for row in contents.rows {
            guard let letter = contents.text(row, "status"),
                let status = ObservationStatus(rawValue: letter)
            else { continue }
            let value = contents.number(row, "value")
            guard status.cellState(for: value) == nil else { continue }
            findings.add(
                value == nil
                    ? .noValueUnderStatus(status: letter) : .valueWithoutStatus(status: letter),
                at: contents.place(
                    row: row, column: "value", value: value.map { NumberText.shortest($0) }))
        }
    }

    private func checkOrder(
        _ low: String, _ high: String, of contents: Contents, _ findings: inout Findings
    ) {
        guard let column = contents.schema.column(low), contents.has(low), contents.has(high) else {
            return
        }
        for row in contents.rows {
            let ends = [low, high].map { name in
                column.isInteger
                    ? contents.integer(row, name).map(Double.init) : contents.number(row, name)
            }
            guard let from = ends[0], let to = ends[1], from > to else { continue }
            findings.add(
                .rangeUpsideDown(low: from, high: to),
                at: contents.place(row: row, column: "\(low), \(high)"))
        }
    }

    private func checkBoth(
        _ first: String, _ second: String, of contents: Contents, _ findings: inout Findings
    ) {
        guard contents.schema.column(first) != nil, contents.has(first) || contents.has(second)
        else { return }
        for row in contents.rows {
            let there = [first, second].map { contents.number(row, $0) != nil }
            guard there[0] != there[1] else { continue }
            let (has, lacks) = there[0] ? (first, second) : (second, first)
            findings.add(.half(other: lacks), at: contents.place(row: row, column: has))
        }
    }
}

extension SourceKey {
    /// The keys that a cell joins by semicolons.
    static func list(_ text: String) -> [SourceKey] {
        text.split(separator: ";").map { part in
            SourceKey(rawValue: part.drop { $0 == " " }.trimmingEnd)
        }.filter { !$0.rawValue.isEmpty }
    }
}

extension Substring {
    fileprivate var trimmingEnd: String {
        var view = self
        while view.last == " " { view.removeLast() }
        return String(view)
    }
}
