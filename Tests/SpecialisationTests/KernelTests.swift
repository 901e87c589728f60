import Foundation
import Numerics
import Region
import Specialisation
import Support
import Testing

@Suite("Sparse kernels (METHODS 1.1, 1.7, 1.8, 1.10)")
struct KernelTests {
    // MARK: The worked example

    /// The toy table of METHODS 1: places A, B, C; coal, metal, services; two years.
    private let toy: [[Double]] = [
        [40, 20, 40, 10, 30, 60, 10, 50, 140], [44, 18, 58, 9, 33, 68, 7, 49, 154],
    ]

    private func panel(_ tables: [[Double]], places: Int, activities: Int) throws -> SparsePanel {
        try SparsePanel(
            tables.enumerated().map { year, table in
                LongColumns(
                    places: table.indices.map { Int32($0 / activities) },
                    activities: table.indices.map { Int32($0 % activities) },
                    years: table.map { _ in Int16(2000 + year) }, values: table)
            }, placeCount: places, activityCount: activities)
    }

    @Test("match the handbook's worked example")
    func golden() throws {
        let golden = try Golden(chapter: "c01")
        let panel = try panel(toy, places: 3, activities: 3)
        let indices = SparseIndices(panel)
        let change = try SparseChange(of: panel, indices, from: 0, to: 1)

        expect(indices.locationQuotients.prefix(9), try golden.matrix("LQ").elements)
        expect(indices.locationQuotients.suffix(9), try golden.matrix("LQ_year1").elements)
        expect(change.dynamicQuotients, try golden.matrix("DLQ").elements)
        expect(indices.krugman.prefix(3).map { $0 ?? .nan }, try golden.list("Krugman"))
        expect(indices.herfindahl.prefix(3).map { $0 ?? .nan }, try golden.list("HHI_region"))
        expect(indices.theil.prefix(3).map { $0 ?? .nan }, try golden.list("Theil_region"))
        expect(indices.hoover.prefix(3).map { $0 ?? .nan }, try golden.list("Hoover"))
        expect(indices.gini.prefix(3).map { $0 ?? .nan }, try golden.list("Gini"))
        expect(change.nationalGrowth.prefix(3), try golden.list("ss_NS"))
        expect(change.industryMix.prefix(3), try golden.list("ss_IM"))
        expect(change.regionalShift.prefix(3), try golden.list("ss_RS"))
    }

    /// Agreement to 12 digits: the golden numbers carry errors of some 1e-14 of their own.
    private func expect(_ found: some Collection<Double>, _ expected: [Double]) {
        #expect(found.count == expected.count)
        for (left, right) in zip(found, expected) {
            #expect(agrees(left, right, within: 1e-12), "\(left) instead of \(right)")
        }
    }

    // MARK: Random tables

    @Test("agree with a dense computation written out, on 200 random tables")
    func dense() throws {
        let seed = UInt64.random(in: 1 ... .max)
        var random = Generator(state: seed)
        for round in 0..<200 {
            let table = RandomTable(&random, isLarge: round % 20 == 0)
            let panel = try SparsePanel(
                table.parts, placeCount: table.places, activityCount: table.activities,
                placePositions: table.placePositions)
            let difference = table.difference(from: panel)
            #expect(difference == nil, "seed \(seed), round \(round)")
            if difference != nil { return }
        }
    }

    @Test("give the same bits with one thread and with all")
    func threads() throws {
        var random = Generator(state: 20_261_125)
        for _ in 0..<10 {
            let table = RandomTable(&random, isLarge: true)
            let one = try table.results(on: .one)
            let all = try table.results(on: .all)
            #expect(one == all)
        }
    }

    @Test("give the same bits whatever the order of the rows and however they are cut")
    func order() throws {
        var random = Generator(state: 3)
        for _ in 0..<20 {
            var table = RandomTable(&random, isLarge: false)
            let before = try table.results(on: .all)
            table.shuffle(&random)
            #expect(try table.results(on: .all) == before)
        }
    }

    @Test("sort a crowd of nearly equal quotients right")
    func crowd() throws {
        // One place far from the rest leaves all others in one bucket.
        let count = 500
        var values = (0..<count).map { 1 + Double($0 * 7_919 % count) * 1e-9 }
        values[0] = 1e-9
        let others = values.map { _ in 1.0 }
        let table = RandomTable(tables: [zip(values, others).flatMap { [$0, $1] }], activities: 2)
        let panel = try SparsePanel(table.parts, placeCount: count, activityCount: 2)
        #expect(table.difference(from: panel) == nil)
    }

