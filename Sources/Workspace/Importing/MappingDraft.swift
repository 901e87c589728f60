import Tabular
import Wording

/// A first version of a mapping, made from a file's heading.
enum MappingDraft {
    static func text(
        file: String, format: ImportFormat, options: ImportOptions
    ) throws -> String {
        if let form = format.published {
            return try PublishedDraft(file: file, format: format, form: form).text
        }
        var head: Head
        switch format {
        case .icio: return try FlowDraft(file: file, form: .icio, options: options).text
        case .exiobase: return try FlowDraft(file: file, form: .exiobase, options: options).text
        case .geo:
            let name = TabularSource.file(path: file).name
            do throws(GeoJSONFile.Fault) {
                return GeoDraft(try GeoJSONFile(path: file), name: name).text
            } catch {
                throw WorkspaceFailure(
                    message: ImportProblem(.notGeoJSON(error), file: name).message, exitCode: 65)
            }
        case .eurostat, .sdmx, .qcew, .jsonStat: preconditionFailure("drafted by its form")
        case .csv:
            var reader = CSVReader(.file(path: file), format: CSVFormat(encoding: .guessed))
            head = try Head(&reader)
            head.delimiter = reader.delimiter
            head.encoding = reader.encoding
            if let problem = reader.report.problems.first(where: { $0.severity == .fatal }) {
                throw WorkspaceFailure(message: problem.message, exitCode: 65)
            }
        case .xlsx:
            do {
                let workbook = try Workbook(opening: .file(path: file))
                let wanted = options.sheet ?? workbook.sheets.first { !$0.isHidden }?.name ?? ""
                var reader = try workbook.reader(ofSheet: wanted)
                head = try Head(&reader)
                head.sheet = wanted
            } catch let problem as TabularProblem {
                throw WorkspaceFailure(message: problem.message, exitCode: 65)
            }
        }
        return head.mapping(of: TabularSource.file(path: file).name)
    }

    /// The first rows of a file.
    struct Head {
        var rows: [(number: Int, texts: [String])] = []
        var delimiter: CSVFormat.Delimiter?
        var encoding = TextEncoding.utf8
        var sheet: String?

        init<Reader: RecordReader & ~Copyable>(_ reader: inout Reader) throws(CancellationError) {
            while rows.count < 30, try reader.advance() {
                let texts = reader.texts().map {
                    $0.split { $0.isWhitespace }.joined(separator: " ")
                }
                rows.append((reader.place(ofCell: nil, named: nil).row ?? reader.row, texts))
            }
        }

        /// The heading is the first row that is as wide as most rows.
        private var heading: (number: Int, texts: [String])? {
            let widths = rows.map { row in row.texts.filter { !$0.isEmpty }.count }
            guard let widest = widths.max() else { return nil }
            return zip(rows, widths).first { $1 * 10 >= widest * 8 }?.0
        }

        private var isDecimalComma: Bool {
            rows.joinedTexts.contains { text in
                text.contains(",") && text.allSatisfy { $0.isNumber || ",- \u{A0}".contains($0) }
            }
        }

        func mapping(of name: String) -> String {
            let heading = heading ?? (1, [])
            let below = rows.first { $0.number == heading.number + 1 }
            let years = below?.texts.filter { CellTranslator.year($0) != nil } ?? []
            // Years below groups: a heading of two levels.
            let isTwoLevel = years.count > 1
            var lines = [
                "# Draft of a mapping for \(Excerpt.of(name)): complete it, then import with it.",
                "# Заготовка описания импорта: дополните её и загрузите файл с ней.",
                "table: observations",
            ]
            let delimiters: [CSVFormat.Delimiter: String] = [
                .comma: "comma", .semicolon: "semicolon", .tab: "tab", .pipe: "pipe",
            ]
            if let delimiter { lines.append("delimiter: \(delimiters[delimiter] ?? "comma")") }
            if delimiter != nil && encoding != .utf8 {
                lines.append("encoding: \(encoding.rawValue)")
            }
            if let sheet { lines.append("sheet: \(YAMLText.quoted(sheet))") }
            if isDecimalComma { lines += ["decimal: comma", "grouping: spaces"] }
            let last = isTwoLevel ? "-\(heading.number + 1)" : ""
            lines += ["heading: \(heading.number)\(last)", "columns:"]
            var used: Set<String> = []
            var sample = years.first ?? ""
            var wideColumns = years.count
            var rest: [String] = []
            for (index, text) in heading.texts.enumerated() {
                let lower = below.flatMap { index < $0.texts.count ? $0.texts[index] : nil } ?? ""
                if isTwoLevel && CellTranslator.year(lower) != nil { continue }
                if !isTwoLevel && CellTranslator.year(text) != nil {
                    sample = text
                    wideColumns += 1
                } else if let column = Self.guess(text), used.insert(column).inserted {
                    lines.append(
                        "  \(column): \(YAMLText.quoted(text.isEmpty ? "#\(index + 1)" : text))")
                } else if !text.isEmpty {
                    rest.append("  # ?: \(YAMLText.quoted(text))")
                }
            }
            lines += rest
            if wideColumns > 1 {
                let group = isTwoLevel ? "{activity} / " : ""
                lines.append("wide: \(YAMLText.quoted(group + "{year}" + sample.dropFirst(4)))")
                used.formUnion(["year", "value"])
            }
            let needed = ["place", "year", "value", "measure", "unit"].filter { !used.contains($0) }
            if !needed.isEmpty {
                lines.append("constants:")
                for column in needed { lines.append("  \(column): \"\"") }
            }
            lines += [
                "# codes:", "#   place: {\"Name in the file\": RU-KEM}", "# skip:",
                "#   place: [\"Total\"]", "# states: rosstat", "# multiply: 1000",
                "source:", "  key: \(ImportSource.key(from: name))",
                "  title: \(YAMLText.quoted(Excerpt.of(name)))",
                "  # publisher, year, url, licence",
            ]
            return lines.joined(separator: "\n") + "\n"
        }

        private static func guess(_ heading: String) -> String? {
            let words: [(String, [String])] = [
                ("place", ["place", "region", "регион", "субъект", "территория", "place_code"]),
                (
                    "activity",
                    ["activity", "industry", "вид деятельности", "отрасль", "оквэд", "okved"]
                ),
                ("year", ["year", "год"]), ("value", ["value", "значение", "obs_value"]),
                ("measure", ["measure", "показатель", "indicator"]),
                ("unit", ["unit", "единица измерения", "ед. изм.", "единица"]),
                ("status", ["status", "obs_status", "статус"]),
                ("note", ["note", "примечание"]), ("source", ["source", "источник"]),
            ]
            let folded = Names.folded(heading)
            return words.first { $0.1.contains(folded) }?.0
                ?? words.first { entry in entry.1.contains { folded.hasPrefix($0) } }?.0
        }
    }
}

extension [(number: Int, texts: [String])] {
    fileprivate var joinedTexts: [String] { flatMap { $0.texts } }
}

enum YAMLText {
    /// A text as YAML takes it whatever it holds.
    static func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }
}
