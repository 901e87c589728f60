import Numerics
import Region
import Support
import Testing

@testable import Specialisation

/// RELIABILITY A4: zero, missing, suppressed and not applicable are four things.
@Suite("The states of cells")
struct CellStateTests {
    static let identifiers = Specialisation.methods.map(\.method.id)
    /// Methods that have a result for each cell, with the component that stands for it.
    static let cellMethods = [
        "location-quotient", "per-capita-production", "specialisation-index",
        "revealed-comparative-advantage", "focal-location-quotient", "cluster-index",
        "cluster-stars",
    ]

    private func outcome(
        _ id: String, state: CellState, policy: SuppressedPolicy, publishes: Bool = true
    ) throws -> ResultRow {
        var context = Toy.context()
        context.parameters.suppressed = policy
        if publishes { context.publishTotals() }
        context.panel[0, 0, 0] = Cell(value: 0, state: state)
        let key = ResultKey(place: "A", activity: "coal", year: 2000)
        return try #require(try Toy.rows(id, in: context)[key])
    }

    @Test("each state of a cell has its own answer", arguments: cellMethods)
    func states(_ id: String) throws {
        let zero = try outcome(id, state: .zero, policy: .bounds).outcome
        // A focus has its neighbours too.
        #expect(id == "focal-location-quotient" || zero == .value(0))
        let missing = try outcome(id, state: .missing, policy: .bounds)
        #expect(missing.outcome == .undefined(.missing("e")))
        #expect(missing.marks.contains(.lowCoverage))
        #expect(
            try outcome(id, state: .notApplicable, policy: .bounds).outcome
                == .undefined(.notApplicable("e")))
        #expect(
            try outcome(id, state: .suppressed, policy: .exclude).outcome
                == .undefined(.suppressed("e")))
        guard
            case .range(let low, let high) = try outcome(
                id, state: .suppressed, policy: .bounds
            ).outcome
        else {
            Issue.record("\(id): a hidden cell makes a range")
            return
        }
        #expect(low < high)
        #expect(
            try outcome(id, state: .suppressed, policy: .bounds, publishes: false).outcome
                == .undefined(.suppressed("e")))
        let imputed = try outcome(id, state: .suppressed, policy: .impute)
        #expect(imputed.marks.contains(.imputed))
        #expect(imputed.outcome.value != nil)
    }

    @Test("a hidden cell that the totals leave one value for is imputed as that value")
    func imputation() throws {
        let found = try outcome("location-quotient", state: .suppressed, policy: .impute)
        #expect(agrees(try #require(found.outcome.value), 8.0 / 3, within: 1e-9))
        #expect(found.quality == .computed)
    }

    @Test("sums over known cells say so: structure of a place with a gap")
    func gaps() throws {
        for id in ["krugman-index", "specialisation-coefficient", "herfindahl-index"] {
            for (state, policy) in [
                (CellState.missing, SuppressedPolicy.bounds), (.suppressed, .exclude),
            ] {
                var context = Toy.context()
                context.parameters.suppressed = policy
                context.publishTotals()
                context.panel[0, 0, 0] = Cell(value: 0, state: state)
                let row = try #require(
                    try Toy.rows(id, in: context)[ResultKey(place: "A", year: 2000)])
                #expect(row.outcome.value != nil)
                #expect(row.coverage == 0.6)
                #expect(row.marks.contains(.lowCoverage))
            }
        }
    }

    @Test("marks and weakest quality of inputs go with every result")
    func remarks() throws {
        var context = Toy.context()
        context.panel[0, 0, 0] = Cell(
            value: 40, state: .value, marks: [.provisional], quality: .assumption)
        for id in Self.identifiers {
            let rows = try Toy.rows(id, in: context)
            let touched = rows.filter { $0.key.place == "A" && $0.key.activity == "coal" }
            for (key, row) in touched where row.outcome.value != nil && key.year == 2000 {
                #expect(row.marks.contains(.provisional), "\(id) \(key)")
                #expect(row.quality == .assumption, "\(id) \(key)")
            }
        }
    }

    /// The metamorphic test of RELIABILITY A4: whatever the office hides, as long as it agrees
    /// with what it publishes, the result lies in the range.
    @Test("every admissible value of hidden cells stays within the range")
    func metamorphic() throws {
        var ranges: [String: Int] = [:]
        for seed in UInt64(0)..<40 {
            var random = RandomStream(seed: seed, stream: 5)
            var open = Toy.context(Toy.randomTables(seed: seed))
            open.parameters.reference = seed.isMultiple(of: 2) ? .all : .rest
            open.publishSomeTotals(seed: seed)
            var hidden = open
            var cells: [(Int, Int, Int)] = []
            for year in open.panel.years.indices {
                for place in open.panel.places.indices {
                    for activity in open.panel.activities.indices where random.unit() < 0.15 {
                        hidden.panel[place, activity, year] = Cell(value: 0, state: .suppressed)
                        cells.append((place, activity, year))
                    }
                }
            }
            let fitted = hidden.fittedValues(cells)
            let draws =
                [open]
                + (0..<6).compactMap { _ in
                    fitted.flatMap { hidden.drawn(cells, around: $0, &random) }
                }
            for id in Self.identifiers {
                let bounds = try Toy.outcomes(id, in: hidden)
                for (number, draw) in draws.enumerated() {
                    let outcomes = try Toy.outcomes(id, in: draw)
                    for (key, bound) in bounds {
                        if case .range = bound { ranges[id, default: 0] += 1 }
                        let outcome = outcomes[key]
                        // An answer that stays open for want of a figure may be decided by others.
                        if bound == .undefined(.missing("K_mt")), case .value? = outcome {
                            continue
                        }
                        if outcome.map(bound.holds) != true {
                            Issue.record(
                                "seed \(seed) draw \(number) \(id) \(key): \(String(describing: outcome)) outside \(bound)"
                            )
                        }
                    }
                }
            }
        }
        for id in Self.cellMethods { #expect(ranges[id, default: 0] > 500, "\(id): \(ranges)") }
    }
}

