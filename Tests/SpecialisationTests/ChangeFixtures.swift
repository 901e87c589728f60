import Foundation
import Numerics
import Region
import Specialisation
import Support
import Testing
import Wording

/// Panels and contexts for the tests of methods of change.
enum ChangeFixtures {
    /// The toy table of the handbook: regions A, B, C; coal, metal, services; three years.
    static let toyYears: [[[Double]]] = [
        [[40, 20, 40], [10, 30, 60], [10, 50, 140]],
        [[44, 18, 58], [9, 33, 68], [7, 49, 154]],
        [[45, 17, 64], [9, 35, 70], [6, 50, 166]],
    ]

    static let measure = Measure(
        code: "employment", name: LocalizedText(en: "employment", ru: "занятость"),
        unit: Unit("person")!, kind: .stock)

    static func panel(_ years: [[[Double]]], measure: Measure = measure) -> Panel {
        let rows = years[0].count
        let columns = years[0].first?.count ?? 0
        var panel = Panel(
            measure: measure, classification: "toy",
            places: (0..<rows).map {
                Place(
                    code: PlaceCode(rawValue: "R\($0)"), name: .init(en: "", ru: ""),
                    level: "region")
            },
            activities: (0..<columns).map {
                Activity(
                    code: ActivityCode(rawValue: "toy:\($0)"), classification: "toy",
                    name: .init(en: "", ru: ""))
            },
            years: years.indices.map { 2010 + $0 })
        for (year, table) in years.enumerated() {
            for (place, row) in table.enumerated() {
                for (activity, value) in row.enumerated() {
                    panel[place, activity, year] = Cell(
                        value: value, state: value == 0 ? .zero : .value)
                }
            }
        }
        return panel
    }

    static func context(_ years: [[[Double]]], weights: Matrix? = nil) -> SpecialisationContext {
        context(panel(years), weights: weights)
    }

    static func context(_ panel: Panel, weights: Matrix? = nil) -> SpecialisationContext {
        SpecialisationContext(
            panel: panel,
            weights: weights.map {
                SpatialWeights(places: panel.places.map(\.code), weights: $0, rule: "test")
            })
    }

    /// Weights of 1 between all places, with a self weight that has to be ignored.
    static func equalWeights(_ count: Int) -> Matrix {
        Matrix(rows: count, columns: count, repeating: 1)
    }

    /// A table of the toy in a year as whole numbers, some of them 0.
    static func randomYears(
        _ random: inout RandomStream, years: Int? = nil, zeros: Bool = true
    ) -> [[[Double]]] {
        let rows = 2 + random.index(below: 6)
        let columns = 1 + random.index(below: 6)
        let count = years ?? 2 + random.index(below: 3)
        return (0..<count).map { _ in
            (0..<rows).map { _ in
                (0..<columns).map { _ in
                    zeros && random.index(below: 6) == 0
                        ? 0 : Double(1 + random.index(below: 10_000))
                }
            }
        }
    }

    /// Masses that a file may hold and no method may turn into a silent wrong number.
    static let hostileMasses: [Double] = [
        0, -0.0, .leastNonzeroMagnitude, 1e-300, 1, 3, 1e300, .greatestFiniteMagnitude, .nan,
        .infinity, -.infinity, -1,
    ]

    /// The table of a method's results by key.
    static func results(
        of method: any IndexMethod<SpecialisationContext>, in context: SpecialisationContext
    ) throws -> [ResultKey: ResultRow] {
        var rows: [ResultKey: ResultRow] = [:]
        for row in try method.results(in: context).flatMap(\.rows) {
            #expect(rows[row.key] == nil, "the key occurs twice: \(row.key)")
            rows[row.key] = row
        }
        return rows
    }

