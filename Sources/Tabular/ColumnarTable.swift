/// Rows of a table, column by column: a whole table, or one batch of it.
///
/// Only whole rows stand here: a row with a problem in any cell is in the report instead.
/// Accessors take the name a column was declared with, and trap for one that was not.
public struct ColumnarTable: Sendable {
    public internal(set) var rowCount = 0
    /// The line of the file each row starts on.
    public internal(set) var lines: [Int32] = []
    /// The number of each row as a spreadsheet numbers it, the heading being 1.
    public internal(set) var rows: [Int32] = []
    var columns: [String: Store] = [:]

    /// The contents of one column.
    struct Store: Sendable {
        var isPresent = false
        var codes: [Int32] = []
        var integers: [Int64] = []
        var numbers: [Double] = []
        var states: [CellContent] = []
        var days: [Int32] = []
        var texts: [String] = []
    }

    /// The code of an empty cell, and of every cell of a column the file does not have.
    public static let absent: Int32 = -1
    /// The integer of an empty cell.
    public static let absentInteger = Int64.min
    /// The day of an empty cell.
    public static let absentDay = Int32.min

    /// Whether the file has the column.
    public func isPresent(_ name: String) -> Bool { store(name).isPresent }

    /// A text column as indices into ``texts(of:)``; ``absent`` for an empty cell.
    public func codes(of name: String) -> [Int32] { store(name).codes }

    /// The distinct texts of a column in the order of their first appearance. In a batch: those
    /// seen so far, so the list only grows from batch to batch.
    public func texts(of name: String) -> [String] { store(name).texts }

    /// An integer column; ``absentInteger`` for an empty cell.
    public func integers(of name: String) -> [Int64] { store(name).integers }

    /// A number column; not a number wherever ``states(of:)`` says something else than a number.
    public func numbers(of name: String) -> [Double] { store(name).numbers }

    /// What each cell of a number column holds.
    public func states(of name: String) -> [CellContent] { store(name).states }

    /// A day column, in days since 1 January 1970; ``absentDay`` for an empty cell.
    public func days(of name: String) -> [Int32] { store(name).days }

    private func store(_ name: String) -> Store {
        guard let store = columns[name] else {
            preconditionFailure("no column was declared as \(name)")
        }
        return store
    }
}