extension Outcome {
    /// Whether the answer for hidden cells allows for the answer of one choice of their values.
    func holds(_ other: Outcome) -> Bool {
        // Drawn values meet the totals to ten digits.
        func slack(_ number: Double) -> Double { 1e-7 * Swift.max(1, abs(number)) }
        switch (self, other) {
        case (.range(let low, let high), .value(let number)):
            return low - slack(low) <= number && number <= high + slack(high)
        // 0/0 and the like depend on a choice at the end of the range, which is a limit.
        case (.range, .undefined(let reason)):
            return [.emptyIndustry, .emptyRegion, .entry, .exit, .zeroReference, .outOfRange]
                .contains(reason)
        case (.undefined(.suppressed), _): return true
        case (.value, .value): return isNear(other, within: 1e-6)
        case (.undefined, .undefined): return true
        // Which parts are defined may itself hang on the hidden figures.
        case (.undefined, .value): return false
        default: return self == other
        }
    }
}

extension SpecialisationContext {
    mutating func publishTotals() {
        for year in panel.years.indices {
            let table = panel.table(year: year)
            for place in panel.places.indices {
                panel.publish(total: table.placeTotals[place].known, place: place, year: year)
            }
            for activity in panel.activities.indices {
                panel.publish(
                    total: table.activityTotals[activity].known, activity: activity, year: year)
            }
            panel.publish(grandTotal: table.total, year: year)
        }
    }

    mutating func publishSomeTotals(seed: UInt64) {
        if seed % 3 == 0 {
            publishTotals()
            return
        }
        var random = RandomStream(seed: seed, stream: 6)
        for year in panel.years.indices {
            let table = panel.table(year: year)
            for place in panel.places.indices where random.unit() < 0.7 {
                panel.publish(total: table.placeTotals[place].known, place: place, year: year)
            }
            for activity in panel.activities.indices where random.unit() < 0.7 {
                panel.publish(
                    total: table.activityTotals[activity].known, activity: activity, year: year)
            }
            if random.unit() < 0.5 { panel.publish(grandTotal: table.total, year: year) }
        }
    }

    /// Values of hidden cells, by year, that agree with what is published; nil where the fitting
    /// did not end.
    func fittedValues(_ cells: [(Int, Int, Int)]) -> [[Double]]? {
        var years: [[Double]] = []
        for year in panel.years.indices {
            let own = cells.filter { $0.2 == year }
            let (rows, columns) = panel.rests(year: year)
            guard
                var values = ProportionalFitting.fit(
                    own.map { ProportionalFitting.Cell(row: $0.0, column: $0.1) }, rows: rows,
                    columns: columns)
            else { return nil }
            for (index, cell) in own.enumerated()
            where rows[cell.0] == nil && columns[cell.1] == nil { values[index] = 0 }
            years.append(values)
        }
        return years
    }

    /// The context with hidden cells filled at random, by moves that keep what is published; nil
    /// where that exceeds a grand total.
    func drawn(
        _ cells: [(Int, Int, Int)], around fitted: [[Double]], _ random: inout RandomStream
    ) -> SpecialisationContext? {
        var copy = self
        for year in panel.years.indices {
            let own = cells.filter { $0.2 == year }
            let (rows, columns) = panel.rests(year: year)
            var values = fitted[year]
            for first in own.indices {
                for second in own.indices where second != first {
                    // Rows a, b and columns c, d: +t on one diagonal, −t on the other.
                    if let corner = own.firstIndex(where: {
                        $0.0 == own[first].0 && $0.1 == own[second].1
                    }),
                        let other = own.firstIndex(where: {
                            $0.0 == own[second].0 && $0.1 == own[first].1
                        }), corner != first, corner != second
                    {
                        let shift = random.unit() * min(values[corner], values[other])
                        values[first] += shift
                        values[second] += shift
                        values[corner] -= shift
                        values[other] -= shift
                    }
                    // Along a row whose columns are not published, and the other way round.
                    let isInRow =
                        own[first].0 == own[second].0 && columns[own[first].1] == nil
                        && columns[own[second].1] == nil
                    let isInColumn =
                        own[first].1 == own[second].1 && rows[own[first].0] == nil
                        && rows[own[second].0] == nil
                    if isInRow || isInColumn {
                        let shift = random.unit() * values[second]
                        values[first] += shift
                        values[second] -= shift
                    }
                }
            }
            let known = panel.table(year: year).placeTotals.map(\.known).compensatedSum()
            if let grand = panel.publishedGrandTotals[year],
                known + values.compensatedSum() > grand * (1 + 1e-9)
            {
                return nil
            }
            for (cell, drawn) in zip(own, values) {
                // The fitting may exceed a total in the tenth digit, which would break ties.
                let most = [rows[cell.0], columns[cell.1]].compactMap(\.self).min() ?? drawn
                let value = min(max(0, drawn), most)
                copy.panel[cell.0, cell.1, year] = Cell(
                    value: value, state: value == 0 ? .zero : .value)
            }
        }
        return copy
    }
}

extension Panel {
    /// What the known cells of rows and of columns leave of the published totals.
    fileprivate func rests(year: Int) -> (rows: [Double?], columns: [Double?]) {
        let table = table(year: year)
        func rest(_ total: Total) -> Double? { total.published.map { max(0, $0 - total.known) } }
        return (table.placeTotals.map(rest), table.activityTotals.map(rest))
    }
}
