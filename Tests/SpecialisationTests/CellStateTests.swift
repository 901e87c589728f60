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
        #expect(zero == .value(0))
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
    @Test("every admissible value of hidden cells stays within the range", arguments: identifiers)
    func metamorphic(_ id: String) throws {
        var checks = 0
        var ranges = 0
        for seed in UInt64(0)..<60 {
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
            let bounds = try Toy.outcomes(id, in: hidden)
            for draw in 0..<8 {
                let drawn = draw == 0 ? open : hidden.drawn(cells, &random)
                guard let drawn else { continue }
                let outcomes = try Toy.outcomes(id, in: drawn)
                for (key, bound) in bounds {
                    guard let outcome = outcomes[key] else {
                        Issue.record("seed \(seed) \(id): no \(key)")
                        continue
                    }
                    checks += 1
                    if case .range = bound { ranges += 1 }
                    #expect(
                        bound.holds(outcome),
                        "seed \(seed) draw \(draw) \(id) \(key): \(outcome) outside \(bound)")
                }
            }
        }
        #expect(checks > 0)
        if Self.cellMethods.contains(id) { #expect(ranges > 100, "\(ranges) of \(checks)") }
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

    /// The context with hidden cells filled at random so that they agree with what is published;
    /// nil where the fitting did not end, or where a grand total binds what it does not know of.
    func drawn(
        _ cells: [(Int, Int, Int)], _ random: inout RandomStream
    ) -> SpecialisationContext? {
        var copy = self
        for year in panel.years.indices {
            let table = panel.table(year: year)
            let own = cells.filter { $0.2 == year }
            let rows = table.placeTotals.map { total in
                total.published.map { max(0, $0 - total.known) }
            }
            let columns = table.activityTotals.map { total in
                total.published.map { max(0, $0 - total.known) }
            }
            // A random part of the proportional solution, moved around rectangles of hidden cells.
            guard
                var values = ProportionalFitting.fit(
                    own.map { ProportionalFitting.Cell(row: $0.0, column: $0.1) }, rows: rows,
                    columns: columns)
            else { return nil }
            let isFree = own.map { rows[$0.0] == nil && columns[$0.1] == nil }
            for index in values.indices where isFree[index] { values[index] = 0 }
            for first in own.indices {
                for second in own.indices where second != first {
                    // Rows a, b and columns c, d: +t −t on one diagonal, −t +t on the other.
                    let corner = own.firstIndex { $0.0 == own[first].0 && $0.1 == own[second].1 }
                    let other = own.firstIndex { $0.0 == own[second].0 && $0.1 == own[first].1 }
                    guard let corner, let other, corner != first, corner != second else { continue }
                    let shift = random.unit() * min(values[corner], values[other])
                    values[first] += shift
                    values[second] += shift
                    values[corner] -= shift
                    values[other] -= shift
                }
                // Along a row whose columns are not published, and the other way round.
                for second in own.indices where second != first {
                    let sameRow = own[first].0 == own[second].0
                    let sameColumn = own[first].1 == own[second].1
                    let moves =
                        (sameRow && columns[own[first].1] == nil && columns[own[second].1] == nil)
                        || (sameColumn && rows[own[first].0] == nil && rows[own[second].0] == nil)
                    guard moves else { continue }
                    let shift = random.unit() * values[second]
                    values[first] += shift
                    values[second] -= shift
                }
            }
            let known = table.placeTotals.map(\.known).compensatedSum()
            if let grand = panel.publishedGrandTotals[year],
                known + values.compensatedSum() > grand * (1 + 1e-9)
            {
                return nil
            }
            for (cell, value) in zip(own, values) {
                copy.panel[cell.0, cell.1, year] = Cell(
                    value: max(0, value), state: value <= 0 ? .zero : .value)
            }
        }
        return copy
    }
}