    // MARK: Edges

    @Test("a place or an activity with nothing in a year has no index")
    func empty() throws {
        let panel = try panel([[1, 0, 0, 0], [1, 1, 2, 0]], places: 2, activities: 2)
        let indices = SparseIndices(panel)
        #expect(indices.krugman[1] == nil && indices.theil[1] == nil)
        #expect(indices.hoover[1] == nil && indices.gini[1] == nil)
        #expect(indices.krugman[0] == 0)
        let change = try SparseChange(of: panel, indices, from: 0, to: 1)
        #expect(change.kinds == [.stays, .entry, .entry])
        // All of what entered is regional, and the parts add up to the change.
        #expect(change.regionalShift[1] == 1 && change.nationalGrowth[1] == 0)
        for k in change.kinds.indices {
            let parts =
                change.nationalGrowth[k] + change.industryMix[k] + change.regionalShift[k]
            #expect(agrees(parts, [0, 1, 2][k]))
        }
    }

    @Test("growth from a year without anything is undefined")
    func nothingAtFirst() throws {
        let panel = try panel([[0, 0], [1, 2]], places: 1, activities: 2)
        #expect(panel.years == [2000, 2001])
        #expect(throws: Undefined.zeroReference) {
            try SparseChange(of: panel, SparseIndices(panel), from: 0, to: 1)
        }
    }

    @Test("rows that are no quantities, unknown or there twice are refused")
    func faults() {
        func fault(_ places: [Int32], _ years: [Int16], _ values: [Double]) -> SparsePanel.Fault? {
            do throws(SparsePanel.Fault) {
                _ = try SparsePanel(
                    [
                        LongColumns(
                            places: places, activities: places.map { _ in 0 }, years: years,
                            values: values)
                    ], placeCount: 2, activityCount: 1)
                return nil
            } catch {
                return error
            }
        }
        #expect(fault([0, 1], [1, 1], [1, 2]) == nil)
        #expect(fault([0, 2], [1, 1], [1, 2]) == .noSuchPlace(2))
        #expect(fault([0, -1], [1, 1], [1, 2]) == .noSuchPlace(-1))
        #expect(fault([0, 1], [1, 10_000], [1, 2]) == .noSuchYear(10_000))
        for value in [-1, .nan, .infinity, 1e-300] {
            #expect(
                fault([0, 1], [1, 7], [1, value])
                    == .notAQuantity(place: 1, activity: 0, year: 7))
        }
        #expect(
            fault([1, 0, 1], [5, 5, 5], [1, 1, 1]) == .duplicate(place: 1, activity: 0, year: 5))
        #expect(
            fault([0, 1, 1], [5, 5, 5], [1, 1, 1]) == .duplicate(place: 1, activity: 0, year: 5))
    }
}

/// A panel held densely, and everything computed from it by the book.
private struct RandomTable {
    var parts: [LongColumns] = []
    var places: Int
    let activities: Int
    /// By year, place, activity.
    var tables: [[Double]]
    var placePositions: [Int32]

    init(tables: [[Double]], activities: Int) {
        self.tables = tables
        self.activities = activities
        places = tables[0].count / activities
        placePositions = Array(0..<Int32(places))
        parts = cut(rows(), into: 1)
    }

    init(_ random: inout Generator, isLarge: Bool) {
        places = Int.random(in: isLarge ? 200...1_300 : 1...40, using: &random)
        activities = Int.random(in: isLarge ? 2...12 : 1...30, using: &random)
        let filled = Int.random(in: 1...10, using: &random)
        let isWhole = Bool.random(using: &random)
        let count = places * activities
        tables = (0..<Int.random(in: 2...4, using: &random)).map { _ in
            (0..<count).map { _ in
                guard Int.random(in: 0..<10, using: &random) < filled else { return 0 }
                // Whole numbers make ties in the order of quotients.
                return isWhole
                    ? Double(Int.random(in: 0...3, using: &random))
                    : Double.random(in: 0.1...1e6, using: &random)
            }
        }
        for year in tables.indices where !tables[year].contains(where: { $0 > 0 }) {
            tables[year][0] = 1
        }
        placePositions = Array(0..<Int32(places)).shuffled(using: &random)
        var rows = rows()
        if Bool.random(using: &random) { rows.shuffle(using: &random) }
        parts = cut(rows, into: Int.random(in: 1...5, using: &random))
    }

