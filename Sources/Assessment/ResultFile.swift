internal import Region
internal import Tabular
internal import Wording

/// Result tables as CSV files and back.
///
/// One row a result: its key, the number or the range or the reason, and what has to be known
/// about it. Numbers are the shortest text that reads back as the same double.
enum ResultFile {
    static let columns: [(name: String, type: String, title: LocalizedText)] = [
        ("place", "string", LocalizedText(en: "place", ru: "место")),
        ("activity", "string", LocalizedText(en: "activity", ru: "деятельность")),
        (
            "object", "string",
            LocalizedText(
                en: "cluster, establishment or second place",
                ru: "кластер, организация или второе место")
        ),
        ("from", "integer", LocalizedText(en: "first year of a span", ru: "первый год периода")),
        (
            // Years from now are small numbers, which the type for years of the calendar refuses.
            "year", "integer",
            LocalizedText(en: "year, or last year of a span", ru: "год или последний год периода")
        ),
        ("component", "string", LocalizedText(en: "component of the method", ru: "часть метода")),
        ("value", "number", LocalizedText(en: "value", ru: "значение")),
        ("low", "number", LocalizedText(en: "lower end of a range", ru: "нижняя граница")),
        ("high", "number", LocalizedText(en: "upper end of a range", ru: "верхняя граница")),
        ("reason", "string", LocalizedText(en: "why there is no number", ru: "почему нет числа")),
        ("coverage", "number", LocalizedText(en: "known sum over published total", ru: "охват")),
        (
            "quality", "string",
            LocalizedText(en: "weakest quality of the inputs", ru: "качество исходных данных")
        ),
        ("marks", "string", LocalizedText(en: "marks", ru: "пометки")),
    ]

    /// The bytes of a table.
    static func bytes(of rows: some Sequence<ResultRow>) throws -> [UInt8] {
        var sink = ByteSink()
        var writer = CSVWriter()
        try writer.row(columns.map(\.name), to: &sink)
        for row in rows { try write(row, with: &writer, to: &sink) }
        return sink.takeBytes()
    }

    private static func write(
        _ row: ResultRow, with writer: inout CSVWriter, to sink: inout ByteSink
    ) throws {
        let key = row.key
        try writer.text(key.place?.rawValue ?? "", to: &sink)
        try writer.text(key.activity?.rawValue ?? "", to: &sink)
        try writer.text(key.object?.rawValue ?? "", to: &sink)
        try year(key.from, with: &writer, to: &sink)
        try year(key.year, with: &writer, to: &sink)
        try writer.text(key.component, to: &sink)
        switch row.outcome {
        case .value(let value):
            try writer.number(value, to: &sink)
            try writer.empty(to: &sink)
            try writer.empty(to: &sink)
            try writer.empty(to: &sink)
        case .range(let low, let high):
            try writer.empty(to: &sink)
            try writer.number(low, to: &sink)
            try writer.number(high, to: &sink)
            try writer.empty(to: &sink)
        case .undefined(let reason):
            try writer.empty(to: &sink)
            try writer.empty(to: &sink)
            try writer.empty(to: &sink)
            try writer.text(reason.word, to: &sink)
        }
        try writer.number(row.coverage, to: &sink)
        try writer.text(row.quality.rawValue, to: &sink)
        try writer.text(row.marks.words.joined(separator: ";"), to: &sink)
        try writer.endRow(to: &sink)
    }

    private static func year(
        _ year: Year?, with writer: inout CSVWriter, to sink: inout ByteSink
    ) throws(FileFailure) {
        if let year {
            try writer.integer(year, to: &sink)
        } else {
            try writer.empty(to: &sink)
        }
    }

    /// The rows of a file that this program wrote; nil where it is damaged.
    static func read(_ path: String) -> [ResultRow]? {
        var reader = ColumnarReader(
            .file(path: path),
            columns: [
                .text("place", allowsEmpty: true), .text("activity", allowsEmpty: true),
                .text("object", allowsEmpty: true), .integer("from", allowsEmpty: true),
                .integer("year", allowsEmpty: true),
                .text("component", allowsEmpty: true), .number("value"), .number("low"),
                .number("high"), .text("reason", allowsEmpty: true), .number("coverage"),
                .text("quality"), .text("marks", allowsEmpty: true),
            ], format: CSVFormat(delimiter: .comma, removesFormulaGuard: true), allowsNoRows: true)
        guard let table = try? reader.readAll(), reader.report.isClean else { return nil }
        return ResultRows(table).rows
    }

    /// Columns turned into rows; texts are looked up once each.
    private struct ResultRows {
        private(set) var rows: [ResultRow]?

        init(_ table: ColumnarTable) {
            let places = table.texts(of: "place").map { PlaceCode(rawValue: $0) }
            let activities = table.texts(of: "activity").map { ActivityCode(rawValue: $0) }
            let objects = table.texts(of: "object").map { ObjectCode(rawValue: $0) }
            let components = table.texts(of: "component")
            let qualities = table.texts(of: "quality").map { Quality(rawValue: $0) }
            let reasons = table.texts(of: "reason").map { Undefined(word: $0) }
            let marks = table.texts(of: "marks").map {
                Marks(words: $0.split(separator: ";").map(String.init))
            }
            let place = table.codes(of: "place")
            let activity = table.codes(of: "activity")
            let object = table.codes(of: "object")
            let component = table.codes(of: "component")
            let quality = table.codes(of: "quality")
            let reason = table.codes(of: "reason")
            let mark = table.codes(of: "marks")
            let from = table.integers(of: "from")
            let year = table.integers(of: "year")
            let value = table.numbers(of: "value")
            let low = table.numbers(of: "low")
            let high = table.numbers(of: "high")
            let coverage = table.numbers(of: "coverage")
            var result: [ResultRow] = []
            result.reserveCapacity(table.rowCount)
            for row in 0..<table.rowCount {
                let outcome: Outcome
                if reason[row] != ColumnarTable.absent {
                    guard let known = reasons[Int(reason[row])] else { return }
                    outcome = .undefined(known)
                } else if !value[row].isNaN {
                    outcome = .value(value[row])
                } else if !low[row].isNaN, !high[row].isNaN {
                    outcome = .range(low: low[row], high: high[row])
                } else {
                    return
                }
                guard let known = qualities[Int(quality[row])] else { return }
                var set: Marks = []
                if mark[row] != ColumnarTable.absent {
                    guard let named = marks[Int(mark[row])] else { return }
                    set = named
                }
                let isAbsent = { (code: Int32) in code == ColumnarTable.absent }
                let key = ResultKey(
                    place: isAbsent(place[row]) ? nil : places[Int(place[row])],
                    activity: isAbsent(activity[row]) ? nil : activities[Int(activity[row])],
                    object: isAbsent(object[row]) ? nil : objects[Int(object[row])],
                    year: year[row] == ColumnarTable.absentInteger ? nil : Int(year[row]),
                    from: from[row] == ColumnarTable.absentInteger ? nil : Int(from[row]),
                    component: isAbsent(component[row]) ? "" : components[Int(component[row])])
                result.append(
                    ResultRow(
                        key: key, outcome: outcome, coverage: coverage[row], quality: known,
                        marks: set))
            }
            rows = result
        }
    }
}
