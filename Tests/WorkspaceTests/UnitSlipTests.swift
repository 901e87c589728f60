import Region
import Testing
import Wording

@testable import Workspace

@Suite("Slips of units (RELIABILITY A6)")
struct UnitSlipTests {
    @Test("a figure a thousand or a million times its neighbours is named, alone")
    func found() {
        func slips(_ values: [Double]) -> [Int] {
            UnitSlip.find(in: values.enumerated().map { (2000 + $0.offset, $0.element) })
                .map(\.index)
        }
        #expect(slips([1, 1.1, 1_200, 1.3]) == [2])
        #expect(slips([1, 1.1, 1.2, 1_300_000]) == [3])
        #expect(slips([0.001, 1.1, 1.2]) == [0])
        #expect(slips([1, 1.2e-6, 1.3]) == [1])
        #expect(slips([1, 1_000]) == [1])
        // A lasting step is named where it begins.
        #expect(slips([1, 1.1, 1_200, 1_300, 1_350]) == [2])
        #expect(slips([1, 2, 4, 8, 16]).isEmpty)
        #expect(slips([1, 1, 1, 60, 1]).isEmpty)
        #expect(slips([5]).isEmpty)
        #expect(slips([]).isEmpty)
        #expect(slips([0, 0]).isEmpty)
    }

    /// A series over ten years that grows by up to a fifth a year.
    private func series(_ generator: inout SeededGenerator) -> [Double] {
        var value = Double.random(in: 10...1_000, using: &generator)
        return (0..<10).map { _ in
            value *= Double.random(in: 0.9...1.2, using: &generator)
            return value
        }
    }

    @Test("every swap of t and kt, mln and bn, in any row of a growing series is found")
    func swaps() {
        var generator = SeededGenerator(seed: 7)
        for round in 0..<2_000 {
            var values = series(&generator)
            #expect(UnitSlip.find(in: values.enumerated().map { ($0.offset, $0.element) }).isEmpty)
            let index = Int.random(in: 0..<10, using: &generator)
            values[index] *= [1e3, 1e-3, 1e6, 1e-6].randomElement(using: &generator) ?? 1
            let slips = UnitSlip.find(in: values.enumerated().map { ($0.offset, $0.element) })
            #expect(slips.map(\.index) == [index], "round \(round), \(values)")
        }
    }

    /// Six years of one measure for three regions, with one cell's unit or value swapped.
    private func report(swapping swap: (inout String, Int) -> Void) throws -> CheckReport {
        var fixture = Fixture()
        var generator = SeededGenerator(seed: 11)
        var rows = ["place,year,measure,value,unit,source"]
        for place in ["RU-KEM", "RU-OMS", "RU-TOM"] {
            for (offset, value) in series(&generator).prefix(6).enumerated() {
                var row = "\(place),\(2015 + offset),grp,\(value),mln RUB,s1"
                swap(&row, rows.count)
                rows.append(row)
            }
        }
        fixture.tables["observations"] = rows.joined(separator: "\n")
        return try fixture.read().report
    }

    @Test("a swapped unit is named with its row, whichever row it is")
    func swappedUnits() throws {
        #expect(try report { _, _ in }.notes.isEmpty)
        for target in 1...18 {
            let report = try report { row, index in
                if index == target { row = row.replacing("mln RUB", with: "bn RUB") }
            }
            #expect(
                report.notes.map(\.place.english) == [
                    "observations.csv, row \(target + 1), column \"value\""
                ])
        }
    }
}
