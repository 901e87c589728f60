import Region
import Tabular

/// Turns the texts of one column of a file into cells of a table, each distinct text once.
struct CellTranslator {
    enum Failure: Hashable {
        case workspace(WorkspaceProblem.Kind)
        case tabular(TabularProblem.Kind)
        case ambiguous([String])
    }

    typealias Translation = Result<TableDraft.Cell, CellFailure>

    struct CellFailure: Error, Hashable { let failure: Failure }

    let column: TableSchema.Column
    private let codes: [String: String]
    /// Put before a text that is not translated.
    private let prefix: String
    private let number: NumberFormat
    /// The codes and names of the table the column refers to.
    private let names: NameList?
    /// Codes that may become new rows of that table.
    private let newRows: NewRows
    /// The table the column refers to, or that its free text may name a row of.
    let table: String?
    /// Those that were met.
    private(set) var newCodes: Set<String> = []
    private var known: [String: Translation] = [:]

    init(
        _ column: TableSchema.Column, codes: [String: String], prefix: String = "",
        number: NumberFormat, names: NameList?, newRows: NewRows = NewRows(),
        table: String? = nil
    ) {
        self.newRows = newRows
        self.table = table
        self.prefix = prefix
        self.column = column
        self.codes = Dictionary(
            codes.map { (Names.folded($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
        self.number = number
        self.names = names
    }

    mutating func translate(_ text: String) -> Translation {
        if let translation = known[text] { return translation }
        let translation: Translation
        do throws(CellFailure) {
            translation = .success(try cell(of: text))
        } catch {
            translation = .failure(error)
        }
        // Free text is rarely repeated and always the same; remembering it costs memory.
        if known.count < 200_000 { known[text] = translation }
        return translation
    }

    /// The code that a text of the file stands for, whether or not the workspace has it.
    func code(of text: String) -> String {
        codes[Names.folded(text)] ?? (text.isEmpty ? "" : prefix + text)
    }

    /// A code of the table that the column refers to.
    mutating func resolve(_ code: String) -> Translation {
        guard let table else { return .success(.text(code)) }
        do throws(CellFailure) {
            return .success(.text(try self.code(of: code, in: table)))
        } catch {
            return .failure(error)
        }
    }

    private mutating func cell(of text: String) throws(CellFailure) -> TableDraft.Cell {
        let text = code(of: text)
        if text.isEmpty {
            if column.isRequired { throw CellFailure(failure: .tabular(.emptyCell)) }
            return .empty
        }
        switch column.content {
        case .text, .code, .formula:
            if let table, names?.codes.contains(text) != true, newRows.allows(text, in: table) {
                newCodes.insert(text)
            }
            return .text(text)
        case .reference(let table):
            return .text(try code(of: text, in: table))
        case .sources:
            for key in SourceKey.list(text) where !(names?.codes.contains(key.rawValue) ?? false) {
                throw fault(
                    .unknownCode(
                        table: "sources", suggestion: names?.suggestion(for: key.rawValue)))
            }
            return .text(text)
        case .year:
            guard let year = Self.year(text) else {
                throw CellFailure(failure: .tabular(.notANumber))
            }
            guard TableSchema.years.contains(year) else { throw fault(.yearOutOfRange) }
            return .integer(year)
        case .integer, .flag:
            let value = try plainNumber(text)
            guard let whole = Int(exactly: value) else {
                throw CellFailure(failure: .tabular(.notWhole))
            }
            if column.content == .flag && whole != 0 && whole != 1 {
                throw fault(.outOfRange(minimum: 0, maximum: 1))
            }
            return .integer(whole)
        case .number:
            return .number(try plainNumber(text))
        case .unit:
            if Unit(text) != nil { return .text(text) }
            let suggestion = Suggestion.unit(likeThis: text)
            if let suggestion { return .text(suggestion) }
            throw fault(.unreadableUnit(suggestion: nil))
        case .distribution:
            guard NamedDistribution(text) != nil else { throw fault(.unreadableDistribution) }
            return .text(text)
        case .prices:
            guard PriceBasis(word: text) != nil else {
                throw fault(.unknownWord(["current", "constant:2016"], suggestion: nil))
            }
            return .text(text)
        case .status:
            guard ObservationStatus(rawValue: text) != nil else { throw fault(.unknownStatus) }
            return .text(text)
        case .quality:
            return .text(try word(text, among: Quality.allCases.map(\.rawValue)))
        case .choice(let words):
            return .text(try word(text, among: words))
        }
    }

    private func fault(_ kind: WorkspaceProblem.Kind) -> CellFailure {
        CellFailure(failure: .workspace(kind))
    }

    private func word(_ text: String, among words: [String]) throws(CellFailure) -> String {
        if words.contains(text) { return text }
        throw fault(.unknownWord(words, suggestion: Suggestion.nearest(to: text, in: words)))
    }

    private mutating func code(of text: String, in table: String) throws(CellFailure) -> String {
        if let names {
            if names.codes.contains(text) { return text }
            let found = names.byName[Names.folded(text)] ?? []
            if found.count == 1 { return found[0] }
            if found.count > 1 { throw CellFailure(failure: .ambiguous(found)) }
        }
        if newRows.allows(text, in: table) {
            newCodes.insert(text)
            return text
        }
        guard let names else { throw fault(.tableAbsent(table)) }
        throw fault(.unknownCode(table: table, suggestion: names.suggestion(for: text)))
    }

    private func plainNumber(_ text: String) throws(CellFailure) -> Double {
        switch NumberCell.read(text, format: number, words: .emptyOnly) {
        case .number(let value): return value
        case .problem(let kind): throw CellFailure(failure: .tabular(kind))
        case .missing, .suppressed, .notApplicable:
            throw CellFailure(failure: .tabular(.emptyCell))
        }
    }

    /// `2015`, `2015 г.`, `2015 год`, `2015.0`.
    static func year(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard digits.count == 4 else { return nil }
        let rest = Names.folded(String(text.dropFirst(4)))
        guard ["", "г", "г.", "год", "года", "year", ".0"].contains(rest) else { return nil }
        return Int(digits)
    }
}

/// The codes of a table and the names they go by.
struct NameList {
    private(set) var codes: Set<String>
    /// Codes by folded name.
    private(set) var byName: [String: [String]] = [:]

    init(_ contents: Contents) {
        let key = contents.schema.key[0]
        codes = Set(contents.texts(key))
        for row in contents.rows {
            guard let code = contents.text(row, key) else { continue }
            for name in ["name_en", "name_ru"] where contents.schema.column(name) != nil {
                guard let text = contents.text(row, name) else { continue }
                let folded = Names.folded(text)
                if byName[folded]?.contains(code) != true {
                    byName[folded, default: []].append(code)
                }
            }
        }
    }

    init() { codes = [] }

    mutating func add(_ code: String) { codes.insert(code) }

    func suggestion(for text: String) -> String? {
        if let code = Suggestion.nearest(to: text, in: codes) { return code }
        return Suggestion.nearest(to: Names.folded(text), in: byName.keys).flatMap {
            byName[$0]?.first
        }
    }
}
