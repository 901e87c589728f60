import Region
import Tabular

/// The rows of a small table, all in memory, with cells by row and column name.
struct Contents: Sendable {
    let schema: TableSchema
    let file: String
    private let table: ColumnarTable

    init(schema: TableSchema, file: String, table: ColumnarTable) {
        self.schema = schema
        self.file = file
        self.table = table
    }

    var count: Int { table.rowCount }
    var rows: Range<Int> { 0..<table.rowCount }

    func has(_ column: String) -> Bool { table.isPresent(column) }

    /// The row's number as a spreadsheet shows it.
    func number(ofRow row: Int) -> Int { Int(table.rows[row]) }

    func text(_ row: Int, _ column: String) -> String? {
        let code = table.codes(of: column)[row]
        return code < 0 ? nil : table.texts(of: column)[Int(code)]
    }

    func number(_ row: Int, _ column: String) -> Double? {
        let number = table.numbers(of: column)[row]
        return number.isNaN ? nil : number
    }

    func integer(_ row: Int, _ column: String) -> Int? {
        let integer = table.integers(of: column)[row]
        return integer == ColumnarTable.absentInteger ? nil : Int(integer)
    }

    func codes(_ column: String) -> [Int32] { table.codes(of: column) }
    func texts(_ column: String) -> [String] { table.texts(of: column) }
    func integers(_ column: String) -> [Int64] { table.integers(of: column) }
    func numbers(_ column: String) -> [Double] { table.numbers(of: column) }

    func place(row: Int, column: String? = nil, value: String? = nil) -> WorkspaceProblem.Place {
        WorkspaceProblem.Place(
            table: schema.name, file: file, row: number(ofRow: row), column: column,
            value: value)
    }

    /// The cell as the file has it, for messages.
    func shown(_ row: Int, _ column: TableSchema.Column) -> String? {
        if column.isInteger { return integer(row, column.name).map(String.init) }
        if column.isNumber { return number(row, column.name).map { NumberText.shortest($0) } }
        return text(row, column.name)
    }
}

extension TableSchema {
    /// The columns as the reader of files takes them. A workspace writes an absent number as an
    /// empty cell and nothing else.
    var readerColumns: [Tabular.Column] {
        columns.map { column in
            switch column.content {
            case .number:
                .number(column.name, words: .emptyOnly, isRequired: column.isRequired)
            case .year, .integer, .flag:
                .integer(
                    column.name, isRequired: column.isRequired, allowsEmpty: !column.isRequired)
            default:
                .text(column.name, isRequired: column.isRequired, allowsEmpty: !column.isRequired)
            }
        }
    }
}

extension StateWords {
    static let emptyOnly = StateWords(["": .missing])
}
