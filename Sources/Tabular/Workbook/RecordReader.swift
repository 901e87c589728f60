/// A table from outside, read record by record: a delimited file or a sheet of a workbook.
///
/// An importer written against this reads both. Cells are numbered from 0, as columns of the
/// heading are.
public protocol RecordReader: ~Copyable {
    /// The file's name, for messages.
    var name: String { get }
    /// Every problem found so far; complete once ``advance()`` has returned `false`. An importer
    /// adds its own.
    var report: ProblemReport { get set }
    /// The record's number, as a spreadsheet numbers its rows.
    var row: Int { get }
    /// How many cells the record has. A row of a sheet ends with its last cell that is not
    /// empty.
    var cellCount: Int { get }

    /// Goes to the next record that has something in it; `false` at the end.
    mutating func advance() throws(CancellationError) -> Bool

    /// A cell as text: of a workbook's number the shortest decimal text with a point, of its
    /// date ISO text, of its error the error's name.
    func text(at index: Int) -> String

    /// A cell as a number or as a word for its absence.
    ///
    /// - Parameter format: How numbers are written where they are text; numbers of a workbook
    ///   need none.
    func number(at index: Int, format: NumberFormat, words: StateWords) -> CellReading

    /// What keeps the cell from having any text, such as a formula without its result.
    func fault(at index: Int) -> TabularProblem.Kind?

    /// Where a cell of the current record stands, for a problem about it.
    func place(ofCell index: Int?, named columnName: String?) -> TabularProblem.Place
}

extension RecordReader where Self: ~Copyable {
    /// All cells of the record as text.
    public func texts() -> [String] { (0..<cellCount).map { text(at: $0) } }
}

extension CSVReader: RecordReader {
    /// Always `nil`: a delimited cell is text.
    public func fault(at index: Int) -> TabularProblem.Kind? { nil }
}
