/// A dense matrix of doubles in row-major order.
public struct Matrix: Hashable, Sendable {
    public let rows: Int
    public let columns: Int
    /// The elements, row after row; `rows * columns` of them.
    public var elements: [Double]

    /// A matrix filled with one number.
    public init(rows: Int, columns: Int, repeating value: Double = 0) {
        precondition(rows >= 0 && columns >= 0, "a matrix has no negative side")
        self.rows = rows
        self.columns = columns
        self.elements = Array(repeating: value, count: rows * columns)
    }

    /// A matrix over elements that are already in row-major order.
    public init(rows: Int, columns: Int, elements: [Double]) {
        precondition(elements.count == rows * columns, "the elements do not fill the matrix")
        self.rows = rows
        self.columns = columns
        self.elements = elements
    }

    /// A matrix of rows that are all of one length.
    public init(_ rows: [[Double]]) {
        let width = rows.first?.count ?? 0
        precondition(rows.allSatisfy { $0.count == width }, "the rows differ in length")
        self.init(rows: rows.count, columns: width, elements: rows.flatMap { $0 })
    }

    /// The identity of an order.
    public static func identity(_ order: Int) -> Matrix {
        var result = Matrix(rows: order, columns: order)
        for index in 0..<order { result[index, index] = 1 }
        return result
    }

    @inlinable
    public subscript(row: Int, column: Int) -> Double {
        get { elements[row * columns + column] }
        set { elements[row * columns + column] = newValue }
    }

    public func row(_ index: Int) -> ArraySlice<Double> {
        elements[(index * columns)..<((index + 1) * columns)]
    }

    public func column(_ index: Int) -> [Double] {
        (0..<rows).map { self[$0, index] }
    }

    public var transposed: Matrix {
        var result = Matrix(rows: columns, columns: rows)
        for row in 0..<rows {
            for column in 0..<columns { result[column, row] = self[row, column] }
        }
        return result
    }

    public func map(_ transform: (Double) -> Double) -> Matrix {
        Matrix(rows: rows, columns: columns, elements: elements.map(transform))
    }

    /// Compensated sums of the rows, one a row.
    public var rowSums: [Double] {
        (0..<rows).map { row($0).compensatedSum() }
    }

    /// Compensated sums of the columns, one a column.
    public var columnSums: [Double] {
        var sums = Array(repeating: CompensatedSum(), count: columns)
        for row in 0..<rows {
            for column in 0..<columns { sums[column].accumulate(self[row, column]) }
        }
        return sums.map(\.value)
    }
}
