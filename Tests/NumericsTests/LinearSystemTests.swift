import Numerics
import Support
import Testing

@Suite("Linear systems by blocks")
struct LinearSystemTests {
    private static func random(_ order: Int, seed: UInt64) -> Matrix {
        var random = RandomStream(seed: seed, stream: 1)
        var matrix = Matrix(rows: order, columns: order)
        for index in matrix.elements.indices { matrix.elements[index] = random.unit() - 0.5 }
        return matrix
    }

    /// Orders within a block, at its border and beyond several.
    @Test("solutions and inverses", arguments: [1, 2, 5, 64, 255, 256, 257, 512, 700])
    func solves(_ order: Int) throws {
        let matrix = Self.random(order, seed: UInt64(order))
        let system = try LinearSystem(matrix)
        var random = RandomStream(seed: 9, stream: UInt64(order))
        let wanted = (0..<order).map { _ in random.unit() }
        let found = system.solve(matrix.multiplied(by: wanted))
        for (a, b) in zip(found, wanted) { #expect(abs(a - b) < 1e-8) }
        let transposed = system.solve(
            matrix.transposed.multiplied(by: wanted), transposed: true)
        for (a, b) in zip(transposed, wanted) { #expect(abs(a - b) < 1e-8) }
        let product = system.inverse.multiplied(by: matrix)
        for row in 0..<order {
            for column in 0..<order {
                #expect(abs(product[row, column] - (row == column ? 1 : 0)) < 1e-8)
            }
        }
        let columns = Matrix(rows: order, columns: 2, elements: wanted.flatMap { [$0, 2 * $0] })
        let both = system.solve(columns)
        for row in 0..<order { #expect(abs(both[row, 1] - 2 * both[row, 0]) < 1e-8) }
    }

    @Test("the bits are the same for any number of threads")
    func threads() throws {
        let matrix = Self.random(777, seed: 3)
        let one = try LinearSystem(matrix, threads: .one)
        let all = try LinearSystem(matrix, threads: .all)
        #expect(one == all)
        #expect(one.inverse == all.inverse)
    }

    @Test("a system without a unique solution and numbers that are none are refused")
    func refused() {
        var matrix = Self.random(300, seed: 4)
        for column in 0..<300 { matrix[299, column] = matrix[0, column] + matrix[1, column] }
        #expect(throws: NumericFailure.singular) { try LinearSystem(matrix) }
        #expect(throws: NumericFailure.singular) { try LinearSystem(Matrix(rows: 3, columns: 3)) }
        matrix[5, 5] = .nan
        #expect(throws: NumericFailure.notFinite) { try LinearSystem(matrix) }
        #expect((try? LinearSystem(Matrix(rows: 0, columns: 0)))?.solve([]) == [])
    }

    @Test("rank, null spaces and the pseudo-inverse of any matrix")
    func singularValues() throws {
        for seed in UInt64(0)..<60 {
            var random = RandomStream(seed: seed, stream: 2)
            let (rows, columns) = (1 + random.index(below: 7), 1 + random.index(below: 7))
            let inner = 1 + random.index(below: min(rows, columns))
            func matrix(_ rows: Int, _ columns: Int) -> Matrix {
                var result = Matrix(rows: rows, columns: columns)
                for index in result.elements.indices { result.elements[index] = random.unit() }
                return result
            }
            let whole = matrix(rows, inner).multiplied(by: matrix(inner, columns))
            let parts = try SingularValues(whole)
            #expect(parts.rank == inner)
            let inverse = parts.pseudoInverse
            let back = whole.multiplied(by: inverse).multiplied(by: whole)
            for (a, b) in zip(back.elements, whole.elements) { #expect(abs(a - b) < 1e-8) }
            let right = whole.multiplied(by: parts.rightNull.transposed)
            let left = parts.leftNull.multiplied(by: whole)
            #expect((right.elements + left.elements).allSatisfy { abs($0) < 1e-10 })
            #expect(parts.rightNull.rows == columns - inner)
            #expect(parts.leftNull.rows == rows - inner)
        }
    }
}