    private typealias Row = (place: Int32, activity: Int32, year: Int16, value: Double)

    /// Every cell as a row, places numbered as the file would.
    private func rows() -> [Row] {
        var numbers = [Int32](repeating: 0, count: places)
        for (number, position) in placePositions.enumerated() {
            numbers[Int(position)] = Int32(number)
        }
        return tables.enumerated().flatMap { year, table in
            table.enumerated().map { k, value in
                (numbers[k / activities], Int32(k % activities), Int16(1990 + 3 * year), value)
            }
        }
    }

    private func cut(_ rows: [Row], into count: Int) -> [LongColumns] {
        (0..<count).map { part in
            let mine = rows[rows.count * part / count..<rows.count * (part + 1) / count]
            return LongColumns(
                places: mine.map(\.place), activities: mine.map(\.activity),
                years: mine.map(\.year), values: mine.map(\.value))
        }
    }

    mutating func shuffle(_ random: inout Generator) {
        parts = cut(rows().shuffled(using: &random), into: Int.random(in: 1...9, using: &random))
    }

    /// Everything the kernels give, as bits.
    func results(on threads: Threads) throws -> [[UInt64]] {
        let panel = try SparsePanel(
            parts, placeCount: places, activityCount: activities, placePositions: placePositions,
            threads: threads)
        let indices = SparseIndices(panel, threads: threads)
        let change = try SparseChange(
            of: panel, indices, from: 0, to: tables.count - 1, threads: threads)
        let scalars = [
            indices.krugman, indices.herfindahl, indices.theil, indices.hoover, indices.gini,
        ]
        let cells = [
            indices.locationQuotients, change.dynamicQuotients, change.nationalGrowth,
            change.industryMix, change.regionalShift, panel.placeTotals, panel.activityTotals,
            panel.totals, panel.values,
        ]
        return scalars.map { $0.map { ($0 ?? .nan).bitPattern } }
            + cells.map { $0.map(\.bitPattern) }
            + [panel.activities.map(UInt64.init), change.activities.map(UInt64.init)]
    }

    // MARK: By the book

    /// The first result that differs from what the formulas give over every cell, empty or not.
    func difference(from panel: SparsePanel) -> String? {
        let indices = SparseIndices(panel)
        var quotients: [[Double]] = []
        for year in tables.indices {
            let dense = Dense(tables[year], places: places, activities: activities)
            let theirs = dense.quotients()
            quotients.append(theirs)
            for place in 0..<places {
                let row = year * places + place
                for (name, found, expected) in [
                    ("krugman", indices.krugman[row], dense.krugman(place)),
                    ("herfindahl", indices.herfindahl[row], dense.herfindahl(place)),
                    ("theil", indices.theil[row], dense.theil(place)),
                ] where !same(found, expected) {
                    return "\(name) of place \(place): \(found as Any), not \(expected as Any)"
                }
                var filled: [Int] = []
                for k in panel.cells(place: place, year: year) {
                    let cell = place * activities + Int(panel.activities[k])
                    filled.append(cell)
                    guard panel.values[k] == tables[year][cell],
                        same(indices.locationQuotients[k], theirs[cell])
                    else { return "cell \(cell) of year \(year)" }
                }
                let expected = (place * activities..<(place + 1) * activities)
                    .filter { tables[year][$0] > 0 }
                if filled != expected { return "cells of place \(place): \(filled)" }
            }
            for activity in 0..<activities {
                let column = year * activities + activity
                for (name, found, expected) in [
                    ("hoover", indices.hoover[column], dense.hoover(activity)),
                    ("gini", indices.gini[column], dense.gini(activity)),
                ] where !same(found, expected) {
                    return "\(name) of \(activity): \(found as Any), not \(expected as Any)"
                }
            }
        }
        return tables.count > 1 ? changeDifference(panel, indices, quotients) : nil
    }