    static func key(
        _ place: Int?, _ activity: Int?, _ from: Year, _ to: Year, _ component: String
    ) -> ResultKey {
        ResultKey(
            place: place.map { PlaceCode(rawValue: "R\($0)") },
            activity: activity.map { ActivityCode(rawValue: "toy:\($0)") }, year: to, from: from,
            component: component)
    }

    /// Every cell is explained, its formula gives the stored number, and no number is NaN,
    /// infinite or a negative zero.
    static func expectExplained(
        _ method: any IndexMethod<SpecialisationContext>, in context: SpecialisationContext,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for table in try method.results(in: context) {
            for row in table.rows {
                expectSound(row.outcome, "\(row.key)", sourceLocation: sourceLocation)
                let derivation = try #require(
                    method.derivation(of: row.key, in: context), "\(row.key)",
                    sourceLocation: sourceLocation)
                #expect(
                    derivation.outcome == row.outcome, "\(row.key)", sourceLocation: sourceLocation)
                #expect(table.method.component(row.key.component) != nil)
                guard case .value(let stored) = row.outcome else { continue }
                let recomputed = try #require(
                    derivation.recomputed, "\(row.key)", sourceLocation: sourceLocation)
                // Rounding of the largest term is all that two ways of adding may differ by.
                let scale = max(abs(stored), 1e-300)
                #expect(
                    abs(recomputed - stored) <= 1e-12 * scale,
                    "\(row.key): \(recomputed) against \(stored)", sourceLocation: sourceLocation)
            }
        }
    }

    static func expectSound(
        _ outcome: Outcome, _ comment: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let numbers: [Double]
        switch outcome {
        case .value(let number): numbers = [number]
        case .range(let low, let high):
            numbers = [low, high]
            #expect(low <= high, "\(comment)", sourceLocation: sourceLocation)
        case .undefined: numbers = []
        }
        for number in numbers {
            let isNegativeZero = number == 0 && number.sign == .minus
            #expect(
                number.isFinite && !isNegativeZero, "\(comment): \(number)",
                sourceLocation: sourceLocation)
        }
    }

    /// Runs a method over panels of hostile masses: each answers with numbers or reasons.
    static func expectSoundOnHostileInput(
        _ method: any IndexMethod<SpecialisationContext>, seed: UInt64,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var random = RandomStream(seed: seed)
        for round in 0..<200 {
            let rows = 1 + random.index(below: 3)
            let columns = 1 + random.index(below: 3)
            let count = 1 + random.index(below: 3)
            var panel = panel(
                (0..<count).map { _ in
                    (0..<rows).map { _ in
                        (0..<columns).map { _ in
                            hostileMasses[random.index(below: hostileMasses.count)]
                        }
                    }
                })
            if round % 2 == 1 {
                let year = random.index(below: count)
                panel[random.index(below: rows), random.index(below: columns), year] = Cell(
                    value: 0, state: CellState.allCases[random.index(below: 5)])
                panel.publish(
                    total: hostileMasses[random.index(below: hostileMasses.count)], place: 0,
                    year: year)
                panel.publish(
                    grandTotal: hostileMasses[random.index(below: hostileMasses.count)], year: year)
            }
            var context = context(panel, weights: equalWeights(rows))
            context.parameters.reference = round % 3 == 0 ? .rest : .all
            let cells = (0..<rows).map { place in
                (
                    PlaceCode(rawValue: "R\(place)"),
                    Dictionary(
                        uniqueKeysWithValues: (0..<count).map { year in
                            let value = hostileMasses[random.index(below: hostileMasses.count)]
                            return (2010 + year, Cell(value: value, state: .value))
                        })
                )
            }
            let series = PlaceSeries(
                measure: measure, cells: Dictionary(uniqueKeysWithValues: cells))
            context.population = series
            context.grossRegionalProduct = series
            for table in try method.results(in: context) {
                for row in table.rows {
                    expectSound(
                        row.outcome, "seed \(seed), round \(round), \(row.key)",
                        sourceLocation: sourceLocation)
                }
            }
        }
    }
}
