import Numerics
import Support
import Testing

@testable import Specialisation

@Suite("Proportional fitting of hidden cells (METHODS 0, 5.8)")
struct ImputationTests {
    private func cells(_ rows: Int, _ columns: Int) -> [ProportionalFitting.Cell] {
        (0..<rows).flatMap { row in
            (0..<columns).map { ProportionalFitting.Cell(row: row, column: $0) }
        }
    }

    @Test("with all margins and no other knowledge it is their product")
    func product() throws {
        let values = try #require(
            ProportionalFitting.fit(cells(2, 2), rows: [30, 70], columns: [40, 60]))
        for (value, expected) in zip(values, [12, 18, 28, 42]) {
            #expect(agrees(value, Double(expected), within: 1e-12))
        }
    }

    @Test("margins are met where a corner is known")
    func corner() throws {
        let three = Array(cells(2, 2).dropLast())
        let values = try #require(
            ProportionalFitting.fit(three, rows: [30, 10], columns: [25, 15]))
        #expect(agrees(values[0] + values[1], 30))
        #expect(agrees(values[0] + values[2], 25))
        #expect(agrees(values[2], 10))
    }

    @Test("totals that contradict each other leave the cells hidden")
    func contradiction() {
        #expect(ProportionalFitting.fit(cells(2, 2), rows: [30, 70], columns: [40, 90]) == nil)
        #expect(ProportionalFitting.fit(cells(1, 1), rows: [.nan], columns: [1]) == nil)
    }

    @Test("rows alone are enough")
    func rowsAlone() throws {
        let values = try #require(
            ProportionalFitting.fit(cells(1, 4), rows: [8], columns: [nil, nil, nil, nil]))
        #expect(values == [2, 2, 2, 2])
    }
}