    private func changeDifference(
        _ panel: SparsePanel, _ indices: SparseIndices, _ quotients: [[Double]]
    ) -> String? {
        let last = tables.count - 1
        guard let change = try? SparseChange(of: panel, indices, from: 0, to: last) else {
            return "no change"
        }
        let (before, after) = (tables[0], tables[last])
        let growth = after.reduce(0, +) / before.reduce(0, +) - 1
        let sums = [before, after].map { table in
            Dense(table, places: places, activities: activities).activityTotals
        }
        var k = 0
        for cell in before.indices where before[cell] > 0 || after[cell] > 0 {
            let activity = cell % activities
            let (e, later) = (before[cell], after[cell])
            let rate = sums[1][activity] / sums[0][activity] - 1
            let (national, mix, regional) =
                e > 0
                ? (e * growth, e * (rate - growth), e * ((later / e - 1) - rate)) : (0, 0, later)
            let kind: SparseChange.Kind = e == 0 ? .entry : later == 0 ? .exit : .stays
            let dynamic = kind == .stays ? quotients[last][cell] / quotients[0][cell] : 0
            let scale = max(e, later)
            guard Int(change.activities[k]) == activity, change.kinds[k] == kind,
                same(change.dynamicQuotients[k], dynamic),
                abs(change.nationalGrowth[k] - national) <= 1e-9 * max(scale, abs(national)),
                abs(change.industryMix[k] - mix) <= 1e-9 * max(scale, abs(mix)),
                abs(change.regionalShift[k] - regional) <= 1e-9 * max(scale, abs(regional))
            else { return "change of cell \(cell)" }
            k += 1
        }
        return k == change.kinds.count ? nil : "\(change.kinds.count) changes, not \(k)"
    }

    /// To 10 digits: both sides sum up to 60,000 terms in different orders.
    private func same(_ left: Double?, _ right: Double?) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        return agrees(left, right, within: 1e-10)
    }
}

/// METHODS 1.1 and 1.8 over every cell of one year.
private struct Dense {
    let e: [Double]
    let places: Int
    let activities: Int
    let placeTotals: [Double]
    let activityTotals: [Double]
    let total: Double

    init(_ e: [Double], places: Int, activities: Int) {
        self.e = e
        self.places = places
        self.activities = activities
        placeTotals = (0..<places).map { r in
            (0..<activities).reduce(0) { $0 + e[r * activities + $1] }
        }
        activityTotals = (0..<activities).map { i in
            (0..<places).reduce(0) { $0 + e[$1 * activities + i] }
        }
        total = placeTotals.reduce(0, +)
    }

    private func share(_ r: Int, _ i: Int) -> Double { e[r * activities + i] / placeTotals[r] }
    private func location(_ r: Int, _ i: Int) -> Double {
        e[r * activities + i] / activityTotals[i]
    }

    func quotients() -> [Double] {
        e.indices.map { k in
            let (r, i) = (k / activities, k % activities)
            return e[k] == 0 ? 0 : share(r, i) / (activityTotals[i] / total)
        }
    }

    func krugman(_ r: Int) -> Double? {
        guard placeTotals[r] > 0 else { return nil }
        return (0..<activities).reduce(0) { $0 + abs(share(r, $1) - activityTotals[$1] / total) }
    }

    func herfindahl(_ r: Int) -> Double? {
        guard placeTotals[r] > 0 else { return nil }
        return (0..<activities).reduce(0) { $0 + share(r, $1) * share(r, $1) }
    }

    func theil(_ r: Int) -> Double? {
        guard placeTotals[r] > 0 else { return nil }
        return (0..<activities).reduce(0) { sum, i in
            let s = share(r, i)
            return s == 0 ? sum : sum + s * log(s / (activityTotals[i] / total))
        }
    }

    func hoover(_ i: Int) -> Double? {
        guard activityTotals[i] > 0 else { return nil }
        return (0..<places).reduce(0) {
            $0 + abs(location($1, i) - placeTotals[$1] / total)
        } / 2
    }

    func gini(_ i: Int) -> Double? {
        guard activityTotals[i] > 0 else { return nil }
        let order = (0..<places).filter { placeTotals[$0] > 0 }
            .sorted { share($0, i) < share($1, i) }
        var (reached, result) = (0.0, 1.0)
        for r in order {
            let next = reached + location(r, i)
            result -= (next + reached) * placeTotals[r] / total
            reached = next
        }
        return result
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014).
private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
